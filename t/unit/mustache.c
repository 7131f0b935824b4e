/*
 * core/jobs_template over free data: what Mustache's specification asks of
 * comments, interpolation, sections, inverted sections and partials.
 *
 * t/data/mustache.json has a case of our own for each one there, by its name:
 * name, data, template, what comes out, partials.  Another file of that form
 * may be named.
 */

#include "tap.h"
#include <cjson/cJSON.h>
#include "jobs_template.h"


/* a context, and the one around it */

typedef struct frame_s  frame_t;

struct frame_s {
    const frame_t  *outer;
    const cJSON    *node;
};


#define NAMES   64
#define FRAMES  4096

static char           memory[1 << 20];
static jobs_str_t     names[NAMES];
static unsigned       nnames;
static frame_t        frames[FRAMES];
static unsigned       nframes;
static const cJSON   *texts;
static jobs_source_t  sources[16];


static unsigned
find(jobs_str_t name)
{
    unsigned  i;

    for (i = 0; i < nnames; i++) {
        if (jobs_str_eq(names[i], name)) {
            return i;
        }
    }

    names[nnames] = name;

    return nnames++;
}


static const cJSON *
member(const cJSON *node, const char *name, size_t len)
{
    const cJSON  *child;

    cJSON_ArrayForEach(child, node) {
        if (cJSON_IsObject(node) && strlen(child->string) == len
            && memcmp(child->string, name, len) == 0)
        {
            return child;
        }
    }

    return NULL;
}


/* the first part of the name anywhere outwards, the others below it */

static const cJSON *
lookup(const frame_t *frame, unsigned slot)
{
    size_t        i, from;
    jobs_str_t    name;
    const cJSON  *node;

    name = names[slot];
    node = NULL;

    if (jobs_str_eq(name, jobs_lit("."))) {
        return frame->node;
    }

    for (i = 0; i < name.len && name.data[i] != '.'; i++) { /* void */ }

    for ( /* void */ ; frame != NULL && node == NULL; frame = frame->outer) {
        node = member(frame->node, name.data, i);
    }

    while (i < name.len && node != NULL) {
        from = ++i;

        for ( /* void */ ; i < name.len && name.data[i] != '.'; i++) {
            /* void */
        }

        node = member(node, name.data + from, i - from);
    }

    return node;
}


static void
write_node(jobs_buf_t *b, void *data, unsigned slot)
{
    char          number[40];
    const cJSON  *node;

    node = lookup(data, slot);

    if (cJSON_IsString(node)) {
        jobs_buf_str(b, tap_str(node->valuestring));

    } else if (cJSON_IsNumber(node)) {
        jobs_buf_add(b, number, snprintf(number, sizeof(number), "%.15g",
                                         node->valuedouble));
    }
}


static int
item(void *data, unsigned slot, unsigned i)
{
    const cJSON  *node;

    node = lookup(data, slot);

    if (cJSON_IsArray(node)) {
        return i < (unsigned) cJSON_GetArraySize(node);
    }

    return i == 0 && node != NULL && !cJSON_IsNull(node)
           && !cJSON_IsFalse(node);
}


static void *
inner(void *data, unsigned slot, unsigned i)
{
    frame_t      *frame;
    const cJSON  *node;

    node = lookup(data, slot);

    if (nframes == FRAMES) {
        printf("Bail out! more sections than any case has\n");
        exit(1);
    }

    frame = &frames[nframes++];
    frame->outer = data;
    frame->node = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, i) : node;

    return frame;
}


static const jobs_view_t  view = {
    .write = write_node, .item = item, .inner = inner, .find = find
};


/* one that is not there is empty */

static const jobs_source_t *
partial(void *data, const jobs_source_t *from, jobs_str_t name,
    const char **reason)
{
    unsigned      i;
    const cJSON  *text;

    (void) data;
    (void) from;
    (void) reason;

    text = member(texts, name.data, name.len);

    for (i = 0; sources[i].name.data != NULL; i++) {
        if (jobs_str_eq(sources[i].name, name)) {
            return &sources[i];
        }
    }

    sources[i].name = name;
    sources[i].text = tap_str(text == NULL ? "" : text->valuestring);

    return &sources[i];
}


static const jobs_partials_t  partials = { partial, NULL };


static void
renders(const char *group, const cJSON *c)
{
    char                    name[200];
    frame_t                 root;
    jobs_buf_t              b;
    jobs_source_t           source;
    jobs_template_t         t;
    jobs_template_error_t   error;

    snprintf(name, sizeof(name), "%s: %s", group,
             cJSON_GetArrayItem(c, 0)->valuestring);

    nnames = 0;
    nframes = 0;
    memset(sources, 0, sizeof(sources));
    texts = cJSON_GetArrayItem(c, 4);

    root.outer = NULL;
    root.node = cJSON_GetArrayItem(c, 1);
    source.name = jobs_lit("template");
    source.text = tap_str(cJSON_GetArrayItem(c, 2)->valuestring);

    if (jobs_template_compile(&t, &view, &source, &partials, &tap_mem, &error)
        != JOBS_OK)
    {
        ok(0, name);
        printf("#   line %u: %s\n", error.line, error.reason);
        return;
    }

    jobs_buf_init(&b, &tap_mem, 1 << 20);
    jobs_template_render(&b, &t, &root);
    is(jobs_buf_view(&b), cJSON_GetArrayItem(c, 3)->valuestring, name);

    jobs_buf_free(&b);
    jobs_template_free(&t);
}


/* data that would never end, and partials that would not */

static void
bounds(void)
{
    cJSON                  *loop;
    frame_t                 root;
    jobs_buf_t              b;
    jobs_source_t           source;
    jobs_template_t         t;
    jobs_template_error_t   error;

    loop = cJSON_Parse("{\"x\": true, \"p\": \"{{#x}}{{>p}}{{/x}}\","
                       " \"deep\": \"a\\n {{>deep}}\\n\"}");
    texts = loop;
    root.outer = NULL;
    root.node = loop;
    nnames = 0;
    nframes = 0;
    memset(sources, 0, sizeof(sources));

    source.name = jobs_lit("template");
    source.text = jobs_lit("{{>p}}");
    is_int(jobs_template_compile(&t, &view, &source, &partials, &tap_mem,
                                 &error),
           JOBS_OK, "a partial that always takes itself compiles");
    jobs_buf_init(&b, &tap_mem, 1 << 20);
    jobs_template_render(&b, &t, &root);
    is_int(b.rc, JOBS_LIMIT, "and is not rendered for ever");
    jobs_buf_free(&b);
    jobs_template_free(&t);

    source.text = jobs_lit("{{>deep}}");
    is_int(jobs_template_compile(&t, &view, &source, &partials, &tap_mem,
                                 &error),
           JOBS_INVALID, "one with ever more indentation does not compile");
    is(tap_str(error.reason), "partials are nested too deep", "its reason");

    cJSON_Delete(loop);
}


int
main(int argc, char **argv)
{
    FILE         *file;
    cJSON        *root;
    size_t        len;
    const cJSON  *group, *c;

    file = fopen(argc > 1 ? argv[1] : "t/data/mustache.json", "r");

    if (file == NULL) {
        printf("Bail out! the cases are not there\n");
        return 1;
    }

    len = fread(memory, 1, sizeof(memory) - 1, file);
    memory[len] = '\0';
    fclose(file);

    root = cJSON_Parse(memory);

    if (root == NULL) {
        printf("Bail out! the cases are no JSON\n");
        return 1;
    }

    cJSON_ArrayForEach(group, root) {
        cJSON_ArrayForEach(c, group) {
            renders(group->string, c);
        }
    }

    bounds();

    cJSON_Delete(root);

    return tap_done();
}
