/*
 * Templates: compiling.
 */


#include "jobs_template.h"
#include "jobs_text.h"


typedef struct {
    jobs_str_t               name;
    char                     sigil;     /* # ^ / ! { or 0 */
    size_t                   start;     /* of the braces in the source */
    size_t                   end;
} jobs_tag_t;

typedef struct {
    const jobs_view_t       *view;
    jobs_str_t               source;
    jobs_segment_t          *segments;  /* NULL while counting */
    unsigned                 n;
    unsigned                 open[JOBS_TEMPLATE_DEPTH];
    unsigned                 slots[JOBS_TEMPLATE_DEPTH];
    size_t                   starts[JOBS_TEMPLATE_DEPTH];
    unsigned                 depth;
    jobs_template_error_t   *error;
} jobs_compile_t;


static jobs_rc_t jobs_template_parse(jobs_compile_t *c);
static jobs_rc_t jobs_template_tag(jobs_compile_t *c, size_t from,
    jobs_tag_t *tag);
static jobs_rc_t jobs_template_add_tag(jobs_compile_t *c,
    const jobs_tag_t *tag);
static jobs_rc_t jobs_template_close(jobs_compile_t *c, const jobs_tag_t *tag,
    unsigned slot);
static void jobs_template_literal(jobs_compile_t *c, size_t from, size_t to);
static void jobs_template_segment(jobs_compile_t *c, jobs_segment_e type,
    unsigned slot, jobs_str_t text);
static int jobs_template_alone(const jobs_compile_t *c, const jobs_tag_t *tag,
    size_t *line_start, size_t *line_end);
static jobs_rc_t jobs_template_fault(jobs_compile_t *c, size_t at,
    const char *reason, jobs_str_t name);


jobs_rc_t
jobs_template_compile(jobs_template_t *t, const jobs_view_t *view,
    jobs_str_t source, jobs_mem_t *mem, jobs_template_error_t *error)
{
    size_t          size;
    jobs_rc_t       rc;
    jobs_compile_t  c;

    memset(t, 0, sizeof(jobs_template_t));
    memset(&c, 0, sizeof(jobs_compile_t));

    c.view = view;
    c.source = source;
    c.error = error;

    if (!jobs_utf8_valid(source)) {
        return jobs_template_fault(&c, 0, "the file is not UTF-8",
                                   jobs_str(NULL, 0));
    }

    /* the first pass finds the faults and counts, the second one writes */

    rc = jobs_template_parse(&c);

    if (rc != JOBS_OK) {
        return rc;
    }

    size = (c.n + 1) * sizeof(jobs_segment_t);
    c.segments = mem->realloc(mem->ctx, NULL, 0, size);

    if (c.segments == NULL) {
        return JOBS_NOMEM;
    }

    c.n = 0;

    (void) jobs_template_parse(&c);

    t->view = view;
    t->segments = c.segments;
    t->nsegments = c.n;
    t->mem = mem;

    return JOBS_OK;
}


void
jobs_template_free(jobs_template_t *t)
{
    if (t->segments != NULL) {
        t->mem->free(t->mem->ctx, t->segments);
    }

    memset(t, 0, sizeof(jobs_template_t));
}


static jobs_rc_t
jobs_template_parse(jobs_compile_t *c)
{
    size_t      pos, from, to;
    jobs_rc_t   rc;
    jobs_tag_t  tag;

    memset(&tag, 0, sizeof(jobs_tag_t));
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

        if (tag.sigil != '\0') {
            (void) jobs_template_alone(c, &tag, &from, &to);
        }

        jobs_template_literal(c, pos, from);

        rc = jobs_template_add_tag(c, &tag);

        if (rc != JOBS_OK) {
            return rc;
        }

        pos = to;
    }

    if (c->depth != 0) {
        return jobs_template_fault(c, c->starts[c->depth - 1],
                   "section is never closed",
                   c->view->slots[c->slots[c->depth - 1]].name);
    }

    jobs_template_literal(c, pos, c->source.len);

    return JOBS_OK;
}


/* Finds the next tag; JOBS_DONE: there is none. */

static jobs_rc_t
jobs_template_tag(jobs_compile_t *c, size_t from, jobs_tag_t *tag)
{
    size_t       i, len, braces, first, last;
    const char  *p;

    p = c->source.data;
    len = c->source.len;

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

    if (i < len && strchr("#^/!{", p[i]) != NULL && p[i] != '\0') {
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

    for (last = i; last > first && p[last - 1] == ' '; last--) { /* void */ }
    for ( /* void */ ; first < last && p[first] == ' '; first++) { /* void */ }

    tag->name = jobs_str(p + first, last - first);

    return JOBS_OK;
}


static jobs_rc_t
jobs_template_add_tag(jobs_compile_t *c, const jobs_tag_t *tag)
{
    unsigned     slot;
    jobs_slot_e  kind;

    if (tag->sigil == '!') {
        return JOBS_OK;
    }

    if (tag->sigil == '\0' && tag->name.len > 2
        && memcmp(tag->name.data, "w.", 2) == 0)
    {
        slot = jobs_word_find(jobs_str(tag->name.data + 2,
                                       tag->name.len - 2));

        if (slot == JOBS_W_N) {
            return jobs_template_fault(c, tag->start, "unknown word",
                                       tag->name);
        }

        jobs_template_segment(c, JOBS_SEGMENT_WORD, slot, jobs_str(NULL, 0));
        return JOBS_OK;
    }

    for (slot = 0; slot < c->view->nslots; slot++) {
        if (jobs_str_eq(c->view->slots[slot].name, tag->name)) {
            break;
        }
    }

    if (slot == c->view->nslots) {
        return jobs_template_fault(c, tag->start, "unknown slot", tag->name);
    }

    kind = c->view->slots[slot].kind;

    /* escaping protects nothing where no quotes end the attribute */

    if ((tag->sigil == '\0' || tag->sigil == '{') && tag->start > 0
        && c->source.data[tag->start - 1] == '=')
    {
        return jobs_template_fault(c, tag->start,
                                   "attribute value needs quotes", tag->name);
    }

    switch (tag->sigil) {

    case '\0':
        if (kind != JOBS_SLOT_TEXT) {
            return jobs_template_fault(c, tag->start, kind == JOBS_SLOT_HTML
                                       ? "HTML slot needs three braces"
                                       : "list needs a section", tag->name);
        }

        jobs_template_segment(c, JOBS_SEGMENT_TEXT, slot, jobs_str(NULL, 0));
        return JOBS_OK;

    case '{':
        if (kind != JOBS_SLOT_HTML) {
            return jobs_template_fault(c, tag->start,
                                       "three braces are for HTML slots only",
                                       tag->name);
        }

        jobs_template_segment(c, JOBS_SEGMENT_HTML, slot, jobs_str(NULL, 0));
        return JOBS_OK;

    case '/':
        return jobs_template_close(c, tag, slot);

    default:
        break;
    }

    if (kind == JOBS_SLOT_HTML) {
        return jobs_template_fault(c, tag->start,
                                   "HTML slot cannot be a section", tag->name);
    }

    if (c->depth == JOBS_TEMPLATE_DEPTH) {
        return jobs_template_fault(c, tag->start,
                                   "sections are nested too deep", tag->name);
    }

    c->open[c->depth] = c->n;
    c->slots[c->depth] = slot;
    c->starts[c->depth++] = tag->start;

    jobs_template_segment(c, tag->sigil == '#' ? JOBS_SEGMENT_SECTION
                                               : JOBS_SEGMENT_INVERTED,
                          slot, jobs_str(NULL, 0));
    return JOBS_OK;
}


static jobs_rc_t
jobs_template_close(jobs_compile_t *c, const jobs_tag_t *tag, unsigned slot)
{
    if (c->depth == 0) {
        return jobs_template_fault(c, tag->start, "section was never opened",
                                   tag->name);
    }

    if (c->slots[c->depth - 1] != slot) {
        return jobs_template_fault(c, tag->start,
                                   "another section is open here", tag->name);
    }

    c->depth--;

    if (c->segments != NULL) {
        c->segments[c->open[c->depth]].end = c->n;
    }

    return JOBS_OK;
}


/* Literal text, as one segment a line without its indentation. */

static void
jobs_template_literal(jobs_compile_t *c, size_t from, size_t to)
{
    size_t       start, next;
    const char  *p;

    p = c->source.data;

    while (from < to) {

        if (from == 0 || p[from - 1] == '\n') {
            while (from < to && (p[from] == ' ' || p[from] == '\t')) {
                from++;
            }
        }

        start = from;

        /* goes on over lines that have no indentation to leave out */

        for (next = from; next < to; /* void */ ) {
            if (p[next++] == '\n' && next < to
                && (p[next] == ' ' || p[next] == '\t'))
            {
                break;
            }
        }

        if (next > start) {
            jobs_template_segment(c, JOBS_SEGMENT_LITERAL, 0,
                                  jobs_str(p + start, next - start));
        }

        from = next;
    }
}


static void
jobs_template_segment(jobs_compile_t *c, jobs_segment_e type, unsigned slot,
    jobs_str_t text)
{
    jobs_segment_t  *s;

    if (c->segments != NULL) {
        s = &c->segments[c->n];
        s->type = type;
        s->slot = slot;
        s->end = 0;
        s->text = text;
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

    p = c->source.data;
    len = c->source.len;

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

    c->error->line = 1;
    c->error->reason = reason;
    c->error->name = name;

    for (i = 0; i < at; i++) {
        c->error->line += (c->source.data[i] == '\n');
    }

    return JOBS_INVALID;
}
