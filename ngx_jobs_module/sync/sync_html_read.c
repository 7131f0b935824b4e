/*
 * Reading HTML with libxml2's parser: what it finds goes to the writer.
 */

#define _GNU_SOURCE             /* memmem() */
#include <stdlib.h>
#include <strings.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include "sync_html_write.h"


#define SYNC_HTML_MENTION     "lease mention the word "
#define SYNC_HTML_ATTRIBUTES  200       /* of one tag; the parser compares each
                                           with all others            */
#define SYNC_HTML_HREF        2048
#define SYNC_HTML_ROUNDS      4


typedef struct {
    htmlParserCtxtPtr    parser;
    jobs_buf_t           href;
    sync_html_writer_t   writer;
} sync_html_reader_t;


static void sync_html_once(jobs_buf_t *b, jobs_str_t html);
static int sync_html_parse(jobs_buf_t *b, jobs_str_t html, int lines);
static void sync_html_again(jobs_buf_t *b, size_t start);
static void sync_html_prepare(jobs_buf_t *b, jobs_str_t html);
static int sync_html_real(jobs_str_t s, const char *open);
static int sync_html_blocks(jobs_str_t s);
static size_t sync_html_begins(jobs_str_t s, const char *open);
static void sync_html_unescape(jobs_buf_t *b, jobs_str_t s);
static void sync_html_mention(jobs_buf_t *b);
static const char *sync_html_find(jobs_str_t s, const char *word);
static void sync_html_tame(jobs_buf_t *b, jobs_str_t s);
static size_t sync_html_tag_end(jobs_str_t s, unsigned *attributes);
static void sync_html_start(void *data, const xmlChar *name,
    const xmlChar **attributes);
static void sync_html_finish(void *data, const xmlChar *name);
static void sync_html_chars(void *data, const xmlChar *text, int len);
static void sync_html_address(jobs_buf_t *b, const char *s);


/* what hides in a text may do so behind what is dropped from it */

void
sync_html_sanitise(jobs_buf_t *b, jobs_str_t html)
{
    size_t       start;
    unsigned     round;
    jobs_buf_t   next;
    jobs_str_t   now;

    start = b->len;
    sync_html_once(b, html);
    jobs_buf_init(&next, &sync_mem, SYNC_HTML_MAX);

    for (round = 0; round < SYNC_HTML_ROUNDS && b->len > start; round++) {
        now = jobs_str(b->data + start, b->len - start);

        if (sync_html_find(now, SYNC_HTML_MENTION) == NULL) {
            break;
        }

        jobs_buf_reset(&next);
        sync_html_once(&next, now);

        if (jobs_str_eq(jobs_buf_view(&next), now)) {
            break;
        }

        b->len = start;
        jobs_buf_str(b, jobs_buf_view(&next));
    }

    jobs_buf_free(&next);
}


static void
sync_html_once(jobs_buf_t *b, jobs_str_t html)
{
    int         real;
    size_t      start;
    jobs_buf_t  text, tamed;

    jobs_buf_init(&text, &sync_mem, SYNC_ROW_MAX * 2);
    jobs_buf_init(&tamed, &sync_mem, SYNC_ROW_MAX * 2);

    if (html.len > SYNC_HTML_MAX) {
        html.len = SYNC_HTML_MAX;
    }

    real = sync_html_real(html, "<");

    if (!real && sync_html_real(html, "&lt;")) {
        sync_html_unescape(&tamed, html);
        html = jobs_buf_view(&tamed);
        real = 1;
    }

    sync_html_prepare(&text, html);

    if (real) {
        jobs_buf_reset(&tamed);
        sync_html_tame(&tamed, jobs_buf_view(&text));
        start = b->len;

        if (sync_html_parse(b, jobs_buf_view(&tamed),
                            !sync_html_blocks(jobs_buf_view(&tamed))))
        {
            sync_html_again(b, start);
        }

    } else {
        sync_html_paragraphs(b, jobs_buf_view(&text));
    }

    jobs_buf_free(&tamed);
    jobs_buf_free(&text);
}


void
sync_html_paragraphs(jobs_buf_t *b, jobs_str_t text)
{
    jobs_buf_t           clean;
    sync_html_writer_t  *w;

    jobs_buf_init(&clean, &sync_mem, SYNC_ROW_MAX * 2);
    w = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_html_writer_t));

    if (text.len > SYNC_HTML_MAX) {
        text.len = SYNC_HTML_MAX;
    }

    sync_html_prepare(&clean, text);
    sync_html_begin(w, b);
    w->lines = 1;
    sync_html_text(w, jobs_buf_view(&clean));
    (void) sync_html_end(w);

    jobs_buf_free(&clean);
    sync_mem.free(NULL, w);
}


/*
 * The parser may understand what was mended in another way: until it does
 * not, and where it always does, the text alone is taken.
 */

static void
sync_html_again(jobs_buf_t *b, size_t start)
{
    unsigned    round;
    jobs_buf_t  next;
    jobs_str_t  now;

    jobs_buf_init(&next, &sync_mem, SYNC_HTML_MAX);

    for (round = 0; round < SYNC_HTML_ROUNDS && b->len > start; round++) {
        now = jobs_str(b->data + start, b->len - start);

        jobs_buf_reset(&next);
        (void) sync_html_parse(&next, now, 0);

        if (jobs_str_eq(jobs_buf_view(&next), now)) {
            break;
        }

        b->len = start;
        jobs_buf_str(b, jobs_buf_view(&next));
    }

    if (round == SYNC_HTML_ROUNDS) {
        jobs_buf_reset(&next);
        sync_html_plain(&next, jobs_str(b->data + start, b->len - start));
        b->len = start;
        sync_html_paragraphs(b, jobs_buf_view(&next));
    }

    jobs_buf_free(&next);
}


/* 1 if it was mended */

static int
sync_html_parse(jobs_buf_t *b, jobs_str_t html, int lines)
{
    int                  mended;
    htmlParserCtxtPtr    parser;
    sync_html_reader_t  *r;

    if (html.len == 0) {
        return 0;
    }

    parser = htmlCreateMemoryParserCtxt(html.data, (int) html.len);

    if (parser == NULL) {
        sync_say("out of memory");
        exit(SYNC_EX_IO);
    }

    r = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_html_reader_t));

    jobs_buf_init(&r->href, &sync_mem, SYNC_HTML_HREF * 6);
    sync_html_begin(&r->writer, b);
    r->writer.lines = lines;
    r->parser = parser;

    (void) htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER|HTML_PARSE_NOERROR
                              |HTML_PARSE_NOWARNING|HTML_PARSE_NONET
                              |HTML_PARSE_NOIMPLIED|HTML_PARSE_IGNORE_ENC);
    (void) xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);

    memset(parser->sax, 0, sizeof(xmlSAXHandler));
    parser->sax->startElement = sync_html_start;
    parser->sax->endElement = sync_html_finish;
    parser->sax->characters = sync_html_chars;
    parser->sax->cdataBlock = sync_html_chars;
    parser->sax->ignorableWhitespace = sync_html_chars;
    parser->userData = r;

    (void) htmlParseDocument(parser);

    mended = sync_html_end(&r->writer);
    jobs_buf_free(&r->href);
    sync_mem.free(NULL, r);
    xmlFreeDoc(parser->myDoc);
    htmlFreeParserCtxt(parser);

    return mended;
}


static void
sync_html_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
    size_t                 i;
    jobs_str_t             href;
    sync_html_reader_t    *r;
    const sync_element_t  *element;

    r = data;
    href = jobs_str(NULL, 0);
    element = sync_html_element(sync_str((const char *) name));

    /*
     * The parser may have let something stand because of what goes here; html
     * and body are its own.
     */

    r->writer.mended |= (element == NULL || element->ours == NULL)
                        && strcasecmp((const char *) name, "html") != 0
                        && strcasecmp((const char *) name, "body") != 0;

    if (strcasecmp((const char *) name, "a") == 0) {
        for (i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
            if (strcasecmp((const char *) attributes[i], "href") == 0
                && attributes[i + 1] != NULL)
            {
                jobs_buf_reset(&r->href);
                sync_html_address(&r->href, (const char *) attributes[i + 1]);
                href = jobs_buf_view(&r->href);
                break;
            }
        }
    }

    if (sync_html_open(&r->writer, element, href) != JOBS_OK) {
        xmlStopParser(r->parser);
    }
}


static void
sync_html_finish(void *data, const xmlChar *name)
{
    sync_html_reader_t  *r;

    (void) name;

    r = data;
    sync_html_close(&r->writer);
}


static void
sync_html_chars(void *data, const xmlChar *text, int len)
{
    sync_html_reader_t  *r;

    r = data;
    sync_html_text(&r->writer, jobs_str((const char *) text, len));
}


/* an address of a link, escaped; nothing where it may not be one */

static void
sync_html_address(jobs_buf_t *b, const char *s)
{
    size_t             len;
    jobs_buf_t         plain;
    unsigned char      c;
    static const char  hex[] = "0123456789ABCDEF";

    jobs_buf_init(&plain, &sync_mem, SYNC_HTML_HREF);

    while (*s != '\0' && (unsigned char) *s <= ' ') {
        s++;
    }

    for (len = strlen(s); len > 0 && (unsigned char) s[len - 1] <= ' ';
         len--)
    {
        /* void */
    }

    for ( /* void */ ; len > 0; s++, len--) {
        c = *s;

        if (c == '\t' || c == '\n' || c == '\r') {
            continue;
        }

        if (c <= 0x20 || c >= 0x7F || strchr("<>\"\\^`{|}", c) != NULL) {
            jobs_buf_char(&plain, '%');
            jobs_buf_char(&plain, hex[c >> 4]);
            jobs_buf_char(&plain, hex[c & 15]);

        } else {
            jobs_buf_char(&plain, c);
        }
    }

    if (plain.rc == JOBS_OK) {
        jobs_escape_html(b, jobs_buf_view(&plain));
    }

    if (b->len > SYNC_HTML_HREF || !sync_html_href(jobs_buf_view(b))) {
        jobs_buf_reset(b);
    }

    jobs_buf_free(&plain);
}


int
sync_html_is(jobs_str_t s)
{
    return sync_html_real(s, "<");
}


/* 1 if there is a tag of an element that we know; open: "<", or as escaped */

static int
sync_html_real(jobs_str_t s, const char *open)
{
    size_t  n;

    while (s.len > 0) {
        n = sync_html_begins(s, open);

        if (n == s.len) {
            return 0;
        }

        s = jobs_str(s.data + n, s.len - n);

        for (n = 0; n < s.len && ((s.data[n] | 0x20) >= 'a'
                                  || (n > 0 && s.data[n] >= '0'
                                      && s.data[n] <= '9'))
                    && (s.data[n] | 0x20) <= 'z'; n++)
        {
            /* void */
        }

        if (n > 0 && n < s.len && strchr(" />&\t\r\n", s.data[n]) != NULL
            && sync_html_element(jobs_str(s.data, n)) != NULL)
        {
            return 1;
        }
    }

    return 0;
}


/* 1 if tags divide the text, and line ends need not */

static int
sync_html_blocks(jobs_str_t s)
{
    size_t                 n, len;
    const sync_element_t  *e;

    while (s.len > 0) {
        n = sync_html_begins(s, "<");
        s = jobs_str(s.data + n, s.len - n);

        for (len = 0; len < s.len && strchr(" />\t\r\n", s.data[len]) == NULL;
             len++)
        {
            /* void */
        }

        e = sync_html_element(jobs_str(s.data, len));

        if (e != NULL && (e->kind >= SYNC_EL_BR || e->kind == SYNC_EL_BREAK)
            && strcmp(e->name, "body") != 0 && strcmp(e->name, "html") != 0)
        {
            return 1;
        }
    }

    return 0;
}


/* behind the next "<" or "</", or at the end */

static size_t
sync_html_begins(jobs_str_t s, const char *open)
{
    size_t       len;
    const char  *p, *end;

    len = strlen(open);
    end = s.data + s.len;

    for (p = s.data; (size_t) (end - p) >= len; p++) {
        p = memchr(p, open[0], end - p);

        if (p == NULL || (size_t) (end - p) < len) {
            break;
        }

        if (memcmp(p, open, len) == 0) {
            p += len;
            p += (p < end && *p == '/');
            return p - s.data;
        }
    }

    return s.len;
}


static void
sync_html_unescape(jobs_buf_t *b, jobs_str_t s)
{
    size_t       n;
    uint32_t     c;
    const char  *p, *next, *end;

    end = s.data + s.len;

    for (p = s.data; p < end; /* void */ ) {
        n = *p != '&' ? 0 : sync_entity(jobs_str(p, end - p), &c);

        if (n != 0) {
            jobs_utf8_put(b, c);
            p += n;
            continue;
        }

        next = memchr(p + 1, '&', end - p - 1);
        next = next == NULL ? end : next;
        jobs_buf_add(b, p, next - p);
        p = next;
    }
}


/* valid UTF-8 without NUL, and without what a feed hides in its texts */

static void
sync_html_prepare(jobs_buf_t *b, jobs_str_t html)
{
    uint32_t     c;
    const char  *p, *end;

    if (jobs_utf8_valid(html)) {
        jobs_buf_str(b, html);

    } else {
        end = html.data + html.len;

        for (p = html.data; p < end; /* void */ ) {
            c = jobs_utf8_next(&p, end);

            if (c != 0) {
                jobs_utf8_put(b, c == JOBS_BAD_CHAR ? 0xFFFD : c);
            }
        }
    }

    sync_html_mention(b);
}


/*
 * "Please mention the word ... when applying to show you read the job post
 * completely (#R...). This is ... see they're human.": Remote OK's, with the
 * address of who asked for the feed in base64.
 */

static void
sync_html_mention(jobs_buf_t *b)
{
    const char  *from, *to, *end;

    for ( ;; ) {
        from = sync_html_find(jobs_buf_view(b), SYNC_HTML_MENTION);

        if (from == NULL || from == b->data || (from[-1] | 0x20) != 'p') {
            return;
        }

        end = b->data + b->len;
        end = end - from > 900 ? from + 900 : end;
        to = sync_html_find(jobs_str(from, end - from), "re human.");

        if (to != NULL) {
            to += sizeof("re human.") - 1;

        } else {
            to = sync_html_find(jobs_str(from, end - from), "completely (");
            to = to == NULL ? NULL : memchr(to, ')', end - to);

            if (to == NULL) {
                return;
            }

            to++;
            to += (to < end && *to == '.');
        }

        from--;
        end = b->data + b->len;
        memmove(b->data + (from - b->data), to, end - to);
        b->len -= to - from;
    }
}


static const char *
sync_html_find(jobs_str_t s, const char *word)
{
    return s.len == 0 ? NULL : memmem(s.data, s.len, word, strlen(word));
}


/* without tags that would take the parser long */

static void
sync_html_tame(jobs_buf_t *b, jobs_str_t s)
{
    size_t       n;
    unsigned     attributes;
    const char  *p, *next, *end;

    end = s.data + s.len;

    for (p = s.data; p < end; p = next) {

        if (*p != '<') {
            next = memchr(p, '<', end - p);
            next = next == NULL ? end : next;
            jobs_buf_add(b, p, next - p);
            continue;
        }

        n = sync_html_tag_end(jobs_str(p, end - p), &attributes);
        next = p + n;

        if (attributes <= SYNC_HTML_ATTRIBUTES) {
            jobs_buf_add(b, p, n);
        }
    }
}


/* the length of the tag at the beginning of s, as the parser sees it */

static size_t
sync_html_tag_end(jobs_str_t s, unsigned *attributes)
{
    char    quote;
    size_t  i;

    *attributes = 0;

    if (s.len < 2 || (s.data[1] | 0x20) < 'a' || (s.data[1] | 0x20) > 'z') {
        return 1;
    }

    for (i = 1; i < s.len && strchr(" \t\r\n/>", s.data[i]) == NULL; i++) {
        /* void */
    }

    while (i < s.len && s.data[i] != '>') {

        if (strchr(" \t\r\n/", s.data[i]) != NULL) {
            i++;
            continue;
        }

        (*attributes)++;

        /* what is no name goes to the next white space */

        if (strchr("=\"'<", s.data[i]) != NULL) {
            while (i < s.len && strchr(" \t\r\n>", s.data[i]) == NULL) {
                i++;
            }

            continue;
        }

        while (i < s.len && strchr(" \t\r\n/>=\"'", s.data[i]) == NULL) {
            i++;
        }

        while (i < s.len && strchr(" \t\r\n", s.data[i]) != NULL) {
            i++;
        }

        if (i == s.len || s.data[i] != '=') {
            continue;
        }

        i++;

        while (i < s.len && strchr(" \t\r\n", s.data[i]) != NULL) {
            i++;
        }

        if (i < s.len && (s.data[i] == '"' || s.data[i] == '\'')) {
            quote = s.data[i++];

            while (i < s.len && s.data[i] != quote) {
                i++;
            }

            i += (i < s.len);

        } else {
            while (i < s.len && strchr(" \t\r\n>", s.data[i]) == NULL) {
                i++;
            }
        }
    }

    return i < s.len ? i + 1 : i;
}
