/*
 * From a record to all that is stored of a listing.
 */

#include <stdlib.h>
#include "sync_item.h"
#include "sync_publish.h"
#include "../core/jobs_sql.h"


#define SYNC_TITLE_ORDER  128       /* bytes */


static jobs_rc_t sync_maker_read(sync_maker_t *m, sqlite3 *db,
    const char *sql, sync_intern_t *names, jobs_str_t **texts, double **usd);
static jobs_rc_t sync_item_check(sync_maker_t *m, const sync_record_t *r,
    char *error);
static jobs_rc_t sync_item_order(sync_maker_t *m, const sync_record_t *r,
    char *error);
static void sync_item_copy(sync_item_t *item, sync_arena_t *a,
    const sync_record_t *r);
static void sync_item_sort(sync_value_t *v);
static void sync_item_title(sync_maker_t *m, sync_item_t *item,
    sync_arena_t *a);
static void sync_item_listing(sync_maker_t *m, sync_item_t *item);
static void sync_item_list(jobs_items_t *items, const sync_value_t *v);
static jobs_str_t sync_item_link_rel(const sync_maker_t *m,
    jobs_str_t source);
static int sync_compare_items(const void *one, const void *two);


jobs_rc_t
sync_maker_open(sync_maker_t *m, sqlite3 *db)
{
    memset(m, 0, sizeof(sync_maker_t));

    jobs_buf_init(&m->text, &sync_mem, SYNC_ROW_MAX * 4);
    jobs_buf_init(&m->joined, &sync_mem, SYNC_ROW_MAX * 4);
    jobs_buf_init(&m->last, &sync_mem, SYNC_ROW_MAX);

    if (sync_maker_read(m, db, "SELECT name, link_rel FROM sources",
                        &m->sources, &m->link_rels, NULL)
        != JOBS_OK
        || sync_maker_read(m, db, "SELECT slug, label FROM categories",
                           &m->categories, &m->labels, NULL)
           != JOBS_OK
        || sync_maker_read(m, db, "SELECT code, usd FROM currencies",
                           &m->currencies, NULL, &m->usd)
           != JOBS_OK)
    {
        return JOBS_ERROR;
    }

    return JOBS_OK;
}


void
sync_maker_close(sync_maker_t *m)
{
    sync_intern_free(&m->sources);
    sync_intern_free(&m->categories);
    sync_intern_free(&m->currencies);
    sync_mem.free(NULL, m->link_rels);
    sync_mem.free(NULL, m->labels);
    sync_mem.free(NULL, m->usd);
    sync_arena_free(&m->names);
    jobs_buf_free(&m->text);
    jobs_buf_free(&m->joined);
    jobs_buf_free(&m->last);
}


static jobs_rc_t
sync_maker_read(sync_maker_t *m, sqlite3 *db, const char *sql,
    sync_intern_t *names, jobs_str_t **texts, double **usd)
{
    int            rc;
    uint32_t       n, room;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return JOBS_ERROR;
    }

    room = 0;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        n = sync_intern(names, jobs_column(stmt, 0));

        if (n >= room) {
            room = room == 0 ? 64 : room * 2;

            if (texts != NULL) {
                *texts = sync_mem.realloc(NULL, *texts, 0,
                                          room * sizeof(jobs_str_t));
            } else {
                *usd = sync_mem.realloc(NULL, *usd, 0, room * sizeof(double));
            }
        }

        if (texts != NULL) {
            (*texts)[n] = sync_dup(&m->names, jobs_column(stmt, 1));
        } else {
            (*usd)[n] = sqlite3_column_double(stmt, 1);
        }
    }

    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_item_make(sync_maker_t *m, sync_item_t *item, sync_arena_t *a,
    const sync_record_t *r, char *error)
{
    if (sync_item_check(m, r, error) != JOBS_OK
        || sync_item_order(m, r, error) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    sync_item_copy(item, a, r);

    if (!item->v[SYNC_COMPANY_SLUG].set) {
        sync_key(&m->text, item->v[SYNC_COMPANY].text);
        item->v[SYNC_COMPANY_SLUG].text = sync_buf_dup(a, &m->text);
        item->v[SYNC_COMPANY_SLUG].set = 1;
    }

    sync_item_title(m, item, a);
    sync_item_listing(m, item);

    jobs_row_json(&m->text, &m->listing);
    jobs_row_html(&m->joined, &m->listing);

    if (m->text.rc != JOBS_OK || m->joined.rc != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "a listing that is too large: %.*s",
                 (int) item->v[SYNC_ID].text.len,
                 item->v[SYNC_ID].text.data);
        return JOBS_INVALID;
    }

    item->json = sync_buf_dup(a, &m->text);
    item->html = sync_buf_dup(a, &m->joined);

    return JOBS_OK;
}


const char *
sync_item_fault(jobs_str_t id, jobs_str_t url, jobs_str_t apply_url,
    jobs_str_t title)
{
    return !jobs_is_listing_id(id) ? "an id of another form"
           : !jobs_is_http_url(url) ? "a url that is no http address"
           : apply_url.data != NULL && !jobs_is_http_url(apply_url)
             ? "an apply_url that is no http address"
           : !jobs_utf8_valid(title) ? "a title that is not UTF-8" : NULL;
}


static jobs_rc_t
sync_item_check(sync_maker_t *m, const sync_record_t *r, char *error)
{
    size_t                     i;
    const char                *fault;
    const sync_value_t        *v;
    static const sync_field_e  must[] = {
        SYNC_ID, SYNC_TITLE, SYNC_COMPANY, SYNC_URL, SYNC_SOURCE
    };

    (void) m;
    v = r->v;

    for (i = 0; i < sync_n(must); i++) {
        if (!v[must[i]].set) {
            snprintf(error, SYNC_ERROR, "a listing without %s: %.*s",
                     sync_fields[must[i]].name.data,
                     (int) (v[SYNC_ID].text.len < 200 ? v[SYNC_ID].text.len
                                                      : 200),
                     v[SYNC_ID].text.len == 0 ? "" : v[SYNC_ID].text.data);
            return JOBS_INVALID;
        }
    }

    fault = sync_item_fault(v[SYNC_ID].text, v[SYNC_URL].text,
                            v[SYNC_APPLY_URL].text, v[SYNC_TITLE].text);

    if (fault == NULL && v[SYNC_COMPANY_SLUG].set
        && v[SYNC_COMPANY_SLUG].text.len == 0)
    {
        fault = "a listing without a company slug";
    }

    if (fault == NULL) {
        return JOBS_OK;
    }

    snprintf(error, SYNC_ERROR, "%s: %.*s", fault,
             (int) (v[SYNC_ID].text.len < 200 ? v[SYNC_ID].text.len : 200),
             v[SYNC_ID].text.data);

    return JOBS_INVALID;
}


/* the numbers of a snapshot are this order */

static jobs_rc_t
sync_item_order(sync_maker_t *m, const sync_record_t *r, char *error)
{
    int         good;
    int64_t     t;
    jobs_str_t  id;

    t = r->v[SYNC_POSTED_AT].set ? r->v[SYNC_POSTED_AT].number : INT64_MIN;
    id = r->v[SYNC_ID].text;

    good = m->n == 0 || t < m->posted_at
           || (t == m->posted_at
               && jobs_str_cmp(jobs_buf_view(&m->last), id) < 0);

    if (!good) {
        snprintf(error, SYNC_ERROR, "the listings are not in order, or one is "
                 "there twice: %.*s", (int) id.len, id.data);
        return JOBS_INVALID;
    }

    m->n++;
    m->posted_at = t;
    jobs_buf_reset(&m->last);
    jobs_buf_str(&m->last, id);

    return JOBS_OK;
}


/* the record lives only until the next one */

static void
sync_item_copy(sync_item_t *item, sync_arena_t *a, const sync_record_t *r)
{
    size_t               i, k;
    sync_value_t        *v;
    sync_alternative_t  *other;

    memcpy(item->v, r->v, sizeof(item->v));

    for (i = 0; i < SYNC_FIELDS; i++) {
        v = &item->v[i];

        if (v->text.data != NULL) {
            v->text = sync_dup(a, v->text);
        }

        if (v->n > 0) {
            v->items = sync_alloc(a, v->n * sizeof(jobs_str_t));

            for (k = 0; k < v->n; k++) {
                v->items[k] = sync_dup(a, r->v[i].items[k]);
            }
        }
    }

    sync_item_sort(&item->v[SYNC_COUNTRIES]);
    sync_item_sort(&item->v[SYNC_REGION_LIST]);

    item->nalternatives = r->nalternatives;
    item->alternatives = NULL;

    if (r->nalternatives > 0) {
        item->alternatives = sync_alloc(a, r->nalternatives
                                           * sizeof(sync_alternative_t));
    }

    for (i = 0; i < r->nalternatives; i++) {
        other = &item->alternatives[i];
        other->id = sync_dup(a, r->alternatives[i].id);
        other->source = sync_dup(a, r->alternatives[i].source);
        other->url = sync_dup(a, r->alternatives[i].url);
    }
}


/* a set: each once, by its bytes */

static void
sync_item_sort(sync_value_t *v)
{
    size_t  i, n;

    if (v->n < 2) {
        return;
    }

    qsort(v->items, v->n, sizeof(jobs_str_t), sync_compare_items);

    n = 1;

    for (i = 1; i < v->n; i++) {
        if (!jobs_str_eq(v->items[i], v->items[n - 1])) {
            v->items[n++] = v->items[i];
        }
    }

    v->n = n;
}


/* to whole characters, and no space at the end */

static void
sync_item_title(sync_maker_t *m, sync_item_t *item, sync_arena_t *a)
{
    jobs_buf_t  *b;

    b = &m->text;
    jobs_fold(b, item->v[SYNC_TITLE].text);

    if (b->len > SYNC_TITLE_ORDER) {
        b->len = SYNC_TITLE_ORDER;

        while (b->len > 0 && (b->data[b->len] & 0xC0) == 0x80) {
            b->len--;
        }

        while (b->len > 0 && b->data[b->len - 1] == ' ') {
            b->len--;
        }
    }

    item->title_order = sync_buf_dup(a, b);
}


/* the same that a server reads back (jobs_reader.c) */

static void
sync_item_listing(sync_maker_t *m, sync_item_t *item)
{
    uint32_t         n;
    jobs_listing_t  *l;
    sync_value_t    *v;

    l = &m->listing;
    v = item->v;

    l->id = v[SYNC_ID].text;
    l->title = v[SYNC_TITLE].text;
    l->company = v[SYNC_COMPANY].text;
    l->company_slug = v[SYNC_COMPANY_SLUG].text;
    l->company_logo = v[SYNC_COMPANY_LOGO].text;
    l->url = v[SYNC_URL].text;
    l->apply_url = v[SYNC_APPLY_URL].text;
    l->link_rel = sync_item_link_rel(m, v[SYNC_SOURCE].text);
    l->location = v[SYNC_LOCATION].text;
    l->remote = v[SYNC_REMOTE].text;
    l->employment_type = v[SYNC_EMPLOYMENT_TYPE].text;
    l->seniority = v[SYNC_SENIORITY].text;
    l->category = v[SYNC_CATEGORY].text;
    l->category_label = l->category;
    l->department = v[SYNC_DEPARTMENT].text;
    l->salary_currency = v[SYNC_SALARY_CURRENCY].text;
    l->salary_period = v[SYNC_SALARY_PERIOD].text;
    l->language = v[SYNC_LANGUAGE].text;
    l->source = v[SYNC_SOURCE].text;
    l->excerpt = v[SYNC_EXCERPT].text;

    if (l->category.data != NULL
        && sync_intern_find(&m->categories, l->category, &n))
    {
        l->category_label = m->labels[n];
    }

    sync_item_list(&l->locations, &v[SYNC_LOCATIONS]);
    sync_item_list(&l->countries, &v[SYNC_COUNTRIES]);
    sync_item_list(&l->regions, &v[SYNC_REGION_LIST]);
    sync_item_list(&l->tags, &v[SYNC_TAGS]);

    l->posted_at = v[SYNC_POSTED_AT].set ? v[SYNC_POSTED_AT].number
                                         : JOBS_NO_TIME;
    l->updated_at = v[SYNC_UPDATED_AT].set ? v[SYNC_UPDATED_AT].number
                                           : JOBS_NO_TIME;
    l->expires_at = v[SYNC_EXPIRES_AT].set ? v[SYNC_EXPIRES_AT].number
                                           : JOBS_NO_TIME;

    l->has_salary_min = v[SYNC_SALARY_MIN].set;
    l->has_salary_max = v[SYNC_SALARY_MAX].set;
    l->salary_min = v[SYNC_SALARY_MIN].amount;
    l->salary_max = v[SYNC_SALARY_MAX].amount;
    l->salary_predicted = v[SYNC_SALARY_PREDICTED].number != 0;
    l->worldwide = v[SYNC_WORLDWIDE].number != 0;
    l->has_visa = v[SYNC_VISA].set;
    l->visa = v[SYNC_VISA].number != 0;
    l->jsonld = 1;

    jobs_salary_judge(&item->salary, l,
                      l->salary_currency.data != NULL
                      && sync_intern_find(&m->currencies, l->salary_currency,
                                          &n) ? m->usd[n] : 0);

    l->salary_shown = item->salary.shown;
}


static void
sync_item_list(jobs_items_t *items, const sync_value_t *v)
{
    items->n = v->n < JOBS_LISTING_ITEMS ? v->n : JOBS_LISTING_ITEMS;

    if (items->n > 0) {
        memcpy(items->item, v->items, items->n * sizeof(jobs_str_t));
    }
}


/* of the very name, else of the part before the first colon */

static jobs_str_t
sync_item_link_rel(const sync_maker_t *m, jobs_str_t source)
{
    uint32_t     n;
    const char  *colon;

    if (sync_intern_find(&m->sources, source, &n)) {
        return m->link_rels[n];
    }

    colon = source.len == 0 ? NULL : memchr(source.data, ':', source.len);

    if (colon != NULL
        && sync_intern_find(&m->sources,
                            jobs_str(source.data, colon - source.data), &n))
    {
        return m->link_rels[n];
    }

    return jobs_lit("noopener");
}


static int
sync_compare_items(const void *one, const void *two)
{
    return jobs_str_cmp(*(const jobs_str_t *) one, *(const jobs_str_t *) two);
}
