/*
 * One listing: its page, and the way to where one applies.
 */

#include "ngx_jobs_counters.h"
#include "ngx_jobs_query.h"
#include "core/jobs_partners.h"


static jobs_rc_t   ngx_jobs_detail_find(ngx_jobs_work_t *w,
                       jobs_snapshot_t *s, jobs_listing_t *l,
                       jobs_attribution_t *source);
static jobs_rc_t   ngx_jobs_shown(ngx_jobs_work_t *w, jobs_snapshot_t *s,
                       jobs_str_t id);
static jobs_rc_t   ngx_jobs_apply(ngx_jobs_work_t *w, jobs_listing_t *l);


jobs_rc_t
ngx_jobs_detail(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    jobs_rc_t            rc;
    jobs_buf_t           text, *body;
    jobs_listing_t       l;
    jobs_attribution_t   source, *attribution;

    body = &w->result.body;
    w->similar = jobs_str(NULL, 0);

    rc = ngx_jobs_detail_find(w, s, &l, &source);
    if (rc != JOBS_OK) {
        return rc;
    }

    if (l.expires_at != JOBS_NO_TIME && l.expires_at <= ngx_time()) {
        rc = ngx_jobs_similar(w, s, l.category, l.company_slug);

        return rc == JOBS_OK ? JOBS_DONE : rc;
    }

    attribution = source.source.data != NULL ? &source : NULL;

    switch (w->route.view) {

    case NGX_JOBS_VIEW_APPLY:
        return ngx_jobs_apply(w, &l);

    case NGX_JOBS_VIEW_DETAIL_JSON:
        if (w->site.board.data == NULL) {
            l.campaign = w->site.campaign;
        }

        jobs_buf_init(&text, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);
        jobs_detail_json(&text, &l);

        if (text.rc == JOBS_OK) {
            jobs_row_fill(body, jobs_buf_view(&text), w->site.board,
                          w->site.partner);
            jobs_buf_lit(body, "\n");

        } else {
            body->rc = text.rc;
        }

        jobs_buf_free(&text);
        break;

    case NGX_JOBS_VIEW_OEMBED:
        jobs_detail_oembed(body, &l, &w->site);
        break;

    case NGX_JOBS_VIEW_DETAIL_HTML:
        jobs_detail_fragment(body, &l, &w->site, attribution);
        break;

    default:
        jobs_detail_page(body, &l, &w->site, attribution);
        break;
    }

    return JOBS_OK;
}


ngx_uint_t
ngx_jobs_is_detail(ngx_jobs_route_t *route)
{
    return route->view == NGX_JOBS_VIEW_DETAIL
           || route->view == NGX_JOBS_VIEW_DETAIL_HTML
           || route->view == NGX_JOBS_VIEW_DETAIL_JSON
           || route->view == NGX_JOBS_VIEW_OEMBED
           || route->view == NGX_JOBS_VIEW_APPLY;
}


/*
 * The listing of the id, or that which stands for it now.  Of a closed one
 * nobody knows whether what is pinned here ever let it through: it is gone
 * where nothing is pinned.
 */

static jobs_rc_t
ngx_jobs_detail_find(ngx_jobs_work_t *w, jobs_snapshot_t *s,
    jobs_listing_t *l, jobs_attribution_t *source)
{
    char        now[JOBS_ID_MAX + 1];
    jobs_rc_t   rc, past;
    jobs_str_t  id;

    id = ngx_jobs_str(&w->route.id);
    rc = ngx_jobs_shown(w, s, id);

    if (rc == JOBS_OK) {
        rc = jobs_query_listing(s, id, l, source);
    }

    if (rc != JOBS_DECLINED) {
        return rc;
    }

    past = jobs_query_past(s, id, now);

    if (past == JOBS_DONE) {
        return w->conf->pinned == NULL && w->partner == NULL ? JOBS_DONE : rc;
    }

    if (past != JOBS_OK) {
        return past;
    }

    id = jobs_str(now, ngx_strlen(now));
    rc = ngx_jobs_shown(w, s, id);

    return rc == JOBS_OK ? jobs_query_listing(s, id, l, source) : rc;
}


/* a listing that is pinned out of the list has no page either */

static jobs_rc_t
ngx_jobs_shown(ngx_jobs_work_t *w, jobs_snapshot_t *s, jobs_str_t id)
{
    jobs_rc_t      rc;
    jobs_filter_t  f;

    if (w->conf->pinned == NULL && w->partner == NULL) {
        return JOBS_OK;
    }

    jobs_filter_init(&f, 1);

    if (ngx_jobs_pin(w, &f) != NGX_OK) {
        return JOBS_NOMEM;
    }

    jobs_filter_settle(&f);

    rc = jobs_query_resolve(s, &f);
    if (rc != JOBS_OK) {
        return rc;
    }

    return jobs_query_matches(s, &f, id, ngx_time());
}


/*
 * To the stored address, never to anything from the request; what a partner
 * adds is the snapshot's as well.
 */

static jobs_rc_t
ngx_jobs_apply(ngx_jobs_work_t *w, jobs_listing_t *l)
{
    u_char      *p;
    ngx_str_t    value;
    jobs_buf_t   address;
    jobs_str_t   url;

    url = l->apply_url.data != NULL ? l->apply_url : l->url;

    if (!jobs_is_http_url(url)) {
        return JOBS_DECLINED;
    }

    jobs_buf_init(&address, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);
    jobs_campaign_address(&address, url, w->site.campaign);

    p = address.rc == JOBS_OK ? ngx_pnalloc(w->request->pool, address.len)
                              : NULL;
    if (p == NULL) {
        jobs_buf_free(&address);
        return JOBS_NOMEM;
    }

    ngx_memcpy(p, address.data, address.len);

    w->location.data = p;
    w->location.len = address.len;

    jobs_buf_free(&address);

    ngx_str_set(&value, "no-store");

    if (ngx_jobs_send_cache_control(w->request, value) != NGX_OK) {
        return JOBS_NOMEM;
    }

    if (w->request->method == NGX_HTTP_GET) {
        ngx_jobs_count(NGX_JOBS_C_APPLY);       /* HEAD is no click */
    }

    return JOBS_OK;
}
