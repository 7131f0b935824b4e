/*
 * NEOGOV (governmentjobs.com): RSS 2.0 with elements of its own.
 */

#include "formats_xml.h"
#include "sync_xml.h"


static int sync_neogov_is(const sync_head_t *head);
static jobs_rc_t sync_neogov_row(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_neogov_end(sync_feed_t *feed, const cJSON *row);


static const sync_path_t  sync_neogov_fields[] = {
    { SYNC_ID, "joblisting:jobId | guid.#text | guid" },
    { SYNC_TITLE, "title" },
    { SYNC_URL, "link | guid.#text" },
    { SYNC_DEPARTMENT, "joblisting:department" },
    { SYNC_LOCATION, "joblisting:location" },
    { SYNC_EMPLOYMENT_TYPE, "joblisting:jobType" },
    { SYNC_CATEGORY, "joblisting:categories.joblisting:category.0"
                     " | joblisting:categories.joblisting:category" },
    { SYNC_POSTED_AT, "pubDate" },
    { -1, NULL }
};

static const struct {
    const char  *heading;
    const char  *path;
} sync_neogov_parts[] = {
    { "", "description" },
    { "Duties", "joblisting:examplesofduties" },
    { "Qualifications", "joblisting:qualifications" },
    { "Supplemental Information", "joblisting:supplementalinformation" },
    { "Benefits", "joblisting:benefits" }
};

const sync_format_t  sync_neogov = {
    .name = "neogov",
    .element = "rss/channel/item",
    .fields = sync_neogov_fields,
    .is = sync_neogov_is,
    .row = sync_neogov_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "NEOGOV",
    .tenant = "www.governmentjobs.com/careers/{}"
};


static int
sync_neogov_is(const sync_head_t *head)
{
    if (head->element == NULL
        || strcmp(head->element, "rss/channel/item") != 0)
    {
        return 0;
    }

    return cJSON_HasObjectItem(head->envelope, "@xmlns:joblisting")
           || (head->row != NULL
               && cJSON_HasObjectItem(head->row, "joblisting:jobId"));
}


static jobs_rc_t
sync_neogov_row(sync_feed_t *feed, const cJSON *row)
{
    size_t      i;
    jobs_str_t  html;

    if (sync_row_salary(feed,
                        sync_row_text(feed, row, "joblisting:minimumSalary"),
                        sync_row_text(feed, row, "joblisting:maximumSalary"),
                        sync_row_text(feed, row, "joblisting:salaryCurrency"),
                        sync_row_text(feed, row, "joblisting:salaryInterval"))
        != JOBS_OK
        || sync_neogov_end(feed, row) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    for (i = 0; i < sync_n(sync_neogov_parts); i++) {
        html = sync_xml_string(sync_row_item(row, sync_neogov_parts[i].path));

        if (html.len != 0
            && sync_row_html(feed, sync_str(sync_neogov_parts[i].heading),
                             html) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    /* the title is the agency's name, which the address only shortens */

    if (sync_feed_company(feed).len != 0) {
        return JOBS_OK;
    }

    return sync_row_set(feed, SYNC_COMPANY,
                        sync_row_text(feed, feed->envelope, "title"));
}


/* "Sun, 20 Sep 2026 04:59:00:0" is UTC, by the name of its element */

static jobs_rc_t
sync_neogov_end(sync_feed_t *feed, const cJSON *row)
{
    size_t      i;
    unsigned    colons;
    jobs_rc_t   rc;
    jobs_str_t  s;
    jobs_buf_t  b;

    s = sync_row_text(feed, row, "joblisting:advertiseToDateTimeUTC");

    if (s.len == 0) {
        return JOBS_OK;
    }

    colons = 0;

    for (i = 0; i < s.len; i++) {
        colons += (s.data[i] == ':');

        if (colons == 3) {
            break;
        }
    }

    jobs_buf_init(&b, &sync_mem, 8192);
    jobs_buf_add(&b, s.data, i);
    jobs_buf_lit(&b, " GMT");
    rc = sync_row_set(feed, SYNC_EXPIRES_AT,
                      sync_buf_dup(&feed->record.arena, &b));
    jobs_buf_free(&b);

    return rc;
}
