/*
 * HTML: the search form of a list.
 *
 * A filter that a control can show stands in it, with several values as a
 * comma list; any other one is kept in hidden inputs, so that a submit loses
 * nothing.
 */


#include "jobs_html.h"


#define jobs_form_slots(X)                                                    \
    X(ACTION, "action", URL)                                                  \
    X(KEPT, "kept", LIST)                                                     \
    X(KEPT_NAME, "kept_name", TEXT)                                           \
    X(KEPT_VALUE, "kept_value", TEXT)                                         \
    X(SHOW_Q, "show_q", LIST)                                                 \
    X(Q, "q", TEXT)                                                           \
    X(SHOW_LOCATION, "show_location", LIST)                                   \
    X(LOCATION, "location", TEXT)                                             \
    X(SHOW_MORE, "show_more", LIST)                                           \
    X(SHOW_REMOTE, "show_remote", LIST)                                       \
    X(REMOTE_OPTIONS, "remote_options", LIST)                                 \
    X(SHOW_TYPE, "show_type", LIST)                                           \
    X(TYPE_OPTIONS, "type_options", LIST)                                     \
    X(SHOW_LEVEL, "show_level", LIST)                                         \
    X(LEVEL_OPTIONS, "level_options", LIST)                                   \
    X(SHOW_CATEGORY, "show_category", LIST)                                   \
    X(CATEGORY, "category", TEXT)                                             \
    X(SHOW_POSTED, "show_posted", LIST)                                       \
    X(POSTED_OPTIONS, "posted_options", LIST)                                 \
    X(SHOW_SALARY, "show_salary", LIST)                                       \
    X(SALARY, "salary", TEXT)                                                 \
    X(SHOW_HAS_SALARY, "show_has_salary", LIST)                               \
    X(HAS_SALARY, "has_salary", LIST)                                         \
    X(SHOW_SORT, "show_sort", LIST)                                           \
    X(SORT_OPTIONS, "sort_options", LIST)                                     \
    X(OPTION_VALUE, "option_value", TEXT)                                     \
    X(OPTION_LABEL, "option_label", TEXT)                                     \
    X(OPTION_SELECTED, "option_selected", LIST)

enum { jobs_form_slots(jobs_slot_index) };


/* The arguments that have a control, and the sections that show them. */

typedef struct {
    unsigned                 slot;
    jobs_param_e             param;
} jobs_form_control_t;

typedef struct {
    const jobs_list_t       *list;
    const jobs_value_t      *kept;          /* the hidden input's */
    const jobs_clause_t     *clause;        /* the option's, or   */
    jobs_str_t               value;
    jobs_str_t               label;
    unsigned                 reversed:1;
    unsigned                 selected:1;
} jobs_form_t;


static void jobs_form_write(jobs_buf_t *b, void *data, unsigned slot);
static int jobs_form_item(void *data, unsigned slot, unsigned i);
static jobs_lang_e jobs_form_lang(const void *data);
static const jobs_clause_t *jobs_form_clause(const jobs_list_t *l,
    jobs_param_e param);
static void jobs_form_value(jobs_buf_t *b, const jobs_value_t *v);
static int jobs_form_more(const jobs_list_t *l);
static int jobs_form_kept(jobs_form_t *f, unsigned i);
static int jobs_form_choice(jobs_form_t *f, jobs_param_e param, unsigned i);
static int jobs_form_posted(jobs_form_t *f, unsigned i);
static int jobs_form_sort(jobs_form_t *f, unsigned i);


static const jobs_slot_t  jobs_form_table[] = {
    jobs_form_slots(jobs_slot_row)
};


const jobs_view_t  jobs_html_form_view = {
    .slots = jobs_form_table,
    .nslots = jobs_html_nslots(jobs_form_table),
    .write = jobs_form_write,
    .item = jobs_form_item,
    .lang = jobs_form_lang
};


static const jobs_form_control_t  jobs_form_controls[] = {
    { JOBS_S_SHOW_Q, JOBS_P_Q },
    { JOBS_S_SHOW_LOCATION, JOBS_P_LOCATION },
    { JOBS_S_SHOW_REMOTE, JOBS_P_REMOTE },
    { JOBS_S_SHOW_TYPE, JOBS_P_TYPE },
    { JOBS_S_SHOW_LEVEL, JOBS_P_LEVEL },
    { JOBS_S_SHOW_CATEGORY, JOBS_P_CATEGORY },
    { JOBS_S_SHOW_POSTED, JOBS_P_POSTED_WITHIN },
    { JOBS_S_SHOW_SALARY, JOBS_P_SALARY_MIN },
    { JOBS_S_SHOW_HAS_SALARY, JOBS_P_HAS_SALARY },
    { JOBS_S_SHOW_SORT, JOBS_P_SORT }
};

#define JOBS_FORM_CONTROLS                                                    \
    (sizeof(jobs_form_controls) / sizeof(jobs_form_control_t))

/* the first two stand before the others */
#define JOBS_FORM_MAIN  2


static const struct {
    double                   seconds;
    jobs_str_t               value;
    jobs_str_t               label;
} jobs_form_periods[] = {
    { 86400, jobs_string("1d"), jobs_string("Last 24 hours") },
    { 604800, jobs_string("7d"), jobs_string("Last 7 days") },
    { 2592000, jobs_string("30d"), jobs_string("Last 30 days") }
};

#define JOBS_FORM_PERIODS                                                     \
    (sizeof(jobs_form_periods) / sizeof(jobs_form_periods[0]))


void
jobs_html_form(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_form_t  f;

    memset(&f, 0, sizeof(jobs_form_t));
    f.list = l;

    jobs_template_render(b, jobs_html_template(JOBS_HTML_FORM), &f);
}


static void
jobs_form_write(jobs_buf_t *b, void *data, unsigned slot)
{
    jobs_form_t  *f;

    f = data;

    switch (slot) {

    case JOBS_S_ACTION:
        jobs_html_base(b, &f->list->site);
        break;

    case JOBS_S_KEPT_NAME:
        jobs_buf_str(b, jobs_params[f->kept->param].name);
        break;

    case JOBS_S_KEPT_VALUE:
        jobs_form_value(b, f->kept);
        break;

    case JOBS_S_Q:
        jobs_html_typed(b, f->list->filter,
                        jobs_form_clause(f->list, JOBS_P_Q));
        break;

    case JOBS_S_LOCATION:
        jobs_html_typed(b, f->list->filter,
                        jobs_form_clause(f->list, JOBS_P_LOCATION));
        break;

    case JOBS_S_CATEGORY:
        jobs_html_typed(b, f->list->filter,
                        jobs_form_clause(f->list, JOBS_P_CATEGORY));
        break;

    case JOBS_S_SALARY:
        jobs_html_typed(b, f->list->filter,
                        jobs_form_clause(f->list, JOBS_P_SALARY_MIN));
        break;

    case JOBS_S_OPTION_VALUE:

        if (f->clause != NULL) {
            jobs_html_typed(b, f->list->filter, f->clause);
            break;
        }

        if (f->reversed) {
            jobs_buf_char(b, '-');
        }

        jobs_buf_str(b, f->value);
        break;

    case JOBS_S_OPTION_LABEL:

        if (f->clause != NULL) {
            jobs_html_values(b, f->list->filter, f->clause);
            break;
        }

        jobs_buf_str(b, f->label);
        break;

    default:
        break;
    }
}


static int
jobs_form_item(void *data, unsigned slot, unsigned i)
{
    unsigned      n;
    jobs_form_t  *f;

    f = data;

    switch (slot) {

    case JOBS_S_KEPT:
        return jobs_form_kept(f, i);

    case JOBS_S_REMOTE_OPTIONS:
        return jobs_form_choice(f, JOBS_P_REMOTE, i);

    case JOBS_S_TYPE_OPTIONS:
        return jobs_form_choice(f, JOBS_P_TYPE, i);

    case JOBS_S_LEVEL_OPTIONS:
        return jobs_form_choice(f, JOBS_P_LEVEL, i);

    case JOBS_S_POSTED_OPTIONS:
        return jobs_form_posted(f, i);

    case JOBS_S_SORT_OPTIONS:
        return jobs_form_sort(f, i);

    default:
        break;
    }

    if (i > 0) {
        return 0;
    }

    switch (slot) {

    case JOBS_S_OPTION_SELECTED:
        return f->selected;

    case JOBS_S_HAS_SALARY:
        return jobs_form_clause(f->list, JOBS_P_HAS_SALARY) != NULL;

    case JOBS_S_SHOW_MORE:
        return jobs_form_more(f->list);

    default:
        break;
    }

    for (n = 0; n < JOBS_FORM_CONTROLS; n++) {
        if (jobs_form_controls[n].slot == slot) {
            return jobs_html_shown(f->list, jobs_form_controls[n].param);
        }
    }

    return 0;
}


static jobs_lang_e
jobs_form_lang(const void *data)
{
    return ((const jobs_form_t *) data)->list->site.look.lang;
}


/*
 * A control is drawn unless the argument is not honoured here, or pinned: a
 * visitor cannot choose another workplace then, only add words to a search.
 */

int
jobs_html_shown(const jobs_list_t *l, jobs_param_e param)
{
    unsigned              i;
    const jobs_clause_t  *c;

    if (l->withheld & ((uint64_t) 1 << param)) {
        return 0;
    }

    if (jobs_params[param].kind == JOBS_KIND_SEARCH) {
        return 1;
    }

    for (i = 0; i < l->filter->nclauses; i++) {
        c = &l->filter->clauses[i];

        if (c->pinned && c->param == param) {
            return 0;
        }
    }

    return 1;
}


/* The visitor's clause that the argument's control shows; NULL: none. */

static const jobs_clause_t *
jobs_form_clause(const jobs_list_t *l, jobs_param_e param)
{
    unsigned              i;
    const jobs_clause_t  *c;

    for (i = 0; i < JOBS_FORM_CONTROLS; i++) {
        if (jobs_form_controls[i].param == param) {
            break;
        }
    }

    if (i == JOBS_FORM_CONTROLS || !jobs_html_shown(l, param)) {
        return NULL;
    }

    c = jobs_filter_clause(l->filter, param);

    if (c == NULL || (c->n > 1 && !jobs_params[param].split)) {
        return NULL;
    }

    return c;
}


/* A clause as a visitor would type it, so that it is read as the same one. */

void
jobs_html_typed(jobs_buf_t *b, const jobs_filter_t *f, const jobs_clause_t *c)
{
    unsigned  i;

    for (i = 0; c != NULL && i < c->n; i++) {
        if (i > 0) {
            jobs_buf_char(b, ',');
        }

        jobs_form_value(b, &f->values[c->first + i]);
    }
}


static void
jobs_form_value(jobs_buf_t *b, const jobs_value_t *v)
{
    jobs_filter_item(b, &jobs_params[v->param], v->text, v->exclude, 0);
}


static int
jobs_form_more(const jobs_list_t *l)
{
    unsigned  i;

    for (i = JOBS_FORM_MAIN; i < JOBS_FORM_CONTROLS; i++) {
        if (jobs_html_shown(l, jobs_form_controls[i].param)) {
            return 1;
        }
    }

    return 0;
}


/* Hidden inputs: every value that no control shows, and the limit. */

static int
jobs_form_kept(jobs_form_t *f, unsigned i)
{
    unsigned              n, k;
    const jobs_clause_t  *c;
    const jobs_filter_t  *filter;

    filter = f->list->filter;

    for (n = 0; n < filter->nclauses; n++) {
        c = &filter->clauses[n];

        /* a new search begins on the first page */

        if (c->pinned || c->param == JOBS_P_OFFSET || c->param == JOBS_P_PAGE
            || jobs_form_clause(f->list, c->param) != NULL)
        {
            continue;
        }

        if (c->param == JOBS_P_LIMIT
            && filter->limit == filter->default_limit)
        {
            continue;
        }

        for (k = 0; k < c->n; k++) {
            if (i-- == 0) {
                f->kept = &filter->values[c->first + k];
                return 1;
            }
        }
    }

    return 0;
}


/*
 * Options: any, the choices, and what is in use beyond them: several values,
 * an exclusion.
 */

static int
jobs_form_choice(jobs_form_t *f, jobs_param_e param, unsigned i)
{
    unsigned              n;
    const jobs_value_t   *v;
    const jobs_param_t   *p;
    const jobs_clause_t  *c;

    p = &jobs_params[param];
    c = jobs_form_clause(f->list, param);
    v = (c != NULL) ? &f->list->filter->values[c->first] : NULL;

    f->clause = NULL;
    f->selected = 0;
    f->reversed = 0;

    if (i == 0) {
        f->value = jobs_lit("");
        f->label = jobs_lit("Any");
        return 1;
    }

    for (n = 0; n + 1 < i && p->choices[n].data != NULL; n++) { /* void */ }

    if (p->choices[n].data != NULL) {
        f->value = p->choices[n];
        f->label = p->choice_labels[n];
        f->selected = v != NULL && c->n == 1 && !v->exclude && v->choice == n;
        return 1;
    }

    if (i != n + 1 || v == NULL || (c->n == 1 && !v->exclude)) {
        return 0;
    }

    f->clause = c;
    f->selected = 1;

    return 1;
}


static int
jobs_form_posted(jobs_form_t *f, unsigned i)
{
    unsigned              n;
    double                seconds;
    const jobs_clause_t  *c;

    c = jobs_form_clause(f->list, JOBS_P_POSTED_WITHIN);
    seconds = (c != NULL) ? f->list->filter->values[c->first].number : 0;

    f->clause = NULL;
    f->selected = 0;
    f->reversed = 0;

    if (i == 0) {
        f->value = jobs_lit("");
        f->label = jobs_lit("Any time");
        return 1;
    }

    if (i <= JOBS_FORM_PERIODS) {
        f->value = jobs_form_periods[i - 1].value;
        f->label = jobs_form_periods[i - 1].label;
        f->selected = (seconds == jobs_form_periods[i - 1].seconds);
        return 1;
    }

    if (i > JOBS_FORM_PERIODS + 1 || c == NULL) {
        return 0;
    }

    for (n = 0; n < JOBS_FORM_PERIODS; n++) {
        if (seconds == jobs_form_periods[n].seconds) {
            return 0;
        }
    }

    f->clause = c;
    f->selected = 1;

    return 1;
}


/*
 * The first option is the order that comes by itself: by match where words
 * are searched, else by date.  A reversed order is there while it is in use.
 */

static int
jobs_form_sort(jobs_form_t *f, unsigned i)
{
    unsigned              n, words;
    jobs_sort_e           sort;
    const jobs_filter_t  *filter;

    static const jobs_sort_e  sorts[] = {
        JOBS_SORT_RECENT, JOBS_SORT_SALARY, JOBS_SORT_COMPANY, JOBS_SORT_TITLE
    };

    filter = f->list->filter;
    words = 0;

    for (n = 0; n < filter->nclauses; n++) {
        words |= (filter->clauses[n].param == JOBS_P_Q);
    }

    f->clause = NULL;
    f->reversed = 0;

    if (i == 0) {
        sort = words ? JOBS_SORT_RELEVANCE : JOBS_SORT_RECENT;
        f->value = jobs_lit("");

    } else {
        n = words ? i - 1 : i;

        if (n < sizeof(sorts) / sizeof(sorts[0])) {
            sort = sorts[n];

        } else if (n == sizeof(sorts) / sizeof(sorts[0]) && filter->reverse) {
            sort = filter->sort;
            f->reversed = 1;

        } else {
            return 0;
        }

        f->value = jobs_params[JOBS_P_SORT].choices[sort];
    }

    f->label = jobs_html_order(sort, f->reversed);
    f->selected = filter->sort == sort && filter->reverse == f->reversed;

    return 1;
}
