/*
 * Reading the different salaries.
 */

#include <stdlib.h>
#include "jobs_index_load.h"
#include "jobs_sql.h"


static jobs_rc_t  jobs_load_pay(jobs_load_t *l, sqlite3_stmt *stmt,
                      jobs_buf_t *orders);
static jobs_rc_t  jobs_load_ranges(jobs_load_t *l);
static jobs_rc_t  jobs_load_orders(jobs_load_t *l, const double *order);
static int        jobs_compare_orders(const void *one, const void *two);


jobs_rc_t
jobs_load_salaries(jobs_load_t *l)
{
    int            rc;
    void          *p;
    double        *order;
    uint32_t       room, more;
    jobs_rc_t      jrc;
    jobs_buf_t     orders;
    jobs_index_t  *ix;
    sqlite3_stmt  *stmt;

    ix = l->ix;
    room = 0;
    jrc = JOBS_OK;

    if (sqlite3_prepare_v2(l->db, jobs_sql_salaries, -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return jobs_load_sqlite(l, sqlite3_errcode(l->db));
    }

    jobs_buf_init(&orders, &ix->mem, INT32_MAX);

    while (jrc == JOBS_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {

        if (ix->npay == room) {
            more = room == 0 ? 256 : room * 2;
            p = ix->mem.realloc(ix->mem.ctx, ix->pay,
                                room * sizeof(jobs_pay_t),
                                more * sizeof(jobs_pay_t));
            if (p == NULL) {
                jrc = JOBS_NOMEM;
                break;
            }

            ix->pay = p;
            room = more;
        }

        jrc = jobs_load_pay(l, stmt, &orders);
    }

    if (jrc == JOBS_OK && rc != SQLITE_DONE) {
        jrc = jobs_load_sqlite(l, rc);
    }

    if (jrc == JOBS_OK && orders.rc != JOBS_OK) {
        jrc = orders.rc;
    }

    sqlite3_finalize(stmt);

    ix->dictionary += room * sizeof(jobs_pay_t);

    if (jrc == JOBS_OK) {
        jrc = jobs_load_ranges(l);
    }

    if (jrc == JOBS_OK && (ix->npay == 0
                           || ix->pay[0].excluded != JOBS_PAY_UNKNOWN))
    {
        jrc = jobs_load_bad(l, "no unknown one among", jobs_lit("salaries"));
    }

    if (jrc == JOBS_OK) {
        order = (double *) orders.data;
        jrc = jobs_load_orders(l, order);
    }

    jobs_buf_free(&orders);

    return jrc;
}


/* usable ones are sorted, so that counting them sorts the listings */

static jobs_rc_t
jobs_load_pay(jobs_load_t *l, sqlite3_stmt *stmt, jobs_buf_t *orders)
{
    int            rc;
    double         order;
    int64_t        excluded;
    jobs_pay_t    *p, *before;
    jobs_str_t     currency;
    jobs_index_t  *ix;

    ix = l->ix;
    p = &ix->pay[ix->npay];
    memset(p, 0, sizeof(jobs_pay_t));

    excluded = sqlite3_column_int64(stmt, 1);
    currency = jobs_column(stmt, 2);

    if (sqlite3_column_int64(stmt, 0) != ix->npay
        || ix->npay > ix->n || excluded < 0 || excluded >= JOBS_PAY_N
        || (currency.data != NULL && currency.len != 3))
    {
        return jobs_load_bad(l, "a bad one among", jobs_lit("salaries"));
    }

    p->excluded = (uint8_t) excluded;
    p->min = -1;
    p->max = -1;
    p->rank = JOBS_NO_TERM;
    order = -1;

    if (currency.data != NULL) {
        memcpy(p->currency, currency.data, 3);
    }

    if (sqlite3_column_type(stmt, 3) != SQLITE_NULL) {
        p->min = sqlite3_column_double(stmt, 3);
        p->max = sqlite3_column_double(stmt, 4);

        if (!(p->min >= 0 && p->min <= p->max && p->max < 1e15)) {
            return jobs_load_bad(l, "a bad one among", jobs_lit("salaries"));
        }
    }

    if (sqlite3_column_type(stmt, 5) != SQLITE_NULL) {
        order = sqlite3_column_double(stmt, 5);

        if (!(order >= 0 && order < 1e300)) {
            return jobs_load_bad(l, "a bad one among", jobs_lit("salaries"));
        }
    }

    before = p - 1;

    if (ix->npay > 1 && before->excluded > p->excluded) {
        return jobs_load_bad(l, "no order among", jobs_lit("salaries"));
    }

    if (excluded == JOBS_PAY_USABLE) {

        if (p->min < 0 || currency.data == NULL) {
            return jobs_load_bad(l, "a bad one among", jobs_lit("salaries"));
        }

        if (ix->npay > 1 && before->excluded == JOBS_PAY_USABLE) {
            rc = memcmp(before->currency, p->currency, 3);

            if (rc > 0 || (rc == 0 && before->min + before->max
                                      > p->min + p->max))
            {
                return jobs_load_bad(l, "no order among",
                                     jobs_lit("salaries"));
            }
        }
    }

    jobs_buf_add(orders, &order, sizeof(double));
    ix->npay++;

    return JOBS_OK;
}


static jobs_rc_t
jobs_load_ranges(jobs_load_t *l)
{
    uint32_t           i;
    jobs_buf_t         b;
    jobs_pay_t        *p, *before;
    jobs_index_t      *ix;
    jobs_pay_range_t   range, *last;

    ix = l->ix;
    jobs_buf_init(&b, &ix->mem, INT32_MAX);

    for (i = 0; i < ix->npay; i++) {
        p = &ix->pay[i];
        before = p - 1;

        if (i > 0 && p->excluded == before->excluded
            && (p->excluded != JOBS_PAY_USABLE
                || memcmp(p->currency, before->currency, 3) == 0))
        {
            last = (jobs_pay_range_t *) (b.data + b.len) - 1;
            last->to = i + 1;
            continue;
        }

        memset(&range, 0, sizeof(jobs_pay_range_t));
        range.excluded = (jobs_pay_e) p->excluded;
        range.from = i;
        range.to = i + 1;
        memcpy(range.currency, p->currency, 3);

        jobs_buf_add(&b, &range, sizeof(jobs_pay_range_t));

        if (b.rc != JOBS_OK) {
            break;
        }
    }

    ix->ranges = (jobs_pay_range_t *) b.data;
    ix->nranges = (unsigned) (b.len / sizeof(jobs_pay_range_t));
    ix->dictionary += b.size;

    return b.rc;
}


/* the different amounts, from the highest; a salary's rank is its place */

static jobs_rc_t
jobs_load_orders(jobs_load_t *l, const double *order)
{
    double        *found;
    uint32_t       i, n;
    jobs_index_t  *ix;

    ix = l->ix;

    ix->orders = jobs_load_alloc(l, ix->npay * sizeof(double));
    if (ix->orders == NULL) {
        return JOBS_NOMEM;
    }

    n = 0;

    for (i = 0; i < ix->npay; i++) {
        if (order[i] >= 0) {
            ix->orders[n++] = order[i];
        }
    }

    qsort(ix->orders, n, sizeof(double), jobs_compare_orders);

    ix->norders = 0;

    for (i = 0; i < n; i++) {
        if (ix->norders == 0 || ix->orders[i] != ix->orders[ix->norders - 1]) {
            ix->orders[ix->norders++] = ix->orders[i];
        }
    }

    for (i = 0; i < ix->npay; i++) {
        if (order[i] >= 0) {
            found = bsearch(&order[i], ix->orders, ix->norders,
                            sizeof(double), jobs_compare_orders);
            ix->pay[i].rank = (uint32_t) (found - ix->orders);
        }
    }

    ix->dictionary += ix->npay * sizeof(double);

    return JOBS_OK;
}


static int
jobs_compare_orders(const void *one, const void *two)
{
    double  a, b;

    a = *(const double *) one;
    b = *(const double *) two;

    return a > b ? -1 : a < b;
}
