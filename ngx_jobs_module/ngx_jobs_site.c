/*
 * Where an answer is read: addresses of the board, of the view, of the request.
 */

#include "ngx_jobs_query.h"


#define NGX_JOBS_SITE_MAX  (64 * 1024)


static void       ngx_jobs_site_look(ngx_jobs_work_t *w);
static ngx_int_t  ngx_jobs_site_keep(ngx_jobs_work_t *w, jobs_buf_t *b,
                      jobs_str_t *s);
static jobs_str_t  ngx_jobs_board_origin(jobs_str_t board);
static ngx_str_t  ngx_jobs_origin_port(ngx_http_request_t *r);


ngx_int_t
ngx_jobs_site(ngx_jobs_work_t *w)
{
    ngx_uint_t   absolute;
    jobs_buf_t   b;

    if (w->sited) {
        return NGX_OK;
    }

    w->sited = 1;

    w->site.frame = w->route.format != NULL && w->route.format->frame;

    ngx_jobs_site_look(w);

    w->site.templates = ngx_jobs_templates(w->conf);
    w->site.board = ngx_jobs_str(&w->conf->board);
    w->site.origin = jobs_lit("");
    w->site.page = ngx_jobs_str(&w->route.page);

    absolute = w->conf->base_url.len != 0;

    w->site.root = w->site.board.data != NULL
                   && (w->site.board.len == 0
                       || (absolute
                           && memchr(w->site.board.data
                                     + sizeof("https://") - 1, '/',
                                     w->site.board.len
                                     - sizeof("https://") + 1) == NULL));

    w->site.single = (w->conf->view != NGX_JOBS_VIEW_BOARD);
    w->site.oembed = w->route.oembed;
    w->site.oembed.cache_age = (unsigned) w->conf->max_age;

    if (!absolute) {
        jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_SITE_MAX);
        ngx_jobs_origin(w->request, &b);

        if (ngx_jobs_site_keep(w, &b, &w->site.origin) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    absolute = w->site.look.theme == JOBS_THEME_EMAIL
               || (w->route.format != NULL
                   ? w->route.format->absolute
                   : w->route.view == NGX_JOBS_VIEW_OEMBED);

    if (absolute && w->site.origin.len && w->site.board.data != NULL) {
        jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_SITE_MAX);
        jobs_buf_str(&b, w->site.origin);
        jobs_buf_str(&b, w->site.board);

        if (ngx_jobs_site_keep(w, &b, &w->site.board) != NGX_OK) {
            return NGX_ERROR;
        }
    }

    jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_SITE_MAX);

    if (w->site.frame && (w->route.format->hosted || !w->site.single)) {
        jobs_site_view(&b, &w->site, jobs_formats[JOBS_FORMAT_FRAME].suffix);
        jobs_buf_str(&b, w->site.page);

    } else if (w->site.page.data != NULL) {
        jobs_html_base(&b, &w->site);

    } else if (w->conf->view == NGX_JOBS_VIEW_BOARD) {
        jobs_site_view(&b, &w->site,
                       w->route.format != NULL ? w->route.format->suffix
                                               : jobs_lit(""));

    } else {
        if (absolute) {
            jobs_buf_str(&b, w->site.origin.len
                             ? w->site.origin
                             : ngx_jobs_board_origin(w->site.board));
        }

        jobs_escape_path(&b, ngx_jobs_str(&w->request->uri));
    }

    return ngx_jobs_site_keep(w, &b, &w->site.self);
}


/* as far as it can be used: an error has a look as well */

static void
ngx_jobs_site_look(ngx_jobs_work_t *w)
{
    jobs_args_t   args;
    jobs_fault_t  fault;
    const char   *reason;

    ngx_memzero(&w->site.look, sizeof(jobs_look_t));

    w->site.look.lang = ngx_jobs_accept_lang(w->request, &w->route);
    w->site.look.theme = w->theme;

    if ((ngx_jobs_is_html(&w->route) || w->site.frame)
        && jobs_args_parse(&args, ngx_jobs_str(&w->route.args), &reason)
           == JOBS_OK)
    {
        (void) jobs_look_args(&w->site.look, &args, w->conf->args, &fault);
    }

    /* what is mailed is a list, and not in a frame */

    if (w->site.look.theme == JOBS_THEME_EMAIL
        && (w->route.format == NULL || w->site.frame
            || w->route.format->errors == JOBS_ERRORS_OWN))
    {
        w->site.look.theme = JOBS_THEME_AUTO;
    }

    /* a page is nobody else's: it begins with its own first heading */

    if (ngx_jobs_is_document(&w->route)) {
        w->site.look.heading = 0;
    }
}


/* moves what was written to the request's memory */

static ngx_int_t
ngx_jobs_site_keep(ngx_jobs_work_t *w, jobs_buf_t *b, jobs_str_t *s)
{
    u_char  *p;

    p = b->rc == JOBS_OK ? ngx_pnalloc(w->request->pool, b->len + 1) : NULL;

    if (p == NULL) {
        jobs_buf_free(b);
        return NGX_ERROR;
    }

    ngx_memcpy(p, b->data, b->len);

    *s = jobs_str((char *) p, b->len);

    jobs_buf_free(b);

    return NGX_OK;
}


/*
 * The host is the one that nginx has chosen the server by.  A request without
 * one (HTTP/1.0) gets the address that it came to.
 */

void
ngx_jobs_origin(ngx_http_request_t *r, jobs_buf_t *b)
{
    u_char      text[NGX_SOCKADDR_STRLEN];
    ngx_str_t   port, address;

#if (NGX_HTTP_SSL)
    if (r->connection->ssl != NULL) {
        jobs_buf_lit(b, "https://");

    } else
#endif
    {
        jobs_buf_lit(b, "http://");
    }

    if (r->headers_in.server.len) {
        port = ngx_jobs_origin_port(r);

        jobs_escape_path(b, ngx_jobs_str(&r->headers_in.server));
        jobs_buf_add(b, port.data, port.len);
        return;
    }

    address.data = text;
    address.len = NGX_SOCKADDR_STRLEN;

    if (ngx_connection_local_sockaddr(r->connection, &address, 1) != NGX_OK
        || ngx_strncmp(address.data, "unix:", 5) == 0)
    {
        jobs_buf_lit(b, "localhost");
        return;
    }

    jobs_escape_path(b, ngx_jobs_str(&address));
}


/* scheme, host and port of an absolute address */

static jobs_str_t
ngx_jobs_board_origin(jobs_str_t board)
{
    size_t       scheme;
    const char  *slash;

    scheme = (board.data[4] | 0x20) == 's' ? sizeof("https://") - 1
                                           : sizeof("http://") - 1;

    slash = memchr(board.data + scheme, '/', board.len - scheme);

    return slash == NULL ? board : jobs_str(board.data, slash - board.data);
}


/*
 * ":8080": what stands behind the same host in its header.  nginx keeps the
 * host without it, and another host where the request line names one.
 */

static ngx_str_t
ngx_jobs_origin_port(ngx_http_request_t *r)
{
    size_t      i;
    ngx_str_t   port, host, *server;

    ngx_str_null(&port);

    if (r->headers_in.host == NULL) {
        return port;
    }

    host = r->headers_in.host->value;
    server = &r->headers_in.server;

    if (host.len < server->len + 2 || host.len > server->len + 6
        || host.data[server->len] != ':'
        || ngx_strncasecmp(host.data, server->data, server->len) != 0)
    {
        return port;
    }

    for (i = server->len + 1; i < host.len; i++) {
        if (host.data[i] < '0' || host.data[i] > '9') {
            return port;
        }
    }

    port.data = host.data + server->len;
    port.len = host.len - server->len;

    return port;
}
