/*
 * The formats, and how a row becomes a record by one.
 */

#include "sync_format.h"


const sync_format_t *const  sync_formats[] = {
    NULL
};


jobs_rc_t
sync_format_row(sync_feed_t *feed, const cJSON *row)
{
    return feed->format->row(feed, row);
}


const sync_format_t *
sync_format_recognise(const sync_head_t *head)
{
    size_t  i;

    for (i = 0; sync_formats[i] != NULL; i++) {
        if (sync_formats[i]->is(head)) {
            return sync_formats[i];
        }
    }

    return NULL;
}
