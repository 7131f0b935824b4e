/*
 * Level, type, tags and category of a record, from its title and tags.
 */

#include "sync_normal.h"


jobs_rc_t
sync_normal_terms(sync_feed_t *feed)
{
    (void) feed;

    return JOBS_OK;
}
