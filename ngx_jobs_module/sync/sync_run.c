/*
 * The command "run".  The catalogue's lock is the run's.
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <sys/stat.h>
#include "sync_import.h"
#include "sync_run.h"
#include "sync_taxonomy.h"


static int sync_run_read(sync_timed_t *run);
static int sync_run_open(sync_timed_t *run);
static int sync_run_check(sync_timed_t *run);
static int sync_run_all(sync_timed_t *run);
static int sync_run_outcome(sync_timed_t *run);
static int sync_run_publish(sync_timed_t *run);
static jobs_rc_t sync_run_dir(sync_timed_t *run);
static void sync_run_clean(sync_timed_t *run);
static void sync_run_signal(int signo);


static volatile sig_atomic_t  sync_run_stop;


int
sync_run_command(sync_args_t *args)
{
    int               locked, status, stopped;
    struct sigaction  sa;
    sync_timed_t     *run;

    run = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_timed_t));
    memset(run, 0, sizeof(sync_timed_t));
    run->args = args;
    run->started = sync_clock();

    memset(&sa, 0, sizeof(struct sigaction));
    sa.sa_handler = sync_run_signal;
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);

    srandom(time(NULL) ^ getpid());

    /* one that cannot write its log any more publishes all the same */

    signal(SIGPIPE, SIG_IGN);

    status = sync_run_read(run);

    if (status == SYNC_EX_OK) {
        status = sync_run_open(run);
    }

    /* who has the lock writes the report */

    locked = status == SYNC_EX_LOCKED;

    if (status == SYNC_EX_OK) {
        status = sync_run_all(run);
    }

    sync_run_clean(run);

    stopped = run->stopped;
    run->status = stopped != 0 ? 128 + stopped : status;

    if (!args->dry && !locked && !sync_run_report(run)
        && status == SYNC_EX_OK)
    {
        status = SYNC_EX_IO;
    }

    sync_catalogue_close(run->catalogue);
    sync_arena_free(&run->fetcher.arena);
    sync_taxonomy_close(run->options.taxonomy);
    sync_sources_free(&run->sources);
    sync_mem.free(NULL, run);

    if (stopped != 0) {
        signal(stopped, SIG_DFL);
        raise(stopped);
    }

    return status;
}


/* sources.json, and what the command line says in its place */

static int
sync_run_read(sync_timed_t *run)
{
    int              status;
    jobs_rc_t        rc;
    const char      *path;
    sync_args_t     *args;
    sync_sources_t  *s;

    args = run->args;
    s = &run->sources;
    path = args->operands[0];
    rc = sync_sources_read(s, path, run->error);

    s->output = args->output != NULL ? args->output : s->output;
    s->catalogue = args->catalogue != NULL ? args->catalogue : s->catalogue;
    s->partners = args->partners != NULL ? args->partners : s->partners;
    s->taxonomy = args->taxonomy != NULL ? args->taxonomy : s->taxonomy;
    s->report = args->report != NULL ? args->report : s->report;
    s->textfile = args->textfile != NULL ? args->textfile : s->textfile;
    s->keep = args->given & sync_o(KEEP) ? args->keep : s->keep;
    s->misses = args->given & sync_o(MISSES) ? args->misses : s->misses;

    if (rc != JOBS_OK) {
        sync_run_told(run, path, rc == JOBS_ERROR ? "" : "refused: ");
        return rc == JOBS_ERROR ? SYNC_EX_IO
               : rc == JOBS_DECLINED ? SYNC_EX_REFUSED : SYNC_EX_DATA;
    }

    status = sync_run_check(run);

    if (status != SYNC_EX_OK) {
        sync_run_told(run, path, "refused: ");
        return status;
    }

    status = sync_taxonomy_load(&run->options, s->taxonomy);

    if (status != SYNC_EX_OK) {
        snprintf(run->error, SYNC_ERROR, "its taxonomy cannot be used");
        sync_run_told(run, path, "");
    }

    return status;
}


/* the lock, and a place for what is fetched */

static int
sync_run_open(sync_timed_t *run)
{
    size_t         i, n;
    jobs_rc_t      rc;
    sync_arena_t  *a;

    run->catalogue = run->args->dry
                     ? sync_catalogue_try(run->sources.catalogue, run->error,
                                          &rc)
                     : sync_catalogue_open(run->sources.catalogue, run->error,
                                           &rc);

    if (run->catalogue == NULL) {
        sync_run_told(run, run->sources.catalogue, "");
        return rc == JOBS_DECLINED ? SYNC_EX_LOCKED
               : rc == JOBS_INVALID ? SYNC_EX_DATA : SYNC_EX_IO;
    }

    if (sync_run_dir(run) != JOBS_OK) {
        snprintf(run->error, SYNC_ERROR, "%s", strerror(errno));
        sync_run_told(run, run->dir, "");
        return SYNC_EX_IO;
    }

    n = run->sources.n;
    a = &run->fetcher.arena;
    run->plans = sync_alloc(a, n * sizeof(sync_plan_t));
    run->planned = sync_alloc(a, n);
    run->open = sync_alloc(a, n * sizeof(uint64_t));
    run->fetcher.fetches = sync_alloc(a, n * sizeof(sync_fetch_t));
    memset(run->plans, 0, n * sizeof(sync_plan_t));
    memset(run->planned, 0, n);
    memset(run->open, 0xFF, n * sizeof(uint64_t));
    memset(run->fetcher.fetches, 0, n * sizeof(sync_fetch_t));

    run->n = n;
    run->fetcher.n = n;
    run->fetcher.dir = run->dir;
    run->fetcher.deadline = run->sources.deadline;
    run->fetcher.parallel = run->sources.defaults.parallel;
    run->fetcher.stop = &sync_run_stop;
    run->fetcher.progress = isatty(STDERR_FILENO) && !run->args->json
                            && !run->args->quiet;

    for (i = 0; i < n; i++) {
        sync_run_prepare(run, i);
    }

    return SYNC_EX_OK;
}


static int
sync_run_check(sync_timed_t *run)
{
    size_t         i;
    sync_entry_t  *e;

    if (run->sources.output == NULL || run->sources.catalogue == NULL) {
        snprintf(run->error, SYNC_ERROR, "it needs \"output\" and "
                 "\"catalogue\"");
        return SYNC_EX_DATA;
    }

    for (i = 0; i < run->sources.n; i++) {
        e = &run->sources.entries[i];

        if (!sync_args_format(e->format)) {
            snprintf(run->error, SYNC_ERROR, "source \"%s\": unknown format "
                     "\"%.60s\"", e->name, e->format);
            return SYNC_EX_DATA;
        }

        if (e->mapping != NULL && !sync_args_mapped(e->format)) {
            snprintf(run->error, SYNC_ERROR, "source \"%s\": the format "
                     "\"%.60s\" has no mapping", e->name, e->format);
            return SYNC_EX_DATA;
        }
    }

    return SYNC_EX_OK;
}


static int
sync_run_all(sync_timed_t *run)
{
    int           status;
    size_t        i, n;
    uint64_t      closed;
    const char  **keys;
    jobs_buf_t    b;

    if (sync_fetch(&run->fetcher) == JOBS_ERROR) {
        snprintf(run->error, SYNC_ERROR, "libcurl cannot be used");
        sync_run_told(run, run->args->operands[0], "");
        return SYNC_EX_IO;
    }

    n = run->sources.n;
    keys = sync_alloc(&run->fetcher.arena, n * sizeof(char *));

    for (i = 0; i < n; i++) {
        keys[i] = run->sources.entries[i].name;

        if (sync_run_stop) {
            run->stopped = sync_run_stop;
            snprintf(run->error, SYNC_ERROR, "signal %d", run->stopped);
            sync_run_log(run, "error", "stopped", -1, run->error);
            return SYNC_EX_IO;
        }

        status = sync_run_import(run, i);

        if (status != SYNC_EX_OK) {
            return status;
        }
    }

    if (run->args->dry && run->args->json) {
        return sync_run_outcome(run);
    }

    if (run->args->dry) {
        jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
        sync_plan_line(&b, NULL, NULL);

        for (i = 0; i < n; i++) {
            if (run->planned[i]) {
                sync_plan_line(&b, keys[i], &run->plans[i]);
            }
        }

        fwrite(b.data, 1, b.len, stdout);
        jobs_buf_free(&b);

        return sync_run_outcome(run);
    }

    if (sync_catalogue_only(run->catalogue, keys, n, run->args->now, &closed)
        != JOBS_OK)
    {
        return sync_run_fault(run);
    }

    status = sync_run_publish(run);

    return status == SYNC_EX_OK ? sync_run_outcome(run) : status;
}


static int
sync_run_outcome(sync_timed_t *run)
{
    return run->io ? SYNC_EX_IO
           : run->failed != 0 ? SYNC_EX_SOURCE : SYNC_EX_OK;
}


static int
sync_run_publish(sync_timed_t *run)
{
    int             status;
    char            text[200];
    sync_release_t  re;

    /* before the lock is given back: the directory is the next run's then */

    sync_run_clean(run);
    run->dir[0] = '\0';
    sync_catalogue_close(run->catalogue);
    run->catalogue = NULL;

    memset(&re, 0, sizeof(sync_release_t));
    re.catalogue = run->sources.catalogue;
    re.output = run->sources.output;
    re.partners = run->sources.partners;
    re.taxonomy = run->sources.taxonomy;
    re.keep = run->sources.keep;
    re.now = run->args->now;
    re.force = run->args->force;
    re.quiet = 1;
    re.result = &run->published;

    status = sync_release(&re);

    if (status == SYNC_EX_OK) {
        snprintf(text, sizeof(text), "%llu listings, generation %.12s",
                 (unsigned long long) run->published.meta.listings,
                 run->published.meta.generation);
        sync_run_log(run, "info", run->published.unchanged ? "unchanged"
                                                           : "published",
                     -1, text);
    } else {
        snprintf(run->error, SYNC_ERROR, "%s: the old snapshot stays",
                 status == SYNC_EX_REFUSED ? "refused" : "not published");
        sync_run_log(run, "error", status == SYNC_EX_REFUSED
                                   ? "refused" : "not published", -1,
                     "the old snapshot stays");
    }

    return status;
}


/* a private directory beside the catalogue; what a killed run left goes */

static jobs_rc_t
sync_run_dir(sync_timed_t *run)
{
    int          len;
    const char  *path, *slash;
    struct stat  st;

    path = run->sources.catalogue;
    slash = strrchr(path, '/');
    len = slash == NULL ? 0 : (int) (slash - path) + 1;

    if ((size_t) snprintf(run->dir, sizeof(run->dir), "%.*s.%s.fetched", len,
                          path, path + len) >= sizeof(run->dir))
    {
        errno = ENAMETOOLONG;
        return JOBS_ERROR;
    }

    sync_run_clean(run);

    if (mkdir(run->dir, 0700) == 0) {
        return JOBS_OK;
    }

    /* something of somebody's is in it, which harms nobody */

    if (errno != EEXIST) {
        return JOBS_ERROR;
    }

    if (lstat(run->dir, &st) == 0 && S_ISDIR(st.st_mode)
        && st.st_uid == geteuid() && (st.st_mode & 0077) == 0)
    {
        return JOBS_OK;
    }

    errno = EEXIST;

    return JOBS_ERROR;
}


static void
sync_run_clean(sync_timed_t *run)
{
    int             fd;
    DIR            *dir;
    struct dirent  *entry;

    if (run->dir[0] == '\0') {
        return;
    }

    fd = open(run->dir, O_RDONLY|O_DIRECTORY|O_NOFOLLOW|O_CLOEXEC);
    dir = fd == -1 ? NULL : fdopendir(fd);

    if (dir == NULL) {
        return;
    }

    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9') {
            (void) unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }

    closedir(dir);
    (void) rmdir(run->dir);
}


static void
sync_run_signal(int signo)
{
    sync_run_stop = signo;
}
