/*
 * All SQL that the server runs.
 */

#include "jobs_sql.h"


const char  jobs_sql_harden[] =
    "PRAGMA cell_size_check = ON;"
    "PRAGMA query_only = ON;"
    "PRAGMA temp_store = 2;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA cache_size = -16384";

/* what ANALYZE and FTS5 add to the schema depends on SQLite's version */

const char  jobs_sql_schema[] =
    "SELECT name, sql FROM sqlite_schema"
    " WHERE sql IS NOT NULL AND NOT (type = 'table'"
    "  AND (substr(name, 1, 11) = 'sqlite_stat'"
    "       OR substr(name, 1, 15) = 'listing_search_'))"
    " ORDER BY name";

const char  jobs_sql_meta_page[] =
    "SELECT rootpage FROM sqlite_schema WHERE name = 'meta'";

const char  jobs_sql_meta[] =
    "SELECT name, value FROM meta"
    " UNION ALL"
    " SELECT 'first_expiry', min(expires_at) FROM listings"
    "  WHERE expires_at IS NOT NULL"
    " UNION ALL"
    " SELECT 'last_number', coalesce(max(number), 0) FROM listings"
    " UNION ALL"
    " SELECT 'attributed', count(*) FROM sources"
    "  WHERE attribution IS NOT NULL";


/* the row of the very name, else that of the part before the first ":" */

#define JOBS_SQL_SOURCE                                                       \
    " LEFT JOIN sources s ON s.name = coalesce("                              \
    "(SELECT name FROM sources WHERE name = l.source),"                       \
    " substr(l.source, 1, instr(l.source, ':') - 1))"

#define JOBS_SQL_LISTING                                                      \
    "SELECT l.id, l.title, l.company, l.company_slug, l.company_logo,"        \
    " l.url, l.apply_url, l.location, l.worldwide, l.remote," \
    " l.employment_type, l.seniority, l.category,"                            \
    " coalesce(c.label, l.category), l.department,"                           \
    " l.salary_min, l.salary_max, l.salary_currency, l.salary_period,"        \
    " l.salary_predicted, f.shown, l.language, l.visa, l.source,"             \
    " coalesce(s.link_rel, 'noopener'),"                                      \
    " l.posted_at, l.updated_at, l.expires_at, l.excerpt,"                    \
    " (SELECT group_concat(location, char(31)) FROM"                          \
    "   (SELECT location FROM listing_locations WHERE listing = l.number"     \
    "     ORDER BY position)),"                                               \
    " (SELECT group_concat(country, char(31)) FROM"                           \
    "   (SELECT country FROM listing_countries WHERE listing = l.number"      \
    "     ORDER BY country)),"                                                \
    " (SELECT group_concat(tag, char(31)) FROM"                               \
    "   (SELECT tag FROM listing_tags WHERE listing = l.number"               \
    "     ORDER BY position)),"                                               \
    " l.number"                                                               \
    " FROM listings l"                                                        \
    " LEFT JOIN listing_facts f ON f.listing = l.number"                      \
    " LEFT JOIN categories c ON c.slug = l.category"                          \
    JOBS_SQL_SOURCE

const char  jobs_sql_by_number[] = JOBS_SQL_LISTING " WHERE l.number = ?1";
const char  jobs_sql_by_id[] = JOBS_SQL_LISTING " WHERE l.id = ?1";

const char  jobs_sql_text[] =
    "SELECT description_html, description_text FROM listing_texts"
    " WHERE listing = ?1";

const char  jobs_sql_term[] =
    "SELECT t.term, t.value, t.label, t.listings"
    " FROM term_names n JOIN terms t ON t.term = n.term"
    " WHERE n.field = ?1 AND n.name = ?2 ORDER BY t.value";


const char  jobs_sql_attribution[] =
    "SELECT s.name, s.url, s.attribution FROM listings l"
    JOBS_SQL_SOURCE
    " AND s.attribution IS NOT NULL"
    " WHERE l.id = ?1";

#define JOBS_SQL_ROW(form)                                                    \
    "SELECT r." form ", s.name, s.url, s.attribution"                         \
    " FROM ready_rows r JOIN listings l ON l.number = r.listing"              \
    JOBS_SQL_SOURCE                                                           \
    " AND s.attribution IS NOT NULL"                                          \
    " WHERE r.listing = ?1"

#define JOBS_SQL_BARE_ROW(form)                                               \
    "SELECT " form ", NULL, NULL, NULL FROM ready_rows WHERE listing = ?1"

const char *const  jobs_sql_row[2][2] = {
    { JOBS_SQL_BARE_ROW("json"), JOBS_SQL_ROW("json") },
    { JOBS_SQL_BARE_ROW("html"), JOBS_SQL_ROW("html") }
};


const jobs_sql_condition_t  jobs_sql_terms_drive = {
    jobs_string("f.listing IN (SELECT listing FROM postings WHERE term IN ("),
    jobs_string("))")
};

const jobs_sql_condition_t  jobs_sql_terms_has = {
    jobs_string("EXISTS (SELECT 1 FROM postings"
                " WHERE listing = f.listing AND term IN ("),
    jobs_string("))")
};

const jobs_sql_condition_t  jobs_sql_terms_not = {
    jobs_string("NOT EXISTS (SELECT 1 FROM postings"
                " WHERE listing = f.listing AND term IN ("),
    jobs_string("))")
};

const jobs_sql_condition_t  jobs_sql_id = {
    jobs_string("f.listing = (SELECT number FROM listings WHERE id = "),
    jobs_string(")")
};

const jobs_sql_condition_t  jobs_sql_match = {
    jobs_string("f.listing IN (SELECT rowid FROM listing_search"
                " WHERE listing_search MATCH "),
    jobs_string(")")
};

const jobs_sql_condition_t  jobs_sql_match_not = {
    jobs_string("f.listing NOT IN (SELECT rowid FROM listing_search"
                " WHERE listing_search MATCH "),
    jobs_string(")")
};

/* listings are numbered from the newest */

const jobs_sql_condition_t  jobs_sql_posted_since = {
    jobs_string("f.listing <= (SELECT count(*) FROM listings"
                " WHERE posted_at >= "),
    jobs_string(")")
};

const jobs_sql_condition_t  jobs_sql_expired_not = {
    jobs_string("f.listing NOT IN (SELECT number FROM listings"
                " WHERE expires_at IS NOT NULL AND expires_at <= "),
    jobs_string(")")
};

const jobs_sql_condition_t  jobs_sql_salary_from = {
    jobs_string("f.year_max >= "), jobs_string("")
};

const jobs_sql_condition_t  jobs_sql_salary_to = {
    jobs_string("f.year_min <= "), jobs_string("")
};

const jobs_sql_condition_t  jobs_sql_salary_currency = {
    jobs_string("EXISTS (SELECT 1 FROM listings WHERE number = f.listing"
                " AND salary_currency = "),
    jobs_string(")")
};

const jobs_str_t  jobs_sql_salary_unknown = jobs_string("f.shown = 0");
const jobs_str_t  jobs_sql_has_salary = jobs_string("f.has_salary = 1");
const jobs_str_t  jobs_sql_nothing = jobs_string("0");

const jobs_str_t  jobs_sql_count =
    jobs_string("SELECT count(*) FROM listing_facts f");

const jobs_str_t  jobs_sql_page =
    jobs_string("SELECT f.listing FROM listing_facts f");

/* the search itself comes first, as ?1 */

const jobs_str_t  jobs_sql_page_ranked =
    jobs_string("SELECT f.listing FROM listing_search"
                " JOIN listing_facts f ON f.listing = listing_search.rowid"
                " WHERE listing_search MATCH ?1 AND ");

const jobs_str_t  jobs_sql_order[5][2] = {
    {
        jobs_string(" ORDER BY f.listing"),
        jobs_string(" ORDER BY f.listing DESC")
    }, {
        jobs_string(" ORDER BY bm25(listing_search, 10, 4, 4, 2, 1),"
                    " f.listing"),
        jobs_string(" ORDER BY bm25(listing_search, 10, 4, 4, 2, 1) DESC,"
                    " f.listing DESC")
    }, {
        jobs_string(" ORDER BY f.salary_order DESC NULLS LAST, f.listing"),
        jobs_string(" ORDER BY f.salary_order ASC NULLS LAST, f.listing DESC")
    }, {
        jobs_string(" ORDER BY f.company_order, f.listing"),
        jobs_string(" ORDER BY f.company_order DESC, f.listing DESC")
    }, {
        jobs_string(" ORDER BY f.title_order, f.listing"),
        jobs_string(" ORDER BY f.title_order DESC, f.listing DESC")
    }
};
