/*
 * A snapshot in memory whose index is changed in ways that only a hostile
 * file could have, loaded, and asked whatever can be asked.
 */

#ifndef HOSTILE_H
#define HOSTILE_H


#include <fcntl.h>
#include "board.h"
#include "jobs_bitmap.h"
#include "jobs_cursor.h"
#include "jobs_query.h"


static sqlite3           *hostile_db;
static jobs_snapshot_t    hostile;
static const char        *hostile_wrong;    /* what should never be, or NULL */
static char               hostile_error[JOBS_SNAPSHOT_ERROR];


static const char *const  hostile_queries[] = {
    "",
    "facets=category,company,country,region,remote,type&stats=salary",
    "facets=level,tag,language,visa,source,department&q=data",
    "category=data&country=DE&facets=country,region,tag&sort=title&offset=9",
    "country=-DE&sort=-title&offset=60",
    "q=rust&facets=company",
    "q=data&sort=recent&posted_within=200d",
    "salary_min=50000&salary_currency=EUR&sort=salary&stats=salary",
    "tag=c%2B%2B,go&sort=-salary&offset=20",
    "tag=-t3,t5&sort=company&limit=100",
    "worldwide=0&region=europe&sort=-company&offset=40",
    "company=solo+50,acme-1&has_salary=1",
    "visa=1&salary_max=100000&salary_include_unknown=1&level=junior",
    "cursor=recent,1780000000,test%3A7&posted_after=2026-02-01",
    "sort=-recent&cursor=-recent,,test%3A10&tag_any=t1,t2",
    "sort=title&cursor=title,1780000000,test%3A41,junior",
    "sort=-company&cursor=-company,1780000000,test%3A41,beta-4",
    "sort=salary&cursor=salary,1780000000,test%3A41,40f86a0000000000",
    "sort=-salary&cursor=-salary,1780000000,test%3A41,"
};

#define HOSTILE_QUERIES                                                       \
    (sizeof(hostile_queries) / sizeof(hostile_queries[0]))


/* the snapshot at path as it is in memory; 1 if that is so */

static inline int
hostile_open(const char *path, const jobs_mem_t *mem)
{
    size_t           size;
    unsigned char   *image, *copy;

    image = board_read(path, &size);
    copy = image == NULL ? NULL : sqlite3_malloc64(size);

    if (copy == NULL || sqlite3_open(":memory:", &hostile_db) != SQLITE_OK) {
        return 0;
    }

    memcpy(copy, image, size);
    free(image);

    memset(&hostile, 0, sizeof(jobs_snapshot_t));
    hostile.fd = open(path, O_RDONLY|O_CLOEXEC);
    hostile.mem = *mem;
    hostile.db = hostile_db;
    hostile.listings = BOARD_LISTINGS;
    memcpy(hostile.currency, "USD", 3);
    jobs_identity(path, &hostile.identity);
    jobs_forms_open(&hostile.forms);

    return sqlite3_deserialize(hostile_db, "main", copy, (int64_t) size,
                               (int64_t) size, SQLITE_DESERIALIZE_FREEONCLOSE
                                               |SQLITE_DESERIALIZE_RESIZEABLE)
           == SQLITE_OK
           && jobs_reader_open(&hostile.reader, hostile_db) == JOBS_OK;
}


static inline void
hostile_close(void)
{
    jobs_snapshot_close(&hostile);
}


static inline void
hostile_check(int good, const char *what)
{
    if (!good) {
        hostile_wrong = what;
    }
}


static inline jobs_rc_t
hostile_ask(const char *query)
{
    jobs_rc_t              rc;
    jobs_buf_t             text, cursor;
    const char            *reason;
    jobs_fault_t           fault;
    static jobs_str_t      rows[JOBS_LIMIT_MAX];
    static jobs_args_t     args;
    static jobs_list_t     list;
    static jobs_facet_t    facets[JOBS_F_N];
    static jobs_filter_t   filter;

    jobs_filter_init(&filter, 20);

    if (jobs_args_parse(&args, jobs_str(query, strlen(query)), &reason)
        != JOBS_OK
        || jobs_filter_args(&filter, &args, (1ULL << JOBS_P_N) - 1, 100,
                            &fault)
           != JOBS_OK)
    {
        hostile_check(0, query);
        return JOBS_INVALID;
    }

    memset(&list, 0, sizeof(jobs_list_t));
    list.rows = rows;
    list.facets = facets;
    list.filter = &filter;
    list.site.board = jobs_lit("/jobs");
    list.site.self = jobs_lit("/jobs.json");
    list.wants_headline = 1;

    jobs_buf_init(&text, &hostile.mem, 1024 * 1024);
    jobs_buf_init(&cursor, &hostile.mem, 65536);

    rc = jobs_query_resolve(&hostile, &filter);

    if (rc == JOBS_OK) {
        rc = jobs_query_list(&hostile, &filter, JOBS_ROWS_JSON, BOARD_NOW,
                             &text, &list);
    }

    hostile_check(rc == JOBS_OK || rc == JOBS_CORRUPT, query);

    if (rc == JOBS_OK) {
        hostile_check(list.total <= BOARD_LISTINGS
                      && list.count <= filter.limit
                      && (list.count == 0
                          || list.offset + list.count <= list.total), query);

        if (list.has_next) {
            jobs_cursor_write(&cursor, &list.next);
            hostile_check(cursor.rc == JOBS_OK, "a cursor");
        }

        jobs_headline_text(&cursor, &list.headline, &filter,
                           jobs_buf_str);
        jobs_list_json(&cursor, &list);
    }

    jobs_buf_free(&text);
    jobs_buf_free(&cursor);

    return rc;
}


/*
 * What the index makes of the tables as they are now: of one eighth of the
 * queries, or of all.
 */

#define HOSTILE_ALL  8

static inline jobs_rc_t
hostile_answer(unsigned eighth)
{
    size_t         i;
    jobs_rc_t      rc, answer;
    jobs_index_t   index;

    hostile_wrong = NULL;
    hostile_error[0] = '\0';

    rc = jobs_index_load(&index, hostile_db, BOARD_LISTINGS, &hostile.mem,
                         hostile_error);

    if (rc != JOBS_OK) {
        hostile_check(rc == JOBS_CORRUPT && hostile_error[0] != '\0',
                      "loading");
        return rc;
    }

    hostile.index = &index;

    for (i = 0; i < HOSTILE_QUERIES; i++) {

        if (eighth != HOSTILE_ALL && i % 8 != eighth) {
            continue;
        }

        answer = hostile_ask(hostile_queries[i]);
        rc = rc == JOBS_OK ? answer : rc;
    }

    jobs_query_reset(&hostile);

    if (hostile.expired != NULL) {
        roaring_bitmap_free(hostile.expired);
        hostile.expired = NULL;
    }

    hostile.nexpired = 0;
    hostile.mem.free(hostile.mem.ctx, hostile.scratch);
    hostile.scratch = NULL;
    hostile.scratch_size = 0;
    hostile.index = NULL;
    jobs_index_free(&index);

    return rc;
}


static inline int
hostile_exec(const char *sql)
{
    return sqlite3_exec(hostile_db, sql, NULL, NULL, NULL) == SQLITE_OK;
}


/*
 * Changes by a program of bytes: what, which row (2), where (2), how many
 * bytes, the bytes.
 */

typedef struct {
    const char            *table;
    const char            *column;
    char                   kind;    /* b bytes over it, x two exchanged, s its
                                       size, n number, f fraction, t text,
                                       0 NULL                              */
} hostile_op_t;

static const hostile_op_t  hostile_ops[] = {
    { "field_columns", "codes", 'b' },
    { "field_columns", "codes", 'x' },
    { "field_columns", "codes", 's' },
    { "field_columns", "sets", 'b' },
    { "field_columns", "sets", 's' },
    { "field_columns", "sets", '0' },
    { "field_columns", "name", 't' },
    { "postings", "bitmap", 'b' },
    { "postings", "bitmap", 's' },
    { "terms", "parent", 'n' },
    { "terms", "parent", '0' },
    { "terms", "listings", 'n' },
    { "terms", "value", 't' },
    { "terms", "label", 't' },
    { "terms", "field", 't' },
    { "terms", "term", 'n' },
    { "salaries", "excluded", 'n' },
    { "salaries", "currency", 't' },
    { "salaries", "currency", '0' },
    { "salaries", "year_min", 'f' },
    { "salaries", "year_max", 'f' },
    { "salaries", "year_min", '0' },
    { "salaries", "salary_order", 'f' },
    { "salaries", "salary_order", '0' },
    { "term_names", "term", 'n' },
    { "listings", "posted_at", 'n' },
    { "listing_facts", "title_order", 't' }
};

#define HOSTILE_OPS  (sizeof(hostile_ops) / sizeof(hostile_ops[0]))


/* a blob with bytes over it, two of its bytes exchanged, or another size */

static inline void
hostile_bytes(sqlite3_stmt *update, char kind, const void *old, size_t size,
    const uint8_t *data, size_t at, size_t len)
{
    size_t                n, other;
    unsigned char         c;
    static unsigned char  copy[65536];

    n = size > sizeof(copy) / 2 ? sizeof(copy) / 2 : size;

    if (n > 0) {
        memcpy(copy, old, n);
    }

    if (kind == 's') {
        size = at % (n + 20);
        memset(copy + n, 0, 20);
        n = size;

    } else if (kind == 'x' && len > 1 && n > 0) {
        at %= n;
        other = jobs_le16(data) % n;
        c = copy[at];
        copy[at] = copy[other];
        copy[other] = c;

    } else if (n > 0 && len > 0) {
        at %= n;
        memcpy(copy + at, data, len < n - at ? len : n - at);
    }

    sqlite3_bind_blob(update, 1, n == 0 ? "" : (char *) copy, (int) n,
                      SQLITE_TRANSIENT);
}


static inline void
hostile_value(sqlite3_stmt *update, char kind, const uint8_t *data, size_t len)
{
    double   fraction;
    uint8_t  bytes[8];
    int64_t  number;

    memset(bytes, 0, sizeof(bytes));

    if (len > 0) {
        memcpy(bytes, data, len < sizeof(bytes) ? len : sizeof(bytes));
    }

    switch (kind) {

    case 'n':
        number = (int64_t) ((uint64_t) jobs_le32(bytes + 4) << 32
                            | jobs_le32(bytes));
        sqlite3_bind_int64(update, 1, number);
        break;

    case 'f':
        memcpy(&fraction, bytes, sizeof(fraction));
        sqlite3_bind_double(update, 1, fraction);
        break;

    case 't':
        sqlite3_bind_text(update, 1, len == 0 ? "" : (const char *) data,
                          (int) len, SQLITE_TRANSIENT);
        break;

    default:
        sqlite3_bind_null(update, 1);
        break;
    }
}


/* one change; 1 if there was such a row and it could be made */

static inline int
hostile_change(const hostile_op_t *op, unsigned row, size_t at,
    const uint8_t *data, size_t len)
{
    int            made;
    char           sql[300];
    const char    *key;
    sqlite3_stmt  *read, *update;

    key = op->table[4] == '_' ? "field, name, term" : "rowid";

    snprintf(sql, sizeof(sql), "SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET"
             " %u %% (SELECT count(*) FROM %s)", op->column, op->table, key,
             row, op->table);

    if (sqlite3_prepare_v2(hostile_db, sql, -1, &read, NULL) != SQLITE_OK) {
        return 0;
    }

    snprintf(sql, sizeof(sql), "UPDATE %s SET %s = ?1 WHERE (%s) = (SELECT %s"
             " FROM %s ORDER BY %s LIMIT 1 OFFSET %u %% (SELECT count(*)"
             " FROM %s))", op->table, op->column, key, key, op->table, key,
             row, op->table);

    if (sqlite3_prepare_v2(hostile_db, sql, -1, &update, NULL) != SQLITE_OK) {
        sqlite3_finalize(read);
        return 0;
    }

    made = 0;

    if (sqlite3_step(read) == SQLITE_ROW) {

        if (strchr("bxs", op->kind) != NULL) {
            hostile_bytes(update, op->kind, sqlite3_column_blob(read, 0),
                          (size_t) sqlite3_column_bytes(read, 0), data, at,
                          len);

        } else {
            hostile_value(update, op->kind, data, len);
        }

        sqlite3_reset(read);
        made = sqlite3_step(update) == SQLITE_DONE
               && sqlite3_changes(hostile_db) == 1;
    }

    sqlite3_finalize(read);
    sqlite3_finalize(update);

    return made;
}


/* runs a program, asks, and takes the changes back */

static inline jobs_rc_t
hostile_program(const uint8_t *data, size_t size, unsigned eighth)
{
    size_t     len, changes;
    jobs_rc_t  rc;

    (void) hostile_exec("SAVEPOINT hostile");

    for (changes = 0; size >= 6 && changes < 16; changes++) {
        len = data[5] < size - 6 ? data[5] : size - 6;

        (void) hostile_change(&hostile_ops[data[0] % HOSTILE_OPS],
                              jobs_le16(data + 1), jobs_le16(data + 3),
                              data + 6, len);
        data += 6 + len;
        size -= 6 + len;
    }

    rc = hostile_answer(eighth);

    if (!hostile_exec("ROLLBACK TO hostile") || !hostile_exec("RELEASE hostile"))
    {
        hostile_wrong = sqlite3_errmsg(hostile_db);
    }

    return rc;
}


#endif /* HOSTILE_H */
