/*
 * The snapshots that this worker has, those of all workers, and what they
 * counted together, as JSON for operators.  Neither paths
 * nor names of the system are in it: a snapshot goes by its place among the
 * paths of the configuration.
 */

#include "ngx_jobs_cache.h"
#include "ngx_jobs_counters.h"


static void  ngx_jobs_status_store(jobs_buf_t *b, ngx_jobs_store_t *store);
static void  ngx_jobs_status_snapshot(jobs_buf_t *b,
                 ngx_jobs_snapshot_t *snapshot);
static void  ngx_jobs_status_workers(jobs_buf_t *b);
static void  ngx_jobs_status_slot(jobs_buf_t *b, ngx_jobs_slot_t *slot);
static void  ngx_jobs_status_failure(jobs_buf_t *b, const char *failure);
static void  ngx_jobs_status_counters(jobs_buf_t *b,
                 ngx_jobs_main_conf_t *jmcf);
static void  ngx_jobs_status_requests(jobs_buf_t *b,
                 ngx_jobs_shared_t *shared);
static void  ngx_jobs_status_time(jobs_buf_t *b, int64_t t);
static void  ngx_jobs_status_number(jobs_buf_t *b, int64_t n);


void
ngx_jobs_status(ngx_http_request_t *r, jobs_buf_t *body)
{
    ngx_uint_t              i;
    ngx_jobs_store_t      **s;
    ngx_jobs_main_conf_t   *jmcf;

    jmcf = ngx_http_get_module_main_conf(r, ngx_jobs_module);

    jobs_buf_lit(body, "{\"version\":\"" JOBS_VERSION "\",\"nginx\":\""
                       NGINX_VERSION "\",\"pid\":");
    jobs_buf_uint(body, ngx_pid);
    jobs_buf_lit(body, ",\"worker\":");
    jobs_buf_uint(body, ngx_process == NGX_PROCESS_WORKER ? ngx_worker : 0);
    jobs_buf_lit(body, ",\"snapshots\":[");

    s = jmcf->stores.elts;

    for (i = 0; i < jmcf->stores.nelts; i++) {
        jobs_buf_str(body, i ? jobs_lit(",\n{\"index\":")
                             : jobs_lit("\n{\"index\":"));
        jobs_buf_uint(body, i);
        ngx_jobs_status_store(body, s[i]);
        jobs_buf_char(body, '}');
    }

    jobs_buf_lit(body, "]");

    if (ngx_jobs_shared() != NULL) {
        ngx_jobs_status_workers(body);
        ngx_jobs_status_counters(body, jmcf);
    }

    jobs_buf_lit(body, "}\n");
}


static void
ngx_jobs_status_store(jobs_buf_t *b, ngx_jobs_store_t *store)
{
    ngx_uint_t            stale;
    ngx_jobs_snapshot_t  *snapshot;

    snapshot = store->current;
    stale = 0;

    if (snapshot != NULL) {
        ngx_jobs_status_snapshot(b, snapshot);
        stale = (ngx_time() - snapshot->core.built_at > store->stale);

    } else {
        jobs_buf_lit(b, ",\"generation\":null,\"built_at\":null,\"age\":null,"
                        "\"listings\":null,\"index_bytes\":null,"
                        "\"loaded_at\":null,\"connections\":0,"
                        "\"waiting\":0,\"running\":0");
    }

    jobs_buf_str(b, stale ? jobs_lit(",\"stale\":true")
                          : jobs_lit(",\"stale\":false"));
    jobs_buf_lit(b, ",\"loads\":");
    jobs_buf_uint(b, store->loads);
    jobs_buf_lit(b, ",\"failed_loads\":");
    jobs_buf_uint(b, store->failures);
    ngx_jobs_status_failure(b, store->failure);
}


static void
ngx_jobs_status_snapshot(jobs_buf_t *b, ngx_jobs_snapshot_t *snapshot)
{
    jobs_snapshot_t  *s;

    s = &snapshot->core;

    jobs_buf_lit(b, ",\"generation\":");
    jobs_json_string(b, jobs_str(s->generation, sizeof(s->generation) - 1));
    jobs_buf_lit(b, ",\"built_at\":");
    ngx_jobs_status_time(b, s->built_at);
    jobs_buf_lit(b, ",\"age\":");
    ngx_jobs_status_number(b, ngx_time() - s->built_at);
    jobs_buf_lit(b, ",\"listings\":");
    jobs_buf_uint(b, s->listings);
    jobs_buf_lit(b, ",\"index_bytes\":{\"columns_and_bitmaps\":");
    jobs_buf_uint(b, s->index->bytes);
    jobs_buf_lit(b, ",\"dictionaries\":");
    jobs_buf_uint(b, s->index->dictionary);
    jobs_buf_lit(b, "},\"loaded_at\":");
    ngx_jobs_status_time(b, snapshot->loaded);
    jobs_buf_lit(b, ",\"connections\":");
    jobs_buf_uint(b, 1 + snapshot->njoined);
    jobs_buf_lit(b, ",\"waiting\":");
    jobs_buf_uint(b, snapshot->waiting + snapshot->following);
    jobs_buf_lit(b, ",\"running\":");
    jobs_buf_uint(b, __builtin_popcountl(snapshot->busy));
}


static void
ngx_jobs_status_failure(jobs_buf_t *b, const char *failure)
{
    size_t  len;

    len = ngx_strlen(failure);

    jobs_buf_lit(b, ",\"last_failure\":");
    jobs_json_string(b, jobs_str(len ? failure : NULL, len));
}


/* by their numbers; one that is just being replaced is left out */

static void
ngx_jobs_status_workers(jobs_buf_t *b)
{
    ngx_pid_t        pid;
    ngx_uint_t       worker, store, n, first;
    ngx_jobs_slot_t  slot;

    jobs_buf_lit(b, ",\n\"workers\":[");

    first = 1;

    for (worker = 0; worker < ngx_jobs_slots_workers(); worker++) {
        pid = ngx_jobs_slots_of(worker, &n);

        if (pid == 0) {
            continue;
        }

        jobs_buf_str(b, first ? jobs_lit("\n{\"worker\":")
                              : jobs_lit(",\n{\"worker\":"));
        jobs_buf_uint(b, worker);
        jobs_buf_lit(b, ",\"pid\":");
        jobs_buf_uint(b, pid);
        jobs_buf_lit(b, ",\"snapshots\":[");

        first = 0;

        for (store = 0; store < n; store++) {
            jobs_buf_str(b, store ? jobs_lit(",\n {\"index\":")
                                  : jobs_lit("\n {\"index\":"));
            jobs_buf_uint(b, store);

            if (ngx_jobs_slot_read(worker, store, &slot)) {
                ngx_jobs_status_slot(b, &slot);
            }

            jobs_buf_char(b, '}');
        }

        jobs_buf_lit(b, "]}");
    }

    jobs_buf_char(b, ']');
}


static void
ngx_jobs_status_slot(jobs_buf_t *b, ngx_jobs_slot_t *slot)
{
    if (slot->present) {
        jobs_buf_lit(b, ",\"generation\":");
        jobs_json_string(b, jobs_str(slot->generation,
                                     ngx_strlen(slot->generation)));
        jobs_buf_lit(b, ",\"built_at\":");
        ngx_jobs_status_time(b, slot->built_at);
        jobs_buf_lit(b, ",\"listings\":");
        jobs_buf_uint(b, slot->listings);
        jobs_buf_lit(b, ",\"index_bytes\":");
        jobs_buf_uint(b, slot->columns + slot->dictionaries);
        jobs_buf_lit(b, ",\"loaded_at\":");
        ngx_jobs_status_time(b, slot->loaded_at);

    } else {
        jobs_buf_lit(b, ",\"generation\":null,\"built_at\":null,"
                        "\"listings\":null,\"index_bytes\":null,"
                        "\"loaded_at\":null");
    }

    jobs_buf_lit(b, ",\"loads\":");
    jobs_buf_uint(b, slot->loads);
    jobs_buf_lit(b, ",\"failed_loads\":");
    jobs_buf_uint(b, slot->failures);
    ngx_jobs_status_failure(b, slot->failure);
}


static void
ngx_jobs_status_counters(jobs_buf_t *b, ngx_jobs_main_conf_t *jmcf)
{
    uint64_t            n;
    ngx_uint_t          i, stores;
    ngx_jobs_shared_t  *shared;
    ngx_jobs_figures_t  figures;

    shared = ngx_jobs_shared();
    stores = jmcf->stores.nelts;

    jobs_buf_lit(b, ",\n\"counters\":{");
    ngx_jobs_status_requests(b, shared);

    for (i = 0; i < NGX_JOBS_C_N; i++) {
        jobs_buf_lit(b, ",\n \"");
        jobs_buf_add(b, ngx_jobs_counter_names[i].key,
                     ngx_strlen(ngx_jobs_counter_names[i].key));
        jobs_buf_lit(b, "\":");
        jobs_buf_uint(b, ngx_jobs_get(&shared->counters[i].n));
    }

    ngx_jobs_cache_figures(jmcf, &figures);

    jobs_buf_lit(b, ",\n \"cache_answers\":");
    jobs_buf_uint(b, figures.answers);
    jobs_buf_lit(b, ",\n \"cache_used_bytes\":");
    jobs_buf_uint(b, figures.used);
    jobs_buf_lit(b, ",\n \"cache_free_bytes\":");
    jobs_buf_uint(b, figures.free);
    jobs_buf_lit(b, ",\n \"cache_size_bytes\":");
    jobs_buf_uint(b, figures.size);

    for (n = 0, i = 0; i < NGX_JOBS_BUCKETS; i++) {
        n += ngx_jobs_get(&shared->times.buckets[i]);
    }

    jobs_buf_lit(b, ",\n \"queries\":");
    jobs_buf_uint(b, n);
    jobs_buf_lit(b, ",\n \"query_seconds\":");
    ngx_jobs_buf_seconds(b, ngx_jobs_get(&shared->times.microseconds));
    jobs_buf_lit(b, ",\n \"snapshots\":[");

    for (i = 0; i < ngx_min(stores, NGX_JOBS_SLOT_STORES); i++) {
        jobs_buf_str(b, i ? jobs_lit(",{\"index\":")
                          : jobs_lit("{\"index\":"));
        jobs_buf_uint(b, i);
        jobs_buf_lit(b, ",\"loads\":");
        jobs_buf_uint(b, ngx_jobs_get(&shared->loads[i].good));
        jobs_buf_lit(b, ",\"failed_loads\":");
        jobs_buf_uint(b, ngx_jobs_get(&shared->loads[i].bad));
        jobs_buf_char(b, '}');
    }

    jobs_buf_lit(b, "]}");
}


static void
ngx_jobs_status_requests(jobs_buf_t *b, ngx_jobs_shared_t *shared)
{
    u_char      text[3];
    uint64_t    n;
    ngx_uint_t  view, i, views, statuses;

    jobs_buf_lit(b, "\"requests\":{");

    views = 0;

    for (view = 0; view < JOBS_FORMAT_N + NGX_JOBS_VIEW_N; view++) {
        statuses = 0;

        for (i = 0; i < NGX_JOBS_STATUSES; i++) {
            n = ngx_jobs_get(&shared->requests[view].n[i]);

            if (n == 0) {
                continue;
            }

            if (statuses++ == 0) {
                jobs_buf_str(b, views++ ? jobs_lit(",\n  ") : jobs_lit("\n  "));
                jobs_json_string(b, ngx_jobs_counted_view(view));
                jobs_buf_lit(b, ":{");

            } else {
                jobs_buf_char(b, ',');
            }

            jobs_json_string(b, ngx_jobs_counted_status(i, text));
            jobs_buf_char(b, ':');
            jobs_buf_uint(b, n);
        }

        if (statuses) {
            jobs_buf_char(b, '}');
        }
    }

    jobs_buf_char(b, '}');
}


static void
ngx_jobs_status_time(jobs_buf_t *b, int64_t t)
{
    jobs_buf_char(b, '"');
    jobs_buf_time(b, t);
    jobs_buf_char(b, '"');
}


/* a clock that was set back makes an age negative */

static void
ngx_jobs_status_number(jobs_buf_t *b, int64_t n)
{
    if (n < 0) {
        jobs_buf_char(b, '-');
        n = -n;
    }

    jobs_buf_uint(b, (uint64_t) n);
}
