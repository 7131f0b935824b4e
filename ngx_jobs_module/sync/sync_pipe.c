/*
 * Listings go round in batches: read and rendered, then written and indexed
 * at the same time, then free for the next ones.  A batch holds some hundred
 * kilobytes, there are few of them, and nothing else of the listings is kept.
 */

#include <pthread.h>
#include <stdlib.h>
#include "sync_pipe.h"


#define SYNC_BATCH    64
#define SYNC_BATCHES  8


typedef struct {
    sync_item_t        items[SYNC_BATCH];
    unsigned           n;               /* fewer than SYNC_BATCH: the last */
    sync_arena_t       arena;
} sync_batch_t;

struct sync_pipe_s {
    sync_rows_t       *rows;
    sync_maker_t      *maker;
    sync_digest_t     *digest;
    sync_index_t      *index;
    sync_words_t      *words;
    sync_batch_t      *batches;

    /* under the lock: how many batches each is through with */

    pthread_mutex_t    lock;
    pthread_cond_t     moved;
    uint64_t           made;
    uint64_t           written;
    uint64_t           indexed;
    int                stop;
    jobs_rc_t          rc;              /* of reading           */

    /* of the thread that called: threads to be joined */

    int                reading;
    int                indexing;

    /* each of one thread, until that is joined */

    jobs_rc_t          words_rc;
    char               error[SYNC_ERROR];

    sync_record_t      record;
    pthread_t          reader;
    pthread_t          indexer;
};


static void *sync_pipe_reader(void *data);
static jobs_rc_t sync_pipe_fill(sync_pipe_t *pipe, sync_batch_t *batch);
static void *sync_pipe_indexer(void *data);
static sync_batch_t *sync_pipe_wait(sync_pipe_t *pipe, uint64_t n);
static void sync_pipe_done(sync_pipe_t *pipe, uint64_t *count);
static void sync_pipe_stop(sync_pipe_t *pipe);


sync_pipe_t *
sync_pipe_open(sync_rows_t *rows, sync_maker_t *maker,
    sync_digest_t *digest, sync_index_t *index, sync_words_t *words)
{
    sync_pipe_t  *pipe;

    pipe = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_pipe_t));
    memset(pipe, 0, sizeof(sync_pipe_t));

    pipe->rows = rows;
    pipe->maker = maker;
    pipe->digest = digest;
    pipe->index = index;
    pipe->words = words;
    pipe->batches = sync_mem.realloc(NULL, NULL, 0,
                                     SYNC_BATCHES * sizeof(sync_batch_t));
    memset(pipe->batches, 0, SYNC_BATCHES * sizeof(sync_batch_t));

    pthread_mutex_init(&pipe->lock, NULL);
    pthread_cond_init(&pipe->moved, NULL);

    return pipe;
}


jobs_rc_t
sync_pipe_run(sync_pipe_t *pipe, sync_pipe_take_t take, void *data,
    char *error)
{
    unsigned       i, last;
    uint64_t       n;
    int64_t        number;
    jobs_rc_t      rc;
    sync_batch_t  *batch;

    error[0] = '\0';

    if (pthread_create(&pipe->reader, NULL, sync_pipe_reader, pipe) != 0) {
        snprintf(error, SYNC_ERROR, "no thread can be started");
        return JOBS_ERROR;
    }

    pipe->reading = 1;

    if (pthread_create(&pipe->indexer, NULL, sync_pipe_indexer, pipe) != 0) {
        snprintf(error, SYNC_ERROR, "no thread can be started");
        sync_pipe_stop(pipe);
        return JOBS_ERROR;
    }

    pipe->indexing = 1;

    rc = JOBS_OK;
    last = 0;
    number = 0;

    for (n = 0; rc == JOBS_OK && !last; n++) {
        batch = sync_pipe_wait(pipe, n);

        if (batch == NULL) {
            break;
        }

        last = batch->n < SYNC_BATCH;

        for (i = 0; i < batch->n && rc == JOBS_OK; i++) {
            rc = take(data, ++number, &batch->items[i]);
        }

        sync_pipe_done(pipe, &pipe->written);
    }

    if (rc != JOBS_OK || !last) {
        sync_pipe_stop(pipe);
    }

    (void) pthread_join(pipe->reader, NULL);
    pipe->reading = 0;

    if (rc == JOBS_OK && pipe->rc != JOBS_OK) {
        rc = pipe->rc;
        snprintf(error, SYNC_ERROR, "%s", pipe->error);

    } else if (rc == JOBS_OK && !last) {
        rc = JOBS_ERROR;                /* the words have failed */
    }

    return rc;
}


jobs_rc_t
sync_pipe_close(sync_pipe_t *pipe)
{
    int        i;
    jobs_rc_t  rc;

    if (pipe->reading) {
        sync_pipe_stop(pipe);
        (void) pthread_join(pipe->reader, NULL);
    }

    if (pipe->indexing) {
        (void) pthread_join(pipe->indexer, NULL);
    }

    rc = pipe->words_rc;

    for (i = 0; i < SYNC_BATCHES; i++) {
        sync_arena_free(&pipe->batches[i].arena);
    }

    sync_arena_free(&pipe->record.arena);
    pthread_mutex_destroy(&pipe->lock);
    pthread_cond_destroy(&pipe->moved);
    sync_mem.free(NULL, pipe->batches);
    sync_mem.free(NULL, pipe);

    return rc;
}


static void *
sync_pipe_reader(void *data)
{
    int            last;
    uint64_t       n;
    jobs_rc_t      rc;
    sync_pipe_t   *pipe;
    sync_batch_t  *batch;

    pipe = data;
    last = 0;

    for (n = 0; !last; n++) {

        pthread_mutex_lock(&pipe->lock);

        while (!pipe->stop && (n - pipe->written >= SYNC_BATCHES
                               || n - pipe->indexed >= SYNC_BATCHES))
        {
            pthread_cond_wait(&pipe->moved, &pipe->lock);
        }

        last = pipe->stop;
        pthread_mutex_unlock(&pipe->lock);

        if (last) {
            break;
        }

        batch = &pipe->batches[n % SYNC_BATCHES];
        rc = sync_pipe_fill(pipe, batch);

        if (rc != JOBS_OK) {
            pthread_mutex_lock(&pipe->lock);
            pipe->rc = rc;
            pthread_mutex_unlock(&pipe->lock);
            sync_pipe_stop(pipe);
            break;
        }

        last = batch->n < SYNC_BATCH;
        sync_pipe_done(pipe, &pipe->made);
    }

    return NULL;
}


static jobs_rc_t
sync_pipe_fill(sync_pipe_t *pipe, sync_batch_t *batch)
{
    jobs_rc_t       rc;
    sync_record_t  *r;

    r = &pipe->record;
    batch->n = 0;
    sync_arena_reset(&batch->arena);

    while (batch->n < SYNC_BATCH) {
        sync_record_reset(r);
        r->nalternatives = 0;

        rc = pipe->rows->next(pipe->rows->data, r);

        if (rc == JOBS_DECLINED) {
            break;
        }

        if (rc != JOBS_OK) {
            snprintf(pipe->error, SYNC_ERROR, "%s",
                     pipe->rows->error(pipe->rows->data));
            return rc;
        }

        rc = sync_item_make(pipe->maker, &batch->items[batch->n],
                            &batch->arena, r, pipe->error);
        if (rc != JOBS_OK) {
            return rc;
        }

        sync_digest_item(pipe->digest, &batch->items[batch->n]);
        sync_index_listing(pipe->index, &batch->items[batch->n++]);
    }

    return JOBS_OK;
}


static void *
sync_pipe_indexer(void *data)
{
    int            last;
    unsigned       i;
    uint64_t       n;
    int64_t        number;
    jobs_rc_t      rc;
    sync_pipe_t   *pipe;
    sync_batch_t  *batch;

    pipe = data;
    rc = sync_words_begin(pipe->words);
    last = 0;
    number = 0;

    for (n = 0; rc == JOBS_OK && !last; n++) {
        batch = sync_pipe_wait(pipe, n);

        if (batch == NULL) {
            return NULL;
        }

        last = batch->n < SYNC_BATCH;

        for (i = 0; i < batch->n && rc == JOBS_OK; i++) {
            rc = sync_words_add(pipe->words, ++number, &batch->items[i]);
        }

        if (rc != JOBS_OK) {
            break;
        }

        sync_pipe_done(pipe, &pipe->indexed);
    }

    if (rc == JOBS_OK) {
        rc = sync_words_finish(pipe->words);
    }

    pipe->words_rc = rc;

    if (rc != JOBS_OK) {
        sync_pipe_stop(pipe);
    }

    return NULL;
}


/* batch n when it has been made; NULL: there will be none */

static sync_batch_t *
sync_pipe_wait(sync_pipe_t *pipe, uint64_t n)
{
    int  stop;

    pthread_mutex_lock(&pipe->lock);

    while (!pipe->stop && pipe->made <= n) {
        pthread_cond_wait(&pipe->moved, &pipe->lock);
    }

    stop = pipe->stop;
    pthread_mutex_unlock(&pipe->lock);

    return stop ? NULL : &pipe->batches[n % SYNC_BATCHES];
}


static void
sync_pipe_done(sync_pipe_t *pipe, uint64_t *count)
{
    pthread_mutex_lock(&pipe->lock);
    (*count)++;
    pthread_cond_broadcast(&pipe->moved);
    pthread_mutex_unlock(&pipe->lock);
}


static void
sync_pipe_stop(sync_pipe_t *pipe)
{
    pthread_mutex_lock(&pipe->lock);
    pipe->stop = 1;
    pthread_cond_broadcast(&pipe->moved);
    pthread_mutex_unlock(&pipe->lock);
}
