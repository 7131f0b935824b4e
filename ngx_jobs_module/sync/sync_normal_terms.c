/*
 * Level, type, tags, category and visa of a record, from its title, its
 * department, its tags and its text.
 */

#define _GNU_SOURCE
#include <strings.h>
#include "sync_normal.h"
#include "sync_taxonomy.h"


#define SYNC_TERM_TAGS  20
#define SYNC_NEAR       90          /* bytes around "sponsor" */


static void sync_terms_enum(sync_feed_t *feed, sync_taxonomy_t *t,
    sync_set_e set, int field);
static void sync_terms_tags(sync_feed_t *feed, sync_taxonomy_t *t);
static void sync_terms_category(sync_feed_t *feed, sync_taxonomy_t *t);
static jobs_str_t sync_terms_agreed(sync_feed_t *feed, sync_taxonomy_t *t);
static void sync_terms_visa(sync_feed_t *feed, sync_taxonomy_t *t);
static const sync_meaning_t *sync_terms_best(sync_taxonomy_t *t,
    sync_set_e set, jobs_str_t s);


jobs_rc_t
sync_normal_terms(sync_feed_t *feed)
{
    sync_value_t     *v;
    sync_taxonomy_t  *t;

    t = sync_taxonomy_of(feed->options);
    v = feed->record.v;

    if (v[SYNC_CATEGORY].set && v[SYNC_CATEGORY].text.len == 5
        && strncasecmp(v[SYNC_CATEGORY].text.data, "other", 5) == 0)
    {
        v[SYNC_CATEGORY].set = 0;
        v[SYNC_CATEGORY].text = jobs_str(NULL, 0);
    }

    sync_terms_category(feed, t);
    sync_terms_enum(feed, t, SYNC_SET_LEVEL, SYNC_SENIORITY);
    sync_terms_enum(feed, t, SYNC_SET_TYPE, SYNC_EMPLOYMENT_TYPE);
    sync_terms_tags(feed, t);
    sync_terms_visa(feed, t);

    return JOBS_OK;
}


static void
sync_terms_enum(sync_feed_t *feed, sync_taxonomy_t *t, sync_set_e set,
    int field)
{
    sync_value_t        *v;
    const sync_meaning_t  *e;

    v = &feed->record.v[field];

    if (v->set) {
        return;
    }

    e = sync_terms_best(t, set, feed->record.v[SYNC_TITLE].text);

    if (e != NULL) {
        v->text = e->value;
        v->set = 1;
    }
}


/* those of the title, behind those that the source states */

static void
sync_terms_tags(sync_feed_t *feed, sync_taxonomy_t *t)
{
    size_t               at, i, n;
    jobs_str_t          *items;
    sync_value_t        *v;
    sync_wording_t        *w;
    const sync_meaning_t  *e;

    v = &feed->record.v[SYNC_TAGS];

    n = v->set ? v->n : 0;

    if (n >= SYNC_TERM_TAGS) {
        return;
    }

    w = sync_taxonomy_words(t);
    sync_wording_read(w, feed->record.v[SYNC_TITLE].text);
    items = sync_alloc(&feed->record.arena,
                       SYNC_TERM_TAGS * sizeof(jobs_str_t));

    for (i = 0; i < n; i++) {
        items[i] = v->items[i];
    }

    v->items = items;
    v->n = n;

    for (at = 0; at < w->n && v->n < SYNC_TERM_TAGS; at += n) {
        n = 1;
        e = sync_phrases_find(sync_taxonomy_set(t, SYNC_SET_TAG), w, at, &n);

        if (e == NULL || e->value.len == 0) {
            continue;
        }

        for (i = 0; i < v->n; i++) {
            if (v->items[i].len == e->value.len
                && strncasecmp(v->items[i].data, e->value.data,
                               e->value.len) == 0)
            {
                break;
            }
        }

        if (i == v->n) {
            v->items[v->n++] = e->value;
        }
    }

    v->set = v->n != 0;
}


static void
sync_terms_category(sync_feed_t *feed, sync_taxonomy_t *t)
{
    size_t               i;
    jobs_str_t           slug;
    sync_value_t        *v;
    const sync_meaning_t  *e;
    static const int     from[] = { SYNC_TITLE, SYNC_DEPARTMENT };

    v = &feed->record.v[SYNC_CATEGORY];

    if (v->set) {
        return;
    }

    slug = jobs_str(NULL, 0);

    for (i = 0; i < sync_n(from) && slug.len == 0; i++) {
        if (feed->record.v[from[i]].set) {
            e = sync_terms_best(t, SYNC_SET_CATEGORY,
                                feed->record.v[from[i]].text);
            slug = e == NULL ? slug : e->value;
        }
    }

    if (slug.len == 0) {
        slug = sync_terms_agreed(feed, t);
    }

    if (slug.len != 0) {
        v->text = slug;
        v->set = 1;
    }
}


/* tags name a category only if those that name one name the same */

static jobs_str_t
sync_terms_agreed(sync_feed_t *feed, sync_taxonomy_t *t)
{
    size_t               i;
    jobs_str_t           slug;
    sync_value_t        *v;
    const sync_meaning_t  *e;

    slug = jobs_str(NULL, 0);
    v = &feed->record.v[SYNC_TAGS];

    for (i = 0; i < v->n; i++) {
        e = sync_terms_best(t, SYNC_SET_CATEGORY, v->items[i]);

        if (e == NULL) {
            continue;
        }

        if (slug.len != 0 && !jobs_str_eq(slug, e->value)) {
            return jobs_str(NULL, 0);
        }

        slug = e->value;
    }

    return slug;
}


/* what is said around the word "sponsor"; a refusal has the lowest order */

static void
sync_terms_visa(sync_feed_t *feed, sync_taxonomy_t *t)
{
    size_t               from, to;
    jobs_str_t           s;
    const char          *p, *end;
    sync_value_t        *v;
    const sync_meaning_t  *e, *best;

    v = feed->record.v;
    s = v[SYNC_DESCRIPTION_TEXT].set ? v[SYNC_DESCRIPTION_TEXT].text
                                     : v[SYNC_EXCERPT].text;

    if (v[SYNC_VISA].set || s.len == 0) {
        return;
    }

    best = NULL;
    end = s.data + s.len;

    for (p = s.data; p < end; p++) {
        p = memmem(p, end - p, "ponsor", 6);

        if (p == NULL) {
            break;
        }

        from = p - s.data;
        to = from + SYNC_NEAR < s.len ? from + SYNC_NEAR : s.len;
        from = from > SYNC_NEAR ? from - SYNC_NEAR : 0;
        e = sync_terms_best(t, SYNC_SET_VISA,
                            jobs_str(s.data + from, to - from));

        if (e != NULL && (best == NULL || e->order < best->order)) {
            best = e;
        }
    }

    if (best != NULL) {
        v[SYNC_VISA].number = best->value.data[0] == '1';
        v[SYNC_VISA].set = 1;
    }
}


/*
 * The phrase of the lowest order, the first of these; NULL: none.  One without
 * a value hides all of its order and below.
 */

static const sync_meaning_t *
sync_terms_best(sync_taxonomy_t *t, sync_set_e set, jobs_str_t s)
{
    int                    hidden;
    size_t                 at, n, i, found;
    sync_wording_t          *w;
    const sync_meaning_t  *e, *best, *all[SYNC_WORDING_MAX];

    w = sync_taxonomy_words(t);
    sync_wording_read(w, s);
    hidden = -1;
    found = 0;

    for (at = 0; at < w->n; at += n) {
        n = 1;
        e = sync_phrases_find(sync_taxonomy_set(t, set), w, at, &n);

        for (all[found] = e; e != NULL; e = e->next) {
            if (e->value.len == 0 && e->order > hidden) {
                hidden = e->order;
            }
        }

        found += all[found] != NULL;
    }

    best = NULL;

    for (i = 0; i < found; i++) {
        for (e = all[i]; e != NULL; e = e->next) {
            if (e->value.len != 0 && e->order > hidden
                && (best == NULL || e->order < best->order))
            {
                best = e;
            }
        }
    }

    return best;
}
