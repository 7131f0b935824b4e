/*
 * Compression by the module itself, once for an answer that is kept.
 */

#include "ngx_jobs_cache.h"

#include <zlib.h>

#if (NGX_JOBS_BROTLI)
#include <brotli/encode.h>
#endif


#define NGX_JOBS_ENCODE_MIN    256      /* below it is not worth a header    */
#define NGX_JOBS_ENCODE_MAX    (1024 * 1024)    /* above it takes too long */
#define NGX_JOBS_GZIP_LEVEL    6
#define NGX_JOBS_BROTLI_LEVEL  5        /* about the time of gzip's 6        */
#define NGX_JOBS_BROTLI_WINDOW 18


static ngx_int_t   ngx_jobs_encode_gzip(ngx_str_t *bytes, jobs_buf_t *out);
static voidpf      ngx_jobs_encode_alloc(voidpf opaque, uInt items, uInt size);
static void        ngx_jobs_encode_release(voidpf opaque, voidpf p);


/* one stream for the worker: its memory is made once */

static z_stream    ngx_jobs_gzip;
static ngx_uint_t  ngx_jobs_gzip_ready;


ngx_uint_t
ngx_jobs_encode_accepted(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf)
{
    ngx_str_t        *accept;
    ngx_uint_t        gzip, brotli;

    /* a subrequest becomes part of another answer */

    if (!conf->gzip || r != r->main) {
        return NGX_JOBS_PLAIN;
    }

    accept = ngx_jobs_header_in(r, "Accept-Encoding",
                                sizeof("Accept-Encoding") - 1);

    if (accept == NULL) {
        return NGX_JOBS_PLAIN;
    }

    gzip = ngx_jobs_accept_coding(accept, "gzip");

#if (NGX_JOBS_BROTLI)
    brotli = ngx_jobs_accept_coding(accept, "br");
#else
    brotli = 0;
#endif

    if (brotli > 0 && brotli >= gzip) {
        return NGX_JOBS_BR;
    }

    return gzip > 0 ? NGX_JOBS_GZIP : NGX_JOBS_PLAIN;
}


ngx_int_t
ngx_jobs_encode(ngx_uint_t coding, ngx_str_t *bytes, jobs_buf_t *out)
{
    ngx_int_t  rc;
#if (NGX_JOBS_BROTLI)
    size_t     len;
#endif

    if (bytes->len < NGX_JOBS_ENCODE_MIN || bytes->len > NGX_JOBS_ENCODE_MAX) {
        return NGX_DECLINED;
    }

    jobs_buf_reserve(out, bytes->len);

    if (out->rc != JOBS_OK || out->size < bytes->len) {
        return NGX_DECLINED;
    }

    rc = NGX_DECLINED;

    if (coding == NGX_JOBS_GZIP) {
        rc = ngx_jobs_encode_gzip(bytes, out);
    }

#if (NGX_JOBS_BROTLI)

    if (coding == NGX_JOBS_BR) {
        len = bytes->len;

        if (BrotliEncoderCompress(NGX_JOBS_BROTLI_LEVEL,
                                  NGX_JOBS_BROTLI_WINDOW, BROTLI_MODE_TEXT,
                                  bytes->len, bytes->data, &len,
                                  (uint8_t *) out->data)
            == BROTLI_TRUE)
        {
            out->len = len;
            rc = NGX_OK;
        }
    }

#endif

    return rc;
}


/* into the room that is there: what does not fit would be longer */

static ngx_int_t
ngx_jobs_encode_gzip(ngx_str_t *bytes, jobs_buf_t *out)
{
    if (!ngx_jobs_gzip_ready) {
        ngx_jobs_gzip.zalloc = ngx_jobs_encode_alloc;
        ngx_jobs_gzip.zfree = ngx_jobs_encode_release;
        ngx_jobs_gzip.opaque = NULL;

        /* 16 more than the window's bits: with gzip's header */

        if (deflateInit2(&ngx_jobs_gzip, NGX_JOBS_GZIP_LEVEL, Z_DEFLATED,
                         15 + 16, 8, Z_DEFAULT_STRATEGY)
            != Z_OK)
        {
            return NGX_DECLINED;
        }

        ngx_jobs_gzip_ready = 1;

    } else if (deflateReset(&ngx_jobs_gzip) != Z_OK) {
        return NGX_DECLINED;
    }

    ngx_jobs_gzip.next_in = bytes->data;
    ngx_jobs_gzip.avail_in = bytes->len;
    ngx_jobs_gzip.next_out = (Bytef *) out->data;
    ngx_jobs_gzip.avail_out = bytes->len;

    if (deflate(&ngx_jobs_gzip, Z_FINISH) != Z_STREAM_END) {
        return NGX_DECLINED;
    }

    out->len = bytes->len - ngx_jobs_gzip.avail_out;

    return NGX_OK;
}


void
ngx_jobs_encode_free(void)
{
    if (ngx_jobs_gzip_ready) {
        (void) deflateEnd(&ngx_jobs_gzip);
        ngx_jobs_gzip_ready = 0;
    }
}


static voidpf
ngx_jobs_encode_alloc(voidpf opaque, uInt items, uInt size)
{
    (void) opaque;

    return ngx_calloc((size_t) items * size, ngx_cycle->log);
}


static void
ngx_jobs_encode_release(voidpf opaque, voidpf p)
{
    (void) opaque;

    ngx_free(p);
}
