/*
 * Taking over the full-text index of the snapshot before.
 */

#include <fcntl.h>
#include <unistd.h>
#include "sync_publish.h"
#include "sync_words.h"
#include "../core/jobs_check.h"
#include "../core/jobs_sql.h"


/* rows that belong to nobody, of all: a new index is made then */
#define SYNC_WORDS_DEAD  4


static void *sync_words_checker(void *data);
static jobs_rc_t sync_words_rows(sync_words_t *words, uint64_t listings);
static uint32_t sync_words_number(const unsigned char *p, size_t i);
static uint32_t sync_words_slot(const sync_words_t *words,
    const uint32_t *key);
static int sync_words_left(const sync_words_t *words, size_t row);
static jobs_rc_t sync_words_forget(sync_words_t *words, sqlite3 *db);
static jobs_rc_t sync_words_insert(sync_words_t *words, sqlite3 *db);
static jobs_rc_t sync_words_run(const jobs_str_t *columns, sqlite3_stmt *stmt,
    int64_t row);
static jobs_rc_t sync_words_items(sync_words_t *words, sqlite3_stmt *stmt,
    uint32_t number, sync_value_t *v);


static const char  sync_words_pragmas[] =
    "PRAGMA journal_mode = off;"
    "PRAGMA synchronous = off;"
    "PRAGMA locking_mode = exclusive;"
    "BEGIN";

static const struct {
    const char  *read;
    const char  *write;
} sync_words_tables[] = {
    { "SELECT id, block FROM listing_search_data",
      "INSERT INTO listing_search_data VALUES (?1, ?2)" },
    { "SELECT segid, term, pgno FROM listing_search_idx",
      "INSERT INTO listing_search_idx VALUES (?1, ?2, ?3)" },
    { "SELECT id, sz FROM listing_search_docsize",
      "INSERT INTO listing_search_docsize VALUES (?1, ?2)" }
};

static const char *const  sync_words_queries[SYNC_WORDS_QUERIES] = {
    "SELECT title, company, excerpt, language, location FROM listings"
    " WHERE number = ?1",
    "SELECT tag FROM listing_tags WHERE listing = ?1 ORDER BY position",
    "SELECT location FROM listing_locations WHERE listing = ?1"
    " ORDER BY position"
};


void
sync_words_look(sync_words_t *words, const char *before)
{
    char         error[SYNC_ERROR];
    sync_meta_t  meta;

    words->old = sync_snapshot_open(before, error);

    if (words->old == NULL
        || jobs_check_schema(words->old, error) != JOBS_OK
        || sync_meta(words->old, &meta) != JOBS_OK
        || meta.row_version != JOBS_ROW_VERSION
        || sync_words_rows(words, meta.listings) != JOBS_OK)
    {
        sync_words_leave(words);
    }
}


void
sync_words_leave(sync_words_t *words)
{
    (void) sync_words_checked(words);
    sqlite3_close(words->old);
    words->old = NULL;
    words->numbers.n = 0;
    words->keys.n = 0;
}


void
sync_words_check(sync_words_t *words)
{
    words->checking = pthread_create(&words->checker, NULL,
                                     sync_words_checker, words)
                      == 0;

    if (!words->checking) {
        (void) sync_words_checker(words);
    }
}


int
sync_words_checked(sync_words_t *words)
{
    if (words->checking) {
        (void) pthread_join(words->checker, NULL);
        words->checking = 0;
    }

    return words->whole;
}


static void *
sync_words_checker(void *data)
{
    int            fd;
    char           digest[JOBS_PAGES_DIGEST];
    sqlite3_stmt  *stmt;
    sync_words_t  *words;

    words = data;
    fd = open(words->before, O_RDONLY|O_CLOEXEC);

    if (fd == -1) {
        return NULL;
    }

    if (jobs_check_pages(words->old, fd, digest) == JOBS_OK
        && sqlite3_prepare_v2(words->old, "SELECT 1 FROM meta"
                              " WHERE name = 'pages' AND value = ?1", -1,
                              &stmt, NULL)
           == SQLITE_OK)
    {
        sqlite3_bind_text(stmt, 1, digest, -1, SQLITE_STATIC);
        words->whole = sqlite3_step(stmt) == SQLITE_ROW;
        sqlite3_finalize(stmt);
    }

    close(fd);

    return NULL;
}


/* the column, and its rows by their keys */

static jobs_rc_t
sync_words_rows(sync_words_t *words, uint64_t listings)
{
    size_t                i, n;
    uint32_t              k, slot;
    jobs_rc_t             rc;
    sqlite3_stmt         *stmt;
    const unsigned char  *codes, *keys;

    if (sqlite3_prepare_v2(words->old, "SELECT codes, sets FROM field_columns"
                           " WHERE name = 'search'", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_DECLINED;
    }

    rc = JOBS_DECLINED;

    if (sqlite3_step(stmt) == SQLITE_ROW) {
        codes = sqlite3_column_blob(stmt, 0);
        keys = sqlite3_column_blob(stmt, 1);
        n = (size_t) sqlite3_column_bytes(stmt, 0) / 4;

        if (codes != NULL && keys != NULL && n >= listings
            && (n - listings) * SYNC_WORDS_DEAD <= n
            && n * 4 == (size_t) sqlite3_column_bytes(stmt, 0)
            && n * 8 == (size_t) sqlite3_column_bytes(stmt, 1))
        {
            for (i = 0; i < n; i++) {
                sync_numbers_add(&words->was, sync_words_number(codes, i));
                sync_numbers_add(&words->numbers, 0);
            }

            for (i = 0; i < 2 * n; i++) {
                sync_numbers_add(&words->keys, sync_words_number(keys, i));
            }

            rc = JOBS_OK;
        }
    }

    if (sqlite3_finalize(stmt) != SQLITE_OK || rc != JOBS_OK) {
        return JOBS_DECLINED;
    }

    for (words->nslots = 1024; words->nslots < 2 * words->was.n;
         words->nslots *= 2)
    {
        /* void */
    }

    words->slots = sync_mem.realloc(NULL, NULL, 0,
                                    words->nslots * sizeof(uint32_t));
    memset(words->slots, 0, words->nslots * sizeof(uint32_t));

    for (k = 0; k < words->was.n; k++) {

        if (words->was.data[k] == 0) {
            continue;
        }

        slot = sync_words_slot(words, &words->keys.data[2 * k]);

        while (words->slots[slot] != 0) {
            slot = (slot + 1) & (words->nslots - 1);
        }

        words->slots[slot] = k + 1;
    }

    return JOBS_OK;
}


/* the ith of little-endian numbers */

static uint32_t
sync_words_number(const unsigned char *p, size_t i)
{
    p += 4 * i;

    return p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16
           | (uint32_t) p[3] << 24;
}


static uint32_t
sync_words_slot(const sync_words_t *words, const uint32_t *key)
{
    return (key[0] ^ key[1]) & (words->nslots - 1);
}


jobs_rc_t
sync_words_copy(sync_words_t *words, sqlite3 *db)
{
    int            rc, column;
    size_t         i;
    sqlite3_stmt  *from, *to;

    rc = SQLITE_DONE;

    for (i = 0; i < sync_n(sync_words_tables) && rc == SQLITE_DONE; i++) {
        from = to = NULL;

        if (sqlite3_prepare_v2(words->old, sync_words_tables[i].read, -1,
                               &from, NULL)
            != SQLITE_OK)
        {
            return sync_words_fault(words, words->old);
        }

        if (sqlite3_prepare_v2(db, sync_words_tables[i].write, -1, &to, NULL)
            != SQLITE_OK)
        {
            rc = SQLITE_ERROR;
        }

        while (rc == SQLITE_DONE && sqlite3_step(from) == SQLITE_ROW) {
            for (column = 0; column < sqlite3_column_count(from); column++) {
                sqlite3_bind_value(to, column + 1,
                                   sqlite3_column_value(from, column));
            }

            rc = sqlite3_step(to);
            (void) sqlite3_reset(to);
        }

        sqlite3_finalize(to);

        if (sqlite3_finalize(from) != SQLITE_OK) {
            return sync_words_fault(words, words->old);
        }
    }

    return rc == SQLITE_DONE ? JOBS_OK : sync_words_fault(words, db);
}


uint32_t
sync_words_find(const sync_words_t *words, const uint32_t key[2])
{
    uint32_t  row, slot;

    for (slot = sync_words_slot(words, key); words->slots[slot] != 0;
         slot = (slot + 1) & (words->nslots - 1))
    {
        row = words->slots[slot];

        if (words->numbers.data[row - 1] == 0
            && words->keys.data[2 * (row - 1)] == key[0]
            && words->keys.data[2 * (row - 1) + 1] == key[1])
        {
            return row;
        }
    }

    return 0;
}


size_t
sync_words_gone(const sync_words_t *words)
{
    size_t  row, n;

    for (row = 0, n = 0; row < words->was.n; row++) {
        n += sync_words_left(words, row);
    }

    return n;
}


/* 1 if a row belonged to a listing, and belongs to none any more */

static int
sync_words_left(const sync_words_t *words, size_t row)
{
    return words->was.data[row] != 0 && words->numbers.data[row] == 0;
}


/* deletions first: so all rows rise, and FTS5 writes them once */

jobs_rc_t
sync_words_change(sync_words_t *words, const char *path)
{
    sqlite3    *db;
    jobs_rc_t   rc;

    if (words->old == NULL
        || (words->first == NULL && sync_words_gone(words) == 0))
    {
        return JOBS_OK;
    }

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE|SQLITE_OPEN_NOMUTEX,
                        NULL)
        != SQLITE_OK
        || sqlite3_exec(db, sync_words_pragmas, NULL, NULL, NULL) != SQLITE_OK
        || sync_words_forget(words, db) != JOBS_OK
        || sync_words_insert(words, db) != JOBS_OK
        || sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    {
        rc = words->error[0] == '\0' ? sync_words_fault(words, db)
                                     : JOBS_ERROR;

    } else {
        rc = JOBS_OK;
    }

    sqlite3_close(db);

    return rc;
}


/*
 * An index without contents deletes by what it was told to add: the listing
 * is read once more.  Should its words not be those, the row stays, and
 * belongs to nobody.
 */

static jobs_rc_t
sync_words_forget(sync_words_t *words, sqlite3 *db)
{
    size_t                row;
    uint32_t              key[2];
    jobs_rc_t             rc;
    sync_item_t          *item;
    sqlite3_stmt         *stmt;
    sync_words_source_t   source;

    if (sqlite3_prepare_v2(db, "INSERT INTO listing_search (rowid, title,"
                           " company, tags, place, excerpt, title_forms,"
                           " forms, listing_search) VALUES"
                           " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'delete')", -1,
                           &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    rc = sync_words_source_open(&source, words->old);

    if (rc != JOBS_OK) {
        (void) sync_words_fault(words, words->old);
    }

    item = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_item_t));

    for (row = 0; row < words->was.n && rc == JOBS_OK; row++) {

        if (!sync_words_left(words, row)) {
            continue;
        }

        sync_arena_reset(&words->arena);
        rc = sync_words_listing(words, &source, words->was.data[row], item);

        if (rc == JOBS_ERROR) {
            (void) sync_words_fault(words, words->old);
            break;
        }

        rc = JOBS_OK;
        sync_words_item(words, item, key);

        if (memcmp(key, &words->keys.data[2 * row], sizeof(key)) == 0) {
            sync_words_forms(words);
            rc = sync_words_run(words->columns, stmt, (int64_t) row + 1);
        }
    }

    sync_mem.free(NULL, item);
    sync_words_source_close(&source);
    sqlite3_finalize(stmt);

    return rc;
}


static jobs_rc_t
sync_words_insert(sync_words_t *words, sqlite3 *db)
{
    jobs_rc_t              rc;
    sqlite3_stmt          *stmt;
    sync_words_pending_t  *p;

    if (sqlite3_prepare_v2(db, "INSERT INTO listing_search (rowid, title,"
                           " company, tags, place, excerpt, title_forms,"
                           " forms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                           -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    rc = JOBS_OK;

    for (p = words->first; p != NULL && rc == JOBS_OK; p = p->next) {
        rc = sync_words_run(p->columns, stmt, p->row);
    }

    sqlite3_finalize(stmt);

    return rc;
}


static jobs_rc_t
sync_words_run(const jobs_str_t *columns, sqlite3_stmt *stmt, int64_t row)
{
    int  i, rc;

    sqlite3_bind_int64(stmt, 1, row);

    for (i = 0; i < SYNC_FTS_COLUMNS; i++) {
        if (columns[i].data == NULL) {
            sqlite3_bind_null(stmt, i + 2);

        } else {
            sqlite3_bind_text(stmt, i + 2, columns[i].data,
                              (int) columns[i].len, SQLITE_STATIC);
        }
    }

    rc = sqlite3_step(stmt);
    (void) sqlite3_reset(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_words_source_open(sync_words_source_t *source, sqlite3 *db)
{
    int  i;

    memset(source, 0, sizeof(sync_words_source_t));

    for (i = 0; i < SYNC_WORDS_QUERIES; i++) {
        if (sqlite3_prepare_v2(db, sync_words_queries[i], -1,
                               &source->stmts[i], NULL)
            != SQLITE_OK)
        {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


void
sync_words_source_close(sync_words_source_t *source)
{
    int  i;

    for (i = 0; i < SYNC_WORDS_QUERIES; i++) {
        sqlite3_finalize(source->stmts[i]);
    }
}


jobs_rc_t
sync_words_listing(sync_words_t *words, const sync_words_source_t *source,
    uint32_t number, sync_item_t *item)
{
    size_t                     i;
    jobs_str_t                 s;
    jobs_rc_t                  rc;
    sqlite3_stmt              *stmt;
    static const sync_field_e  fields[] = {
        SYNC_TITLE, SYNC_COMPANY, SYNC_EXCERPT, SYNC_LANGUAGE, SYNC_LOCATION
    };

    memset(item, 0, sizeof(sync_item_t));
    stmt = source->stmts[0];
    sqlite3_bind_int64(stmt, 1, number);
    rc = JOBS_DECLINED;

    if (sqlite3_step(stmt) == SQLITE_ROW) {
        rc = JOBS_OK;

        for (i = 0; i < sync_n(fields); i++) {
            s = jobs_column(stmt, (int) i);

            if (s.data != NULL) {
                item->v[fields[i]].text = sync_dup(&words->arena, s);
            }
        }
    }

    if (sqlite3_reset(stmt) != SQLITE_OK
        || sync_words_items(words, source->stmts[1], number,
                            &item->v[SYNC_TAGS])
           != JOBS_OK
        || sync_words_items(words, source->stmts[2], number,
                            &item->v[SYNC_LOCATIONS])
           != JOBS_OK)
    {
        return JOBS_ERROR;
    }

    return rc;
}


static jobs_rc_t
sync_words_items(sync_words_t *words, sqlite3_stmt *stmt, uint32_t number,
    sync_value_t *v)
{
    size_t       room;
    jobs_str_t  *items;

    room = 0;
    sqlite3_bind_int64(stmt, 1, number);

    while (sqlite3_step(stmt) == SQLITE_ROW) {

        if (v->n == room) {
            room = room == 0 ? 16 : room * 2;
            items = sync_alloc(&words->arena, room * sizeof(jobs_str_t));

            if (v->n != 0) {
                memcpy(items, v->items, v->n * sizeof(jobs_str_t));
            }

            v->items = items;
        }

        v->items[v->n++] = sync_dup(&words->arena, jobs_column(stmt, 0));
    }

    return sqlite3_reset(stmt) == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}
