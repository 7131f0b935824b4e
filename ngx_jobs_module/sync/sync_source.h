/*
 * What is declared of a source: by sources.json, by a mapping's "source", by
 * its format, in this order.  docs/jobs-sync.md names and explains the keys.
 */

#ifndef SYNC_SOURCE_H
#define SYNC_SOURCE_H


#include "sync.h"


typedef enum {
    SYNC_BY_UNKNOWN = 0,
    SYNC_BY_EMPLOYER,           /* the employer's own board             */
    SYNC_BY_AGGREGATOR          /* somebody else's listings             */
} sync_by_e;

/* Texts are the declaring file's; data NULL: not declared. */

struct sync_source_s {
    jobs_str_t     name;        /* in the catalogue and the snapshot    */
    jobs_str_t     url;         /* home page                            */
    jobs_str_t     attribution;
    jobs_str_t     link_rel;
    jobs_str_t     currency;    /* of salaries that name none           */
    jobs_str_t     period;      /* the same                             */
    jobs_str_t     company;     /* of listings that name none           */
    jobs_str_t     base_url;
    int            jsonld;      /* 1, 0; -1: not declared (then 1)      */
    int            feeds;       /* the same                             */
    int            logo;        /* may its logos be shown; the same     */
    int            single_max;  /* 1: a single figure is the maximum    */
    int            rank;        /* the lowest wins; 0: not declared     */
    int64_t        min_age;     /* seconds until a listing is shown; 0  */
    sync_by_e      by;
};


/* nothing declared */
void sync_source_init(sync_source_t *s);

/*
 * One declaration ("link_rel": "noopener") of a JSON object, whose texts s
 * then points into.  JOBS_DECLINED: no such key; JOBS_INVALID: error
 * (SYNC_ERROR bytes) says what it must be.
 */
jobs_rc_t sync_source_set(sync_source_t *s, const cJSON *item, char *error);

/* what s does not declare is taken from other */
void sync_source_merge(sync_source_t *s, const sync_source_t *other);


#endif /* SYNC_SOURCE_H */
