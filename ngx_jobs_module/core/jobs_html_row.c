/*
 * HTML: a listing as an item of a list, made at publish time, with gaps.
 */


#include "jobs_html.h"
#include "jobs_salary.h"


#define JOBS_ROW_TAGS  6

#define jobs_row_slots(X)                                                     \
    X(TITLE, "title", TEXT)                                                   \
    X(LINK, "link", LIST)                                                     \
    X(LINK_URL, "link_url", LINK)                                             \
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
    X(POSTED_DAY, "posted_day", TEXT)

enum { jobs_row_slots(jobs_slot_index) };


typedef struct {
    const jobs_listing_t    *listing;
    unsigned                 tag;
} jobs_row_t;


static void jobs_row_write(jobs_buf_t *b, void *data, unsigned slot);
static int jobs_row_item(void *data, unsigned slot, unsigned i);
static void jobs_row_link(jobs_buf_t *b, const jobs_listing_t *l);


static const jobs_slot_t  jobs_row_table[] = {
    jobs_row_slots(jobs_slot_row)
};


const jobs_view_t  jobs_html_row_view = {
    .slots = jobs_row_table,
    .nslots = jobs_html_nslots(jobs_row_table),
    .write = jobs_row_write,
    .item = jobs_row_item
};


void
jobs_row_html(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_row_t  row;

    row.listing = l;
    row.tag = 0;

    jobs_template_render(b, jobs_html_template(JOBS_HTML_ITEM), &row);
}


static void
jobs_row_write(jobs_buf_t *b, void *data, unsigned slot)
{
    const jobs_row_t      *row;
    const jobs_listing_t  *l;

    row = data;
    l = row->listing;

    switch (slot) {

    case JOBS_S_TITLE:
        jobs_buf_str(b, l->title);
        break;

    case JOBS_S_LINK_URL:
        jobs_row_link(b, l);
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
            jobs_salary_text(b, l);
        }

        break;

    case JOBS_S_REMOTE:
        jobs_buf_str(b, jobs_html_choice(JOBS_P_REMOTE, l->remote));
        break;

    case JOBS_S_TYPE:
        jobs_buf_str(b, jobs_html_choice(JOBS_P_TYPE, l->employment_type));
        break;

    case JOBS_S_LEVEL:
        jobs_buf_str(b, jobs_html_choice(JOBS_P_LEVEL, l->seniority));
        break;

    case JOBS_S_TAG:
        jobs_buf_str(b, l->tags.item[row->tag]);
        break;

    case JOBS_S_POSTED:

        if (l->posted_at != JOBS_NO_TIME) {
            jobs_buf_date(b, l->posted_at);
        }

        break;

    case JOBS_S_POSTED_DAY:
        jobs_html_day(b, l->posted_at);
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


static void
jobs_row_link(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_char(b, JOBS_GAP_PATH);
    jobs_buf_char(b, '/');
    jobs_escape_html(b, l->id);
    jobs_buf_char(b, JOBS_GAP_OTHER);
    jobs_escape_html(b, l->url);
    jobs_buf_char(b, JOBS_GAP_END);
}
