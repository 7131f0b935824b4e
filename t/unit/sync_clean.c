/*
 * sync/sync_clean.c and sync/sync_html.c: text, dates and HTML of feeds.
 */

#include "sync.h"
#include "tap.h"


static const struct {
    const char  *in;
    const char  *out;
} texts[] = {
    { "  a \t\r\n b  ", "a b" },
    { "AT&amp;T", "AT&T" },
    { "&amp;lt;", "&lt;" },
    { "&#8364; &#x20AC; &euro;", "€ € €" },
    { "&bogus; & &; &#; &#0; &#xD800; &#x110000;",
      "&bogus; & &; &#; &#0; &#xD800; &#x110000;" },
    { "a\u202Eb\uFEFFc\u2066d", "abcd" },
    { "a\x01" "b\x7F" "c", "abc" },
    { "a\xFF" "b\xC3", "a\uFFFDb\uFFFD" },
    { "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD" },
    { "&nbsp;x\u00A0\u2003y\u3000", "x y" },
    { "\U0001F680 Rocket", "\U0001F680 Rocket" },
    { "caf\u00C3\u00A9 customers\u00E2\u20AC\u2122 na\u00C3\u00AFve",
      "café customers’ naïve" },
    { "\u00F0\u0178\u0161\u20AC Rocket", "\U0001F680 Rocket" },
    { "MANH\u00C3\u201D MEN\u00DC\u201C \u00C3\u00A9\u2013",
      "MANH\u00C3\u201D MEN\u00DC\u201C \u00C3\u00A9\u2013" },
    { "&ccedil;&Omega;&hearts;&zwj;", "çΩ♥\u200D" },
    { "", "" }
};

static const struct {
    const char  *text;
    int64_t      time;          /* -1: none */
} times[] = {
    { "2026-08-11T20:45:29Z", 1786481129 },
    { "2026-08-11 20:45:29 UTC", 1786481129 },
    { "2026-08-11T20:45:29", 1786481129 },
    { "2026-08-11T20:45:29.123456", 1786481129 },
    { "2026-08-11T20:45:29.123-0400", 1786495529 },
    { "2026-08-11T20:45", 1786481100 },
    { "1786481129", 1786481129 },
    { "1786481129999", 1786481129 },
    { "Tue, 11 Aug 2026 20:45:29 +0000", 1786481129 },
    { "11 Aug 2026 20:45 GMT", 1786481100 },
    { "Tue, 11 Aug 2026 16:45:29 EDT", 1786481129 },
    { "Tue, 11 Aug 2026 12:45:29 pst", 1786481129 },
    { "Tue, 11 Aug 2026 20:45:29 UT", 1786481129 },
    { "Tue, 11 Aug 26 20:45:29 Z", 1786481129 },
    { "Tue, 11 August 2026 20:45:29 GMT", 1786481129 },
    { "Fri, 06 Nov 98 00:00:00 GMT", 910310400 },
    { "2026-08-11 22:45:29+02", 1786481129 },
    { "2026-08-11T20:45:29 -00", 1786481129 },
    { "Tue, 11 Aug 126 20:45:29 GMT", -1 },
    { "Tue, 11 Aug -5 20:45:29 GMT", -1 },
    { "Tue, 11 Aug 2026 20:45:29 XYZ", -1 },
    { "2026-08-11T20:45:29+0", -1 },
    { "2026-08-11T20:45:29+aa", -1 },
    { "Tue, 31 Feb 2026 20:45:29 GMT", -1 },
    { "Tue, 11 Foo 2026 20:45:29 GMT", -1 },
    { "2026-02-29T00:00:00", -1 },
    { "2026-08-11T25:00:00", -1 },
    { "12", -1 },
    { "", -1 },
    { "Posted 3 Days Ago", -1 }
};

static const struct {
    const char  *html;
    int          safe;
} pages[] = {
    { "plain", 1 },
    { "<p>a<br>b<br/>c<hr /></p>", 1 },
    { "<ul><li><B>x</b></li></ul>", 1 },
    { "<a href=\"https://a.example/?a=1&amp;b=2\">x</a>", 1 },
    { "<a href=\"mailto:a@b.example\">x</a>", 1 },
    { "<a href=\"javascript:alert(1)\">x</a>", 0 },
    { "<a href=\"https://a.example/\" onclick=\"x\">x</a>", 0 },
    { "<a href=https://a.example/>x</a>", 0 },
    { "<a href=\"https://a.example/>\">x</a>", 0 },
    { "<p style=\"x\">x</p>", 0 },
    { "<script>x</script>", 0 },
    { "<img src=x>", 0 },
    { "<!-- x -->", 0 },
    { "<p", 0 },
    { "a < b", 0 },
    { "<p>", 0 },
    { "</div>", 0 },
    { "<p><b></p></b>", 0 },
    { "</br>", 0 },
    { "<p/>", 0 }
};


int
main(void)
{
    size_t       i;
    int64_t      t;
    jobs_rc_t    rc;
    jobs_buf_t   b;
    jobs_str_t   bad;

    jobs_buf_init(&b, &tap_mem, 4096);

    for (i = 0; i < sync_n(texts); i++) {
        jobs_buf_reset(&b);
        sync_clean(&b, sync_str(texts[i].in), 0);
        is(jobs_buf_view(&b), texts[i].out, texts[i].out);
    }

    jobs_buf_reset(&b);
    sync_clean(&b, jobs_lit(" a \n\n b  c "), 1);
    ok(jobs_str_eq(jobs_buf_view(&b), jobs_lit("a\nb c")),
       "line breaks are kept where they mean something");

    for (i = 0; i < sync_n(times); i++) {
        rc = sync_parse_time(sync_str(times[i].text), &t);
        ok(times[i].time == -1 ? rc != JOBS_OK
                               : rc == JOBS_OK && t == times[i].time,
           times[i].text);
    }

    for (i = 0; i < sync_n(pages); i++) {
        is_int(sync_html_safe(sync_str(pages[i].html), &bad), pages[i].safe,
               pages[i].html);
    }

    jobs_buf_free(&b);

    return tap_done();
}
