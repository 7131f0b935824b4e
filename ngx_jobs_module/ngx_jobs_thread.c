/*
 * Queries in threads.
 *
 * A task has all that it needs: the query, a connection of its snapshot, a
 * reference to that snapshot.  While it runs its request is blocked, which
 * keeps the request and its pool whatever the client does; a request that
 * waits for a connection is not, and leaves the line when it ends.  Everything
 * but ngx_jobs_thread_run() is done by the event loop.
 */

#include "ngx_jobs_cache.h"


#if (NGX_THREADS)


#define NGX_JOBS_WAITING_MAX  512
#define NGX_JOBS_WAITING_TIME 2000      /* milliseconds                     */
#define NGX_JOBS_GUARD_TIME   60000     /* no task is as long               */
#define NGX_JOBS_BLOCKED_MAX  255       /* ngx_http_request_t has eight bits */


typedef struct {
    ngx_thread_task_t          task;
    ngx_queue_t                queue;       /* waiting or running         */
    ngx_jobs_work_t            work;
    ngx_jobs_main_conf_t      *main;
    ngx_jobs_snapshot_t       *snapshot;
    ngx_jobs_answer_t          answer;      /* of NGX_DONE                */
    ngx_uint_t                 index;       /* of the connection          */
    ngx_http_cleanup_t        *cleanup;
    ngx_http_event_handler_pt  reading;     /* the request's; or NULL     */
    ngx_int_t                  rc;          /* where it is done: NGX_OK, it
                                               was run; NGX_DONE, another
                                               has the answer; NGX_DECLINED,
                                               it is to be run inline; a
                                               status                     */
    int                        cancel;      /* atomic                     */

    unsigned                   running:1;
    unsigned                   done:1;
    unsigned                   follows:1;   /* waits for another's answer */
    unsigned                   counted:1;   /* waits for a thread         */
    unsigned                   alone:1;     /* which did not help         */
    unsigned                   gone:1;      /* the request is ended       */
} ngx_jobs_task_t;


static ngx_uint_t  ngx_jobs_searches(jobs_filter_t *f);
static ngx_uint_t  ngx_jobs_thread_idle(ngx_jobs_snapshot_t *snapshot);
static ngx_uint_t  ngx_jobs_thread_asked(ngx_jobs_main_conf_t *jmcf,
                       ngx_jobs_key_t *key);
static ngx_jobs_task_t  *ngx_jobs_thread_create(ngx_jobs_work_t *w,
                       ngx_jobs_snapshot_t *snapshot);
static ngx_int_t   ngx_jobs_thread_start(ngx_jobs_task_t *t);
static void        ngx_jobs_thread_wait(ngx_jobs_task_t *t);
static void        ngx_jobs_thread_leave(ngx_jobs_task_t *t);
static void        ngx_jobs_thread_next(ngx_jobs_main_conf_t *jmcf);
static ngx_uint_t  ngx_jobs_thread_known(ngx_jobs_task_t *t);
static void        ngx_jobs_thread_unfollow(ngx_jobs_task_t *t);
static void        ngx_jobs_thread_run(void *data, ngx_log_t *log);
static void        ngx_jobs_thread_ended(ngx_event_t *ev);
static void        ngx_jobs_thread_waited(ngx_event_t *ev);
static void        ngx_jobs_thread_deliver(ngx_jobs_task_t *t);
static void        ngx_jobs_thread_resume(ngx_http_request_t *r);
static ngx_int_t   ngx_jobs_thread_answer(ngx_jobs_task_t *t);
static void        ngx_jobs_thread_cleanup(void *data);
static void        ngx_jobs_thread_free(ngx_jobs_task_t *t);


#endif


char *
ngx_jobs_threads_set(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    ngx_str_t  *value;

    if (jlcf->threads != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (ngx_strcmp(value[1].data, "off") == 0) {
        jlcf->threads = NULL;
        return NGX_CONF_OK;
    }

#if (NGX_THREADS)

    if (value[1].len == 0) {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be the name of a thread pool, or "
                                "\"off\"");
    }

    if (ngx_jobs_single_process(cf)) {
        jlcf->threads = NULL;
        return NGX_CONF_OK;
    }

    jlcf->threads = ngx_thread_pool_add(cf, &value[1]);

    return jlcf->threads != NULL ? NGX_CONF_OK : NGX_CONF_ERROR;

#else

    return ngx_jobs_invalid(cf, cmd, &value[1],
                            "it must be \"off\": this nginx has no threads");

#endif
}


char *
ngx_jobs_threads_merge(ngx_conf_t *cf, ngx_jobs_loc_conf_t *conf)
{
#if (NGX_THREADS)

    if (conf->threads == NGX_CONF_UNSET_PTR && ngx_jobs_single_process(cf)) {
        conf->threads = NULL;
    }

    if (conf->threads == NGX_CONF_UNSET_PTR) {
        conf->threads = ngx_thread_pool_add(cf, NULL);

        if (conf->threads == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    if (conf->threads != NULL && conf->view != NGX_JOBS_VIEW_DETAIL) {
        conf->store->threads = 1;
    }

#else

    conf->threads = NULL;

#endif

    return NGX_CONF_OK;
}


#if (NGX_THREADS)


/*
 * nginx does not start the pools of a process that was reconfigured without a
 * master, and crashes at its end over each: there is to be none.  Where
 * "master_process off" follows the http block, the first reading does not know.
 */

ngx_uint_t
ngx_jobs_single_process(ngx_conf_t *cf)
{
    ngx_core_conf_t  *ccf;

    ccf = (ngx_core_conf_t *) ngx_get_conf(cf->cycle->conf_ctx,
                                           ngx_core_module);

    return ccf->master == 0
           || (ngx_process == NGX_PROCESS_SINGLE
               && !ngx_is_init_cycle(cf->cycle->old_cycle));
}


ngx_int_t
ngx_jobs_thread(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    ngx_uint_t             asked;
    ngx_jobs_task_t       *t;
    ngx_http_request_t    *r;
    ngx_jobs_main_conf_t  *jmcf;

    r = w->request;

    /* one process does without (see ngx_jobs_single_process) */

    if (w->conf->threads == NULL || snapshot->njoined == 0
        || ngx_process != NGX_PROCESS_WORKER
        || r->main->blocked == NGX_JOBS_BLOCKED_MAX
        || !ngx_jobs_searches(&w->query->filter))
    {
        return NGX_DECLINED;
    }

    jmcf = ngx_http_get_module_main_conf(r, ngx_jobs_module);

    asked = ngx_jobs_thread_asked(jmcf, &w->key);

    if (!asked && jmcf->nwaiting >= NGX_JOBS_WAITING_MAX) {
        ngx_log_error(NGX_LOG_WARN, r->connection->log, 0,
                      "jobs: %ui queries wait for a thread already",
                      jmcf->nwaiting);
        return NGX_HTTP_SERVICE_UNAVAILABLE;
    }

    t = ngx_jobs_thread_create(w, snapshot);
    if (t == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    t->follows = asked;

    if (asked || snapshot->waiting > 0 || !ngx_jobs_thread_idle(snapshot)) {
        ngx_jobs_thread_wait(t);

    } else if (ngx_jobs_thread_start(t) != NGX_OK) {
        t->cleanup->handler = NULL;
        w->ctx->task = NULL;
        ngx_free(t);

        return NGX_HTTP_SERVICE_UNAVAILABLE;
    }

    /* see whether the client leaves; nginx asks the active subrequest */

    if (r->read_event_handler == ngx_http_block_reading
        || r->read_event_handler == ngx_http_request_empty_handler)
    {
        t->reading = r->read_event_handler;
        r->read_event_handler = ngx_http_test_reading;
    }

    if (r->main->read_event_handler == ngx_http_block_reading) {
        r->main->read_event_handler = ngx_http_test_reading;
    }

    r->write_event_handler = ngx_jobs_thread_resume;
    r->main->count++;

    return NGX_DONE;
}


/* a search is what may take long; the rest is quicker than a thread */

static ngx_uint_t
ngx_jobs_searches(jobs_filter_t *f)
{
    ngx_uint_t  i;

    for (i = 0; i < f->nclauses; i++) {
        if (jobs_params[f->clauses[i].param].kind == JOBS_KIND_SEARCH) {
            return 1;
        }
    }

    return 0;
}


static ngx_uint_t
ngx_jobs_thread_idle(ngx_jobs_snapshot_t *snapshot)
{
    return snapshot->busy != (1u << snapshot->njoined) - 1;
}


/* 1 if the same is being answered: its answer will be in the cache */

static ngx_uint_t
ngx_jobs_thread_asked(ngx_jobs_main_conf_t *jmcf, ngx_jobs_key_t *key)
{
    ngx_queue_t      *q;
    ngx_jobs_task_t  *other;

    if (jmcf->cache == NULL || !key->valid) {
        return 0;
    }

    for (q = ngx_queue_head(&jmcf->running);
         q != ngx_queue_sentinel(&jmcf->running);
         q = ngx_queue_next(q))
    {
        other = ngx_queue_data(q, ngx_jobs_task_t, queue);

        if (ngx_memcmp(other->work.key.base, key->base, NGX_JOBS_BASE) == 0
            && ngx_memcmp(other->work.key.part, key->part, NGX_JOBS_PART)
               == 0)
        {
            other->work.key.wanted = 1;
            return 1;
        }
    }

    return 0;
}


static ngx_jobs_task_t *
ngx_jobs_thread_create(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    ngx_jobs_task_t     *t;
    ngx_http_cleanup_t  *cln;

    cln = ngx_http_cleanup_add(w->request, 0);
    if (cln == NULL) {
        return NULL;
    }

    t = ngx_calloc(sizeof(ngx_jobs_task_t), w->request->connection->log);
    if (t == NULL) {
        return NULL;
    }

    cln->handler = ngx_jobs_thread_cleanup;
    cln->data = t;

    t->task.ctx = t;
    t->task.handler = ngx_jobs_thread_run;
    t->task.event.data = t;
    t->task.event.log = w->request->connection->log;

    t->work = *w;
    t->main = ngx_http_get_module_main_conf(w->request, ngx_jobs_module);
    t->snapshot = snapshot;
    t->cleanup = cln;

    w->ctx->task = t;

    return t;
}


/* to the pool, with a connection that is idle */

static ngx_int_t
ngx_jobs_thread_start(ngx_jobs_task_t *t)
{
    ngx_uint_t            i;
    ngx_http_request_t   *r;
    ngx_jobs_snapshot_t  *snapshot;

    snapshot = t->snapshot;

    for (i = 0; snapshot->busy & (1u << i); i++) { /* void */ }

    t->index = i;
    t->work.now = ngx_time();
    t->work.query->now = t->work.now;
    ngx_jobs_key_state(&t->work, snapshot);
    t->task.event.handler = ngx_jobs_thread_ended;

    snapshot->joined[i].cancel = &t->cancel;

    if (ngx_thread_task_post(t->work.conf->threads, &t->task) != NGX_OK) {
        snapshot->joined[i].cancel = NULL;
        return NGX_ERROR;
    }

    /* a worker that ends waits for its timers */

    ngx_add_timer(&t->task.event, NGX_JOBS_GUARD_TIME);

    snapshot->busy |= 1u << i;
    t->running = 1;
    ngx_queue_insert_tail(&t->main->running, &t->queue);

    r = t->work.request;
    r->main->blocked++;
    r->aio = 1;

    return NGX_OK;
}


static void
ngx_jobs_thread_wait(ngx_jobs_task_t *t)
{
    ngx_msec_t  time;

    time = NGX_JOBS_WAITING_TIME;

    if (t->follows) {
        time += t->work.conf->query_timeout;    /* of the other's query */
    }

    t->task.event.handler = ngx_jobs_thread_waited;
    ngx_add_timer(&t->task.event, time);

    ngx_queue_insert_tail(&t->main->waiting, &t->queue);

    /* who waits for another's answer needs no thread, and keeps none back */

    if (t->follows) {
        t->snapshot->following++;

    } else {
        t->counted = 1;
        t->main->nwaiting++;
        t->snapshot->waiting++;
    }
}


static void
ngx_jobs_thread_leave(ngx_jobs_task_t *t)
{
    if (t->task.event.timer_set) {
        ngx_del_timer(&t->task.event);
    }

    ngx_queue_remove(&t->queue);

    if (t->counted) {
        t->main->nwaiting--;
        t->snapshot->waiting--;

    } else {
        t->snapshot->following--;
    }
}


/* starts those that wait for a connection that is idle, in their order */

static void
ngx_jobs_thread_next(ngx_jobs_main_conf_t *jmcf)
{
    ngx_queue_t      *q;
    ngx_jobs_task_t  *t;

    for (q = ngx_queue_head(&jmcf->waiting);
         q != ngx_queue_sentinel(&jmcf->waiting);
         q = ngx_queue_next(q))
    {
        t = ngx_queue_data(q, ngx_jobs_task_t, queue);

        if (!ngx_jobs_thread_idle(t->snapshot)) {
            continue;
        }

        if (!t->alone && ngx_jobs_thread_asked(jmcf, &t->work.key)) {
            t->follows = 1;
            continue;
        }

        ngx_jobs_thread_leave(t);

        if (ngx_jobs_thread_known(t)) {
            t->rc = NGX_DONE;

        } else if (t->work.request->main->blocked == NGX_JOBS_BLOCKED_MAX) {
            t->rc = NGX_DECLINED;

        } else if (ngx_jobs_thread_start(t) != NGX_OK) {
            t->rc = NGX_HTTP_SERVICE_UNAVAILABLE;
        }

        if (!t->running) {
            ngx_jobs_thread_deliver(t);
        }

        /* whoever was answered may have changed the line */

        q = &jmcf->waiting;
    }
}


/*
 * 1 if somebody else's answer is in the cache by now.  Where it was waited for
 * and is not (it is too large, say), those who wait for the same go their own
 * ways: one after the other they would take too long.
 */

static ngx_uint_t
ngx_jobs_thread_known(ngx_jobs_task_t *t)
{
    ngx_queue_t      *q;
    ngx_jobs_task_t  *other;

    t->work.now = ngx_time();
    ngx_jobs_key_state(&t->work, t->snapshot);

    if (ngx_jobs_cache_get(t->work.request, &t->work.key,
                           ngx_jobs_encode_accepted(t->work.request,
                                                    t->work.conf),
                           0, &t->answer)
        == NGX_OK)
    {
        return 1;
    }

    if (!t->follows) {
        return 0;
    }

    for (q = ngx_queue_head(&t->main->waiting);
         q != ngx_queue_sentinel(&t->main->waiting);
         q = ngx_queue_next(q))
    {
        other = ngx_queue_data(q, ngx_jobs_task_t, queue);

        if (ngx_memcmp(other->work.key.base, t->work.key.base, NGX_JOBS_BASE)
            == 0)
        {
            other->alone = 1;
        }
    }

    return 0;
}


/*
 * Whose query was given up with the request says nothing of its answer: the
 * next one who waits for that runs it, and the others wait on.
 */

static void
ngx_jobs_thread_unfollow(ngx_jobs_task_t *t)
{
    ngx_queue_t      *q;
    ngx_jobs_task_t  *other;

    for (q = ngx_queue_head(&t->main->waiting);
         q != ngx_queue_sentinel(&t->main->waiting);
         q = ngx_queue_next(q))
    {
        other = ngx_queue_data(q, ngx_jobs_task_t, queue);

        if (ngx_memcmp(other->work.key.base, t->work.key.base, NGX_JOBS_BASE)
            == 0)
        {
            other->follows = 0;
        }
    }
}


/* in a thread: the query and the connection are its own */

static void
ngx_jobs_thread_run(void *data, ngx_log_t *log)
{
    ngx_jobs_task_t *t = data;

    (void) log;

    ngx_jobs_query_run(t->work.query, &t->snapshot->joined[t->index]);
}


static void
ngx_jobs_thread_ended(ngx_event_t *ev)
{
    ngx_jobs_task_t *t = ev->data;

    ngx_http_request_t    *r;
    ngx_jobs_main_conf_t  *jmcf;

    r = t->work.request;
    jmcf = t->main;

    if (ev->timedout) {
        ngx_log_error(NGX_LOG_ALERT, r->connection->log, 0,
                      "jobs: a query in a thread took too long");
        ev->timedout = 0;
        return;
    }

    if (ev->timer_set) {
        ngx_del_timer(ev);
    }

    ngx_queue_remove(&t->queue);

    if (t->gone) {
        ngx_jobs_thread_unfollow(t);
    }

    t->running = 0;
    t->rc = NGX_OK;
    t->snapshot->joined[t->index].cancel = NULL;
    t->snapshot->busy &= ~(1u << t->index);

    r->main->blocked--;
    r->aio = 0;

    ngx_jobs_thread_deliver(t);
    ngx_jobs_thread_next(jmcf);
}


static void
ngx_jobs_thread_waited(ngx_event_t *ev)
{
    ngx_jobs_task_t *t = ev->data;

    ev->timedout = 0;

    ngx_log_error(NGX_LOG_WARN, t->work.request->connection->log, 0,
                  "jobs: the query waited too long for a thread");

    ngx_jobs_thread_leave(t);

    t->rc = NGX_HTTP_SERVICE_UNAVAILABLE;

    ngx_jobs_thread_deliver(t);
}


static void
ngx_jobs_thread_deliver(ngx_jobs_task_t *t)
{
    ngx_connection_t    *c;
    ngx_http_request_t  *r;

    r = t->work.request;
    c = r->connection;

    ngx_http_set_log_request(c->log, r);

    ngx_log_debug2(NGX_LOG_DEBUG_HTTP, c->log, 0,
                   "jobs thread done: %i \"%V\"", t->rc, &r->uri);

    if (t->gone) {

        /* what ended the request had to wait for us */

        ngx_jobs_thread_free(t);
        ngx_http_finalize_request(r, NGX_ERROR);

    } else {
        t->done = 1;
        r->write_event_handler(r);
    }

    ngx_http_run_posted_requests(c);
}


/* others call it too: a parent that waits for its subrequest, for one */

static void
ngx_jobs_thread_resume(ngx_http_request_t *r)
{
    ngx_jobs_ctx_t   *ctx;
    ngx_jobs_task_t  *t;

    ctx = ngx_http_get_module_ctx(r, ngx_jobs_module);
    t = ctx != NULL ? ctx->task : NULL;

    if (t == NULL || !t->done) {
        return;
    }

    if (t->reading != NULL && r->read_event_handler == ngx_http_test_reading) {
        r->read_event_handler = t->reading;
    }

    r->write_event_handler = ngx_http_request_empty_handler;

    ngx_http_finalize_request(r, ngx_jobs_thread_answer(t));
}


/* the task ends here, and its work passes to who answers */

static ngx_int_t
ngx_jobs_thread_answer(ngx_jobs_task_t *t)
{
    ngx_int_t             rc;
    ngx_jobs_work_t       w;
    ngx_jobs_answer_t     answer;
    ngx_jobs_snapshot_t  *snapshot;

    w = t->work;
    rc = t->rc;
    answer = t->answer;
    snapshot = t->snapshot;

    t->cleanup->handler = NULL;
    w.ctx->task = NULL;
    ngx_free(t);

    if (rc == NGX_DECLINED) {
        return ngx_jobs_inline(&w, snapshot);
    }

    if (rc == NGX_OK) {
        w.result = w.query->result;
        rc = ngx_jobs_outcome(&w);

        if (rc == NGX_AGAIN) {
            return ngx_jobs_inline(&w, ngx_jobs_store_suspect(w.conf->store,
                                                              snapshot));
        }
    }

    ngx_jobs_snapshot_release(snapshot);

    return rc == NGX_DONE ? ngx_jobs_send_answer(&w, &w.key, &answer, 0)
                          : ngx_jobs_reply(&w, rc);
}


/* the request ends: a task that runs is told to give up */

static void
ngx_jobs_thread_cleanup(void *data)
{
    ngx_jobs_task_t *t = data;

    t->gone = 1;

    if (t->running) {
        __atomic_store_n(&t->cancel, 1, __ATOMIC_RELAXED);
        return;
    }

    if (!t->done) {
        ngx_jobs_thread_leave(t);
    }

    ngx_jobs_thread_free(t);
}


static void
ngx_jobs_thread_free(ngx_jobs_task_t *t)
{
    t->work.ctx->task = NULL;
    ngx_jobs_snapshot_release(t->snapshot);
    jobs_buf_free(&t->work.query->result.body);
    ngx_free(t->work.query);
    ngx_free(t);
}


/* the pools have ended before us: what ran was not delivered */

void
ngx_jobs_threads_stop(ngx_jobs_main_conf_t *jmcf)
{
    ngx_queue_t      *q;
    ngx_jobs_task_t  *t;

    if (jmcf->stores.nelts == 0) {
        return;
    }

    while (!ngx_queue_empty(&jmcf->waiting)) {
        q = ngx_queue_head(&jmcf->waiting);
        t = ngx_queue_data(q, ngx_jobs_task_t, queue);

        ngx_jobs_thread_leave(t);
        t->cleanup->handler = NULL;
        ngx_jobs_thread_free(t);
    }

    while (!ngx_queue_empty(&jmcf->running)) {
        q = ngx_queue_head(&jmcf->running);
        t = ngx_queue_data(q, ngx_jobs_task_t, queue);

        if (t->task.event.timer_set) {
            ngx_del_timer(&t->task.event);
        }

        ngx_queue_remove(q);
        t->cleanup->handler = NULL;
        ngx_jobs_thread_free(t);
    }
}


#else


ngx_int_t
ngx_jobs_thread(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    (void) w;
    (void) snapshot;

    return NGX_DECLINED;
}


void
ngx_jobs_threads_stop(ngx_jobs_main_conf_t *jmcf)
{
    (void) jmcf;
}


#endif
