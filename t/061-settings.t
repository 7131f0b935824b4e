# jobs_args, jobs_limit, jobs_base_url, jobs_query_timeout, and inheritance.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $db = snapshot();
my $n = nginx(snapshot => $db, server => <<'EOT');
    location = /on { jobs json; jobs_args on; }
    location = /off { jobs json; jobs_args off; }
    location = /some { jobs json; jobs_args category limit strict; }
    location = /alias { jobs json; jobs_args industry strict; }

    location = /five { jobs json; jobs_limit 5; }
    location = /three { jobs json; jobs_limit 2 3; }

    location ^~ /jobs {
        jobs;
        jobs_base_url https://board.example/work;
    }

    location = /json {
        jobs json;
        jobs_base_url https://board.example/work/;
    }

    location = /html {
        jobs html;
        jobs_base_url https://board.example/work;
    }

    location = /lonely.json { jobs json; }
    location = /lonely.html { jobs html; }
    location = /lonely { jobs page; }

    location ^~ /outer {
        jobs;
        location ^~ /outer/inner { }
        if ($arg_always) { set $x 1; }
        limit_except GET { allow all; }
    }

    location ^~ /slow { jobs; jobs_query_timeout 4s; }
EOT


sub finds
{
    my ($uri, $numbers, $name) = @_;

    is(numbers($n->get($uri)), $numbers, "$name: $uri");

    return;
}


# jobs_args

finds('/on?category=backend&level=senior', '1', 'on honours all');
finds('/off?category=backend', '1 2 3 4 5 6 7 8', 'off honours none');
finds('/off?limit=-1', '1 2 3 4 5 6 7 8', 'nor refuses them');
finds('/some?category=backend&level=senior', '1 2 7', 'only what is named');
finds('/some?level=nosuch', '1 2 3 4 5 6 7 8',
      'what is not named is not even looked at');
finds('/some?industry=backend', '1 2 7', 'an argument goes by every name');
finds('/alias?category=backend', '1 2 7', 'an alias names the argument');

my $r = $n->get('/some?level=senior&strict=1');

is($r->status, 400, 'with strict=1 what is not named is unknown');
is($r->json->{errors}[0]{parameter}, 'level', 'and the answer names it');


# jobs_limit

is($n->get('/five')->json->{limit}, 5, 'the default of a location');
is($n->get('/five')->json->{count}, 5, 'is what it gives');
is($n->get('/five?limit=8')->json->{count}, 8, 'a visitor may ask for more');
is($n->get('/three')->json->{count}, 2, 'a default below its maximum');
is($n->get('/three?limit=8')->json->{limit}, 3, 'the maximum holds');
is($n->get('/three?limit=8')->json->{count}, 3, 'and is what it gives');
is($n->get('/three?page=3')->json->{offset}, 4, 'pages are of that size');
is($n->get('/three?page=2&limit=8')->json->{offset}, 3,
   'or of the size that was really given');


# links

$r = $n->get('/jobs.json?limit=2')->json;
is($r->{jobs}[0]{apply_url},
   "https://board.example/work/$r->{jobs}[0]{id}/apply",
   'with jobs_base_url links in JSON are absolute');
like($r->{links}{next}, qr{\Ahttps://board\.example/work\.json\?},
     'links to pages too');
like($r->{links}{html}, qr{\Ahttps://board\.example/work(?:\?|\z)},
     'and to the page');

like($n->get('/jobs.html')->body,
     qr{href="https://board\.example/work/greenhouse:acme:1"},
     'and those of the fragment');
like($n->get('/html')->body,
     qr{href="https://board\.example/work/greenhouse:acme:1"},
     'a single view links to the board of jobs_base_url');
is($n->get('/json')->json->{jobs}[0]{apply_url} =~ s{/[^/]+/apply\z}{}r,
   'https://board.example/work', 'a slash at its end does not count');

$r = $n->get('/lonely.json')->json;
like($r->{jobs}[0]{apply_url}, qr{\Ahttps://apply\.example\.com/|\Ahttps://example\.com/},
     'without a board a single view links to the listing itself');
$r = $n->get('/lonely.html')->body;
like($r, qr{href="https://(?:example|apply\.example)\.com/},
     'the fragment too');
unlike($r, qr{href="/?greenhouse:}, 'and to no board that is not there');
$r = $n->get('/lonely?limit=2')->body;
like($r, qr{<html}, 'a single page stands alone');
unlike($r, qr{href="[^"]*jobs\.css"}, 'without a stylesheet of a board');


# inheritance

is($n->get('/outer')->status, 200, 'the board');
is($n->get('/outer.json?always=1')->status, 200, 'if keeps it');
is($n->get('/outer/inner')->status, 404,
   'a nested location does not inherit it');
is($n->get('/outer/inner/greenhouse:acme:1')->status, 404,
   'for no address below');
is($n->get('/slow.json')->json->{total}, 8, 'a time-out of one location');


# addresses that need escaping

$n = nginx(snapshot => $db, server => <<'EOT');
    location ^~ "/a b/<jobs>&'x'" { jobs; }
EOT

my $p = '/a%20b/%3Cjobs%3E&\'x\'';

$r = $n->get($p);
is($r->status, 200, 'a prefix with odd characters');
unlike($r->body, qr/<jobs>/, 'is escaped in the page');

my ($href) = $r->body =~ m{href="([^"]*greenhouse:acme:1)"};

$href =~ s/&amp;/&/g;
$href =~ s/&#39;|&#x27;|&apos;/'/gi;
is($n->get($href)->status, 200, 'and its links lead back to it');

$r = $n->get("$p.json?limit=1")->json;
is($n->get($r->{links}{next})->status, 200, 'those of the JSON list too');

done_testing();
