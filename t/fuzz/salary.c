/*
 * Salary texts: what is read can be a salary.
 */

#include "sync_salary.h"
#include "fuzz.h"


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int          strict;
    jobs_str_t   text;
    sync_wage_t  w;

    text = fuzz_text(data, size);

    for (strict = 0; strict < 2; strict++) {
        if (sync_salary_read(&w, text, jobs_lit("US"), strict)) {
            fuzz_check(w.min > 0 || w.max > 0, "no end", text);
            fuzz_check(w.max == 0 || w.min <= w.max, "order", text);
            fuzz_check(w.min >= 0 && w.max <= 1e12, "size", text);
            fuzz_check(strlen(w.currency) % 3 == 0, "currency", text);
        }
    }

    return 0;
}
