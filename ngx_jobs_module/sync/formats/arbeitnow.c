/*
 * Arbeitnow: {"data": [...], "links": {"next": "..."}, "meta": {...}}.
 */

#include "formats.h"


static const sync_path_t  sync_arbeitnow_fields[] = {
    { SYNC_ID, "slug" },
    { SYNC_TITLE, "title" },
    { SYNC_COMPANY, "company_name" },
    { SYNC_URL, "url" },
    { SYNC_LOCATION, "location" },
    { SYNC_REMOTE_FLAG, "remote" },
    { SYNC_TAGS, "tags" },
    { SYNC_POSTED_AT, "created_at" },
    { SYNC_DESCRIPTION_HTML, "description" },
    SYNC_NO_FIELD
};


static int
sync_arbeitnow_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_row_item(head->envelope, "links") != NULL
             && sync_row_item(head->envelope, "meta") != NULL
           : sync_row_item(head->row, "slug") != NULL
             && sync_row_item(head->row, "company_name") != NULL
             && sync_row_item(head->row, "job_types") != NULL;
}


static jobs_rc_t
sync_arbeitnow_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e;

    /* the contract among words for the level */

    cJSON_ArrayForEach(e, sync_row_item(row, "job_types")) {
        if (!feed->record.v[SYNC_EMPLOYMENT_TYPE].set
            && sync_row_try(feed, SYNC_EMPLOYMENT_TYPE,
                            sync_row_scalar(feed, e, 0))
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_arbeitnow_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    jobs_str_t  s;

    (void) url;
    (void) rows;

    s = sync_row_raw(envelope, "links.next");
    jobs_buf_str(next, s);

    return s.len == 0 ? JOBS_DECLINED
           : jobs_is_http_url(s) ? JOBS_OK : JOBS_INVALID;
}


const sync_format_t  sync_arbeitnow = {
    .name = "arbeitnow",
    .list = "data",
    .fields = sync_arbeitnow_fields,
    .is = sync_arbeitnow_is,
    .row = sync_arbeitnow_row,
    .next = sync_arbeitnow_next,
    .source = "{\"name\":\"Arbeitnow\",\"url\":\"https://www.arbeitnow.com\","
              "\"attribution\":\"Jobs from Arbeitnow\","
              "\"by\":\"aggregator\"}"
};
