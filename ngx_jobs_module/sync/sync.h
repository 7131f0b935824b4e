/*
 * What the files of jobs-sync share: memory, the feed that is being read, the
 * record that a row becomes, and the counts that are reported.
 *
 * jobs-sync is a command that runs once and ends: memory that cannot be had
 * ends it (74), so no function here reports JOBS_NOMEM.
 */

#ifndef SYNC_H
#define SYNC_H


#include <stdio.h>
#include <sqlite3.h>
#include <cjson/cJSON.h>
#include "../core/jobs_text.h"
#include "../core/jobs_listing.h"


/* sysexits.h, as the interface lists them */
#define SYNC_EX_OK       0
#define SYNC_EX_REFUSED  2          /* by a gate                */
#define SYNC_EX_USAGE    64
#define SYNC_EX_DATA     65
#define SYNC_EX_SOURCE   69         /* a source is down         */
#define SYNC_EX_IO       74
#define SYNC_EX_LOCKED   75

#define SYNC_ROW_MAX     (4 * 1024 * 1024)  /* bytes of one row            */
#define SYNC_LIST_MAX    1024               /* places, countries, tags     */
#define SYNC_ERROR       400                /* bytes of a message          */
#define SYNC_SHOWN       20                 /* messages shown for one feed */
#define SYNC_UNMAPPED    64                 /* unmapped values remembered  */

#define sync_n(array)    (sizeof(array) / sizeof((array)[0]))


extern jobs_mem_t  sync_mem;            /* libc's; ends the run on failure */


/* Memory that is forgotten all at once: of one row, of the mapping. */

typedef struct sync_chunk_s  sync_chunk_t;

typedef struct {
    sync_chunk_t      *first;
    size_t             used;            /* of first */
} sync_arena_t;

void *sync_alloc(sync_arena_t *a, size_t size);
jobs_str_t sync_dup(sync_arena_t *a, jobs_str_t s);
jobs_str_t sync_buf_dup(sync_arena_t *a, jobs_buf_t *b);
void sync_arena_reset(sync_arena_t *a);
void sync_arena_free(sync_arena_t *a);

/*
 * p, or where it has been moved to, with room for need items of size bytes;
 * *room: for how many there is.
 */
void *sync_room(void *p, size_t *room, size_t need, size_t size);

/*
 * The memory of cJSON: once for the program, then around each row, whose nodes
 * must all be deleted in between.
 */
void sync_cjson_init(void);
void sync_cjson_begin(void);
void sync_cjson_end(void);

/* a C string as a view; data NULL for NULL */
jobs_str_t sync_str(const char *text);

/* the first digits hexadecimal digits (at most 64) of the SHA-256 of s */
void sync_sha256_hex(jobs_buf_t *b, jobs_str_t s, unsigned digits);

/* the content of a file of at most max bytes; JOBS_LIMIT, JOBS_ERROR (errno) */
jobs_rc_t sync_slurp(jobs_buf_t *b, const char *path);

/*
 * A file of JSON of at most max bytes, the caller's to delete; NULL: error says
 * why, and *rc is JOBS_ERROR (it cannot be read), JOBS_LIMIT or JOBS_INVALID.
 */
cJSON *sync_json_read(const char *path, size_t max, char *error,
    jobs_rc_t *rc);

/* "jobs-sync: ..." on stderr */
void sync_say(const char *format, ...)
    __attribute__((format(printf, 1, 2)));


/* The fields of a listing, by the names of the interface. */

typedef enum {
    SYNC_ID = 0,
    SYNC_TITLE,
    SYNC_COMPANY,
    SYNC_COMPANY_SLUG,
    SYNC_COMPANY_LOGO,
    SYNC_URL,
    SYNC_APPLY_URL,
    SYNC_LINK_REL,
    SYNC_LOCATION,
    SYNC_LOCATIONS,
    SYNC_COUNTRIES,
    SYNC_REGION_LIST,
    SYNC_WORLDWIDE,
    SYNC_REMOTE,
    SYNC_EMPLOYMENT_TYPE,
    SYNC_SENIORITY,
    SYNC_CATEGORY,
    SYNC_DEPARTMENT,
    SYNC_TAGS,
    SYNC_SALARY_MIN,
    SYNC_SALARY_MAX,
    SYNC_SALARY_CURRENCY,
    SYNC_SALARY_PERIOD,
    SYNC_SALARY_PREDICTED,
    SYNC_LANGUAGE,
    SYNC_VISA,
    SYNC_SOURCE,
    SYNC_POSTED_AT,
    SYNC_UPDATED_AT,
    SYNC_EXPIRES_AT,
    SYNC_EXCERPT,
    SYNC_DESCRIPTION_HTML,
    SYNC_DESCRIPTION_TEXT,
    SYNC_FIELDS,

    /* what is no field of a listing, but other fields are inferred from it */

    SYNC_SALARY_TEXT = SYNC_FIELDS, /* "$191k - $278k a year"              */
    SYNC_REMOTE_FLAG,               /* "is remote": true says so, false
                                       says nothing                        */
    SYNC_ELIGIBLE,                  /* list: places whose residents may
                                       take the job, as the source words
                                       them ("Europe", "USA only")         */
    SYNC_COUNTRY_TEXT,              /* list: countries of the places, by
                                       name or code of any case            */
    SYNC_INPUTS
} sync_field_e;

typedef enum {
    SYNC_KIND_LINE,             /* text without line breaks     */
    SYNC_KIND_TEXT,             /* text                         */
    SYNC_KIND_HTML,
    SYNC_KIND_URL,
    SYNC_KIND_ENUM,             /* one of choices               */
    SYNC_KIND_CODE,             /* currency, language           */
    SYNC_KIND_SLUG,
    SYNC_KIND_LIST,             /* of lines                     */
    SYNC_KIND_COUNTRIES,        /* a list of ISO 3166 alpha-2   */
    SYNC_KIND_REGIONS,          /* a list of regions' slugs     */
    SYNC_KIND_FLAG,
    SYNC_KIND_AMOUNT,
    SYNC_KIND_TIME
} sync_kind_e;

/* A spelling that people use for one of our values. */

typedef struct {
    const char        *theirs;          /* folded */
    const char        *ours;
} sync_spelling_t;

typedef struct {
    jobs_str_t              name;
    sync_kind_e             kind;
    size_t                  max;        /* bytes of a text, of an item */
    const char *const      *choices;    /* of an enum, NULL at the end */
    const sync_spelling_t  *spellings;  /* for mapped feeds, ours NULL at
                                           the end                     */
} sync_field_t;

extern const sync_field_t  sync_fields[SYNC_INPUTS];

/* the columns of listings (conf/schema.sql) behind its number, in their order */

#define SYNC_COLUMNS  26

extern const sync_field_e  sync_columns[SYNC_COLUMNS];

/* the field of a listing of this name, or -1; with inputs: or the input */
int sync_field_find(jobs_str_t name, int inputs);

/* 1 if s is one of the choices of an enum */
int sync_field_choice(const sync_field_t *field, jobs_str_t s);

/* 1 if the field is a list; 1 if s can be an item of it */
int sync_field_is_list(const sync_field_t *field);
int sync_field_item(const sync_field_t *field, jobs_str_t s);


/* The value of a field; text and items live as long as the row. */

typedef struct {
    unsigned           set:1;
    jobs_str_t         text;            /* all kinds but those below      */
    double             amount;
    int64_t            number;          /* time in seconds; flag, 0 or 1  */
    size_t             n;               /* items of a list                */
    jobs_str_t        *items;
} sync_value_t;

/* The same job at another source. */

typedef struct {
    jobs_str_t         id;
    jobs_str_t         source;
    jobs_str_t         url;
} sync_alternative_t;

typedef struct {
    sync_value_t       v[SYNC_INPUTS];
    jobs_str_t         category_label;  /* where category was a label     */
    size_t             nalternatives;
    sync_alternative_t *alternatives;   /* of a joined listing            */
    char               reason[SYNC_ERROR];  /* why it is no good listing  */
    sync_arena_t       arena;
} sync_record_t;

/* forgets the row before */
void sync_record_reset(sync_record_t *r);

/* writes r->reason; returns JOBS_INVALID */
jobs_rc_t sync_reason(sync_record_t *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));


/* What was read, for the report. */

typedef struct {
    uint64_t           listings;
    uint64_t           rejected;
    uint64_t           repeated;
    uint64_t           left_out;        /* by rule: notices, prospects    */
    uint64_t           unmapped;        /* values that no table knows     */
    uint64_t           ignored;         /* fields of canonical rows that
                                           are not ours                   */
} sync_counts_t;

typedef struct {
    int                field;
    char               value[64];
    uint64_t           n;
} sync_unmapped_t;

typedef struct sync_taxonomy_s  sync_taxonomy_t;

typedef struct {
    int                quiet;
    sync_taxonomy_t   *taxonomy;        /* --taxonomy or NULL: built in */
    const char        *source;          /* --source   or NULL */
    const char        *company;         /* --company  or NULL */
    const char        *base_url;        /* --base-url or NULL */
    int64_t            now;
} sync_options_t;

typedef struct sync_mapping_s  sync_mapping_t;
typedef struct sync_format_s   sync_format_t;
typedef struct sync_source_s   sync_source_t;
typedef struct sync_store_s    sync_store_t;
typedef struct sync_repeats_s     sync_repeats_t;


/* Where good records go. */

typedef struct sync_feed_s  sync_feed_t;

typedef struct {
    void              *data;

    /* JOBS_DECLINED: its id is there already.  JOBS_ERROR: see error() */
    jobs_rc_t        (*add)(void *data, const sync_record_t *r);
    const char      *(*error)(void *data);

    /*
     * NULL, or: 1 if a row of these very bytes was stored from this feed
     * before and need not be read again; it counts as a listing.
     */
    int              (*known)(void *data, const sync_feed_t *feed,
                              jobs_str_t row);
} sync_sink_t;

/* A feed while it is read. */

struct sync_feed_s {
    const char              *name;      /* as the user wrote it           */
    const sync_options_t    *options;
    const sync_mapping_t    *mapping;   /* or NULL                        */
    const sync_format_t     *format;    /* or NULL; both: canonical       */
    const sync_source_t     *source;    /* what is declared; never NULL   */
    sync_sink_t              sink;
    sync_record_t            record;
    sync_counts_t            counts;
    sync_unmapped_t          unmapped[SYNC_UNMAPPED];
    unsigned                 nunmapped;
    unsigned                 shown;     /* messages                       */
    unsigned                 cells:1;   /* all values are text (CSV)      */
    unsigned                 final:1;   /* a snapshot comes of it at once:
                                           what is forbidden is left out  */
    cJSON                   *envelope;  /* members beside the list, those
                                           before it while rows are read;
                                           or NULL                        */
    sync_repeats_t             *join;      /* rows that wait for their
                                           repeats, or NULL               */
    sync_arena_t             arena;     /* what lives as long as the feed */
    char                     error[SYNC_ERROR];     /* why it is refused  */
};

/* writes feed->error; returns JOBS_INVALID */
jobs_rc_t sync_refuse(sync_feed_t *feed, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* gives back what reading took, the record's too; not the feed itself */
void sync_feed_free(sync_feed_t *feed);

/* what listings without a company get; what completes addresses; data NULL:
   neither the command line nor the source says */
jobs_str_t sync_feed_company(const sync_feed_t *feed);
jobs_str_t sync_feed_base(const sync_feed_t *feed);

/* a row that cannot be read at all */
void sync_feed_reject(sync_feed_t *feed, uint64_t line, const char *reason);

/*
 * A row as JSON text (checked and repaired here), and as an object.  Good
 * ones are stored, bad ones are counted and reported with the line.  Only
 * what ends the run is returned: JOBS_ERROR, the store failed.
 */
jobs_rc_t sync_feed_json(sync_feed_t *feed, jobs_str_t text, uint64_t line);
jobs_rc_t sync_feed_row(sync_feed_t *feed, const cJSON *row, uint64_t line);

/* counts a value that no table knows */
void sync_feed_unmapped(sync_feed_t *feed, int field, jobs_str_t value);


/*
 * Rows to records.  JOBS_OK, or JOBS_INVALID with record->reason.
 *
 * sync_canonical: literal, by the names of the interface.  sync_map: by a
 * mapping, with the rules for what real sources send.  sync_record_finish:
 * what both share: the id, the addresses, what must be there.
 */
jobs_rc_t sync_canonical(sync_feed_t *feed, const cJSON *row);
jobs_rc_t sync_map(sync_feed_t *feed, const cJSON *row);
jobs_rc_t sync_record_finish(sync_feed_t *feed);


/*
 * A whole feed: its format is recognised, or forced by format ("jobs",
 * "jsonl", "json", "csv", a name of sync_formats, NULL).  feed->source then
 * is what caller, mapping and format declare, until sync_feed_free().
 *
 * JOBS_INVALID: feed->error says why it is refused.  JOBS_ERROR: reading
 * (feed->error) or storing failed.
 */
jobs_rc_t sync_feed_read(sync_feed_t *feed, const char *format);


/* Text of mapped feeds (sync_clean.c). */

/*
 * Entities decoded once, white space trimmed and collapsed (line breaks too,
 * unless lines), control and bidi override characters dropped, what is not
 * UTF-8 replaced.
 */
void sync_clean(jobs_buf_t *b, jobs_str_t s, int lines);

/* the dates that feeds send; a number is epoch seconds or milliseconds */
jobs_rc_t sync_parse_time(jobs_str_t s, int64_t *t);

/* 1 if HTML has only what may be shown as it stands; else *bad names it */
int sync_html_safe(jobs_str_t html, jobs_str_t *bad);


#endif /* SYNC_H */
