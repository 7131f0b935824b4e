package Jobs::Test::Reference::Requests;

# Requests at random (rand: the caller's srand makes them the same each time)
# about given listings, so that many of them find something.

use strict;
use warnings;

use Jobs::Test::Reference::Text qw(slug words);

my @fields = qw(category department company source country region remote type
                level tag language visa);

my %names = (
    q => [ qw(q search what query keywords) ],
    location => [ qw(location where l) ],
    category => [ qw(category industry) ],
    company => [ qw(company company_name) ],
    region => [ qw(region cont geo) ],
    remote => [ qw(remote workplace) ],
    type => [ qw(type job_type employment_type) ],
    level => [ qw(level seniority) ],
    tag => [ qw(tag tags skills) ],
    salary_min => [ qw(salary_min min_salary) ],
    salary_max => [ qw(salary_max max_salary) ],
    posted_within => [ qw(posted_within max_days_old days) ],
    posted_after => [ qw(posted_after since) ],
    sort => [ qw(sort order orderby) ],
    limit => [ qw(limit count per_page) ],
    offset => [ qw(offset skip) ],
);

# the argument of a term, and where a row has it

my %column = (
    category => 'category', department => 'department', company => 'company',
    source => 'source', remote => 'remote', type => 'employment_type',
    level => 'seniority', language => 'language', tag => 'tags',
    tag_any => 'tags', country => 'countries', region => 'regions',
);


sub pick { return $_[int rand @_] }
sub often { return rand() < $_[0] }
sub name { return pick(@{ $names{$_[0]} || [ $_[0] ] }) }


# draw(rows, number): as many requests, each a hash of arguments

sub draw
{
    my ($rows, $number) = @_;

    my $vocabulary = vocabulary($rows);
    my @kinds = (keys(%column), keys(%column),
                 qw(q q title location salary salary has_salary
                    posted_within posted_after visa worldwide));

    @kinds = sort @kinds;

    return map { request($rows, $vocabulary, @kinds) } 1 .. $number;
}


sub request
{
    my ($rows, $vocabulary, @kinds) = @_;

    my (%request, %drawn);

    for (1 .. int rand 5) {
        my $kind = pick(@kinds);

        next if $drawn{$kind}++;

        my %argument = $column{$kind} ? term($kind, $rows)
                     : $kind =~ /\A(?:q|title|location)\z/
                       ? (name($kind) => search($rows, $vocabulary->{$kind}))
                     : $kind eq 'salary' ? salary($rows)
                     : other($kind, $rows);

        @request{keys %argument} = values %argument;
    }

    $request{name('sort')} = (often(0.4) ? '-' : '')
                             . pick(qw(recent salary company title relevance))
        if often(0.7);

    $request{name('limit')} = often(0.1) ? 0 : often(0.1) ? 101 + int rand 900
                                             : 1 + int rand 30
        if often(0.7);

    if (often(0.4)) {
        my $at = often(0.8) ? int rand 60 : int rand 2500;

        often(0.3) ? ($request{page} = 1 + int $at / 10)
                   : ($request{name('offset')} = $at);
    }

    if (often(0.4)) {
        my %asked;

        $asked{pick(@fields)} = 1 for 1 .. 1 + int rand 6;
        $request{facets} = join ',', sort { slug($a) cmp slug($b) } keys %asked;
        $request{facets} = join ',', reverse split /,/, $request{facets}
            if often(0.5);
    }

    $request{stats} = 'salary' if often(0.35);
    $request{salary_currency} ||= pick(qw(EUR gbp USD CHF ARS)) if often(0.1);

    return \%request;
}


# One to three values of a field, some excluded, in one list or several.

sub term
{
    my ($kind, $rows) = @_;

    my $exclude = often(0.3);
    my @items;

    for (1 .. (often(0.5) ? 1 : 2 + int rand 2)) {
        my $value = value($kind, $rows);
        my $sign = $exclude || often(0.1) ? '-' : '';

        $value = often(0.5) ? uc $value : lc $value
            if $value ne 'true' && often(0.4);
        $value = "\"$value\"" if $value =~ /,/ || often(0.1);
        push @items, "$sign$value";
    }

    return (name($kind) => often(0.8) ? join(often(0.5) ? ',' : ', ', @items)
                                      : \@items);
}


sub value
{
    my ($kind, $rows) = @_;

    return pick(qw(DE US BR IE ZW AQ TR)) if $kind eq 'country' && often(0.3);
    return pick(qw(europe north-america latam asia africa oceania emea apac))
        if $kind eq 'region';
    return pick(qw(1 true)) if $kind eq 'remote' && often(0.2);
    return pick(qw(full-time part-time)) if $kind eq 'type' && often(0.2);
    return 'no such thing' if $kind =~ /\A(?:category|department|company|tag)/
                              && often(0.05);

    for (1 .. 1000) {
        my $value = pick(@$rows)->{$column{$kind}};

        $value = pick(@$value) if ref $value;
        next if !defined $value;

        return $value =~ s/:.*//r if $kind eq 'source' && often(0.4);
        return slug($value) if $kind =~ /\A(?:category|department|company)\z/
                               && often(0.4);
        return $value;
    }

    die "no row has a value for $kind\n";
}


# Words that are the same however a tokenizer or a stemmer treats what is
# written with dots and signs: of the title, the place or all columns.

sub vocabulary
{
    my ($rows) = @_;

    my (%seen, %odd);

    for my $row (@$rows) {
        my %text = (title => $row->{title}, location => $row->{location},
                    q => join ' ; ', grep { defined } @$row{qw(title company
                             location excerpt)}, @{ $row->{tags} || [] });

        for my $kind (keys %text) {
            next if !defined $text{$kind};

            $odd{$_} = 1
                for map { words($_) } $text{$kind} =~ /(\S*[.+#]\S+|\S+[+#])/g;
            $seen{$kind}{$_} = 1
                for grep { /\A[a-z]{3,}\z/ && !/(?:js|net|io|or)\z/ }
                    words($text{$kind});
        }
    }

    return { map { my $kind = $_;
                   $kind => [ sort grep { !$odd{$_} } keys %{ $seen{$kind} } ]
             } keys %seen };
}


sub search
{
    my ($rows, $words) = @_;

    my $row = pick(@$rows);
    my %known = map { $_ => 1 } @$words;
    my @near = grep { $known{$_} } words($row->{title}),
                                   words($row->{location} || '');
    my $word = sub { @near && often(0.8) ? pick(@near) : pick(@$words) };
    my @parts = $word->();

    if (often(0.2) && $row->{title} =~ /\b([A-Za-z]{3,}) ([A-Za-z]{3,})\b/) {
        @parts = "\"$1 $2\"" if $known{lc $1} && $known{lc $2};
    }

    if (often(0.2)) {
        my $prefix = substr $word->(), 0, 3 + int rand 2;

        @parts = "$prefix*";
    }

    push @parts, $word->() if often(0.3);
    push @parts, 'or', $word->() if often(0.3);
    push @parts, 'c++' if often(0.03);
    push @parts, '-' . $word->() if often(0.3);
    @parts = '-' . $word->() if often(0.1);

    my $text = join ' ', @parts;

    return often(0.2) ? uc $text : $text;
}


sub salary
{
    my ($rows) = @_;

    my %argument;
    my $row = pick(grep { ($_->{salary_period} || '') eq 'year' } @$rows);
    my ($min, $max) = @$row{qw(salary_min salary_max)};

    $argument{name('salary_min')} = often(0.3) && $max
        ? int $max : 10000 * int(rand 25) + (often(0.2) ? '0.50' : 0)
        if often(0.7);
    $argument{name('salary_max')} = often(0.3) && $min
        ? int $min : 50000 + 10000 * int rand 25
        if !%argument || often(0.4);
    $argument{salary_currency} = pick($row->{salary_currency} || 'USD', 'EUR',
                                      'gbp')
        if often(0.5);
    $argument{salary_include_unknown} = pick(0, 1, 'true') if often(0.3);

    return %argument;
}


sub other
{
    my ($kind, $rows) = @_;

    return ($kind => pick(qw(1 true 0))) if $kind =~ /visa|has_salary/;
    return ($kind => pick(0, 0, 0, 1)) if $kind eq 'worldwide';

    return (name($kind) => pick('24h', '100h', '7d', '30', '90d', 200, 365,
                                '1000d'))
        if $kind eq 'posted_within';

    my $posted;

    $posted = pick(@$rows)->{posted_at} while !defined $posted;

    return (name($kind) => often(0.3) ? $posted =~ s/Z\z/+02:00/r
                         : often(0.3) ? lc $posted : $posted);
}


1;
