/*
 * JSON-LD.
 *
 * A posting says what its employer says and nothing else: no currency, no
 * country and no working place is made up, so a listing that lacks them has
 * none.
 */

#include "jobs_jsonld.h"
#include "jobs_posting.h"
#include "jobs_text.h"


static int   jobs_jsonld_complete(const jobs_listing_t *l);
static int   jobs_jsonld_distant(const jobs_listing_t *l);


void
jobs_jsonld_listing(jobs_buf_t *b, const jobs_listing_t *l)
{
    if (!jobs_jsonld_complete(l)) {
        return;
    }

    jobs_buf_lit(b, "<script type=\"application/ld+json\">{");
    jobs_posting_head(b, l);
    jobs_posting_text(b, jobs_lit("description"), l->description_html);

    if (jobs_jsonld_distant(l)) {
        jobs_posting_areas(b, l);

    } else {
        jobs_posting_places(b, l);
    }

    jobs_posting_salary(b, l);

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
    jobs_posting_text(b, jobs_lit("name"), name);
    jobs_posting_text(b, jobs_lit("item"), url);
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
