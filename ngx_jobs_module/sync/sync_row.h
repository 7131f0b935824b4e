/*
 * The values of a row on their way into a record, of mappings and formats
 * alike.  Texts are in feed->record.arena and end with a NUL.
 */

#ifndef SYNC_ROW_H
#define SYNC_ROW_H


#include "sync.h"


/* "a.b.0.c": a name that itself has dots is tried first; NULL: nothing there */
const cJSON *sync_row_at(const cJSON *row, jobs_str_t path);

#define SYNC_ROW_RAW  2         /* instead of lines: as it came */

/* any single value as clean text, empty where there is none */
jobs_str_t sync_row_scalar(sync_feed_t *feed, const cJSON *item, int lines);

/* 1 if a clean text means that there is nothing */
int sync_row_absent(sync_feed_t *feed, jobs_str_t s);

/*
 * A clean text that is not absent, as a value of the field's kind; as one
 * more item of a list (an equal one is there once).  What no table knows is
 * left out and counted.  JOBS_INVALID: record.reason.
 */
jobs_rc_t sync_row_put(sync_feed_t *feed, int field, jobs_str_t s);
jobs_rc_t sync_row_put_item(sync_feed_t *feed, int field, jobs_str_t s);

/* 1 if a clean text is one of the choices of an enum, or a spelling of one */
int sync_row_knows(sync_feed_t *feed, int field, jobs_str_t s);

/* a date in the future is none on which something was published */
void sync_row_dates(sync_feed_t *feed);


#endif /* SYNC_ROW_H */
