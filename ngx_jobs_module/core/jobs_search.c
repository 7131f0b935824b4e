/*
 * The search grammar.
 */

#include "jobs_search.h"
#include "jobs_text.h"


typedef struct {
    jobs_str_t     text;        /* without quotes, "-" and "*" */
    unsigned       exclude:1;
    unsigned       prefix:1;
    unsigned       bare:1;      /* neither quoted nor marked   */
} jobs_word_t;


static int     jobs_search_next(jobs_str_t *rest, jobs_word_t *w);
static size_t  jobs_search_tokens(jobs_str_t s, size_t *last);
static void    jobs_search_put(jobs_buf_t *b, const jobs_word_t *w,
                   const char *glue);


jobs_rc_t
jobs_search_parse(jobs_buf_t *match, jobs_buf_t *exclude, jobs_str_t text)
{
    int           either, joins;
    size_t        n, excluded, tokens, last;
    jobs_str_t    rest;
    jobs_word_t   w, next;

    n = 0;
    excluded = 0;
    tokens = 0;
    either = 0;
    joins = 0;
    rest = text;

    while (jobs_search_next(&rest, &w)) {

        /* "or" joins only what stands on both of its sides */

        if (w.bare && joins && !either && jobs_str_eq(w.text, jobs_lit("or")))
        {
            text = rest;

            if (jobs_search_next(&text, &next) && !next.exclude) {
                either = 1;
                continue;
            }
        }

        tokens += jobs_search_tokens(w.text, &last);

        if (n + excluded == JOBS_SEARCH_WORDS || tokens > JOBS_SEARCH_TOKENS) {
            return JOBS_LIMIT;
        }

        if (last < 2) {
            w.prefix = 0;           /* the index has prefixes of 2 and 3 */
        }

        if (w.exclude) {
            jobs_search_put(exclude, &w, excluded == 0 ? "" : " OR ");
            excluded++;
            joins = 0;
            continue;
        }

        jobs_search_put(match, &w, n == 0 ? "(" : either ? " OR " : ") AND (");
        either = 0;
        joins = 1;
        n++;
    }

    if (n > 0 && match != NULL) {
        jobs_buf_char(match, ')');
    }

    return n + excluded > 0 ? JOBS_OK : JOBS_DECLINED;
}


/* the next word or phrase that has a letter or a digit: 1, or 0 at the end */

static int
jobs_search_next(jobs_str_t *rest, jobs_word_t *w)
{
    size_t       n;
    const char  *p, *end, *close;

    p = rest->data;
    end = rest->data + rest->len;

    for ( ;; ) {

        while (p < end && *p == ' ') {
            p++;
        }

        if (p == end) {
            *rest = jobs_str(end, 0);
            return 0;
        }

        w->exclude = 0;
        w->prefix = 0;
        w->bare = 0;

        if (*p == '-' && end - p > 1 && p[1] != ' ' && p[1] != '-') {
            w->exclude = 1;
            p++;
        }

        close = *p == '"' ? memchr(p + 1, '"', end - p - 1) : NULL;

        if (close != NULL) {
            w->text = jobs_str(p + 1, close - p - 1);
            p = close + 1;

        } else {
            p += (*p == '"');
            w->text.data = p;

            while (p < end && *p != ' ' && *p != '"') {
                p++;
            }

            n = p - w->text.data;
            w->bare = !w->exclude;

            if (n > 1 && w->text.data[n - 1] == '*') {
                w->prefix = 1;
                w->bare = 0;
                n--;
            }

            w->text.len = n;
        }

        if (jobs_has_letter(w->text)) {
            *rest = jobs_str(p, end - p);
            return 1;
        }
    }
}


/* runs of letters, digits, + and # in s, and how long the last one is */

static size_t
jobs_search_tokens(jobs_str_t s, size_t *last)
{
    int          in;
    size_t       n;
    jobs_str_t   one;
    const char  *p, *end, *start;

    p = s.data;
    end = s.data + s.len;
    in = 0;
    n = 0;
    *last = 0;

    while (p < end) {
        start = p;
        (void) jobs_utf8_next(&p, end);
        one = jobs_str(start, p - start);

        if (!jobs_has_letter(one) && *start != '+' && *start != '#') {
            in = 0;
            *last = 0;
            continue;
        }

        n += !in;
        in = 1;
        (*last)++;
    }

    return n;
}


static void
jobs_search_put(jobs_buf_t *b, const jobs_word_t *w, const char *glue)
{
    size_t  i;

    if (b == NULL) {
        return;
    }

    jobs_buf_add(b, glue, strlen(glue));
    jobs_buf_char(b, '"');

    for (i = 0; i < w->text.len; i++) {
        jobs_buf_char(b, w->text.data[i] == '"' ? ' ' : w->text.data[i]);
    }

    jobs_buf_char(b, '"');

    if (w->prefix) {
        jobs_buf_lit(b, " *");
    }
}
