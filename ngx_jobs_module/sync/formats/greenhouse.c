/*
 * Greenhouse, the job board API: {"jobs": [...], "meta": {"total": 4}}.
 * 
 * The content is HTML that is escaped once more; a post without an internal job
 * is one for prospects; pay is in cents.
 */

#include "formats.h"


static const sync_path_t  sync_greenhouse_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "title" },
    { SYNC_COMPANY, "company_name" },
    { SYNC_URL, "absolute_url" },
    { SYNC_LOCATION, "location.name" },
    { SYNC_DEPARTMENT, "departments.0.name" },
    { SYNC_LANGUAGE, "language" },
    { SYNC_POSTED_AT, "first_published" },
    { SYNC_UPDATED_AT, "updated_at" },
    { SYNC_EXPIRES_AT, "application_deadline" },
    SYNC_NO_FIELD
};


static int
sync_greenhouse_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_row_item(head->envelope, "meta.total") != NULL
             && sync_row_item(head->envelope, "name") == NULL
           : sync_row_item(head->row, "absolute_url") != NULL
             && (sync_row_item(head->row, "internal_job_id") != NULL
                 || sync_row_item(head->row, "location.name") != NULL);
}


/* what an employer's own questions say of the work mode and the contract */

static jobs_rc_t
sync_greenhouse_more(sync_feed_t *feed, const cJSON *row)
{
    size_t                i;
    jobs_str_t            name, value;
    const cJSON          *e;
    static const struct {
        jobs_str_t        name;
        int               field;
    } known[] = {
        { jobs_string("Location Type"), SYNC_REMOTE },
        { jobs_string("Workplace Type"), SYNC_REMOTE },
        { jobs_string("Work Type"), SYNC_REMOTE },
        { jobs_string("Employment Type"), SYNC_EMPLOYMENT_TYPE },
        { jobs_string("Time Type"), SYNC_EMPLOYMENT_TYPE }
    };

    cJSON_ArrayForEach(e, sync_row_item(row, "metadata")) {
        name = sync_row_text(feed, e, "name");
        value = sync_row_text(feed, e, "value");

        for (i = 0; i < sync_n(known); i++) {
            if (jobs_str_eq(known[i].name, name)
                && sync_row_try(feed, known[i].field, value) != JOBS_OK)
            {
                return JOBS_INVALID;
            }
        }
    }

    return JOBS_OK;
}


/* the country of an office, which only a place of three parts surely has */

static jobs_rc_t
sync_greenhouse_offices(sync_feed_t *feed, const cJSON *row)
{
    size_t        i, commas, last;
    jobs_str_t    s;
    const cJSON  *e;

    cJSON_ArrayForEach(e, sync_row_item(row, "offices")) {
        s = sync_row_text(feed, e, "location");
        commas = 0;
        last = 0;

        for (i = 0; i < s.len; i++) {
            if (s.data[i] == ',') {
                commas++;
                last = i + 1;
            }
        }

        if (commas >= 2 && s.len - last < 100
            && sync_row_add(feed, SYNC_COUNTRY_TEXT,
                            jobs_str(s.data + last, s.len - last))
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


/* 12345 cents as 123.45 */

static jobs_str_t
sync_greenhouse_cents(sync_feed_t *feed, const cJSON *item)
{
    jobs_buf_t  b;
    jobs_str_t  s;

    if (!cJSON_IsNumber(item) || item->valuedouble <= 0
        || item->valuedouble > 1e13)
    {
        return jobs_lit("");
    }

    jobs_buf_init(&b, &sync_mem, 64);
    jobs_buf_number(&b, item->valuedouble / 100);
    s = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return s;
}


/* the period is only in the title of a range, if anywhere */

static jobs_rc_t
sync_greenhouse_pay(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t    title, period;
    jobs_buf_t    b;
    const cJSON  *e;

    cJSON_ArrayForEach(e, sync_row_item(row, "pay_input_ranges")) {
        jobs_buf_init(&b, &sync_mem, 4096);
        jobs_fold(&b, sync_row_text(feed, e, "title"));
        title = sync_buf_dup(&feed->record.arena, &b);
        jobs_buf_free(&b);

        period = jobs_lit("");

        if (title.len != 0 && strstr(title.data, "hour") != NULL) {
            period = jobs_lit("hour");

        } else if (title.len != 0 && (strstr(title.data, "annual") != NULL
                                      || strstr(title.data, "year") != NULL))
        {
            period = jobs_lit("year");
        }

        if (sync_row_range(feed,
                sync_greenhouse_cents(feed, sync_row_item(e, "min_cents")),
                sync_greenhouse_cents(feed, sync_row_item(e, "max_cents")),
                sync_row_text(feed, e, "currency_type"), period)
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_greenhouse_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t  html;

    if (cJSON_IsNull(sync_row_item(row, "internal_job_id"))) {
        return JOBS_DECLINED;
    }

    if (sync_greenhouse_more(feed, row) != JOBS_OK
        || sync_greenhouse_offices(feed, row) != JOBS_OK
        || sync_greenhouse_pay(feed, row) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    html = sync_row_raw(row, "content");

    return sync_row_html(feed, jobs_lit(""), html);
}


const sync_format_t  sync_greenhouse = {
    .name = "greenhouse",
    .list = "jobs",
    .fields = sync_greenhouse_fields,
    .is = sync_greenhouse_is,
    .row = sync_greenhouse_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Greenhouse",
    .tenant = "*greenhouse.io/{}"
};
