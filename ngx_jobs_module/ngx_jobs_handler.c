/*
 * The content handler: arguments, query, rendering.
 */

#include "ngx_jobs.h"


#define NGX_JOBS_BODY_MAX  (16 * 1024 * 1024)


/* One request on its way; rebuilt where a damaged snapshot is given up. */

typedef struct {
    ngx_http_request_t        *request;
    ngx_jobs_loc_conf_t       *conf;
    ngx_jobs_ctx_t            *ctx;
    ngx_jobs_route_t           route;
    jobs_site_t                site;
    jobs_args_t                args;
    jobs_fault_t               fault;
    jobs_buf_t                 body;
    ngx_str_t                  location;    /* of an apply redirect */
} ngx_jobs_work_t;


static ngx_int_t   ngx_jobs_prepare(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_site(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_moved(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_style(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_answer(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_run(ngx_jobs_work_t *w, jobs_snapshot_t *s);
static jobs_rc_t   ngx_jobs_list(ngx_jobs_work_t *w, jobs_snapshot_t *s);
static jobs_rc_t   ngx_jobs_filter(ngx_jobs_work_t *w, jobs_filter_t *f);
static ngx_int_t   ngx_jobs_pin(ngx_jobs_work_t *w, jobs_filter_t *f);
static jobs_rc_t   ngx_jobs_listing(ngx_jobs_work_t *w, jobs_snapshot_t *s);
static jobs_rc_t   ngx_jobs_shown(ngx_jobs_work_t *w, jobs_snapshot_t *s);
static jobs_rc_t   ngx_jobs_apply(ngx_jobs_work_t *w, jobs_listing_t *l);
static ngx_uint_t  ngx_jobs_is_detail(ngx_jobs_route_t *route);
static uint64_t    ngx_jobs_microseconds(void);


ngx_int_t
ngx_jobs_handler(ngx_http_request_t *r)
{
    ngx_int_t        rc;
    ngx_jobs_work_t  w;

    w.request = r;
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

    if (rc != NGX_OK) {
        return rc > 0 ? ngx_jobs_send_error(r, &w.route, &w.site, rc, NULL)
                      : NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (w.route.redirect.data != NULL) {
        return ngx_jobs_moved(&w);
    }

    if (w.route.view == NGX_JOBS_VIEW_STYLE) {
        return ngx_jobs_style(&w);
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
    jobs_str_t   view;

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

    if (w->conf->view == NGX_JOBS_VIEW_BOARD) {
        view = w->route.view == NGX_JOBS_VIEW_JSON ? jobs_lit(".json")
               : w->route.view == NGX_JOBS_VIEW_HTML ? jobs_lit(".html")
                                                     : jobs_lit("");
        jobs_site_view(&b, &w->site, view);

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


/* P/ to P */

static ngx_int_t
ngx_jobs_moved(ngx_jobs_work_t *w)
{
    u_char              *p;
    size_t               i;
    ngx_str_t            location, *board, args;
    ngx_http_request_t  *r;

    r = w->request;
    board = &w->route.redirect;
    args = r->args;

    for (i = 0; i < args.len; i++) {
        if (args.data[i] < 0x21 || args.data[i] > 0x7E) {
            args.len = 0;           /* not fit for a header */
        }
    }

    p = ngx_pnalloc(r->pool, board->len + 1 + args.len);
    if (p == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    location.data = p;
    p = ngx_cpymem(p, board->data, board->len);

    if (args.len) {
        *p++ = '?';
        p = ngx_cpymem(p, args.data, args.len);
    }

    location.len = p - location.data;

    return ngx_jobs_send_redirect(r, NGX_HTTP_MOVED_PERMANENTLY, &location);
}


static ngx_int_t
ngx_jobs_style(ngx_jobs_work_t *w)
{
    u_char           *p;
    jobs_buf_t        body;
    jobs_str_t        style;
    ngx_str_t         name, value;
    ngx_table_elt_t  *etag;

    style = jobs_html_style();

    p = ngx_pnalloc(w->request->pool, sizeof("\"12345678\"") - 1);
    if (p == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_str_set(&name, "ETag");
    value.data = p;
    value.len = ngx_sprintf(p, "\"%08xD\"",
                            ngx_crc32_long((u_char *) style.data, style.len))
                - p;

    etag = ngx_jobs_header(w->request, name, value);
    if (etag == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    w->request->headers_out.etag = etag;

    ngx_str_set(&value, "public, max-age=3600");

    if (ngx_jobs_send_cache_control(w->request, value) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_str_set(&name, "Access-Control-Allow-Origin");
    ngx_str_set(&value, "*");

    if (ngx_jobs_header(w->request, name, value) == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    jobs_buf_init(&body, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);
    jobs_buf_str(&body, style);

    return ngx_jobs_send(w->request, &w->route, &w->site, NGX_HTTP_OK, &body);
}


/* a snapshot that turns out to be damaged is given up for the one before it */

static ngx_int_t
ngx_jobs_answer(ngx_jobs_work_t *w)
{
    ngx_int_t             rc;
    jobs_rc_t             jrc;
    ngx_http_request_t   *r;
    ngx_jobs_snapshot_t  *snapshot;

    r = w->request;

    w->fault.parameter = jobs_lit("");
    w->fault.value = jobs_lit("");
    w->fault.reason = "";

    jrc = jobs_args_parse(&w->args, ngx_jobs_str(&r->args), &w->fault.reason);

    if (jrc != JOBS_OK) {
        return ngx_jobs_send_error(r, &w->route, &w->site,
                                   NGX_HTTP_BAD_REQUEST, &w->fault);
    }

    snapshot = ngx_jobs_store_acquire(w->conf->store);
    rc = NGX_AGAIN;

    while (snapshot != NULL) {
        rc = ngx_jobs_run(w, &snapshot->core);

        if (rc != NGX_AGAIN) {
            break;
        }

        snapshot = ngx_jobs_store_suspect(w->conf->store, snapshot);
    }

    ngx_jobs_snapshot_release(snapshot);

    switch (rc) {

    case NGX_OK:
        return ngx_jobs_send(r, &w->route, &w->site, NGX_HTTP_OK, &w->body);

    case NGX_HTTP_MOVED_TEMPORARILY:
        return ngx_jobs_send_redirect(r, rc, &w->location);

    case NGX_AGAIN:
        return ngx_jobs_send_error(r, &w->route, &w->site,
                                   NGX_HTTP_SERVICE_UNAVAILABLE, NULL);

    case NGX_HTTP_BAD_REQUEST:
        return ngx_jobs_send_error(r, &w->route, &w->site, rc, &w->fault);

    default:
        return ngx_jobs_send_error(r, &w->route, &w->site, rc, NULL);
    }
}


/*
 * Fills w->body from a snapshot: NGX_OK, an HTTP status, or NGX_AGAIN where
 * the snapshot is not to be trusted.
 */

static ngx_int_t
ngx_jobs_run(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    uint64_t         start;
    jobs_rc_t        rc;
    ngx_jobs_ctx_t  *ctx;

    ctx = w->ctx;

    ngx_memcpy(ctx->generation, s->generation, sizeof(ctx->generation));
    ctx->age = ngx_time() - s->built_at;
    ctx->snapshot = 1;

    jobs_buf_init(&w->body, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);
    jobs_snapshot_deadline(s, (int64_t) w->conf->query_timeout * 1000000);

    start = ngx_jobs_microseconds();

    rc = ngx_jobs_is_detail(&w->route) ? ngx_jobs_listing(w, s)
                                       : ngx_jobs_list(w, s);

    ctx->query_time = ngx_jobs_microseconds() - start;
    ctx->queried = 1;

    jobs_query_reset(s);
    jobs_snapshot_deadline(s, 0);

    if (rc != JOBS_OK && rc != JOBS_INVALID && !jobs_snapshot_intact(s)) {
        rc = JOBS_CORRUPT;      /* whatever it looked like */
    }

    if (rc == JOBS_OK) {
        return w->location.len ? NGX_HTTP_MOVED_TEMPORARILY : NGX_OK;
    }

    jobs_buf_free(&w->body);
    ctx->list = 0;

    switch (rc) {

    case JOBS_INVALID:
        return NGX_HTTP_BAD_REQUEST;

    case JOBS_DECLINED:
        return NGX_HTTP_NOT_FOUND;

    case JOBS_DONE:
        return NGX_JOBS_HTTP_GONE;

    case JOBS_CORRUPT:
        return NGX_AGAIN;

    case JOBS_TIMEOUT:
        ngx_log_error(NGX_LOG_WARN, w->request->connection->log, 0,
                      "jobs: the query took longer than %Mms",
                      w->conf->query_timeout);
        return NGX_HTTP_SERVICE_UNAVAILABLE;

    case JOBS_NOMEM:
        ngx_log_error(NGX_LOG_ERR, w->request->connection->log, 0,
                      "jobs: there is no memory for the answer");
        return NGX_HTTP_INTERNAL_SERVER_ERROR;

    default:
        ngx_log_error(NGX_LOG_ERR, w->request->connection->log, 0,
                      "jobs: the query failed: %s", sqlite3_errmsg(s->db));
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }
}


static jobs_rc_t
ngx_jobs_list(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    jobs_rc_t      rc;
    jobs_buf_t     text;
    jobs_list_t    list;
    jobs_rows_e    form;
    jobs_filter_t  f;

    rc = ngx_jobs_filter(w, &f);
    if (rc != JOBS_OK) {
        return rc == JOBS_LIMIT ? JOBS_INVALID : rc;
    }

    rc = jobs_query_resolve(s, &f);
    if (rc != JOBS_OK) {
        return rc;
    }

    ngx_memzero(&list, sizeof(jobs_list_t));

    list.rows = ngx_palloc(w->request->pool,
                           (f.limit + 1) * sizeof(jobs_str_t));
    list.facets = ngx_palloc(w->request->pool,
                             (__builtin_popcount(f.facets) + 1)
                             * sizeof(jobs_facet_t));
    if (list.rows == NULL || list.facets == NULL) {
        return JOBS_NOMEM;
    }

    list.filter = &f;
    list.site = w->site;
    list.withheld = ~w->conf->args;
    list.stale = (ngx_time() - s->built_at > w->conf->stale);

    form = w->route.view == NGX_JOBS_VIEW_JSON ? JOBS_ROWS_JSON
                                               : JOBS_ROWS_HTML;

    list.wants_headline = (form == JOBS_ROWS_HTML);

    jobs_buf_init(&text, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

    rc = jobs_query_list(s, &f, form, ngx_time(), &text, &list);

    if (rc == JOBS_OK) {

        switch (w->route.view) {

        case NGX_JOBS_VIEW_JSON:
            jobs_list_json(&w->body, &list);
            break;

        case NGX_JOBS_VIEW_HTML:
            jobs_list_fragment(&w->body, &list);
            break;

        default:
            jobs_list_page(&w->body, &list);
            break;
        }

        if (w->body.rc == JOBS_CORRUPT) {
            rc = JOBS_CORRUPT;      /* a row that is none */
        }

        w->ctx->total = list.total;
        w->ctx->count = list.count;
        w->ctx->list = 1;
    }

    jobs_buf_free(&text);

    return rc;
}


/* what the operator pinned, then what the visitor asks for */

static jobs_rc_t
ngx_jobs_filter(ngx_jobs_work_t *w, jobs_filter_t *f)
{
    jobs_filter_init(f, w->conf->limit);

    if (ngx_jobs_pin(w, f) != NGX_OK) {
        return JOBS_NOMEM;
    }

    return jobs_filter_args(f, &w->args, w->conf->args, w->conf->max_limit,
                            &w->fault);
}


static ngx_int_t
ngx_jobs_pin(ngx_jobs_work_t *w, jobs_filter_t *f)
{
    ngx_str_t           value;
    ngx_uint_t          i;
    jobs_fault_t        fault;
    ngx_jobs_pinned_t  *pinned;

    if (w->conf->pinned == NULL) {
        return NGX_OK;
    }

    pinned = w->conf->pinned->elts;

    for (i = 0; i < w->conf->pinned->nelts; i++) {

        if (ngx_http_complex_value(w->request, &pinned[i].value, &value)
            != NGX_OK)
        {
            return NGX_ERROR;
        }

        if (value.len == 0) {
            continue;
        }

        if (!jobs_utf8_valid(ngx_jobs_str(&value))
            || jobs_filter_add(f, pinned[i].param, ngx_jobs_str(&value), 1,
                               &fault)
               != JOBS_OK)
        {
            f->never = 1;       /* never an unfiltered list instead */
        }
    }

    return NGX_OK;
}


static jobs_rc_t
ngx_jobs_listing(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    jobs_rc_t            rc;
    jobs_buf_t           text;
    jobs_listing_t       l;
    jobs_attribution_t   source, *attribution;

    rc = ngx_jobs_shown(w, s);
    if (rc != JOBS_OK) {
        return rc;
    }

    rc = jobs_query_listing(s, ngx_jobs_str(&w->route.id), &l, &source);
    if (rc != JOBS_OK) {
        return rc;
    }

    if (l.expires_at != JOBS_NO_TIME && l.expires_at <= ngx_time()) {
        return JOBS_DONE;
    }

    attribution = source.source.data != NULL ? &source : NULL;

    switch (w->route.view) {

    case NGX_JOBS_VIEW_APPLY:
        return ngx_jobs_apply(w, &l);

    case NGX_JOBS_VIEW_DETAIL_JSON:
        jobs_buf_init(&text, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);
        jobs_detail_json(&text, &l);

        if (text.rc == JOBS_OK) {
            jobs_row_fill(&w->body, jobs_buf_view(&text), w->site.board);
            jobs_buf_lit(&w->body, "\n");

        } else {
            w->body.rc = text.rc;
        }

        jobs_buf_free(&text);
        break;

    case NGX_JOBS_VIEW_DETAIL_HTML:
        jobs_detail_fragment(&w->body, &l, &w->site, attribution);
        break;

    default:
        jobs_detail_page(&w->body, &l, &w->site, attribution);
        break;
    }

    return JOBS_OK;
}


/* a listing that is pinned out of the list has no page either */

static jobs_rc_t
ngx_jobs_shown(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    jobs_rc_t      rc;
    jobs_filter_t  f;

    if (w->conf->pinned == NULL) {
        return JOBS_OK;
    }

    jobs_filter_init(&f, 1);

    if (ngx_jobs_pin(w, &f) != NGX_OK) {
        return JOBS_NOMEM;
    }

    jobs_filter_settle(&f);

    rc = jobs_query_resolve(s, &f);
    if (rc != JOBS_OK) {
        return rc;
    }

    return jobs_query_matches(s, &f, ngx_jobs_str(&w->route.id), ngx_time());
}


/* to the stored address, never to anything from the request */

static jobs_rc_t
ngx_jobs_apply(ngx_jobs_work_t *w, jobs_listing_t *l)
{
    u_char      *p;
    ngx_str_t    value;
    jobs_str_t   url;

    url = l->apply_url.data != NULL ? l->apply_url : l->url;

    if (!jobs_is_http_url(url)) {
        return JOBS_DECLINED;
    }

    p = ngx_pnalloc(w->request->pool, url.len);
    if (p == NULL) {
        return JOBS_NOMEM;
    }

    ngx_memcpy(p, url.data, url.len);

    ngx_str_set(&value, "no-store");

    if (ngx_jobs_send_cache_control(w->request, value) != NGX_OK) {
        return JOBS_NOMEM;
    }

    w->location.data = p;
    w->location.len = url.len;

    return JOBS_OK;
}


static ngx_uint_t
ngx_jobs_is_detail(ngx_jobs_route_t *route)
{
    return route->view == NGX_JOBS_VIEW_DETAIL
           || route->view == NGX_JOBS_VIEW_DETAIL_HTML
           || route->view == NGX_JOBS_VIEW_DETAIL_JSON
           || route->view == NGX_JOBS_VIEW_APPLY;
}


static uint64_t
ngx_jobs_microseconds(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return (uint64_t) ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
