/*
 * Arguments into clauses.
 */

#include "jobs_cursor.h"
#include "jobs_text.h"
#include "jobs_value.h"


static jobs_rc_t  jobs_filter_how(jobs_filter_t *f, uint64_t max_limit,
                      jobs_fault_t *fault);
static jobs_rc_t  jobs_filter_cursor(jobs_filter_t *f, const jobs_value_t *v,
                      jobs_fault_t *fault);
static uint32_t   jobs_filter_facets(const jobs_filter_t *f,
                      const jobs_clause_t *c);
static int        jobs_value_order(const jobs_value_t *a,
                      const jobs_value_t *b);
static jobs_str_t  jobs_trim(jobs_str_t s);


void
jobs_filter_init(jobs_filter_t *f, uint64_t limit)
{
    f->nclauses = 0;
    f->nvalues = 0;
    f->sort = JOBS_SORT_RECENT;
    f->reverse = 0;
    f->sort_given = 0;
    f->never = 0;
    f->limit = limit;
    f->default_limit = limit;
    f->offset = 0;
    f->has_cursor = 0;
    f->facets = 0;
    f->stats = 0;
    f->used = 0;
}


jobs_rc_t
jobs_filter_add(jobs_filter_t *f, const jobs_param_t *param, jobs_str_t value,
    unsigned pinned, jobs_fault_t *fault)
{
    size_t       i;
    unsigned     quoted;
    jobs_rc_t    rc;
    jobs_str_t   part;
    const char  *reason;

    fault->parameter = param->name;
    fault->value = value;

    while (value.len > 0) {
        quoted = 0;

        for (i = 0; i < value.len; i++) {
            if (value.data[i] == '"') {
                quoted = !quoted;

            } else if (value.data[i] == ',' && param->split && !quoted) {
                break;
            }
        }

        if (quoted && param->split) {

            /* a quote that is not closed is a character like any other */

            for (i = 0; i < value.len && value.data[i] != ','; i++) { /**/ }
        }

        part = jobs_trim(jobs_str(value.data, i));
        i += (i < value.len);
        value = jobs_str(value.data + i, value.len - i);

        if (part.len == 0) {
            continue;
        }

        reason = "the value is not valid";
        rc = jobs_value_add(f, param, part, pinned, &reason);

        if (rc != JOBS_OK) {
            fault->value = part;
            fault->reason = reason;
            return rc;
        }
    }

    return JOBS_OK;
}


jobs_rc_t
jobs_filter_args(jobs_filter_t *f, const jobs_args_t *args, uint64_t allowed,
    uint64_t max_limit, jobs_fault_t *fault)
{
    unsigned             i, stray;
    jobs_rc_t            rc;
    const jobs_param_t  *param;

    stray = args->n;

    for (i = 0; i < args->n; i++) {
        param = jobs_param_find(args->arg[i].name);

        if (param == NULL || !(allowed & (1ULL << (param - jobs_params)))) {
            stray = i;
            continue;
        }

        rc = jobs_filter_add(f, param, args->arg[i].value, 0, fault);
        if (rc != JOBS_OK) {
            return rc;
        }
    }

    jobs_filter_settle(f);

    if (stray < args->n && jobs_filter_clause(f, JOBS_P_STRICT) != NULL) {
        fault->parameter = args->arg[stray].name;
        fault->value = args->arg[stray].value;
        fault->reason = "the argument is not known here";
        return JOBS_INVALID;
    }

    return jobs_filter_how(f, max_limit, fault);
}


int
jobs_filter_searches(const jobs_filter_t *f)
{
    unsigned  i;

    for (i = 0; i < f->nclauses; i++) {
        if (f->clauses[i].param == JOBS_P_Q) {
            return 1;
        }
    }

    return 0;
}


int
jobs_filter_hourly(const jobs_filter_t *f)
{
    unsigned  i;

    for (i = 0; i < f->nclauses; i++) {
        if (f->clauses[i].param == JOBS_P_POSTED_WITHIN) {
            return 1;
        }
    }

    return 0;
}


int
jobs_filter_open(const jobs_filter_t *f, jobs_param_e param,
    uint64_t withheld)
{
    unsigned  i;

    if (withheld & ((uint64_t) 1 << param)) {
        return 0;
    }

    if (jobs_params[param].kind == JOBS_KIND_SEARCH) {
        return 1;
    }

    for (i = 0; i < f->nclauses; i++) {
        if (f->clauses[i].pinned && f->clauses[i].param == param) {
            return 0;
        }
    }

    return 1;
}


const jobs_clause_t *
jobs_filter_clause(const jobs_filter_t *f, jobs_param_e param)
{
    unsigned  i;

    for (i = 0; i < f->nclauses; i++) {
        if (f->clauses[i].param == param && !f->clauses[i].pinned) {
            return &f->clauses[i];
        }
    }

    return NULL;
}


jobs_str_t
jobs_filter_keep(jobs_filter_t *f, jobs_str_t s, int fold)
{
    jobs_str_t  kept;
    jobs_buf_t  b;

    /* a buffer over our own memory, full: it cannot grow */

    b.data = f->bytes + f->used;
    b.len = 0;
    b.size = sizeof(f->bytes) - f->used;
    b.max = b.size;
    b.rc = JOBS_OK;
    b.mem = NULL;

    if (fold) {
        jobs_fold(&b, s);

    } else {
        jobs_buf_str(&b, s);
    }

    if (b.rc != JOBS_OK) {
        kept.len = 0;
        kept.data = NULL;
        return kept;
    }

    f->used += b.len;

    return jobs_buf_view(&b);
}


void
jobs_filter_settle(jobs_filter_t *f)
{
    int            order;
    unsigned       i, j, n;
    jobs_value_t   v;
    jobs_clause_t  *c;

    /* insertion sort: at most 128 values, nearly always fewer than 8 */

    n = 0;

    for (i = 0; i < f->nvalues; i++) {
        v = f->values[i];
        order = 1;

        for (j = n; j > 0; j--) {
            order = jobs_value_order(&v, &f->values[j - 1]);
            if (order >= 0) {
                break;
            }
        }

        if (j > 0 && order == 0) {
            continue;
        }

        memmove(&f->values[j + 1], &f->values[j],
                (n - j) * sizeof(jobs_value_t));
        f->values[j] = v;
        n++;
    }

    f->nvalues = n;
    f->nclauses = 0;
    c = NULL;

    for (i = 0; i < n; i++) {

        if (c == NULL || c->param != f->values[i].param
            || c->pinned != f->values[i].pinned)
        {
            c = &f->clauses[f->nclauses++];
            c->param = f->values[i].param;
            c->pinned = f->values[i].pinned;
            c->first = i;
            c->n = 0;
        }

        c->n++;
    }
}


/* the arguments that say how: each has one value */

static jobs_rc_t
jobs_filter_how(jobs_filter_t *f, uint64_t max_limit, jobs_fault_t *fault)
{
    unsigned              i;
    jobs_value_t         *v;
    const jobs_clause_t  *c;

    for (i = 0; i < f->nclauses; i++) {
        c = &f->clauses[i];
        v = &f->values[c->first];

        if (c->n > 1 && !c->pinned
            && jobs_param_single(&jobs_params[c->param]))
        {
            fault->parameter = jobs_params[c->param].name;
            fault->value = f->values[c->first + 1].text;
            fault->reason = "it is given more than once";
            return JOBS_INVALID;
        }

        switch (c->param) {

        case JOBS_P_Q:
            if (!f->sort_given) {
                f->sort = JOBS_SORT_RELEVANCE;
            }
            break;

        case JOBS_P_SORT:
            f->sort = (jobs_sort_e) v->choice;
            f->reverse = v->exclude;
            f->sort_given = 1;
            break;

        case JOBS_P_LIMIT:
            f->limit = (uint64_t) v->number;
            break;

        case JOBS_P_OFFSET:
            f->offset = (uint64_t) v->number;
            break;

        case JOBS_P_PAGE:

            if (jobs_filter_clause(f, JOBS_P_OFFSET) != NULL) {
                fault->parameter = jobs_params[c->param].name;
                fault->value = v->text;
                fault->reason = "it cannot stand beside offset";
                return JOBS_INVALID;
            }

            break;

        case JOBS_P_FACETS:
            f->facets = jobs_filter_facets(f, c);
            break;

        case JOBS_P_STATS:
            f->stats = 1;
            break;

        default:
            break;
        }
    }

    if (f->limit > max_limit) {
        f->limit = max_limit;
    }

    c = jobs_filter_clause(f, JOBS_P_PAGE);

    if (c != NULL) {
        f->offset = ((uint64_t) f->values[c->first].number - 1) * f->limit;

        if (f->offset > JOBS_COUNT_MAX) {
            f->offset = JOBS_COUNT_MAX;     /* as empty as the page itself */
        }
    }

    c = jobs_filter_clause(f, JOBS_P_CURSOR);

    return c == NULL ? JOBS_OK
                     : jobs_filter_cursor(f, &f->values[c->first], fault);
}


static jobs_rc_t
jobs_filter_cursor(jobs_filter_t *f, const jobs_value_t *v,
    jobs_fault_t *fault)
{
    fault->parameter = jobs_params[JOBS_P_CURSOR].name;
    fault->value = v->text;

    if (jobs_cursor_parse(&f->cursor, v->text) != JOBS_OK) {
        fault->reason = "it must be taken from an answer's links.next";
        return JOBS_INVALID;
    }

    if (f->sort == JOBS_SORT_RELEVANCE) {
        fault->reason = "it cannot stand beside the order \"relevance\"";
        return JOBS_INVALID;
    }

    if (f->cursor.sort != f->sort || f->cursor.reverse != f->reverse) {
        fault->reason = "it belongs to another order";
        return JOBS_INVALID;
    }

    if (jobs_filter_clause(f, JOBS_P_OFFSET) != NULL
        || jobs_filter_clause(f, JOBS_P_PAGE) != NULL)
    {
        fault->reason = "it cannot stand beside offset or page";
        return JOBS_INVALID;
    }

    f->has_cursor = 1;

    return JOBS_OK;
}


static uint32_t
jobs_filter_facets(const jobs_filter_t *f, const jobs_clause_t *c)
{
    unsigned  i, n;
    uint32_t  facets;

    facets = 0;

    for (i = 0; i < c->n; i++) {
        for (n = 0; n < JOBS_F_N; n++) {
            if (jobs_str_eq(jobs_fields[n].name,
                            f->values[c->first + i].text))
            {
                facets |= (uint32_t) 1 << n;
            }
        }
    }

    return facets;
}


static int
jobs_value_order(const jobs_value_t *a, const jobs_value_t *b)
{
    int  rc;

    if (a->param != b->param) {
        return a->param < b->param ? -1 : 1;
    }

    if (a->pinned != b->pinned) {
        return a->pinned > b->pinned ? -1 : 1;
    }

    if (a->exclude != b->exclude) {
        return a->exclude ? 1 : -1;
    }

    rc = memcmp(a->text.data, b->text.data,
                a->text.len < b->text.len ? a->text.len : b->text.len);

    if (rc != 0) {
        return rc;
    }

    return a->text.len < b->text.len ? -1 : a->text.len > b->text.len;
}


static jobs_str_t
jobs_trim(jobs_str_t s)
{
    while (s.len > 0 && s.data[0] == ' ') {
        s.data++;
        s.len--;
    }

    while (s.len > 0 && s.data[s.len - 1] == ' ') {
        s.len--;
    }

    return s;
}
