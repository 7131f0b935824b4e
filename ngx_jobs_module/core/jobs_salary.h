/*
 * Salaries: the rules of "usable", annual amounts, and how people write them.
 */

#ifndef JOBS_SALARY_H
#define JOBS_SALARY_H


#include "jobs_listing.h"
#include "jobs_words.h"


typedef struct {
    jobs_str_t     name;
    unsigned       periods;         /* in a year          */
    jobs_word_e    word;            /* behind an amount   */
} jobs_salary_period_t;

/* hour, day, week, month, year; NULL for any other one */
const jobs_salary_period_t *jobs_salary_period(jobs_str_t name);

/* 2080 hours, 260 days, 52 weeks, 12 months; 0 for an unknown period */
unsigned jobs_salary_periods(jobs_str_t period);

/* why a salary is in no statistic: the first that holds */

typedef enum {
    JOBS_PAY_USABLE = 0,
    JOBS_PAY_UNKNOWN,               /* no amount, currency or period        */
    JOBS_PAY_PREDICTED,
    JOBS_PAY_ONE_SIDED,
    JOBS_PAY_IMPLAUSIBLE,
    JOBS_PAY_N
} jobs_pay_e;

typedef struct {
    jobs_pay_e     excluded;
    unsigned       has_salary:1;    /* an amount is stated                  */
    unsigned       usable:1;        /* interface.md: both ends, currency and
                                       period known, not predicted, min <=
                                       max, annualised ends plausible       */
    unsigned       shown:1;         /* usable, or one end of such a salary  */
    double         year_min;        /* where shown                          */
    double         year_max;
    double         order;           /* midpoint in USD a year; < 0: none    */
} jobs_salary_t;

/* usd: US dollars for one unit of the listing's currency, 0 where unknown */
void jobs_salary_judge(jobs_salary_t *s, const jobs_listing_t *l, double usd);

/*
 * $191k–$278k, €55k–€70k, $45–$60 an hour, from £600 a day, CHF 60k–80k; in
 * German 191.000–278.000 $ pro Jahr.  Plain UTF-8, nothing where nothing is
 * shown.  An English year needs no word.
 */
void jobs_salary_text(jobs_buf_t *b, const jobs_listing_t *l,
    jobs_lang_e lang);

/*
 * A range of amounts a year, rounded as people say it: to hundreds, to
 * thousands from 10,000 on ($191k–$278k), to ten thousands from a million on
 * (1.25M).
 */
void jobs_salary_range(jobs_buf_t *b, jobs_str_t currency, double from,
    double to, jobs_lang_e lang);


#endif /* JOBS_SALARY_H */
