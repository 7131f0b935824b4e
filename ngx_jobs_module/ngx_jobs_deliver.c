/*
 * From what was found to what is sent: not modified, from the cache, as it was
 * made, or as an error.
 */

#include "ngx_jobs_cache.h"
#include "ngx_jobs_counters.h"


/* an answer that is older is not shown instead of an error */
#define NGX_JOBS_STALE_MAX  86400


static ngx_int_t   ngx_jobs_deliver(ngx_jobs_work_t *w);
static void        ngx_jobs_forget(ngx_jobs_work_t *w);


/*
 * RFC 9110, section 13.2.2: before all the rest, in a request of a client whose
 * answer is 200 (a list may be the page of an error).
 */

ngx_uint_t
ngx_jobs_not_modified(ngx_jobs_work_t *w)
{
    ngx_http_request_t  *r;

    r = w->request;

    return r == r->main && r->err_status == 0
           && r->headers_in.if_none_match != NULL
           && r->headers_in.if_match == NULL
           && r->headers_in.if_unmodified_since == NULL
           && ngx_jobs_key_matches(r, &w->key);
}


ngx_int_t
ngx_jobs_confirm(ngx_jobs_work_t *w)
{
    ngx_jobs_meta_t  meta;

    ngx_memzero(&meta, sizeof(ngx_jobs_meta_t));

    meta.key = &w->key;
    meta.coding = ngx_jobs_encode_accepted(w->request, w->conf);
    meta.age = -1;

    w->ctx->cache = NGX_JOBS_CACHE_HIT;

    if (w->route.negotiated && ngx_jobs_site(w) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_jobs_count(NGX_JOBS_C_NOT_MODIFIED);
    ngx_jobs_forget(w);

    return ngx_jobs_send_not_modified(w->request, &w->route, &w->site, &meta);
}


ngx_int_t
ngx_jobs_cached(ngx_jobs_work_t *w, ngx_uint_t stale)
{
    ngx_jobs_key_t      key;
    ngx_jobs_answer_t   answer;

    if (ngx_jobs_cache_get(w->request, &w->key,
                           ngx_jobs_encode_accepted(w->request, w->conf),
                           stale, &answer)
        != NGX_OK)
    {
        return NGX_DECLINED;
    }

    key = w->key;

    if (stale) {

        /* old, but without anything that has expired since */

        if ((answer.until != 0 && answer.until <= w->now)
            || w->now - answer.stored > NGX_JOBS_STALE_MAX)
        {
            return NGX_DECLINED;
        }

        ngx_memcpy(key.part, answer.part, NGX_JOBS_PART);
        key.modified = answer.modified;
        key.valid = 1;
    }

    return ngx_jobs_send_answer(w, &key, &answer, stale);
}


ngx_int_t
ngx_jobs_send_answer(ngx_jobs_work_t *w, ngx_jobs_key_t *key,
    ngx_jobs_answer_t *answer, ngx_uint_t stale)
{
    ngx_str_t            nothing, encoded;
    jobs_buf_t           b;
    ngx_jobs_ctx_t      *ctx;
    ngx_jobs_meta_t      meta;
    ngx_http_request_t  *r;

    r = w->request;
    ctx = w->ctx;

    if ((w->route.negotiated || ngx_jobs_is_document(&w->route))
        && ngx_jobs_site(w) != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    ngx_memcpy(ctx->generation, answer->generation,
               sizeof(answer->generation));
    ctx->age = w->now - answer->built_at;
    ctx->snapshot = 1;
    ctx->total = answer->total;
    ctx->count = answer->count;
    ctx->list = answer->list;
    ctx->cache = stale ? NGX_JOBS_CACHE_STALE : NGX_JOBS_CACHE_HIT;

    ngx_jobs_count(stale ? NGX_JOBS_C_CACHE_STALE : NGX_JOBS_C_CACHE_HIT);

    ngx_memzero(&meta, sizeof(ngx_jobs_meta_t));

    meta.key = key;
    meta.link = answer->link;
    meta.coding = answer->coding;
    meta.age = stale ? w->now - answer->stored : -1;

    ngx_jobs_forget(w);

    if (answer->coding == NGX_JOBS_PLAIN) {

        /* the first who wants it otherwise */

        answer->coding = ngx_jobs_encode_accepted(r, w->conf);

        jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

        if (answer->coding != NGX_JOBS_PLAIN
            && ngx_jobs_encode(answer->coding, &answer->body, &b) == NGX_OK)
        {
            meta.coding = answer->coding;
            encoded.data = (u_char *) b.data;
            encoded.len = b.len;
            ngx_str_null(&nothing);

            ngx_jobs_cache_put(ngx_http_get_module_main_conf(r,
                                                             ngx_jobs_module),
                               key, answer, &nothing, &encoded);

            return ngx_jobs_send(r, &w->route, &w->site, NGX_HTTP_OK, &b,
                                 &meta);
        }

        jobs_buf_free(&b);
    }

    return ngx_jobs_send_bytes(r, &w->route, &w->site, NGX_HTTP_OK,
                               &answer->body, &meta);
}


ngx_int_t
ngx_jobs_reply(ngx_jobs_work_t *w, ngx_int_t rc)
{
    ngx_int_t            stale;
    ngx_http_request_t  *r;

    r = w->request;

    if (rc == NGX_AGAIN) {
        rc = NGX_HTTP_SERVICE_UNAVAILABLE;
    }

    if (rc == NGX_HTTP_SERVICE_UNAVAILABLE) {
        stale = ngx_jobs_cached(w, 1);

        if (stale != NGX_DECLINED) {
            return stale;
        }
    }

    switch (rc) {

    case NGX_OK:
        rc = ngx_jobs_deliver(w);
        break;

    case NGX_HTTP_MOVED_TEMPORARILY:
        rc = ngx_jobs_send_redirect(r, rc, &w->location);
        break;

    default:
        rc = ngx_jobs_site(w) != NGX_OK
             ? NGX_HTTP_INTERNAL_SERVER_ERROR
             : ngx_jobs_send_error(r, &w->route, &w->site, rc,
                                   rc == NGX_HTTP_BAD_REQUEST ? &w->fault
                                                              : NULL,
                                   w->similar);
        break;
    }

    ngx_jobs_forget(w);

    return rc;
}


/* what a query gave: to the cache, and to who asked */

static ngx_int_t
ngx_jobs_deliver(ngx_jobs_work_t *w)
{
    jobs_buf_t             encoded, *body;
    ngx_str_t              plain, other;
    ngx_jobs_meta_t        meta;
    ngx_jobs_answer_t      answer;
    ngx_http_request_t    *r;
    ngx_jobs_main_conf_t  *jmcf;

    r = w->request;
    body = &w->result.body;
    jmcf = ngx_http_get_module_main_conf(r, ngx_jobs_module);

    ngx_memzero(&meta, sizeof(ngx_jobs_meta_t));
    ngx_memzero(&answer, sizeof(ngx_jobs_answer_t));

    meta.key = &w->key;
    meta.age = -1;

    w->ctx->cache = jmcf->cache != NULL ? NGX_JOBS_CACHE_MISS
                                        : NGX_JOBS_CACHE_BYPASS;

    ngx_jobs_count(jmcf->cache != NULL ? NGX_JOBS_C_CACHE_MISS
                                       : NGX_JOBS_C_CACHE_BYPASS);

    if (body->rc != JOBS_OK) {
        return ngx_jobs_send(r, &w->route, &w->site, NGX_HTTP_OK, body, &meta);
    }

    plain.data = (u_char *) body->data;
    plain.len = body->len;
    ngx_str_null(&other);

    jobs_buf_init(&encoded, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

    answer.coding = ngx_jobs_encode_accepted(r, w->conf);

    if (answer.coding != NGX_JOBS_PLAIN
        && ngx_jobs_encode(answer.coding, &plain, &encoded) == NGX_OK)
    {
        meta.coding = answer.coding;
        other.data = (u_char *) encoded.data;
        other.len = encoded.len;
    }

    if (w->query != NULL && w->query->link_len > 0) {

        /* the log may ask for it later */

        answer.link.len = w->query->link_len;
        answer.link.data = ngx_pnalloc(r->pool, answer.link.len);

        if (answer.link.data == NULL) {
            jobs_buf_free(body);
            jobs_buf_free(&encoded);
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }

        ngx_memcpy(answer.link.data, w->query->link, answer.link.len);
        meta.link = answer.link;
    }

    answer.total = w->ctx->total;
    answer.count = w->ctx->count;
    answer.list = w->ctx->list;
    ngx_memcpy(answer.generation, w->ctx->generation,
               sizeof(answer.generation));
    answer.built_at = w->now - w->ctx->age;
    answer.stored = w->now;
    answer.modified = w->key.modified;
    answer.until = w->key.until;

    ngx_jobs_cache_put(jmcf, &w->key, &answer, &plain, &other);

    if (other.data != NULL) {
        jobs_buf_free(body);
        body = &encoded;

    } else {
        jobs_buf_free(&encoded);
    }

    return ngx_jobs_send(r, &w->route, &w->site, NGX_HTTP_OK, body, &meta);
}


static void
ngx_jobs_forget(ngx_jobs_work_t *w)
{
    if (w->query != NULL) {
        ngx_free(w->query);
        w->query = NULL;
    }
}
