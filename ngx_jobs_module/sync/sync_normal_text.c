/*
 * Text of a record: safe HTML, plain text, excerpt, language.
 */

#include "sync_normal.h"


jobs_rc_t
sync_normal_text(sync_feed_t *feed)
{
    (void) feed;

    return JOBS_OK;
}
