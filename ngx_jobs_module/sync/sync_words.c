/*
 * The full-text index of a snapshot: a new one, or that of the snapshot before.
 */

#include "sync_words.h"
#include "../core/jobs_sql.h"
#include "jobs_schema.h"


#define SYNC_WORDS_MEMORY  (48 * 1024 * 1024)


static jobs_rc_t sync_words_file(sync_words_t *words);
static jobs_rc_t sync_words_fault(sync_words_t *words, sqlite3 *db);


static const char  sync_words_pragmas[] =
    "PRAGMA journal_mode = off;"
    "PRAGMA synchronous = off;"
    "PRAGMA locking_mode = exclusive;"
    "PRAGMA cache_size = -4096;";


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
    jobs_rc_t  rc;

    if (words->md == NULL
        || EVP_DigestInit_ex(words->md, EVP_sha256(), NULL) != 1)
    {
        snprintf(words->error, SYNC_ERROR, "there is no SHA-256");
        return JOBS_ERROR;
    }

    rc = words->old == NULL ? JOBS_DECLINED : sync_words_whole(words);

    if (rc == JOBS_DECLINED) {
        words->fts = sync_fts_open(words->path, SYNC_WORDS_MEMORY,
                                   words->error);

        return words->fts != NULL ? JOBS_OK : JOBS_ERROR;
    }

    if (sync_words_file(words) != JOBS_OK
        || sqlite3_exec(words->db, strstr(jobs_schema_sql,
                                  "CREATE VIRTUAL TABLE listing_search"),
                        NULL, NULL, NULL)
           != SQLITE_OK
        || sync_words_copy(words) != JOBS_OK)
    {
        return sync_words_fault(words, words->db);
    }

    /* FTS5 does not look again at what it has read */

    sqlite3_close(words->db);

    if (sync_words_file(words) != JOBS_OK
        || sqlite3_exec(words->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(words->db, "INSERT INTO listing_search (rowid,"
                              " title, company, tags, place, excerpt,"
                              " title_forms, forms)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", -1,
                              &words->insert, NULL)
           != SQLITE_OK)
    {
        return sync_words_fault(words, words->db);
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_words_file(sync_words_t *words)
{
    return sqlite3_open_v2(words->path, &words->db,
                           SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE
                           |SQLITE_OPEN_NOMUTEX, NULL)
           == SQLITE_OK
           && sqlite3_exec(words->db, sync_words_pragmas, NULL, NULL, NULL)
              == SQLITE_OK
           ? JOBS_OK : JOBS_ERROR;
}


static jobs_rc_t
sync_words_fault(sync_words_t *words, sqlite3 *db)
{
    snprintf(words->error, SYNC_ERROR, "%s", sqlite3_errmsg(db));

    return JOBS_ERROR;
}


jobs_rc_t
sync_words_add(sync_words_t *words, int64_t number, const sync_item_t *item)
{
    uint32_t  row, key[2];

    sync_arena_reset(&words->arena);
    sync_words_item(words, item, key);

    if (words->old != NULL) {
        row = sync_words_find(words, key);

        if (row != 0) {
            words->numbers.data[row - 1] = (uint32_t) number;
            return JOBS_OK;
        }
    }

    sync_numbers_add(&words->numbers, (uint32_t) number);
    sync_numbers_add(&words->keys, key[0]);
    sync_numbers_add(&words->keys, key[1]);

    sync_words_forms(words);

    if (words->fts != NULL) {
        return sync_fts_add(words->fts, words->columns, words->error);
    }

    return sync_words_bind(words, words->insert, (int64_t) words->numbers.n)
           ? JOBS_OK : sync_words_fault(words, words->db);
}


jobs_rc_t
sync_words_finish(sync_words_t *words)
{
    if (words->fts != NULL) {
        return sync_fts_end(words->fts, words->error);
    }

    return sync_words_forget(words) != JOBS_OK
           || sqlite3_exec(words->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK
           ? sync_words_fault(words, words->db) : JOBS_OK;
}


jobs_rc_t
sync_words_column(const sync_words_t *words, sync_index_t *ix)
{
    return sync_index_column(ix, jobs_lit("search"), &words->numbers, 4, 0,
                             &words->keys);
}


void
sync_words_close(sync_words_t *words)
{
    sqlite3_finalize(words->insert);
    sqlite3_close(words->db);
    sqlite3_close(words->old);

    words->insert = NULL;
    words->db = NULL;
    words->old = NULL;
}


void
sync_words_done(sync_words_t *words)
{
    sync_words_close(words);
    sync_fts_close(words->fts);
    sync_mem.free(NULL, words->forms.stems);
    jobs_forms_close(&words->forms);
    sync_numbers_free(&words->numbers);
    sync_numbers_free(&words->keys);
    sync_numbers_free(&words->was);
    sync_mem.free(NULL, words->slots);
    sync_arena_free(&words->arena);
    jobs_buf_free(&words->text);
    EVP_MD_CTX_free(words->md);
}


/* listing_search_config stays: a version, which the same library wrote */

jobs_rc_t
sync_words_move(sync_words_t *words, sqlite3 *db)
{
    int            rc;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    if (words->fts != NULL) {
        rc = sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
        jrc = rc == SQLITE_OK ? sync_fts_write(words->fts, db, words->error)
                              : sync_words_fault(words, db);

        if (jrc == JOBS_OK
            && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        {
            return sync_words_fault(words, db);
        }

        return jrc;
    }

    if (sqlite3_prepare_v2(db, "ATTACH ?1 AS words", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return sync_words_fault(words, db);
    }

    sqlite3_bind_text(stmt, 1, words->path, -1, SQLITE_STATIC);
    (void) sqlite3_step(stmt);
    rc = sqlite3_finalize(stmt);

    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(db, "BEGIN;"
                          "DELETE FROM main.listing_search_data;"
                          "DELETE FROM main.listing_search_idx;"
                          "DELETE FROM main.listing_search_docsize;"
                          "INSERT INTO main.listing_search_data"
                          " SELECT * FROM words.listing_search_data;"
                          "INSERT INTO main.listing_search_idx"
                          " SELECT * FROM words.listing_search_idx;"
                          "INSERT INTO main.listing_search_docsize"
                          " SELECT * FROM words.listing_search_docsize;"
                          "COMMIT; DETACH words", NULL, NULL, NULL);
    }

    return rc == SQLITE_OK ? JOBS_OK : sync_words_fault(words, db);
}
