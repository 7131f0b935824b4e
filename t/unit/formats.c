/*
 * core/jobs_xml.c, jobs_csv.c, jobs_links.c, jobs_format.c: what feeds escape,
 * cells that no spreadsheet runs, the Link header.
 */

#include "jobs_format.h"
#include "jobs_text.h"
#include "jobs_xml.h"
#include "tap.h"


typedef void (*writer_t)(jobs_buf_t *b, jobs_str_t s);


static jobs_buf_t     out;
static jobs_filter_t  filter;


static void
writes(writer_t write, jobs_str_t from, const char *to, const char *name)
{
    jobs_buf_reset(&out);
    write(&out, from);
    is(jobs_buf_view(&out), to, name);
}


static void
test_xml(void)
{
    unsigned     i;
    jobs_buf_t   all;
    const char  *p, *end;
    uint32_t     c;

    writes(jobs_escape_xml, jobs_lit("<a b=\"c\">'&'</a>"),
           "&lt;a b=&quot;c&quot;&gt;'&amp;'&lt;/a&gt;", "markup");
    writes(jobs_escape_xml, jobs_lit("a\r\n\tb"), "a&#13;\n\tb",
           "a carriage return would become a line feed");
    writes(jobs_escape_xml, jobs_lit("]]>"), "]]&gt;", "the end of CDATA");
    writes(jobs_escape_xml, jobs_lit("a\0b\x01\x02\x03\x1F\x7F" "c"),
           "ab\x7F" "c", "control characters are dropped, and marks of gaps");
    writes(jobs_escape_xml,
           jobs_lit("\xEF\xBF\xBD\xEF\xBF\xBE\xEF\xBF\xBF\xF0\x9F\x9A\x80"),
           "\xEF\xBF\xBD\xF0\x9F\x9A\x80", "and U+FFFE and U+FFFF");
    writes(jobs_escape_xml, jobs_lit("a\xFF\xED\xA0\x80z"),
           "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz",
           "what is not UTF-8 is replaced");

    writes(jobs_xml_cdata, jobs_lit("<a>&amp;"), "<![CDATA[<a>&amp;]]>",
           "CDATA keeps markup");
    writes(jobs_xml_cdata, jobs_lit("a]]>b"),
           "<![CDATA[a]]]]><![CDATA[>b]]>", "its end is in two sections");
    writes(jobs_xml_cdata, jobs_lit("]]]>]]]]>>]>"),
           "<![CDATA[]]]]]><![CDATA[>]]]]]]><![CDATA[>>]>]]>",
           "also after more brackets");
    writes(jobs_xml_cdata, jobs_lit("]]\x01>"),
           "<![CDATA[]]]]><![CDATA[>]]>", "or around what is dropped");

    /* every character: what comes out is what XML allows */

    jobs_buf_init(&all, &tap_mem, 8 * 1024 * 1024);

    for (i = 0; i < 0x110000; i++) {
        if (i < 0xD800 || i > 0xDFFF) {
            jobs_utf8_put(&all, i);
        }
    }

    jobs_buf_reset(&out);
    jobs_escape_xml(&out, jobs_buf_view(&all));
    is_int(out.rc, JOBS_OK, "all characters fit");

    p = out.data;
    end = p + out.len;
    i = 0;

    while (p < end) {
        c = jobs_utf8_next(&p, end);
        i += (c == 0xFFFFFFFF || c == 0xFFFE || c == 0xFFFF || c == '<'
              || c == '>' || (c < 0x20 && c != '\t' && c != '\n'));
    }

    is_int(i, 0, "nothing that XML forbids comes out");
    jobs_buf_free(&all);
}


/* the first cells of a row: id and title */

static void
cell(const char *title, const char *to, const char *name)
{
    jobs_listing_t  l;

    memset(&l, 0, sizeof(jobs_listing_t));
    l.title = tap_str(title);
    l.posted_at = JOBS_NO_TIME;
    l.updated_at = JOBS_NO_TIME;
    l.expires_at = JOBS_NO_TIME;
    l.has_salary_min = 1;
    l.salary_min = -5.5;

    jobs_buf_reset(&out);
    jobs_row_csv(&out, &l);
    has(jobs_buf_view(&out), to, name);
    has(jobs_buf_view(&out), ",-5.5,", "a number stays one");
}


static void
test_csv(void)
{
    cell("Cook", ",\"Cook\",", "text has quotes");
    cell("", ",,", "none where there is nothing");
    cell("a\"b", ",\"a\"\"b\",", "a quote is doubled");
    cell("=1", ",\"'=1\",", "=");
    cell("+1", ",\"'+1\",", "+");
    cell("-1", ",\"'-1\",", "-");
    cell("@a", ",\"'@a\",", "@");
    cell("\ta", ",\"'\ta\",", "a tab");
    cell("\ra", ",\"'\ra\",", "a carriage return");
    cell("'a", ",\"'a\",", "an apostrophe of its own stays alone");
    cell("a=1", ",\"a=1\",", "inside it is no formula");
    cell("a\xFF", ",\"a\xEF\xBF\xBD\",", "what is not UTF-8 is replaced");
}


static void
arguments(const char *query)
{
    jobs_args_t   args;
    jobs_fault_t  fault;
    const char   *reason;

    jobs_filter_init(&filter, 20);

    if (jobs_args_parse(&args, tap_str(query), &reason) != JOBS_OK
        || jobs_filter_args(&filter, &args, ~0ULL, 100, &fault) != JOBS_OK)
    {
        ok(0, query);
    }
}


static void
list(jobs_list_t *l, const char *self)
{
    memset(l, 0, sizeof(jobs_list_t));

    l->filter = &filter;
    l->site.board = jobs_lit("/jobs");
    l->site.self = tap_str(self);
}


static void
test_link_header(void)
{
    char         query[2000], bytes[2200];
    jobs_buf_t   small;
    jobs_list_t  l;

    static const char  alternates[] =
        "</jobs?level=lead>; rel=\"alternate\"; type=\"text/html\", "
        "</jobs.rss?level=lead>; rel=\"alternate\"; type=\"application/rss+xml\", "
        "</jobs.atom?level=lead>; rel=\"alternate\"; "
        "type=\"application/atom+xml\", "
        "</jobs.feed.json?level=lead>; rel=\"alternate\"; "
        "type=\"application/feed+json\", "
        "</jobs.csv?level=lead>; rel=\"alternate\"; type=\"text/csv\"";

    arguments("level=lead");
    list(&l, "/jobs.json");

    jobs_buf_reset(&out);
    jobs_list_link_header(&out, &l, 0);
    is(jobs_buf_view(&out), alternates, "all formats but the one at hand");

    l.total = 100;
    l.offset = 40;
    jobs_buf_reset(&out);
    jobs_list_link_header(&out, &l, 0);
    has(jobs_buf_view(&out), "</jobs.json?level=lead&offset=60>; rel=\"next\", "
                             "</jobs.json?level=lead&offset=20>; rel=\"prev\", "
                             "</jobs?level=lead>", "neighbours first");

    jobs_buf_reset(&out);
    jobs_list_link_header(&out, &l, 1);
    has(jobs_buf_view(&out), "</jobs/oembed?url=%2Fjobs%3Flevel%3Dlead%26"
                             "offset%3D40&format=json>; rel=\"alternate\"; "
                             "type=\"application/json+oembed\", "
                             "</jobs/oembed?url=%2Fjobs%3Flevel%3Dlead%26"
                             "offset%3D40&format=xml>; rel=\"alternate\"; "
                             "type=\"text/xml+oembed\"", "oEmbed last");

    l.site.origin = jobs_lit("https://board.example");
    jobs_buf_reset(&out);
    jobs_address_oembed(&out, &l, 1);
    is(jobs_buf_view(&out), "https://board.example/jobs/oembed?url=https:"
                            "%2F%2Fboard.example%2Fjobs%3Flevel%3Dlead"
                            "%26offset%3D40&format=xml",
       "with scheme and host, as its readers need it");

    l.site.single = 1;
    jobs_buf_reset(&out);
    jobs_address_oembed(&out, &l, 0);
    is_int(out.len, 0, "nothing in a single view");

    jobs_buf_reset(&out);
    jobs_list_link_header(&out, &l, 0);
    is(jobs_buf_view(&out), "</jobs.json?level=lead&offset=60>; rel=\"next\", "
                            "</jobs.json?level=lead&offset=20>; rel=\"prev\"",
       "a single view has no other formats");

    l.total = 0;
    l.offset = 0;
    jobs_buf_reset(&out);
    jobs_list_link_header(&out, &l, 0);
    is_int(out.len, 0, "nothing where there is nothing");

    memset(query, 'x', sizeof(query) - 1);
    query[sizeof(query) - 1] = '\0';
    memcpy(query, "department=", strlen("department="));
    query[950] = '\0';
    arguments(query);
    list(&l, "/jobs.json");
    l.total = 100;

    jobs_buf_reset(&out);
    jobs_buf_lit(&out, "Link: ");
    jobs_list_link_header(&out, &l, 0);
    ok(out.len <= 2048 + strlen("Link: ") && out.len > 1800,
       "as many links as fit into 2 KB");
    ok(out.data[out.len - 1] == '"' || out.data[out.len - 1] == 't',
       "all of them whole");

    small = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                           .max = sizeof(bytes) };
    jobs_list_link_header(&small, &l, 1);
    ok(small.rc == JOBS_OK && small.len > 0 && small.len <= 2048
       && small.data[small.len - 1] == '"',
       "those that fit, where one is longer than there is memory");
}


static void
test_settle(void)
{
    arguments("facets=level&stats=salary&limit=5&page=3");
    jobs_format_settle(&jobs_formats[JOBS_FORMAT_JSON], &filter);
    ok(filter.facets == 1u << JOBS_F_LEVEL && filter.stats
       && filter.limit == 5 && filter.offset == 10, "JSON is as asked for");

    jobs_format_settle(&jobs_formats[JOBS_FORMAT_RSS], &filter);
    ok(filter.facets == 0 && !filter.stats && filter.limit == 5,
       "a feed counts nothing");

    arguments("facets=level&stats=salary&limit=5&page=3");
    jobs_format_settle(&jobs_formats[JOBS_FORMAT_FACETS], &filter);
    ok(filter.facets == 1u << JOBS_F_LEVEL && !filter.stats
       && filter.limit == 0 && filter.offset == 0, "facets have no rows");

    arguments("");
    jobs_format_settle(&jobs_formats[JOBS_FORMAT_STATS], &filter);
    ok(filter.facets == 0 && filter.stats && filter.limit == 0,
       "nor have statistics");
}


int
main(void)
{
    jobs_buf_init(&out, &tap_mem, 8 * 1024 * 1024);

    jobs_buf_rfc822(&out, 0);
    is(jobs_buf_view(&out), "Thu, 01 Jan 1970 00:00:00 GMT", "the epoch");
    jobs_buf_reset(&out);
    jobs_buf_rfc822(&out, -1);
    is(jobs_buf_view(&out), "Wed, 31 Dec 1969 23:59:59 GMT", "before it");
    jobs_buf_reset(&out);
    jobs_buf_rfc822(&out, 1786179600);
    is(jobs_buf_view(&out), "Sat, 08 Aug 2026 09:00:00 GMT", "after it");

    test_csv();
    test_link_header();
    test_settle();
    test_xml();
    jobs_buf_free(&out);

    return tap_done();
}
