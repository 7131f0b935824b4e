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
    const char    *text;
    jobs_rc_t      rc;
    const char    *match;
    const char    *exclude;
} test_t;


static const test_t  tests[] = {
    { "", JOBS_DECLINED, "", "" },
    { "   ", JOBS_DECLINED, "", "" },
    { "- * \" & \"\" ( )", JOBS_DECLINED, "", "" },
    { "go", JOBS_OK, "(\"go\")", "" },
    { "go rust", JOBS_OK, "(\"go\") AND (\"rust\")", "" },
    { "\"data engineer\"", JOBS_OK, "(\"data engineer\")", "" },
    { "\"data engineer\" go", JOBS_OK,
      "(\"data engineer\") AND (\"go\")", "" },
    { "go -java", JOBS_OK, "(\"go\")", "\"java\"" },
    { "-java -\"c sharp\"", JOBS_OK, "", "\"java\" OR \"c sharp\"" },
    { "go or rust", JOBS_OK, "(\"go\" OR \"rust\")", "" },
    { "go or rust zig", JOBS_OK, "(\"go\" OR \"rust\") AND (\"zig\")", "" },
    { "a b or c or d e", JOBS_OK,
      "(\"a\") AND (\"b\" OR \"c\" OR \"d\") AND (\"e\")", "" },
    { "or", JOBS_OK, "(\"or\")", "" },
    { "go or", JOBS_OK, "(\"go\") AND (\"or\")", "" },
    { "or go", JOBS_OK, "(\"or\") AND (\"go\")", "" },
    { "go \"or\" rust", JOBS_OK, "(\"go\") AND (\"or\") AND (\"rust\")", "" },
    { "go or -rust", JOBS_OK, "(\"go\") AND (\"or\")", "\"rust\"" },
    { "eng*", JOBS_OK, "(\"eng\" *)", "" },
    { "-eng*", JOBS_OK, "", "\"eng\" *" },
    { "e*", JOBS_OK, "(\"e\")", "" },
    { "*", JOBS_DECLINED, "", "" },
    { "\"eng*\"", JOBS_OK, "(\"eng*\")", "" },
    { "go \"data eng", JOBS_OK,
      "(\"go\") AND (\"data\") AND (\"eng\")", "" },
    { "go\"", JOBS_OK, "(\"go\")", "" },
    { "front-end", JOBS_OK, "(\"front-end\")", "" },
    { "a - b", JOBS_OK, "(\"a\") AND (\"b\")", "" },
    { "--b", JOBS_OK, "(\"--b\")", "" },
    { "c++ c# .net", JOBS_OK, "(\"c++\") AND (\"c#\") AND (\".net\")", "" },
    { "not near(a b) title:x {a b}", JOBS_OK,
      "(\"not\") AND (\"near(a\") AND (\"b)\") AND (\"title:x\")"
      " AND (\"{a\") AND (\"b}\")", "" },
    { "1 2 3 4 5 6 7 8", JOBS_OK,
      "(\"1\") AND (\"2\") AND (\"3\") AND (\"4\")"
      " AND (\"5\") AND (\"6\") AND (\"7\") AND (\"8\")", "" },
    { "1 2 3 4 5 6 7 8 9", JOBS_LIMIT, NULL, NULL },
    { "1 2 3 4 5 6 7 8 -9", JOBS_LIMIT, NULL, NULL },
    { "1 or 2 or 3 or 4 or 5 or 6 or 7 or 8", JOBS_OK,
      "(\"1\" OR \"2\" OR \"3\" OR \"4\" OR \"5\" OR \"6\""
      " OR \"7\" OR \"8\")", "" },
    { "\"1 2 3 4 5 6 7 8 9\"", JOBS_OK, "(\"1 2 3 4 5 6 7 8 9\")", "" },
    { "a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a",
      JOBS_LIMIT, NULL, NULL }
};


static jobs_buf_t     folded, match, exclude, whole;
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

        is_int(jobs_search_parse(&match, &exclude, tap_str(t->text)), t->rc,
               t->text);
        is_int(jobs_search_parse(NULL, NULL, tap_str(t->text)), t->rc,
               "the verdict alone");

        if (t->match != NULL) {
            is(jobs_buf_view(&match), t->match, "what must match");
            is(jobs_buf_view(&exclude), t->exclude, "what must not");
        }
    }
}


/* an expression as the queries put it together; SQLite's verdict */

static int
test_ask(const char *column)
{
    int  rc;

    jobs_buf_reset(&whole);
    jobs_buf_add(&whole, column, strlen(column));
    jobs_buf_char(&whole, '(');

    if (match.len > 0) {
        jobs_buf_char(&whole, '(');
        jobs_buf_str(&whole, jobs_buf_view(&match));
        jobs_buf_char(&whole, ')');
    }

    if (match.len > 0 && exclude.len > 0) {
        jobs_buf_lit(&whole, " NOT ");
    }

    if (exclude.len > 0) {
        jobs_buf_char(&whole, '(');
        jobs_buf_str(&whole, jobs_buf_view(&exclude));
        jobs_buf_char(&whole, ')');
    }

    jobs_buf_char(&whole, ')');

    sqlite3_bind_text(stmt, 1, whole.data, (int) whole.len, SQLITE_STATIC);

    do {
        rc = sqlite3_step(stmt);
    } while (rc == SQLITE_ROW);

    sqlite3_reset(stmt);

    return rc;
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
    jobs_rc_t  rc;

    refused = 0;
    unlike = 0;

    for (i = 0; i < 20000; i++) {
        test_input();

        jobs_buf_reset(&match);
        jobs_buf_reset(&exclude);

        rc = jobs_search_parse(&match, &exclude, jobs_buf_view(&folded));

        unlike += (rc != jobs_search_parse(NULL, NULL,
                                           jobs_buf_view(&folded)));

        if (rc != JOBS_OK) {
            unlike += (rc == JOBS_DECLINED && match.len + exclude.len != 0)
                      || (rc != JOBS_DECLINED && rc != JOBS_LIMIT);
            continue;
        }

        if (test_ask("") != SQLITE_DONE || test_ask("title : ") != SQLITE_DONE)
        {
            if (refused++ == 0) {
                printf("# %s\n", sqlite3_errmsg(db));
                tap_show("text: ", jobs_buf_view(&folded));
                tap_show("FTS5: ", jobs_buf_view(&whole));
            }
        }
    }

    is_int(refused, 0, "FTS5 takes each of 20,000 random searches");
    is_int(unlike, 0, "the verdict is the same without the expressions");
}


static void
test_hit(const char *text, int want)
{
    int  rc;

    jobs_buf_reset(&match);
    jobs_buf_reset(&exclude);

    (void) jobs_search_parse(&match, &exclude, tap_str(text));
    (void) test_ask("");

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

    test_grammar();

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

    sqlite3_finalize(stmt);
    sqlite3_close(db);

    jobs_buf_free(&folded);
    jobs_buf_free(&match);
    jobs_buf_free(&exclude);
    jobs_buf_free(&whole);

    return tap_done();
}
