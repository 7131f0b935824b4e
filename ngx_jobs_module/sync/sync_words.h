/*
 * The full-text index of a snapshot while it is made: in a file of its own,
 * so that a thread of its own can be at it (sync_fts.h).
 *
 * Most listings say what they said in the snapshot before.  Its index is then
 * taken over, with the rows of what has changed deleted and added; which row
 * belongs to which listing says the column "search" (conf/schema.sql).
 */

#ifndef SYNC_WORDS_H
#define SYNC_WORDS_H


#include <openssl/evp.h>
#include "sync_fts.h"
#include "sync_index.h"
#include "../core/jobs_forms.h"


/* The columns of listing_search, in its order. */

typedef enum {
    SYNC_WORDS_TITLE = 0,
    SYNC_WORDS_COMPANY,
    SYNC_WORDS_TAGS,
    SYNC_WORDS_PLACE,
    SYNC_WORDS_EXCERPT,
    SYNC_WORDS_TITLE_FORMS,
    SYNC_WORDS_FORMS
} sync_words_e;


typedef struct {
    const char        *path;
    const char        *before;
    char               error[SYNC_ERROR];
    sync_fts_t        *fts;             /* a new one, or                  */
    sqlite3           *db;              /* what was taken over            */
    sqlite3_stmt      *insert;
    sync_numbers_t     numbers;         /* of each row; 0: none           */
    sync_numbers_t     keys;            /* of each row, two               */

    /* of the listing at hand */

    jobs_str_t         columns[SYNC_FTS_COLUMNS];
    int                english;         /* else it has no stems           */
    sync_arena_t       arena;
    jobs_buf_t         text;
    jobs_forms_t       forms;
    jobs_forms_row_t   row;
    EVP_MD_CTX        *md;

    sqlite3           *old;             /* NULL: nothing is taken over    */
    sync_numbers_t     was;             /* numbers of its rows            */
    uint32_t          *slots;           /* its rows by key, 0: free       */
    uint32_t           nslots;          /* a power of 2                   */
} sync_words_t;

/*
 * before: the published snapshot, whose index is taken over if it is fit for
 * that, or NULL.
 */
void sync_words_open(sync_words_t *words, const char *path,
    const char *before);

/*
 * What follows is for the thread that indexes.  Creates the file; words->error
 * says what fails here.
 */
jobs_rc_t sync_words_begin(sync_words_t *words);
jobs_rc_t sync_words_add(sync_words_t *words, int64_t number,
    const sync_item_t *item);

/* after the last one */
jobs_rc_t sync_words_finish(sync_words_t *words);

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
jobs_rc_t sync_words_move(sync_words_t *words, sqlite3 *db);


/* The parts that take over (sync_words_old.c). */

/* opens the snapshot before, if it can be taken over, and reads its column */
void sync_words_look(sync_words_t *words, const char *before);

/* JOBS_DECLINED: it is damaged, as all to come would be; it has been closed */
jobs_rc_t sync_words_whole(sync_words_t *words);

/* its index into words->db */
jobs_rc_t sync_words_copy(sync_words_t *words);

/* the row that holds these words and belongs to no listing yet, or 0 */
uint32_t sync_words_find(const sync_words_t *words, const uint32_t key[2]);

/* deletes the rows that belong to no listing any more */
jobs_rc_t sync_words_forget(sync_words_t *words);


/* What the index holds of a listing (sync_words_item.c). */

/*
 * The columns of its texts, which live in the listing and in words->arena, and
 * what these are known by.
 */
void sync_words_item(sync_words_t *words, const sync_item_t *item,
    uint32_t key[2]);

/* then those of the forms of these */
void sync_words_forms(sync_words_t *words);

/* runs a statement that takes them behind rowid: 1, or 0 and SQLite's error */
int sync_words_bind(const sync_words_t *words, sqlite3_stmt *stmt,
    int64_t row);


#endif /* SYNC_WORDS_H */
