/*
 * The tables of conf/taxonomy: lines of cells, the last cell is a list.  No
 * cell holds a comma or a quote.  Named searches are read in
 * sync_searches.c.
 */

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/stat.h>
#include "sync_country.h"
#include "sync_searches.h"
#include "sync_taxonomy.h"
#include "jobs_taxonomy.h"
#include "jobs_country_names.h"


#define SYNC_TABLE_MAX    (4 * 1024 * 1024)
#define SYNC_CELLS        4
#define SYNC_CATEGORIES   1000


typedef struct {
    jobs_str_t         slug;
    jobs_str_t         label;
    jobs_str_t         parent;
} sync_category_t;

typedef struct {
    jobs_str_t         code;
    double             usd;
    jobs_str_t         dated;
} sync_rate_t;

struct sync_taxonomy_s {
    sync_phrases_t     sets[SYNC_SETS];
    sync_wording_t       words;
    sync_category_t   *categories;
    size_t             ncategories;
    sync_rate_t       *rates;
    size_t             nrates;
    sync_searches_t    searches;
    sync_arena_t       arena;
    char              *error;
};

typedef struct {
    const char        *name;
    size_t             cells;
    jobs_rc_t        (*row)(sync_taxonomy_t *t, jobs_str_t *cells, int set);
    int                set;
    const char        *text;
} sync_table_t;


static jobs_rc_t sync_taxonomy_read(sync_taxonomy_t *t, const char *dir);
static jobs_rc_t sync_taxonomy_names(sync_taxonomy_t *t, const char *dir);
static jobs_rc_t sync_taxonomy_table(sync_taxonomy_t *t,
    const sync_table_t *table, jobs_str_t text, const char *name);
static jobs_rc_t sync_taxonomy_tree(sync_taxonomy_t *t);
static jobs_rc_t sync_row_category(sync_taxonomy_t *t, jobs_str_t *cells,
    int set);
static jobs_rc_t sync_row_rate(sync_taxonomy_t *t, jobs_str_t *cells,
    int set);
static jobs_rc_t sync_row_terms(sync_taxonomy_t *t, jobs_str_t *cells,
    int set);
static jobs_rc_t sync_row_tag(sync_taxonomy_t *t, jobs_str_t *cells, int set);
static jobs_rc_t sync_row_mode(sync_taxonomy_t *t, jobs_str_t *cells,
    int set);
static jobs_rc_t sync_row_place(sync_taxonomy_t *t, jobs_str_t *cells,
    int kind);
static jobs_rc_t sync_row_country(sync_taxonomy_t *t, jobs_str_t *cells,
    int set);
static jobs_rc_t sync_row_region(sync_taxonomy_t *t, jobs_str_t *cells,
    int set);
static jobs_rc_t sync_taxonomy_list(sync_taxonomy_t *t, sync_set_e set,
    jobs_str_t list, sync_meaning_t *e);
static const sync_category_t *sync_taxonomy_category(const sync_taxonomy_t *t,
    jobs_str_t slug);
static jobs_str_t sync_taxonomy_cut(jobs_str_t *rest, char separator);
static jobs_rc_t sync_taxonomy_fault(sync_taxonomy_t *t, const char *format,
    jobs_str_t s);
static jobs_rc_t sync_taxonomy_run(sqlite3 *db, const char *sql,
    const jobs_str_t *values, size_t n);


/* categories before what names them, countries before cities */

static const sync_table_t  sync_tables[] = {
    { "categories.csv", 3, sync_row_category, 0, jobs_categories_csv },
    { "currencies.csv", 3, sync_row_rate, 0, jobs_rates_csv },
    { "category-words.csv", 3, sync_row_terms, SYNC_SET_CATEGORY,
      jobs_category_words_csv },
    { "levels.csv", 3, sync_row_terms, SYNC_SET_LEVEL, jobs_levels_csv },
    { "types.csv", 3, sync_row_terms, SYNC_SET_TYPE, jobs_types_csv },
    { "visa.csv", 3, sync_row_terms, SYNC_SET_VISA, jobs_visa_csv },
    { "tags.csv", 2, sync_row_tag, SYNC_SET_TAG, jobs_tags_csv },
    { "modes.csv", 2, sync_row_mode, SYNC_SET_MODE, jobs_modes_csv },
    { "country-aliases.csv", 2, sync_row_country, 0,
      jobs_country_aliases_csv },
    { "us-states.csv", 3, sync_row_place, SYNC_PLACE_STATE,
      jobs_us_states_csv },
    { "cities.csv", 3, sync_row_place, SYNC_PLACE_CITY, jobs_cities_csv },
    { "regions.csv", 2, sync_row_region, 0, jobs_regions_csv }
};

static const sync_table_t  sync_names = {
    "country names", 2, sync_row_country, 0, jobs_country_names_csv
};

static const char *const  sync_modes[] = {
    "remote", "hybrid", "onsite", "none", "world", "except", "time"
};

static sync_taxonomy_t  *sync_builtin;


sync_taxonomy_t *
sync_taxonomy_open(const char *dir, char *error, jobs_rc_t *rc)
{
    size_t            i;
    sync_taxonomy_t  *t;

    t = sync_mem.realloc(NULL, NULL, 0, sizeof(sync_taxonomy_t));
    memset(t, 0, sizeof(sync_taxonomy_t));

    for (i = 0; i < SYNC_SETS; i++) {
        sync_phrases_init(&t->sets[i], &t->arena);
    }

    sync_wording_init(&t->words);
    t->error = error;
    t->categories = sync_alloc(&t->arena,
                               SYNC_CATEGORIES * sizeof(sync_category_t));
    t->rates = sync_alloc(&t->arena, 1000 * sizeof(sync_rate_t));

    *rc = sync_taxonomy_read(t, dir);

    if (*rc == JOBS_OK) {
        *rc = sync_searches_read(&t->searches, dir, &t->arena, error);
    }

    if (*rc != JOBS_OK) {
        sync_taxonomy_close(t);
        return NULL;
    }

    t->error = NULL;

    return t;
}


void
sync_taxonomy_close(sync_taxonomy_t *t)
{
    size_t  i;

    if (t == NULL) {
        return;
    }

    for (i = 0; i < SYNC_SETS; i++) {
        sync_phrases_free(&t->sets[i]);
    }

    sync_wording_free(&t->words);
    sync_arena_free(&t->arena);
    sync_mem.free(NULL, t);
}


int
sync_taxonomy_load(sync_options_t *options, const char *dir)
{
    char       error[SYNC_ERROR];
    jobs_rc_t  rc;

    if (dir == NULL) {
        return SYNC_EX_OK;
    }

    options->taxonomy = sync_taxonomy_open(dir, error, &rc);

    if (options->taxonomy != NULL) {
        return SYNC_EX_OK;
    }

    sync_say("refused: %s", error);

    return rc == JOBS_ERROR ? SYNC_EX_IO : SYNC_EX_DATA;
}


void
sync_taxonomy_stamp(jobs_buf_t *b, const char *dir)
{
    int              i, k, n;
    char             path[4096], line[512];
    struct stat      st;
    struct dirent  **names;

    for (k = 0; dir != NULL && k < 2; k++) {
        snprintf(path, sizeof(path), "%s%s", dir, k ? "/searches" : "");
        n = scandir(path, &names, NULL, alphasort);

        for (i = 0; i < n; i++) {
            snprintf(path, sizeof(path), "%s%s/%s", dir, k ? "/searches" : "",
                     names[i]->d_name);

            if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
                snprintf(line, sizeof(line), "%s %lld %lld.%09ld\n",
                         names[i]->d_name, (long long) st.st_size,
                         (long long) st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
                jobs_buf_str(b, sync_str(line));
            }

            free(names[i]);
        }

        if (n >= 0) {
            free(names);
        }
    }
}


sync_taxonomy_t *
sync_taxonomy_of(const sync_options_t *options)
{
    char       error[SYNC_ERROR];
    jobs_rc_t  rc;

    if (options != NULL && options->taxonomy != NULL) {
        return options->taxonomy;
    }

    if (sync_builtin == NULL) {
        sync_builtin = sync_taxonomy_open(NULL, error, &rc);

        if (sync_builtin == NULL) {
            sync_say("the built-in taxonomy: %s", error);   /* t/unit */
            abort();
        }
    }

    return sync_builtin;
}


const sync_phrases_t *
sync_taxonomy_set(const sync_taxonomy_t *t, sync_set_e set)
{
    return &t->sets[set];
}


sync_wording_t *
sync_taxonomy_words(sync_taxonomy_t *t)
{
    return &t->words;
}


jobs_str_t
sync_taxonomy_parent(const sync_taxonomy_t *t, jobs_str_t slug)
{
    const sync_category_t  *c;

    c = sync_taxonomy_category(t, slug);

    return c == NULL || c->parent.len == 0 ? jobs_str(NULL, 0) : c->parent;
}


static jobs_rc_t
sync_taxonomy_read(sync_taxonomy_t *t, const char *dir)
{
    char        path[4096];
    size_t      i;
    jobs_rc_t   rc;
    jobs_buf_t  b;

    rc = dir == NULL ? JOBS_OK : sync_taxonomy_names(t, dir);

    if (rc != JOBS_OK) {
        return rc;
    }

    for (i = 0; i < sync_n(sync_tables); i++) {

        if (dir != NULL) {
            snprintf(path, sizeof(path), "%s/%s", dir, sync_tables[i].name);

            if (access(path, F_OK) == 0) {
                jobs_buf_init(&b, &sync_mem, SYNC_TABLE_MAX);
                rc = sync_slurp(&b, path);

                if (rc != JOBS_OK) {
                    snprintf(t->error, SYNC_ERROR, "%.200s: %s", path,
                             rc == JOBS_LIMIT ? "is too large"
                                              : strerror(errno));
                } else {
                    rc = sync_taxonomy_table(t, &sync_tables[i],
                                             sync_buf_dup(&t->arena, &b),
                                             path);
                }

                jobs_buf_free(&b);

                if (rc != JOBS_OK) {
                    return rc == JOBS_ERROR ? rc : JOBS_INVALID;
                }

                continue;
            }
        }

        if (sync_taxonomy_table(t, &sync_tables[i],
                                sync_str(sync_tables[i].text),
                                sync_tables[i].name)
            != JOBS_OK)
        {
            return JOBS_INVALID;
        }
    }

    /* last, so that what a table says of a name comes first */

    if (sync_taxonomy_table(t, &sync_names, sync_str(sync_names.text),
                            sync_names.name)
        != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_taxonomy_tree(t);
}


/* a table of another name would go unnoticed */

static jobs_rc_t
sync_taxonomy_names(sync_taxonomy_t *t, const char *dir)
{
    DIR            *d;
    size_t          i;
    jobs_rc_t       rc;
    jobs_str_t      name;
    struct dirent  *entry;

    d = opendir(dir);

    if (d == NULL) {
        snprintf(t->error, SYNC_ERROR, "%.200s: %s", dir, strerror(errno));
        return JOBS_ERROR;
    }

    rc = JOBS_OK;

    while (rc == JOBS_OK && (entry = readdir(d)) != NULL) {
        name = sync_str(entry->d_name);

        if (name.len < 5 || name.data[0] == '.'
            || memcmp(jobs_str_end(name) - 4, ".csv", 4) != 0
            || jobs_str_eq(name, jobs_lit("countries.csv")))
        {
            continue;
        }

        for (i = 0; i < sync_n(sync_tables)
                    && !jobs_str_eq(name, sync_str(sync_tables[i].name)); i++)
        {
            /* void */
        }

        if (i == sync_n(sync_tables)) {
            snprintf(t->error, SYNC_ERROR, "%.150s/%.200s: there is no table "
                     "of this name", dir, entry->d_name);
            rc = JOBS_INVALID;
        }
    }

    (void) closedir(d);

    return rc;
}


/* the first line that is no remark is the header */

static jobs_rc_t
sync_taxonomy_table(sync_taxonomy_t *t, const sync_table_t *table,
    jobs_str_t text, const char *name)
{
    int         header;
    char        said[SYNC_ERROR];
    size_t      n, at;
    jobs_str_t  line, cells[SYNC_CELLS];

    header = 1;
    said[0] = '\0';

    if (!jobs_utf8_valid(text)) {
        snprintf(t->error, SYNC_ERROR, "%.200s: is not UTF-8", name);
        return JOBS_INVALID;
    }

    for (at = 1; text.len != 0; at++) {
        line = sync_taxonomy_cut(&text, '\n');

        if (line.len != 0 && line.data[line.len - 1] == '\r') {
            line.len--;
        }

        if (line.len == 0 || line.data[0] == '#') {
            continue;
        }

        if (header) {
            header = 0;
            continue;
        }

        for (n = 0; n < table->cells && line.data != NULL; n++) {
            cells[n] = sync_taxonomy_cut(&line, ',');

            if (line.len == 0 && n + 1 < table->cells
                && line.data[-1] != ',')
            {
                n++;
                break;
            }
        }

        if (n != table->cells || line.len != 0) {
            snprintf(said, sizeof(said), "it must have %zu cells",
                     table->cells);

        } else {
            t->error[0] = '\0';

            if (table->row(t, cells, table->set) == JOBS_OK) {
                continue;
            }

            snprintf(said, sizeof(said), "%.200s", t->error);
        }

        snprintf(t->error, SYNC_ERROR, "%.150s:%zu: %.200s", name, at, said);
        return JOBS_INVALID;
    }

    return JOBS_OK;
}


/* parents are there, and none is above itself */

static jobs_rc_t
sync_taxonomy_tree(sync_taxonomy_t *t)
{
    size_t      i, depth;
    jobs_str_t  slug;

    for (i = 0; i < t->ncategories; i++) {
        slug = t->categories[i].slug;

        for (depth = 0; slug.len != 0; depth++) {

            if (sync_taxonomy_category(t, slug) == NULL) {
                return sync_taxonomy_fault(t, "categories.csv: the parent "
                                           "\"%.*s\" is no category", slug);
            }

            if (depth == 8) {
                return sync_taxonomy_fault(t, "categories.csv: more than 8 "
                                           "levels above \"%.*s\"",
                                           t->categories[i].slug);
            }

            slug = sync_taxonomy_parent(t, slug);
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_row_category(sync_taxonomy_t *t, jobs_str_t *cells, int set)
{
    jobs_buf_t        b;
    jobs_str_t        slug;
    sync_category_t  *c;

    (void) set;

    jobs_buf_init(&b, &sync_mem, 4096);
    jobs_slug(&b, cells[0]);
    slug = jobs_buf_view(&b);
    set = slug.len != 0 && jobs_str_eq(slug, cells[0]);
    jobs_buf_free(&b);

    if (!set) {
        return sync_taxonomy_fault(t, "\"%.*s\" is no slug", cells[0]);
    }

    if (cells[1].len == 0) {
        return sync_taxonomy_fault(t, "\"%.*s\" has no label", cells[0]);
    }

    if (sync_taxonomy_category(t, cells[0]) != NULL) {
        return sync_taxonomy_fault(t, "\"%.*s\" is there twice", cells[0]);
    }

    if (t->ncategories == SYNC_CATEGORIES) {
        return sync_taxonomy_fault(t, "%.*s: too many categories", cells[0]);
    }

    c = &t->categories[t->ncategories++];
    c->slug = cells[0];
    c->label = cells[1];
    c->parent = cells[2];

    return JOBS_OK;
}


static jobs_rc_t
sync_row_rate(sync_taxonomy_t *t, jobs_str_t *cells, int set)
{
    char         *end;
    int64_t       day;
    sync_rate_t  *rate;

    (void) set;

    rate = &t->rates[t->nrates];
    rate->code = cells[0];
    rate->dated = cells[2];

    if (cells[0].len != 3
        || strspn(cells[0].data, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3
        || t->nrates == 1000)
    {
        return sync_taxonomy_fault(t, "\"%.*s\" is no currency", cells[0]);
    }

    /* a comma ends it: it is not the last cell */

    end = NULL;
    rate->usd = cells[1].len != 0 && cells[1].data[0] >= '0'
                && cells[1].data[0] <= '9' ? strtod(cells[1].data, &end) : 0;

    if (!(rate->usd > 0) || rate->usd > 1e9 || end != jobs_str_end(cells[1])) {
        return sync_taxonomy_fault(t, "\"%.*s\" is no value of a unit in US "
                                   "dollars", cells[1]);
    }

    if (jobs_parse_time(cells[2], &day) != JOBS_OK) {
        return sync_taxonomy_fault(t, "\"%.*s\" is no day", cells[2]);
    }

    t->nrates++;

    return JOBS_OK;
}


/* order, value, phrases */

static jobs_rc_t
sync_row_terms(sync_taxonomy_t *t, jobs_str_t *cells, int set)
{
    uint64_t      order;
    sync_meaning_t  e;

    memset(&e, 0, sizeof(sync_meaning_t));

    if (jobs_parse_uint(cells[0], 1000, &order) != JOBS_OK) {
        return sync_taxonomy_fault(t, "\"%.*s\" is no order from 0 to 1000",
                                   cells[0]);
    }

    if (cells[1].len != 0
        && ((set == SYNC_SET_CATEGORY
             && sync_taxonomy_category(t, cells[1]) == NULL)
            || (set == SYNC_SET_LEVEL
                && !sync_field_choice(&sync_fields[SYNC_SENIORITY], cells[1]))
            || (set == SYNC_SET_TYPE
                && !sync_field_choice(&sync_fields[SYNC_EMPLOYMENT_TYPE],
                                      cells[1]))
            || (set == SYNC_SET_VISA
                && !jobs_str_eq(cells[1], jobs_lit("0"))
                && !jobs_str_eq(cells[1], jobs_lit("1")))))
    {
        return sync_taxonomy_fault(t, "\"%.*s\" is no value of this table",
                                   cells[1]);
    }

    e.order = (int) order;
    e.value = cells[1];

    return sync_taxonomy_list(t, set, cells[2], &e);
}


static jobs_rc_t
sync_row_tag(sync_taxonomy_t *t, jobs_str_t *cells, int set)
{
    sync_meaning_t  e;

    memset(&e, 0, sizeof(sync_meaning_t));

    e.value = cells[0];

    return sync_taxonomy_list(t, set, cells[1].len == 0 ? cells[0] : cells[1],
                              &e);
}


static jobs_rc_t
sync_row_mode(sync_taxonomy_t *t, jobs_str_t *cells, int set)
{
    sync_meaning_t  e;

    memset(&e, 0, sizeof(sync_meaning_t));

    for (e.kind = 0; e.kind < (int) sync_n(sync_modes); e.kind++) {
        if (jobs_str_eq(cells[0], sync_str(sync_modes[e.kind]))) {
            return sync_taxonomy_list(t, set, cells[1], &e);
        }
    }

    return sync_taxonomy_fault(t, "\"%.*s\" is none of remote, hybrid, "
                               "onsite, none, world, except, time", cells[0]);
}


/* country, state, names; an ambiguous one begins with "?" */

static jobs_rc_t
sync_row_place(sync_taxonomy_t *t, jobs_str_t *cells, int kind)
{
    sync_meaning_t  e;

    memset(&e, 0, sizeof(sync_meaning_t));

    e.country = sync_country_find(cells[0]);
    e.kind = kind;
    e.value = cells[1];

    if (e.country == -1) {
        return sync_taxonomy_fault(t, "\"%.*s\" is no country", cells[0]);
    }

    if (kind == SYNC_PLACE_STATE
        && sync_taxonomy_list(t, SYNC_SET_PLACE, cells[1], &e) != JOBS_OK)
    {
        return JOBS_INVALID;
    }

    return sync_taxonomy_list(t, SYNC_SET_PLACE, cells[2], &e);
}


static jobs_rc_t
sync_row_country(sync_taxonomy_t *t, jobs_str_t *cells, int set)
{
    sync_meaning_t  e;

    (void) set;

    memset(&e, 0, sizeof(sync_meaning_t));

    e.country = sync_country_find(cells[0]);
    e.kind = SYNC_PLACE_COUNTRY;

    if (e.country == -1) {
        return sync_taxonomy_fault(t, "\"%.*s\" is no country", cells[0]);
    }

    return sync_taxonomy_list(t, SYNC_SET_PLACE, cells[1], &e);
}


/* "DE AT CH" or "north-america latam", names */

static jobs_rc_t
sync_row_region(sync_taxonomy_t *t, jobs_str_t *cells, int set)
{
    jobs_str_t    rest, part;
    sync_meaning_t  e;

    (void) set;

    memset(&e, 0, sizeof(sync_meaning_t));

    e.country = -1;
    e.kind = SYNC_PLACE_REGION;
    e.value = cells[0];

    for (rest = cells[0]; rest.len != 0; /* void */ ) {
        part = sync_taxonomy_cut(&rest, ' ');

        if (sync_region_find(part) == -1 && sync_country_find(part) == -1) {
            return sync_taxonomy_fault(t, "\"%.*s\" is neither a region nor "
                                       "a country", part);
        }
    }

    return sync_taxonomy_list(t, SYNC_SET_PLACE, cells[1], &e);
}


static jobs_rc_t
sync_taxonomy_list(sync_taxonomy_t *t, sync_set_e set, jobs_str_t list,
    sync_meaning_t *e)
{
    jobs_str_t  part;

    if (list.len == 0) {
        return sync_taxonomy_fault(t, "the list of words is empty%.*s", list);
    }

    while (list.len != 0) {
        part = sync_taxonomy_cut(&list, ';');
        e->ambiguous = part.len != 0 && part.data[0] == '?';

        if (sync_phrases_add(&t->sets[set], &t->words, part, e) != JOBS_OK) {

            /* some languages have long names for countries */

            if (set == SYNC_SET_PLACE && e->kind == SYNC_PLACE_COUNTRY) {
                continue;
            }

            return sync_taxonomy_fault(t, "\"%.*s\" is not one to six words",
                                       part);
        }
    }

    return JOBS_OK;
}


static const sync_category_t *
sync_taxonomy_category(const sync_taxonomy_t *t, jobs_str_t slug)
{
    size_t  i;

    for (i = 0; i < t->ncategories; i++) {
        if (jobs_str_eq(t->categories[i].slug, slug)) {
            return &t->categories[i];
        }
    }

    return NULL;
}


static jobs_str_t
sync_taxonomy_cut(jobs_str_t *rest, char separator)
{
    size_t      n;
    jobs_str_t  part;

    for (n = 0; n < rest->len && rest->data[n] != separator; n++) {
        /* void */
    }

    part = jobs_str(rest->data, n);
    n += n < rest->len;
    *rest = jobs_str(rest->data + n, rest->len - n);

    return part;
}


static jobs_rc_t
sync_taxonomy_fault(sync_taxonomy_t *t, const char *format, jobs_str_t s)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
    snprintf(t->error, SYNC_ERROR, format,
             (int) (s.len < 100 ? s.len : 100), s.data);
#pragma GCC diagnostic pop

    return JOBS_INVALID;
}


jobs_rc_t
sync_taxonomy_write(sync_taxonomy_t *t, sqlite3 *db)
{
    char            usd[32];
    size_t          i;
    jobs_str_t      values[3];
    sync_search_t  *s;

    for (i = 0; i < t->ncategories; i++) {
        if (sync_taxonomy_run(db, "INSERT OR REPLACE INTO categories"
                              " VALUES (?, ?, nullif(?, ''))",
                              (jobs_str_t *) &t->categories[i], 3)
            != JOBS_OK)
        {
            return JOBS_ERROR;
        }
    }

    /* the built-in rates that a caller wrote are none of a replaced table's */

    if (sync_taxonomy_run(db, "DELETE FROM currencies", NULL, 0) != JOBS_OK) {
        return JOBS_ERROR;
    }

    for (i = 0; i < t->nrates; i++) {
        snprintf(usd, sizeof(usd), "%.17g", t->rates[i].usd);
        values[0] = t->rates[i].code;
        values[1] = sync_str(usd);
        values[2] = t->rates[i].dated;

        if (sync_taxonomy_run(db, "INSERT OR REPLACE INTO currencies"
                              " VALUES (?, CAST(? AS REAL), ?)", values, 3)
            != JOBS_OK)
        {
            return JOBS_ERROR;
        }
    }

    for (i = 0; i < t->searches.n; i++) {
        s = &t->searches.items[i];

        if (sync_taxonomy_run(db, "INSERT OR REPLACE INTO searches (slug,"
                              " query, parent, title, heading, description,"
                              " intro_html, faq_html)"
                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                              s->v, SYNC_SEARCH_N)
            != JOBS_OK)
        {
            return JOBS_ERROR;
        }
    }

    return JOBS_OK;
}


static jobs_rc_t
sync_taxonomy_run(sqlite3 *db, const char *sql, const jobs_str_t *values,
    size_t n)
{
    int            rc;
    size_t         i;
    sqlite3_stmt  *stmt;

    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        return JOBS_ERROR;
    }

    for (i = 0; i < n; i++) {
        sqlite3_bind_text(stmt, (int) i + 1, values[i].data,
                          (int) values[i].len, SQLITE_STATIC);
    }

    rc = sqlite3_step(stmt);
    (void) sqlite3_finalize(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}
