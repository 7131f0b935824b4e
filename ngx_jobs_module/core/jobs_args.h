/*
 * The arguments of a request, decoded once and strictly.
 */

#ifndef JOBS_ARGS_H
#define JOBS_ARGS_H


#include "jobs_core.h"


#define JOBS_ARGS_MAX    64
#define JOBS_ARGS_BYTES  2048

typedef struct {
    jobs_str_t     name;
    jobs_str_t     value;
} jobs_arg_t;

typedef struct {
    jobs_arg_t     arg[JOBS_ARGS_MAX];
    unsigned       n;
    char           bytes[JOBS_ARGS_BYTES];    /* what arg points into */
} jobs_args_t;


/*
 * Parses application/x-www-form-urlencoded text ("+" is a space).  Arguments
 * with an empty value are left out.  JOBS_INVALID: a bad escape, a control
 * character, or not UTF-8.  JOBS_LIMIT: more than 64 arguments or 2 KB.
 * *reason then says which, in words fit for the client.
 */
jobs_rc_t jobs_args_parse(jobs_args_t *args, jobs_str_t query,
    const char **reason);

/*
 * A query as it is written, one argument after the other.  item: takes the
 * first one; query->data becomes NULL behind the last.  name: what stands
 * before the first "=".  has: 1 if an argument has that name.
 */
jobs_str_t jobs_args_item(jobs_str_t *query);
jobs_str_t jobs_args_name(jobs_str_t item);
int jobs_args_has(jobs_str_t query, jobs_str_t name);

/*
 * 1 if two names or values, as a query writes them, mean the same: "utm%5Fid"
 * is "utm_id".  What is no escape is what it looks like.
 */
int jobs_args_same(jobs_str_t a, jobs_str_t b);


#endif /* JOBS_ARGS_H */
