/*
 * Reading a mapping file.  Everything that can be wrong with it is found
 * here, before any feed is opened.
 */

#include <stdarg.h>
#include "sync_mapping.h"


#define SYNC_MAPPING_MAX  (1024 * 1024)


static jobs_rc_t sync_mapping_parse(sync_mapping_t *m, char *error);
static jobs_rc_t sync_mapping_source(sync_mapping_t *m, char *error);
static jobs_rc_t sync_mapping_rule(sync_mapping_t *m, int field,
    const cJSON *item, char *error);
static jobs_rc_t sync_rule_key(sync_mapping_t *m, int field,
    const cJSON *item, char *error);
static jobs_rc_t sync_rule_check(sync_mapping_t *m, int field, char *error);
static jobs_rc_t sync_rule_texts(jobs_str_t *texts, unsigned *n, unsigned max,
    const cJSON *item);
static jobs_rc_t sync_rule_template(sync_mapping_t *m, int field,
    char *error);
static jobs_rc_t sync_table_check(const cJSON *table);
static jobs_rc_t sync_mapping_fault(char *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));


sync_mapping_t *
sync_mapping_read(const char *path, char *error, jobs_rc_t *rc)
{
    cJSON           *json;
    sync_mapping_t  *m;

    json = sync_json_read(path, SYNC_MAPPING_MAX, error, rc);

    if (json == NULL) {
        return NULL;
    }

    m = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_mapping_t));
    memset(m, 0, sizeof(sync_mapping_t));

    m->json = json;

    *rc = cJSON_IsObject(json) ? sync_mapping_parse(m, error)
          : sync_mapping_fault(error, "it is no JSON object");

    if (*rc != JOBS_OK) {
        sync_mapping_free(m);
        return NULL;
    }

    return m;
}


void
sync_mapping_free(sync_mapping_t *m)
{
    if (m != NULL) {
        cJSON_Delete(m->json);
        sync_mem.free(NULL, m);
    }
}


const cJSON *
sync_mapping_table(const sync_mapping_t *m, jobs_str_t name)
{
    const cJSON  *table;

    cJSON_ArrayForEach(table, m->tables) {
        if (jobs_str_eq(sync_str(table->string), name)) {
            return table;
        }
    }

    return NULL;
}


jobs_rc_t
sync_mapping_value(const cJSON *table, jobs_str_t theirs, jobs_str_t *ours)
{
    jobs_rc_t     rc;
    jobs_buf_t    key, b;
    const cJSON  *item;

    jobs_buf_init(&key, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    jobs_fold(&key, theirs);

    rc = JOBS_DECLINED;

    cJSON_ArrayForEach(item, table) {
        jobs_buf_reset(&b);
        jobs_fold(&b, sync_str(item->string));

        if (jobs_str_eq(jobs_buf_view(&b), jobs_buf_view(&key))) {
            *ours = sync_str(item->valuestring);
            rc = JOBS_OK;
            break;
        }
    }

    jobs_buf_free(&b);
    jobs_buf_free(&key);

    return rc;
}


static jobs_rc_t
sync_mapping_parse(sync_mapping_t *m, char *error)
{
    int           field;
    const cJSON  *item, *e, *fields;

    fields = NULL;

    cJSON_ArrayForEach(item, m->json) {

        if (strcmp(item->string, "format") == 0) {
            if (!cJSON_IsString(item)
                || (strcmp(item->valuestring, "jsonl") != 0
                    && strcmp(item->valuestring, "json") != 0
                    && strcmp(item->valuestring, "csv") != 0
                    && strcmp(item->valuestring, "xml") != 0))
            {
                return sync_mapping_fault(error, "\"format\" must be jsonl, "
                                          "json, csv or xml");
            }

            m->format = item->valuestring;

        } else if (strcmp(item->string, "list") == 0) {
            if (!cJSON_IsString(item)) {
                return sync_mapping_fault(error, "\"list\" must be a text");
            }

            m->list = sync_str(item->valuestring);

        } else if (strcmp(item->string, "infer") == 0) {
            if (!cJSON_IsBool(item)) {
                return sync_mapping_fault(error, "\"infer\" must be true or "
                                          "false");
            }

            m->infer = cJSON_IsTrue(item);

        } else if (strcmp(item->string, "source") == 0) {
            m->source = item;

        } else if (strcmp(item->string, "tables") == 0) {
            m->tables = item;

        } else if (strcmp(item->string, "absent") == 0) {
            m->absent = item;

        } else if (strcmp(item->string, "fields") == 0) {
            fields = item;

        } else if (item->string[0] != '#') {
            return sync_mapping_fault(error, "unknown key \"%.60s\"",
                                      item->string);
        }
    }

    if (!cJSON_IsObject(fields)) {
        return sync_mapping_fault(error, "\"fields\" must be an object");
    }

    if (m->absent != NULL && !cJSON_IsArray(m->absent)) {
        return sync_mapping_fault(error, "\"absent\" must be a list");
    }

    cJSON_ArrayForEach(e, m->absent) {
        if (!cJSON_IsString(e)) {
            return sync_mapping_fault(error, "\"absent\" must hold texts");
        }
    }

    if (m->tables != NULL && !cJSON_IsObject(m->tables)) {
        return sync_mapping_fault(error, "\"tables\" must be an object");
    }

    cJSON_ArrayForEach(e, m->tables) {
        if (sync_table_check(e) != JOBS_OK) {
            return sync_mapping_fault(error, "the table \"%.60s\" must hold "
                                      "texts or null", e->string);
        }
    }

    if (sync_mapping_source(m, error) != JOBS_OK) {
        return JOBS_INVALID;
    }

    cJSON_ArrayForEach(item, fields) {
        field = sync_field_find(sync_str(item->string), 1);

        if (field == -1) {
            return sync_mapping_fault(error, "\"%.60s\" is no field of a "
                                      "listing", item->string);
        }

        /* after all keys were read, in whatever order they stand */

        if (sync_fields[field].kind == SYNC_KIND_HTML && !m->infer) {
            return sync_mapping_fault(error, "\"%s\" is only taken from "
                                      "canonical feeds, and with \"infer\"",
                                      item->string);
        }

        if (sync_mapping_rule(m, field, item, error) != JOBS_OK
            || sync_rule_check(m, field, error) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    if (!m->rules[SYNC_ID].set || !m->rules[SYNC_TITLE].set) {
        return sync_mapping_fault(error, "\"fields\" must have id and title");
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_mapping_source(sync_mapping_t *m, char *error)
{
    char          why[SYNC_ERROR];
    jobs_rc_t     rc;
    const cJSON  *item;

    sync_source_init(&m->declared);

    if (m->source == NULL) {
        return JOBS_OK;
    }

    if (!cJSON_IsObject(m->source)) {
        return sync_mapping_fault(error, "\"source\" must be an object");
    }

    cJSON_ArrayForEach(item, m->source) {
        rc = sync_source_set(&m->declared, item, why);

        if (rc == JOBS_DECLINED) {
            return sync_mapping_fault(error, "unknown key \"%.60s\" in "
                                      "\"source\"", item->string);
        }

        if (rc != JOBS_OK) {
            return sync_mapping_fault(error, "in \"source\", %.300s", why);
        }
    }

    return JOBS_OK;
}


/* "path", or an object */

static jobs_rc_t
sync_mapping_rule(sync_mapping_t *m, int field, const cJSON *item,
    char *error)
{
    const cJSON  *e;
    sync_rule_t  *rule;

    rule = &m->rules[field];

    if (rule->set) {
        return sync_mapping_fault(error, "the field \"%s\" is there twice",
                                  item->string);
    }

    rule->set = 1;

    if (cJSON_IsString(item)) {
        rule->path[0] = sync_str(item->valuestring);
        rule->npaths = 1;
        return JOBS_OK;
    }

    if (!cJSON_IsObject(item)) {
        return sync_mapping_fault(error, "the field \"%s\" must be a path or "
                                  "an object", item->string);
    }

    cJSON_ArrayForEach(e, item) {
        if (sync_rule_key(m, field, e, error) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_rule_key(sync_mapping_t *m, int field, const cJSON *item, char *error)
{
    const char   *name;
    sync_rule_t  *rule;

    rule = &m->rules[field];
    name = sync_fields[field].name.data;

    if (strcmp(item->string, "path") == 0) {
        if (sync_rule_texts(rule->path, &rule->npaths, SYNC_PATHS, item)
            == JOBS_OK)
        {
            return JOBS_OK;
        }

    } else if (strcmp(item->string, "split") == 0) {
        if (sync_rule_texts(rule->split, &rule->nsplits, SYNC_SPLITS, item)
            == JOBS_OK)
        {
            return JOBS_OK;
        }

    } else if (strcmp(item->string, "template") == 0) {
        if (cJSON_IsString(item)) {
            rule->template = sync_str(item->valuestring);
            return JOBS_OK;
        }

    } else if (strcmp(item->string, "const") == 0
               || strcmp(item->string, "default") == 0)
    {
        if (cJSON_IsString(item) || cJSON_IsNumber(item)
            || cJSON_IsBool(item))
        {
            if (item->string[0] == 'c') {
                rule->constant = item;
            } else {
                rule->fallback = item;
            }

            return JOBS_OK;
        }

    } else if (strcmp(item->string, "values") == 0) {

        rule->values = cJSON_IsString(item)
                       ? sync_mapping_table(m, sync_str(item->valuestring))
                       : item;

        if (rule->values != NULL && sync_table_check(rule->values) == JOBS_OK) {
            return JOBS_OK;
        }

    } else if (strcmp(item->string, "strict") == 0) {
        if (cJSON_IsBool(item)) {
            rule->strict = cJSON_IsTrue(item);
            return JOBS_OK;
        }

    } else {
        return sync_mapping_fault(error, "unknown key \"%.60s\" in the field "
                                  "\"%s\"", item->string, name);
    }

    return sync_mapping_fault(error, "\"%s\" in the field \"%s\" is not what "
                              "it must be", item->string, name);
}


static jobs_rc_t
sync_rule_check(sync_mapping_t *m, int field, char *error)
{
    unsigned      n;
    sync_rule_t  *rule;

    rule = &m->rules[field];
    n = (rule->npaths != 0) + (rule->template.data != NULL)
        + (rule->constant != NULL);

    if (n != 1) {
        return sync_mapping_fault(error, "the field \"%s\" must have one of "
                                  "path, template and const",
                                  sync_fields[field].name.data);
    }

    if (rule->nsplits != 0 && !sync_field_is_list(&sync_fields[field])) {
        return sync_mapping_fault(error, "the field \"%s\" is no list and has "
                                  "nothing to split",
                                  sync_fields[field].name.data);
    }

    return sync_rule_template(m, field, error);
}


/* a text, or a list of texts; none empty */

static jobs_rc_t
sync_rule_texts(jobs_str_t *texts, unsigned *n, unsigned max,
    const cJSON *item)
{
    const cJSON  *e;

    if (cJSON_IsString(item)) {
        texts[0] = sync_str(item->valuestring);
        *n = 1;
        return texts[0].len != 0 ? JOBS_OK : JOBS_INVALID;
    }

    if (!cJSON_IsArray(item) || cJSON_GetArraySize(item) == 0) {
        return JOBS_INVALID;
    }

    *n = 0;

    cJSON_ArrayForEach(e, item) {
        if (!cJSON_IsString(e) || e->valuestring[0] == '\0' || *n == max) {
            return JOBS_INVALID;
        }

        texts[(*n)++] = sync_str(e->valuestring);
    }

    return JOBS_OK;
}


/* every {path} and {path|table} is closed, every table is there */

static jobs_rc_t
sync_rule_template(sync_mapping_t *m, int field, char *error)
{
    const char  *p, *end, *bar;

    for (p = m->rules[field].template.data; p != NULL; /* void */ ) {
        p = strchr(p, '{');

        if (p == NULL) {
            break;
        }

        end = strchr(p, '}');

        if (end == NULL || end == p + 1) {
            return sync_mapping_fault(error, "the template of \"%s\" has an "
                                      "open brace",
                                      sync_fields[field].name.data);
        }

        bar = memchr(p, '|', end - p);

        if (bar != NULL
            && sync_mapping_table(m, jobs_str(bar + 1, end - bar - 1)) == NULL)
        {
            return sync_mapping_fault(error, "the template of \"%s\" names a "
                                      "table \"%.*s\" that is not there",
                                      sync_fields[field].name.data,
                                      (int) (end - bar - 1), bar + 1);
        }

        p = end + 1;
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_table_check(const cJSON *table)
{
    const cJSON  *item;

    if (!cJSON_IsObject(table)) {
        return JOBS_INVALID;
    }

    cJSON_ArrayForEach(item, table) {
        if (!cJSON_IsString(item) && !cJSON_IsNull(item)) {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_mapping_fault(char *error, const char *format, ...)
{
    va_list  args;

    va_start(args, format);
    vsnprintf(error, SYNC_ERROR, format, args);
    va_end(args);

    return JOBS_INVALID;
}
