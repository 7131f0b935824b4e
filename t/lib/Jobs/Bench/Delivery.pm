package Jobs::Bench::Delivery;

# What the benchmarks ask of the cache of answers.

use strict;
use warnings;

use Cwd ();
use POSIX ();
use Time::HiRes qw(time sleep);

use Jobs::Bench::Server;
use Jobs::Test qw(nginx spew tempdir wait_until);

use constant { SWAPS => 10, CLIENTS => 1000, FLOOD => 20_000, EVERY => 5 };


# Ours and nginx's own way of sending the same bytes, for pairs() of a server
# that has gzip_static on and /204.

sub cases
{
    my ($server, $query) = @_;

    my $ours = "/jobs.json?$query";

    # as wrk names the host, which is part of a tag

    my $client = $server->nginx->client(host => '127.0.0.1:'
                                                . $server->port);
    my $html = $server->nginx->prefix . '/html';
    my $plain = $client->request('GET', $ours);
    my $gzip = $client->request('GET', $ours, 'Accept-Encoding' => 'gzip');

    die "$ours is not compressed\n"
        if ($gzip->header('Content-Encoding') || '') ne 'gzip';

    spew("$html/list.json", $plain->body);
    spew("$html/list.json.gz", $gzip->body);

    my $accept = 'Accept-Encoding: gzip';
    my $tag = 'If-None-Match: ' . $plain->header('ETag');

    return (
        { name => 'cached, plain, ' . length($plain->body) . ' bytes',
          goal => '>= 1.0',
          ours => { name => 'this module', path => $ours },
          other => { name => 'static file', path => '/list.json' } },
        { name => 'cached, gzip, ' . length($gzip->body) . ' bytes',
          goal => '>= 1.0',
          ours => { name => 'this module', path => $ours, header => $accept },
          other => { name => 'gzip_static', path => '/list.json',
                     header => $accept } },
        { name => 'not modified', goal => '>= 0.85',
          ours => { name => 'this module', path => $ours, header => $tag,
                    lenient => 1 },
          other => { name => 'return 204', path => '/204' } },
    );
}


# Takes another snapshot over under load of many clients, again and again:
# seconds until the hot page of a new generation is answered, and queries for
# each generation.

sub refill
{
    my ($file, $query) = @_;

    my $live = tempdir() . '/jobs.db';

    newer($file, $live);

    my $n = nginx(once => 1, connections => 4096,
                  http => <<"EOH", server => <<'EOT');
    jobs_snapshot $live check=10ms;
    jobs_query_timeout 4s;
    keepalive_requests 1000000000;
EOH
    location ^~ /jobs { jobs; }
    location = /metrics { jobs metrics; }
    location = /other { jobs json; jobs_limit 1; }
EOT
    my $hot = "/jobs.json?$query";
    my @first;

    # alone: what one visitor waits for

    my $client = $n->client(timeout => 60);

    for my $i (1 .. SWAPS) {
        my $was = generation($client);

        newer($file, $live);

        my $seen = wait_until(sub { generation($client) ne $was }, 60)
            or die "the generation did not change\n";
        my $start = time;
        my $r = $client->request('GET', $hot, 'Accept-Encoding' => 'gzip');

        push @first, time - $start;
        die "no answer to $hot\n" if !$r || $r->status != 200;
    }

    # many: how often the query runs

    my $pid = fork;

    die "fork: $!\n" if !defined $pid;

    if ($pid == 0) {
        open STDOUT, '>', '/dev/null';
        { exec 'wrk', '-t1', '-c' . CLIENTS, '-d60s', '--timeout', '60s',
               'http://127.0.0.1:' . $n->port . $hot }
        POSIX::_exit(127);
    }

    sleep 1;

    my $before = queries($client);
    my $swaps = 6;

    for my $i (1 .. $swaps) {
        my $was = generation($client);

        newer($file, $live);
        wait_until(sub { generation($client) ne $was }, 60)
            or die "the generation did not change\n";
        sleep 0.3;
    }

    my $after = queries($client);

    kill 'TERM', $pid;
    waitpid $pid, 0;

    @first = sort { $a <=> $b } @first;

    # /other is one query of each generation too

    return (swaps => SWAPS, clients => CLIENTS,
            first => Jobs::Bench::Server::median(@first),
            slowest => $first[-1],
            queries => ($after - $before - $swaps) / $swaps);
}


# A copy of the file that was built a second later each time, which the cache
# knows nothing of, in the place of the live one.

my $later = 0;

sub newer
{
    my ($file, $live) = @_;

    system('cp', $file, "$live.new") == 0 or die "cp $file failed\n";
    $later++;
    system('sqlite3', "$live.new", "UPDATE meta SET value = value + $later "
                                   . "WHERE name = 'built_at'") == 0
        or die "sqlite3 failed\n";
    rename "$live.new", $live or die "rename: $!\n";

    return;
}


sub generation
{
    my $r = $_[0]->request('GET', '/other') or die "no answer to /other\n";

    return $r->header('Last-Modified') || '';
}


sub queries
{
    my $r = $_[0]->request('GET', '/metrics') or die "no metrics\n";
    my ($n) = $r->body =~ /^jobs_query_duration_seconds_count (\d+)/m
        or die "no metrics:\n" . $r->body;

    return $n;
}


# Requests that come once, and a hot one among them; the cache holds a small
# part of them.

sub flood
{
    my ($file) = @_;

    my $n = nginx(once => 1, cache => '4m', snapshot => Cwd::abs_path($file),
                  server => <<'EOT');
    keepalive_requests 1000000000;
    location ^~ /jobs { jobs; add_header X-Cache $jobs_cache_status; }
EOT
    my $client = $n->client(timeout => 60);
    my ($hits, $asked) = (0, 0);

    for my $i (1 .. FLOOD) {
        $client->request('GET', "/jobs.json?salary_min=$i")
            or die "no answer\n";
        next if $i % EVERY;

        my $hot = $client->request('GET', '/jobs.json?remote=remote')
            or die "no answer\n";

        $hits++ if ($hot->header('X-Cache') || '') eq 'HIT';
        $asked++;
    }

    return (hits => $hits, asked => $asked, every => EVERY);
}


1;
