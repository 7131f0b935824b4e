/*
 * UTF-8 and the escaping of text for each output.
 */

#include <strings.h>
#include "jobs_text.h"


/* what most texts are made of, and no escape is concerned with */
#define JOBS_PLAIN_HTML  1
#define JOBS_PLAIN_JSON  2
#define JOBS_PLAIN_URL   4      /* what an address may have */


#define JOBS_HIGH_BITS  0x8080808080808080ULL

/* the multipliers of MurmurHash3's 64-bit finish */
#define JOBS_HASH_A  0xFF51AFD7ED558CCDULL
#define JOBS_HASH_B  0xC4CEB9FE1A85EC53ULL


static const char *jobs_plain_end(const char *p, const char *end,
    unsigned kind);
static void  jobs_percent(jobs_buf_t *b, jobs_str_t s, const char *keep);


/* of ASCII; the others are looked at as characters */

static const unsigned char  jobs_plain[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    3, 7, 0, 7, 7, 7, 4, 6, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 0, 7, 0, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 1, 7, 3, 7,
    3, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 3, 3, 3, 7, 0
};


int
jobs_utf8_valid(jobs_str_t s)
{
    uint32_t     c;
    const char  *p, *end;

    if (jobs_printable(s)) {
        return 1;
    }

    p = s.data;
    end = jobs_str_end(s);

    for ( ;; ) {
        p = jobs_plain_end(p, end, JOBS_PLAIN_HTML|JOBS_PLAIN_JSON);

        if (p == end) {
            break;
        }

        c = jobs_utf8_next(&p, end);

        if (c == JOBS_BAD_CHAR || c == 0) {
            return 0;
        }
    }

    return 1;
}


/*
 * Eight bytes at a time: below 0x80 a byte has no high bit, it still has none
 * with one added if it is not 0x7F, and it has one with 0x60 added if it is
 * 0x20 or more.  None of that carries into the next byte.
 */

int
jobs_printable(jobs_str_t s)
{
    size_t       n;
    uint64_t     word, bad;
    const char  *p;

    bad = 0;
    p = s.data;

    for (n = s.len; n >= 8; n -= 8, p += 8) {
        memcpy(&word, p, 8);
        bad |= (word & JOBS_HIGH_BITS)
               | ((word + 0x0101010101010101ULL) & JOBS_HIGH_BITS)
               | (~(word + 0x6060606060606060ULL) & JOBS_HIGH_BITS);

        if (bad != 0) {
            return 0;
        }
    }

    for ( /* void */ ; n > 0; n--, p++) {
        if (*p < 0x20 || *p > 0x7E) {
            return 0;
        }
    }

    return 1;
}


/* RFC 3629, section 4 */

uint32_t
jobs_utf8_next(const char **p, const char *end)
{
    uint32_t              c, min;
    unsigned              i, n;
    const unsigned char  *u;

    u = (const unsigned char *) *p;
    c = u[0];

    if (c < 0x80) {
        (*p)++;
        return c;
    }

    if (c >= 0xC2 && c <= 0xDF) {
        n = 1;
        c &= 0x1F;
        min = 0x80;

    } else if (c >= 0xE0 && c <= 0xEF) {
        n = 2;
        c &= 0x0F;
        min = 0x800;

    } else if (c >= 0xF0 && c <= 0xF4) {
        n = 3;
        c &= 0x07;
        min = 0x10000;

    } else {
        (*p)++;
        return JOBS_BAD_CHAR;
    }

    if ((size_t) (end - *p) <= n) {
        (*p)++;
        return JOBS_BAD_CHAR;
    }

    for (i = 1; i <= n; i++) {
        if ((u[i] & 0xC0) != 0x80) {
            (*p)++;
            return JOBS_BAD_CHAR;
        }

        c = (c << 6) | (u[i] & 0x3F);
    }

    if (c < min || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        (*p)++;
        return JOBS_BAD_CHAR;
    }

    *p += n + 1;

    return c;
}


void
jobs_utf8_put(jobs_buf_t *b, uint32_t c)
{
    char    out[4];
    size_t  n;

    if (c < 0x80) {
        out[0] = (char) c;
        n = 1;

    } else if (c < 0x800) {
        out[0] = (char) (0xC0 | (c >> 6));
        out[1] = (char) (0x80 | (c & 0x3F));
        n = 2;

    } else if (c < 0x10000) {
        out[0] = (char) (0xE0 | (c >> 12));
        out[1] = (char) (0x80 | ((c >> 6) & 0x3F));
        out[2] = (char) (0x80 | (c & 0x3F));
        n = 3;

    } else {
        out[0] = (char) (0xF0 | (c >> 18));
        out[1] = (char) (0x80 | ((c >> 12) & 0x3F));
        out[2] = (char) (0x80 | ((c >> 6) & 0x3F));
        out[3] = (char) (0x80 | (c & 0x3F));
        n = 4;
    }

    jobs_buf_add(b, out, n);
}


void
jobs_escape_html(jobs_buf_t *b, jobs_str_t s)
{
    uint32_t     c;
    const char  *p, *end, *start, *from;

    p = s.data;
    end = jobs_str_end(s);
    from = p;               /* what is copied as it stands begins here */

    for ( ;; ) {
        p = jobs_plain_end(p, end, JOBS_PLAIN_HTML);

        if (p == end) {
            break;
        }

        start = p;
        c = jobs_utf8_next(&p, end);

        if (c != JOBS_BAD_CHAR && c != '<' && c != '>' && c != '&'
            && c != '\'' && c != '"' && c != 0x7F
            && (c >= 0x20 || c == '\t' || c == '\n'))
        {
            continue;
        }

        jobs_buf_add(b, from, start - from);
        from = p;

        switch (c) {
        case '<':
            jobs_buf_lit(b, "&lt;");
            break;
        case '>':
            jobs_buf_lit(b, "&gt;");
            break;
        case '&':
            jobs_buf_lit(b, "&amp;");
            break;
        case '"':
            jobs_buf_lit(b, "&quot;");
            break;
        case '\'':
            jobs_buf_lit(b, "&#39;");
            break;
        case JOBS_BAD_CHAR:
            jobs_buf_lit(b, "\xEF\xBF\xBD");
            break;
        default:
            break;          /* a control character: dropped */
        }
    }

    jobs_buf_add(b, from, end - from);
}


void
jobs_escape_json(jobs_buf_t *b, jobs_str_t s)
{
    char               out[6];
    uint32_t           c;
    const char        *p, *end, *start, *from;
    static const char  hex[] = "0123456789abcdef";

    p = s.data;
    end = jobs_str_end(s);
    from = p;

    for ( ;; ) {
        p = jobs_plain_end(p, end, JOBS_PLAIN_JSON);

        if (p == end) {
            break;
        }

        start = p;
        c = jobs_utf8_next(&p, end);

        if (c != JOBS_BAD_CHAR && c >= 0x20 && c != '"' && c != '\\'
            && c != '<' && c != '>' && c != '&' && c != 0x7F
            && c != 0x2028 && c != 0x2029)
        {
            continue;
        }

        jobs_buf_add(b, from, start - from);
        from = p;

        switch (c) {
        case '"':
            jobs_buf_lit(b, "\\\"");
            break;
        case '\\':
            jobs_buf_lit(b, "\\\\");
            break;
        case '\n':
            jobs_buf_lit(b, "\\n");
            break;
        case '\r':
            jobs_buf_lit(b, "\\r");
            break;
        case '\t':
            jobs_buf_lit(b, "\\t");
            break;
        case JOBS_BAD_CHAR:
            jobs_buf_lit(b, "\xEF\xBF\xBD");
            break;
        default:
            out[0] = '\\';
            out[1] = 'u';
            out[2] = hex[(c >> 12) & 15];
            out[3] = hex[(c >> 8) & 15];
            out[4] = hex[(c >> 4) & 15];
            out[5] = hex[c & 15];
            jobs_buf_add(b, out, sizeof(out));
            break;
        }
    }

    jobs_buf_add(b, from, end - from);
}


static const char *
jobs_plain_end(const char *p, const char *end, unsigned kind)
{
    while (p < end && (jobs_plain[(unsigned char) *p] & kind)) {
        p++;
    }

    return p;
}


void
jobs_json_string(jobs_buf_t *b, jobs_str_t s)
{
    if (s.data == NULL) {
        jobs_buf_lit(b, "null");
        return;
    }

    jobs_buf_char(b, '"');
    jobs_escape_json(b, s);
    jobs_buf_char(b, '"');
}


void
jobs_escape_uri(jobs_buf_t *b, jobs_str_t s)
{
    jobs_percent(b, s, "-._~,:");
}


void
jobs_escape_path(jobs_buf_t *b, jobs_str_t s)
{
    jobs_percent(b, s, "-._~,:/@+[]");
}


/* percent-encodes all but letters, digits and the signs in keep */

static void
jobs_percent(jobs_buf_t *b, jobs_str_t s, const char *keep)
{
    char               c, out[3];
    size_t             i;
    static const char  hex[] = "0123456789ABCDEF";

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9')
            || (c != '\0' && strchr(keep, c) != NULL))
        {
            jobs_buf_char(b, c);
            continue;
        }

        out[0] = '%';
        out[1] = hex[(unsigned char) c >> 4];
        out[2] = hex[c & 15];
        jobs_buf_add(b, out, sizeof(out));
    }
}


/* 0x21-0x7E less what RFC 3986 never allows in an address */

int
jobs_is_http_url(jobs_str_t s)
{
    size_t  i, scheme;

    if (s.len > 8 && strncasecmp(s.data, "https://", 8) == 0) {
        scheme = 8;

    } else if (s.len > 7 && strncasecmp(s.data, "http://", 7) == 0) {
        scheme = 7;

    } else {
        return 0;
    }

    if (strchr("/?#:@", s.data[scheme]) != NULL) {
        return 0;           /* no host */
    }

    for (i = scheme; i < s.len; i++) {
        if (!(jobs_plain[(unsigned char) s.data[i]] & JOBS_PLAIN_URL)) {
            return 0;
        }
    }

    return 1;
}


int
jobs_is_name(jobs_str_t s)
{
    char    c;
    size_t  i;

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9') || c == '_' || c == '-'))
        {
            return 0;
        }
    }

    return s.len >= 1 && s.len <= JOBS_NAME_MAX;
}


int
jobs_is_origin(jobs_str_t s)
{
    char    c;
    size_t  i, scheme;

    if (!jobs_is_http_url(s)) {
        return 0;
    }

    scheme = s.data[4] == 's' ? sizeof("https") - 1 : sizeof("http") - 1;

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if (i >= scheme && i < scheme + sizeof("://") - 1) {
            continue;
        }

        if ((c < 'a' || c > 'z')
            && (i < scheme
                || ((c < '0' || c > '9') && strchr("-.:[]_", c) == NULL)))
        {
            return 0;
        }
    }

    return 1;
}


int
jobs_is_slug(jobs_str_t s)
{
    char    c;
    size_t  i;

    if (s.len == 0 || s.len > 128) {
        return 0;
    }

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
            && (c < '0' || c > '9') && c != '-')
        {
            return 0;
        }
    }

    return 1;
}


int
jobs_is_listing_id(jobs_str_t s)
{
    char    c;
    size_t  i, colons, last;

    if (s.len == 0 || s.len > JOBS_ID_MAX) {
        return 0;
    }

    colons = 0;
    last = 0;               /* where the present part begins */

    for (i = 0; i < s.len; i++) {
        c = s.data[i];

        if (c == ':') {
            if (i == last) {
                return 0;
            }

            colons++;
            last = i + 1;
            continue;
        }

        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
            && (c < '0' || c > '9')
            && (c == '\0' || strchr("._~-", c) == NULL))
        {
            return 0;
        }
    }

    if (colons == 0 || last == s.len) {
        return 0;
    }

    if (s.len >= 5
        && (memcmp(s.data + s.len - 5, ".json", 5) == 0
            || memcmp(s.data + s.len - 5, ".html", 5) == 0))
    {
        return 0;
    }

    return 1;
}


uint64_t
jobs_hash(jobs_str_t s)
{
    size_t       n;
    uint32_t     low, high;
    uint64_t     word, hash;
    const char  *p;

    p = s.data;
    hash = s.len * JOBS_HASH_A;

    for (n = s.len; n > 8; n -= 8, p += 8) {
        memcpy(&word, p, 8);
        hash = (hash ^ word) * JOBS_HASH_B;
        hash ^= hash >> 32;
    }

    /* what is left, in two parts that may have bytes in common */

    if (n >= 4) {
        memcpy(&low, p, 4);
        memcpy(&high, p + n - 4, 4);
        word = (uint64_t) high << 32 | low;

    } else if (n > 0) {
        word = (uint64_t) (unsigned char) p[0] << 16
               | (uint64_t) (unsigned char) p[n / 2] << 8
               | (unsigned char) p[n - 1];

    } else {
        word = 0;
    }

    hash = (hash ^ word) * JOBS_HASH_B;
    hash = (hash ^ hash >> 29) * JOBS_HASH_A;

    return hash ^ hash >> 32;
}
