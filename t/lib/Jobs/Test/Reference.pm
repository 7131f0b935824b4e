package Jobs::Test::Reference;

# What the board has to answer, worked out row by row from canonical rows, by
# the words of the interface alone: nothing of the module or of what
# jobs-sync derives is looked at.
#
#     my $reference = Jobs::Test::Reference->new(rows => [ row(), ... ]);
#     my $answer = $reference->answer({ remote => 'hybrid,onsite' }, time);

use strict;
use warnings;

use Encode ();

use Jobs::Test::Reference::Clauses qw(arguments clauses);
use Jobs::Test::Reference::Listings qw(listing name_terms orders);
use Jobs::Test::Reference::Salary qw(statistics);
use Jobs::Test::Reference::Text qw(parse_search);


# new(rows => canonical rows, rates => { EUR => 1.08 }, regions =>
# { DE => [ 'europe', 'emea' ] }, parents => { category => its parent })

sub new
{
    my ($class, %opt) = @_;

    my $self = bless { rates => {}, regions => {}, parents => {}, %opt },
                     $class;

    while (my ($code, $regions) = each %{ $self->{regions} }) {
        $self->{members}{$_}{$code} = 1 for @$regions;
    }

    $self->{listings} = [ map { listing($_, $self) } @{ $opt{rows} } ];
    $self->{names} = name_terms(@{ $self->{listings} });
    $self->{order} = orders(@{ $self->{listings} });

    my %usable;

    $usable{$_->{salary}{currency}}++
        for grep { $_->{salary}{kind} eq 'usable' } @{ $self->{listings} };

    ($self->{currency}) = sort { $usable{$b} <=> $usable{$a} || $a cmp $b }
                          keys %usable;
    $self->{currency} ||= 'USD';

    return $self;
}


# The answer: total, count, limit, offset, sort, ids, and facets,
# facets_other and salary where they were asked for; set is the ids of all
# that match, in the order of the answer (recency for relevance).

sub answer
{
    my ($self, $request, $now) = @_;

    my $arguments = arguments($request);
    my %one = map { $_ => $arguments->{$_}[0][1] } keys %$arguments;
    my @clauses = clauses($arguments, $self, $now);
    my $sort = sort_of($arguments);
    my (@set, %besides);

    LISTING:
    for my $listing (@{ $self->{order}{$sort} || $self->{order}{recent} }) {
        my $failed;

        for my $clause (@clauses) {
            next if $clause->[1]->($listing);
            next LISTING if defined $failed;
            $failed = $clause->[0];
        }

        # what one clause alone keeps out counts in the facet of its field

        push @{ defined $failed ? $besides{$failed} ||= [] : \@set }, $listing;
    }

    my $limit = defined $one{limit} ? $one{limit} : 20;

    $limit = 100 if $limit > 100;

    my $offset = defined $one{page} ? ($one{page} - 1) * $limit
                                    : $one{offset} || 0;
    my $last = $offset + $limit - 1;

    $last = $#set if $last > $#set;

    my @page = @set[$offset .. $last];
    my %answer = (
        total => scalar @set, count => scalar @page, limit => $limit,
        offset => $offset, sort => $sort, ids => [ map { $_->{id} } @page ],
        set => [ map { $_->{id} } @set ],
    );

    for my $field (map { $_->[1] } @{ $arguments->{facets} || [] }) {
        my @counted = (@set, $field eq 'tag' ? ()
                                             : @{ $besides{$field} || [] });

        my $listed = facet($field, @counted);

        $answer{facets}{$field} = $listed;
        $answer{facets_other}{$field} = others($field, $listed, @counted);
    }

    $answer{salary} = statistics(uc($one{salary_currency}
                                    || $self->{currency}),
                                 map { $_->{salary} } @set)
        if ($one{stats} || '') eq 'salary';

    return \%answer;
}


# A search that only excludes has nothing to rank by.

sub sort_of
{
    my ($arguments) = @_;

    my $q = $arguments->{q} && parse_search($arguments->{q}[0][1]);
    my $ranked = $q && @{ $q->{all} };
    my ($excluded, $sort) = @{ ($arguments->{sort} || [ [] ])->[0] };

    $sort = 'relevance' if !defined $sort;
    $sort = 'recent' if $sort eq 'relevance' && !$ranked;

    return $excluded ? "-$sort" : $sort;
}


# At most 50 of [ value, count ], the commonest first.

sub facet
{
    my ($field, @set) = @_;

    my $world = $field eq 'country' || $field eq 'region';
    my $everywhere = 0;
    my %count;

    for my $listing (@set) {
        if ($world && $listing->{worldwide}) {
            $everywhere++;
            next;
        }

        $count{$_}++ for @{ $listing->{terms}{$field} };
    }

    my %bytes = map { $_ => Encode::encode('UTF-8', $_) } keys %count;
    my @values = sort { $count{$b} <=> $count{$a}
                        || $bytes{$a} cmp $bytes{$b} } keys %count;

    $#values = 49 if @values > 50;

    return [ map { [ $_, $count{$_} + $everywhere ] } @values ];
}


# How many have a value, but none of those listed.

sub others
{
    my ($field, $listed, @set) = @_;

    my %listed = map { $_->[0] => 1 } @$listed;
    my $world = $field eq 'country' || $field eq 'region';

    return scalar grep {
        !($world && $_->{worldwide}) && @{ $_->{terms}{$field} }
        && !grep { $listed{$_} } @{ $_->{terms}{$field} };
    } @set;
}


1;
