/*
 * The place of a snapshot: its lock, the files beside it while the next one
 * is made, and the moment in which that one takes over.
 */

#ifndef SYNC_PLACE_H
#define SYNC_PLACE_H


#include "sync.h"


#define SYNC_KEEP      4        /* generations that stay beside the file */
#define SYNC_KEEP_MAX  99

typedef struct {
    int            lock;
    jobs_str_t     path;        /* of the snapshot, links resolved        */
    jobs_str_t     dir;
    jobs_str_t     rows;        /* hidden files beside it, of this run    */
    jobs_str_t     words;
    jobs_str_t     fresh;
    jobs_str_t     old;
    jobs_str_t     lockfile;
    unsigned       keep;        /* SYNC_KEEP, or what the caller sets     */
    char           error[SYNC_ERROR];
    sync_arena_t   arena;
} sync_place_t;


/*
 * Takes the lock and removes what killed runs left.  JOBS_DECLINED: another
 * run has the lock.  JOBS_ERROR: place->error.
 */
jobs_rc_t sync_place_open(sync_place_t *place, const char *output);

/* removes this run's files, gives the lock back */
void sync_place_close(sync_place_t *place);

/*
 * Puts the fresh file into place: mode 0644, on disk, generations moved on
 * (if rotate), renamed, directory on disk.
 */
jobs_rc_t sync_place_commit(sync_place_t *place, int rotate);

/*
 * The snapshot and the nth before it change places.  JOBS_DECLINED: there is
 * no such one; JOBS_ERROR: place->error.
 */
jobs_rc_t sync_place_swap(sync_place_t *place, unsigned n);

/* the name of the nth snapshot before this one */
jobs_str_t sync_place_before(sync_place_t *place, unsigned n);


#endif /* SYNC_PLACE_H */
