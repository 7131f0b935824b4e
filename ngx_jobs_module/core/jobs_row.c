/*
 * A listing as JSON, and the filling of the gaps of ready rows.
 */

#include "jobs_listing.h"
#include "jobs_partners.h"
#include "jobs_text.h"


static void  jobs_listing_json(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_json_member(jobs_buf_t *b, jobs_str_t name, jobs_str_t s);
static void  jobs_json_items(jobs_buf_t *b, jobs_str_t name,
                 const jobs_items_t *items);
static void  jobs_json_number(jobs_buf_t *b, jobs_str_t name, int has,
                 double n);
static void  jobs_json_flag(jobs_buf_t *b, jobs_str_t name, int has, int flag);
static void  jobs_json_time(jobs_buf_t *b, jobs_str_t name, int64_t t);


void
jobs_row_json(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_char(b, '{');
    jobs_listing_json(b, l);
    jobs_buf_char(b, '}');
}


void
jobs_detail_json(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_char(b, '{');
    jobs_listing_json(b, l);
    jobs_json_member(b, jobs_lit(",\"description_html\":"),
                     l->description_html);
    jobs_json_member(b, jobs_lit(",\"description_text\":"),
                     l->description_text);
    jobs_buf_char(b, '}');
}


void
jobs_row_gap(jobs_buf_t *b, const jobs_listing_t *l, jobs_str_t below,
    jobs_str_t other, jobs_escape_t escape)
{
    jobs_buf_char(b, JOBS_GAP_PATH);
    jobs_buf_char(b, '/');
    escape(b, l->id);
    jobs_buf_str(b, below);
    jobs_buf_char(b, JOBS_GAP_OTHER);
    jobs_row_other(b, other, l->campaign, escape);
    jobs_buf_char(b, JOBS_GAP_END);
}


void
jobs_row_other(jobs_buf_t *b, jobs_str_t other, jobs_str_t campaign,
    jobs_escape_t escape)
{
    jobs_buf_t  address;

    if (campaign.data == NULL || other.len == 0) {
        escape(b, other);
        return;
    }

    jobs_buf_init(&address, b->mem, b->max);
    jobs_campaign_address(&address, other, campaign);

    if (address.rc == JOBS_OK) {
        escape(b, jobs_buf_view(&address));

    } else if (b->rc == JOBS_OK) {
        b->rc = address.rc;
    }

    jobs_buf_free(&address);
}


void
jobs_row_fill(jobs_buf_t *b, jobs_str_t row, jobs_str_t board,
    jobs_str_t partner)
{
    const char  *p, *last, *gap, *other, *end;

    p = row.data;
    last = p + row.len;

    while (p < last) {
        gap = memchr(p, JOBS_GAP_PATH, last - p);

        if (gap == NULL) {
            break;
        }

        jobs_buf_add(b, p, gap - p);

        other = memchr(gap, JOBS_GAP_OTHER, last - gap);
        end = (other != NULL) ? memchr(other, JOBS_GAP_END, last - other)
                              : NULL;

        if (end == NULL) {

            /* not a row of ours: nothing of the rest can be trusted */

            if (b->rc == JOBS_OK) {
                b->rc = JOBS_CORRUPT;
            }

            return;
        }

        if (board.data != NULL) {
            jobs_buf_str(b, board);
            jobs_buf_add(b, gap + 1, other - gap - 1);

            if (partner.data != NULL) {
                jobs_buf_lit(b, "?partner=");
                jobs_buf_str(b, partner);
            }

        } else {
            jobs_buf_add(b, other + 1, end - other - 1);
        }

        p = end + 1;
    }

    if (p < last) {
        jobs_buf_add(b, p, last - p);
    }
}


static void
jobs_listing_json(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_json_member(b, jobs_lit("\"id\":"), l->id);
    jobs_json_member(b, jobs_lit(",\"title\":"), l->title);
    jobs_json_member(b, jobs_lit(",\"company\":"), l->company);
    jobs_json_member(b, jobs_lit(",\"company_slug\":"), l->company_slug);
    jobs_json_member(b, jobs_lit(",\"company_logo\":"), l->company_logo);
    jobs_json_member(b, jobs_lit(",\"url\":"), l->url);

    jobs_buf_lit(b, ",\"apply_url\":\"");
    jobs_row_gap(b, l, jobs_lit("/apply"),
                 l->apply_url.data != NULL ? l->apply_url : l->url,
                 jobs_escape_json);
    jobs_buf_char(b, '"');

    jobs_json_member(b, jobs_lit(",\"link_rel\":"), l->link_rel);
    jobs_json_member(b, jobs_lit(",\"location\":"), l->location);
    jobs_json_items(b, jobs_lit(",\"locations\":["), &l->locations);
    jobs_json_items(b, jobs_lit(",\"countries\":["), &l->countries);
    jobs_json_items(b, jobs_lit(",\"regions\":["), &l->regions);
    jobs_json_flag(b, jobs_lit(",\"worldwide\":"), 1, l->worldwide);
    jobs_json_member(b, jobs_lit(",\"remote\":"), l->remote);
    jobs_json_member(b, jobs_lit(",\"employment_type\":"),
                     l->employment_type);
    jobs_json_member(b, jobs_lit(",\"seniority\":"), l->seniority);
    jobs_json_member(b, jobs_lit(",\"category\":"), l->category);
    jobs_json_member(b, jobs_lit(",\"department\":"), l->department);
    jobs_json_items(b, jobs_lit(",\"tags\":["), &l->tags);
    jobs_json_number(b, jobs_lit(",\"salary_min\":"), l->has_salary_min,
                     l->salary_min);
    jobs_json_number(b, jobs_lit(",\"salary_max\":"), l->has_salary_max,
                     l->salary_max);
    jobs_json_member(b, jobs_lit(",\"salary_currency\":"),
                     l->salary_currency);
    jobs_json_member(b, jobs_lit(",\"salary_period\":"), l->salary_period);
    jobs_json_flag(b, jobs_lit(",\"salary_predicted\":"), 1,
                   l->salary_predicted);
    jobs_json_member(b, jobs_lit(",\"language\":"), l->language);
    jobs_json_flag(b, jobs_lit(",\"visa\":"), l->has_visa, l->visa);
    jobs_json_member(b, jobs_lit(",\"source\":"), l->source);
    jobs_json_time(b, jobs_lit(",\"posted_at\":"), l->posted_at);
    jobs_json_time(b, jobs_lit(",\"updated_at\":"), l->updated_at);
    jobs_json_time(b, jobs_lit(",\"expires_at\":"), l->expires_at);
    jobs_json_member(b, jobs_lit(",\"excerpt\":"), l->excerpt);
}


static void
jobs_json_member(jobs_buf_t *b, jobs_str_t name, jobs_str_t s)
{
    jobs_buf_str(b, name);
    jobs_json_string(b, s);
}


static void
jobs_json_items(jobs_buf_t *b, jobs_str_t name, const jobs_items_t *items)
{
    size_t  i;

    jobs_buf_str(b, name);

    for (i = 0; i < items->n; i++) {
        if (i > 0) {
            jobs_buf_char(b, ',');
        }

        jobs_json_string(b, items->item[i]);
    }

    jobs_buf_char(b, ']');
}


static void
jobs_json_number(jobs_buf_t *b, jobs_str_t name, int has, double n)
{
    jobs_buf_str(b, name);

    if (has) {
        jobs_buf_number(b, n);

    } else {
        jobs_buf_lit(b, "null");
    }
}


static void
jobs_json_flag(jobs_buf_t *b, jobs_str_t name, int has, int flag)
{
    jobs_buf_str(b, name);
    jobs_buf_str(b, !has ? jobs_lit("null") : flag ? jobs_lit("true")
                                                   : jobs_lit("false"));
}


static void
jobs_json_time(jobs_buf_t *b, jobs_str_t name, int64_t t)
{
    jobs_buf_str(b, name);

    if (t == JOBS_NO_TIME) {
        jobs_buf_lit(b, "null");
        return;
    }

    jobs_buf_char(b, '"');
    jobs_buf_time(b, t);
    jobs_buf_char(b, '"');
}
