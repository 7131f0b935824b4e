/*
 * Plans of imports, for people and for programs.
 */

#include "sync_import.h"


static const struct {
    const char  *name;
    size_t       offset;
} sync_plan_counts[] = {
    { "listings", offsetof(sync_plan_t, listings) },
    { "before", offsetof(sync_plan_t, before) },
    { "added", offsetof(sync_plan_t, added) },
    { "returned", offsetof(sync_plan_t, returned) },
    { "changed", offsetof(sync_plan_t, changed) },
    { "unchanged", offsetof(sync_plan_t, unchanged) },
    { "missing", offsetof(sync_plan_t, missing) },
    { "closed", offsetof(sync_plan_t, closed) },
    { "rejected", offsetof(sync_plan_t, rejected) },
    { "open", offsetof(sync_plan_t, open) }
};

static const char *const  sync_plan_verdicts[] = {
    "taken", "same", "shrank", "failed"
};


void
sync_plan_line(jobs_buf_t *b, const char *key, const sync_plan_t *plan)
{
    char    text[64];
    size_t  i, len;

    jobs_buf_str(b, sync_str(key == NULL ? "source" : key));
    len = key == NULL ? 6 : strlen(key);

    do {
        jobs_buf_char(b, ' ');
    } while (++len < 24);

    jobs_buf_str(b, sync_str(key == NULL ? "verdict"
                             : sync_plan_verdicts[plan->verdict]));

    for (i = 0; i < sync_n(sync_plan_counts); i++) {

        if (key == NULL) {
            snprintf(text, sizeof(text), "%10s", sync_plan_counts[i].name);
        } else {
            snprintf(text, sizeof(text), "%*llu",
                     i == 0 ? 17 - (int) strlen(sync_plan_verdicts
                                                [plan->verdict]) : 10,
                     (unsigned long long) *(const uint64_t *)
                         ((const char *) plan + sync_plan_counts[i].offset));
        }

        jobs_buf_str(b, sync_str(text));
    }

    if (key != NULL && plan->reason[0] != '\0') {
        jobs_buf_lit(b, "  ");
        jobs_buf_str(b, sync_str(plan->reason));
    }

    jobs_buf_char(b, '\n');
}


void
sync_plan_json(jobs_buf_t *b, const char *key, const sync_plan_t *plan)
{
    size_t  i;

    jobs_buf_lit(b, "{\"source\":");
    jobs_json_string(b, sync_str(key));
    jobs_buf_lit(b, ",\"verdict\":");
    jobs_json_string(b, sync_str(sync_plan_verdicts[plan->verdict]));

    for (i = 0; i < sync_n(sync_plan_counts); i++) {
        jobs_buf_lit(b, ",\"");
        jobs_buf_str(b, sync_str(sync_plan_counts[i].name));
        jobs_buf_lit(b, "\":");
        jobs_buf_uint(b, *(const uint64_t *)
                      ((const char *) plan + sync_plan_counts[i].offset));
    }

    jobs_buf_lit(b, ",\"stale_since\":");

    if (plan->stale_since != 0) {
        jobs_buf_char(b, '"');
        jobs_buf_time(b, plan->stale_since);
        jobs_buf_char(b, '"');

    } else {
        jobs_buf_lit(b, "null");
    }

    jobs_buf_lit(b, ",\"reason\":");
    jobs_json_string(b, plan->reason[0] == '\0' ? jobs_str(NULL, 0)
                                                : sync_str(plan->reason));
    jobs_buf_char(b, '}');
}
