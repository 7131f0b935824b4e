/*
 * jobs-sync: feeds to a snapshot that nginx serves (docs/jobs-sync.md).
 */

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include <sqlite3.h>
#include "sync_args.h"


int
main(int argc, char **argv)
{
    int          fd, status;
    sync_args_t  args;

    /* a file of ours must never get the number of standard output */

    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd != -1 && fd <= STDERR_FILENO);

    if (fd != -1) {
        close(fd);
    }

    /* a pipe or a limit that ends is a failed write, not a death */

    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);

    /* nobody asks how much memory SQLite has; its threads need not queue */

    (void) sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

    sync_cjson_init();

    status = sync_args_parse(&args, argc, argv);

    return status == -1 ? args.command->run(&args) : status;
}
