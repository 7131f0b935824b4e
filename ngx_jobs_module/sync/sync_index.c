/*
 * Collecting what the index is made of, and its columns of numbers.
 */

#include <stdlib.h>
#include "sync_index.h"
#include "../core/jobs_sql.h"


#define SYNC_TIME_MAX  4294967294U


static void sync_index_add(sync_index_t *ix, jobs_field_e field,
    jobs_str_t raw);
static jobs_rc_t sync_index_rows(sync_index_t *ix, const char *sql,
    jobs_field_e one, jobs_field_e two);
static uint32_t sync_index_time(int64_t t);
static jobs_rc_t sync_index_titles(sync_index_t *ix);
static int sync_compare_pairs(const void *one, const void *two);


const char  sync_index_sql[] =
    "SELECT number, company, title, salary_min, salary_max,"
    " salary_currency, salary_period, salary_predicted, usd, company_slug,"
    " category, department, source, remote, employment_type, seniority,"
    " language, visa, worldwide, posted_at, expires_at"
    " FROM listings LEFT JOIN currencies ON code = salary_currency"
    " ORDER BY number";


static const struct {
    jobs_field_e  field;
    int           column;
} sync_index_columns[] = {
    { JOBS_F_CATEGORY, 10 },
    { JOBS_F_DEPARTMENT, 11 },
    { JOBS_F_SOURCE, 12 },
    { JOBS_F_REMOTE, 13 },
    { JOBS_F_TYPE, 14 },
    { JOBS_F_LEVEL, 15 },
    { JOBS_F_LANGUAGE, 16 }
};


void
sync_index_listing(sync_index_t *ix, sqlite3_stmt *stmt,
    const jobs_salary_t *salary)
{
    size_t       i;
    jobs_buf_t   company;
    sync_pay_t   pay;
    jobs_str_t   currency;

    for (i = 0; i < sync_n(sync_index_columns); i++) {
        sync_index_add(ix, sync_index_columns[i].field,
                       jobs_column(stmt, sync_index_columns[i].column));
    }

    /* the slug and, behind a NUL, one spelling */

    jobs_buf_init(&company, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_str(&company, jobs_column(stmt, 9));
    jobs_buf_char(&company, '\0');
    jobs_buf_str(&company, jobs_column(stmt, 1));
    sync_index_add(ix, JOBS_F_COMPANY, jobs_buf_view(&company));
    jobs_buf_free(&company);

    if (sqlite3_column_int(stmt, 17) == 1) {
        sync_index_add(ix, JOBS_F_VISA, jobs_lit("1"));
    }

    if (sqlite3_column_int(stmt, 18) == 1) {
        sync_index_add(ix, JOBS_F_WORLDWIDE, jobs_lit("1"));
    }

    if (salary->has_salary) {
        sync_index_add(ix, JOBS_F_HAS_SALARY, jobs_lit("1"));
    }

    if (salary->shown) {
        sync_index_add(ix, JOBS_F_SALARY_SHOWN, jobs_lit("1"));
    }

    memset(&pay, 0, sizeof(sync_pay_t));
    pay.excluded = salary->excluded;
    pay.year_min = salary->shown ? salary->year_min : -1;
    pay.year_max = salary->shown ? salary->year_max : -1;
    pay.order = salary->order;

    if (salary->shown) {
        currency = jobs_column(stmt, 5);
        memcpy(pay.currency, currency.data, currency.len < 4 ? currency.len
                                                             : 3);
    }

    sync_numbers_add(&ix->salary,
                     sync_intern(&ix->salaries,
                                 jobs_str((char *) &pay, sizeof(pay))));

    sync_numbers_add(&ix->posted,
                     sqlite3_column_type(stmt, 19) == SQLITE_NULL ? 0
                     : sync_index_time(sqlite3_column_int64(stmt, 19)));

    if (sqlite3_column_type(stmt, 20) != SQLITE_NULL) {
        sync_numbers_add(&ix->expires,
                         sync_index_time(sqlite3_column_int64(stmt, 20)));
        sync_numbers_add(&ix->expires, ix->n);
    }

    ix->n++;
}


jobs_rc_t
sync_index_finish(sync_index_t *ix)
{
    uint32_t       first;
    unsigned       i;
    jobs_rc_t      rc;
    sync_expand_t  e;

    first = 1;

    if (sync_index_rows(ix, "SELECT listing, tag FROM listing_tags"
                        " ORDER BY listing", JOBS_F_TAG, JOBS_F_NONE)
        != JOBS_OK
        || sync_index_rows(ix, "SELECT listing, country"
                           " FROM listing_countries JOIN listings"
                           " ON number = listing WHERE worldwide = 0"
                           " ORDER BY listing",
                           JOBS_F_COUNTRY, JOBS_F_REGION)
           != JOBS_OK
        || sync_index_rows(ix, "SELECT listing, region"
                           " FROM listing_regions JOIN listings"
                           " ON number = listing WHERE worldwide = 0"
                           " ORDER BY listing",
                           JOBS_F_COUNTRY, JOBS_F_REGION)
           != JOBS_OK
        || sync_expand_open(&e, ix->db) != JOBS_OK)
    {
        return JOBS_ERROR;
    }

    rc = JOBS_OK;

    for (i = 0; i < JOBS_F_N && rc == JOBS_OK; i++) {
        rc = sync_index_field(ix, (jobs_field_e) i, &e, &first);
    }

    sync_expand_free(&e);

    if (rc == JOBS_OK) {
        rc = sync_index_salaries(ix);
    }

    return rc == JOBS_OK ? sync_index_numbers(ix) : rc;
}


void
sync_index_free(sync_index_t *ix)
{
    unsigned  i;

    for (i = 0; i < JOBS_F_N; i++) {
        sync_intern_free(&ix->fields[i].raw);
        sync_numbers_free(&ix->fields[i].items);
    }

    sync_intern_free(&ix->salaries);
    sync_numbers_free(&ix->salary);
    sync_numbers_free(&ix->posted);
    sync_numbers_free(&ix->expires);
}


static void
sync_index_add(sync_index_t *ix, jobs_field_e field, jobs_str_t raw)
{
    sync_index_field_t  *f;

    if (raw.data == NULL) {
        return;
    }

    f = &ix->fields[field];

    sync_numbers_add(&f->items, ix->n);
    sync_numbers_add(&f->items, sync_intern(&f->raw, raw));
}


/* rows of a listing and one text, for one field or two */

static jobs_rc_t
sync_index_rows(sync_index_t *ix, const char *sql, jobs_field_e one,
    jobs_field_e two)
{
    int            rc;
    uint32_t       n;
    jobs_str_t     raw;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(ix->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return JOBS_ERROR;
    }

    n = ix->n;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        ix->n = (uint32_t) sqlite3_column_int64(stmt, 0) - 1;
        raw = jobs_column(stmt, 1);

        sync_index_add(ix, one, raw);

        if (two != JOBS_F_NONE) {
            sync_index_add(ix, two, raw);
        }
    }

    ix->n = n;

    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


/* seconds since the epoch in four bytes; the order of times is kept */

static uint32_t
sync_index_time(int64_t t)
{
    return t < 1 ? 1 : t > SYNC_TIME_MAX ? SYNC_TIME_MAX : (uint32_t) t;
}


jobs_rc_t
sync_index_numbers(sync_index_t *ix)
{
    size_t          i;
    jobs_rc_t       rc;
    sync_numbers_t  times, positions;

    if (sync_index_titles(ix) != JOBS_OK
        || sync_index_column(ix, jobs_lit("posted"), &ix->posted, 4, 0, NULL)
           != JOBS_OK)
    {
        return JOBS_ERROR;
    }

    if (ix->expires.n > 0) {
        qsort(ix->expires.data, ix->expires.n / 2, 2 * sizeof(uint32_t),
              sync_compare_pairs);
    }

    memset(&times, 0, sizeof(sync_numbers_t));
    memset(&positions, 0, sizeof(sync_numbers_t));

    for (i = 0; i < ix->expires.n; i += 2) {
        sync_numbers_add(&times, ix->expires.data[i]);
        sync_numbers_add(&positions, ix->expires.data[i + 1]);
    }

    rc = sync_index_column(ix, jobs_lit("expires"), &times, 4, 0, &positions);

    sync_numbers_free(&times);
    sync_numbers_free(&positions);

    return rc;
}


static jobs_rc_t
sync_index_titles(sync_index_t *ix)
{
    int              rc;
    uint32_t         place, listing;
    jobs_rc_t        jrc;
    jobs_buf_t       last;
    jobs_str_t       title;
    sqlite3_stmt    *stmt;
    sync_numbers_t   codes;

    if (sqlite3_prepare_v2(ix->db, "SELECT listing, title_order"
                           " FROM listing_facts ORDER BY title_order", -1,
                           &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    memset(&codes, 0, sizeof(sync_numbers_t));
    codes.data = sync_mem.realloc(NULL, NULL, 0,
                                  (ix->n + 1) * sizeof(uint32_t));
    codes.n = ix->n;

    jobs_buf_init(&last, &sync_mem, SYNC_ROW_MAX);
    place = UINT32_MAX;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        listing = (uint32_t) sqlite3_column_int64(stmt, 0);
        title = jobs_column(stmt, 1);

        if (place == UINT32_MAX || !jobs_str_eq(title, jobs_buf_view(&last))) {
            place++;
            jobs_buf_reset(&last);
            jobs_buf_str(&last, title);
        }

        codes.data[listing - 1] = place;
    }

    sqlite3_finalize(stmt);
    jobs_buf_free(&last);

    jrc = rc == SQLITE_DONE ? sync_index_column(ix, jobs_lit("title"), &codes,
                                                4, 0, NULL)
                            : JOBS_ERROR;
    sync_numbers_free(&codes);

    return jrc;
}


static int
sync_compare_pairs(const void *one, const void *two)
{
    const uint32_t  *a, *b;

    a = one;
    b = two;

    if (a[0] != b[0]) {
        return a[0] < b[0] ? -1 : 1;
    }

    return a[1] < b[1] ? -1 : a[1] > b[1];
}
