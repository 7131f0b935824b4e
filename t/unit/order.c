/*
 * core/jobs_order.c: the lowest keys of many, and the keys of listings.
 */

#include "jobs_order.h"
#include "tap.h"


#define TEST_KEYS  20000


static uint64_t  keys[TEST_KEYS], sorted[TEST_KEYS];


static int
compare(const void *one, const void *two)
{
    uint64_t  a, b;

    a = *(const uint64_t *) one;
    b = *(const uint64_t *) two;

    return a < b ? -1 : a > b;
}


/* keys as somebody might have them: 0 at random, then in ways that are slow */

static uint64_t
key(unsigned kind, size_t i, size_t n)
{
    switch (kind) {

    case 0:
        return (uint64_t) tap_random(UINT32_MAX) << 32 | i;

    case 1:
        return i;

    case 2:
        return n - i;

    case 3:
        return 7;

    case 4:
        return tap_random(3);

    case 5:
        return (uint64_t) tap_random(4) << 32 | (n - i);

    case 6:
        return i < n / 2 ? i : n - i;       /* up and down again */

    case 7:
        return i % 100;

    default:
        return ~(uint64_t) (i * i % 1009);
    }
}


static void
test_select(void)
{
    size_t    i, n, count;
    unsigned  kind, round, wrong;

    for (kind = 0; kind < 9; kind++) {
        wrong = 0;

        for (round = 0; round < 40; round++) {
            n = round < 20 ? tap_random(12) : tap_random(TEST_KEYS);
            count = round % 5 == 0 ? n : tap_random((unsigned) n + 2);
            count = count > n ? n : count;

            for (i = 0; i < n; i++) {
                keys[i] = key(kind, i, n);
            }

            memcpy(sorted, keys, n * sizeof(uint64_t));
            qsort(sorted, n, sizeof(uint64_t), compare);
            jobs_order_select(keys, n, count);

            /* the lowest are in front, and no key is lost */

            qsort(keys, count, sizeof(uint64_t), compare);
            wrong += memcmp(keys, sorted, count * sizeof(uint64_t)) != 0;
            qsort(keys, n, sizeof(uint64_t), compare);
            wrong += memcmp(keys, sorted, n * sizeof(uint64_t)) != 0;
        }

        is_int(wrong, 0, "the lowest keys");
    }
}


/* five listings: their places in an order are the order of their keys */

static void
is_order(const jobs_index_t *ix, jobs_sort_e sort, unsigned reverse,
    const char *want, const char *name)
{
    char      got[6];
    uint64_t  k[5], all[5];
    unsigned  i, j;

    for (i = 0; i < 5; i++) {
        k[i] = jobs_order_key(ix, sort, reverse, i);
    }

    memcpy(all, k, sizeof(all));
    qsort(all, 5, sizeof(uint64_t), compare);

    for (i = 0; i < 5; i++) {
        for (j = 0; k[j] != all[i]; j++) { /* void */ }

        got[i] = (char) ('0' + j);
    }

    got[5] = '\0';
    is(tap_str(got), want, name);
}


static void
test_keys(void)
{
    jobs_pay_t           pay[3];
    jobs_index_t         ix;
    jobs_index_field_t  *f;

    static uint8_t   salary[] = { 1, 0, 2, 1, 2 };
    static uint32_t  title[] = { 3, 0, 3, 1, 1 };
    static uint8_t   company[] = { 2, 1, 1, 0, 2 };
    static uint32_t  offsets[] = { 0, 0, 1, 2 };
    static uint32_t  members[] = { 1, 4 };

    memset(&ix, 0, sizeof(jobs_index_t));
    memset(pay, 0, sizeof(pay));

    ix.n = 5;
    ix.pay = pay;
    pay[0].rank = JOBS_NO_TERM;
    pay[1].rank = 1;
    pay[2].rank = 0;
    ix.salary.codes = salary;
    ix.salary.width = 1;
    ix.title = title;
    f = &ix.fields[JOBS_F_COMPANY];
    f->column.codes = company;
    f->column.width = 1;
    f->offsets = offsets;
    f->members = members;

    is_order(&ix, JOBS_SORT_RECENT, 0, "01234", "recent");
    is_order(&ix, JOBS_SORT_RECENT, 1, "43210", "recent, reversed");
    is_order(&ix, JOBS_SORT_SALARY, 0, "24031", "salary, unknown last");
    is_order(&ix, JOBS_SORT_SALARY, 1, "30421", "lowest first, unknown last");
    is_order(&ix, JOBS_SORT_TITLE, 0, "13402", "title");
    is_order(&ix, JOBS_SORT_TITLE, 1, "20431", "title, reversed");
    is_order(&ix, JOBS_SORT_COMPANY, 0, "31204", "company, none first");
    is_order(&ix, JOBS_SORT_COMPANY, 1, "40213", "company, reversed");
}


int
main(void)
{
    test_select();
    test_keys();

    return tap_done();
}
