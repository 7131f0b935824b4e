/*
 * Cursors and their places.
 */

#include "jobs_listing.h"
#include "jobs_order.h"
#include "jobs_sql.h"


#define JOBS_TIME_MAX  4294967294   /* in the column of times */


static jobs_rc_t  jobs_place_row(jobs_snapshot_t *s, uint32_t position,
                      sqlite3_stmt **stmt);
static jobs_rc_t  jobs_place_position(jobs_snapshot_t *s,
                      const jobs_cursor_t *c, uint32_t *at, int *exact);
static uint32_t   jobs_place_posted(const jobs_index_t *ix, uint32_t posted,
                      int or_equal);
static jobs_rc_t  jobs_place_title(jobs_snapshot_t *s, jobs_str_t title,
                      uint32_t *key, int *exact);
static void       jobs_place_company(const jobs_index_t *ix, jobs_str_t slug,
                      uint32_t *key, int *exact);
static void       jobs_place_amount(const jobs_index_t *ix, double amount,
                      uint32_t *key, int *exact);


jobs_rc_t
jobs_order_cursor(jobs_snapshot_t *s, jobs_sort_e sort, unsigned reverse,
    uint32_t position, jobs_buf_t *text, jobs_cursor_t *c)
{
    size_t                     id, key;
    uint32_t                   rank, code;
    jobs_rc_t                  rc;
    sqlite3_stmt              *stmt;
    const jobs_index_t        *ix;
    const jobs_index_field_t  *f;

    ix = s->index;

    rc = jobs_place_row(s, position, &stmt);
    if (rc != JOBS_OK) {
        return rc;
    }

    memset(c, 0, sizeof(jobs_cursor_t));
    c->sort = sort;
    c->reverse = reverse;
    c->amount = -1;
    c->posted_at = sqlite3_column_type(stmt, 1) == SQLITE_NULL
                   ? JOBS_NO_TIME : sqlite3_column_int64(stmt, 1);

    id = text->len;
    jobs_buf_str(text, jobs_column(stmt, 0));
    key = text->len;

    switch (sort) {

    case JOBS_SORT_TITLE:
        jobs_buf_str(text, jobs_column(stmt, 2));
        break;

    case JOBS_SORT_COMPANY:
        f = &ix->fields[JOBS_F_COMPANY];
        code = jobs_code(&f->column, position);

        if (f->offsets[code] != f->offsets[code + 1]) {
            jobs_buf_str(text, jobs_term_value(ix,
                                 &f->terms[f->members[f->offsets[code]]]));
        }

        break;

    case JOBS_SORT_SALARY:
        rank = ix->pay[jobs_code(&ix->salary, position)].rank;
        c->amount = rank == JOBS_NO_TERM ? -1 : ix->orders[rank];
        break;

    default:
        break;
    }

    sqlite3_reset(stmt);

    if (text->rc != JOBS_OK) {
        return text->rc;
    }

    c->id = jobs_str(text->data + id, key - id);
    c->text = jobs_str(text->data + key, text->len - key);

    return JOBS_OK;
}


jobs_rc_t
jobs_order_place(jobs_snapshot_t *s, const jobs_cursor_t *c,
    jobs_place_t *place)
{
    int        exact, there;
    uint32_t   at, key;
    jobs_rc_t  rc;

    rc = jobs_place_position(s, c, &at, &there);
    if (rc != JOBS_OK) {
        return rc;
    }

    key = 0;
    exact = 1;

    switch (c->sort) {

    case JOBS_SORT_TITLE:
        rc = jobs_place_title(s, c->text, &key, &exact);
        break;

    case JOBS_SORT_COMPANY:
        jobs_place_company(s->index, c->text, &key, &exact);
        break;

    case JOBS_SORT_SALARY:
        jobs_place_amount(s->index, c->amount, &key, &exact);
        break;

    default:
        break;
    }

    place->with = c->reverse;

    if (!c->reverse) {
        place->key = (uint64_t) key << 32
                     | (exact ? at + (uint32_t) there : 0);

    } else if (c->sort != JOBS_SORT_SALARY) {
        place->key = ~((uint64_t) key << 32 | (exact ? at : 0));

    } else {

        /* as jobs_order_key() has it: what is unknown stays last */

        key = key == JOBS_NO_TERM ? key : JOBS_NO_TERM - 1 - key;
        place->key = (uint64_t) key << 32 | (exact ? ~at : UINT32_MAX);
    }

    return rc;
}


/* leaves the statement on the row */

static jobs_rc_t
jobs_place_row(jobs_snapshot_t *s, uint32_t position, sqlite3_stmt **stmt)
{
    int        rc;
    jobs_rc_t  jrc;

    jrc = jobs_snapshot_statement(s, jobs_sql_place, stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    sqlite3_reset(*stmt);
    sqlite3_bind_int64(*stmt, 1, (int64_t) position + 1);
    rc = sqlite3_step(*stmt);

    if (rc == SQLITE_ROW) {
        return JOBS_OK;
    }

    sqlite3_reset(*stmt);

    return rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);
}


/*
 * How many listings stand before the cursor's by recency, and whether the one
 * at that position is the cursor's: by time, then by id among equal times.
 */

static jobs_rc_t
jobs_place_position(jobs_snapshot_t *s, const jobs_cursor_t *c, uint32_t *at,
    int *exact)
{
    int            rc;
    int64_t        t;
    uint32_t       posted, low, high, mid;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    t = c->posted_at;
    posted = t == JOBS_NO_TIME ? 0
             : t < 1 ? 1
             : t > JOBS_TIME_MAX ? (uint32_t) JOBS_TIME_MAX : (uint32_t) t;

    low = jobs_place_posted(s->index, posted, 0);
    high = jobs_place_posted(s->index, posted, 1);
    *exact = 0;

    while (low < high) {
        mid = low + (high - low) / 2;

        jrc = jobs_place_row(s, mid, &stmt);
        if (jrc != JOBS_OK) {
            return jrc;
        }

        rc = jobs_str_cmp(jobs_column(stmt, 0), c->id);
        sqlite3_reset(stmt);

        if (rc < 0) {
            low = mid + 1;
            continue;
        }

        high = mid;

        if (rc == 0) {
            low = mid;
            *exact = 1;
        }
    }

    *at = low;

    return JOBS_OK;
}


/* how many were posted later, or at that time too */

static uint32_t
jobs_place_posted(const jobs_index_t *ix, uint32_t posted, int or_equal)
{
    uint32_t  low, high, mid;

    low = 0;
    high = ix->n;

    while (low < high) {
        mid = low + (high - low) / 2;

        if (ix->posted[mid] > posted
            || (or_equal && ix->posted[mid] == posted))
        {
            low = mid + 1;

        } else {
            high = mid;
        }
    }

    return low;
}


static jobs_rc_t
jobs_place_title(jobs_snapshot_t *s, jobs_str_t title, uint32_t *key,
    int *exact)
{
    int            rc;
    int64_t        listing;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    jrc = jobs_snapshot_statement(s, jobs_sql_title_from, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    sqlite3_bind_text(stmt, 1, title.len == 0 ? "" : title.data,
                      (int) title.len, SQLITE_STATIC);
    rc = sqlite3_step(stmt);

    *key = s->index->n;
    *exact = 0;

    if (rc == SQLITE_ROW) {
        listing = sqlite3_column_int64(stmt, 0);
        *exact = jobs_str_cmp(jobs_column(stmt, 1), title) == 0;

        if (listing < 1 || listing > s->index->n) {
            jrc = JOBS_CORRUPT;

        } else {
            *key = s->index->title[listing - 1];
        }

    } else if (rc != SQLITE_DONE) {
        jrc = jobs_sqlite_rc(rc);
    }

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    return jrc;
}


static void
jobs_place_company(const jobs_index_t *ix, jobs_str_t slug, uint32_t *key,
    int *exact)
{
    int                        rc;
    uint32_t                   low, high, mid;
    const jobs_index_field_t  *f;

    f = &ix->fields[JOBS_F_COMPANY];
    low = 0;
    high = f->nterms;
    *exact = 0;

    while (low < high) {
        mid = low + (high - low) / 2;
        rc = jobs_str_cmp(jobs_term_value(ix, &f->terms[mid]), slug);

        if (rc < 0) {
            low = mid + 1;

        } else {
            high = mid;
            *exact |= (rc == 0);
        }
    }

    *key = low;
}


/* amounts fall */

static void
jobs_place_amount(const jobs_index_t *ix, double amount, uint32_t *key,
    int *exact)
{
    uint32_t  low, high, mid;

    *key = JOBS_NO_TERM;
    *exact = 1;

    if (amount < 0) {
        return;
    }

    low = 0;
    high = ix->norders;

    while (low < high) {
        mid = low + (high - low) / 2;

        if (ix->orders[mid] > amount) {
            low = mid + 1;

        } else {
            high = mid;
        }
    }

    *key = low;
    *exact = low < ix->norders && ix->orders[low] == amount;
}
