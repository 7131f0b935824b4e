/*
 * What each worker serves, in shared memory: a slot for each worker and store.
 * The worker that has the number writes it, everybody reads it; a sequence
 * number tells a reader that it was written meanwhile.
 */

#include "ngx_jobs_counters.h"
#include "core/jobs_shared.h"


static ngx_uint_t  ngx_jobs_slots_worker(void);
static void        ngx_jobs_slot_write(ngx_jobs_shared_slot_t *shared,
                       ngx_jobs_slot_t *slot);


void
ngx_jobs_slots_claim(ngx_uint_t stores)
{
    ngx_uint_t          i, worker;
    ngx_jobs_slot_t     empty;
    ngx_jobs_shared_t  *shared;

    shared = ngx_jobs_shared();
    worker = ngx_jobs_slots_worker();

    if (shared == NULL || worker >= NGX_JOBS_SLOT_WORKERS) {
        return;
    }

    ngx_memzero(&empty, sizeof(ngx_jobs_slot_t));

    stores = ngx_min(stores, NGX_JOBS_SLOT_STORES);

    ngx_jobs_set(&shared->owners[worker].stores, 0);
    ngx_jobs_set(&shared->owners[worker].pid, (uint64_t) ngx_pid);

    for (i = 0; i < stores; i++) {
        ngx_jobs_slot_write(&shared->slots[worker][i], &empty);
    }

    ngx_jobs_set(&shared->owners[worker].stores, (uint64_t) stores);
}


/*
 * Called at each look at the file as well: should the worker that had the
 * number before have written at the very moment of the claim, the slot is
 * right again a second later.
 */

void
ngx_jobs_slot_publish(ngx_jobs_store_t *store)
{
    ngx_uint_t           worker;
    jobs_snapshot_t     *s;
    ngx_jobs_slot_t      slot;
    ngx_jobs_shared_t   *shared;

    shared = ngx_jobs_shared();
    worker = ngx_jobs_slots_worker();

    if (shared == NULL || worker >= NGX_JOBS_SLOT_WORKERS
        || store->index >= NGX_JOBS_SLOT_STORES
        || ngx_jobs_get(&shared->owners[worker].pid) != (uint64_t) ngx_pid)
    {
        return;
    }

    ngx_memzero(&slot, sizeof(ngx_jobs_slot_t));

    if (store->current != NULL) {
        s = &store->current->core;

        slot.present = 1;
        slot.built_at = s->built_at;
        slot.loaded_at = store->current->loaded;
        slot.listings = s->listings;
        slot.columns = s->index->bytes;
        slot.dictionaries = s->index->dictionary;
        ngx_cpystrn((u_char *) slot.generation, (u_char *) s->generation,
                    sizeof(slot.generation));
    }

    slot.loads = store->loads;
    slot.failures = store->failures;
    ngx_cpystrn((u_char *) slot.failure, (u_char *) store->failure,
                sizeof(slot.failure));

    ngx_jobs_slot_write(&shared->slots[worker][store->index], &slot);
}


static void
ngx_jobs_slot_write(ngx_jobs_shared_slot_t *shared, ngx_jobs_slot_t *slot)
{
    uint64_t  words[NGX_JOBS_SLOT_WORDS];

    ngx_memcpy(words, slot, sizeof(words));
    jobs_shared_write(&shared->sequence, shared->words, words,
                      NGX_JOBS_SLOT_WORDS);
}


ngx_uint_t
ngx_jobs_slots_workers(void)
{
    ngx_core_conf_t  *ccf;

    if (ngx_process != NGX_PROCESS_WORKER) {
        return 1;
    }

    ccf = (ngx_core_conf_t *) ngx_get_conf(ngx_cycle->conf_ctx,
                                           ngx_core_module);

    return ngx_min((ngx_uint_t) ccf->worker_processes, NGX_JOBS_SLOT_WORKERS);
}


ngx_pid_t
ngx_jobs_slots_of(ngx_uint_t worker, ngx_uint_t *n)
{
    ngx_pid_t           pid;
    ngx_jobs_shared_t  *shared;

    shared = ngx_jobs_shared();

    pid = (ngx_pid_t) ngx_jobs_get(&shared->owners[worker].pid);
    *n = (ngx_uint_t) ngx_jobs_get(&shared->owners[worker].stores);

    if (pid == 0 || (kill(pid, 0) == -1 && ngx_errno == NGX_ESRCH)) {
        return 0;
    }

    return pid;
}


ngx_uint_t
ngx_jobs_slot_read(ngx_uint_t worker, ngx_uint_t store, ngx_jobs_slot_t *slot)
{
    uint64_t                 words[NGX_JOBS_SLOT_WORDS];
    ngx_jobs_shared_slot_t  *s;

    s = &ngx_jobs_shared()->slots[worker][store];

    if (jobs_shared_read(&s->sequence, words, s->words, NGX_JOBS_SLOT_WORDS)
        != JOBS_OK)
    {
        return 0;
    }

    ngx_memcpy(slot, words, sizeof(words));

    return 1;
}


static ngx_uint_t
ngx_jobs_slots_worker(void)
{
    return ngx_process == NGX_PROCESS_WORKER ? ngx_worker : 0;
}
