/*
 * The sitemap of a board.
 */

#include "ngx_jobs_query.h"
#include "core/jobs_sitemap.h"


/* all that 50,000 addresses can be */
#define NGX_JOBS_SITEMAP_MAX  (48 * 1024 * 1024)


static ngx_int_t   ngx_jobs_sitemap_board(ngx_jobs_work_t *w,
                       jobs_str_t *board);
static ngx_uint_t  ngx_jobs_sitemap_is_host(ngx_str_t *host);


jobs_rc_t
ngx_jobs_sitemap(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    jobs_rc_t      rc;
    jobs_str_t     board;
    jobs_filter_t  f;

    jobs_filter_init(&f, 0);

    if (ngx_jobs_pin(w, &f) != NGX_OK
        || ngx_jobs_sitemap_board(w, &board) != NGX_OK)
    {
        return JOBS_NOMEM;
    }

    jobs_filter_settle(&f);

    rc = jobs_query_resolve(s, &f);
    if (rc != JOBS_OK) {
        return rc;
    }

    w->result.body.max = NGX_JOBS_SITEMAP_MAX;

    return jobs_sitemap(&w->result.body, s, &f, board, ngx_time(),
                        w->route.part);
}


/* its address is absolute already, or is that under which it was asked for */

static ngx_int_t
ngx_jobs_sitemap_board(ngx_jobs_work_t *w, jobs_str_t *board)
{
    u_char              *p;
    ngx_str_t            host;
    jobs_str_t           path, scheme;
    ngx_http_request_t  *r;

    r = w->request;
    path = w->site.board;

    if (path.len != 0 && path.data[0] != '/') {
        *board = path;
        return NGX_OK;
    }

    host = r->headers_in.server;

    if (r->headers_in.host != NULL
        && ngx_jobs_sitemap_is_host(&r->headers_in.host->value))
    {
        host = r->headers_in.host->value;       /* it has the port */
    }

    scheme = jobs_lit("http://");

#if (NGX_HTTP_SSL)

    if (r->connection->ssl != NULL) {
        scheme = jobs_lit("https://");
    }

#endif

    p = ngx_pnalloc(r->pool, scheme.len + host.len + path.len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    board->data = (char *) p;
    p = ngx_cpymem(p, scheme.data, scheme.len);
    p = ngx_cpymem(p, host.data, host.len);
    p = ngx_cpymem(p, path.data, path.len);
    board->len = (char *) p - board->data;

    return NGX_OK;
}


/* a name or an address with a port, of bytes that need no escape */

static ngx_uint_t
ngx_jobs_sitemap_is_host(ngx_str_t *host)
{
    size_t  i;
    u_char  c, lower;

    for (i = 0; i < host->len; i++) {
        c = host->data[i];
        lower = c | 0x20;

        if ((lower < 'a' || lower > 'z') && (c < '0' || c > '9')
            && ngx_strchr(".-_:[]", c) == NULL)
        {
            return 0;
        }
    }

    return host->len != 0;
}
