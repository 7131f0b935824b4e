/*
 * HTML: filters, orders and times in words.
 */


#include "jobs_html.h"


static void jobs_html_value(jobs_buf_t *b, const jobs_value_t *v);


void
jobs_html_filter(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c)
{
    const jobs_param_t  *param;

    param = &jobs_params[c->param];

    jobs_buf_str(b, param->label);

    if (param->kind != JOBS_KIND_FLAG) {
        jobs_buf_lit(b, ": ");
        jobs_html_values(b, f, c);
    }
}


void
jobs_html_values(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c)
{
    unsigned  i;

    for (i = 0; i < c->n; i++) {
        if (i > 0) {
            jobs_buf_lit(b, ", ");
        }

        jobs_html_value(b, &f->values[c->first + i]);
    }
}


static void
jobs_html_value(jobs_buf_t *b, const jobs_value_t *v)
{
    uint64_t  n;

    if (v->exclude) {
        jobs_buf_lit(b, "not ");
    }

    switch (jobs_params[v->param].kind) {

    case JOBS_KIND_AMOUNT:
        jobs_buf_grouped(b, (uint64_t) v->number);
        break;

    case JOBS_KIND_TIME:
        jobs_html_clock(b, (int64_t) v->number);
        break;

    case JOBS_KIND_PERIOD:
        n = (uint64_t) v->number / 3600;
        jobs_buf_lit(b, "Last ");
        jobs_buf_uint(b, n > 24 && n % 24 == 0 ? n / 24 : n);
        jobs_buf_str(b, n > 24 && n % 24 == 0 ? jobs_lit(" days")
                        : n == 1 ? jobs_lit(" hour") : jobs_lit(" hours"));
        break;

    default:
        jobs_buf_str(b, v->label);
        break;
    }
}


jobs_str_t
jobs_html_choice(jobs_param_e param, jobs_str_t value)
{
    unsigned             i;
    const jobs_param_t  *p;

    p = &jobs_params[param];

    for (i = 0; p->choices[i].data != NULL; i++) {
        if (jobs_str_eq(p->choices[i], value)) {
            return p->choice_labels[i];
        }
    }

    return value;
}


void
jobs_html_day(jobs_buf_t *b, int64_t t)
{
    size_t  len;

    len = b->len;

    jobs_buf_time(b, t);

    if (b->rc == JOBS_OK) {
        b->len = len + sizeof("2026-08-08") - 1;
    }
}


jobs_str_t
jobs_html_order(jobs_sort_e sort, unsigned reversed)
{
    static const jobs_str_t  labels[] = {           /* jobs_sort_e's order */
        jobs_string("Oldest first"), jobs_string("Best match last"),
        jobs_string("Lowest salary first"), jobs_string("Company, Z to A"),
        jobs_string("Title, Z to A")
    };

    return reversed ? labels[sort]
                    : jobs_params[JOBS_P_SORT].choice_labels[sort];
}


void
jobs_html_clock(jobs_buf_t *b, int64_t t)
{
    size_t  len;

    jobs_buf_date(b, t);
    jobs_buf_lit(b, ", ");

    len = b->len;

    jobs_buf_time(b, t);

    if (b->rc == JOBS_OK) {
        memmove(b->data + len, b->data + len + sizeof("2026-08-08T") - 1,
                sizeof("09:00") - 1);
        b->len = len + sizeof("09:00") - 1;
    }

    jobs_buf_lit(b, " UTC");
}
