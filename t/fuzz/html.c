/*
 * HTML of feeds: what comes out is safe, and doing it again changes nothing.
 */

#include "sync_html.h"
#include "fuzz.h"


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jobs_buf_t  one, two;
    jobs_str_t  bad;

    jobs_buf_init(&one, &fuzz_mem, SYNC_HTML_MAX);
    jobs_buf_init(&two, &fuzz_mem, SYNC_HTML_MAX);

    sync_html_sanitise(&one, fuzz_text(data, size));
    fuzz_check(one.rc == JOBS_OK, "too long", jobs_buf_view(&one));
    fuzz_check(sync_html_safe(jobs_buf_view(&one), &bad), "unsafe",
               jobs_buf_view(&one));
    fuzz_check(jobs_utf8_valid(jobs_buf_view(&one)), "no UTF-8",
               jobs_buf_view(&one));

    sync_html_sanitise(&two, jobs_buf_view(&one));
    fuzz_check(jobs_str_eq(jobs_buf_view(&one), jobs_buf_view(&two)),
               "changed again", jobs_buf_view(&two));

    jobs_buf_reset(&two);
    sync_html_plain(&two, jobs_buf_view(&one));
    jobs_buf_reset(&one);
    sync_text_cut(&one, jobs_buf_view(&two), SYNC_TEXT_CUT);
    fuzz_check(jobs_utf8_valid(jobs_buf_view(&one)), "excerpt",
               jobs_buf_view(&one));

    jobs_buf_free(&two);
    jobs_buf_free(&one);

    return 0;
}
