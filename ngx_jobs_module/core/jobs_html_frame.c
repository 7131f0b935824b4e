/*
 * HTML: the document that stands in a frame of somebody else's page.
 *
 * Its links open a page of their own, but for those that change the list:
 * they stay in the frame.  Which they are is known by their address, so that
 * a template, the operator's own too, need not know that it is framed.
 */


#include "jobs_format.h"
#include "jobs_html.h"


#define jobs_frame_slots(X)                                                   \
    X(LANG, "lang", TEXT)                                                     \
    X(THEME, "theme", TEXT)                                                   \
    X(SCHEME, "scheme", TEXT)                                                 \
    X(TITLE, "title", TEXT)                                                   \
    X(BOARD, "board", LIST)                                                   \
    X(STYLESHEET, "stylesheet", ASSET)                                        \
    X(SCRIPT, "script", ASSET)                                                \
    X(STYLE, "style", CSS)                                                    \
    X(CONTENT, "content", HTML)                                               \
    X(ALL_URL, "all_url", URL)

enum { jobs_frame_slots(jobs_slot_index) };


#define JOBS_FRAME_MAX  (16 * 1024 * 1024)


static void jobs_frame_title(jobs_buf_t *b, void *data);
static void jobs_frame_content(jobs_buf_t *b, void *data);
static void jobs_frame_keep(jobs_buf_t *b, jobs_str_t html, jobs_str_t self);
static size_t jobs_frame_stays(jobs_str_t html, size_t at, jobs_str_t self);
static void jobs_frame_write(jobs_buf_t *b, void *data, unsigned slot);
static int jobs_frame_item(void *data, unsigned slot, unsigned i);
static jobs_lang_e jobs_frame_lang(const void *data);


static const jobs_slot_t  jobs_frame_table[] = {
    jobs_frame_slots(jobs_slot_row)
};


const jobs_view_t  jobs_html_frame_view = {
    .slots = jobs_frame_table,
    .nslots = jobs_html_nslots(jobs_frame_table),
    .write = jobs_frame_write,
    .item = jobs_frame_item,
    .lang = jobs_frame_lang
};


/* what an address of the list itself stands behind */

static const jobs_str_t  jobs_frame_attributes[] = {
    jobs_string(" href="), jobs_string(" action="), jobs_null_string
};


void
jobs_list_frame(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_html_page_t  page;

    memset(&page, 0, sizeof(jobs_html_page_t));

    page.site = &l->site;
    page.data = (void *) l;
    page.title = jobs_frame_title;
    page.content = jobs_frame_content;
    page.list = l;

    jobs_html_frame(b, &page);
}


void
jobs_html_frame(jobs_buf_t *b, jobs_html_page_t *page)
{
    jobs_template_render(b, jobs_html_template(page->site, JOBS_HTML_FRAME),
                         page);
}


static void
jobs_frame_title(jobs_buf_t *b, void *data)
{
    const jobs_list_t  *l;

    l = data;

    jobs_html_heading(b, l, l->site.look.lang);
}


static void
jobs_frame_content(jobs_buf_t *b, void *data)
{
    jobs_buf_t          html;
    const jobs_list_t  *l;

    l = data;

    jobs_buf_init(&html, b->mem, JOBS_FRAME_MAX);
    jobs_list_fragment(&html, l);

    if (html.rc == JOBS_OK) {
        jobs_frame_keep(b, jobs_buf_view(&html), l->site.self);

    } else if (b->rc == JOBS_OK) {
        b->rc = html.rc;
    }

    jobs_buf_free(&html);
}


/* gives the links and forms that lead to self a target */

static void
jobs_frame_keep(jobs_buf_t *b, jobs_str_t html, jobs_str_t self)
{
    size_t       at, from, len;
    const char  *p;

    from = 0;
    at = 0;

    while (at < html.len) {
        p = memchr(html.data + at, ' ', html.len - at);

        if (p == NULL) {
            break;
        }

        at = (size_t) (p - html.data);
        len = jobs_frame_stays(html, at, self);

        if (len == 0) {
            at++;
            continue;
        }

        jobs_buf_add(b, html.data + from, at - from);
        jobs_buf_lit(b, " target=\"_self\"");
        from = at;
        at += len;
    }

    jobs_buf_add(b, html.data + from, html.len - from);
}


/* the length of an attribute there that holds self, with any arguments, or 0 */

static size_t
jobs_frame_stays(jobs_str_t html, size_t at, jobs_str_t self)
{
    char               quote, end;
    size_t             len;
    const jobs_str_t  *name;

    for (name = jobs_frame_attributes; name->data != NULL; name++) {
        len = name->len + 1 + self.len;

        if (html.len - at < len + 1
            || memcmp(html.data + at, name->data, name->len) != 0
            || memcmp(html.data + at + name->len + 1, self.data, self.len)
               != 0)
        {
            continue;
        }

        quote = html.data[at + name->len];
        end = html.data[at + len];

        return (quote == '"' || quote == '\'')
               && (end == quote || end == '?' || end == '#') ? len : 0;
    }

    return 0;
}


static void
jobs_frame_write(jobs_buf_t *b, void *data, unsigned slot)
{
    jobs_html_page_t  *page;

    page = data;

    switch (slot) {

    case JOBS_S_LANG:
        jobs_buf_str(b, jobs_langs[page->site->look.lang]);
        break;

    case JOBS_S_THEME:
        jobs_html_theme(b, page->site);
        break;

    case JOBS_S_SCHEME:
        jobs_html_scheme(b, page->site);
        break;

    case JOBS_S_TITLE:
        page->title(b, page->data);
        break;

    case JOBS_S_STYLESHEET:
        jobs_site_view(b, page->site, jobs_lit("/jobs.css"));
        break;

    case JOBS_S_SCRIPT:
        jobs_site_view(b, page->site, jobs_lit("/frame.js"));
        break;

    case JOBS_S_STYLE:
        jobs_buf_str(b, jobs_html_style());
        break;

    case JOBS_S_CONTENT:
        page->content(b, page->data);
        break;

    case JOBS_S_ALL_URL:

        if (page->list != NULL && page->list->total > page->list->count) {
            jobs_address_board(b, page->list);
        }

        break;

    default:
        break;
    }
}


static int
jobs_frame_item(void *data, unsigned slot, unsigned i)
{
    return i == 0 && slot == JOBS_S_BOARD
           && ((const jobs_html_page_t *) data)->site->board.data != NULL;
}


static jobs_lang_e
jobs_frame_lang(const void *data)
{
    return ((const jobs_html_page_t *) data)->site->look.lang;
}
