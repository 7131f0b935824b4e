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


sub publish
{
    my $said = join ' ', sync_command(), 'build', '-o', $db, '-m', "$dir/map.json",
        @_, "$dir/feed";

    $said = `$said 2>&1`;

    return ($? >> 8, $said);
}


my ($status, $said) = publish('--taxonomy', 'conf/taxonomy');

is($status, 0, 'a feed is inferred from') or diag($said);

is(`sqlite3 $db "SELECT group_concat(code || ' ' || dated) FROM currencies WHERE code IN ('EUR', 'JPY')"`,
   "EUR 2025-02-28,JPY 2025-02-28\n", 'with dated rates');

my $page = nginx(snapshot => $db, server => 'location ^~ /jobs { jobs; }')
    ->get('/jobs/remote-senior-backend-architect-jobs');

is($page->status, 200, 'the named search has a page');
like($page->body, qr{Remote Senior Backend Architect Jobs</h1>}, 'its heading');
like($page->body, qr{Senior backend architects shape}, 'its intro');
like($page->body, qr{jobs-count"[^>]*>3 job}, 'its listings');
like($page->body, qr{jobs-headline}, 'a headline, from above');
like($page->body, qr{jobs-related.*remote-senior-backend-jobs}s, 'related searches');
like($page->body, qr{href="/jobs/s:0"}, 'and the way to where one applies');

($status, $said) = publish('--taxonomy', $tax);
is($status, 74, 'a directory that is not there is refused');
like($said, qr/tax: No such file/, 'and why is said');

mkdir $tax;

for my $case ([ 'categories.csv', slurp('conf/taxonomy/categories.csv') . "zz,Z,nope\n", qr/parent "nope"/ ],
              [ 'levels.csv', "o,l,w\n# x\n1,boss,boss\n", qr/levels\.csv:3: "boss"/ ],
              [ 'cities.csv', "c,s,n\nXX,,Foo\n", qr/cities\.csv:2: "XX" is no country/ ],
              [ 'tags.csv', "l,w\na,b,c\n", qr/tags\.csv:2: it must have 2 cells/ ],
              [ 'currencies.csv', "c,u,d\nUSD,nan,2026-01-01\n", qr/currencies\.csv:2: "nan"/ ],
              [ 'currencies.csv', "c,u,d\n\nusd,1,2026-01-01\n", qr/currencies\.csv:3: "usd" is no currency/ ],
              [ 'currencies.csv', "c,u,d\nUSD,1,soon\n", qr/currencies\.csv:2: "soon" is no day/ ],
              [ 'currencies.csv', "c,u,d\nUSD,-1,2026-01-01\n", qr/currencies\.csv:2: "-1" is no value/ ],
              [ 'level.csv', "o,l,w\n", qr{level\.csv: there is no table of this name} ],
              [ 'categories.csv', "s,l,p\nA B,x,\n", qr/categories\.csv:2: "A B" is no slug/ ],
              [ 'categories.csv', "s,l,p\na,x,\na,y,\n", qr/categories\.csv:3: "a" is there twice/ ],
              [ 'categories.csv', "s,l,p\na,,\n", qr/categories\.csv:2: "a" has no label/ ],
              [ 'categories.csv', slurp('conf/taxonomy/categories.csv') . "za,Z,zb\nzb,Z,za\n", qr/categories\.csv: more than 8 levels/ ],
              [ 'category-words.csv', "o,c,w\n1,bakery,baker\n", qr/category-words\.csv:2: "bakery"/ ],
              [ 'category-words.csv', "o,c,w\n-1,sales,x\n", qr/category-words\.csv:2: "-1" is no order/ ],
              [ 'category-words.csv', "o,c,w\n1,sales,\n", qr/category-words\.csv:2: the list of words is empty/ ],
              [ 'types.csv', "o,t,w\n1,gig,gig\n", qr/types\.csv:2: "gig"/ ],
              [ 'types.csv', "o,t,w\n1,contract,a b c d e f g\n", qr/types\.csv:2: "a b c d e f g" is not one to six words/ ],
              [ 'visa.csv', "o,v,w\n1,2,sponsor\n", qr/visa\.csv:2: "2"/ ],
              [ 'modes.csv', "k,w\nafloat,at sea\n", qr/modes\.csv:2: "afloat" is none of/ ],
              [ 'us-states.csv', "c,c,n\nUSA,CA,California\n", qr/us-states\.csv:2: "USA" is no country/ ],
              [ 'country-aliases.csv', "c,n\nEU,Europe\n", qr/country-aliases\.csv:2: "EU" is no country/ ],
              [ 'regions.csv', "m,n\nDE middle-earth,X\n", qr/regions\.csv:2: "middle-earth" is neither/ ],
              [ 'levels.csv', "o,l,w\n1,senior,\xFF\n", qr/levels\.csv: is not UTF-8/ ],
              [ 'cities.csv', "c,s,n\nDE,,Ulm,Neu-Ulm\n", qr/cities\.csv:2: it must have 3 cells/ ])
{
    my ($file, $text, $why) = @$case;

    spew("$tax/$file", $text);
    ($status, $said) = publish('--taxonomy', $tax);
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
    ($status, $said) = publish('--taxonomy', $tax);
    is($status, 65, 'a bad named search is refused');
    like($said, $why, 'and why is said');
}

spew("$tax/searches/a-jobs.json", '{"query": "remote=remote", "heading": "Mine"}');
($status, $said) = publish('--taxonomy', $tax);
is($status, 0, 'good ones replace those built in') or diag($said);
is(`sqlite3 $db "SELECT group_concat(slug) FROM searches"`, "a-jobs\n", 'all of them');


# each table can be replaced, and then the built-in one counts no more

for my $case ([ 'levels.csv', "o,l,w\n1,lead,architect\n", 'seniority', 'lead 3' ],
              [ 'types.csv', "o,t,w\n1,contract,architect\n", 'employment_type', 'contract 3' ],
              [ 'category-words.csv', "o,c,w\n1,sales,senior\n", 'category', 'sales 202' ],
              [ 'modes.csv', "k,w\nhybrid,remote\n", 'remote', 'hybrid 400' ])
{
    my ($file, $text, $column, $want) = @$case;

    spew("$tax/$file", $text);
    ($status, $said) = publish('--taxonomy', $tax);
    is($status, 0, "another $file") or diag($said);
    is(`sqlite3 $db "SELECT group_concat(v, '|') FROM (SELECT $column || ' ' || count(*) AS v FROM listings WHERE $column IS NOT NULL GROUP BY $column)"`,
       "$want\n", 'takes effect, alone');
    unlink "$tax/$file";
}

for my $case ([ 'tags.csv', "l,w\nBuilder,architect\n", 'SELECT group_concat(DISTINCT tag) FROM listing_tags', 'Builder' ],
              [ 'categories.csv', slurp('conf/taxonomy/categories.csv') . "bakery,Bakery,\n",
                "SELECT label FROM categories WHERE slug = 'bakery'", 'Bakery' ],
              [ 'country-aliases.csv', "c,n\nFR,US\n", 'SELECT group_concat(DISTINCT country) FROM listing_countries', '' ],
              [ 'cities.csv', "c,s,n\nFR,,US\n", 'SELECT group_concat(DISTINCT country) FROM listing_countries', '' ],
              [ 'us-states.csv', "c,s,n\nFR,US,Foo\n", 'SELECT group_concat(DISTINCT country) FROM listing_countries', '' ],
              [ 'regions.csv', "m,n\nemea,Elsewhere\n", 'SELECT count(*) FROM listing_regions', '0' ],
              [ 'currencies.csv', "c,u,d\nUSD,1,2026-01-01\n", "SELECT group_concat(code || ' ' || dated) FROM currencies",
                'USD 2026-01-01' ])
{
    my ($file, $text, $sql, $want) = @$case;

    spew("$tax/$file", $text);
    ($status, $said) = publish('--taxonomy', $tax);
    is($status, 0, "another $file") or diag($said);
    is(`sqlite3 $db "$sql"`, "$want\n", 'takes effect');
    unlink "$tax/$file";
}

done_testing();
