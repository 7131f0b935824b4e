/*
 * sync/sync_salary.c: t/data/salaries.tsv, real texts and what they say.
 */

#include "sync_salary.h"
#include "tap.h"


int
main(void)
{
    int           read, n;
    char          line[1024], got[128], *cell[7], *p;
    FILE         *f;
    sync_wage_t   w;

    f = fopen("t/data/salaries.tsv", "r");

    if (f == NULL) {
        perror("t/data/salaries.tsv");
        return 1;
    }

    while (fgets(line, sizeof(line), f) != NULL) {
        if (line[0] == '#') {
            continue;
        }

        line[strcspn(line, "\n")] = '\0';

        for (n = 0, p = line; n < 7 && p != NULL; n++) {
            cell[n] = strsep(&p, "\t");
        }

        if (n != 6 && n != 7) {
            ok(0, line);
            continue;
        }

        read = sync_salary_read(&w, sync_str(cell[0]), sync_str(cell[1]),
                                n == 6 ? 0 : cell[6][1] == 'i' ? 1 : 2);

        if (!read) {
            memset(&w, 0, sizeof(sync_wage_t));
        }

        snprintf(got, sizeof(got), "%.10g %.10g %s %s", w.min, w.max,
                 w.currency, w.period == NULL ? "" : w.period);
        snprintf(line + 900, 120, "%s %s %s %s", cell[2], cell[3], cell[4],
                 cell[5]);
        is(sync_str(got), line + 900, cell[0]);
    }

    fclose(f);

    return tap_done();
}
