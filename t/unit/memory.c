/*
 * Every allocation fails in turn: while a snapshot is opened, joined, and
 * asked.  CRoaring's own are not among them: 0.2.66 does not check its own.
 */

#include "board.h"
#include "failing.h"
#include "jobs_query.h"
#include "tap.h"


static char              dir[] = "/tmp/jobs-unit-XXXXXX";
static char              feed[64], path[64];
static char              error[JOBS_SNAPSHOT_ERROR];
static jobs_snapshot_t   first, second;


static const char  *const queries[] = {
    "",
    "facets=category,company,country,region,tag,level&stats=salary",
    "sort=title&cursor=title,1780000000,test%3A41,junior&facets=tag",
    "q=data&facets=company&stats=salary",
    "q=rust+-designer&sort=recent&location=berlin",
    "salary_min=50000&salary_currency=EUR&sort=salary",
    "sort=title&offset=400&limit=100",
    "company=solo+50,acme-1&country=-DE&tag=c%2B%2B",
    "sort=-recent&cursor=-recent,,test%3A10",
    "posted_within=90d&worldwide=0&region=europe&remote=remote&visa=1",
    "sort=-company&category=data,design&salary_max=90000"
    "&salary_include_unknown=1",
    "category=data"                     /* a named search has these */
};

/* another file than jobs-sync published, but one that opens */

static const char  searches[] =
    "INSERT INTO searches (slug, query, parent, heading) VALUES"
    " ('data', 'category=Data', NULL, 'Data'),"
    " ('data-de', 'category=data&country=DE', 'data', NULL),"
    " ('paid', 'category=data&salary_min=50000&salary_currency=EUR', 'data',"
    "  NULL),"
    " ('rust', 'q=rust', NULL, NULL),"
    " ('no', 'limit=5', 'data', NULL)";

#define TEST_QUERIES  (sizeof(queries) / sizeof(queries[0]))


/* *total: the number of listings, which must be the same in every success */

static jobs_rc_t
test_ask(jobs_snapshot_t *s, const char *query, uint64_t *total)
{
    unsigned               i;
    jobs_rc_t              rc;
    jobs_buf_t             text, body;
    const char            *reason;
    jobs_fault_t           fault;
    static jobs_str_t      rows[JOBS_LIMIT_MAX];
    static jobs_args_t     args;
    static jobs_list_t     list;
    static jobs_facet_t    facets[JOBS_F_N];
    static jobs_filter_t   filter;

    static const jobs_format_e  formats[] = {
        JOBS_FORMAT_RSS, JOBS_FORMAT_HTML
    };

    jobs_filter_init(&filter, 20);

    if (jobs_args_parse(&args, tap_str(query), &reason) != JOBS_OK
        || jobs_filter_args(&filter, &args, (1ULL << JOBS_P_N) - 1, 100,
                            &fault)
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    memset(&list, 0, sizeof(jobs_list_t));
    list.rows = rows;
    list.facets = facets;
    list.wants_headline = 1;
    list.site.board = jobs_lit("/jobs");
    jobs_buf_init(&text, &mem, 1024 * 1024);

    rc = jobs_query_resolve(s, &filter);

    for (i = 0; i < 2 && rc == JOBS_OK; i++) {
        jobs_buf_reset(&text);

        rc = jobs_query_list(s, &filter, &jobs_formats[formats[i]], BOARD_NOW,
                             &text, &list);

        if (rc == JOBS_OK && jobs_formats[formats[i]].feed) {
            jobs_buf_init(&body, &mem, 1024 * 1024);
            list.filter = &filter;
            jobs_formats[formats[i]].write(&body, &list);
            rc = body.rc;
            jobs_buf_free(&body);
        }
    }

    /* that of "data" has two below it and one beside it */

    if (rc == JOBS_OK && strcmp(query, "category=data") == 0
        && (list.named.slug.data == NULL || list.nrelated < 3
            || list.related[2].slug.data == NULL))
    {
        rc = JOBS_INVALID;
    }

    *total = list.total;
    jobs_buf_free(&text);

    return rc;
}


/* opens, joins, asks the joined one and then the other; closes */

static jobs_rc_t
test_round(const char *query, uint64_t *total)
{
    jobs_rc_t        rc;
    jobs_identity_t  id;

    error[0] = '\0';
    rc = jobs_snapshot_open(&first, path, &mem, &id, error);

    if (rc != JOBS_OK) {
        return error[0] == '\0' ? JOBS_INVALID : rc;
    }

    rc = jobs_snapshot_join(&second, &first, path, error);

    if (rc == JOBS_OK) {
        rc = test_ask(&second, query, total);

        if (rc == JOBS_OK) {
            rc = test_ask(&first, query, total);
        }

        jobs_snapshot_close(&second);

    } else if (error[0] == '\0') {
        rc = JOBS_INVALID;
    }

    jobs_snapshot_close(&first);

    return rc;
}


static void
test_opening(void)
{
    long       i, n, wrong, leaks;
    uint64_t   all, total;
    jobs_rc_t  rc;

    wrong = 0;
    leaks = 0;
    n = 0;

    for (fail_once = 0; fail_once < 2; fail_once++) {
        fail_at = 0;
        calls = 0;
        wrong += test_round("", &all) != JOBS_OK;
        n = calls;

        for (i = 1; i <= n; i++) {
            fail_at = i;
            calls = 0;
            rc = test_round("", &total);

            /* one alone may be done without */

            wrong += rc != JOBS_NOMEM
                     && !(fail_once && rc == JOBS_OK && total == all);
            leaks += blocks;
        }
    }

    fail_at = 0;

    ok(n > 40, "allocations while a snapshot is opened, joined and asked");
    is_int(wrong, 0, "no memory, whichever fails");
    is_int(leaks, 0, "and nothing leaks");
}


/* the snapshot stays open: what failed leaves it as it was */

static void
test_query(const char *query)
{
    long             i, n, before, wrong, leaks, failed;
    uint64_t         all, total;
    jobs_rc_t        rc;
    jobs_identity_t  id;

    wrong = 0;
    leaks = 0;
    failed = 0;

    for (fail_once = 0; fail_once < 2; fail_once++) {
        fail_at = 0;
        wrong += jobs_snapshot_open(&first, path, &mem, &id, error) != JOBS_OK;

        calls = 0;
        before = blocks;
        wrong += test_ask(&first, query, &all) != JOBS_OK;
        n = calls;

        jobs_snapshot_close(&first);
        leaks += blocks;

        for (i = 1; i <= n; i++) {
            fail_at = 0;
            wrong += jobs_snapshot_open(&first, path, &mem, &id, error)
                     != JOBS_OK;
            fail_at = i;
            calls = 0;
            wrong += blocks != before;

            rc = test_ask(&first, query, &total);
            failed += rc == JOBS_NOMEM;
            wrong += rc != JOBS_NOMEM
                     && !(fail_once && rc == JOBS_OK && total == all);

            fail_at = 0;
            wrong += test_ask(&first, query, &total) != JOBS_OK
                     || total != all;

            jobs_snapshot_close(&first);
            leaks += blocks;
        }
    }

    ok(failed > 0, query);
    is_int(wrong, 0, "no memory, and then the same as ever");
    is_int(leaks, 0, "nothing leaks");
}


int
main(void)
{
    size_t    i;
    sqlite3  *db;

    ok(mkdtemp(dir) != NULL, "a directory");
    snprintf(feed, sizeof(feed), "%s/feed.jsonl", dir);
    snprintf(path, sizeof(path), "%s/jobs.db", dir);

    if (ok(board_build(feed, path)
           && sqlite3_open(path, &db) == SQLITE_OK
           && sqlite3_exec(db, searches, NULL, NULL, NULL) == SQLITE_OK
           && sqlite3_close(db) == SQLITE_OK, "a snapshot with searches"))
    {
        test_opening();

        for (i = 0; i < TEST_QUERIES; i++) {
            test_query(queries[i]);
        }
    }

    unlink(feed);
    unlink(path);
    is_int(rmdir(dir), 0, "nothing is left behind");

    return tap_done();
}
