/*
 * Statements run by another thread.
 *
 * There are two batches: one is filled by the caller, the other one is run.
 */

#include <pthread.h>
#include "sync_behind.h"


#define SYNC_BEHIND_BYTES   (256 * 1024)
#define SYNC_BEHIND_VALUES  16              /* of one statement, at the most */


typedef enum {
    SYNC_BEHIND_NUMBER = 0,
    SYNC_BEHIND_TEXT,
    SYNC_BEHIND_BLOB
} sync_behind_e;

typedef struct {
    sync_behind_e       kind;
    int                 i;
    int64_t             number;
    jobs_str_t          bytes;
} sync_bound_t;

typedef struct sync_behind_call_s  sync_behind_call_t;

struct sync_behind_call_s {
    sqlite3_stmt        *stmt;
    sync_behind_call_t  *next;
    sync_behind_fill_t   fill;          /* or NULL                 */
    void                *data;          /* that it gets, and these */
    jobs_str_t           bytes;
    int                  n;
    sync_bound_t         values[SYNC_BEHIND_VALUES];    /* n are there */
};

typedef struct {
    sync_behind_call_t  *first;
    sync_behind_call_t  *last;
    size_t               bytes;
    sync_arena_t         arena;
} sync_behind_batch_t;

struct sync_behind_s {
    sync_behind_batch_t  batches[2];
    unsigned             filled;            /* which one the caller fills */
    sync_behind_call_t   call;              /* being given */
    int                  now;

    int                  running;           /* there is a thread */
    pthread_t            thread;
    pthread_mutex_t      lock;
    pthread_cond_t       moved;

    /* under the lock */

    sync_behind_batch_t *given;             /* NULL: all have run */
    int                  stop;
    int                  failed;
};


static void sync_behind_value(sync_behind_t *b, sync_behind_e kind, int i,
    int64_t number, jobs_str_t bytes);
static jobs_str_t sync_behind_copy(sync_behind_t *b, jobs_str_t s);
static jobs_rc_t sync_behind_give(sync_behind_t *b);
static void *sync_behind_thread(void *data);
static int sync_behind_batch(sync_behind_batch_t *batch, int failed);
static int sync_behind_run(const sync_behind_call_t *call);


sync_behind_t *
sync_behind_open(void)
{
    sync_behind_t  *b;

    b = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_behind_t));
    memset(b, 0, sizeof(sync_behind_t));
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->moved, NULL);

    return b;
}


void
sync_behind_close(sync_behind_t *b)
{
    if (b == NULL) {
        return;
    }

    if (b->running) {
        pthread_mutex_lock(&b->lock);
        b->stop = 1;
        pthread_cond_broadcast(&b->moved);
        pthread_mutex_unlock(&b->lock);
        (void) pthread_join(b->thread, NULL);
    }

    pthread_mutex_destroy(&b->lock);
    pthread_cond_destroy(&b->moved);
    sync_arena_free(&b->batches[0].arena);
    sync_arena_free(&b->batches[1].arena);
    sync_mem.free(NULL, b);
}


void
sync_behind_begin(sync_behind_t *b, sqlite3_stmt *stmt, int now)
{
    b->call.stmt = stmt;
    b->call.fill = NULL;
    b->call.n = 0;
    b->now = now;
}


void
sync_behind_number(sync_behind_t *b, int i, int64_t n)
{
    sync_behind_value(b, SYNC_BEHIND_NUMBER, i, n, jobs_str(NULL, 0));
}


void
sync_behind_text(sync_behind_t *b, int i, jobs_str_t s)
{
    sync_behind_value(b, SYNC_BEHIND_TEXT, i, 0, s);
}


void
sync_behind_blob(sync_behind_t *b, int i, jobs_str_t s)
{
    sync_behind_value(b, SYNC_BEHIND_BLOB, i, 0, s);
}


static void
sync_behind_value(sync_behind_t *b, sync_behind_e kind, int i, int64_t number,
    jobs_str_t bytes)
{
    sync_bound_t  *v;

    v = &b->call.values[b->call.n++];
    v->kind = kind;
    v->i = i;
    v->number = number;
    v->bytes = sync_behind_copy(b, bytes);
}


void
sync_behind_fill(sync_behind_t *b, sync_behind_fill_t fill, void *data,
    jobs_str_t bytes)
{
    b->call.fill = fill;
    b->call.data = data;
    b->call.bytes = sync_behind_copy(b, bytes);
}


static jobs_str_t
sync_behind_copy(sync_behind_t *b, jobs_str_t s)
{
    sync_behind_batch_t  *batch;

    if (b->now || s.len == 0) {
        return s;
    }

    batch = &b->batches[b->filled];
    batch->bytes += s.len;

    return sync_dup(&batch->arena, s);
}


jobs_rc_t
sync_behind_end(sync_behind_t *b)
{
    size_t                size;
    sync_behind_call_t   *call;
    sync_behind_batch_t  *batch;

    if (b->now) {
        b->failed = b->failed || !sync_behind_run(&b->call);
        return b->failed ? JOBS_ERROR : JOBS_OK;
    }

    batch = &b->batches[b->filled];
    size = offsetof(sync_behind_call_t, values)
           + (size_t) b->call.n * sizeof(sync_bound_t);
    call = sync_alloc(&batch->arena, size);
    memcpy(call, &b->call, size);
    call->next = NULL;

    if (batch->last == NULL) {
        batch->first = call;

    } else {
        batch->last->next = call;
    }

    batch->last = call;
    batch->bytes += size;

    return batch->bytes < SYNC_BEHIND_BYTES ? JOBS_OK : sync_behind_give(b);
}


/*
 * What has been filled, once the one before has run.  Without a thread the
 * caller runs it.
 */

static jobs_rc_t
sync_behind_give(sync_behind_t *b)
{
    int  failed;

    if (!b->running) {
        b->running = pthread_create(&b->thread, NULL, sync_behind_thread, b)
                     == 0;
    }

    if (!b->running) {
        b->failed = sync_behind_batch(&b->batches[b->filled], b->failed);
        return b->failed ? JOBS_ERROR : JOBS_OK;
    }

    pthread_mutex_lock(&b->lock);

    while (b->given != NULL) {
        pthread_cond_wait(&b->moved, &b->lock);
    }

    b->given = &b->batches[b->filled];
    failed = b->failed;
    pthread_cond_broadcast(&b->moved);
    pthread_mutex_unlock(&b->lock);

    b->filled = !b->filled;

    return failed ? JOBS_ERROR : JOBS_OK;
}


jobs_rc_t
sync_behind_wait(sync_behind_t *b)
{
    if (b->batches[b->filled].first != NULL) {
        (void) sync_behind_give(b);
    }

    if (b->running) {
        pthread_mutex_lock(&b->lock);

        while (b->given != NULL) {
            pthread_cond_wait(&b->moved, &b->lock);
        }

        pthread_mutex_unlock(&b->lock);
    }

    return b->failed ? JOBS_ERROR : JOBS_OK;
}


static void *
sync_behind_thread(void *data)
{
    int                   failed;
    sync_behind_t        *b;
    sync_behind_batch_t  *batch;

    b = data;
    pthread_mutex_lock(&b->lock);

    for ( ;; ) {

        while (b->given == NULL && !b->stop) {
            pthread_cond_wait(&b->moved, &b->lock);
        }

        if (b->given == NULL) {
            break;
        }

        batch = b->given;
        failed = b->failed;
        pthread_mutex_unlock(&b->lock);

        failed = sync_behind_batch(batch, failed);

        pthread_mutex_lock(&b->lock);
        b->failed = failed;
        b->given = NULL;
        pthread_cond_broadcast(&b->moved);
    }

    pthread_mutex_unlock(&b->lock);

    return NULL;
}


/* empties it; failed: none of it is run.  Whether one has failed then */

static int
sync_behind_batch(sync_behind_batch_t *batch, int failed)
{
    sync_behind_call_t  *call;

    for (call = batch->first; call != NULL && !failed; call = call->next) {
        failed = !sync_behind_run(call);
    }

    batch->first = NULL;
    batch->last = NULL;
    batch->bytes = 0;
    sync_arena_reset(&batch->arena);

    return failed;
}


static int
sync_behind_run(const sync_behind_call_t *call)
{
    int                  i, rc;
    const sync_bound_t  *v;

    (void) sqlite3_reset(call->stmt);
    (void) sqlite3_clear_bindings(call->stmt);

    for (i = 0; i < call->n; i++) {
        v = &call->values[i];

        switch (v->kind) {

        case SYNC_BEHIND_NUMBER:
            sqlite3_bind_int64(call->stmt, v->i, v->number);
            break;

        case SYNC_BEHIND_TEXT:
            sqlite3_bind_text(call->stmt, v->i, v->bytes.data,
                              (int) v->bytes.len, SQLITE_STATIC);
            break;

        case SYNC_BEHIND_BLOB:
            sqlite3_bind_blob(call->stmt, v->i, v->bytes.data,
                              (int) v->bytes.len, SQLITE_STATIC);
        }
    }

    if (call->fill != NULL) {
        call->fill(call->data, call->stmt, call->bytes);
    }

    rc = sqlite3_step(call->stmt);
    (void) sqlite3_reset(call->stmt);

    return rc == SQLITE_DONE;
}
