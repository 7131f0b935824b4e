/*
 * A sample of listings, looked at as a server would.
 */

#include "sync_publish.h"
#include "../core/jobs_list.h"
#include "../core/jobs_reader.h"
#include "../core/jobs_sql.h"


#define SYNC_SAMPLE  50


typedef struct {
    jobs_reader_t      reader;
    jobs_listing_t     listing;
    sqlite3_stmt      *row;
    sqlite3_stmt      *words;
    sqlite3_stmt      *rows;            /* of the full-text index          */
    jobs_str_t         search;          /* its column; data NULL: none     */
    unsigned           current:1;       /* rows are of this program's form */
    jobs_buf_t         json;
    jobs_buf_t         html;
    jobs_buf_t         phrase;
} sync_sample_t;


static jobs_rc_t sync_sample_listing(sync_sample_t *s, int64_t n,
    char *error);
static jobs_rc_t sync_sample_row(sync_sample_t *s, int64_t n, char *error);
static int64_t sync_sample_search(const sync_sample_t *s, int64_t n);
static jobs_rc_t sync_sample_words(sync_sample_t *s, int64_t n, char *error);


jobs_rc_t
sync_check_sample(sqlite3 *db, char *error)
{
    int64_t         i, n;
    jobs_rc_t       rc;
    sync_meta_t     meta;
    sync_sample_t  *s;

    if (jobs_html_init(&sync_mem) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "the HTML templates do not compile");
        return JOBS_ERROR;
    }

    s = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_sample_t));
    memset(s, 0, sizeof(sync_sample_t));
    jobs_buf_init(&s->json, &sync_mem, SYNC_ROW_MAX * 4);
    jobs_buf_init(&s->html, &sync_mem, SYNC_ROW_MAX * 4);
    jobs_buf_init(&s->phrase, &sync_mem, SYNC_ROW_MAX);

    rc = JOBS_OK;

    if (sync_meta(db, &meta) != JOBS_OK
        || jobs_reader_open(&s->reader, db) != JOBS_OK
        || sqlite3_prepare_v2(db, "SELECT json, html FROM ready_rows"
                              " WHERE listing = ?1", -1, &s->row, NULL)
           != SQLITE_OK
        || sqlite3_prepare_v2(db, "SELECT 1 FROM listing_search"
                              " WHERE listing_search MATCH ?1 AND rowid = ?2",
                              -1, &s->words, NULL)
           != SQLITE_OK
        || sqlite3_prepare_v2(db, "SELECT codes FROM field_columns"
                              " WHERE name = 'search'", -1, &s->rows, NULL)
           != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        rc = JOBS_CORRUPT;
    }

    if (rc == JOBS_OK && sqlite3_step(s->rows) == SQLITE_ROW) {
        s->search = jobs_str(sqlite3_column_blob(s->rows, 0),
                             sqlite3_column_bytes(s->rows, 0));
    }

    n = (int64_t) meta.listings;
    s->current = meta.row_version == JOBS_ROW_VERSION;

    for (i = 0; i < SYNC_SAMPLE && i < n && rc == JOBS_OK; i++) {
        rc = sync_sample_listing(s, n <= SYNC_SAMPLE ? i + 1
                                    : 1 + i * (n - 1) / (SYNC_SAMPLE - 1),
                                 error);
    }

    sqlite3_finalize(s->row);
    sqlite3_finalize(s->words);
    sqlite3_finalize(s->rows);
    jobs_reader_close(&s->reader);
    jobs_buf_free(&s->json);
    jobs_buf_free(&s->html);
    jobs_buf_free(&s->phrase);
    sync_mem.free(NULL, s);
    jobs_html_free();

    return rc;
}


static jobs_rc_t
sync_sample_listing(sync_sample_t *s, int64_t n, char *error)
{
    jobs_rc_t  rc;

    if (jobs_reader_number(&s->reader, n, &s->listing, 0) != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "listing %lld cannot be read",
                 (long long) n);
        return JOBS_CORRUPT;
    }

    rc = s->current ? sync_sample_row(s, n, error) : JOBS_OK;

    return rc == JOBS_OK ? sync_sample_words(s, n, error) : rc;
}


static jobs_rc_t
sync_sample_row(sync_sample_t *s, int64_t n, char *error)
{
    jobs_rc_t  rc;

    jobs_buf_reset(&s->json);
    jobs_buf_reset(&s->html);
    jobs_row_json(&s->json, &s->listing);
    jobs_row_html(&s->html, &s->listing);

    sqlite3_bind_int64(s->row, 1, n);

    rc = sqlite3_step(s->row) == SQLITE_ROW
         && jobs_str_eq(jobs_column(s->row, 0), jobs_buf_view(&s->json))
         && jobs_str_eq(jobs_column(s->row, 1), jobs_buf_view(&s->html))
         ? JOBS_OK : JOBS_CORRUPT;

    (void) sqlite3_reset(s->row);

    if (rc != JOBS_OK) {
        snprintf(error, SYNC_ERROR, "the ready row of %.*s is not what its"
                 " columns say", (int) (s->listing.id.len < 200
                                        ? s->listing.id.len : 200),
                 s->listing.id.data);
    }

    return rc;
}


/* the row of the full-text index that belongs to a number; 0: none */

static int64_t
sync_sample_search(const sync_sample_t *s, int64_t n)
{
    size_t                i;
    const unsigned char  *p;

    if (s->search.data == NULL) {
        return n;
    }

    p = (const unsigned char *) s->search.data;

    for (i = 0; i + 4 <= s->search.len; i += 4) {
        if ((p[i] | p[i + 1] << 8 | p[i + 2] << 16
             | (int64_t) p[i + 3] << 24) == n)
        {
            return (int64_t) (i / 4) + 1;
        }
    }

    return 0;
}


/* the title as a phrase; one without a letter is no word */

static jobs_rc_t
sync_sample_words(sync_sample_t *s, int64_t n, char *error)
{
    int         step;
    size_t      i;
    jobs_str_t  title;

    title = s->listing.title;
    jobs_buf_reset(&s->phrase);
    jobs_fold(&s->phrase, title);

    if (!jobs_has_letter(jobs_buf_view(&s->phrase))) {
        return JOBS_OK;
    }

    jobs_buf_reset(&s->phrase);
    jobs_buf_lit(&s->phrase, "title : \"");

    for (i = 0; i < title.len; i++) {
        jobs_buf_char(&s->phrase, title.data[i] == '"' ? ' '
                                                       : title.data[i]);
    }

    jobs_buf_char(&s->phrase, '"');

    sqlite3_bind_text(s->words, 1, s->phrase.data, (int) s->phrase.len,
                      SQLITE_STATIC);
    sqlite3_bind_int64(s->words, 2, sync_sample_search(s, n));

    step = sqlite3_step(s->words);
    (void) sqlite3_reset(s->words);

    if (step == SQLITE_ROW) {
        return JOBS_OK;
    }

    snprintf(error, SYNC_ERROR, "the full-text index does not find %.*s by its"
             " title", (int) (s->listing.id.len < 200 ? s->listing.id.len
                                                      : 200),
             s->listing.id.data);

    return JOBS_CORRUPT;
}
