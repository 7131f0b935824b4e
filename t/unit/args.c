/*
 * core/jobs_args.c: what a query string may be, and how it is refused.
 */

#include "jobs_args.h"
#include "tap.h"


static jobs_args_t   args;
static const char   *reason;


static jobs_rc_t
test_parse(const char *query)
{
    reason = NULL;

    return jobs_args_parse(&args, tap_str(query), &reason);
}


static void
test_decoding(void)
{
    is_int(test_parse(""), JOBS_OK, "nothing");
    is_int(args.n, 0, "has no arguments");

    is_int(jobs_args_parse(&args, jobs_str(NULL, 0), &reason), JOBS_OK,
           "an absent query");

    test_parse("q=a+b%20c%2Bd&tag=C%2b%2B&x=%C3%A9");
    is_int(args.n, 3, "three arguments");
    is(args.arg[0].name, "q", "a name");
    is(args.arg[0].value, "a b c+d", "plus, %20 and %2B");
    is(args.arg[1].value, "C++", "either case of the digits");
    is(args.arg[2].value, "\u00E9", "UTF-8");

    test_parse("a=&b&&=&c=1&");
    is_int(args.n, 1, "an empty value is an absent argument");
    is(args.arg[0].name, "c", "and the others stay");

    test_parse("a=b=c%26%3D");
    is(args.arg[0].value, "b=c&=", "the first = counts");

    test_parse("%71=1&a=1&a=2");
    is_int(args.n, 3, "repeats stay");
    is(args.arg[0].name, "q", "names are decoded too");
    is(args.arg[2].value, "2", "in their order");
}


/* each of the 65536 pairs behind "%" */

static void
test_escapes(void)
{
    int          want, wrong;
    char         query[] = "a=%..";
    unsigned     i, hex;
    jobs_rc_t    rc;
    const char  *digits = "0123456789abcdefABCDEF";

    wrong = 0;

    for (i = 0; i < 65536; i++) {
        query[3] = (char) (i >> 8);
        query[4] = (char) i;

        if (query[3] == '&' || query[4] == '&') {
            continue;
        }

        rc = jobs_args_parse(&args, jobs_str(query, 5), &reason);

        hex = query[3] && query[4] && strchr(digits, query[3]) != NULL
              && strchr(digits, query[4]) != NULL;

        want = hex && query[3] >= '2' && query[3] <= '7'
               && !(query[3] == '7' && (query[4] | 0x20) == 'f');

        wrong += (rc != (want ? JOBS_OK : JOBS_INVALID));
    }

    is_int(wrong, 0, "only two hexadecimal digits follow a %");

    is_int(test_parse("a=%"), JOBS_INVALID, "% at the end");
    has(tap_str(reason), "hexadecimal", "says why");
    is_int(test_parse("a=%4"), JOBS_INVALID, "one digit at the end");
    is_int(test_parse("a=%&b=41"), JOBS_INVALID, "not into the next one");
    is_int(test_parse("%4=1"), JOBS_INVALID, "nor from the name to the value");
    is_int(test_parse("a=%00"), JOBS_INVALID, "NUL");
    is_int(test_parse("a=x%0Ay"), JOBS_INVALID, "a line feed");
    has(tap_str(reason), "control", "says why");
    is_int(test_parse("a=x\ty"), JOBS_INVALID, "a raw control character");
    is_int(test_parse("a=%FF"), JOBS_INVALID, "not UTF-8");
    has(tap_str(reason), "UTF-8", "says why");
    is_int(test_parse("a=%C0%AF"), JOBS_INVALID, "an overlong form");
    is_int(test_parse("a=%ED%A0%80"), JOBS_INVALID, "a surrogate");
    is_int(test_parse("%C3=%A9"), JOBS_INVALID, "not across name and value");
}


static void
test_bounds(void)
{
    char    query[8192];
    size_t  i, n;

    n = 0;

    for (i = 0; i < 65; i++) {
        memcpy(query + n, "a=1&", 4);
        n += 4;
    }

    is_int(jobs_args_parse(&args, jobs_str(query, 64 * 4), &reason), JOBS_OK,
           "64 arguments");
    is_int(args.n, 64, "all of them");
    is_int(jobs_args_parse(&args, jobs_str(query, n), &reason), JOBS_LIMIT,
           "65 arguments");
    has(tap_str(reason), "64", "says why");

    for (i = 0; i < 100; i++) {
        memcpy(query + i * 3, "a=&", 3);
    }

    is_int(jobs_args_parse(&args, jobs_str(query, 300), &reason), JOBS_OK,
           "absent ones do not count");

    memset(query, 'x', sizeof(query));
    query[1] = '=';

    is_int(jobs_args_parse(&args, jobs_str(query, 2049), &reason), JOBS_OK,
           "2048 bytes");
    is_int(args.arg[0].value.len, 2047, "all of them");
    is_int(jobs_args_parse(&args, jobs_str(query, 2050), &reason), JOBS_LIMIT,
           "2049 bytes");
    has(tap_str(reason), "2048", "says why");

    for (i = 2; i + 3 <= sizeof(query); i += 3) {
        memcpy(query + i, "%41", 3);
    }

    is_int(jobs_args_parse(&args, jobs_str(query, 2 + 2047 * 3), &reason),
           JOBS_OK, "2048 bytes once decoded");
    is_int(jobs_args_parse(&args, jobs_str(query, 2 + 2048 * 3), &reason),
           JOBS_LIMIT, "2049 bytes once decoded");
}


static void
test_any(void)
{
    int           wrong;
    char          query[64];
    size_t        i, k, n;
    jobs_rc_t     rc;
    const char   *alphabet = "aq=&&==%%++4141CcAa09fF\xC3\xA9\x01\x80 ";

    wrong = 0;

    for (i = 0; i < 50000; i++) {
        n = tap_random(sizeof(query));

        for (k = 0; k < n; k++) {
            query[k] = alphabet[tap_random((unsigned) strlen(alphabet))];
        }

        reason = NULL;
        rc = jobs_args_parse(&args, jobs_str(query, n), &reason);

        if (rc != JOBS_OK) {
            wrong += (rc != JOBS_INVALID || reason == NULL);
            continue;
        }

        for (k = 0; k < args.n; k++) {
            wrong += (args.arg[k].value.len == 0);
        }
    }

    is_int(wrong, 0, "any bytes: arguments with values, or a reason");
}


int
main(void)
{
    test_decoding();
    test_escapes();
    test_bounds();
    test_any();

    return tap_done();
}
