/*
 * What the files that answer from a snapshot share.
 */

#ifndef NGX_JOBS_QUERY_H
#define NGX_JOBS_QUERY_H


#include "ngx_jobs.h"


#define NGX_JOBS_BODY_MAX  (16 * 1024 * 1024)
#define NGX_JOBS_LINK      4096


/* What a run over a snapshot gave. */

typedef struct {
    jobs_rc_t                  rc;
    jobs_buf_t                 body;        /* to be freed where not sent */
    uint64_t                   start;       /* microseconds, any epoch    */
    uint64_t                   time;        /* microseconds that it took  */
    char                       error[128];  /* of JOBS_ERROR, for the log */
} ngx_jobs_result_t;


/*
 * A list: what is asked and what was found.  Once its filter is made it does
 * not touch the request any more but for reading the strings of site.
 */

typedef struct {
    jobs_args_t                args;
    jobs_filter_t              filter;
    jobs_site_t                site;
    const jobs_format_t       *format;
    uint64_t                   withheld;
    time_t                     stale;
    time_t                     now;
    ngx_msec_t                 timeout;
    unsigned                   ready;       /* the filter is made, not run */
    const void                *index;       /* whose names are in it, or NULL */

    ngx_jobs_result_t          result;
    uint64_t                   total;
    ngx_uint_t                 count;
    char                       link[NGX_JOBS_LINK];     /* header's value */
    size_t                     link_len;
} ngx_jobs_query_t;


/* One request on its way. */

typedef struct {
    ngx_http_request_t        *request;
    ngx_jobs_loc_conf_t       *conf;
    ngx_jobs_ctx_t            *ctx;
    ngx_jobs_route_t           route;
    jobs_str_t                 named;       /* the partner's id; data NULL:
                                               none                       */
    const struct jobs_partner_s  *partner;  /* of the snapshot at hand; NULL:
                                               none                       */
    uint64_t                   partner_of;  /* that snapshot's serial     */
    jobs_theme_e               theme;       /* of the partner             */
    jobs_site_t                site;        /* by ngx_jobs_site()         */
    unsigned                   sited:1;
    ngx_jobs_query_t          *query;       /* NULL: it is no list, or its
                                               answer may be known       */
    ngx_jobs_key_t             key;
    time_t                     now;         /* of the answer             */
    jobs_fault_t               fault;       /* may point into *query     */
    ngx_jobs_result_t          result;
    ngx_str_t                  location;    /* of an apply redirect      */
    jobs_str_t                 similar;     /* of a 410, in the request's
                                               pool; or data NULL        */
} ngx_jobs_work_t;


/*
 * Reads the arguments, where that is not done yet: makes w->query of a list,
 * its filter with the words of the snapshot (NULL: there is none), and the key.
 * NGX_OK or an HTTP status.
 */
ngx_int_t ngx_jobs_ask(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot);

/*
 * Answers from that snapshot, whose reference it takes (NULL: there is none),
 * or from the one before it where it turns out to be damaged.  Both give what
 * the content handler returns, and w->query is gone then.  reply: rc is
 * NGX_OK, an HTTP status, or NGX_AGAIN where no snapshot is to be trusted.
 */
ngx_int_t ngx_jobs_inline(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot);
ngx_int_t ngx_jobs_reply(ngx_jobs_work_t *w, ngx_int_t rc);

/*
 * not_modified: 1 where the client has the answer of w->key.  confirm: says so;
 * as the content handler (ngx_jobs_deliver.c).
 */
ngx_uint_t ngx_jobs_not_modified(ngx_jobs_work_t *w);
ngx_int_t ngx_jobs_confirm(ngx_jobs_work_t *w);

/*
 * Sends what is in the cache for w->key: NGX_DECLINED, or what the content
 * handler returns, and w->query is gone.
 */
ngx_int_t ngx_jobs_cached(ngx_jobs_work_t *w, ngx_uint_t stale);

/*
 * Fills w->site, once (ngx_jobs_site.c).  An answer that is known needs it only
 * where its headers name addresses.
 */
ngx_int_t ngx_jobs_site(ngx_jobs_work_t *w);

/*
 * Partners (ngx_jobs_partner.c).  read: sets w->named; NGX_OK, or an HTTP status
 * with w->fault.  find: who that is in a snapshot (NULL: there is none), for
 * w->partner, w->site and what variables and headers tell; NGX_OK, also where
 * none is named, or an HTTP status.  peek: the same for the headers alone, of
 * whatever snapshot is there.
 */
ngx_int_t ngx_jobs_partner_read(ngx_jobs_work_t *w);
ngx_int_t ngx_jobs_partner_find(ngx_jobs_work_t *w,
    ngx_jobs_snapshot_t *snapshot);
void ngx_jobs_partner_peek(ngx_jobs_work_t *w);

/* variables that tell of the snapshot */
void ngx_jobs_seen(ngx_jobs_work_t *w, jobs_snapshot_t *s);

/*
 * What w->result says, as NGX_OK, an HTTP status or NGX_AGAIN; sets variables,
 * logs, and frees the body of what is no answer.
 */
ngx_int_t ngx_jobs_outcome(ngx_jobs_work_t *w);

/*
 * Lists (ngx_jobs_query.c).  create: makes w->query and reads the arguments:
 * NGX_OK, or an HTTP status.  filter: makes its filter of what is pinned and
 * what is asked; JOBS_INVALID fills w->fault, JOBS_DECLINED: that snapshot has
 * no such named search.  run: fills its result; it may
 * be called in any thread, by one at a time.
 */
ngx_int_t ngx_jobs_query_create(ngx_jobs_work_t *w);
jobs_rc_t ngx_jobs_query_filter(ngx_jobs_work_t *w, jobs_snapshot_t *s);
void ngx_jobs_query_run(ngx_jobs_query_t *q, jobs_snapshot_t *s);

/* begins and ends what is timed and bounded; end keeps rc */
void ngx_jobs_run_begin(ngx_jobs_result_t *result, jobs_snapshot_t *s,
    ngx_msec_t timeout);
void ngx_jobs_run_end(ngx_jobs_result_t *result, jobs_snapshot_t *s,
    jobs_rc_t rc);

/* adds what the operator pinned, and what the partner did */
ngx_int_t ngx_jobs_pin(ngx_jobs_work_t *w, jobs_filter_t *f);

/*
 * One listing (ngx_jobs_detail.c).  Fills the body of w->result, or
 * w->location.  JOBS_DECLINED: unknown; JOBS_DONE: expired, w->similar is
 * filled.
 */
jobs_rc_t ngx_jobs_detail(ngx_jobs_work_t *w, jobs_snapshot_t *s);

/*
 * Fills w->similar for a listing that is gone, of which the category and the
 * company are told (ngx_jobs_similar.c).  JOBS_OK, also where there is none.
 */
jobs_rc_t ngx_jobs_similar(ngx_jobs_work_t *w, jobs_snapshot_t *s,
    jobs_str_t category, jobs_str_t company);
ngx_uint_t ngx_jobs_is_detail(ngx_jobs_route_t *route);

/*
 * The sitemap or a part of it (ngx_jobs_sitemap.c), as the body of w->result.
 * JOBS_DECLINED: there is no such part.
 */
jobs_rc_t ngx_jobs_sitemap(ngx_jobs_work_t *w, jobs_snapshot_t *s);

/*
 * Answers that need no snapshot (ngx_jobs_plain.c, ngx_jobs_asset.c); as the
 * content handler.
 */
ngx_int_t ngx_jobs_plain_moved(ngx_jobs_work_t *w);
ngx_int_t ngx_jobs_plain_asset(ngx_jobs_work_t *w);
ngx_int_t ngx_jobs_plain_status(ngx_jobs_work_t *w);

/*
 * Answers in a thread (ngx_jobs_thread.c) where the location has threads and
 * the filter, which is made, searches text.  NGX_DONE: the work was taken over
 * with its query and the reference; NGX_DECLINED: nothing was done; or an HTTP
 * status.
 */
ngx_int_t ngx_jobs_thread(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot);


#endif /* NGX_JOBS_QUERY_H */
