/*
 * What is declared of a source.
 */

#include "sync_source.h"


typedef enum {
    SYNC_DECLARED_TEXT = 0,
    SYNC_DECLARED_URL,
    SYNC_DECLARED_FLAG,
    SYNC_DECLARED_NUMBER,
    SYNC_DECLARED_BY
} sync_declared_e;


static const struct {
    const char        *name;
    sync_declared_e    kind;
    size_t             offset;
    const char        *must;
} sync_declared[] = {
    { "name", SYNC_DECLARED_TEXT, offsetof(sync_source_t, name), "a text" },
    { "url", SYNC_DECLARED_URL, offsetof(sync_source_t, url),
      "an http or https address" },
    { "attribution", SYNC_DECLARED_TEXT, offsetof(sync_source_t, attribution),
      "a text" },
    { "link_rel", SYNC_DECLARED_TEXT, offsetof(sync_source_t, link_rel),
      "a text" },
    { "currency", SYNC_DECLARED_TEXT, offsetof(sync_source_t, currency),
      "a text" },
    { "period", SYNC_DECLARED_TEXT, offsetof(sync_source_t, period),
      "a text" },
    { "company", SYNC_DECLARED_TEXT, offsetof(sync_source_t, company),
      "a text" },
    { "base_url", SYNC_DECLARED_URL, offsetof(sync_source_t, base_url),
      "an http or https address" },
    { "jsonld", SYNC_DECLARED_FLAG, offsetof(sync_source_t, jsonld),
      "true or false" },
    { "feeds", SYNC_DECLARED_FLAG, offsetof(sync_source_t, feeds),
      "true or false" },
    { "logo", SYNC_DECLARED_FLAG, offsetof(sync_source_t, logo),
      "true or false" },
    { "single_max", SYNC_DECLARED_FLAG, offsetof(sync_source_t, single_max),
      "true or false" },
    { "rank", SYNC_DECLARED_NUMBER, offsetof(sync_source_t, rank),
      "a whole number from 1 to 1000" },
    { "by", SYNC_DECLARED_BY, offsetof(sync_source_t, by),
      "\"employer\" or \"aggregator\"" }
};


void
sync_source_init(sync_source_t *s)
{
    memset(s, 0, sizeof(sync_source_t));

    s->jsonld = -1;
    s->feeds = -1;
    s->logo = -1;
    s->single_max = -1;
}


jobs_rc_t
sync_source_set(sync_source_t *s, const cJSON *item, char *error)
{
    int     *number;
    char    *p;
    size_t   i;

    for (i = 0; i < sync_n(sync_declared); i++) {
        if (strcmp(sync_declared[i].name, item->string) == 0) {
            break;
        }
    }

    if (i == sync_n(sync_declared)) {
        return JOBS_DECLINED;
    }

    p = (char *) s + sync_declared[i].offset;
    number = (int *) p;

    switch (sync_declared[i].kind) {

    case SYNC_DECLARED_FLAG:

        if (cJSON_IsBool(item)) {
            *number = cJSON_IsTrue(item);
            return JOBS_OK;
        }

        break;

    case SYNC_DECLARED_NUMBER:

        if (cJSON_IsNumber(item) && item->valuedouble >= 1
            && item->valuedouble <= 1000
            && item->valuedouble == item->valueint)
        {
            *number = item->valueint;
            return JOBS_OK;
        }

        break;

    case SYNC_DECLARED_BY:

        if (cJSON_IsString(item)
            && (strcmp(item->valuestring, "employer") == 0
                || strcmp(item->valuestring, "aggregator") == 0))
        {
            s->by = item->valuestring[0] == 'e' ? SYNC_BY_EMPLOYER
                                                : SYNC_BY_AGGREGATOR;
            return JOBS_OK;
        }

        break;

    default:

        if (cJSON_IsString(item)
            && (sync_declared[i].kind != SYNC_DECLARED_URL
                || jobs_is_http_url(sync_str(item->valuestring))))
        {
            *(jobs_str_t *) p = sync_str(item->valuestring);
            return JOBS_OK;
        }
    }

    snprintf(error, SYNC_ERROR, "\"%s\" must be %s", item->string,
             sync_declared[i].must);

    return JOBS_INVALID;
}


void
sync_source_merge(sync_source_t *s, const sync_source_t *other)
{
    int         *number;
    char        *to;
    size_t       i;
    const char  *from;

    for (i = 0; i < sync_n(sync_declared); i++) {
        to = (char *) s + sync_declared[i].offset;
        from = (const char *) other + sync_declared[i].offset;
        number = (int *) to;

        switch (sync_declared[i].kind) {

        case SYNC_DECLARED_FLAG:

            if (*number == -1) {
                *number = *(const int *) from;
            }

            break;

        case SYNC_DECLARED_NUMBER:

            if (*number == 0) {
                *number = *(const int *) from;
            }

            break;

        case SYNC_DECLARED_BY:

            if (s->by == SYNC_BY_UNKNOWN) {
                s->by = other->by;
            }

            break;

        default:

            if (((jobs_str_t *) to)->data == NULL) {
                *(jobs_str_t *) to = *(const jobs_str_t *) from;
            }
        }
    }

    if (s->min_age == 0) {
        s->min_age = other->min_age;
    }
}
