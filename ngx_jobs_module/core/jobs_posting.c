/*
 * schema.org's JobPosting.
 */

#include "jobs_posting.h"
#include "jobs_text.h"


typedef struct {
    jobs_str_t               value;
    jobs_str_t               name;      /* schema.org's */
} jobs_posting_name_t;


static void        jobs_posting_place(jobs_buf_t *b, const jobs_listing_t *l,
                       jobs_str_t place);
static jobs_str_t  jobs_posting_name(const jobs_posting_name_t *names,
                       jobs_str_t value);


static const jobs_posting_name_t  jobs_posting_types[] = {
    { jobs_string("full_time"), jobs_string("FULL_TIME") },
    { jobs_string("part_time"), jobs_string("PART_TIME") },
    { jobs_string("contract"), jobs_string("CONTRACTOR") },
    { jobs_string("temporary"), jobs_string("TEMPORARY") },
    { jobs_string("internship"), jobs_string("INTERN") },
    { jobs_string("volunteer"), jobs_string("VOLUNTEER") },
    { jobs_string("other"), jobs_string("OTHER") },
    { jobs_null_string, jobs_null_string }
};

static const jobs_posting_name_t  jobs_posting_periods[] = {
    { jobs_string("hour"), jobs_string("HOUR") },
    { jobs_string("day"), jobs_string("DAY") },
    { jobs_string("week"), jobs_string("WEEK") },
    { jobs_string("month"), jobs_string("MONTH") },
    { jobs_string("year"), jobs_string("YEAR") },
    { jobs_null_string, jobs_null_string }
};


void
jobs_posting_head(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_lit(b, "\"@context\":\"https://schema.org\","
                    "\"@type\":\"JobPosting\"");
    jobs_posting_text(b, jobs_lit("title"), l->title);

    jobs_buf_lit(b, ",\"identifier\":{\"@type\":\"PropertyValue\"");
    jobs_posting_text(b, jobs_lit("name"), l->company);
    jobs_posting_text(b, jobs_lit("value"), l->id);
    jobs_buf_char(b, '}');

    jobs_posting_time(b, jobs_lit("datePosted"), l->posted_at);
    jobs_posting_time(b, jobs_lit("validThrough"), l->expires_at);
    jobs_posting_text(b, jobs_lit("employmentType"),
                      jobs_posting_name(jobs_posting_types,
                                        l->employment_type));

    jobs_buf_lit(b, ",\"hiringOrganization\":{\"@type\":\"Organization\"");
    jobs_posting_text(b, jobs_lit("name"), l->company);
    jobs_buf_char(b, '}');
}


void
jobs_posting_areas(jobs_buf_t *b, const jobs_listing_t *l)
{
    size_t  i;

    if (l->countries.n == 0) {
        return;
    }

    jobs_buf_lit(b, ",\"jobLocationType\":\"TELECOMMUTE\","
                    "\"applicantLocationRequirements\":[");

    for (i = 0; i < l->countries.n; i++) {
        jobs_buf_str(b, i > 0 ? jobs_lit(",{\"@type\":\"Country\"")
                              : jobs_lit("{\"@type\":\"Country\""));
        jobs_posting_text(b, jobs_lit("name"), l->countries.item[i]);
        jobs_buf_char(b, '}');
    }

    jobs_buf_char(b, ']');
}


void
jobs_posting_places(jobs_buf_t *b, const jobs_listing_t *l)
{
    size_t  i;

    if (l->locations.n == 0 && l->location.len == 0) {
        return;
    }

    jobs_buf_lit(b, ",\"jobLocation\":[");

    if (l->locations.n == 0) {
        jobs_posting_place(b, l, l->location);
    }

    for (i = 0; i < l->locations.n; i++) {
        if (i > 0) {
            jobs_buf_char(b, ',');
        }

        jobs_posting_place(b, l, l->locations.item[i]);
    }

    jobs_buf_char(b, ']');
}


static void
jobs_posting_place(jobs_buf_t *b, const jobs_listing_t *l, jobs_str_t place)
{
    jobs_buf_lit(b, "{\"@type\":\"Place\",\"address\":"
                    "{\"@type\":\"PostalAddress\"");
    jobs_posting_text(b, jobs_lit("addressLocality"), place);

    if (l->countries.n == 1) {
        jobs_posting_text(b, jobs_lit("addressCountry"),
                          l->countries.item[0]);
    }

    jobs_buf_lit(b, "}}");
}


void
jobs_posting_salary(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_str_t  period;

    period = jobs_posting_name(jobs_posting_periods, l->salary_period);

    if (!l->salary_shown || l->salary_predicted || period.data == NULL) {
        return;
    }

    jobs_buf_lit(b, ",\"baseSalary\":{\"@type\":\"MonetaryAmount\"");
    jobs_posting_text(b, jobs_lit("currency"), l->salary_currency);
    jobs_buf_lit(b, ",\"value\":{\"@type\":\"QuantitativeValue\"");
    jobs_posting_text(b, jobs_lit("unitText"), period);

    if (l->has_salary_min && l->has_salary_max
        && l->salary_min == l->salary_max)
    {
        jobs_buf_lit(b, ",\"value\":");
        jobs_buf_number(b, l->salary_min);

    } else {

        if (l->has_salary_min) {
            jobs_buf_lit(b, ",\"minValue\":");
            jobs_buf_number(b, l->salary_min);
        }

        if (l->has_salary_max) {
            jobs_buf_lit(b, ",\"maxValue\":");
            jobs_buf_number(b, l->salary_max);
        }
    }

    jobs_buf_lit(b, "}}");
}


void
jobs_posting_text(jobs_buf_t *b, jobs_str_t name, jobs_str_t s)
{
    if (s.len == 0) {
        return;
    }

    jobs_buf_lit(b, ",\"");
    jobs_buf_str(b, name);
    jobs_buf_lit(b, "\":");
    jobs_json_string(b, s);
}


void
jobs_posting_time(jobs_buf_t *b, jobs_str_t name, int64_t t)
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


static jobs_str_t
jobs_posting_name(const jobs_posting_name_t *names, jobs_str_t value)
{
    for ( /* void */ ; names->value.data != NULL; names++) {
        if (jobs_str_eq(names->value, value)) {
            break;
        }
    }

    return names->name;
}
