/*
 * What an answer depends on, as bytes: requests that mean the same give the
 * same ones, others never do.
 */

#ifndef JOBS_KEY_H
#define JOBS_KEY_H


#include "jobs_filter.h"


/*
 * Appends the settled filter: every value with its argument, the operator's
 * and the visitor's apart, then order, place, facets and statistics.  Every
 * part has its length before it or a length of its own.  A partner's filters
 * are left out: the caller adds the partner's id and the generation.
 */
void jobs_key_filter(jobs_buf_t *b, const jobs_filter_t *f);

/* appends a string with its length before it */
void jobs_key_str(jobs_buf_t *b, jobs_str_t s);

/* appends eight bytes, the lowest first */
void jobs_key_number(jobs_buf_t *b, uint64_t n);


#endif /* JOBS_KEY_H */
