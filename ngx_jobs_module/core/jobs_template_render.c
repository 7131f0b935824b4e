/*
 * Templates: rendering.
 */


#include "jobs_template.h"
#include "jobs_text.h"


typedef struct {
    const jobs_template_t   *template;
    jobs_buf_t              *out;
    jobs_buf_t              *scratch;
    void                    *data;
    jobs_lang_e              lang;
} jobs_render_t;


static void jobs_template_range(jobs_render_t *r, unsigned from, unsigned to);
static void jobs_template_section(jobs_render_t *r, unsigned i);
static void jobs_template_scratch(jobs_render_t *r, unsigned slot);


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

    r.template = t;
    r.out = b;
    r.scratch = &scratch;
    r.data = data;
    r.lang = t->view->lang != NULL ? t->view->lang(data) : JOBS_LANG_EN;

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
            jobs_template_scratch(r, s->slot);
            jobs_escape_html(r->out, jobs_buf_view(r->scratch));
            break;

        case JOBS_SEGMENT_WORD:
            jobs_escape_html(r->out, jobs_word(r->lang,
                                               (jobs_word_e) s->slot));
            break;

        case JOBS_SEGMENT_HTML:
            r->template->view->write(r->out, r->data, s->slot);
            break;

        case JOBS_SEGMENT_SECTION:
        case JOBS_SEGMENT_INVERTED:
            jobs_template_section(r, i);
            i = s->end - 1;
            break;
        }
    }
}


static void
jobs_template_section(jobs_render_t *r, unsigned i)
{
    int                    some;
    unsigned               n;
    const jobs_view_t     *view;
    const jobs_segment_t  *s;

    s = &r->template->segments[i];
    view = r->template->view;

    if (view->slots[s->slot].kind == JOBS_SLOT_LIST
        && s->type == JOBS_SEGMENT_SECTION)
    {
        for (n = 0; view->item(r->data, s->slot, n); n++) {
            jobs_template_range(r, i + 1, s->end);

            if (r->out->rc != JOBS_OK) {
                break;
            }
        }

        return;
    }

    if (view->slots[s->slot].kind == JOBS_SLOT_LIST) {
        some = view->item(r->data, s->slot, 0);

    } else {
        jobs_template_scratch(r, s->slot);
        some = (r->scratch->len != 0);
    }

    if (some == (s->type == JOBS_SEGMENT_SECTION)) {
        jobs_template_range(r, i + 1, s->end);
    }
}


static void
jobs_template_scratch(jobs_render_t *r, unsigned slot)
{
    jobs_buf_reset(r->scratch);

    r->template->view->write(r->scratch, r->data, slot);

    if (r->scratch->rc != JOBS_OK && r->out->rc == JOBS_OK) {
        r->out->rc = r->scratch->rc;
    }
}
