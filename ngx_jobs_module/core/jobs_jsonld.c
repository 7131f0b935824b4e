/*
 * JSON-LD.
 *
 * A posting says what its employer says and nothing else: no currency, no
 * country and no working place is made up, so a listing that lacks them has
 * none.
 */

#include "jobs_jsonld.h"
#include "jobs_text.h"


typedef struct {
    jobs_str_t               value;
    jobs_str_t               name;      /* schema.org's */
} jobs_jsonld_name_t;


static int   jobs_jsonld_complete(const jobs_listing_t *l);
static int   jobs_jsonld_distant(const jobs_listing_t *l);
static void  jobs_jsonld_type(jobs_buf_t *b, jobs_str_t type);
static void  jobs_jsonld_area(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_jsonld_places(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_jsonld_salary(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_jsonld_text(jobs_buf_t *b, jobs_str_t name, jobs_str_t s);
static void  jobs_jsonld_time(jobs_buf_t *b, jobs_str_t name, int64_t t);
static jobs_str_t  jobs_jsonld_name(const jobs_jsonld_name_t *names,
                       jobs_str_t value);


static const jobs_jsonld_name_t  jobs_jsonld_types[] = {
    { jobs_string("full_time"), jobs_string("FULL_TIME") },
    { jobs_string("part_time"), jobs_string("PART_TIME") },
    { jobs_string("contract"), jobs_string("CONTRACTOR") },
    { jobs_string("temporary"), jobs_string("TEMPORARY") },
    { jobs_string("internship"), jobs_string("INTERN") },
    { jobs_string("volunteer"), jobs_string("VOLUNTEER") },
    { jobs_string("other"), jobs_string("OTHER") },
    { jobs_null_string, jobs_null_string }
};

static const jobs_jsonld_name_t  jobs_jsonld_periods[] = {
    { jobs_string("hour"), jobs_string("HOUR") },
    { jobs_string("day"), jobs_string("DAY") },
    { jobs_string("week"), jobs_string("WEEK") },
    { jobs_string("month"), jobs_string("MONTH") },
    { jobs_string("year"), jobs_string("YEAR") },
    { jobs_null_string, jobs_null_string }
};


void
jobs_jsonld_listing(jobs_buf_t *b, const jobs_listing_t *l)
{
    if (!jobs_jsonld_complete(l)) {
        return;
    }

    jobs_buf_lit(b, "<script type=\"application/ld+json\">"
                    "{\"@context\":\"https://schema.org\","
                    "\"@type\":\"JobPosting\"");

    jobs_jsonld_text(b, jobs_lit(",\"title\":"), l->title);
    jobs_jsonld_text(b, jobs_lit(",\"description\":"), l->description_html);
    jobs_jsonld_time(b, jobs_lit(",\"datePosted\":"), l->posted_at);

    if (l->expires_at != JOBS_NO_TIME) {
        jobs_jsonld_time(b, jobs_lit(",\"validThrough\":"), l->expires_at);
    }

    jobs_jsonld_type(b, l->employment_type);

    jobs_jsonld_text(b, jobs_lit(",\"hiringOrganization\":"
                                 "{\"@type\":\"Organization\",\"name\":"),
                     l->company);
    jobs_jsonld_text(b, jobs_lit("},\"identifier\":"
                                 "{\"@type\":\"PropertyValue\",\"name\":"),
                     l->company);
    jobs_jsonld_text(b, jobs_lit(",\"value\":"), l->id);
    jobs_buf_char(b, '}');

    if (jobs_jsonld_distant(l)) {
        jobs_jsonld_area(b, l);

    } else {
        jobs_jsonld_places(b, l);
    }

    jobs_jsonld_salary(b, l);

    jobs_buf_lit(b, "}</script>\n");
}


void
jobs_jsonld_crumbs(jobs_buf_t *b, const jobs_site_t *site)
{
    jobs_buf_lit(b, "<script type=\"application/ld+json\">"
                    "{\"@context\":\"https://schema.org\","
                    "\"@type\":\"BreadcrumbList\",\"itemListElement\":["
                    "{\"@type\":\"ListItem\",\"position\":1,"
                    "\"name\":\"Jobs\",\"item\":\"");

    /* an address of the board needs no escape */

    jobs_site_view(b, site, jobs_lit(""));
    jobs_buf_lit(b, "\"}");
}


void
jobs_jsonld_crumb(jobs_buf_t *b, unsigned position, jobs_str_t name,
    jobs_str_t url)
{
    jobs_buf_lit(b, ",{\"@type\":\"ListItem\",\"position\":");
    jobs_buf_uint(b, position);
    jobs_jsonld_text(b, jobs_lit(",\"name\":"), name);

    if (url.data != NULL) {
        jobs_jsonld_text(b, jobs_lit(",\"item\":"), url);
    }

    jobs_buf_char(b, '}');
}


void
jobs_jsonld_end(jobs_buf_t *b)
{
    jobs_buf_lit(b, "]}</script>\n");
}


/*
 * A place without a country is none to a search engine, and which of several
 * countries it lies in cannot be known.  "Anywhere in the world" is no area
 * that a posting could name.
 */

static int
jobs_jsonld_complete(const jobs_listing_t *l)
{
    if (!l->jsonld || l->title.len == 0 || l->company.len == 0
        || l->description_html.len == 0 || l->posted_at == JOBS_NO_TIME)
    {
        return 0;
    }

    if (jobs_jsonld_distant(l)) {
        return l->countries.n > 0 && !l->worldwide;
    }

    return l->countries.n == 1
           && (l->locations.n > 0 || l->location.len != 0);
}


static int
jobs_jsonld_distant(const jobs_listing_t *l)
{
    return jobs_str_eq(l->remote, jobs_lit("remote"));
}


static void
jobs_jsonld_type(jobs_buf_t *b, jobs_str_t type)
{
    jobs_str_t  name;

    name = jobs_jsonld_name(jobs_jsonld_types, type);

    if (name.data != NULL) {
        jobs_jsonld_text(b, jobs_lit(",\"employmentType\":"), name);
    }
}


static void
jobs_jsonld_area(jobs_buf_t *b, const jobs_listing_t *l)
{
    size_t  i;

    jobs_buf_lit(b, ",\"jobLocationType\":\"TELECOMMUTE\","
                    "\"applicantLocationRequirements\":[");

    for (i = 0; i < l->countries.n; i++) {
        jobs_jsonld_text(b, i > 0
                            ? jobs_lit(",{\"@type\":\"Country\",\"name\":")
                            : jobs_lit("{\"@type\":\"Country\",\"name\":"),
                         l->countries.item[i]);
        jobs_buf_char(b, '}');
    }

    jobs_buf_char(b, ']');
}


static void
jobs_jsonld_places(jobs_buf_t *b, const jobs_listing_t *l)
{
    size_t  i;

    jobs_buf_lit(b, ",\"jobLocation\":[");

    i = 0;

    do {
        jobs_buf_str(b, i > 0 ? jobs_lit(",") : jobs_lit(""));

        jobs_jsonld_text(b, jobs_lit("{\"@type\":\"Place\",\"address\":"
                                     "{\"@type\":\"PostalAddress\","
                                     "\"addressLocality\":"),
                         l->locations.n > 0 ? l->locations.item[i]
                                            : l->location);
        jobs_jsonld_text(b, jobs_lit(",\"addressCountry\":"),
                         l->countries.item[0]);
        jobs_buf_lit(b, "}}");

    } while (++i < l->locations.n);

    jobs_buf_char(b, ']');
}


/* what HTML shows, and only what the employer states */

static void
jobs_jsonld_salary(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_str_t  period;

    period = jobs_jsonld_name(jobs_jsonld_periods, l->salary_period);

    if (!l->salary_shown || l->salary_predicted || period.data == NULL) {
        return;
    }

    jobs_jsonld_text(b, jobs_lit(",\"baseSalary\":"
                                 "{\"@type\":\"MonetaryAmount\","
                                 "\"currency\":"),
                     l->salary_currency);
    jobs_jsonld_text(b, jobs_lit(",\"value\":"
                                 "{\"@type\":\"QuantitativeValue\","
                                 "\"unitText\":"),
                     period);

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


static void
jobs_jsonld_text(jobs_buf_t *b, jobs_str_t name, jobs_str_t s)
{
    jobs_buf_str(b, name);
    jobs_json_string(b, s);
}


static void
jobs_jsonld_time(jobs_buf_t *b, jobs_str_t name, int64_t t)
{
    jobs_buf_str(b, name);
    jobs_buf_char(b, '"');
    jobs_buf_time(b, t);
    jobs_buf_char(b, '"');
}


static jobs_str_t
jobs_jsonld_name(const jobs_jsonld_name_t *names, jobs_str_t value)
{
    for ( /* void */ ; names->value.data != NULL; names++) {
        if (jobs_str_eq(names->value, value)) {
            break;
        }
    }

    return names->name;
}
