package Jobs::Test::Reference::Listings;

# Canonical rows in the form that the clauses, facets and orders of the
# reference evaluator look at.

use strict;
use warnings;

use Encode ();
use Exporter 'import';

use Jobs::Test::Recount ();
use Jobs::Test::Reference::Salary qw(judge);
use Jobs::Test::Reference::Text qw(fold slug words);

our @EXPORT_OK = qw(listing name_terms orders @terms);

our @terms = qw(category department company source country region remote type
                level tag language visa);

# the field of a canonical row that holds a term

my %field = (department => 'department', type => 'employment_type',
             remote => 'remote', level => 'seniority',
             language => 'language');


sub lists { return grep { defined && $_ ne '' } @{ $_[0] || [] } }


sub spaced { return join ' ', '', words($_[0]), '' }


# The same, and behind it, marked, what "Staff+" is without its sign: single
# words are found so.

sub spaced_bare
{
    my ($text) = @_;

    my @bare = map { "\x01$_" } grep { /\A[a-z][\p{L}\p{N}]/ }
               map { split /[+#]+/ } grep { /[+#]/ } words($text);

    return spaced($text) . join ' ', @bare, '';
}


# A row in the form that clauses and facets look at: terms is a list of values
# for each field, texts the columns of the search.

sub listing
{
    my ($row, $board) = @_;

    my %terms = map { $_ => [] } @terms;
    my $tags = [ lists($row->{tags}) ];
    my $source = fold($row->{source});

    for my $name (keys %field) {
        my $value = $row->{$field{$name}};

        next if !defined $value;

        $terms{$name} = [ $name eq 'department' ? slug($value)
                                                : fold($value) ];
    }

    $terms{company} = [ defined $row->{company_slug} ? $row->{company_slug}
                                                     : slug($row->{company}) ];
    $terms{visa} = [ '1' ] if $row->{visa};

    my %tags = map { fold($_) => 1 } @$tags;

    $terms{tag} = [ keys %tags ];

    while (1) {
        push @{ $terms{source} }, $source;
        last if $source !~ s/:[^:]*\z//;
    }

    my $category = defined $row->{category} ? slug($row->{category}) : undef;

    while (defined $category) {
        push @{ $terms{category} }, $category;
        $category = $board->{parents}{$category};
    }

    @terms{qw(country region)} = reach($row, $board);

    return {
        id => $row->{id}, row => $row, terms => \%terms,
        worldwide => $row->{worldwide} ? 1 : 0,
        posted => Jobs::Test::Recount::seconds($row->{posted_at}),
        expires => Jobs::Test::Recount::seconds($row->{expires_at}),
        salary => judge($row, $board->{rates}),
        texts => [ spaced_bare($row->{title}), spaced($row->{company}),
                   spaced_bare(join ' ; ', @$tags),
                   spaced(join ' ; ', grep { defined } $row->{location},
                                           lists($row->{locations})),
                   spaced_bare(defined $row->{excerpt} ? $row->{excerpt}
                                                       : '') ],
    };
}


# The countries and the regions by which a row is found, world-wide or not.

sub reach
{
    my ($row, $board) = @_;

    my %country = map { $_ => 1 } lists($row->{countries});
    my %region = map { $_ => 1 }
                 map { @{ $board->{regions}{$_} || [] } } keys %country;

    for my $name (lists($row->{regions})) {
        my @members = keys %{ $board->{members}{$name} };

        $country{$_} = 1 for @members;
        $region{$_} = 1 for map { @{ $board->{regions}{$_} } } @members;
    }

    return [ keys %country ], [ keys %region ];
}


# Which values a name means: the value itself, its commonest label, and of
# some fields that label's slug.

sub name_terms
{
    my (@listings) = @_;

    my (%names, %spelt);

    for my $listing (@listings) {
        for my $field (@terms) {
            $names{$field}{fold($_)}{$_} = 1 for @{ $listing->{terms}{$field} };
        }

        my $row = $listing->{row};

        for my $field (qw(company department category)) {
            $spelt{$field}{$listing->{terms}{$field}[0]}{$row->{$field}}++
                if defined $row->{$field};
        }
    }

    for my $field (keys %spelt) {
        while (my ($value, $labels) = each %{ $spelt{$field} }) {
            my ($label) = sort { $labels->{$b} <=> $labels->{$a}
                                 || $a cmp $b } keys %$labels;

            $names{$field}{$_}{$value} = 1 for fold($label), slug($label);
        }
    }

    return \%names;
}


# Every order, once.

sub orders
{
    my (@listings) = @_;

    my @recent = sort {
        (defined $b->{posted}) <=> (defined $a->{posted})
        || (defined $a->{posted} ? $b->{posted} <=> $a->{posted} : 0)
        || $a->{id} cmp $b->{id}
    } @listings;

    for my $i (0 .. $#recent) {
        my $listing = $recent[$i];
        my $title = substr Encode::encode('UTF-8',
                                          fold($listing->{row}{title})), 0,
                           128;

        $listing->{place} = $i;
        $listing->{title} = Encode::encode('UTF-8',
            Encode::decode('UTF-8', $title, Encode::FB_QUIET));
        $listing->{company} = Encode::encode('UTF-8',
                                             $listing->{terms}{company}[0]);
    }

    my %order = (recent => \@recent);

    $order{$_} = by_text($_, @recent) for qw(company title);
    $order{"-$_"} = [ reverse @{ $order{$_} } ] for keys %order;

    my ($paid, $unpaid) = ([], []);

    push @{ defined $_->{salary}{usd} ? $paid : $unpaid }, $_ for @recent;

    my @rising = sort { $a->{salary}{usd} <=> $b->{salary}{usd}
                        || $b->{place} <=> $a->{place} } @$paid;

    $order{salary} = [ reverse(@rising), @$unpaid ];
    $order{'-salary'} = [ @rising, reverse @$unpaid ];

    return \%order;
}


sub by_text
{
    my ($field, @listings) = @_;

    return [ sort { $a->{$field} cmp $b->{$field}
                    || $a->{place} <=> $b->{place} } @listings ];
}


1;
