/*
 * The snapshots that this worker has, as JSON for operators.  Neither paths
 * nor names of the system are in it: a snapshot goes by its place among the
 * paths of the configuration.
 */

#include "ngx_jobs.h"


static void  ngx_jobs_status_store(jobs_buf_t *b, ngx_jobs_store_t *store);
static void  ngx_jobs_status_snapshot(jobs_buf_t *b,
                 ngx_jobs_snapshot_t *snapshot);
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

    jobs_buf_lit(body, "]}\n");
}


static void
ngx_jobs_status_store(jobs_buf_t *b, ngx_jobs_store_t *store)
{
    size_t                len;
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
    jobs_buf_lit(b, ",\"last_failure\":");

    len = ngx_strlen(store->failure);
    jobs_json_string(b, jobs_str(len ? store->failure : NULL, len));
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
    jobs_buf_uint(b, snapshot->waiting);
    jobs_buf_lit(b, ",\"running\":");
    jobs_buf_uint(b, __builtin_popcountl(snapshot->busy));
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
