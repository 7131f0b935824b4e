/*
 * Countries and regions: a table that is made of the embedded text once, and
 * an index of it by the two letters of a code.
 */

#include "sync.h"
#include "sync_country.h"
#include "jobs_countries.h"


#define SYNC_COUNTRY_MAX   256
#define SYNC_COUNTRY_NAME  64           /* bytes, the final NUL included */
#define SYNC_LETTERS       26


typedef struct {
    char           code[2];
    char           name[SYNC_COUNTRY_NAME];
    unsigned       regions;
} sync_country_t;


static const sync_country_t *sync_country_row(int row);
static void sync_country_load(void);
static void sync_country_line(jobs_str_t line);
static jobs_str_t sync_country_cut(jobs_str_t *rest, char separator);
static int sync_country_slot(jobs_str_t code);


static const char *const  sync_regions[SYNC_REGIONS] = {
    "europe", "north-america", "latam", "asia", "africa", "oceania", "emea",
    "apac"
};

static sync_country_t  sync_countries[SYNC_COUNTRY_MAX];
static int             sync_countries_n;

/* by code: the row and 1, 0 for none */
static int             sync_country_index[SYNC_LETTERS * SYNC_LETTERS];


int
sync_country_find(jobs_str_t code)
{
    int  slot;

    sync_country_load();

    slot = sync_country_slot(code);

    return slot == -1 ? -1 : sync_country_index[slot] - 1;
}


const char *
sync_country_name(int row)
{
    const sync_country_t  *country;

    country = sync_country_row(row);

    return country == NULL ? NULL : country->name;
}


unsigned
sync_country_regions(int row)
{
    const sync_country_t  *country;

    country = sync_country_row(row);

    return country == NULL ? 0 : country->regions;
}


int
sync_region_find(jobs_str_t slug)
{
    int  i;

    for (i = 0; i < SYNC_REGIONS; i++) {
        if (jobs_str_eq(slug, sync_str(sync_regions[i]))) {
            return i;
        }
    }

    return -1;
}


const char *
sync_region_slug(int region)
{
    return region < 0 || region >= SYNC_REGIONS ? NULL
                                                : sync_regions[region];
}


int
sync_country_count(void)
{
    sync_country_load();

    return sync_countries_n;
}


jobs_str_t
sync_country_code(int row)
{
    const sync_country_t  *country;

    country = sync_country_row(row);

    return country == NULL ? jobs_str(NULL, 0)
                           : jobs_str(country->code, sizeof(country->code));
}


static const sync_country_t *
sync_country_row(int row)
{
    sync_country_load();

    return row < 0 || row >= sync_countries_n ? NULL : &sync_countries[row];
}


static void
sync_country_load(void)
{
    jobs_str_t  rest;

    if (sync_countries_n != 0) {
        return;
    }

    rest = jobs_lit(jobs_countries_csv);

    while (rest.len != 0) {
        sync_country_line(sync_country_cut(&rest, '\n'));
    }
}


/* what is no country, a remark or the header, is passed over */

static void
sync_country_line(jobs_str_t line)
{
    int              slot, region;
    unsigned         regions;
    jobs_str_t       code, name;
    sync_country_t  *country;

    code = sync_country_cut(&line, ',');
    slot = sync_country_slot(code);
    name = sync_country_cut(&line, ',');

    if (slot == -1 || name.len == 0 || name.len >= SYNC_COUNTRY_NAME
        || sync_countries_n == SYNC_COUNTRY_MAX)
    {
        return;
    }

    regions = 0;

    while (line.len != 0) {
        region = sync_region_find(sync_country_cut(&line, ';'));

        if (region == -1) {
            return;
        }

        regions |= 1u << region;
    }

    country = &sync_countries[sync_countries_n++];
    sync_country_index[slot] = sync_countries_n;

    memcpy(country->name, name.data, name.len);     /* static: ends in NUL */
    memcpy(country->code, code.data, sizeof(country->code));
    country->regions = regions;
}


/* takes what is before the separator, or all, off *rest */

static jobs_str_t
sync_country_cut(jobs_str_t *rest, char separator)
{
    size_t      n;
    jobs_str_t  part;

    for (n = 0; n < rest->len && rest->data[n] != separator; n++) {
        /* void */
    }

    part = jobs_str(rest->data, n);

    n += (n < rest->len);
    *rest = jobs_str(rest->data + n, rest->len - n);

    return part;
}


/* 0 to 26 * 26 - 1, or -1 for what is not two letters of ASCII */

static int
sync_country_slot(jobs_str_t code)
{
    int       slot;
    size_t    i;
    unsigned  letter;

    if (code.len != 2) {
        return -1;
    }

    slot = 0;

    for (i = 0; i < code.len; i++) {
        letter = ((unsigned char) code.data[i] | 0x20) - (unsigned) 'a';

        if (letter >= SYNC_LETTERS) {
            return -1;
        }

        slot = slot * SYNC_LETTERS + (int) letter;
    }

    return slot;
}
