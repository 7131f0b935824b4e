/*
 * JSON Lines, and what all readers of JSON share.
 */

#include "sync_format.h"
#include "sync_input.h"


#define SYNC_JSON_KEPT  65536


static jobs_rc_t sync_json_string(sync_input_t *in, jobs_buf_t *b);
static const char *sync_json_prepare(int strict, jobs_buf_t *b, jobs_str_t s);
static const char *sync_json_text(int strict, jobs_buf_t *b, jobs_str_t s,
    size_t *i, size_t *from);
static const char *sync_json_escape(int strict, jobs_buf_t *b, jobs_str_t s,
    size_t *i);
static int sync_json_hex(jobs_str_t s, size_t i);


jobs_rc_t
sync_read_lines(sync_feed_t *feed, sync_input_t *in)
{
    char       *end;
    size_t      n;
    uint64_t    line;
    jobs_rc_t   rc;
    jobs_buf_t  b;

    rc = JOBS_OK;
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    while (rc == JOBS_OK && sync_input_look(in) != -1) {
        line = in->line;
        jobs_buf_reset(&b);

        do {
            n = in->len - in->pos;
            end = memchr(in->data + in->pos, '\n', n);

            if (end != NULL) {
                n = end - (in->data + in->pos);
            }

            jobs_buf_add(&b, in->data + in->pos, n);
            in->pos += n;

        } while (end == NULL && sync_input_look(in) != -1);

        if (end != NULL) {
            (void) sync_input_next(in);
        }

        if (b.rc == JOBS_LIMIT) {
            sync_feed_reject(feed, line, "the line is longer than 4 MB");
            continue;
        }

        while (b.len > 0 && strchr(" \t\r", b.data[b.len - 1]) != NULL
               && b.data[b.len - 1] != '\0')
        {
            b.len--;
        }

        if (b.len != 0) {
            rc = sync_feed_json(feed, jobs_buf_view(&b), line);
        }
    }

    jobs_buf_free(&b);

    return rc;
}


jobs_rc_t
sync_feed_json(sync_feed_t *feed, jobs_str_t text, uint64_t line)
{
    int          held;
    cJSON       *row;
    jobs_rc_t    rc;
    const char  *why;

    /* rows that wait for each other make one listing, which none of them is */

    if (feed->sink.known != NULL
        && (feed->format == NULL || feed->format->join == NULL)
        && feed->sink.known(feed->sink.data, feed, text))
    {
        feed->counts.listings++;
        return JOBS_OK;
    }

    held = feed->format != NULL && feed->format->join != NULL;

    if (!held) {
        sync_cjson_begin();
    }

    row = sync_json_parse(text, feed->mapping == NULL && feed->format == NULL,
                          &why);
    rc = JOBS_OK;

    if (row == NULL) {
        sync_feed_reject(feed, line, why);

    } else if (!cJSON_IsObject(row)) {
        sync_feed_reject(feed, line, "it is no JSON object");

    } else if (held) {
        rc = sync_repeats_hold(feed, row, text.len, line);
        row = NULL;

    } else {
        rc = sync_feed_row(feed, row, line);
    }

    cJSON_Delete(row);

    if (!held) {
        sync_cjson_end();
    }

    return rc;
}


cJSON *
sync_json_parse(jobs_str_t text, int strict, const char **why)
{
    cJSON              *json;
    const char         *end;
    static jobs_buf_t   b;

    /* one for all rows, unless it has become large */

    if (b.mem == NULL || b.size > SYNC_JSON_KEPT) {
        if (b.mem != NULL) {
            jobs_buf_free(&b);
        }

        jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX * 2);
    }

    jobs_buf_reset(&b);
    json = NULL;
    end = NULL;
    *why = sync_json_prepare(strict, &b, text);

    if (*why == NULL) {
        *why = "it is not JSON";
        json = cJSON_ParseWithLengthOpts(b.data, b.len, &end, 0);

        if (json != NULL && end != b.data + b.len) {
            cJSON_Delete(json);
            json = NULL;
        }
    }

    return json;
}


int
sync_json_space(sync_input_t *in)
{
    int  c;

    for ( ;; ) {
        c = sync_input_look(in);

        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            return c;
        }

        (void) sync_input_next(in);
    }
}


jobs_rc_t
sync_json_value(sync_input_t *in, jobs_buf_t *b)
{
    int        c;
    unsigned   depth;
    jobs_rc_t  rc;

    depth = 0;

    do {
        c = sync_input_look(in);

        if (c == -1) {
            return depth == 0 ? JOBS_OK : JOBS_INVALID;
        }

        if (c == '"') {
            rc = sync_json_string(in, b);

            if (rc != JOBS_OK) {
                return rc;
            }

            continue;
        }

        if (depth == 0 && strchr(",]} \t\r\n", c) != NULL) {
            return JOBS_OK;
        }

        depth += (c == '{' || c == '[');
        depth -= (c == '}' || c == ']');

        if (b != NULL) {
            jobs_buf_char(b, c);
        }

        (void) sync_input_next(in);

        if (depth == 0 && (c == '}' || c == ']')) {
            return JOBS_OK;
        }

    } while (1);
}


static jobs_rc_t
sync_json_string(sync_input_t *in, jobs_buf_t *b)
{
    int  c, escaped, first;

    escaped = 0;
    first = 1;

    for ( ;; ) {
        c = sync_input_next(in);

        if (c == -1) {
            return JOBS_INVALID;
        }

        if (b != NULL) {
            jobs_buf_char(b, c);
        }

        if (c == '"' && !escaped && !first) {
            return JOBS_OK;
        }

        escaped = (c == '\\' && !escaped);
        first = 0;
    }
}


jobs_rc_t
sync_json_name(sync_input_t *in, jobs_buf_t *name)
{
    jobs_buf_reset(name);

    if (sync_json_space(in) != '"' || sync_json_string(in, name) != JOBS_OK
        || sync_json_space(in) != ':')
    {
        return JOBS_INVALID;
    }

    (void) sync_input_next(in);

    if (name->rc == JOBS_OK) {
        name->len -= 2;
        memmove(name->data, name->data + 1, name->len);
        name->data[name->len] = '\0';
    }

    return JOBS_OK;
}


/*
 * What cJSON would change without a word: numbers of more than 15 digits are
 * put into quotes, so that an id survives; \u0000 and halves of surrogate
 * pairs are repaired, or refused if strict.  NULL, or what is wrong.
 */

static const char *
sync_json_prepare(int strict, jobs_buf_t *b, jobs_str_t s)
{
    size_t       i, from, start, digits;
    const char  *why;

    from = 0;               /* what is copied as it stands begins here */
    i = 0;

    while (i < s.len) {

        if (s.data[i] == '"') {
            why = sync_json_text(strict, b, s, &i, &from);

            if (why != NULL) {
                return why;
            }

            continue;
        }

        if ((s.data[i] >= '0' && s.data[i] <= '9') || s.data[i] == '-') {
            digits = 0;

            for (start = i; i < s.len && s.data[i] != '\0'
                            && strchr("0123456789+-.eE", s.data[i]) != NULL;
                 i++)
            {
                digits += (s.data[i] >= '0' && s.data[i] <= '9');
            }

            if (digits > 15) {
                jobs_buf_add(b, s.data + from, start - from);
                jobs_buf_char(b, '"');
                jobs_buf_add(b, s.data + start, i - start);
                jobs_buf_char(b, '"');
                from = i;
            }

            continue;
        }

        i++;
    }

    if (from < s.len) {
        jobs_buf_add(b, s.data + from, s.len - from);
    }

    return b->rc == JOBS_OK ? NULL : "it is too long";
}


/* the string that begins at *i, which moves behind it */

static const char *
sync_json_text(int strict, jobs_buf_t *b, jobs_str_t s, size_t *i,
    size_t *from)
{
    char        *p;
    size_t       n;
    const char  *why;

    ++*i;

    while (*i < s.len && s.data[*i] != '"') {
        p = memchr(s.data + *i, '"', s.len - *i);
        n = p == NULL ? s.len - *i : (size_t) (p - s.data) - *i;
        p = memchr(s.data + *i, '\\', n);
        n = p == NULL ? n : (size_t) (p - s.data) - *i;

        if (memchr(s.data + *i, '\0', n) != NULL) {
            return "it has a NUL byte";
        }

        *i += n;

        if (*i < s.len && s.data[*i] == '\\') {
            jobs_buf_add(b, s.data + *from, *i - *from);

            why = sync_json_escape(strict, b, s, i);
            if (why != NULL) {
                return why;
            }

            *from = *i;
        }
    }

    *i += (*i < s.len);

    return NULL;
}


/* a backslash and what belongs to it; *i moves behind it */

static const char *
sync_json_escape(int strict, jobs_buf_t *b, jobs_str_t s, size_t *i)
{
    int     c, low;
    size_t  len;

    c = sync_json_hex(s, *i);

    if (c == -1) {
        len = s.len - *i < 2 ? 1 : 2;       /* \n, or cJSON refuses it */

    } else if (c >= 0xD800 && c < 0xDC00) {
        low = sync_json_hex(s, *i + 6);
        len = low >= 0xDC00 && low < 0xE000 ? 12 : 0;

    } else {
        len = c == 0 || (c >= 0xDC00 && c < 0xE000) ? 0 : 6;
    }

    if (len != 0) {
        jobs_buf_add(b, s.data + *i, len);
        *i += len;
        return NULL;
    }

    if (strict) {
        return c == 0 ? "it has \\u0000" : "it has half of a surrogate pair";
    }

    if (c != 0) {
        jobs_buf_lit(b, "\\ufffd");
    }

    *i += 6;

    return NULL;
}


/* XXXX of \uXXXX at i, or -1 */

static int
sync_json_hex(jobs_str_t s, size_t i)
{
    int      value, c;
    size_t   n;

    if (i + 6 > s.len || s.data[i] != '\\' || s.data[i + 1] != 'u') {
        return -1;
    }

    value = 0;

    for (n = i + 2; n < i + 6; n++) {
        c = s.data[n] | 0x20;

        if (s.data[n] >= '0' && s.data[n] <= '9') {
            value = value * 16 + (s.data[n] - '0');

        } else if (c >= 'a' && c <= 'f') {
            value = value * 16 + (c - 'a' + 10);

        } else {
            return -1;
        }
    }

    return value;
}
