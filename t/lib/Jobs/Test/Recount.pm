package Jobs::Test::Recount;

# Counts raw rows of tech-salary-radar by filters, without anything of ours:
# neither the mapping nor the snapshot nor a table of the module is looked at.

use strict;
use warnings;

use JSON::PP ();
use Time::Local ();
use Unicode::Normalize ();

# what their spellings mean

my %type = (
    'fulltime' => 'full_time', 'full-time' => 'full_time',
    'full time' => 'full_time', 'permanent' => 'full_time',
    'full time - permanent' => 'full_time',
    'full-time permanent' => 'full_time', 'full-time (remote)' => 'full_time',
    'cdi' => 'full_time', 'regular - full-time' => 'full_time',
    'full time employee' => 'full_time',
    'full-time non-exempt' => 'full_time', 'full-time exempt' => 'full_time',
    'salaried, full-time' => 'full_time',
    'parttime' => 'part_time', 'contract' => 'contract',
    'subcontractor' => 'contract', 'full time contractor' => 'contract',
    'internship' => 'internship', 'intern' => 'internship',
    'apprentice' => 'internship', 'fixed-term' => 'temporary',
    'fixed term' => 'temporary', 'variable / casual' => 'temporary',
    'freelance/part-time' => 'contract',
    'full time - 12 month contract' => 'contract',
);

my %level = (junior => 'junior', mid => 'mid', senior => 'senior',
             'staff+' => 'lead');

my %year = (year => 1, '1 YEAR' => 1, 'per-year-salary' => 1, month => 12,
            '1 MONTH' => 12, '1 HOUR' => 2080, 'per-hour-wage' => 2080);

my %system = (greenhouse => 'Greenhouse', ashby => 'Ashby', lever => 'Lever');


sub words
{
    my ($text) = @_;

    $text = Unicode::Normalize::NFD(defined $text ? lc $text : '');
    $text =~ s/\p{Mn}//g;

    return grep { length } split /[^\p{L}\p{N}\p{Co}+#]+/, $text;
}


sub seconds
{
    my ($text) = @_;

    return undef if !defined $text
                    || $text !~ /\A(\d+)-(\d+)-(\d+)[T ](\d+):(\d+):(\d+)
                                 (?:\.\d+)?(Z|[+-]\d\d:?\d\d)?\z/x;

    my $zone = $7;
    my $t = Time::Local::timegm($6, $5, $4, $3, $2 - 1, $1);

    if (defined $zone && $zone =~ /([+-])(\d\d):?(\d\d)/) {
        $t -= ($1 eq '-' ? -1 : 1) * ($2 * 3600 + $3 * 60);
    }

    return $t;
}


# read(rates => {...}, files...): rows that filters can be asked of

sub read
{
    my ($rates, @files) = @_;

    my $json = JSON::PP->new->utf8;
    my (@rows, %seen);

    for my $file (@files) {
        open my $fh, '<:raw', $file or die "$file: $!\n";

        while (my $line = <$fh>) {
            next if $line !~ /\S/;

            my $raw = $json->decode($line);

            next if $seen{$raw->{job_uid}}++;

            my $row = {
                id => $raw->{job_uid}, company => lc $raw->{company},
                remote => $raw->{is_remote} ? 'remote' : '',
                level => $level{$raw->{seniority}} || '',
                source => lc $system{$raw->{source}},
                posted => seconds($raw->{published_at}),
                has => (defined $raw->{salary_min_orig}
                        || defined $raw->{salary_max_orig}) ? 1 : 0,
            };

            my $type = lc($raw->{employment_type} || '');

            $row->{type} = $type{$type} || '';

            $row->{title_words} = { map { $_ => 1 } words($raw->{title}) };
            $row->{place_words}
                = { map { $_ => 1 } words($raw->{location_raw}) };
            $row->{words} = { %{ $row->{title_words} },
                              %{ $row->{place_words} },
                              map { $_ => 1 } words($raw->{company}) };

            my ($min, $max) = @$raw{qw(salary_min_orig salary_max_orig)};
            my $n = $year{$raw->{salary_interval_orig} || ''};
            my $usd = $rates->{$raw->{currency_original} || ''};

            if (defined $min && defined $max && $n && $min <= $max
                && (!$usd || ($min * $n * $usd >= 1000
                              && $max * $n * $usd <= 2_000_000)))
            {
                $row->{currency} = $raw->{currency_original};
                $row->{min} = $min * $n;
                $row->{max} = $max * $n;
            }

            push @rows, $row;
        }

        close $fh;
    }

    return \@rows;
}


# count(rows, name => value, ...): a value may be a list, which is OR

sub count
{
    my ($rows, %filter) = @_;

    my $currency = delete $filter{salary_currency} || 'USD';
    my $n = 0;

    ROW:
    for my $row (@$rows) {
        for my $name (keys %filter) {
            my $value = $filter{$name};
            my @any = map { lc } ref $value ? @$value : $value;
            my $ok;

            if ($name =~ /\A(?:company|remote|level|type|source)\z/) {
                my @not = map { /\A-(.*)/ ? $1 : () } @any;
                my @is = grep { !/\A-/ } @any;

                $ok = (!@is || grep { matches($row, $name, $_) } @is)
                      && !grep { matches($row, $name, $_) } @not;

            } elsif ($name eq 'location') {
                $ok = !grep { !$row->{place_words}{$_} } words($any[0]);

            } elsif ($name eq 'title') {
                $ok = !grep { !$row->{title_words}{$_} } words($any[0]);

            } elsif ($name eq 'q') {
                $ok = !grep { !$row->{words}{$_} } words($any[0]);

            } elsif ($name eq 'has_salary') {
                $ok = $row->{has};

            } elsif ($name eq 'salary_min') {
                $ok = defined $row->{max} && $row->{currency} eq $currency
                      && $row->{max} >= $any[0];

            } elsif ($name eq 'salary_max') {
                $ok = defined $row->{min} && $row->{currency} eq $currency
                      && $row->{min} <= $any[0];

            } elsif ($name eq 'posted_after') {
                $ok = defined $row->{posted}
                      && $row->{posted} >= seconds(uc $any[0]);

            } else {
                die "recount knows no $name\n";
            }

            next ROW if !$ok;
        }

        $n++;
    }

    return $n;
}


sub matches
{
    my ($row, $name, $value) = @_;

    return $row->{source} eq (split /:/, $value)[0]
           && ($value !~ /:(.*)/ || $row->{company} eq $1)
        if $name eq 'source';

    return $row->{$name} eq $value;
}


1;
