/*
 * What a visitor calls a value, and the terms that go by that name.
 */

#include "jobs_query.h"
#include "jobs_sql.h"
#include "jobs_text.h"


static jobs_rc_t  jobs_resolve_value(jobs_snapshot_t *s, jobs_filter_t *f,
                      jobs_value_t *v);
static jobs_rc_t  jobs_resolve_name(jobs_snapshot_t *s, jobs_str_t name,
                      jobs_value_t *v);
static void       jobs_resolve_text(const jobs_index_t *ix, jobs_filter_t *f,
                      jobs_value_t *v);


jobs_rc_t
jobs_query_resolve(jobs_snapshot_t *s, jobs_filter_t *f)
{
    unsigned   i;
    jobs_rc_t  rc;

    for (i = 0; i < f->nvalues; i++) {

        if (jobs_params[f->values[i].param].field == JOBS_F_NONE) {
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


/*
 * Values of a closed set are what they are; others are asked for by any of
 * their names.
 */

static jobs_rc_t
jobs_resolve_value(jobs_snapshot_t *s, jobs_filter_t *f, jobs_value_t *v)
{
    char                 bytes[512];
    jobs_rc_t            rc;
    jobs_buf_t           slug;
    const jobs_param_t  *param;

    param = &jobs_params[v->param];
    v->nterms = 0;

    if (param->kind != JOBS_KIND_TERM) {

        v->terms[0] = jobs_index_find(s->index, param->field,
                                      param->kind == JOBS_KIND_FLAG
                                      ? jobs_lit("1") : v->text);
        v->nterms = (v->terms[0] != JOBS_NO_TERM);

        if (v->nterms == 1 && param->kind == JOBS_KIND_COUNTRY) {
            jobs_resolve_text(s->index, f, v);
        }

        return JOBS_OK;
    }

    rc = jobs_resolve_name(s, v->text, v);

    if (rc == JOBS_OK && v->nterms == 0
        && (v->param == JOBS_P_CATEGORY || v->param == JOBS_P_DEPARTMENT
            || v->param == JOBS_P_COMPANY))
    {
        /* "Scale-AI" is neither the slug nor the label of "Scale AI" */

        slug = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                              .max = sizeof(bytes) };
        jobs_slug(&slug, v->text);

        if (slug.rc == JOBS_OK && slug.len > 0) {
            rc = jobs_resolve_name(s, jobs_buf_view(&slug), v);
        }
    }

    if (rc == JOBS_OK && v->nterms == 1) {
        jobs_resolve_text(s->index, f, v);
    }

    return rc;
}


static jobs_rc_t
jobs_resolve_name(jobs_snapshot_t *s, jobs_str_t name, jobs_value_t *v)
{
    int                        rc;
    int64_t                    term;
    jobs_rc_t                  jrc;
    jobs_field_e               field;
    sqlite3_stmt              *stmt;
    const jobs_index_field_t  *f;

    field = jobs_params[v->param].field;
    f = &s->index->fields[field];

    jrc = jobs_snapshot_statement(s, jobs_sql_term, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    sqlite3_bind_text(stmt, 1, jobs_fields[field].name.data,
                      (int) jobs_fields[field].name.len, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, name.data, (int) name.len, SQLITE_STATIC);

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW
           && v->nterms < JOBS_VALUE_TERMS)
    {
        term = sqlite3_column_int64(stmt, 0);

        if (term < f->first || term >= (int64_t) f->first + f->nterms) {
            jrc = JOBS_CORRUPT;
            break;
        }

        v->terms[v->nterms++] = (uint32_t) (term - f->first);
    }

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    if (jrc == JOBS_OK && rc != SQLITE_DONE && rc != SQLITE_ROW) {
        jrc = jobs_sqlite_rc(rc);
    }

    return jrc;
}


/* one term: its value is canonical, and it has a label */

static void
jobs_resolve_text(const jobs_index_t *ix, jobs_filter_t *f, jobs_value_t *v)
{
    jobs_str_t          text, label;
    const jobs_term_t  *t;

    t = &ix->fields[jobs_params[v->param].field].terms[v->terms[0]];

    text = jobs_filter_keep(f, jobs_term_value(ix, t), 0);
    label = jobs_filter_keep(f, jobs_term_label(ix, t), 0);

    v->text = text.data != NULL ? text : v->text;
    v->label = label.data != NULL ? label : v->label;
}
