/*
 * The commands "build" and "publish", as far as the command line goes.
 */

#include "sync_args.h"
#include "sync_build.h"


static int sync_build_args(const sync_args_t *args, int rows);


int
sync_build_command(sync_args_t *args)
{
    int  status;

    status = sync_args_feed(args);

    return status == SYNC_EX_OK ? sync_build_args(args, 0) : status;
}


int
sync_publish_command(sync_args_t *args)
{
    return sync_build_args(args, 1);
}


static int
sync_build_args(const sync_args_t *args, int rows)
{
    sync_build_t  build;

    memset(&build, 0, sizeof(sync_build_t));
    build.options = sync_args_options(args);
    build.output = args->output;
    build.format = args->format;
    build.mapping = args->mapping;
    build.partners = args->partners;
    build.feeds = args->operands;
    build.nfeeds = args->noperands;
    build.rows = rows;
    build.dry = args->dry;
    build.force = args->force;
    build.json = args->json;

    return sync_build(&build);
}
