/*
 * One request and its answer, as the files of fetching share it.
 */

#ifndef SYNC_FETCH_REQUEST_H
#define SYNC_FETCH_REQUEST_H


#include <zlib.h>
#include <curl/curl.h>
#include "sync_fetch.h"


#define SYNC_TEXT_MAX     1024      /* bytes of a header that is kept      */
#define SYNC_HEAD_MAX     131072    /* of all headers of an answer         */


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
    uint64_t           total;           /* of the pages before             */
    size_t             head;            /* bytes of headers                */
    int                fd;
    int                error;           /* errno of a failed write         */
    int64_t            retry_after;     /* seconds                         */
    char               etag[SYNC_TEXT_MAX];
    char               modified[SYNC_TEXT_MAX];
    char               location[4096];
    char               message[CURL_ERROR_SIZE];
    unsigned char    (*digests)[32];    /* of the pages                    */
    z_stream           z;
    unsigned           gzip:1;
    unsigned           ended:1;         /* the gzip stream is complete     */
    unsigned           broken:1;        /* or never will be                */
    unsigned           encoding:1;      /* an unknown one                  */
    unsigned           long_head:1;     /* headers beyond their bound      */
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


/* The request itself (sync_fetch_request.c). */

/* 0: it has failed, and was told */
int sync_request_start(sync_multi_t *m, sync_request_t *r);
/* gives back what a request holds; the next one may be started */
void sync_request_stop(sync_multi_t *m, sync_request_t *r);
/* what its end means: done, the next page, another try, failed */
void sync_request_end(sync_multi_t *m, sync_request_t *r, CURLcode code);


/* What it receives: headers and body, into a file (sync_fetch_body.c). */

size_t sync_fetch_write(char *data, size_t size, size_t n, void *ctx);
size_t sync_fetch_header(char *data, size_t size, size_t n, void *ctx);


/* A page that is there (sync_fetch_page.c). */

/* 0: it is no list, and was told */
int sync_request_good(sync_request_t *r);
/* asks for the next page, or was the last */
void sync_request_next(sync_request_t *r);


/* The state of a source (sync_fetch.c). */

/* 1: it is a file */
int sync_fetch_local(const char *url);
void sync_fetch_end(sync_fetch_t *fetch, sync_fetch_e state);
/* 0, always */
int sync_fetch_failed(sync_fetch_t *fetch, const char *format, ...)
    __attribute__((format(printf, 2, 3)));


#endif /* SYNC_FETCH_REQUEST_H */
