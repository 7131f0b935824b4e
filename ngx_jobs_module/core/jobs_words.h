/*
 * The module's own words, in the languages that it speaks.
 */

#ifndef JOBS_WORDS_H
#define JOBS_WORDS_H


#include "jobs_core.h"
#include "jobs_words_table.h"


typedef enum {
    JOBS_LANG_EN = 0,
    JOBS_LANG_DE,
    JOBS_LANG_FR,
    JOBS_LANG_ES,
    JOBS_LANG_PT,
    JOBS_LANG_NL,
    JOBS_LANG_N
} jobs_lang_e;

/* their codes (BCP 47), by jobs_lang_e; ends with a null string */
extern const jobs_str_t  jobs_langs[];


/*
 * Each word once: jobs_words(X) is X(NAME, name, en, de, fr, es, pt, nl).  C
 * code asks for JOBS_W_NAME, a template for {{w.name}}.
 */

#define jobs_word_index(name, slot, en, de, fr, es, pt, nl)  JOBS_W_##name,

/* the English alone, for tables of strings */
#define jobs_word_english(name, slot, en, de, fr, es, pt, nl)  jobs_string(en),

typedef enum {
    jobs_words(jobs_word_index)
    JOBS_W_N
} jobs_word_e;


jobs_str_t jobs_word(jobs_lang_e lang, jobs_word_e word);

/*
 * The word that a template calls so, without the "w."; JOBS_W_N: none, or one
 * that holds values.
 */
jobs_word_e jobs_word_find(jobs_str_t name);

/*
 * The language of a tag (BCP 47): by its first part, "de" of "de-AT", whatever
 * the case.  JOBS_LANG_N: none of them.
 */
jobs_lang_e jobs_lang_find(jobs_str_t tag);

/*
 * Why an argument cannot be used (jobs_fault_t.reason), in a language.  data
 * NULL: it is told in English only.
 */
jobs_str_t jobs_reason(jobs_lang_e lang, const char *reason);

/* 1 if tag has the form of one, whoever speaks it */
int jobs_lang_valid(jobs_str_t tag);


#endif /* JOBS_WORDS_H */
