/*
 * The table of the formats of a list.
 */

#include "jobs_format.h"


const jobs_format_t  jobs_formats[JOBS_FORMAT_N] = {

    [JOBS_FORMAT_PAGE] = {
        .name = jobs_string("page"),
        .suffix = jobs_string(""),
        .type = jobs_string("text/html"),
        .errors = JOBS_ERRORS_PAGE,
        .rows = JOBS_ROWS_HTML,
        .row = jobs_row_html,
        .write = jobs_list_page,
        .utf8 = 1,
        .headline = 1
    },

    [JOBS_FORMAT_HTML] = {
        .name = jobs_string("html"),
        .suffix = jobs_string(".html"),
        .type = jobs_string("text/html"),
        .errors = JOBS_ERRORS_FRAGMENT,
        .rows = JOBS_ROWS_HTML,
        .row = jobs_row_html,
        .write = jobs_list_fragment,
        .utf8 = 1,
        .headline = 1
    },

    [JOBS_FORMAT_JSON] = {
        .name = jobs_string("json"),
        .suffix = jobs_string(".json"),
        .type = jobs_string("application/json"),
        .errors = JOBS_ERRORS_JSON,
        .rows = JOBS_ROWS_JSON,
        .row = jobs_row_json,
        .write = jobs_list_json
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
