/*
 * The full-text index of a snapshot: a new one, or that of the one before.
 */

#include "sync_words.h"


/* bytes of words in memory, of a new index and of what is to be added */
#define SYNC_WORDS_MEMORY   (48 * 1024 * 1024)
#define SYNC_WORDS_PENDING  (16 * 1024 * 1024)

/*
 * Rows that FTS5 may be asked to delete and add: few, or a part of all.  It
 * takes several times as long for one as a new index does.
 */
#define SYNC_WORDS_FEW      1000
#define SYNC_WORDS_CHANGED  8


static jobs_rc_t sync_words_new(sync_words_t *words);
static jobs_rc_t sync_words_row(sync_words_t *words, int64_t number,
    const uint32_t key[2]);
static void sync_words_pend(sync_words_t *words);


void
sync_words_open(sync_words_t *words, const char *path, const char *before)
{
    memset(words, 0, sizeof(sync_words_t));
    words->path = path;
    words->before = before;
    words->md = EVP_MD_CTX_new();
    jobs_forms_open(&words->forms);
    words->forms.stems = sync_mem.realloc(NULL, NULL, 0, JOBS_FORMS_STEMS
                                          * sizeof(jobs_forms_stem_t));
    memset(words->forms.stems, 0,
           JOBS_FORMS_STEMS * sizeof(jobs_forms_stem_t));
    jobs_buf_init(&words->text, &sync_mem, SYNC_ROW_MAX * 4);

    if (before != NULL) {
        sync_words_look(words, before);
    }
}


jobs_rc_t
sync_words_begin(sync_words_t *words)
{
    if (words->md == NULL
        || EVP_DigestInit_ex(words->md, EVP_sha256(), NULL) != 1)
    {
        snprintf(words->error, SYNC_ERROR, "there is no SHA-256");
        return JOBS_ERROR;
    }

    if (words->old == NULL) {
        return sync_words_new(words);
    }

    sync_words_check(words);

    return JOBS_OK;
}


static jobs_rc_t
sync_words_new(sync_words_t *words)
{
    words->fts = sync_fts_open(words->path, SYNC_WORDS_MEMORY, &words->forms,
                               words->error);

    return words->fts != NULL ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_words_add(sync_words_t *words, int64_t number, const sync_item_t *item)
{
    uint32_t  row, key[2];

    if (words->given_up) {
        return JOBS_OK;
    }

    sync_arena_reset(&words->arena);
    sync_words_item(words, item, key);

    if (words->old != NULL) {
        row = sync_words_find(words, key);

        if (row != 0) {
            words->numbers.data[row - 1] = (uint32_t) number;
            return JOBS_OK;
        }
    }

    return sync_words_row(words, number, key);
}


/* a row that is new */

static jobs_rc_t
sync_words_row(sync_words_t *words, int64_t number, const uint32_t key[2])
{
    sync_numbers_add(&words->numbers, (uint32_t) number);
    sync_numbers_add(&words->keys, key[0]);
    sync_numbers_add(&words->keys, key[1]);

    if (words->fts != NULL) {
        return sync_fts_add(words->fts, words->columns, words->english,
                            words->error);
    }

    sync_words_forms(words);
    sync_words_pend(words);

    return JOBS_OK;
}


/* it waits until the index has been copied */

static void
sync_words_pend(sync_words_t *words)
{
    size_t                 i;
    sync_words_pending_t  *p;

    p = sync_alloc(&words->waiting, sizeof(sync_words_pending_t));
    p->row = (int64_t) words->numbers.n;
    p->next = NULL;

    for (i = 0; i < SYNC_FTS_COLUMNS; i++) {
        p->columns[i] = words->columns[i];

        if (p->columns[i].len > 0) {
            p->columns[i] = sync_dup(&words->waiting, p->columns[i]);
            words->pending += p->columns[i].len;
        }
    }

    if (words->first == NULL) {
        words->first = p;

    } else {
        words->last->next = p;
    }

    words->last = p;
    words->given_up = words->pending > SYNC_WORDS_PENDING;
}


jobs_rc_t
sync_words_finish(sync_words_t *words)
{
    size_t  n, changed;

    if (words->fts != NULL) {
        return sync_fts_end(words->fts, words->error);
    }

    n = words->numbers.n;
    changed = n - words->was.n + sync_words_gone(words);

    words->given_up |= !sync_words_checked(words)
                       || (changed > SYNC_WORDS_FEW
                           && changed > n / SYNC_WORDS_CHANGED);

    return JOBS_OK;
}


jobs_rc_t
sync_words_settle(sync_words_t *words, sqlite3 *db)
{
    uint32_t              number, key[2];
    jobs_rc_t             rc;
    sync_item_t          *item;
    sync_words_source_t   source;

    if (!words->given_up) {
        return JOBS_OK;
    }

    sync_words_leave(words);

    if (sync_words_new(words) != JOBS_OK) {
        return JOBS_ERROR;
    }

    item = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_item_t));
    rc = sync_words_source_open(&source, db);

    for (number = 1; rc == JOBS_OK; number++) {
        sync_arena_reset(&words->arena);
        rc = sync_words_listing(words, &source, number, item);

        if (rc == JOBS_OK) {
            sync_words_item(words, item, key);
            rc = sync_words_row(words, number, key);
        }
    }

    if (rc == JOBS_ERROR && words->error[0] == '\0') {
        (void) sync_words_fault(words, db);
    }

    sync_words_source_close(&source);
    sync_mem.free(NULL, item);

    return rc == JOBS_DECLINED ? sync_fts_end(words->fts, words->error) : rc;
}


jobs_rc_t
sync_words_column(const sync_words_t *words, sync_index_t *ix)
{
    return sync_index_column(ix, jobs_lit("search"), &words->numbers, 4, 0,
                             &words->keys);
}


/* listing_search_config stays: a version, which the same library wrote */

jobs_rc_t
sync_words_move(sync_words_t *words, sqlite3 *db)
{
    jobs_rc_t  rc;

    if (sqlite3_exec(db, "BEGIN; DELETE FROM listing_search_data;"
                     "DELETE FROM listing_search_idx;"
                     "DELETE FROM listing_search_docsize", NULL, NULL, NULL)
        != SQLITE_OK)
    {
        return sync_words_fault(words, db);
    }

    rc = words->fts != NULL ? sync_fts_write(words->fts, db, words->error)
                            : sync_words_copy(words, db);

    if (rc == JOBS_OK
        && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    {
        return sync_words_fault(words, db);
    }

    return rc;
}


void
sync_words_done(sync_words_t *words)
{
    sync_words_leave(words);
    sync_fts_close(words->fts);
    sync_mem.free(NULL, words->forms.stems);
    jobs_forms_close(&words->forms);
    sync_numbers_free(&words->numbers);
    sync_numbers_free(&words->keys);
    sync_numbers_free(&words->was);
    sync_mem.free(NULL, words->slots);
    sync_arena_free(&words->arena);
    sync_arena_free(&words->waiting);
    jobs_buf_free(&words->text);
    EVP_MD_CTX_free(words->md);
}


jobs_rc_t
sync_words_fault(sync_words_t *words, sqlite3 *db)
{
    snprintf(words->error, SYNC_ERROR, "%s", sqlite3_errmsg(db));

    return JOBS_ERROR;
}
