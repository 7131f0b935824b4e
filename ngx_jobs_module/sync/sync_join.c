/*
 * Rows that are one listing: some boards send it once for each of its places.
 * They wait until the feed has ended, within a bound.
 */

#include "sync_format.h"
#include "sync_intern.h"


#define SYNC_JOIN_BYTES  (32 * 1024 * 1024)
#define SYNC_JOIN_ROWS   100000


struct sync_join_s {
    sync_intern_t      keys;
    size_t             bytes;
    uint32_t           n;
    uint32_t           room;
    cJSON            **rows;
    uint64_t          *lines;
};


static void sync_join_empty(sync_join_t *join);


jobs_rc_t
sync_join_hold(sync_feed_t *feed, cJSON *row, size_t bytes, uint64_t line)
{
    cJSON        *more;
    uint32_t      n, room;
    jobs_rc_t     rc;
    jobs_str_t    key;
    sync_join_t  *join;

    if (feed->join == NULL) {
        feed->join = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_join_t));
        memset(feed->join, 0, sizeof(sync_join_t));
    }

    join = feed->join;
    sync_record_reset(&feed->record);
    key = sync_row_text(feed, row, feed->format->join);
    cJSON_DeleteItemFromObjectCaseSensitive(row, "_more");

    if (key.len == 0) {
        rc = sync_feed_row(feed, row, line);
        cJSON_Delete(row);
        return rc;
    }

    n = sync_intern(&join->keys, key);
    join->bytes += bytes;

    if (n < join->n) {
        more = cJSON_GetObjectItemCaseSensitive(join->rows[n], "_more");

        if (more == NULL) {
            more = cJSON_AddArrayToObject(join->rows[n], "_more");
        }

        cJSON_AddItemToArray(more, row);
        feed->counts.left_out++;

    } else {

        if (join->n == join->room) {
            room = join->room == 0 ? 64 : join->room * 2;
            join->rows = sync_mem.realloc(NULL, join->rows, 0,
                                          room * sizeof(cJSON *));
            join->lines = sync_mem.realloc(NULL, join->lines, 0,
                                           room * sizeof(uint64_t));
            join->room = room;
        }

        join->rows[join->n] = row;
        join->lines[join->n++] = line;
    }

    return join->bytes > SYNC_JOIN_BYTES || join->n == SYNC_JOIN_ROWS
           ? sync_join_flush(feed) : JOBS_OK;
}


jobs_rc_t
sync_join_flush(sync_feed_t *feed)
{
    uint32_t      i;
    jobs_rc_t     rc;
    sync_join_t  *join;

    join = feed->join;

    if (join == NULL) {
        return JOBS_OK;
    }

    rc = JOBS_OK;

    for (i = 0; i < join->n && rc == JOBS_OK; i++) {
        rc = sync_feed_row(feed, join->rows[i], join->lines[i]);
    }

    sync_join_empty(join);

    return rc;
}


void
sync_join_free(sync_join_t *join)
{
    if (join != NULL) {
        sync_join_empty(join);
        sync_mem.free(NULL, join->rows);
        sync_mem.free(NULL, join->lines);
        sync_mem.free(NULL, join);
    }
}


static void
sync_join_empty(sync_join_t *join)
{
    uint32_t  i;

    for (i = 0; i < join->n; i++) {
        cJSON_Delete(join->rows[i]);
    }

    sync_intern_free(&join->keys);
    memset(&join->keys, 0, sizeof(sync_intern_t));
    join->n = 0;
    join->bytes = 0;
}
