/*
 * One listing into the tables of a snapshot.
 */

#include "sync_write.h"


static jobs_rc_t sync_write_list(sync_write_t *w, sync_write_e sql,
    int64_t number, const sync_value_t *v);
static jobs_rc_t sync_write_more(sync_write_t *w, int64_t number,
    const sync_item_t *item);
static jobs_rc_t sync_write_run(sync_write_t *w, sync_write_e sql);
static void sync_write_value(sqlite3_stmt *stmt, int column,
    const sync_value_t *v, sync_kind_e kind);
static void sync_write_text(sqlite3_stmt *stmt, int column, jobs_str_t s);


static const struct {
    const char  *table;
    const char  *sql;
} sync_write_tables[SYNC_WRITE_N] = {

    { "listings",
      "INSERT INTO listings VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,"
      "?,?,?,?,?,?)" },

    { "listing_locations",
      "INSERT INTO listing_locations VALUES (?1, ?2, ?3)" },
    { "listing_countries", "INSERT INTO listing_countries VALUES (?1, ?3)" },
    { "listing_regions", "INSERT INTO listing_regions VALUES (?1, ?3)" },
    { "listing_tags", "INSERT INTO listing_tags VALUES (?1, ?2, ?3)" },
    { "listing_texts", "INSERT INTO listing_texts VALUES (?1, ?2, ?3)" },
    { "alternatives", "INSERT INTO alternatives VALUES (?2, ?1, ?3, ?4)" },
    { "listing_facts", "INSERT INTO listing_facts VALUES (?1, ?2, ?3)" },
    { "ready_rows", "INSERT INTO ready_rows VALUES (?1, ?2, ?3)" }
};

jobs_rc_t
sync_write_open(sync_write_t *w, sqlite3 *db)
{
    int  i;

    memset(w, 0, sizeof(sync_write_t));
    w->db = db;

    for (i = 0; i < SYNC_WRITE_N; i++) {
        if (sqlite3_prepare_v2(db, sync_write_tables[i].sql, -1, &w->sql[i],
                               NULL)
            != SQLITE_OK)
        {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


void
sync_write_close(sync_write_t *w)
{
    int  i;

    for (i = 0; i < SYNC_WRITE_N; i++) {
        sqlite3_finalize(w->sql[i]);
        w->sql[i] = NULL;
    }
}


jobs_rc_t
sync_write_item(void *data, int64_t number, const sync_item_t *item)
{
    size_t         i;
    sync_field_e   field;
    sync_write_t  *w;
    sqlite3_stmt  *stmt;

    w = data;
    stmt = w->sql[SYNC_WRITE_LISTING];

    sqlite3_bind_int64(stmt, 1, number);

    for (i = 0; i < SYNC_COLUMNS; i++) {
        field = sync_columns[i];
        sync_write_value(stmt, (int) i + 2, &item->v[field],
                         sync_fields[field].kind);
    }

    /* the two flags that cannot be unknown */

    sqlite3_bind_int64(stmt, 10, item->v[SYNC_WORLDWIDE].number);
    sqlite3_bind_int64(stmt, 20, item->v[SYNC_SALARY_PREDICTED].number);

    return sync_write_run(w, SYNC_WRITE_LISTING) != JOBS_OK
           || sync_write_list(w, SYNC_WRITE_LOCATION, number,
                              &item->v[SYNC_LOCATIONS])
              != JOBS_OK
           || sync_write_list(w, SYNC_WRITE_COUNTRY, number,
                              &item->v[SYNC_COUNTRIES])
              != JOBS_OK
           || sync_write_list(w, SYNC_WRITE_REGION, number,
                              &item->v[SYNC_REGION_LIST])
              != JOBS_OK
           || sync_write_list(w, SYNC_WRITE_TAG, number, &item->v[SYNC_TAGS])
              != JOBS_OK
           || sync_write_more(w, number, item) != JOBS_OK
           ? JOBS_ERROR : JOBS_OK;
}


jobs_rc_t
sync_write_check(const sync_write_t *w, sqlite3 *db, char *error)
{
    int            i;
    char           sql[128];
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    rc = JOBS_OK;

    for (i = 0; i < SYNC_WRITE_N && rc == JOBS_OK; i++) {
        snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s",
                 sync_write_tables[i].table);

        if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK
            || sqlite3_step(stmt) != SQLITE_ROW)
        {
            snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
            rc = JOBS_CORRUPT;

        } else if ((uint64_t) sqlite3_column_int64(stmt, 0) != w->rows[i]) {
            snprintf(error, SYNC_ERROR, "%s does not have the %llu rows that"
                     " were written", sync_write_tables[i].table,
                     (unsigned long long) w->rows[i]);
            rc = JOBS_CORRUPT;
        }

        sqlite3_finalize(stmt);
    }

    return rc;
}


static jobs_rc_t
sync_write_list(sync_write_t *w, sync_write_e sql, int64_t number,
    const sync_value_t *v)
{
    size_t         i;
    sqlite3_stmt  *stmt;

    stmt = w->sql[sql];

    for (i = 0; i < v->n; i++) {
        sqlite3_bind_int64(stmt, 1, number);

        if (sql == SYNC_WRITE_LOCATION || sql == SYNC_WRITE_TAG) {
            sqlite3_bind_int64(stmt, 2, (int64_t) i);
        }

        sync_write_text(stmt, 3, v->items[i]);

        if (sync_write_run(w, sql) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_write_more(sync_write_t *w, int64_t number, const sync_item_t *item)
{
    size_t               i;
    sqlite3_stmt        *stmt;
    const sync_value_t  *v;

    v = item->v;

    if (v[SYNC_DESCRIPTION_HTML].set || v[SYNC_DESCRIPTION_TEXT].set) {
        stmt = w->sql[SYNC_WRITE_TEXT];
        sqlite3_bind_int64(stmt, 1, number);
        sync_write_text(stmt, 2, v[SYNC_DESCRIPTION_HTML].text);
        sync_write_text(stmt, 3, v[SYNC_DESCRIPTION_TEXT].text);

        if (sync_write_run(w, SYNC_WRITE_TEXT) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    for (i = 0; i < item->nalternatives; i++) {
        stmt = w->sql[SYNC_WRITE_ALTERNATIVE];
        sqlite3_bind_int64(stmt, 1, number);
        sync_write_text(stmt, 2, item->alternatives[i].id);
        sync_write_text(stmt, 3, item->alternatives[i].source);
        sync_write_text(stmt, 4, item->alternatives[i].url);

        if (sync_write_run(w, SYNC_WRITE_ALTERNATIVE) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    stmt = w->sql[SYNC_WRITE_FACTS];
    sqlite3_bind_int64(stmt, 1, number);
    sqlite3_bind_int(stmt, 2, item->salary.shown);
    sync_write_text(stmt, 3, item->title_order);

    if (sync_write_run(w, SYNC_WRITE_FACTS) != JOBS_OK) {
        return JOBS_ERROR;
    }

    stmt = w->sql[SYNC_WRITE_READY];
    sqlite3_bind_int64(stmt, 1, number);
    sync_write_text(stmt, 2, item->json);
    sync_write_text(stmt, 3, item->html);

    return sync_write_run(w, SYNC_WRITE_READY);
}


/* every parameter is bound anew each time */

static jobs_rc_t
sync_write_run(sync_write_t *w, sync_write_e sql)
{
    int  rc;

    rc = sqlite3_step(w->sql[sql]);

    if (rc != SQLITE_DONE) {
        return JOBS_ERROR;
    }

    (void) sqlite3_reset(w->sql[sql]);
    w->rows[sql]++;

    return JOBS_OK;
}


static void
sync_write_value(sqlite3_stmt *stmt, int column, const sync_value_t *v,
    sync_kind_e kind)
{
    if (!v->set) {
        sqlite3_bind_null(stmt, column);
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
        sync_write_text(stmt, column, v->text);
    }
}


static void
sync_write_text(sqlite3_stmt *stmt, int column, jobs_str_t s)
{
    if (s.data == NULL) {
        sqlite3_bind_null(stmt, column);
        return;
    }

    sqlite3_bind_text(stmt, column, s.data, (int) s.len, SQLITE_STATIC);
}
