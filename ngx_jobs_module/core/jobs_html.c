/*
 * HTML: the templates, the document around the views, and addresses.
 */


#include "jobs_format.h"
#include "jobs_html.h"
#include "jobs_web.h"


#define jobs_html_builtin(name, view)                                         \
    { { jobs_string(#name ".html"), jobs_string(jobs_web_##name##_html) },    \
      jobs_string(#name), view }

#define jobs_html_page_slots(X)                                               \
    X(LANG, "lang", TEXT)                                                     \
    X(EMAIL, "email", LIST)                                                   \
    X(THEME, "theme", TEXT)                                                   \
    X(SCHEME, "scheme", TEXT)                                                 \
    X(TITLE, "title", TEXT)                                                   \
    X(DESCRIPTION, "description", TEXT)                                       \
    X(CANONICAL, "canonical", URL)                                            \
    X(PREV, "prev", URL)                                                      \
    X(NEXT, "next", URL)                                                      \
    X(ALTERNATES, "alternates", LIST)                                         \
    X(ALTERNATE_TYPE, "alternate_type", TEXT)                                 \
    X(ALTERNATE_TITLE, "alternate_title", TEXT)                               \
    X(ALTERNATE_URL, "alternate_url", URL)                                    \
    X(OEMBED, "oembed", LIST)                                                 \
    X(OEMBED_TYPE, "oembed_type", TEXT)                                       \
    X(OEMBED_URL, "oembed_url", URL)                                          \
    X(TYPE, "type", TEXT)                                                     \
    X(STYLESHEET, "stylesheet", ASSET)                                        \
    X(STYLE, "style", CSS)                                                    \
    X(DATA, "data", HTML)                                                     \
    X(CONTENT, "content", HTML)                                               \
    X(NOINDEX, "noindex", LIST)                                               \
    X(ABSOLUTE, "absolute", LIST)                                             \
    X(BOARD, "board", LIST)

enum { jobs_html_page_slots(jobs_slot_index) };


static void jobs_html_page_write(jobs_buf_t *b, void *data, unsigned slot);
static int jobs_html_page_has_alternates(const jobs_html_page_t *page);
static int jobs_html_page_alternate(jobs_html_page_t *page, unsigned i);
static int jobs_html_page_item(void *data, unsigned slot, unsigned i);
static jobs_lang_e jobs_html_page_lang(const void *data);


static const jobs_slot_t  jobs_html_page_table[] = {
    jobs_html_page_slots(jobs_slot_row)
};


static const jobs_view_t  jobs_html_page_view = {
    .slots = jobs_html_page_table,
    .nslots = jobs_html_nslots(jobs_html_page_table),
    .write = jobs_html_page_write,
    .item = jobs_html_page_item,
    .lang = jobs_html_page_lang
};


static const struct {
    jobs_source_t            source;
    jobs_str_t               name;
    const jobs_view_t       *view;
} jobs_html_sources[JOBS_HTML_N] = {
    [JOBS_HTML_PAGE] = jobs_html_builtin(page, &jobs_html_page_view),
    [JOBS_HTML_LIST] = jobs_html_builtin(list, &jobs_html_list_view),
    [JOBS_HTML_FORM] = jobs_html_builtin(form, &jobs_html_form_view),
    [JOBS_HTML_ITEM] = jobs_html_builtin(item, &jobs_html_row_view),
    [JOBS_HTML_DETAIL] = jobs_html_builtin(detail, &jobs_html_detail_view),
    [JOBS_HTML_EMPTY] = jobs_html_builtin(empty, &jobs_html_list_view),
    [JOBS_HTML_ERROR] = jobs_html_builtin(error, &jobs_html_error_view),
    [JOBS_HTML_EMAIL] = jobs_html_builtin(email, &jobs_html_list_view),
    [JOBS_HTML_EMAIL_ITEM] = jobs_html_builtin(email_item,
                                               &jobs_html_row_view),
    [JOBS_HTML_FRAME] = jobs_html_builtin(frame, &jobs_html_frame_view),
    [JOBS_HTML_EMBED] = jobs_html_builtin(embed, &jobs_html_embed_view)
};


static const jobs_partials_t  jobs_html_partials = {
    .find = jobs_html_partial
};


static jobs_template_t  jobs_html_templates[JOBS_HTML_N];
static jobs_mem_t       jobs_html_mem;


jobs_rc_t
jobs_html_init(jobs_mem_t *mem)
{
    unsigned               i;
    jobs_rc_t              rc;
    jobs_template_error_t  error;

    if (jobs_html_templates[JOBS_HTML_N - 1].segments != NULL) {
        return JOBS_OK;
    }

    jobs_html_mem = *mem;

    for (i = 0; i < JOBS_HTML_N; i++) {
        rc = jobs_template_compile(&jobs_html_templates[i],
                                   jobs_html_view(i), jobs_html_source(i),
                                   &jobs_html_partials, &jobs_html_mem,
                                   &error);
        if (rc != JOBS_OK) {
            jobs_html_free();
            return rc;
        }
    }

    return JOBS_OK;
}


void
jobs_html_free(void)
{
    unsigned  i;

    for (i = 0; i < JOBS_HTML_N; i++) {
        jobs_template_free(&jobs_html_templates[i]);
    }
}


const jobs_template_t *
jobs_html_template(const jobs_site_t *site, jobs_html_e name)
{
    if (site->templates != NULL && site->templates->template[name] != NULL) {
        return site->templates->template[name];
    }

    return &jobs_html_templates[name];
}


jobs_html_e
jobs_html_find(jobs_str_t name)
{
    unsigned  i;

    for (i = 0; i < JOBS_HTML_N; i++) {
        if (jobs_str_eq(jobs_html_sources[i].name, name)) {
            break;
        }
    }

    return (jobs_html_e) i;
}


const jobs_source_t *
jobs_html_source(jobs_html_e name)
{
    return &jobs_html_sources[name].source;
}


const jobs_view_t *
jobs_html_view(jobs_html_e name)
{
    return jobs_html_sources[name].view;
}


const jobs_source_t *
jobs_html_partial(void *data, const jobs_source_t *from, jobs_str_t name,
    const char **reason)
{
    jobs_html_e  partial;

    (void) data;
    (void) from;

    partial = jobs_html_find(name);

    if (partial == JOBS_HTML_N) {
        *reason = "there is no built-in partial";
        return NULL;
    }

    return jobs_html_source(partial);
}


jobs_str_t
jobs_html_style(void)
{
    return jobs_lit(jobs_web_jobs_css);
}


void
jobs_html_page(jobs_buf_t *b, jobs_html_page_t *page)
{
    if (page->site->frame) {
        jobs_html_frame(b, page);
        return;
    }

    jobs_template_render(b, jobs_html_template(page->site, JOBS_HTML_PAGE),
                         page);
}


static void
jobs_html_page_write(jobs_buf_t *b, void *data, unsigned slot)
{
    void                   (*write)(jobs_buf_t *b, void *data);
    const jobs_html_page_t  *page;

    page = data;

    switch (slot) {

    case JOBS_S_LANG:
        jobs_buf_str(b, jobs_langs[page->site->look.lang]);
        return;

    case JOBS_S_THEME:
        jobs_html_theme(b, page->site);
        return;

    case JOBS_S_SCHEME:
        jobs_html_scheme(b, page->site);
        return;

    case JOBS_S_TITLE:
        write = page->title;
        break;

    case JOBS_S_DESCRIPTION:
        write = page->description;
        break;

    case JOBS_S_CANONICAL:
        write = page->canonical;
        break;

    case JOBS_S_PREV:
        write = page->prev;
        break;

    case JOBS_S_NEXT:
        write = page->next;
        break;

    case JOBS_S_DATA:
        write = page->structured;
        break;

    case JOBS_S_CONTENT:
        write = page->content;
        break;

    case JOBS_S_ALTERNATE_TYPE:
        jobs_buf_str(b, jobs_formats[page->alternate].type);
        return;

    case JOBS_S_ALTERNATE_TITLE:
        jobs_buf_str(b, jobs_formats[page->alternate].title);
        return;

    case JOBS_S_ALTERNATE_URL:
        jobs_address_alternate(b, page->list, page->alternate);
        return;

    case JOBS_S_OEMBED_TYPE:
        jobs_buf_str(b, jobs_oembed_types[page->alternate]);
        return;

    case JOBS_S_OEMBED_URL:
        jobs_address_oembed(b, page->list, page->alternate);
        return;

    case JOBS_S_TYPE:
        jobs_buf_str(b, page->type);
        return;

    case JOBS_S_STYLESHEET:
        jobs_site_view(b, page->site, jobs_lit("/jobs.css"));
        return;

    case JOBS_S_STYLE:
        jobs_buf_str(b, jobs_html_style());
        return;

    default:
        return;
    }

    if (write != NULL) {
        write(b, page->data);
    }
}


static int
jobs_html_page_item(void *data, unsigned slot, unsigned i)
{
    jobs_html_page_t  *page;

    page = data;

    if (slot == JOBS_S_ALTERNATES) {
        return jobs_html_page_alternate(page, i);
    }

    if (slot == JOBS_S_OEMBED) {
        page->alternate = i;
        return i < 2 && jobs_html_page_has_alternates(page);
    }

    if (i > 0) {
        return 0;
    }

    switch (slot) {

    case JOBS_S_EMAIL:
        return page->site->look.theme == JOBS_THEME_EMAIL;

    case JOBS_S_NOINDEX:
        return page->noindex;

    case JOBS_S_ABSOLUTE:
        return page->canonical != NULL && !page->site->single
               && jobs_is_http_url(page->site->board);

    case JOBS_S_BOARD:
        return page->site->board.data != NULL;

    default:
        return 0;
    }
}


void
jobs_html_theme(jobs_buf_t *b, const jobs_site_t *site)
{
    jobs_theme_e  theme;

    theme = site->look.theme;

    if (theme == JOBS_THEME_LIGHT || theme == JOBS_THEME_DARK) {
        jobs_buf_str(b, jobs_params[JOBS_P_THEME].choices[theme]);
    }
}


void
jobs_html_scheme(jobs_buf_t *b, const jobs_site_t *site)
{
    size_t  from;

    from = b->len;

    jobs_html_theme(b, site);

    if (b->len == from) {
        jobs_buf_lit(b, "light dark");
    }
}


static jobs_lang_e
jobs_html_page_lang(const void *data)
{
    return ((const jobs_html_page_t *) data)->site->look.lang;
}


static int
jobs_html_page_has_alternates(const jobs_html_page_t *page)
{
    return page->list != NULL && !page->list->site.single
           && page->list->site.board.data != NULL;
}


/* the next format that the list is in besides the page, from the i-th on */

static int
jobs_html_page_alternate(jobs_html_page_t *page, unsigned i)
{
    if (!jobs_html_page_has_alternates(page)) {
        return 0;
    }

    page->alternate = i == 0 ? 0 : page->alternate + 1;

    while (page->alternate < JOBS_FORMAT_N
           && (page->alternate == JOBS_FORMAT_PAGE
               || jobs_formats[page->alternate].title.data == NULL))
    {
        page->alternate++;
    }

    return page->alternate < JOBS_FORMAT_N;
}


void
jobs_site_view(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t view)
{
    jobs_buf_str(b, site->board);

    if (site->root && (view.len == 0 || view.data[0] != '/')) {
        jobs_buf_char(b, '/');

        if (view.len != 0) {
            jobs_buf_lit(b, "index");
        }
    }

    jobs_buf_str(b, view);
}


void
jobs_site_name(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t name)
{
    jobs_buf_str(b, site->board);
    jobs_buf_char(b, '/');
    jobs_buf_str(b, name);
}


void
jobs_site_partner(jobs_buf_t *b, const jobs_site_t *site, char first)
{
    if (site->partner.data != NULL) {
        jobs_buf_char(b, first);
        jobs_buf_lit(b, "partner=");
        jobs_buf_str(b, site->partner);
    }
}


void
jobs_html_base(jobs_buf_t *b, const jobs_site_t *site)
{
    if (site->board.data == NULL || site->single || site->frame) {
        jobs_buf_str(b, site->self);

    } else if (site->page.data != NULL) {
        jobs_buf_str(b, site->board);
        jobs_buf_str(b, site->page);

    } else {
        jobs_site_view(b, site, jobs_lit(""));
    }
}
