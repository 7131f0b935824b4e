/*
 * Imports: what a source lists now against what it listed before.  All its
 * listings are in memory as digests, and which of them were seen; the file is
 * written only where one is new, changed, missing or back.
 */

#include "sync_catalogue_db.h"
#include "sync_format.h"
#include "sync_pack.h"


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
static void sync_catalogue_keys(void *data, sqlite3_stmt *stmt,
    jobs_str_t blob);
static void sync_catalogue_record(void *data, sqlite3_stmt *stmt,
    jobs_str_t blob);
static jobs_rc_t sync_catalogue_facts(sync_catalogue_t *c,
    const sync_record_t *r, int fresh, int64_t *facts);
static void sync_catalogue_write_sql(sync_catalogue_t *c, sync_cat_e sql,
    int fresh);
static jobs_rc_t sync_catalogue_written(sync_catalogue_t *c);
static int64_t sync_catalogue_ends(const sync_record_t *r);


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
    sync_join_digest(&c->joiner, parts, 7, c->salt);

    rc = sync_catalogue_exec(c, "BEGIN IMMEDIATE");

    if (rc != JOBS_OK) {
        return rc;
    }

    c->importing = 1;

    if (sync_catalogue_source(c, c->key, 1) != JOBS_OK
        || sync_catalogue_rewind(c) != JOBS_OK
        || sync_catalogue_declared(c) != JOBS_OK
        || sync_catalogue_load(c) != JOBS_OK
        || sync_catalogue_load_facts(c) != JOBS_OK)
    {
        (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
        c->importing = 0;
        return JOBS_ERROR;
    }

    c->behind = sync_behind_open();

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
    sync_join_digest(&c->joiner, parts, 3, c->salt);
    c->fingerprinted = 1;
}


void
sync_catalogue_reread(sync_catalogue_t *c)
{
    c->reread = 1;
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

jobs_rc_t
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
    c->last_attempt = sqlite3_column_int64(stmt, 8);
    c->overdue = c->stale_since != 0 && c->stale_since + SYNC_STALE <= c->now;

    (void) sqlite3_reset(stmt);

    return JOBS_OK;
}


jobs_rc_t
sync_catalogue_rewind(sync_catalogue_t *c)
{
    int            i;
    sqlite3_stmt  *stmt;

    if (c->last_attempt <= c->now) {
        return JOBS_OK;
    }

    for (i = SYNC_CAT_SOURCE_REWIND; i <= SYNC_CAT_REWIND; i++) {
        stmt = sync_catalogue_sql(c, i);
        sqlite3_bind_int64(stmt, 1, c->source);
        sqlite3_bind_int64(stmt, 2, c->now);

        if (sync_catalogue_do(c, i) != JOBS_OK) {
            return JOBS_ERROR;
        }
    }

    if (c->last_success > c->now) {
        c->last_success = c->now;
    }

    if (c->stale_since > c->now) {
        c->stale_since = c->now;
    }

    c->overdue = c->stale_since != 0 && c->stale_since + SYNC_STALE <= c->now;
    c->touched = 1;
    c->declared = 1;

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
    int64_t        number, closed, open;
    jobs_str_t     id;
    sync_entry_t  *e;
    sqlite3_stmt  *stmt;

    open = c->plan.open;
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
        sync_join_digest(&c->joiner, &id, 1, e->id);
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
        e->shut = sqlite3_column_type(stmt, 4) != SQLITE_NULL;
        e->open = !e->shut && !e->ended && !e->old;
        open -= !e->shut;
        c->plan.before += e->open;
    }

    if (sqlite3_reset(stmt) != SQLITE_OK || got != SQLITE_DONE) {
        return sync_catalogue_fault(c);
    }

    /* a page that is lost takes listings away without a word */

    return open == 0 ? JOBS_OK
                     : sync_catalogue_corrupt(c, "listings are lost");
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
    jobs_str_t         parts[6];
    sync_entry_t      *e;
    const cJSON       *title;
    sync_catalogue_t  *c;

    c = data;

    /* a feed's title names the company of rows that do not */

    title = feed->format == NULL || feed->envelope == NULL ? NULL
            : cJSON_GetObjectItemCaseSensitive(feed->envelope, "title");

    parts[0] = jobs_str((char *) c->salt, SYNC_DIGEST);
    parts[1] = feed->format == NULL ? jobs_lit("")
                                    : sync_str(feed->format->name);
    parts[2] = jobs_lit("\n");
    parts[3] = cJSON_IsString(title) ? sync_str(title->valuestring)
                                     : jobs_lit("");
    parts[4] = jobs_lit("\n");
    parts[5] = row;
    sync_join_digest(&c->joiner, parts, 6, c->row);
    c->row_set = 1;

    e = c->reread ? NULL : sync_entry_find(c, 1, c->row);

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
    sync_join_digest(&c->joiner, &r->v[SYNC_ID].text, 1, id);
    e = sync_entry_find(c, 0, id);

    if (e != NULL && e->seen) {
        c->row_set = 0;
        return JOBS_DECLINED;
    }

    ends = sync_catalogue_ends(r);
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

        /*
         * Its end passed before it was seen: it leaves a tombstone at most.
         * One that only its source's silence closed is not shut yet.
         */

        if (fresh ? ends + SYNC_TOMBSTONE <= c->now : e->shut || e->ended) {
            c->row_set = 0;
            return JOBS_OK;
        }

        rc = sync_catalogue_write(c, e, r, fresh, first, ends);
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
 * new bytes are remembered.  A record that is damaged is not the same.
 * *first: when it was first seen.
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

    if (sync_catalogue_wait(c) != JOBS_OK) {
        return JOBS_ERROR;
    }

    if (e->open) {
        jobs_buf_reset(&c->blob);
        sync_record_pack(r, &c->blob);
        blob = jobs_buf_view(&c->blob);
        sync_join_digest(&c->joiner, &blob, 1, digest);

        stmt = sync_catalogue_sql(c, SYNC_CAT_RECORD_GET);
        sqlite3_bind_int64(stmt, 1, e->number);
        rc = sync_catalogue_get(c, SYNC_CAT_RECORD_GET);

        if (rc == JOBS_ERROR) {
            return rc;
        }

        *same = rc == JOBS_OK
                && sqlite3_column_bytes(stmt, 0) == SYNC_DIGEST
                && memcmp(sqlite3_column_blob(stmt, 0), digest, SYNC_DIGEST)
                   == 0
                && (size_t) sqlite3_column_bytes(stmt, 1) == blob.len
                && memcmp(sqlite3_column_blob(stmt, 1), blob.data, blob.len)
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
    int64_t      facts, posted;
    jobs_rc_t    rc;
    jobs_str_t   blob;

    if ((!fresh && sync_catalogue_wait(c) != JOBS_OK)
        || sync_catalogue_facts(c, r, fresh, &facts) != JOBS_OK)
    {
        return JOBS_ERROR;
    }

    if (fresh) {
        if (c->next + 1 >= UINT32_MAX) {
            return sync_catalogue_corrupt(c, "its numbers are used up");
        }

        e->number = ++c->next;
    }

    c->touched = 1;
    jobs_buf_reset(&c->blob);
    sync_record_pack(r, &c->blob);

    if (c->blob.rc != JOBS_OK) {
        return sync_catalogue_corrupt(c, "a listing is too large");
    }

    blob = jobs_buf_view(&c->blob);

    /* a date of the future, or none, is the moment in which it came */

    posted = r->v[SYNC_POSTED_AT].set ? r->v[SYNC_POSTED_AT].number : first;
    posted = posted > c->now ? first : posted;

    sync_catalogue_write_sql(c, fresh ? SYNC_CAT_NEW : SYNC_CAT_UPDATE, fresh);
    sync_behind_number(c->behind, 1, c->source);
    sync_behind_number(c->behind, 2, e->number);

    if (fresh) {
        sync_behind_text(c->behind, 3, r->v[SYNC_ID].text);
    }

    e->has_row = c->row_set;

    if (c->row_set) {
        memcpy(e->row, c->row, SYNC_DIGEST);
        sync_behind_blob(c->behind, 4, jobs_str((char *) c->row, SYNC_DIGEST));
    }

    sync_behind_number(c->behind, 5, first);

    if (closed != 0) {
        sync_behind_number(c->behind, 6, closed);
    }

    sync_behind_number(c->behind, 7, posted);

    if (r->v[SYNC_EXPIRES_AT].set) {
        sync_behind_number(c->behind, 8, sync_catalogue_ends(r));
    }

    sync_behind_number(c->behind, 9, facts);
    sync_behind_fill(c->behind, sync_catalogue_keys, c, blob);
    rc = sync_catalogue_written(c);

    if (rc != JOBS_OK) {
        return rc;
    }

    if (closed != 0) {
        sync_catalogue_write_sql(c, SYNC_CAT_RECORD_FORGET, fresh);
        sync_behind_number(c->behind, 1, e->number);

        return sync_catalogue_written(c);
    }

    sync_catalogue_write_sql(c, SYNC_CAT_RECORD, fresh);
    sync_behind_number(c->behind, 1, e->number);
    sync_behind_fill(c->behind, sync_catalogue_record, c, blob);

    return sync_catalogue_written(c);
}


/* the keys by which the listing is known again; by who runs the statement */

static void
sync_catalogue_keys(void *data, sqlite3_stmt *stmt, jobs_str_t blob)
{
    int                i;
    int64_t            key;
    sync_join_t        keys;
    sync_catalogue_t  *c;

    c = data;
    sync_record_reset(&c->written);
    (void) sync_record_unpack(blob, &c->written);   /* just packed */
    sync_join_keys(&c->writer, &c->written, &keys);
    sqlite3_bind_int(stmt, 10, keys.richness);

    for (i = 0; i < 3; i++) {
        key = i == 0 ? keys.apply : i == 1 ? keys.posting : keys.place;

        if (key != 0) {
            sqlite3_bind_int64(stmt, 11 + i, key);
        }
    }
}


static void
sync_catalogue_record(void *data, sqlite3_stmt *stmt, jobs_str_t blob)
{
    sync_catalogue_t  *c;
    unsigned char      digest[SYNC_DIGEST];

    c = data;
    sync_join_digest(&c->writer, &blob, 1, digest);
    sqlite3_bind_blob(stmt, 2, digest, SYNC_DIGEST, SQLITE_TRANSIENT);
    sqlite3_bind_blob(stmt, 3, blob.data, (int) blob.len, SQLITE_STATIC);
}


/* begins a statement: what is new is not asked for again, and written behind */

static void
sync_catalogue_write_sql(sync_catalogue_t *c, sync_cat_e sql, int fresh)
{
    sync_behind_begin(c->behind, c->sql[sql], !fresh);
}


static jobs_rc_t
sync_catalogue_written(sync_catalogue_t *c)
{
    return sync_behind_end(c->behind) == JOBS_OK ? JOBS_OK
                                                 : sync_catalogue_wait(c);
}


/* 0: it has no end; one in the first second of 1970 ends in the next */

static int64_t
sync_catalogue_ends(const sync_record_t *r)
{
    int64_t  ends;

    ends = r->v[SYNC_EXPIRES_AT].set ? r->v[SYNC_EXPIRES_AT].number : 0;

    return r->v[SYNC_EXPIRES_AT].set && ends == 0 ? 1 : ends;
}


/* what a snapshot says of all listings of a kind: source, category */

static jobs_rc_t
sync_catalogue_facts(sync_catalogue_t *c, const sync_record_t *r, int fresh,
    int64_t *facts)
{
    int          i;
    char        *colon;
    uint32_t     n, at;
    jobs_str_t   texts[4];

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

    sync_catalogue_write_sql(c, SYNC_CAT_FACTS_NEW, fresh);
    sync_behind_number(c->behind, 1, *facts);
    sync_behind_number(c->behind, 2, c->source);

    for (i = 0; i < 4; i++) {
        sync_behind_text(c->behind, 3 + i, texts[i]);
    }

    return sync_catalogue_written(c);
}


/* the import before */

void
sync_catalogue_forget(sync_catalogue_t *c)
{
    sync_behind_close(c->behind);
    c->behind = NULL;
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
    c->reread = 0;
    c->row_set = 0;
    memset(&c->plan, 0, sizeof(sync_plan_t));
}
