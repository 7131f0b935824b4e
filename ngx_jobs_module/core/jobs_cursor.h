/*
 * A cursor as text: order, time, id and sort key of the last listing of a
 * page, separated by commas ("-title,1754038800,greenhouse:acme:1,baker").
 */

#ifndef JOBS_CURSOR_H
#define JOBS_CURSOR_H


#include "jobs_filter.h"


/* *c points into text.  JOBS_INVALID: it is no cursor. */
jobs_rc_t jobs_cursor_parse(jobs_cursor_t *c, jobs_str_t text);

/* appends it as a query string wants it, escaped */
void jobs_cursor_write(jobs_buf_t *b, const jobs_cursor_t *c);


#endif /* JOBS_CURSOR_H */
