package Jobs::Test::Feeds;

# A server on 127.0.0.1 that plays the sources of a run: each name is a function
# of the connection and the request.  What hangs is ended by an alarm.

use strict;
use warnings;

use Exporter 'import';
use IO::Socket::INET;
use JSON::PP ();
use POSIX ();
use Time::HiRes ();

use Jobs::Test::Sync;

our @EXPORT = qw(feeds address answer sources last_run asked forget);

my ($server, $port, $pid);


# feeds(name => function, ...): GET /name calls function(connection, request)

sub feeds
{
    my (%play) = @_;

    my $listen = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 128, ReuseAddr => 1) or die "listen: $!\n";

    $port = $listen->sockport;
    $pid = $$;
    $server = fork();
    die "fork: $!\n" if !defined $server;
    return $port if $server != 0;

    # what hangs must not hold what prove reads, of which Test::More has copies

    open STDOUT, '>', '/dev/null';
    open STDERR, '>', '/dev/null';
    $_ != $listen->fileno and POSIX::close($_) for 3 .. 63;
    $SIG{CHLD} = 'IGNORE';
    $SIG{PIPE} = 'IGNORE';
    alarm 900;

    while (1) {
        my $c = $listen->accept or next;

        if (fork()) {
            close $c;
            next;
        }

        alarm 120;
        $c->autoflush;

        my $request = do { local $/ = "\r\n\r\n"; <$c> } || '';
        my ($path, $name) = $request =~ m{\A\w+ (/(\w+)\S*)};

        open my $f, '>>', work('requests');
        syswrite $f, sprintf "%.3f %s\n", Time::HiRes::time(), $path || '-';
        close $f;

        $play{$name}->($c, $request) if $name && $play{$name};
        close $c;
        POSIX::_exit(0);
    }
}


END { kill 9, $server if $server && $pid == $$ }


sub address { return "http://127.0.0.1:$port/$_[0]" }


# a whole answer

sub answer
{
    my ($c, $status, $body, @headers) = @_;

    print $c "HTTP/1.1 $status\r\nContent-Length: ", length $body, "\r\nConnection: close\r\n",
          (map { "$_\r\n" } @headers), "\r\n", $body;

    return;
}


# Writes sources.json; a name alone is a canonical feed of that name.

sub sources
{
    my ($list, %top) = @_;

    my %defaults = (timeout => '2s', retries => 1, retry_delay => '10ms', max_size => '4m', host_interval => '0ms',
                    allow_private => JSON::PP::true, %{ delete $top{defaults} || {} });

    return write_file('sources.json', JSON::PP->new->canonical->utf8->encode({
        output => 'jobs.db', catalogue => 'catalogue.db', report => 'last-run.json', textfile => 'jobs.prom',
        deadline => '30s', defaults => \%defaults, %top,
        sources => [ map { ref $_ ? $_ : { name => $_, url => address($_), format => 'jobs' } } @$list ] }));
}


# last-run.json, with its sources by their names under "by"

sub last_run
{
    my $text = read_file(work('last-run.json'));
    my $run = defined $text ? JSON::PP::decode_json($text) : {};

    $run->{by} = { map { $_->{source} => $_ } @{ $run->{sources} || [] } };

    return $run;
}


# [ time, path ] of each request for a name, since the last forget()

sub asked
{
    my ($name) = @_;

    return map { m{\A(\S+) (/\Q$name\E(?:\W.*)?)\z} ? [ $1, $2 ] : () } split /\n/, read_file(work('requests')) || '';
}


sub forget { unlink work('requests'); return }


1;
