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

/* the compiled template */
const jobs_template_t *jobs_html_template(jobs_html_e name);

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
void jobs_html_heading(jobs_buf_t *b, const jobs_list_t *l);


/* the search form of a list */
void jobs_html_form(jobs_buf_t *b, const jobs_list_t *l);

/* 1 if a control can change the argument: it is honoured here, not pinned */
int jobs_html_shown(const jobs_list_t *l, jobs_param_e param);

/* the visitor's values of a clause (NULL: none) as he would type them */
void jobs_html_typed(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c);

/* the label of a listing's choice, the value itself where it is none */
jobs_str_t jobs_html_choice(jobs_param_e param, jobs_str_t value);

/* the order in words: "Newest first" */
jobs_str_t jobs_html_order(jobs_sort_e sort, unsigned reversed);

/* "Workplace: Remote, Hybrid", and what stands behind its colon; plain text */
void jobs_html_filter(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c);
void jobs_html_values(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c);

/* 8 August 2026, 09:00 UTC */
void jobs_html_clock(jobs_buf_t *b, int64_t t);

/* 2026-08-08 */
void jobs_html_day(jobs_buf_t *b, int64_t t);


#endif /* JOBS_HTML_H */
