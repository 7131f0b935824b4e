/*
 * The language of a listing, from its words.
 */

#ifndef SYNC_LANGUAGE_H
#define SYNC_LANGUAGE_H


#include "sync.h"


/*
 * The language of a title and the text below it as a BCP 47 tag, which lives
 * for ever; data NULL where it is too short, mixed or of no language that is
 * known: unsure is unknown.
 */
jobs_str_t sync_language(jobs_str_t title, jobs_str_t text);


#endif /* SYNC_LANGUAGE_H */
