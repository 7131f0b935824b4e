/*
 * The answer to a list request, as every output format gets it, and the
 * writers of those formats.
 */

#ifndef JOBS_LIST_H
#define JOBS_LIST_H


#include "jobs_filter.h"
#include "jobs_listing.h"
#include "jobs_look.h"
#include "jobs_salary.h"


/* a list with fewer listings is no page for a search engine */
#define JOBS_INDEX_LISTINGS  3

#define JOBS_LIST_SOURCES  16

typedef struct {
    jobs_str_t             source;
    jobs_str_t             url;             /* NULL: none */
    jobs_str_t             line;            /* the text it asks for */
} jobs_attribution_t;

/* The values of a field, by number of listings falling, then by value. */

#define JOBS_FACET_VALUES  50

typedef struct {
    jobs_str_t             value;
    jobs_str_t             label;
    uint64_t               count;
} jobs_facet_value_t;

typedef struct {
    jobs_field_e           field;
    unsigned               n;
    jobs_facet_value_t     values[JOBS_FACET_VALUES];
    uint64_t               other;   /* listings that have none of these */
    unsigned               made:1;  /* of the snapshot's own: it is there */
} jobs_facet_t;

/* Salaries a year, in units of one currency. */

#define JOBS_STATS_BINS    20

typedef struct {
    double                 from;
    double                 to;
    uint64_t               count;
} jobs_bin_t;

typedef struct {
    char                   currency[4];
    uint64_t               count;
    uint64_t               excluded[JOBS_PAY_N];
    uint64_t               other_currency;
    double                 min;
    double                 p10;
    double                 p25;
    double                 median;
    double                 p75;
    double                 p90;
    double                 max;
    unsigned               nbins;
    jobs_bin_t             bins[JOBS_STATS_BINS];
} jobs_stats_t;

/*
 * What is typical: of the listings themselves, or of a set around them.
 * count 0: too few salaries are known.
 */

typedef struct {
    const jobs_clause_t   *category;    /* NULL: that of label          */
    jobs_str_t             label;       /* data NULL: of no category    */
    char                   currency[4];
    double                 p25;
    double                 p75;
    uint64_t               count;
} jobs_headline_t;

/* Another list near this one: the same filter with one argument changed. */

#define JOBS_RELATED_MAX   8

typedef struct {
    jobs_str_t             slug;        /* a named search; data NULL:   */
    jobs_param_e           param;
    jobs_str_t             value;       /* instead; data NULL: none     */
    jobs_str_t             label;       /* of value, or of the search   */
    uint64_t               count;
} jobs_related_t;

/*
 * The named search that a page shows, or whose filters it has by itself.  Its
 * texts are there where the page is at its address; data NULL: none.
 */

#define JOBS_CRUMBS_MAX    8

typedef struct {
    jobs_str_t             slug;        /* data NULL: there is none     */
    jobs_str_t             label;
    jobs_str_t             title;
    jobs_str_t             heading;
    jobs_str_t             description;
    jobs_str_t             intro_html;
    jobs_str_t             faq_html;
    jobs_str_t             above[JOBS_CRUMBS_MAX][2];   /* slug, label; from
                                                           the top      */
    unsigned               nabove;
    unsigned               here:1;      /* the page is at its address   */
} jobs_named_t;

/* the templates that an operator has instead of ours (jobs_html.h) */
typedef struct jobs_templates_s  jobs_templates_t;
/* What an oEmbed consumer asks for, and is told. */

typedef struct {
    unsigned               maxwidth;        /* pixels; 0: any */
    unsigned               maxheight;
    unsigned               cache_age;       /* seconds */
    unsigned               xml:1;           /* else JSON */
} jobs_oembed_t;

/*
 * Where the answer is read.  The addresses hold only bytes that need no
 * escape in HTML and JSON (letters, digits, - . _ ~ / : , % @ + [ ]).
 */

typedef struct {
    jobs_str_t             board;   /* "/jobs", "https://x.example/jobs", ""
                                       under "/"; NULL: no board           */
    jobs_str_t             self;    /* path of this view: "/jobs.json"     */
    jobs_str_t             origin;  /* "http://host:port" of the request; ""
                                       where board has its own            */
    jobs_str_t             page;    /* "/slug": a named search, below the
                                       board; data NULL: none              */
    unsigned               root:1;  /* the board is mounted at "/"         */
    unsigned               single:1;    /* a single view: its form and its
                                           paging lead to self             */
    unsigned               frame:1;     /* self is a frame's: its form and
                                           its paging stay in it           */
    jobs_look_t            look;    /* of HTML                             */
    const jobs_templates_t  *templates;     /* NULL: ours                  */
    jobs_str_t             partner; /* id; data NULL: none                 */
    jobs_str_t             campaign;    /* of the partner, where the board has
                                           no address of its own; or NULL  */
    jobs_oembed_t          oembed;
} jobs_site_t;

typedef struct {
    const jobs_filter_t   *filter;
    jobs_site_t            site;
    uint64_t               total;
    unsigned               count;           /* rows in this answer */
    jobs_str_t            *rows;            /* ready rows, with gaps */
    uint32_t              *numbers;         /* of the listings, for read();
                                               NULL: nobody asks      */
    void                  *source;          /* read()'s */

    /* a row's listing; its strings live until the next one is read */
    jobs_rc_t            (*read)(void *source, uint32_t number,
                                 jobs_listing_t *l);
    jobs_sort_e            sort;            /* the order they really have */
    uint64_t               offset;          /* listings before these      */
    jobs_cursor_t          next;            /* the place behind these     */
    char                   next_bytes[1024];    /* what it points into    */
    unsigned               has_next:1;      /* there is one               */
    jobs_facet_t          *facets;          /* the caller's, as many as the
                                               filter has bits            */
    unsigned               nfacets;
    jobs_stats_t           stats;           /* where the filter asks      */
    unsigned               wants_headline:1;
    unsigned               unrelated:1;     /* related lists are not wanted */
    jobs_headline_t        headline;
    jobs_named_t           named;
    jobs_related_t         related[JOBS_RELATED_MAX];
    unsigned               nrelated;
    const char            *currency;        /* of the salary filters: three
                                               letters; NULL: unknown */
    jobs_str_t             generation;
    int64_t                built_at;
    unsigned               stale:1;
    uint64_t               withheld;        /* arguments not honoured here,
                                               1 << jobs_param_e: no control
                                               is drawn for them */
    jobs_attribution_t     attribution[JOBS_LIST_SOURCES];
    unsigned               nattribution;
} jobs_list_t;


/*
 * "Typical Software Engineering salary: $191k–$278k · 401 listings with salary
 * data"; nothing where the count is 0.  escape: what the output needs.
 */
void jobs_headline_text(jobs_buf_t *b, const jobs_headline_t *h,
    const jobs_filter_t *f, jobs_lang_e lang, jobs_escape_t escape);

/* what a related list is called: its heading */
void jobs_related_label(jobs_buf_t *b, const jobs_list_t *l,
    const jobs_related_t *r, jobs_lang_e lang, jobs_escape_t escape);

void jobs_list_json(jobs_buf_t *b, const jobs_list_t *l);

/* the arguments whose values HTML offers, in its order; ends with JOBS_P_N */
extern const jobs_param_e  jobs_offered[];

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

/* a document that stands in a frame of somebody else's page */
void jobs_list_frame(jobs_buf_t *b, const jobs_list_t *l);

/*
 * How a list is embedded: told to programs (oEmbed, self being the frame's
 * address), and as a page with the code to copy.  Of a listing oEmbed tells
 * its link.  The addresses of board and self are absolute.
 */
void jobs_list_oembed(jobs_buf_t *b, const jobs_list_t *l);
void jobs_list_embed(jobs_buf_t *b, const jobs_list_t *l);
void jobs_detail_oembed(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site);

/* one listing: a complete document, and a fragment */
void jobs_detail_page(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site, const jobs_attribution_t *attribution);
void jobs_detail_fragment(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site, const jobs_attribution_t *attribution);

/*
 * An error for HTML asks: 400 404 405 410 503.  fault: of a 400, else NULL.
 * similar: listings to look at instead of a 410's, rows of that output with
 * their gaps filled (of JSON with commas between them); or data NULL.
 */
void jobs_error_page(jobs_buf_t *b, unsigned status,
    const jobs_fault_t *fault, jobs_str_t similar, const jobs_site_t *site);
void jobs_error_fragment(jobs_buf_t *b, unsigned status,
    const jobs_fault_t *fault, jobs_str_t similar, const jobs_site_t *site);

/* RFC 9457 application/problem+json */
void jobs_error_json(jobs_buf_t *b, unsigned status,
    const jobs_fault_t *fault, jobs_str_t similar);

/* "Not Found" */
jobs_str_t jobs_status_title(unsigned status);

/*
 * The formats that have a file of their own: the rows, with gaps, of a listing
 * with its description, and the document around them.
 */
void jobs_row_rss(jobs_buf_t *b, const jobs_listing_t *l);
void jobs_list_rss(jobs_buf_t *b, const jobs_list_t *l);
void jobs_row_atom(jobs_buf_t *b, const jobs_listing_t *l);
void jobs_list_atom(jobs_buf_t *b, const jobs_list_t *l);
void jobs_row_jsonfeed(jobs_buf_t *b, const jobs_listing_t *l);
void jobs_list_jsonfeed(jobs_buf_t *b, const jobs_list_t *l);
void jobs_row_csv(jobs_buf_t *b, const jobs_listing_t *l);
void jobs_list_csv(jobs_buf_t *b, const jobs_list_t *l);
void jobs_row_indeed(jobs_buf_t *b, const jobs_listing_t *l);
void jobs_list_indeed(jobs_buf_t *b, const jobs_list_t *l);

/* counts as JSON, without rows */
void jobs_list_facets(jobs_buf_t *b, const jobs_list_t *l);
void jobs_list_stats(jobs_buf_t *b, const jobs_list_t *l);

/*
 * Addresses of a list (jobs_links.c), as they stand in JSON; "&" is all that
 * needs an escape in XML and HTML.  Nothing where there is none: no page
 * before or after this one, no board.
 */
typedef void (*jobs_address_t)(jobs_buf_t *b, const jobs_list_t *l);

void jobs_address_self(jobs_buf_t *b, const jobs_list_t *l);
void jobs_address_next(jobs_buf_t *b, const jobs_list_t *l);
void jobs_address_prev(jobs_buf_t *b, const jobs_list_t *l);

/* the page of the same listings */
void jobs_address_page(jobs_buf_t *b, const jobs_list_t *l);

/* the first page of this list, or of this list in another view of the board */
void jobs_address_first(jobs_buf_t *b, const jobs_list_t *l);
void jobs_address_view(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t view);

/*
 * This list in another format of the board (a jobs_format_e), from its first
 * page; nothing in the format at hand, in a single view, or where the format
 * is no alternate.
 */
void jobs_address_alternate(jobs_buf_t *b, const jobs_list_t *l,
    unsigned format);

/* media types of its links: JSON, XML */
extern const jobs_str_t  jobs_oembed_types[2];

/*
 * The absolute address where oEmbed tells of this list, from this page on;
 * nothing in a single view.
 */
void jobs_address_oembed(jobs_buf_t *b, const jobs_list_t *l, unsigned xml);

/* the board's page of this list, from its first listing on */
void jobs_address_board(jobs_buf_t *b, const jobs_list_t *l);

/*
 * The value of a Link header (RFC 8288): next, prev, and the alternates with
 * their types; embeds: oEmbed's as well.  At most 2 KB, whole links; nothing
 * where there is none.
 */
void jobs_list_link_header(jobs_buf_t *b, const jobs_list_t *l,
    unsigned embeds);

/* the address of a view of the board: "" page, ".json", ".html", "/jobs.css" */
void jobs_site_view(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t view);

/*
 * Appends the partner to an address of the board that has no filter's query:
 * first is '?', or '&' behind an argument.  Nothing where there is none.
 */
void jobs_site_partner(jobs_buf_t *b, const jobs_site_t *site, char first);

/* the address that a list's form and paging lead to */
void jobs_html_base(jobs_buf_t *b, const jobs_site_t *site);

/* the address of a named search or a listing */
void jobs_site_name(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t name);


#endif /* JOBS_LIST_H */
