/*
 * A JSON document with a list in it: the rows one by one, so that only one is
 * in memory at a time, and the members beside the list.
 */

#include "sync_format.h"
#include "sync_input.h"


#define SYNC_ENVELOPE_MAX     (4 * 1024 * 1024)
#define SYNC_ENVELOPE_VALUE   (256 * 1024)
#define SYNC_ENVELOPE_MEMBERS 1000


typedef struct {
    sync_feed_t   *feed;        /* NULL: only the envelope is wanted */
    sync_input_t  *in;
    size_t         bytes;       /* of the envelope                   */
    size_t         members;
} sync_document_t;


static jobs_rc_t sync_document_value(sync_document_t *doc, jobs_str_t path,
    unsigned depth, cJSON *envelope);
static jobs_rc_t sync_document_object(sync_document_t *doc, jobs_str_t name,
    jobs_str_t rest, unsigned depth, cJSON *envelope);
static jobs_rc_t sync_document_array(sync_document_t *doc, jobs_str_t name,
    jobs_str_t rest, unsigned depth, cJSON *envelope);
static jobs_rc_t sync_document_member(sync_document_t *doc, jobs_str_t name,
    cJSON *envelope);
static jobs_rc_t sync_document_list(sync_document_t *doc);
static jobs_rc_t sync_document_rows(sync_document_t *doc);
static jobs_rc_t sync_document_broken(sync_document_t *doc);
static jobs_rc_t sync_document_missing(sync_document_t *doc, jobs_str_t name);


jobs_rc_t
sync_read_array(sync_feed_t *feed, sync_input_t *in, jobs_str_t path)
{
    jobs_rc_t        rc;
    sync_document_t  doc;

    memset(&doc, 0, sizeof(sync_document_t));
    doc.feed = feed;
    doc.in = in;

    if (feed->envelope == NULL) {
        feed->envelope = cJSON_CreateObject();
    }

    if (path.len == 0 && sync_json_space(in) == '{') {
        return sync_refuse(feed, "it is one JSON object: a mapping has to "
                           "name the \"list\" in it");
    }

    rc = sync_document_value(&doc, path, 0, feed->envelope);

    if (rc == JOBS_OK && sync_json_space(in) != -1) {
        rc = sync_refuse(feed, "line %llu: something follows the end of the "
                         "JSON", (unsigned long long) in->line);
    }

    return rc;
}


cJSON *
sync_document_envelope(sync_input_t *in, jobs_str_t path)
{
    cJSON            *envelope;
    sync_document_t   doc;

    memset(&doc, 0, sizeof(sync_document_t));
    doc.in = in;

    envelope = cJSON_CreateObject();

    if (sync_document_value(&doc, path, 0, envelope) != JOBS_OK
        || sync_json_space(in) != -1)
    {
        cJSON_Delete(envelope);
        return NULL;
    }

    return envelope;
}


/* a value that is the list, or has it inside */

static jobs_rc_t
sync_document_value(sync_document_t *doc, jobs_str_t path, unsigned depth,
    cJSON *envelope)
{
    int         c;
    size_t      n;
    jobs_str_t  name, rest;

    if (path.len == 0) {
        return sync_document_list(doc);
    }

    for (n = 0; n < path.len && path.data[n] != '.'; n++) { /* void */ }

    name = jobs_str(path.data, n);
    rest = n == path.len ? jobs_str("", 0)
                         : jobs_str(path.data + n + 1, path.len - n - 1);

    c = sync_json_space(doc->in);

    if (c == '{') {
        (void) sync_input_next(doc->in);
        return sync_document_object(doc, name, rest, depth, envelope);
    }

    if (c == '[' && depth != 0 && n != 0 && name.data[0] >= '0'
        && name.data[0] <= '9')
    {
        (void) sync_input_next(doc->in);
        return sync_document_array(doc, name, rest, depth, envelope);
    }

    return c == -1 ? sync_document_broken(doc)
                   : sync_document_missing(doc, name);
}


static jobs_rc_t
sync_document_object(sync_document_t *doc, jobs_str_t name, jobs_str_t rest,
    unsigned depth, cJSON *envelope)
{
    int          c, found;
    cJSON       *child;
    jobs_rc_t    rc;
    jobs_buf_t   key;

    found = 0;
    jobs_buf_init(&key, &sync_mem, 4096);

    c = sync_json_space(doc->in);

    if (c == '}') {
        (void) sync_input_next(doc->in);
    }

    while (c != '}') {

        if (sync_json_name(doc->in, &key) != JOBS_OK) {
            rc = sync_document_broken(doc);
            goto done;
        }

        if (!found && jobs_str_eq(jobs_buf_view(&key), name)) {
            found = 1;
            child = envelope;

            if (rest.len != 0 && envelope != NULL) {
                child = cJSON_AddObjectToObject(envelope, key.data);
            }

            rc = sync_document_value(doc, rest, depth + 1, child);

        } else {
            rc = sync_document_member(doc, jobs_buf_view(&key),
                                      key.rc == JOBS_OK ? envelope : NULL);
        }

        if (rc != JOBS_OK) {
            goto done;
        }

        c = sync_json_space(doc->in);

        if (c != ',' && c != '}') {
            rc = sync_document_broken(doc);
            goto done;
        }

        (void) sync_input_next(doc->in);
    }

    rc = found ? JOBS_OK : sync_document_missing(doc, name);

done:

    jobs_buf_free(&key);

    return rc;
}


/* the element of this number */

static jobs_rc_t
sync_document_array(sync_document_t *doc, jobs_str_t name, jobs_str_t rest,
    unsigned depth, cJSON *envelope)
{
    int        c, found;
    uint64_t   i, n;
    jobs_rc_t  rc;

    if (jobs_parse_uint(name, 65535, &n) != JOBS_OK) {
        return sync_document_missing(doc, name);
    }

    found = 0;
    c = sync_json_space(doc->in);

    if (c == ']') {
        (void) sync_input_next(doc->in);
    }

    for (i = 0; c != ']'; i++) {
        (void) sync_json_space(doc->in);

        if (i == n) {
            found = 1;
            rc = sync_document_value(doc, rest, depth + 1, envelope);

        } else {
            rc = sync_json_value(doc->in, NULL) == JOBS_OK
                 ? JOBS_OK : sync_document_broken(doc);
        }

        if (rc != JOBS_OK) {
            return rc;
        }

        c = sync_json_space(doc->in);

        if (c != ',' && c != ']') {
            return sync_document_broken(doc);
        }

        (void) sync_input_next(doc->in);
    }

    return found ? JOBS_OK : sync_document_missing(doc, name);
}


/* a member beside the list; what is too much is passed over */

static jobs_rc_t
sync_document_member(sync_document_t *doc, jobs_str_t name, cJSON *envelope)
{
    int          kept;
    cJSON       *item;
    jobs_rc_t    rc;
    jobs_buf_t   b;
    const char  *why;

    kept = envelope != NULL && doc->members < SYNC_ENVELOPE_MEMBERS
           && doc->bytes < SYNC_ENVELOPE_MAX;
    jobs_buf_init(&b, &sync_mem, SYNC_ENVELOPE_VALUE);

    (void) sync_json_space(doc->in);
    rc = sync_json_value(doc->in, kept ? &b : NULL);

    if (rc != JOBS_OK) {
        rc = sync_document_broken(doc);

    } else if (kept && b.rc == JOBS_OK) {
        item = sync_json_parse(jobs_buf_view(&b), 0, &why);
        doc->bytes += b.len;
        doc->members++;

        if (item != NULL) {
            cJSON_AddItemToObject(envelope, name.data, item);
        }
    }

    jobs_buf_free(&b);

    return rc;
}


static jobs_rc_t
sync_document_list(sync_document_t *doc)
{
    int  c;

    c = sync_json_space(doc->in);

    if (c == -1) {
        return sync_document_broken(doc);
    }

    if (c != '[') {
        return doc->feed == NULL ? JOBS_INVALID
               : sync_refuse(doc->feed, "line %llu: there is no list",
                             (unsigned long long) doc->in->line);
    }

    if (doc->feed == NULL) {
        return sync_json_value(doc->in, NULL);
    }

    (void) sync_input_next(doc->in);

    return sync_document_rows(doc);
}


static jobs_rc_t
sync_document_rows(sync_document_t *doc)
{
    int            c;
    uint64_t       line;
    jobs_rc_t      rc;
    jobs_buf_t     b;
    sync_feed_t   *feed;
    sync_input_t  *in;

    in = doc->in;
    feed = doc->feed;
    c = sync_json_space(in);

    if (c == ']') {
        (void) sync_input_next(in);
        return JOBS_OK;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for ( ;; ) {
        (void) sync_json_space(in);
        line = in->line;

        jobs_buf_reset(&b);
        rc = sync_json_value(in, &b);

        if (rc == JOBS_INVALID) {
            rc = sync_document_broken(doc);
            break;
        }

        if (b.rc == JOBS_LIMIT) {
            sync_feed_reject(feed, line, "it is longer than 4 MB");

        } else {
            rc = sync_feed_json(feed, jobs_buf_view(&b), line);
        }

        if (rc != JOBS_OK) {
            break;
        }

        c = sync_json_space(in);

        if (c == -1) {
            rc = sync_document_broken(doc);
            break;
        }

        (void) sync_input_next(in);

        if (c == ']') {
            break;
        }

        if (c != ',') {
            rc = sync_refuse(feed, "line %llu: \",\" or \"]\" is missing",
                             (unsigned long long) in->line);
            break;
        }
    }

    jobs_buf_free(&b);

    return rc;
}


static jobs_rc_t
sync_document_broken(sync_document_t *doc)
{
    return doc->feed == NULL ? JOBS_INVALID
           : sync_refuse(doc->feed, "it is truncated or broken in line %llu",
                         (unsigned long long) doc->in->line);
}


static jobs_rc_t
sync_document_missing(sync_document_t *doc, jobs_str_t name)
{
    return doc->feed == NULL ? JOBS_INVALID
           : sync_refuse(doc->feed, "there is no \"%.*s\" in it",
                         (int) name.len, name.data);
}
