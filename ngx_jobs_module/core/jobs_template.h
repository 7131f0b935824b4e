/*
 * Templates without logic: HTML files with named slots.
 *
 *     {{name}}              the text of a slot, escaped
 *     {{{name}}}            finished HTML of a slot
 *     {{#name}} {{/name}}   once for each item of a list; for a text slot,
 *                           where the text is not empty
 *     {{^name}} {{/name}}   where the list or the text is empty
 *     {{! words }}          nothing
 *     {{w.name}}            one of the module's own words (jobs_words.h), in
 *                           the language of the view
 *
 * The slots of a template are a closed table.  Their names are looked up when
 * the template is compiled; so are its faults.  Whether a slot is escaped is a
 * matter of the table, not of the template: {{{name}}} of a text slot does
 * not compile, so no template can forget to escape.
 */

#ifndef JOBS_TEMPLATE_H
#define JOBS_TEMPLATE_H


#include "jobs_buf.h"
#include "jobs_words.h"


#define JOBS_TEMPLATE_DEPTH  8      /* sections inside each other */

typedef enum {
    JOBS_SLOT_TEXT,         /* {{name}}, also as a section  */
    JOBS_SLOT_HTML,         /* {{{name}}}                   */
    JOBS_SLOT_LIST          /* {{#name}}, {{^name}}         */
} jobs_slot_e;

typedef struct {
    jobs_str_t               name;
    jobs_slot_e              kind;
} jobs_slot_t;

/*
 * What fills the slots; a slot is its index in the table.
 *
 * write() appends a text slot as plain text (the engine escapes it), or an
 * HTML slot as it shall stand.  item() makes item i of a list the current one,
 * which the slots inside the section then speak of; it returns 0 where there
 * is no such item.  i rises from 0.  lang() says what language data is for;
 * NULL: English.
 */

typedef struct {
    const jobs_slot_t       *slots;
    unsigned                 nslots;
    void                   (*write)(jobs_buf_t *b, void *data, unsigned slot);
    int                    (*item)(void *data, unsigned slot, unsigned i);
    jobs_lang_e            (*lang)(const void *data);
} jobs_view_t;

typedef enum {
    JOBS_SEGMENT_LITERAL,
    JOBS_SEGMENT_TEXT,
    JOBS_SEGMENT_HTML,
    JOBS_SEGMENT_WORD,
    JOBS_SEGMENT_SECTION,
    JOBS_SEGMENT_INVERTED
} jobs_segment_e;

typedef struct {
    jobs_segment_e           type;
    unsigned                 slot;      /* or the jobs_word_e             */
    unsigned                 end;       /* sections: first segment behind */
    jobs_str_t               text;      /* literals: part of the source   */
} jobs_segment_t;

typedef struct {
    const jobs_view_t       *view;
    jobs_segment_t          *segments;  /* NULL: not compiled */
    unsigned                 nsegments;
    jobs_mem_t              *mem;
} jobs_template_t;

/* Why a template does not compile: "line 12: unknown slot "titel"". */

typedef struct {
    unsigned                 line;      /* from 1                       */
    const char              *reason;
    jobs_str_t               name;      /* of the slot, or data NULL    */
} jobs_template_error_t;


/*
 * Compiles source for a view.  Source, view and mem must live as long as the
 * template.  White space at the start of lines is left out of what is rendered,
 * and so is the line's end where nothing but a tag (other than a text's)
 * stands on it.
 *
 * JOBS_INVALID fills *error, JOBS_NOMEM does not; nothing is kept then.
 */
jobs_rc_t jobs_template_compile(jobs_template_t *t, const jobs_view_t *view,
    jobs_str_t source, jobs_mem_t *mem, jobs_template_error_t *error);

/* safe on one that did not compile, and on one of zero bytes */
void jobs_template_free(jobs_template_t *t);

/*
 * Appends the template with the slots that data fills.  Memory is only taken
 * by b and by one scratch buffer, from b's allocator; a failure shows in
 * b->rc, JOBS_ERROR for a template that was never compiled.
 */
void jobs_template_render(jobs_buf_t *b, const jobs_template_t *t, void *data);


#endif /* JOBS_TEMPLATE_H */
