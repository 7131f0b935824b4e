/*
 * A growing byte buffer that knows its cap from birth.
 *
 * Appends never fail one by one: the first failure is kept in buf->rc, what
 * follows is ignored, and the caller looks once, at the end.
 */

#ifndef JOBS_BUF_H
#define JOBS_BUF_H


#include "jobs_core.h"


typedef struct {
    char          *data;
    size_t         len;
    size_t         size;       /* allocated                       */
    size_t         max;        /* never grows beyond              */
    jobs_rc_t      rc;         /* JOBS_OK, JOBS_NOMEM, JOBS_LIMIT */
    jobs_mem_t    *mem;
} jobs_buf_t;


void jobs_buf_init(jobs_buf_t *b, jobs_mem_t *mem, size_t max);
void jobs_buf_free(jobs_buf_t *b);

/* forgets the content and a kept failure, keeps the memory */
void jobs_buf_reset(jobs_buf_t *b);

/* makes room for size bytes in all, where there is memory for so many */
void jobs_buf_reserve(jobs_buf_t *b, size_t size);

void jobs_buf_add(jobs_buf_t *b, const void *data, size_t len);
void jobs_buf_str(jobs_buf_t *b, jobs_str_t s);
void jobs_buf_char(jobs_buf_t *b, char c);
void jobs_buf_uint(jobs_buf_t *b, uint64_t n);

#define jobs_buf_lit(b, text)  jobs_buf_add(b, text, sizeof(text) - 1)

/* what was written so far; valid until the next append */
static inline jobs_str_t
jobs_buf_view(const jobs_buf_t *b)
{
    return jobs_str(b->data, b->len);
}


#endif /* JOBS_BUF_H */
