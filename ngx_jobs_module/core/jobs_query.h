/*
 * From a filter to the matching listings: their exact number, facets,
 * statistics, and a page of them as ready rows.
 *
 * This is the room of the query engine.  Behind it the index (jobs_index.h)
 * counts, and SQLite keeps the rows and the text.
 */

#ifndef JOBS_QUERY_H
#define JOBS_QUERY_H


#include "jobs_format.h"
#include "jobs_snapshot.h"


#define JOBS_LIMIT_MAX    1000      /* rows in one answer                  */
#define JOBS_RANK_MAX     10000     /* more hits than that are not ranked  */


/*
 * Looks the values of the filter up in the snapshot: each gets its terms, and
 * where there is one its canonical text and its label.
 */
jobs_rc_t jobs_query_resolve(jobs_snapshot_t *s, jobs_filter_t *f);

/*
 * Answers a resolved filter, which jobs_format_settle() has seen, as of now
 * (seconds since the epoch).  The caller sets rows (an array of f->limit
 * strings, JOBS_LIMIT_MAX at most), facets (an array with one element for each
 * bit of f->facets), site, wants_headline and unrelated of *list; what the
 * query finds is filled in.  rows and attribution point into text, facets and
 * related into the snapshot.  The rows are those of format, in the look of the
 * site.  Where numbers is set, as long as rows, read() gives the listings of
 * the rows for as long as the snapshot is not reset.
 *
 * JOBS_TIMEOUT: the snapshot's deadline passed.  JOBS_CORRUPT: the file is
 * damaged, or was modified in place; nothing of the answer may be used.
 */
jobs_rc_t jobs_query_list(jobs_snapshot_t *s, const jobs_filter_t *f,
    const jobs_format_t *format, int64_t now, jobs_buf_t *text,
    jobs_list_t *list);

/*
 * One listing by its id, and what its source asks for (data NULL: nothing).
 * The strings live until the snapshot is used again.  JOBS_DECLINED: unknown.
 */
jobs_rc_t jobs_query_listing(jobs_snapshot_t *s, jobs_str_t id,
    jobs_listing_t *l, jobs_attribution_t *attribution);

/*
 * What became of an id that no listing has.  JOBS_OK: the listing with the id
 * now (JOBS_ID_MAX bytes and NUL) stands for it.  JOBS_DONE: it is closed.
 * JOBS_DECLINED: nobody knows.
 */
jobs_rc_t jobs_query_past(jobs_snapshot_t *s, jobs_str_t id, char *now);

/*
 * JOBS_OK where a resolved filter lets the listing of that id through, expired
 * or not, else JOBS_DECLINED.
 */
jobs_rc_t jobs_query_matches(jobs_snapshot_t *s, const jobs_filter_t *f,
    jobs_str_t id, int64_t now);

/*
 * Reads the rows at count positions into text and into rows of *list, and the
 * attribution that they need (jobs_query_rows.c).
 */
jobs_rc_t jobs_query_rows(jobs_snapshot_t *s, const jobs_format_t *format,
    const uint32_t *page, jobs_buf_t *text, jobs_list_t *list);

/* ends what jobs_query_listing() began: the strings are gone */
void jobs_query_reset(jobs_snapshot_t *s);


#endif /* JOBS_QUERY_H */
