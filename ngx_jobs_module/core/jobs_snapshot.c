/*
 * Opening a snapshot, and its statements.
 */

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "jobs_check.h"
#include "jobs_names.h"
#include "jobs_partners.h"
#include "jobs_snapshot.h"
#include "jobs_sql.h"
#include "jobs_text.h"


#define JOBS_PROGRESS_STEPS  200


static jobs_rc_t  jobs_snapshot_connect(jobs_snapshot_t *s, const char *path,
                      const jobs_mem_t *mem, unsigned joined,
                      jobs_identity_t *id, char *error);
static jobs_rc_t  jobs_snapshot_file(jobs_snapshot_t *s, const char *path,
                      jobs_identity_t *id, char *error);
static jobs_rc_t  jobs_snapshot_db(jobs_snapshot_t *s, const char *path,
                      char *error);
static jobs_rc_t  jobs_snapshot_meta(jobs_snapshot_t *s, char *error);
static void       jobs_identity_of(const struct stat *st,
                      jobs_identity_t *id);
static int        jobs_identity_same(const jobs_identity_t *a,
                      const jobs_identity_t *b);
static int        jobs_progress(void *data);
static int64_t    jobs_now(void);


void
jobs_identity(const char *path, jobs_identity_t *id)
{
    struct stat  st;

    memset(id, 0, sizeof(jobs_identity_t));

    if (stat(path, &st) == -1) {
        id->error = errno;
        return;
    }

    jobs_identity_of(&st, id);
}


int
jobs_identity_eq(const jobs_identity_t *a, const jobs_identity_t *b)
{
    return a->error == b->error && a->device == b->device
           && a->inode == b->inode && a->size == b->size
           && a->mtime == b->mtime && a->ctime == b->ctime;
}


jobs_rc_t
jobs_snapshot_open(jobs_snapshot_t *s, const char *path, const jobs_mem_t *mem,
    jobs_identity_t *id, char error[JOBS_SNAPSHOT_ERROR])
{
    char            *p;
    jobs_rc_t        rc;
    jobs_identity_t  after;

    rc = jobs_snapshot_connect(s, path, mem, 0, id, error);

    if (rc == JOBS_OK) {
        s->index = s->mem.realloc(s->mem.ctx, NULL, 0, sizeof(jobs_index_t));

        if (s->index == NULL) {
            snprintf(error, JOBS_SNAPSHOT_ERROR, "there is no memory");
            rc = JOBS_NOMEM;
        }
    }

    if (rc == JOBS_OK) {
        rc = jobs_index_load(s->index, s->db, s->listings, mem, error);

        if (rc != JOBS_OK) {
            s->mem.free(s->mem.ctx, s->index);
            s->index = NULL;
        }
    }

    if (rc == JOBS_OK) {
        rc = jobs_names_load(s, error);
    }

    if (rc == JOBS_OK) {
        rc = jobs_partners_load(s, error);
    }

    if (rc == JOBS_OK) {

        /* SQLite opened the path by itself: was it the same file? */

        jobs_identity(path, &after);

        if (!jobs_identity_eq(id, &after)) {
            snprintf(error, JOBS_SNAPSHOT_ERROR,
                     "the file changed while it was opened");
            rc = JOBS_CORRUPT;
        }
    }

    if (rc != JOBS_OK) {
        jobs_snapshot_close(s);

        /* names out of a damaged file go to the log as one line */

        for (p = error; *p != '\0'; p++) {
            if ((unsigned char) *p < 0x20 || *p == 0x7F) {
                *p = '?';
            }
        }
    }

    return rc;
}


jobs_rc_t
jobs_snapshot_join(jobs_snapshot_t *s, const jobs_snapshot_t *first,
    const char *path, char error[JOBS_SNAPSHOT_ERROR])
{
    jobs_rc_t        rc;
    jobs_identity_t  id, after;

    rc = jobs_snapshot_connect(s, path, &first->mem, 1, &id, error);

    /* SQLite opened the path by itself: was it the same file all the time? */

    jobs_identity(path, &after);

    if (!jobs_identity_same(&id, &first->identity)
        || !jobs_identity_same(&after, &first->identity))
    {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "another file is there now");
        rc = JOBS_CORRUPT;
    }

    if (rc != JOBS_OK) {
        jobs_snapshot_close(s);
        return rc;
    }

    s->index = first->index;
    s->names = first->names;
    s->partners = first->partners;

    return JOBS_OK;
}


static jobs_rc_t
jobs_snapshot_connect(jobs_snapshot_t *s, const char *path,
    const jobs_mem_t *mem, unsigned joined, jobs_identity_t *id, char *error)
{
    jobs_rc_t  rc;

    memset(s, 0, sizeof(jobs_snapshot_t));
    s->fd = -1;
    s->mem = *mem;
    s->borrowed = joined;

    jobs_forms_open(&s->forms);

    rc = jobs_snapshot_file(s, path, id, error);

    if (rc == JOBS_OK) {
        rc = jobs_snapshot_db(s, path, error);
    }

    if (rc == JOBS_OK) {
        rc = jobs_snapshot_meta(s, error);
    }

    if (rc == JOBS_OK) {
        rc = jobs_reader_open(&s->reader, s->db);

        if (rc != JOBS_OK) {
            snprintf(error, JOBS_SNAPSHOT_ERROR, "SQLite cannot read it: %s",
                     sqlite3_errmsg(s->db));
        }
    }

    return rc;
}


size_t
jobs_snapshot_memory(const jobs_snapshot_t *s)
{
    return s->index->bytes + s->index->dictionary + s->names->bytes
           + s->partners->bytes;
}


jobs_rc_t
jobs_snapshot_verify(jobs_snapshot_t *s, char error[JOBS_SNAPSHOT_ERROR])
{
    char       digest[JOBS_PAGES_DIGEST];
    jobs_rc_t  rc;

    rc = jobs_check_pages(s->db, s->fd, digest);

    if (rc == JOBS_OK && strcmp(digest, s->pages) != 0) {
        rc = JOBS_CORRUPT;
    }

    if (rc != JOBS_OK) {
        snprintf(error, JOBS_SNAPSHOT_ERROR,
                 "it was modified in place and is not whole; replace it by "
                 "rename");
    }

    return rc;
}


void
jobs_snapshot_close(jobs_snapshot_t *s)
{
    unsigned  i;

    for (i = 0; i < s->nstatements; i++) {
        sqlite3_finalize(s->statements[i].stmt);
    }

    s->nstatements = 0;

    jobs_reader_close(&s->reader);
    jobs_forms_close(&s->forms);

    if (s->index != NULL && !s->borrowed) {
        jobs_index_free(s->index);
        s->mem.free(s->mem.ctx, s->index);
    }

    if (!s->borrowed) {
        jobs_names_free(s->names);
        jobs_partners_free(s->partners);
    }

    s->index = NULL;
    s->names = NULL;
    s->partners = NULL;

    if (s->expired != NULL) {
        roaring_bitmap_free(s->expired);
        s->expired = NULL;
    }

    if (s->unfed != NULL) {
        roaring_bitmap_free(s->unfed);
        s->unfed = NULL;
    }

    s->mem.free(s->mem.ctx, s->scratch);
    s->mem.free(s->mem.ctx, s->facets);
    s->mem.free(s->mem.ctx, s->positions);
    s->scratch = NULL;
    s->facets = NULL;
    s->positions = NULL;

    if (s->db != NULL) {
        sqlite3_close(s->db);
        s->db = NULL;
    }

    if (s->fd != -1) {
        close(s->fd);
        s->fd = -1;
    }
}


/*
 * The change time is left out: renaming the file, or giving it a second name
 * when the next generation is published, moves it.
 */

int
jobs_snapshot_intact(const jobs_snapshot_t *s)
{
    struct stat      st;
    jobs_identity_t  id;

    if (fstat(s->fd, &st) == -1) {
        return 0;
    }

    jobs_identity_of(&st, &id);

    return id.size == s->identity.size && id.mtime == s->identity.mtime;
}


jobs_rc_t
jobs_snapshot_statement(jobs_snapshot_t *s, const char *sql,
    sqlite3_stmt **stmt)
{
    int                rc;
    unsigned           i;
    jobs_statement_t  *st;

    for (i = 0; i < s->nstatements; i++) {
        if (s->statements[i].sql == sql) {
            *stmt = s->statements[i].stmt;
            return JOBS_OK;
        }
    }

    if (s->nstatements == JOBS_SNAPSHOT_STATEMENTS) {
        return JOBS_LIMIT;              /* jobs_sql.h has fewer */
    }

    st = &s->statements[s->nstatements];

    rc = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                            &st->stmt, NULL);

    if (rc != SQLITE_OK) {
        return jobs_sqlite_rc(rc);
    }

    st->sql = sql;
    s->nstatements++;

    *stmt = st->stmt;

    return JOBS_OK;
}


void
jobs_snapshot_deadline(jobs_snapshot_t *s, int64_t nanoseconds)
{
    s->deadline = nanoseconds == 0 ? 0 : jobs_now() + nanoseconds;
}


int
jobs_snapshot_late(const jobs_snapshot_t *s)
{
    return (s->deadline != 0 && jobs_now() > s->deadline)
           || (s->cancel != NULL
               && __atomic_load_n(s->cancel, __ATOMIC_RELAXED) != 0);
}


jobs_rc_t
jobs_sqlite_rc(int rc)
{
    if (rc == SQLITE_IOERR_NOMEM) {
        return JOBS_NOMEM;
    }

    switch (rc & 0xFF) {

    case SQLITE_OK:
    case SQLITE_ROW:
        return JOBS_OK;

    case SQLITE_DONE:
        return JOBS_DONE;

    case SQLITE_NOMEM:
        return JOBS_NOMEM;

    case SQLITE_INTERRUPT:
        return JOBS_TIMEOUT;

    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_IOERR:
        return JOBS_CORRUPT;

    default:
        return JOBS_ERROR;
    }
}


/* what can be known before SQLite sees the file */

static jobs_rc_t
jobs_snapshot_file(jobs_snapshot_t *s, const char *path, jobs_identity_t *id,
    char *error)
{
    ssize_t        n;
    jobs_rc_t      rc;
    struct stat    st;
    unsigned char  header[JOBS_CHECK_HEADER];

    /* not a FIFO's other end nor a device may hold the process */

    s->fd = open(path, O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_NOCTTY);

    if (s->fd == -1) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "it cannot be opened: %s",
                 strerrordesc_np(errno));
        jobs_identity(path, id);
        return JOBS_ERROR;
    }

    if (fstat(s->fd, &st) == -1) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "fstat() failed: %s",
                 strerrordesc_np(errno));
        jobs_identity(path, id);
        return JOBS_ERROR;
    }

    jobs_identity_of(&st, id);
    s->identity = *id;

    if (!S_ISREG(st.st_mode)) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "it is not a regular file");
        return JOBS_CORRUPT;
    }

    n = pread(s->fd, header, sizeof(header), 0);

    if (n == -1) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "it cannot be read: %s",
                 strerrordesc_np(errno));
        return JOBS_ERROR;
    }

    rc = jobs_check_header(header, (size_t) n, st.st_size, error);
    if (rc != JOBS_OK) {
        return rc;
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_snapshot_db(jobs_snapshot_t *s, const char *path, char *error)
{
    int         rc;
    jobs_rc_t   jrc;
    jobs_buf_t  uri;

    jobs_buf_init(&uri, &s->mem, 16384);
    jobs_buf_lit(&uri, "file:");

    for (const char *p = path; *p != '\0'; p++) {
        if (*p == '/') {
            jobs_buf_char(&uri, '/');

        } else {
            jobs_escape_uri(&uri, jobs_str(p, 1));
        }
    }

    jobs_buf_lit(&uri, "?mode=ro&immutable=1");
    jobs_buf_char(&uri, '\0');

    if (uri.rc != JOBS_OK) {
        jobs_buf_free(&uri);
        snprintf(error, JOBS_SNAPSHOT_ERROR, "there is no memory");
        return JOBS_NOMEM;
    }

    rc = sqlite3_open_v2(uri.data, &s->db,
                         SQLITE_OPEN_READONLY|SQLITE_OPEN_URI
                         |SQLITE_OPEN_NOMUTEX|SQLITE_OPEN_PRIVATECACHE,
                         NULL);
    jobs_buf_free(&uri);

    if (rc != SQLITE_OK) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "SQLite cannot open it: %s",
                 sqlite3_errstr(rc));
        return jobs_sqlite_rc(rc);
    }

    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_progress_handler(s->db, JOBS_PROGRESS_STEPS, jobs_progress, s);

    jrc = jobs_check_harden(s->db, s->borrowed);

    if (jrc != JOBS_OK) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "SQLite cannot read it: %s",
                 sqlite3_errmsg(s->db));
        return jrc;
    }

    return jobs_check_schema(s->db, error);
}


static jobs_rc_t
jobs_snapshot_meta(jobs_snapshot_t *s, char *error)
{
    int            rc;
    uint64_t       n;
    unsigned       found;
    jobs_rc_t      jrc;
    jobs_str_t     name, value;
    sqlite3_stmt  *stmt;

    found = 0;
    n = 0;

    rc = sqlite3_prepare_v2(s->db, jobs_sql_meta, -1, &stmt, NULL);

    if (rc != SQLITE_OK) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "SQLite cannot read it: %s",
                 sqlite3_errmsg(s->db));
        return jobs_sqlite_rc(rc);
    }

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        name = jobs_column(stmt, 0);
        value = jobs_column(stmt, 1);
        jrc = JOBS_OK;

        if (jobs_str_eq(name, jobs_lit("generation"))) {

            if (value.len != sizeof(s->generation) - 1
                || strspn(value.data, "0123456789abcdef") != value.len)
            {
                jrc = JOBS_INVALID;

            } else {
                memcpy(s->generation, value.data, value.len);
                found |= 1;
            }

        } else if (jobs_str_eq(name, jobs_lit("built_at"))) {
            jrc = jobs_parse_uint(value, INT64_MAX, &n);
            s->built_at = (int64_t) n;
            found |= 2;

        } else if (jobs_str_eq(name, jobs_lit("listings"))) {
            jrc = jobs_parse_uint(value, INT32_MAX, &s->listings);
            found |= 4;

        } else if (jobs_str_eq(name, jobs_lit("row_version"))) {
            jrc = jobs_parse_uint(value, INT32_MAX, &n);
            s->row_version = (unsigned) n;

        } else if (jobs_str_eq(name, jobs_lit("pages"))
                   && value.len == sizeof(s->pages) - 1)
        {
            memcpy(s->pages, value.data, value.len);

        } else if (jobs_str_eq(name, jobs_lit("currency")) && value.len == 3) {
            memcpy(s->currency, value.data, 3);

        } else if (jobs_str_eq(name, jobs_lit("attributed"))) {
            s->attributed = (sqlite3_column_int64(stmt, 1) > 0);

        } else if (jobs_str_eq(name, jobs_lit("last_number"))) {
            jrc = jobs_parse_uint(value, INT32_MAX, &n);

            if (jrc == JOBS_OK && n != s->listings) {
                jrc = JOBS_INVALID;
            }
        }

        if (jrc != JOBS_OK) {
            snprintf(error, JOBS_SNAPSHOT_ERROR,
                     "its meta table has a bad \"%.*s\"", (int) name.len,
                     name.data);
            sqlite3_finalize(stmt);
            return JOBS_CORRUPT;
        }
    }

    if (rc != SQLITE_DONE) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "SQLite cannot read it: %s",
                 sqlite3_errmsg(s->db));
        sqlite3_finalize(stmt);
        return jobs_sqlite_rc(rc);
    }

    sqlite3_finalize(stmt);

    if (found != 7) {
        snprintf(error, JOBS_SNAPSHOT_ERROR,
                 "its meta table lacks generation, built_at or listings: "
                 "jobs-sync has not published it");
        return JOBS_CORRUPT;
    }

    return JOBS_OK;
}


static void
jobs_identity_of(const struct stat *st, jobs_identity_t *id)
{
    id->device = st->st_dev;
    id->inode = st->st_ino;
    id->size = st->st_size;
    id->mtime = st->st_mtim.tv_sec * 1000000000LL + st->st_mtim.tv_nsec;
    id->ctime = st->st_ctim.tv_sec * 1000000000LL + st->st_ctim.tv_nsec;
    id->error = 0;
}


/* the change time is left out, as in jobs_snapshot_intact() */

static int
jobs_identity_same(const jobs_identity_t *a, const jobs_identity_t *b)
{
    return a->error == b->error && a->device == b->device
           && a->inode == b->inode && a->size == b->size
           && a->mtime == b->mtime;
}


static int
jobs_progress(void *data)
{
    return jobs_snapshot_late(data);
}


static int64_t
jobs_now(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}
