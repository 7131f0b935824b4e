/*
 * Facets: how many listings of a set have each value of a field.
 */

#ifndef JOBS_FACET_H
#define JOBS_FACET_H


#include "jobs_list.h"
#include "jobs_count.h"


/*
 * Counts the fields that the filter asks for, into as many facets as it has
 * bits: each over the set that all of the filter but the visitor's choice in
 * that field lets through (a field whose values are ANDed: over all of it).
 * base: the set of the whole filter; a further counter over it, or NULL, is
 * filled in the same walk, and *codes is room for as many numbers as it counts.
 * The strings live as long as the index.
 */
jobs_rc_t jobs_facets(jobs_match_t *m, const jobs_set_t *base,
    jobs_facet_t *facets, jobs_counter_t *besides, uint32_t **codes);


#endif /* JOBS_FACET_H */
