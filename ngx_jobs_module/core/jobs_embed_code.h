/*
 * The code that a partner copies into his page, for each way of embedding.
 */

#ifndef JOBS_EMBED_CODE_H
#define JOBS_EMBED_CODE_H


#include "jobs_embed.h"


typedef struct {
    jobs_str_t             name;        /* in ids                     */
    jobs_word_e            label;
    jobs_word_e            note;
    jobs_str_t             policy;      /* directives that need the
                                           board's origin; or empty   */
    jobs_str_t             also;        /* what else they need        */
    void                 (*write)(jobs_buf_t *b, const jobs_list_t *l);
} jobs_embed_way_t;

/* ends with one whose name is a null string */
extern const jobs_embed_way_t  jobs_embed_ways[];


/* the height to reserve for the list, as the code says it */
unsigned jobs_embed_reserved(const jobs_list_t *l);

/* the address of a frame with the list */
void jobs_embed_frame(jobs_buf_t *b, const jobs_list_t *l);

/* "script-src https://board.example; ..."; nothing where none is needed */
void jobs_embed_policy(jobs_buf_t *b, const jobs_list_t *l,
    const jobs_embed_way_t *way);


#endif /* JOBS_EMBED_CODE_H */
