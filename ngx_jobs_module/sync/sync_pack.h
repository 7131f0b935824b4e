/*
 * A record as a blob, for the catalogue.
 */

#ifndef SYNC_PACK_H
#define SYNC_PACK_H


#include "sync.h"


#define SYNC_PACK_VERSION  1


/* appends the fields of a listing and the label of its category */
void sync_record_pack(const sync_record_t *r, jobs_buf_t *b);

/*
 * The same back into r, which has been reset; its texts are copies in its
 * arena, each with a NUL behind it.  JOBS_CORRUPT: it is no such blob.
 */
jobs_rc_t sync_record_unpack(jobs_str_t blob, sync_record_t *r);


#endif /* SYNC_PACK_H */
