/*
 * sync/sync_pack.c and sync/sync_join.c: records as blobs, whole and damaged;
 * what two addresses have in common.
 */

#include "sync_pack.h"
#include "sync_join.h"
#include "tap.h"


static void test_record(void);
static void test_damaged(jobs_str_t blob);
static void test_addresses(void);
static void test_bounds(void);
static void test_amounts(void);
static void fill(sync_record_t *r);


static const struct {
    const char  *url;
    const char  *address;
    const char  *posting;
} addresses[] = {
    { "https://Boards.Greenhouse.io/Braze/jobs/8002284?gh_jid=8002284",
      "boards.greenhouse.io/Braze/jobs/8002284?gh_jid=8002284",
      "greenhouse/braze/8002284" },
    { "https://job-boards.greenhouse.io/braze/jobs/8002284/",
      "job-boards.greenhouse.io/braze/jobs/8002284",
      "greenhouse/braze/8002284" },
    { "http://a.example/x/?utm_source=1&b=2&gh_src=3&c=#top",
      "a.example/x?b=2&c=", "" },
    { "https://jobs.lever.co/acme/0F-1/apply?lever-source=LinkedIn",
      "jobs.lever.co/acme/0F-1/apply", "lever/acme/0f-1" },
    { "https://jobs.lever.co/acme", "jobs.lever.co/acme", "" },
    { "https://acme.recruitee.com/o/engineer",
      "acme.recruitee.com/o/engineer", "recruitee/acme/engineer" },
    { "https://recruitee.com/o/engineer", "recruitee.com/o/engineer", "" },
    { "https://jobs.smartrecruiters.com/Acme/743-engineer",
      "jobs.smartrecruiters.com/Acme/743-engineer",
      "smartrecruiters/acme/743" },
    { "https://jobs.smartrecruiters.com/Acme/743x",
      "jobs.smartrecruiters.com/Acme/743x", "" },
    { "https://acme.example/", "", "" },
    { "https://acme.example?utm_source=1#jobs", "", "" },
    { "https://acme.example?job=1", "acme.example?job=1", "" }
};


int
main(void)
{
    test_record();
    test_addresses();
    test_bounds();
    test_amounts();

    return tap_done();
}


static void
test_record(void)
{
    int             i, same;
    jobs_buf_t      b, again;
    jobs_str_t      blob;
    sync_record_t  *r;

    r = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_record_t));
    memset(r, 0, sizeof(sync_record_t));
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_init(&again, &sync_mem, SYNC_ROW_MAX);

    fill(r);
    sync_record_pack(r, &b);
    blob = jobs_buf_view(&b);

    sync_record_reset(r);
    is_int(sync_record_unpack(blob, r), JOBS_OK, "a record comes back");
    sync_record_pack(r, &again);
    ok(jobs_str_eq(blob, jobs_buf_view(&again)), "... the same");

    for (i = 0, same = 0; i < SYNC_FIELDS; i++) {
        same += r->v[i].set;
    }

    is_int(same, SYNC_FIELDS, "... with all its fields");
    is_int(r->v[SYNC_POSTED_AT].number, -5, "... a time before 1970");
    ok(r->v[SYNC_SALARY_MIN].amount == 1234.56, "... an amount");
    is_int(r->v[SYNC_TAGS].n, 3, "... a list");

    test_damaged(blob);

    jobs_buf_free(&b);
    jobs_buf_free(&again);
    sync_arena_free(&r->arena);
    sync_mem.free(NULL, r);
}


/* a sanitizer sees what reads beyond the end */

static void
test_damaged(jobs_str_t blob)
{
    char           *copy;
    size_t          i, n, cut;
    unsigned        bit;
    sync_record_t  *r;

    r = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_record_t));
    memset(r, 0, sizeof(sync_record_t));

    for (n = 0, cut = 0; n < blob.len; n++) {
        copy = sync_mem.realloc(NULL, NULL, 0, n + 1);
        memcpy(copy, blob.data, n);
        sync_record_reset(r);
        cut += sync_record_unpack(jobs_str(copy, n), r) == JOBS_CORRUPT;
        sync_mem.free(NULL, copy);
    }

    is_int(cut, blob.len, "a blob that is cut anywhere is none");

    copy = sync_mem.realloc(NULL, NULL, 0, blob.len + 1);

    for (i = 0; i < blob.len; i++) {
        for (bit = 0; bit < 8; bit++) {
            memcpy(copy, blob.data, blob.len);
            copy[i] ^= 1 << bit;
            sync_record_reset(r);
            (void) sync_record_unpack(jobs_str(copy, blob.len), r);
        }
    }

    memcpy(copy, blob.data, blob.len);
    copy[blob.len] = 0;
    sync_record_reset(r);
    is_int(sync_record_unpack(jobs_str(copy, blob.len + 1), r), JOBS_CORRUPT,
           "a blob with something behind it is none");

    copy[0]++;
    sync_record_reset(r);
    is_int(sync_record_unpack(jobs_str(copy, blob.len), r), JOBS_CORRUPT,
           "another version is none");

    sync_mem.free(NULL, copy);
    sync_arena_free(&r->arena);
    sync_mem.free(NULL, r);
}


static void
fill(sync_record_t *r)
{
    int                i;
    sync_value_t      *v;
    static jobs_str_t  items[] = { jobs_string("C++"), jobs_string(""),
                                   jobs_string("a longer item") };

    for (i = 0; i < SYNC_FIELDS; i++) {
        v = &r->v[i];
        v->set = 1;
        v->text = jobs_lit("text");
        v->amount = 1234.56;
        v->number = i == SYNC_POSTED_AT ? -5 : i;

        if (sync_field_is_list(&sync_fields[i])) {
            v->items = items;
            v->n = 3;
        }
    }

    r->category_label = jobs_lit("Back End");
}


static void
test_addresses(void)
{
    size_t      i;
    jobs_buf_t  b;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        jobs_buf_reset(&b);
        sync_join_address(&b, sync_str(addresses[i].url));
        ok(jobs_str_eq(jobs_buf_view(&b), sync_str(addresses[i].address)),
           addresses[i].url);

        jobs_buf_reset(&b);
        sync_join_posting(&b, sync_str(addresses[i].url));
        ok(jobs_str_eq(jobs_buf_view(&b), sync_str(addresses[i].posting)),
           "... and its posting");
    }

    jobs_buf_free(&b);
}


/* the key of what it says: the amounts in it are as printf has them */

static void
test_amounts(void)
{
    char            text[200];
    size_t          i;
    sync_join_t     keys;
    jobs_str_t      parts[2];
    sync_joiner_t   j;
    sync_record_t   r;
    unsigned char   digest[SYNC_DIGEST];

    static const double  amounts[] = {
        0, 1, 0.5, 0.004, 0.996, 1234.56, 90000, 100000.01, 999999999999999,
        1e15, 1e15 + 1, 9007199254740993.0, 1e22, 1e30
    };

    memset(&j, 0, sizeof(j));
    memset(&r, 0, sizeof(r));
    r.v[SYNC_TITLE].text = jobs_lit("Cook");
    r.v[SYNC_COMPANY].text = jobs_lit("ACME");
    r.v[SYNC_SALARY_MIN].set = 1;

    for (i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
        r.v[SYNC_SALARY_MIN].amount = amounts[i];
        sync_join_keys(&j, &r, &keys);

        snprintf(text, sizeof(text), "cook\nacme\n%.2f\n\n\n\n", amounts[i]);
        parts[0] = jobs_lit("w");
        parts[1] = sync_str(text);
        sync_join_digest(&j, parts, 2, digest);
        ok(memcmp(&keys.place, digest, sizeof(keys.place)) == 0,
           "the key of an amount");
    }

    sync_joiner_free(&j);
    ok(j.md == NULL && j.text.data == NULL, "and nothing is left");
}


/* a text has a length, and nothing behind it: a sanitizer sees who reads on */

static void
test_bounds(void)
{
    char        *copy;
    size_t       i, n, wrong;
    jobs_buf_t   b;
    jobs_str_t   url;

    wrong = 0;
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
        n = strlen(addresses[i].url);
        copy = sync_mem.realloc(NULL, NULL, 0, n + 9);
        memcpy(copy, addresses[i].url, n);
        memcpy(copy + n, "9?gh_jid=", 9);

        /* here exactly as much as is allocated, there more of it */

        url = jobs_str(copy, n);
        jobs_buf_reset(&b);
        sync_join_posting(&b, url);
        wrong += !jobs_str_eq(jobs_buf_view(&b),
                              sync_str(addresses[i].posting));

        copy = sync_mem.realloc(NULL, copy, n + 9, n);
        url = jobs_str(copy, n);
        jobs_buf_reset(&b);
        sync_join_posting(&b, url);
        sync_join_address(&b, url);
        sync_mem.free(NULL, copy);
    }

    is_int(wrong, 0, "what lies behind an address is not read");
    jobs_buf_free(&b);
}
