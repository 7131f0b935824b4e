/*
 * Templates: compiling.
 */


#include "jobs_markup.h"
#include "jobs_text.h"


typedef struct {
    jobs_str_t               name;
    char                     sigil;     /* # ^ / ! > & { or 0 */
    size_t                   start;     /* of the braces in the source */
    size_t                   end;
} jobs_tag_t;

/* A source that is being read, and the one that takes it as a partial. */

typedef struct jobs_reading_s  jobs_reading_t;

struct jobs_reading_s {
    const jobs_reading_t    *outer;
    const jobs_source_t     *source;
    jobs_str_t               indent;    /* of every line, behind outer's */
    int                      alone;     /* on the line that takes it     */
    unsigned                 segment;   /* JOBS_SEGMENT_PARTIAL          */
    unsigned                 depth;     /* sections that are open around */
    unsigned                 nested;    /* partials around it            */
};

typedef struct {
    unsigned                 segment;
    unsigned                 nscopes;   /* around it */
    jobs_slot_e              kind;
    unsigned                 slot;
    unsigned                 scope;
    jobs_str_t               name;
    size_t                   start;
    unsigned                 inverted;
    jobs_markup_t            markup;
} jobs_section_t;

typedef struct {
    const jobs_partials_t   *partials;
    jobs_segment_t          *segments;  /* NULL while counting */
    unsigned                 n;
    size_t                   bytes;
    const jobs_view_t       *scopes[JOBS_TEMPLATE_SCOPES];
    unsigned                 nscopes;
    jobs_section_t           open[JOBS_TEMPLATE_DEPTH];
    unsigned                 depth;
    const jobs_reading_t    *reading;
    jobs_markup_t            markup;
    jobs_template_error_t   *error;
} jobs_compile_t;


static jobs_rc_t jobs_template_source(jobs_compile_t *c,
    jobs_reading_t *reading);
static jobs_rc_t jobs_template_check(jobs_compile_t *c);
static jobs_rc_t jobs_template_parse(jobs_compile_t *c);
static jobs_rc_t jobs_template_tag(jobs_compile_t *c, size_t from,
    jobs_tag_t *tag);
static jobs_rc_t jobs_template_add_tag(jobs_compile_t *c,
    const jobs_tag_t *tag, jobs_str_t indent, int alone);
static jobs_rc_t jobs_template_field(jobs_compile_t *c,
    const jobs_tag_t *tag);
static jobs_rc_t jobs_template_open(jobs_compile_t *c, const jobs_tag_t *tag);
static jobs_rc_t jobs_template_close(jobs_compile_t *c,
    const jobs_tag_t *tag);
static jobs_rc_t jobs_template_partial(jobs_compile_t *c,
    const jobs_tag_t *tag, jobs_str_t indent, int alone);
static int jobs_template_call(jobs_compile_t *c, const jobs_source_t *source,
    jobs_str_t indent);
static int jobs_template_find(jobs_compile_t *c, jobs_str_t name,
    jobs_segment_t *s);
static int jobs_template_dot(jobs_compile_t *c, jobs_segment_t *s);
static jobs_rc_t jobs_template_literal(jobs_compile_t *c, size_t from,
    size_t to, int goes_on);
static jobs_rc_t jobs_template_text(jobs_compile_t *c, size_t at,
    jobs_str_t text);
static jobs_rc_t jobs_template_indent(jobs_compile_t *c,
    const jobs_reading_t *reading, size_t at);
static void jobs_template_segment(jobs_compile_t *c, const jobs_segment_t *s);
static int jobs_template_alone(const jobs_compile_t *c, const jobs_tag_t *tag,
    size_t *line_start, size_t *line_end);
static jobs_rc_t jobs_template_fault(jobs_compile_t *c, size_t at,
    const char *reason, jobs_str_t name);


/* whether what comes out is HTML, which is looked at once */

#define jobs_template_checked(c)                                              \
    ((c)->segments == NULL && (c)->scopes[0]->find == NULL)

#define jobs_template_here(c)  ((c)->reading->source->text)


jobs_rc_t
jobs_template_compile(jobs_template_t *t, const jobs_view_t *view,
    const jobs_source_t *source, const jobs_partials_t *partials,
    jobs_mem_t *mem, jobs_template_error_t *error)
{
    size_t          size;
    jobs_rc_t       rc;
    jobs_compile_t  c;
    jobs_reading_t  reading;

    memset(t, 0, sizeof(jobs_template_t));
    memset(&c, 0, sizeof(jobs_compile_t));
    memset(&reading, 0, sizeof(jobs_reading_t));

    c.partials = partials;
    c.scopes[0] = view;
    c.nscopes = 1;
    c.error = error;
    reading.source = source;

    /* the first pass finds the faults and counts, the second one writes */

    rc = jobs_template_source(&c, &reading);

    if (rc != JOBS_OK) {
        return rc;
    }

    size = (c.n + 1) * sizeof(jobs_segment_t);
    c.segments = mem->realloc(mem->ctx, NULL, 0, size);

    if (c.segments == NULL) {
        return JOBS_NOMEM;
    }

    memset(c.segments, 0, size);

    t->view = view;
    t->segments = c.segments;
    t->nsegments = c.n;
    t->mem = mem;

    c.n = 0;
    c.bytes = 0;

    rc = jobs_template_source(&c, &reading);

    if (rc != JOBS_OK) {
        jobs_template_free(t);          /* partials said something else */
    }

    return rc;
}


void
jobs_template_free(jobs_template_t *t)
{
    if (t->segments != NULL) {
        t->mem->free(t->mem->ctx, t->segments);
    }

    memset(t, 0, sizeof(jobs_template_t));
}


/* all of a source, which begins and ends in text */

static jobs_rc_t
jobs_template_source(jobs_compile_t *c, jobs_reading_t *reading)
{
    jobs_rc_t  rc;

    reading->depth = c->depth;
    reading->outer = c->reading;
    c->reading = reading;

    rc = jobs_template_check(c);

    if (rc == JOBS_OK) {
        rc = jobs_template_parse(c);
    }

    if (rc == JOBS_OK) {
        c->reading = reading->outer;
    }

    return rc;
}


static jobs_rc_t
jobs_template_check(jobs_compile_t *c)
{
    const char  *p, *last, *start;
    jobs_str_t   text;

    text = jobs_template_here(c);

    if (text.len > JOBS_TEMPLATE_BYTES - c->bytes) {
        return jobs_template_fault(c, 0, "the template is too large",
                                   jobs_str(NULL, 0));
    }

    c->bytes += text.len;

    if (c->segments != NULL || jobs_utf8_valid(text)) {
        return JOBS_OK;
    }

    p = text.data;
    last = jobs_str_end(text);
    start = p;

    while (p < last) {
        start = p;

        if (*p == '\0' || jobs_utf8_next(&p, last) == JOBS_BAD_CHAR) {
            break;
        }
    }

    return jobs_template_fault(c, start - text.data, "the file is not UTF-8",
                               jobs_str(NULL, 0));
}


static jobs_rc_t
jobs_template_parse(jobs_compile_t *c)
{
    int              alone;
    size_t           pos, from, to;
    jobs_rc_t        rc;
    jobs_str_t       text, indent;
    jobs_tag_t       tag;
    jobs_section_t  *open;

    memset(&tag, 0, sizeof(jobs_tag_t));
    text = jobs_template_here(c);
    pos = 0;

    for ( ;; ) {
        rc = jobs_template_tag(c, pos, &tag);

        if (rc == JOBS_DONE) {
            break;
        }

        if (rc != JOBS_OK) {
            return rc;
        }

        from = tag.start;
        to = tag.end;

        alone = tag.sigil != '\0' && tag.sigil != '{' && tag.sigil != '&'
                && jobs_template_alone(c, &tag, &from, &to);

        rc = jobs_template_literal(c, pos, from, !alone);

        if (rc != JOBS_OK) {
            return rc;
        }

        indent = jobs_str(text.data + from, tag.start - from);

        rc = jobs_template_add_tag(c, &tag, indent, alone);

        if (rc != JOBS_OK) {
            return rc;
        }

        pos = to;
    }

    if (c->depth != c->reading->depth) {
        open = &c->open[c->depth - 1];

        return jobs_template_fault(c, open->start, "section is never closed",
                                   open->name);
    }

    rc = jobs_template_literal(c, pos, text.len, 0);

    if (rc == JOBS_OK && jobs_template_checked(c)
        && !jobs_markup_outside(&c->markup))
    {
        return jobs_template_fault(c, text.len,
                                   "the HTML ends inside of something",
                                   jobs_str(NULL, 0));
    }

    return rc;
}


/* Finds the next tag; JOBS_DONE: there is none. */

static jobs_rc_t
jobs_template_tag(jobs_compile_t *c, size_t from, jobs_tag_t *tag)
{
    size_t       i, len, braces, first, last;
    const char  *p;

    p = jobs_template_here(c).data;
    len = jobs_template_here(c).len;

    for (i = from; i + 1 < len; i++) {
        if (p[i] == '{' && p[i + 1] == '{') {
            break;
        }
    }

    if (i + 1 >= len) {
        return JOBS_DONE;
    }

    tag->start = i;
    tag->sigil = '\0';
    tag->name = jobs_str(NULL, 0);
    braces = 2;
    i += 2;

    if (i < len && p[i] != '\0' && strchr("#^/!{&>=<$", p[i]) != NULL) {
        tag->sigil = p[i++];
    }

    if (tag->sigil == '{') {
        braces = 3;
    }

    for (first = i; i < len; i++) {
        if (len - i >= braces && memcmp(p + i, "}}}", braces) == 0) {
            break;
        }

        if (tag->sigil != '!' && (p[i] == '\n' || p[i] == '{')) {
            i = len;
            break;
        }
    }

    if (i >= len) {
        return jobs_template_fault(c, tag->start, "tag is never closed",
                                   jobs_str(NULL, 0));
    }

    tag->end = i + braces;

    for (last = i; last > first; last--) {
        if (p[last - 1] != ' ' && p[last - 1] != '\t') {
            break;
        }
    }

    for ( /* void */ ; first < last; first++) {
        if (p[first] != ' ' && p[first] != '\t') {
            break;
        }
    }

    tag->name = jobs_str(p + first, last - first);

    return JOBS_OK;
}


static jobs_rc_t
jobs_template_add_tag(jobs_compile_t *c, const jobs_tag_t *tag,
    jobs_str_t indent, int alone)
{
    if (c->n >= JOBS_TEMPLATE_SEGMENTS) {
        return jobs_template_fault(c, tag->start, "the template is too large",
                                   jobs_str(NULL, 0));
    }

    switch (tag->sigil) {

    case '!':
        return JOBS_OK;

    case '=':
        return jobs_template_fault(c, tag->start,
                                   "delimiters cannot be changed",
                                   jobs_str(NULL, 0));

    case '<':
    case '$':
        return jobs_template_fault(c, tag->start,
                                   "templates do not inherit",
                                   jobs_str(NULL, 0));

    case '>':
        return jobs_template_partial(c, tag, indent, alone);

    case '#':
    case '^':
        return jobs_template_open(c, tag);

    case '/':
        return jobs_template_close(c, tag);

    default:
        return jobs_template_field(c, tag);
    }
}


static jobs_rc_t
jobs_template_field(jobs_compile_t *c, const jobs_tag_t *tag)
{
    int              raw;
    const char      *reason;
    jobs_segment_t   s;

    memset(&s, 0, sizeof(jobs_segment_t));
    raw = (tag->sigil != '\0');

    if (!jobs_template_find(c, tag->name, &s)) {
        return jobs_template_fault(c, tag->start, "unknown field", tag->name);
    }

    switch (s.kind) {

    case JOBS_SLOT_LIST:
    case JOBS_SLOT_VALUES:
    case JOBS_SLOT_ITEMS:
        return jobs_template_fault(c, tag->start, "list needs a section",
                                   tag->name);

    case JOBS_SLOT_HTML:

        if (!raw) {
            return jobs_template_fault(c, tag->start,
                                       "HTML field needs three braces",
                                       tag->name);
        }

        break;

    case JOBS_SLOT_CSS:
    case JOBS_SLOT_ANY:
        break;

    default:

        if (raw) {
            return jobs_template_fault(c, tag->start,
                                       "three braces are for HTML fields only",
                                       tag->name);
        }

        break;
    }

    if (jobs_template_checked(c)) {
        reason = jobs_markup_field(&c->markup, s.kind, raw);

        if (reason != NULL) {
            return jobs_template_fault(c, tag->start, reason, tag->name);
        }
    }

    if (s.type != JOBS_SEGMENT_WORD) {
        s.type = raw || s.kind == JOBS_SLOT_LINK ? JOBS_SEGMENT_HTML
                                                 : JOBS_SEGMENT_TEXT;
    }

    jobs_template_segment(c, &s);

    return JOBS_OK;
}


static jobs_rc_t
jobs_template_open(jobs_compile_t *c, const jobs_tag_t *tag)
{
    jobs_section_t  *open;
    jobs_segment_t   s;

    memset(&s, 0, sizeof(jobs_segment_t));

    if (!jobs_template_find(c, tag->name, &s)) {
        return jobs_template_fault(c, tag->start, "unknown field", tag->name);
    }

    if (s.kind == JOBS_SLOT_HTML || s.type == JOBS_SEGMENT_WORD) {
        return jobs_template_fault(c, tag->start,
                                   "this field cannot be a section",
                                   tag->name);
    }

    if (c->depth == JOBS_TEMPLATE_DEPTH) {
        return jobs_template_fault(c, tag->start,
                                   "sections are nested too deep", tag->name);
    }

    s.type = (tag->sigil == '#') ? JOBS_SEGMENT_SECTION
                                 : JOBS_SEGMENT_INVERTED;

    open = &c->open[c->depth++];
    open->segment = c->n;
    open->nscopes = c->nscopes;
    open->kind = s.kind;
    open->slot = s.slot;
    open->scope = s.scope;
    open->name = tag->name;
    open->start = tag->start;
    open->inverted = (tag->sigil == '^');

    if (s.kind == JOBS_SLOT_ITEMS && !open->inverted) {

        if (c->nscopes == JOBS_TEMPLATE_SCOPES) {
            return jobs_template_fault(c, tag->start,
                                       "lists are nested too deep", tag->name);
        }

        s.inner = c->nscopes;
        c->scopes[c->nscopes++] = c->scopes[s.scope]->items;
    }

    jobs_markup_open(&c->markup);
    open->markup = c->markup;

    jobs_template_segment(c, &s);

    return JOBS_OK;
}


static jobs_rc_t
jobs_template_close(jobs_compile_t *c, const jobs_tag_t *tag)
{
    const char      *reason;
    jobs_section_t  *open;

    if (c->depth == c->reading->depth) {
        return jobs_template_fault(c, tag->start, "section was never opened",
                                   tag->name);
    }

    open = &c->open[c->depth - 1];

    if (!jobs_str_eq(open->name, tag->name)) {
        return jobs_template_fault(c, tag->start,
                                   "another section is open here", tag->name);
    }

    if (jobs_template_checked(c)) {
        reason = jobs_markup_close(&c->markup, &open->markup);

        if (reason != NULL) {
            return jobs_template_fault(c, tag->start, reason, tag->name);
        }
    }

    c->depth--;
    c->nscopes = open->nscopes;

    if (c->segments != NULL) {
        c->segments[open->segment].end = c->n;
    }

    return JOBS_OK;
}


/* Reads the partial where it is taken: its names are those of this place. */

static jobs_rc_t
jobs_template_partial(jobs_compile_t *c, const jobs_tag_t *tag,
    jobs_str_t indent, int alone)
{
    jobs_rc_t             rc;
    const char           *reason;
    jobs_reading_t        reading;
    jobs_segment_t        s;
    const jobs_source_t  *source;

    reason = "there is no partial";
    source = NULL;

    if (c->partials != NULL) {
        source = c->partials->find(c->partials->data, c->reading->source,
                                   tag->name, &reason);
    }

    if (source == NULL) {
        return jobs_template_fault(c, tag->start, reason, tag->name);
    }

    if (jobs_template_checked(c) && !jobs_markup_outside(&c->markup)) {
        return jobs_template_fault(c, tag->start,
                                   "only text can hold the partial",
                                   tag->name);
    }

    rc = jobs_template_call(c, source, indent);

    if (rc == JOBS_INVALID) {
        return jobs_template_fault(c, tag->start, "this partial takes itself",
                                   tag->name);
    }

    if (rc == JOBS_OK) {
        return JOBS_OK;
    }

    if (c->reading->nested == JOBS_TEMPLATE_PARTIALS) {
        return jobs_template_fault(c, tag->start,
                                   "partials are nested too deep", tag->name);
    }

    reading.source = source;
    reading.indent = indent;
    reading.alone = alone;
    reading.segment = c->n;
    reading.nested = c->reading->nested + 1;

    memset(&s, 0, sizeof(jobs_segment_t));
    s.type = JOBS_SEGMENT_PARTIAL;
    jobs_template_segment(c, &s);

    rc = jobs_template_source(c, &reading);

    if (rc == JOBS_OK && c->segments != NULL) {
        c->segments[reading.segment].end = c->n;
    }

    return rc;
}


/*
 * A source that is being read already: JOBS_OK, it is called; JOBS_INVALID,
 * there would be no end, as only data that is not known yet ends it.
 * JOBS_DECLINED: it is none.
 */

static int
jobs_template_call(jobs_compile_t *c, const jobs_source_t *source,
    jobs_str_t indent)
{
    jobs_segment_t         s;
    const jobs_reading_t  *reading;

    for (reading = c->reading; reading != NULL; reading = reading->outer) {
        if (reading->source == source) {
            break;
        }
    }

    if (reading == NULL) {
        return JOBS_DECLINED;
    }

    if (c->scopes[0]->find == NULL) {
        return JOBS_INVALID;
    }

    /* with more indentation it is another one */

    if (reading->outer == NULL || indent.len != 0) {
        return JOBS_DECLINED;
    }

    memset(&s, 0, sizeof(jobs_segment_t));
    s.type = JOBS_SEGMENT_CALL;
    s.end = reading->segment;
    jobs_template_segment(c, &s);

    return JOBS_OK;
}


/* fills in what the name says, from the innermost view outwards; 0: nothing */

static int
jobs_template_find(jobs_compile_t *c, jobs_str_t name, jobs_segment_t *s)
{
    unsigned            i;
    const jobs_view_t  *view;

    view = c->scopes[0];

    if (view->find != NULL) {
        s->kind = JOBS_SLOT_ANY;
        s->slot = view->find(name);
        return 1;
    }

    if (name.len > 2 && memcmp(name.data, "w.", 2) == 0) {
        s->type = JOBS_SEGMENT_WORD;
        s->kind = JOBS_SLOT_TEXT;
        s->slot = jobs_word_find(jobs_str(name.data + 2, name.len - 2));
        return s->slot != JOBS_W_N;
    }

    if (name.len == 1 && name.data[0] == '.') {
        return jobs_template_dot(c, s);
    }

    for (i = c->nscopes; i-- > 0; /* void */ ) {
        view = c->scopes[i];

        for (s->slot = 0; s->slot < view->nslots; s->slot++) {
            if (jobs_str_eq(view->slots[s->slot].name, name)) {
                s->kind = view->slots[s->slot].kind;
                s->scope = i;
                return 1;
            }
        }
    }

    return 0;
}


static int
jobs_template_dot(jobs_compile_t *c, jobs_segment_t *s)
{
    unsigned         i;
    jobs_section_t  *open;

    for (i = c->depth; i-- > 0; /* void */ ) {
        open = &c->open[i];

        if (open->inverted || open->kind == JOBS_SLOT_LIST) {
            continue;
        }

        if (open->kind == JOBS_SLOT_ITEMS) {
            return 0;
        }

        s->slot = open->slot + (open->kind == JOBS_SLOT_VALUES);
        s->scope = open->scope;
        s->kind = c->scopes[s->scope]->slots[s->slot].kind;

        return 1;
    }

    return 0;
}


/*
 * Literal text, its lines indented.  goes_on: a tag follows that does not take
 * its whole line away.
 */

static jobs_rc_t
jobs_template_literal(jobs_compile_t *c, size_t from, size_t to, int goes_on)
{
    size_t       next;
    jobs_rc_t    rc;
    const char  *p;

    p = jobs_template_here(c).data;

    if (c->reading->nested == 0) {
        return from < to ? jobs_template_text(c, from,
                                              jobs_str(p + from, to - from))
                         : JOBS_OK;
    }

    while (from < to || goes_on) {

        if (from == 0 || p[from - 1] == '\n') {
            rc = jobs_template_indent(c, c->reading, from);

            if (rc != JOBS_OK) {
                return rc;
            }
        }

        if (from == to) {
            break;
        }

        for (next = from; next < to; /* void */ ) {
            if (p[next++] == '\n') {
                break;
            }
        }

        rc = jobs_template_text(c, from, jobs_str(p + from, next - from));

        if (rc != JOBS_OK) {
            return rc;
        }

        from = next;

        if (from == to && p[from - 1] != '\n') {
            break;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
jobs_template_text(jobs_compile_t *c, size_t at, jobs_str_t text)
{
    size_t           offset;
    const char      *reason;
    jobs_segment_t   s;

    if (jobs_template_checked(c)) {
        offset = 0;
        reason = jobs_markup_text(&c->markup, text, &offset);

        if (reason != NULL) {
            return jobs_template_fault(c, at + offset, reason,
                                       jobs_str(NULL, 0));
        }
    }

    if (c->n >= JOBS_TEMPLATE_SEGMENTS) {
        return jobs_template_fault(c, at, "the template is too large",
                                   jobs_str(NULL, 0));
    }

    memset(&s, 0, sizeof(jobs_segment_t));
    s.type = JOBS_SEGMENT_LITERAL;
    s.text = text;

    jobs_template_segment(c, &s);

    return JOBS_OK;
}


/* of this partial, and before it of those whose lines hold its lines */

static jobs_rc_t
jobs_template_indent(jobs_compile_t *c, const jobs_reading_t *reading,
    size_t at)
{
    jobs_rc_t  rc;

    if (reading->alone && reading->outer != NULL) {
        rc = jobs_template_indent(c, reading->outer, at);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    return reading->indent.len != 0
           ? jobs_template_text(c, at, reading->indent) : JOBS_OK;
}


static void
jobs_template_segment(jobs_compile_t *c, const jobs_segment_t *s)
{
    if (c->segments != NULL) {
        c->segments[c->n] = *s;
    }

    c->n++;
}


/* 1 and the bounds of the line if it holds nothing else. */

static int
jobs_template_alone(const jobs_compile_t *c, const jobs_tag_t *tag,
    size_t *line_start, size_t *line_end)
{
    size_t       from, to, len;
    const char  *p;

    p = jobs_template_here(c).data;
    len = jobs_template_here(c).len;

    for (from = tag->start; from > 0 && p[from - 1] != '\n'; from--) {
        if (p[from - 1] != ' ' && p[from - 1] != '\t') {
            return 0;
        }
    }

    for (to = tag->end; to < len && p[to] != '\n'; to++) {
        if (p[to] != ' ' && p[to] != '\t' && p[to] != '\r') {
            return 0;
        }
    }

    *line_start = from;
    *line_end = (to < len) ? to + 1 : to;

    return 1;
}


static jobs_rc_t
jobs_template_fault(jobs_compile_t *c, size_t at, const char *reason,
    jobs_str_t name)
{
    size_t  i;

    c->error->source = c->reading->source;
    c->error->line = 1;
    c->error->reason = reason;
    c->error->name = name;

    for (i = 0; i < at; i++) {
        c->error->line += (jobs_template_here(c).data[i] == '\n');
    }

    return JOBS_INVALID;
}
