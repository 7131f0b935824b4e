/*
 * Answers in shared memory, and what they are known by.
 */

#ifndef NGX_JOBS_CACHE_H
#define NGX_JOBS_CACHE_H


#include "ngx_jobs_query.h"


/*
 * The cache (ngx_jobs_cache.c).  init: makes the zone, where there is to be
 * one.
 *
 * get: NGX_OK with what is there, in memory of the request's pool; the body
 * has the coding asked for, or is plain where that is not there yet (answer->
 * coding says).  NGX_DECLINED: it is not there.  stale: whatever was answered
 * last to such a request and has not been withdrawn since.
 *
 * put: body is plain, encoded (data NULL: none) the same in answer->coding.
 * What does not fit, or is not worth what it would push out, is left out.
 */

typedef struct {
    ngx_str_t                  link;        /* value of the header; len 0 */
    ngx_str_t                  body;
    ngx_uint_t                 coding;      /* ngx_jobs_coding_e          */
    uint64_t                   total;
    ngx_uint_t                 count;
    u_char                     generation[64];
    int64_t                    built_at;
    time_t                     stored;
    time_t                     modified;
    time_t                     until;       /* something expires; 0: never */
    u_char                     part[NGX_JOBS_PART];
    unsigned                   list:1;      /* total and count are set    */
} ngx_jobs_answer_t;

ngx_int_t ngx_jobs_cache_init(ngx_conf_t *cf, ngx_jobs_main_conf_t *jmcf);
ngx_int_t ngx_jobs_cache_get(ngx_http_request_t *r, ngx_jobs_key_t *key,
    ngx_uint_t coding, ngx_uint_t stale, ngx_jobs_answer_t *answer);
void ngx_jobs_cache_put(ngx_jobs_main_conf_t *jmcf, ngx_jobs_key_t *key,
    ngx_jobs_answer_t *answer, ngx_str_t *body, ngx_str_t *encoded);

/*
 * Sends what get gave, in the coding that is asked for; compresses what is
 * there in plain only.  As the content handler (ngx_jobs_deliver.c).
 */
ngx_int_t ngx_jobs_send_answer(ngx_jobs_work_t *w, ngx_jobs_key_t *key,
    ngx_jobs_answer_t *answer, ngx_uint_t stale);

/* What is in the cache: bytes of whole chunks; used and free are all there is. */

typedef struct {
    uint64_t                   answers;
    uint64_t                   used;
    uint64_t                   free;
    uint64_t                   size;
} ngx_jobs_figures_t;

void ngx_jobs_cache_figures(ngx_jobs_main_conf_t *jmcf,
    ngx_jobs_figures_t *figures);


/*
 * Keys (ngx_jobs_key.c).  settings: digests what a location's answers depend
 * on, when it is configured.  known: NGX_OK where this worker has seen the
 * request before, and the base of its key is set.  make: sets the base of what
 * w asks for (w->query, or a listing), and lets known find it.  state: sets
 * the part that is the snapshot's, as of w->now.
 */
ngx_int_t ngx_jobs_key_settings(ngx_jobs_loc_conf_t *conf);
ngx_int_t ngx_jobs_key_known(ngx_jobs_work_t *w,
    ngx_jobs_snapshot_t *snapshot);
ngx_int_t ngx_jobs_key_make(ngx_jobs_work_t *w,
    ngx_jobs_snapshot_t *snapshot);
void ngx_jobs_key_state(ngx_jobs_work_t *w, ngx_jobs_snapshot_t *snapshot);
void ngx_jobs_key_free(void);

/* an entity tag's longest: the quotes, the key, the coding */
#define NGX_JOBS_ETAG  (2 * (NGX_JOBS_BASE + NGX_JOBS_PART) + sizeof("\"-br\"") - 1)

/* writes the tag and gives its end */
u_char *ngx_jobs_etag(u_char *p, ngx_jobs_key_t *key, ngx_uint_t coding);

/* 1 if If-None-Match names the key's answer, in whatever coding */
ngx_uint_t ngx_jobs_key_matches(ngx_http_request_t *r, ngx_jobs_key_t *key);


/*
 * Compression (ngx_jobs_encode.c).  accepted: the coding for this request.
 * encode: appends the bytes to out, whose rc tells of memory; NGX_DECLINED:
 * they would not become less.
 */
ngx_uint_t ngx_jobs_encode_accepted(ngx_http_request_t *r,
    ngx_jobs_loc_conf_t *conf);
ngx_int_t ngx_jobs_encode(ngx_uint_t coding, ngx_str_t *bytes,
    jobs_buf_t *out);
void ngx_jobs_encode_free(void);


#endif /* NGX_JOBS_CACHE_H */
