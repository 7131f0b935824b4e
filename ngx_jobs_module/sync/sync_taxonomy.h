/*
 * The tables by which places and terms are read (docs/taxonomy.md), the tree
 * of categories and the named searches: as built in, or an operator's.
 */

#ifndef SYNC_TAXONOMY_H
#define SYNC_TAXONOMY_H


#include "sync_phrase.h"


/* sets of phrases */

typedef enum {
    SYNC_SET_CATEGORY = 0,          /* value: slug, "" none             */
    SYNC_SET_TAG,                   /* value: label, "" none            */
    SYNC_SET_LEVEL,                 /* value: seniority, "" none        */
    SYNC_SET_TYPE,                  /* value: employment type, "" none  */
    SYNC_SET_VISA,                  /* value: 1, 0                      */
    SYNC_SET_MODE,                  /* kind: sync_mode_e                */
    SYNC_SET_PLACE,                 /* kind: sync_place_e               */
    SYNC_SETS
} sync_set_e;

typedef enum {
    SYNC_MODE_REMOTE = 0,
    SYNC_MODE_HYBRID,
    SYNC_MODE_ONSITE,
    SYNC_MODE_NONE,                 /* no place, and says nothing       */
    SYNC_MODE_WORLD,
    SYNC_MODE_EXCEPT,
    SYNC_MODE_TIME                  /* places are time zones            */
} sync_mode_e;

typedef enum {
    SYNC_PLACE_COUNTRY = 0,
    SYNC_PLACE_STATE,               /* value: its code                  */
    SYNC_PLACE_CITY,                /* value: its state's code          */
    SYNC_PLACE_REGION               /* value: codes and regions' slugs  */
} sync_place_e;


/*
 * Reads the tables: those of directory dir, the built-in ones for those that
 * it has not; dir NULL: all built in.  NULL: error (SYNC_ERROR bytes) has
 * file and line, *rc is JOBS_INVALID or JOBS_ERROR (it cannot be read).
 */
sync_taxonomy_t *sync_taxonomy_open(const char *dir, char *error,
    jobs_rc_t *rc);
void sync_taxonomy_close(sync_taxonomy_t *t);

/*
 * Opens what --taxonomy names (dir NULL: nothing to do) for the options, whose
 * owner closes it.  SYNC_EX_OK, or the exit status of what was told.
 */
int sync_taxonomy_load(sync_options_t *options, const char *dir);

/* names, sizes and times of the files of dir, to tell whether it has changed */
void sync_taxonomy_stamp(jobs_buf_t *b, const char *dir);

/* that of the options, or the built-in one, which lives until the end */
sync_taxonomy_t *sync_taxonomy_of(const sync_options_t *options);

const sync_phrases_t *sync_taxonomy_set(const sync_taxonomy_t *t,
    sync_set_e set);

/* words for the steps of normalisation: one text at a time */
sync_wording_t *sync_taxonomy_words(sync_taxonomy_t *t);

/* the slug of the category above, data NULL: none, or no such category */
jobs_str_t sync_taxonomy_parent(const sync_taxonomy_t *t, jobs_str_t slug);

/*
 * Fills categories, searches and currencies of a database with the tables of
 * conf/schema.sql; what is there under the same key is replaced, and all
 * currencies are.
 * JOBS_ERROR: see sqlite3_errmsg().
 */
jobs_rc_t sync_taxonomy_write(sync_taxonomy_t *t, sqlite3 *db);


#endif /* SYNC_TAXONOMY_H */
