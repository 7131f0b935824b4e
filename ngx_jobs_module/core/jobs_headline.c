/*
 * The headline: what is typically paid.
 */

#include "jobs_say.h"
#include "jobs_stats.h"


/*
 * The filters of a named search are those of its page: wider sets are without
 * them as without the visitor's.  What every set keeps: where the job may be
 * done.
 */
#define JOBS_HEADLINE_PLACE                                                   \
    (JOBS_WITHOUT(JOBS_P_REMOTE) | JOBS_WITHOUT(JOBS_P_COUNTRY)               \
     | JOBS_WITHOUT(JOBS_P_REGION) | JOBS_WITHOUT(JOBS_P_WORLDWIDE))

#define JOBS_HEADLINE_CLOSER                                                  \
    (JOBS_WITHOUT(JOBS_P_LEVEL) | JOBS_WITHOUT(JOBS_P_TAG)                    \
     | JOBS_WITHOUT(JOBS_P_TAG_ANY) | JOBS_WITHOUT(JOBS_P_COMPANY))

#define JOBS_HEADLINE_ALL     ((JOBS_WITHOUT(JOBS_P_SORT)) - 1)


static int        jobs_headline_of(jobs_match_t *m, const jobs_sample_t *s,
                      jobs_headline_t *h);
static jobs_rc_t  jobs_headline_set(jobs_match_t *m, jobs_counter_t *c,
                      jobs_sample_t *s, uint64_t without, uint64_t without_pinned,
                      const roaring_bitmap_t *more, jobs_headline_t *h,
                      int *found);
static jobs_rc_t  jobs_headline_parents(jobs_match_t *m, jobs_counter_t *c,
                      jobs_sample_t *s, jobs_headline_t *h, int *found);
static const jobs_clause_t  *jobs_headline_category(const jobs_filter_t *f);


jobs_rc_t
jobs_stats_headline(jobs_match_t *m, jobs_counter_t *c, jobs_sample_t *s,
    jobs_headline_t *h)
{
    int                   found;
    uint64_t              given;
    unsigned              i;
    jobs_rc_t             rc;
    const jobs_filter_t  *f;

    f = m->filter;

    memset(h, 0, sizeof(jobs_headline_t));
    h->category = jobs_headline_category(f);

    if (jobs_headline_of(m, s, h)) {
        return JOBS_OK;
    }

    given = 0;

    for (i = 0; i < f->nclauses; i++) {
        if (f->clauses[i].pinned == JOBS_BY_VISITOR
            || f->clauses[i].pinned == JOBS_BY_SEARCH)
        {
            given |= JOBS_WITHOUT(f->clauses[i].param);
        }
    }

    rc = JOBS_OK;
    found = 0;

    if (given & JOBS_HEADLINE_CLOSER) {
        rc = jobs_headline_set(m, c, s, JOBS_HEADLINE_CLOSER, 0, NULL, h, &found);
    }

    if (rc != JOBS_OK || found || h->category == NULL) {
        return rc;
    }

    rc = jobs_headline_set(m, c, s, JOBS_HEADLINE_ALL
                                 & ~(JOBS_HEADLINE_PLACE
                                     | JOBS_WITHOUT(JOBS_P_CATEGORY)),
                           0, NULL, h, &found);

    if (rc == JOBS_OK && !found) {
        rc = jobs_headline_parents(m, c, s, h, &found);
    }

    return rc;
}


/* 1 if these are enough; in the currency asked for, or the commonest of them */

static int
jobs_headline_of(jobs_match_t *m, const jobs_sample_t *s, jobs_headline_t *h)
{
    unsigned                 i;
    const char              *asked;
    jobs_slice_t             slice, best;
    jobs_stats_t             stats;
    const jobs_pay_range_t  *r;

    asked = jobs_filter_currency(m->filter, 0, "-");    /* "-": none is */
    memset(&slice, 0, sizeof(jobs_slice_t));
    memset(&best, 0, sizeof(jobs_slice_t));

    for (i = 0; i < s->index->nranges; i++) {
        r = &s->index->ranges[i];
        jobs_stats_slice(s, r, &slice);

        if (r->excluded != JOBS_PAY_USABLE || slice.count == 0
            || (asked[0] != '-' && memcmp(r->currency, asked, 3) != 0))
        {
            continue;
        }

        if (slice.count > best.count
            || (slice.count == best.count
                && memcmp(r->currency, m->snapshot->currency, 3) == 0))
        {
            best = slice;
            memcpy(h->currency, r->currency, sizeof(h->currency));
        }
    }

    if (best.count < JOBS_HEADLINE_LEAST) {
        return 0;
    }

    jobs_stats_percentiles(&stats, s, &best);

    h->count = best.count;
    h->p25 = stats.p25;
    h->p75 = stats.p75;

    return 1;
}


static jobs_rc_t
jobs_headline_set(jobs_match_t *m, jobs_counter_t *c, jobs_sample_t *s,
    uint64_t without, uint64_t without_pinned, const roaring_bitmap_t *more,
    jobs_headline_t *h, int *found)
{
    jobs_rc_t   rc;
    jobs_set_t  set;

    rc = jobs_match_set(m, without | JOBS_WITHOUT_SEARCH, without_pinned, more,
                        &set);

    if (rc == JOBS_OK) {
        rc = jobs_count(m, &set, c, 1);
        jobs_set_free(&set);
    }

    if (rc == JOBS_OK) {
        jobs_stats_sample(s, m->snapshot->index, c, s->codes);
        *found = jobs_headline_of(m, s, h);
    }

    return rc;
}


/* of one category, those above it in turn */

static jobs_rc_t
jobs_headline_parents(jobs_match_t *m, jobs_counter_t *c, jobs_sample_t *s,
    jobs_headline_t *h, int *found)
{
    uint32_t                   term;
    uint64_t                   category;
    unsigned                   depth, owned, pinned;
    jobs_rc_t                  rc;
    roaring_bitmap_t          *b;
    const jobs_value_t        *v;
    const jobs_index_field_t  *f;

    v = &m->filter->values[h->category->first];
    f = &m->snapshot->index->fields[JOBS_F_CATEGORY];

    if (h->category->n != 1 || v->nterms != 1) {
        return JOBS_OK;
    }

    category = JOBS_WITHOUT(JOBS_P_CATEGORY);
    pinned = h->category->pinned != JOBS_BY_VISITOR
             && h->category->pinned != JOBS_BY_SEARCH;
    term = f->terms[v->terms[0]].parent;
    rc = JOBS_OK;

    for (depth = 0; term != JOBS_NO_TERM && depth < JOBS_TREE_DEPTH; depth++) {

        rc = jobs_match_term(m->snapshot, JOBS_F_CATEGORY, term, &b, &owned);
        if (rc != JOBS_OK) {
            return rc;
        }

        rc = jobs_headline_set(m, c, s, JOBS_HEADLINE_ALL & ~JOBS_HEADLINE_PLACE,
                               pinned ? category : 0, b, h, found);
        if (owned) {
            roaring_bitmap_free(b);
        }

        if (rc != JOBS_OK || *found) {
            h->category = NULL;
            h->label = jobs_term_label(m->snapshot->index, &f->terms[term]);
            return rc;
        }

        term = f->terms[term].parent;
    }

    return JOBS_OK;
}


/* the visitor's, else the pinned one, where it says what and not what not */

static const jobs_clause_t *
jobs_headline_category(const jobs_filter_t *f)
{
    unsigned              i;
    const jobs_clause_t  *c, *best;

    best = NULL;

    for (i = 0; i < f->nclauses; i++) {
        c = &f->clauses[i];

        if (c->param == JOBS_P_CATEGORY && !f->values[c->first].exclude
            && (best == NULL || !c->pinned))
        {
            best = c;
        }
    }

    return best;
}


void
jobs_headline_text(jobs_buf_t *b, const jobs_headline_t *h,
    const jobs_filter_t *f, jobs_lang_e lang, jobs_escape_t escape)
{
    char        bytes[1024], values[3][512];
    unsigned    i;
    jobs_str_t  value[3];
    jobs_buf_t  text, part[3];

    text = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                          .max = sizeof(bytes) };

    for (i = 0; i < 3; i++) {
        part[i] = (jobs_buf_t) { .data = values[i], .size = sizeof(values[i]),
                                 .max = sizeof(values[i]) };
    }

    jobs_salary_range(&part[0], jobs_str(h->currency, 3), h->p25, h->p75,
                      lang);
    jobs_say_number(&part[1], lang, h->count);

    for (i = 0; h->category != NULL && i < h->category->n; i++) {

        if (f->values[h->category->first + i].exclude) {
            break;
        }

        if (i > 0) {
            jobs_buf_str(&part[2], jobs_word(lang, JOBS_W_OR));
        }

        jobs_buf_str(&part[2], f->values[h->category->first + i].label);
    }

    if (h->category == NULL && h->label.data != NULL) {
        jobs_buf_str(&part[2], h->label);
    }

    for (i = 0; i < 3; i++) {
        value[i] = jobs_buf_view(&part[i]);
    }

    jobs_say(&text, lang, value[2].len != 0 ? JOBS_W_TYPICAL_OF
                                            : JOBS_W_TYPICAL, value);

    if (text.rc == JOBS_OK && part[2].rc == JOBS_OK) {
        escape(b, jobs_buf_view(&text));
    }
}
