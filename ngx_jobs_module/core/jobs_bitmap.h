/*
 * Bitmaps of a snapshot: Roaring's portable format, checked before CRoaring,
 * which checks nothing, sees it.
 */

#ifndef JOBS_BITMAP_H
#define JOBS_BITMAP_H


#include <roaring/roaring.h>
#include "jobs_core.h"


/*
 * Walks over a serialised bitmap: keys and values strictly rising, offsets,
 * cardinalities and lengths as they must be, nothing behind the end, every
 * value below limit.  *count is the number of values.  JOBS_CORRUPT otherwise.
 *
 * https://github.com/RoaringBitmap/RoaringFormatSpec
 */
jobs_rc_t jobs_bitmap_check(const void *data, size_t len, uint32_t limit,
    uint64_t *count);

/*
 * The bitmap, to be freed with roaring_bitmap_free().  JOBS_CORRUPT: the
 * above, or other than count values.
 */
jobs_rc_t jobs_bitmap_read(const void *data, size_t len, uint32_t limit,
    uint64_t count, roaring_bitmap_t **bitmap);


/* a little-endian number of 2 or 4 bytes, wherever it stands */

static inline uint32_t
jobs_le16(const unsigned char *p)
{
    return (uint32_t) p[0] | (uint32_t) p[1] << 8;
}


static inline uint32_t
jobs_le32(const unsigned char *p)
{
    return jobs_le16(p) | jobs_le16(p + 2) << 16;
}


#endif /* JOBS_BITMAP_H */
