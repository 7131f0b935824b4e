/*
 * How an answer in HTML looks.
 */

#include "jobs_look.h"


static void  jobs_look_value(jobs_look_t *look, const jobs_value_t *v);


jobs_rc_t
jobs_look_args(jobs_look_t *look, const jobs_args_t *args, uint64_t allowed,
    jobs_fault_t *fault)
{
    unsigned             i, n, show;
    jobs_rc_t            rc, first;
    jobs_fault_t         f;
    jobs_filter_t        filter;
    const jobs_param_t  *param;

    allowed &= JOBS_LOOK_ARGS;
    first = JOBS_OK;
    show = look->show;
    look->show = 0;

    jobs_filter_init(&filter, 0);

    for (i = 0; i < args->n; i++) {
        param = jobs_param_find(args->arg[i].name);

        if (param == NULL || !(allowed & (1ULL << (param - jobs_params)))) {
            continue;
        }

        n = filter.nvalues;
        rc = jobs_filter_add(&filter, param, args->arg[i].value, 0, &f);

        if (rc != JOBS_OK && first == JOBS_OK) {
            first = JOBS_INVALID;
            *fault = f;
        }

        for ( /* void */ ; n < filter.nvalues; n++) {
            jobs_look_value(look, &filter.values[n]);
        }
    }

    if (look->show == 0) {
        look->show = show;
    }

    return first;
}


static void
jobs_look_value(jobs_look_t *look, const jobs_value_t *v)
{
    switch (v->param) {

    case JOBS_P_LANG:
        look->lang = (jobs_lang_e) v->choice;
        look->lang_given = 1;
        break;

    case JOBS_P_THEME:
        look->theme = (jobs_theme_e) v->choice;
        look->theme_given = 1;
        break;

    case JOBS_P_SHOW:
        look->show |= 1u << v->choice;
        break;

    case JOBS_P_HEADING:
        look->heading = v->choice + 2;
        break;

    default:
        break;
    }
}


unsigned
jobs_look_shown(const jobs_look_t *look, unsigned own)
{
    if (own == 0) {
        return 0;
    }

    if (look->show != 0) {
        own = look->show;
    }

    return look->theme == JOBS_THEME_EMAIL ? own & JOBS_SHOW_EMAIL : own;
}


unsigned
jobs_look_level(const jobs_look_t *look, unsigned below)
{
    unsigned  level;

    level = (look->heading != 0 ? look->heading : 2) + below;

    return level < 6 ? level : 6;
}


void
jobs_look_drop(jobs_filter_t *f)
{
    unsigned  i, n;

    n = 0;

    for (i = 0; i < f->nvalues; i++) {
        if (!(JOBS_LOOK_ARGS & (1ULL << f->values[i].param))) {
            f->values[n++] = f->values[i];
        }
    }

    if (n != f->nvalues) {
        f->nvalues = n;
        jobs_filter_settle(f);
    }
}
