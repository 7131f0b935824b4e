/*
 * A record as a blob: the version; which fields are set, as 8 bytes
 * (SYNC_FIELDS: the label of the category); then their values by number.  A
 * text is its length and its bytes and NUL, so that it can be used where it
 * lies; a list is its length and its texts; numbers are varints, zigzag where
 * they have a sign; an amount is a double, little-endian.
 */

#include "sync_pack.h"


typedef struct {
    char              *p;
    char              *end;
} sync_unpack_t;


static void sync_pack_uint(jobs_buf_t *b, uint64_t n);
static void sync_pack_fixed(jobs_buf_t *b, uint64_t n);
static void sync_pack_text(jobs_buf_t *b, jobs_str_t s);
static jobs_rc_t sync_unpack_value(sync_unpack_t *u, sync_record_t *r,
    int field);
static jobs_rc_t sync_unpack_uint(sync_unpack_t *u, uint64_t *n);
static jobs_rc_t sync_unpack_fixed(sync_unpack_t *u, uint64_t *n);
static jobs_rc_t sync_unpack_text(sync_unpack_t *u, jobs_str_t *s);


void
sync_record_pack(const sync_record_t *r, jobs_buf_t *b)
{
    size_t               k;
    int64_t              n;
    unsigned             i;
    uint64_t             set, bits;
    const sync_value_t  *v;

    set = (uint64_t) (r->category_label.data != NULL) << SYNC_FIELDS;

    for (i = 0; i < SYNC_FIELDS; i++) {
        set |= (uint64_t) r->v[i].set << i;
    }

    jobs_buf_char(b, SYNC_PACK_VERSION);
    sync_pack_fixed(b, set);

    for (i = 0; i < SYNC_FIELDS; i++) {
        v = &r->v[i];

        if (!v->set) {
            continue;
        }

        switch (sync_fields[i].kind) {

        case SYNC_KIND_FLAG:
        case SYNC_KIND_TIME:
            n = v->number;
            sync_pack_uint(b, ((uint64_t) n << 1) ^ (uint64_t) (n >> 63));
            break;

        case SYNC_KIND_AMOUNT:
            memcpy(&bits, &v->amount, sizeof(bits));
            sync_pack_fixed(b, bits);
            break;

        default:

            if (!sync_field_is_list(&sync_fields[i])) {
                sync_pack_text(b, v->text);
                break;
            }

            sync_pack_uint(b, v->n);

            for (k = 0; k < v->n; k++) {
                sync_pack_text(b, v->items[k]);
            }
        }
    }

    if (r->category_label.data != NULL) {
        sync_pack_text(b, r->category_label);
    }
}


static void
sync_pack_uint(jobs_buf_t *b, uint64_t n)
{
    while (n >= 0x80) {
        jobs_buf_char(b, (char) (n | 0x80));
        n >>= 7;
    }

    jobs_buf_char(b, (char) n);
}


static void
sync_pack_fixed(jobs_buf_t *b, uint64_t n)
{
    int   i;
    char  bytes[8];

    for (i = 0; i < 8; i++) {
        bytes[i] = (char) (n >> 8 * i);
    }

    jobs_buf_add(b, bytes, 8);
}


static void
sync_pack_text(jobs_buf_t *b, jobs_str_t s)
{
    sync_pack_uint(b, s.len);
    jobs_buf_str(b, s);
    jobs_buf_char(b, '\0');
}


jobs_rc_t
sync_record_unpack(jobs_str_t blob, sync_record_t *r)
{
    unsigned       i;
    uint64_t       set;
    jobs_str_t     copy;
    sync_unpack_t  u;

    copy = sync_dup(&r->arena, blob);
    u.p = (char *) copy.data;
    u.end = u.p + copy.len;

    if (copy.len == 0 || *u.p++ != SYNC_PACK_VERSION
        || sync_unpack_fixed(&u, &set) != JOBS_OK
        || set >> (SYNC_FIELDS + 1) != 0)
    {
        return JOBS_CORRUPT;
    }

    for (i = 0; i < SYNC_FIELDS; i++) {
        if ((set >> i & 1) && sync_unpack_value(&u, r, i) != JOBS_OK) {
            return JOBS_CORRUPT;
        }
    }

    if ((set >> SYNC_FIELDS & 1)
        && sync_unpack_text(&u, &r->category_label) != JOBS_OK)
    {
        return JOBS_CORRUPT;
    }

    /* without these nothing is a listing */

    return u.p == u.end && r->v[SYNC_ID].set && r->v[SYNC_TITLE].set
           && r->v[SYNC_COMPANY].set && r->v[SYNC_URL].set
           && r->v[SYNC_SOURCE].set ? JOBS_OK : JOBS_CORRUPT;
}


static jobs_rc_t
sync_unpack_value(sync_unpack_t *u, sync_record_t *r, int field)
{
    size_t         k;
    uint64_t       n;
    sync_value_t  *v;

    v = &r->v[field];

    switch (sync_fields[field].kind) {

    case SYNC_KIND_FLAG:
    case SYNC_KIND_TIME:

        if (sync_unpack_uint(u, &n) != JOBS_OK) {
            return JOBS_CORRUPT;
        }

        v->number = (int64_t) (n >> 1 ^ -(n & 1));
        break;

    case SYNC_KIND_AMOUNT:

        if (sync_unpack_fixed(u, &n) != JOBS_OK) {
            return JOBS_CORRUPT;
        }

        memcpy(&v->amount, &n, sizeof(n));
        break;

    default:

        if (!sync_field_is_list(&sync_fields[field])) {
            if (sync_unpack_text(u, &v->text) != JOBS_OK) {
                return JOBS_CORRUPT;
            }

            break;
        }

        /* an item has two bytes at least */

        if (sync_unpack_uint(u, &n) != JOBS_OK
            || n > (uint64_t) (u->end - u->p) / 2)
        {
            return JOBS_CORRUPT;
        }

        v->n = n;
        v->items = sync_alloc(&r->arena, n * sizeof(jobs_str_t));

        for (k = 0; k < n; k++) {
            if (sync_unpack_text(u, &v->items[k]) != JOBS_OK) {
                return JOBS_CORRUPT;
            }
        }
    }

    v->set = 1;

    return JOBS_OK;
}


static jobs_rc_t
sync_unpack_uint(sync_unpack_t *u, uint64_t *n)
{
    unsigned char  c;
    unsigned       shift;

    *n = 0;

    for (shift = 0; shift < 64 && u->p != u->end; shift += 7) {
        c = (unsigned char) *u->p++;
        *n |= (uint64_t) (c & 0x7F) << shift;

        if (c < 0x80) {
            return JOBS_OK;
        }
    }

    return JOBS_CORRUPT;
}


static jobs_rc_t
sync_unpack_fixed(sync_unpack_t *u, uint64_t *n)
{
    int  i;

    if (u->end - u->p < 8) {
        return JOBS_CORRUPT;
    }

    *n = 0;

    for (i = 0; i < 8; i++) {
        *n |= (uint64_t) (unsigned char) *u->p++ << 8 * i;
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_unpack_text(sync_unpack_t *u, jobs_str_t *s)
{
    uint64_t  len;

    if (sync_unpack_uint(u, &len) != JOBS_OK
        || len >= (uint64_t) (u->end - u->p) || u->p[len] != '\0')
    {
        return JOBS_CORRUPT;
    }

    *s = jobs_str(u->p, len);
    u->p += len + 1;

    return JOBS_OK;
}
