/*
 * Templates, partials behind a NUL each.  One that compiles is rendered with
 * sections that are left out or repeated and with fields that are empty or not:
 * wherever a value comes to stand then, it must be allowed to.  As free text
 * the same must end.
 */

#define _GNU_SOURCE                 /* memmem() */

#include "jobs_markup.h"
#include "fuzz.h"


#define PARTIALS  4
#define MODES     8
#define MARK      "\xC2\xA7"         /* before each value, and in no input */


static jobs_rc_t  fuzz_compile(jobs_template_t *t, const jobs_view_t *view,
                      jobs_str_t text);
static void       fuzz_read(jobs_str_t out, jobs_str_t text);
static unsigned   fuzz_random(void);


static jobs_source_t  sources[PARTIALS + 1];
static unsigned       seed;
static unsigned       depth;

static const char *const  names[PARTIALS] = { "a", "b", "c", "d" };

static const jobs_slot_t  items_slots[] = {
    { jobs_string("x"), JOBS_SLOT_TEXT },
    { jobs_string("y"), JOBS_SLOT_URL }
};

static const jobs_slot_t  slots[] = {
    { jobs_string("t"), JOBS_SLOT_TEXT },
    { jobs_string("u"), JOBS_SLOT_URL },
    { jobs_string("k"), JOBS_SLOT_ASSET },
    { jobs_string("l"), JOBS_SLOT_LINK },
    { jobs_string("n"), JOBS_SLOT_LEVEL },
    { jobs_string("c"), JOBS_SLOT_CSS },
    { jobs_string("h"), JOBS_SLOT_HTML },
    { jobs_string("s"), JOBS_SLOT_LIST },
    { jobs_string("v"), JOBS_SLOT_VALUES },
    { jobs_string("w"), JOBS_SLOT_TEXT },
    { jobs_string("i"), JOBS_SLOT_ITEMS }
};


static void
fuzz_write(jobs_buf_t *b, void *data, unsigned slot)
{
    const jobs_slot_t  *table;

    table = data;

    if (table[slot].kind == JOBS_SLOT_LEVEL) {
        jobs_buf_char(b, '2');

    } else if (fuzz_random() % 3 != 0) {
        jobs_buf_lit(b, MARK);
        jobs_buf_char(b, (char) ('A' + table[slot].kind));
    }
}


static int
fuzz_item(void *data, unsigned slot, unsigned i)
{
    (void) data;
    (void) slot;

    return i < fuzz_random() % 3;
}


static void *
fuzz_inner(void *data, unsigned slot, unsigned i)
{
    (void) data;
    (void) slot;
    (void) i;

    return (void *) items_slots;
}


static const jobs_view_t  items_view = {
    .slots = items_slots, .nslots = 2, .write = fuzz_write, .item = fuzz_item
};

static const jobs_view_t  view = {
    .slots = slots, .nslots = sizeof(slots) / sizeof(slots[0]),
    .write = fuzz_write, .item = fuzz_item, .items = &items_view,
    .inner = fuzz_inner
};


static void
fuzz_free_write(jobs_buf_t *b, void *data, unsigned slot)
{
    (void) data;
    (void) slot;

    jobs_buf_lit(b, "x");
}


/* once each: what a partial makes of itself ends by the engine's bound */

static int
fuzz_free_item(void *data, unsigned slot, unsigned i)
{
    (void) data;
    (void) slot;

    return i == 0 && depth++ < 10000;
}


static void *
fuzz_free_inner(void *data, unsigned slot, unsigned i)
{
    (void) slot;
    (void) i;

    return data;
}


static unsigned
fuzz_free_find(jobs_str_t name)
{
    return (unsigned) name.len;
}


static const jobs_view_t  free_view = {
    .write = fuzz_free_write, .item = fuzz_free_item,
    .inner = fuzz_free_inner, .find = fuzz_free_find
};


static const jobs_source_t *
fuzz_partial(void *data, const jobs_source_t *from, jobs_str_t name,
    const char **reason)
{
    unsigned  i;

    (void) data;
    (void) from;

    for (i = 0; i < PARTIALS; i++) {
        if (jobs_str_eq(jobs_str(names[i], 1), name)) {
            return &sources[i + 1];
        }
    }

    *reason = "no such partial";

    return NULL;
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned         mode;
    jobs_buf_t       out;
    jobs_str_t       text;
    jobs_template_t  t;

    if (size > 16384) {
        return 0;
    }

    text = fuzz_text(data, size);

    if (fuzz_compile(&t, &view, text) == JOBS_OK) {

        for (mode = 0; mode < MODES; mode++) {
            seed = mode;
            jobs_buf_init(&out, &fuzz_mem, 1 << 16);
            jobs_template_render(&out, &t, (void *) slots);

            if (out.rc == JOBS_OK
                && (text.len == 0
                    || memmem(text.data, text.len, MARK, 2) == NULL))
            {
                fuzz_read(jobs_buf_view(&out), text);
            }

            jobs_buf_free(&out);
        }
    }

    jobs_template_free(&t);

    if (fuzz_compile(&t, &free_view, text) == JOBS_OK) {
        depth = 0;
        jobs_buf_init(&out, &fuzz_mem, 1 << 16);
        jobs_template_render(&out, &t, NULL);
        jobs_buf_free(&out);
    }

    jobs_template_free(&t);

    return 0;
}


static jobs_rc_t
fuzz_compile(jobs_template_t *t, const jobs_view_t *v, jobs_str_t text)
{
    size_t                  n, lines;
    unsigned                i;
    jobs_rc_t               rc;
    const char             *p, *last, *nul;
    jobs_partials_t         partials;
    jobs_template_error_t   error;

    p = text.data;
    last = jobs_str_end(text);

    for (i = 0; i <= PARTIALS; i++) {
        nul = p == last ? NULL : memchr(p, '\0', last - p);
        n = (nul != NULL ? nul : last) - p;
        sources[i].text = jobs_str(p, n);
        p = nul != NULL ? nul + 1 : last;
    }

    memset(&error, 0, sizeof(jobs_template_error_t));
    partials.find = fuzz_partial;
    partials.data = NULL;

    rc = jobs_template_compile(t, v, &sources[0], &partials, &fuzz_mem,
                               &error);

    fuzz_check(rc == JOBS_OK || rc == JOBS_INVALID, "another code", text);

    if (rc == JOBS_INVALID) {
        fuzz_check(error.reason != NULL && error.source != NULL, "no reason",
                   text);

        for (lines = 1, n = 0; n < error.source->text.len; n++) {
            lines += (error.source->text.data[n] == '\n');
        }

        fuzz_check(error.line >= 1 && error.line <= lines, "no such line",
                   text);
    }

    return rc;
}


/* what a browser reads: where its reading is more generous, so is this one */

static void
fuzz_read(jobs_str_t out, jobs_str_t text)
{
    int             kind;
    size_t          i, at;
    const char     *reason;
    jobs_markup_t   m, other;

    jobs_markup_init(&m);

    for (i = 0; i < out.len; i++) {

        if (i + 2 < out.len && memcmp(out.data + i, MARK, 2) == 0) {
            kind = out.data[i + 2] - 'A';
            other = m;
            reason = jobs_markup_field(&m, kind, kind == JOBS_SLOT_HTML);

            if (reason != NULL && kind == JOBS_SLOT_CSS) {
                m = other;
                reason = jobs_markup_field(&m, kind, 1);
            }

            fuzz_check(reason == NULL, reason, text);
            i += 2;
            continue;
        }

        other = m;
        reason = jobs_markup_text(&m, jobs_str(out.data + i, 1), &at);

        if (reason != NULL && strstr(reason, "space is missing") != NULL) {
            m = other;
            (void) jobs_markup_text(&m, jobs_lit(" "), &at);
            reason = jobs_markup_text(&m, jobs_str(out.data + i, 1), &at);
        }

        fuzz_check(reason == NULL, reason, text);
    }

    fuzz_check(jobs_markup_outside(&m), "the HTML ends inside", text);
}


static unsigned
fuzz_random(void)
{
    seed = seed * 1103515245 + 12345;

    return seed >> 16;
}
