/*
 * Writing safe HTML.
 */

#include "sync_html_write.h"


#define SYNC_HTML_ROOM  4096    /* for all that is open to be closed, and so on */
#define SYNC_BLOB       200     /* bytes of a "word" that nobody wrote     */


static void sync_html_piece(sync_html_writer_t *w, jobs_str_t s);
static void sync_html_flush(sync_html_writer_t *w);
static int sync_html_collapse(sync_html_writer_t *w, int *before,
    int *after);
static void sync_html_keep(sync_html_writer_t *w);
static void sync_html_move(sync_html_writer_t *w);
static void sync_html_escape(sync_html_writer_t *w);
static void sync_html_tag_open(sync_html_writer_t *w,
    const sync_place_t *place);
static void sync_html_tag_close(sync_html_writer_t *w);
static void sync_html_block(sync_html_writer_t *w);
static int sync_html_white(jobs_str_t s);


void
sync_html_begin(sync_html_writer_t *w, jobs_buf_t *out)
{
    memset(w, 0, sizeof(sync_html_writer_t));

    w->out = out;
    w->start = out->len;
    w->fresh = 1;
    w->moved = 1;

    jobs_buf_init(&w->run, &sync_mem, SYNC_ROW_MAX * 2);
    jobs_buf_init(&w->clean, &sync_mem, SYNC_ROW_MAX * 2);
    jobs_buf_init(&w->escaped, &sync_mem, SYNC_ROW_MAX * 12);
}


int
sync_html_end(sync_html_writer_t *w)
{
    sync_html_flush(w);

    while (w->written.n > 0) {
        sync_html_tag_close(w);
    }

    jobs_buf_free(&w->run);
    jobs_buf_free(&w->clean);
    jobs_buf_free(&w->escaped);
    sync_arena_free(&w->arena);

    return w->mended || w->full;
}


jobs_rc_t
sync_html_open(sync_html_writer_t *w, const sync_element_t *element,
    jobs_str_t href)
{
    sync_el_e      kind;
    sync_place_t  *place;

    kind = element == NULL ? SYNC_EL_PLAIN : element->kind;

    if (w->gone > 0 || kind == SYNC_EL_GONE) {
        w->gone++;
        return JOBS_OK;
    }

    if (w->nopen == SYNC_HTML_OPEN) {
        return JOBS_LIMIT;
    }

    place = &w->open[w->nopen++];
    place->element = kind == SYNC_EL_PLAIN ? NULL : element;
    place->serial = ++w->serial;
    place->href = jobs_str(NULL, 0);

    switch (kind) {

    case SYNC_EL_PLAIN:
        return JOBS_OK;

    case SYNC_EL_INLINE:
        if (strcmp(element->name, "a") == 0) {
            if (href.len == 0) {
                place->element = NULL;
                return JOBS_OK;
            }

            place->href = sync_dup(&w->arena, href);
        }

        w->moved = 1;
        return JOBS_OK;

    case SYNC_EL_BR:
        sync_html_flush(w);
        w->breaks += (w->breaks < 2);
        place->element = NULL;
        return JOBS_OK;

    case SYNC_EL_HR:
        sync_html_block(w);
        sync_html_flush(w);
        w->rule = 1;
        place->element = NULL;
        return JOBS_OK;

    default:
        sync_html_block(w);
        return JOBS_OK;
    }
}


void
sync_html_close(sync_html_writer_t *w)
{
    sync_place_t  *place;

    if (w->gone > 0) {
        w->gone--;
        return;
    }

    if (w->nopen == 0) {
        return;
    }

    place = &w->open[--w->nopen];

    if (place->element == NULL) {
        return;
    }

    if (place->element->kind == SYNC_EL_INLINE) {
        w->moved = 1;

    } else {
        sync_html_block(w);
    }
}


void
sync_html_text(sync_html_writer_t *w, jobs_str_t s)
{
    size_t  i, from;

    if (w->gone > 0 || s.len == 0) {
        return;
    }

    if (!w->lines) {
        sync_html_piece(w, s);
        return;
    }

    for (i = 0, from = 0; i <= s.len; i++) {
        if (i < s.len && s.data[i] != '\n') {
            continue;
        }

        sync_html_piece(w, jobs_str(s.data + from, i - from));
        from = i + 1;

        if (i == s.len) {
            break;
        }

        /* a second line end, perhaps after white space: a paragraph */

        if (w->run.len == 0 && w->breaks > 0) {
            sync_html_block(w);

        } else {
            sync_html_flush(w);
            w->breaks = 1;
        }
    }
}


static void
sync_html_piece(sync_html_writer_t *w, jobs_str_t s)
{
    sync_path_t  path;

    if (sync_html_white(s)
        && !(w->run.len > 0 && w->path.blocks > 0
             && strcmp(w->path.place[w->path.blocks - 1].element->ours, "pre")
                == 0))
    {
        if (s.len > 0 && w->run.len > 0) {
            jobs_buf_char(&w->run, ' ');

        } else {
            w->space |= (s.len > 0);
        }

        return;
    }

    if (w->moved) {
        w->moved = 0;
        sync_path_make(&path, w->open, w->nopen, w->epoch);

        if (w->run.len > 0
            && (path.n != w->path.n
                || path.place[path.n - 1].serial
                   != w->path.place[path.n - 1].serial
                || path.place[path.blocks - 1].serial
                   != w->path.place[path.blocks - 1].serial))
        {
            sync_html_flush(w);
        }

        w->path = path;
        w->mended |= path.mended;
    }

    jobs_buf_str(&w->run, s);
}


/* the text so far, at its place */

static void
sync_html_flush(sync_html_writer_t *w)
{
    int  before, after;

    if (w->run.len == 0) {
        return;
    }

    sync_text_settle(&w->run);

    if (strcmp(w->path.place[w->path.blocks - 1].element->ours, "pre") == 0) {
        sync_html_keep(w);
        before = 0;
        after = 0;

    } else if (!sync_html_collapse(w, &before, &after)) {
        jobs_buf_reset(&w->run);
        w->space |= before;
        return;
    }

    jobs_buf_reset(&w->run);

    if (w->clean.len == 0) {
        return;
    }

    w->space |= before;

    if (!w->full) {
        sync_html_move(w);
        sync_html_escape(w);
        w->fresh = 0;
        w->space = after;
    }
}


/*
 * Runs of white space become one; 0: nothing is left.  *before, *after:
 * whether there was some at the ends.
 */

static int
sync_html_collapse(sync_html_writer_t *w, int *before, int *after)
{
    int          space, blob;
    size_t       word;
    uint32_t     c;
    jobs_buf_t  *b;
    const char  *p, *from, *end;

    b = &w->clean;
    jobs_buf_reset(b);
    *before = 0;
    space = 0;
    word = 0;
    blob = 1;

    end = w->run.data + w->run.len;

    for (p = w->run.data; p <= end; /* void */ ) {
        from = p;
        c = p == end ? ' ' : (unsigned char) *p < 0x80 ? (unsigned char) *p++
            : jobs_utf8_next(&p, end);

        if (!sync_text_space(c)) {
            if (space) {
                if (b->len > 0) {
                    jobs_buf_char(b, ' ');
                } else {
                    *before = 1;
                }

                space = 0;
                word = b->len;
                blob = 1;
            }

            blob &= (c < 0x80 && ((c >= '0' && c <= '9') || c == '+'
                                  || c == '/' || c == '=' || c == '_'
                                  || c == '-' || ((c | 0x20) >= 'a'
                                                  && (c | 0x20) <= 'z')));
            jobs_buf_add(b, from, p - from);
            continue;
        }

        if (blob && b->len - word >= SYNC_BLOB) {
            b->len = word > 0 ? word - 1 : 0;
            word = b->len;
        }

        if (p == end && from == end) {
            break;
        }

        space = 1;
    }

    *after = space;

    if (b->len == 0) {
        *before |= space;
        return 0;
    }

    return 1;
}


/* preformatted text as it stands; nothing where it is all white space */

static void
sync_html_keep(sync_html_writer_t *w)
{
    jobs_buf_reset(&w->clean);

    if (!sync_html_white(jobs_buf_view(&w->run)) || !w->fresh) {
        jobs_buf_str(&w->clean, jobs_buf_view(&w->run));
    }
}


/* closes and opens elements, so that text can stand at w->path */

static void
sync_html_move(sync_html_writer_t *w)
{
    unsigned       same, i;
    sync_el_e      top;
    sync_path_t   *to, *from;

    to = &w->path;
    from = &w->written;

    for (same = 0; same < to->n && same < from->n; same++) {
        if (to->place[same].serial != from->place[same].serial
            || to->place[same].element != from->place[same].element)
        {
            break;
        }
    }

    if (same < to->blocks || same < from->blocks) {
        w->space = 0;
        w->breaks = 0;
        w->fresh = 1;
    }

    while (from->n > same) {
        sync_html_tag_close(w);
    }

    if (w->rule && w->out->len > w->start) {
        top = same == 0 ? SYNC_EL_QUOTE : from->place[same - 1].element->kind;

        if (top == SYNC_EL_QUOTE || top == SYNC_EL_ITEM
            || top == SYNC_EL_DITEM || top == SYNC_EL_CELL)
        {
            jobs_buf_lit(w->out, "<hr>");
            w->space = 0;
            w->breaks = 0;
            w->fresh = 1;
        }
    }

    w->rule = 0;

    for (i = same; i < to->blocks; i++) {
        sync_html_tag_open(w, &to->place[i]);
    }

    if (!w->fresh) {
        if (w->breaks > 0) {
            for ( /* void */ ; w->breaks > 0; w->breaks--) {
                jobs_buf_lit(w->out, "<br>");
            }

        } else if (w->space) {
            jobs_buf_char(w->out, ' ');
        }
    }

    w->breaks = 0;
    w->space = 0;

    for ( /* void */ ; i < to->n; i++) {
        sync_html_tag_open(w, &to->place[i]);
    }

    w->written.blocks = to->blocks;
}


/* as much of w->clean as there is room for */

static void
sync_html_escape(sync_html_writer_t *w)
{
    size_t       room, n;
    jobs_buf_t  *b;

    b = &w->escaped;
    jobs_buf_reset(b);
    jobs_escape_html(b, jobs_buf_view(&w->clean));

    n = w->out->len - w->start;
    room = n + SYNC_HTML_ROOM < SYNC_HTML_MAX
           ? SYNC_HTML_MAX - SYNC_HTML_ROOM - n : 0;

    if (b->len > room) {
        w->full = 1;
        n = room / 6;           /* &quot; */

        if (n > w->clean.len) {
            n = w->clean.len;
        }

        while (n > 0 && n < w->clean.len
               && ((unsigned char) w->clean.data[n] & 0xC0) == 0x80)
        {
            n--;
        }

        jobs_buf_reset(b);
        jobs_escape_html(b, jobs_str(w->clean.data, n));
    }

    jobs_buf_str(w->out, jobs_buf_view(b));
}


static void
sync_html_tag_open(sync_html_writer_t *w, const sync_place_t *place)
{
    jobs_buf_char(w->out, '<');
    jobs_buf_str(w->out, sync_str(place->element->ours));

    if (place->href.len != 0) {
        jobs_buf_lit(w->out, " href=\"");
        jobs_buf_str(w->out, place->href);
        jobs_buf_char(w->out, '"');
    }

    jobs_buf_char(w->out, '>');
    w->written.place[w->written.n++] = *place;
}


static void
sync_html_tag_close(sync_html_writer_t *w)
{
    w->written.n--;

    jobs_buf_lit(w->out, "</");
    jobs_buf_str(w->out, sync_str(w->written.place[w->written.n].element
                                  ->ours));
    jobs_buf_char(w->out, '>');

    if (w->written.blocks > w->written.n) {
        w->written.blocks = w->written.n;
    }
}


/* one begins or ends */

static void
sync_html_block(sync_html_writer_t *w)
{
    w->epoch++;
    w->moved = 1;

    if (w->run.len > 0) {
        if (strcmp(w->path.place[w->path.blocks - 1].element->ours, "pre")
            != 0)
        {
            jobs_buf_char(&w->run, ' ');
        }

    } else {
        w->space = 1;
    }
}


static int
sync_html_white(jobs_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        if (strchr(" \t\r\n", s.data[i]) == NULL || s.data[i] == '\0') {
            return 0;
        }
    }

    return 1;
}
