/*
 * What a worker checks of a file before it serves it: all that is cheap.
 * What is dear (integrity_check, the digest) is the publisher's.
 */

#ifndef JOBS_CHECK_H
#define JOBS_CHECK_H


#include <sqlite3.h>
#include "jobs_core.h"


#define JOBS_CHECK_HEADER  100      /* bytes of SQLite's file header */


/*
 * The file header (https://www.sqlite.org/fileformat2.html, section 1.3)
 * against the size of the file.  error: JOBS_SNAPSHOT_ERROR bytes.
 */
jobs_rc_t jobs_check_header(const unsigned char *header, size_t n,
    int64_t size, char *error);

/*
 * Digest of the pages of an open database as 16 hexadecimal digits: all but
 * the first and that of the table meta, which keeps it as "pages".  It tells a
 * file that was written into from a whole one; it is no defence against who
 * means harm.
 */
#define JOBS_PAGES_DIGEST  17       /* terminated */

jobs_rc_t jobs_check_pages(sqlite3 *db, int fd,
    char digest[JOBS_PAGES_DIGEST]);

/*
 * Limits, switches and the authorizer of a connection to a snapshot; joined: 1
 * for one more connection, with a smaller cache.
 */
jobs_rc_t jobs_check_harden(sqlite3 *db, unsigned joined);

/*
 * Every table, index and column must be as conf/schema.sql defines it; only the
 * tables partners, alternatives and gone may be missing.
 */
jobs_rc_t jobs_check_schema(sqlite3 *db, char *error);


#endif /* JOBS_CHECK_H */
