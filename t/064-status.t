# jobs status: what a worker knows of its snapshots.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Generations;

my $dir = tempdir();
my $live = "$dir/live-file.db";

replace_file(generation('one', size => 7), $live);

my $n = nginx(http => "jobs_snapshot $live check=50ms;", server => <<"EOT");
    location ^~ /jobs { jobs; }
    location ^~ /off { jobs; jobs_threads off;
                       jobs_snapshot @{[ generation('two', size => 3) ]}; }
    location ^~ /none { jobs; jobs_snapshot $dir/no-such-file.db stale=1s; }
    location = /status { jobs status; }
EOT

my $r = $n->get('/status');
my $status = $r->json;

is($r->status, 200, 'status');
is($r->type, 'application/json', 'is JSON');
is($r->header('Cache-Control'), 'no-store', 'that nobody keeps');
is($n->head('/status')->status, 200, 'HEAD');
is($n->request('POST', '/status', 'Content-Length' => 0)->status, 405,
   'POST is refused');
is($n->get('/jobs/status')->status, 404, 'a board has none by itself');
unlike($r->body, qr/\Q$dir\E|live-file|no-such-file|\.db/, 'it names no file');

is(join(' ', sort keys %$status),
   'counters nginx pid snapshots version worker workers',
   'what it says of nginx');
is($status->{pid}, ($n->worker_pids)[0], 'the process');
is($status->{worker}, 0, 'and its number');
like($status->{nginx}, qr/\A\d+\.\d+\.\d+\z/, 'the version of nginx');

my ($header) = slurp('ngx_jobs_module/core/jobs_core.h')
               =~ /JOBS_VERSION\s+"([^"]+)"/;

is($status->{version}, $header, 'and of the module');

my @snapshots = @{ $status->{snapshots} };
my $keys = 'age built_at connections failed_loads generation index'
           . ' index_bytes last_failure listings loaded_at loads running'
           . ' stale waiting';

is(scalar @snapshots, 3, 'every path of the configuration');
is(join(' ', map { $_->{index} } @snapshots), '0 1 2', 'in its order');
is(join(' ', sort keys %$_), $keys, "snapshot $_->{index} has all fields")
    for @snapshots;

my ($one, $two, $none) = @snapshots;

is($one->{generation}, $n->get('/jobs.json')->json->{snapshot}{generation},
   'generation');
is($one->{built_at}, $n->get('/jobs.json')->json->{snapshot}{built_at},
   'time built');
is($one->{listings}, 7, 'listings');
is($two->{listings}, 3, 'of each');
like($one->{age}, qr/\A\d+\z/, 'age');
like($one->{loaded_at}, qr/\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\z/,
     'time it was loaded');
is(join(' ', sort keys %{ $one->{index_bytes} }),
   'columns_and_bitmaps dictionaries', 'memory of the index');
cmp_ok($one->{index_bytes}{$_}, '>', 0, $_)
    for qw(columns_and_bitmaps dictionaries);
is($one->{connections}, 3, 'two connections for threads');
is($two->{connections}, 1, 'none where they are off');
is("$one->{waiting} $one->{running}", '0 0', 'no query at the moment');
ok(!$one->{stale}, 'it is not stale');
is("$one->{loads} $one->{failed_loads}", '1 0', 'loaded once');
is($one->{last_failure}, undef, 'without a failure');

is($none->{$_}, undef, "where there is none, $_ is null")
    for qw(generation built_at age listings index_bytes loaded_at);
is("$none->{connections} $none->{loads} $none->{failed_loads}", '0 0 1',
   'a failure was counted');
like($none->{last_failure}, qr/cannot be opened: \w/, 'and its reason kept');


# all workers, as each of them wrote it down

my @workers = @{ $status->{workers} };

is(scalar @workers, 1, 'every worker');
is("$workers[0]{worker} $workers[0]{pid}", "0 $status->{pid}",
   'by number and process');

my @slots = @{ $workers[0]{snapshots} };

is(scalar @slots, 3, 'with every snapshot');
is(join(' ', sort keys %$_), 'built_at failed_loads generation index'
   . ' index_bytes last_failure listings loaded_at loads',
   "$_->{index} has all fields") for @slots;

for my $i (0 .. 2) {
    is($slots[$i]{$_}, $snapshots[$i]{$_}, "snapshot $i: $_ agrees")
        for qw(index generation built_at listings loaded_at loads
               failed_loads last_failure);
}

is($slots[0]{index_bytes}, $one->{index_bytes}{columns_and_bitmaps}
                           + $one->{index_bytes}{dictionaries},
   'memory of the index');


# a bad file, then a good one

sub field
{
    my ($name) = @_;

    return $n->get('/status')->json->{snapshots}[0]{$name};
}

replace_file(\ "not a database\n", $live);
ok(wait_until(sub { field('failed_loads') == 1 }), 'a bad file is counted');
like(field('last_failure'), qr/\w+ \w+/, 'with its reason');
is(field('generation'), $one->{generation}, 'the good one stays');

replace_file(generation('three', size => 5), $live);
ok(wait_until(sub { field('loads') == 2 }), 'a good one is counted');
is(field('listings'), 5, 'and served');
is(field('connections'), 3, 'with connections of its own');
is(numbers($n->get('/jobs.json?q=three')), '1 2 3 4 5', 'which answer');
is(field('failed_loads'), 1, 'the failure is not forgotten');


# no snapshot is needed

my $alone = nginx(server => 'location = /status { jobs status; }');

is_deeply($alone->get('/status')->json->{snapshots}, [],
          'status where nothing is served');


# stale

my $old = nginx(http => "jobs_snapshot $live stale=1s;", server => <<'EOT');
    location ^~ /jobs { jobs; }
    location = /status { jobs status; }
EOT

ok(wait_until(sub { $old->get('/status')->json->{snapshots}[0]{stale} }),
   'older than the directive says is stale');


# jobs_cache_size

for my $size (qw(0 32k 1m 64M)) {
    my ($code, $output) = nginx_t(http => "jobs_cache_size $size;");

    is($code, 0, "jobs_cache_size $size") or diag($output);
}

for my $case ([ '4k', 'invalid value "4k" in "jobs_cache_size" directive, it must be' ],
              [ 'big', 'invalid value "big" in "jobs_cache_size" directive, it must be' ],
              [ '-1', 'invalid value "-1" in "jobs_cache_size" directive, it must be' ],
              [ '1m; jobs_cache_size 1m', '"jobs_cache_size" directive is duplicate' ])
{
    my ($value, $message) = @$case;
    my ($code, $output) = nginx_t(http => "jobs_cache_size $value;");

    isnt($code, 0, "jobs_cache_size $value is refused");
    like($output, qr/\Q$message\E/, 'and the message says why');
}

my ($code, $output) = nginx_t(server => 'jobs_cache_size 1m;');

isnt($code, 0, 'jobs_cache_size belongs into http');

done_testing();
