/*
 * Addresses of a list: itself, its neighbours, and its other formats.
 */

#include "jobs_format.h"
#include "jobs_text.h"


#define JOBS_LINK_HEADER  2048

/* a page's address inside another one: 4 KB of arguments, all of it escapes,
   behind a long name of a host */
#define JOBS_LINK_PAGE    32768


static size_t  jobs_link_header_open(jobs_buf_t *b, size_t from);
static void  jobs_link_header_add(jobs_buf_t *b, size_t from, size_t at,
                 const char *rel, jobs_str_t type);
static void  jobs_address_offset(jobs_buf_t *b, const jobs_list_t *l,
                 uint64_t offset);


const jobs_str_t  jobs_oembed_types[] = {
    jobs_string("application/json+oembed"), jobs_string("text/xml+oembed")
};


void
jobs_address_self(jobs_buf_t *b, const jobs_list_t *l)
{
    if (l->filter->has_cursor) {
        jobs_buf_str(b, l->site.self);
        jobs_link_cursor(b, l->filter, &l->filter->cursor);
        return;
    }

    jobs_address_offset(b, l, l->offset);
}


void
jobs_address_next(jobs_buf_t *b, const jobs_list_t *l)
{
    uint64_t  limit;

    limit = l->filter->limit;

    if (l->has_next) {
        jobs_buf_str(b, l->site.self);
        jobs_link_cursor(b, l->filter, &l->next);

    } else if (limit > 0 && l->offset < l->total
               && l->total - l->offset > limit)
    {
        jobs_address_offset(b, l, l->offset + limit);
    }
}


void
jobs_address_prev(jobs_buf_t *b, const jobs_list_t *l)
{
    uint64_t  limit;

    limit = l->filter->limit;

    if (limit > 0 && l->offset > 0) {
        jobs_address_offset(b, l, l->offset > limit ? l->offset - limit : 0);
    }
}


void
jobs_address_page(jobs_buf_t *b, const jobs_list_t *l)
{
    if (l->site.board.data == NULL) {
        return;
    }

    jobs_site_view(b, &l->site, jobs_lit(""));
    jobs_link_query(b, l->filter, JOBS_P_N, l->offset);
}


void
jobs_address_first(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_address_offset(b, l, 0);
}


void
jobs_address_view(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t view)
{
    if (l->site.board.data == NULL) {
        return;
    }

    jobs_site_view(b, &l->site, view);
    jobs_link_query(b, l->filter, JOBS_P_N, 0);
}


void
jobs_address_alternate(jobs_buf_t *b, const jobs_list_t *l, unsigned format)
{
    size_t      from;
    jobs_str_t  view;

    if (jobs_formats[format].title.data == NULL || l->site.single
        || l->site.board.data == NULL)
    {
        return;
    }

    from = b->len;
    jobs_site_view(b, &l->site, jobs_formats[format].suffix);

    if (b->rc != JOBS_OK) {
        return;
    }

    view = jobs_str(b->data + from, b->len - from);

    if (jobs_str_eq(view, l->site.self)) {
        b->len = from;                      /* that is this one */
        return;
    }

    jobs_link_query(b, l->filter, JOBS_P_N, 0);
}


void
jobs_address_oembed(jobs_buf_t *b, const jobs_list_t *l, unsigned xml)
{
    char         bytes[JOBS_LINK_PAGE];
    jobs_buf_t   page;
    jobs_str_t   origin;

    if (l->site.board.data == NULL || l->site.single) {
        return;
    }

    origin = jobs_is_http_url(l->site.board) ? jobs_lit("") : l->site.origin;

    page = (jobs_buf_t) { .data = bytes, .size = JOBS_LINK_PAGE,
                          .max = JOBS_LINK_PAGE };

    jobs_buf_str(&page, origin);
    jobs_html_base(&page, &l->site);
    jobs_link_query(&page, l->filter, JOBS_P_N, l->offset);

    jobs_buf_str(b, origin);
    jobs_site_view(b, &l->site, jobs_formats[JOBS_FORMAT_OEMBED].suffix);
    jobs_buf_lit(b, "?url=");
    jobs_escape_uri(b, jobs_buf_view(&page));
    jobs_buf_str(b, xml ? jobs_lit("&format=xml") : jobs_lit("&format=json"));

    if (page.rc != JOBS_OK && b->rc == JOBS_OK) {
        b->rc = page.rc;
    }
}


/* how it looks there, and how many stand on it, is the board's own matter */

void
jobs_address_board(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned        i, n;
    jobs_param_e    param;
    jobs_filter_t   f;

    if (l->site.board.data == NULL) {
        return;
    }

    f = *l->filter;
    n = 0;

    for (i = 0; i < f.nvalues; i++) {
        param = f.values[i].param;

        if (param != JOBS_P_SHOW && param != JOBS_P_HEADING
            && param != JOBS_P_THEME)
        {
            f.values[n++] = f.values[i];
        }
    }

    f.nvalues = n;
    f.limit = f.default_limit;
    jobs_filter_settle(&f);

    if (l->site.page.data != NULL) {
        jobs_buf_str(b, l->site.board);
        jobs_buf_str(b, l->site.page);

    } else {
        jobs_site_view(b, &l->site, jobs_lit(""));
    }

    jobs_link_query(b, &f, JOBS_P_N, 0);
}


void
jobs_list_link_header(jobs_buf_t *b, const jobs_list_t *l, unsigned embeds)
{
    size_t    from, at;
    unsigned  i;

    from = b->len;

    at = jobs_link_header_open(b, from);
    jobs_address_next(b, l);
    jobs_link_header_add(b, from, at, "next", jobs_str(NULL, 0));

    at = jobs_link_header_open(b, from);
    jobs_address_prev(b, l);
    jobs_link_header_add(b, from, at, "prev", jobs_str(NULL, 0));

    for (i = 0; i < JOBS_FORMAT_N; i++) {
        at = jobs_link_header_open(b, from);
        jobs_address_alternate(b, l, i);
        jobs_link_header_add(b, from, at, "alternate", jobs_formats[i].type);
    }

    for (i = 0; embeds && i < 2; i++) {
        at = jobs_link_header_open(b, from);
        jobs_address_oembed(b, l, i);
        jobs_link_header_add(b, from, at, "alternate", jobs_oembed_types[i]);
    }
}


/* returns where the link begins */

static size_t
jobs_link_header_open(jobs_buf_t *b, size_t from)
{
    size_t  at;

    at = b->len;

    jobs_buf_str(b, at > from ? jobs_lit(", <") : jobs_lit("<"));

    return at;
}


/* ends the link that began at that place, or takes it back: none, too long */

static void
jobs_link_header_add(jobs_buf_t *b, size_t from, size_t at, const char *rel,
    jobs_str_t type)
{
    if (b->rc == JOBS_OK && b->data[b->len - 1] == '<') {
        b->len = at;
        return;
    }

    jobs_buf_lit(b, ">; rel=\"");
    jobs_buf_add(b, rel, strlen(rel));
    jobs_buf_char(b, '"');

    if (type.data != NULL) {
        jobs_buf_lit(b, "; type=\"");
        jobs_buf_str(b, type);
        jobs_buf_char(b, '"');
    }

    if (b->rc == JOBS_LIMIT) {
        b->len = at;
        b->rc = JOBS_OK;                    /* the others have room */

    } else if (b->rc == JOBS_OK && b->len - from > JOBS_LINK_HEADER) {
        b->len = at;
    }
}


static void
jobs_address_offset(jobs_buf_t *b, const jobs_list_t *l, uint64_t offset)
{
    jobs_buf_str(b, l->site.self);
    jobs_link_query(b, l->filter, JOBS_P_N, offset);
}
