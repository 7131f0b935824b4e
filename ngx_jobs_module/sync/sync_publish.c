/*
 * From rows to a published snapshot.
 */

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sync_partners.h"
#include "sync_publish.h"
#include "jobs_check.h"
#include "jobs_schema.h"


static jobs_rc_t sync_publish_make(sync_place_t *place, sync_published_t *p,
    sqlite3 *db, int64_t now);
static int sync_publish_partners(sqlite3 *db);
static jobs_rc_t sync_publish_pages(sync_place_t *place, sqlite3 *db);
static jobs_rc_t sync_publish_meta(sqlite3 *db, sync_published_t *p,
    int64_t now);
static jobs_rc_t sync_publish_fault(sync_published_t *p, sqlite3 *db);


/*
 * The rows, numbered by recency.  What is unknown stays NULL; the slug of a
 * company is filled in, for it is the company's address.
 */

static const char  sync_publish_rows[] =
    "CREATE TEMP TABLE numbers (number INTEGER PRIMARY KEY, row INTEGER);"

    "INSERT INTO temp.numbers SELECT"
    " row_number() OVER (ORDER BY posted_at DESC NULLS LAST, id), number"
    " FROM rows.listings;"

    "INSERT INTO main.currencies SELECT * FROM rows.currencies ORDER BY code;"
    "INSERT INTO main.categories SELECT * FROM rows.categories ORDER BY slug;"

    "INSERT INTO main.listings SELECT n.number, l.id, l.title, l.company,"
    " coalesce(l.company_slug, sync_key(l.company)), l.company_logo,"
    " l.url, l.apply_url, l.location, l.worldwide, l.remote,"
    " l.employment_type, l.seniority, l.category, l.department, l.salary_min,"
    " l.salary_max, l.salary_currency, l.salary_period, l.salary_predicted,"
    " l.language, l.visa, l.source, l.posted_at, l.updated_at, l.expires_at,"
    " l.excerpt FROM temp.numbers n JOIN rows.listings l ON l.number = n.row"
    " ORDER BY n.number;"

    "INSERT INTO main.listing_locations SELECT n.number, c.position,"
    " c.location FROM temp.numbers n CROSS JOIN rows.listing_locations c"
    " ON c.listing = n.row ORDER BY n.number, c.position;"

    "INSERT INTO main.listing_countries SELECT n.number, c.country"
    " FROM temp.numbers n CROSS JOIN rows.listing_countries c"
    " ON c.listing = n.row ORDER BY n.number, c.country;"

    "INSERT INTO main.listing_regions SELECT n.number, c.region"
    " FROM temp.numbers n CROSS JOIN rows.listing_regions c"
    " ON c.listing = n.row ORDER BY n.number, c.region;"

    "INSERT INTO main.searches SELECT * FROM rows.searches ORDER BY slug;"

    "INSERT INTO main.listing_tags SELECT n.number, c.position, c.tag"
    " FROM temp.numbers n CROSS JOIN rows.listing_tags c"
    " ON c.listing = n.row ORDER BY n.number, c.position;"

    "INSERT INTO main.listing_texts SELECT n.number, c.description_html,"
    " c.description_text FROM temp.numbers n CROSS JOIN rows.listing_texts c"
    " ON c.listing = n.row ORDER BY n.number;"

    "INSERT INTO main.sources SELECT * FROM rows.sources ORDER BY name;"

    "INSERT OR IGNORE INTO main.sources (name)"
    " SELECT DISTINCT CASE instr(source, ':') WHEN 0 THEN source"
    "  ELSE substr(source, 1, instr(source, ':') - 1) END"
    " FROM main.listings;"

    "DROP TABLE temp.numbers;";


jobs_rc_t
sync_publish(sync_place_t *place, sync_published_t *p, int64_t now, int dry,
    int force)
{
    int          valid;
    char         ignored[SYNC_ERROR];
    sqlite3     *db;
    jobs_rc_t    rc;
    struct stat  st;
    sync_meta_t  present;

    memset(p, 0, sizeof(sync_published_t));

    if (sqlite3_open_v2(place->fresh.data, &db,
                        SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE
                        |SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK)
    {
        rc = sync_publish_fault(p, db);
        sqlite3_close(db);
        return rc;
    }

    rc = sync_publish_make(place, p, db, now);

    if (sqlite3_close(db) != SQLITE_OK && rc == JOBS_OK) {
        rc = sync_publish_fault(p, db);
    }

    if (rc != JOBS_OK) {
        return rc;
    }

    p->bytes = stat(place->fresh.data, &st) == 0 ? st.st_size : 0;

    db = sync_snapshot_open(place->path.data, ignored);
    valid = db != NULL && sync_meta(db, &present) == JOBS_OK;
    sqlite3_close(db);

    p->unchanged = valid && !force
                   && strcmp(present.generation, p->meta.generation) == 0
                   && present.row_version == p->meta.row_version
                   && present.built_at > now - SYNC_FRESH
                   && present.built_at <= now;

    if (dry || p->unchanged) {
        return JOBS_OK;
    }

    rc = sync_place_commit(place, valid && strcmp(present.generation,
                                                  p->meta.generation) != 0);

    if (rc != JOBS_OK) {
        snprintf(p->error, SYNC_ERROR, "%s", place->error);
    }

    return rc;
}


static jobs_rc_t
sync_publish_make(sync_place_t *place, sync_published_t *p, sqlite3 *db,
    int64_t now)
{
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    /*
     * Without a journal: a file that fails is thrown away.  What SQLite sorts
     * outside of memory goes to its temporary directory.  The CHECK
     * constraints wait for integrity_check, and are not asked about rows of
     * feeds, whose reader has kept to them.
     */

    if (sqlite3_exec(db, "PRAGMA journal_mode = off;"
                     "PRAGMA synchronous = off;"
                     "PRAGMA ignore_check_constraints = on;"
                     "PRAGMA cache_size = -65536", NULL, NULL, NULL)
        != SQLITE_OK
        || sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL)
           != SQLITE_OK
        || sync_functions(db) != JOBS_OK
        || sqlite3_prepare_v2(db, "ATTACH ?1 AS rows", -1, &stmt, NULL)
           != SQLITE_OK)
    {
        return sync_publish_fault(p, db);
    }

    sqlite3_bind_text(stmt, 1, place->rows_given != NULL ? place->rows_given
                                                         : place->rows.data,
                      -1, SQLITE_STATIC);
    (void) sqlite3_step(stmt);

    if (sqlite3_finalize(stmt) != SQLITE_OK
        || sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(db, jobs_schema_sql, NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(db, sync_publish_rows, NULL, NULL, NULL) != SQLITE_OK
        || sync_publish_partners(db) != SQLITE_OK
        || sqlite3_exec(db, "COMMIT; DETACH rows; BEGIN", NULL, NULL, NULL)
           != SQLITE_OK
        || sync_derive(db, p->meta.currency) != JOBS_OK
        || sync_digest(db, p->meta.generation) != JOBS_OK
        || sync_publish_meta(db, p, now) != JOBS_OK
        || sqlite3_exec(db, "ANALYZE; COMMIT", NULL, NULL, NULL) != SQLITE_OK
        || sync_publish_pages(place, db) != JOBS_OK)
    {
        return sync_publish_fault(p, db);
    }

    if (place->rows_given != NULL
        && sqlite3_exec(db, "PRAGMA ignore_check_constraints = off", NULL,
                        NULL, NULL)
           != SQLITE_OK)
    {
        return sync_publish_fault(p, db);
    }

    rc = sync_check(db, p->error);

    if (rc == JOBS_CORRUPT && place->rows_given != NULL) {
        rc = JOBS_INVALID;              /* it is the rows' fault */
    }

    return rc == JOBS_OK ? sync_meta(db, &p->meta) : rc;
}


/* rows that know of no partners have none */

static int
sync_publish_partners(sqlite3 *db)
{
    if (!sync_partners_there(db, "rows")) {
        return SQLITE_OK;
    }

    return sqlite3_exec(db, "INSERT INTO main.partners SELECT id, name,"
                        " origins, query, theme, campaign FROM rows.partners"
                        " ORDER BY id", NULL, NULL, NULL);
}


static jobs_rc_t
sync_publish_meta(sqlite3 *db, sync_published_t *p, int64_t now)
{
    int            rc;
    sqlite3_stmt  *stmt;

    rc = sqlite3_prepare_v2(db,
        "INSERT INTO meta SELECT 'generation', ?1"
        " UNION ALL SELECT 'built_at', CAST(?2 AS TEXT)"
        " UNION ALL SELECT 'row_version', CAST(?3 AS TEXT)"
        " UNION ALL SELECT 'pages', '0000000000000000'"
        " UNION ALL SELECT 'listings', CAST(count(*) AS TEXT) FROM listings"
        " UNION ALL SELECT 'currency', ?4 WHERE ?4 <> ''", -1, &stmt, NULL);

    if (rc != SQLITE_OK) {
        return JOBS_ERROR;
    }

    sqlite3_bind_text(stmt, 1, p->meta.generation, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 2, now);
    sqlite3_bind_int(stmt, 3, JOBS_ROW_VERSION);
    sqlite3_bind_text(stmt, 4, p->meta.currency, -1, SQLITE_STATIC);

    (void) sqlite3_step(stmt);

    return sqlite3_finalize(stmt) == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


/* last of all: its row is as long as before, so no other page is written */

static jobs_rc_t
sync_publish_pages(sync_place_t *place, sqlite3 *db)
{
    int            fd;
    char           digest[JOBS_PAGES_DIGEST];
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    fd = open(place->fresh.data, O_RDONLY|O_CLOEXEC);
    if (fd == -1) {
        return JOBS_ERROR;
    }

    rc = jobs_check_pages(db, fd, digest);
    close(fd);

    if (rc != JOBS_OK) {
        return rc;
    }

    if (sqlite3_prepare_v2(db, "UPDATE meta SET value = ?1"
                           " WHERE name = 'pages'", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    sqlite3_bind_text(stmt, 1, digest, -1, SQLITE_STATIC);
    (void) sqlite3_step(stmt);

    return sqlite3_finalize(stmt) == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


/* rows that break the schema's rules, or lack a table, are at fault themselves */

static jobs_rc_t
sync_publish_fault(sync_published_t *p, sqlite3 *db)
{
    int  rc;

    rc = sqlite3_errcode(db);

    snprintf(p->error, SYNC_ERROR, "%s", sqlite3_errmsg(db));

    return rc == SQLITE_CONSTRAINT || rc == SQLITE_MISMATCH
           || rc == SQLITE_ERROR ? JOBS_INVALID : JOBS_ERROR;
}
