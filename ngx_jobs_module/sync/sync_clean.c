/*
 * Text of mapped feeds, as real sources send it: entities, stray white space,
 * control characters, dates in many forms.
 */

#include <strings.h>
#include "sync.h"


typedef struct {
    jobs_str_t     name;
    uint32_t       c;
} sync_entity_t;


static size_t sync_entity(jobs_str_t s, uint32_t *c);
static int sync_clean_dropped(uint32_t c);
static jobs_rc_t sync_parse_epoch(jobs_str_t s, int64_t *t);
static jobs_rc_t sync_parse_rfc822(jobs_str_t s, int64_t *t);
static void sync_zone(jobs_buf_t *b, jobs_str_t zone);


static const sync_entity_t  sync_entities[] = {
    { jobs_string("amp"), '&' },
    { jobs_string("lt"), '<' },
    { jobs_string("gt"), '>' },
    { jobs_string("quot"), '"' },
    { jobs_string("apos"), '\'' },
    { jobs_string("nbsp"), ' ' },
    { jobs_string("ndash"), 0x2013 },
    { jobs_string("mdash"), 0x2014 },
    { jobs_string("lsquo"), 0x2018 },
    { jobs_string("rsquo"), 0x2019 },
    { jobs_string("ldquo"), 0x201C },
    { jobs_string("rdquo"), 0x201D },
    { jobs_string("bull"), 0x2022 },
    { jobs_string("hellip"), 0x2026 },
    { jobs_string("euro"), 0x20AC },
    { jobs_string("pound"), 0xA3 },
    { jobs_string("copy"), 0xA9 },
    { jobs_string("reg"), 0xAE },
    { jobs_string("trade"), 0x2122 },
    { jobs_string("eacute"), 0xE9 },
    { jobs_string("auml"), 0xE4 },
    { jobs_string("ouml"), 0xF6 },
    { jobs_string("uuml"), 0xFC },
    { jobs_string("szlig"), 0xDF }
};


void
sync_clean(jobs_buf_t *b, jobs_str_t s, int lines)
{
    size_t       n, start;
    uint32_t     c;
    unsigned     space;
    const char  *p, *end;

    p = s.data;
    end = s.data + s.len;
    space = 0;
    start = b->len;

    while (p < end) {
        n = *p == '&' ? sync_entity(jobs_str(p, end - p), &c) : 0;

        if (n != 0) {
            p += n;

        } else {
            c = jobs_utf8_next(&p, end);
        }

        if (c == '\n' && lines) {
            space = 2;
            continue;
        }

        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0
            || c == 0x2028 || c == 0x2029 || c == 0x3000
            || (c >= 0x2000 && c <= 0x200A))
        {
            space |= !space;
            continue;
        }

        if (sync_clean_dropped(c)) {
            continue;
        }

        if (space && b->len != start) {
            jobs_buf_char(b, space == 2 ? '\n' : ' ');
        }

        space = 0;
        jobs_utf8_put(b, c == 0xFFFFFFFF ? 0xFFFD : c);
    }
}


/* the length of an entity and its character, or 0 */

static size_t
sync_entity(jobs_str_t s, uint32_t *c)
{
    size_t    i, n;
    uint32_t  value;
    unsigned  hex, digit;

    for (n = 1; n < s.len && n < 12 && s.data[n] != ';'; n++) { /* void */ }

    if (n >= s.len || s.data[n] != ';' || n < 3) {
        return 0;
    }

    if (s.data[1] != '#') {
        for (i = 0; i < sync_n(sync_entities); i++) {
            if (jobs_str_eq(sync_entities[i].name,
                            jobs_str(s.data + 1, n - 1)))
            {
                *c = sync_entities[i].c;
                return n + 1;
            }
        }

        return 0;
    }

    hex = (s.data[2] == 'x' || s.data[2] == 'X');
    value = 0;

    for (i = 2 + hex; i < n; i++) {
        if (s.data[i] >= '0' && s.data[i] <= '9') {
            digit = s.data[i] - '0';

        } else if (hex && (s.data[i] | 0x20) >= 'a'
                   && (s.data[i] | 0x20) <= 'f')
        {
            digit = (s.data[i] | 0x20) - 'a' + 10;

        } else {
            return 0;
        }

        value = value * (hex ? 16 : 10) + digit;

        if (value > 0x10FFFF) {
            return 0;
        }
    }

    if (i == 2u + hex || value == 0 || (value >= 0xD800 && value < 0xE000)) {
        return 0;
    }

    *c = value;

    return n + 1;
}


/* control and bidi override characters, byte order marks */

static int
sync_clean_dropped(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF
           || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
           || (c >= 0x2066 && c <= 0x2069);
}


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
    int                day, year, hour, minute, second, n;
    char               text[64], month[4], head[32];
    size_t             i;
    jobs_rc_t          rc;
    jobs_buf_t         b;
    const char        *p;
    static const char  months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    if (s.len >= sizeof(text)) {
        return JOBS_INVALID;
    }

    memcpy(text, s.data, s.len);
    text[s.len] = '\0';

    p = strchr(text, ',');
    p = p == NULL ? text : p + 1;
    n = 0;
    second = 0;

    if (sscanf(p, " %2d %3[A-Za-z] %4d %2d:%2d%n", &day, month, &year, &hour,
               &minute, &n)
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


/* +0200 as +02:00; no zone, UTC and GMT as Z; others stay and are refused */

static void
sync_zone(jobs_buf_t *b, jobs_str_t zone)
{
    if (zone.len == 0
        || (zone.len == 3 && (strncasecmp(zone.data, "UTC", 3) == 0
                              || strncasecmp(zone.data, "GMT", 3) == 0)))
    {
        jobs_buf_char(b, 'Z');

    } else if (zone.len == 5 && (zone.data[0] == '+' || zone.data[0] == '-')) {
        jobs_buf_add(b, zone.data, 3);
        jobs_buf_char(b, ':');
        jobs_buf_add(b, zone.data + 3, 2);

    } else {
        jobs_buf_str(b, zone);
    }
}
