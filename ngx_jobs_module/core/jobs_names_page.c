/*
 * What the page of a named search shows besides its list.
 */

#include "jobs_names.h"
#include "jobs_query.h"
#include "jobs_sql.h"


/* related ones, so that filters have room too; and those that are counted */
#define JOBS_NAMES_BELOW   4
#define JOBS_NAMES_BESIDE  2
#define JOBS_NAMES_TRIED   8


static jobs_rc_t  jobs_names_texts(jobs_snapshot_t *s, jobs_named_t *named);
static jobs_rc_t  jobs_names_row(jobs_snapshot_t *s, const jobs_filter_t *f,
                      uint32_t first, uint32_t except, unsigned room,
                      int64_t now, jobs_list_t *list);
static jobs_rc_t  jobs_names_add(jobs_snapshot_t *s, const jobs_filter_t *f,
                      uint32_t i, int64_t now, jobs_list_t *list);


jobs_rc_t
jobs_name_count(jobs_snapshot_t *s, uint32_t i, const jobs_filter_t *f,
    int64_t now, uint64_t *count)
{
    unsigned       k;
    jobs_rc_t      rc;
    jobs_set_t     set;
    jobs_match_t   m;
    jobs_filter_t  own;

    jobs_filter_init(&own, 0);
    own.never = f->never;

    for (k = 0; k < f->nvalues; k++) {
        if (f->values[k].pinned == JOBS_BY_OPERATOR
            || f->values[k].pinned == JOBS_BY_PARTNER)
        {
            own.values[own.nvalues++] = f->values[k];
        }
    }

    if (own.nvalues == 0 && !own.never && !s->names->names[i].hourly
        && (s->index->nexpires == 0 || s->index->expires[0] > now))
    {
        *count = s->names->names[i].listings;
        return JOBS_OK;
    }

    *count = 0;

    if (jobs_name_filter(s->names, i, &own) != JOBS_OK) {
        return JOBS_OK;                 /* too many filters for one list */
    }

    rc = jobs_query_resolve(s, &own);
    if (rc != JOBS_OK) {
        return rc;
    }

    rc = jobs_match_open(&m, s, &own, now, 1);

    if (rc == JOBS_OK) {
        rc = jobs_match_set(&m, 0, 0, NULL, &set);
    }

    if (rc == JOBS_OK) {
        *count = set.count;
        jobs_set_free(&set);
    }

    jobs_match_close(&m);

    return rc;
}


jobs_rc_t
jobs_names_page(jobs_snapshot_t *s, const jobs_filter_t *f,
    jobs_list_t *list)
{
    char                 bytes[JOBS_ARGS_BYTES];
    uint32_t             i, up;
    unsigned             k, n, steps;
    jobs_buf_t           key;
    jobs_str_t           page;
    jobs_named_t        *named;
    const jobs_names_t  *names;

    names = s->names;
    named = &list->named;
    memset(named, 0, sizeof(jobs_named_t));

    page = list->site.page;

    if (page.data != NULL) {
        i = jobs_names_find(names, jobs_str(page.data + 1, page.len - 1));
        named->here = 1;

    } else {
        key = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                             .max = sizeof(bytes) };

        jobs_filter_selection(&key, f);

        if (key.len == 0 || key.rc != JOBS_OK) {
            return JOBS_OK;
        }

        i = jobs_names_same(names, jobs_buf_view(&key));
    }

    if (i == JOBS_NO_NAME) {
        return JOBS_OK;
    }

    named->slug = jobs_name_slug(names, i);
    named->label = jobs_name_label(names, i);

    n = 0;

    for (up = names->names[i].parent, steps = 0;
         up != JOBS_NO_NAME && steps < JOBS_CRUMBS_MAX;
         up = names->names[up].parent, steps++)
    {
        n += names->names[up].valid;
    }

    named->nabove = n;

    for (up = names->names[i].parent, k = n; k > 0;
         up = names->names[up].parent)
    {
        if (names->names[up].valid) {
            k--;
            named->above[k][0] = jobs_name_slug(names, up);
            named->above[k][1] = jobs_name_label(names, up);
        }
    }

    return named->here ? jobs_names_texts(s, named) : JOBS_OK;
}


/* the statement stays on its row: the strings are its own */

static jobs_rc_t
jobs_names_texts(jobs_snapshot_t *s, jobs_named_t *named)
{
    int            rc;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    jrc = jobs_snapshot_statement(s, jobs_sql_search, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    sqlite3_reset(stmt);
    sqlite3_bind_text(stmt, 1, named->slug.data, (int) named->slug.len,
                      SQLITE_TRANSIENT);

    rc = sqlite3_step(stmt);

    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);
    }

    named->title = jobs_column(stmt, 0);
    named->heading = jobs_column(stmt, 1);
    named->description = jobs_column(stmt, 2);
    named->intro_html = jobs_column(stmt, 3);
    named->faq_html = jobs_column(stmt, 4);

    return JOBS_OK;
}


jobs_rc_t
jobs_names_related(jobs_snapshot_t *s, const jobs_filter_t *f, int64_t now,
    jobs_list_t *list)
{
    uint32_t             i, parent;
    jobs_rc_t            rc;
    const jobs_names_t  *names;

    names = s->names;

    if (list->named.slug.data == NULL || list->site.board.data == NULL
        || list->site.single)
    {
        return JOBS_OK;
    }

    i = jobs_names_find(names, list->named.slug);
    parent = names->names[i].parent;

    rc = jobs_names_row(s, f, names->names[i].below, i, JOBS_NAMES_BELOW,
                        now, list);

    if (rc == JOBS_OK) {
        rc = jobs_names_row(s, f, parent == JOBS_NO_NAME
                                  ? names->top : names->names[parent].below,
                            i, list->nrelated + JOBS_NAMES_BESIDE, now, list);
    }

    if (rc == JOBS_OK && parent != JOBS_NO_NAME
        && names->names[parent].valid)
    {
        rc = jobs_names_add(s, f, parent, now, list);
    }

    return rc;
}


static jobs_rc_t
jobs_names_row(jobs_snapshot_t *s, const jobs_filter_t *f, uint32_t first,
    uint32_t except, unsigned room, int64_t now, jobs_list_t *list)
{
    uint32_t   i;
    unsigned   tried;
    jobs_rc_t  rc;

    tried = 0;

    for (i = first; i != JOBS_NO_NAME && list->nrelated < room
                    && tried < JOBS_NAMES_TRIED;
         i = s->names->names[i].next)
    {
        if (i == except || s->names->names[i].listings == 0) {
            continue;
        }

        tried++;

        rc = jobs_names_add(s, f, i, now, list);
        if (rc != JOBS_OK) {
            return rc;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_names_add(jobs_snapshot_t *s, const jobs_filter_t *f, uint32_t i,
    int64_t now, jobs_list_t *list)
{
    jobs_rc_t       rc;
    jobs_related_t  r;

    memset(&r, 0, sizeof(jobs_related_t));
    r.slug = jobs_name_slug(s->names, i);
    r.label = jobs_name_label(s->names, i);

    rc = jobs_name_count(s, i, f, now, &r.count);

    if (rc == JOBS_OK && r.count > 0 && list->nrelated < JOBS_RELATED_MAX) {
        list->related[list->nrelated++] = r;
    }

    return rc;
}
