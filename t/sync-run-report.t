#!/usr/bin/perl

# What a timed run says and leaves behind, however it ends: lines, JSON,
# last-run.json, metrics, exit status.

use strict;
use warnings;

use Test::More;
use JSON::PP ();
use POSIX ();
use Time::HiRes 'time';
use Jobs::Test::Exposition;
use Jobs::Test::Feeds;
use Jobs::Test::Sync;

my $db = work('jobs.db');
my $good = join '', map { line(id => "good:$_", url => "https://good.example/$_") } 1 .. 60;

feeds(
    good => sub { answer($_[0], '200 OK', $good) },
    error => sub { answer($_[0], '500 X', '') },
    hang => sub { sleep 60 },
    drip => sub { my $c = shift; print $c "HTTP/1.1 200 OK\r\n\r\n"; for (1 .. 20) { print $c substr $good, 0, 40; select undef, undef, undef, 0.1 } },
);

sub metrics { return Jobs::Test::Exposition->new(read_file(work('jobs.prom')) || '') }
sub metric { return metrics()->value("jobs_sync_run_$_[0]") }
sub mode { return sprintf '%04o', (stat $_[0])[2] & 07777 }

# starts a run and does something when it is fetching

sub while_fetching
{
    my ($what, @args) = @_;
    my $child = fork();
    if ($child == 0) { open STDOUT, '>', '/dev/null'; open STDERR, '>', work('stderr'); exec sync_command('run', @args) }
    my $until = time + 10;
    select undef, undef, undef, 0.01 while time < $until && !(() = glob work('.catalogue.db.fetched/*'));
    $what->($child);
    waitpid $child, 0;
    return $?;
}

# the usual end

my ($status, $err, $out) = sync({ before => 'umask 077' }, 'run', sources([ 'good', 'error', { name => "a \"b\\c\" \x{E9}", url => address('good'), format => 'jobs' } ]));
is($status, 69, 'a run with a source that fails');
is(mode(work($_)), '0644', "... $_ is for others to read") for qw(last-run.json jobs.prom jobs.db);
my $run = last_run();
is("$run->{status} $run->{failed} $run->{verdict} $run->{listings}", '69 1 published 60', '... last-run.json tells');
is($run->{error}, undef, '... of no fault of its own');
my @complaints = grep { !/_seconds(?:\{.*\})? is not whole/ } metrics()->complaints;
is("@complaints", '', '... the metrics are Prometheus text');
is(metric('status'), 69, '... with its status');
is(metrics()->value('jobs_sync_source_up{source="error"}'), 0, '... and that of the source');
is(metrics()->value(qq(jobs_sync_source_up{source="a \\"b\\\\c\\" \xC3\xA9"})), 1, '... also of one with a strange name');
is(join(' ', glob(work('.*.new')), glob(work('*.prom.*'))), '', '... nothing else is left');

# lines of JSON

($status, $err, $out) = sync('run', '--json', sources([ 'good', 'error' ]));
my @lines = map { eval { JSON::PP->new->utf8->decode($_) } || { bad => $_ } } split /\n/, $out;
is(join(' ', map { ($_->{level} || $_->{bad}) . '/' . ($_->{event} || '') } @lines), 'info/same error/failed info/published', '--json: each line is an object');
is(scalar(grep { ($_->{time} || '') =~ /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/ } @lines), 3, '... with a time');
($status, $err, $out) = sync('run', '--json', '--dry-run', sources([ 'good', 'error' ]));
is(scalar(grep { !eval { JSON::PP->new->utf8->decode($_) } } split /\n/, $out), 0, '--json --dry-run: the same');
($status, $err, $out) = sync('run', '--quiet', sources([ 'good', 'error' ]));
is($err, "jobs-sync: error: failed: status 500\n", '--quiet tells what failed, and nothing else');
is($out, '', '... on standard error');

# ends early: a mistake, a bad catalogue, the lock

my $before = metric('timestamp_seconds');
unlink work('last-run.json'), work('jobs.prom');
($status, $err, $out) = sync('run', '--json', sources([ 'good', { name => 'x', url => 'ftp://x' } ]));
is($status, 65, 'a mistake in sources.json');
$run = last_run();
is("$run->{status} $run->{verdict}", '65 not published', '... is in last-run.json');
like($run->{error}, qr/source "x": "url" must be/, '... which says why');
is(metric('status'), 65, '... and in the metrics');
is(scalar(grep { JSON::PP::decode_json($_)->{message} =~ /"x": "url"/ } split /\n/, $out), 1, '... and a line with --json');
is(info($db)->{listings}, 60, '... the snapshot stays');
($status) = sync('run', '--report', work('other.json'), write_file('bad.json', '{'));
is($status, 65, 'sources.json that is none');
is(JSON::PP::decode_json(read_file(work('other.json')))->{status}, 65, '... is in the report that the command line names');
write_file('bad.db', 'no catalogue' x 100);
($status) = sync('run', '--catalogue', work('bad.db'), sources([ 'good' ]));
is($status, last_run()->{status}, 'a catalogue that is none') or diag(last_run()->{status});
isnt($status, 0, '... is no success');
sync('run', sources([ 'good' ]));

my $text = read_file(work('last-run.json'));
my $slow = sources([ { name => 'good', url => address('good'), format => 'jobs' }, { name => 'hang', url => address('hang'), timeout => '3s', retries => 0 } ]);
my $other;
my $first = while_fetching(sub { $other = [ sync('run', '--json', $slow) ]; is(read_file(work('last-run.json')), $text, 'a run beside another one leaves its report alone') }, $slow);
is($other->[0], 75, '... and has the status of it');
like($other->[1], qr/catalogue\.db: /, '... which it tells');
is($first >> 8, 69, '... the first one goes on');
is(last_run()->{status}, 69, '... and writes its report');

# a signal

for my $signal (15, 2) {
    my $start = time;
    my $ended = while_fetching(sub { kill $signal, $_[0] }, $slow);
    is($ended & 127, $signal, "signal $signal ends a run");
    cmp_ok(time - $start, '<', 2.5, '... at once');
    is(last_run()->{status}, 128 + $signal, '... last-run.json tells');
    is(last_run()->{by}{hang}{verdict}, 'skipped', '... and blames no source');
    ok(! -e work('.catalogue.db.fetched'), '... it cleans up');
}
is((sync('check', $db))[0], 0, '... the snapshot is whole');

# the log goes to nobody

my $path = sources([ 'good' ]);
sync('run', $path);
write_file('pipe', '');
my $command = join ' ', map { "'$_'" } sync_command('run', '--json', '--force', $path);
$before = (stat $db)[1];
my $said = `bash -c "$command | exec 0<&-; echo \\\${PIPESTATUS[0]}"`;
like($said, qr/^0$/m, 'a closed pipe for the log is no reason to end');
isnt((stat $db)[1], $before, '... it publishes');

# what cannot be written

mkdir work('taken') or die;
($status, $err) = sync('run', '--report', work('taken'), sources([ 'good' ]));
is($status, 74, 'a report that cannot be written');
like($err, qr/\Q${\ work('taken')}\E: /, '... is told');
symlink '/nowhere/at/all', work('.last-run.json.new');
is((sync('run', sources([ 'good' ])))[0], 0, 'what is in the way of the report is not followed');
ok(! -l work('last-run.json') && -f work('last-run.json'), '... but replaced');

# the directory of what is fetched: a link is not followed, somebody's file stays

mkdir work('elsewhere') or die;
write_file('elsewhere/1', 'mine');
symlink work('elsewhere'), work('.catalogue.db.fetched');
($status, $err) = sync('run', sources([ 'good' ]));
is($status, 74, 'a link for the directory of what is fetched is refused');
is(read_file(work('elsewhere/1')), 'mine', '... what it leads to stays');
unlink work('.catalogue.db.fetched');
mkdir work('.catalogue.db.fetched'), 0700;
write_file('.catalogue.db.fetched/mine', 'mine');
symlink work('elsewhere/1'), work('.catalogue.db.fetched/0-good.1');
is((sync('run', sources([ 'good' ])))[0], 0, 'a file that is in it is no reason to end');
is(read_file(work('elsewhere/1')), 'mine', '... and a link in it is not followed');
is(read_file(work('.catalogue.db.fetched/mine')), 'mine', '... nor the file touched');
unlink work('.catalogue.db.fetched/mine');
chmod 0777, work('.catalogue.db.fetched');
write_file('.catalogue.db.fetched/x', '');
($status, $err) = sync('run', sources([ 'good' ]));
is($status, 74, '... but a directory that others may write to is refused');
unlink work('.catalogue.db.fetched/x');
is((sync('run', sources([ 'good' ])))[0], 0, '... unless it is empty');

# files of another user

SKIP: {
    my $nobody = getpwnam('nobody');
    skip 'only root can be another', 3 if $> != 0 || !defined $nobody;
    sync('run', $path);
    chmod 0755, work();
    my $child = fork();
    if ($child == 0) {
        POSIX::setgid(65534); POSIX::setuid($nobody);
        open STDOUT, '>', '/dev/null'; open STDERR, '>', '/dev/null';
        exec sync_command('run', $path);
    }
    waitpid $child, 0;
    is($? >> 8, 74, 'a run of another user cannot write');
    is((sync('check', $db))[0], 0, '... the snapshot is whole');
    is((sync('run', $path))[0], 0, '... and that of its own user goes on');
}

# the bar is for a terminal only

my $dripping = sources([ 'good', { name => 'drip', url => address('drip'), format => 'jobs', timeout => '3s' } ]);
($status, $err) = sync('run', $dripping);
unlike($err, qr/[\r\e]/, 'no bar where there is no terminal');

SKIP: {
    skip 'script is not installed', 4 if system('command -v script >/dev/null') != 0;
    my @command = map { "'$_'" } sync_command('run');
    my $seen = `script -qec "@command '$dripping'" /dev/null </dev/null`;
    like($seen, qr/\r\e\[K\[#+\.*\] 1 of 2 sources, 0 failed, \d+\.\d MB/, 'a bar on a terminal');
    like($seen, qr/\r\e\[Kjobs-sync: good: /, '... which the first line replaces');
    unlike(scalar(`script -qec "@command --quiet '$dripping'" /dev/null </dev/null`), qr/\e/, '... not with --quiet');
    unlike(scalar(`script -qec "@command --json '$dripping'" /dev/null </dev/null`), qr/\e/, '... nor with --json');
}

done_testing();
