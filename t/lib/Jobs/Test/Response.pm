package Jobs::Test::Response;

use strict;
use warnings;

use Encode ();
use JSON::PP ();


sub new
{
    my ($class, $status, $reason, $headers) = @_;

    return bless {
        status => $status, reason => $reason, headers => $headers, body => ''
    }, $class;
}


sub status { return $_[0]{status} }
sub body { return $_[0]{body} }


# the body as characters

sub text
{
    my ($self) = @_;

    return Encode::decode('UTF-8', $self->{body}, Encode::FB_CROAK
                                                  | Encode::LEAVE_SRC);
}


# The value of a header; several are joined by ", ".  undef: absent.

sub header
{
    my ($self, $name) = @_;

    my @values = map { $_->[1] }
                 grep { lc $_->[0] eq lc $name } @{ $self->{headers} };

    return @values ? join(', ', @values) : undef;
}


sub type
{
    my ($self) = @_;

    my $type = $self->header('Content-Type');

    $type = '' if !defined $type;
    $type =~ s/\s*;.*//;

    return $type;
}


# Dies where the body is not JSON.

sub json
{
    my ($self) = @_;

    return $self->{json} ||= JSON::PP->new->utf8->decode($self->{body});
}


sub total { return $_[0]->json->{total} }


sub ids
{
    my ($self) = @_;

    return map { $_->{id} } @{ $self->json->{jobs} };
}


1;
