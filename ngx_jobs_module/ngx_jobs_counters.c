/*
 * Counters in shared memory: 64-bit atomics, relaxed.  A worker that is killed
 * at any moment leaves nothing half-done but its own slot, which is read by
 * its sequence number and written anew by whoever gets the worker's number.
 */

#include "ngx_jobs_counters.h"


#define NGX_JOBS_COUNTERS_SIZE  (768 * 1024)

_Static_assert(sizeof(ngx_jobs_slot_t) % sizeof(uint64_t) == 0,
               "a slot is whole words");

/* the rest is nginx's: its table of pages, the largest of which have 64k */

_Static_assert(sizeof(ngx_jobs_shared_t) <= NGX_JOBS_COUNTERS_SIZE - 2 * 65536,
               "NGX_JOBS_COUNTERS_SIZE is too small");


/* A request that is to be counted. */

typedef struct {
    ngx_http_request_t        *request;
    ngx_uint_t                 view;
} ngx_jobs_counting_t;


static ngx_int_t  ngx_jobs_init_counters(ngx_shm_zone_t *zone, void *data);
static void       ngx_jobs_count_done(void *data);


const uint64_t  ngx_jobs_bounds[NGX_JOBS_BUCKETS - 1] = {
    100, 250, 500,
    1000, 2500, 5000,
    10000, 25000, 50000,
    100000, 250000, 500000,
    1000000, 2500000, 5000000
};


/* the views that are no format of a list, by ngx_jobs_view_e */

static const jobs_str_t  ngx_jobs_view_names[NGX_JOBS_VIEW_N] = {
    [NGX_JOBS_VIEW_NONE] = jobs_string("none"),
    [NGX_JOBS_VIEW_BOARD] = jobs_string("board"),
    [NGX_JOBS_VIEW_LIST] = jobs_string("redirect"),     /* P/ to P */
    [NGX_JOBS_VIEW_DETAIL] = jobs_string("detail"),
    [NGX_JOBS_VIEW_DETAIL_HTML] = jobs_string("detail_html"),
    [NGX_JOBS_VIEW_DETAIL_JSON] = jobs_string("detail_json"),
    [NGX_JOBS_VIEW_APPLY] = jobs_string("apply"),
    [NGX_JOBS_VIEW_OEMBED] = jobs_string("detail_oembed"),
    [NGX_JOBS_VIEW_SITEMAP] = jobs_string("sitemap"),
    [NGX_JOBS_VIEW_ASSET] = jobs_string("asset"),
    [NGX_JOBS_VIEW_STATUS] = jobs_string("status"),
    [NGX_JOBS_VIEW_METRICS] = jobs_string("metrics")
};


ngx_int_t
ngx_jobs_counters_init(ngx_conf_t *cf, ngx_jobs_main_conf_t *jmcf)
{
    ngx_str_t  name;

    ngx_str_set(&name, "ngx_jobs_counters");

    jmcf->counters = ngx_shared_memory_add(cf, &name, NGX_JOBS_COUNTERS_SIZE,
                                           &ngx_jobs_module);
    if (jmcf->counters == NULL) {
        return NGX_ERROR;
    }

    jmcf->counters->init = ngx_jobs_init_counters;

    return NGX_OK;
}


static ngx_int_t
ngx_jobs_init_counters(ngx_shm_zone_t *zone, void *data)
{
    u_char           *p;
    ngx_slab_pool_t  *shpool;

    shpool = (ngx_slab_pool_t *) zone->shm.addr;

    if (data || zone->shm.exists) {
        zone->data = shpool->data;
        return NGX_OK;
    }

    /* whole pages, so that it begins where a page does */

    p = ngx_slab_calloc(shpool, sizeof(ngx_jobs_shared_t));
    if (p == NULL) {
        return NGX_ERROR;
    }

    shpool->data = p;
    zone->data = p;

    return NGX_OK;
}


ngx_jobs_shared_t *
ngx_jobs_shared(void)
{
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_http_cycle_get_module_main_conf(ngx_cycle, ngx_jobs_module);

    return jmcf != NULL && jmcf->counters != NULL ? jmcf->counters->data
                                                  : NULL;
}


void
ngx_jobs_count(ngx_jobs_counter_e c)
{
    ngx_jobs_shared_t  *shared;

    shared = ngx_jobs_shared();

    if (shared != NULL) {
        ngx_jobs_add(&shared->counters[c].n, 1);
    }
}


void
ngx_jobs_count_query(uint64_t microseconds)
{
    ngx_uint_t          i;
    ngx_jobs_shared_t  *shared;

    shared = ngx_jobs_shared();

    if (shared == NULL) {
        return;
    }

    for (i = 0; i < NGX_JOBS_BUCKETS - 1; i++) {
        if (microseconds <= ngx_jobs_bounds[i]) {
            break;
        }
    }

    ngx_jobs_add(&shared->times.buckets[i], 1);
    ngx_jobs_add(&shared->times.microseconds, microseconds);
}


void
ngx_jobs_count_load(ngx_jobs_store_t *store, ngx_uint_t good)
{
    ngx_jobs_loads_t   *loads;
    ngx_jobs_shared_t  *shared;

    shared = ngx_jobs_shared();

    if (shared == NULL || store->index >= NGX_JOBS_SLOT_STORES) {
        return;
    }

    loads = &shared->loads[store->index];

    ngx_jobs_add(good ? &loads->good : &loads->bad, 1);
}


/*
 * Not in the log phase: that one does not see subrequests, nor which view it
 * was once error_page has gone elsewhere.
 */

ngx_int_t
ngx_jobs_count_request(ngx_http_request_t *r, ngx_jobs_route_t *route)
{
    ngx_uint_t            view;
    ngx_pool_cleanup_t   *cln;
    ngx_jobs_counting_t  *counting;

    view = route->format != NULL ? (ngx_uint_t) (route->format - jobs_formats)
                                 : (ngx_uint_t) JOBS_FORMAT_N + route->view;

    if (r->uri_changes != NGX_HTTP_MAX_URI_CHANGES + 1) {

        for (cln = r->pool->cleanup; cln; cln = cln->next) {
            counting = cln->data;

            if (cln->handler == ngx_jobs_count_done
                && counting->request == r)
            {
                counting->view = view;
                return NGX_OK;
            }
        }
    }

    cln = ngx_pool_cleanup_add(r->pool, sizeof(ngx_jobs_counting_t));
    if (cln == NULL) {
        return NGX_ERROR;
    }

    counting = cln->data;
    counting->request = r;
    counting->view = view;
    cln->handler = ngx_jobs_count_done;

    return NGX_OK;
}


static void
ngx_jobs_count_done(void *data)
{
    ngx_jobs_counting_t *counting = data;

    ngx_uint_t           status;
    ngx_jobs_shared_t   *shared;
    ngx_http_request_t  *r;

    r = counting->request;
    status = r->err_status ? r->err_status : r->headers_out.status;
    shared = ngx_jobs_shared();

    if (shared == NULL) {
        return;
    }

    if (status < NGX_JOBS_STATUS_FIRST
        || status >= NGX_JOBS_STATUS_FIRST + NGX_JOBS_STATUSES)
    {
        status = NGX_JOBS_STATUS_FIRST;
    }

    ngx_jobs_add(&shared->requests[counting->view]
                      .n[status - NGX_JOBS_STATUS_FIRST], 1);
}


jobs_str_t
ngx_jobs_counted_view(ngx_uint_t view)
{
    return view < JOBS_FORMAT_N ? jobs_formats[view].name
                                : ngx_jobs_view_names[view - JOBS_FORMAT_N];
}


jobs_str_t
ngx_jobs_counted_status(ngx_uint_t i, u_char text[3])
{
    if (i == 0) {
        return jobs_lit("none");
    }

    ngx_sprintf(text, "%03ui", NGX_JOBS_STATUS_FIRST + i);

    return jobs_str((char *) text, 3);
}
