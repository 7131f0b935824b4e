/*
 * Related lists.
 */

#include "jobs_related.h"


/* categories whose listings are counted, at the most */
#define JOBS_RELATED_TRIED  10

#define JOBS_RELATED_DROPPED  3
#define JOBS_RELATED_BESIDE   3


typedef struct {
    jobs_match_t              *match;
    const jobs_set_t          *base;
    jobs_list_t               *list;
    const jobs_index_field_t  *field;
    jobs_set_t                 open;        /* whatever the category    */
    uint32_t                   chosen;      /* ordinal, or JOBS_NO_TERM */
    unsigned                   pinned:1;    /* it is                    */
    unsigned                   many:1;      /* not one category         */
    unsigned                   tried;
    unsigned                   room;        /* for categories           */
} jobs_related_work_t;


static void       jobs_related_chosen(jobs_related_work_t *w);
static jobs_rc_t  jobs_related_below(jobs_related_work_t *w, uint32_t parent);
static jobs_rc_t  jobs_related_category(jobs_related_work_t *w,
                      uint32_t term);
static jobs_rc_t  jobs_related_dropped(jobs_related_work_t *w,
                      jobs_related_t *dropped, unsigned *n);
static int        jobs_related_droppable(const jobs_filter_t *f,
                      const jobs_clause_t *c);
static void       jobs_related_add(jobs_list_t *list,
                      const jobs_related_t *r);


jobs_rc_t
jobs_related(jobs_match_t *m, const jobs_set_t *base, jobs_list_t *list)
{
    unsigned             i, ndropped;
    uint32_t             parent;
    jobs_rc_t            rc;
    jobs_related_t       dropped[JOBS_RELATED_DROPPED];
    jobs_related_work_t  w;

    memset(&w, 0, sizeof(jobs_related_work_t));
    w.match = m;
    w.base = base;
    w.list = list;
    w.field = &m->snapshot->index->fields[JOBS_F_CATEGORY];

    jobs_related_chosen(&w);

    rc = jobs_related_dropped(&w, dropped, &ndropped);
    if (rc != JOBS_OK) {
        return rc;
    }

    parent = w.chosen == JOBS_NO_TERM ? JOBS_NO_TERM
                                      : w.field->terms[w.chosen].parent;

    w.room = JOBS_RELATED_MAX - ndropped
             - (parent != JOBS_NO_TERM && !w.pinned);

    if (!w.many) {
        rc = jobs_match_set(m, JOBS_WITHOUT(JOBS_P_CATEGORY), 0, NULL,
                            &w.open);

        if (rc == JOBS_OK) {
            rc = jobs_related_below(&w, w.chosen);
        }

        if (rc == JOBS_OK && w.chosen != JOBS_NO_TERM && !w.pinned) {

            if (w.room > list->nrelated + JOBS_RELATED_BESIDE) {
                w.room = list->nrelated + JOBS_RELATED_BESIDE;
            }

            rc = jobs_related_below(&w, parent);
        }

        w.room = JOBS_RELATED_MAX;

        if (rc == JOBS_OK && parent != JOBS_NO_TERM && !w.pinned) {
            rc = jobs_related_category(&w, parent);
        }

        jobs_set_free(&w.open);
    }

    for (i = 0; i < ndropped && rc == JOBS_OK; i++) {
        jobs_related_add(list, &dropped[i]);
    }

    return rc;
}


/* the visitor's category, else the pinned one */

static void
jobs_related_chosen(jobs_related_work_t *w)
{
    unsigned              i;
    const jobs_value_t   *v;
    const jobs_clause_t  *c;
    const jobs_filter_t  *f;

    f = w->match->filter;
    w->chosen = JOBS_NO_TERM;

    for (i = 0; i < f->nclauses; i++) {
        c = &f->clauses[i];

        if (c->param != JOBS_P_CATEGORY) {
            continue;
        }

        v = &f->values[c->first];

        if (c->n != 1 || v->exclude || v->nterms != 1) {
            w->many = 1;
            return;
        }

        w->chosen = v->terms[0];
        w->pinned = (c->pinned != JOBS_BY_VISITOR);
    }
}


/* the categories below one (or the roots), those with most listings first */

static jobs_rc_t
jobs_related_below(jobs_related_work_t *w, uint32_t parent)
{
    uint32_t            i, best, last;
    uint64_t            bound;
    jobs_rc_t           rc;
    const jobs_term_t  *t;

    bound = UINT64_MAX;
    last = 0;

    while (w->list->nrelated < w->room && w->tried < JOBS_RELATED_TRIED) {
        best = JOBS_NO_TERM;

        for (i = 0; i < w->field->nterms; i++) {
            t = &w->field->terms[i];

            if (t->parent != parent || i == w->chosen
                || t->listings > bound
                || (t->listings == bound && i <= last)
                || (best != JOBS_NO_TERM
                    && t->listings <= w->field->terms[best].listings))
            {
                continue;
            }

            best = i;
        }

        if (best == JOBS_NO_TERM) {
            return JOBS_OK;
        }

        bound = w->field->terms[best].listings;
        last = best;
        w->tried++;

        rc = jobs_related_category(w, best);
        if (rc != JOBS_OK) {
            return rc;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_related_category(jobs_related_work_t *w, uint32_t term)
{
    unsigned             owned;
    jobs_rc_t            rc;
    jobs_related_t       r;
    roaring_bitmap_t    *b;
    const jobs_term_t   *t;
    const jobs_index_t  *ix;

    ix = w->match->snapshot->index;

    rc = jobs_match_term(w->match->snapshot, JOBS_F_CATEGORY, term, &b,
                         &owned);
    if (rc != JOBS_OK) {
        return rc;
    }

    t = &w->field->terms[term];
    r.slug = jobs_str(NULL, 0);
    r.param = JOBS_P_CATEGORY;
    r.value = jobs_term_value(ix, t);
    r.label = jobs_term_label(ix, t);
    r.count = jobs_set_count_and(&w->open, b);

    if (owned) {
        roaring_bitmap_free(b);
    }

    jobs_related_add(w->list, &r);

    return JOBS_OK;
}


static jobs_rc_t
jobs_related_dropped(jobs_related_work_t *w, jobs_related_t *dropped,
    unsigned *n)
{
    unsigned              i;
    jobs_rc_t             rc;
    jobs_set_t            set;
    const jobs_clause_t  *c;
    const jobs_filter_t  *f;

    f = w->match->filter;
    *n = 0;

    for (i = 0; i < f->nclauses && *n < JOBS_RELATED_DROPPED; i++) {
        c = &f->clauses[i];

        if (!jobs_related_droppable(f, c)) {
            continue;
        }

        rc = jobs_match_set(w->match, JOBS_WITHOUT(
                                c->param == JOBS_P_SALARY_MAX
                                ? JOBS_P_SALARY_MIN : c->param),
                            0, NULL, &set);
        if (rc != JOBS_OK) {
            return rc;
        }

        if (set.count > w->base->count) {
            dropped[*n].slug = jobs_str(NULL, 0);
            dropped[*n].param = c->param;
            dropped[*n].value = jobs_str(NULL, 0);
            dropped[*n].label = jobs_str(NULL, 0);
            dropped[*n].count = set.count;
            (*n)++;
        }

        jobs_set_free(&set);
    }

    return JOBS_OK;
}


/* of the salary's arguments, one that stands alone */

static int
jobs_related_droppable(const jobs_filter_t *f, const jobs_clause_t *c)
{
    if (c->pinned || c->param >= JOBS_P_SORT) {
        return 0;
    }

    switch (c->param) {

    case JOBS_P_SALARY_CURRENCY:
    case JOBS_P_SALARY_INCLUDE_UNKNOWN:
        return 0;

    case JOBS_P_SALARY_MIN:
        return jobs_filter_clause(f, JOBS_P_SALARY_MAX) == NULL;

    case JOBS_P_SALARY_MAX:
        return jobs_filter_clause(f, JOBS_P_SALARY_MIN) == NULL;

    default:
        return 1;
    }
}


static void
jobs_related_add(jobs_list_t *list, const jobs_related_t *r)
{
    if (r->count > 0 && list->nrelated < JOBS_RELATED_MAX) {
        list->related[list->nrelated++] = *r;
    }
}


void
jobs_related_label(jobs_buf_t *b, const jobs_list_t *l,
    const jobs_related_t *r, jobs_lang_e lang, jobs_escape_t escape)
{
    char        bytes[1024];
    jobs_buf_t  text;

    if (r->slug.data != NULL) {
        escape(b, r->label);
        return;
    }

    text = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                          .max = sizeof(bytes) };

    jobs_filter_heading_change(&text, l->filter, lang, r->param, r->label);

    if (text.rc == JOBS_OK) {
        escape(b, jobs_buf_view(&text));
    }
}
