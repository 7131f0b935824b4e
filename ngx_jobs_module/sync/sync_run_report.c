/*
 * What a timed run says: lines, last-run.json, metrics.
 */

#include <errno.h>
#include <time.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
#include "sync_run.h"


typedef enum {
    SYNC_METRIC_UP = 0,
    SYNC_METRIC_LISTINGS,
    SYNC_METRIC_STALE,
    SYNC_METRIC_SECONDS,
    SYNC_METRIC_BYTES
} sync_metric_e;


static void sync_run_json(sync_timed_t *run, jobs_buf_t *b);
static void sync_run_source(sync_timed_t *run, size_t n, jobs_buf_t *b);
static void sync_run_metrics(sync_timed_t *run, jobs_buf_t *b);
static void sync_run_metric(jobs_buf_t *b, const char *name,
    const char *help, const char *value);
static int sync_run_value(sync_timed_t *run, size_t n, sync_metric_e metric,
    char *value, size_t size);
static void sync_run_count(jobs_buf_t *b, const char *name, uint64_t n);
static void sync_run_label(jobs_buf_t *b, const char *text);
static int sync_run_write(const char *path, jobs_buf_t *b);
static int sync_run_write_all(int fd, jobs_str_t s);


void
sync_run_told(sync_timed_t *run, const char *path, const char *what)
{
    sync_say("%s: %s%s", path, what, run->error);

    if (run->args->json) {
        sync_run_log(run, "error", "failed", -1, run->error);
    }
}


void
sync_run_log(sync_timed_t *run, const char *level, const char *event, int n,
    const char *text)
{
    const char   *name;
    jobs_buf_t    b;
    sync_plan_t  *plan;

    name = n < 0 ? run->sources.output : run->sources.entries[n].name;
    plan = n < 0 || !run->planned[n] ? NULL : &run->plans[n];

    if (run->args->json) {
        jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
        jobs_buf_lit(&b, "{\"time\":\"");
        jobs_buf_time(&b, time(NULL));
        jobs_buf_lit(&b, "\",\"level\":");
        jobs_json_string(&b, sync_str(level));
        jobs_buf_lit(&b, ",\"event\":");
        jobs_json_string(&b, sync_str(event));
        jobs_buf_str(&b, sync_str(n < 0 ? ",\"output\":" : ",\"source\":"));
        jobs_json_string(&b, sync_str(name));

        if (text != NULL) {
            jobs_buf_lit(&b, ",\"message\":");
            jobs_json_string(&b, sync_str(text));
        }

        if (plan != NULL) {
            sync_run_count(&b, "listings", plan->listings);
            sync_run_count(&b, "added", plan->added);
            sync_run_count(&b, "changed", plan->changed);
            sync_run_count(&b, "closed", plan->closed);
            sync_run_count(&b, "rejected", plan->rejected);
            sync_run_count(&b, "open", plan->open);
        }

        jobs_buf_lit(&b, "}\n");
        fwrite(b.data, 1, b.len, stdout);
        fflush(stdout);
        jobs_buf_free(&b);
        return;
    }

    if (run->args->quiet && strcmp(level, "info") == 0) {
        return;
    }

    if (plan == NULL || text != NULL) {
        sync_say("%s: %s%s%s", name, event, text == NULL ? "" : ": ",
                 text == NULL ? "" : text);
        return;
    }

    sync_say("%s: %s: %llu listings, %llu new, %llu changed, %llu closed, "
             "%llu rejected; %llu open", name, event,
             (unsigned long long) plan->listings,
             (unsigned long long) plan->added,
             (unsigned long long) plan->changed,
             (unsigned long long) plan->closed,
             (unsigned long long) plan->rejected,
             (unsigned long long) plan->open);
}


const char *
sync_run_verdict(const sync_timed_t *run, size_t n)
{
    static const char *const  verdicts[] = {
        [SYNC_TAKEN] = "taken",
        [SYNC_SAME] = "same",
        [SYNC_SHRANK] = "shrank",
        [SYNC_FAILED] = "failed"
    };

    return run->planned[n] ? verdicts[run->plans[n].verdict] : "skipped";
}


int
sync_run_report(sync_timed_t *run)
{
    int         good;
    jobs_buf_t  b;

    good = 1;
    jobs_buf_init(&b, &sync_mem, 16 * SYNC_ROW_MAX);

    if (run->sources.report != NULL) {
        sync_run_json(run, &b);
        good &= sync_run_write(run->sources.report, &b);
        jobs_buf_reset(&b);
    }

    if (run->sources.textfile != NULL) {
        sync_run_metrics(run, &b);
        good &= sync_run_write(run->sources.textfile, &b);
    }

    jobs_buf_free(&b);

    return good;
}


static void
sync_run_json(sync_timed_t *run, jobs_buf_t *b)
{
    size_t             i;
    sync_published_t  *p;

    p = &run->published;

    jobs_buf_lit(b, "{\"version\":\"" JOBS_VERSION "\",\"time\":\"");
    jobs_buf_time(b, run->args->now);
    jobs_buf_lit(b, "\"");
    sync_run_count(b, "milliseconds", sync_clock() - run->started);
    sync_run_count(b, "status", run->status);
    sync_run_count(b, "failed", run->failed);
    jobs_buf_lit(b, ",\"error\":");
    jobs_json_string(b, run->error[0] == '\0' ? jobs_str(NULL, 0)
                                              : sync_str(run->error));
    jobs_buf_lit(b, ",\"verdict\":");
    jobs_json_string(b, p->meta.generation[0] == '\0'
                        ? jobs_lit("not published")
                        : sync_str(p->unchanged ? "unchanged"
                                                : "published"));

    if (p->meta.generation[0] != '\0') {
        sync_run_count(b, "listings", p->meta.listings);
        jobs_buf_lit(b, ",\"generation\":");
        jobs_json_string(b, sync_str(p->meta.generation));
    }

    jobs_buf_lit(b, ",\"sources\":[");

    for (i = 0; i < run->n; i++) {
        jobs_buf_str(b, sync_str(i == 0 ? "\n" : ",\n"));
        sync_run_source(run, i, b);
    }

    jobs_buf_lit(b, "\n]}\n");
}


static void
sync_run_source(sync_timed_t *run, size_t n, jobs_buf_t *b)
{
    const char    *why;
    sync_plan_t   *plan;
    sync_fetch_t  *fetch;

    plan = &run->plans[n];
    fetch = &run->fetcher.fetches[n];

    jobs_buf_lit(b, "{\"source\":");
    jobs_json_string(b, sync_str(run->sources.entries[n].name));
    jobs_buf_lit(b, ",\"verdict\":");
    jobs_json_string(b, sync_str(sync_run_verdict(run, n)));

    why = fetch->error[0] != '\0' && fetch->state == SYNC_FETCH_FAILED
          ? fetch->error : plan->reason;
    jobs_buf_lit(b, ",\"error\":");
    jobs_json_string(b, why[0] == '\0' ? jobs_str(NULL, 0) : sync_str(why));

    sync_run_count(b, "http_status", fetch->status);
    sync_run_count(b, "requests", fetch->requests);
    sync_run_count(b, "pages", fetch->nfiles);
    sync_run_count(b, "bytes", fetch->bytes);
    sync_run_count(b, "milliseconds", fetch->ended - fetch->started);

    if (run->planned[n]) {
        sync_run_count(b, "listings", plan->listings);
        sync_run_count(b, "added", plan->added);
        sync_run_count(b, "changed", plan->changed);
        sync_run_count(b, "unchanged", plan->unchanged);
        sync_run_count(b, "missing", plan->missing);
        sync_run_count(b, "closed", plan->closed);
        sync_run_count(b, "rejected", plan->rejected);
        sync_run_count(b, "open", plan->open);

        jobs_buf_lit(b, ",\"stale_since\":");

        if (plan->stale_since != 0) {
            jobs_buf_char(b, '"');
            jobs_buf_time(b, plan->stale_since);
            jobs_buf_char(b, '"');
        } else {
            jobs_buf_lit(b, "null");
        }
    }

    jobs_buf_char(b, '}');
}


static void
sync_run_metrics(sync_timed_t *run, jobs_buf_t *b)
{
    char               value[64];
    size_t             i, n;
    static const struct {
        const char    *name;
        const char    *help;
    } metrics[] = {
        [SYNC_METRIC_UP] = { "jobs_sync_source_up",
          "1 where the source was fetched and taken." },
        [SYNC_METRIC_LISTINGS] = { "jobs_sync_source_listings",
          "Open listings of the source." },
        [SYNC_METRIC_STALE] = { "jobs_sync_source_stale_timestamp_seconds",
          "Since when the source fails; 0 where it does not." },
        [SYNC_METRIC_SECONDS] = { "jobs_sync_source_fetch_seconds",
          "What fetching it took." },
        [SYNC_METRIC_BYTES] = { "jobs_sync_source_fetch_bytes",
          "Bytes received of it." }
    };

    snprintf(value, sizeof(value), "%lld", (long long) run->args->now);
    sync_run_metric(b, "jobs_sync_run_timestamp_seconds",
                    "When the last run began.", value);
    snprintf(value, sizeof(value), "%.3f",
             (sync_clock() - run->started) / 1e3);
    sync_run_metric(b, "jobs_sync_run_duration_seconds",
                    "What the last run took.", value);
    snprintf(value, sizeof(value), "%d", run->status);
    sync_run_metric(b, "jobs_sync_run_status",
                    "Exit status of the last run.", value);

    if (run->published.meta.generation[0] != '\0') {
        snprintf(value, sizeof(value), "%llu",
                 (unsigned long long) run->published.meta.listings);
        sync_run_metric(b, "jobs_sync_listings",
                        "Listings in the snapshot.", value);
    }

    for (i = 0; i < sync_n(metrics); i++) {
        sync_run_metric(b, metrics[i].name, metrics[i].help, NULL);

        for (n = 0; n < run->n; n++) {

            if (!sync_run_value(run, n, i, value, sizeof(value))) {
                continue;
            }

            jobs_buf_str(b, sync_str(metrics[i].name));
            jobs_buf_lit(b, "{source=\"");
            sync_run_label(b, run->sources.entries[n].name);
            jobs_buf_lit(b, "\"} ");
            jobs_buf_str(b, sync_str(value));
            jobs_buf_char(b, '\n');
        }
    }
}


static void
sync_run_metric(jobs_buf_t *b, const char *name, const char *help,
    const char *value)
{
    jobs_buf_lit(b, "# HELP ");
    jobs_buf_str(b, sync_str(name));
    jobs_buf_char(b, ' ');
    jobs_buf_str(b, sync_str(help));
    jobs_buf_lit(b, "\n# TYPE ");
    jobs_buf_str(b, sync_str(name));
    jobs_buf_lit(b, " gauge\n");

    if (value != NULL) {
        jobs_buf_str(b, sync_str(name));
        jobs_buf_char(b, ' ');
        jobs_buf_str(b, sync_str(value));
        jobs_buf_char(b, '\n');
    }
}


/* 0: this run knows nothing of it */

static int
sync_run_value(sync_timed_t *run, size_t n, sync_metric_e metric,
    char *value, size_t size)
{
    sync_plan_t   *plan;
    sync_fetch_t  *fetch;

    plan = &run->plans[n];
    fetch = &run->fetcher.fetches[n];

    /* it is not asked again after a good answer only */

    if (!run->planned[n] && run->open[n] != UINT64_MAX
        && metric <= SYNC_METRIC_STALE)
    {
        snprintf(value, size, "%llu", metric == SYNC_METRIC_UP ? 1ULL
                 : metric == SYNC_METRIC_STALE ? 0ULL
                 : (unsigned long long) run->open[n]);
        return 1;
    }

    if (!run->planned[n]) {
        return 0;
    }

    switch (metric) {

    case SYNC_METRIC_UP:
        snprintf(value, size, "%d", plan->verdict == SYNC_TAKEN
                                    || plan->verdict == SYNC_SAME);
        break;

    case SYNC_METRIC_LISTINGS:
        snprintf(value, size, "%llu", (unsigned long long) plan->open);
        break;

    case SYNC_METRIC_STALE:
        snprintf(value, size, "%lld", (long long) plan->stale_since);
        break;

    case SYNC_METRIC_SECONDS:
        snprintf(value, size, "%.3f", (fetch->ended - fetch->started) / 1e3);
        break;

    default:
        snprintf(value, size, "%llu", (unsigned long long) fetch->bytes);
    }

    return 1;
}


static void
sync_run_count(jobs_buf_t *b, const char *name, uint64_t n)
{
    jobs_buf_lit(b, ",\"");
    jobs_buf_str(b, sync_str(name));
    jobs_buf_lit(b, "\":");
    jobs_buf_uint(b, n);
}


static void
sync_run_label(jobs_buf_t *b, const char *text)
{
    for ( ; *text != '\0'; text++) {

        if (*text == '"' || *text == '\\') {
            jobs_buf_char(b, '\\');
        }

        jobs_buf_char(b, *text);
    }
}


/* a reader sees the old file or the new one, and may read it */

static int
sync_run_write(const char *path, jobs_buf_t *b)
{
    int          fd, len;
    char         name[4200];
    const char  *slash;

    slash = strrchr(path, '/');
    len = slash == NULL ? 0 : (int) (slash - path) + 1;

    if ((size_t) snprintf(name, sizeof(name), "%.*s.%s.new", len, path,
                          path + len) >= sizeof(name))
    {
        sync_say("%s: %s", path, strerror(ENAMETOOLONG));
        return 0;
    }

    /* one that a killed run left */

    (void) unlink(name);
    fd = open(name, O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, 0644);

    if (fd == -1) {
        sync_say("%s: %s", path, strerror(errno));
        return 0;
    }

    if (!sync_run_write_all(fd, jobs_buf_view(b)) || b->rc != JOBS_OK
        || fchmod(fd, 0644) == -1 || fsync(fd) == -1
        || rename(name, path) == -1)
    {
        sync_say("%s: %s", path, b->rc != JOBS_OK ? "it is too large"
                                                  : strerror(errno));
        (void) unlink(name);
        close(fd);
        return 0;
    }

    close(fd);

    return 1;
}


static int
sync_run_write_all(int fd, jobs_str_t s)
{
    ssize_t  n;

    while (s.len != 0) {
        n = write(fd, s.data, s.len);

        if (n == -1 && errno != EINTR) {
            return 0;
        }

        s = n == -1 ? s : jobs_str(s.data + n, s.len - n);
    }

    return 1;
}
