/*
 * Lists inside other people's pages.
 */

#include "jobs_embed.h"
#include "jobs_format.h"
#include "jobs_text.h"


/* pixels, as jobs.css lays a list out at JOBS_EMBED_WIDTH */

#define JOBS_EMBED_ROW       172        /* one listing, with the gap below it */
#define JOBS_EMBED_HEAD      170        /* around the list                    */
#define JOBS_EMBED_EMPTY     160        /* instead of it                      */
#define JOBS_EMBED_HEADLINE  50
#define JOBS_EMBED_SEARCH    330
#define JOBS_EMBED_FACETS    70
#define JOBS_EMBED_PAGING    70
#define JOBS_EMBED_RELATED   150
#define JOBS_EMBED_FOOT      150        /* sources, and the way to all jobs   */


static const struct {
    unsigned                 show;
    unsigned                 height;
} jobs_embed_parts[] = {
    { JOBS_SHOW_SEARCH, JOBS_EMBED_SEARCH },
    { JOBS_SHOW_FACETS, JOBS_EMBED_FACETS },
    { JOBS_SHOW_HEADLINE, JOBS_EMBED_HEADLINE },
    { JOBS_SHOW_PAGING, JOBS_EMBED_PAGING },
    { JOBS_SHOW_RELATED, JOBS_EMBED_RELATED }
};


unsigned
jobs_embed_height(uint64_t rows, unsigned show)
{
    unsigned  i, height;

    height = JOBS_EMBED_HEAD + JOBS_EMBED_FOOT;
    height += rows > 0 ? (unsigned) rows * JOBS_EMBED_ROW : JOBS_EMBED_EMPTY;

    for (i = 0; i < sizeof(jobs_embed_parts) / sizeof(jobs_embed_parts[0]);
         i++)
    {
        if (show & jobs_embed_parts[i].show) {
            height += jobs_embed_parts[i].height;
        }
    }

    return height;
}


uint64_t
jobs_embed_rows(const jobs_list_t *l)
{
    uint64_t  left;

    left = l->total > l->offset ? l->total - l->offset : 0;

    return left < l->filter->limit ? left : l->filter->limit;
}


unsigned
jobs_embed_show(const jobs_list_t *l)
{
    return l->site.look.show != 0 ? l->site.look.show
                                  : jobs_formats[JOBS_FORMAT_FRAME].show;
}


void
jobs_embed_escaped(jobs_buf_t *b, jobs_buf_t *raw)
{
    if (raw->rc == JOBS_OK) {
        jobs_escape_html(b, jobs_buf_view(raw));

    } else if (b->rc == JOBS_OK) {
        b->rc = raw->rc;
    }

    jobs_buf_reset(raw);
}


jobs_str_t
jobs_embed_host(const jobs_site_t *site)
{
    const char  *p, *slash;
    jobs_str_t   board;

    board = site->board;
    p = memchr(board.data, ':', board.len);

    if (p == NULL || (size_t) (p - board.data) + 3 > board.len) {
        return board;
    }

    p += 3;
    slash = memchr(p, '/', board.len - (size_t) (p - board.data));

    return jobs_str(p, slash != NULL ? (size_t) (slash - p)
                                     : board.len - (size_t) (p - board.data));
}
