/*
 * Reading the columns.
 */

#include "jobs_index_load.h"
#include "jobs_sql.h"


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
static jobs_rc_t  jobs_load_search(jobs_load_t *l, uint32_t *codes,
                      size_t len);
static jobs_rc_t  jobs_load_payroll(jobs_load_t *l, void *codes, size_t len);
static jobs_rc_t  jobs_load_blob(jobs_load_t *l, const char *column,
                      int64_t row, void **data, size_t *len);
static void       jobs_load_host(void *data, size_t len, unsigned width);


jobs_rc_t
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

    if (jobs_str_eq(name, jobs_lit("search"))) {
        return jobs_load_search(l, codes, len);
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


/* every listing has one row; mostly that of its number, which is no news */

static jobs_rc_t
jobs_load_search(jobs_load_t *l, uint32_t *codes, size_t len)
{
    int             good, own;
    uint32_t        i, n, rows, found;
    jobs_index_t   *ix;
    unsigned char  *seen;

    ix = l->ix;
    n = ix->n;
    rows = (uint32_t) (len / sizeof(uint32_t));

    seen = ix->search != NULL ? NULL : jobs_load_alloc(l, n / 8 + 1);

    if (seen == NULL) {
        ix->mem.free(ix->mem.ctx, codes);
        return ix->search != NULL ? jobs_load_bad(l, "two columns",
                                                  jobs_lit("search"))
                                  : JOBS_NOMEM;
    }

    jobs_load_host(codes, len, sizeof(uint32_t));
    memset(seen, 0, n / 8 + 1);
    good = len % sizeof(uint32_t) == 0 && len / sizeof(uint32_t) == rows;
    found = 0;
    own = rows == n;

    for (i = 0; i < rows && good; i++) {
        own &= codes[i] == i + 1;

        if (codes[i] == 0) {
            continue;
        }

        good = codes[i] <= n
               && !(seen[(codes[i] - 1) / 8] >> (codes[i] - 1) % 8 & 1);

        if (good) {
            seen[(codes[i] - 1) / 8] |= 1 << (codes[i] - 1) % 8;
            found++;
        }
    }

    ix->mem.free(ix->mem.ctx, seen);

    if (own && good) {
        ix->mem.free(ix->mem.ctx, codes);
        return JOBS_OK;
    }

    ix->search = codes;                 /* freed with the index */
    ix->nsearch = rows;
    ix->bytes += len;

    return good && found == n ? JOBS_OK
           : jobs_load_bad(l, "bad codes of", jobs_lit("search"));
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
