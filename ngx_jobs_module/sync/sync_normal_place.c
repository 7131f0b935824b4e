/*
 * Places of a record: countries, regions, world-wide, remote kind.
 *
 * A place is read as the phrases in it that a table knows.  One that can mean
 * several things ("CA", "Portland", "Georgia") means what its neighbour
 * confirms; where none does, it means nothing.
 */

#include "sync_country.h"
#include "sync_normal.h"
#include "sync_taxonomy.h"


#define SYNC_HITS       64
#define SYNC_ROWS  256


typedef struct {
    const sync_meaning_t  *first;         /* its meanings           */
    const sync_meaning_t  *is;            /* the one that holds     */
    unsigned             except:1;
    unsigned             edge:1;
    unsigned             dropped:1;
} sync_hit_t;

typedef struct {
    sync_taxonomy_t     *t;
    sync_hit_t           hits[SYNC_HITS];
    size_t               n;
    size_t               unknown;       /* words that no table knows */
    unsigned             modes;         /* bits of sync_mode_e       */
    int                  country;       /* names are of countries    */

    /* of all places so far */
    unsigned char        in[SYNC_ROWS];
    unsigned             regions;
    unsigned             world:1;
    unsigned             some:1;
} sync_where_t;


static void sync_where_list(sync_where_t *w, const sync_value_t *v);
static void sync_where_codes(sync_where_t *w, const sync_value_t *v);
static void sync_where_text(sync_where_t *w, jobs_str_t s);
static void sync_where_part(sync_where_t *w, jobs_str_t s);
static void sync_where_words(sync_where_t *w, jobs_str_t s);
static void sync_where_resolve(sync_where_t *w);
static const sync_meaning_t *sync_where_near(sync_where_t *w, size_t i);
static const sync_meaning_t *sync_where_alone(sync_where_t *w, size_t i);
static void sync_where_add(sync_where_t *w);
static void sync_where_region(const sync_meaning_t *e, unsigned char *in,
    unsigned *regions);
static void sync_where_expand(unsigned char *in, unsigned regions);
static int sync_where_compatible(const sync_meaning_t *a,
    const sync_meaning_t *b);
static void sync_place_locations(sync_feed_t *feed, sync_where_t *w);
static void sync_place_store(sync_feed_t *feed, const sync_where_t *w);
static void sync_place_remote(sync_feed_t *feed, sync_where_t *w);
static jobs_str_t sync_place_cut(jobs_str_t *rest);


jobs_rc_t
sync_normal_place(sync_feed_t *feed)
{
    sync_value_t  *v;
    sync_where_t   w;

    v = feed->record.v;
    memset(&w, 0, sizeof(sync_where_t));
    w.t = sync_taxonomy_of(feed->options);

    sync_place_locations(feed, &w);
    sync_place_remote(feed, &w);

    if (v[SYNC_COUNTRIES].set || v[SYNC_REGION_LIST].set
        || (v[SYNC_WORLDWIDE].set && v[SYNC_WORLDWIDE].number))
    {
        return JOBS_OK;
    }

    w.country = 1;
    sync_where_list(&w, &v[SYNC_ELIGIBLE]);

    if (!w.some) {
        sync_where_codes(&w, &v[SYNC_COUNTRY_TEXT]);
    }

    if (!w.some) {
        w.country = 0;

        if (v[SYNC_LOCATIONS].set) {
            sync_where_list(&w, &v[SYNC_LOCATIONS]);

        } else {
            sync_where_text(&w, v[SYNC_LOCATION].text);
        }
    }

    if (w.some) {
        sync_place_store(feed, &w);
    }

    return JOBS_OK;
}


/* what is no place is no location: words of a work mode, "2 Locations" */

static void
sync_place_locations(sync_feed_t *feed, sync_where_t *w)
{
    size_t         i, n;
    jobs_str_t     rest, part, *items;
    sync_value_t  *v;

    v = &feed->record.v[SYNC_LOCATIONS];

    if (!v->set && feed->record.v[SYNC_LOCATION].set) {
        rest = feed->record.v[SYNC_LOCATION].text;
        v->n = 0;
        v->items = sync_alloc(&feed->record.arena,
                              SYNC_LIST_MAX * sizeof(jobs_str_t));

        while (rest.len != 0 && v->n < SYNC_LIST_MAX) {
            part = sync_place_cut(&rest);

            if (part.len != 0
                && part.len <= sync_fields[SYNC_LOCATIONS].max)
            {
                v->items[v->n++] = part;
            }
        }
    }

    items = v->items;

    for (i = 0, n = 0; i < v->n; i++) {
        sync_where_words(w, items[i]);

        if (w->n != 0 || w->unknown != 0 || (w->modes >> SYNC_MODE_WORLD & 1))
        {
            items[n++] = items[i];
        }
    }

    v->n = n;
    v->set = n != 0;
}


/* words of place and title, then a true flag; "hybrid" before "remote" */

static void
sync_place_remote(sync_feed_t *feed, sync_where_t *w)
{
    unsigned       modes;
    jobs_str_t     rest;
    sync_value_t  *v;

    v = feed->record.v;

    if (v[SYNC_REMOTE].set) {
        return;
    }

    modes = 0;

    for (rest = v[SYNC_LOCATION].text; rest.len != 0; /* void */ ) {
        sync_where_words(w, sync_place_cut(&rest));
        modes |= w->modes;
    }

    if (!(modes & 7)) {
        sync_where_words(w, v[SYNC_TITLE].text);
        modes = w->modes;
    }

    v[SYNC_REMOTE].text = modes >> SYNC_MODE_HYBRID & 1 ? jobs_lit("hybrid")
                          : modes >> SYNC_MODE_REMOTE & 1
                            || (v[SYNC_REMOTE_FLAG].set
                                && v[SYNC_REMOTE_FLAG].number
                                && !(modes >> SYNC_MODE_ONSITE & 1))
                          ? jobs_lit("remote")
                          : modes >> SYNC_MODE_ONSITE & 1 ? jobs_lit("onsite")
                                                          : jobs_str(NULL, 0);
    v[SYNC_REMOTE].set = v[SYNC_REMOTE].text.data != NULL;
}


static void
sync_where_list(sync_where_t *w, const sync_value_t *v)
{
    size_t  i;

    for (i = 0; v->set && i < v->n; i++) {
        sync_where_text(w, v->items[i]);
    }
}


/* names of countries, or codes of any case */

static void
sync_where_codes(sync_where_t *w, const sync_value_t *v)
{
    int         row;
    char        code[3];
    size_t      i, k;
    jobs_str_t  s;

    for (i = 0; v->set && i < v->n; i++) {
        s = v->items[i];
        row = sync_country_find(s);

        if (row != -1) {
            w->in[row] = 1;
            w->some = 1;
            continue;
        }

        if (s.len <= sizeof(code)) {
            for (k = 0; k < s.len; k++) {
                code[k] = s.data[k] >= 'a' && s.data[k] <= 'z'
                          ? s.data[k] - 32 : s.data[k];
            }

            s = jobs_str(code, s.len);
        }

        sync_where_text(w, s);
    }
}


static void
sync_where_text(sync_where_t *w, jobs_str_t s)
{
    while (s.len != 0) {
        sync_where_part(w, sync_place_cut(&s));
    }
}


static void
sync_where_part(sync_where_t *w, jobs_str_t s)
{
    sync_where_words(w, s);

    if (w->modes >> SYNC_MODE_TIME & 1) {
        return;
    }

    sync_where_resolve(w);
    sync_where_add(w);
}


/* the phrases of one place */

static void
sync_where_words(sync_where_t *w, jobs_str_t s)
{
    int                  except;
    size_t               at, n, m;
    sync_hit_t          *hit;
    sync_wording_t        *words;
    const sync_meaning_t  *mode, *place;

    words = sync_taxonomy_words(w->t);
    sync_wording_read(words, s);

    w->n = 0;
    w->unknown = 0;
    w->modes = 0;
    except = 0;

    for (at = 0; at < words->n; at += n) {
        n = 0;
        m = 0;
        mode = sync_phrases_find(sync_taxonomy_set(w->t, SYNC_SET_MODE), words,
                                 at, &n);
        place = sync_phrases_find(sync_taxonomy_set(w->t, SYNC_SET_PLACE),
                                  words, at, &m);

        if (mode != NULL
            && (n > m || (n == m && (!place->code || mode->code))))
        {
            w->modes |= 1u << mode->kind;
            except |= mode->kind == SYNC_MODE_EXCEPT;
            continue;
        }

        if (place == NULL) {
            n = 1;
            w->unknown += words->text.data[words->words[at].from] > '9';
            continue;
        }

        n = m;

        if (w->n < SYNC_HITS) {
            hit = &w->hits[w->n++];
            memset(hit, 0, sizeof(sync_hit_t));
            hit->first = place;
            hit->except = except != 0;
            hit->edge = words->words[at].edge;
        }
    }
}


static void
sync_where_resolve(sync_where_t *w)
{
    size_t  i;

    for (i = 0; i < w->n; i++) {
        w->hits[i].is = sync_where_near(w, i);
    }

    for (i = 0; i < w->n; i++) {
        if (w->hits[i].is == NULL) {
            w->hits[i].is = sync_where_alone(w, i);
        }
    }

    /* a city that what follows contradicts is another of its name */

    for (i = 0; i + 1 < w->n; i++) {
        if (w->hits[i].is != NULL
            && w->hits[i].is->kind == SYNC_PLACE_CITY
            && (w->hits[i + 1].is != NULL
                ? w->hits[i + 1].is->kind <= SYNC_PLACE_STATE
                : w->hits[i + 1].first->code)
            && w->hits[i].except == w->hits[i + 1].except
            && !sync_where_compatible(w->hits[i].is,
                                      w->hits[i + 1].is != NULL
                                      ? w->hits[i + 1].is
                                      : w->hits[i + 1].first)
            && !(i > 0 && w->hits[i - 1].is != NULL
                 && sync_where_compatible(w->hits[i].is, w->hits[i - 1].is)))
        {
            w->hits[i].dropped = 1;
        }
    }

    /* "Leipzig, SN, Germany": a code that no table knows is no country */

    for (i = 1; i + 1 < w->n; i++) {
        if (w->hits[i].is != NULL && w->hits[i].first->code
            && w->hits[i].is->kind == SYNC_PLACE_COUNTRY
            && w->hits[i - 1].is != NULL && w->hits[i + 1].is != NULL
            && w->hits[i - 1].is->kind == SYNC_PLACE_CITY
            && w->hits[i + 1].is->kind == SYNC_PLACE_COUNTRY
            && w->hits[i].is->country != w->hits[i + 1].is->country
            && sync_where_compatible(w->hits[i - 1].is, w->hits[i + 1].is))
        {
            w->hits[i - 1].dropped = 0;
            w->hits[i].dropped = 1;
        }
    }
}


/* the meaning that the next phrase confirms, or the one before it */

static const sync_meaning_t *
sync_where_near(sync_where_t *w, size_t i)
{
    size_t               k, j;
    const sync_meaning_t  *a, *b;
    static const int     by[] = { 1, -1, 2, -2 };

    for (k = 0; k < sync_n(by); k++) {
        j = i + by[k];          /* below 0: very large */

        if (j >= w->n || w->hits[j].except != w->hits[i].except) {
            continue;
        }

        for (a = w->hits[i].first; a != NULL; a = a->next) {
            for (b = w->hits[j].first; b != NULL; b = b->next) {
                if (sync_where_compatible(a, b)) {
                    return a;
                }
            }
        }
    }

    return NULL;
}


/* all that it can mean lies in one country; or it is in a list of such */

static const sync_meaning_t *
sync_where_alone(sync_where_t *w, size_t i)
{
    size_t               j;
    const sync_meaning_t  *e, *is, *country, *state;

    is = NULL;
    country = NULL;
    state = NULL;

    for (e = w->hits[i].first; e != NULL; e = e->next) {
        if (e->ambiguous) {
            continue;
        }

        country = e->kind == SYNC_PLACE_COUNTRY ? e : country;
        state = e->kind == SYNC_PLACE_STATE ? e : state;

        if (is != NULL && is->country != e->country) {
            break;
        }

        is = is == NULL ? e : is;
    }

    if (w->country && country != NULL) {
        return country;
    }

    if (e == NULL) {

        /* "Foo AI" is not in Anguilla */

        return is != NULL && is->kind == SYNC_PLACE_COUNTRY && is->code
               && is->phrase.len == 2 && w->unknown != 0
               && !jobs_str_eq(is->phrase, jobs_lit("us"))
               && !jobs_str_eq(is->phrase, jobs_lit("uk")) ? NULL : is;
    }

    if (country == NULL || state == NULL || w->hits[i].first->code) {
        return NULL;
    }

    for (j = 0; j < w->n; j++) {
        is = w->hits[j].is;

        if (j == i || is == NULL) {
            continue;
        }

        if (is->country == state->country) {
            return state;
        }
    }

    for (j = 0; j < w->n; j++) {
        if (j != i && w->hits[j].first->kind == SYNC_PLACE_COUNTRY) {
            return country;
        }
    }

    return NULL;
}


static int
sync_where_compatible(const sync_meaning_t *a, const sync_meaning_t *b)
{
    const sync_meaning_t  *c;

    if (a->kind == b->kind || a->kind == SYNC_PLACE_REGION
        || b->kind == SYNC_PLACE_REGION || a->country != b->country)
    {
        return 0;
    }

    if (a->kind > b->kind) {
        c = a;
        a = b;
        b = c;
    }

    return a->kind == SYNC_PLACE_COUNTRY || b->value.len == 0
           || jobs_str_eq(a->value, b->value);
}


/* what one place says, to what those before it said */

static void
sync_where_add(sync_where_t *w)
{
    int                  i, some, out;
    size_t               k;
    unsigned             regions, none;
    unsigned char        in[SYNC_ROWS], not[SYNC_ROWS];
    unsigned char        box[SYNC_ROWS];
    const sync_meaning_t  *e;

    memset(in, 0, sizeof(in));
    memset(not, 0, sizeof(not));
    regions = 0;
    none = 0;
    some = 0;
    out = 0;

    for (k = 0; k < w->n; k++) {
        e = w->hits[k].is;

        if (e == NULL || w->hits[k].dropped) {
            continue;
        }

        if (w->hits[k].except) {
            out = 1;

            if (e->kind == SYNC_PLACE_REGION) {
                sync_where_region(e, not, &none);

            } else if (e->kind == SYNC_PLACE_COUNTRY) {
                not[e->country] = 1;
            }

        } else if (e->kind != SYNC_PLACE_REGION) {
            in[e->country] = 1;
            some = 1;
        }
    }

    /* "Bengaluru, India, APAC" is no more than India */

    for (k = 0; k < w->n; k++) {
        e = w->hits[k].is;

        if (e == NULL || w->hits[k].except || e->kind != SYNC_PLACE_REGION) {
            continue;
        }

        memset(box, 0, sizeof(box));
        none = 0;
        sync_where_region(e, box, &none);
        sync_where_expand(box, none);

        for (i = 0; i < SYNC_ROWS && !(in[i] && box[i]); i++) {
            /* void */
        }

        if (i == SYNC_ROWS) {
            sync_where_region(e, in, &regions);
            some = 1;
        }
    }

    if (out) {
        for (k = 0, none = 0; k < w->n; k++) {
            e = w->hits[k].is;

            if (e != NULL && w->hits[k].except
                && e->kind == SYNC_PLACE_REGION)
            {
                sync_where_region(e, not, &none);
            }
        }

        sync_where_expand(not, none);
        sync_where_expand(in, regions);
        regions = 0;

        if (!some && (w->modes >> SYNC_MODE_WORLD & 1)) {
            memset(in, 1, (size_t) sync_country_count());
        }

        for (i = 0; i < SYNC_ROWS; i++) {
            in[i] = in[i] && !not[i];
        }

    } else if ((w->modes >> SYNC_MODE_WORLD & 1) && w->n == 0
               && w->unknown == 0 && !(w->modes >> SYNC_MODE_EXCEPT & 1))
    {
        w->world = 1;
        w->some = 1;
        return;
    }

    for (i = 0; i < SYNC_ROWS; i++) {
        w->in[i] |= in[i];
        w->some |= in[i];
    }

    w->regions |= regions;
    w->some |= regions != 0;
}


static void
sync_where_region(const sync_meaning_t *e, unsigned char *in, unsigned *regions)
{
    int         n;
    size_t      i, from;
    jobs_str_t  part;

    for (from = 0, i = 0; i <= e->value.len; i++) {

        if (i < e->value.len && e->value.data[i] != ' ') {
            continue;
        }

        part = jobs_str(e->value.data + from, i - from);
        from = i + 1;
        n = sync_region_find(part);

        if (n != -1) {
            *regions |= 1u << n;

        } else {
            n = sync_country_find(part);

            if (n != -1) {
                in[n] = 1;
            }
        }
    }
}


static void
sync_where_expand(unsigned char *in, unsigned regions)
{
    int  i;

    for (i = 0; i < sync_country_count(); i++) {
        in[i] |= (sync_country_regions(i) & regions) != 0;
    }
}


static void
sync_place_store(sync_feed_t *feed, const sync_where_t *w)
{
    int            i;
    sync_value_t  *v;

    v = &feed->record.v[SYNC_WORLDWIDE];

    if (w->world) {
        v->number = 1;
        v->set = 1;
        return;
    }

    v = &feed->record.v[SYNC_COUNTRIES];
    v->n = 0;
    v->items = sync_alloc(&feed->record.arena,
                          SYNC_ROWS * sizeof(jobs_str_t));

    for (i = 0; i < sync_country_count(); i++) {
        if (w->in[i]) {
            v->items[v->n++] = sync_country_code(i);
        }
    }

    v->set = v->n != 0;

    v = &feed->record.v[SYNC_REGION_LIST];
    v->n = 0;
    v->items = sync_alloc(&feed->record.arena,
                          SYNC_REGIONS * sizeof(jobs_str_t));

    for (i = 0; i < SYNC_REGIONS; i++) {
        if (w->regions >> i & 1) {
            v->items[v->n++] = sync_str(sync_region_slug(i));
        }
    }

    v->set = v->n != 0;
}


/* up to the next ";", "|" or bullet, trimmed */

static jobs_str_t
sync_place_cut(jobs_str_t *rest)
{
    size_t      i, len;
    jobs_str_t  part;

    for (i = 0, len = 0; i < rest->len; i++) {

        if (rest->data[i] == ';' || rest->data[i] == '|') {
            len = 1;
            break;
        }

        if (rest->len - i >= 3
            && memcmp(rest->data + i, "\xE2\x80\xA2", 3) == 0)
        {
            len = 3;
            break;
        }
    }

    part = jobs_str(rest->data, i);
    *rest = jobs_str(rest->data + i + len, rest->len - i - len);

    while (part.len != 0 && part.data[0] == ' ') {
        part.data++;
        part.len--;
    }

    while (part.len != 0 && part.data[part.len - 1] == ' ') {
        part.len--;
    }

    return part;
}
