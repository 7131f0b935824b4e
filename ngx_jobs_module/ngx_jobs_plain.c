/*
 * Answers that need no snapshot.
 */

#include "ngx_jobs_query.h"


/* P/ to P */

ngx_int_t
ngx_jobs_plain_moved(ngx_jobs_work_t *w)
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


ngx_int_t
ngx_jobs_plain_status(ngx_jobs_work_t *w)
{
    ngx_str_t   value;
    jobs_buf_t  body;

    ngx_str_set(&value, "no-store");

    if (ngx_jobs_send_cache_control(w->request, value) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    jobs_buf_init(&body, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

    if (w->route.view == NGX_JOBS_VIEW_METRICS) {
        ngx_jobs_metrics(w->request, &body);

    } else {
        ngx_jobs_status(w->request, &body);
    }

    return ngx_jobs_send(w->request, &w->route, &w->site, NGX_HTTP_OK, &body,
                         NULL);
}
