/*
 * The commands "check", "info" and "rollback", as far as the command line
 * goes.
 */

#include "sync_args.h"
#include "sync_info.h"


int
sync_check_command(sync_args_t *args)
{
    return sync_check_file(args->operands[0]);
}


int
sync_info_command(sync_args_t *args)
{
    return sync_info(args->operands[0], args->json, args->now);
}


int
sync_rollback_command(sync_args_t *args)
{
    return sync_rollback(args->output, args->to, args->quiet);
}
