/*
 * Words in shared memory that one process writes and any reads, without a
 * lock: a sequence number tells the reader that they were written meanwhile.
 */

#ifndef JOBS_SHARED_H
#define JOBS_SHARED_H


#include "jobs_core.h"


/*
 * Writes n words behind *sequence, which is 0 before the first time and odd
 * while it is written.  A writer that was killed in here leaves it odd, and the
 * next writer makes it good again.  One writer at a time; of two, what is read
 * may be half of each until either writes again.
 */
void jobs_shared_write(uint64_t *sequence, uint64_t *to, const uint64_t *from,
    unsigned n);

/*
 * Reads them.  JOBS_OK: as one writer wrote them, or zeros; JOBS_DECLINED: in
 * many tries they were never whole.
 */
jobs_rc_t jobs_shared_read(const uint64_t *sequence, uint64_t *to,
    const uint64_t *from, unsigned n);


#endif /* JOBS_SHARED_H */
