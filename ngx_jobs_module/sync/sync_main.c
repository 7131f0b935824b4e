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
#include "sync_partners.h"
#include "sync_publish.h"


static int sync_build_command(int argc, char **argv);
static int sync_check_command(int argc, char **argv);
static int sync_info_command(int argc, char **argv);
static int sync_usage(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
static int sync_build_ready(sync_build_t *build);
static void *sync_cjson_malloc(size_t size);
static void sync_info_json(const sync_meta_t *meta, uint64_t partners,
    const char *path);


static const struct {
    const char  *name;
    int        (*run)(int argc, char **argv);
} sync_commands[] = {
    { "build", sync_build_command },
    { "publish", sync_build_command },
    { "check", sync_check_command },
    { "info", sync_info_command }
};

static const char  sync_help[] =
    "usage: jobs-sync build -o FILE [OPTION]... FEED...\n"
    "       jobs-sync publish -o FILE [OPTION]... ROWS\n"
    "       jobs-sync check FILE\n"
    "       jobs-sync info [--json] FILE\n"
    "\n"
    "build reads feeds (files, or - for standard input) and publishes them\n"
    "as one snapshot; publish does so with rows that another program wrote by\n"
    "conf/schema.sql; check looks for all that can be wrong with a snapshot;\n"
    "info says what is in it.\n"
    "\n"
    "  -o, --output FILE    the snapshot to publish\n"
    "  -f, --format NAME    jobs (canonical JSON Lines), jsonl, json or csv;\n"
    "                       recognised from the content if not given\n"
    "  -m, --mapping FILE   which field of the feeds is which of ours\n"
    "      --partners FILE  the partners of the board, as JSON\n"
    "      --taxonomy DIR   tables and named searches instead of those built in\n"
    "      --source NAME    the source of listings that name none\n"
    "      --company NAME   the company of listings that name none\n"
    "      --base-url URL   completes addresses that are missing or relative\n"
    "      --dry-run        do everything but publish\n"
    "      --force          publish even if nothing has changed\n"
    "      --json           report as JSON on standard output\n"
    "  -q, --quiet          no report, only faults\n"
    "      --help           this text\n"
    "      --version        the version\n"
    "\n"
    "Exit status: 0 published or unchanged, 64 wrong usage, 65 bad input,\n"
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
    sync_build_t                build;
    static const struct option  options[] = {
        { "output", required_argument, NULL, 'o' },
        { "format", required_argument, NULL, 'f' },
        { "mapping", required_argument, NULL, 'm' },
        { "partners", required_argument, NULL, 'p' },
        { "taxonomy", required_argument, NULL, 't' },
        { "source", required_argument, NULL, 's' },
        { "company", required_argument, NULL, 'c' },
        { "base-url", required_argument, NULL, 'b' },
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

        case 't':
            build.taxonomy = optarg;
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
            || build->taxonomy != NULL || build->options.source != NULL || build->options.company != NULL
            || build->options.base_url != NULL)
        {
            return sync_usage("publish takes the rows as they are, it has no "
                              "--format, --mapping, --partners, --taxonomy, "
                              "--source, --company and --base-url");
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


static int
sync_check_command(int argc, char **argv)
{
    char        error[SYNC_ERROR];
    sqlite3    *db;
    jobs_rc_t   rc;

    if (argc != 2 || argv[1][0] == '-') {
        return sync_usage("check needs one file");
    }

    db = sync_snapshot_open(argv[1], error);
    rc = db == NULL ? JOBS_CORRUPT : sync_check(db, error);
    sqlite3_close(db);

    if (rc != JOBS_OK) {
        sync_say("%s: %s", argv[1], error);
        return access(argv[1], R_OK) == -1 ? SYNC_EX_IO : SYNC_EX_DATA;
    }

    printf("%s: good\n", argv[1]);

    return SYNC_EX_OK;
}


static int
sync_info_command(int argc, char **argv)
{
    int           json;
    char          error[SYNC_ERROR];
    sqlite3      *db;
    jobs_rc_t     rc;
    uint64_t      partners;
    jobs_buf_t    b;
    sync_meta_t   meta;

    json = argc > 1 && strcmp(argv[1], "--json") == 0;
    argc -= json;
    argv += json;

    if (argc != 2 || argv[1][0] == '-') {
        return sync_usage("info needs one file");
    }

    db = sync_snapshot_open(argv[1], error);
    rc = JOBS_CORRUPT;
    partners = 0;

    if (db != NULL) {
        snprintf(error, sizeof(error), "its meta is not complete");
        rc = sync_meta(db, &meta);
        partners = sync_partners_count(db);
    }

    sqlite3_close(db);

    if (rc != JOBS_OK) {
        sync_say("%s: %s", argv[1], error);
        return access(argv[1], R_OK) == -1 ? SYNC_EX_IO : SYNC_EX_DATA;
    }

    if (json) {
        sync_info_json(&meta, partners, argv[1]);
        return SYNC_EX_OK;
    }

    jobs_buf_init(&b, &sync_mem, 256);
    jobs_buf_time(&b, meta.built_at);

    printf("file        %s\nlistings    %llu\npartners    %llu\n"
           "generation  %s\nbuilt       %.*s\ncurrency    %s\n", argv[1],
           (unsigned long long) meta.listings, (unsigned long long) partners,
           meta.generation, (int) b.len, b.data, meta.currency[0] == '\0' ? "-" : meta.currency);

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
