/*
 * JSON-LD documents, and HTML pages that hold them in scripts; libxml2 finds
 * these.
 */

#include <strings.h>
#include <libxml/HTMLparser.h>
#include "formats/formats_xml.h"
#include "sync_jsonld.h"


typedef struct {
    sync_feed_t       *feed;
    htmlParserCtxtPtr  html;
    jobs_buf_t         text;
    uint64_t           line;        /* of the document                     */
    unsigned           inside:1;    /* a script of JSON-LD                 */
    jobs_rc_t          rc;
    uint64_t           found;
} sync_jsonld_t;


static jobs_rc_t sync_jsonld_whole(sync_jsonld_t *x, sync_input_t *in);
static jobs_rc_t sync_jsonld_page(sync_jsonld_t *x, sync_input_t *in);
static jobs_rc_t sync_jsonld_text(sync_jsonld_t *x);
static jobs_rc_t sync_jsonld_walk(sync_jsonld_t *x, const cJSON *item,
    unsigned depth);
static void sync_jsonld_start(void *data, const xmlChar *name,
    const xmlChar **attributes);
static void sync_jsonld_end(void *data, const xmlChar *name);
static void sync_jsonld_chars(void *data, const xmlChar *s, int len);
static int sync_jsonld_utf8(jobs_str_t head);
static int sync_jsonld_type(const cJSON *type);


int
sync_jsonld_is(jobs_str_t head)
{
    size_t  i;

    for (i = 0; i < head.len && head.data[i] != '\0'
                && strchr(" \t\r\n[{", head.data[i]) != NULL; i++)
    {
        /* void */
    }

    return i > 0 && i + 1 < head.len && head.data[i] == '"'
           && head.data[i + 1] == '@';
}


int
sync_jsonld_posting(const cJSON *item)
{
    const cJSON  *type, *e;

    if (!cJSON_IsObject(item)) {
        return 0;
    }

    type = cJSON_GetObjectItemCaseSensitive(item, "@type");

    if (!cJSON_IsArray(type)) {
        return sync_jsonld_type(type);
    }

    cJSON_ArrayForEach(e, type) {
        if (sync_jsonld_type(e)) {
            return 1;
        }
    }

    return 0;
}


jobs_rc_t
sync_read_jsonld(sync_feed_t *feed, sync_input_t *in, int html)
{
    jobs_rc_t      rc;
    sync_jsonld_t  x;

    memset(&x, 0, sizeof(sync_jsonld_t));
    x.feed = feed;
    x.line = in->line;
    x.rc = JOBS_OK;
    jobs_buf_init(&x.text, &sync_mem, SYNC_JSONLD_MAX);

    if (feed->format == NULL) {
        feed->format = &sync_jsonld;
        sync_feed_declared(feed);
    }

    rc = html ? sync_jsonld_page(&x, in) : sync_jsonld_whole(&x, in);

    jobs_buf_free(&x.text);

    if (rc == JOBS_OK && html && x.found == 0
        && feed->counts.rejected == 0)
    {
        rc = sync_refuse(feed, "it is an HTML page, not a list of jobs");
    }

    return rc;
}


static jobs_rc_t
sync_jsonld_whole(sync_jsonld_t *x, sync_input_t *in)
{
    while (sync_input_look(in) != -1) {
        jobs_buf_add(&x->text, in->data + in->pos, in->len - in->pos);
        in->pos = in->len;
    }

    if (x->text.rc != JOBS_OK) {
        return sync_refuse(x->feed, "its JSON-LD is longer than 32 MB");
    }

    if (sync_jsonld_text(x) == JOBS_INVALID) {
        return sync_refuse(x->feed, "it is truncated or broken JSON, from "
                           "line %llu on", (unsigned long long) x->line);
    }

    return x->rc;
}


static jobs_rc_t
sync_jsonld_page(sync_jsonld_t *x, sync_input_t *in)
{
    int            len;
    size_t         total;
    jobs_str_t     s;
    htmlSAXHandler  sax;

    memset(&sax, 0, sizeof(sax));
    sax.startElement = sync_jsonld_start;
    sax.endElement = sync_jsonld_end;
    sax.characters = sync_jsonld_chars;
    sax.cdataBlock = sync_jsonld_chars;

    s = sync_input_peek(in);

    x->html = htmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL,
                                       sync_jsonld_utf8(s)
                                       ? XML_CHAR_ENCODING_UTF8
                                       : XML_CHAR_ENCODING_NONE);
    if (x->html == NULL) {
        return sync_refuse(x->feed, "no memory for an HTML parser");
    }

    (void) htmlCtxtUseOptions(x->html, HTML_PARSE_NONET|HTML_PARSE_NOERROR
                                       |HTML_PARSE_NOWARNING
                                       |HTML_PARSE_RECOVER);
    total = 0;

    while (x->rc == JOBS_OK && sync_input_look(in) != -1) {
        len = (int) (in->len - in->pos);
        total += len;

        if (total > SYNC_JSONLD_MAX) {
            x->rc = sync_refuse(x->feed, "it is an HTML page of more than "
                                "32 MB");
            break;
        }

        (void) htmlParseChunk(x->html, in->data + in->pos, len, 0);
        in->pos = in->len;
    }

    (void) htmlParseChunk(x->html, NULL, 0, 1);
    htmlFreeParserCtxt(x->html);

    return x->rc;
}


static void
sync_jsonld_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
    size_t          i;
    const char     *key, *value;
    sync_jsonld_t  *x;

    x = data;
    x->inside = 0;

    if (strcmp((const char *) name, "script") != 0 || attributes == NULL) {
        return;
    }

    for (i = 0; attributes[i] != NULL; i += 2) {
        key = (const char *) attributes[i];
        value = (const char *) attributes[i + 1];

        if (strcmp(key, "type") == 0 && value != NULL
            && strncasecmp(value, "application/ld+json", 19) == 0)
        {
            x->inside = 1;
            x->line = x->html->input != NULL ? x->html->input->line : 1;
            jobs_buf_reset(&x->text);
        }
    }
}


static void
sync_jsonld_chars(void *data, const xmlChar *s, int len)
{
    sync_jsonld_t  *x;

    x = data;

    if (x->inside) {
        jobs_buf_add(&x->text, s, len);
    }
}


static void
sync_jsonld_end(void *data, const xmlChar *name)
{
    sync_jsonld_t  *x;

    x = data;

    if (!x->inside || strcmp((const char *) name, "script") != 0) {
        return;
    }

    x->inside = 0;

    if (x->rc == JOBS_OK && sync_jsonld_text(x) == JOBS_INVALID) {
        sync_feed_reject(x->feed, x->line, "its JSON-LD is not JSON");
    }
}


/* all documents of x->text; JOBS_INVALID: it is not JSON */

static jobs_rc_t
sync_jsonld_text(sync_jsonld_t *x)
{
    cJSON       *json;
    size_t       i;
    const char  *end;

    jobs_buf_char(&x->text, ' ');

    if (x->text.rc != JOBS_OK) {
        return JOBS_INVALID;
    }

    for (i = 0; x->rc == JOBS_OK; /* void */ ) {

        for ( /* void */ ; i < x->text.len && x->text.data[i] != '\0'
                           && strchr(" \t\r\n", x->text.data[i]) != NULL; i++)
        {
            x->line += (x->text.data[i] == '\n');
        }

        if (i == x->text.len) {
            break;
        }

        end = NULL;
        json = cJSON_ParseWithLengthOpts(x->text.data + i, x->text.len - i,
                                         &end, 0);

        if (json == NULL) {
            return JOBS_INVALID;
        }

        x->rc = sync_jsonld_walk(x, json, 0);
        cJSON_Delete(json);

        for ( /* void */ ; x->text.data + i < end; i++) {
            x->line += (x->text.data[i] == '\n');
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_jsonld_walk(sync_jsonld_t *x, const cJSON *item, unsigned depth)
{
    jobs_rc_t     rc;
    const cJSON  *e;

    if (sync_jsonld_posting(item)) {
        x->found++;
        return sync_feed_row(x->feed, item, x->line);
    }

    if (depth == SYNC_JSONLD_DEPTH) {
        return JOBS_OK;
    }

    cJSON_ArrayForEach(e, item) {
        rc = sync_jsonld_walk(x, e, depth + 1);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    return JOBS_OK;
}


/* "JobPosting", with or without the vocabulary before it */

static int
sync_jsonld_type(const cJSON *type)
{
    size_t  len;

    if (!cJSON_IsString(type)) {
        return 0;
    }

    len = strlen(type->valuestring);

    return len >= 10
           && strcmp(type->valuestring + len - 10, "JobPosting") == 0
           && (len == 10 || strchr("/:#", type->valuestring[len - 11])
                            != NULL);
}


/* without a word to the contrary a page is UTF-8 */

static int
sync_jsonld_utf8(jobs_str_t head)
{
    size_t  i;

    for (i = 0; i + 16 < head.len && i < 4096; i++) {
        if (strncasecmp(head.data + i, "charset=", 8) == 0) {
            i += 8 + (head.data[i + 8] == '"' || head.data[i + 8] == '\'');
            return strncasecmp(head.data + i, "utf-8", 5) == 0;
        }
    }

    return 1;
}
