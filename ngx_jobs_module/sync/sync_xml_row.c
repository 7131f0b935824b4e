/*
 * What the formats of XML share.
 */

#include "sync_format.h"
#include "sync_xml.h"


jobs_str_t
sync_xml_string(const cJSON *item)
{
    if (cJSON_IsArray(item)) {
        item = item->child;
    }

    if (cJSON_IsObject(item)) {
        item = cJSON_GetObjectItemCaseSensitive(item, "#text");
    }

    return cJSON_IsString(item) ? sync_str(item->valuestring)
                                : jobs_str(NULL, 0);
}


jobs_rc_t
sync_xml_split(sync_feed_t *feed, int field, jobs_str_t s, char separator)
{
    size_t  i, from;

    for (from = 0; from < s.len; from = i + 1) {

        for (i = from; i < s.len && s.data[i] != separator; i++) {
            /* void */
        }

        if (sync_row_add(feed, field,
                         sync_dup(&feed->record.arena,
                                  jobs_str(s.data + from, i - from)))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


jobs_rc_t
sync_xml_types(sync_feed_t *feed, jobs_str_t s)
{
    size_t  i, from;

    for (from = 0; from < s.len; from = i + 1) {

        for (i = from; i < s.len && s.data[i] != ',' && s.data[i] != ';';
             i++)
        {
            /* void */
        }

        if (sync_row_try(feed, SYNC_EMPLOYMENT_TYPE,
                         sync_dup(&feed->record.arena,
                                  jobs_str(s.data + from, i - from)))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }

        if (feed->record.v[SYNC_EMPLOYMENT_TYPE].set) {
            return JOBS_OK;
        }
    }

    /* counts it as a value that nothing knows */

    return sync_row_set(feed, SYNC_EMPLOYMENT_TYPE, s);
}
