/*
 * One field of the index: its terms, their postings, its column.
 */

#include <stdlib.h>
#include "sync_index.h"


/* A term while it is made. */

typedef struct {
    jobs_str_t         value;           /* of the values interned        */
    jobs_str_t         label;           /* the commonest spelling so far */
    uint32_t           votes;           /* for it                        */
    uint32_t           number;          /* before sorting                */
    uint32_t           listings;
} sync_made_t;

typedef struct {
    sync_intern_t      values;
    sync_made_t       *made;            /* by number, then sorted        */
    uint32_t           room;
    uint32_t          *ordinal;         /* of a number                   */
    sync_numbers_t     expanded;        /* numbers of all raw strings    */
    sync_numbers_t     from;            /* where each one's begin        */
    sync_arena_t       labels;
    sync_numbers_t     codes;
    sync_numbers_t     sets;            /* count, offsets, members       */
    sync_numbers_t     offsets;
    sync_numbers_t     members;
    sync_intern_t      different;       /* sets, as bytes                */
    sync_numbers_t     scratch;
} sync_terms_t;


static void sync_terms_expand(sync_terms_t *t, const sync_index_field_t *f,
    jobs_field_e field, sync_expand_t *e);
static void sync_terms_sort(sync_terms_t *t);
static void sync_terms_codes(sync_terms_t *t, const sync_index_field_t *f,
    uint32_t n);
static void sync_terms_code(sync_terms_t *t);
static jobs_rc_t sync_terms_write(sync_terms_t *t, sync_index_t *ix,
    jobs_field_e field, const sync_expand_t *e, uint32_t first);
static uint32_t sync_terms_find(const sync_terms_t *t, jobs_str_t value);
static jobs_rc_t sync_terms_postings(sync_terms_t *t, sync_index_t *ix,
    uint32_t first);
static jobs_rc_t sync_terms_bitmap(sqlite3_stmt *stmt, uint32_t term,
    const uint32_t *positions, uint32_t n);
static void sync_terms_free(sync_terms_t *t);
static int sync_compare_made(const void *one, const void *two);


jobs_rc_t
sync_index_field(sync_index_t *ix, jobs_field_e field, sync_expand_t *e,
    uint32_t *first)
{
    size_t               i;
    jobs_rc_t            rc;
    sync_terms_t         t;
    sync_index_field_t  *f;

    memset(&t, 0, sizeof(sync_terms_t));
    f = &ix->fields[field];

    sync_terms_expand(&t, f, field, e);
    sync_terms_sort(&t);
    sync_terms_codes(&t, f, ix->n);

    rc = sync_terms_write(&t, ix, field, e, *first);

    if (rc == JOBS_OK) {
        rc = sync_terms_postings(&t, ix, *first);
    }

    if (rc == JOBS_OK && jobs_fields[field].column) {
        sync_numbers_add(&t.sets, (uint32_t) t.offsets.n - 1);

        for (i = 0; i < t.offsets.n; i++) {
            sync_numbers_add(&t.sets, t.offsets.data[i]);
        }

        for (i = 0; i < t.members.n; i++) {
            sync_numbers_add(&t.sets, t.members.data[i]);
        }

        rc = sync_index_column(ix, jobs_fields[field].name, &t.codes, 0,
                               (uint32_t) t.offsets.n - 2, &t.sets);
    }

    *first += t.values.n;

    sync_terms_free(&t);

    /* it was the last to need them */

    sync_intern_free(&f->raw);
    sync_numbers_free(&f->items);

    return rc;
}


jobs_rc_t
sync_index_column(sync_index_t *ix, jobs_str_t name,
    const sync_numbers_t *codes, unsigned width, uint32_t most,
    const sync_numbers_t *sets)
{
    int             rc;
    size_t          i;
    unsigned        k;
    unsigned char  *bytes[2], *p;
    sqlite3_stmt   *stmt;

    if (width == 0) {
        width = most < 256 ? 1 : most < 65536 ? 2 : 4;
    }

    if (sqlite3_prepare_v2(ix->db, "INSERT INTO field_columns VALUES"
                           " (?1, ?2, ?3)", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    p = sync_mem.realloc(NULL, NULL, 0, codes->n * width + 1);
    bytes[0] = p;

    for (i = 0; i < codes->n; i++) {
        for (k = 0; k < width; k++) {
            *p++ = (unsigned char) (codes->data[i] >> (8 * k));
        }
    }

    sqlite3_bind_text(stmt, 1, name.data, (int) name.len, SQLITE_STATIC);
    sqlite3_bind_blob64(stmt, 2, bytes[0], codes->n * width, SQLITE_STATIC);
    bytes[1] = NULL;

    if (sets != NULL) {
        p = sync_mem.realloc(NULL, NULL, 0, sets->n * 4 + 1);
        bytes[1] = p;

        for (i = 0; i < sets->n; i++) {
            for (k = 0; k < 4; k++) {
                *p++ = (unsigned char) (sets->data[i] >> (8 * k));
            }
        }

        sqlite3_bind_blob64(stmt, 3, bytes[1], sets->n * 4, SQLITE_STATIC);
    }

    rc = sqlite3_step(stmt);

    sqlite3_finalize(stmt);
    sync_mem.free(NULL, bytes[0]);
    sync_mem.free(NULL, bytes[1]);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


/* each different raw string once, however many listings have it */

static void
sync_terms_expand(sync_terms_t *t, const sync_index_field_t *f,
    jobs_field_e field, sync_expand_t *e)
{
    size_t        k;
    uint32_t      i, n, votes;
    sync_made_t  *made;
    jobs_str_t    label;

    for (i = 0; i < f->raw.n; i++) {
        sync_numbers_add(&t->from, (uint32_t) t->expanded.n);
        sync_expand(e, field, f->raw.strings[i]);
        votes = f->raw.counts[i];

        for (k = 0; k < e->n; k++) {
            n = sync_intern(&t->values, e->terms[k].value);
            label = e->terms[k].label;

            if (n >= t->room) {
                t->room = t->room == 0 ? 256 : t->room * 2;
                t->made = sync_mem.realloc(NULL, t->made, 0,
                                           t->room * sizeof(sync_made_t));
            }

            made = &t->made[n];

            if (t->values.counts[n] == 1) {
                memset(made, 0, sizeof(sync_made_t));
                made->number = n;
            }

            if (votes > made->votes
                || (votes == made->votes
                    && jobs_str_cmp(label, made->label) < 0))
            {
                made->votes = votes;
                made->label = sync_dup(&t->labels, label);
            }

            sync_numbers_add(&t->expanded, n);
        }
    }

    sync_numbers_add(&t->from, (uint32_t) t->expanded.n);
}


static void
sync_terms_sort(sync_terms_t *t)
{
    uint32_t  i;

    if (t->values.n == 0) {
        return;
    }

    for (i = 0; i < t->values.n; i++) {
        t->made[i].value = t->values.strings[i];
    }

    qsort(t->made, t->values.n, sizeof(sync_made_t), sync_compare_made);

    t->ordinal = sync_mem.realloc(NULL, NULL, 0,
                                  t->values.n * sizeof(uint32_t));

    for (i = 0; i < t->values.n; i++) {
        t->ordinal[t->made[i].number] = i;
    }
}


/* the last listings may have no items */

static void
sync_terms_codes(sync_terms_t *t, const sync_index_field_t *f, uint32_t n)
{
    size_t    i, k;
    uint32_t  raw, position;

    /* code 0 is the empty set */

    sync_numbers_add(&t->offsets, 0);
    (void) sync_intern(&t->different, jobs_str("", 0));
    sync_numbers_add(&t->offsets, 0);

    k = 0;

    for (position = 0; position < n; position++) {
        t->scratch.n = 0;

        while (k < f->items.n) {
            raw = f->items.data[k++] & ~SYNC_ITEM_MORE;

            for (i = raw == SYNC_ITEM_NONE ? 0 : t->from.data[raw];
                 raw != SYNC_ITEM_NONE && i < t->from.data[raw + 1]; i++)
            {
                sync_numbers_add(&t->scratch,
                                 t->ordinal[t->expanded.data[i]]);
            }

            if (k == f->items.n || !(f->items.data[k] & SYNC_ITEM_MORE)) {
                break;
            }
        }

        sync_terms_code(t);
    }
}


/* the code of the set in scratch */

static void
sync_terms_code(sync_terms_t *t)
{
    size_t    i;
    uint32_t  code;

    sync_numbers_settle(&t->scratch, 0);

    code = sync_intern(&t->different,
                       jobs_str(t->scratch.n == 0 ? ""
                                                  : (char *) t->scratch.data,
                                t->scratch.n * sizeof(uint32_t)));

    if (code == t->offsets.n - 1) {
        for (i = 0; i < t->scratch.n; i++) {
            sync_numbers_add(&t->members, t->scratch.data[i]);
        }

        sync_numbers_add(&t->offsets, (uint32_t) t->members.n);
    }

    for (i = 0; i < t->scratch.n; i++) {
        t->made[t->scratch.data[i]].listings++;
    }

    sync_numbers_add(&t->codes, code);
}


static jobs_rc_t
sync_terms_write(sync_terms_t *t, sync_index_t *ix, jobs_field_e field,
    const sync_expand_t *e, uint32_t first)
{
    int            rc;
    uint32_t       i, above;
    jobs_str_t     parent;
    sync_made_t   *made;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(ix->db, "INSERT INTO terms VALUES"
                           " (?1, ?2, ?3, ?4, ?5, ?6)", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    rc = SQLITE_DONE;

    for (i = 0; i < t->values.n && rc == SQLITE_DONE; i++) {
        made = &t->made[i];

        sqlite3_bind_int64(stmt, 1, (int64_t) first + i);
        sqlite3_bind_text(stmt, 2, jobs_fields[field].name.data, -1,
                          SQLITE_STATIC);
        sqlite3_bind_text(stmt, 3, made->value.data, (int) made->value.len,
                          SQLITE_STATIC);
        sqlite3_bind_text(stmt, 4, made->label.data, (int) made->label.len,
                          SQLITE_STATIC);
        sqlite3_bind_null(stmt, 5);
        sqlite3_bind_int64(stmt, 6, made->listings);

        if (jobs_fields[field].tree) {
            parent = sync_expand_parent(e, made->value);
            above = parent.data == NULL ? i : sync_terms_find(t, parent);

            if (above != i && above < t->values.n) {
                sqlite3_bind_int64(stmt, 5, (int64_t) first + above);
            }
        }

        rc = sqlite3_step(stmt);
        (void) sqlite3_reset(stmt);
    }

    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


/* the ordinal of a value, or the number of values */

static uint32_t
sync_terms_find(const sync_terms_t *t, jobs_str_t value)
{
    sync_made_t  key, *found;

    key.value = value;

    found = bsearch(&key, t->made, t->values.n, sizeof(sync_made_t),
                    sync_compare_made);

    return found == NULL ? t->values.n : (uint32_t) (found - t->made);
}


/* the positions of each term, rising, one term's after the other's */

static jobs_rc_t
sync_terms_postings(sync_terms_t *t, sync_index_t *ix, uint32_t first)
{
    size_t         total;
    uint32_t       i, k, code, term, *from, *positions;
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(ix->db, "INSERT INTO postings VALUES (?1, ?2)", -1,
                           &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    from = sync_mem.realloc(NULL, NULL, 0,
                            ((size_t) t->values.n + 1) * sizeof(uint32_t));
    total = 0;

    for (i = 0; i < t->values.n; i++) {
        from[i] = (uint32_t) total;
        total += t->made[i].listings;
    }

    positions = sync_mem.realloc(NULL, NULL, 0,
                                 (total + 1) * sizeof(uint32_t));

    for (i = 0; i < ix->n; i++) {
        code = t->codes.data[i];

        for (k = t->offsets.data[code]; k < t->offsets.data[code + 1]; k++) {
            term = t->members.data[k];
            positions[from[term]++] = i;
        }
    }

    rc = JOBS_OK;

    for (i = 0; i < t->values.n && rc == JOBS_OK; i++) {
        rc = sync_terms_bitmap(stmt, first + i,
                               positions + from[i] - t->made[i].listings,
                               t->made[i].listings);
    }

    sqlite3_finalize(stmt);
    sync_mem.free(NULL, from);
    sync_mem.free(NULL, positions);

    return rc;
}


static jobs_rc_t
sync_terms_bitmap(sqlite3_stmt *stmt, uint32_t term, const uint32_t *positions,
    uint32_t n)
{
    int                rc;
    char              *bytes;
    size_t             size;
    roaring_bitmap_t  *bitmap;

    bitmap = roaring_bitmap_of_ptr(n, positions);

    if (bitmap == NULL) {
        return JOBS_ERROR;
    }

    (void) roaring_bitmap_run_optimize(bitmap);

    size = roaring_bitmap_portable_size_in_bytes(bitmap);
    bytes = sync_mem.realloc(NULL, NULL, 0, size);
    (void) roaring_bitmap_portable_serialize(bitmap, bytes);
    roaring_bitmap_free(bitmap);

    sqlite3_bind_int64(stmt, 1, term);
    sqlite3_bind_blob64(stmt, 2, bytes, size, SQLITE_STATIC);

    rc = sqlite3_step(stmt);

    (void) sqlite3_reset(stmt);
    sync_mem.free(NULL, bytes);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


static void
sync_terms_free(sync_terms_t *t)
{
    sync_intern_free(&t->values);
    sync_intern_free(&t->different);
    sync_mem.free(NULL, t->made);
    sync_mem.free(NULL, t->ordinal);
    sync_arena_free(&t->labels);
    sync_numbers_free(&t->expanded);
    sync_numbers_free(&t->from);
    sync_numbers_free(&t->codes);
    sync_numbers_free(&t->sets);
    sync_numbers_free(&t->offsets);
    sync_numbers_free(&t->members);
    sync_numbers_free(&t->scratch);
}


static int
sync_compare_made(const void *one, const void *two)
{
    return jobs_str_cmp(((const sync_made_t *) one)->value,
                        ((const sync_made_t *) two)->value);
}
