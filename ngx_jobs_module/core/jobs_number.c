/*
 * Numbers and times: strict readers, and writers of the one form each.
 */

#include <math.h>
#include "jobs_text.h"


/* years 1 to 9999 */
#define JOBS_TIME_MIN  INT64_C(-62135596800)
#define JOBS_TIME_MAX  INT64_C(253402300799)


static unsigned  jobs_two_digits(const char *p);
static int64_t   jobs_days(int64_t year, unsigned month, unsigned day);
static void      jobs_civil(int64_t days, int64_t *year, unsigned *month,
                     unsigned *day);


jobs_rc_t
jobs_parse_number(jobs_str_t s, double *n)
{
    double    value, scale;
    size_t    i, digits;
    unsigned  negative, point;

    negative = (s.len > 0 && s.data[0] == '-');
    value = 0;
    scale = 1;
    digits = 0;
    point = 0;

    for (i = negative; i < s.len; i++) {

        if (s.data[i] == '.') {
            if (point || digits == 0 || i + 1 == s.len) {
                return JOBS_INVALID;
            }

            point = 1;
            continue;
        }

        if (s.data[i] < '0' || s.data[i] > '9') {
            return JOBS_INVALID;
        }

        if (++digits > 15) {
            return JOBS_LIMIT;
        }

        value = value * 10 + (s.data[i] - '0');

        if (point) {
            scale *= 10;
        }
    }

    if (digits == 0) {
        return JOBS_INVALID;
    }

    *n = (negative ? -value : value) / scale;

    return JOBS_OK;
}


jobs_rc_t
jobs_parse_uint(jobs_str_t s, uint64_t max, uint64_t *n)
{
    size_t    i;
    uint64_t  value;

    if (s.len == 0) {
        return JOBS_INVALID;
    }

    for (i = 0; i < s.len; i++) {
        if (s.data[i] < '0' || s.data[i] > '9') {
            return JOBS_INVALID;
        }
    }

    value = 0;

    for (i = 0; i < s.len; i++) {
        if (max < (uint64_t) (s.data[i] - '0')
            || value > (max - (uint64_t) (s.data[i] - '0')) / 10)
        {
            return JOBS_LIMIT;
        }

        value = value * 10 + (uint64_t) (s.data[i] - '0');
    }

    *n = value;

    return JOBS_OK;
}


void
jobs_buf_number(jobs_buf_t *b, double n)
{
    uint64_t  cents;

    if (!(n > -9e15 && n < 9e15)) {
        jobs_buf_lit(b, "null");
        return;
    }

    cents = (uint64_t) llround(fmod(fabs(n), 1) * 100);

    if (n <= -0.005) {
        jobs_buf_char(b, '-');
    }

    n = fabs(n);

    jobs_buf_uint(b, (uint64_t) n + cents / 100);
    cents %= 100;

    if (cents == 0) {
        return;
    }

    jobs_buf_char(b, '.');
    jobs_buf_char(b, (char) ('0' + cents / 10));

    if (cents % 10 != 0) {
        jobs_buf_char(b, (char) ('0' + cents % 10));
    }
}


/* RFC 3339, section 5.6 */

jobs_rc_t
jobs_parse_time(jobs_str_t s, int64_t *t)
{
    int                  sign;
    size_t               i;
    int64_t              year;
    unsigned             month, day, hour, minute, second, zh, zm;
    const char          *p;
    static const char    form[] = "dddd-dd-ddTdd:dd:dd";
    static const unsigned char  length[] = { 31, 28, 31, 30, 31, 30,
                                             31, 31, 30, 31, 30, 31 };

    if (s.len != 10 && s.len < sizeof(form) - 1 + 1) {
        return JOBS_INVALID;
    }

    p = s.data;

    for (i = 0; i < s.len && i < sizeof(form) - 1; i++) {
        if (form[i] == 'd' ? (p[i] < '0' || p[i] > '9')
            : form[i] == 'T' ? (p[i] != 'T' && p[i] != 't' && p[i] != ' ')
            : p[i] != form[i])
        {
            return JOBS_INVALID;
        }
    }

    year = jobs_two_digits(p) * 100 + jobs_two_digits(p + 2);
    month = jobs_two_digits(p + 5);
    day = jobs_two_digits(p + 8);

    if (year == 0 || month < 1 || month > 12 || day < 1
        || day > length[month - 1]
                 + (unsigned) (month == 2 && year % 4 == 0
                               && (year % 100 != 0 || year % 400 == 0)))
    {
        return JOBS_INVALID;
    }

    *t = jobs_days(year, month, day) * 86400;

    if (s.len == 10) {
        return JOBS_OK;
    }

    hour = jobs_two_digits(p + 11);
    minute = jobs_two_digits(p + 14);
    second = jobs_two_digits(p + 17);

    if (hour > 23 || minute > 59 || second > 60) {
        return JOBS_INVALID;
    }

    *t += hour * 3600 + minute * 60 + second;
    i = sizeof(form) - 1;

    if (p[i] == '.') {
        for (i++; i < s.len && p[i] >= '0' && p[i] <= '9'; i++) { /* void */ }

        if (p[i - 1] == '.') {
            return JOBS_INVALID;
        }
    }

    if (i + 1 == s.len && (p[i] == 'Z' || p[i] == 'z')) {
        return *t > JOBS_TIME_MAX ? JOBS_INVALID : JOBS_OK;
    }

    if (i + 6 != s.len || (p[i] != '+' && p[i] != '-') || p[i + 3] != ':'
        || p[i + 1] < '0' || p[i + 1] > '9' || p[i + 2] < '0' || p[i + 2] > '9'
        || p[i + 4] < '0' || p[i + 4] > '9' || p[i + 5] < '0' || p[i + 5] > '9')
    {
        return JOBS_INVALID;
    }

    sign = p[i] == '-' ? 1 : -1;
    zh = jobs_two_digits(p + i + 1);
    zm = jobs_two_digits(p + i + 4);

    if (zh > 23 || zm > 59) {
        return JOBS_INVALID;
    }

    *t += sign * (int64_t) (zh * 3600 + zm * 60);

    return (*t < JOBS_TIME_MIN || *t > JOBS_TIME_MAX) ? JOBS_INVALID : JOBS_OK;
}


void
jobs_buf_time(jobs_buf_t *b, int64_t t)
{
    int64_t   days, year;
    unsigned  month, day, second;

    t = t < JOBS_TIME_MIN ? JOBS_TIME_MIN : t > JOBS_TIME_MAX ? JOBS_TIME_MAX
                                                              : t;
    days = t / 86400 - (t % 86400 < 0);
    second = (unsigned) (t - days * 86400);

    jobs_civil(days, &year, &month, &day);

    jobs_buf_padded(b, (uint64_t) year, 4);
    jobs_buf_char(b, '-');
    jobs_buf_padded(b, month, 2);
    jobs_buf_char(b, '-');
    jobs_buf_padded(b, day, 2);
    jobs_buf_char(b, 'T');
    jobs_buf_padded(b, second / 3600, 2);
    jobs_buf_char(b, ':');
    jobs_buf_padded(b, second / 60 % 60, 2);
    jobs_buf_char(b, ':');
    jobs_buf_padded(b, second % 60, 2);
    jobs_buf_char(b, 'Z');
}


void
jobs_date(int64_t t, int64_t *year, unsigned *month, unsigned *day)
{
    jobs_civil(t / 86400 - (t % 86400 < 0), year, month, day);
}


void
jobs_buf_rfc822(jobs_buf_t *b, int64_t t)
{
    int64_t            days, year;
    unsigned           month, day, second;
    static const char  week[] = "ThuFriSatSunMonTueWed";
    static const char  months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    t = t < JOBS_TIME_MIN ? JOBS_TIME_MIN : t > JOBS_TIME_MAX ? JOBS_TIME_MAX
                                                              : t;
    days = t / 86400 - (t % 86400 < 0);
    second = (unsigned) (t - days * 86400);

    jobs_civil(days, &year, &month, &day);

    /* the epoch was a Thursday */

    jobs_buf_add(b, week + (days % 7 + 7) % 7 * 3, 3);
    jobs_buf_lit(b, ", ");
    jobs_buf_padded(b, day, 2);
    jobs_buf_char(b, ' ');
    jobs_buf_add(b, months + (month - 1) * 3, 3);
    jobs_buf_char(b, ' ');
    jobs_buf_padded(b, (uint64_t) year, 4);
    jobs_buf_char(b, ' ');
    jobs_buf_padded(b, second / 3600, 2);
    jobs_buf_char(b, ':');
    jobs_buf_padded(b, second / 60 % 60, 2);
    jobs_buf_char(b, ':');
    jobs_buf_padded(b, second % 60, 2);
    jobs_buf_lit(b, " GMT");
}


static unsigned
jobs_two_digits(const char *p)
{
    return (unsigned) (p[0] - '0') * 10 + (unsigned) (p[1] - '0');
}


/*
 * Days since 1970-01-01 in the proleptic Gregorian calendar: years that begin
 * in March put the leap day at their end, and 153 days stand in 5 months.
 */

static int64_t
jobs_days(int64_t year, unsigned month, unsigned day)
{
    unsigned  m;

    m = (month + 9) % 12;
    year -= m / 10;

    return 365 * year + year / 4 - year / 100 + year / 400
           + (m * 306 + 5) / 10 + (day - 1) - 719468;
}


/* the inverse, for years 1 to 9999; what lies outside is clamped */

static void
jobs_civil(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
    int64_t   g, y, rest;
    unsigned  m;

    if (days < jobs_days(1, 1, 1)) {
        days = jobs_days(1, 1, 1);
    }

    if (days > jobs_days(9999, 12, 31)) {
        days = jobs_days(9999, 12, 31);
    }

    g = days + 719468;
    y = (10000 * g + 14780) / 3652425;
    rest = g - (365 * y + y / 4 - y / 100 + y / 400);

    if (rest < 0) {
        y--;
        rest = g - (365 * y + y / 4 - y / 100 + y / 400);
    }

    m = (unsigned) ((100 * rest + 52) / 3060);

    *month = (m + 2) % 12 + 1;
    *day = (unsigned) (rest - (m * 306 + 5) / 10 + 1);
    *year = y + (m + 2) / 12;
}


void
jobs_buf_padded(jobs_buf_t *b, uint64_t n, unsigned width)
{
    uint64_t  limit;

    for (limit = 10; width > 1; width--) {
        if (n < limit) {
            break;
        }

        limit *= 10;
    }

    for ( ; width > 1; width--) {
        jobs_buf_char(b, '0');
    }

    jobs_buf_uint(b, n);
}
