/*
 * The fields of a listing: names, kinds, bounds, and the spellings that real
 * sources use for the values of closed sets.
 *
 * A spelling is compared as sync_spelling() writes it: case-folded, with
 * everything that is neither letter nor digit as one space.
 */

#include "sync.h"
#include "sync_country.h"


static const char *const  sync_remotes[] = {
    "remote", "hybrid", "onsite", NULL
};

static const char *const  sync_types[] = {
    "full_time", "part_time", "contract", "temporary", "internship",
    "volunteer", "other", NULL
};

static const char *const  sync_levels[] = {
    "intern", "junior", "mid", "senior", "lead", "director", "executive", NULL
};

static const char *const  sync_periods[] = {
    "hour", "day", "week", "month", "year", NULL
};


static const sync_spelling_t  sync_remote_spellings[] = {
    { "fully remote", "remote" },
    { "remote only", "remote" },
    { "telecommute", "remote" },
    { "on site", "onsite" },
    { "in office", "onsite" },
    { "in person", "onsite" },
    { "office", "onsite" },
    { NULL, NULL }
};

static const sync_spelling_t  sync_type_spellings[] = {
    { "fulltime", "full_time" },
    { "permanent", "full_time" },
    { "permanent full time", "full_time" },
    { "full time permanent", "full_time" },
    { "full time remote", "full_time" },
    { "full time employee", "full_time" },
    { "full time exempt", "full_time" },
    { "full time non exempt", "full_time" },
    { "regular full time", "full_time" },
    { "full time regular", "full_time" },
    { "salaried full time", "full_time" },
    { "fulltime permanent", "full_time" },
    { "cdi", "full_time" },
    { "vollzeit", "full_time" },
    { "parttime", "part_time" },
    { "part time employee", "part_time" },
    { "parttime permanent", "part_time" },
    { "teilzeit", "part_time" },
    { "contractor", "contract" },
    { "subcontractor", "contract" },
    { "freelance", "contract" },
    { "freelancer", "contract" },
    { "freelance part time", "contract" },
    { "full time contractor", "contract" },
    { "full time contract", "contract" },
    { "full time 12 month contract", "contract" },
    { "part time contract", "contract" },
    { "temp", "temporary" },
    { "fixed term", "temporary" },
    { "cdd", "temporary" },
    { "fulltime fixed term", "temporary" },
    { "parttime fixed term", "temporary" },
    { "seasonal", "temporary" },
    { "casual", "temporary" },
    { "per diem", "temporary" },
    { "variable casual", "temporary" },
    { "intern", "internship" },
    { "apprentice", "internship" },
    { "apprenticeship", "internship" },
    { "traineeship", "internship" },
    { "stage", "internship" },
    { "volunteering", "volunteer" },
    { NULL, NULL }
};

static const sync_spelling_t  sync_level_spellings[] = {
    { "internship", "intern" },
    { "entry", "junior" },
    { "entry level", "junior" },
    { "junior level", "junior" },
    { "jr", "junior" },
    { "graduate", "junior" },
    { "mid level", "mid" },
    { "midlevel", "mid" },
    { "midweight", "mid" },
    { "intermediate", "mid" },
    { "medior", "mid" },
    { "senior level", "senior" },
    { "sr", "senior" },
    { "staff", "lead" },
    { "principal", "lead" },
    { "team lead", "lead" },
    { "vp", "executive" },
    { "c level", "executive" },
    { NULL, NULL }
};

static const sync_spelling_t  sync_period_spellings[] = {
    { "hourly", "hour" },
    { "per hour", "hour" },
    { "1 hour", "hour" },
    { "per hour wage", "hour" },
    { "daily", "day" },
    { "per day", "day" },
    { "1 day", "day" },
    { "per day wage", "day" },
    { "weekly", "week" },
    { "per week", "week" },
    { "1 week", "week" },
    { "per week salary", "week" },
    { "monthly", "month" },
    { "per month", "month" },
    { "1 month", "month" },
    { "per month salary", "month" },
    { "yearly", "year" },
    { "annual", "year" },
    { "annually", "year" },
    { "annum", "year" },
    { "per annum", "year" },
    { "per year", "year" },
    { "1 year", "year" },
    { "per year salary", "year" },
    { "yr", "year" },
    { NULL, NULL }
};


/* in the order of sync_field_e */

const sync_field_t  sync_fields[SYNC_INPUTS] = {
    { jobs_string("id"), SYNC_KIND_LINE, 1024, NULL, NULL },
    { jobs_string("title"), SYNC_KIND_LINE, 1000, NULL, NULL },
    { jobs_string("company"), SYNC_KIND_LINE, 300, NULL, NULL },
    { jobs_string("company_slug"), SYNC_KIND_SLUG, 300, NULL, NULL },
    { jobs_string("company_logo"), SYNC_KIND_URL, 2048, NULL, NULL },
    { jobs_string("url"), SYNC_KIND_URL, 2048, NULL, NULL },
    { jobs_string("apply_url"), SYNC_KIND_URL, 2048, NULL, NULL },
    { jobs_string("link_rel"), SYNC_KIND_CODE, 100, NULL, NULL },
    { jobs_string("location"), SYNC_KIND_LINE, 2000, NULL, NULL },
    { jobs_string("locations"), SYNC_KIND_LIST, 500, NULL, NULL },
    { jobs_string("countries"), SYNC_KIND_COUNTRIES, 100, NULL, NULL },
    { jobs_string("regions"), SYNC_KIND_REGIONS, 100, NULL, NULL },
    { jobs_string("worldwide"), SYNC_KIND_FLAG, 0, NULL, NULL },
    { jobs_string("remote"), SYNC_KIND_ENUM, 0, sync_remotes,
      sync_remote_spellings },
    { jobs_string("employment_type"), SYNC_KIND_ENUM, 0, sync_types,
      sync_type_spellings },
    { jobs_string("seniority"), SYNC_KIND_ENUM, 0, sync_levels,
      sync_level_spellings },
    { jobs_string("category"), SYNC_KIND_LINE, 200, NULL, NULL },
    { jobs_string("department"), SYNC_KIND_LINE, 300, NULL, NULL },
    { jobs_string("tags"), SYNC_KIND_LIST, 200, NULL, NULL },
    { jobs_string("salary_min"), SYNC_KIND_AMOUNT, 0, NULL, NULL },
    { jobs_string("salary_max"), SYNC_KIND_AMOUNT, 0, NULL, NULL },
    { jobs_string("salary_currency"), SYNC_KIND_CODE, 3, NULL, NULL },
    { jobs_string("salary_period"), SYNC_KIND_ENUM, 0, sync_periods,
      sync_period_spellings },
    { jobs_string("salary_predicted"), SYNC_KIND_FLAG, 0, NULL, NULL },
    { jobs_string("language"), SYNC_KIND_CODE, 35, NULL, NULL },
    { jobs_string("visa"), SYNC_KIND_FLAG, 0, NULL, NULL },
    { jobs_string("source"), SYNC_KIND_LINE, 200, NULL, NULL },
    { jobs_string("posted_at"), SYNC_KIND_TIME, 0, NULL, NULL },
    { jobs_string("updated_at"), SYNC_KIND_TIME, 0, NULL, NULL },
    { jobs_string("expires_at"), SYNC_KIND_TIME, 0, NULL, NULL },
    { jobs_string("excerpt"), SYNC_KIND_TEXT, 4000, NULL, NULL },
    { jobs_string("description_html"), SYNC_KIND_HTML, 1024 * 1024, NULL,
      NULL },
    { jobs_string("description_text"), SYNC_KIND_TEXT, 1024 * 1024, NULL,
      NULL },

    { jobs_string("salary_text"), SYNC_KIND_LINE, 2000, NULL, NULL },
    { jobs_string("remote_flag"), SYNC_KIND_FLAG, 0, NULL, NULL },
    { jobs_string("eligible"), SYNC_KIND_LIST, 500, NULL, NULL },
    { jobs_string("country_text"), SYNC_KIND_LIST, 100, NULL, NULL }
};


const sync_field_e  sync_columns[SYNC_COLUMNS] = {
    SYNC_ID, SYNC_TITLE, SYNC_COMPANY, SYNC_COMPANY_SLUG, SYNC_COMPANY_LOGO,
    SYNC_URL, SYNC_APPLY_URL, SYNC_LOCATION, SYNC_WORLDWIDE, SYNC_REMOTE,
    SYNC_EMPLOYMENT_TYPE, SYNC_SENIORITY, SYNC_CATEGORY, SYNC_DEPARTMENT,
    SYNC_SALARY_MIN, SYNC_SALARY_MAX, SYNC_SALARY_CURRENCY,
    SYNC_SALARY_PERIOD, SYNC_SALARY_PREDICTED, SYNC_LANGUAGE, SYNC_VISA,
    SYNC_SOURCE, SYNC_POSTED_AT, SYNC_UPDATED_AT, SYNC_EXPIRES_AT,
    SYNC_EXCERPT
};


int
sync_field_find(jobs_str_t name, int inputs)
{
    int  i, n;

    n = inputs ? SYNC_INPUTS : SYNC_FIELDS;

    for (i = 0; i < n; i++) {
        if (jobs_str_eq(sync_fields[i].name, name)) {
            return i;
        }
    }

    return -1;
}


int
sync_field_choice(const sync_field_t *field, jobs_str_t s)
{
    size_t  i;

    for (i = 0; field->choices[i] != NULL; i++) {
        if (jobs_str_eq(sync_str(field->choices[i]), s)) {
            return 1;
        }
    }

    return 0;
}


int
sync_field_is_list(const sync_field_t *field)
{
    return field->kind == SYNC_KIND_LIST || field->kind == SYNC_KIND_COUNTRIES
           || field->kind == SYNC_KIND_REGIONS;
}


int
sync_field_item(const sync_field_t *field, jobs_str_t s)
{
    switch (field->kind) {

    case SYNC_KIND_COUNTRIES:
        return s.len == 2 && s.data[0] >= 'A' && s.data[0] <= 'Z'
               && s.data[1] >= 'A' && s.data[1] <= 'Z';

    case SYNC_KIND_REGIONS:
        return sync_region_find(s) != -1;

    default:
        return 1;
    }
}
