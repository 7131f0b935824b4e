/*
 * core/jobs_index.c and what computes with it: the index is read from a file.
 * Whatever stands there is refused, or every query runs cleanly.
 */

#include "program.h"
#include "tap.h"


#define TEST_PROGRAMS  1200


static char  dir[] = "/tmp/jobs-unit-XXXXXX";
static char  feed[64], path[64];


/* one statement, then the load; and back */

static void
refused(const char *sql)
{
    jobs_rc_t  rc;

    if (!ok(hostile_exec("SAVEPOINT one") && hostile_exec(sql), sql)) {
        printf("# %s\n", sqlite3_errmsg(hostile_db));
    }

    rc = hostile_answer(HOSTILE_ALL);
    is_int(rc, JOBS_CORRUPT, "is refused");
    ok(hostile_wrong == NULL, "in order");

    if (hostile_wrong != NULL) {
        printf("# %s\n", hostile_wrong);
    }

    (void) hostile_exec("ROLLBACK TO one");
    (void) hostile_exec("RELEASE one");
}


static void
test_terms(void)
{
    refused("DELETE FROM terms WHERE term = 7");
    refused("DELETE FROM terms WHERE field = 'tag'");
    refused("DELETE FROM terms");
    refused("UPDATE terms SET field = 'other' WHERE term = 3");
    refused("UPDATE terms SET field = 'company' WHERE field = 'tag'");
    refused("UPDATE terms SET value = '' WHERE term = 1");
    refused("UPDATE terms SET value = 'zzz' WHERE term ="
            " (SELECT min(term) FROM terms WHERE field = 'company')");
    refused("UPDATE terms SET parent = term WHERE field = 'category'");
    refused("UPDATE terms SET parent = -1 WHERE field = 'level'");
    refused("UPDATE terms SET parent = 1 WHERE field = 'level'");
    refused("UPDATE terms SET parent = 9223372036854775807 WHERE term = 1");
    refused("UPDATE terms SET parent = (SELECT max(term) FROM terms)"
            " WHERE term = 1");
    refused("UPDATE terms SET listings = -1 WHERE term = 9");
    refused("UPDATE terms SET listings = listings + 1 WHERE term = 9");
    refused("UPDATE terms SET listings = 601 WHERE term = 9");
    refused("UPDATE terms SET listings = 9223372036854775807 WHERE term = 9");
    refused("INSERT INTO terms SELECT max(term) + 1, 'zone', 'a', 'a', NULL, 0"
            " FROM terms");
    refused("INSERT INTO terms SELECT max(term) + 1, 'a', 'a', 'a', NULL, 0"
            " FROM terms");
    refused("UPDATE term_names SET term = 1 WHERE field = 'company'"
            " AND name = 'solo 50'");
    refused("UPDATE term_names SET term = -9223372036854775807 - 1"
            " WHERE field = 'company' AND name = 'solo 50'");
}


static void
test_columns(void)
{
    char                      sql[200];
    unsigned                  i, k;
    static const char *const  all[] = {
        "category", "company", "country", "department", "language", "level",
        "region", "remote", "source", "tag", "type", "visa", "salary",
        "title", "posted", "expires"
    };
    static const char *const  changes[] = {
        "DELETE FROM field_columns WHERE name = '%s'",
        "UPDATE field_columns SET name = 'other' WHERE name = '%s'",
        "UPDATE field_columns SET codes = x'' WHERE name = '%s'",
        "UPDATE field_columns SET codes = zeroblob(599) WHERE name = '%s'",
        "UPDATE field_columns SET codes = zeroblob(2403) WHERE name = '%s'",
        "UPDATE field_columns SET codes = zeroblob(4800) WHERE name = '%s'",
        "UPDATE field_columns SET sets = iif(sets IS NULL, x'', NULL)"
        " WHERE name = '%s'",
        "INSERT INTO field_columns SELECT '%s ', codes, sets"
        " FROM field_columns WHERE name = 'tag'"
    };

    for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        for (k = 0; k < sizeof(changes) / sizeof(changes[0]); k++) {
            sqlite3_snprintf(sizeof(sql), sql, changes[k], all[i]);
            refused(sql);
        }
    }
}


/* which row of the full-text index belongs to whom; without, its number */

static void
test_search(void)
{
    jobs_rc_t  rc;

    refused("UPDATE field_columns SET codes = x'' WHERE name = 'search'");
    refused("UPDATE field_columns SET codes = zeroblob(2400)"
            " WHERE name = 'search'");
    refused("UPDATE field_columns SET codes = CAST(codes || x'00' AS BLOB)"
            " WHERE name = 'search'");
    refused("UPDATE field_columns SET codes ="
            " CAST(codes || x'01000000' AS BLOB)"
            " WHERE name = 'search'");
    refused("UPDATE field_columns SET codes = substr(codes, 5)"
            " WHERE name = 'search'");
    refused("UPDATE field_columns SET codes ="
            " CAST(x'FFFFFFFF' || substr(codes, 5) AS BLOB)"
            " WHERE name = 'search'");
    refused("UPDATE field_columns SET codes ="
            " CAST(x'59020000' || substr(codes, 5) AS BLOB)"
            " WHERE name = 'search'");

    (void) hostile_exec("SAVEPOINT one");
    ok(hostile_exec("UPDATE field_columns SET codes ="
                    " CAST(codes || x'00000000' AS BLOB) WHERE name = 'search'"), "a row that belongs to nobody");
    rc = hostile_answer(HOSTILE_ALL);
    is_int(rc, JOBS_OK, "is no fault");
    ok(hostile_exec("DELETE FROM field_columns WHERE name = 'search'"),
       "a file without the column");
    rc = hostile_answer(HOSTILE_ALL);
    is_int(rc, JOBS_OK, "is none either");
    (void) hostile_exec("ROLLBACK TO one");
    (void) hostile_exec("RELEASE one");
}


static void
test_sets(void)
{
    char                      sql[200];
    unsigned                  i;
    static const char *const  changes[] = {
        "x''", "x'010000'", "zeroblob(8)", "zeroblob(12)",
        "substr(sets, 1, length(sets) - 4)",
        "substr(sets, 1, length(sets) - 1)",
        "CAST(sets || x'00000000' AS BLOB)",
        "CAST(x'ffffffff' || substr(sets, 5) AS BLOB)",
        "CAST(x'00000000' || substr(sets, 5) AS BLOB)",
        "CAST(substr(sets, 1, 4) || x'01000000' || substr(sets, 9) AS BLOB)",
        "CAST(substr(sets, 1, 8) || x'01000000' || substr(sets, 13) AS BLOB)",
        "CAST(substr(sets, 1, 12) || x'ffffff7f' || substr(sets, 17) AS BLOB)",
        "CAST(substr(sets, 1, length(sets) - 4) || x'ffff0000' AS BLOB)",
        "CAST(substr(sets, 1, length(sets) - 4) || x'ffffffff' AS BLOB)"
    };

    for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        snprintf(sql, sizeof(sql), "UPDATE field_columns SET sets = %s"
                 " WHERE name = 'tag'", changes[i]);
        refused(sql);
    }

    refused("UPDATE field_columns SET codes ="
            " CAST(x'ff' || substr(codes, 2) AS BLOB) WHERE name = 'level'");
    refused("UPDATE field_columns SET codes = CAST(substr(codes, 2) ||"
            " x'00' AS BLOB) WHERE name = 'level'");
    refused("UPDATE field_columns SET codes = CAST(x'58020000' ||"
            " substr(codes, 5) AS BLOB) WHERE name = 'title'");
    refused("UPDATE field_columns SET codes = CAST(substr(codes, 1, 2396) ||"
            " x'00000001' AS BLOB) WHERE name = 'posted'");
    refused("UPDATE field_columns SET sets = CAST(x'58020000' ||"
            " substr(sets, 5) AS BLOB) WHERE name = 'expires'");
    refused("UPDATE field_columns SET codes = CAST(x'ffffffff' ||"
            " substr(codes, 5) AS BLOB) WHERE name = 'expires'");
    refused("UPDATE field_columns SET sets = substr(sets, 5)"
            " WHERE name = 'expires'");
    refused("UPDATE field_columns SET codes = CAST(x'ff' || substr(codes, 2)"
            " AS BLOB) WHERE name = 'salary'");
}


static void
test_salaries(void)
{
    refused("DELETE FROM salaries");
    refused("DELETE FROM salaries WHERE code = 0");
    refused("DELETE FROM salaries WHERE code = 5");
    refused("UPDATE salaries SET excluded = 0 WHERE code = 0");
    refused("UPDATE salaries SET excluded = 5 WHERE code = 3");
    refused("UPDATE salaries SET excluded = -1 WHERE code = 3");
    refused("UPDATE salaries SET excluded = 4 WHERE code = 3");
    refused("UPDATE salaries SET excluded = 4294967296 WHERE code = 3");
    refused("UPDATE salaries SET currency = NULL WHERE code = 3");
    refused("UPDATE salaries SET currency = 'EURO' WHERE code = 3");
    refused("UPDATE salaries SET currency = '' WHERE code = 3");
    refused("UPDATE salaries SET currency = 'ZZZ' WHERE code = 1");
    refused("UPDATE salaries SET year_min = -1 WHERE code = 3");
    refused("UPDATE salaries SET year_min = NULL WHERE code = 3");
    refused("UPDATE salaries SET year_max = NULL WHERE code = 3");
    refused("UPDATE salaries SET year_max = year_min - 1 WHERE code = 3");
    refused("UPDATE salaries SET year_max = 1e15 WHERE code = 3");
    refused("UPDATE salaries SET year_max = 9e999 WHERE code = 3");
    refused("UPDATE salaries SET year_max = year_max * 9 WHERE code = 3");
    refused("UPDATE salaries SET salary_order = -1 WHERE code = 3");
    refused("UPDATE salaries SET salary_order = 9e999 WHERE code = 3");
    refused("WITH RECURSIVE n(i) AS (SELECT max(code) + 1 FROM salaries"
            " UNION ALL SELECT i + 1 FROM n WHERE i < 700) INSERT INTO salaries"
            " SELECT i, 4, NULL, NULL, NULL, NULL FROM n");
}


static void
test_bitmaps(void)
{
    refused("DELETE FROM postings");
    refused("DELETE FROM postings WHERE term = 1");
    refused("UPDATE postings SET bitmap = x'' WHERE term = 1");
    refused("UPDATE postings SET bitmap = x'3a30000000000000'");
    refused("UPDATE postings SET bitmap = substr(bitmap, 2)");
    refused("UPDATE postings SET bitmap = (SELECT bitmap FROM postings"
            " WHERE term = 1) WHERE term = (SELECT term FROM terms WHERE"
            " field = 'source')");

    /* a rare one is only read when it is asked for */

    refused("DELETE FROM postings WHERE term = (SELECT term FROM terms"
            " WHERE field = 'company' AND value = 'solo-50')");
    refused("UPDATE postings SET bitmap = x'3a30000000000000' WHERE term ="
            " (SELECT term FROM terms WHERE field = 'company' AND value ="
            " 'solo-50')");
}


/* what no check can see is still no reason to fall over */

static void
test_programs(void)
{
    size_t     len, i;
    uint8_t    program[64];
    unsigned   n, loaded, wrong;

    loaded = 0;
    wrong = 0;

    for (n = 0; n < TEST_PROGRAMS; n++) {
        len = 8 + tap_random(24);

        for (i = 0; i < len; i++) {
            program[i] = (uint8_t) tap_random(tap_random(2) ? 256 : 4);
        }

        program[5] = (uint8_t) tap_random(12);
        loaded += hostile_program(program, len, tap_random(8)) == JOBS_OK;

        if (hostile_wrong != NULL) {
            printf("# program %u: %s\n", n, hostile_wrong);
            wrong++;
        }
    }

    ok(loaded > TEST_PROGRAMS / 20, "some changed indexes load");
    is_int(wrong, 0, "whatever they answer, it is refused or clean");
}


int
main(void)
{
    ok(mkdtemp(dir) != NULL, "a directory");
    snprintf(feed, sizeof(feed), "%s/feed.jsonl", dir);
    snprintf(path, sizeof(path), "%s/jobs.db", dir);

    if (ok(board_build(feed, path) && hostile_open(path, &tap_mem),
           "a snapshot"))
    {
        is_int(hostile_answer(HOSTILE_ALL), JOBS_OK, "answers everything");
        ok(hostile_wrong == NULL, "in order");

        test_terms();
        test_columns();
        test_search();
    test_sets();
        test_salaries();
        test_bitmaps();
        test_programs();

        is_int(hostile_answer(HOSTILE_ALL), JOBS_OK, "and so at the end");
        hostile_close();
    }

    unlink(feed);
    unlink(path);
    is_int(rmdir(dir), 0, "nothing is left behind");

    return tap_done();
}
