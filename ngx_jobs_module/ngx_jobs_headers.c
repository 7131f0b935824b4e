/*
 * The headers of answers.
 */

#include "ngx_jobs_cache.h"


static ngx_int_t   ngx_jobs_validators(ngx_http_request_t *r,
                       ngx_jobs_meta_t *meta);
static ngx_int_t   ngx_jobs_freshness(ngx_http_request_t *r,
                       ngx_jobs_loc_conf_t *conf, ngx_jobs_route_t *route,
                       ngx_uint_t status, ngx_jobs_meta_t *meta);
static ngx_uint_t  ngx_jobs_varies(ngx_http_request_t *r,
                       ngx_jobs_loc_conf_t *conf, ngx_jobs_route_t *route,
                       ngx_jobs_meta_t *meta);
static void        ngx_jobs_content_type(ngx_http_request_t *r,
                       ngx_jobs_route_t *route, ngx_uint_t status);
static ngx_int_t   ngx_jobs_policy(ngx_http_request_t *r,
                       ngx_jobs_loc_conf_t *conf, ngx_jobs_route_t *route,
                       jobs_site_t *site);
static ngx_uint_t  ngx_jobs_is_fragment(ngx_jobs_route_t *route);


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


ngx_int_t
ngx_jobs_allow(ngx_http_request_t *r)
{
    ngx_str_t  name, value;

    ngx_str_set(&name, "Allow");
    ngx_str_set(&value, "GET, HEAD, OPTIONS");

    return ngx_jobs_header(r, name, value) != NULL ? NGX_OK : NGX_ERROR;
}


ngx_int_t
ngx_jobs_headers(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, ngx_jobs_meta_t *meta)
{
    ngx_str_t             name, value;
    ngx_jobs_loc_conf_t  *conf;

    conf = ngx_http_get_module_loc_conf(r, ngx_jobs_module);

    r->headers_out.status = status;

    if (ngx_jobs_freshness(r, conf, route, status, meta) != NGX_OK
        || (meta != NULL && ngx_jobs_validators(r, meta) != NGX_OK)
        || ngx_jobs_vary(r, conf, route,
                         ngx_jobs_varies(r, conf, route, meta))
           != NGX_OK
        || ngx_jobs_cors(r, conf, route) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (route->negotiated && ngx_jobs_is_json(route) && meta != NULL) {
        ngx_str_set(&name, "Content-Location");
        value.data = (u_char *) site->self.data;
        value.len = site->self.len;

        if (ngx_jobs_header(r, name, value) == NULL) {
            return NGX_ERROR;
        }
    }

    if (status == NGX_HTTP_NOT_MODIFIED) {
        return NGX_OK;
    }

    r->headers_out.content_type_lowcase = NULL;

    ngx_jobs_content_type(r, route, status);

    ngx_str_set(&name, "X-Content-Type-Options");
    ngx_str_set(&value, "nosniff");

    if (ngx_jobs_header(r, name, value) == NULL) {
        return NGX_ERROR;
    }

    if (meta != NULL && meta->coding != NGX_JOBS_PLAIN) {
        ngx_str_set(&name, "Content-Encoding");

        if (meta->coding == NGX_JOBS_GZIP) {
            ngx_str_set(&value, "gzip");

        } else {
            ngx_str_set(&value, "br");
        }

        r->headers_out.content_encoding = ngx_jobs_header(r, name, value);

        if (r->headers_out.content_encoding == NULL) {
            return NGX_ERROR;
        }
    }

    if (meta != NULL && meta->link.len > 0) {
        ngx_str_set(&name, "Link");

        if (ngx_jobs_header(r, name, meta->link) == NULL) {
            return NGX_ERROR;
        }
    }

    if (ngx_jobs_is_fragment(route)) {

        /* a part of a page is none, and has no element to say so */

        ngx_str_set(&name, "X-Robots-Tag");
        ngx_str_set(&value, "noindex");

        return ngx_jobs_header(r, name, value) != NULL ? NGX_OK : NGX_ERROR;
    }

    return ngx_jobs_is_document(route) ? ngx_jobs_policy(r, conf, route, site)
                                       : NGX_OK;
}


/*
 * A successful answer says how long it may be kept, an error that it may not;
 * what has no validators has set its own.
 */

static ngx_int_t
ngx_jobs_freshness(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route, ngx_uint_t status, ngx_jobs_meta_t *meta)
{
    u_char     *p;
    ngx_str_t   name, value;

    if (status >= NGX_HTTP_BAD_REQUEST
        || r->err_status >= NGX_HTTP_BAD_REQUEST)
    {
        ngx_str_set(&value, "no-store");
        return ngx_jobs_send_cache_control(r, value);
    }

    if (meta == NULL) {
        return NGX_OK;
    }

    if (route->asset != NULL) {

        if (route->immutable) {
            ngx_str_set(&value, "public, max-age=31536000, immutable");

        } else {
            ngx_str_set(&value, "public, max-age=3600");
        }

        return ngx_jobs_send_cache_control(r, value);
    }

    if (meta->age >= 0) {

        /* somebody else's cache shall ask again soon */

        p = ngx_pnalloc(r->pool, NGX_TIME_T_LEN);
        if (p == NULL) {
            return NGX_ERROR;
        }

        ngx_str_set(&name, "Age");
        value.data = p;
        value.len = ngx_sprintf(p, "%T", meta->age) - p;

        if (ngx_jobs_header(r, name, value) == NULL) {
            return NGX_ERROR;
        }

        ngx_str_set(&value, "no-cache, stale-if-error=86400");
        return ngx_jobs_send_cache_control(r, value);
    }

    if (route->negotiated && ngx_jobs_is_json(route)) {
        ngx_str_set(&value, "private");
        return ngx_jobs_send_cache_control(r, value);
    }

    if (ngx_jobs_has_cache_control(r)) {
        return NGX_OK;                  /* of who sent X-Accel-Redirect */
    }

    return ngx_jobs_send_cache_control(r, conf->cache_control);
}


/*
 * If-None-Match was answered before any query, but for "*", which asks whether
 * there is anything; nginx, which would want both validators to match (RFC 9110
 * does not), has the others to itself.
 */

static ngx_int_t
ngx_jobs_validators(ngx_http_request_t *r, ngx_jobs_meta_t *meta)
{
    u_char           *p;
    ngx_str_t         name, value;
    ngx_table_elt_t  *match;

    if (!meta->key->valid) {
        return NGX_OK;
    }

    p = ngx_pnalloc(r->pool, NGX_JOBS_ETAG);
    if (p == NULL) {
        return NGX_ERROR;
    }

    ngx_str_set(&name, "ETag");
    value.data = p;
    value.len = ngx_jobs_etag(p, meta->key, meta->coding) - p;

    r->headers_out.etag = ngx_jobs_header(r, name, value);

    if (r->headers_out.etag == NULL) {
        return NGX_ERROR;
    }

    r->headers_out.last_modified_time = meta->key->modified;

    match = r->headers_in.if_none_match;

    if (match != NULL
        && !(match->value.len == 1 && match->value.data[0] == '*')
        && r->headers_in.if_match == NULL
        && r->headers_in.if_unmodified_since == NULL)
    {
        r->disable_not_modified = 1;
    }

    return NGX_OK;
}


ngx_int_t
ngx_jobs_vary(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route, ngx_uint_t varies)
{
    u_char                 *p;
    ngx_str_t               name, value;
    ngx_uint_t              i;
    static const ngx_str_t  names[] = {         /* as NGX_JOBS_VARY_... */
        ngx_string("Accept"), ngx_string("Accept-Encoding"),
        ngx_string("Accept-Language"), ngx_string("Origin")
    };

    if (ngx_jobs_cors_varies(r, conf, route)) {
        varies |= NGX_JOBS_VARY_ORIGIN;
    }

    if (varies == 0) {
        return NGX_OK;
    }

    p = ngx_pnalloc(r->pool, sizeof("Accept, Accept-Encoding, "
                                    "Accept-Language, Origin"));
    if (p == NULL) {
        return NGX_ERROR;
    }

    ngx_str_set(&name, "Vary");
    value.data = p;

    for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {

        if (!(varies & (ngx_uint_t) 1 << i)) {
            continue;
        }

        if (p != value.data) {
            *p++ = ',';
            *p++ = ' ';
        }

        p = ngx_cpymem(p, names[i].data, names[i].len);
    }

    value.len = p - value.data;

    return ngx_jobs_header(r, name, value) != NULL ? NGX_OK : NGX_ERROR;
}


/* of an answer; whoever named the language gets the same from everywhere */

static ngx_uint_t
ngx_jobs_varies(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route, ngx_jobs_meta_t *meta)
{
    ngx_uint_t  varies;

    varies = route->negotiated ? NGX_JOBS_VARY_ACCEPT : 0;

    if (r != r->main) {
        return varies;
    }

    if (meta != NULL && conf->gzip) {
        varies |= NGX_JOBS_VARY_CODING;
    }

    if (ngx_jobs_is_html(route) && (meta == NULL || !meta->key->spoken)) {
        varies |= NGX_JOBS_VARY_LANGUAGE;
    }

    return varies;
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

    } else if (route->oembed.xml) {
        ngx_str_set(type, "text/xml");
        utf8 = 1;

    } else if (route->format != NULL) {
        type->data = (u_char *) route->format->type.data;
        type->len = route->format->type.len;
        utf8 = route->format->utf8;

    } else if (route->view == NGX_JOBS_VIEW_METRICS) {
        ngx_str_set(type, "text/plain; version=0.0.4");
        utf8 = 1;

    } else if (ngx_jobs_is_json(route)) {
        ngx_str_set(type, "application/json");

    } else {

        if (route->asset != NULL) {
            *type = ngx_jobs_asset_type(route);

        } else if (route->view == NGX_JOBS_VIEW_SITEMAP) {
            ngx_str_set(type, "application/xml");

        } else {
            ngx_str_set(type, "text/html");
        }

        utf8 = 1;
    }

    r->headers_out.content_type_len = type->len;

    if (status < NGX_HTTP_BAD_REQUEST && route->format != NULL
        && route->format->sent.data != NULL)
    {
        /* the length is that of the type alone, so nothing is appended */

        type->data = (u_char *) route->format->sent.data;
        type->len = route->format->sent.len;
    }

    if (utf8) {
        ngx_str_set(&r->headers_out.charset, "utf-8");
    }
}


/*
 * The page needs its stylesheet and its form, nothing else: both are at the
 * board's address, or (where there is no board, or for a mail) in the page.  A
 * frame has a script besides, the page that makes its code both.
 */

static ngx_int_t
ngx_jobs_policy(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route, jobs_site_t *site)
{
    u_char      *p, *last;
    size_t       len;
    ngx_str_t    name, value, own, form, ancestors;
    ngx_uint_t   i, frame, embed;

    static const char  *const more[] = {
        "; script-src ", "; connect-src ", "; frame-src "
    };

    ngx_str_set(&own, "'self'");
    ngx_str_set(&form, "'self'");
    ngx_str_null(&ancestors);

    frame = route->format == &jobs_formats[JOBS_FORMAT_FRAME];
    embed = route->format == &jobs_formats[JOBS_FORMAT_EMBED];

    if (site->board.len > 0 && site->board.data[0] != '/') {
        own.data = (u_char *) site->board.data;
        own.len = site->board.len;

        /* a source with a path matches below it only where it ends in "/" */

        for (p = own.data + sizeof("https://") - 1;
             p < own.data + own.len; p++)
        {
            if (*p == '/') {
                own.len = p - own.data;
                break;
            }
        }

        if (!site->single) {
            form = own;
        }
    }

    if (frame && ngx_jobs_cors_ancestors(r, conf, &ancestors) != NGX_OK) {
        return NGX_ERROR;
    }

    len = sizeof("default-src 'none'; style-src 'unsafe-inline'; form-action "
                 "; base-uri 'none'; frame-ancestors "
                 "; script-src ; connect-src ; frame-src ") - 1
          + 4 * own.len + form.len + ancestors.len;

    p = ngx_pnalloc(r->pool, len);
    if (p == NULL) {
        return NGX_ERROR;
    }

    value.data = p;
    last = p + len;

    p = ngx_slprintf(p, last, "default-src 'none'; style-src ");

    if (site->board.data == NULL || site->look.theme == JOBS_THEME_EMAIL) {
        p = ngx_slprintf(p, last, "'unsafe-inline'");

    } else {
        p = ngx_slprintf(p, last, "%V", &own);

        for (i = 0; i < (embed ? 3 : frame ? 1 : 0); i++) {
            p = ngx_slprintf(p, last, "%s%V", more[i], &own);
        }
    }

    p = ngx_slprintf(p, last, "; form-action %V; base-uri 'none'", &form);

    if (frame) {
        p = ngx_slprintf(p, last, "; frame-ancestors %V", &ancestors);
    }

    ngx_str_set(&name, "Content-Security-Policy");
    value.len = p - value.data;

    return ngx_jobs_header(r, name, value) != NULL ? NGX_OK : NGX_ERROR;
}


static ngx_uint_t
ngx_jobs_is_fragment(ngx_jobs_route_t *route)
{
    if (route->format != NULL) {
        return route->format->errors == JOBS_ERRORS_FRAGMENT;
    }

    return route->view == NGX_JOBS_VIEW_DETAIL_HTML;
}
