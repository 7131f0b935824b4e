/*
 * Strings by number.
 */

#include <stdlib.h>
#include "sync_intern.h"


#define SYNC_EMPTY  UINT32_MAX


static void sync_intern_grow(sync_intern_t *in);
static uint32_t sync_intern_slot(const sync_intern_t *in, jobs_str_t s);
static int sync_compare_numbers(const void *one, const void *two);


uint32_t
sync_intern(sync_intern_t *in, jobs_str_t s)
{
    uint32_t  slot;

    if (in->n >= in->nslots / 2) {
        sync_intern_grow(in);
    }

    slot = sync_intern_slot(in, s);

    if (in->slots[slot] == SYNC_EMPTY) {

        if (in->n == in->room) {
            in->room = in->room == 0 ? 256 : in->room * 2;
            in->strings = sync_mem.realloc(NULL, in->strings, 0,
                                           in->room * sizeof(jobs_str_t));
            in->counts = sync_mem.realloc(NULL, in->counts, 0,
                                          in->room * sizeof(uint32_t));
        }

        in->strings[in->n] = sync_dup(&in->arena, s);
        in->counts[in->n] = 0;
        in->slots[slot] = in->n++;
    }

    in->counts[in->slots[slot]]++;

    return in->slots[slot];
}


int
sync_intern_find(const sync_intern_t *in, jobs_str_t s, uint32_t *n)
{
    if (in->n == 0) {
        return 0;
    }

    *n = in->slots[sync_intern_slot(in, s)];

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


static void
sync_intern_grow(sync_intern_t *in)
{
    uint32_t  i;

    in->nslots = in->nslots == 0 ? 1024 : in->nslots * 2;
    in->slots = sync_mem.realloc(NULL, in->slots, 0,
                                 in->nslots * sizeof(uint32_t));

    memset(in->slots, 0xFF, in->nslots * sizeof(uint32_t));

    for (i = 0; i < in->n; i++) {
        in->slots[sync_intern_slot(in, in->strings[i])] = i;
    }
}


/* where s is, or where it would be put */

static uint32_t
sync_intern_slot(const sync_intern_t *in, jobs_str_t s)
{
    uint32_t  slot;

    slot = (uint32_t) jobs_hash(s) & (in->nslots - 1);

    while (in->slots[slot] != SYNC_EMPTY
           && !jobs_str_eq(in->strings[in->slots[slot]], s))
    {
        slot = (slot + 1) & (in->nslots - 1);
    }

    return slot;
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
