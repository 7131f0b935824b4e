/*
 * One value of an argument: validation, and its canonical text.
 */

#include "jobs_search.h"
#include "jobs_text.h"
#include "jobs_value.h"
#include "jobs_words.h"


#define JOBS_AMOUNT_MAX  1e12


static jobs_rc_t  jobs_value_choice(jobs_value_t *v,
                      const jobs_param_t *param, const char **reason);
static int        jobs_same_choice(jobs_str_t text, jobs_str_t choice);
static jobs_rc_t  jobs_value_flag(jobs_value_t *v, const char **reason);
static jobs_rc_t  jobs_value_lang(jobs_value_t *v,
                      const jobs_param_t *param, const char **reason);
static jobs_rc_t  jobs_value_period(jobs_filter_t *f, jobs_value_t *v,
                      const char **reason);
static jobs_rc_t  jobs_value_number(jobs_filter_t *f,
                      const jobs_param_t *param, jobs_value_t *v,
                      const char **reason);
static jobs_rc_t  jobs_value_letters(jobs_buf_t *b, jobs_str_t s, size_t n);
static jobs_str_t  jobs_unquote(jobs_filter_t *f, jobs_str_t s);


jobs_rc_t
jobs_value_add(jobs_filter_t *f, const jobs_param_t *param, jobs_str_t text,
    unsigned pinned, const char **reason)
{
    int            fold;
    jobs_rc_t      rc;
    jobs_value_t  *v;

    if (f->nvalues == JOBS_FILTER_VALUES) {
        *reason = "there are more than 128 values";
        return JOBS_LIMIT;
    }

    v = &f->values[f->nvalues];

    v->param = (jobs_param_e) (param - jobs_params);
    v->pinned = pinned;
    v->exclude = 0;
    v->number = 0;
    v->choice = 0;
    v->nterms = 0;

    if (param->exclude && text.len > 1 && text.data[0] == '-') {
        v->exclude = 1;
        text.data++;
        text.len--;
    }

    if (param->split && text.len > 2 && text.data[0] == '"'
        && text.data[text.len - 1] == '"')
    {
        text = jobs_unquote(f, jobs_str(text.data + 1, text.len - 2));

        if (text.data == NULL) {
            *reason = "the values are too long";
            return JOBS_LIMIT;
        }
    }

    fold = (param->kind == JOBS_KIND_TERM
            || param->kind == JOBS_KIND_SEARCH);

    v->text = fold ? jobs_filter_keep(f, text, 1) : text;

    if (v->text.data == NULL) {
        *reason = "the values are too long";
        return JOBS_LIMIT;
    }

    if (v->text.len == 0) {
        return JOBS_OK;                 /* white space alone: absent */
    }

    rc = JOBS_OK;

    switch (param->kind) {

    case JOBS_KIND_TERM:
        break;

    case JOBS_KIND_SEARCH:

        if (jobs_search_match(NULL, NULL, JOBS_SEARCH_ALL, v->text)
            == JOBS_LIMIT)
        {
            *reason = "a search has at most 8 words";
            return JOBS_LIMIT;
        }

        break;

    case JOBS_KIND_CHOICE:
    case JOBS_KIND_SORT:
        rc = jobs_value_choice(v, param, reason);
        break;

    case JOBS_KIND_FLAG:
        rc = jobs_value_flag(v, reason);

        if (rc == JOBS_OK && (v->number == 0) != param->off) {
            return JOBS_OK;             /* that asks for nothing */
        }

        break;

    case JOBS_KIND_PERIOD:
        rc = jobs_value_period(f, v, reason);
        break;

    case JOBS_KIND_LANG:
        rc = jobs_value_lang(v, param, reason);
        break;

    case JOBS_KIND_NAME:

        if (!jobs_is_name(v->text)) {
            *reason = param->rule;
            rc = JOBS_INVALID;
        }

        break;

    case JOBS_KIND_CURSOR:
        break;                          /* judged with the order */

    case JOBS_KIND_AMOUNT:
    case JOBS_KIND_COUNT:
    case JOBS_KIND_CURRENCY:
    case JOBS_KIND_COUNTRY:
    case JOBS_KIND_TIME:
        rc = jobs_value_number(f, param, v, reason);
        break;
    }

    if (rc == JOBS_OK && v->text.data == NULL) {
        *reason = "the values are too long";
        rc = JOBS_LIMIT;
    }

    if (rc == JOBS_OK) {
        v->label = param->choices != NULL ? param->choice_labels[v->choice]
                                          : v->text;
        f->nvalues++;
    }

    return rc;
}


/* two quotes inside of quotes are one; data NULL: no memory is left */

static jobs_str_t
jobs_unquote(jobs_filter_t *f, jobs_str_t s)
{
    char    *p;
    size_t   i, n;

    if (memchr(s.data, '"', s.len) == NULL) {
        return s;
    }

    s = jobs_filter_keep(f, s, 0);

    if (s.data == NULL) {
        return s;
    }

    p = f->bytes + f->used - s.len;
    n = 0;

    for (i = 0; i < s.len; i++) {
        i += (s.data[i] == '"' && i + 1 < s.len && s.data[i + 1] == '"');
        p[n++] = s.data[i];
    }

    return jobs_str(p, n);
}


/* "Full-time", "full time" and "FULL_TIME" are the same choice */

static jobs_rc_t
jobs_value_choice(jobs_value_t *v, const jobs_param_t *param,
    const char **reason)
{
    unsigned  n;

    if (param == &jobs_params[JOBS_P_REMOTE]
        && (jobs_str_eq(v->text, jobs_lit("1"))
            || jobs_same_choice(v->text, jobs_lit("true"))))
    {
        v->text = param->choices[0];
        return JOBS_OK;
    }

    for (n = 0; param->choices[n].data != NULL; n++) {
        if (jobs_same_choice(v->text, param->choices[n])) {
            v->text = param->choices[n];
            v->choice = n;
            return JOBS_OK;
        }
    }

    *reason = param->rule;

    return JOBS_INVALID;
}


static int
jobs_same_choice(jobs_str_t text, jobs_str_t choice)
{
    char    c;
    size_t  i, k;

    k = 0;

    for (i = 0; i < text.len; i++) {
        c = text.data[i];

        if (c == '-' || c == ' ' || c == '_') {
            continue;
        }

        if (k < choice.len
            && (choice.data[k] == '_' || choice.data[k] == '-'))
        {
            k++;
        }

        if (c >= 'A' && c <= 'Z') {
            c |= 0x20;
        }

        if (k == choice.len || c != choice.data[k]) {
            return 0;
        }

        k++;
    }

    return k == choice.len;
}


static jobs_rc_t
jobs_value_flag(jobs_value_t *v, const char **reason)
{
    if (jobs_str_eq(v->text, jobs_lit("1"))
        || jobs_same_choice(v->text, jobs_lit("true")))
    {
        v->text = jobs_lit("1");
        v->number = 1;
        return JOBS_OK;
    }

    if (jobs_str_eq(v->text, jobs_lit("0"))
        || jobs_same_choice(v->text, jobs_lit("false")))
    {
        v->text = jobs_lit("0");
        return JOBS_OK;
    }

    *reason = "it must be 1, true, 0 or false";

    return JOBS_INVALID;
}


/* a page says what it is written in: any language will do, ours are a few */

static jobs_rc_t
jobs_value_lang(jobs_value_t *v, const jobs_param_t *param,
    const char **reason)
{
    jobs_lang_e  lang;

    if (!jobs_lang_valid(v->text)) {
        *reason = param->rule;
        return JOBS_INVALID;
    }

    lang = jobs_lang_find(v->text);

    v->choice = lang == JOBS_LANG_N ? JOBS_LANG_EN : lang;
    v->text = param->choices[v->choice];

    return JOBS_OK;
}


/* 30, 30d, 24h: at most ten years; in days where it is whole days */

static jobs_rc_t
jobs_value_period(jobs_filter_t *f, jobs_value_t *v, const char **reason)
{
    char        text[24];
    uint64_t    n;
    jobs_str_t  s;
    jobs_buf_t  b;

    s = v->text;
    n = 24;

    if (s.len > 1 && s.data[s.len - 1] == 'h') {
        n = 1;
        s.len--;

    } else if (s.len > 1 && s.data[s.len - 1] == 'd') {
        s.len--;
    }

    v->number = (double) n;

    if (jobs_parse_uint(s, 3650 * 24 / n, &n) != JOBS_OK || n == 0) {
        *reason = "it must be a number of days from 1 to 3650, or hours as "
                  "in 24h";
        return JOBS_INVALID;
    }

    n *= (uint64_t) v->number;
    v->number = (double) (n * 3600);

    b = (jobs_buf_t) { .data = text, .size = sizeof(text),
                       .max = sizeof(text) };

    jobs_buf_uint(&b, n % 24 == 0 ? n / 24 : n);
    jobs_buf_char(&b, n % 24 == 0 ? 'd' : 'h');

    v->text = jobs_filter_keep(f, jobs_buf_view(&b), 0);

    return JOBS_OK;
}


static jobs_rc_t
jobs_value_number(jobs_filter_t *f, const jobs_param_t *param, jobs_value_t *v,
    const char **reason)
{
    char        text[32];
    int64_t     t;
    uint64_t    n;
    jobs_buf_t  b;

    b = (jobs_buf_t) { .data = text, .size = sizeof(text),
                       .max = sizeof(text) };

    switch (param->kind) {

    case JOBS_KIND_AMOUNT:

        if (jobs_parse_number(v->text, &v->number) != JOBS_OK
            || v->number < 0 || v->number > JOBS_AMOUNT_MAX)
        {
            *reason = "it must be an amount from 0 to 1000000000000";
            return JOBS_INVALID;
        }

        v->number = (double) (uint64_t) (v->number * 100 + 0.5) / 100;
        jobs_buf_number(&b, v->number);
        break;

    case JOBS_KIND_COUNT:

        n = 0;

        if (jobs_parse_uint(v->text, JOBS_COUNT_MAX, &n) != JOBS_OK
            || (n == 0 && param == &jobs_params[JOBS_P_PAGE]))
        {
            *reason = param == &jobs_params[JOBS_P_PAGE]
                      ? "it must be a whole number from 1"
                      : "it must be a whole number from 0";
            return JOBS_INVALID;
        }

        v->number = (double) n;
        jobs_buf_uint(&b, n);
        break;

    case JOBS_KIND_CURRENCY:

        if (jobs_value_letters(&b, v->text, 3) != JOBS_OK) {
            *reason = "it must be a currency of three letters (ISO 4217)";
            return JOBS_INVALID;
        }

        break;

    case JOBS_KIND_COUNTRY:

        if (jobs_value_letters(&b, v->text, 2) != JOBS_OK) {
            *reason = "it must be a country of two letters (ISO 3166)";
            return JOBS_INVALID;
        }

        break;

    default: /* JOBS_KIND_TIME */

        if (jobs_parse_time(v->text, &t) != JOBS_OK) {
            *reason = "it must be a time as in 2026-08-08T09:00:00Z";
            return JOBS_INVALID;
        }

        v->number = (double) t;
        jobs_buf_time(&b, t);
        break;
    }

    v->text = jobs_filter_keep(f, jobs_buf_view(&b), 0);

    return JOBS_OK;
}


/* n letters, as capitals */

static jobs_rc_t
jobs_value_letters(jobs_buf_t *b, jobs_str_t s, size_t n)
{
    char    c;
    size_t  i;

    if (s.len != n) {
        return JOBS_INVALID;
    }

    for (i = 0; i < n; i++) {
        c = (char) (s.data[i] & ~0x20);

        if (c < 'A' || c > 'Z') {
            return JOBS_INVALID;
        }

        jobs_buf_char(b, c);
    }

    return JOBS_OK;
}
