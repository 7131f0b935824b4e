/*
 * Reads one listing of a snapshot, with its places, countries, tags, labels
 * and source, in one row of one statement.
 */

#ifndef JOBS_READER_H
#define JOBS_READER_H


#include <sqlite3.h>
#include "jobs_listing.h"


typedef struct {
    sqlite3_stmt  *by_number;
    sqlite3_stmt  *by_id;
    sqlite3_stmt  *text;
} jobs_reader_t;


/* prepares the statements on db's main schema; close in any case */
jobs_rc_t jobs_reader_open(jobs_reader_t *r, sqlite3 *db);
void jobs_reader_close(jobs_reader_t *r);

/*
 * Fills *l; the strings live until the next read or jobs_reader_reset().
 * JOBS_DECLINED: no such listing.  with_text reads the description too.
 */
jobs_rc_t jobs_reader_number(jobs_reader_t *r, int64_t number,
    jobs_listing_t *l, int with_text);
jobs_rc_t jobs_reader_id(jobs_reader_t *r, jobs_str_t id, jobs_listing_t *l,
    int with_text);

void jobs_reader_reset(jobs_reader_t *r);


#endif /* JOBS_READER_H */
