/*
 * Jobicy: {"jobs": [...]}.  It has the same rule of licence as Remotive.
 */

#include "formats.h"


static const sync_path_t  sync_jobicy_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "jobTitle" },
    { SYNC_COMPANY, "companyName" },
    { SYNC_COMPANY_LOGO, "companyLogo" },
    { SYNC_URL, "url" },
    { SYNC_CATEGORY, "jobIndustry | jobIndustry.0" },
    { SYNC_EMPLOYMENT_TYPE, "jobType | jobType.0" },
    { SYNC_REMOTE, "=remote" },
    { SYNC_POSTED_AT, "pubDate" },
    { SYNC_EXCERPT, "jobExcerpt" },
    { SYNC_DESCRIPTION_HTML, "jobDescription" },
    SYNC_NO_FIELD
};


static int
sync_jobicy_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "jobTitle") != NULL
           && sync_row_item(head->row, "companyName") != NULL;
}


static jobs_rc_t
sync_jobicy_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t  period;

    /* lists of one, in most rows */

    if (!feed->record.v[SYNC_CATEGORY].set
        && sync_row_set(feed, SYNC_CATEGORY,
                        sync_row_text(feed, row, "jobIndustry.0"))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (!feed->record.v[SYNC_EMPLOYMENT_TYPE].set
        && sync_row_set(feed, SYNC_EMPLOYMENT_TYPE,
                        sync_row_text(feed, row, "jobType.0"))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (sync_row_try(feed, SYNC_SENIORITY,
                     sync_row_text(feed, row, "jobLevel"))
        != JOBS_OK
        || sync_row_split(feed, SYNC_ELIGIBLE,
                          sync_row_text(feed, row, "jobGeo"))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    period = sync_row_text(feed, row, "salaryPeriod");

    if (period.len == 0
        && sync_row_item(row, "annualSalaryMin | annualSalaryMax") != NULL)
    {
        period = jobs_lit("year");
    }

    return sync_row_salary(feed,
               sync_row_text(feed, row, "annualSalaryMin | salaryMin"),
               sync_row_text(feed, row, "annualSalaryMax | salaryMax"),
               sync_row_text(feed, row, "salaryCurrency"), period);
}


const sync_format_t  sync_jobicy = {
    .name = "jobicy",
    .list = "jobs",
    .fields = sync_jobicy_fields,
    .is = sync_jobicy_is,
    .row = sync_jobicy_row,
    .source = "{\"name\":\"Jobicy\",\"url\":\"https://jobicy.com\","
              "\"attribution\":\"Remote jobs from Jobicy\","
              "\"jsonld\":false,\"by\":\"aggregator\"}"
};
