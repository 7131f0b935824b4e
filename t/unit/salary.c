/*
 * core/jobs_salary.c: what is usable, and how people write it.
 */

#include "jobs_salary.h"
#include "tap.h"


typedef struct {
    const char    *name;
    double         min, max;            /* 0: unknown */
    const char    *currency;
    const char    *period;
    int            predicted;
    double         usd;
    int            has, usable, shown;
    double         year_min;
    const char    *text;
} test_t;


static const test_t  tests[] = {
    { "a range in a year", 191000, 278000, "USD", "year", 0, 1,
      1, 1, 1, 191000, "$191k–$278k" },
    { "hours have cents", 45.25, 60, "USD", "hour", 0, 1,
      1, 1, 1, 94120, "$45.25–$60 an hour" },
    { "one figure", 55000, 55000, "EUR", "year", 0, 1.04,
      1, 1, 1, 55000, "€55k" },
    { "from", 600, 0, "GBP", "day", 0, 1.26,
      1, 0, 1, 156000, "from £600 a day" },
    { "up to", 0, 135, "USD", "hour", 0, 1,
      1, 0, 1, 280800, "up to $135 an hour" },
    { "a code stands once", 60000, 80000, "CHF", "year", 0, 1.1,
      1, 1, 1, 60000, "CHF\u00A060k–80k" },
    { "hundreds are kept", 191500, 200250, "USD", "year", 0, 1,
      1, 1, 1, 191500, "$191.5k–$200,250" },
    { "a month", 8000, 9000, "USD", "month", 0, 1,
      1, 1, 1, 96000, "$8,000–$9,000 a month" },
    { "the ends the wrong way round", 200, 100, "USD", "year", 0, 1,
      1, 0, 0, 0, NULL },
    { "too little for a year", 200, 300, "USD", "year", 0, 1,
      1, 0, 0, 0, NULL },
    { "a typing error", 92000, 119000000, "USD", "year", 0, 1,
      1, 0, 0, 0, NULL },
    { "a currency without a rate is not judged", 5, 6, "XYZ", "year", 0, 0,
      1, 1, 1, 5, NULL },
    { "predicted", 90000, 100000, "USD", "year", 1, 1,
      1, 0, 0, 0, NULL },
    { "no period", 90000, 100000, "USD", NULL, 0, 1,
      1, 0, 0, 0, NULL },
    { "no currency", 90000, 100000, NULL, "year", 0, 1,
      1, 0, 0, 0, NULL },
    { "nothing", 0, 0, NULL, NULL, 0, 0,
      0, 0, 0, 0, "" }
};


static jobs_str_t
test_str(const char *s)
{
    return jobs_str(s, s == NULL ? 0 : strlen(s));
}


int
main(void)
{
    size_t           i;
    jobs_buf_t       b;
    const test_t    *t;
    jobs_salary_t    s;
    jobs_listing_t   l;

    jobs_buf_init(&b, &tap_mem, 1024);

    for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        t = &tests[i];

        memset(&l, 0, sizeof(l));
        l.salary_min = t->min;
        l.salary_max = t->max;
        l.has_salary_min = t->min > 0;
        l.has_salary_max = t->max > 0;
        l.salary_currency = test_str(t->currency);
        l.salary_period = test_str(t->period);
        l.salary_predicted = t->predicted;

        jobs_salary_judge(&s, &l, t->usd);

        ok(s.has_salary == (unsigned) t->has
           && s.usable == (unsigned) t->usable
           && s.shown == (unsigned) t->shown
           && s.year_min == t->year_min, t->name);

        ok((s.order >= 0) == (t->usable && t->usd > 0), "its place in the order");

        if (t->text != NULL) {
            jobs_buf_reset(&b);
            jobs_salary_text(&b, &l, JOBS_LANG_EN);
            is(jobs_buf_view(&b), t->text, "its text");
        }
    }

    ok(jobs_salary_periods(jobs_lit("hour")) == 2080, "2080 hours");
    ok(jobs_salary_periods(jobs_lit("fortnight")) == 0, "an unknown period");

    jobs_buf_free(&b);

    return tap_done();
}
