/*
 * Statistics.  Codes of usable salaries are numbered by currency and midpoint,
 * so that their counts, read in order, are the sorted sample.
 */

#include <math.h>
#include "jobs_stats.h"


#define JOBS_PERCENTILES  7


static double  jobs_midpoint(const jobs_sample_t *s, uint32_t k);
static void    jobs_stats_histogram(jobs_stats_t *stats,
                   const jobs_sample_t *s, const jobs_slice_t *slice);


void
jobs_stats_counter(const jobs_index_t *ix, jobs_counter_t *c)
{
    c->column = &ix->salary;
    c->totals = ix->pay_totals;
    c->size = ix->npay;
    c->counts = NULL;
}


void
jobs_stats_sample(jobs_sample_t *s, const jobs_index_t *ix,
    const jobs_counter_t *c, uint32_t *codes)
{
    uint32_t         i, k, n, any;
    const uint32_t  *p;

    n = 0;

    /* most do not occur: eight at a time */

    for (i = 0; i + 8 <= c->size; i += 8) {
        p = c->counts + i;
        any = p[0] | p[1] | p[2] | p[3] | p[4] | p[5] | p[6] | p[7];

        for (k = 0; any != 0 && k < 8; k++) {
            codes[n] = i + k;
            n += (p[k] != 0);
        }
    }

    for ( ; i < c->size; i++) {
        codes[n] = i;
        n += (c->counts[i] != 0);
    }

    s->index = ix;
    s->counts = c->counts;
    s->codes = codes;
    s->n = n;
}


void
jobs_stats_slice(const jobs_sample_t *s, const jobs_pay_range_t *r,
    jobs_slice_t *slice)
{
    slice->from = slice->to;
    slice->count = 0;

    while (slice->to < s->n && s->codes[slice->to] < r->to) {
        slice->count += s->counts[s->codes[slice->to++]];
    }
}


void
jobs_stats_make(jobs_stats_t *stats, const jobs_sample_t *s,
    const char *currency)
{
    unsigned                 i;
    jobs_slice_t             slice, own;
    const jobs_pay_range_t  *r;

    memset(stats, 0, sizeof(jobs_stats_t));
    memset(&slice, 0, sizeof(jobs_slice_t));
    memset(&own, 0, sizeof(jobs_slice_t));
    memcpy(stats->currency, currency, 3);

    for (i = 0; i < s->index->nranges; i++) {
        r = &s->index->ranges[i];
        jobs_stats_slice(s, r, &slice);

        if (r->excluded != JOBS_PAY_USABLE) {
            stats->excluded[r->excluded] += slice.count;

        } else if (memcmp(r->currency, currency, 3) == 0) {
            own = slice;

        } else {
            stats->other_currency += slice.count;
        }
    }

    if (own.count > 0) {
        jobs_stats_percentiles(stats, s, &own);
        jobs_stats_histogram(stats, s, &own);
    }
}


static double
jobs_midpoint(const jobs_sample_t *s, uint32_t k)
{
    const jobs_pay_t  *p;

    p = &s->index->pay[s->codes[k]];

    return (p->min + p->max) / 2;
}


/*
 * Linear interpolation between the two nearest ranks, at p * (n - 1) (type 7
 * of Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996).
 */

void
jobs_stats_percentiles(jobs_stats_t *stats, const jobs_sample_t *s,
    const jobs_slice_t *slice)
{
    double               at, low[JOBS_PERCENTILES], *out[JOBS_PERCENTILES];
    uint32_t             k;
    uint64_t             seen, rank;
    unsigned             p, waiting;
    static const double  parts[JOBS_PERCENTILES] = {
        0, 0.1, 0.25, 0.5, 0.75, 0.9, 1
    };

    stats->count = slice->count;

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

    for (k = slice->from; k < slice->to; k++) {
        seen += s->counts[s->codes[k]];

        for ( ; p < JOBS_PERCENTILES; p++) {
            rank = (uint64_t) floor(parts[p] * (double) (stats->count - 1));

            if (rank >= seen) {
                break;
            }

            low[p] = jobs_midpoint(s, k);
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
                            * (jobs_midpoint(s, k) - low[waiting]);
        }
    }
}


/* bins of a round width, 20 at the most */

static void
jobs_stats_histogram(jobs_stats_t *stats, const jobs_sample_t *s,
    const jobs_slice_t *slice)
{
    double               width, first;
    uint32_t             k;
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

    for (k = slice->from; k < slice->to; k++) {
        bin = (uint64_t) (floor(jobs_midpoint(s, k) / width) - first);
        bin = bin < stats->nbins ? bin : stats->nbins - 1;
        stats->bins[bin].count += s->counts[s->codes[k]];
    }
}
