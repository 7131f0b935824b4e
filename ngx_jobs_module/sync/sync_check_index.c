/*
 * Whether the index of a snapshot is whole, and says the same twice: in its
 * columns and in its bitmaps.
 */

#include "sync_publish.h"
#include "../core/jobs_index.h"
#include "../core/jobs_snapshot.h"
#include "../core/jobs_sql.h"


static jobs_rc_t sync_check_search(sqlite3 *db, const jobs_index_t *ix,
    char *error);
static jobs_rc_t sync_check_postings(sqlite3 *db, const jobs_index_t *ix,
    char *error);
static jobs_rc_t sync_check_posting(const jobs_index_t *ix, jobs_field_e field,
    uint32_t ordinal, const void *data, size_t len);
static int sync_check_member(const jobs_index_field_t *f, uint32_t position,
    uint32_t ordinal);


jobs_rc_t
sync_check_index(sqlite3 *db, uint64_t listings, char *error)
{
    jobs_rc_t     rc;
    jobs_index_t  ix;

    rc = jobs_index_load(&ix, db, listings, &sync_mem, error);

    if (rc == JOBS_OK) {
        rc = sync_check_postings(db, &ix, error);

        if (rc == JOBS_OK) {
            rc = sync_check_search(db, &ix, error);
        }

        jobs_index_free(&ix);
    }

    return rc;
}


/* no two rows have one number, so it is enough to count those with one */

static jobs_rc_t
sync_check_search(sqlite3 *db, const jobs_index_t *ix, char *error)
{
    int            step;
    uint64_t       n;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, "SELECT id FROM listing_search_docsize", -1,
                           &stmt, NULL)
        != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        return JOBS_CORRUPT;
    }

    n = 0;

    while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
        n += jobs_index_number(ix, sqlite3_column_int64(stmt, 0)) > 0;
    }

    sqlite3_finalize(stmt);

    if (step == SQLITE_DONE && n == ix->n) {
        return JOBS_OK;
    }

    snprintf(error, SYNC_ERROR, "the full-text index has %llu of its %u "
             "listings", (unsigned long long) n, ix->n);

    return JOBS_CORRUPT;
}


static jobs_rc_t
sync_check_postings(sqlite3 *db, const jobs_index_t *ix, char *error)
{
    int            step;
    uint32_t       i;
    unsigned       field;
    jobs_rc_t      rc;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, jobs_sql_posting, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        return JOBS_CORRUPT;
    }

    rc = JOBS_OK;

    for (field = 0; field < JOBS_F_N && rc == JOBS_OK; field++) {

        for (i = 0; i < ix->fields[field].nterms && rc == JOBS_OK; i++) {
            sqlite3_bind_int64(stmt, 1,
                               (int64_t) ix->fields[field].first + i);
            step = sqlite3_step(stmt);

            rc = step != SQLITE_ROW ? JOBS_CORRUPT
                 : sync_check_posting(ix, (jobs_field_e) field, i,
                                      sqlite3_column_blob(stmt, 0),
                                      (size_t) sqlite3_column_bytes(stmt, 0));

            (void) sqlite3_reset(stmt);

            if (rc != JOBS_OK) {
                snprintf(error, SYNC_ERROR, "the bitmap of %s %.200s is not "
                         "that of its column", jobs_fields[field].name.data,
                         jobs_term_value(ix, &ix->fields[field].terms[i])
                             .data);
            }
        }
    }

    sqlite3_finalize(stmt);

    return rc;
}


/* as many listings as the term has, each of which has the term */

static jobs_rc_t
sync_check_posting(const jobs_index_t *ix, jobs_field_e field,
    uint32_t ordinal, const void *data, size_t len)
{
    jobs_rc_t                   rc;
    roaring_bitmap_t           *bitmap;
    roaring_uint32_iterator_t   it;
    const jobs_index_field_t   *f;

    f = &ix->fields[field];

    rc = jobs_bitmap_read(data, len, ix->n, f->terms[ordinal].listings,
                          &bitmap);

    if (rc != JOBS_OK) {
        return rc;
    }

    if (jobs_fields[field].column) {
        roaring_init_iterator(bitmap, &it);

        while (it.has_value && rc == JOBS_OK) {
            if (!sync_check_member(f, it.current_value, ordinal)) {
                rc = JOBS_CORRUPT;
            }

            (void) roaring_advance_uint32_iterator(&it);
        }
    }

    roaring_bitmap_free(bitmap);

    return rc;
}


static int
sync_check_member(const jobs_index_field_t *f, uint32_t position,
    uint32_t ordinal)
{
    uint32_t  code, k;

    code = jobs_code(&f->column, position);

    for (k = f->offsets[code]; k < f->offsets[code + 1]; k++) {
        if (f->members[k] == ordinal) {
            return 1;
        }
    }

    return 0;
}
