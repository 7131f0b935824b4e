# With a bad file at start nginx starts, answers 503 with Retry-After, and
# recovers by itself when a good one appears.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Generations;

my $one = generation('one');
my $two = generation('two');
my @cases = bad_snapshots($one);
my @live = map { tempdir() . '/jobs.db' } @cases;
my $server = '';

for my $i (0 .. $#cases) {
    replace_file($one, $live[$i]) if $cases[$i][0] eq 'removed';
    $cases[$i][1]->($live[$i]);
    $server .= "location ^~ /c$i "
               . "{ jobs; jobs_snapshot $live[$i] check=50ms; }\n";
}

my $n = nginx(server => $server);

is($n->get('/alive')->body, 'alive', 'nginx starts with bad files');

for my $i (0 .. $#cases) {
    my $name = $cases[$i][0];

    for my $uri ("/c$i", "/c$i.json", "/c$i.html", "/c$i/a:1", "/c$i/a:1.json",
                 "/c$i/a:1/apply")
    {
        my $r = $n->get($uri);

        is($r->status, 503, "$name: 503: $uri");
        like($r->header('Retry-After') || '', qr/\A\d+\z/,
             "$name: with Retry-After: $uri");
        like($r->type, $uri =~ /json/ ? qr/problem\+json/ : qr/html/,
             "$name: in its own kind: $uri");
        unlike($r->body, qr/\Q$live[$i]\E|sqlite/i, "$name: no path: $uri");
    }

    like(join("\n", $n->log_lines(qr/jobs: snapshot "\Q$live[$i]\E"/)),
         qr/\[error\][^\n]*\z/, "$name: one line in the log");
}

my @workers = $n->worker_pids;

for my $i (0 .. $#cases) {
    unlink "$live[$i]-wal";
    replace_file($two, $live[$i]);
}

for my $i (0 .. $#cases) {
    ok(wait_until(sub { served($n, "/c$i.json?limit=40") eq 'two' }, 10),
       "$cases[$i][0]: it recovers by itself");
}

is(join(' ', $n->worker_pids), "@workers", 'without a new worker');


# a file whose directory is not there yet

my $dir = tempdir() . '/later';

$n = nginx(server => <<"EOT");
    location ^~ /jobs { jobs; jobs_snapshot $dir/jobs.db check=50ms; }
EOT

is(served($n), '503', 'a directory that is not there');
mkdir $dir;
replace_file($one, "$dir/jobs.db");
ok(wait_until(sub { served($n) eq 'one' }, 10), 'may come later');


# the generation before stands in

my $live = tempdir() . '/jobs.db';

spew($live, 'garbage');
replace_file($one, "$live.1");

$n = nginx(http => "jobs_snapshot $live check=50ms;", cache => 0,
           server => 'location ^~ /jobs { jobs; }');

is(served($n), 'one', 'a worker without a good file tries jobs.db.1');

replace_file($two, $live);
ok(wait_until(sub { served($n) eq 'two' }, 10), 'until the file is good');

spew("$live.new", 'garbage again');
rename "$live.new", $live;
replace_file($one, "$live.1");
$n->wait_for_log(qr/\[error\].*jobs: snapshot "\Q$live\E"/, 10);
$n->reload(gone => 1);
is(served($n), 'one', 'after a reload too');

unlink "$live.1";
replace_file($two, "$live.2");
$n->reload(gone => 1);
is(served($n), 'two', 'and jobs.db.2 after that')
    if served($n) ne '503';


# a snapshot that is a program

my $sqlite = (grep { -x "$_/sqlite3" } split /:/, $ENV{PATH})[0];

SKIP: {
    skip 'sqlite3 is not there', 4 if !$sqlite;

    my %hostile = (
        view => <<'EOT',
DROP TABLE postings;
CREATE VIEW postings AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL
SELECT n + 1 FROM c) SELECT n AS term, n AS listing FROM c;
EOT
        trigger => <<'EOT',
CREATE TRIGGER t AFTER INSERT ON listings BEGIN DELETE FROM terms; END;
EOT
        'dropped column' => 'ALTER TABLE ready_rows DROP COLUMN html;',
        'generated column' => <<'EOT',
ALTER TABLE listings ADD COLUMN x TEXT AS (zeroblob(1000000000));
EOT
    );

    for my $name (sort keys %hostile) {
        my $path = tempdir() . '/jobs.db';

        replace_file($one, $path);
        spew("$path.sql", "PRAGMA journal_mode = delete;\n$hostile{$name}");
        system "$sqlite/sqlite3 $path < $path.sql > /dev/null 2> $path.err";

        my $h = nginx(http => "jobs_snapshot $path check=50ms;",
                      server => 'location ^~ /jobs { jobs; }');

        is(served($h, '/jobs.json?company=co-one'), '503',
           "a file with a $name of its own is refused")
            or diag(slurp("$path.err"));
    }
}

done_testing();
