/*
 * Paths of the HTML sanitiser; private to it.
 */

#ifndef SYNC_HTML_PATH_H
#define SYNC_HTML_PATH_H


#include "sync_html.h"


/* One element that is open: equal serials are the same one. */

typedef struct {
    const sync_element_t  *element;     /* NULL: its content alone counts */
    uint32_t               serial;
    jobs_str_t             href;        /* escaped; of a link             */
} sync_place_t;

typedef struct {
    unsigned               n;
    unsigned               blocks;      /* of them; what follows is inline */
    unsigned               mended:1;    /* other than it was read          */
    sync_place_t           place[SYNC_HTML_DEPTH];
} sync_path_t;


/*
 * The path of a text inside the n elements that are open.  epoch counts the
 * blocks that began or ended so far: loose text after one is a paragraph of
 * its own.
 */
void sync_path_make(sync_path_t *path, const sync_place_t *open, unsigned n,
    uint32_t epoch);


#endif /* SYNC_HTML_PATH_H */
