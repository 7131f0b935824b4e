/*
 * BambooHR, the list of a careers page: {"meta": {"totalCount": 3},
 * "result": [...]}.
 * 
 * It has no addresses: they are made of the tenant and the id.
 */

#include "formats.h"


static const sync_path_t  sync_bamboohr_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "jobOpeningName" },
    { SYNC_DEPARTMENT, "departmentLabel" },
    { SYNC_EMPLOYMENT_TYPE, "employmentStatusLabel | employmentType" },
    { SYNC_REMOTE_FLAG, "isRemote" },
    { SYNC_COUNTRY_TEXT, "atsLocation.country" },
    { SYNC_POSTED_AT, "datePosted" },
    SYNC_NO_FIELD
};


static int
sync_bamboohr_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_envelope_number(head->envelope, "meta.totalCount") >= 0
           : sync_row_item(head->row, "jobOpeningName") != NULL;
}


static jobs_rc_t
sync_bamboohr_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t  type, tenant;

    type = sync_row_scalar(feed, sync_row_item(row, "locationType"), 0);

    if (jobs_str_eq(type, jobs_lit("1")) || jobs_str_eq(type, jobs_lit("2"))) {
        if (sync_row_set(feed, SYNC_REMOTE, type.data[0] == '1'
                         ? jobs_lit("remote") : jobs_lit("hybrid"))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (sync_row_place(feed,
            sync_row_text(feed, row, "atsLocation.city | location.city"),
            sync_row_text(feed, row, "atsLocation.state | "
                          "atsLocation.province | location.state"),
            sync_row_text(feed, row, "atsLocation.country"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    tenant = sync_row_whose(feed);

    if (sync_feed_base(feed).len != 0 || tenant.len == 0
        || !feed->record.v[SYNC_ID].set)
    {
        return JOBS_OK;
    }

    return sync_row_print(feed, SYNC_URL,
                          "https://%.*s.bamboohr.com/careers/%s",
                          (int) tenant.len, tenant.data,
                          feed->record.v[SYNC_ID].text.data);
}


const sync_format_t  sync_bamboohr = {
    .name = "bamboohr",
    .list = "result",
    .fields = sync_bamboohr_fields,
    .is = sync_bamboohr_is,
    .row = sync_bamboohr_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "BambooHR",
    .tenant = "{}.bamboohr.com"
};
