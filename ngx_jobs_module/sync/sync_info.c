/*
 * The command "info": what is in a snapshot.
 */

#include <unistd.h>
#include "sync_args.h"
#include "sync_partners.h"
#include "sync_publish.h"


static void sync_info_json(const sync_meta_t *meta, uint64_t partners,
    const char *path);


int
sync_info_command(sync_args_t *args)
{
    char          error[SYNC_ERROR];
    sqlite3      *db;
    jobs_rc_t     rc;
    uint64_t      partners;
    jobs_buf_t    b;
    const char   *name;
    sync_meta_t   meta;

    name = args->operands[0];
    db = sync_snapshot_open(name, error);
    rc = JOBS_CORRUPT;
    partners = 0;

    if (db != NULL) {
        snprintf(error, sizeof(error), "its meta is not complete");
        rc = sync_meta(db, &meta);
        partners = sync_partners_count(db);
    }

    sqlite3_close(db);

    if (rc != JOBS_OK) {
        sync_say("%s: %s", name, error);
        return access(name, R_OK) == -1 ? SYNC_EX_IO : SYNC_EX_DATA;
    }

    if (args->json) {
        sync_info_json(&meta, partners, name);
        return SYNC_EX_OK;
    }

    jobs_buf_init(&b, &sync_mem, 256);
    jobs_buf_time(&b, meta.built_at);

    printf("file        %s\nlistings    %llu\npartners    %llu\n"
           "generation  %s\nbuilt       %.*s\ncurrency    %s\n", name,
           (unsigned long long) meta.listings, (unsigned long long) partners,
           meta.generation, (int) b.len, b.data,
           meta.currency[0] == '\0' ? "-" : meta.currency);

    jobs_buf_free(&b);

    return SYNC_EX_OK;
}


static void
sync_info_json(const sync_meta_t *meta, uint64_t partners, const char *path)
{
    jobs_buf_t  b;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    jobs_buf_lit(&b, "{\"file\":");
    jobs_json_string(&b, sync_str(path));
    jobs_buf_lit(&b, ",\"listings\":");
    jobs_buf_uint(&b, meta->listings);
    jobs_buf_lit(&b, ",\"partners\":");
    jobs_buf_uint(&b, partners);
    jobs_buf_lit(&b, ",\"generation\":");
    jobs_json_string(&b, sync_str(meta->generation));
    jobs_buf_lit(&b, ",\"built_at\":\"");
    jobs_buf_time(&b, meta->built_at);
    jobs_buf_lit(&b, "\",\"currency\":");
    jobs_json_string(&b, meta->currency[0] == '\0' ? jobs_str(NULL, 0)
                         : sync_str(meta->currency));
    jobs_buf_lit(&b, "}\n");

    fwrite(b.data, 1, b.len, stdout);
    jobs_buf_free(&b);
}
