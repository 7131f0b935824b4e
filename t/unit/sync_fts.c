/*
 * sync/sync_fts.c: an index made in bulk has the bytes of the one that FTS5
 * makes of the same rows and of the texts of their forms, and FTS5 takes it
 * for its own.
 */

#include <unistd.h>
#include "sync_fts.h"
#include "jobs_schema.h"
#include "tap.h"


#define WORD_MAX  40000


/*
 * What is indexed: row by row, made anew for each of the two.  1: the row is
 * English.
 */
typedef int (*test_rows_t)(unsigned row, jobs_str_t *columns);

static uint32_t      seed;
static char          texts[SYNC_FTS_TEXTS][4 * WORD_MAX];
static char          path[64];
static char          error[SYNC_ERROR];
static jobs_forms_t  forms;
static jobs_forms_t  kept;              /* the same, with stems remembered */


static unsigned
test_random(unsigned n)
{
    seed = seed * 1664525 + 1013904223;

    return (seed >> 8) % n;
}


static sqlite3 *
test_schema(const char *file)
{
    sqlite3  *db;

    if (sqlite3_open(file, &db) != SQLITE_OK
        || sqlite3_exec(db, strstr(jobs_schema_sql,
                        "CREATE VIRTUAL TABLE listing_search"), NULL, NULL,
                        NULL)
           != SQLITE_OK)
    {
        printf("Bail out! %s\n", sqlite3_errmsg(db));
        exit(1);
    }

    return db;
}


/* the columns of forms, as texts: title_forms, then forms */

static void
test_forms(jobs_str_t *columns, int english, jobs_buf_t b[2])
{
    static jobs_forms_row_t  seen;

    memset(&seen, 0, sizeof(seen));
    jobs_buf_reset(&b[0]);
    jobs_buf_reset(&b[1]);

    jobs_forms_add(&b[0], &forms, &seen, columns[SYNC_FTS_TITLE], english);
    jobs_forms_add(&b[1], &forms, &seen, columns[SYNC_FTS_TAGS], english);
    jobs_forms_add(&b[1], &forms, &seen, columns[SYNC_FTS_EXCERPT], english);

    columns[SYNC_FTS_TITLE_FORMS] = jobs_buf_view(&b[0]);
    columns[SYNC_FTS_FORMS] = jobs_buf_view(&b[1]);
}


/* rows from first to last, by FTS5 */

static int
test_insert(sqlite3 *db, test_rows_t rows, unsigned first, unsigned last)
{
    int            i, rc, english;
    unsigned       row;
    jobs_buf_t     b[2];
    jobs_str_t     columns[SYNC_FTS_COLUMNS];
    sqlite3_stmt  *stmt;

    jobs_buf_init(&b[0], &sync_mem, SYNC_ROW_MAX);
    jobs_buf_init(&b[1], &sync_mem, SYNC_ROW_MAX);
    rc = sqlite3_prepare_v2(db, "INSERT INTO listing_search (rowid, title,"
                            " company, tags, place, excerpt, title_forms,"
                            " forms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", -1,
                            &stmt, NULL);

    for (row = first; row <= last && rc == SQLITE_OK; row++) {
        memset(columns, 0, sizeof(columns));
        english = rows(row, columns);
        test_forms(columns, english, b);
        sqlite3_bind_int64(stmt, 1, row);

        for (i = 0; i < SYNC_FTS_COLUMNS; i++) {
            sqlite3_bind_text(stmt, i + 2, columns[i].data,
                              (int) columns[i].len, SQLITE_STATIC);
        }

        (void) sqlite3_step(stmt);
        rc = sqlite3_reset(stmt);
    }

    sqlite3_finalize(stmt);
    jobs_buf_free(&b[0]);
    jobs_buf_free(&b[1]);

    return rc == SQLITE_OK;
}


/* all in one segment, as it is when nothing is written before the end */

static sqlite3 *
test_theirs(test_rows_t rows, unsigned n)
{
    sqlite3  *db;

    db = test_schema(":memory:");

    if (sqlite3_exec(db, "INSERT INTO listing_search (listing_search, rank)"
                     " VALUES ('hashsize', 1000000000); BEGIN", NULL, NULL,
                     NULL)
        != SQLITE_OK
        || !test_insert(db, rows, 1, n)
        || sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    {
        printf("Bail out! %s\n", sqlite3_errmsg(db));
        exit(1);
    }

    return db;
}


/* opened again after it was written: FTS5 does not look twice */

static sqlite3 *
test_ours(test_rows_t rows, unsigned n, size_t memory, const char *file)
{
    int          english;
    sqlite3     *db;
    unsigned     row;
    jobs_rc_t    rc;
    sync_fts_t  *fts;
    jobs_str_t   columns[SYNC_FTS_TEXTS];

    db = test_schema(file);
    fts = sync_fts_open(path, memory, &kept, error);
    rc = fts == NULL ? JOBS_ERROR : JOBS_OK;

    for (row = 1; row <= n && rc == JOBS_OK; row++) {
        memset(columns, 0, sizeof(columns));
        english = rows(row, columns);
        rc = sync_fts_add(fts, columns, english, error);
    }

    if (rc == JOBS_OK) {
        rc = sync_fts_end(fts, error);
    }

    if (rc == JOBS_OK) {
        (void) sqlite3_exec(db, "BEGIN; DELETE FROM listing_search_data", NULL,
                            NULL, NULL);
        rc = sync_fts_write(fts, db, error);
        (void) sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    }

    sync_fts_close(fts);
    sqlite3_close(db);

    if (rc != JOBS_OK || sqlite3_open(file, &db) != SQLITE_OK) {
        printf("Bail out! %s\n", error);
        exit(1);
    }

    return db;
}


/* the text of a query */

static const char *
test_one(sqlite3 *db, const char *sql)
{
    static char    answer[64];
    sqlite3_stmt  *stmt;

    answer[0] = '\0';

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK
        && sqlite3_step(stmt) == SQLITE_ROW
        && sqlite3_column_text(stmt, 0) != NULL)
    {
        snprintf(answer, sizeof(answer), "%s", sqlite3_column_text(stmt, 0));
    }

    sqlite3_finalize(stmt);

    return answer;
}


/* 1 if a query gives both the same rows, byte for byte; says which differs */

static int
test_same(sqlite3 *ours, sqlite3 *theirs, const char *sql)
{
    int            i, a, b, same;
    size_t         n;
    unsigned       row;
    sqlite3_stmt  *one, *two;

    if (sqlite3_prepare_v2(ours, sql, -1, &one, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(theirs, sql, -1, &two, NULL) != SQLITE_OK)
    {
        printf("# %s\n", sqlite3_errmsg(ours));
        return 0;
    }

    same = 1;
    row = 0;

    do {
        a = sqlite3_step(one);
        b = sqlite3_step(two);
        row++;

        for (i = 0; a == SQLITE_ROW && b == SQLITE_ROW
                    && i < sqlite3_column_count(one); i++)
        {
            n = (size_t) sqlite3_column_bytes(one, i);
            same = same && n == (size_t) sqlite3_column_bytes(two, i)
                   && (n == 0 || memcmp(sqlite3_column_blob(one, i),
                                        sqlite3_column_blob(two, i), n) == 0);
        }

        same = same && a == b;

    } while (same && a == SQLITE_ROW);

    if (!same) {
        printf("# row %u of: %s\n", row, sql);
    }

    sqlite3_finalize(one);
    sqlite3_finalize(two);

    return same && row > 1;
}


static void
test_compare(const char *name, test_rows_t rows, unsigned n, size_t memory,
    const char *indexes)
{
    char      file[80];
    sqlite3  *ours, *theirs;

    snprintf(file, sizeof(file), "%s.db", path);
    (void) unlink(file);
    printf("# %s\n", name);

    ours = test_ours(rows, n, memory, file);
    theirs = test_theirs(rows, n);

    ok(test_same(ours, theirs, "SELECT id, block FROM listing_search_data"
                 " WHERE id <> 10 ORDER BY id"),
       "the leaves, their indexes, and the averages");
    ok(test_same(ours, theirs, "SELECT segid, term, pgno"
                 " FROM listing_search_idx UNION ALL SELECT 0, 0, 0"
                 " ORDER BY segid, term"),
       "where leaves begin");
    ok(test_same(ours, theirs, "SELECT id, sz FROM listing_search_docsize"
                 " ORDER BY id"), "the sizes of rows");
    is_int(sqlite3_exec(ours, "INSERT INTO listing_search (listing_search)"
                        " VALUES ('integrity-check')", NULL, NULL, NULL),
           SQLITE_OK, "FTS5 finds it whole");

    is(tap_str(test_one(theirs, "SELECT total(id >> 36 & 1) || ', ' ||"
                        " total((id >> 36 & 1) * (id >> 31 & 31))"
                        " FROM listing_search_data WHERE id > 10")), indexes,
       "indexes of leaves, those of the second level");

    sqlite3_close(ours);
    sqlite3_close(theirs);
    (void) unlink(file);
}


/* few words are common, in all columns; letters of one to four bytes */

static const char *const  letters[] = {
    "e", "n", "r", "s", "t", "A", "1", "+", "#", "\xc3\xa9", "\xc3\x9f",
    "\xe6\x97\xa5", "\xf0\x90\x90\xa8", "o", "i", "x"
};

static int
test_words(unsigned row, jobs_str_t *columns)
{
    unsigned  i, k, n, len;
    uint32_t  word, kept;

    seed = row;

    for (i = 0; i < SYNC_FTS_TEXTS; i++) {

        if (test_random(8) == 0) {
            continue;
        }

        len = 0;

        for (n = test_random(i == 4 ? 80 : 12); n > 0; n--) {
            word = test_random(1 + test_random(3000));
            kept = seed;
            seed = word * 2654435761U;

            for (k = 1 + test_random(7); k > 0; k--) {
                len += (unsigned) sprintf(texts[i] + len, "%s",
                                          letters[test_random(16)]);
            }

            seed = kept;
            len += (unsigned) sprintf(texts[i] + len, "%s",
                                      test_random(3) == 0 ? ", " : " ");
        }

        columns[i] = jobs_str(texts[i], len);
    }

    return row % 4 != 0;
}


/* every character of ASCII, and words longer than an index takes */

static int
test_ascii(unsigned row, jobs_str_t *columns)
{
    unsigned  i, k, n;

    seed = row;

    for (i = 0; i < SYNC_FTS_TEXTS; i++) {
        n = row % 50 == 0 && i == 2 ? WORD_MAX : test_random(60);

        for (k = 0; k < n; k++) {
            texts[i][k] = n == WORD_MAX ? 'q' : (char) (0x20
                                                        + test_random(0x5F));
        }

        columns[i] = jobs_str(texts[i], n);
    }

    return row % 4 != 0;
}


/* every row has it, in two columns: its rows fill many leaves */

static int
test_common(unsigned row, jobs_str_t *columns)
{
    columns[0] = jobs_lit("senior engineer");
    columns[4] = row % 3 == 0 ? jobs_lit("an engineer of engines")
                              : jobs_lit("of the engineer");

    return 0;
}


/* each row's places fill half a leaf: an index of leaves of two levels */

static int
test_often(unsigned row, jobs_str_t *columns)
{
    unsigned  i;

    (void) row;

    for (i = 0; i < 2000; i++) {
        texts[4][2 * i] = 'a';
        texts[4][2 * i + 1] = ' ';
    }

    columns[4] = jobs_str(texts[4], 4000);

    return 0;
}


/* places of one row that fill leaves where no row begins, and long words */

static int
test_large(unsigned row, jobs_str_t *columns)
{
    unsigned  i;

    for (i = 0; i < WORD_MAX; i++) {
        texts[2][2 * i] = 'w';
        texts[2][2 * i + 1] = row % 2 == 0 || i % 100 == 0 ? ' ' : 'w';
    }

    memset(texts[4], 'l', WORD_MAX - 1);
    texts[4][WORD_MAX - 1] = (char) ('a' + row % 7);

    columns[0] = jobs_lit("few words");
    columns[2] = jobs_str(texts[2], 2 * WORD_MAX);
    columns[4] = jobs_str(texts[4], row % 5 == 0 ? 5000 : WORD_MAX);

    return 0;
}


static int
test_nothing(unsigned row, jobs_str_t *columns)
{
    columns[1] = row % 2 == 0 ? jobs_lit("- , -") : jobs_str(NULL, 0);

    return 1;
}


/*
 * Words with forms: stems that are words themselves, here or elsewhere, names
 * with dots and signs, letters that are none of ASCII amid them; and more
 * forms than a listing keeps.
 */

static const char *const  spoken[] = {
    "Engineering", "engineer", "engineers", "engin", "Designing", "design",
    "managing", "managers", "Node.js", "nodejs", ".NET", "dotnet", "ASP.NET",
    "C++17", "c++", "C#", "python+sql", "Pythons", "sql", "e.g.",
    "cafe\xcc\x81s", "r\xc3\xa9sum\xc3\xa9s", "running\xe2\x80\x8b",
    "na\xc3\xafve.ly", "...", "a", "3D", "B2B", "socket.io", "ly", "...js",
    "relational", "hdwuuoeaaaaabaaa+kcjrwiyhrvumxxvb"
};

static int
test_spoken(unsigned row, jobs_str_t *columns)
{
    unsigned  i, k, n, len;

    seed = row;

    for (i = 0; i < SYNC_FTS_TEXTS; i++) {
        len = 0;
        n = row % 40 == 7 && i != 1 ? 400 : test_random(i == 4 ? 40 : 6);

        for (k = 0; k < n; k++) {

            if (row % 40 == 7) {
                len += (unsigned) sprintf(texts[i] + len, "%c%c%cings ",
                    'a' + test_random(26), "aeiou"[k % 5],
                    "bdfgklmnprst"[test_random(12)]);
                continue;
            }

            len += (unsigned) sprintf(texts[i] + len, "%s%s",
                spoken[test_random(sync_n(spoken) - (row % 3 != 0 ? 13 : 0))],
                test_random(3) == 0 ? ". " : test_random(9) == 0 ? "." : " ");
        }

        columns[i] = jobs_str(texts[i], len);
    }

    return row % 5 != 0;
}


/* FTS5 goes on with it: rows are added, deleted and merged */

static void
test_changed(void)
{
    int        i;
    char       file[80];
    sqlite3   *ours, *theirs;
    static const char *const  sql[] = {
        "SELECT rowid, bm25(listing_search, 10, 4, 4, 2, 1, 5, 1)"
        " FROM listing_search WHERE listing_search MATCH 'e*'",
        "SELECT rowid, bm25(listing_search, 10, 4, 4, 2, 1, 5, 1)"
        " FROM listing_search WHERE listing_search MATCH 'tr*'",
        "SELECT rowid, bm25(listing_search, 10, 4, 4, 2, 1, 5, 1)"
        " FROM listing_search WHERE listing_search MATCH"
        " 'ner* OR ers* OR nte* OR tes* OR sit* OR one*'",
        "SELECT rowid FROM listing_search WHERE listing_search"
        " MATCH 'title : e OR \"s n\"'"
    };

    snprintf(file, sizeof(file), "%s.db", path);
    (void) unlink(file);
    printf("# changed\n");

    ours = test_ours(test_words, 2000, 100000, file);
    theirs = test_theirs(test_words, 2000);

    ok(test_insert(ours, test_words, 2001, 2500), "rows are added");
    ok(test_insert(theirs, test_words, 2001, 2500), "to both");

    for (i = 0; i < (int) sync_n(sql); i++) {
        ok(test_same(ours, theirs, sql[i]), "a search, and its ranks");
    }

    is_int(sqlite3_exec(ours, "INSERT INTO listing_search (listing_search)"
                        " VALUES ('optimize'), ('integrity-check')", NULL,
                        NULL, NULL), SQLITE_OK, "all is merged");

    for (i = 0; i < (int) sync_n(sql); i++) {
        ok(test_same(ours, theirs, sql[i]), "and found as before");
    }

    sqlite3_close(ours);
    sqlite3_close(theirs);
    (void) unlink(file);
}


/* a row that fills more leaves than an index of leaves can say */

static void
test_limit(void)
{
    size_t           n;
    sqlite3         *db;
    uint32_t         pages;
    unsigned char   *rows;
    sync_segment_t  *s;
    const size_t     places[] = { 5000, 40 * 1024 * 1024 };

    printf("# limit\n");
    rows = malloc(places[1] + 64);
    db = test_schema(":memory:");
    s = sync_segment_open(db);
    sync_segment_key(s, jobs_lit("0a"));

    for (n = 0; n < 2; n++) {
        rows[0] = (unsigned char) (n + 1);
        memset(rows + 1 + sync_varint_put(rows + 1, 2 * places[n]), 3,
               places[n]);
        sync_segment_rows(s, rows, rows + 1 + places[n]
                          + sync_varint_put(rows + 1, 2 * places[n]));
    }

    sync_segment_key(s, jobs_lit("0b"));
    is_int(sync_segment_end(s, &pages), JOBS_LIMIT,
           "40 MB of places in one row are too many");
    sync_segment_close(s);
    sqlite3_close(db);
    free(rows);
}


/* what cannot be made or written is said, and nothing else happens */

static void
test_faults(void)
{
    FILE        *file;
    sqlite3     *db;
    unsigned     row;
    jobs_rc_t    rc;
    sync_fts_t  *fts;
    jobs_str_t   columns[SYNC_FTS_TEXTS];

    printf("# faults\n");
    ok(sync_fts_open("/nowhere/at/all", 1000, &kept, error) == NULL,
       "a file that cannot be made");
    has(tap_str(error), "No such file", "and why");

    fts = sync_fts_open("/dev/full", 1000, &kept, error);
    ok(fts != NULL, "a disk that is full");
    rc = JOBS_OK;

    for (row = 1; row <= 2000 && rc == JOBS_OK; row++) {
        memset(columns, 0, sizeof(columns));
        rc = sync_fts_add(fts, columns, test_words(row, columns), error);
    }

    if (rc == JOBS_OK) {
        rc = sync_fts_end(fts, error);
    }

    is_int(rc, JOBS_ERROR, "is an error");
    has(tap_str(error), "No space left", "which is named");
    sync_fts_close(fts);

    fts = sync_fts_open(path, 1000, &kept, error);

    for (row = 1; row <= 200; row++) {
        memset(columns, 0, sizeof(columns));
        (void) sync_fts_add(fts, columns, test_words(row, columns), error);
    }

    (void) sync_fts_end(fts, error);
    file = fopen(path, "w");
    fclose(file);
    db = test_schema(":memory:");
    is_int(sync_fts_write(fts, db, error), JOBS_ERROR, "runs that are lost");
    has(tap_str(error), "cannot be read", "are an error");
    sync_fts_close(fts);
    sqlite3_close(db);
}


int
main(void)
{
    int  fd;

    snprintf(path, sizeof(path), "/tmp/jobs-fts-XXXXXX");
    fd = mkstemp(path);

    if (fd == -1) {
        return 1;
    }

    close(fd);
    jobs_forms_open(&forms);
    jobs_forms_open(&kept);
    kept.stems = calloc(JOBS_FORMS_STEMS, sizeof(jobs_forms_stem_t));

    test_compare("words, from memory", test_words, 3000, 1 << 30,
                 "0.0, 0.0");
    test_compare("words, in runs of some rows", test_words, 3000, 200000,
                 "0.0, 0.0");
    test_compare("words, in runs of one row", test_words, 300, 0, "0.0, 0.0");
    test_compare("ASCII", test_ascii, 500, 1 << 20, "0.0, 0.0");
    test_compare("a word in every row", test_common, 30000, 100000,
                 "14.0, 0.0");
    test_compare("a word all over", test_often, 9000, 1 << 20, "3.0, 1.0");
    test_compare("long words, and one all over", test_large, 12, 1 << 20,
                 "1.0, 0.0");
    test_compare("words with forms", test_spoken, 2000, 1 << 30,
                 "10.0, 0.0");
    test_compare("words with forms, in runs", test_spoken, 2000, 50000,
                 "10.0, 0.0");
    test_compare("words with forms, in runs of one row", test_spoken, 200, 0,
                 "0.0, 0.0");
    test_compare("a row", test_common, 1, 1 << 20, "0.0, 0.0");
    test_compare("no word", test_nothing, 10, 1 << 20, "0.0, 0.0");

    test_changed();
    test_limit();
    test_faults();

    (void) unlink(path);
    jobs_forms_close(&forms);
    jobs_forms_close(&kept);
    free(kept.stems);

    return tap_done();
}
