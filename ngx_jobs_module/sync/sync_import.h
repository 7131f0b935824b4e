/*
 * The commands that have a catalogue: "import", and "publish -c".
 */

#ifndef SYNC_IMPORT_H
#define SYNC_IMPORT_H


#include "sync_catalogue.h"
#include "sync_publish.h"


typedef struct {
    sync_options_t   options;       /* source is not looked at     */
    const char      *catalogue;
    const char      *source;        /* -s: its key                 */
    const char      *format;        /* or NULL: recognised         */
    const char      *mapping;       /* or NULL                     */
    const char      *taxonomy;      /* a directory, or NULL        */
    char           **feeds;
    int              nfeeds;
    unsigned         misses;        /* 0: as usual                 */
    unsigned         dry:1;
    unsigned         force:1;
    unsigned         json:1;
} sync_import_t;

typedef struct {
    const char      *catalogue;
    const char      *output;
    const char      *partners;      /* or NULL                     */
    const char      *taxonomy;      /* a directory, or NULL        */
    int64_t          now;
    unsigned         keep;          /* snapshots beside the output */
    sync_published_t *result;       /* or NULL: what came of it    */
    unsigned         dry:1;
    unsigned         force:1;
    unsigned         json:1;
    unsigned         quiet:1;
} sync_release_t;


/* run them; the exit status */
int sync_import(const sync_import_t *options);
int sync_release(const sync_release_t *options);


/*
 * A plan, as one line of a table (key NULL: its head) and as a JSON object.
 */
void sync_plan_line(jobs_buf_t *b, const char *key, const sync_plan_t *plan);
void sync_plan_json(jobs_buf_t *b, const char *key, const sync_plan_t *plan);

/* what a row's meaning depends on besides the source; to the catalogue */
jobs_rc_t sync_import_fingerprint(sync_catalogue_t *c,
    const sync_options_t *options, const char *format, const char *mapping,
    const char *taxonomy);


#endif /* SYNC_IMPORT_H */
