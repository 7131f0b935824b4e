/*
 * Tests in C that print TAP for prove.
 *
 *     int main(void) { ok(1 + 1 == 2, "adds"); return tap_done(); }
 */

#ifndef TAP_H
#define TAP_H


#include <stdio.h>
#include <stdlib.h>
#include "jobs_core.h"


static unsigned  tap_tests;
static unsigned  tap_failures;


#define ok(pass, name)  tap_ok(!!(pass), name, __FILE__, __LINE__)

/* got: jobs_str_t, want: a literal */
#define is(got, want, name)                                                   \
    tap_is(got, jobs_str(want, strlen(want)), name, __FILE__, __LINE__)

/* both whole numbers */
#define is_int(got, want, name)                                               \
    tap_is_int((long long) (got), (long long) (want), name, __FILE__, __LINE__)

/* needle: a literal; got: jobs_str_t */
#define has(got, needle, name)                                                \
    tap_has(got, needle, 1, name, __FILE__, __LINE__)

#define hasnt(got, needle, name)                                              \
    tap_has(got, needle, 0, name, __FILE__, __LINE__)


static inline int
tap_ok(int pass, const char *name, const char *file, int line)
{
    tap_tests++;

    printf("%s %u - %s\n", pass ? "ok" : "not ok", tap_tests, name);

    if (!pass) {
        tap_failures++;
        printf("#   at %s line %d\n", file, line);
    }

    return pass;
}


/* a diagnostic: bytes of any kind on one comment line */

static inline void
tap_show(const char *label, jobs_str_t s)
{
    size_t  i;

    printf("#   %s", label);

    for (i = 0; i < s.len && i < 2000; i++) {
        if (s.data[i] == '\n') {
            printf("\n#         ");

        } else if ((unsigned char) s.data[i] < 0x20) {
            printf("\\x%02x", (unsigned char) s.data[i]);

        } else {
            putchar(s.data[i]);
        }
    }

    putchar('\n');
}


static inline int
tap_is(jobs_str_t got, jobs_str_t want, const char *name, const char *file,
    int line)
{
    if (tap_ok(jobs_str_eq(got, want), name, file, line)) {
        return 1;
    }

    tap_show("got:  ", got);
    tap_show("want: ", want);

    return 0;
}


static inline int
tap_is_int(long long got, long long want, const char *name, const char *file,
    int line)
{
    if (tap_ok(got == want, name, file, line)) {
        return 1;
    }

    printf("#   got:  %lld\n#   want: %lld\n", got, want);

    return 0;
}


static inline int
tap_has(jobs_str_t got, const char *needle, int want, const char *name,
    const char *file, int line)
{
    int     found;
    size_t  i, len;

    found = 0;
    len = strlen(needle);

    for (i = 0; i + len <= got.len && !found; i++) {
        found = (memcmp(got.data + i, needle, len) == 0);
    }

    if (tap_ok(found == want, name, file, line)) {
        return 1;
    }

    printf("#   %s: %s\n", want ? "missing" : "not wanted", needle);
    tap_show("in: ", got);

    return 0;
}


static inline int
tap_done(void)
{
    printf("1..%u\n", tap_tests);

    return tap_failures != 0;
}


/* libc's allocator, as core/ wants it; it can be told to fail */

static long  tap_mem_left = -1;     /* calls before the first failure */

static inline void *
tap_mem_realloc(void *ctx, void *p, size_t old, size_t size)
{
    (void) ctx;
    (void) old;

    if (tap_mem_left == 0) {
        return NULL;
    }

    tap_mem_left -= (tap_mem_left > 0);

    return realloc(p, size);
}


static inline void
tap_mem_free(void *ctx, void *p)
{
    (void) ctx;

    free(p);
}


static jobs_mem_t  tap_mem __attribute__((unused)) =
    { tap_mem_realloc, tap_mem_free, NULL };


/* the same numbers in every run: 0 to n - 1 (xorshift) */

static uint64_t  tap_seed __attribute__((unused)) = 20260808;

static inline unsigned
tap_random(unsigned n)
{
    tap_seed ^= tap_seed << 13;
    tap_seed ^= tap_seed >> 7;
    tap_seed ^= tap_seed << 17;

    return (unsigned) ((tap_seed >> 11) % n);
}


static inline jobs_str_t
tap_str(const char *s)
{
    return jobs_str(s, s == NULL ? 0 : strlen(s));
}


#endif /* TAP_H */
