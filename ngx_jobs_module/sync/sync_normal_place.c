/*
 * Places of a record: countries, regions, world-wide, remote kind.
 */

#include "sync_normal.h"


jobs_rc_t
sync_normal_place(sync_feed_t *feed)
{
    (void) feed;

    return JOBS_OK;
}
