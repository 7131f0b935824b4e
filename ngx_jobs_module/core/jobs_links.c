/*
 * Addresses of a list: itself, its neighbours, and its other formats.
 */

#include "jobs_list.h"


static void  jobs_address_offset(jobs_buf_t *b, const jobs_list_t *l,
                 uint64_t offset);


void
jobs_address_self(jobs_buf_t *b, const jobs_list_t *l)
{
    if (l->filter->has_cursor) {
        jobs_buf_str(b, l->site.self);
        jobs_link_cursor(b, l->filter, &l->filter->cursor);
        return;
    }

    jobs_address_offset(b, l, l->offset);
}


void
jobs_address_next(jobs_buf_t *b, const jobs_list_t *l)
{
    uint64_t  limit;

    limit = l->filter->limit;

    if (l->has_next) {
        jobs_buf_str(b, l->site.self);
        jobs_link_cursor(b, l->filter, &l->next);

    } else if (limit > 0 && l->offset < l->total
               && l->total - l->offset > limit)
    {
        jobs_address_offset(b, l, l->offset + limit);
    }
}


void
jobs_address_prev(jobs_buf_t *b, const jobs_list_t *l)
{
    uint64_t  limit;

    limit = l->filter->limit;

    if (limit > 0 && l->offset > 0) {
        jobs_address_offset(b, l, l->offset > limit ? l->offset - limit : 0);
    }
}


void
jobs_address_page(jobs_buf_t *b, const jobs_list_t *l)
{
    if (l->site.board.data == NULL) {
        return;
    }

    jobs_site_view(b, &l->site, jobs_lit(""));
    jobs_link_query(b, l->filter, JOBS_P_N, l->offset);
}


void
jobs_address_first(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_address_offset(b, l, 0);
}


void
jobs_address_view(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t view)
{
    if (l->site.board.data == NULL) {
        return;
    }

    jobs_site_view(b, &l->site, view);
    jobs_link_query(b, l->filter, JOBS_P_N, 0);
}


static void
jobs_address_offset(jobs_buf_t *b, const jobs_list_t *l, uint64_t offset)
{
    jobs_buf_str(b, l->site.self);
    jobs_link_query(b, l->filter, JOBS_P_N, offset);
}
