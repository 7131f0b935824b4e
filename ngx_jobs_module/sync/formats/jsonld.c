/*
 * schema.org JobPosting, however it is wrapped.
 */

#include "formats_xml.h"
#include "sync_jsonld.h"
#include "sync_xml.h"


static int sync_jsonld_is_format(const sync_head_t *head);
static jobs_rc_t sync_jsonld_row(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_jsonld_places(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_jsonld_remote(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_jsonld_salary(sync_feed_t *feed, const cJSON *row);
static jobs_rc_t sync_jsonld_category(sync_feed_t *feed, const cJSON *row);
static jobs_str_t sync_jsonld_first(sync_feed_t *feed, const cJSON *row,
    const char *path, const char *other);


static const sync_path_t  sync_jsonld_fields[] = {
    { SYNC_ID, "identifier.value | identifier | identifier.@value | @id"
               " | url" },
    { SYNC_TITLE, "title | name" },
    { SYNC_COMPANY, "hiringOrganization.name | hiringOrganization" },
    { SYNC_COMPANY_LOGO, "hiringOrganization.logo.url"
                         " | hiringOrganization.logo" },
    { SYNC_URL, "url | mainEntityOfPage | @id" },
    { SYNC_POSTED_AT, "datePosted" },
    { SYNC_UPDATED_AT, "dateModified" },
    { SYNC_EXPIRES_AT, "validThrough" },
    { -1, NULL }
};

const sync_format_t  sync_jsonld = {
    .name = "jsonld",
    .list = "",
    .fields = sync_jsonld_fields,
    .is = sync_jsonld_is_format,
    .row = sync_jsonld_row
};


static int
sync_jsonld_is_format(const sync_head_t *head)
{
    return head->element == NULL && sync_jsonld_posting(head->row);
}


static jobs_rc_t
sync_jsonld_row(sync_feed_t *feed, const cJSON *row)
{
    const cJSON  *item, *e;

    item = sync_row_item(row, "employmentType");

    for (e = cJSON_IsArray(item) ? item->child : item; e != NULL;
         e = cJSON_IsArray(item) ? e->next : NULL)
    {
        if (!feed->record.v[SYNC_EMPLOYMENT_TYPE].set
            && sync_xml_types(feed, sync_xml_string(e)) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    item = sync_row_item(row, "skills");

    for (e = cJSON_IsArray(item) ? item->child : item; e != NULL;
         e = cJSON_IsArray(item) ? e->next : NULL)
    {
        if (sync_xml_split(feed, SYNC_TAGS, sync_xml_string(e), ',')
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (sync_jsonld_places(feed, row) != JOBS_OK
        || sync_jsonld_remote(feed, row) != JOBS_OK
        || sync_jsonld_salary(feed, row) != JOBS_OK
        || sync_jsonld_category(feed, row) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_row_set(feed, SYNC_DESCRIPTION_HTML,
                        sync_xml_string(sync_row_item(row, "description")));
}


static jobs_rc_t
sync_jsonld_places(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t    country;
    const cJSON  *item, *e, *address;

    item = sync_row_item(row, "jobLocation");

    for (e = cJSON_IsArray(item) ? item->child : item; e != NULL;
         e = cJSON_IsArray(item) ? e->next : NULL)
    {
        address = sync_row_item(e, "address");

        if (!cJSON_IsObject(address)) {
            if (sync_row_add(feed, SYNC_LOCATIONS,
                             sync_xml_string(address != NULL ? address : e))
                != JOBS_OK)
            {
                return JOBS_INVALID;
            }

            continue;
        }

        country = sync_jsonld_first(feed, address, "addressCountry.name",
                                    "addressCountry");

        if (sync_row_place(feed,
                           sync_row_text(feed, address, "addressLocality"),
                           sync_row_text(feed, address, "addressRegion"),
                           country) != JOBS_OK
            || sync_row_add(feed, SYNC_COUNTRY_TEXT, country) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


/* from where one may work is only said of jobs that are remote */

static jobs_rc_t
sync_jsonld_remote(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t    where;
    const cJSON  *item, *e;

    if (!jobs_str_eq(sync_jsonld_first(feed, row, "jobLocationType.0",
                                       "jobLocationType"),
                     jobs_lit("TELECOMMUTE")))
    {
        return JOBS_OK;
    }

    item = sync_row_item(row, "applicantLocationRequirements");

    for (e = cJSON_IsArray(item) ? item->child : item; e != NULL;
         e = cJSON_IsArray(item) ? e->next : NULL)
    {
        where = cJSON_IsObject(e) ? sync_row_text(feed, e, "name")
                                  : sync_xml_string(e);

        if (sync_row_add(feed, SYNC_ELIGIBLE, where) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    return sync_row_set(feed, SYNC_REMOTE, jobs_lit("remote"));
}


static jobs_rc_t
sync_jsonld_salary(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t    min, max, currency;
    const cJSON  *salary, *value;

    salary = sync_row_item(row, "baseSalary");

    if (cJSON_IsArray(salary)) {
        salary = salary->child;
    }

    if (cJSON_IsString(salary)) {
        return sync_row_set(feed, SYNC_SALARY_TEXT, sync_xml_string(salary));
    }

    if (!cJSON_IsObject(salary)) {
        return JOBS_OK;                 /* a number has no period */
    }

    value = sync_row_item(salary, "value");

    if (!cJSON_IsObject(value)) {
        value = salary;
    }

    min = sync_jsonld_first(feed, value, "minValue", "value");
    max = sync_jsonld_first(feed, value, "maxValue", "value");
    currency = sync_jsonld_first(feed, salary, "currency", "value.currency");

    if (currency.len == 0) {
        currency = sync_row_text(feed, row, "salaryCurrency");
    }

    return sync_row_salary(feed, min, max, currency,
                           sync_jsonld_first(feed, value, "unitText",
                                             "duration"));
}


/* without the code that search engines ask for: "15-1132.00 Developers" */

static jobs_rc_t
sync_jsonld_category(sync_feed_t *feed, const cJSON *row)
{
    size_t             n;
    jobs_str_t         s;
    const cJSON       *item;
    static const char  digits[] = "0123456789";

    item = sync_row_item(row, "occupationalCategory");
    s = sync_row_text(feed, row, cJSON_IsArray(item)
                                 ? "occupationalCategory.0"
                                 : "occupationalCategory");

    if (strspn(s.data, digits) == 2 && s.data[2] == '-'
        && strspn(s.data + 3, digits) == 4)
    {
        n = 7 + strspn(s.data + 7, "0123456789.:, ");
        s = jobs_str(s.data + n, s.len - n);
    }

    return sync_row_set(feed, SYNC_CATEGORY, s);
}


static jobs_str_t
sync_jsonld_first(sync_feed_t *feed, const cJSON *row, const char *path,
    const char *other)
{
    jobs_str_t  s;

    s = sync_row_text(feed, row, path);

    return s.len != 0 ? s : sync_row_text(feed, row, other);
}
