/*
 * Memory, messages, digests.
 */

#include <stdarg.h>
#include <stdlib.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <openssl/evp.h>
#include "sync.h"


#define SYNC_CHUNK  (64 * 1024)


struct sync_chunk_s {
    sync_chunk_t      *next;
    size_t             size;
    char               data[];
};


static void *sync_realloc(void *ctx, void *p, size_t old, size_t size);
static void sync_free(void *ctx, void *p);


jobs_mem_t  sync_mem = { sync_realloc, sync_free, NULL };


static void *
sync_realloc(void *ctx, void *p, size_t old, size_t size)
{
    (void) ctx;
    (void) old;

    p = realloc(p, size);

    if (p == NULL) {
        sync_say("out of memory");
        exit(SYNC_EX_IO);
    }

    return p;
}


static void
sync_free(void *ctx, void *p)
{
    (void) ctx;

    free(p);
}


void *
sync_alloc(sync_arena_t *a, size_t size)
{
    void          *p;
    size_t         room;
    sync_chunk_t  *chunk;

    size = (size + 15) & ~(size_t) 15;

    if (a->first == NULL || a->first->size - a->used < size) {
        room = size > SYNC_CHUNK ? size : SYNC_CHUNK;
        chunk = sync_realloc(NULL, NULL, 0, sizeof(sync_chunk_t) + room);
        chunk->next = a->first;
        chunk->size = room;
        a->first = chunk;
        a->used = 0;
    }

    p = a->first->data + a->used;
    a->used += size;

    return p;
}


jobs_str_t
sync_dup(sync_arena_t *a, jobs_str_t s)
{
    char  *p;

    p = sync_alloc(a, s.len + 1);

    if (s.len != 0) {
        memcpy(p, s.data, s.len);
    }

    p[s.len] = '\0';

    return jobs_str(p, s.len);
}


jobs_str_t
sync_buf_dup(sync_arena_t *a, jobs_buf_t *b)
{
    jobs_str_t  s;

    s = sync_dup(a, jobs_buf_view(b));
    jobs_buf_reset(b);

    return s;
}


/* keeps one chunk of the usual size, so that a row costs no malloc() */

void
sync_arena_reset(sync_arena_t *a)
{
    sync_chunk_t  *chunk, *next, *keep;

    keep = NULL;

    for (chunk = a->first; chunk != NULL; chunk = next) {
        next = chunk->next;

        if (keep == NULL && chunk->size == SYNC_CHUNK) {
            keep = chunk;
            continue;
        }

        free(chunk);
    }

    if (keep != NULL) {
        keep->next = NULL;
    }

    a->first = keep;
    a->used = 0;
}


void
sync_arena_free(sync_arena_t *a)
{
    sync_arena_reset(a);
    free(a->first);
    a->first = NULL;
}


void *
sync_room(void *p, size_t *room, size_t need, size_t size)
{
    if (need <= *room) {
        return p;
    }

    *room = *room == 0 ? 1024 : *room;

    while (*room < need) {
        *room *= 2;
    }

    return sync_mem.realloc(NULL, p, 0, *room * size);
}


jobs_str_t
sync_str(const char *text)
{
    return jobs_str(text, text == NULL ? 0 : strlen(text));
}


void
sync_sha256_hex(jobs_buf_t *b, jobs_str_t s, unsigned digits)
{
    unsigned           i, len;
    unsigned char      digest[EVP_MAX_MD_SIZE];
    static const char  hex[] = "0123456789abcdef";

    if (EVP_Digest(s.data, s.len, digest, &len, EVP_sha256(), NULL) != 1) {
        sync_say("no SHA-256");
        exit(SYNC_EX_IO);
    }

    for (i = 0; i < digits && i < len * 2; i++) {
        jobs_buf_char(b, hex[i % 2 ? digest[i / 2] & 15 : digest[i / 2] >> 4]);
    }
}


jobs_rc_t
sync_slurp(jobs_buf_t *b, const char *path)
{
    int      fd;
    char     block[16384];
    ssize_t  n;

    fd = open(path, O_RDONLY|O_CLOEXEC);
    if (fd == -1) {
        return JOBS_ERROR;
    }

    do {
        n = read(fd, block, sizeof(block));

        if (n > 0) {
            jobs_buf_add(b, block, n);
        }

    } while ((n > 0 && b->rc == JOBS_OK) || (n == -1 && errno == EINTR));

    close(fd);

    return n == -1 ? JOBS_ERROR : b->rc;
}


cJSON *
sync_json_read(const char *path, size_t max, char *error, jobs_rc_t *rc)
{
    cJSON       *json;
    jobs_buf_t   b;
    const char  *end;

    jobs_buf_init(&b, &sync_mem, max);

    *rc = sync_slurp(&b, path);

    if (*rc != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", *rc == JOBS_LIMIT
                                          ? "it is too large"
                                          : strerror(errno));
        jobs_buf_free(&b);
        return NULL;
    }

    jobs_buf_char(&b, ' ');
    end = NULL;
    json = cJSON_ParseWithLengthOpts(b.data, b.len, &end, 0);

    while (json != NULL && end < b.data + b.len
           && strchr(" \t\r\n", *end) != NULL)
    {
        end++;
    }

    if (json == NULL || end != b.data + b.len) {
        cJSON_Delete(json);
        json = NULL;
        snprintf(error, SYNC_ERROR, "it is no JSON");
        *rc = JOBS_INVALID;
    }

    jobs_buf_free(&b);

    return json;
}


void
sync_say(const char *format, ...)
{
    va_list  args;

    va_start(args, format);
    fputs("jobs-sync: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}


void
sync_record_reset(sync_record_t *r)
{
    sync_arena_reset(&r->arena);
    memset(r->v, 0, sizeof(r->v));
    r->category_label = jobs_str(NULL, 0);
    r->reason[0] = '\0';
}


jobs_rc_t
sync_reason(sync_record_t *r, const char *format, ...)
{
    va_list  args;

    va_start(args, format);
    vsnprintf(r->reason, sizeof(r->reason), format, args);
    va_end(args);

    return JOBS_INVALID;
}


jobs_rc_t
sync_refuse(sync_feed_t *feed, const char *format, ...)
{
    va_list  args;

    va_start(args, format);
    vsnprintf(feed->error, sizeof(feed->error), format, args);
    va_end(args);

    return JOBS_INVALID;
}
