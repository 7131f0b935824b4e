/*
 * The command "run": fetch all sources, import them, publish.
 */

#ifndef SYNC_RUN_H
#define SYNC_RUN_H


#include "sync_args.h"
#include "sync_catalogue.h"
#include "sync_fetch.h"
#include "sync_publish.h"


typedef struct {
    sync_args_t        *args;
    sync_sources_t      sources;
    sync_fetcher_t      fetcher;
    sync_options_t      options;        /* with the taxonomy               */
    sync_plan_t        *plans;          /* one a source                    */
    unsigned char      *planned;        /* 1: there is a plan              */
    uint64_t           *open;           /* of those skipped: their listings,
                                           UINT64_MAX: not known           */
    sync_catalogue_t   *catalogue;
    sync_published_t    published;      /* listings 0: nothing was         */
    unsigned            failed;         /* sources                         */
    unsigned            io:1;           /* a body could not be kept        */
    int                 status;         /* exit status                     */
    int                 stopped;        /* the signal that cut it short    */
    size_t              n;              /* sources; 0: it did not come so
                                           far                             */
    int64_t             started;        /* milliseconds, monotonic         */
    char                dir[4096];
    char                error[SYNC_ERROR];
} sync_timed_t;


/* Of one source (sync_run_source.c). */

/* what is known of last time: whether it is its turn, its entity tag */
void sync_run_prepare(sync_timed_t *run, size_t n);

/* what was fetched into the catalogue; SYNC_EX_OK, whatever it is worth */
int sync_run_import(sync_timed_t *run, size_t n);

/* a fault of the catalogue, told; SYNC_EX_IO */
int sync_run_fault(sync_timed_t *run);


/* What is said (sync_run_report.c). */

/* why it ends before it has begun: on standard error, and with --json */
void sync_run_told(sync_timed_t *run, const char *path, const char *what);

/* one event of a run, on standard error or as a JSON line; n: the source, -1
   of all */
void sync_run_log(sync_timed_t *run, const char *level, const char *event,
    int n, const char *text);

/* last-run.json and metrics, each by rename(2); 0: told why not */
int sync_run_report(sync_timed_t *run);

/* what became of a source: "taken", "same", ... */
const char *sync_run_verdict(const sync_timed_t *run, size_t n);


#endif /* SYNC_RUN_H */
