/*
 * The module's own words: the table and its look-up.
 */

#include "jobs_words.h"


#define JOBS_LANG_TAG  35               /* RFC 5646, section 4.4.1 */

#define jobs_word_row(name, slot, en, de, fr, es, pt, nl)                     \
    { jobs_string(#slot), {                                                   \
        jobs_string(en), jobs_string(de), jobs_string(fr),                    \
        jobs_string(es), jobs_string(pt), jobs_string(nl) } },


static const struct {
    jobs_str_t     name;
    jobs_str_t     text[JOBS_LANG_N];
} jobs_word_table[JOBS_W_N] = {
    jobs_words(jobs_word_row)
};


const jobs_str_t  jobs_langs[] = {
    jobs_string("en"), jobs_string("de"), jobs_string("fr"),
    jobs_string("es"), jobs_string("pt"), jobs_string("nl"),
    jobs_null_string
};


jobs_str_t
jobs_word(jobs_lang_e lang, jobs_word_e word)
{
    return jobs_word_table[word].text[lang];
}


jobs_word_e
jobs_word_find(jobs_str_t name)
{
    unsigned    i;
    jobs_str_t  text;

    for (i = 0; i < JOBS_W_N; i++) {
        if (jobs_str_eq(jobs_word_table[i].name, name)) {
            break;
        }
    }

    if (i < JOBS_W_N) {
        text = jobs_word_table[i].text[JOBS_LANG_EN];

        if (text.len != 0 && memchr(text.data, '%', text.len) != NULL) {
            return JOBS_W_N;
        }
    }

    return (jobs_word_e) i;
}


jobs_lang_e
jobs_lang_find(jobs_str_t tag)
{
    unsigned  i;

    for (i = 0; i < JOBS_LANG_N; i++) {
        if (tag.len >= 2
            && (tag.data[0] | 0x20) == jobs_langs[i].data[0]
            && (tag.data[1] | 0x20) == jobs_langs[i].data[1]
            && (tag.len == 2 || tag.data[2] == '-' || tag.data[2] == '_'))
        {
            break;
        }
    }

    return (jobs_lang_e) i;
}


int
jobs_lang_valid(jobs_str_t tag)
{
    char    c;
    size_t  i, part;

    part = 0;

    for (i = 0; i < tag.len; i++) {
        c = tag.data[i];

        if (c == '-' || c == '_') {

            if (part < 1 || part > 8) {
                return 0;
            }

            part = 0;
            continue;
        }

        part++;

        if (!(((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
              || (c >= '0' && c <= '9' && i >= part)))
        {
            return 0;
        }
    }

    return part >= 1 && part <= 8 && tag.len >= 2 && tag.len <= JOBS_LANG_TAG;
}
