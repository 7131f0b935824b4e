# The cache where many ask at once, and where two boards have one address.

use strict;
use warnings;

use Test::More;

use Jobs::Test;
use Jobs::Test::Slow;

my $db = slow_snapshot(rows => rounds(20, 20, 1));
my $dir = tempdir();

replace_file(snapshot(), "$dir/b.db");


# one address, two snapshots: a board that is gone does not answer with what
# another has

my $n = nginx(cache => '256k', http => <<"EOH", server => <<'EOT');
    jobs_base_url https://board.example;
    jobs_query_timeout 4s;
    server {
        listen 127.0.0.1:%PORT%;
        server_name b;
        location ^~ /jobs { jobs; jobs_snapshot $dir/b.db check=50ms; }
    }
    server {
        listen 127.0.0.1:%PORT%;
        server_name c;
        location ^~ /jobs { jobs; jobs_snapshot $dir/c.db check=50ms; }
    }
EOH
    server_name localhost;
    add_header X-Cache "$jobs_cache_status" always;
    jobs_snapshot %PREFIX%/a.db check=50ms;
    location ^~ /jobs { jobs; }
    location = /status { jobs status; }
EOT

replace_file($db, $n->prefix . '/a.db');
ok(wait_until(sub { $n->get('/jobs.json', Host => 'localhost')->status == 200 }),
   'a board');
is($n->get('/jobs.json', Host => 'b')->status, 200, 'a second one');
is($n->get('/jobs.json', Host => 'c')->status, 503,
   'a third one has no answer, and no other board\'s');


# the query of the first who asks is that of all

sub status
{
    my ($name) = @_;

    my $r = $n->get('/status', Host => 'localhost');
    my $sum = 0;

    $sum += $_->{$name} || 0 for @{$r->json->{snapshots}};

    return $sum;
}


sub asked
{
    my ($uri) = @_;

    my $client = $n->client(timeout => patience(20));

    $client->write("GET $uri HTTP/1.1\r\nHost: localhost\r\n\r\n");

    return $client;
}


sub crowd
{
    my ($uri, $size, $leaves) = @_;

    my $first = asked($uri);

    ok(wait_until(sub { status('running') == 1 }), 'a query runs');

    my @others = map { asked($uri) } 1 .. $size;

    ok(wait_until(sub { status('waiting') == $size }), 'others wait');

    $first->close if $leaves;

    my %seen;

    for my $client ($leaves ? @others : ($first, @others)) {
        my $r = $client->read_response('GET');

        $seen{$r ? $r->status . ' ' . ($r->header('X-Cache') // '')
                 : 'nothing'}++;
    }

    return \%seen;
}


is_deeply(crowd("/jobs.json?q=$slow", 20), { '200 MISS' => 1, '200 HIT' => 20 },
          'one query for all');
is_deeply(crowd("/jobs.json?q=$slow&limit=3", 20, 1),
          { '200 MISS' => 1, '200 HIT' => 19 },
          'the first leaves: the next one\'s query is that of all');


# a cache that is full takes what comes for the second time: that others wait
# for it is as good

$n->get("/jobs.json?limit=1&salary_min=$_", Host => 'localhost') for 1 .. 150;

is_deeply(crowd("/jobs.json?q=$slow&limit=1", 20),
          { '200 MISS' => 1, '200 HIT' => 20 }, 'one query, in a full cache');

done_testing();
