/*
 * The directives that say what a location shows: "jobs_filter", "jobs_args" and
 * "jobs_limit".
 */

#include "ngx_jobs.h"


static char  *ngx_jobs_check_pinned(ngx_conf_t *cf, ngx_jobs_pinned_t *pinned,
                  ngx_str_t *value);


char *
ngx_jobs_set_filter(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    ngx_str_t                         *value;
    ngx_uint_t                         i;
    ngx_jobs_pinned_t                 *pinned;
    const jobs_param_t                *param;
    ngx_http_compile_complex_value_t   ccv;

    value = cf->args->elts;

    param = jobs_param_find(ngx_jobs_str(&value[1]));

    if (param == NULL || param >= &jobs_params[JOBS_P_SORT]) {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be the name of a filter, such as "
                                "category, company, remote or q");
    }

    if (jlcf->pinned == NGX_CONF_UNSET_PTR) {
        jlcf->pinned = ngx_array_create(cf->pool, 4,
                                        sizeof(ngx_jobs_pinned_t));
        if (jlcf->pinned == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    pinned = jlcf->pinned->elts;

    for (i = 0; i < jlcf->pinned->nelts; i++) {
        if (pinned[i].param == param && jobs_param_single(param)) {
            return ngx_jobs_invalid(cf, cmd, &value[1],
                                    "it must be given once only");
        }
    }

    pinned = ngx_array_push(jlcf->pinned);
    if (pinned == NULL) {
        return NGX_CONF_ERROR;
    }

    ngx_memzero(pinned, sizeof(ngx_jobs_pinned_t));
    ngx_memzero(&ccv, sizeof(ngx_http_compile_complex_value_t));

    pinned->param = param;

    ccv.cf = cf;
    ccv.value = &value[2];
    ccv.complex_value = &pinned->value;

    if (ngx_http_compile_complex_value(&ccv) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    if (pinned->value.lengths == NULL) {
        return ngx_jobs_check_pinned(cf, pinned, &value[2]);
    }

    return NGX_CONF_OK;
}


/* a value without variables is judged now */

static char *
ngx_jobs_check_pinned(ngx_conf_t *cf, ngx_jobs_pinned_t *pinned,
    ngx_str_t *value)
{
    ngx_str_t       name;
    jobs_fault_t    fault;
    jobs_filter_t  *filter;

    filter = ngx_palloc(cf->temp_pool, sizeof(jobs_filter_t));
    if (filter == NULL) {
        return NGX_CONF_ERROR;
    }

    jobs_filter_init(filter, 0);

    if (!jobs_utf8_valid(ngx_jobs_str(value))) {
        fault.reason = "it must be UTF-8";

    } else if (jobs_filter_add(filter, pinned->param, ngx_jobs_str(value), 1,
                               &fault)
               == JOBS_OK)
    {
        return NGX_CONF_OK;
    }

    name.data = (u_char *) pinned->param->name.data;
    name.len = pinned->param->name.len;

    ngx_conf_log_error(NGX_LOG_EMERG, cf, 0,
                       "invalid value \"%V\" of \"%V\" in \"jobs_filter\" "
                       "directive, %s", value, &name, fault.reason);

    return NGX_CONF_ERROR;
}


char *
ngx_jobs_set_args(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    ngx_str_t           *value;
    ngx_uint_t           i;
    const jobs_param_t  *param;

    if (jlcf->args != 0) {
        return "is duplicate";
    }

    value = cf->args->elts;
    jlcf->args = NGX_JOBS_ARGS_SET;

    if (cf->args->nelts == 2) {

        if (ngx_strcmp(value[1].data, "on") == 0) {
            jlcf->args |= NGX_JOBS_ALL_ARGS;
            return NGX_CONF_OK;
        }

        if (ngx_strcmp(value[1].data, "off") == 0) {
            return NGX_CONF_OK;
        }
    }

    for (i = 1; i < cf->args->nelts; i++) {
        param = jobs_param_find(ngx_jobs_str(&value[i]));

        if (param == NULL) {
            return ngx_jobs_invalid(cf, cmd, &value[i],
                                    "it must be names of request arguments, "
                                    "or \"on\" or \"off\" alone");
        }

        jlcf->args |= 1ULL << (param - jobs_params);
    }

    return NGX_CONF_OK;
}


char *
ngx_jobs_set_limit(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    ngx_int_t   n, max;
    ngx_str_t  *value;

    if (jlcf->limit != NGX_CONF_UNSET_UINT) {
        return "is duplicate";
    }

    value = cf->args->elts;

    n = ngx_atoi(value[1].data, value[1].len);

    if (n == NGX_ERROR || n < 1 || n > JOBS_LIMIT_MAX) {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be a number from 1 to 1000");
    }

    max = n > 100 ? n : 100;

    if (cf->args->nelts == 3) {
        max = ngx_atoi(value[2].data, value[2].len);

        if (max == NGX_ERROR || max < n || max > JOBS_LIMIT_MAX) {
            return ngx_jobs_invalid(cf, cmd, &value[2],
                                    "the maximum must be a number from the "
                                    "default to 1000");
        }
    }

    jlcf->limit = n;
    jlcf->max_limit = max;

    return NGX_CONF_OK;
}
