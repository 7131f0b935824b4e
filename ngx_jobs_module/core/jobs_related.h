/*
 * Related lists, behind the named searches: narrower categories, neighbouring ones, the one above, and
 * the filter with one argument less; none of them empty.
 */

#ifndef JOBS_RELATED_H
#define JOBS_RELATED_H


#include "jobs_list.h"
#include "jobs_match.h"


/* fills related and nrelated of *list; base: the set of the whole filter */
jobs_rc_t jobs_related(jobs_match_t *m, const jobs_set_t *base,
    jobs_list_t *list);


#endif /* JOBS_RELATED_H */
