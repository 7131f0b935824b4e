/*
 * sync/sync_intern.c: strings by number, whichever length they have and
 * whatever bytes.
 */

#include "sync_intern.h"
#include "tap.h"


#define TEST_STRINGS  200000
#define TEST_LONGEST  20


/*
 * String i: its bytes are few different ones, the NUL among them, so that
 * strings of all lengths are alike but for one byte here or there.
 */

static jobs_str_t
test_string(uint32_t i, char *data)
{
    size_t    n;
    uint32_t  left;

    memset(data, 'a', TEST_LONGEST);
    n = i % (TEST_LONGEST + 1);
    left = i / (TEST_LONGEST + 1);

    for (i = 0; i < n && left > 0; i++) {
        data[n - 1 - i] = "a\0z\xFF"[left % 4];
        left /= 4;
    }

    return jobs_str(data, n);
}


/* 1: the string has all digits of its number, so no other number makes it */

static int
test_whole(uint32_t i)
{
    uint32_t  left, n;

    left = i / (TEST_LONGEST + 1);

    for (n = i % (TEST_LONGEST + 1); n > 0; n--) {
        left /= 4;
    }

    return left == 0;
}


static void
test_all(void)
{
    char           data[TEST_LONGEST];
    uint32_t       i, n, number, wrong, missing, found;
    jobs_str_t     s;
    sync_intern_t  in;

    memset(&in, 0, sizeof(sync_intern_t));
    ok(!sync_intern_find(&in, jobs_str("", 0), &n), "nothing is there");

    n = 0;
    wrong = 0;
    missing = 0;
    found = 0;

    for (i = 0; i < TEST_STRINGS; i++) {
        if (!test_whole(i)) {
            continue;
        }

        s = test_string(i, data);
        found += sync_intern_find(&in, s, &number);
        number = sync_intern_put(&in, s);
        wrong += number != n++;
    }

    is_int(found, 0, "none is there before it is put");
    is_int(wrong, 0, "each different one has the next number");
    is_int(in.n, n, "as many as were put");
    ok(n > 50000, "the table has grown many times");

    wrong = 0;
    n = 0;

    for (i = 0; i < TEST_STRINGS; i++) {
        if (!test_whole(i)) {
            continue;
        }

        s = test_string(i, data);
        missing += !sync_intern_find(&in, s, &number) || number != n;
        wrong += sync_intern(&in, s) != n || !jobs_str_eq(in.strings[n], s)
                 || in.counts[n] != 1;
        n++;
    }

    is_int(missing, 0, "each is found");
    is_int(wrong, 0, "each has its number still, its bytes, and is counted");
    is_int(in.n, n, "none is there twice");

    (void) sync_intern(&in, jobs_str("aaaaaaa", 7));
    (void) sync_intern_put(&in, jobs_str("aaaaaaa", 7));
    number = sync_intern(&in, jobs_str("aaaaaaa", 7));
    is_int(in.counts[number], 3, "counts what is asked for to be counted");

    sync_intern_free(&in);
    ok(in.n == 0 && !sync_intern_find(&in, jobs_str("a", 1), &n),
       "empty again");
}


int
main(void)
{
    test_all();

    return tap_done();
}
