/*
 * The command "build": feeds to a published snapshot in one run.
 */

#ifndef SYNC_BUILD_H
#define SYNC_BUILD_H


#include "sync.h"


typedef struct {
    sync_options_t   options;
    const char      *output;
    const char      *format;            /* or NULL: recognised */
    const char      *mapping;           /* or NULL: canonical  */
    const char      *partners;          /* or NULL: none       */
    const char      *taxonomy;          /* a directory, or NULL */
    char           **feeds;
    int              nfeeds;
    unsigned         keep;              /* generations beside the output */
    unsigned         rows:1;            /* feeds is one file of rows by
                                           conf/schema.sql          */
    unsigned         dry:1;
    unsigned         force:1;
    unsigned         json:1;
} sync_build_t;


/* runs it; the exit status */
int sync_build(sync_build_t *build);

/* what the first messages about a feed did not say */
void sync_build_notes(sync_feed_t *feed);

/* 1 if an option's text can be a source or a company (NULL can) */
int sync_build_text(const char *text);


#endif /* SYNC_BUILD_H */
