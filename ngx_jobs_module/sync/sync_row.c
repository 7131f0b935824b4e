/*
 * The values of a row on their way into a record, of mappings and formats
 * alike: cleaned, known to be absent, of the kind that the field has.
 */

#include <math.h>
#include <strings.h>
#include "sync_mapping.h"
#include "sync_row.h"


#define SYNC_CUT  600           /* bytes of an excerpt that are kept */


static int sync_row_spared(sync_feed_t *feed, int field);
static int sync_row_address(sync_feed_t *feed, int field, jobs_str_t s);
static jobs_rc_t sync_row_unknown(sync_feed_t *feed, int field, jobs_str_t s);
static jobs_str_t sync_row_spelling(sync_feed_t *feed, int field,
    jobs_str_t s);
static int sync_row_flag(jobs_str_t s, int64_t *flag);
static jobs_str_t sync_row_cut(sync_feed_t *feed, jobs_str_t s, size_t max);


/* a clean text that is not absent, as a value of the field's kind */

jobs_rc_t
sync_row_put(sync_feed_t *feed, int field, jobs_str_t s)
{
    double               n;
    jobs_str_t           ours;
    sync_value_t        *v;
    const sync_field_t  *f;

    f = &sync_fields[field];
    v = &feed->record.v[field];

    switch (f->kind) {

    case SYNC_KIND_ENUM:

        ours = sync_row_spelling(feed, field, s);

        if (ours.data == NULL) {
            return sync_row_unknown(feed, field, s);
        }

        v->text = ours;
        break;

    case SYNC_KIND_FLAG:

        if (!sync_row_flag(s, &v->number)) {
            return sync_row_unknown(feed, field, s);
        }

        break;

    case SYNC_KIND_AMOUNT:

        if (jobs_parse_number(s, &n) != JOBS_OK || n > 1e12) {
            return sync_row_unknown(feed, field, s);
        }

        if (n <= 0) {
            return JOBS_OK;
        }

        v->amount = round(n * 100) / 100;
        break;

    case SYNC_KIND_TIME:

        if (sync_parse_time(s, &v->number) != JOBS_OK) {
            return sync_row_unknown(feed, field, s);
        }

        break;

    case SYNC_KIND_CODE:

        if (s.len > f->max
            || (field == SYNC_SALARY_CURRENCY
                && (s.len != 3
                    || strspn(s.data, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)))
        {
            return sync_row_unknown(feed, field, s);
        }

        v->text = s;
        break;

    default:

        if (!sync_row_address(feed, field, s)) {
            return JOBS_OK;
        }

        if (s.len > f->max && f->kind != SYNC_KIND_HTML
            && field != SYNC_EXCERPT)
        {
            if (sync_row_spared(feed, field)) {
                return sync_row_unknown(feed, field, s);
            }

            return sync_reason(&feed->record, "%s is longer than %zu bytes",
                               f->name.data, f->max);
        }

        v->text = field == SYNC_EXCERPT ? sync_row_cut(feed, s, SYNC_CUT)
                                        : s;
    }

    v->set = 1;

    return JOBS_OK;
}



/* a listing of a format does without whatever it need not have */

static int
sync_row_spared(sync_feed_t *feed, int field)
{
    return feed->format != NULL && field != SYNC_ID && field != SYNC_TITLE
           && field != SYNC_COMPANY && field != SYNC_URL;
}


/*
 * A listing of a format does without these two: where one applies by e-mail,
 * or a logo is data, there is no address.
 */

static int
sync_row_address(sync_feed_t *feed, int field, jobs_str_t s)
{
    if (feed->format == NULL
        || (field != SYNC_APPLY_URL && field != SYNC_COMPANY_LOGO))
    {
        return 1;
    }

    if (s.data[0] == '/') {
        return s.data[1] != '/' && sync_feed_base(feed).len != 0;
    }

    return s.len <= sync_fields[field].max && jobs_is_http_url(s);
}


/* a clean text as an item of a list */

jobs_rc_t
sync_row_put_item(sync_feed_t *feed, int field, jobs_str_t s)
{
    size_t               i;
    sync_value_t        *v;
    const sync_field_t  *f;

    f = &sync_fields[field];
    v = &feed->record.v[field];

    if (!sync_field_item(f, s)) {
        return sync_row_unknown(feed, field, s);
    }

    if (v->items == NULL) {
        v->items = sync_alloc(&feed->record.arena,
                              SYNC_LIST_MAX * sizeof(jobs_str_t));
    }

    if (s.len > f->max || v->n == SYNC_LIST_MAX) {
        if (sync_row_spared(feed, field)) {
            return sync_row_unknown(feed, field, s);
        }

        return sync_reason(&feed->record, "%s has too many or too long items",
                           f->name.data);
    }

    for (i = 0; i < v->n; i++) {
        if (jobs_str_eq(v->items[i], s)) {
            return JOBS_OK;
        }
    }

    v->items[v->n++] = s;
    v->set = 1;

    return JOBS_OK;
}


void
sync_row_dates(sync_feed_t *feed)
{
    sync_value_t  *v;

    v = &feed->record.v[SYNC_POSTED_AT];

    if (v->set && v->number > feed->options->now + 86400) {
        v->set = 0;
    }
}


static jobs_rc_t
sync_row_unknown(sync_feed_t *feed, int field, jobs_str_t s)
{
    if (feed->mapping != NULL && feed->mapping->rules[field].strict) {
        return sync_reason(&feed->record, "%s: \"%.60s\" is in no table",
                           sync_fields[field].name.data, s.data);
    }

    sync_feed_unmapped(feed, field, s);

    return JOBS_OK;
}



/* a.b.0.c; a name that itself has dots is tried first */

const cJSON *
sync_row_at(const cJSON *row, jobs_str_t path)
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



/* any single value as clean text, empty where there is none */

jobs_str_t
sync_row_scalar(sync_feed_t *feed, const cJSON *item, int lines)
{
    char        number[40];
    jobs_buf_t  b;
    jobs_str_t  s;

    if (item == NULL) {
        return jobs_lit("");
    }

    if (cJSON_IsObject(item)) {
        item = cJSON_GetObjectItemCaseSensitive(item, "#text");     /* XML */
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

    if (lines == SYNC_ROW_RAW) {
        return sync_dup(&feed->record.arena, sync_str(item->valuestring));
    }

    jobs_buf_init(&b, &sync_mem, SYNC_ROW_MAX * 2);
    sync_clean(&b, sync_str(item->valuestring), lines);
    s = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);

    return s;
}



int
sync_row_absent(sync_feed_t *feed, jobs_str_t s)
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

    if (feed->mapping == NULL) {
        return 0;
    }

    cJSON_ArrayForEach(e, feed->mapping->absent) {
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
sync_row_spelling(sync_feed_t *feed, int field, jobs_str_t s)
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
sync_row_flag(jobs_str_t s, int64_t *flag)
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
sync_row_cut(sync_feed_t *feed, jobs_str_t s, size_t max)
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



int
sync_row_knows(sync_feed_t *feed, int field, jobs_str_t s)
{
    return sync_row_spelling(feed, field, s).data != NULL;
}
