/*
 * The module: job listings served from a SQLite snapshot.
 */

#include "ngx_jobs_cache.h"


static ngx_int_t  ngx_jobs_preconfiguration(ngx_conf_t *cf);
static ngx_int_t  ngx_jobs_postconfiguration(ngx_conf_t *cf);
static ngx_int_t  ngx_jobs_init_module(ngx_cycle_t *cycle);
static ngx_int_t  ngx_jobs_init_process(ngx_cycle_t *cycle);
static void       ngx_jobs_exit_process(ngx_cycle_t *cycle);
static void       ngx_jobs_exit_master(ngx_cycle_t *cycle);
static void      *ngx_jobs_realloc(void *ctx, void *p, size_t old,
                      size_t size);
static void       ngx_jobs_free(void *ctx, void *p);


jobs_mem_t  ngx_jobs_mem = { ngx_jobs_realloc, ngx_jobs_free, NULL };


static ngx_http_module_t  ngx_jobs_module_ctx = {
    ngx_jobs_preconfiguration,             /* preconfiguration */
    ngx_jobs_postconfiguration,            /* postconfiguration */

    ngx_jobs_create_main_conf,             /* create main configuration */
    ngx_jobs_init_main_conf,               /* init main configuration */

    NULL,                                  /* create server configuration */
    NULL,                                  /* merge server configuration */

    ngx_jobs_create_loc_conf,              /* create location configuration */
    ngx_jobs_merge_loc_conf                /* merge location configuration */
};


ngx_module_t  ngx_jobs_module = {
    NGX_MODULE_V1,
    &ngx_jobs_module_ctx,                  /* module context */
    ngx_jobs_commands,                     /* module directives */
    NGX_HTTP_MODULE,                       /* module type */
    NULL,                                  /* init master */
    ngx_jobs_init_module,                  /* init module */
    ngx_jobs_init_process,                 /* init process */
    NULL,                                  /* init thread */
    NULL,                                  /* exit thread */
    ngx_jobs_exit_process,                 /* exit process */
    ngx_jobs_exit_master,                  /* exit master */
    NGX_MODULE_V1_PADDING
};


static ngx_int_t
ngx_jobs_preconfiguration(ngx_conf_t *cf)
{
    return ngx_jobs_add_variables(cf);
}


static ngx_int_t
ngx_jobs_postconfiguration(ngx_conf_t *cf)
{
    return ngx_jobs_stores_init(cf);
}


static ngx_int_t
ngx_jobs_init_module(ngx_cycle_t *cycle)
{
    if (jobs_html_init(&ngx_jobs_mem) != JOBS_OK) {
        ngx_log_error(NGX_LOG_EMERG, cycle->log, 0,
                      "jobs: the built-in templates cannot be prepared");
        return NGX_ERROR;
    }

    ngx_jobs_stores_warn(cycle);

    if (ngx_test_config) {
        jobs_html_free();               /* nobody exits from "nginx -t" */
    }

    return NGX_OK;
}


/* never an error: the sites beside ours have to start */

static ngx_int_t
ngx_jobs_init_process(ngx_cycle_t *cycle)
{
    return ngx_jobs_stores_start(cycle);
}


static void
ngx_jobs_exit_process(ngx_cycle_t *cycle)
{
    ngx_jobs_stores_stop(cycle);
    ngx_jobs_key_free();
    ngx_jobs_encode_free();
    ngx_jobs_asset_free();
    jobs_html_free();
}


static void
ngx_jobs_exit_master(ngx_cycle_t *cycle)
{
    jobs_html_free();
}


static void *
ngx_jobs_realloc(void *ctx, void *p, size_t old, size_t size)
{
    void  *new;

    (void) ctx;

    new = ngx_alloc(size, ngx_cycle->log);
    if (new == NULL) {
        return NULL;
    }

    if (p != NULL) {
        ngx_memcpy(new, p, ngx_min(old, size));
        ngx_free(p);
    }

    return new;
}


static void
ngx_jobs_free(void *ctx, void *p)
{
    (void) ctx;

    ngx_free(p);
}
