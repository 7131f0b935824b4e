/*
 * Lever, the postings API: a bare array.
 * 
 * The description is in pieces: description, lists[] and additional.
 */

#include "formats.h"


static const sync_path_t  sync_lever_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "text" },
    { SYNC_URL, "hostedUrl" },
    { SYNC_APPLY_URL, "applyUrl" },
    { SYNC_LOCATIONS, "categories.allLocations | categories.location" },
    { SYNC_COUNTRY_TEXT, "country" },
    { SYNC_DEPARTMENT, "categories.department | categories.team" },
    { SYNC_EMPLOYMENT_TYPE, "categories.commitment" },
    { SYNC_POSTED_AT, "createdAt" },
    { SYNC_DESCRIPTION_HTML, "description" },
    SYNC_NO_FIELD
};


static int
sync_lever_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "text") != NULL
           && sync_row_item(head->row, "hostedUrl") != NULL
           && sync_row_item(head->row, "categories") != NULL;
}


static jobs_rc_t
sync_lever_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_buf_t    b;
    jobs_str_t    mode, html;
    const cJSON  *e;

    mode = sync_row_text(feed, row, "workplaceType");

    if (!jobs_str_eq(mode, jobs_lit("unspecified"))
        && sync_row_set(feed, SYNC_REMOTE, mode) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (sync_row_salary(feed, sync_row_text(feed, row, "salaryRange.min"),
                        sync_row_text(feed, row, "salaryRange.max"),
                        sync_row_text(feed, row, "salaryRange.currency"),
                        sync_row_text(feed, row, "salaryRange.interval"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "lists")) {
        jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
        jobs_buf_lit(&b, "<ul>");
        jobs_buf_str(&b, sync_row_raw(e, "content"));
        jobs_buf_lit(&b, "</ul>");
        html = sync_buf_dup(&feed->record.arena, &b);
        jobs_buf_free(&b);

        if (sync_row_html(feed, sync_row_text(feed, e, "text"), html)
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (sync_row_html(feed, jobs_lit(""), sync_row_raw(row, "additional"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_html(feed, jobs_lit(""),
                         sync_row_raw(row, "salaryDescription"));
}


const sync_format_t  sync_lever = {
    .name = "lever",
    .list = "",
    .fields = sync_lever_fields,
    .is = sync_lever_is,
    .row = sync_lever_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Lever",
    .tenant = "jobs.lever.co/{} | jobs.eu.lever.co/{}"
};
