# A new snapshot is taken over while nginx runs.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Generations;

my $one = generation('one');
my $two = generation('two');
my $dir = tempdir();
my $live = "$dir/jobs.db";

replace_file($one, $live);

my $n = nginx(http => "jobs_snapshot $live check=50ms;", workers => 2,
              server => 'location ^~ /jobs { jobs; }');


sub becomes
{
    my ($name, $what) = @_;

    # both workers: a connection of its own for each look
    my $row = 0;

    ok(wait_until(sub {
        $row = served($n) eq $name ? $row + 1 : 0;
        return $row >= 10;
    }, 10), $what) or diag('served: ' . served($n) . "\n" . $n->log);

    return;
}


is(served($n), 'one', 'the first snapshot is there with the first request');

replace_file($two, $live);
becomes('two', 'one that is renamed into place is taken over');
ok($n->wait_for_log(qr/\[notice\].*jobs: snapshot "\Q$live\E".*generation/, 5),
   'a line of the log says so');

# an older file has an older time

replace_file($one, $live);
utime 1_500_000_000, 1_500_000_000, $live;
becomes('one', 'an older file is taken over too: different, not newer');

# a symbolic link that is renamed into place

my @release = map { mkdir "$dir/$_"; "$dir/$_/jobs.db" } qw(a b);

replace_file($two, $release[0]);
replace_file($one, $release[1]);


sub flip
{
    my ($to) = @_;

    symlink $to, "$dir/new" or die "symlink: $!\n";
    rename "$dir/new", $live or die "rename: $!\n";

    return;
}


flip($release[0]);
becomes('two', 'a link that is renamed into place is followed');
flip($release[1]);
becomes('one', 'a link that is flipped is followed');
replace_file($two, $release[1]);
becomes('two', 'a file that is replaced behind the link is seen');

# a link of a directory on the way

my $current = "$dir/current";

symlink "$dir/a", $current or die;
replace_file($one, $release[1]);

$n->set(http => "jobs_snapshot $current/jobs.db check=50ms;");
$n->reload(gone => 1);
becomes('two', 'a link on the way to the file');
symlink "$dir/b", "$dir/new" or die;
rename "$dir/new", $current or die;
becomes('one', 'is followed when it is flipped');

# jobs-sync itself publishes

my $published = "$dir/published.db";

generation('three', output => $published);
$n->set(http => "jobs_snapshot $published check=50ms;");
$n->reload(gone => 1);
is(served($n), 'three', 'after a reload the first answer is whole');

my $generation = $n->get('/jobs.json')->json->{snapshot}{generation};

generation('four', output => $published);
becomes('four', 'what jobs-sync publishes is taken over');
isnt($n->get('/jobs.json')->json->{snapshot}{generation}, $generation,
     'with another generation');
ok(-e "$published.1", 'jobs-sync keeps the generation before');

rename "$published.1", $published or die;
becomes('three', 'and renaming it back rolls back');


# a request that has begun is answered from the file it began with

replace_file($one, $published);
becomes('one', 'before a slow client');

my $client = $n->client;
my $r = $client->request('GET', '/jobs.json?limit=40');

unlike($r->body, qr/two listing/, 'its first answer');
replace_file($two, $published);
becomes('two', 'the file is replaced under a connection that is kept');
$r = $client->request('GET', '/jobs.json?limit=40');
unlike($r->body, qr/one listing/, 'whose next answer is of the new one');

is(scalar($n->log_lines(qr/\[(?:error|warn|crit)\]/)), 0,
   'nothing of this is an error') or diag($n->log);


# nothing is left open

my ($worker) = $n->worker_pids;
my $open = sub {
    return scalar grep { (readlink $_ || '') =~ m{\Q$dir\E} }
           glob "/proc/$worker/fd/*";
};

for my $round (1 .. 6) {
    replace_file($round % 2 ? $one : $two, $published);
    becomes($round % 2 ? 'one' : 'two', "round $round");
}

SKIP: {
    skip 'descriptors of a worker cannot be read', 1
        if !opendir my $fds, "/proc/$worker/fd";

    # two snapshots, of three connections, of two descriptors

    ok(wait_until(sub { $open->() <= 12 }, 5),
       'a worker keeps the file and the one before open, and no other')
        or diag($open->());
}

done_testing();
