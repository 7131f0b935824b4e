/*
 * A feed as a stream of bytes; what format it has.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
#include "sync_format.h"
#include "sync_input.h"
#include "sync_jsonld.h"
#include "sync_mapping.h"
#include "sync_xml.h"


typedef enum {
    SYNC_FORMAT_NONE = 0,
    SYNC_FORMAT_LINES,
    SYNC_FORMAT_ARRAY,
    SYNC_FORMAT_CSV,
    SYNC_FORMAT_XML,
    SYNC_FORMAT_LD,                     /* JSON-LD, and in a page */
    SYNC_FORMAT_PAGE
} sync_format_e;


static sync_format_e sync_format(sync_feed_t *feed, sync_input_t *in,
    const char *format);
static void sync_feed_whole(sync_feed_t *feed, jobs_str_t list);
static sync_format_e sync_format_named(sync_feed_t *feed, sync_input_t *in,
    const sync_format_t *named, sync_format_e seen);
static sync_format_e sync_format_known(sync_feed_t *feed, sync_input_t *in,
    sync_format_e seen);
static sync_format_e sync_format_sniff(sync_feed_t *feed, sync_input_t *in,
    int list);
static int sync_format_document(jobs_str_t s);


sync_input_t *
sync_input_open(const char *name)
{
    int            fd;
    struct stat    st;
    sync_input_t  *in;

    fd = strcmp(name, "-") == 0 ? dup(STDIN_FILENO)
                                : open(name, O_RDONLY|O_CLOEXEC);
    if (fd == -1) {
        return NULL;
    }

    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(fd);
        errno = EISDIR;
        return NULL;
    }

    in = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_input_t));

    in->fd = fd;
    in->error = 0;
    in->eof = 0;
    in->pos = 0;
    in->len = 0;
    in->line = 1;

    return in;
}


sync_input_t *
sync_input_memory(jobs_str_t bytes)
{
    sync_input_t  *in;

    in = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_input_t));

    in->fd = -1;
    in->error = 0;
    in->eof = 1;
    in->pos = 0;
    in->len = bytes.len < SYNC_INPUT_SIZE ? bytes.len : SYNC_INPUT_SIZE;
    in->line = 1;

    memcpy(in->data, bytes.data, in->len);

    return in;
}


void
sync_input_close(sync_input_t *in)
{
    if (in->fd != -1) {
        close(in->fd);
    }

    sync_mem.free(NULL, in);
}


/* makes room and reads until there is at least one more byte */

int
sync_input_fill(sync_input_t *in)
{
    ssize_t  n;

    if (in->eof) {
        return 0;
    }

    if (in->pos == in->len) {
        in->pos = 0;
        in->len = 0;
    }

    if (in->len == SYNC_INPUT_SIZE) {
        return 0;
    }

    do {
        n = read(in->fd, in->data + in->len, SYNC_INPUT_SIZE - in->len);
    } while (n == -1 && errno == EINTR);

    if (n <= 0) {
        in->error = n == -1 ? errno : 0;
        in->eof = 1;
        return 0;
    }

    in->len += n;

    return 1;
}


jobs_str_t
sync_input_peek(sync_input_t *in)
{
    while (sync_input_fill(in)) { /* void */ }

    return jobs_str(in->data + in->pos, in->len - in->pos);
}


jobs_rc_t
sync_feed_read(sync_feed_t *feed, const char *format)
{
    jobs_rc_t       rc;
    jobs_str_t      head, list;
    sync_input_t   *in;
    sync_format_e   kind;

    in = sync_input_open(feed->name);
    if (in == NULL) {
        return sync_refuse(feed, "cannot be read: %s", strerror(errno));
    }

    head = sync_input_peek(in);

    if (head.len >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0) {
        in->pos += 3;           /* byte order mark */
    }

    kind = sync_format(feed, in, format);
    sync_feed_declared(feed);

    switch (kind) {

    case SYNC_FORMAT_LINES:
        rc = sync_read_lines(feed, in);
        break;

    case SYNC_FORMAT_ARRAY:
        list = feed->format != NULL ? sync_str(feed->format->list)
               : feed->mapping != NULL ? feed->mapping->list : jobs_lit("");

        if (feed->format != NULL && feed->format->whole) {
            sync_feed_whole(feed, list);
        }

        rc = sync_read_array(feed, in, list);

        if (rc == JOBS_OK) {
            rc = sync_repeats_flush(feed);
        }

        break;

    case SYNC_FORMAT_CSV:
        feed->cells = 1;
        rc = sync_read_csv(feed, in);
        break;

    case SYNC_FORMAT_XML:
        rc = sync_read_xml(feed, in);
        break;

    case SYNC_FORMAT_LD:
    case SYNC_FORMAT_PAGE:
        rc = sync_read_jsonld(feed, in, kind == SYNC_FORMAT_PAGE);
        break;

    default:
        rc = JOBS_INVALID;
    }

    if (in->error != 0) {
        rc = sync_refuse(feed, "cannot be read: %s", strerror(in->error));
    }

    sync_input_close(in);

    if (rc == JOBS_OK && feed->counts.listings == 0
        && feed->counts.rejected != 0)
    {
        rc = sync_refuse(feed, "none of its %llu rows is a listing",
                         (unsigned long long) feed->counts.rejected);
    }

    return rc;
}


static sync_format_e
sync_format(sync_feed_t *feed, sync_input_t *in, const char *format)
{
    int                     list;
    size_t                  i;
    sync_format_e           seen;
    const sync_format_t    *named;
    static const struct {
        const char         *name;
        sync_format_e       format;
    } names[] = {
        { "jobs", SYNC_FORMAT_LINES },
        { "jsonl", SYNC_FORMAT_LINES },
        { "json", SYNC_FORMAT_ARRAY },
        { "csv", SYNC_FORMAT_CSV },
        { "xml", SYNC_FORMAT_XML }
    };

    list = 0;

    if (feed->mapping != NULL) {
        list = feed->mapping->list.len != 0;

        if (format == NULL) {
            format = feed->mapping->format;
        }
    }

    seen = sync_format_sniff(feed, in, list);

    if (seen == SYNC_FORMAT_NONE) {
        return seen;
    }

    if (format == NULL) {
        return feed->mapping != NULL ? seen
                                     : sync_format_known(feed, in, seen);
    }

    named = sync_format_find(format);

    if (named != NULL) {
        return sync_format_named(feed, in, named, seen);
    }

    for (i = 0; i < sync_n(names); i++) {
        if (strcmp(names[i].name, format) == 0) {
            return names[i].format;
        }
    }

    return seen;
}


/* a format that -f names */

static sync_format_e
sync_format_named(sync_feed_t *feed, sync_input_t *in,
    const sync_format_t *named, sync_format_e seen)
{
    int  xml, markup;

    (void) in;

    if (feed->mapping != NULL) {
        (void) sync_refuse(feed, "the format \"%s\" has no mapping",
                           named->name);
        return SYNC_FORMAT_NONE;
    }

    if (seen == SYNC_FORMAT_PAGE && strcmp(named->name, "jsonld") != 0) {
        (void) sync_refuse(feed, "it is an HTML page, not a list of jobs");
        return SYNC_FORMAT_NONE;
    }

    xml = named->element != NULL;
    markup = seen == SYNC_FORMAT_XML;

    if (xml != markup || seen == SYNC_FORMAT_CSV) {
        (void) sync_refuse(feed, "it is not %s: no %s", named->name,
                           xml ? "XML" : "JSON");
        return SYNC_FORMAT_NONE;
    }

    feed->format = named;

    if (xml || seen == SYNC_FORMAT_PAGE) {
        return seen;
    }

    if (strcmp(named->name, "jsonld") == 0) {
        return SYNC_FORMAT_LD;
    }

    return SYNC_FORMAT_ARRAY;
}


/* without a name: by the content, or it has to look canonical */

static sync_format_e
sync_format_known(sync_feed_t *feed, sync_input_t *in, sync_format_e seen)
{
    int  canonical;

    if (seen != SYNC_FORMAT_LINES && seen != SYNC_FORMAT_ARRAY) {
        return seen;
    }

    canonical = sync_head(sync_input_peek(in), &feed->format);

    if (feed->format != NULL) {
        return SYNC_FORMAT_ARRAY;
    }

    if (!canonical && seen == SYNC_FORMAT_ARRAY
        && sync_json_space(in) == '{')
    {
        (void) sync_refuse(feed, "no format was recognised; it is one JSON "
                           "object: -f names its format, or a mapping the "
                           "\"list\" in it");
        return SYNC_FORMAT_NONE;
    }

    if (seen == SYNC_FORMAT_ARRAY && sync_json_space(in) == '{') {
        (void) sync_refuse(feed, "it is one JSON object: a mapping has to "
                           "name the \"list\" in it");
        return SYNC_FORMAT_NONE;
    }

    if (!canonical) {
        (void) sync_refuse(feed, "no format was recognised, and its rows do "
                           "not look canonical: -f names the format, or a "
                           "mapping has to say what is what");
        return SYNC_FORMAT_NONE;
    }

    return seen;
}


/* what the source declares: the caller, the mapping, the format */

void
sync_feed_declared(sync_feed_t *feed)
{
    sync_source_t  *s, format;

    s = sync_alloc(&feed->arena, sizeof(sync_source_t));
    *s = *feed->source;

    if (feed->mapping != NULL) {
        sync_source_merge(s, &feed->mapping->declared);
    }

    if (feed->format != NULL
        && sync_format_declared(feed->format, &format) != NULL)
    {
        sync_source_merge(s, &format);
    }

    feed->source = s;
}


/* all members beside the list, where the file can be read twice */

static void
sync_feed_whole(sync_feed_t *feed, jobs_str_t list)
{
    struct stat    st;
    sync_input_t  *in;

    if (strcmp(feed->name, "-") == 0 || stat(feed->name, &st) == -1
        || !S_ISREG(st.st_mode))
    {
        return;
    }

    in = sync_input_open(feed->name);

    if (in != NULL) {
        if (sync_input_peek(in).len >= 3
            && memcmp(in->data, "\xEF\xBB\xBF", 3) == 0)
        {
            in->pos += 3;
        }

        feed->envelope = sync_document_envelope(in, list);
        sync_input_close(in);
    }
}


static sync_format_e
sync_format_sniff(sync_feed_t *feed, sync_input_t *in, int list)
{
    size_t      i;
    jobs_str_t  s, line;

    s = sync_input_peek(in);

    if (sync_xml_is(s)) {
        if (!sync_xml_is_html(s)) {
            return SYNC_FORMAT_XML;
        }

        if (feed->mapping == NULL) {
            return SYNC_FORMAT_PAGE;
        }

        (void) sync_refuse(feed, "it is an HTML page, not a list of jobs");
        return SYNC_FORMAT_NONE;
    }

    if (feed->mapping == NULL && sync_jsonld_is(s)) {
        return SYNC_FORMAT_LD;
    }

    for (i = 0; i < s.len && strchr(" \t\r\n", s.data[i]) != NULL
                && s.data[i] != '\0'; i++)
    {
        /* void */
    }

    if (i == s.len) {
        (void) sync_refuse(feed, "it is empty");
        return SYNC_FORMAT_NONE;
    }

    s = jobs_str(s.data + i, s.len - i);

    if (s.data[0] == '[') {
        return SYNC_FORMAT_ARRAY;
    }

    if (s.data[0] == '{') {
        return list || sync_format_document(s) ? SYNC_FORMAT_ARRAY
                                               : SYNC_FORMAT_LINES;
    }

    for (i = 0; i < s.len && s.data[i] != '\n'; i++) { /* void */ }

    line = jobs_str(s.data, i);

    if (memchr(line.data, ',', line.len) == NULL
        || memchr(s.data, '\0', s.len) != NULL)
    {
        (void) sync_refuse(feed, "it is neither JSON Lines nor a JSON array "
                           "nor CSV nor XML");
        return SYNC_FORMAT_NONE;
    }

    return SYNC_FORMAT_CSV;
}


/* an object whose lines do not each close it: one document, not lines */

static int
sync_format_document(jobs_str_t s)
{
    size_t    i;
    unsigned  depth, quoted;

    depth = 0;
    quoted = 0;

    for (i = 0; i < s.len && s.data[i] != '\n'; i++) {

        if (quoted) {
            if (s.data[i] == '\\') {
                i++;
            } else if (s.data[i] == '"') {
                quoted = 0;
            }

            continue;
        }

        quoted = (s.data[i] == '"');
        depth += (s.data[i] == '{' || s.data[i] == '[');

        if ((s.data[i] == '}' || s.data[i] == ']') && depth-- <= 1) {
            return 0;
        }
    }

    /* a line that is only broken is the business of the lines' reader */

    for (i = 1; i < s.len && (s.data[i] == ' ' || s.data[i] == '\t'
                              || s.data[i] == '\r'); i++)
    {
        /* void */
    }

    return i < s.len && s.data[i] == '\n';
}
