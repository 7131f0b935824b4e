/*
 * What the files that make the parts of a set share.
 */

#ifndef JOBS_MATCH_PART_H
#define JOBS_MATCH_PART_H


#include "jobs_match.h"


/*
 * Adds a part of a clause (NULL: of none that a visitor could leave out).  An
 * owned bitmap passes to *m, in any case; NULL is JOBS_NOMEM.
 */
jobs_rc_t jobs_match_add(jobs_match_t *m, const jobs_clause_t *c,
    roaring_bitmap_t *bitmap, unsigned owned, unsigned negative);

/* the part of a search in the full-text index */
jobs_rc_t jobs_match_search(jobs_match_t *m, const jobs_clause_t *c);

/* finds out which salaries fit; then takes the other listings out of a set */
jobs_rc_t jobs_match_salary(jobs_match_t *m, unsigned pinned);
jobs_rc_t jobs_set_paid(jobs_match_t *m, jobs_set_t *set, const uint8_t *fits);


#endif /* JOBS_MATCH_PART_H */
