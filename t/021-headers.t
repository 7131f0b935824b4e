# Headers that other directives and browsers act on.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(), server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /expires { jobs; expires 1h; }
    location = /single {
        jobs page;
        jobs_base_url https://board.example/jobs;
    }
EOT

my %accept = (
    'application/json' => 'json',
    'application/json, text/html' => 'html',
    'application/json;q=0.9, text/html;q=0.8' => 'json',
    'application/json;q=0.1;x=1, text/html;q=0.5' => 'html',
    'application/json;xq=0.1, text/html;q=0.5' => 'json',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' => 'html',
    '*/*' => 'html',
    'application/*, text/html;q=0.5' => 'json',
    'application/json;q=0' => 'html',
    'application/json ; q=0.5 , */*;q=0.1' => 'json',
    ',;,q=' => 'html',
);

for my $accept (sort keys %accept) {
    like($n->get('/jobs', Accept => $accept)->header('Content-Type'),
         qr/$accept{$accept}/, "Accept: $accept");
}

my $r = $n->get('/jobs', Accept => 'application/json');

is($r->header('Vary'), 'Accept, Accept-Encoding',
   'only a negotiated answer varies with Accept');
is($r->header('Cache-Control'), 'private', 'and is private');
is($r->header('Content-Location'), '/jobs.json', 'and says where it is');
is($n->get('/jobs.json')->header('Vary'), 'Accept-Encoding',
   'the others do not');

for my $uri ('/expires', '/expires/jobs.css') {
    $r = $n->get($uri, Accept => 'application/json');
    is($r->header('Cache-Control'), 'max-age=3600',
       "expires has the last word: $uri");
}

$r = $n->get('/jobs/jobs.css');
my $etag = $r->header('ETag');

is($n->get('/jobs/jobs.css', 'If-None-Match' => $etag)->status, 304,
   'the stylesheet is validated');
is($n->get('/jobs/jobs.css', 'If-None-Match' => '"other"')->status, 200,
   'another one is sent');

like($n->get('/jobs')->header('Content-Security-Policy'),
     qr/default-src 'none'; style-src 'self'; form-action 'self'/,
     'the page allows what it needs');
like($n->get('/single')->header('Content-Security-Policy'),
     qr{style-src https://board\.example; form-action 'self'},
     'a single page: the stylesheet of the board, a form of its own');

done_testing();
