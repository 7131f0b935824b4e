/*
 * What a request receives.  gzip is decoded here, for libcurl takes one that
 * ends too early for a whole one.
 */

#include <errno.h>
#include <unistd.h>
#include "sync_fetch_request.h"


static int sync_fetch_put(sync_request_t *r, const char *data, size_t len);
static void sync_fetch_forget(sync_request_t *r);


size_t
sync_fetch_write(char *data, size_t size, size_t n, void *ctx)
{
    int              rc;
    char             block[65536];
    sync_request_t  *r;

    r = ctx;
    n *= size;

    if (r->encoding || r->broken) {
        return 0;
    }

    if (!r->gzip) {
        return sync_fetch_put(r, data, n) ? n : 0;
    }

    r->z.next_in = (unsigned char *) data;
    r->z.avail_in = n;

    while (r->z.avail_in != 0 || r->z.avail_out == 0) {

        if (r->ended) {

            /* one more member, as gzip allows */

            if (inflateReset(&r->z) != Z_OK) {
                r->broken = 1;
                return 0;
            }

            r->ended = 0;
        }

        r->z.next_out = (unsigned char *) block;
        r->z.avail_out = sizeof(block);
        rc = inflate(&r->z, Z_NO_FLUSH);

        if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
            r->broken = 1;
            return 0;
        }

        if (!sync_fetch_put(r, block, sizeof(block) - r->z.avail_out)) {
            return 0;
        }

        r->ended = rc == Z_STREAM_END;

        if (rc == Z_BUF_ERROR || (r->ended && r->z.avail_in == 0)) {
            break;
        }
    }

    return n;
}


static int
sync_fetch_put(sync_request_t *r, const char *data, size_t len)
{
    ssize_t  n;

    r->size += len;

    if (r->total + r->size > (uint64_t) r->fetch->entry->limits.max_size) {
        r->large = 1;
        return 0;
    }

    while (len != 0) {
        n = write(r->fd, data, len);

        if (n == -1 && errno == EINTR) {
            continue;
        }

        if (n == -1) {
            r->error = errno;
            return 0;
        }

        data += n;
        len -= n;
    }

    return 1;
}


size_t
sync_fetch_header(char *data, size_t size, size_t n, void *ctx)
{
    char                     *to;
    size_t                    i, len;
    const char               *value;
    sync_request_t           *r;
    static const char *const  names[] = {
        "etag:", "last-modified:", "location:", "content-encoding:"
    };

    r = ctx;
    n *= size;
    r->head += n;

    if (r->head > SYNC_HEAD_MAX) {
        r->long_head = 1;
        return 0;
    }

    /* those of "103 Early Hints" are not the answer's */

    if (n > 5 && memcmp(data, "HTTP/", 5) == 0) {
        sync_fetch_forget(r);
        return n;
    }

    for (i = 0; i < sync_n(names); i++) {
        if (n > strlen(names[i])
            && strncasecmp(data, names[i], strlen(names[i])) == 0)
        {
            break;
        }
    }

    if (i == sync_n(names)) {
        return n;
    }

    value = data + strlen(names[i]);
    len = n - strlen(names[i]);

    while (len != 0 && (*value == ' ' || *value == '\t')) {
        value++;
        len--;
    }

    while (len != 0 && strchr(" \t\r\n", value[len - 1]) != NULL) {
        len--;
    }

    if (i == 3) {

        if ((len == 4 && strncasecmp(value, "gzip", 4) == 0)
            || (len == 6 && strncasecmp(value, "x-gzip", 6) == 0))
        {
            if (!r->gzip) {
                memset(&r->z, 0, sizeof(z_stream));
                r->gzip = inflateInit2(&r->z, 15 + 16) == Z_OK;
                r->broken = !r->gzip;
            }

        } else if (len != 0 && !(len == 8 && strncasecmp(value, "identity",
                                                         8) == 0))
        {
            r->encoding = 1;
        }

    } else {
        to = i == 0 ? r->etag : i == 1 ? r->modified : r->location;

        if (len < (i == 2 ? sizeof(r->location) : SYNC_TEXT_MAX)
            && memchr(value, '\0', len) == NULL)
        {
            memcpy(to, value, len);
            to[len] = '\0';
        }
    }

    return n;
}


static void
sync_fetch_forget(sync_request_t *r)
{
    r->etag[0] = '\0';
    r->modified[0] = '\0';
    r->location[0] = '\0';
    r->encoding = 0;

    if (r->gzip) {
        inflateEnd(&r->z);
        r->gzip = 0;
    }
}
