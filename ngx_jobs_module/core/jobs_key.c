/*
 * The bytes that an answer depends on.
 */

#include "jobs_cursor.h"
#include "jobs_key.h"


void
jobs_key_filter(jobs_buf_t *b, const jobs_filter_t *f)
{
    unsigned              i, k;
    const jobs_value_t   *v;
    const jobs_clause_t  *c;

    for (i = 0; i < f->nclauses; i++) {
        c = &f->clauses[i];

        /*
         * How many, from where, in which order: what came of it stands below.
         * The others are in the links, also where nothing is counted.
         */

        if (c->param == JOBS_P_SORT || c->param == JOBS_P_LIMIT
            || c->param == JOBS_P_OFFSET || c->param == JOBS_P_PAGE
            || c->param == JOBS_P_CURSOR)
        {
            continue;
        }

        /*
         * What a partner pins, its id (which is the visitor's) and the snapshot
         * say: without a snapshot an old answer is found as well.
         */

        if (c->pinned == JOBS_BY_PARTNER) {
            continue;
        }

        for (k = 0; k < c->n; k++) {
            v = &f->values[c->first + k];

            jobs_buf_char(b, (char) (1 + c->param));
            jobs_buf_char(b, (char) (c->pinned | v->exclude << 2));
            jobs_key_str(b, v->text);
        }
    }

    jobs_buf_char(b, '\0');
    jobs_buf_char(b, (char) (f->never | f->reverse << 1 | f->stats << 2
                             | f->has_cursor << 3));
    jobs_buf_char(b, (char) f->sort);
    jobs_key_number(b, f->limit);
    jobs_key_number(b, f->offset);
    jobs_key_number(b, f->facets);

    if (f->has_cursor) {
        jobs_cursor_write(b, &f->cursor);
    }
}


void
jobs_key_str(jobs_buf_t *b, jobs_str_t s)
{
    jobs_key_number(b, s.len);
    jobs_buf_str(b, s);
}


void
jobs_key_number(jobs_buf_t *b, uint64_t n)
{
    unsigned  i;

    for (i = 0; i < 8; i++) {
        jobs_buf_char(b, (char) (n >> 8 * i & 0xFF));
    }
}
