/*
 * Salary statistics.
 */

#ifndef JOBS_STATS_H
#define JOBS_STATS_H


#include "jobs_count.h"
#include "jobs_list.h"


/* a headline needs so many usable salaries in one currency */
#define JOBS_HEADLINE_LEAST  30


/* a counter of the column of salaries */
void jobs_stats_counter(const jobs_index_t *ix, jobs_counter_t *c);

/*
 * Statistics of the midpoints of what was counted, in one currency (three
 * letters); every listing is in count, excluded or other_currency.
 */
void jobs_stats_make(jobs_stats_t *stats, const jobs_index_t *ix,
    const uint32_t *counts, const char *currency);

/* how many listings have a code of the range */
uint64_t jobs_stats_sum(const uint32_t *counts, const jobs_pay_range_t *r);

/*
 * The headline of the filter, whose own salaries are in counts: of these, or
 * of the first wider set that has enough (interface.md).
 */
jobs_rc_t jobs_stats_headline(jobs_match_t *m, jobs_counter_t *c,
    jobs_headline_t *h);


#endif /* JOBS_STATS_H */
