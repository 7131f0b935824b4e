# The total of each combination of filters is a recount of the raw feed by an
# independent evaluator.  JOBS_DATA=dir takes dir/*.jsonl instead of the
# sample.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Recount;

my @files = $ENV{JOBS_DATA} ? sort glob "$ENV{JOBS_DATA}/*.jsonl"
                            : 'conf/sample/jobs.jsonl';

die "no *.jsonl in $ENV{JOBS_DATA}\n" if !@files;

# a rate of each currency, to judge what is plausible

my %rate;

for my $line (split /\n/, slurp('conf/taxonomy/currencies.csv')) {
    $rate{$1} = $2 if $line =~ /\A"?([A-Z]{3})"?,"?([0-9.eE-]+)/;
}

ok($rate{USD} && $rate{USD} == 1, 'rates were read');

my $rows = Jobs::Test::Recount::read(\%rate, @files);
my $db = tempdir() . '/jobs.db';
my $report = `'@{[ join q{' '}, sync_command(
    'build', '-o', $db, '-m', 't/data/sample-mapping.json', @files) ]}' 2>&1`;

is($?, 0, 'the feed is built') or BAIL_OUT($report);

my $n = nginx(snapshot => $db, server => <<'EOT');
    location ^~ /jobs { jobs; jobs_query_timeout 4s; }
EOT

is($n->get('/jobs.json')->json->{total}, scalar @$rows,
   'every listing is there: ' . @$rows);

my @combinations = (
    { remote => 'remote' }, { remote => '-remote' },
    { level => 'senior' }, { level => 'junior' }, { level => 'mid' },
    { level => 'lead' }, { level => [ 'junior', 'mid' ] },
    { level => '-senior' }, { level => [ '-senior', '-lead' ] },
    { type => 'contract' }, { type => 'internship' }, { type => 'temporary' },
    { type => [ 'internship', 'contract' ] },
    { source => 'Greenhouse' }, { source => 'ashby' }, { source => 'Lever' },
    { source => [ 'ashby', 'lever' ] }, { source => '-Greenhouse' },
    { has_salary => 1 }, { has_salary => 1, remote => 'remote' },
    { salary_min => 100_000 }, { salary_min => 150_000 },
    { salary_min => 200_000 }, { salary_min => 300_000 },
    { salary_min => 500_000 }, { salary_max => 90_000 },
    { salary_max => 120_000 }, { salary_max => 60_000 },
    { salary_min => 120_000, salary_max => 140_000 },
    { salary_min => 187_500.5 }, { salary_min => 0 },
    { salary_min => 50_000, salary_currency => 'EUR' },
    { salary_max => 80_000, salary_currency => 'GBP' },
    { salary_min => 100_000, salary_currency => 'CAD' },
    { salary_min => 1, salary_currency => 'JPY' },
    { location => 'Remote' }, { location => 'London' },
    { location => 'India' }, { location => 'Indiana' },
    { location => 'US' }, { location => 'CA' }, { location => 'York' },
    { location => 'Germany' }, { location => 'Paris' },
    { location => 'united' }, { location => 'zurich' },
    { title => 'engineer' }, { title => 'manager' }, { title => 'senior' },
    { title => 'intern' }, { title => 'research scientist' },
    { title => 'C++' }, { title => 'ai' },
    { q => 'engineer' }, { q => 'london engineer' }, { q => 'remote sales' },
    { q => 'data' }, { q => 'nosuchwordatall' },
    { posted_after => '2026-07-01T00:00:00Z' },
    { posted_after => '2026-06-01T12:00:00+02:00' },
    { posted_after => '2027-01-01T00:00:00Z' },
    { remote => 'remote', level => 'senior' },
    { remote => 'remote', level => 'senior', has_salary => 1 },
    { source => 'ashby', level => 'lead', location => 'San' },
    { title => 'engineer', salary_min => 200_000 },
    { q => 'software', remote => 'remote', salary_min => 150_000 },
    { location => 'London', level => [ 'senior', 'lead' ] },
    { location => 'New', title => 'engineer', source => 'Greenhouse',
      salary_min => 150_000 },
    { title => 'manager', posted_after => '2026-06-15T00:00:00Z',
      level => '-senior' },
    { level => 'director' }, { remote => 'onsite' },
);

# the largest and the smallest companies

my %size;

$size{$_->{company}}++ for @$rows;

my @companies = sort { $size{$b} <=> $size{$a} || $a cmp $b } keys %size;

push @combinations, map { { company => $_ } } @companies[0 .. 5, -3 .. -1];
push @combinations, { company => [ @companies[0, 1] ], remote => 'remote' },
                    { company => "-$companies[0]", level => 'senior' },
                    { company => $companies[0], salary_min => 200_000 },
                    { q => $companies[1] };

my ($of) = grep { $_->{company} eq $companies[0] } @$rows;

push @combinations, { source => "$of->{source}:$of->{company}" };


sub escape { return $_[0] =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ger }


my $some = 0;

for my $filter (@combinations) {
    my $query = join '&', map {
        my $value = $filter->{$_};

        "$_=" . escape(ref $value ? join ',', @$value : $value);
    } sort keys %$filter;
    my $r = $n->get("/jobs.json?limit=0&$query");
    my $count = Jobs::Test::Recount::count($rows, %$filter);

    is($r->status == 200 ? $r->json->{total} : $r->status . $r->body, $count,
       $query);
    $some++ if $count > 0;
}

cmp_ok($some, '>=', 50, 'at least 50 combinations have listings');


# page after page

my %seen;
my $uri = '/jobs.json?limit=100&sort=company';
my $pages = 0;

while (defined $uri && $pages++ < 1000) {
    my $r = $n->get($uri)->json;

    $seen{$_->{id}}++ for @{ $r->{jobs} };
    $uri = $r->{links}{next};
}

is(scalar(keys %seen), scalar @$rows, 'page after page gives every listing');
is(scalar(grep { $_ > 1 } values %seen), 0, 'none of them twice');

is(join(' ', grep { !$seen{$_->{id}} } @$rows), '', 'under its own id');

done_testing();
