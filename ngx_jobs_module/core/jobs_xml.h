/*
 * Parts of the XML formats.
 */

#ifndef JOBS_XML_H
#define JOBS_XML_H


#include "jobs_list.h"


/* of the elements that are ours (docs/http.md); it never changes */
#define JOBS_XML_NAMESPACE  "urn:ngx-jobs:feed:1"

/*
 * XML 1.0 text and double-quoted attributes: < > & " and carriage returns
 * become references, what XML forbids is dropped.
 */
void jobs_escape_xml(jobs_buf_t *b, jobs_str_t s);

/* the same in a CDATA section, "]]>" in two of them */
void jobs_xml_cdata(jobs_buf_t *b, jobs_str_t s);

/* <name>text</name>; nothing where s is unknown or empty */
void jobs_xml_element(jobs_buf_t *b, jobs_str_t name, jobs_str_t s);

/* <name>2026-08-08T09:00:00Z</name>; nothing where t is unknown */
void jobs_xml_time(jobs_buf_t *b, jobs_str_t name, int64_t t);

/* what the list is called, escaped */
void jobs_xml_heading(jobs_buf_t *b, const jobs_list_t *l);

/* an address of the list, escaped */
void jobs_xml_address(jobs_buf_t *b, const jobs_list_t *l,
    jobs_address_t write);

/* the listing's page, as a gap; without a board its own address */
void jobs_xml_link(jobs_buf_t *b, const jobs_listing_t *l);

/* what the listing offers as escaped HTML: its description, or its excerpt */
void jobs_xml_content(jobs_buf_t *b, const jobs_listing_t *l);
int jobs_xml_has_content(const jobs_listing_t *l);

/* the elements of JOBS_XML_NAMESPACE, prefix "job": of a listing, of a list */
void jobs_xml_listing(jobs_buf_t *b, const jobs_listing_t *l);
void jobs_xml_list(jobs_buf_t *b, const jobs_list_t *l);

/* <atom:link rel="..." href="..."/>, prefix "atom:" or "" */
void jobs_xml_links(jobs_buf_t *b, const jobs_list_t *l, jobs_str_t prefix,
    jobs_str_t type);


#endif /* JOBS_XML_H */
