/*
 * Torre, the search of opportunities: {"total": 1625, "size": 3,
 * "results": [...]}.
 */

#include "formats.h"


static const sync_path_t  sync_torre_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "objective" },
    { SYNC_COMPANY, "organizations.0.name" },
    { SYNC_COMPANY_LOGO, "organizations.0.picture" },
    { SYNC_APPLY_URL, "externalApplicationUrl" },
    { SYNC_EMPLOYMENT_TYPE, "commitment" },
    { SYNC_REMOTE_FLAG, "remote" },
    { SYNC_POSTED_AT, "created" },
    { SYNC_EXPIRES_AT, "deadline" },
    { SYNC_EXCERPT, "tagline" },
    SYNC_NO_FIELD
};


static int
sync_torre_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_envelope_number(head->envelope, "total") >= 0
             && sync_row_item(head->envelope, "aggregators") != NULL
           : sync_row_item(head->row, "objective") != NULL
             && sync_row_item(head->row, "organizations") != NULL;
}


static jobs_rc_t
sync_torre_row(sync_feed_t *feed, const cJSON *row)
{
    int           field;
    jobs_str_t    s;
    const cJSON  *e, *pay;

    s = sync_row_text(feed, row, "status");

    if (s.len != 0 && !jobs_str_eq(s, jobs_lit("open"))) {
        return JOBS_DECLINED;
    }

    s = sync_row_text(feed, row, "slug");

    if (feed->record.v[SYNC_ID].set
        && sync_row_print(feed, SYNC_URL, "https://torre.ai/post/%s%s%s",
                          feed->record.v[SYNC_ID].text.data,
                          s.len == 0 ? "" : "-", s.data)
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    /* of a remote job the places are where one may live */

    field = sync_row_true(row, "remote") ? SYNC_ELIGIBLE : SYNC_LOCATIONS;

    if (sync_row_add_path(feed, field, row, "locations") != JOBS_OK) {
        return JOBS_INVALID;
    }

    if (sync_row_true(row, "place.anywhere")
        && sync_row_set(feed, SYNC_WORLDWIDE, jobs_lit("true")) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "place.location")) {
        if (sync_row_add_path(feed, SYNC_COUNTRY_TEXT, e, "countryCode")
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "skills")) {
        if (sync_row_add_path(feed, SYNC_TAGS, e, "name") != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    pay = sync_row_item(row, "compensation.data");

    if (!sync_row_true(row, "compensation.visible")) {
        return JOBS_OK;
    }

    return sync_row_salary(feed, sync_row_text(feed, pay, "minAmount"),
                           sync_row_text(feed, pay, "maxAmount"),
                           sync_row_text(feed, pay, "currency"),
                           sync_row_text(feed, pay, "periodicity"));
}


static jobs_rc_t
sync_torre_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    int64_t  total;

    total = sync_envelope_number(envelope, "total");

    if (total < 0) {
        return JOBS_INVALID;
    }

    return rows >= (uint64_t) total ? JOBS_DECLINED
           : sync_url_number(url, "offset", rows, next);
}


const sync_format_t  sync_torre = {
    .name = "torre",
    .list = "results",
    .fields = sync_torre_fields,
    .is = sync_torre_is,
    .row = sync_torre_row,
    .next = sync_torre_next,
    .source = "{\"name\":\"Torre\",\"url\":\"https://torre.ai\","
              "\"by\":\"aggregator\"}"
};
