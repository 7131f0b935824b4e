/*
 * Pages.
 */

#include <stdlib.h>
#include "jobs_order.h"
#include "jobs_query.h"
#include "jobs_sql.h"


#define JOBS_ORDER_LEAST  4096      /* keys in the buffer, at the least */

typedef struct {
    double         score;           /* bm25: the lower, the better */
    uint32_t       position;
} jobs_scored_t;


static jobs_rc_t  jobs_order_recent(const jobs_set_t *set, unsigned reverse,
                      uint64_t offset, uint32_t limit, uint32_t *page,
                      uint32_t *n);
static jobs_rc_t  jobs_order_before(jobs_match_t *m, const jobs_set_t *set,
                      uint64_t *offset);
static jobs_rc_t  jobs_order_keys(jobs_match_t *m, const jobs_set_t *set,
                      jobs_sort_e sort, uint64_t offset, uint32_t limit,
                      uint32_t *page, uint32_t *n);
static uint64_t   jobs_order_highest(const uint64_t *keys, size_t n);
static jobs_rc_t  jobs_order_ranked(jobs_match_t *m, const jobs_set_t *set,
                      uint64_t offset, uint32_t limit, uint32_t *page,
                      uint32_t *n);
static jobs_rc_t  jobs_order_scores(jobs_match_t *m, const jobs_set_t *set,
                      jobs_scored_t *all, size_t room, size_t *n);
static int        jobs_compare_scores(const void *one, const void *two);
static int        jobs_compare_keys(const void *one, const void *two);


jobs_rc_t
jobs_order_page(jobs_match_t *m, const jobs_set_t *set, jobs_sort_e *sort,
    uint64_t *offset, uint32_t *page, uint32_t *n)
{
    uint32_t              limit;
    jobs_rc_t             rc;
    const jobs_filter_t  *f;

    f = m->filter;
    *n = 0;

    if (*sort == JOBS_SORT_RELEVANCE
        && (m->rank.len == 0 || m->hits > JOBS_RANK_MAX))
    {
        *sort = JOBS_SORT_RECENT;
    }

    *offset = f->offset;

    if (f->has_cursor) {
        rc = jobs_order_before(m, set, offset);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    limit = f->limit > JOBS_LIMIT_MAX ? JOBS_LIMIT_MAX : (uint32_t) f->limit;

    if (limit == 0 || *offset >= set->count) {
        return JOBS_OK;
    }

    if (limit > set->count - *offset) {
        limit = (uint32_t) (set->count - *offset);
    }

    switch (*sort) {

    case JOBS_SORT_RECENT:
        return jobs_order_recent(set, f->reverse, *offset, limit, page, n);

    case JOBS_SORT_RELEVANCE:
        return jobs_order_ranked(m, set, *offset, limit, page, n);

    default:
        return jobs_order_keys(m, set, *sort, *offset, limit, page, n);
    }
}


uint64_t
jobs_order_key(const jobs_index_t *ix, jobs_sort_e sort, unsigned reverse,
    uint32_t position)
{
    uint32_t                   key, code;
    const jobs_index_field_t  *f;

    switch (sort) {

    case JOBS_SORT_SALARY:
        key = ix->pay[jobs_code(&ix->salary, position)].rank;

        /* what is unknown stands last, both ways */

        if (reverse && key != JOBS_NO_TERM) {
            key = JOBS_NO_TERM - 1 - key;
        }

        return (uint64_t) key << 32 | (reverse ? ~position : position);

    case JOBS_SORT_COMPANY:
        f = &ix->fields[JOBS_F_COMPANY];
        code = jobs_code(&f->column, position);

        key = f->offsets[code] == f->offsets[code + 1]
              ? 0 : f->members[f->offsets[code]];
        break;

    case JOBS_SORT_TITLE:
        key = ix->title[position];
        break;

    default:
        key = 0;
        break;
    }

    return reverse ? ~((uint64_t) key << 32 | position)
                   : (uint64_t) key << 32 | position;
}


void
jobs_order_select(uint64_t *keys, size_t n, size_t count)
{
    size_t     left, right;
    uint64_t   pivot, t;
    ptrdiff_t  i, j;

    left = 0;
    right = n;

    while (right - left > 1 && count > left && count < right) {

        /* the middle one of three: keys in order must not take for ever */

        pivot = keys[left + (right - left) / 2];

        if ((keys[left] < pivot) != (keys[left] < keys[right - 1])) {
            pivot = keys[left];

        } else if ((keys[right - 1] < pivot)
                   != (keys[right - 1] < keys[left]))
        {
            pivot = keys[right - 1];
        }

        i = (ptrdiff_t) left;
        j = (ptrdiff_t) right - 1;

        while (i <= j) {

            while (keys[i] < pivot) {
                i++;
            }

            while (keys[j] > pivot) {
                j--;
            }

            if (i <= j) {
                t = keys[i];
                keys[i++] = keys[j];
                keys[j--] = t;
            }
        }

        /* up to j: not above the pivot; from i on: not below it */

        if ((ptrdiff_t) count <= j + 1) {
            right = (size_t) (j + 1);

        } else if ((ptrdiff_t) count >= i) {
            left = (size_t) i;

        } else {
            return;
        }
    }
}


/* positions are in that order already */

static jobs_rc_t
jobs_order_recent(const jobs_set_t *set, unsigned reverse, uint64_t offset,
    uint32_t limit, uint32_t *page, uint32_t *n)
{
    uint32_t                   i, first, t;
    roaring_uint32_iterator_t  it;

    if (reverse) {
        offset = set->count - offset - limit;
    }

    first = (uint32_t) offset;
    *n = limit;

    if (set->bitmap == NULL) {

        for (i = 0; i < limit; i++) {
            page[i] = first + i;
        }

    } else {

        roaring_init_iterator(set->bitmap, &it);

        if (offset > 0) {
            if (!roaring_bitmap_select(set->bitmap, (uint32_t) offset,
                                       &first))
            {
                return JOBS_CORRUPT;
            }

            (void) roaring_move_uint32_iterator_equalorlarger(&it, first);
        }

        *n = roaring_read_uint32_iterator(&it, page, limit);
    }

    for (i = 0; reverse && i < *n / 2; i++) {
        t = page[i];
        page[i] = page[*n - 1 - i];
        page[*n - 1 - i] = t;
    }

    return JOBS_OK;
}


/* how many listings of the set stand before the cursor's place */

static jobs_rc_t
jobs_order_before(jobs_match_t *m, const jobs_set_t *set, uint64_t *offset)
{
    uint32_t              i, n;
    uint64_t              key;
    jobs_rc_t             rc;
    jobs_walk_t           walk;
    jobs_place_t          place;
    const uint32_t       *positions;
    const jobs_index_t   *ix;
    const jobs_cursor_t  *c;

    c = &m->filter->cursor;
    ix = m->snapshot->index;

    rc = jobs_order_place(m->snapshot, c, &place);
    if (rc != JOBS_OK) {
        return rc;
    }

    if (c->sort == JOBS_SORT_RECENT && !c->reverse) {

        /* keys are positions */

        *offset = set->bitmap == NULL || place.key == 0
                  ? place.key
                  : roaring_bitmap_rank(set->bitmap,
                                        (uint32_t) place.key - 1);
        return JOBS_OK;
    }

    *offset = 0;

    rc = jobs_walk_init(&walk, set, m->snapshot);

    while (rc == JOBS_OK && (n = jobs_walk_next(&walk, &positions)) > 0) {

        for (i = 0; i < n; i++) {
            key = jobs_order_key(ix, c->sort, c->reverse, positions[i]);
            *offset += (key < place.key || (place.with && key == place.key));
        }

        if (jobs_snapshot_late(m->snapshot)) {
            rc = JOBS_TIMEOUT;
        }
    }

    return rc;
}


/*
 * Twice as many keys as are wanted, and some, are collected; when the buffer
 * is full the lower ones stay, and what is not below the highest of them is
 * not looked at again.
 */

static jobs_rc_t
jobs_order_keys(jobs_match_t *m, const jobs_set_t *set, jobs_sort_e sort,
    uint64_t offset, uint32_t limit, uint32_t *page, uint32_t *n)
{
    size_t               used, wanted, room;
    uint32_t             i, k;
    uint64_t             key, highest, *keys;
    jobs_rc_t            rc;
    jobs_mem_t          *mem;
    jobs_walk_t          walk;
    const uint32_t      *positions;
    const jobs_index_t  *ix;

    ix = m->snapshot->index;
    mem = &m->snapshot->mem;

    wanted = (size_t) offset + limit;
    room = wanted < JOBS_ORDER_LEAST ? wanted + JOBS_ORDER_LEAST : wanted * 2;
    room = room > set->count ? (size_t) set->count : room;

    keys = mem->realloc(mem->ctx, NULL, 0, room * sizeof(uint64_t));
    if (keys == NULL) {
        return JOBS_NOMEM;
    }

    used = 0;
    highest = UINT64_MAX;

    rc = jobs_walk_init(&walk, set, m->snapshot);

    while (rc == JOBS_OK && (k = jobs_walk_next(&walk, &positions)) > 0) {

        for (i = 0; i < k; i++) {
            key = jobs_order_key(ix, sort, m->filter->reverse, positions[i]);

            if (key > highest) {
                continue;
            }

            if (used == room) {
                jobs_order_select(keys, used, wanted);
                used = wanted;
                highest = jobs_order_highest(keys, wanted);

                if (key > highest) {
                    continue;
                }
            }

            keys[used++] = key;
        }

        if (jobs_snapshot_late(m->snapshot)) {
            rc = JOBS_TIMEOUT;
        }
    }

    if (rc != JOBS_OK) {
        mem->free(mem->ctx, keys);
        return rc;
    }

    jobs_order_select(keys, used, wanted);
    jobs_order_select(keys, wanted, (size_t) offset);
    qsort(keys + offset, limit, sizeof(uint64_t), jobs_compare_keys);

    for (i = 0; i < limit; i++) {
        page[i] = m->filter->reverse ? ~(uint32_t) keys[offset + i]
                                     : (uint32_t) keys[offset + i];
    }

    *n = limit;

    mem->free(mem->ctx, keys);

    return JOBS_OK;
}


static uint64_t
jobs_order_highest(const uint64_t *keys, size_t n)
{
    size_t    i;
    uint64_t  highest;

    highest = keys[0];

    for (i = 1; i < n; i++) {
        highest = keys[i] > highest ? keys[i] : highest;
    }

    return highest;
}


static jobs_rc_t
jobs_order_ranked(jobs_match_t *m, const jobs_set_t *set, uint64_t offset,
    uint32_t limit, uint32_t *page, uint32_t *n)
{
    size_t          i, k, found;
    jobs_rc_t       rc;
    jobs_mem_t     *mem;
    jobs_scored_t  *all;

    mem = &m->snapshot->mem;

    all = mem->realloc(mem->ctx, NULL, 0, m->hits * sizeof(jobs_scored_t));
    if (all == NULL) {
        return JOBS_NOMEM;
    }

    rc = jobs_order_scores(m, set, all, (size_t) m->hits, &found);

    if (rc == JOBS_OK && found != set->count) {
        rc = JOBS_CORRUPT;          /* what matched a moment ago */
    }

    if (rc == JOBS_OK) {
        qsort(all, found, sizeof(jobs_scored_t), jobs_compare_scores);

        for (i = 0; i < limit; i++) {
            k = (size_t) offset + i;
            page[i] = all[m->filter->reverse ? found - 1 - k : k].position;
        }

        *n = limit;
    }

    mem->free(mem->ctx, all);

    return rc;
}


static jobs_rc_t
jobs_order_scores(jobs_match_t *m, const jobs_set_t *set, jobs_scored_t *all,
    size_t room, size_t *n)
{
    int            rc;
    int64_t        number;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    jrc = jobs_snapshot_statement(m->snapshot, jobs_sql_match_ranked, &stmt);
    if (jrc != JOBS_OK) {
        return jrc;
    }

    *n = 0;

    sqlite3_bind_text(stmt, 1, m->rank.data, (int) m->rank.len, SQLITE_STATIC);

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        number = jobs_index_number(m->snapshot->index,
                                   sqlite3_column_int64(stmt, 0));

        if (number == -1) {
            jrc = JOBS_CORRUPT;
            break;
        }

        if (number == 0) {
            continue;
        }

        if (set->bitmap != NULL
            && !roaring_bitmap_contains(set->bitmap, (uint32_t) (number - 1)))
        {
            continue;
        }

        if (*n == room) {
            jrc = JOBS_CORRUPT;
            break;
        }

        all[*n].score = sqlite3_column_double(stmt, 1);
        all[*n].position = (uint32_t) (number - 1);

        if (++*n % 64 == 0 && jobs_snapshot_late(m->snapshot)) {
            jrc = JOBS_TIMEOUT;
            break;
        }
    }

    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);

    if (jrc != JOBS_OK) {
        return jrc;
    }

    return rc == SQLITE_DONE ? JOBS_OK : jobs_sqlite_rc(rc);
}


static int
jobs_compare_scores(const void *one, const void *two)
{
    const jobs_scored_t  *a, *b;

    a = one;
    b = two;

    if (a->score != b->score) {
        return a->score < b->score ? -1 : 1;
    }

    return a->position < b->position ? -1 : a->position > b->position;
}


static int
jobs_compare_keys(const void *one, const void *two)
{
    uint64_t  a, b;

    a = *(const uint64_t *) one;
    b = *(const uint64_t *) two;

    return a < b ? -1 : a > b;
}
