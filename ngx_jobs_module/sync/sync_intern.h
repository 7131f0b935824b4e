/*
 * Strings by number: each different one gets the next number from 0.
 */

#ifndef SYNC_INTERN_H
#define SYNC_INTERN_H


#include "sync.h"


/* What most strings are told apart by, without a look at them. */

typedef struct {
    uint64_t           start;           /* the first bytes */
    uint32_t           len;
    uint32_t           number;
} sync_interned_t;

/* All zero is an empty one. */

typedef struct {
    jobs_str_t        *strings;         /* in arena */
    uint32_t          *counts;          /* how often sync_intern() gave each */
    uint32_t           n;
    uint32_t           room;
    sync_interned_t   *slots;
    uint32_t           nslots;
    sync_arena_t       arena;
} sync_intern_t;

/*
 * The number of s (fewer than 4 GB), whose bytes are copied where it is new.
 * sync_intern_put() does not count.
 */
uint32_t sync_intern(sync_intern_t *in, jobs_str_t s);
uint32_t sync_intern_put(sync_intern_t *in, jobs_str_t s);
void sync_intern_free(sync_intern_t *in);

/* 1 and the number of s if it is there, else 0 */
int sync_intern_find(const sync_intern_t *in, jobs_str_t s, uint32_t *n);


/* Numbers in a growing array; all zero is an empty one. */

typedef struct {
    uint32_t          *data;
    size_t             n;
    size_t             room;
} sync_numbers_t;

void sync_numbers_add(sync_numbers_t *numbers, uint32_t n);
void sync_numbers_free(sync_numbers_t *numbers);

/* sorts what stands from from on, and leaves each number there once */
void sync_numbers_settle(sync_numbers_t *numbers, size_t from);


#endif /* SYNC_INTERN_H */
