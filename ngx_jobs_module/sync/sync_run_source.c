/*
 * One source of a run: what is known of it, its list into the catalogue, what
 * the next run asks with.
 */

#include "sync_build.h"
#include "sync_import.h"
#include "sync_run.h"
#include "sync_taxonomy.h"


static void sync_run_question(sync_timed_t *run, const sync_entry_t *e,
    jobs_buf_t *b);
static int sync_run_feeds(sync_timed_t *run, size_t n, uint64_t *rejected,
    char *error);
static int sync_run_keep(sync_timed_t *run, size_t n);


/* what is known of last time */

void
sync_run_prepare(sync_timed_t *run, size_t n)
{
    uint64_t        last;
    jobs_buf_t      b;
    jobs_str_t      text;
    sync_arena_t   *a;
    sync_fetch_t   *fetch;
    sync_entry_t   *e;

    e = &run->sources.entries[n];
    a = &run->fetcher.arena;
    fetch = &run->fetcher.fetches[n];
    fetch->entry = e;

    text = sync_catalogue_noted(run->catalogue, e->name, "fetched", a);

    if (!e->enabled
        || (e->limits.interval != 0 && !run->args->force
            && jobs_parse_uint(text, INT64_MAX / 2, &last) == JOBS_OK
            && (int64_t) last <= run->args->now
            && (run->args->now - (int64_t) last) * 1000
               < e->limits.interval))
    {
        fetch->state = SYNC_FETCH_SKIPPED;
        text = sync_catalogue_noted(run->catalogue, e->name, "open", a);

        if (e->enabled && jobs_parse_uint(text, INT64_MAX / 2, &last)
                          == JOBS_OK)
        {
            run->open[n] = last;
        }

        return;
    }

    /* an answer of "unchanged" to another question is none */

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    sync_run_question(run, e, &b);
    text = sync_catalogue_noted(run->catalogue, e->name, "question", a);

    if (!run->args->dry && !run->args->force
        && jobs_str_eq(text, jobs_buf_view(&b)))
    {
        text = sync_catalogue_noted(run->catalogue, e->name, "etag", a);
        fetch->etag = sync_dup(a, text).data;
        text = sync_catalogue_noted(run->catalogue, e->name, "modified", a);
        fetch->modified = sync_dup(a, text).data;
    }

    jobs_buf_free(&b);
}


/* a digest of all that the reading of a source depends on */

static void
sync_run_question(sync_timed_t *run, const sync_entry_t *e, jobs_buf_t *b)
{
    char         *text;
    size_t        i;
    jobs_buf_t    all;
    const cJSON  *item, *name;

    jobs_buf_init(&all, &sync_mem, 16 * SYNC_ROW_MAX);
    jobs_buf_lit(&all, JOBS_VERSION);

    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(
                                 run->sources.json, "sources"))
    {
        name = cJSON_GetObjectItemCaseSensitive(item, "name");

        if (strcmp(name->valuestring, e->name) == 0) {
            text = cJSON_PrintUnformatted(item);
            jobs_buf_str(&all, sync_str(text));
            cJSON_free(text);
        }
    }

    /* what env:NAME was, too */

    for (i = 0; i < e->nheaders; i++) {
        jobs_buf_str(&all, sync_str(e->headers[i]));
        jobs_buf_char(&all, '\n');
    }

    sync_taxonomy_stamp(&all, run->sources.taxonomy);

    if (e->mapping_path != NULL) {
        (void) sync_slurp(&all, e->mapping_path);
    }

    sync_sha256_hex(b, jobs_buf_view(&all), 32);
    jobs_buf_free(&all);
}


int
sync_run_import(sync_timed_t *run, size_t n)
{
    int                status;
    char               error[SYNC_ERROR];
    uint64_t           rejected;
    jobs_rc_t          rc;
    sync_plan_t       *plan;
    const char        *key, *why;
    sync_fetch_t      *fetch;
    sync_catalogue_t  *c;

    c = run->catalogue;
    plan = &run->plans[n];
    fetch = &run->fetcher.fetches[n];
    key = fetch->entry->name;
    rejected = 0;
    error[0] = '\0';

    if (fetch->state == SYNC_FETCH_SKIPPED) {
        sync_run_log(run, "info", "skipped", n,
                     fetch->entry->enabled ? "it is not its turn"
                                           : "it is not enabled");
        return SYNC_EX_OK;
    }

    if (fetch->state == SYNC_FETCH_SAME) {
        rc = sync_catalogue_same(c, key, run->args->now, plan);

        if (rc == JOBS_DECLINED) {
            fetch->state = SYNC_FETCH_FAILED;
            snprintf(fetch->error, SYNC_ERROR, "status 304 without a list");

        } else if (rc != JOBS_OK) {
            return sync_run_fault(run);
        }
    }

    if (fetch->state != SYNC_FETCH_SAME) {
        rc = sync_catalogue_begin(c, key, &fetch->entry->source,
                                  run->args->now);

        if (rc != JOBS_OK) {
            return sync_run_fault(run);
        }

        if (run->args->force) {
            sync_catalogue_reread(c);
        }

        why = fetch->error;

        if (fetch->state == SYNC_FETCH_DONE) {
            status = sync_run_feeds(run, n, &rejected, error);

            if (status != SYNC_EX_OK) {
                return status;
            }

            why = error[0] == '\0' ? NULL : error;
        }

        rc = sync_catalogue_end(c, why, rejected, run->sources.misses,
                                run->args->force, run->args->dry, plan);

        if (rc != JOBS_OK) {
            return sync_run_fault(run);
        }
    }

    run->planned[n] = 1;

    if (plan->verdict == SYNC_FAILED || plan->verdict == SYNC_SHRANK) {
        run->failed++;
        run->io |= fetch->io && fetch->state == SYNC_FETCH_FAILED;
        sync_run_log(run, "error", sync_run_verdict(run, n), n,
                     plan->reason[0] != '\0' ? plan->reason : fetch->error);
        return run->args->dry || plan->verdict != SYNC_SHRANK
               ? SYNC_EX_OK : sync_run_keep(run, n);
    }

    sync_run_log(run, "info", sync_run_verdict(run, n), n, NULL);

    return run->args->dry ? SYNC_EX_OK : sync_run_keep(run, n);
}


/* all pages; error: empty, or why one of them is refused */

static int
sync_run_feeds(sync_timed_t *run, size_t n, uint64_t *rejected, char *error)
{
    unsigned         i;
    jobs_rc_t        rc;
    sync_feed_t     *feed;
    sync_fetch_t    *fetch;
    sync_entry_t    *e;
    sync_options_t   options;

    fetch = &run->fetcher.fetches[n];
    e = fetch->entry;

    options = run->options;
    options.quiet = run->args->quiet || run->args->json;
    options.source = e->name;
    options.company = e->source.company.data;
    options.base_url = e->source.base_url.data;
    options.now = run->args->now;

    if (sync_import_fingerprint(run->catalogue, &options, e->format,
                                e->mapping_path, run->sources.taxonomy)
        != JOBS_OK)
    {
        snprintf(error, SYNC_ERROR, "its mapping cannot be read");
        return SYNC_EX_OK;
    }

    rc = JOBS_OK;

    for (i = 0; i < fetch->nfiles && rc == JOBS_OK; i++) {
        feed = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_feed_t));
        memset(feed, 0, sizeof(sync_feed_t));

        feed->name = fetch->files[i];
        feed->options = &options;
        feed->mapping = e->mapping;
        feed->source = &e->source;
        feed->sink = sync_catalogue_sink(run->catalogue);
        feed->shown = options.quiet ? SYNC_SHOWN : 0;

        rc = sync_feed_read(feed, e->format);
        *rejected += feed->counts.rejected;

        if (!options.quiet) {
            sync_build_notes(feed);
        }

        if (rc == JOBS_INVALID) {
            snprintf(error, SYNC_ERROR, "%s", feed->error);
        }

        sync_feed_free(feed);
        sync_mem.free(NULL, feed);
    }

    return rc == JOBS_OK || rc == JOBS_INVALID ? SYNC_EX_OK
                                               : sync_run_fault(run);
}


/*
 * What the next run asks with.  A list of many pages has no entity tag, and
 * after one of which only a part was taken the catalogue has no list that a
 * tag could stand for.
 */

static int
sync_run_keep(sync_timed_t *run, size_t n)
{
    int                one, shrank;
    char               now[32], open[32];
    size_t             i;
    jobs_buf_t         b;
    const char        *key;
    sync_fetch_t      *fetch;
    struct {
        const char    *name;
        jobs_str_t     value;
    } notes[5];

    fetch = &run->fetcher.fetches[n];
    key = fetch->entry->name;
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    sync_run_question(run, fetch->entry, &b);
    snprintf(now, sizeof(now), "%lld", (long long) run->args->now);

    snprintf(open, sizeof(open), "%llu",
             (unsigned long long) run->plans[n].open);
    shrank = run->plans[n].verdict == SYNC_SHRANK;
    one = fetch->nfiles == 1 && !shrank;

    notes[0].name = "open";
    notes[0].value = sync_str(open);
    notes[1].name = "fetched";
    notes[1].value = shrank ? jobs_lit("") : sync_str(now);
    notes[2].name = "question";
    notes[2].value = jobs_buf_view(&b);
    notes[3].name = "etag";
    notes[3].value = one ? fetch->new_etag : jobs_lit("");
    notes[4].name = "modified";
    notes[4].value = one ? fetch->new_modified : jobs_lit("");

    for (i = 0; i < (fetch->state == SYNC_FETCH_SAME ? 2 : 5); i++) {
        if (sync_catalogue_note(run->catalogue, key, notes[i].name,
                                notes[i].value) != JOBS_OK)
        {
            jobs_buf_free(&b);
            return sync_run_fault(run);
        }
    }

    jobs_buf_free(&b);

    return SYNC_EX_OK;
}


int
sync_run_fault(sync_timed_t *run)
{
    snprintf(run->error, SYNC_ERROR, "%s",
             sync_catalogue_error(run->catalogue));
    sync_say("%s: %s", run->sources.catalogue, run->error);

    return SYNC_EX_IO;
}
