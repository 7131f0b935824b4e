# Readers of other origins.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /off { jobs; jobs_cors off; }
    location ^~ /some { jobs;
        jobs_cors https://partner.example http://localhost:3000; }
    location ^~ /sub { ssi on; }
    location = /status { jobs status; }
EOT

my @uris = ('', '.json', '.html', '/greenhouse:acme:1.json', '.json?limit=x',
            '/none:1.json', '/no.such');

for my $uri (@uris) {
    my $r = $n->get("/jobs$uri", Origin => 'https://any.example');

    is($r->header('Access-Control-Allow-Origin'), '*',
       "any origin: /jobs$uri " . $r->status);
    like($r->header('Access-Control-Expose-Headers'), qr/\bETag\b.*\bLink\b/,
         'and sees the headers');
    is($r->header('Access-Control-Allow-Credentials'), undef,
       'without credentials');
    unlike($r->header('Vary') || '', qr/Origin/, 'whoever it is');

    $r = $n->get("/off$uri", Origin => 'https://any.example');
    is($r->header('Access-Control-Allow-Origin'), undef, "off: /off$uri");

    $r = $n->get("/some$uri", Origin => 'https://partner.example');
    is($r->header('Access-Control-Allow-Origin'), 'https://partner.example',
       "an origin that is named: /some$uri");
    like($r->header('Vary'), qr/\bOrigin\b/, 'and the answer varies');

    for my $origin ('https://other.example', 'http://partner.example',
                    'https://partner.example.evil.example',
                    'https://partner.example:8443', 'null', '')
    {
        $r = $n->get("/some$uri", Origin => $origin);
        is($r->header('Access-Control-Allow-Origin'), undef,
           "not named: $origin");
        like($r->header('Vary'), qr/\bOrigin\b/, 'and the answer varies');
    }
}

is($n->get('/some.json', Origin => 'http://localhost:3000')
     ->header('Access-Control-Allow-Origin'), 'http://localhost:3000',
   'the second of them');
is($n->get('/jobs/greenhouse:acme:1/apply')
     ->header('Access-Control-Allow-Origin'), undef,
   'where one applies is for links');
is($n->get('/jobs/jobs.css')->header('Access-Control-Allow-Origin'), '*',
   'the stylesheet is for all');
is($n->get('/off/jobs.css')->header('Access-Control-Allow-Origin'), '*',
   'whatever jobs_cors says');


# preflight

my @ask = (Origin => 'https://partner.example',
           'Access-Control-Request-Method' => 'GET',
           'Access-Control-Request-Headers' => 'if-none-match');

my $r = $n->request('OPTIONS', '/jobs.json', @ask);

is($r->status, 204, 'a preflight has no body');
is($r->header('Allow'), 'GET, HEAD, OPTIONS', 'and says what is allowed');
is($r->header('Access-Control-Allow-Origin'), '*', 'to whom');
like($r->header('Access-Control-Allow-Methods'), qr/\bGET\b/, 'which methods');
like($r->header('Access-Control-Allow-Headers'), qr/\bIf-None-Match\b/,
     'which headers');
like($r->header('Access-Control-Max-Age'), qr/\A\d+\z/, 'and for how long');

$r = $n->request('OPTIONS', '/some.json', @ask);
is($r->header('Access-Control-Allow-Origin'), 'https://partner.example',
   'preflight of an origin that is named');
is($r->header('Vary'), 'Origin', 'varies');

$r = $n->request('OPTIONS', '/some.json', Origin => 'https://other.example');
is($r->header('Access-Control-Allow-Origin'), undef, 'of one that is not');
is($r->header('Access-Control-Allow-Methods'), undef, 'nothing is allowed');

$r = $n->request('OPTIONS', '/off.json', @ask);
is($r->status, 204, 'OPTIONS where nobody may read');
is($r->header('Access-Control-Allow-Origin'), undef, 'allows nobody');


# settings

for my $case ([ '*' ], [ 'off' ], [ 'https://a.example' ],
              [ 'http://a.example:8080 https://b.example' ],
              [ 'http://[::1]:3000' ])
{
    my ($code, $output) = nginx_t(http => "jobs_cors $case->[0];");
    is($code, 0, "jobs_cors $case->[0]") or diag($output);
}

for my $value ('a.example', 'https://a.example/', 'https://A.example',
               'https://a.example/jobs', '* https://a.example', 'on', 'null',
               'off https://a.example', 'HTTPS://a.example', 'https://',
               'ftp://a.example', 'https://a.example?x')
{
    my ($code, $output) = nginx_t(http => "jobs_cors $value;");
    isnt($code, 0, "jobs_cors $value is refused");
    like($output, qr/invalid value ".*" in "jobs_cors" directive, it must be/,
         'with the reason');
}

for my $case ([ 'jobs_max_age 5m' ], [ 'jobs_max_age 0' ],
              [ 'jobs_gzip off' ])
{
    my ($code, $output) = nginx_t(http => "$case->[0];");
    is($code, 0, $case->[0]) or diag($output);
}

for my $line ('jobs_max_age x', 'jobs_max_age -1', 'jobs_max_age 2y',
              'jobs_gzip maybe', 'jobs_max_age 1s; jobs_max_age 1s',
              'jobs_cors *; jobs_cors *')
{
    my ($code, $output) = nginx_t(http => "$line;");
    isnt($code, 0, "$line is refused") or diag($output);
}

done_testing();
