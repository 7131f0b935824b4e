/*
 * Facets, statistics and related lists as JSON.
 */

#include "jobs_json.h"
#include "jobs_text.h"


static void  jobs_json_stats_salary(jobs_buf_t *b, const jobs_stats_t *s);
static void  jobs_json_member(jobs_buf_t *b, jobs_str_t name, uint64_t n);


void
jobs_json_facets(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned                   i, k;
    const jobs_facet_t        *f;
    const jobs_facet_value_t  *v;

    jobs_buf_lit(b, ",\"facets\":{");

    for (i = 0; i < l->nfacets; i++) {
        f = &l->facets[i];

        jobs_buf_str(b, i > 0 ? jobs_lit(",") : jobs_lit(""));
        jobs_json_string(b, jobs_fields[f->field].name);
        jobs_buf_lit(b, ":[");

        for (k = 0; k < f->n; k++) {
            v = &f->values[k];

            jobs_buf_str(b, k > 0 ? jobs_lit(",{\"value\":\"")
                                  : jobs_lit("{\"value\":\""));
            jobs_escape_json(b, v->value);
            jobs_buf_lit(b, "\",\"label\":\"");
            jobs_escape_json(b, v->label);
            jobs_buf_lit(b, "\",\"count\":");
            jobs_buf_uint(b, v->count);
            jobs_buf_char(b, '}');
        }

        jobs_buf_char(b, ']');
    }

    jobs_buf_lit(b, "},\"facets_other\":{");

    for (i = 0; i < l->nfacets; i++) {
        f = &l->facets[i];

        jobs_buf_str(b, i > 0 ? jobs_lit(",") : jobs_lit(""));
        jobs_json_member(b, jobs_fields[f->field].name, f->other);
    }

    jobs_buf_char(b, '}');
}


void
jobs_json_stats(jobs_buf_t *b, const jobs_list_t *l)
{
    jobs_buf_lit(b, ",\"stats\":{\"salary\":");
    jobs_json_stats_salary(b, &l->stats);
    jobs_buf_lit(b, ",\"headline\":");

    if (l->headline.count > 0) {
        jobs_buf_char(b, '"');
        jobs_headline_text(b, &l->headline, l->filter, JOBS_LANG_EN,
                           jobs_escape_json);
        jobs_buf_lit(b, "\"}");

    } else {
        jobs_buf_lit(b, "null}");
    }
}


void
jobs_json_related(jobs_buf_t *b, const jobs_list_t *l)
{
    unsigned               i;
    const jobs_related_t  *r;

    jobs_buf_lit(b, ",\"related\":[");

    for (i = 0; i < l->nrelated; i++) {
        r = &l->related[i];

        jobs_buf_str(b, i > 0 ? jobs_lit(",{\"label\":\"")
                              : jobs_lit("{\"label\":\""));
        jobs_related_label(b, l, r, JOBS_LANG_EN, jobs_escape_json);
        jobs_buf_lit(b, "\",\"url\":\"");

        if (r->slug.data != NULL) {
            jobs_site_name(b, &l->site, r->slug);
            jobs_site_partner(b, &l->site, '?');

        } else {
            jobs_escape_json(b, l->site.self);
            jobs_link_change(b, l->filter, r->param, r->value);
        }

        jobs_buf_lit(b, "\",\"count\":");
        jobs_buf_uint(b, r->count);
        jobs_buf_char(b, '}');
    }

    jobs_buf_char(b, ']');
}


static void
jobs_json_stats_salary(jobs_buf_t *b, const jobs_stats_t *s)
{
    unsigned  i;

    const struct {
        jobs_str_t  name;
        double      amount;
    } amounts[] = {
        { jobs_string(",\"min\":"), s->min },
        { jobs_string(",\"p10\":"), s->p10 },
        { jobs_string(",\"p25\":"), s->p25 },
        { jobs_string(",\"median\":"), s->median },
        { jobs_string(",\"p75\":"), s->p75 },
        { jobs_string(",\"p90\":"), s->p90 },
        { jobs_string(",\"max\":"), s->max }
    };

    jobs_buf_lit(b, "{\"currency\":");
    jobs_json_string(b, jobs_str(s->currency, 3));
    jobs_buf_lit(b, ",\"period\":\"year\",");
    jobs_json_member(b, jobs_lit("count"), s->count);
    jobs_buf_lit(b, ",\"excluded\":{");
    jobs_json_member(b, jobs_lit("unknown"), s->excluded[JOBS_PAY_UNKNOWN]);
    jobs_buf_char(b, ',');
    jobs_json_member(b, jobs_lit("predicted"),
                     s->excluded[JOBS_PAY_PREDICTED]);
    jobs_buf_char(b, ',');
    jobs_json_member(b, jobs_lit("one_sided"),
                     s->excluded[JOBS_PAY_ONE_SIDED]);
    jobs_buf_char(b, ',');
    jobs_json_member(b, jobs_lit("implausible"),
                     s->excluded[JOBS_PAY_IMPLAUSIBLE]);
    jobs_buf_char(b, ',');
    jobs_json_member(b, jobs_lit("other_currency"), s->other_currency);
    jobs_buf_char(b, '}');

    for (i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
        jobs_buf_str(b, amounts[i].name);

        if (s->count > 0) {
            jobs_buf_number(b, amounts[i].amount);

        } else {
            jobs_buf_lit(b, "null");
        }
    }

    jobs_buf_lit(b, ",\"histogram\":[");

    for (i = 0; i < s->nbins; i++) {
        jobs_buf_str(b, i > 0 ? jobs_lit(",{\"from\":")
                              : jobs_lit("{\"from\":"));
        jobs_buf_number(b, s->bins[i].from);
        jobs_buf_lit(b, ",\"to\":");
        jobs_buf_number(b, s->bins[i].to);
        jobs_buf_char(b, ',');
        jobs_json_member(b, jobs_lit("count"), s->bins[i].count);
        jobs_buf_char(b, '}');
    }

    jobs_buf_lit(b, "]}");
}


static void
jobs_json_member(jobs_buf_t *b, jobs_str_t name, uint64_t n)
{
    jobs_json_string(b, name);
    jobs_buf_char(b, ':');
    jobs_buf_uint(b, n);
}
