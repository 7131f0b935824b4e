/*
 * Comeet, the careers API: a bare array.
 * 
 * position_url has the employer's token and is not for show.
 */

#include "formats.h"


static const sync_path_t  sync_comeet_fields[] = {
    { SYNC_ID, "uid" },
    { SYNC_TITLE, "name" },
    { SYNC_COMPANY, "company_name" },
    { SYNC_URL, "url_comeet_hosted_page | url_active_page" },
    { SYNC_DEPARTMENT, "department" },
    { SYNC_EMPLOYMENT_TYPE, "employment_type" },
    { SYNC_REMOTE, "workplace_type" },
    { SYNC_REMOTE_FLAG, "location.is_remote" },
    { SYNC_COUNTRY_TEXT, "location.country" },
    { SYNC_UPDATED_AT, "time_updated" },
    SYNC_NO_FIELD
};


static int
sync_comeet_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "uid") != NULL
           && sync_row_item(head->row, "name") != NULL
           && sync_row_item(head->row, "url_comeet_hosted_page") != NULL;
}


static jobs_rc_t
sync_comeet_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e;

    if (sync_row_true(row, "is_internal")) {
        return JOBS_DECLINED;
    }

    if (sync_row_place(feed, sync_row_text(feed, row, "location.city"),
                       sync_row_text(feed, row, "location.state"),
                       sync_row_text(feed, row, "location.country"))
        != JOBS_OK
        || sync_row_try(feed, SYNC_SENIORITY,
                        sync_row_text(feed, row, "experience_level"))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "details")) {
        if (sync_row_html(feed, sync_row_text(feed, e, "name"),
                          sync_row_raw(e, "value"))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


const sync_format_t  sync_comeet = {
    .name = "comeet",
    .list = "",
    .fields = sync_comeet_fields,
    .is = sync_comeet_is,
    .row = sync_comeet_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Comeet",
    .tenant = "www.comeet.com/jobs/{}"
};
