/*
 * Text: UTF-8, escaping for each output, case folding, slugs, numbers, times.
 *
 * Every writer takes any bytes: what is not UTF-8 (RFC 3629: no surrogates,
 * nothing above U+10FFFF, no overlong form) becomes U+FFFD.
 */

#ifndef JOBS_TEXT_H
#define JOBS_TEXT_H


#include "jobs_buf.h"


/* a writer that escapes text for an output */
typedef void (*jobs_escape_t)(jobs_buf_t *b, jobs_str_t s);

/* 1 if s is UTF-8 without NUL, else 0 */
int jobs_utf8_valid(jobs_str_t s);

/* 1 if s is ASCII without control characters, as most texts are */
int jobs_printable(jobs_str_t s);

/* what jobs_utf8_next() gives for bytes that are no UTF-8 */
#define JOBS_BAD_CHAR  0xFFFFFFFF

/*
 * Decodes one character and moves *p behind it; *p < end.  Returns the code
 * point, or JOBS_BAD_CHAR for a bad sequence (*p then moves one byte).
 */
uint32_t jobs_utf8_next(const char **p, const char *end);

/* appends one code point as UTF-8 */
void jobs_utf8_put(jobs_buf_t *b, uint32_t c);

/*
 * HTML text and double- or single-quoted attributes: < > & ' " become
 * references, control characters other than \t \n are dropped (so the
 * markers of a ready row, see jobs_row.h, cannot be forged).
 */
void jobs_escape_html(jobs_buf_t *b, jobs_str_t s);

/*
 * The inside of a JSON string that is safe in a <script> as well: " \ and
 * control characters, < > & as \u003c ..., U+2028 and U+2029 are escaped.
 */
void jobs_escape_json(jobs_buf_t *b, jobs_str_t s);

/* "..." with the above, or null where s.data is NULL */
void jobs_json_string(jobs_buf_t *b, jobs_str_t s);

/* one component of a query string or path: all but A-Z a-z 0-9 - . _ ~ , : */
void jobs_escape_uri(jobs_buf_t *b, jobs_str_t s);

/*
 * A path or an address: the same, and "/" "@" "+" "[" "]" stay.  What comes
 * out needs no escape in HTML, JSON or a header.
 */
void jobs_escape_path(jobs_buf_t *b, jobs_str_t s);

/*
 * Comparison form of a label: trimmed, white space collapsed to one space,
 * lower case (ASCII, Latin-1, Latin Extended-A, Greek, Cyrillic).
 */
void jobs_fold(jobs_buf_t *b, jobs_str_t s);

/*
 * Address form of a label: folded, Latin letters without their marks, runs of
 * anything that is neither letter nor digit become one "-", none at the ends;
 * letters of other scripts stay.  May be empty.
 */
void jobs_slug(jobs_buf_t *b, jobs_str_t s);

/* 1 if a letter or a digit of any script is in s, which is folded */
int jobs_has_letter(jobs_str_t s);

/*
 * A plain decimal number: "0", "12", "12.5"; optional leading "-"; nothing
 * else around it.  JOBS_INVALID, or JOBS_LIMIT beyond 15 digits.
 */
jobs_rc_t jobs_parse_number(jobs_str_t s, double *n);

/* digits only, 0 to max: JOBS_INVALID otherwise, JOBS_LIMIT above max */
jobs_rc_t jobs_parse_uint(jobs_str_t s, uint64_t max, uint64_t *n);

/* two decimals at most, without trailing zeros: 45, 45.5, 45.25 */
void jobs_buf_number(jobs_buf_t *b, double n);

/* with zeros before it: 7 as 07; width: its least number of digits */
void jobs_buf_padded(jobs_buf_t *b, uint64_t n, unsigned width);

/*
 * RFC 3339 date-time with any offset and fraction ("T" or a space), or a
 * date alone (midnight UTC), as seconds since the epoch, years 1 to 9999.
 */
jobs_rc_t jobs_parse_time(jobs_str_t s, int64_t *t);

/* 2026-08-08T09:00:00Z */
void jobs_buf_time(jobs_buf_t *b, int64_t t);

/* Sat, 08 Aug 2026 09:00:00 GMT */
void jobs_buf_rfc822(jobs_buf_t *b, int64_t t);

/* the day of a time in UTC, from year 1 to 9999 */
void jobs_date(int64_t t, int64_t *year, unsigned *month, unsigned *day);

/* 1 if s is an http or https address of bytes 0x21-0x7E, without < > " \ ^ ` { | } */
int jobs_is_http_url(jobs_str_t s);

/*
 * 1 if s is an origin as browsers send it (RFC 6454, section 6.1): http or https,
 * host and perhaps port, in lower case.
 */
int jobs_is_origin(jobs_str_t s);

/* 1 if s has the form of a named search's address: A-Z a-z 0-9 -, at most 128 */
int jobs_is_slug(jobs_str_t s);

#define JOBS_NAME_MAX  64

/* 1 if s has the form of a partner's public id: A-Z a-z 0-9 _ -, at most 64 */
int jobs_is_name(jobs_str_t s);

#define JOBS_ID_MAX  128

/* 1 if s has the form of a listing's id (interface: source:key, at most 128) */
int jobs_is_listing_id(jobs_str_t s);

/*
 * A number that tells strings apart in a table, and differs from machine to
 * machine: words of eight bytes, multiplied and shifted as MurmurHash does.
 */
uint64_t jobs_hash(jobs_str_t s);


#endif /* JOBS_TEXT_H */
