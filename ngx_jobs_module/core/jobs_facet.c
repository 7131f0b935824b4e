/*
 * Facets.
 *
 * Codes are counted first, one step a listing; then the terms of the codes
 * that occur.  Where a set is small beside the number of codes, its listings'
 * terms are counted at once.
 */

#include "jobs_facet.h"


/* codes to a listing from which on codes are not worth counting */
#define JOBS_FACET_SPARSE  4

/* listings whose terms are fetched into the cache together */
#define JOBS_FACET_AHEAD   64


typedef struct {
    jobs_match_t              *match;
    const jobs_set_t          *set;
    const jobs_index_field_t  *field;
    const uint32_t            *codes;       /* counts; NULL: walk the set */
    uint32_t                  *counts;      /* of terms: zero but for     */
    uint32_t                  *touched;     /* these                      */
    uint32_t                   ntouched;
    uint64_t                   world;       /* listings open world-wide   */
    uint64_t                   other;
    uint64_t                   total;       /* listings with a value      */
    unsigned                   others:1;    /* the second round           */
} jobs_facet_work_t;

#define JOBS_SHOWN  UINT32_MAX              /* in counts, in that round   */


static uint64_t   jobs_facet_without(const jobs_filter_t *f,
                      jobs_field_e field);
static void       jobs_facet_counter(const jobs_index_t *ix,
                      jobs_field_e field, const jobs_set_t *set,
                      jobs_counter_t *c);
static jobs_rc_t  jobs_facet_whole(jobs_facet_work_t *w, jobs_facet_t *facet);
static jobs_rc_t  jobs_facet_make(jobs_facet_work_t *w, jobs_facet_t *facet);
static jobs_rc_t  jobs_facet_round(jobs_facet_work_t *w);
static void       jobs_facet_ahead(jobs_facet_work_t *w,
                      const uint32_t *positions, uint32_t n);
static void       jobs_facet_add(jobs_facet_work_t *w, uint32_t code,
                      uint32_t n);
static void       jobs_facet_top(jobs_facet_work_t *w, jobs_facet_t *facet,
                      uint32_t *top);
static jobs_rc_t  jobs_facet_world(jobs_facet_work_t *w, jobs_field_e field);


jobs_rc_t
jobs_facets(jobs_match_t *m, const jobs_set_t *base, jobs_facet_t *facets,
    jobs_counter_t *besides, uint32_t **codes)
{
    uint32_t            *zeros, *numbers;
    uint64_t             without[JOBS_F_N];
    unsigned             i, k, n, shared;
    jobs_rc_t            rc;
    jobs_set_t           own;
    jobs_counter_t       counters[JOBS_F_N + 1], shareds[JOBS_F_N + 1];
    const jobs_index_t  *ix;
    jobs_facet_work_t    w;

    ix = m->snapshot->index;
    n = 0;

    memset(counters, 0, sizeof(counters));

    for (i = 0; i < JOBS_F_N; i++) {
        if (!(m->filter->facets & ((uint32_t) 1 << i))) {
            continue;
        }

        facets[n].field = (jobs_field_e) i;
        without[n] = jobs_facet_without(m->filter, (jobs_field_e) i);

        /* the set of a facet of its own may be as large as all */

        jobs_facet_counter(ix, (jobs_field_e) i,
                           without[n] == 0 ? base : NULL, &counters[n]);
        n++;
    }

    if (besides != NULL) {
        counters[n] = *besides;
    }

    rc = jobs_count_room(m->snapshot, counters, n + (besides != NULL), &zeros,
                         &numbers);
    if (rc != JOBS_OK) {
        return rc;
    }

    *codes = numbers;           /* free again when the facets are made */

    /* the facets that ignore nothing share one walk */

    shared = 0;

    for (k = 0; k < n; k++) {
        if (without[k] == 0 && counters[k].size > 0) {
            shareds[shared++] = counters[k];
        }
    }

    if (besides != NULL) {
        *besides = counters[n];
        shareds[shared++] = counters[n];
    }

    rc = shared > 0 ? jobs_count(m, base, shareds, shared) : JOBS_OK;

    for (k = 0; k < n && rc == JOBS_OK; k++) {
        memset(&w, 0, sizeof(jobs_facet_work_t));
        w.match = m;
        w.set = base;
        w.field = &ix->fields[facets[k].field];
        w.counts = zeros;
        w.touched = numbers;
        own.owned = 0;

        if (without[k] != 0) {
            rc = jobs_match_set(m, without[k], 0, NULL, &own);

            if (rc != JOBS_OK) {
                break;
            }

            w.set = &own;
            rc = jobs_count(m, &own, &counters[k], 1);
        }

        if (rc == JOBS_OK) {
            w.codes = counters[k].size > 0 ? counters[k].counts : NULL;
            rc = jobs_facet_world(&w, facets[k].field);
        }

        if (rc == JOBS_OK) {
            rc = w.set->bitmap != NULL ? jobs_facet_make(&w, &facets[k])
                                       : jobs_facet_whole(&w, &facets[k]);
        }

        jobs_set_free(&own);
    }

    return rc;
}


/* the visitor's choice in that field; where all must match nothing is ignored */

static uint64_t
jobs_facet_without(const jobs_filter_t *f, jobs_field_e field)
{
    uint64_t              without;
    unsigned              i;
    const jobs_clause_t  *c;

    without = 0;

    if (field == JOBS_F_TAG) {
        return 0;
    }

    for (i = 0; i < f->nclauses; i++) {
        c = &f->clauses[i];

        if (!c->pinned && jobs_params[c->param].field == field) {
            without |= JOBS_WITHOUT(c->param);
        }
    }

    return without;
}


/* size 0: the set's listings are to be walked */

static void
jobs_facet_counter(const jobs_index_t *ix, jobs_field_e field,
    const jobs_set_t *set, jobs_counter_t *c)
{
    const jobs_index_field_t  *f;

    f = &ix->fields[field];

    c->column = &f->column;
    c->totals = f->totals;
    c->size = set == NULL || f->nsets / JOBS_FACET_SPARSE <= set->count
              ? f->nsets : 0;
}


/* of all listings: that does not change, and everybody's first page asks */

static jobs_rc_t
jobs_facet_whole(jobs_facet_work_t *w, jobs_facet_t *facet)
{
    void             *p;
    size_t            size;
    jobs_rc_t         rc;
    jobs_facet_t     *kept;
    jobs_snapshot_t  *s;

    s = w->match->snapshot;
    size = JOBS_F_N * sizeof(jobs_facet_t);

    if (s->facets == NULL) {
        p = s->mem.realloc(s->mem.ctx, NULL, 0, size);

        if (p == NULL) {
            return JOBS_NOMEM;
        }

        memset(p, 0, size);
        s->facets = p;
    }

    kept = (jobs_facet_t *) s->facets + facet->field;

    if (!kept->made) {
        rc = jobs_facet_make(w, facet);

        if (rc != JOBS_OK) {
            return rc;
        }

        *kept = *facet;
        kept->made = 1;
    }

    *facet = *kept;

    return JOBS_OK;
}


static jobs_rc_t
jobs_facet_make(jobs_facet_work_t *w, jobs_facet_t *facet)
{
    uint32_t             i, k, top[JOBS_FACET_VALUES];
    jobs_rc_t            rc;
    const jobs_term_t   *t;
    const jobs_index_t  *ix;

    ix = w->match->snapshot->index;

    rc = jobs_facet_round(w);

    jobs_facet_top(w, facet, top);

    for (i = 0; i < facet->n; i++) {
        t = &w->field->terms[top[i]];
        facet->values[i].value = jobs_term_value(ix, t);
        facet->values[i].label = jobs_term_label(ix, t);
        facet->values[i].count = w->counts[top[i]] + w->world;
    }

    facet->other = 0;

    if (rc == JOBS_OK && w->ntouched > facet->n) {

        if (w->field->single) {

            /* nobody has two: what was not shown is what is left */

            facet->other = w->total;

            for (i = 0; i < facet->n; i++) {
                facet->other -= w->counts[top[i]];
            }
        }
    }

    if (rc == JOBS_OK && w->ntouched > facet->n && !w->field->single) {

        for (i = 0; i < facet->n; i++) {
            w->counts[top[i]] = JOBS_SHOWN;
        }

        w->others = 1;
        rc = jobs_facet_round(w);
        facet->other = w->other;
    }

    for (k = 0; k < w->ntouched; k++) {
        w->counts[w->touched[k]] = 0;
    }

    return rc;
}


/* every code that occurs, with its number of listings */

static jobs_rc_t
jobs_facet_round(jobs_facet_work_t *w)
{
    uint32_t         i, n;
    jobs_rc_t        rc;
    jobs_walk_t      walk;
    const uint32_t  *positions;

    if (w->codes != NULL) {

        for (i = 1; i < w->field->nsets; i++) {
            if (w->codes[i] != 0) {
                jobs_facet_add(w, i, w->codes[i]);
            }
        }

        return JOBS_OK;
    }

    rc = jobs_walk_init(&walk, w->set, w->match->snapshot);

    while (rc == JOBS_OK && (n = jobs_walk_next(&walk, &positions)) > 0) {

        for (i = 0; i < n; i += JOBS_FACET_AHEAD) {
            jobs_facet_ahead(w, positions + i,
                             n - i < JOBS_FACET_AHEAD ? n - i
                                                      : JOBS_FACET_AHEAD);
        }

        if (jobs_snapshot_late(w->match->snapshot)) {
            rc = JOBS_TIMEOUT;
        }
    }

    return rc;
}


/*
 * Code, place and members of a set are far from each other, and each is found
 * through the one before: they are asked for ahead, some listings at a time.
 */

static void
jobs_facet_ahead(jobs_facet_work_t *w, const uint32_t *positions, uint32_t n)
{
    uint32_t                   i, codes[JOBS_FACET_AHEAD];
    const jobs_index_field_t  *f;

    f = w->field;

    for (i = 0; i < n; i++) {
        codes[i] = jobs_code(&f->column, positions[i]);
        __builtin_prefetch(&f->offsets[codes[i]]);
    }

    for (i = 0; i < n; i++) {
        __builtin_prefetch(&f->members[f->offsets[codes[i]]]);
    }

    for (i = 0; i < n; i++) {
        jobs_facet_add(w, codes[i], 1);
    }
}


static void
jobs_facet_add(jobs_facet_work_t *w, uint32_t code, uint32_t n)
{
    uint32_t                   k, end, term;
    const jobs_index_field_t  *f;

    f = w->field;
    k = f->offsets[code];
    end = f->offsets[code + 1];

    if (w->others) {

        for ( ; k < end; k++) {
            if (w->counts[f->members[k]] == JOBS_SHOWN) {
                return;
            }
        }

        w->other += end > f->offsets[code] ? n : 0;
        return;
    }

    w->total += end > k ? n : 0;

    for ( ; k < end; k++) {
        term = f->members[k];

        if (w->counts[term] == 0) {
            w->touched[w->ntouched++] = term;
        }

        w->counts[term] += n;
    }
}


/* by count falling, then by ordinal, which is by value */

static void
jobs_facet_top(jobs_facet_work_t *w, jobs_facet_t *facet, uint32_t *top)
{
    uint32_t  i, k, term, count;

    facet->n = 0;

    for (i = 0; i < w->ntouched; i++) {
        term = w->touched[i];
        count = w->counts[term];
        k = facet->n;

        if (k == JOBS_FACET_VALUES) {
            k--;

            if (w->counts[top[k]] > count
                || (w->counts[top[k]] == count && top[k] < term))
            {
                continue;
            }

        } else {
            facet->n++;
        }

        while (k > 0 && (w->counts[top[k - 1]] < count
                         || (w->counts[top[k - 1]] == count
                             && top[k - 1] > term)))
        {
            top[k] = top[k - 1];
            k--;
        }

        top[k] = term;
    }
}


/* what is open world-wide counts for each country and region that is named */

static jobs_rc_t
jobs_facet_world(jobs_facet_work_t *w, jobs_field_e field)
{
    unsigned           owned;
    jobs_rc_t          rc;
    jobs_snapshot_t   *s;
    roaring_bitmap_t  *b;

    s = w->match->snapshot;

    if ((field != JOBS_F_COUNTRY && field != JOBS_F_REGION)
        || s->index->fields[JOBS_F_WORLDWIDE].nterms == 0)
    {
        return JOBS_OK;
    }

    rc = jobs_match_term(s, JOBS_F_WORLDWIDE, 0, &b, &owned);

    if (rc == JOBS_OK) {
        w->world = jobs_set_count_and(w->set, b);

        if (owned) {
            roaring_bitmap_free(b);
        }
    }

    return rc;
}
