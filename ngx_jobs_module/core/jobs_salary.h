/*
 * Salaries: the rules of "usable", annual amounts, and how people write them.
 */

#ifndef JOBS_SALARY_H
#define JOBS_SALARY_H


#include "jobs_listing.h"


/* 2080 hours, 260 days, 52 weeks, 12 months; 0 for an unknown period */
unsigned jobs_salary_periods(jobs_str_t period);

typedef struct {
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
 * $191k–$278k, €55k–€70k, $45–$60 an hour, from £600 a day, CHF 60k–80k;
 * plain UTF-8, nothing where nothing is shown.  A year needs no word.
 */
void jobs_salary_text(jobs_buf_t *b, const jobs_listing_t *l);


#endif /* JOBS_SALARY_H */
