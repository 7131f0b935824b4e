/*
 * The commands "build", "import" and "publish", as far as the command line
 * goes.
 */

#include "sync_args.h"
#include "sync_build.h"
#include "sync_import.h"


static int sync_build_args(const sync_args_t *args, int rows);


int
sync_build_command(sync_args_t *args)
{
    int  status;

    status = sync_args_feed(args);

    return status == SYNC_EX_OK ? sync_build_args(args, 0) : status;
}


int
sync_import_command(sync_args_t *args)
{
    int            status;
    sync_import_t  im;

    status = sync_args_feed(args);

    if (status != SYNC_EX_OK) {
        return status;
    }

    memset(&im, 0, sizeof(sync_import_t));
    im.options = sync_args_options(args);
    im.options.source = NULL;
    im.catalogue = args->catalogue;
    im.source = args->source;
    im.format = args->format;
    im.mapping = args->mapping;
    im.taxonomy = args->taxonomy;
    im.feeds = args->operands;
    im.nfeeds = args->noperands;
    im.misses = args->misses;
    im.dry = args->dry;
    im.force = args->force;
    im.json = args->json;

    return sync_import(&im);
}


/* of rows that another program wrote, or of a catalogue */

int
sync_publish_command(sync_args_t *args)
{
    sync_release_t  re;

    if (args->catalogue == NULL) {

        if (args->noperands != 1) {
            return sync_usage("publish needs one file of rows, or -c FILE");
        }

        if (args->partners != NULL || args->taxonomy != NULL) {
            return sync_usage("publish takes no --partners and no --taxonomy "
                              "where the rows have them");
        }

        return sync_build_args(args, 1);
    }

    if (args->noperands != 0 || *args->catalogue == '\0') {
        return sync_usage("publish takes a catalogue or a file of rows");
    }

    memset(&re, 0, sizeof(sync_release_t));
    re.catalogue = args->catalogue;
    re.output = args->output;
    re.partners = args->partners;
    re.taxonomy = args->taxonomy;
    re.now = args->now;
    re.keep = args->keep;
    re.dry = args->dry;
    re.force = args->force;
    re.json = args->json;
    re.quiet = args->quiet;

    return sync_release(&re);
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
    build.taxonomy = args->taxonomy;
    build.feeds = args->operands;
    build.nfeeds = args->noperands;
    build.keep = args->keep;
    build.rows = rows;
    build.dry = args->dry;
    build.force = args->force;
    build.json = args->json;

    return sync_build(&build);
}
