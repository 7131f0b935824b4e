package Jobs::Test::Reference::Salary;

# Salaries as the interface describes them, for the reference evaluator.

use strict;
use warnings;

use Exporter 'import';

our @EXPORT_OK = qw(judge statistics cents);

my %periods = (hour => 2080, day => 260, week => 52, month => 12, year => 1);


# Two decimals, as a number.

sub cents { return 0 + sprintf '%.2f', $_[0] }


# What is to be known of a row's salary; rates: US dollars for one unit.
#
#     kind      unknown, predicted, one_sided, implausible or usable
#     min max   the annual range, where a filter may compare it
#     usd       midpoint in US dollars a year, where usable and there is a rate

sub judge
{
    my ($row, $rates) = @_;

    my ($min, $max) = @$row{qw(salary_min salary_max)};
    my $currency = $row->{salary_currency};
    my $periods = $periods{ $row->{salary_period} || '' };
    my $stated = defined $min || defined $max ? 1 : 0;

    return { kind => 'unknown', stated => $stated }
        if !$stated || !defined $currency || !$periods;

    return { kind => 'predicted', stated => 1 } if $row->{salary_predicted};

    my $sides = grep { defined } $min, $max;

    $min = $max if !defined $min;
    $max = $min if !defined $max;
    $_ *= $periods for $min, $max;

    my $rate = $rates->{$currency};
    my $bad = $min > $max || $min <= 0
              || defined $rate && ($min * $rate < 1000
                                   || $max * $rate > 2_000_000);
    my %salary = (stated => 1, currency => $currency);

    $salary{kind} = $sides == 1 ? 'one_sided' : $bad ? 'implausible'
                                                     : 'usable';

    @salary{qw(min max)} = ($min, $max) if !$bad;
    $salary{usd} = ($min + $max) / 2 * $rate
        if $salary{kind} eq 'usable' && defined $rate;

    return \%salary;
}


# The statistics of a set of such salaries in one currency.

sub statistics
{
    my ($currency, @salaries) = @_;

    my %excluded = map { $_ => 0 }
                   qw(unknown predicted one_sided implausible other_currency);
    my @middle;

    for my $salary (@salaries) {
        if ($salary->{kind} ne 'usable') {
            $excluded{$salary->{kind}}++;

        } elsif ($salary->{currency} ne $currency) {
            $excluded{other_currency}++;

        } else {
            push @middle, ($salary->{min} + $salary->{max}) / 2;
        }
    }

    @middle = sort { $a <=> $b } @middle;

    my %at = (min => 0, p10 => 0.1, p25 => 0.25, median => 0.5, p75 => 0.75,
              p90 => 0.9, max => 1);

    return {
        currency => $currency, period => 'year', count => scalar @middle,
        excluded => \%excluded, histogram => histogram(@middle),
        map { $_ => @middle ? cents(percentile($at{$_}, @middle)) : undef }
            keys %at
    };
}


sub percentile
{
    my ($p, @sorted) = @_;

    my $at = $p * $#sorted;
    my $low = int $at;

    return $sorted[$low] if $low == $#sorted;
    return $sorted[$low]
           + ($sorted[$low + 1] - $sorted[$low]) * ($at - $low);
}


sub histogram
{
    my (@sorted) = @_;

    return [] if !@sorted;

    my $width;

    WIDTH:
    for (my $ten = 1; ; $ten *= 10) {
        for my $n (1, 2, 5) {
            $width = $n * $ten;
            last WIDTH if int($sorted[-1] / $width) - int($sorted[0] / $width)
                          < 20;
        }
    }

    my %count;

    $count{int $_ / $width}++ for @sorted;

    return [ map { { from => $_ * $width, to => ($_ + 1) * $width,
                     count => $count{$_} || 0 } }
             int($sorted[0] / $width) .. int($sorted[-1] / $width) ];
}


1;
