/*
 * SmartRecruiters, the posting API: {"offset": 0, "limit": 100,
 * "totalFound": 1, "content": [...]}.
 * 
 * A list has no addresses of the postings, only of the API: they are made of
 * the company's identifier and the id.  The details of a posting have both,
 * and its text.
 */

#include "formats.h"


static const sync_path_t  sync_smartrecruiters_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "name" },
    { SYNC_COMPANY, "company.name" },
    { SYNC_URL, "postingUrl" },
    { SYNC_APPLY_URL, "applyUrl" },
    { SYNC_DEPARTMENT, "department.label | function.label" },
    { SYNC_EMPLOYMENT_TYPE, "typeOfEmployment.label" },
    { SYNC_REMOTE_FLAG, "location.remote" },
    { SYNC_COUNTRY_TEXT, "location.country" },
    { SYNC_LANGUAGE, "language.code" },
    { SYNC_POSTED_AT, "releasedDate" },
    SYNC_NO_FIELD
};


static int
sync_smartrecruiters_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_row_item(head->envelope, "totalFound") != NULL
           : sync_row_item(head->row, "name") != NULL
             && sync_row_item(head->row, "company.identifier") != NULL;
}


static jobs_rc_t
sync_smartrecruiters_row(sync_feed_t *feed, const cJSON *row)
{
    size_t             i;
    jobs_str_t         s, tenant;
    const cJSON       *sections, *part;
    static const char *const  parts[] = {
        "companyDescription", "jobDescription", "qualifications",
        "additionalInformation"
    };

    s = sync_row_text(feed, row, "visibility");

    if (s.len != 0 && !jobs_str_eq(s, jobs_lit("PUBLIC"))) {
        return JOBS_DECLINED;
    }

    tenant = sync_row_text(feed, row, "company.identifier");

    if (tenant.len == 0) {
        tenant = sync_row_whose(feed);
    }

    if (!feed->record.v[SYNC_URL].set
        && sync_feed_base(feed).len == 0 && tenant.len != 0
        && feed->record.v[SYNC_ID].set
        && sync_row_print(feed, SYNC_URL,
                          "https://jobs.smartrecruiters.com/%s/%s",
                          tenant.data, feed->record.v[SYNC_ID].text.data)
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    s = sync_row_text(feed, row, "location.fullLocation");

    if (s.len != 0 ? sync_row_add(feed, SYNC_LOCATIONS, s) != JOBS_OK
        : sync_row_place(feed, sync_row_text(feed, row, "location.city"),
                         sync_row_text(feed, row, "location.region"),
                         sync_row_text(feed, row, "location.country"))
          != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (sync_row_true(row, "location.hybrid")
        && sync_row_set(feed, SYNC_REMOTE, jobs_lit("hybrid")) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (sync_row_try(feed, SYNC_SENIORITY,
                     sync_row_text(feed, row, "experienceLevel.label"))
        != JOBS_OK
        || sync_row_tenant(feed, tenant) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    sections = sync_row_item(row, "jobAd.sections");

    for (i = 0; i < sync_n(parts); i++) {
        part = cJSON_GetObjectItemCaseSensitive(sections, parts[i]);

        if (sync_row_html(feed, sync_row_text(feed, part, "title"),
                          sync_row_raw(part, "text"))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_smartrecruiters_next(const cJSON *envelope, jobs_str_t url,
    uint64_t rows, jobs_buf_t *next)
{
    int64_t  total;

    total = sync_envelope_number(envelope, "totalFound");

    if (total < 0) {
        return JOBS_INVALID;
    }

    return rows >= (uint64_t) total ? JOBS_DECLINED
           : sync_url_number(url, "offset", rows, next);
}


const sync_format_t  sync_smartrecruiters = {
    .name = "smartrecruiters",
    .list = "content",
    .fields = sync_smartrecruiters_fields,
    .is = sync_smartrecruiters_is,
    .row = sync_smartrecruiters_row,
    .next = sync_smartrecruiters_next,
    .source = SYNC_BY_EMPLOYERS,
    .system = "SmartRecruiters",
    .tenant = "jobs.smartrecruiters.com/{} | careers.smartrecruiters.com/{}"
};
