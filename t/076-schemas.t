# JSON Feed and JSON-LD of the sample's listings, against schemas.

use strict;
use warnings;

use JSON::PP ();
use Test::More;
use Jobs::Test;

my ($python) = grep { system("$_ -c 'import jsonschema' 2>/dev/null") == 0 }
                    qw(/usr/bin/python3 python3);

plan(skip_all => 'python3-jsonschema is not installed') if !defined $python;

my $json = JSON::PP->new->utf8->canonical;
my $dir = tempdir();
my $db = "$dir/jobs.db";

my $report = `'@{[ join q{' '}, sync_command('build', '-o', $db, '-m',
    'conf/sample/mapping.json', 'conf/sample/jobs.jsonl') ]}' 2>&1`;

is($?, 0, 'the sample is built') or BAIL_OUT($report);

my $n = nginx(once => 1, snapshot => $db, server => <<'EOT');
    location ^~ /jobs { jobs; }
EOT
my $total = $n->get('/jobs.json')->total;

# The sample has neither descriptions nor countries, and only its own mapping
# reads it: the canonical rows of some listings, of which every third gets
# both, and every third a description alone.

my @rows;

for my $page (1 .. 6) {
    my $r = $n->get("/jobs.json?limit=100&page=$page");

    for my $job (@{ $r->json->{jobs} }) {
        my %row = map { $_ => $job->{$_} }
                  grep { defined $job->{$_} }
                  qw(id title company url location locations remote
                     employment_type seniority salary_min salary_max
                     salary_currency salary_period source posted_at);
        my $third = @rows % 3;

        $row{description_html} = "<p>One: &lt;/script> \x{1F680}</p>"
            if $third > 0;
        $row{countries} = @rows % 2 ? [ 'DE' ] : [ 'FR', 'AT' ] if $third > 1;
        push @rows, \%row;
    }
}

my $whole = nginx(once => 1, snapshot => snapshot(rows => \@rows),
                  server => 'location ^~ /jobs { jobs; }');


# What the schema says of each document: [ [ complaint, ... ], ... ]

sub judge
{
    my ($schema, @documents) = @_;

    spew("$dir/documents.json", $json->encode(\@documents));

    open my $pipe, '-|', $python, '-c', <<'EOS', "t/data/schema/$schema.json",
import json, sys
from jsonschema import Draft7Validator

schema, documents = [json.load(open(f, encoding="utf-8")) for f in sys.argv[1:]]
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema)
json.dump([[e.json_path + ": " + e.message for e in validator.iter_errors(d)]
           for d in documents], sys.stdout)
EOS
        "$dir/documents.json" or die "$python: $!\n";

    my $said = do { local $/; <$pipe> };

    close $pipe or die "$python failed\n";

    return $json->decode($said);
}


sub valid
{
    my ($name, $schema, @documents) = @_;

    my @complaints = map { @$_ } @{ judge($schema, @documents) };

    return is(scalar @complaints, 0, $name)
           || diag(join "\n", splice @complaints, 0, 10);
}


# Each change makes the document one that the schema refuses.

sub refused
{
    my ($schema, $document, %change) = @_;

    my @names = sort keys %change;
    my $text = $json->encode($document);
    my $judged = judge($schema, map {
        my $changed = $json->decode($text);

        $change{$_}->($changed);
        $changed;
    } @names);

    for my $i (0 .. $#names) {
        isnt(scalar @{ $judged->[$i] }, 0, "$schema refuses $names[$i]");
    }

    return;
}


# every page of the feed

my @feeds;
my $at = '/jobs.feed.json?limit=100';

while (defined $at && @feeds < 100) {
    push @feeds, $n->get($at)->json;
    $at = $feeds[-1]{next_url};
    $at =~ s{^http://[^/]+}{} if defined $at;
}

my @items = map { @{ $_->{items} } } @feeds;

is(scalar @items, $total, 'the feed has all listings');
cmp_ok($total, '>', 2000, 'which are many');
valid('JSON Feed is valid', 'jsonfeed-1.1', @feeds);

my $described = $whole->get('/jobs.feed.json?limit=100')->json;
my $html = grep { exists $_->{content_html} } @{ $described->{items} };

ok($html > 0 && $html < 100, "with HTML and without: $html");
valid('with descriptions too', 'jsonfeed-1.1', $described);
valid("with $_", 'jsonfeed-1.1', $n->get("/jobs.feed.json?$_")->json)
    for 'company=nobody', 'limit=0', 'q=engineer&sort=salary&offset=5';

refused('jsonfeed-1.1', $feeds[0],
    'an item without id' => sub { delete $_[0]{items}[0]{id} },
    'an id that is a number' => sub { $_[0]{items}[0]{id} = 1 },
    'an item without content' => sub {
        delete @{ $_[0]{items}[0] }{qw(content_html content_text)} },
    'an author of version 1' => sub { $_[0]{author} = { name => 'x' } },
    'an address that is relative' => sub { $_[0]{items}[0]{url} = '/jobs/x' },
    'a time without zone' => sub {
        $_[0]{items}[0]{date_published} = '2026-08-01T00:00:00' },
    'null' => sub { $_[0]{items}[0]{summary} = undef },
    'another version' => sub {
        $_[0]{version} = 'https://jsonfeed.org/version/1' },
    'no title' => sub { delete $_[0]{title} });


# the posting of each listing that has one

my (@postings, $without);

for my $row (@rows) {
    my ($data) = grep { $_->{'@type'} eq 'JobPosting' }
                 map { $json->decode($_) }
                 $whole->get("/jobs/$row->{id}")->body
                 =~ m{<script type="application/ld\+json">(.*?)</script>}sg;

    push @postings, $data if $data;
    $without++ if !$data;
}

cmp_ok(scalar @postings, '>=', 50, 'listings have postings: ' . @postings);
cmp_ok($without, '>=', 300, "those that lack something have none: $without");

my ($distant) = grep { $_->{jobLocationType} } @postings;
my ($placed) = grep { $_->{jobLocation} && $_->{baseSalary} } @postings;

ok($distant && $placed, 'of both kinds, and with salaries');
valid('postings are what Google asks for', 'jobposting', @postings);

refused('jobposting', $distant,
    'remote work of no country' => sub {
        delete $_[0]{applicantLocationRequirements} },
    'countries without remote work' => sub { delete $_[0]{jobLocationType} },
    'no description' => sub { delete $_[0]{description} },
    'no date' => sub { delete $_[0]{datePosted} },
    'no employer' => sub { delete $_[0]{hiringOrganization}{name} },
    'a name that is none' => sub { $_[0]{employmenttype} = 'FULL_TIME' });
refused('jobposting', $placed,
    'no place' => sub { delete $_[0]{jobLocation} },
    'a place without country' => sub {
        delete $_[0]{jobLocation}[0]{address}{addressCountry} },
    'a salary without currency' => sub { delete $_[0]{baseSalary}{currency} },
    'a salary that is text' => sub {
        $_[0]{baseSalary}{value}{minValue} = '100' },
    'a period of its own' => sub {
        $_[0]{baseSalary}{value}{unitText} = 'year' },
    'a type of its own' => sub { $_[0]{employmentType} = 'full_time' });

done_testing();
