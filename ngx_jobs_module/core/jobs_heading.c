/*
 * A filter as the heading of its list.
 */

#include "jobs_filter.h"


typedef struct {
    const jobs_filter_t   *filter;
    jobs_lang_e            lang;
    jobs_param_e           changed;     /* has this label instead */
    jobs_str_t             label;
} jobs_heading_t;


static int  jobs_heading_part(jobs_buf_t *b, const jobs_heading_t *h,
                jobs_param_e param, jobs_str_t before);


void
jobs_filter_heading(jobs_buf_t *b, const jobs_filter_t *f, jobs_lang_e lang)
{
    jobs_filter_heading_change(b, f, lang, JOBS_P_N, jobs_str(NULL, 0));
}


void
jobs_filter_heading_change(jobs_buf_t *b, const jobs_filter_t *f,
    jobs_lang_e lang, jobs_param_e param, jobs_str_t label)
{
    int             english, some;
    size_t          i;
    jobs_heading_t  h;

    static const jobs_param_e  kinds[] = {
        JOBS_P_REMOTE, JOBS_P_LEVEL, JOBS_P_CATEGORY, JOBS_P_TAG,
        JOBS_P_TAG_ANY
    };

    static const struct {
        jobs_param_e           param;
        jobs_word_e            before;
    } places[] = {
        { JOBS_P_COMPANY, JOBS_W_AT_COMPANY },
        { JOBS_P_LOCATION, JOBS_W_IN_PLACE },
        { JOBS_P_COUNTRY, JOBS_W_IN_COUNTRY },
        { JOBS_P_REGION, JOBS_W_IN_PLACE }
    };

    h.filter = f;
    h.lang = lang;
    h.changed = param;
    h.label = label;

    english = (lang == JOBS_LANG_EN);
    some = 0;

    if (!english) {
        jobs_buf_str(b, jobs_word(lang, JOBS_W_JOBS));
    }

    for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        some |= jobs_heading_part(b, &h, kinds[i],
                                  english ? jobs_lit("")
                                  : some ? jobs_lit(", ")
                                         : jobs_word(lang, JOBS_W_COLON));
    }

    if (english) {
        jobs_buf_str(b, some ? jobs_lit("jobs") : jobs_word(lang, JOBS_W_JOBS));
    }

    for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        (void) jobs_heading_part(b, &h, places[i].param,
                                 some && !english
                                 ? jobs_lit(" · ")
                                 : jobs_word(lang, places[i].before));
    }
}


/* 1 if there is any; English kinds stand before their noun */

static int
jobs_heading_part(jobs_buf_t *b, const jobs_heading_t *h, jobs_param_e param,
    jobs_str_t before)
{
    int                   some;
    unsigned              i, k;
    const jobs_value_t   *v;
    const jobs_clause_t  *c;

    some = 0;

    if (param == h->changed) {

        if (h->label.data != NULL) {
            jobs_buf_str(b, before);
            jobs_buf_str(b, h->label);
            some = 1;
        }

        goto done;
    }

    for (i = 0; i < h->filter->nclauses; i++) {
        c = &h->filter->clauses[i];

        if (c->param != param) {
            continue;
        }

        for (k = 0; k < c->n; k++) {
            v = &h->filter->values[c->first + k];

            if (v->exclude) {
                continue;
            }

            jobs_buf_str(b, !some ? before
                            : jobs_word(h->lang, jobs_params[param].all
                                                 ? JOBS_W_AND : JOBS_W_OR));
            jobs_buf_str(b, jobs_value_label(h->lang, v));
            some = 1;
        }
    }

done:

    if (some && before.len == 0) {
        jobs_buf_char(b, ' ');
    }

    return some;
}
