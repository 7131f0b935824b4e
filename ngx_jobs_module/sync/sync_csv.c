/*
 * CSV as RFC 4180 has it: quotes, doubled quotes, line breaks in quotes, CRLF
 * or LF.  The first row names the columns; an empty cell is absent.
 */

#include "sync_input.h"


#define SYNC_CSV_CELLS  512

typedef struct {
    jobs_buf_t     text;                        /* cells, each with a NUL */
    size_t         start[SYNC_CSV_CELLS];
    size_t         n;
    uint64_t       line;                        /* where the row begins   */
    const char    *fault;                       /* of this row, or NULL   */
    unsigned       blank:1;
} sync_csv_row_t;


static jobs_rc_t sync_csv_row(sync_feed_t *feed, sync_input_t *in,
    sync_csv_row_t *row);
static jobs_rc_t sync_csv_quoted(sync_feed_t *feed, sync_input_t *in,
    sync_csv_row_t *row);
static void sync_csv_cell(sync_csv_row_t *row);
static jobs_rc_t sync_csv_header(sync_feed_t *feed, sync_csv_row_t *header);
static jobs_rc_t sync_csv_feed(sync_feed_t *feed, sync_csv_row_t *header,
    sync_csv_row_t *row);


jobs_rc_t
sync_read_csv(sync_feed_t *feed, sync_input_t *in)
{
    jobs_rc_t       rc;
    sync_csv_row_t  header, row;

    memset(&header, 0, sizeof(header));
    memset(&row, 0, sizeof(row));
    jobs_buf_init(&header.text, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_init(&row.text, &sync_mem, SYNC_ROW_MAX);

    rc = sync_csv_row(feed, in, &header);

    if (rc == JOBS_OK) {
        rc = sync_csv_header(feed, &header);
    }

    while (rc == JOBS_OK) {
        rc = sync_csv_row(feed, in, &row);

        if (rc == JOBS_OK && !row.blank) {
            rc = sync_csv_feed(feed, &header, &row);
        }
    }

    jobs_buf_free(&header.text);
    jobs_buf_free(&row.text);

    return rc == JOBS_DONE ? JOBS_OK : rc;
}


/* JOBS_DONE: no row is left */

static jobs_rc_t
sync_csv_row(sync_feed_t *feed, sync_input_t *in, sync_csv_row_t *row)
{
    int        c;
    jobs_rc_t  rc;

    jobs_buf_reset(&row->text);
    row->n = 0;
    row->fault = NULL;
    row->line = in->line;

    if (sync_input_look(in) == -1) {
        return JOBS_DONE;
    }

    sync_csv_cell(row);

    if (sync_input_look(in) == '"') {
        rc = sync_csv_quoted(feed, in, row);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    for ( ;; ) {
        c = sync_input_next(in);

        if (c == '\r' && sync_input_look(in) == '\n') {
            continue;
        }

        if (c == '\n' || c == -1) {
            break;
        }

        if (c == ',') {
            jobs_buf_char(&row->text, '\0');
            sync_csv_cell(row);

            if (sync_input_look(in) == '"') {
                rc = sync_csv_quoted(feed, in, row);

                if (rc != JOBS_OK) {
                    return rc;
                }
            }

            continue;
        }

        if (c == '\0') {
            row->fault = "it has a NUL byte";
        }

        jobs_buf_char(&row->text, c);
    }

    jobs_buf_char(&row->text, '\0');
    row->blank = (row->n == 1 && row->text.len == 1);

    if (row->text.rc == JOBS_LIMIT) {
        row->fault = "it is longer than 4 MB";
    }

    return JOBS_OK;
}


/* an open quote may have swallowed any number of rows: the file is refused */

static jobs_rc_t
sync_csv_quoted(sync_feed_t *feed, sync_input_t *in, sync_csv_row_t *row)
{
    int       c;
    uint64_t  line;

    line = in->line;
    (void) sync_input_next(in);

    for ( ;; ) {
        c = sync_input_next(in);

        if (c == -1 || row->text.rc != JOBS_OK) {
            return sync_refuse(feed, "line %llu: a quote is not closed",
                               (unsigned long long) line);
        }

        if (c == '"') {
            if (sync_input_look(in) != '"') {
                break;
            }

            (void) sync_input_next(in);
        }

        if (c == '\0') {
            row->fault = "it has a NUL byte";
        }

        jobs_buf_char(&row->text, c);
    }

    c = sync_input_look(in);

    if (c != ',' && c != '\r' && c != '\n' && c != -1) {
        row->fault = "text follows a closing quote";
    }

    return JOBS_OK;
}


static void
sync_csv_cell(sync_csv_row_t *row)
{
    if (row->n == SYNC_CSV_CELLS) {
        row->fault = "it has more than 512 cells";
        row->n--;
    }

    row->start[row->n++] = row->text.len;
}


static jobs_rc_t
sync_csv_header(sync_feed_t *feed, sync_csv_row_t *header)
{
    size_t         i, k;
    unsigned       known;
    const char    *name, *missing;

    if (header->fault != NULL) {
        return sync_refuse(feed, "line 1: %s", header->fault);
    }

    known = 0;

    for (i = 0; i < header->n; i++) {
        name = header->text.data + header->start[i];

        for (k = 0; k < i; k++) {
            if (strcmp(name, header->text.data + header->start[k]) == 0) {
                return sync_refuse(feed, "the column \"%s\" is there twice",
                                   name);
            }
        }

        switch (sync_field_find(sync_str(name), 0)) {
        case SYNC_ID:
            known |= 1;
            break;
        case SYNC_TITLE:
            known |= 2;
            break;
        case SYNC_COMPANY:
            known |= 4;
            break;
        case SYNC_URL:
            known |= 8;
            break;
        default:
            break;
        }
    }

    if (feed->mapping != NULL) {
        return JOBS_OK;
    }

    known |= sync_feed_company(feed).len != 0 ? 4 : 0;
    known |= sync_feed_base(feed).len != 0 ? 8 : 0;

    missing = !(known & 1) ? "id" : !(known & 2) ? "title"
              : !(known & 4) ? "company" : !(known & 8) ? "url" : NULL;

    return missing == NULL ? JOBS_OK
           : sync_refuse(feed, "it has no column \"%s\"", missing);
}


static jobs_rc_t
sync_csv_feed(sync_feed_t *feed, sync_csv_row_t *header, sync_csv_row_t *row)
{
    char       *cell, reason[64];
    size_t      i;
    cJSON      *object;
    jobs_rc_t   rc;

    if (row->fault != NULL) {
        sync_feed_reject(feed, row->line, row->fault);
        return JOBS_OK;
    }

    if (row->n != header->n) {
        snprintf(reason, sizeof(reason), "it has %zu cells, the header %zu",
                 row->n, header->n);
        sync_feed_reject(feed, row->line, reason);
        return JOBS_OK;
    }

    object = cJSON_CreateObject();

    for (i = 0; i < row->n; i++) {
        cell = row->text.data + row->start[i];

        if (*cell != '\0') {
            cJSON_AddItemToObjectCS(object,
                                    header->text.data + header->start[i],
                                    cJSON_CreateStringReference(cell));
        }
    }

    rc = sync_feed_row(feed, object, row->line);

    cJSON_Delete(object);

    return rc;
}
