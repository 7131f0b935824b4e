/*
 * Partners: read from JSON, and checked as the server would.
 */

#include "sync_partners.h"
#include "sync_publish.h"
#include "../core/jobs_sql.h"


#define SYNC_PARTNERS_MAX  (64 * 1024 * 1024)


static jobs_rc_t sync_partner_read(sync_store_t *store, const cJSON *item,
    unsigned n, char *error);
static jobs_rc_t sync_partner_member(jobs_partner_t *p, const cJSON *member,
    jobs_buf_t *origins, const char **reason);
static jobs_rc_t sync_partner_origins(const cJSON *list, jobs_buf_t *origins,
    const char **reason);
static void sync_partner_fault(char *error, const char *which,
    const jobs_partner_t *p, const jobs_fault_t *fault);
static int sync_partner_cut(jobs_str_t s);


jobs_rc_t
sync_partners_read(const char *path, sync_store_t *store, char *error)
{
    cJSON        *json;
    unsigned      n;
    jobs_rc_t     rc;
    const cJSON  *item;

    json = sync_json_read(path, SYNC_PARTNERS_MAX, error, &rc);

    if (json == NULL) {
        return rc == JOBS_ERROR ? rc : JOBS_INVALID;
    }

    if (!cJSON_IsArray(json)) {
        snprintf(error, SYNC_ERROR, "it is no JSON array");
        rc = JOBS_INVALID;
    }

    n = 0;

    for (item = json->child; rc == JOBS_OK && item != NULL; item = item->next) {
        rc = sync_partner_read(store, item, ++n, error);
    }

    cJSON_Delete(json);

    return rc;
}


static jobs_rc_t
sync_partner_read(sync_store_t *store, const cJSON *item, unsigned n,
    char *error)
{
    char             which[32];
    jobs_rc_t        rc;
    jobs_buf_t       origins;
    const char      *reason;
    jobs_args_t      args;
    const cJSON     *member;
    jobs_fault_t     fault;
    jobs_partner_t   p;

    if (!cJSON_IsObject(item)) {
        snprintf(error, SYNC_ERROR, "partner %u is no object", n);
        return JOBS_INVALID;
    }

    memset(&p, 0, sizeof(jobs_partner_t));
    jobs_buf_init(&origins, &sync_mem, SYNC_ROW_MAX);

    rc = JOBS_OK;

    cJSON_ArrayForEach(member, item) {
        rc = sync_partner_member(&p, member, &origins, &reason);

        if (rc != JOBS_OK) {
            snprintf(error, SYNC_ERROR, "partner %u: \"%.60s\" %s", n,
                     member->string, reason);
            break;
        }
    }

    if (rc == JOBS_OK) {
        rc = jobs_partner_check(&p, &args, &fault);

        if (rc != JOBS_OK) {
            snprintf(which, sizeof(which), "partner %u", n);
            sync_partner_fault(error, which, &p, &fault);
            rc = JOBS_INVALID;
        }
    }

    if (rc == JOBS_OK) {
        rc = sync_store_partner(store, &p);

        if (rc == JOBS_DECLINED) {
            snprintf(error, SYNC_ERROR, "partner %u: the id \"%.64s\" is there "
                     "already", n, p.id.data);
            rc = JOBS_INVALID;

        } else if (rc != JOBS_OK) {
            snprintf(error, SYNC_ERROR, "%s", sync_store_error(store));
        }
    }

    jobs_buf_free(&origins);

    return rc;
}


/* null is an absent member; "#..." is a remark, as in a mapping */

static jobs_rc_t
sync_partner_member(jobs_partner_t *p, const cJSON *member,
    jobs_buf_t *origins, const char **reason)
{
    size_t       i;
    jobs_str_t  *s;
    struct {
        const char  *name;
        jobs_str_t  *s;
    } members[] = {
        { "id", &p->id }, { "name", &p->name }, { "origins", &p->origins },
        { "query", &p->query }, { "theme", &p->theme },
        { "campaign", &p->campaign }
    };

    if (member->string[0] == '#') {
        return JOBS_OK;
    }

    for (i = 0; i < sync_n(members); i++) {
        if (strcmp(member->string, members[i].name) == 0) {
            break;
        }
    }

    if (i == sync_n(members)) {
        *reason = "is no member of a partner";
        return JOBS_INVALID;
    }

    s = members[i].s;

    if (s->data != NULL) {
        *reason = "is there twice";
        return JOBS_INVALID;
    }

    if (cJSON_IsNull(member)) {
        return JOBS_OK;
    }

    if (s == &p->origins) {

        if (sync_partner_origins(member, origins, reason) != JOBS_OK) {
            return JOBS_INVALID;
        }

        *s = jobs_buf_view(origins);

        return JOBS_OK;
    }

    if (!cJSON_IsString(member)) {
        *reason = "must be a text";
        return JOBS_INVALID;
    }

    *s = sync_str(member->valuestring);

    return JOBS_OK;
}


/* an empty list would be whoever may: somebody means nobody by it */

static jobs_rc_t
sync_partner_origins(const cJSON *list, jobs_buf_t *origins,
    const char **reason)
{
    const cJSON  *item;

    if (!cJSON_IsArray(list) || list->child == NULL) {
        *reason = "must be a list of origins";
        return JOBS_INVALID;
    }

    cJSON_ArrayForEach(item, list) {

        if (!cJSON_IsString(item)
            || !jobs_is_origin(sync_str(item->valuestring)))
        {
            *reason = "must be a list of origins such as "
                      "https://example.com, in lower case and without a path";
            return JOBS_INVALID;
        }

        if (origins->len > 0) {
            jobs_buf_char(origins, ' ');
        }

        jobs_buf_str(origins, sync_str(item->valuestring));
    }

    return JOBS_OK;
}


uint64_t
sync_partners_count(sqlite3 *db)
{
    uint64_t       n;
    sqlite3_stmt  *stmt;

    n = 0;

    if (sqlite3_prepare_v2(db, "SELECT count(*) FROM partners", -1, &stmt,
                           NULL)
        == SQLITE_OK
        && sqlite3_step(stmt) == SQLITE_ROW)
    {
        n = (uint64_t) sqlite3_column_int64(stmt, 0);
    }

    sqlite3_finalize(stmt);

    return n;
}


jobs_rc_t
sync_partners_check(sqlite3 *db, char *error)
{
    jobs_rc_t        rc;
    jobs_args_t      args;
    jobs_fault_t     fault;
    sqlite3_stmt    *stmt;
    jobs_partner_t   p;

    if (!sync_table_there(db, "main", "partners")) {
        return JOBS_OK;
    }

    if (sync_partners_count(db) > JOBS_PARTNERS_MAX) {
        snprintf(error, SYNC_ERROR, "there are more than %u partners",
                 JOBS_PARTNERS_MAX);
        return JOBS_CORRUPT;
    }

    if (sqlite3_prepare_v2(db, jobs_sql_partners, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        return JOBS_CORRUPT;
    }

    rc = JOBS_OK;

    while (rc == JOBS_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        jobs_partner_columns(&p, stmt);
        rc = jobs_partner_check(&p, &args, &fault);

        if (rc != JOBS_OK) {
            sync_partner_fault(error, "the partner", &p, &fault);
            rc = JOBS_CORRUPT;
        }
    }

    if (sqlite3_finalize(stmt) != SQLITE_OK && rc == JOBS_OK) {
        snprintf(error, SYNC_ERROR, "%s", sqlite3_errmsg(db));
        rc = JOBS_CORRUPT;
    }

    return rc;
}


/* which partner, what is wrong, and where */

static void
sync_partner_fault(char *error, const char *which, const jobs_partner_t *p,
    const jobs_fault_t *fault)
{
    snprintf(error, SYNC_ERROR, "%s \"%.*s\": \"%.*s\" in %.*s: %s", which,
             sync_partner_cut(p->id), p->id.len == 0 ? "" : p->id.data,
             sync_partner_cut(fault->value),
             fault->value.len == 0 ? "" : fault->value.data,
             sync_partner_cut(fault->parameter), fault->parameter.data,
             fault->reason);
}


/* as much of a text as a message has room for */

static int
sync_partner_cut(jobs_str_t s)
{
    return (int) (s.len < 64 ? s.len : 64);
}
