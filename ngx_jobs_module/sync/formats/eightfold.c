/*
 * Eightfold: {"domain": "acme.com", "positions": [...]}.
 */

#include "formats.h"


static const sync_path_t  sync_eightfold_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "name" },
    { SYNC_URL, "canonicalPositionUrl" },
    { SYNC_LOCATIONS, "locations | location" },
    { SYNC_DEPARTMENT, "department" },
    { SYNC_REMOTE, "work_location_option" },
    { SYNC_POSTED_AT, "t_create" },
    { SYNC_UPDATED_AT, "t_update" },
    { SYNC_DESCRIPTION_HTML, "job_description" },
    SYNC_NO_FIELD
};


static int
sync_eightfold_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_row_item(head->envelope, "domain") != NULL
           : sync_row_item(head->row, "canonicalPositionUrl") != NULL
             && sync_row_item(head->row, "name") != NULL;
}


static jobs_rc_t
sync_eightfold_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    int64_t  total;

    total = sync_envelope_number(envelope, "count");

    return total < 0 || rows >= (uint64_t) total ? JOBS_DECLINED
           : sync_url_number(url, "start", rows, next);
}


const sync_format_t  sync_eightfold = {
    .name = "eightfold",
    .list = "positions",
    .fields = sync_eightfold_fields,
    .is = sync_eightfold_is,
    .next = sync_eightfold_next,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Eightfold",
    .tenant = "{}.eightfold.ai"
};
