/*
 * What differs between the versions of nginx that we build with: 1.22.1 (that
 * of Debian 12) and newer.
 */

#ifndef NGX_JOBS_COMPAT_H
#define NGX_JOBS_COMPAT_H


#include <ngx_config.h>
#include <ngx_core.h>
#include <ngx_http.h>


#if (nginx_version < 1022001)
#error "ngx_jobs_module needs nginx 1.22.1 or newer"
#endif


/*
 * 1.23.0 made lists of response headers of one name.  A Cache-Control that is
 * registered is the one that "expires" replaces.
 */

#if (nginx_version >= 1023000)

#define ngx_jobs_header_single(h)  (h)->next = NULL

#define ngx_jobs_has_cache_control(r)                                         \
    ((r)->headers_out.cache_control != NULL)

static ngx_inline ngx_int_t
ngx_jobs_cache_control(ngx_http_request_t *r, ngx_table_elt_t *h)
{
    r->headers_out.cache_control = h;

    return NGX_OK;
}

#else

#define ngx_jobs_header_single(h)

#define ngx_jobs_has_cache_control(r)                                         \
    ((r)->headers_out.cache_control.nelts > 0)

static ngx_inline ngx_int_t
ngx_jobs_cache_control(ngx_http_request_t *r, ngx_table_elt_t *h)
{
    ngx_table_elt_t  **p;

    if (r->headers_out.cache_control.elts == NULL
        && ngx_array_init(&r->headers_out.cache_control, r->pool, 1,
                          sizeof(ngx_table_elt_t *))
           != NGX_OK)
    {
        return NGX_ERROR;
    }

    p = ngx_array_push(&r->headers_out.cache_control);
    if (p == NULL) {
        return NGX_ERROR;
    }

    *p = h;

    return NGX_OK;
}

#endif


#endif /* NGX_JOBS_COMPAT_H */
