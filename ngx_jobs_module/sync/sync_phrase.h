/*
 * Texts as words, and sets of phrases that are looked for in them.
 *
 * A word is in lower case and without accents; "C++", "C#" and ".NET" are
 * words, "U.S." is the word "us", "&" is "and".
 */

#ifndef SYNC_PHRASE_H
#define SYNC_PHRASE_H


#include "sync.h"


#define SYNC_WORDING_MAX  256       /* words of one text that are looked at */
#define SYNC_PHRASE_MAX   6         /* words of one phrase                  */


typedef struct {
    uint32_t           from;        /* in text */
    uint32_t           len;
    unsigned           upper:1;     /* written in capitals                  */
    unsigned           edge:1;      /* a comma, a bracket, ... before it    */
} sync_word_t;

typedef struct {
    jobs_buf_t         text;        /* the words, one space between them */
    size_t             n;
    sync_word_t        words[SYNC_WORDING_MAX];
} sync_wording_t;

/* What a phrase means; the set's owner says what the numbers are. */

typedef struct sync_meaning_s  sync_meaning_t;

struct sync_meaning_s {
    sync_meaning_t      *next;        /* another meaning of the phrase */
    sync_meaning_t      *link;        /* another phrase, same slot     */
    jobs_str_t         phrase;
    jobs_str_t         value;
    int                kind;
    int                order;       /* the lowest wins               */
    int                country;
    unsigned           code:1;      /* only where written in capitals */
    unsigned           across:1;    /* also across commas and brackets */
    unsigned           ambiguous:1;
};

typedef struct {
    sync_meaning_t     **slots;       /* 2^n */
    size_t             nslots;
    size_t             n;
    sync_arena_t      *arena;
} sync_phrases_t;


void sync_wording_init(sync_wording_t *w);
void sync_wording_free(sync_wording_t *w);

/* the words of s, those before are forgotten */
void sync_wording_read(sync_wording_t *w, jobs_str_t s);

/* an empty set, its entries in arena, room for the slots from sync_mem */
void sync_phrases_init(sync_phrases_t *p, sync_arena_t *arena);
void sync_phrases_free(sync_phrases_t *p);

/*
 * Adds a phrase as people write it; e is copied, its phrase is made here.
 * JOBS_INVALID: it has no words, or more than SYNC_PHRASE_MAX.
 */
jobs_rc_t sync_phrases_add(sync_phrases_t *p, sync_wording_t *w,
    jobs_str_t phrase, const sync_meaning_t *e);

/* the meanings of the longest phrase at a word, or NULL; *n: its words */
const sync_meaning_t *sync_phrases_find(const sync_phrases_t *p,
    const sync_wording_t *w, size_t at, size_t *n);


#endif /* SYNC_PHRASE_H */
