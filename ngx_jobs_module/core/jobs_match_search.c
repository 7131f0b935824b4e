/*
 * Parts of a set that come from the full-text index.
 */

#include "jobs_match_part.h"
#include "jobs_search.h"
#include "jobs_sql.h"


#define JOBS_MATCH_ROWS  256        /* rows between two looks at the clock */


static jobs_rc_t  jobs_match_value(jobs_match_t *m, const jobs_value_t *v,
                      jobs_buf_t *text, roaring_bitmap_t **bitmap,
                      int *negative);
static jobs_rc_t  jobs_match_hits(jobs_match_t *m, jobs_str_t match,
                      roaring_bitmap_t *bitmap);


/* one of the clause's searches must hit */

jobs_rc_t
jobs_match_search(jobs_match_t *m, const jobs_clause_t *c)
{
    int                  negative;
    unsigned             i;
    jobs_rc_t            rc;
    jobs_buf_t           text;
    roaring_bitmap_t    *all, *b;
    const jobs_value_t  *v;

    all = roaring_bitmap_create();
    negative = 0;
    rc = all == NULL ? JOBS_NOMEM : JOBS_OK;

    for (i = 0; i < c->n && rc == JOBS_OK; i++) {
        v = &m->filter->values[c->first + i];
        jobs_buf_init(&text, &m->snapshot->mem, JOBS_MATCH_TEXT);

        rc = jobs_match_value(m, v, &text, &b, &negative);

        if (rc != JOBS_OK) {
            jobs_buf_free(&text);

            if (rc == JOBS_DECLINED) {
                rc = JOBS_OK;           /* no word: it matches nothing */
                negative = 0;
                continue;
            }

            break;
        }

        /* what the visitor searched for ranks, else what is pinned */

        if (c->param == JOBS_P_Q && c->n == 1 && !negative
            && (m->rank.len == 0 || !c->pinned))
        {
            jobs_buf_reset(&m->rank);
            jobs_buf_str(&m->rank, jobs_buf_view(&text));
            m->hits = roaring_bitmap_get_cardinality(b);
            rc = m->rank.rc;
        }

        jobs_buf_free(&text);

        if (negative && c->n > 1) {
            roaring_bitmap_flip_inplace(b, 0, m->snapshot->index->n);
            negative = 0;
        }

        if (c->n == 1) {
            roaring_bitmap_free(all);
            all = b;

        } else {
            roaring_bitmap_or_inplace(all, b);
            roaring_bitmap_free(b);
        }
    }

    if (rc != JOBS_OK) {
        if (all != NULL) {
            roaring_bitmap_free(all);
        }

        return rc;
    }

    return jobs_match_add(m, c, all, 1, negative);
}


/*
 * The hits of one search, and the expression that found them; negative: the
 * search only says what there must not be.
 */

static jobs_rc_t
jobs_match_value(jobs_match_t *m, const jobs_value_t *v, jobs_buf_t *text,
    roaring_bitmap_t **bitmap, int *negative)
{
    jobs_rc_t      rc;
    jobs_search_e  where;

    where = v->param == JOBS_P_TITLE ? JOBS_SEARCH_TITLE
            : v->param == JOBS_P_LOCATION ? JOBS_SEARCH_PLACE
                                          : JOBS_SEARCH_ALL;

    rc = jobs_search_match(text, &m->snapshot->forms, where, v->text);
    *negative = (rc == JOBS_DECLINED);

    if (*negative) {
        rc = jobs_search_exclude(text, &m->snapshot->forms, where, v->text);
    }

    if (rc == JOBS_OK) {
        rc = text->rc;
    }

    if (rc != JOBS_OK) {
        return rc;
    }

    *bitmap = roaring_bitmap_create();

    if (*bitmap == NULL) {
        return JOBS_NOMEM;
    }

    rc = jobs_match_hits(m, jobs_buf_view(text), *bitmap);

    if (rc != JOBS_OK) {
        roaring_bitmap_free(*bitmap);
    }

    return rc;
}


/* FTS5 gives the rows in their order, which mostly is that of the numbers */

static jobs_rc_t
jobs_match_hits(jobs_match_t *m, jobs_str_t match, roaring_bitmap_t *bitmap)
{
    int            rc;
    int64_t        number;
    uint32_t       n, positions[JOBS_MATCH_ROWS];
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    jrc = jobs_snapshot_statement(m->snapshot, jobs_sql_match, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    sqlite3_bind_text(stmt, 1, match.data, (int) match.len, SQLITE_STATIC);

    n = 0;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        number = jobs_index_number(m->snapshot->index,
                                   sqlite3_column_int64(stmt, 0));

        if (number == -1) {
            jrc = JOBS_CORRUPT;
            break;
        }

        if (number == 0) {
            continue;
        }

        positions[n++] = (uint32_t) (number - 1);

        if (n == JOBS_MATCH_ROWS) {
            roaring_bitmap_add_many(bitmap, n, positions);
            n = 0;

            if (jobs_snapshot_late(m->snapshot)) {
                jrc = JOBS_TIMEOUT;
                break;
            }
        }
    }

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    if (jrc != JOBS_OK) {
        return jrc;
    }

    roaring_bitmap_add_many(bitmap, n, positions);

    return rc == SQLITE_DONE ? JOBS_OK : jobs_sqlite_rc(rc);
}
