/*
 * Salaries as people write them.
 */

#ifndef SYNC_SALARY_H
#define SYNC_SALARY_H


#include "sync.h"


typedef struct {
    double         min;             /* 0: none                          */
    double         max;             /* 0: none; equal: a single figure  */
    char           currency[4];     /* "": not stated, or ambiguous     */
    const char    *period;          /* NULL: not stated                 */
} sync_wage_t;


/*
 * What text says.  country: alpha-2 of the only one that the listing is for,
 * which tells what "$" means there; may be empty.  strict: text is no salary
 * field, and only amounts with a currency and a period, or ranges behind a
 * word for pay, count; 2: it is a description, where a single amount needs
 * both.  0: nothing is read, as where it says several things.
 */
int sync_salary_read(sync_wage_t *w, jobs_str_t text, jobs_str_t country,
    int strict);


#endif /* SYNC_SALARY_H */
