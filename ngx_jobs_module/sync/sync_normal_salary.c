/*
 * The salary of a record, from its text and what its source declares.
 */

#include "sync_normal.h"


jobs_rc_t
sync_normal_salary(sync_feed_t *feed)
{
    (void) feed;

    return JOBS_OK;
}
