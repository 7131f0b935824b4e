/*
 * The command "build": read all feeds into a file beside the destination,
 * publish it, report.  Nothing is published if one feed is refused.
 */

#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "sync_build.h"
#include "sync_mapping.h"
#include "sync_partners.h"
#include "sync_publish.h"
#include "sync_source.h"
#include "sync_store.h"
#include "sync_taxonomy.h"
#include "jobs_currencies.h"


typedef struct {
    sync_build_t       *build;
    sync_mapping_t     *mapping;
    sync_store_t       *store;
    sync_source_t       source;
    sync_place_t        place;
    sync_rows_t         rows;
    sync_rows_file_t   *file;
    sync_counts_t       counts;
    sync_published_t    published;
    double              started;
    unsigned            inferred:1;     /* some feed was no literal one */
    char                error[SYNC_ERROR];
} sync_run_t;


static int sync_build_rows(sync_run_t *run, const char *name, int foreign);
static int sync_build_feeds(sync_run_t *run);
static int sync_build_partners(sync_run_t *run);
static int sync_build_feed(sync_run_t *run, const char *name);
static jobs_rc_t sync_build_declared(sync_run_t *run, sync_feed_t *feed);
static int sync_build_publish(sync_run_t *run);
static void sync_build_report(sync_run_t *run);
static void sync_build_json(sync_run_t *run, const char *status);
static double sync_build_clock(void);


int
sync_build(sync_build_t *build)
{
    int          status;
    jobs_rc_t    rc;
    sync_run_t  *run;

    run = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_run_t));
    memset(run, 0, sizeof(sync_run_t));
    run->build = build;
    run->place.lock = -1;
    sync_source_init(&run->source);
    run->started = sync_build_clock();

    if (build->mapping != NULL) {
        run->mapping = sync_mapping_read(build->mapping, run->error, &rc);

        if (run->mapping == NULL) {
            sync_say("%s: %s", build->mapping, run->error);
            sync_mem.free(NULL, run);
            return rc == JOBS_ERROR ? SYNC_EX_IO : SYNC_EX_DATA;
        }
    }

    status = sync_taxonomy_load(&build->options, build->taxonomy);

    if (status != SYNC_EX_OK) {
        sync_mapping_free(run->mapping);
        sync_mem.free(NULL, run);
        return status;
    }

    rc = sync_place_open(&run->place, build->output);

    if (rc == JOBS_DECLINED) {
        sync_say("%s: another run is at work on it", build->output);
        status = SYNC_EX_LOCKED;

    } else if (rc != JOBS_OK) {
        sync_say("%s", run->place.error);
        status = SYNC_EX_IO;

    } else {
        run->place.keep = build->keep;
        status = build->rows ? sync_build_rows(run, build->feeds[0], 1)
                             : sync_build_feeds(run);

        if (status == SYNC_EX_OK) {
            status = sync_build_publish(run);
        }
    }

    sync_rows_file_close(run->file);
    sync_store_close(run->store);
    sync_place_close(&run->place);
    sync_mapping_free(run->mapping);
    sync_taxonomy_close(build->options.taxonomy);
    sync_mem.free(NULL, run);

    return status;
}


int
sync_build_text(const char *text)
{
    size_t  i;

    if (text == NULL) {
        return 1;
    }

    for (i = 0; text[i] != '\0'; i++) {
        if ((unsigned char) text[i] < 0x20 || text[i] == 0x7F) {
            return 0;
        }
    }

    return i > 0 && i <= 200 && jobs_utf8_valid(jobs_str(text, i));
}


static int
sync_build_rows(sync_run_t *run, const char *name, int foreign)
{
    run->file = sync_rows_file_open(name, foreign, &run->rows, run->error);

    if (run->file == NULL) {
        sync_say("%s: refused: %s", name, run->error);
        return access(name, R_OK) == -1 ? SYNC_EX_IO : SYNC_EX_DATA;
    }

    return SYNC_EX_OK;
}


static int
sync_build_feeds(sync_run_t *run)
{
    int  i, status;

    run->store = sync_store_open(run->place.rows.data, run->error);

    if (run->store == NULL) {
        sync_say("%s", run->error);
        return SYNC_EX_IO;
    }

    if (sync_store_currencies(run->store, jobs_currencies_csv) != JOBS_OK) {
        sync_say("%s: %s", run->build->output, sync_store_error(run->store));
        return SYNC_EX_IO;
    }

    status = sync_build_partners(run);

    if (status != SYNC_EX_OK) {
        return status;
    }

    for (i = 0; i < run->build->nfeeds; i++) {
        status = sync_build_feed(run, run->build->feeds[i]);

        if (status != SYNC_EX_OK) {
            return status;
        }
    }

    if ((run->mapping != NULL && run->mapping->source != NULL
         && sync_store_sources(run->store, &run->mapping->declared,
                               jobs_str(NULL, 0))
            != JOBS_OK)
        || ((run->inferred || run->build->options.taxonomy != NULL)
            && sync_store_taxonomy(run->store,
                                   sync_taxonomy_of(&run->build->options))
               != JOBS_OK)
        || sync_store_finish(run->store) != JOBS_OK)
    {
        sync_say("%s: %s", run->build->output, sync_store_error(run->store));
        return SYNC_EX_IO;
    }

    sync_store_close(run->store);
    run->store = NULL;

    return sync_build_rows(run, run->place.rows.data, 0);
}


static int
sync_build_partners(sync_run_t *run)
{
    jobs_rc_t    rc;
    const char  *name;

    name = run->build->partners;

    if (name == NULL) {
        return SYNC_EX_OK;
    }

    rc = sync_partners_read(name, run->store, run->error);

    if (rc != JOBS_OK) {
        sync_say("%s: %s%s", name, rc == JOBS_ERROR ? "" : "refused: ",
                 run->error);
    }

    return rc == JOBS_OK ? SYNC_EX_OK
           : rc == JOBS_ERROR ? SYNC_EX_IO : SYNC_EX_DATA;
}


static int
sync_build_feed(sync_run_t *run, const char *name)
{
    int           status;
    jobs_rc_t     rc;
    sync_feed_t  *feed;

    feed = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_feed_t));
    memset(feed, 0, sizeof(sync_feed_t));

    feed->name = name;
    feed->options = &run->build->options;
    feed->mapping = run->mapping;
    feed->source = &run->source;
    feed->sink = sync_store_sink(run->store);
    feed->final = 1;

    rc = sync_feed_read(feed, run->build->format);

    if (rc == JOBS_OK && feed->format != NULL) {
        rc = sync_build_declared(run, feed);
    }

    sync_build_notes(feed);

    run->inferred |= feed->format != NULL
                     || (feed->mapping != NULL && feed->mapping->infer);

    run->counts.listings += feed->counts.listings;
    run->counts.rejected += feed->counts.rejected;
    run->counts.repeated += feed->counts.repeated;
    run->counts.unmapped += feed->counts.unmapped;
    run->counts.ignored += feed->counts.ignored;

    if (rc == JOBS_OK) {
        status = SYNC_EX_OK;

    } else if (rc == JOBS_INVALID) {
        sync_say("%s: refused: %s", name, feed->error);
        status = SYNC_EX_DATA;

    } else {
        sync_say("%s: %s", run->build->output, sync_store_error(run->store));
        status = SYNC_EX_IO;
    }

    sync_feed_free(feed);
    sync_mem.free(NULL, feed);

    return status;
}


/* what a format declares of the source that it is of */

static jobs_rc_t
sync_build_declared(sync_run_t *run, sync_feed_t *feed)
{
    size_t      i;
    jobs_str_t  name;

    name = feed->options->source != NULL ? sync_str(feed->options->source)
                                         : feed->source->name;

    for (i = 0; i < name.len && name.data[i] != ':'; i++) { /* void */ }

    return name.len == 0 ? JOBS_OK
           : sync_store_sources(run->store, feed->source,
                                jobs_str(name.data, i));
}


void
sync_build_notes(sync_feed_t *feed)
{
    unsigned          i;
    sync_unmapped_t  *u;

    if (feed->counts.rejected > feed->shown) {
        sync_say("%s: %llu more rows are no listings", feed->name,
                 (unsigned long long) (feed->counts.rejected - feed->shown));
    }

    if (feed->options->quiet) {
        return;
    }

    if (feed->counts.ignored != 0) {
        sync_say("%s: note: %llu values have names that are no fields of a "
                 "listing", feed->name,
                 (unsigned long long) feed->counts.ignored);
    }

    for (i = 0; i < feed->nunmapped; i++) {
        u = &feed->unmapped[i];
        sync_say("%s: note: %s: no table knows \"%s\" (%llu times)",
                 feed->name, sync_fields[u->field].name.data, u->value,
                 (unsigned long long) u->n);
    }
}


static int
sync_build_publish(sync_run_t *run)
{
    jobs_rc_t      rc;
    sync_build_t  *build;

    build = run->build;

    rc = sync_publish(&run->place, &run->rows, &run->published,
                      build->options.now, build->dry, build->force);

    if (rc != JOBS_OK) {
        sync_say("%s: not published: %s", build->output,
                 run->published.error);
        return rc == JOBS_INVALID ? SYNC_EX_DATA : SYNC_EX_IO;
    }

    if (build->rows) {
        run->counts.listings = run->published.meta.listings;
    }

    sync_build_report(run);

    return SYNC_EX_OK;
}


static void
sync_build_report(sync_run_t *run)
{
    const char          *status;
    sync_counts_t       *c;
    sync_published_t    *p;

    p = &run->published;
    c = &run->counts;
    status = p->unchanged ? "unchanged" : run->build->dry ? "checked"
                                                          : "published";

    if (run->build->json) {
        sync_build_json(run, status);
    }

    if (run->build->options.quiet) {
        return;
    }

    fprintf(stderr, "%s: %s %llu listings (%llu rejected, %llu repeated), "
            "generation %.12s, %.1f MB, %.1f s\n", run->build->output, status,
            (unsigned long long) c->listings,
            (unsigned long long) c->rejected,
            (unsigned long long) c->repeated, p->meta.generation,
            p->bytes / 1e6, sync_build_clock() - run->started);
}


static void
sync_build_json(sync_run_t *run, const char *status)
{
    jobs_buf_t      b;
    sync_counts_t  *c;

    c = &run->counts;
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    jobs_buf_lit(&b, "{\"status\":");
    jobs_json_string(&b, sync_str(status));
    jobs_buf_lit(&b, ",\"output\":");
    jobs_json_string(&b, sync_str(run->build->output));
    jobs_buf_lit(&b, ",\"listings\":");
    jobs_buf_uint(&b, c->listings);
    jobs_buf_lit(&b, ",\"rejected\":");
    jobs_buf_uint(&b, c->rejected);
    jobs_buf_lit(&b, ",\"repeated\":");
    jobs_buf_uint(&b, c->repeated);
    jobs_buf_lit(&b, ",\"unmapped\":");
    jobs_buf_uint(&b, c->unmapped);
    jobs_buf_lit(&b, ",\"ignored\":");
    jobs_buf_uint(&b, c->ignored);
    jobs_buf_lit(&b, ",\"generation\":");
    jobs_json_string(&b, sync_str(run->published.meta.generation));
    jobs_buf_lit(&b, ",\"built_at\":\"");
    jobs_buf_time(&b, run->published.meta.built_at);
    jobs_buf_lit(&b, "\",\"bytes\":");
    jobs_buf_uint(&b, run->published.bytes);
    jobs_buf_lit(&b, "}\n");

    fwrite(b.data, 1, b.len, stdout);
    jobs_buf_free(&b);
}


static double
sync_build_clock(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return ts.tv_sec + ts.tv_nsec / 1e9;
}
