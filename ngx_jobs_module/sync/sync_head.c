/*
 * What the first bytes of a JSON document tell: the members before its list
 * and the first row, by which formats know their own.
 */

#include "sync_format.h"
#include "sync_input.h"


#define SYNC_HEAD_VALUE  (128 * 1024)   /* bytes of a member that are kept */


typedef struct {
    sync_input_t         *in;
    const sync_format_t  *format;
    const char           *empty;        /* path of a list without rows     */
    cJSON                *envelope;
    int                   canonical;    /* it looks so, or cannot be read  */
} sync_head_run_t;


static void sync_head_object(sync_head_run_t *run);
static void sync_head_lists(sync_head_run_t *run, jobs_str_t name);
static void sync_head_list(sync_head_run_t *run, const char *path);
static int sync_head_enter(sync_head_run_t *run, const char *path);
static void sync_head_member(sync_head_run_t *run, jobs_str_t name);
static void sync_head_try(sync_head_run_t *run, const char *path,
    const cJSON *row);
static int sync_head_ours(jobs_str_t name);


int
sync_head(jobs_str_t head, const sync_format_t **format)
{
    int              c;
    sync_head_run_t  run;

    memset(&run, 0, sizeof(sync_head_run_t));
    run.in = sync_input_memory(head);
    run.envelope = cJSON_CreateObject();

    c = sync_json_space(run.in);

    if (c == '[') {
        sync_head_list(&run, "");

    } else if (c == '{') {
        sync_head_object(&run);
    }

    if (run.format == NULL && run.empty != NULL) {
        sync_head_try(&run, run.empty, NULL);
    }

    *format = run.format;

    cJSON_Delete(run.envelope);
    sync_input_close(run.in);

    return run.format != NULL || run.canonical;
}


static void
sync_head_object(sync_head_run_t *run)
{
    int         c;
    size_t      n, ours;
    jobs_buf_t  name;

    n = 0;
    ours = 0;
    jobs_buf_init(&name, &sync_mem, 4096);

    (void) sync_input_next(run->in);
    c = sync_json_space(run->in);

    while (run->format == NULL && c != '}') {

        if (sync_json_name(run->in, &name) != JOBS_OK) {
            break;
        }

        n++;
        ours += sync_head_ours(jobs_buf_view(&name));

        sync_head_lists(run, jobs_buf_view(&name));

        if (run->format == NULL) {
            sync_head_member(run, jobs_buf_view(&name));
        }

        c = sync_json_space(run->in);

        if (c != ',') {
            break;
        }

        (void) sync_input_next(run->in);
    }

    run->canonical = ours != 0 || n == 0;

    jobs_buf_free(&name);
}


/* the lists that formats have in this member, each once */

static void
sync_head_lists(sync_head_run_t *run, jobs_str_t name)
{
    size_t       i, k, pos;
    const char  *list;

    pos = run->in->pos;

    for (i = 0; sync_formats[i] != NULL && run->format == NULL; i++) {
        list = sync_formats[i]->list;

        if (sync_formats[i]->element != NULL || list == NULL
            || strncmp(list, name.data, name.len) != 0
            || (list[name.len] != '\0' && list[name.len] != '.'))
        {
            continue;
        }

        for (k = 0; k < i; k++) {
            if (sync_formats[k]->element == NULL
                && strcmp(sync_formats[k]->list, list) == 0)
            {
                break;
            }
        }

        if (k != i) {
            continue;
        }

        if (sync_head_enter(run, list + name.len)) {
            sync_head_list(run, list);
        }

        run->in->pos = pos;
    }
}


/* goes to the list at what is left of its path: ".0.rows"; 1 if it is there */

static int
sync_head_enter(sync_head_run_t *run, const char *path)
{
    int         c;
    size_t      n;
    uint64_t    i;
    jobs_buf_t  name;

    if (*path == '\0') {
        return sync_json_space(run->in) == '[';
    }

    path++;
    n = strcspn(path, ".");
    c = sync_json_space(run->in);
    (void) sync_input_next(run->in);

    if (c == '[' && jobs_parse_uint(jobs_str(path, n), 9, &i) == JOBS_OK) {

        for ( /* void */ ; i > 0; i--) {
            if (sync_json_value(run->in, NULL) != JOBS_OK
                || sync_json_space(run->in) != ',')
            {
                return 0;
            }

            (void) sync_input_next(run->in);
        }

        return sync_head_enter(run, path + n);
    }

    if (c != '{') {
        return 0;
    }

    jobs_buf_init(&name, &sync_mem, 4096);

    while (sync_json_name(run->in, &name) == JOBS_OK) {

        if (jobs_str_eq(jobs_buf_view(&name), jobs_str(path, n))) {
            jobs_buf_free(&name);
            return sync_head_enter(run, path + n);
        }

        (void) sync_json_space(run->in);

        if (sync_json_value(run->in, NULL) != JOBS_OK
            || sync_json_space(run->in) != ',')
        {
            break;
        }

        (void) sync_input_next(run->in);
    }

    jobs_buf_free(&name);

    return 0;
}


static void
sync_head_list(sync_head_run_t *run, const char *path)
{
    cJSON        *row;
    jobs_buf_t    b;
    const char   *why;
    const cJSON  *item;

    (void) sync_input_next(run->in);

    if (sync_json_space(run->in) == ']') {
        run->empty = path;
        run->canonical |= *path == '\0';
        return;
    }

    jobs_buf_init(&b, &sync_mem, SYNC_INPUT_SIZE);
    row = NULL;

    if (sync_json_value(run->in, &b) == JOBS_OK) {
        row = sync_json_parse(jobs_buf_view(&b), 0, &why);
    }

    if (cJSON_IsObject(row)) {
        sync_head_try(run, path, row);
    }

    if (*path == '\0') {
        run->canonical = !cJSON_IsObject(row) || row->child == NULL;

        cJSON_ArrayForEach(item, row) {
            run->canonical |= cJSON_IsObject(row)
                              && sync_head_ours(sync_str(item->string));
        }
    }

    cJSON_Delete(row);
    jobs_buf_free(&b);
}


static void
sync_head_member(sync_head_run_t *run, jobs_str_t name)
{
    cJSON       *item;
    jobs_buf_t   b;
    const char  *why;

    jobs_buf_init(&b, &sync_mem, SYNC_HEAD_VALUE);
    (void) sync_json_space(run->in);

    if (sync_json_value(run->in, &b) == JOBS_OK && b.rc == JOBS_OK) {
        item = sync_json_parse(jobs_buf_view(&b), 0, &why);

        if (item != NULL) {
            cJSON_AddItemToObject(run->envelope, name.data, item);
        }
    }

    jobs_buf_free(&b);
}


static void
sync_head_try(sync_head_run_t *run, const char *path, const cJSON *row)
{
    sync_head_t  head;

    head.list = path;
    head.element = NULL;
    head.envelope = run->envelope;
    head.row = row;

    run->format = sync_format_recognise(&head);
}


/* a name that every canonical row has */

static int
sync_head_ours(jobs_str_t name)
{
    return jobs_str_eq(name, jobs_lit("id"))
           || jobs_str_eq(name, jobs_lit("title"))
           || jobs_str_eq(name, jobs_lit("company"))
           || jobs_str_eq(name, jobs_lit("url"));
}
