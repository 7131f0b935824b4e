/*
 * Loading what is open, and joining what several sources list.
 *
 * Keys are looked at in order: the same id, posting, address, words.  Among
 * the listings of a key each one, in order of preference, joins the first
 * group before it that has none of the same source.  All orders are of what
 * is listed, not of when it came, so the groups are the same whichever source
 * was imported first.
 */

#define _GNU_SOURCE             /* qsort_r */

#include <stdlib.h>
#include "sync_joined.h"


#define SYNC_KEYS  4

typedef enum {
    SYNC_KEY_ID = 0,
    SYNC_KEY_POSTING,
    SYNC_KEY_APPLY,
    SYNC_KEY_WORDS
} sync_key_e;

typedef struct {
    int64_t            key;
    uint32_t           row;
} sync_keyed_t;

typedef struct {
    sync_joined_t     *j;
    uint32_t          *parent;
    uint32_t          *tail;
} sync_groups_t;


static jobs_rc_t sync_join_sources(sync_catalogue_t *c, sync_joined_t *j);
static jobs_rc_t sync_join_rows(sync_catalogue_t *c, sync_joined_t *j);
static void sync_join_row(sync_catalogue_t *c, sync_joined_t *j,
    sqlite3_stmt *stmt, unsigned source);
static void sync_join_due(sync_joined_t *j, int64_t at);
static void sync_join_order(sync_joined_t *j);
static void sync_join_key(sync_groups_t *g, sync_keyed_t *keyed, uint32_t n,
    sync_key_e kind);
static uint32_t sync_join_root(sync_groups_t *g, uint32_t row);
static int sync_join_apart(sync_groups_t *g, uint32_t a, uint32_t b);
static int sync_compare_keyed(const void *one, const void *two, void *data);
static int sync_compare_sources(const void *one, const void *two);
static int sync_compare_posted(const void *one, const void *two, void *data);
static int sync_compare_ids(const sync_joined_t *j,
    const sync_joined_row_t *a, const sync_joined_row_t *b);


jobs_rc_t
sync_catalogue_join(sync_catalogue_t *c, int64_t now)
{
    jobs_rc_t       rc;
    sync_joined_t  *j;

    if (c->joined != NULL && c->joined->now == now) {
        return JOBS_OK;
    }

    sync_joined_free(c);
    j = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_joined_t));
    memset(j, 0, sizeof(sync_joined_t));
    j->now = now;
    jobs_buf_init(&j->ids, &sync_mem, UINT32_MAX);
    c->joined = j;

    rc = sync_join_sources(c, j);

    if (rc == JOBS_OK) {
        rc = sync_join_rows(c, j);
    }

    if (rc != JOBS_OK) {
        sync_joined_free(c);
        return rc;
    }

    if (j->keys != NULL) {
        sync_joined_group(j);
        sync_mem.free(NULL, j->keys);
        j->keys = NULL;
    }

    sync_join_order(j);

    return JOBS_OK;
}


jobs_rc_t
sync_catalogue_first(sync_catalogue_t *c, uint64_t there, int64_t now,
    int force, char *error)
{
    jobs_rc_t  rc;

    rc = sync_catalogue_join(c, now);

    if (rc != JOBS_OK || there <= c->joined->winners
        || sync_catalogue_state(c, "published_at") != 0)
    {
        return sync_catalogue_gates(c, now, force, error);
    }

    rc = sync_catalogue_exec(c, "BEGIN IMMEDIATE");

    if (rc == JOBS_OK) {
        rc = sync_catalogue_set(c, "published", there);
    }

    if (rc == JOBS_OK) {
        rc = sync_catalogue_gates(c, now, force, error);

    } else {
        snprintf(error, SYNC_ERROR, "%s", c->error);
    }

    (void) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);

    return rc;
}


void
sync_joined_free(sync_catalogue_t *c)
{
    sync_joined_t  *j;

    j = c->joined;

    if (j == NULL) {
        return;
    }

    sync_mem.free(NULL, j->rows);
    sync_mem.free(NULL, j->keys);
    sync_mem.free(NULL, j->order);
    sync_mem.free(NULL, j->sources);
    jobs_buf_free(&j->ids);
    sync_arena_free(&j->other.arena);
    sync_arena_free(&j->arena);
    sync_mem.free(NULL, j);
    c->joined = NULL;
}


static jobs_rc_t
sync_join_sources(sync_catalogue_t *c, sync_joined_t *j)
{
    int                    got;
    size_t                 room;
    sqlite3_stmt          *stmt;
    sync_joined_source_t  *s;

    room = 0;

    if (sqlite3_prepare_v2(c->db, "SELECT source, key, name, url, attribution,"
                           " link_rel, jsonld, feeds, logo, rank, min_age, by,"
                           " stale_since, open FROM sources", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return sync_catalogue_fault(c);
    }

    while ((got = sqlite3_step(stmt)) == SQLITE_ROW
           && j->nsources < UINT16_MAX)
    {
        if (j->nsources == room) {
            room = room == 0 ? 64 : room * 2;
            j->sources = sync_mem.realloc(NULL, j->sources, 0, room
                                          * sizeof(sync_joined_source_t));
        }

        s = &j->sources[j->nsources++];
        sync_source_init(&s->declares);
        s->number = sqlite3_column_int64(stmt, 0);
        s->key = sync_dup(&j->arena, sync_catalogue_column(stmt, 1));

        if (sqlite3_column_type(stmt, 2) != SQLITE_NULL) {
            s->declares.name = sync_dup(&j->arena,
                                        sync_catalogue_column(stmt, 2));
        }

        if (sqlite3_column_type(stmt, 3) != SQLITE_NULL) {
            s->declares.url = sync_dup(&j->arena,
                                       sync_catalogue_column(stmt, 3));
        }

        if (sqlite3_column_type(stmt, 4) != SQLITE_NULL) {
            s->declares.attribution = sync_dup(&j->arena,
                                               sync_catalogue_column(stmt, 4));
        }

        if (sqlite3_column_type(stmt, 5) != SQLITE_NULL) {
            s->declares.link_rel = sync_dup(&j->arena,
                                            sync_catalogue_column(stmt, 5));
        }

        s->declares.jsonld = sqlite3_column_int(stmt, 6);
        s->declares.feeds = sqlite3_column_int(stmt, 7);
        s->declares.logo = sqlite3_column_int(stmt, 8);
        s->declares.rank = sqlite3_column_int(stmt, 9);
        s->declares.min_age = sqlite3_column_int64(stmt, 10);
        s->declares.by = sqlite3_column_int(stmt, 11);
        s->stale_since = sqlite3_column_int64(stmt, 12);
        s->open = sqlite3_column_int64(stmt, 13);
    }

    if (sqlite3_finalize(stmt) != SQLITE_OK || got != SQLITE_DONE) {
        return sync_catalogue_fault(c);
    }

    if (j->nsources != 0) {
        qsort(j->sources, j->nsources, sizeof(sync_joined_source_t),
              sync_compare_sources);
    }

    return JOBS_OK;
}


/* rank, the employer's own board before others, then by name */

static int
sync_compare_sources(const void *one, const void *two)
{
    int                          n, ranks[2], bys[2];
    const sync_joined_source_t  *a, *b;

    a = one;
    b = two;
    ranks[0] = a->declares.rank == 0 ? INT32_MAX : a->declares.rank;
    ranks[1] = b->declares.rank == 0 ? INT32_MAX : b->declares.rank;

    if (ranks[0] != ranks[1]) {
        return ranks[0] < ranks[1] ? -1 : 1;
    }

    bys[0] = a->declares.by == SYNC_BY_EMPLOYER ? 0
             : a->declares.by == SYNC_BY_AGGREGATOR ? 2 : 1;
    bys[1] = b->declares.by == SYNC_BY_EMPLOYER ? 0
             : b->declares.by == SYNC_BY_AGGREGATOR ? 2 : 1;

    if (bys[0] != bys[1]) {
        return bys[0] - bys[1];
    }

    n = memcmp(a->key.data, b->key.data,
               a->key.len < b->key.len ? a->key.len : b->key.len);

    return n != 0 ? n : (a->key.len > b->key.len) - (a->key.len < b->key.len);
}


static jobs_rc_t
sync_join_rows(sync_catalogue_t *c, sync_joined_t *j)
{
    int            got;
    int64_t        open;
    unsigned       i, filled;
    uint32_t       before;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(c->db, "SELECT number, id, closed_at, posted_at,"
                           " expires_at, facts, richness, posting, apply,"
                           " place FROM listings WHERE source = ?1", -1,
                           &stmt, NULL)
        != SQLITE_OK)
    {
        return sync_catalogue_fault(c);
    }

    got = SQLITE_DONE;
    filled = 0;

    /* of a single source nothing is joined, and no keys are needed */

    for (i = 0; i < j->nsources; i++) {
        if (j->sources[i].stale_since == 0
            || j->sources[i].stale_since + SYNC_STALE > j->now)
        {
            filled++;
        }
    }

    if (filled > 1) {
        j->keys = sync_mem.realloc(NULL, NULL, 0, 1);
    }

    for (i = 0; i < j->nsources && got == SQLITE_DONE; i++) {
        before = j->n;
        open = 0;
        sqlite3_bind_int64(stmt, 1, j->sources[i].number);

        while ((got = sqlite3_step(stmt)) == SQLITE_ROW) {
            open += sqlite3_column_type(stmt, 2) == SQLITE_NULL;
            sync_join_row(c, j, stmt, i);
        }

        (void) sqlite3_reset(stmt);

        /* a page that is lost takes listings away without a word */

        if (got == SQLITE_DONE && open != j->sources[i].open) {
            (void) sqlite3_finalize(stmt);
            return sync_catalogue_corrupt(c, "listings are lost");
        }

        if (j->n != before && j->sources[i].stale_since != 0) {
            sync_join_due(j, j->sources[i].stale_since + SYNC_STALE);
        }
    }

    if (sqlite3_finalize(stmt) != SQLITE_OK || got != SQLITE_DONE) {
        return sync_catalogue_fault(c);
    }

    if (j->ids.rc != JOBS_OK) {
        return sync_catalogue_corrupt(c, "too many listings");
    }

    return JOBS_OK;
}


static void
sync_join_row(sync_catalogue_t *c, sync_joined_t *j, sqlite3_stmt *stmt,
    unsigned source)
{
    int                    i;
    int64_t                closed, expires, posted, from;
    jobs_str_t             id;
    unsigned char          digest[SYNC_DIGEST];
    sync_joined_row_t     *row;
    sync_joined_source_t  *s;

    (void) c;
    s = &j->sources[source];
    expires = sqlite3_column_int64(stmt, 4);
    posted = sqlite3_column_int64(stmt, 3);
    closed = sync_catalogue_closed(sqlite3_column_int64(stmt, 2), expires,
                                   s->stale_since, j->now);

    if (closed != 0) {
        sync_join_due(j, closed + SYNC_TOMBSTONE);
        return;
    }

    sync_join_due(j, expires);
    from = posted + s->declares.min_age;

    if (s->declares.min_age > 0 && from > j->now) {
        sync_join_due(j, from);
        return;
    }

    if (j->n == j->room) {
        j->room = j->room == 0 ? 4096 : j->room + j->room / 4;
        j->rows = sync_mem.realloc(NULL, j->rows, 0,
                                   j->room * sizeof(sync_joined_row_t));

        if (j->keys != NULL) {
            j->keys = sync_mem.realloc(NULL, j->keys, 0, j->room
                                       * SYNC_KEYS * sizeof(int64_t));
        }
    }

    row = &j->rows[j->n];
    id = sync_catalogue_column(stmt, 1);
    id.len = id.len > 255 ? 255 : id.len;

    row->posted = posted;
    row->number = sqlite3_column_int64(stmt, 0);
    row->id = j->ids.len;
    row->facts = sqlite3_column_int64(stmt, 5);
    row->next = SYNC_NONE;
    row->source = source;
    row->richness = sqlite3_column_int(stmt, 6);
    row->loser = 0;

    jobs_buf_char(&j->ids, (char) id.len);
    jobs_buf_str(&j->ids, id);

    if (j->keys != NULL) {
        sync_join_digest(&c->joiner, &id, 1, digest);
        memcpy(&j->keys[(size_t) j->n * SYNC_KEYS], digest, sizeof(int64_t));

        for (i = 1; i < SYNC_KEYS; i++) {
            j->keys[(size_t) j->n * SYNC_KEYS + i]
                = sqlite3_column_int64(stmt, 6 + i);
        }
    }

    j->n++;
}


static void
sync_join_due(sync_joined_t *j, int64_t at)
{
    if (at > j->now && (j->due == 0 || at < j->due)) {
        j->due = at;
    }
}


jobs_str_t
sync_joined_id(const sync_joined_t *j, const sync_joined_row_t *row)
{
    return jobs_str(j->ids.data + row->id + 1,
                    (unsigned char) j->ids.data[row->id]);
}


int
sync_joined_better(const sync_joined_t *j, const sync_joined_row_t *a,
    const sync_joined_row_t *b)
{
    const sync_source_t  *s, *t;

    s = &j->sources[a->source].declares;
    t = &j->sources[b->source].declares;

    /* sources are in order; the richer row goes before their names */

    if (s->rank != t->rank || s->by != t->by) {
        return a->source < b->source ? -1 : 1;
    }

    if (a->richness != b->richness) {
        return a->richness > b->richness ? -1 : 1;
    }

    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }

    return sync_compare_ids(j, a, b);
}


static int
sync_compare_ids(const sync_joined_t *j, const sync_joined_row_t *a,
    const sync_joined_row_t *b)
{
    int         n;
    jobs_str_t  s, t;

    s = sync_joined_id(j, a);
    t = sync_joined_id(j, b);
    n = memcmp(s.data, t.data, s.len < t.len ? s.len : t.len);

    return n != 0 ? n : (s.len > t.len) - (s.len < t.len);
}


void
sync_joined_group(sync_joined_t *j)
{
    uint32_t       i, k, n, best, at, last;
    sync_keyed_t  *keyed;
    sync_groups_t  g;

    g.j = j;
    g.parent = sync_mem.realloc(NULL, NULL, 0, (j->n + 1) * sizeof(uint32_t));
    g.tail = sync_mem.realloc(NULL, NULL, 0, (j->n + 1) * sizeof(uint32_t));
    keyed = sync_mem.realloc(NULL, NULL, 0,
                             (j->n + 1) * sizeof(sync_keyed_t));

    for (i = 0; i < j->n; i++) {
        g.parent[i] = i;
        g.tail[i] = i;
    }

    for (k = 0; k < SYNC_KEYS; k++) {

        for (i = 0, n = 0; i < j->n; i++) {
            keyed[n].key = j->keys[(size_t) i * SYNC_KEYS + k];
            keyed[n].row = i;
            n += keyed[n].key != 0;
        }

        sync_join_key(&g, keyed, n, k);
    }

    /* the best of each group goes before the others */

    for (i = 0; i < j->n; i++) {

        if (sync_join_root(&g, i) != i || j->rows[i].next == SYNC_NONE) {
            continue;
        }

        n = 0;

        for (at = i; at != SYNC_NONE; at = j->rows[at].next) {
            keyed[n].key = 0;
            keyed[n++].row = at;
        }

        qsort_r(keyed, n, sizeof(sync_keyed_t), sync_compare_keyed, j);
        best = keyed[0].row;
        last = best;

        for (at = 1; at < n; at++) {
            j->rows[last].next = keyed[at].row;
            last = keyed[at].row;
            j->rows[last].loser = 1;

            if (j->rows[last].posted < j->rows[best].posted) {
                j->rows[best].posted = j->rows[last].posted;
            }
        }

        j->rows[last].next = SYNC_NONE;
        j->rows[best].loser = 0;

        for (at = 0; at < n; at++) {
            g.parent[keyed[at].row] = best;
        }

        /* done: it is not to be looked at again under another number */

        g.parent[best] = SYNC_NONE;

        for (at = 0; at < n; at++) {
            g.parent[keyed[at].row] = SYNC_NONE;
        }
    }

    sync_mem.free(NULL, g.parent);
    sync_mem.free(NULL, g.tail);
    sync_mem.free(NULL, keyed);
}


static void
sync_join_key(sync_groups_t *g, sync_keyed_t *keyed, uint32_t n,
    sync_key_e kind)
{
    int                 many;
    uint32_t            i, k, from, to, same, a, b;
    sync_joined_row_t  *rows;

    rows = g->j->rows;
    qsort_r(keyed, n, sizeof(sync_keyed_t), sync_compare_keyed, g->j);

    for (from = 0; from < n; from = to) {
        many = 0;

        for (to = from + 1; to < n && keyed[to].key == keyed[from].key; to++) {
            /* void */
        }

        if (to - from == 1) {
            continue;
        }

        /* an address that many listings of a source share is no job's */

        for (i = from; i < to && to - from > SYNC_SHARED_MAX && !many; i++) {
            same = 0;

            for (k = from; k < to && same <= SYNC_SHARED_MAX; k++) {
                same += rows[keyed[k].row].source
                        == rows[keyed[i].row].source;
            }

            many = same > SYNC_SHARED_MAX;
        }

        for (i = from + 1; i < to && !many; i++) {
            a = keyed[i].row;

            for (k = from; k < i; k++) {
                b = keyed[k].row;

                if (kind == SYNC_KEY_WORDS
                    && llabs(rows[a].posted - rows[b].posted) > SYNC_NEAR)
                {
                    continue;
                }

                if (sync_join_apart(g, a, b)) {
                    a = sync_join_root(g, a);
                    b = sync_join_root(g, b);
                    rows[g->tail[b]].next = a;
                    g->tail[b] = g->tail[a];
                    g->parent[a] = b;
                    break;
                }
            }
        }
    }
}


static uint32_t
sync_join_root(sync_groups_t *g, uint32_t row)
{
    while (g->parent[row] != row) {

        if (g->parent[row] == SYNC_NONE) {
            return SYNC_NONE;
        }

        if (g->parent[g->parent[row]] != SYNC_NONE) {
            g->parent[row] = g->parent[g->parent[row]];
        }

        row = g->parent[row];
    }

    return row;
}


/* 1: they are in two groups, which have no source in common */

static int
sync_join_apart(sync_groups_t *g, uint32_t a, uint32_t b)
{
    uint32_t            i, k;
    sync_joined_row_t  *rows;

    rows = g->j->rows;
    a = sync_join_root(g, a);
    b = sync_join_root(g, b);

    if (a == b) {
        return 0;
    }

    for (i = a; i != SYNC_NONE; i = rows[i].next) {
        for (k = b; k != SYNC_NONE; k = rows[k].next) {
            if (rows[i].source == rows[k].source) {
                return 0;
            }
        }
    }

    return 1;
}


static int
sync_compare_keyed(const void *one, const void *two, void *data)
{
    sync_joined_t       *j;
    const sync_keyed_t  *a, *b;

    j = data;
    a = one;
    b = two;

    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }

    return a->row == b->row ? 0 : sync_joined_better(j, &j->rows[a->row],
                                                     &j->rows[b->row]);
}


static void
sync_join_order(sync_joined_t *j)
{
    uint32_t  i;

    j->order = sync_mem.realloc(NULL, NULL, 0, (j->n + 1) * sizeof(uint32_t));

    for (i = 0; i < j->n; i++) {
        if (!j->rows[i].loser) {
            j->order[j->winners++] = i;
        }
    }

    qsort_r(j->order, j->winners, sizeof(uint32_t), sync_compare_posted, j);
}


static int
sync_compare_posted(const void *one, const void *two, void *data)
{
    sync_joined_t            *j;
    const sync_joined_row_t  *a, *b;

    j = data;
    a = &j->rows[*(const uint32_t *) one];
    b = &j->rows[*(const uint32_t *) two];

    if (a->posted != b->posted) {
        return a->posted > b->posted ? -1 : 1;
    }

    return a == b ? 0 : sync_compare_ids(j, a, b);
}
