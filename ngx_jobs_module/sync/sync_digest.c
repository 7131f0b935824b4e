/*
 * What the steps of publishing share: SQL functions, the digest of the rows
 * (docs/snapshot.md is its definition), meta.
 */

#include <stdlib.h>
#include <openssl/evp.h>
#include "sync_publish.h"


static jobs_rc_t sync_digest_table(sqlite3 *db, EVP_MD_CTX *md,
    const char *name, const char *sql);
static void sync_sql_text(sqlite3_context *ctx, int argc,
    sqlite3_value **argv);


typedef enum {
    SYNC_SQL_FOLD,
    SYNC_SQL_SLUG,
    SYNC_SQL_KEY
} sync_sql_function_e;


/* in the order and with the columns that docs/snapshot.md gives */

static const struct {
    const char  *name;
    const char  *sql;
} sync_digest_tables[] = {

    { "listings",
      "SELECT id, title, company, company_slug, company_logo, url, apply_url,"
      " location, worldwide, remote, employment_type, seniority, category,"
      " department, salary_min, salary_max, salary_currency, salary_period,"
      " salary_predicted, language, visa, source, posted_at, updated_at,"
      " expires_at, excerpt FROM listings ORDER BY id" },

    { "listing_locations",
      "SELECT id, c.location FROM listings"
      " JOIN listing_locations c ON listing = number ORDER BY id, position" },

    { "listing_countries",
      "SELECT id, country FROM listings"
      " JOIN listing_countries ON listing = number ORDER BY id, country" },

    { "listing_regions",
      "SELECT id, region FROM listings"
      " JOIN listing_regions ON listing = number ORDER BY id, region" },

    { "listing_tags",
      "SELECT id, tag FROM listings"
      " JOIN listing_tags ON listing = number ORDER BY id, position" },

    { "listing_texts",
      "SELECT id, description_html, description_text FROM listings"
      " JOIN listing_texts ON listing = number ORDER BY id" },

    { "sources",
      "SELECT name, url, attribution, link_rel, jsonld, feeds FROM sources"
      " ORDER BY name" },

    { "categories",
      "SELECT slug, label, parent FROM categories ORDER BY slug" },

    { "searches",
      "SELECT slug, query, parent, title, heading, description, intro_html,"
      " faq_html FROM searches ORDER BY slug" },

    { "currencies",
      "SELECT code, usd, dated FROM currencies ORDER BY code" },

    /* these may be missing: then they have no rows either */

    { "partners",
      "SELECT id, name, origins, query, theme, campaign FROM partners"
      " ORDER BY id" },

    { "alternatives",
      "SELECT a.id, l.id, a.source, a.url FROM alternatives a"
      " JOIN listings l ON number = listing ORDER BY a.id" },

    { "gone", "SELECT id, closed_at FROM gone ORDER BY id" }
};


/* the first of these */
#define SYNC_DIGEST_OPTIONAL  10


jobs_rc_t
sync_functions(sqlite3 *db)
{
    size_t                    i;
    static const struct {
        const char           *name;
        sync_sql_function_e   function;
    } functions[] = {
        { "jobs_fold", SYNC_SQL_FOLD },
        { "jobs_slug", SYNC_SQL_SLUG },
        { "sync_key", SYNC_SQL_KEY }
    };

    for (i = 0; i < sync_n(functions); i++) {
        if (sqlite3_create_function_v2(db, functions[i].name, 1,
                                       SQLITE_UTF8|SQLITE_DETERMINISTIC,
                                       (void *) (intptr_t)
                                           functions[i].function,
                                       sync_sql_text, NULL, NULL, NULL)
            != SQLITE_OK)
        {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


static void
sync_sql_text(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
    jobs_buf_t   b;
    jobs_str_t   s;
    intptr_t     function;

    (void) argc;

    if (sqlite3_value_type(argv[0]) == SQLITE_NULL) {
        return;
    }

    s.data = (const char *) sqlite3_value_text(argv[0]);
    s.len = sqlite3_value_bytes(argv[0]);
    function = (intptr_t) sqlite3_user_data(ctx);

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    switch (function) {

    case SYNC_SQL_FOLD:
        jobs_fold(&b, s);
        break;

    case SYNC_SQL_KEY:
        sync_key(&b, s);
        break;

    default:
        jobs_slug(&b, s);
        break;
    }

    sqlite3_result_text(ctx, b.len == 0 ? "" : b.data, b.len,
                        SQLITE_TRANSIENT);
    jobs_buf_free(&b);
}


int
sync_table_there(sqlite3 *db, const char *database, const char *table)
{
    return sqlite3_table_column_metadata(db, database, table, "id", NULL,
                                         NULL, NULL, NULL, NULL)
           == SQLITE_OK;
}


void
sync_key(jobs_buf_t *b, jobs_str_t s)
{
    size_t  from;

    from = b->len;

    jobs_slug(b, s);

    if (b->len == from) {
        sync_sha256_hex(b, s, 16);
    }
}


jobs_rc_t
sync_digest(sqlite3 *db, char *generation)
{
    size_t         i;
    unsigned       len;
    jobs_rc_t      rc;
    EVP_MD_CTX    *md;
    unsigned char  digest[EVP_MAX_MD_SIZE];

    md = EVP_MD_CTX_new();

    if (md == NULL || EVP_DigestInit_ex(md, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(md);
        return JOBS_ERROR;
    }

    rc = JOBS_OK;

    for (i = 0; i < sync_n(sync_digest_tables) && rc == JOBS_OK; i++) {

        if (i >= SYNC_DIGEST_OPTIONAL
            && !sync_table_there(db, "main", sync_digest_tables[i].name))
        {
            continue;
        }

        rc = sync_digest_table(db, md, sync_digest_tables[i].name,
                               sync_digest_tables[i].sql);
    }

    if (rc == JOBS_OK && EVP_DigestFinal_ex(md, digest, &len) != 1) {
        rc = JOBS_ERROR;
    }

    EVP_MD_CTX_free(md);

    if (rc != JOBS_OK) {
        return rc;
    }

    for (i = 0; i < SYNC_GENERATION / 2; i++) {
        snprintf(generation + i * 2, 3, "%02x", digest[i]);
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_digest_table(sqlite3 *db, EVP_MD_CTX *md, const char *name,
    const char *sql)
{
    int            rc, i, n;
    char           number[64];
    jobs_buf_t     b;
    const char    *text;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return JOBS_ERROR;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX * 4);
    n = sqlite3_column_count(stmt);

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        jobs_buf_reset(&b);
        jobs_buf_str(&b, sync_str(name));

        for (i = 0; i < n; i++) {
            jobs_buf_char(&b, ' ');

            switch (sqlite3_column_type(stmt, i)) {

            case SQLITE_NULL:
                jobs_buf_char(&b, '~');
                continue;

            case SQLITE_FLOAT:
                snprintf(number, sizeof(number), "%.15g",
                         sqlite3_column_double(stmt, i));
                text = number;
                break;

            default:
                text = (const char *) sqlite3_column_text(stmt, i);
            }

            if (text == NULL) {
                text = "";
            }

            jobs_buf_uint(&b, text == number ? strlen(number)
                              : (size_t) sqlite3_column_bytes(stmt, i));
            jobs_buf_char(&b, ':');
            jobs_buf_add(&b, text, text == number ? strlen(number)
                                   : (size_t) sqlite3_column_bytes(stmt, i));
        }

        jobs_buf_char(&b, '\n');

        if (b.rc != JOBS_OK || EVP_DigestUpdate(md, b.data, b.len) != 1) {
            break;
        }
    }

    jobs_buf_free(&b);
    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


jobs_rc_t
sync_meta(sqlite3 *db, sync_meta_t *meta)
{
    int            rc;
    unsigned       seen;
    const char    *name, *value;
    sqlite3_stmt  *stmt;

    memset(meta, 0, sizeof(sync_meta_t));
    seen = 0;

    if (sqlite3_prepare_v2(db, "SELECT name, value FROM meta", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_CORRUPT;
    }

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        name = (const char *) sqlite3_column_text(stmt, 0);
        value = (const char *) sqlite3_column_text(stmt, 1);

        if (name == NULL || value == NULL) {
            continue;
        }

        if (strcmp(name, "generation") == 0
            && strlen(value) == SYNC_GENERATION)
        {
            memcpy(meta->generation, value, SYNC_GENERATION + 1);
            seen |= 1;

        } else if (strcmp(name, "built_at") == 0) {
            meta->built_at = strtoll(value, NULL, 10);
            seen |= 2;

        } else if (strcmp(name, "listings") == 0) {
            meta->listings = strtoull(value, NULL, 10);
            seen |= 4;

        } else if (strcmp(name, "row_version") == 0) {
            meta->row_version = (int) strtol(value, NULL, 10);
            seen |= 8;

        } else if (strcmp(name, "currency") == 0 && strlen(value) == 3) {
            memcpy(meta->currency, value, 4);
        }
    }

    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE && seen == 15 ? JOBS_OK : JOBS_CORRUPT;
}
