/*
 * The files that pages of other sites load: stylesheet and scripts.  They need
 * no snapshot, and any page may read them.
 */

#include "ngx_jobs_cache.h"
#include "jobs_web.h"


/* of the digest, in an address that never changes its bytes */
#define NGX_JOBS_ASSET_HASH  16


struct ngx_jobs_asset_s {
    jobs_str_t                 name;        /* "/widget" */
    jobs_str_t                 suffix;
    ngx_str_t                  type;
    ngx_str_t                  bytes;
    const char                *digest;      /* of the bytes, hexadecimal */
};


#define ngx_jobs_asset(name, suffix, type, file)                              \
    { jobs_string(name), jobs_string(suffix), ngx_string(type),               \
      { sizeof(file) - 1, (u_char *) file }, file ## _digest }


static void        ngx_jobs_asset_key(const ngx_jobs_asset_t *asset,
                       ngx_jobs_key_t *key);
static ngx_uint_t  ngx_jobs_asset_encode(const ngx_jobs_asset_t *asset,
                       ngx_uint_t coding, ngx_str_t *bytes);


/* the first one is that of "jobs widget" */

static const ngx_jobs_asset_t  ngx_jobs_assets[] = {
    ngx_jobs_asset("/widget", ".js", "text/javascript", jobs_web_widget_js),
    ngx_jobs_asset("/jobs", ".css", "text/css", jobs_web_jobs_css),
    ngx_jobs_asset("/frame", ".js", "text/javascript", jobs_web_frame_js),
    ngx_jobs_asset("/embed", ".js", "text/javascript", jobs_web_embed_js),
    ngx_jobs_asset("/builder", ".js", "text/javascript", jobs_web_builder_js),
    ngx_jobs_asset("/builder", ".css", "text/css", jobs_web_builder_css)
};

#define NGX_JOBS_ASSETS  (sizeof(ngx_jobs_assets) / sizeof(ngx_jobs_assets[0]))


/* compressed, once for a worker; data NULL: not yet */

static ngx_str_t  ngx_jobs_asset_coded[NGX_JOBS_ASSETS][NGX_JOBS_CODINGS];


ngx_uint_t
ngx_jobs_asset_route(ngx_str_t *tail, ngx_jobs_route_t *route)
{
    size_t                   len;
    u_char                  *p;
    ngx_uint_t               i;
    const ngx_jobs_asset_t  *asset;

    for (i = 0; i < NGX_JOBS_ASSETS; i++) {
        asset = &ngx_jobs_assets[i];
        len = asset->name.len + asset->suffix.len;

        if (tail->len < len
            || ngx_memcmp(tail->data, asset->name.data, asset->name.len) != 0
            || ngx_memcmp(tail->data + tail->len - asset->suffix.len,
                          asset->suffix.data, asset->suffix.len)
               != 0)
        {
            continue;
        }

        p = tail->data + asset->name.len;
        len = tail->len - len;

        if (len != 0
            && (len != 1 + NGX_JOBS_ASSET_HASH || *p != '-'
                || ngx_memcmp(p + 1, asset->digest, NGX_JOBS_ASSET_HASH) != 0))
        {
            continue;
        }

        route->view = NGX_JOBS_VIEW_ASSET;
        route->asset = asset;
        route->immutable = (len != 0);

        return 1;
    }

    return 0;
}


void
ngx_jobs_asset_widget(ngx_jobs_route_t *route)
{
    route->view = NGX_JOBS_VIEW_ASSET;
    route->asset = &ngx_jobs_assets[0];
}


ngx_str_t
ngx_jobs_asset_type(ngx_jobs_route_t *route)
{
    return route->asset->type;
}


ngx_int_t
ngx_jobs_plain_asset(ngx_jobs_work_t *w)
{
    ngx_str_t        bytes;
    ngx_jobs_meta_t  meta;

    ngx_memzero(&meta, sizeof(ngx_jobs_meta_t));

    ngx_jobs_asset_key(w->route.asset, &w->key);

    meta.key = &w->key;
    meta.coding = ngx_jobs_encode_accepted(w->request, w->conf);
    meta.age = -1;

    if (ngx_jobs_not_modified(w)) {
        return ngx_jobs_send_not_modified(w->request, &w->route, &w->site,
                                          &meta);
    }

    meta.coding = ngx_jobs_asset_encode(w->route.asset, meta.coding, &bytes);

    return ngx_jobs_send_bytes(w->request, &w->route, &w->site, NGX_HTTP_OK,
                               &bytes, &meta);
}


static void
ngx_jobs_asset_key(const ngx_jobs_asset_t *asset, ngx_jobs_key_t *key)
{
    u_char      *p;
    ngx_uint_t   i;

    ngx_memzero(key, sizeof(ngx_jobs_key_t));

    p = (u_char *) asset->digest;

    for (i = 0; i < NGX_JOBS_BASE; i++, p += 2) {
        key->base[i] = (u_char) ngx_hextoi(p, 2);
    }

    for (i = 0; i < NGX_JOBS_PART; i++, p += 2) {
        key->part[i] = (u_char) ngx_hextoi(p, 2);
    }

    key->modified = -1;
    key->made = 1;
    key->valid = 1;
}


/* the coding that the bytes then have: plain where it does not make less */

static ngx_uint_t
ngx_jobs_asset_encode(const ngx_jobs_asset_t *asset, ngx_uint_t coding,
    ngx_str_t *bytes)
{
    ngx_str_t   *coded;
    jobs_buf_t   b;

    *bytes = asset->bytes;

    if (coding == NGX_JOBS_PLAIN) {
        return NGX_JOBS_PLAIN;
    }

    coded = &ngx_jobs_asset_coded[asset - ngx_jobs_assets][coding];

    if (coded->data == NULL) {
        jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

        if (ngx_jobs_encode(coding, bytes, &b) != NGX_OK) {
            jobs_buf_free(&b);
            return NGX_JOBS_PLAIN;
        }

        coded->data = (u_char *) b.data;
        coded->len = b.len;
    }

    *bytes = *coded;

    return coding;
}


void
ngx_jobs_asset_free(void)
{
    ngx_uint_t  i, coding;

    for (i = 0; i < NGX_JOBS_ASSETS; i++) {

        for (coding = 0; coding < NGX_JOBS_CODINGS; coding++) {

            if (ngx_jobs_asset_coded[i][coding].data != NULL) {
                ngx_free(ngx_jobs_asset_coded[i][coding].data);
                ngx_str_null(&ngx_jobs_asset_coded[i][coding]);
            }
        }
    }
}
