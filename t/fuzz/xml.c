/*
 * A feed of XML, an HTML page or JSON-LD; its first byte says as what.  No
 * row may bring text that is not UTF-8 into a record.
 */

#include "sync_jsonld.h"
#include "sync_mapping.h"
#include "sync_source.h"
#include "sync_xml.h"
#include "fuzz.h"
#include <unistd.h>


static sync_mapping_t  *fuzz_mapping(void);
static jobs_rc_t        fuzz_add(void *data, const sync_record_t *r);


static const char  fuzz_rules[] =
    "{\"format\":\"xml\",\"list\":\"source/job\",\"fields\":{"
    "\"id\":\"id\",\"title\":\"title\",\"company\":\"company\","
    "\"url\":\"url\",\"tags\":{\"path\":\"tag\",\"split\":\",\"},"
    "\"department\":\"@d\"}}";


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jobs_rc_t                rc;
    sync_feed_t             *feed;
    sync_input_t            *in;
    sync_source_t            source;
    sync_options_t           options;
    static sync_mapping_t   *mapping;

    if (size == 0 || size > SYNC_INPUT_SIZE) {
        return 0;
    }

    if (mapping == NULL) {
        mapping = fuzz_mapping();
    }

    memset(&options, 0, sizeof(options));
    options.now = 1786481129;
    options.base_url = "https://acme.example/jobs";
    options.company = "Acme";
    sync_source_init(&source);

    feed = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_feed_t));
    memset(feed, 0, sizeof(sync_feed_t));
    feed->name = "fuzz";
    feed->options = &options;
    feed->source = &source;
    feed->sink.add = fuzz_add;
    feed->shown = SYNC_SHOWN;
    feed->mapping = data[0] == 'M' ? mapping : NULL;

    in = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_input_t));
    memset(in, 0, offsetof(sync_input_t, data));
    in->fd = -1;
    in->eof = 1;
    in->line = 1;
    in->len = size - 1;
    memcpy(in->data, data + 1, size - 1);

    rc = data[0] == 'H' || data[0] == 'J'
         ? sync_read_jsonld(feed, in, data[0] == 'H')
         : sync_read_xml(feed, in);

    fuzz_check(rc == JOBS_OK || (rc == JOBS_INVALID && feed->error[0] != '\0'),
               "no reason", fuzz_text(data, size));

    sync_feed_free(feed);
    sync_mem.free(NULL, feed);
    sync_mem.free(NULL, in);

    return 0;
}


static sync_mapping_t *
fuzz_mapping(void)
{
    int              fd;
    char             error[SYNC_ERROR], path[] = "/tmp/fuzz-xml-XXXXXX";
    jobs_rc_t        rc;
    sync_mapping_t  *m;

    fd = mkstemp(path);

    if (fd == -1
        || write(fd, fuzz_rules, sizeof(fuzz_rules) - 1)
           != (ssize_t) sizeof(fuzz_rules) - 1)
    {
        abort();
    }

    m = sync_mapping_read(path, error, &rc);
    fuzz_check(m != NULL, "mapping", sync_str(error));

    close(fd);
    unlink(path);

    return m;
}


static jobs_rc_t
fuzz_add(void *data, const sync_record_t *r)
{
    size_t  i, k;

    (void) data;

    for (i = 0; i < SYNC_FIELDS; i++) {
        if (!r->v[i].set) {
            continue;
        }

        if (r->v[i].text.data != NULL) {
            fuzz_check(jobs_utf8_valid(r->v[i].text), "not UTF-8",
                       r->v[i].text);
        }

        for (k = 0; k < r->v[i].n; k++) {
            fuzz_check(jobs_utf8_valid(r->v[i].items[k]), "not UTF-8",
                       r->v[i].items[k]);
        }
    }

    return JOBS_OK;
}
