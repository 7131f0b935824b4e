/*
 * Reading the terms.
 */

#include "jobs_index_load.h"
#include "jobs_sql.h"


#define JOBS_INDEX_TERMS  (64 * 1024 * 1024)


static jobs_rc_t  jobs_load_term(jobs_load_t *l, sqlite3_stmt *stmt,
                      jobs_buf_t *text, uint32_t *room);


/* numbered without a gap, by field and value */

jobs_rc_t
jobs_load_terms(jobs_load_t *l)
{
    int            rc;
    uint32_t       i, room;
    jobs_rc_t      jrc;
    jobs_buf_t     text;
    jobs_index_t  *ix;
    sqlite3_stmt  *stmt;

    ix = l->ix;
    room = 0;

    if (sqlite3_prepare_v2(l->db, jobs_sql_terms, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return jobs_load_sqlite(l, sqlite3_errcode(l->db));
    }

    jobs_buf_init(&text, &ix->mem, INT32_MAX);
    jrc = JOBS_OK;

    while (jrc == JOBS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        jrc = jobs_load_term(l, stmt, &text, &room);
    }

    sqlite3_finalize(stmt);

    ix->text = text.data;

    if (jrc == JOBS_OK && rc != SQLITE_DONE) {
        jrc = jobs_load_sqlite(l, rc);
    }

    if (jrc == JOBS_OK && text.rc != JOBS_OK) {
        jrc = text.rc;
    }

    if (jrc != JOBS_OK) {
        return jrc;
    }

    ix->dictionary += text.size + room * sizeof(jobs_term_t);

    for (i = 0; i < JOBS_F_N; i++) {
        if (ix->fields[i].nterms > 0) {
            ix->fields[i].terms = ix->terms + ix->fields[i].first - 1;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_load_term(jobs_load_t *l, sqlite3_stmt *stmt, jobs_buf_t *text,
    uint32_t *room)
{
    void                *p;
    int64_t              parent, listings;
    uint32_t             more;
    unsigned             i;
    jobs_str_t           field, value, label;
    jobs_term_t         *t, *before;
    jobs_index_t        *ix;
    jobs_index_field_t  *f;

    ix = l->ix;
    field = jobs_column(stmt, 1);
    value = jobs_column(stmt, 2);
    label = jobs_column(stmt, 3);
    parent = sqlite3_column_int64(stmt, 4);
    listings = sqlite3_column_int64(stmt, 5);

    for (i = 0; i < JOBS_F_N; i++) {
        if (jobs_str_eq(jobs_fields[i].name, field)) {
            break;
        }
    }

    if (i == JOBS_F_N || sqlite3_column_int64(stmt, 0) != ix->nterms + 1
        || ix->nterms == JOBS_INDEX_TERMS
        || listings < 0 || listings > ix->n || value.len == 0
        || label.data == NULL)
    {
        return jobs_load_bad(l, "a bad term", field);
    }

    if (ix->nterms == *room) {
        more = *room == 0 ? 1024 : *room * 2;
        p = ix->mem.realloc(ix->mem.ctx, ix->terms,
                            *room * sizeof(jobs_term_t),
                            more * sizeof(jobs_term_t));
        if (p == NULL) {
            return JOBS_NOMEM;
        }

        ix->terms = p;
        *room = more;
    }

    t = &ix->terms[ix->nterms];
    f = &ix->fields[i];

    if (f->nterms == 0) {
        f->first = ix->nterms + 1;

    } else {
        before = t - 1;

        if (f->first + f->nterms != ix->nterms + 1
            || jobs_str_cmp(jobs_str(text->data + before->value,
                                     before->value_len), value) >= 0)
        {
            return jobs_load_bad(l, "terms out of order", field);
        }
    }

    t->bitmap = NULL;
    t->listings = (uint32_t) listings;
    t->value = (uint32_t) text->len;
    t->value_len = (uint32_t) value.len;
    jobs_buf_str(text, value);
    t->label = (uint32_t) text->len;
    t->label_len = (uint32_t) label.len;
    jobs_buf_str(text, label);
    t->parent = JOBS_NO_TERM;

    /* a parent may stand behind it: whether it is one is seen at the end */

    if (parent != 0) {
        if (parent < f->first || parent > INT32_MAX) {
            return jobs_load_bad(l, "a bad parent", field);
        }

        t->parent = (uint32_t) (parent - f->first);
    }

    f->nterms++;
    ix->nterms++;

    return text->rc;
}
