/*
 * A listing in the words of schema.org's JobPosting, as JSON members: what the
 * page of a listing says to search engines and a JSON Feed to its readers.
 */

#ifndef JOBS_POSTING_H
#define JOBS_POSTING_H


#include "jobs_listing.h"


/*
 * @context, @type, title, identifier, dates, employmentType and
 * hiringOrganization; the first without a comma before it.
 */
void jobs_posting_head(jobs_buf_t *b, const jobs_listing_t *l);

/* TELECOMMUTE, which says nothing without the countries that it is open to */
void jobs_posting_areas(jobs_buf_t *b, const jobs_listing_t *l);

/* jobLocation, with the country where there is one only */
void jobs_posting_places(jobs_buf_t *b, const jobs_listing_t *l);

/* baseSalary: what HTML shows, and only what the employer states */
void jobs_posting_salary(jobs_buf_t *b, const jobs_listing_t *l);

/* ,"name":"text", and ,"name":"2026-08-01T..."; nothing where it is unknown */
void jobs_posting_text(jobs_buf_t *b, jobs_str_t name, jobs_str_t s);
void jobs_posting_time(jobs_buf_t *b, jobs_str_t name, int64_t t);


#endif /* JOBS_POSTING_H */
