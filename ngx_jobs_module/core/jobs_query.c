/*
 * Answers.
 */

#include "jobs_facet.h"
#include "jobs_names.h"
#include "jobs_order.h"
#include "jobs_query.h"
#include "jobs_related.h"
#include "jobs_sql.h"
#include "jobs_stats.h"


static jobs_rc_t  jobs_query_set(jobs_match_t *m,
                      const jobs_format_t *format, int64_t now,
                      jobs_buf_t *text, jobs_list_t *list);
static jobs_rc_t  jobs_query_near(jobs_match_t *m, const jobs_set_t *set,
                      int64_t now, jobs_list_t *list);
static jobs_rc_t  jobs_query_counts(jobs_match_t *m, const jobs_set_t *set,
                      jobs_list_t *list);
static jobs_rc_t  jobs_query_next(jobs_match_t *m, const uint32_t *page,
                      jobs_list_t *list);


jobs_rc_t
jobs_query_list(jobs_snapshot_t *s, const jobs_filter_t *f,
    const jobs_format_t *format, int64_t now, jobs_buf_t *text,
    jobs_list_t *list)
{
    jobs_rc_t     rc;
    jobs_match_t  m;

    if (!jobs_snapshot_intact(s)) {
        return JOBS_CORRUPT;
    }

    list->count = 0;
    list->nattribution = 0;
    list->nfacets = 0;
    list->nrelated = 0;
    list->has_next = 0;
    list->headline.count = 0;
    list->sort = f->sort;
    list->generation = jobs_str(s->generation, strlen(s->generation));
    list->built_at = s->built_at;
    list->currency = jobs_filter_currency(f, 0, s->currency);

    rc = jobs_match_open(&m, s, f, now, 1);

    if (rc == JOBS_OK && format->feed) {
        rc = jobs_match_fed(&m);
    }

    if (rc == JOBS_OK) {
        rc = jobs_query_set(&m, format, now, text, list);
    }

    jobs_match_close(&m);

    /* a file that was overwritten meanwhile may have given anything */

    if (rc == JOBS_OK && !jobs_snapshot_intact(s)) {
        rc = JOBS_CORRUPT;
    }

    return rc;
}


jobs_rc_t
jobs_query_matches(jobs_snapshot_t *s, const jobs_filter_t *f, jobs_str_t id,
    int64_t now)
{
    int            rc;
    int64_t        number;
    jobs_rc_t      jrc;
    jobs_set_t     set;
    jobs_match_t   m;
    sqlite3_stmt  *stmt;

    jrc = jobs_snapshot_statement(s, jobs_sql_number, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    sqlite3_bind_text(stmt, 1, id.data, (int) id.len, SQLITE_STATIC);
    rc = sqlite3_step(stmt);
    number = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? JOBS_DECLINED : jobs_sqlite_rc(rc);
    }

    if (number < 1 || number > s->index->n) {
        return JOBS_CORRUPT;
    }

    jrc = jobs_match_open(&m, s, f, now, 0);

    if (jrc == JOBS_OK) {
        jrc = jobs_match_set(&m, 0, 0, NULL, &set);
    }

    if (jrc == JOBS_OK) {

        if (set.bitmap != NULL
            && !roaring_bitmap_contains(set.bitmap, (uint32_t) (number - 1)))
        {
            jrc = JOBS_DECLINED;
        }

        jobs_set_free(&set);
    }

    jobs_match_close(&m);

    return jrc;
}


jobs_rc_t
jobs_query_listing(jobs_snapshot_t *s, jobs_str_t id, jobs_listing_t *l,
    jobs_attribution_t *attribution)
{
    int            rc;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    memset(attribution, 0, sizeof(jobs_attribution_t));

    if (!jobs_snapshot_intact(s)) {
        return JOBS_CORRUPT;
    }

    jrc = jobs_reader_id(&s->reader, id, l, 1);

    if (jrc == JOBS_OK) {
        jrc = jobs_snapshot_statement(s, jobs_sql_attribution, &stmt);
    }

    if (jrc == JOBS_OK) {
        sqlite3_reset(stmt);
        sqlite3_bind_text(stmt, 1, l->id.data, (int) l->id.len,
                          SQLITE_TRANSIENT);
        rc = sqlite3_step(stmt);

        if (rc == SQLITE_ROW) {
            attribution->source = jobs_column(stmt, 0);
            attribution->url = jobs_column(stmt, 1);
            attribution->line = jobs_column(stmt, 2);

        } else if (rc != SQLITE_DONE) {
            jrc = jobs_sqlite_rc(rc);
        }
    }

    if (jrc == JOBS_OK && !jobs_snapshot_intact(s)) {
        jrc = JOBS_CORRUPT;
    }

    if (jrc != JOBS_OK) {
        jobs_query_reset(s);
    }

    return jrc;
}


jobs_rc_t
jobs_query_past(jobs_snapshot_t *s, jobs_str_t id, char *now)
{
    int            rc;
    jobs_rc_t      jrc;
    jobs_str_t     found;
    sqlite3_stmt  *stmt;

    if (!jobs_snapshot_intact(s)) {
        return JOBS_CORRUPT;
    }

    jrc = jobs_snapshot_statement(s, jobs_sql_has_past, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    rc = sqlite3_step(stmt);
    sqlite3_reset(stmt);

    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? JOBS_DECLINED : jobs_sqlite_rc(rc);
    }

    jrc = jobs_snapshot_statement(s, jobs_sql_past, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    sqlite3_bind_text(stmt, 1, id.data, (int) id.len, SQLITE_TRANSIENT);
    rc = sqlite3_step(stmt);

    if (rc == SQLITE_ROW) {
        found = jobs_column(stmt, 0);

        if (found.data == NULL) {
            jrc = JOBS_DONE;

        } else if (found.len > JOBS_ID_MAX) {
            jrc = JOBS_CORRUPT;

        } else {
            memcpy(now, found.data, found.len);
            now[found.len] = '\0';
        }

    } else {
        jrc = rc == SQLITE_DONE ? JOBS_DECLINED : jobs_sqlite_rc(rc);
    }

    sqlite3_reset(stmt);

    return jobs_snapshot_intact(s) ? jrc : JOBS_CORRUPT;
}


void
jobs_query_reset(jobs_snapshot_t *s)
{
    unsigned  i;

    jobs_reader_reset(&s->reader);

    for (i = 0; i < s->nstatements; i++) {
        sqlite3_reset(s->statements[i].stmt);
    }
}


static jobs_rc_t
jobs_query_set(jobs_match_t *m, const jobs_format_t *format, int64_t now,
    jobs_buf_t *text, jobs_list_t *list)
{
    uint32_t    page[JOBS_LIMIT_MAX];
    jobs_rc_t   rc;
    jobs_set_t  set;

    rc = jobs_match_set(m, 0, 0, NULL, &set);
    if (rc != JOBS_OK) {
        return rc;
    }

    list->total = set.count;

    rc = jobs_order_page(m, &set, &list->sort, &list->offset, page,
                         &list->count);

    if (rc == JOBS_OK) {
        rc = jobs_query_counts(m, &set, list);
    }

    if (rc == JOBS_OK && format->related) {
        rc = jobs_query_near(m, &set, now, list);
    }

    jobs_set_free(&set);

    if (rc == JOBS_OK) {
        rc = jobs_query_next(m, page, list);
    }

    if (rc != JOBS_OK) {
        return rc;
    }

    return jobs_query_rows(m->snapshot, format, page, text, list);
}


/* named searches first, then what one comes to by changing a filter */

static jobs_rc_t
jobs_query_near(jobs_match_t *m, const jobs_set_t *set, int64_t now,
    jobs_list_t *list)
{
    jobs_rc_t  rc;

    rc = jobs_names_page(m->snapshot, m->filter, list);

    if (rc != JOBS_OK || list->unrelated) {
        return rc;
    }

    rc = jobs_names_related(m->snapshot, m->filter, now, list);

    return rc == JOBS_OK ? jobs_related(m, set, list) : rc;
}


/* facets, statistics and headline, in as few walks as can be */

static jobs_rc_t
jobs_query_counts(jobs_match_t *m, const jobs_set_t *set, jobs_list_t *list)
{
    uint32_t             *codes;
    unsigned              wants;
    jobs_rc_t             rc;
    jobs_sample_t         sample;
    jobs_counter_t        pay;
    const jobs_index_t   *ix;
    const jobs_filter_t  *f;

    f = m->filter;
    ix = m->snapshot->index;
    wants = f->stats || list->wants_headline;

    if (!wants && f->facets == 0) {
        return JOBS_OK;
    }

    jobs_stats_counter(ix, &pay);

    list->nfacets = (unsigned) __builtin_popcount(f->facets);

    rc = jobs_facets(m, set, list->facets, wants ? &pay : NULL, &codes);

    if (rc != JOBS_OK || !wants) {
        return rc;
    }

    jobs_stats_sample(&sample, ix, &pay, codes);

    if (f->stats) {
        jobs_stats_make(&list->stats, &sample,
                        jobs_filter_currency(f, 0, m->snapshot->currency));
    }

    return jobs_stats_headline(m, &pay, &sample, &list->headline);
}


/* the place behind the last row, in the orders that have such places */

static jobs_rc_t
jobs_query_next(jobs_match_t *m, const uint32_t *page, jobs_list_t *list)
{
    jobs_rc_t   rc;
    jobs_buf_t  b;

    if (list->count == 0 || list->sort == JOBS_SORT_RELEVANCE
        || list->offset + list->count >= list->total)
    {
        return JOBS_OK;
    }

    b = (jobs_buf_t) { .data = list->next_bytes,
                       .size = sizeof(list->next_bytes),
                       .max = sizeof(list->next_bytes) };

    rc = jobs_order_cursor(m->snapshot, list->sort, m->filter->reverse,
                           page[list->count - 1], &b, &list->next);

    list->has_next = (rc == JOBS_OK);

    return rc == JOBS_LIMIT ? JOBS_OK : rc;     /* too long: by offset */
}
