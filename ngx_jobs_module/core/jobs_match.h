/*
 * From a filter to the set of listings that it lets through.
 *
 * Each clause becomes a part, a bitmap of positions that is to be intersected
 * or taken away; a set is made of the parts that the question at hand wants:
 * all of them for the list, all but one field's for a facet, and so on.
 */

#ifndef JOBS_MATCH_H
#define JOBS_MATCH_H


#include "jobs_snapshot.h"


#define JOBS_MATCH_BATCH  4096      /* positions between two looks at the clock */
#define JOBS_MATCH_WHOLE  524288    /* positions that are unpacked at once      */
#define JOBS_MATCH_TEXT   32768

#define JOBS_WITHOUT(param)  ((uint64_t) 1 << (param))

/* the salary's arguments are one condition, known by the first of them */
#define JOBS_WITHOUT_SALARY  JOBS_WITHOUT(JOBS_P_SALARY_MIN)

/* in without: what it leaves out of the visitor's is left out of the named
   search's as well */
#define JOBS_WITHOUT_SEARCH  ((uint64_t) 1 << 63)


/* bitmap NULL: all listings.  Freed with jobs_set_free(). */

typedef struct {
    roaring_bitmap_t      *bitmap;
    uint64_t               count;
    unsigned               owned:1;
} jobs_set_t;

typedef struct {
    roaring_bitmap_t      *bitmap;
    uint64_t               count;
    jobs_param_e           param;
    unsigned               pinned:2;
    unsigned               negative:1;
    unsigned               owned:1;
} jobs_part_t;

/* one for each term of a filter, and a few */
#define JOBS_MATCH_PARTS  (JOBS_FILTER_VALUES * JOBS_VALUE_TERMS + 16)

typedef struct {
    jobs_snapshot_t       *snapshot;
    const jobs_filter_t   *filter;
    jobs_part_t            parts[JOBS_MATCH_PARTS];
    unsigned               nparts;
    uint8_t               *pay[JOBS_BY_N];  /* 1 for each salary that fits, by
                                       JOBS_BY_...; NULL: all */
    jobs_buf_t             rank;    /* the search to rank by, terminated; or
                                       empty                              */
    uint64_t               hits;    /* of it                              */
} jobs_match_t;


/*
 * Makes the parts of a resolved filter as of now; hide: without what has
 * expired.  jobs_match_close() is due in any case.  JOBS_TIMEOUT,
 * JOBS_CORRUPT, JOBS_NOMEM.
 */
jobs_rc_t jobs_match_open(jobs_match_t *m, jobs_snapshot_t *s,
    const jobs_filter_t *f, int64_t now, int hide);
void jobs_match_close(jobs_match_t *m);

/*
 * Adds one more part: without the listings whose source keeps them out of
 * feeds (jobs_fed.c).
 */
jobs_rc_t jobs_match_fed(jobs_match_t *m);

/*
 * The set of all parts but those of the arguments in without (the visitor's)
 * and without_pinned; more: intersected besides, or NULL.  On success the set
 * is to be freed.  It may borrow a bitmap from *m or more.
 */
jobs_rc_t jobs_match_set(jobs_match_t *m, uint64_t without,
    uint64_t without_pinned, const roaring_bitmap_t *more, jobs_set_t *set);
void jobs_set_free(jobs_set_t *set);

/*
 * The currency of salary amounts that were given by JOBS_BY_...: that of the
 * visitor, else (his only) of the named search, the partner, the operator; else
 * the snapshot's commonest ("": none), else USD.
 * Three letters, not always terminated.
 */
const char *jobs_filter_currency(const jobs_filter_t *f, unsigned pinned,
    const char *commonest);

/* the number of listings in both */
uint64_t jobs_set_count_and(const jobs_set_t *set, const roaring_bitmap_t *b);

/*
 * The listings that have a term.  Borrowed from the index, or *owned and to be
 * freed where the term is rare and was read from the file.
 */
jobs_rc_t jobs_match_term(jobs_snapshot_t *s, jobs_field_e field,
    uint32_t ordinal, roaring_bitmap_t **bitmap, unsigned *owned);


/*
 * Positions of a set, rising, a batch at a time, in memory of the snapshot:
 * one walk at a time.  next: how many there are from *positions on, 0 at the
 * end.
 */

typedef struct {
    roaring_uint32_iterator_t  it;
    const roaring_bitmap_t    *bitmap;
    uint32_t                  *positions;
    uint32_t                   next;
    uint32_t                   n;
    unsigned                   whole:1;     /* all of them are there */
} jobs_walk_t;

jobs_rc_t jobs_walk_init(jobs_walk_t *walk, const jobs_set_t *set,
    jobs_snapshot_t *s);
uint32_t jobs_walk_next(jobs_walk_t *walk, const uint32_t **positions);


#endif /* JOBS_MATCH_H */
