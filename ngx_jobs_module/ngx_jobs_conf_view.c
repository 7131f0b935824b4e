/*
 * The directive "jobs": which view a location serves.
 */

#include "ngx_jobs.h"


static ngx_int_t  ngx_jobs_find_view(ngx_jobs_loc_conf_t *conf,
                      ngx_str_t *name);
static char      *ngx_jobs_no_view(ngx_conf_t *cf, ngx_command_t *cmd,
                      ngx_str_t *name);


/* beside the formats of a list */

static ngx_conf_enum_t  ngx_jobs_views[] = {
    { ngx_string("detail"), NGX_JOBS_VIEW_DETAIL },
    { ngx_string("widget"), NGX_JOBS_VIEW_ASSET },
    { ngx_string("status"), NGX_JOBS_VIEW_STATUS },
    { ngx_string("metrics"), NGX_JOBS_VIEW_METRICS },
    { ngx_null_string, 0 }
};


char *
ngx_jobs_set_jobs(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    ngx_str_t                 *value;
    ngx_jobs_main_conf_t      *jmcf;
    ngx_http_core_loc_conf_t  *clcf;

    if (jlcf->view != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    clcf = ngx_http_conf_get_module_loc_conf(cf, ngx_http_core_module);

    if (cf->args->nelts == 1) {

        if (clcf->exact_match || clcf->named
#if (NGX_PCRE)
            || clcf->regex
#endif
           )
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "\"jobs\" without a view serves a board, which "
                               "must be in a prefix location, not in \"%V\"",
                               &clcf->name);
            return NGX_CONF_ERROR;
        }

        if (clcf->name.len > 1
            && clcf->name.data[clcf->name.len - 1] == '/')
        {
            ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                               "\"jobs\" without a view must be in a prefix "
                               "location that does not end in \"/\": \"%V\"",
                               &clcf->name);
            return NGX_CONF_ERROR;
        }

        jlcf->view = NGX_JOBS_VIEW_BOARD;
        jlcf->prefix_len = clcf->name.len == 1 ? 0 : clcf->name.len;

    } else {

        if (ngx_jobs_find_view(jlcf, &value[1]) != NGX_OK) {
            return ngx_jobs_no_view(cf, cmd, &value[1]);
        }

        if (!clcf->exact_match && !clcf->named
#if (NGX_PCRE)
            && clcf->regex == NULL
#endif
           )
        {
            jlcf->prefix_len = clcf->name.len;
        }
    }

    clcf->handler = ngx_jobs_handler;

    jmcf = ngx_http_conf_get_module_main_conf(cf, ngx_jobs_module);
    jmcf->used = 1;

    return NGX_CONF_OK;
}


static ngx_int_t
ngx_jobs_find_view(ngx_jobs_loc_conf_t *conf, ngx_str_t *name)
{
    ngx_conf_enum_t  *e;

    conf->format = jobs_format_find(ngx_jobs_str(name));

    if (conf->format != NULL) {
        conf->view = NGX_JOBS_VIEW_LIST;
        return NGX_OK;
    }

    for (e = ngx_jobs_views; e->name.len; e++) {
        if (e->name.len == name->len
            && ngx_strcmp(e->name.data, name->data) == 0)
        {
            conf->view = e->value;
            return NGX_OK;
        }
    }

    return NGX_DECLINED;
}


/* "it must be page, html, ... or status" */

static char *
ngx_jobs_no_view(ngx_conf_t *cf, ngx_command_t *cmd, ngx_str_t *name)
{
    char             *rule;
    unsigned          i;
    jobs_buf_t        b;
    ngx_conf_enum_t  *e;

    jobs_buf_init(&b, &ngx_jobs_mem, 4096);
    jobs_buf_lit(&b, "it must be ");

    for (i = 0; i < JOBS_FORMAT_N; i++) {
        jobs_buf_str(&b, jobs_formats[i].name);
        jobs_buf_lit(&b, ", ");
    }

    for (e = ngx_jobs_views; e->name.len; e++) {
        if (e != ngx_jobs_views) {
            jobs_buf_str(&b, e[1].name.len ? jobs_lit(", ")
                                           : jobs_lit(" or "));
        }

        jobs_buf_str(&b, ngx_jobs_str(&e->name));
    }

    jobs_buf_char(&b, '\0');

    rule = b.rc == JOBS_OK ? b.data : "it is no view";

    rule = ngx_jobs_invalid(cf, cmd, name, rule);
    jobs_buf_free(&b);

    return rule;
}
