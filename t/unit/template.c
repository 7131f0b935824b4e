/*
 * core/jobs_template: what a template may say, what it renders, and how it is
 * refused.  t/unit/mustache.c has the cases of the specification,
 * t/unit/markup.c what may stand where in the HTML.
 */

#include "tap.h"
#include "jobs_template.h"


enum { S_TITLE, S_EMPTY, S_BODY, S_YES, S_NO, S_ITEMS, S_ITEM, S_LONG, S_JOBS,
       S_NAME };

enum { S_OWN_NAME, S_OWN_TAGS, S_OWN_TAG };

typedef struct {
    unsigned       item;
    unsigned       job;
    unsigned       tag;
} data_t;


static const jobs_slot_t  slots[] = {
    { jobs_string("title"), JOBS_SLOT_TEXT },
    { jobs_string("empty"), JOBS_SLOT_TEXT },
    { jobs_string("body"), JOBS_SLOT_HTML },
    { jobs_string("yes"), JOBS_SLOT_LIST },
    { jobs_string("no"), JOBS_SLOT_LIST },
    { jobs_string("items"), JOBS_SLOT_VALUES },
    { jobs_string("item"), JOBS_SLOT_TEXT },
    { jobs_string("long"), JOBS_SLOT_TEXT },
    { jobs_string("jobs"), JOBS_SLOT_ITEMS },
    { jobs_string("name"), JOBS_SLOT_TEXT }
};

static const jobs_slot_t  own[] = {
    { jobs_string("name"), JOBS_SLOT_TEXT },
    { jobs_string("tags"), JOBS_SLOT_VALUES },
    { jobs_string("tag"), JOBS_SLOT_TEXT }
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

    case S_NAME:
        jobs_buf_lit(b, "outer");
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

    case S_JOBS:
        ((data_t *) data)->job = i;
        return i < 2;

    default:
        return 0;
    }
}


static jobs_lang_e
slot_lang(const void *data)
{
    (void) data;

    return JOBS_LANG_DE;
}


/* an item's data is that of the list: it need not be */

static void *
slot_inner(void *data, unsigned slot, unsigned i)
{
    (void) slot;
    (void) i;

    return data;
}


static void
own_write(jobs_buf_t *b, void *data, unsigned slot)
{
    switch (slot) {

    case S_OWN_NAME:
        jobs_buf_lit(b, "job ");
        jobs_buf_uint(b, ((data_t *) data)->job);
        break;

    case S_OWN_TAG:
        jobs_buf_uint(b, ((data_t *) data)->tag);
        break;
    }
}


static int
own_item(void *data, unsigned slot, unsigned i)
{
    (void) slot;

    ((data_t *) data)->tag = i;

    return i < 2;
}


static const jobs_view_t  own_view = {
    .slots = own, .nslots = 3, .write = own_write, .item = own_item
};

static const jobs_view_t  view = {
    .slots = slots, .nslots = 10, .write = slot_write, .item = slot_item,
    .lang = slot_lang, .items = &own_view, .inner = slot_inner
};


/* partials: the name and the text by turns */

static const char *const  files[] = {
    "plain", "partial",
    "lines", "one\n{{title}}\n\n{{#yes}}\nlast\n{{/yes}}\n",
    "deeper", "<\n  {{> lines}}\n>\n",
    "inline", "<\n{{> lines}}>\n",
    "job", "{{name}};",
    "loop", "{{#yes}}{{> loop2}}{{/yes}}", "loop2", "\n\n{{> loop}}",
    "broken", "a\n\nb {{titel}}",
    "open", "{{#yes}}", "close", "{{/yes}}", "tag", "<b", "bad", "a\n\xff",
    "l1", "{{> l2}}", "l2", "{{> l3}}", "l3", "{{> l4}}", "l4", "{{> l5}}",
    "l5", "{{> l6}}", "l6", "{{> l7}}", "l7", "{{> l8}}", "l8", "{{> l9}}",
    "l9", "deep",
    "w1", "{{>w2}}{{>w2}}{{>w2}}{{>w2}}{{>w2}}{{>w2}}{{>w2}}{{>w2}}{{>w2}}",
    "w2", "{{>w3}}{{>w3}}{{>w3}}{{>w3}}{{>w3}}{{>w3}}{{>w3}}{{>w3}}{{>w3}}",
    "w3", "{{>w4}}{{>w4}}{{>w4}}{{>w4}}{{>w4}}{{>w4}}{{>w4}}{{>w4}}{{>w4}}",
    "w4", "{{>w5}}{{>w5}}{{>w5}}{{>w5}}{{>w5}}{{>w5}}{{>w5}}{{>w5}}{{>w5}}",
    "w5", "{{>w6}}{{>w6}}{{>w6}}{{>w6}}{{>w6}}{{>w6}}{{>w6}}{{>w6}}{{>w6}}",
    "w6", "x",
    NULL
};

static jobs_source_t  sources[40];


static const jobs_source_t *
partial(void *data, const jobs_source_t *from, jobs_str_t name,
    const char **reason)
{
    unsigned  i;

    (void) data;
    (void) from;

    for (i = 0; files[2 * i] != NULL; i++) {
        if (jobs_str_eq(tap_str(files[2 * i]), name)) {
            sources[i].name = name;
            sources[i].text = tap_str(files[2 * i + 1]);
            return &sources[i];
        }
    }

    *reason = "there is no file";

    return NULL;
}


static const jobs_partials_t  partials = { partial, NULL };


static jobs_rc_t
compile(jobs_template_t *t, const char *text, jobs_template_error_t *error)
{
    static jobs_source_t  source;

    source.name = jobs_lit("main");
    source.text = tap_str(text);

    memset(error, 0, sizeof(jobs_template_error_t));

    return jobs_template_compile(t, &view, &source, &partials, &tap_mem,
                                 error);
}


static void
renders(const char *source, const char *want, const char *name)
{
    data_t                 data;
    jobs_buf_t             b;
    jobs_template_t        t;
    jobs_template_error_t  error;

    memset(&data, 0, sizeof(data));
    jobs_buf_init(&b, &tap_mem, 1 << 20);

    if (compile(&t, source, &error) != JOBS_OK) {
        ok(0, name);
        printf("#   line %u: %s\n", error.line, error.reason);
        return;
    }

    jobs_template_render(&b, &t, &data);
    is(jobs_buf_view(&b), want, name);

    jobs_template_free(&t);
    jobs_buf_free(&b);
}


/* where: line, or "file:line" of a partial */

static void
refused(const char *source, const char *where, const char *slot,
    const char *reason)
{
    char                   name[200], place[100];
    jobs_rc_t              rc;
    jobs_template_t        t;
    jobs_template_error_t  error;

    rc = compile(&t, source, &error);

    snprintf(name, sizeof(name), "refused: %s", reason);
    ok(rc == JOBS_INVALID && t.segments == NULL, name);

    if (rc == JOBS_INVALID) {
        snprintf(place, sizeof(place), "%.*s:%u",
                 (int) error.source->name.len, error.source->name.data,
                 error.line);

        snprintf(name, sizeof(name), "its reason: %s", reason);
        is(tap_str(error.reason), reason, name);
        snprintf(name, sizeof(name), "its place: %s", reason);
        is(tap_str(place), where, name);
        snprintf(name, sizeof(name), "its field: %s", reason);
        is(error.name, slot, name);

    } else {
        jobs_template_free(&t);
    }
}


static void
faults(void)
{
    long  n;
    char  deep[400];

    refused("a\nb {{titel}}", "main:2", "titel", "unknown field");
    refused("{{#titel}}{{/titel}}", "main:1", "titel", "unknown field");
    refused("{{tag}}", "main:1", "tag", "unknown field");
    refused("{{#jobs}}{{/jobs}}{{tag}}", "main:1", "tag", "unknown field");
    refused("{{w.nothing}}", "main:1", "w.nothing", "unknown field");
    refused("{{.}}", "main:1", ".", "unknown field");
    refused("{{#yes}}{{.}}{{/yes}}", "main:1", ".", "unknown field");
    refused("{{#jobs}}{{.}}{{/jobs}}", "main:1", ".", "unknown field");
    refused("{{^items}}{{.}}{{/items}}", "main:1", ".", "unknown field");
    refused("{{#yes}}\n\nx", "main:1", "yes", "section is never closed");
    refused("x{{/yes}}", "main:1", "yes", "section was never opened");
    refused("{{#yes}}{{^no}}{{/yes}}{{/no}}", "main:1", "yes",
            "another section is open here");
    refused("\n\n{{title", "main:3", "", "tag is never closed");
    refused("{{title\n}}", "main:1", "", "tag is never closed");
    refused("{{{title}}", "main:1", "", "tag is never closed");
    refused("{{", "main:1", "", "tag is never closed");
    refused("{{{title}}}", "main:1", "title",
            "three braces are for HTML fields only");
    refused("{{&title}}", "main:1", "title",
            "three braces are for HTML fields only");
    refused("{{{w.all_jobs}}}", "main:1", "w.all_jobs",
            "three braces are for HTML fields only");
    refused("{{body}}", "main:1", "body", "HTML field needs three braces");
    refused("{{items}}", "main:1", "items", "list needs a section");
    refused("{{jobs}}", "main:1", "jobs", "list needs a section");
    refused("{{#body}}{{/body}}", "main:1", "body",
            "this field cannot be a section");
    refused("{{#w.all_jobs}}{{/w.all_jobs}}", "main:1", "w.all_jobs",
            "this field cannot be a section");
    refused("{{}}", "main:1", "", "unknown field");
    refused("x\n{{=| |=}}", "main:2", "", "delimiters cannot be changed");
    refused("x\n{{< title}}", "main:2", "", "templates do not inherit");
    refused("x\n{{$ title}}", "main:2", "", "templates do not inherit");
    refused("\xff", "main:1", "", "the file is not UTF-8");
    refused("{{title}}\n\nx\xC3", "main:3", "", "the file is not UTF-8");
    refused("x\n<b", "main:2", "", "the HTML ends inside of something");

    refused("\n{{> none}}", "main:2", "none", "there is no file");
    refused("{{> broken}}", "broken:3", "titel", "unknown field");
    refused("{{> bad}}", "bad:2", "", "the file is not UTF-8");
    refused("{{> open}}{{/yes}}", "open:1", "yes", "section is never closed");
    refused("{{#yes}}{{> close}}", "close:1", "yes",
            "section was never opened");
    refused("{{> tag}}>", "tag:1", "", "the HTML ends inside of something");
    refused("<b {{> plain}}>", "main:1", "plain",
            "only text can hold the partial");
    refused("{{> loop}}", "loop2:3", "loop", "this partial takes itself");
    refused("{{> l1}}", "l8:1", "l9", "partials are nested too deep");
    refused("{{> w1}}", "w6:1", "", "the template is too large");

    deep[0] = '\0';

    for (n = 0; n < JOBS_TEMPLATE_DEPTH + 1; n++) {
        strcat(deep, "{{#yes}}");
    }

    refused(deep, "main:1", "yes", "sections are nested too deep");

    deep[0] = '\0';

    for (n = 0; n < JOBS_TEMPLATE_SCOPES; n++) {
        strcat(deep, "{{#jobs}}");
    }

    refused(deep, "main:1", "jobs", "lists are nested too deep");
}


static void
memory(void)
{
    long                   n;
    data_t                 data;
    jobs_rc_t              rc;
    jobs_buf_t             b;
    jobs_template_t        t;
    jobs_template_error_t  error;

    memset(&data, 0, sizeof(data));
    memset(&t, 0, sizeof(t));

    jobs_buf_init(&b, &tap_mem, 1 << 20);
    jobs_template_render(&b, &t, &data);
    is_int(b.rc, JOBS_ERROR, "a template that was never compiled");
    jobs_template_free(&t);
    jobs_buf_free(&b);

    tap_mem_left = 0;
    is_int(compile(&t, "x", &error), JOBS_NOMEM, "no memory to compile");
    tap_mem_left = -1;

    is_int(compile(&t, "{{#items}}{{long}}{{/items}}", &error), JOBS_OK,
           "compiled");

    rc = JOBS_OK;

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
}


int
main(void)
{
    renders("", "", "an empty template");
    renders("plain { text } }} {", "plain { text } }} {", "single braces");
    renders("a{{title}}b", "a&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;b",
            "text is escaped");
    renders("{{ title }}{{{ body }}}{{& body }}",
            "&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;<i>x</i><i>x</i>",
            "blanks inside the braces; HTML stands as it is");
    renders("{{#yes}}1{{/yes}}{{#no}}2{{/no}}{{^yes}}3{{/yes}}{{^no}}4{{/no}}",
            "14", "sections and inverted sections of a list");
    renders("{{#title}}1{{/title}}{{#empty}}2{{/empty}}{{^empty}}3{{/empty}}",
            "13", "sections of a text");
    renders("{{#items}}[{{item}}]{{/items}}", "[1][2][3]", "a list repeats");
    renders("{{#items}}{{.}}{{#yes}}{{.}}{{/yes}}{{/items}}", "112233",
            "{{.}} in a list of values, through a section that is none");
    renders("{{#name}}{{.}}{{/name}}", "outer", "{{.}} of a text");
    renders("{{#yes}}{{#items}}{{#no}}x{{/no}}{{item}}{{/items}}{{/yes}}.",
            "123.", "sections nest");
    renders("{{name}}: {{#jobs}}{{name}}{{#tags}} {{tag}}{{.}}{{/tags}}, "
            "{{#yes}}{{#items}}{{item}}{{/items}}{{/yes}}; {{/jobs}}{{name}}",
            "outer: job 0 00 11, 123; job 1 00 11, 123; outer",
            "items have names of their own, then those around them");
    renders("{{#jobs}}{{#jobs}}{{name}} {{/jobs}}{{name}}, {{/jobs}}",
            "job 0 job 1 job 2, job 0 job 1 job 2, ",
            "a list inside itself begins anew");
    renders("{{^jobs}}none{{/jobs}}{{#jobs}}.{{/jobs}}", "..",
            "an inverted section of items");
    renders("a\n  {{#yes}}\n    b\n  {{/yes}}\n  c\n", "a\n    b\n  c\n",
            "lines of their own leave nothing behind, indentation stays");
    renders("<p>\n  {{{body}}}\n</p>\n", "<p>\n  <i>x</i>\n</p>\n",
            "HTML on a line of its own");
    renders("a{{! not\n shown }}b", "ab", "a comment");
    renders("  {{! alone }}  \nx", "x", "a comment on a line of its own");
    renders("<a href='{{! c }}x'>", "<a href='x'>",
            "a comment inside a tag");
    renders("{{w.all_jobs}}", "Alle Jobs", "a word in the view's language");
    renders("<p title=\"{{#items}}{{w.all_jobs}} {{/items}}\">",
            "<p title=\"Alle Jobs Alle Jobs Alle Jobs \">",
            "a word in an attribute");

    renders("[{{> plain}}]", "[partial]", "a partial");
    renders("{{#jobs}}{{> job}}{{/jobs}}{{> job}}",
            "job 0;job 1;outer;", "its names are those of where it is taken");
    renders("a\n  {{> lines}}\nb",
            "a\n  one\n  &lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;\n  \n"
            "  last\nb", "its lines are indented");
    renders("\t{{> deeper}}\n", "\t<\n\t  one\n\t  &lt;b&gt; &amp; "
            "&quot;q&quot; &#39;a&#39;\n\t  \n\t  last\n\t>\n",
            "and those of a partial in it");
    renders("\t{{> inline}}\n", "\t<\n\tone\n&lt;b&gt; &amp; &quot;q&quot; "
            "&#39;a&#39;\n\nlast\n>\n",
            "but not of one in the midst of a line");
    renders("{{> l2}}", "deep", "partials in partials");

    faults();
    memory();

    return tap_done();
}
