/*
 * The content handler: what is asked, of which snapshot, and what came of it.
 */

#include "ngx_jobs_cache.h"
#include "ngx_jobs_counters.h"


static ngx_int_t   ngx_jobs_prepare(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_answer(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_begin(ngx_jobs_work_t *w,
                       ngx_jobs_snapshot_t *snapshot);
static ngx_int_t   ngx_jobs_filter(ngx_jobs_work_t *w,
                       ngx_jobs_snapshot_t *snapshot);
static ngx_int_t   ngx_jobs_run(ngx_jobs_work_t *w,
                       ngx_jobs_snapshot_t *snapshot);
static ngx_uint_t  ngx_jobs_is_answer(ngx_jobs_route_t *route);
static ngx_uint_t  ngx_jobs_is_apply(ngx_jobs_route_t *route);


ngx_int_t
ngx_jobs_handler(ngx_http_request_t *r)
{
    ngx_int_t        rc, status;
    ngx_jobs_work_t  w;

    w.request = r;
    w.query = NULL;
    w.similar = jobs_str(NULL, 0);
    ngx_str_null(&w.location);
    w.conf = ngx_http_get_module_loc_conf(r, ngx_jobs_module);

    rc = ngx_http_discard_request_body(r);
    if (rc != NGX_OK) {
        return rc;
    }

    w.ctx = ngx_http_get_module_ctx(r, ngx_jobs_module);

    if (w.ctx == NULL) {
        w.ctx = ngx_pcalloc(r->pool, sizeof(ngx_jobs_ctx_t));
        if (w.ctx == NULL) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        ngx_http_set_ctx(r, w.ctx, ngx_jobs_module);
    }

    rc = ngx_jobs_prepare(&w);

    if (ngx_jobs_count_request(r, &w.route) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    w.sited = 0;

    status = ngx_jobs_partner_read(&w);

    if (rc != NGX_OK || r->method == NGX_HTTP_OPTIONS) {
        ngx_jobs_partner_peek(&w);
    }

    if (r->method == NGX_HTTP_OPTIONS) {
        return ngx_jobs_cors_preflight(r, w.conf, &w.route);
    }

    rc = rc == NGX_OK ? status : rc;

    if ((rc != NGX_OK || !ngx_jobs_is_answer(&w.route))
        && ngx_jobs_site(&w) != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (rc != NGX_OK) {
        return ngx_jobs_send_error(r, &w.route, &w.site, rc,
                                   w.route.fault.reason != NULL
                                   ? &w.route.fault
                                   : rc == NGX_HTTP_BAD_REQUEST ? &w.fault
                                                                : NULL,
                                   w.similar);
    }

    if (w.route.redirect.data != NULL) {
        return ngx_jobs_plain_moved(&w);
    }

    if (w.route.view == NGX_JOBS_VIEW_ASSET) {
        return ngx_jobs_plain_asset(&w);
    }

    if (w.route.view == NGX_JOBS_VIEW_STATUS
        || w.route.view == NGX_JOBS_VIEW_METRICS)
    {
        return ngx_jobs_plain_status(&w);
    }

    return ngx_jobs_answer(&w);
}


/* NGX_OK or an HTTP status */

static ngx_int_t
ngx_jobs_prepare(ngx_jobs_work_t *w)
{
    ngx_int_t            rc;
    ngx_http_request_t  *r;

    r = w->request;

    rc = ngx_jobs_route(r, w->conf, &w->route);

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD|NGX_HTTP_OPTIONS))) {
        return NGX_HTTP_NOT_ALLOWED;
    }

    w->ctx->id = w->route.id;

    return rc;
}


static ngx_int_t
ngx_jobs_answer(ngx_jobs_work_t *w)
{
    ngx_int_t             rc;
    ngx_jobs_snapshot_t  *snapshot;

    w->now = ngx_time();
    w->key.made = 0;
    w->key.valid = 0;
    w->key.wanted = 0;
    w->key.spoken = 0;

    snapshot = ngx_jobs_store_acquire(w->conf->store);

    rc = ngx_jobs_partner_find(w, snapshot);

    if (rc == NGX_OK
        && (ngx_jobs_is_apply(&w->route)
            || ngx_jobs_key_known(w, snapshot) != NGX_OK))
    {
        rc = ngx_jobs_ask(w, snapshot);
    }

    if (rc != NGX_OK || snapshot == NULL) {
        ngx_jobs_snapshot_release(snapshot);
        return ngx_jobs_reply(w, rc == NGX_OK ? NGX_AGAIN : rc);
    }

    ngx_jobs_seen(w, &snapshot->core);
    ngx_jobs_key_state(w, snapshot);

    if (w->key.valid && ngx_jobs_not_modified(w)) {
        ngx_jobs_snapshot_release(snapshot);
        return ngx_jobs_confirm(w);
    }

    rc = ngx_jobs_cached(w, 0);

    if (rc == NGX_DECLINED) {
        rc = ngx_jobs_ask(w, snapshot);

        if (rc == NGX_OK) {
            return ngx_jobs_begin(w, snapshot);
        }

        rc = ngx_jobs_reply(w, rc);
    }

    ngx_jobs_snapshot_release(snapshot);

    return rc;
}


/* takes the reference */

static ngx_int_t
ngx_jobs_begin(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    ngx_int_t  rc;

    rc = w->query != NULL ? ngx_jobs_thread(w, snapshot) : NGX_DECLINED;

    if (rc == NGX_DONE) {
        return NGX_DONE;
    }

    if (rc == NGX_DECLINED) {
        return ngx_jobs_inline(w, snapshot);
    }

    ngx_jobs_snapshot_release(snapshot);

    return ngx_jobs_reply(w, rc);
}


ngx_int_t
ngx_jobs_ask(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    ngx_int_t     rc;
    jobs_args_t  *args;
    jobs_look_t   look;

    if (ngx_jobs_site(w) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    w->fault.parameter = jobs_lit("");
    w->fault.value = jobs_lit("");
    w->fault.reason = "";

    if (w->route.format == NULL) {

        /* the fault points into them */

        args = ngx_palloc(w->request->pool, sizeof(jobs_args_t));
        if (args == NULL) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        if (jobs_args_parse(args, ngx_jobs_str(&w->route.args),
                            &w->fault.reason)
            != JOBS_OK)
        {
            return NGX_HTTP_BAD_REQUEST;
        }

        look = w->site.look;

        if (ngx_jobs_is_html(&w->route)
            && jobs_look_args(&look, args, w->conf->args, &w->fault)
               != JOBS_OK)
        {
            return NGX_HTTP_BAD_REQUEST;
        }

    } else if (w->query == NULL) {
        rc = ngx_jobs_query_create(w);

        if (rc == NGX_OK) {
            rc = ngx_jobs_filter(w, snapshot);
        }

        if (rc != NGX_OK) {
            return rc;
        }
    }

    if (w->key.made || ngx_jobs_is_apply(&w->route)) {
        return NGX_OK;
    }

    return ngx_jobs_key_make(w, snapshot) == NGX_OK
           ? NGX_OK : NGX_HTTP_INTERNAL_SERVER_ERROR;
}


/* with the words of a snapshot, where there is one; what is damaged is seen
   when the query runs */

static ngx_int_t
ngx_jobs_filter(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    jobs_rc_t          rc;
    ngx_jobs_query_t  *q;

    rc = ngx_jobs_query_filter(w, snapshot != NULL ? &snapshot->core : NULL);

    switch (rc) {

    case JOBS_OK:
        break;

    case JOBS_INVALID:
        return NGX_HTTP_BAD_REQUEST;

    case JOBS_DECLINED:
        return NGX_HTTP_NOT_FOUND;

    default:
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (snapshot == NULL) {
        return NGX_OK;
    }

    q = w->query;

    if (jobs_query_resolve(&snapshot->core, &q->filter) == JOBS_OK) {
        q->index = snapshot->core.index;

    } else {
        q->ready = 0;
    }

    return NGX_OK;
}


ngx_int_t
ngx_jobs_inline(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    ngx_int_t  rc;

    rc = NGX_AGAIN;

    while (snapshot != NULL) {
        rc = ngx_jobs_run(w, snapshot);

        if (rc != NGX_AGAIN) {
            break;
        }

        snapshot = ngx_jobs_store_suspect(w->conf->store, snapshot);
    }

    ngx_jobs_snapshot_release(snapshot);

    return ngx_jobs_reply(w, rc);
}


/* what a snapshot is asked for */

static ngx_uint_t
ngx_jobs_is_answer(ngx_jobs_route_t *route)
{
    return route->redirect.data == NULL
           && (route->format != NULL || ngx_jobs_is_detail(route)
               || route->view == NGX_JOBS_VIEW_SITEMAP);
}


static ngx_uint_t
ngx_jobs_is_apply(ngx_jobs_route_t *route)
{
    return route->view == NGX_JOBS_VIEW_APPLY;
}


/* NGX_OK, an HTTP status, or NGX_AGAIN: the snapshot is not to be trusted */

static ngx_int_t
ngx_jobs_run(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    ngx_int_t          rc;
    jobs_snapshot_t   *s;
    ngx_jobs_query_t  *q;

    q = w->query;
    s = &snapshot->core;

    ngx_jobs_seen(w, s);

    rc = ngx_jobs_partner_find(w, snapshot);
    if (rc != NGX_OK) {
        return rc;
    }

    if (q != NULL && (!q->ready || q->index != s->index)) {

        /* another snapshot than that which the filter was made for */

        rc = ngx_jobs_filter(w, snapshot);

        if (rc != NGX_OK) {
            return rc;
        }

        if (ngx_jobs_key_make(w, snapshot) != NGX_OK) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
    }

    ngx_jobs_key_state(w, snapshot);

    if (q == NULL) {
        ngx_jobs_run_begin(&w->result, s, w->conf->query_timeout);
        ngx_jobs_run_end(&w->result, s,
                         w->route.view == NGX_JOBS_VIEW_SITEMAP
                         ? ngx_jobs_sitemap(w, s) : ngx_jobs_detail(w, s));

        return ngx_jobs_outcome(w);
    }

    ngx_jobs_query_run(q, s);

    w->result = q->result;

    return ngx_jobs_outcome(w);
}


void
ngx_jobs_seen(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    ngx_jobs_ctx_t  *ctx;

    ctx = w->ctx;

    ngx_memcpy(ctx->generation, s->generation, sizeof(ctx->generation));
    ctx->age = ngx_time() - s->built_at;
    ctx->snapshot = 1;
}


ngx_int_t
ngx_jobs_outcome(ngx_jobs_work_t *w)
{
    ngx_log_t       *log;
    ngx_jobs_ctx_t  *ctx;

    ctx = w->ctx;
    log = w->request->connection->log;

    ctx->query_time = w->result.time;
    ctx->queried = 1;

    ngx_jobs_count_query(w->result.time);

    if (w->result.rc == JOBS_OK) {

        if (w->query != NULL) {
            ctx->total = w->query->total;
            ctx->count = w->query->count;
            ctx->list = 1;
        }

        return w->location.len ? NGX_HTTP_MOVED_TEMPORARILY : NGX_OK;
    }

    jobs_buf_free(&w->result.body);

    switch (w->result.rc) {

    case JOBS_INVALID:
        return NGX_HTTP_BAD_REQUEST;

    case JOBS_DECLINED:
        return NGX_HTTP_NOT_FOUND;

    case JOBS_DONE:
        return NGX_JOBS_HTTP_GONE;

    case JOBS_CORRUPT:
        return NGX_AGAIN;

    case JOBS_TIMEOUT:
        ngx_jobs_count(NGX_JOBS_C_TIMEOUTS);
        ngx_log_error(NGX_LOG_WARN, log, 0,
                      "jobs: the query took longer than %Mms",
                      w->conf->query_timeout);
        return NGX_HTTP_SERVICE_UNAVAILABLE;

    case JOBS_NOMEM:
        ngx_log_error(NGX_LOG_ERR, log, 0,
                      "jobs: there is no memory for the answer");
        return NGX_HTTP_INTERNAL_SERVER_ERROR;

    default:
        ngx_log_error(NGX_LOG_ERR, log, 0, "jobs: the query failed: %s",
                      w->result.error);
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
}
