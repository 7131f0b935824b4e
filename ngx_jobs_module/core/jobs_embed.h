/*
 * Lists inside other people's pages.
 */

#ifndef JOBS_EMBED_H
#define JOBS_EMBED_H


#include "jobs_list.h"


/* pixels: what a frame is wide where nobody says, and heights are made for */
#define JOBS_EMBED_WIDTH  600

/* bytes of code or of an address, which escapes make long: no more is a fault */
#define JOBS_EMBED_MAX  (1024 * 1024)


/*
 * The height of a frame or an element with so many rows, in pixels, with the
 * parts of show (JOBS_SHOW_...) around them: what nearly all lists need.
 */
unsigned jobs_embed_height(uint64_t rows, unsigned show);

/* the rows that the list has on its page */
uint64_t jobs_embed_rows(const jobs_list_t *l);

/* the parts that it has in a frame: as asked, or a frame's own */
unsigned jobs_embed_show(const jobs_list_t *l);

/*
 * Appends what was written to raw, escaped for HTML, and empties that; its
 * failure becomes that of b.
 */
void jobs_embed_escaped(jobs_buf_t *b, jobs_buf_t *raw);

/* "board.example:8080", in the board's address, which is absolute */
jobs_str_t jobs_embed_host(const jobs_site_t *site);


#endif /* JOBS_EMBED_H */
