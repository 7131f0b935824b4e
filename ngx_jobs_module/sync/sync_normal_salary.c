/*
 * The salary of a record, from its text and what its source declares.
 */

#include "sync_normal.h"
#include "sync_salary.h"


static int sync_pay_read(sync_feed_t *feed, sync_wage_t *w);
static void sync_pay_take(sync_record_t *r, const sync_wage_t *w);
static void sync_pay_declared(sync_feed_t *feed);
static void sync_pay_ends(sync_feed_t *feed);


jobs_rc_t
sync_normal_salary(sync_feed_t *feed)
{
    int            stated;
    sync_value_t  *v;
    sync_wage_t    w;

    v = feed->record.v;
    stated = v[SYNC_SALARY_MIN].set || v[SYNC_SALARY_MAX].set;

    if ((!stated || !v[SYNC_SALARY_CURRENCY].set || !v[SYNC_SALARY_PERIOD].set)
        && sync_pay_read(feed, &w)
        && (!stated
            || ((!v[SYNC_SALARY_MIN].set || w.min == 0
                 || v[SYNC_SALARY_MIN].amount == w.min)
                && (!v[SYNC_SALARY_MAX].set || w.max == 0
                    || v[SYNC_SALARY_MAX].amount == w.max))))
    {
        sync_pay_take(&feed->record, &w);
    }

    if (v[SYNC_SALARY_MIN].set || v[SYNC_SALARY_MAX].set) {
        sync_pay_declared(feed);
        sync_pay_ends(feed);
    }

    return JOBS_OK;
}


/* the salary's own text; title and description only where they are clear */

static int
sync_pay_read(sync_feed_t *feed, sync_wage_t *w)
{
    jobs_str_t     country;
    sync_value_t  *v;

    v = feed->record.v;
    country = v[SYNC_COUNTRIES].set && v[SYNC_COUNTRIES].n == 1
              && !(v[SYNC_WORLDWIDE].set && v[SYNC_WORLDWIDE].number)
              ? v[SYNC_COUNTRIES].items[0] : jobs_lit("");

    if (v[SYNC_SALARY_TEXT].set) {
        return sync_salary_read(w, v[SYNC_SALARY_TEXT].text, country, 0);
    }

    return (v[SYNC_TITLE].set
            && sync_salary_read(w, v[SYNC_TITLE].text, country, 1))
           || (v[SYNC_DESCRIPTION_TEXT].set
               && sync_salary_read(w, v[SYNC_DESCRIPTION_TEXT].text, country,
                                   2));
}


/* fills what is absent; ends only where the source states none */

static void
sync_pay_take(sync_record_t *r, const sync_wage_t *w)
{
    sync_value_t  *v;

    v = r->v;

    if (!v[SYNC_SALARY_MIN].set && !v[SYNC_SALARY_MAX].set) {
        v[SYNC_SALARY_MIN].amount = w->min;
        v[SYNC_SALARY_MIN].set = w->min > 0;
        v[SYNC_SALARY_MAX].amount = w->max;
        v[SYNC_SALARY_MAX].set = w->max > 0;
    }

    if (!v[SYNC_SALARY_CURRENCY].set && w->currency[0] != '\0') {
        v[SYNC_SALARY_CURRENCY].text = sync_dup(&r->arena,
                                                sync_str(w->currency));
        v[SYNC_SALARY_CURRENCY].set = 1;
    }

    if (!v[SYNC_SALARY_PERIOD].set && w->period != NULL) {
        v[SYNC_SALARY_PERIOD].text = sync_str(w->period);
        v[SYNC_SALARY_PERIOD].set = 1;
    }
}


static void
sync_pay_declared(sync_feed_t *feed)
{
    sync_value_t         *v;
    const sync_source_t  *s;

    v = feed->record.v;
    s = feed->source;

    if (!v[SYNC_SALARY_CURRENCY].set && s->currency.data != NULL) {
        v[SYNC_SALARY_CURRENCY].text = s->currency;
        v[SYNC_SALARY_CURRENCY].set = 1;
    }

    if (!v[SYNC_SALARY_PERIOD].set && s->period.data != NULL) {
        v[SYNC_SALARY_PERIOD].text = s->period;
        v[SYNC_SALARY_PERIOD].set = 1;
    }

    if (s->single_max == 1 && v[SYNC_SALARY_MIN].set
        && v[SYNC_SALARY_MAX].set
        && v[SYNC_SALARY_MIN].amount == v[SYNC_SALARY_MAX].amount)
    {
        v[SYNC_SALARY_MIN].set = 0;
    }
}


/* a minimum above the maximum: the other way round, or neither is right */

static void
sync_pay_ends(sync_feed_t *feed)
{
    char           text[64];
    double         swap;
    sync_value_t  *min, *max;

    min = &feed->record.v[SYNC_SALARY_MIN];
    max = &feed->record.v[SYNC_SALARY_MAX];

    if (!min->set || !max->set || min->amount <= max->amount) {
        return;
    }

    if (min->amount <= 3 * max->amount) {
        swap = min->amount;
        min->amount = max->amount;
        max->amount = swap;
        return;
    }

    snprintf(text, sizeof(text), "%.0f to %.0f", min->amount, max->amount);
    sync_feed_unmapped(feed, SYNC_SALARY_MIN, sync_str(text));
    min->set = 0;
    max->set = 0;
}
