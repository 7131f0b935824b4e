/*
 * Adzuna: {"count": 1, "mean": 1.5, "results": [...]}.
 * 
 * Salaries are annual, in the currency of the country that was asked; some are
 * predicted.  The text is a snippet.
 */

#include <strings.h>
#include "formats.h"


static const sync_path_t  sync_adzuna_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_COMPANY, "company.display_name" },
    { SYNC_URL, "redirect_url" },
    { SYNC_LOCATION, "location.display_name" },
    { SYNC_COUNTRY_TEXT, "location.area.0" },
    { SYNC_POSTED_AT, "created" },
    { SYNC_EXCERPT, "description" },
    SYNC_NO_FIELD
};


static int
sync_adzuna_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_envelope_number(head->envelope, "count") >= 0
             && sync_row_item(head->envelope, "__CLASS__") != NULL
           : sync_row_item(head->row, "redirect_url") != NULL
             && sync_row_item(head->row, "company") != NULL;
}


/* the country that was asked has a site of its own, to which addresses lead */

static const struct {
    const char  *site;
    jobs_str_t   currency;
} sync_adzuna_sites[] = {
    { "adzuna.at", jobs_string("EUR") },
    { "adzuna.be", jobs_string("EUR") },
    { "adzuna.ca", jobs_string("CAD") },
    { "adzuna.ch", jobs_string("CHF") },
    { "adzuna.co.nz", jobs_string("NZD") },
    { "adzuna.co.uk", jobs_string("GBP") },
    { "adzuna.co.za", jobs_string("ZAR") },
    { "adzuna.com", jobs_string("USD") },
    { "adzuna.com.au", jobs_string("AUD") },
    { "adzuna.com.br", jobs_string("BRL") },
    { "adzuna.com.mx", jobs_string("MXN") },
    { "adzuna.de", jobs_string("EUR") },
    { "adzuna.es", jobs_string("EUR") },
    { "adzuna.fr", jobs_string("EUR") },
    { "adzuna.in", jobs_string("INR") },
    { "adzuna.it", jobs_string("EUR") },
    { "adzuna.nl", jobs_string("EUR") },
    { "adzuna.pl", jobs_string("PLN") },
    { "adzuna.sg", jobs_string("SGD") }
};


static jobs_str_t
sync_adzuna_currency(jobs_str_t url)
{
    size_t       i, n;
    const char  *host;

    host = url.len == 0 ? NULL : strstr(url.data, "://");

    if (host == NULL) {
        return jobs_lit("");
    }

    host += strncasecmp(host, "://www.", 7) == 0 ? 7 : 3;
    n = strcspn(host, "/?#:");

    for (i = 0; i < sync_n(sync_adzuna_sites); i++) {
        if (strlen(sync_adzuna_sites[i].site) == n
            && strncasecmp(sync_adzuna_sites[i].site, host, n) == 0)
        {
            return sync_adzuna_sites[i].currency;
        }
    }

    return jobs_lit("");
}


/* <strong> around the words that were looked for */

static jobs_str_t
sync_adzuna_plain(sync_feed_t *feed, jobs_str_t s)
{
    size_t      i, n;
    jobs_buf_t  b;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for (i = 0; i < s.len; i++) {

        for (n = i; s.data[i] == '<' && n < s.len && s.data[n] != '>'; n++) {
            /* void */
        }

        if (n != i && n < s.len) {
            i = n;
            continue;
        }

        jobs_buf_char(&b, s.data[i]);
    }

    s = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return s;
}


static jobs_rc_t
sync_adzuna_row(sync_feed_t *feed, const cJSON *row)
{
    size_t      n;
    jobs_str_t  s;

    if (sync_row_set(feed, SYNC_TITLE,
                     sync_adzuna_plain(feed, sync_row_raw(row, "title")))
        != JOBS_OK
        || sync_row_set(feed, SYNC_EXCERPT,
                        sync_adzuna_plain(feed,
                                          sync_row_raw(row, "description")))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    s = sync_row_text(feed, row, "category.label");
    n = s.len > 5 && memcmp(s.data + s.len - 5, " Jobs", 5) == 0 ? 5 : 0;

    if (strncmp(s.data, "Other", 5) != 0
        && sync_row_set(feed, SYNC_CATEGORY, jobs_str(s.data, s.len - n))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    /* part time and by contract: the contract */

    if (sync_row_try(feed, SYNC_EMPLOYMENT_TYPE,
                     sync_row_text(feed, row, "contract_time"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    s = sync_row_text(feed, row, "contract_type");

    if ((jobs_str_eq(s, jobs_lit("contract"))
         || !feed->record.v[SYNC_EMPLOYMENT_TYPE].set)
        && sync_row_try(feed, SYNC_EMPLOYMENT_TYPE, s) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (sync_row_salary(feed, sync_row_text(feed, row, "salary_min"),
                        sync_row_text(feed, row, "salary_max"),
                        sync_adzuna_currency(sync_row_text(feed, row,
                                                           "redirect_url")),
                        jobs_lit("year"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_set(feed, SYNC_SALARY_PREDICTED,
                        sync_row_text(feed, row, "salary_is_predicted"));
}


/* the page is in the path: /v1/api/jobs/gb/search/1?... */

static jobs_rc_t
sync_adzuna_next(const cJSON *envelope, jobs_str_t url, uint64_t rows,
    jobs_buf_t *next)
{
    size_t     i, from;
    int64_t    total;
    uint64_t   page;

    total = sync_envelope_number(envelope, "count");

    if (total < 0) {
        return JOBS_INVALID;
    }

    if (rows >= (uint64_t) total) {
        return JOBS_DECLINED;
    }

    for (i = 0; i < url.len && url.data[i] != '?'; i++) { /* void */ }

    for (from = i; from > 0 && url.data[from - 1] >= '0'
                   && url.data[from - 1] <= '9'; from--)
    {
        /* void */
    }

    if (jobs_parse_uint(jobs_str(url.data + from, i - from), 1000000, &page)
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    jobs_buf_add(next, url.data, from);
    jobs_buf_uint(next, page + 1);
    jobs_buf_add(next, url.data + i, url.len - i);

    return JOBS_OK;
}


const sync_format_t  sync_adzuna = {
    .name = "adzuna",
    .list = "results",
    .fields = sync_adzuna_fields,
    .is = sync_adzuna_is,
    .row = sync_adzuna_row,
    .next = sync_adzuna_next,
    .source = "{\"name\":\"Adzuna\",\"url\":\"https://www.adzuna.com\","
              "\"attribution\":\"Jobs by Adzuna\","
              "\"by\":\"aggregator\"}"
};
