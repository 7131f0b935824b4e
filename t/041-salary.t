# Salary filters compare annual amounts of one currency.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $n = nginx(snapshot => snapshot(),
              server => 'location ^~ /jobs { jobs; }');


sub finds
{
    my ($query, $numbers, $name) = @_;

    is(numbers($n->get("/jobs.json?$query")), $numbers, "$name: $query");

    return;
}


finds('salary_min=160000', '1 3',
      'ranges that reach the minimum, hourly pay among them');
finds('salary_min=170000', '1', 'hourly pay is 2080 hours a year');
finds('salary_min=190000', '1', 'the maximum itself reaches');
finds('salary_min=190001', '', 'one more does not');
finds('salary_max=140000', '3', 'ranges that begin below the maximum');
finds('salary_max=150000', '1 3', 'the minimum itself is enough');
finds('salary_min=120000&salary_max=160000', '1 3', 'both ends');
finds('min_salary=170000', '1', 'an alias');
finds('max_salary=140000', '3', 'the other one');
finds('salary_min=150000.50', '1 3', 'cents');
finds('salary_min=60000&salary_currency=EUR', '2', 'another currency');
finds('salary_min=60000&salary_currency=eur', '2', 'in small letters');
finds('salary_min=55000&salary_currency=CHF', '5',
      'a salary with one end is matched by that end');
finds('salary_min=65000&salary_currency=CHF', '',
      'and by nothing above it');
finds('salary_min=200000', '', 'a predicted salary is no usable one');
finds('has_salary=1', '1 2 3 5 7', 'listings that state an amount');
finds('has_salary=true', '1 2 3 5 7', 'true is 1');
finds('has_salary=1&category=backend', '1 2 7', 'beside another filter');

my %found = map { $_ => 1 } split / /,
            numbers($n->get('/jobs.json?salary_min=170000'
                            . '&salary_include_unknown=1'));

ok($found{$_}, "an unknown salary is kept if asked for: $_")
    for qw(1 4 6 8);
ok(!$found{$_}, "a known one that does not fit is not: $_") for qw(2 3);


# what the list says of them

my %job = map { $_->{id} => $_ } @{ $n->get('/jobs.json')->json->{jobs} };

my $job = $job{'lever:blue:3'};

is($job->{salary_min}, 60, 'an amount is a number');
is($job->{salary_period}, 'hour', 'with its own period');

$job = $job{'manual:8'};
ok(exists $job->{$_} && !defined $job->{$_}, "unknown is null: $_")
    for qw(salary_min salary_max salary_currency salary_period location
           remote seniority category posted_at excerpt);
ok(ref $job->{$_} eq 'ARRAY' && !@{ $job->{$_} },
   "a list is a list even if empty: $_") for qw(locations countries tags);

ok(JSON::PP::is_bool($job{'manual:7'}{salary_predicted})
   && $job{'manual:7'}{salary_predicted}, 'a predicted salary says so');
is($job{'ashby:cafe:5'}{salary_max}, undef, 'an end that is not there');

my $body = $n->get('/jobs.json')->body;

unlike($body, qr/"salary_(?:min|max)":\s*"/, 'no amount is text');


# cents survive

$n = nginx(snapshot => snapshot(rows => [
    row(salary_min => 17.25, salary_max => 19.5, salary_currency => 'USD',
        salary_period => 'hour') ]),
    server => 'location ^~ /jobs { jobs; }');

$body = $n->get('/jobs.json')->body;
like($body, qr/"salary_min":\s*17\.25\b/, 'an hourly wage has cents');
like($body, qr/"salary_max":\s*19\.5\b/, 'and no more than it needs');
is($n->get('/jobs.json?salary_min=40560')->json->{total}, 1,
   'a wage of 19.50 an hour is 40,560 a year');
is($n->get('/jobs.json?salary_min=40561')->json->{total}, 0,
   'and not a dollar more');

done_testing();
