/*
 * Rows on their way: a file beside the destination with the "Rows" half of
 * conf/schema.sql, which publishing turns into a snapshot.
 */

#ifndef SYNC_STORE_H
#define SYNC_STORE_H


#include "sync.h"
#include "sync_source.h"
#include "../core/jobs_partners.h"


/* Creates the file; NULL with *error (SYNC_ERROR bytes) set. */
sync_store_t *sync_store_open(const char *path, char *error);
void sync_store_close(sync_store_t *store);

/*
 * Stores a record.  JOBS_DECLINED: its id is there already (the first one
 * stays).  JOBS_ERROR: see sync_store_error().
 */
jobs_rc_t sync_store_add(sync_store_t *store, const sync_record_t *r);

/* what is declared, for every source that listings name, or for only this
   one (data NULL: every one) */
jobs_rc_t sync_store_sources(sync_store_t *store,
    const sync_source_t *declared, jobs_str_t only);

/* currencies from CSV text: code,usd,dated; lines with # are remarks */
jobs_rc_t sync_store_currencies(sync_store_t *store, const char *csv);

/* a partner that was checked; JOBS_DECLINED: its id is there already */
jobs_rc_t sync_store_partner(sync_store_t *store, const jobs_partner_t *p);

/* ends the one transaction that all rows are in */
jobs_rc_t sync_store_finish(sync_store_t *store);

const char *sync_store_error(sync_store_t *store);

/* what feeds write to */
sync_sink_t sync_store_sink(sync_store_t *store);


/* categories, named searches and rates of a taxonomy */
jobs_rc_t sync_store_taxonomy(sync_store_t *store, sync_taxonomy_t *t);


#endif /* SYNC_STORE_H */
