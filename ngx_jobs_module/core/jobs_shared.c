/*
 * Words in shared memory behind a sequence number.  All of them are read and
 * written as atomics: whoever reads while they are written reads nothing that
 * is undefined, only something that it then throws away.
 */

#include "jobs_shared.h"


#define JOBS_SHARED_TRIES  1000


void
jobs_shared_write(uint64_t *sequence, uint64_t *to, const uint64_t *from,
    unsigned n)
{
    uint64_t  odd;
    unsigned  i;

    odd = __atomic_load_n(sequence, __ATOMIC_RELAXED) | 1;

    __atomic_store_n(sequence, odd, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);

    for (i = 0; i < n; i++) {
        __atomic_store_n(&to[i], from[i], __ATOMIC_RELAXED);
    }

    __atomic_store_n(sequence, odd + 1, __ATOMIC_RELEASE);
}


jobs_rc_t
jobs_shared_read(const uint64_t *sequence, uint64_t *to, const uint64_t *from,
    unsigned n)
{
    uint64_t  before;
    unsigned  i, tries;

    for (tries = 0; tries < JOBS_SHARED_TRIES; tries++) {
        before = __atomic_load_n(sequence, __ATOMIC_ACQUIRE);

        for (i = 0; i < n; i++) {
            to[i] = __atomic_load_n(&from[i], __ATOMIC_RELAXED);
        }

        __atomic_thread_fence(__ATOMIC_ACQUIRE);

        if (!(before & 1)
            && __atomic_load_n(sequence, __ATOMIC_RELAXED) == before)
        {
            return JOBS_OK;
        }
    }

    return JOBS_DECLINED;
}
