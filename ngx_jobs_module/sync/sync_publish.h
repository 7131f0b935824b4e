/*
 * From rows to a published snapshot.
 */

#ifndef SYNC_PUBLISH_H
#define SYNC_PUBLISH_H


#include "sync_place.h"
#include "sync_rows.h"


#define SYNC_FRESH  (6 * 3600)  /* seconds before the same content is
                                   published again                     */
#define SYNC_GENERATION  64     /* hexadecimal digits                  */

typedef struct {
    uint64_t       listings;
    int64_t        built_at;
    char           generation[SYNC_GENERATION + 1];
    char           currency[4];         /* "" where there is none */
    int            row_version;
} sync_meta_t;

typedef struct {
    sync_meta_t    meta;
    int64_t        bytes;
    unsigned       unchanged:1;
    char           error[SYNC_ERROR];
} sync_published_t;


/*
 * Makes a snapshot of rows in one pass, checks it and puts it into place.
 * dry: all but the last.  force: also where nothing has changed.
 *
 * JOBS_INVALID: the rows are no good; JOBS_ERROR: a file could not be
 * written.  Both with p->error.
 */
jobs_rc_t sync_publish(sync_place_t *place, sync_rows_t *rows,
    sync_published_t *p, int64_t now, int dry, int force);


/* The steps, on the open new file; messages are sqlite3_errmsg(db). */

/* jobs_fold, jobs_slug, sync_key for SQL, of one text each */
jobs_rc_t sync_functions(sqlite3 *db);

/* 1 if the database (main, rows) has a table that it may be without */
int sync_table_there(sqlite3 *db, const char *database, const char *table);

/* the slug of a label, or a digest where it has none */
void sync_key(jobs_buf_t *b, jobs_str_t s);

/* meta of an open snapshot; JOBS_CORRUPT: it has none */
jobs_rc_t sync_meta(sqlite3 *db, sync_meta_t *meta);

/* opens a published file for reading; NULL with error */
sqlite3 *sync_snapshot_open(const char *path, char *error);

/* all that can be wrong with a snapshot; error says what */
jobs_rc_t sync_check(sqlite3 *db, char *error);

/*
 * What can be wrong with a snapshot that this run has just written, beside
 * how many rows its tables have: all but damage, and a second look at each
 * row, of which it takes a sample.
 */
jobs_rc_t sync_check_written(sqlite3 *db, char *error);

/*
 * Of some listings, all over the file: whether the ready row is the one that
 * its columns give, and the full-text index finds it by its title.
 */
jobs_rc_t sync_check_sample(sqlite3 *db, char *error);

/* the same of its index alone */
jobs_rc_t sync_check_index(sqlite3 *db, uint64_t listings, char *error);


#endif /* SYNC_PUBLISH_H */
