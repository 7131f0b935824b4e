/*
 * A request's arguments, into a filter, into the canonical query: which must
 * be its own canonical query, and mean the same.
 */

#include "jobs_filter.h"
#include "jobs_text.h"
#include "fuzz.h"


static jobs_rc_t  fuzz_canonical(jobs_filter_t *f, jobs_buf_t *b,
                      jobs_str_t query);
static int        fuzz_same(const jobs_filter_t *a, const jobs_filter_t *b);


static jobs_args_t    args;
static jobs_filter_t  first, second;


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jobs_buf_t  out, again, heading;

    jobs_buf_init(&out, &fuzz_mem, 65536);
    jobs_buf_init(&again, &fuzz_mem, 65536);
    jobs_buf_init(&heading, &fuzz_mem, 65536);

    if (fuzz_canonical(&first, &out, fuzz_text(data, size)) == JOBS_OK) {
        fuzz_check(out.rc == JOBS_OK, "too long", jobs_buf_view(&out));

        jobs_filter_heading(&heading, &first, JOBS_LANG_EN);
        fuzz_check(jobs_utf8_valid(jobs_buf_view(&heading)), "not UTF-8",
                   jobs_buf_view(&heading));

        /* escapes can make it longer than a request may be */

        if (out.len > 0 && out.len <= JOBS_ARGS_BYTES) {
            fuzz_check(fuzz_canonical(&second, &again, jobs_buf_view(&out))
                       == JOBS_OK, "refused", jobs_buf_view(&out));
            fuzz_check(jobs_str_eq(jobs_buf_view(&out),
                                   jobs_buf_view(&again)),
                       "canonical", jobs_buf_view(&out));
            fuzz_check(fuzz_same(&first, &second), "another meaning",
                       jobs_buf_view(&out));
        }
    }

    jobs_buf_free(&out);
    jobs_buf_free(&again);
    jobs_buf_free(&heading);

    return 0;
}


static jobs_rc_t
fuzz_canonical(jobs_filter_t *f, jobs_buf_t *b, jobs_str_t query)
{
    jobs_rc_t     rc;
    const char   *reason;
    jobs_fault_t  fault;

    memset(&fault, 0, sizeof(jobs_fault_t));
    jobs_filter_init(f, 20);

    reason = NULL;
    rc = jobs_args_parse(&args, query, &reason);

    if (rc != JOBS_OK) {
        fuzz_check(reason != NULL, "no reason", query);
        return rc;
    }

    rc = jobs_filter_args(f, &args, (1ULL << JOBS_P_N) - 1, 100, &fault);

    if (rc != JOBS_OK) {
        fuzz_check(fault.reason != NULL && fault.parameter.data != NULL,
                   "no reason", query);
        return rc;
    }

    jobs_filter_query(b, f, JOBS_P_N, f->offset);

    return JOBS_OK;
}


static int
fuzz_same(const jobs_filter_t *a, const jobs_filter_t *b)
{
    unsigned             i, k;
    const jobs_value_t  *v;

    if (a->sort != b->sort || a->reverse != b->reverse || a->limit != b->limit
        || a->offset != b->offset)
    {
        return 0;
    }

    for (i = 0, k = 0; i < a->nvalues; i++) {
        v = &a->values[i];

        if (v->param >= JOBS_P_SORT) {
            continue;                   /* compared above */
        }

        if (k == b->nvalues || b->values[k].param != v->param
            || b->values[k].exclude != v->exclude
            || b->values[k].number != v->number
            || !jobs_str_eq(b->values[k].text, v->text))
        {
            return 0;
        }

        k++;
    }

    return k == b->nvalues || b->values[k].param >= JOBS_P_SORT;
}
