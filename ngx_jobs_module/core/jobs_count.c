/*
 * Counting.
 */

#include "jobs_count.h"


static void       jobs_count_batch(jobs_counter_t *c,
                      const uint32_t *positions, uint32_t n);


jobs_rc_t
jobs_count_room(jobs_snapshot_t *s, jobs_counter_t *counters, unsigned n,
    uint32_t **zeros, uint32_t **numbers)
{
    void      *p;
    size_t     size, largest;
    uint32_t  *at;
    unsigned   i;

    largest = 0;

    for (i = 0; i < JOBS_F_N; i++) {
        if (s->index->fields[i].nterms > largest) {
            largest = s->index->fields[i].nterms;
        }
    }

    largest = s->index->npay > largest ? s->index->npay : largest;
    size = 2 * largest;

    for (i = 0; i < n; i++) {
        size += counters[i].size;
    }

    size = (size + 1) * sizeof(uint32_t);

    if (s->scratch_size < size) {
        p = s->mem.realloc(s->mem.ctx, NULL, 0, size);

        if (p == NULL) {
            return JOBS_NOMEM;
        }

        s->mem.free(s->mem.ctx, s->scratch);
        s->scratch = p;
        s->scratch_size = size;
        memset(p, 0, largest * sizeof(uint32_t));
    }

    *zeros = s->scratch;
    *numbers = *zeros + largest;
    at = *numbers + largest;

    for (i = 0; i < n; i++) {
        counters[i].counts = at;
        at += counters[i].size;
    }

    return JOBS_OK;
}


jobs_rc_t
jobs_count(jobs_match_t *m, const jobs_set_t *set, jobs_counter_t *counters,
    unsigned n)
{
    int                   rest;
    uint32_t              i, k;
    unsigned              c;
    jobs_rc_t             rc;
    jobs_set_t            walked;
    jobs_walk_t           walk;
    const uint32_t       *positions;
    const jobs_index_t   *ix;

    ix = m->snapshot->index;
    rest = set->count > ix->n / 2;
    walked = *set;
    walked.owned = 0;
    rc = JOBS_OK;

    for (c = 0; c < n; c++) {
        memset(counters[c].counts, 0, counters[c].size * sizeof(uint32_t));
    }

    if (rest && set->bitmap != NULL) {
        walked.bitmap = roaring_bitmap_flip(set->bitmap, 0, ix->n);
        walked.owned = 1;
        walked.count = ix->n - set->count;

        if (walked.bitmap == NULL) {
            return JOBS_NOMEM;
        }
    }

    if (!rest || set->bitmap != NULL) {
        rc = jobs_walk_init(&walk, &walked, m->snapshot);

        while (rc == JOBS_OK && (k = jobs_walk_next(&walk, &positions)) > 0) {

            for (c = 0; c < n; c++) {
                jobs_count_batch(&counters[c], positions, k);
            }

            if (jobs_snapshot_late(m->snapshot)) {
                rc = JOBS_TIMEOUT;
            }
        }
    }

    jobs_set_free(&walked);

    for (c = 0; rest && c < n; c++) {
        for (i = 0; i < counters[c].size; i++) {
            counters[c].counts[i] = counters[c].totals[i]
                                    - counters[c].counts[i];
        }
    }

    return rc;
}


static void
jobs_count_batch(jobs_counter_t *c, const uint32_t *positions, uint32_t n)
{
    uint32_t         i, *counts;
    const uint8_t   *one;
    const uint16_t  *two;
    const uint32_t  *four;

    counts = c->counts;

    switch (c->column->width) {

    case 1:
        one = c->column->codes;

        for (i = 0; i < n; i++) {
            counts[one[positions[i]]]++;
        }

        break;

    case 2:
        two = c->column->codes;

        for (i = 0; i < n; i++) {
            counts[two[positions[i]]]++;
        }

        break;

    default:
        four = c->column->codes;

        for (i = 0; i < n; i++) {
            counts[four[positions[i]]]++;
        }

        break;
    }
}
