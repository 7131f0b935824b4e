/*
 * HTML: one listing, as a page and as a fragment.
 */


#include "jobs_html.h"
#include "jobs_jsonld.h"
#include "jobs_partners.h"
#include "jobs_salary.h"
#include "jobs_say.h"


#define jobs_detail_slots(X)                                                  \
    X(PAGE, "page", LIST)                                                     \
    X(THEME, "theme", TEXT)                                                   \
    X(HEADING_LEVEL, "heading_level", LEVEL)                                  \
    X(BOARD, "board", LIST)                                                   \
    X(BOARD_URL, "board_url", URL)                                            \
    X(TITLE, "title", TEXT)                                                   \
    X(LANGUAGE, "language", TEXT)                                             \
    X(COMPANY, "company", TEXT)                                               \
    X(COMPANY_URL, "company_url", URL)                                        \
    X(PLACE, "place", TEXT)                                                   \
    X(PLACES, "places", TEXT)                                                 \
    X(APPLY_URL, "apply_url", URL)                                            \
    X(REL, "rel", TEXT)                                                       \
    X(SALARY, "salary", TEXT)                                                 \
    X(PREDICTED, "predicted", LIST)                                           \
    X(REMOTE, "remote", TEXT)                                                 \
    X(TYPE, "type", TEXT)                                                     \
    X(LEVEL, "level", TEXT)                                                   \
    X(CATEGORY, "category", TEXT)                                             \
    X(CATEGORY_URL, "category_url", URL)                                      \
    X(DEPARTMENT, "department", TEXT)                                         \
    X(VISA, "visa", TEXT)                                                     \
    X(POSTED, "posted", TEXT)                                                 \
    X(POSTED_DAY, "posted_day", TEXT)                                         \
    X(EXPIRES, "expires", TEXT)                                               \
    X(EXPIRES_TIME, "expires_time", TEXT)                                     \
    X(SOURCE, "source", TEXT)                                                 \
    X(SOURCE_URL, "source_url", URL)                                          \
    X(TAGGED, "tagged", LIST)                                                 \
    X(TAGS, "tags", VALUES)                                                   \
    X(TAG, "tag", TEXT)                                                       \
    X(TAG_URL, "tag_url", URL)                                                \
    X(DESCRIBED, "described", LIST)                                           \
    X(DESCRIPTION, "description", HTML)                                       \
    X(WORDS, "text", TEXT)                                                    \
    X(LINE, "line", TEXT)                                                     \
    X(LINE_URL, "line_url", URL)

enum { jobs_detail_slots(jobs_slot_index) };


typedef struct {
    const jobs_listing_t     *listing;
    const jobs_site_t        *site;
    const jobs_attribution_t *attribution;
    unsigned                  tag;
    unsigned                  page:1;
} jobs_detail_t;


static void jobs_detail_render(jobs_buf_t *b, void *data);
static void jobs_detail_write(jobs_buf_t *b, void *data, unsigned slot);
static void jobs_detail_fact(jobs_buf_t *b, const jobs_listing_t *l,
    unsigned slot, jobs_lang_e lang);
static void jobs_detail_link(jobs_buf_t *b, const jobs_detail_t *d,
    unsigned slot);
static int jobs_detail_item(void *data, unsigned slot, unsigned i);
static jobs_lang_e jobs_detail_lang(const void *data);
static void jobs_detail_places(jobs_buf_t *b, const jobs_listing_t *l);
static void jobs_detail_search(jobs_buf_t *b, const jobs_detail_t *d,
    jobs_param_e param, jobs_str_t value);

static void jobs_detail_title(jobs_buf_t *b, void *data);
static void jobs_detail_description(jobs_buf_t *b, void *data);
static void jobs_detail_canonical(jobs_buf_t *b, void *data);
static void jobs_detail_structured(jobs_buf_t *b, void *data);


static const jobs_slot_t  jobs_detail_table[] = {
    jobs_detail_slots(jobs_slot_row)
};


const jobs_view_t  jobs_html_detail_view = {
    .slots = jobs_detail_table,
    .nslots = jobs_html_nslots(jobs_detail_table),
    .write = jobs_detail_write,
    .item = jobs_detail_item,
    .lang = jobs_detail_lang
};


void
jobs_detail_page(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site, const jobs_attribution_t *attribution)
{
    jobs_detail_t     d;
    jobs_html_page_t  page;

    d.listing = l;
    d.site = site;
    d.attribution = attribution;
    d.tag = 0;
    d.page = 1;

    memset(&page, 0, sizeof(jobs_html_page_t));
    page.site = site;
    page.data = &d;
    page.title = jobs_detail_title;
    page.description = jobs_detail_description;
    page.canonical = jobs_detail_canonical;
    page.structured = jobs_detail_structured;
    page.content = jobs_detail_render;
    page.type = jobs_lit("article");

    jobs_html_page(b, &page);
}


void
jobs_detail_fragment(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site, const jobs_attribution_t *attribution)
{
    jobs_detail_t  d;

    d.listing = l;
    d.site = site;
    d.attribution = attribution;
    d.tag = 0;
    d.page = 0;

    jobs_detail_render(b, &d);
}


static void
jobs_detail_render(jobs_buf_t *b, void *data)
{
    const jobs_detail_t  *d;

    d = data;

    jobs_template_render(b, jobs_html_template(d->site, JOBS_HTML_DETAIL),
                         data);
}


static void
jobs_detail_write(jobs_buf_t *b, void *data, unsigned slot)
{
    const jobs_detail_t   *d;
    const jobs_listing_t  *l;

    d = data;
    l = d->listing;

    switch (slot) {

    case JOBS_S_THEME:
        jobs_html_theme(b, d->site);
        break;

    case JOBS_S_HEADING_LEVEL:
        jobs_buf_uint(b, d->page ? 1 : jobs_look_level(&d->site->look, 0));
        break;

    case JOBS_S_BOARD_URL:
    case JOBS_S_COMPANY_URL:
    case JOBS_S_CATEGORY_URL:
    case JOBS_S_TAG_URL:
    case JOBS_S_APPLY_URL:
    case JOBS_S_SOURCE_URL:
    case JOBS_S_LINE_URL:
        jobs_detail_link(b, d, slot);
        break;

    case JOBS_S_REL:
        jobs_buf_str(b, l->link_rel);
        break;

    case JOBS_S_PLACES:

        /* more than the heading says already */

        if (l->locations.n > 1) {
            jobs_detail_places(b, l);
        }

        break;

    case JOBS_S_TAG:
        jobs_buf_str(b, l->tags.item[d->tag]);
        break;

    case JOBS_S_DESCRIPTION:
        jobs_buf_str(b, l->description_html);
        break;

    case JOBS_S_WORDS:
        jobs_buf_str(b, l->description_text.len != 0 ? l->description_text
                                                     : l->excerpt);
        break;

    case JOBS_S_LINE:

        if (d->attribution != NULL) {
            jobs_buf_str(b, d->attribution->line);
        }

        break;

    default:
        jobs_detail_fact(b, l, slot, d->site->look.lang);
        break;
    }
}


static void
jobs_detail_fact(jobs_buf_t *b, const jobs_listing_t *l, unsigned slot,
    jobs_lang_e lang)
{
    switch (slot) {

    case JOBS_S_TITLE:
        jobs_buf_str(b, l->title);
        break;

    case JOBS_S_LANGUAGE:
        jobs_buf_str(b, jobs_html_language(l->language, lang));
        break;

    case JOBS_S_COMPANY:
        jobs_buf_str(b, l->company);
        break;

    case JOBS_S_PLACE:
        jobs_buf_str(b, l->location);
        break;

    case JOBS_S_SALARY:

        if (l->salary_shown) {
            jobs_salary_text(b, l, lang);
        }

        break;

    case JOBS_S_REMOTE:
        jobs_buf_str(b, jobs_html_choice(JOBS_P_REMOTE, l->remote, lang));
        break;

    case JOBS_S_TYPE:
        jobs_buf_str(b, jobs_html_choice(JOBS_P_TYPE, l->employment_type,
                                         lang));
        break;

    case JOBS_S_LEVEL:
        jobs_buf_str(b, jobs_html_choice(JOBS_P_LEVEL, l->seniority, lang));
        break;

    case JOBS_S_CATEGORY:
        jobs_buf_str(b, l->category_label.len != 0 ? l->category_label
                                                   : l->category);
        break;

    case JOBS_S_DEPARTMENT:
        jobs_buf_str(b, l->department);
        break;

    case JOBS_S_VISA:

        if (l->has_visa) {
            jobs_buf_str(b, jobs_word(lang, l->visa
                                            ? JOBS_W_VISA_OFFERED
                                            : JOBS_W_VISA_NOT_OFFERED));
        }

        break;

    case JOBS_S_POSTED:

        if (l->posted_at != JOBS_NO_TIME) {
            jobs_say_date(b, lang, l->posted_at);
        }

        break;

    case JOBS_S_POSTED_DAY:
        jobs_html_day(b, l->posted_at);
        break;

    case JOBS_S_EXPIRES:

        if (l->expires_at != JOBS_NO_TIME) {
            jobs_say_date(b, lang, l->expires_at);
        }

        break;

    case JOBS_S_EXPIRES_TIME:
        jobs_buf_time(b, l->expires_at);
        break;

    case JOBS_S_SOURCE:
        jobs_buf_str(b, l->source);
        break;

    default:
        break;
    }
}


/* Addresses: of the board where there is one, else the listing's own. */

static void
jobs_detail_link(jobs_buf_t *b, const jobs_detail_t *d, unsigned slot)
{
    jobs_str_t             url;
    const jobs_listing_t  *l;

    l = d->listing;
    url = jobs_str(NULL, 0);

    switch (slot) {

    case JOBS_S_BOARD_URL:
        jobs_site_view(b, d->site, jobs_lit(""));
        jobs_site_partner(b, d->site, '?');
        return;

    case JOBS_S_COMPANY_URL:
        jobs_detail_search(b, d, JOBS_P_COMPANY, l->company_slug);
        return;

    case JOBS_S_CATEGORY_URL:
        jobs_detail_search(b, d, JOBS_P_CATEGORY, l->category);
        return;

    case JOBS_S_TAG_URL:
        jobs_detail_search(b, d, JOBS_P_TAG, l->tags.item[d->tag]);
        return;

    case JOBS_S_APPLY_URL:
        url = (l->apply_url.len != 0) ? l->apply_url : l->url;

        if (jobs_is_http_url(url) && d->site->board.data != NULL) {
            jobs_site_name(b, d->site, l->id);
            jobs_buf_lit(b, "/apply");
            jobs_site_partner(b, d->site, '?');
            return;
        }

        if (jobs_is_http_url(url)) {
            jobs_campaign_address(b, url, d->site->campaign);
        }

        return;

    case JOBS_S_SOURCE_URL:
        url = l->url;
        break;

    case JOBS_S_LINE_URL:

        if (d->attribution != NULL) {
            url = d->attribution->url;
        }

        break;
    }

    if (url.len != 0 && jobs_is_http_url(url)) {
        jobs_buf_str(b, url);
    }
}


static int
jobs_detail_item(void *data, unsigned slot, unsigned i)
{
    jobs_detail_t         *d;
    const jobs_listing_t  *l;

    d = data;
    l = d->listing;

    if (slot == JOBS_S_TAGS) {
        d->tag = i;
        return i < l->tags.n;
    }

    if (i > 0) {
        return 0;
    }

    switch (slot) {

    case JOBS_S_PAGE:
        return d->page;

    case JOBS_S_BOARD:
        return d->site->board.data != NULL;

    case JOBS_S_PREDICTED:
        return l->salary_predicted;

    case JOBS_S_TAGGED:
        return l->tags.n != 0;

    case JOBS_S_DESCRIBED:
        return l->description_html.len != 0;

    default:
        return 0;
    }
}


static jobs_lang_e
jobs_detail_lang(const void *data)
{
    return ((const jobs_detail_t *) data)->site->look.lang;
}


static void
jobs_detail_places(jobs_buf_t *b, const jobs_listing_t *l)
{
    size_t  i;

    for (i = 0; i < l->locations.n; i++) {
        if (i > 0) {
            jobs_buf_lit(b, "; ");
        }

        jobs_buf_str(b, l->locations.item[i]);
    }
}


/* The board with one filter. */

static void
jobs_detail_search(jobs_buf_t *b, const jobs_detail_t *d, jobs_param_e param,
    jobs_str_t value)
{
    if (d->site->board.data == NULL || value.len == 0) {
        return;
    }

    jobs_site_view(b, d->site, jobs_lit(""));
    jobs_buf_char(b, '?');
    jobs_buf_str(b, jobs_params[param].name);
    jobs_buf_char(b, '=');

    jobs_filter_item(b, &jobs_params[param], value, 0, 1);
    jobs_site_partner(b, d->site, '&');
}


static void
jobs_detail_title(jobs_buf_t *b, void *data)
{
    jobs_str_t            value[2];
    const jobs_detail_t  *d;

    d = data;

    value[0] = d->listing->title;
    value[1] = d->listing->company;

    jobs_say(b, d->site->look.lang, JOBS_W_JOB_AT, value);
}


static void
jobs_detail_description(jobs_buf_t *b, void *data)
{
    const jobs_listing_t  *l;

    l = ((jobs_detail_t *) data)->listing;

    if (l->excerpt.len != 0) {
        jobs_buf_str(b, l->excerpt);
        return;
    }

    jobs_detail_title(b, data);

    if (l->location.len != 0) {
        jobs_buf_lit(b, ", ");
        jobs_buf_str(b, l->location);
    }

    jobs_buf_char(b, '.');
}


static void
jobs_detail_canonical(jobs_buf_t *b, void *data)
{
    const jobs_detail_t  *d;

    d = data;

    if (d->site->board.data != NULL) {
        jobs_site_name(b, d->site, d->listing->id);
    }
}


static void
jobs_detail_structured(jobs_buf_t *b, void *data)
{
    jobs_buf_t            urls;
    const jobs_detail_t  *d;

    d = data;

    jobs_jsonld_listing(b, d->listing);

    if (d->site->board.data == NULL) {
        return;
    }

    jobs_buf_init(&urls, b->mem, JOBS_HTML_URL);

    jobs_jsonld_crumbs(b, d->site);

    if (d->listing->category.len != 0) {
        jobs_detail_search(&urls, d, JOBS_P_CATEGORY, d->listing->category);
        jobs_jsonld_crumb(b, 2, d->listing->category_label.len != 0
                                ? d->listing->category_label
                                : d->listing->category,
                          jobs_buf_view(&urls));
    }

    jobs_jsonld_crumb(b, d->listing->category.len != 0 ? 3 : 2,
                      d->listing->title, jobs_str(NULL, 0));
    jobs_jsonld_end(b);

    jobs_buf_free(&urls);
}
