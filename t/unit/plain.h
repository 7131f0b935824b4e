/*
 * Sets of numbers as plain sorted arrays, and a reader of Roaring's portable
 * format that goes by the specification alone: what core/jobs_bitmap.c and
 * CRoaring are compared with.
 */

#ifndef PLAIN_H
#define PLAIN_H


#include <stdlib.h>
#include "jobs_bitmap.h"


typedef struct {
    uint32_t     *values;
    size_t        n;
    size_t        room;
} plain_t;


static inline void
plain_add(plain_t *p, uint32_t value)
{
    if (p->n == p->room) {
        p->room = p->room == 0 ? 1024 : p->room * 2;
        p->values = realloc(p->values, p->room * sizeof(uint32_t));

        if (p->values == NULL) {
            abort();
        }
    }

    p->values[p->n++] = value;
}


static inline void
plain_free(plain_t *p)
{
    free(p->values);
    memset(p, 0, sizeof(plain_t));
}


/* of n values, as run, array or bitset; where it ends, or NULL */

static inline const unsigned char *
plain_container(plain_t *p, const unsigned char *at, const unsigned char *end,
    uint32_t high, uint32_t n, int run)
{
    uint32_t  i, k, runs;

    if (run) {
        runs = end - at < 2 ? 65536 : jobs_le16(at);
        at += 2;

        if (end - at < (ptrdiff_t) runs * 4) {
            return NULL;
        }

        for (i = 0; i < runs; i++, at += 4) {
            for (k = 0; k <= jobs_le16(at + 2); k++) {
                plain_add(p, high + jobs_le16(at) + k);
            }
        }

        return at;
    }

    if (end - at < (n <= 4096 ? (ptrdiff_t) n * 2 : 8192)) {
        return NULL;
    }

    if (n <= 4096) {

        for (i = 0; i < n; i++) {
            plain_add(p, high + jobs_le16(at + i * 2));
        }

        return at + n * 2;
    }

    for (i = 0; i < 65536; i++) {
        if (at[i / 8] >> (i % 8) & 1) {
            plain_add(p, high + i);
        }
    }

    return at + 8192;
}


/* appends the values of a serialised bitmap; 0: it is too short */

static inline int
plain_decode(plain_t *p, const unsigned char *data, size_t len)
{
    size_t                head;
    uint32_t              i, n, cookie;
    const unsigned char  *at, *end, *flags, *heads;

    end = data + len;
    cookie = len < 8 ? 0 : jobs_le32(data);
    flags = NULL;

    if ((cookie & 0xFFFF) == 12347) {
        n = (cookie >> 16) + 1;
        flags = data + 4;
        head = 4 + (n + 7) / 8;

    } else if (cookie == 12346) {
        n = jobs_le32(data + 4);
        head = 8;

    } else {
        return 0;
    }

    heads = data + head;
    head += (size_t) n * (flags == NULL || n >= 4 ? 8 : 4);

    if (head > len) {
        return 0;
    }

    at = data + head;

    for (i = 0; i < n && at != NULL; i++) {
        at = plain_container(p, at, end, jobs_le16(heads + i * 4) << 16,
                             jobs_le16(heads + i * 4 + 2) + 1,
                             flags != NULL && (flags[i / 8] >> (i % 8) & 1));
    }

    return at == end;
}


/* the values that are in a only, in b only, in both, as asked */

static inline void
plain_combine(plain_t *out, const plain_t *a, const plain_t *b, int left,
    int right, int both)
{
    size_t  i, k;

    i = 0;
    k = 0;

    while (i < a->n || k < b->n) {

        if (k == b->n || (i < a->n && a->values[i] < b->values[k])) {
            if (left) {
                plain_add(out, a->values[i]);
            }

            i++;

        } else if (i == a->n || b->values[k] < a->values[i]) {
            if (right) {
                plain_add(out, b->values[k]);
            }

            k++;

        } else {
            if (both) {
                plain_add(out, a->values[i]);
            }

            i++;
            k++;
        }
    }
}


/* how core/ walks: from a value on, a batch at a time; so many, if not all */

static inline int
plain_walk(const plain_t *p, const roaring_bitmap_t *b, uint32_t from,
    unsigned batches)
{
    size_t                     i;
    uint32_t                   k, n, batch[100];
    roaring_uint32_iterator_t  it;

    for (i = 0; i < p->n && p->values[i] < from; i++) { /* void */ }

    roaring_init_iterator(b, &it);

    if (from > 0) {
        (void) roaring_move_uint32_iterator_equalorlarger(&it, from);
    }

    while ((n = roaring_read_uint32_iterator(&it, batch, 100)) > 0) {

        for (k = 0; k < n; k++, i++) {
            if (i >= p->n || p->values[i] != batch[k]) {
                return 0;
            }
        }

        if (--batches == 0) {
            return 1;
        }
    }

    return i == p->n;
}


static inline int
plain_same(const plain_t *p, const roaring_bitmap_t *b)
{
    return b != NULL && roaring_bitmap_get_cardinality(b) == p->n
           && plain_walk(p, b, 0, UINT32_MAX);
}


/* 1 if the bitmap has these values whichever way core/ asks for them */

static inline int
plain_agrees(const plain_t *p, const roaring_bitmap_t *b, uint32_t limit)
{
    size_t    i, step;
    uint32_t  value;

    if (!plain_same(p, b)) {
        return 0;
    }

    step = p->n / 50 + 1;

    for (i = 0; i < p->n; i += step) {

        if (!roaring_bitmap_select(b, (uint32_t) i, &value)
            || value != p->values[i]
            || roaring_bitmap_rank(b, value) != i + 1
            || (value > 0 && roaring_bitmap_rank(b, value - 1) != i)
            || !roaring_bitmap_contains(b, value)
            || roaring_bitmap_contains(b, value + 1)
               != (i + 1 < p->n && p->values[i + 1] == value + 1))
        {
            return 0;
        }
    }

    return !roaring_bitmap_select(b, (uint32_t) p->n, &value)
           && roaring_bitmap_rank(b, limit) == p->n
           && plain_walk(p, b, limit / 2, 3)
           && plain_walk(p, b, p->n == 0 ? limit
                               : p->values[p->n / 2] + 1, 3);
}


/* takes result; 1 if it is what combining gives */

static inline int
plain_result(const plain_t *a, const plain_t *b, int left, int right, int both,
    roaring_bitmap_t *result, uint32_t limit)
{
    int      same;
    plain_t  p;

    memset(&p, 0, sizeof(plain_t));
    plain_combine(&p, a, b, left, right, both);
    same = plain_agrees(&p, result, limit);
    plain_free(&p);
    roaring_bitmap_free(result);

    return same;
}


/* what core/ computes; which: 1 << each that is to be tried */

typedef enum {
    PLAIN_AND = 0,
    PLAIN_ANDNOT,
    PLAIN_FLIP,
    PLAIN_AND_INPLACE,
    PLAIN_OR_INPLACE,
    PLAIN_ANDNOT_INPLACE,
    PLAIN_ADD_MANY,
    PLAIN_N
} plain_e;

#define PLAIN_ALL  ((1U << PLAIN_N) - 1)


/* x and y, one way or another; 1 if it is what a and b give */

static inline int
plain_operation(plain_e op, const plain_t *a, const plain_t *b,
    const roaring_bitmap_t *x, const roaring_bitmap_t *y, uint32_t limit)
{
    int                same;
    plain_t            all, none;
    uint32_t           i;
    roaring_bitmap_t  *z;

    memset(&all, 0, sizeof(plain_t));
    memset(&none, 0, sizeof(plain_t));

    switch (op) {

    case PLAIN_AND:
        return plain_result(a, b, 0, 0, 1, roaring_bitmap_and(x, y), limit);

    case PLAIN_ANDNOT:
        return plain_result(a, b, 1, 0, 0, roaring_bitmap_andnot(x, y), limit);

    case PLAIN_FLIP:

        for (i = 0; i < limit; i++) {
            plain_add(&all, i);
        }

        same = plain_result(&all, a, 1, 0, 0,
                            roaring_bitmap_flip(x, 0, limit), limit);
        plain_free(&all);
        return same;

    case PLAIN_AND_INPLACE:
        z = roaring_bitmap_copy(x);
        roaring_bitmap_and_inplace(z, y);

        return (roaring_bitmap_and_cardinality(x, y)
                == roaring_bitmap_get_cardinality(z))
               & plain_result(a, b, 0, 0, 1, z, limit);

    case PLAIN_OR_INPLACE:
        z = roaring_bitmap_copy(x);
        roaring_bitmap_or_inplace(z, y);
        return plain_result(a, b, 1, 1, 1, z, limit);

    case PLAIN_ANDNOT_INPLACE:
        z = roaring_bitmap_copy(x);
        roaring_bitmap_andnot_inplace(z, y);
        return plain_result(a, b, 1, 0, 0, z, limit);

    default:
        z = roaring_bitmap_create();
        roaring_bitmap_add_many(z, a->n, a->values);
        return plain_result(a, &none, 1, 0, 0, z, limit);
    }
}


/* NULL, or the name of an operation that is wrong */

static inline const char *
plain_operations(const plain_t *a, const plain_t *b,
    const roaring_bitmap_t *x, const roaring_bitmap_t *y, unsigned which,
    uint32_t limit)
{
    unsigned                   op;
    static const char  *const  names[PLAIN_N] = {
        "and", "andnot", "flip", "and in place", "or in place",
        "andnot in place", "add many"
    };

    for (op = 0; op < PLAIN_N; op++) {
        if ((which >> op & 1)
            && !plain_operation((plain_e) op, a, b, x, y, limit))
        {
            return names[op];
        }
    }

    return NULL;
}


#endif /* PLAIN_H */
