/*
 * The command "publish -c": a catalogue to a snapshot.
 */

#include <errno.h>
#include <time.h>
#include <unistd.h>
#include "sync_import.h"
#include "sync_partners.h"
#include "sync_publish.h"
#include "sync_store.h"
#include "sync_taxonomy.h"
#include "jobs_currencies.h"


typedef struct {
    const sync_release_t  *options;
    sync_catalogue_t      *catalogue;
    sync_place_t           place;
    sync_published_t       published;
    jobs_buf_t             settings;    /* what else is in the snapshot    */
    char                   forced[SYNC_ERROR];  /* the gate, or ""         */
    char                   error[SYNC_ERROR];
} sync_releasing_t;


static int sync_release_run(sync_releasing_t *run);
static uint64_t sync_release_there(sync_releasing_t *run);
static int sync_release_settings(sync_releasing_t *run);
static int sync_release_current(sync_releasing_t *run);
static int sync_release_tables(sync_releasing_t *run);
static int sync_release_publish(sync_releasing_t *run);
static int sync_release_remember(sync_releasing_t *run);
static void sync_release_report(sync_releasing_t *run, double seconds);
static double sync_release_clock(void);


int
sync_release(const sync_release_t *options)
{
    int                status;
    double             started;
    jobs_rc_t          rc;
    sync_releasing_t  *run;

    /* a catalogue that is not there must not be made by a typing error */

    if (access(options->catalogue, R_OK) == -1) {
        sync_say("%s: %s", options->catalogue, strerror(errno));
        return SYNC_EX_IO;
    }

    started = sync_release_clock();
    run = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_releasing_t));
    memset(run, 0, sizeof(sync_releasing_t));
    run->options = options;
    run->place.lock = -1;
    jobs_buf_init(&run->settings, &sync_mem, SYNC_ROW_MAX);

    rc = sync_place_open(&run->place, options->output);

    if (rc == JOBS_DECLINED) {
        sync_say("%s: another run is at work on it", options->output);
        status = SYNC_EX_LOCKED;

    } else if (rc != JOBS_OK) {
        sync_say("%s", run->place.error);
        status = SYNC_EX_IO;

    } else {
        run->place.keep = options->keep;
        run->catalogue = sync_catalogue_open(options->catalogue, run->error,
                                             &rc);
        status = SYNC_EX_OK;

        if (run->catalogue == NULL) {
            sync_say("%s: %s", options->catalogue, run->error);
            status = rc == JOBS_DECLINED ? SYNC_EX_LOCKED
                     : rc == JOBS_INVALID ? SYNC_EX_DATA : SYNC_EX_IO;
        }
    }

    if (status == SYNC_EX_OK) {
        status = sync_release_run(run);
    }

    if (status == SYNC_EX_OK) {
        sync_release_report(run, sync_release_clock() - started);

        if (options->result != NULL) {
            *options->result = run->published;
        }
    }

    sync_catalogue_close(run->catalogue);
    sync_place_close(&run->place);
    jobs_buf_free(&run->settings);
    sync_mem.free(NULL, run);

    return status;
}


static int
sync_release_run(sync_releasing_t *run)
{
    int        status;
    jobs_rc_t  rc;

    status = sync_release_settings(run);

    if (status != SYNC_EX_OK || sync_release_current(run)) {
        return status;
    }

    rc = sync_catalogue_first(run->catalogue, sync_release_there(run),
                              run->options->now, run->options->force,
                              run->forced);

    if (sync_catalogue_read(run->catalogue) != JOBS_OK) {
        sync_say("%s: %s", run->options->catalogue,
                 sync_catalogue_error(run->catalogue));
        return SYNC_EX_IO;
    }

    if (rc != JOBS_OK) {
        sync_say("%s: %s%s", run->options->catalogue,
                 rc == JOBS_INVALID ? "refused: " : "", run->forced);
        return rc == JOBS_INVALID ? SYNC_EX_REFUSED : SYNC_EX_IO;
    }

    status = sync_release_tables(run);

    if (status == SYNC_EX_OK) {
        status = sync_release_publish(run);
    }

    return status == SYNC_EX_OK && !run->options->dry
           ? sync_release_remember(run) : status;
}


/* listings of the snapshot that would be replaced */

static uint64_t
sync_release_there(sync_releasing_t *run)
{
    sqlite3      *db;
    uint64_t      n;
    sync_meta_t   meta;

    db = sync_snapshot_open(run->place.path.data, run->error);
    n = db != NULL && sync_meta(db, &meta) == JOBS_OK ? meta.listings : 0;
    sqlite3_close(db);

    return n;
}


/* a digest of what a snapshot has from elsewhere than the catalogue */

static int
sync_release_settings(sync_releasing_t *run)
{
    jobs_buf_t  b;
    const char *name;

    name = run->options->partners;
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_str(&b, sync_str(jobs_currencies_csv));

    sync_taxonomy_stamp(&b, run->options->taxonomy);

    if (name != NULL && sync_slurp(&b, name) != JOBS_OK) {
        sync_say("%s: %s", name, b.rc == JOBS_LIMIT ? "it is too large"
                                                    : strerror(errno));
        jobs_buf_free(&b);
        return SYNC_EX_IO;
    }

    sync_sha256_hex(&run->settings, jobs_buf_view(&b), 32);
    jobs_buf_free(&b);

    return SYNC_EX_OK;
}


/* 1: what is there is what would be published, and not six hours old */

static int
sync_release_current(sync_releasing_t *run)
{
    int           same;
    int64_t       now;
    sqlite3      *db;
    jobs_str_t    state;
    sync_meta_t  *meta;

    now = run->options->now;
    meta = &run->published.meta;

    if (run->options->force
        || !sync_catalogue_current(run->catalogue, now, &state,
                                   &run->place.arena))
    {
        return 0;
    }

    db = sync_snapshot_open(run->place.path.data, run->error);

    same = db != NULL && sync_meta(db, meta) == JOBS_OK
           && state.len == SYNC_GENERATION + run->settings.len
           && memcmp(state.data, meta->generation, SYNC_GENERATION) == 0
           && memcmp(state.data + SYNC_GENERATION, run->settings.data,
                     run->settings.len) == 0
           && meta->row_version == JOBS_ROW_VERSION
           && meta->built_at > now - SYNC_FRESH && meta->built_at <= now;

    sqlite3_close(db);
    run->published.unchanged = same;

    return same;
}


/* all that is no listing */

static int
sync_release_tables(sync_releasing_t *run)
{
    int              status;
    jobs_rc_t        rc;
    const char      *name;
    sync_store_t    *store;
    sync_options_t   options;

    name = run->options->partners;
    store = sync_store_open(run->place.rows.data, run->error);

    if (store == NULL) {
        sync_say("%s", run->error);
        return SYNC_EX_IO;
    }

    status = SYNC_EX_OK;

    if (name != NULL) {
        rc = sync_partners_read(name, store, run->error);

        if (rc != JOBS_OK) {
            sync_say("%s: %s%s", name, rc == JOBS_ERROR ? "" : "refused: ",
                     run->error);
            status = rc == JOBS_ERROR ? SYNC_EX_IO : SYNC_EX_DATA;
        }
    }

    memset(&options, 0, sizeof(sync_options_t));

    if (status == SYNC_EX_OK) {
        status = sync_taxonomy_load(&options, run->options->taxonomy);
    }

    if (status == SYNC_EX_OK
        && (sync_store_currencies(store, jobs_currencies_csv) != JOBS_OK
            || sync_store_taxonomy(store, sync_taxonomy_of(&options))
               != JOBS_OK
            || sync_store_finish(store) != JOBS_OK))
    {
        sync_say("%s: %s", run->options->output, sync_store_error(store));
        status = SYNC_EX_IO;
    }

    sync_store_close(store);
    sync_taxonomy_close(options.taxonomy);

    return status;
}


static int
sync_release_publish(sync_releasing_t *run)
{
    jobs_rc_t    rc;
    sync_rows_t  rows;

    memset(&rows, 0, sizeof(sync_rows_t));
    rows.tables = run->place.rows.data;

    if (sync_catalogue_rows(run->catalogue, run->options->now, &rows)
        != JOBS_OK)
    {
        sync_say("%s: %s", run->options->catalogue,
                 sync_catalogue_error(run->catalogue));
        return SYNC_EX_IO;
    }

    rc = sync_publish(&run->place, &rows, &run->published, run->options->now,
                      run->options->dry, run->options->force);

    if (rc != JOBS_OK) {
        sync_say("%s: not published: %s", run->options->output,
                 run->published.error);
        return rc == JOBS_INVALID ? SYNC_EX_DATA : SYNC_EX_IO;
    }

    return SYNC_EX_OK;
}


static int
sync_release_remember(sync_releasing_t *run)
{
    jobs_rc_t   rc;
    jobs_buf_t  state;

    jobs_buf_init(&state, &sync_mem, SYNC_ERROR);
    jobs_buf_str(&state, sync_str(run->published.meta.generation));
    jobs_buf_str(&state, jobs_buf_view(&run->settings));

    rc = sync_catalogue_published(run->catalogue,
                                  run->published.meta.listings,
                                  jobs_buf_view(&state), run->options->now,
                                  run->forced[0] == '\0' ? NULL
                                                         : run->forced);
    jobs_buf_free(&state);

    if (rc != JOBS_OK) {
        sync_say("%s: %s", run->options->catalogue,
                 sync_catalogue_error(run->catalogue));
        return SYNC_EX_IO;
    }

    return SYNC_EX_OK;
}


static void
sync_release_report(sync_releasing_t *run, double seconds)
{
    jobs_buf_t         b;
    const char        *status;
    sync_published_t  *p;

    p = &run->published;
    status = p->unchanged ? "unchanged" : run->options->dry ? "checked"
                                                            : "published";

    if (run->options->json) {
        jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
        jobs_buf_lit(&b, "{\"status\":");
        jobs_json_string(&b, sync_str(status));
        jobs_buf_lit(&b, ",\"output\":");
        jobs_json_string(&b, sync_str(run->options->output));
        jobs_buf_lit(&b, ",\"listings\":");
        jobs_buf_uint(&b, p->meta.listings);
        jobs_buf_lit(&b, ",\"forced\":");
        jobs_json_string(&b, run->forced[0] == '\0' ? jobs_str(NULL, 0)
                                                    : sync_str(run->forced));
        jobs_buf_lit(&b, ",\"generation\":");
        jobs_json_string(&b, sync_str(p->meta.generation));
        jobs_buf_lit(&b, ",\"built_at\":\"");
        jobs_buf_time(&b, p->meta.built_at);
        jobs_buf_lit(&b, "\",\"bytes\":");
        jobs_buf_uint(&b, p->bytes);
        jobs_buf_lit(&b, "}\n");
        fwrite(b.data, 1, b.len, stdout);
        jobs_buf_free(&b);
    }

    if (!run->options->quiet) {
        fprintf(stderr, "%s: %s %llu listings, generation %.12s, %.1f s\n",
                run->options->output, status,
                (unsigned long long) p->meta.listings, p->meta.generation,
                seconds);
    }
}


static double
sync_release_clock(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return ts.tv_sec + ts.tv_nsec / 1e9;
}
