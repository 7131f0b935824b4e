/*
 * Reading salaries.  Nothing is guessed: neither a currency, nor a period,
 * nor which of several amounts is meant.
 */

#include <math.h>
#include "sync_salary.h"


#define SYNC_SALARY_TEXT_MAX  65536     /* bytes that are looked at      */
#define SYNC_SALARY_BEFORE    48        /* bytes before an amount        */
#define SYNC_SALARY_AFTER     40


typedef struct {
    const char        *text;
    const char        *value;
} sync_word_t;

typedef struct {
    double             value;
    int                scaled;          /* had a k, or the like  */
    int                plus;
    const char        *currency;        /* or NULL               */
    const char        *period;
    size_t             from;
    size_t             to;
} sync_amount_t;


static int sync_clause_ends(const char *t, size_t i);
static int sync_amount(sync_amount_t *a, const char *t, size_t i);
static size_t sync_figure(const char *t, size_t i, int *scalable,
    double *value);
static size_t sync_dash(const char *t, size_t i);
static size_t sync_blank(const char *t, size_t i);
static size_t sync_prefix(const char *t, const char *word);
static int sync_letter(char c);
static const char *sync_before(const char *t, size_t i, size_t *from);
static const char *sync_among(const char *t, size_t from, size_t to,
    const sync_word_t *words, size_t n);
static int sync_currency(char *code, const char *one, const char *two,
    jobs_str_t country);
static int sync_wage(sync_wage_t *w, const char *t, sync_amount_t *a,
    sync_amount_t *b, jobs_str_t country, int strict);


/* as they are written, longest first where one begins another */

static const sync_word_t  sync_currency_words[] = {
    { "us$", "USD" }, { "usd", "USD" }, { "ca$", "CAD" }, { "cad$", "CAD" },
    { "c$", "CAD" }, { "cad", "CAD" }, { "au$", "AUD" }, { "a$", "AUD" },
    { "aud", "AUD" }, { "nz$", "NZD" }, { "nzd", "NZD" }, { "hk$", "HKD" },
    { "hkd", "HKD" }, { "sg$", "SGD" }, { "s$", "SGD" }, { "sgd", "SGD" },
    { "mx$", "MXN" }, { "mxn", "MXN" }, { "nt$", "TWD" }, { "twd", "TWD" },
    { "r$", "BRL" }, { "brl", "BRL" }, { "$", "$" }, { "€", "EUR" },
    { "euros", "EUR" }, { "euro", "EUR" }, { "eur", "EUR" },
    { "£", "GBP" }, { "gbp", "GBP" }, { "chf", "CHF" }, { "₹", "INR" },
    { "inr", "INR" }, { "¥", "¥" }, { "円", "JPY" }, { "jpy", "JPY" },
    { "cny", "CNY" }, { "rmb", "CNY" }, { "₩", "KRW" }, { "krw", "KRW" },
    { "zł", "PLN" }, { "pln", "PLN" }, { "kč", "CZK" }, { "czk", "CZK" },
    { "sek", "SEK" }, { "nok", "NOK" }, { "dkk", "DKK" }, { "kr.", "kr" },
    { "kr", "kr" }, { "huf", "HUF" }, { "ron", "RON" }, { "bgn", "BGN" },
    { "₪", "ILS" }, { "ils", "ILS" }, { "₺", "TRY" }, { "try", "TRY" },
    { "₽", "RUB" }, { "rub", "RUB" }, { "₴", "UAH" }, { "uah", "UAH" },
    { "₱", "PHP" }, { "php", "PHP" }, { "₦", "NGN" }, { "ngn", "NGN" },
    { "฿", "THB" }, { "thb", "THB" }, { "₫", "VND" }, { "vnd", "VND" },
    { "idr", "IDR" }, { "myr", "MYR" }, { "zar", "ZAR" }, { "aed", "AED" },
    { "sar", "SAR" }, { "ars", "ARS" }, { "clp", "CLP" }, { "cop", "COP" },
    { "kes", "KES" }, { "egp", "EGP" }
};

/* what an ambiguous sign means in a country */

static const struct {
    const char  *sign;
    const char  *country;
    const char  *code;
} sync_signs[] = {
    { "$", "US", "USD" }, { "$", "CA", "CAD" }, { "$", "AU", "AUD" },
    { "$", "NZ", "NZD" }, { "$", "SG", "SGD" }, { "$", "HK", "HKD" },
    { "$", "TW", "TWD" }, { "$", "PR", "USD" }, { "kr", "SE", "SEK" },
    { "kr", "NO", "NOK" }, { "kr", "DK", "DKK" }, { "kr", "IS", "ISK" },
    { "¥", "JP", "JPY" }, { "¥", "CN", "CNY" }
};

static const sync_word_t  sync_scales[] = {
    { "thousand", "3" }, { "tsd.", "3" }, { "tsd", "3" }, { "k", "3" },
    { "lakhs", "5" }, { "lakh", "5" }, { "lpa", "5" }, { "万", "4" },
    { "million", "6" }, { "millionen", "6" }, { "mio.", "6" }, { "mio", "6" },
    { "m", "6" }, { "billion", "9" }, { "bn", "9" }, { "b", "9" }
};

static const sync_word_t  sync_after[] = {
    { "/hour", "hour" }, { "/hr", "hour" }, { "/h", "hour" },
    { "per hour", "hour" }, { "an hour", "hour" }, { "hourly", "hour" },
    { "pro stunde", "hour" }, { "de l'heure", "hour" },
    { "/day", "day" }, { "per day", "day" }, { "a day", "day" },
    { "daily", "day" }, { "p.d.", "day" }, { "pro tag", "day" },
    { "par jour", "day" }, { "/jour", "day" },
    { "/week", "week" }, { "/wk", "week" }, { "per week", "week" },
    { "a week", "week" }, { "weekly", "week" },
    { "/month", "month" }, { "/mo", "month" }, { "per month", "month" },
    { "a month", "month" }, { "monthly", "month" }, { "pcm", "month" },
    { "pro monat", "month" }, { "monatlich", "month" },
    { "/monat", "month" }, { "par mois", "month" }, { "/mois", "month" },
    { "al mes", "month" }, { "/mes", "month" }, { "por mês", "month" },
    { "/mês", "month" }, { "per maand", "month" },
    { "/year", "year" }, { "/yr", "year" }, { "/y", "year" },
    { "/annum", "year" }, { "per year", "year" }, { "per annum", "year" },
    { "p.a.", "year" }, { "p.a", "year" }, { "pa", "year" },
    { "a year", "year" }, { "annually", "year" }, { "annual", "year" },
    { "yearly", "year" }, { "lpa", "year" }, { "pro jahr", "year" },
    { "/jahr", "year" }, { "jährlich", "year" }, { "par an", "year" },
    { "annuel", "year" }, { "annuels", "year" }, { "anual", "year" },
    { "anuales", "year" }, { "mensuel", "month" }, { "mensuels", "month" },
    { "mensual", "month" }, { "mensuales", "month" }, { "/mån", "month" },
    { "pr. måned", "month" }, { "per måned", "month" }, { "/mc", "month" },
    { "miesięcznie", "month" }, { "/std.", "hour" }, { "/std", "hour" },
    { "p/h", "hour" }, { "/uur", "hour" }, { "per uur", "hour" },
    { "p/d", "day" }, { "/j", "day" },
    { "/an", "year" }, { "al año", "year" }, { "/año", "year" },
    { "por ano", "year" }, { "per jaar", "year" }
};

static const sync_word_t  sync_ahead[] = {
    { "hourly", "hour" }, { "hourly rate", "hour" }, { "day rate", "day" },
    { "daily", "day" }, { "weekly", "week" }, { "monthly", "month" },
    { "annual", "year" }, { "yearly", "year" }, { "per annum", "year" },
    { "tjm", "day" }, { "jahresgehalt", "year" }, { "年収", "year" }, { "月給", "month" },
    { "時給", "hour" }
};

static const sync_word_t  sync_uppers[] = {
    { "up to", "" }, { "upto", "" }, { "maximum", "" }, { "max", "" },
    { "under", "" }, { "bis zu", "" }, { "jusqu'à", "" }, { "hasta", "" },
    { "<", "" }
};

static const sync_word_t  sync_lowers[] = {
    { "from", "" }, { "starting at", "" }, { "at least", "" },
    { "over", "" }, { "minimum", "" }, { "min", "" }, { "ab", "" },
    { "à partir de", "" }, { "desde", "" }, { "starts at", "" }, { ">", "" }
};

/* the same behind an amount */

static const sync_word_t  sync_uppers_after[] = {
    { "maximum", "" }, { "max", "" }, { "or less", "" }
};

static const sync_word_t  sync_lowers_after[] = {
    { "minimum", "" }, { "min", "" }, { "or more", "" }, { "and up", "" },
    { "and above", "" }
};

static const sync_word_t  sync_pays[] = {
    { "salary", "" }, { "compensation", "" }, { "pay", "" }, { "wage", "" },
    { "base", "" }, { "remuneration", "" }, { "gehalt", "" },
    { "vergütung", "" }, { "salaire", "" }, { "salario", "" }
};

/* on-target earnings, payment by the piece, what is no salary */

static const sync_word_t  sync_wrongs[] = {
    { "ote", "" }, { "on-target", "" }, { "on target", "" },
    { "per task", "" }, { "/task", "" }, { "per project", "" },
    { "per word", "" }, { "/word", "" }, { "per article", "" },
    { "per session", "" }, { "per call", "" }, { "per video", "" },
    { "est.", "" }, { "estimated", "" }, { "commission only", "" }
};

static const sync_word_t  sync_extras[] = {
    { "bonus", "" }, { "sign-on", "" }, { "sign on", "" },
    { "signing", "" }, { "equity", "" },
    { "stipend", "" }, { "allowance", "" }, { "referral", "" },
    { "revenue", "" }, { "arr", "" }, { "funding", "" }, { "%", "" },
    { "hours", "" }, { "days", "" }, { "budget", "" }
};

/* before an amount: "an annual bonus of", "a learning budget of" */

static const sync_word_t  sync_others[] = {
    { "bonus", "" }, { "sign-on", "" }, { "sign on", "" },
    { "signing", "" }, { "stipend", "" }, { "allowance", "" },
    { "referral", "" }, { "revenue", "" }, { "arr", "" },
    { "funding", "" }, { "budget", "" }, { "reimbursement", "" },
    { "benefit", "" }
};

/* what ends what is said of an amount: "$150k and equity" */

static const char *const  sync_ends[] = {
    "|", ";", "(", "+", ",", "&", "•", "plus ", "and ", "und ", "et "
};


int
sync_salary_read(sync_wage_t *w, jobs_str_t text, jobs_str_t country,
    int strict)
{
    char           *t;
    size_t          i, n;
    unsigned        found;
    sync_wage_t     one;
    sync_amount_t   a, b;

    if (text.len > SYNC_SALARY_TEXT_MAX) {
        text.len = SYNC_SALARY_TEXT_MAX;
    }

    t = sync_mem.realloc(NULL, NULL, 0, text.len + 8);

    for (i = 0; i < text.len; i++) {
        t[i] = text.data[i] >= 'A' && text.data[i] <= 'Z'
               ? text.data[i] | 0x20 : text.data[i];
        t[i] = t[i] == '\0' || t[i] == '\n' || t[i] == '\t' ? ' ' : t[i];
    }

    memset(t + text.len, 0, 8);
    found = 0;

    if (sync_among(t, 0, text.len, sync_wrongs, sync_n(sync_wrongs))
        != NULL && !strict)
    {
        sync_mem.free(NULL, t);
        return 0;
    }

    for (i = 0; i < text.len; /* void */ ) {

        if (t[i] < '0' || t[i] > '9') {
            i++;
            continue;
        }

        if (!sync_amount(&a, t, i)) {
            while (t[i] >= '0' && t[i] <= '9') {
                i++;
            }

            continue;
        }

        i = a.to;
        memset(&b, 0, sizeof(sync_amount_t));
        n = sync_dash(t, i);

        if (n != 0) {
            for (n += i; n < text.len && n < i + 16
                         && (t[n] < '0' || t[n] > '9'); n++)
            {
                /* void */
            }

            if (n < text.len && sync_amount(&b, t, n)
                && b.from <= i + sync_dash(t, i) + 1)
            {
                i = b.to;

            } else {
                b.value = 0;
            }
        }

        if (!sync_wage(&one, t, &a, &b, country, strict)) {
            continue;
        }

        if (found && memcmp(&one, w, sizeof(sync_wage_t)) != 0) {
            found = 0;
            break;
        }

        *w = one;
        found = 1;
    }

    sync_mem.free(NULL, t);

    return found;
}


/* an amount, or the two ends of a range, with what stands around it */

static int
sync_wage(sync_wage_t *w, const char *t, sync_amount_t *a, sync_amount_t *b,
    jobs_str_t country, int strict)
{
    int          single;
    double       swap;
    size_t       from, to, end, pay, clause;
    const char  *one, *two;

    memset(w, 0, sizeof(sync_wage_t));
    single = (b->value == 0);

    if (!single && b->scaled && !a->scaled && a->value < 1000
        && a->value < b->value / pow(10, b->scaled))
    {
        a->value *= pow(10, b->scaled);
    }

    one = a->currency != NULL ? a->currency : b->currency;
    two = b->currency != NULL ? b->currency : a->currency;

    if (!sync_currency(w->currency, one, two, country)) {
        return 0;
    }

    end = single ? a->to : b->to;

    for (to = end; to < end + SYNC_SALARY_AFTER && t[to] != '\0'
                   && (t[to] < '0' || t[to] > '9'); to++)
    {
        /* void */
    }

    from = a->from > SYNC_SALARY_BEFORE ? a->from - SYNC_SALARY_BEFORE : 0;
    pay = from;

    for ( /* void */ ; from < a->from; from++) {
        if (t[from] >= '0' && t[from] <= '9') {
            pay = from + 1;
        }
    }

    w->period = b->period != NULL ? b->period : a->period;

    if (w->period == NULL) {
        w->period = sync_among(t, end, to, sync_after, sync_n(sync_after));
    }

    if (w->period == NULL) {
        w->period = sync_among(t, pay, a->from, sync_ahead,
                               sync_n(sync_ahead));
    }

    /* what follows within its clause: "$2000 sign-on bonus" */

    for (clause = end; clause < to && clause < end + 20
                       && !sync_clause_ends(t, clause); clause++)
    {
        /* void */
    }

    if (sync_among(t, end, clause, sync_extras, sync_n(sync_extras)) != NULL
        || a->scaled >= 9 || b->scaled >= 9)
    {
        return 0;
    }

    /* 401k, years, and other figures that are no money */

    if (one == NULL && (strict || (w->period == NULL
                                   && (single || a->value < 1000)))) {
        return 0;
    }

    if (strict
        && (a->scaled >= 6 || b->scaled >= 6
            || sync_among(t, pay, to, sync_wrongs, sync_n(sync_wrongs))
               != NULL
            || sync_among(t, pay, a->from, sync_others, sync_n(sync_others))
               != NULL
            || (sync_among(t, pay, a->from, sync_pays, sync_n(sync_pays))
                == NULL ? w->period == NULL || (single && strict == 2)
                        : single && w->period == NULL)))
    {
        return 0;
    }

    w->min = a->value;
    w->max = single ? a->value : b->value;

    if (w->min > w->max) {
        if (w->min > 3 * w->max) {
            return 0;
        }

        swap = w->min;
        w->min = w->max;
        w->max = swap;
    }

    /* 5 - 200,000 is no range */

    if (w->max > 30 * w->min) {
        return 0;
    }

    if (single) {
        pay = a->from > 16 && a->from - 16 > pay ? a->from - 16 : pay;

        clause = to < end + 20 ? to : end + 20;

        if (sync_among(t, pay, a->from, sync_uppers, sync_n(sync_uppers))
            != NULL
            || sync_among(t, end, clause, sync_uppers_after,
                          sync_n(sync_uppers_after)) != NULL)
        {
            w->min = 0;

        } else if (a->plus
                   || sync_among(t, pay, a->from, sync_lowers,
                                 sync_n(sync_lowers)) != NULL
                   || sync_among(t, end, clause, sync_lowers_after,
                                 sync_n(sync_lowers_after)) != NULL)
        {
            w->max = 0;
        }
    }

    return 1;
}


static int
sync_clause_ends(const char *t, size_t i)
{
    size_t  k;

    for (k = 0; k < sync_n(sync_ends); k++) {
        if (sync_prefix(t + i, sync_ends[k]) != 0
            && (!sync_letter(sync_ends[k][0]) || t[i - 1] == ' '))
        {
            return 1;
        }
    }

    return 0;
}


/* the amount whose first digit is t[i] */

static int
sync_amount(sync_amount_t *a, const char *t, size_t i)
{
    int     scalable;
    size_t  n, k, len;

    memset(a, 0, sizeof(sync_amount_t));
    a->from = i;
    a->currency = sync_before(t, i, &a->from);

    if (a->currency == NULL && i > 0
        && (unsigned char) t[i - 1] < 0x80
        && (sync_letter(t[i - 1]) || strchr(".,#/", t[i - 1]) != NULL))
    {
        return 0;
    }

    n = sync_figure(t, i, &scalable, &a->value);

    if (n == 0) {
        return 0;
    }

    i += n;
    n = sync_blank(t, i);

    for (k = 0; k < sync_n(sync_scales); k++) {
        len = sync_prefix(t + i + n, sync_scales[k].text);

        if (len == 0) {
            continue;
        }

        if (sync_letter(t[i + n + len])
            && strncmp(t + i + n + len, "eur", 3) != 0
            && strncmp(t + i + n + len, "usd", 3) != 0
            && (unsigned char) t[i + n + len] < 0x80)
        {
            continue;
        }

        if (!scalable || (len == 1 && n != 0 && t[i + n] != 'k')) {
            return 0;
        }

        a->scaled = sync_scales[k].value[0] - '0';
        a->value *= pow(10, a->scaled);

        if (strcmp(sync_scales[k].text, "lpa") == 0) {
            a->period = "year";
            a->currency = a->currency == NULL ? "INR" : a->currency;
        }

        i += n + len;
        break;
    }

    if (!a->scaled && a->value == 401 && t[i] == '(') {
        return 0;
    }

    a->plus = (t[i] == '+');
    i += a->plus;
    n = sync_blank(t, i);

    for (k = 0; k < sync_n(sync_currency_words); k++) {
        len = sync_prefix(t + i + n, sync_currency_words[k].text);

        if (len != 0 && ((unsigned char) t[i + n + len - 1] >= 0x80
                         || !sync_letter(t[i + n + len - 1])
                         || !sync_letter(t[i + n + len]))
            && !(t[i + n + len - 1] == '$' && t[i + n + len] >= '0'
                 && t[i + n + len] <= '9'))
        {
            if (a->currency == NULL
                || strcmp(a->currency, sync_currency_words[k].value) == 0
                || strlen(a->currency) < 3)
            {
                a->currency = sync_currency_words[k].value;
                i += n + len;
            }

            break;
        }
    }

    /* $50/hr - $60/hr */

    n = sync_blank(t, i);

    for (k = 0; a->period == NULL && k < sync_n(sync_after); k++) {
        len = sync_prefix(t + i + n, sync_after[k].text);

        if (len != 0 && !sync_letter(t[i + n + len])) {
            a->period = sync_after[k].value;
            i += n + len;
        }
    }

    a->plus |= (t[i] == '+');
    a->to = i;
    a->value = round(a->value * 100) / 100;

    return a->value >= 1 && a->value <= 1e9;
}


/*
 * A number in any of the ways to write it; its length, or 0.  scalable: it
 * can be meant in thousands.
 */

static size_t
sync_figure(const char *t, size_t i, int *scalable, double *value)
{
    char      c, last;
    double    whole, part;
    size_t    k, len;
    unsigned  group, groups, first;

    whole = 0;
    groups = 0;
    last = '\0';
    *scalable = 1;

    for (k = i; t[k] >= '0' && t[k] <= '9'; k++) {
        whole = whole * 10 + (t[k] - '0');
    }

    first = k - i;

    if (first > 10) {
        return 0;
    }

    for ( ;; ) {
        c = t[k];
        len = 1;

        if ((unsigned char) c == 0xC2 && (unsigned char) t[k + 1] == 0xA0) {
            len = 2;
            c = ' ';

        } else if (strncmp(t + k, "’", 3) == 0) {
            len = 3;
            c = '\'';

        } else if (c == '\0' || strchr(",.' ", c) == NULL) {
            break;
        }

        for (group = 0, part = 0;
             t[k + len + group] >= '0' && t[k + len + group] <= '9'; group++)
        {
            part = part * 10 + (t[k + len + group] - '0');
        }

        if (group == 3 && (last == '\0' || last == c) && first <= 3
            && (c != '.' || groups > 0 || whole > 0) && whole > 0)
        {
            whole = whole * 1000 + part;
            last = c;
            groups++;
            k += len + group;
            *scalable = 0;
            continue;
        }

        /* 12,00,000 */

        if (group == 2 && c == ',' && first <= 2
            && t[k + 3] == ',' && t[k + 4] >= '0' && t[k + 4] <= '9')
        {
            whole = whole * 100 + part;
            first = 2;
            last = ',';
            k += 3;
            *scalable = 0;
            continue;
        }

        if ((c == ',' || c == '.') && (group == 1 || group == 2)
            && last != c)
        {
            whole += part / (group == 1 ? 10 : 100);
            k += 1 + group;
        }

        break;
    }

    *value = whole;

    return k - i;
}


/* the length of what joins two ends, or 0 */

static size_t
sync_dash(const char *t, size_t i)
{
    size_t              n, k, len;
    static const char  *const dashes[] = {
        "-", "–", "—", "−", "~", "〜", "～", "to ", "bis ", "and ", "à ", "a ",
        "und ", "et ", "y "
    };

    n = sync_blank(t, i);

    for (k = 0; k < sync_n(dashes); k++) {
        len = sync_prefix(t + i + n, dashes[k]);

        if (len != 0) {
            n += len;
            return n + sync_blank(t, i + n);
        }
    }

    return 0;
}


static size_t
sync_blank(const char *t, size_t i)
{
    if (t[i] == ' ') {
        return 1;
    }

    return (unsigned char) t[i] == 0xC2 && (unsigned char) t[i + 1] == 0xA0
           ? 2 : 0;
}


static size_t
sync_prefix(const char *t, const char *word)
{
    size_t  n;

    n = strlen(word);

    return strncmp(t, word, n) == 0 ? n : 0;
}


static int
sync_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char) c >= 0x80;
}


/* the currency that ends before t[i] */

static const char *
sync_before(const char *t, size_t i, size_t *from)
{
    size_t       k, n, len, at;
    const char  *code;

    n = i;
    n -= (n > 0 && t[n - 1] == ' ');
    n -= (n > 1 && (unsigned char) t[n - 2] == 0xC2
          && (unsigned char) t[n - 1] == 0xA0) ? 2 : 0;

    for (k = 0; k < sync_n(sync_currency_words); k++) {
        len = strlen(sync_currency_words[k].text);

        if (n >= len
            && memcmp(t + n - len, sync_currency_words[k].text, len) == 0
            && (n == len || t[n - len] == '$' || !sync_letter(t[n - len - 1])
                || !sync_letter(t[n - len])
                || (unsigned char) t[n - len - 1] >= 0x80))
        {
            *from = n - len;

            /* CAD $100,000 */

            code = strlen(sync_currency_words[k].value) < 3
                   ? sync_before(t, n - len, &at) : NULL;

            if (code != NULL && code[0] >= 'A' && code[0] <= 'Z') {
                *from = at;
                return code;
            }

            return sync_currency_words[k].value;
        }
    }

    return NULL;
}


/* the value of the first of words that stands between from and to */

static const char *
sync_among(const char *t, size_t from, size_t to, const sync_word_t *words,
    size_t n)
{
    size_t  i, k, len;

    for (i = from; i < to && t[i] != '\0'; i++) {

        if (i > from && sync_letter(t[i]) && sync_letter(t[i - 1])
            && (unsigned char) t[i] < 0x80)
        {
            continue;
        }

        if (t[i] == ' ') {
            continue;
        }

        for (k = 0; k < n; k++) {
            len = 0;

            if (words[k].text[0] == '/' && t[i] == '/') {
                len = sync_prefix(t + i + 1 + sync_blank(t, i + 1),
                                  words[k].text + 1);
                len += len == 0 ? 0 : 1 + sync_blank(t, i + 1);

            } else {
                len = sync_prefix(t + i, words[k].text);
            }

            if (len != 0 && i + len <= to
                && (!sync_letter(t[i + len]) || !sync_letter(t[i + len - 1])
                    || (unsigned char) t[i + len] >= 0x80))
            {
                return words[k].value;
            }
        }
    }

    return NULL;
}


/* 0: the two contradict each other */

static int
sync_currency(char *code, const char *one, const char *two,
    jobs_str_t country)
{
    size_t  i;

    code[0] = '\0';

    if (one == NULL) {
        return 1;
    }

    /* $120k - 150k USD */

    if (strcmp(one, two) != 0) {
        if (strlen(one) == 3 && one[0] != '\xC2') {
            if (strlen(two) == 3 && two[0] != '\xC2') {
                return 0;
            }

        } else {
            one = two;
        }
    }

    if (one[0] >= 'A' && one[0] <= 'Z') {
        memcpy(code, one, 4);
        return 1;
    }

    for (i = 0; i < sync_n(sync_signs); i++) {
        if (strcmp(sync_signs[i].sign, one) == 0
            && jobs_str_eq(sync_str(sync_signs[i].country), country))
        {
            memcpy(code, sync_signs[i].code, 4);
            return 1;
        }
    }

    return 1;
}
