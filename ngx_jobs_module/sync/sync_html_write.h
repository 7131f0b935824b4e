/*
 * The writer of the HTML sanitiser; private to it.
 *
 * What is read only changes what is open.  Elements are written when a text
 * needs them, so empty ones never are, and everything is closed.
 */

#ifndef SYNC_HTML_WRITE_H
#define SYNC_HTML_WRITE_H


#include "sync_html_path.h"


#define SYNC_HTML_OPEN  256             /* elements open in what is read */


typedef struct {
    jobs_buf_t        *out;
    size_t             start;           /* of ours in out               */
    sync_arena_t       arena;           /* addresses of links           */

    sync_place_t       open[SYNC_HTML_OPEN];
    unsigned           nopen;
    unsigned           gone;            /* open inside of what is gone   */
    uint32_t           serial;
    uint32_t           epoch;

    sync_path_t        path;            /* of run                       */
    sync_path_t        written;
    jobs_buf_t         run;             /* text of one path             */
    jobs_buf_t         clean;
    jobs_buf_t         escaped;

    unsigned           breaks;          /* <br> before the next text    */
    unsigned           space:1;         /* white space before it        */
    unsigned           rule:1;          /* <hr> before it               */
    unsigned           fresh:1;         /* the block has no text yet    */
    unsigned           moved:1;         /* open changed after path      */
    unsigned           lines:1;         /* line ends are meant          */
    unsigned           full:1;
    unsigned           mended:1;        /* one of the paths was         */
} sync_html_writer_t;


void sync_html_begin(sync_html_writer_t *w, jobs_buf_t *out);

/* JOBS_LIMIT: too deep, no more should follow */
jobs_rc_t sync_html_open(sync_html_writer_t *w,
    const sync_element_t *element, jobs_str_t href);
void sync_html_close(sync_html_writer_t *w);
void sync_html_text(sync_html_writer_t *w, jobs_str_t s);

/* closes what is open and forgets the writer; 1 if HTML was mended */
int sync_html_end(sync_html_writer_t *w);


#endif /* SYNC_HTML_WRITE_H */
