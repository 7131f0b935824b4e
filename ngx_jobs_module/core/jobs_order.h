/*
 * A page of a set in one of the orders, each of which is total.
 */

#ifndef JOBS_ORDER_H
#define JOBS_ORDER_H


#include "jobs_match.h"


/*
 * Puts the positions of the page that the filter asks for, limit listings
 * from *offset on, into page (room for the filter's limit), and their number
 * into *n.  *offset is the filter's, or with a cursor what it comes to.  *sort
 * is the order asked for, and on return the one that the page has: relevance
 * where m->rank is there and its hits are JOBS_RANK_MAX at most.
 */
jobs_rc_t jobs_order_page(jobs_match_t *m, const jobs_set_t *set,
    jobs_sort_e *sort, uint64_t *offset, uint32_t *page, uint32_t *n);

/*
 * The cursor of the place behind a listing.  Its strings are appended to text.
 */
jobs_rc_t jobs_order_cursor(jobs_snapshot_t *s, jobs_sort_e sort,
    unsigned reverse, uint32_t position, jobs_buf_t *text, jobs_cursor_t *c);


/* The parts of it. */

/*
 * A listing's key in an order other than relevance: the lower, the earlier.
 * Its position is in the lower half, so that no two are equal.
 */
uint64_t jobs_order_key(const jobs_index_t *ix, jobs_sort_e sort,
    unsigned reverse, uint32_t position);

/*
 * Where a cursor's place is among the keys (jobs_order_place.c): listings whose
 * key is below key, or with it, come before.
 */

typedef struct {
    uint64_t               key;
    unsigned               with:1;
} jobs_place_t;

jobs_rc_t jobs_order_place(jobs_snapshot_t *s, const jobs_cursor_t *c,
    jobs_place_t *place);

/*
 * Moves the count lowest keys of n to the front, in no order.  Less than count
 * are there already where n <= count.
 */
void jobs_order_select(uint64_t *keys, size_t n, size_t count);


#endif /* JOBS_ORDER_H */
