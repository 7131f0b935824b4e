/*
 * Dates of feeds: one that is read can be written and read again.
 */

#include "sync.h"
#include "fuzz.h"


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t     t, again;
    jobs_buf_t  b;
    jobs_str_t  text;

    text = fuzz_text(data, size);

    if (sync_parse_time(text, &t) != JOBS_OK) {
        return 0;
    }

    jobs_buf_init(&b, &fuzz_mem, 64);
    jobs_buf_time(&b, t);
    fuzz_check(jobs_parse_time(jobs_buf_view(&b), &again) == JOBS_OK
               && again == t, "again", text);
    jobs_buf_free(&b);

    return 0;
}
