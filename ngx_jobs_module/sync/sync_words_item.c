/*
 * What the full-text index holds of a listing.
 */

#include "sync_words.h"


static void sync_words_join(jobs_buf_t *b, const sync_value_t *v);
static jobs_str_t sync_words_text(sync_words_t *words);
static void sync_words_key(sync_words_t *words, int english, uint32_t key[2]);


void
sync_words_item(sync_words_t *words, const sync_item_t *item, uint32_t key[2])
{
    const sync_value_t  *v;

    v = item->v;
    words->english = jobs_forms_english(v[SYNC_LANGUAGE].text);
    words->columns[SYNC_FTS_TITLE] = v[SYNC_TITLE].text;
    words->columns[SYNC_FTS_COMPANY] = v[SYNC_COMPANY].text;
    words->columns[SYNC_FTS_EXCERPT] = v[SYNC_EXCERPT].text;

    jobs_buf_reset(&words->text);
    sync_words_join(&words->text, &v[SYNC_TAGS]);
    words->columns[SYNC_FTS_TAGS] = sync_words_text(words);

    jobs_buf_str(&words->text, v[SYNC_LOCATION].text);

    if (v[SYNC_LOCATIONS].n > 0) {
        jobs_buf_lit(&words->text, " ; ");
        sync_words_join(&words->text, &v[SYNC_LOCATIONS]);
    }

    words->columns[SYNC_FTS_PLACE] = sync_words_text(words);

    sync_words_key(words, words->english, key);
}


/* what the title has for a form is not repeated among those of the rest */

void
sync_words_forms(sync_words_t *words)
{
    jobs_str_t  *columns;

    columns = words->columns;
    memset(&words->row, 0, sizeof(jobs_forms_row_t));
    jobs_buf_reset(&words->text);

    jobs_forms_add(&words->text, &words->forms, &words->row,
                   columns[SYNC_FTS_TITLE], words->english);
    columns[SYNC_FTS_TITLE_FORMS] = sync_words_text(words);

    jobs_forms_add(&words->text, &words->forms, &words->row,
                   columns[SYNC_FTS_TAGS], words->english);
    jobs_forms_add(&words->text, &words->forms, &words->row,
                   columns[SYNC_FTS_EXCERPT], words->english);
    columns[SYNC_FTS_FORMS] = sync_words_text(words);
}


static void
sync_words_join(jobs_buf_t *b, const sync_value_t *v)
{
    size_t  i;

    for (i = 0; i < v->n; i++) {
        if (i > 0) {
            jobs_buf_lit(b, " ; ");
        }

        jobs_buf_str(b, v->items[i]);
    }
}


/* a copy of words->text, which is empty then; data NULL: it was */

static jobs_str_t
sync_words_text(sync_words_t *words)
{
    if (words->text.len == 0) {
        return jobs_str(NULL, 0);
    }

    return sync_buf_dup(&words->arena, &words->text);
}


/* by what the words of an item are known again: its texts, and its language */

static void
sync_words_key(sync_words_t *words, int english, uint32_t key[2])
{
    unsigned        i, len;
    jobs_buf_t     *b;
    jobs_str_t      s;
    unsigned char   digest[EVP_MAX_MD_SIZE];

    b = &words->text;
    jobs_buf_reset(b);
    jobs_buf_char(b, english ? 'e' : '-');

    for (i = 0; i < SYNC_FTS_TITLE_FORMS; i++) {
        s = words->columns[i];
        jobs_buf_uint(b, s.len);
        jobs_buf_char(b, ':');
        jobs_buf_str(b, s);
    }

    memset(digest, 0, sizeof(digest));
    (void) EVP_DigestInit_ex(words->md, NULL, NULL);
    (void) EVP_DigestUpdate(words->md, b->data, b->len);
    (void) EVP_DigestFinal_ex(words->md, digest, &len);
    jobs_buf_reset(b);

    for (i = 0; i < 2; i++) {
        key[i] = (uint32_t) digest[4 * i] << 24
                 | (uint32_t) digest[4 * i + 1] << 16
                 | (uint32_t) digest[4 * i + 2] << 8 | digest[4 * i + 3];
    }
}
