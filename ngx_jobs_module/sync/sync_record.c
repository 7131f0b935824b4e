/*
 * What canonical and mapped rows share: the id, the addresses, what must be
 * there; counting and reporting.
 */

#include "sync_format.h"
#include "sync_mapping.h"
#include "sync_normal.h"


static void sync_record_html(sync_feed_t *feed);
static void sync_record_source(sync_feed_t *feed);
static void sync_record_id(sync_feed_t *feed);
static void sync_record_prefix(jobs_buf_t *b, jobs_str_t source);
static jobs_rc_t sync_record_urls(sync_feed_t *feed, jobs_str_t key);
static jobs_rc_t sync_record_category(sync_feed_t *feed);


jobs_rc_t
sync_feed_row(sync_feed_t *feed, const cJSON *row, uint64_t line)
{
    jobs_rc_t  rc;

    sync_record_reset(&feed->record);

    if (feed->mapping != NULL) {
        rc = sync_map(feed, row);

    } else if (feed->format != NULL) {
        rc = sync_format_row(feed, row);

    } else {
        rc = sync_canonical(feed, row);
    }

    if (rc == JOBS_DECLINED) {
        feed->counts.left_out++;
        return JOBS_OK;
    }

    if (rc == JOBS_OK && (feed->format != NULL
                          || (feed->mapping != NULL && feed->mapping->infer)))
    {
        rc = sync_normalise(feed);
        sync_record_html(feed);
    }

    if (rc == JOBS_OK) {
        rc = sync_record_finish(feed);
    }

    if (rc != JOBS_OK) {
        sync_feed_reject(feed, line, feed->record.reason);
        return JOBS_OK;
    }

    /* a snapshot does not say whose logos may be shown, a catalogue does */

    if (feed->final && feed->source->logo == 0) {
        feed->record.v[SYNC_COMPANY_LOGO].set = 0;
    }

    rc = feed->sink.add(feed->sink.data, &feed->record);

    if (rc == JOBS_DECLINED) {
        feed->counts.repeated++;
        return JOBS_OK;
    }

    feed->counts.listings += (rc == JOBS_OK);

    return rc;
}


void
sync_feed_reject(sync_feed_t *feed, uint64_t line, const char *reason)
{
    feed->counts.rejected++;

    if (feed->shown < SYNC_SHOWN) {
        feed->shown++;
        sync_say("%s:%llu: %s", feed->name, (unsigned long long) line,
                 reason);
    }
}


void
sync_feed_unmapped(sync_feed_t *feed, int field, jobs_str_t value)
{
    unsigned          i;
    sync_unmapped_t  *u;

    feed->counts.unmapped++;

    if (value.len >= sizeof(u->value)) {
        value.len = sizeof(u->value) - 1;
    }

    for (i = 0; i < feed->nunmapped; i++) {
        u = &feed->unmapped[i];

        if (u->field == field
            && jobs_str_eq(sync_str(u->value), value))
        {
            u->n++;
            return;
        }
    }

    if (feed->nunmapped == SYNC_UNMAPPED) {
        return;
    }

    u = &feed->unmapped[feed->nunmapped++];
    u->field = field;
    u->n = 1;
    memcpy(u->value, value.data, value.len);
    u->value[value.len] = '\0';
}


void
sync_feed_free(sync_feed_t *feed)
{
    sync_arena_free(&feed->record.arena);
    sync_arena_free(&feed->arena);
    sync_repeats_free(feed->join);
    cJSON_Delete(feed->envelope);

    feed->join = NULL;
    feed->envelope = NULL;
}


jobs_str_t
sync_feed_company(const sync_feed_t *feed)
{
    return feed->options->company != NULL ? sync_str(feed->options->company)
                                          : feed->source->company;
}


jobs_str_t
sync_feed_base(const sync_feed_t *feed)
{
    return feed->options->base_url != NULL ? sync_str(feed->options->base_url)
                                           : feed->source->base_url;
}


jobs_rc_t
sync_record_finish(sync_feed_t *feed)
{
    jobs_str_t      key;
    sync_value_t   *v;

    v = feed->record.v;

    if (!v[SYNC_ID].set) {
        return sync_reason(&feed->record, "id is missing");
    }

    if (!v[SYNC_TITLE].set) {
        return sync_reason(&feed->record, "title is missing");
    }

    if (!v[SYNC_COMPANY].set && sync_feed_company(feed).len != 0) {
        v[SYNC_COMPANY].text = sync_feed_company(feed);
        v[SYNC_COMPANY].set = 1;
    }

    if (!v[SYNC_COMPANY].set) {
        return sync_reason(&feed->record, "company is missing");
    }

    key = v[SYNC_ID].text;

    sync_record_source(feed);
    sync_record_id(feed);

    if (sync_record_urls(feed, key) != JOBS_OK) {
        return JOBS_INVALID;
    }

    return sync_record_category(feed);
}


/* whatever normalisation made of it, nothing else than safe HTML goes on */

static void
sync_record_html(sync_feed_t *feed)
{
    jobs_str_t     bad;
    sync_value_t  *v;

    v = &feed->record.v[SYNC_DESCRIPTION_HTML];

    if (v->set && !sync_html_safe(v->text, &bad)) {
        v->set = 0;
    }
}


/* the row's own, --source, what is declared, what stands before the id's
   colon, the feed's */

static void
sync_record_source(sync_feed_t *feed)
{
    size_t         i;
    jobs_str_t     s;
    const char    *base;
    sync_value_t  *v;

    v = &feed->record.v[SYNC_SOURCE];

    if (v->set) {
        return;
    }

    v->set = 1;

    if (feed->options->source != NULL) {
        v->text = sync_str(feed->options->source);
        return;
    }

    if (feed->source->name.len != 0) {
        v->text = feed->source->name;
        return;
    }

    s = feed->record.v[SYNC_ID].text;

    if (jobs_is_listing_id(s)) {
        for (i = 0; s.data[i] != ':'; i++) { /* void */ }

        v->text = sync_dup(&feed->record.arena, jobs_str(s.data, i));
        return;
    }

    base = strrchr(feed->name, '/');
    s = sync_str(base == NULL ? feed->name : base + 1);

    for (i = 0; i < s.len && s.data[i] != '.'; i++) { /* void */ }

    s.len = i;

    if (i == 0 || jobs_str_eq(s, jobs_lit("-")) || !jobs_utf8_valid(s)) {
        s = jobs_lit("feed");
    }

    v->text = sync_dup(&feed->record.arena, s);
}


/*
 * source:key.  A key that cannot stand in an address becomes the first 32
 * digits of its SHA-256; so does one that makes the id too long.
 */

static void
sync_record_id(sync_feed_t *feed)
{
    size_t         prefix;
    jobs_buf_t     b;
    jobs_str_t     key, id;
    sync_value_t  *v;

    v = &feed->record.v[SYNC_ID];
    key = v->text;

    if (jobs_is_listing_id(key)) {
        return;
    }

    jobs_buf_init(&b, &sync_mem, 8192);

    sync_record_prefix(&b, feed->record.v[SYNC_SOURCE].text);
    jobs_buf_char(&b, ':');
    prefix = b.len;
    jobs_buf_str(&b, key);
    id = jobs_buf_view(&b);

    if (memchr(key.data, ':', key.len) != NULL || !jobs_is_listing_id(id)) {
        b.len = prefix;
        sync_sha256_hex(&b, key, 32);
    }

    v->text = sync_buf_dup(&feed->record.arena, &b);
    jobs_buf_free(&b);
}


/* the slug of each part of the source, in ASCII; else a digest */

static void
sync_record_prefix(jobs_buf_t *b, jobs_str_t source)
{
    size_t  i, from, part, k;

    for (from = 0; from <= source.len; from = i + 1) {

        for (i = from; i < source.len && source.data[i] != ':'; i++) {
            /* void */
        }

        if (b->len != 0) {
            jobs_buf_char(b, ':');
        }

        part = b->len;
        jobs_slug(b, jobs_str(source.data + from, i - from));

        for (k = part; k < b->len && (unsigned char) b->data[k] < 0x80; k++) {
            /* void */
        }

        if (b->len == part || k != b->len || b->len > 90) {
            b->len = 0;
            sync_sha256_hex(b, source, 16);
            return;
        }
    }
}


static jobs_rc_t
sync_record_urls(sync_feed_t *feed, jobs_str_t key)
{
    size_t             i, k, origin;
    jobs_buf_t         b;
    jobs_str_t         base;
    sync_value_t      *v;
    static const int   fields[] = { SYNC_URL, SYNC_APPLY_URL,
                                    SYNC_COMPANY_LOGO };

    base = sync_feed_base(feed);
    jobs_buf_init(&b, &sync_mem, 16384);

    for (i = 0; i < sync_n(fields); i++) {
        v = &feed->record.v[fields[i]];

        if (!v->set) {
            if (fields[i] != SYNC_URL) {
                continue;
            }

            if (base.data == NULL) {
                jobs_buf_free(&b);
                return sync_reason(&feed->record, "url is missing");
            }

            jobs_buf_str(&b, base);

            if (base.data[base.len - 1] != '/') {
                jobs_buf_char(&b, '/');
            }

            jobs_escape_uri(&b, key);
            v->text = sync_buf_dup(&feed->record.arena, &b);
            v->set = 1;

        } else if (base.data != NULL && v->text.data[0] == '/'
                   && (v->text.len == 1 || v->text.data[1] != '/'))
        {
            origin = 0;

            for (k = 0; k < base.len; k++) {
                origin += (base.data[k] == '/');

                if (origin == 3) {
                    break;
                }
            }

            jobs_buf_add(&b, base.data, k);
            jobs_buf_str(&b, v->text);
            v->text = sync_buf_dup(&feed->record.arena, &b);
        }

        if (v->text.len > sync_fields[fields[i]].max
            || !jobs_is_http_url(v->text))
        {
            jobs_buf_free(&b);
            return sync_reason(&feed->record, "%s \"%.60s\" is no http or "
                               "https address",
                               sync_fields[fields[i]].name.data,
                               v->text.data);
        }
    }

    jobs_buf_free(&b);

    return JOBS_OK;
}


/* a category that is no slug is the label of one */

static jobs_rc_t
sync_record_category(sync_feed_t *feed)
{
    jobs_buf_t     b;
    sync_value_t  *v;

    v = &feed->record.v[SYNC_CATEGORY];

    if (!v->set) {
        return JOBS_OK;
    }

    jobs_buf_init(&b, &sync_mem, 8192);
    jobs_slug(&b, v->text);

    if (b.len == 0) {
        sync_sha256_hex(&b, v->text, 16);
    }

    if (!jobs_str_eq(jobs_buf_view(&b), v->text)) {
        feed->record.category_label = v->text;
        v->text = sync_buf_dup(&feed->record.arena, &b);
    }

    jobs_buf_free(&b);

    return JOBS_OK;
}
