/*
 * sync/sync_format.c: the address of the page after a page.
 */

#include <stdlib.h>
#include <unistd.h>
#include "sync_format.h"
#include "tap.h"


#define is_string(got, want, name)  is(sync_str(got), want, name)


static jobs_buf_t  next;


/* what follows a page of this content that came from url */

static const char *
test_next(const char *content, const char *format, const char *url,
    uint64_t rows)
{
    int                 fd;
    char                path[] = "/tmp/jobs-pages-XXXXXX";
    jobs_rc_t           rc;
    static char         answer[256];

    fd = mkstemp(path);

    if (fd == -1
        || write(fd, content, strlen(content)) != (ssize_t) strlen(content))
    {
        return "no file";
    }

    close(fd);
    rc = sync_page_next(path, format, tap_str(url), rows, &next);
    unlink(path);

    if (rc == JOBS_OK) {
        snprintf(answer, sizeof(answer), "%.*s", (int) next.len, next.data);
        return answer;
    }

    return rc == JOBS_DECLINED ? "last" : rc == JOBS_INVALID ? "invalid"
           : rc == JOBS_ERROR ? "error" : "?";
}


static void
test_offset(void)
{
    const char  *url, *page;

    url = "https://api.example/v1/companies/a/postings?limit=2&offset=2";
    page = "{\"offset\": 2, \"limit\": 2, \"content\": [{\"name\": \"T\","
           " \"company\": {\"identifier\": \"A\"}}], \"totalFound\": 5}";

    is_string(test_next(page, NULL, url, 4),
            "https://api.example/v1/companies/a/postings?limit=2&offset=4",
            "the offset is replaced");
    is_string(test_next(page, "smartrecruiters", "https://api.example/x", 4),
            "https://api.example/x?offset=4", "or added");
    is_string(test_next(page, NULL, "https://api.example/x?limit=2", 4),
            "https://api.example/x?limit=2&offset=4", "or added to others");
    is_string(test_next(page, NULL, url, 5), "last", "all were there");
    is_string(test_next(page, NULL, url, 2), "last",
            "a page without rows is not asked for again");
    is_string(test_next("{\"content\": []}", "smartrecruiters", url, 2),
            "invalid", "without a total nobody knows");
    is_string(test_next("{\"totalFound\": 9, \"content\": [", "smartrecruiters",
                      url, 2), "invalid", "a page that is cut");
    is_string(test_next("<html>", "smartrecruiters", url, 2), "invalid",
            "a block page");
    is_string(test_next("{\"content\": [], \"totalFound\": -5}",
                      "smartrecruiters", url, 2), "invalid", "nonsense");
}


static void
test_others(void)
{
    is_string(test_next("{\"data\": [], \"links\": {\"next\":"
                      " \"https://a.example/2\"}}", "arbeitnow",
                      "https://a.example/1", 10), "https://a.example/2",
            "Arbeitnow says it");
    is_string(test_next("{\"data\": [], \"links\": {\"next\": null}}",
                      "arbeitnow", "https://a.example/1", 10), "last",
            "or that there is none");
    is_string(test_next("{\"data\": [], \"links\": {\"next\":"
                      " \"https://a.example/1\"}}", "arbeitnow",
                      "https://a.example/1", 10), "last",
            "a page that follows itself is the last");
    is_string(test_next("{\"data\": [], \"links\": {\"next\":"
                      " \"file:///etc/passwd\"}}", "arbeitnow",
                      "https://a.example/1", 10), "invalid",
            "only http and https");
    is_string(test_next("{\"count\": 100, \"results\": []}", "adzuna",
                      "https://a.example/search/9?app_id=1", 90),
            "https://a.example/search/10?app_id=1",
            "Adzuna has the page in the path");
    is_string(test_next("{\"count\": 100, \"results\": []}", "adzuna",
                      "https://a.example/search", 90), "invalid",
            "which has to be there");
    is_string(test_next("{\"SearchResult\": {\"SearchResultCountAll\": 60,"
                      " \"SearchResultItems\": []}}", "usajobs",
                      "https://a.example/s?Page=2", 50),
            "https://a.example/s?Page=3", "USAJOBS: beside the inner list");
    is_string(test_next("{\"page\": 0, \"page_count\": 2, \"results\": []}",
                      "themuse", "https://a.example/s?page=0", 20),
            "https://a.example/s?page=1", "The Muse");
    is_string(test_next("{\"page\": 1, \"page_count\": 2, \"results\": []}",
                      "themuse", "https://a.example/s?page=1", 40), "last",
            "The Muse: the last");
    is_string(test_next("{\"items\": [{\"requisitionList\": []}],"
                      " \"hasMore\": true}", "oracle",
                      "https://a.example/r?finder=f;n=1,offset=0,limit=25",
                      25),
            "https://a.example/r?finder=f;n=1,offset=25,limit=25",
            "Oracle: a parameter inside of one");
    is_string(test_next("{\"jobs\": [], \"totalCount\": 3}", "himalayas",
                      "https://a.example/j", 3), "last", "Himalayas");
    is_string(test_next("[]", "lever", "https://a.example/j", 3), "last",
            "a format without pages");
    is_string(test_next("[{\"x\": 1}]", NULL, "https://a.example/j", 3), "last",
            "no format");
    is_int(sync_page_next("/nonexistent/page", NULL, tap_str("https://a/"), 1,
                          &next), JOBS_ERROR, "no file");
}


static void
test_names(void)
{
    char           error[SYNC_ERROR];
    size_t         i, k;
    const cJSON   *item, *declared;
    sync_source_t  s;

    for (i = 0; sync_formats[i] != NULL; i++) {

        for (k = 0; k < i; k++) {
            if (strcmp(sync_formats[k]->name, sync_formats[i]->name) == 0) {
                break;
            }
        }

        ok(k == i, "a name is there once");
        ok(sync_format_find(sync_formats[i]->name) == sync_formats[i],
           "and is found");

        declared = sync_format_declared(sync_formats[i], &s);

        if (sync_formats[i]->source == NULL) {
            continue;
        }

        ok(declared != NULL && s.by != SYNC_BY_UNKNOWN,
           "what it declares is JSON and says whose listings they are");

        cJSON_ArrayForEach(item, declared) {
            is_int(sync_source_set(&s, item, error), JOBS_OK,
                   "it declares what can be declared");
        }
    }

    ok(sync_format_find("bogus") == NULL, "no such format");
}


int
main(void)
{
    jobs_buf_init(&next, &sync_mem, 4096);

    test_offset();
    test_others();
    test_names();

    jobs_buf_free(&next);

    return tap_done();
}
