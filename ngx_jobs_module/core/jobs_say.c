/*
 * Sentences, numbers, dates and clocks in the languages of the board.
 */

#include <math.h>
#include "jobs_say.h"
#include "jobs_text.h"


typedef struct {
    jobs_str_t     group;       /* between thousands         */
    uint64_t       grouped;     /* the least that has groups */
    char           point;
    unsigned       zero:1;      /* 0 is no plural            */
    jobs_str_t     first;       /* behind the 1st of a month */
    jobs_str_t     day;         /* behind any other day      */
    jobs_str_t     month;       /* behind the month          */
    const char    *months[12];
} jobs_say_t;


static const jobs_say_t  jobs_says[JOBS_LANG_N] = {

    [JOBS_LANG_EN] = {
        jobs_string(","), 1000, '.', 0,
        jobs_string(" "), jobs_string(" "), jobs_string(" "),
        { "January", "February", "March", "April", "May", "June", "July",
          "August", "September", "October", "November", "December" }
    },

    [JOBS_LANG_DE] = {
        jobs_string("."), 1000, ',', 0,
        jobs_string(". "), jobs_string(". "), jobs_string(" "),
        { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
          "August", "September", "Oktober", "November", "Dezember" }
    },

    [JOBS_LANG_FR] = {
        jobs_string("\u202F"), 1000, ',', 1,
        jobs_string("er "), jobs_string(" "), jobs_string(" "),
        { "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
          "août", "septembre", "octobre", "novembre", "décembre" }
    },

    [JOBS_LANG_ES] = {
        jobs_string("."), 10000, ',', 0,
        jobs_string(" de "), jobs_string(" de "), jobs_string(" de "),
        { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
          "agosto", "septiembre", "octubre", "noviembre", "diciembre" }
    },

    [JOBS_LANG_PT] = {
        jobs_string("."), 1000, ',', 1,
        jobs_string(" de "), jobs_string(" de "), jobs_string(" de "),
        { "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
          "agosto", "setembro", "outubro", "novembro", "dezembro" }
    },

    [JOBS_LANG_NL] = {
        jobs_string("."), 1000, ',', 0,
        jobs_string(" "), jobs_string(" "), jobs_string(" "),
        { "januari", "februari", "maart", "april", "mei", "juni", "juli",
          "augustus", "september", "oktober", "november", "december" }
    }
};


static void  jobs_say_groups(jobs_buf_t *b, const jobs_say_t *say, uint64_t n);


void
jobs_say(jobs_buf_t *b, jobs_lang_e lang, jobs_word_e word,
    const jobs_str_t *values)
{
    jobs_str_t   text;
    const char  *p, *end;

    text = jobs_word(lang, word);
    end = jobs_str_end(text);

    while (text.len != 0 && (p = memchr(text.data, '%', text.len)) != NULL) {
        jobs_buf_add(b, text.data, p - text.data);
        jobs_buf_str(b, values[p[1] - '1']);
        text = jobs_str(p + 2, end - p - 2);
    }

    jobs_buf_str(b, text);
}


void
jobs_say_with(jobs_buf_t *b, jobs_lang_e lang, jobs_word_e word, uint64_t n)
{
    char        bytes[64];
    jobs_str_t  number;
    jobs_buf_t  text;

    text = (jobs_buf_t) { .data = bytes, .size = sizeof(bytes),
                          .max = sizeof(bytes) };

    jobs_say_number(&text, lang, n);
    number = jobs_buf_view(&text);

    jobs_say(b, lang, word, &number);
}


void
jobs_say_count(jobs_buf_t *b, jobs_lang_e lang, jobs_word_e one, uint64_t n)
{
    int  single;

    single = n == 1 || (n == 0 && jobs_says[lang].zero);

    jobs_say_with(b, lang, single ? one : (jobs_word_e) (one + 1), n);
}


void
jobs_say_number(jobs_buf_t *b, jobs_lang_e lang, uint64_t n)
{
    const jobs_say_t  *say;

    say = &jobs_says[lang];

    if (n >= say->grouped) {
        jobs_say_groups(b, say, n);

    } else {
        jobs_buf_uint(b, n);
    }
}


static void
jobs_say_groups(jobs_buf_t *b, const jobs_say_t *say, uint64_t n)
{
    if (n < 1000) {
        jobs_buf_uint(b, n);
        return;
    }

    jobs_say_groups(b, say, n / 1000);
    jobs_buf_str(b, say->group);
    jobs_buf_padded(b, n % 1000, 3);
}


void
jobs_say_amount(jobs_buf_t *b, jobs_lang_e lang, double n)
{
    uint64_t  cents;

    if (!(n >= 0 && n < 1e15)) {
        return;
    }

    cents = (uint64_t) llround(n * 100);

    jobs_say_number(b, lang, cents / 100);

    if (cents % 100 != 0) {
        jobs_buf_char(b, jobs_says[lang].point);
        jobs_buf_padded(b, cents % 100, 2);
    }
}


void
jobs_say_date(jobs_buf_t *b, jobs_lang_e lang, int64_t t)
{
    int64_t            year;
    unsigned           month, day;
    const char        *name;
    const jobs_say_t  *say;

    say = &jobs_says[lang];
    jobs_date(t, &year, &month, &day);
    name = say->months[month - 1];

    jobs_buf_uint(b, day);
    jobs_buf_str(b, day == 1 ? say->first : say->day);
    jobs_buf_add(b, name, strlen(name));
    jobs_buf_str(b, say->month);
    jobs_buf_uint(b, (uint64_t) year);
}


void
jobs_say_clock(jobs_buf_t *b, jobs_lang_e lang, int64_t t)
{
    unsigned  minute;

    minute = (unsigned) ((t % 86400 + 86400) % 86400 / 60);

    jobs_say_date(b, lang, t);
    jobs_buf_lit(b, ", ");
    jobs_buf_padded(b, minute / 60, 2);
    jobs_buf_char(b, ':');
    jobs_buf_padded(b, minute % 60, 2);
    jobs_buf_lit(b, " UTC");
}
