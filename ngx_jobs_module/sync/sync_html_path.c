/*
 * Where a text stands: of all the elements that are open in what is read,
 * those that are written around it, in an order that HTML allows.
 */

#include "sync_html_path.h"


#define SYNC_PATH_BLOCKS  40        /* then blocks count no more */

#define SYNC_IMPLIED_TEXT   0x80000000u     /* new after each block         */
#define SYNC_IMPLIED_GROUP  0x40000000u     /* one for all its neighbours   */


static void sync_path_block(sync_path_t *path, const sync_place_t *place,
    uint32_t epoch);
static void sync_path_flow(sync_path_t *path, uint32_t epoch);
static void sync_path_push(sync_path_t *path, const sync_place_t *place);
static void sync_path_imply(sync_path_t *path, const char *name,
    uint32_t serial);
static sync_el_e sync_path_top(const sync_path_t *path);
static void sync_path_strip(sync_path_t *path);


void
sync_path_make(sync_path_t *path, const sync_place_t *open, unsigned n,
    uint32_t epoch)
{
    unsigned  i, k;

    path->n = 0;
    path->mended = 0;

    for (i = 0; i < n; i++) {
        if (open[i].element != NULL && open[i].element->kind >= SYNC_EL_PARA
            && path->n < SYNC_PATH_BLOCKS)
        {
            sync_path_block(path, &open[i], epoch);

        } else if (open[i].element != NULL
                   && open[i].element->kind == SYNC_EL_BREAK
                   && sync_path_top(path) == SYNC_EL_PARA)
        {
            path->n--;
        }
    }

    /* the text itself */

    if (sync_path_top(path) >= SYNC_EL_QUOTE) {
        sync_path_flow(path, epoch);
    }

    if (path->n == 0 || sync_path_top(path) == SYNC_EL_QUOTE) {
        sync_path_imply(path, "p", SYNC_IMPLIED_TEXT | epoch);
    }

    path->blocks = path->n;
    path->mended |= (strcmp(path->place[path->n - 1].element->ours, "pre")
                     == 0);

    for (i = 0; i < n; i++) {
        if (open[i].element == NULL
            || open[i].element->kind != SYNC_EL_INLINE)
        {
            continue;
        }

        for (k = path->blocks; k < path->n; k++) {
            if (strcmp(path->place[k].element->ours, open[i].element->ours)
                == 0)
            {
                break;
            }
        }

        if (k == path->n) {
            sync_path_push(path, &open[i]);
        }
    }
}


static void
sync_path_block(sync_path_t *path, const sync_place_t *place, uint32_t epoch)
{
    sync_el_e  top;

    if (sync_path_top(path) == SYNC_EL_HEAD) {
        path->mended = 1;
        return;
    }

    if (sync_path_top(path) == SYNC_EL_PARA) {
        path->mended = 1;
        path->n--;
    }

    top = sync_path_top(path);

    switch (place->element->kind) {

    case SYNC_EL_ITEM:
        if (top != SYNC_EL_LIST) {
            sync_path_flow(path, epoch);
            sync_path_imply(path, "ul", SYNC_IMPLIED_GROUP);
        }

        break;

    case SYNC_EL_DITEM:
        if (top != SYNC_EL_DL) {
            sync_path_flow(path, epoch);
            sync_path_imply(path, "dl", SYNC_IMPLIED_GROUP);
        }

        break;

    case SYNC_EL_SECTION:
    case SYNC_EL_CAPTION:
        if (top != SYNC_EL_TABLE) {
            path->mended = 1;
            return;
        }

        break;

    case SYNC_EL_ROW:
        if (top != SYNC_EL_TABLE && top != SYNC_EL_SECTION) {
            path->mended = 1;
            return;
        }

        break;

    case SYNC_EL_CELL:
        if (top == SYNC_EL_TABLE || top == SYNC_EL_SECTION) {
            sync_path_imply(path, "tr", SYNC_IMPLIED_GROUP);

        } else if (top != SYNC_EL_ROW) {
            path->mended = 1;
            return;
        }

        break;

    default:
        sync_path_flow(path, epoch);
    }

    sync_path_push(path, place);
}


/* to a place where any block may stand */

static void
sync_path_flow(sync_path_t *path, uint32_t epoch)
{
    switch (sync_path_top(path)) {

    case SYNC_EL_LIST:
        sync_path_imply(path, "li", SYNC_IMPLIED_TEXT | epoch);
        break;

    case SYNC_EL_DL:
        sync_path_imply(path, "dd", SYNC_IMPLIED_TEXT | epoch);
        break;

    case SYNC_EL_TABLE:
    case SYNC_EL_SECTION:
    case SYNC_EL_ROW:
        sync_path_strip(path);
        break;

    default:
        break;
    }
}


/* the table and what is in it: what stands between its cells goes before it */

static void
sync_path_strip(sync_path_t *path)
{
    path->mended = 1;

    while (path->n > 0) {
        path->n--;

        if (path->place[path->n].element->kind == SYNC_EL_TABLE) {
            return;
        }
    }
}


static sync_el_e
sync_path_top(const sync_path_t *path)
{
    return path->n == 0 ? SYNC_EL_PLAIN
                        : path->place[path->n - 1].element->kind;
}


static void
sync_path_push(sync_path_t *path, const sync_place_t *place)
{
    if (path->n < SYNC_HTML_DEPTH) {
        path->place[path->n++] = *place;
    }
}


static void
sync_path_imply(sync_path_t *path, const char *name, uint32_t serial)
{
    sync_place_t  place;

    if (serial == SYNC_IMPLIED_GROUP && path->n > 0) {
        serial |= path->place[path->n - 1].serial;
    }

    path->mended |= (name[0] != 'p');
    place.element = sync_html_element(sync_str(name));
    place.serial = serial;
    place.href = jobs_str(NULL, 0);

    sync_path_push(path, &place);
}
