/*
 * Cursors.  What follows the id is missing in the order "recent".
 */

#include <stdio.h>
#include "jobs_cursor.h"
#include "jobs_listing.h"
#include "jobs_text.h"


static jobs_str_t  jobs_cursor_part(jobs_str_t *rest);
static jobs_rc_t   jobs_cursor_time(jobs_str_t text, int64_t *t);
static jobs_rc_t   jobs_cursor_amount(jobs_str_t text, double *amount);


jobs_rc_t
jobs_cursor_parse(jobs_cursor_t *c, jobs_str_t text)
{
    unsigned           n;
    jobs_str_t         sort, posted;
    const jobs_str_t  *choices;

    memset(c, 0, sizeof(jobs_cursor_t));

    sort = jobs_cursor_part(&text);
    posted = jobs_cursor_part(&text);
    c->amount = -1;

    if (sort.len > 0 && sort.data[0] == '-') {
        c->reverse = 1;
        sort.data++;
        sort.len--;
    }

    choices = jobs_params[JOBS_P_SORT].choices;

    for (n = 0; choices[n].data != NULL; n++) {
        if (jobs_str_eq(choices[n], sort)) {
            break;
        }
    }

    if (n == JOBS_SORT_RECENT) {
        c->id = text;

    } else {
        c->id = jobs_cursor_part(&text);
        c->text = text;
    }

    if (choices[n].data == NULL || n == JOBS_SORT_RELEVANCE
        || !jobs_is_listing_id(c->id)
        || jobs_cursor_time(posted, &c->posted_at) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    c->sort = (jobs_sort_e) n;

    return c->sort == JOBS_SORT_SALARY
           ? jobs_cursor_amount(c->text, &c->amount) : JOBS_OK;
}


void
jobs_cursor_write(jobs_buf_t *b, const jobs_cursor_t *c)
{
    char      hex[17];
    uint64_t  bits;

    if (c->reverse) {
        jobs_buf_char(b, '-');
    }

    jobs_buf_str(b, jobs_params[JOBS_P_SORT].choices[c->sort]);
    jobs_buf_char(b, ',');

    if (c->posted_at != JOBS_NO_TIME) {
        if (c->posted_at < 0) {
            jobs_buf_char(b, '-');
        }

        jobs_buf_uint(b, c->posted_at < 0 ? -(uint64_t) c->posted_at
                                          : (uint64_t) c->posted_at);
    }

    jobs_buf_char(b, ',');
    jobs_escape_uri(b, c->id);

    if (c->sort == JOBS_SORT_RECENT) {
        return;
    }

    jobs_buf_char(b, ',');

    if (c->sort == JOBS_SORT_SALARY && c->amount >= 0) {

        /* every bit of it, or two that differ would be one place */

        memcpy(&bits, &c->amount, sizeof(bits));
        snprintf(hex, sizeof(hex), "%016llx", (unsigned long long) bits);
        jobs_buf_add(b, hex, 16);

    } else if (c->sort != JOBS_SORT_SALARY && c->text.len > 0) {
        jobs_escape_uri(b, c->text);
    }
}


/* up to the next comma, which goes; data NULL: there is none */

static jobs_str_t
jobs_cursor_part(jobs_str_t *rest)
{
    jobs_str_t   part;
    const char  *comma;

    comma = rest->len > 0 ? memchr(rest->data, ',', rest->len) : NULL;

    if (comma == NULL) {
        *rest = jobs_str("", 0);
        return jobs_str(NULL, 0);
    }

    part = jobs_str(rest->data, comma - rest->data);
    *rest = jobs_str(comma + 1, rest->len - part.len - 1);

    return part;
}


static jobs_rc_t
jobs_cursor_time(jobs_str_t text, int64_t *t)
{
    int        negative;
    uint64_t   n;
    jobs_rc_t  rc;

    *t = JOBS_NO_TIME;

    if (text.data == NULL) {
        return JOBS_INVALID;
    }

    if (text.len == 0) {
        return JOBS_OK;
    }

    negative = (text.data[0] == '-');

    rc = jobs_parse_uint(jobs_str(text.data + negative, text.len - negative),
                         INT64_MAX, &n);

    if (rc != JOBS_OK) {
        return JOBS_INVALID;
    }

    *t = negative ? -(int64_t) n : (int64_t) n;

    return JOBS_OK;
}


/* 16 hexadecimal digits, or nothing for an unknown one */

static jobs_rc_t
jobs_cursor_amount(jobs_str_t text, double *amount)
{
    char      c;
    size_t    i;
    uint64_t  bits;

    if (text.len == 0) {
        return JOBS_OK;
    }

    if (text.len != 16) {
        return JOBS_INVALID;
    }

    bits = 0;

    for (i = 0; i < 16; i++) {
        c = text.data[i];

        if (c >= '0' && c <= '9') {
            bits = bits << 4 | (uint64_t) (c - '0');

        } else if (c >= 'a' && c <= 'f') {
            bits = bits << 4 | (uint64_t) (c - 'a' + 10);

        } else {
            return JOBS_INVALID;
        }
    }

    memcpy(amount, &bits, sizeof(bits));

    return *amount >= 0 && *amount <= 1e300 ? JOBS_OK : JOBS_INVALID;
}
