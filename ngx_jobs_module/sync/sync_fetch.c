/*
 * Fetching by libcurl's multi interface: all sources at once, few requests to
 * one host.
 */

#include <stdarg.h>
#include <time.h>
#include <unistd.h>
#include <sys/stat.h>
#include "sync_fetch_request.h"


#define SYNC_PER_HOST     2


static void sync_fetch_init(sync_multi_t *m, sync_fetch_t *fetch);
static int sync_fetch_special(const char *url);
static jobs_rc_t sync_fetch_loop(sync_multi_t *m);
static int64_t sync_fetch_begin(sync_multi_t *m, int64_t now);
static sync_host_t *sync_fetch_host(sync_multi_t *m, const char *url);
static void sync_fetch_drop(sync_fetch_t *fetch);
static void sync_fetch_progress(sync_multi_t *m, int64_t now, int last);


jobs_rc_t
sync_fetch(sync_fetcher_t *f)
{
    size_t           i;
    jobs_rc_t        rc;
    sync_multi_t     m;
    sync_request_t  *r;

    memset(&m, 0, sizeof(sync_multi_t));
    m.f = f;
    m.end = sync_clock() + f->deadline;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return JOBS_ERROR;
    }

    m.multi = curl_multi_init();

    if (m.multi == NULL) {
        curl_global_cleanup();
        return JOBS_ERROR;
    }

    m.hosts = sync_alloc(&f->arena, (2 * f->n + 1) * sizeof(sync_host_t));
    memset(m.hosts, 0, (2 * f->n + 1) * sizeof(sync_host_t));

    for (i = 0; i < f->n; i++) {
        if (f->fetches[i].state == SYNC_FETCH_WAITS) {
            sync_fetch_init(&m, &f->fetches[i]);
        }
    }

    rc = sync_fetch_loop(&m);

    for (i = 0; i < f->n; i++) {
        r = f->fetches[i].request;

        if (r != NULL) {
            sync_request_stop(&m, r);
            sync_mem.free(NULL, r);
            f->fetches[i].request = NULL;
        }
    }

    sync_fetch_progress(&m, sync_clock(), 1);
    curl_multi_cleanup(m.multi);
    curl_global_cleanup();

    return rc;
}


int64_t
sync_clock(void)
{
    struct timespec  ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);

    return (int64_t) ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}


static void
sync_fetch_init(sync_multi_t *m, sync_fetch_t *fetch)
{
    size_t           size;
    sync_request_t  *r;

    fetch->started = sync_clock();
    fetch->ended = fetch->started;

    if (sync_fetch_special(fetch->entry->url)) {
        (void) sync_fetch_failed(fetch, "it is not a regular file");
        return;
    }

    size = fetch->entry->pages * sizeof(char *);
    fetch->files = sync_alloc(&m->f->arena, size);
    memset(fetch->files, 0, size);

    r = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_request_t));
    memset(r, 0, sizeof(sync_request_t));
    r->fetcher = m->f;
    r->fetch = fetch;
    r->fd = -1;
    r->url = fetch->entry->url;

    if (fetch->entry->pages > 1) {
        r->digests = sync_alloc(&m->f->arena, fetch->entry->pages * 32);
    }

    fetch->request = r;
}


/* of a pipe or a device there is no end, or no beginning */

static int
sync_fetch_special(const char *url)
{
    int          special;
    char        *path;
    CURLU       *u;
    struct stat  st;

    if (!sync_fetch_local(url)) {
        return 0;
    }

    special = 0;
    path = NULL;
    u = curl_url();

    if (u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK
        && curl_url_get(u, CURLUPART_PATH, &path, CURLU_URLDECODE)
           == CURLUE_OK)
    {
        special = stat(path, &st) == 0 && !S_ISREG(st.st_mode);
    }

    curl_free(path);
    curl_url_cleanup(u);

    return special;
}


int
sync_fetch_local(const char *url)
{
    return strncasecmp(url, "file:", 5) == 0;
}


static jobs_rc_t
sync_fetch_loop(sync_multi_t *m)
{
    int              left;
    size_t           i;
    int64_t          now, wait;
    CURLMsg         *msg;
    sync_fetch_t    *fetch;
    sync_request_t  *r;

    for ( ;; ) {
        now = sync_clock();

        if (*m->f->stop) {
            return JOBS_TIMEOUT;
        }

        if (now >= m->end) {
            for (i = 0; i < m->f->n; i++) {
                fetch = &m->f->fetches[i];

                if (fetch->state <= SYNC_FETCH_RUNS) {
                    sync_request_stop(m, fetch->request);
                    (void) sync_fetch_failed(fetch, "the time of the run "
                                             "was over");
                    sync_fetch_drop(fetch);
                }
            }

            return JOBS_OK;
        }

        wait = sync_fetch_begin(m, now);

        if (wait == -1) {
            return JOBS_OK;
        }

        sync_fetch_progress(m, now, 0);

        if (wait > m->end - now) {
            wait = m->end - now;
        }

        if (curl_multi_perform(m->multi, &left) != CURLM_OK) {
            return JOBS_ERROR;
        }

        msg = curl_multi_info_read(m->multi, &left);

        if (msg == NULL) {
            (void) curl_multi_poll(m->multi, NULL, 0, wait, NULL);
            continue;
        }

        while (msg != NULL) {

            if (msg->msg == CURLMSG_DONE) {
                curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &r);
                sync_request_end(m, r, msg->data.result);

                if (r->fetch->state == SYNC_FETCH_FAILED) {
                    sync_fetch_drop(r->fetch);
                }
            }

            msg = curl_multi_info_read(m->multi, &left);
        }
    }
}


/* starts what may start; for how long there is nothing to do, -1: for ever */

static int64_t
sync_fetch_begin(sync_multi_t *m, int64_t now)
{
    int              local;
    size_t           i;
    int64_t          wait, ready;
    unsigned         open;
    sync_fetch_t    *fetch;
    sync_request_t  *r;

    wait = 250;
    open = 0;

    for (i = 0; i < m->f->n; i++) {
        fetch = &m->f->fetches[i];
        r = fetch->request;

        if (fetch->state > SYNC_FETCH_RUNS) {
            continue;
        }

        open++;

        if (fetch->state == SYNC_FETCH_RUNS) {
            continue;
        }

        if (r->host == NULL) {
            r->host = sync_fetch_host(m, r->url);
        }

        local = sync_fetch_local(r->url);
        ready = r->ready > r->host->next || local ? r->ready : r->host->next;

        if (ready > now) {
            wait = ready - now < wait ? ready - now : wait;

        } else if (m->running < m->f->parallel
                   && (local || r->host->running < SYNC_PER_HOST)
                   && sync_request_start(m, r) && !local)
        {
            r->host->next = now + fetch->entry->limits.host_interval;
        }
    }

    return open == 0 ? -1 : wait;
}


/* two hosts for one source at the most (https is another), so there is room */

static sync_host_t *
sync_fetch_host(sync_multi_t *m, const char *url)
{
    char    key[300];
    size_t  i;

    if (!sync_url_host(url, key, sizeof(key))) {
        key[0] = '\0';
    }

    for (i = 0; i < m->nhosts; i++) {
        if (strcmp(m->hosts[i].key, key) == 0) {
            return &m->hosts[i];
        }
    }

    if (m->nhosts <= 2 * m->f->n) {
        i = m->nhosts++;
        snprintf(m->hosts[i].key, sizeof(key), "%s", key);
    } else {
        i = 0;
    }

    return &m->hosts[i];
}


/* what failed needs no room */

static void
sync_fetch_drop(sync_fetch_t *fetch)
{
    unsigned  i;

    for (i = 0; i < fetch->entry->pages && fetch->files[i] != NULL; i++) {
        (void) unlink(fetch->files[i]);
    }
}


/* one line, drawn anew five times a second */

static void
sync_fetch_progress(sync_multi_t *m, int64_t now, int last)
{
    size_t        i, done, failed;
    uint64_t      bytes;
    sync_fetch_t *fetch;

    if (!m->f->progress || (!last && now < m->drawn + 200)) {
        return;
    }

    m->drawn = now;
    done = failed = 0;
    bytes = 0;

    for (i = 0; i < m->f->n; i++) {
        fetch = &m->f->fetches[i];
        done += fetch->state > SYNC_FETCH_RUNS;
        failed += fetch->state == SYNC_FETCH_FAILED;
        bytes += fetch->bytes;

        if (fetch->state == SYNC_FETCH_RUNS) {
            bytes += fetch->request->size;
        }
    }

    if (last) {
        fputs("\r\033[K", stderr);
        return;
    }

    fprintf(stderr, "\r\033[K[");

    for (i = 0; i < 20; i++) {
        fputc(i * m->f->n < done * 20 ? '#' : '.', stderr);
    }

    fprintf(stderr, "] %zu of %zu sources, %zu failed, %.1f MB", done,
            m->f->n, failed, bytes / 1e6);
    fflush(stderr);
}


void
sync_fetch_end(sync_fetch_t *fetch, sync_fetch_e state)
{
    fetch->state = state;
    fetch->ended = sync_clock();
}


int
sync_fetch_failed(sync_fetch_t *fetch, const char *format, ...)
{
    va_list  args;

    va_start(args, format);
    vsnprintf(fetch->error, SYNC_ERROR, format, args);
    va_end(args);

    sync_fetch_end(fetch, SYNC_FETCH_FAILED);

    return 0;
}
