/*
 * core/jobs_partner.c, jobs_partners.c: what a partner may say, how it is found,
 * what it pins, and the address where one applies.
 */

#include "failing.h"
#include "jobs_partners.h"
#include "jobs_text.h"
#include "tap.h"


#define TEST_MANY  3000


static char             error[JOBS_SNAPSHOT_ERROR];
static jobs_args_t      args;
static jobs_fault_t     fault;
static jobs_filter_t    filter;
static jobs_partner_t   partner;
static jobs_snapshot_t  snapshot;

static const char  table[] =
    "CREATE TABLE partners (id TEXT, name TEXT, origins TEXT, query TEXT,"
    " theme TEXT, campaign TEXT);";


static jobs_str_t
test_text(const char *text)
{
    return text == NULL ? jobs_str(NULL, 0) : tap_str(text);
}


static jobs_rc_t
test_check(const char *id, const char *name, const char *origins,
    const char *query, const char *theme, const char *campaign)
{
    partner.id = test_text(id);
    partner.name = test_text(name);
    partner.origins = test_text(origins);
    partner.query = test_text(query);
    partner.theme = test_text(theme);
    partner.campaign = test_text(campaign);

    memset(&fault, 0, sizeof(jobs_fault_t));

    return jobs_partner_check(&partner, &args, &fault);
}


static void
test_good(void)
{
    static const char  *const good[][6] = {
        { "a", "A", NULL, NULL, NULL, NULL },
        { "A-1_z", "Ü & <b>", "https://a.example", "category=backend", "dark",
          "utm_source=a" },
        { "acme", "Acme", "https://a.example http://b.example:8080 "
          "http://[::1]:80", "q=a&salary_min=1&salary_currency=EUR&tag=c,d",
          "auto", "a=1&b=%C3%BC&c=x+y&d=http://x/?y" },
        { "l", "L", NULL, "worldwide=0&posted_within=7", "light", "a=1&" "b=2" },
        { "e", "E", NULL, "where=Austin%2C+TX&&industry=it", "email", NULL }
    };
    size_t              i;

    for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        if (!ok(test_check(good[i][0], good[i][1], good[i][2], good[i][3],
                           good[i][4], good[i][5])
                == JOBS_OK, good[i][1]))
        {
            tap_show(fault.reason, fault.value);
        }
    }
}


static void
test_bad(void)
{
    static char         large[JOBS_PARTNER_TEXT + 200];
    size_t              i;
    static const char  *const bad[][7] = {
        { "id", "", "A", NULL, NULL, NULL, NULL },
        { "id", NULL, "A", NULL, NULL, NULL, NULL },
        { "id", "a b", "A", NULL, NULL, NULL, NULL },
        { "id", "a/b", "A", NULL, NULL, NULL, NULL },
        { "id", "\xC3\xBC", "A", NULL, NULL, NULL, NULL },
        { "name", "a", NULL, NULL, NULL, NULL, NULL },
        { "name", "a", "", NULL, NULL, NULL, NULL },
        { "name", "a", "a\nb", NULL, NULL, NULL, NULL },
        { "name", "a", "\xFF", NULL, NULL, NULL, NULL },
        { "origins", "a", "A", "", NULL, NULL, NULL },
        { "origins", "a", "A", "*", NULL, NULL, NULL },
        { "origins", "a", "A", "a.example", NULL, NULL, NULL },
        { "origins", "a", "A", "https://A.example", NULL, NULL, NULL },
        { "origins", "a", "A", "https://a.example/", NULL, NULL, NULL },
        { "origins", "a", "A", "https://a.example ", NULL, NULL, NULL },
        { "origins", "a", "A", " https://a.example", NULL, NULL, NULL },
        { "origins", "a", "A", "https://a.example  https://b.example", NULL,
          NULL, NULL },
        { "origins", "a", "A", "https://a.example,https://b.example", NULL,
          NULL, NULL },
        { "origins", "a", "A", "https://a.example;script-src", NULL, NULL,
          NULL },
        { "origins", "a", "A", "ftp://a.example", NULL, NULL, NULL },
        { "theme", "a", "A", NULL, NULL, "", NULL },
        { "theme", "a", "A", NULL, NULL, "Dark", NULL },
        { "theme", "a", "A", NULL, NULL, "pink", NULL },
        { "campaign", "a", "A", NULL, NULL, NULL, "" },
        { "campaign", "a", "A", NULL, NULL, NULL, "utm" },
        { "campaign", "a", "A", NULL, NULL, NULL, "=x" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=1&" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=1&&b=2" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=1&a=2" },
        { "campaign", "a", "A", NULL, NULL, NULL, "ab=1&a%62=2" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=b c" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=b#c" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=<b>" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=1\r\nX: y" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=\xC3\xBC" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=%f" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=%0A" },
        { "campaign", "a", "A", NULL, NULL, NULL, "a=%FF" },
        { "query", "a", "A", NULL, "", NULL, NULL },
        { "query", "a", "A", NULL, "?", NULL, NULL },
        { "query", "a", "A", NULL, "remote=1&category=", NULL, NULL },
        { "query", "a", "A", NULL, "remote=1&category", NULL, NULL },
        { "query", "a", "A", NULL, "category=%zz", NULL, NULL },
        { "limit", "a", "A", NULL, "remote=1&limit=5", NULL, NULL },
        { "sort", "a", "A", NULL, "sort=title", NULL, NULL },
        { "partner", "a", "A", NULL, "partner=b", NULL, NULL },
        { "theme", "a", "A", NULL, "theme=dark", NULL, NULL },
        { "nonsense", "a", "A", NULL, "nonsense=1", NULL, NULL },
        { "remote", "a", "A", NULL, "remote=maybe", NULL, NULL },
        { "category", "a", "A", NULL, "remote=1&category=%20", NULL, NULL },
        { "tag", "a", "A", NULL, "remote=1&tag=,", NULL, NULL },
        { "visa", "a", "A", NULL, "visa=0", NULL, NULL },
        { "salary_min", "a", "A", NULL, "salary_min=1&salary_min=2", NULL,
          NULL }
    };

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ok(test_check(bad[i][1], bad[i][2], bad[i][3], bad[i][4], bad[i][5],
                      bad[i][6])
           == JOBS_INVALID && fault.reason != NULL, bad[i][0]);
        is(fault.parameter, bad[i][0], "which it says");
    }

    memset(large, 'a', sizeof(large) - 1);

    ok(test_check(large, "A", NULL, NULL, NULL, NULL) != JOBS_OK, "a long id");
    ok(test_check("a", large, NULL, NULL, NULL, NULL) != JOBS_OK,
       "a long name");
    memcpy(large, "https://", 8);
    ok(test_check("a", "A", large, NULL, NULL, NULL) != JOBS_OK,
       "long origins");
    memcpy(large, "category=", 9);
    ok(test_check("a", "A", NULL, large, NULL, NULL) != JOBS_OK,
       "a long query");
    ok(test_check("a", "A", NULL, NULL, NULL, large) != JOBS_OK,
       "a long campaign");
}


/* the address, the campaign, what becomes of both */

static void
test_campaign(void)
{
    static const char  *const cases[][3] = {
        { "https://x.example/a", NULL, "https://x.example/a" },
        { "https://x.example", "u=1", "https://x.example?u=1" },
        { "https://x.example/a", "u=1&v=2", "https://x.example/a?u=1&v=2" },
        { "https://x.example/a?", "u=1&v=2", "https://x.example/a?u=1&v=2" },
        { "https://x.example/a?b=c", "u=1", "https://x.example/a?b=c&u=1" },
        { "https://x.example/a?b=c&", "u=1&v=2",
          "https://x.example/a?b=c&u=1&v=2" },
        { "https://x.example/a?b", "u=1", "https://x.example/a?b&u=1" },
        { "https://x.example/a?b?", "u=1", "https://x.example/a?b?&u=1" },
        { "https://x.example/a#f", "u=1", "https://x.example/a?u=1#f" },
        { "https://x.example/a?#", "u=1", "https://x.example/a?u=1#" },
        { "https://x.example/a?b=c#f?g=h&u=9", "u=1",
          "https://x.example/a?b=c&u=1#f?g=h&u=9" },
        { "https://x.example/#/job?u=2", "u=1",
          "https://x.example/?u=1#/job?u=2" },
        { "https://x.example/a?u=old", "u=1", "https://x.example/a?u=old" },
        { "https://x.example/a?u=old&b=c", "u=1&v=2",
          "https://x.example/a?u=old&b=c&v=2" },
        { "https://x.example/a?u=", "u=1", "https://x.example/a?u=" },
        { "https://x.example/a?b=c&u", "u=1&v=2",
          "https://x.example/a?b=c&u&v=2" },
        { "https://x.example/a?U=old", "u=1",
          "https://x.example/a?U=old&u=1" },
        { "https://x.example/a?uu=old", "u=1",
          "https://x.example/a?uu=old&u=1" },
        { "https://x.example/a?utm%5Fid=old", "utm_id=1",
          "https://x.example/a?utm%5Fid=old" },
        { "https://x.example/a?a%20b=old", "a+b=1",
          "https://x.example/a?a%20b=old" },
        { "https://x.example/a?%zz=old", "u=1",
          "https://x.example/a?%zz=old&u=1" },
        { "https://x.example/%C3%BC?n=%C3%A4", "u=%C3%B6",
          "https://x.example/%C3%BC?n=%C3%A4&u=%C3%B6" }
    };
    size_t              i;
    jobs_buf_t          b;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        jobs_buf_init(&b, &mem, 1024);
        jobs_campaign_address(&b, test_text(cases[i][0]),
                              test_text(cases[i][1]));
        is(jobs_buf_view(&b), cases[i][2], cases[i][0]);
        jobs_buf_free(&b);
    }

    ok(jobs_args_same(jobs_lit("%"), jobs_lit("%")), "a lone escape");
    ok(!jobs_args_same(jobs_lit("a"), jobs_lit("ab")), "one that goes on");
    ok(!jobs_args_same(jobs_lit("%6"), jobs_lit("a")), "half an escape");
    ok(jobs_args_same(jobs_str(NULL, 0), jobs_lit("")), "nothing");
}


static void
test_origins(void)
{
    jobs_str_t  list;

    test_check("a", "A", "https://a.example https://b.example:81", NULL, NULL,
               NULL);

    ok(jobs_partner_has_origin(&partner, jobs_lit("https://a.example")),
       "the first origin");
    ok(jobs_partner_has_origin(&partner, jobs_lit("https://b.example:81")),
       "the last one");
    ok(!jobs_partner_has_origin(&partner, jobs_lit("https://b.example")),
       "without its port");
    ok(!jobs_partner_has_origin(&partner, jobs_lit("https://a.exampl")),
       "a part of one");
    ok(!jobs_partner_has_origin(&partner, jobs_lit("null")), "none");

    list = partner.origins;
    is(jobs_partner_word(&list), "https://a.example", "one after the other");
    is(jobs_partner_word(&list), "https://b.example:81", "to the last");
    ok(jobs_partner_word(&list).data == NULL, "and no more");
}


static void
test_pins(void)
{
    unsigned  i;

    test_check("a", "A", NULL, "category=backend&remote=1", NULL, NULL);

    jobs_filter_init(&filter, 20);
    jobs_filter_add(&filter, &jobs_params[JOBS_P_CATEGORY], jobs_lit("sales"),
                    JOBS_BY_OPERATOR, &fault);
    jobs_partner_pin(&partner, &filter);

    is_int(filter.nclauses, 3, "beside what the operator pinned");
    ok(!filter.never, "which can match");

    for (i = 0; i < filter.nclauses; i++) {
        is_int(filter.clauses[i].n, 1, "each for itself");
    }

    ok(jobs_filter_clause(&filter, JOBS_P_CATEGORY) == NULL,
       "none is the visitor's");

    test_check("a", "A", NULL, NULL, NULL, NULL);
    jobs_filter_init(&filter, 20);
    jobs_partner_pin(&partner, &filter);
    is_int(filter.nvalues, 0, "no query, no filter");
    ok(!filter.never, "matches all");

    test_check("a", "A", NULL, "limit=-1", NULL, NULL);
    jobs_filter_init(&filter, 20);
    jobs_partner_pin(&partner, &filter);
    ok(filter.never, "what cannot be pinned matches nothing");

    test_check("a", "A", NULL, "category=backend", NULL, NULL);
    jobs_filter_init(&filter, 20);
    filter.nvalues = JOBS_FILTER_VALUES;
    jobs_partner_pin(&partner, &filter);
    ok(filter.never, "nor does what has no room");
}


static jobs_rc_t
test_load(const char *sql)
{
    memset(&snapshot, 0, sizeof(jobs_snapshot_t));
    snapshot.mem = mem;

    if (sqlite3_open(":memory:", &snapshot.db) != SQLITE_OK
        || sqlite3_exec(snapshot.db, sql, NULL, NULL, NULL) != SQLITE_OK)
    {
        ok(0, sqlite3_errmsg(snapshot.db));
    }

    return jobs_partners_load(&snapshot, error);
}


static void
test_close(void)
{
    jobs_partners_free(snapshot.partners);
    sqlite3_close(snapshot.db);
}


static void
test_table(void)
{
    char                   id[16], sql[512];
    unsigned               i, wrong;
    const jobs_partner_t  *p;

    is_int(test_load("SELECT 1"), JOBS_OK, "no table");
    ok(jobs_partners_find(snapshot.partners, jobs_lit("a")) == NULL,
       "has no partner");
    test_close();

    is_int(test_load(table), JOBS_OK, "an empty one");
    ok(jobs_partners_find(snapshot.partners, jobs_lit("")) == NULL,
       "neither");
    test_close();

    snprintf(sql, sizeof(sql), "%s INSERT INTO partners VALUES"
             " ('acme', 'Acme', 'https://a.example', 'remote=1', 'dark',"
             "  'u=1'),"
             " ('bad', 'Bad', NULL, 'limit=1', NULL, NULL),"
             " ('worse', 'Worse', '*', NULL, NULL, NULL),"
             " ('', 'Nobody', NULL, NULL, NULL, NULL),"
             " (NULL, 'Null', NULL, NULL, NULL, NULL),"
             " ('zeta', 'Zeta', NULL, NULL, NULL, 'u=z')", table);

    is_int(test_load(sql), JOBS_OK, "some");
    is_int(snapshot.partners->n, 2, "the good ones");
    ok(snapshot.partners->bytes > 0, "need memory");

    p = jobs_partners_find(snapshot.partners, jobs_lit("acme"));

    if (ok(p != NULL, "one")) {
        is(p->id, "acme", "id");
        is(p->name, "Acme", "name");
        is(p->origins, "https://a.example", "origins");
        is(p->query, "remote=1", "query");
        is(p->theme, "dark", "theme");
        is(p->campaign, "u=1", "campaign");
    }

    p = jobs_partners_find(snapshot.partners, jobs_lit("zeta"));

    if (ok(p != NULL, "another")) {
        is(p->name, "Zeta", "name");
        ok(p->origins.data == NULL && p->query.data == NULL
           && p->theme.data == NULL, "what it has not");
        is(p->campaign, "u=z", "campaign");
    }

    ok(jobs_partners_find(snapshot.partners, jobs_lit("bad")) == NULL,
       "what cannot be honoured is unknown");
    ok(jobs_partners_find(snapshot.partners, jobs_lit("Acme")) == NULL,
       "the case matters");
    ok(jobs_partners_find(snapshot.partners, jobs_lit("acm")) == NULL,
       "a part of an id");
    test_close();

    snprintf(sql, sizeof(sql), "%s WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
             " SELECT i + 1 FROM n WHERE i < %u) INSERT INTO partners"
             " SELECT 'p' || i, 'P' || i, NULL, 'tag=t' || i, NULL, NULL"
             " FROM n", table, TEST_MANY);

    is_int(test_load(sql), JOBS_OK, "many");

    for (i = 1, wrong = 0; i <= TEST_MANY; i++) {
        snprintf(id, sizeof(id), "p%u", i);
        p = jobs_partners_find(snapshot.partners, tap_str(id));
        wrong += p == NULL || !jobs_str_eq(p->id, tap_str(id));
        id[0] = 'q';
        wrong += jobs_partners_find(snapshot.partners, tap_str(id)) != NULL;
    }

    is_int(wrong, 0, "each is found, and no other");
    test_close();

    snprintf(sql, sizeof(sql), "%s WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
             " SELECT i + 1 FROM n WHERE i < %u) INSERT INTO partners"
             " SELECT 'p' || i, 'P', NULL, NULL, NULL, NULL FROM n", table,
             JOBS_PARTNERS_MAX + 1);

    is_int(test_load(sql), JOBS_CORRUPT, "one too many");
    has(tap_str(error), "more than 65536 partners", "and it says so");
    test_close();

    is_int(test_load("CREATE TABLE partners (id TEXT)"), JOBS_ERROR,
           "another table of that name");
    has(tap_str(error), "partners", "and it says so");
    test_close();

    is_int(blocks, 0, "nothing stays");
}


/* every allocation in turn */

static void
test_memory(void)
{
    char  sql[512];
    long  n, i, wrong;

    snprintf(sql, sizeof(sql), "%s INSERT INTO partners VALUES"
             " ('a', 'A', NULL, 'remote=1', NULL, NULL),"
             " ('b', 'B', NULL, NULL, NULL, 'u=1')", table);

    calls = 0;
    fail_at = 0;
    test_load(sql);
    test_close();
    n = calls;
    wrong = 0;

    for (i = 1; i <= n; i++) {
        calls = 0;
        fail_at = i;
        wrong += test_load(sql) != JOBS_NOMEM;
        test_close();
    }

    fail_at = 0;

    ok(n >= 4, "some allocations");
    is_int(wrong, 0, "none may fail");
    is_int(blocks, 0, "and nothing leaks");
}


int
main(void)
{
    test_good();
    test_bad();
    test_campaign();
    test_origins();
    test_pins();
    test_table();
    test_memory();

    return tap_done();
}
