/*
 * A resolved filter as the conditions of an SQL statement.  No text of the
 * visitor's becomes SQL: all of it is bound.
 */

#ifndef JOBS_WHERE_H
#define JOBS_WHERE_H


#include "jobs_filter.h"
#include "jobs_snapshot.h"


#define JOBS_WHERE_BINDS  (JOBS_FILTER_VALUES * JOBS_VALUE_TERMS + 64)

typedef enum {
    JOBS_BIND_INTEGER = 0,
    JOBS_BIND_REAL,
    JOBS_BIND_TEXT
} jobs_bind_e;

typedef struct {
    jobs_bind_e    type;
    int64_t        integer;
    double         real;
    size_t         from;            /* in jobs_where_t.text */
    size_t         len;
} jobs_bind_t;

typedef struct {
    jobs_buf_t     sql;             /* conditions, joined by AND */
    jobs_buf_t     text;            /* search expressions        */
    unsigned       n;               /* conditions                */
    jobs_bind_t    binds[JOBS_WHERE_BINDS];
    unsigned       nbinds;
    size_t         rank_from;       /* the search to rank by     */
    size_t         rank_len;        /* 0: there is none          */
} jobs_where_t;


void jobs_where_init(jobs_where_t *w, jobs_mem_t *mem);
void jobs_where_free(jobs_where_t *w);

/*
 * now: seconds since the epoch, for posted_within and for what has expired,
 * which hide leaves out.
 */
jobs_rc_t jobs_where_build(jobs_where_t *w, const jobs_snapshot_t *s,
    const jobs_filter_t *f, int64_t now, int hide);

/* adds: only the listing of that id */
void jobs_where_id(jobs_where_t *w, jobs_str_t id);

/*
 * The statement of head, the conditions and order, with its parameters bound;
 * they point into *w.  With an order it ends in LIMIT and OFFSET, which the
 * caller binds: they are the last two parameters.
 */
jobs_rc_t jobs_where_statement(jobs_where_t *w, jobs_snapshot_t *s,
    jobs_str_t head, jobs_str_t order, sqlite3_stmt **stmt);


#endif /* JOBS_WHERE_H */
