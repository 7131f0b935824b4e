/*
 * XML, read by expat while it comes in: one row is in memory at a time.
 *
 * A document type is refused, so there are no entities but the five of XML.
 * Feeds break the rules of characters, which expat would not forgive: control
 * characters and what is not UTF-8 are replaced before it sees them.
 */

#include <expat.h>
#include "sync_format.h"
#include "sync_mapping.h"
#include "sync_xml.h"


#define SYNC_XML_CHUNK  (64 * 1024)


typedef struct {
    sync_feed_t       *feed;
    sync_input_t      *in;
    XML_Parser         parser;
    sync_xml_bytes_e   bytes;
    jobs_str_t         path;            /* of the row's element         */
    jobs_str_t         parent;          /* of path, with the last slash */
    jobs_buf_t         at;              /* path of the open element     */
    size_t             ends[SYNC_XML_DEPTH];
    unsigned           depth;
    unsigned           row:1;           /* the tree is that of a row    */
    unsigned           seen:1;          /* the list was there           */
    unsigned           rows:1;          /* and had a row                */
    uint64_t           skipped;         /* lines before the first "<"   */
    uint64_t           line;            /* of the row                   */
    uint64_t           fed;             /* bytes                        */
    size_t             beside;          /* bytes of the envelope        */
    jobs_rc_t          rc;
    jobs_buf_t         text;            /* what expat is given          */
    jobs_buf_t         part;            /* of a character, and what
                                           comes after it               */
    sync_xml_tree_t    tree;
} sync_xml_t;


static jobs_rc_t sync_xml_parse(sync_xml_t *x);
static jobs_rc_t sync_xml_feed(sync_xml_t *x, jobs_str_t s, int last);
static jobs_rc_t sync_xml_fault(sync_xml_t *x);
static jobs_rc_t sync_xml_end(sync_xml_t *x);
static uint64_t sync_xml_line(sync_xml_t *x);
static void sync_xml_stop(sync_xml_t *x, jobs_rc_t rc);

static int XMLCALL sync_xml_unknown(void *data, const XML_Char *name,
    XML_Encoding *encoding);
static void XMLCALL sync_xml_start(void *data, const XML_Char *name,
    const XML_Char **attributes);
static void XMLCALL sync_xml_close(void *data, const XML_Char *name);
static void XMLCALL sync_xml_text(void *data, const XML_Char *s, int len);
static void XMLCALL sync_xml_doctype(void *data, const XML_Char *name,
    const XML_Char *system, const XML_Char *public, int internal);

static void sync_xml_root(sync_xml_t *x, const char *name);
static void sync_xml_path(sync_xml_t *x, jobs_str_t path);
static void sync_xml_ancestor(sync_xml_t *x, const char **attributes);
static void sync_xml_beside(sync_xml_t *x, const char *name);
static void sync_xml_row(sync_xml_t *x);
static jobs_rc_t sync_xml_recognise(sync_xml_t *x, const cJSON *row);


jobs_rc_t
sync_read_xml(sync_feed_t *feed, sync_input_t *in)
{
    int          c;
    uint64_t     line;
    jobs_rc_t    rc;
    sync_xml_t  *x;

    x = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_xml_t));
    memset(x, 0, sizeof(sync_xml_t));

    x->feed = feed;
    x->in = in;
    x->rc = JOBS_OK;
    x->bytes = sync_xml_bytes(sync_input_peek(in));

    /* white space before the declaration is wrong, and common */

    line = in->line;

    while (x->bytes != SYNC_XML_RAW) {
        c = sync_input_look(in);

        if (c == -1 || c == '\0' || strchr(" \t\r\n", c) == NULL) {
            break;
        }

        (void) sync_input_next(in);
    }

    x->skipped = in->line - line;

    if (feed->mapping != NULL && feed->mapping->list.len != 0) {
        sync_xml_path(x, feed->mapping->list);

    } else if (feed->mapping == NULL && feed->format != NULL
               && feed->format->element != NULL)
    {
        sync_xml_path(x, sync_str(feed->format->element));
    }

    x->parser = XML_ParserCreate(NULL);

    if (x->parser == NULL) {
        sync_mem.free(NULL, x);
        return sync_refuse(feed, "no memory for an XML parser");
    }

    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, sync_xml_start, sync_xml_close);
    XML_SetCharacterDataHandler(x->parser, sync_xml_text);
    XML_SetStartDoctypeDeclHandler(x->parser, sync_xml_doctype);
    XML_SetUnknownEncodingHandler(x->parser, sync_xml_unknown, NULL);

    jobs_buf_init(&x->at, &sync_mem, SYNC_XML_DEPTH * (SYNC_XML_NAME + 1));
    jobs_buf_init(&x->text, &sync_mem, SYNC_XML_CHUNK * 4);
    jobs_buf_init(&x->part, &sync_mem, SYNC_XML_CHUNK * 4);
    sync_xml_tree_init(&x->tree);
    feed->envelope = cJSON_CreateObject();

    rc = sync_xml_parse(x);

    cJSON_Delete(feed->envelope);
    feed->envelope = NULL;
    sync_xml_tree_free(&x->tree);
    jobs_buf_free(&x->part);
    jobs_buf_free(&x->text);
    jobs_buf_free(&x->at);
    XML_ParserFree(x->parser);
    sync_mem.free(NULL, x);

    return rc;
}


static jobs_rc_t
sync_xml_parse(sync_xml_t *x)
{
    int            last;
    jobs_rc_t      rc;
    jobs_str_t     s;
    sync_input_t  *in;

    in = x->in;

    do {
        s = sync_input_peek(in);

        if (s.len > SYNC_XML_CHUNK) {
            s.len = SYNC_XML_CHUNK;
        }

        last = in->eof && s.len == in->len - in->pos;

        if (x->bytes != SYNC_XML_RAW) {
            sync_xml_repair(&x->text, &x->part, x->bytes, s, last);
            in->pos += s.len;
            rc = sync_xml_feed(x, jobs_buf_view(&x->text), last);

        } else {
            in->pos += s.len;
            rc = sync_xml_feed(x, s, last);
        }

    } while (rc == JOBS_OK && !last);

    return rc == JOBS_OK ? sync_xml_end(x) : rc;
}


static jobs_rc_t
sync_xml_feed(sync_xml_t *x, jobs_str_t s, int last)
{
    XML_Index  at;

    x->fed += s.len;

    if (XML_Parse(x->parser, s.data, (int) s.len, last) != XML_STATUS_OK) {
        return x->rc != JOBS_OK ? x->rc : sync_xml_fault(x);
    }

    /* expat keeps a tag or a comment until it is complete */

    at = XML_GetCurrentByteIndex(x->parser);

    if (!last && at >= 0 && x->fed - (uint64_t) at > SYNC_XML_TOKEN) {
        return sync_refuse(x->feed, "line %llu: a tag or a comment is longer "
                           "than 1 MB",
                           (unsigned long long) sync_xml_line(x));
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_xml_fault(sync_xml_t *x)
{
    enum XML_Error  code;

    code = XML_GetErrorCode(x->parser);

    switch (code) {

    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
    case XML_ERROR_PARTIAL_CHAR:
        return sync_refuse(x->feed, "it is truncated or broken in line %llu",
                           (unsigned long long) sync_xml_line(x));

    default:
        return sync_refuse(x->feed, "line %llu: it is no good XML: %s",
                           (unsigned long long) sync_xml_line(x),
                           XML_ErrorString(code));
    }
}


/* a list without rows is a list of no jobs, no list is none */

static jobs_rc_t
sync_xml_end(sync_xml_t *x)
{
    if (x->rows) {
        return JOBS_OK;
    }

    if (!x->seen) {
        return sync_refuse(x->feed, "there is no \"%.*s\" in it",
                           (int) x->path.len, x->path.data);
    }

    return sync_xml_recognise(x, NULL);
}


static uint64_t
sync_xml_line(sync_xml_t *x)
{
    return XML_GetCurrentLineNumber(x->parser) + x->skipped;
}


static void
sync_xml_stop(sync_xml_t *x, jobs_rc_t rc)
{
    x->rc = rc;
    (void) XML_StopParser(x->parser, XML_FALSE);
}


static int XMLCALL
sync_xml_unknown(void *data, const XML_Char *name, XML_Encoding *encoding)
{
    (void) data;

    if (!sync_xml_encoding(name, encoding->map)) {
        return XML_STATUS_ERROR;
    }

    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;

    return XML_STATUS_OK;
}


static void XMLCALL
sync_xml_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    size_t       len;
    jobs_str_t   at;
    sync_xml_t  *x;

    x = data;
    len = strlen(name);

    if (x->rc != JOBS_OK) {
        return;
    }

    if (x->depth == SYNC_XML_DEPTH || len > SYNC_XML_NAME) {
        sync_xml_stop(x, sync_refuse(x->feed, "line %llu: %s",
                                     (unsigned long long) sync_xml_line(x),
                                     len > SYNC_XML_NAME
                                     ? "the name of an element is too long"
                                     : "elements are nested too deeply"));
        return;
    }

    if (x->depth == 0 && x->path.len == 0) {
        sync_xml_root(x, name);

        if (x->rc != JOBS_OK) {
            return;
        }
    }

    x->ends[x->depth++] = x->at.len;

    if (x->at.len != 0) {
        jobs_buf_char(&x->at, '/');
    }

    jobs_buf_add(&x->at, name, len);

    if (x->tree.depth != 0) {
        sync_xml_tree_open(&x->tree, name, attributes);
        return;
    }

    at = jobs_buf_view(&x->at);

    if (jobs_str_eq(at, x->path)) {
        x->row = 1;
        x->rows = 1;
        x->line = sync_xml_line(x);
        sync_xml_tree_reset(&x->tree, SYNC_ROW_MAX);
        sync_xml_tree_open(&x->tree, name, attributes);
        return;
    }

    if (at.len < x->path.len && x->path.data[at.len] == '/'
        && memcmp(at.data, x->path.data, at.len) == 0)
    {
        sync_xml_ancestor(x, attributes);
        return;
    }

    if (x->beside < SYNC_XML_BESIDE && at.len > x->parent.len
        && memcmp(at.data, x->parent.data, x->parent.len) == 0
        && memchr(at.data + x->parent.len, '/', at.len - x->parent.len)
           == NULL)
    {
        x->row = 0;
        sync_xml_tree_reset(&x->tree, SYNC_XML_BESIDE - x->beside);
        sync_xml_tree_open(&x->tree, name, attributes);
    }
}


static void XMLCALL
sync_xml_close(void *data, const XML_Char *name)
{
    sync_xml_t  *x;

    x = data;

    if (x->rc != JOBS_OK) {
        return;
    }

    if (x->tree.depth != 0 && sync_xml_tree_close(&x->tree, name)) {
        if (x->row) {
            sync_xml_row(x);

        } else {
            sync_xml_beside(x, name);
        }
    }

    x->at.len = x->ends[--x->depth];
}


static void XMLCALL
sync_xml_text(void *data, const XML_Char *s, int len)
{
    sync_xml_t  *x;

    x = data;

    if (x->rc == JOBS_OK && x->tree.depth != 0) {
        sync_xml_tree_text(&x->tree, s, len);
    }
}


static void XMLCALL
sync_xml_doctype(void *data, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int internal)
{
    sync_xml_t  *x;

    (void) name;
    (void) system;
    (void) public;
    (void) internal;

    x = data;

    sync_xml_stop(x, sync_refuse(x->feed, "line %llu: it declares a document "
                                 "type (DTD), which is not allowed",
                                 (unsigned long long) sync_xml_line(x)));
}


/* formats with the same root have the same element */

static void
sync_xml_root(sync_xml_t *x, const char *name)
{
    size_t       i, len;
    const char  *element;

    len = strlen(name);

    for (i = 0; sync_formats[i] != NULL; i++) {
        element = sync_formats[i]->element;

        if (element != NULL && strncmp(element, name, len) == 0
            && element[len] == '/')
        {
            sync_xml_path(x, sync_str(element));
            return;
        }
    }

    sync_xml_stop(x, sync_refuse(x->feed, "it is markup, not a list of jobs "
                                 "that is known: a mapping has to name the "
                                 "\"list\" in <%.60s>", name));
}


static void
sync_xml_path(sync_xml_t *x, jobs_str_t path)
{
    size_t  n;

    for (n = path.len; n > 0 && path.data[n - 1] != '/'; n--) { /* void */ }

    x->path = path;
    x->parent = jobs_str(path.data, n);
}


/* an element around the list: its attributes are the envelope's */

static void
sync_xml_ancestor(sync_xml_t *x, const char **attributes)
{
    cJSON  *member;

    x->seen |= (x->at.len + 1 == x->parent.len);

    sync_xml_tree_reset(&x->tree, SYNC_XML_BESIDE - x->beside);
    sync_xml_tree_open(&x->tree, "", attributes);
    (void) sync_xml_tree_close(&x->tree, "");

    while (x->tree.value != NULL && x->tree.value->child != NULL) {
        member = cJSON_DetachItemViaPointer(x->tree.value,
                                            x->tree.value->child);
        x->beside += strlen(member->string) + strlen(member->valuestring);
        sync_xml_member(x->feed->envelope, member->string, member);
    }

    x->beside = x->beside < SYNC_XML_BESIDE ? x->beside : SYNC_XML_BESIDE;
}


static void
sync_xml_beside(sync_xml_t *x, const char *name)
{
    cJSON   *value, *text;

    value = x->tree.value;
    x->tree.value = NULL;

    x->beside += x->tree.bytes + 64;

    if (value == NULL || x->beside > SYNC_XML_BESIDE) {
        cJSON_Delete(value);
        x->beside = SYNC_XML_BESIDE;
        return;
    }

    /* an object is made of every outermost element */

    if (value->child == NULL) {
        cJSON_Delete(value);
        value = cJSON_CreateString("");

    } else if (value->child->next == NULL
               && strcmp(value->child->string, "#text") == 0)
    {
        text = cJSON_DetachItemViaPointer(value, value->child);
        cJSON_Delete(value);
        value = text;
    }

    sync_xml_member(x->feed->envelope, name, value);
}


static void
sync_xml_row(sync_xml_t *x)
{
    jobs_rc_t  rc;

    if (x->tree.fault != NULL) {
        sync_feed_reject(x->feed, x->line, x->tree.fault);
        return;
    }

    rc = sync_xml_recognise(x, x->tree.value);

    if (rc == JOBS_OK) {
        rc = sync_feed_row(x->feed, x->tree.value, x->line);
    }

    if (rc != JOBS_OK) {
        sync_xml_stop(x, rc);
    }
}


static jobs_rc_t
sync_xml_recognise(sync_xml_t *x, const cJSON *row)
{
    char         *element;
    sync_head_t   head;

    if (x->feed->mapping != NULL || x->feed->format != NULL) {
        return JOBS_OK;
    }

    memset(&head, 0, sizeof(sync_head_t));
    element = sync_mem.realloc(NULL, NULL, 0, x->path.len + 1);
    memcpy(element, x->path.data, x->path.len);
    element[x->path.len] = '\0';

    head.element = element;
    head.envelope = x->feed->envelope;
    head.row = row;

    x->feed->format = sync_format_recognise(&head);
    sync_mem.free(NULL, element);

    if (x->feed->format == NULL) {
        return sync_refuse(x->feed, "it is markup, not a list of jobs that "
                           "is known: it needs a mapping");
    }

    sync_feed_declared(x->feed);

    return JOBS_OK;
}
