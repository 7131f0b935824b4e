/*
 * The list as XML that Indeed and other aggregators read: source/job.
 */

#include "jobs_salary.h"
#include "jobs_text.h"
#include "jobs_xml.h"


static void  jobs_indeed_element(jobs_buf_t *b, jobs_str_t name,
                 jobs_str_t s);
static void  jobs_indeed_time(jobs_buf_t *b, jobs_str_t name, int64_t t);
static void  jobs_indeed_address(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_indeed_salary(jobs_buf_t *b, const jobs_listing_t *l);
static jobs_str_t  jobs_indeed_type(jobs_str_t type);
static jobs_str_t  jobs_indeed_remote(jobs_str_t remote);


void
jobs_row_indeed(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_lit(b, "<job>\n");

    jobs_indeed_element(b, jobs_lit("title"), l->title);
    jobs_indeed_time(b, jobs_lit("date"), l->posted_at);
    jobs_indeed_element(b, jobs_lit("referencenumber"), l->id);
    jobs_indeed_address(b, l);
    jobs_indeed_element(b, jobs_lit("company"), l->company);
    jobs_indeed_element(b, jobs_lit("sourcename"), l->source);

    /* the place is not taken apart: its first part stands for the city */

    jobs_indeed_element(b, jobs_lit("city"),
                        l->locations.n > 0 ? l->locations.item[0]
                                           : l->location);

    if (l->countries.n == 1) {
        jobs_indeed_element(b, jobs_lit("country"), l->countries.item[0]);
    }

    jobs_indeed_element(b, jobs_lit("description"),
                        l->description_html.len != 0 ? l->description_html
                        : l->description_text.len != 0 ? l->description_text
                                                       : l->excerpt);
    jobs_indeed_salary(b, l);
    jobs_indeed_element(b, jobs_lit("jobtype"),
                        jobs_indeed_type(l->employment_type));
    jobs_indeed_element(b, jobs_lit("category"), l->category_label);
    jobs_indeed_element(b, jobs_lit("experience"), l->seniority);
    jobs_indeed_element(b, jobs_lit("remotetype"),
                        jobs_indeed_remote(l->remote));
    jobs_indeed_time(b, jobs_lit("expirationdate"), l->expires_at);

    jobs_buf_lit(b, "</job>\n");
}


void
jobs_list_indeed(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned  i;

    jobs_buf_lit(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<source>\n<publisher>");
    jobs_xml_heading(b, l);
    jobs_buf_lit(b, "</publisher>\n<publisherurl>");
    jobs_xml_address(b, l, l->site.board.data != NULL ? jobs_address_page
                                                      : jobs_address_first);
    jobs_buf_lit(b, "</publisherurl>\n<lastBuildDate>");
    jobs_buf_rfc822(b, l->built_at);
    jobs_buf_lit(b, "</lastBuildDate>\n");

    for (i = 0; i < l->count; i++) {
        jobs_row_fill(b, l->rows[i], l->site.board, l->site.partner);
    }

    jobs_buf_lit(b, "</source>\n");
}


static void
jobs_indeed_element(jobs_buf_t *b, jobs_str_t name, jobs_str_t s)
{
    if (s.len == 0) {
        return;
    }

    jobs_buf_char(b, '<');
    jobs_buf_str(b, name);
    jobs_buf_char(b, '>');
    jobs_xml_cdata(b, s);
    jobs_buf_lit(b, "</");
    jobs_buf_str(b, name);
    jobs_buf_lit(b, ">\n");
}


static void
jobs_indeed_time(jobs_buf_t *b, jobs_str_t name, int64_t t)
{
    if (t == JOBS_NO_TIME) {
        return;
    }

    jobs_buf_char(b, '<');
    jobs_buf_str(b, name);
    jobs_buf_lit(b, "><![CDATA[");
    jobs_buf_rfc822(b, t);
    jobs_buf_lit(b, "]]></");
    jobs_buf_str(b, name);
    jobs_buf_lit(b, ">\n");
}


/* no address holds "]]>": it has no ">" */

static void
jobs_indeed_address(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_lit(b, "<url><![CDATA[");
    jobs_row_gap(b, l, jobs_lit(""), l->url, jobs_buf_str);
    jobs_buf_lit(b, "]]></url>\n");
}


static void
jobs_indeed_salary(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_t  text;

    if (!l->salary_shown) {
        return;
    }

    jobs_buf_init(&text, b->mem, 1024);
    jobs_salary_text(&text, l, JOBS_LANG_EN);

    if (text.rc == JOBS_OK) {
        jobs_indeed_element(b, jobs_lit("salary"), jobs_buf_view(&text));

    } else if (b->rc == JOBS_OK) {
        b->rc = text.rc;
    }

    jobs_buf_free(&text);
}


static jobs_str_t
jobs_indeed_type(jobs_str_t type)
{
    unsigned  i;

    static const jobs_str_t  types[][2] = {
        { jobs_string("full_time"), jobs_string("fulltime") },
        { jobs_string("part_time"), jobs_string("parttime") },
        { jobs_string("contract"), jobs_string("contract") },
        { jobs_string("temporary"), jobs_string("temporary") },
        { jobs_string("internship"), jobs_string("internship") },
        { jobs_string("volunteer"), jobs_string("volunteer") }
    };

    for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (jobs_str_eq(types[i][0], type)) {
            return types[i][1];
        }
    }

    return jobs_str(NULL, 0);
}


static jobs_str_t
jobs_indeed_remote(jobs_str_t remote)
{
    if (jobs_str_eq(remote, jobs_lit("remote"))) {
        return jobs_lit("Fully remote");
    }

    return jobs_str_eq(remote, jobs_lit("hybrid")) ? jobs_lit("Hybrid remote")
                                                   : jobs_str(NULL, 0);
}
