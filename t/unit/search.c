/*
 * core/jobs_search.c: the search grammar, and that FTS5 takes whatever comes
 * out of it.
 */

#include <sqlite3.h>
#include "jobs_schema.h"
#include "jobs_search.h"
#include "jobs_text.h"
#include "tap.h"


typedef struct {
    const char     *text;
    jobs_rc_t       rc;
    const char     *match;      /* the whole expression    */
    const char     *exclude;    /* what must not, by itself */
} test_t;


#define PLAIN  "- {title_forms forms} : "
#define FORMS  "{title_forms forms} : "


static const test_t  tests[] = {
    { "", JOBS_DECLINED, "", "" },
    { "   ", JOBS_DECLINED, "", "" },
    { "- * \" & \"\" ( )", JOBS_DECLINED, "", "" },
    { "go", JOBS_OK, "((\"go\"))", "" },
    { "go rust", JOBS_OK, "((\"go\") AND (\"rust\"))", "" },
    { "\"data engineer\"", JOBS_OK, "((" PLAIN "\"data engineer\"))", "" },
    { "\"data engineer\" go", JOBS_OK,
      "((" PLAIN "\"data engineer\") AND (\"go\"))", "" },
    { "go -rust", JOBS_OK, "((\"go\")) NOT ((\"rust\"))", "((\"rust\"))" },
    { "-rust -\"c sharp\"", JOBS_DECLINED, "",
      "((\"rust\" OR " PLAIN "\"c sharp\"))" },
    { "go or rust", JOBS_OK, "((\"go\" OR \"rust\"))", "" },
    { "go or rust zig", JOBS_OK,
      "((\"go\" OR \"rust\") AND (\"zig\"))", "" },
    { "a b or c or d e", JOBS_OK,
      "((\"a\") AND (\"b\" OR \"c\" OR \"d\") AND (\"e\"))", "" },
    { "or", JOBS_OK, "((\"or\"))", "" },
    { "go or", JOBS_OK, "((\"go\") AND (\"or\"))", "" },
    { "or go", JOBS_OK, "((\"or\") AND (\"go\"))", "" },
    { "go \"or\" rust", JOBS_OK,
      "((\"go\") AND (" PLAIN "\"or\") AND (\"rust\"))", "" },
    { "go or -rust", JOBS_OK,
      "((\"go\") AND (\"or\")) NOT ((\"rust\"))", "((\"rust\"))" },
    { "-go or rust", JOBS_OK,
      "((\"or\") AND (\"rust\")) NOT ((\"go\"))", "((\"go\"))" },
    { "eng*", JOBS_OK, "((" PLAIN "\"eng\" *))", "" },
    { "-eng*", JOBS_DECLINED, "", "((" PLAIN "\"eng\" *))" },
    { "e*", JOBS_OK, "((\"e\"))", "" },
    { "*", JOBS_DECLINED, "", "" },
    { "\"eng*\"", JOBS_OK, "((" PLAIN "\"eng*\"))", "" },
    { "go \"data eng", JOBS_OK,
      "((\"go\") AND (\"data\") AND (\"eng\"))", "" },
    { "go\"", JOBS_OK, "((\"go\"))", "" },
    { "front-end", JOBS_OK, "((\"front-end\"))", "" },
    { "a - b", JOBS_OK, "((\"a\") AND (\"b\"))", "" },
    { "--b", JOBS_OK, "((\"--b\"))", "" },

    /* other forms */

    { "engineering", JOBS_OK,
      "((\"engineering\" OR " FORMS "\"engin\"))", "" },
    { "(engineering),", JOBS_OK,
      "((\"(engineering),\" OR " FORMS "\"engin\"))", "" },
    { "designing or go", JOBS_OK,
      "((\"designing\" OR " FORMS "\"design\" OR \"go\"))", "" },
    { "go -engineering", JOBS_OK,
      "((\"go\")) NOT ((\"engineering\" OR " FORMS "\"engin\"))",
      "((\"engineering\" OR " FORMS "\"engin\"))" },
    { "engineeri*", JOBS_OK, "((" PLAIN "\"engineeri\" *))", "" },
    { "\"engineering\"", JOBS_OK, "((" PLAIN "\"engineering\"))", "" },
    { "front-ends", JOBS_OK, "((\"front-ends\"))", "" },
    { "ing\u00E9nieurs", JOBS_OK, "((\"ing\u00E9nieurs\"))", "" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-jobs", JOBS_OK,
      "((\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-jobs\"))",
      "" },
    { "c++ c# .net", JOBS_OK,
      "((\"c++\") AND (\"c#\") AND (\"dotnet\"))", "" },
    { "(.net)", JOBS_OK, "((\"dotnet\"))", "" },
    { "-.net", JOBS_DECLINED, "", "((\"dotnet\"))" },
    { "node.js", JOBS_OK, "((\"node.js\" OR \"nodejs\"))", "" },
    { ".net/c#", JOBS_OK, "((\".net/c#\"))", "" },

    { "not near(a b) title:x {a b}", JOBS_OK,
      "((\"not\") AND (\"near(a\") AND (\"b)\") AND (\"title:x\")"
      " AND (\"{a\") AND (\"b}\"))", "" },
    { "1 2 3 4 5 6 7 8", JOBS_OK,
      "((\"1\") AND (\"2\") AND (\"3\") AND (\"4\")"
      " AND (\"5\") AND (\"6\") AND (\"7\") AND (\"8\"))", "" },
    { "1 2 3 4 5 6 7 8 9", JOBS_LIMIT, NULL, NULL },
    { "1 2 3 4 5 6 7 8 -9", JOBS_LIMIT, NULL, NULL },
    { "1 or 2 or 3 or 4 or 5 or 6 or 7 or 8", JOBS_OK,
      "((\"1\" OR \"2\" OR \"3\" OR \"4\" OR \"5\" OR \"6\""
      " OR \"7\" OR \"8\"))", "" },
    { "\"1 2 3 4 5 6 7 8 9\"", JOBS_OK,
      "((" PLAIN "\"1 2 3 4 5 6 7 8 9\"))", "" },
    { "a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a",
      JOBS_LIMIT, NULL, NULL }
};


static jobs_buf_t     folded, match, exclude, whole;
static jobs_forms_t   forms;
static sqlite3       *db;
static sqlite3_stmt  *stmt;


static void
test_grammar(void)
{
    size_t         i;
    const test_t  *t;

    for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        t = &tests[i];

        jobs_buf_reset(&match);
        jobs_buf_reset(&exclude);

        is_int(jobs_search_match(&match, &forms, JOBS_SEARCH_ALL,
                                 tap_str(t->text)),
               t->rc, t->text);
        is_int(jobs_search_match(NULL, NULL, JOBS_SEARCH_ALL,
                                 tap_str(t->text)),
               t->rc, "the verdict alone");

        if (t->match == NULL) {
            continue;
        }

        is(jobs_buf_view(&match), t->match, "what must match");

        is_int(jobs_search_exclude(&exclude, &forms, JOBS_SEARCH_ALL,
                                   tap_str(t->text)),
               t->exclude[0] == '\0' ? JOBS_DECLINED : JOBS_OK,
               "whether something must not");
        is(jobs_buf_view(&exclude), t->exclude, "what must not");
    }
}


static void
test_columns(void)
{
    jobs_str_t    text;
    jobs_forms_t  none;

    none.stemmer = NULL;
    text = jobs_lit("engineers \"a b\" pre* node.js -.net");

    jobs_buf_reset(&match);
    (void) jobs_search_match(&match, &forms, JOBS_SEARCH_TITLE, text);

    is(jobs_buf_view(&match),
       "(({title title_forms} : \"engineers\" OR title_forms : \"engin\")"
       " AND (title : \"a b\") AND (title : \"pre\" *)"
       " AND ({title title_forms} : \"node.js\""
       " OR {title title_forms} : \"nodejs\"))"
       " NOT (({title title_forms} : \"dotnet\"))", "the title alone");

    jobs_buf_reset(&match);
    (void) jobs_search_match(&match, &forms, JOBS_SEARCH_PLACE, text);

    is(jobs_buf_view(&match),
       "((place : \"engineers\") AND (place : \"a b\")"
       " AND (place : \"pre\" *) AND (place : \"node.js\"))"
       " NOT ((place : \".net\"))", "the place alone");

    jobs_buf_reset(&match);
    (void) jobs_search_match(&match, &none, JOBS_SEARCH_ALL, text);

    is(jobs_buf_view(&match),
       "((\"engineers\") AND (" PLAIN "\"a b\") AND (" PLAIN "\"pre\" *)"
       " AND (\"node.js\" OR \"nodejs\")) NOT ((\"dotnet\"))",
       "without a stemmer");
}


/* SQLite's verdict on an expression */

static int
test_ask(const jobs_buf_t *b)
{
    int  rc;

    sqlite3_bind_text(stmt, 1, b->data, (int) b->len, SQLITE_STATIC);

    do {
        rc = sqlite3_step(stmt);
    } while (rc == SQLITE_ROW);

    sqlite3_reset(stmt);

    return rc;
}


/* both expressions of the text in folded; not JOBS_OK where SQLite refuses */

static jobs_rc_t
test_both(jobs_search_e where, jobs_rc_t rc[2])
{
    jobs_str_t  text;

    text = jobs_buf_view(&folded);

    jobs_buf_reset(&match);
    jobs_buf_reset(&exclude);

    rc[0] = jobs_search_match(&match, &forms, where, text);
    rc[1] = jobs_search_exclude(&exclude, &forms, where, text);

    if ((rc[0] == JOBS_OK && test_ask(&match) != SQLITE_DONE)
        || (rc[1] == JOBS_OK && test_ask(&exclude) != SQLITE_DONE))
    {
        return JOBS_ERROR;
    }

    return JOBS_OK;
}


static void
test_input(void)
{
    unsigned  i, n;

    static const char  *parts[] = {
        "a", "go", "rust", "c++", "c#", "or", "or", "not", "and", "near",
        " ", " ", " ", " ", " ", "\"", "\"", "\"", "-", "-", "*", "*",
        "(", ")", ":", "{", "}", "^", "+", "#", ",", ".", "'", "\\", ";",
        "title", "NEAR/2", "--", "/*", "%", "\u00E9", "e\u0301", "\u4E16",
        "\u00B2", "\u2460", "\U0001F600", "\u0301", "\uFF08", "\u0600",
        "\u00DF", "\u0660", "\u200B", "\u2028", "\u00AD", "\uE000",
        "\uFFFD", "\x80", "\xFF", "\xED\xA0\x80", "\t", "\n"
    };

    jobs_buf_reset(&whole);
    jobs_buf_reset(&folded);

    n = tap_random(24);

    for (i = 0; i < n; i++) {

        if (tap_random(12) == 0) {
            jobs_utf8_put(&whole, 1 + tap_random(0x10FFFF));
            continue;
        }

        jobs_buf_str(&whole,
                     tap_str(parts[tap_random(sizeof(parts)
                                              / sizeof(parts[0]))]));
    }

    jobs_fold(&folded, jobs_buf_view(&whole));
}


static void
test_any(void)
{
    int        refused, unlike;
    unsigned   i;
    jobs_rc_t  rc[2];

    refused = 0;
    unlike = 0;

    for (i = 0; i < 20000; i++) {
        test_input();

        if (test_both(i % 3, rc) != JOBS_OK && refused++ == 0) {
            printf("# %s\n", sqlite3_errmsg(db));
            tap_show("text:    ", jobs_buf_view(&folded));
            tap_show("match:   ", jobs_buf_view(&match));
            tap_show("exclude: ", jobs_buf_view(&exclude));
        }

        unlike += (rc[0] != jobs_search_match(NULL, NULL, JOBS_SEARCH_ALL,
                                              jobs_buf_view(&folded)));
        unlike += (rc[0] == JOBS_LIMIT) != (rc[1] == JOBS_LIMIT);
        unlike += (rc[0] == JOBS_DECLINED && match.len != 0);
        unlike += (rc[1] == JOBS_DECLINED && exclude.len != 0);
    }

    is_int(refused, 0, "FTS5 takes each of 20,000 random searches");
    is_int(unlike, 0, "the verdict is the same without the expressions");
}


static void
test_hit(const char *text, int want)
{
    int  rc;

    jobs_buf_reset(&match);
    (void) jobs_search_match(&match, &forms, JOBS_SEARCH_ALL, tap_str(text));

    sqlite3_bind_text(stmt, 1, match.data, (int) match.len, SQLITE_STATIC);
    rc = sqlite3_step(stmt);
    sqlite3_reset(stmt);

    is_int(rc, want ? SQLITE_ROW : SQLITE_DONE, text);
}


int
main(void)
{
    jobs_buf_init(&folded, &tap_mem, 65536);
    jobs_buf_init(&match, &tap_mem, 65536);
    jobs_buf_init(&exclude, &tap_mem, 65536);
    jobs_buf_init(&whole, &tap_mem, 65536);

    sqlite3_open(":memory:", &db);

    ok(sqlite3_exec(db, jobs_schema_sql, NULL, NULL, NULL) == SQLITE_OK
       && sqlite3_exec(db, "INSERT INTO listing_search (rowid, title, company,"
                           " tags, place, excerpt) VALUES (1, 'Senior C++"
                           " Engineer', 'Caf\u00E9 42', 'C#', 'Berlin',"
                           " 'go and rust')", NULL, NULL, NULL) == SQLITE_OK
       && sqlite3_prepare_v2(db, "SELECT rowid FROM listing_search WHERE"
                                 " listing_search MATCH ?1", -1, &stmt, NULL)
          == SQLITE_OK, "the index of conf/schema.sql");

    jobs_forms_open(&forms);
    ok(forms.stemmer != NULL, "a stemmer");

    test_grammar();
    test_columns();

    test_hit("senior engineer", 1);
    test_hit("\"senior engineer\"", 0);
    test_hit("\"c++ engineer\"", 1);
    test_hit("c", 0);
    test_hit("engi*", 1);
    test_hit("java or rust", 1);
    test_hit("engineer -rust", 0);
    test_hit("engineer -java", 1);
    test_hit("cafe", 1);

    test_any();

    jobs_forms_close(&forms);
    sqlite3_finalize(stmt);
    sqlite3_close(db);

    jobs_buf_free(&folded);
    jobs_buf_free(&match);
    jobs_buf_free(&exclude);
    jobs_buf_free(&whole);

    return tap_done();
}
