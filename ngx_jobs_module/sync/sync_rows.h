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
     * JOBS_DECLINED: there are no more.  JOBS_INVALID (the rows are no good),
     * JOBS_ERROR: see error().  Called by one thread, while another one may
     * read tables.  A label of a category counts if it stands in tables.
     */
    jobs_rc_t        (*next)(void *data, sync_record_t *r);
    const char      *(*error)(void *data);

    /*
     * A SQLite file whose other tables of conf/schema.sql are the snapshot's:
     * sources, categories, searches, currencies; partners and gone if there.
     */
    const char        *tables;

    /* another program wrote them: the schema's rules are enforced */
    unsigned           foreign:1;
} sync_rows_t;


/*
 * Rows of a SQLite file by conf/schema.sql (its first half), in whatever
 * order they stand there.  path must live as long.  NULL: error says why.
 */

typedef struct sync_rows_file_s  sync_rows_file_t;

sync_rows_file_t *sync_rows_file_open(const char *path, int foreign,
    sync_rows_t *rows, char *error);
void sync_rows_file_close(sync_rows_file_t *file);


#endif /* SYNC_ROWS_H */
