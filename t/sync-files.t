#!/usr/bin/perl

# Feeds as files: what is refused, and that a refusal changes nothing.

use strict;
use warnings;

use Test::More;
use Jobs::Test::Sync;

my $db = work('jobs.db');
my $mapping = write_file('m.json', '{"list": "data.jobs", "fields": {"id": "id", "title": "title",'
                         . '"company": "company", "url": "url"}}');

my ($status, $err, $out) = sync('build', '-o', $db, write_file('good', line()));
is($status, 0, 'a good feed is published') or diag($err);

my $generation = generation($db);
my $before = (stat $db)[1];
my $json = line() =~ s/\n//r;


sub refused
{
    my ($text, $reason, $name, @options) = @_;
    my $file = ref $text ? $$text : write_file('feed', $text);
    my ($status, $err) = sync('build', '-o', $db, @options, write_file('ok', line(id => 'b:2')), $file);

    is($status, 65, "$name is refused") or diag($err);
    like($err, $reason, "... and why is said");
    is((stat $db)[1], $before, '... and the snapshot is the same file');
}


refused('', qr/refused: it is empty/, 'an empty file');
refused(" \n\n", qr/refused: it is empty/, 'a blank file');
refused("<!DOCTYPE html><html><p>Blocked, sorry", qr/refused: it is an HTML page/, 'an HTML page');
refused("<?xml version='1.0'?><jobs/>", qr/refused: it is markup/, 'XML');
refused("Just some text\n", qr/neither JSON Lines nor/, 'a text');
refused("name,place\nx,y\n", qr/it has no column "id"/, 'CSV without the columns that must be there');
refused("id,id,title\n", qr/the column "id" is there twice/, 'CSV with a column twice');
refused("id,title,company,url\na:1,\"open,C,https://a.example/\n", qr/line 2: a quote is not closed/,
        'CSV with an open quote');
refused("[$json, ", qr/truncated or broken in line 1/, 'a truncated array');
refused("[$json", qr/truncated or broken in line 1/, 'an array without its end');
refused("[$json] [", qr/something follows the end/, 'an array with something behind it');
refused("[\n$json\n$json]", qr/"," or "\]" is missing/, 'an array without commas');
refused("{\n \"jobs\": []\n}", qr/it is one JSON object/, 'a JSON document without a mapping');
refused("{}\n{}\n", qr/none of its 2 rows is a listing/, 'a feed of bad rows');
refused(\work('missing'), qr/cannot be read: No such file/, 'a missing file');
refused(\work(), qr/cannot be read: Is a directory/, 'a directory');

is(generation($db), $generation, 'after all of them the generation is the same');
is(() = glob(work('.jobs.db*')), 0, 'nothing is left beside the snapshot');


# formats

for my $case ([ "[$json]", 'an array' ], [ "[\n  $json\n]\n", 'an array over lines' ],
              [ $json, 'a line without its end' ], [ "\n\n$json\n\n", 'blank lines' ],
              [ "\xEF\xBB\xBF$json\n", 'a byte order mark' ], [ "$json\r\n", 'CRLF' ])
{
    my ($text, $name) = @$case;
    my $other = work('other.db');
    unlink $other;
    ($status, $err) = sync('build', '-o', $other, write_file('feed', $text));
    is(generation($other), $generation, "$name gives the same listings") or diag($err);
}

my $other = work('other.db');

($status, $err) = sync({ stdin => work('good') }, 'build', '--force', '-o', $other, '-');
is(generation($other), $generation, 'standard input is a feed too');

($status, $err) = sync('build', '--force', '-o', $other, write_file('feed', "[$json, {\"a\": 1,,}, 5, $json]"));
like($err, qr/published 1 listings \(2 rejected, 1 repeated\)/, 'a broken element costs itself alone');

($status, $err) = sync('build', '--force', '-o', $other, write_file('feed', '[]'));
like($err, qr/published 0 listings/, 'an empty array is a list of no jobs');

my $doc = "{\"meta\": {\"jobs\": 3}, \"data\": {\"n\": [1, \"]\"], \"jobs\": [$json], \"x\": {}}, \"y\": null}";

($status, $err) = sync('build', '--force', '-o', $other, '-m', $mapping, write_file('feed', $doc));
like($err, qr/published 1 listings/, 'a list inside a document is found by its path') or diag($err);

chop $doc;
($status, $err) = sync('build', '--force', '-o', $other, '-m', $mapping, write_file('feed', $doc));
is($status, 65, 'a document that is cut behind the list is refused');

($status, $err) = sync('build', '--force', '-o', $other, '-m', $mapping,
                       write_file('feed', '{"data": {"offers": []}}'));
like($err, qr/there is no "jobs" in it/, 'a missing list is refused');


# usage

for my $case ([ [], 'no command' ], [ [ 'bild' ], 'an unknown command' ], [ [ 'build' ], 'no output' ],
              [ [ 'build', '-o', $db ], 'no feed' ], [ [ 'build', '--bogus', '-o', $db, 'x' ], 'an unknown option' ],
              [ [ 'build', '-f', 'sgml', '-o', $db, 'x' ], 'an unknown format' ],
              [ [ 'build', '--base-url', 'ftp://x', '-o', $db, 'x' ], 'a base URL that is none' ],
              [ [ 'build', '-o' ], 'an option without its value' ])
{
    my ($args, $name) = @$case;
    ($status, $err) = sync(@$args);
    is($status, 64, "$name is wrong usage");
    like($err, qr/Try "jobs-sync --help"/, '... with a hint');
}

($status, $err, $out) = sync('--version');
like($out, qr/\Ajobs-sync \d+\.\d+\.\d+\n\z/, '--version says the version');

done_testing();
