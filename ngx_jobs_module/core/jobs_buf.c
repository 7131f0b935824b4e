/*
 * A growing byte buffer with a cap.
 */

#include "jobs_buf.h"


static int  jobs_buf_grow(jobs_buf_t *b, size_t len);


void
jobs_buf_init(jobs_buf_t *b, jobs_mem_t *mem, size_t max)
{
    b->data = NULL;
    b->len = 0;
    b->size = 0;
    b->max = max;
    b->rc = JOBS_OK;
    b->mem = mem;
}


void
jobs_buf_free(jobs_buf_t *b)
{
    if (b->data != NULL) {
        b->mem->free(b->mem->ctx, b->data);
    }

    jobs_buf_init(b, b->mem, b->max);
}


void
jobs_buf_reset(jobs_buf_t *b)
{
    b->len = 0;
    b->rc = JOBS_OK;
}


void
jobs_buf_reserve(jobs_buf_t *b, size_t size)
{
    char  *data;

    if (size <= b->size || size > b->max) {
        return;
    }

    data = b->mem->realloc(b->mem->ctx, b->data, b->size, size);

    if (data != NULL) {
        b->data = data;
        b->size = size;
    }
}


void
jobs_buf_add(jobs_buf_t *b, const void *data, size_t len)
{
    if (len > b->size - b->len) {
        if (!jobs_buf_grow(b, len)) {
            return;
        }

    } else if (b->rc != JOBS_OK || len == 0) {
        return;
    }

    memcpy(b->data + b->len, data, len);
    b->len += len;
}


void
jobs_buf_str(jobs_buf_t *b, jobs_str_t s)
{
    jobs_buf_add(b, s.data, s.len);
}


void
jobs_buf_char(jobs_buf_t *b, char c)
{
    if (b->len < b->size && b->rc == JOBS_OK) {
        b->data[b->len++] = c;
        return;
    }

    jobs_buf_add(b, &c, 1);
}


void
jobs_buf_uint(jobs_buf_t *b, uint64_t n)
{
    char    digits[20];
    size_t  i;

    i = sizeof(digits);

    do {
        digits[--i] = (char) ('0' + n % 10);
        n /= 10;
    } while (n != 0);

    jobs_buf_add(b, digits + i, sizeof(digits) - i);
}


/* makes room for len more bytes: 1, or 0 with the reason in b->rc */

static int
jobs_buf_grow(jobs_buf_t *b, size_t len)
{
    char    *data;
    size_t   size;

    if (b->rc != JOBS_OK) {
        return 0;
    }

    if (len > b->max - b->len) {
        b->rc = JOBS_LIMIT;
        return 0;
    }

    size = b->size < 256 ? 256 : b->size;

    while (size < b->len + len) {
        size *= 2;
    }

    if (size > b->max) {
        size = b->max;
    }

    data = b->mem->realloc(b->mem->ctx, b->data, b->size, size);
    if (data == NULL) {
        b->rc = JOBS_NOMEM;
        return 0;
    }

    b->data = data;
    b->size = size;

    return 1;
}
