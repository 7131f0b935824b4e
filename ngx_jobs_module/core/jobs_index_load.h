/*
 * What the files that read the index share.
 */

#ifndef JOBS_INDEX_LOAD_H
#define JOBS_INDEX_LOAD_H


#include "jobs_index.h"
#include "jobs_snapshot.h"


typedef struct {
    jobs_index_t          *ix;
    sqlite3               *db;
    char                  *error;       /* JOBS_SNAPSHOT_ERROR bytes */
} jobs_load_t;


/* the steps, in this order; what they leave is freed with the index */
jobs_rc_t jobs_load_terms(jobs_load_t *l);
jobs_rc_t jobs_load_salaries(jobs_load_t *l);
jobs_rc_t jobs_load_fields(jobs_load_t *l);

/* never of no bytes: NULL is a failure */
void *jobs_load_alloc(jobs_load_t *l, size_t size);

/* writes the error: "its index has WHAT "NAME""; returns JOBS_CORRUPT */
jobs_rc_t jobs_load_bad(jobs_load_t *l, const char *what, jobs_str_t name);

/* writes the error of SQLite; returns its code in ours */
jobs_rc_t jobs_load_sqlite(jobs_load_t *l, int rc);


#endif /* JOBS_INDEX_LOAD_H */
