/*
 * sync/sync_behind.c: statements run by another thread, in order, until one
 * fails.
 */

#include "sync_behind.h"
#include "tap.h"


static sqlite3       *db;
static sqlite3_stmt  *insert;


static void
test_open(void)
{
    if (sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE
                        |SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK
        || sqlite3_exec(db, "CREATE TABLE t (n INTEGER UNIQUE, a, b, c)", NULL,
                        NULL, NULL)
           != SQLITE_OK
        || sqlite3_prepare_v2(db, "INSERT INTO t VALUES (?1, ?2, ?3, ?4)", -1,
                              &insert, NULL)
           != SQLITE_OK)
    {
        printf("Bail out! %s\n", sqlite3_errmsg(db));
        exit(1);
    }
}


static void
test_close(void)
{
    sqlite3_finalize(insert);
    sqlite3_close(db);
}


static long long
test_number(const char *sql)
{
    long long      n;
    sqlite3_stmt  *stmt;

    n = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK
        && sqlite3_step(stmt) == SQLITE_ROW)
    {
        n = sqlite3_column_int64(stmt, 0);
    }

    sqlite3_finalize(stmt);

    return n;
}


static jobs_rc_t
test_insert(sync_behind_t *b, int64_t n, int now)
{
    char  text[2000];

    memset(text, 'a' + (char) (n % 26), sizeof(text));
    sync_behind_begin(b, insert, now);
    sync_behind_number(b, 1, n);
    sync_behind_text(b, 2, jobs_str(text, (size_t) n % sizeof(text)));
    sync_behind_blob(b, 3, jobs_lit("\0\1"));
    sync_behind_text(b, 4, jobs_str(NULL, 0));

    return sync_behind_end(b);
}


/* the bytes, and how many there are */

static void
test_filled(void *data, sqlite3_stmt *stmt, jobs_str_t bytes)
{
    sqlite3_bind_text(stmt, 2, bytes.data, (int) bytes.len, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 3, (sqlite3_int64) bytes.len + *(int *) data);
}


static void
test_fill(int now)
{
    int             n, more;
    char            text[1000];
    sync_behind_t  *b;

    test_open();
    b = sync_behind_open();
    more = 7;

    for (n = 1; n <= 2000; n++) {
        memset(text, 'a' + (char) (n % 26), sizeof(text));
        sync_behind_begin(b, insert, now);
        sync_behind_number(b, 1, n);
        sync_behind_fill(b, test_filled, &more,
                         jobs_str(text, (size_t) n % sizeof(text)));
        (void) sync_behind_end(b);
        memset(text, '-', sizeof(text));

        sync_behind_begin(b, insert, now);
        sync_behind_number(b, 1, 2000 + n);
        (void) sync_behind_end(b);
    }

    is_int(sync_behind_wait(b), JOBS_OK, "statements that are filled");
    is_int(test_number("SELECT count(*) FROM t WHERE n <= 2000"
                       " AND length(a) = n % 1000 AND b = n % 1000 + 7"
                       " AND a NOT GLOB '*[^' || char(97 + n % 26) || ']*'"),
           2000, "have what is made of the bytes they were given");
    is_int(test_number("SELECT count(*) FROM t WHERE n > 2000 AND a IS NULL"
                       " AND b IS NULL"),
           2000, "and the next one is not filled");

    sync_behind_close(b);
    test_close();
}


static void
test_order(void)
{
    int             n, wrong;
    sync_behind_t  *b;

    test_open();
    b = sync_behind_open();
    is_int(sync_behind_wait(b), JOBS_OK, "nothing to wait for");
    wrong = 0;

    for (n = 1; n <= 5000; n++) {
        wrong += test_insert(b, n, 0) != JOBS_OK;
    }

    is_int(sync_behind_wait(b), JOBS_OK, "all have run");
    is_int(wrong, 0, "and none has failed");
    is_int(test_number("SELECT count(*) FROM t"), 5000, "all rows are there");
    is_int(test_number("SELECT count(*) FROM t WHERE n = rowid"
                       " AND length(a) = n % 2000 AND b = x'0001' AND c IS NULL"
                       " AND a NOT GLOB '*[^' || char(97 + n % 26) || ']*'"),
           5000, "in order, with what they were given");

    is_int(test_insert(b, 5001, 1), JOBS_OK, "one at once");
    is_int(test_number("SELECT count(*) FROM t"), 5001, "is there at once");

    (void) test_insert(b, 5002, 0);
    is_int(sync_behind_wait(b), JOBS_OK, "and one behind after it");
    is_int(test_number("SELECT count(*) FROM t"), 5002, "is there");

    sync_behind_begin(b, insert, 0);
    sync_behind_number(b, 1, 5003);
    (void) sync_behind_end(b);
    (void) sync_behind_wait(b);
    is_int(test_number("SELECT a IS NULL AND b IS NULL FROM t WHERE n = 5003"),
           1, "what is not given is NULL");

    (void) test_insert(b, 5004, 0);
    sync_behind_close(b);
    test_close();
    sync_behind_close(NULL);
    ok(1, "it can be closed with something left");
}


static void
test_failure(int now)
{
    int             n;
    jobs_rc_t       rc;
    sync_behind_t  *b;

    test_open();
    b = sync_behind_open();

    for (n = 1; n <= 100; n++) {
        (void) test_insert(b, n, 0);
    }

    if (now) {
        (void) sync_behind_wait(b);
    }

    rc = test_insert(b, 50, now);

    if (now) {
        is_int(rc, JOBS_ERROR, "one that fails at once");

    } else {
        for (n = 101; n <= 100000 && rc == JOBS_OK; n++) {
            rc = test_insert(b, n, 0);
        }

        is_int(rc, JOBS_ERROR, "one that fails is told later");
    }

    is_int(sync_behind_wait(b), JOBS_ERROR, "and when one waits");
    has(tap_str(sqlite3_errmsg(db)), "UNIQUE constraint failed: t.n",
        "the connection knows why");
    is_int(test_number("SELECT count(*) FROM t"), 100, "none after it has run");
    is_int(sync_behind_wait(b), JOBS_ERROR, "nor is it forgotten");
    is_int(test_insert(b, 200, 1), JOBS_ERROR, "whatever is asked then");

    sync_behind_close(b);
    test_close();
}


int
main(void)
{
    test_order();
    test_fill(0);
    test_fill(1);
    test_failure(0);
    test_failure(1);

    return tap_done();
}
