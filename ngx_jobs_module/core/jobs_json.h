/*
 * The parts of a list as JSON that have a file of their own: members, each
 * with a comma before it.
 */

#ifndef JOBS_JSON_H
#define JOBS_JSON_H


#include "jobs_list.h"


void jobs_json_facets(jobs_buf_t *b, const jobs_list_t *l);
void jobs_json_stats(jobs_buf_t *b, const jobs_list_t *l);
void jobs_json_related(jobs_buf_t *b, const jobs_list_t *l);

/* values without a name */
void jobs_json_snapshot(jobs_buf_t *b, const jobs_list_t *l);
void jobs_json_attribution(jobs_buf_t *b, const jobs_list_t *l);

/* what the list is called, escaped, without quotes */
void jobs_json_heading(jobs_buf_t *b, const jobs_list_t *l);

/* an address in quotes, without a comma; null where there is none */
void jobs_json_address(jobs_buf_t *b, const jobs_list_t *l,
    jobs_address_t write);


#endif /* JOBS_JSON_H */
