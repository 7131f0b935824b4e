# Single views, and the directives of nginx that stand beside them.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), http => <<'EOH', server => <<'EOT');
    limit_req_zone $binary_remote_addr zone=one:1m rate=1r/m;
EOH
    location = /page { jobs page; }
    location = /html { jobs html; }
    location = /json { jobs json; }
    location = /detail { jobs detail; }
    location /listing/ { jobs detail; }
    location ~ ^/anything/.*\.php$ { jobs json; }
    location @fallback { jobs json; }
    location = /missing { try_files /nothing @fallback; }

    location ^~ /own {
        jobs;
        error_page 400 404 410 503 /error;
    }

    location ^~ /none {
        jobs;
        jobs_snapshot /nowhere/jobs.db;
        error_page 503 /error;
    }

    location = /error {
        internal;
        return 200 "my own error page";
    }

    location ^~ /internal { jobs; internal; }
    location = /to-internal { rewrite ^ /internal.json last; }
    location ^~ /denied { jobs; deny all; }
    location ^~ /limited { jobs; limit_req zone=one; }

    location ^~ /auth { jobs; auth_request /check; }
    location = /check {
        internal;
        if ($arg_key = "") { return 401; }
        return 204;
    }
    location ^~ /authed { jobs; auth_request /yes; }
    location = /yes { internal; return 204; }

    location ^~ /expires { jobs; expires 5m; add_header X-Mine yes; }
    location ^~ /ranked { jobs; satisfy any; allow 127.0.0.1; deny all; }
EOT

is($n->get('/page')->type, 'text/html', 'jobs page');
like($n->get('/page')->body, qr/<html/i, 'is a document');
unlike($n->get('/html')->body, qr/<html/i, 'jobs html is none');
is($n->get('/json?category=backend')->json->{total}, 3, 'jobs json');
is($n->get('/page', Accept => 'application/json')->type, 'text/html',
   'a single view does not look at Accept');
is($n->get('/anything/at/all.php')->json->{total}, 8,
   'a single view answers in a regex location');
is($n->get('/missing')->json->{total}, 8, 'and in a named one');

my $r = $n->get('/detail?id=greenhouse:acme:1');

is($r->status, 200, 'detail takes its id from the argument');
like($r->body, qr/Senior Backend Engineer/, 'and shows that listing');
is($n->get('/detail?id=greenhouse%3Aacme%3A1')->status, 200, 'escaped too');
like($n->get('/listing/lever:blue:3')->body, qr/Data Scientist/,
     'or from the rest of the URI');
is($n->get('/detail?id=nosuch:1')->status, 404, 'an unknown one is 404');
is($n->get('/detail')->status, 404, 'none at all too');
is($n->get('/listing/')->status, 404, 'in both ways');


# error_page

is($n->get('/own/nosuch:1')->body, 'my own error page',
   'a listing honours error_page');
is($n->get('/own?limit=-1')->body, 'my own error page',
   'the page honours error_page');
is($n->get('/own.json?limit=-1')->type, 'application/problem+json',
   'JSON sends its own body');
is($n->get('/own/nosuch:1.json')->type, 'application/problem+json',
   'for a listing too');
is($n->get('/own.html?limit=-1')->type, 'text/html',
   'the fragment sends its own body');
isnt($n->get('/own.html?limit=-1')->body, 'my own error page',
     'whatever error_page says');
is($n->get('/none')->body, 'my own error page', '503 of the page too');
is($n->get('/none.json')->status, 503, '503 of JSON stays 503');


# what nginx does before us

is($n->get('/internal.json')->status, 404, 'internal keeps it inside');
is($n->get('/to-internal')->json->{total}, 8, 'where a rewrite reaches it');
is($n->get('/denied.json')->status, 403, 'deny denies');
is($n->get('/ranked.json')->status, 200, 'satisfy any is satisfied');
is($n->get('/auth.json')->status, 401, 'auth_request refuses');
is($n->get('/authed.json')->json->{total}, 8, 'auth_request lets in');

$n->get('/limited.json');
is($n->get('/limited.json')->status, 503, 'limit_req limits');

$r = $n->get('/expires.json');
is($r->header('X-Mine'), 'yes', 'add_header adds');
like($r->header('Cache-Control') || '', qr/max-age=300/,
     'expires decides on Cache-Control');
unlike($r->header('Cache-Control'), qr/max-age=\d+.*max-age=/,
       'alone');


# what every answer carries

for my $uri (qw(/page /html /json /detail?id=manual:7)) {
    is($n->get($uri)->header('X-Content-Type-Options'), 'nosniff',
       "no guessing of types: $uri");
}

like($n->get('/page')->header('Content-Security-Policy') || '',
     qr/default-src 'none'/, 'the page carries a strict policy');
like($n->get($_)->header('Content-Type'), qr/charset=utf-8/i,
     "HTML names its encoding: $_") for qw(/page /html);

done_testing();
