/*
 * The end of an import: the gate, what was not seen, what is written down of
 * the source; a list that is the same as last time; sources that are no more.
 */

#include "sync_catalogue_db.h"


static jobs_rc_t sync_catalogue_settle(sync_catalogue_t *c, int shrank);
static jobs_rc_t sync_catalogue_shut(sync_catalogue_t *c, sync_entry_t *e,
    int64_t at, int missed);
static jobs_rc_t sync_catalogue_failed(sync_catalogue_t *c,
    const char *reason, int dry);
static jobs_rc_t sync_catalogue_finish(sync_catalogue_t *c,
    const char *reason, uint64_t rejected, int shrank);
static jobs_rc_t sync_catalogue_once(sync_catalogue_t *c, const char *sql,
    const char *text, int64_t n);


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

        rc = sync_catalogue_wait(c);

        if (rc == JOBS_OK) {
            rc = sync_catalogue_settle(c, shrank);
        }

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
        (void) sync_catalogue_wait(c);
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
        stmt = sync_catalogue_sql(c, SYNC_CAT_END);
        sqlite3_bind_int64(stmt, 1, c->source);
        sqlite3_bind_int64(stmt, 2, e->number);
        sqlite3_bind_int64(stmt, 3, e->seen ? c->now : c->last_success);
        rc = sync_catalogue_do(c, SYNC_CAT_END);

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
    uint64_t       rejected;
    jobs_rc_t      rc;
    sync_plan_t   *p;
    sqlite3_stmt  *stmt;

    p = &c->plan;
    rejected = p->rejected;
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

    c->declared = 0;
    rc = sync_catalogue_source(c, c->key, 1);
    p->rejected = rejected;
    p->open = p->before - p->closed;

    if (rc == JOBS_OK) {
        rc = sync_catalogue_rewind(c);
    }

    if (rc == JOBS_OK && c->declared) {
        c->revision++;
        rc = sync_catalogue_set(c, "revision", c->revision);
    }

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

    if (c->missing == 0 && !c->overdue && c->last_attempt <= now) {
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

        c->declared = 0;
        c->touched = 0;

        if (sync_catalogue_exec(c, "ROLLBACK; BEGIN IMMEDIATE") != JOBS_OK
            || sync_catalogue_source(c, c->key, 0) != JOBS_OK
            || sync_catalogue_rewind(c) != JOBS_OK)
        {
            (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
            c->importing = 0;
            return JOBS_ERROR;
        }

        c->misses_limit = i;
        c->plan.open = 0;

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
    size_t     i;
    jobs_rc_t  rc;

    *closed = 0;
    sync_joined_free(c);
    rc = sync_catalogue_exec(c, "BEGIN IMMEDIATE;"
                             "CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY)");

    for (i = 0; rc == JOBS_OK && i < n; i++) {
        rc = sync_catalogue_once(c, "INSERT OR IGNORE INTO wanted VALUES (?1)",
                                 keys[i], 0);
    }

    /* a clock that was ahead closed it in the future: no later than now */

    if (rc == JOBS_OK) {
        rc = sync_catalogue_once(c, "UPDATE listings SET closed_at = ?2"
                                 " WHERE closed_at > ?2 AND source IN"
                                 " (SELECT source FROM sources WHERE key"
                                 "  NOT IN (SELECT key FROM wanted))",
                                 NULL, now);
    }

    if (rc == JOBS_OK) {
        rc = sync_catalogue_once(c, "UPDATE listings SET"
                                 " last_seen = coalesce(last_seen, (SELECT"
                                 "  last_success FROM sources s"
                                 "  WHERE s.source = listings.source)),"
                                 " closed_at = min(?2, coalesce(expires_at,"
                                 "  ?2)) WHERE closed_at IS NULL AND source IN"
                                 " (SELECT source FROM sources WHERE key"
                                 "  NOT IN (SELECT key FROM wanted))",
                                 NULL, now);
        *closed = sqlite3_changes64(c->db);
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
            "  missing = 0, stale_since = NULL, reason = NULL"
            "  WHERE key NOT IN (SELECT key FROM wanted)");
    }

    if (rc == JOBS_OK) {
        rc = sync_catalogue_once(c, "DELETE FROM listings WHERE closed_at <= ?2"
                                 " AND source IN (SELECT source FROM sources"
                                 "  WHERE key NOT IN (SELECT key FROM wanted))",
                                 NULL, now - SYNC_TOMBSTONE);
    }

    if (rc == JOBS_OK) {
        rc = sync_catalogue_exec(c,
            "DELETE FROM sources WHERE key NOT IN (SELECT key FROM wanted)"
            "  AND NOT EXISTS (SELECT 1 FROM listings l"
            "                  WHERE l.source = sources.source);"
            "DELETE FROM facts WHERE source NOT IN"
            "  (SELECT source FROM sources);"
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


/* ?1: text or NULL, ?2: n */

static jobs_rc_t
sync_catalogue_once(sync_catalogue_t *c, const char *sql, const char *text,
    int64_t n)
{
    int            rc;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(c->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return sync_catalogue_fault(c);
    }

    sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);

    if (sqlite3_bind_parameter_count(stmt) > 1) {
        sqlite3_bind_int64(stmt, 2, n);
    }

    rc = sqlite3_step(stmt);

    if (rc != SQLITE_DONE) {
        (void) sync_catalogue_fault(c);
    }

    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}
