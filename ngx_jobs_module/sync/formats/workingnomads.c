/*
 * Working Nomads: a bare array without ids; the address has a number.
 */

#include "formats.h"


static const sync_path_t  sync_workingnomads_fields[] = {
    { SYNC_TITLE, "title" },
    { SYNC_COMPANY, "company_name" },
    { SYNC_URL, "url" },
    { SYNC_CATEGORY, "category_name" },
    { SYNC_REMOTE, "=remote" },
    { SYNC_POSTED_AT, "pub_date" },
    { SYNC_DESCRIPTION_HTML, "description" },
    SYNC_NO_FIELD
};


static int
sync_workingnomads_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "company_name") != NULL
           && sync_row_item(head->row, "category_name") != NULL
           && sync_row_item(head->row, "pub_date") != NULL;
}


static jobs_rc_t
sync_workingnomads_row(sync_feed_t *feed, const cJSON *row)
{
    size_t      i, end;
    jobs_str_t  url;

    url = sync_row_text(feed, row, "url");
    url.len = strcspn(url.data, "?#");

    for (end = url.len; end > 0 && url.data[end - 1] == '/'; end--) {
        /* void */
    }

    for (i = end; i > 0 && url.data[i - 1] != '/'; i--) { /* void */ }

    if (sync_row_set(feed, SYNC_ID, jobs_str(url.data + i, end - i))
        != JOBS_OK
        || sync_row_split(feed, SYNC_TAGS, sync_row_text(feed, row, "tags"))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_split(feed, SYNC_ELIGIBLE,
                          sync_row_text(feed, row, "location"));
}


const sync_format_t  sync_workingnomads = {
    .name = "workingnomads",
    .list = "",
    .fields = sync_workingnomads_fields,
    .is = sync_workingnomads_is,
    .row = sync_workingnomads_row,
    .source = "{\"name\":\"Working Nomads\","
              "\"url\":\"https://www.workingnomads.com\","
              "\"attribution\":\"Remote jobs from Working Nomads\","
              "\"by\":\"aggregator\"}"
};
