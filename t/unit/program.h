/*
 * Changes to the tables of an index, told by bytes: by random ones in a test,
 * by a fuzzer's.
 */

#ifndef PROGRAM_H
#define PROGRAM_H


#include "hostile.h"


/* of one: what, which row (2), where (2), how many bytes, the bytes */

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

    if (!hostile_exec("ROLLBACK TO hostile")
        || !hostile_exec("RELEASE hostile"))
    {
        hostile_wrong = sqlite3_errmsg(hostile_db);
    }

    return rc;
}


#endif /* PROGRAM_H */
