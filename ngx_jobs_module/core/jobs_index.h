/*
 * The index of a snapshot in memory: what filters, counts and orders compute
 * with.  It is read once, checked to the last byte, and never changes; any
 * number of threads may use it.
 *
 * A listing is known by its position: its number less 1, by recency.  A term
 * is known by its ordinal within its field.
 */

#ifndef JOBS_INDEX_H
#define JOBS_INDEX_H


#include <sqlite3.h>
#include "jobs_bitmap.h"
#include "jobs_filter.h"
#include "jobs_salary.h"


#define JOBS_NO_TERM        UINT32_MAX
#define JOBS_INDEX_MAX      100000000   /* listings                       */
#define JOBS_TREE_DEPTH     16          /* categories above each other    */

typedef struct {
    uint32_t               value;       /* where in the index's text      */
    uint32_t               value_len;
    uint32_t               label;
    uint32_t               label_len;
    uint32_t               parent;      /* ordinal, or JOBS_NO_TERM       */
    uint32_t               listings;
    roaring_bitmap_t      *bitmap;      /* NULL: rare, it is in the file  */
} jobs_term_t;

/* One code of 1, 2 or 4 bytes for each listing. */

typedef struct {
    void                  *codes;
    unsigned               width;
} jobs_column_t;

/* The codes of a field name sets of its terms: members[offsets[code]...]. */

typedef struct {
    jobs_column_t          column;
    uint32_t               first;       /* term of ordinal 0              */
    uint32_t               nterms;
    jobs_term_t           *terms;
    uint32_t               nsets;
    uint32_t              *offsets;     /* nsets + 1                      */
    uint32_t              *members;
    uint32_t              *totals;      /* listings of each code          */
    unsigned               single:1;    /* no set has two members         */
} jobs_index_field_t;

/* A salary; the usable ones stand by currency, then midpoint. */

typedef struct {
    double                 min;         /* a year; < 0: not shown         */
    double                 max;
    uint32_t               rank;        /* in orders; JOBS_NO_TERM: none  */
    uint8_t                excluded;    /* jobs_pay_e                     */
    char                   currency[4]; /* "" where unknown               */
} jobs_pay_t;

/* Codes that follow each other: usable in one currency, or excluded alike. */

typedef struct {
    jobs_pay_e             excluded;
    char                   currency[4];
    uint32_t               from;
    uint32_t               to;
} jobs_pay_range_t;

typedef struct {
    uint32_t               n;           /* listings                       */
    jobs_index_field_t     fields[JOBS_F_N];
    jobs_term_t           *terms;       /* of all fields                  */
    uint32_t               nterms;
    char                  *text;

    jobs_column_t          salary;      /* codes are indexes of pay       */
    jobs_pay_t            *pay;
    uint32_t               npay;
    uint32_t              *pay_totals;  /* listings of each               */
    jobs_pay_range_t      *ranges;
    unsigned               nranges;
    double                *orders;      /* US dollars a year, falling     */
    uint32_t               norders;

    uint32_t              *title;       /* places; equal titles share one */
    uint32_t              *posted;      /* falling; 0: unknown            */
    uint32_t              *expires;     /* times, rising                  */
    uint32_t              *expiring;    /* positions, in that order       */
    uint32_t               nexpires;
    uint32_t              *search;      /* numbers of the rows of the
                                           full-text index, 0: of none;
                                           NULL: a row's is its own       */
    uint32_t               nsearch;

    size_t                 bytes;       /* columns and bitmaps            */
    size_t                 dictionary;  /* terms, sets, salaries          */
    jobs_mem_t             mem;
} jobs_index_t;


/*
 * Reads the index of n listings from a snapshot.  On success *ix is the
 * caller's to free.  JOBS_CORRUPT: something in it is not as it must be; error
 * (JOBS_SNAPSHOT_ERROR bytes) says what.
 */
jobs_rc_t jobs_index_load(jobs_index_t *ix, sqlite3 *db, uint64_t n,
    const jobs_mem_t *mem, char *error);
void jobs_index_free(jobs_index_t *ix);

/* a term's texts; they live as long as the index */
jobs_str_t jobs_term_value(const jobs_index_t *ix, const jobs_term_t *t);
jobs_str_t jobs_term_label(const jobs_index_t *ix, const jobs_term_t *t);

/*
 * The number of the listing that a row of the full-text index belongs to; 0:
 * none, -1: there is no such row.
 */
int64_t jobs_index_number(const jobs_index_t *ix, int64_t row);

/* the ordinal of a field's value, or JOBS_NO_TERM */
uint32_t jobs_index_find(const jobs_index_t *ix, jobs_field_e field,
    jobs_str_t value);


static inline uint32_t
jobs_code(const jobs_column_t *c, uint32_t position)
{
    switch (c->width) {

    case 1:
        return ((const uint8_t *) c->codes)[position];

    case 2:
        return ((const uint16_t *) c->codes)[position];

    default:
        return ((const uint32_t *) c->codes)[position];
    }
}


#endif /* JOBS_INDEX_H */
