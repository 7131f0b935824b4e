/*
 * The generation: a digest of the rows of a snapshot, which docs/snapshot.md
 * defines.  Of a snapshot that is being made it is taken of the listings as
 * they pass, of a file of what stands there.
 */

#ifndef SYNC_DIGEST_H
#define SYNC_DIGEST_H


#include <openssl/evp.h>
#include "sync_item.h"
#include "sync_publish.h"


typedef struct {
    EVP_MD_CTX        *md;              /* NULL: it cannot be made      */
    jobs_buf_t         row;
    unsigned           failed:1;
} sync_digest_t;


void sync_digest_open(sync_digest_t *d);
void sync_digest_close(sync_digest_t *d);

/* the next listing, in order of numbers */
void sync_digest_item(sync_digest_t *d, const sync_item_t *item);

/* the same of all listings of a file */
jobs_rc_t sync_digest_listings(sync_digest_t *d, sqlite3 *db);

/*
 * After the last listing: the other tables of db, and *generation,
 * SYNC_GENERATION digits and NUL.  JOBS_ERROR: see sqlite3_errmsg(db).
 */
jobs_rc_t sync_digest_end(sync_digest_t *d, sqlite3 *db, char *generation);


#endif /* SYNC_DIGEST_H */
