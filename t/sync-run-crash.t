#!/usr/bin/perl

# The timed run is killed at any moment, or has no room: what is served stays
# whole, the next run succeeds, nothing is left over.  JOBS_KILLS=200 kills so often.

use strict;
use warnings;

use Test::More;
use POSIX ();
use Time::HiRes 'time';
use Jobs::Test::Feeds;
use Jobs::Test::Sync;

my $n = 400;
my @bad;
my $text = 'Bake bread, and sell it. ' x 40;

# ten answers, so that a kill may hit the fetching; each run has other titles

sub feed
{
    my ($source, $turn) = @_;
    return join '', map { line(id => "$source:$_", url => "https://$source.example/$_", title => "Baker $turn", description_text => $text) } 1 .. $n;
}

feeds(map { my $name = $_; ($name => sub { select undef, undef, undef, 0.02; answer($_[0], '200 OK', feed($name, read_file(work('turn')) || 0)) }) }
      qw(one two three));

my $dir = work('board');
mkdir $dir or die;
my %place = (output => "$dir/jobs.db", catalogue => "$dir/catalogue.db", report => "$dir/last-run.json", textfile => "$dir/jobs.prom");
my $db = $place{output};
my $path = sources([ qw(one two three) ], %place);

# What may be there between two runs.

sub left_over
{
    my ($where) = @_;
    opendir my $d, $where or die;
    return join ' ', sort grep { !/\A(?:\.\.?|jobs\.db(?:\.\d+)?|\.jobs\.db\.lock|catalogue\.db|catalogue\.db-(?:wal|shm|lock)|\.catalogue\.db\.lock|last-run\.json|jobs\.prom)\z/ } readdir $d;
}

# What a run is at, by the files that are there.

sub phase
{
    opendir my $d, $dir or die;
    my @names = grep { !/\A\.\.?\z/ } readdir $d;
    if (grep { /\A\.jobs\.db\.(?!lock)/ } @names) {

        # the lock is given back in between, and with it the directory

        push @bad, 'what was fetched is there while it publishes' if grep { /fetched\z/ } @names;
        return 'publishing';
    }
    return 'importing' if grep { $_ eq 'catalogue.db-journal' } @names;
    return 'fetching' if grep { /fetched\z/ } @names;
    return 'before or after';
}

my ($status, $err) = sync('run', $path);
is($status, 0, 'a run') or diag($err);
is(left_over($dir), '', 'it leaves nothing behind');

# the time of a whole run, then moments all over it

my @took;
for my $turn (1 .. 3) {
    write_file('turn', $turn);
    my $start = time;
    sync('run', $path);
    push @took, time - $start;
}
my $long = (sort { $a <=> $b } @took)[1] * 1.1;
my $kills = $ENV{JOBS_KILLS} || 25;
my %hit;

for my $i (1 .. $kills) {
    write_file('turn', 1000 + $i);
    my $before = generation($db);
    my $child = fork();
    if ($child == 0) { open STDERR, '>', '/dev/null'; exec sync_command('run', $path) }
    select undef, undef, undef, $long * ($i - rand) / $kills;
    my $ended = waitpid($child, POSIX::WNOHANG()) == $child;
    if (!$ended) {
        kill 19, $child;
        select undef, undef, undef, 0.002;
        my $at = phase();
        $hit{$at}++;
        kill 9, $child;
        waitpid $child, 0;
    } else {
        $hit{ended}++;
    }
    push @bad, "$i: the snapshot is not whole" if (sync('check', $db))[0] ne '0';
    push @bad, "$i: it is neither the old one nor a new one" if info($db)->{listings} != 3 * $n;
    my ($next, $said) = sync('run', $path);
    push @bad, "$i: the next run: $next: $said" if $next ne '0';
    push @bad, "$i: left over: " . left_over($dir) if left_over($dir) ne '';
    push @bad, "$i: the catalogue has another number" if (rows($place{catalogue}, 'SELECT count(*) AS n FROM listings WHERE closed_at IS NULL'))[0]{n} != 3 * $n;
    push @bad, "$i: the new titles are not there" if (rows($db, "SELECT count(*) AS n FROM listings WHERE title = 'Baker " . (1000 + $i) . "'"))[0]{n} != 3 * $n;
}
is(join("\n", @bad), '', "$kills killed runs");
note(sprintf "a run takes %.2f s; %s", $long, join ', ', map { "$hit{$_} $_" } sort keys %hit);
ok($hit{fetching} && $hit{publishing}, 'the kills hit its parts') if $kills >= 25;

# no file may be larger than so many blocks

for my $blocks (1, 20, 100, 1000) {
    write_file('turn', 5000 + $blocks);
    ($status) = sync({ before => "ulimit -f $blocks" }, 'run', '--force', $path);
    isnt($status, 0, "a file that may have $blocks blocks is told");
    is((sync('check', $db))[0], 0, '... the snapshot is whole');
}
is((sync('run', $path))[0], 0, 'and then it goes on');
is(left_over($dir), '', '... and nothing is left over');

# a file system that is really full

my $small = work('small');
mkdir $small or die;

SKIP: {
    skip 'no file system can be mounted here', 1 if system("mount -t tmpfs -o size=48m none '$small' 2>/dev/null") != 0;

    my %full = (output => "$small/jobs.db", catalogue => "$small/catalogue.db", report => "$small/last-run.json", textfile => "$small/jobs.prom", keep => 1);
    my $config = sources([ qw(one two three) ], %full);
    ($status, $err) = sync('run', $config);
    is($status, 0, 'a run where there is room') or diag($err);

    for my $free (0, 4, 64, 256, 512, 1024, 2048, 4096, 8192, 16384) {
        system("mount -o remount,size=48m '$small'") == 0 or die;
        unlink "$small/filler";
        my ($avail) = map { (split)[3] } grep { m{\Q$small\E$} } `df -Pk '$small'`;
        open my $f, '>', "$small/filler" or die;
        my $fill = $avail - $free;
        for (1 .. $fill) { syswrite $f, "\0" x 1024 or last }
        close $f;
        write_file('turn', 7000 + $free);
        my $before = generation("$small/jobs.db");
        ($status, $err) = sync('run', '--force', $config);
        my $now = generation("$small/jobs.db");
        ok($status eq 0 ? $now ne $before : $now eq $before, "$free kB free: status $status is true") or diag($err);
        like($err, qr/^jobs-sync: .*(?:full|space|room|kept|I\/O)/m, '... and it is said why') if $status ne 0;
        is((sync('check', "$small/jobs.db"))[0], 0, '... the snapshot is whole');
        my ($said) = (read_file("$small/last-run.json") || '') =~ /"status":(\d+)/;
        ok(defined $said, '... last-run.json is whole, that of this run or of one before');
    }
    unlink "$small/filler";
    write_file('turn', 8000);
    ($status, $err) = sync('run', $config);
    is($status, 0, 'with room again it goes on') or diag($err);
    is(left_over($small), '', '... and nothing is left over');
}

END { if ($small) { my $status = $?; system("umount '$small' 2>/dev/null"); $? = $status } }

done_testing();
