/*
 * core/jobs_html*.c: every state of every view, beside its golden file in
 * t/data/golden, and what no view may ever do with hostile text.
 *
 * With JOBS_GOLDEN=write the golden files are written anew: read the
 * difference before it is committed.
 */

#include "tap.h"
#include "jobs_html.h"
#include "jobs_text.h"


#define BUILT  1786179600       /* 2026-08-08T09:00:00Z */

#define S(text)  jobs_string(text)


static const jobs_listing_t  plain = {
    .id = S("greenhouse:gitlab:8503792002"),
    .title = S("Senior Backend Engineer"),
    .company = S("GitLab"), .company_slug = S("gitlab"),
    .url = S("https://job-boards.example.com/gitlab/jobs/8503792002"),
    .link_rel = S("noopener"),
    .location = S("Remote, Italy"),
    .locations = { 1, { S("Remote, Italy") } },
    .tags = { 4, { S("Go"), S("PostgreSQL"), S("C++"), S("Kubernetes") } },
    .remote = S("remote"), .employment_type = S("full_time"),
    .seniority = S("senior"),
    .category = S("backend"), .category_label = S("Backend"),
    .department = S("Platform"),
    .salary_currency = S("USD"), .salary_period = S("year"),
    .salary_min = 191000, .salary_max = 278000,
    .has_salary_min = 1, .has_salary_max = 1, .salary_shown = 1,
    .source = S("Greenhouse:gitlab"),
    .excerpt = S("You will keep the lights on for millions of repositories."),
    .description_html = S("<p>You will keep the lights on.</p>\n"
                          "<h2>What you bring</h2>\n"
                          "<ul><li>Go</li><li>Patience</li></ul>"),
    .posted_at = BUILT - 86400 * 3, .updated_at = BUILT,
    .expires_at = BUILT + 86400 * 30, .has_visa = 1, .visa = 1
};

static const jobs_listing_t  bare = {
    .id = S("acme:1"), .title = S("Gardener"), .company = S("Acme"),
    .url = S("https://acme.example/1"), .link_rel = S("nofollow noopener"),
    .source = S("acme"),
    .posted_at = JOBS_NO_TIME, .updated_at = JOBS_NO_TIME,
    .expires_at = JOBS_NO_TIME
};

static const jobs_listing_t  rtl = {
    .id = S("local:3"),
    .title = S("\xD7\x9E\xD7\xA4\xD7\xAA\xD7\x97 \xD7\xAA\xD7\x95\xD7\x9B"
               "\xD7\xA0\xD7\x94 (Python)"),
    .company = S("\xD7\x97\xD7\x91\xD7\xA8\xD7\x94"),
    .company_slug = S("\xD7\x97\xD7\x91\xD7\xA8\xD7\x94"),
    .url = S("https://il.example/3"), .link_rel = S("noopener"),
    .location = S("\xD7\xAA\xD7\x9C \xD7\x90\xD7\x91\xD7\x99\xD7\x91"),
    .remote = S("hybrid"), .employment_type = S("contract"),
    .source = S("local"),
    .excerpt = S("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D.\n\nSecond paragraph."),
    .posted_at = BUILT - 86400 * 9, .updated_at = JOBS_NO_TIME,
    .expires_at = JOBS_NO_TIME
};

/* all that a posting can say, and what must not end its data block */

static const jobs_listing_t  posting = {
    .id = S("acme:9"), .title = S("Cook </script><script>alert(1)</script>"),
    .company = S("Acme \xE2\x80\xA8 & Sons"), .company_slug = S("acme"),
    .url = S("https://acme.example/9"), .link_rel = S("noopener"),
    .location = S("Berlin"),
    .locations = { 2, { S("Berlin"), S("Potsdam") } },
    .countries = { 1, { S("DE") } }, .remote = S("hybrid"),
    .employment_type = S("part_time"),
    .salary_currency = S("EUR"), .salary_period = S("hour"),
    .salary_min = 17.5, .salary_max = 17.5,
    .has_salary_min = 1, .has_salary_max = 1, .salary_shown = 1,
    .source = S("acme"),
    .description_html = S("<p>Soup &amp; bread.</p>"),
    .posted_at = BUILT - 86400, .updated_at = JOBS_NO_TIME,
    .expires_at = BUILT + 86400, .jsonld = 1
};

#define NASTY  "<script>alert(1)</script>\"' ]]> \xE2\x80\xA8 "               \
               "\xF0\x9F\x9A\x80\x01\x02\x03 \xff &amp; {{title}}"

static jobs_listing_t  nasty = {
    .id = S("evil:1"), .title = S(NASTY), .company = S(NASTY),
    .company_slug = S("\"><b>"), .url = S("javascript:alert(1)"),
    .apply_url = S("data:text/html,x"), .link_rel = S("\"><script>"),
    .location = S(NASTY), .tags = { 2, { S(NASTY), S("-a, b") } },
    .remote = S("remote"), .employment_type = S("\"x"),
    .category = S("\"><b>"), .category_label = S(NASTY),
    .department = S(NASTY),
    .source = S(NASTY), .excerpt = S(NASTY), .description_text = S(NASTY),
    .posted_at = JOBS_NO_TIME, .updated_at = JOBS_NO_TIME,
    .expires_at = JOBS_NO_TIME
};


typedef struct {
    const char            *name;        /* of the golden file        */
    const char            *query;       /* the visitor's arguments   */
    const char            *pinned;
    const char            *board;
    uint64_t               total;
    unsigned               rows;        /* of the ready ones          */
    unsigned               fragment:1;
    unsigned               single:1;
    unsigned               stale:1;
    unsigned               nowhere:1;   /* no board                   */
    unsigned               counted:1;   /* with facets                */
    uint64_t               withheld;    /* 1 << jobs_param_e          */
    jobs_look_t            look;
} list_sample_t;

static const list_sample_t  lists[] = {
    { .name = "list", .query = "", .board = "/jobs", .total = 1256,
      .rows = 5 },
    { .name = "list-filtered",
      .query = "q=c%2B%2B+%3Cb%3E&location=Berlin&remote=remote,hybrid"
               "&level=senior&company=-acme&tag=%22a,b%22&salary_min=50000"
               "&has_salary=1&posted_within=14&sort=-salary&limit=5&offset=5",
      .board = "https://board.example/work", .total = 17, .rows = 5 },
    { .name = "list-pinned", .query = "type=full_time&sort=company",
      .pinned = "remote=remote&category=backend", .board = "/jobs",
      .total = 2, .rows = 2 },
    { .name = "list-empty", .query = "q=unicorn&location=Atlantis",
      .board = "/jobs" },
    { .name = "list-nothing", .query = "", .board = "/jobs" },
    { .name = "list-beyond", .query = "offset=100", .board = "/jobs",
      .total = 30 },
    { .name = "list-totals", .query = "limit=0", .board = "/jobs",
      .total = 30 },
    { .name = "list-stale", .query = "", .board = "", .total = 1, .rows = 1,
      .stale = 1 },
    { .name = "list-nowhere", .query = "", .total = 40, .rows = 4,
      .single = 1, .nowhere = 1 },
    { .name = "fragment", .query = "offset=20", .board = "/jobs",
      .total = 1256, .rows = 3, .fragment = 1 },
    { .name = "fragment-snippet", .query = "limit=3", .pinned = "remote=1",
      .board = "https://board.example", .total = 60, .rows = 3,
      .fragment = 1, .single = 1 },
    { .name = "fragment-empty", .query = "category=x", .board = "/jobs",
      .fragment = 1 },
    { .name = "list-facets",
      .query = "level=senior,-intern,executive&company=acme&tag=Go"
               "&salary_max=90000",
      .pinned = "type=full_time", .board = "/jobs", .total = 7, .rows = 1,
      .counted = 1, .withheld = 1ULL << JOBS_P_LANGUAGE,
      .look = { .theme = JOBS_THEME_DARK } },
    { .name = "fragment-facets", .query = "level=senior&q=a&q=b",
      .board = "/jobs", .total = 7, .rows = 1, .fragment = 1, .counted = 1,
      .look = { .lang = JOBS_LANG_DE, .show = JOBS_SHOW_FACETS,
                .heading = 5 } },
    { .name = "fragment-parts", .query = "limit=1", .board = "/jobs",
      .total = 7, .rows = 1, .fragment = 1,
      .look = { .show = JOBS_SHOW_SEARCH | JOBS_SHOW_PAGING, .heading = 3 } },
    { .name = "email", .query = "level=senior", .board = "https://b.example/j",
      .total = 7, .rows = 2, .fragment = 1, .stale = 1,
      .look = { .theme = JOBS_THEME_EMAIL } },
    { .name = "email-page", .query = "", .board = "https://b.example/j",
      .look = { .theme = JOBS_THEME_EMAIL, .lang = JOBS_LANG_NL } }
};


static char  row_memory[16384];


/* what is counted: more values of a company than are seen at once */

#define V(value, label, count)  { S(value), S(label), count }

static jobs_facet_t  facets[] = {
    { .field = JOBS_F_COMPANY, .n = 12, .values = {
        V("stripe", "Stripe", 40), V("evil", "\"><b>", 39), V("c", "C", 38),
        V("a, b", "A, B", 37), V("-e", "E", 36), V("f", "F", 35),
        V("g", "G", 34), V("h", "H", 33), V("i", "I", 32), V("acme", "Acme", 2),
        V("k", "K", 1), V("l", "L", 1) } },
    { .field = JOBS_F_LANGUAGE, .n = 2, .values = {
        V("en", "en", 4), V("de", "de", 3) } },
    { .field = JOBS_F_LEVEL, .n = 3, .values = {
        V("senior", "senior", 1256), V("junior", "junior", 5),
        V("intern", "intern", 1) } },
    { .field = JOBS_F_REMOTE, .n = 1, .values = { V("remote", "remote", 6) } },
    { .field = JOBS_F_TAG, .n = 1, .values = { V("go", "Go", 7) } },
    { .field = JOBS_F_TYPE, .n = 2, .values = {
        V("full_time", "full_time", 4), V("contract", "contract", 3) } }
};


static void
add(jobs_filter_t *f, const char *query, unsigned pinned)
{
    unsigned             i;
    jobs_rc_t            rc;
    jobs_args_t          args;
    const char          *reason;
    jobs_fault_t         fault;
    const jobs_param_t  *param;

    rc = jobs_args_parse(&args, jobs_str(query, strlen(query)), &reason);

    if (pinned && rc == JOBS_OK) {
        for (i = 0; i < args.n && rc == JOBS_OK; i++) {
            param = jobs_param_find(args.arg[i].name);
            rc = jobs_filter_add(f, param, args.arg[i].value, 1, &fault);
        }

    } else if (rc == JOBS_OK) {
        rc = jobs_filter_args(f, &args, ~0ULL, 100, &fault);
    }

    if (rc != JOBS_OK) {
        ok(0, query);
    }
}


/* Compares with the golden file, or writes it. */

static void
golden(jobs_buf_t *b, const char *name)
{
    FILE        *fp;
    char         path[200], title[200];
    static char  want[262144];
    size_t       n;
    const char  *mode;

    snprintf(title, sizeof(title), "%s is as its golden file", name);
    snprintf(path, sizeof(path), "t/data/golden/%s.html", name);

    mode = getenv("JOBS_GOLDEN");

    if (mode != NULL && strcmp(mode, "write") == 0) {
        fp = fopen(path, "wb");
        n = (fp != NULL) ? fwrite(b->data, 1, b->len, fp) : 0;
        ok(fp != NULL && fclose(fp) == 0 && n == b->len, title);
        return;
    }

    fp = fopen(path, "rb");

    if (fp == NULL) {
        ok(0, title);
        return;
    }

    n = fread(want, 1, sizeof(want) - 1, fp);
    want[n] = '\0';
    fclose(fp);

    ok(b->rc == JOBS_OK, "rendered");
    is(jobs_buf_view(b), want, title);
}


/* What holds for every view, whatever it shows. */

static void
safe(jobs_str_t html, const char *name)
{
    char  title[200];

    snprintf(title, sizeof(title), "%s holds no script", name);
    hasnt(html, "<script>", title);
    hasnt(html, "<script src", title);

    snprintf(title, sizeof(title), "%s has http(s) links only", name);
    hasnt(html, "=\"javascript:", title);
    hasnt(html, "=\"data:", title);

    snprintf(title, sizeof(title), "%s: no attribute is broken out of", name);
    hasnt(html, "\"><b>", title);

    snprintf(title, sizeof(title), "%s is UTF-8 without markers", name);
    ok(jobs_utf8_valid(html), title);
    hasnt(html, "\x01", title);
    hasnt(html, "\x03", title);
}


static void
list(const list_sample_t *s, const jobs_str_t *rows)
{
    jobs_buf_t     b, made;
    jobs_str_t     mail[2];
    jobs_list_t    l;
    static jobs_filter_t  f;

    jobs_buf_init(&b, &tap_mem, 1 << 20);
    jobs_filter_init(&f, 20);

    if (s->pinned != NULL) {
        add(&f, s->pinned, 1);
    }

    add(&f, s->query, 0);

    memset(&l, 0, sizeof(l));
    l.filter = &f;
    l.total = s->total;
    l.count = s->rows;
    l.rows = (jobs_str_t *) rows;
    l.sort = f.sort;
    l.built_at = BUILT;
    l.stale = s->stale;
    l.withheld = s->withheld;
    l.site.look = s->look;
    l.site.single = s->single;

    if (s->counted) {
        l.facets = facets;
        l.nfacets = sizeof(facets) / sizeof(facets[0]);
        l.currency = "EURO";            /* three letters, and no end */
    }
    l.site.self = s->single ? jobs_lit("/snippets/backend")
                            : jobs_lit("/jobs");

    if (!s->nowhere) {
        l.site.board = jobs_str(s->board, strlen(s->board));
        l.site.root = (strstr(s->board, "jobs") == NULL
                       && strstr(s->board, "work") == NULL);
    }

    if (s->look.theme == JOBS_THEME_EMAIL) {
        jobs_buf_init(&made, &tap_mem, 1 << 16);
        jobs_row_made(&made, &plain, &l.site);
        mail[0] = jobs_buf_view(&made);
        mail[1] = mail[0];
        l.rows = mail;
    }

    l.nattribution = 3;
    l.attribution[0].source = jobs_lit("Remotive");
    l.attribution[0].url = jobs_lit("https://remotive.example");
    l.attribution[1].source = jobs_lit("Acme");
    l.attribution[1].line = jobs_lit("Powered by Acme & Sons");
    l.attribution[2].source = jobs_lit("<Evil>");
    l.attribution[2].url = jobs_lit("javascript:alert(1)");

    if (s->fragment) {
        jobs_list_fragment(&b, &l);

    } else {
        jobs_list_page(&b, &l);
    }

    golden(&b, s->name);
    safe(jobs_buf_view(&b), s->name);

    if (s->look.theme == JOBS_THEME_EMAIL) {
        jobs_buf_free(&made);
    }

    jobs_buf_free(&b);
}


static void
detail(const char *name, const jobs_listing_t *l, const char *board,
    int fragment)
{
    jobs_buf_t          b;
    jobs_site_t         site;
    jobs_attribution_t  a;

    jobs_buf_init(&b, &tap_mem, 1 << 20);

    memset(&site, 0, sizeof(site));
    site.self = jobs_lit("/snippets/one");
    site.single = (board == NULL);

    if (board != NULL) {
        site.board = jobs_str(board, strlen(board));
        site.root = (board[0] == '\0');
    }

    a.source = jobs_lit("Remotive");
    a.url = jobs_lit("https://remotive.example");
    a.line = jobs_lit("Found on Remotive");

    if (fragment) {
        jobs_detail_fragment(&b, l, &site, &a);

    } else {
        jobs_detail_page(&b, l, &site, l == &plain ? &a : NULL);
    }

    golden(&b, name);
    safe(jobs_buf_view(&b), name);

    jobs_buf_free(&b);
}


static void
error(unsigned status, const jobs_fault_t *fault, const char *board,
    int fragment)
{
    char         name[40];
    jobs_buf_t   b, row, more;
    jobs_str_t   similar;
    jobs_site_t  site;

    jobs_buf_init(&b, &tap_mem, 1 << 20);

    memset(&site, 0, sizeof(site));
    site.self = jobs_lit("/jobs");

    if (board != NULL) {
        site.board = jobs_str(board, strlen(board));
    }

    jobs_buf_init(&more, &tap_mem, 1 << 20);
    similar = jobs_str(NULL, 0);

    if (status == 410) {
        jobs_buf_init(&row, &tap_mem, 1 << 20);
        jobs_row_html(&row, &plain);
        jobs_row_fill(&more, jobs_buf_view(&row), site.board,
                  jobs_str(NULL, 0));
        jobs_buf_free(&row);
        similar = jobs_buf_view(&more);
    }

    if (fragment) {
        snprintf(name, sizeof(name), "error-%u-fragment", status);
        jobs_error_fragment(&b, status, fault, similar, &site);

    } else {
        snprintf(name, sizeof(name), "error-%u", status);
        jobs_error_page(&b, status, fault, similar, &site);
    }

    golden(&b, name);
    safe(jobs_buf_view(&b), name);

    jobs_buf_free(&more);
    jobs_buf_free(&b);
}


/* the boundary of what is seen at once, and what is always seen */

static void
choices(void)
{
    unsigned               i;
    jobs_list_t            l;
    jobs_facet_t           facet;
    static jobs_choices_t  c;
    static jobs_filter_t   f;

    memset(&l, 0, sizeof(l));
    memset(&facet, 0, sizeof(facet));
    l.filter = &f;
    l.facets = &facet;
    l.nfacets = 1;
    l.total = 100;
    facet.field = JOBS_F_COMPANY;

    for (i = 0; i < JOBS_FACET_VALUES; i++) {
        facet.values[i].value = jobs_str(&"abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWX"[i], 1);
        facet.values[i].label = facet.values[i].value;
        facet.values[i].count = 100 - i;
    }

    jobs_filter_init(&f, 20);

    ok(!jobs_html_choices(&c, &l, JOBS_P_COMPANY), "no value is no choice");
    ok(!jobs_html_choices(&c, &l, JOBS_P_LEVEL), "nor is what nobody counted");

    facet.n = 1;
    ok(!jobs_html_choices(&c, &l, JOBS_P_COMPANY),
       "nor is one value that all listings have");
    l.total = 101;
    ok(jobs_html_choices(&c, &l, JOBS_P_COMPANY),
       "one that not all of them have is");

    l.withheld = 1ULL << JOBS_P_COMPANY;
    ok(!jobs_html_choices(&c, &l, JOBS_P_COMPANY),
       "an argument that is not honoured");
    l.withheld = 0;

    for (i = JOBS_CHOICES_FIRST - 1; i <= JOBS_CHOICES_FIRST + 2; i++) {
        facet.n = i;
        (void) jobs_html_choices(&c, &l, JOBS_P_COMPANY);
        is_int(c.first, i < JOBS_CHOICES_FIRST + 2 ? i : JOBS_CHOICES_FIRST,
               "how many are seen at once");
        is_int(c.n, i, "and how many in all");
    }

    facet.n = JOBS_FACET_VALUES;
    (void) jobs_html_choices(&c, &l, JOBS_P_COMPANY);
    is_int(c.n, JOBS_CHOICES_MAX, "never more than so many");

    jobs_filter_init(&f, 20);
    add(&f, "company=j,none,-k", 0);
    f.values[1].nterms = 0;
    (void) jobs_html_choices(&c, &l, JOBS_P_COMPANY);
    is_int(c.first, JOBS_CHOICES_FIRST + 3, "besides what was chosen");
    is_int(c.chosen, 3, "and what was excluded");
    ok(c.choices[JOBS_CHOICES_FIRST + 2].exclude
       && !c.choices[JOBS_CHOICES_FIRST + 2].counted, "which has no number");
    is(c.choices[JOBS_CHOICES_FIRST].value, "j", "it keeps its place");
    ok(c.choices[JOBS_CHOICES_FIRST].chosen
       && c.choices[JOBS_CHOICES_FIRST].count == 91, "and its number");
    is(c.choices[JOBS_CHOICES_FIRST + 1].value, "none", "what nobody has");
    ok(c.choices[JOBS_CHOICES_FIRST + 1].counted
       && c.choices[JOBS_CHOICES_FIRST + 1].count == 0, "has none");

    f.values[1].nterms = 1;
    (void) jobs_html_choices(&c, &l, JOBS_P_COMPANY);
    ok(!c.choices[JOBS_CHOICES_FIRST + 1].counted,
       "what is behind those that are counted has no number");

    jobs_filter_init(&f, 20);
    add(&f, "company=x", 1);
    jobs_filter_settle(&f);
    ok(!jobs_html_choices(&c, &l, JOBS_P_COMPANY), "nothing if it is pinned");
}


static void
rows(void)
{
    jobs_buf_t  b, filled;

    jobs_buf_init(&b, &tap_mem, 1 << 16);
    jobs_buf_init(&filled, &tap_mem, 1 << 16);

    jobs_row_html(&b, &plain);
    ok(b.rc == JOBS_OK && b.len < 900,
       "a typical row has fewer than 900 bytes");
    printf("# %zu bytes\n", b.len);

    jobs_row_fill(&filled, jobs_buf_view(&b), jobs_lit("/jobs"),
                  jobs_str(NULL, 0));
    has(jobs_buf_view(&filled),
        "<a href=\"/jobs/greenhouse:gitlab:8503792002\">Senior",
        "a row links to the board");

    jobs_buf_reset(&filled);
    jobs_row_fill(&filled, jobs_buf_view(&b), jobs_lit("/jobs"),
                  jobs_lit("acme"));
    has(jobs_buf_view(&filled),
        "<a href=\"/jobs/greenhouse:gitlab:8503792002?partner=acme\">Senior",
        "with its partner");

    jobs_buf_reset(&filled);
    jobs_row_fill(&filled, jobs_buf_view(&b), jobs_lit(""),
                  jobs_str(NULL, 0));
    has(jobs_buf_view(&filled), "<a href=\"/greenhouse:gitlab:8503792002\">",
        "a row links to the board under /");

    jobs_buf_reset(&filled);
    jobs_row_fill(&filled, jobs_buf_view(&b), jobs_str(NULL, 0),
                  jobs_str(NULL, 0));
    has(jobs_buf_view(&filled),
        "<a href=\"https://job-boards.example.com/gitlab/jobs/8503792002\">",
        "without a board a row links to the listing's own address");

    jobs_buf_reset(&b);
    jobs_row_html(&b, &bare);
    has(jobs_buf_view(&b), "rel=\"nofollow noopener\"",
        "a source's own rel stands");

    jobs_buf_reset(&b);
    jobs_row_html(&b, &nasty);
    hasnt(jobs_buf_view(&b), "href", "an address that is not http is left out");
    has(jobs_buf_view(&b),
        "<h3 dir=\"auto\" part=\"title\">&lt;script&gt;alert(1)",
        "and the title stays, as text");

    jobs_buf_reset(&filled);
    jobs_row_fill(&filled, jobs_lit("a\x01/x\x02y"), jobs_lit("/jobs"),
                  jobs_str(NULL, 0));
    is_int(filled.rc, JOBS_CORRUPT, "a row whose gap does not end");

    jobs_buf_reset(&filled);
    jobs_row_fill(&filled, jobs_lit("a\x01/x\x02y\x03z"), jobs_lit("/j"),
                  jobs_str(NULL, 0));
    is(jobs_buf_view(&filled), "a/j/xz", "a gap is filled");

    jobs_buf_reset(&filled);
    jobs_row_fill(&filled, jobs_lit(""), jobs_lit("/j"),
                  jobs_str(NULL, 0));
    is_int(filled.len, 0, "an empty row");

    jobs_buf_free(&b);
    jobs_buf_free(&filled);
}


/* a reason that nobody has translated says what it is */

static void
foreign(jobs_fault_t fault)
{
    jobs_buf_t   b;
    jobs_site_t  site;

    jobs_buf_init(&b, &tap_mem, 1 << 16);
    memset(&site, 0, sizeof(site));

    fault.reason = "it is <odd>";
    site.look.lang = JOBS_LANG_DE;
    jobs_error_fragment(&b, 400, &fault, jobs_str(NULL, 0), &site);
    has(jobs_buf_view(&b), "werden: <span lang=\"en\">it is &lt;odd&gt;</span>.",
        "an English reason in German");

    jobs_buf_reset(&b);
    site.look.lang = JOBS_LANG_EN;
    jobs_error_fragment(&b, 400, &fault, jobs_str(NULL, 0), &site);
    has(jobs_buf_view(&b), "cannot be used: it is &lt;odd&gt;.",
        "an English reason in English");

    jobs_buf_free(&b);
}


static void
views(void)
{
    unsigned     i;
    jobs_buf_t   b;
    jobs_site_t  site;

    static const struct {
        const char  *board;
        const char  *view;
        const char  *want;
    } cases[] = {
        { "/jobs", "", "/jobs" },
        { "/jobs", ".json", "/jobs.json" },
        { "/jobs", "/jobs.css", "/jobs/jobs.css" },
        { "https://x.example/a", ".html", "https://x.example/a.html" },
        { "", "", "/" },
        { "", ".json", "/index.json" },
        { "", "/jobs.css", "/jobs.css" },
    };

    memset(&site, 0, sizeof(site));

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        jobs_buf_init(&b, &tap_mem, 1000);
        site.board = jobs_str(cases[i].board, strlen(cases[i].board));
        site.root = (site.board.len == 0);
        jobs_site_view(&b, &site, jobs_str(cases[i].view,
                                           strlen(cases[i].view)));
        is(jobs_buf_view(&b), cases[i].want, "the address of a view");
        jobs_buf_free(&b);
    }
}


/* every allocation of a page failing in turn */

static void
memory(const jobs_str_t *ready)
{
    long           n;
    jobs_rc_t      rc;
    jobs_buf_t     b;
    jobs_list_t    l;
    static jobs_filter_t  f;

    jobs_filter_init(&f, 20);
    add(&f, lists[1].query, 0);

    memset(&l, 0, sizeof(l));
    l.filter = &f;
    l.total = 5;
    l.count = 5;
    l.rows = (jobs_str_t *) ready;
    l.sort = f.sort;
    l.built_at = BUILT;
    l.site.board = jobs_lit("/jobs");
    l.facets = facets;
    l.nfacets = sizeof(facets) / sizeof(facets[0]);

    for (n = 0; n < 1000; n++) {
        jobs_buf_init(&b, &tap_mem, 1 << 20);
        tap_mem_left = n;
        jobs_list_page(&b, &l);
        tap_mem_left = -1;
        rc = b.rc;
        jobs_buf_free(&b);

        if (rc != JOBS_NOMEM) {
            break;
        }
    }

    ok(n > 1 && rc == JOBS_OK, "every allocation failing in turn");

    jobs_buf_init(&b, &tap_mem, 3000);
    jobs_list_page(&b, &l);
    is_int(b.rc, JOBS_LIMIT, "a page larger than its buffer may be");
    jobs_buf_free(&b);
}


int
main(void)
{
    size_t        i, used;
    jobs_buf_t    b;
    jobs_str_t    ready[5];
    jobs_fault_t  fault;

    static char                   title[301];
    static jobs_listing_t         lengthy;
    static const jobs_listing_t  *listings[] = {
        &plain, &bare, &rtl, &nasty, &lengthy
    };

    jobs_buf_init(&b, &tap_mem, 1000);
    jobs_error_page(&b, 503, NULL, jobs_str(NULL, 0),
                    &(jobs_site_t) { .single = 0 });
    is_int(b.rc, JOBS_ERROR, "nothing is rendered before jobs_html_init()");
    jobs_buf_free(&b);

    tap_mem_left = 2;
    is_int(jobs_html_init(&tap_mem), JOBS_NOMEM, "no memory for templates");
    tap_mem_left = -1;

    is_int(jobs_html_init(&tap_mem), JOBS_OK, "the templates compile");
    is_int(jobs_html_init(&tap_mem), JOBS_OK, "a second start does no harm");

    ok(jobs_html_style().len > 1000 && jobs_html_style().len < 24000,
       "the stylesheet is there and small");
    hasnt(jobs_html_style(), "</", "it can stand inside <style>");

    memset(title, 'W', 300);
    lengthy = plain;
    lengthy.id = jobs_lit("long:1");
    lengthy.title = jobs_str(title, 300);
    lengthy.location = jobs_lit("Berlin, Germany; Paris, France; Rome, Italy; "
                                "Madrid, Spain; Lisbon, Portugal; Vienna, "
                                "Austria; Warsaw, Poland; Prague, Czechia");
    lengthy.locations.n = 2;
    lengthy.locations.item[1] = jobs_lit("Paris, France");
    lengthy.description_html = jobs_str(NULL, 0);
    lengthy.description_text = jobs_lit("One.\n\nTwo.");

    for (i = 0, used = 0; i < 5; i++) {
        jobs_buf_init(&b, &tap_mem, 1 << 16);
        jobs_row_html(&b, listings[i]);
        memcpy(row_memory + used, b.data, b.len);
        ready[i] = jobs_str(row_memory + used, b.len);
        used += b.len;
        jobs_buf_free(&b);
    }

    rows();
    views();
    choices();

    for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        list(&lists[i], ready);
    }

    detail("detail", &plain, "/jobs", 0);
    detail("detail-root", &rtl, "", 0);
    detail("detail-nowhere", &lengthy, NULL, 0);
    detail("detail-bare", &bare, "https://board.example/jobs", 0);
    detail("detail-nasty", &nasty, "/jobs", 0);
    detail("detail-fragment", &plain, "/jobs", 1);
    detail("detail-posting", &posting, "https://board.example/jobs", 0);

    fault.parameter = jobs_lit("limit");
    fault.value = jobs_lit("-1\"><b>");
    fault.reason = "it must be a whole number from 0";

    error(400, &fault, "/jobs", 0);
    error(400, &fault, NULL, 1);
    error(404, NULL, "/jobs", 0);
    error(405, NULL, "/jobs", 0);
    error(410, NULL, "/jobs", 0);
    error(410, NULL, "/jobs", 1);
    error(503, NULL, NULL, 0);
    error(503, NULL, "/jobs", 1);
    error(500, NULL, "/jobs", 0);
    foreign(fault);

    memory(ready);

    jobs_html_free();

    return tap_done();
}
