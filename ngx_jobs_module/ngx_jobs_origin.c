/*
 * Scheme, host and port of a request.
 */

#include "ngx_jobs.h"


static ngx_str_t  ngx_jobs_origin_port(ngx_http_request_t *r);


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


jobs_str_t
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
