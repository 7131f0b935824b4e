/*
 * We Work Remotely: RSS 2.0, company and title in one field.
 */

#include "formats_xml.h"
#include "sync_xml.h"


static int sync_wwr_is(const sync_head_t *head);
static jobs_rc_t sync_wwr_row(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_wwr_title(sync_feed_t *feed, const cJSON *row);


static const sync_path_t  sync_wwr_fields[] = {
    { SYNC_URL, "link | guid.#text | guid" },
    { SYNC_CATEGORY, "category" },
    { SYNC_EMPLOYMENT_TYPE, "type" },
    { SYNC_COMPANY_LOGO, "media:content.@url" },
    { SYNC_POSTED_AT, "pubDate" },
    { SYNC_EXPIRES_AT, "expires_at" },
    { -1, NULL }
};

const sync_format_t  sync_weworkremotely = {
    .name = "weworkremotely",
    .element = "rss/channel/item",
    .fields = sync_wwr_fields,
    .is = sync_wwr_is,
    .row = sync_wwr_row,
    .source = "{\"name\":\"We Work Remotely\","
              "\"url\":\"https://weworkremotely.com\","
              "\"attribution\":\"via We Work Remotely\","
              "\"by\":\"aggregator\"}"
};


static int
sync_wwr_is(const sync_head_t *head)
{
    jobs_str_t  link;

    if (head->element == NULL
        || strcmp(head->element, "rss/channel/item") != 0)
    {
        return 0;
    }

    link = sync_xml_string(sync_row_item(head->envelope, "link"));

    return link.len > 0
           && (strncmp(link.data, "https://weworkremotely.com", 26) == 0
               || strncmp(link.data, "http://weworkremotely.com", 25) == 0);
}


static jobs_rc_t
sync_wwr_row(sync_feed_t *feed, const cJSON *row)
{
    size_t      i;
    jobs_str_t  key, country, state;

    /* the address is the id, of which the last part is enough */

    key = sync_row_text(feed, row, "guid.#text");

    if (key.len == 0) {
        key = sync_row_text(feed, row, "guid");
    }

    if (key.len == 0) {
        key = sync_row_text(feed, row, "link");
    }

    for (i = key.len; i > 0 && key.data[i - 1] != '/'; i--) { /* void */ }

    key = i < key.len ? jobs_str(key.data + i, key.len - i) : key;

    /* a flag stands before the name of a country */

    country = sync_row_text(feed, row, "country");

    while (country.len >= 4 && memcmp(country.data, "\xF0\x9F\x87", 3) == 0) {
        country = jobs_str(country.data + 4, country.len - 4);
    }

    state = sync_row_text(feed, row, "state");

    if (sync_wwr_title(feed, row) != JOBS_OK
        || sync_row_set(feed, SYNC_ID, key) != JOBS_OK
        || sync_row_set(feed, SYNC_REMOTE, jobs_lit("remote")) != JOBS_OK
        || sync_row_add(feed, SYNC_ELIGIBLE, sync_row_text(feed, row,
                                                           "region"))
           != JOBS_OK
        || sync_row_add(feed, SYNC_COUNTRY_TEXT, country) != JOBS_OK
        || sync_xml_split(feed, SYNC_TAGS,
                          sync_row_text(feed, row, "skills"), ',')
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (state.len != 0
        && sync_row_place(feed, jobs_lit(""), state, country) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_set(feed, SYNC_DESCRIPTION_HTML,
                        sync_xml_string(sync_row_item(row, "description")));
}


/* "Company: Title", at the first ": ", for titles have more of them */

static jobs_rc_t
sync_wwr_title(sync_feed_t *feed, const cJSON *row)
{
    size_t      i;
    jobs_str_t  s, company;

    s = sync_row_text(feed, row, "title");

    for (i = 0; i + 2 < s.len; i++) {
        if (s.data[i] == ':' && s.data[i + 1] == ' ') {
            company = sync_dup(&feed->record.arena, jobs_str(s.data, i));
            s = jobs_str(s.data + i + 2, s.len - i - 2);

            if (sync_row_set(feed, SYNC_COMPANY, company) != JOBS_OK) {
                return JOBS_INVALID;
            }

            break;
        }
    }

    /* the channel's title is no company's name */

    if (!feed->record.v[SYNC_COMPANY].set
        && sync_feed_company(feed).len == 0)
    {
        return sync_reason(&feed->record, "company is missing: the title has "
                           "no \": \"");
    }

    return sync_row_set(feed, SYNC_TITLE, s);
}
