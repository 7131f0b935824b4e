/*
 * A mapping: which field of theirs is which of ours (docs/jobs-sync.md).
 */

#ifndef SYNC_MAPPING_H
#define SYNC_MAPPING_H


#include "sync.h"
#include "sync_source.h"


#define SYNC_PATHS   8
#define SYNC_SPLITS  8

typedef struct {
    unsigned       set:1;
    unsigned       strict:1;            /* an unmapped value is a bad row */
    unsigned       npaths;
    jobs_str_t     path[SYNC_PATHS];    /* the first that is not absent   */
    jobs_str_t     template;            /* data NULL: none                */
    const cJSON   *constant;            /* or NULL                        */
    const cJSON   *values;              /* a table, or NULL               */
    const cJSON   *fallback;            /* for what is absent, or NULL    */
    unsigned       nsplits;
    jobs_str_t     split[SYNC_SPLITS];  /* separators of a list           */
} sync_rule_t;

struct sync_mapping_s {
    const char    *format;              /* or NULL                        */
    jobs_str_t     list;                /* path of the list, may be empty */
    const cJSON   *source;              /* what the source declares       */
    sync_source_t  declared;            /* the same                       */
    const cJSON   *tables;
    const cJSON   *absent;
    unsigned       infer:1;             /* what is absent, from the rest   */
    sync_rule_t    rules[SYNC_INPUTS];
    cJSON         *json;                /* what the above points into     */
};


/*
 * Reads a mapping file.  NULL: error (SYNC_ERROR bytes) says what and where,
 * *rc is JOBS_INVALID for its content and JOBS_ERROR where it is unreadable.
 */
sync_mapping_t *sync_mapping_read(const char *path, char *error,
    jobs_rc_t *rc);
void sync_mapping_free(sync_mapping_t *m);

/* a named value table, or NULL */
const cJSON *sync_mapping_table(const sync_mapping_t *m, jobs_str_t name);

/*
 * Looks a text up in a value table, whatever its case.  JOBS_OK: *ours is
 * what stands there, data NULL for null.  JOBS_DECLINED: it is not there.
 */
jobs_rc_t sync_mapping_value(const cJSON *table, jobs_str_t theirs,
    jobs_str_t *ours);


#endif /* SYNC_MAPPING_H */
