/*
 * The directive "jobs_template": an operator's own HTML.
 *
 * A file is read once for each configuration, into its pool, and so are the
 * partials beside it.  What a level of the configuration says is compiled when
 * it is merged, as only then it is known what {{> item}} means there.
 */

#include "ngx_jobs.h"

#include <ngx_sha1.h>


#define NGX_JOBS_FILE_MAX  (1024 * 1024)

#define ngx_jobs_has(set, view)  ((set)->sources[view] != NULL)


typedef struct {
    jobs_source_t              source;
    ngx_str_t                  path;        /* terminated */
} ngx_jobs_file_t;


/* What a compilation needs, which finds partials. */

typedef struct {
    ngx_conf_t                *cf;
    ngx_jobs_templates_t      *set;
    jobs_mem_t                *mem;
    ngx_sha1_t                 sha1;        /* of all that is read */
    char                       reason[NGX_MAX_CONF_ERRSTR];
} ngx_jobs_compile_t;


static ngx_uint_t  ngx_jobs_template_is_own(jobs_html_e view);
static ngx_jobs_file_t  *ngx_jobs_template_file(ngx_conf_t *cf,
                       ngx_str_t *path, char *reason);
static ngx_int_t   ngx_jobs_template_read(ngx_conf_t *cf,
                       ngx_jobs_file_t *file, char *reason);
static char       *ngx_jobs_template_compile(ngx_conf_t *cf,
                       ngx_jobs_templates_t *set);
static ngx_int_t   ngx_jobs_template_view(ngx_jobs_compile_t *c,
                       jobs_html_e view);
static ngx_uint_t  ngx_jobs_template_changes(ngx_jobs_templates_t *set,
                       jobs_html_e view);
static const jobs_source_t  *ngx_jobs_template_partial(void *data,
                       const jobs_source_t *from, jobs_str_t name,
                       const char **reason);
static const jobs_source_t  *ngx_jobs_template_beside(ngx_jobs_compile_t *c,
                       const jobs_source_t *from, jobs_str_t name,
                       const char **reason);
static void       *ngx_jobs_template_realloc(void *ctx, void *p, size_t old,
                       size_t size);
static void        ngx_jobs_template_free(void *ctx, void *p);


/* what an operator may replace; the others are the frame around them */

static const jobs_html_e  ngx_jobs_template_own[] = {
    JOBS_HTML_LIST, JOBS_HTML_ITEM, JOBS_HTML_DETAIL, JOBS_HTML_EMPTY,
    JOBS_HTML_ERROR
};

#define NGX_JOBS_OWN                                                          \
    (sizeof(ngx_jobs_template_own) / sizeof(ngx_jobs_template_own[0]))


char *
ngx_jobs_template_set(ngx_conf_t *cf, ngx_command_t *cmd, void *conf)
{
    ngx_jobs_loc_conf_t *jlcf = conf;

    char              reason[NGX_MAX_CONF_ERRSTR];
    ngx_str_t        *value, path;
    jobs_html_e       view;
    ngx_jobs_file_t  *file;

    value = cf->args->elts;

    view = jobs_html_find(ngx_jobs_str(&value[1]));

    if (!ngx_jobs_template_is_own(view)) {
        return ngx_jobs_invalid(cf, cmd, &value[1],
                                "it must be list, item, detail, empty or "
                                "error");
    }

    if (value[2].len == 0 || ngx_strlchr(value[2].data,
                                         value[2].data + value[2].len, '$'))
    {
        return ngx_jobs_invalid(cf, cmd, &value[2],
                                "it must be a path without variables");
    }

    if (jlcf->templates == NULL) {
        jlcf->templates = ngx_pcalloc(cf->pool, sizeof(ngx_jobs_templates_t));

        if (jlcf->templates == NULL) {
            return NGX_CONF_ERROR;
        }
    }

    if (ngx_jobs_has(jlcf->templates, view)) {
        return "is duplicate";
    }

    path = value[2];

    if (ngx_conf_full_name(cf->cycle, &path, 1) != NGX_OK) {
        return NGX_CONF_ERROR;
    }

    file = ngx_jobs_template_file(cf, &path, reason);

    if (file == NULL) {
        ngx_conf_log_error(NGX_LOG_EMERG, cf, 0, "\"jobs_template\": %s",
                           reason);
        return NGX_CONF_ERROR;
    }

    jlcf->templates->sources[view] = &file->source;

    return NGX_CONF_OK;
}


static ngx_uint_t
ngx_jobs_template_is_own(jobs_html_e view)
{
    ngx_uint_t  i;

    for (i = 0; i < NGX_JOBS_OWN; i++) {
        if (ngx_jobs_template_own[i] == view) {
            return 1;
        }
    }

    return 0;
}


/* one that was read already, or reads it; NULL: why not stands in reason */

static ngx_jobs_file_t *
ngx_jobs_template_file(ngx_conf_t *cf, ngx_str_t *path, char *reason)
{
    ngx_uint_t             i;
    ngx_jobs_file_t       *file, **files;
    ngx_jobs_main_conf_t  *jmcf;

    jmcf = ngx_http_conf_get_module_main_conf(cf, ngx_jobs_module);
    files = jmcf->files.elts;

    for (i = 0; i < jmcf->files.nelts; i++) {
        if (files[i]->path.len == path->len
            && ngx_strncmp(files[i]->path.data, path->data, path->len) == 0)
        {
            return files[i];
        }
    }

    (void) ngx_cpystrn((u_char *) reason, (u_char *) "no memory",
                       NGX_MAX_CONF_ERRSTR);

    file = ngx_pcalloc(cf->pool, sizeof(ngx_jobs_file_t));
    if (file == NULL) {
        return NULL;
    }

    file->path = *path;
    file->source.name = ngx_jobs_str(path);

    if (ngx_jobs_template_read(cf, file, reason) != NGX_OK) {
        return NULL;
    }

    files = ngx_array_push(&jmcf->files);
    if (files == NULL) {
        return NULL;
    }

    *files = file;

    return file;
}


static ngx_int_t
ngx_jobs_template_read(ngx_conf_t *cf, ngx_jobs_file_t *file, char *reason)
{
    off_t            size;
    u_char          *p, *last;
    ssize_t          n;
    ngx_err_t        err;
    ngx_file_t       f;
    ngx_file_info_t  fi;

    ngx_memzero(&f, sizeof(ngx_file_t));
    f.name = file->path;
    f.log = cf->log;

    last = (u_char *) reason + NGX_MAX_CONF_ERRSTR - 1;
    p = (u_char *) reason;

    /* no wait for the writer of a pipe */

    f.fd = ngx_open_file(file->path.data, NGX_FILE_RDONLY|NGX_FILE_NONBLOCK,
                         NGX_FILE_OPEN, 0);

    if (f.fd == NGX_INVALID_FILE) {
        err = ngx_errno;
        p = ngx_slprintf(p, last, ngx_open_file_n " \"%V\" failed (%d: ",
                         &file->path, err);
        p = ngx_strerror(err, p, last - p);
        *ngx_slprintf(p, last, ")") = '\0';
        return NGX_ERROR;
    }

    size = -1;

    if (ngx_fd_info(f.fd, &fi) != NGX_FILE_ERROR && ngx_is_file(&fi)) {
        size = ngx_file_size(&fi);
    }

    if (size < 0 || size > NGX_JOBS_FILE_MAX) {
        *ngx_slprintf(p, last, "\"%V\" is %s", &file->path,
                      size < 0 ? "no file" : "larger than 1m") = '\0';
        ngx_close_file(f.fd);
        return NGX_ERROR;
    }

    file->source.text.data = ngx_pnalloc(cf->pool, size + 1);

    n = file->source.text.data != NULL
        ? ngx_read_file(&f, (u_char *) file->source.text.data, size, 0)
        : NGX_ERROR;

    ngx_close_file(f.fd);

    if (n != size) {
        *ngx_slprintf(p, last, "\"%V\" cannot be read", &file->path) = '\0';
        return NGX_ERROR;
    }

    file->source.text.len = n;

    /* editors of some systems begin a file with U+FEFF */

    if (n >= 3 && ngx_memcmp(file->source.text.data, "\xEF\xBB\xBF", 3) == 0) {
        file->source.text.data += 3;
        file->source.text.len -= 3;
    }

    return NGX_OK;
}


char *
ngx_jobs_template_merge(ngx_conf_t *cf, ngx_jobs_loc_conf_t *prev,
    ngx_jobs_loc_conf_t *conf)
{
    ngx_uint_t  i;

    /* also what every level below replaces */

    if (prev->templates != NULL && !prev->templates->compiled
        && ngx_jobs_template_compile(cf, prev->templates) != NGX_CONF_OK)
    {
        return NGX_CONF_ERROR;
    }

    if (conf->templates == NULL) {
        conf->templates = prev->templates;
        return NGX_CONF_OK;
    }

    for (i = 0; i < JOBS_HTML_N && prev->templates != NULL; i++) {
        if (!ngx_jobs_has(conf->templates, i)) {
            conf->templates->sources[i] = prev->templates->sources[i];
        }
    }

    return ngx_jobs_template_compile(cf, conf->templates);
}


static char *
ngx_jobs_template_compile(ngx_conf_t *cf, ngx_jobs_templates_t *set)
{
    ngx_uint_t           i;
    ngx_jobs_compile_t  *c;

    set->compiled = 1;

    c = ngx_palloc(cf->temp_pool, sizeof(ngx_jobs_compile_t));
    if (c == NULL) {
        return NGX_CONF_ERROR;
    }

    c->cf = cf;
    c->set = set;
    c->mem = ngx_palloc(cf->pool, sizeof(jobs_mem_t));

    if (c->mem == NULL) {
        return NGX_CONF_ERROR;
    }

    c->mem->realloc = ngx_jobs_template_realloc;
    c->mem->free = ngx_jobs_template_free;
    c->mem->ctx = cf->pool;

    ngx_sha1_init(&c->sha1);

    for (i = 0; i < NGX_JOBS_OWN; i++) {
        if (ngx_jobs_template_changes(set, ngx_jobs_template_own[i])
            && ngx_jobs_template_view(c, ngx_jobs_template_own[i]) != NGX_OK)
        {
            return NGX_CONF_ERROR;
        }
    }

    ngx_sha1_final(set->digest, &c->sha1);

    return NGX_CONF_OK;
}


/* the list holds the other two */

static ngx_uint_t
ngx_jobs_template_changes(ngx_jobs_templates_t *set, jobs_html_e view)
{
    return ngx_jobs_has(set, view)
           || (view == JOBS_HTML_LIST && (ngx_jobs_has(set, JOBS_HTML_ITEM)
                                          || ngx_jobs_has(set,
                                                          JOBS_HTML_EMPTY)));
}


static ngx_int_t
ngx_jobs_template_view(ngx_jobs_compile_t *c, jobs_html_e view)
{
    jobs_rc_t               rc;
    jobs_partials_t         partials;
    jobs_template_t        *t;
    const jobs_source_t    *source;
    jobs_template_error_t   error;

    t = ngx_palloc(c->cf->pool, sizeof(jobs_template_t));
    if (t == NULL) {
        return NGX_ERROR;
    }

    partials.find = ngx_jobs_template_partial;
    partials.data = c;

    source = ngx_jobs_has(c->set, view) ? c->set->sources[view]
                                        : jobs_html_source(view);

    ngx_sha1_update(&c->sha1, &view, sizeof(jobs_html_e));
    ngx_sha1_update(&c->sha1, source->text.data, source->text.len);

    rc = jobs_template_compile(t, jobs_html_view(view), source, &partials,
                               c->mem, &error);

    if (rc == JOBS_INVALID) {
        ngx_log_error(NGX_LOG_EMERG, c->cf->log, 0,
                      "\"jobs_template\": %*s:%ui: %s%s%*s%s",
                      error.source->name.len, error.source->name.data,
                      (ngx_uint_t) error.line, error.reason,
                      error.name.data != NULL ? " \"" : "",
                      error.name.len, error.name.data,
                      error.name.data != NULL ? "\"" : "");
    }

    if (rc != JOBS_OK) {
        return NGX_ERROR;
    }

    c->set->core.template[view] = t;

    return NGX_OK;
}


/* of jobs_partials_t */

static const jobs_source_t *
ngx_jobs_template_partial(void *data, const jobs_source_t *from,
    jobs_str_t name, const char **reason)
{
    jobs_html_e           view;
    ngx_uint_t            i;
    const jobs_source_t  *source;
    ngx_jobs_compile_t   *c;

    c = data;
    view = jobs_html_find(name);

    if (ngx_jobs_template_is_own(view)) {
        source = ngx_jobs_has(c->set, view) ? c->set->sources[view]
                                            : jobs_html_source(view);
    } else {

        for (i = 0; i < JOBS_HTML_N; i++) {
            if (from == jobs_html_source(i)) {
                break;
            }
        }

        source = (i < JOBS_HTML_N)
                 ? jobs_html_partial(NULL, from, name, reason)
                 : ngx_jobs_template_beside(c, from, name, reason);
    }

    if (source != NULL) {
        ngx_sha1_update(&c->sha1, &source->text.len, sizeof(size_t));
        ngx_sha1_update(&c->sha1, source->text.data, source->text.len);
    }

    return source;
}


/* name.html in the directory of the file that takes it */

static const jobs_source_t *
ngx_jobs_template_beside(ngx_jobs_compile_t *c, const jobs_source_t *from,
    jobs_str_t name, const char **reason)
{
    char             *p;
    size_t            i, dir;
    ngx_str_t         path;
    ngx_jobs_file_t  *file;

    *reason = "a partial's name is of letters, digits, \"-\" and \"_\", unlike";

    for (i = 0; i < name.len; i++) {
        if (!((name.data[i] | 0x20) >= 'a' && (name.data[i] | 0x20) <= 'z')
            && !(name.data[i] >= '0' && name.data[i] <= '9')
            && name.data[i] != '-' && name.data[i] != '_')
        {
            return NULL;
        }
    }

    if (name.len == 0) {
        return NULL;
    }

    *reason = "no memory for";

    for (dir = from->name.len; dir > 0 && from->name.data[dir - 1] != '/';
         dir--)
    {
        /* void */
    }

    path.len = dir + name.len + sizeof(".html") - 1;
    path.data = ngx_pnalloc(c->cf->pool, path.len + 1);

    if (path.data == NULL) {
        return NULL;
    }

    p = (char *) ngx_cpymem(path.data, from->name.data, dir);
    p = (char *) ngx_cpymem(p, name.data, name.len);
    ngx_memcpy(p, ".html", sizeof(".html"));

    file = ngx_jobs_template_file(c->cf, &path, c->reason);

    if (file == NULL) {
        i = ngx_strlen(c->reason);
        ngx_cpystrn((u_char *) c->reason + i, (u_char *) ", the partial",
                    sizeof(c->reason) - i);
        *reason = c->reason;
        return NULL;
    }

    return &file->source;
}


/* the configuration's memory, which goes with it */

static void *
ngx_jobs_template_realloc(void *ctx, void *p, size_t old, size_t size)
{
    void  *new;

    new = ngx_palloc(ctx, size);

    if (new != NULL && p != NULL) {
        ngx_memcpy(new, p, ngx_min(old, size));
    }

    return new;
}


static void
ngx_jobs_template_free(void *ctx, void *p)
{
    (void) ctx;
    (void) p;
}
