/*
 * Rows of any feed, by a mapping, with the rules for what real sources send:
 * text is cleaned, "0", "Unknown" and the like are absent, spellings of
 * closed sets are known, and what is still unknown is left out and counted.
 */

#include <math.h>
#include <strings.h>
#include "sync_mapping.h"


#define SYNC_EXCERPT  600       /* bytes that are kept         */
#define SYNC_MAP_RAW  2         /* instead of lines: as it came */


static jobs_rc_t sync_map_field(sync_feed_t *feed, const cJSON *row,
    int field);
static jobs_rc_t sync_map_list(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_map_text(sync_feed_t *feed, int field, jobs_str_t s);
static jobs_rc_t sync_map_value(sync_feed_t *feed, int field, jobs_str_t s);
static jobs_rc_t sync_map_item(sync_feed_t *feed, int field, jobs_str_t s);
static jobs_rc_t sync_map_unknown(sync_feed_t *feed, int field, jobs_str_t s);
static const cJSON *sync_map_path(const cJSON *row, jobs_str_t path);
static const cJSON *sync_map_find(sync_feed_t *feed, const cJSON *row,
    const sync_rule_t *rule);
static jobs_str_t sync_map_scalar(sync_feed_t *feed, const cJSON *item,
    int lines);
static jobs_rc_t sync_map_template(sync_feed_t *feed, const cJSON *row,
    jobs_str_t template, jobs_str_t *s);
static int sync_map_absent(const sync_mapping_t *m, jobs_str_t s);
static jobs_str_t sync_map_spelling(sync_feed_t *feed, int field,
    jobs_str_t s);
static int sync_map_flag(jobs_str_t s, int64_t *flag);
static jobs_str_t sync_map_cut(sync_feed_t *feed, jobs_str_t s, size_t max);


jobs_rc_t
sync_map(sync_feed_t *feed, const cJSON *row)
{
    int            field;
    const cJSON   *name;
    sync_value_t  *v;

    for (field = 0; field < SYNC_INPUTS; field++) {
        if (feed->mapping->rules[field].set
            && sync_map_field(feed, row, field) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    v = feed->record.v;
    name = cJSON_GetObjectItemCaseSensitive(feed->mapping->source, "name");

    if (!v[SYNC_SOURCE].set && feed->options->source == NULL && name != NULL) {
        v[SYNC_SOURCE].text = sync_str(name->valuestring);
        v[SYNC_SOURCE].set = 1;
    }

    /* a date in the future is no date on which something was published */

    if (v[SYNC_POSTED_AT].set
        && v[SYNC_POSTED_AT].number > feed->options->now + 86400)
    {
        v[SYNC_POSTED_AT].set = 0;
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_map_field(sync_feed_t *feed, const cJSON *row, int field)
{
    jobs_rc_t           rc;
    jobs_str_t          s;
    const cJSON        *item;
    sync_kind_e         kind;
    const sync_rule_t  *rule;

    rule = &feed->mapping->rules[field];
    kind = sync_fields[field].kind;
    s = jobs_str(NULL, 0);

    if (rule->template.data != NULL) {
        rc = sync_map_template(feed, row, rule->template, &s);

        if (rc == JOBS_OK) {
            rc = sync_map_text(feed, field, s);
        }

    } else {
        item = rule->constant != NULL ? rule->constant
                                      : sync_map_find(feed, row, rule);

        if (sync_field_is_list(&sync_fields[field])) {
            rc = sync_map_list(feed, field, item);

        } else {
            s = sync_map_scalar(feed, item, kind == SYNC_KIND_HTML
                                            ? SYNC_MAP_RAW
                                            : kind == SYNC_KIND_TEXT);
            rc = sync_map_text(feed, field, s);
        }
    }

    if (rc == JOBS_INVALID) {
        return rc;
    }

    if (!feed->record.v[field].set && rule->fallback != NULL) {
        s = sync_map_scalar(feed, rule->fallback, 0);

        return sync_field_is_list(&sync_fields[field])
               ? sync_map_list(feed, field, rule->fallback)
               : sync_map_value(feed, field, s);
    }

    return JOBS_OK;
}


/* a list of theirs, or a text that is split */

static jobs_rc_t
sync_map_list(sync_feed_t *feed, int field, const cJSON *item)
{
    size_t              i, from, k, len;
    jobs_str_t          s;
    const cJSON        *e;
    sync_value_t       *v;
    const sync_rule_t  *rule;

    v = &feed->record.v[field];
    rule = &feed->mapping->rules[field];

    v->n = 0;
    v->items = sync_alloc(&feed->record.arena,
                          SYNC_LIST_MAX * sizeof(jobs_str_t));

    if (cJSON_IsArray(item)) {
        cJSON_ArrayForEach(e, item) {
            if (sync_map_item(feed, field, sync_map_scalar(feed, e, 0))
                != JOBS_OK)
            {
                return JOBS_INVALID;
            }
        }

        v->set = v->n != 0;
        return JOBS_OK;
    }

    s = sync_map_scalar(feed, item, 0);

    for (i = 0, from = 0; i < s.len; /* void */ ) {
        len = 0;

        for (k = 0; k < rule->nsplits && len == 0; k++) {
            if (s.len - i >= rule->split[k].len
                && memcmp(s.data + i, rule->split[k].data, rule->split[k].len)
                   == 0)
            {
                len = rule->split[k].len;
            }
        }

        if (len == 0) {
            i++;
            continue;
        }

        if (sync_map_item(feed, field, jobs_str(s.data + from, i - from))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }

        i += len;
        from = i;
    }

    if (s.len > from
        && sync_map_item(feed, field, jobs_str(s.data + from, s.len - from))
           != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    v->set = v->n != 0;

    return JOBS_OK;
}


static jobs_rc_t
sync_map_text(sync_feed_t *feed, int field, jobs_str_t s)
{
    jobs_rc_t           rc;
    jobs_str_t          ours;
    const sync_rule_t  *rule;

    rule = &feed->mapping->rules[field];

    if (s.len == 0) {
        return JOBS_OK;
    }

    if (rule->values != NULL) {
        rc = sync_mapping_value(rule->values, s, &ours);

        if (rc == JOBS_OK) {
            return ours.data == NULL ? JOBS_OK
                                     : sync_map_value(feed, field, ours);
        }
    }

    if (sync_map_absent(feed->mapping, s)) {
        return JOBS_OK;
    }

    return sync_map_value(feed, field, s);
}


/* a clean text that is not absent, as a value of the field's kind */

static jobs_rc_t
sync_map_value(sync_feed_t *feed, int field, jobs_str_t s)
{
    double               n;
    jobs_str_t           ours;
    sync_value_t        *v;
    const sync_field_t  *f;

    f = &sync_fields[field];
    v = &feed->record.v[field];

    switch (f->kind) {

    case SYNC_KIND_ENUM:

        ours = sync_map_spelling(feed, field, s);

        if (ours.data == NULL) {
            return sync_map_unknown(feed, field, s);
        }

        v->text = ours;
        break;

    case SYNC_KIND_FLAG:

        if (!sync_map_flag(s, &v->number)) {
            return sync_map_unknown(feed, field, s);
        }

        break;

    case SYNC_KIND_AMOUNT:

        if (jobs_parse_number(s, &n) != JOBS_OK || n > 1e12) {
            return sync_map_unknown(feed, field, s);
        }

        if (n <= 0) {
            return JOBS_OK;
        }

        v->amount = round(n * 100) / 100;
        break;

    case SYNC_KIND_TIME:

        if (sync_parse_time(s, &v->number) != JOBS_OK) {
            return sync_map_unknown(feed, field, s);
        }

        break;

    case SYNC_KIND_CODE:

        if (field == SYNC_SALARY_CURRENCY
            && (s.len != 3
                || strspn(s.data, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3))
        {
            return sync_map_unknown(feed, field, s);
        }

        v->text = s;
        break;

    default:

        if (s.len > f->max && f->kind != SYNC_KIND_HTML) {
            if (field != SYNC_EXCERPT) {
                return sync_reason(&feed->record, "%s is longer than %zu "
                                   "bytes", f->name.data, f->max);
            }
        }

        v->text = field == SYNC_EXCERPT ? sync_map_cut(feed, s, SYNC_EXCERPT)
                                        : s;
    }

    v->set = 1;

    return JOBS_OK;
}


static jobs_rc_t
sync_map_item(sync_feed_t *feed, int field, jobs_str_t s)
{
    size_t               i;
    jobs_str_t           ours;
    jobs_buf_t           b;
    sync_value_t        *v;
    const sync_rule_t   *rule;
    const sync_field_t  *f;

    f = &sync_fields[field];
    v = &feed->record.v[field];
    rule = &feed->mapping->rules[field];

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    sync_clean(&b, s, 0);
    s = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    if (s.len == 0) {
        return JOBS_OK;
    }

    if (rule->values != NULL
        && sync_mapping_value(rule->values, s, &ours) == JOBS_OK)
    {
        if (ours.data == NULL) {
            return JOBS_OK;
        }

        s = ours;

    } else if (sync_map_absent(feed->mapping, s)) {
        return JOBS_OK;
    }

    if (!sync_field_item(f, s)) {
        return sync_map_unknown(feed, field, s);
    }

    if (s.len > f->max || v->n == SYNC_LIST_MAX) {
        return sync_reason(&feed->record, "%s has too many or too long items",
                           f->name.data);
    }

    for (i = 0; i < v->n; i++) {
        if (jobs_str_eq(v->items[i], s)) {
            return JOBS_OK;
        }
    }

    v->items[v->n++] = s;

    return JOBS_OK;
}


static jobs_rc_t
sync_map_unknown(sync_feed_t *feed, int field, jobs_str_t s)
{
    if (feed->mapping->rules[field].strict) {
        return sync_reason(&feed->record, "%s: \"%.60s\" is in no table",
                           sync_fields[field].name.data, s.data);
    }

    sync_feed_unmapped(feed, field, s);

    return JOBS_OK;
}


/* a.b.0.c; a name that itself has dots is tried first */

static const cJSON *
sync_map_path(const cJSON *row, jobs_str_t path)
{
    char          name[256];
    size_t        n;
    uint64_t      i;
    const cJSON  *item;

    while (row != NULL && path.len != 0) {

        if (cJSON_IsObject(row)) {
            item = cJSON_GetObjectItemCaseSensitive(row, path.data);

            if (item != NULL && path.data[path.len] == '\0') {
                return item;
            }
        }

        for (n = 0; n < path.len && path.data[n] != '.'; n++) { /* void */ }

        if (n >= sizeof(name)) {
            return NULL;
        }

        memcpy(name, path.data, n);
        name[n] = '\0';

        if (cJSON_IsArray(row)
            && jobs_parse_uint(jobs_str(name, n), 65535, &i) == JOBS_OK)
        {
            row = cJSON_GetArrayItem(row, (int) i);

        } else {
            row = cJSON_GetObjectItemCaseSensitive(row, name);
        }

        n += (n < path.len);
        path = jobs_str(path.data + n, path.len - n);
    }

    return row;
}


/* the first of the rule's paths that leads to something */

static const cJSON *
sync_map_find(sync_feed_t *feed, const cJSON *row, const sync_rule_t *rule)
{
    unsigned      i;
    const cJSON  *item;

    for (i = 0; i < rule->npaths; i++) {
        item = sync_map_path(row, rule->path[i]);

        if (item == NULL || cJSON_IsNull(item)) {
            continue;
        }

        if (i + 1 < rule->npaths && !cJSON_IsArray(item)
            && sync_map_absent(feed->mapping, sync_map_scalar(feed, item, 0)))
        {
            continue;
        }

        return item;
    }

    return NULL;
}


/* any single value as clean text, empty where there is none */

static jobs_str_t
sync_map_scalar(sync_feed_t *feed, const cJSON *item, int lines)
{
    char        number[40];
    jobs_buf_t  b;
    jobs_str_t  s;

    if (item == NULL) {
        return jobs_lit("");
    }

    if (cJSON_IsBool(item)) {
        return cJSON_IsTrue(item) ? jobs_lit("true") : jobs_lit("false");
    }

    if (cJSON_IsNumber(item)) {
        snprintf(number, sizeof(number),
                 item->valuedouble == floor(item->valuedouble)
                 && fabs(item->valuedouble) < 1e15 ? "%.0f" : "%.15g",
                 item->valuedouble);
        return sync_dup(&feed->record.arena, sync_str(number));
    }

    if (!cJSON_IsString(item)) {
        return jobs_lit("");
    }

    /* HTML is cleaned where it is taken apart */

    if (lines == SYNC_MAP_RAW) {
        return sync_dup(&feed->record.arena, sync_str(item->valuestring));
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX * 2);
    sync_clean(&b, sync_str(item->valuestring), lines);
    s = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return s;
}


/* JOBS_DECLINED: one of its parts is absent, so the whole is */

static jobs_rc_t
sync_map_template(sync_feed_t *feed, const cJSON *row, jobs_str_t template,
    jobs_str_t *s)
{
    size_t        i, n, bar;
    jobs_str_t    part, ours;
    jobs_buf_t    b;
    const cJSON  *table;

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);

    for (i = 0; i < template.len; i++) {

        if (template.data[i] != '{') {
            jobs_buf_char(&b, template.data[i]);
            continue;
        }

        for (n = i + 1; template.data[n] != '}'; n++) { /* void */ }
        for (bar = i + 1; bar < n && template.data[bar] != '|'; bar++) {
            /* void */
        }

        part = sync_dup(&feed->record.arena,
                        jobs_str(template.data + i + 1, bar - i - 1));
        part = sync_map_scalar(feed, sync_map_path(row, part), 0);

        if (sync_map_absent(feed->mapping, part)) {
            jobs_buf_free(&b);
            return JOBS_DECLINED;
        }

        if (bar < n) {
            table = sync_mapping_table(feed->mapping,
                                       jobs_str(template.data + bar + 1,
                                                n - bar - 1));

            if (sync_mapping_value(table, part, &ours) == JOBS_OK
                && ours.data != NULL)
            {
                part = ours;
            }
        }

        jobs_buf_str(&b, part);
        i = n;
    }

    *s = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return JOBS_OK;
}


static int
sync_map_absent(const sync_mapping_t *m, jobs_str_t s)
{
    size_t                     i;
    const cJSON               *e;
    static const jobs_str_t    words[] = {
        jobs_string("0"), jobs_string("-1"), jobs_string("name"),
        jobs_string("thumbnail_url"), jobs_string("Unknown"),
        jobs_string("Not specified")
    };

    if (s.len == 0) {
        return 1;
    }

    for (i = 0; i < sync_n(words); i++) {
        if (s.len == words[i].len
            && strncasecmp(s.data, words[i].data, s.len) == 0)
        {
            return 1;
        }
    }

    cJSON_ArrayForEach(e, m->absent) {
        if (s.len == strlen(e->valuestring)
            && strncasecmp(s.data, e->valuestring, s.len) == 0)
        {
            return 1;
        }
    }

    return 0;
}


/* our value for theirs, or data NULL */

static jobs_str_t
sync_map_spelling(sync_feed_t *feed, int field, jobs_str_t s)
{
    char                 c;
    size_t               i;
    jobs_buf_t           fold, b;
    jobs_str_t           key;
    const sync_field_t  *f;

    f = &sync_fields[field];

    jobs_buf_init(&fold, &sync_mem, SYNC_ROW_MAX);
    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX);
    jobs_fold(&fold, s);

    for (i = 0; i < fold.len; i++) {
        c = fold.data[i];

        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
            || (unsigned char) c >= 0x80)
        {
            jobs_buf_char(&b, c);

        } else if (b.len > 0 && b.data[b.len - 1] != ' ') {
            jobs_buf_char(&b, ' ');
        }
    }

    if (b.len > 0 && b.data[b.len - 1] == ' ') {
        b.len--;
    }

    key = sync_buf_dup(&feed->record.arena, &b);

    for (i = 0; f->spellings[i].ours != NULL; i++) {
        if (jobs_str_eq(sync_str(f->spellings[i].theirs), key)) {
            jobs_buf_free(&b);
            jobs_buf_free(&fold);
            return sync_str(f->spellings[i].ours);
        }
    }

    for (i = 0; i < key.len; i++) {
        jobs_buf_char(&b, key.data[i] == ' ' ? '_' : key.data[i]);
    }

    key = sync_buf_dup(&feed->record.arena, &b);

    jobs_buf_free(&b);
    jobs_buf_free(&fold);

    return sync_field_choice(f, key) ? key : jobs_str(NULL, 0);
}


static int
sync_map_flag(jobs_str_t s, int64_t *flag)
{
    if (s.len == 4 && strncasecmp(s.data, "true", 4) == 0) {
        *flag = 1;
        return 1;
    }

    if ((s.len == 3 && strncasecmp(s.data, "yes", 3) == 0)
        || jobs_str_eq(s, jobs_lit("1")))
    {
        *flag = 1;
        return 1;
    }

    *flag = 0;

    return (s.len == 5 && strncasecmp(s.data, "false", 5) == 0)
           || (s.len == 2 && strncasecmp(s.data, "no", 2) == 0);
}


/* at the last space before max bytes, with an ellipsis */

static jobs_str_t
sync_map_cut(sync_feed_t *feed, jobs_str_t s, size_t max)
{
    size_t      n;
    jobs_buf_t  b;

    if (s.len <= max) {
        return s;
    }

    for (n = max - 3; n > 0 && s.data[n] != ' ' && s.data[n] != '\n'; n--) {
        /* void */
    }

    if (n == 0) {
        for (n = max - 3; n > 0 && ((unsigned char) s.data[n] & 0xC0) == 0x80;
             n--)
        {
            /* void */
        }
    }

    jobs_buf_init(&b, &sync_mem, max + 8);
    jobs_buf_add(&b, s.data, n);
    jobs_buf_lit(&b, "\xE2\x80\xA6");
    s = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return s;
}
