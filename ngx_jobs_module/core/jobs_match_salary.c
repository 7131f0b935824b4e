/*
 * The salary's part of a set: few salaries are different, so what fits is
 * found out for these, and looked up for each listing.
 */

#include "jobs_match_part.h"


static const jobs_value_t  *jobs_salary_value(const jobs_filter_t *f,
                      jobs_param_e param, unsigned pinned);


jobs_rc_t
jobs_match_salary(jobs_match_t *m, unsigned pinned)
{
    int                  unknown;
    uint8_t             *fits;
    uint32_t             i;
    const char          *code;
    const jobs_pay_t    *p;
    const jobs_value_t  *from, *to;
    const jobs_index_t  *ix;

    from = jobs_salary_value(m->filter, JOBS_P_SALARY_MIN, pinned);
    to = jobs_salary_value(m->filter, JOBS_P_SALARY_MAX, pinned);

    if (from == NULL && to == NULL) {
        return JOBS_OK;
    }

    code = jobs_filter_currency(m->filter, pinned, m->snapshot->currency);
    unknown = jobs_salary_value(m->filter, JOBS_P_SALARY_INCLUDE_UNKNOWN,
                                pinned)
              != NULL;
    ix = m->snapshot->index;

    fits = m->snapshot->mem.realloc(m->snapshot->mem.ctx, NULL, 0, ix->npay);
    if (fits == NULL) {
        return JOBS_NOMEM;
    }

    m->pay[pinned] = fits;

    for (i = 0; i < ix->npay; i++) {
        p = &ix->pay[i];

        if (p->min < 0) {
            fits[i] = (uint8_t) unknown;
            continue;
        }

        fits[i] = memcmp(p->currency, code, 3) == 0
                  && (from == NULL || p->max >= from->number)
                  && (to == NULL || p->min <= to->number);
    }

    return JOBS_OK;
}


const char *
jobs_filter_currency(const jobs_filter_t *f, unsigned pinned,
    const char *commonest)
{
    unsigned              i;
    const jobs_value_t   *v;
    static const uint8_t  others[] = {
        JOBS_BY_SEARCH, JOBS_BY_PARTNER, JOBS_BY_OPERATOR
    };

    v = jobs_salary_value(f, JOBS_P_SALARY_CURRENCY, pinned);

    for (i = 0;
         v == NULL && pinned == JOBS_BY_VISITOR && i < sizeof(others);
         i++)
    {
        v = jobs_salary_value(f, JOBS_P_SALARY_CURRENCY, others[i]);
    }

    return v != NULL ? v->text.data : commonest[0] != '\0' ? commonest : "USD";
}


jobs_rc_t
jobs_set_paid(jobs_match_t *m, jobs_set_t *set, const uint8_t *fits)
{
    uint32_t              i, k, n, kept[JOBS_MATCH_BATCH];
    jobs_rc_t             rc;
    jobs_walk_t           walk;
    roaring_bitmap_t     *paid;
    const uint32_t       *positions;
    const jobs_index_t   *ix;

    if (fits == NULL) {
        return JOBS_OK;
    }

    ix = m->snapshot->index;
    paid = roaring_bitmap_create();

    if (paid == NULL) {
        return JOBS_NOMEM;
    }

    set->count = set->bitmap == NULL
                 ? ix->n : roaring_bitmap_get_cardinality(set->bitmap);

    rc = jobs_walk_init(&walk, set, m->snapshot);

    while (rc == JOBS_OK && (n = jobs_walk_next(&walk, &positions)) > 0) {
        k = 0;

        for (i = 0; i < n; i++) {
            kept[k] = positions[i];
            k += fits[jobs_code(&ix->salary, positions[i])];
        }

        roaring_bitmap_add_many(paid, k, kept);

        if (jobs_snapshot_late(m->snapshot)) {
            rc = JOBS_TIMEOUT;
        }
    }

    if (rc != JOBS_OK) {
        roaring_bitmap_free(paid);
        return rc;
    }

    jobs_set_free(set);
    set->bitmap = paid;
    set->owned = 1;

    return JOBS_OK;
}


static const jobs_value_t *
jobs_salary_value(const jobs_filter_t *f, jobs_param_e param, unsigned pinned)
{
    unsigned  i;

    for (i = 0; i < f->nclauses; i++) {
        if (f->clauses[i].param == param && f->clauses[i].pinned == pinned) {
            return &f->values[f->clauses[i].first];
        }
    }

    return NULL;
}
