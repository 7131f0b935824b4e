/*
 * The partner that a request names.
 *
 * Its id is read from the request, once; who that is, the snapshot at hand says.
 * What headers need of a partner is copied to the request's context, where it
 * outlives the snapshot.
 */

#include "ngx_jobs_query.h"
#include "core/jobs_partners.h"


#define NGX_JOBS_NO_SERIAL  ((uint64_t) -1)


static void        ngx_jobs_partner_reset(ngx_jobs_work_t *w);
static ngx_int_t   ngx_jobs_partner_keep(ngx_jobs_work_t *w, jobs_str_t from,
                       jobs_str_t *to);


ngx_int_t
ngx_jobs_partner_read(ngx_jobs_work_t *w)
{
    unsigned              i;
    jobs_str_t            query, name;
    jobs_args_t          *args;
    const char           *reason;
    jobs_filter_t         f;
    const jobs_param_t   *param;
    const jobs_clause_t  *c;

    w->named = jobs_str(NULL, 0);
    w->partner_of = NGX_JOBS_NO_SERIAL;
    ngx_jobs_partner_reset(w);

    param = &jobs_params[JOBS_P_PARTNER];
    name = param->name;
    query = ngx_jobs_str(&w->route.args);

    if ((w->route.format == NULL && !ngx_jobs_is_detail(&w->route))
        || !(w->conf->args & ((uint64_t) 1 << JOBS_P_PARTNER))
        || query.len < name.len || !jobs_args_has(query, name))
    {
        return NGX_OK;
    }

    args = ngx_palloc(w->request->pool, sizeof(jobs_args_t));
    if (args == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (jobs_args_parse(args, query, &reason) != JOBS_OK) {
        return NGX_OK;                  /* who reads the others says so */
    }

    jobs_filter_init(&f, 0);

    for (i = 0; i < args->n; i++) {
        if (jobs_str_eq(args->arg[i].name, name)
            && jobs_filter_add(&f, param, args->arg[i].value, JOBS_BY_VISITOR,
                               &w->fault)
               != JOBS_OK)
        {
            return NGX_HTTP_BAD_REQUEST;
        }
    }

    jobs_filter_settle(&f);

    c = jobs_filter_clause(&f, JOBS_P_PARTNER);

    if (c == NULL) {
        return NGX_OK;
    }

    if (c->n > 1) {
        w->fault.parameter = name;
        w->fault.value = f.values[c->first + 1].text;
        w->fault.reason = "it is given more than once";
        return NGX_HTTP_BAD_REQUEST;
    }

    w->named = f.values[c->first].text;     /* which is in args */

    return NGX_OK;
}


ngx_int_t
ngx_jobs_partner_find(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    jobs_str_t             origins;
    const jobs_partner_t  *p;

    if (w->named.data == NULL
        || (snapshot != NULL && snapshot->serial == w->partner_of))
    {
        return NGX_OK;
    }

    ngx_jobs_partner_reset(w);

    if (snapshot == NULL) {
        w->ctx->unsure = 1;
        return NGX_OK;
    }

    p = jobs_partners_find(snapshot->core.partners, w->named);

    if (p == NULL) {
        return NGX_HTTP_NOT_FOUND;
    }

    if (ngx_jobs_partner_keep(w, p->origins, &origins) != NGX_OK
        || ngx_jobs_partner_keep(w, p->campaign, &w->site.campaign) != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    w->partner = p;
    w->partner_of = snapshot->serial;
    w->theme = jobs_partner_theme(p);
    w->site.partner = w->named;

    w->ctx->partner.data = (u_char *) w->named.data;
    w->ctx->partner.len = w->named.len;
    w->ctx->origins = origins;

    if (w->sited) {
        w->sited = 0;

        if (ngx_jobs_site(w) != NGX_OK) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
    }

    if (w->query != NULL) {
        w->query->site = w->site;
    }

    return NGX_OK;
}


void
ngx_jobs_partner_peek(ngx_jobs_work_t *w)
{
    ngx_jobs_snapshot_t  *snapshot;

    if (w->named.data == NULL || w->conf->store == NULL) {
        return;
    }

    snapshot = ngx_jobs_store_acquire(w->conf->store);

    (void) ngx_jobs_partner_find(w, snapshot);

    ngx_jobs_snapshot_release(snapshot);

    w->partner = NULL;
    w->partner_of = NGX_JOBS_NO_SERIAL;
}


ngx_uint_t
ngx_jobs_partner_limits(ngx_http_request_t *r)
{
    ngx_jobs_ctx_t  *ctx;

    ctx = ngx_http_get_module_ctx(r, ngx_jobs_module);

    return ctx != NULL && (ctx->unsure || ctx->origins.data != NULL);
}


ngx_uint_t
ngx_jobs_partner_allows(ngx_http_request_t *r, jobs_str_t origin)
{
    ngx_jobs_ctx_t  *ctx;
    jobs_partner_t   p;

    if (!ngx_jobs_partner_limits(r)) {
        return 1;
    }

    ctx = ngx_http_get_module_ctx(r, ngx_jobs_module);

    if (ctx->unsure) {
        return 0;
    }

    p.origins = ctx->origins;

    return jobs_partner_has_origin(&p, origin);
}


ngx_int_t
ngx_jobs_partner_origins(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_str_t *origins)
{
    u_char          *p;
    size_t           len;
    ngx_str_t       *value;
    ngx_uint_t       i;
    ngx_jobs_ctx_t  *ctx;

    ngx_str_null(origins);

    if (conf->cors == NULL) {
        return NGX_OK;
    }

    ctx = ngx_http_get_module_ctx(r, ngx_jobs_module);

    if (conf->cors->nelts == 0) {

        if (!ngx_jobs_partner_limits(r)) {
            return NGX_DECLINED;
        }

        if (!ctx->unsure) {
            origins->data = (u_char *) ctx->origins.data;
            origins->len = ctx->origins.len;
        }

        return NGX_OK;
    }

    value = conf->cors->elts;
    len = 0;

    for (i = 0; i < conf->cors->nelts; i++) {
        len += value[i].len + 1;
    }

    p = ngx_pnalloc(r->pool, len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    origins->data = p;

    for (i = 0; i < conf->cors->nelts; i++) {

        if (!ngx_jobs_partner_allows(r, ngx_jobs_str(&value[i]))) {
            continue;
        }

        if (p != origins->data) {
            *p++ = ' ';
        }

        p = ngx_cpymem(p, value[i].data, value[i].len);
    }

    origins->len = p - origins->data;

    return NGX_OK;
}


static void
ngx_jobs_partner_reset(ngx_jobs_work_t *w)
{
    w->partner = NULL;
    w->theme = JOBS_THEME_AUTO;
    w->site.partner = jobs_str(NULL, 0);
    w->site.campaign = jobs_str(NULL, 0);

    ngx_str_null(&w->ctx->partner);
    w->ctx->origins = jobs_str(NULL, 0);
    w->ctx->unsure = 0;
}


/* a copy in the request's memory; data NULL stays so */

static ngx_int_t
ngx_jobs_partner_keep(ngx_jobs_work_t *w, jobs_str_t from, jobs_str_t *to)
{
    u_char  *p;

    *to = jobs_str(NULL, 0);

    if (from.data == NULL) {
        return NGX_OK;
    }

    p = ngx_pnalloc(w->request->pool, from.len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    ngx_memcpy(p, from.data, from.len);
    *to = jobs_str((char *) p, from.len);

    return NGX_OK;
}
