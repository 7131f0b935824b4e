/*
 * What an answer is known by, before any query runs.
 *
 * A key has two parts.  The base is a digest of the request and of the
 * location's settings; the other is a digest of the snapshot as it is now:
 * which content, what of it has expired, whether it is stale.  Both together
 * are the entity tag.
 *
 * Reading a request (arguments, filter, names of values) costs more than
 * finding its answer, so a worker remembers the bases of requests as they
 * came.
 */

#include "ngx_jobs_cache.h"
#include "core/jobs_key.h"
#include "core/jobs_names.h"

#include <ngx_sha1.h>


#define NGX_JOBS_KNOWN       512        /* requests that a worker remembers */
#define NGX_JOBS_KNOWN_BYTES 1024       /* the longest of them              */
#define NGX_JOBS_KEY_BYTES   (64 * 1024)
#define NGX_JOBS_HOUR        3600


typedef struct {
    uint64_t               serial;          /* of the snapshot          */
    int64_t                hour;            /* 0: any                   */
    u_char                 base[NGX_JOBS_BASE];
    ngx_uint_t             spoken;
    size_t                 len;
    u_char                 bytes[];         /* the request as it came   */
} ngx_jobs_known_t;


static ngx_jobs_known_t  **ngx_jobs_known_slot(ngx_jobs_work_t *w,
                       u_char *bytes, size_t *len);
static size_t      ngx_jobs_known_bytes(ngx_jobs_work_t *w, u_char *bytes);
static ngx_int_t   ngx_jobs_key_filter(ngx_jobs_work_t *w, jobs_buf_t *b,
                       int64_t *hour);
static void        ngx_jobs_digest(jobs_buf_t *b, u_char *digest, size_t len);


static ngx_jobs_known_t  *ngx_jobs_known[NGX_JOBS_KNOWN];


ngx_int_t
ngx_jobs_key_settings(ngx_jobs_loc_conf_t *conf)
{
    jobs_buf_t          b;
    ngx_uint_t          i;
    ngx_jobs_pinned_t  *pinned;

    jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_KEY_BYTES);

    /* an old answer is found by these alone: it shall not be another board's */

    if (conf->store != NULL) {
        jobs_key_str(&b, ngx_jobs_str(&conf->store->path));
    }

    jobs_key_number(&b, conf->view);
    jobs_key_str(&b, conf->format != NULL ? conf->format->name
                                          : jobs_lit(""));
    jobs_key_number(&b, conf->board.data != NULL);
    jobs_key_str(&b, ngx_jobs_str(&conf->board));
    jobs_key_number(&b, conf->prefix_len);
    jobs_key_number(&b, conf->limit);
    jobs_key_number(&b, conf->max_limit);
    jobs_key_number(&b, conf->args);
    jobs_key_number(&b, conf->stale);

    if (conf->pinned != NULL) {
        pinned = conf->pinned->elts;

        for (i = 0; i < conf->pinned->nelts; i++) {
            jobs_key_str(&b, pinned[i].param->name);
            jobs_key_str(&b, ngx_jobs_str(&pinned[i].value.value));
        }
    }

    if (conf->templates != NULL) {
        jobs_buf_add(&b, conf->templates->digest, NGX_JOBS_TEMPLATES);
    }

    ngx_jobs_digest(&b, conf->settings, NGX_JOBS_BASE);

    i = (b.rc == JOBS_OK);
    jobs_buf_free(&b);

    return i ? NGX_OK : NGX_ERROR;
}


ngx_int_t
ngx_jobs_key_known(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    u_char              bytes[NGX_JOBS_KNOWN_BYTES];
    size_t              len;
    ngx_jobs_known_t   *known, **slot;

    slot = ngx_jobs_known_slot(w, bytes, &len);

    if (slot == NULL || *slot == NULL) {
        return NGX_DECLINED;
    }

    known = *slot;

    /* without a snapshot there is nothing that a name could mean instead */

    if (known->len != len || ngx_memcmp(known->bytes, bytes, len) != 0
        || (snapshot != NULL && known->serial != snapshot->serial)
        || (known->hour != 0 && known->hour != w->now / NGX_JOBS_HOUR))
    {
        return NGX_DECLINED;
    }

    ngx_memcpy(w->key.base, known->base, NGX_JOBS_BASE);
    w->key.hour = known->hour;
    w->key.spoken = known->spoken;
    w->key.made = 1;

    return NGX_OK;
}


ngx_int_t
ngx_jobs_key_make(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    u_char              bytes[NGX_JOBS_KNOWN_BYTES];
    size_t              len;
    ngx_int_t           rc;
    jobs_buf_t          b;
    ngx_jobs_known_t   *known, **slot;

    jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_KEY_BYTES);

    jobs_buf_add(&b, w->conf->settings, NGX_JOBS_BASE);
    jobs_key_number(&b, w->route.view);
    jobs_key_str(&b, w->route.format != NULL ? w->route.format->name
                                             : jobs_lit(""));
    jobs_key_str(&b, w->site.self);
    jobs_key_str(&b, w->site.origin);
    jobs_key_str(&b, ngx_jobs_str(&w->route.id));
    jobs_key_number(&b, w->route.part);
    jobs_key_str(&b, w->named);
    jobs_key_number(&b, w->site.oembed.maxwidth);
    jobs_key_number(&b, w->site.oembed.maxheight);
    jobs_key_number(&b, w->site.oembed.cache_age);
    jobs_key_number(&b, w->site.oembed.xml);

    if (ngx_jobs_is_html(&w->route)) {
        jobs_key_number(&b, w->site.look.lang);

        /* a partner's own is known by its id and the snapshot */

        jobs_key_number(&b, w->site.look.theme_given
                            ? 1 + w->site.look.theme : 0);
        jobs_key_number(&b, w->site.look.show);
        jobs_key_number(&b, w->site.look.heading);
    }

    rc = ngx_jobs_key_filter(w, &b, &w->key.hour);

    if (b.rc != JOBS_OK) {
        rc = NGX_ERROR;
    }

    if (rc == NGX_OK) {
        ngx_jobs_digest(&b, w->key.base, NGX_JOBS_BASE);
        w->key.made = 1;
        w->key.spoken = w->site.look.lang_given;
    }

    jobs_buf_free(&b);

    if (rc != NGX_OK || snapshot == NULL) {
        return rc;
    }

    slot = ngx_jobs_known_slot(w, bytes, &len);

    if (slot == NULL) {
        return NGX_OK;
    }

    if (*slot != NULL) {
        ngx_free(*slot);
    }

    known = ngx_alloc(offsetof(ngx_jobs_known_t, bytes) + len,
                      ngx_cycle->log);
    *slot = known;

    if (known != NULL) {
        known->serial = snapshot->serial;
        known->hour = w->key.hour;
        known->spoken = w->key.spoken;
        ngx_memcpy(known->base, w->key.base, NGX_JOBS_BASE);
        known->len = len;
        ngx_memcpy(known->bytes, bytes, len);
    }

    return NGX_OK;
}


void
ngx_jobs_key_free(void)
{
    ngx_uint_t  i;

    for (i = 0; i < NGX_JOBS_KNOWN; i++) {
        if (ngx_jobs_known[i] != NULL) {
            ngx_free(ngx_jobs_known[i]);
            ngx_jobs_known[i] = NULL;
        }
    }
}


/* where a request is remembered; NULL: it is too long */

static ngx_jobs_known_t **
ngx_jobs_known_slot(ngx_jobs_work_t *w, u_char *bytes, size_t *len)
{
    *len = ngx_jobs_known_bytes(w, bytes);

    if (*len == 0) {
        return NULL;
    }

    return &ngx_jobs_known[ngx_murmur_hash2(bytes, *len) % NGX_JOBS_KNOWN];
}


/*
 * The location, the address, and what variables say that the operator pinned.
 * The arguments come last: what stands before them has its length.
 */

static size_t
ngx_jobs_known_bytes(ngx_jobs_work_t *w, u_char *bytes)
{
    u_char              *p, *last;
    uint16_t             n;
    ngx_str_t            parts[3 + NGX_JOBS_PINNED_KNOWN];
    ngx_uint_t           i, nparts;
    ngx_jobs_pinned_t   *pinned;
    ngx_http_request_t  *r;

    r = w->request;

    if (r->headers_in.server.len == 0 || r->headers_in.host == NULL) {
        return 0;
    }

    /* what ngx_jobs_site() looks at, raw */

    parts[0] = r->uri;
    parts[1] = r->headers_in.server;
    parts[2] = r->headers_in.host->value;
    nparts = 3;

    if (w->conf->pinned != NULL) {
        pinned = w->conf->pinned->elts;

        for (i = 0; i < w->conf->pinned->nelts; i++) {
            if (pinned[i].value.lengths == NULL) {
                continue;
            }

            if (nparts == sizeof(parts) / sizeof(parts[0])
                || ngx_http_complex_value(r, &pinned[i].value,
                                          &parts[nparts++])
                   != NGX_OK)
            {
                return 0;
            }
        }
    }

    p = bytes;
    last = bytes + NGX_JOBS_KNOWN_BYTES;

    p = ngx_cpymem(p, w->conf->settings, NGX_JOBS_BASE);
    p = ngx_cpymem(p, &w->route.format, sizeof(w->route.format));
    *p++ = (u_char) ngx_jobs_accept_lang(r, &w->route);

#if (NGX_HTTP_SSL)
    *p++ = (r->connection->ssl != NULL);
#endif

    for (i = 0; i < nparts; i++) {
        if (parts[i].len + sizeof(uint16_t) > (size_t) (last - p)) {
            return 0;
        }

        n = (uint16_t) parts[i].len;
        p = ngx_cpymem(p, &n, sizeof(uint16_t));
        p = ngx_cpymem(p, parts[i].data, parts[i].len);
    }

    if (r->args.len > (size_t) (last - p)) {
        return 0;
    }

    if (r->args.len > 0) {
        p = ngx_cpymem(p, r->args.data, r->args.len);
    }

    return p - bytes;
}


/* of a list what is asked, of a listing what is pinned */

static ngx_int_t
ngx_jobs_key_filter(ngx_jobs_work_t *w, jobs_buf_t *b, int64_t *hour)
{
    jobs_filter_t  *f;

    *hour = 0;

    if (w->query != NULL) {
        f = &w->query->filter;

    } else if (w->conf->pinned == NULL && w->named.data == NULL) {
        return NGX_OK;

    } else {
        f = ngx_palloc(w->request->pool, sizeof(jobs_filter_t));
        if (f == NULL) {
            return NGX_ERROR;
        }

        jobs_filter_init(f, 1);

        if (ngx_jobs_pin(w, f) != NGX_OK) {
            return NGX_ERROR;
        }

        jobs_filter_settle(f);
    }

    if (jobs_filter_hourly(f)) {
        *hour = w->now / NGX_JOBS_HOUR;
        jobs_key_number(b, *hour);
    }

    jobs_key_filter(b, f);

    return NGX_OK;
}


/*
 * What of a snapshot has expired changes with time, and so do named searches of
 * the last days: its digests are made anew when the number or the hour does.
 */

void
ngx_jobs_key_state(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot)
{
    int64_t           hour;
    uint32_t          k;
    ngx_uint_t        i, stale;
    jobs_buf_t        b;
    jobs_index_t     *ix;
    jobs_snapshot_t  *s;

    s = &snapshot->core;
    ix = s->index;
    k = snapshot->nexpired;

    while (k < ix->nexpires && (time_t) ix->expires[k] <= w->now) {
        k++;
    }

    while (k > 0 && (time_t) ix->expires[k - 1] > w->now) {
        k--;
    }

    /* a page counts the named searches beside it */

    hour = s->names->hourly ? w->now / NGX_JOBS_HOUR : 0;

    if (k != snapshot->nexpired || hour != snapshot->hour
        || !snapshot->digested)
    {
        snapshot->nexpired = k;
        snapshot->hour = hour;
        snapshot->digested = 1;

        for (i = 0; i < 2; i++) {
            jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_KEY_BYTES);

            jobs_key_str(&b, jobs_lit(JOBS_VERSION));
            jobs_key_str(&b, jobs_str(s->generation, sizeof(s->generation)));
            jobs_key_number(&b, s->built_at);
            jobs_key_number(&b, k);
            jobs_key_number(&b, hour);
            jobs_key_number(&b, i);

            if (b.rc != JOBS_OK) {
                snapshot->digested = 0;

            } else {
                ngx_jobs_digest(&b, snapshot->parts[i], NGX_JOBS_PART);
            }

            jobs_buf_free(&b);
        }
    }

    stale = (w->now - s->built_at > w->conf->stale);

    /* who waited for a thread until the hour was over has a key of before */

    w->key.valid = w->key.made && snapshot->digested
                   && (w->key.hour == 0
                       || w->key.hour == w->now / NGX_JOBS_HOUR);
    w->key.until = k < ix->nexpires ? ix->expires[k] : 0;
    w->key.modified = s->built_at;

    ngx_memcpy(w->key.part, snapshot->parts[stale], NGX_JOBS_PART);

    if (k > 0) {
        w->key.modified = ngx_max(w->key.modified,
                                  (time_t) ix->expires[k - 1]);
    }

    if (stale) {
        w->key.modified = ngx_max(w->key.modified,
                                  s->built_at + w->conf->stale);
    }

    hour = ngx_max(hour, w->key.hour);
    w->key.modified = ngx_max(w->key.modified, hour * NGX_JOBS_HOUR);
}


u_char *
ngx_jobs_etag(u_char *p, ngx_jobs_key_t *key, ngx_uint_t coding)
{
    static const ngx_str_t  suffix[NGX_JOBS_CODINGS] = {
        ngx_string("\""), ngx_string("-gz\""), ngx_string("-br\"")
    };

    *p++ = '"';
    p = ngx_hex_dump(p, key->base, NGX_JOBS_BASE);
    p = ngx_hex_dump(p, key->part, NGX_JOBS_PART);

    return ngx_cpymem(p, suffix[coding].data, suffix[coding].len);
}


/* RFC 9110, section 13.1.2: weakly, and the tag of any coding will do */

ngx_uint_t
ngx_jobs_key_matches(ngx_http_request_t *r, ngx_jobs_key_t *key)
{
    u_char     *p, *last, *end, tag[NGX_JOBS_ETAG];
    size_t      len;
    ngx_str_t  *header;

    header = &r->headers_in.if_none_match->value;
    p = header->data;
    last = header->data + header->len;

    /* all of it but the quote at its end */

    len = ngx_jobs_etag(tag, key, NGX_JOBS_PLAIN) - tag - 1;

    while (p < last) {
        p = ngx_strlchr(p, last, '"');

        if (p == NULL) {
            return 0;
        }

        end = ngx_strlchr(p + 1, last, '"');

        if (end == NULL) {
            return 0;
        }

        if ((size_t) (end - p) >= len && ngx_memcmp(p, tag, len) == 0
            && ((size_t) (end - p) == len || p[len] == '-'))
        {
            return 1;
        }

        p = end + 1;
    }

    return 0;
}


static void
ngx_jobs_digest(jobs_buf_t *b, u_char *digest, size_t len)
{
    u_char      all[20];
    ngx_sha1_t  sha1;

    ngx_sha1_init(&sha1);
    ngx_sha1_update(&sha1, b->data, b->len);
    ngx_sha1_final(all, &sha1);

    ngx_memcpy(digest, all, len);
}
