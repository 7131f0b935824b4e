/*
 * The rows of a snapshot, listing after listing.
 */

#ifndef SYNC_WRITE_H
#define SYNC_WRITE_H


#include <sqlite3.h>
#include "sync_item.h"


typedef enum {
    SYNC_WRITE_LISTING = 0,
    SYNC_WRITE_LOCATION,
    SYNC_WRITE_COUNTRY,
    SYNC_WRITE_REGION,
    SYNC_WRITE_TAG,
    SYNC_WRITE_TEXT,
    SYNC_WRITE_ALTERNATIVE,
    SYNC_WRITE_FACTS,
    SYNC_WRITE_READY,
    SYNC_WRITE_N
} sync_write_e;

typedef struct {
    sqlite3           *db;
    sqlite3_stmt      *sql[SYNC_WRITE_N];
    uint64_t           rows[SYNC_WRITE_N];  /* written into each table */
} sync_write_t;

/* what failed is sqlite3_errmsg(db) */
jobs_rc_t sync_write_open(sync_write_t *w, sqlite3 *db);
void sync_write_close(sync_write_t *w);

/* data is a sync_write_t: writes the rows and adds them to the index */
jobs_rc_t sync_write_item(void *data, int64_t number,
    const sync_item_t *item);

/* JOBS_CORRUPT with error: a table has not as many rows as were written */
jobs_rc_t sync_write_check(const sync_write_t *w, sqlite3 *db, char *error);


#endif /* SYNC_WRITE_H */
