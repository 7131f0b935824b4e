# A file that is written into, which nobody should do: no worker dies, no
# wrong row, 503 with Retry-After until a whole file is there.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Generations;

my $one = generation('one', size => 400);
my $two = generation('two', size => 400);
my $size = -s $one;


# writes into the file: same inode

sub into
{
    my ($path, $sub) = @_;

    open my $fh, '+<:raw', $path or die "$path: $!\n";
    $sub->($fh);
    close $fh or die "$path: $!\n";

    return;
}


my $bytes = slurp($two);
my $mixed = slurp($one);

substr $mixed, 8192, length($mixed) - 8192,
       substr($bytes, 8192) . "\0" x 100_000 if length $mixed > 8192;
substr $mixed, $size, length($mixed), '' if length $mixed > $size;

my @cases = (
    [ 'truncated to nothing', sub { truncate $_[0], 0 } ],
    [ 'truncated to a half', sub { truncate $_[0], 4096 * int($size / 8192) } ],
    [ 'truncated by a page', sub { truncate $_[0], $size - 4096 } ],
    [ 'overwritten with zeros', sub { print {$_[0]} "\0" x $size } ],
    [ 'overwritten with text', sub { print {$_[0]} 'text ' x ($size / 5) } ],
    [ 'overwritten with a half of another', sub {
        print {$_[0]} substr $bytes, 0, 4096 * int($size / 8192);
    }, 'may be whole' ],
    [ 'overwritten in the middle', sub {
        seek $_[0], 8192 * int($size / 16384), 0;
        print {$_[0]} 'garbage ' x 2048;
    } ],
    [ 'grown by garbage', sub {
        seek $_[0], 0, 2;
        print {$_[0]} 'garbage' x 5000;
    }, 'may be whole' ],
);

my @uris = ('/jobs.json?limit=40', '/jobs.json?limit=40&offset=300',
            '/jobs.json?q=listing&limit=40', '/jobs.json?sort=title&limit=40');

for my $case (@cases) {
    my ($name, $write, $maybe) = @$case;
    my $live = tempdir() . '/jobs.db';

    replace_file($one, $live);

    my $n = nginx(http => "jobs_snapshot $live check=50ms;", cache => 0,
                  server => <<"EOT");
        location ^~ /jobs { jobs; }
        location ^~ /other { jobs; jobs_snapshot $two check=50ms; }
EOT
    my @workers = $n->worker_pids;

    is(served($n), 'one', "$name: it is served before");

    into($live, $write);

    my %seen;
    my $look = sub {
        my $all = 1;

        for my $uri (@uris) {
            my $s = served($n, $uri);

            $seen{$s}++;
            $all = 0 if $s ne '503';
        }

        return $all;
    };

    if ($maybe) {
        holds(sub { $look->(); 1 }, 0.5);

    } else {
        ok(wait_until($look, 10), "$name: 503 with Retry-After")
            or diag(join ', ', %seen);
        ok(holds($look, 0.2), "$name: and it stays so");
    }

    is(join(' ', grep { !/\A(?:one|503)\z/ } sort keys %seen), '',
       "$name: no wrong row, no other error");
    is(served($n, '/other.json?limit=40'), 'two',
       "$name: another snapshot is untouched");
    is($n->get('/alive')->body, 'alive', "$name: other locations are too");
    ok(scalar($n->log_lines(qr/\[error\].*jobs: snapshot "\Q$live\E"/)),
       "$name: the log says so") if !$maybe;

    replace_file($two, $live);
    ok(wait_until(sub { served($n) eq 'two' }, 10),
       "$name: a whole file ends it");
    is(join(' ', $n->worker_pids), "@workers", "$name: no worker died");
}


# cp over the live file, again and again, under requests

my $live = tempdir() . '/jobs.db';

replace_file($one, $live);

my $n = nginx(http => "jobs_snapshot $live check=20ms;", cache => 0,
              server => 'location ^~ /jobs { jobs; }');
my @workers = $n->worker_pids;
my %seen;

for my $round (1 .. 30) {
    my $from = $round % 2 ? $bytes : slurp($one);

    into($live, sub {
        my ($fh) = @_;

        truncate $fh, 0;

        for (my $at = 0; $at < length $from; $at += 65536) {
            print {$fh} substr $from, $at, 65536;
            $fh->flush;
            $seen{served($n, $uris[$at / 65536 % @uris])}++;
        }
    });

    $seen{served($n, $_)}++ for @uris;
}

is(join(' ', grep { !/\A(?:one|two|503)\z/ } sort keys %seen), '',
   'cp over the live file: rows of one generation, or 503')
    or diag(join ', ', map { "$_: $seen{$_}" } sort keys %seen);

replace_file($two, $live);
ok(wait_until(sub { served($n) eq 'two' }, 10), 'a rename ends it');
is(join(' ', $n->worker_pids), "@workers", 'no worker died');

done_testing();
