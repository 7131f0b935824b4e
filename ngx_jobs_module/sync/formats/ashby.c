/*
 * Ashby, the posting API: {"jobs": [...], "apiVersion": "1"}.
 * 
 * Only components of the type Salary are one; a listing that is not listed is
 * not for show.
 */

#include "formats.h"


static const sync_path_t  sync_ashby_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "title" },
    { SYNC_URL, "jobUrl" },
    { SYNC_APPLY_URL, "applyUrl" },
    { SYNC_DEPARTMENT, "department | team" },
    { SYNC_EMPLOYMENT_TYPE, "employmentType" },
    { SYNC_REMOTE, "workplaceType" },
    { SYNC_REMOTE_FLAG, "isRemote" },
    { SYNC_LOCATIONS, "location" },
    { SYNC_COUNTRY_TEXT, "address.postalAddress.addressCountry" },
    { SYNC_POSTED_AT, "publishedAt" },
    { SYNC_UPDATED_AT, "updatedAt" },
    { SYNC_DESCRIPTION_HTML, "descriptionHtml" },
    SYNC_NO_FIELD
};


static int
sync_ashby_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_row_item(head->envelope, "apiVersion") != NULL
           : sync_row_item(head->row, "jobUrl") != NULL
             && (sync_row_item(head->row, "isListed") != NULL
                 || sync_row_item(head->row, "publishedAt") != NULL);
}


static jobs_rc_t
sync_ashby_pay(sync_feed_t *feed, const cJSON *components)
{
    const cJSON  *e;

    cJSON_ArrayForEach(e, components) {
        if (!jobs_str_eq(sync_row_text(feed, e, "compensationType"),
                         jobs_lit("Salary")))
        {
            continue;
        }

        if (sync_row_range(feed, sync_row_text(feed, e, "minValue"),
                           sync_row_text(feed, e, "maxValue"),
                           sync_row_text(feed, e, "currencyCode"),
                           sync_row_text(feed, e, "interval"))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_ashby_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e;

    if (sync_row_false(row, "isListed")) {
        return JOBS_DECLINED;
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "secondaryLocations")) {
        if (sync_row_add_path(feed, SYNC_LOCATIONS, e, "location") != JOBS_OK
            || sync_row_add_path(feed, SYNC_COUNTRY_TEXT, e,
                                 "address.postalAddress.addressCountry")
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (sync_row_false(row, "shouldDisplayCompensationOnJobPostings")) {
        return JOBS_OK;
    }

    cJSON_ArrayForEach(e, sync_row_item(row,
                                        "compensation.compensationTiers"))
    {
        if (sync_ashby_pay(feed, sync_row_item(e, "components")) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    if (feed->record.v[SYNC_SALARY_MIN].set
        || feed->record.v[SYNC_SALARY_MAX].set)
    {
        return JOBS_OK;
    }

    return sync_ashby_pay(feed,
               sync_row_item(row, "compensation.summaryComponents"));
}


const sync_format_t  sync_ashby = {
    .name = "ashby",
    .list = "jobs",
    .fields = sync_ashby_fields,
    .is = sync_ashby_is,
    .row = sync_ashby_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Ashby",
    .tenant = "jobs.ashbyhq.com/{}"
};
