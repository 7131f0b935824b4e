/*
 * A page of a list: whether it is one, and where the next one is.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <openssl/evp.h>
#include "sync_fetch_request.h"
#include "sync_format.h"
#include "sync_xml.h"


static int sync_request_body(sync_request_t *r);
static int sync_request_repeats(sync_request_t *r, const char *file);
static uint64_t sync_request_rows(sync_request_t *r, const char *file);
static jobs_rc_t sync_request_count(void *data, const sync_record_t *record);


int
sync_request_good(sync_request_t *r)
{
    if (r->size == 0) {
        return sync_fetch_failed(r->fetch, "it is empty");
    }

    return sync_request_body(r);
}


/* a page for people says nothing about jobs, unless they may be inside of it */

static int
sync_request_body(sync_request_t *r)
{
    int            fd;
    char           head[4096];
    size_t         mark;
    ssize_t        n;
    sync_entry_t  *e;

    e = r->fetch->entry;

    if (e->format == NULL ? e->mapping == NULL
                          : strcmp(e->format, "jsonld") == 0)
    {
        return 1;
    }

    fd = open(r->fetch->files[r->fetch->nfiles], O_RDONLY|O_CLOEXEC);
    n = fd == -1 ? -1 : read(fd, head, sizeof(head));

    if (fd != -1) {
        close(fd);
    }

    if (n == -1) {
        return sync_fetch_failed(r->fetch, "its body cannot be read: %s",
                                 strerror(errno));
    }

    mark = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    if (sync_xml_is_html(jobs_str(head + mark, n - mark))) {
        return sync_fetch_failed(r->fetch, "it is an HTML page, not a list "
                                 "of jobs");
    }

    return 1;
}


/* the page is there; the next one, or the end */

void
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

    if (fetch->entry->pages == 1) {
        fetch->nfiles++;
        sync_fetch_end(fetch, SYNC_FETCH_DONE);
        return;
    }

    if (sync_request_repeats(r, file)) {
        return;
    }

    fetch->nfiles++;
    r->total += r->size;

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


/* a server that does not know of pages gives the first one for ever */

static int
sync_request_repeats(sync_request_t *r, const char *file)
{
    int             fd, good;
    char            block[16384];
    ssize_t         n;
    unsigned        i, page;
    EVP_MD_CTX     *md;
    unsigned char  *digest;

    page = r->fetch->nfiles;
    digest = r->digests[page];
    md = EVP_MD_CTX_new();
    fd = open(file, O_RDONLY|O_CLOEXEC);
    n = fd == -1 ? -1 : 1;
    good = md != NULL && EVP_DigestInit_ex(md, EVP_sha256(), NULL);

    while (good && n > 0) {
        n = read(fd, block, sizeof(block));
        good = n <= 0 || EVP_DigestUpdate(md, block, n);
    }

    good = good && n == 0 && EVP_DigestFinal_ex(md, digest, NULL);
    EVP_MD_CTX_free(md);

    if (fd != -1) {
        close(fd);
    }

    if (!good) {
        return !sync_fetch_failed(r->fetch, "its body cannot be read");
    }

    for (i = 0; i < page; i++) {
        if (memcmp(r->digests[i], digest, 32) == 0) {
            return !sync_fetch_failed(r->fetch, "its page %u is page %u "
                                      "again", page + 1, i + 1);
        }
    }

    return 0;
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
