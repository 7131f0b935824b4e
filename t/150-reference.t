# The answer to any request is the one that an evaluator gives which knows the
# interface and the rows, and nothing of the module.  JOBS_REQUESTS=5000 asks
# so many instead of 1,000 (60 under valgrind); JOBS_SEED=2 others.

use strict;
use warnings;

use Encode ();
use Test::More;

use Jobs::Test;
use Jobs::Test::Reference;
use Jobs::Test::Reference::Requests;
use Jobs::Test::Reference::Sample;

binmode $_, ':utf8' for Test::More->builder->output,
                        Test::More->builder->failure_output;


# the tables of the taxonomy: rates, and the regions of each country

sub table
{
    my ($name) = @_;

    my ($head, @lines) = grep { !/\A#/ }
                         split /\n/, slurp("conf/taxonomy/$name.csv");

    return map { [ split /,/, $_, -1 ] } @lines;
}


my %rates = map { $_->[0] => $_->[1] } table('currencies');
my %regions = map { $_->[0] => [ split /;/, $_->[2] ] } table('countries');

is($rates{USD}, 1, 'rates were read');
is_deeply($regions{DE}, [ 'europe', 'emea' ], 'regions were read');


# First the evaluator itself, by answers that were written down by hand.

sub reference
{
    my ($rows, %opt) = @_;

    return Jobs::Test::Reference->new(rows => $rows, rates => \%rates,
                                      regions => \%regions, %opt);
}


sub by_hand
{
    my ($reference, $name, @cases) = @_;

    while (my ($query, $expected) = splice @cases, 0, 2) {
        my $answer = $reference->answer($query, 1_785_888_000);

        is(join(' ', $answer->{total}, @{ $answer->{ids} }), $expected,
           "by hand, $name: " . join ' ', map {
               "$_=" . (ref $query->{$_} ? "@{ $query->{$_} }" : $query->{$_})
           } sort keys %$query);
    }

    return;
}


my $small = reference([
    row(id => 'x:a', title => 'Senior C++ Developer', company => 'Acme Inc',
        source => 'Green:acme', tags => [ 'C++', 'Linux' ],
        location => 'Austin, TX', seniority => 'senior', category => 'IT',
        posted_at => '2026-08-03T00:00:00Z', countries => [ 'US' ],
        salary_min => 50, salary_max => 100, salary_currency => 'USD',
        salary_period => 'hour', visa => 1),
    row(id => 'x:b', title => "Zw\x{f6}lf B\x{e4}cker", company => 'Beta',
        source => 'Green:beta', tags => [ 'C' ], location => 'Berlin',
        category => 'food', posted_at => '2026-08-03T00:00:00Z',
        regions => [ 'europe' ], salary_min => 3000,
        salary_currency => 'EUR', salary_period => 'month'),
    row(id => 'x:c', title => 'baker', company => 'beta', source => 'own',
        posted_at => '2026-08-04T22:00:00Z', worldwide => 1,
        tags => [ 'linux', 'c' ]),
    row(id => 'x:d', title => 'Cook', company => 'Acme Inc', source => 'own',
        expires_at => '2026-08-05T00:00:00Z', remote => 'remote'),
    row(id => 'x:e', title => 'Cook', company => 'Acme Inc', source => 'own',
        expires_at => '2026-08-05T00:00:01Z', remote => 'remote',
        countries => [ 'JP' ]),
], parents => { food => 'crafts' });

by_hand($small, 'filters',
    {}, '4 x:c x:a x:b x:e',
    { company => 'acme-inc' }, '2 x:a x:e',
    { company_name => 'ACME INC,beta' }, '4 x:c x:a x:b x:e',
    { company => '-beta' }, '2 x:a x:e',
    { source => 'green' }, '2 x:a x:b',
    { source => 'Green:beta,own' }, '3 x:c x:b x:e',
    { industry => 'crafts' }, '1 x:b',
    { category => 'food' }, '1 x:b',
    { category => '-crafts' }, '3 x:c x:a x:e',
    { tag => 'C' }, '2 x:c x:b',
    { tag => 'c,linux' }, '1 x:c',
    { tag => 'linux,-C' }, '1 x:a',
    { tag_any => [ 'c', '"C++"' ] }, '3 x:c x:a x:b',
    { remote => 1 }, '1 x:e',
    { remote => '-true' }, '3 x:c x:a x:b',
    { visa => 'true' }, '1 x:a',
    { country => 'de' }, '2 x:c x:b',
    { country => '-DE' }, '2 x:a x:e',
    { country => 'DE', worldwide => 0 }, '1 x:b',
    { country => 'ZW' }, '1 x:c',
    { geo => 'emea', worldwide => 0 }, '1 x:b',
    { region => 'apac' }, '2 x:c x:e',
    { region => '-apac,-europe' }, '1 x:a');

by_hand($small, 'searches',
    { q => 'C++' }, '1 x:a',
    { what => 'zwolf' }, '1 x:b',
    { q => '"c developer"' }, '0',
    { q => '"c++ developer"' }, '1 x:a',
    { q => 'baker or cook -acme' }, '1 x:c',
    { q => 'cook or baker linux', sort => 'title' }, '1 x:c',
    { q => '-beta' }, '2 x:a x:e',
    { title => 'dev*' }, '1 x:a',
    { title => 'acme' }, '0',
    { where => 'austin, tx' }, '1 x:a',
    { location => 'aus' }, '0');

by_hand($small, 'salaries and times',
    { has_salary => 1 }, '2 x:a x:b',
    { salary_min => 208000 }, '1 x:a',
    { salary_min => 208001 }, '0',
    { max_salary => 104000 }, '1 x:a',
    { salary_max => 103999, salary_include_unknown => 1 }, '2 x:c x:e',
    { salary_min => 36000, salary_currency => 'eur' }, '1 x:b',
    { salary_max => 35999, salary_currency => 'eur' }, '0',
    { since => '2026-08-03T02:00:00+02:00' }, '3 x:c x:a x:b',
    { since => '2026-08-03T00:00:01Z' }, '1 x:c',
    { days => 2 }, '3 x:c x:a x:b', { days => 1 }, '1 x:c',
    { posted_within => '2h' }, '1 x:c', { posted_within => '1h' }, '0');

by_hand($small, 'orders and pages',
    { sort => '-recent' }, '4 x:e x:b x:a x:c',
    { sort => 'salary' }, '4 x:a x:c x:b x:e',
    { sort => '-salary' }, '4 x:a x:e x:b x:c',
    { sort => 'company' }, '4 x:a x:e x:c x:b',
    { sort => '-company' }, '4 x:b x:c x:e x:a',
    { orderby => 'title' }, '4 x:c x:e x:a x:b',
    { limit => 2, page => 2 }, '4 x:b x:e',
    { count => 2, skip => 3 }, '4 x:e',
    { limit => 0 }, '4', { offset => 9 }, '4');

# 128 bytes of a title count, less where they would end inside a character

my $long = "\x{e4}" x 63;

by_hand(reference([ row(id => 'x:1', title => "${long}ab b"),
                    row(id => 'x:2', title => "${long}Ab a"),
                    row(id => 'x:3', title => "${long}a\x{e4}z"),
                    row(id => 'x:4', title => "${long}a\x{e4}a") ]),
        'long titles', { sort => 'title' }, '4 x:3 x:4 x:1 x:2',
        { sort => '-title' }, '4 x:2 x:1 x:4 x:3');

is_deeply([ map { $small->answer($_, 0)->{sort} }
            {}, { q => 'a' }, { q => '-a' }, { sort => 'relevance' },
            { sort => '-relevance', q => 'a' },
            { sort => '-title', q => 'a' } ],
          [ qw(recent relevance recent recent -relevance -title) ],
          'by hand: which order it is');

my $counted = $small->answer({ facets => 'tag,region,company,level,category',
                               company => 'beta', tag => 'c' },
                             1_785_888_000);

is_deeply($counted->{facets},
          { tag => [ [ 'c', 2 ], [ 'linux', 1 ] ],
            region => [ map { [ $_, 2 ] } qw(asia emea europe) ],
            company => [ [ 'beta', 2 ] ], level => [],
            category => [ [ 'crafts', 1 ], [ 'food', 1 ] ] },
          'by hand: facets');

$counted = $small->answer({ facets => 'company,country', country => 'US' },
                          1_785_888_000);
is_deeply($counted->{facets}{company}, [ [ 'acme-inc', 1 ], [ 'beta', 1 ] ],
          'by hand: a facet honours the filters of other fields');
is(scalar(@{ $counted->{facets}{country} }), 50,
   'by hand: a facet has fifty values, and ignores its own filter');
is_deeply($counted->{facets}{country}[0], [ 'AD', 2 ],
          'by hand: world-wide listings count in each country');
is_deeply($counted->{facets_other}, { company => 0, country => 1 },
          'by hand: what is beyond the fifty');

is_deeply($small->answer({ stats => 'salary' }, 1_785_888_000)->{salary},
          { currency => 'USD', period => 'year', count => 1,
            excluded => { unknown => 2, predicted => 0, one_sided => 1,
                          implausible => 0, other_currency => 0 },
            (map { $_ => 156000 } qw(min p10 p25 median p75 p90 max)),
            histogram => [ { from => 156000, to => 156001, count => 1 } ] },
          'by hand: statistics of one salary');


sub paid
{
    my ($min, $max, $currency, $period, %more) = @_;

    return row(salary_min => $min, salary_max => $max,
               salary_currency => $currency, salary_period => $period, %more);
}


my $paid = reference([
    paid(10000, 20000, 'EUR', 'year'), paid(2000, 3000, 'EUR', 'month'),
    paid(100, 300, 'EUR', 'day'), paid(1000, 1000.5, 'EUR', 'week'),
    paid(90000, 90001, 'EUR', 'year'),
    paid(9, 8, 'EUR', 'hour'), paid(5, 6, 'EUR', 'year'),
    paid(9e8, 9e9, 'EUR', 'year'), paid(1, 2, 'ARS', 'year'),
    paid(undef, 30000, 'EUR', 'year'), paid(30000, undef, 'EUR', 'year'),
    paid(1, 2, undef, 'year'), paid(1, 2, 'EUR', undef), row(),
    paid(1, undef, 'EUR', 'year', salary_predicted => 1),
]);

is_deeply($paid->answer({ stats => 'salary' }, 0)->{salary},
          { currency => 'EUR', period => 'year', count => 5,
            excluded => { unknown => 3, predicted => 1, one_sided => 2,
                          implausible => 3, other_currency => 1 },
            min => 15000, p10 => 21000, p25 => 30000, median => 52000,
            p75 => 52013, p90 => 74805.5, max => 90000.5,
            histogram => [ map { { from => $_ * 5000, to => $_ * 5000 + 5000,
                                   count => { 3 => 1, 6 => 1, 10 => 2,
                                              18 => 1 }->{$_} || 0 } }
                           3 .. 18 ] },
          'by hand: statistics of several');
is_deeply([ @{ $paid->answer({ stats => 'salary', salary_currency => 'gbp' },
                             0)->{salary} }{qw(currency count min histogram)} ],
          [ 'GBP', 0, undef, [] ], 'by hand: statistics of none');


# Then the module by the evaluator.  The rows and requests are made before
# anything else asks for random numbers.

my $now = time;
my $rows = Jobs::Test::Reference::Sample::read('conf/sample/jobs.jsonl');

srand($ENV{JOBS_SEED} || 3);

Jobs::Test::Reference::Sample::enrich($rows, $now);

my @requests = Jobs::Test::Reference::Requests::draw(
    $rows, $ENV{JOBS_REQUESTS} || rounds(1000, 1000, 60));

srand;

my $reference = reference($rows);
my $n = nginx(snapshot => snapshot(rows => $rows),
              server => 'location ^~ /jobs { jobs; }');
my $client = $n->client;


sub escape
{
    my ($text) = @_;

    $text = Encode::encode('UTF-8', $text);
    $text =~ s/([^A-Za-z0-9._~-])/sprintf '%%%02X', ord $1/ge;

    return $text;
}


sub address
{
    my ($request) = @_;

    return '/jobs.json?' . join '&', map {
        my $name = $_;
        my $value = $request->{$name};

        map { "$name=" . escape($_) } ref $value ? @$value : $value;
    } sort keys %$request;
}


# A connection serves 1,000 requests.

sub ask
{
    my ($uri) = @_;

    my $response = $client->request('GET', $uri);

    if (!$response || lc($response->header('Connection') || '') eq 'close') {
        $client->close;
        $client = $n->client;
        $response ||= $client->request('GET', $uri);
    }

    return $response;
}


# What both say; an amount that differs by the rounding of a cent is the same.

sub said
{
    my ($response, $want) = @_;

    return $response->status . ' ' . $response->body
        if $response->status != 200;

    my $json = $response->json;
    my %got = map { $_ => $json->{$_} } qw(total count limit offset sort);

    $got{ids} = [ $response->ids ];

    if ($json->{facets}) {
        $got{facets_other} = $json->{facets_other};

        for my $field (keys %{ $json->{facets} }) {
            $got{facets}{$field} = [ map { [ @$_{qw(value count)} ] }
                                     @{ $json->{facets}{$field} } ];
        }
    }

    if ($json->{stats}) {
        my $salary = $got{salary} = $json->{stats}{salary};

        for my $name (qw(min p10 p25 median p75 p90 max)) {
            my ($a, $b) = ($salary->{$name}, $want->{salary}{$name});

            $salary->{$name} = $b if defined $a && defined $b
                                     && abs($a - $b) < 0.011;
        }
    }

    return \%got;
}


# By relevance the evaluator knows which listings, not in which order.

sub without_rank
{
    my ($got, $want) = @_;

    my %left = map { $_ => 1 } @{ delete $want->{set} };

    return if !ref $got || $want->{sort} !~ /relevance/;

    $want->{ids} = [ 'as many of the set, each once' ];
    $got->{ids} = $want->{ids}
        if $want->{count} == grep { delete $left{$_} } @{ $got->{ids} };

    return;
}


my ($found, $asked) = (0, 0);

while (my @batch = splice @requests, 0, 100) {
    my (%got, %want);

    for my $request (@batch) {
        my $uri = address($request);
        my ($hour, $response);

        do {                                # posted_within counts from it
            $hour = int(time / 3600);
            $response = ask($uri);
        } while ($hour != int(time / 3600));

        $want{$uri} = $reference->answer($request, $hour * 3600);
        $got{$uri} = said($response, $want{$uri});
        $found++ if $want{$uri}{total} > 0
                    && $want{$uri}{total} < @$rows / 2;
        without_rank($got{$uri}, $want{$uri});
    }

    is_deeply(\%got, \%want, 'requests ' . ($asked + 1) . ' to '
                             . ($asked += @batch));
}

cmp_ok($found, '>=', $asked / 4, 'many of the requests find some listings');


# 10,000 hits are ranked, 10,001 are not

$n = nginx(snapshot => snapshot(rows => [
        map { row(id => sprintf('t:%05d', $_), source => 't',
                  title => $_ == 3 ? 'Baker' : 'Baker Cook') } 1 .. 10_001
    ]),
    server => 'location ^~ /jobs { jobs; }');

my @sorts = map {
    $n->get("/jobs.json?limit=3&q=$_")->json->{sort}
} 'cook', 'cook&sort=-relevance', 'baker', 'baker&sort=relevance',
  'baker&sort=-relevance', 'baker&sort=-title';

is_deeply(\@sorts, [ qw(relevance -relevance recent recent -recent -title) ],
          'the answer says when there are too many to rank');
is(join(' ', $n->get('/jobs.json?q=baker&limit=3')->ids),
   't:00001 t:00002 t:00003', 'and they come by recency');

done_testing();
