# Each bad file leaves the last good snapshot serving, one clear log line, and
# every other location untouched.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Generations;

my $one = generation('one');
my $two = generation('two');
my $live = tempdir() . '/jobs.db';
my $flip = 0;

replace_file($one, $live);

my $n = nginx(http => "jobs_snapshot $live check=50ms;", workers => 2,
              server => <<"EOT");
    location ^~ /jobs { jobs; }
    location ^~ /other { jobs; jobs_snapshot $one check=50ms; }
EOT

$n->wait_loaded($live);
is(served($n), 'one', 'a good snapshot is served');

my $good = 'one';
my $worker = join ' ', $n->worker_pids;

for my $case (bad_snapshots($one)) {
    my ($name, $put) = @$case;
    my $before = () = $n->log_lines(qr/jobs: snapshot "\Q$live\E"/);

    $put->($live);

    my $line;

    ok(wait_until(sub {
        my @lines = $n->log_lines(qr/jobs: snapshot "\Q$live\E"/);

        $line = $lines[$before];
        return defined $line;
    }, 10), "$name: the log says so");

    $line = '' if !defined $line;

    like($line, qr/\[error\]/, "$name: as an error");
    like($line, qr/\Q$live\E"?[^\/]*\w+ \w+/, "$name: with a reason");

    # through several more looks at the file, by both workers

    ok(holds(sub { served($n) eq $good }, 0.3),
       "$name: the last good one keeps serving");
    is(served($n, '/other.json?limit=40'), 'one',
       "$name: another snapshot is untouched");
    is($n->get('/alive')->body, 'alive', "$name: other locations are too");

    my @lines = $n->log_lines(qr/jobs: snapshot "\Q$live\E"/);

    is(scalar(@lines) - $before, 1, "$name: one line, no more")
        or diag(join "\n", @lines[$before .. $#lines]);

    # a good one ends it

    $good = $flip++ % 2 ? 'one' : 'two';
    unlink "$live-wal";
    replace_file($good eq 'one' ? $one : $two, $live);

    my $row = 0;

    ok(wait_until(sub {
        $row = served($n) eq $good ? $row + 1 : 0;
        return $row >= 6;
    }, 10), "$name: a good one is taken over after it");
}

is(join(' ', $n->worker_pids), $worker, 'no worker died');

done_testing();
