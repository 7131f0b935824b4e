package Jobs::Test::Client;

# An HTTP/1.1 client over one raw socket, with a time-out on everything.

use strict;
use warnings;

use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use Time::HiRes qw(time);

use Jobs::Test::Response;


# new(port => N) or new(path => socket); timeout => seconds

sub new
{
    my ($class, %opt) = @_;

    my $self = bless {
        timeout => $opt{timeout} || 10,
        host => $opt{host} || 'localhost',
        buffer => '',
    }, $class;

    $self->{socket} = $opt{path}
        ? IO::Socket::UNIX->new(Peer => $opt{path})
        : IO::Socket::INET->new(PeerAddr => '127.0.0.1',
                                PeerPort => $opt{port},
                                Proto => 'tcp',
                                Timeout => $self->{timeout});

    return $self->{socket} ? $self : undef;
}


sub write
{
    my ($self, $bytes) = @_;

    my $socket = $self->{socket};
    my $end = time() + $self->{timeout};
    my $select = IO::Select->new($socket);

    while (length $bytes) {
        my $left = $end - time();

        return 0 if $left <= 0 || !$select->can_write($left);

        my $n = syswrite $socket, $bytes;

        return 0 if !defined $n;

        substr $bytes, 0, $n, '';
    }

    return 1;
}


# More bytes into the buffer; 0 at the end of the stream, on an error, and
# after the deadline.

sub fill
{
    my ($self, $end) = @_;

    my $left = $end - time();

    return 0 if $left <= 0;
    return 0 if !IO::Select->new($self->{socket})->can_read($left);

    my $n = sysread $self->{socket}, $self->{buffer}, 65536,
                    length $self->{buffer};

    return defined $n && $n > 0;
}


sub line
{
    my ($self, $end) = @_;

    while ($self->{buffer} !~ /\n/) {
        return undef if !$self->fill($end);
    }

    $self->{buffer} =~ s/\A([^\n]*)\n//;

    my $line = $1;

    $line =~ s/\r\z//;

    return $line;
}


sub bytes
{
    my ($self, $n, $end) = @_;

    while (length $self->{buffer} < $n) {
        return undef if !$self->fill($end);
    }

    return substr $self->{buffer}, 0, $n, '';
}


# One response; undef where the connection ended or timed out before it was
# complete.  method decides whether a body follows.

sub read_response
{
    my ($self, $method) = @_;

    my $end = time() + $self->{timeout};
    my $status = $self->line($end);

    return undef if !defined $status;
    return undef if $status !~ m{\AHTTP/1\.[01] (\d{3})(?: (.*))?\z};

    my ($code, $reason) = ($1, $2);
    my @headers;

    while (1) {
        my $line = $self->line($end);

        return undef if !defined $line;
        last if $line eq '';

        my ($name, $value) = split /:\s*/, $line, 2;

        push @headers, [ $name, $value ];
    }

    my $response = Jobs::Test::Response->new($code, $reason, \@headers);
    my $length = $response->header('Content-Length');
    my $body = '';

    if ($method eq 'HEAD' || $code == 204 || $code == 304 || $code < 200) {
        # none

    } elsif (lc($response->header('Transfer-Encoding') || '') eq 'chunked') {
        $body = $self->chunks($end);

    } elsif (defined $length) {
        $body = $self->bytes($length, $end);

    } else {
        1 while $self->fill($end);
        $body = $self->{buffer};
        $self->{buffer} = '';
    }

    return undef if !defined $body;

    $response->{body} = $body;

    return $response;
}


sub chunks
{
    my ($self, $end) = @_;

    my $body = '';

    while (1) {
        my $line = $self->line($end);

        return undef if !defined $line || $line !~ /\A([0-9A-Fa-f]+)/;

        my $n = hex $1;

        if ($n == 0) {
            while (1) {
                $line = $self->line($end);
                return undef if !defined $line;
                return $body if $line eq '';
            }
        }

        my $chunk = $self->bytes($n, $end);

        return undef if !defined $chunk || !defined $self->line($end);

        $body .= $chunk;
    }
}


# request('GET', '/x', Header => value, ...); a Host of its own replaces the
# client's.

sub request
{
    my ($self, $method, $uri, @headers) = @_;

    my $text = "$method $uri HTTP/1.1\r\n";
    my $host = $self->{host};
    my $lines = '';

    while (my ($name, $value) = splice @headers, 0, 2) {
        if (lc $name eq 'host') {
            $host = $value;
            next;
        }

        $lines .= "$name: $value\r\n";
    }

    $text .= "Host: $host\r\n$lines\r\n";

    return undef if !$self->write($text);

    return $self->read_response($method);
}


sub close
{
    my ($self) = @_;

    CORE::close($self->{socket});

    return;
}


1;
