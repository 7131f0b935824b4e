/*
 * Remote OK: a bare array, whose first element is the legal notice.
 * 
 * It wants a followed link and forbids its logo.  The end of a description
 * hides the caller's address.
 */

#include "formats.h"


static const sync_path_t  sync_remoteok_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "position" },
    { SYNC_COMPANY, "company" },
    { SYNC_COMPANY_LOGO, "company_logo | logo" },
    { SYNC_URL, "url" },
    { SYNC_APPLY_URL, "apply_url" },
    { SYNC_TAGS, "tags" },
    { SYNC_REMOTE, "=remote" },
    { SYNC_SALARY_MIN, "salary_min" },
    { SYNC_SALARY_MAX, "salary_max" },
    { SYNC_POSTED_AT, "epoch | date" },
    SYNC_NO_FIELD
};


static int
sync_remoteok_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "legal") != NULL
           || (sync_row_item(head->row, "position") != NULL
               && sync_row_item(head->row, "epoch") != NULL);
}


static jobs_rc_t
sync_remoteok_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t   place, html;
    const char  *end;

    if (sync_row_item(row, "legal") != NULL
        && sync_row_item(row, "position") == NULL)
    {
        return JOBS_DECLINED;
    }

    /* "Lowlands, " */

    place = sync_row_text(feed, row, "location");

    while (place.len != 0 && (place.data[place.len - 1] == ','
                              || place.data[place.len - 1] == ' '))
    {
        place.len--;
    }

    if (sync_row_set(feed, SYNC_LOCATION, place) != JOBS_OK) {
        return JOBS_INVALID;
    }

    html = sync_row_raw(row, "description");

    if (html.len != 0) {
        end = strstr(html.data, "Please mention the word");

        if (end != NULL) {
            html.len = end - html.data;
        }
    }

    return sync_row_html(feed, jobs_lit(""), html);
}


const sync_format_t  sync_remoteok = {
    .name = "remoteok",
    .list = "",
    .fields = sync_remoteok_fields,
    .is = sync_remoteok_is,
    .row = sync_remoteok_row,
    .source = "{\"name\":\"Remote OK\",\"url\":\"https://remoteok.com\","
              "\"attribution\":\"Remote jobs from Remote OK\","
              "\"link_rel\":\"noopener\",\"logo\":false,"
              "\"currency\":\"USD\",\"period\":\"year\","
              "\"by\":\"aggregator\"}"
};
