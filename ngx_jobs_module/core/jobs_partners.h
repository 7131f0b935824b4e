/*
 * Partners: sites that show the board under terms of their own.
 *
 * A partner is a row of the snapshot: who may embed the board under its name,
 * which listings it shows, how it looks and what is added to the addresses
 * where one applies.  All of them are in memory, read with the index and
 * shared like it.  A row that cannot be honoured is left out: its partner is
 * unknown, and never one without filters.
 */

#ifndef JOBS_PARTNERS_H
#define JOBS_PARTNERS_H


#include "jobs_look.h"
#include "jobs_snapshot.h"


#define JOBS_PARTNERS_MAX   65536
#define JOBS_PARTNER_NAME   200         /* bytes                       */
#define JOBS_PARTNER_TEXT   2048        /* of origins, of the campaign */


/* strings as the snapshot has them; data NULL: the partner has none */

typedef struct jobs_partner_s {
    jobs_str_t             id;
    jobs_str_t             name;
    jobs_str_t             origins;     /* separated by single spaces   */
    jobs_str_t             query;
    jobs_str_t             theme;
    jobs_str_t             campaign;
} jobs_partner_t;

typedef struct jobs_partners_s {
    jobs_partner_t        *partners;
    uint32_t               n;
    uint32_t              *hash;        /* of their ids: places, or none */
    uint32_t               nhash;       /* its size, a power of two; or 0 */
    char                  *text;
    size_t                 bytes;       /* of memory                     */
    jobs_mem_t             mem;
} jobs_partners_t;


/*
 * Reads them from an open snapshot, which may be without the table.  s->partners
 * is to be freed in any case; on failure error (JOBS_SNAPSHOT_ERROR bytes) says
 * why.  JOBS_CORRUPT: there are more than JOBS_PARTNERS_MAX, too.
 */
jobs_rc_t jobs_partners_load(jobs_snapshot_t *s, char *error);

/* NULL is nothing */
void jobs_partners_free(jobs_partners_t *partners);

/* the one with that id; NULL: unknown; it lives as long as the partners */
const jobs_partner_t *jobs_partners_find(const jobs_partners_t *partners,
    jobs_str_t id);

/*
 * What is wrong with a partner: JOBS_INVALID or JOBS_LIMIT fill *fault (the
 * column or the argument, its value, the reason), which may point into *args.
 */
jobs_rc_t jobs_partner_check(const jobs_partner_t *p, jobs_args_t *args,
    jobs_fault_t *fault);

/* a row of jobs_sql_partners; valid until the next step */
void jobs_partner_columns(jobs_partner_t *p, sqlite3_stmt *stmt);

/*
 * Adds the filters of a partner, as JOBS_BY_PARTNER.  Where they do not fit,
 * the filter never matches.
 */
void jobs_partner_pin(const jobs_partner_t *p, jobs_filter_t *f);

/* what the argument "theme" is where the request has none */
jobs_theme_e jobs_partner_theme(const jobs_partner_t *p);

/* 1 if the partner names the origin */
int jobs_partner_has_origin(const jobs_partner_t *p, jobs_str_t origin);

/*
 * Takes the first origin (or other word) from a list separated by spaces; data
 * NULL: there is none left.
 */
jobs_str_t jobs_partner_word(jobs_str_t *list);

/*
 * Appends the address with the campaign parameters (data NULL: none) in its
 * query, but for those that it has already; its fragment stays at its end and
 * nothing else is changed.
 */
void jobs_campaign_address(jobs_buf_t *b, jobs_str_t address,
    jobs_str_t campaign);


#endif /* JOBS_PARTNERS_H */
