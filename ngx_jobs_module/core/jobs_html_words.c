/*
 * HTML: filters and orders in words.
 */


#include "jobs_html.h"
#include "jobs_say.h"


static void jobs_html_value(jobs_buf_t *b, const jobs_value_t *v,
    jobs_lang_e lang);


void
jobs_html_filter(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c, jobs_lang_e lang)
{
    jobs_buf_str(b, jobs_param_label(lang, c->param));

    if (jobs_params[c->param].kind != JOBS_KIND_FLAG) {
        jobs_buf_str(b, jobs_word(lang, JOBS_W_COLON));
        jobs_html_values(b, f, c, lang);
    }
}


void
jobs_html_values(jobs_buf_t *b, const jobs_filter_t *f,
    const jobs_clause_t *c, jobs_lang_e lang)
{
    unsigned  i;

    for (i = 0; i < c->n; i++) {
        if (i > 0) {
            jobs_buf_lit(b, ", ");
        }

        jobs_html_value(b, &f->values[c->first + i], lang);
    }
}


static void
jobs_html_value(jobs_buf_t *b, const jobs_value_t *v, jobs_lang_e lang)
{
    if (v->exclude) {
        jobs_buf_str(b, jobs_word(lang, JOBS_W_NOT));
    }

    switch (jobs_params[v->param].kind) {

    case JOBS_KIND_AMOUNT:
        jobs_say_number(b, lang, (uint64_t) v->number);
        break;

    case JOBS_KIND_TIME:
        jobs_say_clock(b, lang, (int64_t) v->number);
        break;

    case JOBS_KIND_PERIOD:
        jobs_html_period(b, (uint64_t) v->number, lang);
        break;

    default:
        jobs_buf_str(b, jobs_value_label(lang, v));
        break;
    }
}


void
jobs_html_period(jobs_buf_t *b, uint64_t seconds, jobs_lang_e lang)
{
    uint64_t  hours;

    hours = seconds / 3600;

    if (hours > 24 && hours % 24 == 0) {
        jobs_say_with(b, lang, JOBS_W_LAST_DAYS, hours / 24);

    } else {
        jobs_say_count(b, lang, JOBS_W_LAST_HOUR, hours);
    }
}


jobs_str_t
jobs_html_choice(jobs_param_e param, jobs_str_t value, jobs_lang_e lang)
{
    unsigned             i;
    const jobs_param_t  *p;

    p = &jobs_params[param];

    for (i = 0; p->choices[i].data != NULL; i++) {
        if (jobs_str_eq(p->choices[i], value)) {
            return jobs_choice_label(lang, param, i);
        }
    }

    return value;
}


void
jobs_html_day(jobs_buf_t *b, int64_t t)
{
    size_t  len;

    len = b->len;

    jobs_buf_time(b, t);

    if (b->rc == JOBS_OK) {
        b->len = len + sizeof("2026-08-08") - 1;
    }
}


jobs_str_t
jobs_html_order(jobs_sort_e sort, unsigned reversed, jobs_lang_e lang)
{
    return jobs_word(lang, (jobs_word_e) (sort + (reversed ? JOBS_W_OLDEST
                                                           : JOBS_W_NEWEST)));
}


jobs_str_t
jobs_html_language(jobs_str_t language, jobs_lang_e lang)
{
    if (language.len == 0 || jobs_lang_find(language) == lang
        || !jobs_lang_valid(language))
    {
        return jobs_str(NULL, 0);
    }

    return language;
}
