/*
 * The command line by its tables, and the help that they make.
 */

#include <getopt.h>
#include <stdarg.h>
#include <time.h>
#include "sync_args.h"
#include "sync_build.h"
#include "sync_format.h"
#include "sync_place.h"


#define SYNC_LONG    256            /* + number: what getopt_long() gives  */
#define SYNC_COLUMN  23             /* of the help of an option            */


static const sync_command_t *sync_command_find(const char *name);
static int sync_args_options_read(sync_args_t *args, int argc, char **argv);
static int sync_args_set(sync_args_t *args, unsigned n, const char *value);
static int sync_args_bad(const sync_command_t *command, int c, char **argv);
static void sync_help_options(unsigned options);
static void sync_help_lines(const char *text, int indent);


int
sync_args_parse(sync_args_t *args, int argc, char **argv)
{
    int                    i, status;
    const char            *word;
    const sync_option_t   *o;
    const sync_command_t  *c;

    memset(args, 0, sizeof(sync_args_t));
    args->now = time(NULL);
    args->keep = SYNC_KEEP;
    args->to = 1;
    args->misses = 2;

    if (argc < 2) {
        return sync_usage("a command is missing");
    }

    word = argv[1];

    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0
        || strcmp(word, "help") == 0)
    {
        c = argc > 2 ? sync_command_find(argv[2]) : NULL;

        if (argc > 2 && c == NULL) {
            return sync_usage("unknown command \"%s\"", argv[2]);
        }

        sync_help(c);
        return SYNC_EX_OK;
    }

    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        printf("jobs-sync %s\n", JOBS_VERSION);
        return SYNC_EX_OK;
    }

    c = sync_command_find(word);

    if (c == NULL) {
        return sync_usage("unknown command \"%s\"", word);
    }

    args->command = c;
    status = sync_args_options_read(args, argc - 1, argv + 1);

    if (status != -1) {
        return status;
    }

    for (i = 0; i < SYNC_O_N; i++) {
        o = &sync_options_table[i];

        if (!(c->needs & 1u << i)) {
            continue;
        }

        word = *(const char **) ((char *) args + o->offset);

        if (word == NULL || *word == '\0') {
            return sync_usage("%s needs -%c %s", c->name, o->letter,
                              o->argument);
        }
    }

    if (args->noperands < c->min
        || (c->max != -1 && args->noperands > c->max))
    {
        return sync_usage("%s needs %s", c->name, c->operand);
    }

    return -1;
}


static const sync_command_t *
sync_command_find(const char *name)
{
    const sync_command_t  *c;

    for (c = sync_commands; c->name != NULL; c++) {
        if (strcmp(c->name, name) == 0) {
            return c;
        }
    }

    return NULL;
}


static int
sync_args_options_read(sync_args_t *args, int argc, char **argv)
{
    int            c, n, status;
    char           letters[2 + 2 * SYNC_O_N], *p;
    struct option  options[SYNC_O_N + 1];

    memset(options, 0, sizeof(options));
    p = letters;
    *p++ = ':';

    for (n = 0; n < SYNC_O_N; n++) {
        options[n].name = sync_options_table[n].name;
        options[n].has_arg = sync_options_table[n].argument != NULL;
        options[n].val = SYNC_LONG + n;

        if (sync_options_table[n].letter != 0) {
            *p++ = sync_options_table[n].letter;

            if (options[n].has_arg) {
                *p++ = ':';
            }
        }
    }

    *p = '\0';
    opterr = 0;

    while ((c = getopt_long(argc, argv, letters, options, NULL)) != -1) {

        if (c == ':' || c == '?') {
            return sync_args_bad(args->command, c, argv);
        }

        for (n = 0; n < SYNC_O_N; n++) {
            if (c == SYNC_LONG + n || c == sync_options_table[n].letter) {
                break;
            }
        }

        if (!(args->command->options & 1u << n)) {
            return sync_usage("%s takes no --%s", args->command->name,
                              sync_options_table[n].name);
        }

        if (n == SYNC_O_HELP) {
            sync_help(args->command);
            return SYNC_EX_OK;
        }

        if (n == SYNC_O_VERSION) {
            printf("jobs-sync %s\n", JOBS_VERSION);
            return SYNC_EX_OK;
        }

        status = sync_args_set(args, n, optarg);

        if (status != SYNC_EX_OK) {
            return status;
        }
    }

    args->operands = argv + optind;
    args->noperands = argc - optind;

    return -1;
}


static int
sync_args_set(sync_args_t *args, unsigned n, const char *value)
{
    void                 *p;
    uint64_t              number;
    const sync_option_t  *option;

    option = &sync_options_table[n];
    p = (char *) args + option->offset;
    args->given |= 1u << n;

    switch (option->kind) {

    case SYNC_ARG_TEXT:
        *(const char **) p = value;
        return SYNC_EX_OK;

    case SYNC_ARG_FLAG:
        *(int *) p = 1;
        return SYNC_EX_OK;

    case SYNC_ARG_TIME:

        if (jobs_parse_time(sync_str(value), (int64_t *) p) == JOBS_OK
            && *(int64_t *) p >= 0)
        {
            return SYNC_EX_OK;
        }

        return sync_usage("invalid --%s \"%s\", it must be a time such as "
                          "2026-08-08T09:00:00Z", option->name, value);

    default:

        if (jobs_parse_uint(sync_str(value), option->max, &number) == JOBS_OK
            && number >= option->min)
        {
            *(unsigned *) p = number;
            return SYNC_EX_OK;
        }

        return sync_usage("invalid --%s \"%s\", it must be a number from %u "
                          "to %u", option->name, value, option->min,
                          option->max);
    }
}


static int
sync_args_bad(const sync_command_t *command, int c, char **argv)
{
    const char  *word;

    word = argv[optind - 1];

    if (c == ':') {
        return sync_usage("option \"%s\" needs a value", word);
    }

    if (optopt >= SYNC_LONG) {
        return sync_usage("option \"--%s\" has no value",
                          sync_options_table[optopt - SYNC_LONG].name);
    }

    if (optopt != 0) {
        return sync_usage("%s: unknown option \"-%c\"", command->name,
                          optopt);
    }

    return sync_usage("%s: unknown option \"%s\"", command->name, word);
}


int
sync_args_format(const char *name)
{
    size_t                    i;
    static const char *const  names[] = {
        "jobs", "jsonl", "json", "csv", "xml"
    };

    for (i = 0; name != NULL && i < sync_n(names); i++) {
        if (strcmp(names[i], name) == 0) {
            return 1;
        }
    }

    return name == NULL || sync_format_find(name) != NULL;
}


int
sync_args_mapped(const char *name)
{
    return name == NULL
           || (strcmp(name, "jobs") != 0 && sync_format_find(name) == NULL);
}


int
sync_args_feed(const sync_args_t *args)
{
    const char  *f;

    f = args->format;

    if (!sync_args_format(f)) {
        return sync_usage("invalid format \"%s\", it must be jobs, jsonl, "
                          "json, csv, xml or one of docs/formats.md", f);
    }

    if (args->mapping != NULL && !sync_args_mapped(f)) {
        return sync_usage("the format \"%s\" has no mapping", f);
    }

    if (args->base_url != NULL
        && !jobs_is_http_url(sync_str(args->base_url)))
    {
        return sync_usage("invalid --base-url \"%s\", it must be an http or "
                          "https address", args->base_url);
    }

    if (!sync_build_text(args->source)) {
        return sync_usage("--source must be a text of at most 200 bytes");
    }

    if (!sync_build_text(args->company)) {
        return sync_usage("--company must be a text of at most 200 bytes");
    }

    return SYNC_EX_OK;
}


sync_options_t
sync_args_options(const sync_args_t *args)
{
    sync_options_t  options;

    memset(&options, 0, sizeof(sync_options_t));
    options.quiet = args->quiet;
    options.source = args->source;
    options.company = args->company;
    options.base_url = args->base_url;
    options.now = args->now;

    return options;
}


int
sync_usage(const char *format, ...)
{
    va_list  args;

    va_start(args, format);
    fputs("jobs-sync: ", stderr);
    vfprintf(stderr, format, args);
    fputs("\nTry \"jobs-sync --help\".\n", stderr);
    va_end(args);

    return SYNC_EX_USAGE;
}


void
sync_help(const sync_command_t *command)
{
    unsigned               options;
    const sync_command_t  *c;

    if (command != NULL) {
        printf("usage: jobs-sync %s %s\n\n%s\n\n", command->name,
               command->arguments, command->help);
        sync_help_options(command->options);
        return;
    }

    options = 0;

    for (c = sync_commands; c->name != NULL; c++) {
        printf("%s jobs-sync %s %s\n", c == sync_commands ? "usage:"
                                                          : "      ",
               c->name, c->arguments);
        options |= c->options;
    }

    printf("\n");

    for (c = sync_commands; c->name != NULL; c++) {
        printf("  %-10s", c->name);
        sync_help_lines(c->summary, 12);
    }

    printf("\nWhat a command takes of these, \"jobs-sync COMMAND --help\" "
           "says:\n\n");
    sync_help_options(options);

    printf("\nExit status: 0 published or unchanged, 2 refused by a gate, 64 "
           "wrong usage,\n65 bad input, 69 a source is down, 74 a file cannot be "
           "read or written,\n75 another run has the lock.\n");
}


static void
sync_help_options(unsigned options)
{
    int                   n, width;
    const sync_option_t  *o;

    for (n = 0; n < SYNC_O_N; n++) {

        if (!(options & 1u << n)) {
            continue;
        }

        o = &sync_options_table[n];
        width = o->letter == 0 ? printf("      --%s", o->name)
                               : printf("  -%c, --%s", o->letter, o->name);

        if (o->argument != NULL) {
            width += printf(" %s", o->argument);
        }

        printf("%*s", width < SYNC_COLUMN ? SYNC_COLUMN - width : 1, "");
        sync_help_lines(o->help, SYNC_COLUMN);
    }
}


static void
sync_help_lines(const char *text, int indent)
{
    for ( ; *text != '\0'; text++) {
        putchar(*text);

        if (*text == '\n') {
            printf("%*s", indent, "");
        }
    }

    putchar('\n');
}
