/*
 * Collecting what the index is made of, and its columns of numbers.
 */

#include <stdlib.h>
#include "sync_index.h"
#include "../core/jobs_sql.h"


#define SYNC_TIME_MAX  4294967294U


static void sync_index_add(sync_index_t *ix, jobs_field_e field,
    jobs_str_t raw);
static void sync_index_items(sync_index_t *ix, const sync_value_t *v,
    jobs_field_e field);
static uint32_t sync_index_time(int64_t t);
static jobs_rc_t sync_index_titles(sync_index_t *ix);
static int sync_compare_pairs(const void *one, const void *two);


static const struct {
    jobs_field_e  field;
    sync_field_e  from;
} sync_index_columns[] = {
    { JOBS_F_CATEGORY, SYNC_CATEGORY },
    { JOBS_F_DEPARTMENT, SYNC_DEPARTMENT },
    { JOBS_F_SOURCE, SYNC_SOURCE },
    { JOBS_F_REMOTE, SYNC_REMOTE },
    { JOBS_F_TYPE, SYNC_EMPLOYMENT_TYPE },
    { JOBS_F_LEVEL, SYNC_SENIORITY },
    { JOBS_F_LANGUAGE, SYNC_LANGUAGE }
};


void
sync_index_listing(sync_index_t *ix, const sync_item_t *item)
{
    size_t               i;
    jobs_buf_t          *company;
    sync_pay_t           pay;
    jobs_str_t           currency;
    const sync_value_t  *v;

    v = item->v;

    for (i = 0; i < sync_n(sync_index_columns); i++) {
        sync_index_add(ix, sync_index_columns[i].field,
                       v[sync_index_columns[i].from].text);
    }

    /* the slug and, behind a NUL, one spelling */

    company = &ix->company;
    jobs_buf_reset(company);
    jobs_buf_str(company, v[SYNC_COMPANY_SLUG].text);
    jobs_buf_char(company, '\0');
    jobs_buf_str(company, v[SYNC_COMPANY].text);
    sync_index_add(ix, JOBS_F_COMPANY, jobs_buf_view(company));

    sync_index_items(ix, &v[SYNC_TAGS], JOBS_F_TAG);

    if (v[SYNC_VISA].number == 1) {
        sync_index_add(ix, JOBS_F_VISA, jobs_lit("1"));
    }

    if (v[SYNC_WORLDWIDE].number == 1) {
        sync_index_add(ix, JOBS_F_WORLDWIDE, jobs_lit("1"));

    } else {
        sync_index_items(ix, &v[SYNC_COUNTRIES], JOBS_F_COUNTRY);
        sync_index_items(ix, &v[SYNC_COUNTRIES], JOBS_F_REGION);
        sync_index_items(ix, &v[SYNC_REGION_LIST], JOBS_F_COUNTRY);
        sync_index_items(ix, &v[SYNC_REGION_LIST], JOBS_F_REGION);
    }

    if (item->salary.has_salary) {
        sync_index_add(ix, JOBS_F_HAS_SALARY, jobs_lit("1"));
    }

    if (item->salary.shown) {
        sync_index_add(ix, JOBS_F_SALARY_SHOWN, jobs_lit("1"));
    }

    memset(&pay, 0, sizeof(sync_pay_t));
    pay.excluded = item->salary.excluded;
    pay.year_min = item->salary.shown ? item->salary.year_min : -1;
    pay.year_max = item->salary.shown ? item->salary.year_max : -1;
    pay.order = item->salary.order;

    if (item->salary.shown) {
        currency = v[SYNC_SALARY_CURRENCY].text;
        memcpy(pay.currency, currency.data, currency.len < 4 ? currency.len
                                                             : 3);
    }

    sync_numbers_add(&ix->salary,
                     sync_intern(&ix->salaries,
                                 jobs_str((char *) &pay, sizeof(pay))));

    sync_numbers_add(&ix->posted, v[SYNC_POSTED_AT].set
                                  ? sync_index_time(v[SYNC_POSTED_AT].number)
                                  : 0);

    if (v[SYNC_EXPIRES_AT].set) {
        sync_numbers_add(&ix->expires,
                         sync_index_time(v[SYNC_EXPIRES_AT].number));
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

    if (sync_expand_open(&e, ix->db) != JOBS_OK) {
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
    jobs_buf_free(&ix->company);
}


void
sync_index_init(sync_index_t *ix, sqlite3 *db)
{
    memset(ix, 0, sizeof(sync_index_t));
    ix->db = db;
    jobs_buf_init(&ix->company, &sync_mem, SYNC_ROW_MAX);
}


static void
sync_index_add(sync_index_t *ix, jobs_field_e field, jobs_str_t raw)
{
    uint32_t             more;
    sync_index_field_t  *f;

    if (raw.data == NULL) {
        return;
    }

    f = &ix->fields[field];
    more = f->n > ix->n ? SYNC_ITEM_MORE : 0;

    while (f->n < ix->n) {
        sync_numbers_add(&f->items, SYNC_ITEM_NONE);
        f->n++;
    }

    f->n = ix->n + 1;
    sync_numbers_add(&f->items, sync_intern(&f->raw, raw) | more);
}


static void
sync_index_items(sync_index_t *ix, const sync_value_t *v, jobs_field_e field)
{
    size_t  i;

    for (i = 0; i < v->n; i++) {
        sync_index_add(ix, field, v->items[i]);
    }
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
