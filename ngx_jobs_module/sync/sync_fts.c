/*
 * A new full-text index: rows into words, and at the end its tables.
 */

#include <errno.h>
#include "sync_fts.h"


/* what is known of a word's stem: nothing; there is none; else its number */
#define SYNC_FTS_UNKNOWN      0
#define SYNC_FTS_STEMLESS     UINT32_MAX


/* a word of this run, by its number */

typedef struct {
    uint32_t           stem;            /* number + 1                   */
    uint32_t           row;             /* the last that has it as form */
} sync_fts_word_t;

struct sync_fts_s {
    sqlite3           *db;              /* that lends the tokenizer */
    fts5_tokenizer     module;
    Fts5Tokenizer     *tokenizer;
    sync_runs_t       *runs;
    sync_gather_t     *gather;

    const jobs_forms_t *forms;
    sync_fts_word_t   *known;           /* words that were asked about */
    size_t             nknown;
    size_t             known_room;
    unsigned           nforms;          /* of this row */

    uint32_t           rows;
    uint32_t           column;          /* being read, */
    uint32_t           words;           /* so far      */
    uint64_t           total[SYNC_FTS_COLUMNS];
    unsigned char     *sizes;           /* words in each column of each row */
    size_t             nsizes;
    size_t             sizes_room;
};


static jobs_rc_t sync_fts_tokenizer(sync_fts_t *fts);
static void sync_fts_ascii(sync_fts_t *fts, jobs_str_t s);
static int sync_fts_token(void *data, int flags, const char *token, int n,
    int start, int end);
static void sync_fts_forms(sync_fts_t *fts, const jobs_str_t *texts,
    int english);
static void sync_fts_form(void *data, jobs_str_t form);
static void sync_fts_stem(void *data, jobs_str_t word);
static void sync_fts_put(sync_fts_t *fts, uint32_t number);
static sync_fts_word_t *sync_fts_word(sync_fts_t *fts, uint32_t number);
static void sync_fts_begin(sync_fts_t *fts, uint32_t column);
static void sync_fts_column(sync_fts_t *fts);
static jobs_rc_t sync_fts_records(sync_fts_t *fts, sqlite3 *db,
    uint32_t pages);
static jobs_rc_t sync_fts_sizes(sync_fts_t *fts, sqlite3 *db);


sync_fts_t *
sync_fts_open(const char *path, size_t memory, const jobs_forms_t *forms,
    char *error)
{
    sync_fts_t  *fts;

    fts = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_fts_t));
    memset(fts, 0, sizeof(sync_fts_t));
    fts->forms = forms;

    if (sync_fts_tokenizer(fts) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "FTS5 has no tokenizer unicode61: %s",
                 sqlite3_errmsg(fts->db));

    } else {
        fts->runs = sync_runs_open(path);

        if (fts->runs != NULL) {
            fts->gather = sync_gather_open(fts->runs, memory);
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
    if (fts == NULL) {
        return;
    }

    if (fts->tokenizer != NULL) {
        fts->module.xDelete(fts->tokenizer);
    }

    sync_gather_close(fts->gather);

    if (fts->runs != NULL) {
        sync_runs_close(fts->runs);
    }

    sqlite3_close(fts->db);
    sync_mem.free(NULL, fts->known);
    sync_mem.free(NULL, fts->sizes);
    sync_mem.free(NULL, fts);
}


jobs_rc_t
sync_fts_add(sync_fts_t *fts, const jobs_str_t *texts, int english,
    char *error)
{
    int     rc;
    size_t  i;

    rc = SQLITE_OK;
    fts->rows++;
    fts->sizes = sync_room(fts->sizes, &fts->sizes_room, fts->nsizes
                           + SYNC_FTS_COLUMNS * SYNC_VARINT, 1);

    for (i = 0; i < SYNC_FTS_TEXTS && rc == SQLITE_OK; i++) {
        sync_fts_begin(fts, (uint32_t) i);

        if (jobs_printable(texts[i])) {
            sync_fts_ascii(fts, texts[i]);

        } else {
            rc = fts->module.xTokenize(fts->tokenizer, fts,
                                       FTS5_TOKENIZE_DOCUMENT, texts[i].data,
                                       (int) texts[i].len, sync_fts_token);
        }

        sync_fts_column(fts);
    }

    if (rc != SQLITE_OK) {
        snprintf(error, SYNC_ERROR, "the tokenizer fails: %s",
                 sqlite3_errstr(rc));
        return JOBS_ERROR;
    }

    sync_fts_forms(fts, texts, english);

    if (sync_gather_row(fts->gather, fts->rows)) {
        fts->nknown = 0;
    }

    return JOBS_OK;
}


/* what the tokenizer does with a text of ASCII, in less time */

static void
sync_fts_ascii(sync_fts_t *fts, jobs_str_t s)
{
    char         c, word[SYNC_FTS_TOKEN];
    size_t       n;
    const char  *p, *end;

    p = s.data;
    end = jobs_str_end(s);

    while (p < end) {

        for (n = 0; p < end; p++) {
            c = jobs_forms_ascii[(unsigned char) *p];

            if (c == 0) {
                p++;
                break;
            }

            if (n < SYNC_FTS_TOKEN) {
                word[n++] = c;
            }
        }

        if (n > 0) {
            (void) sync_fts_token(fts, 0, word, (int) n, 0, 0);
        }
    }
}


static int
sync_fts_token(void *data, int flags, const char *token, int n, int start,
    int end)
{
    sync_fts_t  *fts;

    (void) flags;                       /* this one has no synonyms */
    (void) start;
    (void) end;

    fts = data;
    n = n > SYNC_FTS_TOKEN ? SYNC_FTS_TOKEN : n;
    sync_gather_place(fts->gather,
                      sync_gather_word(fts->gather, token, (size_t) n),
                      fts->column, fts->words++);

    return SQLITE_OK;
}


/*
 * A word mostly stands in the run already, where its stem is remembered: forms
 * need neither be spelled nor read again.
 */

static void
sync_fts_forms(sync_fts_t *fts, const jobs_str_t *texts, int english)
{
    jobs_forms_take_t  take;

    take.form = sync_fts_form;
    take.stem = sync_fts_stem;
    take.data = fts;
    fts->nforms = 0;

    sync_fts_begin(fts, SYNC_FTS_TITLE_FORMS);
    jobs_forms_each(&take, texts[SYNC_FTS_TITLE], english);
    sync_fts_column(fts);

    sync_fts_begin(fts, SYNC_FTS_FORMS);
    jobs_forms_each(&take, texts[SYNC_FTS_TAGS], english);
    jobs_forms_each(&take, texts[SYNC_FTS_EXCERPT], english);
    sync_fts_column(fts);
}


static void
sync_fts_form(void *data, jobs_str_t form)
{
    sync_fts_t  *fts;

    fts = data;

    if (fts->nforms < JOBS_FORMS_ROW) {
        sync_fts_put(fts, sync_gather_word(fts->gather, form.data, form.len));
    }
}


static void
sync_fts_stem(void *data, jobs_str_t word)
{
    uint32_t     number, stem;
    jobs_str_t   s;
    sync_fts_t  *fts;

    fts = data;

    if (fts->nforms == JOBS_FORMS_ROW) {
        return;
    }

    if (!sync_gather_find(fts->gather, word, &number)) {
        s = jobs_forms_stem(fts->forms, word);

        if (s.len > 0) {
            sync_fts_form(fts, s);
        }

        return;
    }

    stem = sync_fts_word(fts, number)->stem;

    if (stem == SYNC_FTS_UNKNOWN) {
        s = jobs_forms_stem(fts->forms, word);
        stem = s.len == 0 ? SYNC_FTS_STEMLESS
               : sync_gather_word(fts->gather, s.data, s.len) + 1;
        sync_fts_word(fts, number)->stem = stem;
    }

    if (stem != SYNC_FTS_STEMLESS) {
        sync_fts_put(fts, stem - 1);
    }
}


/* each once in a row, whichever column it is in */

static void
sync_fts_put(sync_fts_t *fts, uint32_t number)
{
    sync_fts_word_t  *w;

    w = sync_fts_word(fts, number);

    if (w->row != fts->rows) {
        w->row = fts->rows;
        fts->nforms++;
        sync_gather_place(fts->gather, number, fts->column, fts->words++);
    }
}


static sync_fts_word_t *
sync_fts_word(sync_fts_t *fts, uint32_t number)
{
    if (number >= fts->nknown) {
        fts->known = sync_room(fts->known, &fts->known_room,
                               (size_t) number + 1, sizeof(sync_fts_word_t));
        memset(fts->known + fts->nknown, 0,
               (number + 1 - fts->nknown) * sizeof(sync_fts_word_t));
        fts->nknown = (size_t) number + 1;
    }

    return &fts->known[number];
}


static void
sync_fts_begin(sync_fts_t *fts, uint32_t column)
{
    fts->column = column;
    fts->words = 0;
}


/* there is room in sizes */

static void
sync_fts_column(sync_fts_t *fts)
{
    fts->total[fts->column] += fts->words;
    fts->nsizes += sync_varint_put(fts->sizes + fts->nsizes, fts->words);
}


jobs_rc_t
sync_fts_end(sync_fts_t *fts, char *error)
{
    sync_gather_spill(fts->gather);
    sync_gather_close(fts->gather);
    fts->gather = NULL;
    sync_mem.free(NULL, fts->known);
    fts->known = NULL;

    if (sync_runs_end(fts->runs) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "words cannot be written: %s",
                 strerror(errno));
        return JOBS_ERROR;
    }

    return JOBS_OK;
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

    } else {
        rc = sync_segment_end(s, &pages);

        if (rc == JOBS_OK && (sync_fts_records(fts, db, pages) != JOBS_OK
                              || sync_fts_sizes(fts, db) != JOBS_OK))
        {
            rc = JOBS_ERROR;
        }

        if (rc != JOBS_OK) {
            snprintf(error, SYNC_ERROR, "%s", rc == JOBS_LIMIT
                     ? "a word stands too often in one listing"
                     : sqlite3_errmsg(db));
        }
    }

    sync_segment_close(s);

    return rc == JOBS_OK ? JOBS_OK : JOBS_ERROR;
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
