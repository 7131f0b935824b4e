package Jobs::Bench::Swap;

# How long a worker takes to take over a snapshot, and what another location of
# the same worker notices of it.
#
#     my %seconds = Jobs::Bench::Swap::measure($one, $other);
#
#     taken      from rename(2) to the first answer of the new generation
#     thread     CPU time that one take-over takes in the worker's threads
#     p999       of the answers of a "return 200" meanwhile
#     longest    of those and of a list without listings every 5 ms, by which
#                the new generation is seen
#     idle_p999, idle_longest    the same for as long without a swap
#
# taken and thread are medians, the others go over all swaps.  The worker is not
# pinned: on a core of its own its thread would fight with its event loop.

use strict;
use warnings;

use IO::Socket::INET;
use Time::HiRes qw(time);

use Jobs::Bench::Server;
use Jobs::Test qw(slurp);

use constant {
    SWAPS => 8,
    LOOK => 0.005,          # between two looks at the generation
    AFTER => 0.3,           # the old one is closed a little later
};


# Seconds that a keep-alive connection waits for "alive"

sub probe
{
    my ($socket) = @_;

    my $start = time();
    my $bytes = '';

    syswrite $socket, "GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n"
        or die "no connection: $!\n";

    while ($bytes !~ /\r\n\r\nalive\z/) {
        sysread $socket, $bytes, 4096, length $bytes
            or die "no answer to /alive\n";
    }

    return time() - $start;
}


# CPU seconds of a worker's threads, its event loop left out

sub cpu
{
    my ($pid) = @_;

    my $seconds = 0;

    for my $task (grep { !m{/$pid\z} } glob "/proc/$pid/task/*") {
        $seconds += $1 / 1e9 if slurp("$task/schedstat") =~ /\A(\d+)/;
    }

    return $seconds;
}


sub generation
{
    my ($server) = @_;

    my ($generation) = $server->body('/jobs.json?limit=0')
                       =~ /"generation":"([0-9a-f]+)"/;

    return $generation;
}


# Puts a hard link to the file in the place of another

sub put
{
    my ($from, $to) = @_;

    unlink "$to.new";
    link $from, "$to.new" or die "link $to.new: $!\n";
    rename "$to.new", $to or die "rename $to: $!\n";

    return;
}


# Probes until the function gives a true value, which it is asked every LOOK
# seconds, and AFTER beyond that.  The seconds that the function takes are kept
# too: a pause may hit it.

sub probe_until
{
    my ($socket, $times, $looks, $sub) = @_;

    my ($next, $end) = (0, undef);

    while (!defined $end || time() < $end) {
        push @$times, probe($socket);

        my $now = time();

        next if defined $end || $now < $next;

        $end = time() + AFTER if $sub->();
        push @$looks, time() - $now;
        $next = time() + LOOK;
    }

    return;
}


sub measure
{
    my ($one, $other) = @_;

    my ($dir) = $one =~ m{\A(.*)/};
    my $live = "$dir/live.db";
    my (@swapping, @idle, @looks, @idle_looks, @taken, @thread);

    put($one, $live);

    my $server = Jobs::Bench::Server->new(
        process => 'worker_processes 1;',
        http => "jobs_snapshot $live check=10ms;",
        locations => 'location ^~ /jobs { jobs; }');
    my $worker = $server->worker;
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1',
                                       PeerPort => $server->port)
        or die "no connection: $!\n";

    for my $swap (1 .. SWAPS) {
        my $old = generation($server);
        my $before = cpu($worker);
        my $start = time();
        my $taken;

        put($swap % 2 ? $other : $one, $live);

        probe_until($socket, \@swapping, \@looks, sub {
            die "the new snapshot is not taken over\n"
                if time() > $start + 60;
            return 0 if generation($server) eq $old;

            $taken = time() - $start;
            return 1;
        });

        push @taken, $taken;
        push @thread, cpu($worker) - $before;
        printf STDERR "    %.0f ms\n", $taken * 1e3;
        $start = time();

        probe_until($socket, \@idle, \@idle_looks, sub {
            generation($server);
            return time() > $start + $taken;
        });
    }

    unlink $live;

    return (taken => Jobs::Bench::Server::median(@taken),
            thread => Jobs::Bench::Server::median(@thread),
            p999 => below(0.999, @swapping),
            longest => below(1, @swapping, @looks),
            idle_p999 => below(0.999, @idle),
            idle_longest => below(1, @idle, @idle_looks));
}


# What this share of the numbers stays at or below

sub below
{
    my ($share, @numbers) = @_;

    my @sorted = sort { $a <=> $b } @numbers;

    return $sorted[$#sorted * $share];
}


1;
