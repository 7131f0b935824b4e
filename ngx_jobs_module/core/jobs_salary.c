/*
 * Salaries: the rules of "usable", annual amounts, and how people write them.
 */

#include <math.h>
#include "jobs_salary.h"
#include "jobs_text.h"


#define JOBS_SALARY_LEAST  1000.0           /* US dollars a year */
#define JOBS_SALARY_MOST   2000000.0

typedef struct {
    jobs_str_t     name;
    unsigned       periods;                 /* in a year             */
    jobs_str_t     words;                   /* behind the amount     */
} jobs_salary_period_t;

typedef struct {
    char           code[4];
    const char    *sign;
} jobs_salary_sign_t;


static const jobs_salary_period_t *jobs_salary_period(jobs_str_t name);
static int jobs_salary_plausible(double year, double usd);
static double jobs_salary_round(double amount);
static void jobs_salary_sign(jobs_buf_t *b, jobs_str_t currency, int again);
static void jobs_salary_amount(jobs_buf_t *b, double amount);


static const jobs_salary_period_t  jobs_salary_period_table[] = {
    { jobs_string("hour"), 2080, jobs_string(" an hour") },
    { jobs_string("day"), 260, jobs_string(" a day") },
    { jobs_string("week"), 52, jobs_string(" a week") },
    { jobs_string("month"), 12, jobs_string(" a month") },
    { jobs_string("year"), 1, jobs_null_string }
};

/*
 * Signs that name one currency.  The other dollars and crowns keep their
 * codes: "$" beside a place in Canada would say the wrong thing.
 */

static const jobs_salary_sign_t  jobs_salary_signs[] = {
    { "USD", "$" },
    { "EUR", "\xE2\x82\xAC" },
    { "GBP", "\xC2\xA3" },
    { "INR", "\xE2\x82\xB9" },
    { "ILS", "\xE2\x82\xAA" },
    { "KRW", "\xE2\x82\xA9" },
    { "PHP", "\xE2\x82\xB1" }
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


void
jobs_salary_text(jobs_buf_t *b, const jobs_listing_t *l)
{
    const jobs_salary_period_t  *p;

    p = jobs_salary_period(l->salary_period);

    if (p == NULL || l->salary_currency.data == NULL
        || (!l->has_salary_min && !l->has_salary_max))
    {
        return;
    }

    if (!l->has_salary_min) {
        jobs_buf_lit(b, "up to ");
        jobs_salary_sign(b, l->salary_currency, 0);
        jobs_salary_amount(b, l->salary_max);

    } else if (!l->has_salary_max) {
        jobs_buf_lit(b, "from ");
        jobs_salary_sign(b, l->salary_currency, 0);
        jobs_salary_amount(b, l->salary_min);

    } else {
        jobs_salary_sign(b, l->salary_currency, 0);
        jobs_salary_amount(b, l->salary_min);

        if (l->salary_max != l->salary_min) {
            jobs_buf_lit(b, "\xE2\x80\x93");
            jobs_salary_sign(b, l->salary_currency, 1);
            jobs_salary_amount(b, l->salary_max);
        }
    }

    jobs_buf_str(b, p->words);
}


void
jobs_salary_range(jobs_buf_t *b, jobs_str_t currency, double from, double to)
{
    from = jobs_salary_round(from);
    to = jobs_salary_round(to);

    jobs_salary_sign(b, currency, 0);
    jobs_salary_amount(b, from);

    if (from != to) {
        jobs_buf_lit(b, "\xE2\x80\x93");
        jobs_salary_sign(b, currency, 1);
        jobs_salary_amount(b, to);
    }
}


static double
jobs_salary_round(double amount)
{
    double  unit;

    unit = amount >= 1e6 ? 1e4 : amount >= 1e4 ? 1e3 : amount >= 1e3 ? 1e2 : 1;

    return floor(amount / unit + 0.5) * unit;
}


static const jobs_salary_period_t *
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


/* a range repeats the sign and not the code: $191k–$278k, CHF 60k–80k */

static void
jobs_salary_sign(jobs_buf_t *b, jobs_str_t currency, int again)
{
    size_t  i;

    for (i = 0; i < sizeof(jobs_salary_signs) / sizeof(jobs_salary_signs[0]);
         i++)
    {
        if (currency.len == 3
            && memcmp(jobs_salary_signs[i].code, currency.data, 3) == 0)
        {
            jobs_buf_add(b, jobs_salary_signs[i].sign,
                         strlen(jobs_salary_signs[i].sign));
            return;
        }
    }

    if (!again) {
        jobs_buf_str(b, currency);
        jobs_buf_lit(b, "\xC2\xA0");
    }
}


/*
 * Thousands are cut to "k", millions to "M", only where nothing is lost by it:
 * 191000 is 191k, 191500 is 191.5k, 191250 stays 191,250; 1250000 is 1.25M.
 */

static void
jobs_salary_amount(jobs_buf_t *b, double amount)
{
    uint64_t  whole, cents, hundredths;

    if (!(amount >= 0 && amount < 1e15)) {
        return;
    }

    cents = (uint64_t) llround(amount * 100);
    whole = cents / 100;
    cents %= 100;

    if (whole >= 1000000 && cents == 0 && whole % 10000 == 0) {
        jobs_buf_grouped(b, whole / 1000000);
        hundredths = whole % 1000000 / 10000;

        if (hundredths != 0) {
            jobs_buf_char(b, '.');
            jobs_buf_uint(b, hundredths / 10);

            if (hundredths % 10 != 0) {
                jobs_buf_uint(b, hundredths % 10);
            }
        }

        jobs_buf_char(b, 'M');
        return;
    }

    if (whole >= 10000 && cents == 0 && whole % 100 == 0) {
        jobs_buf_grouped(b, whole / 1000);

        if (whole % 1000 != 0) {
            jobs_buf_char(b, '.');
            jobs_buf_uint(b, whole % 1000 / 100);
        }

        jobs_buf_char(b, 'k');
        return;
    }

    jobs_buf_grouped(b, whole);

    if (cents != 0) {
        jobs_buf_char(b, '.');
        jobs_buf_uint(b, cents / 10);
        jobs_buf_uint(b, cents % 10);
    }
}
