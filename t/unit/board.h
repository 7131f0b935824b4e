/*
 * A small snapshot for tests: a feed with something of everything, published
 * by jobs-sync ($JOBS_SYNC, or build/jobs-sync).
 */

#ifndef BOARD_H
#define BOARD_H


#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>


#define BOARD_LISTINGS  600         /* enough that some terms are rare ones */
#define BOARD_NOW       1790000000  /* September 2026 */

extern char  **environ;


static inline void
board_pay(FILE *f, unsigned i)
{
    static const char  *const currencies[] = { "USD", "EUR", "USD", "JPY" };

    if (i % 5 == 0) {
        return;
    }

    fprintf(f, ",\"salary_min\":%u,\"salary_currency\":\"%s\","
               "\"salary_period\":\"%s\"", i % 9 == 0 ? 20 + i % 50
               : 40000 + i % 97 * 1000, currencies[i % 4],
            i % 9 == 0 ? "hour" : "year");

    if (i % 7 != 0) {
        fprintf(f, ",\"salary_max\":%u", i % 9 == 0 ? 90 + i % 50
                : 140000 + i % 97 * 1000);
    }

    if (i % 11 == 0) {
        fprintf(f, ",\"salary_predicted\":true");
    }
}


static inline void
board_listing(FILE *f, unsigned i)
{
    static const char  *const categories[] = { "Data", "Backend", "Design" };
    static const char  *const levels[] = { "junior", "mid", "senior", "lead" };
    static const char  *const countries[] = { "DE", "US", "FR", "JP", "BR" };
    static const char  *const languages[] = { "en", "de", "fr" };

    fprintf(f, "{\"id\":\"test:%u\",\"title\":\"%s %s %s %u\",\"url\":"
               "\"https://a.example/%u\",\"excerpt\":\"Data and %u\","
               "\"location\":\"%s\",\"remote\":\"%s\",\"seniority\":\"%s\","
               "\"language\":\"%s\",\"department\":\"Team %u\","
               "\"tags\":[\"C++\",\"%s\",\"t%u\"],\"countries\":[\"%s\"%s]", i,
            i % 2 ? "Senior" : "Junior", i % 3 ? "Data" : "Rust",
            i % 5 ? "Engineer" : "Designer", i % 40, i, i,
            i % 5 ? "Berlin" : "Austin, TX",
            i % 3 ? "remote" : i % 2 ? "hybrid" : "onsite", levels[i % 4],
            languages[i % 3], i % 12, i % 3 ? "Go" : "Rust", i % 90,
            countries[i % 5], i % 6 ? "" : ",\"AU\"");

    if (i % 50 == 0) {
        fprintf(f, ",\"company\":\"Solo %u\"", i);

    } else {
        fprintf(f, ",\"company\":\"%s %u\"", i % 4 ? "Acme" : "Beta", i % 10);
    }

    if (i % 8 != 0) {
        fprintf(f, ",\"category\":\"%s\"", categories[i % 3]);
    }

    if (i % 10 != 0) {
        fprintf(f, ",\"posted_at\":\"2026-%02u-%02uT%02u:00:00Z\"",
                i % 8 + 1, i % 28 + 1, i % 4);
    }

    if (i % 30 == 7) {
        fprintf(f, ",\"expires_at\":\"2026-%02u-01\"", i % 12 + 1);
    }

    board_pay(f, i);
    fprintf(f, "%s%s%s}\n", i % 13 ? "" : ",\"worldwide\":true",
            i % 17 ? "" : ",\"regions\":[\"europe\"]",
            i % 19 ? "" : ",\"visa\":true");
}


/* publishes feed as out; 1 if jobs-sync did */

static inline int
board_publish(const char *feed, const char *out)
{
    int    status;
    pid_t  pid;
    char  *sync, *argv[7];

    sync = getenv("JOBS_SYNC");

    argv[0] = sync != NULL ? sync : (char *) "build/jobs-sync";
    argv[1] = (char *) "build";
    argv[2] = (char *) "-q";
    argv[3] = (char *) "-o";
    argv[4] = (char *) out;
    argv[5] = (char *) feed;
    argv[6] = NULL;

    return posix_spawn(&pid, argv[0], NULL, NULL, argv, environ) == 0
           && waitpid(pid, &status, 0) == pid && status == 0;
}


/* writes the feed of BOARD_LISTINGS listings, and publishes it */

static inline int
board_build(const char *feed, const char *out)
{
    FILE      *f;
    unsigned   i;

    f = fopen(feed, "w");

    if (f == NULL) {
        return 0;
    }

    for (i = 0; i < BOARD_LISTINGS; i++) {
        board_listing(f, i);
    }

    return fclose(f) == 0 && board_publish(feed, out);
}


/* the whole file; the caller's to free, or NULL */

static inline unsigned char *
board_read(const char *path, size_t *size)
{
    long            n;
    FILE           *f;
    unsigned char  *image;

    f = fopen(path, "r");

    if (f == NULL) {
        return NULL;
    }

    fseek(f, 0, SEEK_END);
    n = ftell(f);
    rewind(f);
    image = n > 0 ? malloc((size_t) n) : NULL;

    if (image != NULL && fread(image, 1, (size_t) n, f) != (size_t) n) {
        free(image);
        image = NULL;
    }

    fclose(f);
    *size = (size_t) n;

    return image;
}


#endif /* BOARD_H */
