/*
 * Listings that their sources keep out of feeds.
 */

#include "jobs_match_part.h"
#include "jobs_sql.h"


static jobs_rc_t  jobs_fed_find(jobs_snapshot_t *s);
static jobs_rc_t  jobs_fed_mark(jobs_snapshot_t *s, uint8_t *unfed);
static jobs_rc_t  jobs_fed_number(jobs_snapshot_t *s, const char *sql,
                      jobs_str_t name, int *n);


/* the snapshot keeps the bitmap: it does not change */

jobs_rc_t
jobs_match_fed(jobs_match_t *m)
{
    jobs_rc_t         rc;
    jobs_snapshot_t  *s;

    s = m->snapshot;

    if (s->unfed == NULL) {
        rc = jobs_fed_find(s);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    return roaring_bitmap_is_empty(s->unfed)
           ? JOBS_OK : jobs_match_add(m, NULL, s->unfed, 0, 1);
}


/* what a source allows holds for all listings of one code of the column */

static jobs_rc_t
jobs_fed_find(jobs_snapshot_t *s)
{
    int                        any;
    uint8_t                   *unfed;
    uint32_t                   i;
    jobs_rc_t                  rc;
    roaring_bitmap_t          *b;
    const jobs_index_field_t  *f;

    f = &s->index->fields[JOBS_F_SOURCE];

    rc = jobs_fed_number(s, jobs_sql_unfed, jobs_str(NULL, 0), &any);
    if (rc != JOBS_OK) {
        return rc;
    }

    b = roaring_bitmap_create();
    if (b == NULL) {
        return JOBS_NOMEM;
    }

    if (any != 1) {
        s->unfed = b;
        return JOBS_OK;
    }

    unfed = s->mem.realloc(s->mem.ctx, NULL, 0, f->nsets + 1);

    rc = unfed == NULL ? JOBS_NOMEM : jobs_fed_mark(s, unfed);

    for (i = 0; rc == JOBS_OK && i < s->index->n; i++) {
        if (unfed[jobs_code(&f->column, i)]) {
            roaring_bitmap_add(b, i);
        }

        if (i % JOBS_MATCH_BATCH == 0 && jobs_snapshot_late(s)) {
            rc = JOBS_TIMEOUT;
        }
    }

    s->mem.free(s->mem.ctx, unfed);

    if (rc != JOBS_OK) {
        roaring_bitmap_free(b);
        return rc;
    }

    s->unfed = b;

    return JOBS_OK;
}


/*
 * A code names a source and those above it; the longest name is the listings'
 * own, by which sources is looked up.
 */

static jobs_rc_t
jobs_fed_mark(jobs_snapshot_t *s, uint8_t *unfed)
{
    int                        fed;
    uint32_t                   i, k;
    jobs_rc_t                  rc;
    jobs_str_t                 label, own;
    const jobs_index_field_t  *f;

    f = &s->index->fields[JOBS_F_SOURCE];

    for (i = 0; i < f->nsets; i++) {
        own = jobs_str(NULL, 0);

        for (k = f->offsets[i]; k < f->offsets[i + 1]; k++) {
            label = jobs_term_label(s->index, &f->terms[f->members[k]]);

            if (own.data == NULL || label.len > own.len) {
                own = label;
            }
        }

        fed = 1;
        rc = own.data == NULL ? JOBS_OK
                              : jobs_fed_number(s, jobs_sql_fed, own, &fed);
        if (rc != JOBS_OK) {
            return rc;
        }

        unfed[i] = (fed == 0);
    }

    return JOBS_OK;
}


/* the number that a statement gives; 1 where it is NULL */

static jobs_rc_t
jobs_fed_number(jobs_snapshot_t *s, const char *sql, jobs_str_t name, int *n)
{
    int            rc;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    jrc = jobs_snapshot_statement(s, sql, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    if (name.data != NULL) {
        sqlite3_bind_text(stmt, 1, name.data, (int) name.len, SQLITE_STATIC);
    }

    rc = sqlite3_step(stmt);

    if (rc == SQLITE_ROW) {
        *n = sqlite3_column_type(stmt, 0) == SQLITE_NULL
             ? 1 : sqlite3_column_int(stmt, 0);
    }

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    return rc == SQLITE_ROW ? JOBS_OK
           : rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);
}
