/*
 * The listings of a snapshot through three threads: one reads and renders
 * them, one indexes their words, and the one that called writes the rest.
 */

#ifndef SYNC_PIPE_H
#define SYNC_PIPE_H


#include "sync_digest.h"
#include "sync_rows.h"
#include "sync_words.h"


typedef struct sync_pipe_s  sync_pipe_t;

/* takes the listing of a number; JOBS_ERROR ends all */
typedef jobs_rc_t (*sync_pipe_take_t)(void *data, int64_t number,
    const sync_item_t *item);


/*
 * Starts the threads, gives every listing of rows to take() and ends the one
 * that reads; the other one (words) may be at work until sync_pipe_close(),
 * which waits.  JOBS_INVALID: the rows are no good; JOBS_ERROR.  error says
 * why, or is empty where take() failed.
 */
sync_pipe_t *sync_pipe_open(sync_rows_t *rows, sync_maker_t *maker,
    sync_digest_t *digest, sync_index_t *index, sync_words_t *words);
jobs_rc_t sync_pipe_run(sync_pipe_t *pipe, sync_pipe_take_t take, void *data,
    char *error);

/* JOBS_ERROR: the words failed, see words->error */
jobs_rc_t sync_pipe_close(sync_pipe_t *pipe);


#endif /* SYNC_PIPE_H */
