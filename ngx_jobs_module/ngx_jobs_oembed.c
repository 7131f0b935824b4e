/*
 * oEmbed: from the address in the argument "url" to the route of what it
 * shows.  The board's addresses are those of jobs_base_url, and those that
 * begin as this request's own.
 */

#include "ngx_jobs.h"


#define NGX_JOBS_OEMBED_MAX  100000     /* pixels: as good as no limit */


typedef struct {
    jobs_str_t                 authority;   /* without the scheme's own port */
    jobs_str_t                 path;
    jobs_str_t                 query;
} ngx_jobs_url_t;


static ngx_int_t  ngx_jobs_oembed_size(jobs_arg_t *arg, unsigned *size,
                      ngx_jobs_route_t *route);
static ngx_int_t  ngx_jobs_oembed_fault(ngx_jobs_route_t *route,
                      const char *parameter, jobs_str_t value,
                      const char *reason);
static ngx_int_t  ngx_jobs_oembed_url(ngx_http_request_t *r,
                      ngx_jobs_loc_conf_t *conf, jobs_str_t url,
                      ngx_jobs_route_t *route);
static ngx_int_t  ngx_jobs_oembed_below(ngx_http_request_t *r,
                      ngx_jobs_loc_conf_t *conf, ngx_jobs_url_t *url,
                      ngx_jobs_route_t *route);
static ngx_int_t  ngx_jobs_oembed_tail(ngx_http_request_t *r,
                      ngx_jobs_url_t *url, ngx_jobs_url_t *board,
                      ngx_str_t *tail);
static ngx_uint_t  ngx_jobs_url_split(jobs_str_t s, ngx_jobs_url_t *url);
static ngx_int_t  ngx_jobs_url_decode(ngx_http_request_t *r, jobs_str_t s,
                      ngx_str_t *path);


ngx_int_t
ngx_jobs_oembed(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route)
{
    unsigned      i;
    ngx_int_t     rc;
    jobs_str_t    url, name, value;
    jobs_args_t  *args;
    const char   *reason;

    /* the fault and the route point into them */

    args = ngx_palloc(r->pool, sizeof(jobs_args_t));
    if (args == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    if (jobs_args_parse(args, ngx_jobs_str(&r->args), &reason) != JOBS_OK) {
        return ngx_jobs_oembed_fault(route, "", jobs_lit(""), reason);
    }

    url = jobs_str(NULL, 0);

    for (i = 0; i < args->n; i++) {
        name = args->arg[i].name;
        value = args->arg[i].value;

        if (jobs_str_eq(name, jobs_lit("format"))) {
            route->oembed.xml = jobs_str_eq(value, jobs_lit("xml"));

            if (!route->oembed.xml && !jobs_str_eq(value, jobs_lit("json"))) {
                return NGX_HTTP_NOT_IMPLEMENTED;
            }

        } else if (jobs_str_eq(name, jobs_lit("url"))) {
            url = value;
        }
    }

    for (i = 0; i < args->n; i++) {
        name = args->arg[i].name;
        rc = NGX_OK;

        if (jobs_str_eq(name, jobs_lit("maxwidth"))) {
            rc = ngx_jobs_oembed_size(&args->arg[i], &route->oembed.maxwidth,
                                      route);

        } else if (jobs_str_eq(name, jobs_lit("maxheight"))) {
            rc = ngx_jobs_oembed_size(&args->arg[i], &route->oembed.maxheight,
                                      route);
        }

        if (rc != NGX_OK) {
            return rc;
        }
    }

    if (url.data == NULL) {
        return ngx_jobs_oembed_fault(route, "url", jobs_lit(""),
                                     "it must be an address of this board");
    }

    return ngx_jobs_oembed_url(r, conf, url, route);
}


static ngx_int_t
ngx_jobs_oembed_size(jobs_arg_t *arg, unsigned *size, ngx_jobs_route_t *route)
{
    uint64_t   n;
    jobs_rc_t  rc;

    rc = jobs_parse_uint(arg->value, NGX_JOBS_OEMBED_MAX, &n);

    if (rc == JOBS_LIMIT) {
        n = NGX_JOBS_OEMBED_MAX;

    } else if (rc != JOBS_OK || n == 0) {
        return ngx_jobs_oembed_fault(route, arg->name.data[3] == 'w'
                                            ? "maxwidth" : "maxheight",
                                     arg->value, "it must be a whole number "
                                                 "of pixels, 1 or more");
    }

    *size = (unsigned) n;

    return NGX_OK;
}


static ngx_int_t
ngx_jobs_oembed_fault(ngx_jobs_route_t *route, const char *parameter,
    jobs_str_t value, const char *reason)
{
    route->fault.parameter = jobs_str(parameter, ngx_strlen(parameter));
    route->fault.value = value;
    route->fault.reason = reason;

    return NGX_HTTP_BAD_REQUEST;
}


/* a list, or one listing, in whatever form it is read there */

static ngx_int_t
ngx_jobs_oembed_url(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    jobs_str_t address, ngx_jobs_route_t *route)
{
    ngx_int_t          rc;
    ngx_jobs_url_t     url;
    ngx_jobs_route_t   below;

    if (!ngx_jobs_url_split(address, &url)) {
        return ngx_jobs_oembed_fault(route, "url", address,
                                     "it must be an http or https address");
    }

    ngx_memzero(&below, sizeof(ngx_jobs_route_t));

    rc = ngx_jobs_oembed_below(r, conf, &url, &below);

    if (rc != NGX_OK) {
        return rc;
    }

    if (below.redirect.data != NULL) {
        below.format = &jobs_formats[JOBS_FORMAT_PAGE];     /* P/ is P */
    }

    if (below.format == &jobs_formats[JOBS_FORMAT_PAGE]
        || below.format == &jobs_formats[JOBS_FORMAT_HTML]
        || below.format == &jobs_formats[JOBS_FORMAT_FRAME])
    {
        route->page = below.page;
        route->args.data = (u_char *) url.query.data;
        route->args.len = url.query.len;
        return NGX_OK;
    }

    if (below.view == NGX_JOBS_VIEW_DETAIL
        || below.view == NGX_JOBS_VIEW_DETAIL_HTML)
    {
        route->view = NGX_JOBS_VIEW_OEMBED;
        route->format = NULL;
        route->id = below.id;
        ngx_str_null(&route->args);
        return NGX_OK;
    }

    return NGX_HTTP_NOT_FOUND;
}


/* what the address says behind that of the board, which may have two */

static ngx_int_t
ngx_jobs_oembed_below(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_url_t *url, ngx_jobs_route_t *below)
{
    jobs_buf_t       b;
    ngx_int_t        rc;
    ngx_str_t        tail, prefix;
    ngx_jobs_url_t   board;

    rc = NGX_DECLINED;

    if (conf->base_url.len != 0
        && ngx_jobs_url_split(ngx_jobs_str(&conf->base_url), &board))
    {
        rc = ngx_jobs_oembed_tail(r, url, &board, &tail);
    }

    if (rc == NGX_DECLINED && conf->view == NGX_JOBS_VIEW_BOARD) {
        prefix.data = r->uri.data;
        prefix.len = conf->prefix_len;

        jobs_buf_init(&b, &ngx_jobs_mem, 4096);
        ngx_jobs_origin(r, &b);
        jobs_escape_path(&b, ngx_jobs_str(&prefix));

        rc = b.rc == JOBS_OK && ngx_jobs_url_split(jobs_buf_view(&b), &board)
             ? ngx_jobs_oembed_tail(r, url, &board, &tail) : NGX_DECLINED;

        jobs_buf_free(&b);
    }

    if (rc == NGX_DECLINED) {
        return NGX_HTTP_NOT_FOUND;
    }

    if (rc != NGX_OK) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    return ngx_jobs_route_below(conf, board.path.len == 0, tail, below);
}


/*
 * Behind TLS that somebody else terminates a request does not know its scheme:
 * host and port must be the same.
 */

static ngx_int_t
ngx_jobs_oembed_tail(ngx_http_request_t *r, ngx_jobs_url_t *url,
    ngx_jobs_url_t *board, ngx_str_t *tail)
{
    ngx_str_t  path, prefix;

    if (url->authority.len != board->authority.len
        || ngx_strncasecmp((u_char *) url->authority.data,
                           (u_char *) board->authority.data,
                           url->authority.len)
           != 0)
    {
        return NGX_DECLINED;
    }

    if (ngx_jobs_url_decode(r, url->path, &path) != NGX_OK
        || ngx_jobs_url_decode(r, board->path, &prefix) != NGX_OK)
    {
        return NGX_ERROR;
    }

    if (path.len < prefix.len
        || ngx_memcmp(path.data, prefix.data, prefix.len) != 0)
    {
        return NGX_DECLINED;
    }

    tail->data = path.data + prefix.len;
    tail->len = path.len - prefix.len;

    return NGX_OK;
}


/* 0: it is no http or https address */

static ngx_uint_t
ngx_jobs_url_split(jobs_str_t s, ngx_jobs_url_t *url)
{
    size_t       len;
    ngx_str_t    port;
    const char  *p, *last;

    len = s.len > 5 && (s.data[4] | 0x20) == 's' ? sizeof("https") - 1
                                                 : sizeof("http") - 1;

    if (s.len < len + sizeof("://")
        || ngx_strncasecmp((u_char *) s.data, (u_char *) "https",
                           len) != 0
        || ngx_strncmp(s.data + len, "://", 3) != 0)
    {
        return 0;
    }

    p = s.data + len + 3;
    last = s.data + s.len;

    url->authority.data = p;

    while (p < last && *p != '/' && *p != '?' && *p != '#') {
        p++;
    }

    url->authority.len = p - url->authority.data;
    url->path.data = p;

    while (p < last && *p != '?' && *p != '#') {
        p++;
    }

    url->path.len = p - url->path.data;
    url->query = jobs_lit("");

    if (p < last && *p == '?') {
        url->query.data = ++p;

        while (p < last && *p != '#') {
            p++;
        }

        url->query.len = p - url->query.data;
    }

    if (len == sizeof("https") - 1) {
        ngx_str_set(&port, ":443");

    } else {
        ngx_str_set(&port, ":80");
    }

    /* the first colon, where it is not in the brackets of IPv6 */

    if (url->authority.len > port.len) {
        p = url->authority.data + url->authority.len - port.len;

        if (ngx_memcmp(p, port.data, port.len) == 0
            && (p[-1] == ']'
                || memchr(url->authority.data, ':', p - url->authority.data)
                   == NULL))
        {
            url->authority.len -= port.len;
        }
    }

    return url->authority.len > 0;
}


static ngx_int_t
ngx_jobs_url_decode(ngx_http_request_t *r, jobs_str_t s, ngx_str_t *path)
{
    u_char  *dst, *src;

    dst = ngx_pnalloc(r->pool, s.len + 1);
    if (dst == NULL) {
        return NGX_ERROR;
    }

    path->data = dst;
    src = (u_char *) s.data;

    ngx_unescape_uri(&dst, &src, s.len, 0);

    path->len = dst - path->data;

    return NGX_OK;
}
