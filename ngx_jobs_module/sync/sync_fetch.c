/*
 * Fetching by libcurl's multi interface.  Redirects are followed here, for
 * they may not lead elsewhere; gzip is decoded here, for libcurl takes one
 * that ends too early for a whole one.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <zlib.h>
#include <curl/curl.h>
#include "sync_fetch.h"
#include "sync_format.h"


#define SYNC_REDIRECTS    5
#define SYNC_PER_HOST     2
#define SYNC_RETRY_MAX    30000     /* milliseconds                        */
#define SYNC_RETRY_AFTER  60000     /* what a server may ask for           */
#define SYNC_CONNECT      10000
#define SYNC_TEXT_MAX     1024      /* bytes of a header that is kept      */


typedef struct {
    char               key[300];
    unsigned           running;
    int64_t            next;            /* when it may be asked again      */
} sync_host_t;

struct sync_request_s {
    sync_fetcher_t    *fetcher;
    sync_fetch_t      *fetch;
    CURL              *easy;
    struct curl_slist *headers;
    sync_host_t       *host;
    const char        *url;
    int64_t            ready;           /* when it may begin               */
    unsigned           redirects;
    unsigned           tries;
    uint64_t           rows;            /* of all pages so far             */
    uint64_t           size;            /* of this body, decoded           */
    int                fd;
    int                error;           /* errno of a failed write         */
    int64_t            retry_after;     /* seconds, or -1                  */
    char               etag[SYNC_TEXT_MAX];
    char               modified[SYNC_TEXT_MAX];
    char               location[4096];
    char               message[CURL_ERROR_SIZE];
    z_stream           z;
    unsigned           gzip:1;
    unsigned           ended:1;         /* the gzip stream is complete     */
    unsigned           broken:1;        /* or never will be                */
    unsigned           encoding:1;      /* an unknown one                  */
    unsigned           large:1;
    unsigned           private:1;
};

typedef struct {
    CURLM             *multi;
    sync_fetcher_t    *f;
    sync_host_t       *hosts;
    size_t             nhosts;
    unsigned           running;
    int64_t            end;
    int64_t            drawn;           /* progress                        */
} sync_multi_t;


static void sync_fetch_init(sync_multi_t *m, sync_fetch_t *fetch);
static jobs_rc_t sync_fetch_loop(sync_multi_t *m);
static int64_t sync_fetch_begin(sync_multi_t *m, int64_t now);
static int sync_request_start(sync_multi_t *m, sync_request_t *r);
static sync_host_t *sync_fetch_host(sync_multi_t *m, const char *url);
static void sync_request_options(sync_request_t *r);
static void sync_request_headers(sync_request_t *r);
static void sync_request_stop(sync_multi_t *m, sync_request_t *r);
static void sync_request_end(sync_multi_t *m, sync_request_t *r,
    CURLcode code);
static int sync_request_good(sync_request_t *r);
static int sync_request_body(sync_request_t *r);
static void sync_request_next(sync_request_t *r);
static uint64_t sync_request_rows(sync_request_t *r, const char *file);
static jobs_rc_t sync_request_count(void *data, const sync_record_t *record);
static void sync_request_redirect(sync_request_t *r);
static void sync_request_retry(sync_request_t *r);
static int sync_request_network(CURLcode code);
static void sync_fetch_end(sync_fetch_t *fetch, sync_fetch_e state);
static int sync_fetch_failed(sync_fetch_t *fetch, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static size_t sync_fetch_write(char *data, size_t size, size_t n,
    void *ctx);
static int sync_fetch_put(sync_request_t *r, const char *data, size_t len);
static size_t sync_fetch_header(char *data, size_t size, size_t n,
    void *ctx);
static curl_socket_t sync_fetch_socket(void *ctx, curlsocktype purpose,
    struct curl_sockaddr *address);
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

    m.hosts = sync_alloc(&f->arena, (f->n + 1) * sizeof(sync_host_t));
    memset(m.hosts, 0, (f->n + 1) * sizeof(sync_host_t));

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
    struct stat      st;
    sync_request_t  *r;

    fetch->started = sync_clock();
    fetch->ended = fetch->started;

    /* of a pipe or a device there is no end, or no beginning */

    if (strncmp(fetch->entry->url, "file://", 7) == 0
        && stat(fetch->entry->url + 7, &st) == 0 && !S_ISREG(st.st_mode))
    {
        (void) sync_fetch_failed(fetch, "it is not a regular file");
        return;
    }

    size = fetch->entry->pages * sizeof(char *);
    fetch->files = sync_alloc(&m->f->arena, size);

    r = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_request_t));
    memset(r, 0, sizeof(sync_request_t));
    r->fetcher = m->f;
    r->fetch = fetch;
    r->fd = -1;
    r->url = fetch->entry->url;
    fetch->request = r;
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
            }

            msg = curl_multi_info_read(m->multi, &left);
        }
    }
}


/* starts what may start; for how long there is nothing to do, -1: for ever */

static int64_t
sync_fetch_begin(sync_multi_t *m, int64_t now)
{
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

        ready = r->ready > r->host->next ? r->ready : r->host->next;

        if (ready > now) {
            wait = ready - now < wait ? ready - now : wait;

        } else if (m->running < m->f->parallel
                   && r->host->running < SYNC_PER_HOST
                   && sync_request_start(m, r))
        {
            r->host->next = now + fetch->entry->limits.host_interval;
        }
    }

    return open == 0 ? -1 : wait;
}


/* one host for one source at the most, so there is room */

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

    if (m->nhosts <= m->f->n) {
        i = m->nhosts++;
        snprintf(m->hosts[i].key, sizeof(key), "%s", key);
    } else {
        i = 0;
    }

    return &m->hosts[i];
}


static int
sync_request_start(sync_multi_t *m, sync_request_t *r)
{
    char           path[8192];
    sync_fetch_t  *fetch;

    fetch = r->fetch;

    snprintf(path, sizeof(path), "%s/%zu.%u", r->fetcher->dir,
             (size_t) (fetch - r->fetcher->fetches), fetch->nfiles + 1);

    r->size = 0;
    r->error = 0;
    r->retry_after = -1;
    r->etag[0] = '\0';
    r->modified[0] = '\0';
    r->location[0] = '\0';
    r->message[0] = '\0';
    r->gzip = r->ended = r->broken = r->encoding = 0;
    r->large = r->private = 0;

    r->fd = open(path, O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0600);

    if (r->fd == -1) {
        return sync_fetch_failed(fetch, "%s: %s", path, strerror(errno));
    }

    fetch->files[fetch->nfiles] = (char *) sync_dup(&r->fetcher->arena,
                                                    sync_str(path)).data;

    r->easy = curl_easy_init();

    if (r->easy == NULL) {
        sync_request_stop(m, r);
        return sync_fetch_failed(fetch, "libcurl is out of memory");
    }

    sync_request_options(r);
    sync_request_headers(r);

    if (curl_multi_add_handle(m->multi, r->easy) != CURLM_OK) {
        sync_request_stop(m, r);
        return sync_fetch_failed(fetch, "libcurl refuses the request");
    }

    fetch->state = SYNC_FETCH_RUNS;
    fetch->requests++;
    m->running++;
    r->host->running++;

    return 1;
}


static void
sync_request_options(sync_request_t *r)
{
    int64_t               low;
    const sync_limits_t  *l;

    l = &r->fetch->entry->limits;
    low = l->timeout / 2000;

    curl_easy_setopt(r->easy, CURLOPT_URL, r->url);
    curl_easy_setopt(r->easy, CURLOPT_PRIVATE, r);
    curl_easy_setopt(r->easy, CURLOPT_ERRORBUFFER, r->message);
    curl_easy_setopt(r->easy, CURLOPT_PROTOCOLS_STR,
                     strncmp(r->url, "file:", 5) == 0 ? "file"
                                                      : "http,https");
    curl_easy_setopt(r->easy, CURLOPT_USERAGENT, "jobs-sync/" JOBS_VERSION);
    curl_easy_setopt(r->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(r->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(r->easy, CURLOPT_TIMEOUT_MS, (long) l->timeout);
    curl_easy_setopt(r->easy, CURLOPT_CONNECTTIMEOUT_MS,
                     (long) (l->timeout < SYNC_CONNECT ? l->timeout
                                                       : SYNC_CONNECT));
    curl_easy_setopt(r->easy, CURLOPT_LOW_SPEED_LIMIT, 100L);
    curl_easy_setopt(r->easy, CURLOPT_LOW_SPEED_TIME,
                     (long) (low < 1 ? 1 : low));
    curl_easy_setopt(r->easy, CURLOPT_MAXFILESIZE_LARGE,
                     (curl_off_t) l->max_size);
    curl_easy_setopt(r->easy, CURLOPT_WRITEFUNCTION, sync_fetch_write);
    curl_easy_setopt(r->easy, CURLOPT_WRITEDATA, r);
    curl_easy_setopt(r->easy, CURLOPT_HEADERFUNCTION, sync_fetch_header);
    curl_easy_setopt(r->easy, CURLOPT_HEADERDATA, r);
    curl_easy_setopt(r->easy, CURLOPT_OPENSOCKETFUNCTION, sync_fetch_socket);
    curl_easy_setopt(r->easy, CURLOPT_OPENSOCKETDATA, r);

    /* what a proxy connects to is not seen here */

    curl_easy_setopt(r->easy, CURLOPT_PROXY, "");
}


static void
sync_request_headers(sync_request_t *r)
{
    size_t         i;
    sync_fetch_t  *fetch;
    char           line[SYNC_TEXT_MAX + 64];

    fetch = r->fetch;
    r->headers = curl_slist_append(NULL, "Accept-Encoding: gzip");

    for (i = 0; i < fetch->entry->nheaders; i++) {
        r->headers = curl_slist_append(r->headers, fetch->entry->headers[i]);
    }

    if (fetch->nfiles == 0 && fetch->etag != NULL && fetch->etag[0] != '\0') {
        snprintf(line, sizeof(line), "If-None-Match: %s", fetch->etag);
        r->headers = curl_slist_append(r->headers, line);
    }

    if (fetch->nfiles == 0 && fetch->modified != NULL
        && fetch->modified[0] != '\0')
    {
        snprintf(line, sizeof(line), "If-Modified-Since: %s",
                 fetch->modified);
        r->headers = curl_slist_append(r->headers, line);
    }

    curl_easy_setopt(r->easy, CURLOPT_HTTPHEADER, r->headers);
}


static void
sync_request_stop(sync_multi_t *m, sync_request_t *r)
{
    if (r->fetch->state == SYNC_FETCH_RUNS) {
        m->running--;
        r->host->running--;
        r->fetch->state = SYNC_FETCH_WAITS;
    }

    if (r->easy != NULL) {
        curl_multi_remove_handle(m->multi, r->easy);
        curl_easy_cleanup(r->easy);
        r->easy = NULL;
    }

    curl_slist_free_all(r->headers);
    r->headers = NULL;

    if (r->fd != -1) {
        if (close(r->fd) == -1 && r->error == 0) {
            r->error = errno;
        }

        r->fd = -1;
    }

    if (r->gzip) {
        inflateEnd(&r->z);
        r->gzip = 0;
    }
}


static void
sync_request_end(sync_multi_t *m, sync_request_t *r, CURLcode code)
{
    int            gzip, http;
    curl_off_t     bytes;
    sync_fetch_t  *fetch;

    fetch = r->fetch;
    gzip = r->gzip;
    http = strncmp(r->url, "file:", 5) != 0;
    bytes = 0;
    fetch->status = 0;
    curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &fetch->status);
    curl_easy_getinfo(r->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
    fetch->bytes += bytes;

    sync_request_stop(m, r);

    if (r->error != 0) {
        (void) sync_fetch_failed(fetch, "its body cannot be kept: %s",
                                 strerror(r->error));

    } else if (r->large || code == CURLE_FILESIZE_EXCEEDED) {
        (void) sync_fetch_failed(fetch, "it is larger than %lld bytes",
                                 (long long) fetch->entry->limits.max_size);

    } else if (r->private) {
        (void) sync_fetch_failed(fetch, "its address is a private one");

    } else if (r->encoding) {
        (void) sync_fetch_failed(fetch, "its content encoding is not gzip");

    } else if (r->broken) {
        (void) sync_fetch_failed(fetch, "its gzip is damaged");

    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        (void) sync_fetch_failed(fetch, "it takes too long: %s", r->message);

    } else if (sync_request_network(code)) {
        (void) sync_fetch_failed(fetch, "%s", r->message[0] != '\0'
                                 ? r->message : curl_easy_strerror(code));
        sync_request_retry(r);

    } else if (code != CURLE_OK) {
        (void) sync_fetch_failed(fetch, "%s", r->message[0] != '\0'
                                 ? r->message : curl_easy_strerror(code));

    } else if (http && fetch->status >= 300 && fetch->status < 400
               && fetch->status != 304)
    {
        sync_request_redirect(r);

    } else if (http && fetch->status == 304) {

        if (fetch->nfiles == 0 && ((fetch->etag != NULL
                                    && fetch->etag[0] != '\0')
                                   || (fetch->modified != NULL
                                       && fetch->modified[0] != '\0')))
        {
            sync_fetch_end(fetch, SYNC_FETCH_SAME);
        } else {
            (void) sync_fetch_failed(fetch, "status 304 to what was no "
                                     "question");
        }

    } else if (http && fetch->status != 200) {
        (void) sync_fetch_failed(fetch, "status %ld", fetch->status);

        if (fetch->status == 429 || fetch->status >= 500) {
            sync_request_retry(r);
        }

    } else if (gzip && !r->ended) {
        (void) sync_fetch_failed(fetch, "its gzip ends too early");

    } else if (sync_request_good(r)) {
        sync_request_next(r);
    }
}


static int
sync_request_good(sync_request_t *r)
{
    if (r->size == 0) {
        return sync_fetch_failed(r->fetch, "it is empty");
    }

    return sync_request_body(r);
}


/* a page for people says nothing about jobs */

static int
sync_request_body(sync_request_t *r)
{
    int       fd;
    char      head[1024], *p;
    ssize_t   n;

    fd = open(r->fetch->files[r->fetch->nfiles], O_RDONLY|O_CLOEXEC);
    n = fd == -1 ? -1 : read(fd, head, sizeof(head) - 1);

    if (fd != -1) {
        close(fd);
    }

    if (n == -1) {
        return sync_fetch_failed(r->fetch, "its body cannot be read: %s",
                                 strerror(errno));
    }

    head[n] = '\0';
    p = head;

    if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
        p += 3;
    }

    p += strspn(p, " \t\r\n");

    if (strncasecmp(p, "<!doctype html", 14) == 0
        || strncasecmp(p, "<html", 5) == 0)
    {
        return sync_fetch_failed(r->fetch, "it is an HTML page");
    }

    return 1;
}


/* the page is there; the next one, or the end */

static void
sync_request_next(sync_request_t *r)
{
    char           error[SYNC_ERROR];
    jobs_rc_t      rc;
    jobs_buf_t     b;
    const char    *file, *next;
    sync_fetch_t  *fetch;

    fetch = r->fetch;
    file = fetch->files[fetch->nfiles];

    if (fetch->nfiles == 0) {
        fetch->new_etag = sync_dup(&r->fetcher->arena, sync_str(r->etag));
        fetch->new_modified = sync_dup(&r->fetcher->arena,
                                       sync_str(r->modified));
    }

    fetch->nfiles++;

    if (fetch->entry->pages == 1) {
        sync_fetch_end(fetch, SYNC_FETCH_DONE);
        return;
    }

    r->rows += sync_request_rows(r, file);
    jobs_buf_init(&b, &sync_mem, 8192);
    rc = sync_page_next(file, fetch->entry->format, sync_str(r->url),
                        r->rows, &b);
    jobs_buf_char(&b, '\0');

    if (rc == JOBS_DECLINED) {
        sync_fetch_end(fetch, SYNC_FETCH_DONE);

    } else if (rc != JOBS_OK || b.rc != JOBS_OK) {
        (void) sync_fetch_failed(fetch, "page %u does not say whether it is "
                                 "the last", fetch->nfiles);

    } else if (fetch->nfiles == fetch->entry->pages) {
        (void) sync_fetch_failed(fetch, "it has more than %u pages",
                                 fetch->entry->pages);

    } else {
        next = sync_url_follow(r->url, b.data, &r->fetcher->arena, error);

        if (next == NULL) {
            (void) sync_fetch_failed(fetch, "its page %u: %s",
                                     fetch->nfiles + 1, error);
        } else {
            r->url = next;
            r->redirects = 0;
            r->tries = 0;
            r->ready = 0;
        }
    }

    jobs_buf_free(&b);
}


/* how many rows a page has, whatever they are worth */

static uint64_t
sync_request_rows(sync_request_t *r, const char *file)
{
    uint64_t         n;
    sync_feed_t     *feed;
    sync_entry_t    *e;
    sync_options_t   options;

    e = r->fetch->entry;
    memset(&options, 0, sizeof(sync_options_t));
    options.quiet = 1;
    options.source = e->name;
    options.company = e->source.company.data;
    options.base_url = e->source.base_url.data;

    feed = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_feed_t));
    memset(feed, 0, sizeof(sync_feed_t));
    feed->name = file;
    feed->options = &options;
    feed->mapping = e->mapping;
    feed->source = &e->source;
    feed->sink.add = sync_request_count;
    feed->shown = SYNC_SHOWN;

    (void) sync_feed_read(feed, e->format);

    n = feed->counts.listings + feed->counts.rejected
        + feed->counts.repeated + feed->counts.left_out;

    sync_feed_free(feed);
    sync_mem.free(NULL, feed);

    return n;
}


static jobs_rc_t
sync_request_count(void *data, const sync_record_t *record)
{
    (void) data;
    (void) record;

    return JOBS_OK;
}


static void
sync_request_redirect(sync_request_t *r)
{
    char         error[SYNC_ERROR];
    const char  *to;

    if (r->location[0] == '\0') {
        (void) sync_fetch_failed(r->fetch, "status %ld without an address",
                                 r->fetch->status);
        return;
    }

    if (r->redirects++ == SYNC_REDIRECTS) {
        (void) sync_fetch_failed(r->fetch, "more than %d redirects",
                                 SYNC_REDIRECTS);
        return;
    }

    to = sync_url_follow(r->url, r->location, &r->fetcher->arena, error);

    if (to == NULL) {
        (void) sync_fetch_failed(r->fetch, "redirect refused: %s", error);
        return;
    }

    r->url = to;
    r->host = NULL;
}


/* it has failed, but it may try again */

static void
sync_request_retry(sync_request_t *r)
{
    int64_t               delay;
    const sync_limits_t  *l;

    l = &r->fetch->entry->limits;

    if (r->tries >= l->retries) {
        return;
    }

    if (r->retry_after * 1000 > SYNC_RETRY_AFTER) {
        (void) sync_fetch_failed(r->fetch, "status %ld, and it asks to wait "
                                 "for %lld s", r->fetch->status,
                                 (long long) r->retry_after);
        return;
    }

    delay = l->retry_delay << r->tries;
    delay = delay > SYNC_RETRY_MAX ? SYNC_RETRY_MAX : delay;
    delay += random() % (delay / 2 + 1);

    if (r->retry_after * 1000 > delay) {
        delay = r->retry_after * 1000;
    }

    r->tries++;
    r->ready = sync_clock() + delay;
    r->fetch->state = SYNC_FETCH_WAITS;
}


static int
sync_request_network(CURLcode code)
{
    size_t                 i;
    static const CURLcode  codes[] = {
        CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT,
        CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE, CURLE_SSL_CONNECT_ERROR,
        CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
        CURLE_HTTP2, CURLE_HTTP2_STREAM
    };

    for (i = 0; i < sync_n(codes); i++) {
        if (codes[i] == code) {
            return 1;
        }
    }

    return 0;
}


static void
sync_fetch_end(sync_fetch_t *fetch, sync_fetch_e state)
{
    fetch->state = state;
    fetch->ended = sync_clock();
}


static int
sync_fetch_failed(sync_fetch_t *fetch, const char *format, ...)
{
    va_list  args;

    va_start(args, format);
    vsnprintf(fetch->error, SYNC_ERROR, format, args);
    va_end(args);

    sync_fetch_end(fetch, SYNC_FETCH_FAILED);

    return 0;
}


static size_t
sync_fetch_write(char *data, size_t size, size_t n, void *ctx)
{
    int              rc;
    char             block[65536];
    sync_request_t  *r;

    r = ctx;
    n *= size;

    if (r->encoding || r->broken) {
        return 0;
    }

    if (!r->gzip) {
        return sync_fetch_put(r, data, n) ? n : 0;
    }

    r->z.next_in = (unsigned char *) data;
    r->z.avail_in = n;

    while (r->z.avail_in != 0 || r->z.avail_out == 0) {

        if (r->ended) {

            /* one more member, as gzip allows */

            if (inflateReset(&r->z) != Z_OK) {
                r->broken = 1;
                return 0;
            }

            r->ended = 0;
        }

        r->z.next_out = (unsigned char *) block;
        r->z.avail_out = sizeof(block);
        rc = inflate(&r->z, Z_NO_FLUSH);

        if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
            r->broken = 1;
            return 0;
        }

        if (!sync_fetch_put(r, block, sizeof(block) - r->z.avail_out)) {
            return 0;
        }

        r->ended = rc == Z_STREAM_END;

        if (rc == Z_BUF_ERROR || (r->ended && r->z.avail_in == 0)) {
            break;
        }
    }

    return n;
}


static int
sync_fetch_put(sync_request_t *r, const char *data, size_t len)
{
    ssize_t  n;

    r->size += len;

    if (r->size > (uint64_t) r->fetch->entry->limits.max_size) {
        r->large = 1;
        return 0;
    }

    while (len != 0) {
        n = write(r->fd, data, len);

        if (n == -1 && errno == EINTR) {
            continue;
        }

        if (n == -1) {
            r->error = errno;
            return 0;
        }

        data += n;
        len -= n;
    }

    return 1;
}


static size_t
sync_fetch_header(char *data, size_t size, size_t n, void *ctx)
{
    char                     *to;
    size_t                    i, len;
    uint64_t                  seconds;
    const char               *value;
    sync_request_t           *r;
    static const char *const  names[] = {
        "etag:", "last-modified:", "location:", "retry-after:",
        "content-encoding:"
    };

    r = ctx;
    n *= size;

    for (i = 0; i < sync_n(names); i++) {
        if (n > strlen(names[i])
            && strncasecmp(data, names[i], strlen(names[i])) == 0)
        {
            break;
        }
    }

    if (i == sync_n(names)) {
        return n;
    }

    value = data + strlen(names[i]);
    len = n - strlen(names[i]);

    while (len != 0 && (*value == ' ' || *value == '\t')) {
        value++;
        len--;
    }

    while (len != 0 && strchr(" \t\r\n", value[len - 1]) != NULL) {
        len--;
    }

    if (i == 3) {
        if (jobs_parse_uint(jobs_str(value, len), 1000000, &seconds)
            == JOBS_OK)
        {
            r->retry_after = seconds;
        }

    } else if (i == 4) {

        if ((len == 4 && strncasecmp(value, "gzip", 4) == 0)
            || (len == 6 && strncasecmp(value, "x-gzip", 6) == 0))
        {
            if (!r->gzip) {
                memset(&r->z, 0, sizeof(z_stream));
                r->gzip = inflateInit2(&r->z, 15 + 16) == Z_OK;
                r->broken = !r->gzip;
            }

        } else if (len != 0 && !(len == 8 && strncasecmp(value, "identity",
                                                         8) == 0))
        {
            r->encoding = 1;
        }

    } else {
        to = i == 0 ? r->etag : i == 1 ? r->modified : r->location;

        if (len < (i == 2 ? sizeof(r->location) : SYNC_TEXT_MAX)
            && memchr(value, '\0', len) == NULL)
        {
            memcpy(to, value, len);
            to[len] = '\0';
        }
    }

    return n;
}


static curl_socket_t
sync_fetch_socket(void *ctx, curlsocktype purpose,
    struct curl_sockaddr *address)
{
    sync_request_t  *r;

    (void) purpose;
    r = ctx;

    if (!r->fetch->entry->limits.allow_private
        && sync_address_private(&address->addr))
    {
        r->private = 1;
        return CURL_SOCKET_BAD;
    }

    r->private = 0;

    return socket(address->family, address->socktype|SOCK_CLOEXEC,
                  address->protocol);
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
