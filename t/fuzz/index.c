/*
 * What a hostile snapshot could have for an index.  The lowest bit of the
 * first byte says which half: two serialised bitmaps, the first one's length
 * before it (2 bytes), which CRoaring reads and combines, and plain arrays
 * do; or changes to the tables of the index of a good snapshot
 * (t/unit/program.h), which is then loaded and asked.  The next bits say what
 * is computed or asked: all of it would take too long.
 *
 * jobs-sync makes the snapshot.  CRoaring's own faults are only seen with
 * ROARING_SRC=.
 */

#include "../unit/plain.h"
#include "../unit/program.h"
#include "fuzz.h"


#define FUZZ_LIMIT  200000


static void  fuzz_open(void);
static void  fuzz_named(const char *wrong);
static void  fuzz_bitmaps(const uint8_t *data, size_t size,
                      unsigned which);
static roaring_bitmap_t  *fuzz_bitmap(plain_t *p, const uint8_t *data,
                      size_t len);


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (hostile_db == NULL) {
        fuzz_open();
    }

    if (size == 0) {
        fuzz_check(hostile_program(data, size, HOSTILE_ALL) == JOBS_OK,
                   "the good one is refused",
                   jobs_str(hostile_error, strlen(hostile_error)));
        return 0;
    }

    if (data[0] & 1) {
        (void) hostile_program(data + 1, size - 1, data[0] >> 1 & 7);
        fuzz_named(hostile_wrong);

    } else {
        fuzz_bitmaps(data + 1, size - 1, 1U << (data[0] >> 1 & 7));
    }

    return 0;
}


static void
fuzz_open(void)
{
    int          good;
    char         dir[] = "/tmp/jobs-fuzz-XXXXXX";
    char         feed[64], path[64];

    good = mkdtemp(dir) != NULL;
    snprintf(feed, sizeof(feed), "%s/feed.jsonl", dir);
    snprintf(path, sizeof(path), "%s/jobs.db", dir);

    good = good && board_build(feed, path) && hostile_open(path, &fuzz_mem);

    unlink(feed);
    unlink(path);
    rmdir(dir);

    fuzz_check(good, "no snapshot", jobs_str(dir, strlen(dir)));
}


static void
fuzz_named(const char *wrong)
{
    fuzz_check(wrong == NULL, "wrong",
               jobs_str(wrong, wrong == NULL ? 0 : strlen(wrong)));
}


static void
fuzz_bitmaps(const uint8_t *data, size_t size, unsigned which)
{
    size_t             len;
    plain_t            p, q;
    roaring_bitmap_t  *a, *b;

    if (size < 2) {
        return;
    }

    len = jobs_le16(data);
    len = len < size - 2 ? len : size - 2;

    memset(&p, 0, sizeof(plain_t));
    memset(&q, 0, sizeof(plain_t));

    a = fuzz_bitmap(&p, data + 2, len);
    b = fuzz_bitmap(&q, data + 2 + len, size - 2 - len);

    if (a != NULL && b != NULL) {
        fuzz_named(plain_operations(&p, &q, a, b, which,
                                    FUZZ_LIMIT));
    }

    plain_free(&p);
    plain_free(&q);

    if (a != NULL) {
        roaring_bitmap_free(a);
    }

    if (b != NULL) {
        roaring_bitmap_free(b);
    }
}


/* NULL: it is none */

static roaring_bitmap_t *
fuzz_bitmap(plain_t *p, const uint8_t *data, size_t len)
{
    uint64_t           n;
    roaring_bitmap_t  *b;

    if (jobs_bitmap_check(data, len, FUZZ_LIMIT, &n) != JOBS_OK) {
        return NULL;
    }

    fuzz_check(jobs_bitmap_read(data, len, FUZZ_LIMIT, n, &b) == JOBS_OK
               && plain_decode(p, data, len) && p->n == n
               && plain_agrees(p, b, FUZZ_LIMIT), "read", jobs_lit(""));

    return b;
}
