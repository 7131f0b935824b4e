/*
 * core/jobs_bitmap.c: bitmaps made by hand, and all that can be wrong with
 * them.
 */

#include "jobs_bitmap.h"
#include "tap.h"


#define TEST_LIMIT  330000


typedef struct {
    unsigned char  data[32768];
    size_t         len;
} serial_t;


static void
put16(serial_t *s, unsigned n)
{
    s->data[s->len++] = (unsigned char) n;
    s->data[s->len++] = (unsigned char) (n >> 8);
}


static void
put32(serial_t *s, uint32_t n)
{
    put16(s, n & 0xFFFF);
    put16(s, n >> 16);
}


/* the head of a bitmap of n containers, up to the first key */

static void
begin(serial_t *s, unsigned n, unsigned flags)
{
    s->len = 0;

    if (flags == 0) {
        put32(s, 12346);
        put32(s, n);

    } else {
        put32(s, 12347 | (n - 1) << 16);
        s->data[s->len++] = (unsigned char) flags;
    }
}


static jobs_rc_t
check(const serial_t *s)
{
    uint64_t        n;
    unsigned char  *exact;
    jobs_rc_t       rc;

    /* of its own length, that a read behind the end is seen */

    exact = malloc(s->len == 0 ? 1 : s->len);
    memcpy(exact, s->data, s->len);
    rc = jobs_bitmap_check(exact, s->len, TEST_LIMIT, &n);
    free(exact);

    return rc;
}


/* a copy in which the two bytes at a place are others */

static void
refused(const serial_t *s, size_t at, unsigned value, const char *name)
{
    serial_t  bad;

    bad = *s;
    bad.len = at;
    put16(&bad, value);
    bad.len = s->len;
    is_int(check(&bad), JOBS_CORRUPT, name);
}


static void
test_cut(const serial_t *s, const char *name)
{
    size_t    i;
    serial_t  cut;
    unsigned  taken;

    cut = *s;
    taken = 0;

    for (i = 0; i < s->len; i++) {
        cut.len = i;
        taken += check(&cut) == JOBS_OK;
    }

    is_int(taken, 0, name);

    cut.len = s->len;
    cut.data[cut.len++] = 0;
    is_int(check(&cut), JOBS_CORRUPT, "a byte behind the end");
}


static void
test_array(void)
{
    serial_t  s;

    begin(&s, 0, 0);
    is_int(check(&s), JOBS_OK, "no values");

    begin(&s, 2, 0);
    put16(&s, 0);
    put16(&s, 3 - 1);
    put16(&s, 5);
    put16(&s, 1 - 1);
    put32(&s, 24);
    put32(&s, 30);
    put16(&s, 0);
    put16(&s, 7);
    put16(&s, 65535);
    put16(&s, 100);

    is_int(check(&s), JOBS_OK, "arrays");
    test_cut(&s, "a shorter one");
    refused(&s, 0, 12345, "another cookie");
    refused(&s, 2, 1, "more in the cookie");
    refused(&s, 4, 1, "fewer containers");
    refused(&s, 4, 3, "more containers");
    refused(&s, 6, 2, "more containers than there can be");
    refused(&s, 12, 0, "a key twice");
    refused(&s, 10, 3, "a higher cardinality");
    refused(&s, 10, 1, "a lower cardinality");
    refused(&s, 16, 25, "another first offset");
    refused(&s, 20, 28, "another second offset");
    refused(&s, 22, 1, "an offset behind the end");
    refused(&s, 26, 0, "a value twice");
    refused(&s, 24, 8, "falling values");
    refused(&s, 12, 6, "a key above the limit");
    refused(&s, 30, TEST_LIMIT - 5 * 65536, "the limit itself");
}


static void
test_bitset(void)
{
    size_t    i;
    serial_t  s;

    begin(&s, 1, 0);
    put16(&s, 1);
    put16(&s, 4100 - 1);
    put32(&s, 16);
    memset(s.data + s.len, 0, 8192);

    for (i = 0; i < 4100; i++) {
        s.data[s.len + i * 3 / 8] |= (unsigned char) (1 << (i * 3 % 8));
    }

    s.len += 8192;

    is_int(check(&s), JOBS_OK, "a bitset");
    test_cut(&s, "a shorter one");
    refused(&s, 10, 4101 - 1, "a higher cardinality");
    refused(&s, 10, 4099 - 1, "a lower cardinality");
    refused(&s, 10, 4096 - 1, "that of an array");
    refused(&s, 16 + 8190, 1, "one bit more");
    refused(&s, 8, 5, "values above the limit");
}


static void
test_runs(void)
{
    serial_t  s;

    begin(&s, 1, 1);
    put16(&s, 2);
    put16(&s, 30 - 1);
    put16(&s, 3);
    put16(&s, 0);
    put16(&s, 10 - 1);
    put16(&s, 20);
    put16(&s, 0);
    put16(&s, 65517);
    put16(&s, 18);

    is_int(check(&s), JOBS_OK, "runs, without offsets");
    test_cut(&s, "a shorter one");
    refused(&s, 7, 28, "a lower cardinality");
    refused(&s, 7, 30, "a higher cardinality");
    refused(&s, 9, 2, "fewer runs");
    refused(&s, 9, 4, "more runs");
    refused(&s, 9, 65535, "far more runs");
    refused(&s, 15, 5, "a run in another");
    refused(&s, 15, 9, "a run that begins where another ends");
    refused(&s, 15, 10, "runs that touch");
    refused(&s, 11, 100, "runs that fall");
    refused(&s, 21, 19, "a run behind the last value");

    begin(&s, 1, 1);
    put16(&s, 0);
    put16(&s, 0);
    put16(&s, 0);
    is_int(check(&s), JOBS_CORRUPT, "no run at all");
}


/* four containers have offsets, with runs too */

static void
test_mixed(void)
{
    unsigned  i;
    serial_t  s;

    begin(&s, 4, 2);

    for (i = 0; i < 4; i++) {
        put16(&s, i);
        put16(&s, i == 1 ? 65535 : 0);
    }

    put32(&s, 37);
    put32(&s, 39);
    put32(&s, 45);
    put32(&s, 47);
    put16(&s, 9);
    put16(&s, 1);
    put16(&s, 0);
    put16(&s, 65535);
    put16(&s, 9);
    put16(&s, 9);

    is_int(check(&s), JOBS_OK, "an array, a full run, arrays: with offsets");
    test_cut(&s, "a shorter one");
    refused(&s, 25, 40, "another offset");
    refused(&s, 43, 65534, "a value less");

    s.data[4] = 0;
    is_int(check(&s), JOBS_CORRUPT, "without the flag");
}


int
main(void)
{
    test_array();
    test_bitset();
    test_runs();
    test_mixed();

    return tap_done();
}
