/*
 * HTML: the page on which a partner chooses a list and copies the code for it.
 */


#include "jobs_embed_code.h"
#include "jobs_format.h"
#include "jobs_html.h"


#define jobs_embed_slots(X)                                                   \
    X(LANG, "lang", TEXT)                                                     \
    X(STYLESHEET, "stylesheet", ASSET)                                        \
    X(BUILDER, "builder", ASSET)                                              \
    X(SCRIPT, "script", ASSET)                                                \
    X(BOARD_URL, "board_url", URL)                                            \
    X(ACTION, "action", URL)                                                  \
    X(KEPT, "kept", LIST)                                                     \
    X(KEPT_NAME, "kept_name", TEXT)                                           \
    X(KEPT_VALUE, "kept_value", TEXT)                                         \
    X(FIELDS, "fields", LIST)                                                 \
    X(FIELD_NAME, "field_name", TEXT)                                         \
    X(FIELD_LABEL, "field_label", TEXT)                                       \
    X(FIELD_VALUE, "field_value", TEXT)                                       \
    X(FIELD_TYPE, "field_type", TEXT)                                         \
    X(INPUT, "input", LIST)                                                   \
    X(SELECT, "select", LIST)                                                 \
    X(OPTIONS, "options", LIST)                                               \
    X(OPTION_VALUE, "option_value", TEXT)                                     \
    X(OPTION_LABEL, "option_label", TEXT)                                     \
    X(OPTION_SELECTED, "option_selected", LIST)                               \
    X(PARTS, "parts", LIST)                                                   \
    X(PART_VALUE, "part_value", TEXT)                                         \
    X(PART_LABEL, "part_label", TEXT)                                         \
    X(PART_CHECKED, "part_checked", LIST)                                     \
    X(HEADING, "heading", TEXT)                                               \
    X(FRAME_URL, "frame_url", URL)                                            \
    X(FRAME_HEIGHT, "frame_height", TEXT)                                     \
    X(WAYS, "ways", LIST)                                                     \
    X(WAY_NAME, "way_name", TEXT)                                             \
    X(WAY_LABEL, "way_label", TEXT)                                           \
    X(WAY_NOTE, "way_note", TEXT)                                             \
    X(WAY_CODE, "way_code", TEXT)                                             \
    X(WAY_LINES, "way_lines", TEXT)                                           \
    X(WAY_POLICY, "way_policy", TEXT)                                         \
    X(HEIGHTS, "heights", LIST)                                               \
    X(HEIGHT_ROWS, "height_rows", TEXT)                                       \
    X(HEIGHT_PIXELS, "height_pixels", TEXT)

enum { jobs_embed_slots(jobs_slot_index) };


#define JOBS_EMBED_COLUMNS   100


typedef enum {
    JOBS_CONTROL_TEXT = 0,
    JOBS_CONTROL_NUMBER,
    JOBS_CONTROL_FLAG,
    JOBS_CONTROL_CHOICE
} jobs_control_e;

/* An argument that the form changes. */

typedef struct {
    jobs_param_e             param;
    jobs_control_e           control;
    const jobs_str_t        *labels;        /* of its choices; NULL: words,
                                               or the argument's own      */
    jobs_word_e              word;      /* what it is called; 0: as the
                                           argument                 */
} jobs_embed_field_t;

typedef struct {
    const jobs_list_t       *list;
    const jobs_value_t      *kept;
    const jobs_embed_field_t  *field;
    const jobs_clause_t     *clause;        /* of the field; NULL: none   */
    const jobs_embed_way_t  *way;
    unsigned                 option;
    unsigned                 part;
    unsigned                 rows;
} jobs_embed_t;


static void jobs_embed_write(jobs_buf_t *b, void *data, unsigned slot);
static int jobs_embed_item(void *data, unsigned slot, unsigned i);
static jobs_lang_e jobs_embed_lang(const void *data);
static int jobs_embed_kept(jobs_embed_t *e, unsigned i);
static int jobs_embed_field(jobs_embed_t *e, unsigned i);
static int jobs_embed_option(jobs_embed_t *e, unsigned i);
static int jobs_embed_selected(const jobs_embed_t *e);
static void jobs_embed_option_value(jobs_buf_t *b, const jobs_embed_t *e);
static void jobs_embed_option_label(jobs_buf_t *b, const jobs_embed_t *e);
static unsigned jobs_embed_choices(const jobs_embed_t *e);
static void jobs_embed_lines(jobs_buf_t *b, const jobs_embed_t *e);


static const jobs_slot_t  jobs_embed_table[] = {
    jobs_embed_slots(jobs_slot_row)
};


const jobs_view_t  jobs_html_embed_view = {
    .slots = jobs_embed_table,
    .nslots = jobs_html_nslots(jobs_embed_table),
    .write = jobs_embed_write,
    .item = jobs_embed_item,
    .lang = jobs_embed_lang
};


/* each language is called as those call it who speak it */

static const jobs_str_t  jobs_embed_langs[] = {
    jobs_string("English"), jobs_string("Deutsch"), jobs_string("Français"),
    jobs_string("Español"), jobs_string("Português"),
    jobs_string("Nederlands")
};

static const jobs_word_e  jobs_embed_themes[] = {   /* no e-mail in a frame */
    JOBS_W_THEME_AUTO, JOBS_W_THEME_LIGHT, JOBS_W_THEME_DARK
};

static const jobs_word_e  jobs_embed_parts[] = {    /* as JOBS_SHOW_... */
    JOBS_W_PART_LIST, JOBS_W_PART_SEARCH, JOBS_W_PART_FACETS,
    JOBS_W_PART_HEADLINE, JOBS_W_PART_PAGING, JOBS_W_PART_RELATED
};

#define JOBS_EMBED_PARTS                                                      \
    (sizeof(jobs_embed_parts) / sizeof(jobs_embed_parts[0]))


static const jobs_embed_field_t  jobs_embed_fields[] = {
    { JOBS_P_Q, JOBS_CONTROL_TEXT, NULL, 0 },
    { JOBS_P_LOCATION, JOBS_CONTROL_TEXT, NULL, 0 },
    { JOBS_P_CATEGORY, JOBS_CONTROL_TEXT, NULL, 0 },
    { JOBS_P_COMPANY, JOBS_CONTROL_TEXT, NULL, 0 },
    { JOBS_P_COUNTRY, JOBS_CONTROL_TEXT, NULL, 0 },
    { JOBS_P_REMOTE, JOBS_CONTROL_CHOICE, NULL, 0 },
    { JOBS_P_TYPE, JOBS_CONTROL_CHOICE, NULL, 0 },
    { JOBS_P_LEVEL, JOBS_CONTROL_CHOICE, NULL, 0 },
    { JOBS_P_TAG, JOBS_CONTROL_TEXT, NULL, 0 },
    { JOBS_P_SALARY_MIN, JOBS_CONTROL_NUMBER, NULL, 0 },
    { JOBS_P_HAS_SALARY, JOBS_CONTROL_FLAG, NULL, 0 },
    { JOBS_P_SORT, JOBS_CONTROL_CHOICE, NULL,
      JOBS_W_ORDER },
    { JOBS_P_LIMIT, JOBS_CONTROL_NUMBER, NULL,
      JOBS_W_EMBED_LIMIT },
    { JOBS_P_PARTNER, JOBS_CONTROL_TEXT, NULL,
      JOBS_W_EMBED_PARTNER },
    { JOBS_P_LANG, JOBS_CONTROL_CHOICE, jobs_embed_langs,
      JOBS_W_LANGUAGE },
    { JOBS_P_THEME, JOBS_CONTROL_CHOICE, NULL,
      JOBS_W_EMBED_THEME },
    { JOBS_P_HEADING, JOBS_CONTROL_CHOICE, NULL,
      JOBS_W_EMBED_HEADING }
};

#define JOBS_EMBED_FIELDS                                                     \
    (sizeof(jobs_embed_fields) / sizeof(jobs_embed_fields[0]))

static const unsigned  jobs_embed_rows_told[] = { 3, 5, 10, 20 };

#define JOBS_EMBED_ROWS_TOLD                                                  \
    (sizeof(jobs_embed_rows_told) / sizeof(jobs_embed_rows_told[0]))


void
jobs_list_embed(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_embed_t  e;

    memset(&e, 0, sizeof(jobs_embed_t));
    e.list = l;

    jobs_template_render(b, jobs_html_template(&l->site, JOBS_HTML_EMBED), &e);
}


static void
jobs_embed_write(jobs_buf_t *b, void *data, unsigned slot)
{
    jobs_lang_e         lang;
    jobs_embed_t       *e;
    const jobs_list_t  *l;

    e = data;
    l = e->list;
    lang = l->site.look.lang;

    switch (slot) {

    case JOBS_S_LANG:
        jobs_buf_str(b, jobs_langs[lang]);
        break;

    case JOBS_S_STYLESHEET:
        jobs_site_view(b, &l->site, jobs_lit("/jobs.css"));
        break;

    case JOBS_S_BUILDER:
        jobs_site_view(b, &l->site, jobs_lit("/builder.css"));
        break;

    case JOBS_S_SCRIPT:
        jobs_site_view(b, &l->site, jobs_lit("/builder.js"));
        break;

    case JOBS_S_BOARD_URL:
        jobs_site_view(b, &l->site, jobs_lit(""));
        break;

    case JOBS_S_ACTION:
        jobs_buf_str(b, l->site.self);
        break;

    case JOBS_S_KEPT_NAME:
        jobs_buf_str(b, jobs_params[e->kept->param].name);
        break;

    case JOBS_S_KEPT_VALUE:
        jobs_filter_item(b, &jobs_params[e->kept->param], e->kept->text,
                         e->kept->exclude, 0);
        break;

    case JOBS_S_FIELD_NAME:
        jobs_buf_str(b, jobs_params[e->field->param].name);
        break;

    case JOBS_S_FIELD_LABEL:
        jobs_buf_str(b, e->field->word != 0
                        ? jobs_word(lang, e->field->word)
                        : jobs_param_label(lang, e->field->param));
        break;

    case JOBS_S_FIELD_VALUE:

        if (e->field->param == JOBS_P_LIMIT) {
            jobs_buf_uint(b, l->filter->limit);
            break;
        }

        jobs_html_typed(b, l->filter, e->clause);
        break;

    case JOBS_S_FIELD_TYPE:
        jobs_buf_str(b, e->field->control == JOBS_CONTROL_NUMBER
                        ? jobs_lit("number") : jobs_lit("text"));
        break;

    case JOBS_S_OPTION_VALUE:
        jobs_embed_option_value(b, e);
        break;

    case JOBS_S_OPTION_LABEL:
        jobs_embed_option_label(b, e);
        break;

    case JOBS_S_PART_VALUE:
        jobs_buf_str(b, jobs_params[JOBS_P_SHOW].choices[e->part]);
        break;

    case JOBS_S_PART_LABEL:
        jobs_buf_str(b, jobs_word(lang, jobs_embed_parts[e->part]));
        break;

    case JOBS_S_HEADING:
        jobs_html_heading(b, l, l->site.look.lang);
        break;

    case JOBS_S_FRAME_URL:
        jobs_embed_frame(b, l);
        break;

    case JOBS_S_FRAME_HEIGHT:
        jobs_buf_uint(b, jobs_embed_reserved(l));
        break;

    case JOBS_S_WAY_NAME:
        jobs_buf_str(b, e->way->name);
        break;

    case JOBS_S_WAY_LABEL:
        jobs_buf_str(b, jobs_word(lang, e->way->label));
        break;

    case JOBS_S_WAY_NOTE:
        jobs_buf_str(b, jobs_word(lang, e->way->note));
        break;

    case JOBS_S_WAY_CODE:
        e->way->write(b, l);
        break;

    case JOBS_S_WAY_LINES:
        jobs_embed_lines(b, e);
        break;

    case JOBS_S_WAY_POLICY:
        jobs_embed_policy(b, l, e->way);
        break;

    case JOBS_S_HEIGHT_ROWS:
        jobs_buf_uint(b, e->rows);
        break;

    case JOBS_S_HEIGHT_PIXELS:
        jobs_buf_uint(b, jobs_embed_height(e->rows, jobs_embed_show(l)));
        break;

    default:
        break;
    }
}


static int
jobs_embed_item(void *data, unsigned slot, unsigned i)
{
    jobs_embed_t  *e;

    e = data;

    switch (slot) {

    case JOBS_S_KEPT:
        return jobs_embed_kept(e, i);

    case JOBS_S_FIELDS:
        return jobs_embed_field(e, i);

    case JOBS_S_OPTIONS:
        return jobs_embed_option(e, i);

    case JOBS_S_PARTS:
        e->part = i;
        return i < JOBS_EMBED_PARTS
               && !(e->list->withheld & ((uint64_t) 1 << JOBS_P_SHOW));

    case JOBS_S_WAYS:
        e->way = &jobs_embed_ways[i];
        return e->way->name.data != NULL;

    case JOBS_S_HEIGHTS:

        if (i >= JOBS_EMBED_ROWS_TOLD) {
            return 0;
        }

        e->rows = jobs_embed_rows_told[i];
        return 1;

    default:
        break;
    }

    if (i > 0) {
        return 0;
    }

    switch (slot) {

    case JOBS_S_INPUT:
        return e->field->control <= JOBS_CONTROL_NUMBER;

    case JOBS_S_SELECT:
        return e->field->control > JOBS_CONTROL_NUMBER;

    case JOBS_S_OPTION_SELECTED:
        return jobs_embed_selected(e);

    case JOBS_S_PART_CHECKED:
        return (jobs_embed_show(e->list) >> e->part) & 1;

    default:
        return 0;
    }
}


static jobs_lang_e
jobs_embed_lang(const void *data)
{
    return ((const jobs_embed_t *) data)->list->site.look.lang;
}


/* what no control shows, less the place in the list */

static int
jobs_embed_kept(jobs_embed_t *e, unsigned i)
{
    unsigned              n, k;
    const jobs_clause_t  *c;
    const jobs_filter_t  *f;

    f = e->list->filter;

    for (n = 0; n < f->nclauses; n++) {
        c = &f->clauses[n];

        for (k = 0; k < JOBS_EMBED_FIELDS; k++) {
            if (jobs_embed_fields[k].param == c->param) {
                break;
            }
        }

        if (c->pinned || c->param == JOBS_P_OFFSET || c->param == JOBS_P_PAGE
            || c->param == JOBS_P_CURSOR || c->param == JOBS_P_SHOW
            || (k < JOBS_EMBED_FIELDS
                && jobs_filter_open(e->list->filter, c->param,
                                     e->list->withheld)))
        {
            continue;
        }

        if (i < c->n) {
            e->kept = &f->values[c->first + i];
            return 1;
        }

        i -= c->n;
    }

    return 0;
}


static int
jobs_embed_field(jobs_embed_t *e, unsigned i)
{
    unsigned  n;

    for (n = 0; n < JOBS_EMBED_FIELDS; n++) {
        if (jobs_filter_open(e->list->filter, jobs_embed_fields[n].param,
                             e->list->withheld)
            && i-- == 0)
        {
            break;
        }
    }

    if (n == JOBS_EMBED_FIELDS) {
        return 0;
    }

    e->field = &jobs_embed_fields[n];
    e->clause = jobs_filter_clause(e->list->filter, e->field->param);

    return 1;
}


/* any, the choices, and what is in use beyond them: several, an exclusion */

static int
jobs_embed_option(jobs_embed_t *e, unsigned i)
{
    unsigned             choices;
    const jobs_value_t  *v;

    e->option = i;
    choices = jobs_embed_choices(e);

    if (i <= choices) {
        return 1;
    }

    if (i > choices + 1 || e->clause == NULL) {
        return 0;
    }

    v = &e->list->filter->values[e->clause->first];

    return e->clause->n > 1 || v->exclude || v->choice >= choices;
}


static int
jobs_embed_selected(const jobs_embed_t *e)
{
    unsigned             choices;
    const jobs_value_t  *v;

    if (e->clause == NULL) {
        return e->option == 0;
    }

    choices = jobs_embed_choices(e);
    v = &e->list->filter->values[e->clause->first];

    if (e->clause->n > 1 || v->exclude || v->choice >= choices) {
        return e->option == choices + 1;
    }

    return e->option == v->choice + 1u;
}


static unsigned
jobs_embed_choices(const jobs_embed_t *e)
{
    unsigned           n;
    const jobs_str_t  *choices;

    if (e->field->control == JOBS_CONTROL_FLAG) {
        return 1;
    }

    if (e->field->param == JOBS_P_THEME) {
        return sizeof(jobs_embed_themes) / sizeof(jobs_embed_themes[0]);
    }

    choices = jobs_params[e->field->param].choices;

    for (n = 0; choices[n].data != NULL; n++) { /* void */ }

    return n;
}


static void
jobs_embed_option_value(jobs_buf_t *b, const jobs_embed_t *e)
{
    if (e->option == 0) {
        return;
    }

    if (e->option > jobs_embed_choices(e)) {
        jobs_html_typed(b, e->list->filter, e->clause);

    } else if (e->field->control == JOBS_CONTROL_FLAG) {
        jobs_buf_char(b, '1');

    } else {
        jobs_buf_str(b, jobs_params[e->field->param].choices[e->option - 1]);
    }
}


static void
jobs_embed_option_label(jobs_buf_t *b, const jobs_embed_t *e)
{
    jobs_lang_e  lang;

    lang = e->list->site.look.lang;

    if (e->option == 0) {
        jobs_buf_str(b, jobs_word(lang, e->field->param > JOBS_P_SORT
                                        ? JOBS_W_EMBED_DEFAULT : JOBS_W_ANY));

    } else if (e->option > jobs_embed_choices(e)) {
        jobs_html_values(b, e->list->filter, e->clause, lang);

    } else if (e->field->control == JOBS_CONTROL_FLAG) {
        jobs_buf_str(b, jobs_param_label(lang, e->field->param));

    } else if (e->field->param == JOBS_P_THEME) {
        jobs_buf_str(b, jobs_word(lang, jobs_embed_themes[e->option - 1]));

    } else if (e->field->labels != NULL) {
        jobs_buf_str(b, e->field->labels[e->option - 1]);

    } else {
        jobs_buf_str(b, jobs_choice_label(lang, e->field->param,
                                          e->option - 1));
    }
}


/* what the code takes, with lines that are broken */

static void
jobs_embed_lines(jobs_buf_t *b, const jobs_embed_t *e)
{
    size_t      i, column;
    unsigned    lines;
    jobs_buf_t  code;

    jobs_buf_init(&code, b->mem, JOBS_EMBED_MAX);
    e->way->write(&code, e->list);

    lines = 1;
    column = 0;

    for (i = 0; i < code.len; i++) {
        if (code.data[i] == '\n' || ++column > JOBS_EMBED_COLUMNS) {
            lines++;
            column = 0;
        }
    }

    if (code.rc != JOBS_OK && b->rc == JOBS_OK) {
        b->rc = code.rc;
    }

    jobs_buf_free(&code);
    jobs_buf_uint(b, lines);
}
