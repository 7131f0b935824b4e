/*
 * The table of the formats of a list.
 */

#include "jobs_format.h"
#include "jobs_look.h"


const jobs_format_t  jobs_formats[JOBS_FORMAT_N] = {

    [JOBS_FORMAT_PAGE] = {
        .name = jobs_string("page"),
        .suffix = jobs_string(""),
        .type = jobs_string("text/html"),
        .errors = JOBS_ERRORS_PAGE,
        .rows = JOBS_ROWS_HTML,
        .row = jobs_row_html,
        .link = jobs_string("html"),
        .title = jobs_string("HTML"),
        .write = jobs_list_page,
        .show = JOBS_SHOW_PAGE,
        .utf8 = 1,
        .related = 1,
        .embeds = 1
    },

    [JOBS_FORMAT_HTML] = {
        .name = jobs_string("html"),
        .suffix = jobs_string(".html"),
        .type = jobs_string("text/html"),
        .errors = JOBS_ERRORS_FRAGMENT,
        .rows = JOBS_ROWS_HTML,
        .row = jobs_row_html,
        .write = jobs_list_fragment,
        .show = JOBS_SHOW_FRAGMENT,
        .utf8 = 1,
        .related = 1
    },

    [JOBS_FORMAT_JSON] = {
        .name = jobs_string("json"),
        .suffix = jobs_string(".json"),
        .type = jobs_string("application/json"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_JSON,
        .row = jobs_row_json,
        .title = jobs_string("JSON"),
        .write = jobs_list_json,
        .related = 1
    },

    [JOBS_FORMAT_RSS] = {
        .name = jobs_string("rss"),
        .suffix = jobs_string(".rss"),
        .type = jobs_string("application/rss+xml"),
        .link = jobs_string("rss"),
        .title = jobs_string("RSS"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_MADE,
        .row = jobs_row_rss,
        .write = jobs_list_rss,
        .utf8 = 1,
        .feed = 1,
        .text = 1,
        .absolute = 1
    },

    [JOBS_FORMAT_ATOM] = {
        .name = jobs_string("atom"),
        .suffix = jobs_string(".atom"),
        .type = jobs_string("application/atom+xml"),
        .link = jobs_string("atom"),
        .title = jobs_string("Atom"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_MADE,
        .row = jobs_row_atom,
        .write = jobs_list_atom,
        .utf8 = 1,
        .feed = 1,
        .text = 1,
        .absolute = 1
    },

    [JOBS_FORMAT_JSONFEED] = {
        .name = jobs_string("jsonfeed"),
        .suffix = jobs_string(".feed.json"),
        .type = jobs_string("application/feed+json"),
        .link = jobs_string("jsonfeed"),
        .title = jobs_string("JSON Feed"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_MADE,
        .row = jobs_row_jsonfeed,
        .write = jobs_list_jsonfeed,
        .feed = 1,
        .text = 1,
        .absolute = 1
    },

    [JOBS_FORMAT_CSV] = {
        .name = jobs_string("csv"),
        .suffix = jobs_string(".csv"),
        .type = jobs_string("text/csv"),
        .sent = jobs_string("text/csv; charset=utf-8; header=present"),
        .link = jobs_string("csv"),
        .title = jobs_string("CSV"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_MADE,
        .row = jobs_row_csv,
        .write = jobs_list_csv,
        .utf8 = 1,
        .feed = 1
    },

    [JOBS_FORMAT_INDEED] = {
        .name = jobs_string("indeed"),
        .suffix = jobs_string(".indeed.xml"),
        .type = jobs_string("application/xml"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_MADE,
        .row = jobs_row_indeed,
        .write = jobs_list_indeed,
        .utf8 = 1,
        .feed = 1,
        .text = 1,
        .absolute = 1
    },

    [JOBS_FORMAT_FACETS] = {
        .name = jobs_string("facets"),
        .suffix = jobs_string("/facets"),
        .type = jobs_string("application/json"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_MADE,
        .write = jobs_list_facets,
        .facets = 1
    },

    [JOBS_FORMAT_STATS] = {
        .name = jobs_string("stats"),
        .suffix = jobs_string("/stats"),
        .type = jobs_string("application/json"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_MADE,
        .write = jobs_list_stats,
        .stats = 1
    },

    [JOBS_FORMAT_FRAME] = {
        .name = jobs_string("frame"),
        .suffix = jobs_string("/frame"),
        .type = jobs_string("text/html"),
        .errors = JOBS_ERRORS_OWN,
        .rows = JOBS_ROWS_HTML,
        .row = jobs_row_html,
        .write = jobs_list_frame,
        .show = JOBS_SHOW_FRAGMENT,
        .utf8 = 1,
        .related = 1,
        .frame = 1,
        .unlinked = 1
    },

    [JOBS_FORMAT_OEMBED] = {
        .name = jobs_string("oembed"),
        .suffix = jobs_string("/oembed"),
        .type = jobs_string("application/json"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_HTML,
        .row = jobs_row_html,
        .write = jobs_list_oembed,
        .related = 1,
        .absolute = 1,
        .frame = 1,
        .hosted = 1,
        .unlinked = 1
    },

    [JOBS_FORMAT_EMBED] = {
        .name = jobs_string("embed"),
        .suffix = jobs_string("/embed"),
        .type = jobs_string("text/html"),
        .errors = JOBS_ERRORS_OWN,
        .rows = JOBS_ROWS_HTML,
        .row = jobs_row_html,
        .write = jobs_list_embed,
        .utf8 = 1,
        .absolute = 1,
        .hosted = 1,
        .unlinked = 1
    }
};


const jobs_format_t *
jobs_format_find(jobs_str_t name)
{
    unsigned  i;

    for (i = 0; i < JOBS_FORMAT_N; i++) {
        if (jobs_str_eq(jobs_formats[i].name, name)) {
            return &jobs_formats[i];
        }
    }

    return NULL;
}


unsigned
jobs_format_shown(const jobs_format_t *format, const jobs_look_t *look)
{
    return jobs_look_shown(look, format->show);
}


void
jobs_format_settle(const jobs_format_t *format, jobs_filter_t *f)
{
    unsigned  i;

    if (format->rows != JOBS_ROWS_HTML) {
        jobs_look_drop(f);
    }

    if (format->rows != JOBS_ROWS_JSON && !format->facets) {
        f->facets = 0;
    }

    if (format->rows != JOBS_ROWS_JSON) {
        f->stats = format->stats;
    }

    if (format->row != NULL) {
        return;
    }

    /* a document without rows has no pages either */

    f->limit = 0;
    f->default_limit = 0;
    f->offset = 0;
    f->has_cursor = 0;

    if (format->facets && f->facets == 0) {
        for (i = 0; i < JOBS_F_N; i++) {
            if (jobs_fields[i].column) {
                f->facets |= 1u << i;
            }
        }
    }
}


void
jobs_format_offer(const jobs_format_t *format, const jobs_look_t *look,
    uint64_t withheld, jobs_filter_t *f)
{
    const jobs_param_e  *param;

    if (!(jobs_format_shown(format, look) & JOBS_SHOW_FACETS)) {
        return;
    }

    for (param = jobs_offered; *param != JOBS_P_N; param++) {
        if (jobs_filter_open(f, *param, withheld)) {
            f->facets |= (uint32_t) 1 << jobs_params[*param].field;
        }
    }
}
