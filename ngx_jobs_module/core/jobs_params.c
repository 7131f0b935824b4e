/*
 * The table of request arguments.
 */

#include "jobs_filter.h"
#include "jobs_words.h"


#define jobs_aliases(...)                                                     \
    (const jobs_str_t[]) { __VA_ARGS__, jobs_null_string }


static const jobs_str_t  jobs_remote[] = {
    jobs_string("remote"), jobs_string("hybrid"), jobs_string("onsite"),
    jobs_null_string
};

static const jobs_str_t  jobs_remote_labels[] = {
    jobs_words_remote(jobs_word_english)
    jobs_null_string
};

static const jobs_str_t  jobs_types[] = {
    jobs_string("full_time"), jobs_string("part_time"),
    jobs_string("contract"), jobs_string("temporary"),
    jobs_string("internship"), jobs_string("volunteer"), jobs_string("other"),
    jobs_null_string
};

static const jobs_str_t  jobs_type_labels[] = {
    jobs_words_types(jobs_word_english)
    jobs_null_string
};

static const jobs_str_t  jobs_levels[] = {
    jobs_string("intern"), jobs_string("junior"), jobs_string("mid"),
    jobs_string("senior"), jobs_string("lead"), jobs_string("director"),
    jobs_string("executive"),
    jobs_null_string
};

static const jobs_str_t  jobs_level_labels[] = {
    jobs_words_levels(jobs_word_english)
    jobs_null_string
};

static const jobs_str_t  jobs_regions[] = {
    jobs_string("europe"), jobs_string("north-america"),
    jobs_string("latam"), jobs_string("asia"), jobs_string("africa"),
    jobs_string("oceania"), jobs_string("emea"), jobs_string("apac"),
    jobs_null_string
};

static const jobs_str_t  jobs_region_labels[] = {
    jobs_words_regions(jobs_word_english)
    jobs_null_string
};

static const jobs_str_t  jobs_facets[] = {
    jobs_string("category"), jobs_string("company"), jobs_string("country"),
    jobs_string("department"), jobs_string("language"), jobs_string("level"),
    jobs_string("region"), jobs_string("remote"), jobs_string("source"),
    jobs_string("tag"), jobs_string("type"), jobs_string("visa"),
    jobs_null_string
};

static const jobs_str_t  jobs_stats[] = {
    jobs_string("salary"),
    jobs_null_string
};

static const jobs_str_t  jobs_sorts[] = {       /* in jobs_sort_e's order */
    jobs_string("recent"), jobs_string("relevance"), jobs_string("salary"),
    jobs_string("company"), jobs_string("title"),
    jobs_null_string
};

static const jobs_str_t  jobs_sort_labels[] = {
    jobs_words_sorts(jobs_word_english)
    jobs_null_string
};

static const jobs_str_t  jobs_themes[] = {      /* in jobs_theme_e's order */
    jobs_string("auto"), jobs_string("light"), jobs_string("dark"),
    jobs_string("email"),
    jobs_null_string
};

static const jobs_str_t  jobs_parts[] = {       /* as JOBS_SHOW_... */
    jobs_string("list"), jobs_string("search"), jobs_string("facets"),
    jobs_string("headline"), jobs_string("paging"), jobs_string("related"),
    jobs_null_string
};

static const jobs_str_t  jobs_headings[] = {
    jobs_string("2"), jobs_string("3"), jobs_string("4"), jobs_string("5"),
    jobs_string("6"),
    jobs_null_string
};


const jobs_field_t  jobs_fields[JOBS_F_N] = {    /* in jobs_field_e's order */
    { .name = jobs_string("category"), .column = 1, .tree = 1 },
    { .name = jobs_string("company"), .column = 1 },
    { .name = jobs_string("country"), .column = 1 },
    { .name = jobs_string("department"), .column = 1 },
    { .name = jobs_string("has_salary") },
    { .name = jobs_string("language"), .column = 1 },
    { .name = jobs_string("level"), .column = 1 },
    { .name = jobs_string("region"), .column = 1 },
    { .name = jobs_string("remote"), .column = 1 },
    { .name = jobs_string("salary_shown") },
    { .name = jobs_string("source"), .column = 1 },
    { .name = jobs_string("tag"), .column = 1 },
    { .name = jobs_string("type"), .column = 1 },
    { .name = jobs_string("visa"), .column = 1 },
    { .name = jobs_string("worldwide") }
};


const jobs_param_t  jobs_params[JOBS_P_N] = {

    [JOBS_P_Q] = {
        .name = jobs_string("q"),
        .kind = JOBS_KIND_SEARCH, .field = JOBS_F_NONE,
        .aliases = jobs_aliases(jobs_string("search"), jobs_string("what"),
                                jobs_string("query"), jobs_string("keywords"))
    },

    [JOBS_P_TITLE] = {
        .name = jobs_string("title"),
        .kind = JOBS_KIND_SEARCH, .field = JOBS_F_NONE
    },

    [JOBS_P_CATEGORY] = {
        .name = jobs_string("category"),
        .kind = JOBS_KIND_TERM, .field = JOBS_F_CATEGORY,
        .split = 1, .exclude = 1,
        .aliases = jobs_aliases(jobs_string("industry"))
    },

    [JOBS_P_DEPARTMENT] = {
        .name = jobs_string("department"),
        .kind = JOBS_KIND_TERM, .field = JOBS_F_DEPARTMENT,
        .split = 1, .exclude = 1
    },

    [JOBS_P_COMPANY] = {
        .name = jobs_string("company"),
        .kind = JOBS_KIND_TERM, .field = JOBS_F_COMPANY,
        .split = 1, .exclude = 1,
        .aliases = jobs_aliases(jobs_string("company_name"))
    },

    [JOBS_P_SOURCE] = {
        .name = jobs_string("source"),
        .kind = JOBS_KIND_TERM, .field = JOBS_F_SOURCE,
        .split = 1, .exclude = 1
    },

    [JOBS_P_LOCATION] = {
        .name = jobs_string("location"),
        .kind = JOBS_KIND_SEARCH, .field = JOBS_F_NONE,
        .aliases = jobs_aliases(jobs_string("where"), jobs_string("l"))
    },

    [JOBS_P_COUNTRY] = {
        .name = jobs_string("country"),
        .kind = JOBS_KIND_COUNTRY, .field = JOBS_F_COUNTRY,
        .split = 1, .exclude = 1
    },

    [JOBS_P_REGION] = {
        .name = jobs_string("region"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_REGION,
        .choices = jobs_regions, .choice_labels = jobs_region_labels,
        .words = JOBS_W_EUROPE,
        .rule = "it must be europe, north-america, latam, asia, africa, "
                "oceania, emea or apac",
        .split = 1, .exclude = 1,
        .aliases = jobs_aliases(jobs_string("cont"), jobs_string("geo"))
    },

    [JOBS_P_WORLDWIDE] = {
        .name = jobs_string("worldwide"),
        .kind = JOBS_KIND_FLAG, .field = JOBS_F_WORLDWIDE,
        .off = 1
    },

    [JOBS_P_REMOTE] = {
        .name = jobs_string("remote"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_REMOTE,
        .choices = jobs_remote, .choice_labels = jobs_remote_labels,
        .words = JOBS_W_REMOTE,
        .rule = "it must be remote, hybrid or onsite",
        .split = 1, .exclude = 1,
        .aliases = jobs_aliases(jobs_string("workplace"))
    },

    [JOBS_P_TYPE] = {
        .name = jobs_string("type"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_TYPE,
        .choices = jobs_types, .choice_labels = jobs_type_labels,
        .words = JOBS_W_FULL_TIME,
        .rule = "it must be full_time, part_time, contract, temporary, "
                "internship, volunteer or other",
        .split = 1, .exclude = 1,
        .aliases = jobs_aliases(jobs_string("job_type"),
                                jobs_string("employment_type"))
    },

    [JOBS_P_LEVEL] = {
        .name = jobs_string("level"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_LEVEL,
        .choices = jobs_levels, .choice_labels = jobs_level_labels,
        .words = JOBS_W_INTERN,
        .rule = "it must be intern, junior, mid, senior, lead, director "
                "or executive",
        .split = 1, .exclude = 1,
        .aliases = jobs_aliases(jobs_string("seniority"))
    },

    [JOBS_P_TAG] = {
        .name = jobs_string("tag"),
        .kind = JOBS_KIND_TERM, .field = JOBS_F_TAG,
        .split = 1, .exclude = 1, .all = 1,
        .aliases = jobs_aliases(jobs_string("tags"), jobs_string("skills"))
    },

    [JOBS_P_TAG_ANY] = {
        .name = jobs_string("tag_any"),
        .kind = JOBS_KIND_TERM, .field = JOBS_F_TAG,
        .split = 1, .exclude = 1
    },

    [JOBS_P_SALARY_MIN] = {
        .name = jobs_string("salary_min"),
        .kind = JOBS_KIND_AMOUNT, .field = JOBS_F_NONE,
        .aliases = jobs_aliases(jobs_string("min_salary"))
    },

    [JOBS_P_SALARY_MAX] = {
        .name = jobs_string("salary_max"),
        .kind = JOBS_KIND_AMOUNT, .field = JOBS_F_NONE,
        .aliases = jobs_aliases(jobs_string("max_salary"))
    },

    [JOBS_P_SALARY_CURRENCY] = {
        .name = jobs_string("salary_currency"),
        .kind = JOBS_KIND_CURRENCY, .field = JOBS_F_NONE
    },

    [JOBS_P_SALARY_INCLUDE_UNKNOWN] = {
        .name = jobs_string("salary_include_unknown"),
        .kind = JOBS_KIND_FLAG, .field = JOBS_F_NONE
    },

    [JOBS_P_HAS_SALARY] = {
        .name = jobs_string("has_salary"),
        .kind = JOBS_KIND_FLAG, .field = JOBS_F_HAS_SALARY
    },

    [JOBS_P_POSTED_WITHIN] = {
        .name = jobs_string("posted_within"),
        .kind = JOBS_KIND_PERIOD, .field = JOBS_F_NONE,
        .aliases = jobs_aliases(jobs_string("max_days_old"),
                                jobs_string("days"))
    },

    [JOBS_P_POSTED_AFTER] = {
        .name = jobs_string("posted_after"),
        .kind = JOBS_KIND_TIME, .field = JOBS_F_NONE,
        .aliases = jobs_aliases(jobs_string("since"))
    },

    [JOBS_P_LANGUAGE] = {
        .name = jobs_string("language"),
        .kind = JOBS_KIND_TERM, .field = JOBS_F_LANGUAGE,
        .split = 1, .exclude = 1
    },

    [JOBS_P_VISA] = {
        .name = jobs_string("visa"),
        .kind = JOBS_KIND_FLAG, .field = JOBS_F_VISA
    },

    [JOBS_P_SORT] = {
        .name = jobs_string("sort"),
        .kind = JOBS_KIND_SORT, .field = JOBS_F_NONE,
        .choices = jobs_sorts, .choice_labels = jobs_sort_labels,
        .words = JOBS_W_NEWEST,
        .rule = "it must be recent, relevance, salary, company or title, "
                "with \"-\" before it to reverse",
        .exclude = 1,
        .aliases = jobs_aliases(jobs_string("order"), jobs_string("orderby"))
    },

    [JOBS_P_LIMIT] = {
        .name = jobs_string("limit"),
        .kind = JOBS_KIND_COUNT, .field = JOBS_F_NONE,
        .aliases = jobs_aliases(jobs_string("count"), jobs_string("per_page"))
    },

    [JOBS_P_OFFSET] = {
        .name = jobs_string("offset"),
        .kind = JOBS_KIND_COUNT, .field = JOBS_F_NONE,
        .aliases = jobs_aliases(jobs_string("skip"))
    },

    [JOBS_P_PAGE] = {
        .name = jobs_string("page"),
        .kind = JOBS_KIND_COUNT, .field = JOBS_F_NONE
    },

    [JOBS_P_CURSOR] = {
        .name = jobs_string("cursor"),
        .kind = JOBS_KIND_CURSOR, .field = JOBS_F_NONE
    },

    [JOBS_P_FACETS] = {
        .name = jobs_string("facets"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_NONE,
        .choices = jobs_facets, .choice_labels = jobs_facets,
        .rule = "it must be names out of category, company, country, "
                "department, language, level, region, remote, source, tag, "
                "type and visa",
        .split = 1
    },

    [JOBS_P_STATS] = {
        .name = jobs_string("stats"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_NONE,
        .choices = jobs_stats, .choice_labels = jobs_stats,
        .rule = "it must be salary",
        .split = 1
    },

    [JOBS_P_STRICT] = {
        .name = jobs_string("strict"),
        .kind = JOBS_KIND_FLAG, .field = JOBS_F_NONE
    },

    [JOBS_P_PARTNER] = {
        .name = jobs_string("partner"),
        .kind = JOBS_KIND_NAME, .field = JOBS_F_NONE,
        .rule = "it must be 1 to 64 letters, digits, - and _"
    },

    [JOBS_P_LANG] = {
        .name = jobs_string("lang"),
        .kind = JOBS_KIND_LANG, .field = JOBS_F_NONE,
        .choices = jobs_langs, .choice_labels = jobs_langs,
        .rule = "it must be a language such as en or pt-BR (BCP 47)"
    },

    [JOBS_P_THEME] = {
        .name = jobs_string("theme"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_NONE,
        .choices = jobs_themes, .choice_labels = jobs_themes,
        .rule = "it must be auto, light, dark or email"
    },

    [JOBS_P_SHOW] = {
        .name = jobs_string("show"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_NONE,
        .choices = jobs_parts, .choice_labels = jobs_parts,
        .rule = "it must be names out of list, search, facets, headline, "
                "paging and related",
        .split = 1
    },

    [JOBS_P_HEADING] = {
        .name = jobs_string("heading"),
        .kind = JOBS_KIND_CHOICE, .field = JOBS_F_NONE,
        .choices = jobs_headings, .choice_labels = jobs_headings,
        .rule = "it must be a level from 2 to 6"
    }
};


_Static_assert(JOBS_W_VISA - JOBS_W_SEARCHED == (int) JOBS_P_VISA,
               "the labels are the arguments' words, in their order");


jobs_str_t
jobs_param_label(jobs_lang_e lang, jobs_param_e param)
{
    return param <= JOBS_P_VISA
           ? jobs_word(lang, (jobs_word_e) (JOBS_W_SEARCHED + param))
           : jobs_params[param].name;
}


jobs_str_t
jobs_choice_label(jobs_lang_e lang, jobs_param_e param, unsigned choice)
{
    const jobs_param_t  *p;

    p = &jobs_params[param];

    return p->words != 0 ? jobs_word(lang, (jobs_word_e) (p->words + choice))
                         : p->choice_labels[choice];
}


jobs_str_t
jobs_value_label(jobs_lang_e lang, const jobs_value_t *v)
{
    return jobs_params[v->param].words != 0
           ? jobs_choice_label(lang, v->param, v->choice) : v->label;
}


int
jobs_param_single(const jobs_param_t *param)
{
    return param->kind == JOBS_KIND_AMOUNT || param->kind == JOBS_KIND_CURRENCY
           || param->kind == JOBS_KIND_PERIOD || param->kind == JOBS_KIND_TIME
           || (param >= &jobs_params[JOBS_P_SORT]
               && param != &jobs_params[JOBS_P_FACETS]
               && param != &jobs_params[JOBS_P_STATS]
               && param != &jobs_params[JOBS_P_SHOW]);
}


const jobs_param_t *
jobs_param_find(jobs_str_t name)
{
    unsigned           i;
    const jobs_str_t  *alias;

    for (i = 0; i < JOBS_P_N; i++) {

        if (jobs_str_eq(jobs_params[i].name, name)) {
            return &jobs_params[i];
        }

        alias = jobs_params[i].aliases;

        for ( ; alias != NULL && alias->data != NULL; alias++) {
            if (jobs_str_eq(*alias, name)) {
                return &jobs_params[i];
            }
        }
    }

    return NULL;
}
