/*
 * Other forms of words, under which the full-text index finds them as well:
 *
 *     stems       Snowball's English stem: engineering, engineers: engin
 *     spellings   .NET: dotnet, Node.js: nodejs, C++17: c++, python+sql:
 *                 python and sql
 *
 * The index holds the forms of its texts in columns of their own, a search
 * asks for the forms of its words; both take them from here.
 */

#ifndef JOBS_FORMS_H
#define JOBS_FORMS_H


#include "jobs_buf.h"


#define JOBS_FORMS_WORD  48     /* longer words have no other form      */
#define JOBS_FORMS_ROW   512    /* different forms that a listing keeps */
#define JOBS_FORMS_STEMS 32768  /* stems that are remembered, a power of 2 */
#define JOBS_FORMS_KEPT  15     /* of words no longer than this         */


/* a word and its stem, of which one begins where the other ends */

typedef struct {
    unsigned char       word;           /* length, 0: none */
    unsigned char       stem;
    char                data[2 * JOBS_FORMS_KEPT];
} jobs_forms_stem_t;


/* belongs to one thread at a time: the stemmer keeps its last word */

typedef struct {
    struct sb_stemmer  *stemmer;        /* NULL: there are no stems */
    jobs_forms_stem_t  *stems;          /* JOBS_FORMS_STEMS, or NULL */
} jobs_forms_t;


/*
 * What the index's tokenizer takes of ASCII for part of a word, letters in
 * lower case: letters, digits, + and #.  0: nothing.
 */
extern const char  jobs_forms_ascii[256];


/* the forms that a listing has already; zeroed before its first text */

typedef struct {
    unsigned            n;
    uint16_t            seen[JOBS_FORMS_ROW * 2];   /* number + 1, 0: free */
    unsigned char       len[JOBS_FORMS_ROW];
    char                data[JOBS_FORMS_ROW][JOBS_FORMS_WORD];
} jobs_forms_row_t;


/*
 * Words joined by dots, lower case, without dots at the end; a leading dot is
 * kept.  What is not ASCII stands as one byte 0x80, which no form has.
 */

typedef struct {
    char                data[JOBS_FORMS_WORD];
    size_t              len;
    size_t              dots;
    unsigned            plain:1;        /* letters a-z and digits only */
} jobs_forms_word_t;


/*
 * Never fails: without memory for a stemmer there are no stems.  A program
 * that asks for those of many texts may give room in forms->stems, zeroed,
 * which stays its own.
 */
void jobs_forms_open(jobs_forms_t *forms);
void jobs_forms_close(jobs_forms_t *forms);

/* 1 if a language (BCP 47; data NULL: unknown) is English, else 0 */
int jobs_forms_english(jobs_str_t language);

/*
 * The next word of a text, *p then stands behind it: 1, or 0 at the end.
 * One of more than JOBS_FORMS_WORD bytes is left empty: it has no forms.
 */
int jobs_forms_next(jobs_forms_word_t *w, const char **p, const char *end);

/*
 * The stem of a word, which may be the word itself; it lives until the next
 * call.  data NULL: it has none, as it is not of letters a-z only.
 */
jobs_str_t jobs_forms_stem(const jobs_forms_t *forms, jobs_str_t word);

/*
 * Writes the spelling of a word without its dot to *out: dotnet of .net,
 * dotnet8 of .net8, nodejs of node.js.  1, or 0 where there is none.
 */
int jobs_forms_join(jobs_forms_word_t *out, const jobs_forms_word_t *w);

/* What is done with each form of a text, in their order. */

typedef struct {
    void              (*form)(void *data, jobs_str_t form);
    void              (*stem)(void *data, jobs_str_t word);   /* that of it */
    void               *data;
} jobs_forms_take_t;

/*
 * All forms of the words of a text, however often; each is one word for the
 * index, of at most JOBS_FORMS_WORD bytes.  english: stems too, those that are the word itself among them (a
 * search for "designing" takes "design" from English listings only, which must
 * therefore say so).
 */
void jobs_forms_each(const jobs_forms_take_t *take, jobs_str_t text,
    int english);

/*
 * Appends these, each with a space before it, to b: those that are not in *row
 * yet, where they are noted, until there are JOBS_FORMS_ROW.
 */
void jobs_forms_add(jobs_buf_t *b, const jobs_forms_t *forms,
    jobs_forms_row_t *row, jobs_str_t text, int english);


#endif /* JOBS_FORMS_H */
