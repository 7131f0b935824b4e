#!/usr/bin/perl

# The tree of categories: rows by conf/schema.sql that another program wrote,
# published; filters and facets with all that is below, the headline from the
# categories above, related lists.

use strict;
use warnings;

use Test::More;
use Jobs::Test;

my $dir = tempdir();
my $rows = "$dir/rows.db";


# Runs a command; its exit status and all that it said.

sub run
{
    my (@command) = @_;

    my $said = `@command 2>&1`;

    return ($? >> 8, $said);
}


sub sql
{
    my ($db, $sql) = @_;

    spew("$dir/sql", $sql);
    system("sqlite3 -bail $db < $dir/sql") == 0 or die "sqlite3 failed\n";
}


sql($rows, slurp('conf/schema.sql'));
sql($rows, <<'EOT');
INSERT INTO categories VALUES
  ('software-engineering', 'Software Engineering', NULL),
  ('backend', 'Backend', 'software-engineering'),
  ('frontend', 'Frontend', 'software-engineering'),
  ('java', 'Java', 'backend'),
  ('sales', 'Sales', NULL);
INSERT INTO currencies VALUES ('USD', 1, '2026-01-01');

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
INSERT INTO listings (number, id, title, company, url, category, remote,
    seniority, source, posted_at, salary_min, salary_max, salary_currency,
    salary_period)
  SELECT i, 't:' || i, 'Job ' || i, 'Acme', 'https://x.example/' || i,
    CASE WHEN i % 20 = 0 THEN 'java' WHEN i % 10 = 0 THEN 'backend'
         WHEN i % 2 = 0 THEN 'frontend' ELSE 'sales' END,
    CASE WHEN i % 4 = 0 THEN 'onsite' ELSE 'remote' END,
    CASE WHEN i % 5 = 0 THEN 'senior' END, 't', 1700000000 + i,
    100000 + i * 1000, 120000 + i * 1000, 'USD', 'year' FROM n;
INSERT INTO listings (number, id, title, company, url, category, source)
  VALUES (500, 't:loop', 'Loop', 'Acme', 'https://x.example/loop', 'one', 't');
PRAGMA foreign_keys = off;
INSERT INTO categories VALUES ('one', 'One', 'two'), ('two', 'Two', 'one');
INSERT INTO searches (slug, query, title)
  VALUES ('backend-jobs', 'category=backend', 'Backend Jobs');
EOT

my $db = "$dir/jobs.db";
my $sync = join " ", sync_command();
my ($status, $said) = run("$sync publish -o $db $rows");

is($status, 0, 'rows of another program are published') or diag($said);
like($said, qr/published 101 listings/, 'and counted');
is((run("$sync check $db"))[0], 0, 'the snapshot passes the check');
like((run("$sync publish -o $db $rows"))[1], qr/unchanged/,
     'the same rows are the same generation');

my $n = nginx(snapshot => $db, server => 'location ^~ /jobs { jobs; }');


sub list
{
    my ($query) = @_;

    return $n->get("/jobs.json?$query")->json;
}


sub related
{
    my ($query) = @_;

    return [ map { "$_->{label}: $_->{count}" } @{ list($query)->{related} } ];
}


is(list('category=software-engineering')->{total}, 50,
   'a category has all that is below it');
is(list('category=backend')->{total}, 10, 'on each level');
is(list('category=Java')->{total}, 5, 'down to the leaves');
is(list('category=-backend')->{total}, 91, 'and leaves all of it out');
is(list('category=two')->{total}, 1, 'a loop is no end');

is_deeply([ map { "$_->{value} $_->{count}" }
            @{ list('facets=category')->{facets}{category} } ],
          [ 'sales 50', 'software-engineering 50', 'frontend 40', 'backend 10',
            'java 5', 'one 1', 'two 1' ], 'a facet counts ancestors too');


# the first set that has 30 salaries

my @headlines = (
    [ '', 'Typical salary: $136k–$185k · 100 listings with salary data' ],
    [ 'category=frontend', 'Typical Frontend salary: $136k–$185k · 40 ' ],
    [ 'category=frontend&level=senior', 'Typical Frontend salary: $136k' ],
    [ 'category=backend',
      'Typical Software Engineering salary: $137k–$186k · 50 ' ],
    [ 'category=java&remote=onsite', undef ],
    [ 'category=java&company=acme', 'Typical Software Engineering salary: ' ],
    [ 'category=frontend,sales', 'Typical Frontend or Sales salary: ' ],
    [ 'category=sales&salary_min=205000', 'Typical Sales salary: $13' ],
    [ 'category=sales&salary_currency=EUR', undef ],
);

for my $case (@headlines) {
    my ($query, $text) = @$case;
    my $headline = list("$query&stats=salary")->{stats}{headline};

    utf8::encode($headline) if defined $headline;
    is(defined $text ? substr($headline || '', 0, length $text) : $headline,
       $text, "headline of \"$query\"");
}

my $page = $n->get('/jobs?category=backend')->body;

like($page, qr{<p class="jobs-headline"[^>]*>Typical Software Engineering salary: },
     'the page has it');
like($n->get('/jobs.html?category=backend')->body,
     qr{class="jobs-headline"[^>]*>Typical Software}, 'the fragment too');
unlike($n->get('/jobs.html?category=one')->body, qr{jobs-headline},
       'not where too few salaries are known');
is(list('category=backend')->{stats}, undef, 'JSON only when asked for it');


# related

is_deeply(related(''), [ 'Sales jobs: 50', 'Software Engineering jobs: 50' ],
          'without a filter: the roots');
is_deeply(related('category=software-engineering'),
          [ 'Frontend jobs: 40', 'Backend jobs: 10', 'Sales jobs: 50',
            'Jobs: 101' ], 'children, siblings, without it');
is_deeply(related('category=backend&remote=remote'),
          [ 'Remote Frontend jobs: 20', 'Remote Software Engineering jobs: 25',
            'Remote jobs: 75', 'Backend jobs: 10' ],
          'a child without a listing is none; the parent; one filter less');

for my $related (@{ list('category=backend&remote=remote')->{related} }) {
    is($n->get($related->{url})->json->{total}, $related->{count},
       "$related->{label}: its address has as many");
}

like($page, qr{<nav class="jobs-related".*Frontend jobs</bdi></a>}s,
     'the page links to them');
unlike($n->get('/jobs.html?category=backend')->body, qr{jobs-related},
       'the fragment does not');

$n->stop;
$n = nginx(snapshot => $db, server => 'location ^~ /jobs {
    jobs; jobs_filter category backend; }');

is_deeply(related(''), [ 'Java jobs: 5' ],
          'what is pinned is not left: only what is below it');
like(list('stats=salary')->{stats}{headline},
     qr/\ATypical Software Engineering salary/,
     'the headline of a pinned category may come from above it');


# faults

for my $case ([ 'DROP TABLE listing_tags', 'no such table' ],
              [ 'DROP TABLE listing_tags; CREATE VIEW listing_tags AS SELECT 1'
                . " AS listing, 1 AS position, 'x' AS tag",
                'listing_tags' ],
              [ "UPDATE listings SET remote = 'moon' WHERE number = 1",
                'CHECK' ],
              [ 'PRAGMA user_version = 7', 'schema version is 7' ],
              [ 'PRAGMA journal_mode = wal', 'WAL' ])
{
    my ($sql, $message) = @$case;

    unlink glob "$dir/bad.db*";
    system("cp $rows $dir/bad.db");
    sql("$dir/bad.db", "PRAGMA ignore_check_constraints = on; $sql;");

    ($status, $said) = run("$sync publish -o $dir/none.db $dir/bad.db");
    is($status, 65, "refused: $sql") or diag($said);
    like($said, qr/\Q$message\E/, 'with the reason');
    ok(!-e "$dir/none.db", 'and nothing is published');
}

is((run("$sync publish -o $dir/none.db $dir/missing.db"))[0], 74,
   'rows that are not there are an I/O error');
is((run("$sync publish -o $dir/none.db"))[0], 64, 'no rows are wrong usage');
is((run("$sync publish -o $dir/none.db --company X $rows"))[0], 64,
   'so is an option for feeds');

done_testing();
