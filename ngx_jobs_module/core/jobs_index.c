/*
 * Reading the index.  Everything here comes from a file: it is checked before
 * anything is computed with it.
 */

#include <stdio.h>
#include <stdlib.h>
#include "jobs_index.h"
#include "jobs_snapshot.h"
#include "jobs_sql.h"


/* terms of fewer listings than one in so many stay in the file */
#define JOBS_INDEX_RARE   512

#define JOBS_INDEX_TERMS  (64 * 1024 * 1024)


typedef struct {
    jobs_index_t  *ix;
    sqlite3       *db;
    char          *error;
} jobs_load_t;


static jobs_rc_t  jobs_load_terms(jobs_load_t *l);
static jobs_rc_t  jobs_load_term(jobs_load_t *l, sqlite3_stmt *stmt,
                      jobs_buf_t *text, uint32_t *room);
static jobs_rc_t  jobs_load_fields(jobs_load_t *l);
static jobs_rc_t  jobs_load_column(jobs_load_t *l, jobs_str_t name,
                      int64_t row, int sets);
static jobs_rc_t  jobs_load_field(jobs_load_t *l, jobs_index_field_t *f,
                      uint32_t *codes, size_t len, uint32_t *sets,
                      size_t sets_len);
static jobs_rc_t  jobs_load_sets(jobs_load_t *l, jobs_index_field_t *f,
                      uint32_t *sets, size_t len);
static jobs_rc_t  jobs_load_totals(jobs_load_t *l, jobs_index_field_t *f);
static jobs_rc_t  jobs_load_codes(jobs_load_t *l, jobs_column_t *c,
                      void *codes, size_t len);
static jobs_rc_t  jobs_load_numbers(jobs_load_t *l, jobs_str_t name,
                      uint32_t *codes, size_t len, uint32_t *sets,
                      size_t sets_len);
static jobs_rc_t  jobs_load_payroll(jobs_load_t *l, void *codes, size_t len);
static jobs_rc_t  jobs_load_salaries(jobs_load_t *l);
static jobs_rc_t  jobs_load_pay(jobs_load_t *l, sqlite3_stmt *stmt,
                      jobs_buf_t *orders);
static jobs_rc_t  jobs_load_ranges(jobs_load_t *l);
static jobs_rc_t  jobs_load_orders(jobs_load_t *l, const double *order);
static jobs_rc_t  jobs_load_bitmaps(jobs_load_t *l);
static jobs_rc_t  jobs_load_blob(jobs_load_t *l, const char *column,
                      int64_t row, void **data, size_t *len);
static void       jobs_load_host(void *data, size_t len, unsigned width);
static void      *jobs_load_alloc(jobs_load_t *l, size_t size);
static jobs_rc_t  jobs_load_bad(jobs_load_t *l, const char *what,
                      jobs_str_t name);
static jobs_rc_t  jobs_load_sqlite(jobs_load_t *l, int rc);
static int        jobs_compare_orders(const void *one, const void *two);


jobs_rc_t
jobs_index_load(jobs_index_t *ix, sqlite3 *db, uint64_t n,
    const jobs_mem_t *mem, char *error)
{
    jobs_rc_t    rc;
    jobs_load_t  l;

    memset(ix, 0, sizeof(jobs_index_t));
    ix->mem = *mem;

    l.ix = ix;
    l.db = db;
    l.error = error;

    if (n > JOBS_INDEX_MAX) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "it has too many listings");
        return JOBS_CORRUPT;
    }

    ix->n = (uint32_t) n;

    rc = jobs_load_terms(&l);

    if (rc == JOBS_OK) {
        rc = jobs_load_salaries(&l);
    }

    if (rc == JOBS_OK) {
        rc = jobs_load_fields(&l);
    }

    if (rc == JOBS_OK) {
        rc = jobs_load_bitmaps(&l);
    }

    if (rc != JOBS_OK) {
        if (rc == JOBS_NOMEM) {
            snprintf(error, JOBS_SNAPSHOT_ERROR, "there is no memory");
        }

        jobs_index_free(ix);
    }

    return rc;
}


void
jobs_index_free(jobs_index_t *ix)
{
    unsigned             i;
    jobs_mem_t          *m;
    jobs_index_field_t  *f;

    m = &ix->mem;

    for (i = 0; i < ix->nterms; i++) {
        if (ix->terms[i].bitmap != NULL) {
            roaring_bitmap_free(ix->terms[i].bitmap);
        }
    }

    for (i = 0; i < JOBS_F_N; i++) {
        f = &ix->fields[i];
        m->free(m->ctx, f->column.codes);
        m->free(m->ctx, f->offsets);
        m->free(m->ctx, f->totals);
    }

    m->free(m->ctx, ix->terms);
    m->free(m->ctx, ix->text);
    m->free(m->ctx, ix->salary.codes);
    m->free(m->ctx, ix->pay);
    m->free(m->ctx, ix->pay_totals);
    m->free(m->ctx, ix->ranges);
    m->free(m->ctx, ix->orders);
    m->free(m->ctx, ix->title);
    m->free(m->ctx, ix->posted);
    m->free(m->ctx, ix->expires);
    m->free(m->ctx, ix->expiring);

    memset(ix, 0, sizeof(jobs_index_t));
}


jobs_str_t
jobs_term_value(const jobs_index_t *ix, const jobs_term_t *t)
{
    return jobs_str(ix->text + t->value, t->value_len);
}


jobs_str_t
jobs_term_label(const jobs_index_t *ix, const jobs_term_t *t)
{
    return jobs_str(ix->text + t->label, t->label_len);
}


uint32_t
jobs_index_find(const jobs_index_t *ix, jobs_field_e field, jobs_str_t value)
{
    int                        rc;
    uint32_t                   low, high, mid;
    jobs_str_t                 s;
    const jobs_index_field_t  *f;

    f = &ix->fields[field];
    low = 0;
    high = f->nterms;

    while (low < high) {
        mid = low + (high - low) / 2;
        s = jobs_term_value(ix, &f->terms[mid]);
        rc = jobs_str_cmp(s, value);

        if (rc == 0) {
            return mid;
        }

        if (rc < 0) {
            low = mid + 1;

        } else {
            high = mid;
        }
    }

    return JOBS_NO_TERM;
}


/* numbered without a gap, by field and value */

static jobs_rc_t
jobs_load_terms(jobs_load_t *l)
{
    int            rc;
    uint32_t       i, room;
    jobs_rc_t      jrc;
    jobs_buf_t     text;
    jobs_index_t  *ix;
    sqlite3_stmt  *stmt;

    ix = l->ix;
    room = 0;

    if (sqlite3_prepare_v2(l->db, jobs_sql_terms, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return jobs_load_sqlite(l, sqlite3_errcode(l->db));
    }

    jobs_buf_init(&text, &ix->mem, INT32_MAX);
    jrc = JOBS_OK;

    while (jrc == JOBS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        jrc = jobs_load_term(l, stmt, &text, &room);
    }

    sqlite3_finalize(stmt);

    ix->text = text.data;
    ix->text_len = text.len;

    if (jrc == JOBS_OK && rc != SQLITE_DONE) {
        jrc = jobs_load_sqlite(l, rc);
    }

    if (jrc == JOBS_OK && text.rc != JOBS_OK) {
        jrc = text.rc;
    }

    if (jrc != JOBS_OK) {
        return jrc;
    }

    ix->dictionary += text.size + room * sizeof(jobs_term_t);

    for (i = 0; i < JOBS_F_N; i++) {
        if (ix->fields[i].nterms > 0) {
            ix->fields[i].terms = ix->terms + ix->fields[i].first - 1;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_load_term(jobs_load_t *l, sqlite3_stmt *stmt, jobs_buf_t *text,
    uint32_t *room)
{
    void                *p;
    int64_t              parent, listings;
    uint32_t             more;
    unsigned             i;
    jobs_str_t           field, value, label;
    jobs_term_t         *t, *before;
    jobs_index_t        *ix;
    jobs_index_field_t  *f;

    ix = l->ix;
    field = jobs_column(stmt, 1);
    value = jobs_column(stmt, 2);
    label = jobs_column(stmt, 3);
    parent = sqlite3_column_int64(stmt, 4);
    listings = sqlite3_column_int64(stmt, 5);

    for (i = 0; i < JOBS_F_N; i++) {
        if (jobs_str_eq(jobs_fields[i].name, field)) {
            break;
        }
    }

    if (i == JOBS_F_N || sqlite3_column_int64(stmt, 0) != ix->nterms + 1
        || ix->nterms == JOBS_INDEX_TERMS
        || listings < 0 || listings > ix->n || value.data == NULL
        || label.data == NULL)
    {
        return jobs_load_bad(l, "a bad term", field);
    }

    if (ix->nterms == *room) {
        more = *room == 0 ? 1024 : *room * 2;
        p = ix->mem.realloc(ix->mem.ctx, ix->terms,
                            *room * sizeof(jobs_term_t),
                            more * sizeof(jobs_term_t));
        if (p == NULL) {
            return JOBS_NOMEM;
        }

        ix->terms = p;
        *room = more;
    }

    t = &ix->terms[ix->nterms];
    f = &ix->fields[i];

    if (f->nterms == 0) {
        f->first = ix->nterms + 1;

    } else {
        before = t - 1;

        if (f->first + f->nterms != ix->nterms + 1
            || jobs_str_cmp(jobs_str(text->data + before->value,
                                     before->value_len), value) >= 0)
        {
            return jobs_load_bad(l, "terms out of order", field);
        }
    }

    t->bitmap = NULL;
    t->listings = (uint32_t) listings;
    t->value = (uint32_t) text->len;
    t->value_len = (uint32_t) value.len;
    jobs_buf_str(text, value);
    t->label = (uint32_t) text->len;
    t->label_len = (uint32_t) label.len;
    jobs_buf_str(text, label);
    t->parent = JOBS_NO_TERM;

    /* a parent may stand behind it: whether it is one is seen at the end */

    if (parent != 0) {
        if (parent < f->first || parent > INT32_MAX) {
            return jobs_load_bad(l, "a bad parent", field);
        }

        t->parent = (uint32_t) (parent - f->first);
    }

    f->nterms++;
    ix->nterms++;

    return text->rc;
}


static jobs_rc_t
jobs_load_fields(jobs_load_t *l)
{
    int                  rc;
    uint32_t             i, k;
    jobs_rc_t            jrc;
    jobs_index_t        *ix;
    sqlite3_stmt        *stmt;
    jobs_index_field_t  *f;

    ix = l->ix;

    for (i = 0; i < JOBS_F_N; i++) {
        f = &ix->fields[i];

        for (k = 0; k < f->nterms; k++) {
            if (f->terms[k].parent != JOBS_NO_TERM
                && (f->terms[k].parent >= f->nterms
                    || f->terms[k].parent == k))
            {
                return jobs_load_bad(l, "a bad parent", jobs_fields[i].name);
            }
        }
    }

    if (sqlite3_prepare_v2(l->db, jobs_sql_columns, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return jobs_load_sqlite(l, sqlite3_errcode(l->db));
    }

    jrc = JOBS_OK;

    while (jrc == JOBS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        jrc = jobs_load_column(l, jobs_column(stmt, 0),
                               sqlite3_column_int64(stmt, 1),
                               sqlite3_column_int(stmt, 2));
    }

    if (jrc == JOBS_OK && rc != SQLITE_DONE) {
        jrc = jobs_load_sqlite(l, rc);
    }

    sqlite3_finalize(stmt);

    if (jrc != JOBS_OK) {
        return jrc;
    }

    for (i = 0; i < JOBS_F_N; i++) {
        if (jobs_fields[i].column && ix->fields[i].offsets == NULL) {
            return jobs_load_bad(l, "no column of", jobs_fields[i].name);
        }
    }

    if (ix->salary.codes == NULL || ix->title == NULL || ix->posted == NULL
        || ix->expires == NULL)
    {
        return jobs_load_bad(l, "no column of one of",
                             jobs_lit("salary, title, posted, expires"));
    }

    return JOBS_OK;
}


/* whoever takes a block of memory over sets the pointer to it to NULL */

static jobs_rc_t
jobs_load_column(jobs_load_t *l, jobs_str_t name, int64_t row, int has_sets)
{
    void       *codes, *sets;
    size_t      len, sets_len;
    unsigned    i;
    jobs_rc_t   rc;

    sets = NULL;
    sets_len = 0;

    rc = jobs_load_blob(l, "codes", row, &codes, &len);
    if (rc != JOBS_OK) {
        return rc;
    }

    if (has_sets) {
        rc = jobs_load_blob(l, "sets", row, &sets, &sets_len);

        if (rc != JOBS_OK) {
            l->ix->mem.free(l->ix->mem.ctx, codes);
            return rc;
        }
    }

    for (i = 0; i < JOBS_F_N; i++) {
        if (jobs_fields[i].column && jobs_str_eq(jobs_fields[i].name, name)) {
            break;
        }
    }

    if (i < JOBS_F_N && has_sets && l->ix->fields[i].offsets == NULL) {
        return jobs_load_field(l, &l->ix->fields[i], codes, len, sets,
                               sets_len);
    }

    return jobs_load_numbers(l, name, codes, len, sets, sets_len);
}


static jobs_rc_t
jobs_load_field(jobs_load_t *l, jobs_index_field_t *f, uint32_t *codes,
    size_t len, uint32_t *sets, size_t sets_len)
{
    jobs_rc_t  rc;

    f->column.codes = codes;
    f->offsets = sets;                  /* freed with the field */

    rc = jobs_load_sets(l, f, sets, sets_len);

    if (rc == JOBS_OK) {
        rc = jobs_load_codes(l, &f->column, codes, len);
    }

    if (rc == JOBS_OK) {
        rc = jobs_load_totals(l, f);
    }

    return rc;
}


/* the count stands where offsets begin, so the blob becomes them in place */

static jobs_rc_t
jobs_load_sets(jobs_load_t *l, jobs_index_field_t *f, uint32_t *sets,
    size_t len)
{
    size_t      words;
    uint32_t    i, k, n, members;
    jobs_str_t  name;

    name = jobs_fields[f - l->ix->fields].name;
    words = len / sizeof(uint32_t);

    if (len % sizeof(uint32_t) != 0 || words < 3) {
        return jobs_load_bad(l, "bad sets of", name);
    }

    jobs_load_host(sets, len, sizeof(uint32_t));
    n = sets[0];

    if (n == 0 || n > l->ix->n + 1 || words < (size_t) n + 2) {
        return jobs_load_bad(l, "bad sets of", name);
    }

    members = (uint32_t) (words - n - 2);
    memmove(sets, sets + 1, (words - 1) * sizeof(uint32_t));

    f->nsets = n;
    f->members = sets + n + 1;
    f->single = 1;

    if (sets[0] != 0 || sets[1] != 0 || sets[n] != members) {
        return jobs_load_bad(l, "bad sets of", name);
    }

    for (i = 0; i < n; i++) {
        if (sets[i + 1] < sets[i] || sets[i + 1] > members) {
            return jobs_load_bad(l, "bad sets of", name);
        }

        f->single &= (sets[i + 1] - sets[i] < 2);

        for (k = sets[i]; k < sets[i + 1]; k++) {
            if (f->members[k] >= f->nterms
                || (k > sets[i] && f->members[k] <= f->members[k - 1]))
            {
                return jobs_load_bad(l, "bad sets of", name);
            }
        }
    }

    l->ix->dictionary += len;

    return JOBS_OK;
}


/* how often each code occurs, which must agree with the terms' own numbers */

static jobs_rc_t
jobs_load_totals(jobs_load_t *l, jobs_index_field_t *f)
{
    uint32_t   i, k, code, *sums;
    jobs_rc_t  rc;

    f->totals = jobs_load_alloc(l, ((size_t) f->nsets + f->nterms)
                                   * sizeof(uint32_t));
    if (f->totals == NULL) {
        return JOBS_NOMEM;
    }

    sums = f->totals + f->nsets;
    memset(f->totals, 0, ((size_t) f->nsets + f->nterms) * sizeof(uint32_t));
    rc = JOBS_OK;

    for (i = 0; i < l->ix->n; i++) {
        code = jobs_code(&f->column, i);

        if (code >= f->nsets) {
            return jobs_load_bad(l, "bad codes of",
                                 jobs_fields[f - l->ix->fields].name);
        }

        f->totals[code]++;
    }

    for (i = 0; i < f->nsets; i++) {
        for (k = f->offsets[i]; k < f->offsets[i + 1]; k++) {
            sums[f->members[k]] += f->totals[i];
        }
    }

    for (i = 0; i < f->nterms; i++) {
        if (sums[i] != f->terms[i].listings) {
            rc = jobs_load_bad(l, "wrong numbers of listings of",
                               jobs_fields[f - l->ix->fields].name);
            break;
        }
    }

    l->ix->dictionary += ((size_t) f->nsets + f->nterms) * sizeof(uint32_t);

    return rc;
}


/* the width follows from the length */

static jobs_rc_t
jobs_load_codes(jobs_load_t *l, jobs_column_t *c, void *codes, size_t len)
{
    size_t  n;

    n = l->ix->n;
    c->codes = codes;
    c->width = n == 0 ? 4 : (unsigned) (len / n);

    if ((c->width != 1 && c->width != 2 && c->width != 4)
        || len != n * c->width)
    {
        return jobs_load_bad(l, "bad codes of", jobs_lit("a column"));
    }

    jobs_load_host(codes, len, c->width);
    l->ix->bytes += len;

    return JOBS_OK;
}


/* title, posted, expires and salary */

static jobs_rc_t
jobs_load_numbers(jobs_load_t *l, jobs_str_t name, uint32_t *codes, size_t len,
    uint32_t *sets, size_t sets_len)
{
    uint32_t       i, n;
    jobs_index_t  *ix;

    ix = l->ix;
    n = (uint32_t) (len / sizeof(uint32_t));

    if (jobs_str_eq(name, jobs_lit("salary")) && ix->salary.codes == NULL
        && sets == NULL)
    {
        return jobs_load_payroll(l, codes, len);
    }

    jobs_load_host(codes, len, sizeof(uint32_t));

    if (jobs_str_eq(name, jobs_lit("title")) && ix->title == NULL
        && sets == NULL)
    {
        ix->title = codes;

    } else if (jobs_str_eq(name, jobs_lit("posted")) && ix->posted == NULL
               && sets == NULL)
    {
        ix->posted = codes;

    } else if (jobs_str_eq(name, jobs_lit("expires")) && ix->expires == NULL
               && sets != NULL)
    {
        jobs_load_host(sets, sets_len, sizeof(uint32_t));
        ix->expires = codes;
        ix->expiring = sets;
        ix->nexpires = n;

    } else {
        ix->mem.free(ix->mem.ctx, codes);
        ix->mem.free(ix->mem.ctx, sets);
        return jobs_load_bad(l, "an unknown column", name);
    }

    ix->bytes += len + sets_len;

    if (len % sizeof(uint32_t) != 0
        || (codes == ix->expires ? sets_len != len || n > ix->n
                                 : n != ix->n))
    {
        return jobs_load_bad(l, "a wrong length of", name);
    }

    for (i = 0; i < n; i++) {

        if ((codes == ix->title && codes[i] >= n)
            || (codes == ix->posted && i > 0 && codes[i] > codes[i - 1])
            || (codes == ix->expires
                && (ix->expiring[i] >= ix->n
                    || (i > 0 && codes[i] < codes[i - 1]))))
        {
            return jobs_load_bad(l, "bad codes of", name);
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_load_payroll(jobs_load_t *l, void *codes, size_t len)
{
    uint32_t       i, code;
    jobs_rc_t      rc;
    jobs_index_t  *ix;

    ix = l->ix;

    rc = jobs_load_codes(l, &ix->salary, codes, len);
    if (rc != JOBS_OK) {
        return rc;
    }

    ix->pay_totals = jobs_load_alloc(l, ix->npay * sizeof(uint32_t));
    if (ix->pay_totals == NULL) {
        return JOBS_NOMEM;
    }

    memset(ix->pay_totals, 0, ix->npay * sizeof(uint32_t));
    ix->dictionary += ix->npay * sizeof(uint32_t);

    for (i = 0; i < ix->n; i++) {
        code = jobs_code(&ix->salary, i);

        if (code >= ix->npay) {
            return jobs_load_bad(l, "bad codes of", jobs_lit("salary"));
        }

        ix->pay_totals[code]++;
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_load_salaries(jobs_load_t *l)
{
    int            rc;
    void          *p;
    double        *order;
    uint32_t       room, more;
    jobs_rc_t      jrc;
    jobs_buf_t     orders;
    jobs_index_t  *ix;
    sqlite3_stmt  *stmt;

    ix = l->ix;
    room = 0;
    jrc = JOBS_OK;

    if (sqlite3_prepare_v2(l->db, jobs_sql_salaries, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return jobs_load_sqlite(l, sqlite3_errcode(l->db));
    }

    jobs_buf_init(&orders, &ix->mem, INT32_MAX);

    while (jrc == JOBS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {

        if (ix->npay == room) {
            more = room == 0 ? 256 : room * 2;
            p = ix->mem.realloc(ix->mem.ctx, ix->pay,
                                room * sizeof(jobs_pay_t),
                                more * sizeof(jobs_pay_t));
            if (p == NULL) {
                jrc = JOBS_NOMEM;
                break;
            }

            ix->pay = p;
            room = more;
        }

        jrc = jobs_load_pay(l, stmt, &orders);
    }

    if (jrc == JOBS_OK && rc != SQLITE_DONE) {
        jrc = jobs_load_sqlite(l, rc);
    }

    if (jrc == JOBS_OK && orders.rc != JOBS_OK) {
        jrc = orders.rc;
    }

    sqlite3_finalize(stmt);

    ix->dictionary += room * sizeof(jobs_pay_t);

    if (jrc == JOBS_OK) {
        jrc = jobs_load_ranges(l);
    }

    if (jrc == JOBS_OK && (ix->npay == 0
                           || ix->pay[0].excluded != JOBS_PAY_UNKNOWN))
    {
        jrc = jobs_load_bad(l, "no unknown one among", jobs_lit("salaries"));
    }

    if (jrc == JOBS_OK) {
        order = (double *) orders.data;
        jrc = jobs_load_orders(l, order);
    }

    jobs_buf_free(&orders);

    return jrc;
}


/* usable ones are sorted, so that counting them sorts the listings */

static jobs_rc_t
jobs_load_pay(jobs_load_t *l, sqlite3_stmt *stmt, jobs_buf_t *orders)
{
    int            rc;
    double         order;
    int64_t        excluded;
    jobs_pay_t    *p, *before;
    jobs_str_t     currency;
    jobs_index_t  *ix;

    ix = l->ix;
    p = &ix->pay[ix->npay];
    memset(p, 0, sizeof(jobs_pay_t));

    excluded = sqlite3_column_int64(stmt, 1);
    currency = jobs_column(stmt, 2);

    if (sqlite3_column_int64(stmt, 0) != ix->npay
        || ix->npay > ix->n || excluded < 0 || excluded >= JOBS_PAY_N
        || (currency.data != NULL && currency.len != 3))
    {
        return jobs_load_bad(l, "a bad one among", jobs_lit("salaries"));
    }

    p->excluded = (uint8_t) excluded;
    p->min = -1;
    p->max = -1;
    p->rank = JOBS_NO_TERM;
    order = -1;

    if (currency.data != NULL) {
        memcpy(p->currency, currency.data, 3);
    }

    if (sqlite3_column_type(stmt, 3) != SQLITE_NULL) {
        p->min = sqlite3_column_double(stmt, 3);
        p->max = sqlite3_column_double(stmt, 4);

        if (!(p->min >= 0 && p->min <= p->max && p->max < 1e15)) {
            return jobs_load_bad(l, "a bad one among", jobs_lit("salaries"));
        }
    }

    if (sqlite3_column_type(stmt, 5) != SQLITE_NULL) {
        order = sqlite3_column_double(stmt, 5);

        if (!(order >= 0 && order < 1e300)) {
            return jobs_load_bad(l, "a bad one among", jobs_lit("salaries"));
        }
    }

    before = p - 1;

    if (ix->npay > 1 && before->excluded > p->excluded) {
        return jobs_load_bad(l, "no order among", jobs_lit("salaries"));
    }

    if (excluded == JOBS_PAY_USABLE) {

        if (p->min < 0 || currency.data == NULL) {
            return jobs_load_bad(l, "a bad one among", jobs_lit("salaries"));
        }

        if (ix->npay > 1 && before->excluded == JOBS_PAY_USABLE) {
            rc = memcmp(before->currency, p->currency, 3);

            if (rc > 0 || (rc == 0 && before->min + before->max
                                      > p->min + p->max))
            {
                return jobs_load_bad(l, "no order among",
                                     jobs_lit("salaries"));
            }
        }
    }

    jobs_buf_add(orders, &order, sizeof(double));
    ix->npay++;

    return JOBS_OK;
}


static jobs_rc_t
jobs_load_ranges(jobs_load_t *l)
{
    uint32_t           i;
    jobs_buf_t         b;
    jobs_pay_t        *p, *before;
    jobs_index_t      *ix;
    jobs_pay_range_t   range, *last;

    ix = l->ix;
    jobs_buf_init(&b, &ix->mem, INT32_MAX);

    for (i = 0; i < ix->npay; i++) {
        p = &ix->pay[i];
        before = p - 1;

        if (i > 0 && p->excluded == before->excluded
            && (p->excluded != JOBS_PAY_USABLE
                || memcmp(p->currency, before->currency, 3) == 0))
        {
            last = (jobs_pay_range_t *) (b.data + b.len) - 1;
            last->to = i + 1;
            continue;
        }

        memset(&range, 0, sizeof(jobs_pay_range_t));
        range.excluded = (jobs_pay_e) p->excluded;
        range.from = i;
        range.to = i + 1;
        memcpy(range.currency, p->currency, 3);

        jobs_buf_add(&b, &range, sizeof(jobs_pay_range_t));

        if (b.rc != JOBS_OK) {
            break;
        }
    }

    ix->ranges = (jobs_pay_range_t *) b.data;
    ix->nranges = (unsigned) (b.len / sizeof(jobs_pay_range_t));
    ix->dictionary += b.size;

    return b.rc;
}


/* the different amounts, from the highest; a salary's rank is its place */

static jobs_rc_t
jobs_load_orders(jobs_load_t *l, const double *order)
{
    double        *found;
    uint32_t       i, n;
    jobs_index_t  *ix;

    ix = l->ix;

    ix->orders = jobs_load_alloc(l, ix->npay * sizeof(double));
    if (ix->orders == NULL) {
        return JOBS_NOMEM;
    }

    n = 0;

    for (i = 0; i < ix->npay; i++) {
        if (order[i] >= 0) {
            ix->orders[n++] = order[i];
        }
    }

    qsort(ix->orders, n, sizeof(double), jobs_compare_orders);

    ix->norders = 0;

    for (i = 0; i < n; i++) {
        if (ix->norders == 0 || ix->orders[i] != ix->orders[ix->norders - 1]) {
            ix->orders[ix->norders++] = ix->orders[i];
        }
    }

    for (i = 0; i < ix->npay; i++) {
        if (order[i] >= 0) {
            found = bsearch(&order[i], ix->orders, ix->norders,
                            sizeof(double), jobs_compare_orders);
            ix->pay[i].rank = (uint32_t) (found - ix->orders);
        }
    }

    ix->dictionary += ix->npay * sizeof(double);

    return JOBS_OK;
}


static int
jobs_compare_orders(const void *one, const void *two)
{
    double  a, b;

    a = *(const double *) one;
    b = *(const double *) two;

    return a > b ? -1 : a < b;
}


static jobs_rc_t
jobs_load_bitmaps(jobs_load_t *l)
{
    int            rc;
    uint32_t       i;
    jobs_rc_t      jrc;
    jobs_term_t   *t;
    jobs_index_t  *ix;
    sqlite3_stmt  *stmt;

    ix = l->ix;

    if (sqlite3_prepare_v2(l->db, jobs_sql_posting, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return jobs_load_sqlite(l, sqlite3_errcode(l->db));
    }

    jrc = JOBS_OK;

    for (i = 0; i < ix->nterms && jrc == JOBS_OK; i++) {
        t = &ix->terms[i];

        if (t->listings <= ix->n / JOBS_INDEX_RARE) {
            continue;
        }

        sqlite3_bind_int64(stmt, 1, (int64_t) i + 1);
        rc = sqlite3_step(stmt);

        if (rc == SQLITE_ROW) {
            jrc = jobs_bitmap_read(sqlite3_column_blob(stmt, 0),
                                   (size_t) sqlite3_column_bytes(stmt, 0),
                                   ix->n, t->listings, &t->bitmap);
            if (jrc == JOBS_CORRUPT) {
                jrc = jobs_load_bad(l, "a bad bitmap of",
                                    jobs_term_value(ix, t));
            }

        } else {
            jrc = rc == SQLITE_DONE
                  ? jobs_load_bad(l, "no bitmap of", jobs_term_value(ix, t))
                  : jobs_load_sqlite(l, rc);
        }

        sqlite3_reset(stmt);

        if (jrc == JOBS_OK) {
            ix->bytes += roaring_bitmap_size_in_bytes(t->bitmap);
        }
    }

    sqlite3_finalize(stmt);

    return jrc;
}


/* straight from the pages to where it stays; *data is the caller's */

static jobs_rc_t
jobs_load_blob(jobs_load_t *l, const char *column, int64_t row, void **data,
    size_t *len)
{
    int            rc;
    sqlite3_blob  *blob;

    rc = sqlite3_blob_open(l->db, "main", "field_columns", column, row, 0,
                           &blob);
    if (rc != SQLITE_OK) {
        sqlite3_blob_close(blob);
        return jobs_load_sqlite(l, rc);
    }

    *len = (size_t) sqlite3_blob_bytes(blob);
    *data = jobs_load_alloc(l, *len);

    if (*data != NULL && *len > 0) {
        rc = sqlite3_blob_read(blob, *data, (int) *len, 0);
    }

    sqlite3_blob_close(blob);

    if (*data == NULL) {
        return JOBS_NOMEM;
    }

    if (rc != SQLITE_OK) {
        l->ix->mem.free(l->ix->mem.ctx, *data);
        return jobs_load_sqlite(l, rc);
    }

    return JOBS_OK;
}


/* little-endian numbers as this machine has them */

static void
jobs_load_host(void *data, size_t len, unsigned width)
{
#if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
    char      c, *p;
    size_t    at;
    unsigned  i;

    for (at = 0; at + width <= len; at += width) {
        p = (char *) data + at;

        for (i = 0; i < width / 2; i++) {
            c = p[i];
            p[i] = p[width - 1 - i];
            p[width - 1 - i] = c;
        }
    }
#else
    (void) data;
    (void) len;
    (void) width;
#endif
}


/* never of no bytes: NULL is a failure */

static void *
jobs_load_alloc(jobs_load_t *l, size_t size)
{
    return l->ix->mem.realloc(l->ix->mem.ctx, NULL, 0, size == 0 ? 1 : size);
}


static jobs_rc_t
jobs_load_bad(jobs_load_t *l, const char *what, jobs_str_t name)
{
    snprintf(l->error, JOBS_SNAPSHOT_ERROR, "its index has %s \"%.*s\"",
             what, name.len > 64 ? 64 : (int) name.len, name.data);

    return JOBS_CORRUPT;
}


static jobs_rc_t
jobs_load_sqlite(jobs_load_t *l, int rc)
{
    snprintf(l->error, JOBS_SNAPSHOT_ERROR, "SQLite cannot read it: %s",
             sqlite3_errmsg(l->db));

    return jobs_sqlite_rc(rc);
}
