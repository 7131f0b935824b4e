/*
 * Platsbanken, the Swedish job board: {"hits": [...]} of its search, and what
 * its index sends, {"hits": {"hits": [{"_source": {...}}]}}.
 * 
 * Times have no zone.  Contacts are not read.
 */

#include "formats.h"


static const sync_path_t  sync_platsbanken_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "headline" },
    { SYNC_COMPANY, "employer.name" },
    { SYNC_COMPANY_LOGO, "logo_url" },
    { SYNC_APPLY_URL, "application_details.url" },
    { SYNC_CATEGORY, "occupation_field.label" },
    { SYNC_POSTED_AT, "publication_date" },
    { SYNC_EXPIRES_AT, "last_publication_date | application_deadline" },
    { SYNC_DESCRIPTION_HTML, "description.text_formatted" },
    SYNC_NO_FIELD
};


static int
sync_platsbanken_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "headline") != NULL;
}


static int
sync_platsbanken_index_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "_source.headline") != NULL;
}


static jobs_rc_t
sync_platsbanken_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t    hours, text;
    const cJSON  *place;

    if (sync_row_true(row, "removed")) {
        return JOBS_DECLINED;
    }

    place = sync_row_item(row, "workplace_address");

    if (sync_row_place(feed, sync_row_text(feed, place,
                                           "municipality | city"),
                       sync_row_text(feed, place, "region"),
                       sync_row_text(feed, place, "country"))
        != JOBS_OK
        || sync_row_add_path(feed, SYNC_COUNTRY_TEXT, place, "country")
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    hours = sync_row_text(feed, row, "working_hours_type.label");

    if (jobs_str_eq(hours, jobs_lit("Heltid"))) {
        hours = jobs_lit("full_time");

    } else if (jobs_str_eq(hours, jobs_lit("Deltid"))) {
        hours = jobs_lit("part_time");

    } else {
        hours = jobs_lit("");
    }

    if (sync_row_set(feed, SYNC_EMPLOYMENT_TYPE, hours) != JOBS_OK) {
        return JOBS_INVALID;
    }

    if (!feed->record.v[SYNC_DESCRIPTION_HTML].set) {
        text = sync_row_scalar(feed, sync_row_item(row, "description.text"),
                               1);

        if (sync_row_set(feed, SYNC_DESCRIPTION_TEXT, text) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    text = sync_row_text(feed, row, "webpage_url");

    if (text.len != 0) {
        return sync_row_set(feed, SYNC_URL, text);
    }

    return !feed->record.v[SYNC_ID].set ? JOBS_OK
           : sync_row_print(feed, SYNC_URL,
                 "https://arbetsformedlingen.se/platsbanken/annonser/%s",
                 feed->record.v[SYNC_ID].text.data);
}


const sync_format_t  sync_platsbanken = {
    .name = "platsbanken",
    .list = "hits",
    .fields = sync_platsbanken_fields,
    .is = sync_platsbanken_is,
    .row = sync_platsbanken_row,
    .source = "{\"name\":\"Platsbanken\","
              "\"url\":\"https://arbetsformedlingen.se/platsbanken\","
              "\"by\":\"aggregator\"}"
};


const sync_format_t  sync_platsbanken_index = {
    .name = "platsbanken-index",
    .list = "hits.hits",
    .fields = sync_platsbanken_fields,
    .is = sync_platsbanken_index_is,
    .row = sync_platsbanken_row,
    .inner = "_source",
    .source = "{\"name\":\"Platsbanken\","
              "\"url\":\"https://arbetsformedlingen.se/platsbanken\","
              "\"by\":\"aggregator\"}"
};
