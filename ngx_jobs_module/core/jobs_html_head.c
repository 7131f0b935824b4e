/*
 * HTML: what the page of a list says of itself, and what it is called.
 */


#include "jobs_html.h"
#include "jobs_jsonld.h"
#include "jobs_say.h"


/* a list with more filters of the visitor's own is not for search engines */
#define JOBS_INDEX_FILTERS   2


static void jobs_list_title(jobs_buf_t *b, void *data);
static void jobs_list_description(jobs_buf_t *b, void *data);
static void jobs_list_canonical(jobs_buf_t *b, void *data);
static void jobs_list_structured(jobs_buf_t *b, void *data);


void
jobs_list_page(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned          n;
    jobs_html_page_t  page;

    for (n = 0; jobs_list_chip(l, n) != NULL; n++) { /* void */ }

    page.site = &l->site;
    page.data = (void *) l;
    page.title = jobs_list_title;
    page.description = jobs_list_description;
    page.canonical = jobs_list_canonical;
    page.prev = jobs_list_prev;
    page.next = jobs_list_next;
    page.structured = jobs_list_structured;
    page.content = jobs_list_content;
    page.list = l;
    page.alternate = 0;
    page.type = jobs_lit("website");
    page.noindex = jobs_filter_clause(l->filter, JOBS_P_Q) != NULL
                   || n > JOBS_INDEX_FILTERS || l->site.partner.data != NULL
                   || l->total < JOBS_INDEX_LISTINGS;

    jobs_html_page(b, &page);
}


static void
jobs_list_title(jobs_buf_t *b, void *data)
{
    const jobs_list_t   *l;
    const jobs_named_t  *named;

    l = data;

    named = jobs_list_named(l);

    if (named != NULL && named->title.len != 0) {
        jobs_buf_str(b, named->title);

    } else {
        jobs_html_heading(b, l, l->site.look.lang);
    }

    if (l->filter->limit > 0 && l->offset >= l->filter->limit) {
        jobs_say_with(b, l->site.look.lang, JOBS_W_ON_PAGE,
                      l->offset / l->filter->limit + 1);
    }
}


static void
jobs_list_description(jobs_buf_t *b, void *data)
{
    unsigned             i;
    jobs_buf_t           part[3];
    jobs_str_t           value[3];
    jobs_lang_e          lang;
    const jobs_list_t   *l;
    const jobs_named_t  *named;

    l = data;

    named = jobs_list_named(l);

    if (named != NULL && named->description.len != 0) {
        jobs_buf_str(b, named->description);
        return;
    }

    lang = l->site.look.lang;

    for (i = 0; i < 3; i++) {
        jobs_buf_init(&part[i], b->mem, b->max);
    }

    jobs_html_heading(&part[0], l, lang);
    jobs_say_count(&part[1], lang, JOBS_W_ONE_OPEN, l->total);
    jobs_say_date(&part[2], lang, l->built_at);

    for (i = 0; i < 3; i++) {
        value[i] = jobs_buf_view(&part[i]);

        if (part[i].rc != JOBS_OK && b->rc == JOBS_OK) {
            b->rc = part[i].rc;
        }
    }

    jobs_say(b, lang, JOBS_W_LIST_TEXT, value);

    for (i = 0; i < 3; i++) {
        jobs_buf_free(&part[i]);
    }
}


/* the named search with these filters, else the page itself; each its own */

static void
jobs_list_canonical(jobs_buf_t *b, void *data)
{
    const jobs_list_t  *l;

    l = data;

    if (l->named.slug.data != NULL && l->offset == 0
        && l->site.board.data != NULL && !l->site.single
        && (!l->named.here || jobs_list_named(l) != NULL))
    {
        jobs_site_name(b, &l->site, l->named.slug);
        return;
    }

    jobs_list_url(b, l, JOBS_P_N, l->offset);
}


void
jobs_list_prev(jobs_buf_t *b, void *data)
{
    uint64_t            offset, limit;
    const jobs_list_t  *l;

    l = data;
    offset = l->offset;
    limit = l->filter->limit;

    if (limit > 0 && offset > 0 && offset < l->total) {
        jobs_list_url(b, l, JOBS_P_N, offset > limit ? offset - limit : 0);
    }
}


void
jobs_list_next(jobs_buf_t *b, void *data)
{
    uint64_t            offset, limit;
    const jobs_list_t  *l;

    l = data;
    offset = l->offset;
    limit = l->filter->limit;

    if (limit > 0 && offset < l->total && l->total - offset > limit) {
        jobs_list_url(b, l, JOBS_P_N, offset + limit);
    }
}


static void
jobs_list_structured(jobs_buf_t *b, void *data)
{
    unsigned            i;
    jobs_buf_t          text;
    jobs_str_t          slug, label;
    const jobs_list_t  *l;

    l = data;

    if (!jobs_list_has_crumbs(l)) {
        return;
    }

    jobs_buf_init(&text, b->mem, JOBS_HTML_URL);
    jobs_jsonld_crumbs(b, &l->site);

    for (i = 0; jobs_list_above(l, i, &slug, &label); i++) {
        jobs_buf_reset(&text);
        jobs_site_name(&text, &l->site, slug);
        jobs_jsonld_crumb(b, i + 2, label, jobs_buf_view(&text));
    }

    jobs_buf_reset(&text);
    jobs_html_heading(&text, l, JOBS_LANG_EN);
    jobs_jsonld_crumb(b, i + 2, jobs_buf_view(&text), jobs_str(NULL, 0));
    jobs_jsonld_end(b);

    if (text.rc == JOBS_NOMEM) {
        b->rc = JOBS_NOMEM;
    }

    jobs_buf_free(&text);
}


void
jobs_html_heading(jobs_buf_t *b, const jobs_list_t *l, jobs_lang_e lang)
{
    const jobs_named_t  *named;

    named = jobs_list_named(l);

    if (named == NULL) {
        jobs_filter_heading(b, l->filter, lang);

    } else {
        jobs_buf_str(b, named->heading.len != 0 ? named->heading
                                                : named->label);
    }
}


const jobs_named_t *
jobs_list_named(const jobs_list_t *l)
{
    return l->named.here && jobs_list_chip(l, 0) == NULL ? &l->named : NULL;
}


int
jobs_list_above(const jobs_list_t *l, unsigned i, jobs_str_t *slug,
    jobs_str_t *label)
{
    if (i < l->named.nabove) {
        *slug = l->named.above[i][0];
        *label = l->named.above[i][1];
        return 1;
    }

    *slug = l->named.slug;
    *label = l->named.label;

    return i == l->named.nabove && l->named.here
           && jobs_list_named(l) == NULL;
}


/* the board itself is below nothing */

int
jobs_list_has_crumbs(const jobs_list_t *l)
{
    return l->site.board.data != NULL && !l->site.single
           && (l->named.here || jobs_list_chip(l, 0) != NULL);
}


const jobs_clause_t *
jobs_list_chip(const jobs_list_t *l, unsigned i)
{
    unsigned              n;
    const jobs_clause_t  *c;

    for (n = 0; n < l->filter->nclauses; n++) {
        c = &l->filter->clauses[n];

        if (!c->pinned && c->param < JOBS_P_SORT && i-- == 0) {
            return c;
        }
    }

    return NULL;
}


void
jobs_list_url(jobs_buf_t *b, const jobs_list_t *l, jobs_param_e except,
    uint64_t offset)
{
    jobs_html_base(b, &l->site);
    jobs_link_query(b, l->filter, except, offset);
}
