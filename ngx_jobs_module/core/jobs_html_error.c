/*
 * HTML: errors, as a page and as a fragment.
 */


#include "jobs_html.h"


#define jobs_error_slots(X)                                                   \
    X(PAGE, "page", LIST)                                                     \
    X(TITLE, "title", TEXT)                                                   \
    X(TEXT, "text", TEXT)                                                     \
    X(FAULT, "fault", LIST)                                                   \
    X(PARAMETER, "parameter", TEXT)                                           \
    X(VALUE, "value", TEXT)                                                   \
    X(REASON, "reason", TEXT)                                                 \
    X(BOARD, "board", LIST)                                                   \
    X(BOARD_URL, "board_url", URL)                                            \
    X(MORE, "more", LIST)                                                     \
    X(SIMILAR, "similar", HTML)

enum { jobs_error_slots(jobs_slot_index) };


typedef struct {
    unsigned                 status;
    jobs_str_t               title;
    jobs_str_t               text;
} jobs_error_text_t;

typedef struct {
    const jobs_error_text_t *text;
    const jobs_fault_t      *fault;
    const jobs_site_t       *site;
    jobs_str_t               similar;
    unsigned                 page:1;
} jobs_error_data_t;


static void jobs_error_data(jobs_error_data_t *d, unsigned status,
    const jobs_fault_t *fault, jobs_str_t similar, const jobs_site_t *site);
static void jobs_error_render(jobs_buf_t *b, void *data);
static void jobs_error_title(jobs_buf_t *b, void *data);
static void jobs_error_write(jobs_buf_t *b, void *data, unsigned slot);
static int jobs_error_item(void *data, unsigned slot, unsigned i);
static jobs_lang_e jobs_error_lang(const void *data);


static const jobs_slot_t  jobs_error_table[] = {
    jobs_error_slots(jobs_slot_row)
};


const jobs_view_t  jobs_html_error_view = {
    .slots = jobs_error_table,
    .nslots = jobs_html_nslots(jobs_error_table),
    .write = jobs_error_write,
    .item = jobs_error_item,
    .lang = jobs_error_lang
};


static const jobs_error_text_t  jobs_error_texts[] = {
    { 400, jobs_string("This search does not work"),
      jobs_string("Please change the address or start a new search.") },
    { 404, jobs_string("Page not found"),
      jobs_string("There is no job and no page at this address.") },
    { 405, jobs_string("This cannot be done here"),
      jobs_string("This address can only be read.") },
    { 410, jobs_string("This job is no longer open"),
      jobs_string("It has been filled, withdrawn or has run out.") },
    { 503, jobs_string("Jobs are unavailable at the moment"),
      jobs_string("Please try again in a few minutes.") },

    /* any other one */
    { 0, jobs_string("Something went wrong"),
      jobs_string("Please try again in a few minutes.") }
};


void
jobs_error_page(jobs_buf_t *b, unsigned status, const jobs_fault_t *fault,
    jobs_str_t similar, const jobs_site_t *site)
{
    jobs_html_page_t   page;
    jobs_error_data_t  d;

    jobs_error_data(&d, status, fault, similar, site);
    d.page = 1;

    memset(&page, 0, sizeof(jobs_html_page_t));
    page.site = site;
    page.data = &d;
    page.title = jobs_error_title;
    page.content = jobs_error_render;
    page.type = jobs_lit("website");
    page.noindex = 1;

    jobs_html_page(b, &page);
}


void
jobs_error_fragment(jobs_buf_t *b, unsigned status, const jobs_fault_t *fault,
    jobs_str_t similar, const jobs_site_t *site)
{
    jobs_error_data_t  d;

    jobs_error_data(&d, status, fault, similar, site);

    jobs_error_render(b, &d);
}


static void
jobs_error_data(jobs_error_data_t *d, unsigned status,
    const jobs_fault_t *fault, jobs_str_t similar, const jobs_site_t *site)
{
    const jobs_error_text_t  *text;

    for (text = jobs_error_texts; text->status != 0; text++) {
        if (text->status == status) {
            break;
        }
    }

    d->text = text;
    d->fault = fault;
    d->site = site;
    d->similar = similar;
    d->page = 0;
}


static void
jobs_error_render(jobs_buf_t *b, void *data)
{
    jobs_template_render(b, jobs_html_template(JOBS_HTML_ERROR), data);
}


static void
jobs_error_title(jobs_buf_t *b, void *data)
{
    jobs_buf_str(b, ((jobs_error_data_t *) data)->text->title);
}


static void
jobs_error_write(jobs_buf_t *b, void *data, unsigned slot)
{
    const jobs_error_data_t  *d;

    d = data;

    switch (slot) {

    case JOBS_S_TITLE:
        jobs_buf_str(b, d->text->title);
        break;

    case JOBS_S_TEXT:
        jobs_buf_str(b, d->text->text);
        break;

    case JOBS_S_PARAMETER:
        jobs_buf_str(b, d->fault->parameter);
        break;

    case JOBS_S_VALUE:
        jobs_buf_str(b, d->fault->value);
        break;

    case JOBS_S_REASON:
        jobs_buf_add(b, d->fault->reason, strlen(d->fault->reason));
        break;

    case JOBS_S_BOARD_URL:
        jobs_site_view(b, d->site, jobs_lit(""));
        break;

    case JOBS_S_SIMILAR:
        jobs_buf_str(b, d->similar);
        break;

    default:
        break;
    }
}


static int
jobs_error_item(void *data, unsigned slot, unsigned i)
{
    const jobs_error_data_t  *d;

    d = data;

    if (i > 0) {
        return 0;
    }

    switch (slot) {

    case JOBS_S_PAGE:
        return d->page;

    case JOBS_S_FAULT:
        return d->fault != NULL && d->fault->reason != NULL;

    case JOBS_S_MORE:
        return d->similar.data != NULL;

    case JOBS_S_BOARD:

        /* where nothing can be served, the board is no way out */

        return d->site->board.data != NULL && d->text->status != 503;

    default:
        return 0;
    }
}


static jobs_lang_e
jobs_error_lang(const void *data)
{
    return ((const jobs_error_data_t *) data)->site->look.lang;
}
