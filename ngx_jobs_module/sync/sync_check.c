/*
 * Everything that can be wrong with a snapshot.
 */

#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
#include "sync_digest.h"
#include "sync_partners.h"
#include "sync_publish.h"
#include "../core/jobs_check.h"
#include "../core/jobs_names.h"
#include "../core/jobs_sql.h"


typedef struct {
    const char  *what;
    const char  *sql;               /* finds nothing in a good snapshot   */
    const char  *table;             /* only where this one is; NULL: ever */
} sync_check_t;


static jobs_rc_t sync_check_meta(sqlite3 *db, char *error);
static jobs_rc_t sync_check_all(sqlite3 *db, const sync_check_t *checks,
    size_t n, char *error);
static jobs_rc_t sync_check_tables(sqlite3 *db, char *error);
static jobs_rc_t sync_check_generation(sqlite3 *db, char *error);
static jobs_rc_t sync_check_none(sqlite3 *db, const char *what,
    const char *sql, char *error);
static jobs_rc_t sync_check_ids(sqlite3 *db, char *error);
static jobs_rc_t sync_check_others(sqlite3 *db, const char *table,
    char *error);
static jobs_rc_t sync_check_searches(sqlite3 *db, char *error);


/* of a file that came from anywhere: each looks at every listing */

static const sync_check_t  sync_checks[] = {

    { "SQLite finds it damaged",
      "SELECT integrity_check FROM pragma_integrity_check"
      " WHERE integrity_check <> 'ok'", NULL },

    { "a row refers to one that is not there",
      "SELECT \"table\" FROM pragma_foreign_key_check", NULL },

    { "the listings are not numbered from 1 by recency",
      "SELECT number FROM (SELECT number, row_number() OVER"
      " (ORDER BY posted_at DESC NULLS LAST, id) AS n FROM listings)"
      " WHERE number <> n", NULL },

    { "listings, as meta counts them",
      "SELECT value FROM meta WHERE name = 'listings'"
      " AND value <> (SELECT count(*) FROM listings)", NULL },

    { "a listing without facts",
      "SELECT id FROM listings LEFT JOIN listing_facts ON listing = number"
      " WHERE listing IS NULL", NULL },

    { "a listing without its ready row",
      "SELECT id FROM listings LEFT JOIN ready_rows ON listing = number"
      " WHERE listing IS NULL", NULL },

    { "a listing without a company slug",
      "SELECT id FROM listings WHERE coalesce(company_slug, '') = ''", NULL }
};

/* of one that was written with numbers as they came */

static const sync_check_t  sync_checks_written[] = {

    { "its listings are not numbered from 1",
      "SELECT max(number) FROM listings HAVING max(number) <>"
      " (SELECT value + 0 FROM meta WHERE name = 'listings')", NULL },

    { "a category below one that is not there",
      "SELECT \"table\" FROM pragma_foreign_key_check('categories')", NULL },

    { "a search below one that is not there",
      "SELECT \"table\" FROM pragma_foreign_key_check('searches')", NULL },

    { "a term below one that is not there",
      "SELECT \"table\" FROM pragma_foreign_key_check('terms')", NULL }
};

/* of both */

static const sync_check_t  sync_checks_others[] = {

    { "a term without its bitmap",
      "SELECT field || ' ' || value FROM terms LEFT JOIN postings"
      " ON postings.term = terms.term WHERE bitmap IS NULL", NULL },

    { "an alternative that is a listing itself",
      "SELECT a.id FROM alternatives a JOIN listings l ON l.id = a.id",
      "alternatives" },

    { "a listing that is gone and still there",
      "SELECT g.id FROM gone g JOIN listings l ON l.id = g.id", "gone" },

    /* gone stands without alternatives where a file is older than those */

    { "an alternative that is gone",
      "SELECT a.id FROM alternatives a JOIN gone g ON g.id = a.id", "gone" }
};


sqlite3 *
sync_snapshot_open(const char *path, char *error)
{
    int              fd;
    ssize_t          n;
    sqlite3         *db;
    jobs_str_t       name;
    jobs_buf_t       uri;
    struct stat      st;
    unsigned char    header[JOBS_CHECK_HEADER];

    fd = open(path, O_RDONLY|O_NONBLOCK|O_CLOEXEC);

    if (fd == -1 || fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
        snprintf(error, SYNC_ERROR, fd == -1 ? "it cannot be opened"
                                             : "it is no regular file");
        if (fd != -1) {
            close(fd);
        }

        return NULL;
    }

    n = read(fd, header, sizeof(header));
    close(fd);

    if (jobs_check_header(header, n < 0 ? 0 : n, st.st_size, error)
        != JOBS_OK)
    {
        return NULL;
    }

    jobs_buf_init(&uri, &sync_mem, 32768);
    jobs_buf_lit(&uri, "file:");

    for (name = sync_str(path); name.len != 0; name.len--, name.data++) {
        if (*name.data == '/') {
            jobs_buf_char(&uri, '/');
        } else {
            jobs_escape_uri(&uri, jobs_str(name.data, 1));
        }
    }

    jobs_buf_lit(&uri, "?mode=ro&immutable=1");
    jobs_buf_char(&uri, '\0');

    if (sqlite3_open_v2(uri.data, &db, SQLITE_OPEN_READONLY|SQLITE_OPEN_URI
                        |SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        sqlite3_close(db);
        db = NULL;
    }

    jobs_buf_free(&uri);

    return db;
}


jobs_rc_t
sync_check(sqlite3 *db, char *error)
{
    jobs_rc_t  rc;

    rc = sync_check_meta(db, error);

    if (rc == JOBS_OK) {
        rc = sync_check_all(db, sync_checks, sync_n(sync_checks), error);
    }

    if (rc == JOBS_OK) {
        rc = sync_check_ids(db, error);
    }

    if (rc == JOBS_OK) {
        rc = sync_check_tables(db, error);
    }

    if (rc == JOBS_OK) {
        rc = sync_check_generation(db, error);
    }

    return rc == JOBS_OK ? sync_check_sample(db, error) : rc;
}


jobs_rc_t
sync_check_written(sqlite3 *db, char *error)
{
    jobs_rc_t  rc;

    rc = sync_check_meta(db, error);

    if (rc == JOBS_OK) {
        rc = sync_check_all(db, sync_checks_written,
                            sync_n(sync_checks_written), error);
    }

    if (rc == JOBS_OK) {
        rc = sync_check_tables(db, error);
    }

    return rc == JOBS_OK ? sync_check_sample(db, error) : rc;
}


static jobs_rc_t
sync_check_meta(sqlite3 *db, char *error)
{
    sync_meta_t  meta;

    if (jobs_check_schema(db, error) != JOBS_OK) {
        return JOBS_CORRUPT;
    }

    if (sync_meta(db, &meta) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "its meta is not complete");
        return JOBS_CORRUPT;
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_check_all(sqlite3 *db, const sync_check_t *checks, size_t n, char *error)
{
    size_t     i;
    jobs_rc_t  rc;

    rc = JOBS_OK;

    for (i = 0; i < n && rc == JOBS_OK; i++) {

        if (checks[i].table != NULL
            && !sync_table_there(db, "main", checks[i].table))
        {
            continue;
        }

        rc = sync_check_none(db, checks[i].what, checks[i].sql, error);
    }

    return rc;
}


/* what costs little, whoever has written the file */

static jobs_rc_t
sync_check_tables(sqlite3 *db, char *error)
{
    jobs_rc_t    rc;
    sync_meta_t  meta;

    rc = sync_check_all(db, sync_checks_others, sync_n(sync_checks_others),
                        error);

    if (rc == JOBS_OK) {
        rc = sync_check_others(db, "alternatives", error);
    }

    if (rc == JOBS_OK) {
        rc = sync_check_others(db, "gone", error);
    }

    if (rc == JOBS_OK) {
        rc = sync_check_searches(db, error);
    }

    if (rc == JOBS_OK) {
        rc = sync_partners_check(db, error);
    }

    if (rc == JOBS_OK) {
        rc = sync_meta(db, &meta) == JOBS_OK
             ? sync_check_index(db, meta.listings, error) : JOBS_CORRUPT;
    }

    return rc;
}


static jobs_rc_t
sync_check_generation(sqlite3 *db, char *error)
{
    char           generation[SYNC_GENERATION + 1];
    jobs_rc_t      rc;
    sync_meta_t    meta;
    sync_digest_t  digest;

    sync_digest_open(&digest);
    rc = sync_meta(db, &meta);

    if (rc == JOBS_OK) {
        rc = sync_digest_listings(&digest, db);
    }

    if (rc == JOBS_OK) {
        rc = sync_digest_end(&digest, db, generation);
    }

    sync_digest_close(&digest);

    if (rc != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        return JOBS_CORRUPT;
    }

    if (strcmp(generation, meta.generation) != 0) {
        snprintf(error, SYNC_ERROR, "its generation is %.16s..., its rows are "
                 "%.16s...", meta.generation, generation);
        return JOBS_CORRUPT;
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_check_none(sqlite3 *db, const char *what, const char *sql, char *error)
{
    int            rc;
    sqlite3_stmt  *stmt;

    rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
    }

    if (rc == SQLITE_ROW) {
        snprintf(error, SYNC_ERROR, "%s: %.200s", what,
                 (const char *) sqlite3_column_text(stmt, 0));

    } else if (rc != SQLITE_DONE) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
    }

    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_CORRUPT;
}


/* what SQL cannot say: the form of ids and addresses, UTF-8 */

static jobs_rc_t
sync_check_ids(sqlite3 *db, char *error)
{
    int            i, rc;
    jobs_str_t     s[4];
    const char    *fault;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, "SELECT id, url, apply_url, title"
                           " FROM listings", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        return JOBS_CORRUPT;
    }

    fault = NULL;

    while (fault == NULL && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {

        for (i = 0; i < 4; i++) {
            s[i].data = (const char *) sqlite3_column_text(stmt, i);
            s[i].len = sqlite3_column_bytes(stmt, i);
        }

        fault = sync_item_fault(s[0], s[1], s[2], s[3]);

        if (fault != NULL) {
            snprintf(error, SYNC_ERROR, "%s: %.200s", fault, s[0].data);
        }
    }

    sqlite3_finalize(stmt);

    return fault == NULL ? JOBS_OK : JOBS_CORRUPT;
}


/* the ids under which no listing stands, but another answer */

static jobs_rc_t
sync_check_others(sqlite3 *db, const char *table, char *error)
{
    char           sql[64];
    jobs_rc_t      rc;
    jobs_str_t     id;
    sqlite3_stmt  *stmt;

    if (!sync_table_there(db, "main", table)) {
        return JOBS_OK;
    }

    snprintf(sql, sizeof(sql), "SELECT id FROM %s", table);

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        return JOBS_CORRUPT;
    }

    rc = JOBS_OK;

    while (rc == JOBS_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        id = jobs_column(stmt, 0);

        if (!jobs_is_listing_id(id)) {
            snprintf(error, SYNC_ERROR, "an id of another form in %s: %.*s",
                     table, (int) (id.len < 200 ? id.len : 200), id.data);
            rc = JOBS_CORRUPT;
        }
    }

    if (sqlite3_finalize(stmt) != SQLITE_OK && rc == JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        rc = JOBS_CORRUPT;
    }

    return rc;
}


/* a named search that the server could not answer */

static jobs_rc_t
sync_check_searches(sqlite3 *db, char *error)
{
    jobs_rc_t       rc;
    jobs_str_t      slug;
    jobs_args_t     args;
    jobs_fault_t    fault;
    jobs_filter_t   f;
    sqlite3_stmt   *stmt;

    if (sqlite3_prepare_v2(db, "SELECT slug, query FROM searches"
                           " ORDER BY slug", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        return JOBS_CORRUPT;
    }

    rc = JOBS_OK;

    while (rc == JOBS_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        slug = jobs_column(stmt, 0);

        if (!jobs_name_slug_valid(slug)) {
            snprintf(error, SYNC_ERROR, "a named search cannot have the"
                     " address \"%.*s\"", (int) (slug.len < 150 ? slug.len
                                                               : 150),
                     slug.data);
            rc = JOBS_CORRUPT;
            break;
        }

        jobs_filter_init(&f, 0);
        rc = jobs_name_query(&f, jobs_column(stmt, 1), JOBS_BY_SEARCH, &args,
                             &fault);

        if (rc != JOBS_OK) {
            snprintf(error, SYNC_ERROR, "the query of the named search"
                     " \"%.*s\": \"%.*s\" in %.*s: %s", (int) slug.len,
                     slug.data, (int) (fault.value.len < 100
                                       ? fault.value.len : 100),
                     fault.value.data, (int) (fault.parameter.len < 100
                                              ? fault.parameter.len : 100),
                     fault.parameter.data, fault.reason);
            rc = JOBS_CORRUPT;
        }
    }

    if (sqlite3_finalize(stmt) != SQLITE_OK && rc == JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        rc = JOBS_CORRUPT;
    }

    return rc;
}
