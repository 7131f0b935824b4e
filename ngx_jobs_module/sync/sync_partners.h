/*
 * Partners on their way into a snapshot.
 */

#ifndef SYNC_PARTNERS_H
#define SYNC_PARTNERS_H


#include "sync_store.h"


/*
 * Stores the partners of a JSON file: an array of objects with the members id,
 * name, origins, query, theme, campaign.  error (SYNC_ERROR bytes): what is
 * wrong.  JOBS_ERROR: it cannot be read or stored.
 */
jobs_rc_t sync_partners_read(const char *path, sync_store_t *store,
    char *error);

/* how many there are */
uint64_t sync_partners_count(sqlite3 *db);

/* each must be one that the server could honour; error says which is not */
jobs_rc_t sync_partners_check(sqlite3 *db, char *error);


#endif /* SYNC_PARTNERS_H */
