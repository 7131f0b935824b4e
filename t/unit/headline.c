/*
 * core/jobs_headline.c and jobs_related.c: the sets around a list that a
 * headline falls back to, in turn, and the lists near it, by hand.
 */

#include <sqlite3.h>
#include "board.h"
#include "jobs_query.h"
#include "tap.h"


static char              dir[] = "/tmp/jobs-unit-XXXXXX";
static char              feed[64], path[64];
static char              error[JOBS_SNAPSHOT_ERROR];
static jobs_snapshot_t   snapshot;
static jobs_list_t       list;
static jobs_filter_t     filter;


static void
listing(FILE *f, unsigned i, const char *category, const char *company)
{
    fprintf(f, "{\"id\":\"test:%s:%u\",\"title\":\"Engineer\",\"url\":"
               "\"https://a.example/%u\",\"company\":\"%s\",\"category\":"
               "\"%s\",\"seniority\":\"%s\",\"remote\":\"%s\",\"countries\":"
               "[\"%s\"],\"tags\":[\"%s\"],\"salary_min\":%u,\"salary_max\":"
               "%u,\"salary_currency\":\"USD\",\"salary_period\":\"year\"}\n",
            category, i, i, company, category, i < 35 ? "senior" : "junior",
            i < 20 ? "remote" : "onsite", i < 40 ? "DE" : "US",
            i % 10 ? "go" : "rust", 50000 + i * 1000, 70000 + i * 1000);
}


/* 60 of Data, with 5 of Rare below it, and 5 of Lone */

static int
test_build(void)
{
    int        good;
    FILE      *f;
    sqlite3   *db;
    unsigned   i;

    f = fopen(feed, "w");

    if (f == NULL) {
        return 0;
    }

    for (i = 0; i < 60; i++) {
        listing(f, i, "Data", i < 10 ? "Acme" : "Beta");
    }

    for (i = 0; i < 5; i++) {
        listing(f, i, "Rare", "Acme");
        listing(f, i, "Lone", "Gamma");
    }

    if (fclose(f) != 0 || !board_publish(feed, path)) {
        return 0;
    }

    /* no feed has a tree of categories yet */

    good = sqlite3_open(path, &db) == SQLITE_OK
           && sqlite3_exec(db, "UPDATE terms SET parent = (SELECT term FROM"
                               " terms WHERE value = 'data') WHERE field ="
                               " 'category' AND value = 'rare'",
                           NULL, NULL, NULL)
              == SQLITE_OK
           && sqlite3_changes(db) == 1;
    sqlite3_close(db);

    return good;
}


static void
ask(const char *query)
{
    jobs_rc_t             rc;
    jobs_buf_t            text;
    const char           *reason;
    jobs_fault_t          fault;
    static jobs_str_t     rows[JOBS_LIMIT_MAX];
    static jobs_args_t    args;
    static jobs_facet_t   facets[JOBS_F_N];

    jobs_filter_init(&filter, 20);
    jobs_args_parse(&args, tap_str(query), &reason);
    rc = jobs_filter_args(&filter, &args, (1ULL << JOBS_P_N) - 1, 100, &fault);

    memset(&list, 0, sizeof(jobs_list_t));
    list.rows = rows;
    list.facets = facets;
    list.wants_headline = 1;
    jobs_buf_init(&text, &tap_mem, 1024 * 1024);

    if (rc == JOBS_OK) {
        rc = jobs_query_resolve(&snapshot, &filter);
    }

    if (rc == JOBS_OK) {
        rc = jobs_query_list(&snapshot, &filter,
                             &jobs_formats[JOBS_FORMAT_JSON], BOARD_NOW,
                             &text, &list);
    }

    is_int(rc, JOBS_OK, query);
    jobs_buf_free(&text);
}


/* bytes: the headline, "" for none */

static void
headline(const char *query, const char *want)
{
    jobs_buf_t  b;

    ask(query);
    jobs_buf_init(&b, &tap_mem, 4096);

    if (list.headline.count > 0) {
        jobs_headline_text(&b, &list.headline, &filter, JOBS_LANG_EN,
                           jobs_buf_str);
    }

    is(jobs_buf_view(&b), want, "its headline");
    jobs_buf_free(&b);
}


#define SALARY(set, range, n)                                                 \
    "Typical " set "salary: " range " \xC2\xB7 " n " listings with salary data"

static void
test_headline(void)
{
    /* midpoints are 60,000 and a thousand more for each: p25 at (n - 1) / 4 */

    headline("category=data", SALARY("Data ", "$75k\xE2\x80\x93$104k", "60"));
    headline("category=data&level=senior",
             SALARY("Data ", "$69k\xE2\x80\x93$86k", "35"));

    /* 10 of their own: without level, tag and company */

    headline("category=data&company=acme",
             SALARY("Data ", "$75k\xE2\x80\x93$104k", "60"));
    headline("category=data&company=acme&level=senior&tag=rust",
             SALARY("Data ", "$75k\xE2\x80\x93$104k", "60"));
    headline("category=data&company=acme&country=de",
             SALARY("Data ", "$70k\xE2\x80\x93$89k", "40"));

    /* of 70, 60,000 to 64,000 are there three times: 67,250 and 101,750 */

    headline("company=gamma", SALARY("", "$67k\xE2\x80\x93$102k", "70"));

    /* 25 of their own, and nothing to leave out: the category */

    headline("category=data&salary_min=105000",
             SALARY("Data ", "$75k\xE2\x80\x93$104k", "60"));
    headline("category=data&salary_min=105000&country=de",
             SALARY("Data ", "$70k\xE2\x80\x93$89k", "40"));

    /* 5 in the category: the one above */

    headline("category=rare", SALARY("Data ", "$75k\xE2\x80\x93$104k", "60"));
    headline("category=rare&company=acme&country=de",
             SALARY("Data ", "$70k\xE2\x80\x93$89k", "40"));

    /* where the job may be done always counts */

    headline("category=data&remote=remote", "");
    headline("category=rare&country=us", "");

    headline("category=lone", "");
    headline("salary_min=105000", "");
    headline("category=data&salary_currency=EUR", "");
}


/* "category:rare=5 company=60", in their order */

static void
related(const char *query, const char *want)
{
    unsigned               i;
    jobs_buf_t             b;
    const jobs_related_t  *r;

    ask(query);
    jobs_buf_init(&b, &tap_mem, 4096);

    for (i = 0; i < list.nrelated; i++) {
        r = &list.related[i];
        jobs_buf_str(&b, i > 0 ? jobs_lit(" ") : jobs_lit(""));
        jobs_buf_str(&b, jobs_params[r->param].name);

        if (r->value.data != NULL) {
            jobs_buf_char(&b, ':');
            jobs_buf_str(&b, r->value);
        }

        jobs_buf_char(&b, '=');
        jobs_buf_uint(&b, r->count);
    }

    is(jobs_buf_view(&b), want, "its related lists");
    jobs_buf_free(&b);
}


static void
test_related(void)
{
    /* of all: the categories at the top */

    related("", "category:data=60 category:lone=5");

    /* below it, beside it, then one argument less */

    related("category=data", "category:rare=5 category:lone=5 category=70");
    related("category=data&company=acme",
            "category:rare=5 category=15 company=60");
    related("category=rare", "category:data=60 category=70");
    related("category=lone&country=us",
            "category:data=20 category=20 country=5");

    /* of several, or of what it is not, there is nothing near but less */

    related("category=data,lone", "category=70");
    related("category=-data", "category=70");

    /* what changes nothing is no list of its own; of two ends none is */

    related("q=engineer", "category:data=60 category:lone=5");
    related("salary_min=1&salary_max=60000",
            "category:data=11 category:lone=5");
    related("salary_min=105000", "category:data=25 salary_min=70");

    /* 20 to 34 without 20 and 30, which are all in DE; three at the most */

    related("level=senior&remote=onsite&country=de&tag=go",
            "category:data=13 remote=39 level=18 tag=15");
}


int
main(void)
{
    jobs_identity_t  id;

    ok(mkdtemp(dir) != NULL, "a directory");
    snprintf(feed, sizeof(feed), "%s/feed.jsonl", dir);
    snprintf(path, sizeof(path), "%s/jobs.db", dir);

    if (ok(test_build(), "a snapshot")
        && ok(jobs_snapshot_open(&snapshot, path, &tap_mem, &id, error)
              == JOBS_OK, "opens"))
    {
        test_headline();
        test_related();
        jobs_snapshot_close(&snapshot);
    }

    unlink(feed);
    unlink(path);
    is_int(rmdir(dir), 0, "nothing is left behind");

    return tap_done();
}
