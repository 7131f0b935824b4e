/*
 * The catalogue's file, and what its functions share.
 */

#ifndef SYNC_CATALOGUE_DB_H
#define SYNC_CATALOGUE_DB_H


#include "sync_behind.h"
#include "sync_catalogue.h"
#include "sync_intern.h"
#include "sync_join.h"


#define SYNC_CATALOGUE_ID  0x6A6F6243       /* PRAGMA application_id      */

#define SYNC_DAY          (24 * 3600)
#define SYNC_STALE        (3 * SYNC_DAY)    /* that listings outlive it   */
#define SYNC_TOMBSTONE    (30 * SYNC_DAY)   /* that closed ones are known */
#define SYNC_MISSES       2

typedef enum {
    SYNC_CAT_SOURCE = 0,
    SYNC_CAT_SOURCE_NEW,
    SYNC_CAT_SOURCE_DECLARED,
    SYNC_CAT_SOURCE_TAKEN,
    SYNC_CAT_SOURCE_STALE,
    SYNC_CAT_SOURCE_REWIND,
    SYNC_CAT_REWIND,
    SYNC_CAT_ENTRIES,
    SYNC_CAT_FACTS,
    SYNC_CAT_FACTS_NEW,
    SYNC_CAT_NEW,
    SYNC_CAT_UPDATE,
    SYNC_CAT_FIRST,
    SYNC_CAT_ROW,
    SYNC_CAT_MISSES,
    SYNC_CAT_CLOSE,
    SYNC_CAT_END,
    SYNC_CAT_FORGET,
    SYNC_CAT_RECORD,
    SYNC_CAT_RECORD_GET,
    SYNC_CAT_RECORD_FORGET,
    SYNC_CAT_NOTE,
    SYNC_CAT_NOTED,
    SYNC_CAT_STATE,
    SYNC_CAT_STATE_GET,
    SYNC_CAT_FORCED,
    SYNC_CAT_N
} sync_cat_e;

/* A listing of the source that is being imported. */

typedef struct {
    unsigned char      row[SYNC_DIGEST];    /* of its bytes               */
    unsigned char      id[SYNC_DIGEST];
    uint32_t           number;              /* 0: it is not kept          */
    uint32_t           misses:8;
    uint32_t           has_row:1;
    uint32_t           seen:1;
    uint32_t           open:1;
    uint32_t           ended:1;             /* by its own end: close it   */
    uint32_t           shut:1;              /* it is closed in the file   */
    uint32_t           old:1;               /* closed for longer than a
                                               tombstone stays            */
} sync_entry_t;

typedef struct sync_joined_s  sync_joined_t;

struct sync_catalogue_s {
    sqlite3           *db;
    sqlite3_stmt      *sql[SYNC_CAT_N];
    char               error[SYNC_ERROR];
    int64_t            next;            /* number of a listing            */
    int64_t            facts;           /* the same of its facts          */
    int64_t            revision;
    sync_intern_t      done;            /* sources that had their turn    */

    /* of an import */

    sync_behind_t     *behind;          /* what is new is written by it   */
    int64_t            now;
    int64_t            source;
    int64_t            baseline;        /* of the last complete fetch     */
    int64_t            missing;
    int64_t            last_success;
    int64_t            last_attempt;
    int64_t            stale_since;
    unsigned           misses_limit;
    unsigned           importing:1;
    unsigned           fingerprinted:1;
    unsigned           reread:1;        /* no row is known by its bytes   */
    unsigned           overdue:1;       /* stale for too long             */
    unsigned           touched:1;       /* something was written          */
    unsigned           declared:1;      /* what it declares is new        */
    unsigned           row_set:1;
    unsigned           unread:1;        /* some state could not be read   */
    jobs_str_t         key;
    sync_source_t      declares;
    sync_plan_t        plan;
    unsigned char      salt[SYNC_DIGEST];
    unsigned char      row[SYNC_DIGEST];    /* of the row that is read    */
    sync_entry_t      *entries;
    uint32_t           nentries;
    uint32_t           room;
    uint32_t          *rows;            /* hash tables, entry + 1 */
    uint32_t          *ids;
    uint32_t           slots;           /* of both; a power of two        */
    sync_intern_t      names;           /* facts, and their numbers       */
    sync_numbers_t     numbers;
    jobs_buf_t         blob;
    jobs_buf_t         text;
    sync_arena_t       arena;
    sync_joiner_t      joiner;

    /* of who runs what is written, behind or at once */

    sync_joiner_t      writer;
    sync_record_t      written;

    sync_joined_t     *joined;
};


/* the statement, bound from nothing */
sqlite3_stmt *sync_catalogue_sql(sync_catalogue_t *c, sync_cat_e sql);

/* steps one that gives no row; and one that does: JOBS_DECLINED, none */
jobs_rc_t sync_catalogue_do(sync_catalogue_t *c, sync_cat_e sql);
jobs_rc_t sync_catalogue_get(sync_catalogue_t *c, sync_cat_e sql);

jobs_rc_t sync_catalogue_exec(sync_catalogue_t *c, const char *sql);

/* until what is written behind is written: before the file is asked again */
jobs_rc_t sync_catalogue_wait(sync_catalogue_t *c);

/* keeps SQLite's message; returns JOBS_ERROR */
jobs_rc_t sync_catalogue_fault(sync_catalogue_t *c);
jobs_rc_t sync_catalogue_corrupt(sync_catalogue_t *c, const char *what);

/* numbers by name in the file; 0 where there is none */
int64_t sync_catalogue_state(sync_catalogue_t *c, const char *name);
jobs_rc_t sync_catalogue_set(sync_catalogue_t *c, const char *name,
    int64_t n);
void sync_catalogue_bind(sqlite3_stmt *stmt, int i, jobs_str_t s);
jobs_str_t sync_catalogue_column(sqlite3_stmt *stmt, int i);

/* the seconds at which a listing of these columns was closed; 0: it is open */
int64_t sync_catalogue_closed(int64_t closed_at, int64_t expires_at,
    int64_t stale_since, int64_t now);

/* what is known of a source, into c; JOBS_DECLINED: nothing; create: then its
   row is made */
jobs_rc_t sync_catalogue_source(sync_catalogue_t *c, jobs_str_t key,
    int create);

/*
 * The clock was ahead when the source was imported last: what it dated into
 * the future happened now, at the latest.
 */
jobs_rc_t sync_catalogue_rewind(sync_catalogue_t *c);

/* the import before */
void sync_catalogue_forget(sync_catalogue_t *c);

/* an empty place: those before may have moved */
sync_entry_t *sync_entry_new(sync_catalogue_t *c);

/* by id, or by_row: by the digest of its bytes; NULL: it is not there */
sync_entry_t *sync_entry_find(sync_catalogue_t *c, int by_row,
    const unsigned char *digest);

/* puts it into one of the tables, by what it has */
void sync_entry_put(sync_catalogue_t *c, int by_row, uint32_t entry);

void sync_joined_free(sync_catalogue_t *c);


#endif /* SYNC_CATALOGUE_DB_H */
