/*
 * Teamtailor: JSON Feed 1.1 whose items have schema.org's JobPosting in
 * "_jobposting".
 */

#include "formats.h"


static const sync_path_t  sync_teamtailor_fields[] = {
    { SYNC_ID, "_jobposting.identifier.value | id" },
    { SYNC_TITLE, "title | _jobposting.title" },
    { SYNC_COMPANY, "_jobposting.hiringOrganization.name | "
      "_jobposting.identifier.name" },
    { SYNC_COMPANY_LOGO, "_jobposting.hiringOrganization.logo" },
    { SYNC_URL, "url" },
    { SYNC_EMPLOYMENT_TYPE, "_jobposting.employmentType | "
      "_jobposting.employmentType.0" },
    { SYNC_POSTED_AT, "date_published | _jobposting.datePosted" },
    { SYNC_UPDATED_AT, "date_modified" },
    { SYNC_EXPIRES_AT, "_jobposting.validThrough" },
    { SYNC_LANGUAGE, "language" },
    { SYNC_DESCRIPTION_HTML, "content_html | _jobposting.description" },
    SYNC_NO_FIELD
};


static int
sync_teamtailor_is(const sync_head_t *head)
{
    return sync_row_item(head->envelope, "version") != NULL
           && (head->row == NULL
               ? sync_row_item(head->envelope, "feed_url") != NULL
               : sync_row_item(head->row, "_jobposting") != NULL);
}


static jobs_rc_t
sync_teamtailor_place(sync_feed_t *feed, const cJSON *address)
{
    jobs_str_t  city, region, country;

    city = sync_row_text(feed, address, "addressLocality");
    region = sync_row_text(feed, address, "addressRegion");
    country = sync_row_text(feed, address,
                            "addressCountry.name | addressCountry");

    /* "Europe" stands there as a region; a city does without one */

    if (sync_row_place(feed, city, city.len == 0 ? region : jobs_lit(""),
                       country)
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_add(feed, SYNC_COUNTRY_TEXT, country);
}


static jobs_rc_t
sync_teamtailor_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *posting, *places, *place, *pay, *e;

    posting = sync_row_item(row, "_jobposting");
    places = sync_row_item(posting, "jobLocation");

    if (cJSON_IsObject(places)) {
        if (sync_teamtailor_place(feed, sync_row_item(places, "address"))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }

    } else {
        cJSON_ArrayForEach(e, places) {
            if (sync_teamtailor_place(feed, sync_row_item(e, "address"))
                != JOBS_OK)
            {
                return JOBS_INVALID;
            }
        }
    }

    if (jobs_str_eq(sync_row_text(feed, posting, "jobLocationType"),
                    jobs_lit("TELECOMMUTE"))
        && sync_row_set(feed, SYNC_REMOTE, jobs_lit("remote")) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    e = sync_row_item(posting, "applicantLocationRequirements");

    if (cJSON_IsObject(e)) {
        if (sync_row_add_path(feed, SYNC_ELIGIBLE, e, "name") != JOBS_OK) {
            return JOBS_INVALID;
        }

    } else {
        cJSON_ArrayForEach(place, e) {
            if (sync_row_add_path(feed, SYNC_ELIGIBLE, place, "name")
                != JOBS_OK)
            {
                return JOBS_INVALID;
            }
        }
    }

    pay = sync_row_item(posting, "baseSalary");

    return sync_row_salary(feed,
               sync_row_text(feed, pay, "value.minValue | value.value"),
               sync_row_text(feed, pay, "value.maxValue | value.value"),
               sync_row_text(feed, pay, "currency"),
               sync_row_text(feed, pay, "value.unitText"));
}


static jobs_rc_t
sync_teamtailor_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    jobs_str_t  s;

    (void) url;
    (void) rows;

    s = sync_row_raw(envelope, "next_url");
    jobs_buf_str(next, s);

    return s.len == 0 ? JOBS_DECLINED
           : jobs_is_http_url(s) ? JOBS_OK : JOBS_INVALID;
}


const sync_format_t  sync_teamtailor = {
    .name = "teamtailor",
    .list = "items",
    .fields = sync_teamtailor_fields,
    .is = sync_teamtailor_is,
    .row = sync_teamtailor_row,
    .next = sync_teamtailor_next,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Teamtailor",
    .tenant = "{}.teamtailor.com",
    .whole = 1
};
