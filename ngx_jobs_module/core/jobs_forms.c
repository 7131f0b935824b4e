/*
 * Stems, and spellings that a tokenizer does not see as one word.
 */

#include <libstemmer.h>
#include "jobs_forms.h"
#include "jobs_text.h"


static int   jobs_forms_char(const char **p, const char *end, char *c);
static void  jobs_forms_dotnet(const jobs_forms_take_t *take,
                 const jobs_forms_word_t *w);
static void  jobs_forms_token(const jobs_forms_take_t *take,
                 jobs_str_t token, int english);
static void  jobs_forms_put_stem(void *data, jobs_str_t word);
static void  jobs_forms_put(void *data, jobs_str_t form);
static jobs_forms_stem_t *jobs_forms_kept(const jobs_forms_t *forms,
                 jobs_str_t word);
static int   jobs_forms_in(jobs_str_t s, const jobs_str_t *list);
static int   jobs_is_alpha(char c);
static int   jobs_is_digit(char c);


/* forms that are appended to a text */

typedef struct {
    jobs_buf_t          *b;
    const jobs_forms_t  *forms;
    jobs_forms_row_t    *row;
} jobs_forms_put_t;


/* what a name has behind its dot: Node.js, Socket.io, ML.NET, Character.ai */

static const jobs_str_t  jobs_forms_ends[] = {
    jobs_string("js"), jobs_string("io"), jobs_string("net"),
    jobs_string("ai"), jobs_null_string
};

/* what .NET is called in full; any other word before ".net" is a domain */

static const jobs_str_t  jobs_forms_net[] = {
    jobs_string("asp"), jobs_string("ado"), jobs_string("vb"),
    jobs_string("ml"), jobs_string("c#"), jobs_string("f#"), jobs_null_string
};


const char  jobs_forms_ascii[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, '#', 0, 0, 0, 0, 0, 0, 0, '+', 0, 0, 0, 0,
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0, 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0
};


void
jobs_forms_open(jobs_forms_t *forms)
{
    forms->stemmer = sb_stemmer_new("english", "UTF_8");
    forms->stems = NULL;
}


void
jobs_forms_close(jobs_forms_t *forms)
{
    if (forms->stemmer != NULL) {
        sb_stemmer_delete(forms->stemmer);
        forms->stemmer = NULL;
    }
}


int
jobs_forms_english(jobs_str_t language)
{
    return language.len >= 2
           && (language.data[0] | 0x20) == 'e'
           && (language.data[1] | 0x20) == 'n'
           && (language.len == 2 || language.data[2] == '-');
}


int
jobs_forms_next(jobs_forms_word_t *w, const char **p, const char *end)
{
    int          some, ellipsis, too_long;
    char         c;
    const char  *start;

    for ( ;; ) {
        w->len = 0;
        w->dots = 0;
        w->plain = 1;
        some = 0;
        ellipsis = 0;
        too_long = 0;

        for ( ;; ) {

            for (start = *p; *p < end && w->len < JOBS_FORMS_WORD; (*p)++) {
                c = jobs_forms_ascii[(unsigned char) **p];

                if (c == 0) {
                    break;
                }

                w->data[w->len++] = c;
                w->plain &= c >= '0';   /* + and # stand before it */
            }

            some |= (*p != start);

            if (*p == end || !jobs_forms_char(p, end, &c)) {
                break;
            }

            w->plain = 0;

            if (c == '.' && !some && (ellipsis || w->len == 1)) {
                ellipsis = 1;           /* "...net" is not .net */
                w->len = 0;
                w->dots = 0;
                continue;
            }

            if (w->len == JOBS_FORMS_WORD) {
                too_long = 1;
                continue;
            }

            w->data[w->len++] = c;
            w->dots += (c == '.');
            some |= (c != '.');
        }

        while (w->len > 0 && w->data[w->len - 1] == '.') {
            w->len--;
            w->dots--;
        }

        if (too_long) {
            w->len = 0;
            w->dots = 0;
        }

        if (some) {
            return 1;
        }

        if (*p >= end) {
            return 0;
        }
    }
}


jobs_str_t
jobs_forms_stem(const jobs_forms_t *forms, jobs_str_t word)
{
    size_t              i, len;
    const sb_symbol    *stem;
    jobs_forms_stem_t  *kept;

    if (forms->stemmer == NULL || word.len < 3) {
        return jobs_str(NULL, 0);
    }

    kept = jobs_forms_kept(forms, word);

    if (kept != NULL && kept->word == word.len
        && memcmp(kept->data, word.data, word.len) == 0)
    {
        return jobs_str(kept->data + kept->word, kept->stem);
    }

    for (i = 0; i < word.len; i++) {
        if (!jobs_is_alpha(word.data[i])) {
            return jobs_str(NULL, 0);
        }
    }

    stem = sb_stemmer_stem(forms->stemmer, (const sb_symbol *) word.data,
                           (int) word.len);

    len = stem == NULL ? 0 : sb_stemmer_length(forms->stemmer);

    if (kept != NULL && len != 0 && len <= JOBS_FORMS_KEPT) {
        kept->word = (unsigned char) word.len;
        kept->stem = (unsigned char) len;
        memcpy(kept->data, word.data, word.len);
        memcpy(kept->data + word.len, stem, len);
    }

    return jobs_str((const char *) stem, len);
}


/* stemming a word takes longer than all else that is done with it */

static jobs_forms_stem_t *
jobs_forms_kept(const jobs_forms_t *forms, jobs_str_t word)
{
    if (forms->stems == NULL || word.len > JOBS_FORMS_KEPT) {
        return NULL;
    }

    return &forms->stems[jobs_hash(word) & (JOBS_FORMS_STEMS - 1)];
}


int
jobs_forms_join(jobs_forms_word_t *out, const jobs_forms_word_t *w)
{
    size_t      i, dot;
    jobs_str_t  last;

    if (w->dots != 1 || w->len > JOBS_FORMS_WORD - 2) {
        return 0;
    }

    dot = (const char *) memchr(w->data, '.', w->len) - w->data;
    last = jobs_str(w->data + dot + 1, w->len - dot - 1);

    if (dot == 0) {

        if (last.len < 3 || memcmp(last.data, "net", 3) != 0) {
            return 0;
        }

        for (i = 3; i < last.len; i++) {
            if (!jobs_is_digit(last.data[i])) {
                return 0;
            }
        }

        memcpy(out->data, "dot", 3);
        dot = 3;

    } else {

        if (!jobs_forms_in(last, jobs_forms_ends)) {
            return 0;
        }

        for (i = 0; i < dot; i++) {
            if (!jobs_is_alpha(w->data[i]) && !jobs_is_digit(w->data[i])) {
                return 0;
            }
        }

        memcpy(out->data, w->data, dot);
    }

    memcpy(out->data + dot, last.data, last.len);
    out->len = dot + last.len;
    out->dots = 0;

    return 1;
}


void
jobs_forms_add(jobs_buf_t *b, const jobs_forms_t *forms,
    jobs_forms_row_t *row, jobs_str_t text, int english)
{
    jobs_forms_put_t   put;
    jobs_forms_take_t  take;

    put.b = b;
    put.forms = forms;
    put.row = row;

    take.form = jobs_forms_put;
    take.stem = jobs_forms_put_stem;
    take.data = &put;

    jobs_forms_each(&take, text, english);
}


void
jobs_forms_each(const jobs_forms_take_t *take, jobs_str_t text, int english)
{
    size_t              i, from;
    const char         *p, *end;
    jobs_forms_word_t   w, joined;

    p = text.data;
    end = jobs_str_end(text);

    while (jobs_forms_next(&w, &p, end)) {

        if (w.plain) {

            if (english) {
                take->stem(take->data, jobs_str(w.data, w.len));
            }

            continue;
        }

        for (i = 0, from = 0; i <= w.len; i++) {
            if (i == w.len || w.data[i] == '.') {
                jobs_forms_token(take, jobs_str(w.data + from, i - from),
                                 english);
                from = i + 1;
            }
        }

        if (jobs_forms_join(&joined, &w)) {
            take->form(take->data, jobs_str(joined.data, joined.len));
        }

        jobs_forms_dotnet(take, &w);
    }
}


/*
 * A character of a word, *p then stands behind it; 0 if it is none.  The same
 * as the tokenizer's, and the dot.
 */

static int
jobs_forms_char(const char **p, const char *end, char *c)
{
    const char  *start;

    *c = **p;

    if ((unsigned char) *c >= 0x80) {
        start = *p;
        (void) jobs_utf8_next(p, end);
        *c = (char) 0x80;

        return jobs_has_letter(jobs_str(start, *p - start));
    }

    (*p)++;

    if (*c >= 'A' && *c <= 'Z') {
        *c |= 0x20;
    }

    return jobs_is_alpha(*c) || jobs_is_digit(*c) || *c == '+' || *c == '#'
           || *c == '.';
}


/* .NET under whatever version and full name */

static void
jobs_forms_dotnet(const jobs_forms_take_t *take, const jobs_forms_word_t *w)
{
    size_t             dot;
    jobs_forms_word_t  joined;

    if (w->dots != 1) {
        return;
    }

    dot = (const char *) memchr(w->data, '.', w->len) - w->data;

    if (dot == 0 ? jobs_forms_join(&joined, w)
                 : (jobs_str_eq(jobs_str(w->data + dot, w->len - dot),
                                jobs_lit(".net"))
                    && jobs_forms_in(jobs_str(w->data, dot), jobs_forms_net)))
    {
        take->form(take->data, jobs_lit("dotnet"));
    }
}


/* "c++17" is found as c++, "python+sql" as each of them */

static void
jobs_forms_token(const jobs_forms_take_t *take, jobs_str_t token, int english)
{
    int         sign;
    char        c;
    size_t      i, from;
    jobs_str_t  part;

    sign = 0;
    from = 0;

    if (token.len == 0 || memchr(token.data, 0x80, token.len) != NULL) {
        return;
    }

    for (i = 0; i <= token.len; i++) {
        c = i < token.len ? token.data[i] : '+';

        if (c != '+' && c != '#') {
            continue;
        }

        part = jobs_str(token.data + from, i - from);
        from = i + 1;

        if (part.len == 0) {
            sign = 1;
            continue;
        }

        if (i == token.len && sign && from > 1 && jobs_is_digit(part.data[0])
            && jobs_is_alpha(token.data[0]))
        {
            take->form(take->data, jobs_str(token.data,
                                            token.len - part.len));
            return;
        }

        sign |= (i < token.len);

        if (sign && part.len >= 2 && jobs_is_alpha(part.data[0])) {
            take->form(take->data, part);
        }

        if (english) {
            take->stem(take->data, part);
        }
    }
}


static void
jobs_forms_put_stem(void *data, jobs_str_t word)
{
    jobs_str_t         stem;
    jobs_forms_put_t  *put;

    put = data;
    stem = jobs_forms_stem(put->forms, word);

    if (stem.len > 0) {
        jobs_forms_put(put, stem);
    }
}


static void
jobs_forms_put(void *data, jobs_str_t form)
{
    size_t             i;
    unsigned           k;
    jobs_forms_put_t  *put;
    jobs_forms_row_t  *row;

    put = data;
    row = put->row;

    for (i = jobs_hash(form) % (JOBS_FORMS_ROW * 2); row->seen[i] != 0;
         i = (i + 1) % (JOBS_FORMS_ROW * 2))
    {
        k = row->seen[i] - 1;

        if (row->len[k] == form.len
            && memcmp(row->data[k], form.data, form.len) == 0)
        {
            return;
        }
    }

    if (row->n == JOBS_FORMS_ROW || form.len > JOBS_FORMS_WORD) {
        return;
    }

    row->len[row->n] = (unsigned char) form.len;
    memcpy(row->data[row->n], form.data, form.len);
    row->seen[i] = (uint16_t) ++row->n;

    jobs_buf_char(put->b, ' ');
    jobs_buf_str(put->b, form);
}


static int
jobs_forms_in(jobs_str_t s, const jobs_str_t *list)
{
    for ( /* void */ ; list->data != NULL; list++) {
        if (jobs_str_eq(s, *list)) {
            return 1;
        }
    }

    return 0;
}


static int
jobs_is_alpha(char c)
{
    return c >= 'a' && c <= 'z';
}


static int
jobs_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
