/*
 * Everything that can be wrong with a snapshot.
 */

#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
#include "sync_partners.h"
#include "sync_publish.h"
#include "../core/jobs_check.h"
#include "../core/jobs_names.h"
#include "../core/jobs_sql.h"


static jobs_rc_t sync_check_none(sqlite3 *db, const char *what,
    const char *sql, char *error);
static jobs_rc_t sync_check_ids(sqlite3 *db, char *error);
static jobs_rc_t sync_check_searches(sqlite3 *db, char *error);


/* each of these finds nothing in a good snapshot */

static const struct {
    const char  *what;
    const char  *sql;
} sync_checks[] = {

    { "SQLite finds it damaged",
      "SELECT integrity_check FROM pragma_integrity_check"
      " WHERE integrity_check <> 'ok'" },

    { "a row refers to one that is not there",
      "SELECT \"table\" FROM pragma_foreign_key_check" },

    { "the listings are not numbered from 1 by recency",
      "SELECT number FROM (SELECT number, row_number() OVER"
      " (ORDER BY posted_at DESC NULLS LAST, id) AS n FROM listings)"
      " WHERE number <> n" },

    { "listings, as meta counts them",
      "SELECT value FROM meta WHERE name = 'listings'"
      " AND value <> (SELECT count(*) FROM listings)" },

    { "a listing without facts",
      "SELECT id FROM listings LEFT JOIN listing_facts ON listing = number"
      " WHERE listing IS NULL" },

    { "a listing without its ready row",
      "SELECT id FROM listings LEFT JOIN ready_rows ON listing = number"
      " WHERE listing IS NULL" },

    { "a term without its bitmap",
      "SELECT field || ' ' || value FROM terms LEFT JOIN postings"
      " ON postings.term = terms.term WHERE bitmap IS NULL" },

    { "a listing that the full-text index does not have",
      "SELECT listings.id FROM listings LEFT JOIN listing_search_docsize d"
      " ON d.id = number WHERE d.id IS NULL" },

    { "a listing without a company slug",
      "SELECT id FROM listings WHERE coalesce(company_slug, '') = ''" }
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
    size_t       i;
    char         generation[SYNC_GENERATION + 1];
    sync_meta_t  meta;

    if (jobs_check_schema(db, error) != JOBS_OK) {
        return JOBS_CORRUPT;
    }

    if (sync_meta(db, &meta) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "its meta is not complete");
        return JOBS_CORRUPT;
    }

    for (i = 0; i < sync_n(sync_checks); i++) {
        if (sync_check_none(db, sync_checks[i].what, sync_checks[i].sql,
                            error)
            != JOBS_OK)
        {
            return JOBS_CORRUPT;
        }
    }

    if (sync_check_ids(db, error) != JOBS_OK) {
        return JOBS_CORRUPT;
    }

    if (sync_check_searches(db, error) != JOBS_OK) {
        return JOBS_CORRUPT;
    }

    if (sync_partners_check(db, error) != JOBS_OK) {
        return JOBS_CORRUPT;
    }

    if (sync_check_index(db, meta.listings, error) != JOBS_OK) {
        return JOBS_CORRUPT;
    }

    if (sync_digest(db, generation) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        return JOBS_CORRUPT;
    }

    if (strcmp(generation, meta.generation) != 0) {
        snprintf(error, SYNC_ERROR, "its generation is %.16s..., its rows are "
                 "%.16s...", meta.generation, generation);
        return JOBS_CORRUPT;
    }

    /* FTS5 checks itself by a command, which a read-only file refuses */

    if (!sqlite3_db_readonly(db, "main")
        && sqlite3_exec(db, "INSERT INTO listing_search (listing_search)"
                        " VALUES ('integrity-check')", NULL, NULL, NULL)
           != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "its full-text index: %s",
                 sqlite3_errmsg(db));
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

        fault = !jobs_is_listing_id(s[0]) ? "an id of another form"
                : !jobs_is_http_url(s[1]) ? "a url that is no http address"
                : s[2].data != NULL && !jobs_is_http_url(s[2])
                ? "an apply_url that is no http address"
                : !jobs_utf8_valid(s[3]) ? "a title that is not UTF-8" : NULL;

        if (fault != NULL) {
            snprintf(error, SYNC_ERROR, "%s: %.200s", fault, s[0].data);
        }
    }

    sqlite3_finalize(stmt);

    return fault == NULL ? JOBS_OK : JOBS_CORRUPT;
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
        }
    }

    if (sqlite3_finalize(stmt) != SQLITE_OK && rc == JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        rc = JOBS_CORRUPT;
    }

    return rc;
}
