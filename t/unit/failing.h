/*
 * libc's allocator as core/ wants it, counted, of which a call can be made to
 * fail: the one numbered fail_at (fail_once), or all from it on.
 */

#ifndef FAILING_H
#define FAILING_H


#include <stdlib.h>
#include "jobs_core.h"


static long  calls;         /* since it was set to 0    */
static long  blocks;        /* that nobody has freed    */
static long  fail_at;       /* 0: none                  */
static int   fail_once;


static void *
failing_realloc(void *ctx, void *p, size_t old, size_t n)
{
    void  *q;

    (void) ctx;
    (void) old;

    calls++;

    if (fail_at != 0 && (fail_once ? calls == fail_at : calls >= fail_at)) {
        return NULL;
    }

    q = realloc(p, n);
    blocks += (p == NULL && q != NULL);

    return q;
}


static void
failing_free(void *ctx, void *p)
{
    (void) ctx;

    blocks -= (p != NULL);
    free(p);
}


static jobs_mem_t  mem = { failing_realloc, failing_free, NULL };


#endif /* FAILING_H */
