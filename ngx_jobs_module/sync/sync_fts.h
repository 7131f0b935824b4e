/*
 * A new full-text index, made in bulk and written as FTS5 itself would leave
 * it: one segment, page by page the bytes that it writes of the same rows
 * (t/unit/sync_fts.c compares them).  FTS5 searches, checks and changes it
 * like its own.
 *
 * FTS5 keeps what it has not written yet by word, and finds a word three
 * times for each place of it: for the index itself and for its prefixes of
 * two and three letters.  Here a word knows its prefixes, a row's places are
 * gathered before they are added, and what memory does not hold goes as sorted
 * runs to a file, to be merged once.
 *
 * The format: the comments of SQLite's ext/fts5/fts5_index.c, version 4 of
 * the table's configuration.
 */

#ifndef SYNC_FTS_H
#define SYNC_FTS_H


#include "sync_intern.h"
#include "../core/jobs_forms.h"
#include "../core/jobs_sql.h"


/* The columns of listing_search, in its order: texts, then their forms. */

typedef enum {
    SYNC_FTS_TITLE = 0,
    SYNC_FTS_COMPANY,
    SYNC_FTS_TAGS,
    SYNC_FTS_PLACE,
    SYNC_FTS_EXCERPT,
    SYNC_FTS_TITLE_FORMS,
    SYNC_FTS_FORMS
} sync_fts_e;

#define SYNC_FTS_TEXTS     (SYNC_FTS_EXCERPT + 1)
#define SYNC_FTS_COLUMNS   (SYNC_FTS_FORMS + 1)

/* prefixes: of two and of three letters */
#define SYNC_FTS_PREFIXES  2


typedef struct sync_fts_s  sync_fts_t;


/*
 * memory: bytes after which a run is written; path: a file for them, which is
 * made by this, and left; forms: lives as long.  NULL: error[SYNC_ERROR] says
 * why.
 */
sync_fts_t *sync_fts_open(const char *path, size_t memory,
    const jobs_forms_t *forms, char *error);
void sync_fts_close(sync_fts_t *fts);

/*
 * The next row, from 1, by its texts; data NULL: nothing.  The columns of
 * their forms are made here: those that jobs_forms_add() appends, of the title
 * first, then of tags and excerpt.
 */
jobs_rc_t sync_fts_add(sync_fts_t *fts, const jobs_str_t *texts, int english,
    char *error);

/* after the last row */
jobs_rc_t sync_fts_end(sync_fts_t *fts, char *error);

/*
 * Writes all into the tables of listing_search of db, which are empty, in the
 * transaction that is open.  db must not use listing_search until it is opened
 * again: FTS5 would not notice.
 */
jobs_rc_t sync_fts_write(sync_fts_t *fts, sqlite3 *db, char *error);


/* The parts of it. */

/* SQLite's variable-length integers; n < 2^56, at most SYNC_VARINT bytes */
#define SYNC_VARINT  8

size_t sync_varint_long(unsigned char *p, uint64_t n);

static inline size_t
sync_varint_put(unsigned char *p, uint64_t n)
{
    if (n >= 0x80) {
        return sync_varint_long(p, n);
    }

    *p = (unsigned char) n;

    return 1;
}


/* one of less than 2^32; returns what is behind it */
static inline const unsigned char *
sync_varint(const unsigned char *p, uint32_t *n)
{
    *n = *p & 0x7F;

    while (*p++ & 0x80) {
        *n = *n << 7 | (*p & 0x7F);
    }

    return p;
}


/*
 * A key is a byte that says which index (FTS5: '0' that of words, then those
 * of prefixes) and the word or its prefix; FTS5 cuts words behind so many
 * bytes.
 */
#define SYNC_FTS_TOKEN  32768
#define SYNC_FTS_KEY    (SYNC_FTS_TOKEN + 1)


/*
 * Runs: keys and their rows, as FTS5's doclists have them, from memory to a
 * file.  Keys rise within a run; the rows of a run are greater than those of
 * the runs before.
 */

typedef struct sync_runs_s  sync_runs_t;

/* NULL: the file cannot be made, errno says why */
sync_runs_t *sync_runs_open(const char *path);
void sync_runs_close(sync_runs_t *runs);

void sync_runs_begin(sync_runs_t *runs);

/* a key, of its two parts, and how many bytes of rows it has */
void sync_runs_key(sync_runs_t *runs, char index, jobs_str_t word,
    uint32_t size);
void sync_runs_rows(sync_runs_t *runs, const void *data, size_t n);

/* JOBS_ERROR: not all could be written, errno says why */
jobs_rc_t sync_runs_end(sync_runs_t *runs);


/*
 * Words of the rows at hand, gathered by word, and by their prefixes of two
 * and three letters, until memory is full: a run is written then.
 */

typedef struct sync_gather_s  sync_gather_t;

/* runs must live as long; memory: bytes */
sync_gather_t *sync_gather_open(sync_runs_t *runs, size_t memory);

/* NULL is none */
void sync_gather_close(sync_gather_t *g);

/*
 * The number of a word of at most SYNC_FTS_TOKEN bytes, until a run is
 * written; it must get a place in this row.  find: 1, and that of one that has
 * a place in this run, or 0.
 */
uint32_t sync_gather_word(sync_gather_t *g, const char *word, size_t n);
int sync_gather_find(const sync_gather_t *g, jobs_str_t word,
    uint32_t *number);

/* where the word is; columns rise, and in one of them at, from 0 */
void sync_gather_place(sync_gather_t *g, uint32_t number, uint32_t column,
    uint32_t at);

/*
 * Those were the words of this row, greater than the one before.  1: a run has
 * been written.
 */
int sync_gather_row(sync_gather_t *g, uint32_t row);

/* writes the run, whether memory is full or not */
void sync_gather_spill(sync_gather_t *g);


/* A segment, filled in order of keys. */

typedef struct sync_segment_s  sync_segment_t;

/* of the index of db; never NULL, a failure is that of sync_segment_end() */
sync_segment_t *sync_segment_open(sqlite3 *db);
void sync_segment_close(sync_segment_t *s);

/* a key, greater than the one before */
void sync_segment_key(sync_segment_t *s, jobs_str_t key);

/*
 * Its rows: each the difference to the row before (the first of a call: the
 * row itself, greater than those before) and its places, as in FTS5's
 * doclists.
 */
void sync_segment_rows(sync_segment_t *s, const unsigned char *p,
    const unsigned char *end);

/*
 * Writes what is left; *pages: how many leaves there are.  JOBS_ERROR: the
 * connection has it; JOBS_LIMIT: a row has more than 16 MB of places.
 */
jobs_rc_t sync_segment_end(sync_segment_t *s, uint32_t *pages);

/* all runs into one; JOBS_CORRUPT: the file is not what was written */
jobs_rc_t sync_runs_merge(sync_runs_t *runs, sync_segment_t *s);


#endif /* SYNC_FTS_H */
