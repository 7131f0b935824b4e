/*
 * Imports: what a source lists now against what it listed before.  All its
 * listings are in memory as digests, and which of them were seen; the file is
 * written only where one is new, changed, missing or back.
 */

#include "sync_catalogue_db.h"
#include "sync_format.h"
#include "sync_pack.h"


static jobs_rc_t sync_catalogue_source(sync_catalogue_t *c, jobs_str_t key,
    int create);
static jobs_rc_t sync_catalogue_load(sync_catalogue_t *c);
static jobs_rc_t sync_catalogue_load_facts(sync_catalogue_t *c);
static jobs_rc_t sync_catalogue_declared(sync_catalogue_t *c);
static int sync_catalogue_known(void *data, const sync_feed_t *feed,
    jobs_str_t row);
static jobs_rc_t sync_catalogue_add(void *data, const sync_record_t *r);
static const char *sync_catalogue_why(void *data);
static jobs_rc_t sync_catalogue_write(sync_catalogue_t *c, sync_entry_t *e,
    const sync_record_t *r, int fresh, int64_t first, int64_t closed);
static jobs_rc_t sync_catalogue_compare(sync_catalogue_t *c, sync_entry_t *e,
    const sync_record_t *r, int64_t *first, int *same);
static jobs_rc_t sync_catalogue_facts(sync_catalogue_t *c,
    const sync_record_t *r, int64_t *facts);
static jobs_rc_t sync_catalogue_settle(sync_catalogue_t *c, int shrank);
static jobs_rc_t sync_catalogue_shut(sync_catalogue_t *c, sync_entry_t *e,
    int64_t at, int missed);
static jobs_rc_t sync_catalogue_failed(sync_catalogue_t *c,
    const char *reason, int dry);
static jobs_rc_t sync_catalogue_finish(sync_catalogue_t *c,
    const char *reason, uint64_t rejected, int shrank);
static void sync_catalogue_forget(sync_catalogue_t *c);
static sync_entry_t *sync_entry_new(sync_catalogue_t *c);
static sync_entry_t *sync_entry_find(sync_catalogue_t *c, int by_row,
    const unsigned char *digest);
static void sync_entry_put(sync_catalogue_t *c, int by_row, uint32_t entry);


jobs_rc_t
sync_catalogue_begin(sync_catalogue_t *c, const char *key,
    const sync_source_t *source, int64_t now)
{
    uint32_t    n;
    jobs_rc_t   rc;
    jobs_str_t  parts[8];

    n = c->done.n;
    (void) sync_intern(&c->done, sync_str(key));

    if (c->done.n == n) {
        snprintf(c->error, SYNC_ERROR, "the source \"%.100s\" is listed "
                 "twice", key);
        return JOBS_INVALID;
    }

    sync_catalogue_forget(c);
    c->now = now;
    c->key = sync_dup(&c->arena, sync_str(key));
    c->declares = *source;

    /* what a row means depends on these as well */

    parts[0] = jobs_lit(JOBS_VERSION);
    parts[1] = source->name;
    parts[2] = source->currency;
    parts[3] = source->period;
    parts[4] = source->company;
    parts[5] = source->base_url;
    parts[6] = source->single_max == 1 ? jobs_lit("max") : jobs_lit("");
    sync_join_digest(parts, 7, c->salt);

    rc = sync_catalogue_exec(c, "BEGIN IMMEDIATE");

    if (rc != JOBS_OK) {
        return rc;
    }

    c->importing = 1;

    if (sync_catalogue_source(c, c->key, 1) != JOBS_OK
        || sync_catalogue_declared(c) != JOBS_OK
        || sync_catalogue_load(c) != JOBS_OK
        || sync_catalogue_load_facts(c) != JOBS_OK)
    {
        (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
        c->importing = 0;
        return JOBS_ERROR;
    }

    return JOBS_OK;
}


void
sync_catalogue_fingerprint(sync_catalogue_t *c, jobs_str_t text)
{
    char        len[24];
    jobs_str_t  parts[3];

    snprintf(len, sizeof(len), "%zu:", text.len);
    parts[0] = jobs_str((char *) c->salt, SYNC_DIGEST);
    parts[1] = sync_str(len);
    parts[2] = text;
    sync_join_digest(parts, 3, c->salt);
    c->fingerprinted = 1;
}


sync_sink_t
sync_catalogue_sink(sync_catalogue_t *c)
{
    sync_sink_t  sink;

    c->row_set = 0;
    sink.data = c;
    sink.add = sync_catalogue_add;
    sink.error = sync_catalogue_why;
    sink.known = c->fingerprinted ? sync_catalogue_known : NULL;

    return sink;
}


static const char *
sync_catalogue_why(void *data)
{
    return sync_catalogue_error(data);
}


/* what is known of a source; JOBS_DECLINED: nothing */

static jobs_rc_t
sync_catalogue_source(sync_catalogue_t *c, jobs_str_t key, int create)
{
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    stmt = sync_catalogue_sql(c, SYNC_CAT_SOURCE);
    sync_catalogue_bind(stmt, 1, key);
    rc = sync_catalogue_get(c, SYNC_CAT_SOURCE);

    if (rc == JOBS_DECLINED && create) {
        stmt = sync_catalogue_sql(c, SYNC_CAT_SOURCE_NEW);
        sync_catalogue_bind(stmt, 1, key);

        if (sync_catalogue_do(c, SYNC_CAT_SOURCE_NEW) != JOBS_OK) {
            return JOBS_ERROR;
        }

        c->touched = 1;

        return sync_catalogue_source(c, key, 0);
    }

    if (rc != JOBS_OK) {
        return rc;
    }

    c->source = sqlite3_column_int64(stmt, 0);
    c->baseline = sqlite3_column_int64(stmt, 1);
    c->missing = sqlite3_column_int64(stmt, 2);
    c->last_success = sqlite3_column_int64(stmt, 3);
    c->stale_since = sqlite3_column_int64(stmt, 4);
    c->misses_limit = sqlite3_column_int(stmt, 5);
    c->plan.open = sqlite3_column_int64(stmt, 6);
    c->plan.rejected = sqlite3_column_int64(stmt, 7);
    c->overdue = c->stale_since != 0 && c->stale_since + SYNC_STALE <= c->now;

    (void) sqlite3_reset(stmt);

    return JOBS_OK;
}


static jobs_rc_t
sync_catalogue_declared(sync_catalogue_t *c)
{
    jobs_rc_t             rc;
    sqlite3_stmt         *stmt;
    const sync_source_t  *s;

    s = &c->declares;
    stmt = sync_catalogue_sql(c, SYNC_CAT_SOURCE_DECLARED);

    sqlite3_bind_int64(stmt, 1, c->source);
    sync_catalogue_bind(stmt, 2, s->name);
    sync_catalogue_bind(stmt, 3, s->url);
    sync_catalogue_bind(stmt, 4, s->attribution);
    sync_catalogue_bind(stmt, 5, s->link_rel);
    sqlite3_bind_int(stmt, 6, s->jsonld);
    sqlite3_bind_int(stmt, 7, s->feeds);
    sqlite3_bind_int(stmt, 8, s->logo);
    sqlite3_bind_int(stmt, 9, s->rank);
    sqlite3_bind_int64(stmt, 10, s->min_age);
    sqlite3_bind_int(stmt, 11, s->by);

    rc = sync_catalogue_do(c, SYNC_CAT_SOURCE_DECLARED);

    if (rc == JOBS_OK && sqlite3_changes(c->db) != 0) {
        c->touched = 1;
        c->declared = 1;
    }

    return rc;
}


static jobs_rc_t
sync_catalogue_load(sync_catalogue_t *c)
{
    int            got;
    int64_t        number, closed;
    jobs_str_t     id;
    sync_entry_t  *e;
    sqlite3_stmt  *stmt;

    c->plan.open = 0;
    stmt = sync_catalogue_sql(c, SYNC_CAT_ENTRIES);
    sqlite3_bind_int64(stmt, 1, c->source);

    while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {
        number = sqlite3_column_int64(stmt, 0);

        if (number < 1 || number > c->next) {
            (void) sqlite3_reset(stmt);
            return sync_catalogue_corrupt(c, "the number of a listing");
        }

        e = sync_entry_new(c);
        e->number = number;
        e->misses = sqlite3_column_int(stmt, 3);
        id = sync_catalogue_column(stmt, 1);
        sync_join_digest(&id, 1, e->id);
        sync_entry_put(c, 0, c->nentries - 1);

        if (sqlite3_column_bytes(stmt, 2) == SYNC_DIGEST) {
            memcpy(e->row, sqlite3_column_blob(stmt, 2), SYNC_DIGEST);
            e->has_row = 1;
            sync_entry_put(c, 1, c->nentries - 1);
        }

        closed = sync_catalogue_closed(sqlite3_column_int64(stmt, 4),
                                       sqlite3_column_int64(stmt, 5),
                                       c->stale_since, c->now);
        e->old = closed != 0 && closed + SYNC_TOMBSTONE <= c->now;
        e->ended = sqlite3_column_type(stmt, 4) == SQLITE_NULL
                   && sqlite3_column_type(stmt, 5) != SQLITE_NULL
                   && sqlite3_column_int64(stmt, 5) <= c->now;
        e->open = sqlite3_column_type(stmt, 4) == SQLITE_NULL
                  && !e->ended && !e->old;
        c->plan.before += e->open;
    }

    if (sqlite3_reset(stmt) != SQLITE_OK || got != SQLITE_DONE) {
        return sync_catalogue_fault(c);
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_catalogue_load_facts(sync_catalogue_t *c)
{
    int            i, got;
    uint32_t       n;
    jobs_str_t     s;
    sqlite3_stmt  *stmt;

    stmt = sync_catalogue_sql(c, SYNC_CAT_FACTS);
    sqlite3_bind_int64(stmt, 1, c->source);

    while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {
        jobs_buf_reset(&c->text);

        for (i = 1; i <= 4; i++) {
            s = sync_catalogue_column(stmt, i);
            jobs_buf_str(&c->text, s);
            jobs_buf_char(&c->text, '\0');
        }

        n = c->names.n;
        (void) sync_intern(&c->names, jobs_buf_view(&c->text));

        if (c->names.n != n) {
            sync_numbers_add(&c->numbers, sqlite3_column_int64(stmt, 0));
        }
    }

    if (sqlite3_reset(stmt) != SQLITE_OK || got != SQLITE_DONE) {
        return sync_catalogue_fault(c);
    }

    return JOBS_OK;
}


/* of a listing that is closed the record is gone: it has to be read again */

static int
sync_catalogue_known(void *data, const sync_feed_t *feed, jobs_str_t row)
{
    jobs_str_t         parts[4];
    sync_entry_t      *e;
    sync_catalogue_t  *c;

    c = data;
    parts[0] = jobs_str((char *) c->salt, SYNC_DIGEST);
    parts[1] = feed->format == NULL ? jobs_lit("")
                                    : sync_str(feed->format->name);
    parts[2] = jobs_lit("\n");
    parts[3] = row;
    sync_join_digest(parts, 4, c->row);
    c->row_set = 1;

    e = sync_entry_find(c, 1, c->row);

    if (e == NULL || e->seen || !e->open) {
        return 0;
    }

    e->seen = 1;
    c->plan.unchanged++;

    return 1;
}


static jobs_rc_t
sync_catalogue_add(void *data, const sync_record_t *r)
{
    int                same, dead, fresh;
    int64_t            first, ends;
    jobs_rc_t          rc;
    sync_entry_t      *e;
    unsigned char      id[SYNC_DIGEST];
    sync_catalogue_t  *c;

    c = data;
    sync_join_digest(&r->v[SYNC_ID].text, 1, id);
    e = sync_entry_find(c, 0, id);

    if (e != NULL && e->seen) {
        c->row_set = 0;
        return JOBS_DECLINED;
    }

    ends = r->v[SYNC_EXPIRES_AT].set ? r->v[SYNC_EXPIRES_AT].number : 0;
    dead = ends != 0 && ends <= c->now;
    fresh = e == NULL;
    first = c->now;

    if (fresh) {
        e = sync_entry_new(c);
        memcpy(e->id, id, SYNC_DIGEST);
        sync_entry_put(c, 0, c->nentries - 1);
    }

    e->seen = 1;

    if (dead && (fresh || !e->open)) {

        /* its end passed before it was seen: it leaves a tombstone at most */

        if (!fresh || ends + SYNC_TOMBSTONE <= c->now) {
            c->row_set = 0;
            return JOBS_OK;
        }

        rc = sync_catalogue_write(c, e, r, 1, first, ends);
        c->row_set = 0;
        return rc;
    }

    if (!fresh && !e->old) {
        rc = sync_catalogue_compare(c, e, r, &first, &same);

        if (rc != JOBS_OK) {
            return rc;
        }

        if (same) {
            c->plan.unchanged++;
            c->row_set = 0;
            return JOBS_OK;
        }
    }

    if (dead) {
        e->ended = 1;
        c->row_set = 0;
        return sync_catalogue_write(c, e, r, 0, first, ends);
    }

    if (e->open) {
        c->plan.changed++;

    } else {
        c->plan.added++;
        c->plan.returned += !fresh && !e->old;
    }

    e->open = 1;
    e->old = 0;
    e->ended = 0;
    e->misses = 0;
    rc = sync_catalogue_write(c, e, r, fresh, first, 0);
    c->row_set = 0;

    return rc;
}


/*
 * An open listing whose record is the same was only written differently: the
 * new bytes are remembered.  *first: when it was first seen.
 */

static jobs_rc_t
sync_catalogue_compare(sync_catalogue_t *c, sync_entry_t *e,
    const sync_record_t *r, int64_t *first, int *same)
{
    jobs_rc_t      rc;
    jobs_str_t     blob;
    sqlite3_stmt  *stmt;
    unsigned char  digest[SYNC_DIGEST];

    *same = 0;

    if (e->open) {
        jobs_buf_reset(&c->blob);
        sync_record_pack(r, &c->blob);
        blob = jobs_buf_view(&c->blob);
        sync_join_digest(&blob, 1, digest);

        stmt = sync_catalogue_sql(c, SYNC_CAT_RECORD_GET);
        sqlite3_bind_int64(stmt, 1, e->number);
        rc = sync_catalogue_get(c, SYNC_CAT_RECORD_GET);

        if (rc == JOBS_ERROR) {
            return rc;
        }

        *same = rc == JOBS_OK
                && sqlite3_column_bytes(stmt, 0) == SYNC_DIGEST
                && memcmp(sqlite3_column_blob(stmt, 0), digest, SYNC_DIGEST)
                   == 0;
        (void) sqlite3_reset(stmt);
    }

    if (*same) {
        if (!c->row_set || (e->has_row && memcmp(e->row, c->row, SYNC_DIGEST)
                                          == 0))
        {
            return JOBS_OK;
        }

        memcpy(e->row, c->row, SYNC_DIGEST);
        e->has_row = 1;
        c->touched = 1;

        stmt = sync_catalogue_sql(c, SYNC_CAT_ROW);
        sqlite3_bind_int64(stmt, 1, c->source);
        sqlite3_bind_int64(stmt, 2, e->number);
        sqlite3_bind_blob(stmt, 3, c->row, SYNC_DIGEST, SQLITE_STATIC);

        return sync_catalogue_do(c, SYNC_CAT_ROW);
    }

    stmt = sync_catalogue_sql(c, SYNC_CAT_FIRST);
    sqlite3_bind_int64(stmt, 1, c->source);
    sqlite3_bind_int64(stmt, 2, e->number);
    rc = sync_catalogue_get(c, SYNC_CAT_FIRST);

    if (rc != JOBS_OK) {
        return rc == JOBS_ERROR ? rc
               : sync_catalogue_corrupt(c, "a listing is lost");
    }

    *first = sqlite3_column_int64(stmt, 0);
    (void) sqlite3_reset(stmt);

    return JOBS_OK;
}


/* fresh: a new row; closed: when its own end passed, or 0 */

static jobs_rc_t
sync_catalogue_write(sync_catalogue_t *c, sync_entry_t *e,
    const sync_record_t *r, int fresh, int64_t first, int64_t closed)
{
    int            i;
    int64_t        facts, posted;
    jobs_str_t     blob;
    sync_cat_e     sql;
    sync_join_t    keys;
    sqlite3_stmt  *stmt;
    unsigned char  digest[SYNC_DIGEST];

    if (sync_catalogue_facts(c, r, &facts) != JOBS_OK) {
        return JOBS_ERROR;
    }

    if (fresh) {
        if (c->next + 1 >= UINT32_MAX) {
            return sync_catalogue_corrupt(c, "its numbers are used up");
        }

        e->number = ++c->next;
    }

    c->touched = 1;
    sync_join_keys(r, &keys);

    /* a date of the future, or none, is the moment in which it came */

    posted = r->v[SYNC_POSTED_AT].set ? r->v[SYNC_POSTED_AT].number : first;
    posted = posted > c->now ? first : posted;

    sql = fresh ? SYNC_CAT_NEW : SYNC_CAT_UPDATE;
    stmt = sync_catalogue_sql(c, sql);

    sqlite3_bind_int64(stmt, 1, c->source);
    sqlite3_bind_int64(stmt, 2, e->number);

    if (fresh) {
        sync_catalogue_bind(stmt, 3, r->v[SYNC_ID].text);
    }

    e->has_row = c->row_set;

    if (c->row_set) {
        memcpy(e->row, c->row, SYNC_DIGEST);
        sqlite3_bind_blob(stmt, 4, c->row, SYNC_DIGEST, SQLITE_STATIC);
    }

    sqlite3_bind_int64(stmt, 5, first);

    if (closed != 0) {
        sqlite3_bind_int64(stmt, 6, closed);
    }

    sqlite3_bind_int64(stmt, 7, posted);

    if (r->v[SYNC_EXPIRES_AT].set) {
        sqlite3_bind_int64(stmt, 8, r->v[SYNC_EXPIRES_AT].number);
    }

    sqlite3_bind_int64(stmt, 9, facts);
    sqlite3_bind_int(stmt, 10, keys.richness);

    for (i = 0; i < 3; i++) {
        facts = i == 0 ? keys.apply : i == 1 ? keys.posting : keys.place;

        if (facts != 0) {
            sqlite3_bind_int64(stmt, 11 + i, facts);
        }
    }

    if (sync_catalogue_do(c, sql) != JOBS_OK) {
        return JOBS_ERROR;
    }

    if (closed != 0) {
        stmt = sync_catalogue_sql(c, SYNC_CAT_RECORD_FORGET);
        sqlite3_bind_int64(stmt, 1, e->number);
        return sync_catalogue_do(c, SYNC_CAT_RECORD_FORGET);
    }

    jobs_buf_reset(&c->blob);
    sync_record_pack(r, &c->blob);

    if (c->blob.rc != JOBS_OK) {
        return sync_catalogue_corrupt(c, "a listing is too large");
    }

    blob = jobs_buf_view(&c->blob);
    sync_join_digest(&blob, 1, digest);

    stmt = sync_catalogue_sql(c, SYNC_CAT_RECORD);
    sqlite3_bind_int64(stmt, 1, e->number);
    sqlite3_bind_blob(stmt, 2, digest, SYNC_DIGEST, SQLITE_STATIC);
    sqlite3_bind_blob(stmt, 3, blob.data, (int) blob.len, SQLITE_STATIC);

    return sync_catalogue_do(c, SYNC_CAT_RECORD);
}


/* what a snapshot says of all listings of a kind: source, category */

static jobs_rc_t
sync_catalogue_facts(sync_catalogue_t *c, const sync_record_t *r,
    int64_t *facts)
{
    int            i;
    char          *colon;
    uint32_t       n, at;
    jobs_str_t     texts[4];
    sqlite3_stmt  *stmt;

    texts[0] = r->v[SYNC_SOURCE].text;
    colon = memchr(texts[0].data, ':', texts[0].len);

    if (colon != NULL) {
        texts[0].len = colon - texts[0].data;
    }

    texts[1] = r->v[SYNC_LINK_REL].set ? r->v[SYNC_LINK_REL].text
                                       : jobs_str(NULL, 0);
    texts[2] = r->category_label.data != NULL ? r->v[SYNC_CATEGORY].text
                                              : jobs_str(NULL, 0);
    texts[3] = r->category_label;

    jobs_buf_reset(&c->text);

    for (i = 0; i < 4; i++) {
        jobs_buf_str(&c->text, texts[i]);
        jobs_buf_char(&c->text, '\0');
    }

    n = c->names.n;
    at = sync_intern(&c->names, jobs_buf_view(&c->text));

    if (c->names.n == n) {
        *facts = c->numbers.data[at];
        return JOBS_OK;
    }

    *facts = ++c->facts;
    sync_numbers_add(&c->numbers, *facts);

    stmt = sync_catalogue_sql(c, SYNC_CAT_FACTS_NEW);
    sqlite3_bind_int64(stmt, 1, *facts);
    sqlite3_bind_int64(stmt, 2, c->source);

    for (i = 0; i < 4; i++) {
        sync_catalogue_bind(stmt, 3 + i, texts[i]);
    }

    return sync_catalogue_do(c, SYNC_CAT_FACTS_NEW);
}


jobs_rc_t
sync_catalogue_end(sync_catalogue_t *c, const char *error, uint64_t rejected,
    unsigned misses, int force, int dry, sync_plan_t *plan)
{
    int        shrank, forced;
    uint32_t   i;
    jobs_rc_t  rc;

    forced = 0;
    shrank = 0;
    c->misses_limit = misses == 0 ? SYNC_MISSES : misses;
    c->plan.rejected = rejected;

    for (i = 0; i < c->nentries; i++) {
        c->plan.listings += c->entries[i].seen;
    }

    if (error == NULL) {
        c->plan.verdict = SYNC_TAKEN;

        if (!c->overdue && c->baseline >= 50
            && c->plan.listings * 2 < (uint64_t) c->baseline)
        {
            snprintf(c->plan.reason, SYNC_ERROR, "%llu listings where there "
                     "were %lld", (unsigned long long) c->plan.listings,
                     (long long) c->baseline);
            forced = force;
            shrank = !force;
        }

        rc = sync_catalogue_settle(c, shrank);

        if (rc == JOBS_OK) {
            rc = sync_catalogue_finish(c, forced ? c->plan.reason : NULL,
                                       rejected, shrank);
        }

        if (forced) {
            c->plan.reason[0] = '\0';
        }

        if (rc == JOBS_OK) {
            rc = sync_catalogue_exec(c, dry ? "ROLLBACK" : "COMMIT");
        }

        if (rc != JOBS_OK) {
            (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
        }

    } else {
        (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
        rc = sync_catalogue_failed(c, error, dry);
    }

    c->importing = 0;
    *plan = c->plan;

    if (dry || rc != JOBS_OK) {
        c->next = sync_catalogue_state(c, "next");
        c->facts = sync_catalogue_state(c, "facts");
        c->revision = sync_catalogue_state(c, "revision");
    }

    sync_catalogue_forget(c);

    return rc;
}


/* what was not seen; shrank: that says nothing */

static jobs_rc_t
sync_catalogue_settle(sync_catalogue_t *c, int shrank)
{
    unsigned       misses;
    uint32_t       i;
    jobs_rc_t      rc;
    sync_entry_t  *e;
    sqlite3_stmt  *stmt;

    for (i = 0; i < c->nentries; i++) {
        e = &c->entries[i];
        rc = JOBS_OK;

        if (e->number == 0) {
            continue;
        }

        if (e->old && !e->seen) {
            c->touched = 1;
            stmt = sync_catalogue_sql(c, SYNC_CAT_FORGET);
            sqlite3_bind_int64(stmt, 1, c->source);
            sqlite3_bind_int64(stmt, 2, e->number);
            rc = sync_catalogue_do(c, SYNC_CAT_FORGET);

            if (rc == JOBS_OK) {
                stmt = sync_catalogue_sql(c, SYNC_CAT_RECORD_FORGET);
                sqlite3_bind_int64(stmt, 1, e->number);
                rc = sync_catalogue_do(c, SYNC_CAT_RECORD_FORGET);
            }

        } else if (e->ended) {
            c->plan.closed++;
            c->declared = 1;
            rc = sync_catalogue_shut(c, e, 0, 0);

        } else if (e->open && e->seen) {
            c->plan.open++;

            if (e->misses != 0) {
                c->touched = 1;
                stmt = sync_catalogue_sql(c, SYNC_CAT_MISSES);
                sqlite3_bind_int64(stmt, 1, c->source);
                sqlite3_bind_int64(stmt, 2, e->number);
                sqlite3_bind_int(stmt, 3, 0);
                rc = sync_catalogue_do(c, SYNC_CAT_MISSES);
            }

        } else if (e->open && shrank) {
            c->plan.open++;
            c->plan.missing++;

        } else if (e->open) {
            misses = e->misses < 255 ? e->misses + 1 : 255;

            if (misses >= c->misses_limit || c->overdue) {
                c->plan.closed++;
                rc = sync_catalogue_shut(c, e, c->overdue ? c->stale_since
                                                            + SYNC_STALE
                                                          : c->now, 1);

            } else {
                c->plan.open++;
                c->plan.missing++;
                c->touched = 1;
                stmt = sync_catalogue_sql(c, SYNC_CAT_MISSES);
                sqlite3_bind_int64(stmt, 1, c->source);
                sqlite3_bind_int64(stmt, 2, e->number);
                sqlite3_bind_int(stmt, 3, misses);
                sqlite3_bind_int64(stmt, 4, c->last_success);
                rc = sync_catalogue_do(c, SYNC_CAT_MISSES);
            }
        }

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    return JOBS_OK;
}


/* at 0: at its own end */

static jobs_rc_t
sync_catalogue_shut(sync_catalogue_t *c, sync_entry_t *e, int64_t at,
    int missed)
{
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    c->touched = 1;

    if (at == 0) {
        if (sqlite3_prepare_v2(c->db, "UPDATE listings SET"
                               " closed_at = expires_at WHERE source = ?1"
                               " AND number = ?2", -1, &stmt, NULL)
            != SQLITE_OK)
        {
            return sync_catalogue_fault(c);
        }

        sqlite3_bind_int64(stmt, 1, c->source);
        sqlite3_bind_int64(stmt, 2, e->number);
        (void) sqlite3_step(stmt);
        rc = sqlite3_finalize(stmt) == SQLITE_OK ? JOBS_OK
                                                 : sync_catalogue_fault(c);

    } else {
        stmt = sync_catalogue_sql(c, SYNC_CAT_CLOSE);
        sqlite3_bind_int64(stmt, 1, c->source);
        sqlite3_bind_int64(stmt, 2, e->number);
        sqlite3_bind_int64(stmt, 3, at);
        sqlite3_bind_int64(stmt, 4, c->last_success);
        sqlite3_bind_int(stmt, 5, missed);
        rc = sync_catalogue_do(c, SYNC_CAT_CLOSE);
    }

    if (rc != JOBS_OK) {
        return rc;
    }

    stmt = sync_catalogue_sql(c, SYNC_CAT_RECORD_FORGET);
    sqlite3_bind_int64(stmt, 1, e->number);

    return sync_catalogue_do(c, SYNC_CAT_RECORD_FORGET);
}


/* the source's own row, and the numbers of the file */

static jobs_rc_t
sync_catalogue_finish(sync_catalogue_t *c, const char *forced,
    uint64_t rejected, int shrank)
{
    jobs_rc_t      rc;
    sync_cat_e     sql;
    sync_plan_t   *p;
    sqlite3_stmt  *stmt;

    p = &c->plan;

    if (p->added + p->changed + p->closed != 0 || c->declared
        || (c->overdue && !shrank))
    {
        c->revision++;
    }

    sql = shrank ? SYNC_CAT_SOURCE_STALE : SYNC_CAT_SOURCE_TAKEN;
    stmt = sync_catalogue_sql(c, sql);
    sqlite3_bind_int64(stmt, 1, c->source);
    sqlite3_bind_int64(stmt, 2, c->now);

    if (shrank) {
        p->verdict = SYNC_SHRANK;
        p->stale_since = c->stale_since != 0 ? c->stale_since : c->now;
        sqlite3_bind_text(stmt, 3, p->reason, -1, SQLITE_STATIC);
        sqlite3_bind_int64(stmt, 4, p->open);

    } else {
        p->verdict = c->touched ? SYNC_TAKEN : SYNC_SAME;
        sqlite3_bind_int64(stmt, 3, p->listings);
        sqlite3_bind_int64(stmt, 4, rejected);
        sqlite3_bind_int64(stmt, 5, p->open);
        sqlite3_bind_int64(stmt, 6, p->missing);
        sqlite3_bind_int64(stmt, 7, c->misses_limit);
    }

    rc = sync_catalogue_do(c, sql);

    if (rc == JOBS_OK && forced != NULL) {
        stmt = sync_catalogue_sql(c, SYNC_CAT_FORCED);
        jobs_buf_reset(&c->text);
        jobs_buf_str(&c->text, c->key);
        jobs_buf_lit(&c->text, ": ");
        jobs_buf_str(&c->text, sync_str(forced));
        sqlite3_bind_int64(stmt, 1, c->now);
        sync_catalogue_bind(stmt, 2, jobs_buf_view(&c->text));
        rc = sync_catalogue_do(c, SYNC_CAT_FORCED);
    }

    if (rc != JOBS_OK || sync_catalogue_set(c, "next", c->next) != JOBS_OK
        || sync_catalogue_set(c, "facts", c->facts) != JOBS_OK
        || sync_catalogue_set(c, "revision", c->revision) != JOBS_OK)
    {
        return JOBS_ERROR;
    }

    return JOBS_OK;
}


/* all that the import wrote is undone; that it failed is written down */

static jobs_rc_t
sync_catalogue_failed(sync_catalogue_t *c, const char *reason, int dry)
{
    jobs_rc_t      rc;
    sync_plan_t   *p;
    sqlite3_stmt  *stmt;

    p = &c->plan;
    p->verdict = SYNC_FAILED;
    p->stale_since = c->stale_since != 0 ? c->stale_since : c->now;
    p->added = p->changed = p->unchanged = p->returned = 0;
    p->closed = c->overdue ? p->before : 0;
    p->open = p->before - p->closed;
    snprintf(p->reason, SYNC_ERROR, "%s", reason);

    if (dry) {
        return JOBS_OK;
    }

    rc = sync_catalogue_exec(c, "BEGIN IMMEDIATE");

    if (rc != JOBS_OK) {
        return rc;
    }

    rc = sync_catalogue_source(c, c->key, 1);
    p->open = p->before - p->closed;

    if (rc == JOBS_OK) {
        stmt = sync_catalogue_sql(c, SYNC_CAT_SOURCE_STALE);
        sqlite3_bind_int64(stmt, 1, c->source);
        sqlite3_bind_int64(stmt, 2, c->now);
        sqlite3_bind_text(stmt, 3, p->reason, -1, SQLITE_STATIC);
        rc = sync_catalogue_do(c, SYNC_CAT_SOURCE_STALE);
    }

    if (rc == JOBS_OK) {
        rc = sync_catalogue_exec(c, "COMMIT");
    }

    if (rc != JOBS_OK) {
        (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    }

    return rc;
}


jobs_rc_t
sync_catalogue_same(sync_catalogue_t *c, const char *key, int64_t now,
    sync_plan_t *plan)
{
    uint32_t       i, n;
    uint64_t       rejected;
    jobs_rc_t      rc;
    sync_source_t  source;

    c->now = now;
    rc = sync_catalogue_source(c, sync_str(key), 0);

    if (rc != JOBS_OK || c->last_success == 0) {
        return rc == JOBS_ERROR ? rc : JOBS_DECLINED;
    }

    /* the usual case costs one row */

    if (c->missing == 0 && !c->overdue) {
        n = c->done.n;
        (void) sync_intern(&c->done, sync_str(key));

        if (c->done.n == n) {
            snprintf(c->error, SYNC_ERROR, "the source \"%.100s\" is listed "
                     "twice", key);
            return JOBS_INVALID;
        }

        rc = sync_catalogue_exec(c, "BEGIN IMMEDIATE");

        if (rc != JOBS_OK) {
            return rc;
        }

        rejected = c->plan.rejected;
        n = c->plan.open;
        memset(&c->plan, 0, sizeof(sync_plan_t));
        c->plan.listings = c->baseline;
        c->plan.unchanged = c->plan.before = c->plan.open = n;
        c->touched = 0;
        c->declared = 0;

        rc = sync_catalogue_finish(c, NULL, rejected, 0);

    } else {
        rejected = c->plan.rejected;
        i = c->misses_limit;
        sync_source_init(&source);
        rc = sync_catalogue_begin(c, key, &source, now);

        if (rc != JOBS_OK) {
            return rc;
        }

        (void) sync_catalogue_exec(c, "ROLLBACK; BEGIN IMMEDIATE");
        c->misses_limit = i;
        c->declared = 0;
        c->touched = 0;

        for (i = 0; i < c->nentries; i++) {
            c->entries[i].seen = c->entries[i].open
                                 && c->entries[i].misses == 0;
            c->plan.unchanged += c->entries[i].seen;
        }

        c->plan.listings = c->baseline;
        rc = sync_catalogue_settle(c, 0);

        if (rc == JOBS_OK) {
            rc = sync_catalogue_finish(c, NULL, rejected, 0);
        }
    }

    c->importing = 0;

    if (rc == JOBS_OK) {
        rc = sync_catalogue_exec(c, "COMMIT");
    }

    if (rc != JOBS_OK) {
        (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
        c->revision = sync_catalogue_state(c, "revision");
    }

    c->plan.verdict = SYNC_SAME;
    c->plan.rejected = rejected;
    *plan = c->plan;
    sync_catalogue_forget(c);

    return rc;
}


jobs_rc_t
sync_catalogue_only(sync_catalogue_t *c, const char *const *keys, size_t n,
    int64_t now, uint64_t *closed)
{
    size_t         i;
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    *closed = 0;
    rc = sync_catalogue_exec(c, "BEGIN IMMEDIATE;"
                             "CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY)");

    if (rc != JOBS_OK) {
        (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
        return rc;
    }

    if (sqlite3_prepare_v2(c->db, "INSERT OR IGNORE INTO wanted VALUES (?1)",
                           -1, &stmt, NULL)
        != SQLITE_OK)
    {
        rc = sync_catalogue_fault(c);
    }

    for (i = 0; rc == JOBS_OK && i < n; i++) {
        sqlite3_bind_text(stmt, 1, keys[i], -1, SQLITE_STATIC);
        (void) sqlite3_step(stmt);
        (void) sqlite3_reset(stmt);
    }

    if (sqlite3_finalize(stmt) != SQLITE_OK) {
        rc = sync_catalogue_fault(c);
    }

    if (rc == JOBS_OK
        && sqlite3_prepare_v2(c->db, "UPDATE listings SET closed_at = ?1"
                              " WHERE closed_at IS NULL AND source IN"
                              " (SELECT source FROM sources WHERE key NOT IN"
                              "  (SELECT key FROM wanted))", -1, &stmt, NULL)
           == SQLITE_OK)
    {
        sqlite3_bind_int64(stmt, 1, now);
        (void) sqlite3_step(stmt);
        *closed = sqlite3_changes64(c->db);
    }

    if (rc == JOBS_OK && sqlite3_finalize(stmt) != SQLITE_OK) {
        rc = sync_catalogue_fault(c);
    }

    /* the tombstones stay for their time, and then the source goes too */

    if (rc == JOBS_OK) {
        rc = sync_catalogue_exec(c,
            "DELETE FROM records WHERE number IN (SELECT l.number"
            "  FROM sources s JOIN listings l USING (source)"
            "  WHERE s.key NOT IN (SELECT key FROM wanted)"
            "  AND l.closed_at IS NOT NULL);"
            "DELETE FROM notes WHERE key NOT IN (SELECT key FROM wanted);"
            "UPDATE sources SET listings = 0, rejected = 0, open = 0,"
            "  missing = 0, stale_since = NULL"
            "  WHERE key NOT IN (SELECT key FROM wanted);"
            "DROP TABLE wanted");
    }

    if (rc == JOBS_OK && *closed != 0) {
        c->revision++;
        rc = sync_catalogue_set(c, "revision", c->revision);
    }

    if (rc == JOBS_OK) {
        rc = sync_catalogue_exec(c, "COMMIT");
    }

    if (rc != JOBS_OK) {
        (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    }

    return rc;
}


/* the import before */

static void
sync_catalogue_forget(sync_catalogue_t *c)
{
    sync_joined_free(c);
    sync_arena_reset(&c->arena);
    sync_intern_free(&c->names);
    memset(&c->names, 0, sizeof(sync_intern_t));
    sync_numbers_free(&c->numbers);
    memset(&c->numbers, 0, sizeof(sync_numbers_t));
    sync_mem.free(NULL, c->entries);
    sync_mem.free(NULL, c->rows);
    sync_mem.free(NULL, c->ids);
    c->entries = NULL;
    c->rows = NULL;
    c->ids = NULL;
    c->nentries = 0;
    c->room = 0;
    c->slots = 0;
    c->touched = 0;
    c->declared = 0;
    c->fingerprinted = 0;
    c->row_set = 0;
    memset(&c->plan, 0, sizeof(sync_plan_t));
}


/* a place that is empty; those before may have moved */

static sync_entry_t *
sync_entry_new(sync_catalogue_t *c)
{
    size_t         size;
    uint32_t       i, n;
    sync_entry_t  *e;

    if (c->nentries == c->room) {
        c->room = c->room == 0 ? 1024 : c->room + c->room / 2;
        c->entries = sync_mem.realloc(NULL, c->entries, 0,
                                      c->room * sizeof(sync_entry_t));
    }

    e = &c->entries[c->nentries++];
    memset(e, 0, sizeof(sync_entry_t));

    if (c->nentries > c->slots / 4 * 3) {
        c->slots = c->slots == 0 ? 2048 : c->slots * 2;
        size = c->slots * sizeof(uint32_t);
        c->rows = sync_mem.realloc(NULL, c->rows, 0, size);
        c->ids = sync_mem.realloc(NULL, c->ids, 0, size);
        memset(c->rows, 0, size);
        memset(c->ids, 0, size);
        n = c->nentries - 1;

        for (i = 0; i < n; i++) {
            sync_entry_put(c, 0, i);

            if (c->entries[i].has_row) {
                sync_entry_put(c, 1, i);
            }
        }
    }

    return e;
}


static sync_entry_t *
sync_entry_find(sync_catalogue_t *c, int by_row, const unsigned char *digest)
{
    uint32_t       i, *table;
    uint64_t       hash;
    sync_entry_t  *e;

    if (c->slots == 0) {
        return NULL;
    }

    memcpy(&hash, digest, sizeof(hash));
    table = by_row ? c->rows : c->ids;

    for (i = hash & (c->slots - 1); table[i] != 0;
         i = (i + 1) & (c->slots - 1))
    {
        e = &c->entries[table[i] - 1];

        if (by_row ? e->has_row && memcmp(e->row, digest, SYNC_DIGEST) == 0
                   : memcmp(e->id, digest, SYNC_DIGEST) == 0)
        {
            return e;
        }
    }

    return NULL;
}


static void
sync_entry_put(sync_catalogue_t *c, int by_row, uint32_t entry)
{
    uint32_t       i, *table;
    uint64_t       hash;
    sync_entry_t  *e;

    e = &c->entries[entry];
    memcpy(&hash, by_row ? e->row : e->id, sizeof(hash));
    table = by_row ? c->rows : c->ids;
    i = hash & (c->slots - 1);

    while (table[i] != 0) {
        i = (i + 1) & (c->slots - 1);
    }

    table[i] = entry + 1;
}
