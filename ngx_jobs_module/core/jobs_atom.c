/*
 * The list as Atom (RFC 4287), its pages linked as RFC 5005 says.
 */

#include "jobs_text.h"
#include "jobs_xml.h"


void
jobs_row_atom(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_lit(b, "<entry>\n<id>urn:ngx-jobs:listing:");
    jobs_escape_xml(b, l->id);
    jobs_buf_lit(b, "</id>\n<title>");
    jobs_escape_xml(b, l->title);
    jobs_buf_lit(b, " \xE2\x80\x93 ");
    jobs_escape_xml(b, l->company);
    jobs_buf_lit(b, "</title>\n<link rel=\"alternate\" href=\"");
    jobs_xml_link(b, l);
    jobs_buf_lit(b, "\"/>\n<author><name>");
    jobs_escape_xml(b, l->company);
    jobs_buf_lit(b, "</name></author>\n");

    jobs_xml_time(b, jobs_lit("published"), l->posted_at);

    /* Atom wants one: that of the snapshot would change without a change */

    jobs_xml_time(b, jobs_lit("updated"),
                   l->updated_at != JOBS_NO_TIME ? l->updated_at
                   : l->posted_at != JOBS_NO_TIME ? l->posted_at : 0);

    if (l->category.len != 0) {
        jobs_buf_lit(b, "<category term=\"");
        jobs_escape_xml(b, l->category);
        jobs_buf_lit(b, "\" label=\"");
        jobs_escape_xml(b, l->category_label);
        jobs_buf_lit(b, "\"/>\n");
    }

    jobs_xml_element(b, jobs_lit("summary"), l->excerpt);

    if (jobs_xml_has_content(l)) {
        jobs_buf_lit(b, "<content type=\"html\">");
        jobs_xml_content(b, l);
        jobs_buf_lit(b, "</content>\n");
    }

    jobs_xml_element(b, jobs_lit("job:title"), l->title);
    jobs_xml_listing(b, l);

    jobs_buf_lit(b, "</entry>\n");
}


void
jobs_list_atom(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned  i;

    jobs_buf_lit(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<feed xmlns=\"http://www.w3.org/2005/Atom\""
                    " xmlns:job=\"" JOBS_XML_NAMESPACE "\">\n<id>");

    /* all pages are one feed */

    jobs_xml_address(b, l, jobs_address_first);
    jobs_buf_lit(b, "</id>\n<title>");
    jobs_xml_heading(b, l);
    jobs_buf_lit(b, "</title>\n");
    jobs_xml_time(b, jobs_lit("updated"), l->built_at);
    jobs_buf_lit(b, "<generator>ngx_jobs_module</generator>\n");

    jobs_xml_links(b, l, jobs_lit(""), jobs_lit("application/atom+xml"));
    jobs_xml_list(b, l);

    for (i = 0; i < l->count; i++) {
        jobs_row_fill(b, l->rows[i], l->site.board, l->site.partner);
    }

    jobs_buf_lit(b, "</feed>\n");
}
