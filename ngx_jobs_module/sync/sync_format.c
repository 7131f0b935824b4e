/*
 * The formats, and how a row becomes a record by one.
 */

#include <ctype.h>
#include <errno.h>
#include <strings.h>
#include "sync_format.h"
#include "sync_input.h"
#include "formats/formats.h"
#include "formats/formats_xml.h"


#define SYNC_FORMATS_MAX  64


static jobs_rc_t sync_format_field(sync_feed_t *feed, const sync_path_t *path,
    const cJSON *row);
static jobs_rc_t sync_format_list(sync_feed_t *feed, int field,
    const cJSON *item);
static jobs_rc_t sync_format_split(sync_feed_t *feed, int field,
    jobs_str_t s);
static jobs_rc_t sync_format_places(sync_feed_t *feed);
static jobs_rc_t sync_format_whose(sync_feed_t *feed);
static size_t sync_url_find(jobs_str_t url, const char *name);
static jobs_rc_t sync_page_envelope(sync_input_t *in, const char *name,
    const sync_format_t **format, cJSON **envelope);


/* what is known by more comes before what is known by less */

const sync_format_t *const  sync_formats[] = {
    &sync_greenhouse,
    &sync_ashby,
    &sync_workable,
    &sync_remotive,
    &sync_jobicy,
    &sync_himalayas,
    &sync_lever,
    &sync_remoteok,
    &sync_rippling,
    &sync_comeet,
    &sync_workingnomads,
    &sync_recruitee,
    &sync_smartrecruiters,
    &sync_workday,
    &sync_teamtailor,
    &sync_bamboohr,
    &sync_pinpoint,
    &sync_arbeitnow,
    &sync_adzuna,
    &sync_themuse,
    &sync_torre,
    &sync_usajobs,
    &sync_platsbanken,
    &sync_platsbanken_index,
    &sync_oracle,
    &sync_eightfold,
    &sync_weworkremotely,
    &sync_neogov,
    &sync_rss,
    &sync_atom,
    &sync_indeed,
    &sync_personio,
    &sync_jsonld,
    NULL
};


const sync_format_t *
sync_format_find(const char *name)
{
    size_t  i;

    for (i = 0; sync_formats[i] != NULL; i++) {
        if (strcmp(sync_formats[i]->name, name) == 0) {
            return sync_formats[i];
        }
    }

    return NULL;
}


const sync_format_t *
sync_format_recognise(const sync_head_t *head)
{
    size_t                i;
    const sync_format_t  *f;

    for (i = 0; sync_formats[i] != NULL; i++) {
        f = sync_formats[i];

        if (head->element != NULL
            ? f->element == NULL || strcmp(f->element, head->element) != 0
            : f->element != NULL || f->list == NULL
              || strcmp(f->list, head->list) != 0)
        {
            continue;
        }

        if (f->is(head)) {
            return f;
        }
    }

    return NULL;
}


/* they are parsed once and stay */

const cJSON *
sync_format_declared(const sync_format_t *format, sync_source_t *s)
{
    size_t         i;
    char           error[SYNC_ERROR];
    const cJSON   *item;
    static cJSON  *parsed[SYNC_FORMATS_MAX];

    sync_source_init(s);

    for (i = 0; sync_formats[i] != NULL && sync_formats[i] != format; i++) {
        /* void */
    }

    if (format->source == NULL || sync_formats[i] == NULL
        || i >= SYNC_FORMATS_MAX)
    {
        return NULL;
    }

    if (parsed[i] == NULL) {
        parsed[i] = cJSON_Parse(format->source);
    }

    cJSON_ArrayForEach(item, parsed[i]) {
        (void) sync_source_set(s, item, error);
    }

    return parsed[i];
}


jobs_rc_t
sync_format_row(sync_feed_t *feed, const cJSON *row)
{
    size_t                    i;
    jobs_rc_t                 rc;
    sync_value_t             *v;
    const sync_path_t        *path;
    static const char *const  others[] = {      /* categories of the rest */
        "Other", "Others", "All others", "All Other Remote"
    };

    if (feed->format->inner != NULL) {
        row = sync_row_item(row, feed->format->inner);
    }

    for (path = feed->format->fields; path->field != -1; path++) {
        if (sync_format_field(feed, path, row) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    rc = feed->format->row == NULL ? JOBS_OK : feed->format->row(feed, row);

    if (rc != JOBS_OK) {
        return rc;
    }

    v = feed->record.v;

    for (i = 0; i < sync_n(others); i++) {
        if (v[SYNC_CATEGORY].set
            && strcasecmp(v[SYNC_CATEGORY].text.data, others[i]) == 0)
        {
            v[SYNC_CATEGORY].set = 0;
        }
    }

    sync_row_dates(feed);

    if (sync_format_places(feed) != JOBS_OK) {
        return JOBS_INVALID;
    }

    return sync_format_whose(feed);
}


/* the first of the paths that leads to something that is not absent */

static jobs_rc_t
sync_format_field(sync_feed_t *feed, const sync_path_t *path,
    const cJSON *row)
{
    jobs_str_t    s;
    const cJSON  *item;

    if (path->path[0] == '=') {
        return sync_row_set(feed, path->field, sync_str(path->path + 1));
    }

    if (sync_field_is_list(&sync_fields[path->field])) {
        item = sync_row_item(row, path->path);
        return sync_format_list(feed, path->field, item);
    }

    if (sync_fields[path->field].kind == SYNC_KIND_HTML) {
        return sync_row_html(feed, jobs_lit(""),
                             sync_row_raw(row, path->path));
    }

    if (sync_fields[path->field].kind == SYNC_KIND_TEXT) {
        s = sync_row_scalar(feed, sync_row_item(row, path->path), 1);
        return sync_row_absent(feed, s) ? JOBS_OK
                                        : sync_row_put(feed, path->field, s);
    }

    s = sync_row_text(feed, row, path->path);

    return s.len == 0 ? JOBS_OK : sync_row_put(feed, path->field, s);
}


/* a list, or a text that is split; not at commas, which places have inside */

static jobs_rc_t
sync_format_list(sync_feed_t *feed, int field, const cJSON *item)
{
    const cJSON  *e;

    if (cJSON_IsArray(item)) {
        cJSON_ArrayForEach(e, item) {
            if (sync_row_add(feed, field, sync_row_scalar(feed, e, 0))
                != JOBS_OK)
            {
                return JOBS_INVALID;
            }
        }

        return JOBS_OK;
    }

    return sync_format_split(feed, field, sync_row_scalar(feed, item, 0));
}


static jobs_rc_t
sync_format_split(sync_feed_t *feed, int field, jobs_str_t s)
{
    size_t  i, from, len;

    for (i = 0, from = 0; i <= s.len; i += len) {
        len = 1;

        if (i < s.len && s.data[i] != ';' && s.data[i] != '|') {
            if (s.len - i < 3 || memcmp(s.data + i, "\xE2\x80\xA2", 3) != 0) {
                continue;
            }

            len = 3;
        }

        if (sync_row_add(feed, field, jobs_str(s.data + from, i - from))
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }

        from = i + len;
    }

    return JOBS_OK;
}


/* the text of the places, and the places of the text; an item of a list may
   be several, too.  Of a job that names none it is from where one may work. */

static jobs_rc_t
sync_format_places(sync_feed_t *feed)
{
    size_t         i, n;
    jobs_buf_t     b;
    jobs_str_t     items[SYNC_LIST_MAX];
    sync_value_t  *text, *list, *from;

    text = &feed->record.v[SYNC_LOCATION];
    list = &feed->record.v[SYNC_LOCATIONS];

    from = list->set ? list : &feed->record.v[SYNC_ELIGIBLE];

    if (text->set && !list->set) {
        return sync_format_split(feed, SYNC_LOCATIONS, text->text);
    }

    if (!from->set) {
        return JOBS_OK;
    }

    n = from->n;
    memcpy(items, from->items, n * sizeof(jobs_str_t));
    list->n = 0;

    for (i = 0; i < n; i++) {
        if (sync_format_split(feed, SYNC_LOCATIONS, items[i]) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    if (text->set) {
        return JOBS_OK;
    }

    jobs_buf_init(&b, &sync_mem, sync_fields[SYNC_LOCATION].max);

    for (i = 0; i < list->n; i++) {
        if (b.len + list->items[i].len + 2 > b.max) {
            break;
        }

        if (i != 0) {
            jobs_buf_lit(&b, "; ");
        }

        jobs_buf_str(&b, list->items[i]);
    }

    text->text = sync_buf_dup(&feed->record.arena, &b);
    text->set = text->text.len != 0;
    jobs_buf_free(&b);

    return JOBS_OK;
}


/* company and source of an employer's board, which its rows do not name */

static jobs_rc_t
sync_format_whose(sync_feed_t *feed)
{
    jobs_str_t     tenant;
    sync_value_t  *v;

    v = feed->record.v;
    tenant = sync_row_whose(feed);

    if (!v[SYNC_COMPANY].set && sync_feed_company(feed).len == 0) {
        if (tenant.len == 0) {
            tenant = sync_row_text(feed, feed->envelope, "title");
        }

        if (sync_row_set(feed, SYNC_COMPANY, tenant) != JOBS_OK) {
            return JOBS_INVALID;
        }
    }

    if (feed->format->system == NULL || v[SYNC_SOURCE].set) {
        return JOBS_OK;
    }

    if (tenant.len == 0) {
        tenant = v[SYNC_COMPANY].set ? v[SYNC_COMPANY].text
                                     : sync_feed_company(feed);
    }

    return sync_row_tenant(feed, tenant);
}


jobs_rc_t
sync_page_next(const char *path, const char *format, jobs_str_t url,
    uint64_t rows, jobs_buf_t *next)
{
    cJSON                *envelope;
    jobs_rc_t             rc;
    sync_input_t         *in;
    const sync_format_t  *f;

    in = sync_input_open(path);

    if (in == NULL) {
        return JOBS_ERROR;
    }

    envelope = NULL;
    rc = sync_page_envelope(in, format, &f, &envelope);

    if (in->error != 0) {
        errno = in->error;
        rc = JOBS_ERROR;
    }

    sync_input_close(in);

    if (rc == JOBS_OK) {
        jobs_buf_reset(next);
        rc = f->next(envelope, url, rows, next);
    }

    if (rc == JOBS_OK && jobs_str_eq(jobs_buf_view(next), url)) {
        rc = JOBS_DECLINED;
    }

    cJSON_Delete(envelope);

    return rc;
}


static jobs_rc_t
sync_page_envelope(sync_input_t *in, const char *name,
    const sync_format_t **format, cJSON **envelope)
{
    jobs_str_t  head;

    head = sync_input_peek(in);

    if (head.len >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0) {
        in->pos += 3;
        head = sync_input_peek(in);
    }

    *format = NULL;

    if (name != NULL) {
        *format = sync_format_find(name);

    } else {
        (void) sync_head(head, format);
    }

    if (*format == NULL || (*format)->next == NULL) {
        return JOBS_DECLINED;
    }

    *envelope = sync_document_envelope(in, sync_str((*format)->list));

    return *envelope == NULL ? JOBS_INVALID : JOBS_OK;
}


/* where the number of a parameter begins, or url.len */

static size_t
sync_url_find(jobs_str_t url, const char *name)
{
    size_t  i, len;

    len = strlen(name);

    for (i = 1; i + len + 1 < url.len; i++) {
        if (strchr("?&;,", url.data[i - 1]) != NULL
            && strncmp(url.data + i, name, len) == 0
            && url.data[i + len] == '='
            && isdigit((unsigned char) url.data[i + len + 1]))
        {
            return i + len + 1;
        }
    }

    return url.len;
}


jobs_rc_t
sync_url_number(jobs_str_t url, const char *name, uint64_t number,
    jobs_buf_t *next)
{
    size_t  i;

    i = sync_url_find(url, name);
    jobs_buf_add(next, url.data, i);

    if (i == url.len) {
        jobs_buf_char(next, memchr(url.data, '?', url.len) == NULL ? '?'
                                                                   : '&');
        jobs_buf_add(next, name, strlen(name));
        jobs_buf_char(next, '=');
    }

    jobs_buf_uint(next, number);

    while (i < url.len && isdigit((unsigned char) url.data[i])) {
        i++;
    }

    jobs_buf_add(next, url.data + i, url.len - i);

    return jobs_str_eq(jobs_buf_view(next), url) ? JOBS_DECLINED : JOBS_OK;
}


uint64_t
sync_url_get(jobs_str_t url, const char *name, uint64_t other)
{
    size_t    i, n;
    uint64_t  number;

    i = sync_url_find(url, name);

    for (n = i; n < url.len && isdigit((unsigned char) url.data[n]); n++) {
        /* void */
    }

    return jobs_parse_uint(jobs_str(url.data + i, n - i), 1000000000, &number)
           == JOBS_OK ? number : other;
}


int64_t
sync_envelope_number(const cJSON *envelope, const char *path)
{
    uint64_t      n;
    const cJSON  *item;

    item = sync_row_item(envelope, path);

    if (cJSON_IsString(item)) {
        return jobs_parse_uint(sync_str(item->valuestring), 1000000000000, &n)
               == JOBS_OK ? (int64_t) n : -1;
    }

    return cJSON_IsNumber(item) && item->valuedouble >= 0
           && item->valuedouble < 1e15 ? (int64_t) item->valuedouble : -1;
}
