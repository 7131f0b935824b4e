/*
 * Text of a record: safe HTML, plain text, excerpt, language.
 */

#include "sync_normal.h"
#include "sync_html.h"
#include "sync_language.h"


static void sync_text_line(sync_record_t *r, int field);
static void sync_text_description(sync_record_t *r);
static void sync_text_excerpt(sync_record_t *r);
static void sync_text_language(sync_record_t *r);
static void sync_text_set(sync_record_t *r, int field, jobs_buf_t *b);


jobs_rc_t
sync_normal_text(sync_feed_t *feed)
{
    sync_text_line(&feed->record, SYNC_TITLE);
    sync_text_description(&feed->record);
    sync_text_excerpt(&feed->record);
    sync_text_language(&feed->record);

    return JOBS_OK;
}


/* a text that ought to have no tags: what they hold stays */

static void
sync_text_line(sync_record_t *r, int field)
{
    size_t      i;
    jobs_buf_t  html, plain;

    if (!r->v[field].set || !sync_html_is(r->v[field].text)) {
        return;
    }

    jobs_buf_init(&html, &sync_mem, SYNC_HTML_MAX);
    jobs_buf_init(&plain, &sync_mem, SYNC_HTML_MAX);

    sync_html_sanitise(&html, r->v[field].text);
    sync_html_plain(&plain, jobs_buf_view(&html));

    for (i = 0; i < plain.len; i++) {
        if (plain.data[i] == '\n') {
            plain.data[i] = ' ';
        }
    }

    sync_text_set(r, field, &plain);

    jobs_buf_free(&plain);
    jobs_buf_free(&html);
}


static void
sync_text_description(sync_record_t *r)
{
    jobs_buf_t     b;
    sync_value_t  *html, *text;

    html = &r->v[SYNC_DESCRIPTION_HTML];
    text = &r->v[SYNC_DESCRIPTION_TEXT];

    if (!html->set && !text->set) {
        return;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_HTML_MAX);

    if (html->set) {
        sync_html_sanitise(&b, html->text);

    } else if (sync_html_is(text->text)) {
        sync_html_sanitise(&b, text->text);
        text->set = 0;

    } else {
        sync_html_paragraphs(&b, text->text);
    }

    sync_text_set(r, SYNC_DESCRIPTION_HTML, &b);

    if (html->set && !text->set) {
        sync_html_plain(&b, html->text);
        sync_text_set(r, SYNC_DESCRIPTION_TEXT, &b);
    }

    jobs_buf_free(&b);
}


static void
sync_text_excerpt(sync_record_t *r)
{
    jobs_buf_t  b;

    sync_text_line(r, SYNC_EXCERPT);

    if (r->v[SYNC_EXCERPT].set || !r->v[SYNC_DESCRIPTION_TEXT].set) {
        return;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_TEXT_CUT * 4 + 8);
    sync_text_cut(&b, r->v[SYNC_DESCRIPTION_TEXT].text, SYNC_TEXT_CUT);
    sync_text_set(r, SYNC_EXCERPT, &b);
    jobs_buf_free(&b);
}


static void
sync_text_language(sync_record_t *r)
{
    jobs_str_t     language, title;
    sync_value_t  *text;

    if (r->v[SYNC_LANGUAGE].set) {
        return;
    }

    text = &r->v[SYNC_DESCRIPTION_TEXT];
    text = text->set ? text : &r->v[SYNC_EXCERPT];
    title = r->v[SYNC_TITLE].set ? r->v[SYNC_TITLE].text : jobs_lit("");

    language = sync_language(title, text->set ? text->text : jobs_lit(""));

    if (language.data != NULL) {
        r->v[SYNC_LANGUAGE].text = language;
        r->v[SYNC_LANGUAGE].set = 1;
    }
}


/* unset where nothing is left */

static void
sync_text_set(sync_record_t *r, int field, jobs_buf_t *b)
{
    r->v[field].set = b->len != 0;
    r->v[field].text = sync_buf_dup(&r->arena, b);
}
