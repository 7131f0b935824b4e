/*
 * The place of a snapshot.  A reader sees the old file or the new one, both
 * whole; whatever ends this program, the old one stays.
 */

#define _GNU_SOURCE                     /* renameat2() */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <dirent.h>
#include <unistd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include "sync_place.h"


static jobs_rc_t sync_place_lock(sync_place_t *place);
static void sync_place_strip(sync_place_t *place);
static void sync_place_clean(sync_place_t *place, const char *base);
static int sync_place_litter(const char *name, const char *base);
static jobs_rc_t sync_place_rotate(sync_place_t *place);
static jobs_rc_t sync_place_copy(sync_place_t *place, const char *from,
    const char *to);
static jobs_rc_t sync_place_sync(const char *path, int flags, int mode);
static void sync_place_unlink(const char *path);
static jobs_str_t sync_place_name(sync_place_t *place, const char *format,
    ...) __attribute__((format(printf, 2, 3)));
static jobs_rc_t sync_place_fault(sync_place_t *place, const char *what);


jobs_rc_t
sync_place_open(sync_place_t *place, const char *output)
{
    char        *real, *slash;
    jobs_rc_t    rc;
    const char  *base;

    memset(place, 0, sizeof(sync_place_t));
    place->lock = -1;
    place->keep = SYNC_KEEP;

    real = realpath(output, NULL);

    place->path = sync_dup(&place->arena,
                           sync_str(real == NULL ? output : real));
    free(real);

    slash = strrchr(place->path.data, '/');

    if (slash == NULL) {
        place->dir = jobs_lit(".");
        base = place->path.data;

    } else {
        place->dir = sync_dup(&place->arena,
                              jobs_str(place->path.data,
                                       slash == place->path.data
                                       ? 1 : slash - place->path.data));
        base = slash + 1;
    }

    if (*base == '\0') {
        snprintf(place->error, SYNC_ERROR, "%s is a directory", output);
        return JOBS_ERROR;
    }

    place->lockfile = sync_place_name(place, "%s/.%s.lock", place->dir.data,
                                      base);
    place->rows = sync_place_name(place, "%s/.%s.%ld.rows", place->dir.data,
                                  base, (long) getpid());
    place->words = sync_place_name(place, "%s/.%s.%ld.words", place->dir.data,
                                   base, (long) getpid());
    place->fresh = sync_place_name(place, "%s/.%s.%ld.new", place->dir.data,
                                   base, (long) getpid());
    place->old = sync_place_name(place, "%s/.%s.%ld.old", place->dir.data,
                                 base, (long) getpid());

    rc = sync_place_lock(place);

    if (rc == JOBS_OK) {
        sync_place_clean(place, base);
    }

    return rc;
}


void
sync_place_close(sync_place_t *place)
{
    if (place->lock != -1) {
        sync_place_unlink(place->rows.data);
        sync_place_unlink(place->words.data);
        sync_place_unlink(place->fresh.data);
        sync_place_unlink(place->old.data);
        (void) unlink(place->lockfile.data);
        (void) close(place->lock);
        place->lock = -1;
    }

    sync_arena_free(&place->arena);
}


jobs_rc_t
sync_place_commit(sync_place_t *place, int rotate)
{
    if (sync_place_sync(place->fresh.data, O_RDWR, 0644) != JOBS_OK) {
        return sync_place_fault(place, place->fresh.data);
    }

    if (rotate && sync_place_rotate(place) != JOBS_OK) {
        return JOBS_ERROR;
    }

    sync_place_strip(place);

    if (rename(place->fresh.data, place->path.data) == -1
        || sync_place_sync(place->dir.data, O_RDONLY|O_DIRECTORY, 0)
           != JOBS_OK)
    {
        return sync_place_fault(place, place->path.data);
    }

    return JOBS_OK;
}


/*
 * In one step, so no name is ever missing and nothing is lost.  A file system
 * that cannot do so gets a link to the present one first.
 */

jobs_rc_t
sync_place_swap(sync_place_t *place, unsigned n)
{
    jobs_str_t  before;

    before = sync_place_before(place, n);

    if (access(before.data, F_OK) == -1) {
        return JOBS_DECLINED;
    }

    sync_place_strip(place);

    if (renameat2(AT_FDCWD, before.data, AT_FDCWD, place->path.data,
                  RENAME_EXCHANGE)
        == -1)
    {
        if (errno != EINVAL && errno != ENOSYS) {
            return sync_place_fault(place, before.data);
        }

        (void) unlink(place->fresh.data);

        if (link(before.data, place->fresh.data) == -1
            || sync_place_copy(place, place->path.data, before.data)
               != JOBS_OK
            || rename(place->fresh.data, place->path.data) == -1)
        {
            return sync_place_fault(place, before.data);
        }
    }

    return sync_place_sync(place->dir.data, O_RDONLY|O_DIRECTORY, 0)
           == JOBS_OK ? JOBS_OK : sync_place_fault(place, place->dir.data);
}


jobs_str_t
sync_place_before(sync_place_t *place, unsigned n)
{
    return sync_place_name(place, "%s.%u", place->path.data, n);
}


/* a journal of an older file would be taken for the new one's */

static void
sync_place_strip(sync_place_t *place)
{
    size_t                    i;
    static const char *const  tails[] = { "-journal", "-wal", "-shm" };

    for (i = 0; i < sync_n(tails); i++) {
        sync_place_unlink(sync_place_name(place, "%s%s", place->path.data,
                                          tails[i]).data);
    }
}


/*
 * The lock file goes with the lock: whoever gets a lock on a file that has
 * been removed meanwhile tries again with the new one.
 */

static jobs_rc_t
sync_place_lock(sync_place_t *place)
{
    int          fd;
    struct stat  a, b;

    for ( ;; ) {
        fd = open(place->lockfile.data, O_RDWR|O_CREAT|O_CLOEXEC, 0600);
        if (fd == -1) {
            return sync_place_fault(place, place->dir.data);
        }

        if (flock(fd, LOCK_EX|LOCK_NB) == -1) {
            close(fd);
            return errno == EWOULDBLOCK ? JOBS_DECLINED
                   : sync_place_fault(place, place->lockfile.data);
        }

        if (fstat(fd, &a) == 0 && stat(place->lockfile.data, &b) == 0
            && a.st_ino == b.st_ino && a.st_dev == b.st_dev)
        {
            place->lock = fd;
            return JOBS_OK;
        }

        close(fd);
    }
}


static void
sync_place_clean(sync_place_t *place, const char *base)
{
    DIR            *dir;
    struct dirent  *entry;

    dir = opendir(place->dir.data);

    if (dir == NULL) {
        return;
    }

    while ((entry = readdir(dir)) != NULL) {
        if (sync_place_litter(entry->d_name, base)) {
            (void) unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }

    closedir(dir);
}


/* .base.digits.rows and so on, with what SQLite puts behind it */

static int
sync_place_litter(const char *name, const char *base)
{
    size_t                    i, len;
    const char               *tail;
    static const char *const  kinds[] = { ".rows", ".words", ".new",
                                            ".old" };

    len = strlen(base);

    if (name[0] != '.' || strncmp(name + 1, base, len) != 0
        || name[len + 1] != '.')
    {
        return 0;
    }

    name += len + 2;
    len = strspn(name, "0123456789");

    if (len == 0) {
        return 0;
    }

    for (i = 0; i < sync_n(kinds); i++) {
        tail = name + len + strlen(kinds[i]);

        if (strncmp(name + len, kinds[i], strlen(kinds[i])) == 0
            && (*tail == '\0' || strcmp(tail, "-journal") == 0
                || strcmp(tail, "-wal") == 0 || strcmp(tail, "-shm") == 0))
        {
            return 1;
        }
    }

    return 0;
}


/* jobs.db.1 to jobs.db.2, jobs.db to jobs.db.1; no name is ever missing */

static jobs_rc_t
sync_place_rotate(sync_place_t *place)
{
    unsigned    n;
    jobs_str_t  from;

    for (n = place->keep; n > 0; n--) {
        from = n == 1 ? place->path : sync_place_before(place, n - 1);

        if (sync_place_copy(place, from.data,
                            sync_place_before(place, n).data)
            != JOBS_OK)
        {
            return JOBS_ERROR;
        }
    }

    /* those of a run that kept more */

    for (n = place->keep + 1; n <= SYNC_KEEP_MAX; n++) {
        if (unlink(sync_place_before(place, n).data) == -1) {
            break;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_place_copy(sync_place_t *place, const char *from, const char *to)
{
    (void) unlink(place->old.data);

    if (link(from, place->old.data) == -1) {
        return errno == ENOENT ? JOBS_OK : sync_place_fault(place, from);
    }

    if (rename(place->old.data, to) == -1) {
        return sync_place_fault(place, to);
    }

    /* rename() of two names of one file does nothing */

    (void) unlink(place->old.data);

    return JOBS_OK;
}


static jobs_rc_t
sync_place_sync(const char *path, int flags, int mode)
{
    int  fd, rc;

    fd = open(path, flags|O_CLOEXEC);
    if (fd == -1) {
        return JOBS_ERROR;
    }

    rc = (mode == 0 ? 0 : fchmod(fd, mode)) == -1 || fsync(fd) == -1;

    if (close(fd) == -1 || rc) {
        return JOBS_ERROR;
    }

    return JOBS_OK;
}


static void
sync_place_unlink(const char *path)
{
    if (path != NULL) {
        (void) unlink(path);
    }
}


static jobs_str_t
sync_place_name(sync_place_t *place, const char *format, ...)
{
    char     name[8192];
    va_list  args;

    va_start(args, format);
    vsnprintf(name, sizeof(name), format, args);
    va_end(args);

    return sync_dup(&place->arena, sync_str(name));
}


static jobs_rc_t
sync_place_fault(sync_place_t *place, const char *what)
{
    snprintf(place->error, SYNC_ERROR, "%s: %s", what, strerror(errno));

    return JOBS_ERROR;
}
