# The file and the one before it are both damaged where the cheap check does
# not look: the worker says so and goes on, it does not try them for ever.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Generations;

my $good = generation('good', size => 40);
my $bytes = slurp($good);
my $page = unpack 'n', substr $bytes, 16, 2;

# every page that holds a ready row

for (my $at = $page; $at < length $bytes; $at += $page) {
    next if index(substr($bytes, $at, $page), '"company_slug":') < 0;
    substr $bytes, $at, 8, "\xEE" x 8;
}

my $live = tempdir() . '/jobs.db';

replace_file(\$bytes, $live);
replace_file(\$bytes, "$live.1");

my $n = nginx(http => "jobs_snapshot $live check=50ms;", server => <<'EOT');
    location ^~ /jobs { jobs; }
EOT

is(served($n), '503', 'neither file is served') for 1 .. 3;
is($n->get('/alive')->body, 'alive', 'the worker answers others');

replace_file($good, $live);
ok(wait_until(sub { served($n) eq 'good' }, 10), 'a good file ends it');

done_testing();
