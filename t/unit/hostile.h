/*
 * A snapshot in memory whose index is changed in ways that only a hostile
 * file could have, loaded, and asked whatever can be asked.
 */

#ifndef HOSTILE_H
#define HOSTILE_H


#include <fcntl.h>
#include "board.h"
#include "jobs_bitmap.h"
#include "jobs_cursor.h"
#include "jobs_names.h"
#include "jobs_query.h"


static sqlite3           *hostile_db;
static jobs_snapshot_t    hostile;
static const char        *hostile_wrong;    /* what should never be, or NULL */
static char               hostile_error[JOBS_SNAPSHOT_ERROR];


static const char *const  hostile_queries[] = {
    "",
    "facets=category,company,country,region,remote,type&stats=salary",
    "facets=level,tag,language,visa,source,department&q=data",
    "category=data&country=DE&facets=country,region,tag&sort=title&offset=9",
    "country=-DE&sort=-title&offset=60",
    "q=rust&facets=company",
    "q=data&sort=recent&posted_within=200d",
    "salary_min=50000&salary_currency=EUR&sort=salary&stats=salary",
    "tag=c%2B%2B,go&sort=-salary&offset=20",
    "tag=-t3,t5&sort=company&limit=100",
    "worldwide=0&region=europe&sort=-company&offset=40",
    "company=solo+50,acme-1&has_salary=1",
    "visa=1&salary_max=100000&salary_include_unknown=1&level=junior",
    "cursor=recent,1780000000,test%3A7&posted_after=2026-02-01",
    "sort=-recent&cursor=-recent,,test%3A10&tag_any=t1,t2",
    "sort=title&cursor=title,1780000000,test%3A41,junior",
    "sort=-company&cursor=-company,1780000000,test%3A41,beta-4",
    "sort=salary&cursor=salary,1780000000,test%3A41,40f86a0000000000",
    "sort=-salary&cursor=-salary,1780000000,test%3A41,"
};

#define HOSTILE_QUERIES                                                       \
    (sizeof(hostile_queries) / sizeof(hostile_queries[0]))


/* the snapshot at path as it is in memory; 1 if that is so */

static inline int
hostile_open(const char *path, const jobs_mem_t *mem)
{
    size_t           size;
    unsigned char   *image, *copy;

    image = board_read(path, &size);
    copy = image == NULL ? NULL : sqlite3_malloc64(size);

    if (copy == NULL || sqlite3_open(":memory:", &hostile_db) != SQLITE_OK) {
        return 0;
    }

    memcpy(copy, image, size);
    free(image);

    memset(&hostile, 0, sizeof(jobs_snapshot_t));
    hostile.fd = open(path, O_RDONLY|O_CLOEXEC);
    hostile.mem = *mem;
    hostile.db = hostile_db;
    hostile.listings = BOARD_LISTINGS;
    memcpy(hostile.currency, "USD", 3);
    jobs_identity(path, &hostile.identity);
    jobs_forms_open(&hostile.forms);

    return sqlite3_deserialize(hostile_db, "main", copy, (int64_t) size,
                               (int64_t) size, SQLITE_DESERIALIZE_FREEONCLOSE
                                               |SQLITE_DESERIALIZE_RESIZEABLE)
           == SQLITE_OK
           && jobs_reader_open(&hostile.reader, hostile_db) == JOBS_OK;
}


static inline void
hostile_close(void)
{
    jobs_snapshot_close(&hostile);
}


static inline void
hostile_check(int good, const char *what)
{
    if (!good) {
        hostile_wrong = what;
    }
}


static inline jobs_rc_t
hostile_ask(const char *query)
{
    jobs_rc_t              rc;
    jobs_buf_t             text, cursor;
    const char            *reason;
    jobs_fault_t           fault;
    static jobs_str_t      rows[JOBS_LIMIT_MAX];
    static jobs_args_t     args;
    static jobs_list_t     list;
    static jobs_facet_t    facets[JOBS_F_N];
    static jobs_filter_t   filter;

    jobs_filter_init(&filter, 20);

    if (jobs_args_parse(&args, jobs_str(query, strlen(query)), &reason)
        != JOBS_OK
        || jobs_filter_args(&filter, &args, (1ULL << JOBS_P_N) - 1, 100,
                            &fault)
           != JOBS_OK)
    {
        hostile_check(0, query);
        return JOBS_INVALID;
    }

    memset(&list, 0, sizeof(jobs_list_t));
    list.rows = rows;
    list.facets = facets;
    list.filter = &filter;
    list.site.board = jobs_lit("/jobs");
    list.site.self = jobs_lit("/jobs.json");
    list.wants_headline = 1;

    jobs_buf_init(&text, &hostile.mem, 1024 * 1024);
    jobs_buf_init(&cursor, &hostile.mem, 65536);

    rc = jobs_query_resolve(&hostile, &filter);

    if (rc == JOBS_OK) {
        rc = jobs_query_list(&hostile, &filter,
                             &jobs_formats[JOBS_FORMAT_JSON], BOARD_NOW,
                             &text, &list);
    }

    hostile_check(rc == JOBS_OK || rc == JOBS_CORRUPT, query);

    if (rc == JOBS_OK) {
        hostile_check(list.total <= BOARD_LISTINGS
                      && list.count <= filter.limit
                      && (list.count == 0
                          || list.offset + list.count <= list.total), query);

        if (list.has_next) {
            jobs_cursor_write(&cursor, &list.next);
            hostile_check(cursor.rc == JOBS_OK, "a cursor");
        }

        jobs_headline_text(&cursor, &list.headline, &filter,
                           (jobs_lang_e) (list.total % JOBS_LANG_N),
                           jobs_buf_str);
        jobs_list_json(&cursor, &list);
    }

    jobs_buf_free(&text);
    jobs_buf_free(&cursor);

    return rc;
}


/*
 * What the index makes of the tables as they are now: of one eighth of the
 * queries, or of all.
 */

#define HOSTILE_ALL  8

static inline jobs_rc_t
hostile_answer(unsigned eighth)
{
    size_t         i;
    jobs_rc_t      rc, answer;
    jobs_index_t   index;

    hostile_wrong = NULL;
    hostile_error[0] = '\0';

    rc = jobs_index_load(&index, hostile_db, BOARD_LISTINGS, &hostile.mem,
                         hostile_error);

    if (rc != JOBS_OK) {
        hostile_check(rc == JOBS_CORRUPT && hostile_error[0] != '\0',
                      "loading");
        return rc;
    }

    hostile.index = &index;
    rc = jobs_names_load(&hostile, hostile_error);

    hostile_check(rc == JOBS_OK || rc == JOBS_CORRUPT, "loading searches");

    for (i = 0; i < HOSTILE_QUERIES && rc == JOBS_OK; i++) {

        if (eighth != HOSTILE_ALL && i % 8 != eighth) {
            continue;
        }

        answer = hostile_ask(hostile_queries[i]);
        rc = rc == JOBS_OK ? answer : rc;
    }

    jobs_query_reset(&hostile);

    if (hostile.expired != NULL) {
        roaring_bitmap_free(hostile.expired);
        hostile.expired = NULL;
    }

    hostile.nexpired = 0;
    hostile.mem.free(hostile.mem.ctx, hostile.scratch);
    hostile.scratch = NULL;
    hostile.scratch_size = 0;
    hostile.index = NULL;
    jobs_names_free(hostile.names);
    hostile.names = NULL;
    jobs_index_free(&index);

    return rc;
}


static inline int
hostile_exec(const char *sql)
{
    return sqlite3_exec(hostile_db, sql, NULL, NULL, NULL) == SQLITE_OK;
}


#endif /* HOSTILE_H */
