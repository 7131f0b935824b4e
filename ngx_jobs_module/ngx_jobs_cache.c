/*
 * Answers in shared memory, for all workers.
 *
 * The zone holds tables of fixed size: entries, found by the base of their key
 * through buckets, and chunks, in which their bytes lie in chains.  Everything
 * is a number in a table, so nothing fragments, and all of it is done under
 * the zone's mutex; answers are copied out, so nobody refers to an entry when
 * the mutex is free again.  nginx frees the mutex of a worker that was killed;
 * what that worker may have left half done is known by the flag "dirty", and
 * the tables start empty then.
 *
 * Entries stand in two queues, each from the last used to the first: an answer
 * that is asked for again while it is on trial is kept, and the kept ones have
 * most of the room.  In a full cache an answer is put only when its request
 * was seen before.  So neither a flood of requests that come once nor one of
 * those that come twice pushes out what is asked for all the time.
 */

#include "ngx_jobs_cache.h"
#include "ngx_jobs_counters.h"


#define NGX_JOBS_CHUNK        4096
#define NGX_JOBS_NONE         UINT32_MAX
#define NGX_JOBS_SEEN         4         /* requests remembered, a chunk     */
#define NGX_JOBS_EVICT_MAX    64        /* entries that one answer pushes out */
#define NGX_JOBS_SHARE        8         /* the largest answer: a share of all */
#define NGX_JOBS_KEPT         5         /* of which 4 parts are kept        */
#define NGX_JOBS_STATES       2         /* answers to the same request      */

enum { NGX_JOBS_TRIAL = 0, NGX_JOBS_KEEP, NGX_JOBS_QUEUES };


typedef struct {
    u_char                     base[NGX_JOBS_BASE];
    u_char                     part[NGX_JOBS_PART];
    u_char                     generation[64];
    int64_t                    built_at;
    int64_t                    stored;
    int64_t                    modified;
    int64_t                    until;
    uint64_t                   total;
    uint32_t                   count;
    uint32_t                   list;
    uint32_t                   link;        /* bytes before the plain body */
    uint32_t                   bytes[NGX_JOBS_CODINGS];
    uint32_t                   chunk[NGX_JOBS_CODINGS];    /* the first    */
    uint32_t                   chunks;
    uint32_t                   bucket;      /* the next there, or of those
                                               that are free               */
    uint32_t                   prev;        /* in its queue                */
    uint32_t                   next;
    uint32_t                   queue;
} ngx_jobs_entry_t;

typedef struct {
    uint32_t                   first;
    uint32_t                   last;
    uint32_t                   chunks;
} ngx_jobs_queue_t;

typedef struct {
    volatile uint32_t          dirty;
    uint32_t                   nentries;    /* there are as many buckets   */
    uint32_t                   nchunks;
    uint32_t                   entry;       /* the first that is free      */
    uint32_t                   chunk;
    uint32_t                   used;        /* entries                     */
    uint32_t                   free;        /* chunks                      */
    ngx_jobs_queue_t           queues[NGX_JOBS_QUEUES];

    uint32_t                  *buckets;
    ngx_jobs_entry_t          *entries;
    uint32_t                  *next;        /* of each chunk               */
    uint32_t                  *seen;
    u_char                    *data;
} ngx_jobs_cache_t;


static ngx_int_t   ngx_jobs_cache_zone(ngx_shm_zone_t *zone, void *data);
static void        ngx_jobs_cache_reset(ngx_jobs_cache_t *c);
static ngx_jobs_cache_t  *ngx_jobs_cache_lock(ngx_shm_zone_t *zone);
static void        ngx_jobs_cache_unlock(ngx_shm_zone_t *zone);
static ngx_jobs_entry_t  *ngx_jobs_cache_find(ngx_jobs_cache_t *c,
                       ngx_jobs_key_t *key, ngx_uint_t stale);
static ngx_int_t   ngx_jobs_cache_read(ngx_http_request_t *r,
                       ngx_jobs_cache_t *c, ngx_jobs_entry_t *e,
                       ngx_uint_t coding, ngx_jobs_answer_t *answer);
static void        ngx_jobs_cache_copy(ngx_jobs_cache_t *c, uint32_t chunk,
                       u_char *p, size_t len);
static uint32_t    ngx_jobs_cache_write(ngx_jobs_cache_t *c, ngx_str_t *a,
                       ngx_str_t *b);
static ngx_uint_t  ngx_jobs_cache_seen(ngx_jobs_cache_t *c,
                       ngx_jobs_key_t *key);
static ngx_uint_t  ngx_jobs_cache_room(ngx_jobs_cache_t *c,
                       ngx_jobs_key_t *key, ngx_uint_t chunks,
                       ngx_jobs_entry_t *keep);
static ngx_jobs_entry_t  *ngx_jobs_cache_add(ngx_jobs_cache_t *c,
                       ngx_jobs_key_t *key, ngx_jobs_answer_t *answer);
static void        ngx_jobs_cache_attach(ngx_jobs_cache_t *c,
                       ngx_jobs_entry_t *e, ngx_uint_t coding, ngx_str_t *a,
                       ngx_str_t *b);
static void        ngx_jobs_cache_supersede(ngx_jobs_cache_t *c,
                       ngx_jobs_key_t *key);
static void        ngx_jobs_cache_remove(ngx_jobs_cache_t *c,
                       ngx_jobs_entry_t *e);
static void        ngx_jobs_cache_use(ngx_jobs_cache_t *c,
                       ngx_jobs_entry_t *e);
static void        ngx_jobs_queue_insert(ngx_jobs_cache_t *c,
                       ngx_jobs_entry_t *e, uint32_t queue);
static void        ngx_jobs_queue_remove(ngx_jobs_cache_t *c,
                       ngx_jobs_entry_t *e);
static uint32_t   *ngx_jobs_cache_bucket(ngx_jobs_cache_t *c, u_char *base);


#define ngx_jobs_chunks(bytes)                                                \
    (((bytes) + NGX_JOBS_CHUNK - 1) / NGX_JOBS_CHUNK)


ngx_int_t
ngx_jobs_cache_init(ngx_conf_t *cf, ngx_jobs_main_conf_t *jmcf)
{
    ngx_str_t  name;

    if (jmcf->cache_size == 0) {
        return NGX_OK;
    }

    ngx_str_set(&name, "ngx_jobs_cache");

    jmcf->cache = ngx_shared_memory_add(cf, &name, jmcf->cache_size,
                                        &ngx_jobs_module);
    if (jmcf->cache == NULL) {
        return NGX_ERROR;
    }

    jmcf->cache->init = ngx_jobs_cache_zone;

    return NGX_OK;
}


/* the tables fill what the slab allocator has */

static ngx_int_t
ngx_jobs_cache_zone(ngx_shm_zone_t *zone, void *data)
{
    u_char            *p;
    size_t             size, each;
    ngx_slab_pool_t   *shpool;
    ngx_jobs_cache_t  *c;

    shpool = (ngx_slab_pool_t *) zone->shm.addr;

    if (data || zone->shm.exists) {
        zone->data = shpool->data;
        return NGX_OK;
    }

    size = shpool->pfree * ngx_pagesize;
    each = NGX_JOBS_CHUNK + (2 + NGX_JOBS_SEEN) * sizeof(uint32_t)
           + sizeof(ngx_jobs_entry_t);

    if (size < sizeof(ngx_jobs_cache_t) + ngx_pagesize + 4 * each) {
        ngx_log_error(NGX_LOG_EMERG, zone->shm.log, 0,
                      "jobs: \"jobs_cache_size\" is too small for a cache; "
                      "0 turns it off");
        return NGX_ERROR;
    }

    p = ngx_slab_calloc(shpool, size);
    if (p == NULL) {
        return NGX_ERROR;
    }

    c = (ngx_jobs_cache_t *) p;
    c->nchunks = (size - sizeof(ngx_jobs_cache_t) - ngx_pagesize) / each;
    c->nentries = c->nchunks;

    p += ngx_align(sizeof(ngx_jobs_cache_t), sizeof(uint64_t));
    c->entries = (ngx_jobs_entry_t *) p;

    p += c->nentries * sizeof(ngx_jobs_entry_t);
    c->buckets = (uint32_t *) p;

    p += c->nentries * sizeof(uint32_t);
    c->next = (uint32_t *) p;

    p += c->nchunks * sizeof(uint32_t);
    c->seen = (uint32_t *) p;

    p += c->nchunks * NGX_JOBS_SEEN * sizeof(uint32_t);
    c->data = ngx_align_ptr(p, 64);

    ngx_jobs_cache_reset(c);

    shpool->data = c;
    zone->data = c;

    return NGX_OK;
}


static void
ngx_jobs_cache_reset(ngx_jobs_cache_t *c)
{
    uint32_t  i;

    for (i = 0; i < c->nentries; i++) {
        c->buckets[i] = NGX_JOBS_NONE;
        c->entries[i].bucket = i + 1 < c->nentries ? i + 1 : NGX_JOBS_NONE;
    }

    for (i = 0; i < c->nchunks; i++) {
        c->next[i] = i + 1 < c->nchunks ? i + 1 : NGX_JOBS_NONE;
    }

    for (i = 0; i < NGX_JOBS_QUEUES; i++) {
        c->queues[i].first = NGX_JOBS_NONE;
        c->queues[i].last = NGX_JOBS_NONE;
        c->queues[i].chunks = 0;
    }

    c->entry = 0;
    c->chunk = 0;
    c->used = 0;
    c->free = c->nchunks;
}


static ngx_jobs_cache_t *
ngx_jobs_cache_lock(ngx_shm_zone_t *zone)
{
    ngx_slab_pool_t   *shpool;
    ngx_jobs_cache_t  *c;

    shpool = (ngx_slab_pool_t *) zone->shm.addr;

    ngx_shmtx_lock(&shpool->mutex);

    c = zone->data;

    if (c->dirty) {
        ngx_log_error(NGX_LOG_WARN, ngx_cycle->log, 0,
                      "jobs: a worker ended amid a change of the cache, which "
                      "starts empty");

        ngx_jobs_cache_reset(c);
    }

    c->dirty = 1;
    ngx_memory_barrier();

    return c;
}


static void
ngx_jobs_cache_unlock(ngx_shm_zone_t *zone)
{
    ngx_slab_pool_t   *shpool;
    ngx_jobs_cache_t  *c;

    shpool = (ngx_slab_pool_t *) zone->shm.addr;
    c = zone->data;

    ngx_memory_barrier();
    c->dirty = 0;

    ngx_shmtx_unlock(&shpool->mutex);
}


ngx_int_t
ngx_jobs_cache_get(ngx_http_request_t *r, ngx_jobs_key_t *key,
    ngx_uint_t coding, ngx_uint_t stale, ngx_jobs_answer_t *answer)
{
    ngx_int_t              rc;
    ngx_jobs_cache_t      *c;
    ngx_jobs_entry_t      *e;
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_http_get_module_main_conf(r, ngx_jobs_module);

    if (jmcf->cache == NULL || !(stale ? key->made : key->valid)) {
        return NGX_DECLINED;
    }

    c = ngx_jobs_cache_lock(jmcf->cache);

    e = ngx_jobs_cache_find(c, key, stale);

    if (e == NULL) {
        rc = NGX_DECLINED;

    } else {
        ngx_jobs_cache_use(c, e);
        rc = ngx_jobs_cache_read(r, c, e, coding, answer);
    }

    ngx_jobs_cache_unlock(jmcf->cache);

    return rc;
}


void
ngx_jobs_cache_put(ngx_jobs_main_conf_t *jmcf, ngx_jobs_key_t *key,
    ngx_jobs_answer_t *answer, ngx_str_t *body, ngx_str_t *encoded)
{
    ngx_str_t          nothing;
    ngx_uint_t         chunks, all;
    ngx_jobs_cache_t  *c;
    ngx_jobs_entry_t  *e;

    if (jmcf->cache == NULL || !key->valid) {
        return;
    }

    ngx_str_null(&nothing);

    chunks = ngx_jobs_chunks(answer->link.len + body->len);
    all = chunks;

    if (encoded->data != NULL) {
        all += ngx_jobs_chunks(encoded->len);
    }

    c = ngx_jobs_cache_lock(jmcf->cache);

    e = ngx_jobs_cache_find(c, key, 0);

    if (e == NULL && body->len > 0 && all <= c->nchunks / NGX_JOBS_SHARE + 1) {
        if (ngx_jobs_cache_room(c, key, all, NULL)) {
            ngx_jobs_cache_supersede(c, key);

            e = ngx_jobs_cache_add(c, key, answer);
            ngx_jobs_cache_attach(c, e, NGX_JOBS_PLAIN, &answer->link, body);
            ngx_jobs_count(NGX_JOBS_C_CACHE_STORE);
        }
    }

    if (e != NULL && encoded->data != NULL
        && e->chunk[answer->coding] == NGX_JOBS_NONE
        && ngx_jobs_cache_room(c, key, ngx_jobs_chunks(encoded->len), e))
    {
        ngx_jobs_cache_attach(c, e, answer->coding, &nothing, encoded);
    }

    if (e == NULL) {
        ngx_jobs_count(NGX_JOBS_C_CACHE_REFUSED);
    }

    ngx_jobs_cache_unlock(jmcf->cache);
}


void
ngx_jobs_cache_figures(ngx_jobs_main_conf_t *jmcf,
    ngx_jobs_figures_t *figures)
{
    ngx_jobs_cache_t  *c;

    ngx_memzero(figures, sizeof(ngx_jobs_figures_t));

    if (jmcf->cache == NULL) {
        return;
    }

    c = ngx_jobs_cache_lock(jmcf->cache);

    figures->answers = c->used;
    figures->used = (uint64_t) (c->queues[NGX_JOBS_TRIAL].chunks
                                + c->queues[NGX_JOBS_KEEP].chunks)
                    * NGX_JOBS_CHUNK;
    figures->free = (uint64_t) c->free * NGX_JOBS_CHUNK;
    figures->size = (uint64_t) c->nchunks * NGX_JOBS_CHUNK;

    ngx_jobs_cache_unlock(jmcf->cache);
}


/* stale: the newest answer to the request, whatever it was made of */

static ngx_jobs_entry_t *
ngx_jobs_cache_find(ngx_jobs_cache_t *c, ngx_jobs_key_t *key,
    ngx_uint_t stale)
{
    uint32_t           i;
    ngx_jobs_entry_t  *e, *newest;

    newest = NULL;

    for (i = *ngx_jobs_cache_bucket(c, key->base); i != NGX_JOBS_NONE;
         i = e->bucket)
    {
        e = &c->entries[i];

        if (ngx_memcmp(e->base, key->base, NGX_JOBS_BASE) != 0) {
            continue;
        }

        if (stale) {
            if (newest == NULL || e->stored >= newest->stored) {
                newest = e;
            }

        } else if (ngx_memcmp(e->part, key->part, NGX_JOBS_PART) == 0) {
            return e;
        }
    }

    return newest;
}


static ngx_int_t
ngx_jobs_cache_read(ngx_http_request_t *r, ngx_jobs_cache_t *c,
    ngx_jobs_entry_t *e, ngx_uint_t coding, ngx_jobs_answer_t *answer)
{
    u_char  *p;
    size_t   len, link;

    if (e->chunk[coding] == NGX_JOBS_NONE) {
        coding = NGX_JOBS_PLAIN;
    }

    /* the link stands before the plain body, whichever is sent */

    link = e->link;
    len = e->bytes[coding] + (coding == NGX_JOBS_PLAIN ? 0 : link);

    p = ngx_palloc(r->pool, len + 1);
    if (p == NULL) {
        return NGX_DECLINED;
    }

    if (coding == NGX_JOBS_PLAIN) {
        ngx_jobs_cache_copy(c, e->chunk[coding], p, len);

    } else {
        ngx_jobs_cache_copy(c, e->chunk[NGX_JOBS_PLAIN], p, link);
        ngx_jobs_cache_copy(c, e->chunk[coding], p + link, len - link);
    }

    answer->link.data = p;
    answer->link.len = link;
    answer->body.data = p + link;
    answer->body.len = len - link;
    answer->coding = coding;
    answer->total = e->total;
    answer->count = e->count;
    answer->list = e->list;
    answer->built_at = e->built_at;
    answer->stored = e->stored;
    answer->modified = e->modified;
    answer->until = e->until;
    ngx_memcpy(answer->generation, e->generation, sizeof(e->generation));
    ngx_memcpy(answer->part, e->part, NGX_JOBS_PART);

    return NGX_OK;
}


static void
ngx_jobs_cache_copy(ngx_jobs_cache_t *c, uint32_t chunk, u_char *p, size_t len)
{
    size_t  n;

    while (len > 0) {
        n = ngx_min(len, NGX_JOBS_CHUNK);

        p = ngx_cpymem(p, c->data + (size_t) chunk * NGX_JOBS_CHUNK, n);

        len -= n;
        chunk = c->next[chunk];
    }
}


/* a, then b, in chunks that are free: there are enough; gives the first */

static uint32_t
ngx_jobs_cache_write(ngx_jobs_cache_t *c, ngx_str_t *a, ngx_str_t *b)
{
    u_char     *p;
    size_t      n, left, at[2];
    uint32_t    first, chunk, *link;
    ngx_uint_t  i;
    ngx_str_t  *parts[2];

    parts[0] = a;
    parts[1] = b;
    at[0] = 0;
    at[1] = 0;
    i = 0;
    link = &first;

    while (i < 2) {
        chunk = c->chunk;
        c->chunk = c->next[chunk];
        c->free--;
        *link = chunk;
        link = &c->next[chunk];

        p = c->data + (size_t) chunk * NGX_JOBS_CHUNK;
        left = NGX_JOBS_CHUNK;

        while (i < 2) {
            n = ngx_min(left, parts[i]->len - at[i]);

            if (n > 0) {
                p = ngx_cpymem(p, parts[i]->data + at[i], n);
                at[i] += n;
                left -= n;
            }

            if (at[i] < parts[i]->len) {
                break;
            }

            i++;
        }
    }

    *link = NGX_JOBS_NONE;

    return first;
}


/* 1 if the request came before, by a sign that others may share */

static ngx_uint_t
ngx_jobs_cache_seen(ngx_jobs_cache_t *c, ngx_jobs_key_t *key)
{
    uint32_t  words[2], *slot;

    ngx_memcpy(words, key->base, sizeof(words));

    slot = &c->seen[words[0] % (c->nchunks * NGX_JOBS_SEEN)];

    if (*slot == words[1]) {
        return 1;
    }

    *slot = words[1];

    return 0;
}


/* makes so many chunks and an entry free, where that is worth it */

static ngx_uint_t
ngx_jobs_cache_room(ngx_jobs_cache_t *c, ngx_jobs_key_t *key,
    ngx_uint_t chunks, ngx_jobs_entry_t *keep)
{
    uint32_t    last;
    ngx_uint_t  n, queue;

    if (c->free >= chunks && (keep != NULL || c->entry != NGX_JOBS_NONE)) {
        return 1;
    }

    /* one that is there in an older state was seen before */

    if (keep == NULL && !key->wanted
        && ngx_jobs_cache_find(c, key, 1) == NULL
        && !ngx_jobs_cache_seen(c, key))
    {
        return 0;
    }

    for (n = 0; n < NGX_JOBS_EVICT_MAX; n++) {

        queue = c->queues[NGX_JOBS_TRIAL].last != NGX_JOBS_NONE
                ? NGX_JOBS_TRIAL : NGX_JOBS_KEEP;
        last = c->queues[queue].last;

        if (last == NGX_JOBS_NONE || &c->entries[last] == keep) {
            return 0;
        }

        ngx_jobs_cache_remove(c, &c->entries[last]);
        ngx_jobs_count(NGX_JOBS_C_CACHE_EVICTION);

        if (c->free >= chunks) {
            return 1;
        }
    }

    return 0;
}


static ngx_jobs_entry_t *
ngx_jobs_cache_add(ngx_jobs_cache_t *c, ngx_jobs_key_t *key,
    ngx_jobs_answer_t *answer)
{
    uint32_t           i, *bucket;
    ngx_jobs_entry_t  *e;

    i = c->entry;
    e = &c->entries[i];
    c->entry = e->bucket;
    c->used++;

    bucket = ngx_jobs_cache_bucket(c, key->base);
    e->bucket = *bucket;
    *bucket = i;

    ngx_memcpy(e->base, key->base, NGX_JOBS_BASE);
    ngx_memcpy(e->part, key->part, NGX_JOBS_PART);
    ngx_memcpy(e->generation, answer->generation, sizeof(e->generation));

    e->built_at = answer->built_at;
    e->stored = answer->stored;
    e->modified = answer->modified;
    e->until = answer->until;
    e->total = answer->total;
    e->count = answer->count;
    e->list = answer->list;
    e->link = answer->link.len;
    e->chunks = 0;

    for (i = 0; i < NGX_JOBS_CODINGS; i++) {
        e->chunk[i] = NGX_JOBS_NONE;
        e->bytes[i] = 0;
    }

    ngx_jobs_queue_insert(c, e, NGX_JOBS_TRIAL);

    return e;
}


static void
ngx_jobs_cache_attach(ngx_jobs_cache_t *c, ngx_jobs_entry_t *e,
    ngx_uint_t coding, ngx_str_t *a, ngx_str_t *b)
{
    uint32_t  n;

    n = c->free;

    e->chunk[coding] = ngx_jobs_cache_write(c, a, b);
    e->bytes[coding] = a->len + b->len;

    n -= c->free;

    e->chunks += n;
    c->queues[e->queue].chunks += n;
}


/*
 * While workers take a snapshot over, one after the other, there are two
 * states of an answer; older ones are of no use.
 */

static void
ngx_jobs_cache_supersede(ngx_jobs_cache_t *c, ngx_jobs_key_t *key)
{
    uint32_t           i;
    ngx_uint_t         n;
    ngx_jobs_entry_t  *e, *oldest;

    n = 0;
    oldest = NULL;

    for (i = *ngx_jobs_cache_bucket(c, key->base); i != NGX_JOBS_NONE;
         i = e->bucket)
    {
        e = &c->entries[i];

        if (ngx_memcmp(e->base, key->base, NGX_JOBS_BASE) == 0) {
            n++;

            if (oldest == NULL || e->stored <= oldest->stored) {
                oldest = e;
            }
        }
    }

    if (n >= NGX_JOBS_STATES) {
        ngx_jobs_cache_remove(c, oldest);
    }
}


static void
ngx_jobs_cache_remove(ngx_jobs_cache_t *c, ngx_jobs_entry_t *e)
{
    uint32_t    i, k, next, *link;

    ngx_jobs_queue_remove(c, e);

    i = e - c->entries;
    link = ngx_jobs_cache_bucket(c, e->base);

    while (*link != i) {
        link = &c->entries[*link].bucket;
    }

    *link = e->bucket;

    for (k = 0; k < NGX_JOBS_CODINGS; k++) {

        for (i = e->chunk[k]; i != NGX_JOBS_NONE; i = next) {
            next = c->next[i];
            c->next[i] = c->chunk;
            c->chunk = i;
            c->free++;
        }
    }

    e->bucket = c->entry;
    c->entry = e - c->entries;
    c->used--;
}


/* to the front of those that are kept; what is too much there is on trial */

static void
ngx_jobs_cache_use(ngx_jobs_cache_t *c, ngx_jobs_entry_t *e)
{
    uint32_t           most;
    ngx_jobs_entry_t  *last;

    if (c->queues[NGX_JOBS_KEEP].first == (uint32_t) (e - c->entries)) {
        return;
    }

    ngx_jobs_queue_remove(c, e);
    ngx_jobs_queue_insert(c, e, NGX_JOBS_KEEP);

    most = c->nchunks - c->nchunks / NGX_JOBS_KEPT;

    while (c->queues[NGX_JOBS_KEEP].chunks > most) {
        last = &c->entries[c->queues[NGX_JOBS_KEEP].last];

        if (last == e) {
            break;
        }

        ngx_jobs_queue_remove(c, last);
        ngx_jobs_queue_insert(c, last, NGX_JOBS_TRIAL);
    }
}


static void
ngx_jobs_queue_insert(ngx_jobs_cache_t *c, ngx_jobs_entry_t *e,
    uint32_t queue)
{
    uint32_t           i;
    ngx_jobs_queue_t  *q;

    i = e - c->entries;
    q = &c->queues[queue];

    e->queue = queue;
    e->prev = NGX_JOBS_NONE;
    e->next = q->first;

    if (q->first != NGX_JOBS_NONE) {
        c->entries[q->first].prev = i;

    } else {
        q->last = i;
    }

    q->first = i;
    q->chunks += e->chunks;
}


static void
ngx_jobs_queue_remove(ngx_jobs_cache_t *c, ngx_jobs_entry_t *e)
{
    ngx_jobs_queue_t  *q;

    q = &c->queues[e->queue];

    if (e->prev != NGX_JOBS_NONE) {
        c->entries[e->prev].next = e->next;

    } else {
        q->first = e->next;
    }

    if (e->next != NGX_JOBS_NONE) {
        c->entries[e->next].prev = e->prev;

    } else {
        q->last = e->prev;
    }

    q->chunks -= e->chunks;
}


static uint32_t *
ngx_jobs_cache_bucket(ngx_jobs_cache_t *c, u_char *base)
{
    uint32_t  hash;

    ngx_memcpy(&hash, base + sizeof(uint64_t), sizeof(uint32_t));

    return &c->buckets[hash % c->nentries];
}
