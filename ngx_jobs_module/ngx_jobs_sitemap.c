/*
 * The sitemap of a board.
 */

#include "ngx_jobs_query.h"
#include "core/jobs_sitemap.h"


/* all that 50,000 addresses can be */
#define NGX_JOBS_SITEMAP_MAX  (48 * 1024 * 1024)


static ngx_int_t   ngx_jobs_sitemap_board(ngx_jobs_work_t *w,
                       jobs_str_t *board);


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
    u_char      *p;
    jobs_str_t   path, origin;

    path = w->site.board;
    origin = w->site.origin;

    if (origin.len == 0) {
        *board = path;
        return NGX_OK;
    }

    p = ngx_pnalloc(w->request->pool, origin.len + path.len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    board->data = (char *) p;
    board->len = origin.len + path.len;

    p = ngx_cpymem(p, origin.data, origin.len);
    ngx_memcpy(p, path.data, path.len);

    return NGX_OK;
}
