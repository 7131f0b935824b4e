/*
 * Oracle Recruiting, what a careers site asks its own server for:
 * {"items": [{"requisitionList": [...]}]}.  Addresses need --base-url.
 */

#include "formats.h"


static const sync_path_t  sync_oracle_fields[] = {
    { SYNC_ID, "Id" },
    { SYNC_TITLE, "Title" },
    { SYNC_LOCATIONS, "PrimaryLocation" },
    { SYNC_COUNTRY_TEXT, "PrimaryLocationCountry" },
    { SYNC_REMOTE, "WorkplaceType" },
    { SYNC_POSTED_AT, "PostedDate" },
    { SYNC_EXCERPT, "ShortDescriptionStr" },
    SYNC_NO_FIELD
};


static int
sync_oracle_is(const sync_head_t *head)
{
    return head->row == NULL
           ? cJSON_IsBool(sync_row_item(head->envelope, "hasMore"))
           : sync_row_item(head->row, "PrimaryLocation") != NULL
             && sync_row_item(head->row, "Title") != NULL;
}


static jobs_rc_t
sync_oracle_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e;

    cJSON_ArrayForEach(e, sync_row_item(row, "secondaryLocations")) {
        if (sync_row_add_path(feed, SYNC_LOCATIONS, e, "Name") != JOBS_OK
            || sync_row_add_path(feed, SYNC_COUNTRY_TEXT, e, "CountryCode")
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_oracle_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    return cJSON_IsTrue(sync_row_item(envelope, "hasMore"))
           ? sync_url_number(url, "offset", rows, next) : JOBS_DECLINED;
}


const sync_format_t  sync_oracle = {
    .name = "oracle",
    .list = "items.0.requisitionList",
    .fields = sync_oracle_fields,
    .is = sync_oracle_is,
    .row = sync_oracle_row,
    .next = sync_oracle_next,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Oracle"
};
