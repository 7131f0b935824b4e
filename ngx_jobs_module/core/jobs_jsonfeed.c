/*
 * The list as JSON Feed 1.1; _jobposting holds schema.org's JobPosting.
 */

#include "jobs_json.h"
#include "jobs_posting.h"
#include "jobs_text.h"


static void  jobs_feed_gap(jobs_buf_t *b, const jobs_listing_t *l,
                 jobs_str_t below, jobs_str_t other);
static void  jobs_feed_tags(jobs_buf_t *b, const jobs_listing_t *l);


void
jobs_row_jsonfeed(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_lit(b, "{\"id\":");
    jobs_json_string(b, l->id);
    jobs_buf_lit(b, ",\"url\":");
    jobs_feed_gap(b, l, jobs_lit(""), l->url);
    jobs_posting_text(b, jobs_lit("external_url"), l->url);
    jobs_posting_text(b, jobs_lit("title"), l->title);
    jobs_posting_text(b, jobs_lit("summary"), l->excerpt);

    if (l->description_html.len != 0) {
        jobs_posting_text(b, jobs_lit("content_html"), l->description_html);

    } else {

        /* one of the two must be there */

        jobs_buf_lit(b, ",\"content_text\":\"");
        jobs_escape_json(b, l->description_text.len != 0 ? l->description_text
                            : l->excerpt.len != 0 ? l->excerpt : l->title);
        jobs_buf_char(b, '"');
    }

    jobs_posting_time(b, jobs_lit("date_published"), l->posted_at);
    jobs_posting_time(b, jobs_lit("date_modified"), l->updated_at);

    jobs_buf_lit(b, ",\"authors\":[{\"name\":");
    jobs_json_string(b, l->company);
    jobs_buf_lit(b, "}]");

    jobs_feed_tags(b, l);
    jobs_posting_text(b, jobs_lit("language"), l->language);

    jobs_buf_lit(b, ",\"_jobposting\":{");
    jobs_posting_head(b, l);
    jobs_posting_text(b, jobs_lit("industry"), l->category_label);

    if (jobs_str_eq(l->remote, jobs_lit("remote"))) {
        jobs_posting_areas(b, l);
    }

    jobs_posting_places(b, l);
    jobs_posting_salary(b, l);

    jobs_buf_lit(b, ",\"url\":");
    jobs_feed_gap(b, l, jobs_lit("/apply"),
                  l->apply_url.data != NULL ? l->apply_url : l->url);
    jobs_buf_lit(b, "}}");
}


void
jobs_list_jsonfeed(jobs_buf_t *b, const jobs_list_t *l)
{
    size_t    at;
    unsigned  i;

    jobs_buf_lit(b, "{\"version\":\"https://jsonfeed.org/version/1.1\","
                    "\"title\":\"");
    jobs_json_heading(b, l);
    jobs_buf_char(b, '"');

    if (l->site.board.data != NULL) {
        jobs_buf_lit(b, ",\"home_page_url\":");
        jobs_json_address(b, l, jobs_address_page);
    }

    jobs_buf_lit(b, ",\"feed_url\":");
    jobs_json_address(b, l, jobs_address_self);

    at = b->len;
    jobs_address_next(b, l);

    if (b->rc == JOBS_OK && b->len > at) {
        b->len = at;
        jobs_buf_lit(b, ",\"next_url\":");
        jobs_json_address(b, l, jobs_address_next);
    }

    jobs_buf_lit(b, ",\"_jobs\":{\"total\":");
    jobs_buf_uint(b, l->total);
    jobs_buf_lit(b, ",\"snapshot\":");
    jobs_json_snapshot(b, l);
    jobs_buf_lit(b, ",\"attribution\":");
    jobs_json_attribution(b, l);
    jobs_buf_lit(b, "},\"items\":[");

    for (i = 0; i < l->count; i++) {
        if (i > 0) {
            jobs_buf_char(b, ',');
        }

        jobs_row_fill(b, l->rows[i], l->site.board, l->site.partner);
    }

    jobs_buf_lit(b, "]}\n");
}


static void
jobs_feed_gap(jobs_buf_t *b, const jobs_listing_t *l, jobs_str_t below,
    jobs_str_t other)
{
    jobs_buf_char(b, '"');
    jobs_row_gap(b, l, below, other, jobs_escape_json);
    jobs_buf_char(b, '"');
}


/* category first */

static void
jobs_feed_tags(jobs_buf_t *b, const jobs_listing_t *l)
{
    size_t  i;

    if (l->category_label.len == 0 && l->tags.n == 0) {
        return;
    }

    jobs_buf_lit(b, ",\"tags\":[");

    if (l->category_label.len != 0) {
        jobs_json_string(b, l->category_label);
    }

    for (i = 0; i < l->tags.n; i++) {
        if (i > 0 || l->category_label.len != 0) {
            jobs_buf_char(b, ',');
        }

        jobs_json_string(b, l->tags.item[i]);
    }

    jobs_buf_char(b, ']');
}
