# A damaged page that only a query meets: that worker goes back to the
# generation before.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Generations;

my $good = generation('good', size => 400);
my $next = generation('next', size => 400);
my $bytes = slurp($next);
my $page = unpack 'n', substr $bytes, 16, 2;


# The file with every page that holds the text made unreadable for SQLite.

sub damaged
{
    my ($text) = @_;

    my $copy = $bytes;
    my $n = 0;

    for (my $at = $page; $at < length $copy; $at += $page) {
        if (index(substr($copy, $at, $page), $text) >= 0) {
            substr $copy, $at, 8, "\xFF" x 8;
            $n++;
        }
    }

    die "no page holds $text\n" if $n == 0;

    return $copy;
}


my %case = (
    'rows of the list' => [ damaged('"title":"next listing 3'),
                            '/jobs.json?limit=40' ],
    'HTML rows' => [ damaged('next listing 395</a>'), '/jobs.html?limit=40' ],
);

for my $name (sort keys %case) {
    my ($copy, $uri) = @{ $case{$name} };
    my $live = tempdir() . '/jobs.db';

    replace_file($good, $live);

    my $n = nginx(http => "jobs_snapshot $live check=50ms;",
                  server => 'location ^~ /jobs { jobs; }');
    my @workers = $n->worker_pids;

    like($n->get($uri)->body, qr/good listing/, "$name: before");

    replace_file(\$copy, $live);
    ok($n->wait_for_log(qr/jobs: snapshot "\Q$live\E"/, 10),
       "$name: the worker has looked at the damaged file");

    ok(holds(sub {
        my $r = $n->get($uri);

        return $r->status == 200 && $r->body =~ /good listing/
               && $r->body !~ /next listing/;
    }, 0.4), "$name: the generation before answers, from the first query on");

    my @lines = $n->log_lines(qr/\[error\].*jobs: snapshot "\Q$live\E"/);

    is(scalar @lines, 1, "$name: one line in the log")
        or diag(join "\n", @lines);

    is(served($n), 'good', "$name: for every query");

    replace_file($next, $live);
    ok(wait_until(sub { served($n) eq 'next' }, 10),
       "$name: a good file ends it");
    is(join(' ', $n->worker_pids), "@workers", "$name: no worker died");
}


# with no generation before in memory, the file beside it

my $live = tempdir() . '/jobs.db';
my ($copy, $uri) = @{ $case{'rows of the list'} };

replace_file($good, "$live.1");
replace_file(\$copy, $live);

my $n = nginx(http => "jobs_snapshot $live check=50ms;",
              server => 'location ^~ /jobs { jobs; }');

is(served($n, $uri), 'good', 'a fresh worker goes back to jobs.db.1');

replace_file($next, $live);
ok(wait_until(sub { served($n) eq 'next' }, 10), 'until a good file is there');


# and with none at all

$live = tempdir() . '/jobs.db';
replace_file(\$copy, $live);

$n = nginx(http => "jobs_snapshot $live check=50ms;",
           server => 'location ^~ /jobs { jobs; }');

is(served($n, $uri), '503', 'without any it is 503 with Retry-After');
replace_file($next, $live);
ok(wait_until(sub { served($n) eq 'next' }, 10), 'until a good file is there');


# random damage: rows of one generation, the one before, or 503; no crash

$live = tempdir() . '/jobs.db';
replace_file($good, $live);

$n = nginx(http => "jobs_snapshot $live check=20ms;",
           server => 'location ^~ /jobs { jobs; }');

my @workers = $n->worker_pids;
my %status;
my $rounds = rounds(40, 15, 8);

srand 20260801;

for my $round (1 .. $rounds) {
    my $wild = $bytes;

    for (1 .. 1 + int rand 40) {
        substr $wild, int(rand length $wild), 1, chr int rand 256;
    }

    my $looks = () = $n->log_lines(qr/jobs: snapshot/);

    replace_file(\$wild, $live);
    wait_until(sub {
        $looks < (() = $n->log_lines(qr/jobs: snapshot/));
    }, 1);

    for my $path ('/jobs', '/jobs.json?sort=salary', '/jobs/g:7.json',
                  '/jobs.json?q=listing+word', '/jobs.html?category=x',
                  '/jobs.json?company=co-next', '/jobs/g:399',
                  '/jobs.json?sort=title&offset=380&limit=20')
    {
        $status{$n->get($path)->status}++;
    }
}

is(join(' ', grep { !/\A(?:200|404|503)\z/ } sort keys %status), '',
   'random damage gives answers or 503')
    or diag(join ', ', map { "$_: $status{$_}" } sort keys %status);

replace_file($good, $live);
ok(wait_until(sub { (eval { served($n) } // '') eq 'good' }, 10),
   'a good file ends it');         # the last one may have bent a row of JSON
is(join(' ', $n->worker_pids), "@workers", 'no worker died');

done_testing();
