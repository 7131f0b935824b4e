/*
 * The rows of a new full-text index: words, and what is known of them until a
 * run is written.
 */

#include <errno.h>
#include <stdlib.h>
#include "sync_fts.h"


#define SYNC_FTS_NONE      UINT32_MAX

/* a place: the column, and the number of the word in it */
#define SYNC_FTS_PLACE     28           /* bits of the latter            */

/* the first piece of a key's rows, the others twice the one before, at most */
#define SYNC_FTS_PIECE     16
#define SYNC_FTS_PIECES    4096

/* in front of a row's places */
#define SYNC_FTS_HEAD      (2 * SYNC_VARINT)

/* bytes of a row with one place, at the most */
#define SYNC_FTS_SHORT     16

/* keys whose pieces are on their way from memory while one is written */
#define SYNC_FTS_AHEAD     8

/* what a key takes beside its bytes: roughly, its slot and its string */
#define SYNC_FTS_OVERHEAD  (sizeof(sync_fts_key_t) + 32)


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
} sync_fts_key_t;

typedef struct {
    sync_intern_t      names;
    sync_fts_key_t    *keys;            /* by number */
    size_t             room;
} sync_fts_set_t;

typedef struct {
    uint32_t           next;            /* 0: none */
    uint32_t           place;
} sync_fts_place_t;

/* a key of this row: its number, and in which set */

#define sync_fts_seen(set, number)  ((number) << 2 | (set))
#define sync_fts_seen_key(fts, seen)                                          \
    (&(fts)->sets[(seen) & 3].keys[(seen) >> 2])

struct sync_fts_s {
    sqlite3           *db;              /* that lends the tokenizer */
    fts5_tokenizer     module;
    Fts5Tokenizer     *tokenizer;
    sync_runs_t       *runs;
    size_t             memory;
    uint32_t           rows;

    sync_fts_set_t     sets[1 + SYNC_FTS_PREFIXES]; /* words first  */
    size_t             bytes;           /* that keys take           */

    unsigned char     *pieces;          /* of rows, from 1          */
    size_t             npieces;
    size_t             pieces_room;

    sync_fts_place_t  *places;          /* of this row, from 1      */
    size_t             nplaces;
    size_t             places_room;
    sync_numbers_t     seen;            /* keys of this row         */
    unsigned char     *row;             /* its places, as written   */
    size_t             row_room;

    uint32_t           column;          /* being read, */
    uint32_t           words;           /* so far      */
    uint64_t           total[SYNC_FTS_COLUMNS];
    unsigned char     *sizes;           /* words in each column of each row */
    size_t             nsizes;
    size_t             sizes_room;
};


static jobs_rc_t sync_fts_tokenizer(sync_fts_t *fts);
static int sync_fts_token(void *data, int flags, const char *token, int n,
    int start, int end);
static uint32_t sync_fts_key(sync_fts_t *fts, unsigned set, const char *word,
    size_t n);
static void sync_fts_prefixes(sync_fts_t *fts, uint32_t number,
    const char *word, size_t n);
static size_t sync_fts_prefix(const char *word, size_t n, unsigned letters);
static void sync_fts_see(sync_fts_t *fts, unsigned set, uint32_t number,
    uint32_t place);
static void sync_fts_row(sync_fts_t *fts, sync_fts_key_t *key);
static size_t sync_fts_places(sync_fts_t *fts, const sync_fts_key_t *key,
    unsigned char *start);
static void sync_fts_append(sync_fts_t *fts, sync_fts_key_t *key,
    const unsigned char *data, size_t n);
static void sync_fts_piece(sync_fts_t *fts, sync_fts_key_t *key);
static uint32_t sync_fts_longer(uint32_t piece);
static void sync_fts_spill(sync_fts_t *fts);
static void sync_fts_sorted(sync_fts_t *fts, unsigned set);
static int sync_fts_compare(const void *one, const void *two);
static void sync_fts_rows(sync_fts_t *fts, const sync_fts_key_t *key);
static jobs_rc_t sync_fts_records(sync_fts_t *fts, sqlite3 *db,
    uint32_t pages);
static jobs_rc_t sync_fts_sizes(sync_fts_t *fts, sqlite3 *db);
static void *sync_fts_room(void *p, size_t *room, size_t need, size_t size);


sync_fts_t *
sync_fts_open(const char *path, size_t memory, char *error)
{
    sync_fts_t  *fts;

    fts = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_fts_t));
    memset(fts, 0, sizeof(sync_fts_t));
    fts->memory = memory;
    fts->npieces = 1;                   /* 0 is none */
    fts->nplaces = 1;

    if (sync_fts_tokenizer(fts) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "FTS5 has no tokenizer unicode61: %s",
                 sqlite3_errmsg(fts->db));

    } else {
        fts->runs = sync_runs_open(path);

        if (fts->runs != NULL) {
            return fts;
        }

        snprintf(error, SYNC_ERROR, "\"%s\": %s", path, strerror(errno));
    }

    sync_fts_close(fts);

    return NULL;
}


/* as conf/schema.sql names it */

static jobs_rc_t
sync_fts_tokenizer(sync_fts_t *fts)
{
    int                 rc;
    void               *data;
    fts5_api           *api;
    sqlite3_stmt       *stmt;
    static const char  *args[] = {
        "remove_diacritics", "2", "tokenchars", "+#"
    };

    api = NULL;
    stmt = NULL;

    if (sqlite3_open_v2(":memory:", &fts->db, SQLITE_OPEN_READWRITE
                        |SQLITE_OPEN_NOMUTEX, NULL)
        == SQLITE_OK
        && sqlite3_prepare_v2(fts->db, "SELECT fts5(?1)", -1, &stmt, NULL)
           == SQLITE_OK)
    {
        sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
        (void) sqlite3_step(stmt);
    }

    sqlite3_finalize(stmt);

    if (api == NULL) {
        return JOBS_ERROR;
    }

    rc = api->xFindTokenizer(api, "unicode61", &data, &fts->module);

    if (rc == SQLITE_OK) {
        rc = fts->module.xCreate(data, args, (int) sync_n(args),
                                 &fts->tokenizer);
    }

    return rc == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


void
sync_fts_close(sync_fts_t *fts)
{
    unsigned  i;

    if (fts == NULL) {
        return;
    }

    if (fts->tokenizer != NULL) {
        fts->module.xDelete(fts->tokenizer);
    }

    if (fts->runs != NULL) {
        sync_runs_close(fts->runs);
    }

    sqlite3_close(fts->db);

    for (i = 0; i <= SYNC_FTS_PREFIXES; i++) {
        sync_intern_free(&fts->sets[i].names);
        sync_mem.free(NULL, fts->sets[i].keys);
    }

    sync_numbers_free(&fts->seen);
    sync_mem.free(NULL, fts->pieces);
    sync_mem.free(NULL, fts->places);
    sync_mem.free(NULL, fts->row);
    sync_mem.free(NULL, fts->sizes);
    sync_mem.free(NULL, fts);
}


jobs_rc_t
sync_fts_add(sync_fts_t *fts, const jobs_str_t *columns, char *error)
{
    int              rc;
    size_t           i;
    sync_fts_key_t  *key;

    rc = SQLITE_OK;
    fts->rows++;
    fts->sizes = sync_fts_room(fts->sizes, &fts->sizes_room, fts->nsizes
                               + SYNC_FTS_COLUMNS * SYNC_VARINT, 1);

    for (i = 0; i < SYNC_FTS_COLUMNS && rc == SQLITE_OK; i++) {
        fts->column = (uint32_t) i;
        fts->words = 0;

        if (columns[i].len > 0) {
            rc = fts->module.xTokenize(fts->tokenizer, fts,
                                       FTS5_TOKENIZE_DOCUMENT,
                                       columns[i].data, (int) columns[i].len,
                                       sync_fts_token);
        }

        fts->total[i] += fts->words;
        fts->nsizes += sync_varint_put(fts->sizes + fts->nsizes, fts->words);
    }

    fts->row = sync_fts_room(fts->row, &fts->row_room, SYNC_FTS_HEAD
                             + fts->nplaces * (2 + SYNC_VARINT), 1);

    for (i = 0; i < fts->seen.n; i++) {

        if (i + SYNC_FTS_AHEAD < fts->seen.n) {
            key = sync_fts_seen_key(fts, fts->seen.data[i + SYNC_FTS_AHEAD]);
            __builtin_prefetch(fts->pieces + key->at, 1);
        }

        sync_fts_row(fts, sync_fts_seen_key(fts, fts->seen.data[i]));
    }

    fts->seen.n = 0;
    fts->nplaces = 1;

    if (rc != SQLITE_OK) {
        snprintf(error, SYNC_ERROR, "the tokenizer fails: %s",
                 sqlite3_errstr(rc));
        return JOBS_ERROR;
    }

    if (fts->npieces + fts->bytes > fts->memory) {
        sync_fts_spill(fts);
    }

    return JOBS_OK;
}


static int
sync_fts_token(void *data, int flags, const char *token, int n, int start,
    int end)
{
    size_t           len;
    unsigned         i;
    uint32_t         number, place;
    sync_fts_t      *fts;
    sync_fts_key_t  *word;

    (void) flags;                       /* this one has no synonyms */
    (void) start;
    (void) end;

    fts = data;
    len = n > SYNC_FTS_TOKEN ? SYNC_FTS_TOKEN : (size_t) n;
    place = fts->column << SYNC_FTS_PLACE | fts->words++;

    number = sync_fts_key(fts, 0, token, len);
    word = &fts->sets[0].keys[number];
    sync_fts_see(fts, 0, number, place);

    for (i = 0; i < SYNC_FTS_PREFIXES; i++) {
        if (word->prefix[i] != SYNC_FTS_NONE) {
            sync_fts_see(fts, i + 1, word->prefix[i], place);
        }
    }

    return SQLITE_OK;
}


/* the number of a word, or of a prefix */

static uint32_t
sync_fts_key(sync_fts_t *fts, unsigned set, const char *word, size_t n)
{
    uint32_t         number;
    sync_fts_set_t  *s;

    s = &fts->sets[set];
    number = sync_intern(&s->names, jobs_str(word, n));

    if (s->names.counts[number] == 1) {
        s->keys = sync_fts_room(s->keys, &s->room, number + 1,
                                sizeof(sync_fts_key_t));
        memset(&s->keys[number], 0, sizeof(sync_fts_key_t));
        fts->bytes += n + SYNC_FTS_OVERHEAD;

        if (set == 0) {
            sync_fts_prefixes(fts, number, word, n);
        }
    }

    return number;
}


static void
sync_fts_prefixes(sync_fts_t *fts, uint32_t number, const char *word,
    size_t n)
{
    size_t    len;
    unsigned  i;

    for (i = 0; i < SYNC_FTS_PREFIXES; i++) {
        len = sync_fts_prefix(word, n, i + 2);
        fts->sets[0].keys[number].prefix[i] = len == 0
            ? SYNC_FTS_NONE : sync_fts_key(fts, i + 1, word, len);
    }
}


/* the bytes of so many letters, 0: the word has fewer */

static size_t
sync_fts_prefix(const char *word, size_t n, unsigned letters)
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


static void
sync_fts_see(sync_fts_t *fts, unsigned set, uint32_t number, uint32_t place)
{
    uint32_t           at;
    sync_fts_key_t    *key;
    sync_fts_place_t  *p;

    key = &fts->sets[set].keys[number];
    at = (uint32_t) fts->nplaces;
    fts->places = sync_fts_room(fts->places, &fts->places_room, at + 1,
                                sizeof(sync_fts_place_t));
    fts->nplaces++;

    p = &fts->places[at];
    p->next = 0;
    p->place = place;

    if (key->head == 0) {
        key->head = at;
        sync_numbers_add(&fts->seen, sync_fts_seen(set, number));

    } else {
        fts->places[key->tail].next = at;
    }

    key->tail = at;
}


/* a row as FTS5 has it: difference to the last one, twice the size, places */

static void
sync_fts_row(sync_fts_t *fts, sync_fts_key_t *key)
{
    size_t          n;
    uint32_t        delta;
    unsigned char  *out, *size;

    delta = fts->rows - key->row;
    key->row = fts->rows;

    /* most have one place: no more bytes than this, the size is one of them */

    if (key->head == key->tail && key->end - key->at >= SYNC_FTS_SHORT) {
        out = fts->pieces + key->at;
        out += sync_varint_put(out, delta);
        size = out++;
        out += sync_fts_places(fts, key, out);
        *size = (unsigned char) (2 * (out - size - 1));

        n = (size_t) (out - fts->pieces) - key->at;
        key->at += (uint32_t) n;
        key->size += (uint32_t) n;

    } else {
        n = sync_fts_places(fts, key, fts->row + SYNC_FTS_HEAD);
        out = fts->row;
        out += sync_varint_put(out, delta);
        out += sync_varint_put(out, 2 * n);

        sync_fts_append(fts, key, fts->row, (size_t) (out - fts->row));
        sync_fts_append(fts, key, fts->row + SYNC_FTS_HEAD, n);
    }

    key->head = 0;
}


/*
 * The bytes of its places in this row; they rise.  A column but the first is
 * named, each counts from 0 again.
 */

static size_t
sync_fts_places(sync_fts_t *fts, const sync_fts_key_t *key,
    unsigned char *start)
{
    uint32_t                 at, column, word, last;
    unsigned char           *out;
    const sync_fts_place_t  *p;

    column = 0;
    last = 0;
    out = start;

    for (at = key->head; at != 0; at = p->next) {
        p = &fts->places[at];

        if (p->place >> SYNC_FTS_PLACE != column) {
            column = p->place >> SYNC_FTS_PLACE;
            last = 0;
            *out++ = 1;
            *out++ = (unsigned char) column;
        }

        word = p->place & ((1U << SYNC_FTS_PLACE) - 1);
        out += sync_varint_put(out, word - last + 2);
        last = word;
    }

    return (size_t) (out - start);
}


static void
sync_fts_append(sync_fts_t *fts, sync_fts_key_t *key,
    const unsigned char *data, size_t n)
{
    size_t  some;

    key->size += (uint32_t) n;

    while (n > 0) {

        if (key->at == key->end) {
            sync_fts_piece(fts, key);
        }

        some = key->end - key->at;
        some = some < n ? some : n;
        memcpy(fts->pieces + key->at, data, some);
        key->at += (uint32_t) some;
        data += some;
        n -= some;
    }
}


static void
sync_fts_piece(sync_fts_t *fts, sync_fts_key_t *key)
{
    uint32_t  at;

    at = (uint32_t) fts->npieces;

    if (key->first == 0) {
        key->first = at;
        key->piece = SYNC_FTS_PIECE;

    } else {
        memcpy(fts->pieces + key->end, &at, sizeof(uint32_t));
        key->piece = sync_fts_longer(key->piece);
    }

    key->at = at;
    key->end = at + key->piece;
    fts->npieces = key->end + sizeof(uint32_t);
    fts->pieces = sync_fts_room(fts->pieces, &fts->pieces_room, fts->npieces,
                                1);
}


static uint32_t
sync_fts_longer(uint32_t piece)
{
    return piece < SYNC_FTS_PIECES ? 2 * piece : piece;
}


jobs_rc_t
sync_fts_end(sync_fts_t *fts, char *error)
{
    sync_fts_spill(fts);

    sync_mem.free(NULL, fts->pieces);
    fts->pieces = NULL;

    if (sync_runs_end(fts->runs) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "words cannot be written: %s",
                 strerror(errno));
        return JOBS_ERROR;
    }

    return JOBS_OK;
}


/* a key on its way to a file: its first bytes tell most of them apart */

typedef struct {
    uint64_t           start;
    jobs_str_t         name;
    uint32_t           number;
} sync_fts_sorted_t;


static void
sync_fts_spill(sync_fts_t *fts)
{
    unsigned  i;

    sync_runs_begin(fts->runs);

    for (i = 0; i <= SYNC_FTS_PREFIXES; i++) {
        sync_fts_sorted(fts, i);
        sync_intern_free(&fts->sets[i].names);
        sync_mem.free(NULL, fts->sets[i].keys);
        fts->sets[i].keys = NULL;
        fts->sets[i].room = 0;
    }

    fts->npieces = 1;
    fts->bytes = 0;
}


static void
sync_fts_sorted(sync_fts_t *fts, unsigned set)
{
    size_t              k;
    uint32_t            i, n;
    jobs_str_t          s;
    sync_fts_key_t     *key;
    sync_fts_sorted_t  *sorted;

    n = fts->sets[set].names.n;
    sorted = sync_mem.realloc(NULL, NULL, 0, (n + 1)
                                             * sizeof(sync_fts_sorted_t));

    for (i = 0; i < n; i++) {
        s = fts->sets[set].names.strings[i];
        sorted[i].name = s;
        sorted[i].number = i;
        sorted[i].start = 0;

        for (k = 0; k < 8; k++) {
            sorted[i].start = sorted[i].start << 8
                              | (k < s.len ? (unsigned char) s.data[k] : 0);
        }
    }

    qsort(sorted, n, sizeof(sync_fts_sorted_t), sync_fts_compare);

    for (i = 0; i < n; i++) {
        key = &fts->sets[set].keys[sorted[i].number];
        sync_runs_key(fts->runs, (char) ('0' + set), sorted[i].name,
                      key->size);
        sync_fts_rows(fts, key);
    }

    sync_mem.free(NULL, sorted);
}


static int
sync_fts_compare(const void *one, const void *two)
{
    const sync_fts_sorted_t  *a, *b;

    a = one;
    b = two;

    return a->start != b->start ? (a->start < b->start ? -1 : 1)
                                : jobs_str_cmp(a->name, b->name);
}


static void
sync_fts_rows(sync_fts_t *fts, const sync_fts_key_t *key)
{
    uint32_t  at, piece, left, n;

    piece = SYNC_FTS_PIECE;
    at = key->first;

    for (left = key->size; left > 0; left -= n) {
        n = left < piece ? left : piece;
        sync_runs_rows(fts->runs, fts->pieces + at, n);

        if (n < left) {
            memcpy(&at, fts->pieces + at + piece, sizeof(uint32_t));
            piece = sync_fts_longer(piece);
        }
    }
}


jobs_rc_t
sync_fts_write(sync_fts_t *fts, sqlite3 *db, char *error)
{
    uint32_t         pages;
    jobs_rc_t        rc;
    sync_segment_t  *s;

    s = sync_segment_open(db);
    rc = sync_runs_merge(fts->runs, s);

    if (rc != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "words cannot be read: %s",
                 strerror(errno));

    } else if (sync_segment_end(s, &pages) != JOBS_OK
               || sync_fts_records(fts, db, pages) != JOBS_OK
               || sync_fts_sizes(fts, db) != JOBS_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        rc = JOBS_ERROR;
    }

    sync_segment_close(s);

    return rc;
}


/*
 * The record of averages (1): rows, and words in each column.  That of the
 * structure (10): number of the configuration, levels, segments, leaves
 * written, and for each level merges, segments, and for each of those its id,
 * first and last leaf.  The segment stands on the second level, where the
 * merge of all leaves it.
 */

static jobs_rc_t
sync_fts_records(sync_fts_t *fts, sqlite3 *db, uint32_t pages)
{
    int             rc;
    size_t          i, n;
    sqlite3_stmt   *stmt;
    unsigned char   averages[(1 + SYNC_FTS_COLUMNS) * SYNC_VARINT];
    unsigned char   structure[64];

    n = sync_varint_put(averages, fts->rows);

    for (i = 0; i < SYNC_FTS_COLUMNS; i++) {
        n += sync_varint_put(averages + n, fts->total[i]);
    }

    if (sqlite3_prepare_v2(db, "INSERT INTO listing_search_data"
                           " VALUES (1, ?1), (10, ?2)", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    sqlite3_bind_blob(stmt, 1, averages, (int) n, SQLITE_STATIC);

    memset(structure, 0, sizeof(structure));
    n = 4;

    if (pages == 0) {
        n += 3;

    } else {
        structure[n++] = 2;             /* levels               */
        structure[n++] = 1;             /* segments             */
        n += sync_varint_put(structure + n, pages);
        n += 2;                         /* nothing on the first */
        n++;
        structure[n++] = 1;             /* one on the second    */
        structure[n++] = 1;
        structure[n++] = 1;
        n += sync_varint_put(structure + n, pages);
    }

    sqlite3_bind_blob(stmt, 2, structure, (int) n, SQLITE_STATIC);
    (void) sqlite3_step(stmt);
    rc = sqlite3_finalize(stmt);

    return rc == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


static jobs_rc_t
sync_fts_sizes(sync_fts_t *fts, sqlite3 *db)
{
    int                   rc;
    size_t                i;
    uint32_t              row, words;
    sqlite3_stmt         *stmt;
    const unsigned char  *p, *start;

    rc = sqlite3_prepare_v2(db, "INSERT INTO listing_search_docsize"
                            " VALUES (?1, ?2)", -1, &stmt, NULL);
    p = fts->sizes;

    for (row = 1; row <= fts->rows && rc == SQLITE_OK; row++) {
        start = p;

        for (i = 0; i < SYNC_FTS_COLUMNS; i++) {
            p = sync_varint(p, &words);
        }

        sqlite3_bind_int64(stmt, 1, row);
        sqlite3_bind_blob(stmt, 2, start, (int) (p - start), SQLITE_STATIC);
        (void) sqlite3_step(stmt);
        rc = sqlite3_reset(stmt);
    }

    sqlite3_finalize(stmt);

    return rc == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


static void *
sync_fts_room(void *p, size_t *room, size_t need, size_t size)
{
    if (need <= *room) {
        return p;
    }

    *room = *room == 0 ? 1024 : *room;

    while (*room < need) {
        *room *= 2;
    }

    return sync_mem.realloc(NULL, p, 0, *room * size);
}
