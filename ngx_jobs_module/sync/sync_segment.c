/*
 * A segment of an FTS5 index: leaves with keys and their rows, the first key
 * of each in a table beside them, and for keys whose rows fill many leaves an
 * index of those.
 */

#include "sync_behind.h"
#include "sync_fts.h"


#define SYNC_LEAF         4050          /* FTS5's default page size         */
#define SYNC_LEAF_HEAD    4             /* first row's offset, end of rows  */
#define SYNC_LEAF_SLACK   64            /* numbers may go beyond the size   */
#define SYNC_SKIP_LEAVES  4             /* fewer without a key need no index */
#define SYNC_SKIP_SLACK   4096          /* a row may fill many leaves       */
#define SYNC_SKIP_LEVELS  8

#define SYNC_SEGMENT_ID   1

/* where records have their numbers: segment, index of leaves?, level, page */

#define sync_leaf_id(page)                                                    \
    ((int64_t) SYNC_SEGMENT_ID << 37 | (page))
#define sync_skip_id(level, page)                                             \
    (sync_leaf_id(page) | (int64_t) 1 << 36 | (int64_t) (level) << 31)


/* one level of the index of a key's leaves (FTS5: doclist index) */

typedef struct {
    uint32_t           page;
    uint32_t           row;             /* the last one there */
    size_t             n;
    unsigned char      data[SYNC_LEAF + SYNC_SKIP_SLACK];
} sync_skip_t;

struct sync_segment_s {
    sqlite3_stmt      *data;
    sqlite3_stmt      *keys;
    sync_behind_t     *behind;          /* that runs them      */
    jobs_rc_t          rc;

    uint32_t           page;            /* the leaf, from 1    */
    size_t             n;
    size_t             nfooter;
    size_t             offset;          /* of its last key     */
    size_t             nkey;            /* the last key        */
    uint32_t           row;             /* its last row        */
    unsigned           first_key:1;     /* no key on this leaf */
    unsigned           first_row:1;     /* no row nor key      */

    uint32_t           branch;          /* a leaf with a key, to be listed  */
    size_t             nbranch;
    uint32_t           keyless;         /* leaves behind it without a key */

    sync_skip_t        skip[SYNC_SKIP_LEVELS];
    jobs_buf_t         skips;           /* id, length, bytes of each record */

    unsigned char      leaf[SYNC_LEAF + SYNC_FTS_KEY + SYNC_LEAF_SLACK];
    unsigned char      footer[SYNC_LEAF + SYNC_LEAF_SLACK];
    unsigned char      key[SYNC_FTS_KEY];
    unsigned char      branch_key[SYNC_FTS_KEY];
};


static void sync_segment_leaf(sync_segment_t *s);
static void sync_segment_branch(sync_segment_t *s);
static void sync_segment_split(sync_segment_t *s, const unsigned char *p,
    size_t n);
static void sync_segment_skip(sync_segment_t *s, uint32_t row);
static void sync_segment_skipped(sync_segment_t *s, unsigned level);
static jobs_rc_t sync_segment_skips(sync_segment_t *s);
static void sync_segment_data(sync_segment_t *s, int64_t id, const void *data,
    size_t n);


sync_segment_t *
sync_segment_open(sqlite3 *db)
{
    sync_segment_t  *s;

    s = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_segment_t));
    memset(s, 0, sizeof(sync_segment_t));

    if (sqlite3_prepare_v2(db, "INSERT INTO listing_search_data"
                           " VALUES (?1, ?2)", -1, &s->data, NULL)
        != SQLITE_OK
        || sqlite3_prepare_v2(db, "INSERT INTO listing_search_idx"
                              " VALUES (?1, ?2, ?3)", -1, &s->keys, NULL)
           != SQLITE_OK)
    {
        s->rc = JOBS_ERROR;
    }

    s->behind = sync_behind_open();
    jobs_buf_init(&s->skips, &sync_mem, SIZE_MAX);
    s->page = 1;
    s->n = SYNC_LEAF_HEAD;
    s->first_key = 1;
    s->branch = 1;

    return s;
}


void
sync_segment_close(sync_segment_t *s)
{
    sync_behind_close(s->behind);
    sqlite3_finalize(s->data);
    sqlite3_finalize(s->keys);
    jobs_buf_free(&s->skips);
    sync_mem.free(NULL, s);
}


void
sync_segment_key(sync_segment_t *s, jobs_str_t key)
{
    size_t  same, most;

    if (s->n + s->nfooter + key.len + 2 >= SYNC_LEAF && s->n > SYNC_LEAF_HEAD)
    {
        sync_segment_leaf(s);
    }

    s->nfooter += sync_varint_put(s->footer + s->nfooter, s->n - s->offset);
    s->offset = s->n;

    most = s->nkey < key.len ? s->nkey : key.len;

    for (same = 0; same < most && s->key[same] == (unsigned char)
                                                  key.data[same]; same++)
    {
        /* void */
    }

    if (!s->first_key) {
        s->n += sync_varint_put(s->leaf + s->n, same);

    } else {

        /* as much of the key as tells it from the one before */

        if (s->page != 1) {
            sync_segment_branch(s);
            s->branch = s->page;
            s->nbranch = same + 1;
            memcpy(s->branch_key, key.data, s->nbranch);
        }

        same = 0;
    }

    s->n += sync_varint_put(s->leaf + s->n, key.len - same);
    memcpy(s->leaf + s->n, key.data + same, key.len - same);
    s->n += key.len - same;

    memcpy(s->key, key.data, key.len);
    s->nkey = key.len;
    s->row = 0;
    s->first_key = 0;
    s->first_row = 0;
    s->skip[0].page = s->page;
}


void
sync_segment_rows(sync_segment_t *s, const unsigned char *p,
    const unsigned char *end)
{
    size_t                n;
    uint32_t              row, delta, size;
    const unsigned char  *places;

    row = 0;

    while (p < end) {
        p = sync_varint(p, &delta);
        row += delta;

        places = sync_varint(p, &size);
        n = (size_t) (places - p) + size / 2;

        if (s->first_row) {
            s->leaf[0] = (unsigned char) (s->n >> 8);
            s->leaf[1] = (unsigned char) s->n;
            s->n += sync_varint_put(s->leaf + s->n, row);
            s->first_row = 0;
            sync_segment_skip(s, row);

        } else {
            s->n += sync_varint_put(s->leaf + s->n, row - s->row);
        }

        s->row = row;

        if (s->n + s->nfooter + n <= SYNC_LEAF) {
            memcpy(s->leaf + s->n, p, n);
            s->n += n;

        } else {
            sync_segment_split(s, p, n);
        }

        p += n;
    }
}


/* a row's places go on in the next leaf, each number in one of them */

static void
sync_segment_split(sync_segment_t *s, const unsigned char *p, size_t n)
{
    size_t                space;
    uint32_t              number;
    const unsigned char  *start, *next, *end;

    end = p + n;

    while (p < end) {
        space = s->n + s->nfooter < SYNC_LEAF ? SYNC_LEAF - s->n - s->nfooter
                                              : 0;
        start = p;
        p = sync_varint(p, &number);

        if ((size_t) (end - start) <= space) {
            p = end;
        }

        while (p < end) {
            next = sync_varint(p, &number);

            if ((size_t) (next - start) > space) {
                break;
            }

            p = next;
        }

        memcpy(s->leaf + s->n, start, (size_t) (p - start));
        s->n += (size_t) (p - start);

        if (s->n + s->nfooter >= SYNC_LEAF) {
            sync_segment_leaf(s);
        }
    }
}


jobs_rc_t
sync_segment_end(sync_segment_t *s, uint32_t *pages)
{
    if (s->n > SYNC_LEAF_HEAD) {
        sync_segment_leaf(s);
    }

    *pages = s->page - 1;

    if (*pages > 0) {
        sync_segment_branch(s);
    }

    return sync_segment_skips(s);
}


static void
sync_segment_leaf(sync_segment_t *s)
{
    s->leaf[2] = (unsigned char) (s->n >> 8);
    s->leaf[3] = (unsigned char) s->n;

    if (s->first_key) {

        if (s->first_row && s->skip[0].n == sizeof(s->skip[0].data)) {
            s->rc = JOBS_LIMIT;         /* 16 MB of places of one row */

        } else if (s->first_row && s->skip[0].n > 0) {
            s->skip[0].data[s->skip[0].n++] = 0;
        }

        s->keyless++;
    }

    memcpy(s->leaf + s->n, s->footer, s->nfooter);
    sync_segment_data(s, sync_leaf_id(s->page), s->leaf, s->n + s->nfooter);

    memset(s->leaf, 0, SYNC_LEAF_HEAD);
    s->n = SYNC_LEAF_HEAD;
    s->nfooter = 0;
    s->offset = 0;
    s->page++;
    s->first_key = 1;
    s->first_row = 1;
}


/* the rows of the last key of leaf s->branch have ended */

static void
sync_segment_branch(sync_segment_t *s)
{
    int       skip;
    unsigned  i;

    if (s->branch == 0) {
        return;
    }

    skip = s->skip[0].n > 0 && s->keyless >= SYNC_SKIP_LEAVES;

    for (i = 0; i < SYNC_SKIP_LEVELS && s->skip[i].n > 0; i++) {

        if (skip) {
            sync_segment_skipped(s, i);
        }

        s->skip[i].n = 0;
    }

    s->keyless = 0;

    if (s->rc == JOBS_OK) {
        sync_behind_begin(s->behind, s->keys, 0);
        sync_behind_number(s->behind, 1, SYNC_SEGMENT_ID);
        sync_behind_blob(s->behind, 2, jobs_str((char *) s->branch_key,
                                                s->nbranch));
        sync_behind_number(s->behind, 3, (int64_t) s->branch << 1 | skip);
        s->rc = sync_behind_end(s->behind);
    }

    s->branch = 0;
}


/* row is the first of this leaf */

static void
sync_segment_skip(sync_segment_t *s, uint32_t row)
{
    int           more;
    unsigned      i;
    uint32_t      page, first;
    sync_skip_t  *k, *up;

    for (i = 0, more = 1; more && i < SYNC_SKIP_LEVELS - 1; i++) {
        k = &s->skip[i];
        up = k + 1;
        more = k->n >= SYNC_LEAF;

        if (more) {
            k->data[0] = 1;             /* there is one above it */
            sync_segment_skipped(s, i);

            if (up->n == 0) {
                (void) sync_varint(sync_varint(k->data + 1, &page), &first);
                up->page = k->page;
                up->data[up->n++] = 0;
                up->n += sync_varint_put(up->data + up->n, k->page);
                up->n += sync_varint_put(up->data + up->n, first);
                up->row = first;
            }

            k->n = 0;
            k->page++;
        }

        if (k->n == 0) {
            k->data[k->n++] = (unsigned char) more;
            k->n += sync_varint_put(k->data + k->n,
                                    i == 0 ? s->page : k[-1].page);
            k->n += sync_varint_put(k->data + k->n, row);

        } else {
            k->n += sync_varint_put(k->data + k->n, row - k->row);
        }

        k->row = row;
    }
}


/* kept until all leaves are written: they have the greater numbers */

static void
sync_segment_skipped(sync_segment_t *s, unsigned level)
{
    int64_t       id;
    sync_skip_t  *k;

    k = &s->skip[level];
    id = sync_skip_id(level, k->page);
    jobs_buf_add(&s->skips, &id, sizeof(id));
    jobs_buf_add(&s->skips, &k->n, sizeof(k->n));
    jobs_buf_add(&s->skips, k->data, k->n);
}


static jobs_rc_t
sync_segment_skips(sync_segment_t *s)
{
    size_t       n;
    int64_t      id;
    const char  *p, *end;

    p = s->skips.data;
    end = jobs_str_end(jobs_buf_view(&s->skips));

    while (p < end) {
        memcpy(&id, p, sizeof(id));
        memcpy(&n, p + sizeof(id), sizeof(n));
        p += sizeof(id) + sizeof(n);
        sync_segment_data(s, id, p, n);
        p += n;
    }

    return sync_behind_wait(s->behind) == JOBS_OK ? s->rc : JOBS_ERROR;
}


static void
sync_segment_data(sync_segment_t *s, int64_t id, const void *data, size_t n)
{
    if (s->rc == JOBS_OK) {
        sync_behind_begin(s->behind, s->data, 0);
        sync_behind_number(s->behind, 1, id);
        sync_behind_blob(s->behind, 2, jobs_str(data, n));
        s->rc = sync_behind_end(s->behind);
    }
}


size_t
sync_varint_long(unsigned char *p, uint64_t n)
{
    int     shift;
    size_t  len;

    if (n < 0x4000) {
        p[0] = (unsigned char) (n >> 7 | 0x80);
        p[1] = (unsigned char) (n & 0x7F);
        return 2;
    }

    for (shift = 14; n >> (shift + 7) != 0; shift += 7) {
        /* void */
    }

    for (len = 0; shift >= 0; shift -= 7) {
        p[len++] = (unsigned char) ((n >> shift & 0x7F) | 0x80);
    }

    p[len - 1] &= 0x7F;

    return len;
}
