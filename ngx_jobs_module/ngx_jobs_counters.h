/*
 * What all workers count together, and what each of them serves: in shared
 * memory that outlives workers and reloads.  Nothing is locked.
 */

#ifndef NGX_JOBS_COUNTERS_H
#define NGX_JOBS_COUNTERS_H


#include "ngx_jobs.h"


#define NGX_JOBS_SLOT_WORKERS  64
#define NGX_JOBS_SLOT_STORES   16
#define NGX_JOBS_BUCKETS       16      /* of query times; the last: above */


/* Names are in ngx_jobs_counter_names[]. */

typedef enum {
    NGX_JOBS_C_CACHE_HIT = 0,
    NGX_JOBS_C_CACHE_MISS,
    NGX_JOBS_C_CACHE_BYPASS,
    NGX_JOBS_C_CACHE_STALE,
    NGX_JOBS_C_CACHE_STORE,
    NGX_JOBS_C_CACHE_EVICTION,
    NGX_JOBS_C_CACHE_REFUSED,
    NGX_JOBS_C_NOT_MODIFIED,            /* 304 before any query was run   */
    NGX_JOBS_C_TIMEOUTS,
    NGX_JOBS_C_APPLY,
    NGX_JOBS_C_N
} ngx_jobs_counter_e;

typedef struct {
    const char                *key;     /* in status                      */
    const char                *metric;  /* without "jobs_"                */
    const char                *help;
} ngx_jobs_counter_name_t;


/* What one worker serves of one store: whole words, no pointers. */

typedef struct {
    uint64_t                   present; /* 0: the six below say nothing   */
    int64_t                    built_at;
    int64_t                    loaded_at;
    uint64_t                   listings;
    uint64_t                   columns;     /* bytes of the index         */
    uint64_t                   dictionaries;
    char                       generation[72];      /* terminated         */
    uint64_t                   loads;       /* by this worker             */
    uint64_t                   failures;
    char                       failure[128];        /* terminated         */
} ngx_jobs_slot_t;


/*
 * The zone's content: 64-bit words, each read and written as a whole; what is
 * counted often begins a cache line.
 */

#define NGX_JOBS_LINE           __attribute__((aligned(64)))

/* by status: [0] is for no status, or none of 200 to 599 */

#define NGX_JOBS_STATUSES       401
#define NGX_JOBS_STATUS_FIRST   199     /* that of [0] */

typedef struct {
    uint64_t                   n[NGX_JOBS_STATUSES];
} NGX_JOBS_LINE ngx_jobs_requests_t;

typedef struct {
    uint64_t                   n;
} NGX_JOBS_LINE ngx_jobs_counted_t;

typedef struct {
    uint64_t                   good;
    uint64_t                   bad;
} NGX_JOBS_LINE ngx_jobs_loads_t;

typedef struct {
    uint64_t                   pid;
    uint64_t                   stores;
} NGX_JOBS_LINE ngx_jobs_owner_t;

#define NGX_JOBS_SLOT_WORDS  (sizeof(ngx_jobs_slot_t) / sizeof(uint64_t))

typedef struct {
    uint64_t                   sequence;    /* odd: being written */
    uint64_t                   words[NGX_JOBS_SLOT_WORDS];
} NGX_JOBS_LINE ngx_jobs_shared_slot_t;

/* Query times; counts are of one bucket each, not cumulative. */

typedef struct {
    uint64_t                   buckets[NGX_JOBS_BUCKETS];
    uint64_t                   microseconds;        /* the sum            */
} NGX_JOBS_LINE ngx_jobs_times_t;

typedef struct {
    ngx_jobs_counted_t         counters[NGX_JOBS_C_N];
    ngx_jobs_times_t           times;
    ngx_jobs_requests_t        requests[JOBS_FORMAT_N + NGX_JOBS_VIEW_N];
    ngx_jobs_loads_t           loads[NGX_JOBS_SLOT_STORES];
    ngx_jobs_owner_t           owners[NGX_JOBS_SLOT_WORKERS];
    ngx_jobs_shared_slot_t     slots[NGX_JOBS_SLOT_WORKERS]
                                    [NGX_JOBS_SLOT_STORES];
} ngx_jobs_shared_t;


#define ngx_jobs_add(p, x)  (void) __atomic_fetch_add(p, x, __ATOMIC_RELAXED)
#define ngx_jobs_get(p)     __atomic_load_n(p, __ATOMIC_RELAXED)
#define ngx_jobs_set(p, x)  __atomic_store_n(p, x, __ATOMIC_RELAXED)


extern const ngx_jobs_counter_name_t  ngx_jobs_counter_names[NGX_JOBS_C_N];

/* upper bounds in microseconds of all buckets but the last, ascending */
extern const uint64_t  ngx_jobs_bounds[NGX_JOBS_BUCKETS - 1];


/*
 * The zone.  It has one size for ever: nginx empties a zone whose size
 * changes.  Where it is not there (no "jobs" in the configuration) nothing is
 * counted.
 */
ngx_int_t ngx_jobs_counters_init(ngx_conf_t *cf, ngx_jobs_main_conf_t *jmcf);

/*
 * Counting: one atomic addition each, from any thread of any worker.  load: a
 * file was taken over, or (good 0) refused.
 */
void ngx_jobs_count(ngx_jobs_counter_e c);
void ngx_jobs_count_query(uint64_t microseconds);
void ngx_jobs_count_load(ngx_jobs_store_t *store, ngx_uint_t good);

/*
 * Counts the request, by its view and the status that it ends with, when its
 * memory goes: after the filters (304), error_page and the access log, main
 * requests and subrequests alike, each once.  Called once the route is known.
 * A request that was redirected between views counts for the last of them.
 */
ngx_int_t ngx_jobs_count_request(ngx_http_request_t *r,
    ngx_jobs_route_t *route);

/*
 * A worker's slots.  claim: this worker starts, with so many stores.  publish:
 * what it serves, from its event loop; does nothing in a process whose slots a
 * newer one has claimed.
 */
void ngx_jobs_slots_claim(ngx_uint_t stores);
void ngx_jobs_slot_publish(ngx_jobs_store_t *store);

/*
 * Reading.  shared: NULL where there is no zone; the others want one.
 * workers: how many are configured, NGX_JOBS_SLOT_WORKERS at most.  slots_of:
 * the pid of the worker of that number and how many slots it has; 0: it does
 * not live.  slot_read: 1 if the slot could be read whole.
 */
ngx_jobs_shared_t *ngx_jobs_shared(void);
ngx_uint_t ngx_jobs_slots_workers(void);
ngx_pid_t ngx_jobs_slots_of(ngx_uint_t worker, ngx_uint_t *n);
ngx_uint_t ngx_jobs_slot_read(ngx_uint_t worker, ngx_uint_t store,
    ngx_jobs_slot_t *slot);

/* names of a place in requests[], and of one in its n[] */
jobs_str_t ngx_jobs_counted_view(ngx_uint_t view);
jobs_str_t ngx_jobs_counted_status(ngx_uint_t i, u_char text[3]);

/* seconds without zeros at the end: 0, 1.5, 0.0001 */
void ngx_jobs_buf_seconds(jobs_buf_t *b, uint64_t microseconds);


#endif /* NGX_JOBS_COUNTERS_H */
