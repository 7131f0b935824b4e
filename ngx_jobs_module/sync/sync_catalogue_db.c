/*
 * The catalogue's file.  One process has it at a time: SQLite's own lock is
 * taken at once and kept.  Its journal is a rollback journal: a run that is
 * killed, or for which the disk is too small, was never there.
 */

#include <errno.h>
#include <unistd.h>
#include <sys/stat.h>
#include "sync_catalogue_db.h"


#define SYNC_CATALOGUE_VERSION  1

#define sync_text_2(s)  #s
#define sync_text(s)    sync_text_2(s)


static jobs_rc_t sync_catalogue_ready(sync_catalogue_t *c);
static jobs_rc_t sync_catalogue_make(sync_catalogue_t *c);
static jobs_rc_t sync_catalogue_same_schema(sync_catalogue_t *c);
static jobs_rc_t sync_catalogue_schema(sqlite3 *db, jobs_buf_t *b);
static jobs_rc_t sync_catalogue_number(sync_catalogue_t *c, const char *sql,
    int64_t *n);


/*
 * listings has what an import looks through, for all listings of a source;
 * records, which are ten times as large, are touched only where one changed.
 * A closed listing is a row of listings without a record.
 */

static const char  sync_catalogue_tables[] =
    "CREATE TABLE sources (source INTEGER PRIMARY KEY,"
    " key TEXT NOT NULL UNIQUE, name TEXT, url TEXT, attribution TEXT,"
    " link_rel TEXT, jsonld INTEGER NOT NULL DEFAULT -1,"
    " feeds INTEGER NOT NULL DEFAULT -1, logo INTEGER NOT NULL DEFAULT -1,"
    " rank INTEGER NOT NULL DEFAULT 0, min_age INTEGER NOT NULL DEFAULT 0,"
    " by INTEGER NOT NULL DEFAULT 0, last_attempt INTEGER,"
    " last_success INTEGER, stale_since INTEGER, reason TEXT,"
    " listings INTEGER NOT NULL DEFAULT 0,"
    " rejected INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL DEFAULT 0,"
    " missing INTEGER NOT NULL DEFAULT 0,"
    " misses INTEGER NOT NULL DEFAULT 2) STRICT;"

    "CREATE TABLE listings (source INTEGER NOT NULL, number INTEGER NOT NULL,"
    " id TEXT NOT NULL, row BLOB, first_seen INTEGER NOT NULL,"
    " last_seen INTEGER, misses INTEGER NOT NULL DEFAULT 0,"
    " closed_at INTEGER, posted_at INTEGER NOT NULL, expires_at INTEGER,"
    " facts INTEGER NOT NULL, richness INTEGER NOT NULL, apply INTEGER,"
    " posting INTEGER, place INTEGER, PRIMARY KEY (source, number))"
    " STRICT, WITHOUT ROWID;"

    "CREATE TABLE records (number INTEGER PRIMARY KEY,"
    " content BLOB NOT NULL, record BLOB NOT NULL) STRICT;"

    "CREATE TABLE facts (facts INTEGER PRIMARY KEY, source INTEGER NOT NULL,"
    " name TEXT NOT NULL, link_rel TEXT, slug TEXT, label TEXT) STRICT;"

    "CREATE TABLE notes (key TEXT NOT NULL, name TEXT NOT NULL,"
    " value TEXT NOT NULL, PRIMARY KEY (key, name)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE state (name TEXT PRIMARY KEY NOT NULL,"
    " value ANY NOT NULL) STRICT, WITHOUT ROWID;"

    "CREATE TABLE forced (at INTEGER NOT NULL, what TEXT NOT NULL) STRICT;";


static const char *const  sync_catalogue_statements[SYNC_CAT_N] = {

    [SYNC_CAT_SOURCE] =
    "SELECT source, listings, missing, last_success, stale_since, misses,"
    " open, rejected, last_attempt FROM sources WHERE key = ?1",

    [SYNC_CAT_SOURCE_NEW] =
    "INSERT INTO sources (key) VALUES (?1)",

    [SYNC_CAT_SOURCE_DECLARED] =
    "UPDATE sources SET name = ?2, url = ?3, attribution = ?4, link_rel = ?5,"
    " jsonld = ?6, feeds = ?7, logo = ?8, rank = ?9, min_age = ?10, by = ?11"
    " WHERE source = ?1 AND (name IS NOT ?2 OR url IS NOT ?3"
    " OR attribution IS NOT ?4 OR link_rel IS NOT ?5 OR jsonld <> ?6"
    " OR feeds <> ?7 OR logo <> ?8 OR rank <> ?9 OR min_age <> ?10"
    " OR by <> ?11)",

    [SYNC_CAT_SOURCE_TAKEN] =
    "UPDATE sources SET last_attempt = ?2, last_success = ?2,"
    " stale_since = NULL, reason = NULL, listings = ?3, rejected = ?4,"
    " open = ?5, missing = ?6, misses = ?7 WHERE source = ?1",

    [SYNC_CAT_SOURCE_STALE] =
    "UPDATE sources SET last_attempt = ?2, reason = ?3,"
    " stale_since = coalesce(stale_since, ?2), open = coalesce(?4, open)"
    " WHERE source = ?1",

    [SYNC_CAT_SOURCE_REWIND] =
    "UPDATE sources SET last_success = min(last_success, ?2),"
    " stale_since = min(stale_since, ?2) WHERE source = ?1",

    [SYNC_CAT_REWIND] =
    "UPDATE listings SET first_seen = min(first_seen, ?2),"
    " last_seen = min(last_seen, ?2), closed_at = min(closed_at, ?2),"
    " posted_at = CASE WHEN posted_at > ?2 THEN min(first_seen, ?2)"
    " ELSE posted_at END WHERE source = ?1 AND (first_seen > ?2"
    " OR last_seen > ?2 OR closed_at > ?2 OR posted_at > ?2)",

    [SYNC_CAT_ENTRIES] =
    "SELECT number, id, row, misses, closed_at, expires_at FROM listings"
    " WHERE source = ?1 ORDER BY number",

    [SYNC_CAT_FACTS] =
    "SELECT facts, name, link_rel, slug, label FROM facts WHERE source = ?1",

    [SYNC_CAT_FACTS_NEW] =
    "INSERT INTO facts VALUES (?1, ?2, ?3, ?4, ?5, ?6)",

    [SYNC_CAT_NEW] =
    "INSERT INTO listings (source, number, id, row, first_seen, closed_at,"
    " posted_at, expires_at, facts, richness, apply, posting, place)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",

    [SYNC_CAT_UPDATE] =
    "UPDATE listings SET row = ?4, first_seen = ?5, last_seen = NULL,"
    " misses = 0, closed_at = ?6, posted_at = ?7, expires_at = ?8,"
    " facts = ?9, richness = ?10, apply = ?11, posting = ?12, place = ?13"
    " WHERE source = ?1 AND number = ?2",

    [SYNC_CAT_FIRST] =
    "SELECT first_seen FROM listings WHERE source = ?1 AND number = ?2",

    [SYNC_CAT_ROW] =
    "UPDATE listings SET row = ?3 WHERE source = ?1 AND number = ?2",

    [SYNC_CAT_MISSES] =
    "UPDATE listings SET misses = ?3, last_seen = CASE ?3 WHEN 0 THEN NULL"
    " ELSE coalesce(last_seen, ?4) END WHERE source = ?1 AND number = ?2",

    [SYNC_CAT_CLOSE] =
    "UPDATE listings SET closed_at = ?3, misses = misses + ?5,"
    " last_seen = coalesce(last_seen, ?4) WHERE source = ?1 AND number = ?2",

    [SYNC_CAT_END] =
    "UPDATE listings SET closed_at = expires_at,"
    " last_seen = coalesce(last_seen, ?3) WHERE source = ?1 AND number = ?2",

    [SYNC_CAT_FORGET] =
    "DELETE FROM listings WHERE source = ?1 AND number = ?2",

    [SYNC_CAT_RECORD] =
    "INSERT OR REPLACE INTO records VALUES (?1, ?2, ?3)",

    [SYNC_CAT_RECORD_GET] =
    "SELECT content, record FROM records WHERE number = ?1",

    [SYNC_CAT_RECORD_FORGET] =
    "DELETE FROM records WHERE number = ?1",

    [SYNC_CAT_NOTE] =
    "INSERT OR REPLACE INTO notes VALUES (?1, ?2, ?3)",

    [SYNC_CAT_NOTED] =
    "SELECT value FROM notes WHERE key = ?1 AND name = ?2",

    [SYNC_CAT_STATE] =
    "INSERT OR REPLACE INTO state VALUES (?1, ?2)",

    [SYNC_CAT_STATE_GET] =
    "SELECT value FROM state WHERE name = ?1",

    [SYNC_CAT_FORCED] =
    "INSERT INTO forced VALUES (?1, ?2)"
};


sync_catalogue_t *
sync_catalogue_try(const char *path, char *error, jobs_rc_t *rc)
{
    int          missing;
    char        *dir, *slash;
    struct stat  st;

    missing = stat(path, &st) == -1;

    if (missing ? errno != ENOENT : st.st_size != 0) {
        return sync_catalogue_open(path, error, rc);
    }

    /* it would be made, if there is a place for it */

    dir = sync_mem.realloc(NULL, NULL, 0, strlen(path) + 1);
    memcpy(dir, path, strlen(path) + 1);
    slash = strrchr(dir, '/');

    if (slash != NULL) {
        slash[slash == dir] = '\0';
    }

    if (access(slash == NULL ? "." : dir, W_OK|X_OK) == -1) {
        snprintf(error, SYNC_ERROR, "unable to open database file");
        *rc = JOBS_ERROR;
        path = NULL;
    }

    sync_mem.free(NULL, dir);

    return path == NULL ? NULL : sync_catalogue_open(":memory:", error, rc);
}


sync_catalogue_t *
sync_catalogue_open(const char *path, char *error, jobs_rc_t *rc)
{
    int                i, code;
    int64_t            facts;
    sync_catalogue_t  *c;

    c = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_catalogue_t));
    memset(c, 0, sizeof(sync_catalogue_t));
    jobs_buf_init(&c->blob, &sync_mem, SYNC_ROW_MAX * 4);
    jobs_buf_init(&c->text, &sync_mem, SYNC_ROW_MAX * 4);

    *rc = JOBS_ERROR;
    code = sqlite3_open_v2(path, &c->db, SQLITE_OPEN_READWRITE
                           |SQLITE_OPEN_CREATE|SQLITE_OPEN_NOMUTEX, NULL);

    if (code == SQLITE_OK) {
        *rc = sync_catalogue_ready(c);

        for (i = 0; *rc == JOBS_OK && i < SYNC_CAT_N; i++) {
            if (sqlite3_prepare_v3(c->db, sync_catalogue_statements[i], -1,
                                   SQLITE_PREPARE_PERSISTENT, &c->sql[i],
                                   NULL)
                != SQLITE_OK)
            {
                *rc = sync_catalogue_fault(c);
            }
        }

        if (*rc == JOBS_OK) {
            c->next = sync_catalogue_state(c, "next");
            c->facts = sync_catalogue_state(c, "facts");
            c->revision = sync_catalogue_state(c, "revision");

            /* without its number nothing would be known of a source */

            *rc = sync_catalogue_number(c, "SELECT coalesce(max(facts), 0)"
                                        " FROM facts", &facts);

            if (*rc == JOBS_OK
                && (c->next < 0 || c->next >= UINT32_MAX || c->facts < facts
                    || c->facts >= UINT32_MAX))
            {
                (void) sync_catalogue_corrupt(c, "its state");
                *rc = JOBS_INVALID;
            }
        }

        if (*rc == JOBS_OK && c->unread) {
            *rc = JOBS_ERROR;
        }

        if (*rc == JOBS_OK) {
            return c;
        }
    }

    code = sqlite3_errcode(c->db) & 0xFF;

    if (c->error[0] == '\0') {
        (void) sync_catalogue_fault(c);
    }

    if (*rc == JOBS_ERROR) {
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            *rc = JOBS_DECLINED;
            snprintf(c->error, SYNC_ERROR, "another run is at work on it");

        } else if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
            *rc = JOBS_INVALID;
        }
    }

    snprintf(error, SYNC_ERROR, "%s", c->error);
    sync_catalogue_close(c);

    return NULL;
}


static jobs_rc_t
sync_catalogue_ready(sync_catalogue_t *c)
{
    int64_t    id, version, entries;
    jobs_rc_t  rc;

    if (sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL)
        != SQLITE_OK
        || sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL)
           != SQLITE_OK
        || sqlite3_db_config(c->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL)
           != SQLITE_OK
        || sync_catalogue_exec(c,
            "PRAGMA trusted_schema = off; PRAGMA cell_size_check = on;"
            "PRAGMA page_size = 8192; PRAGMA cache_size = -24576;"
            "PRAGMA temp_store = memory; PRAGMA locking_mode = exclusive;"
            "PRAGMA synchronous = full; BEGIN EXCLUSIVE") != JOBS_OK
        || sync_catalogue_number(c, "PRAGMA application_id", &id) != JOBS_OK
        || sync_catalogue_number(c, "PRAGMA user_version", &version)
           != JOBS_OK
        || sync_catalogue_number(c, "SELECT count(*) FROM sqlite_schema",
                                 &entries) != JOBS_OK)
    {
        return sync_catalogue_fault(c);
    }

    if (entries == 0 && id == 0 && version == 0) {
        return sync_catalogue_make(c);
    }

    if (id != SYNC_CATALOGUE_ID) {
        snprintf(c->error, SYNC_ERROR, "it is no catalogue");
        return JOBS_INVALID;
    }

    if (version != SYNC_CATALOGUE_VERSION) {
        snprintf(c->error, SYNC_ERROR, "it is a catalogue of version %lld, "
                 "this program knows version %d", (long long) version,
                 SYNC_CATALOGUE_VERSION);
        return JOBS_INVALID;
    }

    rc = sync_catalogue_same_schema(c);

    return rc == JOBS_OK ? sync_catalogue_exec(c, "COMMIT") : rc;
}


static jobs_rc_t
sync_catalogue_make(sync_catalogue_t *c)
{
    if (sync_catalogue_exec(c, sync_catalogue_tables) != JOBS_OK
        || sync_catalogue_exec(c, "PRAGMA application_id = "
                               sync_text(SYNC_CATALOGUE_ID)) != JOBS_OK
        || sync_catalogue_exec(c, "PRAGMA user_version = "
                               sync_text(SYNC_CATALOGUE_VERSION)) != JOBS_OK)
    {
        return JOBS_ERROR;
    }

    return sync_catalogue_exec(c, "COMMIT");
}


/* a table that is a view, or a trigger, would run in our name */

static jobs_rc_t
sync_catalogue_same_schema(sync_catalogue_t *c)
{
    sqlite3    *fresh;
    jobs_rc_t   rc;
    jobs_buf_t  ours, theirs;

    jobs_buf_init(&ours, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_init(&theirs, &sync_mem, SYNC_ROW_MAX);

    rc = sqlite3_open(":memory:", &fresh) == SQLITE_OK
         && sqlite3_exec(fresh, sync_catalogue_tables, NULL, NULL, NULL)
            == SQLITE_OK
         && sync_catalogue_schema(fresh, &ours) == JOBS_OK ? JOBS_OK
                                                           : JOBS_ERROR;
    sqlite3_close(fresh);

    if (rc == JOBS_OK) {
        rc = sync_catalogue_schema(c->db, &theirs);
    }

    if (rc == JOBS_OK && !jobs_str_eq(jobs_buf_view(&ours),
                                      jobs_buf_view(&theirs)))
    {
        snprintf(c->error, SYNC_ERROR, "its tables are not a catalogue's");
        rc = JOBS_INVALID;
    }

    jobs_buf_free(&ours);
    jobs_buf_free(&theirs);

    return rc;
}


static jobs_rc_t
sync_catalogue_schema(sqlite3 *db, jobs_buf_t *b)
{
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, "SELECT type || name || coalesce(sql, '')"
                           " FROM sqlite_schema ORDER BY 1", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    while (sqlite3_step(stmt) == SQLITE_ROW) {
        jobs_buf_str(b, sync_catalogue_column(stmt, 0));
        jobs_buf_char(b, '\n');
    }

    return sqlite3_finalize(stmt) == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


static jobs_rc_t
sync_catalogue_number(sync_catalogue_t *c, const char *sql, int64_t *n)
{
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(c->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return sync_catalogue_fault(c);
    }

    *n = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;

    return sqlite3_finalize(stmt) == SQLITE_OK ? JOBS_OK
                                               : sync_catalogue_fault(c);
}


void
sync_catalogue_close(sync_catalogue_t *c)
{
    int  i;

    if (c == NULL) {
        return;
    }

    sync_behind_close(c->behind);

    for (i = 0; i < SYNC_CAT_N; i++) {
        sqlite3_finalize(c->sql[i]);
    }

    sync_joined_free(c);
    sqlite3_close(c->db);
    sync_intern_free(&c->done);
    sync_intern_free(&c->names);
    sync_numbers_free(&c->numbers);
    jobs_buf_free(&c->blob);
    jobs_buf_free(&c->text);
    sync_arena_free(&c->arena);
    sync_joiner_free(&c->joiner);
    sync_joiner_free(&c->writer);
    sync_arena_free(&c->written.arena);
    sync_mem.free(NULL, c->entries);
    sync_mem.free(NULL, c->rows);
    sync_mem.free(NULL, c->ids);
    sync_mem.free(NULL, c);
}


const char *
sync_catalogue_error(sync_catalogue_t *c)
{
    return c->error;
}


uint64_t
sync_catalogue_revision(sync_catalogue_t *c)
{
    return c->revision;
}


jobs_rc_t
sync_catalogue_note(sync_catalogue_t *c, const char *key, const char *name,
    jobs_str_t value)
{
    sqlite3_stmt  *stmt;

    stmt = sync_catalogue_sql(c, SYNC_CAT_NOTE);
    sqlite3_bind_text(stmt, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, name, -1, SQLITE_STATIC);
    sync_catalogue_bind(stmt, 3, value.data == NULL ? jobs_lit("") : value);

    return sync_catalogue_do(c, SYNC_CAT_NOTE);
}


jobs_str_t
sync_catalogue_noted(sync_catalogue_t *c, const char *key, const char *name,
    sync_arena_t *a)
{
    jobs_str_t     s;
    sqlite3_stmt  *stmt;

    s = jobs_lit("");
    stmt = sync_catalogue_sql(c, SYNC_CAT_NOTED);
    sqlite3_bind_text(stmt, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, name, -1, SQLITE_STATIC);

    if (sync_catalogue_get(c, SYNC_CAT_NOTED) == JOBS_OK) {
        s = sync_dup(a, sync_catalogue_column(stmt, 0));
        sqlite3_reset(stmt);
    }

    return s;
}


int64_t
sync_catalogue_state(sync_catalogue_t *c, const char *name)
{
    int64_t        n;
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    n = 0;
    stmt = sync_catalogue_sql(c, SYNC_CAT_STATE_GET);
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    rc = sync_catalogue_get(c, SYNC_CAT_STATE_GET);

    if (rc == JOBS_OK) {
        n = sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
    }

    /* without it a gate would compare with nothing, and be open */

    c->unread |= rc == JOBS_ERROR;

    return n;
}


jobs_rc_t
sync_catalogue_read(const sync_catalogue_t *c)
{
    return c->unread ? JOBS_ERROR : JOBS_OK;
}


jobs_rc_t
sync_catalogue_set(sync_catalogue_t *c, const char *name, int64_t n)
{
    sqlite3_stmt  *stmt;

    stmt = sync_catalogue_sql(c, SYNC_CAT_STATE);
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 2, n);

    return sync_catalogue_do(c, SYNC_CAT_STATE);
}


sqlite3_stmt *
sync_catalogue_sql(sync_catalogue_t *c, sync_cat_e sql)
{
    (void) sqlite3_reset(c->sql[sql]);
    (void) sqlite3_clear_bindings(c->sql[sql]);

    return c->sql[sql];
}


jobs_rc_t
sync_catalogue_do(sync_catalogue_t *c, sync_cat_e sql)
{
    int  rc;

    rc = sqlite3_step(c->sql[sql]);

    if (rc != SQLITE_DONE) {
        (void) sync_catalogue_fault(c);
    }

    (void) sqlite3_reset(c->sql[sql]);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_catalogue_get(sync_catalogue_t *c, sync_cat_e sql)
{
    int  rc;

    rc = sqlite3_step(c->sql[sql]);

    if (rc == SQLITE_ROW) {
        return JOBS_OK;
    }

    if (rc != SQLITE_DONE) {
        (void) sync_catalogue_fault(c);
    }

    (void) sqlite3_reset(c->sql[sql]);

    return rc == SQLITE_DONE ? JOBS_DECLINED : JOBS_ERROR;
}


jobs_rc_t
sync_catalogue_exec(sync_catalogue_t *c, const char *sql)
{
    return sqlite3_exec(c->db, sql, NULL, NULL, NULL) == SQLITE_OK
           ? JOBS_OK : sync_catalogue_fault(c);
}


jobs_rc_t
sync_catalogue_wait(sync_catalogue_t *c)
{
    if (c->behind == NULL || sync_behind_wait(c->behind) == JOBS_OK) {
        return JOBS_OK;
    }

    sync_behind_close(c->behind);
    c->behind = NULL;

    return sync_catalogue_fault(c);
}


jobs_rc_t
sync_catalogue_fault(sync_catalogue_t *c)
{
    snprintf(c->error, SYNC_ERROR, "%s", sqlite3_errmsg(c->db));

    return JOBS_ERROR;
}


jobs_rc_t
sync_catalogue_corrupt(sync_catalogue_t *c, const char *what)
{
    snprintf(c->error, SYNC_ERROR, "it is damaged: %s", what);

    return JOBS_ERROR;
}


void
sync_catalogue_bind(sqlite3_stmt *stmt, int i, jobs_str_t s)
{
    sqlite3_bind_text(stmt, i, s.data, (int) s.len, SQLITE_STATIC);
}


jobs_str_t
sync_catalogue_column(sqlite3_stmt *stmt, int i)
{
    const char  *text;

    text = (const char *) sqlite3_column_text(stmt, i);

    return jobs_str(text, text == NULL ? 0 : sqlite3_column_bytes(stmt, i));
}


int64_t
sync_catalogue_closed(int64_t closed_at, int64_t expires_at,
    int64_t stale_since, int64_t now)
{
    int64_t  at;

    if (closed_at != 0) {
        return closed_at;
    }

    at = 0;

    if (expires_at != 0 && expires_at <= now) {
        at = expires_at;
    }

    if (stale_since != 0 && stale_since + SYNC_STALE <= now
        && (at == 0 || stale_since + SYNC_STALE < at))
    {
        at = stale_since + SYNC_STALE;
    }

    return at;
}
