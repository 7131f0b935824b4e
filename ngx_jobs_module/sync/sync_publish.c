/*
 * From rows to a published snapshot.
 */

#define _GNU_SOURCE             /* sync_file_range */

#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sync_digest.h"
#include "sync_pipe.h"
#include "sync_publish.h"
#include "sync_write.h"
#include "../core/jobs_list.h"
#include "jobs_check.h"
#include "jobs_schema.h"


#define SYNC_PUBLISH_HEAP  (256 * 1024 * 1024)


typedef struct {
    sqlite3           *db;
    sync_index_t       index;
    sync_maker_t       maker;
    sync_write_t       write;
    sync_words_t       words;
    sync_digest_t      digest;
    sync_pipe_t       *pipe;
    const char        *path;
    pthread_t          flusher;
    int                flushing;        /* there is that thread */
} sync_making_t;

/* the digest of a file's pages, which a thread of its own makes */

typedef struct {
    const char        *path;
    char               digest[JOBS_PAGES_DIGEST];
    jobs_rc_t          rc;
    char               error[SYNC_ERROR];
} sync_pages_t;


static jobs_rc_t sync_publish_make(sync_place_t *place, sync_rows_t *rows,
    sync_published_t *p, int64_t now, int force);
static jobs_rc_t sync_publish_begin(sync_making_t *m, sync_place_t *place,
    sync_rows_t *rows, sync_published_t *p, int force);
static jobs_rc_t sync_publish_tables(sync_making_t *m, sync_rows_t *rows,
    sync_published_t *p);
static int sync_publish_optional(sqlite3 *db, const char *table,
    const char *sql);
static jobs_rc_t sync_publish_listings(sync_making_t *m,
    sync_published_t *p);
static jobs_rc_t sync_publish_sources(sync_making_t *m);
static jobs_rc_t sync_publish_finish(sync_making_t *m, sync_published_t *p,
    int64_t now);
static void sync_publish_flush(sync_making_t *m);
static void sync_publish_flushed(sync_making_t *m);
static void *sync_publish_flusher(void *data);
static jobs_rc_t sync_publish_verify(sync_making_t *m, sync_place_t *place,
    sync_rows_t *rows, sync_published_t *p);
static jobs_rc_t sync_publish_pages(sync_place_t *place,
    sync_published_t *p, const sync_pages_t *pages);
static void *sync_publish_digest(void *data);
static jobs_rc_t sync_publish_meta(sync_making_t *m, sync_published_t *p,
    int64_t now);
static jobs_rc_t sync_publish_fault(sync_published_t *p, sqlite3 *db);
static jobs_rc_t sync_publish_words(sync_published_t *p,
    const sync_words_t *words);


/*
 * Without a journal: a file that fails is thrown away.  The CHECK constraints
 * are asked about what another program wrote, not about rows of feeds, whose
 * reader has kept to them.  An index whose order is another one than that of
 * the listings is made at the end.
 *
 * Most listings take a page of four kilobytes and a little of the next; of
 * larger pages fewer are written, and less of them is left empty.
 */

static const char  sync_publish_pragmas[] =
    "PRAGMA page_size = 8192;"
    "PRAGMA journal_mode = off;"
    "PRAGMA synchronous = off;"
    "PRAGMA locking_mode = exclusive;"
    "PRAGMA cache_size = -24576";

static const char  sync_publish_tables_sql[] =
    "DROP INDEX main.listing_facts_title;"
    "INSERT INTO main.currencies SELECT * FROM rows.currencies ORDER BY code;"
    "INSERT INTO main.categories SELECT * FROM rows.categories ORDER BY slug;"
    "INSERT INTO main.searches SELECT * FROM rows.searches ORDER BY slug;"
    "INSERT INTO main.sources SELECT * FROM rows.sources ORDER BY name;";

/* what else there is only ever looked up by its key */

static const char  sync_publish_analyze[] =
    "PRAGMA analysis_limit = 1000;"
    "ANALYZE main.listings;"
    "ANALYZE main.listing_locations;"
    "ANALYZE main.listing_countries;"
    "ANALYZE main.listing_regions;"
    "ANALYZE main.listing_tags;"
    "ANALYZE main.listing_facts;"
    "ANALYZE main.sources;"
    "ANALYZE main.categories;"
    "ANALYZE main.searches;"
    "ANALYZE main.terms;"
    "ANALYZE main.term_names;";


jobs_rc_t
sync_publish(sync_place_t *place, sync_rows_t *rows, sync_published_t *p,
    int64_t now, int dry, int force)
{
    int          valid;
    char         ignored[SYNC_ERROR];
    sqlite3     *db;
    jobs_rc_t    rc;
    struct stat  st;
    sync_meta_t  present;

    memset(p, 0, sizeof(sync_published_t));

    /*
     * SQLite takes and returns blocks of many pages with every few listings;
     * a page fault for each of those pages took a third of the time.
     */

    (void) mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
    (void) mallopt(M_TRIM_THRESHOLD, SYNC_PUBLISH_HEAP);
    (void) mallopt(M_TOP_PAD, 4 * 1024 * 1024);

    if (jobs_html_init(&sync_mem) != JOBS_OK) {
        snprintf(p->error, SYNC_ERROR, "the HTML templates do not compile");
        return JOBS_ERROR;
    }

    rc = sync_publish_make(place, rows, p, now, force);
    jobs_html_free();

    if (rc != JOBS_OK) {
        return rc;
    }

    p->bytes = stat(place->fresh.data, &st) == 0 ? st.st_size : 0;

    db = sync_snapshot_open(place->path.data, ignored);
    valid = db != NULL && sync_meta(db, &present) == JOBS_OK;
    sqlite3_close(db);

    p->unchanged = valid && !force
                   && strcmp(present.generation, p->meta.generation) == 0
                   && present.row_version == p->meta.row_version
                   && present.built_at > now - SYNC_FRESH
                   && present.built_at <= now;

    if (dry || p->unchanged) {
        return JOBS_OK;
    }

    rc = sync_place_commit(place, valid && strcmp(present.generation,
                                                  p->meta.generation) != 0);

    if (rc != JOBS_OK) {
        snprintf(p->error, SYNC_ERROR, "%s", place->error);
    }

    return rc;
}


static jobs_rc_t
sync_publish_make(sync_place_t *place, sync_rows_t *rows,
    sync_published_t *p, int64_t now, int force)
{
    jobs_rc_t       rc;
    sync_making_t  *m;

    m = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_making_t));
    memset(m, 0, sizeof(sync_making_t));
    m->path = place->fresh.data;

    rc = sync_publish_begin(m, place, rows, p, force);

    if (rc == JOBS_OK) {
        rc = sync_publish_listings(m, p);
    }

    if (rc == JOBS_OK) {
        rc = sync_publish_finish(m, p, now);
    }

    if (m->pipe != NULL) {
        (void) sync_pipe_close(m->pipe);
    }

    sync_digest_close(&m->digest);
    sync_write_close(&m->write);
    sync_maker_close(&m->maker);
    sync_index_free(&m->index);

    if (sqlite3_close(m->db) != SQLITE_OK && rc == JOBS_OK) {
        rc = sync_publish_fault(p, m->db);
    }

    if (rc == JOBS_OK
        && sync_words_change(&m->words, place->fresh.data) != JOBS_OK)
    {
        rc = sync_publish_words(p, &m->words);
    }

    sync_words_done(&m->words);

    if (rc == JOBS_OK) {
        sync_publish_flushed(m);
        sync_publish_flush(m);
        rc = sync_publish_verify(m, place, rows, p);
    }

    sync_publish_flushed(m);

    sync_mem.free(NULL, m);

    return rc;
}


static jobs_rc_t
sync_publish_begin(sync_making_t *m, sync_place_t *place, sync_rows_t *rows,
    sync_published_t *p, int force)
{
    jobs_rc_t  rc;

    if (sqlite3_open_v2(place->fresh.data, &m->db,
                        SQLITE_OPEN_READWRITE|SQLITE_OPEN_CREATE
                        |SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK
        || sqlite3_exec(m->db, sync_publish_pragmas, NULL, NULL, NULL)
           != SQLITE_OK
        || sqlite3_exec(m->db, rows->foreign
                        ? "PRAGMA ignore_check_constraints = off"
                        : "PRAGMA ignore_check_constraints = on",
                        NULL, NULL, NULL)
           != SQLITE_OK
        || sqlite3_db_config(m->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL)
           != SQLITE_OK
        || sync_functions(m->db) != JOBS_OK)
    {
        return sync_publish_fault(p, m->db);
    }

    rc = sync_publish_tables(m, rows, p);

    if (rc != JOBS_OK) {
        return rc;
    }

    sync_index_init(&m->index, m->db);

    if (sync_maker_open(&m->maker, m->db) != JOBS_OK
        || sync_write_open(&m->write, m->db) != JOBS_OK)
    {
        return sync_publish_fault(p, m->db);
    }

    sync_words_open(&m->words, place->words.data,
                    force ? NULL : place->path.data);

    sync_digest_open(&m->digest);
    m->pipe = sync_pipe_open(rows, &m->maker, &m->digest, &m->index,
                             &m->words);

    return JOBS_OK;
}


/* the tables that do not belong to a listing */

static jobs_rc_t
sync_publish_tables(sync_making_t *m, sync_rows_t *rows, sync_published_t *p)
{
    sqlite3       *db;
    sqlite3_stmt  *stmt;

    db = m->db;

    if (sqlite3_prepare_v2(db, "ATTACH ?1 AS rows", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return sync_publish_fault(p, db);
    }

    sqlite3_bind_text(stmt, 1, rows->tables, -1, SQLITE_STATIC);
    (void) sqlite3_step(stmt);

    if (sqlite3_finalize(stmt) != SQLITE_OK
        || sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(db, jobs_schema_sql, NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(db, sync_publish_tables_sql, NULL, NULL, NULL)
           != SQLITE_OK
        || sync_publish_optional(db, "partners",
                                 "INSERT INTO main.partners SELECT id, name,"
                                 " origins, query, theme, campaign"
                                 " FROM rows.partners ORDER BY id")
           != SQLITE_OK
        || sync_publish_optional(db, "gone",
                                 "INSERT INTO main.gone SELECT id, closed_at"
                                 " FROM rows.gone ORDER BY id")
           != SQLITE_OK
        || sqlite3_exec(db, "COMMIT; DETACH rows; BEGIN", NULL, NULL, NULL)
           != SQLITE_OK)
    {
        return sync_publish_fault(p, db);
    }

    return JOBS_OK;
}


/* rows that know of no such table have nothing for it */

static int
sync_publish_optional(sqlite3 *db, const char *table, const char *sql)
{
    if (!sync_table_there(db, "rows", table)) {
        return SQLITE_OK;
    }

    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}


static jobs_rc_t
sync_publish_listings(sync_making_t *m, sync_published_t *p)
{
    jobs_rc_t  rc;

    rc = sync_pipe_run(m->pipe, sync_write_item, &m->write, p->error);

    /* what follows needs blocks of other sizes */

    (void) malloc_trim(0);
    sync_publish_flush(m);

    if (rc == JOBS_OK) {
        return sync_publish_sources(m) == JOBS_OK
               ? JOBS_OK : sync_publish_fault(p, m->db);
    }

    if (p->error[0] != '\0') {
        return rc;
    }

    rc = sync_pipe_close(m->pipe);
    m->pipe = NULL;

    return rc == JOBS_OK ? sync_publish_fault(p, m->db)
                         : sync_publish_words(p, &m->words);
}


/* a source that nobody has declared */

static jobs_rc_t
sync_publish_sources(sync_making_t *m)
{
    int             rc;
    uint32_t        i;
    jobs_str_t      s;
    const char     *colon;
    sqlite3_stmt   *stmt;
    sync_intern_t  *sources;

    if (sqlite3_prepare_v2(m->db, "INSERT OR IGNORE INTO sources (name)"
                           " VALUES (?1)", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    sources = &m->index.fields[JOBS_F_SOURCE].raw;
    rc = SQLITE_DONE;

    for (i = 0; i < sources->n && rc == SQLITE_DONE; i++) {
        s = sources->strings[i];
        colon = memchr(s.data, ':', s.len);
        s.len = colon == NULL ? s.len : (size_t) (colon - s.data);

        sqlite3_bind_text(stmt, 1, s.data, (int) s.len, SQLITE_STATIC);
        rc = sqlite3_step(stmt);
        (void) sqlite3_reset(stmt);
    }

    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


static jobs_rc_t
sync_publish_finish(sync_making_t *m, sync_published_t *p, int64_t now)
{
    jobs_rc_t  rc;

    /*
     * What it sorts by takes as much memory as the cache, in each thread.  It
     * may take two, as no row is the same as another one.
     */

    if (sqlite3_exec(m->db, "PRAGMA cache_size = -8192; PRAGMA threads = 1;"
                     "CREATE INDEX listing_facts_title"
                     " ON listing_facts (title_order);"
                     "PRAGMA threads = 0", NULL, NULL, NULL)
        != SQLITE_OK
        || sync_derive(&m->index, p->meta.currency) != JOBS_OK
        || sync_digest_end(&m->digest, m->db, p->meta.generation) != JOBS_OK
        || sync_publish_meta(m, p, now) != JOBS_OK)
    {
        return sync_publish_fault(p, m->db);
    }

    rc = sync_pipe_close(m->pipe);
    m->pipe = NULL;

    if (rc != JOBS_OK) {
        return sync_publish_words(p, &m->words);
    }

    if (sync_words_settle(&m->words, m->db) != JOBS_OK) {
        return sync_publish_words(p, &m->words);
    }

    if (sync_words_column(&m->words, &m->index) != JOBS_OK
        || sqlite3_exec(m->db, sync_publish_analyze, NULL, NULL, NULL)
           != SQLITE_OK
        || sqlite3_exec(m->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    {
        return sync_publish_fault(p, m->db);
    }

    if (sync_words_move(&m->words, m->db) != JOBS_OK) {
        return sync_publish_words(p, &m->words);
    }

    return JOBS_OK;
}


/*
 * The disk may begin: most pages will stay as they are.  Whoever tells it so
 * waits where it has much to do already.
 */

static void
sync_publish_flush(sync_making_t *m)
{
    m->flushing = pthread_create(&m->flusher, NULL, sync_publish_flusher, m)
                  == 0;
}


static void
sync_publish_flushed(sync_making_t *m)
{
    if (m->flushing) {
        (void) pthread_join(m->flusher, NULL);
        m->flushing = 0;
    }
}


static void *
sync_publish_flusher(void *data)
{
    int             fd;
    sync_making_t  *m;

    m = data;
    fd = open(m->path, O_RDONLY|O_CLOEXEC);

    if (fd != -1) {
        (void) sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
        close(fd);
    }

    return NULL;
}


/* as a reader finds it, while its pages are read by another thread */

static jobs_rc_t
sync_publish_verify(sync_making_t *m, sync_place_t *place, sync_rows_t *rows,
    sync_published_t *p)
{
    sqlite3       *db;
    jobs_rc_t      rc;
    pthread_t      thread;
    sync_pages_t   pages;

    memset(&pages, 0, sizeof(sync_pages_t));
    pages.path = place->fresh.data;

    if (pthread_create(&thread, NULL, sync_publish_digest, &pages) != 0) {
        snprintf(p->error, SYNC_ERROR, "no thread can be started");
        return JOBS_ERROR;
    }

    db = sync_snapshot_open(place->fresh.data, p->error);
    rc = db == NULL ? JOBS_CORRUPT : sync_write_check(&m->write, db,
                                                      p->error);

    if (rc == JOBS_OK) {
        rc = sync_check_written(db, p->error);
    }

    if (rc == JOBS_OK) {
        rc = sync_meta(db, &p->meta);
    }

    sqlite3_close(db);
    (void) pthread_join(thread, NULL);

    if (rc == JOBS_OK) {
        rc = sync_publish_pages(place, p, &pages);
    }

    /* what another program wrote is at fault itself */

    return rc == JOBS_OK ? JOBS_OK
           : rc == JOBS_CORRUPT && rows->foreign ? JOBS_INVALID : JOBS_ERROR;
}


static jobs_rc_t
sync_publish_meta(sync_making_t *m, sync_published_t *p, int64_t now)
{
    int            rc;
    sqlite3_stmt  *stmt;

    rc = sqlite3_prepare_v2(m->db,
        "INSERT INTO meta SELECT 'generation', ?1"
        " UNION ALL SELECT 'built_at', CAST(?2 AS TEXT)"
        " UNION ALL SELECT 'row_version', CAST(?3 AS TEXT)"
        " UNION ALL SELECT 'pages', '0000000000000000'"
        " UNION ALL SELECT 'listings', CAST(?5 AS TEXT)"
        " UNION ALL SELECT 'currency', ?4 WHERE ?4 <> ''", -1, &stmt, NULL);

    if (rc != SQLITE_OK) {
        return JOBS_ERROR;
    }

    sqlite3_bind_text(stmt, 1, p->meta.generation, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 2, now);
    sqlite3_bind_int(stmt, 3, JOBS_ROW_VERSION);
    sqlite3_bind_text(stmt, 4, p->meta.currency, -1, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 5, m->index.n);

    (void) sqlite3_step(stmt);

    return sqlite3_finalize(stmt) == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


static void *
sync_publish_digest(void *data)
{
    int            fd;
    sqlite3       *db;
    sync_pages_t  *pages;

    pages = data;
    pages->rc = JOBS_ERROR;
    db = sync_snapshot_open(pages->path, pages->error);
    fd = open(pages->path, O_RDONLY|O_CLOEXEC);

    if (db != NULL && fd != -1) {
        pages->rc = jobs_check_pages(db, fd, pages->digest);
    }

    if (fd != -1) {
        close(fd);
    }

    sqlite3_close(db);

    return NULL;
}


/* last of all: its row is as long as before, so no other page is written */

static jobs_rc_t
sync_publish_pages(sync_place_t *place, sync_published_t *p,
    const sync_pages_t *pages)
{
    int            rc;
    sqlite3       *db;
    sqlite3_stmt  *stmt;

    if (pages->rc != JOBS_OK) {
        snprintf(p->error, SYNC_ERROR, "%s", pages->error[0] != '\0'
                 ? pages->error : "its pages cannot be read");
        return JOBS_ERROR;
    }

    stmt = NULL;
    rc = sqlite3_open_v2(place->fresh.data, &db,
                         SQLITE_OPEN_READWRITE|SQLITE_OPEN_NOMUTEX, NULL);

    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(db, sync_publish_pragmas, NULL, NULL, NULL);
    }

    if (rc == SQLITE_OK) {
        rc = sqlite3_prepare_v2(db, "UPDATE meta SET value = ?1"
                                " WHERE name = 'pages'", -1, &stmt, NULL);
    }

    if (rc == SQLITE_OK) {
        sqlite3_bind_text(stmt, 1, pages->digest, -1, SQLITE_STATIC);
        (void) sqlite3_step(stmt);
        rc = sqlite3_finalize(stmt);
    }

    if (rc != SQLITE_OK) {
        snprintf(p->error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
    }

    sqlite3_close(db);

    return rc == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


/* rows that break the schema's rules, or lack a table, are at fault themselves */

static jobs_rc_t
sync_publish_fault(sync_published_t *p, sqlite3 *db)
{
    int  rc;

    rc = sqlite3_errcode(db);

    snprintf(p->error, SYNC_ERROR, "%s", sqlite3_errmsg(db));

    return rc == SQLITE_CONSTRAINT || rc == SQLITE_MISMATCH
           || rc == SQLITE_ERROR ? JOBS_INVALID : JOBS_ERROR;
}


static jobs_rc_t
sync_publish_words(sync_published_t *p, const sync_words_t *words)
{
    snprintf(p->error, SYNC_ERROR, "%s", words->error);

    return JOBS_ERROR;
}
