#!/usr/bin/perl

# The canonical format: JSON Lines and CSV, taken literally.

use strict;
use warnings;
use utf8;

use Test::More;
use JSON::PP ();
use Jobs::Test::Sync;

my $db = work('jobs.db');
my $true = JSON::PP::true;


sub build
{
    my ($text, @options) = @_;
    unlink glob work('jobs.db*');
    return sync('build', '-o', $db, @options, write_file('feed', $text));
}


sub reason
{
    my ($line) = @_;
    my ($status, $err) = build(line(id => 'acme:good') . $line);
    is($status, 0, 'one bad row does not stop the others') or diag($err);
    return $err =~ /feed:2: ([^\n]+)/ ? $1 : 'accepted';
}


# every field

my %full = (
    company_slug => 'acme-ltd', company_logo => 'https://acme.example/l.png',
    apply_url => 'https://acme.example/1/apply', link_rel => 'nofollow',
    location => 'Berlin; Paris', locations => [ 'Berlin', 'Paris' ],
    countries => [ 'DE', 'FR' ], worldwide => JSON::PP::false,
    remote => 'hybrid', employment_type => 'full_time', seniority => 'senior',
    category => 'sales', department => 'EMEA', tags => [ 'C++', 'C' ],
    salary_min => 45.25, salary_max => 60, salary_currency => 'EUR',
    salary_period => 'hour', salary_predicted => $true, language => 'pt-BR',
    visa => $true, source => 'Greenhouse:acme',
    posted_at => '2026-04-17T09:58:03+02:00', updated_at => '2026-04-18',
    expires_at => '2099-01-01T00:00:00Z', excerpt => 'Text',
    description_html => '<p>Text &amp; <a href="https://a.example/">x</a></p>',
    description_text => "Text\nmore",
);

my ($status, $err) = build(line(%full));
is($status, 0, 'a row with every field is accepted') or diag($err);

my ($l) = rows($db, 'SELECT * FROM listings');
is($l->{salary_min}, 45.25, 'cents are kept');
is($l->{posted_at}, 1776412683, 'an offset is applied');
is($l->{salary_predicted}, 1, 'true is 1');
is($l->{visa}, 1, 'visa true is 1');
is_deeply([ map { $_->{tag} } rows($db, 'SELECT tag FROM listing_tags ORDER BY position') ],
          [ 'C++', 'C' ], 'tags keep their order');
is_deeply([ rows($db, "SELECT link_rel FROM sources WHERE name = 'Greenhouse:acme'") ],
          [ { link_rel => 'nofollow' } ], 'link_rel belongs to the source');

my $generation = generation($db);


# CSV says the same

my @names = (qw(id title company url), sort keys %full);
my %flat = (%{row()}, %full);

for my $name (@names) {
    $flat{$name} = join ';', @{$flat{$name}} if ref $flat{$name} eq 'ARRAY';
    $flat{$name} = $flat{$name} ? 'true' : 'false'
        if JSON::PP::is_bool($flat{$name});
}

my $csv = join(',', @names) . "\r\n"
          . join(',', map { my $v = $_; $v =~ s/"/""/g; qq{"$v"} } @flat{@names})
          . "\r\n";

($status, $err) = build($csv);
is($status, 0, 'the same as CSV is accepted') or diag($err);
is(generation($db), $generation, 'CSV and JSON Lines give the same generation');

build("\xEF\xBB\xBF" . $csv =~ s/\r\n/\n/gr);
is(generation($db), $generation, 'a byte order mark and bare line feeds do no harm');

build(qq{id,title,company,url\n1,"Two\nlines, ""quoted""",Acme,https://a.example/\n});
is((rows($db, 'SELECT title FROM listings'))[0]{title}, qq{Two\nlines, "quoted"},
   'CSV quotes hold line breaks, commas and quotes');


# literal

for my $title ('AT&amp;T', ' edge  space ', "a\tb", '<script>alert(1)</script>',
               "line\x{2028}separator", "\x{1F680} Rocket", "\x{5E9}\x{5DC}", ']]>')
{
    build(line(title => $title));
    is((rows($db, 'SELECT title FROM listings'))[0]{title}, $title,
       'a title is kept as it is: ' . JSON::PP->new->ascii->allow_nonref->encode($title));
}

build('{"id":9007199254740993,"title":"T","company":"C","url":"https://a.example/"}', '--source', 'X');
is((rows($db, 'SELECT id FROM listings'))[0]{id}, 'x:9007199254740993',
   'a number that no double can hold keeps every digit');


# ids

for my $case ([ 'greenhouse:gitlab:85', 'greenhouse:gitlab:85' ], [ '42', 'acme-jobs:42' ],
              [ 'a b', qr/\Aacme-jobs:[0-9a-f]{32}\z/ ], [ 'x.json', qr/\Aacme-jobs:[0-9a-f]{32}\z/ ],
              [ 'a:b c', qr/\Aacme-jobs:[0-9a-f]{32}\z/ ], [ 'k' x 200, qr/\Aacme-jobs:[0-9a-f]{32}\z/ ])
{
    my ($id, $expected) = @$case;
    build(line(id => $id), '--source', 'Acme Jobs');
    my $got = (rows($db, 'SELECT id FROM listings'))[0]{id};
    like($got, ref $expected ? $expected : qr/\A\Q$expected\E\z/,
         'the id made of ' . substr($id, 0, 20));
}


# every value of every closed set

my %sets = (
    remote => [ qw(remote hybrid onsite) ],
    employment_type => [ qw(full_time part_time contract temporary internship volunteer other) ],
    seniority => [ qw(intern junior mid senior lead director executive) ],
    salary_period => [ qw(hour day week month year) ],
);

for my $name (sort keys %sets) {
    my $n = 0;
    ($status, $err) = build(join '', map { line(id => 'a:' . $n++, $name => $_) } @{$sets{$name}});
    like($err, qr/published $n listings \(0 rejected/, "every value of $name is accepted");
    like(reason(line($name => 'Bogus')), qr/^$name cannot be "Bogus"/, "another value of $name is refused");
}


# bad rows, and why

my @bad = (
    [ id => undef, 'id is missing' ], [ title => undef, 'title is missing' ],
    [ company => undef, 'company is missing' ], [ url => undef, 'url is missing' ],
    [ title => '', 'title is missing' ], [ title => 5, 'title is no text' ],
    [ title => "a\x01b", 'title has a control character' ],
    [ url => 'javascript:alert(1)', 'url "javascript:alert(1)" is no http or https address' ],
    [ apply_url => '/relative', 'apply_url "/relative" is no http or https address' ],
    [ salary_min => 0, 'salary_min is not above 0 and at most 1000000000000' ],
    [ salary_min => -1, 'salary_min is not above 0 and at most 1000000000000' ],
    [ salary_min => 1e13, 'salary_min is not above 0 and at most 1000000000000' ],
    [ salary_min => 1.234, 'salary_min has more than two decimals' ],
    [ salary_min => '5', 'salary_min is no number' ],
    [ salary_currency => 'usd', 'salary_currency cannot be "usd"' ],
    [ countries => [ 'Germany' ], 'countries: "Germany" is no code of two capitals' ],
    [ countries => 'DE', 'countries is no list' ], [ tags => [ 1 ], 'tags has an item that is no text' ],
    [ worldwide => 1, 'worldwide is neither true nor false' ],
    [ posted_at => 'yesterday', 'posted_at: "yesterday" is no RFC 3339 time' ],
    [ company_slug => 'Not A Slug', 'company_slug "Not A Slug" is no slug' ],
    [ description_html => '<script>x</script>', 'description_html: "<script" is not allowed' ],
    [ description_html => '<p onclick="x">x</p>', 'description_html: "<p onclick="x"" is not allowed' ],
    [ description_html => '<a href="javascript:x">x</a>',
      'description_html: "<a href="javascript:x"" is not allowed' ],
    [ description_html => '<p>open', 'description_html: "p" is not allowed' ],
);

for my $case (@bad) {
    my ($name, $value, $reason) = @$case;
    my $shown = JSON::PP->new->ascii->canonical->allow_nonref->encode($value);
    is(reason(line($name => $value)), $reason, "$name $shown is a bad row");
}

my @raw = (
    [ '{"id":', 'it is not JSON' ], [ '[1]', 'it is no JSON object' ], [ '{} x', 'it is not JSON' ],
    [ '{"id":"a:1","id":"a:2"}', 'id is given twice' ],
    [ '{"id":"a:1","title":"a\u0000b"}', 'it has \u0000' ],
    [ '{"id":"a:1","title":"a\ud800b"}', 'it has half of a surrogate pair' ],
    [ '{"ID":"a:1","title":"T","company":"C","url":"https://a.example/"}', 'id is missing' ],
    [ qq({"id":"a:1","title":"a\xFFb"}), 'title is not UTF-8' ],
);

for my $case (@raw) {
    my ($text, $reason) = @$case;
    is(reason("$text\n"), $reason, 'a bad row: ' . ($text =~ s/[^ -~]/?/gr));
}


# a line that is too long

($status, $err) = build(line() . '{"id":"' . 'x' x (4 << 20) . "\"}\n" . line(id => 'a:3'));
like($err, qr/feed:2: the line is longer than 4 MB/, 'a line of more than 4 MB is a bad row');
like($err, qr/published 2 listings \(1 rejected/, 'the rows around it are used');


# many bad rows, repeats, CSV cells

($status, $err) = build(line() . "{}\n" x 30);
is(() = $err =~ /feed:\d+: id is missing/g, 20, 'twenty bad rows are shown');
like($err, qr/feed: 10 more rows are no listings/, 'the rest are counted');

($status, $err) = build(line() . line(title => 'Second'));
like($err, qr/published 1 listings \(0 rejected, 1 repeated\)/, 'a repeated id is counted');
is((rows($db, 'SELECT title FROM listings'))[0]{title}, 'Engineer', 'the first one stays');

($status, $err) = build("id,title,company,url\na:1,T,C,https://a.example/\na:2,T\n\na:3,\"T\"x,C,https://a.example/\n");
like($err, qr/feed:3: it has 2 cells, the header 4/, 'a CSV row with missing cells is a bad row');
like($err, qr/feed:5: text follows a closing quote/, 'text behind a closing quote makes a bad row');
like($err, qr/published 1 listings \(2 rejected/, 'the good CSV row is used');

($status, $err) = build(line(company => undef, url => undef, id => '7'),
                        '--company', 'Acme', '--base-url', 'https://acme.example/jobs', '--source', 'Acme');
is((rows($db, 'SELECT url FROM listings'))[0]{url}, 'https://acme.example/jobs/7',
   '--company and --base-url complete a row');

done_testing();
