/*
 * jobs-sync: feeds to a snapshot that nginx serves (docs/jobs-sync.md).
 *
 *     cc -o jobs-sync sync_*.c ../core/jobs_*.c -lsqlite3 -lcjson -lcrypto
 */

#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "sync_build.h"
#include "sync_import.h"
#include "sync_info.h"
#include "sync_place.h"


static int sync_build_command(int argc, char **argv);
static int sync_import_command(int argc, char **argv);
static int sync_release_command(int argc, char **argv);
static int sync_catalogue_command(int argc, char **argv, int publish);
static int sync_check_command(int argc, char **argv);
static int sync_info_command(int argc, char **argv);
static int sync_rollback_command(int argc, char **argv);
static int sync_usage(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
static int sync_build_ready(sync_build_t *build);
static void *sync_cjson_malloc(size_t size);


static const struct {
    const char  *name;
    int        (*run)(int argc, char **argv);
} sync_commands[] = {
    { "build", sync_build_command },
    { "publish", sync_release_command },
    { "import", sync_import_command },
    { "check", sync_check_command },
    { "info", sync_info_command },
    { "rollback", sync_rollback_command }
};

static const char  sync_help[] =
    "usage: jobs-sync build -o FILE [OPTION]... FEED...\n"
    "       jobs-sync publish -o FILE [OPTION]... ROWS\n"
    "       jobs-sync import -c CATALOGUE -s NAME [OPTION]... FEED...\n"
    "       jobs-sync publish -c CATALOGUE -o FILE [OPTION]...\n"
    "       jobs-sync check FILE\n"
    "       jobs-sync info [--json] FILE\n"
    "       jobs-sync rollback -o FILE [--to N]\n"
    "\n"
    "build reads feeds (files, or - for standard input) and publishes them\n"
    "as one snapshot; publish does so with rows that another program wrote by\n"
    "conf/schema.sql; check looks for all that can be wrong with a snapshot;\n"
    "info says what is in it; rollback puts the one before it back.  import\n"
    "takes the feeds of one source into a catalogue; publish -c publishes it.\n"
    "\n"
    "  -o, --output FILE    the snapshot to publish\n"
    "  -f, --format NAME    jobs (canonical JSON Lines), jsonl, json or csv;\n"
    "                       recognised from the content if not given\n"
    "  -m, --mapping FILE   which field of the feeds is which of ours\n"
    "      --partners FILE  the partners of the board, as JSON\n"
    "  -c, --catalogue FILE the catalogue\n"
    "  -s, --source NAME    the source of listings that name none; of import\n"
    "      --misses N       close what is missing in N fetches in a row (2)\n"
    "      --at TIME        the time of the run, RFC 3339\n"
    "      --company NAME   the company of listings that name none\n"
    "      --base-url URL   completes addresses that are missing or relative\n"
    "      --keep N         how many snapshots before this one stay, 4\n"
    "      --dry-run        do everything but publish\n"
    "      --force          publish even if nothing has changed\n"
    "      --json           report as JSON on standard output\n"
    "  -q, --quiet          no report, only faults\n"
    "      --help           this text\n"
    "      --version        the version\n"
    "\n"
    "Exit status: 0 published or unchanged, 2 a gate refused, 64 wrong usage, 65 bad input,\n"
    "74 a file cannot be read or written, 75 another run has the lock.\n";


int
main(int argc, char **argv)
{
    int          fd;
    size_t       i;
    cJSON_Hooks  hooks;

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

    hooks.malloc_fn = sync_cjson_malloc;
    hooks.free_fn = free;
    cJSON_InitHooks(&hooks);

    if (argc < 2) {
        return sync_usage("a command is missing");
    }

    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0
        || strcmp(argv[1], "help") == 0)
    {
        fputs(sync_help, stdout);
        return SYNC_EX_OK;
    }

    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        printf("jobs-sync %s\n", JOBS_VERSION);
        return SYNC_EX_OK;
    }

    for (i = 0; i < sync_n(sync_commands); i++) {
        if (strcmp(argv[1], sync_commands[i].name) == 0) {
            return sync_commands[i].run(argc - 1, argv + 1);
        }
    }

    return sync_usage("unknown command \"%s\"", argv[1]);
}


static int
sync_build_command(int argc, char **argv)
{
    int                         c, status;
    uint64_t                    n;
    sync_build_t                build;
    static const struct option  options[] = {
        { "output", required_argument, NULL, 'o' },
        { "format", required_argument, NULL, 'f' },
        { "mapping", required_argument, NULL, 'm' },
        { "partners", required_argument, NULL, 'p' },
        { "source", required_argument, NULL, 's' },
        { "company", required_argument, NULL, 'c' },
        { "base-url", required_argument, NULL, 'b' },
        { "keep", required_argument, NULL, 'k' },
        { "dry-run", no_argument, NULL, 'd' },
        { "force", no_argument, NULL, 'F' },
        { "json", no_argument, NULL, 'j' },
        { "quiet", no_argument, NULL, 'q' },
        { "help", no_argument, NULL, 'h' },
        { "version", no_argument, NULL, 'V' },
        { NULL, 0, NULL, 0 }
    };

    memset(&build, 0, sizeof(sync_build_t));
    build.rows = strcmp(argv[0], "publish") == 0;
    build.options.now = time(NULL);
    build.keep = SYNC_KEEP;
    opterr = 0;

    while ((c = getopt_long(argc, argv, ":o:f:m:q", options, NULL)) != -1) {

        switch (c) {

        case 'o':
            build.output = optarg;
            break;

        case 'f':
            build.format = optarg;
            break;

        case 'm':
            build.mapping = optarg;
            break;

        case 'p':
            build.partners = optarg;
            break;

        case 's':
            build.options.source = optarg;
            break;

        case 'c':
            build.options.company = optarg;
            break;

        case 'b':
            build.options.base_url = optarg;
            break;

        case 'k':
            if (jobs_parse_uint(sync_str(optarg), SYNC_KEEP_MAX, &n)
                != JOBS_OK)
            {
                return sync_usage("--keep must be a number, 0 to %d",
                                  SYNC_KEEP_MAX);
            }

            build.keep = (unsigned) n;
            break;

        case 'd':
            build.dry = 1;
            break;

        case 'F':
            build.force = 1;
            break;

        case 'j':
            build.json = 1;
            break;

        case 'q':
            build.options.quiet = 1;
            break;

        case 'h':
            fputs(sync_help, stdout);
            return SYNC_EX_OK;

        case 'V':
            printf("jobs-sync %s\n", JOBS_VERSION);
            return SYNC_EX_OK;

        case ':':
            return sync_usage("option \"%s\" needs a value", argv[optind - 1]);

        default:
            return sync_usage("unknown option \"%s\"", argv[optind - 1]);
        }
    }

    build.feeds = argv + optind;
    build.nfeeds = argc - optind;

    status = sync_build_ready(&build);

    return status == SYNC_EX_OK ? sync_build(&build) : status;
}


/* what can be wrong with the options together */

static int
sync_build_ready(sync_build_t *build)
{
    const char  *f;

    f = build->format;

    if (build->output == NULL || *build->output == '\0') {
        return sync_usage("%s needs -o FILE", build->rows ? "publish"
                                                          : "build");
    }

    if (build->rows) {

        if (build->nfeeds != 1) {
            return sync_usage("publish needs one file of rows");
        }

        if (f != NULL || build->mapping != NULL || build->partners != NULL
            || build->options.source != NULL || build->options.company != NULL
            || build->options.base_url != NULL)
        {
            return sync_usage("publish takes the rows as they are, it has no "
                              "--format, --mapping, --partners, --source, "
                              "--company and --base-url");
        }

        return SYNC_EX_OK;
    }

    if (build->nfeeds == 0) {
        return sync_usage("build needs a feed");
    }

    if (f != NULL && strcmp(f, "jobs") != 0 && strcmp(f, "jsonl") != 0
        && strcmp(f, "json") != 0 && strcmp(f, "csv") != 0)
    {
        return sync_usage("invalid format \"%s\", it must be jobs, jsonl, "
                          "json or csv", f);
    }

    if (f != NULL && strcmp(f, "jobs") == 0 && build->mapping != NULL) {
        return sync_usage("the format \"jobs\" has no mapping");
    }

    if (build->options.base_url != NULL
        && !jobs_is_http_url(sync_str(build->options.base_url)))
    {
        return sync_usage("invalid --base-url \"%s\", it must be an http or "
                          "https address", build->options.base_url);
    }

    if (!sync_build_text(build->options.source)) {
        return sync_usage("--source must be a text of at most 200 bytes");
    }

    if (!sync_build_text(build->options.company)) {
        return sync_usage("--company must be a text of at most 200 bytes");
    }

    return SYNC_EX_OK;
}


/* options of the commands that have a catalogue */

static int
sync_import_command(int argc, char **argv)
{
    return sync_catalogue_command(argc, argv, 0);
}


static int
sync_release_command(int argc, char **argv)
{
    int  i;

    for (i = 1; i < argc; i++) {
        if (strncmp(argv[i], "-c", 2) == 0
            || strncmp(argv[i], "--catalogue", 11) == 0)
        {
            return sync_catalogue_command(argc, argv, 1);
        }
    }

    return sync_build_command(argc, argv);
}


static int
sync_catalogue_command(int argc, char **argv, int publish)
{
    int                         c;
    uint64_t                    n;
    const char                 *output;
    sync_import_t               im;
    sync_release_t              re;
    static const struct option  options[] = {
        { "catalogue", required_argument, NULL, 'c' },
        { "output", required_argument, NULL, 'o' },
        { "format", required_argument, NULL, 'f' },
        { "mapping", required_argument, NULL, 'm' },
        { "partners", required_argument, NULL, 'p' },
        { "source", required_argument, NULL, 's' },
        { "company", required_argument, NULL, 'C' },
        { "base-url", required_argument, NULL, 'b' },
        { "misses", required_argument, NULL, 'M' },
        { "at", required_argument, NULL, 'a' },
        { "dry-run", no_argument, NULL, 'd' },
        { "force", no_argument, NULL, 'F' },
        { "json", no_argument, NULL, 'j' },
        { "quiet", no_argument, NULL, 'q' },
        { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 }
    };

    memset(&im, 0, sizeof(sync_import_t));
    memset(&re, 0, sizeof(sync_release_t));
    im.options.now = time(NULL);
    output = NULL;
    opterr = 0;

    while ((c = getopt_long(argc, argv, publish ? ":c:o:q" : ":c:s:f:m:q",
                            options, NULL))
           != -1)
    {
        switch (c) {

        case 'c':
            im.catalogue = optarg;
            break;

        case 'o':
            output = optarg;
            break;

        case 'f':
            im.format = optarg;
            break;

        case 'm':
            im.mapping = optarg;
            break;

        case 'p':
            re.partners = optarg;
            break;

        case 's':
            im.source = optarg;
            break;

        case 'C':
            im.options.company = optarg;
            break;

        case 'b':
            im.options.base_url = optarg;
            break;

        case 'M':
            if (jobs_parse_uint(sync_str(optarg), 100, &n) != JOBS_OK
                || n == 0)
            {
                return sync_usage("invalid --misses \"%s\", it must be a "
                                  "number from 1 to 100", optarg);
            }

            im.misses = n;
            break;

        case 'a':
            if (jobs_parse_time(sync_str(optarg), &im.options.now)
                != JOBS_OK)
            {
                return sync_usage("invalid --at \"%s\", it must be a time by "
                                  "RFC 3339", optarg);
            }

            break;

        case 'd':
            im.dry = 1;
            break;

        case 'F':
            im.force = 1;
            break;

        case 'j':
            im.json = 1;
            break;

        case 'q':
            im.options.quiet = 1;
            break;

        case 'h':
            fputs(sync_help, stdout);
            return SYNC_EX_OK;

        case ':':
            return sync_usage("option \"%s\" needs a value", argv[optind - 1]);

        default:
            return sync_usage("unknown option \"%s\"", argv[optind - 1]);
        }
    }

    if (im.catalogue == NULL || *im.catalogue == '\0') {
        return sync_usage("%s needs -c CATALOGUE", argv[0]);
    }

    if (publish) {
        if (output == NULL || *output == '\0') {
            return sync_usage("publish needs -o FILE");
        }

        if (optind != argc || im.format != NULL || im.mapping != NULL
            || im.source != NULL || im.options.company != NULL
            || im.options.base_url != NULL || im.misses != 0)
        {
            return sync_usage("publish -c takes no feed, and none of "
                              "--format, --mapping, --source, --company, "
                              "--base-url and --misses");
        }

        re.catalogue = im.catalogue;
        re.output = output;
        re.now = im.options.now;
        re.dry = im.dry;
        re.force = im.force;
        re.json = im.json;
        re.quiet = im.options.quiet;

        return sync_release(&re);
    }

    im.feeds = argv + optind;
    im.nfeeds = argc - optind;

    if (output != NULL || re.partners != NULL) {
        return sync_usage("import has no --output and no --partners");
    }

    if (im.source == NULL || !sync_build_text(im.source)) {
        return sync_usage("import needs -s NAME, a text of at most 200 bytes");
    }

    if (im.nfeeds == 0) {
        return sync_usage("import needs a feed");
    }

    if (!sync_build_text(im.options.company)) {
        return sync_usage("--company must be a text of at most 200 bytes");
    }

    if (im.options.base_url != NULL
        && !jobs_is_http_url(sync_str(im.options.base_url)))
    {
        return sync_usage("invalid --base-url \"%s\", it must be an http or "
                          "https address", im.options.base_url);
    }

    return sync_import(&im);
}


static int
sync_check_command(int argc, char **argv)
{
    if (argc != 2 || argv[1][0] == '-') {
        return sync_usage("check needs one file");
    }

    return sync_check_file(argv[1]);
}


static int
sync_info_command(int argc, char **argv)
{
    int  json;

    json = argc > 1 && strcmp(argv[1], "--json") == 0;
    argc -= json;
    argv += json;

    if (argc != 2 || argv[1][0] == '-') {
        return sync_usage("info needs one file");
    }

    return sync_info(argv[1], json, time(NULL));
}


static int
sync_rollback_command(int argc, char **argv)
{
    int                         c, quiet;
    uint64_t                    n;
    const char                 *output;
    static const struct option  options[] = {
        { "output", required_argument, NULL, 'o' },
        { "to", required_argument, NULL, 't' },
        { "quiet", no_argument, NULL, 'q' },
        { NULL, 0, NULL, 0 }
    };

    output = NULL;
    quiet = 0;
    n = 1;
    opterr = 0;

    while ((c = getopt_long(argc, argv, ":o:q", options, NULL)) != -1) {

        switch (c) {

        case 'o':
            output = optarg;
            break;

        case 'q':
            quiet = 1;
            break;

        case 't':
            if (jobs_parse_uint(sync_str(optarg), SYNC_KEEP_MAX, &n)
                == JOBS_OK && n > 0)
            {
                break;
            }

            return sync_usage("--to must be a number, 1 to %d",
                              SYNC_KEEP_MAX);

        default:
            return sync_usage("rollback knows -o FILE, --to N and --quiet");
        }
    }

    if (output == NULL || *output == '\0' || optind != argc) {
        return sync_usage("rollback needs -o FILE and nothing else");
    }

    return sync_rollback(output, (unsigned) n, quiet);
}


static int
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


static void *
sync_cjson_malloc(size_t size)
{
    return sync_mem.realloc(NULL, NULL, 0, size);
}
