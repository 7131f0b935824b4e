/*
 * The sitemap of a board: its named searches and its listings, as XML.
 */

#ifndef JOBS_SITEMAP_H
#define JOBS_SITEMAP_H


#include "jobs_list.h"
#include "jobs_snapshot.h"


#define JOBS_SITEMAP_URLS  50000    /* in one file, by the protocol */


/*
 * Appends the sitemap (part 0), or one of the parts 1, 2, ... that it is split
 * into where it has more addresses than fit; it then is the index of these.
 * f: what the operator pinned, resolved.  board: its absolute address, which
 * needs no escape.  now: listings that expire until then are left out, and
 * searches that have too few for a search engine.
 *
 * JOBS_DECLINED: there is no such part.
 */
jobs_rc_t jobs_sitemap(jobs_buf_t *b, jobs_snapshot_t *s,
    const jobs_filter_t *f, jobs_str_t board, int64_t now, uint64_t part);


#endif /* JOBS_SITEMAP_H */
