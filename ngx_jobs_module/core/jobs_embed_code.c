/*
 * The code that a partner copies into his page.
 */

#include "jobs_embed_code.h"
#include "jobs_format.h"
#include "jobs_html.h"


static void  jobs_embed_include(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_embed_element(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_embed_fixed(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_embed_fit(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_embed_file(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_embed_page(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_embed_json(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_embed_rss(jobs_buf_t *b, const jobs_list_t *l);

static void  jobs_embed_attribute(jobs_buf_t *b, const jobs_list_t *l,
                 const jobs_clause_t *c);
static void  jobs_embed_address(jobs_buf_t *b, const jobs_list_t *l,
                 jobs_address_t write);
static void  jobs_embed_asset(jobs_buf_t *b, const jobs_list_t *l,
                 jobs_str_t name);
static void  jobs_embed_heading(jobs_buf_t *b, const jobs_list_t *l);
static void  jobs_embed_data(jobs_buf_t *b, const jobs_list_t *l,
                 jobs_str_t view);
static jobs_str_t  jobs_embed_origin(const jobs_list_t *l);


const jobs_embed_way_t  jobs_embed_ways[] = {

    { jobs_string("include"), JOBS_W_WAY_INCLUDE, JOBS_W_NOTE_INCLUDE,
      jobs_string("style-src"), jobs_null_string, jobs_embed_include },

    { jobs_string("element"), JOBS_W_WAY_ELEMENT, JOBS_W_NOTE_ELEMENT,
      jobs_string("script-src connect-src style-src"), jobs_null_string,
      jobs_embed_element },

    { jobs_string("frame"), JOBS_W_WAY_FRAME, JOBS_W_NOTE_FRAME,
      jobs_string("frame-src"), jobs_null_string, jobs_embed_fixed },

    { jobs_string("fit"), JOBS_W_WAY_FIT, JOBS_W_NOTE_FIT,
      jobs_string("frame-src"), jobs_string("script-src 'unsafe-inline'"),
      jobs_embed_fit },

    { jobs_string("file"), JOBS_W_WAY_FILE, JOBS_W_NOTE_FIT,
      jobs_string("frame-src script-src"), jobs_null_string,
      jobs_embed_file },

    { jobs_string("oembed"), JOBS_W_WAY_OEMBED, JOBS_W_NOTE_OEMBED,
      jobs_string("frame-src"), jobs_null_string, jobs_embed_page },

    { jobs_string("json"), JOBS_W_JSON, JOBS_W_NOTE_DATA,
      jobs_string("connect-src"), jobs_null_string, jobs_embed_json },

    { jobs_string("rss"), JOBS_W_RSS, JOBS_W_NOTE_FEED,
      jobs_null_string, jobs_null_string, jobs_embed_rss },

    { .name = jobs_null_string }
};


unsigned
jobs_embed_reserved(const jobs_list_t *l)
{
    return jobs_embed_height(jobs_embed_rows(l), jobs_embed_show(l));
}


void
jobs_embed_frame(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_address_view(b, l, jobs_formats[JOBS_FORMAT_FRAME].suffix);
}


void
jobs_embed_policy(jobs_buf_t *b, const jobs_list_t *l,
    const jobs_embed_way_t *way)
{
    size_t       n;
    jobs_str_t   rest;
    const char  *space;

    rest = way->policy;

    while (rest.len > 0) {
        space = memchr(rest.data, ' ', rest.len);
        n = space != NULL ? (size_t) (space - rest.data) : rest.len;

        jobs_buf_add(b, rest.data, n);
        jobs_buf_char(b, ' ');
        jobs_buf_str(b, jobs_embed_origin(l));

        n += (space != NULL);
        rest = jobs_str(rest.data + n, rest.len - n);

        if (rest.len > 0) {
            jobs_buf_lit(b, "; ");
        }
    }

    if (way->also.len > 0) {
        jobs_buf_lit(b, "; ");
        jobs_buf_str(b, way->also);
    }
}


/* the path alone: an include asks the server that the page comes from */

static void
jobs_embed_include(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_t  url;
    jobs_str_t  path;

    jobs_buf_lit(b, "<link rel=\"stylesheet\" href=\"");
    jobs_embed_asset(b, l, jobs_lit("/jobs.css"));
    jobs_buf_lit(b, "\">\n<!--# include virtual=\"");

    jobs_buf_init(&url, b->mem, JOBS_EMBED_MAX);
    jobs_address_view(&url, l, jobs_formats[JOBS_FORMAT_HTML].suffix);

    path = jobs_buf_view(&url);

    if (url.rc == JOBS_OK) {
        path.data += jobs_embed_origin(l).len;
        path.len -= jobs_embed_origin(l).len;
        jobs_buf_str(b, path);

    } else if (b->rc == JOBS_OK) {
        b->rc = url.rc;
    }

    jobs_buf_free(&url);
    jobs_buf_lit(b, "\" -->");
}


static void
jobs_embed_element(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned  i;

    jobs_buf_lit(b, "<script type=\"module\" src=\"");
    jobs_embed_asset(b, l, jobs_lit("/widget.js"));
    jobs_buf_lit(b, "\"></script>\n<jobs-board src=\"");
    jobs_embed_asset(b, l, jobs_lit(""));
    jobs_buf_char(b, '"');

    for (i = 0; i < l->filter->nclauses; i++) {
        jobs_embed_attribute(b, l, &l->filter->clauses[i]);
    }

    jobs_buf_lit(b, " height=\"");
    jobs_buf_uint(b, jobs_embed_reserved(l));
    jobs_buf_lit(b, "\">\n  <a href=\"");
    jobs_embed_address(b, l, jobs_address_board);
    jobs_buf_lit(b, "\">");
    jobs_embed_heading(b, l);
    jobs_buf_lit(b, "</a>\n</jobs-board>");
}


static void
jobs_embed_attribute(jobs_buf_t *b, const jobs_list_t *l,
    const jobs_clause_t *c)
{
    jobs_buf_t  value;

    if (c->pinned || c->param == JOBS_P_OFFSET || c->param == JOBS_P_PAGE
        || c->param == JOBS_P_CURSOR || c->param == JOBS_P_STRICT
        || (c->param == JOBS_P_LIMIT
            && l->filter->limit == l->filter->default_limit))
    {
        return;
    }

    /* "title" is an attribute of every element */

    jobs_buf_str(b, c->param == JOBS_P_TITLE ? jobs_lit(" filter-")
                                             : jobs_lit(" "));
    jobs_buf_str(b, jobs_params[c->param].name);
    jobs_buf_lit(b, "=\"");

    jobs_buf_init(&value, b->mem, JOBS_EMBED_MAX);
    jobs_html_typed(&value, l->filter, c);
    jobs_embed_escaped(b, &value);
    jobs_buf_free(&value);

    jobs_buf_char(b, '"');
}


static void
jobs_embed_fixed(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_lit(b, "<iframe src=\"");
    jobs_embed_address(b, l, jobs_embed_frame);
    jobs_buf_lit(b, "\" title=\"");
    jobs_embed_heading(b, l);
    jobs_buf_lit(b, "\" width=\"100%\" height=\"");
    jobs_buf_uint(b, jobs_embed_reserved(l));
    jobs_buf_lit(b, "\" frameborder=\"0\" loading=\"lazy\"></iframe>");
}


static void
jobs_embed_fit(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_embed_fixed(b, l);

    jobs_buf_lit(b,
        "\n<script>\n"
        "addEventListener('message', (event) => {\n"
        "  if (event.data?.type !== 'jobs:height') return;\n"
        "  for (const frame of document.querySelectorAll('iframe')) {\n"
        "    if (frame.contentWindow === event.source)\n"
        "      frame.style.height = `${+event.data.height}px`;\n"
        "  }\n"
        "});\n"
        "</script>");
}


static void
jobs_embed_file(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_embed_fixed(b, l);

    jobs_buf_lit(b, "\n<script src=\"");
    jobs_embed_asset(b, l, jobs_lit("/embed.js"));
    jobs_buf_lit(b, "\" defer></script>");
}


/* with what it shall look like: oEmbed hands that on to the frame */

static void
jobs_embed_page(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_address_view(b, l, jobs_lit(""));
}


static void
jobs_embed_json(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_embed_data(b, l, jobs_formats[JOBS_FORMAT_JSON].suffix);
}


static void
jobs_embed_rss(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_embed_data(b, l, jobs_formats[JOBS_FORMAT_RSS].suffix);
}


/* what has no looks */

static void
jobs_embed_data(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t view)
{
    jobs_filter_t  f;

    f = *l->filter;
    jobs_look_drop(&f);

    jobs_site_view(b, &l->site, view);
    jobs_link_query(b, &f, JOBS_P_N, 0);
}


static void
jobs_embed_address(jobs_buf_t *b, const jobs_list_t *l, jobs_address_t write)
{
    jobs_buf_t  url;

    jobs_buf_init(&url, b->mem, JOBS_EMBED_MAX);
    write(&url, l);
    jobs_embed_escaped(b, &url);
    jobs_buf_free(&url);
}


static void
jobs_embed_asset(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t name)
{
    jobs_site_view(b, &l->site, name);
}


static void
jobs_embed_title(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_html_heading(b, l, l->site.look.lang);
}


static void
jobs_embed_heading(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_embed_address(b, l, jobs_embed_title);
}


/* of the board's address, which is absolute */

static jobs_str_t
jobs_embed_origin(const jobs_list_t *l)
{
    jobs_str_t  host;

    host = jobs_embed_host(&l->site);

    return jobs_str(l->site.board.data,
                    (size_t) (jobs_str_end(host) - l->site.board.data));
}
