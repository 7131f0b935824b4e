/*
 * Rippling: a bare array, with a listing of several places once for each.
 */

#include "formats.h"


static const sync_path_t  sync_rippling_fields[] = {
    { SYNC_ID, "uuid" },
    { SYNC_TITLE, "name" },
    { SYNC_URL, "url" },
    { SYNC_DEPARTMENT, "department.label | department.name" },
    { SYNC_LOCATIONS, "workLocation.label" },
    SYNC_NO_FIELD
};


static int
sync_rippling_is(const sync_head_t *head)
{
    return sync_row_item(head->row, "uuid") != NULL
           && sync_row_item(head->row, "name") != NULL
           && sync_row_item(head->row, "workLocation") != NULL;
}


static jobs_rc_t
sync_rippling_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *e;

    cJSON_ArrayForEach(e, sync_row_item(row, "_more")) {
        if (sync_row_add_path(feed, SYNC_LOCATIONS, e, "workLocation.label")
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


const sync_format_t  sync_rippling = {
    .name = "rippling",
    .list = "",
    .fields = sync_rippling_fields,
    .is = sync_rippling_is,
    .row = sync_rippling_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Rippling",
    .tenant = "ats.rippling.com/{} | ats.us1.rippling.com/{} | "
              "ats.eu1.rippling.com/{}",
    .join = "uuid"
};
