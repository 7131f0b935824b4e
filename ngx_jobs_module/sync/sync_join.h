/*
 * By what a listing is known again at another source: numbers made of its
 * address, of the posting that the address names, and of what it says.
 */

#ifndef SYNC_JOIN_H
#define SYNC_JOIN_H


#include <openssl/evp.h>
#include "sync.h"


#define SYNC_DIGEST  16         /* bytes of a digest in the catalogue */

/* Halves of SHA-256; 0: it has none. */

typedef struct {
    int64_t            apply;       /* canonical address where one applies   */
    int64_t            posting;     /* system, tenant and number of it       */
    int64_t            place;       /* title, company, place and salary      */
    int                richness;    /* how much it says                      */
} sync_join_t;


/* What it takes to make them, for one thread at a time; all zero is new. */

typedef struct {
    EVP_MD_CTX        *md;
    jobs_buf_t         text;
} sync_joiner_t;


void sync_join_keys(sync_joiner_t *j, const sync_record_t *r,
    sync_join_t *keys);
void sync_joiner_free(sync_joiner_t *j);

/*
 * An address without what does not tell jobs apart: scheme, fragment,
 * utm_*, gh_src, lever-source, a slash at its end; the host in lower case.
 * Empty where nothing but the host remains.
 */
void sync_join_address(jobs_buf_t *b, jobs_str_t url);

/* "lever/acme/0f3a...", empty where the address names no posting */
void sync_join_posting(jobs_buf_t *b, jobs_str_t url);

/* the first SYNC_DIGEST bytes of the SHA-256 of parts, one after another */
void sync_join_digest(sync_joiner_t *j, const jobs_str_t *parts, size_t n,
    unsigned char *digest);


#endif /* SYNC_JOIN_H */
