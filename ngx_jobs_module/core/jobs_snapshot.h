/*
 * An open snapshot: a hardened, read-only connection to one immutable file
 * that was checked, and what requests need to know of it.
 *
 * A snapshot belongs to one process and is used by one thread at a time; it
 * never crosses fork().  Several may share one index, which does not change.
 */

#ifndef JOBS_SNAPSHOT_H
#define JOBS_SNAPSHOT_H


#include <sqlite3.h>
#include <sys/stat.h>
#include "jobs_forms.h"
#include "jobs_index.h"
#include "jobs_reader.h"


#define JOBS_SNAPSHOT_STATEMENTS  24
#define JOBS_SNAPSHOT_ERROR       256


/* what tells one published file from another: stat(2) of the resolved file */

typedef struct {
    uint64_t       device;
    uint64_t       inode;
    int64_t        size;
    int64_t        mtime;       /* nanoseconds since the epoch */
    int64_t        ctime;
    int            error;       /* errno where there is no such file, or 0 */
} jobs_identity_t;


typedef struct {
    const char    *sql;         /* one of jobs_sql.h */
    sqlite3_stmt  *stmt;
} jobs_statement_t;


typedef struct {
    sqlite3           *db;
    int                fd;
    jobs_identity_t    identity;
    jobs_mem_t         mem;

    char               generation[65];      /* hexadecimal, terminated */
    char               currency[4];         /* "" where there is none  */
    int64_t            built_at;
    uint64_t           listings;
    unsigned           row_version;
    unsigned           attributed;          /* a source asks to be named */
    char               pages[17];           /* jobs_check_pages(), or "" */

    jobs_index_t      *index;
    struct jobs_names_s  *names;            /* of jobs_names.h; with index */
    struct jobs_partners_s  *partners;      /* of jobs_partners.h; likewise */
    unsigned           borrowed;            /* all three are another's   */
    roaring_bitmap_t  *expired;             /* by the last query, or NULL */
    uint32_t           nexpired;
    roaring_bitmap_t  *unfed;               /* not for feeds (jobs_fed.c);
                                               NULL: not yet known       */
    void              *scratch;             /* of jobs_count_room(), or NULL */
    size_t             scratch_size;
    void              *facets;              /* of all listings (jobs_facet.c),
                                               or NULL                   */
    uint32_t          *positions;           /* of a walk; or NULL        */
    size_t             npositions;

    jobs_reader_t      reader;
    jobs_forms_t       forms;               /* of a search's words  */
    jobs_statement_t   statements[JOBS_SNAPSHOT_STATEMENTS];
    unsigned           nstatements;

    int64_t            deadline;            /* CLOCK_MONOTONIC, ns; 0: none */
    const int         *cancel;              /* not 0: give up; or NULL      */
} jobs_snapshot_t;


/* Reads the identity of path, following symbolic links; never fails. */
void jobs_identity(const char *path, jobs_identity_t *id);
int jobs_identity_eq(const jobs_identity_t *a, const jobs_identity_t *b);

/*
 * Opens and checks the file.  On success *s is ready, and jobs_snapshot_close
 * is due.  Otherwise nothing stays open and error says why, in words for the
 * log that do not name the path.  *id is what was looked at, in both cases.
 * JOBS_CORRUPT: it is not a snapshot that this version can serve.
 */
jobs_rc_t jobs_snapshot_open(jobs_snapshot_t *s, const char *path,
    const jobs_mem_t *mem, jobs_identity_t *id,
    char error[JOBS_SNAPSHOT_ERROR]);
void jobs_snapshot_close(jobs_snapshot_t *s);

/*
 * Opens one more connection to the file that *first has open under path, for
 * another thread; it shares the index and must be closed before *first.
 * JOBS_CORRUPT besides: another file is there meanwhile.
 */
jobs_rc_t jobs_snapshot_join(jobs_snapshot_t *s, const jobs_snapshot_t *first,
    const char *path, char error[JOBS_SNAPSHOT_ERROR]);

/* bytes of the index: columns and bitmaps, and dictionaries */
size_t jobs_snapshot_memory(const jobs_snapshot_t *s);

/*
 * Reads the whole file and compares it with what was published; for a file of
 * which one knows that somebody wrote into it.  error as above.
 */
jobs_rc_t jobs_snapshot_verify(jobs_snapshot_t *s,
    char error[JOBS_SNAPSHOT_ERROR]);

/* 0 if the open file was modified in place since it was opened */
int jobs_snapshot_intact(const jobs_snapshot_t *s);

/*
 * The prepared statement of a text of jobs_sql.h, which is known by its
 * address; kept with the snapshot, reset by the caller after use.
 */
jobs_rc_t jobs_snapshot_statement(jobs_snapshot_t *s, const char *sql,
    sqlite3_stmt **stmt);

/* what follows may take until then; 0 takes the limit away */
void jobs_snapshot_deadline(jobs_snapshot_t *s, int64_t nanoseconds);

/*
 * 1 if the deadline has passed, or if another thread has set *s->cancel.  To
 * be asked in loops, some thousand steps apart.
 */
int jobs_snapshot_late(const jobs_snapshot_t *s);

/* SQLite's code in ours */
jobs_rc_t jobs_sqlite_rc(int rc);


#endif /* JOBS_SNAPSHOT_H */
