/*
 * Double encoding: UTF-8 that somebody took for Windows-1252 (or Latin-1) and
 * encoded once more, so that an é is two characters.
 *
 * A run is all neighbours that such bytes can have become.  It is repaired
 * where its bytes are UTF-8 from the first to the last and what they say is
 * likely: one stray character leaves the text as it came.
 */

#include "sync_html.h"


#define SYNC_RUN  512           /* bytes of the longest run */


static int sync_repair_byte(uint32_t c);
static int sync_repair_likely(jobs_str_t run, char before, char after);
static int sync_repair_char(uint32_t c);


/* 0x80 to 0x9F of Windows-1252; 0: not in use */

static const uint16_t  sync_cp1252[] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178
};


int
sync_text_repair(jobs_buf_t *b)
{
    int          byte, changed;
    char         run[SYNC_RUN], before;
    size_t       to, n, len;
    const char  *p, *from, *next, *end;

    p = b->data;
    end = p + b->len;
    to = 0;
    changed = 0;

    while (p < end) {

        if ((unsigned char) *p < 0xC2) {
            b->data[to++] = *p++;
            continue;
        }

        from = p;
        next = p;
        n = 0;

        while (next < end && n < SYNC_RUN) {
            p = next;
            byte = sync_repair_byte(jobs_utf8_next(&next, end));

            /* a no-break space begins nothing, and is only a blank later */

            if (byte == -1 || (byte == 0xA0 && n == 0)) {
                break;
            }

            run[n++] = byte;
            p = next;
        }

        while (n >= 2 && (unsigned char) run[n - 1] == 0xA0
               && !jobs_utf8_valid(jobs_str(run, n)))
        {
            n--;
            p -= 2;
        }

        before = to > 0 ? b->data[to - 1] : ' ';

        if (n >= 2 && n < SYNC_RUN
            && sync_repair_likely(jobs_str(run, n), before,
                                  p < end ? *p : ' '))
        {
            memcpy(b->data + to, run, n);
            to += n;
            changed = 1;
            continue;
        }

        if (p == from) {
            (void) jobs_utf8_next(&p, end);
        }

        len = p - from;
        memmove(b->data + to, from, len);
        to += len;
    }

    b->len = to;

    return changed;
}


/* the byte above 0x7F that was taken for this character, or -1 */

static int
sync_repair_byte(uint32_t c)
{
    size_t  i;

    if (c >= 0x80 && c <= 0xFF) {
        return c;
    }

    if (c < 0x152 || c > 0x2122) {
        return -1;
    }

    for (i = 0; i < sync_n(sync_cp1252); i++) {
        if (sync_cp1252[i] == c) {
            return 0x80 + i;
        }
    }

    return -1;
}


static int
sync_repair_likely(jobs_str_t run, char before, char after)
{
    unsigned     chars, script;
    uint32_t     c;
    const char  *p, *end;

    if ((unsigned char) run.data[0] < 0xC2 || !jobs_utf8_valid(run)) {
        return 0;
    }

    p = run.data;
    end = run.data + run.len;
    script = 0;

    for (chars = 0; p < end; chars++) {
        c = jobs_utf8_next(&p, end);

        if (!sync_repair_char(c)) {
            return 0;
        }

        script += (c >= 0x370 && c <= 0x4FF);
    }

    /* one Greek or Cyrillic letter alone is none */

    if (script == 1 && chars == 1) {
        return 0;
    }

    /* "MANHÃ”": a capital at the end of a word, and a quotation mark */

    return !(run.len == 2 && before >= 'A' && before <= 'Z'
             && !((after | 0x20) >= 'a' && (after | 0x20) <= 'z')
             && memchr("\x82\x84\x85\x8B\x91\x92\x93\x94\x95\x96\x97\x9B"
                       "\xAB\xBB", run.data[1], 14) != NULL);
}


static int
sync_repair_char(uint32_t c)
{
    return (c >= 0xA0 && c <= 0x17F) || (c >= 0x370 && c <= 0x4FF)
           || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x9FFF)
           || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xFB00 && c <= 0xFB06)
           || c == 0xFE0F || c == 0xFEFF || (c >= 0xFF00 && c <= 0xFFEF)
           || c == 0xFFFD || (c >= 0x1F000 && c <= 0x1FAFF);
}
