/*
 * HTML: what a visitor may choose from in a field.
 *
 * The values of a closed set stand in its order, others by their number of
 * listings.  What was chosen is always there, also where it gives nothing, and
 * so is what was excluded.
 */


#include "jobs_html.h"


static void jobs_choices_closed(jobs_choices_t *c, const jobs_facet_t *facet,
    const jobs_list_t *l, const jobs_clause_t *clause);
static void jobs_choices_counted(jobs_choices_t *c, const jobs_facet_t *facet,
    const jobs_filter_t *f, const jobs_clause_t *clause);
static void jobs_choices_excluded(jobs_choices_t *c, const jobs_list_t *l,
    const jobs_clause_t *clause);
static void jobs_choices_add(jobs_choices_t *c, jobs_str_t value,
    jobs_str_t label, const jobs_facet_value_t *counted, unsigned chosen);
static void jobs_choices_sort(jobs_choices_t *c);
static const jobs_facet_t *jobs_choices_facet(const jobs_list_t *l,
    jobs_field_e field);
static const jobs_facet_value_t *jobs_choices_count(const jobs_facet_t *facet,
    jobs_str_t value);
static const jobs_value_t *jobs_choices_chosen(const jobs_filter_t *f,
    const jobs_clause_t *clause, jobs_str_t value);


const jobs_param_e  jobs_offered[] = {
    JOBS_P_REMOTE, JOBS_P_LEVEL, JOBS_P_TYPE, JOBS_P_CATEGORY, JOBS_P_TAG,
    JOBS_P_COMPANY, JOBS_P_REGION, JOBS_P_COUNTRY, JOBS_P_LANGUAGE,
    JOBS_P_N
};


int
jobs_html_choices(jobs_choices_t *c, const jobs_list_t *l, jobs_param_e param)
{
    const jobs_facet_t   *facet;
    const jobs_clause_t  *clause;

    c->param = param;
    c->n = 0;
    c->first = 0;
    c->chosen = 0;

    facet = jobs_choices_facet(l, jobs_params[param].field);

    if (facet == NULL || !jobs_filter_open(l->filter, param, l->withheld)) {
        return 0;
    }

    clause = jobs_filter_clause(l->filter, param);

    if (jobs_params[param].kind == JOBS_KIND_CHOICE) {
        jobs_choices_closed(c, facet, l, clause);

    } else {
        jobs_choices_counted(c, facet, l->filter, clause);
    }

    jobs_choices_excluded(c, l, clause);
    jobs_choices_sort(c);

    /* a single value that every listing has is no choice */

    return c->n > 1 || c->chosen
           || (c->n == 1 && c->choices[0].count < l->total);
}


static void
jobs_choices_closed(jobs_choices_t *c, const jobs_facet_t *facet,
    const jobs_list_t *l, const jobs_clause_t *clause)
{
    unsigned                   i;
    jobs_str_t                 value;
    const jobs_param_t        *param;
    const jobs_facet_value_t  *counted;

    param = &jobs_params[c->param];

    for (i = 0; param->choices[i].data != NULL; i++) {
        value = param->choices[i];
        counted = jobs_choices_count(facet, value);

        jobs_choices_add(c, value,
                         jobs_choice_label(l->site.look.lang, c->param, i),
                         counted,
                         jobs_choices_chosen(l->filter, clause, value)
                         != NULL);
    }
}


static void
jobs_choices_counted(jobs_choices_t *c, const jobs_facet_t *facet,
    const jobs_filter_t *f, const jobs_clause_t *clause)
{
    unsigned                   i;
    const jobs_value_t        *v;
    const jobs_facet_value_t  *counted;

    for (i = 0; i < facet->n; i++) {
        counted = &facet->values[i];

        jobs_choices_add(c, counted->value, counted->label, counted,
                         jobs_choices_chosen(f, clause, counted->value)
                         != NULL);
    }

    for (i = 0; clause != NULL && i < clause->n; i++) {
        v = &f->values[clause->first + i];

        if (v->exclude || jobs_choices_count(facet, v->text) != NULL) {
            continue;
        }

        jobs_choices_add(c, v->text, v->label, NULL, 1);

        /* not among so many values that are counted: it may have some */

        if (v->nterms > 1 || (v->nterms == 1
                              && facet->n == JOBS_FACET_VALUES))
        {
            c->choices[c->n - 1].counted = 0;
        }
    }
}


static void
jobs_choices_excluded(jobs_choices_t *c, const jobs_list_t *l,
    const jobs_clause_t *clause)
{
    unsigned             i;
    const jobs_value_t  *v;

    for (i = 0; clause != NULL && i < clause->n; i++) {
        v = &l->filter->values[clause->first + i];

        if (v->exclude) {
            jobs_choices_add(c, v->text,
                             jobs_value_label(l->site.look.lang, v), NULL, 1);
            c->choices[c->n - 1].exclude = 1;
            c->choices[c->n - 1].counted = 0;
        }
    }
}


static void
jobs_choices_add(jobs_choices_t *c, jobs_str_t value, jobs_str_t label,
    const jobs_facet_value_t *counted, unsigned chosen)
{
    jobs_choice_t  *choice;

    if (!chosen && (counted == NULL || c->n - c->chosen == JOBS_CHOICES_MAX)) {
        return;
    }

    choice = &c->choices[c->n++];

    choice->value = value;
    choice->label = label;
    choice->count = counted != NULL ? counted->count : 0;
    choice->counted = 1;
    choice->chosen = chosen;
    choice->exclude = 0;

    c->chosen += chosen;
}


/* those that are seen at once come first, in the order that they have */

static void
jobs_choices_sort(jobs_choices_t *c)
{
    unsigned       i;
    jobs_choice_t  choice;

    for (i = 0; i < c->n; i++) {

        if (i >= JOBS_CHOICES_FIRST && !c->choices[i].chosen) {
            continue;
        }

        choice = c->choices[i];
        memmove(&c->choices[c->first + 1], &c->choices[c->first],
                (i - c->first) * sizeof(jobs_choice_t));
        c->choices[c->first++] = choice;
    }

    /* one more is not worth a click */

    if (c->n == c->first + 1) {
        c->first++;
    }
}


static const jobs_facet_t *
jobs_choices_facet(const jobs_list_t *l, jobs_field_e field)
{
    unsigned  i;

    for (i = 0; i < l->nfacets; i++) {
        if (l->facets[i].field == field) {
            return &l->facets[i];
        }
    }

    return NULL;
}


static const jobs_facet_value_t *
jobs_choices_count(const jobs_facet_t *facet, jobs_str_t value)
{
    unsigned  i;

    for (i = 0; i < facet->n; i++) {
        if (jobs_str_eq(facet->values[i].value, value)) {
            return &facet->values[i];
        }
    }

    return NULL;
}


static const jobs_value_t *
jobs_choices_chosen(const jobs_filter_t *f, const jobs_clause_t *clause,
    jobs_str_t value)
{
    unsigned             i;
    const jobs_value_t  *v;

    for (i = 0; clause != NULL && i < clause->n; i++) {
        v = &f->values[clause->first + i];

        if (!v->exclude && jobs_str_eq(v->text, value)) {
            return v;
        }
    }

    return NULL;
}
