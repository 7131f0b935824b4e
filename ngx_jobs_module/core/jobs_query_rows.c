/*
 * The rows of a page, and what their sources ask for.
 */

#include "jobs_html.h"
#include "jobs_query.h"
#include "jobs_sql.h"


/* what most rows fit into, so that the text grows once */
#define JOBS_ROW_BYTES  1536


static jobs_rc_t  jobs_query_row(jobs_snapshot_t *s, sqlite3_stmt *stmt,
                      const jobs_format_t *format, int64_t number,
                      jobs_buf_t *text, const jobs_site_t *made);
static jobs_rc_t  jobs_query_read(void *source, uint32_t number,
                      jobs_listing_t *l);
static void       jobs_query_attribute(sqlite3_stmt *stmt, jobs_list_t *list,
                      jobs_buf_t *text, size_t at[][3]);
static jobs_str_t  jobs_at(const jobs_buf_t *text, size_t from, size_t to);


jobs_rc_t
jobs_query_rows(jobs_snapshot_t *s, const jobs_format_t *format,
    const uint32_t *page, jobs_buf_t *text, jobs_list_t *list)
{
    size_t         at[JOBS_LIMIT_MAX][2], from[JOBS_LIST_SOURCES][3];
    unsigned       i;
    jobs_rc_t      rc;
    jobs_rows_e    rows;
    jobs_str_t     campaign;
    sqlite3_stmt  *stmt;

    /* a board adds it on the way to where one applies */

    campaign = list->site.board.data == NULL ? list->site.campaign
                                             : jobs_str(NULL, 0);

    rows = campaign.data != NULL
           || (format->rows == JOBS_ROWS_HTML && jobs_rows_made(&list->site))
           ? JOBS_ROWS_MADE : format->rows;

    rc = jobs_snapshot_statement(s, jobs_sql_row[rows][s->attributed], &stmt);
    if (rc != JOBS_OK) {
        return rc;
    }

    jobs_buf_reserve(text, list->count * JOBS_ROW_BYTES);

    for (i = 0; i < list->count; i++) {
        at[i][0] = text->len;
        rc = jobs_query_row(s, stmt, format, (int64_t) page[i] + 1, text,
                            rows == JOBS_ROWS_MADE ? &list->site : NULL);
        at[i][1] = text->len;

        if (rc == JOBS_OK
            && sqlite3_column_type(stmt, 1) != SQLITE_NULL)
        {
            jobs_query_attribute(stmt, list, text, from);
        }

        sqlite3_reset(stmt);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    if (text->rc != JOBS_OK) {
        return text->rc;
    }

    if (list->numbers != NULL) {
        memcpy(list->numbers, page, list->count * sizeof(uint32_t));
        list->source = s;
        list->read = jobs_query_read;
    }

    /* the text does not move any more */

    for (i = 0; i < list->count; i++) {
        list->rows[i] = jobs_at(text, at[i][0], at[i][1]);
    }

    for (i = 0; i < list->nattribution; i++) {
        list->attribution[i].source = jobs_at(text, from[i][0],
                                       from[i][0]
                                       + list->attribution[i].source.len);
        list->attribution[i].line = jobs_at(text, from[i][2],
                                       from[i][2]
                                       + list->attribution[i].line.len);

        if (list->attribution[i].url.data != NULL) {
            list->attribution[i].url = jobs_at(text, from[i][1],
                                       from[i][1]
                                       + list->attribution[i].url.len);
        }
    }

    return JOBS_OK;
}


/*
 * Leaves the statement on its row, where there is one.  made: the site of a row
 * that the snapshot has not ready; or NULL.
 */

static jobs_rc_t
jobs_query_row(jobs_snapshot_t *s, sqlite3_stmt *stmt,
    const jobs_format_t *format, int64_t number, jobs_buf_t *text,
    const jobs_site_t *made)
{
    int             rc;
    jobs_rc_t       jrc;
    jobs_listing_t  l;

    sqlite3_bind_int64(stmt, 1, number);

    rc = sqlite3_step(stmt);

    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? JOBS_CORRUPT : jobs_sqlite_rc(rc);
    }

    if (made == NULL && s->row_version == JOBS_ROW_VERSION) {
        jobs_buf_str(text, jobs_column(stmt, 0));
        return JOBS_OK;
    }

    /* there is none, jobs-sync of another version wrote it, or its addresses
       are others */

    jrc = jobs_reader_number(&s->reader, number, &l, format->text);

    if (jrc == JOBS_OK && made != NULL && made->board.data == NULL) {
        l.campaign = made->campaign;
    }

    if (jrc == JOBS_OK && made != NULL && format->rows == JOBS_ROWS_HTML) {
        jobs_row_made(text, &l, made);

    } else if (jrc == JOBS_OK) {
        format->row(text, &l);
    }

    jobs_reader_reset(&s->reader);

    return jrc == JOBS_DECLINED ? JOBS_CORRUPT : jrc;
}


static jobs_rc_t
jobs_query_read(void *source, uint32_t number, jobs_listing_t *l)
{
    jobs_rc_t         rc;
    jobs_snapshot_t  *s;

    s = source;
    rc = jobs_reader_number(&s->reader, (int64_t) number + 1, l, 0);

    return rc == JOBS_DECLINED ? JOBS_CORRUPT : rc;
}


/* keeps what the row's source asks for, once; at: where its texts begin */

static void
jobs_query_attribute(sqlite3_stmt *stmt, jobs_list_t *list, jobs_buf_t *text,
    size_t at[][3])
{
    unsigned             i;
    jobs_str_t           name;
    jobs_attribution_t  *a;

    name = jobs_column(stmt, 1);

    if (text->rc != JOBS_OK) {
        return;
    }

    for (i = 0; i < list->nattribution; i++) {
        if (jobs_str_eq(name, jobs_str(text->data + at[i][0],
                                       list->attribution[i].source.len)))
        {
            return;
        }
    }

    if (list->nattribution == JOBS_LIST_SOURCES) {
        return;
    }

    a = &list->attribution[i];

    a->source = name;
    a->url = jobs_column(stmt, 2);
    a->line = jobs_column(stmt, 3);

    at[i][0] = text->len;
    jobs_buf_str(text, a->source);
    at[i][1] = text->len;
    jobs_buf_str(text, a->url);
    at[i][2] = text->len;
    jobs_buf_str(text, a->line);

    list->nattribution++;
}


static jobs_str_t
jobs_at(const jobs_buf_t *text, size_t from, size_t to)
{
    return jobs_str(text->data + from, to - from);
}
