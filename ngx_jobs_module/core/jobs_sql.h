/*
 * All SQL that the server runs.
 */

#ifndef JOBS_SQL_H
#define JOBS_SQL_H


#include <sqlite3.h>
#include "jobs_buf.h"


/* switches of a connection that are pragmas */
extern const char  jobs_sql_harden[];

/* name and definition of everything in the schema, by name */
extern const char  jobs_sql_schema[];

/* the page of the table meta */
extern const char  jobs_sql_meta_page[];

/* name and value: the meta table, and what is derived from the rows at once */
extern const char  jobs_sql_meta[];

/* one listing, by ?1; the columns are jobs_column_e's */
extern const char  jobs_sql_by_number[];
extern const char  jobs_sql_by_id[];
extern const char  jobs_sql_text[];

/* the terms of field ?1 that go by the name ?2: term, value, label, listings */
extern const char  jobs_sql_term[];

/* what the source of listing ?1 (its id) asks for: name, url, attribution */
extern const char  jobs_sql_attribution[];

/*
 * A ready row by number ?1: text, source's name, url, attribution.  First
 * index: jobs_rows_e; second: 1 where a source asks for attribution.
 */
extern const char *const  jobs_sql_row[2][2];


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
    JOBS_COL_POSTED_AT,
    JOBS_COL_UPDATED_AT,
    JOBS_COL_EXPIRES_AT,
    JOBS_COL_EXCERPT,
    JOBS_COL_LOCATIONS,
    JOBS_COL_COUNTRIES,
    JOBS_COL_TAGS,
    JOBS_COL_NUMBER
} jobs_column_e;

/* what separates the items of a list column: no text holds it */
#define JOBS_SQL_SEPARATOR  '\x1f'


/*
 * The list statements are put together from these conditions on f.listing;
 * each is a pair around the numbers of its parameters.
 */

typedef struct {
    jobs_str_t     before;
    jobs_str_t     after;
} jobs_sql_condition_t;

extern const jobs_sql_condition_t  jobs_sql_terms_drive;    /* few: go first */
extern const jobs_sql_condition_t  jobs_sql_terms_has;
extern const jobs_sql_condition_t  jobs_sql_terms_not;
extern const jobs_sql_condition_t  jobs_sql_id;
extern const jobs_sql_condition_t  jobs_sql_match;
extern const jobs_sql_condition_t  jobs_sql_match_not;
extern const jobs_sql_condition_t  jobs_sql_posted_since;
extern const jobs_sql_condition_t  jobs_sql_expired_not;
extern const jobs_sql_condition_t  jobs_sql_salary_from;
extern const jobs_sql_condition_t  jobs_sql_salary_to;
extern const jobs_sql_condition_t  jobs_sql_salary_currency;
extern const jobs_str_t            jobs_sql_salary_unknown;
extern const jobs_str_t            jobs_sql_has_salary;
extern const jobs_str_t            jobs_sql_nothing;

extern const jobs_str_t            jobs_sql_count;
extern const jobs_str_t            jobs_sql_page;
extern const jobs_str_t            jobs_sql_page_ranked;

/* ORDER BY …, by jobs_sort_e, straight and reversed */
extern const jobs_str_t            jobs_sql_order[5][2];


/* the text of a result column; data NULL for NULL; valid until the next step */
static inline jobs_str_t
jobs_column(sqlite3_stmt *stmt, int n)
{
    const char  *text;

    text = (const char *) sqlite3_column_text(stmt, n);

    return jobs_str(text, text ? (size_t) sqlite3_column_bytes(stmt, n) : 0);
}


#endif /* JOBS_SQL_H */
