/*
 * Reading named searches, and finding them.
 */

#include <stdio.h>
#include "jobs_names.h"
#include "jobs_query.h"
#include "jobs_sql.h"
#include "jobs_text.h"


static jobs_rc_t  jobs_names_read(jobs_snapshot_t *s, jobs_buf_t *text,
                      jobs_buf_t *parents, jobs_buf_t *rows);
static jobs_rc_t  jobs_names_make(jobs_snapshot_t *s, jobs_buf_t *text,
                      jobs_buf_t *rows);
static void       jobs_names_tree(jobs_names_t *names,
                      const jobs_buf_t *parents);
static jobs_rc_t  jobs_names_hash(jobs_names_t *names);
static uint32_t   jobs_names_at(const jobs_names_t *names, jobs_str_t slug);


/* what stands below a board besides */

static const jobs_str_t  jobs_names_reserved[] = {
    jobs_string("embed"), jobs_string("facets"), jobs_string("frame"),
    jobs_string("metrics"), jobs_string("oembed"), jobs_string("stats"),
    jobs_string("status"), jobs_null_string
};


jobs_rc_t
jobs_names_load(jobs_snapshot_t *s, char *error)
{
    jobs_rc_t      rc;
    jobs_buf_t     text, parents, rows;
    jobs_names_t  *names;

    names = s->mem.realloc(s->mem.ctx, NULL, 0, sizeof(jobs_names_t));

    if (names == NULL) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "there is no memory");
        return JOBS_NOMEM;
    }

    memset(names, 0, sizeof(jobs_names_t));
    names->mem = s->mem;
    names->top = JOBS_NO_NAME;
    s->names = names;

    jobs_buf_init(&text, &names->mem, INT32_MAX);
    jobs_buf_init(&parents, &names->mem, INT32_MAX);
    jobs_buf_init(&rows, &names->mem, INT32_MAX);

    rc = jobs_names_read(s, &text, &parents, &rows);

    if (rc == JOBS_OK) {
        rc = jobs_names_make(s, &text, &rows);
    }

    /* from here on neither of them moves */

    names->names = (jobs_name_t *) rows.data;
    names->n = (uint32_t) (rows.len / sizeof(jobs_name_t));
    names->text = text.data;
    names->bytes = rows.size + text.size;

    if (rc == JOBS_OK) {
        jobs_names_tree(names, &parents);
        rc = jobs_names_hash(names);
    }

    jobs_buf_free(&parents);

    if (rc != JOBS_OK) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "%s",
                 rc == JOBS_NOMEM ? "there is no memory"
                                  : "its searches cannot be read");
    }

    return rc;
}


void
jobs_names_free(jobs_names_t *names)
{
    jobs_mem_t  mem;

    if (names == NULL) {
        return;
    }

    mem = names->mem;

    mem.free(mem.ctx, names->names);
    mem.free(mem.ctx, names->keys);
    mem.free(mem.ctx, names->text);
    mem.free(mem.ctx, names);
}


jobs_str_t
jobs_name_slug(const jobs_names_t *names, uint32_t i)
{
    return jobs_str(names->text + names->names[i].at, names->names[i].slug);
}


jobs_str_t
jobs_name_label(const jobs_names_t *names, uint32_t i)
{
    const jobs_name_t  *name;

    name = &names->names[i];

    return jobs_str(names->text + name->at + name->slug + name->query,
                    name->label);
}


uint32_t
jobs_names_find(const jobs_names_t *names, jobs_str_t slug)
{
    uint32_t  i;

    i = jobs_names_at(names, slug);

    return i != JOBS_NO_NAME && names->names[i].valid ? i : JOBS_NO_NAME;
}


uint32_t
jobs_names_same(const jobs_names_t *names, jobs_str_t key)
{
    uint32_t            i, k;
    const jobs_name_t  *name;

    if (names->nkeys == 0) {
        return JOBS_NO_NAME;
    }

    for (k = (uint32_t) jobs_hash(key) & (names->nkeys - 1);
         names->keys[k] != JOBS_NO_NAME;
         k = (k + 1) & (names->nkeys - 1))
    {
        i = names->keys[k];
        name = &names->names[i];

        if (jobs_str_eq(key, jobs_str(names->text + name->at + name->slug
                                      + name->query + name->label,
                                      name->key)))
        {
            return i;
        }
    }

    return JOBS_NO_NAME;
}


jobs_rc_t
jobs_name_filter(const jobs_names_t *names, uint32_t i, jobs_filter_t *f)
{
    jobs_args_t         args;
    jobs_fault_t        fault;
    const jobs_name_t  *name;

    name = &names->names[i];

    return jobs_name_query(f, jobs_str(names->text + name->at + name->slug,
                                       name->query),
                           JOBS_BY_SEARCH, &args, &fault);
}


jobs_rc_t
jobs_name_query(jobs_filter_t *f, jobs_str_t query, unsigned by,
    jobs_args_t *args, jobs_fault_t *fault)
{
    unsigned             i;
    jobs_rc_t            rc;
    const jobs_param_t  *param;

    fault->parameter = jobs_lit("query");
    fault->value = query;

    rc = jobs_args_parse(args, query, &fault->reason);
    if (rc != JOBS_OK) {
        return rc;
    }

    if (args->n == 0) {
        fault->reason = "it has no filter";
        return JOBS_INVALID;
    }

    for (i = 0; i < args->n; i++) {
        param = jobs_param_find(args->arg[i].name);

        if (param == NULL || param - jobs_params >= JOBS_P_SORT) {
            fault->parameter = args->arg[i].name;
            fault->value = args->arg[i].value;
            fault->reason = "it is no filter";
            return JOBS_INVALID;
        }

        rc = jobs_filter_add(f, param, args->arg[i].value, by, fault);
        if (rc != JOBS_OK) {
            return rc;
        }
    }

    jobs_filter_settle(f);

    return JOBS_OK;
}


int
jobs_name_slug_valid(jobs_str_t slug)
{
    const jobs_str_t  *r;

    for (r = jobs_names_reserved; r->data != NULL; r++) {
        if (jobs_str_eq(slug, *r)) {
            return 0;
        }
    }

    return jobs_is_slug(slug);
}


/* slug and query of all, and the slugs of their parents, each with a NUL */

static jobs_rc_t
jobs_names_read(jobs_snapshot_t *s, jobs_buf_t *text, jobs_buf_t *parents,
    jobs_buf_t *rows)
{
    int            rc;
    jobs_str_t     slug, query, label;
    jobs_name_t    name;
    sqlite3_stmt  *stmt;

    rc = sqlite3_prepare_v2(s->db, jobs_sql_searches, -1, &stmt, NULL);

    if (rc != SQLITE_OK) {
        return jobs_sqlite_rc(rc);
    }

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        slug = jobs_column(stmt, 0);
        query = jobs_column(stmt, 1);
        label = jobs_column(stmt, 3);

        memset(&name, 0, sizeof(jobs_name_t));
        name.at = (uint32_t) text->len;
        name.slug = (uint32_t) slug.len;
        name.query = (uint32_t) query.len;
        name.label = (uint32_t) label.len;
        name.valid = (unsigned) jobs_name_slug_valid(slug);

        jobs_buf_str(text, slug);
        jobs_buf_str(text, query);
        jobs_buf_str(text, label);
        jobs_buf_str(parents, jobs_column(stmt, 2));
        jobs_buf_char(parents, '\0');
        jobs_buf_add(rows, &name, sizeof(jobs_name_t));
    }

    sqlite3_finalize(stmt);

    if (rc != SQLITE_DONE) {
        return jobs_sqlite_rc(rc);
    }

    return text->rc != JOBS_OK ? text->rc
           : parents->rc != JOBS_OK ? parents->rc : rows->rc;
}


/*
 * The texts again with what can only be known with the index: the canonical
 * form of the filters, a name where there is none, the number of listings.
 */

static jobs_rc_t
jobs_names_make(jobs_snapshot_t *s, jobs_buf_t *text, jobs_buf_t *rows)
{
    size_t         i, from;
    jobs_rc_t      rc;
    jobs_buf_t     made;
    jobs_set_t     set;
    jobs_args_t    args;
    jobs_name_t   *name;
    jobs_match_t   m;
    jobs_fault_t   fault;
    jobs_filter_t  f;

    jobs_buf_init(&made, text->mem, INT32_MAX);
    rc = JOBS_OK;

    for (i = 0; i < rows->len / sizeof(jobs_name_t) && rc == JOBS_OK; i++) {
        name = (jobs_name_t *) rows->data + i;

        from = name->at;
        name->at = (uint32_t) made.len;

        jobs_buf_add(&made, text->data + from,
                     name->slug + name->query + name->label);

        jobs_filter_init(&f, 0);

        if (!name->valid
            || jobs_name_query(&f, jobs_str(text->data + from + name->slug,
                                            name->query),
                               JOBS_BY_VISITOR, &args, &fault)
               != JOBS_OK)
        {
            name->valid = 0;
            continue;
        }

        rc = jobs_query_resolve(s, &f);
        if (rc != JOBS_OK) {
            break;
        }

        from = made.len;

        if (name->label == 0) {
            jobs_filter_heading(&made, &f, JOBS_LANG_EN);
            name->label = (uint32_t) (made.len - from);
            from = made.len;
        }

        name->hourly = (unsigned) jobs_filter_hourly(&f);
        s->names->hourly |= name->hourly;

        jobs_filter_selection(&made, &f);
        name->key = (uint32_t) (made.len - from);

        rc = jobs_match_open(&m, s, &f, 0, 0);

        if (rc == JOBS_OK) {
            rc = jobs_match_set(&m, 0, 0, NULL, &set);
        }

        if (rc == JOBS_OK) {
            name->listings = (uint32_t) set.count;
            jobs_set_free(&set);
        }

        jobs_match_close(&m);
    }

    jobs_buf_free(text);
    *text = made;

    return rc == JOBS_OK ? made.rc : rc;
}


static void
jobs_names_tree(jobs_names_t *names, const jobs_buf_t *parents)
{
    uint32_t     i, *first;
    const char  *p;
    jobs_name_t *name;

    for (i = 0, p = parents->data; i < names->n; i++, p += strlen(p) + 1) {
        name = &names->names[i];
        name->parent = jobs_names_at(names, jobs_str(p, strlen(p)));
        name->below = JOBS_NO_NAME;
        name->next = JOBS_NO_NAME;
    }

    for (i = names->n; i-- > 0; /* void */ ) {
        name = &names->names[i];

        if (!name->valid) {
            continue;
        }

        first = name->parent == JOBS_NO_NAME
                ? &names->top : &names->names[name->parent].below;
        name->next = *first;
        *first = i;
    }
}


/* of those with the same filters the first is found */

static jobs_rc_t
jobs_names_hash(jobs_names_t *names)
{
    uint32_t            i, k, size;
    const jobs_name_t  *name;

    if (names->n == 0) {
        return JOBS_OK;
    }

    for (size = 4; size < names->n * 2; size *= 2) { /* void */ }

    names->keys = names->mem.realloc(names->mem.ctx, NULL, 0,
                                     size * sizeof(uint32_t));
    if (names->keys == NULL) {
        return JOBS_NOMEM;
    }

    memset(names->keys, 0xFF, size * sizeof(uint32_t));
    names->nkeys = size;
    names->bytes += size * sizeof(uint32_t);

    for (i = 0; i < names->n; i++) {
        name = &names->names[i];

        if (!name->valid) {
            continue;
        }

        k = (uint32_t) jobs_hash(
                jobs_str(names->text + name->at + name->slug + name->query
                         + name->label, name->key));

        for (k &= size - 1; names->keys[k] != JOBS_NO_NAME;
             k = (k + 1) & (size - 1))
        {
            /* void */
        }

        names->keys[k] = i;
    }

    return JOBS_OK;
}


static uint32_t
jobs_names_at(const jobs_names_t *names, jobs_str_t slug)
{
    int       order;
    uint32_t  from, to, middle;

    from = 0;
    to = names->n;

    while (from < to) {
        middle = from + (to - from) / 2;
        order = jobs_str_cmp(slug, jobs_name_slug(names, middle));

        if (order == 0) {
            return middle;
        }

        if (order < 0) {
            to = middle;

        } else {
            from = middle + 1;
        }
    }

    return JOBS_NO_NAME;
}
