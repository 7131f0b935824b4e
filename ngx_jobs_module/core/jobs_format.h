/*
 * The formats of a list: each is a row of one table and has a file of its own.
 */

#ifndef JOBS_FORMAT_H
#define JOBS_FORMAT_H


#include "jobs_list.h"


/* Where the rows of a format come from. */

typedef enum {
    JOBS_ROWS_JSON = 0,     /* the snapshot has them ready, with gaps       */
    JOBS_ROWS_HTML,
    JOBS_ROWS_MADE          /* row() makes them                             */
} jobs_rows_e;

/* What an error looks like to those who ask for a format. */

typedef enum {
    JOBS_ERRORS_PAGE = 0,   /* a document, which error_page may replace     */
    JOBS_ERRORS_OWN,        /* one that stands inside another page          */
    JOBS_ERRORS_FRAGMENT,   /* HTML without <html>                          */
    JOBS_ERRORS_JSON        /* RFC 9457                                     */
} jobs_errors_e;

typedef enum {
    JOBS_FORMAT_PAGE = 0,
    JOBS_FORMAT_HTML,
    JOBS_FORMAT_JSON,
    JOBS_FORMAT_RSS,
    JOBS_FORMAT_ATOM,
    JOBS_FORMAT_JSONFEED,
    JOBS_FORMAT_CSV,
    JOBS_FORMAT_INDEED,
    JOBS_FORMAT_FACETS,
    JOBS_FORMAT_STATS,
    JOBS_FORMAT_FRAME,
    JOBS_FORMAT_OEMBED,
    JOBS_FORMAT_EMBED,
    JOBS_FORMAT_N
} jobs_format_e;

typedef struct {
    jobs_str_t             name;        /* in "jobs name;" and in links     */
    jobs_str_t             suffix;      /* behind the board's address       */
    jobs_str_t             type;        /* media type                       */
    jobs_str_t             sent;        /* with its parameters; data NULL:
                                           as type and utf8 say             */
    jobs_str_t             link;        /* as member of links in JSON       */
    jobs_str_t             title;       /* as an alternate of the page      */
    jobs_errors_e          errors;
    jobs_rows_e            rows;

    /* a row, with gaps: of a JOBS_ROWS_MADE, or where what the snapshot has
       is another version's; NULL: the document has no rows */
    void                 (*row)(jobs_buf_t *b, const jobs_listing_t *l);

    void                 (*write)(jobs_buf_t *b, const jobs_list_t *l);

    unsigned               show;        /* of HTML: JOBS_SHOW_..., where
                                           nobody asks for others           */
    unsigned               utf8:1;      /* the type takes a charset         */
    unsigned               related:1;   /* write() shows related lists      */
    unsigned               feed:1;      /* without the listings of sources
                                           that do not allow it             */
    unsigned               text:1;      /* row() wants the description      */
    unsigned               absolute:1;  /* every address has scheme, host   */
    unsigned               facets:1;    /* counts all fields where the
                                           request names none               */
    unsigned               stats:1;     /* has statistics in any case       */
    unsigned               frame:1;     /* its address is that of a frame   */
    unsigned               hosted:1;    /* is about a board, so it needs one */
    unsigned               unlinked:1;  /* has no neighbours: no Link       */
    unsigned               embeds:1;    /* says how to embed what it shows  */
} jobs_format_t;


/* by jobs_format_e */
extern const jobs_format_t  jobs_formats[JOBS_FORMAT_N];

/* the format that "jobs name;" asks for; NULL: none */
const jobs_format_t *jobs_format_find(jobs_str_t name);

/* the parts of HTML that an answer in that look has, JOBS_SHOW_... */
unsigned jobs_format_shown(const jobs_format_t *format,
    const jobs_look_t *look);

/*
 * Takes from a filter what the format does not show, so that nobody computes
 * it, and adds what it always shows.
 */
void jobs_format_settle(const jobs_format_t *format, jobs_filter_t *f);

/*
 * Adds the facets that HTML in that look lets a visitor choose from, but for
 * fields that are pinned, or whose argument is withheld (1 << jobs_param_e).
 */
void jobs_format_offer(const jobs_format_t *format, const jobs_look_t *look,
    uint64_t withheld, jobs_filter_t *f);


#endif /* JOBS_FORMAT_H */
