/*
 * The generation of a snapshot.
 */

#include "sync_digest.h"


typedef enum {
    SYNC_DIGEST_LISTINGS = 0,
    SYNC_DIGEST_LOCATIONS,
    SYNC_DIGEST_COUNTRIES,
    SYNC_DIGEST_REGIONS,
    SYNC_DIGEST_TAGS,
    SYNC_DIGEST_TEXTS,
    SYNC_DIGEST_N
} sync_digest_e;


static void sync_digest_list(sync_digest_t *d, sync_digest_e table,
    const sync_value_t *v);
static jobs_rc_t sync_digest_rows(sync_digest_t *d, sqlite3_stmt **stmts);
static jobs_rc_t sync_digest_table(sync_digest_t *d, sqlite3 *db,
    const char *name, const char *sql);
static void sync_digest_begin(sync_digest_t *d, const char *table);
static void sync_digest_value(sync_digest_t *d, const sync_value_t *v,
    sync_kind_e kind);
static void sync_digest_columns(sync_digest_t *d, sqlite3_stmt *stmt,
    int from);
static void sync_digest_text(sync_digest_t *d, jobs_str_t s);
static void sync_digest_integer(sync_digest_t *d, int64_t n);
static void sync_digest_real(sync_digest_t *d, double n);
static void sync_digest_put(sync_digest_t *d);


/* what belongs to a listing, in the order of docs/snapshot.md */

static const struct {
    const char  *name;
    const char  *sql;
} sync_digest_listing[SYNC_DIGEST_N] = {

    { "listings",
      "SELECT number, id, title, company, company_slug, company_logo, url,"
      " apply_url, location, worldwide, remote, employment_type, seniority,"
      " category, department, salary_min, salary_max, salary_currency,"
      " salary_period, salary_predicted, language, visa, source, posted_at,"
      " updated_at, expires_at, excerpt FROM listings ORDER BY number" },

    { "listing_locations",
      "SELECT listing, location FROM listing_locations"
      " ORDER BY listing, position" },

    { "listing_countries",
      "SELECT listing, country FROM listing_countries"
      " ORDER BY listing, country" },

    { "listing_regions",
      "SELECT listing, region FROM listing_regions ORDER BY listing, region" },

    { "listing_tags",
      "SELECT listing, tag FROM listing_tags ORDER BY listing, position" },

    { "listing_texts",
      "SELECT listing, description_html, description_text FROM listing_texts"
      " ORDER BY listing" }
};


static const struct {
    const char  *name;
    const char  *sql;
} sync_digest_tables[] = {

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
#define SYNC_DIGEST_OPTIONAL  4


void
sync_digest_open(sync_digest_t *d)
{
    memset(d, 0, sizeof(sync_digest_t));
    jobs_buf_init(&d->row, &sync_mem, SYNC_ROW_MAX * 4);

    d->md = EVP_MD_CTX_new();
    d->failed = d->md == NULL
                || EVP_DigestInit_ex(d->md, EVP_sha256(), NULL) != 1;
}


void
sync_digest_close(sync_digest_t *d)
{
    EVP_MD_CTX_free(d->md);
    jobs_buf_free(&d->row);
    d->md = NULL;
}


void
sync_digest_item(sync_digest_t *d, const sync_item_t *item)
{
    size_t               i;
    sync_field_e         field;
    const sync_value_t  *v;

    v = item->v;
    sync_digest_begin(d, sync_digest_listing[SYNC_DIGEST_LISTINGS].name);

    for (i = 0; i < SYNC_COLUMNS; i++) {
        field = sync_columns[i];

        if (field == SYNC_WORLDWIDE || field == SYNC_SALARY_PREDICTED) {
            sync_digest_integer(d, v[field].number);
        } else {
            sync_digest_value(d, &v[field], sync_fields[field].kind);
        }
    }

    jobs_buf_char(&d->row, '\n');

    sync_digest_list(d, SYNC_DIGEST_LOCATIONS, &v[SYNC_LOCATIONS]);
    sync_digest_list(d, SYNC_DIGEST_COUNTRIES, &v[SYNC_COUNTRIES]);
    sync_digest_list(d, SYNC_DIGEST_REGIONS, &v[SYNC_REGION_LIST]);
    sync_digest_list(d, SYNC_DIGEST_TAGS, &v[SYNC_TAGS]);

    if (v[SYNC_DESCRIPTION_HTML].set || v[SYNC_DESCRIPTION_TEXT].set) {
        sync_digest_begin(d, sync_digest_listing[SYNC_DIGEST_TEXTS].name);
        sync_digest_text(d, v[SYNC_DESCRIPTION_HTML].text);
        sync_digest_text(d, v[SYNC_DESCRIPTION_TEXT].text);
        jobs_buf_char(&d->row, '\n');
    }

    sync_digest_put(d);
}


static void
sync_digest_list(sync_digest_t *d, sync_digest_e table,
    const sync_value_t *v)
{
    size_t  i;

    for (i = 0; i < v->n; i++) {
        sync_digest_begin(d, sync_digest_listing[table].name);
        sync_digest_text(d, v->items[i]);
        jobs_buf_char(&d->row, '\n');
    }
}


jobs_rc_t
sync_digest_listings(sync_digest_t *d, sqlite3 *db)
{
    int            i;
    jobs_rc_t      rc;
    sqlite3_stmt  *stmts[SYNC_DIGEST_N];

    memset(stmts, 0, sizeof(stmts));
    rc = JOBS_OK;

    for (i = 0; i < SYNC_DIGEST_N && rc == JOBS_OK; i++) {
        if (sqlite3_prepare_v2(db, sync_digest_listing[i].sql, -1, &stmts[i],
                               NULL)
            != SQLITE_OK)
        {
            rc = JOBS_ERROR;
        }
    }

    if (rc == JOBS_OK) {
        rc = sync_digest_rows(d, stmts);
    }

    for (i = 0; i < SYNC_DIGEST_N; i++) {
        if (sqlite3_finalize(stmts[i]) != SQLITE_OK) {
            rc = JOBS_ERROR;
        }
    }

    return rc;
}


/* all go forward together; a row that belongs to no listing is passed over */

static jobs_rc_t
sync_digest_rows(sync_digest_t *d, sqlite3_stmt **stmts)
{
    int      i, rc[SYNC_DIGEST_N];
    int64_t  number;

    for (i = 0; i < SYNC_DIGEST_N; i++) {
        rc[i] = sqlite3_step(stmts[i]);
    }

    for ( /* void */ ; rc[0] == SQLITE_ROW; rc[0] = sqlite3_step(stmts[0])) {
        number = sqlite3_column_int64(stmts[0], 0);
        sync_digest_begin(d, sync_digest_listing[0].name);
        sync_digest_columns(d, stmts[0], 1);

        for (i = 1; i < SYNC_DIGEST_N; i++) {

            while (rc[i] == SQLITE_ROW
                   && sqlite3_column_int64(stmts[i], 0) <= number)
            {
                if (sqlite3_column_int64(stmts[i], 0) == number) {
                    sync_digest_begin(d, sync_digest_listing[i].name);
                    sync_digest_columns(d, stmts[i], 1);
                }

                rc[i] = sqlite3_step(stmts[i]);
            }
        }

        sync_digest_put(d);
    }

    for (i = 0; i < SYNC_DIGEST_N; i++) {
        if (rc[i] != SQLITE_DONE && rc[i] != SQLITE_ROW) {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


jobs_rc_t
sync_digest_end(sync_digest_t *d, sqlite3 *db, char *generation)
{
    size_t         i;
    unsigned       len;
    unsigned char  digest[EVP_MAX_MD_SIZE];

    for (i = 0; i < sync_n(sync_digest_tables); i++) {

        if (i >= SYNC_DIGEST_OPTIONAL
            && !sync_table_there(db, "main", sync_digest_tables[i].name))
        {
            continue;
        }

        if (sync_digest_table(d, db, sync_digest_tables[i].name,
                              sync_digest_tables[i].sql)
            != JOBS_OK)
        {
            return JOBS_ERROR;
        }
    }

    if (d->failed || EVP_DigestFinal_ex(d->md, digest, &len) != 1) {
        return JOBS_ERROR;
    }

    for (i = 0; i < SYNC_GENERATION / 2; i++) {
        snprintf(generation + i * 2, 3, "%02x", digest[i]);
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_digest_table(sync_digest_t *d, sqlite3 *db, const char *name,
    const char *sql)
{
    int            rc;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return JOBS_ERROR;
    }

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        sync_digest_begin(d, name);
        sync_digest_columns(d, stmt, 0);
        sync_digest_put(d);
    }

    sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}


static void
sync_digest_begin(sync_digest_t *d, const char *table)
{
    jobs_buf_str(&d->row, sync_str(table));
}


static void
sync_digest_value(sync_digest_t *d, const sync_value_t *v, sync_kind_e kind)
{
    if (!v->set) {
        sync_digest_text(d, jobs_str(NULL, 0));
        return;
    }

    switch (kind) {

    case SYNC_KIND_FLAG:
    case SYNC_KIND_TIME:
        sync_digest_integer(d, v->number);
        break;

    case SYNC_KIND_AMOUNT:
        sync_digest_real(d, v->amount);
        break;

    default:
        sync_digest_text(d, v->text);
    }
}


/* the rest of the row, and its end */

static void
sync_digest_columns(sync_digest_t *d, sqlite3_stmt *stmt, int from)
{
    int          i, n;
    const char  *text;

    n = sqlite3_column_count(stmt);

    for (i = from; i < n; i++) {

        switch (sqlite3_column_type(stmt, i)) {

        case SQLITE_NULL:
            sync_digest_text(d, jobs_str(NULL, 0));
            break;

        case SQLITE_FLOAT:
            sync_digest_real(d, sqlite3_column_double(stmt, i));
            break;

        case SQLITE_INTEGER:
            sync_digest_integer(d, sqlite3_column_int64(stmt, i));
            break;

        default:
            text = (const char *) sqlite3_column_text(stmt, i);
            d->failed |= text == NULL;
            sync_digest_text(d, jobs_str(text == NULL ? "" : text,
                                         sqlite3_column_bytes(stmt, i)));
        }
    }

    jobs_buf_char(&d->row, '\n');
}


static void
sync_digest_text(sync_digest_t *d, jobs_str_t s)
{
    if (s.data == NULL) {
        jobs_buf_lit(&d->row, " ~");
        return;
    }

    jobs_buf_char(&d->row, ' ');
    jobs_buf_uint(&d->row, s.len);
    jobs_buf_char(&d->row, ':');
    jobs_buf_str(&d->row, s);
}


static void
sync_digest_integer(sync_digest_t *d, int64_t n)
{
    size_t    i;
    char      number[24];
    uint64_t  left;

    i = sizeof(number);
    left = n < 0 ? -(uint64_t) n : (uint64_t) n;

    do {
        number[--i] = (char) ('0' + left % 10);
        left /= 10;
    } while (left != 0);

    if (n < 0) {
        number[--i] = '-';
    }

    sync_digest_text(d, jobs_str(number + i, sizeof(number) - i));
}


static void
sync_digest_real(sync_digest_t *d, double n)
{
    char  number[64];

    snprintf(number, sizeof(number), "%.15g", n);
    sync_digest_text(d, sync_str(number));
}


static void
sync_digest_put(sync_digest_t *d)
{
    if (d->row.rc != JOBS_OK
        || (!d->failed
            && EVP_DigestUpdate(d->md, d->row.data, d->row.len) != 1))
    {
        d->failed = 1;
    }

    jobs_buf_reset(&d->row);
}
