/*
 * By what a listing is known again at another source.
 */

#include <ctype.h>
#include <stdlib.h>
#include <openssl/evp.h>
#include "sync_join.h"


/*
 * Where the addresses of a system say whose posting they show.  "*" in the
 * host and {t} in the path: the tenant; {i}: a number, up to what follows it;
 * {u}: the whole segment.  More segments may follow.
 */

static const struct {
    const char  *system;
    const char  *host;
    const char  *path;
} sync_postings[] = {
    { "greenhouse", "boards.greenhouse.io", "{t}/jobs/{i}" },
    { "greenhouse", "job-boards.greenhouse.io", "{t}/jobs/{i}" },
    { "greenhouse", "boards.eu.greenhouse.io", "{t}/jobs/{i}" },
    { "greenhouse", "job-boards.eu.greenhouse.io", "{t}/jobs/{i}" },
    { "lever", "jobs.lever.co", "{t}/{u}" },
    { "lever", "jobs.eu.lever.co", "{t}/{u}" },
    { "ashby", "jobs.ashbyhq.com", "{t}/{u}" },
    { "workable", "apply.workable.com", "{t}/j/{u}" },
    { "workable", "*.workable.com", "j/{u}" },
    { "workable", "*.workable.com", "jobs/{i}" },
    { "smartrecruiters", "jobs.smartrecruiters.com", "{t}/{i}" },
    { "smartrecruiters", "careers.smartrecruiters.com", "{t}/{i}" },
    { "recruitee", "*.recruitee.com", "o/{u}" },
    { "bamboohr", "*.bamboohr.com", "careers/{i}" },
    { "personio", "*.jobs.personio.de", "job/{i}" },
    { "personio", "*.jobs.personio.com", "job/{i}" },
    { "teamtailor", "*.teamtailor.com", "jobs/{i}" },
    { "rippling", "ats.rippling.com", "{t}/jobs/{u}" },
    { "pinpoint", "*.pinpointhq.com", "postings/{u}" },
    { "pinpoint", "*.pinpointhq.com", "en/postings/{u}" }
};


static int64_t sync_join_number(char kind, jobs_str_t s);
static void sync_join_words(jobs_buf_t *b, const sync_record_t *r);
static int sync_join_traced(jobs_str_t argument);
static jobs_str_t sync_join_host(jobs_str_t url, jobs_str_t *rest);
static int sync_join_match(const char *path, jobs_str_t rest,
    jobs_str_t *tenant, jobs_str_t *id);
static void sync_join_lower(jobs_buf_t *b, jobs_str_t s);
static int sync_join_begins(jobs_str_t s, const char *prefix);


void
sync_join_keys(const sync_record_t *r, sync_join_t *keys)
{
    int                i;
    jobs_str_t         apply;
    static jobs_buf_t  b;

    if (b.mem == NULL) {
        jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX * 4);
    }

    apply = r->v[SYNC_APPLY_URL].set ? r->v[SYNC_APPLY_URL].text
                                     : r->v[SYNC_URL].text;
    jobs_buf_reset(&b);
    sync_join_address(&b, apply);
    keys->apply = sync_join_number('a', jobs_buf_view(&b));

    jobs_buf_reset(&b);
    sync_join_posting(&b, apply);

    if (b.len == 0) {
        sync_join_posting(&b, r->v[SYNC_URL].text);
    }

    keys->posting = sync_join_number('p', jobs_buf_view(&b));

    jobs_buf_reset(&b);
    sync_join_words(&b, r);
    keys->place = sync_join_number('w', jobs_buf_view(&b));

    keys->richness = 0;

    for (i = 0; i < SYNC_FIELDS; i++) {
        keys->richness += r->v[i].set;
    }
}


static int64_t
sync_join_number(char kind, jobs_str_t s)
{
    int64_t        n;
    jobs_str_t     parts[2];
    unsigned char  digest[SYNC_DIGEST];

    if (s.len == 0) {
        return 0;
    }

    parts[0] = jobs_str(&kind, 1);
    parts[1] = s;
    sync_join_digest(parts, 2, digest);
    memcpy(&n, digest, sizeof(n));

    return n;
}


/* nothing where no salary is stated: two that say nothing say not the same */

static void
sync_join_words(jobs_buf_t *b, const sync_record_t *r)
{
    int                i;
    size_t             k;
    char               number[40];
    const sync_value_t *v;
    static const int   amounts[] = { SYNC_SALARY_MIN, SYNC_SALARY_MAX };
    static const int   texts[] = { SYNC_SALARY_CURRENCY, SYNC_SALARY_PERIOD,
                                   SYNC_LOCATION };

    v = r->v;

    if (!v[SYNC_SALARY_MIN].set && !v[SYNC_SALARY_MAX].set) {
        return;
    }

    jobs_fold(b, v[SYNC_TITLE].text);
    jobs_buf_char(b, '\n');
    jobs_fold(b, v[SYNC_COMPANY].text);

    for (i = 0; i < (int) sync_n(amounts); i++) {
        jobs_buf_char(b, '\n');

        if (v[amounts[i]].set) {
            snprintf(number, sizeof(number), "%.2f", v[amounts[i]].amount);
            jobs_buf_str(b, sync_str(number));
        }
    }

    for (i = 0; i < (int) sync_n(texts); i++) {
        jobs_buf_char(b, '\n');

        if (v[texts[i]].set) {
            jobs_fold(b, v[texts[i]].text);
        }
    }

    for (k = 0; !v[SYNC_LOCATION].set && k < v[SYNC_LOCATIONS].n; k++) {
        jobs_fold(b, v[SYNC_LOCATIONS].items[k]);
        jobs_buf_char(b, ';');
    }
}


void
sync_join_address(jobs_buf_t *b, jobs_str_t url)
{
    int         query;
    char       *p;
    size_t      i, from, start;
    jobs_str_t  host, rest;

    start = b->len;
    host = sync_join_host(url, &rest);
    sync_join_lower(b, host);

    p = memchr(rest.data, '#', rest.len);

    if (p != NULL) {
        rest.len = p - rest.data;
    }

    p = rest.len == 0 ? NULL : memchr(rest.data, '?', rest.len);
    i = p == NULL ? rest.len : (size_t) (p - rest.data);
    from = i + 1;

    while (i > 0 && rest.data[i - 1] == '/') {
        i--;
    }

    jobs_buf_add(b, rest.data, i);
    query = 0;

    for (i = from; i <= rest.len; i++) {

        if (i < rest.len && rest.data[i] != '&') {
            continue;
        }

        if (i > from && !sync_join_traced(jobs_str(rest.data + from,
                                                   i - from)))
        {
            jobs_buf_char(b, query++ ? '&' : '?');
            jobs_buf_add(b, rest.data + from, i - from);
        }

        from = i + 1;
    }

    if (b->len - start == host.len) {
        b->len = start;
    }
}


/* 1: an argument that says where the visitor came from */

static int
sync_join_traced(jobs_str_t argument)
{
    return sync_join_begins(argument, "utm_")
           || sync_join_begins(argument, "gh_src=")
           || sync_join_begins(argument, "lever-source=")
           || sync_join_begins(argument, "lever-source[]=")
           || sync_join_begins(argument, "lever-source%5B%5D=");
}


void
sync_join_posting(jobs_buf_t *b, jobs_str_t url)
{
    size_t      i, dot;
    jobs_str_t  host, rest, tenant, id;
    const char *ours;

    host = sync_join_host(url, &rest);

    for (i = 0; i < rest.len && rest.data[i] != '?' && rest.data[i] != '#';
         i++)
    {
        /* void */
    }

    rest.len = i;

    for (dot = 0; dot < host.len && host.data[dot] != '.'; dot++) {
        /* void */
    }

    for (i = 0; i < sync_n(sync_postings); i++) {
        ours = sync_postings[i].host;
        tenant = jobs_str(NULL, 0);
        id = jobs_str(NULL, 0);

        if (*ours == '*') {
            tenant = jobs_str(host.data, dot);

            if (host.len - dot != strlen(ours + 1)
                || strncasecmp(host.data + dot, ours + 1, host.len - dot) != 0)
            {
                continue;
            }

        } else if (host.len != strlen(ours)
                   || strncasecmp(host.data, ours, host.len) != 0)
        {
            continue;
        }

        if (sync_join_match(sync_postings[i].path, rest, &tenant, &id)
            && tenant.len != 0 && id.len != 0)
        {
            jobs_buf_str(b, sync_str(sync_postings[i].system));
            jobs_buf_char(b, '/');
            sync_join_lower(b, tenant);
            jobs_buf_char(b, '/');
            sync_join_lower(b, id);
            return;
        }
    }
}


/* host with its port; rest: from the slash behind it */

static jobs_str_t
sync_join_host(jobs_str_t url, jobs_str_t *rest)
{
    size_t  i, from;

    for (from = 0; from + 3 <= url.len
                   && memcmp(url.data + from, "://", 3) != 0; from++)
    {
        /* void */
    }

    from = from + 3 <= url.len ? from + 3 : 0;

    for (i = from; i < url.len && strchr("/?#", url.data[i]) == NULL; i++) {
        /* void */
    }

    *rest = jobs_str(url.data + i, url.len - i);

    return jobs_str(url.data + from, i - from);
}


static int
sync_join_match(const char *path, jobs_str_t rest, jobs_str_t *tenant,
    jobs_str_t *id)
{
    size_t      i, len, n;
    jobs_str_t  s;

    for (i = 0; *path != '\0'; path += len + (path[len] == '/')) {

        while (i < rest.len && rest.data[i] == '/') {
            i++;
        }

        for (n = i; n < rest.len && rest.data[n] != '/'; n++) { /* void */ }

        s = jobs_str(rest.data + i, n - i);
        i = n;
        len = strcspn(path, "/");

        if (*path != '{') {
            if (s.len != len || strncasecmp(s.data, path, len) != 0) {
                return 0;
            }

            continue;
        }

        if (path[1] == 't') {
            *tenant = s;
            continue;
        }

        if (path[1] == 'i') {
            for (n = 0; n < s.len && isdigit((unsigned char) s.data[n]); n++) {
                /* void */
            }

            if (n < s.len && s.data[n] != '-') {
                return 0;
            }

            s.len = n;
        }

        *id = s;
    }

    return 1;
}


static void
sync_join_lower(jobs_buf_t *b, jobs_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        jobs_buf_char(b, tolower((unsigned char) s.data[i]));
    }
}


static int
sync_join_begins(jobs_str_t s, const char *prefix)
{
    size_t  len;

    len = strlen(prefix);

    return s.len >= len && strncasecmp(s.data, prefix, len) == 0;
}


void
sync_join_digest(const jobs_str_t *parts, size_t n, unsigned char *digest)
{
    int                 ok;
    size_t              i;
    unsigned            len;
    unsigned char       all[EVP_MAX_MD_SIZE];
    static EVP_MD_CTX  *ctx;

    /* one for all: making it costs more than most digests */

    if (ctx == NULL) {
        ctx = EVP_MD_CTX_new();
        ok = ctx != NULL && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1;

    } else {
        ok = EVP_DigestInit_ex(ctx, NULL, NULL) == 1;
    }

    for (i = 0; ok && i < n; i++) {
        ok = EVP_DigestUpdate(ctx, parts[i].data, parts[i].len) == 1;
    }

    if (!ok || EVP_DigestFinal_ex(ctx, all, &len) != 1) {
        sync_say("no SHA-256");
        exit(SYNC_EX_IO);
    }

    memcpy(digest, all, SYNC_DIGEST);
}
