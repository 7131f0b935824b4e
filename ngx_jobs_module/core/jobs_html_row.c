/*
 * HTML: a listing as an item of a list, with gaps: made at publish time in
 * English, and for each answer in another look.
 */


#include "jobs_html.h"
#include "jobs_salary.h"
#include "jobs_say.h"


#define JOBS_ROW_TAGS  6

#define jobs_row_slots(X)                                                     \
    X(HEADING_LEVEL, "heading_level", LEVEL)                                  \
    X(TITLE, "title", TEXT)                                                   \
    X(LANGUAGE, "language", TEXT)                                             \
    X(LINK, "link", LIST)                                                     \
    X(LINK_URL, "link_url", LINK)                                             \
    X(APPLY_URL, "apply_url", LINK)                                           \
    X(REL, "rel", TEXT)                                                       \
    X(COMPANY, "company", TEXT)                                               \
    X(PLACE, "place", TEXT)                                                   \
    X(FACTS, "facts", LIST)                                                   \
    X(SALARY, "salary", TEXT)                                                 \
    X(PREDICTED, "predicted", LIST)                                           \
    X(REMOTE, "remote", TEXT)                                                 \
    X(TYPE, "type", TEXT)                                                     \
    X(LEVEL, "level", TEXT)                                                   \
    X(TAGGED, "tagged", LIST)                                                 \
    X(TAGS, "tags", VALUES)                                                   \
    X(TAG, "tag", TEXT)                                                       \
    X(POSTED, "posted", TEXT)                                                 \
    X(POSTED_DAY, "posted_day", TEXT)                                         \
    X(CATEGORY, "category", TEXT)                                             \
    X(DEPARTMENT, "department", TEXT)                                         \
    X(SOURCE, "source", TEXT)                                                 \
    X(EXCERPT, "excerpt", TEXT)

enum { jobs_row_slots(jobs_slot_index) };


static void jobs_row_write(jobs_buf_t *b, void *data, unsigned slot);
static int jobs_row_item(void *data, unsigned slot, unsigned i);
static jobs_lang_e jobs_row_lang(const void *data);
static void jobs_row_link(jobs_buf_t *b, const jobs_row_t *row,
    jobs_str_t below, jobs_str_t other);


static const jobs_slot_t  jobs_row_table[] = {
    jobs_row_slots(jobs_slot_row)
};


const jobs_view_t  jobs_html_row_view = {
    .slots = jobs_row_table,
    .nslots = jobs_html_nslots(jobs_row_table),
    .write = jobs_row_write,
    .item = jobs_row_item,
    .lang = jobs_row_lang
};


void
jobs_row_html(jobs_buf_t *b, const jobs_listing_t *l)
{
    static const jobs_site_t  site;

    jobs_row_made(b, l, &site);
}


void
jobs_row_made(jobs_buf_t *b, const jobs_listing_t *l, const jobs_site_t *site)
{
    jobs_row_t  row;

    row.listing = l;
    row.site = site;
    row.tag = 0;
    row.gaps = 1;

    jobs_template_render(b, jobs_html_template(site,
                                site->look.theme == JOBS_THEME_EMAIL
                                ? JOBS_HTML_EMAIL_ITEM : JOBS_HTML_ITEM),
                         &row);
}


/* ready rows are English, below the heading that a list has by itself */

int
jobs_rows_made(const jobs_site_t *site)
{
    return site->look.lang != JOBS_LANG_EN
           || site->look.theme == JOBS_THEME_EMAIL
           || jobs_look_level(&site->look, JOBS_LEVEL_ITEM)
              != jobs_look_level(&(jobs_look_t) { .heading = 0 },
                                 JOBS_LEVEL_ITEM)
           || (site->templates != NULL
               && site->templates->template[JOBS_HTML_ITEM] != NULL);
}


static void
jobs_row_write(jobs_buf_t *b, void *data, unsigned slot)
{
    jobs_lang_e            lang;
    const jobs_row_t      *row;
    const jobs_listing_t  *l;

    row = data;
    l = row->listing;
    lang = row->site->look.lang;

    switch (slot) {

    case JOBS_S_HEADING_LEVEL:
        jobs_buf_uint(b, jobs_look_level(&row->site->look, JOBS_LEVEL_ITEM));
        break;

    case JOBS_S_TITLE:
        jobs_buf_str(b, l->title);
        break;

    case JOBS_S_LANGUAGE:
        jobs_buf_str(b, jobs_html_language(l->language, lang));
        break;

    case JOBS_S_LINK_URL:
        jobs_row_link(b, row, jobs_lit(""), l->url);
        break;

    case JOBS_S_APPLY_URL:
        jobs_row_link(b, row, jobs_lit("/apply"),
                      l->apply_url.len != 0 ? l->apply_url : l->url);
        break;

    case JOBS_S_REL:

        /* noopener means nothing to a link that opens no window */

        if (!jobs_str_eq(l->link_rel, jobs_lit("noopener"))) {
            jobs_buf_str(b, l->link_rel);
        }

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

    case JOBS_S_TAG:
        jobs_buf_str(b, l->tags.item[row->tag]);
        break;

    case JOBS_S_POSTED:

        if (l->posted_at != JOBS_NO_TIME) {
            jobs_say_date(b, lang, l->posted_at);
        }

        break;

    case JOBS_S_POSTED_DAY:
        jobs_html_day(b, l->posted_at);
        break;

    case JOBS_S_CATEGORY:
        jobs_buf_str(b, l->category_label.len != 0 ? l->category_label
                                                   : l->category);
        break;

    case JOBS_S_DEPARTMENT:
        jobs_buf_str(b, l->department);
        break;

    case JOBS_S_SOURCE:
        jobs_buf_str(b, l->source);
        break;

    case JOBS_S_EXCERPT:
        jobs_buf_str(b, l->excerpt);
        break;

    default:
        break;
    }
}


static int
jobs_row_item(void *data, unsigned slot, unsigned i)
{
    jobs_row_t            *row;
    const jobs_listing_t  *l;

    row = data;
    l = row->listing;

    if (slot == JOBS_S_TAGS) {
        row->tag = i;
        return i < l->tags.n && i < JOBS_ROW_TAGS;
    }

    if (i > 0) {
        return 0;
    }

    switch (slot) {

    case JOBS_S_LINK:
        return jobs_is_http_url(l->url);

    case JOBS_S_FACTS:
        return l->salary_shown || l->remote.len != 0
               || l->employment_type.len != 0 || l->seniority.len != 0;

    case JOBS_S_PREDICTED:
        return l->salary_predicted;

    case JOBS_S_TAGGED:
        return l->tags.n != 0;

    default:
        return 0;
    }
}


static jobs_lang_e
jobs_row_lang(const void *data)
{
    return ((const jobs_row_t *) data)->site->look.lang;
}


/* below the board, or where there is none an address of another site */

static void
jobs_row_link(jobs_buf_t *b, const jobs_row_t *row, jobs_str_t below,
    jobs_str_t other)
{
    other = jobs_is_http_url(other) ? other : jobs_lit("");

    if (row->gaps) {
        jobs_row_gap(b, row->listing, below, other, jobs_escape_html);

    } else if (row->site->board.data != NULL) {
        jobs_site_name(b, row->site, row->listing->id);
        jobs_buf_str(b, below);
        jobs_site_partner(b, row->site, '?');

    } else if (other.len != 0) {
        jobs_row_other(b, other, row->site->campaign, jobs_escape_html);
    }
}
