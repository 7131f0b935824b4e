/*
 * What a page says to search engines, as JSON-LD in a data block, which no
 * browser runs: it needs nothing of the page's Content-Security-Policy.
 */

#ifndef JOBS_JSONLD_H
#define JOBS_JSONLD_H


#include "jobs_list.h"


/*
 * Appends a <script> with schema.org's JobPosting, for the page of that one
 * listing, read with its text.  Nothing where the source does not allow it, or
 * where something is missing that a posting must say: description, date, and
 * a place of work with its country, or the countries from which one may work.
 */
void jobs_jsonld_listing(jobs_buf_t *b, const jobs_listing_t *l);

/*
 * A BreadcrumbList, begun with the board (which must have an address), then
 * the places below it, from 2 on; the page itself, which is the last one, has
 * no url (data NULL).
 */
void jobs_jsonld_crumbs(jobs_buf_t *b, const jobs_site_t *site);
void jobs_jsonld_crumb(jobs_buf_t *b, unsigned position, jobs_str_t name,
    jobs_str_t url);
void jobs_jsonld_end(jobs_buf_t *b);


#endif /* JOBS_JSONLD_H */
