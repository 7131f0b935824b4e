/*
 * All SQL that the server runs.
 */

#ifndef JOBS_SQL_H
#define JOBS_SQL_H


#include <sqlite3.h>
#include "jobs_buf.h"


/* switches of a connection that are pragmas */
extern const char  jobs_sql_harden[];

/* the size of SQLite's page cache: of a connection, of one that joins it */
extern const char *const  jobs_sql_cache[2];

/* name and definition of everything in the schema, by name */
extern const char  jobs_sql_schema[];

/* the page of the table meta */
extern const char  jobs_sql_meta_page[];

/* name and value: the meta table, and what is derived from the rows at once */
extern const char  jobs_sql_meta[];

/* term, field, value, label, parent (0: none), listings; by term */
extern const char  jobs_sql_terms[];

/* name, row, and whether it has sets; of the columns */
extern const char  jobs_sql_columns[];

/* code, excluded, currency, year_min, year_max, salary_order; by code */
extern const char  jobs_sql_salaries[];

/* the bitmap of term ?1 */
extern const char  jobs_sql_posting[];

/* id, posted_at and title_order of listing ?1 */
extern const char  jobs_sql_place[];

/* the number of the listing whose id is ?1 */
extern const char  jobs_sql_number[];

/* a listing and its title_order: the first at ?1 or after it */
extern const char  jobs_sql_title_from[];

/* numbers that match ?1, rising; the same with bm25 */
extern const char  jobs_sql_match[];
extern const char  jobs_sql_match_ranked[];

/* one listing, by ?1; the columns are jobs_column_e's */
extern const char  jobs_sql_by_number[];
extern const char  jobs_sql_by_id[];
extern const char  jobs_sql_text[];

/* the terms of field ?1 that go by the name ?2, by value */
extern const char  jobs_sql_term[];

/* id of listing ?1, and when it changed last, as far as is known */
extern const char  jobs_sql_changed[];

/* slug, query, parent, name of all named searches, by slug */
extern const char  jobs_sql_searches[];

/* a row where the file has the table of partners */
extern const char  jobs_sql_has_partners[];

/* id, name, origins, query, theme, campaign of all partners */
extern const char  jobs_sql_partners[];

/* a row where the file has the tables of listings that are no more */
extern const char  jobs_sql_has_past[];

/* the id of the listing that stands for ?1, NULL where ?1 is closed */
extern const char  jobs_sql_past[];

/* title, heading, description, intro_html, faq_html of the one at ?1 */
extern const char  jobs_sql_search[];

/* what the source of listing ?1 (its id) asks for: name, url, attribution */
extern const char  jobs_sql_attribution[];

/* 1 where a source keeps its listings out of feeds */
extern const char  jobs_sql_unfed[];

/* may listings of source ?1 appear in feeds; NULL: yes */
extern const char  jobs_sql_fed[];

/*
 * A ready row by number ?1: text, source's name, url, attribution.  First
 * index: jobs_rows_e; second: 1 where a source asks for attribution.
 */
extern const char *const  jobs_sql_row[3][2];


typedef enum {
    JOBS_COL_ID = 0,
    JOBS_COL_TITLE,
    JOBS_COL_COMPANY,
    JOBS_COL_COMPANY_SLUG,
    JOBS_COL_COMPANY_LOGO,
    JOBS_COL_URL,
    JOBS_COL_APPLY_URL,
    JOBS_COL_LOCATION,
    JOBS_COL_WORLDWIDE,
    JOBS_COL_REMOTE,
    JOBS_COL_EMPLOYMENT_TYPE,
    JOBS_COL_SENIORITY,
    JOBS_COL_CATEGORY,
    JOBS_COL_CATEGORY_LABEL,
    JOBS_COL_DEPARTMENT,
    JOBS_COL_SALARY_MIN,
    JOBS_COL_SALARY_MAX,
    JOBS_COL_SALARY_CURRENCY,
    JOBS_COL_SALARY_PERIOD,
    JOBS_COL_SALARY_PREDICTED,
    JOBS_COL_SALARY_SHOWN,
    JOBS_COL_LANGUAGE,
    JOBS_COL_VISA,
    JOBS_COL_SOURCE,
    JOBS_COL_LINK_REL,
    JOBS_COL_JSONLD,
    JOBS_COL_POSTED_AT,
    JOBS_COL_UPDATED_AT,
    JOBS_COL_EXPIRES_AT,
    JOBS_COL_EXCERPT,
    JOBS_COL_LOCATIONS,
    JOBS_COL_COUNTRIES,
    JOBS_COL_REGIONS,
    JOBS_COL_TAGS,
    JOBS_COL_NUMBER
} jobs_column_e;

/* what separates the items of a list column: no text holds it */
#define JOBS_SQL_SEPARATOR  '\x1f'


/* the text of a result column; data NULL for NULL; valid until the next step */
static inline jobs_str_t
jobs_column(sqlite3_stmt *stmt, int n)
{
    const char  *text;

    text = (const char *) sqlite3_column_text(stmt, n);

    return jobs_str(text, text ? (size_t) sqlite3_column_bytes(stmt, n) : 0);
}


#endif /* JOBS_SQL_H */
