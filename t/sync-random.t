#!/usr/bin/perl

# Random sources that list the same jobs: whatever the order in which they are
# imported, and the order of rows in a list, the same is published; each open
# id answers once; a group has one listing of a source and its earliest date.

use strict;
use warnings;

use JSON::PP ();
use List::Util qw(min shuffle);
use Test::More;
use Jobs::Test::Sync;

my $rounds = $ENV{JOBS_RANDOM_ROUNDS} || 8;
my $seed = $ENV{JOBS_RANDOM_SEED} || 1;
my @fields = qw(id title company url apply_url posted_at expires_at location category tags salary_min salary_currency salary_period);

sub one { return $_[rand @_] }
sub chance { return rand() < $_[0] }
sub at { return sprintf '2026-08-%02dT06:00:00Z', $_[0] }


# what a source declares

sub declared
{
    my ($s) = @_;
    my %source;

    $source{rank} = 1 + int rand 3 if chance(0.4);
    $source{by} = one('employer', 'aggregator') if chance(0.6);
    $source{link_rel} = one('noopener', 'nofollow noopener') if chance(0.3);
    $source{jsonld} = JSON::PP::false if chance(0.2);
    $source{name} = one('Alpha', 'Beta', 'Alpha:acme') if chance(0.3);

    return write_file("mapping$s.json", JSON::PP->new->canonical->encode(
        { format => 'jsonl', source => \%source, fields => { map { $_ => $_ } @fields } }));
}


sub listing
{
    my ($s, $k) = @_;
    my %row = (id => one("s$s:$k", "s$s:$k", "shared:$k"), title => one('Engineer', 'Designer ' . $k % 4), company => one('Acme', 'ACME'),
               url => one("https://s$s.example/$k", "https://boards.greenhouse.io/acme/jobs/$k", "https://a.example/?gh_jid=$k&utm_source=$s"));

    $row{apply_url} = one("https://job-boards.greenhouse.io/Acme/jobs/$k#x", "http://A.example?gh_jid=$k", 'https://one.example/apply') if chance(0.5);
    $row{posted_at} = at(1 + int rand 20) if chance(0.6);
    $row{expires_at} = at(15 + int rand 10) if chance(0.15);
    @row{qw(salary_min salary_currency salary_period)} = (one(50000, 60000), 'USD', 'year') if chance(0.6);
    $row{location} = one('Oslo', 'Rome') if chance(0.6);
    $row{category} = one('Back End', 'back end', 'Design') if chance(0.5);
    $row{tags} = [ 'a', 'b' ] if chance(0.3);

    return \%row;
}


my %failed = map { $_ => 0 } qw(status order ids source date);
my $joined = 0;

for my $round (1 .. $rounds) {
    srand $seed * 1000 + $round;
    my @sources = map { { key => "k$_", mapping => declared($_) } } 0 .. 1 + int rand 3;

    for my $s (0 .. $#sources) {
        my %seen;
        my @pool = grep { !$seen{$_->{id}}++ } map { listing($s, $_) } 1 .. 3 + int rand 20;
        $sources[$s]{lists} = [ map { [ grep { chance(0.85) } @pool ] } 1, 2 ];
        push @{$sources[$s]{lists}[$_]}, $pool[0] for grep { !@{$sources[$s]{lists}[$_]} } 0, 1;
    }

    my %generation;

    for my $order (0, 1) {
        my ($catalogue, $out) = map { work("$round-$order.$_") } 'db', 'out';

        for my $day (0, 1) {
            for my $source ($order ? shuffle(@sources) : @sources) {
                my @rows = $order ? shuffle(@{$source->{lists}[$day]}) : @{$source->{lists}[$day]};
                my $feed = write_file('feed.jsonl', map { JSON::PP->new->canonical->utf8->encode($_) . "\n" } @rows);
                my ($status, $err) = sync('import', '-q', '-c', $catalogue, '-s', $source->{key}, '-m', $source->{mapping},
                                          '--at', at(14 + $day), $feed);
                $failed{status} += diag("$round: $err") || 1 if $status ne '0';
            }

            next if $order && !$day;
            my ($status, $err) = sync('publish', '-q', '--force', '-c', $catalogue, '-o', $out, '--at', at(14 + $day));
            $failed{status} += diag("$round: $err") || 1 if $status ne '0';
        }

        $generation{generation($out) // ''} = 1;
    }

    $failed{order}++ if keys %generation != 1;

    my ($catalogue, $out) = (work("$round-0.db"), work("$round-0.out"));
    my (%open, %group, %posted);

    push @{$open{$_->{id}}}, $_ for rows($catalogue, 'SELECT id, source, posted_at FROM listings WHERE closed_at IS NULL '
                                         . "AND coalesce(expires_at, 1e12) > strftime('%s', '" . at(15) . "') + 0");
    for my $row (rows($out, 'SELECT number, id, posted_at FROM listings UNION ALL SELECT listing, id, NULL FROM alternatives')) {
        push @{$group{$row->{number}}}, $row->{id};
        $posted{$row->{number}} = $row->{posted_at} if defined $row->{posted_at};
    }

    $failed{ids}++ if join(' ', sort map { @$_ } values %group) ne join(' ', sort keys %open);

    for my $number (keys %group) {
        my @members = map { @{$open{$_} || []} } @{$group{$number}};
        my %of = map { $_->{source} => 1 } @members;
        $joined += @members - 1;
        $failed{source}++ if keys %of != @members;
        $failed{date}++ if !@members || $posted{$number} != min(map { $_->{posted_at} } @members);
    }
}

is($failed{status}, 0, "$rounds rounds are imported and published");
is($failed{order}, 0, 'the order of sources and of rows does not matter');
is($failed{ids}, 0, 'each open id answers, and once');
is($failed{source}, 0, 'no two listings of a source are joined');
is($failed{date}, 0, 'the earliest date is published');
cmp_ok($joined, '>', $rounds, "$joined listings were joined");

done_testing();
