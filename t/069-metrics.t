# jobs metrics: what all workers counted, and what each of them serves.

use strict;
use warnings;

use Test::More;
use Jobs::Test;
use Jobs::Test::Exposition;
use Jobs::Test::Generations;
use Jobs::Test::Slow;

my $dir = tempdir();
my $live = "$dir/live-file.db";
my %path = (one => generation('one', size => 7),
            two => generation('two', size => 5));

replace_file($path{one}, $live);

my $slow_file = slow_snapshot(rows => 100);

my $n = nginx(once => 1, workers => 2, killed => 1,
              http => "jobs_snapshot $live check=20ms;", server => <<"EOT");
    location ^~ /jobs { jobs; }
    location ^~ /own { jobs; error_page 404 /alive; }
    location ^~ /back { jobs; error_page 404 =200 /jobs.json; }
    location ^~ /none { jobs; jobs_snapshot $dir/no-such-file.db; }
    location ^~ /slow { jobs; jobs_snapshot $slow_file; jobs_threads off;
                        jobs_query_timeout 1ms; }
    location ^~ /long { jobs; jobs_snapshot $slow_file;
                        jobs_query_timeout 4s; }
    location = /status { jobs status; }
    location = /metrics { jobs metrics; }
    location = /page.html { ssi on; default_type text/html; }
EOT

spew($n->prefix . '/html/page.html',
     '<!--# include virtual="/jobs.html?limit=1" -->' x 3
     . '<!--# include virtual="/jobs/nosuch.html" -->');


sub metrics
{
    my $m = Jobs::Test::Exposition->new($n->get('/metrics')->body);

    is(join("\n", $m->complaints), '', 'the format is kept')
        if $m->complaints;

    return $m;
}


sub workers { return @{ $n->get('/status')->json->{workers} } }


# { "html/200" => count }, without those who ask for the counts

sub counts
{
    my ($m) = @_;

    my $all = $m->samples('jobs_requests_total');
    my %counts;

    for my $labels (keys %$all) {
        my ($view, $status) = $labels =~ /\Aview="(\w+)",status="(\w+)"\z/;

        $counts{"$view/$status"} = $all->{$labels}
            if $view !~ /\A(?:metrics|status)\z/;
    }

    return \%counts;
}


# By how much the counts are higher than before.  (An answer is there a moment
# before its request is over.)

sub counted
{
    my ($before, $wanted, $name) = @_;

    my $old = counts($before);
    my $got;

    wait_until(sub {
        my $new = counts(metrics());
        my %more = map { $_ => $new->{$_} - ($old->{$_} || 0) } keys %$new;

        $got = join ' ', map { "$_=$more{$_}" } grep { $more{$_} }
                         sort keys %more;

        return $got eq $wanted;
    });

    is($got, $wanted, $name);

    return;
}


# What the workers say of one snapshot, in their order.

sub gauge
{
    my ($m, $name, $snapshot) = @_;

    my $all = $m->samples("jobs_snapshot_$name");

    return map { $all->{$_} } sort grep { /,snapshot="$snapshot"/ } keys %$all;
}


sub loaded
{
    my ($listings) = @_;

    return wait_until(sub {
        join(' ', gauge(metrics(), 'listings', 0)) eq "$listings $listings"
    }, 15);
}


# the answer

ok(loaded(7), 'two workers serve the snapshot');

my $r = $n->get('/metrics');
my $m = Jobs::Test::Exposition->new($r->body);

is($r->status, 200, 'metrics');
is($r->header('Content-Type'), 'text/plain; version=0.0.4; charset=utf-8',
   'in the text format');
is($r->header('Cache-Control'), 'no-store', 'that nobody keeps');
is($n->head('/metrics')->status, 200, 'HEAD');
is($n->request('POST', '/metrics', 'Content-Length' => 0)->status, 405,
   'POST is refused');
is($n->get('/jobs/metrics')->status, 404, 'a board has none by itself');
unlike($r->body, qr/\Q$dir\E|live-file|no-such-file|\.db/, 'it names no file');
is(join("\n", $m->complaints), '', 'our own check has no complaint');

SKIP: {
    skip('promtool (Debian: prometheus) is not here; our own check was', 1)
        if !grep { -x "$_/promtool" } split /:/, $ENV{PATH};

    spew("$dir/metrics", $r->body);
    is(`promtool check metrics < $dir/metrics 2>&1`, '', 'nor has promtool');
}

my $status = $n->get('/status')->json;

is($m->value(qq(jobs_info{version="$status->{version}",)
             . qq(nginx="$status->{nginx}"})), 1, 'the versions');


# what the check is for

for my $case ([ "# TYPE a_total counter\na_total 1\n", 'below its HELP' ],
              [ "# HELP a b\n# TYPE a counter\na 1\n", 'ends in _total' ],
              [ "# HELP a b\n# TYPE a gauge\na 1\na 1\n", 'a twice' ],
              [ "# HELP a b\n# TYPE a gauge\na{b=\"\\x\"} 1\n", 'a: labels' ],
              [ "# HELP a b\n# TYPE a gauge\na{b=\"1\",b=\"2\"} 1\n",
                'a label twice' ],
              [ "# HELP a b\n# TYPE a gauge\na 1", 'has no end' ],
              [ "# HELP a b\n# TYPE a gauge\nb 1\n", 'b stands below a' ],
              [ "# HELP a b\n# TYPE a gauge\na one\n", 'not a line' ],
              [ "# HELP h b\n# TYPE h histogram\nh_bucket{le=\"1\"} 2\n"
                . "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n",
                'has less' ])
{
    my ($text, $complaint) = @$case;

    like(join("\n", Jobs::Test::Exposition->new($text)->complaints),
         qr/\Q$complaint\E/, "the check says: $complaint");
}


# requests by view and status

my $before = metrics();

$n->get('/jobs') for 1 .. 3;
$n->get('/jobs', Accept => 'application/json');
$n->get('/jobs.json?limit=x');
$n->get('/jobs.html');
$n->head('/jobs.html');
$n->get('/jobs/');
$n->get('/jobs/g:1');
$n->get('/jobs/g:1.html');
$n->get('/jobs/g:1.json');
$n->get('/jobs/g:99');
$n->request('POST', '/jobs', 'Content-Length' => 0);
$n->get('/none.json');
counted($before, 'detail/200=1 detail/404=1 detail_html/200=1'
        . ' detail_json/200=1 html/200=2 json/200=1 json/400=1 json/503=1'
        . ' page/200=3 page/405=1 redirect/301=1',
        'every answer counts once');

$before = metrics();

my $etag = $n->get('/jobs/jobs.css')->header('ETag');

is($n->get('/jobs/jobs.css', 'If-None-Match' => $etag)->status, 304,
   'what nginx makes a 304 of');
counted($before, 'asset/200=1 asset/304=1', 'counts as one');

$before = metrics();
$n->get('/page.html');
counted($before, 'detail_html/404=1 html/200=3', 'subrequests count');

$before = metrics();
is($n->get('/own/nosuch')->body, 'alive', 'error_page goes elsewhere');
counted($before, 'page/404=1', 'and the view counts, with its status');

$before = metrics();
is($n->get('/back/nosuch')->json->{total}, 7, 'error_page goes to a view');
counted($before, 'json/200=1', 'and the request counts once');

$before = metrics();

my $client = $n->client;

$client->write("GET /long.json?q=$slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
ok(wait_until(sub {
    grep { $_->{running} } @{ $n->get('/status')->json->{snapshots} }
}), 'a query runs');
$client->close;
counted($before, 'json/499=1', 'a client that leaves counts as in the log');


# apply clicks

$before = metrics();
is($n->get('/jobs/g:1/apply')->status, 302, 'apply');
$n->head('/jobs/g:1/apply');
$n->get('/jobs/g:99/apply');
counted($before, 'apply/302=2 apply/404=1', 'counts as a request');
is(more('jobs_apply_clicks_total'), 1, 'and where it was GET, as a click');


# queries

sub more
{
    my ($name) = @_;

    return metrics()->value($name) - $before->value($name);
}

$before = metrics();
$n->get("/jobs.json?q=one&limit=$_") for 1 .. 5;
is(more('jobs_query_duration_seconds_count'), 5, 'five queries');
cmp_ok(more('jobs_query_duration_seconds_sum'), '>', 0, 'took some time');
is(join(' ', sort { $a <=> $b } map { /le="([\d.]+)"/ }
             keys %{ $m->samples('jobs_query_duration_seconds_bucket') }),
   '0.0001 0.00025 0.0005 0.001 0.0025 0.005 0.01 0.025 0.05 0.1 0.25 0.5'
   . ' 1 2.5 5', 'the buckets');

is($n->get("/slow.json?q=$slow")->status, 503, 'a query that takes too long');
is(more('jobs_query_timeouts_total'), 1, 'counts as a time-out');


# what each worker serves

my @pids = $n->worker_pids;
my $generation = $n->get('/jobs.json')->json->{snapshot}{generation};

is(join(' ', sort { $a <=> $b } map { $_->{pid} } workers()), "@pids",
   'one answer tells of both workers');
$m = metrics();
is(join(' ', sort grep { /snapshot="0"/ }
                  keys %{ $m->samples('jobs_snapshot_info') }),
   join(' ', map { qq(worker="$_",snapshot="0",generation="$generation") }
             0, 1), 'generations');
is(join(' ', gauge($m, 'serving', 0)), '1 1', 'it is served');
is(join(' ', gauge($m, 'serving', 1)), '0 0', 'what is missing is not');
is(join(' ', gauge($m, 'listings', 1)), '', 'and has no listings');

$status = $n->get('/status')->json;

my $memory = $status->{snapshots}[0]{index_bytes};

is(join(' ', gauge($m, 'index_bytes', 0)),
   join(' ', ($memory->{columns_and_bitmaps}) x 2), 'memory of the index');
is(join(' ', gauge($m, 'dictionary_bytes', 0)),
   join(' ', ($memory->{dictionaries}) x 2), 'and of dictionaries');
cmp_ok(abs($_ - time), '<', 600, 'a time of this hour')
    for gauge($m, 'built_timestamp_seconds', 0),
        gauge($m, 'loaded_timestamp_seconds', 0);

$before = metrics();
replace_file(\ "not a database\n", $live);
ok(wait_until(sub {
    more('jobs_snapshot_load_failures_total{snapshot="0"}') == 2
}), 'each worker refuses a bad file');

my @slots = map { $_->{snapshots}[0] } workers();

is(join(' ', map { $_->{failed_loads} } @slots), '1 1', 'and says so');
like($_->{last_failure}, qr/\w+ \w+/, 'with its reason') for @slots;

replace_file($path{two}, $live);
ok(loaded(5), 'each takes a good one over');
is(more('jobs_snapshot_loads_total{snapshot="0"}'), 2, 'which counts');

$status = $n->get('/status')->json->{counters};
$m = metrics();
is($status->{snapshots}[0]{loads},
   $m->value('jobs_snapshot_loads_total{snapshot="0"}'),
   'status has the same numbers');
is($status->{requests}{json}{200}, counts($m)->{'json/200'}, 'of requests');
is($status->{$_}, $m->value("jobs_${_}_total"), "of $_")
    for qw(apply_clicks query_timeouts cache_hits);
is($status->{queries}, $m->value('jobs_query_duration_seconds_count'),
   'of queries');
is($status->{query_seconds}, $m->value('jobs_query_duration_seconds_sum'),
   'of time');


# over a reload and the end of workers

sub total
{
    my ($m) = @_;

    my $counts = counts($m);
    my $sum = $m->value('jobs_query_duration_seconds_count')
              + $m->value('jobs_apply_clicks_total');

    $sum += $_ for values %$counts;

    return $sum;
}

my $total = total(metrics());

$n->reload(gone => 1);
ok(loaded(5), 'after a reload');
is(total(metrics()), $total, 'the counters are what they were');

@pids = $n->worker_pids;
is(join(' ', sort { $a <=> $b } map { $_->{pid} } workers()), "@pids",
   'and the workers are the new ones');

for my $round (1, 2) {
    my ($victim) = $n->worker_pids;

    kill 'KILL', $victim;
    ok(wait_until(sub {
        my @live = eval { map { $_->{pid} } workers() };

        return @live == 2 && !grep { $_ == $victim } @live;
    }, 15), 'a killed worker is replaced');
    ok(loaded(5), 'by one that serves');
    is(total(metrics()), $total, 'and no count is lost');
}


# while files are swapped and workers come and go

my %listings;

for my $name (qw(one two)) {
    replace_file($path{$name}, $live);
    ok(loaded($name eq 'one' ? 7 : 5), "$name is served");

    $r = $n->get('/jobs.json')->json;
    $listings{ $r->{snapshot}{generation} } = $r->{total};
}

my ($last, $looks, $torn, $less) = (total(metrics()), 0, 0, 0);

for my $round (1 .. rounds(60, 20, 10)) {
    replace_file($path{$round % 2 ? 'one' : 'two'}, $live);
    kill 'KILL', ($n->worker_pids)[0] if $round % 10 == 5;
    $n->reload if $round % 20 == 10;

    for (1 .. 5) {
        my ($sum, @slots) = eval {      # whoever answers may be killed
            (total(metrics()), map { $_->{snapshots}[0] } workers());
        };

        next if !defined $sum;

        $looks++;
        $less++ if $sum < $last;
        $last = $sum;
        $torn += grep {
            defined $_->{generation}
            && ($listings{ $_->{generation} } || 0) != $_->{listings}
        } @slots;
    }
}

cmp_ok($looks, '>', rounds(60, 20, 10), 'many looks');
is($torn, 0, 'no slot is half of one and half of another');
is($less, 0, 'no counter ever goes back');

$n->set(workers => 1)->reload(gone => 1);
is(scalar(workers()), 1, 'with fewer workers the others are not shown');


# the zone is there where "jobs" is

sub zones
{
    my ($nginx) = @_;

    no warnings 'portable';         # addresses have 64 bits

    my $maps = slurp('/proc/' . ($nginx->worker_pids)[0] . '/maps');
    my $zones = 0;

    while ($maps =~ /^([0-9a-f]+)-([0-9a-f]+) rw-s/mg) {
        $zones++ if hex($2) - hex($1) == 768 * 1024;
    }

    return $zones;
}

my $alone = nginx(once => 1, server => 'location = /metrics { jobs metrics; }');

is(join("\n", Jobs::Test::Exposition->new($alone->get('/metrics')->body)
              ->complaints), '', 'no snapshot is needed');
is(zones($alone), 1, 'the zone is made');
is(zones(nginx(http => "jobs_snapshot $path{one};")), 0,
   'where jobs is used only');

done_testing();
