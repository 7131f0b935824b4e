/*
 * HTML: the options of a list's form.
 */


#include "jobs_html.h"


static const struct {
    unsigned                 seconds;
    jobs_str_t               value;
} jobs_options_periods[] = {
    { 86400, jobs_string("1d") },
    { 604800, jobs_string("7d") },
    { 2592000, jobs_string("30d") }
};

#define JOBS_OPTIONS_PERIODS                                                  \
    (sizeof(jobs_options_periods) / sizeof(jobs_options_periods[0]))


/* any time, some periods, and another one while it is in use */

int
jobs_html_posted(jobs_option_t *o, const jobs_filter_t *f,
    const jobs_clause_t *c, jobs_lang_e lang, unsigned i)
{
    unsigned  n;
    double    seconds;

    seconds = (c != NULL) ? f->values[c->first].number : 0;

    memset(o, 0, sizeof(jobs_option_t));

    if (i == 0) {
        o->value = jobs_lit("");
        o->label = jobs_word(lang, JOBS_W_ANY_TIME);
        return 1;
    }

    if (i <= JOBS_OPTIONS_PERIODS) {
        o->value = jobs_options_periods[i - 1].value;
        o->seconds = jobs_options_periods[i - 1].seconds;
        o->selected = (seconds == jobs_options_periods[i - 1].seconds);
        return 1;
    }

    if (i > JOBS_OPTIONS_PERIODS + 1 || c == NULL) {
        return 0;
    }

    for (n = 0; n < JOBS_OPTIONS_PERIODS; n++) {
        if (seconds == jobs_options_periods[n].seconds) {
            return 0;
        }
    }

    o->value = f->values[c->first].text;
    o->clause = c;
    o->selected = 1;

    return 1;
}


/*
 * The first option is the order that comes by itself: by match where words
 * are searched, else by date.  A reversed order is there while it is in use.
 */

int
jobs_html_sort(jobs_option_t *o, const jobs_filter_t *f, jobs_lang_e lang,
    unsigned i)
{
    unsigned     n, words;
    jobs_sort_e  sort;

    static const jobs_sort_e  sorts[] = {
        JOBS_SORT_RECENT, JOBS_SORT_SALARY, JOBS_SORT_COMPANY, JOBS_SORT_TITLE
    };

    memset(o, 0, sizeof(jobs_option_t));

    words = jobs_filter_searches(f);

    if (i == 0) {
        sort = words ? JOBS_SORT_RELEVANCE : JOBS_SORT_RECENT;
        o->value = jobs_lit("");

    } else {
        n = words ? i - 1 : i;

        if (n < sizeof(sorts) / sizeof(sorts[0])) {
            sort = sorts[n];

        } else if (n == sizeof(sorts) / sizeof(sorts[0]) && f->reverse) {
            sort = f->sort;
            o->reversed = 1;

        } else {
            return 0;
        }

        o->value = jobs_params[JOBS_P_SORT].choices[sort];
    }

    o->label = jobs_html_order(sort, o->reversed, lang);
    o->selected = f->sort == sort && f->reverse == o->reversed;

    return 1;
}
