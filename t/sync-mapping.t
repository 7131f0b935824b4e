#!/usr/bin/perl

# Mapped feeds: any JSON Lines, JSON or CSV, cleaned and normalised.

use strict;
use warnings;
use utf8;

use Test::More;
use JSON::PP ();
use Jobs::Test::Sync;

my $db = work('jobs.db');
my $coder = JSON::PP->new->canonical->utf8;
my %base = (id => 'i', title => 't', company => 'c', url => 'u');


# the listing that a row of theirs becomes

sub mapped
{
    my ($fields, $row, %top) = @_;
    my $m = write_file('m.json', $coder->encode({ %top, fields => { %base, %$fields } }));
    my $feed = write_file('feed', ref $row ? $coder->encode({
        i => 'x:1', t => 'T', c => 'C', u => 'https://a.example/', %$row }) . "\n" : $row);

    unlink glob work('jobs.db*');
    my ($status, $err) = sync('build', '-o', $db, '-m', $m, $feed);

    return { status => $status, err => $err } if $status != 0;

    my ($l) = rows($db, 'SELECT * FROM listings');
    return { %{$l || {}}, status => $status, err => $err };
}


sub field { return mapped({ $_[0] => $_[1] }, $_[2], @_[3 .. $#_])->{$_[0]} }


# text

is(mapped({}, { t => "  R&amp;D \x{202E}lead\x{7}\n of  &lt;x&gt; " })->{title}, 'R&D lead of <x>',
   'entities are decoded once, white space collapsed, control and bidi characters dropped');
is(mapped({}, { t => '&amp;amp;' })->{title}, '&amp;', 'entities are decoded once only');
is(mapped({}, qq({"i":"x:1","t":"a\\ud800b\\u0000c","c":"C","u":"https://a.example/"}\n))->{title},
   "a\x{FFFD}bc", 'half a surrogate pair is replaced, NUL is dropped');
is(mapped({}, qq({"i":"x:1","t":"a\xFFb","c":"C","u":"https://a.example/"}\n))->{title},
   "a\x{FFFD}b", 'what is not UTF-8 is replaced');
is(mapped({}, qq({"i":90071992547409931,"t":"T","c":"C","u":"https://a.example/"}\n))->{id},
   'feed:90071992547409931', 'a long number keeps its digits');

for my $absent ('', '0', -1, 'Unknown', 'not specified', undef, 'n/a') {
    is(field(department => 'd', { d => $absent }, absent => [ 'N/A' ]), undef,
       'absent: ' . (defined $absent ? "\"$absent\"" : 'null'));
}

is(mapped({}, { t => 'Unknown' })->{status}, 65, 'a title that is absent makes a bad row');
is(mapped({}, { u => 'ftp://a.example/' })->{status}, 65, 'only http and https addresses are taken');


# paths, templates, constants, defaults

is(field(department => 'a.b.1.c', { a => { b => [ 0, { c => 'deep' } ] } }), 'deep', 'a path goes through objects and lists');
is(field(department => 'a.b', { 'a.b' => 'dotted' }), 'dotted', 'a name may have dots');
is(field(department => { path => [ 'p', 'q' ] }, { p => 'Unknown', q => 'second' }), 'second',
   'of several paths the first that is not absent counts');
is(field(salary_currency => { const => 'USD' }, {}), 'USD', 'a constant');
is(field(remote => { path => 'r', default => 'onsite' }, {}), 'onsite', 'a default for what is absent');
is(field(source => { template => '{s|systems}:{c}' }, { s => 'GREENHOUSE' },
         tables => { systems => { greenhouse => 'Greenhouse' } }), 'Greenhouse:C', 'a template with a table');
is(field(department => { template => '{x}-{c}' }, {}), undef, 'a template with an absent part is absent');
is(field(remote => { path => 'r', values => { true => 'remote', false => undef } }, { r => JSON::PP::true }),
   'remote', 'a table takes true');
is(field(remote => { path => 'r', values => { true => 'remote', false => undef } }, { r => JSON::PP::false }),
   undef, 'null in a table means absent');

my $l = mapped({ locations => { path => 'l', split => [ ';', '|', '•' ] }, tags => 'g' },
               { l => 'Berlin; Paris |  • Austin, TX;Paris', g => [ 'Perl', '', 'Perl', 'C++' ] });
is_deeply([ map { $_->{location} } rows($db, 'SELECT location FROM listing_locations ORDER BY position') ],
          [ 'Berlin', 'Paris', 'Austin, TX' ], 'a text is split, not at commas, and repeats are dropped');
is_deeply([ map { $_->{tag} } rows($db, 'SELECT tag FROM listing_tags ORDER BY position') ],
          [ 'Perl', 'C++' ], 'a list is taken as it is');


# values that people use

my %types = (
    full_time => [ 'FullTime', 'Full-time', 'Full-Time', 'Full Time', 'Full time', 'full-time', 'Permanent',
                   'Full Time - Permanent', 'Full-Time Permanent', 'Full-time (remote)', 'CDI',
                   'Regular - Full-time', 'Full Time Employee', 'Full-time Non-exempt', 'Full-time Exempt',
                   'Salaried, Full-time' ],
    part_time => [ 'PartTime' ],
    contract => [ 'Contract', 'Subcontractor', 'Full Time Contractor', 'Full Time - 12 Month Contract',
                  'Freelance/Part-time' ],
    temporary => [ 'Fixed-Term', 'Fixed Term', 'Variable / Casual' ],
    internship => [ 'Internship', 'Intern', 'Apprentice' ],
);

my %periods = (
    hour => [ 'per-hour-wage', '1 HOUR', 'hourly' ], month => [ 'month', '1 MONTH', 'monthly' ],
    year => [ 'year', '1 YEAR', 'per-year-salary', 'annually', 'yearly' ],
);

for my $case ([ employment_type => \%types ], [ salary_period => \%periods ],
              [ remote => { onsite => [ 'On-site', 'Onsite' ], hybrid => [ 'Hybrid' ], remote => [ 'Remote' ] } ],
              [ seniority => { junior => [ 'Entry-Level' ], mid => [ 'Mid-Level' ], lead => [ 'Staff', 'staff+' ],
                               director => [ 'Director' ], executive => [ 'Executive' ] } ])
{
    my ($name, $table) = @$case;

    for my $ours (sort keys %$table) {
        my $n = 0;
        my @theirs = @{$table->{$ours}};
        mapped({ $name => 'v' }, join '', map {
            $coder->encode({ i => 'x:' . $n++, t => 'T', c => 'C', u => 'https://a.example/', v => $_ }) . "\n"
        } @theirs);
        is((rows($db, "SELECT count(*) n FROM listings WHERE $name = '$ours'"))[0]{n}, scalar @theirs,
           "$name $ours: " . join ' / ', @theirs);
    }
}

$l = mapped({ employment_type => 'v' }, { v => 'Odd Jobs' });
is($l->{employment_type}, undef, 'a value that no table knows is absent');
like($l->{err}, qr/note: employment_type: no table knows "Odd Jobs" \(1 times\)/, '... and is told');
like(mapped({ employment_type => { path => 'v', strict => JSON::PP::true } }, { v => 'Odd' })->{err},
     qr/feed:1: employment_type: "Odd" is in no table/, '... and with "strict" makes a bad row');


# numbers and times

for my $case ([ 120000, 120000 ], [ '45.255', 45.26 ], [ 0, undef ], [ -1, undef ], [ '0', undef ], [ 'lots', undef ]) {
    is(field(salary_min => 's', { s => $case->[0] }), $case->[1], "an amount: $case->[0]");
}

for my $time ('2026-08-11T20:45:29Z', '2026-08-11T22:45:29+02:00', '2026-08-11T22:45:29+0200',
              '2026-08-11 20:45:29 UTC', '2026-08-11T20:45:29', '2026-08-11T20:45:29.123', 1786481129,
              1786481129000, 'Tue, 11 Aug 2026 20:45:29 GMT', '11 Aug 2026 16:45:29 -0400')
{
    is(field(posted_at => 'p', { p => $time }), 1786481129, "a time: $time");
}

is(field(posted_at => 'p', { p => '2026-08-11' }), 1786406400, 'a date alone');
is(field(posted_at => 'p', { p => '2999-01-01' }), undef, 'a date in the future is absent');
is(field(posted_at => 'p', { p => 'Posted 3 Days Ago' }), undef, 'prose is no time');


# sources, categories

mapped({ category => 'k', source => { const => 'Remotive:x' } }, { k => 'Data & AI' },
       source => { url => 'https://remotive.com', attribution => 'via Remotive', jsonld => JSON::PP::false });
is_deeply([ rows($db, 'SELECT * FROM sources') ],
          [ { name => 'Remotive', url => 'https://remotive.com', attribution => 'via Remotive',
              link_rel => 'noopener', jsonld => 0, feeds => 1 } ], 'what a source declares is kept');
is_deeply([ rows($db, 'SELECT slug, label FROM categories') ], [ { slug => 'data-ai', label => 'Data & AI' } ],
          'a category becomes a slug with a label');


# mappings that are wrong

for my $case ([ '{"fields": {"id": "i"}}', 'must have id and title' ], [ '{"fields": 1}', '"fields" must be' ],
              [ '[]', 'no JSON object' ], [ '{"feilds": {}}', 'unknown key "feilds"' ],
              [ '{"fields": {"id":"i","title":"t","titel":"t"}}', '"titel" is no field' ],
              [ '{"fields": {"id":"i","title":{"path":"t","vaules":{}}}}', 'unknown key "vaules" in the field "title"' ],
              [ '{"fields": {"id":"i","title":{"path":1}}}', '"path" in the field "title"' ],
              [ '{"fields": {"id":"i","title":{"path":"t","const":"x"}}}', 'one of path, template and const' ],
              [ '{"fields": {"id":"i","title":{"template":"{a"}}}', 'open brace' ],
              [ '{"fields": {"id":"i","title":{"template":"{a|b}"}}}', 'names a table "b"' ],
              [ '{"fields": {"id":"i","title":{"path":"t","split":";"}}}', 'nothing to split' ],
              [ '{"fields": {"id":"i","title":"t"}, "infer": "yes"}', '"infer" must be true or false' ])
{
    my ($text, $reason) = @$case;
    my ($status, $err) = sync('build', '-o', $db, '-m', write_file('m.json', $text), work('feed'));
    is($status, 65, "a wrong mapping is refused: $reason");
    like($err, qr/\Q$reason/, '... and why is said');
}


# the sample, and every mapping file

my ($status, $err) = sync('build', '-o', work('sample.db'), '-m', 'conf/sample/mapping.json', 'conf/sample/jobs.jsonl');
is($status, 0, 'the sample is built') or diag($err);
like($err, qr/published (\d+) listings \(0 rejected, 0 repeated\)/, 'none of its rows is bad');
cmp_ok(info(work('sample.db'))->{listings}, '>=', 2000, 'it has 2,000 listings or more');
unlike($err, qr/no table knows/, 'all of its values are known');

for my $file (glob 'conf/mappings/*.json') {
    ($status, $err) = sync('build', '-f', 'json', '-o', work('x.db'), '-m', $file, write_file('feed', '[]'));
    is($status, 0, "$file is a good mapping") or diag($err);
}


# open-jobs-data: rows of nine systems, as JSON and as CSV

my $open = 't/data/formats/ConorsCode+open-jobs-data';

sub listing
{
    my ($id) = @_;
    my ($l) = rows($db, 'SELECT *, strftime("%Y-%m-%dT%H:%M:%SZ", posted_at, "unixepoch") AS posted,'
        . ' (SELECT group_concat(location, " / ") FROM (SELECT location FROM listing_locations'
        . "  WHERE listing = number ORDER BY position)) AS places FROM listings WHERE id = '$id'");
    return $l || {};
}

sub has
{
    my ($id, %want) = @_;
    my $l = listing($id);

    is_deeply({ map { $_ => $l->{$_} } keys %want }, \%want, "$id is what its row says");
}

my @open = ('build', '--at', '2026-08-10T00:00:00Z', '-o', $db, '-m', 'conf/mappings/open-jobs-data.json');

unlink glob work('jobs.db*');
($status, $err) = sync(@open, "$open/jobs.csv");
is($status, 0, 'open-jobs-data as CSV is read');
like($err, qr/jobs\.csv:13: id is missing/, 'a row without an id is told');
like($err, qr/published 10 listings \(1 rejected, 1 repeated\)/, '... and a further row of one listing is repeated');
unlike($err, qr/no table knows/, '... and all values are known');

has('greenhouse:7576967', title => 'Account Executive, Enterprise Platforms (Grower)', company => 'Stripe',
    source => 'Greenhouse:Stripe', places => 'San Francisco, CA / Chicago, IL & New York, NY', remote => undef,
    url => 'https://stripe.com/jobs/search?gh_jid=7576967', posted => '2026-02-05T16:07:19Z');
has('greenhouse:8078131', remote => 'remote', places => undef, location => 'Remote', posted => '2026-07-22T13:07:47Z');
has('ashby:34413f8d-26bf-4bbc-8ade-eb309a0e2245', remote => 'remote', employment_type => 'full_time',
    places => 'New York, NY (HQ) / Remote (Canada) / Remote (US) / Miami, FL', department => 'Engineering',
    posted => '2026-04-07T17:12:35Z');
has('ashby:2b51201b-1830-4c3e-89ec-146fd34a52d7', title => 'Senior Cloud Support Engineer', remote => undef,
    places => 'Dublin - IE', posted => '2026-07-27T14:23:04Z');
has('smartrecruiters:744000141328450', title => 'Part-Time Flex Coach, Lincoln Common', employment_type => 'part_time',
    company => 'Equinox', places => 'Chicago, IL, United States', posted => '2026-08-03T18:45:58Z');
has('workable:A1749B1D38', company => 'EQL Tech', remote => 'remote', posted => '2026-07-17T00:00:00Z',
    apply_url => 'https://apply.workable.com/j/A1749B1D38/apply');
has('recruitee:2652376', employment_type => 'temporary', places => 'HelloPrint - Rotterdam',
    posted => '2026-06-24T09:52:46Z');
has('personio:1834171', employment_type => 'full_time', places => 'Munich / Berlin', posted => '2024-11-13T14:10:41Z');
has('bamboohr:35', employment_type => undef, places => undef, posted => undef, url => 'https://flyio.bamboohr.com/careers/35');

my ($intel) = rows($db, "SELECT * FROM listings WHERE source = 'Workday:Intel'");
is($intel->{title}, 'Senior Member of Technical Staff (CMP) Engineer', 'a key with slashes');
like($intel->{id}, qr/\Aworkday:intel:[0-9a-f]{32}\z/, '... is a digest');
is(listing($intel->{id})->{places}, undef, '... and "2 Locations" is no place');

($status, $err) = sync(@open, "$open/new.json");
like($err, qr/published 17 listings \(0 rejected, 0 repeated\)/, 'open-jobs-data as JSON is read');
has('greenhouse:8210383002', title => 'Senior Software Engineer (App-Framework)', company => 'Databricks',
    places => 'Bengaluru, India', posted => '2025-10-14T08:07:02Z', remote => undef,
    url => 'https://databricks.com/company/careers/open-positions/job?gh_jid=8210383002');
has('ashby:ad52b234-eec9-4f3e-bf8e-d6b8f59f85ae', title => 'Copywriter', company => 'Superpower', department => 'Marketing',
    places => 'San Francisco', employment_type => 'full_time', posted => '2026-08-09T01:39:51Z');

($status, $err) = sync(@open, "$open/empty.json");
like($err, qr/published 0 listings/, '... and an empty list of it');

done_testing();
