/*
 * What was counted and what every worker serves, in the text format 0.0.4 of
 * Prometheus.  No value of a label needs to be escaped: they are names of
 * ours, numbers and hexadecimal digits.
 */

#include "ngx_jobs_cache.h"
#include "ngx_jobs_counters.h"


/* What a slot has, as a gauge. */

typedef struct {
    const char                *name;        /* without "jobs_"            */
    const char                *help;
    size_t                     offset;      /* of 64 bits in a slot       */
    unsigned                   always:1;    /* without a snapshot as well */
    unsigned                   generation:1;        /* is a label         */
} ngx_jobs_gauge_t;


static void  ngx_jobs_metrics_cache(jobs_buf_t *b,
                 ngx_jobs_main_conf_t *jmcf);
static void  ngx_jobs_metrics_requests(jobs_buf_t *b,
                 ngx_jobs_shared_t *shared);
static void  ngx_jobs_metrics_counters(jobs_buf_t *b,
                 ngx_jobs_shared_t *shared);
static void  ngx_jobs_metrics_queries(jobs_buf_t *b,
                 ngx_jobs_shared_t *shared);
static void  ngx_jobs_metrics_loads(jobs_buf_t *b, ngx_jobs_shared_t *shared,
                 ngx_uint_t stores);
static void  ngx_jobs_metrics_workers(jobs_buf_t *b);
static void  ngx_jobs_metrics_gauge(jobs_buf_t *b,
                 const ngx_jobs_gauge_t *gauge);
static void  ngx_jobs_metrics_head(jobs_buf_t *b, const char *name,
                 const char *type, const char *help);
static void  ngx_jobs_metrics_text(jobs_buf_t *b, const char *text);
static void  ngx_jobs_metrics_value(jobs_buf_t *b, int64_t value);


static const ngx_jobs_gauge_t  ngx_jobs_gauges[] = {

    { "snapshot_serving", "1 where the worker has a snapshot, else 0.",
      offsetof(ngx_jobs_slot_t, present), 1, 0 },

    { "snapshot_info", "The generation that the worker serves, always 1.",
      offsetof(ngx_jobs_slot_t, present), 0, 1 },

    { "snapshot_built_timestamp_seconds", "When the snapshot was built.",
      offsetof(ngx_jobs_slot_t, built_at), 0, 0 },

    { "snapshot_loaded_timestamp_seconds", "When the worker took it over.",
      offsetof(ngx_jobs_slot_t, loaded_at), 0, 0 },

    { "snapshot_listings", "Listings in the snapshot.",
      offsetof(ngx_jobs_slot_t, listings), 0, 0 },

    { "snapshot_index_bytes", "Memory of the index: columns and bitmaps.",
      offsetof(ngx_jobs_slot_t, columns), 0, 0 },

    { "snapshot_dictionary_bytes", "Memory of the index: dictionaries.",
      offsetof(ngx_jobs_slot_t, dictionaries), 0, 0 }
};


const ngx_jobs_counter_name_t  ngx_jobs_counter_names[NGX_JOBS_C_N] = {

    [NGX_JOBS_C_CACHE_HIT] = {
        "cache_hits", "cache_hits_total",
        "Requests answered from the cache."
    },

    [NGX_JOBS_C_CACHE_MISS] = {
        "cache_misses", "cache_misses_total",
        "Requests whose answer was not in the cache."
    },

    [NGX_JOBS_C_CACHE_BYPASS] = {
        "cache_bypasses", "cache_bypasses_total",
        "Requests that are never answered from the cache."
    },

    [NGX_JOBS_C_CACHE_STALE] = {
        "cache_stale", "cache_stale_total",
        "Requests answered with an older answer because there was no newer one."
    },

    [NGX_JOBS_C_CACHE_STORE] = {
        "cache_stores", "cache_stores_total",
        "Answers put into the cache."
    },

    [NGX_JOBS_C_CACHE_EVICTION] = {
        "cache_evictions", "cache_evictions_total",
        "Answers dropped from the cache to make room."
    },

    [NGX_JOBS_C_CACHE_REFUSED] = {
        "cache_refused", "cache_refused_total",
        "Answers that the cache did not take."
    },

    [NGX_JOBS_C_NOT_MODIFIED] = {
        "not_modified", "not_modified_total",
        "Requests answered with 304 before any query."
    },

    [NGX_JOBS_C_TIMEOUTS] = {
        "query_timeouts", "query_timeouts_total",
        "Queries ended by jobs_query_timeout."
    },

    [NGX_JOBS_C_APPLY] = {
        "apply_clicks", "apply_clicks_total",
        "Visitors sent to where one applies."
    }
};


void
ngx_jobs_metrics(ngx_http_request_t *r, jobs_buf_t *body)
{
    ngx_jobs_shared_t     *shared;
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_http_get_module_main_conf(r, ngx_jobs_module);
    shared = ngx_jobs_shared();

    ngx_jobs_metrics_head(body, "info", "gauge", "Versions, always 1.");
    jobs_buf_lit(body, "jobs_info{version=\"" JOBS_VERSION "\",nginx=\""
                       NGINX_VERSION "\"} 1\n");

    if (shared == NULL) {
        return;
    }

    ngx_jobs_metrics_requests(body, shared);

    ngx_jobs_metrics_counters(body, shared);

    ngx_jobs_metrics_cache(body, jmcf);

    ngx_jobs_metrics_queries(body, shared);
    ngx_jobs_metrics_loads(body, shared, ngx_min(jmcf->stores.nelts,
                                                 NGX_JOBS_SLOT_STORES));
    ngx_jobs_metrics_workers(body);
}


static void
ngx_jobs_metrics_cache(jobs_buf_t *b, ngx_jobs_main_conf_t *jmcf)
{
    ngx_uint_t          i;
    ngx_jobs_figures_t  figures;

    const struct {
        const char  *name;
        const char  *help;
        uint64_t    *value;
    } gauges[] = {
        { "cache_answers", "Answers in the cache.", &figures.answers },
        { "cache_used_bytes", "Shared memory that they take.",
          &figures.used },
        { "cache_free_bytes", "Shared memory that is free for more.",
          &figures.free },
        { "cache_size_bytes", "Shared memory that there is for them.",
          &figures.size }
    };

    ngx_jobs_cache_figures(jmcf, &figures);

    for (i = 0; i < sizeof(gauges) / sizeof(gauges[0]); i++) {
        ngx_jobs_metrics_head(b, gauges[i].name, "gauge", gauges[i].help);
        jobs_buf_lit(b, "jobs_");
        ngx_jobs_metrics_text(b, gauges[i].name);
        ngx_jobs_metrics_value(b, *gauges[i].value);
    }
}


static void
ngx_jobs_metrics_requests(jobs_buf_t *b, ngx_jobs_shared_t *shared)
{
    u_char      text[3];
    uint64_t    n;
    ngx_uint_t  view, status;

    ngx_jobs_metrics_head(b, "requests_total", "counter",
                          "Requests, by view and by the status of the answer "
                          "(none: there was no answer).");

    for (view = 0; view < JOBS_FORMAT_N + NGX_JOBS_VIEW_N; view++) {
        for (status = 0; status < NGX_JOBS_STATUSES; status++) {
            n = ngx_jobs_get(&shared->requests[view].n[status]);

            if (n == 0) {
                continue;
            }

            jobs_buf_lit(b, "jobs_requests_total{view=\"");
            jobs_buf_str(b, ngx_jobs_counted_view(view));
            jobs_buf_lit(b, "\",status=\"");
            jobs_buf_str(b, ngx_jobs_counted_status(status, text));
            jobs_buf_lit(b, "\"}");
            ngx_jobs_metrics_value(b, n);
        }
    }
}


static void
ngx_jobs_metrics_counters(jobs_buf_t *b, ngx_jobs_shared_t *shared)
{
    ngx_uint_t                      i;
    const ngx_jobs_counter_name_t  *c;

    for (i = 0; i < NGX_JOBS_C_N; i++) {
        c = &ngx_jobs_counter_names[i];

        ngx_jobs_metrics_head(b, c->metric, "counter", c->help);
        jobs_buf_lit(b, "jobs_");
        ngx_jobs_metrics_text(b, c->metric);
        ngx_jobs_metrics_value(b, ngx_jobs_get(&shared->counters[i].n));
    }
}


/* _count is made of the buckets, so that they agree in every answer */

static void
ngx_jobs_metrics_queries(jobs_buf_t *b, ngx_jobs_shared_t *shared)
{
    uint64_t    n;
    ngx_uint_t  i;

    ngx_jobs_metrics_head(b, "query_duration_seconds", "histogram",
                          "Time that queries took.");

    n = 0;

    for (i = 0; i < NGX_JOBS_BUCKETS; i++) {
        n += ngx_jobs_get(&shared->times.buckets[i]);

        jobs_buf_lit(b, "jobs_query_duration_seconds_bucket{le=\"");

        if (i < NGX_JOBS_BUCKETS - 1) {
            ngx_jobs_buf_seconds(b, ngx_jobs_bounds[i]);

        } else {
            jobs_buf_lit(b, "+Inf");
        }

        jobs_buf_lit(b, "\"}");
        ngx_jobs_metrics_value(b, n);
    }

    jobs_buf_lit(b, "jobs_query_duration_seconds_sum ");
    ngx_jobs_buf_seconds(b, ngx_jobs_get(&shared->times.microseconds));
    jobs_buf_lit(b, "\njobs_query_duration_seconds_count");
    ngx_jobs_metrics_value(b, n);
}


static void
ngx_jobs_metrics_loads(jobs_buf_t *b, ngx_jobs_shared_t *shared,
    ngx_uint_t stores)
{
    ngx_uint_t  i;

    ngx_jobs_metrics_head(b, "snapshot_loads_total", "counter",
                          "Snapshots taken over, by all workers.");

    for (i = 0; i < stores; i++) {
        jobs_buf_lit(b, "jobs_snapshot_loads_total{snapshot=\"");
        jobs_buf_uint(b, i);
        jobs_buf_lit(b, "\"}");
        ngx_jobs_metrics_value(b, ngx_jobs_get(&shared->loads[i].good));
    }

    ngx_jobs_metrics_head(b, "snapshot_load_failures_total", "counter",
                          "Snapshots refused, by all workers.");

    for (i = 0; i < stores; i++) {
        jobs_buf_lit(b, "jobs_snapshot_load_failures_total{snapshot=\"");
        jobs_buf_uint(b, i);
        jobs_buf_lit(b, "\"}");
        ngx_jobs_metrics_value(b, ngx_jobs_get(&shared->loads[i].bad));
    }
}


/* a metric's samples stand together: each of them goes through all slots */

static void
ngx_jobs_metrics_workers(jobs_buf_t *b)
{
    ngx_uint_t  i;

    for (i = 0; i < sizeof(ngx_jobs_gauges) / sizeof(ngx_jobs_gauges[0]); i++)
    {
        ngx_jobs_metrics_gauge(b, &ngx_jobs_gauges[i]);
    }
}


static void
ngx_jobs_metrics_gauge(jobs_buf_t *b, const ngx_jobs_gauge_t *gauge)
{
    int64_t          value;
    ngx_uint_t       worker, store, n;
    ngx_jobs_slot_t  slot;

    ngx_jobs_metrics_head(b, gauge->name, "gauge", gauge->help);

    for (worker = 0; worker < ngx_jobs_slots_workers(); worker++) {

        if (ngx_jobs_slots_of(worker, &n) == 0) {
            continue;
        }

        for (store = 0; store < n; store++) {

            if (!ngx_jobs_slot_read(worker, store, &slot)
                || (!slot.present && !gauge->always))
            {
                continue;
            }

            jobs_buf_lit(b, "jobs_");
            ngx_jobs_metrics_text(b, gauge->name);
            jobs_buf_lit(b, "{worker=\"");
            jobs_buf_uint(b, worker);
            jobs_buf_lit(b, "\",snapshot=\"");
            jobs_buf_uint(b, store);

            if (gauge->generation) {
                jobs_buf_lit(b, "\",generation=\"");
                ngx_jobs_metrics_text(b, slot.generation);
            }

            jobs_buf_lit(b, "\"}");

            ngx_memcpy(&value, (u_char *) &slot + gauge->offset,
                       sizeof(value));
            ngx_jobs_metrics_value(b, value);
        }
    }
}


static void
ngx_jobs_metrics_head(jobs_buf_t *b, const char *name, const char *type,
    const char *help)
{
    jobs_buf_lit(b, "# HELP jobs_");
    ngx_jobs_metrics_text(b, name);
    jobs_buf_char(b, ' ');
    ngx_jobs_metrics_text(b, help);
    jobs_buf_lit(b, "\n# TYPE jobs_");
    ngx_jobs_metrics_text(b, name);
    jobs_buf_char(b, ' ');
    ngx_jobs_metrics_text(b, type);
    jobs_buf_char(b, '\n');
}


static void
ngx_jobs_metrics_text(jobs_buf_t *b, const char *text)
{
    jobs_buf_add(b, text, ngx_strlen(text));
}


static void
ngx_jobs_metrics_value(jobs_buf_t *b, int64_t value)
{
    u_char  text[NGX_INT64_LEN];

    jobs_buf_char(b, ' ');
    jobs_buf_add(b, text, ngx_sprintf(text, "%L", value) - text);
    jobs_buf_char(b, '\n');
}


void
ngx_jobs_buf_seconds(jobs_buf_t *b, uint64_t microseconds)
{
    u_char  *p, text[NGX_INT64_LEN + sizeof(".000000")];

    p = ngx_sprintf(text, "%uL.%06uL", microseconds / 1000000,
                    microseconds % 1000000);

    while (p[-1] == '0') {
        p--;
    }

    if (p[-1] == '.') {
        p--;
    }

    jobs_buf_add(b, text, p - text);
}
