/*
 * The memory of cJSON.  A row is some thirty nodes, made and deleted together:
 * they stand in one block.
 */

#include <stddef.h>
#include <stdlib.h>
#include "sync.h"


/* AddressSanitizer looks at each node by itself */

#ifdef __SANITIZE_ADDRESS__
#define SYNC_CJSON_BLOCK  1
#else
#define SYNC_CJSON_BLOCK  (256 * 1024)
#endif


static void *sync_cjson_malloc(size_t size);
static void sync_cjson_free(void *p);


static union {
    max_align_t    align;
    char           data[SYNC_CJSON_BLOCK];
} sync_cjson;

static size_t  sync_cjson_used;
static int     sync_cjson_row;


void
sync_cjson_init(void)
{
    cJSON_Hooks  hooks;

    hooks.malloc_fn = sync_cjson_malloc;
    hooks.free_fn = sync_cjson_free;
    cJSON_InitHooks(&hooks);
}


void
sync_cjson_begin(void)
{
    sync_cjson_row = 1;
    sync_cjson_used = 0;
}


void
sync_cjson_end(void)
{
    sync_cjson_row = 0;
}


static void *
sync_cjson_malloc(size_t size)
{
    char    *p;
    size_t   n;

    n = (size + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);

    if (!sync_cjson_row || n < size
        || n > sizeof(sync_cjson.data) - sync_cjson_used)
    {
        return sync_mem.realloc(NULL, NULL, 0, size);
    }

    p = sync_cjson.data + sync_cjson_used;
    sync_cjson_used += n;

    return p;
}


static void
sync_cjson_free(void *p)
{
    if ((char *) p < sync_cjson.data
        || (char *) p >= sync_cjson.data + sizeof(sync_cjson.data))
    {
        free(p);
    }
}
