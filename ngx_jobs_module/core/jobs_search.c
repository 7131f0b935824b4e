/*
 * The search grammar.
 */

#include "jobs_search.h"
#include "jobs_text.h"


typedef struct {
    jobs_str_t     text;        /* without quotes, "-" and "*" */
    unsigned       exclude:1;
    unsigned       prefix:1;
    unsigned       quoted:1;
} jobs_word_t;

typedef struct {
    jobs_str_t     words;       /* texts and forms                  */
    jobs_str_t     texts;       /* as they were written             */
    jobs_str_t     forms;       /* absent: other forms do not count */
} jobs_columns_t;


static jobs_rc_t  jobs_search_side(jobs_buf_t *b, const jobs_forms_t *forms,
                      jobs_search_e where, jobs_str_t text, unsigned exclude);
static int        jobs_search_next(jobs_str_t *rest, jobs_word_t *w);
static size_t     jobs_search_tokens(jobs_str_t s, size_t *last);
static void       jobs_search_put(jobs_buf_t *b, const jobs_forms_t *forms,
                      const jobs_columns_t *columns, const jobs_word_t *w);
static void       jobs_search_quote(jobs_buf_t *b, jobs_str_t columns,
                      jobs_str_t text);


static const jobs_columns_t  jobs_search_columns[] = {
    {
        jobs_string(""),
        jobs_string("- {title_forms forms} : "),
        jobs_string("{title_forms forms} : ")
    }, {
        jobs_string("{title title_forms} : "),
        jobs_string("title : "),
        jobs_string("title_forms : ")
    }, {
        jobs_string("place : "),
        jobs_string("place : "),
        jobs_null_string
    }
};


jobs_rc_t
jobs_search_match(jobs_buf_t *b, const jobs_forms_t *forms, jobs_search_e where,
    jobs_str_t text)
{
    jobs_rc_t  rc;

    rc = jobs_search_side(b, forms, where, text, 0);

    if (rc != JOBS_OK || b == NULL
        || jobs_search_side(NULL, NULL, where, text, 1) != JOBS_OK)
    {
        return rc;
    }

    jobs_buf_lit(b, " NOT ");

    return jobs_search_side(b, forms, where, text, 1);
}


jobs_rc_t
jobs_search_exclude(jobs_buf_t *b, const jobs_forms_t *forms,
    jobs_search_e where, jobs_str_t text)
{
    return jobs_search_side(b, forms, where, text, 1);
}


/* in one pair of parentheses: what is to exclude, or the rest */

static jobs_rc_t
jobs_search_side(jobs_buf_t *b, const jobs_forms_t *forms, jobs_search_e where,
    jobs_str_t text, unsigned exclude)
{
    int           either, joins;
    size_t        n, mine, tokens, last;
    jobs_str_t    rest, ahead;
    jobs_word_t   w, next;

    n = 0;
    mine = 0;
    tokens = 0;
    either = 0;
    joins = 0;
    rest = text;

    while (jobs_search_next(&rest, &w)) {

        /* "or" joins only what stands on both of its sides */

        if (joins && !either && !w.exclude && !w.quoted && !w.prefix
            && jobs_str_eq(w.text, jobs_lit("or")))
        {
            ahead = rest;

            if (jobs_search_next(&ahead, &next) && !next.exclude) {
                either = 1;
                continue;
            }
        }

        tokens += jobs_search_tokens(w.text, &last);

        if (n++ == JOBS_SEARCH_WORDS || tokens > JOBS_SEARCH_TOKENS) {
            return JOBS_LIMIT;
        }

        if (last < 2) {
            w.prefix = 0;           /* the index has prefixes of 2 and 3 */
        }

        if (w.exclude == exclude && b != NULL) {
            jobs_buf_str(b, mine == 0 ? jobs_lit("((")
                            : either || exclude ? jobs_lit(" OR ")
                                                : jobs_lit(") AND ("));
            jobs_search_put(b, forms, &jobs_search_columns[where], &w);
        }

        mine += (w.exclude == exclude);
        joins = !w.exclude;
        either = 0;
    }

    if (mine == 0) {
        return JOBS_DECLINED;
    }

    if (b != NULL) {
        jobs_buf_lit(b, "))");
    }

    return JOBS_OK;
}


/* the next word or phrase that has a letter or a digit: 1, or 0 at the end */

static int
jobs_search_next(jobs_str_t *rest, jobs_word_t *w)
{
    size_t       n;
    const char  *p, *end, *close;

    p = rest->data;
    end = jobs_str_end(*rest);

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

        if (*p == '-' && end - p > 1 && p[1] != ' ' && p[1] != '-') {
            w->exclude = 1;
            p++;
        }

        close = *p == '"' ? memchr(p + 1, '"', end - p - 1) : NULL;
        w->quoted = (close != NULL);

        if (w->quoted) {
            w->text = jobs_str(p + 1, close - p - 1);
            p = close + 1;

        } else {
            p += (*p == '"');
            w->text.data = p;

            while (p < end && *p != ' ' && *p != '"') {
                p++;
            }

            n = p - w->text.data;

            if (n > 1 && w->text.data[n - 1] == '*') {
                w->prefix = 1;
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
    end = jobs_str_end(s);
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
jobs_search_put(jobs_buf_t *b, const jobs_forms_t *forms,
    const jobs_columns_t *columns, const jobs_word_t *w)
{
    int                 join;
    jobs_str_t          form;
    const char         *p, *end;
    jobs_forms_word_t   word, joined, more;

    if (w->quoted || w->prefix) {
        jobs_search_quote(b, columns->texts, w->text);

        if (w->prefix) {
            jobs_buf_lit(b, " *");
        }

        return;
    }

    p = w->text.data;
    end = jobs_str_end(w->text);
    form = jobs_str(NULL, 0);
    join = 0;

    /* "front-end" is two words, in this order, without other forms */

    if (columns->forms.len > 0 && jobs_forms_next(&word, &p, end)
        && !jobs_forms_next(&more, &p, end))
    {
        join = jobs_forms_join(&joined, &word);
        form = join ? jobs_str(joined.data, joined.len)
                    : jobs_forms_stem(forms, jobs_str(word.data, word.len));
    }

    /* the tokenizer would make "net" of .net */

    if (join && word.data[0] == '.') {
        jobs_search_quote(b, columns->words, form);
        return;
    }

    jobs_search_quote(b, columns->words, w->text);

    if (form.len > 0 && !jobs_str_eq(form, jobs_str(word.data, word.len))) {
        jobs_buf_lit(b, " OR ");
        jobs_search_quote(b, join ? columns->words : columns->forms, form);
    }
}


static void
jobs_search_quote(jobs_buf_t *b, jobs_str_t columns, jobs_str_t text)
{
    size_t  i;

    jobs_buf_str(b, columns);
    jobs_buf_char(b, '"');

    for (i = 0; i < text.len; i++) {
        jobs_buf_char(b, text.data[i] == '"' ? ' ' : text.data[i]);
    }

    jobs_buf_char(b, '"');
}
