/*
 * Workable, the widget API: {"name": "Acme", "jobs": [...]}.
 * 
 * A listing of several places is there once for each, with one shortcode.
 */

#include "formats.h"


static const sync_path_t  sync_workable_fields[] = {
    { SYNC_ID, "shortcode" },
    { SYNC_TITLE, "title" },
    { SYNC_URL, "url | shortlink" },
    { SYNC_APPLY_URL, "application_url" },
    { SYNC_DEPARTMENT, "department" },
    { SYNC_EMPLOYMENT_TYPE, "employment_type" },
    { SYNC_REMOTE, "workplace | workplace_type" },
    { SYNC_REMOTE_FLAG, "telecommuting" },
    { SYNC_POSTED_AT, "published_on | created_at" },
    { SYNC_DESCRIPTION_HTML, "description" },
    SYNC_NO_FIELD
};


static int
sync_workable_is(const sync_head_t *head)
{
    return head->row == NULL
           ? cJSON_IsString(sync_row_item(head->envelope, "name"))
           : sync_row_item(head->row, "shortcode") != NULL
             && sync_row_item(head->row, "title") != NULL;
}


static jobs_rc_t
sync_workable_places(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e, *list;

    list = sync_row_item(row, "locations");

    cJSON_ArrayForEach(e, list) {
        if (sync_row_true(e, "hidden")) {
            continue;
        }

        if (sync_row_place(feed, sync_row_text(feed, e, "city"),
                           sync_row_text(feed, e, "region"),
                           sync_row_text(feed, e, "country"))
            != JOBS_OK
            || sync_row_add_path(feed, SYNC_COUNTRY_TEXT, e,
                                 "countryCode | country")
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (cJSON_GetArraySize(list) != 0) {
        return JOBS_OK;
    }

    if (sync_row_add_path(feed, SYNC_COUNTRY_TEXT, row, "country") != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_place(feed, sync_row_text(feed, row, "city"),
                          sync_row_text(feed, row, "state"),
                          sync_row_text(feed, row, "country"));
}


static jobs_rc_t
sync_workable_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e;

    if (sync_workable_places(feed, row) != JOBS_OK) {
        return JOBS_INVALID;
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "_more")) {
        if (sync_workable_places(feed, e) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    if (sync_row_try(feed, SYNC_SENIORITY,
                     sync_row_text(feed, row, "experience"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_set(feed, SYNC_COMPANY,
                        sync_row_text(feed, feed->envelope, "name"));
}


const sync_format_t  sync_workable = {
    .name = "workable",
    .list = "jobs",
    .fields = sync_workable_fields,
    .is = sync_workable_is,
    .row = sync_workable_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Workable",
    .tenant = "apply.workable.com/{}",
    .join = "shortcode",
    .whole = 1
};
