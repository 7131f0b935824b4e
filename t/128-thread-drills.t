# Queries that take too long, clients that leave, workers that end: what each
# omission in a thread task is known to break.

use strict;
use warnings;

use POSIX ();
use Socket qw(SOL_SOCKET SO_LINGER);
use Test::More;
use Time::HiRes qw(time);

use Jobs::Test;
use Jobs::Test::Slow;

my $db = slow_snapshot();
my $dir = tempdir();
my $words = $slow =~ tr/+/ /r =~ s/%22/"/gr;

replace_file($db, "$dir/$_.db") for qw(jobs b);

my $n = nginx(main => 'thread_pool tiny threads=1 max_queue=1;', cache => 0,
              http => <<"EOH", server => <<'EOT' =~ s/%SLOW%/$words/r);
    jobs_snapshot $dir/jobs.db check=50ms;
    jobs_query_timeout 500ms;
    types { text/html html; }
EOH
    location ^~ /jobs { jobs; }
    location ^~ /quick { jobs; jobs_query_timeout 20ms; }
    location ^~ /second { jobs; jobs_query_timeout 1200ms; }
    location ^~ /long { jobs; jobs_query_timeout 4s; }
    location = /s { jobs json; jobs_filter q '%SLOW%'; }
    location ^~ /off { jobs; jobs_threads off; }
    location ^~ /ownpage { jobs; jobs_query_timeout 50ms; error_page 503 /sorry; }
    location = /sorry { internal; return 503 "sorry"; }
    location ^~ /a { jobs; jobs_threads tiny; }
    location ^~ /b { jobs; jobs_threads tiny; jobs_snapshot %PREFIX%/b.db; }
    location = /status { jobs status; }
    location / { ssi on; }
EOT

replace_file($db, $n->prefix . '/b.db');
ok(wait_until(sub { $n->get('/b.json?limit=0')->status == 200 }),
   'two snapshots');


sub elapsed
{
    my ($sub) = @_;

    my $start = time();
    my $value = $sub->();

    return (time() - $start, $value);
}


# a client that has asked and does not read yet

sub asked
{
    my ($uri, $server) = @_;

    my $client = ($server || $n)->client(timeout => patience(10));

    $client->write("GET $uri HTTP/1.1\r\nHost: localhost\r\n\r\n");

    return $client;
}


sub status
{
    my ($name, $i) = @_;

    return $n->get('/status')->json->{snapshots}[$i || 0]{$name};
}


sub idle
{
    return wait_until(sub { !status('running') && !status('waiting') }, 5);
}


# the quickest of several probes: another location of the same worker

sub probe
{
    my ($best) = 1e9;

    for (1 .. 20) {
        my ($seconds, $r) = elapsed(sub { $n->get('/alive') });

        $best = $seconds if $seconds < $best && $r->status == 200;
    }

    return $best;
}


# a query that needs seconds

my ($seconds, $r) = elapsed(sub { $n->get("/second.json?q=$slow") });

cmp_ok($seconds, '>', 1, 'the query needs seconds, if it may take them');

for my $where (qw(jobs off)) {
    my $kind = $where eq 'off' ? 'inline' : 'threaded';

    ($seconds, $r) = elapsed(sub { $n->get("/$where.json?q=$slow") });

    is($r->status, 503, "$kind: it is cut");
    ok(defined $r->header('Retry-After'), "$kind: with Retry-After");
    cmp_ok($seconds, '>=', 0.4, "$kind: not before the time-out");
    cmp_ok($seconds, '<', 0.5 + patience(0.25), "$kind: but at the time-out");

    my $client = asked("/$where.json?q=$slow");

    if ($where eq 'jobs') {
        ok(wait_until(sub { status('running') == 1 }), "$kind: it runs");
        cmp_ok(probe(), '<', rounds(0.02, 0.08, 1),
               "$kind: another location answers within 20 ms");
        is(status('running'), 1, "$kind: while it runs");

    } else {
        ($seconds) = elapsed(sub { $n->get('/alive') });
        cmp_ok($seconds, '<', 0.5 + patience(0.25),
               "$kind: another location answers within the time-out");
    }

    is($client->read_response('GET')->status, 503, "$kind: it was cut too");
    $client->close;
}

is($n->get("/ownpage?q=$slow")->body, 'sorry', 'error_page is honoured');
is($n->head("/quick.json?q=$slow")->status, 503, 'HEAD');
is($n->get('/jobs.json?limit=1')->json->{total}, 250,
   'what searches no text is answered as ever');


# the line

# nginx takes no more includes at once than one buffer of the file has

spew($n->prefix . '/html/line.html', '<!--# include virtual="/s"-->' x 600);

my ($client, $full);

for (1 .. 5) {
    $client = asked('/line.html');
    $full = wait_until(sub { status('waiting') == 512 }, 0.9);

    last if $full;

    $client->close;             # a machine so slow that the first were late
    idle();
}

ok($full, '512 queries wait');
is(status('running'), 2, 'two of them run');
cmp_ok(scalar($n->log_lines(qr/512 queries wait for a thread already/)), '>=',
       600 - 514, 'the others were refused');

($seconds, $r) = elapsed(sub { $n->get("/jobs.json?q=$slow") });
is($r->status, 503, 'so is one more request');
ok(defined $r->header('Retry-After'), 'with Retry-After');
cmp_ok($seconds, '<', patience(0.5), 'at once');
is($n->get("/jobs.json?limit=1")->status, 200, 'who needs no thread is served');
is($n->get("/off.json?limit=1&title=nosuchword")->status, 200,
   'and so is inline');

ok(wait_until(sub { status('waiting') == 0 }), 'nobody waits for ever');
$client->close;
ok(idle(), 'and the client that leaves ends the others');


# a pool that is full

my @two = map { asked("/a.json?q=$slow") } 1 .. 2;

ok(wait_until(sub { status('running') == 2 }), 'a pool with two tasks');
($seconds, $r) = elapsed(sub { $n->get("/b.json?q=$slow") });
is($r->status, 503, 'takes no third one');
ok(defined $r->header('Retry-After'), 'with Retry-After');
ok(scalar $n->log_lines(qr/thread pool "tiny" queue overflow/),
   'nginx says why');
is($_->read_response('GET')->status, 503, 'the two are cut') for @two;
ok(idle(), 'and gone');
is($n->get('/b.json?title=nosuchword')->status, 200, 'the pool is free again');


# a client that leaves

$client = asked("/long.json?q=$slow");
ok(wait_until(sub { status('running') == 1 }), 'a query of four seconds');
$client->close;
($seconds) = elapsed(\&idle);
cmp_ok($seconds, '<', 3, 'is cancelled when its client leaves');

my @clients = map { asked("/long.json?q=$slow&limit=$_") } 1 .. 20;

ok(wait_until(sub { status('waiting') == 18 }), '18 wait behind two');
$_->close for splice @clients, 2;
ok(wait_until(sub { status('waiting') == 0 }, 0.9),
   'and leave the line when their clients do');
$_->close for @clients;
ok(idle(), 'as do the two');

$client = asked('/line.html');
ok(wait_until(sub { status('running') == 2 }), 'a page of many');
$client->close;
ok(wait_until(sub { !status('running') && !status('waiting') }, 1.4),
   'ends as a whole with its client');

SKIP: {
    skip 'curl has no HTTP/2', 1 if `curl -V 2>&1` !~ /\bHTTP2\b/;

    my $text = $n->configuration;
    my $more = $n->{server};

    $n->set(server => "listen unix:%PREFIX%/h2 http2; $more");
    $n->reload(gone => 1);
    ok(wait_until(sub { -S $n->prefix . '/h2' }), 'HTTP/2');

    my @pids;

    for my $i (1 .. 10) {
        my $pid = fork;

        die "fork: $!\n" if !defined $pid;

        if ($pid == 0) {
            open STDOUT, '>', '/dev/null';
            exec 'curl', '-s', '--http2-prior-knowledge', '--max-time', '0.4',
                 '--unix-socket', $n->prefix . '/h2', '-g',
                 "http://localhost/long.json?q=$slow&limit=$i";
        }

        push @pids, $pid;
    }

    waitpid $_, 0 for @pids;
    ok(idle(), 'over HTTP/2 too');
}

my ($worker) = $n->worker_pids;

for my $i (1 .. 2000) {
    my $uri = (map { "/$_?q=$slow&limit=$i" } qw(quick.json jobs long.html))
              [$i % 3];

    $uri = '/line.html' if $i % 200 == 0;
    $uri = "/quick.json?title=nosuchword&limit=$i" if $i % 7 == 0;
    $client = asked($uri);

    # some leave at once, some by a reset, some a little later

    setsockopt $client->{socket}, SOL_SOCKET, SO_LINGER, pack 'II', 1, 0
        if $i % 5 == 0;

    if ($i % 11) {
        $client->close;

    } else {
        push @clients, $client;
        (shift @clients)->close if @clients > 8;
    }
}

$_->close for splice @clients;
ok(idle(), '2,000 aborted requests');
is(join(' ', $n->worker_pids), $worker, 'and the worker lives');
is($n->get('/quick.json?title=nosuchword')->json->{total}, 0, 'and answers');


# reload, binary stop

sub in_flight
{
    my @all = map { asked("/jobs.json?q=$slow&limit=$_") } 1 .. 4;

    ok(wait_until(sub { status('running') == 2 && status('waiting') == 2 }),
       'two queries run and two wait');

    return @all;
}

@clients = in_flight();
$n->reload;

my @got = map { $_->read_response('GET') } @clients;

is(join(' ', map { $_ ? $_->status : 'nothing' } @got), '503 503 503 503',
   'a reload in the middle: each is answered');
is(scalar(grep { $_ && defined $_->header('Retry-After') } @got), 4,
   'in full');
ok(wait_until(sub { !grep { $_ == $worker } $n->worker_pids }, 10),
   'and the old worker ends');

@clients = in_flight();
kill 'QUIT', $n->pid;
@got = map { $_->read_response('GET') } @clients;
is(join(' ', map { $_ ? $_->status : 'nothing' } @got), '503 503 503 503',
   'a graceful stop: each is answered');
ok(wait_until(sub { waitpid($n->pid, POSIX::WNOHANG()) == $n->pid }, 10),
   'and nginx ends');
delete $n->{pid};

$n->start;
@clients = in_flight();
($seconds) = elapsed(sub { $n->stop });
cmp_ok($seconds, '<', 5, 'a fast stop does not wait for the queries');
is(scalar($n->log_lines(qr/exited on signal/)), 0, 'no worker crashed');

done_testing();
