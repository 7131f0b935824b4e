/*
 * HTML of feeds: which elements may be shown, a sanitiser, plain text.
 */

#ifndef SYNC_HTML_H
#define SYNC_HTML_H


#include "sync.h"


#define SYNC_HTML_DEPTH  64             /* elements in each other          */
#define SYNC_HTML_MAX    (1024 * 1024)  /* bytes that are read and written */
#define SYNC_TEXT_CUT    300            /* characters of an excerpt        */


/* What an element is, and so what it may stand in. */

typedef enum {
    SYNC_EL_INLINE = 0,
    SYNC_EL_PLAIN,              /* only its content counts                */
    SYNC_EL_BREAK,              /* the same, apart from what is around it */
    SYNC_EL_GONE,               /* goes with its content                  */
    SYNC_EL_BR,
    SYNC_EL_HR,
    SYNC_EL_PARA,
    SYNC_EL_HEAD,               /* heading, pre: holds no block           */
    SYNC_EL_QUOTE,
    SYNC_EL_LIST,
    SYNC_EL_ITEM,
    SYNC_EL_DL,
    SYNC_EL_DITEM,
    SYNC_EL_TABLE,
    SYNC_EL_SECTION,
    SYNC_EL_CAPTION,
    SYNC_EL_ROW,
    SYNC_EL_CELL
} sync_el_e;

typedef struct {
    const char        *name;
    sync_el_e          kind;
    const char        *ours;    /* what is written for it, NULL: nothing;
                                   itself: it may stand in a canonical feed */
} sync_element_t;

/* by name, whatever its case; NULL: unknown */
const sync_element_t *sync_html_element(jobs_str_t name);

/* 1 if an escaped address may be that of a link */
int sync_html_href(jobs_str_t s);


/*
 * Any HTML, HTML that is escaped as a whole, or plain text, as HTML that
 * sync_html_safe() accepts, appended to b; empty where there is no text.
 * Sanitising the result again changes nothing.
 */
void sync_html_sanitise(jobs_buf_t *b, jobs_str_t html);

/* plain text as paragraphs; the same promise */
void sync_html_paragraphs(jobs_buf_t *b, jobs_str_t text);

/* the text of safe HTML: a line for each block, "- " before list items */
void sync_html_plain(jobs_buf_t *b, jobs_str_t html);

/* 1 if s has a tag of an element that we know */
int sync_html_is(jobs_str_t s);

/* the first chars characters of a text on one line, ended at a word and
   with an ellipsis where there is more */
void sync_text_cut(jobs_buf_t *b, jobs_str_t text, unsigned chars);


/*
 * Steps of cleaning text (sync_clean.c, sync_repair.c), each in place:
 * 1 if it changed something.
 *
 * sync_text_repair: UTF-8 that was taken for Windows-1252 or Latin-1 and
 * encoded again, where a whole run of such characters says so.
 *
 * sync_text_settle: entities, double encoding and characters that are
 * dropped, until nothing is left to do.
 */
int sync_text_repair(jobs_buf_t *b);
void sync_text_settle(jobs_buf_t *b);

/* the length of an entity at the beginning of s and its character, or 0 */
size_t sync_entity(jobs_str_t s, uint32_t *c);

/* white space of any kind; characters that no text needs */
int sync_text_space(uint32_t c);
int sync_text_dropped(uint32_t c);


#endif /* SYNC_HTML_H */
