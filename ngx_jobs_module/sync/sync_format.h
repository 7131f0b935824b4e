/*
 * The formats that real sources send (docs/formats.md): each one is a table
 * of fields and, where a table cannot say it, a function.  They stand in
 * files of their own in sync/formats.
 */

#ifndef SYNC_FORMAT_H
#define SYNC_FORMAT_H


#include "sync.h"
#include "sync_source.h"


/* Where a field comes from: paths as in mappings, the first that holds
   something, separated by " | ": "primary_title | title". */

typedef struct {
    int                field;           /* sync_field_e                    */
    const char        *path;
} sync_path_t;

/* A document as far as its first row. */

typedef struct {
    const char        *list;            /* path of the list, "" bare array */
    const char        *element;         /* XML: path of the row's element,
                                           "rss/channel/item"; else NULL   */
    const cJSON       *envelope;        /* members beside the list so far,
                                           or NULL                         */
    const cJSON       *row;             /* the first row, or NULL: empty   */
} sync_head_t;

struct sync_format_s {
    const char        *name;            /* of -f                           */
    const char        *list;            /* path of its list, "" bare array */
    const char        *element;         /* or of its XML element           */
    const sync_path_t *fields;          /* ends with field -1              */

    /* 1 if the document is of this format */
    int              (*is)(const sync_head_t *head);

    /*
     * NULL, or what the table cannot say, after the table was applied.
     * JOBS_DECLINED: left out by rule; JOBS_INVALID: record.reason.
     */
    jobs_rc_t        (*row)(sync_feed_t *feed, const cJSON *row);

    /*
     * NULL, or the address of the page after this one; envelope has the
     * members beside the list, rows says how many rows all pages had so far.
     * JOBS_DECLINED: it was the last; JOBS_INVALID: it does not say.
     */
    jobs_rc_t        (*next)(const cJSON *envelope, jobs_str_t url,
                             uint64_t rows, jobs_buf_t *next);

    /* a JSON object of declarations (sync_source.h), or NULL */
    const char        *source;
};

/* all of them, NULL at the end; the first whose is() says so is taken */
extern const sync_format_t *const  sync_formats[];

/* by name, or NULL */
const sync_format_t *sync_format_find(const char *name);

/* by content, or NULL */
const sync_format_t *sync_format_recognise(const sync_head_t *head);

/* a row of feed->format to feed->record; returns as sync_format_t.row does */
jobs_rc_t sync_format_row(sync_feed_t *feed, const cJSON *row);


/* Values for row(): of a path ("categories.team"), in feed->record.arena. */

const cJSON *sync_row_item(const cJSON *row, const char *path);
/* clean text, empty where there is none or it means absent */
jobs_str_t sync_row_text(sync_feed_t *feed, const cJSON *row,
    const char *path);

/* sets a field as a mapping would: cleaned, spellings known; data NULL or ""
   leaves it */
jobs_rc_t sync_row_set(sync_feed_t *feed, int field, jobs_str_t value);
/* adds an item to a list field */
jobs_rc_t sync_row_add(sync_feed_t *feed, int field, jobs_str_t value);


#endif /* SYNC_FORMAT_H */
