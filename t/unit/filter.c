/*
 * core/jobs_filter*.c: arguments into values, and values into one canonical
 * query.
 */

#include "jobs_filter.h"
#include "jobs_text.h"
#include "tap.h"


#define TEST_ALL  ((1ULL << JOBS_P_N) - 1)


typedef struct {
    const char    *query;
    const char    *canonical;       /* NULL: refused ...  */
    const char    *parameter;       /* ... because of it  */
    const char    *value;
} test_t;


static jobs_args_t    args;
static jobs_buf_t     out, again, raw;
static jobs_fault_t   fault;
static jobs_filter_t  filter, second;


static const test_t  tests[] = {

    /* aliases, case, order, repeats */

    { "search=Go", "q=go", NULL, NULL },
    { "what=Go&l=Austin%2C+TX", "q=go&location=austin,%20tx", NULL, NULL },
    { "industry=Data&company_name=ACME", "category=data&company=acme",
      NULL, NULL },
    { "company=b&company=A,b", "company=a,b", NULL, NULL },
    { "tags=C%2B%2B&skills=C", "tag=c,c%2B%2B", NULL, NULL },
    { "title=a,b&title=c", "title=a,b&title=c", NULL, NULL },
    { "company=++Scale++AI+", "company=scale%20ai", NULL, NULL },
    { "company=%C3%9Cber", "company=%C3%BCber", NULL, NULL },
    { "company=,+,", "", NULL, NULL },
    { "nonsense=1&utm_source=x", "", NULL, NULL },

    /* splitting, quotes, exclusion */

    { "company=%22Smith,+Jones%22,b", "company=b,%22smith,%20jones%22",
      NULL, NULL },
    { "company=%22a,b", "company=%22%22%22a%22,b", NULL, NULL },
    { "company=-a,b", "company=b,-a", NULL, NULL },
    { "company=-%22a,b%22", "company=-%22a,b%22", NULL, NULL },
    { "company=%22-a%22", "company=%22-a%22", NULL, NULL },
    { "company=-", "company=%22-%22", NULL, NULL },
    { "company=--a", "company=-%22-a%22", NULL, NULL },
    { "q=-a", "q=-a", NULL, NULL },

    /* choices */

    { "remote=1", "remote=remote", NULL, NULL },
    { "remote=true&workplace=On-Site", "remote=onsite,remote", NULL, NULL },
    { "remote=0", NULL, "remote", "0" },
    { "type=Full-Time,full+time,FULLTIME", "type=full_time", NULL, NULL },
    { "type=-intern_ship", "type=-internship", NULL, NULL },
    { "job_type=full", NULL, "type", "full" },
    { "type=contract,x,y", NULL, "type", "x" },
    { "seniority=Senior", "level=senior", NULL, NULL },
    { "level=boss", NULL, "level", "boss" },
    { "sort=-SALARY", "sort=-salary", NULL, NULL },
    { "orderby=title", "sort=title", NULL, NULL },
    { "sort=date", NULL, "sort", "date" },
    { "sort=title&sort=company", NULL, "sort", NULL },

    /* numbers */

    { "min_salary=100000.50", "salary_min=100000.5", NULL, NULL },
    { "salary_min=1&salary_min=1.0", "salary_min=1", NULL, NULL },
    { "salary_min=1&min_salary=2", NULL, "salary_min", "2" },
    { "salary_min=-1", NULL, "salary_min", "-1" },
    { "salary_min=1e5", NULL, "salary_min", "1e5" },
    { "salary_max=1000000000000", "salary_max=1000000000000", NULL, NULL },
    { "salary_max=1000000000001", NULL, "salary_max", "1000000000001" },
    { "salary_max=99999999999999999", NULL, "salary_max", NULL },
    { "salary_currency=eUr", "salary_currency=EUR", NULL, NULL },
    { "salary_currency=EURO", NULL, "salary_currency", "EURO" },
    { "salary_currency=E1R", NULL, "salary_currency", "E1R" },
    { "salary_currency=EU", NULL, "salary_currency", "EU" },
    { "has_salary=true", "has_salary=1", NULL, NULL },
    { "has_salary=false", "", NULL, NULL },
    { "has_salary=yes", NULL, "has_salary", "yes" },
    { "visa=1&visa=1", "visa=1", NULL, NULL },

    /* times */

    { "days=7", "posted_within=7d", NULL, NULL },
    { "posted_within=24h", "posted_within=1d", NULL, NULL },
    { "max_days_old=36h", "posted_within=36h", NULL, NULL },
    { "days=0", NULL, "posted_within", "0" },
    { "days=3651", NULL, "posted_within", "3651" },
    { "days=3650d", "posted_within=3650d", NULL, NULL },
    { "days=87601h", NULL, "posted_within", "87601h" },
    { "days=d", NULL, "posted_within", "d" },
    { "days=7&days=8", NULL, "posted_within", NULL },
    { "since=2026-08-08T11:00:00%2B02:00",
      "posted_after=2026-08-08T09:00:00Z", NULL, NULL },
    { "since=2026-08-08", "posted_after=2026-08-08T00:00:00Z", NULL, NULL },
    { "since=yesterday", NULL, "posted_after", "yesterday" },

    /* how */

    { "limit=20", "", NULL, NULL },
    { "count=7", "limit=7", NULL, NULL },
    { "per_page=0", "limit=0", NULL, NULL },
    { "limit=1000", "limit=100", NULL, NULL },
    { "limit=-1", NULL, "limit", "-1" },
    { "limit=ten", NULL, "limit", "ten" },
    { "limit=5&limit=6", NULL, "limit", "6" },
    { "limit=5&count=5", "limit=5", NULL, NULL },
    { "skip=40", "offset=40", NULL, NULL },
    { "page=1", "", NULL, NULL },
    { "page=3", "offset=40", NULL, NULL },
    { "page=3&limit=1000", "limit=100&offset=200", NULL, NULL },
    { "page=0", NULL, "page", "0" },
    { "page=2&offset=1", NULL, "page", "2" },
    { "strict=1&q=a", "q=a&strict=1", NULL, NULL },
    { "strict=1&wibble=x", NULL, "wibble", "x" },
    { "strict=0&wibble=x", "", NULL, NULL },
    { "strict=2", NULL, "strict", "2" },

    /* searches */

    { "q=1+2+3+4+5+6+7+8", "q=1%202%203%204%205%206%207%208", NULL, NULL },
    { "q=1+2+3+4+5+6+7+8+9", NULL, "q", NULL },
    { "q=%22A+B%22+-C", "q=%22a%20b%22%20-c", NULL, NULL },
    { "q=%26%26", "q=%26%26", NULL, NULL }
};


/* the canonical form of a query string */

static jobs_rc_t
test_canonical(jobs_filter_t *f, jobs_str_t query, jobs_buf_t *b)
{
    jobs_rc_t    rc;
    const char  *reason;

    memset(&fault, 0, sizeof(fault));
    jobs_buf_reset(b);
    jobs_filter_init(f, 20);

    rc = jobs_args_parse(&args, query, &reason);

    if (rc == JOBS_OK) {
        rc = jobs_filter_args(f, &args, TEST_ALL, 100, &fault);
    }

    if (rc == JOBS_OK) {
        jobs_filter_query(b, f, JOBS_P_N, f->offset);
    }

    return rc;
}


static void
test_table(void)
{
    size_t         i;
    jobs_rc_t      rc;
    const test_t  *t;

    for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        t = &tests[i];
        rc = test_canonical(&filter, tap_str(t->query), &out);

        if (t->canonical != NULL) {
            is_int(rc, JOBS_OK, t->query);
            is(jobs_buf_view(&out), t->canonical, "its canonical form");
            continue;
        }

        ok(rc == JOBS_INVALID || rc == JOBS_LIMIT, t->query);
        is(fault.parameter, t->parameter, "names the argument");
        ok(fault.reason != NULL, "says why");

        if (t->value != NULL) {
            is(fault.value, t->value, "names the value");
        }
    }
}


/* the canonical form's own canonical form, and the same numbers */

static int
test_stable(const char *name)
{
    int       same;
    unsigned  i;

    same = test_canonical(&second, jobs_buf_view(&out), &again) == JOBS_OK
           && jobs_str_eq(jobs_buf_view(&out), jobs_buf_view(&again))
           && second.offset == filter.offset && second.limit == filter.limit
           && second.sort == filter.sort && second.reverse == filter.reverse;

    for (i = 0; same && i < filter.nvalues; i++) {
        if (filter.values[i].param < JOBS_P_SORT) {
            same = i < second.nvalues
                   && filter.values[i].param == second.values[i].param
                   && filter.values[i].exclude == second.values[i].exclude
                   && filter.values[i].number == second.values[i].number
                   && jobs_str_eq(filter.values[i].text,
                                  second.values[i].text);
        }
    }

    if (name != NULL && !ok(same, name)) {
        tap_show("canonical: ", jobs_buf_view(&out));
        tap_show("again:     ", jobs_buf_view(&again));
    }

    return same;
}


static void
test_corners(void)
{
    unsigned  i;

    static const struct {
        const char  *query;
        const char  *name;
    } corners[] = {
        { "tag=a%22&tag=b%22", "stable: two values, a stray quote in each" },
        { "tag=a%22b,c%22d", "stable: quotes inside a value, and a comma" },
        { "tag=%22a&tag=%22b", "stable: two values, each with a quote first" },
        { "tag=%C2%A0%22a,b%22", "stable: a no-break space before a quote" },
        { "page=1000000000000000&limit=100", "stable: a page far away" },
        { "salary_min=45.251", "stable: more than two decimals" },
        { "since=0001-01-01T00:00:00%2B01:00", "stable: before year 1" },
        { "since=9999-12-31T23:59:59-01:00", "stable: after year 9999" },
        { "tag=%22", "stable: a quote" },
        { "tag=%22%22", "stable: two quotes" },
        { "tag=-%22-a%22", "stable: an excluded value with a dash" }
    };

    for (i = 0; i < sizeof(corners) / sizeof(corners[0]); i++) {

        /* one that is refused need not be stable */

        if (test_canonical(&filter, tap_str(corners[i].query), &out)
            != JOBS_OK)
        {
            ok(fault.reason != NULL, corners[i].name);
            continue;
        }

        test_stable(corners[i].name);
    }
}


static void
test_random_value(const jobs_param_t *p)
{
    unsigned  n, i;

    static const char  *numbers[] = { "0", "1", "7", "20", "100", "24", "x" };
    static const char  *texts[] = { "a", "B", "c%2B%2B", "%2C", ",", "%22",
                                    "-", "+", "%C3%89", "%C2%A0", "d" };

    switch (p->kind) {

    case JOBS_KIND_CHOICE:
    case JOBS_KIND_SORT:
        for (n = 0; p->choices[n].data != NULL; n++) { /* void */ }

        if (tap_random(3) == 0) {
            jobs_buf_char(&raw, '-');
        }

        jobs_buf_str(&raw, p->choices[tap_random(n)]);
        return;

    case JOBS_KIND_CURRENCY:
        jobs_buf_str(&raw, tap_random(2) ? jobs_lit("eur") : jobs_lit("USD"));
        return;

    case JOBS_KIND_TIME:
        jobs_buf_str(&raw, tap_random(2) ? jobs_lit("2026-08-08")
                                         : jobs_lit("2026-01-01T01:00:00Z"));
        return;

    case JOBS_KIND_FLAG:
        jobs_buf_char(&raw, (char) ('0' + tap_random(2)));
        return;

    case JOBS_KIND_AMOUNT:
    case JOBS_KIND_PERIOD:
    case JOBS_KIND_COUNT:
        jobs_buf_str(&raw, tap_str(numbers[tap_random(7)]));
        return;

    default:
        n = 1 + tap_random(7);

        for (i = 0; i < n; i++) {
            jobs_buf_str(&raw, tap_str(texts[tap_random(11)]));
        }
    }
}


/* random arguments; then the same under other names in another order */

static void
test_any(void)
{
    size_t               from[8], to[8];
    unsigned             i, k, n, names, accepted, unstable, unlike;
    const jobs_param_t  *p[8];

    accepted = 0;
    unstable = 0;
    unlike = 0;

    for (i = 0; i < 20000; i++) {
        jobs_buf_reset(&raw);
        n = 1 + tap_random(5);

        for (k = 0; k < n; k++) {
            p[k] = &jobs_params[tap_random(JOBS_P_N)];
            jobs_buf_str(&raw, p[k]->name);
            jobs_buf_char(&raw, '=');
            from[k] = raw.len;
            test_random_value(p[k]);
            to[k] = raw.len;
            jobs_buf_char(&raw, '&');
        }

        if (test_canonical(&filter, jobs_buf_view(&raw), &out) != JOBS_OK) {
            continue;
        }

        accepted++;

        if (!test_stable(NULL) && unstable++ == 0) {
            tap_show("query:     ", jobs_buf_view(&raw));
            tap_show("canonical: ", jobs_buf_view(&out));
            tap_show("again:     ", jobs_buf_view(&again));
        }

        jobs_buf_reset(&again);

        for (k = n; k-- > 0; ) {
            names = 0;

            while (p[k]->aliases != NULL
                   && p[k]->aliases[names].data != NULL)
            {
                names++;
            }

            jobs_buf_str(&again, names == 0 ? p[k]->name
                                 : p[k]->aliases[tap_random(names)]);
            jobs_buf_char(&again, '=');
            jobs_buf_add(&again, raw.data + from[k], to[k] - from[k]);
            jobs_buf_char(&again, '&');
        }

        jobs_buf_reset(&raw);
        jobs_buf_str(&raw, jobs_buf_view(&again));

        unlike += test_canonical(&second, jobs_buf_view(&raw), &again)
                  != JOBS_OK
                  || !jobs_str_eq(jobs_buf_view(&out), jobs_buf_view(&again));
    }

    ok(accepted > 2000, "many random queries are accepted");
    is_int(unstable, 0, "a canonical query is its own canonical form");
    is_int(unlike, 0, "neither order nor the name used matters");
}


static void
test_heading(const char *query, const char *want)
{
    (void) test_canonical(&filter, tap_str(query), &again);

    jobs_buf_reset(&out);
    jobs_filter_heading(&out, &filter, JOBS_LANG_EN);
    is(jobs_buf_view(&out), want, query);
}


static void
test_rest(void)
{
    size_t               i;
    jobs_str_t           v;
    const jobs_param_t  *tag;
    static char          text[JOBS_FILTER_BYTES];

    test_heading("", "Jobs");
    test_heading("remote=1", "Remote jobs");
    test_heading("level=senior&remote=1&category=backend&company=Stripe"
                 "&location=Berlin",
                 "Remote Senior backend jobs at stripe in berlin");
    test_heading("tag=a,b", "a and b jobs");
    test_heading("tag_any=a,b", "a or b jobs");
    test_heading("company=-x", "Jobs");

    /* pinned values stand beside the visitor's */

    tag = jobs_param_find(jobs_lit("skills"));
    ok(tag == &jobs_params[JOBS_P_TAG], "an argument by its alias");
    ok(jobs_param_find(jobs_lit("TAG")) == NULL, "names have one case");
    ok(jobs_param_find(jobs_lit("")) == NULL, "nor is there an empty one");

    jobs_filter_init(&filter, 20);
    jobs_filter_add(&filter, tag, jobs_lit("Pinned"), 1, &fault);
    jobs_filter_add(&filter, tag, jobs_lit("free"), 0, &fault);
    jobs_filter_settle(&filter);
    is_int(filter.nclauses, 2, "pinned and free are two clauses");
    is_int(jobs_filter_clause(&filter, JOBS_P_TAG)->pinned, 0,
           "the visitor's is found");

    jobs_buf_reset(&out);
    jobs_filter_query(&out, &filter, JOBS_P_N, 0);
    is(jobs_buf_view(&out), "tag=free", "links leave out what is pinned");

    jobs_buf_reset(&out);
    jobs_link_query(&out, &filter, JOBS_P_TAG, 0);
    is(jobs_buf_view(&out), "", "no ? before nothing");

    jobs_buf_reset(&out);
    jobs_link_query(&out, &filter, JOBS_P_TAG, 40);
    is(jobs_buf_view(&out), "?offset=40", "an argument left out");

    /* what may not be asked for is not known */

    jobs_args_parse(&args, jobs_lit("tag=x&q=y&strict=1"), &fault.reason);
    jobs_filter_init(&filter, 20);
    is_int(jobs_filter_args(&filter, &args, TEST_ALL & ~(1ULL << JOBS_P_Q),
                            100, &fault), JOBS_INVALID,
           "strict: an argument that is not honoured");
    is(fault.parameter, "q", "is named");

    /* bounds */

    memset(text, 'a', sizeof(text));
    jobs_filter_init(&filter, 20);

    for (i = 0; i < 128; i++) {
        text[i] = (char) ('a' + i % 26);
        v = jobs_str(text + i, 1);

        if (jobs_filter_add(&filter, tag, v, 0, &fault) != JOBS_OK) {
            break;
        }
    }

    is_int(i, 128, "128 values");
    is_int(jobs_filter_add(&filter, tag, jobs_lit("z"), 0, &fault),
           JOBS_LIMIT, "129 values");

    jobs_filter_init(&filter, 20);
    is_int(jobs_filter_add(&filter, tag, jobs_str(text, sizeof(text)), 0,
                           &fault), JOBS_OK, "the memory is filled");
    is_int(jobs_filter_add(&filter, tag, jobs_lit("z"), 0, &fault),
           JOBS_LIMIT, "and is used up");
}


int
main(void)
{
    jobs_buf_init(&out, &tap_mem, 65536);
    jobs_buf_init(&again, &tap_mem, 65536);
    jobs_buf_init(&raw, &tap_mem, 65536);

    test_table();
    test_corners();
    test_any();
    test_rest();

    jobs_buf_free(&out);
    jobs_buf_free(&again);
    jobs_buf_free(&raw);

    return tap_done();
}
