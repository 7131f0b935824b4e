/*
 * Workday, what a careers site asks its own server for: {"total": 2,
 * "jobPostings": [...]}.
 * 
 * Paths are relative to the site, which only --base-url knows; dates are prose.
 */

#include "formats.h"


static const sync_path_t  sync_workday_fields[] = {
    { SYNC_TITLE, "title" },
    { SYNC_REMOTE, "remoteType" },
    { SYNC_EMPLOYMENT_TYPE, "timeType" },
    SYNC_NO_FIELD
};


static int
sync_workday_is(const sync_head_t *head)
{
    return head->row == NULL
           ? sync_envelope_number(head->envelope, "total") >= 0
           : sync_row_item(head->row, "externalPath") != NULL;
}


/* "Posted Today", "Posted Yesterday", "Posted 3 Days Ago"; more than 30 is
   no date */

static jobs_rc_t
sync_workday_posted(sync_feed_t *feed, jobs_str_t s)
{
    int            days, n;
    sync_value_t  *v;

    n = 0;
    days = -1;

    if (strcmp(s.data, "Posted Today") == 0) {
        days = 0;

    } else if (strcmp(s.data, "Posted Yesterday") == 0) {
        days = 1;

    } else if (sscanf(s.data, "Posted %3d Day%*1[s] Ago%n", &days, &n) != 1
               || n == 0)
    {
        if (sscanf(s.data, "Posted %3d Day Ago%n", &days, &n) != 1 || n == 0) {
            days = -1;
        }
    }

    if (days < 0) {
        return JOBS_OK;
    }

    v = &feed->record.v[SYNC_POSTED_AT];
    v->number = (feed->options->now / 86400 - days) * 86400;
    v->set = 1;

    return JOBS_OK;
}


/* "3 Locations": the path has the first of them */

static jobs_rc_t
sync_workday_place(sync_feed_t *feed, jobs_str_t text, jobs_str_t path)
{
    int         count, n;
    size_t      i, end;
    jobs_buf_t  b;

    n = 0;

    if (text.len != 0
        && (sscanf(text.data, "%9d Location%n", &count, &n) != 1 || n == 0))
    {
        return sync_row_set(feed, SYNC_LOCATION, text);
    }

    if (path.len < 6 || memcmp(path.data, "/job/", 5) != 0) {
        return JOBS_OK;
    }

    for (end = 5; end < path.len && path.data[end] != '/'; end++) {
        /* void */
    }

    if (end == path.len) {
        return JOBS_OK;         /* it has no place */
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for (i = 5; i < end; i++) {
        if (end - i >= 3 && memcmp(path.data + i, "---", 3) == 0) {
            jobs_buf_lit(&b, " - ");
            i += 2;

        } else {
            jobs_buf_char(&b, path.data[i] == '-' ? ' ' : path.data[i]);
        }
    }

    text = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return sync_row_set(feed, SYNC_LOCATION, text);
}


/* the number of the requisition, which ends the path: ..._JR354232-1 */

static jobs_str_t
sync_workday_id(sync_feed_t *feed, const cJSON *row, jobs_str_t path)
{
    const char   *bar;
    jobs_str_t    s;
    const cJSON  *e;

    cJSON_ArrayForEach(e, sync_row_item(row, "bulletFields")) {
        s = sync_row_scalar(feed, e, 0);

        if (s.len != 0 && path.len != 0
            && strstr(path.data, s.data) != NULL
            && memchr(s.data, ' ', s.len) == NULL)
        {
            return s;
        }
    }

    bar = path.len == 0 ? NULL : strrchr(path.data, '_');

    return bar == NULL ? path : sync_str(bar + 1);
}


static jobs_rc_t
sync_workday_row(sync_feed_t *feed, const cJSON *row)
{
    size_t      n;
    jobs_str_t  path, base;

    path = sync_row_text(feed, row, "externalPath");
    base = sync_feed_base(feed);

    if (sync_row_set(feed, SYNC_ID, sync_workday_id(feed, row, path))
        != JOBS_OK
        || sync_workday_place(feed, sync_row_text(feed, row, "locationsText"),
                              path)
           != JOBS_OK
        || sync_workday_posted(feed, sync_row_text(feed, row, "postedOn"))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (base.len == 0 || path.len == 0) {
        return sync_reason(&feed->record, "url is missing: Workday sends "
                           "paths, which --base-url completes");
    }

    for (n = base.len; n > 0 && base.data[n - 1] == '/'; n--) { /* void */ }

    return sync_row_print(feed, SYNC_URL, "%.*s%s%s", (int) n, base.data,
                          path.data[0] == '/' ? "" : "/", path.data);
}


const sync_format_t  sync_workday = {
    .name = "workday",
    .list = "jobPostings",
    .fields = sync_workday_fields,
    .is = sync_workday_is,
    .row = sync_workday_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Workday",
    .tenant = "{}.myworkdayjobs.com | {}.wd1.myworkdayjobs.com | "
              "{}.wd2.myworkdayjobs.com | "
              "{}.wd3.myworkdayjobs.com | {}.wd5.myworkdayjobs.com | "
              "{}.wd10.myworkdayjobs.com | {}.wd12.myworkdayjobs.com | "
              "{}.wd103.myworkdayjobs.com"
};
