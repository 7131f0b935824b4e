/*
 * The formats of XML, and JSON-LD.
 */

#ifndef SYNC_FORMATS_XML_H
#define SYNC_FORMATS_XML_H


#include "sync_format.h"


extern const sync_format_t  sync_weworkremotely;
extern const sync_format_t  sync_neogov;
extern const sync_format_t  sync_rss;               /* after those two */
extern const sync_format_t  sync_atom;
extern const sync_format_t  sync_indeed;
extern const sync_format_t  sync_personio;
extern const sync_format_t  sync_jsonld;


#endif /* SYNC_FORMATS_XML_H */
