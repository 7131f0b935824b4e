# The cache: what is kept, for whom, how long; compression; what stands in for
# an error.

use strict;
use warnings;

use IO::Uncompress::Gunzip ();
use Test::More;
use Jobs::Test;

my $say = 'add_header X-Cache $jobs_cache_status always; '
        . 'add_header X-Total "$jobs_total/$jobs_count" always; '
        . 'add_header X-Query $jobs_query_time always;';
my $dir = tempdir();
my $live = "$dir/jobs.db";

snapshot(output => $live);

my %server = (once => 1, http => <<"EOH", server => <<"EOT");
    jobs_snapshot $live check=50ms;
    jobs_query_timeout 4s;
    $say
EOH
    location ^~ /jobs { jobs; }
    location ^~ /nogzip { jobs; jobs_gzip off; }
    location ^~ /nginxgzip { jobs; jobs_gzip off; gzip on; gzip_min_length 1;
        gzip_types application/json; }
    location ^~ /bothgzip { jobs; gzip on; gzip_types application/json; }
    location ^~ /sub { jobs; jobs_gzip off; sub_filter_types application/json;
        sub_filter Acme Ecma; sub_filter_once off; }
    location ^~ /age { jobs; jobs_max_age 5m; }
    location ^~ /expires { jobs; expires 1h; }
    location ^~ /url { jobs; jobs_base_url https://board.example/jobs; }
    location = /pinned { jobs json; jobs_filter level \$arg_level; }
    location = /status { jobs status; }
EOT

my $n = nginx(%server);

sub cache { return $_[0]->header('X-Cache') }
sub plain { my $text;
    IO::Uncompress::Gunzip::gunzip(\($_[0]->body), \$text) or return 'broken';
    return $text }


# once from the snapshot, then from the cache

for my $uri (qw(/jobs /jobs.json /jobs.html /jobs.json?level=senior
                /jobs/greenhouse:acme:1 /jobs/greenhouse:acme:1.json
                /jobs.json?q=engineer /jobs.json?limit=0
                /jobs.json?facets=level&stats=salary))
{
    my $first = $n->get($uri);
    my $second = $n->get($uri);

    is(cache($first), 'MISS', "the first time: $uri");
    is(cache($second), 'HIT', 'the second time');
    is($second->body, $first->body, 'the same bytes');
    is($second->header('X-Total'), $first->header('X-Total'),
       'the same variables');
    ok($first->header('X-Query'), 'a query ran');
    is($second->header('X-Query'), undef, 'none ran');
    is(cache($n->head($uri)), 'HIT', 'HEAD too');

    my $third = $n->get($uri, 'If-None-Match' => $first->header('ETag'));

    is($third->status, 304, 'not modified');
    is(cache($third), 'HIT', 'is a hit');
    is($third->header('X-Query'), undef, 'without a query');
}

is(cache($n->get('/jobs.json?seniority=SENIOR&utm_source=x')), 'HIT',
   'another spelling of the same request');
is(cache($n->get('/jobs', Accept => 'application/json')), 'HIT',
   'JSON that was negotiated');
is(cache($n->get('/jobs.json?limit=x')), undef, 'an error is not kept');
is(cache($n->get('/jobs.json', Host => 'evil.example')), 'MISS',
   'the host is part of the key');
is(cache($n->get('/url.json', Host => 'evil.example')), 'MISS', 'but not');
is(cache($n->get('/url.json', Host => 'localhost')), 'HIT',
   'where the board has an address');
is($n->get('/jobs/greenhouse:acme:1/apply')->header('ETag'), undef,
   'a redirect has no tag');

is($n->get('/pinned?level=senior')->body, $n->get('/pinned?level=senior')->body,
   'a pinned variable');
isnt($n->get('/pinned?level=junior')->header('ETag'),
     $n->get('/pinned?level=senior')->header('ETag'), 'and another value');


# headers

my $r = $n->get('/jobs.json');

is($r->header('Cache-Control'), 'public, max-age=60, '
   . 'stale-while-revalidate=3600, stale-if-error=86400', 'Cache-Control');
is($r->header('Age'), undef, 'no Age: it is as good as new');
ok($r->header('Content-Length'), 'Content-Length');
like($n->get('/age.json')->header('Cache-Control'), qr/max-age=300,/,
     'jobs_max_age');
is($n->get('/expires.json')->header('Cache-Control'), 'max-age=3600',
   'expires has the last word');
is($n->get('/jobs/none:1')->header('Cache-Control'), 'no-store',
   'an error is not to be kept');
is($n->get('/jobs', Accept => 'application/json')->header('Cache-Control'),
   'private', 'nor, by others, what was negotiated');

like($n->get('/url.json?limit=2')->header('Link'),
     qr{<https://board\.example/jobs\.json\?[^>]*limit=2[^>]*>; rel="next"},
     'Link: the next page');
like($n->get('/url.json?limit=2')->header('Link'),
     qr{<https://board\.example/jobs\.rss\?limit=2>; rel="alternate"; type="application/rss\+xml"},
     'and other formats');
is($n->get('/jobs.json?limit=0', 'If-None-Match' => '"x"')->status, 200,
   'totals only');


# compression

my $whole = $n->get('/jobs.json?limit=40');

for my $case ([ 'gzip', 'gzip' ], [ 'gzip, deflate, br', 'br|gzip' ],
              [ 'br;q=0, gzip', 'gzip' ], [ 'gzip;q=0', '' ],
              [ 'identity', '' ], [ '', '' ], [ '*', 'br|gzip' ],
              [ '*;q=0', '' ], [ 'GZIP', 'gzip' ], [ 'gzip;q=0.5', 'gzip' ],
              [ 'x-gzip', '' ], [ 'gzip;q=0, *', 'br|' ],
              [ 'br;q=0.2, gzip;q=0.8', 'gzip' ])
{
    my ($accept, $coding) = @$case;

    for (1 .. 2) {
        $r = $n->get('/jobs.json?limit=40', 'Accept-Encoding' => $accept);

        my $is = $r->header('Content-Encoding') || '';

        like($is, qr/\A(?:$coding)\z/, "Accept-Encoding: $accept");
        is($r->header('Vary'), 'Accept-Encoding', 'Vary');

        my $suffix = $is eq 'gzip' ? '-gz' : $is eq 'br' ? '-br' : '';
        (my $tag = $whole->header('ETag')) =~ s/"\z/$suffix"/;

        is($r->header('ETag'), $tag, 'the tag tells the coding');
        is($n->get('/jobs.json?limit=40', 'Accept-Encoding' => $accept,
                   'If-None-Match' => $tag)->header('ETag'), $tag,
           'as a 304 does');

        is($is eq 'gzip' ? plain($r) : $is eq '' ? $r->body : $whole->body,
           $whole->body, 'the same text');
        cmp_ok(length $r->body, '<', length($whole->body) / 2, 'in less')
            if $is;
    }
}

is($n->get('/nogzip.json', 'Accept-Encoding' => 'gzip')
     ->header('Content-Encoding'), undef, 'jobs_gzip off');
is($n->get('/nogzip.json')->header('Vary'), undef, 'and nothing varies');

$r = $n->get('/nginxgzip.json', 'Accept-Encoding' => 'gzip');
is($r->header('Content-Encoding'), 'gzip', "nginx's own gzip");
like($r->header('ETag'), qr{\AW/}, 'makes the tag weak');
is($n->get('/nginxgzip.json', 'Accept-Encoding' => 'gzip',
           'If-None-Match' => $r->header('ETag'))->status, 304,
   'which matches');

$r = $n->get('/bothgzip.json', 'Accept-Encoding' => 'gzip');
is($r->header('Content-Encoding'), 'gzip', 'both: compressed once');
like(plain($r), qr/\A\{"total"/, 'and readable');

$r = $n->get('/sub.json');
like($r->body, qr/Ecma/, 'sub_filter sees the text');
unlike($r->body, qr/Acme/, 'all of it');


# another content: nothing of the old one

my @old = map { $n->get($_) } qw(/jobs.json /jobs.html);

replace_file(snapshot(rows => [ row(title => 'Only one') ]), $live);
ok(wait_until(sub { $n->get('/jobs.json')->json->{total} == 1 }, 10),
   'a new snapshot is served at once');
isnt($n->get('/jobs.html')->header('ETag'), $old[1]->header('ETag'),
     'with another tag');
is($n->get('/jobs.json', 'If-None-Match' => $old[0]->header('ETag'))->status,
   200, 'the old tag is good no more');


# a listing expires: the second it does

my $expires = time + 4;
my @t = gmtime $expires;
my $stamp = sprintf '%04d-%02d-%02dT%02d:%02d:%02dZ', $t[5] + 1900, $t[4] + 1,
                    @t[3, 2, 1, 0];

replace_file(snapshot(rows => [ row(title => 'Stays'),
                                row(title => 'Goes', expires_at => $stamp) ]),
             $live);
ok(wait_until(sub { $n->get('/jobs.json')->body =~ /Stays/ }, 10),
   'a listing that will expire');

SKIP: {
    my $before = $n->get('/jobs.json');

    skip 'this machine was too slow', 4 if time >= $expires - 1;

    is($before->json->{total}, 2, 'is there before');
    ok(wait_until(sub { time >= $expires + 1 }, 10), 'its time passes');

    my $after = $n->get('/jobs.json');

    is($after->json->{total}, 1, 'it is gone from what was kept');
    is($n->get('/jobs.json', 'If-None-Match' => $before->header('ETag'))
         ->status, 200, 'and the tag with it');
    is($n->get('/jobs.json',
               'If-Modified-Since' => $before->header('Last-Modified'))
         ->status, 200, 'and the date');
}


# an error: the last good answer, which says so

replace_file(snapshot(), $live);
ok(wait_until(sub { $n->get('/jobs.json')->json->{total} == 8 }, 10),
   'a good snapshot');

my $good = $n->get('/jobs.json?level=senior');

unlink $live;
$n->reload(gone => 1);

$r = $n->get('/jobs.json?level=senior');

SKIP: {
    skip 'the worker still has one', 6 if ($r->header('X-Cache') || '')
                                          ne 'STALE';

    is($r->status, 200, 'no snapshot: what was answered last');
    is($r->body, $good->body, 'to the byte');
    is($r->header('X-Cache'), 'STALE', 'it says so');
    like($r->header('Age'), qr/\A\d+\z/, 'and how old it is');
    like($r->header('Cache-Control'), qr/no-cache/, 'nobody keeps it');
    is($n->get('/jobs.json?level=senior&page=9')->status, 503,
       'what was not asked before is an error');
}

is($r->header('X-Cache'), 'STALE', 'there is none');


# off

$n = nginx(snapshot => snapshot(), cache => 0, once => 1,
           server => "location ^~ /jobs { jobs; $say }");

is(cache($n->get('/jobs.json')), 'BYPASS', 'no cache') for 1 .. 2;
is(cache($n->get('/jobs.json', 'If-None-Match' =>
                 $n->get('/jobs.json')->header('ETag'))), 'HIT',
   'but tags');
is($n->get('/jobs.json', 'Accept-Encoding' => 'gzip')
     ->header('Content-Encoding'), 'gzip', 'and compression');


# a small cache: a flood of other requests leaves what is asked for in place

$n = nginx(snapshot => snapshot(), cache => '256k', once => 1,
           server => "keepalive_requests 1000000; "
                   . "location ^~ /jobs { jobs; $say }");

my $client = $n->client;
my ($hits, $asked) = (0, 0);

for my $i (1 .. rounds(3000, 1000, 200)) {
    $client->request('GET', "/jobs.json?q=word$i&limit=40");

    next if $i % 5;

    my $hot = $client->request('GET', '/jobs.json?limit=40');

    $hits++ if cache($hot) eq 'HIT';
    $asked++;
}

cmp_ok($hits / $asked, '>=', 0.95, "hits beside a flood: $hits of $asked");


# reload keeps it

$n->reload;
is(cache($n->get('/jobs.json?limit=40')), 'HIT', 'reload keeps the cache');

$n->set(cache => "512k")->reload(gone => 1);
is(cache($n->get('/jobs.json?limit=40')), 'MISS',
   'another size starts empty');

done_testing();
