/*
 * core/jobs_stats.c: percentiles and histograms, by hand and beside a plain
 * sample.
 */

#include <math.h>
#include "jobs_stats.h"
#include "tap.h"


#define TEST_PAYS    40
#define TEST_SAMPLE  (TEST_PAYS * 9)


static jobs_index_t      ix;
static jobs_pay_t        pay[TEST_PAYS + 3];
static jobs_pay_range_t  ranges[4];
static uint32_t          counts[TEST_PAYS + 3], codes[TEST_PAYS + 3];
static jobs_stats_t      stats;


/* midpoints in one currency, rising; and some of each other kind */

static void
test_pays(const double *mid, unsigned n)
{
    unsigned  i;

    memset(&ix, 0, sizeof(ix));
    memset(pay, 0, sizeof(pay));
    memset(ranges, 0, sizeof(ranges));

    pay[0].excluded = JOBS_PAY_UNKNOWN;
    counts[0] = 5;
    pay[1].min = 90;
    pay[1].max = 110;
    counts[1] = 4;

    for (i = 0; i < n; i++) {
        pay[2 + i].min = mid[i] * 0.5;
        pay[2 + i].max = mid[i] * 1.5;
    }

    pay[2 + n].excluded = JOBS_PAY_ONE_SIDED;
    counts[2 + n] = 3;

    ranges[0].excluded = JOBS_PAY_UNKNOWN;
    ranges[0].to = 1;
    ranges[1].from = 1;
    ranges[1].to = 2;
    memcpy(ranges[1].currency, "EUR", 3);
    ranges[2].from = 2;
    ranges[2].to = 2 + n;
    memcpy(ranges[2].currency, "USD", 3);
    ranges[3].excluded = JOBS_PAY_ONE_SIDED;
    ranges[3].from = 2 + n;
    ranges[3].to = 3 + n;

    ix.pay = pay;
    ix.npay = 3 + n;
    ix.ranges = ranges;
    ix.nranges = 4;
}


static int
near(double a, double b)
{
    return fabs(a - b) < 1e-6 * (1 + fabs(b));
}


static void
test_make(const char *currency)
{
    jobs_sample_t   sample;
    jobs_counter_t  counter;

    memset(&counter, 0, sizeof(jobs_counter_t));
    counter.counts = counts;
    counter.size = ix.npay;

    jobs_stats_sample(&sample, &ix, &counter, codes);
    jobs_stats_make(&stats, &sample, currency);
}


static void
test_by_hand(void)
{
    static const double  mid[] = { 15, 20, 40 };

    test_pays(mid, 3);
    counts[2] = 1;
    counts[3] = 2;
    counts[4] = 1;
    test_make("USD");

    is(jobs_str(stats.currency, 3), "USD", "the currency");
    is_int(stats.count, 4, "the count");
    is_int(stats.excluded[JOBS_PAY_UNKNOWN], 5, "unknown ones");
    is_int(stats.excluded[JOBS_PAY_ONE_SIDED], 3, "one-sided ones");
    is_int(stats.excluded[JOBS_PAY_PREDICTED], 0, "no predicted ones");
    is_int(stats.other_currency, 4, "those in another currency");

    ok(near(stats.min, 15) && near(stats.max, 40), "the ends");
    ok(near(stats.p10, 16.5), "p10: 0.3 of the way from 15 to 20");
    ok(near(stats.p25, 18.75), "p25: 0.75 of it");
    ok(near(stats.median, 20), "the median");
    ok(near(stats.p75, 25), "p75: a quarter of the way from 20 to 40");
    ok(near(stats.p90, 34), "p90: 0.7 of it");

    /* 15 to 40: 26 bins of 1, so 14 of 2 */

    is_int(stats.nbins, 14, "bins");
    ok(stats.bins[0].from == 14 && stats.bins[0].to == 16, "the first one");
    ok(stats.bins[13].from == 40 && stats.bins[13].to == 42, "the last one");
    is_int(stats.bins[0].count, 1, "15 is in the first");
    is_int(stats.bins[3].count, 2, "20 twice");
    is_int(stats.bins[4].count, 0, "an empty one");
    is_int(stats.bins[13].count, 1, "40 is in the last");

    test_make("EUR");
    is_int(stats.count, 4, "another currency");
    is_int(stats.other_currency, 4, "the others then");
    ok(stats.min == 100 && stats.p90 == 100 && stats.max == 100
       && stats.nbins == 1 && stats.bins[0].from == 100
       && stats.bins[0].to == 101 && stats.bins[0].count == 4,
       "equal ones are one bin");

    test_make("JPY");
    is_int(stats.count, 0, "none in a third one");
    is_int(stats.other_currency, 8, "all are others");
    is_int(stats.nbins, 0, "no bins");
}


static void
test_widths(void)
{
    unsigned  i;

    static const struct {
        double    low;
        double    high;
        double    width;
        unsigned  bins;
    } all[] = {
        { 0, 19, 1, 20 }, { 0, 20, 2, 11 }, { 0, 19.99, 1, 20 },
        { 0, 39, 2, 20 }, { 0, 40, 5, 9 }, { 0, 99, 5, 20 },
        { 0, 100, 10, 11 }, { 0, 200, 20, 11 }, { 7, 8, 1, 2 },
        { 0.5, 0.75, 1, 1 }, { 50000, 250000, 20000, 11 },
        { 0, 5e14, 5e13, 11 }, { 1e14, 1e14 + 3, 1, 4 }
    };

    for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        test_pays(&all[i].low, 2);
        counts[2] = 1;
        counts[3] = 1;
        test_make("USD");

        is_int(stats.nbins, all[i].bins, "bins");
        ok(stats.bins[0].to - stats.bins[0].from == all[i].width,
           "of the least round width");
    }
}


static double
percentile(const double *sample, unsigned n, double p)
{
    double    at;
    unsigned  i;

    at = p * (n - 1);
    i = (unsigned) at;

    return i + 1 < n ? sample[i] + (at - i) * (sample[i + 1] - sample[i])
                     : sample[n - 1];
}


/* 1 if every bin has what lies in it, and all have all */

static int
bins_hold(const double *sample, unsigned n)
{
    unsigned  i, k, seen;

    for (i = 0, seen = 0; i < stats.nbins; i++) {

        for (k = 0; k < n; k++) {
            if (sample[k] >= stats.bins[i].from
                && sample[k] < stats.bins[i].to)
            {
                seen++;
                stats.bins[i].count--;
            }
        }

        if (stats.bins[i].count != 0
            || (i > 0 && stats.bins[i].from != stats.bins[i - 1].to))
        {
            return 0;
        }
    }

    return seen == n && stats.nbins <= JOBS_STATS_BINS;
}


static void
test_random(void)
{
    double    mid[TEST_PAYS], sample[TEST_SAMPLE];
    unsigned  round, i, k, n, total, wrong, badly;

    wrong = 0;
    badly = 0;

    for (round = 0; round < 2000; round++) {
        n = 1 + tap_random(TEST_PAYS);
        total = 0;

        for (i = 0; i < n; i++) {
            mid[i] = (i == 0 ? tap_random(100000) : mid[i - 1])
                     + tap_random(round % 2 ? 30000 : 3);
        }

        test_pays(mid, n);

        for (i = 0; i < n; i++) {
            counts[2 + i] = tap_random(3) ? tap_random(10) : 0;

            for (k = 0; k < counts[2 + i]; k++) {
                sample[total++] = mid[i];
            }
        }

        test_make("USD");
        wrong += stats.count != total;

        if (total == 0) {
            continue;
        }

        wrong += !near(stats.min, sample[0])
                 || !near(stats.p10, percentile(sample, total, 0.1))
                 || !near(stats.p25, percentile(sample, total, 0.25))
                 || !near(stats.median, percentile(sample, total, 0.5))
                 || !near(stats.p75, percentile(sample, total, 0.75))
                 || !near(stats.p90, percentile(sample, total, 0.9))
                 || !near(stats.max, sample[total - 1]);
        badly += !bins_hold(sample, total);
    }

    is_int(wrong, 0, "percentiles as of the sorted sample");
    is_int(badly, 0, "every bin holds what lies in it");
}


int
main(void)
{
    test_by_hand();
    test_widths();
    test_random();

    return tap_done();
}
