/*
 * sources.json: what a timed run fetches, and where it puts it
 * (docs/sources.md).
 */

#ifndef SYNC_SOURCES_H
#define SYNC_SOURCES_H


#include "sync_mapping.h"
#include "sync_source.h"


#define SYNC_SOURCES_MAX  1000
#define SYNC_PAGES_MAX    1000

/* Times are milliseconds, sizes bytes. */

typedef struct {
    int64_t            interval;        /* until it is asked again        */
    int64_t            timeout;         /* of a request                   */
    int64_t            max_size;        /* of a body, decompressed        */
    int64_t            retries;
    int64_t            retry_delay;     /* the first; each is twice that  */
    int64_t            parallel;        /* requests at a time             */
    int64_t            host_interval;   /* between requests to a host     */
    int64_t            allow_private;
} sync_limits_t;

typedef struct {
    const char        *name;
    const char        *url;
    const char        *format;          /* or NULL: recognised            */
    const char        *mapping_path;    /* or NULL                        */
    sync_mapping_t    *mapping;
    sync_source_t      source;
    sync_limits_t      limits;
    char             **headers;         /* "Name: value"                  */
    size_t             nheaders;
    unsigned           pages;           /* at most; 1: no paging          */
    unsigned           enabled:1;
} sync_entry_t;

typedef struct {
    const char        *output;
    const char        *catalogue;
    const char        *partners;        /* or NULL                        */
    const char        *taxonomy;        /* a directory; the same          */
    const char        *report;          /* the same                       */
    const char        *textfile;        /* the same                       */
    unsigned           keep;
    unsigned           misses;
    int64_t            deadline;        /* of all fetching                */
    sync_limits_t      defaults;
    sync_entry_t      *entries;
    size_t             n;
    cJSON             *json;
    sync_arena_t       arena;
} sync_sources_t;


/*
 * Reads and checks all of it.  JOBS_OK, or with error (SYNC_ERROR bytes):
 * JOBS_ERROR (unreadable), JOBS_INVALID, JOBS_DECLINED: a source is listed
 * twice.  Free it in every case.
 */
jobs_rc_t sync_sources_read(sync_sources_t *s, const char *path,
    char *error);
void sync_sources_free(sync_sources_t *s);


#endif /* SYNC_SOURCES_H */
