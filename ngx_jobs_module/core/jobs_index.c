/*
 * The index: what belongs together, and the bitmaps of common terms.
 * Everything in it comes from a file: it is checked before anything is
 * computed with it.
 */

#include <stdio.h>
#include "jobs_index_load.h"
#include "jobs_sql.h"


/* terms of fewer listings than one in so many stay in the file */
#define JOBS_INDEX_RARE   512


static jobs_rc_t  jobs_load_bitmaps(jobs_load_t *l);


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
    m->free(m->ctx, ix->search);

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


int64_t
jobs_index_number(const jobs_index_t *ix, int64_t row)
{
    if (row < 1 || row > (ix->search == NULL ? ix->n : ix->nsearch)) {
        return -1;
    }

    return ix->search == NULL ? row : ix->search[row - 1];
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


void *
jobs_load_alloc(jobs_load_t *l, size_t size)
{
    return l->ix->mem.realloc(l->ix->mem.ctx, NULL, 0, size == 0 ? 1 : size);
}


jobs_rc_t
jobs_load_bad(jobs_load_t *l, const char *what, jobs_str_t name)
{
    snprintf(l->error, JOBS_SNAPSHOT_ERROR, "its index has %s \"%.*s\"",
             what, name.len > 64 ? 64 : (int) name.len, name.data);

    return JOBS_CORRUPT;
}


jobs_rc_t
jobs_load_sqlite(jobs_load_t *l, int rc)
{
    snprintf(l->error, JOBS_SNAPSHOT_ERROR, "SQLite cannot read it: %s",
             sqlite3_errmsg(l->db));

    return jobs_sqlite_rc(rc);
}
