/*
 * The derived half of a snapshot.
 */

#include "sync_index.h"
#include "../core/jobs_forms.h"
#include "../core/jobs_reader.h"
#include "../core/jobs_sql.h"


#define SYNC_TITLE_ORDER  128       /* bytes */


static jobs_rc_t sync_derive_facts(sync_index_t *ix);
static jobs_rc_t sync_derive_fact(sync_index_t *ix, sqlite3_stmt *in,
    sqlite3_stmt *out);
static jobs_rc_t sync_derive_ready(sqlite3 *db);
static void sync_derive_cut(jobs_buf_t *title);
static jobs_rc_t sync_derive_functions(sqlite3 *db);
static void sync_derive_forms(sqlite3_context *ctx, int argc,
    sqlite3_value **argv);
static void sync_derive_forms_free(void *forms);


/* the values themselves, the labels, and the slugs of these */

static const char  sync_derive_names[] =
    "INSERT OR IGNORE INTO term_names SELECT field, jobs_fold(value), term"
    " FROM terms;"
    "INSERT OR IGNORE INTO term_names SELECT field, jobs_fold(label), term"
    " FROM terms;"
    "INSERT OR IGNORE INTO term_names SELECT field, jobs_slug(label), term"
    " FROM terms WHERE field IN ('category', 'department', 'company')"
    "  AND jobs_slug(label) <> '';";

/* what the title has for a form is not repeated among those of the rest */

static const char  sync_derive_search[] =
    "INSERT INTO listing_search (rowid, title, company, tags, place, excerpt,"
    " title_forms, forms)"
    " SELECT number, title, company, tags, place, excerpt,"
    "  sync_forms(language, title),"
    "  sync_forms(language, title,"
    "   coalesce(tags, '') || ' ; ' || coalesce(excerpt, ''))"
    " FROM (SELECT number, title, company, language, excerpt,"
    "  (SELECT group_concat(tag, ' ; ') FROM"
    "   (SELECT tag FROM listing_tags WHERE listing = number"
    "     ORDER BY position)) AS tags,"
    "  coalesce(location, '') || coalesce(' ; ' ||"
    "   (SELECT group_concat(place, ' ; ') FROM"
    "    (SELECT p.location AS place FROM listing_locations p"
    "      WHERE p.listing = number ORDER BY position)), '') AS place"
    "  FROM listings ORDER BY number);"
    "INSERT INTO listing_search (listing_search) VALUES ('optimize');";


jobs_rc_t
sync_derive(sqlite3 *db, char currency[4])
{
    jobs_rc_t     rc;
    sync_index_t  ix;

    memset(&ix, 0, sizeof(sync_index_t));
    ix.db = db;

    rc = sync_derive_facts(&ix);

    if (rc == JOBS_OK) {
        sync_index_currency(&ix, currency);
        rc = sync_index_finish(&ix);
    }

    sync_index_free(&ix);

    if (rc != JOBS_OK || sync_derive_functions(db) != JOBS_OK
        || sqlite3_exec(db, sync_derive_names, NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(db, sync_derive_search, NULL, NULL, NULL)
           != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    return sync_derive_ready(db);
}


static jobs_rc_t
sync_derive_facts(sync_index_t *ix)
{
    int            rc;
    jobs_rc_t      result;
    sqlite3_stmt  *in, *out;

    in = NULL;
    out = NULL;
    result = JOBS_ERROR;

    if (sqlite3_prepare_v2(ix->db, sync_index_sql, -1, &in, NULL) == SQLITE_OK
        && sqlite3_prepare_v2(ix->db, "INSERT INTO listing_facts VALUES"
                              " (?1, ?2, ?3)", -1, &out, NULL)
           == SQLITE_OK)
    {
        result = JOBS_OK;

        do {
            rc = sqlite3_step(in);

            if (rc == SQLITE_ROW) {
                result = sync_derive_fact(ix, in, out);
            }

        } while (rc == SQLITE_ROW && result == JOBS_OK);

        if (rc != SQLITE_DONE) {
            result = JOBS_ERROR;
        }
    }

    sqlite3_finalize(in);
    sqlite3_finalize(out);

    return result;
}


static jobs_rc_t
sync_derive_fact(sync_index_t *ix, sqlite3_stmt *in, sqlite3_stmt *out)
{
    int              rc;
    jobs_buf_t       title;
    jobs_salary_t    s;
    jobs_listing_t   l;

    memset(&l, 0, sizeof(jobs_listing_t));

    l.has_salary_min = sqlite3_column_type(in, 3) != SQLITE_NULL;
    l.has_salary_max = sqlite3_column_type(in, 4) != SQLITE_NULL;
    l.salary_min = sqlite3_column_double(in, 3);
    l.salary_max = sqlite3_column_double(in, 4);
    l.salary_currency = jobs_column(in, 5);
    l.salary_period = jobs_column(in, 6);
    l.salary_predicted = sqlite3_column_int(in, 7) != 0;

    jobs_salary_judge(&s, &l, sqlite3_column_double(in, 8));

    sync_index_listing(ix, in, &s);

    jobs_buf_init(&title, &sync_mem, SYNC_ROW_MAX);
    jobs_fold(&title, jobs_column(in, 2));
    sync_derive_cut(&title);

    sqlite3_bind_int64(out, 1, sqlite3_column_int64(in, 0));
    sqlite3_bind_int(out, 2, s.shown);
    sqlite3_bind_text(out, 3, title.len ? title.data : "", title.len,
                      SQLITE_STATIC);

    rc = sqlite3_step(out);

    (void) sqlite3_reset(out);

    jobs_buf_free(&title);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


/* to whole characters, and no space at the end */

static void
sync_derive_cut(jobs_buf_t *title)
{
    if (title->len <= SYNC_TITLE_ORDER) {
        return;
    }

    title->len = SYNC_TITLE_ORDER;

    while (title->len > 0 && (title->data[title->len] & 0xC0) == 0x80) {
        title->len--;
    }

    while (title->len > 0 && title->data[title->len - 1] == ' ') {
        title->len--;
    }
}


static jobs_rc_t
sync_derive_ready(sqlite3 *db)
{
    int              rc;
    int64_t          n;
    jobs_rc_t        result;
    jobs_buf_t       json, html;
    sqlite3_stmt    *out;
    jobs_reader_t    reader;
    jobs_listing_t   l;

    jobs_buf_init(&json, &sync_mem, SYNC_ROW_MAX * 4);
    jobs_buf_init(&html, &sync_mem, SYNC_ROW_MAX * 4);

    out = NULL;
    result = jobs_reader_open(&reader, db);

    if (result == JOBS_OK
        && sqlite3_prepare_v2(db, "INSERT INTO ready_rows VALUES (?1, ?2, ?3)",
                              -1, &out, NULL)
           != SQLITE_OK)
    {
        result = JOBS_ERROR;
    }

    for (n = 1; result == JOBS_OK; n++) {
        result = jobs_reader_number(&reader, n, &l, 0);

        if (result != JOBS_OK) {
            break;
        }

        jobs_buf_reset(&json);
        jobs_buf_reset(&html);
        jobs_row_json(&json, &l);
        jobs_row_html(&html, &l);

        if (json.rc != JOBS_OK || html.rc != JOBS_OK) {
            result = JOBS_ERROR;
            break;
        }

        sqlite3_bind_int64(out, 1, n);
        sqlite3_bind_text(out, 2, json.data, json.len, SQLITE_STATIC);
        sqlite3_bind_text(out, 3, html.data, html.len, SQLITE_STATIC);

        rc = sqlite3_step(out);
        (void) sqlite3_reset(out);

        if (rc != SQLITE_DONE) {
            result = JOBS_ERROR;
        }
    }

    sqlite3_finalize(out);
    jobs_reader_close(&reader);
    jobs_buf_free(&json);
    jobs_buf_free(&html);

    return result == JOBS_DECLINED ? JOBS_OK : result;
}


static jobs_rc_t
sync_derive_functions(sqlite3 *db)
{
    int            rc;
    jobs_forms_t  *forms;

    forms = sync_mem.realloc(NULL, NULL, 0, sizeof(jobs_forms_t));
    jobs_forms_open(forms);

    /* SQLite frees it, even where it fails */

    rc = sqlite3_create_function_v2(db, "sync_forms", -1,
                                    SQLITE_UTF8|SQLITE_DETERMINISTIC, forms,
                                    sync_derive_forms, NULL, NULL,
                                    sync_derive_forms_free);

    return rc == SQLITE_OK ? JOBS_OK : JOBS_ERROR;
}


/* sync_forms(language, text, ...): the forms that only the last text has */

static void
sync_derive_forms(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
    int               i, english;
    jobs_buf_t        b;
    jobs_str_t        text;
    jobs_forms_t     *forms;
    jobs_forms_row_t  row;

    forms = sqlite3_user_data(ctx);
    english = 0;

    memset(&row, 0, sizeof(jobs_forms_row_t));
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for (i = 0; i < argc; i++) {
        text.data = (const char *) sqlite3_value_text(argv[i]);
        text.len = text.data == NULL ? 0 : sqlite3_value_bytes(argv[i]);

        if (i == 0) {
            english = jobs_forms_english(text);
            continue;
        }

        jobs_buf_reset(&b);
        jobs_forms_add(&b, forms, &row, text, english);
    }

    if (b.rc != JOBS_OK) {
        sqlite3_result_error_nomem(ctx);

    } else if (b.len > 0) {
        sqlite3_result_text(ctx, b.data, b.len, SQLITE_TRANSIENT);
    }

    jobs_buf_free(&b);
}


static void
sync_derive_forms_free(void *forms)
{
    jobs_forms_close(forms);
    sync_mem.free(NULL, forms);
}
