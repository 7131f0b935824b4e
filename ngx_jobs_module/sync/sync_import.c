/*
 * The command "import": the feeds of one source into the catalogue.
 */

#include "sync_build.h"
#include "sync_import.h"
#include "sync_taxonomy.h"
#include "sync_mapping.h"


#define SYNC_MAPPING_MAX  (16 * 1024 * 1024)


static jobs_rc_t sync_import_feed(const sync_import_t *im,
    const sync_options_t *options, const sync_mapping_t *mapping,
    const sync_source_t *source, sync_catalogue_t *c, const char *name,
    uint64_t *rejected, char *error);
static int sync_import_feeds(const sync_import_t *im, sync_catalogue_t *c,
    const sync_mapping_t *mapping, const sync_source_t *source);
static void sync_import_report(const sync_import_t *im,
    const sync_plan_t *plan);


int
sync_import(const sync_import_t *im)
{
    int                status;
    char               error[SYNC_ERROR];
    jobs_rc_t          rc;
    sync_source_t      source;
    sync_import_t      job;
    sync_mapping_t    *mapping;
    sync_catalogue_t  *c;

    mapping = NULL;
    sync_source_init(&source);

    if (im->mapping != NULL) {
        mapping = sync_mapping_read(im->mapping, error, &rc);

        if (mapping == NULL) {
            sync_say("%s: %s", im->mapping, error);
            return rc == JOBS_ERROR ? SYNC_EX_IO : SYNC_EX_DATA;
        }

        source = mapping->declared;
    }

    c = im->dry ? sync_catalogue_try(im->catalogue, error, &rc)
                : sync_catalogue_open(im->catalogue, error, &rc);

    if (c == NULL) {
        sync_say("%s: %s", im->catalogue, error);
        sync_mapping_free(mapping);
        return rc == JOBS_DECLINED ? SYNC_EX_LOCKED
               : rc == JOBS_INVALID ? SYNC_EX_DATA : SYNC_EX_IO;
    }

    job = *im;
    status = sync_taxonomy_load(&job.options, im->taxonomy);

    if (status == SYNC_EX_OK) {
        status = sync_import_feeds(&job, c, mapping, &source);
        sync_taxonomy_close(job.options.taxonomy);
    }

    sync_catalogue_close(c);
    sync_mapping_free(mapping);

    return status;
}


static int
sync_import_feeds(const sync_import_t *im, sync_catalogue_t *c,
    const sync_mapping_t *mapping, const sync_source_t *source)
{
    int             i, status;
    char            error[SYNC_ERROR];
    uint64_t        rejected;
    jobs_rc_t       rc;
    sync_plan_t     plan;
    sync_options_t  options;

    options = im->options;
    options.source = source->name.data != NULL ? source->name.data
                                               : im->source;

    if (options.company == NULL) {
        options.company = source->company.data;
    }

    if (options.base_url == NULL) {
        options.base_url = source->base_url.data;
    }

    rejected = 0;
    rc = sync_catalogue_begin(c, im->source, source, options.now);

    if (rc != JOBS_OK) {
        sync_say("%s: %s", im->catalogue, sync_catalogue_error(c));
        return SYNC_EX_IO;
    }

    if (im->force) {
        sync_catalogue_reread(c);
    }

    if (sync_import_fingerprint(c, &options, im->format, im->mapping,
                                im->taxonomy)
        != JOBS_OK)
    {
        sync_say("%s: it cannot be read", im->mapping);
        return SYNC_EX_IO;
    }

    for (i = 0; i < im->nfeeds && rc == JOBS_OK; i++) {
        rc = sync_import_feed(im, &options, mapping, source, c, im->feeds[i],
                              &rejected, error);
    }

    if (rc == JOBS_ERROR) {
        sync_say("%s: %s", im->catalogue, error);
        return SYNC_EX_IO;
    }

    status = sync_catalogue_end(c, rc == JOBS_OK ? NULL : error, rejected,
                                im->misses, im->force, im->dry, &plan)
             == JOBS_OK ? SYNC_EX_OK : SYNC_EX_IO;

    if (status != SYNC_EX_OK) {
        sync_say("%s: %s", im->catalogue, sync_catalogue_error(c));
        return status;
    }

    sync_import_report(im, &plan);

    return plan.verdict == SYNC_FAILED ? SYNC_EX_DATA
           : plan.verdict == SYNC_SHRANK ? SYNC_EX_REFUSED : SYNC_EX_OK;
}


static jobs_rc_t
sync_import_feed(const sync_import_t *im, const sync_options_t *options,
    const sync_mapping_t *mapping, const sync_source_t *source,
    sync_catalogue_t *c, const char *name, uint64_t *rejected, char *error)
{
    jobs_rc_t     rc;
    sync_feed_t  *feed;

    feed = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_feed_t));
    memset(feed, 0, sizeof(sync_feed_t));

    feed->name = name;
    feed->options = options;
    feed->mapping = mapping;
    feed->source = source;
    feed->sink = sync_catalogue_sink(c);

    rc = sync_feed_read(feed, im->format);
    sync_build_notes(feed);
    *rejected += feed->counts.rejected;

    if (rc == JOBS_INVALID) {
        sync_say("%s: refused: %s", name, feed->error);
        snprintf(error, SYNC_ERROR, "%s", feed->error);

    } else if (rc != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", sync_catalogue_error(c));
    }

    sync_feed_free(feed);
    sync_mem.free(NULL, feed);

    return rc;
}


jobs_rc_t
sync_import_fingerprint(sync_catalogue_t *c, const sync_options_t *options,
    const char *format, const char *mapping, const char *taxonomy)
{
    size_t        i;
    jobs_rc_t     rc;
    jobs_buf_t    b;
    const char   *texts[4];

    texts[0] = options->source;
    texts[1] = options->company;
    texts[2] = options->base_url;
    texts[3] = format;

    for (i = 0; i < sync_n(texts); i++) {
        sync_catalogue_fingerprint(c, sync_str(texts[i] == NULL ? ""
                                                                : texts[i]));
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    sync_taxonomy_stamp(&b, taxonomy);
    sync_catalogue_fingerprint(c, jobs_buf_view(&b));
    jobs_buf_free(&b);

    if (mapping == NULL) {
        return JOBS_OK;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_MAPPING_MAX);
    rc = sync_slurp(&b, mapping);
    sync_catalogue_fingerprint(c, jobs_buf_view(&b));
    jobs_buf_free(&b);

    return rc;
}


static void
sync_import_report(const sync_import_t *im, const sync_plan_t *plan)
{
    jobs_buf_t  b;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    if (im->json) {
        sync_plan_json(&b, im->source, plan);
        jobs_buf_char(&b, '\n');
        fwrite(b.data, 1, b.len, stdout);
        jobs_buf_reset(&b);
    }

    if (im->dry && !im->json) {
        sync_plan_line(&b, NULL, NULL);
        sync_plan_line(&b, im->source, plan);
        fwrite(b.data, 1, b.len, stdout);

    } else if (plan->verdict == SYNC_SHRANK) {
        sync_say("%s: refused: %s; nothing of it is closed", im->source,
                 plan->reason);

    } else if (!im->options.quiet && plan->verdict != SYNC_FAILED) {
        fprintf(stderr, "%s: %llu listings: %llu new (%llu of them back), "
                "%llu changed, %llu unchanged, %llu missing, %llu closed, "
                "%llu rejected; %llu open\n", im->source,
                (unsigned long long) plan->listings,
                (unsigned long long) plan->added,
                (unsigned long long) plan->returned,
                (unsigned long long) plan->changed,
                (unsigned long long) plan->unchanged,
                (unsigned long long) plan->missing,
                (unsigned long long) plan->closed,
                (unsigned long long) plan->rejected,
                (unsigned long long) plan->open);
    }

    jobs_buf_free(&b);
}
