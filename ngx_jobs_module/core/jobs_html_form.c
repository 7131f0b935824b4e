/*
 * HTML: the search form of a list, with the facets as groups of checkboxes.
 *
 * A filter that a control can show stands in it; any other one is kept in
 * hidden inputs, so that a submit loses nothing.
 */


#include "jobs_html.h"
#include "jobs_say.h"


#define jobs_form_slots(X)                                                    \
    X(ACTION, "action", URL)                                                  \
    X(KEPT, "kept", LIST)                                                     \
    X(KEPT_NAME, "kept_name", TEXT)                                           \
    X(KEPT_VALUE, "kept_value", TEXT)                                         \
    X(SEARCH, "search", LIST)                                                 \
    X(SHOW_Q, "show_q", LIST)                                                 \
    X(Q, "q", TEXT)                                                           \
    X(SHOW_LOCATION, "show_location", LIST)                                   \
    X(LOCATION, "location", TEXT)                                             \
    X(SHOW_MORE, "show_more", LIST)                                           \
    X(ACTIVE, "active", TEXT)                                                 \
    X(FIELDS, "fields", LIST)                                                 \
    X(SHOW_SORT, "show_sort", LIST)                                           \
    X(SORT_OPTIONS, "sort_options", LIST)                                     \
    X(SHOW_POSTED, "show_posted", LIST)                                       \
    X(POSTED_OPTIONS, "posted_options", LIST)                                 \
    X(OPTION_VALUE, "option_value", TEXT)                                     \
    X(OPTION_LABEL, "option_label", TEXT)                                     \
    X(OPTION_SELECTED, "option_selected", LIST)                               \
    X(SHOW_SALARY, "show_salary", LIST)                                       \
    X(SHOW_SALARY_MIN, "show_salary_min", LIST)                               \
    X(SALARY_MIN, "salary_min", TEXT)                                         \
    X(SHOW_SALARY_MAX, "show_salary_max", LIST)                               \
    X(SALARY_MAX, "salary_max", TEXT)                                         \
    X(CURRENCY, "currency", TEXT)                                             \
    X(SHOW_HAS_SALARY, "show_has_salary", LIST)                               \
    X(HAS_SALARY, "has_salary", LIST)                                         \
    X(SHOW_FACETS, "show_facets", LIST)                                       \
    X(FACETS, "facets", LIST)                                                 \
    X(FACET_NAME, "facet_name", TEXT)                                         \
    X(FACET_LABEL, "facet_label", TEXT)                                       \
    X(FACET_OPEN, "facet_open", LIST)                                         \
    X(FACET_ACTIVE, "facet_active", TEXT)                                     \
    X(CHOICES, "choices", LIST)                                               \
    X(MORE, "more", LIST)                                                     \
    X(MORE_CHOICES, "more_choices", LIST)                                     \
    X(CHOICE_VALUE, "choice_value", TEXT)                                     \
    X(CHOICE_LABEL, "choice_label", TEXT)                                     \
    X(CHOICE_COUNT, "choice_count", TEXT)                                     \
    X(CHOSEN, "chosen", LIST)

enum { jobs_form_slots(jobs_slot_index) };


/* The arguments that have a control, and the sections that show them. */

typedef struct {
    unsigned                 slot;
    jobs_param_e             param;
} jobs_form_control_t;

/* groups that are open where nothing in them was chosen: the first ones */
#define JOBS_FORM_OPEN  3

typedef struct {
    const jobs_list_t       *list;
    unsigned                 shown;         /* JOBS_SHOW_...          */
    uint64_t                 offered;       /* 1 << jobs_param_e of
                                               the groups that are drawn  */
    const jobs_clause_t     *kept;          /* the hidden input's     */
    unsigned                 kept_from;     /* its first value there  */
    jobs_option_t            option;
    unsigned                 next;          /* in jobs_offered        */
    unsigned                 drawn;         /* groups, with this one  */
    const jobs_choice_t     *choice;
    jobs_choices_t           group;
} jobs_form_t;


static void jobs_form_write(jobs_buf_t *b, void *data, unsigned slot);
static void jobs_form_choice(jobs_buf_t *b, const jobs_form_t *f,
    unsigned slot);
static int jobs_form_item(void *data, unsigned slot, unsigned i);
static int jobs_form_part(jobs_form_t *f, unsigned slot);
static jobs_lang_e jobs_form_lang(const void *data);
static int jobs_form_shown(const jobs_form_t *f, jobs_param_e param);
static const jobs_clause_t *jobs_form_clause(const jobs_form_t *f,
    jobs_param_e param);
static void jobs_form_text(jobs_buf_t *b, const jobs_form_t *f,
    jobs_param_e param);
static void jobs_form_value(jobs_buf_t *b, const jobs_value_t *v);
static unsigned jobs_form_active(const jobs_form_t *f);
static int jobs_form_fields(const jobs_form_t *f);
static int jobs_form_kept(jobs_form_t *f, unsigned i);
static void jobs_form_kept_value(jobs_buf_t *b, const jobs_form_t *f);
static int jobs_form_has_control(const jobs_form_t *f, jobs_param_e param);
static int jobs_form_group(jobs_form_t *f, unsigned i);


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
    { JOBS_S_SHOW_SORT, JOBS_P_SORT },
    { JOBS_S_SHOW_POSTED, JOBS_P_POSTED_WITHIN },
    { JOBS_S_SHOW_SALARY_MIN, JOBS_P_SALARY_MIN },
    { JOBS_S_SHOW_SALARY_MAX, JOBS_P_SALARY_MAX },
    { JOBS_S_SHOW_HAS_SALARY, JOBS_P_HAS_SALARY }
};

#define JOBS_FORM_CONTROLS                                                    \
    (sizeof(jobs_form_controls) / sizeof(jobs_form_control_t))

/* the first two stand before the others */
#define JOBS_FORM_MAIN  2


void
jobs_html_form(jobs_buf_t *b, const jobs_list_t *l, unsigned shown)
{
    unsigned     i;
    jobs_form_t  f;

    memset(&f, 0, sizeof(jobs_form_t));
    f.list = l;
    f.shown = shown;

    for (i = 0; jobs_form_group(&f, i); i++) {
        f.offered |= (uint64_t) 1 << f.group.param;
    }

    jobs_template_render(b, jobs_html_template(&l->site, JOBS_HTML_FORM), &f);
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
        jobs_form_kept_value(b, f);
        break;

    case JOBS_S_Q:
        jobs_form_text(b, f, JOBS_P_Q);
        break;

    case JOBS_S_LOCATION:
        jobs_form_text(b, f, JOBS_P_LOCATION);
        break;

    case JOBS_S_SALARY_MIN:
        jobs_form_text(b, f, JOBS_P_SALARY_MIN);
        break;

    case JOBS_S_SALARY_MAX:
        jobs_form_text(b, f, JOBS_P_SALARY_MAX);
        break;

    case JOBS_S_CURRENCY:

        if (f->list->currency != NULL) {
            jobs_buf_add(b, f->list->currency, 3);
        }

        break;

    case JOBS_S_ACTIVE:

        if (jobs_form_active(f) > 0) {
            jobs_buf_uint(b, jobs_form_active(f));
        }

        break;

    case JOBS_S_OPTION_VALUE:

        if (f->option.reversed) {
            jobs_buf_char(b, '-');
        }

        jobs_buf_str(b, f->option.value);
        break;

    case JOBS_S_OPTION_LABEL:

        if (f->option.clause != NULL) {
            jobs_html_values(b, f->list->filter, f->option.clause,
                             jobs_form_lang(f));

        } else if (f->option.label.data == NULL) {
            jobs_html_period(b, f->option.seconds, jobs_form_lang(f));

        } else {
            jobs_buf_str(b, f->option.label);
        }

        break;

    default:
        jobs_form_choice(b, f, slot);
        break;
    }
}


static void
jobs_form_choice(jobs_buf_t *b, const jobs_form_t *f, unsigned slot)
{
    const jobs_param_t  *param;

    param = &jobs_params[f->group.param];

    switch (slot) {

    case JOBS_S_FACET_NAME:
        jobs_buf_str(b, param->name);
        break;

    case JOBS_S_FACET_LABEL:
        jobs_buf_str(b, jobs_param_label(jobs_form_lang(f), f->group.param));
        break;

    case JOBS_S_FACET_ACTIVE:

        if (f->group.chosen > 0) {
            jobs_buf_uint(b, f->group.chosen);
        }

        break;

    case JOBS_S_CHOICE_VALUE:
        jobs_filter_item(b, param, f->choice->value, f->choice->exclude, 0);
        break;

    case JOBS_S_CHOICE_LABEL:

        if (f->choice->exclude) {
            jobs_buf_str(b, jobs_word(f->list->site.look.lang, JOBS_W_NOT));
        }

        jobs_buf_str(b, f->choice->label);
        break;

    case JOBS_S_CHOICE_COUNT:

        if (f->choice->counted) {
            jobs_say_number(b, jobs_form_lang(f), f->choice->count);
        }

        break;

    default:
        break;
    }
}


static int
jobs_form_item(void *data, unsigned slot, unsigned i)
{
    jobs_form_t  *f;

    f = data;

    switch (slot) {

    case JOBS_S_KEPT:
        return jobs_form_kept(f, i);

    case JOBS_S_POSTED_OPTIONS:
        return jobs_html_posted(&f->option, f->list->filter,
                                jobs_form_clause(f, JOBS_P_POSTED_WITHIN),
                                f->list->site.look.lang, i);

    case JOBS_S_SORT_OPTIONS:
        return jobs_html_sort(&f->option, f->list->filter,
                              jobs_form_lang(f), i);

    case JOBS_S_FACETS:
        return jobs_form_group(f, i);

    case JOBS_S_CHOICES:
        f->choice = &f->group.choices[i];
        return i < f->group.first;

    case JOBS_S_MORE_CHOICES:
        f->choice = &f->group.choices[f->group.first + i];
        return f->group.first + i < f->group.n;

    default:
        return i == 0 && jobs_form_part(f, slot);
    }
}


/* what is there or not */

static int
jobs_form_part(jobs_form_t *f, unsigned slot)
{
    unsigned  n;

    switch (slot) {

    case JOBS_S_SEARCH:
        return (f->shown & JOBS_SHOW_SEARCH) != 0;

    case JOBS_S_OPTION_SELECTED:
        return f->option.selected;

    case JOBS_S_HAS_SALARY:
        return jobs_form_clause(f, JOBS_P_HAS_SALARY) != NULL;

    case JOBS_S_SHOW_SALARY:
        return jobs_form_shown(f, JOBS_P_SALARY_MIN)
               || jobs_form_shown(f, JOBS_P_SALARY_MAX);

    case JOBS_S_FIELDS:
        return jobs_form_fields(f);

    case JOBS_S_SHOW_MORE:
        return jobs_form_fields(f) || f->offered != 0;

    case JOBS_S_SHOW_FACETS:
        return f->offered != 0;

    case JOBS_S_FACET_OPEN:
        return f->drawn <= JOBS_FORM_OPEN || f->group.chosen > 0;

    case JOBS_S_MORE:
        return f->group.n > f->group.first;

    case JOBS_S_CHOSEN:
        return f->choice->chosen;

    default:
        break;
    }

    for (n = 0; n < JOBS_FORM_CONTROLS; n++) {
        if (jobs_form_controls[n].slot == slot) {
            return jobs_form_shown(f, jobs_form_controls[n].param);
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
 * A control is drawn where the visitor may choose: he cannot choose another
 * workplace than a pinned one, only add words to a search.
 */

static int
jobs_form_shown(const jobs_form_t *f, jobs_param_e param)
{
    return (f->shown & JOBS_SHOW_SEARCH)
           && jobs_filter_open(f->list->filter, param, f->list->withheld);
}


/* The visitor's clause that the argument's control shows; NULL: none. */

static const jobs_clause_t *
jobs_form_clause(const jobs_form_t *f, jobs_param_e param)
{
    unsigned              i;
    const jobs_clause_t  *c;

    for (i = 0; i < JOBS_FORM_CONTROLS; i++) {
        if (jobs_form_controls[i].param == param) {
            break;
        }
    }

    if (i == JOBS_FORM_CONTROLS || !jobs_form_shown(f, param)) {
        return NULL;
    }

    c = jobs_filter_clause(f->list->filter, param);

    return c != NULL && c->n == 1 ? c : NULL;
}


/* as a visitor would type it, so that it is read as the same one */

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
jobs_form_text(jobs_buf_t *b, const jobs_form_t *f, jobs_param_e param)
{
    const jobs_clause_t  *c;

    c = jobs_form_clause(f, param);

    if (c != NULL) {
        jobs_form_value(b, &f->list->filter->values[c->first]);
    }
}


static void
jobs_form_value(jobs_buf_t *b, const jobs_value_t *v)
{
    jobs_filter_item(b, &jobs_params[v->param], v->text, v->exclude, 0);
}


/* filters in use that are set behind the fold */

static unsigned
jobs_form_active(const jobs_form_t *f)
{
    unsigned              i, n;
    const jobs_clause_t  *c;
    const jobs_filter_t  *filter;

    n = 0;
    filter = f->list->filter;

    for (i = 0; i < filter->nclauses; i++) {
        c = &filter->clauses[i];

        if (!c->pinned && c->param < JOBS_P_SORT && c->param != JOBS_P_Q
            && c->param != JOBS_P_LOCATION
            && jobs_form_has_control(f, c->param))
        {
            n++;
        }
    }

    return n;
}


/* 1 if there are controls besides those that stand before the others */

static int
jobs_form_fields(const jobs_form_t *f)
{
    unsigned  i;

    for (i = JOBS_FORM_MAIN; i < JOBS_FORM_CONTROLS; i++) {
        if (jobs_form_shown(f, jobs_form_controls[i].param)) {
            return 1;
        }
    }

    return 0;
}


/*
 * Hidden inputs: what no control shows, and the limit.  The values of an
 * argument that is split at commas stand in one.
 */

static int
jobs_form_kept(jobs_form_t *f, unsigned i)
{
    unsigned              n, inputs;
    const jobs_clause_t  *c;
    const jobs_filter_t  *filter;

    filter = f->list->filter;

    for (n = 0; n < filter->nclauses; n++) {
        c = &filter->clauses[n];

        /* a new search begins on the first page */

        if (c->pinned || c->param == JOBS_P_OFFSET || c->param == JOBS_P_PAGE
            || c->param == JOBS_P_CURSOR || jobs_form_has_control(f, c->param))
        {
            continue;
        }

        if (c->param == JOBS_P_LIMIT
            && filter->limit == filter->default_limit)
        {
            continue;
        }

        inputs = jobs_params[c->param].split ? 1 : c->n;

        if (i < inputs) {
            f->kept = c;
            f->kept_from = i;
            return 1;
        }

        i -= inputs;
    }

    return 0;
}


static void
jobs_form_kept_value(jobs_buf_t *b, const jobs_form_t *f)
{
    unsigned             k;
    const jobs_value_t  *v;

    v = &f->list->filter->values[f->kept->first];
    k = f->kept_from;

    jobs_form_value(b, &v[k]);

    while (jobs_params[f->kept->param].split && ++k < f->kept->n) {
        jobs_buf_char(b, ',');
        jobs_form_value(b, &v[k]);
    }
}


static int
jobs_form_has_control(const jobs_form_t *f, jobs_param_e param)
{
    return jobs_form_clause(f, param) != NULL
           || (f->offered & ((uint64_t) 1 << param));
}


/* the next group of choices that is drawn; i rises from 0 */

static int
jobs_form_group(jobs_form_t *f, unsigned i)
{
    if (i == 0) {
        f->next = 0;
    }

    f->drawn = i + 1;

    while (jobs_offered[f->next] != JOBS_P_N) {
        if (jobs_html_choices(&f->group, f->list, jobs_offered[f->next++])) {
            return 1;
        }
    }

    return 0;
}
