/*
 * Statements that give no rows, run by a thread of its own in the order in
 * which they were given, so that what comes next is made while what came
 * before is written.
 *
 * The connection belongs to that thread until sync_behind_wait().
 */

#ifndef SYNC_BEHIND_H
#define SYNC_BEHIND_H


#include "sync.h"


typedef struct sync_behind_s  sync_behind_t;


sync_behind_t *sync_behind_open(void);

/* waits; NULL is none */
void sync_behind_close(sync_behind_t *b);

/*
 * A statement: begun, its parameters by number, which are copied (data NULL:
 * NULL), and its end.  What is not given is NULL.  now: it is run at once, by
 * the caller, and sync_behind_wait() comes before it.
 */
void sync_behind_begin(sync_behind_t *b, sqlite3_stmt *stmt, int now);
void sync_behind_number(sync_behind_t *b, int i, int64_t n);
void sync_behind_text(sync_behind_t *b, int i, jobs_str_t s);
void sync_behind_blob(sync_behind_t *b, int i, jobs_str_t s);

/*
 * Binds more parameters, made of bytes, before the statement is run and by who
 * runs it; there is one of them at most.  bytes live until it has run (a copy
 * where it is run behind); data is not copied.
 */
typedef void (*sync_behind_fill_t)(void *data, sqlite3_stmt *stmt,
    jobs_str_t bytes);

void sync_behind_fill(sync_behind_t *b, sync_behind_fill_t fill, void *data,
    jobs_str_t bytes);

/* JOBS_ERROR: it has failed, or one before it; sync_behind_wait() */
jobs_rc_t sync_behind_end(sync_behind_t *b);

/*
 * Until all have run.  JOBS_ERROR: one has failed, those after it have not
 * run; the connection has the error, if nothing has been asked of it since.
 */
jobs_rc_t sync_behind_wait(sync_behind_t *b);


#endif /* SYNC_BEHIND_H */
