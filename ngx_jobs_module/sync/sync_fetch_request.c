/*
 * One request.  Redirects are followed here, for they may not lead elsewhere.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/socket.h>
#include "sync_fetch_request.h"


#define SYNC_REDIRECTS    5
#define SYNC_SLUG         40        /* bytes of a source in a file's name  */
#define SYNC_RETRY_MAX    30000     /* milliseconds                        */
#define SYNC_RETRY_AFTER  60000     /* what a server may ask for           */
#define SYNC_CONNECT      10000


static void sync_request_slug(const char *name, char *slug);
static void sync_request_options(sync_request_t *r);
static void sync_request_headers(sync_request_t *r);
static void sync_request_redirect(sync_request_t *r);
static void sync_request_retry(sync_request_t *r);
static int sync_request_network(CURLcode code);
static curl_socket_t sync_fetch_socket(void *ctx, curlsocktype purpose,
    struct curl_sockaddr *address);


int
sync_request_start(sync_multi_t *m, sync_request_t *r)
{
    char           path[8192], slug[SYNC_SLUG + 1];
    sync_fetch_t  *fetch;

    fetch = r->fetch;

    /* messages about rows have this name */

    sync_request_slug(fetch->entry->name, slug);
    snprintf(path, sizeof(path), "%s/%zu-%s.%u", r->fetcher->dir,
             (size_t) (fetch - r->fetcher->fetches), slug,
             fetch->nfiles + 1);

    r->size = 0;
    r->head = 0;
    r->error = 0;
    r->retry_after = 0;
    r->etag[0] = '\0';
    r->modified[0] = '\0';
    r->location[0] = '\0';
    r->message[0] = '\0';
    r->gzip = r->ended = r->broken = r->encoding = 0;
    r->large = r->private = r->long_head = 0;

    r->fd = open(path, O_WRONLY|O_CREAT|O_TRUNC|O_NOFOLLOW|O_CLOEXEC, 0600);

    if (r->fd == -1) {
        fetch->io = 1;
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

    /* waiting for its turn is not fetching */

    if (fetch->requests++ == 0) {
        fetch->started = sync_clock();
    }

    fetch->state = SYNC_FETCH_RUNS;
    m->running++;
    r->host->running++;

    return 1;
}


static void
sync_request_slug(const char *name, char *slug)
{
    size_t  i;

    for (i = 0; i < SYNC_SLUG && name[i] != '\0'; i++) {
        slug[i] = jobs_is_slug(jobs_str(&name[i], 1)) ? name[i] : '_';
    }

    slug[i] = '\0';
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
                     sync_fetch_local(r->url) ? "file" : "http,https");
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

    /* or a name server that does not answer holds up all others */

#if LIBCURL_VERSION_NUM >= 0x075700
    curl_easy_setopt(r->easy, CURLOPT_QUICK_EXIT, 1L);
#endif

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


void
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


void
sync_request_end(sync_multi_t *m, sync_request_t *r, CURLcode code)
{
    int            gzip, http;
    curl_off_t     bytes, wait;
    sync_fetch_t  *fetch;

    fetch = r->fetch;
    gzip = r->gzip;
    http = !sync_fetch_local(r->url);
    bytes = wait = 0;
    fetch->status = 0;
    curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &fetch->status);
    curl_easy_getinfo(r->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
    fetch->bytes += bytes;
    curl_easy_getinfo(r->easy, CURLINFO_RETRY_AFTER, &wait);
    r->retry_after = wait;

    sync_request_stop(m, r);

    if (r->error != 0) {
        fetch->io = 1;
        (void) sync_fetch_failed(fetch, "its body cannot be kept: %s",
                                 strerror(r->error));

    } else if (r->large || code == CURLE_FILESIZE_EXCEEDED) {
        (void) sync_fetch_failed(fetch, "it is larger than %lld bytes",
                                 (long long) fetch->entry->limits.max_size);

    } else if (r->long_head) {
        (void) sync_fetch_failed(fetch, "its headers are larger than %d "
                                 "bytes", SYNC_HEAD_MAX);

    } else if (r->private && code != CURLE_OK) {
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

    if (r->retry_after > SYNC_RETRY_AFTER / 1000) {
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
