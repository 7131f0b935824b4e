/*
 * The different salaries, numbered so that a reader need not sort them.
 */

#include <stdlib.h>
#include "sync_index.h"


static int sync_compare_pay(const void *one, const void *two);
static int sync_compare_amounts(double a, double b);
static jobs_rc_t sync_salary_write(sqlite3_stmt *stmt, uint32_t code,
    const sync_pay_t *pay);


typedef struct {
    sync_pay_t         pay;
    uint32_t           number;          /* before sorting */
} sync_numbered_t;


jobs_rc_t
sync_index_salaries(sync_index_t *ix)
{
    uint32_t          i, n, *codes;
    jobs_rc_t         rc;
    sync_pay_t        unknown;
    sqlite3_stmt     *stmt;
    sync_numbers_t    column;
    sync_numbered_t  *all;

    /* code 0 is there even where every salary is known */

    memset(&unknown, 0, sizeof(sync_pay_t));
    unknown.excluded = JOBS_PAY_UNKNOWN;
    unknown.year_min = -1;
    unknown.year_max = -1;
    unknown.order = -1;

    (void) sync_intern(&ix->salaries,
                       jobs_str((char *) &unknown, sizeof(unknown)));

    if (sqlite3_prepare_v2(ix->db, "INSERT INTO salaries VALUES"
                           " (?1, ?2, ?3, ?4, ?5, ?6)", -1, &stmt, NULL)
        != SQLITE_OK)
    {
        return JOBS_ERROR;
    }

    n = ix->salaries.n;
    all = sync_mem.realloc(NULL, NULL, 0, n * sizeof(sync_numbered_t));
    codes = sync_mem.realloc(NULL, NULL, 0, n * sizeof(uint32_t));

    for (i = 0; i < n; i++) {
        memcpy(&all[i].pay, ix->salaries.strings[i].data, sizeof(sync_pay_t));
        all[i].number = i;
    }

    qsort(all, n, sizeof(sync_numbered_t), sync_compare_pay);

    rc = JOBS_OK;

    for (i = 0; i < n && rc == JOBS_OK; i++) {
        codes[all[i].number] = i;
        rc = sync_salary_write(stmt, i, &all[i].pay);
    }

    sqlite3_finalize(stmt);

    if (rc == JOBS_OK) {
        memset(&column, 0, sizeof(sync_numbers_t));

        for (i = 0; i < ix->n; i++) {
            sync_numbers_add(&column, codes[ix->salary.data[i]]);
        }

        rc = sync_index_column(ix, jobs_lit("salary"), &column, 0, n - 1,
                               NULL);
        sync_numbers_free(&column);
    }

    sync_mem.free(NULL, all);
    sync_mem.free(NULL, codes);

    return rc;
}


void
sync_index_currency(const sync_index_t *ix, char currency[4])
{
    int             rc;
    uint32_t        i, n, best;
    sync_pay_t      pay;
    sync_intern_t   codes;

    memset(&codes, 0, sizeof(sync_intern_t));
    memset(currency, 0, 4);
    best = 0;

    for (i = 0; i < ix->n; i++) {
        memcpy(&pay, ix->salaries.strings[ix->salary.data[i]].data,
               sizeof(sync_pay_t));

        if (pay.excluded == JOBS_PAY_USABLE) {
            (void) sync_intern(&codes, jobs_str(pay.currency, 3));
        }
    }

    for (n = 0; n < codes.n; n++) {
        rc = memcmp(codes.strings[n].data, currency, 3);

        if (codes.counts[n] > best || (codes.counts[n] == best && rc < 0)) {
            best = codes.counts[n];
            memcpy(currency, codes.strings[n].data, 3);
        }
    }

    sync_intern_free(&codes);
}


/* the unknown one, the usable ones by currency and midpoint, the others */

static int
sync_compare_pay(const void *one, const void *two)
{
    int                rc, a_known, b_known;
    const sync_pay_t  *a, *b;

    a = &((const sync_numbered_t *) one)->pay;
    b = &((const sync_numbered_t *) two)->pay;

    a_known = (a->excluded != JOBS_PAY_UNKNOWN);
    b_known = (b->excluded != JOBS_PAY_UNKNOWN);

    if (a_known != b_known) {
        return a_known - b_known;
    }

    if (a->excluded != b->excluded) {
        return a->excluded < b->excluded ? -1 : 1;
    }

    rc = memcmp(a->currency, b->currency, sizeof(a->currency));

    if (rc == 0) {
        rc = sync_compare_amounts(a->year_min + a->year_max,
                                  b->year_min + b->year_max);
    }

    if (rc == 0) {
        rc = sync_compare_amounts(a->year_min, b->year_min);
    }

    return rc != 0 ? rc : sync_compare_amounts(a->order, b->order);
}


static int
sync_compare_amounts(double a, double b)
{
    return a < b ? -1 : a > b;
}


static jobs_rc_t
sync_salary_write(sqlite3_stmt *stmt, uint32_t code, const sync_pay_t *pay)
{
    int  rc;

    sqlite3_bind_int64(stmt, 1, code);
    sqlite3_bind_int64(stmt, 2, pay->excluded);

    if (pay->currency[0] != '\0') {
        sqlite3_bind_text(stmt, 3, pay->currency, -1, SQLITE_STATIC);
    }

    if (pay->year_min >= 0) {
        sqlite3_bind_double(stmt, 4, pay->year_min);
        sqlite3_bind_double(stmt, 5, pay->year_max);
    }

    if (pay->order >= 0) {
        sqlite3_bind_double(stmt, 6, pay->order);
    }

    rc = sqlite3_step(stmt);

    (void) sqlite3_reset(stmt);
    (void) sqlite3_clear_bindings(stmt);

    return rc == SQLITE_DONE ? JOBS_OK : JOBS_ERROR;
}
