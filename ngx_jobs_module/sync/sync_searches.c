/*
 * Named searches from files.
 */

#include <dirent.h>
#include <errno.h>
#include "sync_searches.h"
#include "../core/jobs_names.h"
#include "jobs_named_searches.h"


#define SYNC_SEARCH_BYTES  (256 * 1024)


static jobs_rc_t sync_searches_dir(sync_searches_t *s, DIR *d,
    const char *path, sync_arena_t *arena, char *error);
static jobs_rc_t sync_searches_add(sync_searches_t *s, jobs_str_t slug,
    const cJSON *json, sync_arena_t *arena, char *error);
static jobs_rc_t sync_searches_text(const cJSON *item, sync_arena_t *arena,
    jobs_str_t *s);
static jobs_rc_t sync_searches_check(const sync_searches_t *s, char *error);
static jobs_rc_t sync_searches_query(const sync_search_t *s, char *error);


static const char *const  sync_search_keys[SYNC_SEARCH_N] = {
    NULL, "query", "parent", "title", "heading", "description", "intro_html",
    "faq_html"
};


jobs_rc_t
sync_searches_read(sync_searches_t *s, const char *dir, sync_arena_t *arena,
    char *error)
{
    DIR        *d;
    char        path[4096];
    size_t      i;
    cJSON      *json;
    jobs_rc_t   rc;

    s->n = 0;
    s->items = sync_alloc(arena, SYNC_SEARCHES_MAX * sizeof(sync_search_t));

    if (dir != NULL) {
        snprintf(path, sizeof(path), "%s/searches", dir);
        d = opendir(path);

        if (d != NULL) {
            rc = sync_searches_dir(s, d, path, arena, error);
            closedir(d);

            return rc == JOBS_OK ? sync_searches_check(s, error) : rc;
        }

        if (errno != ENOENT) {
            snprintf(error, SYNC_ERROR, "%.200s: %s", path, strerror(errno));
            return JOBS_ERROR;
        }
    }

    for (i = 0; i < sync_n(jobs_named_searches); i++) {
        json = cJSON_Parse(jobs_named_searches[i].text);
        rc = sync_searches_add(s, sync_str(jobs_named_searches[i].slug), json,
                               arena, error);
        cJSON_Delete(json);

        if (rc != JOBS_OK) {
            return rc;
        }
    }

    return sync_searches_check(s, error);
}


static jobs_rc_t
sync_searches_dir(sync_searches_t *s, DIR *d, const char *path,
    sync_arena_t *arena, char *error)
{
    char            file[4400], said[SYNC_ERROR];
    cJSON          *json;
    jobs_rc_t       rc;
    jobs_str_t      name;
    struct dirent  *entry;

    while ((entry = readdir(d)) != NULL) {
        name = sync_str(entry->d_name);

        if (name.len <= 5 || name.data[0] == '.'
            || strcmp(name.data + name.len - 5, ".json") != 0)
        {
            continue;
        }

        snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
        json = sync_json_read(file, SYNC_SEARCH_BYTES, said, &rc);

        if (json == NULL) {
            snprintf(error, SYNC_ERROR, "%.150s: %.200s", file, said);
            return rc == JOBS_ERROR ? rc : JOBS_INVALID;
        }

        name.len -= 5;
        rc = sync_searches_add(s, sync_dup(arena, name), json, arena, said);
        cJSON_Delete(json);

        if (rc != JOBS_OK) {
            snprintf(error, SYNC_ERROR, "%.100s: %.250s", path, said);
            return rc;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_searches_add(sync_searches_t *s, jobs_str_t slug, const cJSON *json,
    sync_arena_t *arena, char *error)
{
    size_t          i;
    const cJSON    *item;
    sync_search_t  *search;

    if (s->n == SYNC_SEARCHES_MAX) {
        snprintf(error, SYNC_ERROR, "more than %d named searches",
                 SYNC_SEARCHES_MAX);
        return JOBS_INVALID;
    }

    if (!cJSON_IsObject(json)) {
        snprintf(error, SYNC_ERROR, "%.128s.json: is no JSON object",
                 slug.data);
        return JOBS_INVALID;
    }

    search = &s->items[s->n++];
    memset(search, 0, sizeof(sync_search_t));
    search->v[SYNC_SEARCH_SLUG] = slug;

    cJSON_ArrayForEach(item, json) {

        if (item->string[0] == '#') {
            continue;
        }

        for (i = 1; i < SYNC_SEARCH_N; i++) {
            if (strcmp(item->string, sync_search_keys[i]) == 0) {
                break;
            }
        }

        if (i == SYNC_SEARCH_N) {
            snprintf(error, SYNC_ERROR, "%.128s.json: unknown name \"%.60s\"",
                     slug.data, item->string);
            return JOBS_INVALID;
        }

        if (sync_searches_text(item, arena, &search->v[i]) != JOBS_OK) {
            snprintf(error, SYNC_ERROR, "%.128s.json: \"%s\" must be a text "
                     "or a list of texts", slug.data, sync_search_keys[i]);
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_searches_text(const cJSON *item, sync_arena_t *arena, jobs_str_t *s)
{
    jobs_buf_t    b;
    const cJSON  *line;

    if (cJSON_IsNull(item)) {
        return JOBS_OK;
    }

    if (cJSON_IsString(item)) {
        *s = sync_dup(arena, sync_str(item->valuestring));
        return JOBS_OK;
    }

    if (!cJSON_IsArray(item)) {
        return JOBS_INVALID;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_SEARCH_BYTES * 2);

    cJSON_ArrayForEach(line, item) {
        if (!cJSON_IsString(line)) {
            jobs_buf_free(&b);
            return JOBS_INVALID;
        }

        if (b.len != 0) {
            jobs_buf_char(&b, '\n');
        }

        jobs_buf_str(&b, sync_str(line->valuestring));
    }

    *s = sync_buf_dup(arena, &b);
    jobs_buf_free(&b);

    return JOBS_OK;
}


static jobs_rc_t
sync_searches_check(const sync_searches_t *s, char *error)
{
    size_t                i, k, depth;
    jobs_str_t            bad, parent;
    const sync_search_t  *search;

    for (i = 0; i < s->n; i++) {
        search = &s->items[i];

        if (sync_searches_query(search, error) != JOBS_OK) {
            return JOBS_INVALID;
        }

        for (k = SYNC_SEARCH_INTRO; k <= SYNC_SEARCH_FAQ; k++) {
            if (search->v[k].data != NULL
                && !sync_html_safe(search->v[k], &bad))
            {
                snprintf(error, SYNC_ERROR, "%.128s.json: \"%.*s\" may not "
                         "stand in %s", search->v[0].data,
                         (int) (bad.len < 60 ? bad.len : 60), bad.data,
                         sync_search_keys[k]);
                return JOBS_INVALID;
            }
        }

        parent = search->v[SYNC_SEARCH_PARENT];

        for (depth = 0; parent.data != NULL; depth++) {

            for (k = 0; k < s->n
                        && !jobs_str_eq(s->items[k].v[0], parent); k++)
            {
                /* void */
            }

            if (k == s->n || depth == 16) {
                snprintf(error, SYNC_ERROR, "%.128s.json: its parent "
                         "\"%.128s\" %s", search->v[0].data, parent.data,
                         k == s->n ? "is no named search" : "is below it");
                return JOBS_INVALID;
            }

            parent = s->items[k].v[SYNC_SEARCH_PARENT];
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_searches_query(const sync_search_t *s, char *error)
{
    jobs_str_t     slug;
    jobs_args_t    args;
    jobs_fault_t   fault;
    jobs_filter_t  f;

    slug = s->v[SYNC_SEARCH_SLUG];

    if (!jobs_name_slug_valid(slug)) {
        snprintf(error, SYNC_ERROR, "%.128s.json: a named search cannot have "
                 "this address", slug.data);
        return JOBS_INVALID;
    }

    if (s->v[SYNC_SEARCH_QUERY].data == NULL) {
        snprintf(error, SYNC_ERROR, "%.128s.json: \"query\" is missing",
                 slug.data);
        return JOBS_INVALID;
    }

    jobs_filter_init(&f, 0);

    if (jobs_name_query(&f, s->v[SYNC_SEARCH_QUERY], JOBS_BY_SEARCH, &args,
                        &fault)
        != JOBS_OK)
    {
        snprintf(error, SYNC_ERROR, "%.128s.json: its query: \"%.*s\" in "
                 "%.*s: %s", slug.data,
                 (int) (fault.value.len < 60 ? fault.value.len : 60),
                 fault.value.data,
                 (int) (fault.parameter.len < 60 ? fault.parameter.len : 60),
                 fault.parameter.data, fault.reason);
        return JOBS_INVALID;
    }

    return JOBS_OK;
}
