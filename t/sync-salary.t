#!/usr/bin/perl

# Typing errors of employers move no percentile.

use strict;
use warnings;

use IO::Uncompress::Gunzip ();
use Test::More;
use JSON::PP ();
use Jobs::Test;
use Jobs::Test::Sync;

my $coder = JSON::PP->new->canonical->utf8;

sub pay { my ($id, $min, $max, $currency) = @_; return { id => "x:$id", title => 'T', company => 'C', url => 'https://a.example/', salary_min => $min, salary_max => $max, salary_currency => $currency, salary_period => 'year' } }

my @rows = map { pay($_, 100000 + $_ * 1000, 120000 + $_ * 1000, 'USD') } 1 .. 40;
my @wrong = (pay(90, 92000, 119000000, 'JPY'), pay(91, 1, 600000000, 'USD'), pay(92, 600000000, 600000000, 'USD'));

sub stats
{
    my ($name, @list) = @_;
    my $db = tempdir() . "/$name.db";
    my ($status, $err) = sync('build', '-q', '-o', $db, write_file("$name.jsonl", join '', map { $coder->encode($_) . "\n" } @list));
    is($status, 0, "published $name") or diag($err);
    my $n = nginx(snapshot => $db, server => 'location ^~ /jobs { jobs; }');

    my $r = $n->get('/jobs.json?stats=salary'); diag(substr $r->body, 0, 300) if !$r->json->{stats}; return $r->json->{stats}{salary};
}

my $clean = stats('clean', @rows);
my $all = stats('all', @rows, @wrong);

is($clean->{count}, 40, 'forty salaries');
ok($clean->{median} > 100000 && $clean->{median} < 160000, 'with a median among them');
is($all->{$_}, $clean->{$_}, "$_ does not move") for qw(count min p10 p25 median p75 p90 max);


# and those of a real source: maxima of 119,000,000 JPY, 400,000,000 and 600,000,000 USD

my (%rate, @kept, @outliers);

for (split /\n/, slurp('conf/taxonomy/currencies.csv')) {
    $rate{$1} = $2 if /^([A-Z]{3}),([^,]+),/;
}

IO::Uncompress::Gunzip::gunzip('t/data/replay/tech-salary-radar.jsonl.gz', \my $feed) or die;

for my $line (split /^/, $feed) {
    my $row = $coder->decode($line);
    my $year = ($row->{salary_interval_orig} // '') =~ /hour/i ? 2080 : ($row->{salary_interval_orig} // '') =~ /month/i ? 12 : 1;
    my $wrong = grep { my $v = $row->{"salary_${_}_orig"}; my $usd = ($v // 0) * $year * ($rate{$row->{currency_original} // ''} // 0);
                       $v && $usd && ($usd < 1000 || $usd > 2e6) } qw(min max);

    push @{$wrong ? \@outliers : \@kept}, $line;
}

cmp_ok(scalar @outliers, '>', 70, 'outliers of the real data: ' . @outliers);

sub real
{
    my ($name, @lines) = @_;
    my $db = tempdir() . "/$name.db";
    my ($status, $err) = sync('build', '-q', '-o', $db, '-m', 'conf/mappings/tech-salary-radar.json', write_file("$name.jsonl", @lines));
    is($status, 0, "published $name") or diag($err);

    return nginx(snapshot => $db, server => 'location ^~ /jobs { jobs; }');
}

my $without = real('without', @kept);
my $with = real('with', @kept, @outliers);

for my $currency (qw(USD JPY EUR INR)) {
    my ($one, $other) = map { $_->get("/jobs/stats?salary_currency=$currency")->json->{stats}{salary} } $without, $with;

    is_deeply([ @$other{qw(count min p10 p25 median p75 p90 max)} ], [ @$one{qw(count min p10 p25 median p75 p90 max)} ],
              "they move nothing in $currency: $one->{count} salaries");
    is_deeply($other->{histogram}, $one->{histogram}, 'nor its histogram');
}

is($with->get('/jobs/stats')->json->{stats}{headline}, $without->get('/jobs/stats')->json->{stats}{headline}, 'nor the headline');

done_testing();
