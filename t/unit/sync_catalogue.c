/*
 * sync/sync_catalogue.c: what the timed job asks of a catalogue besides an
 * import: a source that has not changed, notes, sources that are no more.
 */

#include <unistd.h>
#include "sync_catalogue.h"
#include "tap.h"


#define DAY  (24 * 3600)


static void import(const char *key, int from, int to, int64_t now,
    const char *error);
static uint64_t listed(int64_t now);
static int64_t count(const char *from);


static sync_catalogue_t  *catalogue;
static sync_plan_t        plan;
static char               path[] = "/tmp/jobs-catalogue-XXXXXX";


int
main(void)
{
    int           fd;
    char          error[SYNC_ERROR];
    uint64_t      closed;
    jobs_rc_t     rc;
    sync_arena_t  arena;
    const char   *keep[] = { "a", "unknown" }, *both[] = { "a", "b" };

    memset(&arena, 0, sizeof(arena));
    fd = mkstemp(path);
    close(fd);
    catalogue = sync_catalogue_open(path, error, &rc);
    ok(catalogue != NULL, "an empty file becomes a catalogue");

    is_int(sync_catalogue_same(catalogue, "a", DAY, &plan), JOBS_DECLINED,
           "a source that was never listed cannot be the same");

    import("a", 1, 4, DAY, NULL);
    import("b", 11, 12, DAY, NULL);
    is_int(sync_catalogue_begin(catalogue, "a", NULL, DAY), JOBS_INVALID,
           "a source that is listed twice is refused");
    sync_catalogue_close(catalogue);
    import("a", 1, 3, 2 * DAY, NULL);
    is_int(plan.missing, 1, "one is missing");

    catalogue = sync_catalogue_open(path, error, &rc);
    is_int(sync_catalogue_same(catalogue, "a", 3 * DAY, &plan), JOBS_OK,
           "the same list again");
    is_int(plan.verdict, SYNC_SAME, "... is the same");
    is_int(plan.closed, 1, "... and lacks it a second time");
    is_int(plan.open, 3, "... the others are open");
    is_int(listed(3 * DAY), 5, "... and published");

    catalogue = sync_catalogue_open(path, error, &rc);
    is_int(sync_catalogue_same(catalogue, "a", 4 * DAY, &plan), JOBS_OK,
           "and again");
    is_int(plan.closed, 0, "... nothing is closed");
    is_int(plan.unchanged, 3, "... all is unchanged");

    is_int(sync_catalogue_note(catalogue, "a", "etag", jobs_lit("\"x\"")),
           JOBS_OK, "a note is kept");
    is(sync_catalogue_noted(catalogue, "a", "etag", &arena), "\"x\"",
       "... and found");
    is(sync_catalogue_noted(catalogue, "b", "etag", &arena), "",
       "... at this source alone");
    sync_catalogue_close(catalogue);

    import("a", 1, 3, 5 * DAY, "it is an HTML page");
    is_int(plan.verdict, SYNC_FAILED, "a feed that failed");
    is_int(plan.stale_since, 5 * DAY, "... is stale from then on");
    is_int(listed(8 * DAY - 1), 5, "... and its listings stay for 72 hours");
    is_int(listed(8 * DAY), 2, "... no longer");

    catalogue = sync_catalogue_open(path, error, &rc);
    is_int(sync_catalogue_same(catalogue, "a", 9 * DAY, &plan), JOBS_OK,
           "when it is the same again");
    is_int(plan.stale_since, 0, "... it is fresh");
    is_int(listed(9 * DAY), 5, "... and all are back");

    catalogue = sync_catalogue_open(path, error, &rc);
    is_int(sync_catalogue_only(catalogue, keep, 2, 9 * DAY, &closed), JOBS_OK,
           "a source is taken away");
    is_int(closed, 2, "... its listings are closed");
    is_int(listed(9 * DAY), 3, "... the others stay");

    catalogue = sync_catalogue_open(path, error, &rc);
    is_int(sync_catalogue_only(catalogue, keep, 2, 9 * DAY, &closed), JOBS_OK,
           "again");
    is_int(closed, 0, "... there is nothing to close");
    sync_catalogue_close(catalogue);

    import("b", 11, 12, 10 * DAY, NULL);
    is_int(plan.returned, 2, "it comes back");

    import("c", 21, 22, 10 * DAY, NULL);
    catalogue = sync_catalogue_open(path, error, &rc);
    is_int(sync_catalogue_only(catalogue, both, 2, 11 * DAY, &closed),
           JOBS_OK, "another one is taken away");
    is_int(closed, 2, "... with its listings");
    is_int(sync_catalogue_only(catalogue, both, 2, 41 * DAY - 1, &closed),
           JOBS_OK, "... for just less than 30 days");
    sync_catalogue_close(catalogue);
    is_int(count("listings l JOIN sources USING (source) WHERE key = 'c'"), 2,
           "... its tombstones are there");
    catalogue = sync_catalogue_open(path, error, &rc);
    is_int(sync_catalogue_only(catalogue, both, 2, 41 * DAY, &closed),
           JOBS_OK, "... and then for 30 days");
    sync_catalogue_close(catalogue);
    is_int(count("listings WHERE id IN ('x:21', 'x:22')"), 0,
           "... they are forgotten");
    is_int(count("sources WHERE key = 'c'"), 0, "... and so is the source");
    is_int(count("facts WHERE source NOT IN (SELECT source FROM sources)"), 0,
           "... and what was said of it");

    unlink(path);
    sync_arena_free(&arena);

    return tap_done();
}


/* listings from to to, as the list of a source */

static void
import(const char *key, int from, int to, int64_t now, const char *error)
{
    char            id[32], why[SYNC_ERROR];
    jobs_rc_t       rc;
    sync_sink_t     sink;
    sync_value_t   *v;
    sync_source_t   source;
    sync_record_t  *r;

    if (catalogue == NULL || now > DAY) {
        catalogue = sync_catalogue_open(path, why, &rc);
    }

    sync_source_init(&source);
    r = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_record_t));
    memset(r, 0, sizeof(sync_record_t));
    rc = sync_catalogue_begin(catalogue, key, &source, now);
    sink = sync_catalogue_sink(catalogue);
    v = r->v;

    for ( /* void */ ; from <= to && rc == JOBS_OK; from++) {
        sync_record_reset(r);
        snprintf(id, sizeof(id), "x:%d", from);
        v[SYNC_ID].text = sync_str(id);
        v[SYNC_TITLE].text = jobs_lit("Engineer");
        v[SYNC_COMPANY].text = jobs_lit("Acme");
        v[SYNC_SOURCE].text = jobs_lit("Acme");
        v[SYNC_URL].text = jobs_lit("https://acme.example/");
        v[SYNC_ID].set = v[SYNC_TITLE].set = v[SYNC_COMPANY].set = 1;
        v[SYNC_SOURCE].set = v[SYNC_URL].set = 1;
        rc = sink.add(sink.data, r);
    }

    if (rc == JOBS_OK) {
        rc = sync_catalogue_end(catalogue, error, 0, 0, 0, 0, &plan);
    }

    is_int(rc, JOBS_OK, "an import");

    if (now > DAY) {
        sync_catalogue_close(catalogue);
    }

    sync_arena_free(&r->arena);
    sync_mem.free(NULL, r);
}


/* how many would be published; closes and opens the catalogue */

static uint64_t
listed(int64_t now)
{
    char            error[SYNC_ERROR];
    uint64_t        n;
    jobs_rc_t       rc;
    sync_rows_t     rows;
    sync_record_t  *r;

    if (now < 8 * DAY - 1 || now == 9 * DAY) {
        sync_catalogue_close(catalogue);
    }

    catalogue = sync_catalogue_open(path, error, &rc);
    r = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_record_t));
    memset(r, 0, sizeof(sync_record_t));
    memset(&rows, 0, sizeof(sync_rows_t));
    n = 0;

    if (catalogue != NULL
        && sync_catalogue_rows(catalogue, now, &rows) == JOBS_OK)
    {
        while (rows.next(rows.data, r) == JOBS_OK) {
            n++;
            sync_record_reset(r);
        }
    }

    sync_catalogue_close(catalogue);
    sync_arena_free(&r->arena);
    sync_mem.free(NULL, r);

    return n;
}


/* rows of the file, while nobody has it open */

static int64_t
count(const char *from)
{
    int64_t        n;
    sqlite3       *db;
    sqlite3_stmt  *stmt;
    char           sql[200];

    n = -1;
    stmt = NULL;
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", from);

    if (sqlite3_open(path, &db) == SQLITE_OK
        && sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK
        && sqlite3_step(stmt) == SQLITE_ROW)
    {
        n = sqlite3_column_int64(stmt, 0);
    }

    sqlite3_finalize(stmt);
    sqlite3_close(db);

    return n;
}
