/*
 * The content handler: what is asked, and what is sent.
 */

#include "ngx_jobs_query.h"


static ngx_int_t   ngx_jobs_prepare(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_site(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_answer(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_filter(ngx_jobs_work_t *w, jobs_snapshot_t *s);
static ngx_int_t   ngx_jobs_run(ngx_jobs_work_t *w, jobs_snapshot_t *s);


ngx_int_t
ngx_jobs_handler(ngx_http_request_t *r)
{
    ngx_int_t        rc;
    ngx_jobs_work_t  w;

    w.request = r;
    w.query = NULL;
    ngx_str_null(&w.location);
    w.similar = jobs_str(NULL, 0);
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

    if (rc != NGX_OK) {
        return rc > 0 ? ngx_jobs_send_error(r, &w.route, &w.site, rc, NULL,
                                            w.similar)
                      : NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (w.route.redirect.data != NULL) {
        return ngx_jobs_plain_moved(&w);
    }

    if (w.route.view == NGX_JOBS_VIEW_STYLE) {
        return ngx_jobs_plain_style(&w);
    }

    if (w.route.view == NGX_JOBS_VIEW_STATUS) {
        return ngx_jobs_plain_status(&w);
    }

    return ngx_jobs_answer(&w);
}


/* NGX_OK, an HTTP status, or NGX_ERROR */

static ngx_int_t
ngx_jobs_prepare(ngx_jobs_work_t *w)
{
    ngx_int_t            rc;
    ngx_http_request_t  *r;

    r = w->request;

    rc = ngx_jobs_route(r, w->conf, &w->route);

    if (ngx_jobs_site(w) != NGX_OK) {
        return NGX_ERROR;
    }

    if (!(r->method & (NGX_HTTP_GET|NGX_HTTP_HEAD))) {
        return NGX_HTTP_NOT_ALLOWED;
    }

    w->ctx->id = w->route.id;

    return rc;
}


static ngx_int_t
ngx_jobs_site(ngx_jobs_work_t *w)
{
    u_char      *p;
    jobs_buf_t   b;

    w->site.board = ngx_jobs_str(&w->conf->board);
    w->site.root = w->site.board.data != NULL
                   && (w->site.board.len == 0
                       || (w->site.board.data[0] != '/'
                           && memchr(w->site.board.data
                                     + sizeof("https://") - 1, '/',
                                     w->site.board.len
                                     - sizeof("https://") + 1) == NULL));

    w->site.single = (w->conf->view != NGX_JOBS_VIEW_BOARD);

    jobs_buf_init(&b, &ngx_jobs_mem, 64 * 1024);

    w->site.page = ngx_jobs_str(&w->route.page);

    if (w->site.page.data != NULL) {
        jobs_html_base(&b, &w->site);

    } else if (w->conf->view == NGX_JOBS_VIEW_BOARD) {
        jobs_site_view(&b, &w->site,
                       w->route.format != NULL ? w->route.format->suffix
                                               : jobs_lit(""));

    } else {
        jobs_escape_path(&b, ngx_jobs_str(&w->request->uri));
    }

    p = b.rc == JOBS_OK ? ngx_pnalloc(w->request->pool, b.len) : NULL;

    if (p == NULL) {
        jobs_buf_free(&b);
        return NGX_ERROR;
    }

    ngx_memcpy(p, b.data, b.len);

    w->site.self = jobs_str((char *) p, b.len);

    jobs_buf_free(&b);

    return NGX_OK;
}


static ngx_int_t
ngx_jobs_answer(ngx_jobs_work_t *w)
{
    ngx_int_t             rc;
    jobs_args_t           args;
    ngx_jobs_snapshot_t  *snapshot;

    w->fault.parameter = jobs_lit("");
    w->fault.value = jobs_lit("");
    w->fault.reason = "";

    if (ngx_jobs_is_detail(&w->route)
        || w->route.view == NGX_JOBS_VIEW_SITEMAP)
    {
        rc = jobs_args_parse(&args, ngx_jobs_str(&w->request->args),
                             &w->fault.reason)
             == JOBS_OK ? NGX_OK : NGX_HTTP_BAD_REQUEST;

    } else {
        rc = ngx_jobs_query_create(w);
    }

    if (rc != NGX_OK) {
        return ngx_jobs_reply(w, rc);
    }

    snapshot = ngx_jobs_store_acquire(w->conf->store);

    if (w->query == NULL || snapshot == NULL) {
        return ngx_jobs_inline(w, snapshot);
    }

    ngx_jobs_seen(w, &snapshot->core);

    rc = ngx_jobs_filter(w, &snapshot->core);

    if (rc == NGX_OK) {
        rc = ngx_jobs_thread(w, snapshot);
    }

    if (rc == NGX_DONE) {
        return NGX_DONE;
    }

    if (rc == NGX_DECLINED) {
        return ngx_jobs_inline(w, snapshot);
    }

    ngx_jobs_snapshot_release(snapshot);

    return ngx_jobs_reply(w, rc);
}


static ngx_int_t
ngx_jobs_filter(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    switch (ngx_jobs_query_filter(w, s)) {

    case JOBS_OK:
        return NGX_OK;

    case JOBS_INVALID:
        return NGX_HTTP_BAD_REQUEST;

    case JOBS_DECLINED:
        return NGX_HTTP_NOT_FOUND;

    default:
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
}


ngx_int_t
ngx_jobs_inline(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    ngx_int_t  rc;

    rc = NGX_AGAIN;

    while (snapshot != NULL) {
        rc = ngx_jobs_run(w, &snapshot->core);

        if (rc != NGX_AGAIN) {
            break;
        }

        snapshot = ngx_jobs_store_suspect(w->conf->store, snapshot);
    }

    ngx_jobs_snapshot_release(snapshot);

    return ngx_jobs_reply(w, rc);
}


ngx_int_t
ngx_jobs_reply(ngx_jobs_work_t *w, ngx_int_t rc)
{
    ngx_http_request_t  *r;

    r = w->request;

    switch (rc) {

    case NGX_OK:
        rc = ngx_jobs_send(r, &w->route, &w->site, NGX_HTTP_OK,
                           &w->result.body);
        break;

    case NGX_HTTP_MOVED_TEMPORARILY:
        rc = ngx_jobs_send_redirect(r, rc, &w->location);
        break;

    case NGX_AGAIN:
        rc = ngx_jobs_send_error(r, &w->route, &w->site,
                                 NGX_HTTP_SERVICE_UNAVAILABLE, NULL,
                                 w->similar);
        break;

    default:
        rc = ngx_jobs_send_error(r, &w->route, &w->site, rc,
                                 rc == NGX_HTTP_BAD_REQUEST ? &w->fault
                                                            : NULL,
                                 w->similar);
        break;
    }

    if (w->query != NULL) {
        ngx_free(w->query);
        w->query = NULL;
    }

    return rc;
}


/* NGX_OK, an HTTP status, or NGX_AGAIN: the snapshot is not to be trusted */

static ngx_int_t
ngx_jobs_run(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    ngx_int_t          rc;
    ngx_jobs_query_t  *q;

    q = w->query;

    ngx_jobs_seen(w, s);

    if (q == NULL) {
        ngx_jobs_run_begin(&w->result, s, w->conf->query_timeout);
        ngx_jobs_run_end(&w->result, s,
                         w->route.view == NGX_JOBS_VIEW_SITEMAP
                         ? ngx_jobs_sitemap(w, s) : ngx_jobs_detail(w, s));

        return ngx_jobs_outcome(w);
    }

    if (!q->ready) {
        rc = ngx_jobs_filter(w, s);

        if (rc != NGX_OK) {
            return rc;
        }
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
