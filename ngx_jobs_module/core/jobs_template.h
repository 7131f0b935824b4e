/*
 * Templates: HTML files with named fields, in the language of Mustache.
 *
 *     {{name}}              the text of a field, escaped
 *     {{{name}}} {{&name}}  finished HTML of a field
 *     {{#name}} {{/name}}   once for each item of a list; for a text, where it
 *                           is not empty
 *     {{^name}} {{/name}}   where the list or the text is empty
 *     {{.}}                 what the section around it is of
 *     {{> name}}            another template, with its lines indented likewise
 *     {{! words }}          nothing
 *     {{w.name}}            one of the module's own words (jobs_words.h), in
 *                           the language of the view
 *
 * The fields of a template are a closed table of slots.  Their names are looked
 * up when the template is compiled; so are its faults.  Whether a slot is
 * escaped, and where in the HTML it may stand, is a matter of the table, not of
 * the template: {{{name}}} of a text slot does not compile, nor does an address
 * that begins with text.  No template can forget to escape.
 */

#ifndef JOBS_TEMPLATE_H
#define JOBS_TEMPLATE_H


#include "jobs_buf.h"
#include "jobs_words.h"


#define JOBS_TEMPLATE_DEPTH     16          /* sections inside each other   */
#define JOBS_TEMPLATE_SCOPES    4           /* views inside each other      */
#define JOBS_TEMPLATE_PARTIALS  8           /* partials inside each other   */
#define JOBS_TEMPLATE_CALLS     64          /* of a partial in itself       */
#define JOBS_TEMPLATE_SEGMENTS  65536
#define JOBS_TEMPLATE_BYTES     (4 * 1024 * 1024)   /* partials counted each
                                                       time they are taken  */

/*
 * What a slot is.  All but HTML, the lists and ANY are written {{name}}, and a
 * section of them is there where they are not empty.
 */

typedef enum {
    JOBS_SLOT_TEXT,         /* plain text                                  */
    JOBS_SLOT_URL,          /* an http or https address, or one of the board,
                               as plain text                               */
    JOBS_SLOT_ASSET,        /* the same, of a file of the module's own     */
    JOBS_SLOT_LINK,         /* an address that is written as it shall stand:
                               that of a ready row                         */
    JOBS_SLOT_LEVEL,        /* one digit: <h{{level}}>                     */
    JOBS_SLOT_CSS,          /* a style sheet of the module's own: {{{name}}}
                               in <style>, {{name}} in style=""            */
    JOBS_SLOT_HTML,         /* {{{name}}}: finished HTML, no section       */
    JOBS_SLOT_LIST,         /* sections only                               */
    JOBS_SLOT_VALUES,       /* a list of the slot behind it in the table,
                               which is {{.}} there                        */
    JOBS_SLOT_ITEMS,        /* a list whose items have a view of their own */
    JOBS_SLOT_ANY           /* any of these: what find() gives             */
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
 *
 * Inside a section of JOBS_SLOT_ITEMS names are those of the view items, then
 * of this one; inner() gives the data of the item that item() has made the
 * current one.
 *
 * find() instead of a table: it gives every name (with its dots) a slot, which
 * is JOBS_SLOT_ANY, and finds out by itself what that is.  A section's data is
 * what inner() says, and the view stays.  What is rendered is any text, not
 * HTML, and is not looked at as such.
 */

typedef struct jobs_view_s  jobs_view_t;

struct jobs_view_s {
    const jobs_slot_t       *slots;
    unsigned                 nslots;
    void                   (*write)(jobs_buf_t *b, void *data, unsigned slot);
    int                    (*item)(void *data, unsigned slot, unsigned i);
    jobs_lang_e            (*lang)(const void *data);
    const jobs_view_t       *items;
    void                  *(*inner)(void *data, unsigned slot, unsigned i);
    unsigned               (*find)(jobs_str_t name);
};

typedef enum {
    JOBS_SEGMENT_LITERAL,
    JOBS_SEGMENT_TEXT,
    JOBS_SEGMENT_HTML,
    JOBS_SEGMENT_WORD,
    JOBS_SEGMENT_SECTION,
    JOBS_SEGMENT_INVERTED,
    JOBS_SEGMENT_PARTIAL,               /* what a call runs       */
    JOBS_SEGMENT_CALL                   /* end: of the partial    */
} jobs_segment_e;

typedef struct {
    jobs_segment_e           type;
    jobs_slot_e              kind;      /* of the slot                    */
    unsigned                 scope;     /* whose view has the slot        */
    unsigned                 inner;     /* items: the scope of their view */
    unsigned                 slot;      /* or a jobs_word_e               */
    unsigned                 end;       /* sections: first segment behind */
    jobs_str_t               text;      /* literals: part of a source     */
} jobs_segment_t;

typedef struct {
    const jobs_view_t       *view;
    jobs_segment_t          *segments;  /* NULL: not compiled */
    unsigned                 nsegments;
    jobs_mem_t              *mem;
} jobs_template_t;

typedef struct {
    jobs_str_t               name;      /* for faults: its path */
    jobs_str_t               text;
} jobs_source_t;

/*
 * Where {{> name}} of the source from is found: NULL, with *reason why not,
 * which lives as long as the fault is looked at.  It is asked twice for each,
 * and must say the same.
 */

typedef struct {
    const jobs_source_t   *(*find)(void *data, const jobs_source_t *from,
                                   jobs_str_t name, const char **reason);
    void                    *data;
} jobs_partials_t;

/* Why a template does not compile: list.html:12: unknown field "titel" */

typedef struct {
    const jobs_source_t     *source;    /* of a partial, or the template's  */
    unsigned                 line;      /* from 1                           */
    const char              *reason;
    jobs_str_t               name;      /* to be quoted behind it; or data
                                           NULL                             */
} jobs_template_error_t;


/*
 * Compiles source for a view.  Source, partials' sources, view and mem must
 * live as long as the template; partials may be NULL.  The line of a section's
 * tag, a partial or a comment is left out of what is rendered where nothing
 * else stands on it.
 *
 * JOBS_INVALID fills *error, JOBS_NOMEM does not; nothing is kept then.
 */
jobs_rc_t jobs_template_compile(jobs_template_t *t, const jobs_view_t *view,
    const jobs_source_t *source, const jobs_partials_t *partials,
    jobs_mem_t *mem, jobs_template_error_t *error);

/* safe on one that did not compile, and on one of zero bytes */
void jobs_template_free(jobs_template_t *t);

/*
 * Appends the template with the slots that data fills.  Memory is only taken
 * by b and by one scratch buffer, from b's allocator; a failure shows in
 * b->rc, JOBS_ERROR for a template that was never compiled, JOBS_LIMIT for a
 * partial that never ends.  Any thread may render.
 */
void jobs_template_render(jobs_buf_t *b, const jobs_template_t *t, void *data);


#endif /* JOBS_TEMPLATE_H */
