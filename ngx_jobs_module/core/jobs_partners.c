/*
 * Reading partners, and finding them.
 */

#include <stdio.h>
#include "jobs_names.h"
#include "jobs_partners.h"
#include "jobs_sql.h"
#include "jobs_text.h"


#define JOBS_NO_PARTNER  UINT32_MAX


static jobs_rc_t  jobs_partners_read(jobs_snapshot_t *s, jobs_buf_t *text,
                      jobs_buf_t *rows);
static jobs_rc_t  jobs_partners_rows(sqlite3_stmt *stmt, jobs_buf_t *text,
                      jobs_buf_t *rows);
static void       jobs_partners_settle(jobs_partners_t *partners);
static void       jobs_partners_text(jobs_str_t *s, const char **text);
static jobs_rc_t  jobs_partners_hash(jobs_partners_t *partners);
static uint32_t   jobs_partners_slot(const jobs_partners_t *partners,
                      jobs_str_t id);


jobs_rc_t
jobs_partners_load(jobs_snapshot_t *s, char *error)
{
    jobs_rc_t         rc;
    jobs_buf_t        text, rows;
    jobs_partners_t  *partners;

    partners = s->mem.realloc(s->mem.ctx, NULL, 0, sizeof(jobs_partners_t));

    if (partners == NULL) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "there is no memory");
        return JOBS_NOMEM;
    }

    memset(partners, 0, sizeof(jobs_partners_t));
    partners->mem = s->mem;
    s->partners = partners;

    jobs_buf_init(&text, &partners->mem, INT32_MAX);
    jobs_buf_init(&rows, &partners->mem,
                  JOBS_PARTNERS_MAX * sizeof(jobs_partner_t));

    rc = jobs_partners_read(s, &text, &rows);

    /* from here on neither of them moves */

    partners->partners = (jobs_partner_t *) rows.data;
    partners->n = (uint32_t) (rows.len / sizeof(jobs_partner_t));
    partners->text = text.data;
    partners->bytes = rows.size + text.size;

    if (rc == JOBS_OK) {
        jobs_partners_settle(partners);
        rc = jobs_partners_hash(partners);
    }

    if (rc == JOBS_LIMIT) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "it has more than %u partners",
                 JOBS_PARTNERS_MAX);
        return JOBS_CORRUPT;
    }

    if (rc != JOBS_OK) {
        snprintf(error, JOBS_SNAPSHOT_ERROR, "%s",
                 rc == JOBS_NOMEM ? "there is no memory"
                                  : "its partners cannot be read");
    }

    return rc;
}


void
jobs_partners_free(jobs_partners_t *partners)
{
    jobs_mem_t  mem;

    if (partners == NULL) {
        return;
    }

    mem = partners->mem;

    mem.free(mem.ctx, partners->partners);
    mem.free(mem.ctx, partners->hash);
    mem.free(mem.ctx, partners->text);
    mem.free(mem.ctx, partners);
}


const jobs_partner_t *
jobs_partners_find(const jobs_partners_t *partners, jobs_str_t id)
{
    uint32_t  i;

    if (partners->nhash == 0) {
        return NULL;
    }

    i = partners->hash[jobs_partners_slot(partners, id)];

    return i == JOBS_NO_PARTNER ? NULL : &partners->partners[i];
}


void
jobs_partner_pin(const jobs_partner_t *p, jobs_filter_t *f)
{
    jobs_args_t   args;
    jobs_fault_t  fault;

    if (p->query.data != NULL
        && jobs_name_query(f, p->query, JOBS_BY_PARTNER, &args, &fault)
           != JOBS_OK)
    {
        f->never = 1;               /* never an unfiltered list instead */
    }
}


int
jobs_partner_has_origin(const jobs_partner_t *p, jobs_str_t origin)
{
    jobs_str_t  list, word;

    list = p->origins;

    for (word = jobs_partner_word(&list);
         word.data != NULL;
         word = jobs_partner_word(&list))
    {
        if (jobs_str_eq(word, origin)) {
            return 1;
        }
    }

    return 0;
}


jobs_str_t
jobs_partner_word(jobs_str_t *list)
{
    jobs_str_t   word;
    const char  *space;

    if (list->len == 0) {
        return jobs_str(NULL, 0);
    }

    space = memchr(list->data, ' ', list->len);

    if (space == NULL) {
        word = *list;
        *list = jobs_str(NULL, 0);
        return word;
    }

    word = jobs_str(list->data, (size_t) (space - list->data));
    list->data += word.len + 1;
    list->len -= word.len + 1;

    return word;
}


static jobs_rc_t
jobs_partners_read(jobs_snapshot_t *s, jobs_buf_t *text, jobs_buf_t *rows)
{
    int            rc;
    jobs_rc_t      jrc;
    sqlite3_stmt  *stmt;

    rc = sqlite3_prepare_v2(s->db, jobs_sql_has_partners, -1, &stmt, NULL);

    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
        sqlite3_finalize(stmt);
    }

    if (rc != SQLITE_ROW) {
        return rc == SQLITE_DONE ? JOBS_OK : jobs_sqlite_rc(rc);
    }

    rc = sqlite3_prepare_v2(s->db, jobs_sql_partners, -1, &stmt, NULL);

    if (rc != SQLITE_OK) {
        return jobs_sqlite_rc(rc);
    }

    jrc = jobs_partners_rows(stmt, text, rows);

    sqlite3_finalize(stmt);

    return jrc;
}


/* the texts of all follow each other, in the order of a partner's members */

static jobs_rc_t
jobs_partners_rows(sqlite3_stmt *stmt, jobs_buf_t *text, jobs_buf_t *rows)
{
    int              rc;
    jobs_args_t      args;
    jobs_fault_t     fault;
    jobs_partner_t   p;

    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {

        jobs_partner_columns(&p, stmt);

        if (jobs_partner_check(&p, &args, &fault) != JOBS_OK) {
            continue;
        }

        jobs_buf_str(text, p.id);
        jobs_buf_str(text, p.name);
        jobs_buf_str(text, p.origins);
        jobs_buf_str(text, p.query);
        jobs_buf_str(text, p.theme);
        jobs_buf_str(text, p.campaign);
        jobs_buf_add(rows, &p, sizeof(jobs_partner_t));

        if (rows->rc != JOBS_OK || text->rc != JOBS_OK) {
            break;
        }
    }

    if (rows->rc != JOBS_OK || text->rc != JOBS_OK) {
        return rows->rc != JOBS_OK ? rows->rc : text->rc;
    }

    return rc == SQLITE_DONE ? JOBS_OK : jobs_sqlite_rc(rc);
}


void
jobs_partner_columns(jobs_partner_t *p, sqlite3_stmt *stmt)
{
    p->id = jobs_column(stmt, 0);
    p->name = jobs_column(stmt, 1);
    p->origins = jobs_column(stmt, 2);
    p->query = jobs_column(stmt, 3);
    p->theme = jobs_column(stmt, 4);
    p->campaign = jobs_column(stmt, 5);
}


/* the rows' own texts are gone: the lengths are still right */

static void
jobs_partners_settle(jobs_partners_t *partners)
{
    uint32_t         i;
    const char      *text;
    jobs_partner_t  *p;

    text = partners->text;

    for (i = 0; i < partners->n; i++) {
        p = &partners->partners[i];

        jobs_partners_text(&p->id, &text);
        jobs_partners_text(&p->name, &text);
        jobs_partners_text(&p->origins, &text);
        jobs_partners_text(&p->query, &text);
        jobs_partners_text(&p->theme, &text);
        jobs_partners_text(&p->campaign, &text);
    }
}


static void
jobs_partners_text(jobs_str_t *s, const char **text)
{
    if (s->data != NULL) {
        s->data = *text;
        *text += s->len;
    }
}


static jobs_rc_t
jobs_partners_hash(jobs_partners_t *partners)
{
    uint32_t  i, size;

    if (partners->n == 0) {
        return JOBS_OK;
    }

    for (size = 4; size < partners->n * 2; size *= 2) { /* void */ }

    partners->hash = partners->mem.realloc(partners->mem.ctx, NULL, 0,
                                           size * sizeof(uint32_t));
    if (partners->hash == NULL) {
        return JOBS_NOMEM;
    }

    memset(partners->hash, 0xFF, size * sizeof(uint32_t));
    partners->nhash = size;
    partners->bytes += size * sizeof(uint32_t);

    for (i = 0; i < partners->n; i++) {
        partners->hash[jobs_partners_slot(partners,
                                          partners->partners[i].id)] = i;
    }

    return JOBS_OK;
}


/* where an id is, or would be: there is always room */

static uint32_t
jobs_partners_slot(const jobs_partners_t *partners, jobs_str_t id)
{
    uint32_t  k;

    for (k = (uint32_t) jobs_hash(id) & (partners->nhash - 1);
         partners->hash[k] != JOBS_NO_PARTNER;
         k = (k + 1) & (partners->nhash - 1))
    {
        if (jobs_str_eq(id, partners->partners[partners->hash[k]].id)) {
            break;
        }
    }

    return k;
}
