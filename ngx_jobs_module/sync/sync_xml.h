/*
 * XML: an element becomes a cJSON value, so that field tables and mappings
 * work on XML as they do on JSON.
 *
 * Child elements are members by their names as written ("job:id"), repeated
 * ones an array; attributes are "@name"; text beside either is "#text".  An
 * element that has only text is that text, one with neither is "".  Inside of
 * an element with type="xhtml" (Atom) the markup itself is the text.
 */

#ifndef SYNC_XML_H
#define SYNC_XML_H


#include "sync_input.h"


#define SYNC_XML_DEPTH      256             /* of a document              */
#define SYNC_XML_ROW_DEPTH  32              /* of a row                   */
#define SYNC_XML_NODES      8192            /* elements and attributes of
                                               a row                      */
#define SYNC_XML_NAME       512             /* bytes of a name            */
#define SYNC_XML_TOKEN      (1024 * 1024)   /* bytes of a tag, a comment  */
#define SYNC_XML_BESIDE     (64 * 1024)     /* bytes of what is beside the
                                               rows                       */

typedef struct {
    cJSON         *object;                  /* NULL: only text so far     */
    size_t         text;                    /* where it begins            */
} sync_xml_frame_t;

/* An element while it is read. */

typedef struct {
    const char    *fault;                   /* why it is no good, or NULL */
    unsigned       depth;
    unsigned       markup;                  /* of an element whose markup
                                               is its text; 0: none       */
    size_t         bytes;
    size_t         max;
    size_t         nodes;
    jobs_buf_t     text;                    /* of all open elements       */
    cJSON         *value;                   /* complete; the caller's     */
    sync_xml_frame_t  frame[SYNC_XML_ROW_DEPTH];
} sync_xml_tree_t;


void sync_xml_tree_init(sync_xml_tree_t *t);
void sync_xml_tree_free(sync_xml_tree_t *t);

/* begins another element of at most max bytes */
void sync_xml_tree_reset(sync_xml_tree_t *t, size_t max);

void sync_xml_tree_open(sync_xml_tree_t *t, const char *name,
    const char **attributes);
void sync_xml_tree_text(sync_xml_tree_t *t, const char *s, size_t len);

/* 1: the outermost one is closed, t->value is an object (or t->fault says
   why not) */
int sync_xml_tree_close(sync_xml_tree_t *t, const char *name);

/* adds a member; with members of its name before it becomes an array */
void sync_xml_member(cJSON *object, const char *name, cJSON *value);


/*
 * For formats (sync_xml_row.c).  The text of an element as it stands, of the
 * first of several; data NULL: it has none.  Adds what a separator divides to
 * a list.  The first known type of employment of "Full-time, Permanent".
 */
jobs_str_t sync_xml_string(const cJSON *item);
jobs_rc_t sync_xml_split(sync_feed_t *feed, int field, jobs_str_t s,
    char separator);
jobs_rc_t sync_xml_types(sync_feed_t *feed, jobs_str_t s);


typedef enum {
    SYNC_XML_UTF8 = 0,
    SYNC_XML_BYTES,                     /* one byte a character         */
    SYNC_XML_RAW                        /* UTF-16: expat's business     */
} sync_xml_bytes_e;

/* by a byte order mark, by "<" of two bytes, by the declaration */
sync_xml_bytes_e sync_xml_bytes(jobs_str_t head);

/*
 * s to b, where control characters are spaces and what is not UTF-8 is
 * replaced; a character that is not complete waits in part for what comes
 * next, unless this is the last.
 */
void sync_xml_repair(jobs_buf_t *b, jobs_buf_t *part, sync_xml_bytes_e bytes,
    jobs_str_t s, int last);

/* the 256 characters of an encoding of one byte each; 0: it is not known */
int sync_xml_encoding(const char *name, int *map);

/* 1 if the beginning of a feed is that of XML or HTML, in any encoding; 1 if
   it is that of an HTML page */
int sync_xml_is(jobs_str_t head);
int sync_xml_is_html(jobs_str_t head);

/*
 * Rows of XML.  Which element is one: the mapping's "list"
 * ("source/job"), feed->format's, or that of the format whose root it has;
 * then the format is recognised from the first row.
 */
jobs_rc_t sync_read_xml(sync_feed_t *feed, sync_input_t *in);


#endif /* SYNC_XML_H */
