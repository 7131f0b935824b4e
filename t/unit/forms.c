/*
 * core/jobs_forms.c: stems, and the spellings of what has a dot or a sign.
 */

#include "jobs_forms.h"
#include "jobs_text.h"
#include "tap.h"


typedef struct {
    const char    *text;
    const char    *english;
    const char    *other;       /* where the language is not English */
} test_t;


static const test_t  tests[] = {
    { "", "", "" },
    { " , . -- ... ", "", "" },

    /* stems, each once, those that are the word itself among them */

    { "Engineering Manager", " engin manag", "" },
    { "Engineers, engineering; ENGINEERED!", " engin", "" },
    { "Design designing", " design", "" },
    { "Go to it", "", "" },
    { "front-end/back-ends", " front end back", "" },
    { "the company's", " the compani", "" },
    { "ing\u00E9nieurs caf\u00E9s", "", "" },
    { "m\u00FCller engineers \u2014engineers\u2014", " engin", "" },
    { "web3 b2b 12345 k8s", "", "" },
    { "ends. Here", " end here", "" },

    /* dots */

    { ".NET", " net dotnet", " dotnet" },
    { "C#/.NET,", " net dotnet", " dotnet" },
    { "(.net8)", " dotnet8 dotnet", " dotnet8 dotnet" },
    { "...net .netx .net-income", " net netx dotnet incom", " dotnet" },
    { "net income", " net incom", "" },
    { "ASP.NET", " asp net aspnet dotnet", " aspnet dotnet" },
    { "C#.NET", " net dotnet", " dotnet" },
    { "behance.net", " behanc net behancenet", " behancenet" },
    { "Node.js.", " node nodejs", " nodejs" },
    { "React.JS Socket.io Character.ai",
      " react reactjs socket socketio charact characterai",
      " reactjs socketio characterai" },
    { "a.b.js x.com e.g. .js", " com", "" },
    { "caf\u00E9.js", "", "" },

    /* signs */

    { "C++ C# F#", "", "" },
    { "C++17 c#12", " c++ c#", " c++ c#" },
    { "python+sql", " python sql", " python sql" },
    { "#hiring Notepad++", " hiring hire notepad", " hiring notepad" },
    { "+1 5+ 3+2 #", "", "" },
    { "caf\u00E9+ caf\u00E9+9", "", "" },

    /* longer than a word may be */

    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa end", " end", "" },
};


static jobs_buf_t         out;
static jobs_forms_t       forms;
static jobs_forms_row_t   row;


static jobs_str_t
test_forms(jobs_str_t text, int english)
{
    memset(&row, 0, sizeof(jobs_forms_row_t));
    jobs_buf_reset(&out);
    jobs_forms_add(&out, &forms, &row, text, english);

    return jobs_buf_view(&out);
}


static void
test_rows(void)
{
    char      text[JOBS_FORMS_ROW * 2 * 8];
    size_t    n;
    unsigned  i;

    (void) test_forms(jobs_lit("Engineering"), 1);
    jobs_buf_reset(&out);
    jobs_forms_add(&out, &forms, &row, jobs_lit("Engineers manage"), 1);

    is(jobs_buf_view(&out), " manag", "what the row has is not repeated");

    n = 0;

    for (i = 0; i < JOBS_FORMS_ROW * 2; i++) {
        n += snprintf(text + n, sizeof(text) - n, "a%c%c%c.js ",
                      'a' + i / 26 / 26, 'a' + i / 26 % 26, 'a' + i % 26);
    }

    (void) test_forms(jobs_str(text, n), 0);

    is_int(row.n, JOBS_FORMS_ROW, "a row has so many forms and no more");
    is_int(out.len, JOBS_FORMS_ROW * 7, "and what is beyond is left out");
}


/* two words that a table of hashes takes for one: somebody may want that */

static void
test_collision(void)
{
    jobs_str_t  one, two;

    one = jobs_lit("hdwuuoeaaaaabaaa");
    two = jobs_lit("kcjrwiyhrvumxxvb");

    ok(jobs_hash(one) == jobs_hash(two), "two words have the same hash");
    is(test_forms(jobs_lit("hdwuuoeaaaaabaaa+kcjrwiyhrvumxxvb"), 0),
       " hdwuuoeaaaaabaaa kcjrwiyhrvumxxvb", "and are two forms");
}


static void
test_languages(void)
{
    ok(jobs_forms_english(jobs_lit("en")), "en is English");
    ok(jobs_forms_english(jobs_lit("EN-gb")), "en-GB too");
    ok(!jobs_forms_english(jobs_lit("enm")), "enm is not");
    ok(!jobs_forms_english(jobs_lit("de")), "de is not");
    ok(!jobs_forms_english(jobs_lit("e")), "one letter is not");
    ok(!jobs_forms_english(jobs_str(NULL, 0)), "unknown is not");
}


static void
test_any(void)
{
    char      text[200];
    size_t    n;
    unsigned  i, bad;

    static const char  bytes[] = "abNnEeTt..++##09 -/,\x80\xC3\xA9\xE2\xFF";

    bad = 0;

    for (i = 0; i < 20000; i++) {
        for (n = 0; n < sizeof(text); n++) {
            text[n] = bytes[tap_random(sizeof(bytes) - 1)];
        }

        (void) test_forms(jobs_str(text, sizeof(text)), 1);

        for (n = 0; n < out.len; n++) {
            bad += (unsigned char) out.data[n] >= 0x80 || out.data[n] == '.'
                   || (out.data[n] >= 'A' && out.data[n] <= 'Z');
        }
    }

    is_int(bad, 0, "forms are of small letters, digits, + and #");
}


int
main(void)
{
    size_t  i;

    jobs_buf_init(&out, &tap_mem, 65536);
    jobs_forms_open(&forms);
    ok(forms.stemmer != NULL, "a stemmer");

    for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        is(test_forms(tap_str(tests[i].text), 1), tests[i].english,
           tests[i].text);
        is(test_forms(tap_str(tests[i].text), 0), tests[i].other,
           "in another language");
    }

    test_rows();
    test_collision();
    test_languages();
    test_any();

    jobs_forms_close(&forms);

    is(test_forms(jobs_lit("Engineering, Node.js"), 1), " nodejs",
       "without a stemmer there are spellings");

    jobs_buf_free(&out);

    return tap_done();
}
