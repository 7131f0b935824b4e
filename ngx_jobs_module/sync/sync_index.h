/*
 * The index of a snapshot: terms, postings, field_columns and salaries of
 * conf/schema.sql, made of the rows.
 */

#ifndef SYNC_INDEX_H
#define SYNC_INDEX_H


#include "sync_item.h"
#include "sync_publish.h"
#include "../core/jobs_index.h"
#include "../core/jobs_salary.h"


/*
 * One field: what its listings say, as written ("raw").  Items are numbers of
 * raw strings, listing after listing: SYNC_ITEM_NONE for one that says
 * nothing, and with SYNC_ITEM_MORE whatever else one says.
 */

#define SYNC_ITEM_NONE  0x7FFFFFFFU
#define SYNC_ITEM_MORE  0x80000000U

typedef struct {
    sync_intern_t      raw;
    sync_numbers_t     items;
    uint32_t           n;               /* listings with an item           */
} sync_index_field_t;

typedef struct {
    sqlite3           *db;
    uint32_t           n;               /* listings so far */
    sync_index_field_t fields[JOBS_F_N];
    sync_intern_t      salaries;        /* sync_pay_t as bytes */
    sync_numbers_t     salary;          /* of each listing     */
    sync_numbers_t     posted;
    sync_numbers_t     expires;         /* time, position, ...  */
    jobs_buf_t         company;
} sync_index_t;

/* A salary as it is told from others; the rest of it is zero. */

typedef struct {
    int64_t            excluded;        /* jobs_pay_e             */
    double             year_min;        /* < 0: not shown         */
    double             year_max;
    double             order;           /* < 0: none              */
    char               currency[8];
} sync_pay_t;


void sync_index_init(sync_index_t *ix, sqlite3 *db);

/* takes the next listing, in order of numbers */
void sync_index_listing(sync_index_t *ix, const sync_item_t *item);

/*
 * After the last listing: the index and the names of terms.  *currency is the
 * commonest, or "".
 */
jobs_rc_t sync_derive(sync_index_t *ix, char currency[4]);

/* the index, with listing_facts complete */
jobs_rc_t sync_index_finish(sync_index_t *ix);

/* the commonest currency of usable salaries; "" where there is none */
void sync_index_currency(const sync_index_t *ix, char currency[4]);
void sync_index_free(sync_index_t *ix);


/* The parts of it. */

/*
 * The terms that a raw string of a field stands for, value and label; a
 * source has several, so has a category in a tree, a country its regions.
 */

typedef struct {
    jobs_str_t         value;
    jobs_str_t         label;
} sync_term_t;

typedef struct {
    sync_term_t       *terms;
    size_t             n;
    size_t             room;
    sync_arena_t       arena;           /* of what was made anew */
    sync_intern_t      slugs;           /* of categories: number, label and */
    sync_arena_t       names;           /* parent in the arrays below       */
    sync_term_t       *categories;      /* label, slug of the parent        */
} sync_expand_t;

/* the categories are read from db, and live until sync_expand_free() */
jobs_rc_t sync_expand_open(sync_expand_t *e, sqlite3 *db);
void sync_expand(sync_expand_t *e, jobs_field_e field, jobs_str_t raw);
void sync_expand_free(sync_expand_t *e);

/* the parent of a category; data NULL: it has none */
jobs_str_t sync_expand_parent(const sync_expand_t *e, jobs_str_t slug);

/* writes terms, postings and the column of one field; *first: of its terms */
jobs_rc_t sync_index_field(sync_index_t *ix, jobs_field_e field,
    sync_expand_t *e, uint32_t *first);

/* writes salaries, and the columns that are no fields */
jobs_rc_t sync_index_salaries(sync_index_t *ix);
jobs_rc_t sync_index_numbers(sync_index_t *ix);

/*
 * Writes a column.  codes are narrowed to what most (the largest code) needs;
 * width 0: by most.  sets NULL: NULL.
 */
jobs_rc_t sync_index_column(sync_index_t *ix, jobs_str_t name,
    const sync_numbers_t *codes, unsigned width, uint32_t most,
    const sync_numbers_t *sets);


#endif /* SYNC_INDEX_H */
