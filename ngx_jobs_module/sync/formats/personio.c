/*
 * Personio: XML workzag-jobs/position, without addresses: these are made of
 * the board's, which --base-url or the source's entry gives.
 */

#include "formats_xml.h"
#include "sync_xml.h"


static int sync_personio_is(const sync_head_t *head);
static jobs_rc_t sync_personio_row(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_personio_type(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_personio_url(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_personio_places(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_personio_text(sync_feed_t *feed, const cJSON *row);


static const sync_path_t  sync_personio_fields[] = {
    { SYNC_ID, "id" },
    { SYNC_TITLE, "name" },
    { SYNC_COMPANY, "subcompany" },
    { SYNC_DEPARTMENT, "department" },
    { SYNC_POSTED_AT, "createdAt" },
    { -1, NULL }
};

const sync_format_t  sync_personio = {
    .name = "personio",
    .element = "workzag-jobs/position",
    .fields = sync_personio_fields,
    .is = sync_personio_is,
    .row = sync_personio_row,
    .source = SYNC_BY_EMPLOYERS,
    .system = "Personio",
    .tenant = "{}.jobs.personio.de | {}.jobs.personio.com"
};


static int
sync_personio_is(const sync_head_t *head)
{
    return head->element != NULL
           && strcmp(head->element, "workzag-jobs/position") == 0;
}


static jobs_rc_t
sync_personio_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t                    level;
    size_t                        i;
    static const sync_spelling_t  levels[] = {
        { "student", "intern" },        /* "experienced" may be anything */
        { "entry-level", "junior" },
        { "executive", "executive" }
    };

    level = sync_row_text(feed, row, "seniority");

    for (i = 0; i < sync_n(levels); i++) {
        if (jobs_str_eq(level, sync_str(levels[i].theirs))
            && sync_row_set(feed, SYNC_SENIORITY, sync_str(levels[i].ours))
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (sync_personio_type(feed, row) != JOBS_OK
        || sync_personio_places(feed, row) != JOBS_OK
        || sync_xml_split(feed, SYNC_TAGS,
                          sync_row_text(feed, row, "keywords"), ',')
           != JOBS_OK
        || sync_personio_text(feed, row) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_personio_url(feed, row);
}


/* the contract, and of a permanent one the hours */

static jobs_rc_t
sync_personio_type(sync_feed_t *feed, const cJSON *row)
{
    size_t                        i;
    jobs_str_t                    type, hours;
    static const sync_spelling_t  types[] = {
        { "intern", "internship" },
        { "trainee", "internship" },
        { "freelance", "contract" },
        { "temporary", "temporary" },
        { "working_student", "part_time" }
    };

    type = sync_row_text(feed, row, "employmentType");
    hours = sync_row_text(feed, row, "schedule");

    for (i = 0; i < sync_n(types); i++) {
        if (jobs_str_eq(type, sync_str(types[i].theirs))) {
            return sync_row_set(feed, SYNC_EMPLOYMENT_TYPE,
                                sync_str(types[i].ours));
        }
    }

    if (jobs_str_eq(hours, jobs_lit("full-time"))
        || jobs_str_eq(hours, jobs_lit("part-time")))
    {
        return sync_row_set(feed, SYNC_EMPLOYMENT_TYPE, hours);
    }

    /* "full-or-part-time" is neither */

    return JOBS_OK;
}


static jobs_rc_t
sync_personio_places(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *item, *e;

    if (sync_row_add(feed, SYNC_LOCATIONS, sync_row_text(feed, row, "office"))
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    item = sync_row_item(row, "additionalOffices.office");

    for (e = cJSON_IsArray(item) ? item->child : item; e != NULL;
         e = cJSON_IsArray(item) ? e->next : NULL)
    {
        if (sync_row_add(feed, SYNC_LOCATIONS, sync_xml_string(e)) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_personio_text(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *item, *e;
    jobs_str_t    html;

    item = sync_row_item(row, "jobDescriptions.jobDescription");

    for (e = cJSON_IsArray(item) ? item->child : item; e != NULL;
         e = cJSON_IsArray(item) ? e->next : NULL)
    {
        html = sync_xml_string(sync_row_item(e, "value"));

        if (html.len != 0
            && sync_row_html(feed, sync_row_text(feed, e, "name"), html)
               != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


/* https://{tenant}.jobs.personio.de/job/{id} */

static jobs_rc_t
sync_personio_url(sync_feed_t *feed, const cJSON *row)
{
    size_t      i;
    unsigned    slashes;
    jobs_rc_t   rc;
    jobs_buf_t  b;
    jobs_str_t  base, id;

    base = sync_feed_base(feed);
    id = sync_row_text(feed, row, "id");

    if (base.len == 0 || id.len == 0) {
        return JOBS_OK;                 /* rejected for want of an address */
    }

    slashes = 0;

    for (i = 0; i < base.len; i++) {
        slashes += (base.data[i] == '/');

        if (slashes == 3) {
            break;
        }
    }

    jobs_buf_init(&b, &sync_mem, 16384);
    jobs_buf_add(&b, base.data, i);
    jobs_buf_lit(&b, "/job/");
    jobs_escape_uri(&b, id);
    rc = sync_row_set(feed, SYNC_URL, sync_buf_dup(&feed->record.arena, &b));
    jobs_buf_free(&b);

    return rc;
}
