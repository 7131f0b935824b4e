/*
 * core/jobs_check.c, jobs_snapshot.c, jobs_query.c: a snapshot is input.
 * Damaged copies of one and a lack of memory never do more than fail.
 */

#define _GNU_SOURCE

#include <fcntl.h>
#include <unistd.h>
#include "board.h"
#include "failing.h"
#include "jobs_check.h"
#include "jobs_query.h"
#include "tap.h"


#define TEST_COPIES  300
#define TEST_ALL     ((1ULL << JOBS_P_N) - 1)


static char              dir[] = "/tmp/jobs-unit-XXXXXX";
static char              feed[64], good[64], bad[64];
static unsigned char    *image;
static size_t            size;
static char              error[JOBS_SNAPSHOT_ERROR];
static jobs_list_t       list;
static jobs_str_t        rows[JOBS_LIMIT_MAX];
static jobs_filter_t     filter;
static jobs_identity_t   identity;
static jobs_snapshot_t   snapshot;

static const char  *queries[] = {
    "", "q=engineer", "q=eng*", "q=-data", "q=data+or+rust+-java",
    "title=senior", "location=berlin", "company=acme", "company=-acme,beta",
    "tag=c%2B%2B", "tag_any=go,rust", "remote=remote&level=senior",
    "category=data&sort=title", "salary_min=1&sort=-salary",
    "has_salary=1&sort=company", "posted_within=3650d", "q=data&sort=recent",
    "limit=0", "offset=30&limit=5", "source=test&type=contract&visa=1"
};

#define TEST_QUERIES  (sizeof(queries) / sizeof(queries[0]))


static int
test_write(const char *path, const char *data, size_t n)
{
    FILE  *f;

    f = fopen(path, "w");
    if (f == NULL) {
        return 0;
    }

    n -= fwrite(data, 1, n, f);

    return fclose(f) == 0 && n == 0;
}


static void
test_feed(void)
{
    FILE      *f;
    unsigned   i;

    f = fopen(feed, "w");

    for (i = 0; f != NULL && i < 40; i++) {
        fprintf(f, "{\"id\":\"test:%u\",\"title\":\"%s %s Engineer\","
                   "\"company\":\"%s\",\"url\":\"https://a.example/%u\","
                   "\"location\":\"%s\",\"remote\":\"%s\",\"category\":"
                   "\"data\",\"tags\":[\"C++\",\"%s\"],\"seniority\":\"senior\","
                   "\"salary_min\":%u,\"salary_max\":%u,\"salary_currency\":"
                   "\"USD\",\"salary_period\":\"year\",\"posted_at\":"
                   "\"2026-08-%02uT09:00:00Z\",\"excerpt\":\"Data and %u\","
                   "\"description_text\":\"More\"%s}\n", i,
                i % 2 ? "Senior" : "Junior", i % 3 ? "Data" : "Rust",
                i % 4 ? "Acme" : "Beta", i, i % 5 ? "Berlin" : "Austin, TX",
                i % 2 ? "remote" : "onsite", i % 3 ? "Go" : "Rust",
                100000 + i * 1000, 120000 + i * 1000, i % 28 + 1, i,
                i == 7 ? ",\"expires_at\":\"2026-01-01\"" : "");
    }

    ok(f != NULL && fclose(f) == 0, "a feed");
}


static void
test_build(void)
{
    ok(board_publish(feed, good), "jobs-sync builds a snapshot");

    image = board_read(good, &size);
}


static int
test_closed(jobs_rc_t rc)
{
    return rc == JOBS_OK || rc == JOBS_CORRUPT || rc == JOBS_ERROR
           || rc == JOBS_TIMEOUT || rc == JOBS_NOMEM;
}


static jobs_facet_t  facets[JOBS_F_N];


static jobs_rc_t
test_query(const char *query, jobs_format_e format)
{
    jobs_rc_t            rc;
    jobs_buf_t           text;
    const char          *reason;
    jobs_fault_t         fault;
    static jobs_args_t   args;

    jobs_args_parse(&args, tap_str(query), &reason);
    jobs_filter_init(&filter, 20);
    rc = jobs_filter_args(&filter, &args, TEST_ALL, 100, &fault);

    if (rc != JOBS_OK) {
        return rc;
    }

    jobs_format_settle(&jobs_formats[format], &filter);

    jobs_buf_init(&text, &mem, 1024 * 1024);
    jobs_snapshot_deadline(&snapshot, 5000000000);   /* memcheck is slow */

    list.rows = rows;
    list.facets = facets;
    list.wants_headline = (jobs_formats[format].show & JOBS_SHOW_HEADLINE)
                          != 0;

    rc = jobs_query_resolve(&snapshot, &filter);

    if (rc == JOBS_OK) {
        rc = jobs_query_list(&snapshot, &filter, &jobs_formats[format],
                             BOARD_NOW, &text, &list);
    }

    jobs_buf_free(&text);

    return rc;
}


static jobs_rc_t
test_open(const char *path)
{
    error[0] = '\0';

    return jobs_snapshot_open(&snapshot, path, &mem, &identity, error);
}


static void
test_header(void)
{
    char           h[JOBS_CHECK_HEADER];
    size_t         i;
    unsigned       wrong;
    jobs_rc_t      rc;

    static const unsigned char  fields[] = { 0, 15, 16, 17, 18, 19, 28, 31,
                                             60, 63, 68, 71 };

    memcpy(h, image, sizeof(h));
    is_int(jobs_check_header((unsigned char *) h, sizeof(h), (int64_t) size,
                             error), JOBS_OK, "its header");

    for (i = 0; i < sizeof(fields); i++) {
        h[fields[i]] ^= 0x55;
        is_int(jobs_check_header((unsigned char *) h, sizeof(h),
                                 (int64_t) size, error), JOBS_CORRUPT,
               "a field of the header");
        h[fields[i]] ^= 0x55;
    }

    for (i = 0, wrong = 0; i < sizeof(h); i++) {
        wrong += jobs_check_header((unsigned char *) h, i, (int64_t) size,
                                   error) != JOBS_CORRUPT;
    }

    is_int(wrong, 0, "a shorter header");
    is_int(jobs_check_header((unsigned char *) h, sizeof(h),
                             (int64_t) size - 1, error), JOBS_CORRUPT,
           "a shorter file");
    is_int(jobs_check_header((unsigned char *) h, sizeof(h),
                             (int64_t) size + 4096, error), JOBS_CORRUPT,
           "a longer file");

    for (i = 0, wrong = 0; i < 20000; i++) {
        memcpy(h, image, sizeof(h));
        h[tap_random(sizeof(h))] = (char) tap_random(256);
        h[tap_random(sizeof(h))] = (char) tap_random(256);
        rc = jobs_check_header((unsigned char *) h, sizeof(h),
                               (int64_t) size, error);
        wrong += rc != JOBS_OK && rc != JOBS_CORRUPT;
    }

    is_int(wrong, 0, "any header");
}


static void
test_refused(void)
{
    unlink(bad);
    is_int(test_open(bad), JOBS_ERROR, "a missing file");
    ok(identity.error != 0 && error[0] != '\0', "says why");
    is_int(test_open(dir), JOBS_CORRUPT, "a directory");
    test_write(bad, "", 0);
    is_int(test_open(bad), JOBS_CORRUPT, "an empty file");
    has(tap_str(error), "empty", "says so");
    test_write(bad, "<html>", 6);
    is_int(test_open(bad), JOBS_CORRUPT, "a text");
    is_int(test_open(feed), JOBS_CORRUPT, "a longer text");
    hasnt(tap_str(error), "/tmp", "the path is not named");
    is_int(blocks, 0, "nothing stays");
}


static void
test_good(void)
{
    size_t              i;
    jobs_listing_t      l;
    jobs_attribution_t  a;

    is_int(test_open(good), JOBS_OK, "a snapshot opens");
    is_int(snapshot.listings, 40, "with all its listings");
    is(tap_str(snapshot.currency), "USD", "its currency");
    ok(jobs_snapshot_intact(&snapshot), "intact");

    for (i = 0; i < TEST_QUERIES; i++) {
        is_int(test_query(queries[i], (jobs_format_e) (i % JOBS_FORMAT_N)), JOBS_OK,
               queries[i]);
    }

    test_query("", JOBS_FORMAT_JSON);
    is_int(list.total, 39, "the expired one is left out");
    is_int(list.count, 20, "a page");
    test_query("company=beta", JOBS_FORMAT_JSON);
    is_int(list.total, 10, "a company");
    test_query("company=-beta&offset=25", JOBS_FORMAT_JSON);
    is_int(list.total, 29, "the others");
    is_int(list.count, 4, "its last page");
    test_query("q=rust", JOBS_FORMAT_HTML);
    is_int(list.total, 14, "a word");
    test_query("q=-rust", JOBS_FORMAT_HTML);
    is_int(list.total, 25, "without it");
    test_query("q=...", JOBS_FORMAT_JSON);
    is_int(list.total, 0, "no word at all is found nowhere");
    test_query("q=-...&location=berlin", JOBS_FORMAT_JSON);
    is_int(list.total, 0, "nor is leaving none out");
    test_query("tag=go&remote=1", JOBS_FORMAT_HTML);
    is_int(list.total, 12, "two fields");
    test_query("tag=fortran", JOBS_FORMAT_HTML);
    is_int(list.total, 0, "an unknown tag");

    is_int(jobs_query_listing(&snapshot, jobs_lit("test:3"), &l, &a), JOBS_OK,
           "a listing");
    is(l.title, "Senior Rust Engineer", "its title");
    jobs_query_reset(&snapshot);
    is_int(jobs_query_listing(&snapshot, jobs_lit("test:99"), &l, &a),
           JOBS_DECLINED, "an unknown listing");

    jobs_snapshot_close(&snapshot);
    is_int(blocks, 0, "closing gives all memory back");
}


/* every allocation in turn */

static void
test_memory(const char *query)
{
    long       n, leaks, wrong, i;
    jobs_rc_t  rc;

    leaks = 0;
    wrong = 0;

    for (fail_once = 0; fail_once < 2; fail_once++) {
        fail_at = 0;
        calls = 0;
        (void) test_open(good);
        (void) test_query(query, JOBS_FORMAT_JSON);
        jobs_snapshot_close(&snapshot);
        n = calls;

        for (i = 1; i <= n; i++) {
            calls = 0;
            fail_at = i;
            rc = test_open(good);

            if (rc == JOBS_OK) {
                rc = test_query(query, JOBS_FORMAT_JSON);
                wrong += (rc != JOBS_OK && rc != JOBS_NOMEM);

                fail_at = 0;
                wrong += (test_query(query, JOBS_FORMAT_JSON) != JOBS_OK);
                jobs_snapshot_close(&snapshot);

            } else {
                wrong += (rc != JOBS_NOMEM);
            }

            leaks += blocks;
        }
    }

    fail_at = 0;

    is_int(wrong, 0, "every allocation that fails: no memory, or success");
    is_int(leaks, 0, "and nothing leaks");
}


static void
test_damage(void)
{
    char                *copy;
    size_t               n;
    unsigned             i, k, opened, wrong, dirty;
    jobs_rc_t            rc;
    jobs_listing_t       l;
    jobs_attribution_t   a;

    copy = malloc(size);
    opened = 0;
    wrong = 0;
    dirty = 0;

    for (i = 0; copy != NULL && i < TEST_COPIES; i++) {
        memcpy(copy, image, size);
        n = size;

        if (i % 10 == 0) {
            n = tap_random((unsigned) size);

        } else if (i % 10 == 1) {

            /* cut, and the header believes it */

            n = (1 + tap_random((unsigned) (size / 4096))) * 4096;
            copy[28] = 0;
            copy[29] = 0;
            copy[30] = (char) (n / 4096 >> 8);
            copy[31] = (char) (n / 4096);

        } else {
            for (k = 1 + tap_random(i % 3 ? 4 : 200); k > 0; k--) {
                copy[100 + tap_random((unsigned) size - 100)] =
                                                   (char) tap_random(256);
            }
        }

        test_write(bad, copy, n);
        rc = test_open(bad);
        wrong += !test_closed(rc) || (rc != JOBS_OK && error[0] == '\0');

        if (rc != JOBS_OK) {
            dirty += (blocks != 0);
            continue;
        }

        opened++;

        for (k = 0; k < TEST_QUERIES; k++) {
            wrong += !test_closed(test_query(queries[k],
                                             (jobs_format_e) (k % JOBS_FORMAT_N)));
        }

        rc = jobs_query_listing(&snapshot, jobs_lit("test:3"), &l, &a);
        wrong += !test_closed(rc) && rc != JOBS_DECLINED;

        jobs_snapshot_close(&snapshot);
        dirty += (blocks != 0);
    }

    free(copy);

    ok(opened > 20, "some damaged copies open");
    is_int(wrong, 0, "and fail as they may, or answer");
    is_int(dirty, 0, "nothing leaks");
}


static void
test_paths(void)
{
    snprintf(feed, sizeof(feed), "%s/feed.jsonl", dir);
    snprintf(good, sizeof(good), "%s/jobs.db", dir);
    snprintf(bad, sizeof(bad), "%s/bad.db", dir);
}


int
main(void)
{
    ok(mkdtemp(dir) != NULL, "a directory");
    test_paths();

    test_feed();
    test_build();

    if (ok(image != NULL && size > 4096, "a file")) {
        test_header();
        test_refused();
        test_good();
        test_memory("");
        test_memory("q=data+-java&tag=go&sort=-salary&salary_min=1&limit=40");
        test_damage();
    }

    free(image);
    unlink(feed);
    unlink(good);
    unlink(bad);
    is_int(rmdir(dir), 0, "nothing is left behind");

    return tap_done();
}
