/*
 * A feed of JSON: the first byte says how it is read (as it is recognised, by
 * a mapping, or as one of the formats), the rest is the file.
 */

#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include "fuzz.h"
#include "sync_format.h"
#include "sync_mapping.h"


static const char  mapping_text[] =
    "{\"infer\": true, \"absent\": [\"n/a\"],"
    " \"tables\": {\"t\": {\"a\": \"b\"}}, \"fields\": {"
    " \"id\": {\"path\": [\"id\", \"a.b.0.c\"]}, \"title\": \"title\","
    " \"company\": \"company\", \"url\": {\"template\": \"https://x/{id|t}\"},"
    " \"locations\": {\"path\": \"l\", \"split\": [\";\", \"|\"]},"
    " \"salary_min\": \"n\", \"posted_at\": \"d\", \"remote\": \"r\","
    " \"excerpt\": \"e\", \"tags\": \"tags\"}}";

static sync_mapping_t  *mapping;


static jobs_rc_t
fuzz_add(void *data, const sync_record_t *r)
{
    int                 i;
    size_t              k;
    const sync_value_t *v;

    (void) data;

    for (i = 0; i < SYNC_INPUTS; i++) {
        v = &r->v[i];

        if (!v->set) {
            continue;
        }

        if (sync_field_is_list(&sync_fields[i])) {
            fuzz_check(v->n != 0 && v->n <= SYNC_LIST_MAX, "items",
                       sync_fields[i].name);

            for (k = 0; k < v->n; k++) {
                fuzz_check(v->items[k].len <= sync_fields[i].max
                           && jobs_utf8_valid(v->items[k]), "item",
                           sync_fields[i].name);
            }

        } else if (v->text.data != NULL && i != SYNC_DESCRIPTION_HTML) {
            fuzz_check(jobs_utf8_valid(v->text), "not UTF-8",
                       sync_fields[i].name);
            fuzz_check(sync_fields[i].max == 0
                       || v->text.len <= sync_fields[i].max, "too long",
                       sync_fields[i].name);
        }
    }

    fuzz_check(jobs_is_listing_id(r->v[SYNC_ID].text), "id",
               r->v[SYNC_ID].text);
    fuzz_check(r->v[SYNC_TITLE].set && r->v[SYNC_COMPANY].set
               && jobs_is_http_url(r->v[SYNC_URL].text), "what must be there",
               r->v[SYNC_ID].text);

    return JOBS_OK;
}


static const char *
fuzz_error(void *data)
{
    (void) data;

    return "";
}


static void
fuzz_mapping(void)
{
    int        fd;
    char       error[SYNC_ERROR], path[64];
    jobs_rc_t  rc;

    /* messages of bad rows are of no interest */

    fd = open("/dev/null", O_WRONLY);
    (void) dup2(fd, STDOUT_FILENO);

    fd = memfd_create("mapping", 0);

    if (write(fd, mapping_text, sizeof(mapping_text) - 1)
        != (ssize_t) sizeof(mapping_text) - 1)
    {
        abort();
    }

    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    mapping = sync_mapping_read(path, error, &rc);
    fuzz_check(mapping != NULL, "mapping", sync_str(error));
    close(fd);

}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int                   fd;
    char                  path[64];
    size_t                n;
    unsigned              how;
    jobs_buf_t            next;
    sync_feed_t          *feed;
    const char           *format;
    sync_source_t         source;
    sync_options_t        options;

    if (size == 0) {
        return 0;
    }

    if (mapping == NULL) {
        fuzz_mapping();
    }

    for (n = 0; sync_formats[n] != NULL; n++) { /* void */ }

    how = data[0] % (n + 2);
    data++;
    size--;

    fd = memfd_create("feed", 0);

    if (fd == -1 || write(fd, data, size) != (ssize_t) size) {
        abort();
    }

    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);

    memset(&options, 0, sizeof(sync_options_t));
    options.now = 1790000000;
    options.quiet = 1;
    options.base_url = how % 2 == 0 ? "https://acme.example/jobs" : NULL;
    options.company = how % 3 == 0 ? "Acme" : NULL;
    sync_source_init(&source);

    feed = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_feed_t));
    memset(feed, 0, sizeof(sync_feed_t));
    feed->name = path;
    feed->options = &options;
    feed->source = &source;
    feed->shown = SYNC_SHOWN;
    feed->mapping = how == n ? mapping : NULL;
    feed->sink.add = fuzz_add;
    feed->sink.error = fuzz_error;

    format = how < n && sync_formats[how]->element == NULL
             ? sync_formats[how]->name : NULL;

    (void) sync_feed_read(feed, format);

    jobs_buf_init(&next, &sync_mem, 8192);
    (void) sync_page_next(path, format,
                          jobs_lit("https://a.example/jobs/1?offset=0&x=2"),
                          feed->counts.listings, &next);
    jobs_buf_free(&next);

    sync_feed_free(feed);
    sync_mem.free(NULL, feed);
    close(fd);

    return 0;
}
