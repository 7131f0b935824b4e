# GET and HEAD, nothing else.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), server => <<'EOT');
    location ^~ /jobs { jobs; }
    location = /json { jobs json; }
EOT

my @addresses = qw(/jobs /jobs.json /jobs.html /jobs/greenhouse:acme:1
                   /jobs/greenhouse:acme:1.json /jobs/greenhouse:acme:1.html
                   /jobs/greenhouse:acme:1/apply /jobs/jobs.css /json
                   /jobs/none:1 /jobs.json?limit=-1);

for my $uri (@addresses) {
    my $get = $n->get($uri);
    my $head = $n->head($uri);

    is($head->status, $get->status, "HEAD has the status of GET: $uri");
    is($head->body, '', "HEAD has no body: $uri");

    for my $name (qw(Content-Type Content-Length Location Cache-Control)) {
        is($head->header($name), $get->header($name),
           "HEAD has the $name of GET: $uri");
    }
}

for my $method (qw(POST PUT DELETE PATCH MKCOL PROPFIND)) {
    for my $uri (qw(/jobs /jobs.json /jobs/greenhouse:acme:1 /json
                    /jobs/greenhouse:acme:1/apply /jobs/jobs.css))
    {
        my $r = $n->request($method, $uri, 'Content-Length' => 0);

        is($r->status, 405, "$method $uri is not allowed");
        like($r->header('Allow') || '', qr/\bGET\b.*\bHEAD\b/,
             "$method $uri: Allow says what is");
    }
}

is($n->request('POST', '/jobs.json', 'Content-Length' => 0)->type,
   'application/problem+json', 'a JSON address refuses in JSON');


# a body that nobody reads does not become the next request

my $client = $n->client;
my $r = $client->request('POST', '/jobs.json', 'Content-Length' => 0);

is($r->status, 405, 'POST on a connection that is kept');
$r = $client->request('GET', '/jobs.json');
is($r->status, 200, 'the next request on it is answered');

$client = $n->client;
$client->write("GET /jobs.json HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
               . "\r\nhelloGET /alive HTTP/1.1\r\nHost: x\r\n\r\n");
is($client->read_response('GET')->status, 200, 'GET with a body is answered');
is($client->read_response('GET')->body, 'alive',
   'and its body is not taken for a request');


# pipelining, and HTTP/1.0

$client = $n->client;
$client->write("GET $_ HTTP/1.1\r\nHost: x\r\n\r\n")
    for qw(/jobs.json /jobs /jobs/none:1 /jobs.html);
is(join(' ', map { $client->read_response('GET')->status } 1 .. 4),
   '200 200 404 200', 'pipelined requests are answered in order');

$r = $n->raw("GET /jobs.json HTTP/1.0\r\n\r\n");
is($r->json->{total}, 8, 'HTTP/1.0 without a host is answered');

$r = $n->get('/jobs.json', Range => 'bytes=0-9');
ok($r->status == 200 || $r->status == 206, 'a range does no harm');

done_testing();
