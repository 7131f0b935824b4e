/*
 * The formats that real sources send (docs/formats.md): each one is a table
 * of fields and, where a table cannot say it, a function.  They stand in
 * files of their own in sync/formats.
 */

#ifndef SYNC_FORMAT_H
#define SYNC_FORMAT_H


#include "sync_row.h"
#include "sync_source.h"


/* Where a field comes from: paths as in mappings, the first that holds
   something, separated by " | ": "primary_title | title"; "=remote" is a
   constant.  A text for a list is split at ; | and bullets. */

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

    /*
     * Of employers' boards.  system: the source of a listing is this, a
     * colon and the tenant.  tenant: where addresses have it, as patterns
     * separated by " | ": "{}.recruitee.com", "jobs.lever.co/{}"; a star at
     * the beginning of a host stands for anything.
     */
    const char        *system;
    const char        *tenant;

    /*
     * NULL, or the path of the key by which rows that are one listing (once
     * for each place) are joined: the first has the others in "_more".
     */
    const char        *join;

    const char        *inner;           /* member that has the row itself,
                                           or NULL                         */

    unsigned           whole:1;         /* row() wants the members behind
                                           the list, too                   */
};

#define SYNC_BY_EMPLOYERS  "{\"by\":\"employer\"}"

/* an end of a table */
#define SYNC_NO_FIELD      { -1, NULL }

/* all of them, NULL at the end; the first whose is() says so is taken */
extern const sync_format_t *const  sync_formats[];

/* by name, or NULL */
const sync_format_t *sync_format_find(const char *name);

/* by content, or NULL */
const sync_format_t *sync_format_recognise(const sync_head_t *head);

/* a row of feed->format to feed->record; returns as sync_format_t.row does */
jobs_rc_t sync_format_row(sync_feed_t *feed, const cJSON *row);


/* feed->source is completed by the mapping and the format, once these are
   known */
void sync_feed_declared(sync_feed_t *feed);

/* what a format declares: an object, or NULL; the same in s */
const cJSON *sync_format_declared(const sync_format_t *format,
    sync_source_t *s);

/*
 * The address of the page after the one whose content is in the file path and
 * came from url; rows: how many rows all pages had so far.  format: its name,
 * NULL: recognised.  JOBS_DECLINED: it was the last one, or the format has no
 * pages; JOBS_INVALID: it is no such document; JOBS_ERROR (errno).
 */
jobs_rc_t sync_page_next(const char *path, const char *format, jobs_str_t url,
    uint64_t rows, jobs_buf_t *next);

/*
 * For next(): url with the number of the parameter name replaced (after "?",
 * "&", ";" or ","), or added.  JOBS_DECLINED: that is url itself.
 */
jobs_rc_t sync_url_number(jobs_str_t url, const char *name, uint64_t number,
    jobs_buf_t *next);

/* the number of that parameter, or other */
uint64_t sync_url_get(jobs_str_t url, const char *name, uint64_t other);

/* a number of an envelope, or -1 */
int64_t sync_envelope_number(const cJSON *envelope, const char *path);


/*
 * Rows that are one listing.  hold: takes row; flush: hands all that are
 * held on to sync_feed_row(), and returns as it does.
 */
jobs_rc_t sync_repeats_hold(sync_feed_t *feed, cJSON *row, size_t bytes,
    uint64_t line);
jobs_rc_t sync_repeats_flush(sync_feed_t *feed);
void sync_repeats_free(sync_repeats_t *join);


/* Values for row(): of a path ("categories.team"), in feed->record.arena. */

const cJSON *sync_row_item(const cJSON *row, const char *path);
/* 1 if there is true; 1 if there is false */
int sync_row_true(const cJSON *row, const char *path);
int sync_row_false(const cJSON *row, const char *path);
/* clean text, empty where there is none or it means absent */
jobs_str_t sync_row_text(sync_feed_t *feed, const cJSON *row,
    const char *path);

/* sets a field as a mapping would: cleaned, spellings known; data NULL or ""
   leaves it; description_html is taken as it is */
jobs_rc_t sync_row_set(sync_feed_t *feed, int field, jobs_str_t value);
/* adds an item to a list field */
jobs_rc_t sync_row_add(sync_feed_t *feed, int field, jobs_str_t value);
/* adds the parts of a text that a source separates with commas */
jobs_rc_t sync_row_split(sync_feed_t *feed, int field, jobs_str_t value);
/* adds what stands at the path: an item, or each of a list */
jobs_rc_t sync_row_add_path(sync_feed_t *feed, int field, const cJSON *row,
    const char *path);
/* sets an enum where the value is a known one, and is silent else */
jobs_rc_t sync_row_try(sync_feed_t *feed, int field, jobs_str_t value);
/* sets a field to printed text of at most 2000 bytes */
jobs_rc_t sync_row_print(sync_feed_t *feed, int field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Adds a place of up to three parts, "City, Region, Country"; equal and
 * absent parts are left out, a code of a country becomes its name.
 */
jobs_rc_t sync_row_place(sync_feed_t *feed, jobs_str_t city,
    jobs_str_t region, jobs_str_t country);

/* sets the four; no amount: none of them.  An absent currency or period
   stays absent; a currency may be in lower case */
jobs_rc_t sync_row_salary(sync_feed_t *feed, jobs_str_t min, jobs_str_t max,
    jobs_str_t currency, jobs_str_t period);

/* widens the salary by one more range of the same currency and period */
jobs_rc_t sync_row_range(sync_feed_t *feed, jobs_str_t min, jobs_str_t max,
    jobs_str_t currency, jobs_str_t period);

/*
 * Adds HTML to the description; with a heading before it unless that is
 * empty.
 */
jobs_rc_t sync_row_html(sync_feed_t *feed, jobs_str_t heading,
    jobs_str_t html);

/* a text as it is, not cleaned; data NULL: none */
jobs_str_t sync_row_raw(const cJSON *row, const char *path);

/* whose board it is: what --source or sources.json name wins */
jobs_rc_t sync_row_tenant(sync_feed_t *feed, jobs_str_t tenant);
/* the tenant that is known of --source, the addresses or --base-url, or "" */
jobs_str_t sync_row_whose(sync_feed_t *feed);


#endif /* SYNC_FORMAT_H */
