#!/usr/bin/perl

# Every payload of t/data/formats, every listing in it, against
# t/data/formats/values.json, which was read off the payloads without
# jobs-sync: nothing missing, nothing more, and each value as it stands there.

use strict;
use warnings;
use utf8;

use Test::More;
use JSON::PP ();
use Jobs::Test::Sync;

my $data = 't/data/formats';
my $db = work('jobs.db');
my $cases = JSON::PP::decode_json(read_file("$data/values.json"));
my %read = map { $_ => 1 } map { @{$_->{files}} } @$cases;


# by their ids, and by their addresses

sub board
{
    my (%by);

    for my $l (rows($db, 'SELECT *, strftime("%Y-%m-%dT%H:%M:%SZ", posted_at, "unixepoch") AS posted,'
        . ' strftime("%Y-%m-%dT%H:%M:%SZ", updated_at, "unixepoch") AS updated,'
        . ' strftime("%Y-%m-%dT%H:%M:%SZ", expires_at, "unixepoch") AS expires,'
        . ' (SELECT group_concat(location, " / ") FROM (SELECT location FROM listing_locations'
        . '  WHERE listing = number ORDER BY position)) AS places,'
        . ' (SELECT group_concat(country, " ") FROM (SELECT country FROM listing_countries'
        . '  WHERE listing = number ORDER BY country)) AS countries FROM listings'))
    {
        my @pay = map { $_ // '-' } (map { defined $_ ? $_ + 0 : undef } @$l{qw(salary_min salary_max)}),
                                    @$l{qw(salary_currency salary_period)};

        $l->{salary} = "@pay" eq '- - - -' ? undef : "@pay";
        $by{id}{$l->{id}} = $l;
        $by{url}{$l->{url}} = $l;
    }

    return \%by;
}


for my $case (@$cases) {
    my $name = join ' ', @{$case->{files}};

    unlink glob work('jobs.db*');
    my ($status, $err) = sync('build', '-o', $db, @{$case->{options}}, map { "$data/$_" } @{$case->{files}});
    is($status, 0, "$name is read") or diag($err), next;
    like($err, qr/\(0 rejected/, '... and no row of it is bad');
    unlike($err, qr/no table knows/, '... and all of its values are known');

    my $board = board();
    is(scalar keys %{$board->{id}}, scalar keys %{$case->{listings}}, '... and has as many listings');

    for my $id (sort keys %{$case->{listings}}) {
        my $want = $case->{listings}{$id};
        my $l = $board->{$id =~ m{\Ahttps?://} ? 'url' : 'id'}{$id} || {};

        is_deeply({ map { $_ => $l->{$_} } keys %$want }, $want, $id);
    }
}


# each of them cut, or with something behind it, closes nothing

for my $file (sort keys %read) {
    my ($case) = grep { grep { $_ eq $file } @{$_->{files}} } @$cases;
    my $text = read_file("$data/$file") =~ s/\s+\z//r;
    my @bad = ((map { substr $text, 0, $_ } int(length($text) / 3), int(length($text) * 2 / 3), length($text) - 1),
               "$text\nx", "$text$text");
    my $good = 0;

    unlink glob work('jobs.db*');
    for my $bad (@bad) {
        my ($status) = sync('build', '-o', $db, @{$case->{options}}, write_file('feed', $bad));
        $good++ if $status ne '65' || -e $db;
    }

    is($good, 0, "$file is refused where it is cut or followed by something");
}


# careers pages without JSON-LD, and the details of one listing: no lists

my @none = ((map { "omoji-personal+careerkit/$_.html" } qw(hrmdirect icims jobvite paylocity phenom)),
            'omoji-personal+careerkit/oracle_orc_detail.json', 'michaeldinhmai+job-agent/torre_detail.json',
            'michaeldinhmai+job-agent/smartrecruiters_detail.json');

for my $file (@none) {
    unlink glob work('jobs.db*');
    my ($status, $err) = sync('build', '-o', $db, "$data/$file");
    is($status, 65, "$file is refused");
    like($err, $file =~ /html/ ? qr/it is an HTML page/ : qr/no format was recognised/, '... and why is said');
    ok(!-e $db, '... and nothing is published');
}


# no payload without values; these are read by other tests

my %other = map { $_ => 1 } @none, map { "ConorsCode+open-jobs-data/$_" } qw(empty.xml new.json empty.json jobs.csv);

for my $path (grep { !/LICENSE/ } glob "$data/*/*") {
    my $file = substr $path, length "$data/";
    ok($read{$file} || $other{$file}, "$file has a test");
}

done_testing();
