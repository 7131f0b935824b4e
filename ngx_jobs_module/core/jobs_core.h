/*
 * The types that every file of core/ shares: strings with a length, the
 * closed set of return codes, and the allocator that the caller lends.
 *
 * core/ is pure C over libc, sqlite3, CRoaring and libstemmer.  It never calls
 * malloc() itself: whoever calls it passes a jobs_mem_t (nginx's allocator in
 * the module, libc's in jobs-sync and in the unit tests).
 */

#ifndef JOBS_CORE_H
#define JOBS_CORE_H


#include <stddef.h>
#include <stdint.h>
#include <string.h>


#define JOBS_VERSION         "0.1.0"

/* "jobs" in ASCII, SQLite's application_id of a snapshot */
#define JOBS_APPLICATION_ID  0x6A6F6273

/* SQLite's user_version of a snapshot, raised with conf/schema.sql */
#define JOBS_SCHEMA_VERSION  2


typedef enum {
    JOBS_OK = 0,
    JOBS_DONE,          /* nothing more: end of rows, end of input        */
    JOBS_DECLINED,      /* not found                                      */
    JOBS_INVALID,       /* the client's or the feed's input is at fault   */
    JOBS_LIMIT,         /* a bound was met: too long, too many, too large */
    JOBS_TIMEOUT,       /* the deadline passed                            */
    JOBS_NOMEM,
    JOBS_CORRUPT,       /* the snapshot is damaged, changed or not ours   */
    JOBS_ERROR          /* a system or SQLite error that fits none above  */
} jobs_rc_t;


/* Bytes with a length, not terminated, not owned.  data == NULL: absent. */

typedef struct {
    size_t         len;
    const char    *data;
} jobs_str_t;

#define jobs_string(text)  { sizeof(text) - 1, text }
#define jobs_null_string   { 0, NULL }

static inline jobs_str_t
jobs_str(const char *data, size_t len)
{
    jobs_str_t  s;

    s.len = len;
    s.data = data;

    return s;
}

#define jobs_lit(text)  jobs_str(text, sizeof(text) - 1)

/* behind its last byte; NULL + 0, of an absent one, would be undefined */
static inline const char *
jobs_str_end(jobs_str_t s)
{
    return s.len == 0 ? s.data : s.data + s.len;
}


static inline int
jobs_str_eq(jobs_str_t a, jobs_str_t b)
{
    return a.len == b.len
           && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}


/* by bytes, as SQLite's BINARY does: less than, equal to, greater than 0 */
static inline int
jobs_str_cmp(jobs_str_t a, jobs_str_t b)
{
    int     rc;
    size_t  n;

    n = a.len < b.len ? a.len : b.len;
    rc = n == 0 ? 0 : memcmp(a.data, b.data, n);

    return rc != 0 ? rc : a.len < b.len ? -1 : a.len > b.len;
}


/*
 * The caller's allocator.  realloc(NULL, n) allocates; a failure gives NULL
 * and leaves the old block as it was.
 */

typedef struct {
    void        *(*realloc)(void *ctx, void *p, size_t old, size_t size);
    void         (*free)(void *ctx, void *p);
    void          *ctx;
} jobs_mem_t;


#endif /* JOBS_CORE_H */
