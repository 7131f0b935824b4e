/*
 * The catalogue: the sync job's own SQLite file, which remembers of every
 * listing its record, where it came from, and when it was first and last
 * seen (docs/jobs-sync.md).
 */

#ifndef SYNC_CATALOGUE_H
#define SYNC_CATALOGUE_H


#include "sync_rows.h"
#include "sync_source.h"


typedef struct sync_catalogue_s  sync_catalogue_t;

/* What an import does to a source, or would do. */

typedef enum {
    SYNC_TAKEN = 0,
    SYNC_SAME,                  /* not a byte has changed since             */
    SYNC_SHRANK,                /* the gate: nothing is closed              */
    SYNC_FAILED                 /* not fetched, or refused: nothing changes */
} sync_verdict_e;

typedef struct {
    sync_verdict_e  verdict;
    uint64_t        listings;   /* good rows of the feed                    */
    uint64_t        before;     /* open listings of the source before       */
    uint64_t        added;
    uint64_t        changed;
    uint64_t        unchanged;
    uint64_t        returned;   /* of those added: had been closed          */
    uint64_t        missing;    /* not seen, and not closed yet             */
    uint64_t        closed;
    uint64_t        rejected;
    uint64_t        open;       /* open listings of the source after        */
    int64_t         stale_since;    /* 0: it is fresh                       */
    char            reason[SYNC_ERROR];     /* of SHRANK, FAILED            */
} sync_plan_t;


/* Opens or creates; takes the lock.  NULL with error; *rc JOBS_DECLINED:
   another run has it, JOBS_INVALID: no catalogue, JOBS_ERROR */
sync_catalogue_t *sync_catalogue_open(const char *path, char *error,
    jobs_rc_t *rc);

/* the same for a dry run: where there is none it is in memory, and no file is
   made */
sync_catalogue_t *sync_catalogue_try(const char *path, char *error,
    jobs_rc_t *rc);
void sync_catalogue_close(sync_catalogue_t *c);
const char *sync_catalogue_error(sync_catalogue_t *c);

/*
 * One import of a source, in one transaction: begin, feeds through the sink,
 * end.  key is the source's name in the catalogue (-s, sources.json); one that
 * had its turn already is JOBS_INVALID.  After begin, as often as there is
 * something to say: fingerprint, with all that a row's meaning depends on
 * besides the source and this program (options, mapping file, taxonomy).
 * Without it no row is known by its bytes, and each one is read.
 *
 * end: error NULL: the feed was complete; else it failed or was refused, and
 * all of it is undone.  rejected: rows that were no listings.  misses: how
 * often in a row a listing must be missing to be closed (2).  force: the gate
 * is open.  dry: everything is undone after plan has been made.
 */
jobs_rc_t sync_catalogue_begin(sync_catalogue_t *c, const char *key,
    const sync_source_t *source, int64_t now);
void sync_catalogue_fingerprint(sync_catalogue_t *c, jobs_str_t text);

/* no row is known by its bytes, and records that are damaged are written
   anew */
void sync_catalogue_reread(sync_catalogue_t *c);

/* one for each feed */
sync_sink_t sync_catalogue_sink(sync_catalogue_t *c);
jobs_rc_t sync_catalogue_end(sync_catalogue_t *c, const char *error,
    uint64_t rejected, unsigned misses, int force, int dry,
    sync_plan_t *plan);

/* the source answered that nothing has changed (304): it is the same list as
   last time, and what was missing then is missing again.  Notes by which it
   can answer so are to be kept after SYNC_TAKEN and SYNC_SAME only.
   JOBS_DECLINED: the catalogue has never had a list of it */
jobs_rc_t sync_catalogue_same(sync_catalogue_t *c, const char *key,
    int64_t now, sync_plan_t *plan);

/* texts that are kept for a source (its entity tag and so on); "" if none */
jobs_rc_t sync_catalogue_note(sync_catalogue_t *c, const char *key,
    const char *name, jobs_str_t value);
jobs_str_t sync_catalogue_noted(sync_catalogue_t *c, const char *key,
    const char *name, sync_arena_t *a);

/* closes what belongs to none of these sources, and forgets those; *closed:
   how many listings */
jobs_rc_t sync_catalogue_only(sync_catalogue_t *c, const char *const *keys,
    size_t n, int64_t now, uint64_t *closed);

/*
 * The gates over all, and what is to be published: duplicates joined, rules
 * of sources applied.  JOBS_INVALID: a gate is closed, error says which; with
 * force it is JOBS_OK, and error says so all the same (else it is empty).
 *
 * rows->tables is the caller's: NULL, or a file by conf/schema.sql to which
 * sources, the categories' labels and what is gone are added.
 */
jobs_rc_t sync_catalogue_gates(sync_catalogue_t *c, int64_t now, int force,
    char *error);
jobs_rc_t sync_catalogue_rows(sync_catalogue_t *c, int64_t now,
    sync_rows_t *rows);

/* the gates of a catalogue that has published nothing yet: it may not take
   away from a snapshot of there listings, which another one made */
jobs_rc_t sync_catalogue_first(sync_catalogue_t *c, uint64_t there,
    int64_t now, int force, char *error);

/* JOBS_ERROR: something that the gates go by could not be read */
jobs_rc_t sync_catalogue_read(const sync_catalogue_t *c);

/* counts up with every change of what would be published */
uint64_t sync_catalogue_revision(sync_catalogue_t *c);

/*
 * What was published: the gates compare with it.  forced: NULL, or the gate
 * that was forced open, which is recorded.  current: 1 if publishing now would
 * publish just that again, for neither a listing nor the hour has changed
 * anything; state is then the text that published was given.
 */
jobs_rc_t sync_catalogue_published(sync_catalogue_t *c, uint64_t listings,
    jobs_str_t state, int64_t now, const char *forced);
int sync_catalogue_current(sync_catalogue_t *c, int64_t now,
    jobs_str_t *state, sync_arena_t *a);


/* 1: the file says that it is one; and "info" of it, its exit status */
int sync_catalogue_is(const char *path);
int sync_catalogue_info(const char *path, int json);


#endif /* SYNC_CATALOGUE_H */
