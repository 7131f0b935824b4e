#!/usr/bin/perl

# Typing errors of employers move no percentile.

use strict;
use warnings;

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

done_testing();
