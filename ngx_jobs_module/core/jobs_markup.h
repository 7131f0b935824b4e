/*
 * Where in the HTML a template stands, and what may be put there.
 *
 * The states are those of the tokenizer of the HTML standard, as far as values
 * need them.  Whatever a section adds, repeats or leaves out, the state behind
 * it is one that holds in every case; what can be read in two ways is refused.
 */

#ifndef JOBS_MARKUP_H
#define JOBS_MARKUP_H


#include "jobs_template.h"


/* longer names are none that matters */
#define JOBS_MARKUP_NAME  24

typedef struct {
    unsigned                 state;
    unsigned                 tag_len;
    unsigned                 name_len;
    char                     tag[JOBS_MARKUP_NAME];     /* lower case        */
    char                     name[JOBS_MARKUP_NAME];    /* of the attribute  */
    unsigned                 match;         /* of tag, in </tag              */
    unsigned                 foreign;       /* <svg> and <math> that are open */
    unsigned                 address;       /* what it begins with           */
    unsigned                 values;        /* attribute values so far       */
    unsigned                 fields;        /* in addresses so far           */
    unsigned                 end:1;         /* </tag                         */
    unsigned                 equiv:1;       /* <meta http-equiv              */
    unsigned                 content:1;     /* <meta content="{{...}}        */
} jobs_markup_t;


/* in text */
void jobs_markup_init(jobs_markup_t *m);

/*
 * Each goes on by what the template says next.  NULL, or why it must not: a
 * reason that the name of the field or section completes (text: that stands
 * alone; *at is its offset then).
 */
const char *jobs_markup_text(jobs_markup_t *m, jobs_str_t text, size_t *at);
const char *jobs_markup_field(jobs_markup_t *m, jobs_slot_e kind, int raw);

/* a section begins, and ends, which began at *open */
void jobs_markup_open(jobs_markup_t *m);
const char *jobs_markup_close(jobs_markup_t *m, const jobs_markup_t *open);

/* 1 where a file may begin and end: in text, outside <svg> */
int jobs_markup_outside(const jobs_markup_t *m);


#endif /* JOBS_MARKUP_H */
