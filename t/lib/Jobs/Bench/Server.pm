package Jobs::Bench::Server;

# The server of the benchmarks, one worker by t/bench/nginx.conf, and wrk.
#
#     my $s = Jobs::Bench::Server->new(
#         locations => 'location ^~ /jobs { ... }',
#         http => '...', modules => 'load_module ...;', process => '...',
#         cache => 1);    without it the cache of answers is off
#
#     $s->yardsticks(two => $bytes);  adds /plain-two and /static-two
#     my %rate = $s->pairs(rounds => 5, seconds => 3, $subject, ...);
#
# A subject: { name, path } or { name, path, queries => [...] }; lenient => 1:
# answers other than 2xx are no fault; header => 'Name: value'.

use strict;
use warnings;

use POSIX ();

use Jobs::Test qw(nginx_t slurp spew);

use constant {
    BUSY => 0.8,            # share of a round that the worker has to be at work
    TRIES => 3,
};

my $lists = 0;
my $held_back = 0;


sub new
{
    my ($class, %opt) = @_;

    my $self = bless { process => pinned(), %opt }, $class;

    $self->{nginx} = Jobs::Test::nginx(conf => $self->configuration);

    return $self;
}


sub nginx { return $_[0]{nginx} }
sub port { return $_[0]{nginx}->port }


sub worker
{
    my ($self) = @_;

    return ($self->{nginx}->worker_pids)[0];
}


# One worker on the first core; wrk has the second one to itself

sub pinned
{
    return 'worker_processes 1; worker_cpu_affinity 01;';
}


# How many rounds count although the worker was idle in them

sub held_back { return $held_back }


# The configuration file's text; what is absent is empty.

sub configuration
{
    my ($part) = @_;

    my $text = slurp('t/bench/nginx.conf');
    my %value = (%$part, user => $> == 0 ? 'user root;' : '');

    $value{http} = ($part->{cache} ? '' : cache_off()) . (defined $value{http} ? $value{http} : '');

    $text =~ s/\@([A-Z]+)\@/defined $value{lc $1} ? $value{lc $1} : ''/ge;

    return $text;
}


# The directive that turns the cache of answers off, where there is one

my $cache_off;

sub cache_off
{
    if (!defined $cache_off) {
        my $directive = 'jobs_cache_size 0; ';
        my ($status) = nginx_t(http => $directive);

        $cache_off = $status == 0 ? $directive : '';
    }

    return $cache_off;
}


# What costs the server least with the same bytes: "return 200" with a body of
# their length (one string ends at 4 KB, so it is of several variables), and a
# file of the same bytes.

sub yardsticks
{
    my ($self, $name, $bytes) = @_;

    my $left = length $bytes;
    my ($set, $body) = ('', '');

    for (my $i = 0; $left > 0; $i++) {
        my $n = $left < 3000 ? $left : 3000;

        $set .= "set \$part$i \"" . 'x' x $n . "\";\n";
        $body .= "\$part$i";
        $left -= $n;
    }

    spew($self->{nginx}->prefix . "/html/static-$name", $bytes);
    $self->{locations} .= "location = /plain-$name {\n$set"
                        . "return 200 $body;\n}\n";
    $self->{nginx}->set(conf => $self->configuration);
    $self->{nginx}->reload(gone => 1);

    return;
}


# The body of the answer, which has to be a good one

sub body
{
    my ($self, $uri) = @_;

    $self->{client} ||= $self->{nginx}->client(timeout => 120);

    my $response = $self->{client}->request('GET', $uri);

    if (!defined $response) {
        $self->{client} = $self->{nginx}->client(timeout => 120);
        $response = $self->{client}->request('GET', $uri);
    }

    die "no answer to $uri\n" if !defined $response;
    die "the data set is of another build: try --rebuild\n"
        if $response->status == 503;
    die "$uri: " . $response->status . ' ' . $response->body . "\n"
        if $response->status != 200;

    return $response->body;
}


# CPU seconds of the worker, its threads included

sub cpu
{
    my ($self) = @_;

    my ($ticks) = slurp('/proc/' . $self->worker . '/stat')
                  =~ /\) \S (?:\S+ ){10}(\d+ \d+)/;
    my ($user, $system) = split / /, $ticks;

    return ($user + $system) / POSIX::sysconf(POSIX::_SC_CLK_TCK());
}


# One run of wrk: (requests a second, share of the time that the worker was at
# work: well below 1 it was not the worker that set the rate)

sub wrk
{
    my ($self, $subject, $seconds) = @_;

    my @args = ($subject->{path});

    if ($subject->{queries}) {
        $subject->{list} ||= spew($self->{nginx}->prefix . '/list-' . ++$lists,
                                  join '', map { "$_\n" }
                                           @{ $subject->{queries} });
        push @args, $subject->{list};
    }

    my $before = $self->cpu;

    open my $fh, '-|', 'taskset', '-c', '1', 'wrk', '-t1', '-c16',
        "-d${seconds}s", '--timeout', '60s', '-s', 't/bench/requests.lua',
        ($subject->{header} ? ('-H', $subject->{header}) : ()),
        'http://127.0.0.1:' . $self->port, '--', @args
        or die "wrk: $!\n";

    my $text = do { local $/; <$fh> };

    close $fh;

    my %seen = $text =~ /(requests|us|failed) (\d+)/g;

    die "wrk said: $text\n" if !$seen{requests};
    die "$subject->{name}: $seen{failed} requests failed\n"
        if $seen{failed} && !$subject->{lenient};

    return ($seen{requests} / $seen{us} * 1e6,
            ($self->cpu - $before) / $seen{us} * 1e6);
}


sub median
{
    my @sorted = sort { $a <=> $b } @_;
    my $middle = int(@sorted / 2);

    return @sorted % 2 ? $sorted[$middle]
                       : ($sorted[$middle - 1] + $sorted[$middle]) / 2;
}


# All subjects in short rounds one after the other, so that what else the
# machine does hits them alike: name => median rate.  One that is slow gets as
# long as two passes over its queries take, at most a minute.  A round in which
# the worker was idle, since something else took the core of wrk, is repeated.

sub pairs
{
    my ($self, $opt, @subjects) = @_;

    my (%rates, %seconds);

    for my $subject (@subjects) {
        my ($rate) = $self->wrk($subject, 1);
        my $passes = $subject->{queries} ? 2 * @{ $subject->{queries} } : 0;
        my $needed = int($passes / $rate) + 1;

        $needed = 60 if $needed > 60;
        $seconds{ $subject->{name} } = $needed > $opt->{seconds}
                                     ? $needed : $opt->{seconds};
    }

    for my $round (1 .. $opt->{rounds}) {
        for my $subject (@subjects) {
            my $name = $subject->{name};
            my ($rate, $busy);

            for my $try (1 .. TRIES) {
                ($rate, $busy) = $self->wrk($subject, $seconds{$name});
                printf STDERR "    %-20s %10.0f/s, worker at %3.0f %%\n",
                       $name, $rate, 100 * $busy;
                last if $busy >= BUSY;
            }

            $held_back++ if $busy < BUSY;
            push @{ $rates{$name} }, $rate;
        }
    }

    return map { $_ => median(@{ $rates{$_} }) } keys %rates;
}


1;
