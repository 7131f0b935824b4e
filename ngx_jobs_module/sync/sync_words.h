/*
 * The full-text index of a snapshot while it is made: in a file of its own,
 * so that a thread of its own can be at it.
 *
 * Most listings say what they said in the snapshot before.  Its index is then
 * taken over, with the rows of what has changed deleted and added; which row
 * belongs to which listing says the column "search" (conf/schema.sql).
 */

#ifndef SYNC_WORDS_H
#define SYNC_WORDS_H


#include <openssl/evp.h>
#include "sync_index.h"


typedef struct {
    const char        *path;
    const char        *before;
    sqlite3           *db;
    sqlite3_stmt      *insert;
    sync_numbers_t     numbers;         /* of each row; 0: none           */
    sync_numbers_t     keys;            /* of each row, two               */
    sync_forms_t       forms;
    sync_arena_t       arena;
    jobs_buf_t         text;
    EVP_MD_CTX        *md;

    sqlite3           *old;             /* NULL: nothing is taken over    */
    sync_numbers_t     was;             /* numbers of its rows            */
    uint32_t          *slots;           /* its rows by key, 0: free       */
    uint32_t           nslots;          /* a power of 2                   */
    unsigned           formless:1;      /* items come without forms       */
} sync_words_t;

/*
 * before: the published snapshot, whose index is taken over if it is fit for
 * that, or NULL.  1: it seems so, and items need no forms.
 */
int sync_words_open(sync_words_t *words, const char *path,
    const char *before);

/*
 * What follows is for the thread that indexes.  Creates the file; the text of
 * errors is sync_words_error().
 */
jobs_rc_t sync_words_begin(sync_words_t *words);
jobs_rc_t sync_words_add(sync_words_t *words, int64_t number,
    sync_item_t *item);

/* after the last one */
jobs_rc_t sync_words_finish(sync_words_t *words);
const char *sync_words_error(sync_words_t *words);

/* then the column "search" of the index */
jobs_rc_t sync_words_column(const sync_words_t *words, sync_index_t *ix);

/* closes the files; free: the rest */
void sync_words_close(sync_words_t *words);
void sync_words_done(sync_words_t *words);

/*
 * Moves the index into db, outside of a transaction.  words has been closed;
 * db must not use listing_search until it is opened again: FTS5 would not
 * notice.
 */
jobs_rc_t sync_words_move(const sync_words_t *words, sqlite3 *db);


/* The parts that take over (sync_words_old.c). */

/* opens the snapshot before, if it can be taken over, and reads its column */
void sync_words_look(sync_words_t *words, const char *before);

/*
 * Copies its index into words->db.  JOBS_DECLINED: it is damaged, and has been
 * closed.
 */
jobs_rc_t sync_words_take(sync_words_t *words);

/* the row that holds these words and belongs to no listing yet, or 0 */
uint32_t sync_words_find(const sync_words_t *words, const uint32_t key[2]);

/* deletes the rows that belong to no listing any more */
jobs_rc_t sync_words_forget(sync_words_t *words);

/* by what the words of an item are known again */
void sync_words_key(sync_words_t *words, const sync_item_t *item,
    uint32_t key[2]);

/* binds the columns of the index behind rowid */
void sync_words_bind(sqlite3_stmt *stmt, int64_t row,
    const sync_item_t *item);


#endif /* SYNC_WORDS_H */
