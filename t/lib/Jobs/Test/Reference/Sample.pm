package Jobs::Test::Reference::Sample;

# The listings of conf/sample as canonical rows, with what that feed lacks
# added at random (rand: the caller's srand makes it the same each time).

use strict;
use warnings;

use JSON::PP ();
use POSIX ();

use Jobs::Test ();
use Jobs::Test::Recount ();
use Jobs::Test::Sync ();

my @categories = (
    'Backend', 'Frontend', 'Data Science', 'Machine Learning', 'DevOps',
    'Customer Support', 'Sales', 'Marketing', 'Product', 'Design', 'Legal',
    "Forschung und Entwicklung", "Sant\x{e9}", 'Human Resources',
);

my @tags = (
    'C++', 'C', 'C#', 'R', 'Go', 'Rust', 'Python', 'SQL', 'Linux', 'nginx',
    'Kubernetes', 'machine learning', 'remote first', "Caf\x{e9}", 'a,b',
    map { "skill $_" } 1 .. 60
);

my @excerpts = (
    'Wir suchen Menschen, die Verantwortung tragen und gerne lachen.',
    "Nous cherchons une personne curieuse, \x{e0} l'aise avec les chiffres.",
    'Buscamos gente con ganas de aprender y de contar lo aprendido.',
    'Arbeitszeit nach Absprache; Umzug wird bezahlt.',
);

my @countries = qw(US US US DE DE GB FR IN CA ES PL BR MX JP AU NL SE ZA NG TR
                   AQ AT CH SG KR AR EG RU GE IE PT IT NZ KE);
my @regions = qw(europe north-america latam asia africa oceania emea apac);
my @languages = ('de', 'de', 'fr', 'es', 'nl', 'pt-BR');
my @currencies = qw(EUR EUR GBP CHF JPY INR CAD ARS VND);


sub pick { return $_[int rand @_] }
sub often { return rand() < $_[0] }
sub seconds { return Jobs::Test::Recount::seconds($_[0]) }
sub stamp { return POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime $_[0]) }


# The listings of feeds like the sample as jobs-sync reads them, by id.

sub read
{
    my (@files) = @_;

    my $db = Jobs::Test::tempdir() . '/sample.db';
    my @command = Jobs::Test::sync_command('build', '--quiet', '-o', $db, '-m',
                                           't/data/sample-mapping.json', @files);

    system(@command) == 0 or die "@command failed\n";

    my %places;

    push @{ $places{$_->{listing}} }, $_->{location}
        for Jobs::Test::Sync::rows($db, 'SELECT listing, location'
                                        . ' FROM listing_locations'
                                        . ' ORDER BY listing, position');

    my @rows = Jobs::Test::Sync::rows($db, 'SELECT * FROM listings'
                                           . ' ORDER BY id');

    for my $row (@rows) {
        $row->{locations} = $places{$row->{number}} || [];
        $row->{posted_at} = stamp($row->{posted_at})
            if defined $row->{posted_at};
        delete @$row{qw(number worldwide salary_predicted updated_at)};
    }

    return \@rows;
}


# Changes the rows.  The newest of them was posted a day before now at the
# most: posted_within reaches no further back than ten years.

sub enrich
{
    my ($rows, $now) = @_;

    my ($newest) = reverse sort map { $_->{posted_at} } @$rows;
    my $days = int(($now - seconds($newest)) / 86400);

    for my $row (@$rows) {
        my $posted = seconds($row->{posted_at}) + $days * 86400;

        $posted -= $posted % 86400 if often(0.2);
        $row->{posted_at} = often(0.05) ? undef : stamp($posted);

        $row->{expires_at} = often(0.04) ? stamp($now - 1 - int rand 1e7)
                           : often(0.3) ? stamp($now + 1e6 + int rand 1e8)
                           : undef;

        $row->{title} = 'a' . "\x{e4}" x 64 . " $row->{title}" if often(0.01);
        $row->{company} .= ' Inc' if often(0.2);
        $row->{category} = pick(@categories) if often(0.6);
        $row->{department} = 'Team ' . int 80 * rand() ** 2 if often(0.5);
        $row->{language} = pick(@languages) if often(0.7);
        $row->{visa} = often(0.6) ? JSON::PP::true : JSON::PP::false
            if often(0.25);
        $row->{excerpt} = pick(@excerpts) if often(0.25);
        $row->{tags} = [ distinct(map { $tags[@tags * rand() ** 2] }
                                  1 .. rand 6) ];

        $row->{remote} = pick(qw(hybrid onsite))
            if !defined $row->{remote} && often(0.5);
        $row->{seniority} = pick(qw(intern director executive))
            if !defined $row->{seniority} && often(0.2);

        places($row);
        salary($row) if often(0.4);
    }

    return $rows;
}


sub distinct
{
    my %seen;

    return grep { !$seen{$_}++ } @_;
}


sub places
{
    my ($row) = @_;

    $row->{worldwide} = JSON::PP::true if often(0.08);
    $row->{countries} = [ distinct(map { pick(@countries) } 0 .. rand 3) ]
        if often(0.55);
    $row->{regions} = [ distinct(map { pick(@regions) } 0 .. rand 2) ]
        if often(0.12);

    return;
}


# What feeds say besides a plausible range in dollars a year.

sub salary
{
    my ($row) = @_;

    my $base = 20000 + 500 * int rand 400;
    my $period = pick(qw(year month week day hour));
    my %divide = (year => 1, month => 12, week => 52, day => 260,
                  hour => 2080);

    @$row{qw(salary_currency salary_period)}
        = (often(0.5) ? 'USD' : pick(@currencies), $period);

    $base *= 100 if $row->{salary_currency} =~ /JPY|INR|ARS|VND/;
    $base /= $divide{$period};

    $row->{salary_min} = sprintf('%.2f', $base) + 0;
    $row->{salary_max} = sprintf('%.2f', $base * (1 + rand)) + 0;

    my $odd = rand;

    if ($odd < 0.12) {
        $row->{salary_max} = undef;

    } elsif ($odd < 0.2) {
        $row->{salary_min} = undef;

    } elsif ($odd < 0.3) {
        $row->{salary_predicted} = JSON::PP::true;

    } elsif ($odd < 0.35) {
        @$row{qw(salary_min salary_max)} = @$row{qw(salary_max salary_min)};

    } elsif ($odd < 0.4) {
        $row->{salary_max} *= 5000;

    } elsif ($odd < 0.43) {
        $row->{salary_min} = 0.01;

    } elsif ($odd < 0.47) {
        $row->{salary_currency} = undef;

    } elsif ($odd < 0.5) {
        $row->{salary_period} = undef;
    }

    return;
}


1;
