/*
 * Variables: empty where no query ran.
 */

#include "ngx_jobs.h"


typedef enum {
    NGX_JOBS_VAR_TOTAL = 0,
    NGX_JOBS_VAR_COUNT,
    NGX_JOBS_VAR_GENERATION,
    NGX_JOBS_VAR_AGE,
    NGX_JOBS_VAR_QUERY_TIME,
    NGX_JOBS_VAR_ID,
    NGX_JOBS_VAR_PARTNER,
    NGX_JOBS_VAR_CACHE_STATUS
} ngx_jobs_var_e;


static ngx_int_t  ngx_jobs_variable(ngx_http_request_t *r,
                      ngx_http_variable_value_t *v, uintptr_t data);


static ngx_http_variable_t  ngx_jobs_variables[] = {

    { ngx_string("jobs_total"), NULL, ngx_jobs_variable,
      NGX_JOBS_VAR_TOTAL, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("jobs_count"), NULL, ngx_jobs_variable,
      NGX_JOBS_VAR_COUNT, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("jobs_generation"), NULL, ngx_jobs_variable,
      NGX_JOBS_VAR_GENERATION, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("jobs_age"), NULL, ngx_jobs_variable,
      NGX_JOBS_VAR_AGE, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("jobs_query_time"), NULL, ngx_jobs_variable,
      NGX_JOBS_VAR_QUERY_TIME, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("jobs_id"), NULL, ngx_jobs_variable,
      NGX_JOBS_VAR_ID, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("jobs_partner"), NULL, ngx_jobs_variable,
      NGX_JOBS_VAR_PARTNER, NGX_HTTP_VAR_NOCACHEABLE, 0 },

    { ngx_string("jobs_cache_status"), NULL, ngx_jobs_variable,
      NGX_JOBS_VAR_CACHE_STATUS, NGX_HTTP_VAR_NOCACHEABLE, 0 },

      ngx_http_null_variable
};


/* by ngx_jobs_cache_e */

static const ngx_str_t  ngx_jobs_cache_statuses[] = {
    ngx_null_string,
    ngx_string("HIT"),
    ngx_string("MISS"),
    ngx_string("BYPASS"),
    ngx_string("STALE")
};


ngx_int_t
ngx_jobs_add_variables(ngx_conf_t *cf)
{
    ngx_http_variable_t  *var, *v;

    for (v = ngx_jobs_variables; v->name.len; v++) {
        var = ngx_http_add_variable(cf, &v->name, v->flags);
        if (var == NULL) {
            return NGX_ERROR;
        }

        var->get_handler = v->get_handler;
        var->data = v->data;
    }

    return NGX_OK;
}


static ngx_int_t
ngx_jobs_variable(ngx_http_request_t *r, ngx_http_variable_value_t *v,
    uintptr_t data)
{
    u_char          *p;
    ngx_jobs_ctx_t  *ctx;

    v->valid = 1;
    v->no_cacheable = 1;
    v->not_found = 0;

    ctx = ngx_http_get_module_ctx(r, ngx_jobs_module);

    if (ctx == NULL
        || ((data == NGX_JOBS_VAR_TOTAL || data == NGX_JOBS_VAR_COUNT)
            && !ctx->list)
        || ((data == NGX_JOBS_VAR_GENERATION || data == NGX_JOBS_VAR_AGE)
            && !ctx->snapshot)
        || (data == NGX_JOBS_VAR_QUERY_TIME && !ctx->queried)
        || (data == NGX_JOBS_VAR_ID && ctx->id.len == 0)
        || (data == NGX_JOBS_VAR_PARTNER && ctx->partner.len == 0)
        || (data == NGX_JOBS_VAR_CACHE_STATUS
            && ctx->cache == NGX_JOBS_CACHE_NONE))
    {
        v->not_found = 1;
        return NGX_OK;
    }

    if (data == NGX_JOBS_VAR_ID) {
        v->data = ctx->id.data;
        v->len = ctx->id.len;
        return NGX_OK;
    }

    if (data == NGX_JOBS_VAR_PARTNER) {
        v->data = ctx->partner.data;
        v->len = ctx->partner.len;
        return NGX_OK;
    }

    if (data == NGX_JOBS_VAR_CACHE_STATUS) {
        v->data = ngx_jobs_cache_statuses[ctx->cache].data;
        v->len = ngx_jobs_cache_statuses[ctx->cache].len;
        return NGX_OK;
    }

    if (data == NGX_JOBS_VAR_GENERATION) {
        v->data = ctx->generation;
        v->len = sizeof(ctx->generation);
        return NGX_OK;
    }

    p = ngx_pnalloc(r->pool, NGX_INT64_LEN + sizeof(".000000") - 1);
    if (p == NULL) {
        return NGX_ERROR;
    }

    v->data = p;

    switch (data) {

    case NGX_JOBS_VAR_TOTAL:
        p = ngx_sprintf(p, "%uL", ctx->total);
        break;

    case NGX_JOBS_VAR_COUNT:
        p = ngx_sprintf(p, "%ui", ctx->count);
        break;

    case NGX_JOBS_VAR_AGE:
        p = ngx_sprintf(p, "%L", ctx->age);
        break;

    default: /* NGX_JOBS_VAR_QUERY_TIME */
        p = ngx_sprintf(p, "%uL.%06uL", ctx->query_time / 1000000,
                        ctx->query_time % 1000000);
        break;
    }

    v->len = p - v->data;

    return NGX_OK;
}
