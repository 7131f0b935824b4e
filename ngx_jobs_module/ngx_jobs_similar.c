/*
 * What to look at instead of a listing that is gone.
 */

#include "ngx_jobs_query.h"


#define NGX_JOBS_SIMILAR  3


static jobs_rc_t   ngx_jobs_similar_filter(ngx_jobs_work_t *w,
                       jobs_filter_t *f, jobs_param_e param,
                       jobs_str_t value);
static jobs_rc_t   ngx_jobs_similar_list(ngx_jobs_work_t *w,
                       jobs_snapshot_t *s, jobs_filter_t *f);
static jobs_rc_t   ngx_jobs_similar_rows(ngx_jobs_work_t *w, jobs_list_t *list,
                       unsigned json);


/* the newest of its category, else of its company */

jobs_rc_t
ngx_jobs_similar(ngx_jobs_work_t *w, jobs_snapshot_t *s, jobs_str_t category,
    jobs_str_t company)
{
    jobs_rc_t      rc;
    jobs_filter_t  near, same;

    /* the listing's strings end with the first query: both filters now */

    rc = ngx_jobs_similar_filter(w, &near, JOBS_P_CATEGORY, category);

    if (rc == JOBS_OK) {
        rc = ngx_jobs_similar_filter(w, &same, JOBS_P_COMPANY, company);
    }

    if (rc == JOBS_OK) {
        rc = ngx_jobs_similar_list(w, s, &near);
    }

    if (rc == JOBS_OK && w->similar.data == NULL) {
        rc = ngx_jobs_similar_list(w, s, &same);
    }

    return rc;
}


/* never matches where there is no such value */

static jobs_rc_t
ngx_jobs_similar_filter(ngx_jobs_work_t *w, jobs_filter_t *f,
    jobs_param_e param, jobs_str_t value)
{
    char          bytes[512];
    jobs_buf_t    b;
    jobs_fault_t  fault;

    jobs_filter_init(f, NGX_JOBS_SIMILAR);

    if (ngx_jobs_pin(w, f) != NGX_OK) {
        return JOBS_NOMEM;
    }

    b = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                       .max = sizeof(bytes) };

    jobs_filter_item(&b, &jobs_params[param], value, 0, 0);

    if (value.len == 0 || b.rc != JOBS_OK
        || jobs_filter_add(f, &jobs_params[param], jobs_buf_view(&b), 0,
                           &fault)
           != JOBS_OK)
    {
        f->never = 1;
    }

    jobs_filter_settle(f);

    return JOBS_OK;
}


static jobs_rc_t
ngx_jobs_similar_list(ngx_jobs_work_t *w, jobs_snapshot_t *s,
    jobs_filter_t *f)
{
    unsigned              json;
    jobs_rc_t             rc;
    jobs_buf_t            text;
    jobs_str_t            rows[NGX_JOBS_SIMILAR];
    jobs_list_t           list;
    const jobs_format_t  *format;

    if (f->never) {
        return JOBS_OK;
    }

    rc = jobs_query_resolve(s, f);
    if (rc != JOBS_OK) {
        return rc;
    }

    json = (ngx_jobs_is_json(&w->route) != 0);
    format = &jobs_formats[json ? JOBS_FORMAT_JSON : JOBS_FORMAT_HTML];

    ngx_memzero(&list, sizeof(jobs_list_t));
    list.rows = rows;
    list.site = w->site;
    list.unrelated = 1;

    jobs_buf_init(&text, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

    rc = jobs_query_list(s, f, format, ngx_time(), &text, &list);

    if (rc == JOBS_OK && list.count > 0) {
        rc = ngx_jobs_similar_rows(w, &list, json);
    }

    jobs_buf_free(&text);

    return rc;
}


static jobs_rc_t
ngx_jobs_similar_rows(ngx_jobs_work_t *w, jobs_list_t *list, unsigned json)
{
    char        *p;
    unsigned     i;
    jobs_rc_t    rc;
    jobs_buf_t   b;

    jobs_buf_init(&b, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

    for (i = 0; i < list->count; i++) {
        if (json && i > 0) {
            jobs_buf_char(&b, ',');
        }

        jobs_row_fill(&b, list->rows[i], w->site.board, w->site.partner);
    }

    rc = b.rc;

    if (rc == JOBS_OK) {
        p = ngx_pnalloc(w->request->pool, b.len);

        if (p != NULL) {
            ngx_memcpy(p, b.data, b.len);
            w->similar = jobs_str(p, b.len);

        } else {
            rc = JOBS_NOMEM;
        }
    }

    jobs_buf_free(&b);

    return rc;
}
