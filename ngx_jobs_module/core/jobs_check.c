/*
 * A snapshot is input: it is checked before it is believed.
 */

#include <stdio.h>
#include <unistd.h>
#include "jobs_check.h"
#include "jobs_schema.h"
#include "jobs_snapshot.h"
#include "jobs_sql.h"


/* FNV-1a's 64-bit offset basis and prime */
#define JOBS_CHECK_BASIS  14695981039346656037ULL
#define JOBS_CHECK_PRIME  1099511628211ULL
#define JOBS_CHECK_LANES  4             /* words of a page are a multiple */


static void       jobs_check_page(uint64_t *hash, uint32_t n,
                      const unsigned char *page, size_t size);
static uint64_t   jobs_check_step(uint64_t hash, uint64_t word);
static jobs_rc_t  jobs_read_at(int fd, unsigned char *data, size_t n,
                      off_t at);
static int         jobs_table_optional(jobs_str_t name);
static uint32_t   jobs_be32(const unsigned char *p);
static int        jobs_authorize(void *data, int action, const char *one,
                      const char *two, const char *db, const char *trigger);
static jobs_rc_t  jobs_compare_schema(sqlite3_stmt *ours, sqlite3_stmt *theirs,
                      char *error);


jobs_rc_t
jobs_check_header(const unsigned char *header, size_t n, int64_t size,
    char *error)
{
    uint32_t  page, pages, version;

    if (n == 0) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "it is empty");
        return JOBS_CORRUPT;
    }

    if (n < JOBS_CHECK_HEADER || memcmp(header, "SQLite format 3", 16) != 0) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "it is not a SQLite database");
        return JOBS_CORRUPT;
    }

    if (jobs_be32(header + 68) != JOBS_APPLICATION_ID) {
        snprintf(error, JOBS_SNAPSHOT_ERROR,
                 "it is not a jobs snapshot: its application_id is 0x%08X, "
                 "not 0x%08X", jobs_be32(header + 68), JOBS_APPLICATION_ID);
        return JOBS_CORRUPT;
    }

    version = jobs_be32(header + 60);

    if (version != JOBS_SCHEMA_VERSION) {
        snprintf(error, JOBS_SNAPSHOT_ERROR,
                 "its schema version is %u, this module reads version %u",
                 version, JOBS_SCHEMA_VERSION);
        return JOBS_CORRUPT;
    }

    if (header[18] != 1 || header[19] != 1) {
        snprintf(error, JOBS_SNAPSHOT_ERROR,
                 "it is in WAL mode, which may hide rows in its -wal file: "
                 "publish it with \"PRAGMA journal_mode = DELETE\"");
        return JOBS_CORRUPT;
    }

    page = (uint32_t) header[16] << 8 | header[17];

    if (page == 1) {
        page = 65536;
    }

    pages = jobs_be32(header + 28);

    if (page < 512 || (page & (page - 1)) != 0
        || size != (int64_t) page * pages)
    {
        snprintf(error, JOBS_SNAPSHOT_ERROR,
                 "it is not whole: it has %lld bytes, its header says %u "
                 "pages of %u", (long long) size, pages, page);
        return JOBS_CORRUPT;
    }

    return JOBS_OK;
}


/*
 * Words of 8 bytes, in the manner of FNV-1a, and the page's number.  Each step
 * waits for the one before: four hashes that take turns wait together.
 */

jobs_rc_t
jobs_check_pages(sqlite3 *db, int fd, char digest[JOBS_PAGES_DIGEST])
{
    int             rc;
    size_t          i, size, some;
    uint32_t        n, pages, meta;
    uint64_t        hash[JOBS_CHECK_LANES];
    jobs_rc_t       jrc;
    sqlite3_stmt   *stmt;
    unsigned char   buffer[65536];

    rc = sqlite3_prepare_v2(db, jobs_sql_meta_page, -1, &stmt, NULL);
    if (rc != SQLITE_OK) {
        return jobs_sqlite_rc(rc);
    }

    rc = sqlite3_step(stmt);
    meta = rc == SQLITE_ROW ? (uint32_t) sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);

    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);
    }

    jrc = jobs_read_at(fd, buffer, JOBS_CHECK_HEADER, 0);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    size = (size_t) buffer[16] << 8 | buffer[17];
    size = size == 1 ? 65536 : size;
    pages = jobs_be32(buffer + 28);

    if (size < 512 || size > sizeof(buffer)) {
        return JOBS_CORRUPT;
    }

    for (i = 0; i < JOBS_CHECK_LANES; i++) {
        hash[i] = JOBS_CHECK_BASIS + i;
    }

    for (n = 2; n <= pages; n += (uint32_t) some) {
        some = sizeof(buffer) / size;
        some = some < pages - n + 1 ? some : pages - n + 1;

        jrc = jobs_read_at(fd, buffer, some * size,
                           (off_t) (n - 1) * (off_t) size);
        if (jrc != JOBS_OK) {
            return jrc;
        }

        for (i = 0; i < some; i++) {
            if (n + i != meta) {
                jobs_check_page(hash, (uint32_t) (n + i), buffer + i * size,
                                size);
            }
        }
    }

    for (i = 1; i < JOBS_CHECK_LANES; i++) {
        hash[0] = jobs_check_step(hash[0], hash[i]);
    }

    snprintf(digest, JOBS_PAGES_DIGEST, "%016llx",
             (unsigned long long) hash[0]);

    return JOBS_OK;
}


static void
jobs_check_page(uint64_t *hash, uint32_t n, const unsigned char *page,
    size_t size)
{
    size_t    i, lane;
    uint64_t  h[JOBS_CHECK_LANES], word[JOBS_CHECK_LANES];

    memcpy(h, hash, sizeof(h));
    h[0] = jobs_check_step(h[0], n);

    for (i = 0; i < size; i += sizeof(word)) {
        memcpy(word, page + i, sizeof(word));

        for (lane = 0; lane < JOBS_CHECK_LANES; lane++) {
            h[lane] = jobs_check_step(h[lane], word[lane]);
        }
    }

    memcpy(hash, h, sizeof(h));
}


static uint64_t
jobs_check_step(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * JOBS_CHECK_PRIME;

    return hash ^ hash >> 29;
}


static jobs_rc_t
jobs_read_at(int fd, unsigned char *data, size_t n, off_t at)
{
    ssize_t  got;

    got = pread(fd, data, n, at);

    return got == (ssize_t) n ? JOBS_OK
                              : got == -1 ? JOBS_ERROR : JOBS_CORRUPT;
}


jobs_rc_t
jobs_check_harden(sqlite3 *db, unsigned joined)
{
    int       rc;
    unsigned  i;

    static const struct {
        int   op;
        int   value;
    } config[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },
        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
        { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
        { SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 }
    };

    static const struct {
        int   id;
        int   value;
    } limits[] = {
        { SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024 },
        { SQLITE_LIMIT_SQL_LENGTH, 64 * 1024 },
        { SQLITE_LIMIT_COLUMN, 100 },
        { SQLITE_LIMIT_EXPR_DEPTH, 200 },
        { SQLITE_LIMIT_COMPOUND_SELECT, 4 },
        { SQLITE_LIMIT_VDBE_OP, 50000 },
        { SQLITE_LIMIT_FUNCTION_ARG, 16 },
        { SQLITE_LIMIT_ATTACHED, 0 },
        { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64 },
        { SQLITE_LIMIT_VARIABLE_NUMBER, 1024 },
        { SQLITE_LIMIT_TRIGGER_DEPTH, 0 },
        { SQLITE_LIMIT_WORKER_THREADS, 0 }
    };

    for (i = 0; i < sizeof(config) / sizeof(config[0]); i++) {
        rc = sqlite3_db_config(db, config[i].op, config[i].value, NULL);
        if (rc != SQLITE_OK) {
            return jobs_sqlite_rc(rc);
        }
    }

    for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        (void) sqlite3_limit(db, limits[i].id, limits[i].value);
    }

    rc = sqlite3_exec(db, jobs_sql_harden, NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        return jobs_sqlite_rc(rc);
    }

    rc = sqlite3_exec(db, jobs_sql_cache[joined], NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        return jobs_sqlite_rc(rc);
    }

    rc = sqlite3_set_authorizer(db, jobs_authorize, NULL);

    return jobs_sqlite_rc(rc);
}


jobs_rc_t
jobs_check_schema(sqlite3 *db, char *error)
{
    int            rc;
    sqlite3       *model;
    jobs_rc_t      jrc;
    sqlite3_stmt  *ours, *theirs;

    ours = NULL;
    theirs = NULL;

    rc = sqlite3_open_v2(":memory:", &model,
                         SQLITE_OPEN_READWRITE|SQLITE_OPEN_NOMUTEX
                         |SQLITE_OPEN_PRIVATECACHE,
                         NULL);

    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(model, jobs_schema_sql, NULL, NULL, NULL);
    }

    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v2(model, jobs_sql_schema, -1, &ours, NULL);
    }

    if (rc != SQLITE_OK) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "the schema cannot be made: %s",
                 sqlite3_errmsg(model));
        sqlite3_close(model);
        return JOBS_ERROR;
    }

    rc = sqlite3_prepare_v2(db, jobs_sql_schema, -1, &theirs, NULL);

    if (rc == SQLITE_OK) {
        jrc = jobs_compare_schema(ours, theirs, error);

    } else {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "SQLite cannot read it: %s",
                 sqlite3_errmsg(db));
        jrc = jobs_sqlite_rc(rc);
    }

    sqlite3_finalize(ours);
    sqlite3_finalize(theirs);
    sqlite3_close(model);

    return jrc;
}


static jobs_rc_t
jobs_compare_schema(sqlite3_stmt *ours, sqlite3_stmt *theirs, char *error)
{
    int         a, b;
    jobs_str_t  our, their;

    for ( ;; ) {
        a = sqlite3_step(ours);
        b = sqlite3_step(theirs);

        if (b != SQLITE_ROW && b != SQLITE_DONE) {
            snprintf(error, JOBS_SNAPSHOT_ERROR, "SQLite cannot read it: %s",
                     sqlite3_errstr(b));
            return jobs_sqlite_rc(b);
        }

        if (a == SQLITE_DONE && b == SQLITE_DONE) {
            return JOBS_OK;
        }

        our = a == SQLITE_ROW ? jobs_column(ours, 0) : jobs_lit("nothing");
        their = b == SQLITE_ROW ? jobs_column(theirs, 0) : jobs_lit("nothing");

        while (jobs_table_optional(our) && !jobs_str_eq(our, their)) {
            a = sqlite3_step(ours);
            our = a == SQLITE_ROW ? jobs_column(ours, 0)
                                  : jobs_lit("nothing");
        }

        if (a == SQLITE_ROW && b == SQLITE_ROW && jobs_str_eq(our, their)
            && jobs_str_eq(jobs_column(ours, 1), jobs_column(theirs, 1)))
        {
            continue;
        }

        snprintf(error, JOBS_SNAPSHOT_ERROR,
                 "its schema differs from conf/schema.sql: it has \"%.*s\" "
                 "where \"%.*s\" is expected", (int) their.len, their.data,
                 (int) our.len, our.data);

        return JOBS_CORRUPT;
    }
}


/* a file of before there were any is without them */

static int
jobs_table_optional(jobs_str_t name)
{
    size_t                   i;
    static const jobs_str_t  tables[] = {
        jobs_string("alternatives"), jobs_string("gone"),
        jobs_string("partners")
    };

    for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        if (jobs_str_eq(name, tables[i])) {
            return 1;
        }
    }

    return 0;
}


static uint32_t
jobs_be32(const unsigned char *p)
{
    return (uint32_t) p[0] << 24 | (uint32_t) p[1] << 16
           | (uint32_t) p[2] << 8 | p[3];
}


/* reading, a few functions, and the pragma that FTS5 itself asks */

static int
jobs_authorize(void *data, int action, const char *one, const char *two,
    const char *db, const char *trigger)
{
    unsigned            i;
    static const char  *functions[] = { "count", "min", "max", "match", "bm25",
                                        "group_concat", "char", "substr",
                                        "instr", "coalesce" };

    (void) data;
    (void) db;

    if (trigger != NULL) {
        return SQLITE_DENY;
    }

    switch (action) {

    case SQLITE_SELECT:
    case SQLITE_READ:
        return SQLITE_OK;

    case SQLITE_FUNCTION:

        for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
            if (sqlite3_stricmp(two, functions[i]) == 0) {
                return SQLITE_OK;
            }
        }

        return SQLITE_DENY;

    case SQLITE_UPDATE:

        /* FTS5 declares its columns so; the file itself is read-only */

        return sqlite3_stricmp(one, "sqlite_master") == 0 ? SQLITE_OK
                                                          : SQLITE_DENY;

    case SQLITE_PRAGMA:
        return sqlite3_stricmp(one, "data_version") == 0 && two == NULL
               ? SQLITE_OK : SQLITE_DENY;

    default:
        return SQLITE_DENY;
    }
}
