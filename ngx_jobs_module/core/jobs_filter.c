/*
 * Arguments into clauses: splitting, validation, canonical values.
 */

#include "jobs_filter.h"
#include "jobs_search.h"
#include "jobs_text.h"


#define JOBS_AMOUNT_MAX  1e12
#define JOBS_COUNT_MAX   1000000000000000


static jobs_rc_t  jobs_filter_value(jobs_filter_t *f,
                      const jobs_param_t *param, jobs_str_t text,
                      unsigned pinned, const char **reason);
static jobs_rc_t  jobs_value_choice(jobs_value_t *v,
                      const jobs_param_t *param, const char **reason);
static jobs_str_t  jobs_unquote(jobs_filter_t *f, jobs_str_t s);
static int        jobs_same_choice(jobs_str_t text, jobs_str_t choice);
static jobs_rc_t  jobs_value_flag(jobs_value_t *v, const char **reason);
static jobs_rc_t  jobs_value_period(jobs_filter_t *f, jobs_value_t *v,
                      const char **reason);
static jobs_rc_t  jobs_value_number(jobs_filter_t *f,
                      const jobs_param_t *param, jobs_value_t *v,
                      const char **reason);
static jobs_rc_t  jobs_filter_how(jobs_filter_t *f, uint64_t max_limit,
                      jobs_fault_t *fault);
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
    f->limit_given = 0;
    f->strict = 0;
    f->never = 0;
    f->limit = limit;
    f->default_limit = limit;
    f->offset = 0;
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
        rc = jobs_filter_value(f, param, part, pinned, &reason);

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


static jobs_rc_t
jobs_filter_value(jobs_filter_t *f, const jobs_param_t *param, jobs_str_t text,
    unsigned pinned, const char **reason)
{
    int            fold;
    jobs_rc_t      rc;
    jobs_value_t  *v;

    if (f->nvalues == JOBS_FILTER_VALUES) {
        *reason = "there are more than 128 values";
        return JOBS_LIMIT;
    }

    v = &f->values[f->nvalues];

    v->param = (jobs_param_e) (param - jobs_params);
    v->pinned = pinned;
    v->exclude = 0;
    v->number = 0;
    v->choice = 0;
    v->nterms = 0;
    v->listings = 0;

    if (param->exclude && text.len > 1 && text.data[0] == '-') {
        v->exclude = 1;
        text.data++;
        text.len--;
    }

    if (param->split && text.len > 2 && text.data[0] == '"'
        && text.data[text.len - 1] == '"')
    {
        text = jobs_unquote(f, jobs_str(text.data + 1, text.len - 2));

        if (text.data == NULL) {
            *reason = "the values are too long";
            return JOBS_LIMIT;
        }
    }

    fold = (param->kind == JOBS_KIND_TERM
            || param->kind == JOBS_KIND_SEARCH);

    v->text = fold ? jobs_filter_keep(f, text, 1) : text;

    if (v->text.data == NULL) {
        *reason = "the values are too long";
        return JOBS_LIMIT;
    }

    if (v->text.len == 0) {
        return JOBS_OK;                 /* white space alone: absent */
    }

    rc = JOBS_OK;

    switch (param->kind) {

    case JOBS_KIND_TERM:
        break;

    case JOBS_KIND_SEARCH:

        if (jobs_search_parse(NULL, NULL, v->text) == JOBS_LIMIT) {
            *reason = "a search has at most 8 words";
            return JOBS_LIMIT;
        }

        break;

    case JOBS_KIND_CHOICE:
    case JOBS_KIND_SORT:
        rc = jobs_value_choice(v, param, reason);
        break;

    case JOBS_KIND_FLAG:
        rc = jobs_value_flag(v, reason);

        if (rc == JOBS_OK && v->number == 0) {
            return JOBS_OK;             /* 0 asks for nothing */
        }

        break;

    case JOBS_KIND_PERIOD:
        rc = jobs_value_period(f, v, reason);
        break;

    case JOBS_KIND_AMOUNT:
    case JOBS_KIND_COUNT:
    case JOBS_KIND_CURRENCY:
    case JOBS_KIND_TIME:
        rc = jobs_value_number(f, param, v, reason);
        break;
    }

    if (rc == JOBS_OK && v->text.data == NULL) {
        *reason = "the values are too long";
        rc = JOBS_LIMIT;
    }

    if (rc == JOBS_OK) {
        v->label = param->choices != NULL ? param->choice_labels[v->choice]
                                          : v->text;
        f->nvalues++;
    }

    return rc;
}


/* two quotes inside of quotes are one; data NULL: no memory is left */

static jobs_str_t
jobs_unquote(jobs_filter_t *f, jobs_str_t s)
{
    char    *p;
    size_t   i, n;

    if (memchr(s.data, '"', s.len) == NULL) {
        return s;
    }

    s = jobs_filter_keep(f, s, 0);

    if (s.data == NULL) {
        return s;
    }

    p = f->bytes + f->used - s.len;
    n = 0;

    for (i = 0; i < s.len; i++) {
        i += (s.data[i] == '"' && i + 1 < s.len && s.data[i + 1] == '"');
        p[n++] = s.data[i];
    }

    return jobs_str(p, n);
}


/* "Full-time", "full time" and "FULL_TIME" are the same choice */

static jobs_rc_t
jobs_value_choice(jobs_value_t *v, const jobs_param_t *param,
    const char **reason)
{
    unsigned  n;

    if (param == &jobs_params[JOBS_P_REMOTE]
        && (jobs_str_eq(v->text, jobs_lit("1"))
            || jobs_str_eq(v->text, jobs_lit("true"))))
    {
        v->text = param->choices[0];
        return JOBS_OK;
    }

    for (n = 0; param->choices[n].data != NULL; n++) {
        if (jobs_same_choice(v->text, param->choices[n])) {
            v->text = param->choices[n];
            v->choice = n;
            return JOBS_OK;
        }
    }

    *reason = param->rule;

    return JOBS_INVALID;
}


static int
jobs_same_choice(jobs_str_t text, jobs_str_t choice)
{
    char    c;
    size_t  i, k;

    k = 0;

    for (i = 0; i < text.len; i++) {
        c = text.data[i];

        if (c == '-' || c == ' ' || c == '_') {
            continue;
        }

        if (k < choice.len && choice.data[k] == '_') {
            k++;
        }

        if (c >= 'A' && c <= 'Z') {
            c |= 0x20;
        }

        if (k == choice.len || c != choice.data[k]) {
            return 0;
        }

        k++;
    }

    return k == choice.len;
}


static jobs_rc_t
jobs_value_flag(jobs_value_t *v, const char **reason)
{
    if (jobs_str_eq(v->text, jobs_lit("1"))
        || jobs_str_eq(v->text, jobs_lit("true")))
    {
        v->text = jobs_lit("1");
        v->number = 1;
        return JOBS_OK;
    }

    if (jobs_str_eq(v->text, jobs_lit("0"))
        || jobs_str_eq(v->text, jobs_lit("false")))
    {
        return JOBS_OK;
    }

    *reason = "it must be 1, true, 0 or false";

    return JOBS_INVALID;
}


/* 30, 30d, 24h: at most ten years; in days where it is whole days */

static jobs_rc_t
jobs_value_period(jobs_filter_t *f, jobs_value_t *v, const char **reason)
{
    char        text[24];
    uint64_t    n;
    jobs_str_t  s;
    jobs_buf_t  b;

    s = v->text;
    n = 24;

    if (s.len > 1 && s.data[s.len - 1] == 'h') {
        n = 1;
        s.len--;

    } else if (s.len > 1 && s.data[s.len - 1] == 'd') {
        s.len--;
    }

    v->number = (double) n;

    if (jobs_parse_uint(s, 3650 * 24 / n, &n) != JOBS_OK || n == 0) {
        *reason = "it must be a number of days from 1 to 3650, or hours as "
                  "in 24h";
        return JOBS_INVALID;
    }

    n *= (uint64_t) v->number;
    v->number = (double) (n * 3600);

    b = (jobs_buf_t) { .data = text, .size = sizeof(text),
                       .max = sizeof(text) };

    jobs_buf_uint(&b, n % 24 == 0 ? n / 24 : n);
    jobs_buf_char(&b, n % 24 == 0 ? 'd' : 'h');

    v->text = jobs_filter_keep(f, jobs_buf_view(&b), 0);

    return JOBS_OK;
}


static jobs_rc_t
jobs_value_number(jobs_filter_t *f, const jobs_param_t *param, jobs_value_t *v,
    const char **reason)
{
    char        text[32];
    size_t      i;
    int64_t     t;
    uint64_t    n;
    jobs_buf_t  b;

    b = (jobs_buf_t) { .data = text, .size = sizeof(text),
                       .max = sizeof(text) };

    switch (param->kind) {

    case JOBS_KIND_AMOUNT:

        if (jobs_parse_number(v->text, &v->number) != JOBS_OK
            || v->number < 0 || v->number > JOBS_AMOUNT_MAX)
        {
            *reason = "it must be an amount from 0 to 1000000000000";
            return JOBS_INVALID;
        }

        v->number = (double) (uint64_t) (v->number * 100 + 0.5) / 100;
        jobs_buf_number(&b, v->number);
        break;

    case JOBS_KIND_COUNT:

        n = 0;

        if (jobs_parse_uint(v->text, JOBS_COUNT_MAX, &n) != JOBS_OK
            || (n == 0 && param == &jobs_params[JOBS_P_PAGE]))
        {
            *reason = param == &jobs_params[JOBS_P_PAGE]
                      ? "it must be a whole number from 1"
                      : "it must be a whole number from 0";
            return JOBS_INVALID;
        }

        v->number = (double) n;
        jobs_buf_uint(&b, n);
        break;

    case JOBS_KIND_CURRENCY:

        for (i = 0; i < v->text.len && i < 3; i++) {
            text[i] = (char) (v->text.data[i] & ~0x20);

            if (text[i] < 'A' || text[i] > 'Z') {
                break;
            }
        }

        if (i != 3 || v->text.len != 3) {
            *reason = "it must be a currency of three letters (ISO 4217)";
            return JOBS_INVALID;
        }

        b.len = 3;
        break;

    default: /* JOBS_KIND_TIME */

        if (jobs_parse_time(v->text, &t) != JOBS_OK) {
            *reason = "it must be a time as in 2026-08-08T09:00:00Z";
            return JOBS_INVALID;
        }

        v->number = (double) t;
        jobs_buf_time(&b, t);
        break;
    }

    v->text = jobs_filter_keep(f, jobs_buf_view(&b), 0);

    return JOBS_OK;
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
            f->limit_given = 1;
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

    return JOBS_OK;
}


static int
jobs_value_order(const jobs_value_t *a, const jobs_value_t *b)
{
    int  rc;

    if (a->param != b->param) {
        return a->param < b->param ? -1 : 1;
    }

    if (a->pinned != b->pinned) {
        return a->pinned ? -1 : 1;
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
