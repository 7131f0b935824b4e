# Workers are killed while all of them read and write the cache: no wrong
# byte, nobody waits for a mutex, and the cache works afterwards.

use strict;
use warnings;

use POSIX ();
use Test::More;
use Time::HiRes qw(sleep);
use Jobs::Test;

use constant { CLIENTS => 4, WORKERS => 4, ADDRESSES => 120 };

my $kills = rounds(100, 25, 5);
my $n = nginx(snapshot => snapshot(), workers => WORKERS, cache => '256k',
              once => 1, killed => 1,
              server => <<'EOT');
    keepalive_requests 100000;
    add_header X-Cache $jobs_cache_status;
    location ^~ /jobs { jobs; }
    location = /status { jobs status; }
EOT

# what each address answers, in both codings, before anybody is killed

my @addresses = map { "/jobs.json?limit=40&q=" . ($_ % 2 ? '-' : '')
                      . "word$_" } 1 .. ADDRESSES - 1;

push @addresses, '/jobs.json?limit=40';

my %right;

for my $uri (@addresses) {
    for my $coding ('', 'gzip') {
        my $r = $n->get($uri, 'Accept-Encoding' => $coding);

        die "$uri: " . $r->status . "\n" if $r->status != 200;

        $right{"$coding $uri"} = $r->body;
    }
}


# A client that compares until it is told to stop; prints what was wrong and
# how many answers it got.

sub client
{
    my ($stop, $report) = @_;

    my ($answers, $hits, @wrong) = (0, 0);
    my $client = $n->client;

    while (!-e $stop) {
        my $uri = rand() < 0.3 ? $addresses[-1]
                               : $addresses[int rand @addresses];
        my $coding = rand() < 0.5 ? 'gzip' : '';
        my $r = $client && $client->request('GET', $uri,
                                            'Accept-Encoding' => $coding);

        if (!$r) {

            # its worker was killed

            $client = $n->client;
            next;
        }

        push @wrong, "$uri: " . $r->status if $r->status != 200;
        push @wrong, "$uri ($coding): other bytes"
            if $r->status == 200 && $r->body ne $right{"$coding $uri"};

        $answers++;
        $hits++ if ($r->header('X-Cache') || '') eq 'HIT';
        last if @wrong > 5;
    }

    spew($report, "$answers $hits\n" . join '', map { "$_\n" } @wrong);
}

my $dir = tempdir();
my @children;

for my $i (1 .. CLIENTS) {
    my $pid = fork;

    die "fork: $!\n" if !defined $pid;

    if ($pid == 0) {
        client("$dir/stop", "$dir/report$i");
        POSIX::_exit(0);
    }

    push @children, $pid;
}

for my $i (1 .. $kills) {
    my @workers = $n->worker_pids;

    kill 'KILL', $workers[int rand @workers];
    sleep 0.02 + rand 0.05;
    wait_until(sub { $n->worker_pids == WORKERS }, 10)
        or last;
}

is(scalar $n->worker_pids, WORKERS, "$kills workers were killed and replaced");

spew("$dir/stop", '');

my $end = time + patience(20);

for my $pid (@children) {
    my $gone;

    $gone = waitpid($pid, POSIX::WNOHANG()) == $pid or sleep 0.02
        while !$gone && time < $end;

    kill 'KILL', $pid if !$gone;
    ok($gone, 'a client ends: no worker waits for the mutex');
}

my ($answers, $hits) = (0, 0);

for my $i (1 .. CLIENTS) {
    my ($counts, @wrong) = split /\n/, slurp("$dir/report$i");
    my ($a, $h) = split / /, $counts || '0 0';

    is(join("\n", @wrong), '', "client $i got the right bytes");
    $answers += $a;
    $hits += $h;
}

cmp_ok($answers, '>', $kills * 5, "$answers answers");
cmp_ok($hits, '>', 0, "$hits of them from the cache");

# nothing of the zone is lost, and the cache works

my $counters = $n->get('/status')->json->{counters};

is($counters->{cache_used_bytes} + $counters->{cache_free_bytes},
   $counters->{cache_size_bytes}, 'what is not used is free');

$n->get('/jobs.json?limit=40') for 1 .. 3;
is($n->get('/jobs.json?limit=40')->header('X-Cache'), 'HIT',
   'the cache answers');

done_testing();
