#!/usr/bin/perl

# Feeds to pages: "jobs-sync run" fetches real payloads and two real data sets
# as files, and nginx serves the named search that they fill.

use strict;
use warnings;

use Cwd 'getcwd';
use IO::Uncompress::Gunzip ();
use JSON::PP ();
use Test::More;
use Jobs::Test;
use Jobs::Test::Sync;

my $json = JSON::PP->new->canonical->utf8;
my $here = getcwd();
my $formats = 't/data/formats';
my $db = tempdir() . '/jobs.db';


sub gunzip
{
    my ($name) = @_;

    IO::Uncompress::Gunzip::gunzip("t/data/replay/$name", \my $text) or die "$name\n";

    return write_file($name =~ s/\.gz$//r, $text);
}


my @sources = (
    { name => 'Radar', url => 'file://' . gunzip('tech-salary-radar.jsonl.gz'), mapping => "$here/conf/mappings/tech-salary-radar.json" },
    { name => 'Goodjob', url => 'file://' . gunzip('goodjob.json.gz'), mapping => "$here/conf/mappings/goodjob.json" },
    { name => 'Greenhouse', url => "file://$here/$formats/omoji-personal+careerkit/greenhouse.json", by => 'employer' },
    { name => 'Lever', url => "file://$here/$formats/omoji-personal+careerkit/lever.json", company => 'Idealist Consulting', by => 'employer' },
    { name => 'Ashby', url => "file://$here/$formats/omoji-personal+careerkit/ashby.json", company => 'HighlightTA', by => 'employer' },
    { name => 'Remote OK', url => "file://$here/$formats/michaeldinhmai+job-agent/remoteok.json" },
    { name => 'Himalayas', url => "file://$here/$formats/michaeldinhmai+job-agent/himalayas.json" },
    { name => 'By hand', url => 'file://' . write_file('hand.csv', <<'CSV'), mapping => write_file('hand.json', <<'MAP') },
key,job,firm,link,apply,where
1,Sr. Backend Architect (m/f/d),Acme GmbH,https://acme.example/1,https://acme.example/1/apply?a=1&b=2,Remote - Germany
2,Senior Software Architect - Backend,Beta,https://beta.example/2,,"Berlin, Germany; Remote"
3,Backend Architect,Beta,https://beta.example/3,,Remote
CSV
{"format": "csv", "infer": true, "fields": {"id": "key", "title": "job", "company": "firm", "url": "link", "apply_url": "apply",
 "location": "where"}}
MAP
    { name => 'Recruitee', url => "file://$here/$formats/michaeldinhmai+job-agent/recruitee.json" },
);

my $list = write_file('sources.json', $json->encode({
    output => $db, catalogue => work('catalogue.db'), sources => \@sources }));
my ($status, $err) = sync('run', $list, '--at', '2026-08-10T06:00:00Z');

is($status, 0, 'the feeds are fetched and published') or diag($err);
cmp_ok((rows($db, 'SELECT count(DISTINCT source) AS n FROM listings'))[0]{n}, '>', 8, 'with listings of many sources');
is((sync('check', $db))[0], 0, 'the snapshot is whole');

my $nginx = nginx(snapshot => $db, server => 'location ^~ /jobs { jobs; }');
my $slug = 'remote-senior-backend-architect-jobs';
my $page = $nginx->get("/jobs/$slug");
my $found = $nginx->get("/jobs.json?category=backend&level=senior&remote=remote&tag=Architect")->json;
my $html = $page->body;

is($page->status, 200, "/jobs/$slug");
like($html, qr{<h1[^>]*>\s*Remote Senior Backend Architect Jobs\s*</h1>}, 'has the heading');
like($html, qr{Senior backend architects shape}, 'the intro');
cmp_ok($found->{total}, '>=', 1, "listings: $found->{total}");
like($html, qr{href="/jobs/\Q$_->{id}\E"}, "one of them: $_->{title}") for @{$found->{jobs}};

my $own = $nginx->get("/jobs.json?category=backend&level=senior&remote=remote&tag=Architect&stats=salary&limit=0")->json->{stats};

cmp_ok($own->{salary}{count}, '<', 30, "salaries of its own: $own->{salary}{count}");
like($html, qr{jobs-headline[^>]*>[^<]*Typical Backend salary: \$\d+k–\$\d+k · (\d+) listings with salary data},
     'the headline names the category above');

my ($related) = $html =~ m{(<[^>]*jobs-related.*?</ul>)}s;

ok($related, 'related searches');

my @links = ($related // '') =~ m{<a[^>]* href="/jobs/([a-z-]+)"[^>]*>.*?(\d[\d,]*)}gs;

cmp_ok(scalar @links / 2, '>=', 2, 'some of them');

while (my ($to, $count) = splice @links, 0, 2) {
    $count =~ s/,//g;

    my ($said) = $nginx->get("/jobs/$to")->body =~ /jobs-count"[^>]*>([\d,]+) job/;

    is(($said // '') =~ s/,//gr, $count, "$to has $count listings");
}

for my $job (@{$found->{jobs}}) {
    my $stored = (rows($db, "SELECT coalesce(apply_url, url) AS url FROM listings WHERE id = '$job->{id}'"))[0]{url};
    my $apply = $nginx->get($job->{apply_url});

    is($apply->status, 302, "$job->{id} leads to where one applies");
    is($apply->header('Location'), $stored, 'as it is stored');
}

# the same with an operator's tables

mkdir work('tax');
mkdir work('tax/searches');
write_file('tax/searches/mine.json', '{"query": "level=senior", "heading": "Ours", "parent": "top"}');
write_file('tax/searches/top.json', '{"query": "remote=remote"}');
write_file('tax/currencies.csv', "code,usd,dated\nUSD,1,2026-01-01\nEUR,9.5,2026-01-02\n");
($status, $err) = sync('run', $list, '--taxonomy', work('tax'), '--at', '2026-08-10T07:00:00Z', '--force');
is($status, 0, 'tables of a directory') or diag($err);
is_deeply([ map { "$_->{code} $_->{usd} $_->{dated}" } rows($db, 'SELECT code, usd, dated FROM currencies ORDER BY code') ],
          [ 'EUR 9.5 2026-01-02', 'USD 1 2026-01-01' ], 'its rates, and no others');
is_deeply([ map { $_->{slug} } rows($db, 'SELECT slug FROM searches ORDER BY slug') ], [ 'mine', 'top' ], 'its searches');

done_testing();
