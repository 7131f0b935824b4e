/*
 * What is inferred of a record that a format or a mapping with "infer" made:
 * only what is absent, never over what the source states.  Each step is a
 * file; they run in this order, and each sees what those before it found.
 */

#ifndef SYNC_NORMAL_H
#define SYNC_NORMAL_H


#include "sync.h"
#include "sync_source.h"


/* all steps; JOBS_OK, or JOBS_INVALID with record.reason */
jobs_rc_t sync_normalise(sync_feed_t *feed);

/* description_html to safe HTML, from it description_text and excerpt;
   language of the text */
jobs_rc_t sync_normal_text(sync_feed_t *feed);

/* location, locations, eligible, country_text, remote_flag to locations,
   countries, regions, worldwide, remote */
jobs_rc_t sync_normal_place(sync_feed_t *feed);

/* salary_text, and what the source declares, to the salary fields; ends that
   cannot be (min above max) */
jobs_rc_t sync_normal_salary(sync_feed_t *feed);

/* seniority, employment_type, tags, category, visa from title and tags */
jobs_rc_t sync_normal_terms(sync_feed_t *feed);


#endif /* SYNC_NORMAL_H */
