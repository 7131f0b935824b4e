/*
 * Words and where they stand, gathered by word until memory is full.
 */

#include <stdlib.h>
#include "sync_fts.h"


#define SYNC_GATHER_NONE      UINT32_MAX

/* a place: the column, and the number of the word in it */
#define SYNC_GATHER_PLACE     28           /* bits of the latter            */

/* the first piece of a key's rows, the others twice the one before, at most */
#define SYNC_GATHER_PIECE     16
#define SYNC_GATHER_PIECES    4096

/* what stands before a row's places, at the most */
#define SYNC_GATHER_HEAD      (2 * SYNC_VARINT)

/* bytes of a row with one place, at the most */
#define SYNC_GATHER_SHORT     16

/* keys whose pieces are on their way from memory while one is written */
#define SYNC_GATHER_AHEAD     8

/* what a key takes beside its bytes: roughly, its slot and its string */
#define SYNC_GATHER_OVERHEAD  (sizeof(sync_gather_key_t) + 64)


/* A word or a prefix in this run, by its number in the set of those. */

typedef struct {
    uint32_t           prefix[SYNC_FTS_PREFIXES];   /* of a word: numbers   */
    uint32_t           row;             /* the last one                     */
    uint32_t           head;            /* places in it, 0: written         */
    uint32_t           tail;
    uint32_t           size;            /* of its rows                      */
    uint32_t           first;           /* piece, 0: none                   */
    uint32_t           piece;           /* size of the last one             */
    uint32_t           at;              /* in it                            */
    uint32_t           end;             /* of it: number of the next        */
} sync_gather_key_t;

typedef struct {
    sync_intern_t       names;
    sync_gather_key_t  *keys;           /* by number */
    size_t              room;
} sync_gather_set_t;

typedef struct {
    uint32_t           next;            /* 0: none */
    uint32_t           place;
} sync_gather_place_t;

/* a key of this row: its number, and in which set */

#define sync_gather_seen(set, number)  ((number) << 2 | (set))
#define sync_gather_seen_key(g, seen)                                         \
    (&(g)->sets[(seen) & 3].keys[(seen) >> 2])

struct sync_gather_s {
    sync_runs_t          *runs;
    size_t                memory;

    sync_gather_set_t     sets[1 + SYNC_FTS_PREFIXES];  /* words first */
    size_t                bytes;        /* that keys take            */

    unsigned char        *pieces;       /* of rows, from 1           */
    size_t                npieces;
    size_t                pieces_room;

    sync_gather_place_t  *places;       /* of this row, from 1       */
    size_t                nplaces;
    size_t                places_room;
    sync_numbers_t        seen;         /* keys of this row          */
    unsigned char        *row;          /* of one of them            */
    size_t                row_room;
};


static uint32_t sync_gather_key(sync_gather_t *g, unsigned set,
    const char *word, size_t n);
static void sync_gather_prefixes(sync_gather_t *g, uint32_t number,
    const char *word, size_t n);
static size_t sync_gather_prefix(const char *word, size_t n, unsigned letters);
static inline void sync_gather_see(sync_gather_t *g, unsigned set,
    uint32_t number, uint32_t place);
static void sync_gather_entry(sync_gather_t *g, sync_gather_key_t *key,
    uint32_t row);
static size_t sync_gather_places(sync_gather_t *g,
    const sync_gather_key_t *key, unsigned char *start);
static void sync_gather_append(sync_gather_t *g, sync_gather_key_t *key,
    const unsigned char *data, size_t n);
static void sync_gather_piece(sync_gather_t *g, sync_gather_key_t *key);
static uint32_t sync_gather_longer(uint32_t piece);
static void sync_gather_sorted(sync_gather_t *g, unsigned set);
static int sync_gather_compare(const void *one, const void *two);
static void sync_gather_rows(sync_gather_t *g, const sync_gather_key_t *key);


sync_gather_t *
sync_gather_open(sync_runs_t *runs, size_t memory)
{
    sync_gather_t  *g;

    g = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_gather_t));
    memset(g, 0, sizeof(sync_gather_t));
    g->runs = runs;
    g->memory = memory;
    g->npieces = 1;                     /* 0 is none */
    g->nplaces = 1;

    return g;
}


void
sync_gather_close(sync_gather_t *g)
{
    unsigned  i;

    if (g == NULL) {
        return;
    }

    for (i = 0; i <= SYNC_FTS_PREFIXES; i++) {
        sync_intern_free(&g->sets[i].names);
        sync_mem.free(NULL, g->sets[i].keys);
    }

    sync_numbers_free(&g->seen);
    sync_mem.free(NULL, g->pieces);
    sync_mem.free(NULL, g->places);
    sync_mem.free(NULL, g->row);
    sync_mem.free(NULL, g);
}


uint32_t
sync_gather_word(sync_gather_t *g, const char *word, size_t n)
{
    return sync_gather_key(g, 0, word, n);
}


int
sync_gather_find(const sync_gather_t *g, jobs_str_t word, uint32_t *number)
{
    return sync_intern_find(&g->sets[0].names, word, number);
}


void
sync_gather_place(sync_gather_t *g, uint32_t number, uint32_t column,
    uint32_t at)
{
    unsigned                  i;
    uint32_t                  place;
    const sync_gather_key_t  *key;

    place = column << SYNC_GATHER_PLACE | at;
    g->places = sync_room(g->places, &g->places_room,
                          g->nplaces + 1 + SYNC_FTS_PREFIXES,
                          sizeof(sync_gather_place_t));

    key = &g->sets[0].keys[number];
    sync_gather_see(g, 0, number, place);

    for (i = 0; i < SYNC_FTS_PREFIXES; i++) {
        if (key->prefix[i] != SYNC_GATHER_NONE) {
            sync_gather_see(g, i + 1, key->prefix[i], place);
        }
    }
}


int
sync_gather_row(sync_gather_t *g, uint32_t row)
{
    size_t              i;
    sync_gather_key_t  *key;

    g->row = sync_room(g->row, &g->row_room, SYNC_GATHER_HEAD
                           + g->nplaces * (2 + SYNC_VARINT), 1);

    for (i = 0; i < g->seen.n; i++) {

        if (i + SYNC_GATHER_AHEAD < g->seen.n) {
            key = sync_gather_seen_key(g, g->seen.data[i + SYNC_GATHER_AHEAD]);
            __builtin_prefetch(g->pieces + key->at, 1);
        }

        sync_gather_entry(g, sync_gather_seen_key(g, g->seen.data[i]), row);
    }

    g->seen.n = 0;
    g->nplaces = 1;

    if (g->npieces + g->bytes <= g->memory) {
        return 0;
    }

    sync_gather_spill(g);

    return 1;
}


/* the number of a word, or of a prefix */

static uint32_t
sync_gather_key(sync_gather_t *g, unsigned set, const char *word, size_t n)
{
    uint32_t            number, known;
    sync_gather_set_t  *s;

    s = &g->sets[set];
    known = s->names.n;
    number = sync_intern_put(&s->names, jobs_str(word, n));

    if (number == known) {
        s->keys = sync_room(s->keys, &s->room, number + 1,
                            sizeof(sync_gather_key_t));
        memset(&s->keys[number], 0, sizeof(sync_gather_key_t));
        g->bytes += n + SYNC_GATHER_OVERHEAD;

        if (set == 0) {
            sync_gather_prefixes(g, number, word, n);
        }
    }

    return number;
}


static void
sync_gather_prefixes(sync_gather_t *g, uint32_t number, const char *word,
    size_t n)
{
    size_t    len;
    unsigned  i;

    for (i = 0; i < SYNC_FTS_PREFIXES; i++) {
        len = sync_gather_prefix(word, n, i + 2);
        g->sets[0].keys[number].prefix[i] = len == 0
            ? SYNC_GATHER_NONE : sync_gather_key(g, i + 1, word, len);
    }
}


/* the bytes of so many letters, 0: the word has fewer */

static size_t
sync_gather_prefix(const char *word, size_t n, unsigned letters)
{
    const char  *p, *end;

    p = word;
    end = word + n;

    while (letters > 0 && p < end) {
        (void) jobs_utf8_next(&p, end);
        letters--;
    }

    return letters == 0 ? (size_t) (p - word) : 0;
}


/* there is room in places */

static inline void
sync_gather_see(sync_gather_t *g, unsigned set, uint32_t number,
    uint32_t place)
{
    uint32_t              at;
    sync_gather_key_t    *key;
    sync_gather_place_t  *p;

    key = &g->sets[set].keys[number];
    at = (uint32_t) g->nplaces++;

    p = &g->places[at];
    p->next = 0;
    p->place = place;

    if (key->head == 0) {
        key->head = at;
        sync_numbers_add(&g->seen, sync_gather_seen(set, number));

    } else {
        g->places[key->tail].next = at;
    }

    key->tail = at;
}


/* a row as FTS5 has it: difference to the last one, twice the size, places */

static void
sync_gather_entry(sync_gather_t *g, sync_gather_key_t *key, uint32_t row)
{
    int             direct;
    size_t          n, len;
    unsigned char  *start, *out, *size, number[SYNC_VARINT];

    /* most have one place, for which there is room in the piece */

    direct = key->head == key->tail && key->end - key->at >= SYNC_GATHER_SHORT;
    start = direct ? g->pieces + key->at : g->row;

    out = start + sync_varint_put(start, row - key->row);
    size = out++;
    n = sync_gather_places(g, key, out);

    if (2 * n < 0x80) {
        *size = (unsigned char) (2 * n);

    } else {
        len = sync_varint_put(number, 2 * n);
        memmove(size + len, out, n);
        memcpy(size, number, len);
        out = size + len;
    }

    n += (size_t) (out - start);

    if (direct) {
        key->at += (uint32_t) n;
        key->size += (uint32_t) n;

    } else {
        sync_gather_append(g, key, start, n);
    }

    key->row = row;
    key->head = 0;
}


/*
 * The bytes of its places in this row; they rise.  A column but the first is
 * named, each counts from 0 again.
 */

static size_t
sync_gather_places(sync_gather_t *g, const sync_gather_key_t *key,
    unsigned char *start)
{
    uint32_t                    at, column, word, last;
    unsigned char              *out;
    const sync_gather_place_t  *p;

    column = 0;
    last = 0;
    out = start;

    for (at = key->head; at != 0; at = p->next) {
        p = &g->places[at];

        if (p->place >> SYNC_GATHER_PLACE != column) {
            column = p->place >> SYNC_GATHER_PLACE;
            last = 0;
            *out++ = 1;
            *out++ = (unsigned char) column;
        }

        word = p->place & ((1U << SYNC_GATHER_PLACE) - 1);
        out += sync_varint_put(out, word - last + 2);
        last = word;
    }

    return (size_t) (out - start);
}


static void
sync_gather_append(sync_gather_t *g, sync_gather_key_t *key,
    const unsigned char *data, size_t n)
{
    size_t  some;

    key->size += (uint32_t) n;

    while (n > 0) {

        if (key->at == key->end) {
            sync_gather_piece(g, key);
        }

        some = key->end - key->at;
        some = some < n ? some : n;
        memcpy(g->pieces + key->at, data, some);
        key->at += (uint32_t) some;
        data += some;
        n -= some;
    }
}


static void
sync_gather_piece(sync_gather_t *g, sync_gather_key_t *key)
{
    uint32_t  at;

    at = (uint32_t) g->npieces;

    if (key->first == 0) {
        key->first = at;
        key->piece = SYNC_GATHER_PIECE;

    } else {
        memcpy(g->pieces + key->end, &at, sizeof(uint32_t));
        key->piece = sync_gather_longer(key->piece);
    }

    key->at = at;
    key->end = at + key->piece;
    g->npieces = key->end + sizeof(uint32_t);
    g->pieces = sync_room(g->pieces, &g->pieces_room, g->npieces, 1);
}


static uint32_t
sync_gather_longer(uint32_t piece)
{
    return piece < SYNC_GATHER_PIECES ? 2 * piece : piece;
}


/* a key on its way to a file: its first bytes tell most of them apart */

typedef struct {
    uint64_t           start;
    jobs_str_t         name;
    uint32_t           number;
} sync_gather_sorted_t;


void
sync_gather_spill(sync_gather_t *g)
{
    unsigned  i;

    sync_runs_begin(g->runs);

    for (i = 0; i <= SYNC_FTS_PREFIXES; i++) {
        sync_gather_sorted(g, i);
        sync_intern_free(&g->sets[i].names);
        sync_mem.free(NULL, g->sets[i].keys);
        g->sets[i].keys = NULL;
        g->sets[i].room = 0;
    }

    g->npieces = 1;
    g->bytes = 0;
}


static void
sync_gather_sorted(sync_gather_t *g, unsigned set)
{
    size_t                 k;
    uint32_t               i, n;
    jobs_str_t             s;
    sync_gather_key_t     *key;
    sync_gather_sorted_t  *sorted;

    n = g->sets[set].names.n;
    sorted = sync_mem.realloc(NULL, NULL, 0, (n + 1)
                                             * sizeof(sync_gather_sorted_t));

    for (i = 0; i < n; i++) {
        s = g->sets[set].names.strings[i];
        sorted[i].name = s;
        sorted[i].number = i;
        sorted[i].start = 0;

        for (k = 0; k < 8; k++) {
            sorted[i].start = sorted[i].start << 8
                              | (k < s.len ? (unsigned char) s.data[k] : 0);
        }
    }

    qsort(sorted, n, sizeof(sync_gather_sorted_t), sync_gather_compare);

    for (i = 0; i < n; i++) {
        key = &g->sets[set].keys[sorted[i].number];
        sync_runs_key(g->runs, (char) ('0' + set), sorted[i].name,
                      key->size);
        sync_gather_rows(g, key);
    }

    sync_mem.free(NULL, sorted);
}


static int
sync_gather_compare(const void *one, const void *two)
{
    const sync_gather_sorted_t  *a, *b;

    a = one;
    b = two;

    return a->start != b->start ? (a->start < b->start ? -1 : 1)
                                : jobs_str_cmp(a->name, b->name);
}


static void
sync_gather_rows(sync_gather_t *g, const sync_gather_key_t *key)
{
    uint32_t  at, piece, left, n;

    piece = SYNC_GATHER_PIECE;
    at = key->first;

    for (left = key->size; left > 0; left -= n) {
        n = left < piece ? left : piece;
        sync_runs_rows(g->runs, g->pieces + at, n);

        if (n < left) {
            memcpy(&at, g->pieces + at + piece, sizeof(uint32_t));
            piece = sync_gather_longer(piece);
        }
    }
}


