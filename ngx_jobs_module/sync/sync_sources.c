/*
 * sources.json.  Every mistake is found before anything is fetched.
 */

#include <stdarg.h>
#include <stdlib.h>
#include "sync_build.h"
#include "sync_place.h"
#include "sync_sources.h"


#define SYNC_SOURCES_SIZE  (4 * 1024 * 1024)
#define SYNC_HEADER_MAX    4096


typedef enum {
    SYNC_VALUE_TIME = 0,
    SYNC_VALUE_SIZE,
    SYNC_VALUE_COUNT,
    SYNC_VALUE_FLAG
} sync_value_e;


static jobs_rc_t sync_sources_top(sync_sources_t *s, const char *path,
    char *error);
static jobs_rc_t sync_sources_defaults(sync_sources_t *s, const cJSON *json,
    char *error);
static jobs_rc_t sync_sources_entry(sync_sources_t *s, sync_entry_t *e,
    const cJSON *json, const char *path, char *error);
static jobs_rc_t sync_sources_member(sync_sources_t *s, sync_entry_t *e,
    const cJSON *item, const char *path, char *error);
static jobs_rc_t sync_sources_headers(sync_sources_t *s, sync_entry_t *e,
    const cJSON *json, char *error);
static jobs_rc_t sync_sources_paging(sync_entry_t *e, const cJSON *item,
    char *error);
static jobs_rc_t sync_limits_set(sync_limits_t *l, const cJSON *item,
    char *error);
static int sync_sources_scale(const cJSON *item, sync_value_e kind,
    int64_t *n);
static const char *sync_sources_path(sync_sources_t *s, const char *name,
    const char *path);
static jobs_rc_t sync_sources_bad(char *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));


static const struct {
    const char        *name;
    size_t             offset;
    sync_value_e       kind;
    int64_t            min;
    int64_t            max;
    const char        *must;
} sync_limits[] = {
    { "interval", offsetof(sync_limits_t, interval), SYNC_VALUE_TIME,
      0, 30LL * 86400 * 1000, "a time such as \"15m\", at most 30 days" },
    { "timeout", offsetof(sync_limits_t, timeout), SYNC_VALUE_TIME,
      100, 3600 * 1000, "a time such as \"60s\", at most an hour" },
    { "max_size", offsetof(sync_limits_t, max_size), SYNC_VALUE_SIZE,
      1024, 4LL * 1024 * 1024 * 1024, "a size such as \"64m\", at most 4g" },
    { "retries", offsetof(sync_limits_t, retries), SYNC_VALUE_COUNT,
      0, 10, "a number from 0 to 10" },
    { "retry_delay", offsetof(sync_limits_t, retry_delay), SYNC_VALUE_TIME,
      1, 60 * 1000, "a time such as \"1s\", at most a minute" },
    { "parallel", offsetof(sync_limits_t, parallel), SYNC_VALUE_COUNT,
      1, 64, "a number from 1 to 64" },
    { "host_interval", offsetof(sync_limits_t, host_interval),
      SYNC_VALUE_TIME, 0, 60 * 1000,
      "a time such as \"500ms\", at most a minute" },
    { "allow_private", offsetof(sync_limits_t, allow_private),
      SYNC_VALUE_FLAG, 0, 1, "true or false" }
};


jobs_rc_t
sync_sources_read(sync_sources_t *s, const char *path, char *error)
{
    size_t         i;
    jobs_rc_t      rc;
    const cJSON   *list, *item;
    sync_entry_t  *e;

    memset(s, 0, sizeof(sync_sources_t));
    s->keep = SYNC_KEEP;
    s->misses = 2;
    s->deadline = 600 * 1000;
    s->defaults.timeout = 60 * 1000;
    s->defaults.max_size = 64 * 1024 * 1024;
    s->defaults.retries = 2;
    s->defaults.retry_delay = 1000;
    s->defaults.parallel = 8;
    s->defaults.host_interval = 500;

    s->json = sync_json_read(path, SYNC_SOURCES_SIZE, error, &rc);

    if (s->json == NULL) {
        return rc == JOBS_ERROR ? JOBS_ERROR : JOBS_INVALID;
    }

    rc = sync_sources_top(s, path, error);

    if (rc != JOBS_OK) {
        return rc;
    }

    list = cJSON_GetObjectItemCaseSensitive(s->json, "sources");
    s->n = cJSON_GetArraySize(list);
    s->entries = sync_alloc(&s->arena, (s->n + 1) * sizeof(sync_entry_t));
    memset(s->entries, 0, s->n * sizeof(sync_entry_t));
    e = s->entries;

    cJSON_ArrayForEach(item, list) {
        rc = sync_sources_entry(s, e, item, path, error);

        if (rc != JOBS_OK) {
            return rc;
        }

        for (i = 0; s->entries + i < e; i++) {
            if (strcmp(s->entries[i].name, e->name) == 0) {
                snprintf(error, SYNC_ERROR, "source \"%s\" is listed twice",
                         e->name);
                return JOBS_DECLINED;
            }
        }

        e++;
    }

    return JOBS_OK;
}


void
sync_sources_free(sync_sources_t *s)
{
    size_t  i;

    for (i = 0; i < s->n && s->entries != NULL; i++) {
        sync_mapping_free(s->entries[i].mapping);
    }

    cJSON_Delete(s->json);
    sync_arena_free(&s->arena);
}


static jobs_rc_t
sync_sources_top(sync_sources_t *s, const char *path, char *error)
{
    size_t             i;
    int64_t            n;
    const cJSON       *item;
    const char        *name, **file;
    const struct {
        const char    *name;
        const char   **file;
    } files[] = {
        { "output", &s->output },
        { "catalogue", &s->catalogue },
        { "partners", &s->partners },
        { "taxonomy", &s->taxonomy },
        { "report", &s->report },
        { "textfile", &s->textfile }
    };

    if (!cJSON_IsObject(s->json)) {
        return sync_sources_bad(error, "it is no JSON object");
    }

    cJSON_ArrayForEach(item, s->json) {
        name = item->string;
        file = NULL;

        for (i = 0; i < sync_n(files); i++) {
            if (strcmp(files[i].name, name) == 0) {
                file = files[i].file;
            }
        }

        if (name[0] == '#') {
            continue;

        } else if (file != NULL) {

            if (!cJSON_IsString(item) || item->valuestring[0] == '\0') {
                return sync_sources_bad(error, "\"%s\" must be the name of "
                                        "a file", name);
            }

            *file = sync_sources_path(s, item->valuestring, path);

        } else if (strcmp(name, "keep") == 0
                   || strcmp(name, "misses") == 0)
        {
            i = name[0] == 'm';

            if (!sync_sources_scale(item, SYNC_VALUE_COUNT, &n)
                || n < (int64_t) i || n > 99)
            {
                return sync_sources_bad(error, "\"%s\" must be a number "
                                        "from %zu to 99", name, i);
            }

            *(i ? &s->misses : &s->keep) = n;

        } else if (strcmp(name, "deadline") == 0) {

            if (!sync_sources_scale(item, SYNC_VALUE_TIME, &s->deadline)
                || s->deadline < 1000 || s->deadline > 86400 * 1000)
            {
                return sync_sources_bad(error, "\"deadline\" must be a time "
                                        "from \"1s\" to \"24h\"");
            }

        } else if (strcmp(name, "defaults") == 0) {

            if (sync_sources_defaults(s, item, error) != JOBS_OK) {
                return JOBS_INVALID;
            }

        } else if (strcmp(name, "sources") != 0) {
            return sync_sources_bad(error, "unknown key \"%.60s\"", name);
        }
    }

    item = cJSON_GetObjectItemCaseSensitive(s->json, "sources");

    if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) == 0
        || cJSON_GetArraySize(item) > SYNC_SOURCES_MAX)
    {
        return sync_sources_bad(error, "\"sources\" must be a list of 1 to "
                                "%d sources", SYNC_SOURCES_MAX);
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_sources_defaults(sync_sources_t *s, const cJSON *json, char *error)
{
    jobs_rc_t     rc;
    const cJSON  *item;

    if (!cJSON_IsObject(json)) {
        return sync_sources_bad(error, "\"defaults\" must be an object");
    }

    cJSON_ArrayForEach(item, json) {

        if (item->string[0] == '#') {
            continue;
        }

        rc = sync_limits_set(&s->defaults, item, error);

        if (rc == JOBS_DECLINED) {
            return sync_sources_bad(error, "unknown key \"%.60s\" in "
                                    "\"defaults\"", item->string);
        }

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_sources_entry(sync_sources_t *s, sync_entry_t *e, const cJSON *json,
    const char *path, char *error)
{
    char          why[SYNC_ERROR];
    size_t        number;
    jobs_rc_t     rc;
    const cJSON  *item;

    number = e - s->entries + 1;
    item = cJSON_GetObjectItemCaseSensitive(json, "name");

    if (!cJSON_IsString(item) || !sync_build_text(item->valuestring)) {
        return sync_sources_bad(error, "source %zu needs a \"name\", a text "
                                "of at most 200 bytes", number);
    }

    e->name = item->valuestring;
    e->limits = s->defaults;
    e->pages = 1;
    e->enabled = 1;
    sync_source_init(&e->source);
    e->source.name = sync_str(e->name);

    cJSON_ArrayForEach(item, json) {
        rc = item->string[0] == '#' ? JOBS_OK
             : sync_sources_member(s, e, item, path, why);

        if (rc == JOBS_DECLINED) {
            return sync_sources_bad(error, "source \"%s\": unknown key "
                                    "\"%.60s\"", e->name, item->string);
        }

        if (rc != JOBS_OK) {
            return sync_sources_bad(error, "source \"%.200s\": %.150s",
                                    e->name, why);
        }
    }

    if (e->url == NULL) {
        return sync_sources_bad(error, "source \"%s\" needs a \"url\"",
                                e->name);
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_sources_member(sync_sources_t *s, sync_entry_t *e, const cJSON *item,
    const char *path, char *error)
{
    int64_t      n;
    cJSON        home;
    jobs_rc_t    rc;
    const char  *name, *text;

    name = item->string;
    text = cJSON_IsString(item) ? item->valuestring : NULL;

    if (strcmp(name, "name") == 0) {
        return JOBS_OK;
    }

    if (strcmp(name, "url") == 0) {
        e->url = text;

        return text != NULL && (jobs_is_http_url(sync_str(text))
                                || strncmp(text, "file:///", 8) == 0)
               ? JOBS_OK
               : sync_sources_bad(error, "\"url\" must be an address with "
                                  "http, https or file");
    }

    if (strcmp(name, "home") == 0) {
        home = *item;
        home.string = "url";
        rc = sync_source_set(&e->source, &home, error);

        return rc == JOBS_OK ? rc
               : sync_sources_bad(error, "\"home\" must be an http or https "
                                  "address");
    }

    if (strcmp(name, "format") == 0) {
        e->format = text;

        return text != NULL && text[0] != '\0' ? JOBS_OK
               : sync_sources_bad(error, "\"format\" must be the name of a "
                                  "format");
    }

    if (strcmp(name, "mapping") == 0) {

        if (text == NULL || text[0] == '\0') {
            return sync_sources_bad(error, "\"mapping\" must be the name of "
                                    "a file");
        }

        e->mapping_path = sync_sources_path(s, text, path);
        e->mapping = sync_mapping_read(e->mapping_path, error, &rc);

        return e->mapping != NULL ? JOBS_OK : JOBS_INVALID;
    }

    if (strcmp(name, "headers") == 0) {
        return sync_sources_headers(s, e, item, error);
    }

    if (strcmp(name, "paging") == 0) {
        return sync_sources_paging(e, item, error);
    }

    if (strcmp(name, "enabled") == 0) {
        e->enabled = cJSON_IsTrue(item);

        return cJSON_IsBool(item) ? JOBS_OK
               : sync_sources_bad(error, "\"enabled\" must be true or "
                                  "false");
    }

    if (strcmp(name, "min_age") == 0) {

        if (!sync_sources_scale(item, SYNC_VALUE_TIME, &n) || n < 0) {
            return sync_sources_bad(error, "\"min_age\" must be a time such "
                                    "as \"24h\"");
        }

        e->source.min_age = n / 1000;
        return JOBS_OK;
    }

    /* one number of requests holds for all */

    rc = strcmp(name, "parallel") == 0 ? JOBS_DECLINED
         : sync_limits_set(&e->limits, item, error);

    return rc == JOBS_DECLINED ? sync_source_set(&e->source, item, error)
                               : rc;
}


static jobs_rc_t
sync_sources_headers(sync_sources_t *s, sync_entry_t *e, const cJSON *json,
    char *error)
{
    char          line[SYNC_HEADER_MAX];
    size_t        i, len;
    const char   *value;
    const cJSON  *item;

    if (!cJSON_IsObject(json)) {
        return sync_sources_bad(error, "\"headers\" must be an object");
    }

    e->headers = sync_alloc(&s->arena, (cJSON_GetArraySize(json) + 1)
                                       * sizeof(char *));

    cJSON_ArrayForEach(item, json) {
        len = strlen(item->string);

        if (!cJSON_IsString(item) || len == 0 || !jobs_is_slug(
                                          jobs_str(item->string, len)))
        {
            return sync_sources_bad(error, "header \"%.60s\" must be a name "
                                    "and a text", item->string);
        }

        value = item->valuestring;

        if (strncmp(value, "env:", 4) == 0) {
            value = getenv(value + 4);

            if (value == NULL || *value == '\0') {
                return sync_sources_bad(error, "header \"%.60s\": the "
                                        "environment has no \"%.60s\"",
                                        item->string, item->valuestring + 4);
            }
        }

        for (i = 0; value[i] != '\0'; i++) {
            if ((unsigned char) value[i] < 0x20 || value[i] == 0x7F) {
                return sync_sources_bad(error, "header \"%.60s\" has a "
                                        "control character", item->string);
            }
        }

        if (i + len + 3 > sizeof(line)) {
            return sync_sources_bad(error, "header \"%.60s\" is too long",
                                    item->string);
        }

        snprintf(line, sizeof(line), "%s: %s", item->string, value);
        e->headers[e->nheaders++] = (char *) sync_dup(&s->arena,
                                                      sync_str(line)).data;
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_sources_paging(sync_entry_t *e, const cJSON *item, char *error)
{
    int64_t  n;

    if (cJSON_IsBool(item)) {
        e->pages = cJSON_IsTrue(item) ? 100 : 1;
        return JOBS_OK;
    }

    if (!sync_sources_scale(item, SYNC_VALUE_COUNT, &n) || n < 1
        || n > SYNC_PAGES_MAX)
    {
        return sync_sources_bad(error, "\"paging\" must be true, false or a "
                                "number of pages from 1 to %d",
                                SYNC_PAGES_MAX);
    }

    e->pages = n;

    return JOBS_OK;
}


static jobs_rc_t
sync_limits_set(sync_limits_t *l, const cJSON *item, char *error)
{
    size_t   i;
    int64_t  n;

    for (i = 0; i < sync_n(sync_limits); i++) {
        if (strcmp(sync_limits[i].name, item->string) == 0) {
            break;
        }
    }

    if (i == sync_n(sync_limits)) {
        return JOBS_DECLINED;
    }

    if (!sync_sources_scale(item, sync_limits[i].kind, &n)
        || n < sync_limits[i].min || n > sync_limits[i].max)
    {
        return sync_sources_bad(error, "\"%s\" must be %s", item->string,
                                sync_limits[i].must);
    }

    *(int64_t *) ((char *) l + sync_limits[i].offset) = n;

    return JOBS_OK;
}


/* "24h", "500ms", "64m"; a number alone is seconds, bytes, or a count */

static int
sync_sources_scale(const cJSON *item, sync_value_e kind, int64_t *n)
{
    size_t                    i, len;
    uint64_t                  number;
    const char               *text;
    static const struct {
        sync_value_e          kind;
        const char           *unit;
        int64_t               factor;
    } units[] = {
        { SYNC_VALUE_TIME, "ms", 1 },
        { SYNC_VALUE_TIME, "s", 1000 },
        { SYNC_VALUE_TIME, "m", 60 * 1000 },
        { SYNC_VALUE_TIME, "h", 3600 * 1000 },
        { SYNC_VALUE_TIME, "d", 86400 * 1000 },
        { SYNC_VALUE_SIZE, "k", 1024 },
        { SYNC_VALUE_SIZE, "m", 1024 * 1024 },
        { SYNC_VALUE_SIZE, "g", 1024 * 1024 * 1024 }
    };

    if (kind == SYNC_VALUE_FLAG) {
        *n = cJSON_IsTrue(item);
        return cJSON_IsBool(item);
    }

    if (cJSON_IsNumber(item)) {

        if (item->valuedouble < 0 || item->valuedouble > 1e10) {
            return 0;
        }

        *n = item->valuedouble;

        if (*n != item->valuedouble) {
            return 0;
        }

        *n *= kind == SYNC_VALUE_TIME ? 1000 : 1;
        return 1;
    }

    if (!cJSON_IsString(item)) {
        return 0;
    }

    text = item->valuestring;
    len = strspn(text, "0123456789");

    if (jobs_parse_uint(jobs_str(text, len), 10000000, &number) != JOBS_OK) {
        return 0;
    }

    for (i = 0; i < sync_n(units); i++) {
        if (units[i].kind == kind && strcmp(text + len, units[i].unit) == 0) {
            *n = number * units[i].factor;
            return 1;
        }
    }

    return 0;
}


/* a name in the directory of sources.json */

static const char *
sync_sources_path(sync_sources_t *s, const char *name, const char *path)
{
    jobs_buf_t   b;
    const char  *slash;
    jobs_str_t   full;

    slash = strrchr(path, '/');

    if (name[0] == '/' || slash == NULL) {
        return name;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_add(&b, path, slash - path + 1);
    jobs_buf_str(&b, sync_str(name));
    full = sync_buf_dup(&s->arena, &b);
    jobs_buf_free(&b);

    return full.data;
}


static jobs_rc_t
sync_sources_bad(char *error, const char *format, ...)
{
    va_list  args;

    va_start(args, format);
    vsnprintf(error, SYNC_ERROR, format, args);
    va_end(args);

    return JOBS_INVALID;
}
