/*
 * Pinpoint: {"data": [...]}.
 * 
 * The description is in pieces with headings of their own; pay may be there and
 * not be for show.
 */

#include "formats.h"


static const sync_path_t  sync_pinpoint_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "title" },
    { SYNC_URL, "url | path" },
    { SYNC_DEPARTMENT, "job.department.name | department.name" },
    { SYNC_LOCATIONS, "location.name" },
    { SYNC_EMPLOYMENT_TYPE, "employment_type" },
    { SYNC_REMOTE, "workplace_type" },
    { SYNC_POSTED_AT, "published_at" },
    { SYNC_EXPIRES_AT, "deadline_at" },
    { SYNC_DESCRIPTION_HTML, "description" },
    SYNC_NO_FIELD
};


static int
sync_pinpoint_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "path | url") != NULL
           && sync_row_item(head->row, "workplace_type") != NULL
           && sync_row_item(head->row, "title") != NULL;
}


static jobs_rc_t
sync_pinpoint_row(sync_feed_t *feed, const cJSON *row)
{
    size_t                i;
    jobs_str_t            tenant, path;
    static const struct {
        const char       *heading;
        const char       *text;
    } parts[] = {
        { "key_responsibilities_header", "key_responsibilities" },
        { "skills_knowledge_expertise_header", "skills_knowledge_expertise" },
        { "benefits_header", "benefits" }
    };

    for (i = 0; i < sync_n(parts); i++) {
        if (sync_row_html(feed, sync_row_text(feed, row, parts[i].heading),
                          sync_row_raw(row, parts[i].text))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    path = sync_row_text(feed, row, "url | path");
    tenant = sync_row_whose(feed);

    if (path.len != 0 && path.data[0] == '/' && tenant.len != 0
        && sync_feed_base(feed).len == 0
        && sync_row_print(feed, SYNC_URL, "https://%.*s.pinpointhq.com%s",
                          (int) tenant.len, tenant.data, path.data)
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (!sync_row_true(row, "compensation_visible")) {
        return JOBS_OK;
    }

    if (sync_row_set(feed, SYNC_SALARY_TEXT,
                     sync_row_text(feed, row, "compensation"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_salary(feed,
               sync_row_text(feed, row, "compensation_minimum"),
               sync_row_text(feed, row, "compensation_maximum"),
               sync_row_text(feed, row, "compensation_currency"),
               sync_row_text(feed, row, "compensation_frequency"));
}


const sync_format_t  sync_pinpoint = {
    .name = "pinpoint",
    .list = "data",
    .fields = sync_pinpoint_fields,
    .is = sync_pinpoint_is,
    .row = sync_pinpoint_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Pinpoint",
    .tenant = "{}.pinpointhq.com"
};
