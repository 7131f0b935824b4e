package Jobs::Bench::Table;

# The table that the benchmarks print.

use strict;
use warnings;

use Exporter 'import';

our @EXPORT = qw(row print_table grouped rate cost ratio);

use constant COLUMNS => qw(case what measured ratio goal);

my @table;


# row(case, what, measured, ratio, goal): an empty case is that of the row
# above, the last two may be absent.

sub row
{
    push @table, [ map { defined $_ ? $_ : '' } @_[0 .. 4] ];

    return;
}


sub print_table
{
    my @width = map { length } COLUMNS;

    for my $row (@table) {
        for my $i (0 .. 4) {
            $width[$i] = length $row->[$i] if length $row->[$i] > $width[$i];
        }
    }

    for my $row ([ COLUMNS ], [ map { '-' x $_ } @width ], @table) {
        printf "| %-*s | %-*s | %*s | %*s | %-*s |\n",
               map { ($width[$_], $row->[$_]) } 0 .. 4;
    }

    return;
}


sub grouped
{
    my $text = sprintf '%.0f', $_[0];

    1 while $text =~ s/\A(\d+)(\d{3})/$1,$2/;

    return $text;
}


# Of requests a second: as text, and as what one request takes

sub rate { return grouped($_[0]) . '/s' }
sub cost { return grouped(1e6 / $_[0]) . ' us' }
sub ratio { return sprintf '%.2f', $_[0] }


1;
