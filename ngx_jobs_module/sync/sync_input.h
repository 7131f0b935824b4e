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

/* bytes (at most SYNC_INPUT_SIZE) as an input of their own */
sync_input_t *sync_input_memory(jobs_str_t bytes);

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


/* JSON, byte by byte (sync_json.c) */

/* the next byte that is not white space, not taken; -1 at the end */
int sync_json_space(sync_input_t *in);

/*
 * One value as it stands, from its first byte on; b == NULL: nobody wants
 * it.  Brackets are only counted, so that a broken row costs this row alone.
 * JOBS_INVALID: the input ends inside of it.
 */
jobs_rc_t sync_json_value(sync_input_t *in, jobs_buf_t *b);

/*
 * The name of a member without its quotes, and the colon behind it.
 * JOBS_INVALID: there is none.
 */
jobs_rc_t sync_json_name(sync_input_t *in, jobs_buf_t *name);

/*
 * A value as it stands, parsed; the caller deletes it.  strict: \u0000 and
 * halves of surrogate pairs are no good, else they are repaired.  NULL: why
 * says what is wrong.
 */
cJSON *sync_json_parse(jobs_str_t text, int strict, const char **why);


/* Documents (sync_document.c, sync_head.c) */

/*
 * The members beside the list of a JSON document, into an object that the
 * caller deletes.  NULL: it is no complete document with such a list.
 */
cJSON *sync_document_envelope(sync_input_t *in, jobs_str_t path);

/*
 * What the first bytes of a JSON document tell.  1: format (or NULL).  0: it
 * is neither of a known format nor looks canonical.
 */
int sync_head(jobs_str_t head, const sync_format_t **format);


#endif /* SYNC_INPUT_H */
