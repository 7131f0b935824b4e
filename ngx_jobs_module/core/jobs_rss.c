/*
 * The list as RSS 2.0.
 */

#include "jobs_text.h"
#include "jobs_xml.h"


static void  jobs_rss_home(jobs_buf_t *b, const jobs_list_t *l);


void
jobs_row_rss(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_lit(b, "<item>\n<title>");
    jobs_escape_xml(b, l->title);
    jobs_buf_lit(b, " \xE2\x80\x93 ");
    jobs_escape_xml(b, l->company);
    jobs_buf_lit(b, "</title>\n<link>");
    jobs_xml_link(b, l);
    jobs_buf_lit(b, "</link>\n<guid isPermaLink=\"false\">");
    jobs_escape_xml(b, l->id);
    jobs_buf_lit(b, "</guid>\n");

    if (l->posted_at != JOBS_NO_TIME) {
        jobs_buf_lit(b, "<pubDate>");
        jobs_buf_rfc822(b, l->posted_at);
        jobs_buf_lit(b, "</pubDate>\n");
    }

    if (jobs_xml_has_content(l)) {
        jobs_buf_lit(b, "<description>");
        jobs_xml_content(b, l);
        jobs_buf_lit(b, "</description>\n");
    }

    jobs_xml_element(b, jobs_lit("category"), l->category_label);
    jobs_xml_element(b, jobs_lit("job:title"), l->title);
    jobs_xml_listing(b, l);

    jobs_buf_lit(b, "</item>\n");
}


void
jobs_list_rss(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned  i;

    jobs_buf_lit(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<rss version=\"2.0\""
                    " xmlns:atom=\"http://www.w3.org/2005/Atom\""
                    " xmlns:job=\"" JOBS_XML_NAMESPACE "\">\n"
                    "<channel>\n<title>");

    jobs_xml_heading(b, l);
    jobs_buf_lit(b, "</title>\n<link>");
    jobs_xml_address(b, l, jobs_rss_home);
    jobs_buf_lit(b, "</link>\n<description>");
    jobs_xml_heading(b, l);
    jobs_buf_lit(b, "</description>\n<lastBuildDate>");
    jobs_buf_rfc822(b, l->built_at);
    jobs_buf_lit(b, "</lastBuildDate>\n"
                    "<generator>ngx_jobs_module</generator>\n"
                    "<docs>https://www.rssboard.org/rss-specification"
                    "</docs>\n");

    jobs_xml_links(b, l, jobs_lit("atom:"), jobs_lit("application/rss+xml"));
    jobs_xml_list(b, l);

    for (i = 0; i < l->count; i++) {
        jobs_row_fill(b, l->rows[i], l->site.board, l->site.partner);
    }

    jobs_buf_lit(b, "</channel>\n</rss>\n");
}


/* RSS wants a page: where there is none, the feed is its own */

static void
jobs_rss_home(jobs_buf_t *b, const jobs_list_t *l)
{
    if (l->site.board.data != NULL) {
        jobs_address_view(b, l, jobs_lit(""));

    } else {
        jobs_address_first(b, l);
    }
}
