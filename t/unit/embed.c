/*
 * core/jobs_embed*.c, jobs_oembed.c, jobs_html_frame.c, jobs_html_embed.c:
 * lists inside other people's pages, with text that means harm.
 */

#include "tap.h"
#include "jobs_embed_code.h"
#include "jobs_format.h"
#include "jobs_text.h"


static jobs_filter_t  filter;
static jobs_buf_t     out;
static jobs_str_t     row[1];


static void
list(jobs_list_t *l, const char *query, const char *self)
{
    const char           *reason;
    jobs_fault_t          fault;
    static jobs_args_t    args;

    jobs_filter_init(&filter, 20);

    if (jobs_args_parse(&args, jobs_str(query, strlen(query)), &reason)
        != JOBS_OK
        || jobs_filter_args(&filter, &args, UINT64_MAX, 100, &fault)
           != JOBS_OK)
    {
        printf("Bail out! %s\n", query);
        exit(1);
    }

    memset(l, 0, sizeof(jobs_list_t));
    l->filter = &filter;
    l->total = 50;
    l->count = 1;
    l->rows = row;
    l->site.board = jobs_lit("https://board.example/jobs");
    l->site.self = jobs_str(self, strlen(self));
    l->site.origin = jobs_lit("");
    l->site.frame = 1;
}


static void
frames(void)
{
    jobs_list_t  l;

    list(&l, "level=lead", "https://board.example/jobs/frame");

    row[0] = jobs_lit(
        "<li><a href=\"\x01/a:1\x02https://x.example\x03\">"
        "https://board.example/jobs/frame</a>"
        "<a href='https://board.example/jobs/frame?page=2'>1</a>"
        "<a href=\"https://board.example/jobs/frame#x\">2</a>"
        "<a href=\"https://board.example/jobs/framework\">3</a>"
        "<a href=\"https://board.example/jobs/frame/other\">4</a>"
        "<a href=https://board.example/jobs/frame>5</a>"
        "<form action=\"https://board.example/jobs/frame\"></form>"
        "<a data-href=\"https://board.example/jobs/frame\">6</a>"
        " href=\"https://board.example/jobs/frame</li>");

    jobs_buf_reset(&out);
    jobs_list_frame(&out, &l);

    is_int(out.rc, JOBS_OK, "a frame");
    has(jobs_buf_view(&out), "<a target=\"_self\" href='https://board.example"
        "/jobs/frame?page=2'>1</a><a target=\"_self\" href=\"https://board."
        "example/jobs/frame#x\">2</a>", "links to the list itself stay in it");
    has(jobs_buf_view(&out), "<form target=\"_self\" action=", "so do forms");
    has(jobs_buf_view(&out), "<a href=\"https://board.example/jobs/framework"
        "\">3</a><a href=\"https://board.example/jobs/frame/other\">4</a>",
        "an address that only begins so does not");
    has(jobs_buf_view(&out), "<a data-href=", "nor what is no link");
    has(jobs_buf_view(&out), "<li><a href=\"https://board.example/jobs/a:1\">"
        "https://board", "nor a listing");

    row[0] = jobs_lit("<li>1</li>");

    l.site.board = jobs_str(NULL, 0);
    jobs_buf_reset(&out);
    jobs_list_frame(&out, &l);
    hasnt(jobs_buf_view(&out), "<script", "without a board there is no script");
    has(jobs_buf_view(&out), "<style>", "and the stylesheet is inside");
}


static void
oembed(void)
{
    jobs_list_t  l;

    list(&l, "company=%22%3E%3Cb%3E%26%27&theme=dark&limit=2",
         "https://board.example/jobs/frame");

    jobs_buf_reset(&out);
    jobs_list_oembed(&out, &l);

    has(jobs_buf_view(&out), "{\"version\":\"1.0\",\"type\":\"rich\","
        "\"title\":", "oEmbed");
    has(jobs_buf_view(&out), "\"provider_name\":\"board.example\","
        "\"provider_url\":\"https://board.example/jobs\"", "says whose it is");
    has(jobs_buf_view(&out), "/jobs/frame?company=%22%22%22%3E%3Cb%3E%26%27%22"
        "\\u0026amp;limit=2\\u0026amp;theme=dark\\\" width=\\\"600\\\"",
        "the frame has the arguments, escaped twice");
    hasnt(jobs_buf_view(&out), "<", "and nothing is HTML for a browser");

    l.site.oembed.xml = 1;
    l.site.oembed.maxwidth = 300;
    l.site.oembed.maxheight = 200;
    jobs_buf_reset(&out);
    jobs_list_oembed(&out, &l);
    has(jobs_buf_view(&out), "<width>300</width>\n<height>200</height>\n<html>"
        "&lt;blockquote", "XML, of a size");
    hasnt(jobs_buf_view(&out), "<b>", "is escaped too");

    l.site.board = jobs_lit("https://board.example");
    l.site.root = 1;
    jobs_buf_reset(&out);
    jobs_list_oembed(&out, &l);
    has(jobs_buf_view(&out), "<provider_name>board.example</provider_name>\n"
        "<provider_url>https://board.example/</provider_url>",
        "a board under /");
}


static void
heights(void)
{
    unsigned     i, rows;
    jobs_list_t  l;

    for (rows = 0; rows < 100; rows++) {
        for (i = 0; i < 6; i++) {
            if (jobs_embed_height(rows + 2, 0) <= jobs_embed_height(rows + 1, 0)
                || jobs_embed_height(rows, JOBS_SHOW_LIST | 1u << i)
                   < jobs_embed_height(rows, JOBS_SHOW_LIST))
            {
                ok(0, "more is higher");
                return;
            }
        }
    }

    list(&l, "limit=7", "/f");
    is_int(jobs_embed_rows(&l), 7, "as many rows as the limit");
    l.total = 3;
    is_int(jobs_embed_rows(&l), 3, "or as there are");
    l.offset = 2;
    is_int(jobs_embed_rows(&l), 1, "behind the first ones");
    l.offset = 5;
    is_int(jobs_embed_rows(&l), 0, "none beyond the end");
}


static void
addresses(void)
{
    jobs_list_t  l;

    list(&l, "level=lead&show=list&heading=3&theme=dark&lang=de&limit=3&page=2"
             "&partner=tea", "/f");

    jobs_buf_reset(&out);
    jobs_address_board(&out, &l);
    is(jobs_buf_view(&out), "https://board.example/jobs?level=lead&partner=tea"
                            "&lang=de", "the whole list");
    is_int(filter.limit, 3, "and the filter stays as it was");

    l.site.page = jobs_lit("/lead-jobs");
    jobs_buf_reset(&out);
    jobs_address_board(&out, &l);
    has(jobs_buf_view(&out), "https://board.example/jobs/lead-jobs?level=lead",
        "of a named search");

    l.site.board = jobs_str(NULL, 0);
    jobs_buf_reset(&out);
    jobs_address_board(&out, &l);
    is_int(out.len, 0, "there is none without a board");
}


static void
code(void)
{
    jobs_list_t              l;
    const jobs_embed_way_t  *way;

    list(&l, "q=%22%3E%3C%2Fscript%3E--%3E%60%24&company=%3C%21--&title=x",
         "https://board.example/jobs/embed");

    for (way = jobs_embed_ways; way->name.data != NULL; way++) {
        jobs_buf_reset(&out);
        way->write(&out, &l);
        is_int(out.rc, JOBS_OK, way->name.data);
        hasnt(jobs_buf_view(&out), "\"></script>-",
              "nothing of the request ends it");
        hasnt(jobs_buf_view(&out), "<!--\"", "or begins anything");
    }

    jobs_buf_reset(&out);
    jobs_embed_policy(&out, &l, &jobs_embed_ways[1]);
    is(jobs_buf_view(&out), "script-src https://board.example; connect-src "
       "https://board.example; style-src https://board.example", "a policy");
}


/* every allocation of a writer failing in turn, and a buffer that is small */

static void
memory(const char *name, void (*write)(jobs_buf_t *b, const jobs_list_t *l))
{
    long         n;
    jobs_rc_t    rc;
    jobs_buf_t   b;
    jobs_list_t  l;

    list(&l, "level=lead&company=acme&limit=2",
         "https://board.example/jobs/frame");

    for (n = 0; n < 1000; n++) {
        jobs_buf_init(&b, &tap_mem, 1 << 20);
        tap_mem_left = n;
        write(&b, &l);
        tap_mem_left = -1;
        rc = b.rc;
        jobs_buf_free(&b);

        if (rc != JOBS_NOMEM) {
            break;
        }
    }

    ok(n > 1 && rc == JOBS_OK, name);

    jobs_buf_init(&b, &tap_mem, 300);
    write(&b, &l);
    is_int(b.rc, JOBS_LIMIT, "larger than its buffer may be");
    jobs_buf_free(&b);
}


int
main(void)
{
    if (jobs_html_init(&tap_mem) != JOBS_OK) {
        printf("Bail out! templates\n");
        return 1;
    }

    jobs_buf_init(&out, &tap_mem, 1 << 20);

    frames();
    oembed();
    heights();
    addresses();
    code();
    memory("a frame, every allocation failing in turn", jobs_list_frame);
    memory("oEmbed, every allocation failing in turn", jobs_list_oembed);
    memory("the code, every allocation failing in turn", jobs_list_embed);

    jobs_buf_free(&out);
    jobs_html_free();

    return tap_done();
}
