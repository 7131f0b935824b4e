/*
 * The answer to a list request, as every output format gets it, and the
 * writers of those formats.
 */

#ifndef JOBS_LIST_H
#define JOBS_LIST_H


#include "jobs_filter.h"
#include "jobs_listing.h"


#define JOBS_LIST_SOURCES  16

typedef struct {
    jobs_str_t             source;
    jobs_str_t             url;             /* NULL: none */
    jobs_str_t             line;            /* the text it asks for */
} jobs_attribution_t;

/*
 * Where the answer is read.  Both addresses hold only bytes that need no
 * escape in HTML and JSON (letters, digits, - . _ ~ / : , % @ + [ ]).
 */

typedef struct {
    jobs_str_t             board;   /* "/jobs", "https://x.example/jobs", ""
                                       under "/"; NULL: no board           */
    jobs_str_t             self;    /* path of this view: "/jobs.json"     */
    unsigned               root:1;  /* the board is mounted at "/"         */
    unsigned               single:1;    /* a single view: its form and its
                                           paging lead to self             */
} jobs_site_t;

typedef struct {
    const jobs_filter_t   *filter;
    jobs_site_t            site;
    uint64_t               total;
    unsigned               count;           /* rows in this answer */
    jobs_str_t            *rows;            /* ready rows, with gaps */
    jobs_sort_e            sort;            /* the order they really have */
    jobs_str_t             generation;
    int64_t                built_at;
    unsigned               stale:1;
    uint64_t               withheld;        /* arguments not honoured here,
                                               1 << jobs_param_e: no control
                                               is drawn for them */
    jobs_attribution_t     attribution[JOBS_LIST_SOURCES];
    unsigned               nattribution;
} jobs_list_t;


void jobs_list_json(jobs_buf_t *b, const jobs_list_t *l);

/*
 * Compiles the templates of the HTML writers, once, before any of them is
 * called and before workers fork.  A second call does nothing.  mem must live
 * as long as the process (not a configuration's pool).  JOBS_INVALID: an
 * embedded template is faulty (a bug that t/unit/html.c finds).
 */
jobs_rc_t jobs_html_init(jobs_mem_t *mem);
void jobs_html_free(void);

/* the stylesheet, as it is served */
jobs_str_t jobs_html_style(void);

/* a complete document, and a fragment without <html> (jobs_html.c) */
void jobs_list_page(jobs_buf_t *b, const jobs_list_t *l);
void jobs_list_fragment(jobs_buf_t *b, const jobs_list_t *l);

/* one listing: a complete document, and a fragment */
void jobs_detail_page(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site, const jobs_attribution_t *attribution);
void jobs_detail_fragment(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site, const jobs_attribution_t *attribution);

/*
 * An error for HTML asks: 400 404 405 410 503.  fault: of a 400, else NULL.
 */
void jobs_error_page(jobs_buf_t *b, unsigned status,
    const jobs_fault_t *fault, const jobs_site_t *site);
void jobs_error_fragment(jobs_buf_t *b, unsigned status,
    const jobs_fault_t *fault, const jobs_site_t *site);

/* RFC 9457 application/problem+json */
void jobs_error_json(jobs_buf_t *b, unsigned status,
    const jobs_fault_t *fault);

/* "Not Found" */
jobs_str_t jobs_status_title(unsigned status);

/* the address of a view of the board: "" page, ".json", ".html", "/jobs.css" */
void jobs_site_view(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t view);


#endif /* JOBS_LIST_H */
