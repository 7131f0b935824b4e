/*
 * Counting: how often each code of a column occurs in a set.
 */

#ifndef JOBS_COUNT_H
#define JOBS_COUNT_H


#include "jobs_match.h"


/* counts are of size codes, in the scratch of the snapshot */

typedef struct {
    const jobs_column_t   *column;
    uint32_t              *counts;
    const uint32_t        *totals;      /* the same, of all listings */
    uint32_t               size;
} jobs_counter_t;

/*
 * Room for the counters of one query, and besides two arrays of numbers, the
 * first of which is zero and is to be left so.  Their size is that of the
 * largest field, and the number of salaries at least.
 */
jobs_rc_t jobs_count_room(jobs_snapshot_t *s, jobs_counter_t *counters,
    unsigned n, uint32_t **zeros, uint32_t **numbers);

/*
 * Fills the counts, in one walk over the set, or over what is not in it where
 * that is less.
 */
jobs_rc_t jobs_count(jobs_match_t *m, const jobs_set_t *set,
    jobs_counter_t *counters, unsigned n);


#endif /* JOBS_COUNT_H */
