/*
 * Remotive: {"0-legal-notice": "...", "job-count": 1, "jobs": [...]}.
 * 
 * It forbids passing its listings on to the job indexes of search engines.
 */

#include "formats.h"


static const sync_path_t  sync_remotive_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "title" },
    { SYNC_COMPANY, "company_name" },
    { SYNC_COMPANY_LOGO, "company_logo | company_logo_url" },
    { SYNC_URL, "url" },
    { SYNC_CATEGORY, "category" },
    { SYNC_TAGS, "tags" },
    { SYNC_EMPLOYMENT_TYPE, "job_type" },
    { SYNC_REMOTE, "=remote" },
    { SYNC_SALARY_TEXT, "salary" },
    { SYNC_POSTED_AT, "publication_date" },
    { SYNC_DESCRIPTION_HTML, "description" },
    SYNC_NO_FIELD
};


static int
sync_remotive_is(const sync_head_t *head)
{
    return sync_row_item(head->envelope, "0-legal-notice") != NULL
           || sync_row_item(head->row, "candidate_required_location") != NULL;
}


static jobs_rc_t
sync_remotive_row(sync_feed_t *feed, const cJSON *row)
{
    return sync_row_split(feed, SYNC_ELIGIBLE,
                   sync_row_text(feed, row, "candidate_required_location"));
}


const sync_format_t  sync_remotive = {
    .name = "remotive",
    .list = "jobs",
    .fields = sync_remotive_fields,
    .is = sync_remotive_is,
    .row = sync_remotive_row,
    .source = "{\"name\":\"Remotive\",\"url\":\"https://remotive.com\","
              "\"attribution\":\"Remote jobs from Remotive\","
              "\"jsonld\":false,\"by\":\"aggregator\"}"
};
