/*
 * What a visitor types, into an FTS5 query over a small index of real shape:
 * SQLite may refuse none.  The forms of the same text go through the other
 * side, as a listing's.
 */

#include <sqlite3.h>
#include "jobs_schema.h"
#include "jobs_search.h"
#include "jobs_text.h"
#include "fuzz.h"


static void  fuzz_open(void);
static void  fuzz_search(jobs_str_t text);
static void  fuzz_ask(const jobs_buf_t *b, jobs_str_t text);
static void  fuzz_forms(jobs_str_t text);


static sqlite3       *db;
static sqlite3_stmt  *stmt;
static jobs_forms_t   forms;


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jobs_buf_t  folded;
    jobs_str_t  text;

    if (db == NULL) {
        fuzz_open();
    }

    jobs_buf_init(&folded, &fuzz_mem, 65536);

    text = fuzz_text(data, size);
    fuzz_forms(text);

    /* no argument and no pinned value has a NUL */

    if (text.len > 0) {
        text.len = strnlen(text.data, text.len > 2048 ? 2048 : text.len);
    }

    jobs_fold(&folded, text);
    fuzz_search(jobs_buf_view(&folded));

    jobs_buf_free(&folded);

    return 0;
}


static void
fuzz_search(jobs_str_t text)
{
    unsigned    where;
    jobs_rc_t   rc, verdict;
    jobs_buf_t  match, exclude;

    jobs_buf_init(&match, &fuzz_mem, 65536);
    jobs_buf_init(&exclude, &fuzz_mem, 65536);

    verdict = jobs_search_match(NULL, NULL, JOBS_SEARCH_ALL, text);

    for (where = JOBS_SEARCH_ALL; where <= JOBS_SEARCH_PLACE; where++) {
        jobs_buf_reset(&match);
        jobs_buf_reset(&exclude);

        rc = jobs_search_match(&match, &forms, where, text);

        fuzz_check(rc == verdict, "verdict", text);
        fuzz_check(match.rc == JOBS_OK, "too long", text);

        if (rc == JOBS_OK) {
            fuzz_ask(&match, text);
        }

        if (jobs_search_exclude(&exclude, &forms, where, text) == JOBS_OK) {
            fuzz_ask(&exclude, text);
        }
    }

    jobs_buf_free(&match);
    jobs_buf_free(&exclude);
}


static void
fuzz_open(void)
{
    jobs_forms_open(&forms);

    if (forms.stemmer == NULL
        || sqlite3_open(":memory:", &db) != SQLITE_OK
        || sqlite3_exec(db, jobs_schema_sql, NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(db, "INSERT INTO listing_search VALUES"
                            " ('Senior C++ Engineer', 'Caf\u00E9 42', 'C#',"
                            " 'Berlin', 'go and rust', 'senior engin', 'go'),"
                            " ('Clerk', 'Acme', '.NET ; Node.js', 'Bath',"
                            " 'a b c title', '', 'dotnet nodejs')",
                        NULL, NULL, NULL)
           != SQLITE_OK
        || sqlite3_prepare_v2(db, "SELECT rowid FROM listing_search WHERE"
                                  " listing_search MATCH ?1", -1, &stmt, NULL)
           != SQLITE_OK)
    {
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
        abort();
    }
}


static void
fuzz_ask(const jobs_buf_t *b, jobs_str_t text)
{
    int  rc;

    sqlite3_bind_text(stmt, 1, b->data, (int) b->len, SQLITE_STATIC);

    do {
        rc = sqlite3_step(stmt);
    } while (rc == SQLITE_ROW);

    if (rc != SQLITE_DONE) {
        fprintf(stderr, "%s\n%.*s\n", sqlite3_errmsg(db), (int) b->len,
                b->data);
    }

    fuzz_check(rc == SQLITE_DONE, "refused", text);

    sqlite3_reset(stmt);
}


static void
fuzz_forms(jobs_str_t text)
{
    char              c;
    size_t            i;
    jobs_buf_t        b;
    jobs_forms_row_t  row;

    memset(&row, 0, sizeof(jobs_forms_row_t));
    jobs_buf_init(&b, &fuzz_mem, 65536);

    jobs_forms_add(&b, &forms, &row, text, 1);

    for (i = 0; i < b.len; i++) {
        c = b.data[i];

        fuzz_check((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                   || c == ' ' || c == '+' || c == '#', "form",
                   jobs_buf_view(&b));
    }

    jobs_buf_free(&b);
}
