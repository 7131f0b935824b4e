/*
 * JSON Lines, and the elements of a JSON array one by one: only one row is in
 * memory at a time.
 */

#include "sync_input.h"


static int sync_json_space(sync_input_t *in);
static jobs_rc_t sync_json_value(sync_input_t *in, jobs_buf_t *b);
static jobs_rc_t sync_json_string(sync_input_t *in, jobs_buf_t *b);
static jobs_rc_t sync_json_member(sync_feed_t *feed, sync_input_t *in,
    jobs_str_t name);
static jobs_rc_t sync_json_elements(sync_feed_t *feed, sync_input_t *in);
static jobs_rc_t sync_json_rest(sync_feed_t *feed, sync_input_t *in,
    unsigned depth);
static jobs_rc_t sync_json_prepare(sync_feed_t *feed, jobs_buf_t *b,
    jobs_str_t s);
static jobs_rc_t sync_json_escape(sync_feed_t *feed, jobs_buf_t *b,
    jobs_str_t s, size_t *i);
static int sync_json_hex(jobs_str_t s, size_t i);
static jobs_rc_t sync_json_truncated(sync_feed_t *feed, sync_input_t *in);


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
sync_read_array(sync_feed_t *feed, sync_input_t *in, jobs_str_t path)
{
    int         c;
    size_t      n;
    unsigned    depth;
    jobs_rc_t   rc;
    jobs_str_t  name;

    depth = 0;

    while (path.len != 0) {

        for (n = 0; n < path.len && path.data[n] != '.'; n++) { /* void */ }

        name = jobs_str(path.data, n);
        path = n == path.len ? jobs_str(NULL, 0)
                             : jobs_str(path.data + n + 1, path.len - n - 1);

        rc = sync_json_member(feed, in, name);
        if (rc != JOBS_OK) {
            return rc;
        }

        depth++;
    }

    c = sync_json_space(in);

    if (c == '{' && depth == 0) {
        return sync_refuse(feed, "it is one JSON object: a mapping has to "
                           "name the \"list\" in it");
    }

    if (c != '[') {
        return c == -1 ? sync_json_truncated(feed, in)
                       : sync_refuse(feed, "line %llu: there is no list",
                                     (unsigned long long) in->line);
    }

    (void) sync_input_next(in);

    rc = sync_json_elements(feed, in);

    return rc == JOBS_OK ? sync_json_rest(feed, in, depth) : rc;
}


jobs_rc_t
sync_feed_json(sync_feed_t *feed, jobs_str_t text, uint64_t line)
{
    cJSON       *row;
    jobs_rc_t    rc;
    jobs_buf_t   b;
    const char  *end;

    if (feed->sink.known != NULL
        && feed->sink.known(feed->sink.data, feed, text))
    {
        feed->counts.listings++;
        return JOBS_OK;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX * 2);
    feed->record.reason[0] = '\0';

    if (sync_json_prepare(feed, &b, text) != JOBS_OK) {
        sync_feed_reject(feed, line, feed->record.reason);
        jobs_buf_free(&b);
        return JOBS_OK;
    }

    end = NULL;
    row = cJSON_ParseWithLengthOpts(b.data, b.len, &end, 0);

    if (row == NULL || end != b.data + b.len) {
        sync_feed_reject(feed, line, "it is not JSON");
        rc = JOBS_OK;

    } else if (!cJSON_IsObject(row)) {
        sync_feed_reject(feed, line, "it is no JSON object");
        rc = JOBS_OK;

    } else {
        rc = sync_feed_row(feed, row, line);
    }

    cJSON_Delete(row);
    jobs_buf_free(&b);

    return rc;
}


/* the next byte that is not white space, not taken; -1 at the end */

static int
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


/*
 * One value as it stands, from its first byte on; b == NULL: nobody wants
 * it.  Brackets are only counted, so that a broken row costs this row alone.
 * JOBS_INVALID: the input ends inside of it.
 */

static jobs_rc_t
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


/* goes to the value of a member of the object that begins here */

static jobs_rc_t
sync_json_member(sync_feed_t *feed, sync_input_t *in, jobs_str_t name)
{
    int         c, found;
    jobs_rc_t   rc;
    jobs_buf_t  key;

    if (sync_json_space(in) != '{') {
        goto missing;
    }

    (void) sync_input_next(in);

    jobs_buf_init(&key, &sync_mem, 4096);

    for ( ;; ) {
        c = sync_json_space(in);

        if (c != '"') {
            jobs_buf_free(&key);

            if (c == -1) {
                return sync_json_truncated(feed, in);
            }

            goto missing;
        }

        jobs_buf_reset(&key);
        rc = sync_json_string(in, &key);

        if (rc == JOBS_OK && sync_json_space(in) == ':') {
            (void) sync_input_next(in);

        } else {
            rc = JOBS_INVALID;
        }

        found = rc == JOBS_OK && key.len == name.len + 2
                && memcmp(key.data + 1, name.data, name.len) == 0;

        if (rc == JOBS_OK && !found) {
            (void) sync_json_space(in);
            rc = sync_json_value(in, NULL);
        }

        if (rc != JOBS_OK || found) {
            jobs_buf_free(&key);
            return found ? JOBS_OK : sync_json_truncated(feed, in);
        }

        if (sync_json_space(in) == ',') {
            (void) sync_input_next(in);
        }
    }

missing:

    return sync_refuse(feed, "there is no \"%.*s\" in it", (int) name.len,
                       name.data);
}


static jobs_rc_t
sync_json_elements(sync_feed_t *feed, sync_input_t *in)
{
    int         c;
    uint64_t    line;
    jobs_rc_t   rc;
    jobs_buf_t  b;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    c = sync_json_space(in);

    if (c == ']') {
        (void) sync_input_next(in);
        return JOBS_OK;
    }

    for ( ;; ) {
        (void) sync_json_space(in);
        line = in->line;

        jobs_buf_reset(&b);
        rc = sync_json_value(in, &b);

        if (rc == JOBS_INVALID) {
            rc = sync_json_truncated(feed, in);
            break;
        }

        if (b.rc == JOBS_LIMIT) {
            sync_feed_reject(feed, line, "it is longer than 4 MB");

        } else {
            rc = sync_feed_json(feed, jobs_buf_view(&b), line);
        }

        if (rc != JOBS_OK) {
            break;
        }

        c = sync_json_space(in);

        if (c == -1) {
            rc = sync_json_truncated(feed, in);
            break;
        }

        (void) sync_input_next(in);

        if (c == ']') {
            break;
        }

        if (c != ',') {
            rc = sync_refuse(feed, "line %llu: \",\" or \"]\" is missing",
                             (unsigned long long) in->line);
            break;
        }
    }

    jobs_buf_free(&b);

    return rc;
}


/* what follows the list: only a complete document is believed */

static jobs_rc_t
sync_json_rest(sync_feed_t *feed, sync_input_t *in, unsigned depth)
{
    int  c;

    while (depth > 0) {
        c = sync_json_space(in);

        if (c == -1) {
            return sync_json_truncated(feed, in);
        }

        if (c == '}') {
            depth--;
        }

        if (c == '}' || c == ',' || c == ':') {
            (void) sync_input_next(in);
            continue;
        }

        if (c == ']' || sync_json_value(in, NULL) != JOBS_OK) {
            return sync_json_truncated(feed, in);
        }
    }

    if (sync_json_space(in) != -1) {
        return sync_refuse(feed, "line %llu: something follows the end of "
                           "the JSON", (unsigned long long) in->line);
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_json_truncated(sync_feed_t *feed, sync_input_t *in)
{
    return sync_refuse(feed, "it is truncated or broken in line %llu",
                       (unsigned long long) in->line);
}


/*
 * What cJSON would change without a word: numbers of more than 15 digits are
 * put into quotes, so that an id survives; \u0000 and halves of surrogate
 * pairs are repaired in mapped feeds and refused in canonical ones.
 */

static jobs_rc_t
sync_json_prepare(sync_feed_t *feed, jobs_buf_t *b, jobs_str_t s)
{
    size_t  i, from, digits;

    i = 0;

    while (i < s.len) {

        if (s.data[i] == '"') {
            from = i++;

            while (i < s.len && s.data[i] != '"') {
                if (s.data[i] == '\0') {
                    return sync_reason(&feed->record, "it has a NUL byte");
                }

                if (s.data[i] != '\\') {
                    i++;
                    continue;
                }

                jobs_buf_add(b, s.data + from, i - from);

                if (sync_json_escape(feed, b, s, &i) != JOBS_OK) {
                    return JOBS_INVALID;
                }

                from = i;
            }

            i += (i < s.len);
            jobs_buf_add(b, s.data + from, i - from);
            continue;
        }

        if ((s.data[i] >= '0' && s.data[i] <= '9') || s.data[i] == '-') {
            digits = 0;

            for (from = i; i < s.len && s.data[i] != '\0'
                           && strchr("0123456789+-.eE", s.data[i]) != NULL;
                 i++)
            {
                digits += (s.data[i] >= '0' && s.data[i] <= '9');
            }

            if (digits > 15) {
                jobs_buf_char(b, '"');
            }

            jobs_buf_add(b, s.data + from, i - from);

            if (digits > 15) {
                jobs_buf_char(b, '"');
            }

            continue;
        }

        jobs_buf_char(b, s.data[i++]);
    }

    return b->rc == JOBS_OK ? JOBS_OK
                            : sync_reason(&feed->record, "it is too long");
}


/* a backslash and what belongs to it; *i moves behind it */

static jobs_rc_t
sync_json_escape(sync_feed_t *feed, jobs_buf_t *b, jobs_str_t s, size_t *i)
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
        return JOBS_OK;
    }

    if (feed->mapping == NULL) {
        return sync_reason(&feed->record, c == 0 ? "it has \\u0000"
                           : "it has half of a surrogate pair");
    }

    if (c != 0) {
        jobs_buf_lit(b, "\\ufffd");
    }

    *i += 6;

    return JOBS_OK;
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
