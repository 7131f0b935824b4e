/*
 * The sitemap: first the named searches by slug, then the listings by recency.
 */

#include "jobs_names.h"
#include "jobs_sitemap.h"
#include "jobs_sql.h"
#include "jobs_text.h"


#define JOBS_SITEMAP_NS                                                       \
    "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""

/* what most addresses fit into, besides the board's */
#define JOBS_SITEMAP_BYTES  128


/* addresses from..to, of all, are written */

typedef struct {
    jobs_buf_t              *out;
    jobs_snapshot_t         *snapshot;
    const jobs_filter_t     *filter;
    jobs_str_t               board;
    int64_t                  now;
    uint64_t                 from;
    uint64_t                 to;
    uint64_t                 n;         /* that have been passed */
    roaring_bitmap_t        *names;     /* searches to be listed */
} jobs_sitemap_t;


static jobs_rc_t  jobs_sitemap_find(jobs_sitemap_t *m);
static jobs_rc_t  jobs_sitemap_made(jobs_sitemap_t *m, uint64_t part);
static void       jobs_sitemap_names(jobs_sitemap_t *m);
static jobs_rc_t  jobs_sitemap_listings(jobs_sitemap_t *m,
                      const jobs_set_t *set);
static jobs_rc_t  jobs_sitemap_listing(jobs_sitemap_t *m, sqlite3_stmt *stmt,
                      uint32_t position);
static void       jobs_sitemap_index(jobs_sitemap_t *m, uint64_t parts);
static jobs_rc_t  jobs_sitemap_set(jobs_sitemap_t *m, jobs_set_t *set,
                      uint64_t part);


jobs_rc_t
jobs_sitemap(jobs_buf_t *b, jobs_snapshot_t *s, const jobs_filter_t *f,
    jobs_str_t board, int64_t now, uint64_t part)
{
    jobs_rc_t       rc;
    jobs_sitemap_t  m;

    if (!jobs_snapshot_intact(s)) {
        return JOBS_CORRUPT;
    }

    memset(&m, 0, sizeof(jobs_sitemap_t));
    m.out = b;
    m.snapshot = s;
    m.filter = f;
    m.board = board;
    m.now = now;
    m.names = roaring_bitmap_create();

    if (m.names == NULL) {
        return JOBS_NOMEM;
    }

    rc = jobs_sitemap_find(&m);

    if (rc == JOBS_OK) {
        rc = jobs_sitemap_made(&m, part);
    }

    roaring_bitmap_free(m.names);

    if (rc == JOBS_OK && !jobs_snapshot_intact(s)) {
        rc = JOBS_CORRUPT;
    }

    return rc;
}


static jobs_rc_t
jobs_sitemap_made(jobs_sitemap_t *m, uint64_t part)
{
    jobs_rc_t     rc;
    jobs_set_t    set;
    jobs_match_t  match;

    rc = jobs_match_open(&match, m->snapshot, m->filter, m->now, 1);

    if (rc == JOBS_OK) {
        rc = jobs_match_set(&match, 0, 0, NULL, &set);
    }

    if (rc == JOBS_OK) {
        rc = jobs_sitemap_set(m, &set, part);
        jobs_set_free(&set);
    }

    jobs_match_close(&match);

    return rc;
}


static jobs_rc_t
jobs_sitemap_set(jobs_sitemap_t *m, jobs_set_t *set, uint64_t part)
{
    uint64_t   total, parts;
    jobs_rc_t  rc;

    total = roaring_bitmap_get_cardinality(m->names) + set->count;
    parts = (total + JOBS_SITEMAP_URLS - 1) / JOBS_SITEMAP_URLS;

    if (part > 0 && (parts < 2 || part > parts)) {
        return JOBS_DECLINED;
    }

    jobs_buf_lit(m->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    if (part == 0 && parts > 1) {
        jobs_sitemap_index(m, parts);
        return JOBS_OK;
    }

    m->from = part == 0 ? 0 : (part - 1) * JOBS_SITEMAP_URLS;
    m->to = m->from + JOBS_SITEMAP_URLS;

    if (m->to > total) {
        m->to = total;
    }

    jobs_buf_reserve(m->out, (m->to - m->from)
                             * (m->board.len + JOBS_SITEMAP_BYTES));
    jobs_buf_lit(m->out, "<urlset " JOBS_SITEMAP_NS ">\n");

    jobs_sitemap_names(m);

    rc = m->n < m->to ? jobs_sitemap_listings(m, set) : JOBS_OK;

    jobs_buf_lit(m->out, "</urlset>\n");

    return rc;
}


/* each is counted: once, whatever is written of them */

static jobs_rc_t
jobs_sitemap_find(jobs_sitemap_t *m)
{
    uint32_t             i;
    uint64_t             count;
    jobs_rc_t            rc;
    const jobs_names_t  *names;

    names = m->snapshot->names;

    for (i = 0; i < names->n; i++) {

        if (!names->names[i].valid
            || names->names[i].listings < JOBS_INDEX_LISTINGS)
        {
            continue;
        }

        rc = jobs_name_count(m->snapshot, i, m->filter, m->now, &count);

        if (rc != JOBS_OK) {
            return rc;
        }

        if (count >= JOBS_INDEX_LISTINGS) {
            roaring_bitmap_add(m->names, i);
        }

        if (jobs_snapshot_late(m->snapshot)) {
            return JOBS_TIMEOUT;
        }
    }

    return JOBS_OK;
}


static void
jobs_sitemap_names(jobs_sitemap_t *m)
{
    roaring_uint32_iterator_t  it;

    roaring_init_iterator(m->names, &it);

    for ( /* void */ ; it.has_value && m->n < m->to; m->n++) {

        if (m->n >= m->from) {
            jobs_buf_lit(m->out, "<url><loc>");
            jobs_buf_str(m->out, m->board);
            jobs_buf_char(m->out, '/');
            jobs_buf_str(m->out, jobs_name_slug(m->snapshot->names,
                                                it.current_value));
            jobs_buf_lit(m->out, "</loc></url>\n");
        }

        roaring_advance_uint32_iterator(&it);
    }
}


static jobs_rc_t
jobs_sitemap_listings(jobs_sitemap_t *m, const jobs_set_t *set)
{
    uint32_t         i, n;
    jobs_rc_t        rc;
    jobs_walk_t      walk;
    sqlite3_stmt    *stmt;
    const uint32_t  *positions;

    rc = jobs_snapshot_statement(m->snapshot, jobs_sql_changed, &stmt);

    if (rc == JOBS_OK) {
        rc = jobs_walk_init(&walk, set, m->snapshot);
    }

    while (rc == JOBS_OK && m->n < m->to
           && (n = jobs_walk_next(&walk, &positions)) > 0)
    {
        /* whole batches before the part are passed over */

        if (m->n + n <= m->from) {
            m->n += n;
            continue;
        }

        for (i = 0; i < n && m->n < m->to && rc == JOBS_OK; i++, m->n++) {
            if (m->n >= m->from) {
                rc = jobs_sitemap_listing(m, stmt, positions[i]);
            }
        }
    }

    return rc;
}


static jobs_rc_t
jobs_sitemap_listing(jobs_sitemap_t *m, sqlite3_stmt *stmt,
    uint32_t position)
{
    int  rc;

    sqlite3_bind_int64(stmt, 1, (int64_t) position + 1);
    rc = sqlite3_step(stmt);

    if (rc == SQLITE_ROW) {
        jobs_buf_lit(m->out, "<url><loc>");
        jobs_buf_str(m->out, m->board);
        jobs_buf_char(m->out, '/');
        jobs_escape_html(m->out, jobs_column(stmt, 0));
        jobs_buf_lit(m->out, "</loc>");

        if (sqlite3_column_type(stmt, 1) != SQLITE_NULL) {
            jobs_buf_lit(m->out, "<lastmod>");
            jobs_buf_time(m->out, sqlite3_column_int64(stmt, 1));
            jobs_buf_lit(m->out, "</lastmod>");
        }

        jobs_buf_lit(m->out, "</url>\n");
    }

    sqlite3_reset(stmt);

    return rc == SQLITE_ROW ? JOBS_OK
           : rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);
}


static void
jobs_sitemap_index(jobs_sitemap_t *m, uint64_t parts)
{
    uint64_t  i;

    jobs_buf_lit(m->out, "<sitemapindex " JOBS_SITEMAP_NS ">\n");

    for (i = 1; i <= parts; i++) {
        jobs_buf_lit(m->out, "<sitemap><loc>");
        jobs_buf_str(m->out, m->board);
        jobs_buf_lit(m->out, "/sitemap-");
        jobs_buf_uint(m->out, i);
        jobs_buf_lit(m->out, ".xml</loc><lastmod>");
        jobs_buf_time(m->out, m->snapshot->built_at);
        jobs_buf_lit(m->out, "</lastmod></sitemap>\n");
    }

    jobs_buf_lit(m->out, "</sitemapindex>\n");
}
