/*
 * Values for what a table of fields cannot say.
 */

#include <math.h>
#include <stdarg.h>
#include "sync_country.h"
#include "sync_format.h"


#define SYNC_TENANT_MAX  100


static jobs_str_t sync_row_match(sync_feed_t *feed, const char *patterns,
    jobs_str_t url);
static jobs_str_t sync_row_pattern(jobs_str_t pattern, jobs_str_t url);


const cJSON *
sync_row_item(const cJSON *row, const char *path)
{
    char          part[256];
    size_t        n;
    const char   *end;
    const cJSON  *item, *empty;

    empty = NULL;

    for ( ;; ) {
        end = strstr(path, " | ");
        n = end == NULL ? strlen(path) : (size_t) (end - path);

        if (n >= sizeof(part)) {
            return NULL;
        }

        memcpy(part, path, n);
        part[n] = '\0';
        item = sync_row_at(row, jobs_str(part, n));

        if (item != NULL && !cJSON_IsNull(item)
            && !(cJSON_IsString(item) && item->valuestring[0] == '\0')
            && !(cJSON_IsArray(item) && item->child == NULL))
        {
            return item;
        }

        empty = empty == NULL ? item : empty;

        if (end == NULL) {
            return empty;
        }

        path = end + 3;
    }
}


int
sync_row_true(const cJSON *row, const char *path)
{
    return cJSON_IsTrue(sync_row_item(row, path));
}


int
sync_row_false(const cJSON *row, const char *path)
{
    return cJSON_IsFalse(sync_row_item(row, path));
}


jobs_str_t
sync_row_text(sync_feed_t *feed, const cJSON *row, const char *path)
{
    jobs_str_t  s;

    s = sync_row_scalar(feed, sync_row_item(row, path), 0);

    return sync_row_absent(feed, s) ? jobs_lit("") : s;
}


jobs_str_t
sync_row_raw(const cJSON *row, const char *path)
{
    const cJSON  *item;

    item = sync_row_item(row, path);

    return cJSON_IsString(item) ? sync_str(item->valuestring)
                                : jobs_str(NULL, 0);
}


/* a copy of a text, cleaned; empty where it means absent */

static jobs_str_t
sync_row_clean(sync_feed_t *feed, jobs_str_t s, int lines)
{
    jobs_buf_t  b;

    if (s.len == 0) {
        return jobs_lit("");
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX * 2);
    sync_clean(&b, s, lines);
    s = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return sync_row_absent(feed, s) ? jobs_lit("") : s;
}


jobs_rc_t
sync_row_set(sync_feed_t *feed, int field, jobs_str_t value)
{
    sync_kind_e  kind;

    kind = sync_fields[field].kind;

    value = kind == SYNC_KIND_HTML
            ? sync_dup(&feed->record.arena, value)
            : sync_row_clean(feed, value, kind == SYNC_KIND_TEXT);

    return value.len == 0 ? JOBS_OK : sync_row_put(feed, field, value);
}


jobs_rc_t
sync_row_add(sync_feed_t *feed, int field, jobs_str_t value)
{
    value = sync_row_clean(feed, value, 0);

    return value.len == 0 ? JOBS_OK : sync_row_put_item(feed, field, value);
}


jobs_rc_t
sync_row_split(sync_feed_t *feed, int field, jobs_str_t value)
{
    size_t  i, from;

    for (i = 0, from = 0; i <= value.len; i++) {

        if (i < value.len && value.data[i] != ',') {
            continue;
        }

        if (sync_row_add(feed, field, jobs_str(value.data + from, i - from))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }

        from = i + 1;
    }

    return JOBS_OK;
}


jobs_rc_t
sync_row_add_path(sync_feed_t *feed, int field, const cJSON *row,
    const char *path)
{
    const cJSON  *item, *e;

    item = sync_row_item(row, path);

    if (!cJSON_IsArray(item)) {
        return sync_row_add(feed, field, sync_row_scalar(feed, item, 0));
    }

    cJSON_ArrayForEach(e, item) {
        if (sync_row_add(feed, field, sync_row_scalar(feed, e, 0)) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


jobs_rc_t
sync_row_try(sync_feed_t *feed, int field, jobs_str_t value)
{
    value = sync_row_clean(feed, value, 0);

    return value.len != 0 && sync_row_knows(feed, field, value)
           ? sync_row_put(feed, field, value) : JOBS_OK;
}


jobs_rc_t
sync_row_print(sync_feed_t *feed, int field, const char *format, ...)
{
    int      n;
    char     text[2001];
    va_list  args;

    va_start(args, format);
    n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);

    if (n < 0 || (size_t) n >= sizeof(text)) {
        return sync_reason(&feed->record, "%s is too long",
                           sync_fields[field].name.data);
    }

    return sync_field_is_list(&sync_fields[field])
           ? sync_row_add(feed, field, jobs_str(text, n))
           : sync_row_set(feed, field, jobs_str(text, n));
}


jobs_rc_t
sync_row_place(sync_feed_t *feed, jobs_str_t city, jobs_str_t region,
    jobs_str_t country)
{
    int         row;
    size_t      i;
    jobs_buf_t  b;
    jobs_str_t  parts[3];

    row = country.len == 2 ? sync_country_find(country) : -1;

    if (row != -1) {
        country = sync_str(sync_country_name(row));
    }

    parts[0] = sync_row_clean(feed, city, 0);
    parts[1] = sync_row_clean(feed, region, 0);
    parts[2] = sync_row_clean(feed, country, 0);

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for (i = 0; i < 3; i++) {
        if (parts[i].len == 0 || (i != 0 && jobs_str_eq(parts[i], parts[0]))
            || (i == 2 && jobs_str_eq(parts[2], parts[1])))
        {
            continue;
        }

        if (b.len != 0) {
            jobs_buf_lit(&b, ", ");
        }

        jobs_buf_str(&b, parts[i]);
    }

    city = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return city.len > sync_fields[SYNC_LOCATIONS].max ? JOBS_OK
           : sync_row_add(feed, SYNC_LOCATIONS, city);
}


jobs_rc_t
sync_row_salary(sync_feed_t *feed, jobs_str_t min, jobs_str_t max,
    jobs_str_t currency, jobs_str_t period)
{
    size_t         i;
    jobs_buf_t     b;
    sync_value_t  *v;

    v = feed->record.v;

    if (sync_row_set(feed, SYNC_SALARY_MIN, min) != JOBS_OK
        || sync_row_set(feed, SYNC_SALARY_MAX, max) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    if (!v[SYNC_SALARY_MIN].set && !v[SYNC_SALARY_MAX].set) {
        return JOBS_OK;
    }

    jobs_buf_init(&b, &sync_mem, 64);

    for (i = 0; i < currency.len && i < 60; i++) {
        jobs_buf_char(&b, currency.data[i] >= 'a' && currency.data[i] <= 'z'
                          ? currency.data[i] - 0x20 : currency.data[i]);
    }

    currency = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    if (sync_row_set(feed, SYNC_SALARY_CURRENCY, currency) != JOBS_OK) {
        return JOBS_INVALID;
    }

    return sync_row_set(feed, SYNC_SALARY_PERIOD, period);
}


jobs_rc_t
sync_row_range(sync_feed_t *feed, jobs_str_t min, jobs_str_t max,
    jobs_str_t currency, jobs_str_t period)
{
    size_t         i;
    jobs_rc_t      rc;
    sync_value_t  *v, before[4];

    v = feed->record.v;

    for (i = 0; i < 4; i++) {
        before[i] = v[SYNC_SALARY_MIN + i];
        v[SYNC_SALARY_MIN + i].set = 0;
    }

    rc = sync_row_salary(feed, min, max, currency, period);

    if (rc != JOBS_OK || (!before[0].set && !before[1].set)) {
        return rc;
    }

    if ((v[SYNC_SALARY_MIN].set || v[SYNC_SALARY_MAX].set)
        && before[2].set == v[SYNC_SALARY_CURRENCY].set
        && before[3].set == v[SYNC_SALARY_PERIOD].set
        && (!before[2].set || jobs_str_eq(before[2].text,
                                          v[SYNC_SALARY_CURRENCY].text))
        && (!before[3].set || jobs_str_eq(before[3].text,
                                          v[SYNC_SALARY_PERIOD].text)))
    {
        if (v[SYNC_SALARY_MIN].set
            && (!before[0].set
                || v[SYNC_SALARY_MIN].amount < before[0].amount))
        {
            before[0] = v[SYNC_SALARY_MIN];
        }

        if (v[SYNC_SALARY_MAX].set
            && (!before[1].set
                || v[SYNC_SALARY_MAX].amount > before[1].amount))
        {
            before[1] = v[SYNC_SALARY_MAX];
        }
    }

    for (i = 0; i < 4; i++) {
        v[SYNC_SALARY_MIN + i] = before[i];
    }

    return JOBS_OK;
}


jobs_rc_t
sync_row_html(sync_feed_t *feed, jobs_str_t heading, jobs_str_t html)
{
    jobs_buf_t     b;
    sync_value_t  *v;

    if (html.len == 0) {
        return JOBS_OK;
    }

    v = &feed->record.v[SYNC_DESCRIPTION_HTML];
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX * 2);

    if (v->set) {
        jobs_buf_str(&b, v->text);
        jobs_buf_char(&b, '\n');
    }

    heading = sync_row_clean(feed, heading, 0);

    if (heading.len != 0) {
        jobs_buf_lit(&b, "<h3>");
        jobs_escape_html(&b, heading);
        jobs_buf_lit(&b, "</h3>\n");
    }

    jobs_buf_str(&b, html);
    html = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return sync_row_set(feed, SYNC_DESCRIPTION_HTML, html);
}


jobs_rc_t
sync_row_tenant(sync_feed_t *feed, jobs_str_t tenant)
{
    tenant = sync_row_clean(feed, tenant, 0);

    if (tenant.len == 0 || tenant.len > SYNC_TENANT_MAX
        || feed->format->system == NULL || feed->options->source != NULL
        || feed->source->name.len != 0)
    {
        return JOBS_OK;
    }

    return sync_row_print(feed, SYNC_SOURCE, "%s:%s", feed->format->system,
                          tenant.data);
}


jobs_str_t
sync_row_whose(sync_feed_t *feed)
{
    size_t         i;
    jobs_str_t     name, tenant;
    sync_value_t  *v;

    v = feed->record.v;
    name = feed->options->source != NULL ? sync_str(feed->options->source)
                                         : feed->source->name;

    if (name.len == 0 && v[SYNC_SOURCE].set) {
        name = v[SYNC_SOURCE].text;
    }

    for (i = name.len; i > 0; i--) {
        if (name.data[i - 1] == ':') {
            return jobs_str(name.data + i, name.len - i);
        }
    }

    if (feed->format->tenant == NULL) {
        return jobs_lit("");
    }

    tenant = sync_row_match(feed, feed->format->tenant,
                            v[SYNC_URL].set ? v[SYNC_URL].text
                                            : jobs_lit(""));
    if (tenant.len == 0) {
        tenant = sync_row_match(feed, feed->format->tenant,
                                sync_feed_base(feed));
    }

    return tenant;
}


static jobs_str_t
sync_row_match(sync_feed_t *feed, const char *patterns, jobs_str_t url)
{
    size_t       n;
    jobs_str_t   tenant;
    const char  *end;

    while (url.len != 0) {
        end = strstr(patterns, " | ");
        n = end == NULL ? strlen(patterns) : (size_t) (end - patterns);
        tenant = sync_row_pattern(jobs_str(patterns, n), url);

        /* parts of addresses that are nobody's name */

        if (tenant.len > 1 && !jobs_str_eq(tenant, jobs_lit("embed"))
            && !jobs_str_eq(tenant, jobs_lit("www"))
            && tenant.len <= SYNC_TENANT_MAX)
        {
            return sync_dup(&feed->record.arena, tenant);
        }

        if (end == NULL) {
            break;
        }

        patterns = end + 3;
    }

    return jobs_lit("");
}


/* one pattern: a host, perhaps with a path, and {} in one of them */

static jobs_str_t
sync_row_pattern(jobs_str_t pattern, jobs_str_t url)
{
    size_t      i, k, n;
    jobs_str_t  host;

    for (i = 0; i + 2 < url.len && memcmp(url.data + i, "//", 2) != 0; i++) {
        /* void */
    }

    if (i + 2 >= url.len) {
        return jobs_lit("");
    }

    i += 2;

    for (n = i; n < url.len && strchr("/?#:", url.data[n]) == NULL; n++) {
        /* void */
    }

    host = jobs_str(url.data + i, n - i);

    if (pattern.data[0] == '{') {
        for (k = 0; k < host.len && host.data[k] != '.'; k++) { /* void */ }

        return jobs_str_eq(jobs_str(host.data + k, host.len - k),
                           jobs_str(pattern.data + 2, pattern.len - 2))
               ? jobs_str(host.data, k) : jobs_lit("");
    }

    for (k = 0; k < pattern.len && pattern.data[k] != '/'; k++) { /* void */ }

    if (pattern.data[0] == '*') {
        if (host.len < k - 1
            || memcmp(host.data + host.len - (k - 1), pattern.data + 1, k - 1)
               != 0)
        {
            return jobs_lit("");
        }

    } else if (!jobs_str_eq(host, jobs_str(pattern.data, k))) {
        return jobs_lit("");
    }

    /* the same beginning of the path, and then the tenant */

    for ( /* void */ ; k < pattern.len && pattern.data[k] != '{'; k++, n++) {
        if (n >= url.len || url.data[n] != pattern.data[k]) {
            return jobs_lit("");
        }
    }

    for (i = n; i < url.len && strchr("/?#", url.data[i]) == NULL; i++) {
        /* void */
    }

    return jobs_str(url.data + n, i - n);
}
