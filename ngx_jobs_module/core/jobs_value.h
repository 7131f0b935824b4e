/*
 * One value of an argument.
 */

#ifndef JOBS_VALUE_H
#define JOBS_VALUE_H


#include "jobs_filter.h"


#define JOBS_COUNT_MAX  1000000000000000        /* of limit, offset, page */


/*
 * Adds a value that was split off and trimmed, or nothing where it asks for
 * nothing (a flag that is 0).  JOBS_INVALID and JOBS_LIMIT give *reason.
 */
jobs_rc_t jobs_value_add(jobs_filter_t *f, const jobs_param_t *param,
    jobs_str_t text, unsigned pinned, const char **reason);


#endif /* JOBS_VALUE_H */
