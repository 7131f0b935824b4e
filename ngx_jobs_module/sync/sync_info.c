/*
 * The commands "check", "info" and "rollback".
 */

#include <unistd.h>
#include "sync_catalogue.h"
#include "sync_info.h"
#include "sync_partners.h"
#include "sync_publish.h"
#include "../core/jobs_sql.h"


static sqlite3 *sync_info_open(const char *path, sync_meta_t *meta,
    int *status);
static void sync_info_text(sqlite3 *db, const sync_meta_t *meta,
    const char *path, int64_t now);
static void sync_info_json(sqlite3 *db, const sync_meta_t *meta,
    const char *path, int64_t now);
static uint64_t sync_info_count(sqlite3 *db, const char *table);
static sqlite3_stmt *sync_info_sources(sqlite3 *db);
static void sync_info_age(jobs_buf_t *b, int64_t seconds);
static void sync_info_time(jobs_buf_t *b, sqlite3_stmt *stmt, int column);


/* a source with its boards, and when its newest listing was posted */

static const char  sync_info_sources_sql[] =
    "SELECT CASE instr(source, ':') WHEN 0 THEN source"
    "  ELSE substr(source, 1, instr(source, ':') - 1) END AS name,"
    " count(*), count(DISTINCT source), max(posted_at)"
    " FROM listings GROUP BY name ORDER BY name";


int
sync_check_file(const char *path)
{
    char        error[SYNC_ERROR];
    sqlite3    *db;
    jobs_rc_t   rc;

    db = sync_snapshot_open(path, error);
    rc = db == NULL ? JOBS_CORRUPT : sync_check(db, error);
    sqlite3_close(db);

    if (rc != JOBS_OK) {
        sync_say("%s: %s", path, error);
        return access(path, R_OK) == -1 ? SYNC_EX_IO : SYNC_EX_DATA;
    }

    printf("%s: good\n", path);

    return SYNC_EX_OK;
}


int
sync_info(const char *path, int json, int64_t now)
{
    int          status;
    sqlite3     *db;
    sync_meta_t  meta;

    if (sync_catalogue_is(path)) {
        return sync_catalogue_info(path, json);
    }

    db = sync_info_open(path, &meta, &status);

    if (db == NULL) {
        return status;
    }

    if (json) {
        sync_info_json(db, &meta, path, now);

    } else {
        sync_info_text(db, &meta, path, now);
    }

    sqlite3_close(db);

    return SYNC_EX_OK;
}


int
sync_rollback(const char *output, unsigned n, int quiet)
{
    int           status;
    char          error[SYNC_ERROR];
    sqlite3      *db;
    jobs_rc_t     rc;
    jobs_str_t    before;
    sync_meta_t   meta;
    sync_place_t  place;

    rc = sync_place_open(&place, output);

    if (rc != JOBS_OK) {
        if (rc == JOBS_DECLINED) {
            sync_say("%s: another run is at work on it", output);
        } else {
            sync_say("%s", place.error);
        }

        sync_place_close(&place);

        return rc == JOBS_DECLINED ? SYNC_EX_LOCKED : SYNC_EX_IO;
    }

    before = sync_place_before(&place, n);
    status = SYNC_EX_OK;

    if (access(before.data, F_OK) == -1) {
        sync_say("%s: there is no such snapshot, nothing is rolled back",
                 before.data);
        status = SYNC_EX_DATA;

    } else {
        db = sync_snapshot_open(before.data, error);
        rc = db == NULL ? JOBS_CORRUPT : sync_check(db, error);

        if (rc == JOBS_OK) {
            rc = sync_meta(db, &meta);
        }

        sqlite3_close(db);

        if (rc != JOBS_OK) {
            sync_say("%s: %s; nothing is rolled back", before.data, error);
            status = access(before.data, R_OK) == -1 ? SYNC_EX_IO
                                                     : SYNC_EX_DATA;

        } else if (sync_place_swap(&place, n) != JOBS_OK) {
            sync_say("%s", place.error);
            status = SYNC_EX_IO;

        } else if (!quiet) {
            fprintf(stderr, "%s: rolled back to %llu listings, generation "
                    "%.12s; what was there is %s\n", output,
                    (unsigned long long) meta.listings, meta.generation,
                    before.data);
        }
    }

    sync_place_close(&place);

    return status;
}


static sqlite3 *
sync_info_open(const char *path, sync_meta_t *meta, int *status)
{
    char      error[SYNC_ERROR];
    sqlite3  *db;

    db = sync_snapshot_open(path, error);

    if (db != NULL && sync_meta(db, meta) != JOBS_OK) {
        snprintf(error, sizeof(error), "its meta is not complete");
        sqlite3_close(db);
        db = NULL;
    }

    if (db == NULL) {
        sync_say("%s: %s", path, error);
        *status = access(path, R_OK) == -1 ? SYNC_EX_IO : SYNC_EX_DATA;
    }

    return db;
}


static void
sync_info_text(sqlite3 *db, const sync_meta_t *meta, const char *path,
    int64_t now)
{
    jobs_buf_t     b;
    jobs_str_t     name;
    sqlite3_stmt  *stmt;

    jobs_buf_init(&b, &sync_mem, 4096);
    jobs_buf_time(&b, meta->built_at);
    jobs_buf_lit(&b, ", ");
    sync_info_age(&b, now - meta->built_at);

    printf("file        %s\nlistings    %llu\npartners    %llu\n"
           "generation  %s\nbuilt       %.*s\ncurrency    %s\n", path,
           (unsigned long long) meta->listings,
           (unsigned long long) sync_partners_count(db), meta->generation,
           (int) b.len, b.data,
           meta->currency[0] == '\0' ? "-" : meta->currency);

    printf("searches    %llu\nalso known  %llu\ngone        %llu\n",
           (unsigned long long) sync_info_count(db, "searches"),
           (unsigned long long) sync_info_count(db, "alternatives"),
           (unsigned long long) sync_info_count(db, "gone"));

    stmt = sync_info_sources(db);

    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        jobs_buf_reset(&b);
        sync_info_time(&b, stmt, 3);
        name = jobs_column(stmt, 0);

        printf("source      %.*s: %lld listings of %lld boards, newest %.*s\n",
               (int) name.len, name.data,
               (long long) sqlite3_column_int64(stmt, 1),
               (long long) sqlite3_column_int64(stmt, 2), (int) b.len,
               b.len == 0 ? "" : b.data);
    }

    sqlite3_finalize(stmt);
    jobs_buf_free(&b);
}


static void
sync_info_json(sqlite3 *db, const sync_meta_t *meta, const char *path,
    int64_t now)
{
    int            first;
    jobs_buf_t     b;
    sqlite3_stmt  *stmt;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    jobs_buf_lit(&b, "{\"file\":");
    jobs_json_string(&b, sync_str(path));
    jobs_buf_lit(&b, ",\"listings\":");
    jobs_buf_uint(&b, meta->listings);
    jobs_buf_lit(&b, ",\"partners\":");
    jobs_buf_uint(&b, sync_partners_count(db));
    jobs_buf_lit(&b, ",\"searches\":");
    jobs_buf_uint(&b, sync_info_count(db, "searches"));
    jobs_buf_lit(&b, ",\"alternatives\":");
    jobs_buf_uint(&b, sync_info_count(db, "alternatives"));
    jobs_buf_lit(&b, ",\"gone\":");
    jobs_buf_uint(&b, sync_info_count(db, "gone"));
    jobs_buf_lit(&b, ",\"generation\":");
    jobs_json_string(&b, sync_str(meta->generation));
    jobs_buf_lit(&b, ",\"built_at\":\"");
    jobs_buf_time(&b, meta->built_at);
    jobs_buf_lit(&b, "\",\"age\":");
    jobs_buf_uint(&b, now > meta->built_at ? (uint64_t) (now - meta->built_at)
                                           : 0);
    jobs_buf_lit(&b, ",\"currency\":");
    jobs_json_string(&b, meta->currency[0] == '\0' ? jobs_str(NULL, 0)
                         : sync_str(meta->currency));
    jobs_buf_lit(&b, ",\"sources\":[");

    stmt = sync_info_sources(db);
    first = 1;

    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        if (!first) {
            jobs_buf_char(&b, ',');
        }

        first = 0;
        jobs_buf_lit(&b, "{\"name\":");
        jobs_json_string(&b, jobs_column(stmt, 0));
        jobs_buf_lit(&b, ",\"listings\":");
        jobs_buf_uint(&b, (uint64_t) sqlite3_column_int64(stmt, 1));
        jobs_buf_lit(&b, ",\"boards\":");
        jobs_buf_uint(&b, (uint64_t) sqlite3_column_int64(stmt, 2));
        jobs_buf_lit(&b, ",\"newest\":");

        if (sqlite3_column_type(stmt, 3) == SQLITE_NULL) {
            jobs_buf_lit(&b, "null");

        } else {
            jobs_buf_char(&b, '"');
            sync_info_time(&b, stmt, 3);
            jobs_buf_char(&b, '"');
        }

        jobs_buf_char(&b, '}');
    }

    sqlite3_finalize(stmt);
    jobs_buf_lit(&b, "]}\n");

    fwrite(b.data, 1, b.len, stdout);
    jobs_buf_free(&b);
}


/* 0 for a table that the file is without */

static uint64_t
sync_info_count(sqlite3 *db, const char *table)
{
    char           sql[64];
    uint64_t       n;
    sqlite3_stmt  *stmt;

    n = 0;
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", table);

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK
        && sqlite3_step(stmt) == SQLITE_ROW)
    {
        n = (uint64_t) sqlite3_column_int64(stmt, 0);
    }

    sqlite3_finalize(stmt);

    return n;
}


static sqlite3_stmt *
sync_info_sources(sqlite3 *db)
{
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, sync_info_sources_sql, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return NULL;
    }

    return stmt;
}


static void
sync_info_age(jobs_buf_t *b, int64_t seconds)
{
    seconds = seconds < 0 ? 0 : seconds;

    if (seconds < 120) {
        jobs_buf_uint(b, (uint64_t) seconds);
        jobs_buf_lit(b, " seconds ago");

    } else if (seconds < 7200) {
        jobs_buf_uint(b, (uint64_t) seconds / 60);
        jobs_buf_lit(b, " minutes ago");

    } else if (seconds < 172800) {
        jobs_buf_uint(b, (uint64_t) seconds / 3600);
        jobs_buf_lit(b, " hours ago");

    } else {
        jobs_buf_uint(b, (uint64_t) seconds / 86400);
        jobs_buf_lit(b, " days ago");
    }
}


static void
sync_info_time(jobs_buf_t *b, sqlite3_stmt *stmt, int column)
{
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL) {
        jobs_buf_char(b, '-');
        return;
    }

    jobs_buf_time(b, sqlite3_column_int64(stmt, column));
}
