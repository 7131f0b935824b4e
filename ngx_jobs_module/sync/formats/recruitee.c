/*
 * Recruitee: {"offers": [...]}.
 * 
 * The work mode is three flags, of which several can be true.
 */

#include "formats.h"


static const sync_path_t  sync_recruitee_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "title" },
    { SYNC_COMPANY, "company_name" },
    { SYNC_URL, "careers_url" },
    { SYNC_APPLY_URL, "careers_apply_url" },
    { SYNC_DEPARTMENT, "department" },
    { SYNC_EMPLOYMENT_TYPE, "employment_type_code" },
    { SYNC_TAGS, "tags" },
    { SYNC_POSTED_AT, "published_at" },
    { SYNC_UPDATED_AT, "updated_at" },
    { SYNC_EXPIRES_AT, "close_at" },
    { SYNC_REMOTE_FLAG, "remote" },
    { SYNC_DESCRIPTION_HTML, "description" },
    SYNC_NO_FIELD
};


static int
sync_recruitee_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_row_item(head->envelope, "error") == NULL
           : sync_row_item(head->row, "careers_url") != NULL
             && sync_row_item(head->row, "title") != NULL;
}


static jobs_rc_t
sync_recruitee_places(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e;

    cJSON_ArrayForEach(e, sync_row_item(row, "locations")) {
        if (sync_row_place(feed, sync_row_text(feed, e, "city | name"),
                           sync_row_text(feed, e, "state"),
                           sync_row_text(feed, e, "country"))
            != JOBS_OK
            || sync_row_add_path(feed, SYNC_COUNTRY_TEXT, e,
                                 "country_code | country")
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (feed->record.v[SYNC_LOCATIONS].set) {
        return JOBS_OK;
    }

    if (sync_row_add_path(feed, SYNC_COUNTRY_TEXT, row,
                          "country_code | country")
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_add_path(feed, SYNC_LOCATIONS, row, "location");
}


static jobs_rc_t
sync_recruitee_row(sync_feed_t *feed, const cJSON *row)
{
    int         remote, hybrid, onsite;
    jobs_str_t  status;

    status = sync_row_text(feed, row, "status");

    if (status.len != 0 && !jobs_str_eq(status, jobs_lit("published"))) {
        return JOBS_DECLINED;
    }

    remote = sync_row_true(row, "remote");
    hybrid = sync_row_true(row, "hybrid");
    onsite = sync_row_true(row, "on_site");

    if (remote + hybrid + onsite == 1
        && sync_row_set(feed, SYNC_REMOTE,
                        remote ? jobs_lit("remote") : hybrid
                        ? jobs_lit("hybrid") : jobs_lit("onsite"))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (sync_recruitee_places(feed, row) != JOBS_OK
        || sync_row_try(feed, SYNC_SENIORITY,
                        sync_row_text(feed, row, "experience_code"))
           != JOBS_OK
        || sync_row_salary(feed, sync_row_text(feed, row, "salary.min"),
                           sync_row_text(feed, row, "salary.max"),
                           sync_row_text(feed, row, "salary.currency"),
                           sync_row_text(feed, row, "salary.period"))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_html(feed, jobs_lit(""),
                         sync_row_raw(row, "requirements"));
}


const sync_format_t  sync_recruitee = {
    .name = "recruitee",
    .list = "offers",
    .fields = sync_recruitee_fields,
    .is = sync_recruitee_is,
    .row = sync_recruitee_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Recruitee",
    .tenant = "{}.recruitee.com"
};
