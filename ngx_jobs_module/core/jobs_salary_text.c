/*
 * Salaries as people write them.
 *
 * English cuts thousands and repeats the sign: $191k–$278k.  The others write
 * amounts in full, and one sign, where CLDR has it, beside a range:
 * 191.000–278.000 $.
 */

#include <math.h>
#include "jobs_salary.h"
#include "jobs_say.h"


/*
 * Signs that name one currency, in the languages that use them.  The other
 * dollars and crowns keep their codes: "$" beside a place in Canada would say
 * the wrong thing.
 */

#define JOBS_BUT_ES  (~(1u << JOBS_LANG_ES))

typedef struct {
    char           code[4];
    unsigned       langs;               /* 1 << jobs_lang_e */
    const char    *sign;
} jobs_salary_sign_t;

static const jobs_salary_sign_t  jobs_salary_signs[] = {
    { "USD", 1u << JOBS_LANG_EN | 1u << JOBS_LANG_DE, "$" },
    { "USD", 1u << JOBS_LANG_FR, "$US" },
    { "USD", ~0u, "US$" },
    { "EUR", ~0u, "€" },
    { "GBP", 1u << JOBS_LANG_FR, "£GB" },
    { "GBP", JOBS_BUT_ES, "£" },
    { "INR", JOBS_BUT_ES, "₹" },
    { "ILS", JOBS_BUT_ES, "₪" },
    { "KRW", JOBS_BUT_ES, "₩" },
    { "PHP", 1u << JOBS_LANG_EN, "₱" }
};


typedef struct {
    jobs_str_t     to;                  /* between the ends of a range     */
    unsigned       before:1;            /* the sign is                     */
} jobs_salary_form_t;

static const jobs_salary_form_t  jobs_salary_forms[JOBS_LANG_N] = {
    [JOBS_LANG_EN] = { jobs_string("–"), 1 },
    [JOBS_LANG_DE] = { jobs_string("–"), 0 },
    [JOBS_LANG_FR] = { jobs_string("–"), 0 },
    [JOBS_LANG_ES] = { jobs_string("-"), 0 },
    [JOBS_LANG_PT] = { jobs_string("–"), 1 },
    [JOBS_LANG_NL] = { jobs_string("-"), 1 }
};


static void jobs_salary_amounts(jobs_buf_t *b, jobs_str_t currency,
    double from, double to, jobs_lang_e lang);
static double jobs_salary_round(double amount);
static const char *jobs_salary_sign(jobs_str_t currency, jobs_lang_e lang);
static void jobs_salary_short(jobs_buf_t *b, double amount);


void
jobs_salary_text(jobs_buf_t *b, const jobs_listing_t *l, jobs_lang_e lang)
{
    char                         bytes[128];
    double                       from, to;
    jobs_str_t                   amounts;
    jobs_buf_t                   text;
    const jobs_salary_period_t  *p;

    p = jobs_salary_period(l->salary_period);

    if (p == NULL || l->salary_currency.data == NULL
        || (!l->has_salary_min && !l->has_salary_max))
    {
        return;
    }

    from = l->has_salary_min ? l->salary_min : l->salary_max;
    to = l->has_salary_max ? l->salary_max : l->salary_min;

    text = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                          .max = sizeof(bytes) };

    jobs_salary_amounts(&text, l->salary_currency, from, to, lang);

    if (text.rc != JOBS_OK) {
        return;                 /* no currency is that long */
    }

    amounts = jobs_buf_view(&text);

    if (!l->has_salary_min) {
        jobs_say(b, lang, JOBS_W_PAY_UP_TO, &amounts);

    } else if (!l->has_salary_max) {
        jobs_say(b, lang, JOBS_W_PAY_FROM, &amounts);

    } else {
        jobs_buf_str(b, amounts);
    }

    jobs_buf_str(b, jobs_word(lang, p->word));
}


void
jobs_salary_range(jobs_buf_t *b, jobs_str_t currency, double from, double to,
    jobs_lang_e lang)
{
    jobs_salary_amounts(b, currency, jobs_salary_round(from),
                        jobs_salary_round(to), lang);
    jobs_buf_str(b, jobs_word(lang, JOBS_W_A_YEAR));
}


static void
jobs_salary_amounts(jobs_buf_t *b, jobs_str_t currency, double from,
    double to, jobs_lang_e lang)
{
    unsigned                   i, n;
    jobs_str_t                 sign;
    const char                *known;
    const jobs_salary_form_t  *form;

    form = &jobs_salary_forms[lang];
    known = jobs_salary_sign(currency, lang);
    sign = known != NULL ? jobs_str(known, strlen(known)) : currency;
    n = from == to ? 1 : 2;

    for (i = 0; i < n; i++) {

        if (i > 0) {
            jobs_buf_str(b, form->to);
        }

        if (lang == JOBS_LANG_EN) {

            /* a range repeats the sign and not the code */

            if (i == 0 || known != NULL) {
                jobs_buf_str(b, sign);
                jobs_buf_str(b, known != NULL ? jobs_lit("")
                                              : jobs_lit("\u00A0"));
            }

            jobs_salary_short(b, i == 0 ? from : to);
            continue;
        }

        if (i == 0 && form->before) {
            jobs_buf_str(b, sign);
            jobs_buf_lit(b, "\u00A0");
        }

        jobs_say_amount(b, lang, i == 0 ? from : to);
    }

    if (!form->before) {
        jobs_buf_lit(b, "\u00A0");
        jobs_buf_str(b, sign);
    }
}


static double
jobs_salary_round(double amount)
{
    double  unit;

    unit = amount >= 1e6 ? 1e4 : amount >= 1e4 ? 1e3 : amount >= 1e3 ? 1e2 : 1;

    return floor(amount / unit + 0.5) * unit;
}


/* NULL: its code stands for it */

static const char *
jobs_salary_sign(jobs_str_t currency, jobs_lang_e lang)
{
    size_t                     i;
    const jobs_salary_sign_t  *s;

    for (i = 0; i < sizeof(jobs_salary_signs) / sizeof(jobs_salary_signs[0]);
         i++)
    {
        s = &jobs_salary_signs[i];

        if (currency.len == 3 && memcmp(s->code, currency.data, 3) == 0
            && (s->langs & (1u << lang)))
        {
            return s->sign;
        }
    }

    return NULL;
}


/*
 * In English: thousands are cut to "k", millions to "M", only where nothing is
 * lost by it: 191000 is 191k, 191500 is 191.5k, 191250 stays 191,250; 1250000
 * is 1.25M.
 */

static void
jobs_salary_short(jobs_buf_t *b, double amount)
{
    uint64_t  whole, cents, unit, rest;

    cents = amount >= 0 && amount < 1e15 ? (uint64_t) llround(amount * 100) : 0;
    whole = cents / 100;
    cents %= 100;
    unit = 1;

    if (whole >= 1000000 && cents == 0 && whole % 10000 == 0) {
        unit = 1000000;

    } else if (whole >= 10000 && cents == 0 && whole % 100 == 0) {
        unit = 1000;
    }

    if (unit == 1) {
        jobs_say_amount(b, JOBS_LANG_EN, amount);
        return;
    }

    jobs_say_number(b, JOBS_LANG_EN, whole / unit);
    rest = whole % unit * 100 / unit;

    if (rest != 0) {
        jobs_buf_char(b, '.');
        jobs_buf_uint(b, rest / 10);

        if (rest % 10 != 0) {
            jobs_buf_uint(b, rest % 10);
        }
    }

    jobs_buf_char(b, unit == 1000 ? 'k' : 'M');
}
