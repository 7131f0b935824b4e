/*
 * What operators ask about a snapshot: whether it is good, what is in it, and
 * to have the one before it back.
 */

#ifndef SYNC_INFO_H
#define SYNC_INFO_H


#include "sync.h"


/* Each says what there is to say, and returns the exit status. */

/* "check": looks for all that can be wrong */
int sync_check_file(const char *path);

/* "info", as JSON or as text, of a catalogue too; now: seconds since the
   epoch, for a snapshot's age */
int sync_info(const char *path, int json, int64_t now);

/*
 * "rollback": the nth snapshot before this one (1: the last) is checked, and
 * the two change places.
 */
int sync_rollback(const char *output, unsigned n, int quiet);


#endif /* SYNC_INFO_H */
