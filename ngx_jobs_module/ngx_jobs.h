/*
 * What the files of the nginx glue share.
 */

#ifndef NGX_JOBS_H
#define NGX_JOBS_H


#include "ngx_jobs_compat.h"
#include "core/jobs_html.h"
#include "core/jobs_query.h"
#include "core/jobs_text.h"


#define NGX_JOBS_RETRY_AFTER  "5"       /* seconds, with every 503 */
#define NGX_JOBS_HTTP_GONE    410

/* variables that are pinned: a request with more of them is not remembered */
#define NGX_JOBS_PINNED_KNOWN  8


/* Content codings. */

typedef enum {
    NGX_JOBS_PLAIN = 0,
    NGX_JOBS_GZIP,
    NGX_JOBS_BR,
    NGX_JOBS_CODINGS
} ngx_jobs_coding_e;


/*
 * What an answer is known by: the request and the location's settings, and the
 * snapshot as it is now (ngx_jobs_key.c).
 */

#define NGX_JOBS_BASE  16
#define NGX_JOBS_PART  8

typedef struct {
    u_char                     base[NGX_JOBS_BASE];
    u_char                     part[NGX_JOBS_PART];
    int64_t                    hour;        /* that it depends on, or 0   */
    time_t                     modified;
    time_t                     until;       /* something expires; 0: never */
    unsigned                   made:1;      /* base is set                */
    unsigned                   valid:1;     /* all of it is               */
    unsigned                   wanted:1;    /* others wait for the answer */
    unsigned                   spoken:1;    /* its language is asked for by
                                               name                       */
} ngx_jobs_key_t;


/* $jobs_cache_status */

typedef enum {
    NGX_JOBS_CACHE_NONE = 0,
    NGX_JOBS_CACHE_HIT,
    NGX_JOBS_CACHE_MISS,
    NGX_JOBS_CACHE_BYPASS,
    NGX_JOBS_CACHE_STALE
} ngx_jobs_cache_e;


typedef enum {
    NGX_JOBS_VIEW_NONE = 0,
    NGX_JOBS_VIEW_BOARD,                /* everything below a prefix */
    NGX_JOBS_VIEW_LIST,                 /* in one of jobs_formats    */
    NGX_JOBS_VIEW_DETAIL,
    NGX_JOBS_VIEW_DETAIL_HTML,
    NGX_JOBS_VIEW_DETAIL_JSON,
    NGX_JOBS_VIEW_APPLY,
    NGX_JOBS_VIEW_OEMBED,               /* of a listing; of a list it is a
                                           format                   */
    NGX_JOBS_VIEW_SITEMAP,
    NGX_JOBS_VIEW_ASSET,                /* one of the asset files    */
    NGX_JOBS_VIEW_STATUS,
    NGX_JOBS_VIEW_METRICS,
    NGX_JOBS_VIEW_N                     /* names: ngx_jobs_counters.c */
} ngx_jobs_view_e;


/*
 * An open snapshot of this worker; closed when the last reference goes.  The
 * joined connections are for threads, and opened with it or never.
 */

#define NGX_JOBS_JOINED       2

typedef struct {
    jobs_snapshot_t            core;
    jobs_snapshot_t            joined[NGX_JOBS_JOINED];
    ngx_uint_t                 njoined;
    ngx_uint_t                 busy;        /* 1 << index, of joined     */
    ngx_uint_t                 waiting;     /* requests that want one    */
    ngx_uint_t                 following;   /* that want another's answer */
    time_t                     loaded;
    ngx_uint_t                 refs;
    ngx_uint_t                 older;       /* path.1, a last resort */
    uint64_t                   serial;      /* of this worker's snapshots */

    /* what ngx_jobs_key.c made of it, as long as so many have expired and, if
       that matters, in that hour */

    uint32_t                   nexpired;
    int64_t                    hour;
    u_char                     parts[2][NGX_JOBS_PART];     /* [stale]   */
    unsigned                   digested:1;
} ngx_jobs_snapshot_t;


/*
 * A file to serve, one for each path in the configuration.  The part below
 * the line is this worker's own.
 */

typedef struct {
    ngx_str_t                  path;        /* terminated */
    ngx_uint_t                 index;       /* among the stores */
    ngx_msec_t                 check;
    time_t                     stale;       /* for status; the shortest  */
    ngx_uint_t                 threads;     /* a location queries in some */
    ngx_jobs_snapshot_t       *current;     /* NULL: 503 */
    ngx_jobs_snapshot_t       *previous;

    jobs_identity_t            seen;        /* taken over, or refused */
    ngx_event_t                timer;
    ngx_connection_t           dummy;       /* so that the timer has a fd */
    void                      *task;        /* ngx_thread_task_t, or NULL */
    ngx_log_t                 *log;
    uint64_t                   epoch;       /* of this configuration */

    ngx_uint_t                 loads;
    ngx_uint_t                 failures;
    char                       failure[JOBS_SNAPSHOT_ERROR];    /* the last */

    unsigned                   started:1;
    unsigned                   loading:1;
} ngx_jobs_store_t;


typedef struct {
    ngx_array_t                stores;      /* of ngx_jobs_store_t * */
    ngx_array_t                files;       /* of ngx_jobs_conf_template.c */
    ngx_shm_zone_t            *zone;        /* what was logged       */
    ngx_shm_zone_t            *counters;    /* where "jobs" is used  */
    ngx_uint_t                 used;
    size_t                     cache_size;  /* 0: off                */
    ngx_shm_zone_t            *cache;       /* NULL: there is none   */
#if (NGX_THREADS)
    ngx_thread_pool_t         *pool;        /* of loads              */

    /* this worker's queries in threads (ngx_jobs_thread.c) */

    ngx_queue_t                waiting;
    ngx_uint_t                 nwaiting;
    ngx_queue_t                running;
#endif
} ngx_jobs_main_conf_t;


typedef struct {
    const jobs_param_t        *param;
    ngx_http_complex_value_t   value;
} ngx_jobs_pinned_t;


/*
 * The operator's templates at one level of the configuration and above
 * (ngx_jobs_conf_template.c).
 */

#define NGX_JOBS_TEMPLATES  20

typedef struct {
    const jobs_source_t       *sources[JOBS_HTML_N];    /* NULL: built in  */
    jobs_templates_t           core;
    u_char                     digest[NGX_JOBS_TEMPLATES];  /* of sources  */
    unsigned                   compiled:1;
} ngx_jobs_templates_t;


/* of args; the last bit: set at this level, even where none is honoured */

#define NGX_JOBS_ALL_ARGS  ((1ULL << JOBS_P_N) - 1)
#define NGX_JOBS_ARGS_SET  (1ULL << 63)

typedef struct {
    ngx_uint_t                 view;        /* ngx_jobs_view_e           */
    const jobs_format_t       *format;      /* of a list                 */
    ngx_str_t                  board;       /* its address, escaped      */
    size_t                     prefix_len;  /* of the location's prefix  */

    ngx_jobs_store_t          *store;
    time_t                     stale;

    ngx_array_t               *pinned;      /* of ngx_jobs_pinned_t      */
    uint64_t                   args;        /* 1 << jobs_param_e         */
    ngx_uint_t                 limit;
    ngx_uint_t                 max_limit;
    ngx_msec_t                 query_timeout;
    void                      *threads;     /* a pool; NULL: inline      */
    ngx_str_t                  base_url;    /* without trailing slash    */
    ngx_array_t               *cors;        /* of ngx_str_t, origins; NULL:
                                               none; empty: any          */
    ngx_jobs_templates_t      *templates;   /* NULL: the built-in ones   */
    ngx_flag_t                 gzip;
    time_t                     max_age;
    ngx_str_t                  cache_control;
    u_char                     settings[NGX_JOBS_BASE];     /* digest    */
} ngx_jobs_loc_conf_t;


/* What variables tell of a request. */

typedef struct {
    uint64_t                   total;
    ngx_uint_t                 count;
    uint64_t                   query_time;  /* microseconds */
    ngx_str_t                  id;
    u_char                     generation[64];
    int64_t                    age;         /* seconds */
    ngx_str_t                  partner;     /* its id, where it is known */
    jobs_str_t                 origins;     /* of the partner; NULL: any */
    void                      *task;        /* of ngx_jobs_thread.c, or NULL */
    ngx_uint_t                 cache;       /* ngx_jobs_cache_e */

    unsigned                   snapshot:1;  /* generation and age are set */
    unsigned                   list:1;      /* total and count are set    */
    unsigned                   queried:1;   /* query_time is set          */
    unsigned                   unsure:1;    /* a partner is named, and nobody
                                               knows which origins it has */
} ngx_jobs_ctx_t;


/* A file that the program carries (ngx_jobs_asset.c). */

typedef struct ngx_jobs_asset_s  ngx_jobs_asset_t;


/* What one request asks for (ngx_jobs_route.c). */

typedef struct {
    ngx_jobs_view_e            view;
    const ngx_jobs_asset_t    *asset;       /* of that view, else NULL */
    const jobs_format_t       *format;      /* of a list, else NULL */
    ngx_str_t                  id;
    ngx_str_t                  page;        /* "/slug" of a named search */
    ngx_str_t                  args;        /* that say which listings    */
    jobs_oembed_t              oembed;
    jobs_fault_t               fault;       /* of a 400; reason NULL: none */
    ngx_uint_t                 part;        /* of the sitemap; 0: itself */
    ngx_str_t                  redirect;    /* path to go to instead */
    unsigned                   negotiated:1;
    unsigned                   immutable:1; /* the asset's own address */
} ngx_jobs_route_t;


extern ngx_module_t  ngx_jobs_module;

/* directives (ngx_jobs_conf.c) */
extern ngx_command_t  ngx_jobs_commands[];
void *ngx_jobs_create_main_conf(ngx_conf_t *cf);
char *ngx_jobs_init_main_conf(ngx_conf_t *cf, void *conf);
void *ngx_jobs_create_loc_conf(ngx_conf_t *cf);
char *ngx_jobs_merge_loc_conf(ngx_conf_t *cf, void *parent, void *child);

/* variables (ngx_jobs_variables.c) */
ngx_int_t ngx_jobs_add_variables(ngx_conf_t *cf);

/*
 * Stores (ngx_jobs_store.c).  acquire: the snapshot to answer from, with a
 * reference, or NULL.  suspect: a query found it damaged; gives the one to
 * fall back to, with a reference, or NULL, and takes the old reference.
 */
ngx_jobs_store_t *ngx_jobs_store_add(ngx_conf_t *cf, ngx_str_t *path,
    ngx_msec_t check, time_t stale);
ngx_int_t ngx_jobs_stores_init(ngx_conf_t *cf);
void ngx_jobs_stores_warn(ngx_cycle_t *cycle);
ngx_int_t ngx_jobs_stores_start(ngx_cycle_t *cycle);
void ngx_jobs_stores_stop(ngx_cycle_t *cycle);
ngx_jobs_snapshot_t *ngx_jobs_store_acquire(ngx_jobs_store_t *store);
ngx_jobs_snapshot_t *ngx_jobs_store_suspect(ngx_jobs_store_t *store,
    ngx_jobs_snapshot_t *snapshot);
void ngx_jobs_snapshot_release(ngx_jobs_snapshot_t *snapshot);

/*
 * Events that every worker sees and one of them logs (ngx_jobs_log.c).  once:
 * 1 if no worker has logged, in this configuration, that after the file that
 * store saw last comes this one.
 */
ngx_int_t ngx_jobs_log_init(ngx_conf_t *cf, ngx_jobs_main_conf_t *jmcf);
ngx_uint_t ngx_jobs_log_once(ngx_jobs_store_t *store, jobs_identity_t *id,
    const char *what);

/* nginx's allocator as core/ wants it; any thread may use it */
extern jobs_mem_t  ngx_jobs_mem;

/*
 * Queries in threads (ngx_jobs_thread.c).  set: the directive.  merge: the
 * pool of a location that serves lists; marks the stores that are queried in
 * threads.  stop: frees what the pools left, when they have ended.
 * single_process: 1 where there is no master, which is known while the
 * configuration is read; such a process must add no pool.
 */
char *ngx_jobs_threads_set(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_jobs_threads_merge(ngx_conf_t *cf, ngx_jobs_loc_conf_t *conf);
void ngx_jobs_threads_stop(ngx_jobs_main_conf_t *jmcf);
#if (NGX_THREADS)
ngx_uint_t ngx_jobs_single_process(ngx_conf_t *cf);
#endif

/*
 * The worker's snapshots, what others serve, and what was counted: as JSON
 * (ngx_jobs_status.c), and as Prometheus reads it (ngx_jobs_metrics.c).
 */
void ngx_jobs_status(ngx_http_request_t *r, jobs_buf_t *body);
void ngx_jobs_metrics(ngx_http_request_t *r, jobs_buf_t *body);

/* setters that have files of their own (ngx_jobs_conf_*.c) */
char *ngx_jobs_set_jobs(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_jobs_set_filter(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_jobs_set_args(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_jobs_set_limit(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);

/*
 * The operator's templates (ngx_jobs_conf_template.c).  set: the directive.
 * merge: compiles what a level adds to the one above it.
 */
char *ngx_jobs_template_set(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_jobs_template_merge(ngx_conf_t *cf, ngx_jobs_loc_conf_t *prev,
    ngx_jobs_loc_conf_t *conf);

/* for setters: logs the value and the rule, and gives NGX_CONF_ERROR */
char *ngx_jobs_invalid(ngx_conf_t *cf, ngx_command_t *cmd, ngx_str_t *value,
    const char *rule);

/* the content handler (ngx_jobs_handler.c) */
ngx_int_t ngx_jobs_handler(ngx_http_request_t *r);

/*
 * NGX_OK with *route filled, or an HTTP status (ngx_jobs_route.c).  below: the
 * same of an address of the board, less what all of them begin with; root: the
 * board is mounted at "/".
 */
ngx_int_t ngx_jobs_route(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route);
ngx_int_t ngx_jobs_route_below(ngx_jobs_loc_conf_t *conf, ngx_uint_t root,
    ngx_str_t tail, ngx_jobs_route_t *route);

/*
 * oEmbed (ngx_jobs_oembed.c): makes of its own arguments the route of what the
 * address in them shows.  NGX_OK, or an HTTP status; 400 fills the fault.
 */
ngx_int_t ngx_jobs_oembed(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route);

/* scheme, host and port of the request (ngx_jobs_site.c) */
void ngx_jobs_origin(ngx_http_request_t *r, jobs_buf_t *b);

/*
 * Answers (ngx_jobs_respond.c).  They send, and give what the content handler
 * returns.  body: its memory passes to the request; an rc in it is answered
 * as the error that it is.  bytes: in memory of the request.  meta: what is
 * known of an answer that is a success; NULL: nothing.  fault and
 * similar: jobs_error_page()'s.
 */
typedef struct {
    ngx_jobs_key_t            *key;         /* not valid: no validators   */
    ngx_str_t                  link;        /* of the header; len 0: none */
    ngx_uint_t                 coding;
    time_t                     age;         /* of what is stale; else -1  */
} ngx_jobs_meta_t;

ngx_int_t ngx_jobs_send(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, jobs_buf_t *body,
    ngx_jobs_meta_t *meta);
ngx_int_t ngx_jobs_send_bytes(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, ngx_str_t *bytes,
    ngx_jobs_meta_t *meta);
ngx_int_t ngx_jobs_send_not_modified(ngx_http_request_t *r,
    ngx_jobs_route_t *route, jobs_site_t *site, ngx_jobs_meta_t *meta);
ngx_int_t ngx_jobs_send_error(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, jobs_fault_t *fault,
    jobs_str_t similar);
ngx_int_t ngx_jobs_send_redirect(ngx_http_request_t *r, ngx_uint_t status,
    ngx_str_t *location);
ngx_int_t ngx_jobs_send_cache_control(ngx_http_request_t *r,
    ngx_str_t value);

/*
 * Headers (ngx_jobs_headers.c).  headers: all that belong to an answer with
 * that status; NGX_ERROR: no memory.  header: adds one; NULL: no memory.
 */
ngx_int_t ngx_jobs_headers(ngx_http_request_t *r, ngx_jobs_route_t *route,
    jobs_site_t *site, ngx_uint_t status, ngx_jobs_meta_t *meta);
ngx_table_elt_t *ngx_jobs_header(ngx_http_request_t *r, ngx_str_t name,
    ngx_str_t value);
ngx_int_t ngx_jobs_allow(ngx_http_request_t *r);
ngx_uint_t ngx_jobs_is_document(ngx_jobs_route_t *route);
ngx_uint_t ngx_jobs_is_json(ngx_jobs_route_t *route);
ngx_uint_t ngx_jobs_is_html(ngx_jobs_route_t *route);

/* what an answer depends on besides its address, of NGX_JOBS_VARY_... */
ngx_int_t ngx_jobs_vary(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route, ngx_uint_t varies);

#define NGX_JOBS_VARY_ACCEPT    1
#define NGX_JOBS_VARY_CODING    2
#define NGX_JOBS_VARY_LANGUAGE  4
#define NGX_JOBS_VARY_ORIGIN    8       /* as jobs_cors says, in any case */

/*
 * What a client accepts (ngx_jobs_accept.c).  header_in: the value of the first
 * header of that name, or NULL.  The others give a weight from 0 to 1000: of a
 * media type in Accept, of a coding in Accept-Encoding.
 */
ngx_str_t *ngx_jobs_header_in(ngx_http_request_t *r, const char *name,
    size_t len);
ngx_uint_t ngx_jobs_accept_type(ngx_str_t *accept, ngx_str_t *type);
ngx_uint_t ngx_jobs_accept_coding(ngx_str_t *accept, const char *name);

/*
 * Assets (ngx_jobs_asset.c).  route: 1 where the address, from the board's on,
 * is that of one, which *route then names.  widget: route of "jobs widget".
 * type: the media type of the asset of a route.  free: what the worker keeps.
 */
ngx_uint_t ngx_jobs_asset_route(ngx_str_t *tail, ngx_jobs_route_t *route);
void ngx_jobs_asset_widget(ngx_jobs_route_t *route);
ngx_str_t ngx_jobs_asset_type(ngx_jobs_route_t *route);
void ngx_jobs_asset_free(void);

/*
 * The language of ours that the client prefers, where an answer has words;
 * English in a subrequest, whose page does not vary with it.
 */
jobs_lang_e ngx_jobs_accept_lang(ngx_http_request_t *r,
    ngx_jobs_route_t *route);

/*
 * Cross-origin readers (ngx_jobs_cors.c).  cors: the headers that every answer
 * has, by its status; any page may read assets, whatever the location says.
 * varies: 1 if they depend on who asks.  Both look at the partner of the
 * request as well.
 */
char *ngx_jobs_cors_set(ngx_conf_t *cf, ngx_command_t *cmd, void *conf);
char *ngx_jobs_cors_merge(ngx_conf_t *cf, ngx_jobs_loc_conf_t *prev,
    ngx_jobs_loc_conf_t *conf);
ngx_int_t ngx_jobs_cors(ngx_http_request_t *r, ngx_jobs_loc_conf_t *conf,
    ngx_jobs_route_t *route);
ngx_uint_t ngx_jobs_cors_varies(ngx_http_request_t *r,
    ngx_jobs_loc_conf_t *conf, ngx_jobs_route_t *route);
ngx_int_t ngx_jobs_cors_preflight(ngx_http_request_t *r,
    ngx_jobs_loc_conf_t *conf, ngx_jobs_route_t *route);

/* the sources whose pages may hold a frame, as "frame-ancestors" has them */
ngx_int_t ngx_jobs_cors_ancestors(ngx_http_request_t *r,
    ngx_jobs_loc_conf_t *conf, ngx_str_t *value);


static ngx_inline const jobs_templates_t *
ngx_jobs_templates(ngx_jobs_loc_conf_t *conf)
{
    return conf->templates != NULL ? &conf->templates->core : NULL;
}

/*
 * Whom the request's partner (ngx_jobs_partner.c) lets in, as far as it is
 * known by now.  limits: 1 if not everybody.  allows: 1 if the origin.
 *
 * origins: those that jobs_cors and the partner both allow, with spaces between
 * them as Content-Security-Policy wants; len 0: none.  NGX_DECLINED: any may.
 */
ngx_uint_t ngx_jobs_partner_limits(ngx_http_request_t *r);
ngx_uint_t ngx_jobs_partner_allows(ngx_http_request_t *r, jobs_str_t origin);
ngx_int_t ngx_jobs_partner_origins(ngx_http_request_t *r,
    ngx_jobs_loc_conf_t *conf, ngx_str_t *origins);


static ngx_inline jobs_str_t
ngx_jobs_str(ngx_str_t *s)
{
    return jobs_str((char *) s->data, s->len);
}


#endif /* NGX_JOBS_H */
