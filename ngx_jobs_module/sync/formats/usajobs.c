/*
 * USAJOBS: {"SearchResult": {"SearchResultItems": [...]}}.
 * 
 * Numbers are texts; the period of the pay is a code.
 */

#include "formats.h"


static const sync_path_t  sync_usajobs_fields[] = {
    { SYNC_ID, "MatchedObjectId" },
    { SYNC_TITLE, "MatchedObjectDescriptor.PositionTitle" },
    { SYNC_COMPANY, "MatchedObjectDescriptor.OrganizationName" },
    { SYNC_URL, "MatchedObjectDescriptor.PositionURI" },
    { SYNC_APPLY_URL, "MatchedObjectDescriptor.ApplyURI.0" },
    { SYNC_DEPARTMENT, "MatchedObjectDescriptor.DepartmentName" },
    { SYNC_CATEGORY, "MatchedObjectDescriptor.JobCategory.0.Name" },
    { SYNC_POSTED_AT, "MatchedObjectDescriptor.PublicationStartDate" },
    { SYNC_EXPIRES_AT, "MatchedObjectDescriptor.ApplicationCloseDate | "
      "MatchedObjectDescriptor.PositionEndDate" },
    { SYNC_REMOTE_FLAG, "MatchedObjectDescriptor.UserArea.Details."
      "RemoteIndicator" },
    { SYNC_EXCERPT, "MatchedObjectDescriptor.UserArea.Details.JobSummary" },
    SYNC_NO_FIELD
};


static int
sync_usajobs_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_envelope_number(head->envelope,
                                  "SearchResult.SearchResultCount") >= 0
           : sync_row_item(head->row, "MatchedObjectDescriptor") != NULL;
}


/* other codes (per two weeks, piece work, without pay) are no period of ours,
   and an amount without its period would be a lie */

static jobs_rc_t
sync_usajobs_pay(sync_feed_t *feed, const cJSON *pay)
{
    size_t                i;
    jobs_str_t            code;
    static const struct {
        jobs_str_t        code;
        jobs_str_t        period;
    } codes[] = {
        { jobs_string("PA"), jobs_string("year") },
        { jobs_string("Per Year"), jobs_string("year") },
        { jobs_string("PM"), jobs_string("month") },
        { jobs_string("Per Month"), jobs_string("month") },
        { jobs_string("PD"), jobs_string("day") },
        { jobs_string("Per Day"), jobs_string("day") },
        { jobs_string("PH"), jobs_string("hour") },
        { jobs_string("Per Hour"), jobs_string("hour") }
    };

    code = sync_row_text(feed, pay, "RateIntervalCode");

    for (i = 0; i < sync_n(codes); i++) {
        if (jobs_str_eq(codes[i].code, code)) {
            return sync_row_salary(feed,
                       sync_row_text(feed, pay, "MinimumRange"),
                       sync_row_text(feed, pay, "MaximumRange"),
                       jobs_lit("USD"), codes[i].period);
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_usajobs_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *d, *e;

    d = sync_row_item(row, "MatchedObjectDescriptor");

    cJSON_ArrayForEach(e, sync_row_item(d, "PositionLocation")) {
        if (sync_row_add_path(feed, SYNC_LOCATIONS, e, "LocationName")
            != JOBS_OK
            || sync_row_add_path(feed, SYNC_COUNTRY_TEXT, e, "CountryCode")
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (sync_row_try(feed, SYNC_EMPLOYMENT_TYPE,
                     sync_row_text(feed, d, "PositionSchedule.0.Name"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_usajobs_pay(feed, sync_row_item(d, "PositionRemuneration.0"));
}


static jobs_rc_t
sync_usajobs_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    int64_t  total;

    total = sync_envelope_number(envelope,
                                 "SearchResult.SearchResultCountAll");

    if (total < 0) {
        return JOBS_INVALID;
    }

    return rows >= (uint64_t) total ? JOBS_DECLINED
           : sync_url_number(url, "Page", sync_url_get(url, "Page", 1) + 1,
                             next);
}


const sync_format_t  sync_usajobs = {
    .name = "usajobs",
    .list = "SearchResult.SearchResultItems",
    .fields = sync_usajobs_fields,
    .is = sync_usajobs_is,
    .row = sync_usajobs_row,
    .next = sync_usajobs_next,
    .source = "{\"name\":\"USAJOBS\",\"url\":\"https://www.usajobs.gov\","
              "\"by\":\"employer\"}"
};
