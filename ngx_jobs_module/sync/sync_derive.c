/*
 * The derived half of a snapshot.
 */

#include "sync_publish.h"
#include "../core/jobs_reader.h"
#include "../core/jobs_salary.h"


static jobs_rc_t sync_derive_facts(sqlite3 *db);
static jobs_rc_t sync_derive_fact(sqlite3_stmt *in, sqlite3_stmt *out);
static jobs_rc_t sync_derive_ready(sqlite3 *db);
static jobs_str_t sync_column(sqlite3_stmt *stmt, int column);


/*
 * Every term of every listing.  A category brings its ancestors (UNION ends
 * at a loop), a source each of its prefixes.
 */

static const char  sync_derive_terms[] =
    "CREATE TEMP TABLE has (field TEXT, value TEXT, label TEXT,"
    " listing INTEGER);"

    "WITH RECURSIVE up (category, slug) AS ("
    " SELECT DISTINCT category, category FROM listings"
    "  WHERE category IS NOT NULL"
    " UNION SELECT up.category, parent FROM up"
    "  JOIN categories USING (slug) WHERE parent IS NOT NULL)"
    " INSERT INTO temp.has SELECT 'category', slug, coalesce(label, slug),"
    "  number FROM listings JOIN up USING (category)"
    "  LEFT JOIN categories USING (slug);"

    "INSERT INTO temp.has SELECT 'company', company_slug, company, number"
    " FROM listings;"

    "INSERT INTO temp.has SELECT 'department', sync_key(department),"
    " department, number FROM listings WHERE department IS NOT NULL;"

    "WITH RECURSIVE part (source, name) AS ("
    " SELECT DISTINCT source, source FROM listings"
    " UNION SELECT source, sync_parent(name) FROM part"
    "  WHERE instr(name, ':') > 1)"
    " INSERT INTO temp.has SELECT 'source', jobs_fold(name), name, number"
    "  FROM listings JOIN part USING (source);"

    "INSERT INTO temp.has SELECT 'remote', remote, remote, number"
    " FROM listings WHERE remote IS NOT NULL;"
    "INSERT INTO temp.has SELECT 'type', employment_type, employment_type,"
    " number FROM listings WHERE employment_type IS NOT NULL;"
    "INSERT INTO temp.has SELECT 'level', seniority, seniority, number"
    " FROM listings WHERE seniority IS NOT NULL;"
    "INSERT INTO temp.has SELECT 'language', jobs_fold(language), language,"
    " number FROM listings WHERE language IS NOT NULL;"
    "INSERT INTO temp.has SELECT 'visa', visa, visa, number"
    " FROM listings WHERE visa IS NOT NULL;"
    "INSERT INTO temp.has SELECT 'country', lower(country), country, listing"
    " FROM listing_countries;"
    "INSERT INTO temp.has SELECT 'tag', jobs_fold(tag), tag, listing"
    " FROM listing_tags;"

    /* the commonest spelling is the label */

    "INSERT INTO terms (field, value, label, listings)"
    " SELECT field, value, label, 0 FROM (SELECT field, value, label,"
    "   row_number() OVER (PARTITION BY field, value"
    "    ORDER BY count(*) DESC, label) AS place"
    "  FROM temp.has GROUP BY field, value, label) WHERE place = 1"
    " ORDER BY field, value;"

    "INSERT OR IGNORE INTO postings SELECT term, listing FROM temp.has"
    " CROSS JOIN terms USING (field, value) ORDER BY term, listing;"

    "UPDATE terms SET listings ="
    " (SELECT count(*) FROM postings WHERE postings.term = terms.term);"

    "DROP TABLE temp.has;"

    "INSERT OR IGNORE INTO term_names SELECT field, jobs_fold(value), term"
    " FROM terms;"
    "INSERT OR IGNORE INTO term_names SELECT field, jobs_fold(label), term"
    " FROM terms;"
    "INSERT OR IGNORE INTO term_names SELECT field, jobs_slug(label), term"
    " FROM terms WHERE field IN ('category', 'department', 'company')"
    "  AND jobs_slug(label) <> '';";

static const char  sync_derive_search[] =
    "INSERT INTO listing_search (rowid, title, company, tags, place, excerpt)"
    " SELECT number, title, company,"
    "  (SELECT group_concat(tag, ' ; ') FROM"
    "   (SELECT tag FROM listing_tags WHERE listing = number"
    "     ORDER BY position)),"
    "  coalesce(location, '') || coalesce(' ; ' ||"
    "   (SELECT group_concat(place, ' ; ') FROM"
    "    (SELECT p.location AS place FROM listing_locations p"
    "      WHERE p.listing = number ORDER BY position)), ''),"
    "  excerpt FROM listings ORDER BY number;"
    "INSERT INTO listing_search (listing_search) VALUES ('optimize');";


jobs_rc_t
sync_derive(sqlite3 *db)
{
    if (sync_derive_facts(db) != JOBS_OK
        || sqlite3_exec(db, sync_derive_terms, NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_exec(db, sync_derive_search, NULL, NULL, NULL)
           != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    return sync_derive_ready(db);
}


static jobs_rc_t
sync_derive_facts(sqlite3 *db)
{
    int            rc;
    jobs_rc_t      result;
    sqlite3_stmt  *in, *out;

    in = NULL;
    out = NULL;
    result = JOBS_ERROR;

    if (sqlite3_prepare_v2(db,
            "SELECT number, company, title, salary_min, salary_max,"
            " salary_currency, salary_period, salary_predicted, usd"
            " FROM listings LEFT JOIN currencies ON code = salary_currency"
            " ORDER BY number", -1, &in, NULL)
        == SQLITE_OK
        && sqlite3_prepare_v2(db, "INSERT INTO listing_facts VALUES"
                              " (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", -1,
                              &out, NULL)
           == SQLITE_OK)
    {
        result = JOBS_OK;

        do {
            rc = sqlite3_step(in);

            if (rc == SQLITE_ROW) {
                result = sync_derive_fact(in, out);
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
sync_derive_fact(sqlite3_stmt *in, sqlite3_stmt *out)
{
    int              rc;
    jobs_buf_t       company, title;
    jobs_salary_t    s;
    jobs_listing_t   l;

    memset(&l, 0, sizeof(jobs_listing_t));

    l.has_salary_min = sqlite3_column_type(in, 3) != SQLITE_NULL;
    l.has_salary_max = sqlite3_column_type(in, 4) != SQLITE_NULL;
    l.salary_min = sqlite3_column_double(in, 3);
    l.salary_max = sqlite3_column_double(in, 4);
    l.salary_currency = sync_column(in, 5);
    l.salary_period = sync_column(in, 6);
    l.salary_predicted = sqlite3_column_int(in, 7) != 0;

    jobs_salary_judge(&s, &l, sqlite3_column_double(in, 8));

    jobs_buf_init(&company, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_init(&title, &sync_mem, SYNC_ROW_MAX);
    jobs_fold(&company, sync_column(in, 1));
    jobs_fold(&title, sync_column(in, 2));

    sqlite3_bind_int64(out, 1, sqlite3_column_int64(in, 0));
    sqlite3_bind_int(out, 2, s.has_salary);
    sqlite3_bind_int(out, 3, s.usable);
    sqlite3_bind_int(out, 4, s.shown);

    if (s.shown) {
        sqlite3_bind_double(out, 5, s.year_min);
        sqlite3_bind_double(out, 6, s.year_max);
    }

    if (s.order >= 0) {
        sqlite3_bind_double(out, 7, s.order);
    }

    sqlite3_bind_text(out, 8, company.len ? company.data : "", company.len,
                      SQLITE_STATIC);
    sqlite3_bind_text(out, 9, title.len ? title.data : "", title.len,
                      SQLITE_STATIC);

    rc = sqlite3_step(out);

    (void) sqlite3_reset(out);
    (void) sqlite3_clear_bindings(out);

    jobs_buf_free(&company);
    jobs_buf_free(&title);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
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


static jobs_str_t
sync_column(sqlite3_stmt *stmt, int column)
{
    const char  *text;

    text = (const char *) sqlite3_column_text(stmt, column);

    return jobs_str(text, text == NULL ? 0
                          : (size_t) sqlite3_column_bytes(stmt, column));
}
