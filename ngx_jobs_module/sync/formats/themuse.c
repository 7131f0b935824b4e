/*
 * The Muse: {"page": 1, "page_count": 99, "total": 1980, "results": [...]}.
 */

#include "formats.h"


static const sync_path_t  sync_themuse_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "name" },
    { SYNC_COMPANY, "company.name" },
    { SYNC_URL, "refs.landing_page" },
    { SYNC_CATEGORY, "categories.0.name" },
    { SYNC_POSTED_AT, "publication_date" },
    { SYNC_DESCRIPTION_HTML, "contents" },
    SYNC_NO_FIELD
};


static int
sync_themuse_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_envelope_number(head->envelope, "page_count") >= 0
           : sync_row_item(head->row, "refs.landing_page") != NULL
             && sync_row_item(head->row, "company") != NULL;
}


static jobs_rc_t
sync_themuse_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e;

    cJSON_ArrayForEach(e, sync_row_item(row, "locations")) {
        if (sync_row_add_path(feed, SYNC_LOCATIONS, e, "name") != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "levels")) {
        if (!feed->record.v[SYNC_SENIORITY].set
            && sync_row_try(feed, SYNC_SENIORITY,
                            sync_row_text(feed, e, "name"))
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    cJSON_ArrayForEach(e, sync_row_item(row, "tags")) {
        if (sync_row_add_path(feed, SYNC_TAGS, e, "name") != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_themuse_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    int64_t  page, pages, total;

    page = sync_envelope_number(envelope, "page");
    pages = sync_envelope_number(envelope, "page_count");
    total = sync_envelope_number(envelope, "total");

    if (page < 0 || pages < 0) {
        return JOBS_INVALID;
    }

    return page + 1 >= pages || (total >= 0 && rows >= (uint64_t) total)
           ? JOBS_DECLINED : sync_url_number(url, "page", page + 1, next);
}


const sync_format_t  sync_themuse = {
    .name = "themuse",
    .list = "results",
    .fields = sync_themuse_fields,
    .is = sync_themuse_is,
    .row = sync_themuse_row,
    .next = sync_themuse_next,
    .source = "{\"name\":\"The Muse\",\"url\":\"https://www.themuse.com\","
              "\"attribution\":\"Jobs from The Muse\","
              "\"by\":\"aggregator\"}"
};
