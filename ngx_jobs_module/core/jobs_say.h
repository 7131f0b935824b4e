/*
 * Sentences, numbers, dates and clocks as a reader of a language writes them.
 *
 * Their forms are those of Unicode's CLDR (version 48: numbers, plural rules,
 * long dates, ranges of amounts), but for French, whose first of a month is
 * "1er", and for English dates, which are "8 August 2026".
 */

#ifndef JOBS_SAY_H
#define JOBS_SAY_H


#include "jobs_buf.h"
#include "jobs_words.h"


/* a word whose %1, %2, %3 are these; plain text, nothing is escaped */
void jobs_say(jobs_buf_t *b, jobs_lang_e lang, jobs_word_e word,
    const jobs_str_t *values);

/* a word whose %1 is a number */
void jobs_say_with(jobs_buf_t *b, jobs_lang_e lang, jobs_word_e word,
    uint64_t n);

/* "1 job", "1,256 jobs": a singular, behind which its plural is in the table */
void jobs_say_count(jobs_buf_t *b, jobs_lang_e lang, jobs_word_e one,
    uint64_t n);

/* 1,256; 1.256; 1256 in Spanish, which groups from 10.000 on */
void jobs_say_number(jobs_buf_t *b, jobs_lang_e lang, uint64_t n);

/* two decimals where there are cents: 45.25; nothing unless 0 <= n < 1e15 */
void jobs_say_amount(jobs_buf_t *b, jobs_lang_e lang, double n);

/* the day of a time in UTC: 8 August 2026, 8. August 2026 */
void jobs_say_date(jobs_buf_t *b, jobs_lang_e lang, int64_t t);

/* 8 August 2026, 09:00 UTC */
void jobs_say_clock(jobs_buf_t *b, jobs_lang_e lang, int64_t t);


#endif /* JOBS_SAY_H */
