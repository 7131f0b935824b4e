/*
 * core/jobs_shared.c: words that one process writes, another reads, and the
 * writer is killed.
 */

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jobs_shared.h"
#include "tap.h"


#define TEST_WORDS  64


typedef struct {
    uint64_t       sequence;
    uint64_t       words[TEST_WORDS];
    uint64_t       written;
} test_shared_t;


static test_shared_t  *shared;


static void
test_write(uint64_t value)
{
    unsigned  i;
    uint64_t  words[TEST_WORDS];

    for (i = 0; i < TEST_WORDS; i++) {
        words[i] = value;
    }

    jobs_shared_write(&shared->sequence, shared->words, words, TEST_WORDS);
}


/* -1: not whole; -2: of two values */

static long long
test_read(void)
{
    unsigned  i;
    uint64_t  words[TEST_WORDS];

    if (jobs_shared_read(&shared->sequence, words, shared->words, TEST_WORDS)
        != JOBS_OK)
    {
        return -1;
    }

    for (i = 1; i < TEST_WORDS; i++) {
        if (words[i] != words[0]) {
            return -2;
        }
    }

    return (long long) words[0];
}


/* a process that writes one value after another, with so long a rest */

static pid_t
test_writer(unsigned rest)
{
    pid_t              pid;
    uint64_t           value;
    volatile unsigned  i;

    __atomic_store_n(&shared->written, 0, __ATOMIC_RELAXED);

    pid = fork();

    if (pid != 0) {
        return pid;
    }

    alarm(60);              /* should nobody be left to end it */

    for (value = 1; /* void */ ; value++) {
        test_write(value);
        __atomic_store_n(&shared->written, value, __ATOMIC_RELAXED);

        for (i = 0; i < rest; i++) { /* void */ }
    }
}


static void
test_kill(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}


static void
test_plain(void)
{
    is_int(test_read(), 0, "nothing was written");
    test_write(7);
    is_int(test_read(), 7, "what was written");
    test_write(8);
    is_int(test_read(), 8, "is replaced");

    shared->sequence++;
    is_int(test_read(), -1, "what is being written is not read");
    test_write(9);
    is_int(test_read(), 9, "the next writer makes it good");
}


static void
test_torn(void)
{
    pid_t      pid;
    unsigned   i, whole, torn;
    long long  got, last;

    pid = test_writer(300);
    last = 0;
    whole = 0;
    torn = 0;

    for (i = 0; i < 20000 || (whole < 100 && i < 20000000); i++) {

        if (i % 20000 == 19999) {
            usleep(1000);       /* the writer may have no core of its own */
        }

        got = test_read();

        if (got == -2) {
            torn++;

        } else if (got >= 0 && got != last) {
            whole++;
            last = got;
        }
    }

    test_kill(pid);

    ok(whole >= 100, "a reader sees many values of a busy writer");
    is_int(torn, 0, "none of them half");
}


static void
test_killed(void)
{
    pid_t     pid;
    unsigned  i, odd, wrong;

    odd = 0;
    wrong = 0;

    for (i = 0; i < 20 || (odd == 0 && i < 200); i++) {
        pid = test_writer(0);

        while (__atomic_load_n(&shared->written, __ATOMIC_RELAXED) < 3) {
            usleep(100);
        }

        test_kill(pid);

        odd += shared->sequence & 1;
        wrong += (test_read() == -2);
        test_write(i);
        wrong += (test_read() != (long long) i);
    }

    ok(odd > 0, "writers were killed in the middle");
    is_int(wrong, 0, "no half is read, and the next one writes as ever");
}


int
main(void)
{
    shared = mmap(NULL, sizeof(test_shared_t), PROT_READ|PROT_WRITE,
                  MAP_SHARED|MAP_ANONYMOUS, -1, 0);

    if (shared == MAP_FAILED) {
        perror("mmap");
        return 1;
    }

    test_plain();
    test_torn();
    test_killed();

    return tap_done();
}
