/*
 * application/x-www-form-urlencoded, decoded strictly.
 */

#include "jobs_args.h"
#include "jobs_text.h"


static jobs_rc_t  jobs_args_decode(jobs_args_t *args, size_t *used,
                      jobs_str_t from, jobs_str_t *to, const char **reason);
static char       jobs_args_char(jobs_str_t *s);
static int        jobs_hex(char c);


jobs_rc_t
jobs_args_parse(jobs_args_t *args, jobs_str_t query, const char **reason)
{
    size_t       used;
    jobs_rc_t    rc;
    jobs_str_t   name, value;
    const char  *p, *end, *amp, *eq;

    args->n = 0;
    used = 0;
    p = query.data;
    end = jobs_str_end(query);

    for ( ; p < end; p = amp + 1) {
        amp = memchr(p, '&', end - p);
        if (amp == NULL) {
            amp = end;
        }

        eq = memchr(p, '=', amp - p);
        if (eq == NULL || eq + 1 == amp) {
            continue;               /* no value: absent */
        }

        if (args->n == JOBS_ARGS_MAX) {
            *reason = "there are more than 64 arguments";
            return JOBS_LIMIT;
        }

        rc = jobs_args_decode(args, &used, jobs_str(p, eq - p), &name, reason);
        if (rc != JOBS_OK) {
            return rc;
        }

        rc = jobs_args_decode(args, &used, jobs_str(eq + 1, amp - eq - 1),
                              &value, reason);
        if (rc != JOBS_OK) {
            return rc;
        }

        args->arg[args->n].name = name;
        args->arg[args->n].value = value;
        args->n++;
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_args_decode(jobs_args_t *args, size_t *used, jobs_str_t from,
    jobs_str_t *to, const char **reason)
{
    int     high, low;
    char    c;
    size_t  i, start;

    start = *used;

    for (i = 0; i < from.len; i++) {
        c = from.data[i];

        if (c == '+') {
            c = ' ';

        } else if (c == '%') {
            high = from.len - i > 2 ? jobs_hex(from.data[i + 1]) : -1;
            low = from.len - i > 2 ? jobs_hex(from.data[i + 2]) : -1;

            if (high < 0 || low < 0) {
                *reason = "a \"%\" is not followed by two hexadecimal digits";
                return JOBS_INVALID;
            }

            c = (char) (high << 4 | low);
            i += 2;
        }

        if ((c >= 0 && c < 0x20) || c == 0x7F) {
            *reason = "there is a control character";
            return JOBS_INVALID;
        }

        if (*used == JOBS_ARGS_BYTES) {
            *reason = "the arguments are longer than 2048 bytes";
            return JOBS_LIMIT;
        }

        args->bytes[(*used)++] = c;
    }

    *to = jobs_str(args->bytes + start, *used - start);

    if (!jobs_utf8_valid(*to)) {
        *reason = "the arguments are not UTF-8";
        return JOBS_INVALID;
    }

    return JOBS_OK;
}


jobs_str_t
jobs_args_item(jobs_str_t *query)
{
    jobs_str_t   item;
    const char  *amp;

    item = *query;
    amp = item.len == 0 ? NULL : memchr(item.data, '&', item.len);

    if (amp == NULL) {
        *query = jobs_str(NULL, 0);
        return item;
    }

    item.len = (size_t) (amp - item.data);
    query->data += item.len + 1;
    query->len -= item.len + 1;

    return item;
}


jobs_str_t
jobs_args_name(jobs_str_t item)
{
    const char  *eq;

    eq = item.len == 0 ? NULL : memchr(item.data, '=', item.len);

    return eq == NULL ? item : jobs_str(item.data, (size_t) (eq - item.data));
}


int
jobs_args_has(jobs_str_t query, jobs_str_t name)
{
    while (query.data != NULL) {
        if (jobs_args_same(jobs_args_name(jobs_args_item(&query)), name)) {
            return 1;
        }
    }

    return 0;
}


int
jobs_args_same(jobs_str_t a, jobs_str_t b)
{
    while (a.len > 0 && b.len > 0) {
        if (jobs_args_char(&a) != jobs_args_char(&b)) {
            return 0;
        }
    }

    return a.len == 0 && b.len == 0;
}


/* takes one character, which may be written as an escape */

static char
jobs_args_char(jobs_str_t *s)
{
    int     high, low;
    char    c;
    size_t  n;

    c = s->data[0];
    n = 1;

    if (c == '+') {
        c = ' ';

    } else if (c == '%' && s->len > 2) {
        high = jobs_hex(s->data[1]);
        low = jobs_hex(s->data[2]);

        if (high >= 0 && low >= 0) {
            c = (char) (high << 4 | low);
            n = 3;
        }
    }

    s->data += n;
    s->len -= n;

    return c;
}


static int
jobs_hex(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }

    c |= 0x20;

    return (c >= 'a' && c <= 'f') ? c - 'a' + 10 : -1;
}
