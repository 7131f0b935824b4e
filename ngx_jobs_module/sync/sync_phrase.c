/*
 * Words and phrases: one reader for tables and for what is looked up in
 * them, so that both agree on what a word is.
 */

#include <ctype.h>
#include <strings.h>
#include "sync_phrase.h"


static size_t sync_wording_token(sync_wording_t *w, jobs_str_t s, size_t i,
    int *edge);
static int sync_wording_sentence(jobs_str_t s, size_t i);
static void sync_wording_put(sync_wording_t *w, jobs_str_t word, int upper,
    int *edge);
static sync_meaning_t *sync_phrases_get(const sync_phrases_t *p, jobs_str_t s);
static void sync_phrases_grow(sync_phrases_t *p);
static int sync_word_char(unsigned char c);


void
sync_wording_init(sync_wording_t *w)
{
    w->n = 0;
    jobs_buf_init(&w->text, &sync_mem, 1024 * 1024);
}


void
sync_wording_free(sync_wording_t *w)
{
    jobs_buf_free(&w->text);
}


void
sync_wording_read(sync_wording_t *w, jobs_str_t s)
{
    int     edge;
    size_t  i;

    w->n = 0;
    jobs_buf_reset(&w->text);
    edge = 0;

    for (i = 0; i < s.len && w->n < SYNC_WORDING_MAX; /* void */ ) {

        if (sync_word_char(s.data[i])
            || (s.data[i] == '.' && s.len - i >= 4
                && strncasecmp(s.data + i, ".net", 4) == 0))
        {
            i = sync_wording_token(w, s, i, &edge);
            continue;
        }

        if (s.data[i] == '&') {
            sync_wording_put(w, jobs_lit("and"), 0, &edge);

        } else if (s.data[i] == '-') {
            edge |= i > 0 && s.data[i - 1] == ' ';

        } else {
            edge |= s.data[i] != ' ' && s.data[i] != '.'
                    && s.data[i] != '\'';
        }

        i++;
    }
}


/* one word, or those of a run that other scripts' signs divide */

static size_t
sync_wording_token(sync_wording_t *w, jobs_str_t s, size_t i, int *edge)
{
    int         upper, ascii;
    char        raw[128], out[160];
    size_t      n, from, k;
    jobs_buf_t  b;
    jobs_str_t  slug;

    n = 0;
    upper = 1;
    ascii = 1;

    if (s.data[i] == '.') {
        memcpy(raw, "dot", 3);
        n = 3;
        i++;
    }

    while (i < s.len
           && (sync_word_char(s.data[i])
               || (s.data[i] == '.' && i + 1 < s.len
                   && sync_word_char(s.data[i + 1])
                   && !sync_wording_sentence(s, i))))
    {
        if (s.data[i] != '.' && n < sizeof(raw)) {
            upper &= !(s.data[i] >= 'a' && s.data[i] <= 'z');
            ascii &= (unsigned char) s.data[i] < 0x80;
            raw[n++] = s.data[i];
        }

        i++;
    }

    if (ascii) {

        for (k = 0; k < n; k++) {
            out[k] = (char) tolower((unsigned char) raw[k]);
        }

        while (i < s.len && (s.data[i] == '+' || s.data[i] == '#')
               && k < sizeof(out))
        {
            out[k++] = s.data[i++];
        }

        sync_wording_put(w, jobs_str(out, k), upper, edge);
        return i;
    }

    jobs_buf_init(&b, &sync_mem, 4096);
    jobs_slug(&b, jobs_str(raw, n));
    slug = jobs_buf_view(&b);

    for (from = 0, k = 0; slug.len != 0 && k <= slug.len; k++) {
        if (k == slug.len || slug.data[k] == '-') {
            sync_wording_put(w, jobs_str(slug.data + from, k - from), 0, edge);
            from = k + 1;
            *edge |= k < slug.len;
        }
    }

    *edge |= slug.len == 0;
    jobs_buf_free(&b);

    return i;
}


/* a full stop without a blank: "Sr.Data Scientist", but not "Node.Js" */

static int
sync_wording_sentence(jobs_str_t s, size_t i)
{
    return i >= 2 && i + 3 < s.len
           && islower((unsigned char) s.data[i - 1])
           && isalpha((unsigned char) s.data[i - 2])
           && isupper((unsigned char) s.data[i + 1])
           && islower((unsigned char) s.data[i + 2])
           && islower((unsigned char) s.data[i + 3]);
}


static void
sync_wording_put(sync_wording_t *w, jobs_str_t word, int upper, int *edge)
{
    sync_word_t  *p;

    if (word.len == 0 || w->n == SYNC_WORDING_MAX) {
        return;
    }

    if (w->n != 0) {
        jobs_buf_char(&w->text, ' ');
    }

    p = &w->words[w->n++];
    p->from = (uint32_t) w->text.len;
    p->len = (uint32_t) word.len;
    p->upper = upper != 0;
    p->edge = *edge != 0;
    *edge = 0;

    jobs_buf_str(&w->text, word);
}


void
sync_phrases_init(sync_phrases_t *p, sync_arena_t *arena)
{
    memset(p, 0, sizeof(sync_phrases_t));
    p->arena = arena;
}


void
sync_phrases_free(sync_phrases_t *p)
{
    if (p->slots != NULL) {
        sync_mem.free(NULL, p->slots);
    }
}


jobs_rc_t
sync_phrases_add(sync_phrases_t *p, sync_wording_t *w, jobs_str_t phrase,
    const sync_meaning_t *e)
{
    int            across;
    size_t         i, slot;
    sync_meaning_t  *first, *last, *new;

    sync_wording_read(w, phrase);

    if (w->n == 0 || w->n > SYNC_PHRASE_MAX) {
        return JOBS_INVALID;
    }

    for (across = 0, i = 1; i < w->n; i++) {
        across |= w->words[i].edge;
    }

    first = sync_phrases_get(p, jobs_buf_view(&w->text));

    /* the same meaning again, of another language */

    for (last = first; last != NULL; last = last->next) {
        if (last->kind == e->kind && last->country == e->country
            && jobs_str_eq(last->value, e->value))
        {
            last->across |= across != 0;
            return JOBS_OK;
        }

        if (last->next == NULL) {
            break;
        }
    }

    new = sync_alloc(p->arena, sizeof(sync_meaning_t));
    *new = *e;
    new->next = NULL;
    new->link = NULL;
    new->code = w->n == 1 && w->words[0].upper && w->words[0].len <= 3;
    new->across = across != 0;

    if (last != NULL) {
        new->phrase = last->phrase;
        last->next = new;
        return JOBS_OK;
    }

    if (p->n >= p->nslots / 2) {
        sync_phrases_grow(p);
    }

    new->phrase = sync_dup(p->arena, jobs_buf_view(&w->text));
    slot = jobs_hash(new->phrase) & (p->nslots - 1);
    new->link = p->slots[slot];
    p->slots[slot] = new;
    p->n++;

    return JOBS_OK;
}


const sync_meaning_t *
sync_phrases_find(const sync_phrases_t *p, const sync_wording_t *w, size_t at,
    size_t *n)
{
    size_t               k, max, inner;
    const sync_word_t   *last;
    const sync_meaning_t  *e;

    for (inner = 1; inner < SYNC_PHRASE_MAX && at + inner < w->n
                    && !w->words[at + inner].edge; inner++)
    {
        /* void */
    }

    max = w->n - at < SYNC_PHRASE_MAX ? w->n - at : SYNC_PHRASE_MAX;

    for (k = max; k > 0; k--) {
        last = &w->words[at + k - 1];
        e = sync_phrases_get(p, jobs_str(w->text.data + w->words[at].from,
                                         last->from + last->len
                                         - w->words[at].from));

        while (e != NULL && ((e->code && !w->words[at].upper)
                             || (k > inner && !e->across)))
        {
            e = e->next;
        }

        if (e != NULL) {
            *n = k;
            return e;
        }
    }

    return NULL;
}


static sync_meaning_t *
sync_phrases_get(const sync_phrases_t *p, jobs_str_t s)
{
    sync_meaning_t  *e;

    if (p->nslots == 0) {
        return NULL;
    }

    e = p->slots[jobs_hash(s) & (p->nslots - 1)];

    while (e != NULL && !jobs_str_eq(e->phrase, s)) {
        e = e->link;
    }

    return e;
}


static void
sync_phrases_grow(sync_phrases_t *p)
{
    size_t          i, n, slot;
    sync_meaning_t   *e, *link, **slots;

    n = p->nslots == 0 ? 256 : p->nslots * 2;
    slots = sync_mem.realloc(NULL, NULL, 0, n * sizeof(sync_meaning_t *));
    memset(slots, 0, n * sizeof(sync_meaning_t *));

    for (i = 0; i < p->nslots; i++) {
        for (e = p->slots[i]; e != NULL; e = link) {
            link = e->link;
            slot = jobs_hash(e->phrase) & (n - 1);
            e->link = slots[slot];
            slots[slot] = e;
        }
    }

    sync_phrases_free(p);
    p->slots = slots;
    p->nslots = n;
}


static int
sync_word_char(unsigned char c)
{
    return c >= 0x80 || isalnum(c);
}
