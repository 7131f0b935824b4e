/*
 * sync/sync_normal_place.c: real places of feeds, and what they say.
 */

#include "sync_country.h"
#include "sync_normal.h"
#include "tap.h"


static const struct {
    const char  *place;
    const char  *want;          /* countries and regions, or "*" world-wide */
    const char  *remote;
} places[] = {
    { "SEA, SF, NYC, CHI", "US", "" },
    { "EMEA, NA", "emea", "" },
    { "GA - Saint Simons Island", "", "" },
    { "Leipzig, SN, Germany", "DE", "" },
    { "Granada, Spain", "ES", "" },
    { "PA - Lebanon", "US", "" },
    { "Lebanon", "LB", "" },
    { "Dublin, CA", "US", "" },
    { "Dublin", "IE", "" },
    { "Boston", "US", "" },
    { "Remote, US (EST)", "US", "remote" },
    { "Remote - United States (Excluding CA, NY)", "US", "remote" },
    { "Großbritannien", "GB", "" },
    { "Corea del Sur", "KR", "" },
    { "San Francisco", "US", "" },
    { "San Francisco, CA", "US", "" },
    { "San Francisco, California, United States", "US", "" },
    { "New York, US, New York", "US", "" },
    { "CA - San Francisco", "US", "" },
    { "Remote - US", "US", "remote" },
    { "Remote", "", "remote" },
    { "Hybrid", "", "hybrid" },
    { "In-Office", "", "onsite" },
    { "2 Locations", "", "" },
    { "London", "GB", "" },
    { "London, UK", "GB", "" },
    { "London, Ontario", "CA", "" },
    { "Toronto, ON", "CA", "" },
    { "Austin, TX", "US", "" },
    { "Paris", "FR", "" },
    { "Paris, TX", "US", "" },
    { "Portland", "", "" },
    { "Portland, OR", "US", "" },
    { "Georgia", "", "" },
    { "Tbilisi, Georgia", "GE", "" },
    { "Atlanta, Georgia", "US", "" },
    { "Bulgaria, Georgia, Poland", "BG GE PL", "" },
    { "Remote - CA", "", "remote" },
    { "Canada - Remote (ON, AB, BC, or NS Only)", "CA", "remote" },
    { "Cardiff, London or Remote (UK)", "GB", "remote" },
    { "Bengaluru, Karnataka, India, APAC", "IN", "" },
    { "Novi Sad, South Bačka, Serbia, EMEA", "RS", "" },
    { "UK & Ireland, United Kingdom, London", "GB IE", "" },
    { "São Paulo, São Paulo, Brazil", "BR", "" },
    { "München, Bavaria, Germany", "DE", "" },
    { "Zürich, CH", "CH", "" },
    { "Tel Aviv-Yafo, Tel Aviv District, Israel", "IL", "" },
    { "Washington, D.C.", "US", "" },
    { "Remote U.S.", "US", "remote" },
    { "NYC Office", "US", "" },
    { "SF Office", "US", "" },
    { "London - Hybrid", "GB", "hybrid" },
    { "Remoto", "", "remote" },
    { "Deutschland", "DE", "" },
    { "Vereinigtes Königreich", "GB", "" },
    { "Worldwide", "*", "" },
    { "Anywhere in the World", "*", "" },
    { "Remote (Worldwide)", "*", "remote" },
    { "Anywhere in the US", "US", "" },
    { "Europe", "europe", "" },
    { "EMEA", "emea", "" },
    { "AMER", "north-america latam", "" },
    { "DACH", "AT CH DE", "" },
    { "Nordics except Iceland", "DK FI NO SE", "" },
    { "Benelux", "BE LU NL", "" },
    { "DACH (excluding Germany)", "AT CH", "" },
    { "Europe timezones", "", "" },
    { "N/A", "", "" },
    { "BLANK,BLANK,Multiple Locations", "", "" },
    { "Berlin, Germany; London; Remote", "DE GB", "remote" },
    { "Vilnius, Lithuania", "LT", "" },
    { "Remote, South Africa", "ZA", "remote" },
    { "New Jersey", "US", "" },
    { "Ledgewood NJ", "US", "" },
    { "Mexico City", "MX", "" },
    { "Dublin, IE", "IE", "" },
    { "Kitchener-Waterloo, ON", "CA", "" }
};


static void
check(const char *place, const char *want, const char *remote)
{
    int              i;
    size_t           k;
    jobs_buf_t       b;
    sync_feed_t     *feed;
    sync_value_t    *v;
    sync_options_t   options;
    static const int lists[] = { SYNC_COUNTRIES, SYNC_REGION_LIST };

    memset(&options, 0, sizeof(options));
    feed = calloc(1, sizeof(sync_feed_t));
    feed->options = &options;
    v = feed->record.v;
    v[SYNC_LOCATION].set = 1;
    v[SYNC_LOCATION].text = tap_str(place);

    jobs_buf_init(&b, &tap_mem, 100000);
    (void) sync_normal_place(feed);

    if (v[SYNC_WORLDWIDE].number) {
        jobs_buf_char(&b, '*');
    }

    for (i = 0; i < 2; i++) {
        for (k = 0; k < v[lists[i]].n; k++) {
            if (b.len != 0) {
                jobs_buf_char(&b, ' ');
            }

            jobs_buf_str(&b, v[lists[i]].items[k]);
        }
    }

    is(jobs_buf_view(&b), want, place);
    is(v[SYNC_REMOTE].text, remote, place);

    jobs_buf_free(&b);
    sync_arena_free(&feed->record.arena);
    free(feed);
}


int
main(void)
{
    size_t  i;

    for (i = 0; i < sync_n(places); i++) {
        check(places[i].place, places[i].want, places[i].remote);
    }

    return tap_done();
}
