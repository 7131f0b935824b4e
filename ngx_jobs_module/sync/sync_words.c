/*
 * The full-text index.
 *
 * FTS5 collects words in memory and writes a segment whenever it has a
 * megabyte of them; merging those into each other takes longer than all the
 * rest.  With room for many more there are few, and nothing is merged but
 * once, at the end.
 */

#include "sync_words.h"
#include "../core/jobs_sql.h"
#include "jobs_schema.h"


#define SYNC_WORDS_HASH  (32 * 1024 * 1024)


static void sync_words_bind(sqlite3_stmt *stmt, int column, jobs_str_t s);


jobs_rc_t
sync_words_open(sync_words_t *words, const char *path)
{
    char         hash[128];
    const char  *sql;

    memset(words, 0, sizeof(sync_words_t));
    words->path = path;

    sql = strstr(jobs_schema_sql, "CREATE VIRTUAL TABLE listing_search");

    snprintf(hash, sizeof(hash), "INSERT INTO listing_search"
             " (listing_search, rank) VALUES ('hashsize', %d)",
             SYNC_WORDS_HASH);

    if (sqlite3_open_v2(path, &words->db,
                        SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE
                        |SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK
        || sqlite3_exec(words->db, "PRAGMA journal_mode = off;"
                        "PRAGMA synchronous = off;"
                        "PRAGMA locking_mode = exclusive;"
                        "PRAGMA cache_size = -4096;", NULL, NULL, NULL)
           != SQLITE_OK
        || sqlite3_exec(words->db, sql, NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(words->db, hash, NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(words->db, "INSERT INTO listing_search"
                        " (listing_search, rank) VALUES ('automerge', 0),"
                        " ('crisismerge', 1999); BEGIN", NULL, NULL, NULL)
           != SQLITE_OK
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


jobs_rc_t
sync_words_add(sync_words_t *words, int64_t number, const sync_item_t *item)
{
    int            rc;
    sqlite3_stmt  *stmt;

    stmt = words->insert;

    sqlite3_bind_int64(stmt, 1, number);
    sync_words_bind(stmt, 2, item->v[SYNC_TITLE].text);
    sync_words_bind(stmt, 3, item->v[SYNC_COMPANY].text);
    sync_words_bind(stmt, 4, item->tags);
    sync_words_bind(stmt, 5, item->place);
    sync_words_bind(stmt, 6, item->v[SYNC_EXCERPT].text);
    sync_words_bind(stmt, 7, item->title_forms);
    sync_words_bind(stmt, 8, item->forms);

    rc = sqlite3_step(stmt);
    (void) sqlite3_reset(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_words_finish(sync_words_t *words)
{
    return sqlite3_exec(words->db, "COMMIT; INSERT INTO listing_search"
                        " (listing_search) VALUES ('optimize')", NULL, NULL,
                        NULL)
           == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


const char *
sync_words_error(sync_words_t *words)
{
    return sqlite3_errmsg(words->db);
}


void
sync_words_close(sync_words_t *words)
{
    sqlite3_finalize(words->insert);
    sqlite3_close(words->db);

    words->insert = NULL;
    words->db = NULL;
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


static void
sync_words_bind(sqlite3_stmt *stmt, int column, jobs_str_t s)
{
    if (s.data == NULL) {
        sqlite3_bind_null(stmt, column);
        return;
    }

    sqlite3_bind_text(stmt, column, s.data, (int) s.len, SQLITE_STATIC);
}
