/*
 * oEmbed 1.0 (https://oembed.com): what an editor shows where the address of a
 * list was pasted, and how high that is.
 *
 * WordPress keeps of a provider that it does not know the blockquote, without
 * attributes, and the iframe behind it, with address, size and title.
 */

#include "jobs_embed.h"
#include "jobs_html.h"
#include "jobs_xml.h"


/* A value of the answer: text, or a number where data is NULL. */

typedef struct {
    jobs_str_t             text;
    uint64_t               number;
} jobs_oembed_value_t;


static void  jobs_oembed_open(jobs_buf_t *b, const jobs_site_t *site,
                 jobs_str_t type, jobs_str_t title);
static void  jobs_oembed_text(jobs_buf_t *b, const jobs_site_t *site,
                 jobs_str_t name, jobs_str_t s);
static void  jobs_oembed_number(jobs_buf_t *b, const jobs_site_t *site,
                 jobs_str_t name, uint64_t n);
static void  jobs_oembed_member(jobs_buf_t *b, const jobs_site_t *site,
                 jobs_str_t name, const jobs_oembed_value_t *value);
static void  jobs_oembed_close(jobs_buf_t *b, const jobs_site_t *site);
static void  jobs_oembed_html(jobs_buf_t *b, const jobs_list_t *l,
                 jobs_str_t title, unsigned width, unsigned height);


void
jobs_list_oembed(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned              width, height;
    jobs_buf_t            title, html;
    const jobs_oembed_t  *asked;

    asked = &l->site.oembed;
    width = JOBS_EMBED_WIDTH;
    height = jobs_embed_height(jobs_embed_rows(l), jobs_embed_show(l));

    if (asked->maxwidth != 0 && asked->maxwidth < width) {
        width = asked->maxwidth;
    }

    if (asked->maxheight != 0 && asked->maxheight < height) {
        height = asked->maxheight;
    }

    jobs_buf_init(&title, b->mem, JOBS_EMBED_MAX);
    jobs_buf_init(&html, b->mem, JOBS_EMBED_MAX);

    jobs_html_heading(&title, l, l->site.look.lang);
    jobs_oembed_html(&html, l, jobs_buf_view(&title), width, height);

    if (b->rc == JOBS_OK) {
        b->rc = title.rc != JOBS_OK ? title.rc : html.rc;
    }

    jobs_oembed_open(b, &l->site, jobs_lit("rich"), jobs_buf_view(&title));
    jobs_oembed_number(b, &l->site, jobs_lit("width"), width);
    jobs_oembed_number(b, &l->site, jobs_lit("height"), height);
    jobs_oembed_text(b, &l->site, jobs_lit("html"), jobs_buf_view(&html));
    jobs_oembed_close(b, &l->site);

    jobs_buf_free(&title);
    jobs_buf_free(&html);
}


void
jobs_detail_oembed(jobs_buf_t *b, const jobs_listing_t *l,
    const jobs_site_t *site)
{
    jobs_oembed_open(b, site, jobs_lit("link"), l->title);
    jobs_oembed_text(b, site, jobs_lit("author_name"), l->company);
    jobs_oembed_close(b, site);
}


static void
jobs_oembed_html(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t title,
    unsigned width, unsigned height)
{
    jobs_buf_t  url;

    jobs_buf_init(&url, b->mem, JOBS_EMBED_MAX);

    jobs_buf_lit(b, "<blockquote class=\"wp-embedded-content\"><a href=\"");
    jobs_address_board(&url, l);
    jobs_embed_escaped(b, &url);
    jobs_buf_lit(b, "\">");
    jobs_escape_html(b, title);
    jobs_buf_lit(b, "</a></blockquote><iframe src=\"");
    jobs_buf_str(&url, l->site.self);
    jobs_link_query(&url, l->filter, JOBS_P_N, l->offset);
    jobs_embed_escaped(b, &url);
    jobs_buf_lit(b, "\" width=\"");
    jobs_buf_uint(b, width);
    jobs_buf_lit(b, "\" height=\"");
    jobs_buf_uint(b, height);
    jobs_buf_lit(b, "\" title=\"");
    jobs_escape_html(b, title);
    jobs_buf_lit(b, "\" frameborder=\"0\"></iframe>");

    jobs_buf_free(&url);
}


static void
jobs_oembed_open(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t type,
    jobs_str_t title)
{
    jobs_buf_t  url;

    jobs_buf_str(b, site->oembed.xml
                    ? jobs_lit("<?xml version=\"1.0\" encoding=\"utf-8\" "
                               "standalone=\"yes\"?>\n<oembed>\n"
                               "<version>1.0</version>\n")
                    : jobs_lit("{\"version\":\"1.0\""));

    jobs_oembed_text(b, site, jobs_lit("type"), type);
    jobs_oembed_text(b, site, jobs_lit("title"), title);
    jobs_oembed_text(b, site, jobs_lit("provider_name"),
                     jobs_embed_host(site));

    jobs_buf_init(&url, b->mem, JOBS_EMBED_MAX);
    jobs_site_view(&url, site, jobs_lit(""));

    if (url.rc != JOBS_OK && b->rc == JOBS_OK) {
        b->rc = url.rc;
    }

    jobs_oembed_text(b, site, jobs_lit("provider_url"), jobs_buf_view(&url));
    jobs_buf_free(&url);

    jobs_oembed_number(b, site, jobs_lit("cache_age"),
                       site->oembed.cache_age);
}


static void
jobs_oembed_text(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t name,
    jobs_str_t s)
{
    jobs_oembed_value_t  value;

    value.text = s.data != NULL ? s : jobs_lit("");
    value.number = 0;

    jobs_oembed_member(b, site, name, &value);
}


static void
jobs_oembed_number(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t name,
    uint64_t n)
{
    jobs_oembed_value_t  value;

    value.text = jobs_str(NULL, 0);
    value.number = n;

    jobs_oembed_member(b, site, name, &value);
}


static void
jobs_oembed_member(jobs_buf_t *b, const jobs_site_t *site, jobs_str_t name,
    const jobs_oembed_value_t *value)
{
    if (site->oembed.xml) {
        jobs_buf_char(b, '<');
        jobs_buf_str(b, name);
        jobs_buf_char(b, '>');

    } else {
        jobs_buf_char(b, ',');
        jobs_json_string(b, name);
        jobs_buf_char(b, ':');
    }

    if (value->text.data == NULL) {
        jobs_buf_uint(b, value->number);

    } else if (site->oembed.xml) {
        jobs_escape_xml(b, value->text);

    } else {
        jobs_json_string(b, value->text);
    }

    if (site->oembed.xml) {
        jobs_buf_lit(b, "</");
        jobs_buf_str(b, name);
        jobs_buf_lit(b, ">\n");
    }
}


static void
jobs_oembed_close(jobs_buf_t *b, const jobs_site_t *site)
{
    jobs_buf_str(b, site->oembed.xml ? jobs_lit("</oembed>\n")
                                     : jobs_lit("}\n"));
}
