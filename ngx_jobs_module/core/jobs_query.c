/*
 * Filters answered by SQLite.
 */

#include "jobs_query.h"
#include "jobs_sql.h"
#include "jobs_text.h"
#include "jobs_where.h"


static jobs_rc_t  jobs_resolve_value(jobs_snapshot_t *s, jobs_filter_t *f,
                      jobs_value_t *v);
static jobs_rc_t  jobs_resolve_name(jobs_snapshot_t *s, jobs_str_t field,
                      jobs_str_t name, jobs_filter_t *f, jobs_value_t *v);
static jobs_rc_t  jobs_query_total(jobs_snapshot_t *s, jobs_where_t *w,
                      uint64_t *total);
static jobs_rc_t  jobs_query_numbers(jobs_snapshot_t *s, jobs_where_t *w,
                      const jobs_filter_t *f, jobs_list_t *list,
                      int64_t *numbers);
static jobs_rc_t  jobs_query_rows(jobs_snapshot_t *s, jobs_rows_e form,
                      const int64_t *numbers, jobs_buf_t *text,
                      jobs_list_t *list);
static jobs_rc_t  jobs_query_row(jobs_snapshot_t *s, sqlite3_stmt *stmt,
                      jobs_rows_e form, int64_t number, jobs_buf_t *text);
static void       jobs_query_attribute(sqlite3_stmt *stmt, jobs_list_t *list,
                      jobs_buf_t *text, size_t at[][3]);
static jobs_str_t  jobs_at(const jobs_buf_t *text, size_t from, size_t to);


jobs_rc_t
jobs_query_resolve(jobs_snapshot_t *s, jobs_filter_t *f)
{
    unsigned   i;
    jobs_rc_t  rc;

    for (i = 0; i < f->nvalues; i++) {

        if (jobs_params[f->values[i].param].terms == NULL) {
            continue;
        }

        rc = jobs_resolve_value(s, f, &f->values[i]);
        if (rc != JOBS_OK) {
            return rc;
        }
    }

    jobs_filter_settle(f);

    return JOBS_OK;
}


jobs_rc_t
jobs_query_list(jobs_snapshot_t *s, const jobs_filter_t *f, jobs_rows_e form,
    int64_t now, jobs_buf_t *text, jobs_str_t *rows, jobs_list_t *list)
{
    int64_t       numbers[JOBS_LIMIT_MAX];
    jobs_rc_t     rc;
    jobs_where_t  w;

    if (!jobs_snapshot_intact(s)) {
        return JOBS_CORRUPT;
    }

    list->rows = rows;
    list->count = 0;
    list->nattribution = 0;
    list->sort = f->sort;
    list->generation = jobs_str(s->generation, strlen(s->generation));
    list->built_at = s->built_at;

    jobs_where_init(&w, &s->mem);

    rc = jobs_where_build(&w, s, f, now, 1);

    if (rc == JOBS_OK) {
        rc = jobs_query_total(s, &w, &list->total);
    }

    if (rc == JOBS_OK && f->limit > 0 && f->offset < list->total) {
        rc = jobs_query_numbers(s, &w, f, list, numbers);
    }

    jobs_where_free(&w);

    if (rc == JOBS_OK) {
        rc = jobs_query_rows(s, form, numbers, text, list);
    }

    /* a file that was overwritten meanwhile may have given anything */

    if (rc == JOBS_OK && !jobs_snapshot_intact(s)) {
        rc = JOBS_CORRUPT;
    }

    return rc;
}


jobs_rc_t
jobs_query_matches(jobs_snapshot_t *s, const jobs_filter_t *f, jobs_str_t id,
    int64_t now)
{
    uint64_t      total;
    jobs_rc_t     rc;
    jobs_where_t  w;

    jobs_where_init(&w, &s->mem);

    rc = jobs_where_build(&w, s, f, now, 0);

    if (rc == JOBS_OK) {
        jobs_where_id(&w, id);
        rc = jobs_query_total(s, &w, &total);
    }

    jobs_where_free(&w);

    if (rc != JOBS_OK) {
        return rc;
    }

    return total > 0 ? JOBS_OK : JOBS_DECLINED;
}


jobs_rc_t
jobs_query_listing(jobs_snapshot_t *s, jobs_str_t id, jobs_listing_t *l,
    jobs_attribution_t *attribution)
{
    int            rc;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    memset(attribution, 0, sizeof(jobs_attribution_t));

    if (!jobs_snapshot_intact(s)) {
        return JOBS_CORRUPT;
    }

    jrc = jobs_reader_id(&s->reader, id, l, 1);

    if (jrc == JOBS_OK) {
        jrc = jobs_snapshot_statement(s, jobs_str(jobs_sql_attribution,
                                                  strlen(jobs_sql_attribution)),
                                      &stmt);
    }

    if (jrc == JOBS_OK) {
        sqlite3_reset(stmt);
        sqlite3_bind_text(stmt, 1, l->id.data, (int) l->id.len,
                          SQLITE_TRANSIENT);
        rc = sqlite3_step(stmt);

        if (rc == SQLITE_ROW) {
            attribution->source = jobs_column(stmt, 0);
            attribution->url = jobs_column(stmt, 1);
            attribution->line = jobs_column(stmt, 2);

        } else if (rc != SQLITE_DONE) {
            jrc = jobs_sqlite_rc(rc);
        }
    }

    if (jrc == JOBS_OK && !jobs_snapshot_intact(s)) {
        jrc = JOBS_CORRUPT;
    }

    if (jrc != JOBS_OK) {
        jobs_query_reset(s);
    }

    return jrc;
}


void
jobs_query_reset(jobs_snapshot_t *s)
{
    unsigned  i;

    jobs_reader_reset(&s->reader);

    for (i = 0; i < s->nstatements; i++) {
        sqlite3_reset(s->statements[i].stmt);
    }
}


static jobs_rc_t
jobs_resolve_value(jobs_snapshot_t *s, jobs_filter_t *f, jobs_value_t *v)
{
    char                 bytes[512];
    jobs_rc_t            rc;
    jobs_buf_t           slug;
    const jobs_param_t  *param;

    param = &jobs_params[v->param];

    rc = jobs_resolve_name(s, *param->terms, v->text, f, v);

    if (rc != JOBS_OK || v->nterms > 0
        || (v->param != JOBS_P_CATEGORY && v->param != JOBS_P_DEPARTMENT
            && v->param != JOBS_P_COMPANY))
    {
        return rc;
    }

    /* "Scale-AI" is neither the slug nor the label of "Scale AI" */

    slug = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                          .max = sizeof(bytes) };
    jobs_slug(&slug, v->text);

    if (slug.rc != JOBS_OK || slug.len == 0) {
        return JOBS_OK;
    }

    return jobs_resolve_name(s, *param->terms, jobs_buf_view(&slug), f, v);
}


static jobs_rc_t
jobs_resolve_name(jobs_snapshot_t *s, jobs_str_t field, jobs_str_t name,
    jobs_filter_t *f, jobs_value_t *v)
{
    int            rc;
    jobs_rc_t      jrc;
    jobs_str_t     text, label;
    sqlite3_stmt  *stmt;

    jrc = jobs_snapshot_statement(s, jobs_str(jobs_sql_term,
                                              strlen(jobs_sql_term)), &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    v->nterms = 0;
    v->listings = 0;

    sqlite3_bind_text(stmt, 1, field.data, (int) field.len, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, name.data, (int) name.len, SQLITE_STATIC);

    text = v->text;
    label = v->label;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW
           && v->nterms < JOBS_VALUE_TERMS)
    {
        v->terms[v->nterms++] = sqlite3_column_int64(stmt, 0);
        v->listings += sqlite3_column_int64(stmt, 3);

        if (v->nterms == 1) {
            text = jobs_filter_keep(f, jobs_column(stmt, 1), 0);
            label = jobs_filter_keep(f, jobs_column(stmt, 2), 0);
        }
    }

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    if (rc != SQLITE_DONE && rc != SQLITE_ROW) {
        return jobs_sqlite_rc(rc);
    }

    if (v->nterms == 1 && jobs_params[v->param].kind == JOBS_KIND_TERM) {
        v->text = text.data != NULL ? text : v->text;
        v->label = label.data != NULL ? label : v->label;
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_query_total(jobs_snapshot_t *s, jobs_where_t *w, uint64_t *total)
{
    int            rc;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    if (w->n == 0) {
        *total = s->listings;
        return JOBS_OK;
    }

    jrc = jobs_where_statement(w, s, jobs_sql_count, jobs_lit(""), &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    rc = sqlite3_step(stmt);

    if (rc == SQLITE_ROW) {
        *total = (uint64_t) sqlite3_column_int64(stmt, 0);
        jrc = JOBS_OK;

    } else {
        jrc = rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);
    }

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    return jrc;
}


static jobs_rc_t
jobs_query_numbers(jobs_snapshot_t *s, jobs_where_t *w, const jobs_filter_t *f,
    jobs_list_t *list, int64_t *numbers)
{
    int            rc, n;
    jobs_rc_t      jrc;
    jobs_str_t     head;
    sqlite3_stmt  *stmt;

    head = jobs_sql_page;

    if (list->sort == JOBS_SORT_RELEVANCE) {

        if (w->rank_len > 0 && list->total <= JOBS_RANK_MAX) {
            head = jobs_sql_page_ranked;

        } else {
            list->sort = JOBS_SORT_RECENT;
        }
    }

    jrc = jobs_where_statement(w, s, head,
                               jobs_sql_order[list->sort][f->reverse], &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    n = sqlite3_bind_parameter_count(stmt);

    sqlite3_bind_int64(stmt, n - 1, (int64_t) f->limit);
    sqlite3_bind_int64(stmt, n, (int64_t) f->offset);

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW
           && list->count < f->limit && list->count < JOBS_LIMIT_MAX)
    {
        numbers[list->count++] = sqlite3_column_int64(stmt, 0);
    }

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    return (rc == SQLITE_DONE || rc == SQLITE_ROW) ? JOBS_OK
                                                   : jobs_sqlite_rc(rc);
}


static jobs_rc_t
jobs_query_rows(jobs_snapshot_t *s, jobs_rows_e form, const int64_t *numbers,
    jobs_buf_t *text, jobs_list_t *list)
{
    size_t         at[JOBS_LIMIT_MAX][2], from[JOBS_LIST_SOURCES][3];
    unsigned       i;
    jobs_rc_t      rc;
    jobs_str_t     sql;
    sqlite3_stmt  *stmt;

    sql.data = jobs_sql_row[form][s->attributed];
    sql.len = strlen(sql.data);

    rc = jobs_snapshot_statement(s, sql, &stmt);
    if (rc != JOBS_OK) {
        return rc;
    }

    for (i = 0; i < list->count; i++) {
        at[i][0] = text->len;
        rc = jobs_query_row(s, stmt, form, numbers[i], text);
        at[i][1] = text->len;

        if (rc == JOBS_OK
            && sqlite3_column_type(stmt, 1) != SQLITE_NULL)
        {
            jobs_query_attribute(stmt, list, text, from);
        }

        sqlite3_reset(stmt);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    if (text->rc != JOBS_OK) {
        return text->rc;
    }

    /* the text does not move any more */

    for (i = 0; i < list->count; i++) {
        list->rows[i] = jobs_at(text, at[i][0], at[i][1]);
    }

    for (i = 0; i < list->nattribution; i++) {
        list->attribution[i].source = jobs_at(text, from[i][0],
                                       from[i][0]
                                       + list->attribution[i].source.len);
        list->attribution[i].line = jobs_at(text, from[i][2],
                                       from[i][2]
                                       + list->attribution[i].line.len);

        if (list->attribution[i].url.data != NULL) {
            list->attribution[i].url = jobs_at(text, from[i][1],
                                       from[i][1]
                                       + list->attribution[i].url.len);
        }
    }

    return JOBS_OK;
}


/* leaves the statement on its row, where there is one */

static jobs_rc_t
jobs_query_row(jobs_snapshot_t *s, sqlite3_stmt *stmt, jobs_rows_e form,
    int64_t number, jobs_buf_t *text)
{
    int             rc;
    jobs_rc_t       jrc;
    jobs_listing_t  l;

    sqlite3_bind_int64(stmt, 1, number);

    rc = sqlite3_step(stmt);

    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);
    }

    if (s->row_version == JOBS_ROW_VERSION) {
        jobs_buf_str(text, jobs_column(stmt, 0));
        return JOBS_OK;
    }

    /* jobs-sync of another version wrote it: its form is not ours */

    jrc = jobs_reader_number(&s->reader, number, &l, 0);

    if (jrc == JOBS_OK) {
        if (form == JOBS_ROWS_JSON) {
            jobs_row_json(text, &l);

        } else {
            jobs_row_html(text, &l);
        }
    }

    jobs_reader_reset(&s->reader);

    return jrc == JOBS_DECLINED ? JOBS_CORRUPT : jrc;
}


/* keeps what the row's source asks for, once; at: where its texts begin */

static void
jobs_query_attribute(sqlite3_stmt *stmt, jobs_list_t *list, jobs_buf_t *text,
    size_t at[][3])
{
    unsigned             i;
    jobs_str_t           name;
    jobs_attribution_t  *a;

    name = jobs_column(stmt, 1);

    if (text->rc != JOBS_OK) {
        return;
    }

    for (i = 0; i < list->nattribution; i++) {
        if (jobs_str_eq(name, jobs_str(text->data + at[i][0],
                                       list->attribution[i].source.len)))
        {
            return;
        }
    }

    if (list->nattribution == JOBS_LIST_SOURCES) {
        return;
    }

    a = &list->attribution[i];

    a->source = name;
    a->url = jobs_column(stmt, 2);
    a->line = jobs_column(stmt, 3);

    at[i][0] = text->len;
    jobs_buf_str(text, a->source);
    at[i][1] = text->len;
    jobs_buf_str(text, a->url);
    at[i][2] = text->len;
    jobs_buf_str(text, a->line);

    list->nattribution++;
}


static jobs_str_t
jobs_at(const jobs_buf_t *text, size_t from, size_t to)
{
    return jobs_str(text->data + from, to - from);
}
