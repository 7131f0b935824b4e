/*
 * Salary statistics.
 */

#ifndef JOBS_STATS_H
#define JOBS_STATS_H


#include "jobs_count.h"
#include "jobs_list.h"


/* a headline needs so many usable salaries in one currency */
#define JOBS_HEADLINE_LEAST  30


/* What was counted: the codes of salaries that occur, rising. */

typedef struct {
    const jobs_index_t    *index;
    const uint32_t        *counts;      /* by code          */
    uint32_t              *codes;
    uint32_t               n;
} jobs_sample_t;

/* Some of them that follow each other, and the listings that have these. */

typedef struct {
    uint32_t               from;        /* in codes */
    uint32_t               to;
    uint64_t               count;
} jobs_slice_t;


/* a counter of the column of salaries */
void jobs_stats_counter(const jobs_index_t *ix, jobs_counter_t *c);

/* makes the sample of a counter; codes: room for all of them */
void jobs_stats_sample(jobs_sample_t *s, const jobs_index_t *ix,
    const jobs_counter_t *c, uint32_t *codes);

/*
 * The slice of a range of codes; ranges are asked for in their order, with
 * from the slice before (or all zero).
 */
void jobs_stats_slice(const jobs_sample_t *s, const jobs_pay_range_t *r,
    jobs_slice_t *slice);

/*
 * Statistics of the midpoints in one currency (three letters); every listing
 * is in count, excluded or other_currency.
 */
void jobs_stats_make(jobs_stats_t *stats, const jobs_sample_t *s,
    const char *currency);

/* min, max and percentiles of a slice that is not empty; sets count, too */
void jobs_stats_percentiles(jobs_stats_t *stats, const jobs_sample_t *s,
    const jobs_slice_t *slice);

/*
 * The headline of the filter, whose own salaries are the sample: of these, or
 * of the first wider set that has enough (interface.md).  c and the sample's
 * memory are used for it.
 */
jobs_rc_t jobs_stats_headline(jobs_match_t *m, jobs_counter_t *c,
    jobs_sample_t *s, jobs_headline_t *h);


#endif /* JOBS_STATS_H */
