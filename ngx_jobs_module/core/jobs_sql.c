/*
 * All SQL that the server runs.
 */

#include "jobs_sql.h"


const char  jobs_sql_harden[] =
    "PRAGMA cell_size_check = ON;"
    "PRAGMA query_only = ON;"
    "PRAGMA temp_store = 2;"
    "PRAGMA mmap_size = 0;"

    /* one transaction, which never ends: the file does not change */

    "BEGIN";

const char *const  jobs_sql_cache[2] = {
    "PRAGMA cache_size = -12288",
    "PRAGMA cache_size = -4096"
};

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
    " coalesce(s.link_rel, 'noopener'), coalesce(s.jsonld, 1),"               \
    " l.posted_at, l.updated_at, l.expires_at, l.excerpt,"                    \
    " (SELECT group_concat(location, char(31)) FROM"                          \
    "   (SELECT location FROM listing_locations WHERE listing = l.number"     \
    "     ORDER BY position)),"                                               \
    " (SELECT group_concat(country, char(31)) FROM"                           \
    "   (SELECT country FROM listing_countries WHERE listing = l.number"      \
    "     ORDER BY country)),"                                                \
    " (SELECT group_concat(region, char(31)) FROM"                            \
    "   (SELECT region FROM listing_regions WHERE listing = l.number"         \
    "     ORDER BY region)),"                                                 \
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
    "SELECT term FROM term_names WHERE field = ?1 AND name = ?2 ORDER BY term";


const char  jobs_sql_changed[] =
    "SELECT id, coalesce(updated_at, posted_at) FROM listings"
    " WHERE number = ?1";

const char  jobs_sql_searches[] =
    "SELECT slug, query, parent, coalesce(heading, title) FROM searches"
    " ORDER BY slug";

const char  jobs_sql_search[] =
    "SELECT title, heading, description, intro_html, faq_html FROM searches"
    " WHERE slug = ?1";

const char  jobs_sql_has_partners[] =
    "SELECT 1 FROM sqlite_schema WHERE name = 'partners'";

const char  jobs_sql_partners[] =
    "SELECT id, name, origins, query, theme, campaign FROM partners"
    " ORDER BY id";

const char  jobs_sql_has_past[] =
    "SELECT 1 FROM (SELECT count(*) AS n FROM sqlite_schema"
    "  WHERE name IN ('alternatives', 'gone')) WHERE n = 2";

const char  jobs_sql_past[] =
    "SELECT l.id FROM alternatives a JOIN listings l ON l.number = a.listing"
    " WHERE a.id = ?1"
    " UNION ALL SELECT NULL FROM gone WHERE id = ?1";

const char  jobs_sql_attribution[] =
    "SELECT s.name, s.url, s.attribution FROM listings l"
    JOBS_SQL_SOURCE
    " AND s.attribution IS NOT NULL"
    " WHERE l.id = ?1";

#define JOBS_SQL_ROW(form)                                                    \
    "SELECT " form ", s.name, s.url, s.attribution"                         \
    " FROM ready_rows r JOIN listings l ON l.number = r.listing"              \
    JOBS_SQL_SOURCE                                                           \
    " AND s.attribution IS NOT NULL"                                          \
    " WHERE r.listing = ?1"

#define JOBS_SQL_BARE_ROW(form)                                               \
    "SELECT " form ", NULL, NULL, NULL FROM ready_rows WHERE listing = ?1"

const char *const  jobs_sql_row[3][2] = {
    { JOBS_SQL_BARE_ROW("json"), JOBS_SQL_ROW("r.json") },
    { JOBS_SQL_BARE_ROW("html"), JOBS_SQL_ROW("r.html") },
    { JOBS_SQL_BARE_ROW("NULL"), JOBS_SQL_ROW("NULL") }
};


const char  jobs_sql_unfed[] =
    "SELECT EXISTS (SELECT 1 FROM sources WHERE feeds = 0)";

const char  jobs_sql_fed[] =
    "SELECT s.feeds FROM (SELECT ?1 AS source) l" JOBS_SQL_SOURCE;


const char  jobs_sql_terms[] =
    "SELECT term, field, value, label, parent, listings FROM terms"
    " ORDER BY term";

const char  jobs_sql_columns[] =
    "SELECT name, rowid, sets IS NOT NULL FROM field_columns";

const char  jobs_sql_salaries[] =
    "SELECT code, excluded, currency, year_min, year_max, salary_order"
    " FROM salaries ORDER BY code";

const char  jobs_sql_posting[] = "SELECT bitmap FROM postings WHERE term = ?1";

const char  jobs_sql_place[] =
    "SELECT l.id, l.posted_at, f.title_order FROM listings l"
    " JOIN listing_facts f ON f.listing = l.number WHERE l.number = ?1";

const char  jobs_sql_number[] = "SELECT number FROM listings WHERE id = ?1";

const char  jobs_sql_title_from[] =
    "SELECT listing, title_order FROM listing_facts WHERE title_order >= ?1"
    " ORDER BY title_order LIMIT 1";

const char  jobs_sql_match[] =
    "SELECT rowid FROM listing_search WHERE listing_search MATCH ?1";

const char  jobs_sql_match_ranked[] =
    "SELECT rowid, bm25(listing_search, 10, 4, 4, 2, 1, 5, 1) FROM listing_search"
    " WHERE listing_search MATCH ?1";
