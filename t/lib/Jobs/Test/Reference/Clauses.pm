package Jobs::Test::Reference::Clauses;

# The arguments of a request, as functions that say of a listing whether it
# matches.

use strict;
use warnings;

use Exporter 'import';

use Jobs::Test::Recount ();
use Jobs::Test::Reference::Listings qw(@terms);
use Jobs::Test::Reference::Text qw(fold parse_search found);

our @EXPORT_OK = qw(arguments clauses);

my %alias = (
    (map { $_ => 'q' } qw(search what query keywords)),
    (map { $_ => 'location' } qw(where l)),
    (map { $_ => 'region' } qw(cont geo)),
    (map { $_ => 'type' } qw(job_type employment_type)),
    (map { $_ => 'tag' } qw(tags skills)),
    (map { $_ => 'posted_within' } qw(max_days_old days)),
    (map { $_ => 'sort' } qw(order orderby)),
    (map { $_ => 'limit' } qw(count per_page)),
    industry => 'category', company_name => 'company', workplace => 'remote',
    seniority => 'level', min_salary => 'salary_min',
    max_salary => 'salary_max', since => 'posted_after', skip => 'offset',
);


# { canonical name => [ [ excluded, text ], ... ] }

sub arguments
{
    my ($request) = @_;

    my %arguments;

    for my $given (keys %$request) {
        my $name = $alias{$given} || $given;
        my $values = $request->{$given};

        for my $value (ref $values ? @$values : $values) {
            push @{ $arguments{$name} },
                 $name =~ /\A(?:q|title|location)\z/ ? [ 0, fold($value) ]
                                                     : items($value);
        }
    }

    return \%arguments;
}


sub items
{
    my ($value) = @_;

    my @items;

    while ($value =~ /\G\s*(-?)(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|\z)/g) {
        my ($minus, $text) = ($1, defined $2 ? $2 =~ s/""/"/gr : $3);

        push @items, [ $minus ? 1 : 0, fold($text) ] if $text =~ /\S/;
        last if pos $value == length $value;
    }

    return @items;
}


# One function a clause: [ its argument, function of a listing ].  board has
# names (what a name means) and currency.

sub clauses
{
    my ($arguments, $board, $now) = @_;

    my %one = map { $_ => $arguments->{$_}[0][1] } keys %$arguments;
    my @clauses = [ 'expiry', sub { !defined $_[0]{expires}
                                    || $_[0]{expires} > $now } ];

    for my $name (@terms, 'tag_any') {
        next if !$arguments->{$name} || $name eq 'visa';

        push @clauses, [ $name, term_clause($name, $arguments->{$name},
                                            $board->{names}) ];
    }

    my %columns = (q => [ 0 .. 4 ], title => [ 0 ], location => [ 3 ]);

    for my $name (grep { defined $one{$_} } keys %columns) {
        my $search = parse_search($one{$name});
        my @columns = @{ $columns{$name} };

        push @clauses, [ $name, sub {
            found($search, @{ $_[0]{texts} }[@columns]);
        } ];
    }

    push @clauses, [ 'visa', sub { ($_[0]{terms}{visa}[0] || 0) == 1 } ]
        if ($one{visa} || 0) =~ /\A(?:1|true)\z/;
    push @clauses, [ 'worldwide', sub { !$_[0]{worldwide} } ]
        if defined $one{worldwide} && $one{worldwide} =~ /\A(?:0|false)\z/;
    push @clauses, [ 'has_salary', sub { $_[0]{salary}{stated} } ]
        if ($one{has_salary} || 0) =~ /\A(?:1|true)\z/;
    push @clauses, [ 'salary', salary_clause(\%one, $board->{currency}) ]
        if defined $one{salary_min} || defined $one{salary_max};

    my @since = defined $one{posted_after}
                ? Jobs::Test::Recount::seconds(uc $one{posted_after}) : ();

    push @since, $now - $now % 3600 - $1 * (($2 || 'd') eq 'h' ? 3600 : 86400)
        if ($one{posted_within} || '') =~ /\A(\d+)([dh]?)\z/;

    for my $since (@since) {
        push @clauses, [ 'posted', sub { defined $_[0]{posted}
                                         && $_[0]{posted} >= $since } ];
    }

    return @clauses;
}


sub term_clause
{
    my ($name, $items, $names) = @_;

    my $field = $name eq 'tag_any' ? 'tag' : $name;
    my $world = $field eq 'country' || $field eq 'region';
    my (@is, @not);

    for my $item (@$items) {
        my ($excluded, $text) = @$item;

        $text = 'remote' if $field eq 'remote' && $text =~ /\A(?:1|true)\z/;
        $text =~ tr/ -/__/ if $field eq 'type';

        push @{ $excluded ? \@not : \@is },
             $names->{$field}{$text} || {};
    }

    my $has = sub {
        my ($listing, $values) = @_;

        return 1 if $world && $listing->{worldwide};

        for my $value (@{ $listing->{terms}{$field} }) {
            return 1 if $values->{$value};
        }

        return 0;
    };

    return sub {
        my ($listing) = @_;

        for my $values (@not) {
            return 0 if $has->($listing, $values);
        }

        my $n = grep { $has->($listing, $_) } @is;

        return $name eq 'tag' ? $n == @is : !@is || $n > 0;
    };
}


sub salary_clause
{
    my ($one, $currency) = @_;

    my ($least, $most) = @$one{qw(salary_min salary_max)};

    $currency = uc $one->{salary_currency} if $one->{salary_currency};

    my $unknown = ($one->{salary_include_unknown} || 0) =~ /\A(?:1|true)\z/;

    return sub {
        my $salary = $_[0]{salary};

        return $unknown if !defined $salary->{min};
        return $salary->{currency} eq $currency
               && (!defined $least || $salary->{max} >= $least)
               && (!defined $most || $salary->{min} <= $most);
    };
}


1;
