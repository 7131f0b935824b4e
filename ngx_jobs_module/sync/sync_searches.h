/*
 * Named searches of an operator: a JSON file each, its name is the slug.
 */

#ifndef SYNC_SEARCHES_H
#define SYNC_SEARCHES_H


#include "sync.h"


#define SYNC_SEARCHES_MAX  2000


/* in the order of the columns of the table */

typedef enum {
    SYNC_SEARCH_SLUG = 0,
    SYNC_SEARCH_QUERY,
    SYNC_SEARCH_PARENT,
    SYNC_SEARCH_TITLE,
    SYNC_SEARCH_HEADING,
    SYNC_SEARCH_DESCRIPTION,
    SYNC_SEARCH_INTRO,
    SYNC_SEARCH_FAQ,
    SYNC_SEARCH_N
} sync_search_e;

typedef struct {
    jobs_str_t         v[SYNC_SEARCH_N];    /* data NULL: absent */
} sync_search_t;

typedef struct {
    sync_search_t     *items;
    size_t             n;
} sync_searches_t;


/*
 * Those of dir/searches, or the built-in ones where there is none or dir is
 * NULL; texts live in arena.  JOBS_INVALID, JOBS_ERROR: error says of which
 * file what is wrong.
 */
jobs_rc_t sync_searches_read(sync_searches_t *s, const char *dir,
    sync_arena_t *arena, char *error);


#endif /* SYNC_SEARCHES_H */
