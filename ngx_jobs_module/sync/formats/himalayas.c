/*
 * Himalayas: {"offset": 0, "limit": 20, "totalCount": 101737, "jobs": [...]}.
 * 
 * Its manual calls the pay annual, which only salaryPeriod tells.
 */

#include "formats.h"


static const sync_path_t  sync_himalayas_fields[] = {
    { SYNC_TITLE, "title" },
    { SYNC_COMPANY, "companyName" },
    { SYNC_COMPANY_LOGO, "companyLogo" },
    { SYNC_URL, "applicationLink | guid" },
    { SYNC_EMPLOYMENT_TYPE, "employmentType" },
    { SYNC_CATEGORY, "parentCategories.0" },
    { SYNC_REMOTE, "=remote" },
    { SYNC_POSTED_AT, "pubDate" },
    { SYNC_EXPIRES_AT, "expiryDate" },
    { SYNC_EXCERPT, "excerpt" },
    { SYNC_DESCRIPTION_HTML, "description" },
    SYNC_NO_FIELD
};


static int
sync_himalayas_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_envelope_number(head->envelope, "totalCount") >= 0
           : sync_row_item(head->row, "companyName") != NULL
             && sync_row_item(head->row, "applicationLink | guid") != NULL;
}


/* "company.job" of https://himalayas.app/companies/company/jobs/job */

static jobs_rc_t
sync_himalayas_id(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t   guid, company;
    const char  *tail;

    guid = sync_row_text(feed, row, "guid | applicationLink");
    company = sync_row_text(feed, row, "companySlug");
    tail = guid.len == 0 ? NULL : strstr(guid.data, "/jobs/");

    return tail == NULL || company.len == 0
           ? sync_row_set(feed, SYNC_ID, guid)
           : sync_row_print(feed, SYNC_ID, "%s.%s", company.data, tail + 6);
}


static jobs_rc_t
sync_himalayas_tag(sync_feed_t *feed, jobs_str_t s)
{
    size_t      i;
    jobs_rc_t   rc;
    jobs_buf_t  b;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for (i = 0; i < s.len; i++) {
        jobs_buf_char(&b, s.data[i] == '-' ? ' ' : s.data[i]);
    }

    rc = sync_row_add(feed, SYNC_TAGS, jobs_buf_view(&b));
    jobs_buf_free(&b);

    return rc;
}


static jobs_rc_t
sync_himalayas_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e, *zones, *places;

    if (sync_himalayas_id(feed, row) != JOBS_OK) {
        return JOBS_INVALID;
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "categories")) {
        if (sync_himalayas_tag(feed, sync_row_scalar(feed, e, 0)) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "seniority")) {
        if (!feed->record.v[SYNC_SENIORITY].set
            && sync_row_try(feed, SYNC_SENIORITY, sync_row_scalar(feed, e, 0))
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    places = sync_row_item(row, "locationRestrictions");
    zones = sync_row_item(row, "timezoneRestrictions");

    cJSON_ArrayForEach(e, places) {
        if ((cJSON_IsObject(e)
             ? sync_row_add_path(feed, SYNC_ELIGIBLE, e, "name | alpha2")
             : sync_row_add(feed, SYNC_ELIGIBLE, sync_row_scalar(feed, e, 0)))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    /* no restriction at all is how it says that the world may apply */

    if (cJSON_IsArray(places) && places->child == NULL
        && cJSON_IsArray(zones) && zones->child == NULL
        && sync_row_set(feed, SYNC_WORLDWIDE, jobs_lit("true")) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_salary(feed, sync_row_text(feed, row, "minSalary"),
                           sync_row_text(feed, row, "maxSalary"),
                           sync_row_text(feed, row, "currency"),
                           sync_row_text(feed, row, "salaryPeriod"));
}


static jobs_rc_t
sync_himalayas_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    int64_t  total;

    total = sync_envelope_number(envelope, "totalCount");

    if (total < 0) {
        return JOBS_INVALID;
    }

    return rows >= (uint64_t) total ? JOBS_DECLINED
           : sync_url_number(url, "offset", rows, next);
}


const sync_format_t  sync_himalayas = {
    .name = "himalayas",
    .list = "jobs",
    .fields = sync_himalayas_fields,
    .is = sync_himalayas_is,
    .row = sync_himalayas_row,
    .next = sync_himalayas_next,
    .source = "{\"name\":\"Himalayas\",\"url\":\"https://himalayas.app\","
              "\"attribution\":\"Remote jobs from Himalayas\","
              "\"by\":\"aggregator\"}"
};
