/*
 * What is published of a catalogue: the gates, the listings in their order,
 * the other tables of a snapshot.
 */

#include <stdlib.h>
#include "sync_joined.h"
#include "sync_pack.h"


static jobs_rc_t sync_rows_next(void *data, sync_record_t *r);
static void sync_rows_end(sync_joined_t *j);
static jobs_rc_t sync_rows_record(sync_catalogue_t *c,
    const sync_joined_row_t *row, sync_record_t *r);
static jobs_rc_t sync_rows_others(sync_catalogue_t *c,
    const sync_joined_row_t *row, sync_record_t *r);
static const char *sync_rows_why(void *data);
static jobs_rc_t sync_tables_write(sync_catalogue_t *c, const char *path);
static jobs_rc_t sync_tables_facts(sync_catalogue_t *c, sqlite3 *db);
static jobs_rc_t sync_tables_labels(sync_catalogue_t *c, sqlite3 *db,
    const unsigned char *used);
static jobs_rc_t sync_tables_source(sync_catalogue_t *c, sqlite3 *db,
    const unsigned char *used, const sync_joined_source_t *source);
static int sync_tables_used(sync_catalogue_t *c, const unsigned char *used,
    int64_t n);
static jobs_rc_t sync_tables_gone(sync_catalogue_t *c, sqlite3 *db);
static jobs_rc_t sync_tables_end(sync_catalogue_t *c, sqlite3_stmt *stmt,
    sqlite3_stmt *put, int got);
static jobs_rc_t sync_tables_run(sync_catalogue_t *c, sqlite3_stmt *stmt);


jobs_rc_t
sync_catalogue_gates(sync_catalogue_t *c, int64_t now, int force,
    char *error)
{
    int64_t        rows, rejected, published;
    uint64_t       n;
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    rc = sync_catalogue_join(c, now);

    if (rc != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", c->error);
        return rc;
    }

    if (sqlite3_prepare_v2(c->db, "SELECT total(listings), total(rejected)"
                           " FROM sources", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(c->db));
        return JOBS_ERROR;
    }

    (void) sqlite3_step(stmt);
    rejected = sqlite3_column_int64(stmt, 1);
    rows = sqlite3_column_int64(stmt, 0) + rejected;

    if (sqlite3_finalize(stmt) != SQLITE_OK) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(c->db));
        return JOBS_ERROR;
    }

    n = c->joined->winners;
    published = sync_catalogue_state(c, "published");
    error[0] = '\0';

    if (n == 0 && published != 0) {
        snprintf(error, SYNC_ERROR, "no listing is left of %lld",
                 (long long) published);

    } else if (n == 0) {
        snprintf(error, SYNC_ERROR, "there is no listing");

    } else if (rows >= 100 && rejected * 100 > rows) {
        snprintf(error, SYNC_ERROR, "%lld of %lld rows are no listings, more "
                 "than 1 %%", (long long) rejected, (long long) rows);

    } else if (published > 0 && n * 5 < (uint64_t) published * 4) {
        snprintf(error, SYNC_ERROR, "%llu listings where there were %lld: "
                 "fewer by more than 20 %%", (unsigned long long) n,
                 (long long) published);

    } else if (published > 0 && n > (uint64_t) published * 4) {
        snprintf(error, SYNC_ERROR, "%llu listings where there were %lld: "
                 "more by more than 300 %%", (unsigned long long) n,
                 (long long) published);
    }

    return error[0] == '\0' || force ? JOBS_OK : JOBS_INVALID;
}


jobs_rc_t
sync_catalogue_rows(sync_catalogue_t *c, int64_t now, sync_rows_t *rows)
{
    jobs_rc_t  rc;

    /* their ids are gone since the last time */

    if (c->joined != NULL && c->joined->ids.data == NULL) {
        sync_joined_free(c);
    }

    rc = sync_catalogue_join(c, now);

    if (rc == JOBS_OK && rows->tables != NULL) {
        rc = sync_tables_write(c, rows->tables);
    }

    if (rc != JOBS_OK) {
        return rc;
    }

    /* they have been put in order; the records have their own */

    jobs_buf_free(&c->joined->ids);
    c->joined->at = 0;
    rows->data = c;
    rows->next = sync_rows_next;
    rows->error = sync_rows_why;

    return JOBS_OK;
}


static const char *
sync_rows_why(void *data)
{
    return sync_catalogue_error(data);
}


static jobs_rc_t
sync_rows_next(void *data, sync_record_t *r)
{
    sync_joined_t            *j;
    sync_catalogue_t         *c;
    const sync_joined_row_t  *row;

    c = data;
    j = c->joined;

    if (j == NULL || j->at == j->winners) {
        sync_rows_end(j);
        return JOBS_DECLINED;
    }

    row = &j->rows[j->order[j->at++]];

    if (sync_rows_record(c, row, r) != JOBS_OK) {
        return JOBS_ERROR;
    }

    r->v[SYNC_POSTED_AT].number = row->posted;
    r->v[SYNC_POSTED_AT].set = 1;

    if (j->sources[row->source].declares.logo == 0) {
        memset(&r->v[SYNC_COMPANY_LOGO], 0, sizeof(sync_value_t));
    }

    r->nalternatives = 0;
    r->alternatives = NULL;

    return row->next == SYNC_NONE ? JOBS_OK : sync_rows_others(c, row, r);
}


/* when they are due again is still asked for, but no row any more */

static void
sync_rows_end(sync_joined_t *j)
{
    if (j != NULL) {
        sync_mem.free(NULL, j->rows);
        sync_mem.free(NULL, j->order);
        j->rows = NULL;
        j->order = NULL;
    }
}


static jobs_rc_t
sync_rows_record(sync_catalogue_t *c, const sync_joined_row_t *row,
    sync_record_t *r)
{
    char           what[SYNC_ERROR / 2];
    jobs_rc_t      rc;
    jobs_str_t     blob, s;
    sqlite3_stmt  *stmt;
    unsigned char  digest[SYNC_DIGEST];

    stmt = sync_catalogue_sql(c, SYNC_CAT_RECORD_GET);
    sqlite3_bind_int64(stmt, 1, row->number);
    rc = sync_catalogue_get(c, SYNC_CAT_RECORD_GET);

    if (rc != JOBS_OK) {
        return rc == JOBS_ERROR ? rc
               : sync_catalogue_corrupt(c, "the record of a listing is lost");
    }

    blob = jobs_str(sqlite3_column_blob(stmt, 1),
                    sqlite3_column_bytes(stmt, 1));
    sync_join_digest(&c->joiner, &blob, 1, digest);

    rc = sqlite3_column_bytes(stmt, 0) == SYNC_DIGEST
         && memcmp(sqlite3_column_blob(stmt, 0), digest, SYNC_DIGEST) == 0
         && sync_record_unpack(blob, r) == JOBS_OK ? JOBS_OK : JOBS_ERROR;

    (void) sqlite3_reset(stmt);

    if (rc == JOBS_OK) {
        return rc;
    }

    s = c->joined->sources[row->source].key;
    snprintf(what, sizeof(what), "record %u, of the source \"%.*s\"; import "
             "--force mends it", row->number, (int) s.len, s.data);

    return sync_catalogue_corrupt(c, what);
}


/* the losers; one with the very id of the winner needs no other address */

static jobs_rc_t
sync_rows_others(sync_catalogue_t *c, const sync_joined_row_t *row,
    sync_record_t *r)
{
    size_t                    i;
    uint32_t                  at, n;
    sync_joined_t            *j;
    sync_record_t            *other;
    sync_alternative_t       *a;
    const sync_joined_row_t  *loser;

    j = c->joined;
    n = 0;

    for (at = row->next; at != SYNC_NONE; at = j->rows[at].next) {
        n++;
    }

    r->alternatives = sync_alloc(&r->arena, n * sizeof(sync_alternative_t));

    for (at = row->next; at != SYNC_NONE; at = loser->next) {
        loser = &j->rows[at];
        other = &j->other;
        sync_record_reset(other);

        if (sync_rows_record(c, loser, other) != JOBS_OK) {
            return JOBS_ERROR;
        }

        for (i = 0; i < r->nalternatives
                    && !jobs_str_eq(r->alternatives[i].id,
                                    other->v[SYNC_ID].text); i++)
        {
            /* void */
        }

        if (i != r->nalternatives
            || jobs_str_eq(other->v[SYNC_ID].text, r->v[SYNC_ID].text))
        {
            continue;
        }

        a = &r->alternatives[r->nalternatives++];
        a->id = sync_dup(&r->arena, other->v[SYNC_ID].text);
        a->source = sync_dup(&r->arena, other->v[SYNC_SOURCE].text);
        a->url = sync_dup(&r->arena, other->v[SYNC_URL].text);
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_tables_write(sync_catalogue_t *c, const char *path)
{
    sqlite3    *db;
    jobs_rc_t   rc;

    rc = JOBS_ERROR;
    c->error[0] = '\0';

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE|SQLITE_OPEN_NOMUTEX,
                        NULL)
        == SQLITE_OK
        && sqlite3_exec(db, "PRAGMA journal_mode = off;"
                        "PRAGMA synchronous = off; BEGIN", NULL, NULL, NULL)
           == SQLITE_OK
        && sync_tables_facts(c, db) == JOBS_OK
        && sync_tables_gone(c, db) == JOBS_OK
        && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
    {
        rc = JOBS_OK;

    } else if (c->error[0] == '\0') {
        snprintf(c->error, SYNC_ERROR, "%s: %s", path, sqlite3_errmsg(db));
    }

    sqlite3_close(db);

    return rc;
}


/* sources and categories of the listings that are published */

static jobs_rc_t
sync_tables_facts(sync_catalogue_t *c, sqlite3 *db)
{
    int64_t         n;
    uint32_t        i;
    jobs_rc_t       rc;
    unsigned char  *used;
    sync_joined_t  *j;

    j = c->joined;
    used = sync_mem.realloc(NULL, NULL, 0, (size_t) c->facts / 8 + 1);
    memset(used, 0, (size_t) c->facts / 8 + 1);

    for (i = 0; i < j->winners; i++) {
        n = j->rows[j->order[i]].facts;

        if (n <= c->facts) {
            used[n / 8] |= 1 << n % 8;
        }
    }

    rc = sync_tables_labels(c, db, used);

    for (i = 0; rc == JOBS_OK && i < j->nsources; i++) {
        rc = sync_tables_source(c, db, used, &j->sources[i]);
    }

    sync_mem.free(NULL, used);

    return rc;
}


/* a slug's least label, whichever came first; the taxonomy's goes before it */

static jobs_rc_t
sync_tables_labels(sync_catalogue_t *c, sqlite3 *db,
    const unsigned char *used)
{
    int            got;
    sqlite3_stmt  *stmt, *put;

    put = NULL;

    if (sqlite3_prepare_v2(c->db, "SELECT facts, slug, label FROM facts"
                           " WHERE slug IS NOT NULL AND label IS NOT NULL"
                           " ORDER BY label", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return sync_catalogue_fault(c);
    }

    if (sqlite3_prepare_v2(db, "INSERT INTO categories (slug, label)"
                           " VALUES (?1, ?2) ON CONFLICT (slug) DO NOTHING",
                           -1, &put, NULL)
        != SQLITE_OK)
    {
        sqlite3_finalize(stmt);
        return JOBS_ERROR;
    }

    while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {

        if (sync_tables_used(c, used, sqlite3_column_int64(stmt, 0))) {
            sync_catalogue_bind(put, 1, sync_catalogue_column(stmt, 1));
            sync_catalogue_bind(put, 2, sync_catalogue_column(stmt, 2));

            if (sync_tables_run(c, put) != JOBS_OK) {
                break;
            }
        }
    }

    return sync_tables_end(c, stmt, put, got);
}


/*
 * The names under which a source's listings are published.  Where another one
 * publishes under the same name the strictest permission holds, and the first
 * text that one declares, in order of preference.
 */

static jobs_rc_t
sync_tables_source(sync_catalogue_t *c, sqlite3 *db,
    const unsigned char *used, const sync_joined_source_t *source)
{
    int                   got;
    jobs_str_t            rel;
    sqlite3_stmt         *stmt, *put;
    const sync_source_t  *s;

    put = NULL;
    s = &source->declares;

    if (sqlite3_prepare_v2(c->db, "SELECT facts, name, link_rel FROM facts"
                           " WHERE source = ?1 ORDER BY name,"
                           " link_rel NULLS LAST", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return sync_catalogue_fault(c);
    }

    if (sqlite3_prepare_v2(db,
            "INSERT INTO sources (name, url, attribution, link_rel, jsonld,"
            " feeds) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            " ON CONFLICT (name) DO UPDATE SET"
            " url = coalesce(url, excluded.url),"
            " attribution = coalesce(attribution, excluded.attribution),"
            " link_rel = CASE link_rel WHEN 'noopener' THEN excluded.link_rel"
            "  ELSE link_rel END,"
            " jsonld = min(jsonld, excluded.jsonld),"
            " feeds = min(feeds, excluded.feeds)", -1, &put, NULL)
        != SQLITE_OK)
    {
        sqlite3_finalize(stmt);
        return JOBS_ERROR;
    }

    sqlite3_bind_int64(stmt, 1, source->number);

    while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {

        if (!sync_tables_used(c, used, sqlite3_column_int64(stmt, 0))) {
            continue;
        }

        rel = s->link_rel.data != NULL ? s->link_rel
                                       : sync_catalogue_column(stmt, 2);

        sync_catalogue_bind(put, 1, sync_catalogue_column(stmt, 1));
        sync_catalogue_bind(put, 2, s->url);
        sync_catalogue_bind(put, 3, s->attribution);
        sync_catalogue_bind(put, 4, rel.data != NULL ? rel
                                                     : jobs_lit("noopener"));
        sqlite3_bind_int(put, 5, s->jsonld != 0);
        sqlite3_bind_int(put, 6, s->feeds != 0);

        if (sync_tables_run(c, put) != JOBS_OK) {
            break;
        }
    }

    return sync_tables_end(c, stmt, put, got);
}


static int
sync_tables_used(sync_catalogue_t *c, const unsigned char *used, int64_t n)
{
    return n > 0 && n <= c->facts && (used[n / 8] >> n % 8 & 1);
}


/* closed lately, and nowhere open */

static jobs_rc_t
sync_tables_gone(sync_catalogue_t *c, sqlite3 *db)
{
    int             got;
    size_t          i;
    int64_t         closed;
    jobs_rc_t       rc;
    jobs_str_t      id;
    sqlite3_stmt   *stmt, *put, *open;
    sync_joined_t  *j;

    j = c->joined;
    stmt = put = open = NULL;
    rc = sqlite3_prepare_v2(db, "INSERT INTO gone VALUES (?1, ?2)"
                            " ON CONFLICT (id) DO UPDATE SET"
                            " closed_at = max(closed_at, excluded.closed_at)",
                            -1, &put, NULL)
         == SQLITE_OK ? JOBS_OK : JOBS_ERROR;

    if (rc == JOBS_OK
        && sqlite3_prepare_v2(c->db, "SELECT id, closed_at, expires_at"
                              " FROM listings WHERE source = ?1", -1, &stmt,
                              NULL)
           != SQLITE_OK)
    {
        rc = sync_catalogue_fault(c);
    }

    for (i = 0; rc == JOBS_OK && i < j->nsources; i++) {
        sqlite3_bind_int64(stmt, 1, j->sources[i].number);

        while (rc == JOBS_OK && (got = sqlite3_step(stmt)) == SQLITE_ROW) {
            closed = sync_catalogue_closed(sqlite3_column_int64(stmt, 1),
                                           sqlite3_column_int64(stmt, 2),
                                           j->sources[i].stale_since, j->now);

            if (closed == 0 || closed + SYNC_TOMBSTONE <= j->now) {
                continue;
            }

            sync_catalogue_bind(put, 1, sync_catalogue_column(stmt, 0));
            sqlite3_bind_int64(put, 2, closed);
            rc = sync_tables_run(c, put);
        }

        if (rc == JOBS_OK
            && (sqlite3_reset(stmt) != SQLITE_OK || got != SQLITE_DONE))
        {
            rc = sync_catalogue_fault(c);
        }
    }

    /* most catalogues have few of them, so each open id is looked up there */

    if (rc == JOBS_OK
        && sqlite3_prepare_v2(db, "DELETE FROM gone WHERE id = ?1", -1, &open,
                              NULL)
           != SQLITE_OK)
    {
        rc = JOBS_ERROR;
    }

    for (i = 0; rc == JOBS_OK && j->nsources > 1 && i < j->n; i++) {
        id = sync_joined_id(j, &j->rows[i]);
        sync_catalogue_bind(open, 1, id);
        rc = sync_tables_run(c, open);
    }

    sqlite3_finalize(stmt);
    sqlite3_finalize(put);
    sqlite3_finalize(open);

    return rc;
}


/* got: what the last row was; one that could not be put is no end */

static jobs_rc_t
sync_tables_end(sync_catalogue_t *c, sqlite3_stmt *stmt, sqlite3_stmt *put,
    int got)
{
    sqlite3_finalize(put);

    if (sqlite3_finalize(stmt) != SQLITE_OK) {
        return sync_catalogue_fault(c);
    }

    return got == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


static jobs_rc_t
sync_tables_run(sync_catalogue_t *c, sqlite3_stmt *stmt)
{
    int  rc;

    rc = sqlite3_step(stmt);

    if (rc != SQLITE_DONE) {
        snprintf(c->error, SYNC_ERROR, "its sources or categories: %s",
                 sqlite3_errmsg(sqlite3_db_handle(stmt)));
    }

    (void) sqlite3_reset(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_catalogue_published(sync_catalogue_t *c, uint64_t listings,
    jobs_str_t state, int64_t now, const char *forced)
{
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    rc = sync_catalogue_join(c, now);

    if (rc == JOBS_OK) {
        rc = sync_catalogue_exec(c, "BEGIN IMMEDIATE");
    }

    if (rc != JOBS_OK) {
        return rc;
    }

    if (forced != NULL) {
        stmt = sync_catalogue_sql(c, SYNC_CAT_FORCED);
        sqlite3_bind_int64(stmt, 1, now);
        sqlite3_bind_text(stmt, 2, forced, -1, SQLITE_STATIC);
        rc = sync_catalogue_do(c, SYNC_CAT_FORCED);
    }

    stmt = sync_catalogue_sql(c, SYNC_CAT_STATE);
    sqlite3_bind_text(stmt, 1, "published_state", -1, SQLITE_STATIC);
    sync_catalogue_bind(stmt, 2, state);

    if (rc != JOBS_OK || sync_catalogue_do(c, SYNC_CAT_STATE) != JOBS_OK
        || sync_catalogue_set(c, "published", listings) != JOBS_OK
        || sync_catalogue_set(c, "published_at", now) != JOBS_OK
        || sync_catalogue_set(c, "published_due", c->joined->due) != JOBS_OK
        || sync_catalogue_set(c, "published_revision", c->revision)
           != JOBS_OK
        || sync_catalogue_exec(c, "COMMIT") != JOBS_OK)
    {
        (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
        return JOBS_ERROR;
    }

    return JOBS_OK;
}


int
sync_catalogue_current(sync_catalogue_t *c, int64_t now, jobs_str_t *state,
    sync_arena_t *a)
{
    int64_t        at, due;
    sqlite3_stmt  *stmt;

    at = sync_catalogue_state(c, "published_at");
    due = sync_catalogue_state(c, "published_due");

    if (at == 0 || now < at || (due != 0 && due <= now)
        || sync_catalogue_state(c, "published_revision") != c->revision)
    {
        return 0;
    }

    stmt = sync_catalogue_sql(c, SYNC_CAT_STATE_GET);
    sqlite3_bind_text(stmt, 1, "published_state", -1, SQLITE_STATIC);

    if (sync_catalogue_get(c, SYNC_CAT_STATE_GET) != JOBS_OK) {
        return 0;
    }

    *state = sync_dup(a, sync_catalogue_column(stmt, 0));
    (void) sqlite3_reset(stmt);

    return 1;
}
