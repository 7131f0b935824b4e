/*
 * Named searches: pages of the board at addresses of their own.
 *
 * What every request may ask about them (which one has an address, or these
 * filters; what is above and below it) is in memory, read with the index and
 * shared like it.  Their texts stay in the file.
 */

#ifndef JOBS_NAMES_H
#define JOBS_NAMES_H


#include "jobs_list.h"
#include "jobs_match.h"


#define JOBS_NO_NAME  UINT32_MAX


typedef struct {
    uint32_t               at;          /* slug, query, label and key follow
                                           each other in the text        */
    uint32_t               slug;        /* their lengths                 */
    uint32_t               query;
    uint32_t               label;
    uint32_t               key;
    uint32_t               parent;      /* or JOBS_NO_NAME, as the others */
    uint32_t               below;       /* the first one                 */
    uint32_t               next;        /* below the same parent         */
    uint32_t               listings;    /* expired ones among them, and of
                                           whatever day                  */
    unsigned               valid:1;     /* else it has no page           */
    unsigned               hourly:1;    /* it has posted_within          */
} jobs_name_t;

typedef struct jobs_names_s {
    jobs_name_t           *names;       /* by slug                       */
    uint32_t               n;
    uint32_t              *keys;        /* hash table of the valid ones  */
    uint32_t               nkeys;       /* its size, a power of two; or 0 */
    uint32_t               top;         /* the first without a parent    */
    char                  *text;
    size_t                 bytes;       /* of memory                     */
    unsigned               hourly:1;    /* some valid one is             */
    jobs_mem_t             mem;
} jobs_names_t;


/*
 * Reads them from a snapshot that has its index.  On success s->names is to be
 * freed; on failure error (JOBS_SNAPSHOT_ERROR bytes) says why.
 */
jobs_rc_t jobs_names_load(jobs_snapshot_t *s, char *error);

/* NULL is nothing */
void jobs_names_free(jobs_names_t *names);

/* texts of one; they live as long as the names */
jobs_str_t jobs_name_slug(const jobs_names_t *names, uint32_t i);
jobs_str_t jobs_name_label(const jobs_names_t *names, uint32_t i);

/* the valid one at an address, or with a selection; or JOBS_NO_NAME */
uint32_t jobs_names_find(const jobs_names_t *names, jobs_str_t slug);
uint32_t jobs_names_same(const jobs_names_t *names, jobs_str_t key);

/* adds the filters of one, as JOBS_BY_SEARCH; what is no filter is a fault */
jobs_rc_t jobs_name_filter(const jobs_names_t *names, uint32_t i,
    jobs_filter_t *f);

/*
 * Adds the filters of a query, given by JOBS_BY_...  JOBS_INVALID and
 * JOBS_LIMIT fill *fault, which may point into *args.
 */
jobs_rc_t jobs_name_query(jobs_filter_t *f, jobs_str_t query, unsigned by,
    jobs_args_t *args, jobs_fault_t *fault);

/* 1 if slug can be one's address, which nothing else of the board has */
int jobs_name_slug_valid(jobs_str_t slug);

/*
 * How many listings one has as of now under what the operator and the partner
 * pinned in f.
 * Costs nothing where f pins nothing, nothing has expired, and it is not of
 * the last days only.
 */
jobs_rc_t jobs_name_count(jobs_snapshot_t *s, uint32_t i,
    const jobs_filter_t *f, int64_t now, uint64_t *count);

/*
 * Fills named of *list, which answers the resolved filter f: of the search at
 * the page's address, else of the one that has the visitor's filters.  The
 * texts live until jobs_query_reset().
 */
jobs_rc_t jobs_names_page(jobs_snapshot_t *s, const jobs_filter_t *f,
    jobs_list_t *list);

/* adds what is below, beside and above list->named to related of *list */
jobs_rc_t jobs_names_related(jobs_snapshot_t *s, const jobs_filter_t *f,
    int64_t now, jobs_list_t *list);


#endif /* JOBS_NAMES_H */
