package Jobs::Test::Reference::Text;

# Text as the interface describes it, for the reference evaluator: comparison
# form, slugs, and a search over lists of words.

use strict;
use warnings;
use feature "unicode_strings";     # \x{c9} is a letter in any string

use Exporter 'import';
use Unicode::Normalize ();

our @EXPORT_OK = qw(fold slug words parse_search found);


# Comparison form: trimmed, white space collapsed, lower case.

sub fold
{
    my ($text) = @_;

    $text =~ s/\s+/ /g;
    $text =~ s/\A | \z//g;

    return lc $text;
}


sub plain
{
    my ($text) = @_;

    $text = Unicode::Normalize::NFD(lc $text);
    $text =~ s/\p{Mn}//g;

    return $text;
}


sub slug
{
    my ($text) = @_;

    $text = plain($text);
    $text =~ s/[^\p{L}\p{N}]+/-/g;
    $text =~ s/\A-|-\z//g;

    return $text;
}


# Runs of letters, digits, "+" and "#".

sub words
{
    my ($text) = @_;

    return plain($text) =~ /[\p{L}\p{N}+#]+/g;
}


# A search as { all => [ [item, ...], ... ], none => [item, ...] }: of each
# group in all one item must be there.  An item is { words, prefix }.

sub parse_search
{
    my ($text) = @_;

    my (@all, @none);
    my $or = 0;

    while ($text =~ /\G\s*(-?)(?:"([^"]*)"|(\S+))/g) {
        my ($minus, $phrase, $word) = ($1, $2, $3);

        if (defined $word && $word eq 'or' && !$minus && @all) {
            $or = 1;
            next;
        }

        my $prefix = defined $word && $word =~ s/\*\z//;
        my $item = { words => [ words(defined $phrase ? $phrase : $word) ],
                     prefix => $prefix,
                     single => !defined $phrase && !$prefix };

        $item->{single} &&= @{ $item->{words} } == 1;

        if ($minus) {
            push @none, $item;

        } elsif ($or) {
            push @{ $all[-1] }, $item;

        } else {
            push @all, [ $item ];
        }

        $or = 0;
    }

    return { all => \@all, none => \@none };
}


# 1 if a search is satisfied by columns: each a text " word word "

sub found
{
    my ($search, @columns) = @_;

    for my $item (@{ $search->{none} }) {
        return 0 if stands($item, @columns);
    }

    for my $group (@{ $search->{all} }) {
        return 0 if !grep { stands($_, @columns) } @$group;
    }

    return 1;
}


sub stands
{
    my ($item, @columns) = @_;

    my $text = ' ' . join(' ', @{ $item->{words} })
               . ($item->{prefix} ? '' : ' ');

    my $bare = $item->{single} ? " \x01$item->{words}[0] " : undef;

    for my $column (@columns) {
        return 1 if index($column, $text) >= 0
                    || (defined $bare && index($column, $bare) >= 0);
    }

    return 0;
}


1;
