/*
 * The steps of normalisation, in their order.
 */

#include "sync_normal.h"


jobs_rc_t
sync_normalise(sync_feed_t *feed)
{
    size_t              i;
    static jobs_rc_t  (*const  steps[])(sync_feed_t *feed) = {
        sync_normal_text,
        sync_normal_place,
        sync_normal_salary,
        sync_normal_terms
    };

    for (i = 0; i < sync_n(steps); i++) {
        if (steps[i](feed) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}
