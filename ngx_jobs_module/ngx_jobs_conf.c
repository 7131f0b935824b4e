/*
 * Directives.
 */

#include "ngx_jobs_cache.h"


static char  *ngx_jobs_set_snapshot(ngx_conf_t *cf, ngx_command_t *cmd,
                  void *conf);
static char  *ngx_jobs_set_query_timeout(ngx_conf_t *cf, ngx_command_t *cmd,
                  void *conf);
static char  *ngx_jobs_set_max_age(ngx_conf_t *cf, ngx_command_t *cmd,
                  void *conf);
static char  *ngx_jobs_merge_delivery(ngx_conf_t *cf,
                  ngx_jobs_loc_conf_t *conf);
static char  *ngx_jobs_set_base_url(ngx_conf_t *cf, ngx_command_t *cmd,
                  void *conf);
static char  *ngx_jobs_set_cache_size(ngx_conf_t *cf, ngx_command_t *cmd,
                  void *conf);
static ngx_int_t  ngx_jobs_set_board(ngx_conf_t *cf,
                  ngx_jobs_loc_conf_t *jlcf);


#define NGX_JOBS_ANY_CONF                                                     \
    NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF|NGX_HTTP_LOC_CONF

#define NGX_JOBS_MAX_AGE  (365 * 24 * 60 * 60)


ngx_command_t  ngx_jobs_commands[] = {

    { ngx_string("jobs"),
      NGX_HTTP_LOC_CONF|NGX_CONF_NOARGS|NGX_CONF_TAKE1,
      ngx_jobs_set_jobs,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_snapshot"),
      NGX_JOBS_ANY_CONF|NGX_CONF_TAKE123,
      ngx_jobs_set_snapshot,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_filter"),
      NGX_JOBS_ANY_CONF|NGX_CONF_TAKE2,
      ngx_jobs_set_filter,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_args"),
      NGX_JOBS_ANY_CONF|NGX_CONF_1MORE,
      ngx_jobs_set_args,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_limit"),
      NGX_JOBS_ANY_CONF|NGX_CONF_TAKE12,
      ngx_jobs_set_limit,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_query_timeout"),
      NGX_JOBS_ANY_CONF|NGX_CONF_TAKE1,
      ngx_jobs_set_query_timeout,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_base_url"),
      NGX_JOBS_ANY_CONF|NGX_CONF_TAKE1,
      ngx_jobs_set_base_url,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_threads"),
      NGX_JOBS_ANY_CONF|NGX_CONF_TAKE1,
      ngx_jobs_threads_set,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_cors"),
      NGX_JOBS_ANY_CONF|NGX_CONF_1MORE,
      ngx_jobs_cors_set,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_template"),
      NGX_JOBS_ANY_CONF|NGX_CONF_TAKE2,
      ngx_jobs_template_set,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_gzip"),
      NGX_JOBS_ANY_CONF|NGX_CONF_FLAG,
      ngx_conf_set_flag_slot,
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_jobs_loc_conf_t, gzip),
      NULL },

    { ngx_string("jobs_max_age"),
      NGX_JOBS_ANY_CONF|NGX_CONF_TAKE1,
      ngx_jobs_set_max_age,
      NGX_HTTP_LOC_CONF_OFFSET,
      0,
      NULL },

    { ngx_string("jobs_cache_size"),
      NGX_HTTP_MAIN_CONF|NGX_CONF_TAKE1,
      ngx_jobs_set_cache_size,
      NGX_HTTP_MAIN_CONF_OFFSET,
      0,
      NULL },

      ngx_null_command
};


void *
ngx_jobs_create_main_conf(ngx_conf_t *cf)
{
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_pcalloc(cf->pool, sizeof(ngx_jobs_main_conf_t));
    if (jmcf == NULL) {
        return NULL;
    }

    if (ngx_array_init(&jmcf->stores, cf->pool, 4,
                       sizeof(ngx_jobs_store_t *))
        != NGX_OK
        || ngx_array_init(&jmcf->files, cf->pool, 4, sizeof(void *)) != NGX_OK)
    {
        return NULL;
    }

    jmcf->cache_size = NGX_CONF_UNSET_SIZE;

    return jmcf;
}


char *
ngx_jobs_init_main_conf(ngx_conf_t *cf, void *conf)
{
    ngx_jobs_main_conf_t *jmcf = conf;

    ngx_conf_init_size_value(jmcf->cache_size, 32 * 1024 * 1024);

    return NGX_CONF_OK;
}


void *
ngx_jobs_create_loc_conf(ngx_conf_t *cf)
{
    ngx_jobs_loc_conf_t  *jlcf;

    jlcf = ngx_pcalloc(cf->pool, sizeof(ngx_jobs_loc_conf_t));
    if (jlcf == NULL) {
        return NULL;
    }

    /*
     * set by ngx_pcalloc():
     *
     *     jlcf->args = 0;
     *     jlcf->board = { 0, NULL };
     *     jlcf->format = NULL;
     *     jlcf->base_url = { 0, NULL };
     *     jlcf->prefix_len = 0;
     *     jlcf->templates = NULL;
     */

    jlcf->view = NGX_CONF_UNSET_UINT;
    jlcf->store = NGX_CONF_UNSET_PTR;
    jlcf->stale = NGX_CONF_UNSET;
    jlcf->pinned = NGX_CONF_UNSET_PTR;
    jlcf->limit = NGX_CONF_UNSET_UINT;
    jlcf->max_limit = NGX_CONF_UNSET_UINT;
    jlcf->query_timeout = NGX_CONF_UNSET_MSEC;
    jlcf->threads = NGX_CONF_UNSET_PTR;
    jlcf->cors = NGX_CONF_UNSET_PTR;
    jlcf->gzip = NGX_CONF_UNSET;
    jlcf->max_age = NGX_CONF_UNSET;

    return jlcf;
}


char *
ngx_jobs_merge_loc_conf(ngx_conf_t *cf, void *parent, void *child)
{
    ngx_jobs_loc_conf_t *prev = parent;
    ngx_jobs_loc_conf_t *conf = child;

    ngx_uint_t  mine;

    mine = (conf->view != NGX_CONF_UNSET_UINT);

    if (!mine) {

        /* "if" and "limit_except" run the handler of their location */

        conf->format = prev->format;
        conf->board = prev->board;
        conf->prefix_len = prev->prefix_len;
    }

    ngx_conf_merge_uint_value(conf->view, prev->view, NGX_JOBS_VIEW_NONE);
    ngx_conf_merge_ptr_value(conf->store, prev->store, NULL);
    ngx_conf_merge_sec_value(conf->stale, prev->stale, 24 * 60 * 60);
    ngx_conf_merge_ptr_value(conf->pinned, prev->pinned, NULL);
    ngx_conf_merge_uint_value(conf->limit, prev->limit, 20);
    ngx_conf_merge_uint_value(conf->max_limit, prev->max_limit, 100);
    ngx_conf_merge_msec_value(conf->query_timeout, prev->query_timeout, 200);
    ngx_conf_merge_ptr_value(conf->threads, prev->threads,
                             NGX_CONF_UNSET_PTR);
    ngx_conf_merge_str_value(conf->base_url, prev->base_url, "");
    ngx_conf_merge_value(conf->gzip, prev->gzip, 1);
    ngx_conf_merge_sec_value(conf->max_age, prev->max_age, 60);

    if (ngx_jobs_cors_merge(cf, prev, conf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    if (ngx_jobs_template_merge(cf, prev, conf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    if (conf->args == 0) {
        conf->args = prev->args ? prev->args : NGX_JOBS_ALL_ARGS;
    }

    if (!mine) {
        return conf->view == NGX_JOBS_VIEW_NONE
               ? NGX_CONF_OK : ngx_jobs_merge_delivery(cf, conf);
    }

    if (conf->view == NGX_JOBS_VIEW_STATUS
        || conf->view == NGX_JOBS_VIEW_METRICS
        || conf->view == NGX_JOBS_VIEW_ASSET)
    {
        return NGX_CONF_OK;
    }

    if (conf->store == NULL) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"jobs\" needs a \"jobs_snapshot\" directive at "
                           "this level or above");
        return NGX_CONF_ERROR;
    }

    if (conf->format != NULL && conf->format->hosted
        && conf->base_url.len == 0)
    {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                           "\"jobs %*s\" needs a \"jobs_base_url\" directive "
                           "at this level or above: it is about a board",
                           conf->format->name.len, conf->format->name.data);
        return NGX_CONF_ERROR;
    }

    if (ngx_jobs_set_board(cf, conf) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    if (ngx_jobs_threads_merge(cf, conf) != NGX_CONF_OK) {
        return NGX_CONF_ERROR;
    }

    return ngx_jobs_merge_delivery(cf, conf);
}


/* what follows from the settings once they are all there */

static char *
ngx_jobs_merge_delivery(ngx_conf_t *cf, ngx_jobs_loc_conf_t *conf)
{
    u_char  *p;

    p = ngx_pnalloc(cf->pool, sizeof("public, max-age=, stale-while-revalidate"
                                     "=3600, stale-if-error=86400")
                              + NGX_TIME_T_LEN);
    if (p == NULL) {
        return NGX_CONF_ERROR;
    }

    conf->cache_control.data = p;
    conf->cache_control.len = ngx_sprintf(p, "public, max-age=%T, "
                                          "stale-while-revalidate=3600, "
                                          "stale-if-error=86400",
                                          conf->max_age)
                              - p;

    return ngx_jobs_key_settings(conf) == NGX_OK ? NGX_CONF_OK
                                                 : NGX_CONF_ERROR;
}


/*
 * Where the board is: at jobs_base_url, else at the location's prefix, else
 * (a single view) nowhere.  What an address cannot hold is escaped once, here.
 */

static ngx_int_t
ngx_jobs_set_board(ngx_conf_t *cf, ngx_jobs_loc_conf_t *conf)
{
    jobs_buf_t                 b;
    ngx_http_core_loc_conf_t  *clcf;

    if (conf->base_url.len) {
        conf->board = conf->base_url;
        return NGX_OK;
    }

    if (conf->view != NGX_JOBS_VIEW_BOARD) {
        ngx_str_null(&conf->board);
        return NGX_OK;
    }

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (conf->prefix_len == 0) {
        ngx_str_set(&conf->board, "");
        return NGX_OK;
    }

    jobs_buf_init(&b, &ngx_jobs_mem, 4096);
    jobs_escape_path(&b, ngx_jobs_str(&clcf->name));

    conf->board.len = b.len;
    conf->board.data = b.rc == JOBS_OK
                       ? ngx_pnalloc(cf->pool, b.len) : NULL;

    if (conf->board.data != NULL) {
        ngx_memcpy(conf->board.data, b.data, b.len);
    }

    jobs_buf_free(&b);

    return conf->board.data != NULL ? NGX_OK : NGX_ERROR;
}


static char *
ngx_jobs_set_snapshot(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    time_t       stale;
    ngx_str_t   *value, path, s;
    ngx_int_t    check;
    ngx_uint_t   i;

    if (jlcf->store != NGX_CONF_UNSET_PTR) {
        return "is duplicate";
    }

    value = cf->args->elts;
    check = 1000;
    stale = NGX_CONF_UNSET;

    if (value[1].len == 0 || ngx_strlchr(value[1].data,
                                         value[1].data + value[1].len, '$'))
    {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be a path without variables");
    }

    for (i = 2; i < cf->args->nelts; i++) {

        if (ngx_strncmp(value[i].data, "check=", 6) == 0) {
            s.data = value[i].data + 6;
            s.len = value[i].len - 6;

            check = ngx_parse_time(&s, 0);

            if (check == NGX_ERROR || check < 10) {
                return ngx_jobs_invalid(cf, cmd, &value[i],
                                        "it must be a time of at least 10ms");
            }

            continue;
        }

        if (ngx_strncmp(value[i].data, "stale=", 6) == 0) {
            s.data = value[i].data + 6;
            s.len = value[i].len - 6;

            stale = ngx_parse_time(&s, 1);

            if (stale == NGX_ERROR || stale < 1) {
                return ngx_jobs_invalid(cf, cmd, &value[i],
                                        "it must be a time of at least 1s");
            }

            continue;
        }

        return ngx_jobs_invalid(cf, cmd, &value[i],
                                "it must be check=time or stale=time");
    }

    path = value[1];

    if (ngx_conf_full_name(cf->cycle, &path, 0) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    jlcf->stale = stale == NGX_CONF_UNSET ? 24 * 60 * 60 : stale;

    jlcf->store = ngx_jobs_store_add(cf, &path, check, jlcf->stale);
    if (jlcf->store == NULL) {
        return NGX_CONF_ERROR;
    }

    return NGX_CONF_OK;
}


static char *
ngx_jobs_set_query_timeout(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    ngx_int_t   ms;
    ngx_str_t  *value;

    if (jlcf->query_timeout != NGX_CONF_UNSET_MSEC) {
        return "is duplicate";
    }

    value = cf->args->elts;

    ms = ngx_parse_time(&value[1], 0);

    if (ms == NGX_ERROR || ms < 1 || ms > 4000) {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be a time from 1ms to 4s");
    }

    jlcf->query_timeout = ms;

    return NGX_CONF_OK;
}


static char *
ngx_jobs_set_max_age(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    time_t      age;
    ngx_str_t  *value;

    if (jlcf->max_age != NGX_CONF_UNSET) {
        return "is duplicate";
    }

    value = cf->args->elts;

    age = ngx_parse_time(&value[1], 1);

    if (age == (time_t) NGX_ERROR || age > NGX_JOBS_MAX_AGE) {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be a time from 0 to 365d");
    }

    jlcf->max_age = age;

    return NGX_CONF_OK;
}


static char *
ngx_jobs_set_base_url(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    u_char      *p;
    ngx_str_t   *value;

    if (jlcf->base_url.len) {
        return "is duplicate";
    }

    value = cf->args->elts;

    if (!jobs_is_http_url(ngx_jobs_str(&value[1]))) {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be an http or https address");
    }

    for (p = value[1].data; *p; p++) {
        if (ngx_strchr("?#&';$()*,=!", *p)) {
            return ngx_jobs_invalid(cf, cmd, &value[1],
                                    "it must be an address without query, "
                                    "fragment, variables and quotes");
        }
    }

    jlcf->base_url = value[1];

    while (jlcf->base_url.data[jlcf->base_url.len - 1] == '/') {
        jlcf->base_url.len--;
    }

    return NGX_CONF_OK;
}


static char *
ngx_jobs_set_cache_size(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_main_conf_t *jmcf = conf;

    ssize_t     size;
    ngx_str_t  *value;

    if (jmcf->cache_size != NGX_CONF_UNSET_SIZE) {
        return "is duplicate";
    }

    value = cf->args->elts;

    size = ngx_parse_size(&value[1]);

    if (size == NGX_ERROR || (size != 0 && size < (ssize_t) (8 * ngx_pagesize)))
    {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be 0, or a size of at least 8 pages "
                                "of memory (32k on most machines)");
    }

    jmcf->cache_size = size;

    return NGX_CONF_OK;
}


char *
ngx_jobs_invalid(ngx_conf_t *cf, ngx_command_t *cmd, ngx_str_t *value,
    const char *rule)
{
    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\" in \"%V\" directive, %s",
                       value, &cmd->name, rule);

    return NGX_CONF_ERROR;
}
