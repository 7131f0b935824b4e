/*
 * One listing, read in one row.
 */

#include "jobs_reader.h"
#include "jobs_snapshot.h"
#include "jobs_sql.h"


static jobs_rc_t  jobs_reader_read(jobs_reader_t *r, sqlite3_stmt *stmt,
                      jobs_listing_t *l, int with_text);
static void       jobs_reader_columns(sqlite3_stmt *stmt, jobs_listing_t *l);
static void       jobs_reader_items(sqlite3_stmt *stmt, int column,
                      jobs_items_t *items);
static int64_t    jobs_reader_time(sqlite3_stmt *stmt, int column);


jobs_rc_t
jobs_reader_open(jobs_reader_t *r, sqlite3 *db)
{
    int  rc;

    memset(r, 0, sizeof(jobs_reader_t));

    rc = sqlite3_prepare_v3(db, jobs_sql_by_number, -1,
                            SQLITE_PREPARE_PERSISTENT, &r->by_number, NULL);

    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v3(db, jobs_sql_by_id, -1,
                                SQLITE_PREPARE_PERSISTENT, &r->by_id, NULL);
    }

    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v3(db, jobs_sql_text, -1,
                                SQLITE_PREPARE_PERSISTENT, &r->text, NULL);
    }

    return jobs_sqlite_rc(rc);
}


void
jobs_reader_close(jobs_reader_t *r)
{
    sqlite3_finalize(r->by_number);
    sqlite3_finalize(r->by_id);
    sqlite3_finalize(r->text);

    memset(r, 0, sizeof(jobs_reader_t));
}


void
jobs_reader_reset(jobs_reader_t *r)
{
    sqlite3_reset(r->by_number);
    sqlite3_reset(r->by_id);
    sqlite3_reset(r->text);
}


jobs_rc_t
jobs_reader_number(jobs_reader_t *r, int64_t number, jobs_listing_t *l,
    int with_text)
{
    jobs_reader_reset(r);

    sqlite3_bind_int64(r->by_number, 1, number);

    return jobs_reader_read(r, r->by_number, l, with_text);
}


jobs_rc_t
jobs_reader_id(jobs_reader_t *r, jobs_str_t id, jobs_listing_t *l,
    int with_text)
{
    int  rc;

    jobs_reader_reset(r);

    rc = sqlite3_bind_text(r->by_id, 1, id.data, (int) id.len,
                           SQLITE_TRANSIENT);
    if (rc != SQLITE_OK) {
        return jobs_sqlite_rc(rc);
    }

    return jobs_reader_read(r, r->by_id, l, with_text);
}


static jobs_rc_t
jobs_reader_read(jobs_reader_t *r, sqlite3_stmt *stmt, jobs_listing_t *l,
    int with_text)
{
    int  rc;

    rc = sqlite3_step(stmt);

    if (rc == SQLITE_DONE) {
        return JOBS_DECLINED;
    }

    if (rc != SQLITE_ROW) {
        return jobs_sqlite_rc(rc);
    }

    jobs_reader_columns(stmt, l);

    if (!with_text) {
        return JOBS_OK;
    }

    sqlite3_bind_int64(r->text, 1, sqlite3_column_int64(stmt,
                                                        JOBS_COL_NUMBER));
    rc = sqlite3_step(r->text);

    if (rc == SQLITE_ROW) {
        l->description_html = jobs_column(r->text, 0);
        l->description_text = jobs_column(r->text, 1);
        return JOBS_OK;
    }

    return rc == SQLITE_DONE ? JOBS_OK : jobs_sqlite_rc(rc);
}


static void
jobs_reader_columns(sqlite3_stmt *stmt, jobs_listing_t *l)
{
    memset(l, 0, sizeof(jobs_listing_t));

    l->id = jobs_column(stmt, JOBS_COL_ID);
    l->title = jobs_column(stmt, JOBS_COL_TITLE);
    l->company = jobs_column(stmt, JOBS_COL_COMPANY);
    l->company_slug = jobs_column(stmt, JOBS_COL_COMPANY_SLUG);
    l->company_logo = jobs_column(stmt, JOBS_COL_COMPANY_LOGO);
    l->url = jobs_column(stmt, JOBS_COL_URL);
    l->apply_url = jobs_column(stmt, JOBS_COL_APPLY_URL);
    l->link_rel = jobs_column(stmt, JOBS_COL_LINK_REL);
    l->location = jobs_column(stmt, JOBS_COL_LOCATION);
    l->remote = jobs_column(stmt, JOBS_COL_REMOTE);
    l->employment_type = jobs_column(stmt, JOBS_COL_EMPLOYMENT_TYPE);
    l->seniority = jobs_column(stmt, JOBS_COL_SENIORITY);
    l->category = jobs_column(stmt, JOBS_COL_CATEGORY);
    l->category_label = jobs_column(stmt, JOBS_COL_CATEGORY_LABEL);
    l->department = jobs_column(stmt, JOBS_COL_DEPARTMENT);
    l->salary_currency = jobs_column(stmt, JOBS_COL_SALARY_CURRENCY);
    l->salary_period = jobs_column(stmt, JOBS_COL_SALARY_PERIOD);
    l->language = jobs_column(stmt, JOBS_COL_LANGUAGE);
    l->source = jobs_column(stmt, JOBS_COL_SOURCE);
    l->excerpt = jobs_column(stmt, JOBS_COL_EXCERPT);

    jobs_reader_items(stmt, JOBS_COL_LOCATIONS, &l->locations);
    jobs_reader_items(stmt, JOBS_COL_COUNTRIES, &l->countries);
    jobs_reader_items(stmt, JOBS_COL_REGIONS, &l->regions);
    jobs_reader_items(stmt, JOBS_COL_TAGS, &l->tags);

    l->posted_at = jobs_reader_time(stmt, JOBS_COL_POSTED_AT);
    l->updated_at = jobs_reader_time(stmt, JOBS_COL_UPDATED_AT);
    l->expires_at = jobs_reader_time(stmt, JOBS_COL_EXPIRES_AT);

    l->has_salary_min = sqlite3_column_type(stmt, JOBS_COL_SALARY_MIN)
                        != SQLITE_NULL;
    l->has_salary_max = sqlite3_column_type(stmt, JOBS_COL_SALARY_MAX)
                        != SQLITE_NULL;
    l->has_visa = sqlite3_column_type(stmt, JOBS_COL_VISA) != SQLITE_NULL;
    l->salary_min = sqlite3_column_double(stmt, JOBS_COL_SALARY_MIN);
    l->salary_max = sqlite3_column_double(stmt, JOBS_COL_SALARY_MAX);
    l->salary_predicted =
                    sqlite3_column_int(stmt, JOBS_COL_SALARY_PREDICTED) != 0;
    l->salary_shown = sqlite3_column_int(stmt, JOBS_COL_SALARY_SHOWN) != 0;
    l->worldwide = sqlite3_column_int(stmt, JOBS_COL_WORLDWIDE) != 0;
    l->visa = sqlite3_column_int(stmt, JOBS_COL_VISA) != 0;
    l->jsonld = sqlite3_column_int(stmt, JOBS_COL_JSONLD) != 0;
}


static void
jobs_reader_items(sqlite3_stmt *stmt, int column, jobs_items_t *items)
{
    jobs_str_t   s;
    const char  *end;

    s = jobs_column(stmt, column);

    while (s.data != NULL && items->n < JOBS_LISTING_ITEMS) {
        end = memchr(s.data, JOBS_SQL_SEPARATOR, s.len);

        if (end == NULL) {
            items->item[items->n++] = s;
            break;
        }

        items->item[items->n++] = jobs_str(s.data, end - s.data);

        s.len -= end + 1 - s.data;
        s.data = end + 1;
    }
}


static int64_t
jobs_reader_time(sqlite3_stmt *stmt, int column)
{
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL) {
        return JOBS_NO_TIME;
    }

    return sqlite3_column_int64(stmt, column);
}
