/*
 * core/jobs_text.c, jobs_fold.c, jobs_number.c: round trips and rejects.
 */

#include "jobs_text.h"
#include "tap.h"


typedef void (*writer_t)(jobs_buf_t *b, jobs_str_t s);

typedef struct {
    const char    *from;
    const char    *to;          /* NULL: refused */
} test_t;


static jobs_buf_t  out, again;


static void
test_writer(writer_t write, const char *from, const char *to)
{
    jobs_buf_reset(&out);
    write(&out, tap_str(from));
    is(jobs_buf_view(&out), to, from);
}


/* each byte at each place of texts of all lengths around a word's */

static void
test_printable(void)
{
    int       c, wrong;
    char      text[20];
    size_t    i, len;

    wrong = 0;

    for (len = 0; len <= sizeof(text); len++) {
        memset(text, '~', len);
        wrong += !jobs_printable(jobs_str(text, len));

        for (i = 0; i < len; i++) {
            for (c = 0; c < 256; c++) {
                text[i] = (char) c;
                wrong += jobs_printable(jobs_str(text, len))
                         != (c >= 0x20 && c <= 0x7E);
            }

            text[i] = ' ';
        }
    }

    is_int(wrong, 0, "ASCII without control characters is printable");
}


static void
test_utf8(void)
{
    unsigned     i, wrong;
    uint32_t     c;
    const char  *p, *end;

    static const char  *bad[] = {
        "\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\x80",
        "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFE", "\xFF", "a\xE2(\xA1"
    };

    wrong = 0;

    for (c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }

        jobs_buf_reset(&out);
        jobs_utf8_put(&out, c);
        p = out.data;
        end = out.data + out.len;
        wrong += (jobs_utf8_next(&p, end) != c || p != end
                  || jobs_utf8_valid(jobs_buf_view(&out)) != (c != 0));
    }

    is_int(wrong, 0, "every character, there and back");

    for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        ok(!jobs_utf8_valid(tap_str(bad[i])), "not UTF-8");
    }

    p = "\xE2(";
    end = p + 2;
    is_int(jobs_utf8_next(&p, end), 0xFFFFFFFF, "a bad sequence");
    is_int(end - p, 1, "costs one byte");
    test_printable();
    ok(jobs_utf8_valid(jobs_lit("")), "nothing is valid");
    ok(!jobs_utf8_valid(jobs_str("a\0b", 3)), "NUL is not");
}


static void
test_escapes(void)
{
    int       wrong;
    char      bytes[40];
    size_t    i, k, n;
    unsigned  w;

    static const writer_t  writers[] = { jobs_escape_html, jobs_escape_json,
                                         jobs_escape_uri, jobs_escape_path };
    static const char     *never[] = { "<>\"'\x01\x02\x03\x7F",
                                       "<>&\n\r\t\x01\x1F\x7F", "<>&\"' /",
                                       "<>&\"' ?#" };

    test_writer(jobs_escape_html, "a<b>&\"'\t\n\x01\x7F\xFF\u00E9",
                "a&lt;b&gt;&amp;&quot;&#39;\t\n\uFFFD\u00E9");
    test_writer(jobs_escape_json, "\"\\\n\r\t\x01\x7F<>&\u2028\u2029\xFF\u00E9",
                "\\\"\\\\\\n\\r\\t\\u0001\\u007f\\u003c\\u003e\\u0026"
                "\\u2028\\u2029\uFFFD\u00E9");
    test_writer(jobs_json_string, "a", "\"a\"");
    test_writer(jobs_json_string, "", "\"\"");
    test_writer(jobs_json_string, NULL, "null");
    test_writer(jobs_escape_uri, "aZ9-._~,:/@+[] %\u00E9",
                "aZ9-._~,:%2F%40%2B%5B%5D%20%25%C3%A9");
    test_writer(jobs_escape_path, "/a@b+[c] ?#&", "/a@b+[c]%20%3F%23%26");

    jobs_buf_reset(&out);
    jobs_escape_uri(&out, jobs_str("\0", 1));
    is(jobs_buf_view(&out), "%00", "NUL in an address");

    wrong = 0;

    for (i = 0; i < 20000; i++) {
        n = tap_random(sizeof(bytes));

        for (k = 0; k < n; k++) {
            bytes[k] = (char) tap_random(256);
        }

        for (w = 0; w < 4; w++) {
            jobs_buf_reset(&out);
            writers[w](&out, jobs_str(bytes, n));
            wrong += !jobs_utf8_valid(jobs_buf_view(&out))
                     && memchr(bytes, 0, n) == NULL;

            for (k = 0; k < out.len; k++) {
                wrong += out.data[k] != '\0'
                         && strchr(never[w], out.data[k]) != NULL;
            }
        }
    }

    is_int(wrong, 0, "any bytes: UTF-8 without what must be escaped");
}


static void
test_fold(void)
{
    unsigned  wrong;
    uint32_t  c;

    test_writer(jobs_fold, "  Foo \t\n BAR ", "foo bar");
    test_writer(jobs_fold, "\u00A0\u00C9\u3000\u0130\u0178\u017D ", "\u00E9 i\u00FF\u017E");
    test_writer(jobs_fold, "\u0391\u03A3\u0401\u042F", "\u03B1\u03C3\u0451\u044F");
    test_writer(jobs_fold, "a\xFF", "a\uFFFD");
    test_writer(jobs_fold, " ", "");

    test_writer(jobs_slug, "Scale AI, Inc.", "scale-ai-inc");
    test_writer(jobs_slug, "--\u00DCber & Stra\u00DFe!", "uber-strasse");
    test_writer(jobs_slug, "\u0141\u00F3d\u017A \u00C6\u0152\u00DE", "lodz-aeoeth");
    test_writer(jobs_slug, "e\u0301", "e");
    test_writer(jobs_slug, "\u6771\u4EAC \u041C", "\u6771\u4EAC-\u043C");
    test_writer(jobs_slug, "\U0001F600 !", "");

    wrong = 0;

    for (c = 1; c <= 0x10FFFF; c++) {
        jobs_buf_reset(&out);
        jobs_buf_reset(&again);
        jobs_utf8_put(&again, c >= 0xD800 && c <= 0xDFFF ? 'A' : c);
        jobs_fold(&out, jobs_buf_view(&again));
        jobs_buf_reset(&again);
        jobs_fold(&again, jobs_buf_view(&out));
        wrong += !jobs_str_eq(jobs_buf_view(&out), jobs_buf_view(&again));

        jobs_buf_reset(&again);
        jobs_slug(&again, jobs_buf_view(&out));
        jobs_buf_reset(&out);
        jobs_slug(&out, jobs_buf_view(&again));
        wrong += !jobs_str_eq(jobs_buf_view(&out), jobs_buf_view(&again));
    }

    is_int(wrong, 0, "what is folded, or a slug, stays as it is");
    ok(jobs_has_letter(jobs_lit("- 1")), "a digit");
    ok(!jobs_has_letter(jobs_lit("-+# \u2028")), "no letter");
}


static void
test_numbers(void)
{
    double    d;
    size_t    i;
    uint64_t  n;

    static const test_t  numbers[] = {
        { "0", "0" }, { "12", "12" }, { "12.50", "12.5" }, { "45.25", "45.25" },
        { "-3.5", "-3.5" }, { "0.999", "1" }, { "1.01", "1.01" },
        { "-0.001", "0" }, { "-0", "0" }, { "1.995", "2" },
        { "999999999999999", "999999999999999" }, { "", NULL }, { "-", NULL },
        { ".5", NULL }, { "5.", NULL }, { "1.2.3", NULL }, { "1e3", NULL },
        { "+1", NULL }, { " 1", NULL }, { "1 ", NULL }, { "0x1", NULL },
        { "1,000", NULL }, { "--1", NULL }, { "nan", NULL },
        { "1000000000000000", NULL }
    };

    for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        jobs_buf_reset(&out);

        if (numbers[i].to == NULL) {
            ok(jobs_parse_number(tap_str(numbers[i].from), &d) != JOBS_OK,
               numbers[i].from);
            continue;
        }

        is_int(jobs_parse_number(tap_str(numbers[i].from), &d), JOBS_OK,
               numbers[i].from);
        jobs_buf_number(&out, d);
        is(jobs_buf_view(&out), numbers[i].to, "as written");
    }

    is_int(jobs_parse_uint(jobs_lit("18446744073709551615"), UINT64_MAX, &n),
           JOBS_OK, "64 bits");
    ok(n == UINT64_MAX, "all of them");
    is_int(jobs_parse_uint(jobs_lit("18446744073709551616"), UINT64_MAX, &n),
           JOBS_LIMIT, "one more");
    is_int(jobs_parse_uint(jobs_lit("100"), 100, &n), JOBS_OK, "the maximum");
    is_int(jobs_parse_uint(jobs_lit("101"), 100, &n), JOBS_LIMIT, "above");
    is_int(jobs_parse_uint(jobs_lit("9"), 5, &n), JOBS_LIMIT,
           "above a maximum of one digit");
    is_int(jobs_parse_uint(jobs_lit(""), 5, &n), JOBS_INVALID, "nothing");
    is_int(jobs_parse_uint(jobs_lit("-1"), 5, &n), JOBS_INVALID, "a sign");

    jobs_buf_reset(&out);
    jobs_buf_padded(&out, 7, 3);
    jobs_buf_char(&out, ' ');
    jobs_buf_padded(&out, 1234, 3);
    jobs_buf_char(&out, ' ');
    jobs_buf_uint(&out, UINT64_MAX);
    is(jobs_buf_view(&out), "007 1234 18446744073709551615", "integers");
}


static void
test_times(void)
{
    int64_t   t, u;
    size_t    i;
    unsigned  wrong;

    static const test_t  times[] = {
        { "1970-01-01", "1970-01-01T00:00:00Z" },
        { "2026-08-08T11:00:00+02:00", "2026-08-08T09:00:00Z" },
        { "2026-08-08t09:00:00.123456z", "2026-08-08T09:00:00Z" },
        { "2026-08-08 09:00:00-00:30", "2026-08-08T09:30:00Z" },
        { "2000-02-29", "2000-02-29T00:00:00Z" },
        { "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z" },
        { "0001-01-01", "0001-01-01T00:00:00Z" },
        { "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z" },
        { "1900-02-29", NULL }, { "2026-13-01", NULL }, { "2026-00-01", NULL },
        { "2026-04-31", NULL }, { "2026-04-00", NULL }, { "0000-01-01", NULL },
        { "2026-8-8", NULL }, { "2026-08-08T", NULL },
        { "2026-08-08T09:00Z", NULL }, { "2026-08-08T09:00:00", NULL },
        { "2026-08-08T24:00:00Z", NULL }, { "2026-08-08T09:60:00Z", NULL },
        { "2026-08-08T09:00:61Z", NULL }, { "2026-08-08T09:00:00.Z", NULL },
        { "2026-08-08T09:00:00+2:00", NULL },
        { "2026-08-08T09:00:00+24:00", NULL },
        { "2026-08-08T09:00:00Zx", NULL }, { "", NULL }, { "now", NULL },
        { "0001-01-01T00:00:00+00:01", NULL },
        { "9999-12-31T23:59:59-00:01", NULL }
    };

    for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        if (times[i].to == NULL) {
            is_int(jobs_parse_time(tap_str(times[i].from), &t), JOBS_INVALID,
                   times[i].from);
            continue;
        }

        jobs_buf_reset(&out);
        is_int(jobs_parse_time(tap_str(times[i].from), &t), JOBS_OK,
               times[i].from);
        jobs_buf_time(&out, t);
        is(jobs_buf_view(&out), times[i].to, "in UTC");
    }

    wrong = 0;

    for (t = -62135596800; t <= 253402300799; t += 86399 * 7) {
        jobs_buf_reset(&out);
        jobs_buf_time(&out, t);
        wrong += jobs_parse_time(jobs_buf_view(&out), &u) != JOBS_OK || u != t;
    }

    is_int(wrong, 0, "years 1 to 9999, there and back");
}


static void
test_forms(void)
{
    char      id[130];
    unsigned  i;

    static const char  *urls[] = { "http://a", "HTTPS://a.example/b?c#d" };
    static const char  *not_urls[] = {
        "", "http://", "https://", "ftp://a", "//a", "javascript:alert(1)",
        "http:///a", "https://?a", "https://#", "https://:1", "https://@a",
        "http://a b", "http://a\n", "http://a\"", "http://a<", "http://a\\",
        "http://a`", "http://\u00E9", " http://a", "http://a{", "http://a^",
        "http://a|"
    };
    static const char  *ids[] = { "a:b", "a:b:c", "A.b_~-:0", "a:.jsonx" };
    static const char  *not_ids[] = { "", "a", ":", "a:", ":a", "a::b", "a:b:",
                                      "a:b.json", "a:b.html", "a:b/c", "a:b c",
                                      "a:\u00E9", "a:b\n", "a:%41" };

    for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        ok(jobs_is_http_url(tap_str(urls[i])), urls[i]);
    }

    for (i = 0; i < sizeof(not_urls) / sizeof(not_urls[0]); i++) {
        ok(!jobs_is_http_url(tap_str(not_urls[i])), "not an address");
    }

    for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        ok(jobs_is_listing_id(tap_str(ids[i])), ids[i]);
    }

    for (i = 0; i < sizeof(not_ids) / sizeof(not_ids[0]); i++) {
        ok(!jobs_is_listing_id(tap_str(not_ids[i])), "not an id");
    }

    ok(!jobs_is_http_url(jobs_str("http://a\0b", 10)), "NUL in an address");
    ok(!jobs_is_listing_id(jobs_str("a:b\0", 4)), "NUL in an id");

    memset(id, 'a', sizeof(id));
    id[1] = ':';
    ok(jobs_is_listing_id(jobs_str(id, 128)), "128 bytes");
    ok(!jobs_is_listing_id(jobs_str(id, 129)), "129 bytes");
}


int
main(void)
{
    jobs_buf_init(&out, &tap_mem, 65536);
    jobs_buf_init(&again, &tap_mem, 65536);

    test_utf8();
    test_escapes();
    test_fold();
    test_numbers();
    test_times();
    test_forms();

    jobs_buf_free(&out);
    jobs_buf_free(&again);

    return tap_done();
}
