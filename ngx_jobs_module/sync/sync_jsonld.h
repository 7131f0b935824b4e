/*
 * JSON-LD documents, and HTML pages that hold them.
 */

#ifndef SYNC_JSONLD_H
#define SYNC_JSONLD_H


#include "sync_input.h"


#define SYNC_JSONLD_MAX    (32 * 1024 * 1024)   /* bytes of a document     */
#define SYNC_JSONLD_DEPTH  16                   /* where postings may be   */


/* 1 if the beginning of a feed is that of JSON-LD: its first name has "@" */
int sync_jsonld_is(jobs_str_t head);

/* 1 if it is an object whose @type is JobPosting */
int sync_jsonld_posting(const cJSON *item);

/*
 * Every JobPosting of one or more documents (arrays, @graph, ItemList, as
 * deep as they are), or of the scripts of an HTML page.  A page without any is
 * refused.
 */
jobs_rc_t sync_read_jsonld(sync_feed_t *feed, sync_input_t *in, int html);


#endif /* SYNC_JSONLD_H */
