/*
 * Fetching: all sources at once, each within its bounds, into files.
 */

#ifndef SYNC_FETCH_H
#define SYNC_FETCH_H


#include <signal.h>
#include "sync_sources.h"


typedef enum {
    SYNC_FETCH_WAITS = 0,
    SYNC_FETCH_RUNS,
    SYNC_FETCH_DONE,            /* all of it is in files               */
    SYNC_FETCH_SAME,            /* 304                                 */
    SYNC_FETCH_SKIPPED,         /* not its turn                        */
    SYNC_FETCH_FAILED           /* see error                           */
} sync_fetch_e;

typedef struct sync_request_s  sync_request_t;

typedef struct {
    sync_entry_t      *entry;
    sync_fetch_e       state;
    const char        *etag;            /* of last time, "" or NULL: none */
    const char        *modified;        /* the same                       */
    jobs_str_t         new_etag;        /* of this time                   */
    jobs_str_t         new_modified;
    char             **files;           /* one a page                     */
    unsigned           nfiles;
    long               status;          /* HTTP's, of the last answer     */
    uint64_t           bytes;           /* received, as sent              */
    unsigned           requests;
    int64_t            started;         /* milliseconds, monotonic        */
    int64_t            ended;
    unsigned           io:1;            /* failed for want of room, say   */
    char               error[SYNC_ERROR];
    sync_request_t    *request;
} sync_fetch_t;

typedef struct {
    sync_fetch_t      *fetches;
    size_t             n;
    const char        *dir;             /* for the files                  */
    int64_t            deadline;        /* milliseconds for all           */
    unsigned           parallel;
    unsigned           progress:1;      /* a line on standard error       */
    volatile sig_atomic_t  *stop;       /* a signal came                  */
    sync_arena_t       arena;
} sync_fetcher_t;


/*
 * Fetches all that wait.  JOBS_OK: each is DONE, SAME, SKIPPED or FAILED.
 * JOBS_TIMEOUT: *stop.  JOBS_ERROR: libcurl is no good.
 */
jobs_rc_t sync_fetch(sync_fetcher_t *f);

/* milliseconds, monotonic */
int64_t sync_clock(void);


/* Addresses (sync_fetch_url.c). */

/* "host:port" in lower case into key; 0: it is no address */
int sync_url_host(const char *url, char *key, size_t size);

/*
 * The address that a redirect or a next page leads to, in the arena.  NULL:
 * error says why it is not followed.
 */
const char *sync_url_follow(const char *url, const char *location,
    sync_arena_t *a, char *error);

/* 1 if the address is not for the public internet */
struct sockaddr;
int sync_address_private(const struct sockaddr *address);


#endif /* SYNC_FETCH_H */
