/*
 * What a visitor types into a search box, as an FTS5 query.
 *
 *     words          all of them             "a phrase"     in this order
 *     -word          not this one            one or two     either
 *     pref*          words that begin so
 *
 * No character of the visitor's is ever FTS5 syntax: each word is quoted by
 * us, and what does not fit the grammar is taken as words.
 */

#ifndef JOBS_SEARCH_H
#define JOBS_SEARCH_H


#include "jobs_buf.h"


#define JOBS_SEARCH_WORDS   8       /* words and phrases in one search  */
#define JOBS_SEARCH_TOKENS  32      /* what they fall into, at the most */


/*
 * text: folded (jobs_fold).  Appends an FTS5 expression of what must match to
 * match, and one of what must not to exclude; either may stay empty, or be
 * NULL where only the verdict is wanted.  JOBS_DECLINED: there is no word in
 * text.  JOBS_LIMIT: too many words.
 */
jobs_rc_t jobs_search_parse(jobs_buf_t *match, jobs_buf_t *exclude,
    jobs_str_t text);


#endif /* JOBS_SEARCH_H */
