/*
 * What a page says to search engines, as JSON-LD in a data block, which no
 * browser runs: it needs nothing of the page's Content-Security-Policy.
 */

#ifndef JOBS_JSONLD_H
#define JOBS_JSONLD_H


#include "jobs_listing.h"


/*
 * Appends a <script> with schema.org's JobPosting, for the page of that one
 * listing, read with its text.  Nothing where the source does not allow it, or
 * where something is missing that a posting must say: description, date, and
 * a place of work with its country, or the countries from which one may work.
 */
void jobs_jsonld_listing(jobs_buf_t *b, const jobs_listing_t *l);


#endif /* JOBS_JSONLD_H */
