/*
 * The full-text index of a snapshot while it is made, by a thread of its own.
 *
 * Most listings say what they said in the snapshot before.  Its index is then
 * taken over, and the rows of what has changed are deleted and added at the
 * end; which row belongs to which listing says the column "search"
 * (conf/schema.sql).  Where much has changed, or nothing is there, a new one
 * is made (sync_fts.h).
 */

#ifndef SYNC_WORDS_H
#define SYNC_WORDS_H


#include <pthread.h>
#include <openssl/evp.h>
#include "sync_fts.h"
#include "sync_index.h"


typedef struct sync_words_pending_s  sync_words_pending_t;

struct sync_words_pending_s {
    int64_t                row;
    jobs_str_t             columns[SYNC_FTS_COLUMNS];
    sync_words_pending_t  *next;
};

typedef struct {
    const char            *path;
    const char            *before;
    char                   error[SYNC_ERROR];
    sync_numbers_t         numbers;     /* of each row; 0: none           */
    sync_numbers_t         keys;        /* of each row, two               */
    sync_fts_t            *fts;         /* a new index, or NULL           */

    /* of the snapshot before */

    sqlite3               *old;         /* NULL: nothing is taken over    */
    sync_numbers_t         was;         /* numbers of its rows            */
    uint32_t              *slots;       /* its rows by key, 0: free       */
    uint32_t               nslots;      /* a power of 2                   */
    pthread_t              checker;
    int                    checking;    /* there is that thread           */
    int                    whole;       /* what it found                  */
    sync_words_pending_t  *first;       /* rows that will be added        */
    sync_words_pending_t  *last;
    size_t                 pending;     /* bytes of them                  */
    sync_arena_t           waiting;
    int                    given_up;    /* a new one is made at the end   */

    /* of the listing at hand */

    jobs_str_t             columns[SYNC_FTS_COLUMNS];
    int                    english;     /* else it has no stems           */
    sync_arena_t           arena;
    jobs_buf_t             text;
    jobs_forms_t           forms;
    jobs_forms_row_t       row;
    EVP_MD_CTX            *md;
} sync_words_t;

/*
 * path: a file that may be made; before: the published snapshot, whose index
 * is taken over if it is fit for that, or NULL.
 */
void sync_words_open(sync_words_t *words, const char *path,
    const char *before);

/* For the thread that indexes; words->error says what fails, here and below */

jobs_rc_t sync_words_begin(sync_words_t *words);
jobs_rc_t sync_words_add(sync_words_t *words, int64_t number,
    const sync_item_t *item);

/* after the last one */
jobs_rc_t sync_words_finish(sync_words_t *words);

/*
 * What follows is for the thread that writes, in this order.
 *
 * settle: makes a new index of the listings of db, where what was there turned
 * out to be damaged, or too much has changed.
 */
jobs_rc_t sync_words_settle(sync_words_t *words, sqlite3 *db);

/* the column "search" of the index */
jobs_rc_t sync_words_column(const sync_words_t *words, sync_index_t *ix);

/*
 * Moves the index into db, outside of a transaction.  db must not use
 * listing_search until it is opened again: FTS5 would not notice.
 */
jobs_rc_t sync_words_move(sync_words_t *words, sqlite3 *db);

/* deletes and adds what has changed in the index that was taken over, in a
   snapshot that nobody has open */
jobs_rc_t sync_words_change(sync_words_t *words, const char *path);

void sync_words_done(sync_words_t *words);


/* The parts that take over (sync_words_old.c). */

/* opens the snapshot before, if it can be taken over, and reads its column */
void sync_words_look(sync_words_t *words, const char *before);

/* closes it, and forgets its rows */
void sync_words_leave(sync_words_t *words);

/*
 * Begins to look whether it is whole, for what is damaged would be so in every
 * snapshot to come; and 1 if it is.
 */
void sync_words_check(sync_words_t *words);
int sync_words_checked(sync_words_t *words);

/* the row that holds these words and belongs to no listing yet, or 0 */
uint32_t sync_words_find(const sync_words_t *words, const uint32_t key[2]);

/* how many of its rows belong to no listing any more, so far */
size_t sync_words_gone(const sync_words_t *words);

/* its index into the empty tables of db */
jobs_rc_t sync_words_copy(sync_words_t *words, sqlite3 *db);


/* What the index holds of a listing (sync_words_item.c). */

/*
 * The columns of its texts, which live in the listing and in words->arena, and
 * what these are known by.
 */
void sync_words_item(sync_words_t *words, const sync_item_t *item,
    uint32_t key[2]);

/* then those of the forms of these */
void sync_words_forms(sync_words_t *words);

/* The statements that read it from a snapshot. */

#define SYNC_WORDS_QUERIES  3

typedef struct {
    sqlite3_stmt          *stmts[SYNC_WORDS_QUERIES];
} sync_words_source_t;

/* JOBS_ERROR: sqlite3_errmsg(db); to be closed all the same */
jobs_rc_t sync_words_source_open(sync_words_source_t *source, sqlite3 *db);
void sync_words_source_close(sync_words_source_t *source);

/* *item gets what the index holds, in words->arena; JOBS_DECLINED: no listing
   has that number */
jobs_rc_t sync_words_listing(sync_words_t *words,
    const sync_words_source_t *source, uint32_t number, sync_item_t *item);

/* keeps SQLite's message; returns JOBS_ERROR */
jobs_rc_t sync_words_fault(sync_words_t *words, sqlite3 *db);


#endif /* SYNC_WORDS_H */
