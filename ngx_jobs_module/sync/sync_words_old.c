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


static void sync_words_leave(sync_words_t *words);
static jobs_rc_t sync_words_pages(sqlite3 *db, const char *path);
static jobs_rc_t sync_words_rows(sync_words_t *words, uint64_t listings);
static uint32_t sync_words_number(const unsigned char *p, size_t i);
static uint32_t sync_words_slot(const sync_words_t *words,
    const uint32_t *key);
static jobs_rc_t sync_words_listing(sync_words_t *words, sqlite3_stmt **stmts,
    uint32_t number, sync_item_t *item);
static jobs_rc_t sync_words_items(sync_words_t *words, sqlite3_stmt *stmt,
    uint32_t number, sync_value_t *v);


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

static const char *const  sync_words_listing_sql[] = {
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


static void
sync_words_leave(sync_words_t *words)
{
    sqlite3_close(words->old);
    words->old = NULL;
    words->numbers.n = 0;
    words->keys.n = 0;
}


/* what is damaged would be so in every snapshot to come */

jobs_rc_t
sync_words_whole(sync_words_t *words)
{
    if (sync_words_pages(words->old, words->before) != JOBS_OK) {
        sync_words_leave(words);
        return JOBS_DECLINED;
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_words_pages(sqlite3 *db, const char *path)
{
    int            fd;
    char           digest[JOBS_PAGES_DIGEST];
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    fd = open(path, O_RDONLY|O_CLOEXEC);

    if (fd == -1) {
        return JOBS_DECLINED;
    }

    rc = jobs_check_pages(db, fd, digest);
    close(fd);

    if (rc != JOBS_OK
        || sqlite3_prepare_v2(db, "SELECT 1 FROM meta WHERE name = 'pages'"
                              " AND value = ?1", -1, &stmt, NULL)
           != SQLITE_OK)
    {
        return JOBS_DECLINED;
    }

    sqlite3_bind_text(stmt, 1, digest, -1, SQLITE_STATIC);
    rc = sqlite3_step(stmt) == SQLITE_ROW ? JOBS_OK : JOBS_DECLINED;
    sqlite3_finalize(stmt);

    return rc;
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
sync_words_copy(sync_words_t *words)
{
    int            rc, column;
    size_t         i;
    sqlite3_stmt  *from, *to;

    if (sqlite3_exec(words->db, "BEGIN; DELETE FROM listing_search_data;"
                     "DELETE FROM listing_search_idx;"
                     "DELETE FROM listing_search_docsize", NULL, NULL, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    rc = SQLITE_DONE;

    for (i = 0; i < sync_n(sync_words_tables) && rc == SQLITE_DONE; i++) {
        from = to = NULL;

        if (sqlite3_prepare_v2(words->old, sync_words_tables[i].read, -1,
                               &from, NULL)
            != SQLITE_OK
            || sqlite3_prepare_v2(words->db, sync_words_tables[i].write, -1,
                                  &to, NULL)
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
            rc = SQLITE_ERROR;
        }
    }

    return rc == SQLITE_DONE
           && sqlite3_exec(words->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK
           ? JOBS_OK : JOBS_ERROR;
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


/*
 * An index without contents deletes by what it was told to add: the listing
 * is read once more.  Should its words not be those, the row stays, and
 * belongs to nobody.
 */

jobs_rc_t
sync_words_forget(sync_words_t *words)
{
    size_t         i, row;
    uint32_t       key[2];
    jobs_rc_t      jrc;
    sync_item_t   *item;
    sqlite3_stmt  *stmts[sync_n(sync_words_listing_sql)], *forget;

    memset(stmts, 0, sizeof(stmts));
    item = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_item_t));

    jrc = sqlite3_prepare_v2(words->db, "INSERT INTO listing_search (rowid,"
                             " title, company, tags, place, excerpt,"
                             " title_forms, forms, listing_search) VALUES"
                             " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'delete')",
                             -1, &forget, NULL)
          == SQLITE_OK ? JOBS_OK : JOBS_ERROR;

    for (i = 0; i < sync_n(stmts) && jrc == JOBS_OK; i++) {
        if (sqlite3_prepare_v2(words->old, sync_words_listing_sql[i], -1,
                               &stmts[i], NULL)
            != SQLITE_OK)
        {
            jrc = JOBS_ERROR;
        }
    }

    for (row = 0; row < words->was.n && jrc == JOBS_OK; row++) {

        if (words->was.data[row] == 0 || words->numbers.data[row] != 0) {
            continue;
        }

        sync_arena_reset(&words->arena);
        jrc = sync_words_listing(words, stmts, words->was.data[row], item);

        if (jrc != JOBS_OK) {
            break;
        }

        sync_words_item(words, item, key);

        if (memcmp(key, &words->keys.data[2 * row], sizeof(key)) != 0) {
            continue;
        }

        sync_words_forms(words);
        jrc = sync_words_bind(words, forget, (int64_t) row + 1)
              ? JOBS_OK : JOBS_ERROR;
    }

    for (i = 0; i < sync_n(stmts); i++) {
        sqlite3_finalize(stmts[i]);
    }

    sqlite3_finalize(forget);
    sync_mem.free(NULL, item);

    return jrc;
}


/* the words of a listing of the snapshot before */

static jobs_rc_t
sync_words_listing(sync_words_t *words, sqlite3_stmt **stmts, uint32_t number,
    sync_item_t *item)
{
    size_t                     i;
    jobs_str_t                 s;
    jobs_rc_t                  rc;
    static const sync_field_e  fields[] = {
        SYNC_TITLE, SYNC_COMPANY, SYNC_EXCERPT, SYNC_LANGUAGE, SYNC_LOCATION
    };

    memset(item, 0, sizeof(sync_item_t));
    sqlite3_bind_int64(stmts[0], 1, number);

    if (sqlite3_step(stmts[0]) == SQLITE_ROW) {
        for (i = 0; i < sync_n(fields); i++) {
            s = jobs_column(stmts[0], (int) i);

            if (s.data != NULL) {
                item->v[fields[i]].text = sync_dup(&words->arena, s);
            }
        }
    }

    if (sqlite3_reset(stmts[0]) != SQLITE_OK) {
        return JOBS_ERROR;
    }

    rc = sync_words_items(words, stmts[1], number, &item->v[SYNC_TAGS]);

    if (rc == JOBS_OK) {
        rc = sync_words_items(words, stmts[2], number,
                              &item->v[SYNC_LOCATIONS]);
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
