/*
 * An operator's templates in the writers of HTML: a list whose listings are
 * read while it is written, also where that fails.
 */

#include "tap.h"
#include "jobs_html.h"


#define ROWS  3

static unsigned        reads;
static unsigned        failing;         /* the read that does; 0: none */
static jobs_filter_t   filter;
static uint32_t        numbers[ROWS] = { 7, 8, 9 };

static jobs_template_t   list_template, item_template;
static jobs_templates_t  templates;


static jobs_rc_t
read_listing(void *source, uint32_t number, jobs_listing_t *l)
{
    static char  title[20];

    if (++reads == failing) {
        return *(jobs_rc_t *) source;
    }

    memset(l, 0, sizeof(jobs_listing_t));

    l->id = jobs_lit("a:1");
    l->title = jobs_str(title, snprintf(title, sizeof(title), "<%u>", number));
    l->url = jobs_lit("https://x.example/?a=1&b=2");
    l->posted_at = JOBS_NO_TIME;

    return JOBS_OK;
}


static void
compile(jobs_template_t *t, jobs_html_e name, jobs_source_t *source,
    const char *text)
{
    jobs_template_error_t  error;

    source->name = jobs_lit("own.html");
    source->text = tap_str(text);

    ok(jobs_template_compile(t, jobs_html_view(name), source, NULL, &tap_mem,
                             &error)
       == JOBS_OK, text);

    templates.template[name] = t;
}


static jobs_rc_t
render(jobs_buf_t *b, jobs_rc_t *rc, const char *board)
{
    jobs_list_t  l;

    memset(&l, 0, sizeof(jobs_list_t));
    jobs_filter_init(&filter, 20);

    l.filter = &filter;
    l.total = ROWS;
    l.count = ROWS;
    l.numbers = numbers;
    l.source = rc;
    l.read = read_listing;
    l.site.templates = &templates;
    l.site.self = jobs_lit("/s");

    if (board != NULL) {
        l.site.board = tap_str(board);
    }

    reads = 0;
    jobs_buf_init(b, &tap_mem, 1 << 20);
    jobs_list_fragment(b, &l);

    return b->rc;
}


int
main(void)
{
    jobs_rc_t       rc;
    jobs_buf_t      b, row;
    jobs_site_t     site;
    jobs_source_t   list_source, item_source;
    jobs_listing_t  l;

    static const jobs_rc_t  codes[] = {
        JOBS_CORRUPT, JOBS_TIMEOUT, JOBS_NOMEM
    };

    is_int(jobs_html_init(&tap_mem), JOBS_OK, "the built-in ones compile");

    compile(&list_template, JOBS_HTML_LIST, &list_source,
            "{{#jobs}}<a href=\"{{link_url}}\">{{title}}</a>{{/jobs}}");

    rc = JOBS_OK;
    is_int(render(&b, &rc, "/jobs"), JOBS_OK, "a list of listings");
    is(jobs_buf_view(&b), "<a href=\"/jobs/a:1\">&lt;7&gt;</a>"
       "<a href=\"/jobs/a:1\">&lt;8&gt;</a><a href=\"/jobs/a:1\">&lt;9&gt;</a>",
       "each is read, by its number");
    is_int(reads, ROWS, "once");
    jobs_buf_free(&b);

    is_int(render(&b, &rc, NULL), JOBS_OK, "without a board");
    has(jobs_buf_view(&b), "<a href=\"https://x.example/?a=1&amp;b=2\">&lt;7",
        "a link leads to the listing itself");
    jobs_buf_free(&b);

    for (failing = 1; failing <= ROWS; failing++) {
        rc = codes[failing - 1];
        is_int(render(&b, &rc, "/jobs"), rc, "a listing cannot be read");
        is_int(reads, failing, "no other one is tried");
        jobs_buf_free(&b);
    }

    failing = 0;

    compile(&item_template, JOBS_HTML_ITEM, &item_source,
            "<li><a href='{{link_url}}'>{{title}}</a></li>");

    memset(&site, 0, sizeof(jobs_site_t));
    ok(!jobs_rows_made(&site), "rows are those of the snapshot");
    site.templates = &templates;
    ok(jobs_rows_made(&site), "but where there is an item of one's own");

    read_listing(NULL, 1, &l);
    jobs_buf_init(&row, &tap_mem, 1000);
    jobs_buf_init(&b, &tap_mem, 1000);
    jobs_row_made(&row, &l, &site);
    jobs_row_fill(&b, jobs_buf_view(&row), jobs_lit("/b"),
                  jobs_str(NULL, 0));
    is(jobs_buf_view(&b), "<li><a href='/b/a:1'>&lt;1&gt;</a></li>",
       "such a row has gaps");
    jobs_buf_free(&row);
    jobs_buf_free(&b);

    jobs_template_free(&item_template);
    jobs_template_free(&list_template);
    jobs_html_free();

    return tap_done();
}
