/*
 * A listing on its last way: everything that a snapshot stores of it, made
 * from its record.
 */

#ifndef SYNC_ITEM_H
#define SYNC_ITEM_H


#include "sync_intern.h"
#include "../core/jobs_salary.h"


typedef struct {
    sync_value_t         v[SYNC_FIELDS];    /* as stored: company_slug is
                                               there, countries and regions
                                               are sorted                   */
    size_t               nalternatives;
    sync_alternative_t  *alternatives;
    jobs_salary_t        salary;
    jobs_str_t           title_order;
    jobs_str_t           json;
    jobs_str_t           html;
} sync_item_t;


/* What a listing is made with; belongs to one thread. */

typedef struct {
    sync_intern_t        sources;           /* and by their numbers: */
    jobs_str_t          *link_rels;
    sync_intern_t        categories;
    jobs_str_t          *labels;
    sync_intern_t        currencies;
    double              *usd;
    sync_arena_t         names;
    jobs_listing_t       listing;
    jobs_buf_t           text;
    jobs_buf_t           joined;
    int64_t              posted_at;         /* of the listing before */
    jobs_str_t           id;
    jobs_buf_t           last;
    uint64_t             n;
} sync_maker_t;


/* reads sources, categories and currencies of db; JOBS_ERROR: sqlite3_errmsg */
jobs_rc_t sync_maker_open(sync_maker_t *m, sqlite3 *db);
void sync_maker_close(sync_maker_t *m);

/*
 * Makes *item, which lives in a, of the next record.  JOBS_INVALID: it
 * cannot be published, error says why.
 */
jobs_rc_t sync_item_make(sync_maker_t *m, sync_item_t *item, sync_arena_t *a,
    const sync_record_t *r, char *error);

/* what is wrong with these fields of a listing; NULL: nothing */
const char *sync_item_fault(jobs_str_t id, jobs_str_t url,
    jobs_str_t apply_url, jobs_str_t title);


#endif /* SYNC_ITEM_H */
