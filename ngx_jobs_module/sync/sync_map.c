/*
 * Rows of any feed, by a mapping, with the rules for what real sources send:
 * text is cleaned, "0", "Unknown" and the like are absent, spellings of
 * closed sets are known, and what is still unknown is left out and counted.
 */

#include "sync_mapping.h"
#include "sync_row.h"


static jobs_rc_t sync_map_field(sync_feed_t *feed, const cJSON *row,
    int field);
static jobs_rc_t sync_map_list(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_map_text(sync_feed_t *feed, int field, jobs_str_t s);
static jobs_rc_t sync_map_item(sync_feed_t *feed, int field, jobs_str_t s);
static const cJSON *sync_map_find(sync_feed_t *feed, const cJSON *row,
    const sync_rule_t *rule);
static jobs_rc_t sync_map_template(sync_feed_t *feed, const cJSON *row,
    jobs_str_t template, jobs_str_t *s);


jobs_rc_t
sync_map(sync_feed_t *feed, const cJSON *row)
{
    int  field;

    for (field = 0; field < SYNC_INPUTS; field++) {
        if (feed->mapping->rules[field].set
            && sync_map_field(feed, row, field) != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    sync_row_dates(feed);

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
            s = sync_row_scalar(feed, item, kind == SYNC_KIND_HTML
                                            ? SYNC_ROW_RAW
                                            : kind == SYNC_KIND_TEXT);
            rc = sync_map_text(feed, field, s);
        }
    }

    if (rc == JOBS_INVALID) {
        return rc;
    }

    if (!feed->record.v[field].set && rule->fallback != NULL) {
        s = sync_row_scalar(feed, rule->fallback, 0);

        return sync_field_is_list(&sync_fields[field])
               ? sync_map_list(feed, field, rule->fallback)
               : sync_row_put(feed, field, s);
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

    if (cJSON_IsArray(item)) {
        cJSON_ArrayForEach(e, item) {
            if (sync_map_item(feed, field, sync_row_scalar(feed, e, 0))
                != JOBS_OK)
            {
                return JOBS_INVALID;
            }
        }

        v->set = v->n != 0;
        return JOBS_OK;
    }

    s = sync_row_scalar(feed, item, 0);

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
                                     : sync_row_put(feed, field, ours);
        }
    }

    if (sync_row_absent(feed, s)) {
        return JOBS_OK;
    }

    return sync_row_put(feed, field, s);
}


static jobs_rc_t
sync_map_item(sync_feed_t *feed, int field, jobs_str_t s)
{
    jobs_str_t          ours;
    jobs_buf_t          b;
    const sync_rule_t  *rule;

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

    } else if (sync_row_absent(feed, s)) {
        return JOBS_OK;
    }

    return sync_row_put_item(feed, field, s);
}


/* the first of the rule's paths that leads to something */

static const cJSON *
sync_map_find(sync_feed_t *feed, const cJSON *row, const sync_rule_t *rule)
{
    unsigned      i;
    const cJSON  *item;

    for (i = 0; i < rule->npaths; i++) {
        item = sync_row_at(row, rule->path[i]);

        if (item == NULL || cJSON_IsNull(item)) {
            continue;
        }

        if (i + 1 < rule->npaths && !cJSON_IsArray(item)
            && sync_row_absent(feed, sync_row_scalar(feed, item, 0)))
        {
            continue;
        }

        return item;
    }

    return NULL;
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
        part = sync_row_scalar(feed, sync_row_at(row, part), 0);

        if (sync_row_absent(feed, part)) {
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
