/*
 * Rows that stand in a SQLite file: those of "build", and those that another
 * program wrote.  Only numbers are sorted, so memory is bounded; listings and
 * what belongs to them are looked up.
 */

#include "sync_publish.h"
#include "sync_rows.h"
#include "../core/jobs_sql.h"


typedef enum {
    SYNC_FILE_ORDER = 0,
    SYNC_FILE_LISTING,
    SYNC_FILE_LOCATIONS,
    SYNC_FILE_COUNTRIES,
    SYNC_FILE_REGIONS,
    SYNC_FILE_TAGS,
    SYNC_FILE_TEXTS,
    SYNC_FILE_ALTERNATIVES,
    SYNC_FILE_N
} sync_file_e;

struct sync_rows_file_s {
    sqlite3           *db;
    sqlite3_stmt      *sql[SYNC_FILE_N];        /* or NULL: there are none */
    char               error[SYNC_ERROR];
};


static jobs_rc_t sync_rows_file_prepare(sync_rows_file_t *file);
static jobs_rc_t sync_rows_file_next(void *data, sync_record_t *r);
static const char *sync_rows_file_error(void *data);
static jobs_rc_t sync_rows_file_listing(sync_rows_file_t *file,
    sync_record_t *r);
static jobs_rc_t sync_rows_file_value(sync_rows_file_t *file,
    sync_value_t *v, sync_field_e field, sqlite3_stmt *stmt, int column);
static jobs_rc_t sync_rows_file_type(sync_rows_file_t *file,
    sync_field_e field, int type, const char *expected);
static jobs_rc_t sync_rows_file_items(sync_rows_file_t *file,
    sync_record_t *r, sync_file_e sql, sync_field_e field, int64_t number);
static jobs_rc_t sync_rows_file_texts(sync_rows_file_t *file,
    sync_record_t *r, int64_t number);
static jobs_rc_t sync_rows_file_alternatives(sync_rows_file_t *file,
    sync_record_t *r, int64_t number);
static jobs_rc_t sync_rows_file_fault(sync_rows_file_t *file);


static const char *const  sync_rows_file_sql[SYNC_FILE_N] = {

    "SELECT number FROM listings ORDER BY posted_at DESC NULLS LAST, id",

    "SELECT id, title, company, company_slug, company_logo, url, apply_url,"
    " location, worldwide, remote, employment_type, seniority, category,"
    " department, salary_min, salary_max, salary_currency, salary_period,"
    " salary_predicted, language, visa, source, posted_at, updated_at,"
    " expires_at, excerpt FROM listings WHERE number = ?1",

    "SELECT location FROM listing_locations WHERE listing = ?1"
    " ORDER BY position",
    "SELECT country FROM listing_countries WHERE listing = ?1"
    " ORDER BY country",
    "SELECT region FROM listing_regions WHERE listing = ?1 ORDER BY region",
    "SELECT tag FROM listing_tags WHERE listing = ?1 ORDER BY position",

    "SELECT description_html, description_text FROM listing_texts"
    " WHERE listing = ?1",

    "SELECT id, source, url FROM temp.others WHERE listing = ?1 ORDER BY id"
};

sync_rows_file_t *
sync_rows_file_open(const char *path, int foreign, sync_rows_t *rows,
    char *error)
{
    sync_rows_file_t  *file;

    file = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_rows_file_t));
    memset(file, 0, sizeof(sync_rows_file_t));

    file->db = sync_snapshot_open(path, error);

    if (file->db == NULL) {
        sync_rows_file_close(file);
        return NULL;
    }

    if (sync_rows_file_prepare(file) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", file->error);
        sync_rows_file_close(file);
        return NULL;
    }

    memset(rows, 0, sizeof(sync_rows_t));
    rows->data = file;
    rows->next = sync_rows_file_next;
    rows->error = sync_rows_file_error;
    rows->tables = path;
    rows->foreign = foreign != 0;

    return file;
}


void
sync_rows_file_close(sync_rows_file_t *file)
{
    int  i;

    if (file == NULL) {
        return;
    }

    for (i = 0; i < SYNC_FILE_N; i++) {
        sqlite3_finalize(file->sql[i]);
    }

    sqlite3_close(file->db);
    sync_mem.free(NULL, file);
}


static jobs_rc_t
sync_rows_file_prepare(sync_rows_file_t *file)
{
    int  i, last;

    if (sqlite3_exec(file->db, "PRAGMA cache_size = -16384", NULL, NULL, NULL)
        != SQLITE_OK
        || sqlite3_db_config(file->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL)
           != SQLITE_OK)
    {
        return sync_rows_file_fault(file);
    }

    last = SYNC_FILE_ALTERNATIVES;

    if (sync_table_there(file->db, "main", "alternatives")) {
        last = SYNC_FILE_N;

        if (sqlite3_exec(file->db, "CREATE TEMP TABLE others AS"
                         " SELECT listing, id, source, url FROM alternatives;"
                         "CREATE INDEX temp.others_listing"
                         " ON others (listing)", NULL, NULL, NULL)
            != SQLITE_OK)
        {
            return sync_rows_file_fault(file);
        }
    }

    for (i = 0; i < last; i++) {
        if (sqlite3_prepare_v2(file->db, sync_rows_file_sql[i], -1,
                               &file->sql[i], NULL)
            != SQLITE_OK)
        {
            return sync_rows_file_fault(file);
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_rows_file_next(void *data, sync_record_t *r)
{
    int                rc;
    int64_t            number;
    jobs_rc_t          jrc;
    sync_rows_file_t  *file;

    file = data;
    rc = sqlite3_step(file->sql[SYNC_FILE_ORDER]);

    if (rc == SQLITE_DONE) {
        return JOBS_DECLINED;
    }

    if (rc != SQLITE_ROW) {
        return sync_rows_file_fault(file);
    }

    number = sqlite3_column_int64(file->sql[SYNC_FILE_ORDER], 0);

    (void) sqlite3_reset(file->sql[SYNC_FILE_LISTING]);
    sqlite3_bind_int64(file->sql[SYNC_FILE_LISTING], 1, number);

    if (sqlite3_step(file->sql[SYNC_FILE_LISTING]) != SQLITE_ROW) {
        return sync_rows_file_fault(file);
    }

    jrc = sync_rows_file_listing(file, r);

    if (jrc == JOBS_OK) {
        jrc = sync_rows_file_items(file, r, SYNC_FILE_LOCATIONS,
                                   SYNC_LOCATIONS, number);
    }

    if (jrc == JOBS_OK) {
        jrc = sync_rows_file_items(file, r, SYNC_FILE_COUNTRIES,
                                   SYNC_COUNTRIES, number);
    }

    if (jrc == JOBS_OK) {
        jrc = sync_rows_file_items(file, r, SYNC_FILE_REGIONS,
                                   SYNC_REGION_LIST, number);
    }

    if (jrc == JOBS_OK) {
        jrc = sync_rows_file_items(file, r, SYNC_FILE_TAGS, SYNC_TAGS,
                                   number);
    }

    if (jrc == JOBS_OK) {
        jrc = sync_rows_file_texts(file, r, number);
    }

    return jrc == JOBS_OK ? sync_rows_file_alternatives(file, r, number)
                          : jrc;
}


static const char *
sync_rows_file_error(void *data)
{
    return ((sync_rows_file_t *) data)->error;
}


static jobs_rc_t
sync_rows_file_listing(sync_rows_file_t *file, sync_record_t *r)
{
    size_t        i;
    jobs_rc_t     rc;
    sync_field_e  field;

    rc = JOBS_OK;

    for (i = 0; i < SYNC_COLUMNS && rc == JOBS_OK; i++) {
        field = sync_columns[i];
        rc = sync_rows_file_value(file, &r->v[field], field,
                                  file->sql[SYNC_FILE_LISTING], (int) i);
    }

    return rc;
}


/* the types of the schema: a file need not have been STRICT */

static jobs_rc_t
sync_rows_file_value(sync_rows_file_t *file, sync_value_t *v,
    sync_field_e field, sqlite3_stmt *stmt, int column)
{
    int  type;

    type = sqlite3_column_type(stmt, column);

    if (type == SQLITE_NULL) {
        return JOBS_OK;
    }

    v->set = 1;

    switch (sync_fields[field].kind) {

    case SYNC_KIND_FLAG:
    case SYNC_KIND_TIME:
        v->number = sqlite3_column_int64(stmt, column);
        return type == SQLITE_INTEGER ? JOBS_OK
               : sync_rows_file_type(file, field, type, "INTEGER");

    case SYNC_KIND_AMOUNT:
        v->amount = sqlite3_column_double(stmt, column);
        return type == SQLITE_INTEGER || type == SQLITE_FLOAT ? JOBS_OK
               : sync_rows_file_type(file, field, type, "REAL");

    default:
        v->text = jobs_column(stmt, column);
        return type == SQLITE_TEXT ? JOBS_OK
               : sync_rows_file_type(file, field, type, "TEXT");
    }
}


static jobs_rc_t
sync_rows_file_type(sync_rows_file_t *file, sync_field_e field, int type,
    const char *expected)
{
    static const char *const  names[] = {
        "", "INTEGER", "REAL", "TEXT", "BLOB", "NULL"
    };

    snprintf(file->error, SYNC_ERROR, "cannot store %s value in %s column %s",
             names[type], expected, sync_fields[field].name.data);

    return JOBS_INVALID;
}


static jobs_rc_t
sync_rows_file_items(sync_rows_file_t *file, sync_record_t *r,
    sync_file_e sql, sync_field_e field, int64_t number)
{
    int            rc;
    size_t         room;
    jobs_str_t    *items;
    sync_value_t  *v;
    sqlite3_stmt  *stmt;

    stmt = file->sql[sql];
    sqlite3_bind_int64(stmt, 1, number);

    v = &r->v[field];
    room = 0;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {

        if (sqlite3_column_type(stmt, 0) != SQLITE_TEXT) {
            rc = sqlite3_column_type(stmt, 0);
            (void) sqlite3_reset(stmt);
            return sync_rows_file_type(file, field, rc, "TEXT");
        }

        if (v->n == room) {
            room = room == 0 ? 8 : room * 2;
            items = sync_alloc(&r->arena, room * sizeof(jobs_str_t));

            if (v->n != 0) {
                memcpy(items, v->items, v->n * sizeof(jobs_str_t));
            }

            v->items = items;
        }

        v->items[v->n++] = sync_dup(&r->arena, jobs_column(stmt, 0));
        v->set = 1;
    }

    if (rc != SQLITE_DONE) {
        return sync_rows_file_fault(file);
    }

    (void) sqlite3_reset(stmt);

    return JOBS_OK;
}


static jobs_rc_t
sync_rows_file_texts(sync_rows_file_t *file, sync_record_t *r, int64_t number)
{
    int            rc;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    stmt = file->sql[SYNC_FILE_TEXTS];

    /* what it gave before lives until here */

    (void) sqlite3_reset(stmt);
    sqlite3_bind_int64(stmt, 1, number);

    rc = sqlite3_step(stmt);

    if (rc == SQLITE_DONE) {
        return JOBS_OK;
    }

    if (rc != SQLITE_ROW) {
        return sync_rows_file_fault(file);
    }

    jrc = sync_rows_file_value(file, &r->v[SYNC_DESCRIPTION_HTML],
                               SYNC_DESCRIPTION_HTML, stmt, 0);

    return jrc == JOBS_OK
           ? sync_rows_file_value(file, &r->v[SYNC_DESCRIPTION_TEXT],
                                  SYNC_DESCRIPTION_TEXT, stmt, 1)
           : jrc;
}


static jobs_rc_t
sync_rows_file_alternatives(sync_rows_file_t *file, sync_record_t *r,
    int64_t number)
{
    int                  rc;
    size_t               room;
    sqlite3_stmt        *stmt;
    sync_alternative_t  *all;

    stmt = file->sql[SYNC_FILE_ALTERNATIVES];

    r->nalternatives = 0;

    if (stmt == NULL) {
        return JOBS_OK;
    }

    sqlite3_bind_int64(stmt, 1, number);
    room = 0;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {

        if (r->nalternatives == room) {
            room = room == 0 ? 4 : room * 2;
            all = sync_alloc(&r->arena, room * sizeof(sync_alternative_t));

            if (r->nalternatives != 0) {
                memcpy(all, r->alternatives,
                       r->nalternatives * sizeof(sync_alternative_t));
            }

            r->alternatives = all;
        }

        all = &r->alternatives[r->nalternatives++];
        all->id = sync_dup(&r->arena, jobs_column(stmt, 0));
        all->source = sync_dup(&r->arena, jobs_column(stmt, 1));
        all->url = sync_dup(&r->arena, jobs_column(stmt, 2));
    }

    if (rc != SQLITE_DONE) {
        return sync_rows_file_fault(file);
    }

    (void) sqlite3_reset(stmt);

    return JOBS_OK;
}


static jobs_rc_t
sync_rows_file_fault(sync_rows_file_t *file)
{
    int  rc;

    rc = sqlite3_errcode(file->db) & 0xFF;

    snprintf(file->error, SYNC_ERROR, "%s", sqlite3_errmsg(file->db));

    return rc == SQLITE_ERROR || rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB
           ? JOBS_INVALID : JOBS_ERROR;
}
