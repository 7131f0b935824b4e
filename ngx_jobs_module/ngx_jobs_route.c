/*
 * Which view a request asks for.
 */

#include "ngx_jobs.h"
#include "core/jobs_names.h"


static ngx_int_t   ngx_jobs_route_board(ngx_http_request_t *r,
                       ngx_jobs_loc_conf_t *conf, ngx_jobs_route_t *route);
static ngx_int_t   ngx_jobs_route_listing(ngx_str_t *tail,
                       ngx_jobs_route_t *route);
static ngx_int_t   ngx_jobs_route_detail(ngx_http_request_t *r,
                       ngx_jobs_loc_conf_t *conf, ngx_jobs_route_t *route);
static ngx_uint_t  ngx_jobs_route_sitemap(ngx_str_t *tail,
                       ngx_jobs_route_t *route);
static ngx_uint_t  ngx_jobs_prefers_json(ngx_http_request_t *r);
static ngx_uint_t  ngx_jobs_ends(ngx_str_t *s, const char *end, size_t len);


#define ngx_jobs_is(s, text)                                                  \
    ((s)->len == sizeof(text) - 1                                             \
     && ngx_strncmp((s)->data, text, sizeof(text) - 1) == 0)


ngx_int_t
ngx_jobs_route(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route)
{
    ngx_int_t  rc;

    ngx_memzero(route, sizeof(ngx_jobs_route_t));

    route->args = r->args;

    switch (conf->view) {

    case NGX_JOBS_VIEW_BOARD:
        rc = ngx_jobs_route_board(r, conf, route);
        break;

    case NGX_JOBS_VIEW_DETAIL:
        return ngx_jobs_route_detail(r, conf, route);

    case NGX_JOBS_VIEW_ASSET:
        ngx_jobs_asset_widget(route);
        return NGX_OK;

    default:
        route->view = conf->view;
        route->format = conf->format;
        rc = NGX_OK;
        break;
    }

    if (rc == NGX_OK && route->format == &jobs_formats[JOBS_FORMAT_OEMBED]) {
        return ngx_jobs_oembed(r, conf, route);
    }

    return rc;
}


static ngx_int_t
ngx_jobs_route_board(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route)
{
    ngx_int_t  rc;
    ngx_str_t  tail;

    if (r->uri.len < conf->prefix_len) {
        route->view = NGX_JOBS_VIEW_LIST;
        route->format = &jobs_formats[JOBS_FORMAT_PAGE];
        return NGX_HTTP_NOT_FOUND;
    }

    tail.data = r->uri.data + conf->prefix_len;
    tail.len = r->uri.len - conf->prefix_len;

    rc = ngx_jobs_route_below(conf, conf->prefix_len == 0, tail, route);

    if (route->negotiated && r == r->main && ngx_jobs_prefers_json(r)) {
        route->format = &jobs_formats[JOBS_FORMAT_JSON];
    }

    return rc;
}


ngx_int_t
ngx_jobs_route_below(ngx_jobs_loc_conf_t *conf, ngx_uint_t root,
    ngx_str_t tail, ngx_jobs_route_t *route)
{
    ngx_uint_t  i;

    route->view = NGX_JOBS_VIEW_LIST;
    route->format = &jobs_formats[JOBS_FORMAT_PAGE];

    if (root) {

        /* under "/" the list formats have a name, and "/" is the list */

        if (tail.len > sizeof("/index.") - 1
            && ngx_strncmp(tail.data, "/index.", sizeof("/index.") - 1) == 0)
        {
            tail.data += sizeof("/index") - 1;
            tail.len -= sizeof("/index") - 1;

        } else if (ngx_jobs_is(&tail, "/")) {
            tail.len = 0;
        }
    }

    if (tail.len == 0) {
        route->negotiated = 1;
        return NGX_OK;
    }

    for (i = 0; i < JOBS_FORMAT_N; i++) {
        if (jobs_str_eq(ngx_jobs_str(&tail), jobs_formats[i].suffix)) {
            route->format = &jobs_formats[i];
            return NGX_OK;
        }
    }

    route->format = NULL;

    if (ngx_jobs_is(&tail, "/")) {
        route->redirect = conf->board;
        return NGX_OK;
    }

    if (ngx_jobs_asset_route(&tail, route)) {
        return NGX_OK;
    }

    if (ngx_jobs_route_sitemap(&tail, route)) {
        return NGX_OK;
    }

    route->format = &jobs_formats[JOBS_FORMAT_PAGE];

    if (tail.data[0] != '/') {
        return NGX_HTTP_NOT_FOUND;          /* /jobsfoo */
    }

    /* a named search, or one in a frame */

    route->page = tail;

    if (tail.len > sizeof("/frame/") - 1
        && ngx_strncmp(tail.data, "/frame/", sizeof("/frame/") - 1) == 0)
    {
        route->format = &jobs_formats[JOBS_FORMAT_FRAME];
        route->page.data += sizeof("/frame") - 1;
        route->page.len -= sizeof("/frame") - 1;
    }

    if (jobs_name_slug_valid(jobs_str((char *) route->page.data + 1,
                                      route->page.len - 1)))
    {
        return NGX_OK;
    }

    ngx_str_null(&route->page);
    route->format = NULL;

    tail.data++;
    tail.len--;

    return ngx_jobs_route_listing(&tail, route);
}


/* /sitemap.xml, /sitemap-1.xml */

static ngx_uint_t
ngx_jobs_route_sitemap(ngx_str_t *tail, ngx_jobs_route_t *route)
{
    size_t     len;
    ngx_int_t  part;

    len = sizeof("/sitemap") - 1;

    if (tail->len < len + 4 || ngx_strncmp(tail->data, "/sitemap", len) != 0
        || !ngx_jobs_ends(tail, ".xml", 4))
    {
        return 0;
    }

    if (tail->len > len + 4) {

        /* written as the index writes it: one part has one address */

        part = tail->data[len] == '-' && tail->len > len + 5
               && tail->data[len + 1] != '0'
               ? ngx_atoi(tail->data + len + 1, tail->len - len - 5)
               : NGX_ERROR;

        if (part == NGX_ERROR) {
            return 0;
        }

        route->part = part;
    }

    route->view = NGX_JOBS_VIEW_SITEMAP;

    return 1;
}


/* id, id.json, id.html, id/apply */

static ngx_int_t
ngx_jobs_route_listing(ngx_str_t *tail, ngx_jobs_route_t *route)
{
    route->id = *tail;
    route->view = NGX_JOBS_VIEW_DETAIL;

    if (ngx_jobs_ends(tail, ".json", 5)) {
        route->view = NGX_JOBS_VIEW_DETAIL_JSON;
        route->id.len -= 5;

    } else if (ngx_jobs_ends(tail, ".html", 5)) {
        route->view = NGX_JOBS_VIEW_DETAIL_HTML;
        route->id.len -= 5;

    } else if (ngx_jobs_ends(tail, "/apply", 6)) {
        route->view = NGX_JOBS_VIEW_APPLY;
        route->id.len -= 6;
    }

    if (!jobs_is_listing_id(ngx_jobs_str(&route->id))) {
        route->id.len = 0;
        return NGX_HTTP_NOT_FOUND;
    }

    return NGX_OK;
}


/* "jobs detail": the id is the argument "id", or the rest of the URI */

static ngx_int_t
ngx_jobs_route_detail(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route)
{
    unsigned     i;
    ngx_str_t    tail;
    jobs_args_t  args;
    const char  *reason;

    route->view = NGX_JOBS_VIEW_DETAIL;

    if (jobs_args_parse(&args, ngx_jobs_str(&r->args), &reason) == JOBS_OK) {

        for (i = 0; i < args.n; i++) {
            if (!jobs_str_eq(args.arg[i].name, jobs_lit("id"))) {
                continue;
            }

            tail.len = args.arg[i].value.len;
            tail.data = ngx_pnalloc(r->pool, tail.len);
            if (tail.data == NULL) {
                return NGX_HTTP_INTERNAL_SERVER_ERROR;
            }

            ngx_memcpy(tail.data, args.arg[i].value.data, tail.len);

            if (!jobs_is_listing_id(ngx_jobs_str(&tail))) {
                return NGX_HTTP_NOT_FOUND;
            }

            route->id = tail;

            return NGX_OK;
        }
    }

    if (conf->prefix_len == 0 || r->uri.len <= conf->prefix_len) {
        return NGX_HTTP_NOT_FOUND;
    }

    tail.data = r->uri.data + conf->prefix_len;
    tail.len = r->uri.len - conf->prefix_len;

    if (tail.data[0] == '/') {
        tail.data++;
        tail.len--;
    }

    if (!jobs_is_listing_id(ngx_jobs_str(&tail))) {
        return NGX_HTTP_NOT_FOUND;
    }

    route->id = tail;

    return NGX_OK;
}


/* RFC 9110, section 12.5.1: only where JSON has the greater weight */

static ngx_uint_t
ngx_jobs_prefers_json(ngx_http_request_t *r)
{
    ngx_str_t   json, html, *accept;

    ngx_str_set(&json, "application/json");
    ngx_str_set(&html, "text/html");

    accept = ngx_jobs_header_in(r, "Accept", sizeof("Accept") - 1);

    return accept != NULL
           && ngx_jobs_accept_type(accept, &json)
              > ngx_jobs_accept_type(accept, &html);
}


static ngx_uint_t
ngx_jobs_ends(ngx_str_t *s, const char *end, size_t len)
{
    return s->len > len
           && ngx_strncmp(s->data + s->len - len, end, len) == 0;
}
