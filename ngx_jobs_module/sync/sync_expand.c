/*
 * From what a listing says in a field to the terms that it has there.
 */

#include "sync_country.h"
#include "sync_index.h"
#include "../core/jobs_sql.h"


static void sync_expand_add(sync_expand_t *e, jobs_str_t value,
    jobs_str_t label);
static void sync_expand_category(sync_expand_t *e, jobs_str_t slug);
static void sync_expand_source(sync_expand_t *e, jobs_str_t source);
static void sync_expand_country(sync_expand_t *e, jobs_str_t raw);
static void sync_expand_region(sync_expand_t *e, jobs_str_t raw);
static void sync_expand_choice(sync_expand_t *e, jobs_field_e field,
    jobs_str_t raw);
static jobs_str_t sync_expand_fold(sync_expand_t *e, jobs_str_t s);


jobs_rc_t
sync_expand_open(sync_expand_t *e, sqlite3 *db)
{
    int            rc;
    uint32_t       n, room;
    sqlite3_stmt  *stmt;

    memset(e, 0, sizeof(sync_expand_t));

    if (sqlite3_prepare_v2(db, "SELECT slug, label, parent FROM categories",
                           -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    room = 0;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        n = sync_intern(&e->slugs, jobs_column(stmt, 0));

        if (n >= room) {
            room = room == 0 ? 64 : room * 2;
            e->categories = sync_mem.realloc(NULL, e->categories, 0,
                                             room * sizeof(sync_term_t));
        }

        e->categories[n].label = sync_dup(&e->names, jobs_column(stmt, 1));
        e->categories[n].value = jobs_str(NULL, 0);

        if (sqlite3_column_type(stmt, 2) != SQLITE_NULL) {
            e->categories[n].value = sync_dup(&e->names,
                                              jobs_column(stmt, 2));
        }
    }

    sqlite3_finalize(stmt);

    if (rc != SQLITE_DONE) {
        sync_expand_free(e);
        return JOBS_ERROR;
    }

    return JOBS_OK;
}


void
sync_expand_free(sync_expand_t *e)
{
    sync_mem.free(NULL, e->terms);
    sync_mem.free(NULL, e->categories);
    sync_intern_free(&e->slugs);
    sync_arena_free(&e->arena);
    sync_arena_free(&e->names);
}


void
sync_expand(sync_expand_t *e, jobs_field_e field, jobs_str_t raw)
{
    size_t      n;
    jobs_buf_t  b;
    jobs_str_t  value;

    e->n = 0;
    sync_arena_reset(&e->arena);

    switch (field) {

    case JOBS_F_CATEGORY:
        sync_expand_category(e, raw);
        break;

    case JOBS_F_SOURCE:
        sync_expand_source(e, raw);
        break;

    case JOBS_F_COUNTRY:
        sync_expand_country(e, raw);
        break;

    case JOBS_F_REGION:
        sync_expand_region(e, raw);
        break;

    case JOBS_F_COMPANY:
        n = strlen(raw.data);
        sync_expand_add(e, jobs_str(raw.data, n),
                        jobs_str(raw.data + n + 1, raw.len - n - 1));
        break;

    case JOBS_F_DEPARTMENT:
        jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
        sync_key(&b, raw);
        value = sync_buf_dup(&e->arena, &b);
        jobs_buf_free(&b);
        sync_expand_add(e, value, raw);
        break;

    case JOBS_F_LANGUAGE:
    case JOBS_F_TAG:
        sync_expand_add(e, sync_expand_fold(e, raw), raw);
        break;

    default:
        sync_expand_choice(e, field, raw);
        break;
    }
}


jobs_str_t
sync_expand_parent(const sync_expand_t *e, jobs_str_t slug)
{
    uint32_t  i;

    for (i = 0; i < e->slugs.n; i++) {
        if (jobs_str_eq(e->slugs.strings[i], slug)) {
            return e->categories[i].value;
        }
    }

    return jobs_str(NULL, 0);
}


static void
sync_expand_add(sync_expand_t *e, jobs_str_t value, jobs_str_t label)
{
    if (e->n == e->room) {
        e->room = e->room == 0 ? 32 : e->room * 2;
        e->terms = sync_mem.realloc(NULL, e->terms, 0,
                                    e->room * sizeof(sync_term_t));
    }

    e->terms[e->n].value = value;
    e->terms[e->n].label = label;
    e->n++;
}


/* with all above it; a loop ends where it comes back */

static void
sync_expand_category(sync_expand_t *e, jobs_str_t slug)
{
    size_t    k;
    uint32_t  i;

    while (slug.data != NULL && e->n < JOBS_TREE_DEPTH) {

        for (k = 0; k < e->n; k++) {
            if (jobs_str_eq(e->terms[k].value, slug)) {
                return;
            }
        }

        for (i = 0; i < e->slugs.n; i++) {
            if (jobs_str_eq(e->slugs.strings[i], slug)) {
                break;
            }
        }

        if (i == e->slugs.n) {
            sync_expand_add(e, slug, slug);
            return;
        }

        sync_expand_add(e, slug, e->categories[i].label);
        slug = e->categories[i].value;
    }
}


/* Greenhouse:gitlab is Greenhouse too */

static void
sync_expand_source(sync_expand_t *e, jobs_str_t source)
{
    for ( ;; ) {
        sync_expand_add(e, sync_expand_fold(e, source), source);

        do {
            source.len -= (source.len > 0);
        } while (source.len > 0 && source.data[source.len] != ':');

        if (source.len == 0) {
            return;
        }
    }
}


/* a code, or the slug of a region, whose countries it then stands for */

static void
sync_expand_country(sync_expand_t *e, jobs_str_t raw)
{
    int        region, row;
    jobs_str_t code;

    region = sync_region_find(raw);

    if (region == -1) {
        row = sync_country_find(raw);
        sync_expand_add(e, raw, row == -1 ? raw
                                          : sync_str(sync_country_name(row)));
        return;
    }

    for (row = 0; row < sync_country_count(); row++) {
        if (sync_country_regions(row) & (1u << region)) {
            code = sync_country_code(row);
            sync_expand_add(e, code, sync_str(sync_country_name(row)));
        }
    }
}


/* those that share a country with it */

static void
sync_expand_region(sync_expand_t *e, jobs_str_t raw)
{
    int       region, row;
    unsigned  mask, all;

    region = sync_region_find(raw);
    all = 0;

    for (row = 0; row < sync_country_count(); row++) {
        mask = sync_country_regions(row);

        if (region == -1 ? jobs_str_eq(sync_country_code(row), raw)
                         : (mask & (1u << region)) != 0)
        {
            all |= mask;
        }
    }

    for (region = 0; sync_region_slug(region) != NULL; region++) {
        if (all & (1u << region)) {
            sync_expand_choice(e, JOBS_F_REGION,
                               sync_str(sync_region_slug(region)));
        }
    }
}


/* labelled as the board labels it */

static void
sync_expand_choice(sync_expand_t *e, jobs_field_e field, jobs_str_t raw)
{
    unsigned             i, n;
    const jobs_param_t  *param;

    for (i = 0; i < JOBS_P_N; i++) {
        param = &jobs_params[i];

        if (param->field != field || param->choices == NULL) {
            continue;
        }

        for (n = 0; param->choices[n].data != NULL; n++) {
            if (jobs_str_eq(param->choices[n], raw)) {
                sync_expand_add(e, raw, param->choice_labels[n]);
                return;
            }
        }
    }

    sync_expand_add(e, raw, field == JOBS_F_VISA
                            ? jobs_param_label(JOBS_LANG_EN, JOBS_P_VISA) : raw);
}


static jobs_str_t
sync_expand_fold(sync_expand_t *e, jobs_str_t s)
{
    jobs_buf_t  b;
    jobs_str_t  folded;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    jobs_fold(&b, s);
    folded = sync_buf_dup(&e->arena, &b);
    jobs_buf_free(&b);

    return folded;
}
