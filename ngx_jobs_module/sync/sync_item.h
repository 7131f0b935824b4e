/*
 * A listing on its last way: everything that a snapshot stores of it, made
 * from its record.
 */

#ifndef SYNC_ITEM_H
#define SYNC_ITEM_H


#include "sync_intern.h"
#include "../core/jobs_forms.h"
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
    jobs_str_t           tags;              /* columns of the full-text     */
    jobs_str_t           place;             /* index; data NULL: NULL       */
    jobs_str_t           title_forms;
    jobs_str_t           forms;
} sync_item_t;

/* What forms of words are made with; belongs to one thread. */

typedef struct {
    jobs_forms_t         forms;
    jobs_forms_row_t     row;
    jobs_buf_t           text;
} sync_forms_t;


/* What a listing is made with; belongs to one thread. */

typedef struct {
    sync_intern_t        sources;           /* and by their numbers: */
    jobs_str_t          *link_rels;
    sync_intern_t        categories;
    jobs_str_t          *labels;
    sync_intern_t        currencies;
    double              *usd;
    sync_arena_t         names;
    sync_forms_t         forms;
    jobs_listing_t       listing;
    jobs_buf_t           text;
    jobs_buf_t           joined;
    int64_t              posted_at;         /* of the listing before */
    jobs_str_t           id;
    jobs_buf_t           last;
    uint64_t             n;
    unsigned             formless:1;        /* items get no forms    */
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

/*
 * The parts of it that the full-text index needs: tags and place, then the
 * forms of title, tags and excerpt.
 */
void sync_item_texts(jobs_buf_t *text, sync_item_t *item, sync_arena_t *a);
void sync_forms_open(sync_forms_t *f);
void sync_forms_close(sync_forms_t *f);
void sync_item_forms(sync_forms_t *f, sync_item_t *item, sync_arena_t *a);

/* what is wrong with these fields of a listing; NULL: nothing */
const char *sync_item_fault(jobs_str_t id, jobs_str_t url,
    jobs_str_t apply_url, jobs_str_t title);


#endif /* SYNC_ITEM_H */
