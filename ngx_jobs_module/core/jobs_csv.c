/*
 * The list as CSV (RFC 4180), in the columns that jobs-sync reads.
 */

#include "jobs_list.h"
#include "jobs_text.h"


static void  jobs_csv_text(jobs_buf_t *b, jobs_str_t s);
static void  jobs_csv_items(jobs_buf_t *b, const jobs_items_t *items);
static void  jobs_csv_amount(jobs_buf_t *b, int has, double n);
static void  jobs_csv_flag(jobs_buf_t *b, int has, int flag);
static void  jobs_csv_time(jobs_buf_t *b, int64_t t);


void
jobs_row_csv(jobs_buf_t *b, const jobs_listing_t *l)
{
    jobs_csv_text(b, l->id);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->title);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->company);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->company_slug);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->company_logo);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->url);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->apply_url);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->location);
    jobs_buf_char(b, ',');
    jobs_csv_items(b, &l->locations);
    jobs_buf_char(b, ',');
    jobs_csv_items(b, &l->countries);
    jobs_buf_char(b, ',');
    jobs_csv_items(b, &l->regions);
    jobs_buf_char(b, ',');
    jobs_csv_flag(b, 1, l->worldwide);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->remote);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->employment_type);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->seniority);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->category);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->department);
    jobs_buf_char(b, ',');
    jobs_csv_items(b, &l->tags);
    jobs_buf_char(b, ',');
    jobs_csv_amount(b, l->has_salary_min, l->salary_min);
    jobs_buf_char(b, ',');
    jobs_csv_amount(b, l->has_salary_max, l->salary_max);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->salary_currency);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->salary_period);
    jobs_buf_char(b, ',');
    jobs_csv_flag(b, 1, l->salary_predicted);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->language);
    jobs_buf_char(b, ',');
    jobs_csv_flag(b, l->has_visa, l->visa);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->source);
    jobs_buf_char(b, ',');
    jobs_csv_time(b, l->posted_at);
    jobs_buf_char(b, ',');
    jobs_csv_time(b, l->updated_at);
    jobs_buf_char(b, ',');
    jobs_csv_time(b, l->expires_at);
    jobs_buf_char(b, ',');
    jobs_csv_text(b, l->excerpt);
    jobs_buf_lit(b, "\r\n");
}


void
jobs_list_csv(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned  i;

    jobs_buf_lit(b, "id,title,company,company_slug,company_logo,url,apply_url,"
                    "location,locations,countries,regions,worldwide,remote,"
                    "employment_type,seniority,category,department,tags,"
                    "salary_min,salary_max,salary_currency,salary_period,"
                    "salary_predicted,language,visa,source,posted_at,"
                    "updated_at,expires_at,excerpt\r\n");

    /* rows without gaps: where one applies is the stored address */

    for (i = 0; i < l->count; i++) {
        jobs_buf_str(b, l->rows[i]);
    }
}


/* what a spreadsheet would take for a formula begins with an apostrophe */

static void
jobs_csv_text(jobs_buf_t *b, jobs_str_t s)
{
    uint32_t     c;
    const char  *p, *end, *start;

    if (s.len == 0) {
        return;
    }

    jobs_buf_char(b, '"');

    if (memchr("=+-@\t\r", s.data[0], 6) != NULL) {
        jobs_buf_char(b, '\'');
    }

    p = s.data;
    end = jobs_str_end(s);

    while (p < end) {
        start = p;
        c = jobs_utf8_next(&p, end);

        if (c == JOBS_BAD_CHAR) {
            jobs_buf_lit(b, "\xEF\xBF\xBD");
            continue;
        }

        if (c == '"') {
            jobs_buf_char(b, '"');
        }

        jobs_buf_add(b, start, p - start);
    }

    jobs_buf_char(b, '"');
}


/* "a;b": a semicolon inside of an item becomes a comma */

static void
jobs_csv_items(jobs_buf_t *b, const jobs_items_t *items)
{
    size_t      i, k;
    jobs_buf_t  text;

    jobs_buf_init(&text, b->mem, b->max);

    for (i = 0; i < items->n; i++) {
        if (i > 0) {
            jobs_buf_char(&text, ';');
        }

        for (k = 0; k < items->item[i].len; k++) {
            jobs_buf_char(&text, items->item[i].data[k] == ';'
                                 ? ',' : items->item[i].data[k]);
        }
    }

    if (text.rc == JOBS_OK) {
        jobs_csv_text(b, jobs_buf_view(&text));

    } else if (b->rc == JOBS_OK) {
        b->rc = text.rc;
    }

    jobs_buf_free(&text);
}


static void
jobs_csv_amount(jobs_buf_t *b, int has, double n)
{
    if (has) {
        jobs_buf_number(b, n);
    }
}


static void
jobs_csv_flag(jobs_buf_t *b, int has, int flag)
{
    if (has) {
        jobs_buf_str(b, flag ? jobs_lit("true") : jobs_lit("false"));
    }
}


static void
jobs_csv_time(jobs_buf_t *b, int64_t t)
{
    if (t != JOBS_NO_TIME) {
        jobs_buf_time(b, t);
    }
}
