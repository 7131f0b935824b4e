/*
 * What a client accepts: RFC 9110, section 12.5.  Weights are in thousandths.
 */

#include "ngx_jobs.h"


static ngx_uint_t  ngx_jobs_accept_next(u_char **p, u_char *end,
                       ngx_str_t *item, ngx_uint_t *weight);
static ngx_uint_t  ngx_jobs_accept_weight(u_char *p, u_char *end);


ngx_str_t *
ngx_jobs_header_in(ngx_http_request_t *r, const char *name, size_t len)
{
    ngx_uint_t        i;
    ngx_list_part_t  *part;
    ngx_table_elt_t  *h;

    part = &r->headers_in.headers.part;
    h = part->elts;

    for (i = 0; /* void */ ; i++) {

        if (i >= part->nelts) {
            if (part->next == NULL) {
                break;
            }

            part = part->next;
            h = part->elts;
            i = 0;
        }

        if (h[i].key.len == len
            && ngx_strncasecmp(h[i].key.data, (u_char *) name, len) == 0)
        {
            return &h[i].value;
        }
    }

    return NULL;
}


/* by the most specific range that fits */

ngx_uint_t
ngx_jobs_accept_type(ngx_str_t *accept, ngx_str_t *type)
{
    u_char      *p, *end;
    size_t       major;
    ngx_str_t    item;
    ngx_uint_t   weight, rank, best, found;

    major = (u_char *) ngx_strlchr(type->data, type->data + type->len, '/')
            - type->data;
    best = 0;
    found = 0;

    p = accept->data;
    end = accept->data + accept->len;

    while (ngx_jobs_accept_next(&p, end, &item, &weight)) {

        if (item.len == type->len
            && ngx_strncasecmp(item.data, type->data, item.len) == 0)
        {
            rank = 3;

        } else if (item.len == major + 2 && item.data[major + 1] == '*'
                   && ngx_strncasecmp(item.data, type->data, major + 1) == 0)
        {
            rank = 2;

        } else if (item.len == 3 && ngx_strncmp(item.data, "*/*", 3) == 0) {
            rank = 1;

        } else {
            continue;
        }

        if (rank > found) {
            found = rank;
            best = weight;
        }
    }

    return best;
}


/* of the coding itself, else of "*" */

ngx_uint_t
ngx_jobs_accept_coding(ngx_str_t *accept, const char *name)
{
    u_char      *p, *end;
    size_t       len;
    ngx_str_t    item;
    ngx_uint_t   weight, any;

    len = ngx_strlen(name);
    any = 0;

    p = accept->data;
    end = accept->data + accept->len;

    while (ngx_jobs_accept_next(&p, end, &item, &weight)) {

        if (item.len == len
            && ngx_strncasecmp(item.data, (u_char *) name, len) == 0)
        {
            return weight;
        }

        if (item.len == 1 && item.data[0] == '*') {
            any = weight;
        }
    }

    return any;
}


jobs_lang_e
ngx_jobs_accept_lang(ngx_http_request_t *r, ngx_jobs_route_t *route)
{
    u_char       *p, *end;
    ngx_str_t     item, *accept;
    ngx_uint_t    weight, best;
    jobs_lang_e   lang, found;

    found = JOBS_LANG_EN;

    if (r != r->main || !ngx_jobs_is_html(route)) {
        return found;
    }

    accept = ngx_jobs_header_in(r, "Accept-Language",
                                sizeof("Accept-Language") - 1);
    if (accept == NULL) {
        return found;
    }

    best = 0;
    p = accept->data;
    end = accept->data + accept->len;

    while (ngx_jobs_accept_next(&p, end, &item, &weight)) {
        lang = jobs_lang_find(ngx_jobs_str(&item));

        if (lang != JOBS_LANG_N && weight > best) {
            best = weight;
            found = lang;
        }
    }

    return found;
}


/* the next item of a list, without its parameters; 0 at its end */

static ngx_uint_t
ngx_jobs_accept_next(u_char **p, u_char *end, ngx_str_t *item,
    ngx_uint_t *weight)
{
    u_char  *next, *semi;

    if (*p >= end) {
        return 0;
    }

    next = ngx_strlchr(*p, end, ',');
    if (next == NULL) {
        next = end;
    }

    while (*p < next && (**p == ' ' || **p == '\t')) {
        (*p)++;
    }

    semi = ngx_strlchr(*p, next, ';');

    item->data = *p;
    item->len = (semi ? semi : next) - *p;

    while (item->len && (item->data[item->len - 1] == ' '
                         || item->data[item->len - 1] == '\t'))
    {
        item->len--;
    }

    *weight = semi ? ngx_jobs_accept_weight(semi, next) : 1000;
    *p = next + 1;

    return 1;
}


/* the parameter q among those that begin at p, each with a ";" before it */

static ngx_uint_t
ngx_jobs_accept_weight(u_char *p, u_char *end)
{
    u_char     *next, *last;
    ngx_int_t   n;

    for ( ; p < end; p = next) {
        next = ngx_strlchr(p + 1, end, ';');
        if (next == NULL) {
            next = end;
        }

        for (p++; p < next && (*p == ' ' || *p == '\t'); p++) { /* void */ }

        if (next - p < 3 || (*p | 0x20) != 'q' || p[1] != '=') {
            continue;
        }

        for (last = next; last[-1] == ' ' || last[-1] == '\t'; last--) {
            /* void */
        }

        n = ngx_atofp(p + 2, last - p - 2, 3);

        return (n == NGX_ERROR || n > 1000) ? 1000 : (ngx_uint_t) n;
    }

    return 1000;
}
