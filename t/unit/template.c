/*
 * core/jobs_template: what a template may say, what it renders, and how it is
 * refused.
 */

#include "tap.h"
#include "jobs_template.h"


enum { S_TITLE, S_EMPTY, S_BODY, S_YES, S_NO, S_ITEMS, S_ITEM, S_LONG };

typedef struct {
    unsigned  item;
} data_t;


static const jobs_slot_t  slots[] = {
    { jobs_string("title"), JOBS_SLOT_TEXT },
    { jobs_string("empty"), JOBS_SLOT_TEXT },
    { jobs_string("body"), JOBS_SLOT_HTML },
    { jobs_string("yes"), JOBS_SLOT_LIST },
    { jobs_string("no"), JOBS_SLOT_LIST },
    { jobs_string("items"), JOBS_SLOT_LIST },
    { jobs_string("item"), JOBS_SLOT_TEXT },
    { jobs_string("long"), JOBS_SLOT_TEXT }
};


static void
slot_write(jobs_buf_t *b, void *data, unsigned slot)
{
    unsigned  i;

    switch (slot) {

    case S_TITLE:
        jobs_buf_lit(b, "<b> & \"q\" 'a'");
        break;

    case S_BODY:
        jobs_buf_lit(b, "<i>x</i>");
        break;

    case S_ITEM:
        jobs_buf_uint(b, ((data_t *) data)->item + 1);
        break;

    case S_LONG:
        for (i = 0; i < 10000; i++) {
            jobs_buf_char(b, '<');
        }
        break;
    }
}


static int
slot_item(void *data, unsigned slot, unsigned i)
{
    switch (slot) {

    case S_YES:
        return i == 0;

    case S_ITEMS:
        ((data_t *) data)->item = i;
        return i < 3;

    default:
        return 0;
    }
}


static const jobs_view_t  view = { slots, 8, slot_write, slot_item, NULL };


static void
renders(const char *source, const char *want, const char *name)
{
    data_t                 data;
    jobs_rc_t              rc;
    jobs_buf_t             b;
    jobs_template_t        t;
    jobs_template_error_t  error;

    memset(&data, 0, sizeof(data));
    jobs_buf_init(&b, &tap_mem, 1 << 20);

    rc = jobs_template_compile(&t, &view, jobs_str(source, strlen(source)),
                               &tap_mem, &error);
    if (rc != JOBS_OK) {
        ok(0, name);
        printf("#   line %u: %s\n", error.line, error.reason);
        return;
    }

    jobs_template_render(&b, &t, &data);
    is(jobs_buf_view(&b), want, name);

    jobs_template_free(&t);
    jobs_buf_free(&b);
}


static void
refused(const char *source, unsigned line, const char *slot,
    const char *reason)
{
    char                   name[200];
    jobs_rc_t              rc;
    jobs_template_t        t;
    jobs_template_error_t  error;

    rc = jobs_template_compile(&t, &view, jobs_str(source, strlen(source)),
                               &tap_mem, &error);

    snprintf(name, sizeof(name), "refused: %s", reason);
    ok(rc == JOBS_INVALID && t.segments == NULL, name);

    if (rc == JOBS_INVALID) {
        snprintf(name, sizeof(name), "its reason: %s", reason);
        is(jobs_str(error.reason, strlen(error.reason)), reason, name);
        snprintf(name, sizeof(name), "its line: %s", reason);
        is_int(error.line, line, name);
        snprintf(name, sizeof(name), "its slot: %s", reason);
        is(error.name, slot, name);
    }
}


int
main(void)
{
    long                   n;
    char                   deep[200];
    data_t                 data;
    jobs_rc_t              rc;
    jobs_buf_t             b;
    jobs_template_t        t;
    jobs_template_error_t  error;

    renders("", "", "an empty template");
    renders("plain { text } }} {", "plain { text } }} {", "single braces");
    renders("a{{title}}b", "a&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;b",
            "text is escaped");
    renders("{{ title }}{{{ body }}}",
            "&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;<i>x</i>",
            "blanks inside the braces; HTML stands as it is");
    renders("{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{^yes}}3{{/yes}}{{^no}}4{{/no}}",
            "14", "sections and inverted sections of a list");
    renders("{{#title}}1{{/title}}{{#empty}}2{{/empty}}{{^empty}}3{{/empty}}",
            "13", "sections of a text");
    renders("{{#items}}<{{item}}>{{/items}}", "<1><2><3>", "a list repeats");
    renders("{{#yes}}{{#items}}{{#no}}x{{/no}}{{item}}{{/items}}{{/yes}}.",
            "123.", "sections nest");
    renders("a\n  {{#yes}}\n    b\n  {{/yes}}\n  c\n", "a\nb\nc\n",
            "lines of their own and indentation leave nothing behind");
    renders("<p>\n  {{{body}}}\n</p>\n", "<p>\n<i>x</i></p>\n",
            "HTML on a line of its own");
    renders("a{{! not\n shown }}b", "ab", "a comment");
    renders("  {{! alone }}  \nx", "x", "a comment on a line of its own");
    renders("<a href=\"{{item}}\">", "<a href=\"1\">", "a quoted attribute");

    refused("a\nb {{titel}}", 2, "titel", "unknown slot");
    refused("{{#yes}}\n\nx", 1, "yes", "section is never closed");
    refused("x{{/yes}}", 1, "yes", "section was never opened");
    refused("{{#yes}}{{^no}}{{/yes}}{{/no}}", 1, "yes",
            "another section is open here");
    refused("\n\n{{title", 3, "", "tag is never closed");
    refused("{{title\n}}", 1, "", "tag is never closed");
    refused("{{{title}}}", 1, "title", "three braces are for HTML slots only");
    refused("{{body}}", 1, "body", "HTML slot needs three braces");
    refused("{{items}}", 1, "items", "list needs a section");
    refused("{{#body}}{{/body}}", 1, "body", "HTML slot cannot be a section");
    refused("<a href={{title}}>", 1, "title", "attribute value needs quotes");
    refused("{{}}", 1, "", "unknown slot");
    refused("\xff", 1, "", "the file is not UTF-8");

    deep[0] = '\0';

    for (n = 0; n < JOBS_TEMPLATE_DEPTH + 1; n++) {
        strcat(deep, "{{#yes}}");
    }

    refused(deep, 1, "yes", "sections are nested too deep");

    /* memory */

    memset(&data, 0, sizeof(data));
    memset(&t, 0, sizeof(t));

    jobs_buf_init(&b, &tap_mem, 1 << 20);
    jobs_template_render(&b, &t, &data);
    is_int(b.rc, JOBS_ERROR, "a template that was never compiled");
    jobs_template_free(&t);
    jobs_buf_free(&b);

    tap_mem_left = 0;
    rc = jobs_template_compile(&t, &view, jobs_lit("x"), &tap_mem, &error);
    is_int(rc, JOBS_NOMEM, "no memory to compile");
    tap_mem_left = -1;

    rc = jobs_template_compile(&t, &view,
                               jobs_lit("{{#items}}{{long}}{{/items}}"),
                               &tap_mem, &error);
    is_int(rc, JOBS_OK, "compiled");

    for (n = 0; n < 100; n++) {
        jobs_buf_init(&b, &tap_mem, 1 << 20);
        tap_mem_left = n;
        jobs_template_render(&b, &t, &data);
        tap_mem_left = -1;
        rc = b.rc;
        jobs_buf_free(&b);

        if (rc != JOBS_NOMEM) {
            break;
        }
    }

    ok(n > 1 && rc == JOBS_OK, "every allocation failing in turn");

    jobs_buf_init(&b, &tap_mem, 1000);
    jobs_template_render(&b, &t, &data);
    is_int(b.rc, JOBS_LIMIT, "more than the buffer may hold");
    jobs_buf_free(&b);

    jobs_template_free(&t);

    return tap_done();
}
