/*
 * "info" of a catalogue: its sources, how they fare, and its file.
 */

#include <fcntl.h>
#include <unistd.h>
#include "sync_catalogue_db.h"


#define SYNC_FORCED_SHOWN  5        /* the last gates that were forced */


typedef struct {
    const char        *name;
    int                column;
    unsigned           time:1;      /* or a number; NULL is null */
} sync_info_column_t;


static int sync_catalogue_tell(sqlite3 *db, const char *path, int json,
    jobs_buf_t *b);
static void sync_catalogue_tell_source(sqlite3_stmt *stmt, int json,
    jobs_buf_t *b);
static void sync_catalogue_tell_json(sqlite3_stmt *stmt, jobs_buf_t *b,
    const sync_info_column_t *columns, size_t n);
static int sync_catalogue_tell_forced(sqlite3 *db, int json, jobs_buf_t *b);
static void sync_catalogue_tell_time(jobs_buf_t *b, int64_t at, int json);


/* of the file and of each source, in this order */

static const char  sync_info_file_sql[] =
    "SELECT (SELECT count(*) FROM listings WHERE closed_at IS NULL),"
    " (SELECT count(*) FROM listings WHERE closed_at IS NOT NULL),"
    " (SELECT value FROM state WHERE name = 'published'),"
    " (SELECT value FROM state WHERE name = 'published_at'),"
    " page_count * page_size, freelist_count * page_size"
    " FROM pragma_page_count, pragma_page_size, pragma_freelist_count";

static const char  sync_info_sources_sql[] =
    "SELECT key, (SELECT count(*) FROM listings l"
    "  WHERE l.source = s.source AND closed_at IS NULL),"
    " (SELECT count(*) FROM listings l"
    "  WHERE l.source = s.source AND closed_at IS NOT NULL),"
    " missing, listings, rejected, last_attempt, last_success, stale_since,"
    " reason FROM sources s ORDER BY key";

static const sync_info_column_t  sync_info_file[] = {
    { "open", 0, 0 }, { "closed", 1, 0 }, { "published", 2, 0 },
    { "published_at", 3, 1 }, { "bytes", 4, 0 }, { "free", 5, 0 }
};

static const sync_info_column_t  sync_info_source[] = {
    { "open", 1, 0 }, { "closed", 2, 0 }, { "missing", 3, 0 },
    { "listings", 4, 0 }, { "rejected", 5, 0 }, { "last_attempt", 6, 1 },
    { "last_success", 7, 1 }, { "stale_since", 8, 1 }
};


int
sync_catalogue_is(const char *path)
{
    int            fd;
    ssize_t        n;
    unsigned char  h[72];

    fd = open(path, O_RDONLY|O_NONBLOCK|O_CLOEXEC);

    if (fd == -1) {
        return 0;
    }

    n = read(fd, h, sizeof(h));
    close(fd);

    /* the application id is at 68 */

    return n == sizeof(h) && memcmp(h, "SQLite format 3", 16) == 0
           && (((uint32_t) h[68] << 24) | ((uint32_t) h[69] << 16)
               | ((uint32_t) h[70] << 8) | h[71]) == SYNC_CATALOGUE_ID;
}


int
sync_catalogue_info(const char *path, int json)
{
    int          rc, status;
    sqlite3     *db;
    jobs_buf_t   b;

    jobs_buf_init(&b, &sync_mem, UINT32_MAX);

    rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY
                         |SQLITE_OPEN_NOMUTEX, NULL);

    if (rc == SQLITE_OK) {
        (void) sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        (void) sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
        rc = sqlite3_exec(db, "PRAGMA trusted_schema = off;"
                          "PRAGMA cell_size_check = on; BEGIN", NULL, NULL,
                          NULL);
    }

    if (rc == SQLITE_OK) {
        rc = sync_catalogue_tell(db, path, json, &b);
    }

    status = SYNC_EX_OK;

    if (rc == SQLITE_BUSY) {
        sync_say("%s: another run is at work on it", path);
        status = SYNC_EX_LOCKED;

    } else if (rc != SQLITE_OK) {
        sync_say("%s: %s", path, sqlite3_errmsg(db));
        status = rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB
                 || rc == SQLITE_ERROR ? SYNC_EX_DATA : SYNC_EX_IO;

    } else {
        fwrite(b.data, 1, b.len, stdout);
    }

    sqlite3_close(db);
    jobs_buf_free(&b);

    return status;
}


static int
sync_catalogue_tell(sqlite3 *db, const char *path, int json, jobs_buf_t *b)
{
    int            rc, first;
    char           text[160];
    sqlite3_stmt  *stmt;

    rc = sqlite3_prepare_v2(db, sync_info_file_sql, -1, &stmt, NULL);

    if (rc != SQLITE_OK) {
        return rc;
    }

    rc = sqlite3_step(stmt);

    if (rc == SQLITE_ROW && json) {
        jobs_buf_lit(b, "{\"catalogue\":");
        jobs_json_string(b, sync_str(path));
        sync_catalogue_tell_json(stmt, b, sync_info_file,
                                 sync_n(sync_info_file));
        jobs_buf_lit(b, ",\"sources\":[");

    } else if (rc == SQLITE_ROW) {
        snprintf(text, sizeof(text), "listings    %lld open, %lld closed "
                 "lately\npublished   ",
                 (long long) sqlite3_column_int64(stmt, 0),
                 (long long) sqlite3_column_int64(stmt, 1));
        jobs_buf_str(b, sync_str(text));

        if (sqlite3_column_int64(stmt, 3) == 0) {
            jobs_buf_lit(b, "never");

        } else {
            snprintf(text, sizeof(text), "%lld listings at ",
                     (long long) sqlite3_column_int64(stmt, 2));
            jobs_buf_str(b, sync_str(text));
            sync_catalogue_tell_time(b, sqlite3_column_int64(stmt, 3), 0);
        }

        snprintf(text, sizeof(text), "\nfile        %.1f MB, %.1f MB of it "
                 "free\n", sqlite3_column_int64(stmt, 4) / 1e6,
                 sqlite3_column_int64(stmt, 5) / 1e6);
        jobs_buf_str(b, sync_str(text));
    }

    rc = sqlite3_finalize(stmt);

    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v2(db, sync_info_sources_sql, -1, &stmt, NULL);
    }

    if (rc != SQLITE_OK) {
        return rc;
    }

    for (first = 1; sqlite3_step(stmt) == SQLITE_ROW; first = 0) {
        if (json && !first) {
            jobs_buf_char(b, ',');
        }

        sync_catalogue_tell_source(stmt, json, b);
    }

    rc = sqlite3_finalize(stmt);

    return rc == SQLITE_OK ? sync_catalogue_tell_forced(db, json, b) : rc;
}


static void
sync_catalogue_tell_source(sqlite3_stmt *stmt, int json, jobs_buf_t *b)
{
    char        text[160];
    jobs_str_t  key, reason;

    key = sync_catalogue_column(stmt, 0);
    reason = sync_catalogue_column(stmt, 9);

    if (json) {
        jobs_buf_lit(b, "{\"source\":");
        jobs_json_string(b, key);
        sync_catalogue_tell_json(stmt, b, sync_info_source,
                                 sync_n(sync_info_source));
        jobs_buf_lit(b, ",\"reason\":");
        jobs_json_string(b, reason.len == 0 ? jobs_str(NULL, 0) : reason);
        jobs_buf_char(b, '}');
        return;
    }

    jobs_buf_lit(b, "source      ");
    jobs_buf_str(b, key);
    snprintf(text, sizeof(text), ": %lld open, %lld missing, %lld closed; "
             "last list ", (long long) sqlite3_column_int64(stmt, 1),
             (long long) sqlite3_column_int64(stmt, 3),
             (long long) sqlite3_column_int64(stmt, 2));
    jobs_buf_str(b, sync_str(text));

    if (sqlite3_column_int64(stmt, 7) == 0) {
        jobs_buf_lit(b, "never");

    } else {
        sync_catalogue_tell_time(b, sqlite3_column_int64(stmt, 7), 0);
        snprintf(text, sizeof(text), ", %lld listings, %lld rejected",
                 (long long) sqlite3_column_int64(stmt, 4),
                 (long long) sqlite3_column_int64(stmt, 5));
        jobs_buf_str(b, sync_str(text));
    }

    if (sqlite3_column_int64(stmt, 8) != 0) {
        jobs_buf_lit(b, "; stale since ");
        sync_catalogue_tell_time(b, sqlite3_column_int64(stmt, 8), 0);
        jobs_buf_lit(b, ": ");
        jobs_buf_str(b, reason);
    }

    jobs_buf_char(b, '\n');
}


static void
sync_catalogue_tell_json(sqlite3_stmt *stmt, jobs_buf_t *b,
    const sync_info_column_t *columns, size_t n)
{
    size_t   i;
    int64_t  value;

    for (i = 0; i < n; i++) {
        value = sqlite3_column_int64(stmt, columns[i].column);
        jobs_buf_lit(b, ",\"");
        jobs_buf_str(b, sync_str(columns[i].name));
        jobs_buf_lit(b, "\":");

        if (columns[i].time) {
            sync_catalogue_tell_time(b, value, 1);
        } else {
            jobs_buf_uint(b, value < 0 ? 0 : (uint64_t) value);
        }
    }
}


static int
sync_catalogue_tell_forced(sqlite3 *db, int json, jobs_buf_t *b)
{
    int            rc, first;
    sqlite3_stmt  *stmt;

    rc = sqlite3_prepare_v2(db, "SELECT at, what FROM forced"
                            " ORDER BY at DESC, rowid DESC LIMIT ?1", -1,
                            &stmt, NULL);

    if (rc != SQLITE_OK) {
        return rc;
    }

    sqlite3_bind_int(stmt, 1, SYNC_FORCED_SHOWN);

    if (json) {
        jobs_buf_lit(b, "],\"forced\":[");
    }

    for (first = 1; sqlite3_step(stmt) == SQLITE_ROW; first = 0) {

        if (json) {
            jobs_buf_str(b, first ? jobs_lit("{\"at\":")
                                  : jobs_lit(",{\"at\":"));
            sync_catalogue_tell_time(b, sqlite3_column_int64(stmt, 0), 1);
            jobs_buf_lit(b, ",\"what\":");
            jobs_json_string(b, sync_catalogue_column(stmt, 1));
            jobs_buf_char(b, '}');

        } else {
            jobs_buf_lit(b, "forced      ");
            sync_catalogue_tell_time(b, sqlite3_column_int64(stmt, 0), 0);
            jobs_buf_lit(b, ": ");
            jobs_buf_str(b, sync_catalogue_column(stmt, 1));
            jobs_buf_char(b, '\n');
        }
    }

    if (json) {
        jobs_buf_lit(b, "]}\n");
    }

    return sqlite3_finalize(stmt);
}


static void
sync_catalogue_tell_time(jobs_buf_t *b, int64_t at, int json)
{
    if (json && at == 0) {
        jobs_buf_lit(b, "null");
        return;
    }

    if (json) {
        jobs_buf_char(b, '"');
    }

    jobs_buf_time(b, at);

    if (json) {
        jobs_buf_char(b, '"');
    }
}
