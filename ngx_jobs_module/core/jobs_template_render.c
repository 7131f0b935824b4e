/*
 * Templates: rendering.
 */


#include "jobs_template.h"
#include "jobs_text.h"


typedef struct {
    const jobs_template_t   *template;
    jobs_buf_t              *out;
    jobs_buf_t              *scratch;
    jobs_lang_e              lang;
    unsigned                 calls;
    const jobs_view_t       *view[JOBS_TEMPLATE_SCOPES];
    void                    *data[JOBS_TEMPLATE_SCOPES];
} jobs_render_t;


static void jobs_template_range(jobs_render_t *r, unsigned from, unsigned to);
static void jobs_template_section(jobs_render_t *r, unsigned i);
static void jobs_template_items(jobs_render_t *r, unsigned i);
static void jobs_template_call(jobs_render_t *r, unsigned i);
static int jobs_template_some(jobs_render_t *r, const jobs_segment_t *s);
static void jobs_template_scratch(jobs_render_t *r, const jobs_segment_t *s);


void
jobs_template_render(jobs_buf_t *b, const jobs_template_t *t, void *data)
{
    jobs_buf_t     scratch;
    jobs_render_t  r;

    if (t->segments == NULL) {
        if (b->rc == JOBS_OK) {
            b->rc = JOBS_ERROR;
        }

        return;
    }

    jobs_buf_init(&scratch, b->mem, b->max);

    memset(&r, 0, sizeof(jobs_render_t));

    r.template = t;
    r.out = b;
    r.scratch = &scratch;
    r.lang = t->view->lang != NULL ? t->view->lang(data) : JOBS_LANG_EN;
    r.view[0] = t->view;
    r.data[0] = data;

    jobs_template_range(&r, 0, t->nsegments);

    jobs_buf_free(&scratch);
}


static void
jobs_template_range(jobs_render_t *r, unsigned from, unsigned to)
{
    unsigned               i;
    const jobs_segment_t  *s;

    for (i = from; i < to && r->out->rc == JOBS_OK; i++) {
        s = &r->template->segments[i];

        switch (s->type) {

        case JOBS_SEGMENT_LITERAL:
            jobs_buf_str(r->out, s->text);
            break;

        case JOBS_SEGMENT_TEXT:
            jobs_template_scratch(r, s);
            jobs_escape_html(r->out, jobs_buf_view(r->scratch));
            break;

        case JOBS_SEGMENT_WORD:
            jobs_escape_html(r->out, jobs_word(r->lang,
                                               (jobs_word_e) s->slot));
            break;

        case JOBS_SEGMENT_HTML:
            r->view[s->scope]->write(r->out, r->data[s->scope], s->slot);
            break;

        case JOBS_SEGMENT_SECTION:
        case JOBS_SEGMENT_INVERTED:
            jobs_template_section(r, i);
            i = s->end - 1;
            break;

        case JOBS_SEGMENT_PARTIAL:          /* its segments follow */
            break;

        case JOBS_SEGMENT_CALL:
            jobs_template_call(r, s->end);
            break;
        }
    }
}


static void
jobs_template_section(jobs_render_t *r, unsigned i)
{
    unsigned               n;
    const jobs_view_t     *view;
    const jobs_segment_t  *s;

    s = &r->template->segments[i];
    view = r->view[s->scope];

    if (s->type == JOBS_SEGMENT_INVERTED) {

        if (!jobs_template_some(r, s)) {
            jobs_template_range(r, i + 1, s->end);
        }

        return;
    }

    switch (s->kind) {

    case JOBS_SLOT_LIST:
    case JOBS_SLOT_VALUES:

        for (n = 0; view->item(r->data[s->scope], s->slot, n); n++) {
            jobs_template_range(r, i + 1, s->end);

            if (r->out->rc != JOBS_OK) {
                break;
            }
        }

        break;

    case JOBS_SLOT_ITEMS:
    case JOBS_SLOT_ANY:
        jobs_template_items(r, i);
        break;

    default:

        if (jobs_template_some(r, s)) {
            jobs_template_range(r, i + 1, s->end);
        }

        break;
    }
}


/* a list whose items have data of their own */

static void
jobs_template_items(jobs_render_t *r, unsigned i)
{
    void                  *data, *outer;
    unsigned               n, inner;
    const jobs_view_t     *view;
    const jobs_segment_t  *s;

    s = &r->template->segments[i];
    view = r->view[s->scope];
    data = r->data[s->scope];
    inner = s->inner;

    if (s->kind == JOBS_SLOT_ITEMS) {
        r->view[inner] = view->items;
    }

    outer = r->data[inner];

    for (n = 0; view->item(data, s->slot, n); n++) {
        r->data[inner] = view->inner(data, s->slot, n);
        jobs_template_range(r, i + 1, s->end);

        if (r->out->rc != JOBS_OK) {
            break;
        }
    }

    r->data[inner] = outer;
}


/* a partial that takes itself: its segments once more, with other data */

static void
jobs_template_call(jobs_render_t *r, unsigned i)
{
    if (r->calls == JOBS_TEMPLATE_CALLS) {
        r->out->rc = JOBS_LIMIT;
        return;
    }

    r->calls++;
    jobs_template_range(r, i + 1, r->template->segments[i].end);
    r->calls--;
}


static int
jobs_template_some(jobs_render_t *r, const jobs_segment_t *s)
{
    switch (s->kind) {

    case JOBS_SLOT_LIST:
    case JOBS_SLOT_VALUES:
    case JOBS_SLOT_ITEMS:
    case JOBS_SLOT_ANY:
        return r->view[s->scope]->item(r->data[s->scope], s->slot, 0);

    default:
        jobs_template_scratch(r, s);
        return r->scratch->len != 0;
    }
}


static void
jobs_template_scratch(jobs_render_t *r, const jobs_segment_t *s)
{
    jobs_buf_reset(r->scratch);

    r->view[s->scope]->write(r->scratch, r->data[s->scope], s->slot);

    if (r->scratch->rc != JOBS_OK && r->out->rc == JOBS_OK) {
        r->out->rc = r->scratch->rc;
    }
}
