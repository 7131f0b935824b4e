/*
 * Comparison and address forms of labels.
 *
 * Case pairs: Unicode Character Database, the blocks Basic Latin, Latin-1,
 * Latin Extended-A, Greek and Cyrillic; other scripts of job feeds have none.
 */

#include "jobs_text.h"


static uint32_t  jobs_lower(uint32_t c);
static int       jobs_is_space(uint32_t c);
static int       jobs_is_letter(uint32_t c);


void
jobs_fold(jobs_buf_t *b, jobs_str_t s)
{
    int          space, some;
    uint32_t     c;
    const char  *p, *end;

    p = s.data;
    end = jobs_str_end(s);
    space = 0;
    some = 0;

    while (p < end) {
        c = jobs_utf8_next(&p, end);

        if (jobs_is_space(c)) {
            space = some;
            continue;
        }

        if (space) {
            jobs_buf_char(b, ' ');
            space = 0;
        }

        jobs_utf8_put(b, c == JOBS_BAD_CHAR ? 0xFFFD : jobs_lower(c));
        some = 1;
    }
}


void
jobs_slug(jobs_buf_t *b, jobs_str_t s)
{
    int                dash, some;
    uint32_t           c;
    const char        *p, *end;
    static const char  latin1[] = "aaaaaaaceeeeiiiidnooooo-ouuuuyty";
    static const char  extended[] =
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
        "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    p = s.data;
    end = jobs_str_end(s);
    dash = 0;
    some = 0;

    while (p < end) {
        c = jobs_utf8_next(&p, end);

        if (c >= 0x300 && c <= 0x36F) {
            continue;                       /* a combining mark */
        }

        c = c == JOBS_BAD_CHAR ? '-' : jobs_lower(c);

        if (!jobs_is_letter(c)) {
            dash = some;
            continue;
        }

        if (dash) {
            jobs_buf_char(b, '-');
            dash = 0;
        }

        some = 1;

        if (c == 0xDF) {
            jobs_buf_lit(b, "ss");

        } else if (c == 0xE6) {
            jobs_buf_lit(b, "ae");

        } else if (c == 0x153) {
            jobs_buf_lit(b, "oe");

        } else if (c == 0xFE) {
            jobs_buf_lit(b, "th");

        } else if (c >= 0xE0 && c <= 0xFF) {
            jobs_buf_char(b, latin1[c - 0xE0]);

        } else if (c >= 0x100 && c <= 0x17F) {
            jobs_buf_char(b, extended[c - 0x100]);

        } else {
            jobs_utf8_put(b, c);
        }
    }
}


int
jobs_has_letter(jobs_str_t s)
{
    const char  *p, *end;

    p = s.data;
    end = jobs_str_end(s);

    while (p < end) {
        if (jobs_is_letter(jobs_utf8_next(&p, end))) {
            return 1;
        }
    }

    return 0;
}


static uint32_t
jobs_lower(uint32_t c)
{
    if (c < 0x80) {
        return (c >= 'A' && c <= 'Z') ? c + 32 : c;
    }

    if (c < 0x100) {
        return (c >= 0xC0 && c <= 0xDE && c != 0xD7) ? c + 32 : c;
    }

    if (c < 0x180) {

        switch (c) {
        case 0x130:
            return 'i';
        case 0x131:
        case 0x138:
        case 0x149:
            return c;
        case 0x178:
            return 0xFF;
        case 0x17F:
            return 's';
        }

        if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) {
            return c + (c & 1);             /* pairs begin at odd ones */
        }

        return c | 1;
    }

    if (c >= 0x386 && c <= 0x3AB) {

        switch (c) {
        case 0x386:
            return 0x3AC;
        case 0x388:
        case 0x389:
        case 0x38A:
            return c + 37;
        case 0x38C:
            return 0x3CC;
        case 0x38E:
        case 0x38F:
            return c + 63;
        }

        return (c >= 0x391 && c != 0x3A2) ? c + 32 : c;
    }

    if (c >= 0x400 && c <= 0x42F) {
        return c < 0x410 ? c + 80 : c + 32;
    }

    return c;
}


static int
jobs_is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0
           || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028
           || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}


/* a lower-case letter or a digit; blocks of signs and pictures are neither */

static int
jobs_is_letter(uint32_t c)
{
    if (c < 0x80) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    return c >= 0xDF && c != 0xF7
           && !(c >= 0x2000 && c <= 0x2BFF)
           && !(c >= 0x2E00 && c <= 0x2E7F)
           && !(c >= 0x3000 && c <= 0x303F)
           && !(c >= 0xD800 && c <= 0xF8FF)
           && !(c >= 0xFE00 && c <= 0xFE6F)
           && !(c >= 0xFF00 && c <= 0xFF20)
           && !(c >= 0xFFF0 && c <= 0x103FF)
           && !(c >= 0x1F000 && c <= 0x1FAFF)
           && c < 0xE0000;
}
