/*
 * What of the derived half of a snapshot is made after the last listing.
 */

#include "sync_index.h"


/* the values themselves, the labels, and the slugs of these */

static const char  sync_derive_names[] =
    "INSERT OR IGNORE INTO term_names SELECT field, jobs_fold(value), term"
    " FROM terms;"
    "INSERT OR IGNORE INTO term_names SELECT field, jobs_fold(label), term"
    " FROM terms;"
    "INSERT OR IGNORE INTO term_names SELECT field, jobs_slug(label), term"
    " FROM terms WHERE field IN ('category', 'department', 'company')"
    "  AND jobs_slug(label) <> '';";


jobs_rc_t
sync_derive(sync_index_t *ix, char currency[4])
{
    jobs_rc_t  rc;

    sync_index_currency(ix, currency);
    rc = sync_index_finish(ix);

    if (rc == JOBS_OK
        && sqlite3_exec(ix->db, sync_derive_names, NULL, NULL, NULL)
           != SQLITE_OK)
    {
        rc = JOBS_ERROR;
    }

    return rc;
}
