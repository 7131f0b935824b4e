/*
 * Checking serialised bitmaps.
 */

#include "jobs_bitmap.h"


#define JOBS_COOKIE           12347     /* with run containers; size above */
#define JOBS_COOKIE_NO_RUN    12346     /* the size follows                */
#define JOBS_OFFSETS_FROM     4         /* containers, where runs occur    */
#define JOBS_ARRAY_MAX        4096
#define JOBS_BITSET_BYTES     8192
#define JOBS_CONTAINERS       65536

typedef struct {
    const unsigned char  *data;
    size_t                len;
    const unsigned char  *runs;         /* flags, one bit a container; NULL */
    const unsigned char  *heads;        /* key and cardinality less 1       */
    const unsigned char  *offsets;      /* NULL: there are none             */
    uint32_t              n;            /* containers                       */
    size_t                at;           /* where the first one stands       */
} jobs_serial_t;


static jobs_rc_t  jobs_serial_head(jobs_serial_t *s);
static jobs_rc_t  jobs_check_array(const unsigned char *p, uint32_t n,
                      uint32_t *last);
static jobs_rc_t  jobs_check_bitset(const unsigned char *p, uint32_t n,
                      uint32_t *last);
static jobs_rc_t  jobs_check_runs(const unsigned char *p, uint32_t runs,
                      uint32_t n, uint32_t *last);


jobs_rc_t
jobs_bitmap_check(const void *data, size_t len, uint32_t limit,
    uint64_t *count)
{
    size_t                at, size;
    int64_t               key, before;
    uint32_t              i, n, runs, last;
    jobs_rc_t             rc;
    jobs_serial_t         s;
    const unsigned char  *p;

    s.data = data;
    s.len = len;

    if (jobs_serial_head(&s) != JOBS_OK) {
        return JOBS_CORRUPT;
    }

    *count = 0;
    before = -1;
    at = s.at;

    for (i = 0; i < s.n; i++) {
        key = jobs_le16(s.heads + i * 4);
        n = jobs_le16(s.heads + i * 4 + 2) + 1;

        if (key <= before
            || (s.offsets != NULL && jobs_le32(s.offsets + i * 4) != at))
        {
            return JOBS_CORRUPT;
        }

        p = s.data + at;

        if (s.runs != NULL && (s.runs[i / 8] >> (i % 8) & 1)) {

            if (len - at < 2) {
                return JOBS_CORRUPT;
            }

            runs = jobs_le16(p);
            size = 2 + (size_t) runs * 4;
            rc = len - at < size ? JOBS_CORRUPT
                                 : jobs_check_runs(p + 2, runs, n, &last);

        } else if (n <= JOBS_ARRAY_MAX) {
            size = (size_t) n * 2;
            rc = len - at < size ? JOBS_CORRUPT
                                 : jobs_check_array(p, n, &last);

        } else {
            size = JOBS_BITSET_BYTES;
            rc = len - at < size ? JOBS_CORRUPT
                                 : jobs_check_bitset(p, n, &last);
        }

        if (rc != JOBS_OK || ((uint32_t) key << 16 | last) >= limit) {
            return JOBS_CORRUPT;
        }

        *count += n;
        before = key;
        at += size;
    }

    return at == len ? JOBS_OK : JOBS_CORRUPT;
}


jobs_rc_t
jobs_bitmap_read(const void *data, size_t len, uint32_t limit, uint64_t count,
    roaring_bitmap_t **bitmap)
{
    uint64_t  n;

    if (jobs_bitmap_check(data, len, limit, &n) != JOBS_OK || n != count) {
        return JOBS_CORRUPT;
    }

    *bitmap = roaring_bitmap_portable_deserialize_safe(data, len);

    return *bitmap != NULL ? JOBS_OK : JOBS_NOMEM;
}


/* cookie, number of containers, flags, heads, offsets */

static jobs_rc_t
jobs_serial_head(jobs_serial_t *s)
{
    size_t    at;
    uint32_t  cookie;

    if (s->len < 8) {
        return JOBS_CORRUPT;
    }

    cookie = jobs_le32(s->data);
    at = 4;
    s->runs = NULL;
    s->offsets = NULL;

    if ((cookie & 0xFFFF) == JOBS_COOKIE) {
        s->n = (cookie >> 16) + 1;
        s->runs = s->data + at;
        at += (s->n + 7) / 8;

    } else if (cookie == JOBS_COOKIE_NO_RUN) {
        s->n = jobs_le32(s->data + at);
        at += 4;

        if (s->n > JOBS_CONTAINERS) {
            return JOBS_CORRUPT;
        }

    } else {
        return JOBS_CORRUPT;
    }

    s->heads = s->data + at;
    at += (size_t) s->n * 4;

    if (s->runs == NULL || s->n >= JOBS_OFFSETS_FROM) {
        s->offsets = s->data + at;
        at += (size_t) s->n * 4;
    }

    s->at = at;

    return at <= s->len ? JOBS_OK : JOBS_CORRUPT;
}


static jobs_rc_t
jobs_check_array(const unsigned char *p, uint32_t n, uint32_t *last)
{
    uint32_t  i, value;

    *last = jobs_le16(p);

    for (i = 1; i < n; i++) {
        value = jobs_le16(p + i * 2);

        if (value <= *last) {
            return JOBS_CORRUPT;
        }

        *last = value;
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_check_bitset(const unsigned char *p, uint32_t n, uint32_t *last)
{
    uint32_t  i, bits;
    uint64_t  word;

    bits = 0;
    *last = 0;

    for (i = 0; i < JOBS_BITSET_BYTES / 8; i++) {
        word = (uint64_t) jobs_le32(p + i * 8 + 4) << 32
               | jobs_le32(p + i * 8);

        if (word != 0) {
            bits += (uint32_t) __builtin_popcountll(word);
            *last = i * 64 + 63 - (uint32_t) __builtin_clzll(word);
        }
    }

    return bits == n ? JOBS_OK : JOBS_CORRUPT;
}


/* runs do not touch: CRoaring would have made them one */

static jobs_rc_t
jobs_check_runs(const unsigned char *p, uint32_t runs, uint32_t n,
    uint32_t *last)
{
    int64_t   end;
    uint32_t  i, start, length, sum;

    end = -2;
    sum = 0;

    for (i = 0; i < runs; i++) {
        start = jobs_le16(p + i * 4);
        length = jobs_le16(p + i * 4 + 2);

        if ((int64_t) start <= end + 1 || start + length > 65535) {
            return JOBS_CORRUPT;
        }

        end = start + length;
        sum += length + 1;
    }

    *last = end < 0 ? 0 : (uint32_t) end;

    return sum == n ? JOBS_OK : JOBS_CORRUPT;
}
