/*
 * Parts of the XML formats: text, links, and the elements that are ours.
 */

#include "jobs_salary.h"
#include "jobs_text.h"
#include "jobs_xml.h"


#define JOBS_XML_ADDRESS   (64 * 1024)

static void  jobs_xml_write(jobs_buf_t *b, jobs_str_t s, int escape);
static void  jobs_xml_flush(jobs_buf_t *b, jobs_buf_t *raw);
static void  jobs_xml_salary(jobs_buf_t *b, const jobs_listing_t *l);
static void  jobs_xml_link_to(jobs_buf_t *b, const jobs_list_t *l,
                 jobs_str_t prefix, jobs_str_t rel, jobs_str_t type,
                 jobs_address_t write);


void
jobs_escape_xml(jobs_buf_t *b, jobs_str_t s)
{
    jobs_xml_write(b, s, 1);
}


void
jobs_xml_cdata(jobs_buf_t *b, jobs_str_t s)
{
    jobs_buf_lit(b, "<![CDATA[");
    jobs_xml_write(b, s, 0);
    jobs_buf_lit(b, "]]>");
}


static void
jobs_xml_write(jobs_buf_t *b, jobs_str_t s, int escape)
{
    uint32_t     c;
    unsigned     brackets;
    const char  *p, *end, *start;

    p = s.data;
    end = jobs_str_end(s);
    brackets = 0;

    while (p < end) {
        start = p;
        c = jobs_utf8_next(&p, end);

        if (c == JOBS_BAD_CHAR) {
            jobs_buf_lit(b, "\xEF\xBF\xBD");
            brackets = 0;
            continue;
        }

        if (c == 0xFFFE || c == 0xFFFF
            || (c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
        {
            continue;
        }

        if (!escape) {
            if (c == '>' && brackets >= 2) {
                jobs_buf_lit(b, "]]><![CDATA[");
            }

            brackets = c == ']' ? brackets + 1 : 0;
            jobs_buf_add(b, start, p - start);
            continue;
        }

        switch (c) {
        case '<':
            jobs_buf_lit(b, "&lt;");
            break;
        case '>':
            jobs_buf_lit(b, "&gt;");
            break;
        case '&':
            jobs_buf_lit(b, "&amp;");
            break;
        case '"':
            jobs_buf_lit(b, "&quot;");
            break;
        case '\r':
            jobs_buf_lit(b, "&#13;");
            break;
        default:
            jobs_buf_add(b, start, p - start);
            break;
        }
    }
}


void
jobs_xml_element(jobs_buf_t *b, jobs_str_t name, jobs_str_t s)
{
    if (s.len == 0) {
        return;
    }

    jobs_buf_char(b, '<');
    jobs_buf_str(b, name);
    jobs_buf_char(b, '>');
    jobs_escape_xml(b, s);
    jobs_buf_lit(b, "</");
    jobs_buf_str(b, name);
    jobs_buf_lit(b, ">\n");
}


void
jobs_xml_address(jobs_buf_t *b, const jobs_list_t *l, jobs_address_t write)
{
    jobs_buf_t  raw;

    jobs_buf_init(&raw, b->mem, JOBS_XML_ADDRESS);
    write(&raw, l);
    jobs_xml_flush(b, &raw);
}


void
jobs_xml_heading(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_t  raw;

    jobs_buf_init(&raw, b->mem, JOBS_XML_ADDRESS);
    jobs_filter_heading(&raw, l->filter, JOBS_LANG_EN);
    jobs_xml_flush(b, &raw);
}


/* escapes what was written to raw, which ends */

static void
jobs_xml_flush(jobs_buf_t *b, jobs_buf_t *raw)
{
    if (raw->rc == JOBS_OK) {
        jobs_escape_xml(b, jobs_buf_view(raw));

    } else if (b->rc == JOBS_OK) {
        b->rc = raw->rc;
    }

    jobs_buf_free(raw);
}


void
jobs_xml_link(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_row_gap(b, l, jobs_lit(""), l->url, jobs_escape_xml);
}


/* text becomes HTML, and HTML the text of an element */

void
jobs_xml_content(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_t  html;

    if (l->description_html.len != 0) {
        jobs_escape_xml(b, l->description_html);
        return;
    }

    jobs_buf_init(&html, b->mem, b->max);
    jobs_escape_html(&html, l->description_text.len != 0
                            ? l->description_text : l->excerpt);
    jobs_xml_flush(b, &html);
}


int
jobs_xml_has_content(const jobs_listing_t *l)
{
    return l->description_html.len != 0 || l->description_text.len != 0
           || l->excerpt.len != 0;
}


void
jobs_xml_listing(jobs_buf_t *b, const jobs_listing_t *l)
{
    size_t  i;

    jobs_xml_element(b, jobs_lit("job:company"), l->company);
    jobs_xml_element(b, jobs_lit("job:location"), l->location);

    for (i = 0; i < l->countries.n; i++) {
        jobs_xml_element(b, jobs_lit("job:country"), l->countries.item[i]);
    }

    jobs_xml_element(b, jobs_lit("job:remote"), l->remote);
    jobs_xml_element(b, jobs_lit("job:type"), l->employment_type);
    jobs_xml_element(b, jobs_lit("job:level"), l->seniority);
    jobs_xml_salary(b, l);
    jobs_xml_time(b, jobs_lit("job:expires"), l->expires_at);
    jobs_xml_element(b, jobs_lit("job:source"), l->source);

    jobs_buf_lit(b, "<job:apply>");
    jobs_row_gap(b, l, jobs_lit("/apply"),
                 l->apply_url.data != NULL ? l->apply_url : l->url,
                 jobs_escape_xml);
    jobs_buf_lit(b, "</job:apply>\n");
}


void
jobs_xml_list(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned                   i;
    const jobs_attribution_t  *a;

    jobs_buf_lit(b, "<job:total>");
    jobs_buf_uint(b, l->total);
    jobs_buf_lit(b, "</job:total>\n");

    for (i = 0; i < l->nattribution; i++) {
        a = &l->attribution[i];

        jobs_buf_lit(b, "<job:attribution source=\"");
        jobs_escape_xml(b, a->source);

        if (a->url.data != NULL) {
            jobs_buf_lit(b, "\" url=\"");
            jobs_escape_xml(b, a->url);
        }

        jobs_buf_lit(b, "\">");
        jobs_escape_xml(b, a->line);
        jobs_buf_lit(b, "</job:attribution>\n");
    }
}


void
jobs_xml_links(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t prefix,
    jobs_str_t type)
{
    jobs_xml_link_to(b, l, prefix, jobs_lit("self"), type, jobs_address_self);
    jobs_xml_link_to(b, l, prefix, jobs_lit("next"), type, jobs_address_next);
    jobs_xml_link_to(b, l, prefix, jobs_lit("prev"), type, jobs_address_prev);
    jobs_xml_link_to(b, l, prefix, jobs_lit("alternate"),
                     jobs_lit("text/html"), jobs_address_page);
}


/* only what HTML would show */

static void
jobs_xml_salary(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_buf_t  text;

    if (!l->salary_shown) {
        return;
    }

    jobs_buf_lit(b, "<job:salary currency=\"");
    jobs_escape_xml(b, l->salary_currency);
    jobs_buf_lit(b, "\" period=\"");
    jobs_escape_xml(b, l->salary_period);

    if (l->has_salary_min) {
        jobs_buf_lit(b, "\" min=\"");
        jobs_buf_number(b, l->salary_min);
    }

    if (l->has_salary_max) {
        jobs_buf_lit(b, "\" max=\"");
        jobs_buf_number(b, l->salary_max);
    }

    jobs_buf_lit(b, "\">");

    jobs_buf_init(&text, b->mem, 1024);
    jobs_salary_text(&text, l, JOBS_LANG_EN);
    jobs_xml_flush(b, &text);

    jobs_buf_lit(b, "</job:salary>\n");
}


void
jobs_xml_time(jobs_buf_t *b, jobs_str_t name, int64_t t)
{
    if (t == JOBS_NO_TIME) {
        return;
    }

    jobs_buf_char(b, '<');
    jobs_buf_str(b, name);
    jobs_buf_char(b, '>');
    jobs_buf_time(b, t);
    jobs_buf_lit(b, "</");
    jobs_buf_str(b, name);
    jobs_buf_lit(b, ">\n");
}


static void
jobs_xml_link_to(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t prefix,
    jobs_str_t rel, jobs_str_t type, jobs_address_t write)
{
    size_t  from, at;

    from = b->len;

    jobs_buf_char(b, '<');
    jobs_buf_str(b, prefix);
    jobs_buf_lit(b, "link rel=\"");
    jobs_buf_str(b, rel);
    jobs_buf_lit(b, "\" type=\"");
    jobs_buf_str(b, type);
    jobs_buf_lit(b, "\" href=\"");

    at = b->len;
    jobs_xml_address(b, l, write);

    if (b->rc == JOBS_OK && b->len == at) {
        b->len = from;                      /* there is none */
        return;
    }

    jobs_buf_lit(b, "\"/>\n");
}
