/*
 * core/jobs_bitmap.c: what CRoaring writes is taken, and so is what is damaged
 * where it still is a bitmap: it is read, and computed with, as plain arrays
 * are.
 */

#include "plain.h"
#include "tap.h"


#define TEST_LIMIT   330000
#define TEST_SETS    120
#define TEST_PAIRS   60
#define TEST_DAMAGE  400            /* copies of each */


static unsigned char  buffer[65536 * 2];
static size_t         bytes;


/* of every kind: single values, dense ones, stretches, whole containers */

static roaring_bitmap_t *
random_set(void)
{
    uint32_t           from, to, i, step;
    unsigned           parts;
    roaring_bitmap_t  *b;

    b = roaring_bitmap_create();

    for (parts = tap_random(8); parts > 0; parts--) {
        from = tap_random(4) ? tap_random(TEST_LIMIT)
                             : tap_random(5) * 65536;
        to = tap_random(4) ? from + tap_random(20000) : from + 65536;
        to = to > TEST_LIMIT ? TEST_LIMIT : to;
        step = 1 + (tap_random(2) ? tap_random(40) : tap_random(3));

        for (i = from; i < to; i += step) {
            roaring_bitmap_add(b, i);
        }
    }

    if (tap_random(2)) {
        roaring_bitmap_run_optimize(b);
    }

    return b;
}


/* 1: the check takes it, and all three readers see the same */

static int
reads(plain_t *p, roaring_bitmap_t **b)
{
    int             good;
    uint64_t        n;
    unsigned char  *exact;

    exact = malloc(bytes);
    memcpy(exact, buffer, bytes);
    *b = NULL;
    p->n = 0;

    good = jobs_bitmap_check(exact, bytes, TEST_LIMIT, &n) == JOBS_OK;

    if (good) {
        good = jobs_bitmap_read(exact, bytes, TEST_LIMIT, n, b) == JOBS_OK
               && plain_decode(p, exact, bytes)
               && p->n == n && plain_agrees(p, *b, TEST_LIMIT)
               ? 1 : -1;
    }

    free(exact);

    return good;
}


static void
test_random(void)
{
    long               wrong;
    unsigned           i, k, at, was, taken;
    plain_t            p, q;
    roaring_bitmap_t  *made, *b;

    memset(&p, 0, sizeof(plain_t));
    memset(&q, 0, sizeof(plain_t));
    wrong = 0;
    taken = 0;

    for (i = 0; i < TEST_SETS; i++) {
        made = random_set();
        bytes = roaring_bitmap_portable_serialize(made, (char *) buffer);

        wrong += reads(&p, &b) != 1 || !roaring_bitmap_equals(made, b);

        if (b != NULL) {
            roaring_bitmap_free(b);
        }

        roaring_bitmap_free(made);

        for (k = 0; k < TEST_DAMAGE && bytes > 0; k++) {
            at = tap_random(k % 2 ? (unsigned) bytes
                                  : bytes < 64 ? (unsigned) bytes : 64);
            was = buffer[at];
            buffer[at] = (unsigned char) tap_random(256);

            switch (reads(&q, &b)) {

            case 1:
                taken++;
                break;

            case -1:
                wrong++;
                break;
            }

            if (b != NULL) {
                roaring_bitmap_free(b);
            }

            buffer[at] = (unsigned char) was;
        }
    }

    is_int(wrong, 0, "what is taken is read as its values");
    ok(taken > TEST_SETS, "some damaged ones are bitmaps too");

    plain_free(&p);
    plain_free(&q);
}


static void
test_operations(void)
{
    unsigned           i, wrong;
    plain_t            p, q;
    const char        *name;
    roaring_bitmap_t  *a, *b, *made;

    memset(&p, 0, sizeof(plain_t));
    memset(&q, 0, sizeof(plain_t));
    wrong = 0;

    for (i = 0; i < TEST_PAIRS; i++) {
        made = random_set();
        bytes = roaring_bitmap_portable_serialize(made, (char *) buffer);
        roaring_bitmap_free(made);
        wrong += reads(&p, &a) != 1;

        made = random_set();
        bytes = roaring_bitmap_portable_serialize(made, (char *) buffer);
        roaring_bitmap_free(made);
        wrong += reads(&q, &b) != 1;

        name = plain_operations(&p, &q, a, b, PLAIN_ALL, TEST_LIMIT);

        if (name != NULL) {
            printf("# %s\n", name);
            wrong++;
        }

        roaring_bitmap_free(a);
        roaring_bitmap_free(b);
    }

    is_int(wrong, 0, "what is computed with them is right");

    plain_free(&p);
    plain_free(&q);
}


int
main(void)
{
    test_random();
    test_operations();

    return tap_done();
}
