/*
 * core/jobs_cursor.c: what is written is read back, and nothing else is a
 * cursor.
 */

#include "jobs_args.h"
#include "jobs_cursor.h"
#include "jobs_listing.h"
#include "tap.h"


/* a query string as an address has it, decoded as a request is */

static jobs_str_t
decoded(jobs_buf_t *b, jobs_str_t cursor)
{
    const char          *reason;
    static jobs_args_t   args;

    jobs_buf_reset(b);
    jobs_buf_lit(b, "cursor=");
    jobs_buf_str(b, cursor);

    return jobs_args_parse(&args, jobs_buf_view(b), &reason) == JOBS_OK
           && args.n == 1
           ? args.arg[0].value : jobs_str(NULL, 0);
}


static int
same(const jobs_cursor_t *a, const jobs_cursor_t *b)
{
    return a->sort == b->sort && a->reverse == b->reverse
           && memcmp(&a->amount, &b->amount, sizeof(a->amount)) == 0
           && jobs_str_eq(a->text, b->text) && a->posted_at == b->posted_at
           && jobs_str_eq(a->id, b->id);
}


/* 1 if it comes back whole from an address */

static int
returns(const jobs_cursor_t *c)
{
    int            good;
    jobs_buf_t     b, query;
    jobs_cursor_t  back;

    jobs_buf_init(&b, &tap_mem, 65536);
    jobs_buf_init(&query, &tap_mem, 65536);

    jobs_cursor_write(&b, c);
    good = jobs_cursor_parse(&back, decoded(&query, jobs_buf_view(&b)))
           == JOBS_OK
           && (c->sort == JOBS_SORT_SALARY || same(c, &back))
           && (c->sort != JOBS_SORT_SALARY
               || (back.amount == c->amount && back.posted_at == c->posted_at
                   && jobs_str_eq(back.id, c->id)));

    jobs_buf_free(&b);
    jobs_buf_free(&query);

    return good;
}


static void
test_written(void)
{
    unsigned               i, k, sort;
    jobs_cursor_t          c;
    static const int64_t   times[] = { JOBS_NO_TIME, 0, 1, -1, 1785000000,
                                       4294967295, INT64_MAX, -INT64_MAX };
    static const double    amounts[] = { -1, 0, 0.1, 1.0 / 3, 100000, 123456.78,
                                         1e300, 5e-324 };
    static const char     *texts[] = { "", "baker", "a,b", "caf\xC3\xA9 & co",
                                       "%2C+", ",", "100%", "-x" };

    for (sort = JOBS_SORT_RECENT; sort <= JOBS_SORT_TITLE; sort++) {

        if (sort == JOBS_SORT_RELEVANCE) {
            continue;
        }

        for (i = 0; i < 16; i++) {
            memset(&c, 0, sizeof(jobs_cursor_t));
            k = i / 2;
            c.sort = (jobs_sort_e) sort;
            c.reverse = i % 2;
            c.posted_at = times[k];
            c.id = tap_str("greenhouse:acme:1");
            c.amount = sort == JOBS_SORT_SALARY ? amounts[k] : -1;
            c.text = tap_str(sort == JOBS_SORT_TITLE
                             || sort == JOBS_SORT_COMPANY ? texts[k] : "");

            ok(returns(&c), "written and read");
        }
    }
}


static void
test_refused(void)
{
    unsigned       i;
    jobs_cursor_t  c;

    static const char  *const bad[] = {
        "", ",", ",,", ",,,", "recent", "recent,", "recent,1", "recent,1,",
        "recent,x,a:1", "recent,1.5,a:1", "recent,--1,a:1", "recent,-,a:1",
        "recent,9223372036854775808,a:1", "recent,-9223372036854775808,a:1",
        "recent, 1,a:1", "recent,1,a b", "recent,1,a:1,more",
        "Recent,1,a:1", "--recent,1,a:1", "-,1,a:1", "relevance,1,a:1",
        "-relevance,1,a:1", "newest,1,a:1", "salary,1,a:1,1",
        "title,1", "title,1,,baker",
        "salary,1,a:1,40f86a000000000", "salary,1,a:1,40f86a00000000000",
        "salary,1,a:1,40F86A0000000000", "salary,1,a:1,40f86a000000000g",
        "salary,1,a:1,7ff0000000000000", "salary,1,a:1,fff0000000000000",
        "salary,1,a:1,7ff8000000000000", "salary,1,a:1,bff0000000000000",
        "salary,1,a:1,7fefffffffffffff"
    };

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        is_int(jobs_cursor_parse(&c, tap_str(bad[i])), JOBS_INVALID, bad[i]);
    }

    is_int(jobs_cursor_parse(&c, jobs_str(NULL, 0)), JOBS_INVALID, "none");
}


/* what is taken means the same when it is written again */

static void
test_garbage(void)
{
    char           text[64];
    size_t         len, i;
    unsigned       n, taken, wrong;
    jobs_cursor_t  c;

    static const char  *const parts[] = { "recent", "-salary", "title", ",",
                                          ",", ",", "a:1", "17", "-", "company",
                                          "00f0000000000000", "%", "x" };

    taken = 0;
    wrong = 0;

    for (n = 0; n < 200000; n++) {
        len = 0;

        for (i = 2 + tap_random(7); i > 0; i--) {
            len += (size_t) snprintf(text + len, sizeof(text) - len, "%s",
                                     parts[tap_random(sizeof(parts)
                                                      / sizeof(parts[0]))]);
            len = len < sizeof(text) ? len : sizeof(text) - 1;
        }

        if (jobs_cursor_parse(&c, jobs_str(text, len)) == JOBS_OK) {
            taken++;
            wrong += !returns(&c);
        }
    }

    ok(taken > 100, "some garbage is a cursor");
    is_int(wrong, 0, "and comes back as one");
}


int
main(void)
{
    test_written();
    test_refused();
    test_garbage();

    return tap_done();
}
