#!/usr/bin/perl

# From rows to a file that nginx serves, whatever happens on the way.

use strict;
use warnings;

use Test::More;
use Jobs::Test::Sync;

my $db = work('d/jobs.db');
mkdir work('d');

my @lines = map {
    line(id => "acme:$_", url => "https://acme.example/$_", posted_at => $_ % 3 ? "2026-07-0$_" : undef,
         salary_min => $_ * 50000, salary_max => $_ * 60000, salary_currency => $_ % 2 ? 'USD' : 'EUR',
         salary_period => 'year', category => $_ % 2 ? 'Back End' : 'sales', source => 'Greenhouse:acme',
         tags => [ 'C++', 'Perl' ], location => 'Austin, TX', excerpt => "Text $_")
} 1 .. 9;

my ($status, $err, $out) = sync('build', '-o', $db, write_file('feed', @lines));
is($status, 0, 'a feed is published') or diag($err);
my $generation = generation($db);

sync('build', '-o', work('reverse.db'), write_file('feed2', reverse @lines));
is(generation(work('reverse.db')), $generation, 'the generation does not depend on the order of rows');

($status, $out) = (sync('check', $db))[0, 2];
like($out, qr/: good$/, 'what is published passes its own check');


# what is in it

is_deeply([ map { $_->{id} } rows($db, 'SELECT id FROM listings ORDER BY number') ],
          [ map { "acme:$_" } 8, 7, 5, 4, 2, 1, 3, 6, 9 ],
          'listings are numbered by recency, those without a date last');
is_deeply([ rows($db, "SELECT value, label, listings FROM terms WHERE field IN ('source', 'category', 'tag') ORDER BY field, value") ],
          [ { value => 'back-end', label => 'Back End', listings => 5 }, { value => 'sales', label => 'sales', listings => 4 },
            { value => 'greenhouse', label => 'Greenhouse', listings => 9 },
            { value => 'greenhouse:acme', label => 'Greenhouse:acme', listings => 9 },
            { value => 'c++', label => 'C++', listings => 9 }, { value => 'perl', label => 'Perl', listings => 9 } ],
          'terms count sources with and without their board');
is_deeply([ map { $_->{name} } rows($db, "SELECT name FROM term_names WHERE field = 'category' ORDER BY name") ],
          [ 'back end', 'back-end', 'sales' ], 'a category has its slug and its label for names');
is_deeply([ rows($db, "SELECT count(*) n FROM listing_search WHERE listing_search MATCH 'place:austin AND tags:\"c++\"'") ],
          [ { n => 9 } ], 'places and tags are in the full-text index');
is_deeply([ rows($db, q{SELECT year_min, year_max, currency FROM salaries WHERE excluded = 0 AND year_min = 100000}) ],
          [ { year_min => 100000, year_max => 120000, currency => 'EUR' } ], 'salaries hold the amounts of a year');
is_deeply([ rows($db, "SELECT value FROM meta WHERE name = 'currency'") ], [ { value => 'USD' } ], 'the main currency');
is_deeply([ rows($db, 'PRAGMA journal_mode') ], [ { journal_mode => 'delete' } ], 'it is not in WAL mode');


# publishing again

my $inode = (stat $db)[1];

($status, $err) = sync('build', '-o', $db, work('feed'));
like($err, qr/unchanged/, 'the same content is not published again');
is((stat $db)[1], $inode, 'the file is left alone');

($status, $err) = sync('build', '--force', '-o', $db, work('feed'));
isnt((stat $db)[1], $inode, '--force publishes it');
ok(! -e "$db.1", 'the same content is no generation before');

($status, $err) = sync('build', '--dry-run', '-o', $db, write_file('other', line(id => 'b:1')));
like($err, qr/checked 1 listings/, '--dry-run says what it would do');
is(generation($db), $generation, '... and does nothing');

for my $n (2 .. 4) {
    sync('build', '-o', $db, write_file('other', line(id => "b:$n")));
}

is((rows($db, 'SELECT id FROM listings'))[0]{id}, 'b:4', 'another content is published at once');
is((rows("$db.1", 'SELECT id FROM listings'))[0]{id}, 'b:3', 'the one before is .1');
is((rows("$db.2", 'SELECT id FROM listings'))[0]{id}, 'b:2', 'the one before that is .2');
like((rows("$db.3", 'SELECT id FROM listings'))[0]{id}, qr/^acme:/, 'and the first is .3');

for my $n (5 .. 7) {
    sync('build', '-o', $db, write_file('other', line(id => "b:$n")));
}

is((rows("$db.4", 'SELECT id FROM listings'))[0]{id}, 'b:3', 'four generations stay');
ok(! -e "$db.5", '... and older ones are gone');
sync('build', '--keep', 1, '-o', $db, write_file('other', line(id => 'b:8')));
is(join(' ', map { -e "$db.$_" ? 'yes' : 'no' } 1 .. 4), 'yes no no no', '--keep 1 leaves one');
is((sync('build', '--keep', 'x', '-o', $db, work('other')))[0], 64, '--keep is a number');


# the one before

($status, $err) = sync('rollback', '-o', $db);
is($status, 0, 'rollback') or diag($err);
is((rows($db, 'SELECT id FROM listings'))[0]{id}, 'b:7', '... brings back the one before');
is((rows("$db.1", 'SELECT id FROM listings'))[0]{id}, 'b:8', '... which it changes places with');
sync('rollback', '-o', $db);
is((rows($db, 'SELECT id FROM listings'))[0]{id}, 'b:8', 'a second rollback undoes the first');

is((sync('rollback', '-o', $db, '--to', 2))[0], 65, 'no rollback to what is not there');
is((rows($db, 'SELECT id FROM listings'))[0]{id}, 'b:8', '... and nothing has changed');

{
    my $damaged = read_file("$db.1");
    substr $damaged, 8192, 512, "\xFF" x 512;
    write_file('d/jobs.db.2', $damaged);
    ($status, $err) = sync('rollback', '-o', $db, '--to', 2);
    is($status, 65, 'no rollback to a damaged one') or diag($err);
    is((rows($db, 'SELECT id FROM listings'))[0]{id}, 'b:8', '... and nothing has changed');
    unlink "$db.2";
}

is((sync('rollback'))[0], 64, 'rollback wants to know of what');
sync('build', '-o', $db, write_file('other', line(id => 'b:4')));

($status, $err, $out) = sync('build', '--json', '--quiet', '--force', '-o', $db, work('feed'));
my $report = JSON::PP::decode_json($out);
is($err, '', '--quiet says nothing');
is("$report->{status} $report->{listings} $report->{generation}", "published 9 $generation", '--json reports');

($status, $err) = sync({ before => 'umask 077' }, 'build', '--force', '-o', $db, work('feed'));
is(sprintf('%o', (stat $db)[2] & 07777), '644', 'a published file has mode 0644 whatever the umask');

mkdir work('real');
symlink work('real/jobs.db'), work('link.db');
sync('build', '-o', work('real/jobs.db'), work('feed'));
sync('build', '-o', work('link.db'), work('other'));
ok(-l work('link.db'), 'a symbolic link stays one');
is((rows(work('real/jobs.db'), 'SELECT id FROM listings'))[0]{id}, 'b:4', '... and its target is replaced');


# rows that another program wrote: the same job elsewhere, closed ones

sub rows_db
{
    my ($sql) = @_;

    my $file = work('given.db');
    unlink $file;
    system("sqlite3 '$file' < conf/schema.sql") == 0 or die;
    open my $pipe, '|-', 'sqlite3', $file or die;
    print $pipe "INSERT INTO listings (number, id, title, company, url, source, posted_at) VALUES\n",
                "(7, 'a:2', 'Two', 'Acme', 'https://a.example/2', 'A:acme', 200),\n",
                "(3, 'a:1', 'One', 'Acme', 'https://a.example/1', 'A:acme', 100);\n",
                "INSERT INTO listing_tags VALUES (3, 5, 'b'), (3, 2, 'a'), (99, 0, 'of nobody');\n", $sql;
    close $pipe or die;

    return $file;
}

my $given = work('given/jobs.db');
mkdir work('given');
sync('publish', '-o', $given, rows_db(''));
my $plain = generation($given);
($status, $err) = sync('publish', '-o', $given, rows_db(
    "INSERT INTO alternatives VALUES ('b:1', 3, 'B', 'https://b.example/1'), ('b:2', 7, 'B', 'https://b.example/2');
     INSERT INTO gone VALUES ('a:9', 50);"));
is($status, 0, 'alternatives and closed listings are published') or diag($err);
isnt(generation($given), $plain, '... and count for the generation');
is_deeply([ rows($given, 'SELECT a.id, l.id AS l FROM alternatives a JOIN listings l ON number = listing ORDER BY a.id') ],
          [ { id => 'b:1', l => 'a:1' }, { id => 'b:2', l => 'a:2' } ], '... under the new numbers');
is_deeply([ rows($given, 'SELECT * FROM gone') ], [ { id => 'a:9', closed_at => 50 } ], '... and so are closed ones');
is_deeply([ rows($given, 'SELECT listing, tag FROM listing_tags') ],
          [ { listing => 2, tag => 'a' }, { listing => 2, tag => 'b' } ], 'what belongs to no listing is left out');
is((sync('check', $given))[0], 0, '... and it passes its check');

for my $case ([ "INSERT INTO alternatives VALUES ('a:2', 3, 'B', 'https://b.example/1')", qr/alternative that is a listing/ ],
              [ "INSERT INTO gone VALUES ('a:2', 50)", qr/gone and still there/ ],
              [ "INSERT INTO gone VALUES ('no id', 50)", qr/another form in gone/ ],
              [ "UPDATE listings SET id = 'no id' WHERE number = 3", qr/id of another form/ ],
              [ "UPDATE listings SET url = 'javascript:x' WHERE number = 3", qr/url that is no http/ ],
              [ "UPDATE listings SET company_slug = '' WHERE number = 3", qr/without a company slug/ ],
              [ "PRAGMA ignore_check_constraints = on; UPDATE listings SET remote = 'moon'", qr/CHECK constraint failed/ ],
              [ "INSERT INTO categories VALUES ('a', 'A', 'none')", qr/category below one/ ],
              [ "ALTER TABLE listings RENAME TO l; CREATE TABLE listings AS SELECT * FROM l;
                 UPDATE listings SET posted_at = 'soon'", qr/cannot store TEXT value in INTEGER column posted_at/ ],
              [ "ALTER TABLE listings RENAME TO l; CREATE TABLE listings AS SELECT * FROM l;
                 INSERT INTO listings SELECT * FROM l WHERE number = 3", qr/there twice/ ],
              [ 'DROP TABLE listing_regions', qr/no such table/ ])
{
    my ($sql, $said) = @$case;
    my $before = generation($given);
    ($status, $err) = sync('publish', '--force', '-o', $given, rows_db("$sql;"));
    is($status, 65, "refused: $sql") or diag($err);
    like($err, $said, '... and it is told why');
    is(generation($given), $before, '... and the old one stays');
}

# what goes wrong

sub litter { return grep { !m{/\.\.?\z} } glob work('d/.*') }

open my $lock, '>', work('d/.jobs.db.lock') or die;
flock $lock, 2 | 4 or die;
($status, $err) = sync('build', '-o', $db, work('feed'));
is($status, 75, 'a second run is told so') or diag($err);
close $lock;

write_file('d/.jobs.db.99999.new', 'litter');
write_file('d/.jobs.db.99999.rows-journal', 'litter');
write_file('d/.jobs.db.other', 'not ours');
sync('build', '--force', '-o', $db, work('feed'));
is_deeply([ litter() ], [ work('d/.jobs.db.other') ], 'what killed runs left is removed, and nothing else');

my $big = write_file('big', map { line(id => "big:$_", title => "Title $_ " . 'x' x 300) } 1 .. 5000);
my $before = generation($db);

for my $blocks (1, 100, 2000, 5000) {
    ($status, $err) = sync({ before => "ulimit -f $blocks" }, 'build', '-o', $db, $big);
    is($status, 74, "a disk that is full after $blocks blocks is an I/O error") or diag($err);
    is(generation($db), $before, '... the old snapshot stays');
    is(scalar(litter()), 1, '... nothing is left beside it');
}

for my $delay (map { $_ / 50 } 1 .. 10) {
    my $child = fork();
    if ($child == 0) {
        open STDERR, '>', '/dev/null';
        exec sync_command('build', '--force', '-o', $db, $big);
    }
    select undef, undef, undef, $delay;
    kill 9, $child;
    waitpid $child, 0;
    my ($status) = sync('check', $db);
    BAIL_OUT('a killed run broke the snapshot') if $status ne '0';
}

pass('runs killed at ten moments leave a whole snapshot');
sync('build', '--force', '-o', $db, work('feed'));
is(scalar(litter()), 1, 'the next run removes what they left');

($status, $err) = sync('build', '-o', work('missing/jobs.db'), work('feed'));
is($status, 74, 'a directory that is missing is an I/O error');

for my $case ([ 'text', 'not a snapshot', 65 ], [ undef, undef, 74 ]) {
    my ($name, $text, $expected) = @$case;
    my $file = defined $text ? write_file($name, $text) : work('missing.db');
    ($status, $err) = sync('check', $file);
    is($status, $expected, 'check: ' . (defined $text ? $text : 'a missing file'));
}


# a snapshot that was tampered with

for my $sql ("UPDATE listings SET title = 'Other' WHERE number = 1", 'DELETE FROM ready_rows WHERE listing = 2',
             'UPDATE terms SET listings = 99', 'UPDATE terms SET value = "zz" WHERE term = 1',
             'UPDATE postings SET bitmap = (SELECT bitmap FROM postings WHERE term = 2) WHERE term = 1',
             'UPDATE field_columns SET codes = zeroblob(length(codes)) WHERE name = \'tag\'',
             'UPDATE salaries SET year_max = 1 WHERE excluded = 0', 'DELETE FROM field_columns WHERE name = \'posted\'', 'UPDATE listings SET number = 99 WHERE number = 1',
             'DROP TABLE currencies', "UPDATE listings SET url = 'javascript:x'")
{
    my $copy = write_file('copy.db', read_file($db));
    system 'sqlite3', $copy, $sql;
    ($status, $err) = sync('check', $copy);
    is($status, 65, "check finds: $sql") or diag($err);
}

# the full-text index of the snapshot before is taken over: another one than
# that of a new file, which says the same

sub index_of
{
    my ($file) = @_;
    my ($column) = rows($file, "SELECT hex(codes) AS codes, length(sets) AS sets FROM field_columns WHERE name = 'search'");
    my @number = (0, unpack 'V*', pack 'H*', $column->{codes});
    my %words;

    push @{$words{$number[$_->{doc}]}}, "$_->{term} $_->{col} $_->{offset}"
        for rows($file, "CREATE VIRTUAL TABLE temp.v USING fts5vocab (main, listing_search, 'instance'); SELECT * FROM temp.v");

    my @ranks = map { my $q = $_; map { "$q $number[$_->{n}] $_->{score}" } sort { $number[$a->{n}] <=> $number[$b->{n}] }
        rows($file, "SELECT rowid AS n, printf('%.12g', bm25(listing_search, 10, 4, 4, 2, 1, 5, 1)) AS score FROM listing_search WHERE listing_search MATCH '$q'") }
        qw(engineer text perl austin acme changed zebra designing design kcjrwiyhrvumxxvb);

    return ({ map { $_ => join("\n", sort @{$words{$_}}) } keys %words }, \@ranks, $#number, $column->{sets});
}

my $again = work('again.db');
my %feed = map { $_ => { id => "z:$_", url => "https://z.example/$_", title => $_ % 4 ? "Engineer $_" : 'Engineer', posted_at => sprintf('2026-07-%02d', 1 + $_ % 28),
                         excerpt => "Designing text $_ " . join(' ', map { chr(97 + ($_[0] // $_) % 26) x 5 } $_, $_ * 7), language => 'en', tags => [ 'Perl' ],
                         location => 'Austin, TX' } } 1 .. 200;

# two words of the same hash, of which one may stand for the other nowhere

$feed{60}{title} = 'Baker hdwuuoeaaaaabaaa+kcjrwiyhrvumxxvb';
$feed{61}{title} = 'kcjrwiyhrvumxxvb';
sub feed_of { return write_file('z.jsonl', map { line(%{$feed{$_}}) } sort { $a <=> $b } keys %feed) }
is((sync('build', '-q', '-o', $again, feed_of()))[0], 0, 'a snapshot');

for my $change (sub { $feed{$_}{title} = "Changed $_" for 3, 50, 60, 77 }, sub { delete @feed{5, 6, 100 .. 103} },
                sub { $feed{$_} = { %{$feed{1}}, id => "z:$_", url => "https://z.example/$_", posted_at => '2026-07-30' } for 201 .. 210 },
                sub { $feed{$_}{posted_at} = '2026-06-01' for 10 .. 20; $feed{30}{language} = 'de'; delete $feed{31}{location}; $feed{32}{tags} = [ 'zebra', 'Perl' ] },
                sub { $feed{$_}{excerpt} .= ' design' for 40 .. 49; $feed{41}{tags} = [ map { "tag$_" } 1 .. 90 ] }, sub { $feed{41}{title} = 'Changed again' })
{
    $change->();
    is((sync('build', '-q', '-o', $again, feed_of()))[0], 0, 'it changes');
    is((sync('build', '-q', '-o', work('anew.db'), '--force', feed_of()))[0], 0, '... and is built anew');
    is(generation($again), generation(work('anew.db')), '... with the same generation');
    my @have = index_of($again);
    my @want = index_of(work('anew.db'));
    is_deeply($have[0], $want[0], '... the same words of each listing');
    is_deeply($have[1], $want[1], '... and the same ranks');
    isnt($have[2], $want[2], '... in other rows') if $have[2] != keys %feed;
    is($want[2], scalar keys %feed, '... of which a new one has no others');
    is((sync('check', $again))[0], 0, '... and passes the check');
}

cmp_ok((index_of($again))[2], '>', scalar keys %feed, 'rows of what is gone stay empty');
$feed{$_}{title} = "Zebra $_" for grep { $_ % 2 } keys %feed;
sync('build', '-q', '-o', $again, feed_of());
$feed{1}{title} = 'Once more';
sync('build', '-q', '-o', $again, feed_of());
is((index_of($again))[2], scalar keys %feed, 'a fourth of them makes a new index');

$feed{2}{title} = 'Damaged';
my $damaged = read_file($again);
my $at = index $damaged, 'Zebra 99';
substr $damaged, $at, 1, 'z';
write_file('again.db', $damaged);
sync('build', '-q', '-o', $again, feed_of());
is((index_of($again))[2], scalar keys %feed, 'a damaged one is not taken over');
sync('build', '-q', '-o', work('anew.db'), '--force', feed_of());
is_deeply([ index_of($again) ], [ index_of(work('anew.db')) ], '... but made anew');

# more than FTS5 is asked to change: in listings, and in bytes

$feed{$_} = { id => "z:$_", url => "https://z.example/$_", title => "Many $_", posted_at => '2026-07-01' } for 1000 .. 4999;
sync('build', '-q', '-o', $again, feed_of());

for my $case ([ 'an eighth of the rows', sub { $feed{$_}{title} = "Other $_" for 1000 .. 1599 } ],
              [ '16 MB of words', sub { my @tags = map { join '', map { chr 97 + $_[0]++ % 26, $_ } 1 .. 30 } 1 .. 1000; $feed{$_}{tags} = \@tags for 2000 .. 2299 } ])
{
    $case->[1]->();
    is((sync('build', '-q', '-o', $again, feed_of()))[0], 0, "$case->[0] change");
    sync('build', '-q', '-o', work('anew.db'), '--force', feed_of());
    is(generation($again), generation(work('anew.db')), '... with the same generation');
    my ($have, $want) = map { join '', map { "$_->{hex}\n" } rows($_, 'SELECT hex(block) AS hex FROM listing_search_data ORDER BY id') } $again, work('anew.db');
    ok($have eq $want, '... and makes a new index') or diag(length $have, ' ', length $want);
    is((sync('check', $again))[0], 0, '... which passes the check');
}

# a source whose logo is not for show

my $mapping = write_file('logo.json', '{"source": {"name": "Acme", "logo": false}, "fields": {"id": "id", "title": "title",'
                                      . ' "company": "company", "url": "url", "company_logo": "logo"}}');
($status, $err) = sync('import', '-q', '-c', work('logo.c'), '-s', 'acme', '-m', $mapping,
                       write_file('logo', line(id => '1', logo => 'https://acme.example/logo.png')));
is($status, 0, 'a listing with a logo is imported') or diag($err);
is((sync('publish', '-q', '-c', work('logo.c'), '-o', work('logo.db')))[0], 0, '... and published');
is_deeply([ rows(work('logo.db'), 'SELECT company_logo FROM listings') ], [ { company_logo => undef } ], '... without it');
is_deeply([ rows(work('logo.db'), 'SELECT count(*) n FROM ready_rows WHERE json LIKE \'%logo.png%\' OR html LIKE \'%logo.png%\'') ],
          [ { n => 0 } ], '... nor has its ready row one');
is((sync('check', work('logo.db')))[0], 0, '... which agree');

done_testing();
