/*
 * Lists: from a request to a query, and from a query to its answer.
 */

#include "ngx_jobs_query.h"
#include "core/jobs_names.h"
#include "core/jobs_partners.h"


static jobs_rc_t   ngx_jobs_list(ngx_jobs_query_t *q, jobs_snapshot_t *s);
static uint64_t    ngx_jobs_microseconds(void);


ngx_int_t
ngx_jobs_query_create(ngx_jobs_work_t *w)
{
    ngx_jobs_query_t  *q;

    q = ngx_alloc(sizeof(ngx_jobs_query_t), w->request->connection->log);
    if (q == NULL) {
        return NGX_HTTP_INTERNAL_SERVER_ERROR;
    }

    w->query = q;

    q->site = w->site;
    q->format = w->route.format;
    q->withheld = ~w->conf->args;
    q->stale = w->conf->stale;
    q->now = w->now;
    q->timeout = w->conf->query_timeout;
    q->ready = 0;
    q->index = NULL;
    q->link_len = 0;

    jobs_buf_init(&q->result.body, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

    return jobs_args_parse(&q->args, ngx_jobs_str(&w->route.args),
                           &w->fault.reason)
           == JOBS_OK ? NGX_OK : NGX_HTTP_BAD_REQUEST;
}


/* what operator and partner pinned and the address says, then what is asked */

jobs_rc_t
ngx_jobs_query_filter(ngx_jobs_work_t *w, jobs_snapshot_t *s)
{
    uint32_t           name;
    jobs_rc_t          rc;
    ngx_jobs_query_t  *q;

    q = w->query;

    jobs_filter_init(&q->filter, w->conf->limit);

    if (ngx_jobs_pin(w, &q->filter) != NGX_OK) {
        return JOBS_NOMEM;
    }

    if (w->route.page.len != 0 && s != NULL) {
        name = jobs_names_find(s->names,
                               jobs_str((char *) w->route.page.data + 1,
                                        w->route.page.len - 1));

        if (name == JOBS_NO_NAME
            || jobs_name_filter(s->names, name, &q->filter) != JOBS_OK)
        {
            return JOBS_DECLINED;
        }
    }

    rc = jobs_filter_args(&q->filter, &q->args, w->conf->args,
                          w->conf->max_limit, &w->fault);

    if (rc == JOBS_OK) {
        jobs_format_settle(q->format, &q->filter);
        jobs_format_offer(q->format, &q->site.look, q->withheld, &q->filter);
    }

    q->ready = (rc == JOBS_OK);
    q->index = NULL;

    return rc == JOBS_LIMIT ? JOBS_INVALID : rc;
}


ngx_int_t
ngx_jobs_pin(ngx_jobs_work_t *w, jobs_filter_t *f)
{
    ngx_str_t           value;
    ngx_uint_t          i;
    jobs_fault_t        fault;
    ngx_jobs_pinned_t  *pinned;

    if (w->partner != NULL) {
        jobs_partner_pin(w->partner, f);
    }

    if (w->conf->pinned == NULL) {
        return NGX_OK;
    }

    pinned = w->conf->pinned->elts;

    for (i = 0; i < w->conf->pinned->nelts; i++) {

        if (ngx_http_complex_value(w->request, &pinned[i].value, &value)
            != NGX_OK)
        {
            return NGX_ERROR;
        }

        if (value.len == 0) {
            continue;
        }

        if (!jobs_utf8_valid(ngx_jobs_str(&value))
            || jobs_filter_add(f, pinned[i].param, ngx_jobs_str(&value),
                               JOBS_BY_OPERATOR, &fault)
               != JOBS_OK)
        {
            f->never = 1;       /* never an unfiltered list instead */
        }
    }

    return NGX_OK;
}


void
ngx_jobs_query_run(ngx_jobs_query_t *q, jobs_snapshot_t *s)
{
    q->ready = 0;           /* the snapshot's words go into the filter */

    ngx_jobs_run_begin(&q->result, s, q->timeout);
    ngx_jobs_run_end(&q->result, s, ngx_jobs_list(q, s));
}


static jobs_rc_t
ngx_jobs_list(ngx_jobs_query_t *q, jobs_snapshot_t *s)
{
    char         *memory;
    size_t        rows, facets;
    unsigned      shown;
    jobs_rc_t     rc;
    jobs_buf_t    text, b;
    jobs_list_t   list;

    if (q->index != s->index) {
        rc = jobs_query_resolve(s, &q->filter);
        if (rc != JOBS_OK) {
            return rc;
        }
    }

    rows = (q->filter.limit + 1) * sizeof(jobs_str_t);

    facets = __builtin_popcount(q->filter.facets) * sizeof(jobs_facet_t);

    memory = ngx_jobs_mem.realloc(ngx_jobs_mem.ctx, NULL, 0,
                                  rows + facets
                                  + q->filter.limit * sizeof(uint32_t));
    if (memory == NULL) {
        return JOBS_NOMEM;
    }

    ngx_memzero(&list, sizeof(jobs_list_t));

    list.rows = (jobs_str_t *) memory;
    list.facets = (jobs_facet_t *) (memory + rows);
    list.numbers = (uint32_t *) (memory + rows + facets);
    list.filter = &q->filter;
    list.site = q->site;
    list.withheld = q->withheld;
    list.stale = (q->now - s->built_at > q->stale);

    shown = jobs_format_shown(q->format, &q->site.look);

    list.wants_headline = (shown & JOBS_SHOW_HEADLINE) != 0;
    list.unrelated = q->format->show != 0 && !(shown & JOBS_SHOW_RELATED);

    jobs_buf_init(&text, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);

    rc = jobs_query_list(s, &q->filter, q->format, q->now, &text, &list);

    if (rc == JOBS_OK) {
        q->format->write(&q->result.body, &list);

        /* a row that is none, or a listing that was read for a template */

        if (q->result.body.rc == JOBS_CORRUPT
            || q->result.body.rc == JOBS_TIMEOUT)
        {
            rc = q->result.body.rc;

        } else if (!jobs_snapshot_intact(s)) {
            rc = JOBS_CORRUPT;
        }

        b = (jobs_buf_t) { .data = q->link, .size = NGX_JOBS_LINK,
                           .max = NGX_JOBS_LINK };

        if (!q->format->unlinked) {
            jobs_list_link_header(&b, &list, q->format->embeds);
        }

        q->link_len = b.rc == JOBS_OK ? b.len : 0;
        q->total = list.total;
        q->count = list.count;
    }

    jobs_buf_free(&text);
    ngx_jobs_mem.free(ngx_jobs_mem.ctx, memory);

    return rc;
}


void
ngx_jobs_run_begin(ngx_jobs_result_t *result, jobs_snapshot_t *s,
    ngx_msec_t timeout)
{
    jobs_buf_init(&result->body, &ngx_jobs_mem, NGX_JOBS_BODY_MAX);
    jobs_snapshot_deadline(s, (int64_t) timeout * 1000000);

    result->start = ngx_jobs_microseconds();
}


void
ngx_jobs_run_end(ngx_jobs_result_t *result, jobs_snapshot_t *s, jobs_rc_t rc)
{
    result->time = ngx_jobs_microseconds() - result->start;

    if (rc == JOBS_ERROR) {
        ngx_cpystrn((u_char *) result->error, (u_char *) sqlite3_errmsg(s->db),
                    sizeof(result->error));
    }

    jobs_query_reset(s);
    jobs_snapshot_deadline(s, 0);

    if (rc != JOBS_OK && !jobs_snapshot_intact(s)) {
        rc = JOBS_CORRUPT;      /* whatever it looked like */
    }

    result->rc = rc;
}


static uint64_t
ngx_jobs_microseconds(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return (uint64_t) ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
