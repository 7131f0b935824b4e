/*
 * Canonical rows: the names of the interface, taken literally.  A value of
 * the wrong type or outside its set makes the row a bad one; null, an absent
 * name and an empty text all mean unknown.
 */

#include <math.h>
#include "sync.h"


static jobs_rc_t sync_canonical_value(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_canonical_text(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_canonical_list(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_canonical_cell(sync_feed_t *feed, int field,
    jobs_str_t s);
static jobs_rc_t sync_canonical_item(sync_feed_t *feed, int field,
    jobs_str_t s);
static jobs_rc_t sync_canonical_flag(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_canonical_amount(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_canonical_time(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_canonical_chars(sync_feed_t *feed, int field,
    jobs_str_t s);
static int sync_canonical_code(int field, jobs_str_t s);


jobs_rc_t
sync_canonical(sync_feed_t *feed, const cJSON *row)
{
    int           field;
    const cJSON  *item;

    cJSON_ArrayForEach(item, row) {
        field = sync_field_find(sync_str(item->string), 0);

        if (field == -1) {
            feed->counts.ignored++;
            continue;
        }

        if (cJSON_IsNull(item)) {
            continue;
        }

        if (feed->record.v[field].set) {
            return sync_reason(&feed->record, "%s is given twice",
                               item->string);
        }

        if (sync_canonical_value(feed, field, item) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_canonical_value(sync_feed_t *feed, int field, const cJSON *item)
{
    switch (sync_fields[field].kind) {

    case SYNC_KIND_LIST:
    case SYNC_KIND_COUNTRIES:
    case SYNC_KIND_REGIONS:
        return sync_canonical_list(feed, field, item);

    case SYNC_KIND_FLAG:
        return sync_canonical_flag(feed, field, item);

    case SYNC_KIND_AMOUNT:
        return sync_canonical_amount(feed, field, item);

    case SYNC_KIND_TIME:
        return sync_canonical_time(feed, field, item);

    default:
        return sync_canonical_text(feed, field, item);
    }
}


static jobs_rc_t
sync_canonical_text(sync_feed_t *feed, int field, const cJSON *item)
{
    char                 number[32];
    jobs_buf_t           b;
    jobs_str_t           s, bad;
    sync_value_t        *v;
    const sync_field_t  *f;

    f = &sync_fields[field];
    v = &feed->record.v[field];

    if (field == SYNC_ID && cJSON_IsNumber(item)
        && item->valuedouble == floor(item->valuedouble)
        && fabs(item->valuedouble) < 1e15)
    {
        snprintf(number, sizeof(number), "%.0f", item->valuedouble);
        s = sync_dup(&feed->record.arena, sync_str(number));

    } else if (cJSON_IsString(item)) {
        s = sync_str(item->valuestring);

    } else {
        return sync_reason(&feed->record, "%s is no text", f->name.data);
    }

    if (s.len == 0) {
        return JOBS_OK;
    }

    if (sync_canonical_chars(feed, field, s) != JOBS_OK) {
        return JOBS_INVALID;
    }

    switch (f->kind) {

    case SYNC_KIND_ENUM:

        if (!sync_field_choice(f, s)) {
            return sync_reason(&feed->record, "%s cannot be \"%.60s\"",
                               f->name.data, s.data);
        }

        break;

    case SYNC_KIND_CODE:

        if (!sync_canonical_code(field, s)) {
            return sync_reason(&feed->record, "%s cannot be \"%.60s\"",
                               f->name.data, s.data);
        }

        break;

    case SYNC_KIND_SLUG:

        jobs_buf_init(&b, &sync_mem, f->max * 4);
        jobs_slug(&b, s);

        if (!jobs_str_eq(jobs_buf_view(&b), s)) {
            jobs_buf_free(&b);
            return sync_reason(&feed->record, "%s \"%.60s\" is no slug",
                               f->name.data, s.data);
        }

        jobs_buf_free(&b);
        break;

    case SYNC_KIND_HTML:

        if (!sync_html_safe(s, &bad)) {
            return sync_reason(&feed->record, "%s: \"%.*s\" is not allowed",
                               f->name.data, (int) bad.len, bad.data);
        }

        break;

    default:
        break;
    }

    v->text = s;
    v->set = 1;

    return JOBS_OK;
}


static jobs_rc_t
sync_canonical_list(sync_feed_t *feed, int field, const cJSON *item)
{
    const cJSON   *e;
    sync_value_t  *v;

    v = &feed->record.v[field];

    if (feed->cells && cJSON_IsString(item)) {
        return sync_canonical_cell(feed, field, sync_str(item->valuestring));
    }

    if (!cJSON_IsArray(item)) {
        return sync_reason(&feed->record, "%s is no list",
                           sync_fields[field].name.data);
    }

    v->set = 1;
    v->items = sync_alloc(&feed->record.arena,
                          (cJSON_GetArraySize(item) + 1) * sizeof(jobs_str_t));

    cJSON_ArrayForEach(e, item) {

        if (!cJSON_IsString(e)) {
            return sync_reason(&feed->record, "%s has an item that is no text",
                               sync_fields[field].name.data);
        }

        if (sync_canonical_item(feed, field, sync_str(e->valuestring))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


/* a list in a CSV cell: parts between ";", blanks around them dropped */

static jobs_rc_t
sync_canonical_cell(sync_feed_t *feed, int field, jobs_str_t s)
{
    size_t         i, from, end;
    sync_value_t  *v;

    v = &feed->record.v[field];
    v->set = 1;
    v->items = sync_alloc(&feed->record.arena,
                          (s.len / 2 + 2) * sizeof(jobs_str_t));

    for (from = 0; from <= s.len; from = i + 1) {

        for (i = from; i < s.len && s.data[i] != ';'; i++) { /* void */ }

        end = i;

        while (from < end && s.data[from] == ' ') {
            from++;
        }

        while (end > from && s.data[end - 1] == ' ') {
            end--;
        }

        if (sync_canonical_item(feed, field,
                sync_dup(&feed->record.arena,
                         jobs_str(s.data + from, end - from)))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_canonical_item(sync_feed_t *feed, int field, jobs_str_t s)
{
    sync_value_t  *v;

    v = &feed->record.v[field];

    if (s.len == 0) {
        return JOBS_OK;
    }

    if (v->n == SYNC_LIST_MAX) {
        return sync_reason(&feed->record, "%s has more than %u items",
                           sync_fields[field].name.data, SYNC_LIST_MAX);
    }

    if (sync_canonical_chars(feed, field, s) != JOBS_OK) {
        return JOBS_INVALID;
    }

    if (!sync_field_item(&sync_fields[field], s)) {
        return sync_reason(&feed->record, field == SYNC_COUNTRIES
                           ? "%s: \"%.60s\" is no code of two capitals"
                           : "%s: \"%.60s\" is no region",
                           sync_fields[field].name.data, s.data);
    }

    v->items[v->n++] = s;

    return JOBS_OK;
}


static jobs_rc_t
sync_canonical_flag(sync_feed_t *feed, int field, const cJSON *item)
{
    jobs_str_t     s;
    sync_value_t  *v;

    v = &feed->record.v[field];

    if (feed->cells && cJSON_IsString(item)) {
        s = sync_str(item->valuestring);

        if (jobs_str_eq(s, jobs_lit("1")) || jobs_str_eq(s, jobs_lit("true"))) {
            v->number = 1;

        } else if (!jobs_str_eq(s, jobs_lit("0"))
                   && !jobs_str_eq(s, jobs_lit("false")))
        {
            return sync_reason(&feed->record, "%s cannot be \"%.60s\"",
                               sync_fields[field].name.data, s.data);
        }

    } else if (cJSON_IsBool(item)) {
        v->number = cJSON_IsTrue(item);

    } else {
        return sync_reason(&feed->record, "%s is neither true nor false",
                           sync_fields[field].name.data);
    }

    v->set = 1;

    return JOBS_OK;
}


static jobs_rc_t
sync_canonical_amount(sync_feed_t *feed, int field, const cJSON *item)
{
    double         n;
    const char    *name;
    sync_value_t  *v;

    v = &feed->record.v[field];
    name = sync_fields[field].name.data;

    if (feed->cells && cJSON_IsString(item)) {
        if (jobs_parse_number(sync_str(item->valuestring), &n) != JOBS_OK) {
            return sync_reason(&feed->record, "%s: \"%.60s\" is no number",
                               name, item->valuestring);
        }

    } else if (cJSON_IsNumber(item)) {
        n = item->valuedouble;

    } else {
        return sync_reason(&feed->record, "%s is no number", name);
    }

    if (!(n > 0 && n <= 1e12)) {
        return sync_reason(&feed->record, "%s is not above 0 and at most "
                           "1000000000000", name);
    }

    if (round(n * 100) / 100 != n) {
        return sync_reason(&feed->record, "%s has more than two decimals",
                           name);
    }

    v->amount = n;
    v->set = 1;

    return JOBS_OK;
}


static jobs_rc_t
sync_canonical_time(sync_feed_t *feed, int field, const cJSON *item)
{
    sync_value_t  *v;

    v = &feed->record.v[field];

    if (!cJSON_IsString(item)) {
        return sync_reason(&feed->record, "%s is no text",
                           sync_fields[field].name.data);
    }

    if (item->valuestring[0] == '\0') {
        return JOBS_OK;
    }

    if (jobs_parse_time(sync_str(item->valuestring), &v->number) != JOBS_OK) {
        return sync_reason(&feed->record, "%s: \"%.60s\" is no RFC 3339 time",
                           sync_fields[field].name.data, item->valuestring);
    }

    v->set = 1;

    return JOBS_OK;
}


static jobs_rc_t
sync_canonical_chars(sync_feed_t *feed, int field, jobs_str_t s)
{
    size_t       i;
    const char  *name;

    name = sync_fields[field].name.data;

    if (sync_fields[field].max != 0 && s.len > sync_fields[field].max) {
        return sync_reason(&feed->record, "%s is longer than %zu bytes", name,
                           sync_fields[field].max);
    }

    if (jobs_printable(s)) {
        return JOBS_OK;
    }

    if (!jobs_utf8_valid(s)) {
        return sync_reason(&feed->record, "%s is not UTF-8", name);
    }

    for (i = 0; i < s.len; i++) {
        if (((unsigned char) s.data[i] < 0x20
             && strchr("\t\n\r", s.data[i]) == NULL)
            || s.data[i] == 0x7F)
        {
            return sync_reason(&feed->record, "%s has a control character",
                               name);
        }
    }

    return JOBS_OK;
}


/* currency: ISO 4217; language: as BCP 47 looks; link_rel: words */

static int
sync_canonical_code(int field, jobs_str_t s)
{
    char    c;
    size_t  i;

    if (field == SYNC_SALARY_CURRENCY) {
        return s.len == 3 && strspn(s.data, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
    }

    for (i = 0; i < s.len; i++) {
        c = s.data[i] | 0x20;

        if (c >= 'a' && c <= 'z') {
            continue;
        }

        if (i > 0 && i + 1 < s.len && field == SYNC_LANGUAGE
            && ((s.data[i] >= '0' && s.data[i] <= '9') || s.data[i] == '-'))
        {
            continue;
        }

        if (i > 0 && i + 1 < s.len && field == SYNC_LINK_REL
            && (s.data[i] == ' ' || s.data[i] == '-'))
        {
            continue;
        }

        return 0;
    }

    return s.len >= 2;
}
