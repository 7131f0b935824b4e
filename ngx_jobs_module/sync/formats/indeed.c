/*
 * What boards send to Indeed: XML source/job, everything in CDATA.
 */

#include <strings.h>
#include "formats_xml.h"
#include "sync_xml.h"


static int sync_indeed_is(const sync_head_t *head);
static jobs_rc_t sync_indeed_row(sync_feed_t *feed, const cJSON *row);
static int sync_indeed_has(jobs_str_t s, const char *word);


static const sync_path_t  sync_indeed_fields[] = {
    { SYNC_ID, "referencenumber | requisitionid | url" },
    { SYNC_TITLE, "title" },
    { SYNC_COMPANY, "company | sourcename" },
    { SYNC_URL, "url" },
    { SYNC_SALARY_TEXT, "salary" },
    { SYNC_POSTED_AT, "date" },
    { SYNC_EXPIRES_AT, "expirationdate" },
    { -1, NULL }
};

const sync_format_t  sync_indeed = {
    .name = "indeed",
    .element = "source/job",
    .fields = sync_indeed_fields,
    .is = sync_indeed_is,
    .row = sync_indeed_row
};


static int
sync_indeed_is(const sync_head_t *head)
{
    if (head->element == NULL || strcmp(head->element, "source/job") != 0) {
        return 0;
    }

    return head->row == NULL
           || (cJSON_HasObjectItem(head->row, "title")
               && cJSON_HasObjectItem(head->row, "url"));
}


static jobs_rc_t
sync_indeed_row(sync_feed_t *feed, const cJSON *row)
{
    jobs_str_t  remote, country;

    country = sync_row_text(feed, row, "country");
    remote = sync_row_text(feed, row, "remotetype");

    if (sync_row_place(feed, sync_row_text(feed, row, "city"),
                       sync_row_text(feed, row, "state"), country) != JOBS_OK
        || sync_row_add(feed, SYNC_COUNTRY_TEXT, country) != JOBS_OK
        || sync_xml_types(feed, sync_row_text(feed, row, "jobtype"))
           != JOBS_OK
        || sync_xml_split(feed, SYNC_TAGS,
                          sync_row_text(feed, row, "category"), ',')
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    /* "Fully remote", "Hybrid remote", "Temporarily remote" */

    if (sync_indeed_has(remote, "hybrid")) {
        remote = jobs_lit("hybrid");

    } else if (sync_indeed_has(remote, "temporar")
               || !sync_indeed_has(remote, "remote"))
    {
        remote = jobs_str(NULL, 0);

    } else {
        remote = jobs_lit("remote");
    }

    if (sync_row_set(feed, SYNC_REMOTE, remote) != JOBS_OK) {
        return JOBS_INVALID;
    }

    return sync_row_set(feed, SYNC_DESCRIPTION_HTML,
                        sync_xml_string(sync_row_item(row, "description")));
}


static int
sync_indeed_has(jobs_str_t s, const char *word)
{
    size_t  i, len;

    len = strlen(word);

    for (i = 0; i + len <= s.len; i++) {
        if (strncasecmp(s.data + i, word, len) == 0) {
            return 1;
        }
    }

    return 0;
}
