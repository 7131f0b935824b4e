/*
 * Text of mapped feeds, as real sources send it: entities, double encoding,
 * stray white space, control characters.
 */

#include <libxml/HTMLparser.h>
#include "sync_html.h"


#define SYNC_ROUNDS  8          /* of settling; each makes the text shorter */


static int sync_entity_number(jobs_str_t s, uint32_t *c);
static int sync_text_decode(jobs_buf_t *b);
static int sync_text_drop(jobs_buf_t *b);
static int sync_text_blank(jobs_buf_t *b);


void
sync_clean(jobs_buf_t *b, jobs_str_t s, int lines)
{
    size_t       n, start;
    uint32_t     c;
    unsigned     space;
    jobs_buf_t   repaired;
    const char  *p, *end;

    jobs_buf_init(&repaired, &sync_mem, s.len);

    if (s.len != 0 && memchr(s.data, 0xC3, s.len) != NULL) {
        jobs_buf_str(&repaired, s);
        (void) sync_text_repair(&repaired);
        s = jobs_buf_view(&repaired);
    }

    p = s.data;
    end = jobs_str_end(s);
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

        if (sync_text_space(c)) {
            space |= !space;
            continue;
        }

        if (sync_text_dropped(c)) {
            continue;
        }

        if (space && b->len != start) {
            jobs_buf_char(b, space == 2 ? '\n' : ' ');
        }

        space = 0;
        jobs_utf8_put(b, c == JOBS_BAD_CHAR ? 0xFFFD : c);
    }

    jobs_buf_free(&repaired);
}


size_t
sync_entity(jobs_str_t s, uint32_t *c)
{
    size_t                   n;
    char                     name[12];
    const htmlEntityDesc    *entity;

    for (n = 1; n < s.len && n < sizeof(name) && s.data[n] != ';'
                && s.data[n] != '&'; n++)
    {
        /* void */
    }

    if (n >= s.len || n == sizeof(name) || s.data[n] != ';' || n < 3) {
        return 0;
    }

    if (s.data[1] == '#') {
        return sync_entity_number(jobs_str(s.data + 2, n - 2), c) ? n + 1 : 0;
    }

    memcpy(name, s.data + 1, n - 1);
    name[n - 1] = '\0';
    entity = htmlEntityLookup(BAD_CAST name);

    if (entity == NULL) {
        return 0;
    }

    *c = entity->value;

    return n + 1;
}


/* decimal, or hexadecimal after an x */

static int
sync_entity_number(jobs_str_t s, uint32_t *c)
{
    size_t    i;
    uint32_t  value;
    unsigned  hex, digit;

    hex = (s.data[0] == 'x' || s.data[0] == 'X');
    value = 0;

    for (i = hex; i < s.len; i++) {
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

    if (i == hex || value == 0 || (value >= 0xD800 && value < 0xE000)) {
        return 0;
    }

    *c = value;

    return 1;
}


void
sync_text_settle(jobs_buf_t *b)
{
    int       changed;
    unsigned  round;

    for (round = 0; round < SYNC_ROUNDS && b->len != 0; round++) {
        changed = memchr(b->data, '&', b->len) != NULL && sync_text_decode(b);
        changed |= memchr(b->data, 0xC3, b->len) != NULL
                   && sync_text_repair(b);
        changed |= sync_text_drop(b);

        if (!changed && !sync_text_blank(b)) {
            return;
        }
    }
}


/*
 * Entities that are still there after a parser decoded them.  What one
 * becomes may begin the next ("&amp;amp;"), so it is looked at again; letters
 * and digits stay as they are, or they could end one that began before.
 */

static int
sync_text_decode(jobs_buf_t *b)
{
    size_t      from, to, n;
    uint32_t    c;
    jobs_buf_t  one;

    jobs_buf_init(&one, &sync_mem, 8);
    to = 0;

    for (from = 0; from < b->len; /* void */ ) {
        n = b->data[from] != '&' ? 0
            : sync_entity(jobs_str(b->data + from, b->len - from), &c);

        if (n == 0 || (c < 0x80 && (c == ';' || c == '#'
                                    || (c >= '0' && c <= '9')
                                    || ((c | 0x20) >= 'a'
                                        && (c | 0x20) <= 'z'))))
        {
            b->data[to++] = b->data[from++];
            continue;
        }

        if (c == '&') {
            from += n - 1;
            b->data[from] = '&';
            continue;
        }

        jobs_buf_reset(&one);
        jobs_utf8_put(&one, c);
        memcpy(b->data + to, one.data, one.len);
        to += one.len;
        from += n;
    }

    jobs_buf_free(&one);
    from = b->len;
    b->len = to;

    return to != from;
}


static int
sync_text_drop(jobs_buf_t *b)
{
    size_t       to, n;
    uint32_t     c;
    const char  *p, *from, *end;

    p = b->data;
    end = b->data + b->len;
    to = 0;

    while (p < end) {
        from = p;

        if ((unsigned char) *p >= 0x20 && (unsigned char) *p < 0x7F) {
            b->data[to++] = *p++;
            continue;
        }

        c = jobs_utf8_next(&p, end);
        n = p - from;

        if (!sync_text_dropped(c) || sync_text_space(c)) {
            memmove(b->data + to, from, n);
            to += n;
        }
    }

    n = b->len;
    b->len = to;

    return to != n;
}


/*
 * A no-break space that was no part of a letter becomes the blank that it is
 * in the end; its neighbours may be letters without it.
 */

static int
sync_text_blank(jobs_buf_t *b)
{
    size_t  from, to;

    to = 0;

    for (from = 0; from < b->len; from++) {

        if (from + 1 < b->len && (unsigned char) b->data[from] == 0xC2
            && (unsigned char) b->data[from + 1] == 0xA0)
        {
            b->data[to++] = ' ';
            from++;
            continue;
        }

        b->data[to++] = b->data[from];
    }

    from = b->len;
    b->len = to;

    return to != from;
}


int
sync_text_space(uint32_t c)
{
    return c == ' ' || (c < 0x100 ? c == '\t' || c == '\n' || c == '\r'
                                    || c == 0xA0
                                  : c == 0x2028 || c == 0x2029 || c == 0x3000
                                    || (c >= 0x2000 && c <= 0x200A));
}


/* control, zero width and bidi override characters, byte order marks */

int
sync_text_dropped(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0x61C
           || c == 0x200B || c == 0x200E || c == 0x200F
           || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)
           || (c <= 0x10FFFF && (c & 0xFFFE) == 0xFFFE);
}
