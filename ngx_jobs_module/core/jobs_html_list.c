/*
 * HTML: the list itself, in a page and as a fragment.
 */


#include "jobs_html.h"
#include "jobs_say.h"


#define jobs_list_slots(X)                                                    \
    X(PAGE, "page", LIST)                                                     \
    X(THEME, "theme", TEXT)                                                   \
    X(HEADING_LEVEL, "heading_level", LEVEL)                                  \
    X(SUB_LEVEL, "sub_level", LEVEL)                                          \
    X(LISTED, "listed", LIST)                                                 \
    X(CRUMBS, "crumbs", LIST)                                                 \
    X(BOARD_URL, "board_url", URL)                                            \
    X(ABOVE, "above", LIST)                                                   \
    X(ABOVE_URL, "above_url", URL)                                            \
    X(ABOVE_LABEL, "above_label", TEXT)                                       \
    X(HEADING, "heading", TEXT)                                               \
    X(INTRODUCED, "introduced", LIST)                                         \
    X(INTRO, "intro", HTML)                                                   \
    X(EXPLAINED, "explained", LIST)                                           \
    X(FAQ, "faq", HTML)                                                       \
    X(HEADLINE, "headline", TEXT)                                             \
    X(STALE, "stale", LIST)                                                   \
    X(SEARCH, "search", LIST)                                                 \
    X(FORM, "form", HTML)                                                     \
    X(FILTERS, "filters", LIST)                                               \
    X(CHIPS, "chips", LIST)                                                   \
    X(CHIP_URL, "chip_url", URL)                                              \
    X(CHIP_LABEL, "chip_label", TEXT)                                         \
    X(CLEAR_URL, "clear_url", URL)                                            \
    X(FOUND, "found", LIST)                                                   \
    X(TOTAL, "total", TEXT)                                                   \
    X(ORDER, "order", TEXT)                                                   \
    X(SOME, "some", LIST)                                                     \
    X(ROWS, "rows", HTML)                                                     \
    X(JOBS, "jobs", ITEMS)                                                    \
    X(EMPTY, "empty", LIST)                                                   \
    X(BEYOND, "beyond", LIST)                                                 \
    X(FIRST_URL, "first_url", URL)                                            \
    X(PAGING, "paging", LIST)                                                 \
    X(PREV, "prev", URL)                                                      \
    X(NEXT, "next", URL)                                                      \
    X(NUMBER, "page_number", TEXT)                                            \
    X(PAGES, "pages", TEXT)                                                   \
    X(ALL_URL, "all_url", URL)                                                \
    X(SHOW_RELATED, "show_related", LIST)                                     \
    X(RELATED, "related", LIST)                                               \
    X(RELATED_URL, "related_url", URL)                                        \
    X(RELATED_LABEL, "related_label", TEXT)                                   \
    X(RELATED_COUNT, "related_count", TEXT)                                   \
    X(UPDATED, "updated", TEXT)                                               \
    X(UPDATED_TEXT, "updated_text", TEXT)                                     \
    X(UPDATED_DAY, "updated_day", TEXT)                                       \
    X(SOURCES, "sources", LIST)                                               \
    X(SOURCE_URL, "source_url", URL)                                          \
    X(SOURCE_LINE, "source_line", TEXT)

enum { jobs_list_slots(jobs_slot_index) };


typedef struct {
    const jobs_list_t       *list;
    const jobs_clause_t     *chip;
    const jobs_related_t    *related;
    jobs_listing_t          *listing;       /* of the row at hand */
    jobs_row_t               row;
    jobs_rc_t                rc;            /* of reading it      */
    unsigned                 above;
    unsigned                 source;
    unsigned                 shown;         /* JOBS_SHOW_... */
    unsigned                 page:1;
} jobs_list_data_t;


static void jobs_list_render(jobs_buf_t *b, jobs_list_data_t *d);
static int jobs_list_is_mail(const jobs_list_t *l);
static void jobs_list_write(jobs_buf_t *b, void *data, unsigned slot);
static int jobs_list_item(void *data, unsigned slot, unsigned i);
static int jobs_list_job(jobs_list_data_t *d, unsigned i);
static void *jobs_list_row(void *data, unsigned slot, unsigned i);
static jobs_lang_e jobs_list_lang(const void *data);
static void jobs_list_board(jobs_buf_t *b, const jobs_list_data_t *d);
static int jobs_list_paging(const jobs_list_data_t *d);


static const jobs_slot_t  jobs_list_table[] = {
    jobs_list_slots(jobs_slot_row)
};


const jobs_view_t  jobs_html_list_view = {
    .slots = jobs_list_table,
    .nslots = jobs_html_nslots(jobs_list_table),
    .write = jobs_list_write,
    .item = jobs_list_item,
    .lang = jobs_list_lang,
    .items = &jobs_html_row_view,
    .inner = jobs_list_row
};


void
jobs_list_content(jobs_buf_t *b, void *data)
{
    jobs_list_data_t  d;

    memset(&d, 0, sizeof(jobs_list_data_t));
    d.list = data;
    d.page = 1;
    d.shown = jobs_look_shown(&d.list->site.look, JOBS_SHOW_PAGE);

    jobs_list_render(b, &d);
}


void
jobs_list_fragment(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_list_data_t  d;

    memset(&d, 0, sizeof(jobs_list_data_t));
    d.list = l;
    d.shown = jobs_look_shown(&l->site.look, JOBS_SHOW_FRAGMENT);

    jobs_list_render(b, &d);
}


static void
jobs_list_render(jobs_buf_t *b, jobs_list_data_t *d)
{
    jobs_listing_t  listing;

    d->listing = &listing;
    d->rc = JOBS_OK;

    jobs_template_render(b, jobs_html_template(&d->list->site,
                                               jobs_list_is_mail(d->list)
                                               ? JOBS_HTML_EMAIL
                                               : JOBS_HTML_LIST),
                         d);

    if (d->rc != JOBS_OK && b->rc == JOBS_OK) {
        b->rc = d->rc;
    }
}


static int
jobs_list_is_mail(const jobs_list_t *l)
{
    return l->site.look.theme == JOBS_THEME_EMAIL;
}


static void
jobs_list_write(jobs_buf_t *b, void *data, unsigned slot)
{
    unsigned             i;
    uint64_t             limit;
    jobs_str_t           slug, label;
    const jobs_list_t   *l;
    jobs_list_data_t    *d;

    d = data;
    l = d->list;
    limit = l->filter->limit;

    switch (slot) {

    case JOBS_S_THEME:
        jobs_html_theme(b, &l->site);
        break;

    case JOBS_S_HEADING_LEVEL:
        jobs_buf_uint(b, d->page ? 1 : jobs_look_level(&l->site.look, 0));
        break;

    case JOBS_S_SUB_LEVEL:
        jobs_buf_uint(b, d->page ? 2 : jobs_look_level(&l->site.look, 1));
        break;

    case JOBS_S_BOARD_URL:
        jobs_site_view(b, &l->site, jobs_lit(""));
        jobs_site_partner(b, &l->site, '?');
        break;

    case JOBS_S_ABOVE_URL:
        jobs_list_above(l, d->above, &slug, &label);
        jobs_site_name(b, &l->site, slug);
        jobs_site_partner(b, &l->site, '?');
        break;

    case JOBS_S_ABOVE_LABEL:
        jobs_list_above(l, d->above, &slug, &label);
        jobs_buf_str(b, label);
        break;

    case JOBS_S_HEADING:
        jobs_html_heading(b, l, l->site.look.lang);
        break;

    case JOBS_S_INTRO:
        jobs_buf_str(b, l->named.intro_html);
        break;

    case JOBS_S_FAQ:
        jobs_buf_str(b, l->named.faq_html);
        break;

    case JOBS_S_HEADLINE:

        if (l->headline.count > 0 && (d->shown & JOBS_SHOW_HEADLINE)) {
            jobs_headline_text(b, &l->headline, l->filter, l->site.look.lang,
                               jobs_buf_str);
        }

        break;

    case JOBS_S_RELATED_URL:

        if (d->related->slug.data != NULL) {
            jobs_site_name(b, &l->site, d->related->slug);
            jobs_site_partner(b, &l->site, '?');
            break;
        }

        jobs_html_base(b, &l->site);
        jobs_link_change(b, l->filter, d->related->param, d->related->value);
        break;

    case JOBS_S_RELATED_LABEL:
        jobs_related_label(b, l, d->related, l->site.look.lang, jobs_buf_str);
        break;

    case JOBS_S_RELATED_COUNT:
        jobs_say_number(b, l->site.look.lang, d->related->count);
        break;

    case JOBS_S_FORM:
        jobs_html_form(b, l, d->shown);
        break;

    case JOBS_S_CHIP_URL:
        jobs_list_url(b, l, d->chip->param, 0);
        break;

    case JOBS_S_CHIP_LABEL:
        jobs_html_filter(b, l->filter, d->chip, l->site.look.lang);
        break;

    case JOBS_S_CLEAR_URL:
        jobs_html_base(b, &l->site);
        jobs_site_partner(b, &l->site, '?');
        break;

    case JOBS_S_TOTAL:
        jobs_say_count(b, l->site.look.lang, JOBS_W_ONE_JOB, l->total);
        break;

    case JOBS_S_ORDER:
        jobs_buf_str(b, jobs_html_order(l->sort, l->filter->reverse
                                                 && l->sort
                                                    == l->filter->sort,
                                        l->site.look.lang));
        break;

    case JOBS_S_ROWS:

        for (i = 0; i < l->count; i++) {
            jobs_row_fill(b, l->rows[i], l->site.board, l->site.partner);
        }

        break;

    case JOBS_S_FIRST_URL:
        jobs_list_url(b, l, JOBS_P_N, 0);
        break;

    case JOBS_S_PREV:
        jobs_list_prev(b, (void *) l);
        break;

    case JOBS_S_NEXT:
        jobs_list_next(b, (void *) l);
        break;

    case JOBS_S_NUMBER:
        jobs_say_number(b, l->site.look.lang, l->offset / limit + 1);
        break;

    case JOBS_S_PAGES:

        /* an offset that is no multiple of the limit shifts the pages */

        jobs_say_number(b, l->site.look.lang, l->offset / limit
                        + (l->total - l->offset + limit - 1) / limit);
        break;

    case JOBS_S_ALL_URL:
        jobs_list_board(b, d);
        break;

    case JOBS_S_UPDATED:
        jobs_buf_time(b, l->built_at);
        break;

    case JOBS_S_UPDATED_TEXT:
        jobs_say_clock(b, l->site.look.lang, l->built_at);
        break;

    case JOBS_S_UPDATED_DAY:
        jobs_say_date(b, l->site.look.lang, l->built_at);
        break;

    case JOBS_S_SOURCE_URL:

        if (jobs_is_http_url(l->attribution[d->source].url)) {
            jobs_buf_str(b, l->attribution[d->source].url);
        }

        break;

    case JOBS_S_SOURCE_LINE:

        if (l->attribution[d->source].line.len != 0) {
            jobs_buf_str(b, l->attribution[d->source].line);

        } else {
            jobs_say(b, l->site.look.lang, JOBS_W_JOBS_FROM,
                     &l->attribution[d->source].source);
        }

        break;

    default:
        break;
    }
}


static int
jobs_list_item(void *data, unsigned slot, unsigned i)
{
    jobs_str_t          slug, label;
    const jobs_list_t  *l;
    jobs_list_data_t   *d;

    d = data;
    l = d->list;

    if (slot == JOBS_S_JOBS) {
        return jobs_list_job(d, i);
    }

    if (slot == JOBS_S_CHIPS) {
        d->chip = jobs_list_chip(l, i);
        return d->chip != NULL;
    }

    if (slot == JOBS_S_RELATED) {
        d->related = &l->related[i];
        return i < l->nrelated;
    }

    if (slot == JOBS_S_ABOVE) {
        d->above = i;
        return jobs_list_above(l, i, &slug, &label);
    }

    if (slot == JOBS_S_SOURCES) {
        d->source = i;
        return i < l->nattribution;
    }

    if (i > 0) {
        return 0;
    }

    switch (slot) {

    case JOBS_S_PAGE:
        return d->page;

    case JOBS_S_LISTED:
        return (d->shown & JOBS_SHOW_LIST) != 0;

    case JOBS_S_SEARCH:
        return (d->shown & (JOBS_SHOW_SEARCH | JOBS_SHOW_FACETS)) != 0;

    case JOBS_S_CRUMBS:
        return d->page && jobs_list_has_crumbs(l);

    case JOBS_S_INTRODUCED:
        return l->named.intro_html.len != 0 && l->offset == 0
               && jobs_list_named(l) != NULL;

    case JOBS_S_EXPLAINED:
        return l->named.faq_html.len != 0 && l->offset == 0
               && jobs_list_named(l) != NULL;

    case JOBS_S_STALE:
        return l->stale;

    case JOBS_S_SHOW_RELATED:
        return (d->shown & JOBS_SHOW_RELATED) && l->nrelated > 0;

    case JOBS_S_FILTERS:
        return jobs_list_chip(l, 0) != NULL;

    case JOBS_S_FOUND:
        return l->total > 0;

    case JOBS_S_SOME:
        return l->count > 0;

    case JOBS_S_EMPTY:
        return l->total == 0;

    case JOBS_S_BEYOND:
        return l->total > 0 && l->offset >= l->total;

    case JOBS_S_PAGING:
        return jobs_list_paging(d);

    default:
        return 0;
    }
}


/* reads a listing; that it cannot be read ends the list, and the answer */

static int
jobs_list_job(jobs_list_data_t *d, unsigned i)
{
    const jobs_list_t  *l;

    l = d->list;

    if (i >= l->count || l->numbers == NULL || d->rc != JOBS_OK) {
        return 0;
    }

    d->rc = l->read(l->source, l->numbers[i], d->listing);

    return d->rc == JOBS_OK;
}


static void *
jobs_list_row(void *data, unsigned slot, unsigned i)
{
    jobs_list_data_t  *d;

    (void) slot;
    (void) i;

    d = data;
    d->row.listing = d->listing;
    d->row.site = &d->list->site;
    d->row.tag = 0;
    d->row.gaps = 0;

    return &d->row;
}


static jobs_lang_e
jobs_list_lang(const void *data)
{
    return ((const jobs_list_data_t *) data)->list->site.look.lang;
}


/*
 * Where one goes on to: from a snippet inside somebody's page to the board,
 * from a mail to all that it shows the first of.
 */

static void
jobs_list_board(jobs_buf_t *b, const jobs_list_data_t *d)
{
    size_t              len;
    const jobs_list_t  *l;

    l = d->list;

    if (l->site.board.data == NULL || l->total <= l->count) {
        return;
    }

    if (jobs_list_is_mail(l) && !l->site.single) {
        jobs_html_base(b, &l->site);
        len = b->len;
        jobs_link_selection(b, l->filter);
        jobs_site_partner(b, &l->site, b->len > len ? '&' : '?');

    } else if (jobs_list_is_mail(l)
               || (!d->page && l->site.single && !l->site.frame
                   && (d->shown & JOBS_SHOW_PAGING)))
    {
        jobs_site_view(b, &l->site, jobs_lit(""));
        jobs_site_partner(b, &l->site, '?');
    }
}


static int
jobs_list_paging(const jobs_list_data_t *d)
{
    const jobs_list_t  *l;

    l = d->list;

    if (!(d->shown & JOBS_SHOW_PAGING) || l->filter->limit == 0
        || l->offset >= l->total)
    {
        return 0;
    }

    if (!d->page && l->site.single && !l->site.frame
        && l->site.board.data != NULL)
    {
        return 0;
    }

    return l->offset > 0 || l->total > l->count;
}


