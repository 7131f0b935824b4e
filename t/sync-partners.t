#!/usr/bin/perl

# Partners on their way into a snapshot: from JSON, from rows of another
# program, and what is refused.

use strict;
use warnings;

use JSON::PP ();
use Test::More;
use Jobs::Test::Sync;

my $db = work('jobs.db');
my $feed = write_file('feed', map { line(id => "acme:$_") } 1 .. 5);
my $all = 'SELECT id, name, origins, query, theme, campaign FROM partners ORDER BY id';
my ($status, $err, $out);


sub partners { return write_file('partners.json', ref $_[0] ? JSON::PP->new->utf8->encode($_[0]) : $_[0]) }


sub build { return sync('build', '-o', $_[1] || $db, '--partners', partners($_[0]), $feed) }


# from JSON

my $acme = { id => 'acme', name => "Acme \x{fc}", origins => [ 'https://acme.example', 'http://localhost:3000' ],
             query => 'category=backend&remote=remote', theme => 'dark', campaign => 'utm_source=acme&utm_medium=jobs' };

sync('build', '-o', $db, $feed);
my $without = generation($db);
is(info($db)->{partners}, 0, 'without any');

($status, $err) = build([ $acme, { id => 'Acme-2', name => 'Two', query => undef, '#' => 'a remark' } ]);
is($status, 0, 'partners are published') or diag($err);
is_deeply([ rows($db, $all) ],
          [ { id => 'Acme-2', name => 'Two', origins => undef, query => undef, theme => undef, campaign => undef },
            { %$acme, origins => 'https://acme.example http://localhost:3000' } ], 'as they were written');
is(info($db)->{partners}, 2, 'info counts them');
($status, $err, $out) = sync('info', $db);
like($out, qr/^partners +2$/m, 'so it does for people');
is((sync('check', $db))[0], 0, 'check finds nothing');

my $generation = generation($db);
isnt($generation, $without, 'partners are content');

build([ { id => 'Acme-2', name => 'Two' }, $acme ]);
is(generation($db), $generation, 'whatever their order');

build([ { id => 'Acme-2', name => 'Two' }, { %$acme, campaign => 'utm_source=other' } ]);
isnt(generation($db), $generation, 'each of their columns is');

build([]);
is(generation($db), $without, 'no partners are none');

($status, $err) = sync('build', '--dry-run', '-o', $db, '--partners', partners([ $acme ]), $feed);
is(generation($db), $without, 'nothing is published by a dry run');


# what is refused, in JSON

my $before = read_file($db);

for ([ '{', 'it is no JSON' ], [ '[] []', 'it is no JSON' ], [ '{}', 'no JSON array' ], [ '[7]', 'partner 1 is no object' ],
     [ [ $acme, { id => 'a b', name => 'x' } ], 'partner 2 "a b": "a b" in id: ' ],
     [ [ { name => 'x' } ], 'partner 1 "": "" in id' ], [ [ { id => 'a' } ], 'in name' ],
     [ [ $acme, { id => 'acme', name => 'x' } ], 'partner 2: the id "acme" is there already' ],
     [ [ { %$acme, query => 'limit=5' } ], '"5" in limit: it is no filter' ],
     [ [ { %$acme, query => 'categry=backend' } ], '"backend" in categry: it is no filter' ],
     [ [ { %$acme, query => 'remote=maybe' } ], '"maybe" in remote: it must be' ],
     [ [ { %$acme, query => 'remote=1&category=' } ], '"category=" in query: it has no value' ],
     [ [ { %$acme, theme => 'pink' } ], '"pink" in theme: it must be' ],
     [ [ { %$acme, origins => [ 'acme.example' ] } ], '"origins" must be a list of origins' ],
     [ [ { %$acme, origins => [] } ], '"origins" must be a list' ], [ [ { %$acme, origins => '*' } ], '"origins" must be' ],
     [ [ { %$acme, campaign => 'utm_source' } ], '"utm_source" in campaign: it must be name=value' ],
     [ [ { %$acme, campaign => "a=\x{fc}" } ], 'in campaign: it has a character' ],
     [ [ { %$acme, colour => 'red' } ], 'partner 1: "colour" is no member' ],
     [ '[{"id": "a", "name": "x", "name": "y"}]', '"name" is there twice' ],
     [ [ { %$acme, theme => 7 } ], '"theme" must be a text' ])
{
    my ($json, $says) = @$_;

    ($status, $err) = build($json);
    is($status, 65, "refused: $says");
    like($err, qr/partners\.json: refused: .*\Q$says\E/, 'and why');
}

is((sync('build', '-o', $db, '--partners', work('none'), $feed))[0], 74, 'a file that is not there');
is((sync('publish', '-o', $db, '--partners', partners([]), $feed))[0], 64, 'rows have a table of their own');
ok(read_file($db) eq $before, 'the snapshot is what it was');


# from rows

sub rows_db
{
    my ($sql, $change) = @_;
    my $rows = work('rows.db');
    my $schema = read_file('conf/schema.sql');

    $schema =~ s/^CREATE TABLE partners.*?^\) [^;]*;//ms if $change;
    unlink $rows;
    write_file('sql', $schema, "INSERT INTO listings (number, id, title, company, url, source) VALUES",
               " (1, 'a:1', 'One', 'A', 'https://x.example/1', 'a');\n", $sql);
    system("sqlite3 -bail $rows < " . work('sql')) == 0 or die "sqlite3 failed\n";

    return $rows;
}

my $to = work('other.db');

($status, $err) = sync('publish', '-o', $to, rows_db(
    "INSERT INTO partners VALUES ('b', 'B', 'https://b.example', 'q=x', 'light', 'u=1'), ('a', 'A', NULL, NULL, NULL, NULL);"));
is($status, 0, 'rows with partners') or diag($err);
is(info($to)->{partners}, 2, 'are published with them');

my $rows = rows_db('', 1);

is(scalar(() = rows($rows, "SELECT 1 FROM sqlite_schema WHERE name = 'partners'")), 0, 'rows without the table');
($status, $err) = sync('publish', '-o', work('older.db'), $rows);
is($status, 0, 'are published') or diag($err);
is(info(work('older.db'))->{partners}, 0, 'without partners');

for ([ q{'a/b', 'x', NULL, NULL, NULL, NULL}, 'the partner "a/b": "a/b" in id' ],
     [ q{'a', '', NULL, NULL, NULL, NULL}, 'the partner "a": "" in name' ],
     [ q{'a', 'x', '', NULL, NULL, NULL}, 'the partner "a": "" in origins' ],
     [ q{'a', 'x', 'https://a.example/x', NULL, NULL, NULL}, 'the partner "a": "https://a.example/x" in origins' ],
     [ q{'a', 'x', NULL, '', NULL, NULL}, 'the partner "a": "" in query' ],
     [ q{'a', 'x', NULL, 'offset=2', NULL, NULL}, 'the partner "a": "2" in offset: it is no filter' ],
     [ q{'a', 'x', NULL, NULL, 'pink', NULL}, 'the partner "a": "pink" in theme' ],
     [ q{'a', 'x', NULL, NULL, NULL, '?a=b#c'}, 'the partner "a": "?a=b#c" in campaign' ])
{
    my ($values, $says) = @$_;

    ($status, $err) = sync('publish', '-o', work('never.db'), rows_db("INSERT INTO partners VALUES ($values);"));
    is($status, 65, "refused: $says");
    like($err, qr/\Q$says\E/, 'and why');
    ok(!-e work('never.db'), 'nothing is there');
}


# check looks at a file that somebody changed

my $spoilt = work('spoilt.db');

sync('publish', '-o', $spoilt, rows_db("INSERT INTO partners VALUES ('a', 'A', NULL, NULL, NULL, NULL);"));
system('sqlite3', $spoilt, "UPDATE partners SET query = 'limit=1'") == 0 or die;
($status, $err) = sync('check', $spoilt);
is($status, 65, 'a query that is none');
like($err, qr/partner "a": "1" in limit/, 'is named');

sync('publish', '-o', $spoilt, '--force', rows_db("INSERT INTO partners VALUES ('a', 'A', NULL, NULL, NULL, NULL);"));
system('sqlite3', $spoilt, "UPDATE partners SET theme = 'dark'") == 0 or die;
($status, $err) = sync('check', $spoilt);
like($err, qr/its generation is/, 'another theme is another generation');

sync('publish', '-o', $spoilt, '--force', rows_db("INSERT INTO partners VALUES ('a', 'A', NULL, NULL, NULL, NULL);"));
system('sqlite3', $spoilt, 'ALTER TABLE partners ADD COLUMN more TEXT') == 0 or die;
($status, $err) = sync('check', $spoilt);
like($err, qr/schema differs from conf\/schema\.sql: it has "partners"/, 'another table of that name');

sync('publish', '-o', $spoilt, '--force', rows_db(''));
system('sqlite3', $spoilt, 'DROP TABLE partners') == 0 or die;
($status, $err, $out) = sync('check', $spoilt);
like($out, qr/good$/, 'a file of before there were partners is good') or diag($err);

done_testing();
