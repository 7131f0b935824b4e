package Jobs::Test::Exposition;

# The text format 0.0.4 of Prometheus, read as strictly as it may be: what its
# documentation calls wrong, or what promtool complains of, is a complaint.

use strict;
use warnings;

my $name = qr/[a-zA-Z_:][a-zA-Z0-9_:]*/;
my $label = qr/[a-zA-Z_][a-zA-Z0-9_]*/;
my $number = qr/[+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Inf)|NaN/;
my $quoted = qr/"(?:[^"\\\n]|\\["\\n])*"/;


# new(text): values by "name{labels}", the labels in their order

sub new
{
    my ($class, $text) = @_;

    my $self = bless { value => {}, type => {}, help => {}, complaints => [],
                       closed => {}, current => '' }, $class;

    $self->complain('the last line has no end') if $text !~ /\n\z/;

    for my $line (split /\n/, $text, -1) {
        $self->line($line) if $line ne '';
    }

    $self->families;

    return $self;
}


sub complain { my $self = shift; push @{ $self->{complaints} }, @_; return }
sub complaints { return @{ $_[0]{complaints} } }


# A value by name and labels; undef: there is none.

sub value { return $_[0]{value}{$_[1]} }


# { labels => value } of all samples of a name

sub samples
{
    my ($self, $wanted) = @_;

    return { map { /\A\Q$wanted\E(?:\{(.*)\})?\z/
                   ? (defined $1 ? $1 : '', $self->{value}{$_}) : () }
             keys %{ $self->{value} } };
}


sub types { return $_[0]{type} }


sub line
{
    my ($self, $line) = @_;

    if ($line =~ /\A# (HELP|TYPE) ($name) (\S.*)\z/) {
        $self->comment($1, $2, $3);
        return;
    }

    return $self->complain("not a line: $line")
        if $line !~ /\A($name)(?:\{(.*)\})? ($number)\z/;

    $self->sample($1, $2, $3);

    return;
}


sub comment
{
    my ($self, $kind, $of, $text) = @_;

    $self->complain("$kind of $of twice") if $self->{lc $kind}{$of};
    $self->{lc $kind}{$of} = $text;

    if ($kind eq 'HELP') {
        $self->open_family($of);
        $self->complain("$of: an escape that is none")
            if $text =~ /\\(?![\\n])/;

    } else {
        $self->complain("TYPE of $of is not below its HELP")
            if $self->{current} ne $of;
        $self->complain("$of: no such type: $text")
            if $text !~ /\A(?:counter|gauge|histogram)\z/;
    }

    return;
}


# all lines of a family stand together

sub open_family
{
    my ($self, $family) = @_;

    $self->{closed}{ $self->{current} } = 1;
    $self->complain("$family in two places") if $self->{closed}{$family};
    $self->{current} = $family;

    return;
}


sub sample
{
    my ($self, $of, $labels, $value) = @_;

    my $family = $self->{current};
    my $type = $self->{type}{$family} || '';
    my $suffix = $type eq 'histogram' ? qr/_(?:bucket|sum|count)/ : qr//;
    my %seen;

    $self->complain("$of stands below $family")
        if $of !~ /\A\Q$family\E$suffix\z/;

    if (defined $labels) {
        $self->complain("$of: labels: $labels")
            if $labels !~ /\A$label=$quoted(?:,$label=$quoted)*\z/;
        $self->complain("$of: a label twice: $labels")
            if grep { $seen{$_}++ } $labels =~ /($label)=$quoted/g;
    }

    my $key = defined $labels ? "$of\{$labels}" : $of;

    $self->complain("$key twice") if exists $self->{value}{$key};
    $self->complain("$key is negative") if $type ne 'gauge' && $value =~ /\A-/;
    $self->complain("$key is not whole")
        if $value !~ /\A-?\d+\z/ && $of !~ /_sum\z/;
    $self->{value}{$key} = $value;

    return;
}


# what promtool says of names, and that a histogram agrees with itself

sub families
{
    my ($self) = @_;

    for my $family (sort keys %{ $self->{type} }) {
        my $type = $self->{type}{$family};

        $self->complain("$family: no HELP") if !$self->{help}{$family};
        $self->complain("$family: a counter ends in _total, and nothing else")
            if ($type eq 'counter') != ($family =~ /_total\z/ ? 1 : 0);
        $self->complain("$family: not a base unit")
            if $family =~ /_(?:milliseconds|microseconds|ms|us|minutes|hours
                              |kilobytes|megabytes|kib|mib|percent)(?:_|\z)/x;
        $self->histogram($family) if $type eq 'histogram';
    }

    return;
}


sub histogram
{
    my ($self, $family) = @_;

    my %bucket = %{ $self->samples("${family}_bucket") };
    my ($count, $last, @bounds) = ($self->value("${family}_count"), 0);

    for my $labels (keys %bucket) {
        my ($le) = $labels =~ /\Ale="($number)"\z/;

        return $self->complain("$family: no bucket: $labels")
            if !defined $le;
        push @bounds, [ $le eq '+Inf' ? 9**9**9 : $le, $bucket{$labels} ];
    }

    for my $bound (sort { $a->[0] <=> $b->[0] } @bounds) {
        $self->complain("$family: the bucket up to $bound->[0] has less")
            if $bound->[1] < $last;
        $last = $bound->[1];
    }

    $self->complain("$family: no bucket for +Inf")
        if !exists $bucket{'le="+Inf"'};
    $self->complain("$family: no sum")
        if !defined $self->value("${family}_sum");
    $self->complain("$family: _count is not that of +Inf")
        if !defined $count || $count != $last;

    return;
}


1;
