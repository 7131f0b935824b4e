/*
 * A feed as a stream of bytes, with the line it is at.
 */

#ifndef SYNC_INPUT_H
#define SYNC_INPUT_H


#include "sync.h"


#define SYNC_INPUT_SIZE  (256 * 1024)

typedef struct {
    int            fd;
    int            error;               /* errno of a failed read, or 0 */
    unsigned       eof:1;
    size_t         pos;
    size_t         len;
    uint64_t       line;                /* from 1 */
    char           data[SYNC_INPUT_SIZE];
} sync_input_t;


/* "-" is standard input; NULL with errno when it cannot be opened */
sync_input_t *sync_input_open(const char *name);
void sync_input_close(sync_input_t *in);

/* what is in the buffer now, without taking it: at least one byte, or EOF */
jobs_str_t sync_input_peek(sync_input_t *in);

int sync_input_fill(sync_input_t *in);

/* the next byte (0-255) or -1; and the same without taking it */

static inline int
sync_input_look(sync_input_t *in)
{
    if (in->pos == in->len && !sync_input_fill(in)) {
        return -1;
    }

    return (unsigned char) in->data[in->pos];
}

static inline int
sync_input_next(sync_input_t *in)
{
    int  c;

    c = sync_input_look(in);

    if (c != -1) {
        in->pos++;
        in->line += (c == '\n');
    }

    return c;
}


/*
 * The readers.  They hand their rows to sync_feed_json() or sync_feed_row()
 * and return as sync_feed_read() does.
 *
 * path: of the list inside a JSON document ("data.jobs"), "" for the top.
 */
jobs_rc_t sync_read_lines(sync_feed_t *feed, sync_input_t *in);
jobs_rc_t sync_read_array(sync_feed_t *feed, sync_input_t *in,
    jobs_str_t path);
jobs_rc_t sync_read_csv(sync_feed_t *feed, sync_input_t *in);


#endif /* SYNC_INPUT_H */
