/*
 * sync/sync_country.c: countries, regions, and who belongs where.
 */

#include "sync.h"
#include "sync_country.h"
#include "tap.h"


/* separated by a space; out: those that are easily mistaken for members */

static const struct {
    const char  *slug;
    const char  *in;
    const char  *out;
    int          count;
} regions[SYNC_REGIONS] = {
    { "europe", "DE GB CH RU UA TR CY AM AZ GE IS AX SJ",
      "US GL KZ IL MA GF AQ", 56 },
    { "north-america", "US CA MX GL BM PM",
      "GT CU PR BR GB AQ", 6 },
    { "latam", "MX GT PA BR AR CU PR VI GF FK",
      "US CA BM ES GS AQ", 50 },
    { "asia", "CN JP IN IR IL AE KZ TR CY AM AZ GE TW TL",
      "RU EG AU PG AQ", 51 },
    { "africa", "EG MA NG ZA KE RE YT SH IO",
      "ES IL YE TF AQ", 59 },
    { "oceania", "AU NZ FJ PG GU PF CX UM",
      "ID TL HM CL AQ", 28 },
    { "emea", "DE GB RU TR CY GE IL AE SA IR EG ZA",
      "US KZ UZ AF PK IN AU AQ", 129 },
    { "apac", "CN JP KR TW IN PK AF LK SG VN AU NZ FJ",
      "KZ IR IL AE TR CY GE RU US CL AQ", 55 }
};

static const char  *strangers[] = {
    "", "D", "DEU", "XX", "XK", "UK", "D1", "1E", "D ", "@A", "[A", "A`",
    "D\xC3", "--"
};


static void test_region(int region);
static void test_members(int region, const char *codes, unsigned want);


int
main(void)
{
    int       a, b, n, row, last, rising;
    char      code[2];
    size_t    i;
    unsigned  all;

    is_int(sync_country_regions(sync_country_find(jobs_lit("DE"))),
           1u << 0 | 1u << 6, "the first call of all reads the table");

    n = 0;
    all = 0;
    last = -1;
    rising = 1;

    for (a = 'A'; a <= 'Z'; a++) {
        for (b = 'A'; b <= 'Z'; b++) {
            code[0] = (char) a;
            code[1] = (char) b;

            row = sync_country_find(jobs_str(code, 2));

            if (row == -1) {
                continue;
            }

            n++;
            all |= sync_country_regions(row);
            rising = rising && row == last + 1
                     && sync_country_name(row) != NULL;
            last = row;
        }
    }

    is_int(n, 249, "every country of ISO 3166-1 is there");
    is_int(all, (1u << SYNC_REGIONS) - 1, "no region is empty");
    ok(rising, "the rows are in the order of the codes, each with a name");

    for (row = 0; row < SYNC_REGIONS; row++) {
        test_region(row);
    }

    is(tap_str(sync_country_name(sync_country_find(jobs_lit("US")))),
       "United States", "a name is what people write");
    is(tap_str(sync_country_name(sync_country_find(jobs_lit("cW")))),
       "Curaçao", "a code is found in either case");
    is_int(sync_country_find(jobs_lit("zw")), 248, "so is the last one");
    is_int(sync_country_regions(sync_country_find(jobs_lit("AQ"))), 0,
           "Antarctica is in no region");

    for (i = 0; i < sync_n(strangers); i++) {
        is_int(sync_country_find(tap_str(strangers[i])), -1,
               "what is no code is not found");
    }

    is_int(sync_country_find(jobs_str("D\0", 2)), -1, "NUL is no letter");
    is_int(sync_country_find(jobs_str(NULL, 0)), -1, "nothing is no code");

    ok(sync_country_name(-1) == NULL && sync_country_name(249) == NULL,
       "there is no row outside the table");
    ok(sync_country_regions(-1) == 0 && sync_country_regions(249) == 0,
       "and it is in no region");
    ok(sync_region_slug(-1) == NULL && sync_region_slug(8) == NULL,
       "there is no region outside the table");
    is_int(sync_region_find(jobs_lit("europ")), -1, "a part is no slug");
    is_int(sync_region_find(jobs_lit("Europe")), -1, "a label is no slug");
    is_int(sync_region_find(jobs_str(NULL, 0)), -1, "nothing is no slug");

    return tap_done();
}


static void
test_region(int region)
{
    int  row, n;

    is_int(sync_region_find(tap_str(regions[region].slug)), region,
           regions[region].slug);
    is(tap_str(sync_region_slug(region)), regions[region].slug,
       "a region has a slug");

    test_members(region, regions[region].in, 1);
    test_members(region, regions[region].out, 0);

    n = 0;

    for (row = 0; sync_country_name(row) != NULL; row++) {
        n += (sync_country_regions(row) >> region) & 1;
    }

    is_int(n, regions[region].count, "it has so many countries");
}


static void
test_members(int region, const char *codes, unsigned want)
{
    int          row;
    char         name[64];
    const char  *p;

    for (p = codes; *p != '\0'; p += (p[2] == '\0' ? 2 : 3)) {
        row = sync_country_find(jobs_str(p, 2));

        snprintf(name, sizeof(name), "%.2s is %sin %s", p,
                 want ? "" : "not ", regions[region].slug);
        ok(row != -1
           && ((sync_country_regions(row) >> region) & 1) == want, name);
    }
}
