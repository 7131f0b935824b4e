/*
 * Job boards' RSS 2.0 and Atom, whatever they are; and what open-jobs-data
 * makes of them: "Company - place - system" as the description.
 */

#include "formats_xml.h"
#include "sync_xml.h"


#define SYNC_RSS_DOT  " \xC2\xB7 "
#define SYNC_RSS_DASH  " \xE2\x80\x94 "


static int sync_rss_is(const sync_head_t *head);
static int sync_atom_is(const sync_head_t *head);
static jobs_rc_t sync_rss_row(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_atom_row(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_rss_tags(sync_feed_t *feed, const cJSON *item,
    const char *attribute);
static jobs_rc_t sync_rss_summary(sync_feed_t *feed, const cJSON *row);
static size_t sync_rss_first(jobs_str_t s, jobs_str_t what);


static const sync_path_t  sync_rss_fields[] = {
    { SYNC_ID, "guid.#text | guid | link" },
    { SYNC_TITLE, "title.#text | title" },
    { SYNC_COMPANY, "company | company_name | companyName | job:company"
                    " | job_listing:company | employer" },
    { SYNC_URL, "link | guid.#text | guid" },
    { SYNC_LOCATION, "location | job:location | job_listing:location" },
    { SYNC_EMPLOYMENT_TYPE, "job_type | jobType | job:type"
                            " | job_listing:job_type | employmentType" },
    { SYNC_SALARY_TEXT, "salary | job:salary | job_listing:salary" },
    { SYNC_POSTED_AT, "pubDate | dc:date" },
    { SYNC_UPDATED_AT, "atom:updated" },
    { SYNC_EXPIRES_AT, "expires_at | expirationDate | job_listing:expires" },
    { -1, NULL }
};

static const sync_path_t  sync_atom_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "title.#text | title" },
    { SYNC_POSTED_AT, "published | updated" },
    { SYNC_UPDATED_AT, "updated" },
    { -1, NULL }
};

const sync_format_t  sync_rss = {
    .name = "rss",
    .element = "rss/channel/item",
    .fields = sync_rss_fields,
    .is = sync_rss_is,
    .row = sync_rss_row
};

const sync_format_t  sync_atom = {
    .name = "atom",
    .element = "feed/entry",
    .fields = sync_atom_fields,
    .is = sync_atom_is,
    .row = sync_atom_row
};


static int
sync_rss_is(const sync_head_t *head)
{
    return head->element != NULL
           && strcmp(head->element, "rss/channel/item") == 0;
}


static int
sync_atom_is(const sync_head_t *head)
{
    return head->element != NULL && strcmp(head->element, "feed/entry") == 0;
}


static jobs_rc_t
sync_rss_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_rc_t   rc;
    jobs_str_t  html;

    rc = sync_rss_summary(feed, row);

    if (rc == JOBS_DECLINED) {
        html = sync_xml_string(sync_row_item(row, "content:encoded"));

        if (html.len == 0) {
            html = sync_xml_string(sync_row_item(row, "description"));
        }

        rc = sync_row_set(feed, SYNC_DESCRIPTION_HTML, html);
    }

    if (rc != JOBS_OK) {
        return rc;
    }

    return sync_rss_tags(feed, sync_row_item(row, "category"), NULL);
}


static jobs_rc_t
sync_atom_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t    url, rel, html;
    const cJSON  *item, *e;

    item = sync_row_item(row, "link");
    url = jobs_str(NULL, 0);

    for (e = cJSON_IsArray(item) ? item->child : item; e != NULL;
         e = cJSON_IsArray(item) ? e->next : NULL)
    {
        rel = sync_xml_string(sync_row_item(e, "@rel"));

        if (url.len == 0
            && (rel.len == 0 || jobs_str_eq(rel, jobs_lit("alternate"))))
        {
            url = sync_xml_string(sync_row_item(e, "@href"));
        }
    }

    html = sync_xml_string(sync_row_item(row, "content"));

    if (html.len == 0) {
        html = sync_xml_string(sync_row_item(row, "summary"));
    }

    if (sync_row_set(feed, SYNC_URL, url) != JOBS_OK
        || sync_row_set(feed, SYNC_DESCRIPTION_HTML, html) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_rss_tags(feed, sync_row_item(row, "category"), "@term");
}


static jobs_rc_t
sync_rss_tags(sync_feed_t *feed, const cJSON *item, const char *attribute)
{
    const cJSON  *e, *value;

    for (e = cJSON_IsArray(item) ? item->child : item; e != NULL;
         e = cJSON_IsArray(item) ? e->next : NULL)
    {
        value = attribute == NULL ? e : sync_row_item(e, attribute);

        if (sync_row_add(feed, SYNC_TAGS, sync_xml_string(value)) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


/*
 * title "Copywriter -- Superpower", description "Superpower * San Francisco *
 * ashby" and guid "ashby:ad52b234" confirm each other; JOBS_DECLINED: not so
 */

static jobs_rc_t
sync_rss_summary(sync_feed_t *feed, const cJSON *row)
{
    size_t         first, last, n;
    jobs_str_t     s, title, company, system, key, place;
    sync_value_t  *v;

    s = sync_row_text(feed, row, "description");
    key = sync_row_text(feed, row, "guid.#text");
    title = sync_row_text(feed, row, "title");

    for (n = 0; n < key.len && key.data[n] != ':'; n++) { /* void */ }

    first = sync_rss_first(s, jobs_lit(SYNC_RSS_DOT));

    if (n == key.len || n == 0 || first == s.len
        || s.len < first + n + sizeof(SYNC_RSS_DOT) - 1)
    {
        return JOBS_DECLINED;
    }

    system = jobs_str(key.data, n);
    company = jobs_str(s.data, first);
    last = s.len - n - (sizeof(SYNC_RSS_DOT) - 1);

    if (memcmp(s.data + last, SYNC_RSS_DOT, sizeof(SYNC_RSS_DOT) - 1) != 0
        || memcmp(s.data + s.len - n, system.data, n) != 0
        || title.len <= company.len + sizeof(SYNC_RSS_DASH) - 1)
    {
        return JOBS_DECLINED;
    }

    title.len -= company.len + sizeof(SYNC_RSS_DASH) - 1;

    if (memcmp(title.data + title.len, SYNC_RSS_DASH,
               sizeof(SYNC_RSS_DASH) - 1) != 0
        || memcmp(title.data + title.len + sizeof(SYNC_RSS_DASH) - 1,
                  company.data, company.len) != 0)
    {
        return JOBS_DECLINED;
    }

    first += sizeof(SYNC_RSS_DOT) - 1;
    place = last > first ? jobs_str(s.data + first, last - first)
                         : jobs_str(NULL, 0);

    v = feed->record.v;
    v[SYNC_TITLE].set = 0;
    v[SYNC_ID].set = 0;

    if (feed->options->source == NULL && feed->source->name.data == NULL
        && sync_row_set(feed, SYNC_SOURCE,
                        sync_dup(&feed->record.arena, system)) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    key = jobs_str(key.data + n + 1, key.len - n - 1);

    if (sync_row_set(feed, SYNC_ID, sync_dup(&feed->record.arena, key))
           != JOBS_OK
        || sync_row_set(feed, SYNC_TITLE,
                        sync_dup(&feed->record.arena, title)) != JOBS_OK
        || sync_row_set(feed, SYNC_COMPANY,
                        sync_dup(&feed->record.arena, company)) != JOBS_OK
        || sync_row_set(feed, SYNC_LOCATION,
                        sync_dup(&feed->record.arena, place)) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return JOBS_OK;
}


/* where what begins in s, or s.len */

static size_t
sync_rss_first(jobs_str_t s, jobs_str_t what)
{
    size_t  i;

    for (i = 0; i + what.len <= s.len; i++) {
        if (memcmp(s.data + i, what.data, what.len) == 0) {
            return i;
        }
    }

    return s.len;
}
