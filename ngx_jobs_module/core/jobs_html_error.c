/*
 * HTML: errors, as a page and as a fragment.
 */


#include "jobs_html.h"


#define jobs_error_slots(X)                                                   \
    X(PAGE, "page", LIST)                                                     \
    X(THEME, "theme", TEXT)                                                   \
    X(HEADING_LEVEL, "heading_level", LEVEL)                                  \
    X(SUB_LEVEL, "sub_level", LEVEL)                                          \
    X(TITLE, "title", TEXT)                                                   \
    X(TEXT, "text", TEXT)                                                     \
    X(FAULT, "fault", LIST)                                                   \
    X(PARAMETER, "parameter", TEXT)                                           \
    X(VALUE, "value", TEXT)                                                   \
    X(REASON, "reason", TEXT)                                                 \
    X(ENGLISH, "english", LIST)                                               \
    X(BOARD, "board", LIST)                                                   \
    X(BOARD_URL, "board_url", URL)                                            \
    X(MORE, "more", LIST)                                                     \
    X(SIMILAR, "similar", HTML)

enum { jobs_error_slots(jobs_slot_index) };


typedef struct {
    unsigned                 status;
    jobs_word_e              title;
    jobs_word_e              text;
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
    { 400, JOBS_W_BAD_SEARCH, JOBS_W_BAD_SEARCH_TEXT },
    { 404, JOBS_W_NOT_FOUND, JOBS_W_NOT_FOUND_TEXT },
    { 405, JOBS_W_NOT_ALLOWED, JOBS_W_NOT_ALLOWED_TEXT },
    { 410, JOBS_W_GONE, JOBS_W_GONE_TEXT },
    { 503, JOBS_W_UNAVAILABLE, JOBS_W_TRY_AGAIN },
    { 0, JOBS_W_WRONG, JOBS_W_TRY_AGAIN }           /* any other one */
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
    const jobs_error_data_t  *d;

    d = data;

    jobs_template_render(b, jobs_html_template(d->site, JOBS_HTML_ERROR),
                         data);
}


static void
jobs_error_title(jobs_buf_t *b, void *data)
{
    const jobs_error_data_t  *d;

    d = data;

    jobs_buf_str(b, jobs_word(d->site->look.lang, d->text->title));
}


static void
jobs_error_write(jobs_buf_t *b, void *data, unsigned slot)
{
    jobs_str_t                reason;
    const jobs_error_data_t  *d;

    d = data;

    switch (slot) {

    case JOBS_S_THEME:
        jobs_html_theme(b, d->site);
        break;

    case JOBS_S_HEADING_LEVEL:
        jobs_buf_uint(b, d->page ? 1 : jobs_look_level(&d->site->look, 0));
        break;

    case JOBS_S_SUB_LEVEL:
        jobs_buf_uint(b, d->page ? 2 : jobs_look_level(&d->site->look, 1));
        break;

    case JOBS_S_TITLE:
        jobs_error_title(b, data);
        break;

    case JOBS_S_TEXT:
        jobs_buf_str(b, jobs_word(d->site->look.lang, d->text->text));
        break;

    case JOBS_S_PARAMETER:
        jobs_buf_str(b, d->fault->parameter);
        break;

    case JOBS_S_VALUE:
        jobs_buf_str(b, d->fault->value);
        break;

    case JOBS_S_REASON:
        reason = jobs_reason(d->site->look.lang, d->fault->reason);

        if (reason.data == NULL) {
            reason = jobs_str(d->fault->reason, strlen(d->fault->reason));
        }

        jobs_buf_str(b, reason);
        break;

    case JOBS_S_BOARD_URL:
        jobs_site_view(b, d->site, jobs_lit(""));
        jobs_site_partner(b, d->site, '?');
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

    case JOBS_S_ENGLISH:

        /* a reason that nobody has translated */

        return d->site->look.lang != JOBS_LANG_EN
               && jobs_reason(d->site->look.lang, d->fault->reason).data
                  == NULL;

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
