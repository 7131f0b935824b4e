/*
 * What the files of the HTML writer share.  Others include jobs_list.h.
 */

#ifndef JOBS_HTML_H
#define JOBS_HTML_H


#include "jobs_list.h"
#include "jobs_template.h"
#include "jobs_text.h"


/* The templates of web/. */

typedef enum {
    JOBS_HTML_PAGE = 0,
    JOBS_HTML_LIST,
    JOBS_HTML_FORM,
    JOBS_HTML_ITEM,
    JOBS_HTML_DETAIL,
    JOBS_HTML_EMPTY,
    JOBS_HTML_ERROR,
    JOBS_HTML_EMAIL,
    JOBS_HTML_EMAIL_ITEM,
    JOBS_HTML_FRAME,
    JOBS_HTML_EMBED,
    JOBS_HTML_N
} jobs_html_e;

extern const jobs_view_t  jobs_html_list_view;
extern const jobs_view_t  jobs_html_form_view;
extern const jobs_view_t  jobs_html_row_view;
extern const jobs_view_t  jobs_html_detail_view;
extern const jobs_view_t  jobs_html_error_view;
extern const jobs_view_t  jobs_html_frame_view;
extern const jobs_view_t  jobs_html_embed_view;

/* an address that a page makes up is no longer */
#define JOBS_HTML_URL  8192

/* Those of a location; NULL: the built-in one. */

struct jobs_templates_s {
    const jobs_template_t   *template[JOBS_HTML_N];
};

/* the compiled template */
const jobs_template_t *jobs_html_template(const jobs_site_t *site,
    jobs_html_e name);

/* what it is made of; find: JOBS_HTML_N where there is none of that name */
jobs_html_e jobs_html_find(jobs_str_t name);
const jobs_source_t *jobs_html_source(jobs_html_e name);
const jobs_view_t *jobs_html_view(jobs_html_e name);

/* of jobs_partials_t: {{> name}} is the built-in file of that name */
const jobs_source_t *jobs_html_partial(void *data, const jobs_source_t *from,
    jobs_str_t name, const char **reason);


/*
 * A view lists its slots once, as X(INDEX, "name", KIND); these make the enum
 * and the table of it.
 */

#define jobs_slot_index(index, name, kind)  JOBS_S_##index,

#define jobs_slot_row(index, name, kind)                                      \
    { jobs_string(name), JOBS_SLOT_##kind },

#define jobs_html_nslots(table)  (sizeof(table) / sizeof(jobs_slot_t))


/*
 * The document around a list, a listing or an error.  The writers get data
 * and append plain text, content() and structured() HTML; NULL leaves a part
 * out.
 */

typedef struct {
    const jobs_site_t       *site;
    void                    *data;
    void                   (*title)(jobs_buf_t *b, void *data);
    void                   (*description)(jobs_buf_t *b, void *data);
    void                   (*canonical)(jobs_buf_t *b, void *data);
    void                   (*prev)(jobs_buf_t *b, void *data);
    void                   (*next)(jobs_buf_t *b, void *data);
    void                   (*structured)(jobs_buf_t *b, void *data);
    void                   (*content)(jobs_buf_t *b, void *data);
    const jobs_list_t       *list;          /* with alternates; or NULL */
    unsigned                 alternate;     /* at hand: a jobs_format_e */
    jobs_str_t               type;          /* Open Graph's */
    unsigned                 noindex:1;
} jobs_html_page_t;

void jobs_html_page(jobs_buf_t *b, jobs_html_page_t *page);

/* the same in a frame, which jobs_html_page() makes of a frame's site */
void jobs_html_frame(jobs_buf_t *b, jobs_html_page_t *page);

/* what the list is called: its heading */
void jobs_html_heading(jobs_buf_t *b, const jobs_list_t *l, jobs_lang_e lang);

/*
 * Of the page of a list (jobs_html_head.c); the data of writers is the list.
 * content: the list itself (jobs_html_list.c).  prev, next: the addresses of
 * the pages before and after, where there are.
 */
void jobs_list_content(jobs_buf_t *b, void *data);
void jobs_list_prev(jobs_buf_t *b, void *data);
void jobs_list_next(jobs_buf_t *b, void *data);

/* 1 if something stands above it */
int jobs_list_has_crumbs(const jobs_list_t *l);

/* what that is, from the top: 0 behind the last one */
int jobs_list_above(const jobs_list_t *l, unsigned i, jobs_str_t *slug,
    jobs_str_t *label);

/* the named search that it is; NULL: with more filters it is another page */
const jobs_named_t *jobs_list_named(const jobs_list_t *l);

/* filter i of the visitor, of those that say which, not how; NULL: none */
const jobs_clause_t *jobs_list_chip(const jobs_list_t *l, unsigned i);

/* its address with the visitor's filter, less one argument; raw */
void jobs_list_url(jobs_buf_t *b, const jobs_list_t *l, jobs_param_e except,
    uint64_t offset);


/* the theme that is forced: "light", "dark", or nothing */
void jobs_html_theme(jobs_buf_t *b, const jobs_site_t *site);

/* the colour schemes that are left: "light dark" */
void jobs_html_scheme(jobs_buf_t *b, const jobs_site_t *site);

/* the titles of a list stand so many levels below its heading */
#define JOBS_LEVEL_ITEM  1

/*
 * An item of a list: the data of its view.  Rows that are kept have gaps where
 * those that are written at once have addresses.
 */

typedef struct {
    const jobs_listing_t    *listing;
    const jobs_site_t       *site;
    unsigned                 tag;
    unsigned                 gaps:1;
} jobs_row_t;

/* 1 if the site's rows are not those that the snapshot has ready */
int jobs_rows_made(const jobs_site_t *site);

/* such a row, with gaps */
void jobs_row_made(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site);


/* the search form of a list; shown: JOBS_SHOW_... */
void jobs_html_form(jobs_buf_t *b, const jobs_list_t *l, unsigned shown);

/*
 * Option i of the form's select of posted_within, which shows that clause (or
 * NULL), and of the order.  0: there is none.
 */

typedef struct {
    jobs_str_t               value;
    jobs_str_t               label;     /* data NULL:                  */
    const jobs_clause_t     *clause;    /* whose values are in it, or  */
    unsigned                 seconds;   /* the last ones               */
    unsigned                 reversed:1;
    unsigned                 selected:1;
} jobs_option_t;

int jobs_html_posted(jobs_option_t *o, const jobs_filter_t *f,
    const jobs_clause_t *c, jobs_lang_e lang, unsigned i);
int jobs_html_sort(jobs_option_t *o, const jobs_filter_t *f, jobs_lang_e lang,
    unsigned i);

/*
 * What a visitor may choose from in one field, with the number of listings
 * that each value would give.
 */

#define JOBS_CHOICES_FIRST  8       /* seen at once, besides what is chosen */
#define JOBS_CHOICES_MAX    30      /* offered, besides what is chosen      */

typedef struct {
    jobs_str_t               value;
    jobs_str_t               label;
    uint64_t                 count;
    unsigned                 counted:1;
    unsigned                 chosen:1;
    unsigned                 exclude:1;     /* it was chosen to be left out */
} jobs_choice_t;

typedef struct {
    jobs_param_e             param;
    unsigned                 n;
    unsigned                 first;     /* those that are seen at once */
    unsigned                 chosen;
    jobs_choice_t            choices[JOBS_CHOICES_MAX + JOBS_FILTER_VALUES];
} jobs_choices_t;

/*
 * Fills *c from the facets of the list.  0: there is nothing to choose, no
 * value that was chosen or that would leave listings out.
 */
int jobs_html_choices(jobs_choices_t *c, const jobs_list_t *l,
    jobs_param_e param);


/* the visitor's values of a clause (NULL: none) as he would type them */
void jobs_html_typed(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c);

/* the label of a listing's choice, the value itself where it is none */
jobs_str_t jobs_html_choice(jobs_param_e param, jobs_str_t value,
    jobs_lang_e lang);

/* the order in words: "Newest first" */
jobs_str_t jobs_html_order(jobs_sort_e sort, unsigned reversed,
    jobs_lang_e lang);

/* "Workplace: Remote, Hybrid", and what stands behind its colon; plain text */
void jobs_html_filter(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c, jobs_lang_e lang);
void jobs_html_values(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c, jobs_lang_e lang);

/* "Last 7 days", "Last 24 hours"; whole hours */
void jobs_html_period(jobs_buf_t *b, uint64_t seconds, jobs_lang_e lang);

/*
 * The language of a listing's texts where it is another one than the page's,
 * as their "lang" says it; else data NULL.
 */
jobs_str_t jobs_html_language(jobs_str_t language, jobs_lang_e lang);

/* 2026-08-08 */
void jobs_html_day(jobs_buf_t *b, int64_t t);


#endif /* JOBS_HTML_H */
