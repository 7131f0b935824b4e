/*
 * What a visitor types into a search box, as an FTS5 query.
 *
 *     words          all of them             "a phrase"     in this order
 *     -word          not this one            one or two     either
 *     pref*          words that begin so
 *
 * A word is found under its other forms too (jobs_forms.h), a phrase and a
 * prefix as they stand.  No character of the visitor's is ever FTS5 syntax:
 * each word is quoted by us, and what does not fit the grammar is taken as
 * words.
 */

#ifndef JOBS_SEARCH_H
#define JOBS_SEARCH_H


#include "jobs_forms.h"


#define JOBS_SEARCH_WORDS   8       /* words and phrases in one search  */
#define JOBS_SEARCH_TOKENS  32      /* what they fall into, at the most */


/* where to look; a place is a name, it has no other forms */

typedef enum {
    JOBS_SEARCH_ALL = 0,
    JOBS_SEARCH_TITLE,
    JOBS_SEARCH_PLACE
} jobs_search_e;


/*
 * text: folded (jobs_fold), without NUL.  Appends the whole FTS5 expression,
 * what must match without what must not, to b; b and forms may be NULL where
 * only the verdict is wanted.  JOBS_DECLINED: nothing must match (then nothing
 * is appended).  JOBS_LIMIT: too many words.
 */
jobs_rc_t jobs_search_match(jobs_buf_t *b, const jobs_forms_t *forms,
    jobs_search_e where, jobs_str_t text);

/*
 * The same for what must not match: a listing that it finds is none of the
 * search's.  JOBS_DECLINED: there is nothing of that kind.
 */
jobs_rc_t jobs_search_exclude(jobs_buf_t *b, const jobs_forms_t *forms,
    jobs_search_e where, jobs_str_t text);


#endif /* JOBS_SEARCH_H */
