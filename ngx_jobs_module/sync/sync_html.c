/*
 * Which HTML may be shown as it stands: a few elements without attributes,
 * links to http, https and mailto addresses, everything properly closed.
 */

#include <strings.h>
#include "sync_html.h"


static int sync_html_tag(jobs_str_t tag, const sync_element_t **element,
    int *end);
static int sync_html_void(const sync_element_t *element);


/* sorted; all that the sanitiser knows: canonical feeds have what is ours */

static const sync_element_t  sync_html_elements[] = {
    { "a", SYNC_EL_INLINE, "a" },
    { "address", SYNC_EL_BREAK, NULL },
    { "applet", SYNC_EL_GONE, NULL },
    { "article", SYNC_EL_BREAK, NULL },
    { "aside", SYNC_EL_BREAK, NULL },
    { "audio", SYNC_EL_GONE, NULL },
    { "b", SYNC_EL_INLINE, "b" },
    { "blockquote", SYNC_EL_QUOTE, "blockquote" },
    { "body", SYNC_EL_BREAK, NULL },
    { "br", SYNC_EL_BR, "br" },
    { "button", SYNC_EL_GONE, NULL },
    { "canvas", SYNC_EL_GONE, NULL },
    { "caption", SYNC_EL_CAPTION, "caption" },
    { "center", SYNC_EL_BREAK, NULL },
    { "cite", SYNC_EL_INLINE, "em" },
    { "code", SYNC_EL_INLINE, "code" },
    { "dd", SYNC_EL_DITEM, "dd" },
    { "del", SYNC_EL_INLINE, "s" },
    { "details", SYNC_EL_BREAK, NULL },
    { "dfn", SYNC_EL_INLINE, "em" },
    { "dir", SYNC_EL_LIST, "ul" },
    { "div", SYNC_EL_BREAK, "div" },
    { "dl", SYNC_EL_DL, "dl" },
    { "dt", SYNC_EL_DITEM, "dt" },
    { "em", SYNC_EL_INLINE, "em" },
    { "embed", SYNC_EL_GONE, NULL },
    { "fieldset", SYNC_EL_BREAK, NULL },
    { "figcaption", SYNC_EL_BREAK, NULL },
    { "figure", SYNC_EL_BREAK, NULL },
    { "footer", SYNC_EL_BREAK, NULL },
    { "form", SYNC_EL_GONE, NULL },
    { "h1", SYNC_EL_HEAD, "h2" },
    { "h2", SYNC_EL_HEAD, "h2" },
    { "h3", SYNC_EL_HEAD, "h3" },
    { "h4", SYNC_EL_HEAD, "h4" },
    { "h5", SYNC_EL_HEAD, "h5" },
    { "h6", SYNC_EL_HEAD, "h6" },
    { "head", SYNC_EL_GONE, NULL },
    { "header", SYNC_EL_BREAK, NULL },
    { "hr", SYNC_EL_HR, "hr" },
    { "html", SYNC_EL_BREAK, NULL },
    { "i", SYNC_EL_INLINE, "i" },
    { "iframe", SYNC_EL_GONE, NULL },
    { "img", SYNC_EL_GONE, NULL },
    { "input", SYNC_EL_GONE, NULL },
    { "ins", SYNC_EL_INLINE, "u" },
    { "kbd", SYNC_EL_INLINE, "code" },
    { "legend", SYNC_EL_BREAK, NULL },
    { "li", SYNC_EL_ITEM, "li" },
    { "main", SYNC_EL_BREAK, NULL },
    { "math", SYNC_EL_GONE, NULL },
    { "menu", SYNC_EL_LIST, "ul" },
    { "nav", SYNC_EL_BREAK, NULL },
    { "noframes", SYNC_EL_GONE, NULL },
    { "noscript", SYNC_EL_GONE, NULL },
    { "object", SYNC_EL_GONE, NULL },
    { "ol", SYNC_EL_LIST, "ol" },
    { "option", SYNC_EL_GONE, NULL },
    { "p", SYNC_EL_PARA, "p" },
    { "pre", SYNC_EL_HEAD, "pre" },
    { "s", SYNC_EL_INLINE, "s" },
    { "samp", SYNC_EL_INLINE, "code" },
    { "script", SYNC_EL_GONE, NULL },
    { "section", SYNC_EL_BREAK, NULL },
    { "select", SYNC_EL_GONE, NULL },
    { "small", SYNC_EL_INLINE, "small" },
    { "span", SYNC_EL_PLAIN, "span" },
    { "strike", SYNC_EL_INLINE, "s" },
    { "strong", SYNC_EL_INLINE, "strong" },
    { "style", SYNC_EL_GONE, NULL },
    { "sub", SYNC_EL_INLINE, "sub" },
    { "summary", SYNC_EL_BREAK, NULL },
    { "sup", SYNC_EL_INLINE, "sup" },
    { "svg", SYNC_EL_GONE, NULL },
    { "table", SYNC_EL_TABLE, "table" },
    { "tbody", SYNC_EL_SECTION, "tbody" },
    { "td", SYNC_EL_CELL, "td" },
    { "template", SYNC_EL_GONE, NULL },
    { "textarea", SYNC_EL_GONE, NULL },
    { "tfoot", SYNC_EL_SECTION, "tfoot" },
    { "th", SYNC_EL_CELL, "th" },
    { "thead", SYNC_EL_SECTION, "thead" },
    { "title", SYNC_EL_GONE, NULL },
    { "tr", SYNC_EL_ROW, "tr" },
    { "tt", SYNC_EL_INLINE, "code" },
    { "u", SYNC_EL_INLINE, "u" },
    { "ul", SYNC_EL_LIST, "ul" },
    { "var", SYNC_EL_INLINE, "em" },
    { "video", SYNC_EL_GONE, NULL }
};


int
sync_html_safe(jobs_str_t html, jobs_str_t *bad)
{
    int                    end;
    size_t                 i, n, depth;
    const sync_element_t  *element, *open[SYNC_HTML_DEPTH];

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
            || !sync_html_tag(jobs_str(html.data + i + 1, n - i - 1),
                              &element, &end))
        {
            return 0;
        }

        i = n + 1;

        if (sync_html_void(element)) {
            if (end) {
                return 0;
            }

            continue;
        }

        if (!end) {
            if (depth == SYNC_HTML_DEPTH) {
                return 0;
            }

            open[depth++] = element;
            continue;
        }

        if (depth == 0 || open[depth - 1] != element) {
            return 0;
        }

        depth--;
    }

    if (depth != 0) {
        *bad = sync_str(open[depth - 1]->name);
        return 0;
    }

    return 1;
}


/* what stands between < and > */

static int
sync_html_tag(jobs_str_t tag, const sync_element_t **element, int *end)
{
    size_t                 i, n;
    jobs_str_t             rest;
    const sync_element_t  *e;

    i = 0;
    *end = (tag.len > 0 && tag.data[0] == '/');
    i += *end;

    for (n = i; n < tag.len && tag.data[n] != ' ' && tag.data[n] != '/'; n++) {
        /* void */
    }

    e = sync_html_element(jobs_str(tag.data + i, n - i));

    if (e == NULL || e->ours == NULL || strcmp(e->name, e->ours) != 0) {
        return 0;
    }

    *element = e;

    while (n < tag.len && tag.data[n] == ' ') {
        n++;
    }

    rest = jobs_str(tag.data + n, tag.len - n);

    if (rest.len == 0) {
        return 1;
    }

    if (rest.len == 1 && rest.data[0] == '/') {
        return !*end && sync_html_void(e);
    }

    if (*end || strcmp(e->name, "a") != 0 || rest.len < 8
        || strncasecmp(rest.data, "href=\"", 6) != 0
        || rest.data[rest.len - 1] != '"')
    {
        return 0;
    }

    return sync_html_href(jobs_str(rest.data + 6, rest.len - 7));
}


int
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


const sync_element_t *
sync_html_element(jobs_str_t name)
{
    int     order;
    size_t  from, to, i, len;

    from = 0;
    to = sync_n(sync_html_elements);

    while (from < to) {
        i = (from + to) / 2;
        len = strlen(sync_html_elements[i].name);
        order = strncasecmp(name.data, sync_html_elements[i].name,
                            name.len < len ? name.len : len);

        if (order == 0) {
            order = name.len < len ? -1 : name.len > len;
        }

        if (order == 0) {
            return &sync_html_elements[i];
        }

        if (order < 0) {
            to = i;
        } else {
            from = i + 1;
        }
    }

    return NULL;
}


static int
sync_html_void(const sync_element_t *element)
{
    return element->kind == SYNC_EL_BR || element->kind == SYNC_EL_HR;
}
