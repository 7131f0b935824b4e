/*
 * How an answer in HTML looks: what "lang", "theme", "show" and "heading" ask.
 */

#ifndef JOBS_LOOK_H
#define JOBS_LOOK_H


#include "jobs_filter.h"
#include "jobs_words.h"


typedef enum {                  /* in the order of the argument's choices */
    JOBS_THEME_AUTO = 0,        /* what the reader's system prefers       */
    JOBS_THEME_LIGHT,
    JOBS_THEME_DARK,
    JOBS_THEME_EMAIL            /* inline styles, the list alone          */
} jobs_theme_e;

/* 1 << index among the argument's choices */

#define JOBS_SHOW_LIST      0x01
#define JOBS_SHOW_SEARCH    0x02
#define JOBS_SHOW_FACETS    0x04
#define JOBS_SHOW_HEADLINE  0x08
#define JOBS_SHOW_PAGING    0x10
#define JOBS_SHOW_RELATED   0x20

/* what is shown where nobody says so */

#define JOBS_SHOW_PAGE      0x3f
#define JOBS_SHOW_FRAGMENT                                                    \
    (JOBS_SHOW_LIST | JOBS_SHOW_HEADLINE | JOBS_SHOW_PAGING)
#define JOBS_SHOW_EMAIL     (JOBS_SHOW_LIST | JOBS_SHOW_HEADLINE)

typedef struct {
    jobs_lang_e            lang;
    jobs_theme_e           theme;
    unsigned               show;        /* JOBS_SHOW_...; 0: the view's own */
    unsigned               heading;     /* 2 to 6; 0: the view's own        */
    unsigned               lang_given:1;
    unsigned               theme_given:1;
} jobs_look_t;

/* the arguments that it is made of, as 1 << jobs_param_e */
#define JOBS_LOOK_ARGS                                                        \
    (1ULL << JOBS_P_LANG | 1ULL << JOBS_P_THEME | 1ULL << JOBS_P_SHOW         \
     | 1ULL << JOBS_P_HEADING)


/*
 * Changes what is asked for in args, those of allowed only (1 <<
 * jobs_param_e).  JOBS_INVALID fills *fault with the first that cannot be
 * used; the others are applied all the same.
 */
jobs_rc_t jobs_look_args(jobs_look_t *look, const jobs_args_t *args,
    uint64_t allowed, jobs_fault_t *fault);

/* the parts that are shown, JOBS_SHOW_...; own: the view's, or 0 of no view */
unsigned jobs_look_shown(const jobs_look_t *look, unsigned own);

/*
 * The level of a fragment's heading, 2 to 6, and of one so many levels below
 * it: never more than 6.  A page begins with 1, whatever the look says.
 */
unsigned jobs_look_level(const jobs_look_t *look, unsigned below);

/* takes those arguments from a filter: what it is for shows none of them */
void jobs_look_drop(jobs_filter_t *f);


#endif /* JOBS_LOOK_H */
