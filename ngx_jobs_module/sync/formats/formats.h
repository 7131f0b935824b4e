/*
 * The formats of sync/formats, in the order of the alphabet.
 */

#ifndef SYNC_FORMATS_H
#define SYNC_FORMATS_H


#include "../sync_format.h"


extern const sync_format_t  sync_adzuna;
extern const sync_format_t  sync_arbeitnow;
extern const sync_format_t  sync_ashby;
extern const sync_format_t  sync_bamboohr;
extern const sync_format_t  sync_comeet;
extern const sync_format_t  sync_eightfold;
extern const sync_format_t  sync_greenhouse;
extern const sync_format_t  sync_himalayas;
extern const sync_format_t  sync_jobicy;
extern const sync_format_t  sync_lever;
extern const sync_format_t  sync_oracle;
extern const sync_format_t  sync_pinpoint;
extern const sync_format_t  sync_platsbanken;
extern const sync_format_t  sync_platsbanken_index;
extern const sync_format_t  sync_recruitee;
extern const sync_format_t  sync_remoteok;
extern const sync_format_t  sync_remotive;
extern const sync_format_t  sync_rippling;
extern const sync_format_t  sync_smartrecruiters;
extern const sync_format_t  sync_teamtailor;
extern const sync_format_t  sync_themuse;
extern const sync_format_t  sync_torre;
extern const sync_format_t  sync_usajobs;
extern const sync_format_t  sync_workable;
extern const sync_format_t  sync_workday;
extern const sync_format_t  sync_workingnomads;


#endif /* SYNC_FORMATS_H */
