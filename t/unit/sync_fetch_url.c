/*
 * sync/sync_fetch_url.c: what may be connected to, and where a redirect may
 * lead.
 */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include "sync_fetch.h"
#include "tap.h"


static sync_arena_t  arena;


static int
test_private(const char *text)
{
    struct sockaddr_in   v4;
    struct sockaddr_in6  v6;

    memset(&v4, 0, sizeof(v4));
    memset(&v6, 0, sizeof(v6));
    v4.sin_family = AF_INET;
    v6.sin6_family = AF_INET6;

    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        return sync_address_private((struct sockaddr *) &v4);
    }

    return inet_pton(AF_INET6, text, &v6.sin6_addr) == 1
           ? sync_address_private((struct sockaddr *) &v6) : -1;
}


static int
test_follows(const char *url, const char *location, const char *to)
{
    char         error[SYNC_ERROR];
    const char  *got;

    got = sync_url_follow(url, location, &arena, error);

    return to == NULL ? got == NULL : got != NULL && strcmp(got, to) == 0;
}


int
main(void)
{
    size_t                    i;
    struct sockaddr           local;
    static const char *const  private[] = {
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255",
        "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
        "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:0:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808", "2002:7f00:1::1", "2002:a00:1::1",
        "2002:c0a8:101::", "2001::1", "2001:0:808:808::1", "2001:10::1",
        "2001:20::1", "2001:db8::1", "3fff::1", "fc00::1", "fd12:3456::1",
        "fe80::1", "fec0::1", "ff02::1", "100::1", "5f00::1", "4000::1"
    };
    static const char *const  public[] = {
        "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255",
        "100.128.0.1", "126.0.0.1", "128.0.0.1", "169.253.0.1",
        "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.0.1",
        "198.17.0.1", "198.20.0.1", "223.255.255.255",
        "2606:4700::1111", "2a00:1450:4001::1", "2001:200::1",
        "2001:4860:4860::8888", "::ffff:1.1.1.1", "64:ff9b::808:808",
        "2002:808:808::1", "3ffe::1"
    };

    for (i = 0; i < sync_n(private); i++) {
        ok(test_private(private[i]) == 1, private[i]);
    }

    for (i = 0; i < sync_n(public); i++) {
        ok(test_private(public[i]) == 0, public[i]);
    }

    memset(&local, 0, sizeof(local));
    local.sa_family = AF_UNIX;
    ok(sync_address_private(&local), "another family");

    ok(test_follows("http://a.example/x?y", "/z", "http://a.example/z"),
       "a path");
    ok(test_follows("http://a.example/x", "http://A.example:80/z#f",
                    "http://A.example:80/z"), "the same host");
    ok(test_follows("http://a.example/", "https://a.example/",
                    "https://a.example/"), "from http to https");
    ok(test_follows("https://a.example/", "http://a.example/", NULL),
       "from https to http");
    ok(test_follows("http://a.example/", "http://b.example/", NULL),
       "another host");
    ok(test_follows("http://a.example/", "//b.example/", NULL),
       "another host, without a scheme");
    ok(test_follows("http://a.example/", "http://a.example@b.example/", NULL),
       "another host behind a name");
    ok(test_follows("http://a.example/", "http://a.example:81/", NULL),
       "another port");
    ok(test_follows("http://a.example/", "http://a.example.b.example/", NULL),
       "a host that begins so");
    ok(test_follows("http://a.example/", "file:///etc/passwd", NULL),
       "a file");
    ok(test_follows("http://a.example/", "gopher://a.example/", NULL),
       "another scheme");
    ok(test_follows("http://a.example/", "http://", NULL), "no host");

    sync_arena_free(&arena);

    return tap_done();
}
