/*
 * Plain text of safe HTML, and its beginning.
 */

#include "sync_html.h"


static void sync_plain_text(jobs_buf_t *b, jobs_str_t s, int pre, int *line,
    size_t start);


void
sync_html_plain(jobs_buf_t *b, jobs_str_t html)
{
    int                    line, pre, end;
    size_t                 start, n;
    const char            *p, *last, *next;
    const sync_element_t  *e;

    p = html.data;
    last = jobs_str_end(html);
    start = b->len;
    line = 0;
    pre = 0;

    while (p < last) {

        if (*p != '<') {
            next = memchr(p, '<', last - p);
            next = next == NULL ? last : next;
            sync_plain_text(b, jobs_str(p, next - p), pre, &line, start);
            p = next;
            continue;
        }

        end = (p[1] == '/');
        p += 1 + end;

        for (n = 0; p[n] != '>' && p[n] != ' ' && p[n] != '/'; n++) {
            /* void */
        }

        e = sync_html_element(jobs_str(p, n));
        p = (const char *) memchr(p, '>', last - p) + 1;

        if (e == NULL || e->kind <= SYNC_EL_PLAIN) {
            continue;
        }

        if (e->kind == SYNC_EL_CELL) {
            line |= 2;
            continue;
        }

        line |= 1;

        if (e->kind == SYNC_EL_ITEM) {
            line = end ? line : (line | 4);

        } else if (strcmp(e->name, "pre") == 0) {
            pre = !end;
        }
    }
}


/* *line: 1 a line ends before, 2 a cell does, 4 an item begins */

static void
sync_plain_text(jobs_buf_t *b, jobs_str_t s, int pre, int *line, size_t start)
{
    size_t       n;
    uint32_t     c;
    const char  *p, *next, *end;

    for (p = s.data, end = p + s.len; p < end && (*p == ' ' || *p == '\n');
         p++)
    {
        /* void */
    }

    if (p == end && (*line != 0 || b->len == start)) {
        return;
    }

    if (!pre && *line == 0) {
        p = s.data;
    }

    if (*line != 0) {
        if (b->len != start) {
            jobs_buf_char(b, *line & 5 ? '\n' : ' ');
        }

        if (*line & 4) {
            jobs_buf_lit(b, "- ");
        }

        *line = 0;
    }

    if (pre) {
        p = s.data;
    }

    while (p < end) {
        n = *p != '&' ? 0 : sync_entity(jobs_str(p, end - p), &c);

        if (n != 0) {
            jobs_utf8_put(b, c);
            p += n;
            continue;
        }

        next = memchr(p + 1, '&', end - p - 1);
        next = next == NULL ? end : next;
        jobs_buf_add(b, p, next - p);
        p = next;
    }
}


void
sync_text_cut(jobs_buf_t *b, jobs_str_t text, unsigned chars)
{
    size_t       start, word;
    uint32_t     c;
    unsigned     n;
    const char  *p, *end;

    p = text.data;
    end = jobs_str_end(text);
    start = b->len;
    word = start;

    for (n = 0; p < end; n++) {
        c = jobs_utf8_next(&p, end);

        if (n == chars) {
            /* no space: a script without them, or one endless word */

            b->len = c != ' ' && c != '\n' && word > start + (b->len - start) / 2
                     ? word : b->len;

            while (b->len > start
                   && strchr(" ,;:-", b->data[b->len - 1]) != NULL)
            {
                b->len--;
            }

            jobs_buf_lit(b, "\xE2\x80\xA6");
            return;
        }

        if (c == ' ' || c == '\n') {
            word = b->len;
            jobs_buf_char(b, ' ');

        } else {
            jobs_utf8_put(b, c == JOBS_BAD_CHAR ? 0xFFFD : c);
        }
    }
}
