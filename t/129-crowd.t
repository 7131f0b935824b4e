# A crowd that asks the same at once: the query runs once, also in a thread,
# and also in the moment of a new generation.

use strict;
use warnings;

use IO::Select;
use Test::More;
use Jobs::Test;
use Jobs::Test::Slow;

my $crowd = rounds(1000, 300, 40);
my $rows = rounds(10, 10, 1);
my $db = slow_snapshot(rows => $rows);
my $live = tempdir() . '/jobs.db';
my $say = 'add_header X-Cache $jobs_cache_status;';

replace_file($db, $live);

sub server
{
    my (%opt) = @_;

    return nginx(once => 1, connections => 2048, %opt, http => <<"EOH",
    jobs_snapshot $live check=50ms;
    jobs_query_timeout 4s;
    $say
EOH
                 server => 'location ^~ /jobs { jobs; }
                            location ^~ /off { jobs; jobs_threads off; }
                            location = /metrics { jobs metrics; }');
}


sub queries
{
    my ($n) = @_;

    my ($count) = $n->get('/metrics')->body
                  =~ /^jobs_query_duration_seconds_count (\d+)/m;

    return $count;
}


# As many clients as are told ask at once; { status and cache => how many }

sub crowd
{
    my ($n, $uri, $size) = @_;

    my @clients = map { $n->client(timeout => patience(30)) } 1 .. $size;
    my %seen;

    $_->write("GET $uri HTTP/1.1\r\nHost: localhost\r\n\r\n") for @clients;

    for my $client (@clients) {
        my $r = $client->read_response('GET');

        $seen{ $r ? $r->status . ' ' . ($r->header('X-Cache') || 'none')
                  : 'no answer' }++;
        $client->close;
    }

    return \%seen;
}


my $n = server();

for my $case ([ 'a search in a thread', "/jobs.json?q=$slow" ],
              [ 'a search inline', "/off.html?q=$slow" ],
              [ 'a list', '/jobs.json?limit=3' ])
{
    my ($name, $uri) = @$case;
    my $before = queries($n);

    is_deeply(crowd($n, $uri, $crowd),
              { '200 MISS' => 1, '200 HIT' => $crowd - 1 },
              "$name: one makes the answer, the others get it");
    is(queries($n) - $before, 1, 'in one query');
}


# a new generation while they ask

my $tag = $n->get('/jobs.json?limit=3')->header('ETag');

replace_file(slow_snapshot(rows => $rows + 1, name => 'New'), $live);
ok(wait_until(sub { $n->get('/jobs.json?limit=1')->header('ETag') ne $tag
                    && $n->get('/jobs.json?limit=1')->total
                       == $rows + 1 }, 10),
   'another generation');

my $before = queries($n);

is_deeply(crowd($n, '/jobs.json?limit=3', $crowd),
          { '200 MISS' => 1, '200 HIT' => $crowd - 1 },
          'the first request of a new generation makes the answer');
is(queries($n) - $before, 1, 'in one query');


# those who leave while they wait for another's answer

my @leave = map { $n->client } 1 .. 20;
my @stay = map { $n->client(timeout => patience(30)) } 1 .. 20;

for my $client (map { ($leave[$_], $stay[$_]) } 0 .. 19) {
    $client->write("GET /jobs.json?q=$slow&limit=5 HTTP/1.1\r\n"
                   . "Host: localhost\r\n\r\n");
}

$_->close for @leave;

is(scalar(grep { my $r = $_->read_response('GET'); $r && $r->status == 200 }
          @stay), 20, 'who stays is answered');


# another search does not wait behind those who wait for the first one

my @waits = map { $n->client(timeout => patience(30)) } 1 .. 20;

$_->write("GET /jobs.json?q=$slow&limit=7 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    for @waits;

is($n->get('/jobs.json?q=new')->status, 200, 'another search');
is(scalar(grep { IO::Select->new($_->{socket})->can_read(0) } @waits), 0,
   'is answered before the slow one');
$_->read_response('GET') for @waits;


# where there is no cache, or one that is too small for the answer

for my $cache (0, '32k') {
    $n = server(cache => $cache);

    my $seen = crowd($n, '/jobs.json?q=new&limit=100', 8);

    is(join(', ', grep { !/\A200 / } keys %$seen), '',
       "jobs_cache_size $cache: all are answered");
}

done_testing();
