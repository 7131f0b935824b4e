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


/* 1.23.0 made lists of response headers of one name */

#if (nginx_version >= 1023000)
#define ngx_jobs_header_single(h)  (h)->next = NULL
#else
#define ngx_jobs_header_single(h)
#endif


#endif /* NGX_JOBS_COMPAT_H */
