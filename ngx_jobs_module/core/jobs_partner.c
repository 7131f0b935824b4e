/*
 * One partner: what it may say, and the campaign parameters that it adds.
 */

#include "jobs_names.h"
#include "jobs_partners.h"
#include "jobs_text.h"


static jobs_rc_t  jobs_partner_query(const jobs_partner_t *p,
                      jobs_args_t *args, jobs_fault_t *fault);
static const char  *jobs_partner_name(jobs_str_t s);
static const char  *jobs_partner_origins(jobs_str_t list);
static unsigned    jobs_partner_choice(jobs_str_t theme);
static const char  *jobs_partner_campaign(jobs_str_t campaign,
                      jobs_args_t *args);


jobs_rc_t
jobs_partner_check(const jobs_partner_t *p, jobs_args_t *args,
    jobs_fault_t *fault)
{
    fault->parameter = jobs_lit("id");
    fault->value = p->id;
    fault->reason = jobs_is_name(p->id) ? NULL
                                        : jobs_params[JOBS_P_PARTNER].rule;

    if (fault->reason == NULL) {
        fault->parameter = jobs_lit("name");
        fault->value = p->name;
        fault->reason = jobs_partner_name(p->name);
    }

    if (fault->reason == NULL && p->origins.data != NULL) {
        fault->parameter = jobs_lit("origins");
        fault->value = p->origins;
        fault->reason = jobs_partner_origins(p->origins);
    }

    if (fault->reason == NULL && p->theme.data != NULL) {
        fault->parameter = jobs_lit("theme");
        fault->value = p->theme;
        fault->reason = jobs_params[JOBS_P_THEME].choices
                            [jobs_partner_choice(p->theme)].data != NULL
                        ? NULL : jobs_params[JOBS_P_THEME].rule;
    }

    if (fault->reason == NULL && p->campaign.data != NULL) {
        fault->parameter = jobs_lit("campaign");
        fault->value = p->campaign;
        fault->reason = jobs_partner_campaign(p->campaign, args);
    }

    if (fault->reason != NULL) {
        return JOBS_INVALID;
    }

    return p->query.data != NULL ? jobs_partner_query(p, args, fault)
                                 : JOBS_OK;
}


static jobs_rc_t
jobs_partner_query(const jobs_partner_t *p, jobs_args_t *args,
    jobs_fault_t *fault)
{
    unsigned              i, k;
    jobs_rc_t             rc;
    jobs_str_t            query, item;
    jobs_filter_t         f;
    const jobs_param_t   *param;
    const jobs_clause_t  *c;

    jobs_filter_init(&f, 0);

    rc = jobs_name_query(&f, p->query, JOBS_BY_PARTNER, args, fault);
    if (rc != JOBS_OK) {
        return rc;
    }

    /* what a request may leave empty would widen what is pinned */

    for (query = p->query; query.data != NULL; /* void */ ) {
        item = jobs_args_item(&query);

        if (item.len > 0 && item.len < jobs_args_name(item).len + 2) {
            fault->parameter = jobs_lit("query");
            fault->value = item;
            fault->reason = "it has no value";
            return JOBS_INVALID;
        }
    }

    for (i = 0; i < args->n; i++) {
        param = jobs_param_find(args->arg[i].name);
        c = NULL;

        for (k = 0; k < f.nclauses && c == NULL; k++) {
            c = &jobs_params[f.clauses[k].param] == param ? &f.clauses[k]
                                                          : NULL;
        }

        fault->parameter = args->arg[i].name;
        fault->value = args->arg[i].value;

        if (c == NULL) {
            fault->reason = "it asks for nothing";
            return JOBS_INVALID;
        }

        if (c->n > 1 && jobs_param_single(param)) {
            fault->reason = "it is given more than once";
            return JOBS_INVALID;
        }
    }

    return JOBS_OK;
}


static const char *
jobs_partner_name(jobs_str_t s)
{
    size_t  i;

    for (i = 0; i < s.len; i++) {
        if ((unsigned char) s.data[i] < 0x20 || s.data[i] == 0x7F) {
            return "it has a control character";
        }
    }

    return s.len > 0 && s.len <= JOBS_PARTNER_NAME && jobs_utf8_valid(s)
           ? NULL : "it must be a text of at most 200 bytes";
}


static const char *
jobs_partner_origins(jobs_str_t list)
{
    jobs_str_t  word;

    if (list.len == 0 || list.len > JOBS_PARTNER_TEXT
        || list.data[list.len - 1] == ' ')
    {
        return "it must be origins with a space between them, at most 2048 "
               "bytes";
    }

    for (word = jobs_partner_word(&list);
         word.data != NULL;
         word = jobs_partner_word(&list))
    {
        if (!jobs_is_origin(word)) {
            return "it must be origins such as https://example.com, in lower "
                   "case and without a path";
        }
    }

    return NULL;
}


jobs_theme_e
jobs_partner_theme(const jobs_partner_t *p)
{
    unsigned  i;

    i = jobs_partner_choice(p->theme);

    return jobs_params[JOBS_P_THEME].choices[i].data == NULL
           ? JOBS_THEME_AUTO : (jobs_theme_e) i;
}


/* the place among the themes, or behind the last of them */

static unsigned
jobs_partner_choice(jobs_str_t theme)
{
    unsigned           i;
    const jobs_str_t  *choices;

    choices = jobs_params[JOBS_P_THEME].choices;

    for (i = 0; choices[i].data != NULL; i++) {
        if (jobs_str_eq(theme, choices[i])) {
            break;
        }
    }

    return i;
}


/* it goes into an address as it stands */

static const char *
jobs_partner_campaign(jobs_str_t campaign, jobs_args_t *args)
{
    char         c;
    size_t       i;
    jobs_str_t   item, name;
    const char  *reason;

    if (campaign.len == 0 || campaign.len > JOBS_PARTNER_TEXT) {
        return "it must be parameters such as utm_source=acme, at most 2048 "
               "bytes";
    }

    for (i = 0; i < campaign.len; i++) {
        c = campaign.data[i];

        if (c < 0x21 || c > 0x7E || strchr("#<>\"\\^`{|}", c) != NULL) {
            return "it has a character that an address writes with \"%\"";
        }
    }

    if (jobs_args_parse(args, campaign, &reason) != JOBS_OK) {
        return reason;
    }

    while (campaign.data != NULL) {
        item = jobs_args_item(&campaign);
        name = jobs_args_name(item);

        if (name.len == 0 || item.len < name.len + 2) {
            return "it must be name=value, with \"&\" between several";
        }

        if (campaign.data != NULL && jobs_args_has(campaign, name)) {
            return "a parameter is given more than once";
        }
    }

    return NULL;
}


void
jobs_campaign_address(jobs_buf_t *b, jobs_str_t address, jobs_str_t campaign)
{
    char         last;
    jobs_str_t   fragment, query, item;
    const char  *p;

    fragment = jobs_str(NULL, 0);
    query = jobs_str(NULL, 0);

    p = memchr(address.data, '#', address.len);

    if (p != NULL) {
        fragment = jobs_str(p, address.len - (size_t) (p - address.data));
        address.len -= fragment.len;
    }

    p = memchr(address.data, '?', address.len);

    if (p != NULL) {
        p++;
        query = jobs_str(p, address.len - (size_t) (p - address.data));
    }

    jobs_buf_str(b, address);

    last = query.data == NULL ? '\0' : address.data[address.len - 1];

    while (campaign.data != NULL) {
        item = jobs_args_item(&campaign);

        if (query.data != NULL
            && jobs_args_has(query, jobs_args_name(item)))
        {
            continue;
        }

        /* behind a "?" or a "&" that the address ends in, nothing is missing */

        if (last == '\0') {
            jobs_buf_char(b, '?');

        } else if (last != '&' && (last != '?' || query.len > 0)) {
            jobs_buf_char(b, '&');
        }

        jobs_buf_str(b, item);
        last = '=';
    }

    jobs_buf_str(b, fragment);
}
