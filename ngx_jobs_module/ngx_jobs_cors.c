/*
 * Cross-origin readers: job lists are public, so every origin may read them
 * unless the operator names some, or none.
 */

#include "ngx_jobs_query.h"


#define NGX_JOBS_CORS_METHODS  "GET, HEAD, OPTIONS"
#define NGX_JOBS_CORS_MAX_AGE  "86400"

/* what a reader may see besides the headers that it always may */
#define NGX_JOBS_CORS_EXPOSED  "ETag, Link, Retry-After, Content-Location"

/* what it may send: validators, and what libraries add by themselves */
#define NGX_JOBS_CORS_HEADERS                                                 \
    "Accept, Content-Type, If-Modified-Since, If-None-Match, X-Requested-With"


static ngx_str_t  *ngx_jobs_cors_allowed(ngx_http_request_t *r,
                       ngx_jobs_loc_conf_t *conf, ngx_jobs_route_t *route);


/* jobs_cors * | off | origin ...; an array without elements: any */

char *
ngx_jobs_cors_set(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    ngx_str_t   *value, *origin;
    ngx_uint_t   i;

    if (jlcf->cors != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (cf->args->nelts == 2 && ngx_strcmp(value[1].data, "off") == 0) {
        jlcf->cors = NULL;
        return NGX_CONF_OK;
    }

    jlcf->cors = ngx_array_create(cf->pool, 2, sizeof(ngx_str_t));
    if (jlcf->cors == NULL) {
        return NGX_CONF_ERROR;
    }

    if (cf->args->nelts == 2 && ngx_strcmp(value[1].data, "*") == 0) {
        return NGX_CONF_OK;
    }

    for (i = 1; i < cf->args->nelts; i++) {

        if (!jobs_is_origin(ngx_jobs_str(&value[i]))) {
            return ngx_jobs_invalid(cf, cmd, &value[i],
                                    "it must be \"*\" or \"off\" alone, or "
                                    "origins such as https://example.com, "
                                    "in lower case and without a path");
        }

        origin = ngx_array_push(jlcf->cors);
        if (origin == NULL) {
            return NGX_CONF_ERROR;
        }

        *origin = value[i];
    }

    return NGX_CONF_OK;
}


char *
ngx_jobs_cors_merge(ngx_conf_t *cf, ngx_jobs_loc_conf_t *prev,
    ngx_jobs_loc_conf_t *conf)
{
    ngx_conf_merge_ptr_value(conf->cors, prev->cors, NGX_CONF_UNSET_PTR);

    if (conf->cors == NGX_CONF_UNSET_PTR) {
        conf->cors = ngx_array_create(cf->pool, 1, sizeof(ngx_str_t));

        /* those below and beside share it */

        prev->cors = conf->cors;
    }

    return conf->cors == NULL && prev->cors == NGX_CONF_UNSET_PTR
           ? NGX_CONF_ERROR : NGX_CONF_OK;
}


ngx_int_t
ngx_jobs_cors(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route)
{
    ngx_str_t   name, exposed, *origin;

    origin = ngx_jobs_cors_allowed(r, conf, route);

    if (origin == NULL) {
        return NGX_OK;
    }

    ngx_str_set(&name, "Access-Control-Allow-Origin");

    if (ngx_jobs_header(r, name, *origin) == NULL) {
        return NGX_ERROR;
    }

    if (r->headers_out.status == NGX_HTTP_NO_CONTENT) {
        return NGX_OK;
    }

    ngx_str_set(&name, "Access-Control-Expose-Headers");
    ngx_str_set(&exposed, NGX_JOBS_CORS_EXPOSED);

    return ngx_jobs_header(r, name, exposed) != NULL ? NGX_OK : NGX_ERROR;
}


ngx_uint_t
ngx_jobs_cors_varies(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route)
{
    return conf->cors != NULL && route->asset == NULL
           && (conf->cors->nelts > 0 || ngx_jobs_partner_limits(r));
}


/* what is to stand in the header; NULL: nothing */

static ngx_str_t *
ngx_jobs_cors_allowed(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route)
{
    ngx_str_t         *origin, *value;
    ngx_uint_t         i;
    static ngx_str_t   any = ngx_string("*");

    if (r != r->main) {
        return NULL;
    }

    if (route->asset != NULL) {
        return &any;            /* a module script needs it */
    }

    if (conf->cors == NULL) {
        return NULL;
    }

    if (conf->cors->nelts == 0 && !ngx_jobs_partner_limits(r)) {
        return &any;
    }

    value = ngx_jobs_header_in(r, "Origin", sizeof("Origin") - 1);

    if (value == NULL || !ngx_jobs_partner_allows(r, ngx_jobs_str(value))) {
        return NULL;
    }

    if (conf->cors->nelts == 0) {
        return value;
    }

    origin = conf->cors->elts;

    for (i = 0; i < conf->cors->nelts; i++) {
        if (origin[i].len == value->len
            && ngx_memcmp(origin[i].data, value->data, value->len) == 0)
        {
            return &origin[i];
        }
    }

    return NULL;
}


/* OPTIONS: what a browser asks before a request that is not a simple one */

ngx_int_t
ngx_jobs_cors_preflight(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route)
{
    ngx_int_t    rc;
    ngx_uint_t   i;

    static const struct {
        ngx_str_t    name;
        ngx_str_t    value;
    } headers[] = {
        { ngx_string("Access-Control-Allow-Methods"),
          ngx_string(NGX_JOBS_CORS_METHODS) },
        { ngx_string("Access-Control-Allow-Headers"),
          ngx_string(NGX_JOBS_CORS_HEADERS) },
        { ngx_string("Access-Control-Max-Age"),
          ngx_string(NGX_JOBS_CORS_MAX_AGE) }
    };

    r->headers_out.status = NGX_HTTP_NO_CONTENT;
    r->header_only = 1;

    if (ngx_jobs_allow(r) != NGX_OK
        || ngx_jobs_vary(r, conf, route, 0) != NGX_OK
        || ngx_jobs_cors(r, conf, route) != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (ngx_jobs_cors_allowed(r, conf, route) != NULL) {

        for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
            if (ngx_jobs_header(r, headers[i].name, headers[i].value)
                == NULL)
            {
                return NGX_HTTP_INTERNAL_SERVER_ERROR;
            }
        }
    }

    rc = ngx_http_send_header(r);

    return rc == NGX_ERROR || rc > NGX_OK ? rc : NGX_OK;
}


/* the board's own pages show frames as well: the one that makes the code */

ngx_int_t
ngx_jobs_cors_ancestors(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_str_t *value)
{
    u_char     *p;
    ngx_int_t   rc;
    ngx_str_t   origins;

    rc = ngx_jobs_partner_origins(r, conf, &origins);

    if (rc == NGX_DECLINED) {
        ngx_str_set(value, "*");
        return NGX_OK;
    }

    if (rc != NGX_OK) {
        return NGX_ERROR;
    }

    p = ngx_pnalloc(r->pool, sizeof("'self' ") - 1 + origins.len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    value->data = p;
    p = ngx_sprintf(p, "'self'");

    if (origins.len > 0) {
        p = ngx_sprintf(p, " %V", &origins);
    }

    value->len = p - value->data;

    return NGX_OK;
}
