/*
 * Fuzz targets: LLVMFuzzerTestOneInput without a main, for libFuzzer.
 *
 *     make fuzz FUZZ_TIME=60
 *     build/fuzz/search build/fuzz/search-crash-...       one input again
 */

#ifndef FUZZ_H
#define FUZZ_H


#include <stdio.h>
#include <stdlib.h>
#include "jobs_buf.h"


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static inline void *
fuzz_realloc(void *ctx, void *p, size_t old, size_t size)
{
    (void) ctx;
    (void) old;

    return realloc(p, size);
}


static inline void
fuzz_free(void *ctx, void *p)
{
    (void) ctx;

    free(p);
}


static jobs_mem_t  fuzz_mem = { fuzz_realloc, fuzz_free, NULL };


/* the input as text; an empty one has no bytes to point to */

static inline jobs_str_t
fuzz_text(const uint8_t *data, size_t size)
{
    return jobs_str(size == 0 ? NULL : (const char *) data, size);
}


/* what should never be false; label and text go before the abort */

static inline void
fuzz_check(int good, const char *label, jobs_str_t text)
{
    if (!good) {
        fprintf(stderr, "%s: %.*s\n", label, (int) text.len,
                text.data == NULL ? "" : text.data);
        abort();
    }
}


#endif /* FUZZ_H */
