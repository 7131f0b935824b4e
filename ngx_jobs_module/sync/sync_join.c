/*
 * By what a listing is known again at another source.
 */

#include <ctype.h>
#include <stdlib.h>
#include "sync_join.h"


/*
 * Where the addresses of a system say whose posting they show.  "*" in the
 * host and {t} in the path: the tenant; {i}: a number, up to what follows it;
 * {u}: the whole segment.  More segments may follow.
 */

static const struct {
    const char  *system;
    jobs_str_t   host;
    const char  *path;
} sync_postings[] = {
    { "greenhouse", jobs_string("boards.greenhouse.io"), "{t}/jobs/{i}" },
    { "greenhouse", jobs_string("job-boards.greenhouse.io"), "{t}/jobs/{i}" },
    { "greenhouse", jobs_string("boards.eu.greenhouse.io"), "{t}/jobs/{i}" },
    { "greenhouse", jobs_string("job-boards.eu.greenhouse.io"), "{t}/jobs/{i}" },
    { "lever", jobs_string("jobs.lever.co"), "{t}/{u}" },
    { "lever", jobs_string("jobs.eu.lever.co"), "{t}/{u}" },
    { "ashby", jobs_string("jobs.ashbyhq.com"), "{t}/{u}" },
    { "workable", jobs_string("apply.workable.com"), "{t}/j/{u}" },
    { "workable", jobs_string("*.workable.com"), "j/{u}" },
    { "workable", jobs_string("*.workable.com"), "jobs/{i}" },
    { "smartrecruiters", jobs_string("jobs.smartrecruiters.com"), "{t}/{i}" },
    { "smartrecruiters", jobs_string("careers.smartrecruiters.com"), "{t}/{i}" },
    { "recruitee", jobs_string("*.recruitee.com"), "o/{u}" },
    { "bamboohr", jobs_string("*.bamboohr.com"), "careers/{i}" },
    { "personio", jobs_string("*.jobs.personio.de"), "job/{i}" },
    { "personio", jobs_string("*.jobs.personio.com"), "job/{i}" },
    { "teamtailor", jobs_string("*.teamtailor.com"), "jobs/{i}" },
    { "rippling", jobs_string("ats.rippling.com"), "{t}/jobs/{u}" },
    { "pinpoint", jobs_string("*.pinpointhq.com"), "postings/{u}" },
    { "pinpoint", jobs_string("*.pinpointhq.com"), "en/postings/{u}" }
};


static int64_t sync_join_number(sync_joiner_t *j, char kind);
static void sync_join_words(jobs_buf_t *b, const sync_record_t *r);
static void sync_join_amount(jobs_buf_t *b, double amount);
static int sync_join_traced(jobs_str_t argument);
static jobs_str_t sync_join_host(jobs_str_t url, jobs_str_t *rest);
static int sync_join_match(const char *path, jobs_str_t rest,
    jobs_str_t *tenant, jobs_str_t *id);
static void sync_join_lower(jobs_buf_t *b, jobs_str_t s);
static int sync_join_begins(jobs_str_t s, const char *prefix);


void
sync_join_keys(sync_joiner_t *j, const sync_record_t *r, sync_join_t *keys)
{
    int          i;
    jobs_buf_t  *b;
    jobs_str_t   apply;

    b = &j->text;

    if (b->mem == NULL) {
        jobs_buf_init(b, &sync_mem, SYNC_ROW_MAX * 4);
    }

    apply = r->v[SYNC_APPLY_URL].set ? r->v[SYNC_APPLY_URL].text
                                     : r->v[SYNC_URL].text;
    jobs_buf_reset(b);
    sync_join_address(b, apply);
    keys->apply = sync_join_number(j, 'a');

    jobs_buf_reset(b);
    sync_join_posting(b, apply);

    if (b->len == 0) {
        sync_join_posting(b, r->v[SYNC_URL].text);
    }

    keys->posting = sync_join_number(j, 'p');

    jobs_buf_reset(b);
    sync_join_words(b, r);
    keys->place = sync_join_number(j, 'w');

    keys->richness = 0;

    for (i = 0; i < SYNC_FIELDS; i++) {
        keys->richness += r->v[i].set;
    }
}


/* of j->text */

static int64_t
sync_join_number(sync_joiner_t *j, char kind)
{
    int64_t        n;
    jobs_str_t     parts[2];
    unsigned char  digest[SYNC_DIGEST];

    if (j->text.len == 0) {
        return 0;
    }

    parts[0] = jobs_str(&kind, 1);
    parts[1] = jobs_buf_view(&j->text);
    sync_join_digest(j, parts, 2, digest);
    memcpy(&n, digest, sizeof(n));

    return n;
}


/* nothing where no salary is stated: two that say nothing say not the same */

static void
sync_join_words(jobs_buf_t *b, const sync_record_t *r)
{
    int                i;
    size_t             k;
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
            sync_join_amount(b, v[amounts[i]].amount);
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


/* "%.2f", most of which have nothing behind the point */

static void
sync_join_amount(jobs_buf_t *b, double amount)
{
    char  number[40];

    if (amount > 0 && amount < 1e15
        && amount == (double) (uint64_t) amount)
    {
        jobs_buf_uint(b, (uint64_t) amount);
        jobs_buf_lit(b, ".00");

    } else {
        snprintf(number, sizeof(number), "%.2f", amount);
        jobs_buf_str(b, sync_str(number));
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
    jobs_str_t  ours, host, rest, tenant, id;

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

        if (*ours.data == '*') {
            tenant = jobs_str(host.data, dot);

            if (host.len - dot != ours.len - 1
                || strncasecmp(host.data + dot, ours.data + 1, ours.len - 1)
                   != 0)
            {
                continue;
            }

        } else if (host.len != ours.len
                   || strncasecmp(host.data, ours.data, ours.len) != 0)
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
sync_join_digest(sync_joiner_t *j, const jobs_str_t *parts, size_t n,
    unsigned char *digest)
{
    int            ok;
    size_t         i;
    unsigned       len;
    unsigned char  all[EVP_MAX_MD_SIZE];

    /* one for all: making it costs more than most digests */

    if (j->md == NULL) {
        j->md = EVP_MD_CTX_new();
        ok = j->md != NULL
             && EVP_DigestInit_ex(j->md, EVP_sha256(), NULL) == 1;

    } else {
        ok = EVP_DigestInit_ex(j->md, NULL, NULL) == 1;
    }

    for (i = 0; ok && i < n; i++) {
        ok = EVP_DigestUpdate(j->md, parts[i].data, parts[i].len) == 1;
    }

    if (!ok || EVP_DigestFinal_ex(j->md, all, &len) != 1) {
        sync_say("no SHA-256");
        exit(SYNC_EX_IO);
    }

    memcpy(digest, all, SYNC_DIGEST);
}


void
sync_joiner_free(sync_joiner_t *j)
{
    EVP_MD_CTX_free(j->md);
    jobs_buf_free(&j->text);
    memset(j, 0, sizeof(sync_joiner_t));
}
