/*
 * One log line for an event that every worker sees.
 */

#include "ngx_jobs.h"


#define NGX_JOBS_ZONE_SIZE    (8 * ngx_pagesize)
#define NGX_JOBS_ZONE_EVENTS  64


/* The last events that were logged: one line each, whoever of the workers. */

typedef struct {
    ngx_uint_t                 next;
    uint64_t                   events[NGX_JOBS_ZONE_EVENTS];
} ngx_jobs_logged_t;


static ngx_int_t  ngx_jobs_init_zone(ngx_shm_zone_t *zone, void *data);


ngx_int_t
ngx_jobs_log_init(ngx_conf_t *cf, ngx_jobs_main_conf_t *jmcf)
{
    ngx_str_t  name;

    ngx_str_set(&name, "ngx_jobs_log");

    jmcf->zone = ngx_shared_memory_add(cf, &name, NGX_JOBS_ZONE_SIZE,
                                       &ngx_jobs_module);
    if (jmcf->zone == NULL) {
        return NGX_ERROR;
    }

    jmcf->zone->init = ngx_jobs_init_zone;

    return NGX_OK;
}


ngx_uint_t
ngx_jobs_log_once(ngx_jobs_store_t *store, jobs_identity_t *id,
    const char *what)
{
    uint64_t               hash, words[9];
    ngx_uint_t             i, once;
    ngx_slab_pool_t       *shpool;
    ngx_jobs_logged_t     *logged;
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_http_cycle_get_module_main_conf(ngx_cycle, ngx_jobs_module);

    if (jmcf == NULL || jmcf->zone == NULL || jmcf->zone->data == NULL) {
        return 1;
    }

    words[0] = store->epoch;
    words[1] = id->device;
    words[2] = id->inode;
    words[3] = id->size;
    words[4] = id->mtime;
    words[5] = id->ctime;
    words[6] = (uint64_t) id->error << 32
               | ngx_crc32_long((u_char *) what, ngx_strlen(what));

    words[7] = store->seen.inode ^ (uint64_t) store->seen.error << 32;
    words[8] = store->seen.mtime;       /* a link to it would move ctime */

    hash = 14695981039346656037ULL;         /* FNV-1a over words */

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        hash = (hash ^ words[i]) * 1099511628211ULL;
        hash ^= hash >> 29;
    }

    logged = jmcf->zone->data;
    shpool = (ngx_slab_pool_t *) jmcf->zone->shm.addr;
    once = 1;

    ngx_shmtx_lock(&shpool->mutex);

    for (i = 0; i < NGX_JOBS_ZONE_EVENTS; i++) {
        if (logged->events[i] == hash) {
            once = 0;
        }
    }

    if (once) {
        logged->events[logged->next++ % NGX_JOBS_ZONE_EVENTS] = hash;
    }

    ngx_shmtx_unlock(&shpool->mutex);

    return once;
}


static ngx_int_t
ngx_jobs_init_zone(ngx_shm_zone_t *zone, void *data)
{
    ngx_slab_pool_t    *shpool;
    ngx_jobs_logged_t  *logged;

    shpool = (ngx_slab_pool_t *) zone->shm.addr;

    if (data || zone->shm.exists) {
        zone->data = shpool->data;
        return NGX_OK;
    }

    logged = ngx_slab_calloc(shpool, sizeof(ngx_jobs_logged_t));
    if (logged == NULL) {
        return NGX_ERROR;
    }

    shpool->data = logged;
    zone->data = logged;

    return NGX_OK;
}
