/*
 * Stores: a file that is looked at by a timer, opened and checked in a thread
 * beside the live one, and swapped in by the event loop.
 *
 * A worker keeps the last good snapshot, and the one before it: that one
 * answers when a page of the new file turns out to be damaged.
 */

#include "ngx_jobs_cache.h"
#include "ngx_jobs_counters.h"

#if (NGX_LINUX) && defined(__GLIBC__)
#include <malloc.h>
#endif


#define NGX_JOBS_LOAD_TRIES   8
#define NGX_JOBS_GROUPS       256


/* A load: what the thread gets and gives. */

typedef struct {
    ngx_jobs_store_t          *store;
    ngx_jobs_snapshot_t       *snapshot;    /* NULL: refused */
    jobs_identity_t            seen;        /* before; of the event loop */
    jobs_identity_t            identity;
    jobs_rc_t                  rc;
    ngx_uint_t                 moved;       /* replaced while it was read */
    char                       error[JOBS_SNAPSHOT_ERROR];
} ngx_jobs_load_t;


static void        ngx_jobs_store_cleanup(void *data);
static void        ngx_jobs_store_start(ngx_jobs_store_t *store,
                       ngx_cycle_t *cycle);
static void        ngx_jobs_store_stop(ngx_jobs_store_t *store);
static void        ngx_jobs_store_timer(ngx_event_t *ev);
static void        ngx_jobs_store_post(ngx_jobs_store_t *store);
static void        ngx_jobs_store_load(void *data, ngx_log_t *log);
static void        ngx_jobs_store_join(ngx_jobs_load_t *load,
                       ngx_jobs_snapshot_t *snapshot);
#if (NGX_THREADS)
static void        ngx_jobs_store_loaded(ngx_event_t *ev);
#endif
static ngx_uint_t  ngx_jobs_written_into(ngx_jobs_load_t *load);
static void        ngx_jobs_store_take(ngx_jobs_load_t *load);
static ngx_jobs_snapshot_t  *ngx_jobs_store_older(ngx_jobs_store_t *store);
static void        ngx_jobs_store_replace(ngx_jobs_store_t *store,
                       ngx_jobs_snapshot_t *snapshot, ngx_uint_t keep);


static uint64_t  ngx_jobs_serial;       /* of the last snapshot */


ngx_jobs_store_t *
ngx_jobs_store_add(ngx_conf_t *cf, ngx_str_t *path, ngx_msec_t check,
    time_t stale)
{
    ngx_uint_t             i;
    ngx_jobs_store_t      *store, **s;
    ngx_pool_cleanup_t    *cln;
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_http_conf_get_module_main_conf(cf, ngx_jobs_module);

    s = jmcf->stores.elts;

    for (i = 0; i < jmcf->stores.nelts; i++) {
        if (s[i]->path.len == path->len
            && ngx_strncmp(s[i]->path.data, path->data, path->len) == 0)
        {
            s[i]->check = ngx_min(s[i]->check, check);
            s[i]->stale = ngx_min(s[i]->stale, stale);
            return s[i];
        }
    }

    store = ngx_pcalloc(cf->pool, sizeof(ngx_jobs_store_t));
    if (store == NULL) {
        return NULL;
    }

    s = ngx_array_push(&jmcf->stores);
    if (s == NULL) {
        return NULL;
    }

    cln = ngx_pool_cleanup_add(cf->pool, 0);
    if (cln == NULL) {
        return NULL;
    }

    cln->handler = ngx_jobs_store_cleanup;
    cln->data = store;

    store->path = *path;
    store->index = jmcf->stores.nelts - 1;
    store->check = check;
    store->stale = stale;
    store->epoch = ((uint64_t) ngx_time() << 20) ^ (uintptr_t) store;

    *s = store;

    return store;
}


ngx_int_t
ngx_jobs_stores_init(ngx_conf_t *cf)
{
#if (NGX_THREADS)
    ngx_str_t              name;
#endif
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_http_conf_get_module_main_conf(cf, ngx_jobs_module);

    if (jmcf->used && ngx_jobs_counters_init(cf, jmcf) != NGX_OK) {
        return NGX_ERROR;
    }

    if (jmcf->stores.nelts == 0) {
        return NGX_OK;
    }

    if (ngx_jobs_log_init(cf, jmcf) != NGX_OK
        || ngx_jobs_cache_init(cf, jmcf) != NGX_OK)
    {
        return NGX_ERROR;
    }

#if (NGX_THREADS)

    ngx_queue_init(&jmcf->waiting);
    ngx_queue_init(&jmcf->running);

    if (ngx_jobs_single_process(cf)) {
        return NGX_OK;
    }

    ngx_str_set(&name, "default");

    jmcf->pool = ngx_thread_pool_add(cf, &name);
    if (jmcf->pool == NULL) {
        return NGX_ERROR;
    }

#endif

    return NGX_OK;
}


/*
 * nginx starts without its snapshots, but who runs "nginx -t" as root wants to
 * know that the workers will not be able to read one.
 */

void
ngx_jobs_stores_warn(ngx_cycle_t *cycle)
{
    int                     fd, ngroups;
    uid_t                   uid;
    gid_t                   gid, groups[NGX_JOBS_GROUPS];
    ngx_err_t               err;
    ngx_uint_t              i;
    ngx_core_conf_t        *ccf;
    ngx_jobs_store_t      **s;
    ngx_jobs_main_conf_t   *jmcf;

    jmcf = ngx_http_cycle_get_module_main_conf(cycle, ngx_jobs_module);

    if (jmcf == NULL || !ngx_test_config) {
        return;
    }

    ccf = (ngx_core_conf_t *) ngx_get_conf(cycle->conf_ctx, ngx_core_module);

    s = jmcf->stores.elts;

    for (i = 0; i < jmcf->stores.nelts; i++) {

        uid = geteuid();
        gid = getegid();

        ngroups = getgroups(NGX_JOBS_GROUPS, groups);

        if (uid == 0 && ngroups != -1
            && (initgroups(ccf->username, ccf->group) == -1
                || setegid(ccf->group) == -1 || seteuid(ccf->user) == -1))
        {
            ngx_log_error(NGX_LOG_WARN, cycle->log, ngx_errno,
                          "jobs: seteuid() failed");
        }

        fd = open((char *) s[i]->path.data, O_RDONLY|O_NONBLOCK|O_NOCTTY);
        err = ngx_errno;

        if (uid == 0 && ngroups != -1
            && (seteuid(uid) == -1 || setegid(gid) == -1
                || setgroups(ngroups, groups) == -1))
        {
            ngx_log_error(NGX_LOG_ALERT, cycle->log, ngx_errno,
                          "jobs: seteuid() back failed");
        }

        if (fd != -1) {
            close(fd);
            continue;
        }

        ngx_log_error(NGX_LOG_WARN, cycle->log, err,
                      "jobs: workers cannot open the snapshot \"%V\" now",
                      &s[i]->path);
    }
}


ngx_int_t
ngx_jobs_stores_start(ngx_cycle_t *cycle)
{
    ngx_uint_t              i;
    ngx_jobs_store_t      **s;
    ngx_jobs_main_conf_t   *jmcf;

    jmcf = ngx_http_cycle_get_module_main_conf(cycle, ngx_jobs_module);

    if (jmcf == NULL
        || (ngx_process != NGX_PROCESS_WORKER
            && ngx_process != NGX_PROCESS_SINGLE))
    {
        return NGX_OK;
    }

    ngx_jobs_slots_claim(jmcf->stores.nelts);

    s = jmcf->stores.elts;

    for (i = 0; i < jmcf->stores.nelts; i++) {
        ngx_jobs_store_start(s[i], cycle);
    }

    return NGX_OK;
}


void
ngx_jobs_stores_stop(ngx_cycle_t *cycle)
{
    ngx_uint_t              i;
    ngx_jobs_store_t      **s;
    ngx_jobs_main_conf_t   *jmcf;

    jmcf = ngx_http_cycle_get_module_main_conf(cycle, ngx_jobs_module);

    if (jmcf == NULL) {
        return;
    }

    ngx_jobs_threads_stop(jmcf);

    s = jmcf->stores.elts;

    for (i = 0; i < jmcf->stores.nelts; i++) {
        ngx_jobs_store_stop(s[i]);
    }
}


ngx_jobs_snapshot_t *
ngx_jobs_store_acquire(ngx_jobs_store_t *store)
{
    if (!store->started) {

        /* one process, reconfigured: init_process does not run again */

        ngx_jobs_store_start(store, (ngx_cycle_t *) ngx_cycle);
    }

    if (store->current != NULL) {
        store->current->refs++;
    }

    return store->current;
}


void
ngx_jobs_snapshot_release(ngx_jobs_snapshot_t *snapshot)
{
    if (snapshot == NULL || --snapshot->refs > 0) {
        return;
    }

    while (snapshot->njoined > 0) {
        jobs_snapshot_close(&snapshot->joined[--snapshot->njoined]);
    }

    jobs_snapshot_close(&snapshot->core);
    ngx_free(snapshot);

#if (NGX_LINUX) && defined(__GLIBC__)

    /*
     * Each load ran in another thread of the pool, and so in another arena of
     * malloc(): what became free there would stay with the process for long.
     */

    (void) malloc_trim(0);

#endif
}


ngx_jobs_snapshot_t *
ngx_jobs_store_suspect(ngx_jobs_store_t *store, ngx_jobs_snapshot_t *snapshot)
{
    const char           *what;
    jobs_identity_t       id;
    ngx_jobs_snapshot_t  *older;

    id = snapshot->core.identity;

    if (!jobs_snapshot_intact(&snapshot->core)) {

        /*
         * Somebody writes into the published file.  What it was is lost, and
         * what it will be is not there yet.
         */

        what = "was modified in place, answering 503 until a whole file is "
               "there; replace it by rename";
        older = NULL;

    } else if (store->current != snapshot) {

        what = "is damaged, a newer one has replaced it";
        older = store->current;

    } else if (store->previous != NULL
               && jobs_snapshot_intact(&store->previous->core))
    {
        what = "is damaged, falling back to the generation before it";
        older = store->previous;
        older->refs++;
        ngx_jobs_store_replace(store, older, 0);

    } else {
        older = snapshot->older ? NULL : ngx_jobs_store_older(store);
        what = older ? "is damaged, falling back to the file before it"
                     : "is damaged, answering 503 until a good one is there";
    }

    if (ngx_jobs_log_once(store, &id, what)) {
        ngx_log_error(NGX_LOG_ERR, ngx_cycle->log, 0,
                      "jobs: snapshot \"%V\" %s", &store->path, what);
    }

    if (older == NULL || older == snapshot) {
        if (store->current == snapshot) {
            ngx_jobs_store_replace(store, NULL, 0);
        }

        older = NULL;

    } else {
        older->refs++;
    }

    ngx_jobs_snapshot_release(snapshot);

    return older;
}


static void
ngx_jobs_store_cleanup(void *data)
{
    ngx_jobs_store_stop(data);
}


/* the first load is done at once: a worker answers when it accepts */

static void
ngx_jobs_store_start(ngx_jobs_store_t *store, ngx_cycle_t *cycle)
{
    ngx_jobs_load_t       load;
    ngx_jobs_snapshot_t  *older;

    store->started = 1;
    store->log = cycle->log;

    store->dummy.fd = (ngx_socket_t) -1;
    store->timer.handler = ngx_jobs_store_timer;
    store->timer.data = &store->dummy;
    store->timer.log = cycle->log;
    store->timer.cancelable = 1;
    store->dummy.data = store;

    load.store = store;
    load.seen = store->seen;
    ngx_jobs_store_load(&load, cycle->log);
    ngx_jobs_store_take(&load);

    if (store->current == NULL) {
        older = ngx_jobs_store_older(store);

        if (older != NULL
            && ngx_jobs_log_once(store, &older->core.identity, "older"))
        {
            ngx_log_error(NGX_LOG_WARN, cycle->log, 0,
                          "jobs: snapshot \"%V\": serving the file before it",
                          &store->path);
        }
    }

    ngx_add_timer(&store->timer, store->check);
}


static void
ngx_jobs_store_stop(ngx_jobs_store_t *store)
{
#if (NGX_THREADS)
    ngx_jobs_load_t    *load;
    ngx_thread_task_t  *task;
#endif

    if (!store->started) {
        return;
    }

    store->started = 0;

    if (store->timer.timer_set) {
        ngx_del_timer(&store->timer);
    }

    ngx_jobs_store_replace(store, NULL, 0);

#if (NGX_THREADS)

    /* the pool has ended before us: a load in flight is over, not delivered */

    task = store->task;

    if (store->loading && task != NULL) {
        load = task->ctx;
        ngx_jobs_snapshot_release(load->snapshot);
        store->loading = 0;
    }

    if (task != NULL) {
        ngx_free(task);
        store->task = NULL;
    }

#endif
}


static void
ngx_jobs_store_timer(ngx_event_t *ev)
{
    jobs_identity_t    id;
    ngx_connection_t  *c;
    ngx_jobs_store_t  *store;

    c = ev->data;
    store = c->data;

    ngx_jobs_slot_publish(store);

    if (!store->loading) {
        jobs_identity((char *) store->path.data, &id);

        if (!jobs_identity_eq(&id, &store->seen)) {
            ngx_jobs_store_post(store);
        }
    }

    if (!ngx_exiting) {
        ngx_add_timer(ev, store->check);
    }
}


static void
ngx_jobs_store_post(ngx_jobs_store_t *store)
{
    ngx_jobs_load_t        load;
#if (NGX_THREADS)
    ngx_thread_task_t     *task;
    ngx_jobs_load_t       *ctx;
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_http_cycle_get_module_main_conf(ngx_cycle, ngx_jobs_module);

    /* one process does without (see ngx_jobs_single_process) */

    if (jmcf != NULL && jmcf->pool != NULL
        && ngx_process == NGX_PROCESS_WORKER)
    {
        task = store->task;

        if (task == NULL) {
            task = ngx_calloc(sizeof(ngx_thread_task_t)
                              + sizeof(ngx_jobs_load_t), store->log);
            if (task == NULL) {
                return;
            }

            task->ctx = task + 1;
            store->task = task;
        }

        ctx = task->ctx;
        ctx->store = store;
        ctx->seen = store->seen;

        task->handler = ngx_jobs_store_load;
        task->event.data = ctx;
        task->event.handler = ngx_jobs_store_loaded;
        task->event.log = store->log;

        if (ngx_thread_task_post(jmcf->pool, task) == NGX_OK) {
            store->loading = 1;
        }

        return;
    }

#endif

    load.store = store;
    load.seen = store->seen;
    ngx_jobs_store_load(&load, store->log);
    ngx_jobs_store_take(&load);
}


/* runs in a thread: reads what is configured of the store, no more */

static void
ngx_jobs_store_load(void *data, ngx_log_t *log)
{
    ngx_jobs_load_t *load = data;

    char                 *path;
    ngx_uint_t            tries;
    jobs_identity_t       now;
    ngx_jobs_snapshot_t  *snapshot;

    load->snapshot = NULL;
    load->moved = 0;
    ngx_memcpy(load->error, "there is no memory",
               sizeof("there is no memory"));

    path = (char *) load->store->path.data;

    snapshot = ngx_alloc(sizeof(ngx_jobs_snapshot_t), log);
    if (snapshot == NULL) {
        load->rc = JOBS_NOMEM;
        jobs_identity(path, &load->identity);
        return;
    }

    /* a file that was replaced meanwhile says nothing of the one there now */

    for (tries = NGX_JOBS_LOAD_TRIES; tries; tries--) {
        load->rc = jobs_snapshot_open(&snapshot->core, path, &ngx_jobs_mem,
                                      &load->identity, load->error);

        if (load->rc == JOBS_OK && ngx_jobs_written_into(load)) {
            load->rc = jobs_snapshot_verify(&snapshot->core, load->error);

            if (load->rc != JOBS_OK) {
                jobs_snapshot_close(&snapshot->core);
            }
        }

        if (load->rc == JOBS_OK) {
            ngx_jobs_store_join(load, snapshot);
        }

        if (load->rc == JOBS_OK) {
            break;
        }

        jobs_identity(path, &now);
        load->moved = !jobs_identity_eq(&now, &load->identity);

        if (!load->moved) {
            break;
        }
    }

    if (load->rc != JOBS_OK) {
        ngx_free(snapshot);
        return;
    }

    snapshot->busy = 0;
    snapshot->waiting = 0;
    snapshot->following = 0;
    snapshot->refs = 1;
    snapshot->older = 0;
    snapshot->serial = 0;
    snapshot->nexpired = 0;
    snapshot->hour = 0;
    snapshot->digested = 0;
    load->snapshot = snapshot;
}


/*
 * The connections for queries in threads.  They are of the same file, or the
 * whole load is one of a file that moved; without them (descriptors, memory)
 * queries run inline.
 */

static void
ngx_jobs_store_join(ngx_jobs_load_t *load, ngx_jobs_snapshot_t *snapshot)
{
    char             *path;
    jobs_identity_t   now;

    path = (char *) load->store->path.data;
    snapshot->njoined = 0;

    while (load->store->threads && snapshot->njoined < NGX_JOBS_JOINED
           && jobs_snapshot_join(&snapshot->joined[snapshot->njoined],
                                 &snapshot->core, path, load->error)
              == JOBS_OK)
    {
        snapshot->njoined++;
    }

    if (!load->store->threads || snapshot->njoined == NGX_JOBS_JOINED) {
        return;
    }

    jobs_identity(path, &now);

    if (jobs_identity_eq(&now, &load->identity)) {
        return;
    }

    while (snapshot->njoined > 0) {
        jobs_snapshot_close(&snapshot->joined[--snapshot->njoined]);
    }

    jobs_snapshot_close(&snapshot->core);
    load->rc = JOBS_CORRUPT;
}


/*
 * The file that was seen last, with other content: it was not replaced as it
 * should be.  (Or a new file got the number of one that is gone, for which the
 * same check is only too much.)
 */

static ngx_uint_t
ngx_jobs_written_into(ngx_jobs_load_t *load)
{
    return load->seen.inode == load->identity.inode
           && load->seen.device == load->identity.device
           && (load->seen.mtime != load->identity.mtime
               || load->seen.size != load->identity.size);
}


#if (NGX_THREADS)

static void
ngx_jobs_store_loaded(ngx_event_t *ev)
{
    ngx_jobs_load_t *load = ev->data;

    load->store->loading = 0;

    ngx_jobs_store_take(load);

    load->snapshot = NULL;
}


#endif


/* what was loaded goes live, or the reason why not goes to the log, once */

static void
ngx_jobs_store_take(ngx_jobs_load_t *load)
{
    char                  text[32];
    ngx_str_t             built;
    ngx_uint_t            once;
    jobs_buf_t            b;
    ngx_jobs_store_t     *store;
    ngx_jobs_snapshot_t  *snapshot;

    store = load->store;
    snapshot = load->snapshot;

    if (load->rc != JOBS_OK && load->moved && store->current != NULL) {
        return;                         /* the next look sees the new one */
    }

    once = ngx_jobs_log_once(store, &load->identity,
                             load->rc == JOBS_OK ? "taken over" : load->error);

    if (load->rc == JOBS_OK) {
        store->seen = load->identity;
        store->loads++;
        ngx_jobs_count_load(store, 1);
        snapshot->loaded = ngx_time();

        b = (jobs_buf_t) { .data = text, .size = sizeof(text),
                           .max = sizeof(text) };
        jobs_buf_time(&b, snapshot->core.built_at);
        built.data = (u_char *) b.data;
        built.len = b.len;

        if (once) {
            ngx_log_error(NGX_LOG_NOTICE, store->log, 0,
                          "jobs: snapshot \"%V\" taken over: generation %s, "
                          "%uL listings, built %V", &store->path,
                          snapshot->core.generation, snapshot->core.listings,
                          &built);
        }

        ngx_jobs_store_replace(store, snapshot, 1);
        return;
    }

    store->failures++;
    ngx_jobs_count_load(store, 0);
    ngx_memcpy(store->failure, load->error, sizeof(store->failure));
    ngx_jobs_slot_publish(store);

    /*
     * A file that is not good is not tried again before it changes; what the
     * system refused (memory, descriptors) may work the next time.
     */

    if (load->rc == JOBS_CORRUPT || load->identity.error) {
        store->seen = load->identity;
    }

    if (once) {
        ngx_log_error(NGX_LOG_ERR, store->log, 0,
                      "jobs: snapshot \"%V\" is not taken over: %s; %s",
                      &store->path, load->error,
                      store->current ? "the last good one stays"
                                     : "there is no good one");
    }
}


/* "path.1", which the publisher keeps beside the file; goes live if good */

static ngx_jobs_snapshot_t *
ngx_jobs_store_older(ngx_jobs_store_t *store)
{
    char              *path;
    ngx_jobs_load_t    load;
    ngx_jobs_store_t   other;

    path = ngx_alloc(store->path.len + sizeof(".1"), store->log);
    if (path == NULL) {
        return NULL;
    }

    ngx_memcpy(path, store->path.data, store->path.len);
    ngx_memcpy(path + store->path.len, ".1", sizeof(".1"));

    other.path.data = (u_char *) path;
    other.threads = store->threads;
    load.store = &other;
    ngx_memzero(&load.seen, sizeof(jobs_identity_t));

    ngx_jobs_store_load(&load, store->log);
    ngx_free(path);

    if (load.snapshot != NULL) {
        load.snapshot->older = 1;
        load.snapshot->loaded = ngx_time();
        store->loads++;
        ngx_jobs_count_load(store, 1);
        ngx_jobs_store_replace(store, load.snapshot, 0);
    }

    return load.snapshot;
}


/*
 * Makes snapshot, whose reference passes to the store, the current one; keep:
 * the current one stays open as the one before it.
 */

static void
ngx_jobs_store_replace(ngx_jobs_store_t *store, ngx_jobs_snapshot_t *snapshot,
    ngx_uint_t keep)
{
    ngx_jobs_snapshot_t  *current, *previous;

    current = store->current;
    previous = store->previous;

    if (snapshot != NULL && snapshot->serial == 0) {
        snapshot->serial = ++ngx_jobs_serial;
    }

    store->current = snapshot;
    store->previous = keep ? current : NULL;

    if (store->started) {
        ngx_jobs_slot_publish(store);
    }

    if (!keep) {
        ngx_jobs_snapshot_release(current);
    }

    ngx_jobs_snapshot_release(previous);
}
