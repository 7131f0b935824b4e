/*
 * Addresses: where a redirect may lead, and what may be connected to.
 */

#include <ctype.h>
#include <stdlib.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <curl/curl.h>
#include "sync_fetch.h"


static int sync_v4_private(uint32_t a);
static char *sync_url_part(CURLU *u, CURLUPart part);


int
sync_url_host(const char *url, char *key, size_t size)
{
    char   *host, *port;
    CURLU  *u;
    size_t  i;

    u = curl_url();

    if (u == NULL) {
        return 0;
    }

    if (curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK) {
        curl_url_cleanup(u);
        return 0;
    }

    host = sync_url_part(u, CURLUPART_HOST);
    port = sync_url_part(u, CURLUPART_PORT);

    snprintf(key, size, "%s:%s", host == NULL ? "" : host,
             port == NULL ? "" : port);

    for (i = 0; key[i] != '\0'; i++) {
        key[i] = tolower((unsigned char) key[i]);
    }

    curl_free(host);
    curl_free(port);
    curl_url_cleanup(u);

    return 1;
}


const char *
sync_url_follow(const char *url, const char *location, sync_arena_t *a,
    char *error)
{
    int          ok, up;
    char        *to, from_key[300], to_key[300];
    CURLU       *u;
    const char  *copy;

    u = curl_url();
    to = NULL;

    if (u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK
        && curl_url_set(u, CURLUPART_URL, location, 0) == CURLUE_OK)
    {
        (void) curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
        to = sync_url_part(u, CURLUPART_URL);
    }

    curl_url_cleanup(u);

    ok = to != NULL && jobs_is_http_url(sync_str(to))
         && sync_url_host(url, from_key, sizeof(from_key))
         && sync_url_host(to, to_key, sizeof(to_key));

    if (!ok) {
        snprintf(error, SYNC_ERROR, "it leads to what is no http or https "
                 "address");
        curl_free(to);
        return NULL;
    }

    copy = sync_dup(a, sync_str(to)).data;
    curl_free(to);

    if (strncasecmp(url, "https:", 6) == 0
        && strncasecmp(copy, "https:", 6) != 0)
    {
        snprintf(error, SYNC_ERROR, "it leads from https to http");
        return NULL;
    }

    /* the same host with https is another port */

    up = strncasecmp(url, "https:", 6) != 0
         && strncasecmp(copy, "https:", 6) == 0;

    if (up) {
        *strrchr(from_key, ':') = '\0';
        *strrchr(to_key, ':') = '\0';
    }

    if (strcmp(from_key, to_key) != 0) {
        snprintf(error, SYNC_ERROR, "it leads to another host, \"%.200s\"",
                 to_key);
        return NULL;
    }

    return copy;
}


static char *
sync_url_part(CURLU *u, CURLUPart part)
{
    char  *text;

    text = NULL;

    return curl_url_get(u, part, &text, part == CURLUPART_PORT
                                        ? CURLU_DEFAULT_PORT : 0)
           == CURLUE_OK ? text : NULL;
}


int
sync_address_private(const struct sockaddr *address)
{
    uint32_t              v4;
    const unsigned char  *b;

    if (address->sa_family == AF_INET) {
        return sync_v4_private(ntohl(((const struct sockaddr_in *) address)
                                     ->sin_addr.s_addr));
    }

    if (address->sa_family != AF_INET6) {
        return 1;
    }

    b = ((const struct sockaddr_in6 *) address)->sin6_addr.s6_addr;
    memcpy(&v4, b + 12, 4);
    v4 = ntohl(v4);

    /* IPv4 in IPv6: mapped, compatible (:: and ::1 too), NAT64 */

    if (memcmp(b, "\0\0\0\0\0\0\0\0\0\0\xFF\xFF", 12) == 0
        || memcmp(b, "\0\0\0\0\0\0\0\0\0\0\0\0", 12) == 0
        || memcmp(b, "\0\x64\xFF\x9B\0\0\0\0\0\0\0\0", 12) == 0)
    {
        return sync_v4_private(v4);
    }

    /* 6to4 */

    if (b[0] == 0x20 && b[1] == 0x02) {
        memcpy(&v4, b + 2, 4);
        return sync_v4_private(ntohl(v4));
    }

    /* of 2000::/3, all of which is public but Teredo and its neighbours
       (2001::/23) and what is for examples (2001:db8::/32, 3fff::/20) */

    return (b[0] & 0xE0) != 0x20
           || (b[0] == 0x20 && b[1] == 0x01 && b[2] < 0x02)
           || memcmp(b, "\x20\x01\x0D\xB8", 4) == 0
           || (memcmp(b, "\x3F\xFF", 2) == 0 && b[2] < 0x10);
}


static int
sync_v4_private(uint32_t a)
{
    size_t                   i;
    static const struct {
        uint32_t             net;
        unsigned             bits;
    } nets[] = {
        { 0x00000000, 8 },  { 0x0A000000, 8 },  { 0x64400000, 10 },
        { 0x7F000000, 8 },  { 0xA9FE0000, 16 }, { 0xAC100000, 12 },
        { 0xC0000000, 24 }, { 0xC0000200, 24 }, { 0xC0A80000, 16 },
        { 0xC0586300, 24 },
        { 0xC6120000, 15 }, { 0xC6336400, 24 }, { 0xCB007100, 24 },
        { 0xE0000000, 3 }
    };

    for (i = 0; i < sync_n(nets); i++) {
        if ((a ^ nets[i].net) >> (32 - nets[i].bits) == 0) {
            return 1;
        }
    }

    return 0;
}
