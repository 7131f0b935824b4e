/*
 * A request's arguments as a validated filter.
 *
 * One table, jobs_params, holds every argument: its name, aliases, kind and
 * rule.  A filter is a list of clauses, which are ANDed; a clause is an
 * argument with its values.  Clauses that the operator pinned (jobs_filter),
 * those of a named search and the visitor's stand side by side, so a visitor
 * narrows and never widens.
 */

#ifndef JOBS_FILTER_H
#define JOBS_FILTER_H


#include "jobs_args.h"
#include "jobs_buf.h"
#include "jobs_words.h"


typedef enum {
    JOBS_P_Q = 0,
    JOBS_P_TITLE,
    JOBS_P_CATEGORY,
    JOBS_P_DEPARTMENT,
    JOBS_P_COMPANY,
    JOBS_P_SOURCE,
    JOBS_P_LOCATION,
    JOBS_P_COUNTRY,
    JOBS_P_REGION,
    JOBS_P_WORLDWIDE,
    JOBS_P_REMOTE,
    JOBS_P_TYPE,
    JOBS_P_LEVEL,
    JOBS_P_TAG,
    JOBS_P_TAG_ANY,
    JOBS_P_SALARY_MIN,
    JOBS_P_SALARY_MAX,
    JOBS_P_SALARY_CURRENCY,
    JOBS_P_SALARY_INCLUDE_UNKNOWN,
    JOBS_P_HAS_SALARY,
    JOBS_P_POSTED_WITHIN,
    JOBS_P_POSTED_AFTER,
    JOBS_P_LANGUAGE,
    JOBS_P_VISA,
    JOBS_P_SORT,            /* from here on: how, not which */
    JOBS_P_LIMIT,
    JOBS_P_OFFSET,
    JOBS_P_PAGE,
    JOBS_P_CURSOR,
    JOBS_P_FACETS,
    JOBS_P_STATS,
    JOBS_P_STRICT,
    JOBS_P_PARTNER,
    JOBS_P_LANG,            /* from here on: how it looks (jobs_look.h) */
    JOBS_P_THEME,
    JOBS_P_SHOW,
    JOBS_P_HEADING,
    JOBS_P_N
} jobs_param_e;

/*
 * The fields that have terms in a snapshot, in the order of its terms: by
 * name.  Those below JOBS_F_N that jobs_fields[] marks can be counted.
 */

typedef enum {
    JOBS_F_CATEGORY = 0,
    JOBS_F_COMPANY,
    JOBS_F_COUNTRY,
    JOBS_F_DEPARTMENT,
    JOBS_F_HAS_SALARY,
    JOBS_F_LANGUAGE,
    JOBS_F_LEVEL,
    JOBS_F_REGION,
    JOBS_F_REMOTE,
    JOBS_F_SALARY_SHOWN,
    JOBS_F_SOURCE,
    JOBS_F_TAG,
    JOBS_F_TYPE,
    JOBS_F_VISA,
    JOBS_F_WORLDWIDE,
    JOBS_F_N,
    JOBS_F_NONE = JOBS_F_N
} jobs_field_e;

typedef struct {
    jobs_str_t             name;
    unsigned               column:1;    /* has a column: facets count it */
    unsigned               tree:1;
} jobs_field_t;

extern const jobs_field_t  jobs_fields[JOBS_F_N];


typedef enum {
    JOBS_KIND_SEARCH,       /* words of the full-text index              */
    JOBS_KIND_TERM,         /* values of a field, by slug or label       */
    JOBS_KIND_CHOICE,       /* values of a closed set                    */
    JOBS_KIND_AMOUNT,       /* a number of currency units                */
    JOBS_KIND_CURRENCY,     /* three letters                             */
    JOBS_KIND_COUNTRY,      /* two letters                               */
    JOBS_KIND_FLAG,         /* 0 1 true false                            */
    JOBS_KIND_PERIOD,       /* days, 24h, 7d                             */
    JOBS_KIND_TIME,         /* RFC 3339                                  */
    JOBS_KIND_SORT,
    JOBS_KIND_COUNT,        /* a whole number                            */
    JOBS_KIND_CURSOR,       /* from an answer's links.next               */
    JOBS_KIND_LANG,         /* a tag (BCP 47); choice is a jobs_lang_e   */
    JOBS_KIND_NAME          /* 1 to 64 of A-Z a-z 0-9 _ -                */
} jobs_kind_e;

typedef struct {
    jobs_str_t             name;
    jobs_kind_e            kind;
    const jobs_str_t      *aliases;     /* ends with a null string      */
    const jobs_str_t      *choices;     /* likewise; JOBS_KIND_CHOICE   */
    const jobs_str_t      *choice_labels;   /* in English               */
    jobs_word_e            words;       /* the first of theirs; 0: the same
                                           in every language            */
    jobs_field_e           field;       /* of its terms; JOBS_F_NONE    */
    const char            *rule;        /* what a choice must be        */
    unsigned               split:1;     /* at commas                    */
    unsigned               exclude:1;   /* a leading "-" is understood  */
    unsigned               all:1;       /* every value must match       */
    unsigned               off:1;       /* a flag of which 0 asks       */
} jobs_param_t;

extern const jobs_param_t  jobs_params[JOBS_P_N];


/* who gave a value: what pinned says */

#define JOBS_BY_VISITOR   0
#define JOBS_BY_OPERATOR  1
#define JOBS_BY_SEARCH    2     /* the named search of the address */
#define JOBS_BY_PARTNER   3     /* the partner whom the request names */
#define JOBS_BY_N         4

#define JOBS_VALUE_TERMS  4     /* that share a spelling */

typedef struct {
    jobs_str_t             text;        /* canonical: folded, or the choice  */
    jobs_str_t             label;       /* as the snapshot words it; or text */
    double                 number;      /* amount, flag, count, seconds,
                                           time                              */
    jobs_param_e           param;
    unsigned               pinned:2;    /* JOBS_BY_...                       */
    unsigned               exclude:1;
    unsigned               choice:8;    /* index in choices                  */

    unsigned               nterms;      /* what jobs_query_resolve() found   */
    uint32_t               terms[JOBS_VALUE_TERMS];
} jobs_value_t;

typedef struct {
    jobs_param_e           param;
    unsigned               pinned:2;
    unsigned               first;       /* in jobs_filter_t.values      */
    unsigned               n;
} jobs_clause_t;

#define JOBS_FILTER_CLAUSES  64
#define JOBS_FILTER_VALUES   128
#define JOBS_FILTER_BYTES    6144

typedef enum {
    JOBS_SORT_RECENT = 0,
    JOBS_SORT_RELEVANCE,
    JOBS_SORT_SALARY,
    JOBS_SORT_COMPANY,
    JOBS_SORT_TITLE
} jobs_sort_e;

/*
 * A place in an order that survives a new snapshot: the sort key and the
 * identity of the last listing of a page.
 */

typedef struct {
    jobs_sort_e            sort;
    unsigned               reverse:1;
    double                 amount;      /* JOBS_SORT_SALARY; < 0: unknown  */
    jobs_str_t             text;        /* of title and company            */
    int64_t                posted_at;   /* JOBS_NO_TIME: unknown           */
    jobs_str_t             id;
} jobs_cursor_t;

/* What a 400 says: all three are safe to show once escaped. */

typedef struct {
    jobs_str_t             parameter;
    jobs_str_t             value;
    const char            *reason;
} jobs_fault_t;

typedef struct {
    jobs_clause_t          clauses[JOBS_FILTER_CLAUSES];
    unsigned               nclauses;
    jobs_value_t           values[JOBS_FILTER_VALUES];
    unsigned               nvalues;

    jobs_sort_e            sort;
    unsigned               reverse:1;
    unsigned               sort_given:1;
    unsigned               never:1;     /* a pinned value matches nothing */
    uint64_t               limit;
    uint64_t               default_limit;
    uint64_t               offset;
    unsigned               has_cursor:1;
    jobs_cursor_t          cursor;
    uint32_t               facets;      /* 1 << jobs_field_e to count     */
    unsigned               stats:1;     /* salary statistics are wanted   */

    char                   bytes[JOBS_FILTER_BYTES];    /* of the texts */
    size_t                 used;
} jobs_filter_t;


/*
 * What an argument that says which listings is called, and one of its choices;
 * a value as its language words it.
 */
jobs_str_t jobs_param_label(jobs_lang_e lang, jobs_param_e param);
jobs_str_t jobs_choice_label(jobs_lang_e lang, jobs_param_e param,
    unsigned choice);
jobs_str_t jobs_value_label(jobs_lang_e lang, const jobs_value_t *v);

/* 1 if an argument has one value: an amount, a time, a count, an order */
int jobs_param_single(const jobs_param_t *param);

void jobs_filter_init(jobs_filter_t *f, uint64_t limit);

/* the argument of that name or alias; NULL: unknown */
const jobs_param_t *jobs_param_find(jobs_str_t name);

/*
 * Adds the values of one argument, given by JOBS_BY_...; the filter copies
 * them.  JOBS_INVALID and JOBS_LIMIT fill *fault, which points into value.
 * jobs_filter_settle() comes after the last one.
 */
jobs_rc_t jobs_filter_add(jobs_filter_t *f, const jobs_param_t *param,
    jobs_str_t value, unsigned pinned, jobs_fault_t *fault);

/*
 * Adds a request's arguments, then settles limit, offset, page and sort.
 * allowed: bit 1 << jobs_param_e of the arguments to honour.  Unknown ones
 * are ignored, or with strict=1 a fault.
 */
jobs_rc_t jobs_filter_args(jobs_filter_t *f, const jobs_args_t *args,
    uint64_t allowed, uint64_t max_limit, jobs_fault_t *fault);

/*
 * Puts the values in canonical order, without repeats, and makes the clauses.
 * To be called again after texts were changed.
 */
void jobs_filter_settle(jobs_filter_t *f);

/*
 * Copies s into the filter's memory (folded where fold is set).  data NULL:
 * the memory is used up.
 */
jobs_str_t jobs_filter_keep(jobs_filter_t *f, jobs_str_t s, int fold);

/* 1 if there is a full-text search over all of a listing, pinned or free */
int jobs_filter_searches(const jobs_filter_t *f);

/* 1 if it depends on the hour: on posted_within, whoever gave it */
int jobs_filter_hourly(const jobs_filter_t *f);

/* the visitor's (not the pinned) clause of an argument, NULL where absent */
const jobs_clause_t *jobs_filter_clause(const jobs_filter_t *f,
    jobs_param_e param);

/*
 * 1 if a visitor may choose values of an argument: it is neither withheld (1 <<
 * jobs_param_e) nor pinned.  To a pinned search words can always be added.
 */
int jobs_filter_open(const jobs_filter_t *f, jobs_param_e param,
    uint64_t withheld);

/*
 * The visitor's filter as a query string in canonical form, without "?":
 * canonical names in table order, values folded, sorted and without repeats,
 * escaped.  except: an argument to leave out, or JOBS_P_N for none.  limit
 * (where given) and offset stand at the end, as "offset=40" or not at all.
 * Two requests that mean the same give the same bytes.  A cursor is left out.
 */
void jobs_filter_query(jobs_buf_t *b, const jobs_filter_t *f,
    jobs_param_e except, uint64_t offset);

/*
 * The same with another value of one argument (data NULL: without it), in its
 * canonical place, and from the first page.
 */
void jobs_link_change(jobs_buf_t *b, const jobs_filter_t *f,
    jobs_param_e param, jobs_str_t value);

/*
 * The visitor's filters alone, those that say which and not how, in that form:
 * what tells one set of listings from another.
 */
void jobs_filter_selection(jobs_buf_t *b, const jobs_filter_t *f);

/* "?" and jobs_filter_query(), nothing where that is empty */
void jobs_link_query(jobs_buf_t *b, const jobs_filter_t *f,
    jobs_param_e except, uint64_t offset);

/* the same with what gives the place after the listing that is told */
void jobs_link_cursor(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_cursor_t *cursor);

/* "?" and jobs_filter_selection(), nothing where that is empty */
void jobs_link_selection(jobs_buf_t *b, const jobs_filter_t *f);

/*
 * One value as a request writes it: "-" before it where it is excluded, and in
 * a comma list quotes around what would be read otherwise (a,b "a -a), with
 * the quotes inside doubled.  uri: escaped for a query string.
 */
void jobs_filter_item(jobs_buf_t *b, const jobs_param_t *param,
    jobs_str_t value, int exclude, int uri);

/*
 * "Remote senior backend jobs at Stripe in Berlin", plain text: remote, level,
 * category, tag, "jobs", "at company", "in place", pinned and free.  Other
 * languages, in which words would have to agree, say "Jobs: Remote, Senior,
 * Backend · Stripe · Berlin", and "Jobs bei Stripe in Berlin".
 */
void jobs_filter_heading(jobs_buf_t *b, const jobs_filter_t *f,
    jobs_lang_e lang);

/* the same with a value of that label in one argument; data NULL: without */
void jobs_filter_heading_change(jobs_buf_t *b, const jobs_filter_t *f,
    jobs_lang_e lang, jobs_param_e param, jobs_str_t label);


#endif /* JOBS_FILTER_H */
