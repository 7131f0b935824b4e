/*
 * The dates that feeds send.
 */

#include <strings.h>
#include "sync.h"


static jobs_rc_t sync_parse_epoch(jobs_str_t s, int64_t *t);
static jobs_rc_t sync_parse_rfc822(jobs_str_t s, int64_t *t);
static void sync_zone(jobs_buf_t *b, jobs_str_t zone);


jobs_rc_t
sync_parse_time(jobs_str_t s, int64_t *t)
{
    size_t      i;
    jobs_rc_t   rc;
    jobs_buf_t  b;

    if (jobs_parse_time(s, t) == JOBS_OK
        || sync_parse_epoch(s, t) == JOBS_OK
        || sync_parse_rfc822(s, t) == JOBS_OK)
    {
        return JOBS_OK;
    }

    /* 2026-08-11T20:45[:29[.123]] with a zone in another form, or none */

    for (i = 0; i < s.len
                && (memchr("-:.Tt", s.data[i], 5) != NULL
                    || (s.data[i] >= '0' && s.data[i] <= '9')
                    || (s.data[i] == ' ' && i == 10)); i++)
    {
        if (i > 10 && s.data[i] == '-') {
            break;
        }
    }

    if (i < 16) {
        return JOBS_INVALID;
    }

    jobs_buf_init(&b, &sync_mem, 128);
    jobs_buf_add(&b, s.data, i);

    if (i == 16) {
        jobs_buf_lit(&b, ":00");
    }

    while (i < s.len && s.data[i] == ' ') {
        i++;
    }

    sync_zone(&b, jobs_str(s.data + i, s.len - i));
    rc = jobs_parse_time(jobs_buf_view(&b), t);

    jobs_buf_free(&b);

    return rc;
}


static jobs_rc_t
sync_parse_epoch(jobs_str_t s, int64_t *t)
{
    uint64_t  n;

    if (jobs_parse_uint(s, 99999999999999ULL, &n) != JOBS_OK || n < 100000000)
    {
        return JOBS_INVALID;
    }

    *t = n > 100000000000ULL ? n / 1000 : n;

    return JOBS_OK;
}


/* Tue, 11 Aug 2026 20:45:29 +0000 */

static jobs_rc_t
sync_parse_rfc822(jobs_str_t s, int64_t *t)
{
    int                day, year, hour, minute, second, n, from, to;
    char               text[64], month[10], head[32];
    size_t             i;
    jobs_rc_t          rc;
    jobs_buf_t         b;
    const char        *p;
    static const char  months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    if (s.len == 0 || s.len >= sizeof(text)) {
        return JOBS_INVALID;
    }

    memcpy(text, s.data, s.len);
    text[s.len] = '\0';

    p = strchr(text, ',');
    p = p == NULL ? text : p + 1;
    n = 0;
    from = 0;
    to = 0;
    second = 0;

    if (sscanf(p, " %2d %9[A-Za-z] %n%4d%n %2d:%2d%n", &day, month, &from,
               &year, &to, &hour, &minute, &n)
        != 5 || n == 0)
    {
        return JOBS_INVALID;
    }

    p += n;
    n = 0;

    if (sscanf(p, ":%2d%n", &second, &n) == 1) {
        p += n;
    }

    while (*p == ' ') {
        p++;
    }

    for (i = 0; i < 12 && strncasecmp(months + i * 3, month, 3) != 0; i++) {
        /* void */
    }

    if (to - from == 2 && year >= 0) {
        year += year < 50 ? 2000 : 1900;        /* as RFC 2822 reads it */
    }

    if (i == 12 || year < 1000 || day < 0 || hour < 0 || minute < 0
        || second < 0)
    {
        return JOBS_INVALID;
    }

    snprintf(head, sizeof(head), "%04d-%02u-%02dT%02d:%02d:%02d", year % 10000,
             (unsigned) i + 1, day % 100, hour % 100, minute % 100,
             second % 100);

    jobs_buf_init(&b, &sync_mem, 128);
    jobs_buf_add(&b, head, strlen(head));
    sync_zone(&b, sync_str(p));
    rc = jobs_parse_time(jobs_buf_view(&b), t);
    jobs_buf_free(&b);

    return rc;
}


/* +0200 and +02 as +02:00; no zone, UT, UTC and GMT as Z; the zones of
   America that RFC 822 names; others stay and are refused */

static void
sync_zone(jobs_buf_t *b, jobs_str_t zone)
{
    size_t                     i;
    static const struct {
        const char            *name;
        const char            *offset;
    } zones[] = {
        { "UT", "Z" }, { "UTC", "Z" }, { "GMT", "Z" },
        { "EST", "-05:00" }, { "EDT", "-04:00" },
        { "CST", "-06:00" }, { "CDT", "-05:00" },
        { "MST", "-07:00" }, { "MDT", "-06:00" },
        { "PST", "-08:00" }, { "PDT", "-07:00" }
    };

    if (zone.len == 0) {
        jobs_buf_char(b, 'Z');
        return;
    }

    for (i = 0; i < sync_n(zones); i++) {
        if (strlen(zones[i].name) == zone.len
            && strncasecmp(zones[i].name, zone.data, zone.len) == 0)
        {
            jobs_buf_add(b, zones[i].offset, strlen(zones[i].offset));
            return;
        }
    }

    if ((zone.len == 3 || zone.len == 5)
        && (zone.data[0] == '+' || zone.data[0] == '-'))
    {
        jobs_buf_add(b, zone.data, 3);
        jobs_buf_char(b, ':');

        if (zone.len == 5) {
            jobs_buf_add(b, zone.data + 3, 2);

        } else {
            jobs_buf_lit(b, "00");
        }

        return;
    }

    jobs_buf_str(b, zone);
}
