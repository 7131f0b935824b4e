/*
 * Answers: headers, bodies, errors.
 */

#include "ngx_jobs.h"


static ngx_int_t   ngx_jobs_headers(ngx_http_request_t *r,
                       ngx_jobs_route_t *route, jobs_site_t *site,
                       ngx_uint_t status);
static void        ngx_jobs_content_type(ngx_http_request_t *r,
                       ngx_jobs_route_t *route, ngx_uint_t status);
static ngx_int_t   ngx_jobs_policy(ngx_http_request_t *r, jobs_site_t *site);
static ngx_int_t   ngx_jobs_output(ngx_http_request_t *r, jobs_buf_t *body);
static ngx_uint_t  ngx_jobs_has_error_page(ngx_http_request_t *r,
                       ngx_uint_t status);
static ngx_uint_t  ngx_jobs_is_json(ngx_jobs_route_t *route);
static ngx_uint_t  ngx_jobs_is_document(ngx_jobs_route_t *route);
static ngx_uint_t  ngx_jobs_is_fragment(ngx_jobs_route_t *route);
static void        ngx_jobs_body_cleanup(void *data);


#define NGX_JOBS_ERROR_MAX  (1024 * 1024)


ngx_int_t
ngx_jobs_send(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, jobs_buf_t *body)
{
    if (body->rc != JOBS_OK) {
        ngx_log_error(NGX_LOG_ERR, r->connection->log, 0,
                      "jobs: the answer %s",
                      body->rc == JOBS_LIMIT ? "is too large"
                                             : "does not fit in memory");
        jobs_buf_free(body);
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (ngx_jobs_headers(r, route, site, status) != NGX_OK) {
        jobs_buf_free(body);
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_jobs_output(r, body);
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

    if (status == NGX_HTTP_NOT_ALLOWED) {
        ngx_str_set(&name, "Allow");
        ngx_str_set(&value, "GET, HEAD");

        if (ngx_jobs_header(r, name, value) == NULL) {
            return NGX_HTTP_INTERNAL_SERVER_ERROR;
        }
    }

    if (ngx_jobs_is_document(route) && ngx_jobs_has_error_page(r, status)) {
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

    return ngx_jobs_send(r, route, site, status, &body);
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


ngx_table_elt_t *
ngx_jobs_header(ngx_http_request_t *r, ngx_str_t name, ngx_str_t value)
{
    ngx_table_elt_t  *h;

    h = ngx_list_push(&r->headers_out.headers);
    if (h == NULL) {
        return NULL;
    }

    h->hash = 1;
    h->key = name;
    h->value = value;
    ngx_jobs_header_single(h);

    return h;
}


ngx_int_t
ngx_jobs_send_cache_control(ngx_http_request_t *r, ngx_str_t value)
{
    ngx_str_t         name;
    ngx_table_elt_t  *h;

    ngx_str_set(&name, "Cache-Control");

    h = ngx_jobs_header(r, name, value);
    if (h == NULL) {
        return NGX_ERROR;
    }

    return ngx_jobs_cache_control(r, h);
}


static ngx_int_t
ngx_jobs_headers(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status)
{
    ngx_str_t  name, value;

    r->headers_out.status = status;
    r->headers_out.content_type_lowcase = NULL;

    ngx_jobs_content_type(r, route, status);

    ngx_str_set(&name, "X-Content-Type-Options");
    ngx_str_set(&value, "nosniff");

    if (ngx_jobs_header(r, name, value) == NULL) {
        return NGX_ERROR;
    }

    if (route->negotiated) {
        ngx_str_set(&name, "Vary");
        ngx_str_set(&value, "Accept");

        if (ngx_jobs_header(r, name, value) == NULL) {
            return NGX_ERROR;
        }
    }

    if (route->negotiated && ngx_jobs_is_json(route)
        && status == NGX_HTTP_OK)
    {
        ngx_str_set(&value, "private");

        if (ngx_jobs_send_cache_control(r, value) != NGX_OK) {
            return NGX_ERROR;
        }

        ngx_str_set(&name, "Content-Location");
        value.data = (u_char *) site->self.data;
        value.len = site->self.len;

        return ngx_jobs_header(r, name, value) != NULL ? NGX_OK : NGX_ERROR;
    }

    if (ngx_jobs_is_document(route)) {
        return ngx_jobs_policy(r, site);
    }

    if (ngx_jobs_is_fragment(route)) {

        /* a part of a page is none, and has no element to say so */

        ngx_str_set(&name, "X-Robots-Tag");
        ngx_str_set(&value, "noindex");

        return ngx_jobs_header(r, name, value) != NULL ? NGX_OK : NGX_ERROR;
    }

    return NGX_OK;
}


static void
ngx_jobs_content_type(ngx_http_request_t *r, ngx_jobs_route_t *route,
    ngx_uint_t status)
{
    ngx_str_t   *type;
    ngx_uint_t   utf8;

    type = &r->headers_out.content_type;
    utf8 = 0;

    if (status >= NGX_HTTP_BAD_REQUEST) {

        if (ngx_jobs_is_json(route)) {
            ngx_str_set(type, "application/problem+json");

        } else {
            ngx_str_set(type, "text/html");
            utf8 = 1;
        }

    } else if (route->format != NULL) {
        type->data = (u_char *) route->format->type.data;
        type->len = route->format->type.len;
        utf8 = route->format->utf8;

    } else if (ngx_jobs_is_json(route)) {
        ngx_str_set(type, "application/json");

    } else {

        if (route->view == NGX_JOBS_VIEW_STYLE) {
            ngx_str_set(type, "text/css");

        } else if (route->view == NGX_JOBS_VIEW_SITEMAP) {
            ngx_str_set(type, "application/xml");

        } else {
            ngx_str_set(type, "text/html");
        }

        utf8 = 1;
    }

    r->headers_out.content_type_len = type->len;

    if (utf8) {
        ngx_str_set(&r->headers_out.charset, "utf-8");
    }
}


/*
 * The page needs its stylesheet and its form, nothing else: both are at the
 * board's address, or (where there is no board) in the page.
 */

static ngx_int_t
ngx_jobs_policy(ngx_http_request_t *r, jobs_site_t *site)
{
    u_char     *p;
    size_t      len;
    ngx_str_t   name, value, style, form;

    ngx_str_set(&style, "'self'");
    ngx_str_set(&form, "'self'");

    if (site->board.data == NULL) {
        ngx_str_set(&style, "'unsafe-inline'");

    } else if (site->board.len > 0 && site->board.data[0] != '/') {
        style.data = (u_char *) site->board.data;
        style.len = site->board.len;

        /* a source with a path matches below it only where it ends in "/" */

        for (p = style.data + sizeof("https://") - 1;
             p < style.data + style.len; p++)
        {
            if (*p == '/') {
                style.len = p - style.data;
                break;
            }
        }

        if (!site->single) {
            form = style;
        }
    }

    len = sizeof("default-src 'none'; style-src ; form-action ; "
                 "base-uri 'none'") - 1
          + style.len + form.len;

    p = ngx_pnalloc(r->pool, len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    ngx_str_set(&name, "Content-Security-Policy");
    value.data = p;
    value.len = ngx_sprintf(p, "default-src 'none'; style-src %V; "
                            "form-action %V; base-uri 'none'", &style, &form)
                - p;

    return ngx_jobs_header(r, name, value) != NULL ? NGX_OK : NGX_ERROR;
}


static ngx_int_t
ngx_jobs_output(ngx_http_request_t *r, jobs_buf_t *body)
{
    ngx_int_t            rc;
    ngx_buf_t           *b;
    ngx_chain_t          out;
    ngx_pool_cleanup_t  *cln;

    cln = ngx_pool_cleanup_add(r->pool, 0);
    if (cln == NULL) {
        jobs_buf_free(body);
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    cln->handler = ngx_jobs_body_cleanup;
    cln->data = body->data;

    b = ngx_calloc_buf(r->pool);
    if (b == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    b->pos = (u_char *) body->data;
    b->last = (u_char *) body->data + body->len;
    b->memory = (body->len > 0);
    b->last_buf = (r == r->main);
    b->last_in_chain = 1;
    b->sync = (body->len == 0 && !b->last_buf);

    r->headers_out.content_length_n = body->len;

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


static ngx_uint_t
ngx_jobs_is_json(ngx_jobs_route_t *route)
{
    if (route->format != NULL) {
        return route->format->errors == JOBS_ERRORS_JSON;
    }

    return route->view == NGX_JOBS_VIEW_DETAIL_JSON
           || route->view == NGX_JOBS_VIEW_STATUS;
}


/* a complete document, which error_page may replace */

static ngx_uint_t
ngx_jobs_is_document(ngx_jobs_route_t *route)
{
    if (route->format != NULL) {
        return route->format->errors == JOBS_ERRORS_PAGE;
    }

    return route->view == NGX_JOBS_VIEW_DETAIL
           || route->view == NGX_JOBS_VIEW_APPLY;
}


static ngx_uint_t
ngx_jobs_is_fragment(ngx_jobs_route_t *route)
{
    if (route->format != NULL) {
        return route->format->errors == JOBS_ERRORS_FRAGMENT;
    }

    return route->view == NGX_JOBS_VIEW_DETAIL_HTML;
}


static void
ngx_jobs_body_cleanup(void *data)
{
    ngx_free(data);
}
