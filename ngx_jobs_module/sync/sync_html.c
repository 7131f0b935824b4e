/*
 * Which HTML may be shown as it stands: a few elements without attributes,
 * links to http, https and mailto addresses, everything properly closed.
 */

#include <strings.h>
#include "sync.h"


#define SYNC_HTML_DEPTH  64


static int sync_html_tag(jobs_str_t tag, jobs_str_t *name, int *end);
static int sync_html_allowed(jobs_str_t name);
static int sync_html_void(jobs_str_t name);
static int sync_html_href(jobs_str_t s);
static int sync_html_same(jobs_str_t a, jobs_str_t b);


static const char *const  sync_html_elements[] = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt",
    "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre",
    "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "u", "ul"
};


int
sync_html_safe(jobs_str_t html, jobs_str_t *bad)
{
    int         end;
    size_t      i, n, depth;
    jobs_str_t  name, open[SYNC_HTML_DEPTH];

    depth = 0;
    i = 0;

    while (i < html.len) {

        if (html.data[i] != '<') {
            i++;
            continue;
        }

        for (n = i; n < html.len && html.data[n] != '>'; n++) { /* void */ }

        *bad = jobs_str(html.data + i, n - i < 60 ? n - i : 60);

        if (n == html.len
            || !sync_html_tag(jobs_str(html.data + i + 1, n - i - 1), &name,
                              &end))
        {
            return 0;
        }

        i = n + 1;

        if (sync_html_void(name)) {
            if (end) {
                return 0;
            }

            continue;
        }

        if (!end) {
            if (depth == SYNC_HTML_DEPTH) {
                return 0;
            }

            open[depth++] = name;
            continue;
        }

        if (depth == 0 || !sync_html_same(open[depth - 1], name)) {
            return 0;
        }

        depth--;
    }

    if (depth != 0) {
        *bad = open[depth - 1];
        return 0;
    }

    return 1;
}


/* what stands between < and > */

static int
sync_html_tag(jobs_str_t tag, jobs_str_t *name, int *end)
{
    size_t      i, n;
    jobs_str_t  rest;

    i = 0;
    *end = (tag.len > 0 && tag.data[0] == '/');
    i += *end;

    for (n = i; n < tag.len && tag.data[n] != ' ' && tag.data[n] != '/'; n++) {
        /* void */
    }

    *name = jobs_str(tag.data + i, n - i);

    if (!sync_html_allowed(*name)) {
        return 0;
    }

    while (n < tag.len && tag.data[n] == ' ') {
        n++;
    }

    rest = jobs_str(tag.data + n, tag.len - n);

    if (rest.len == 0) {
        return 1;
    }

    if (rest.len == 1 && rest.data[0] == '/') {
        return !*end && sync_html_void(*name);
    }

    if (*end || !sync_html_same(*name, jobs_lit("a")) || rest.len < 8
        || strncasecmp(rest.data, "href=\"", 6) != 0
        || rest.data[rest.len - 1] != '"')
    {
        return 0;
    }

    return sync_html_href(jobs_str(rest.data + 6, rest.len - 7));
}


static int
sync_html_href(jobs_str_t s)
{
    size_t  i;

    if (jobs_is_http_url(s)) {
        return 1;
    }

    if (s.len < 8 || strncasecmp(s.data, "mailto:", 7) != 0) {
        return 0;
    }

    for (i = 7; i < s.len; i++) {
        if (s.data[i] < 0x21 || s.data[i] > 0x7E
            || strchr("<>\"'&", s.data[i]) != NULL)
        {
            return 0;
        }
    }

    return 1;
}


static int
sync_html_allowed(jobs_str_t name)
{
    size_t  i;

    for (i = 0; i < sync_n(sync_html_elements); i++) {
        if (sync_html_same(sync_str(sync_html_elements[i]), name)) {
            return 1;
        }
    }

    return 0;
}


static int
sync_html_void(jobs_str_t name)
{
    return sync_html_same(name, jobs_lit("br"))
           || sync_html_same(name, jobs_lit("hr"));
}


static int
sync_html_same(jobs_str_t a, jobs_str_t b)
{
    return a.len == b.len && strncasecmp(a.data, b.data, a.len) == 0;
}
