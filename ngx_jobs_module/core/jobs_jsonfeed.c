/*
 * The list as JSON Feed 1.1; _jobposting holds schema.org's JobPosting.
 */

#include "jobs_json.h"
#include "jobs_text.h"


static void  jobs_feed_member(jobs_buf_t *b, jobs_str_t name, jobs_str_t s);
static void  jobs_feed_time(jobs_buf_t *b, jobs_str_t name, int64_t t);
static void  jobs_feed_gap(jobs_buf_t *b, const jobs_listing_t *l,
                 jobs_str_t below, jobs_str_t other);
static void  jobs_feed_tags(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_feed_posting(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_feed_places(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_feed_place(jobs_buf_t *b, const jobs_listing_t *l,
                 jobs_str_t place);
static void  jobs_feed_salary(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_feed_upper(jobs_buf_t *b, jobs_str_t s);
static jobs_str_t  jobs_feed_type(jobs_str_t type);


void
jobs_row_jsonfeed(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_lit(b, "{\"id\":");
    jobs_json_string(b, l->id);
    jobs_buf_lit(b, ",\"url\":");
    jobs_feed_gap(b, l, jobs_lit(""), l->url);
    jobs_feed_member(b, jobs_lit("external_url"), l->url);
    jobs_feed_member(b, jobs_lit("title"), l->title);
    jobs_feed_member(b, jobs_lit("summary"), l->excerpt);

    if (l->description_html.len != 0) {
        jobs_feed_member(b, jobs_lit("content_html"), l->description_html);

    } else {

        /* one of the two must be there */

        jobs_buf_lit(b, ",\"content_text\":\"");
        jobs_escape_json(b, l->description_text.len != 0 ? l->description_text
                            : l->excerpt.len != 0 ? l->excerpt : l->title);
        jobs_buf_char(b, '"');
    }

    jobs_feed_time(b, jobs_lit("date_published"), l->posted_at);
    jobs_feed_time(b, jobs_lit("date_modified"), l->updated_at);

    jobs_buf_lit(b, ",\"authors\":[{\"name\":");
    jobs_json_string(b, l->company);
    jobs_buf_lit(b, "}]");

    jobs_feed_tags(b, l);
    jobs_feed_member(b, jobs_lit("language"), l->language);

    jobs_buf_lit(b, ",\"_jobposting\":{");
    jobs_feed_posting(b, l);
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

        jobs_row_fill(b, l->rows[i], l->site.board);
    }

    jobs_buf_lit(b, "]}\n");
}


/* ,"name":"text"; nothing where it is unknown */

static void
jobs_feed_member(jobs_buf_t *b, jobs_str_t name, jobs_str_t s)
{
    if (s.len == 0) {
        return;
    }

    jobs_buf_lit(b, ",\"");
    jobs_buf_str(b, name);
    jobs_buf_lit(b, "\":");
    jobs_json_string(b, s);
}


static void
jobs_feed_time(jobs_buf_t *b, jobs_str_t name, int64_t t)
{
    if (t == JOBS_NO_TIME) {
        return;
    }

    jobs_buf_lit(b, ",\"");
    jobs_buf_str(b, name);
    jobs_buf_lit(b, "\":\"");
    jobs_buf_time(b, t);
    jobs_buf_char(b, '"');
}


static void
jobs_feed_gap(jobs_buf_t *b, const jobs_listing_t *l, jobs_str_t below,
    jobs_str_t other)
{
    jobs_buf_char(b, '"');
    jobs_buf_char(b, JOBS_GAP_PATH);
    jobs_buf_char(b, '/');
    jobs_escape_json(b, l->id);
    jobs_buf_str(b, below);
    jobs_buf_char(b, JOBS_GAP_OTHER);
    jobs_escape_json(b, other);
    jobs_buf_char(b, JOBS_GAP_END);
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


static void
jobs_feed_posting(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_lit(b, "\"@context\":\"https://schema.org/\","
                    "\"@type\":\"JobPosting\"");
    jobs_feed_member(b, jobs_lit("title"), l->title);

    jobs_buf_lit(b, ",\"identifier\":{\"@type\":\"PropertyValue\"");
    jobs_feed_member(b, jobs_lit("name"), l->company);
    jobs_feed_member(b, jobs_lit("value"), l->id);
    jobs_buf_char(b, '}');

    jobs_feed_time(b, jobs_lit("datePosted"), l->posted_at);
    jobs_feed_time(b, jobs_lit("validThrough"), l->expires_at);
    jobs_feed_member(b, jobs_lit("employmentType"),
                     jobs_feed_type(l->employment_type));
    jobs_feed_member(b, jobs_lit("industry"), l->category_label);

    jobs_buf_lit(b, ",\"hiringOrganization\":{\"@type\":\"Organization\"");
    jobs_feed_member(b, jobs_lit("name"), l->company);
    jobs_buf_char(b, '}');

    jobs_feed_places(b, l);
    jobs_feed_salary(b, l);

    jobs_buf_lit(b, ",\"url\":");
    jobs_feed_gap(b, l, jobs_lit("/apply"),
                  l->apply_url.data != NULL ? l->apply_url : l->url);
}


/* TELECOMMUTE says nothing without the countries that it is open to */

static void
jobs_feed_places(jobs_buf_t *b, const jobs_listing_t *l)
{
    size_t  i;

    if (jobs_str_eq(l->remote, jobs_lit("remote")) && l->countries.n > 0) {
        jobs_buf_lit(b, ",\"jobLocationType\":\"TELECOMMUTE\","
                        "\"applicantLocationRequirements\":[");

        for (i = 0; i < l->countries.n; i++) {
            jobs_buf_str(b, i > 0 ? jobs_lit(",{\"@type\":\"Country\"")
                                  : jobs_lit("{\"@type\":\"Country\""));
            jobs_feed_member(b, jobs_lit("name"), l->countries.item[i]);
            jobs_buf_char(b, '}');
        }

        jobs_buf_char(b, ']');
    }

    if (l->locations.n == 0 && l->location.len == 0) {
        return;
    }

    jobs_buf_lit(b, ",\"jobLocation\":[");

    if (l->locations.n == 0) {
        jobs_feed_place(b, l, l->location);
    }

    for (i = 0; i < l->locations.n; i++) {
        if (i > 0) {
            jobs_buf_char(b, ',');
        }

        jobs_feed_place(b, l, l->locations.item[i]);
    }

    jobs_buf_char(b, ']');
}


static void
jobs_feed_place(jobs_buf_t *b, const jobs_listing_t *l, jobs_str_t place)
{
    jobs_buf_lit(b, "{\"@type\":\"Place\",\"address\":"
                    "{\"@type\":\"PostalAddress\"");
    jobs_feed_member(b, jobs_lit("addressLocality"), place);

    if (l->countries.n == 1) {
        jobs_feed_member(b, jobs_lit("addressCountry"), l->countries.item[0]);
    }

    jobs_buf_lit(b, "}}");
}


static void
jobs_feed_salary(jobs_buf_t *b, const jobs_listing_t *l)
{
    if (!l->salary_shown) {
        return;
    }

    jobs_buf_lit(b, ",\"baseSalary\":{\"@type\":\"MonetaryAmount\"");
    jobs_feed_member(b, jobs_lit("currency"), l->salary_currency);
    jobs_buf_lit(b, ",\"value\":{\"@type\":\"QuantitativeValue\"");

    if (l->has_salary_min) {
        jobs_buf_lit(b, ",\"minValue\":");
        jobs_buf_number(b, l->salary_min);
    }

    if (l->has_salary_max) {
        jobs_buf_lit(b, ",\"maxValue\":");
        jobs_buf_number(b, l->salary_max);
    }

    jobs_buf_lit(b, ",\"unitText\":\"");
    jobs_feed_upper(b, l->salary_period);
    jobs_buf_lit(b, "\"}}");
}


/* of a closed set: a-z and "_" */

static void
jobs_feed_upper(jobs_buf_t *b, jobs_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        if (s.data[i] == '_' || (s.data[i] >= 'a' && s.data[i] <= 'z')) {
            jobs_buf_char(b, s.data[i] == '_' ? '_' : s.data[i] - 'a' + 'A');
        }
    }
}


static jobs_str_t
jobs_feed_type(jobs_str_t type)
{
    unsigned  i;

    static const jobs_str_t  types[][2] = {
        { jobs_string("full_time"), jobs_string("FULL_TIME") },
        { jobs_string("part_time"), jobs_string("PART_TIME") },
        { jobs_string("contract"), jobs_string("CONTRACTOR") },
        { jobs_string("temporary"), jobs_string("TEMPORARY") },
        { jobs_string("internship"), jobs_string("INTERN") },
        { jobs_string("volunteer"), jobs_string("VOLUNTEER") },
        { jobs_string("other"), jobs_string("OTHER") }
    };

    for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (jobs_str_eq(types[i][0], type)) {
            return types[i][1];
        }
    }

    return jobs_str(NULL, 0);
}
