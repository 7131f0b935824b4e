/*
 * What the steps of publishing share: SQL functions, and meta.
 */

#include <stdlib.h>
#include "sync_publish.h"


static void sync_sql_text(sqlite3_context *ctx, int argc,
    sqlite3_value **argv);


typedef enum {
    SYNC_SQL_FOLD,
    SYNC_SQL_SLUG,
    SYNC_SQL_KEY
} sync_sql_function_e;


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
