/*
 * Rows on their way.  The file is thrown away if anything fails, so it has
 * neither journal nor syncs.  Its CHECK constraints would take a quarter of
 * the time: the reader has checked the values, integrity_check does so again.
 */

#include <errno.h>
#include <stdlib.h>
#include "sync_store.h"
#include "sync_taxonomy.h"
#include "jobs_schema.h"


typedef enum {
    SYNC_SQL_LISTING = 0,
    SYNC_SQL_LOCATION,
    SYNC_SQL_COUNTRY,
    SYNC_SQL_REGION,
    SYNC_SQL_TAG,
    SYNC_SQL_TEXT,
    SYNC_SQL_CATEGORY,
    SYNC_SQL_LINK_REL,
    SYNC_SQL_SOURCE,
    SYNC_SQL_CURRENCY,
    SYNC_SQL_PARTNER,
    SYNC_SQL_N
} sync_sql_e;

struct sync_store_s {
    sqlite3           *db;
    sqlite3_stmt      *sql[SYNC_SQL_N];
};


static jobs_rc_t sync_store_record(void *data, const sync_record_t *r);
static const char *sync_store_fault(void *data);
static jobs_rc_t sync_store_run(sync_store_t *store, sync_sql_e sql);
static void sync_store_bind(sqlite3_stmt *stmt, int column,
    const sync_value_t *v, sync_kind_e kind);
static jobs_rc_t sync_store_items(sync_store_t *store, sync_sql_e sql,
    int64_t listing, const sync_value_t *v);
static jobs_rc_t sync_store_children(sync_store_t *store, int64_t listing,
    const sync_record_t *r);


static const char *const  sync_store_sql[SYNC_SQL_N] = {

    "INSERT OR IGNORE INTO listings (id, title, company, company_slug,"
    " company_logo, url, apply_url, location, worldwide, remote,"
    " employment_type, seniority, category, department, salary_min,"
    " salary_max, salary_currency, salary_period, salary_predicted, language,"
    " visa, source, posted_at, updated_at, expires_at, excerpt)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",

    "INSERT INTO listing_locations VALUES (?1, ?2, ?3)",
    "INSERT OR IGNORE INTO listing_countries VALUES (?1, ?3)",
    "INSERT OR IGNORE INTO listing_regions VALUES (?1, ?3)",
    "INSERT INTO listing_tags VALUES (?1, ?2, ?3)",
    "INSERT INTO listing_texts VALUES (?1, ?2, ?3)",

    /* the same, in whatever order the rows come */
    "INSERT INTO categories (slug, label) VALUES (?1, ?2)"
    " ON CONFLICT (slug) DO UPDATE SET label = min(label, excluded.label)",

    "INSERT INTO sources (name, link_rel) VALUES (?1, ?2)"
    " ON CONFLICT (name) DO UPDATE"
    " SET link_rel = min(link_rel, excluded.link_rel)",

    "INSERT OR REPLACE INTO sources"
    " SELECT DISTINCT CASE instr(source, ':') WHEN 0 THEN source"
    "  ELSE substr(source, 1, instr(source, ':') - 1) END,"
    " ?1, ?2, coalesce(?3, 'noopener'), ?4, ?5 FROM listings"
    " WHERE ?6 IS NULL OR source = ?6 OR substr(source, 1, length(?6) + 1)"
    "  = ?6 || ':'",

    "INSERT OR REPLACE INTO currencies VALUES (?1, ?2, ?3)",

    "INSERT OR IGNORE INTO partners VALUES (?, ?, ?, ?, ?, ?)"
};

sync_store_t *
sync_store_open(const char *path, char *error)
{
    int            i;
    sync_store_t  *store;

    store = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_store_t));
    memset(store, 0, sizeof(sync_store_t));

    if (sqlite3_open_v2(path, &store->db,
                        SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE
                        |SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK
        || sqlite3_exec(store->db, "PRAGMA journal_mode=off;"
                        "PRAGMA synchronous=off; PRAGMA cache_size=-16384;"
                        "PRAGMA foreign_keys=off;"
                        "PRAGMA ignore_check_constraints=on; BEGIN",
                        NULL, NULL, NULL)
           != SQLITE_OK
        || sqlite3_exec(store->db, jobs_schema_sql, NULL, NULL, NULL)
           != SQLITE_OK)
    {
        goto failed;
    }

    for (i = 0; i < SYNC_SQL_N; i++) {
        if (sqlite3_prepare_v2(store->db, sync_store_sql[i], -1,
                               &store->sql[i], NULL)
            != SQLITE_OK)
        {
            goto failed;
        }
    }

    return store;

failed:

    snprintf(error, SYNC_ERROR, "%s: %s", path, sqlite3_errmsg(store->db));
    sync_store_close(store);

    return NULL;
}


void
sync_store_close(sync_store_t *store)
{
    int  i;

    if (store == NULL) {
        return;
    }

    for (i = 0; i < SYNC_SQL_N; i++) {
        sqlite3_finalize(store->sql[i]);
    }

    sqlite3_close(store->db);
    sync_mem.free(NULL, store);
}


const char *
sync_store_error(sync_store_t *store)
{
    return sqlite3_errmsg(store->db);
}


sync_sink_t
sync_store_sink(sync_store_t *store)
{
    sync_sink_t  sink;

    sink.data = store;
    sink.add = sync_store_record;
    sink.error = sync_store_fault;
    sink.known = NULL;

    return sink;
}


static jobs_rc_t
sync_store_record(void *data, const sync_record_t *r)
{
    return sync_store_add(data, r);
}


static const char *
sync_store_fault(void *data)
{
    return sync_store_error(data);
}


jobs_rc_t
sync_store_finish(sync_store_t *store)
{
    return sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK
           ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_store_add(sync_store_t *store, const sync_record_t *r)
{
    size_t         i;
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    stmt = store->sql[SYNC_SQL_LISTING];

    for (i = 0; i < SYNC_COLUMNS; i++) {
        sync_store_bind(stmt, i + 1, &r->v[sync_columns[i]],
                        sync_fields[sync_columns[i]].kind);
    }

    /* the two flags that cannot be unknown */

    sqlite3_bind_int64(stmt, 9, r->v[SYNC_WORLDWIDE].number);
    sqlite3_bind_int64(stmt, 19, r->v[SYNC_SALARY_PREDICTED].number);

    rc = sync_store_run(store, SYNC_SQL_LISTING);
    if (rc != JOBS_OK) {
        return rc;
    }

    if (sqlite3_changes(store->db) == 0) {
        return JOBS_DECLINED;
    }

    return sync_store_children(store, sqlite3_last_insert_rowid(store->db), r);
}


static jobs_rc_t
sync_store_children(sync_store_t *store, int64_t listing,
    const sync_record_t *r)
{
    sqlite3_stmt         *stmt;
    const sync_value_t   *v;

    v = r->v;

    if (sync_store_items(store, SYNC_SQL_LOCATION, listing,
                         &v[SYNC_LOCATIONS])
        != JOBS_OK
        || sync_store_items(store, SYNC_SQL_COUNTRY, listing,
                            &v[SYNC_COUNTRIES])
           != JOBS_OK
        || sync_store_items(store, SYNC_SQL_REGION, listing,
                            &v[SYNC_REGION_LIST])
           != JOBS_OK
        || sync_store_items(store, SYNC_SQL_TAG, listing, &v[SYNC_TAGS])
           != JOBS_OK)
    {
        return JOBS_ERROR;
    }

    if (v[SYNC_DESCRIPTION_HTML].set || v[SYNC_DESCRIPTION_TEXT].set) {
        stmt = store->sql[SYNC_SQL_TEXT];
        sqlite3_bind_int64(stmt, 1, listing);
        sync_store_bind(stmt, 2, &v[SYNC_DESCRIPTION_HTML], SYNC_KIND_HTML);
        sync_store_bind(stmt, 3, &v[SYNC_DESCRIPTION_TEXT], SYNC_KIND_TEXT);

        if (sync_store_run(store, SYNC_SQL_TEXT) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    if (r->category_label.data != NULL) {
        stmt = store->sql[SYNC_SQL_CATEGORY];
        sqlite3_bind_text(stmt, 1, v[SYNC_CATEGORY].text.data,
                          v[SYNC_CATEGORY].text.len, SQLITE_STATIC);
        sqlite3_bind_text(stmt, 2, r->category_label.data,
                          r->category_label.len, SQLITE_STATIC);

        if (sync_store_run(store, SYNC_SQL_CATEGORY) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    if (v[SYNC_LINK_REL].set
        && !jobs_str_eq(v[SYNC_LINK_REL].text, jobs_lit("noopener")))
    {
        stmt = store->sql[SYNC_SQL_LINK_REL];
        sync_store_bind(stmt, 1, &v[SYNC_SOURCE], SYNC_KIND_LINE);
        sync_store_bind(stmt, 2, &v[SYNC_LINK_REL], SYNC_KIND_LINE);

        if (sync_store_run(store, SYNC_SQL_LINK_REL) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_store_items(sync_store_t *store, sync_sql_e sql, int64_t listing,
    const sync_value_t *v)
{
    size_t         i;
    sqlite3_stmt  *stmt;

    stmt = store->sql[sql];

    for (i = 0; i < v->n; i++) {
        sqlite3_bind_int64(stmt, 1, listing);

        if (sql != SYNC_SQL_COUNTRY && sql != SYNC_SQL_REGION) {
            sqlite3_bind_int64(stmt, 2, i);
        }

        sqlite3_bind_text(stmt, 3, v->items[i].data, v->items[i].len,
                          SQLITE_STATIC);

        if (sync_store_run(store, sql) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


jobs_rc_t
sync_store_sources(sync_store_t *store, const sync_source_t *declared,
    jobs_str_t only)
{
    size_t             i;
    sqlite3_stmt      *stmt;
    const jobs_str_t  *texts[] = { &declared->url, &declared->attribution,
                                   &declared->link_rel };

    stmt = store->sql[SYNC_SQL_SOURCE];

    for (i = 0; i < sync_n(texts); i++) {
        sqlite3_bind_text(stmt, (int) i + 1, texts[i]->data,
                          (int) texts[i]->len, SQLITE_STATIC);
    }

    sqlite3_bind_int(stmt, 4, declared->jsonld != 0);
    sqlite3_bind_int(stmt, 5, declared->feeds != 0);
    sqlite3_bind_text(stmt, 6, only.data, (int) only.len, SQLITE_STATIC);

    return sync_store_run(store, SYNC_SQL_SOURCE);
}


jobs_rc_t
sync_store_currencies(sync_store_t *store, const char *csv)
{
    char         code[4], dated[11];
    double       usd;
    const char  *line, *next;

    for (line = csv; *line != '\0'; line = next) {
        next = strchr(line, '\n');
        next = next == NULL ? line + strlen(line) : next + 1;

        if (sscanf(line, "%3[A-Z],%lf,%10[0-9-]", code, &usd, dated) != 3) {
            continue;           /* a remark, the header */
        }

        sqlite3_bind_text(store->sql[SYNC_SQL_CURRENCY], 1, code, -1,
                          SQLITE_STATIC);
        sqlite3_bind_double(store->sql[SYNC_SQL_CURRENCY], 2, usd);
        sqlite3_bind_text(store->sql[SYNC_SQL_CURRENCY], 3, dated, -1,
                          SQLITE_STATIC);

        if (sync_store_run(store, SYNC_SQL_CURRENCY) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


jobs_rc_t
sync_store_taxonomy(sync_store_t *store, sync_taxonomy_t *t)
{
    return sync_taxonomy_write(t, store->db);
}


jobs_rc_t
sync_store_partner(sync_store_t *store, const jobs_partner_t *p)
{
    size_t             i;
    jobs_rc_t          rc;
    const jobs_str_t  *columns[] = { &p->id, &p->name, &p->origins, &p->query,
                                     &p->theme, &p->campaign };

    for (i = 0; i < sync_n(columns); i++) {
        sqlite3_bind_text(store->sql[SYNC_SQL_PARTNER], (int) i + 1,
                          columns[i]->data, (int) columns[i]->len,
                          SQLITE_STATIC);
    }

    rc = sync_store_run(store, SYNC_SQL_PARTNER);

    return rc == JOBS_OK && sqlite3_changes(store->db) == 0 ? JOBS_DECLINED
                                                            : rc;
}


static jobs_rc_t
sync_store_run(sync_store_t *store, sync_sql_e sql)
{
    int  rc;

    rc = sqlite3_step(store->sql[sql]);

    (void) sqlite3_reset(store->sql[sql]);
    (void) sqlite3_clear_bindings(store->sql[sql]);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


/* what is not bound is NULL */

static void
sync_store_bind(sqlite3_stmt *stmt, int column, const sync_value_t *v,
    sync_kind_e kind)
{
    if (!v->set) {
        return;
    }

    switch (kind) {

    case SYNC_KIND_FLAG:
    case SYNC_KIND_TIME:
        sqlite3_bind_int64(stmt, column, v->number);
        break;

    case SYNC_KIND_AMOUNT:
        sqlite3_bind_double(stmt, column, v->amount);
        break;

    default:
        sqlite3_bind_text(stmt, column, v->text.data, v->text.len,
                          SQLITE_STATIC);
    }
}
