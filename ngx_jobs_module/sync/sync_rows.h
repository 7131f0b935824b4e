/*
 * Listings on their way into a snapshot, in the order in which it numbers
 * them: posted_at falling, those without a date last, then id rising.
 */

#ifndef SYNC_ROWS_H
#define SYNC_ROWS_H


#include "sync.h"


typedef struct {
    void              *data;

    /*
     * The next listing into r (sync_record_reset() has been called): fields,
     * category_label, alternatives.  It lives until the next call.
     * JOBS_DECLINED: there are no more.  JOBS_ERROR: see error().
     */
    jobs_rc_t        (*next)(void *data, sync_record_t *r);
    const char      *(*error)(void *data);

    /*
     * A SQLite file whose other tables of conf/schema.sql are the snapshot's:
     * sources, categories, searches, currencies; partners and gone if there.
     */
    const char        *tables;
} sync_rows_t;


#endif /* SYNC_ROWS_H */
