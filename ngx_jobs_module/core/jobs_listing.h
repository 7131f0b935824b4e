/*
 * One listing as the snapshot holds it, and the two forms in which a list
 * shows it.
 */

#ifndef JOBS_LISTING_H
#define JOBS_LISTING_H


#include "jobs_text.h"


#define JOBS_LISTING_ITEMS  64      /* places, countries, tags shown each */


/* Unknown: data NULL in a string, JOBS_NO_TIME in a time, has_* 0. */

#define JOBS_NO_TIME  INT64_MIN

typedef struct {
    size_t         n;
    jobs_str_t     item[JOBS_LISTING_ITEMS];
} jobs_items_t;

typedef struct {
    jobs_str_t     id;
    jobs_str_t     title;
    jobs_str_t     company;
    jobs_str_t     company_slug;
    jobs_str_t     company_logo;
    jobs_str_t     url;
    jobs_str_t     apply_url;           /* the stored one; NULL: url */
    jobs_str_t     campaign;            /* added to both in a gap; NULL: none */
    jobs_str_t     link_rel;            /* of the source; "noopener" */
    jobs_str_t     location;
    jobs_items_t   locations;
    jobs_items_t   countries;
    jobs_items_t   regions;
    jobs_items_t   tags;
    jobs_str_t     remote;
    jobs_str_t     employment_type;
    jobs_str_t     seniority;
    jobs_str_t     category;            /* slug  */
    jobs_str_t     category_label;      /* label */
    jobs_str_t     department;
    jobs_str_t     salary_currency;
    jobs_str_t     salary_period;
    jobs_str_t     language;
    jobs_str_t     source;
    jobs_str_t     excerpt;
    jobs_str_t     description_html;    /* detail only */
    jobs_str_t     description_text;    /* detail only */
    double         salary_min;
    double         salary_max;
    int64_t        posted_at;
    int64_t        updated_at;
    int64_t        expires_at;
    unsigned       has_salary_min:1;
    unsigned       has_salary_max:1;
    unsigned       salary_predicted:1;
    unsigned       salary_shown:1;      /* listing_facts.shown: fit for HTML */
    unsigned       worldwide:1;
    unsigned       has_visa:1;
    unsigned       visa:1;
    unsigned       jsonld:1;            /* the source allows JSON-LD */
} jobs_listing_t;


/*
 * Ready rows.  jobs-sync stores each listing's JSON object and its HTML list
 * item ready-escaped; only the links of a board depend on where the board is
 * mounted, so they are gaps:
 *
 *     0x01 <path below the board> 0x02 <other address> 0x03
 *
 * jobs_row_fill() writes the board's address and the path, or where there is
 * no board (a single view without jobs_base_url) the other address.  A partner
 * is added to the former; of the latter, which is escaped, only who makes the
 * row can add the campaign.
 */

#define JOBS_ROW_VERSION  4     /* raised when either form below changes,
                                   or what the full-text index has of a
                                   listing */

#define JOBS_GAP_PATH     '\x01'
#define JOBS_GAP_OTHER    '\x02'
#define JOBS_GAP_END      '\x03'

/* the JSON object of the interface, with gaps */
void jobs_row_json(jobs_buf_t *b, const jobs_listing_t *l);

/* the same with description_html and description_text, for one listing */
void jobs_detail_json(jobs_buf_t *b, const jobs_listing_t *l);

/* <li>…</li> of the list, with gaps and in English (jobs_html_row.c) */
void jobs_row_html(jobs_buf_t *b, const jobs_listing_t *l);

/*
 * Appends a gap: "/", the listing's id and what is below it, or other (the
 * address of the listing, or where one applies) with the listing's campaign.
 */
void jobs_row_gap(jobs_buf_t *b, const jobs_listing_t *l, jobs_str_t below,
    jobs_str_t other, jobs_escape_t escape);

/* appends such another address, where no gap is wanted, with a campaign */
void jobs_row_other(jobs_buf_t *b, jobs_str_t other, jobs_str_t campaign,
    jobs_escape_t escape);

/*
 * Appends a ready row with its gaps filled.  board: the address of the board
 * without trailing slash ("" under "/"), data NULL where there is none.
 * partner: the id that goes with its addresses; data NULL: none.  Both are
 * already escaped for the output at hand.
 */
void jobs_row_fill(jobs_buf_t *b, jobs_str_t row, jobs_str_t board,
    jobs_str_t partner);


#endif /* JOBS_LISTING_H */
