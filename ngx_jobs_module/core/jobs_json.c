/*
 * The list and the errors as JSON.
 */

#include "jobs_json.h"
#include "jobs_text.h"


/* around the rows, without facets */
#define JOBS_JSON_BYTES  4096


static void  jobs_json_applied(jobs_buf_t *b, const jobs_filter_t *f);
static void  jobs_json_links(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_json_link(jobs_buf_t *b, const jobs_list_t *l,
                 uint64_t offset);
static void  jobs_json_cursor(jobs_buf_t *b, const jobs_list_t *l,
                 const jobs_cursor_t *c);
static void  jobs_json_attribution(jobs_buf_t *b, const jobs_list_t *l);


void
jobs_list_json(jobs_buf_t *b, const jobs_list_t *l)
{
    size_t    size;
    unsigned  i;

    size = JOBS_JSON_BYTES;

    for (i = 0; i < l->count; i++) {
        size += l->rows[i].len + l->site.board.len;
    }

    jobs_buf_reserve(b, size);

    jobs_buf_lit(b, "{\"total\":");
    jobs_buf_uint(b, l->total);
    jobs_buf_lit(b, ",\"count\":");
    jobs_buf_uint(b, l->count);
    jobs_buf_lit(b, ",\"limit\":");
    jobs_buf_uint(b, l->filter->limit);
    jobs_buf_lit(b, ",\"offset\":");
    jobs_buf_uint(b, l->offset);
    jobs_buf_lit(b, ",\"sort\":\"");

    if (l->filter->reverse) {
        jobs_buf_char(b, '-');
    }

    jobs_buf_str(b, jobs_params[JOBS_P_SORT].choices[l->sort]);

    jobs_buf_lit(b, "\",\"snapshot\":{\"generation\":");
    jobs_json_string(b, l->generation);
    jobs_buf_lit(b, ",\"built_at\":\"");
    jobs_buf_time(b, l->built_at);
    jobs_buf_lit(b, "\"},\"applied\":{");
    jobs_json_applied(b, l->filter);
    jobs_buf_lit(b, "},\"links\":{");
    jobs_json_links(b, l);
    jobs_buf_char(b, '}');

    if (l->nfacets > 0) {
        jobs_json_facets(b, l);
    }

    if (l->filter->stats) {
        jobs_json_stats(b, l);
    }

    jobs_json_related(b, l);

    jobs_buf_lit(b, ",\"attribution\":[");
    jobs_json_attribution(b, l);
    jobs_buf_lit(b, "],\"jobs\":[");

    for (i = 0; i < l->count; i++) {
        if (i > 0) {
            jobs_buf_char(b, ',');
        }

        jobs_row_fill(b, l->rows[i], l->site.board);
    }

    jobs_buf_lit(b, "]}\n");
}


void
jobs_error_json(jobs_buf_t *b, unsigned status, const jobs_fault_t *fault,
    jobs_str_t similar)
{
    jobs_str_t  title;

    title = jobs_status_title(status);

    jobs_buf_lit(b, "{\"type\":\"about:blank\",\"title\":");
    jobs_json_string(b, title);
    jobs_buf_lit(b, ",\"status\":");
    jobs_buf_uint(b, status);

    if (fault != NULL) {
        jobs_buf_lit(b, ",\"errors\":[{\"parameter\":");
        jobs_json_string(b, fault->parameter);
        jobs_buf_lit(b, ",\"value\":");
        jobs_json_string(b, fault->value);
        jobs_buf_lit(b, ",\"reason\":");
        jobs_json_string(b, jobs_str(fault->reason, strlen(fault->reason)));
        jobs_buf_lit(b, "}]");
    }

    if (similar.data != NULL) {
        jobs_buf_lit(b, ",\"similar\":[");
        jobs_buf_str(b, similar);
        jobs_buf_char(b, ']');
    }

    jobs_buf_lit(b, "}\n");
}


jobs_str_t
jobs_status_title(unsigned status)
{
    switch (status) {

    case 400:
        return jobs_lit("Bad Request");

    case 404:
        return jobs_lit("Not Found");

    case 405:
        return jobs_lit("Method Not Allowed");

    case 410:
        return jobs_lit("Gone");

    case 503:
        return jobs_lit("Service Unavailable");

    default:
        return jobs_lit("Internal Server Error");
    }
}


/* the filters that hold, the operator's and the visitor's, by name */

static void
jobs_json_applied(jobs_buf_t *b, const jobs_filter_t *f)
{
    int                   open;
    unsigned              i, k;
    jobs_param_e          last;
    const jobs_value_t   *v;
    const jobs_clause_t  *c;

    last = JOBS_P_N;
    open = 0;

    for (i = 0; i < f->nclauses; i++) {
        c = &f->clauses[i];

        if (c->param >= JOBS_P_SORT) {
            continue;
        }

        if (c->param != last) {
            jobs_buf_str(b, open ? jobs_lit("],") : jobs_lit(""));
            jobs_json_string(b, jobs_params[c->param].name);
            jobs_buf_lit(b, ":[");
            last = c->param;
            open = 0;
        }

        for (k = 0; k < c->n; k++) {
            v = &f->values[c->first + k];

            jobs_buf_str(b, open ? jobs_lit(",\"") : jobs_lit("\""));

            if (v->exclude) {
                jobs_buf_char(b, '-');
            }

            jobs_escape_json(b, v->text);
            jobs_buf_char(b, '"');
            open = 1;
        }
    }

    if (open) {
        jobs_buf_char(b, ']');
    }
}


static void
jobs_json_links(jobs_buf_t *b, const jobs_list_t *l)
{
    uint64_t              limit, offset;
    const jobs_filter_t  *f;

    f = l->filter;
    limit = f->limit;
    offset = l->offset;

    jobs_buf_lit(b, "\"self\":");

    if (f->has_cursor) {
        jobs_json_cursor(b, l, &f->cursor);

    } else {
        jobs_json_link(b, l, offset);
    }

    jobs_buf_lit(b, ",\"next\":");

    if (l->has_next) {
        jobs_json_cursor(b, l, &l->next);

    } else if (limit > 0 && offset < l->total && l->total - offset > limit) {
        jobs_json_link(b, l, offset + limit);

    } else {
        jobs_buf_lit(b, "null");
    }

    jobs_buf_lit(b, ",\"prev\":");

    if (limit > 0 && offset > 0) {
        jobs_json_link(b, l, offset > limit ? offset - limit : 0);

    } else {
        jobs_buf_lit(b, "null");
    }

    jobs_buf_lit(b, ",\"html\":");

    if (l->site.board.data == NULL) {
        jobs_buf_lit(b, "null");
        return;
    }

    jobs_buf_char(b, '"');
    jobs_site_view(b, &l->site, jobs_lit(""));
    jobs_link_query(b, f, JOBS_P_N, offset);
    jobs_buf_char(b, '"');
}


/* an address of this view; what jobs_filter_query writes needs no escape */

static void
jobs_json_link(jobs_buf_t *b, const jobs_list_t *l, uint64_t offset)
{
    jobs_buf_char(b, '"');
    jobs_escape_json(b, l->site.self);
    jobs_link_query(b, l->filter, JOBS_P_N, offset);
    jobs_buf_char(b, '"');
}


static void
jobs_json_cursor(jobs_buf_t *b, const jobs_list_t *l, const jobs_cursor_t *c)
{
    jobs_buf_char(b, '"');
    jobs_escape_json(b, l->site.self);
    jobs_link_cursor(b, l->filter, c);
    jobs_buf_char(b, '"');
}


static void
jobs_json_attribution(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned  i;

    for (i = 0; i < l->nattribution; i++) {
        jobs_buf_str(b, i > 0 ? jobs_lit(",{\"source\":")
                              : jobs_lit("{\"source\":"));
        jobs_json_string(b, l->attribution[i].source);
        jobs_buf_lit(b, ",\"url\":");
        jobs_json_string(b, l->attribution[i].url);
        jobs_buf_char(b, '}');
    }
}
