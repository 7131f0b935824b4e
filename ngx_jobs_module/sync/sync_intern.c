/*
 * Strings by number.
 */

#include <stdlib.h>
#include "sync_intern.h"


#define SYNC_EMPTY   UINT32_MAX
#define SYNC_START   8              /* bytes of a string that its slot has */

/* 2^64 by the golden ratio: a product with it scatters (Knuth, 6.4) */
#define SYNC_GOLDEN  0x9E3779B97F4A7C15ULL


static sync_interned_t *sync_intern_slot(const sync_intern_t *in,
    jobs_str_t s);
static inline uint64_t sync_intern_start(jobs_str_t s);
static inline uint32_t sync_intern_hash(uint64_t start, jobs_str_t s);
static void sync_intern_grow(sync_intern_t *in);
static int sync_compare_numbers(const void *one, const void *two);


uint32_t
sync_intern(sync_intern_t *in, jobs_str_t s)
{
    uint32_t  n;

    n = sync_intern_put(in, s);
    in->counts[n]++;

    return n;
}


uint32_t
sync_intern_put(sync_intern_t *in, jobs_str_t s)
{
    sync_interned_t  *slot;

    if (in->n >= in->nslots / 4 * 3) {
        sync_intern_grow(in);
    }

    slot = sync_intern_slot(in, s);

    if (slot->number == SYNC_EMPTY) {

        if (in->n == in->room) {
            in->room = in->room == 0 ? 256 : in->room * 2;
            in->strings = sync_mem.realloc(NULL, in->strings, 0,
                                           in->room * sizeof(jobs_str_t));
            in->counts = sync_mem.realloc(NULL, in->counts, 0,
                                          in->room * sizeof(uint32_t));
        }

        in->strings[in->n] = sync_dup(&in->arena, s);
        in->counts[in->n] = 0;

        slot->start = sync_intern_start(s);
        slot->len = (uint32_t) s.len;
        slot->number = in->n++;
    }

    return slot->number;
}


int
sync_intern_find(const sync_intern_t *in, jobs_str_t s, uint32_t *n)
{
    if (in->n == 0) {
        return 0;
    }

    *n = sync_intern_slot(in, s)->number;

    return *n != SYNC_EMPTY;
}


void
sync_intern_free(sync_intern_t *in)
{
    sync_mem.free(NULL, in->strings);
    sync_mem.free(NULL, in->counts);
    sync_mem.free(NULL, in->slots);
    sync_arena_free(&in->arena);

    memset(in, 0, sizeof(sync_intern_t));
}


/* where s is, or where it would be put */

static sync_interned_t *
sync_intern_slot(const sync_intern_t *in, jobs_str_t s)
{
    uint32_t          i;
    uint64_t          start;
    sync_interned_t  *slot;

    start = sync_intern_start(s);

    for (i = sync_intern_hash(start, s); /* void */ ; i++) {
        slot = &in->slots[i & (in->nslots - 1)];

        if (slot->number == SYNC_EMPTY
            || (slot->start == start && slot->len == s.len
                && (s.len <= SYNC_START
                    || memcmp(in->strings[slot->number].data + SYNC_START,
                              s.data + SYNC_START, s.len - SYNC_START)
                       == 0)))
        {
            return slot;
        }
    }
}


/* the first bytes; of fewer than those, all, some of them twice */

static inline uint64_t
sync_intern_start(jobs_str_t s)
{
    uint32_t  low, high;
    uint64_t  start;

    start = 0;

    if (s.len >= SYNC_START) {
        memcpy(&start, s.data, SYNC_START);

    } else if (s.len >= 4) {
        memcpy(&low, s.data, 4);
        memcpy(&high, s.data + s.len - 4, 4);
        start = (uint64_t) high << 32 | low;

    } else if (s.len > 0) {
        start = (uint64_t) (unsigned char) s.data[0] << 16
                | (uint64_t) (unsigned char) s.data[s.len / 2] << 8
                | (unsigned char) s.data[s.len - 1];
    }

    return start;
}


static inline uint32_t
sync_intern_hash(uint64_t start, jobs_str_t s)
{
    if (s.len > SYNC_START) {
        return (uint32_t) jobs_hash(s);
    }

    start ^= start >> 32 ^ s.len << 24;

    return (uint32_t) (start * SYNC_GOLDEN >> 32);
}


static void
sync_intern_grow(sync_intern_t *in)
{
    uint32_t          i, k, n;
    sync_interned_t  *old, *slot;

    old = in->slots;
    n = in->nslots;

    in->nslots = n == 0 ? 1024 : n * 2;
    in->slots = sync_mem.realloc(NULL, NULL, 0,
                                 in->nslots * sizeof(sync_interned_t));
    memset(in->slots, 0xFF, in->nslots * sizeof(sync_interned_t));

    for (i = 0; i < n; i++) {
        slot = &old[i];

        if (slot->number != SYNC_EMPTY) {
            k = sync_intern_hash(slot->start, in->strings[slot->number]);

            while (in->slots[k & (in->nslots - 1)].number != SYNC_EMPTY) {
                k++;
            }

            in->slots[k & (in->nslots - 1)] = *slot;
        }
    }

    sync_mem.free(NULL, old);
}


void
sync_numbers_add(sync_numbers_t *numbers, uint32_t n)
{
    if (numbers->n == numbers->room) {
        numbers->room = numbers->room == 0 ? 1024 : numbers->room * 2;
        numbers->data = sync_mem.realloc(NULL, numbers->data, 0,
                                         numbers->room * sizeof(uint32_t));
    }

    numbers->data[numbers->n++] = n;
}


void
sync_numbers_free(sync_numbers_t *numbers)
{
    sync_mem.free(NULL, numbers->data);
    memset(numbers, 0, sizeof(sync_numbers_t));
}


void
sync_numbers_settle(sync_numbers_t *numbers, size_t from)
{
    size_t  i, n;

    if (numbers->n - from < 2) {
        return;
    }

    qsort(numbers->data + from, numbers->n - from, sizeof(uint32_t),
          sync_compare_numbers);

    n = from + 1;

    for (i = from + 1; i < numbers->n; i++) {
        if (numbers->data[i] != numbers->data[n - 1]) {
            numbers->data[n++] = numbers->data[i];
        }
    }

    numbers->n = n;
}


static int
sync_compare_numbers(const void *one, const void *two)
{
    uint32_t  a, b;

    a = *(const uint32_t *) one;
    b = *(const uint32_t *) two;

    return a < b ? -1 : a > b;
}
