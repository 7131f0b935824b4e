/*
 * Answers as they are sent: bodies, redirects, errors.
 */

#include "ngx_jobs_cache.h"


static ngx_int_t   ngx_jobs_output(ngx_http_request_t *r, ngx_str_t *bytes);
static ngx_uint_t  ngx_jobs_has_error_page(ngx_http_request_t *r,
                       ngx_uint_t status);
static void        ngx_jobs_body_cleanup(void *data);


#define NGX_JOBS_ERROR_MAX  (1024 * 1024)


ngx_int_t
ngx_jobs_send(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, jobs_buf_t *body,
    ngx_jobs_meta_t *meta)
{
    ngx_str_t            bytes;
    ngx_pool_cleanup_t  *cln;

    if (body->rc != JOBS_OK) {
        ngx_log_error(NGX_LOG_ERR, r->connection->log, 0,
                      "jobs: the answer %s",
                      body->rc == JOBS_LIMIT ? "is too large"
                                             : "does not fit in memory");
        jobs_buf_free(body);
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    cln = ngx_pool_cleanup_add(r->pool, 0);
    if (cln == NULL) {
        jobs_buf_free(body);
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    cln->handler = ngx_jobs_body_cleanup;
    cln->data = body->data;

    bytes.data = (u_char *) body->data;
    bytes.len = body->len;

    return ngx_jobs_send_bytes(r, route, site, status, &bytes, meta);
}


ngx_int_t
ngx_jobs_send_bytes(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, ngx_str_t *bytes,
    ngx_jobs_meta_t *meta)
{
    if (ngx_jobs_headers(r, route, site, status, meta) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_jobs_output(r, bytes);
}


ngx_int_t
ngx_jobs_send_not_modified(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_jobs_meta_t *meta)
{
    if (ngx_jobs_headers(r, route, site, NGX_HTTP_NOT_MODIFIED, meta)
        != NGX_OK)
    {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    r->header_only = 1;
    ngx_http_clear_content_length(r);

    return ngx_http_send_header(r);
}


ngx_int_t
ngx_jobs_send_error(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, jobs_fault_t *fault,
    jobs_str_t similar)
{
    jobs_buf_t  body;
    ngx_str_t   name, value;

    if (status == NGX_HTTP_SERVICE_UNAVAILABLE) {
        ngx_str_set(&name, "Retry-After");
        ngx_str_set(&value, NGX_JOBS_RETRY_AFTER);

        if (ngx_jobs_header(r, name, value) == NULL) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
    }

    if (status == NGX_HTTP_NOT_ALLOWED && ngx_jobs_allow(r) != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (ngx_jobs_is_document(route)
        && (route->format == NULL
            || route->format->errors == JOBS_ERRORS_PAGE)
        && ngx_jobs_has_error_page(r, status))
    {
        return status;
    }

    jobs_buf_init(&body, &ngx_jobs_mem, NGX_JOBS_ERROR_MAX);

    if (ngx_jobs_is_json(route)) {
        jobs_error_json(&body, status, fault, similar);

    } else if (ngx_jobs_is_document(route)) {
        jobs_error_page(&body, status, fault, similar, site);

    } else {
        jobs_error_fragment(&body, status, fault, similar, site);
    }

    return ngx_jobs_send(r, route, site, status, &body, NULL);
}


ngx_int_t
ngx_jobs_send_redirect(ngx_http_request_t *r, ngx_uint_t status,
    ngx_str_t *location)
{
    ngx_http_clear_location(r);

    r->headers_out.location = ngx_list_push(&r->headers_out.headers);
    if (r->headers_out.location == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    r->headers_out.location->hash = 1;
    ngx_jobs_header_single(r->headers_out.location);
    ngx_str_set(&r->headers_out.location->key, "Location");
    r->headers_out.location->value = *location;

    return status;
}


static ngx_int_t
ngx_jobs_output(ngx_http_request_t *r, ngx_str_t *bytes)
{
    ngx_int_t     rc;
    ngx_buf_t    *b;
    ngx_chain_t   out;

    b = ngx_calloc_buf(r->pool);
    if (b == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    b->pos = bytes->data;
    b->last = bytes->data + bytes->len;
    b->memory = (bytes->len > 0);
    b->last_buf = (r == r->main);
    b->last_in_chain = 1;
    b->sync = (bytes->len == 0 && !b->last_buf);

    r->headers_out.content_length_n = bytes->len;

    rc = ngx_http_send_header(r);

    if (rc == NGX_ERROR || rc > NGX_OK || r->header_only) {
        return rc;
    }

    out.buf = b;
    out.next = NULL;

    return ngx_http_output_filter(r, &out);
}


static ngx_uint_t
ngx_jobs_has_error_page(ngx_http_request_t *r, ngx_uint_t status)
{
    ngx_uint_t                 i;
    ngx_http_err_page_t       *page;
    ngx_http_core_loc_conf_t  *clcf;

    clcf = ngx_http_get_module_loc_conf(r, ngx_http_core_module);

    if (clcf->error_pages == NULL || r->error_page) {
        return 0;
    }

    page = clcf->error_pages->elts;

    for (i = 0; i < clcf->error_pages->nelts; i++) {
        if ((ngx_uint_t) page[i].status == status) {
            return 1;
        }
    }

    return 0;
}


ngx_uint_t
ngx_jobs_is_json(ngx_jobs_route_t *route)
{
    if (route->format != NULL) {
        return route->format->errors == JOBS_ERRORS_JSON;
    }

    return route->view == NGX_JOBS_VIEW_DETAIL_JSON
           || route->view == NGX_JOBS_VIEW_OEMBED
           || route->view == NGX_JOBS_VIEW_STATUS
           || route->view == NGX_JOBS_VIEW_METRICS;
}


ngx_uint_t
ngx_jobs_is_html(ngx_jobs_route_t *route)
{
    if (route->format != NULL) {
        return route->format->errors != JOBS_ERRORS_JSON;
    }

    return route->view == NGX_JOBS_VIEW_DETAIL_HTML
           || ngx_jobs_is_document(route);
}


/* a complete document, in a frame or not */

ngx_uint_t
ngx_jobs_is_document(ngx_jobs_route_t *route)
{
    if (route->format != NULL) {
        return route->format->errors == JOBS_ERRORS_PAGE
               || route->format->errors == JOBS_ERRORS_OWN;
    }

    return route->view == NGX_JOBS_VIEW_DETAIL
           || route->view == NGX_JOBS_VIEW_APPLY;
}


static void
ngx_jobs_body_cleanup(void *data)
{
    ngx_free(data);
}
