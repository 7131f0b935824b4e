/*
 * The command line of jobs-sync: one table of commands, one of options.  The
 * help of each command is made of them.
 */

#ifndef SYNC_ARGS_H
#define SYNC_ARGS_H


#include "sync.h"


/* in the order of the help */

typedef enum {
    SYNC_O_OUTPUT = 0,
    SYNC_O_CATALOGUE,
    SYNC_O_SOURCE,
    SYNC_O_FORMAT,
    SYNC_O_MAPPING,
    SYNC_O_PARTNERS,
    SYNC_O_COMPANY,
    SYNC_O_BASE_URL,
    SYNC_O_TAXONOMY,
    SYNC_O_KEEP,
    SYNC_O_TO,
    SYNC_O_MISSES,
    SYNC_O_AT,
    SYNC_O_TEXTFILE,
    SYNC_O_REPORT,
    SYNC_O_DRY_RUN,
    SYNC_O_FORCE,
    SYNC_O_JSON,
    SYNC_O_QUIET,
    SYNC_O_HELP,
    SYNC_O_VERSION,
    SYNC_O_N
} sync_option_e;

#define sync_o(name)  (1u << SYNC_O_##name)

typedef enum {
    SYNC_ARG_TEXT = 0,          /* const char *, NULL                     */
    SYNC_ARG_NUMBER,            /* unsigned, min to max                   */
    SYNC_ARG_TIME,              /* int64_t, RFC 3339                      */
    SYNC_ARG_FLAG               /* int                                    */
} sync_arg_e;

typedef struct {
    const char        *name;
    char               letter;          /* or 0                           */
    const char        *argument;        /* its name in the help, or NULL  */
    const char        *help;            /* lines separated by \n          */
    sync_arg_e         kind;
    size_t             offset;          /* in sync_args_t                 */
    unsigned           min;
    unsigned           max;
} sync_option_t;

typedef struct sync_args_s  sync_args_t;

typedef struct {
    const char        *name;
    const char        *arguments;       /* as the usage line has them     */
    const char        *operand;         /* what an operand is             */
    int                min;             /* operands                       */
    int                max;             /* or -1                          */
    unsigned           options;         /* sync_o(): those it takes       */
    unsigned           needs;           /* those it cannot do without     */
    int              (*run)(sync_args_t *args);     /* exit status        */
    const char        *summary;         /* one line                       */
    const char        *help;            /* lines separated by \n          */
} sync_command_t;

struct sync_args_s {
    const sync_command_t  *command;
    unsigned               given;       /* sync_o(): options that were    */
    const char            *output;
    const char            *catalogue;
    const char            *source;
    const char            *format;
    const char            *mapping;
    const char            *partners;
    const char            *company;
    const char            *base_url;
    const char            *taxonomy;
    const char            *textfile;
    const char            *report;
    unsigned               keep;
    unsigned               to;          /* 1 */
    unsigned               misses;
    int64_t                now;         /* --at, or the time              */
    int                    dry;
    int                    force;
    int                    json;
    int                    quiet;
    int                    noperands;
    char                 **operands;
};


extern const sync_option_t   sync_options_table[SYNC_O_N];
extern const sync_command_t  sync_commands[];   /* name NULL at the end */

/*
 * Reads a command line.  -1: args is to be run; else the exit status, for all
 * was said (--help, --version, wrong usage).
 */
int sync_args_parse(sync_args_t *args, int argc, char **argv);

/* "jobs-sync: ...", and where help is; returns SYNC_EX_USAGE */
int sync_usage(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* of one command, or of all (NULL) on standard output */
void sync_help(const sync_command_t *command);

/* 1: there is such a format (NULL: it is recognised); it may have a mapping */
int sync_args_format(const char *name);
int sync_args_mapped(const char *name);

/* what the options of feeds must be; SYNC_EX_OK, or told */
int sync_args_feed(const sync_args_t *args);

/* the same as what the readers of feeds take */
sync_options_t sync_args_options(const sync_args_t *args);


/* The commands. */

int sync_build_command(sync_args_t *args);
int sync_run_command(sync_args_t *args);
int sync_import_command(sync_args_t *args);
int sync_publish_command(sync_args_t *args);
int sync_check_command(sync_args_t *args);
int sync_info_command(sync_args_t *args);
int sync_rollback_command(sync_args_t *args);


#endif /* SYNC_ARGS_H */
