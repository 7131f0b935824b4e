/*
 * The list and the errors as JSON.
 */

#include "jobs_format.h"
#include "jobs_json.h"
#include "jobs_text.h"


/* around the rows, without facets */
#define JOBS_JSON_BYTES  4096


static void  jobs_json_about(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_json_applied(jobs_buf_t *b, const jobs_filter_t *f);
static void  jobs_json_links(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_json_address_end(jobs_buf_t *b, size_t at);


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

    jobs_buf_char(b, '"');
    jobs_json_about(b, l);

    if (l->nfacets > 0) {
        jobs_json_facets(b, l);
    }

    if (l->filter->stats) {
        jobs_json_stats(b, l);
    }

    jobs_json_related(b, l);

    jobs_buf_lit(b, ",\"attribution\":");
    jobs_json_attribution(b, l);
    jobs_buf_lit(b, ",\"jobs\":[");

    for (i = 0; i < l->count; i++) {
        if (i > 0) {
            jobs_buf_char(b, ',');
        }

        jobs_row_fill(b, l->rows[i], l->site.board, l->site.partner);
    }

    jobs_buf_lit(b, "]}\n");
}


void
jobs_list_facets(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_lit(b, "{\"total\":");
    jobs_buf_uint(b, l->total);
    jobs_json_about(b, l);
    jobs_json_facets(b, l);
    jobs_buf_lit(b, "}\n");
}


void
jobs_list_stats(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_lit(b, "{\"total\":");
    jobs_buf_uint(b, l->total);
    jobs_json_about(b, l);
    jobs_json_stats(b, l);
    jobs_buf_lit(b, "}\n");
}


void
jobs_json_snapshot(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_lit(b, "{\"generation\":");
    jobs_json_string(b, l->generation);
    jobs_buf_lit(b, ",\"built_at\":\"");
    jobs_buf_time(b, l->built_at);
    jobs_buf_lit(b, "\"}");
}


/* of what, by which filters, and where else */

static void
jobs_json_about(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_lit(b, ",\"snapshot\":");
    jobs_json_snapshot(b, l);
    jobs_buf_lit(b, ",\"applied\":{");
    jobs_json_applied(b, l->filter);
    jobs_buf_lit(b, "},\"links\":{");
    jobs_json_links(b, l);
    jobs_buf_char(b, '}');
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

    case 501:
        return jobs_lit("Not Implemented");

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


/* this list, its neighbours, and the same in the other formats */

static void
jobs_json_links(jobs_buf_t *b, const jobs_list_t *l)
{
    size_t    at;
    unsigned  i;

    jobs_buf_lit(b, "\"self\":");
    jobs_json_address(b, l, jobs_address_self);
    jobs_buf_lit(b, ",\"next\":");
    jobs_json_address(b, l, jobs_address_next);
    jobs_buf_lit(b, ",\"prev\":");
    jobs_json_address(b, l, jobs_address_prev);

    for (i = 0; i < JOBS_FORMAT_N; i++) {
        if (jobs_formats[i].link.data == NULL) {
            continue;
        }

        jobs_buf_char(b, ',');
        jobs_json_string(b, jobs_formats[i].link);
        jobs_buf_char(b, ':');

        if (i == JOBS_FORMAT_PAGE) {
            jobs_json_address(b, l, jobs_address_page);
            continue;
        }

        at = b->len;
        jobs_buf_char(b, '"');
        jobs_address_view(b, l, jobs_formats[i].suffix);
        jobs_json_address_end(b, at);
    }
}


void
jobs_json_address(jobs_buf_t *b, const jobs_list_t *l, jobs_address_t write)
{
    size_t  at;

    at = b->len;

    jobs_buf_char(b, '"');
    write(b, l);
    jobs_json_address_end(b, at);
}


/* an address that begins behind the quote at that place, or null */

static void
jobs_json_address_end(jobs_buf_t *b, size_t at)
{
    if (b->rc == JOBS_OK && b->len == at + 1) {
        b->len = at;
        jobs_buf_lit(b, "null");
        return;
    }

    jobs_buf_char(b, '"');
}


void
jobs_json_heading(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_t  raw;

    jobs_buf_init(&raw, b->mem, b->max);
    jobs_filter_heading(&raw, l->filter, JOBS_LANG_EN);

    if (raw.rc == JOBS_OK) {
        jobs_escape_json(b, jobs_buf_view(&raw));

    } else if (b->rc == JOBS_OK) {
        b->rc = raw.rc;
    }

    jobs_buf_free(&raw);
}


void
jobs_json_attribution(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned  i;

    jobs_buf_char(b, '[');

    for (i = 0; i < l->nattribution; i++) {
        jobs_buf_str(b, i > 0 ? jobs_lit(",{\"source\":")
                              : jobs_lit("{\"source\":"));
        jobs_json_string(b, l->attribution[i].source);
        jobs_buf_lit(b, ",\"url\":");
        jobs_json_string(b, l->attribution[i].url);
        jobs_buf_char(b, '}');
    }

    jobs_buf_char(b, ']');
}
