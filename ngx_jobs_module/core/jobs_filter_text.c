/*
 * A filter as text: the canonical query string.
 */

#include "jobs_cursor.h"
#include "jobs_filter.h"
#include "jobs_text.h"


static void  jobs_query_change(jobs_buf_t *b, const jobs_filter_t *f,
                 jobs_param_e param, jobs_str_t value);
static void  jobs_link_end(jobs_buf_t *b);
static void  jobs_query_value(jobs_buf_t *b, jobs_param_e param,
                 jobs_str_t value, size_t from);
static void  jobs_query_clause(jobs_buf_t *b, const jobs_filter_t *f,
                 const jobs_clause_t *c, size_t from);
static int   jobs_sort_is_default(const jobs_filter_t *f);


void
jobs_filter_query(jobs_buf_t *b, const jobs_filter_t *f, jobs_param_e except,
    uint64_t offset)
{
    size_t  from;

    from = b->len;

    jobs_query_change(b, f, except, jobs_str(NULL, 0));

    if (offset > 0) {
        jobs_buf_str(b, b->len > from ? jobs_lit("&offset=")
                                      : jobs_lit("offset="));
        jobs_buf_uint(b, offset);
    }
}


/* value instead of what the visitor gave to param; data NULL: without it */

static void
jobs_query_change(jobs_buf_t *b, const jobs_filter_t *f, jobs_param_e param,
    jobs_str_t value)
{
    size_t                from;
    unsigned              i;
    const jobs_clause_t  *c;

    from = b->len;

    for (i = 0; i < f->nclauses; i++) {
        c = &f->clauses[i];

        if (value.data != NULL && c->param >= param) {
            jobs_query_value(b, param, value, from);
            value.data = NULL;
        }

        /* the place in the list is one number, whoever counted in pages */

        if (c->pinned || c->param == param || c->param == JOBS_P_OFFSET
            || c->param == JOBS_P_PAGE || c->param == JOBS_P_CURSOR
            || (c->param == JOBS_P_SORT && jobs_sort_is_default(f)))
        {
            continue;
        }

        if (c->param == JOBS_P_LIMIT) {

            if (f->limit == f->default_limit) {
                continue;
            }

            jobs_buf_str(b, b->len > from ? jobs_lit("&limit=")
                                          : jobs_lit("limit="));
            jobs_buf_uint(b, f->limit);
            continue;
        }

        jobs_query_clause(b, f, c, from);
    }

    if (value.data != NULL) {
        jobs_query_value(b, param, value, from);
    }
}


void
jobs_filter_selection(jobs_buf_t *b, const jobs_filter_t *f)
{
    size_t                from;
    unsigned              i;
    const jobs_clause_t  *c;

    from = b->len;

    for (i = 0; i < f->nclauses; i++) {
        c = &f->clauses[i];

        if (!c->pinned && c->param < JOBS_P_SORT) {
            jobs_query_clause(b, f, c, from);
        }
    }
}


static void
jobs_query_value(jobs_buf_t *b, jobs_param_e param, jobs_str_t value,
    size_t from)
{
    if (b->len > from) {
        jobs_buf_char(b, '&');
    }

    jobs_buf_str(b, jobs_params[param].name);
    jobs_buf_char(b, '=');
    jobs_filter_item(b, &jobs_params[param], value, 0, 1);
}


void
jobs_link_change(jobs_buf_t *b, const jobs_filter_t *f, jobs_param_e param,
    jobs_str_t value)
{
    jobs_buf_char(b, '?');
    jobs_query_change(b, f, param, value);
    jobs_link_end(b);
}


void
jobs_link_selection(jobs_buf_t *b, const jobs_filter_t *f)
{
    jobs_buf_char(b, '?');
    jobs_filter_selection(b, f);
    jobs_link_end(b);
}


void
jobs_link_query(jobs_buf_t *b, const jobs_filter_t *f, jobs_param_e except,
    uint64_t offset)
{
    jobs_buf_char(b, '?');
    jobs_filter_query(b, f, except, offset);
    jobs_link_end(b);
}


/* without arguments there is no question mark: none of them ends in one */

static void
jobs_link_end(jobs_buf_t *b)
{
    if (b->rc == JOBS_OK && b->data[b->len - 1] == '?') {
        b->len--;
    }
}


void
jobs_link_cursor(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_cursor_t *cursor)
{
    size_t  from;

    jobs_buf_char(b, '?');
    from = b->len;

    jobs_filter_query(b, f, JOBS_P_N, 0);

    jobs_buf_str(b, b->len > from ? jobs_lit("&cursor=")
                                  : jobs_lit("cursor="));
    jobs_cursor_write(b, cursor);
}


void
jobs_filter_item(jobs_buf_t *b, const jobs_param_t *param, jobs_str_t value,
    int exclude, int uri)
{
    int         quoted;
    size_t      i;
    jobs_str_t  c;

    if (exclude) {
        jobs_buf_char(b, '-');
    }

    quoted = param->split && value.len != 0
             && (value.data[0] == '-'
                 || memchr(value.data, '"', value.len) != NULL
                 || memchr(value.data, ',', value.len) != NULL);

    if (!quoted) {
        if (uri) {
            jobs_escape_uri(b, value);

        } else {
            jobs_buf_str(b, value);
        }

        return;
    }

    jobs_buf_str(b, uri ? jobs_lit("%22") : jobs_lit("\""));

    for (i = 0; i < value.len; i++) {
        c = jobs_str(value.data + i, 1);

        if (*c.data == '"') {
            jobs_buf_str(b, uri ? jobs_lit("%22%22") : jobs_lit("\"\""));

        } else if (uri) {
            jobs_escape_uri(b, c);

        } else {
            jobs_buf_str(b, c);
        }
    }

    jobs_buf_str(b, uri ? jobs_lit("%22") : jobs_lit("\""));
}


static int
jobs_sort_is_default(const jobs_filter_t *f)
{
    return !f->reverse
           && f->sort == (jobs_filter_searches(f) ? JOBS_SORT_RELEVANCE
                                                  : JOBS_SORT_RECENT);
}


/* "company=acme,stripe"; a search that has several values repeats its name */

static void
jobs_query_clause(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c, size_t from)
{
    unsigned             i;
    const jobs_param_t  *param;
    const jobs_value_t  *v;

    param = &jobs_params[c->param];

    for (i = 0; i < c->n; i++) {
        v = &f->values[c->first + i];

        if (i == 0 || !param->split) {

            if (b->len > from) {
                jobs_buf_char(b, '&');
            }

            jobs_buf_str(b, param->name);
            jobs_buf_char(b, '=');

        } else {
            jobs_buf_char(b, ',');
        }

        jobs_filter_item(b, param, v->text, v->exclude, 1);
    }
}
