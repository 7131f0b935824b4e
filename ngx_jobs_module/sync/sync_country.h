/*
 * The countries of ISO 3166-1 and the regions that they belong to, out of
 * conf/taxonomy/countries.csv as it was when this was built.
 *
 * A row counts from 0 in the order of the codes, a region from 0 in the order
 * of SYNC_REGIONS slugs.  What is returned is static: it is never freed.  The
 * text is read at the first call, so that call is not for two threads at once.
 */

#ifndef SYNC_COUNTRY_H
#define SYNC_COUNTRY_H


#include "jobs_core.h"


#define SYNC_REGIONS  8


/* the row of an alpha-2 code in either case, or -1 */
int sync_country_find(jobs_str_t code);

/* its English name, or NULL where there is no such row */
const char *sync_country_name(int row);

/* bit 1 << n for each region n that it is in; 0 where there is no such row */
unsigned sync_country_regions(int row);

/* how many rows there are, and the code of one, of two capitals */
int sync_country_count(void);
jobs_str_t sync_country_code(int row);

/* 0 to SYNC_REGIONS - 1 of a slug, which is in lower case, or -1 */
int sync_region_find(jobs_str_t slug);

/* as in an address: north-america; NULL where there is no such region */
const char *sync_region_slug(int region);


#endif /* SYNC_COUNTRY_H */
