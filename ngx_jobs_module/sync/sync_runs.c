/*
 * Sorted runs in a file, and their merge.
 *
 * A run is a sequence of: length of the key, key, length of its rows, rows.
 * The rows of one key follow each other from run to run, so that a merge
 * looks at keys only.
 */

#include <errno.h>
#include <unistd.h>
#include "sync_fts.h"


#define SYNC_RUNS_BUFFER  (256 * 1024)
#define SYNC_RUN_WINDOW   (64 * 1024)

/* what stands before the rows */
#define SYNC_RUN_HEAD     (SYNC_VARINT + SYNC_FTS_KEY + SYNC_VARINT)


/* a run as it is read: a window of the file, which is moved on */

typedef struct {
    off_t              next;            /* behind the window   */
    off_t              end;             /* of the run          */
    unsigned char     *window;
    size_t             n;
    size_t             at;              /* of the rows         */
    jobs_str_t         key;             /* data NULL: none left */
    uint32_t           size;            /* of the rows         */
} sync_run_t;

struct sync_runs_s {
    FILE              *file;
    char              *buffer;
    off_t             *starts;
    size_t             n;
    off_t              written;
    int                error;           /* errno */

    sync_run_t        *run;
    size_t            *heap;            /* of runs with a key, least first */
    size_t             nheap;
    unsigned char     *rows;            /* that no window holds            */
    size_t             room;
};


static void sync_runs_write(sync_runs_t *runs, const void *data, size_t n);
static jobs_rc_t sync_runs_take(sync_runs_t *runs, sync_run_t *run,
    sync_segment_t *s);
static jobs_rc_t sync_run_next(sync_runs_t *runs, sync_run_t *run);
static jobs_rc_t sync_run_fill(sync_runs_t *runs, sync_run_t *run);
static jobs_rc_t sync_runs_read(sync_runs_t *runs, void *data, size_t n,
    off_t at);
static void sync_runs_sink(sync_runs_t *runs, size_t i);
static int sync_runs_less(const sync_runs_t *runs, size_t a, size_t b);


sync_runs_t *
sync_runs_open(const char *path)
{
    FILE         *file;
    sync_runs_t  *runs;

    file = fopen(path, "w+e");

    if (file == NULL) {
        return NULL;
    }

    runs = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_runs_t));
    memset(runs, 0, sizeof(sync_runs_t));
    runs->file = file;
    runs->buffer = sync_mem.realloc(NULL, NULL, 0, SYNC_RUNS_BUFFER);
    (void) setvbuf(file, runs->buffer, _IOFBF, SYNC_RUNS_BUFFER);

    return runs;
}


void
sync_runs_close(sync_runs_t *runs)
{
    size_t  i;

    for (i = 0; runs->run != NULL && i < runs->n; i++) {
        sync_mem.free(NULL, runs->run[i].window);
    }

    (void) fclose(runs->file);
    sync_mem.free(NULL, runs->buffer);
    sync_mem.free(NULL, runs->starts);
    sync_mem.free(NULL, runs->run);
    sync_mem.free(NULL, runs->heap);
    sync_mem.free(NULL, runs->rows);
    sync_mem.free(NULL, runs);
}


void
sync_runs_begin(sync_runs_t *runs)
{
    runs->starts = sync_mem.realloc(NULL, runs->starts, 0,
                                    (runs->n + 1) * sizeof(off_t));
    runs->starts[runs->n++] = runs->written;
}


void
sync_runs_key(sync_runs_t *runs, char index, jobs_str_t word, uint32_t size)
{
    unsigned char  number[SYNC_VARINT];

    sync_runs_write(runs, number, sync_varint_put(number, word.len + 1));
    sync_runs_write(runs, &index, 1);
    sync_runs_write(runs, word.data, word.len);
    sync_runs_write(runs, number, sync_varint_put(number, size));
}


void
sync_runs_rows(sync_runs_t *runs, const void *data, size_t n)
{
    sync_runs_write(runs, data, n);
}


static void
sync_runs_write(sync_runs_t *runs, const void *data, size_t n)
{
    if (runs->error == 0 && fwrite(data, 1, n, runs->file) != n) {
        runs->error = errno;
    }

    runs->written += (off_t) n;
}


jobs_rc_t
sync_runs_end(sync_runs_t *runs)
{
    if (runs->error == 0 && fflush(runs->file) != 0) {
        runs->error = errno;
    }

    errno = runs->error;

    return runs->error == 0 ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_runs_merge(sync_runs_t *runs, sync_segment_t *s)
{
    size_t          i;
    jobs_rc_t       rc;
    sync_run_t     *run;
    jobs_buf_t      key;

    runs->run = sync_mem.realloc(NULL, NULL, 0, runs->n * sizeof(sync_run_t));
    runs->heap = sync_mem.realloc(NULL, NULL, 0, runs->n * sizeof(size_t));
    memset(runs->run, 0, runs->n * sizeof(sync_run_t));
    jobs_buf_init(&key, &sync_mem, SYNC_FTS_KEY);
    rc = JOBS_OK;

    for (i = 0; i < runs->n && rc == JOBS_OK; i++) {
        run = &runs->run[i];
        run->next = runs->starts[i];
        run->end = i + 1 < runs->n ? runs->starts[i + 1] : runs->written;
        run->window = sync_mem.realloc(NULL, NULL, 0, SYNC_RUN_WINDOW);
        rc = sync_run_next(runs, run);

        if (run->key.data != NULL) {
            runs->heap[runs->nheap++] = i;
        }
    }

    for (i = runs->nheap / 2; i > 0 && rc == JOBS_OK; i--) {
        sync_runs_sink(runs, i - 1);
    }

    while (runs->nheap > 0 && rc == JOBS_OK) {
        run = &runs->run[runs->heap[0]];

        if (!jobs_str_eq(run->key, jobs_buf_view(&key))) {
            jobs_buf_reset(&key);
            jobs_buf_str(&key, run->key);
            sync_segment_key(s, run->key);
        }

        rc = sync_runs_take(runs, run, s);

        if (run->key.data == NULL) {
            runs->heap[0] = runs->heap[--runs->nheap];
        }

        sync_runs_sink(runs, 0);
    }

    jobs_buf_free(&key);

    return rc;
}


/* the rows of the key of a run, which then stands at its next one */

static jobs_rc_t
sync_runs_take(sync_runs_t *runs, sync_run_t *run, sync_segment_t *s)
{
    off_t           at;
    size_t          size;
    jobs_rc_t       rc;

    size = run->size;

    if (run->n - run->at >= size) {
        sync_segment_rows(s, run->window + run->at,
                          run->window + run->at + size);
        run->at += size;

        return sync_run_next(runs, run);
    }

    if (runs->room < size) {
        runs->room = size;
        runs->rows = sync_mem.realloc(NULL, runs->rows, 0, size);
    }

    at = run->next - (off_t) (run->n - run->at);
    rc = sync_runs_read(runs, runs->rows, size, at);

    if (rc == JOBS_OK) {
        sync_segment_rows(s, runs->rows, runs->rows + size);
        run->next = at + (off_t) size;
        run->n = 0;
        run->at = 0;
        rc = sync_run_next(runs, run);
    }

    return rc;
}


static jobs_rc_t
sync_run_next(sync_runs_t *runs, sync_run_t *run)
{
    jobs_rc_t             rc;
    uint32_t              len;
    const unsigned char  *p;

    if (run->n - run->at < SYNC_RUN_HEAD) {
        rc = sync_run_fill(runs, run);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    run->key = jobs_str(NULL, 0);

    if (run->at == run->n) {
        return JOBS_OK;
    }

    p = sync_varint(run->window + run->at, &len);
    run->key = jobs_str((const char *) p, len);
    p = sync_varint(p + len, &run->size);
    run->at = (size_t) (p - run->window);

    return JOBS_OK;
}


static jobs_rc_t
sync_run_fill(sync_runs_t *runs, sync_run_t *run)
{
    size_t     n;
    jobs_rc_t  rc;

    run->n -= run->at;
    memmove(run->window, run->window + run->at, run->n);
    run->at = 0;

    n = SYNC_RUN_WINDOW - run->n;

    if ((off_t) n > run->end - run->next) {
        n = (size_t) (run->end - run->next);
    }

    rc = sync_runs_read(runs, run->window + run->n, n, run->next);
    run->next += (off_t) n;
    run->n += n;

    return rc;
}


static jobs_rc_t
sync_runs_read(sync_runs_t *runs, void *data, size_t n, off_t at)
{
    size_t   done;
    ssize_t  got;

    for (done = 0; done < n; done += (size_t) got) {
        got = pread(fileno(runs->file), (char *) data + done, n - done,
                    at + (off_t) done);

        if (got == 0) {
            errno = EIO;
        }

        if (got <= 0) {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


static void
sync_runs_sink(sync_runs_t *runs, size_t i)
{
    size_t  least, k, *heap;

    for (heap = runs->heap; ; i = least) {
        least = i;

        for (k = 2 * i + 1; k <= 2 * i + 2 && k < runs->nheap; k++) {
            if (sync_runs_less(runs, heap[k], heap[least])) {
                least = k;
            }
        }

        if (least == i) {
            return;
        }

        k = heap[i];
        heap[i] = heap[least];
        heap[least] = k;
    }
}


/* by key, then the earlier run */

static int
sync_runs_less(const sync_runs_t *runs, size_t a, size_t b)
{
    int  order;

    order = jobs_str_cmp(runs->run[a].key, runs->run[b].key);

    return order != 0 ? order < 0 : a < b;
}
