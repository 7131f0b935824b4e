/*
 * The bytes of XML: which encoding, and what is repaired before expat, which
 * forgives nothing, sees it.
 */

#include <iconv.h>
#include <strings.h>
#include "sync_xml.h"


static int sync_xml_begins(jobs_str_t s, jobs_str_t word);
static jobs_str_t sync_xml_prolog(jobs_str_t s);


int
sync_xml_is(jobs_str_t head)
{
    size_t  i;

    if (sync_xml_bytes(head) == SYNC_XML_RAW) {
        return 1;
    }

    for (i = 0; i < head.len && head.data[i] != '\0'
                && strchr(" \t\r\n", head.data[i]) != NULL; i++)
    {
        /* void */
    }

    return i < head.len && head.data[i] == '<';
}


int
sync_xml_is_html(jobs_str_t head)
{
    head = sync_xml_prolog(head);

    return sync_xml_begins(head, jobs_lit("<html"))
           || sync_xml_begins(head, jobs_lit("<!doctype html"));
}


sync_xml_bytes_e
sync_xml_bytes(jobs_str_t head)
{
    size_t      i, end;
    jobs_str_t  name;

    if (head.len >= 2
        && (memcmp(head.data, "\xFF\xFE", 2) == 0
            || memcmp(head.data, "\xFE\xFF", 2) == 0
            || memcmp(head.data, "<\0", 2) == 0
            || memcmp(head.data, "\0<", 2) == 0))
    {
        return SYNC_XML_RAW;
    }

    for (i = 0; i < head.len && head.data[i] != '<'; i++) { /* void */ }

    head = jobs_str(head.data + i, head.len - i);

    if (!sync_xml_begins(head, jobs_lit("<?xml"))) {
        return SYNC_XML_UTF8;
    }

    for (end = 0; end < head.len && end < 512 && head.data[end] != '>';
         end++)
    {
        /* void */
    }

    for (i = 5; i < end; i++) {
        name = jobs_str(head.data + i, end - i);

        if (!sync_xml_begins(name, jobs_lit("encoding"))) {
            continue;
        }

        for (i += 8; i < end && strchr(" \t\r\n='\"", head.data[i]) != NULL
                     && head.data[i] != '\0'; i++)
        {
            /* void */
        }

        name = jobs_str(head.data + i, end - i);

        return sync_xml_begins(name, jobs_lit("utf-8")) ? SYNC_XML_UTF8
                                                        : SYNC_XML_BYTES;
    }

    return SYNC_XML_UTF8;
}


void
sync_xml_repair(jobs_buf_t *b, jobs_buf_t *part, sync_xml_bytes_e bytes,
    jobs_str_t s, int last)
{
    size_t       i;
    uint32_t     c;
    const char  *p, *q, *end;

    jobs_buf_reset(b);

    if (bytes == SYNC_XML_BYTES) {
        for (i = 0; i < s.len; i++) {
            c = (unsigned char) s.data[i];
            jobs_buf_char(b, c < 0x20 && c != '\t' && c != '\n'
                                    && c != '\r' ? ' ' : s.data[i]);
        }

        return;
    }

    jobs_buf_str(part, s);

    if (part->len == 0) {
        return;
    }

    p = part->data;
    end = p + part->len;

    while (p < end) {
        q = p;
        c = jobs_utf8_next(&p, end);

        if (c == JOBS_BAD_CHAR && !last && end - q < 4) {
            memmove(part->data, q, end - q);
            part->len = end - q;
            return;
        }

        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
            jobs_buf_char(b, ' ');

        } else if (c == JOBS_BAD_CHAR || c == 0xFFFE || c == 0xFFFF) {
            jobs_buf_lit(b, "\xEF\xBF\xBD");

        } else {
            jobs_buf_add(b, q, p - q);
        }
    }

    jobs_buf_reset(part);
}


int
sync_xml_encoding(const char *name, int *map)
{
    int                      i;
    char                     byte, *in, *out;
    size_t                   k, nin, nout;
    iconv_t                  cd;
    unsigned char            u[4];
    static const jobs_str_t  known[] = {
        jobs_string("windows-12"), jobs_string("cp12"),
        jobs_string("iso-8859-"), jobs_string("iso8859-"),
        jobs_string("koi8-"), jobs_string("latin")
    };

    for (k = 0; k < sync_n(known); k++) {
        if (sync_xml_begins(sync_str(name), known[k])) {
            break;
        }
    }

    if (k == sync_n(known)) {
        return 0;
    }

    cd = iconv_open("UTF-32BE", name);

    if (cd == (iconv_t) -1) {
        return 0;
    }

    for (i = 0; i < 256; i++) {
        byte = (char) i;
        in = &byte;
        out = (char *) u;
        nin = 1;
        nout = sizeof(u);

        (void) iconv(cd, NULL, NULL, NULL, NULL);

        if (iconv(cd, &in, &nin, &out, &nout) == (size_t) -1 || nout != 0
            || u[0] != 0 || u[1] != 0)
        {
            map[i] = 0xFFFD;
            continue;
        }

        map[i] = u[2] << 8 | u[3];
    }

    iconv_close(cd);

    return 1;
}


static int
sync_xml_begins(jobs_str_t s, jobs_str_t word)
{
    return s.len >= word.len && strncasecmp(s.data, word.data, word.len) == 0;
}


/* what follows white space, the declaration and comments */

static jobs_str_t
sync_xml_prolog(jobs_str_t s)
{
    size_t      i;
    jobs_str_t  end;

    for ( ;; ) {
        for (i = 0; i < s.len && s.data[i] != '\0'
                    && strchr(" \t\r\n", s.data[i]) != NULL; i++)
        {
            /* void */
        }

        s = jobs_str(s.data + i, s.len - i);

        if (sync_xml_begins(s, jobs_lit("<?"))) {
            end = jobs_lit("?>");

        } else if (sync_xml_begins(s, jobs_lit("<!--"))) {
            end = jobs_lit("-->");

        } else {
            return s;
        }

        for (i = 2; i + end.len <= s.len
                    && memcmp(s.data + i, end.data, end.len) != 0; i++)
        {
            /* void */
        }

        i = i + end.len <= s.len ? i + end.len : s.len;
        s = jobs_str(s.data + i, s.len - i);
    }
}
