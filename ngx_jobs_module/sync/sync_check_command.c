/*
 * The command "check": all that can be wrong with a snapshot.
 */

#include <unistd.h>
#include "sync_args.h"
#include "sync_publish.h"


int
sync_check_command(sync_args_t *args)
{
    char         error[SYNC_ERROR];
    sqlite3     *db;
    jobs_rc_t    rc;
    const char  *name;

    name = args->operands[0];
    db = sync_snapshot_open(name, error);
    rc = db == NULL ? JOBS_CORRUPT : sync_check(db, error);
    sqlite3_close(db);

    if (rc != JOBS_OK) {
        sync_say("%s: %s", name, error);
        return access(name, R_OK) == -1 ? SYNC_EX_IO : SYNC_EX_DATA;
    }

    printf("%s: good\n", name);

    return SYNC_EX_OK;
}
