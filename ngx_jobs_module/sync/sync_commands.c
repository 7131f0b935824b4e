/*
 * The tables of the command line: options and commands.
 */

#include "sync_args.h"
#include "sync_place.h"


#define SYNC_COMMON  (sync_o(HELP) | sync_o(VERSION))
#define SYNC_REPORT  (sync_o(DRY_RUN) | sync_o(FORCE) | sync_o(JSON)          \
                      | sync_o(QUIET) | sync_o(AT))
#define SYNC_FEEDS   (sync_o(SOURCE) | sync_o(FORMAT) | sync_o(MAPPING)       \
                      | sync_o(COMPANY) | sync_o(BASE_URL) | sync_o(TAXONOMY))


#define sync_text(field)  SYNC_ARG_TEXT, offsetof(sync_args_t, field), 0, 0
#define sync_flag(field)  SYNC_ARG_FLAG, offsetof(sync_args_t, field), 0, 0


const sync_option_t  sync_options_table[SYNC_O_N] = {
    [SYNC_O_OUTPUT] = { "output", 'o', "FILE",
      "the snapshot", sync_text(output) },
    [SYNC_O_CATALOGUE] = { "catalogue", 'c', "FILE",
      "the catalogue, which remembers what was seen and when",
      sync_text(catalogue) },
    [SYNC_O_SOURCE] = { "source", 's', "NAME",
      "the source of listings that name none", sync_text(source) },
    [SYNC_O_FORMAT] = { "format", 'f', "NAME",
      "jobs (canonical JSON Lines), jsonl, json, csv, xml or\none of docs/formats.md;\n"
      "recognised from the content if not given", sync_text(format) },
    [SYNC_O_MAPPING] = { "mapping", 'm', "FILE",
      "which field of the feeds is which of ours", sync_text(mapping) },
    [SYNC_O_PARTNERS] = { "partners", 0, "FILE",
      "the partners of the board, as JSON", sync_text(partners) },
    [SYNC_O_COMPANY] = { "company", 0, "NAME",
      "the company of listings that name none", sync_text(company) },
    [SYNC_O_BASE_URL] = { "base-url", 0, "URL",
      "completes addresses that are missing or relative",
      sync_text(base_url) },
    [SYNC_O_TAXONOMY] = { "taxonomy", 0, "DIR",
      "tables in place of the built-in ones", sync_text(taxonomy) },
    [SYNC_O_KEEP] = { "keep", 0, "N",
      "how many snapshots stay beside the new one", SYNC_ARG_NUMBER,
      offsetof(sync_args_t, keep), 0, 99 },
    [SYNC_O_TO] = { "to", 0, "N",
      "the nth snapshot before this one (1)", SYNC_ARG_NUMBER,
      offsetof(sync_args_t, to), 1, SYNC_KEEP_MAX },
    [SYNC_O_MISSES] = { "misses", 0, "N",
      "a listing is closed when it was missing N times in a\nrow (2)",
      SYNC_ARG_NUMBER, offsetof(sync_args_t, misses), 1, 100 },
    [SYNC_O_AT] = { "at", 0, "TIME",
      "the time of the run, in RFC 3339, for replays", SYNC_ARG_TIME,
      offsetof(sync_args_t, now), 0, 0 },
    [SYNC_O_TEXTFILE] = { "textfile", 0, "FILE",
      "metrics for Prometheus' textfile collector", sync_text(textfile) },
    [SYNC_O_REPORT] = { "report", 0, "FILE",
      "what the run did, as JSON", sync_text(report) },
    [SYNC_O_DRY_RUN] = { "dry-run", 0, NULL,
      "do everything but keep and publish it", sync_flag(dry) },
    [SYNC_O_FORCE] = { "force", 0, NULL,
      "publish even if nothing has changed", sync_flag(force) },
    [SYNC_O_JSON] = { "json", 0, NULL,
      "report as JSON on standard output", sync_flag(json) },
    [SYNC_O_QUIET] = { "quiet", 'q', NULL,
      "no report, only faults", sync_flag(quiet) },
    [SYNC_O_HELP] = { "help", 'h', NULL, "this text", SYNC_ARG_FLAG, 0, 0,
      0 },
    [SYNC_O_VERSION] = { "version", 'V', NULL, "the version", SYNC_ARG_FLAG,
      0, 0, 0 }
};


const sync_command_t  sync_commands[] = {
    { "build", "-o FILE [OPTION]... FEED...", "a feed", 1, -1,
      sync_o(OUTPUT) | SYNC_FEEDS | sync_o(PARTNERS) | sync_o(KEEP)
      | SYNC_REPORT | SYNC_COMMON,
      sync_o(OUTPUT), sync_build_command,
      "publishes feeds as one snapshot",
      "Reads feeds (files, or - for standard input) and publishes them as one\n"
      "snapshot.  Nothing is published if one of them is refused." },

    { "run", "[OPTION]... SOURCES", "one file of sources", 1, 1,
      sync_o(OUTPUT) | sync_o(CATALOGUE) | sync_o(PARTNERS)
      | sync_o(TAXONOMY) | sync_o(KEEP) | sync_o(MISSES) | sync_o(TEXTFILE) | sync_o(REPORT) | SYNC_REPORT
      | SYNC_COMMON, 0, sync_run_command,
      "fetches all sources, imports and publishes them",
      "Fetches the sources that a file lists (docs/sources.md), imports them\n"
      "into the catalogue and publishes it.  What is given here holds in place\n"
      "of what the file says." },

    { "import", "-c FILE -s NAME [OPTION]... FEED...", "a feed", 1, -1,
      sync_o(CATALOGUE) | SYNC_FEEDS | sync_o(MISSES) | SYNC_REPORT
      | SYNC_COMMON,
      sync_o(CATALOGUE) | sync_o(SOURCE), sync_import_command,
      "takes the feeds of one source into a catalogue",
      "Takes the feeds of one source, which together are all of its listings,\n"
      "into a catalogue.  Nothing of it is kept if one of them is refused." },

    { "publish", "-o FILE [OPTION]... (-c FILE | ROWS)", "one file of rows",
      0, 1,
      sync_o(OUTPUT) | sync_o(CATALOGUE) | sync_o(PARTNERS)
      | sync_o(TAXONOMY) | sync_o(KEEP) | SYNC_REPORT | SYNC_COMMON,
      sync_o(OUTPUT), sync_publish_command,
      "publishes a catalogue, or rows of another program",
      "Publishes a catalogue, or rows that another program wrote by\n"
      "conf/schema.sql." },

    { "check", "FILE", "one file", 1, 1, SYNC_COMMON, 0,
      sync_check_command,
      "looks for all that can be wrong with a snapshot",
      "Looks for everything that can be wrong with a snapshot." },

    { "info", "[--json] FILE", "one file", 1, 1,
      sync_o(JSON) | SYNC_COMMON, 0, sync_info_command,
      "says what is in a snapshot",
      "Says what is in a snapshot, and since when." },

    { "rollback", "-o FILE [--to N]", "no file", 0, 0,
      sync_o(OUTPUT) | sync_o(TO) | sync_o(QUIET) | SYNC_COMMON,
      sync_o(OUTPUT), sync_rollback_command,
      "brings back the snapshot before this one",
      "Checks the snapshot before this one and puts it in its place; what was\n"
      "there stays, so that a second rollback undoes the first." },

    { NULL, NULL, NULL, 0, 0, 0, 0, NULL, NULL, NULL }
};
