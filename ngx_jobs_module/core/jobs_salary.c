/*
 * Salaries: the rules of "usable", and annual amounts.
 */

#include "jobs_salary.h"


#define JOBS_SALARY_LEAST  1000.0           /* US dollars a year */
#define JOBS_SALARY_MOST   2000000.0


static int jobs_salary_plausible(double year, double usd);


static const jobs_salary_period_t  jobs_salary_period_table[] = {
    { jobs_string("hour"), 2080, JOBS_W_AN_HOUR },
    { jobs_string("day"), 260, JOBS_W_A_DAY },
    { jobs_string("week"), 52, JOBS_W_A_WEEK },
    { jobs_string("month"), 12, JOBS_W_A_MONTH },
    { jobs_string("year"), 1, JOBS_W_A_YEAR }
};


unsigned
jobs_salary_periods(jobs_str_t period)
{
    const jobs_salary_period_t  *p;

    p = jobs_salary_period(period);

    return p == NULL ? 0 : p->periods;
}


void
jobs_salary_judge(jobs_salary_t *s, const jobs_listing_t *l, double usd)
{
    double    min, max;
    unsigned  periods;

    memset(s, 0, sizeof(jobs_salary_t));
    s->order = -1;
    s->excluded = JOBS_PAY_UNKNOWN;

    s->has_salary = l->has_salary_min || l->has_salary_max;

    periods = jobs_salary_periods(l->salary_period);

    if (!s->has_salary || periods == 0 || l->salary_currency.data == NULL) {
        return;
    }

    if (l->salary_predicted) {
        s->excluded = JOBS_PAY_PREDICTED;
        return;
    }

    min = (l->has_salary_min ? l->salary_min : l->salary_max) * periods;
    max = (l->has_salary_max ? l->salary_max : l->salary_min) * periods;

    s->shown = min <= max && min > 0 && jobs_salary_plausible(min, usd)
               && jobs_salary_plausible(max, usd);

    if (!l->has_salary_min || !l->has_salary_max) {
        s->excluded = JOBS_PAY_ONE_SIDED;

    } else if (!s->shown) {
        s->excluded = JOBS_PAY_IMPLAUSIBLE;

    } else {
        s->excluded = JOBS_PAY_USABLE;
        s->usable = 1;
    }

    if (s->shown) {
        s->year_min = min;
        s->year_max = max;
    }

    if (s->usable && usd > 0) {
        s->order = (min + max) / 2 * usd;
    }
}


const jobs_salary_period_t *
jobs_salary_period(jobs_str_t name)
{
    size_t  i;

    for (i = 0; i < sizeof(jobs_salary_period_table)
                    / sizeof(jobs_salary_period_table[0]); i++)
    {
        if (jobs_str_eq(jobs_salary_period_table[i].name, name)) {
            return &jobs_salary_period_table[i];
        }
    }

    return NULL;
}


/* a currency without a rate is not judged */

static int
jobs_salary_plausible(double year, double usd)
{
    if (usd <= 0) {
        return 1;
    }

    return year * usd >= JOBS_SALARY_LEAST && year * usd <= JOBS_SALARY_MOST;
}
