/*
 * Sets of listings.
 */

#include "jobs_match_part.h"
#include "jobs_sql.h"


#define JOBS_HOUR          3600


static jobs_rc_t  jobs_match_clause(jobs_match_t *m, const jobs_clause_t *c,
                      int64_t now);
static jobs_rc_t  jobs_match_terms(jobs_match_t *m, const jobs_clause_t *c);
static jobs_rc_t  jobs_match_union(jobs_match_t *m, const jobs_clause_t *c,
                      unsigned from, unsigned to);
static jobs_rc_t  jobs_match_since(jobs_match_t *m, const jobs_clause_t *c,
                      int64_t since);
static jobs_rc_t  jobs_match_expired(jobs_match_t *m, int64_t now);
static jobs_rc_t  jobs_set_and(jobs_set_t *set, const roaring_bitmap_t *b);
static jobs_rc_t  jobs_set_without(jobs_set_t *set, const roaring_bitmap_t *b,
                      uint32_t n);
static int        jobs_match_pinned(unsigned by, uint64_t without);
static int        jobs_match_left_out(const jobs_part_t *p, uint64_t without,
                      uint64_t without_pinned);


jobs_rc_t
jobs_match_open(jobs_match_t *m, jobs_snapshot_t *s, const jobs_filter_t *f,
    int64_t now, int hide)
{
    unsigned   i;
    jobs_rc_t  rc;

    m->snapshot = s;
    m->filter = f;
    m->nparts = 0;
    m->hits = 0;

    for (i = 0; i < JOBS_BY_N; i++) {
        m->pay[i] = NULL;
    }

    jobs_buf_init(&m->rank, &s->mem, JOBS_MATCH_TEXT);

    if (f->never) {
        return jobs_match_add(m, NULL, roaring_bitmap_create(), 1, 0);
    }

    for (i = 0; i < f->nclauses; i++) {
        rc = jobs_match_clause(m, &f->clauses[i], now);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    rc = JOBS_OK;

    for (i = 0; i < JOBS_BY_N && rc == JOBS_OK; i++) {
        rc = jobs_match_salary(m, i);
    }

    if (rc == JOBS_OK && hide) {
        rc = jobs_match_expired(m, now);
    }

    return rc;
}


void
jobs_match_close(jobs_match_t *m)
{
    unsigned     i;
    jobs_mem_t  *mem;

    for (i = 0; i < m->nparts; i++) {
        if (m->parts[i].owned) {
            roaring_bitmap_free(m->parts[i].bitmap);
        }
    }

    mem = &m->snapshot->mem;

    for (i = 0; i < sizeof(m->pay) / sizeof(m->pay[0]); i++) {
        if (m->pay[i] != NULL) {
            mem->free(mem->ctx, m->pay[i]);
        }
    }

    jobs_buf_free(&m->rank);
}


jobs_rc_t
jobs_match_set(jobs_match_t *m, uint64_t without, uint64_t without_pinned,
    const roaring_bitmap_t *more, jobs_set_t *set)
{
    uint32_t            n;
    unsigned            i;
    jobs_rc_t           rc;
    const jobs_part_t  *p, *least;

    set->bitmap = NULL;
    set->owned = 0;
    n = m->snapshot->index->n;
    least = NULL;

    /* the smallest one first: whatever follows is no larger than it */

    for (i = 0; i < m->nparts; i++) {
        p = &m->parts[i];

        if (!p->negative && !jobs_match_left_out(p, without, without_pinned)
            && (least == NULL || p->count < least->count))
        {
            least = p;
        }
    }

    if (least != NULL) {
        set->bitmap = least->bitmap;
    }

    rc = more == NULL ? JOBS_OK : jobs_set_and(set, more);

    for (i = 0; i < m->nparts && rc == JOBS_OK; i++) {
        p = &m->parts[i];

        if (p == least || jobs_match_left_out(p, without, without_pinned)) {
            continue;
        }

        rc = p->negative ? jobs_set_without(set, p->bitmap, n)
                         : jobs_set_and(set, p->bitmap);
    }

    for (i = 0; i < JOBS_BY_N && rc == JOBS_OK; i++) {

        if ((jobs_match_pinned(i, without) ? without_pinned : without)
            & JOBS_WITHOUT_SALARY)
        {
            continue;
        }

        rc = jobs_set_paid(m, set, m->pay[i]);
    }

    if (rc != JOBS_OK) {
        jobs_set_free(set);
        return rc;
    }

    set->count = set->bitmap == NULL
                 ? n : roaring_bitmap_get_cardinality(set->bitmap);

    return JOBS_OK;
}


void
jobs_set_free(jobs_set_t *set)
{
    if (set->owned) {
        roaring_bitmap_free(set->bitmap);
        set->owned = 0;
    }

    set->bitmap = NULL;
}


uint64_t
jobs_set_count_and(const jobs_set_t *set, const roaring_bitmap_t *b)
{
    return set->bitmap == NULL
           ? roaring_bitmap_get_cardinality(b)
           : roaring_bitmap_and_cardinality(set->bitmap, b);
}


jobs_rc_t
jobs_match_term(jobs_snapshot_t *s, jobs_field_e field, uint32_t ordinal,
    roaring_bitmap_t **bitmap, unsigned *owned)
{
    int                 rc;
    jobs_rc_t           jrc;
    sqlite3_stmt       *stmt;
    const jobs_term_t  *t;

    t = &s->index->fields[field].terms[ordinal];

    if (t->bitmap != NULL) {
        *bitmap = t->bitmap;
        *owned = 0;
        return JOBS_OK;
    }

    jrc = jobs_snapshot_statement(s, jobs_sql_posting, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    sqlite3_bind_int64(stmt, 1, (int64_t) (t - s->index->terms) + 1);
    rc = sqlite3_step(stmt);

    jrc = rc == SQLITE_ROW
          ? jobs_bitmap_read(sqlite3_column_blob(stmt, 0),
                             (size_t) sqlite3_column_bytes(stmt, 0),
                             s->index->n, t->listings, bitmap)
          : rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);

    sqlite3_reset(stmt);

    *owned = 1;

    return jrc;
}


/* unpacking a bitmap at once is several times faster than iterating over it */

jobs_rc_t
jobs_walk_init(jobs_walk_t *walk, const jobs_set_t *set, jobs_snapshot_t *s)
{
    void    *p;
    size_t   room;

    walk->bitmap = set->bitmap;
    walk->next = 0;
    walk->n = set->bitmap == NULL ? s->index->n : (uint32_t) set->count;
    walk->whole = set->bitmap != NULL && set->count <= JOBS_MATCH_WHOLE;

    room = walk->whole && set->count > JOBS_MATCH_BATCH
           ? (size_t) set->count : JOBS_MATCH_BATCH;

    if (s->npositions < room) {
        p = s->mem.realloc(s->mem.ctx, NULL, 0, room * sizeof(uint32_t));

        if (p == NULL) {
            return JOBS_NOMEM;
        }

        s->mem.free(s->mem.ctx, s->positions);
        s->positions = p;
        s->npositions = room;
    }

    walk->positions = s->positions;

    if (walk->whole) {
        roaring_bitmap_to_uint32_array(set->bitmap, walk->positions);

    } else if (set->bitmap != NULL) {
        roaring_init_iterator(set->bitmap, &walk->it);
    }

    return JOBS_OK;
}


uint32_t
jobs_walk_next(jobs_walk_t *walk, const uint32_t **positions)
{
    uint32_t  k, n;

    *positions = walk->positions;

    if (walk->bitmap != NULL && !walk->whole) {
        return roaring_read_uint32_iterator(&walk->it, walk->positions,
                                            JOBS_MATCH_BATCH);
    }

    n = walk->n - walk->next;
    n = n > JOBS_MATCH_BATCH ? JOBS_MATCH_BATCH : n;

    if (walk->whole) {
        *positions = walk->positions + walk->next;

    } else {
        for (k = 0; k < n; k++) {
            walk->positions[k] = walk->next + k;
        }
    }

    walk->next += n;

    return n;
}


static jobs_rc_t
jobs_match_clause(jobs_match_t *m, const jobs_clause_t *c, int64_t now)
{
    int64_t              since;
    const jobs_value_t  *v;
    const jobs_param_t  *param;

    param = &jobs_params[c->param];
    v = &m->filter->values[c->first];

    switch (param->kind) {

    case JOBS_KIND_SEARCH:
        return jobs_match_search(m, c);

    case JOBS_KIND_TIME:
        return jobs_match_since(m, c, (int64_t) v->number);

    case JOBS_KIND_PERIOD:

        /* whole hours, so that an answer holds for an hour */

        since = now - now % JOBS_HOUR - (int64_t) v->number;
        return jobs_match_since(m, c, since);

    default:
        return param->field == JOBS_F_NONE ? JOBS_OK : jobs_match_terms(m, c);
    }
}


static jobs_rc_t
jobs_match_terms(jobs_match_t *m, const jobs_clause_t *c)
{
    unsigned             i, n;
    jobs_rc_t            rc;
    const jobs_value_t  *v;

    v = &m->filter->values[c->first];

    /* the values to include stand before those to exclude */

    for (n = 0; n < c->n && !v[n].exclude; n++) { /* void */ }

    if (!jobs_params[c->param].all) {
        rc = n > 0 ? jobs_match_union(m, c, 0, n) : JOBS_OK;

    } else {
        rc = JOBS_OK;

        for (i = 0; i < n && rc == JOBS_OK; i++) {
            rc = jobs_match_union(m, c, i, i + 1);
        }
    }

    if (rc == JOBS_OK && n < c->n) {
        rc = jobs_match_union(m, c, n, c->n);
    }

    return rc;
}


/*
 * One part of the terms of some values.  What is open world-wide is open in
 * every country and region; a flag that is off takes away what has it.
 */

static jobs_rc_t
jobs_match_union(jobs_match_t *m, const jobs_clause_t *c, unsigned from,
    unsigned to)
{
    unsigned             i, k, n, owned, negative, any;
    jobs_rc_t            rc;
    jobs_field_e         field;
    roaring_bitmap_t    *b, *all;
    const jobs_value_t  *v;

    v = &m->filter->values[c->first];
    field = jobs_params[c->param].field;
    negative = v[from].exclude || jobs_params[c->param].off;
    all = NULL;
    any = 0;
    n = 0;
    rc = JOBS_OK;

    for (i = from; i <= to; i++) {

        if (i == to) {

            /* the last round is for the world */

            if ((field != JOBS_F_COUNTRY && field != JOBS_F_REGION)
                || m->snapshot->index->fields[JOBS_F_WORLDWIDE].nterms == 0)
            {
                break;
            }

            field = JOBS_F_WORLDWIDE;
        }

        for (k = 0; k < (i == to ? 1 : v[i].nterms); k++) {
            rc = jobs_match_term(m->snapshot, field,
                                 i == to ? 0 : v[i].terms[k], &b, &owned);
            if (rc != JOBS_OK) {
                goto failed;
            }

            if (n++ == 0) {
                all = b;
                any = owned;
                continue;
            }

            if (!any) {
                all = roaring_bitmap_copy(all);
                any = 1;
            }

            if (all != NULL) {
                roaring_bitmap_or_inplace(all, b);
            }

            if (owned) {
                roaring_bitmap_free(b);
            }

            if (all == NULL) {
                return JOBS_NOMEM;
            }
        }
    }

    if (n == 0) {
        return negative ? JOBS_OK
                        : jobs_match_add(m, c, roaring_bitmap_create(), 1, 0);
    }

    return jobs_match_add(m, c, all, any, negative);

failed:

    if (any) {
        roaring_bitmap_free(all);
    }

    return rc;
}


/* listings are numbered from the newest: those since then are the first k */

static jobs_rc_t
jobs_match_since(jobs_match_t *m, const jobs_clause_t *c, int64_t since)
{
    uint32_t         low, high, mid;
    const uint32_t  *posted;

    posted = m->snapshot->index->posted;
    low = 0;
    high = m->snapshot->index->n;

    while (low < high) {
        mid = low + (high - low) / 2;

        if (posted[mid] != 0 && (int64_t) posted[mid] >= since) {
            low = mid + 1;

        } else {
            high = mid;
        }
    }

    return jobs_match_add(m, c, low == 0 ? roaring_bitmap_create()
                                : roaring_bitmap_from_range(0, low, 1), 1, 0);
}


/* the snapshot keeps the bitmap: time only adds to it */

static jobs_rc_t
jobs_match_expired(jobs_match_t *m, int64_t now)
{
    uint32_t             k;
    jobs_snapshot_t     *s;
    const jobs_index_t  *ix;

    s = m->snapshot;
    ix = s->index;

    if (ix->nexpires == 0 || (int64_t) ix->expires[0] > now) {
        return JOBS_OK;
    }

    if (s->expired == NULL) {
        s->expired = roaring_bitmap_create();

        if (s->expired == NULL) {
            return JOBS_NOMEM;
        }
    }

    /* a clock that was set back begins anew */

    k = s->nexpired;

    if (k > 0 && (int64_t) ix->expires[k - 1] > now) {
        roaring_bitmap_clear(s->expired);
        k = 0;
    }

    while (k < ix->nexpires && (int64_t) ix->expires[k] <= now) {
        roaring_bitmap_add(s->expired, ix->expiring[k]);
        k++;
    }

    s->nexpired = k;

    return jobs_match_add(m, NULL, s->expired, 0, 1);
}


jobs_rc_t
jobs_match_add(jobs_match_t *m, const jobs_clause_t *c,
    roaring_bitmap_t *bitmap, unsigned owned, unsigned negative)
{
    jobs_part_t  *p;

    if (bitmap == NULL) {
        return JOBS_NOMEM;
    }

    if (m->nparts == JOBS_MATCH_PARTS) {
        if (owned) {
            roaring_bitmap_free(bitmap);
        }

        return JOBS_LIMIT;
    }

    p = &m->parts[m->nparts++];

    p->bitmap = bitmap;
    p->count = roaring_bitmap_get_cardinality(bitmap);
    p->param = c == NULL ? JOBS_P_N : c->param;
    p->pinned = c == NULL ? JOBS_BY_OPERATOR : c->pinned;
    p->owned = owned;
    p->negative = negative;

    return JOBS_OK;
}


static jobs_rc_t
jobs_set_and(jobs_set_t *set, const roaring_bitmap_t *b)
{
    if (set->bitmap == NULL) {
        set->bitmap = (roaring_bitmap_t *) b;
        return JOBS_OK;
    }

    if (set->owned) {
        roaring_bitmap_and_inplace(set->bitmap, b);
        return JOBS_OK;
    }

    set->bitmap = roaring_bitmap_and(set->bitmap, b);
    set->owned = (set->bitmap != NULL);

    return set->owned ? JOBS_OK : JOBS_NOMEM;
}


static jobs_rc_t
jobs_set_without(jobs_set_t *set, const roaring_bitmap_t *b, uint32_t n)
{
    if (set->owned) {
        roaring_bitmap_andnot_inplace(set->bitmap, b);
        return JOBS_OK;
    }

    set->bitmap = set->bitmap == NULL ? roaring_bitmap_flip(b, 0, n)
                                      : roaring_bitmap_andnot(set->bitmap, b);
    set->owned = (set->bitmap != NULL);

    return set->owned ? JOBS_OK : JOBS_NOMEM;
}


static int
jobs_match_left_out(const jobs_part_t *p, uint64_t without,
    uint64_t without_pinned)
{
    return ((jobs_match_pinned(p->pinned, without) ? without_pinned : without)
            & JOBS_WITHOUT(p->param))
           != 0;
}


static int
jobs_match_pinned(unsigned by, uint64_t without)
{
    return by != JOBS_BY_VISITOR
           && (by != JOBS_BY_SEARCH || (without & JOBS_WITHOUT_SEARCH) == 0);
}
