/*
 * The listings of a source in memory, found by their id and by their bytes.
 */

#include "sync_catalogue_db.h"


/* a place that is empty; those before may have moved */

sync_entry_t *
sync_entry_new(sync_catalogue_t *c)
{
    size_t         size;
    uint32_t       i, n;
    sync_entry_t  *e;

    if (c->nentries == c->room) {
        c->room = c->room == 0 ? 1024 : c->room + c->room / 2;
        c->entries = sync_mem.realloc(NULL, c->entries, 0,
                                      c->room * sizeof(sync_entry_t));
    }

    e = &c->entries[c->nentries++];
    memset(e, 0, sizeof(sync_entry_t));

    if (c->nentries > c->slots / 4 * 3) {
        c->slots = c->slots == 0 ? 2048 : c->slots * 2;
        size = c->slots * sizeof(uint32_t);
        c->rows = sync_mem.realloc(NULL, c->rows, 0, size);
        c->ids = sync_mem.realloc(NULL, c->ids, 0, size);
        memset(c->rows, 0, size);
        memset(c->ids, 0, size);
        n = c->nentries - 1;

        for (i = 0; i < n; i++) {
            sync_entry_put(c, 0, i);

            if (c->entries[i].has_row) {
                sync_entry_put(c, 1, i);
            }
        }
    }

    return e;
}


sync_entry_t *
sync_entry_find(sync_catalogue_t *c, int by_row, const unsigned char *digest)
{
    uint32_t       i, *table;
    uint64_t       hash;
    sync_entry_t  *e;

    if (c->slots == 0) {
        return NULL;
    }

    memcpy(&hash, digest, sizeof(hash));
    table = by_row ? c->rows : c->ids;

    for (i = hash & (c->slots - 1); table[i] != 0;
         i = (i + 1) & (c->slots - 1))
    {
        e = &c->entries[table[i] - 1];

        if (by_row ? e->has_row && memcmp(e->row, digest, SYNC_DIGEST) == 0
                   : memcmp(e->id, digest, SYNC_DIGEST) == 0)
        {
            return e;
        }
    }

    return NULL;
}


void
sync_entry_put(sync_catalogue_t *c, int by_row, uint32_t entry)
{
    uint32_t       i, *table;
    uint64_t       hash;
    sync_entry_t  *e;

    e = &c->entries[entry];
    memcpy(&hash, by_row ? e->row : e->id, sizeof(hash));
    table = by_row ? c->rows : c->ids;
    i = hash & (c->slots - 1);

    while (table[i] != 0) {
        i = (i + 1) & (c->slots - 1);
    }

    table[i] = entry + 1;
}
