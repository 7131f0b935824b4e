#!/usr/bin/perl

# Tables and named searches: built in, replaced, faulty; and the page that
# they make of real titles.

use strict;
use warnings;

use JSON::PP ();
use Test::More;
use Jobs::Test;

my $dir = tempdir();
my $db = "$dir/jobs.db";
my $tax = "$dir/tax";

spew("$dir/map.json", '{"format": "jsonl", "infer": true, "fields": {"id": "id",
    "title": "t", "company": "c", "url": "u", "location": "l", "salary_min": "a",
    "salary_max": "b", "salary_currency": {"const": "USD"},
    "salary_period": {"const": "year"}}}');

my $feed = '';
my @titles = ('Senior Backend Architect', 'Senior Backend Engineer', 'Staff Backend Engineer',
              'Sr. Software Engineer, Backend', 'Senior Frontend Engineer');

for my $i (0 .. 399) {
    $feed .= JSON::PP->new->canonical->encode({
        id => "s:$i", t => $titles[$i < 3 ? 0 : 1 + $i % 4], c => "C$i",
        u => "https://c.example/$i", l => 'Remote - US', a => 150000 + 50 * $i,
        b => 190000 + 50 * $i }) . "\n";
}

spew("$dir/feed", $feed);


sub build
{
    my $said = join ' ', sync_command(), 'build', '-o', $db, '-m', "$dir/map.json",
        @_, "$dir/feed";

    $said = `$said 2>&1`;

    return ($? >> 8, $said);
}


my ($status, $said) = build('--taxonomy', 'conf/taxonomy');

is($status, 0, 'a feed is inferred from') or diag($said);

my $page = nginx(snapshot => $db, server => 'location ^~ /jobs { jobs; }')
    ->get('/jobs/remote-senior-backend-architect-jobs');

is($page->status, 200, 'the named search has a page');
like($page->body, qr{Remote Senior Backend Architect Jobs</h1>}, 'its heading');
like($page->body, qr{Senior backend architects shape}, 'its intro');
like($page->body, qr{jobs-count"[^>]*>3 job}, 'its listings');
like($page->body, qr{jobs-headline}, 'a headline, from above');
like($page->body, qr{jobs-related.*remote-senior-backend-jobs}s, 'related searches');
like($page->body, qr{href="/jobs/s:0"}, 'and the way to where one applies');

mkdir $tax;

for my $case ([ 'categories.csv', slurp('conf/taxonomy/categories.csv') . "zz,Z,nope\n", qr/parent "nope"/ ],
              [ 'levels.csv', "o,l,w\n# x\n1,boss,boss\n", qr/levels\.csv:3: "boss"/ ],
              [ 'cities.csv', "c,s,n\nXX,,Foo\n", qr/cities\.csv:2: "XX" is no country/ ],
              [ 'tags.csv', "l,w\na,b,c\n", qr/tags\.csv:2: it must have 2 cells/ ],
              [ 'currencies.csv', "c,u,d\nUSD,nan,2026-01-01\n", qr/currencies\.csv:2: "nan"/ ])
{
    my ($file, $text, $why) = @$case;

    spew("$tax/$file", $text);
    ($status, $said) = build('--taxonomy', $tax);
    is($status, 65, "a bad $file is refused");
    like($said, $why, 'and why is said');
    unlink "$tax/$file";
}

mkdir "$tax/searches";

for my $case ([ '{"query": "colour=red&remote=perhaps"}', qr/query/ ],
              [ '{"parent": "x"}', qr/"query" is missing/ ],
              [ '{"query": "remote=remote", "parent": "x"}', qr/parent "x" is no named search/ ],
              [ '{"query": "remote=remote", "intro_html": "<script>x</script>"}', qr/intro_html/ ],
              [ '{"query": "remote=remote", "colour": "x"}', qr/unknown name "colour"/ ])
{
    my ($text, $why) = @$case;

    spew("$tax/searches/a-jobs.json", $text);
    ($status, $said) = build('--taxonomy', $tax);
    is($status, 65, 'a bad named search is refused');
    like($said, $why, 'and why is said');
}

spew("$tax/searches/a-jobs.json", '{"query": "remote=remote", "heading": "Mine"}');
($status, $said) = build('--taxonomy', $tax);
is($status, 0, 'good ones replace those built in') or diag($said);
is(`sqlite3 $db "SELECT group_concat(slug) FROM searches"`, "a-jobs\n", 'all of them');

done_testing();
