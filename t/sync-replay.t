#!/usr/bin/perl

# A real source, day after day as full lists, with a known answer; and two
# real sources that list the same jobs.

use strict;
use warnings;

use File::Copy ();
use IO::Uncompress::Gunzip ();
use JSON::PP ();
use Test::More;
use Jobs::Test::Sync;

my $data = 't/data/replay';
my $json = JSON::PP->new->utf8;


sub gunzip
{
    my ($name) = @_;
    my $text;

    IO::Uncompress::Gunzip::gunzip("$data/$name", \$text) or die "$name\n";

    return $text;
}


my @lines = split /^/, gunzip('tech-salary-radar.jsonl.gz');
my @rows = map { $json->decode($_) } @lines;
my (@days, %open);

for my $line (split /\n/, read_file("$data/days.txt")) {
    my ($day, $added, $removed) = $line =~ /^(\S+) \+(\S*) -(\S*)$/ or die;

    $open{$_} = 1 for map { my ($from, $to) = split /-/; $from .. $to // $from } split /,/, $added;
    delete $open{$_} for map { my ($from, $to) = split /-/; $from .. $to // $from } split /,/, $removed;

    push @days, [ $day, { map { $rows[$_]{job_uid} => $_ } keys %open } ];
}

is(scalar @days, 22, 'there are 22 days');


# the ids of a catalogue that are open; id => first seen

sub open_ids { return { map { $_->{id} => $_->{first_seen} } rows($_[0],
    'SELECT id, first_seen FROM listings WHERE closed_at IS NULL') } }


sub import_day
{
    my ($catalogue, $n, @options) = @_;
    my ($day, $ids) = @{$days[$n]};
    my $feed = write_file('day.jsonl', @lines[sort { $a <=> $b } values %$ids]);

    my ($status, $err) = sync('import', '-c', $catalogue, '-s', 'radar', '-q',
                              '-m', 'conf/mappings/tech-salary-radar.json', '--at', "${day}T06:00:00Z",
                              @options, $feed);

    return $status eq '0' ? 1 : diag($err) && 0;
}


sub seconds { my ($day) = @_; return 0 + `date -u -d '${day}T06:00:00Z' +%s` }


my ($two, $one, $out) = map { work($_) } qw(two.db one.db jobs.db);
my (%first, %returned, %seen_at);
my ($imports, $sets, $sets_one, $firsts, $published) = (0) x 5;

for my $n (0 .. $#days) {
    my ($day, $ids) = @{$days[$n]};
    my %want = (%$ids, $n ? %{$days[$n - 1][1]} : ());
    my $at = seconds($day);

    for my $id (keys %$ids) {
        $returned{$id} = 1 if exists $first{$id} && $seen_at{$id} < $n - 1;
        $first{$id} //= $at;
        $seen_at{$id} = $n;
    }

    $imports += import_day($two, $n) && import_day($one, $n, '--misses', '1');

    my $have = open_ids($two);
    my $same = join("\n", sort keys %$have) eq join("\n", sort keys %want);
    $sets += $same;
    diag("$day: " . keys(%$have) . ' open, not ' . keys %want) if !$same;

    $firsts += !grep { $have->{$_} != $first{$_} } keys %$have;

    $have = open_ids($one);
    $sets_one += join("\n", sort keys %$have) eq join("\n", sort keys %$ids);
    $firsts += !grep { $have->{$_} != $first{$_} } keys %$have;

    next if $n % 7;

    my ($status, $err) = sync('publish', '-q', '-c', $two, '-o', $out, '--at', "${day}T06:00:00Z");
    my ($count) = map { $_->{n} } rows($out, 'SELECT count(*) AS n FROM listings');
    $published += $status eq '0' && $count == keys %want;
    diag($err) if $status ne '0';
}

is($imports, 22, 'each day is imported');
is($sets, 22, 'after a day its listings and those of the day before are open');
is($sets_one, 22, 'with --misses 1 its listings alone are');
is($firsts, 44, 'each listing was first seen when it first came');
cmp_ok(scalar keys %returned, '>', 50, 'listings return, ' . keys(%returned) . ' of them');
is($published, 4, 'what is open is what is published');

my $at = "$days[-1][0]T06:00:00Z";
my $copy = work('copy.db');

File::Copy::copy($two, $copy) or die;
sync('publish', '-q', '-c', $two, '-o', $out, '--at', $at);
my ($status, $err) = sync('publish', '-q', '-c', $copy, '-o', work('fresh.db'), '--at', $at);
is($status, 0, 'a copy of the catalogue is published at another place') or diag($err);
is(generation(work('fresh.db')), generation($out), '... with the same generation');

my ($gone) = map { $_->{n} } rows($out, 'SELECT count(*) AS n FROM gone');
my %left = map { $_ => 1 } grep { $seen_at{$_} < 20 } keys %seen_at;
is($gone, scalar keys %left, 'what was closed is gone');


# two sources, in either order

my $goodjob = write_file('goodjob.json', gunzip('goodjob.json.gz'));
my $radar = write_file('radar.jsonl', @lines);
my @sources = ([ 'radar', 'tech-salary-radar', $radar ], [ 'goodjob', 'goodjob', $goodjob ]);
my @generations;

for my $order ([ @sources ], [ reverse @sources ]) {
    my $catalogue = work('both-' . $order->[0][0]);

    for my $source (@$order) {
        my ($key, $mapping, $feed) = @$source;
        ($status, $err) = sync('import', '-q', '-c', $catalogue, '-s', $key, '-m',
                               "conf/mappings/$mapping.json", '--at', '2026-08-10T00:00:00Z', $feed);
        is($status, 0, "$key is imported") or diag($err);
    }

    ($status, $err) = sync('publish', '-q', '-c', $catalogue, '-o', "$catalogue.out", '--at',
                           '2026-08-10T00:00:00Z');
    is($status, 0, 'both are published') or diag($err);
    push @generations, generation("$catalogue.out");
}

is($generations[0], $generations[1], 'the order of the sources does not matter');

my $both = work('both-radar.out');
my %address = map { $_->{apply_url} => $_->{job_uid} } @rows;
my %shared = map { $_->{applyUrl} => "goodjob:$_->{id}" } grep { $address{$_->{applyUrl}} }
    @{$json->decode(gunzip('goodjob.json.gz'))};
my (%listed, %number, %also);

for my $row (rows($both, 'SELECT number, id, apply_url FROM listings')) {
    push @{$listed{$row->{apply_url}}}, $row->{id};
    $number{$row->{id}} = $row->{number};
}

for my $row (rows($both, 'SELECT id, listing FROM alternatives')) {
    $also{$row->{id}} = $row->{listing};
}

cmp_ok(scalar keys %shared, '>', 900, keys(%shared) . ' addresses are in both');
is(scalar(grep { join(' ', @{$listed{$_} || []}) eq $address{$_} } keys %shared), scalar keys %shared,
   'each of them appears once, from the employer\'s board');
is(scalar(grep { ($also{$shared{$_}} // 0) == $number{$address{$_}} } keys %shared), scalar keys %shared,
   '... and knows the other one');
cmp_ok(scalar keys %also, '>=', scalar keys %shared, keys(%also) . ' listings are joined in all');

done_testing();
