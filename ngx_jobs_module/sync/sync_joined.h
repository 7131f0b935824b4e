/*
 * What would be published of a catalogue at some moment: its open listings,
 * each one once.
 */

#ifndef SYNC_JOINED_H
#define SYNC_JOINED_H


#include "sync_catalogue_db.h"


#define SYNC_NONE        UINT32_MAX
#define SYNC_SHARED_MAX  8      /* listings of one source with the same key,
                                   more: it tells nothing                  */
#define SYNC_NEAR        (7 * SYNC_DAY)

typedef struct {
    int64_t            number;
    jobs_str_t         key;
    sync_source_t      declares;
    int64_t            stale_since;
    int64_t            open;        /* listings that are not closed, as the
                                       last import counted them           */
} sync_joined_source_t;

/* A listing; others of its group follow by next, the winner first. */

typedef struct {
    int64_t            posted;
    uint32_t           number;
    uint32_t           id;          /* where it begins in ids              */
    uint32_t           facts;
    uint32_t           next;        /* or SYNC_NONE                        */
    uint16_t           source;      /* place in sources                    */
    uint16_t           richness:15;
    uint16_t           loser:1;
} sync_joined_row_t;

struct sync_joined_s {
    int64_t                now;
    int64_t                due;     /* when the hour alone changes it; 0   */
    sync_joined_source_t  *sources; /* by preference, then key             */
    size_t                 nsources;
    sync_joined_row_t     *rows;
    uint32_t               n;
    uint32_t               room;
    int64_t               *keys;    /* four of each row; NULL: one source  */
    jobs_buf_t             ids;     /* length, bytes                       */
    uint32_t              *order;   /* the winners, as they are published  */
    uint32_t               winners;
    uint32_t               at;      /* of the iterator                     */
    sync_record_t          other;
    sync_arena_t           arena;
};


/* makes c->joined; nothing where it is there for this moment */
jobs_rc_t sync_catalogue_join(sync_catalogue_t *c, int64_t now);

/* groups the rows: sets next and loser */
void sync_joined_group(sync_joined_t *j);

jobs_str_t sync_joined_id(const sync_joined_t *j,
    const sync_joined_row_t *row);

/* below 0: a is better, and is what is shown */
int sync_joined_better(const sync_joined_t *j, const sync_joined_row_t *a,
    const sync_joined_row_t *b);


#endif /* SYNC_JOINED_H */
