/*
 * The full-text index.
 *
 * FTS5 collects words in memory and writes a segment whenever it has a
 * megabyte of them; merging those into each other takes longer than all the
 * rest.  With room for many more there are few, and nothing is merged but
 * once, at the end.  What is added to an index that was taken over is little,
 * and merged as FTS5 does by itself.
 */

#include "sync_words.h"
#include "../core/jobs_sql.h"
#include "jobs_schema.h"


#define SYNC_WORDS_HASH  (32 * 1024 * 1024)


static jobs_rc_t sync_words_file(sync_words_t *words);
static jobs_rc_t sync_words_new(sync_words_t *words);
static void sync_words_text(sqlite3_stmt *stmt, int column, jobs_str_t s);
static void sync_words_part(jobs_buf_t *b, jobs_str_t s);


static const char  sync_words_pragmas[] =
    "PRAGMA journal_mode = off;"
    "PRAGMA synchronous = off;"
    "PRAGMA locking_mode = exclusive;"
    "PRAGMA cache_size = -4096;";


int
sync_words_open(sync_words_t *words, const char *path, const char *before)
{
    memset(words, 0, sizeof(sync_words_t));
    words->path = path;
    words->before = before;
    words->md = EVP_MD_CTX_new();
    sync_forms_open(&words->forms);
    jobs_buf_init(&words->text, &sync_mem, SYNC_ROW_MAX * 4);

    if (before != NULL) {
        sync_words_look(words, before);
    }

    words->formless = words->old != NULL;

    return words->formless;
}


jobs_rc_t
sync_words_begin(sync_words_t *words)
{
    jobs_rc_t  rc;

    if (words->md == NULL
        || EVP_DigestInit_ex(words->md, EVP_sha256(), NULL) != 1
        || sync_words_file(words) != JOBS_OK
        || sqlite3_exec(words->db, strstr(jobs_schema_sql,
                                  "CREATE VIRTUAL TABLE listing_search"),
                        NULL, NULL, NULL)
           != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    rc = words->old == NULL ? JOBS_DECLINED : sync_words_take(words);

    if (rc == JOBS_DECLINED) {
        rc = sync_words_new(words);

    } else if (rc == JOBS_OK) {

        /* FTS5 does not look again at what it has read */

        sqlite3_close(words->db);
        rc = sync_words_file(words);
    }

    if (rc != JOBS_OK
        || sqlite3_exec(words->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(words->db, "INSERT INTO listing_search (rowid,"
                              " title, company, tags, place, excerpt,"
                              " title_forms, forms)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", -1,
                              &words->insert, NULL)
           != SQLITE_OK)
    {
        return JOBS_ERROR;
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
sync_words_new(sync_words_t *words)
{
    char  hash[128];

    snprintf(hash, sizeof(hash), "INSERT INTO listing_search"
             " (listing_search, rank) VALUES ('hashsize', %d)",
             SYNC_WORDS_HASH);

    return sqlite3_exec(words->db, hash, NULL, NULL, NULL) == SQLITE_OK
           && sqlite3_exec(words->db, "INSERT INTO listing_search"
                           " (listing_search, rank) VALUES ('automerge', 0),"
                           " ('crisismerge', 1999)", NULL, NULL, NULL)
              == SQLITE_OK
           ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_words_add(sync_words_t *words, int64_t number, sync_item_t *item)
{
    int       rc;
    uint32_t  row, key[2];

    sync_words_key(words, item, key);

    if (words->old != NULL) {
        row = sync_words_find(words, key);

        if (row != 0) {
            words->numbers.data[row - 1] = (uint32_t) number;
            return JOBS_OK;
        }
    }

    if (words->formless) {
        sync_arena_reset(&words->arena);
        sync_item_forms(&words->forms, item, &words->arena);
    }

    sync_numbers_add(&words->numbers, (uint32_t) number);
    sync_numbers_add(&words->keys, key[0]);
    sync_numbers_add(&words->keys, key[1]);

    sync_words_bind(words->insert, (int64_t) words->numbers.n, item);
    rc = sqlite3_step(words->insert);
    (void) sqlite3_reset(words->insert);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


void
sync_words_key(sync_words_t *words, const sync_item_t *item, uint32_t key[2])
{
    unsigned       i, len;
    jobs_buf_t    *b;
    unsigned char  digest[EVP_MAX_MD_SIZE];

    b = &words->text;
    jobs_buf_reset(b);
    jobs_buf_char(b, jobs_forms_english(item->v[SYNC_LANGUAGE].text)
                     ? 'e' : '-');
    sync_words_part(b, item->v[SYNC_TITLE].text);
    sync_words_part(b, item->v[SYNC_COMPANY].text);
    sync_words_part(b, item->tags);
    sync_words_part(b, item->place);
    sync_words_part(b, item->v[SYNC_EXCERPT].text);

    memset(digest, 0, sizeof(digest));
    (void) EVP_DigestInit_ex(words->md, NULL, NULL);
    (void) EVP_DigestUpdate(words->md, b->data, b->len);
    (void) EVP_DigestFinal_ex(words->md, digest, &len);

    for (i = 0; i < 2; i++) {
        key[i] = (uint32_t) digest[4 * i] << 24
                 | (uint32_t) digest[4 * i + 1] << 16
                 | (uint32_t) digest[4 * i + 2] << 8 | digest[4 * i + 3];
    }
}


static void
sync_words_part(jobs_buf_t *b, jobs_str_t s)
{
    jobs_buf_uint(b, s.len);
    jobs_buf_char(b, ':');
    jobs_buf_str(b, s);
}


jobs_rc_t
sync_words_finish(sync_words_t *words)
{
    if (words->old != NULL && sync_words_forget(words) != JOBS_OK) {
        return JOBS_ERROR;
    }

    return sqlite3_exec(words->db, words->old != NULL ? "COMMIT"
                        : "COMMIT; INSERT INTO listing_search"
                          " (listing_search) VALUES ('optimize')", NULL, NULL,
                        NULL)
           == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


const char *
sync_words_error(sync_words_t *words)
{
    return sqlite3_errmsg(words->db);
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
    sync_forms_close(&words->forms);
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
sync_words_move(const sync_words_t *words, sqlite3 *db)
{
    int            rc;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, "ATTACH ?1 AS words", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    sqlite3_bind_text(stmt, 1, words->path, -1, SQLITE_STATIC);
    (void) sqlite3_step(stmt);
    rc = sqlite3_finalize(stmt);

    if (rc != SQLITE_OK) {
        return JOBS_ERROR;
    }

    return sqlite3_exec(db, "BEGIN;"
                        "DELETE FROM main.listing_search_data;"
                        "DELETE FROM main.listing_search_idx;"
                        "DELETE FROM main.listing_search_docsize;"
                        "INSERT INTO main.listing_search_data"
                        " SELECT * FROM words.listing_search_data;"
                        "INSERT INTO main.listing_search_idx"
                        " SELECT * FROM words.listing_search_idx;"
                        "INSERT INTO main.listing_search_docsize"
                        " SELECT * FROM words.listing_search_docsize;"
                        "COMMIT; DETACH words", NULL, NULL, NULL)
           == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


void
sync_words_bind(sqlite3_stmt *stmt, int64_t row, const sync_item_t *item)
{
    sqlite3_bind_int64(stmt, 1, row);
    sync_words_text(stmt, 2, item->v[SYNC_TITLE].text);
    sync_words_text(stmt, 3, item->v[SYNC_COMPANY].text);
    sync_words_text(stmt, 4, item->tags);
    sync_words_text(stmt, 5, item->place);
    sync_words_text(stmt, 6, item->v[SYNC_EXCERPT].text);
    sync_words_text(stmt, 7, item->title_forms);
    sync_words_text(stmt, 8, item->forms);
}


static void
sync_words_text(sqlite3_stmt *stmt, int column, jobs_str_t s)
{
    if (s.data == NULL) {
        sqlite3_bind_null(stmt, column);
        return;
    }

    sqlite3_bind_text(stmt, column, s.data, (int) s.len, SQLITE_STATIC);
}
