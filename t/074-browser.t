# A page in Chromium reads a board of another origin, as far as jobs_cors lets
# it.

use strict;
use warnings;

use JSON::PP ();
use Test::More;
use Jobs::Test;
use Jobs::Test::Browser;

my $missing = Jobs::Test::Browser::missing();

plan(skip_all => $missing) if defined $missing;

# the pages that read: one server, two origins

my $pages = nginx(server => <<'EOT');
    location = /page { default_type text/html; return 200 "<!DOCTYPE html>"; }
EOT
my $named = 'http://127.0.0.1:' . $pages->port;
my $other = 'http://localhost:' . $pages->port;

my $n = nginx(snapshot => snapshot(rows => [
        @{ rows() },
        row(id => 'old:1', expires_at => '2026-01-01T00:00:00Z'),
    ]), http => <<'EOH', server => <<"EOT");
    log_format seen '$request_method $request_uri $status';
EOH
    access_log %PREFIX%/logs/seen seen;
    location ^~ /jobs { jobs; }
    location ^~ /off { jobs; jobs_cors off; }
    location ^~ /some { jobs; jobs_cors https://partner.example $named; }
    location ^~ /none { jobs; jobs_snapshot /nowhere/jobs.db; }
    location = /page { default_type text/html; return 200 "<!DOCTYPE html>"; }
EOT
my $board = 'http://127.0.0.1:' . $n->port;
my $browser = Jobs::Test::Browser->new;


# what the page that is open learns of an answer

sub ask
{
    my ($uri, %options) = @_;

    return $browser->fetch("$board$uri", %options);
}


# the same answer without a browser

sub direct
{
    my ($uri, @headers) = @_;

    return $n->get($uri, Host => '127.0.0.1:' . $n->port, @headers);
}


sub json { return JSON::PP->new->decode($_[0]{body}) }


# The requests so far that have this in their line, "GET /x 200 OPTIONS ...".
# A server of one worker logs them in their order, so they are all there when
# a later one is.

my $marks = 0;

sub seen
{
    my ($what) = @_;

    my $log = $n->prefix . '/logs/seen';
    my $mark = '/alive?' . ++$marks;

    $n->get($mark);
    wait_until(sub { slurp($log) =~ /\Q$mark\E / }) or die "no $mark in $log\n";

    return join ' ', grep { /\Q$what\E/ } split /\n/, slurp($log);
}


# a board is for pages of any origin

$browser->visit("$other/page");
is($browser->run('return location.origin'), $other, 'a page of another origin');

my $r = ask('/jobs.json?limit=3');
my $direct = direct('/jobs.json?limit=3',
                    'Accept-Encoding' => 'gzip, deflate, br');

is($r->{status}, 200, 'reads a list');
is($r->{type}, 'cors', 'as one of another origin');
is_deeply(json($r), direct('/jobs.json?limit=3')->json, 'as anybody does');
is($r->{headers}{etag}, $direct->header('ETag'), 'ETag is readable');
is($r->{headers}{link}, $direct->header('Link'), 'Link is readable');
like($r->{headers}{link}, qr/; rel="?next\b/, 'with the next page');
is($r->{headers}{server}, undef, 'what is not exposed is not');

for my $uri (qw(/jobs.json?q=engineer&facets=level&stats=salary /jobs/facets
                /jobs/stats /jobs/greenhouse:acme:1.json /jobs /jobs.html
                /jobs.rss /jobs.atom /jobs.feed.json /jobs.csv
                /jobs.indeed.xml /jobs/jobs.css))
{
    $r = ask($uri);
    is($r->{status}, 200, "reads $uri");
    is($r->{body}, direct($uri)->text, 'the whole of it');
}

$r = ask('/jobs', headers => { Accept => 'application/json' });
is($r->{headers}{'content-type'}, 'application/json', 'chooses JSON by Accept');
is($r->{headers}{'content-location'}, '/jobs.json',
   'Content-Location is readable');
is(ask('/jobs.json', method => 'HEAD')->{status}, 200, 'HEAD');
is(ask('/jobs.json', credentials => 'include')->{error}, 'TypeError',
   'there is nothing to read with credentials');


# errors

$r = ask('/jobs.json?limit=x');
is($r->{status}, 400, 'a 400 is a 400');
is($r->{headers}{'content-type'}, 'application/problem+json', 'and a problem');
is(json($r)->{errors}[0]{parameter}, 'limit', 'which names the argument');

for my $case ([ '/jobs/none:1.json', 404 ], [ '/jobs/no.such', 404 ],
              [ '/jobs/old:1.json', 410 ], [ '/none.json', 503 ])
{
    my ($uri, $status) = @$case;

    $r = ask($uri);
    is($r->{status}, $status, "$uri is a $status");
    like($r->{body}, qr/\S/, 'that says something');
    is(json($r)->{status}, $status, 'as a problem') if $uri =~ /json/;
}

like($r->{headers}{'retry-after'}, qr/\A\d+\z/, 'Retry-After is readable');
is(ask('/jobs.json', method => 'POST')->{status}, 405,
   'a method that a board has not');
is(ask('/jobs.json', method => 'DELETE')->{error}, 'TypeError',
   'one that a browser asks for first');
is(seen('DELETE /jobs.json'), '', 'which then is not sent');


# preflight

my $etag = ask('/jobs.json?page=1')->{headers}{etag};

$r = ask('/jobs.json?page=1', headers => { 'If-None-Match' => $etag });
is($r->{status}, 304, 'a header that needs a preflight');
is($r->{body}, '', 'saves the body');
is(seen('/jobs.json?page=1 '), 'GET /jobs.json?page=1 200 '
   . 'OPTIONS /jobs.json?page=1 204 GET /jobs.json?page=1 304',
   'and is asked for');
is(ask('/jobs.json?page=1', headers => { 'If-None-Match' => '"x"' })->{status},
   200, 'another tag');
is(ask('/jobs.json?page=1', headers => { 'X-Other' => 1 })->{error},
   'TypeError', 'a header that is not allowed');


# the browser's own cache

ask('/jobs.json?page=2', cache => 'no-cache') for 1 .. 2;
$r = ask('/jobs.json?page=2', cache => 'no-cache');
is($r->{status}, 200, 'what the browser has kept');
is_deeply(json($r), direct('/jobs.json?page=2')->json, 'is the same');
like($r->{headers}{etag}, qr/^"/, 'with its ETag');
like(seen('/jobs.json?page=2 '), qr/^GET \S+ 200 GET \S+ 304 GET \S+ 304 /,
     'and is validated');


# jobs_cors

sub refused
{
    my ($uri) = @_;

    is(ask("$uri$_")->{error}, 'TypeError', "reads nothing: $uri$_")
        for '.json', '.json?limit=x', '/none:1.json', '/no.such', '';
    is(ask("$uri.json?page=9", headers => { 'If-None-Match' => '"x"' })
         ->{error}, 'TypeError', 'nor with a preflight');
    is($browser->fetch("$board$uri.json", mode => 'no-cors')->{type}, 'opaque',
       'only what is not read may be fetched');

    return;
}

refused('/off');
refused('/some');
is(seen('/some.json?page=9 '), 'OPTIONS /some.json?page=9 204',
   'after the preflight nothing is sent');

$browser->visit("$named/page");
refused('/off');
is(ask('/some.json')->{status}, 200, 'an origin that is named reads');
is(json(ask('/some.json?limit=x'))->{status}, 400, 'a 400');
is(ask('/some/none:1.json')->{status}, 404, 'a 404');
is(ask('/some.json?page=9', headers => { 'If-None-Match' => '"x"' })
     ->{status}, 200, 'and with a preflight');
like(ask('/some.json')->{headers}{etag}, qr/^"/, 'the ETag too');
is(ask('/some.json', credentials => 'include')->{error}, 'TypeError',
   'without credentials');

$browser->visit("$board/page");
is(ask("$_.json")->{type}, 'basic', "its own origin reads $_")
    for '/off', '/some';

$browser->stop;
done_testing();
