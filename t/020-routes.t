# Which address gives what.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $db = snapshot();
my $n = nginx(snapshot => $db, server => <<'EOT');
    location ^~ /jobs { jobs; }
    location ^~ /deep/er/board { jobs; }
EOT


sub answers
{
    my ($uri, $status, $type, $name, @headers) = @_;

    my $r = $n->get($uri, @headers);

    is($r->status, $status, "$name: status of $uri");
    is($r->type, $type, "$name: type of $uri") if defined $type;

    return $r;
}


for my $p ('/jobs', '/deep/er/board') {
    my $r = answers($p, 200, 'text/html', 'the page');

    like($r->body, qr/<html/i, 'the page is a document');
    like($r->header('Vary') || '', qr/\bAccept\b/i,
         'the page varies on Accept');

    $r = answers("$p.html", 200, 'text/html', 'the fragment');
    unlike($r->body, qr/<html|<body|<head>|<!doctype/i,
           'the fragment is no document');
    unlike($r->header('Vary') || '', qr/\bAccept\b(?!-)/i,
           'the fragment does not vary on Accept');

    $r = answers("$p.json", 200, 'application/json', 'the JSON list');
    is($r->json->{total}, 8, 'the JSON list counts every listing');
    is($r->header('Content-Length'), length $r->body,
       'the length is known before');

    answers("$p/greenhouse:acme:1", 200, 'text/html', 'a listing');
    $r = answers("$p/greenhouse:acme:1.json", 200, 'application/json',
                 'a listing as JSON');
    is($r->json->{id}, 'greenhouse:acme:1', 'it is the listing asked for');
    $r = answers("$p/greenhouse:acme:1.html", 200, 'text/html',
                 'a listing as fragment');
    unlike($r->body, qr/<html|<!doctype/i, 'it is no document');

    $r = answers("$p/greenhouse:acme:1/apply", 302, undef, 'apply');
    is($r->header('Location'),
       'https://apply.example.com/greenhouse-acme-1?via=board',
       'apply leads to the stored address');

    $r = answers("$p/greenhouse:acme:1/apply?url=https://evil.example/", 302,
                 undef, 'apply with an address in the request');
    is($r->header('Location'),
       'https://apply.example.com/greenhouse-acme-1?via=board',
       'apply never leads to what the request says');

    answers("$p/greenhouse:acme:99", 404, 'text/html', 'an unknown listing');
    answers("$p/greenhouse:acme:99.json", 404, 'application/problem+json',
            'an unknown listing as JSON');
    answers("$p/greenhouse:acme:99.html", 404, 'text/html',
            'an unknown listing as fragment');
    answers("$p/greenhouse:acme:99/apply", 404, undef,
            'apply to an unknown listing');

    $r = answers("$p/", 301, undef, 'a trailing slash');
    like($r->header('Location'), qr{\A(?:http://[^/]+)?\Q$p\E\z},
         'the slash is redirected away');

    $r = answers("$p/?category=backend", 301, undef, 'a slash and arguments');
    like($r->header('Location'),
         qr{\A(?:http://[^/]+)?\Q$p\E\?category=backend\z},
         'the redirect keeps the arguments');

    answers("$p$_", 404, undef, 'no such address')
        for qw(foo .xml .json.json /x /foo/bar /greenhouse:acme:1/ .rssx
               /greenhouse:acme:1/applyx /greenhouse:acme:1/apply/x /x
               /greenhouse:acme:1.json.json /.json);

    $r = answers("$p/jobs.css", 200, 'text/css', 'the stylesheet');
    like($r->body, qr/\{/, 'the stylesheet has rules');
    is($r->header('Access-Control-Allow-Origin'), '*',
       'the stylesheet is for every origin');
    like($r->header('Cache-Control') || '', qr/max-age=3600/,
         'the stylesheet is cached for an hour');
    ok($r->header('ETag'), 'the stylesheet has an ETag');
}

my $body = $n->get('/jobs')->body;

like($body, qr{href="/jobs/jobs\.css"}, 'the page uses the stylesheet');
like($body, qr{href="/jobs/greenhouse:acme:1"},
     'the page links to the listings');
like($n->get('/deep/er/board')->body,
     qr{href="/deep/er/board/greenhouse:acme:1"},
     'links stay below the prefix of the board');

is($n->get('/jobs/greenhouse%3Aacme%3A1')->status, 200,
   'an escaped id is the same id');


# JSON by Accept

my $r = answers('/jobs', 200, 'application/json', 'JSON by Accept',
                Accept => 'application/json');

like($r->header('Cache-Control') || '', qr/private/,
     'JSON by Accept is private');
like($r->header('Content-Location') || '', qr{/jobs\.json\z},
     'JSON by Accept names its own address');

answers('/jobs', 200, 'application/json', 'JSON preferred by its weight',
        Accept => 'text/html;q=0.5, application/json');
answers('/jobs', 200, 'text/html', 'HTML preferred',
        Accept => 'text/html, application/json;q=0.9');
answers('/jobs', 200, 'text/html', 'no strict preference',
        Accept => 'application/json, text/html');
answers('/jobs', 200, 'text/html', 'anything',
        Accept => '*/*');
answers('/jobs', 200, 'text/html', 'what a browser sends',
        Accept => 'text/html,application/xhtml+xml,application/xml;q=0.9,'
                  . 'image/avif,image/webp,*/*;q=0.8');
answers('/jobs', 200, 'text/html', 'an Accept that cannot be understood',
        Accept => ';;q=,,,=');
answers('/jobs.html', 200, 'text/html', 'the fragment ignores Accept',
        Accept => 'application/json');


# the board at the root

$n = nginx(snapshot => $db, server => 'location / { jobs; }');

answers('/', 200, 'text/html', 'the page under location /');
answers('/index.json', 200, 'application/json', 'the list under location /');
answers('/index.html', 200, 'text/html', 'the fragment under location /');
answers('/greenhouse:acme:1', 200, 'text/html', 'a listing under location /');
answers('/greenhouse:acme:1.json', 200, 'application/json',
        'a listing as JSON under location /');
answers('/jobs.css', 200, 'text/css', 'the stylesheet under location /');
answers('/foo', 404, undef, 'anything else under location /');

$r = $n->get('/');
like($r->body, qr{href="/jobs\.css"}, 'the page at / uses the stylesheet');
like($r->body, qr{href="/greenhouse:acme:1"}, 'the page at / links to /id');
unlike($r->body, qr{(?:href|action)="//}, 'no link loses its host');

$r = $n->get('/index.json?limit=2');
like($r->json->{links}{self}, qr{\A/index\.json\?limit=2\z},
     'the JSON list at / knows its address');
like($r->json->{links}{next}, qr{\A/index\.json\?.*cursor=recent,},
     'and that of the next page');
is($n->get($r->json->{links}{next})->json->{offset}, 2,
   'which answers');

done_testing();
