/*
 * Conditions from clauses.
 */

#include "jobs_search.h"
#include "jobs_sql.h"
#include "jobs_where.h"


#define JOBS_WHERE_SQL   32768
#define JOBS_WHERE_TEXT  32768
#define JOBS_HOUR        3600


static void       jobs_where_clause(jobs_where_t *w, const jobs_filter_t *f,
                      const jobs_clause_t *c, int drive);
static void       jobs_where_terms(jobs_where_t *w, const jobs_value_t *v,
                      unsigned n, const jobs_sql_condition_t *condition,
                      int excluded);
static void       jobs_where_search(jobs_where_t *w, const jobs_filter_t *f,
                      const jobs_clause_t *c);
static int        jobs_where_expression(jobs_where_t *w,
                      const jobs_value_t *v, jobs_bind_t *bind, int *negative);
static void       jobs_where_salary(jobs_where_t *w, const jobs_snapshot_t *s,
                      const jobs_filter_t *f, unsigned pinned);
static int64_t    jobs_clause_listings(const jobs_filter_t *f,
                      const jobs_clause_t *c);
static const jobs_value_t  *jobs_where_value(const jobs_filter_t *f,
                      jobs_param_e param, unsigned pinned);
static void       jobs_where_and(jobs_where_t *w, jobs_str_t sql);
static void       jobs_where_one(jobs_where_t *w,
                      const jobs_sql_condition_t *condition,
                      const jobs_bind_t *bind);
static void       jobs_where_bind(jobs_where_t *w, const jobs_bind_t *bind);
static jobs_bind_t  jobs_integer(int64_t n);
static jobs_bind_t  jobs_real(double n);


void
jobs_where_init(jobs_where_t *w, jobs_mem_t *mem)
{
    jobs_buf_init(&w->sql, mem, JOBS_WHERE_SQL);
    jobs_buf_init(&w->text, mem, JOBS_WHERE_TEXT);

    w->n = 0;
    w->nbinds = 0;
    w->rank_from = 0;
    w->rank_len = 0;
}


void
jobs_where_free(jobs_where_t *w)
{
    jobs_buf_free(&w->sql);
    jobs_buf_free(&w->text);
}


jobs_rc_t
jobs_where_build(jobs_where_t *w, const jobs_snapshot_t *s,
    const jobs_filter_t *f, int64_t now, int hide)
{
    int64_t               n, fewest;
    unsigned              i;
    jobs_bind_t           bind;
    const jobs_clause_t  *drive;

    if (f->never) {
        jobs_where_and(w, jobs_sql_nothing);
        return w->sql.rc;
    }

    /* the clause with the fewest listings leads, the others are looked up */

    drive = NULL;
    fewest = INT64_MAX;

    for (i = 0; i < f->nclauses; i++) {
        n = jobs_clause_listings(f, &f->clauses[i]);

        if (n >= 0 && n < fewest) {
            fewest = n;
            drive = &f->clauses[i];
        }
    }

    if (drive != NULL) {
        jobs_where_clause(w, f, drive, 1);
    }

    for (i = 0; i < f->nclauses; i++) {
        if (&f->clauses[i] == drive) {
            continue;
        }

        if (f->clauses[i].param == JOBS_P_POSTED_WITHIN) {

            /* whole hours, so that an answer holds for an hour */

            bind = jobs_integer(now - now % JOBS_HOUR
                        - (int64_t) f->values[f->clauses[i].first].number);
            jobs_where_one(w, &jobs_sql_posted_since, &bind);
            continue;
        }

        jobs_where_clause(w, f, &f->clauses[i], 0);
    }

    jobs_where_salary(w, s, f, 0);
    jobs_where_salary(w, s, f, 1);

    if (hide && now >= s->first_expiry) {
        bind = jobs_integer(now);
        jobs_where_one(w, &jobs_sql_expired_not, &bind);
    }

    return w->sql.rc != JOBS_OK ? w->sql.rc : w->text.rc;
}


void
jobs_where_id(jobs_where_t *w, jobs_str_t id)
{
    jobs_bind_t  bind;

    bind.type = JOBS_BIND_TEXT;
    bind.from = w->text.len;
    bind.len = id.len;

    jobs_buf_str(&w->text, id);
    jobs_where_one(w, &jobs_sql_id, &bind);
}


jobs_rc_t
jobs_where_statement(jobs_where_t *w, jobs_snapshot_t *s, jobs_str_t head,
    jobs_str_t order, sqlite3_stmt **stmt)
{
    int                 rc, index;
    unsigned            i;
    jobs_rc_t           jrc;
    jobs_buf_t          sql;
    const jobs_bind_t  *b;

    if (w->sql.rc != JOBS_OK || w->text.rc != JOBS_OK) {
        return w->sql.rc != JOBS_OK ? w->sql.rc : w->text.rc;
    }

    jobs_buf_init(&sql, w->sql.mem, JOBS_WHERE_SQL * 2);
    jobs_buf_str(&sql, head);

    if (w->n > 0) {
        if (head.data != jobs_sql_page_ranked.data) {
            jobs_buf_lit(&sql, " WHERE ");
        }

        jobs_buf_str(&sql, jobs_buf_view(&w->sql));
    }

    if (order.len > 0) {
        jobs_buf_str(&sql, order);
        jobs_buf_lit(&sql, " LIMIT ? OFFSET ?");
    }

    jrc = sql.rc;

    if (jrc == JOBS_OK) {
        jrc = jobs_snapshot_statement(s, jobs_buf_view(&sql), stmt);
    }

    jobs_buf_free(&sql);

    if (jrc != JOBS_OK) {
        return jrc;
    }

    rc = SQLITE_OK;
    index = 1;

    if (head.data == jobs_sql_page_ranked.data) {
        rc = sqlite3_bind_text(*stmt, index++, w->text.data + w->rank_from,
                               (int) w->rank_len, SQLITE_STATIC);
    }

    for (i = 0; i < w->nbinds && rc == SQLITE_OK; i++) {
        b = &w->binds[i];

        switch (b->type) {

        case JOBS_BIND_INTEGER:
            rc = sqlite3_bind_int64(*stmt, index++, b->integer);
            break;

        case JOBS_BIND_REAL:
            rc = sqlite3_bind_double(*stmt, index++, b->real);
            break;

        case JOBS_BIND_TEXT:
            rc = sqlite3_bind_text(*stmt, index++, w->text.data + b->from,
                                   (int) b->len, SQLITE_STATIC);
            break;
        }
    }

    return jobs_sqlite_rc(rc);
}


static void
jobs_where_clause(jobs_where_t *w, const jobs_filter_t *f,
    const jobs_clause_t *c, int drive)
{
    unsigned                     i, n;
    jobs_bind_t                  bind;
    const jobs_value_t          *v;
    const jobs_param_t          *param;
    const jobs_sql_condition_t  *has;

    param = &jobs_params[c->param];
    v = &f->values[c->first];

    switch (param->kind) {

    case JOBS_KIND_SEARCH:
        jobs_where_search(w, f, c);
        return;

    case JOBS_KIND_TIME:
        bind = jobs_integer((int64_t) v->number);
        jobs_where_one(w, &jobs_sql_posted_since, &bind);
        return;

    case JOBS_KIND_TERM:
    case JOBS_KIND_CHOICE:
        break;

    case JOBS_KIND_FLAG:

        if (c->param == JOBS_P_HAS_SALARY) {
            jobs_where_and(w, jobs_sql_has_salary);
        }

        if (param->terms == NULL) {
            return;
        }

        break;

    default:                    /* the salary's, and how */
        return;
    }

    has = drive ? &jobs_sql_terms_drive : &jobs_sql_terms_has;

    /* the values to include stand before those to exclude */

    for (n = 0; n < c->n && !v[n].exclude; n++) { /* void */ }

    if (param->all) {
        for (i = 0; i < n; i++) {
            jobs_where_terms(w, &v[i], 1, has, 0);
        }

    } else if (n > 0) {
        jobs_where_terms(w, v, n, has, 0);
    }

    if (n < c->n) {
        jobs_where_terms(w, v + n, c->n - n, &jobs_sql_terms_not, 1);
    }
}


static void
jobs_where_terms(jobs_where_t *w, const jobs_value_t *v, unsigned n,
    const jobs_sql_condition_t *condition, int excluded)
{
    unsigned     i, k, some;
    jobs_bind_t  bind;

    some = 0;

    for (i = 0; i < n; i++) {
        some += v[i].nterms;
    }

    if (some == 0) {
        if (!excluded) {
            jobs_where_and(w, jobs_sql_nothing);
        }

        return;
    }

    jobs_where_and(w, condition->before);
    some = 0;

    for (i = 0; i < n; i++) {
        for (k = 0; k < v[i].nterms; k++) {
            jobs_buf_str(&w->sql, some++ ? jobs_lit(",?") : jobs_lit("?"));
            bind = jobs_integer(v[i].terms[k]);
            jobs_where_bind(w, &bind);
        }
    }

    jobs_buf_str(&w->sql, condition->after);
}


/* one of the clause's searches must hit */

static void
jobs_where_search(jobs_where_t *w, const jobs_filter_t *f,
    const jobs_clause_t *c)
{
    int                          negative;
    unsigned                     i, some;
    jobs_bind_t                  bind;
    const jobs_sql_condition_t  *condition;

    some = 0;

    for (i = 0; i < c->n; i++) {

        if (!jobs_where_expression(w, &f->values[c->first + i], &bind,
                                   &negative))
        {
            continue;
        }

        if (some++ == 0) {
            jobs_where_and(w, jobs_lit("("));

        } else {
            jobs_buf_lit(&w->sql, " OR ");
        }

        condition = negative ? &jobs_sql_match_not : &jobs_sql_match;

        jobs_buf_str(&w->sql, condition->before);
        jobs_buf_char(&w->sql, '?');
        jobs_buf_str(&w->sql, condition->after);
        jobs_where_bind(w, &bind);

        /* what the visitor searched for ranks, else what is pinned */

        if (c->param == JOBS_P_Q && c->n == 1 && !negative
            && (w->rank_len == 0 || !c->pinned))
        {
            w->rank_from = bind.from;
            w->rank_len = bind.len;
        }
    }

    if (some == 0) {
        jobs_where_and(w, jobs_sql_nothing);
        return;
    }

    jobs_buf_char(&w->sql, ')');
}


/* 0 where the search has no word: it matches nothing */

static int
jobs_where_expression(jobs_where_t *w, const jobs_value_t *v,
    jobs_bind_t *bind, int *negative)
{
    jobs_rc_t   rc;
    jobs_buf_t  match, exclude;

    jobs_buf_init(&match, w->text.mem, JOBS_WHERE_TEXT);
    jobs_buf_init(&exclude, w->text.mem, JOBS_WHERE_TEXT);

    rc = jobs_search_parse(&match, &exclude, v->text);

    bind->type = JOBS_BIND_TEXT;
    bind->from = w->text.len;
    *negative = (match.len == 0);

    if (v->param == JOBS_P_TITLE) {
        jobs_buf_lit(&w->text, "title : (");

    } else if (v->param == JOBS_P_LOCATION) {
        jobs_buf_lit(&w->text, "place : (");

    } else {
        jobs_buf_char(&w->text, '(');
    }

    if (match.len > 0) {
        jobs_buf_char(&w->text, '(');
        jobs_buf_str(&w->text, jobs_buf_view(&match));
        jobs_buf_char(&w->text, ')');
    }

    if (match.len > 0 && exclude.len > 0) {
        jobs_buf_lit(&w->text, " NOT ");
    }

    if (exclude.len > 0) {
        jobs_buf_char(&w->text, '(');
        jobs_buf_str(&w->text, jobs_buf_view(&exclude));
        jobs_buf_char(&w->text, ')');
    }

    jobs_buf_char(&w->text, ')');

    if (match.rc != JOBS_OK || exclude.rc != JOBS_OK) {
        w->text.rc = match.rc != JOBS_OK ? match.rc : exclude.rc;
    }

    jobs_buf_free(&match);
    jobs_buf_free(&exclude);

    bind->len = w->text.len - bind->from;

    return rc == JOBS_OK;
}


/*
 * The annual range overlaps what is asked for, in one currency.  A visitor's
 * salary_include_unknown cannot widen what is pinned, nor the other way round.
 */

static void
jobs_where_salary(jobs_where_t *w, const jobs_snapshot_t *s,
    const jobs_filter_t *f, unsigned pinned)
{
    jobs_bind_t          bind;
    const jobs_value_t  *from, *to, *currency;

    from = jobs_where_value(f, JOBS_P_SALARY_MIN, pinned);
    to = jobs_where_value(f, JOBS_P_SALARY_MAX, pinned);

    if (from == NULL && to == NULL) {
        return;
    }

    currency = jobs_where_value(f, JOBS_P_SALARY_CURRENCY, pinned);

    if (currency == NULL && !pinned) {
        currency = jobs_where_value(f, JOBS_P_SALARY_CURRENCY, 1);
    }

    jobs_where_and(w, jobs_lit("("));

    if (jobs_where_value(f, JOBS_P_SALARY_INCLUDE_UNKNOWN, pinned) != NULL) {
        jobs_buf_str(&w->sql, jobs_sql_salary_unknown);
        jobs_buf_lit(&w->sql, " OR ");
    }

    bind.type = JOBS_BIND_TEXT;
    bind.from = w->text.len;
    bind.len = 3;

    jobs_buf_str(&w->text, currency != NULL ? currency->text
                           : s->currency[0] != '\0' ? jobs_str(s->currency, 3)
                                                    : jobs_lit("USD"));

    jobs_buf_str(&w->sql, jobs_sql_salary_currency.before);
    jobs_buf_char(&w->sql, '?');
    jobs_buf_str(&w->sql, jobs_sql_salary_currency.after);
    jobs_where_bind(w, &bind);

    if (from != NULL) {
        bind = jobs_real(from->number);
        jobs_where_one(w, &jobs_sql_salary_from, &bind);
    }

    if (to != NULL) {
        bind = jobs_real(to->number);
        jobs_where_one(w, &jobs_sql_salary_to, &bind);
    }

    jobs_buf_char(&w->sql, ')');
}


/* listings at the most in a clause that may lead; -1: it may not */

static int64_t
jobs_clause_listings(const jobs_filter_t *f, const jobs_clause_t *c)
{
    int64_t              n;
    unsigned             i;
    const jobs_value_t  *v;

    if (jobs_params[c->param].terms == NULL) {
        return -1;
    }

    n = -1;

    for (i = 0; i < c->n; i++) {
        v = &f->values[c->first + i];

        if (v->exclude) {
            break;
        }

        if (n == -1) {
            n = v->listings;

        } else if (jobs_params[c->param].all) {
            n = v->listings < n ? v->listings : n;

        } else {
            n += v->listings;
        }
    }

    return n;
}


static const jobs_value_t *
jobs_where_value(const jobs_filter_t *f, jobs_param_e param, unsigned pinned)
{
    unsigned  i;

    for (i = 0; i < f->nclauses; i++) {
        if (f->clauses[i].param == param && f->clauses[i].pinned == pinned) {
            return &f->values[f->clauses[i].first];
        }
    }

    return NULL;
}


static void
jobs_where_and(jobs_where_t *w, jobs_str_t sql)
{
    if (w->n++ > 0) {
        jobs_buf_lit(&w->sql, " AND ");
    }

    jobs_buf_str(&w->sql, sql);
}


static void
jobs_where_one(jobs_where_t *w, const jobs_sql_condition_t *condition,
    const jobs_bind_t *bind)
{
    jobs_where_and(w, condition->before);
    jobs_buf_char(&w->sql, '?');
    jobs_buf_str(&w->sql, condition->after);
    jobs_where_bind(w, bind);
}


static void
jobs_where_bind(jobs_where_t *w, const jobs_bind_t *bind)
{
    if (w->nbinds == JOBS_WHERE_BINDS) {
        w->sql.rc = JOBS_LIMIT;
        return;
    }

    w->binds[w->nbinds++] = *bind;
}


static jobs_bind_t
jobs_integer(int64_t n)
{
    jobs_bind_t  bind;

    memset(&bind, 0, sizeof(jobs_bind_t));
    bind.type = JOBS_BIND_INTEGER;
    bind.integer = n;

    return bind;
}


static jobs_bind_t
jobs_real(double n)
{
    jobs_bind_t  bind;

    memset(&bind, 0, sizeof(jobs_bind_t));
    bind.type = JOBS_BIND_REAL;
    bind.real = n;

    return bind;
}
