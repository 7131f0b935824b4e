/*
 * The full-text index of a snapshot while it is made: in a file of its own,
 * so that a thread of its own can be at it.
 */

#ifndef SYNC_WORDS_H
#define SYNC_WORDS_H


#include <sqlite3.h>
#include "sync_item.h"


typedef struct {
    const char        *path;
    sqlite3           *db;
    sqlite3_stmt      *insert;
} sync_words_t;

/* creates the file; the text of errors is sync_words_error() */
jobs_rc_t sync_words_open(sync_words_t *words, const char *path);
jobs_rc_t sync_words_add(sync_words_t *words, int64_t number,
    const sync_item_t *item);

/* after the last one: the index becomes one segment */
jobs_rc_t sync_words_finish(sync_words_t *words);
const char *sync_words_error(sync_words_t *words);
void sync_words_close(sync_words_t *words);

/*
 * Moves the index into db, outside of a transaction.  words has been closed;
 * db must not use listing_search until it is opened again: FTS5 would not
 * notice.
 */
jobs_rc_t sync_words_move(const sync_words_t *words, sqlite3 *db);


#endif /* SYNC_WORDS_H */
