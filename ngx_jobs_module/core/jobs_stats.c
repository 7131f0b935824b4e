/*
 * Statistics.  Codes of usable salaries are numbered by currency and midpoint,
 * so that their counts, read in order, are the sorted sample.
 */

#include <math.h>
#include "jobs_stats.h"


#define JOBS_PERCENTILES  7


static double         jobs_midpoint(const jobs_index_t *ix, uint32_t code);
static void           jobs_stats_percentiles(jobs_stats_t *stats,
                          const jobs_index_t *ix, const uint32_t *counts,
                          uint32_t from, uint32_t to);
static void           jobs_stats_histogram(jobs_stats_t *stats,
                          const jobs_index_t *ix, const uint32_t *counts,
                          uint32_t from, uint32_t to);


void
jobs_stats_counter(const jobs_index_t *ix, jobs_counter_t *c)
{
    c->column = &ix->salary;
    c->totals = ix->pay_totals;
    c->size = ix->npay;
    c->counts = NULL;
}


void
jobs_stats_make(jobs_stats_t *stats, const jobs_index_t *ix,
    const uint32_t *counts, const char *currency)
{
    uint64_t                 n;
    unsigned                 i;
    const jobs_pay_range_t  *r, *own;

    memset(stats, 0, sizeof(jobs_stats_t));
    memcpy(stats->currency, currency, 3);
    own = NULL;

    for (i = 0; i < ix->nranges; i++) {
        r = &ix->ranges[i];
        n = jobs_stats_sum(counts, r);

        if (r->excluded != JOBS_PAY_USABLE) {
            stats->excluded[r->excluded] += n;

        } else if (memcmp(r->currency, currency, 3) == 0) {
            stats->count = n;
            own = r;

        } else {
            stats->other_currency += n;
        }
    }

    if (stats->count > 0) {
        jobs_stats_percentiles(stats, ix, counts, own->from, own->to);
        jobs_stats_histogram(stats, ix, counts, own->from, own->to);
    }
}


static double
jobs_midpoint(const jobs_index_t *ix, uint32_t code)
{
    return (ix->pay[code].min + ix->pay[code].max) / 2;
}


/*
 * Linear interpolation between the two nearest ranks, at p * (n - 1) (type 7
 * of Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996).
 */

static void
jobs_stats_percentiles(jobs_stats_t *stats, const jobs_index_t *ix,
    const uint32_t *counts, uint32_t from, uint32_t to)
{
    double               at, low[JOBS_PERCENTILES], *out[JOBS_PERCENTILES];
    uint32_t             code;
    uint64_t             seen, rank;
    unsigned             p, waiting;
    static const double  parts[JOBS_PERCENTILES] = {
        0, 0.1, 0.25, 0.5, 0.75, 0.9, 1
    };

    out[0] = &stats->min;
    out[1] = &stats->p10;
    out[2] = &stats->p25;
    out[3] = &stats->median;
    out[4] = &stats->p75;
    out[5] = &stats->p90;
    out[6] = &stats->max;

    p = 0;
    waiting = 0;            /* those from here to p have their lower value */
    seen = 0;

    for (code = from; code < to; code++) {
        if (counts[code] == 0) {
            continue;
        }

        seen += counts[code];

        for ( ; p < JOBS_PERCENTILES; p++) {
            rank = (uint64_t) floor(parts[p] * (double) (stats->count - 1));

            if (rank >= seen) {
                break;
            }

            low[p] = jobs_midpoint(ix, code);
        }

        for ( ; waiting < p; waiting++) {
            at = parts[waiting] * (double) (stats->count - 1);
            rank = (uint64_t) floor(at);

            if (at == (double) rank) {
                *out[waiting] = low[waiting];
                continue;
            }

            if (rank + 1 >= seen) {
                break;
            }

            *out[waiting] = low[waiting] + (at - (double) rank)
                            * (jobs_midpoint(ix, code) - low[waiting]);
        }
    }
}


/* bins of a round width, 20 at the most */

static void
jobs_stats_histogram(jobs_stats_t *stats, const jobs_index_t *ix,
    const uint32_t *counts, uint32_t from, uint32_t to)
{
    double               width, first;
    uint32_t             code;
    uint64_t             bin;
    unsigned             i;
    static const double  steps[] = { 2, 2.5, 2 };   /* 1, 2, 5, 10 */

    width = 1;

    for (i = 0; floor(stats->max / width) - floor(stats->min / width)
                >= JOBS_STATS_BINS; i++)
    {
        width *= steps[i % 3];
    }

    first = floor(stats->min / width);
    stats->nbins = (unsigned) (floor(stats->max / width) - first) + 1;

    for (i = 0; i < stats->nbins; i++) {
        stats->bins[i].from = (first + i) * width;
        stats->bins[i].to = (first + i + 1) * width;
        stats->bins[i].count = 0;
    }

    for (code = from; code < to; code++) {
        if (counts[code] != 0) {
            bin = (uint64_t) (floor(jobs_midpoint(ix, code) / width) - first);
            bin = bin < stats->nbins ? bin : stats->nbins - 1;
            stats->bins[bin].count += counts[code];
        }
    }
}


uint64_t
jobs_stats_sum(const uint32_t *counts, const jobs_pay_range_t *r)
{
    uint32_t  code;
    uint64_t  sum;

    sum = 0;

    for (code = r->from; code < r->to; code++) {
        sum += counts[code];
    }

    return sum;
}
